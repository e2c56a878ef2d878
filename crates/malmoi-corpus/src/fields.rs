//! What the fields of records are called.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustc_hash::FxHashMap;

/// A field of an article, as records (JSON objects, rows of tables) name it.
///
/// Records call the same thing by many names. Those that are guessed are told
/// by [`guesses`](Field::guesses); others are named by
/// [`CorpusOptions::fields`](crate::CorpusOptions::fields).
///
/// ```
/// use malmoi_corpus::Field;
///
/// assert_eq!("title".parse(), Ok(Field::Title));
/// assert!(Field::Title.guesses().contains(&"제목"));
/// assert!("titel".parse::<Field>().unwrap_err().to_string().contains("published_at"));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Field {
    /// What tells an article from all others.
    Id,
    /// The headline.
    Title,
    /// The text.
    Body,
    /// The outlet.
    Publisher,
    /// Who wrote it.
    Author,
    /// When it was published.
    PublishedAt,
    /// When it was crawled.
    CrawledAt,
    /// The section.
    Category,
    /// Where it was found.
    Url,
    /// A checksum of the text.
    ContentHash,
    /// The portal's number for the outlet.
    Oid,
    /// The portal's number for the article.
    Aid,
}

/// Every field, its own name, and what else it is called, the likelier first.
/// Case, spaces, hyphens and underscores make no difference.
const FIELDS: [(Field, &str, &[&str]); 12] = [
    (
        Field::Id,
        "id",
        &[
            "id",
            "article_id",
            "news_id",
            "뉴스 식별자",
            "기사번호",
            "기사 아이디",
        ],
    ),
    (
        Field::Title,
        "title",
        &[
            "title",
            "headline",
            "제목",
            "기사 제목",
            "news_title",
            "article_title",
        ],
    ),
    (
        Field::Body,
        "body",
        &[
            "body",
            "content",
            "text",
            "article_body",
            "본문",
            "내용",
            "기사 본문",
            "기사 내용",
            "contents",
            "본문 내용",
            "article_text",
            "article_content",
            "news_content",
        ],
    ),
    (
        Field::Publisher,
        "publisher",
        &[
            "publisher",
            "press",
            "source",
            "언론사",
            "매체",
            "언론사명",
            "매체명",
            "신문사",
            "media",
            "outlet",
            "press_name",
            "newspaper",
            "publisher_name",
            "media_name",
            "source_name",
        ],
    ),
    (
        Field::Author,
        "author",
        &[
            "author",
            "byline",
            "reporter",
            "기자",
            "기자명",
            "기고자",
            "author_name",
            "reporter_name",
            "writer",
            "작성자",
        ],
    ),
    (
        Field::PublishedAt,
        "published_at",
        &[
            "published_at",
            "date",
            "일자",
            "published",
            "date_published",
            "pub_date",
            "입력일",
            "입력일시",
            "발행일",
            "작성일",
            "날짜",
            "datetime",
            "created_at",
            "등록일",
            "게시일",
            "작성일자",
            "기사일자",
            "보도일자",
            "written_at",
            "published_date",
            "publish_date",
            "publication_date",
            "published_time",
            "posted_at",
            "reg_date",
            "기사일시",
            "보도일시",
            "보도일",
            "입력일자",
            "발행일자",
            "발행일시",
            "등록일자",
            "등록일시",
            "게시일자",
            "게시일시",
            "작성일시",
        ],
    ),
    (
        Field::CrawledAt,
        "crawled_at",
        &[
            "crawled_at",
            "수집일",
            "수집일시",
            "수집일자",
            "crawl_date",
            "collected_at",
            "scraped_at",
        ],
    ),
    (
        Field::Category,
        "category",
        &["category", "section", "섹션", "분류", "통합 분류1"],
    ),
    (
        Field::Url,
        "url",
        &[
            "url",
            "link",
            "주소",
            "링크",
            "article_url",
            "news_url",
            "기사 주소",
        ],
    ),
    (
        Field::ContentHash,
        "content_hash",
        &["content_hash", "hash"],
    ),
    (Field::Oid, "oid", &["oid"]),
    (Field::Aid, "aid", &["aid"]),
];

impl Field {
    /// How many fields there are.
    pub(crate) const COUNT: usize = FIELDS.len();

    /// Returns every field.
    pub fn all() -> impl Iterator<Item = Field> {
        FIELDS.iter().map(|(field, _, _)| *field)
    }

    /// Returns its name, such as `published_at`.
    pub fn name(self) -> &'static str {
        FIELDS[self as usize].1
    }

    /// Returns what it is taken to be called where nobody says otherwise, the
    /// likelier names first. Case, spaces, hyphens and underscores make no
    /// difference.
    pub fn guesses(self) -> &'static [&'static str] {
        FIELDS[self as usize].2
    }
}

impl FromStr for Field {
    type Err = UnknownField;

    fn from_str(name: &str) -> Result<Field, UnknownField> {
        Field::all()
            .find(|field| key(field.name()) == key(name))
            .ok_or_else(|| UnknownField(name.to_owned()))
    }
}

/// A name that no [`Field`] has. `Display` lists those there are.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownField(String);

impl fmt::Display for UnknownField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = Field::all().map(Field::name).collect();
        let names = names.join(", ");
        write!(f, "no field is called `{}`; there are {names}", self.0)
    }
}

impl std::error::Error for UnknownField {}

/// Which field a name in a record stands for.
#[derive(Debug)]
pub(crate) struct FieldNames {
    /// By [`key`]: the fields, each with its rank among the names of that
    /// field. The lowest rank that has a value wins.
    by_key: FxHashMap<String, Vec<(Field, usize)>>,
    /// The names that need no key made of them, as most records write them.
    by_name: FxHashMap<&'static str, Vec<(Field, usize)>>,
    /// What was said, with the keys of the names, and whether records have such a field.
    said: Vec<Said>,
}

/// A name that a field was said to have.
#[derive(Debug)]
struct Said {
    field: Field,
    name: String,
    key: String,
    is_met: AtomicBool,
}

/// Which of the names that were [said](crate::CorpusOptions::fields) no record had, of those
/// that were read up to the time of asking.
#[derive(Clone, Debug)]
pub struct SaidFields(pub(crate) Arc<FieldNames>);

impl SaidFields {
    /// Returns the fields that no record had under any of the names that were said, in the order of the
    /// options, with those names.
    ///
    /// ```
    /// use malmoi_corpus::{Corpus, CorpusOptions, Field};
    ///
    /// let options = CorpusOptions {
    ///     fields: vec![(Field::Title, "heading".into()), (Field::Body, "text".into())],
    ///     ..Default::default()
    /// };
    /// let line = r#"{"title": "A", "text": "It rains."}"#;
    /// let corpus = Corpus::from_reader("-", Box::new(line.as_bytes()), options);
    /// let said = corpus.said_fields();
    /// for batch in corpus {
    ///     batch.read(&mut |_| {});
    /// }
    /// assert_eq!(said.unmet().collect::<Vec<_>>(), [(Field::Title, "heading")]);
    /// ```
    pub fn unmet(&self) -> impl Iterator<Item = (Field, &str)> {
        let is_met = |said: &Said| said.is_met.load(Ordering::Relaxed);
        // Of several names for one field, one is enough.
        let is_read = move |field| self.0.said.iter().any(|s| s.field == field && is_met(s));
        let said = self.0.said.iter().filter(move |said| !is_read(said.field));
        said.map(|said| (said.field, said.name.as_str()))
    }
}

impl FieldNames {
    /// Compiles what was said (`CorpusOptions::fields`) and the guesses. A field
    /// that something was said of goes by no other name, and a name that was
    /// given stands for no other field.
    pub(crate) fn new(said: &[(Field, String)]) -> FieldNames {
        let mut by_key: FxHashMap<String, Vec<(Field, usize)>> = FxHashMap::default();
        for (rank, (field, name)) in said.iter().enumerate() {
            by_key.entry(key(name)).or_default().push((*field, rank));
        }
        let given = by_key.clone();
        for field in Field::all().filter(|field| said.iter().all(|(f, _)| f != field)) {
            for (rank, name) in field.guesses().iter().enumerate() {
                let key = key(name);
                if !given.contains_key(&key) {
                    by_key.entry(key).or_default().push((field, rank));
                }
            }
        }
        let guesses = Field::all().flat_map(|field| field.guesses());
        let found = guesses.filter_map(|name| Some((*name, by_key.get(&key(name))?.clone())));
        let by_name = found.collect();
        let said = said.iter().map(|(field, name)| Said {
            field: *field,
            name: name.clone(),
            key: key(name),
            is_met: AtomicBool::new(false),
        });
        FieldNames {
            by_key,
            by_name,
            said: said.collect(),
        }
    }

    /// Returns the fields that `name` stands for, with its rank; most names
    /// stand for none.
    pub(crate) fn find(&self, name: &str) -> &[(Field, usize)] {
        let found = self.by_name.get(name);
        let found = found.or_else(|| self.by_key.get(&key(name)));
        let found = found.map_or(&[][..], Vec::as_slice);
        if !self.said.is_empty() && !found.is_empty() {
            self.meet(found);
        }
        found
    }

    /// Notes that a record has what was said to be these fields.
    fn meet(&self, found: &[(Field, usize)]) {
        for (field, rank) in found {
            // A field that something was said of has no other ranks.
            if let Some(said) = self.said.get(*rank).filter(|said| said.field == *field) {
                // Written once, lest threads wait for each other.
                if !said.is_met.load(Ordering::Relaxed) {
                    said.is_met.store(true, Ordering::Relaxed);
                }
            }
        }
    }

    /// Whether `name` at the beginning of a line is a field rather than the
    /// first word of a text such as `Source: the ministry`: it is in small Latin
    /// letters, or known and in others, or was said.
    pub(crate) fn begins_field(&self, name: &str) -> bool {
        let is_small = |b: u8| b.is_ascii_lowercase() || b == b'_';
        !name.is_empty()
            && (name.bytes().all(is_small)
                || !name.is_ascii() && !self.find(name).is_empty()
                || !self.said.is_empty() && {
                    let key = key(name);
                    self.said.iter().any(|said| said.key == key)
                })
    }

    /// Says what a record without a text lacks; `known` are the fields that it has, and `names` what
    /// others are called.
    pub(crate) fn without_body(&self, known: &[Field], names: &str) -> String {
        let names = match (names, known) {
            ("", []) => "there is no field at all".to_owned(),
            ("", known) => {
                let known: Vec<&str> = known.iter().map(|field| field.name()).collect();
                format!("there is no field but {}", known.join(", "))
            }
            (names, _) => format!("the other fields are {names}"),
        };
        let said = self.said.iter().find(|said| said.field == Field::Body);
        match said.map(|said| &said.name) {
            Some(said) => {
                format!("there is no field `{said}`, and it was said to hold the text; {names}")
            }
            None => format!(
                "expected {}; {names}; say which holds the text: --field body=NAME",
                Field::Body.guesses().join(", ")
            ),
        }
    }
}

/// Returns what all ways to write a name have in common.
fn key(name: &str) -> String {
    let name: Cow<'_, str> = crate::clean::line(name).map_or("".into(), Cow::Owned);
    name.chars()
        .filter(|c| !matches!(c, ' ' | '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_stands_where_its_number_says() {
        assert!(Field::all().enumerate().all(|(at, f)| f as usize == at));
    }

    #[test]
    fn no_name_is_guessed_for_two_fields() {
        let names = FieldNames::new(&[]);
        for field in Field::all() {
            for (rank, name) in field.guesses().iter().enumerate() {
                assert_eq!(names.find(name), [(field, rank)], "{name}");
            }
        }
    }

    #[test]
    fn case_spaces_and_composition_make_no_difference() {
        let names = FieldNames::new(&[]);
        for name in [
            "Published At",
            "publishedAt",
            "PUBLISHED-AT",
            "\u{feff}published_at",
        ] {
            assert_eq!(names.find(name), [(Field::PublishedAt, 0)], "{name}");
        }
        // 제목 in conjoining jamo.
        let apart = "\u{110c}\u{1166}\u{1106}\u{1169}\u{11a8}";
        assert_eq!(names.find(apart), names.find("제목"));
    }

    #[test]
    fn what_is_said_takes_the_place_of_every_guess() {
        let names = FieldNames::new(&[(Field::Title, "source".to_owned())]);
        assert_eq!(names.find("source"), [(Field::Title, 0)]);
        assert_eq!(names.find("title"), []);
        assert_eq!(names.find("press"), [(Field::Publisher, 1)]);
    }
}

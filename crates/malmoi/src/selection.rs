//! Which articles are meant: filters by publisher, day, language and topic.

use std::collections::BTreeSet;
use std::iter::Peekable;
use std::str::Chars;
use std::sync::Arc;

use malmoi_corpus::{Aliases, Document, Timestamp};
use malmoi_text::Language;

use crate::{ArticleTopics, Error};

/// Some of the articles of a corpus, by publisher, day, language and topic.
///
/// [`Selection::default`] is all of them.
///
/// # Written form
///
/// Conditions are `key=value`, with white space between them; an article must meet
/// all. A value is one or more alternatives with commas between them.
///
/// | key | alternatives |
/// |---|---|
/// | `publisher` | a name or any [alias](Aliases) of it; in quotes, single or double, if it has white space or a comma |
/// | `date` | a day, or a range of days with both ends in it: `2026-01-02`, `2026-01-02..2026-01-05`, `2026-01-02..`, `..2026-01-05` |
/// | `lang` | the ISO 639-1 code of the language most of the article is in: `ko`, `en`; `und` for none that can be told |
/// | `topic` | the number of the topic that the article has most of, among [`ArticleTopics`] |
///
/// Articles without a date that can be read are on no day, so a condition on the
/// date leaves them out. What states no publisher is under
/// [`UNKNOWN_PUBLISHER`](crate::UNKNOWN_PUBLISHER).
///
/// ```
/// use malmoi::{Aliases, Document, Language, Selection, Timestamp};
///
/// let text = "publisher='The Korea Times',코리아헤럴드 date=2026-01-02.. lang=en";
/// let selection = Selection::parse(text, &Aliases::default())?;
///
/// let article = Document {
///     published_at: Timestamp::parse("2026-01-02 23:59"),
///     ..Document::default()
/// };
/// assert!(selection.has("The Korea Herald", &article, Language::ENGLISH));
/// assert!(!selection.has("The Korea Herald", &Document::default(), Language::ENGLISH));
/// assert!(!selection.has("The Korea Herald", &article, Language::KOREAN));
/// assert!(!selection.has("한겨레", &article, Language::ENGLISH));
/// # Ok::<(), malmoi::Error>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Selection {
    /// Names that count; none for all publishers.
    publishers: Vec<String>,
    /// None for all days, the unknown one among them.
    days: Vec<Days>,
    /// None for all.
    languages: Vec<Language>,
    /// None for all, those without a topic among them.
    topics: Vec<u32>,
    article_topics: Option<Arc<ArticleTopics>>,
}

/// Days in a row, without times; an end that is missing is open.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Days {
    first: Option<Timestamp>,
    last: Option<Timestamp>,
}

impl Selection {
    /// Reads the written form. Names of publishers are taken by `aliases`, which
    /// should be those the corpus is read with.
    ///
    /// # Errors
    ///
    /// When the text says nothing, has a key or a value that means nothing, names a
    /// key twice, or leaves a quote open. The error says which and what to write.
    pub fn parse(text: &str, aliases: &Aliases) -> Result<Selection, Error> {
        let wrong = |what: String| Error::selection(text, what);
        let mut selection = Selection::default();
        let mut seen: Vec<String> = Vec::new();
        for Condition { key, values } in Reader::conditions(text).map_err(wrong)? {
            if seen.contains(&key) {
                return Err(wrong(format!(
                    "`{key}` stands twice; write all it may be behind one: {key}=a,b"
                )));
            }
            for value in values {
                match key.as_str() {
                    "publisher" => selection.publishers.push(aliases.name(&value).to_owned()),
                    "date" => selection.days.push(Days::parse(&value).map_err(wrong)?),
                    "lang" => selection.languages.push(language(&value).map_err(wrong)?),
                    "topic" => selection.topics.push(topic(&value).map_err(wrong)?),
                    _ => {
                        return Err(wrong(format!(
                            "there is no key `{key}`; the keys are publisher, date, lang and topic"
                        )));
                    }
                }
            }
            seen.push(key);
        }
        if seen.is_empty() {
            return Err(wrong(
                "it says nothing; write for example publisher=한겨레 or date=2026-01-02.."
                    .to_owned(),
            ));
        }
        Ok(selection)
    }

    /// Says what topics articles have, which a condition on the topic needs: without,
    /// it leaves all articles out.
    pub fn with_topics(self, topics: Arc<ArticleTopics>) -> Selection {
        Selection {
            article_topics: Some(topics),
            ..self
        }
    }

    /// Returns the topics that were asked for; none if all are meant.
    pub fn topics(&self) -> &[u32] {
        &self.topics
    }

    /// Says whether the topic of an article matters and is not known, so that it is neither
    /// among those selected nor among the others.
    pub(crate) fn is_in_doubt(&self, publisher: &str, article: &Document) -> bool {
        let known = self.article_topics.as_ref();
        let is_known = known.is_some_and(|topics| topics.has(publisher, &article.id));
        !self.topics.is_empty() && !is_known
    }

    /// Says whether an article is selected that counts as one of `publisher`, mostly in
    /// that language.
    pub fn has(&self, publisher: &str, article: &Document, language: Language) -> bool {
        self.may_have(publisher, article) && self.has_language(language)
    }

    /// The same as far as it can be said before the language is known: `false`
    /// spares the work of telling it.
    pub fn may_have(&self, publisher: &str, article: &Document) -> bool {
        let among = |all: &[String]| all.is_empty() || all.iter().any(|p| p == publisher);
        let on = |day: Timestamp| self.days.iter().any(|days| days.have(day.day()));
        let about = || {
            let known = self.article_topics.as_ref();
            let topic = known.and_then(|topics| topics.of(publisher, &article.id));
            topic.is_some_and(|topic| self.topics.contains(&topic))
        };
        among(&self.publishers)
            && (self.days.is_empty() || article.published_at.is_some_and(on))
            && (self.topics.is_empty() || about())
    }

    /// Says whether no language was asked for, so that all are meant.
    pub fn has_every_language(&self) -> bool {
        self.languages.is_empty()
    }

    /// Says whether articles of a language can be selected.
    pub fn has_language(&self, language: Language) -> bool {
        self.languages.is_empty() || self.languages.contains(&language)
    }

    /// Makes sure that articles of all publishers that were asked for are `there`,
    /// unless there are none at all.
    pub(crate) fn check(&self, there: &BTreeSet<String>) -> Result<(), Error> {
        let unknown = self.publishers.iter().find(|p| !there.contains(*p));
        let Some(name) = unknown.filter(|_| !there.is_empty()) else {
            return Ok(());
        };
        let key = |name: &str| name.to_lowercase().replace(' ', "");
        let asked = key(name);
        let is_like = |other: &str| {
            let other = key(other);
            other.contains(&asked) || asked.contains(&other)
        };
        // Those that it may have meant come first.
        let (like, unlike): (Vec<&str>, Vec<&str>) =
            there.iter().map(String::as_str).partition(|p| is_like(p));
        let names: Vec<&str> = like.into_iter().chain(unlike).collect();
        let shown = names[..names.len().min(SHOWN)].join(", ");
        let more = match names.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let what = format!("there is no article of this publisher, but of {shown}{more}");
        Err(Error::selection(&format!("publisher={name}"), what))
    }

    /// Returns the names of publishers that were asked for, as they count; none if
    /// all are meant. A name that no article has is found out when the corpus is
    /// read.
    pub fn publishers(&self) -> &[String] {
        &self.publishers
    }
}

/// How many publishers are told where one is not there.
const SHOWN: usize = 20;

impl Days {
    fn parse(text: &str) -> Result<Days, String> {
        let day = |text: &str| {
            let found = Timestamp::parse(text).map(Timestamp::day);
            found.ok_or_else(|| {
                format!("`{text}` is no day; write it as 2026-01-02, and ranges with two dots")
            })
        };
        let Some((first, last)) = text.split_once("..") else {
            let only = day(text)?;
            return Ok(Days {
                first: Some(only),
                last: Some(only),
            });
        };
        let end = |text: &str| (!text.is_empty()).then(|| day(text)).transpose();
        let days = Days {
            first: end(first)?,
            last: end(last)?,
        };
        match (days.first, days.last) {
            (None, None) => Err("`..` is all days; leave date= out".to_owned()),
            (Some(first), Some(last)) if last < first => Err(format!(
                "the range {text} ends before it begins; write {last}..{first}"
            )),
            _ => Ok(days),
        }
    }

    fn have(self, day: Timestamp) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }
}

fn language(code: &str) -> Result<Language, String> {
    Language::from_code(&code.to_ascii_lowercase()).ok_or_else(|| {
        format!("malmoi knows no language `{code}`; Korean is ko, English en, and others go by their ISO 639-1 codes")
    })
}

fn topic(number: &str) -> Result<u32, String> {
    let wrong = |_| format!("`{number}` is no topic; topics have numbers from 0");
    number.parse().map_err(wrong)
}

/// A key and what it may be.
struct Condition {
    key: String,
    values: Vec<String>,
}

/// Reads conditions from the front of a text.
struct Reader<'t> {
    rest: Peekable<Chars<'t>>,
}

impl Reader<'_> {
    fn conditions(text: &str) -> Result<Vec<Condition>, String> {
        let mut reader = Reader {
            rest: text.chars().peekable(),
        };
        let mut conditions = Vec::new();
        loop {
            reader.take_while(char::is_whitespace);
            if reader.rest.peek().is_none() {
                return Ok(conditions);
            }
            conditions.push(reader.condition()?);
        }
    }

    fn condition(&mut self) -> Result<Condition, String> {
        let key = self.take_while(|c| c != '=' && !c.is_whitespace());
        if self.rest.next_if_eq(&'=').is_none() || key.is_empty() {
            return Err(format!(
                "`{key}` is no condition of the form key=value; a name with spaces needs quotes: \
                 publisher='The Korea Herald'"
            ));
        }
        let mut values = Vec::new();
        loop {
            let value = self.value(&key)?;
            if value.is_empty() {
                return Err(format!(
                    "a value of `{key}` is empty; write {key}=value without a space around = and ,"
                ));
            }
            values.push(value);
            if self.rest.next_if_eq(&',').is_none() {
                return Ok(Condition { key, values });
            }
        }
    }

    fn value(&mut self, key: &str) -> Result<String, String> {
        let Some(quote) = self.rest.next_if(|&c| c == '"' || c == '\'') else {
            return Ok(self.take_while(|c| c != ',' && !c.is_whitespace()));
        };
        let value = self.take_while(|c| c != quote);
        let is_closed = self.rest.next().is_some();
        let ends = |&c: &char| c == ',' || c.is_whitespace();
        if !is_closed || !self.rest.peek().is_none_or(ends) {
            return Err(format!(
                "the quote before `{value}` does not end where the value does; write \
                 {key}={quote}{value}{quote}"
            ));
        }
        Ok(value.trim().to_owned())
    }

    fn take_while(&mut self, is_part: impl Fn(char) -> bool) -> String {
        std::iter::from_fn(|| self.rest.next_if(|&c| is_part(c))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Selection, Error> {
        Selection::parse(text, &Aliases::default())
    }

    fn on(day: &str) -> Document {
        Document {
            published_at: Timestamp::parse(day),
            ..Document::default()
        }
    }

    /// Which of some days a filter has, of an article in Korean.
    #[track_caller]
    fn check_days(text: &str, expected: &[&str]) {
        let selection = parse(text).unwrap();
        let days = ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04 12:30"];
        let has = |day: &&&str| selection.may_have("한겨레", &on(day));
        let found: Vec<&str> = days.iter().filter(has).copied().collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn ranges_of_days_hold_both_ends_and_may_be_open() {
        check_days("date=2026-01-02", &["2026-01-02"]);
        check_days("date=20260102", &["2026-01-02"]);
        check_days("date=2026-01-02..2026-01-03", &["2026-01-02", "2026-01-03"]);
        check_days("date=2026-01-03..", &["2026-01-03", "2026-01-04 12:30"]);
        check_days("date=..2026-01-01", &["2026-01-01"]);
        check_days("date=2026-01-04", &["2026-01-04 12:30"]);
        check_days(
            "date=..2026-01-01,2026-01-03",
            &["2026-01-01", "2026-01-03"],
        );
        check_days("publisher=경향신문 date=2026-01-02", &[]);
    }

    #[test]
    fn articles_without_a_date_are_on_no_day() {
        let undated = Document::default();
        let has = |text: &str| parse(text).unwrap().may_have("한겨레", &undated);
        assert!(has("publisher=한겨레"));
        assert!(!has("date=2000-01-01.."));
    }

    #[test]
    fn names_may_be_quoted_listed_and_aliases() {
        for (text, expected) in [
            ("publisher=코리아헤럴드", vec!["The Korea Herald"]),
            ("publisher='korea herald'", vec!["The Korea Herald"]),
            ("publisher=\"가, 나\",다", vec!["가, 나", "다"]),
            ("publisher=\"People's Daily\"", vec!["People's Daily"]),
            ("publisher=People's", vec!["People's"]),
            ("  lang=ko\tpublisher=(unknown) ", vec!["(unknown)"]),
        ] {
            assert_eq!(parse(text).unwrap().publishers(), expected, "{text}");
        }
    }

    #[test]
    fn publishers_that_are_not_there_are_told_with_those_that_are() {
        let there = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect();
        let some = there(&["가나일보", "한겨레", "한겨레21"]);
        assert!(parse("publisher=한겨레").unwrap().check(&some).is_ok());
        assert!(parse("lang=ko").unwrap().check(&some).is_ok());
        // Of no article at all, another error tells.
        assert!(parse("publisher=한겨").unwrap().check(&there(&[])).is_ok());
        let told = |text| parse(text).unwrap().check(&some).unwrap_err().to_string();
        assert_eq!(
            told("publisher=한겨레,한겨"),
            "the filter `publisher=한겨`: there is no article of this publisher, but of 한겨레, \
             한겨레21, 가나일보"
        );
        let many: Vec<String> = (10..40).map(|n| n.to_string()).collect();
        let many = many.iter().map(String::as_str).collect::<Vec<_>>();
        let error = parse("publisher=x").unwrap().check(&there(&many));
        assert!(error.unwrap_err().to_string().ends_with("29 and 10 more"));
    }

    #[test]
    fn any_of_the_languages_will_do() {
        let selection = parse("lang=KO,und").unwrap();
        assert!(selection.has("가", &Document::default(), Language::KOREAN));
        assert!(selection.has("가", &Document::default(), Language::UNDETERMINED));
        assert!(!selection.has("가", &Document::default(), Language::ENGLISH));
    }

    #[test]
    fn topics_are_those_of_the_publishers_own_articles() {
        let mut topics = ArticleTopics::default();
        topics.insert("가", "1", Some(3));
        topics.insert("가", "2", Some(4));
        let topics = Arc::new(topics);
        let has = |text: &str, publisher: &str, id: &str| {
            let selection = parse(text).unwrap().with_topics(Arc::clone(&topics));
            let article = Document {
                id: id.to_owned(),
                ..Document::default()
            };
            selection.may_have(publisher, &article)
        };
        assert!(has("topic=3", "가", "1") && has("topic=0,4", "가", "2"));
        assert!(!has("topic=3", "가", "2") && !has("topic=3", "나", "1"));
        assert!(!has("topic=0", "가", "3") && has("lang=ko", "가", "3"));
        assert!(!parse("topic=3").unwrap().may_have("가", &on("2026-01-01")));
    }

    #[test]
    fn the_default_has_all() {
        assert!(Selection::default().has("가", &Document::default(), Language::UNDETERMINED));
    }

    #[test]
    fn errors_name_the_filter_and_what_to_write() {
        for (text, expected) in [
            ("", "it says nothing"),
            ("한겨레", "`한겨레` is no condition"),
            ("publisher=The Korea Herald", "`Korea` is no condition"),
            ("=한겨레", "`` is no condition"),
            (
                "source=한겨레",
                "the keys are publisher, date, lang and topic",
            ),
            ("publisher=", "a value of `publisher` is empty"),
            ("publisher=가, 나", "a value of `publisher` is empty"),
            ("publisher='가", "the quote before `가`"),
            ("publisher='가'나", "the quote before `가`"),
            ("publisher=가 publisher=나", "publisher=a,b"),
            ("date=January", "`January` is no day"),
            ("date=2026-13-01", "`2026-13-01` is no day"),
            ("date=2026-01-02...2026-01-05", "`.2026-01-05` is no day"),
            ("date=..", "leave date= out"),
            (
                "date=2026-01-05..2026-01-02",
                "write 2026-01-02..2026-01-05",
            ),
            ("lang=korean", "no language `korean`"),
            ("topic=sports", "`sports` is no topic"),
        ] {
            let message = parse(text).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
            assert!(message.contains(&format!("filter `{text}`")), "{message}");
        }
    }
}

//! What is kept of an article: the columns of a segment.

use std::cmp::Ordering;
use std::path::Path;

use malmoi_corpus::{Author, Document, Encoding, Entry, Removed, Skip, SkipReason, Timestamp};
use sha2::{Digest, Sha256};

/// The columns of what is kept of an entry, in their order, as `docs/store.md` describes them. Each may be empty.
pub const COLUMNS: [&str; TEXTS + NUMBERS] = [
    // Texts.
    "path",
    "entry",
    "id",
    "title",
    "text",
    "publisher",
    "author",
    "author_email",
    "published_at",
    "crawled_at",
    "category",
    "url",
    "oid",
    "aid",
    "content_hash",
    "encoding",
    "removed",
    "reason",
    "detail",
    // Whole numbers.
    "place",
    "line",
    "replaced",
];

/// How many of the [`COLUMNS`] are texts; those come first.
pub const TEXTS: usize = 19;

/// How many of the [`COLUMNS`] are whole numbers.
pub const NUMBERS: usize = 3;

pub(crate) const PATH: usize = 0;
const ENTRY: usize = 1;
pub(crate) const ID: usize = 2;
const TITLE: usize = 3;
pub(crate) const TEXT: usize = 4;
pub(crate) const PUBLISHER: usize = 5;
const AUTHOR: usize = 6;
const AUTHOR_EMAIL: usize = 7;
pub(crate) const PUBLISHED_AT: usize = 8;
const CRAWLED_AT: usize = 9;
const CATEGORY: usize = 10;
const URL: usize = 11;
const OID: usize = 12;
const AID: usize = 13;
const CONTENT_HASH: usize = 14;
const ENCODING: usize = 15;
const REMOVED: usize = 16;
pub(crate) const REASON: usize = 17;
const DETAIL: usize = 18;
const PLACE: usize = 0;
const LINE: usize = 1;
const REPLACED: usize = 2;

/// What parts a pattern from its piece, and pieces from each other: characters that no
/// text has after cleaning.
const PIECE: char = '\u{1f}';
const PIECES: char = '\u{1e}';

/// By what an entry is known in its file. See [`Row::key`].
pub(crate) type Key = [u8; 16];

/// An entry of a corpus, as it is kept: its values of the [`COLUMNS`].
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Row {
    /// The texts.
    pub texts: [Option<String>; TEXTS],
    /// The whole numbers.
    pub numbers: [Option<i64>; NUMBERS],
}

impl Row {
    /// Takes an entry, the `place`th of its file, counted from 0.
    pub fn of(entry: Entry, place: u64) -> Row {
        let mut row = match entry {
            Entry::Document(document) => Row::of_document(document),
            Entry::Skipped(skip) => Row::of_skip(skip),
        };
        row.numbers[PLACE] = i64::try_from(place).ok();
        row
    }

    fn of_document(document: Document) -> Row {
        let removed = document.removed.iter().map(|(pattern, piece)| {
            let mut text = pattern.to_owned();
            text.push(PIECE);
            text.push_str(piece);
            text
        });
        let removed: Vec<String> = removed.collect();
        let removed = removed.join(PIECES.encode_utf8(&mut [0; 4]));
        let (author, author_email) = match document.author {
            Some(author) => (author.name, author.email),
            None => (None, None),
        };
        let mut row = Row::default();
        row.texts[PATH] = Some(document.path);
        row.texts[ENTRY] = document.entry;
        row.texts[ID] = Some(document.id);
        row.texts[TITLE] = document.title;
        row.texts[TEXT] = Some(document.text);
        row.texts[PUBLISHER] = document.publisher;
        row.texts[AUTHOR] = author;
        row.texts[AUTHOR_EMAIL] = author_email;
        row.texts[PUBLISHED_AT] = document.published_at.map(|at| at.to_string());
        row.texts[CRAWLED_AT] = document.crawled_at.map(|at| at.to_string());
        row.texts[CATEGORY] = document.category;
        row.texts[URL] = document.url;
        row.texts[OID] = document.oid;
        row.texts[AID] = document.aid;
        row.texts[CONTENT_HASH] = document.content_hash;
        row.texts[ENCODING] = Some(document.encoding.name().to_owned());
        row.texts[REMOVED] = Some(removed).filter(|removed| !removed.is_empty());
        row.numbers[LINE] = document.line.and_then(|line| i64::try_from(line).ok());
        row.numbers[REPLACED] = i64::try_from(document.replaced).ok();
        row
    }

    fn of_skip(skip: Skip) -> Row {
        let mut row = Row::default();
        row.texts[PATH] = Some(skip.path);
        row.texts[ENTRY] = skip.entry;
        row.texts[REASON] = Some(skip.reason.name().to_owned());
        row.texts[DETAIL] = Some(skip.detail).filter(|detail| !detail.is_empty());
        row.texts[PUBLISHER] = skip.publisher;
        row.numbers[LINE] = skip.line.and_then(|line| i64::try_from(line).ok());
        row
    }

    /// Returns the entry; nothing if a value is none that this version writes.
    pub(crate) fn entry(mut self) -> Option<Entry> {
        let line = match self.numbers[LINE] {
            Some(line) => Some(u64::try_from(line).ok()?),
            None => None,
        };
        if let Some(reason) = &self.texts[REASON] {
            return Some(Entry::Skipped(Skip {
                reason: SkipReason::from_name(reason)?,
                path: self.take(PATH)?,
                entry: self.take(ENTRY),
                line,
                detail: self.take(DETAIL).unwrap_or_default(),
                publisher: self.take(PUBLISHER),
            }));
        }
        let time = |text: &Option<String>| match text {
            Some(text) => Timestamp::parse(text).map(Some),
            None => Some(None),
        };
        let published_at = time(&self.texts[PUBLISHED_AT])?;
        let crawled_at = time(&self.texts[CRAWLED_AT])?;
        let removed = self.take(REMOVED).unwrap_or_default();
        let pieces = removed.split(PIECES).filter(|piece| !piece.is_empty());
        let pieces: Option<Vec<_>> = pieces.map(|piece| piece.split_once(PIECE)).collect();
        let author = Author {
            name: self.take(AUTHOR),
            email: self.take(AUTHOR_EMAIL),
        };
        let encoding: Encoding = self.take(ENCODING)?.parse().ok()?;
        Some(Entry::Document(Document {
            id: self.take(ID)?,
            path: self.take(PATH)?,
            entry: self.take(ENTRY),
            line,
            title: self.take(TITLE),
            text: self.take(TEXT)?,
            publisher: self.take(PUBLISHER),
            author: Some(author).filter(|author| author != &Author::default()),
            published_at,
            crawled_at,
            category: self.take(CATEGORY),
            url: self.take(URL),
            oid: self.take(OID),
            aid: self.take(AID),
            content_hash: self.take(CONTENT_HASH),
            encoding,
            replaced: u64::try_from(self.numbers[REPLACED]?).ok()?,
            removed: Removed::from_pieces(pieces?),
        }))
    }

    /// Returns what an article says of itself, without its text.
    pub(crate) fn outline(&self) -> Document {
        let text = |text: usize| self.text(text).map(str::to_owned);
        Document {
            id: text(ID).unwrap_or_default(),
            path: self.path().to_owned(),
            publisher: text(PUBLISHER),
            published_at: self.text(PUBLISHED_AT).and_then(Timestamp::parse),
            ..Document::default()
        }
    }

    fn take(&mut self, text: usize) -> Option<String> {
        self.texts[text].take()
    }

    pub(crate) fn text(&self, text: usize) -> Option<&str> {
        self.texts[text].as_deref()
    }

    pub(crate) fn path(&self) -> &str {
        self.text(PATH).unwrap_or_default()
    }

    pub(crate) fn is_skip(&self) -> bool {
        self.texts[REASON].is_some()
    }

    /// Returns where the entry stands in the order of all.
    pub(crate) fn place(&self) -> Place {
        Place {
            path: self.path().to_owned(),
            place: self.numbers[PLACE].unwrap_or_default(),
        }
    }

    /// About how much memory the texts take, in bytes.
    pub(crate) fn size(&self) -> usize {
        self.texts.iter().flatten().map(String::len).sum()
    }

    /// Returns by what the article is known, among others of its file: the portal's numbers,
    /// else its publisher and the id that it states, else its content. The `again`th that is
    /// known by the same has a key of its own. A skip is known by its number among the skips of
    /// the file alone, as nothing else is known of it for certain.
    pub(crate) fn key(&self, again: u64) -> Key {
        if self.is_skip() {
            return skip_key(self.path(), again);
        }
        let text = |text: usize| self.text(text).unwrap_or_default();
        let id = text(ID);
        let made_up = |rest: &str| rest.is_empty() || rest.starts_with([':', '#', '/']);
        let states_id = !id.is_empty() && !id.strip_prefix(self.path()).is_some_and(made_up);
        let (kind, known): (u8, [&str; 2]) = match (self.text(OID), self.text(AID)) {
            (Some(oid), Some(aid)) => (b'p', [oid, aid]),
            _ if states_id => (b'i', [text(PUBLISHER), id]),
            _ => (b'c', [text(TITLE), text(TEXT)]),
        };
        let mut hasher = Hasher::new(kind, self.path(), again);
        hasher.text(self.text(ENTRY));
        hasher.text(Some(known[0]));
        hasher.text(Some(known[1]));
        hasher.key()
    }

    /// Returns a number that changes with anything that is kept of the entry.
    pub(crate) fn content(&self) -> i64 {
        let mut hasher = Hasher::new(b'r', "", 0);
        for text in &self.texts {
            hasher.text(text.as_deref());
        }
        for number in &self.numbers {
            let bytes = number.map(i64::to_le_bytes);
            hasher.bytes(bytes.as_ref().map(|bytes| bytes.as_slice()));
        }
        let key = hasher.key();
        let mut number = [0; 8];
        number.copy_from_slice(&key[..8]);
        i64::from_le_bytes(number)
    }
}

/// Returns the key of a file's skip number `again`.
pub(crate) fn skip_key(path: &str, again: u64) -> Key {
    Hasher::new(b's', path, again).key()
}

/// Returns the key of a file.
pub(crate) fn file_key(path: &str) -> Key {
    Hasher::new(b'f', path, 0).key()
}

/// Hashes values so that none can run into the next.
struct Hasher(Sha256);

impl Hasher {
    fn new(kind: u8, path: &str, again: u64) -> Hasher {
        let mut hasher = Hasher(Sha256::new());
        hasher.0.update([kind]);
        hasher.0.update(again.to_le_bytes());
        hasher.text(Some(path));
        hasher
    }

    fn text(&mut self, text: Option<&str>) {
        self.bytes(text.map(str::as_bytes));
    }

    fn bytes(&mut self, bytes: Option<&[u8]>) {
        match bytes {
            Some(bytes) => {
                self.0.update((bytes.len() as u64 + 1).to_le_bytes());
                self.0.update(bytes);
            }
            None => self.0.update(0_u64.to_le_bytes()),
        }
    }

    fn key(self) -> Key {
        let digest = self.0.finalize();
        let mut key = [0; 16];
        key.copy_from_slice(&digest[..16]);
        key
    }
}

/// Where an entry stands: files by path, part by part, as a corpus lists them, and
/// entries as the file has them.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Place {
    pub(crate) path: String,
    pub(crate) place: i64,
}

impl Ord for Place {
    fn cmp(&self, other: &Place) -> Ordering {
        let paths = Path::new(&self.path).cmp(Path::new(&other.path));
        paths.then(self.place.cmp(&other.place))
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Place) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        let pieces = [("sentence 사진 = …", "(사진=예시뉴스)"); 2];
        Document {
            id: "001_0000000045".to_owned(),
            path: "a/나.zip".to_owned(),
            entry: Some("b.md".to_owned()),
            line: Some(3),
            title: Some("제목".to_owned()),
            text: "첫 줄\n둘째 줄".to_owned(),
            publisher: Some("한빛일보".to_owned()),
            author: Some(Author {
                name: None,
                email: Some("a@b.example".to_owned()),
            }),
            published_at: Timestamp::parse("2026-01-02"),
            crawled_at: Timestamp::parse("2026-01-02 03:04:05"),
            category: Some("정치".to_owned()),
            url: Some("https://x.example".to_owned()),
            oid: Some("001".to_owned()),
            aid: None,
            content_hash: Some("ab".to_owned()),
            encoding: "cp949".parse().unwrap(),
            replaced: 7,
            removed: Removed::from_pieces(pieces),
        }
    }

    #[test]
    fn entries_come_back_as_they_were() {
        let skip = Skip {
            path: "a".to_owned(),
            entry: None,
            line: Some(9),
            reason: SkipReason::MalformedJson,
            detail: "no object".to_owned(),
            publisher: Some("한빛일보".to_owned()),
        };
        let bare = Document {
            text: "본문".to_owned(),
            ..Document::default()
        };
        for entry in [
            Entry::Document(document()),
            Entry::Document(bare),
            Entry::Skipped(skip),
        ] {
            assert_eq!(Row::of(entry.clone(), 5).entry(), Some(entry));
        }
    }

    #[test]
    fn an_article_is_known_by_its_numbers_then_its_id_then_its_content() {
        let key = |change: &dyn Fn(&mut Document)| {
            let mut document = document();
            change(&mut document);
            Row::of(Entry::Document(document), 0).key(0)
        };
        let numbered = |document: &mut Document| document.aid = Some("5".to_owned());
        let one = key(&numbered);
        assert_eq!(
            one,
            key(&|d| {
                numbered(d);
                d.id.clear();
                d.text += "!";
            })
        );
        let by_id = key(&|_| ());
        assert_ne!(one, by_id);
        assert_eq!(by_id, key(&|d| d.text += "!"));
        assert_ne!(by_id, key(&|d| d.publisher = None));
        let without = |document: &mut Document| document.id = format!("{}:3", document.path);
        let by_content = key(&without);
        assert_eq!(
            by_content,
            key(&|d| {
                without(d);
                d.line = Some(4);
            })
        );
        assert_ne!(
            by_content,
            key(&|d| {
                without(d);
                d.text += "!";
            })
        );
    }

    #[test]
    fn whatever_changes_changes_the_content() {
        let content = |change: &dyn Fn(&mut Document)| {
            let mut document = document();
            change(&mut document);
            Row::of(Entry::Document(document), 0).content()
        };
        let one = content(&|_| ());
        assert_eq!(one, content(&|_| ()));
        assert_ne!(one, content(&|d| d.crawled_at = None));
        assert_ne!(one, content(&|d| d.replaced += 1));
        assert_ne!(one, content(&|d| d.line = None));
    }

    #[test]
    fn files_come_in_the_order_of_a_corpus() {
        let place = |path: &str, place| Place {
            path: path.to_owned(),
            place,
        };
        assert!(place("a/z", 9) < place("a-b", 0));
        assert!(place("a/b", 1) < place("a/b", 2));
    }
}

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Author, Encoding, Removed, Timestamp};

/// What one article became: a document, or the reason why there is none.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly every entry is a document, so boxing it would only add an allocation"
)]
pub enum Entry {
    /// The article could be read.
    Document(Document),
    /// The article could not be read.
    Skipped(Skip),
}

/// One article, with its text cleaned.
///
/// No field that is present is empty: a value of nothing but white space is
/// read as no value. Character references are decoded once in `title`,
/// `author`, `publisher`, `category` and `text`; the other fields are kept as
/// written, but for white space at their ends.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Document {
    /// The `id` the article states; else `oid_aid`, if it states both; else
    /// its path, with the name of the archive's member, and the line of the
    /// record (`:7`) or, where those have no lines of their own, its number
    /// (`#7`) behind it.
    ///
    /// Nothing makes sure that no other document has the same.
    pub id: String,
    /// The path of the file as it was found, or the name given to the reader.
    /// Bytes that are no text are replaced by U+FFFD.
    pub path: String,
    /// The name of the member, if the file is an archive.
    pub entry: Option<String>,
    /// The line that the record begins in, counted from 1, in JSON and tables
    /// of text; otherwise nothing.
    pub line: Option<u64>,
    /// The headline, on one line. It is not repeated in `text`.
    pub title: Option<String>,
    /// The body: never empty, `\n` between lines, at most one blank line in a
    /// row, and no control or zero-width characters. Sentences that were glued
    /// together are on lines of their own.
    pub text: String,
    /// The outlet: what the article states, else what
    /// [`PublisherSource`](crate::PublisherSource) supplies, by the name that
    /// [`Aliases`](crate::Aliases) gives it.
    pub publisher: Option<String>,
    /// Who wrote it.
    pub author: Option<Author>,
    /// When it was published, as the article states or, failing that, the name
    /// of its file. A date that cannot be understood is no date.
    pub published_at: Option<Timestamp>,
    /// When it was crawled.
    pub crawled_at: Option<Timestamp>,
    /// The section, as the outlet names it.
    pub category: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// The portal's number for the outlet. Leading zeros are kept.
    pub oid: Option<String>,
    /// The portal's number for the article. Leading zeros are kept.
    pub aid: Option<String>,
    /// The crawler's checksum of the text, as it states it.
    pub content_hash: Option<String>,
    /// What the bytes were decoded as; those of the text, where a front matter in UTF-8 stands
    /// above one in CP949, or the other way round.
    pub encoding: Encoding,
    /// How many bytes of the article meant nothing in that encoding; each fault
    /// stands as U+FFFD. Halves of characters in JSON (`\\ud83d`) are among them.
    pub replaced: u64,
    /// What stood in the text and was taken for boilerplate.
    pub removed: Removed,
}

/// An article that did not become a document, or does not count, and why.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Skip {
    /// The path of the file as it was found, or the name given to the reader.
    pub path: String,
    /// The name of the member, if the file is an archive and the trouble is
    /// with that member.
    pub entry: Option<String>,
    /// The line the trouble is at, counted from 1, where there is one.
    pub line: Option<u64>,
    /// What kind of trouble it is.
    pub reason: SkipReason,
    /// What exactly is wrong and, where there is a way out, what to do. One
    /// line; may be empty where `reason` says it all.
    pub detail: String,
    /// The publisher of the article, as far as it is known: what the article states, or
    /// what [`PublisherSource`](crate::PublisherSource) supplies. Of whole files and of
    /// what could not be taken apart nobody knows one.
    pub publisher: Option<String>,
}

/// Why a record did not become a document.
pub(crate) struct Trouble {
    /// The line the trouble is at, for articles that are whole files.
    pub(crate) line: Option<u64>,
    pub(crate) reason: SkipReason,
    pub(crate) detail: String,
    /// What the record states.
    pub(crate) publisher: Option<String>,
}

impl From<(SkipReason, String)> for Trouble {
    fn from((reason, detail): (SkipReason, String)) -> Trouble {
        Trouble {
            line: None,
            reason,
            detail,
            publisher: None,
        }
    }
}

impl Skip {
    pub(crate) fn new(
        path: &str,
        line: Option<u64>,
        reason: SkipReason,
        detail: impl Into<String>,
    ) -> Skip {
        Skip {
            path: path.to_owned(),
            entry: None,
            line,
            reason,
            detail: detail.into(),
            publisher: None,
        }
    }

    /// Returns a skip for a document that could be read, but does not count.
    pub fn of(document: &Document, reason: SkipReason, detail: impl Into<String>) -> Skip {
        let mut skip = Skip::new(&document.path, document.line, reason, detail);
        skip.entry.clone_from(&document.entry);
        skip.publisher.clone_from(&document.publisher);
        skip
    }

    /// Returns what was done about it: `"skipped"`, or for an article that another
    /// stands for `"merged"`, `"replaced"` or `"dropped"`.
    pub fn action(&self) -> &'static str {
        match self.reason {
            SkipReason::CrawledAgain => "merged",
            SkipReason::NewerEdition => "replaced",
            SkipReason::Copy => "dropped",
            _ => "skipped",
        }
    }

    /// Whether nothing is wrong with the article, but that another stands for it.
    pub fn is_duplicate(&self) -> bool {
        self.action() != "skipped"
    }
}

/// The kinds of trouble that keep an article from becoming a document, and the
/// reasons for which one that is read does not count.
///
/// [`name`](SkipReason::name) is stable and meant for tables; `Display` is
/// meant for people.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[non_exhaustive]
pub enum SkipReason {
    /// The file has no content at all, or only white space.
    EmptyFile,
    /// There is an article, but no text is left in it after cleaning.
    EmptyBody,
    /// The content is no text: NUL bytes, or a name that ends like that of a picture or program.
    Binary,
    /// The bytes are no text in any encoding that could be told.
    UnknownEncoding,
    /// A front matter begins, but the `---` that ends it never comes.
    FrontMatterNotClosed,
    /// A front matter holds a value that makes no sense.
    MalformedFrontMatter,
    /// A line, or an element of an array, is not one JSON object.
    MalformedJson,
    /// A row of a table has more or fewer fields than the header.
    MalformedRow,
    /// A JSON object, or a table, has no field with the text of an article.
    MissingText,
    /// The format is known, but is not read.
    UnsupportedFormat,
    /// What is compressed, an archive or a Parquet file is cut short or
    /// changed; what came before that is read.
    Damaged,
    /// A file, line or record is larger than any article.
    TooLarge,
    /// The system refused to hand the content out.
    Unreadable,
    /// The same article was crawled again, unchanged.
    CrawledAgain,
    /// The same article was crawled again, and has changed.
    NewerEdition,
    /// The text is a copy of another article's, and copies were not wanted.
    Copy,
}

impl SkipReason {
    /// All of them, in their order.
    const ALL: [SkipReason; 16] = [
        SkipReason::EmptyFile,
        SkipReason::EmptyBody,
        SkipReason::Binary,
        SkipReason::UnknownEncoding,
        SkipReason::FrontMatterNotClosed,
        SkipReason::MalformedFrontMatter,
        SkipReason::MalformedJson,
        SkipReason::MalformedRow,
        SkipReason::MissingText,
        SkipReason::UnsupportedFormat,
        SkipReason::Damaged,
        SkipReason::TooLarge,
        SkipReason::Unreadable,
        SkipReason::CrawledAgain,
        SkipReason::NewerEdition,
        SkipReason::Copy,
    ];

    /// Returns the reason of a [`name`](SkipReason::name).
    ///
    /// ```
    /// use malmoi_corpus::SkipReason;
    ///
    /// assert_eq!(SkipReason::from_name("copy"), Some(SkipReason::Copy));
    /// assert_eq!(SkipReason::from_name("Copy"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<SkipReason> {
        SkipReason::ALL.into_iter().find(|r| r.name() == name)
    }

    /// Returns the stable name: lower case with hyphens, such as `empty-file`.
    ///
    /// ```
    /// assert_eq!(malmoi_corpus::SkipReason::EmptyFile.name(), "empty-file");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            SkipReason::EmptyFile => "empty-file",
            SkipReason::EmptyBody => "empty-body",
            SkipReason::Binary => "binary",
            SkipReason::UnknownEncoding => "unknown-encoding",
            SkipReason::FrontMatterNotClosed => "front-matter-not-closed",
            SkipReason::MalformedFrontMatter => "malformed-front-matter",
            SkipReason::MalformedJson => "malformed-json",
            SkipReason::MalformedRow => "malformed-row",
            SkipReason::MissingText => "missing-text",
            SkipReason::UnsupportedFormat => "unsupported-format",
            SkipReason::Damaged => "damaged",
            SkipReason::TooLarge => "too-large",
            SkipReason::Unreadable => "unreadable",
            SkipReason::CrawledAgain => "crawled-again",
            SkipReason::NewerEdition => "newer-edition",
            SkipReason::Copy => "copy",
        }
    }
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SkipReason::EmptyFile => "empty file",
            SkipReason::EmptyBody => "empty body",
            SkipReason::Binary => "binary content",
            SkipReason::UnknownEncoding => "unknown encoding",
            SkipReason::FrontMatterNotClosed => "front matter not closed",
            SkipReason::MalformedFrontMatter => "malformed front matter",
            SkipReason::MalformedJson => "malformed JSON",
            SkipReason::MalformedRow => "malformed row",
            SkipReason::MissingText => "no text field",
            SkipReason::UnsupportedFormat => "unsupported format",
            SkipReason::Damaged => "damaged or cut short",
            SkipReason::TooLarge => "too large for an article",
            SkipReason::Unreadable => "unreadable",
            SkipReason::CrawledAgain => "crawled again",
            SkipReason::NewerEdition => "replaced by a newer edition",
            SkipReason::Copy => "copy of another article",
        })
    }
}

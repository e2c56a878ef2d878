use std::fmt;

use crate::{Author, Timestamp};

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
    /// its path, with `:line` behind it if it came from JSON Lines.
    ///
    /// Nothing makes sure that no other document has the same.
    pub id: String,
    /// The path of the file as it was found, or the name given to the reader.
    /// Bytes that are no text are replaced by U+FFFD.
    pub path: String,
    /// The line in a JSON Lines file, counted from 1; otherwise nothing.
    pub line: Option<u64>,
    /// The headline, on one line. It is not repeated in `text`.
    pub title: Option<String>,
    /// The body: never empty, `\n` between lines, at most one blank line in a
    /// row, and no control or zero-width characters. Sentences that were glued
    /// together are on lines of their own.
    pub text: String,
    /// The outlet: what the article states, else what
    /// [`PublisherSource`](crate::PublisherSource) supplies.
    pub publisher: Option<String>,
    /// Who wrote it.
    pub author: Option<Author>,
    /// When it was published. A date that cannot be understood is no date.
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
}

/// An article that did not become a document, or does not count, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Skip {
    /// The path of the file as it was found, or the name given to the reader.
    pub path: String,
    /// The line the trouble is at, counted from 1, where there is one.
    pub line: Option<u64>,
    /// What kind of trouble it is.
    pub reason: SkipReason,
    /// What exactly is wrong and, where there is a way out, what to do. One
    /// line; may be empty where `reason` says it all.
    pub detail: String,
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
            line,
            reason,
            detail: detail.into(),
        }
    }

    /// Returns a skip for a document that could be read, but does not count.
    pub fn of(document: &Document, reason: SkipReason, detail: impl Into<String>) -> Skip {
        Skip::new(&document.path, document.line, reason, detail)
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
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum SkipReason {
    /// The file has no content at all, or only white space.
    EmptyFile,
    /// There is an article, but no text is left in it after cleaning.
    EmptyBody,
    /// The content is no text: NUL bytes, or a name that ends like a picture's.
    Binary,
    /// The bytes are not UTF-8.
    NotUtf8,
    /// A front matter begins, but the `---` that ends it never comes.
    FrontMatterNotClosed,
    /// A front matter holds a value that makes no sense.
    MalformedFrontMatter,
    /// A line is not one JSON object.
    MalformedJson,
    /// A JSON object has no field with the text of an article.
    MissingText,
    /// The format is known, but cannot be read yet.
    UnsupportedFormat,
    /// A file or line is larger than any article.
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
    /// Returns the stable name: lower case with hyphens, such as `empty-file`.
    ///
    /// ```
    /// assert_eq!(malmoi_corpus::SkipReason::NotUtf8.name(), "not-utf8");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            SkipReason::EmptyFile => "empty-file",
            SkipReason::EmptyBody => "empty-body",
            SkipReason::Binary => "binary",
            SkipReason::NotUtf8 => "not-utf8",
            SkipReason::FrontMatterNotClosed => "front-matter-not-closed",
            SkipReason::MalformedFrontMatter => "malformed-front-matter",
            SkipReason::MalformedJson => "malformed-json",
            SkipReason::MissingText => "missing-text",
            SkipReason::UnsupportedFormat => "unsupported-format",
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
            SkipReason::NotUtf8 => "not UTF-8",
            SkipReason::FrontMatterNotClosed => "front matter not closed",
            SkipReason::MalformedFrontMatter => "malformed front matter",
            SkipReason::MalformedJson => "malformed JSON",
            SkipReason::MissingText => "no text field",
            SkipReason::UnsupportedFormat => "unsupported format",
            SkipReason::TooLarge => "too large for an article",
            SkipReason::Unreadable => "unreadable",
            SkipReason::CrawledAgain => "crawled again",
            SkipReason::NewerEdition => "replaced by a newer edition",
            SkipReason::Copy => "copy of another article",
        })
    }
}

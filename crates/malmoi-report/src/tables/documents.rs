//! What became of each article.

use malmoi::{Analysis, Error};
use serde::Serialize;

use super::Row;
use crate::types::{TEXT, TRUTH, Type, WHOLE};

/// A document that was counted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DocumentRow {
    /// Its own id, else one made of its place.
    pub id: String,
    /// The file.
    pub path: String,
    /// The member of the archive; empty for files that are none.
    pub entry: Option<String>,
    /// The line, for formats whose documents have lines.
    pub line: Option<u64>,
    /// The publisher, `(unknown)` where none is stated.
    pub publisher: String,
    /// ISO 8601, a date or a date and time; empty where none is stated.
    pub published_at: Option<String>,
    /// The language most of it is in.
    pub language: &'static str,
    /// How many running words it has.
    pub tokens: u64,
    /// The id of the first article of its cluster of copies, the same for all of
    /// them; empty for an article without copies.
    pub cluster: Option<String>,
    /// The publisher of that article, which printed the text first.
    pub first_publisher: Option<String>,
    /// Whether it counts where every text counts once: all do but copies.
    pub votes: bool,
    /// The headline.
    pub title: Option<String>,
    /// The author's name.
    pub author: Option<String>,
    /// The address it was crawled from.
    pub url: Option<String>,
}

impl Row for DocumentRow {
    const TABLE: &'static str = "documents";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "path",
        "entry",
        "line",
        "publisher",
        "published_at",
        "language",
        "tokens",
        "cluster",
        "first_publisher",
        "votes",
        "title",
        "author",
        "url",
    ];
    const TYPES: &'static [Type] = &[
        TEXT,
        TEXT,
        TEXT.optional(),
        WHOLE.optional(),
        TEXT,
        TEXT.optional(),
        TEXT,
        WHOLE,
        TEXT.optional(),
        TEXT.optional(),
        TRUTH,
        TEXT.optional(),
        TEXT.optional(),
        TEXT.optional(),
    ];
}

/// A document that was not counted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SkippedRow {
    /// The file.
    pub path: String,
    /// The member of the archive the trouble is with; empty where it is the
    /// file as a whole.
    pub entry: Option<String>,
    /// The line the trouble is at.
    pub line: Option<u64>,
    /// The kind of trouble, a stable name.
    pub reason: &'static str,
    /// What exactly is wrong, and the way out.
    pub detail: String,
    /// What was done: `skipped`, `replaced` by another edition, or `counted` and how it was repaired.
    pub action: String,
}

impl Row for SkippedRow {
    const TABLE: &'static str = "skipped";
    const COLUMNS: &'static [&'static str] =
        &["path", "entry", "line", "reason", "detail", "action"];
    const TYPES: &'static [Type] = &[TEXT, TEXT.optional(), WHOLE.optional(), TEXT, TEXT, TEXT];
}

/// Returns the documents counted, in the order of the corpus.
pub fn documents(analysis: &Analysis) -> impl Iterator<Item = Result<DocumentRow, Error>> {
    let owned = |text: Option<&str>| text.map(str::to_string);
    analysis.documents.iter().map(move |document| {
        let d = document?;
        Ok(DocumentRow {
            id: d.id().to_string(),
            path: d.path().to_string(),
            entry: owned(d.entry()),
            line: d.line(),
            publisher: d.publisher().to_string(),
            published_at: d.published_at.map(|at| at.to_string()),
            language: d.language.code(),
            tokens: d.tokens,
            votes: d.votes,
            title: owned(d.title()),
            author: owned(d.author()),
            url: owned(d.url()),
            cluster: d.cluster,
            first_publisher: d.first_publisher,
        })
    })
}

/// Returns the documents not counted, and those that were counted after a
/// repair, each in the order of the corpus.
pub fn skipped(analysis: &Analysis) -> impl Iterator<Item = Result<SkippedRow, Error>> {
    let skipped = analysis.skipped.iter().map(|skip| {
        let skip = skip?;
        Ok(SkippedRow {
            action: skip.action().to_string(),
            path: skip.path,
            entry: skip.entry,
            line: skip.line,
            reason: skip.reason.name(),
            detail: skip.detail,
        })
    });
    let repaired = analysis.repaired.iter().map(|repair| {
        let repair = repair?;
        Ok(SkippedRow {
            path: repair.path,
            entry: repair.entry,
            line: repair.line,
            reason: "wrong-bytes",
            detail: format!(
                "{} bytes mean nothing in {}",
                repair.replaced, repair.encoding
            ),
            action: format!("counted, {} bytes replaced", repair.replaced),
        })
    });
    skipped.chain(repaired)
}

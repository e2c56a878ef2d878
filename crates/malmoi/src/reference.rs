//! What names an article, so that a number can be traced to it.

use malmoi_corpus::{Fate, Timestamp};
use malmoi_text::Language;

use crate::articles::Article;

/// What names an article, and says where it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reference {
    /// The article's own id, else one made of its place.
    pub id: String,
    /// The publisher, or [`UNKNOWN_PUBLISHER`](crate::UNKNOWN_PUBLISHER).
    pub publisher: String,
    /// When it was published, as far as it says.
    pub published_at: Option<Timestamp>,
    /// The language most of it is in.
    pub language: Language,
    /// The headline.
    pub title: Option<String>,
    /// The address it was crawled from.
    pub url: Option<String>,
    /// The file it was read from.
    pub path: String,
    /// The member, if that is an archive.
    pub entry: Option<String>,
    /// The line, for formats whose documents have lines.
    pub line: Option<u64>,
    /// Whether it is a copy of an earlier article.
    pub is_copy: bool,
}

impl Reference {
    pub(crate) fn of(article: &Article<'_>, language: Language) -> Reference {
        let document = article.document;
        Reference {
            id: document.id.clone(),
            publisher: article.publisher.to_owned(),
            published_at: document.published_at,
            language,
            title: document.title.clone(),
            url: document.url.clone(),
            path: document.path.clone(),
            entry: document.entry.clone(),
            line: document.line,
            is_copy: matches!(article.fate, Fate::CopyOf(_)),
        }
    }
}

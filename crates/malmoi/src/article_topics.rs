//! Which topic each article is about, as it was found before.

use rustc_hash::FxHashMap;

/// The topics of articles, to [select](crate::Selection) articles by.
///
/// An article goes by its publisher and its [id](crate::Document::id), so that one that
/// states an id is known wherever it is read from.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ArticleTopics {
    publishers: FxHashMap<Box<str>, FxHashMap<Box<str>, Option<u32>>>,
}

impl ArticleTopics {
    /// Adds an article; what was known of the same before is forgotten.
    pub fn insert(&mut self, publisher: &str, id: &str, topic: Option<u32>) {
        let articles = self.publishers.entry(publisher.into()).or_default();
        articles.insert(id.into(), topic);
    }

    /// Returns the topic of an article; `None` if it has none that is known.
    pub fn of(&self, publisher: &str, id: &str) -> Option<u32> {
        self.find(publisher, id).flatten()
    }

    /// Says whether an article is known at all, be it without a topic.
    pub fn has(&self, publisher: &str, id: &str) -> bool {
        self.find(publisher, id).is_some()
    }

    fn find(&self, publisher: &str, id: &str) -> Option<Option<u32>> {
        self.publishers.get(publisher)?.get(id).copied()
    }
}

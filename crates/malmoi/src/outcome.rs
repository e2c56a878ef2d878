//! What became of each entry, gathered by many threads and put in order.

use std::collections::BTreeMap;

use malmoi_corpus::Skip;

use crate::{Copied, CountedDocument, Repair};

/// What became of some entries. All carry their key, by which they are put in
/// the order of the corpus.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) documents: Vec<(u64, CountedDocument)>,
    pub(crate) skipped: Vec<(u64, LeftOut)>,
    pub(crate) copies: Vec<CopyOf>,
    pub(crate) repaired: Vec<(u64, Repair)>,
}

/// An entry that does not count, and the article that stands for it, if any.
pub(crate) struct LeftOut {
    skip: Skip,
    other: Option<u64>,
}

/// A copy, whether it counts or not.
pub(crate) struct CopyOf {
    key: u64,
    first: u64,
    publisher: String,
}

/// The same, in the order of the corpus, with each other's places.
pub(crate) struct Settled {
    pub(crate) keys: Vec<u64>,
    pub(crate) documents: Vec<CountedDocument>,
    pub(crate) skipped: Vec<Skip>,
    pub(crate) repaired: Vec<Repair>,
    pub(crate) copied: Vec<Copied>,
}

impl Outcome {
    pub(crate) fn skip(&mut self, key: u64, skip: Skip, other: Option<u64>) {
        self.skipped.push((key, LeftOut { skip, other }));
    }

    /// Notes that the article `key` of a publisher is a copy of `first`.
    pub(crate) fn copy(&mut self, key: u64, first: u64, publisher: &str) {
        let publisher = publisher.to_string();
        self.copies.push(CopyOf {
            key,
            first,
            publisher,
        });
    }

    pub(crate) fn settle(mut self) -> Settled {
        self.documents.sort_unstable_by_key(|(key, _)| *key);
        self.skipped.sort_unstable_by_key(|(key, _)| *key);
        self.repaired.sort_unstable_by_key(|(key, _)| *key);
        let (keys, mut documents): (Vec<u64>, Vec<CountedDocument>) =
            self.documents.into_iter().unzip();
        let find = |key: u64| keys.binary_search(&key).ok();

        let mut matrix: BTreeMap<(String, String), u64> = BTreeMap::new();
        for copy in self.copies {
            // A first article that is gone since the first pass is none.
            let Some(first) = find(copy.first) else {
                continue;
            };
            let place = u32::try_from(first).ok();
            documents[first].first = place;
            documents[first].copies += 1;
            if let Some(own) = find(copy.key) {
                documents[own].first = place;
            }
            let pair = (documents[first].publisher().to_string(), copy.publisher);
            *matrix.entry(pair).or_default() += 1;
        }
        let copied = |((first, by), articles)| Copied {
            first,
            by,
            articles,
        };
        let told = |(_, LeftOut { mut skip, other }): (u64, LeftOut)| {
            if let Some(at) = other.and_then(find) {
                let other = &documents[at];
                let line = other.line().map(|l| format!(":{l}")).unwrap_or_default();
                let entry = other.entry().map(|e| format!("/{e}")).unwrap_or_default();
                let path = other.path();
                skip.detail = format!("{} in {path}{entry}{line} stands for it", other.id());
            }
            skip
        };
        Settled {
            skipped: self.skipped.into_iter().map(told).collect(),
            repaired: self
                .repaired
                .into_iter()
                .map(|(_, repair)| repair)
                .collect(),
            copied: matrix.into_iter().map(copied).collect(),
            keys,
            documents,
        }
    }
}

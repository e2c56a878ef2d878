//! What became of each entry, gathered by many threads and put in order.
//!
//! Every entry is a row, and rows are kept on [disk](crate::spool). In memory
//! stays who is a copy of whom.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use malmoi_corpus::{Encoding, Skip, SkipReason};
use malmoi_text::Language;

use crate::rows::Rows;
use crate::spool::{Fields, Spool, Written};
use crate::{Copied, CountedDocument, Error, Repair};

/// What became of some entries. All come in the order of their keys, which is
/// that of the corpus.
#[derive(Default)]
pub(crate) struct Outcome {
    documents: Spool,
    skipped: Spool,
    repaired: Spool,
    copies: Vec<CopyOf>,
    firsts: Vec<First>,
    publishers: BTreeSet<Arc<str>>,
    pub(crate) ends: Ends,
}

/// How the entries have ended that are no rows of their own kind.
#[derive(Clone, Copy, Default)]
pub(crate) struct Ends {
    /// Of the documents, how many are copies.
    pub(crate) copies: u64,
    /// How many running words the documents have.
    pub(crate) tokens: u64,
    /// Of the skipped, how many were left out for another article, by reason.
    pub(crate) merged: u64,
    pub(crate) replaced: u64,
    pub(crate) dropped: u64,
}

/// A copy, whether it counts or not.
struct CopyOf {
    key: u64,
    first: u64,
    publisher: Arc<str>,
}

/// The first article of a cluster of copies.
struct First {
    key: u64,
    publisher: Arc<str>,
    language: Language,
}

/// The same, in the order of the corpus, with what the articles are to each
/// other.
pub(crate) struct Settled {
    pub(crate) documents: Rows<CountedDocument>,
    pub(crate) skipped: Rows<Skip>,
    pub(crate) repaired: Rows<Repair>,
    pub(crate) copied: Vec<Copied>,
    /// How many clusters of copies there are.
    pub(crate) clusters: u64,
    pub(crate) ends: Ends,
}

impl Outcome {
    /// Adds an article that counts.
    pub(crate) fn document(&mut self, key: u64, document: &CountedDocument) {
        self.ends.copies += u64::from(!document.votes);
        self.ends.tokens += document.tokens;
        self.documents.push(key, |fields| document.write(fields));
    }

    /// Adds an entry that does not count, and the article that stands for it, if
    /// any.
    pub(crate) fn skip(&mut self, key: u64, skip: &Skip, other: Option<u64>) {
        match skip.reason {
            SkipReason::CrawledAgain => self.ends.merged += 1,
            SkipReason::NewerEdition => self.ends.replaced += 1,
            SkipReason::Copy => self.ends.dropped += 1,
            _ => {}
        }
        self.skipped.push(key, |fields| {
            write_skip(skip, fields);
            fields.number(u64::from(other.is_some()));
            fields.number(other.unwrap_or_default());
        });
    }

    pub(crate) fn repair(&mut self, key: u64, repair: &Repair) {
        self.repaired
            .push(key, |fields| write_repair(repair, fields));
    }

    /// Notes that the article `key` of a publisher is a copy of `first`.
    pub(crate) fn copy(&mut self, key: u64, first: u64, publisher: &str) {
        let publisher = self.publisher(publisher);
        self.copies.push(CopyOf {
            key,
            first,
            publisher,
        });
    }

    /// Notes that the article `key` has copies.
    pub(crate) fn first(&mut self, key: u64, publisher: &str, language: Language) {
        let publisher = self.publisher(publisher);
        self.firsts.push(First {
            key,
            publisher,
            language,
        });
    }

    /// Returns the one copy of a name.
    fn publisher(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.publishers.get(name) {
            return Arc::clone(known);
        }
        let name: Arc<str> = name.into();
        self.publishers.insert(Arc::clone(&name));
        name
    }

    /// Puts together what all threads have.
    ///
    /// # Errors
    ///
    /// If a row could not be kept.
    pub(crate) fn settle(outcomes: impl IntoIterator<Item = Outcome>) -> Result<Settled, Error> {
        let (mut documents, mut skipped, mut repaired) = (Vec::new(), Vec::new(), Vec::new());
        let (mut copies, mut firsts) = (Vec::new(), Vec::new());
        let mut ends = Ends::default();
        for outcome in outcomes {
            documents.push(outcome.documents);
            skipped.push(outcome.skipped);
            repaired.push(outcome.repaired);
            copies.extend(outcome.copies);
            firsts.extend(outcome.firsts);
            ends.add(outcome.ends);
        }
        let (clusters, copied) = Clusters::of(copies, firsts);
        let documents = Rows::new(documents, |_, fields| CountedDocument::read(fields))?;
        let skipped = {
            let documents = documents.clone();
            Rows::new(skipped, move |_, fields| {
                let mut skip = read_skip(fields)?;
                let stands_for_it = fields.number()? == 1;
                let other = fields.number()?;
                if stands_for_it && let Some(other) = documents.find(other)? {
                    skip.detail = standing_for(&other);
                }
                Ok(skip)
            })?
        };
        let repaired = Rows::new(repaired, |_, fields| read_repair(fields))?;
        Ok(Settled {
            clusters: clusters.firsts.len() as u64,
            documents: {
                let plain = documents.clone();
                documents.completed(move |key, document| clusters.complete(key, document, &plain))
            },
            skipped,
            repaired,
            copied,
            ends,
        })
    }
}

impl Ends {
    fn add(&mut self, other: Ends) {
        self.copies += other.copies;
        self.tokens += other.tokens;
        self.merged += other.merged;
        self.replaced += other.replaced;
        self.dropped += other.dropped;
    }
}

pub(crate) fn write_skip(skip: &Skip, fields: &mut Fields<'_>) {
    place(fields, &skip.path, skip.entry.as_deref(), skip.line);
    fields.text(skip.reason.name());
    fields.text(&skip.detail);
    fields.optional(skip.publisher.as_deref());
}

pub(crate) fn read_skip(fields: &mut Written<'_>) -> io::Result<Skip> {
    Ok(Skip {
        path: fields.text()?.to_string(),
        entry: fields.optional()?.map(str::to_string),
        line: Some(fields.number()?).filter(|line| *line > 0),
        reason: fields.parsed(SkipReason::from_name)?,
        detail: fields.text()?.to_string(),
        publisher: fields.optional()?.map(str::to_string),
    })
}

pub(crate) fn write_repair(repair: &Repair, fields: &mut Fields<'_>) {
    place(fields, &repair.path, repair.entry.as_deref(), repair.line);
    fields.text(repair.encoding);
    fields.number(repair.replaced);
}

pub(crate) fn read_repair(fields: &mut Written<'_>) -> io::Result<Repair> {
    Ok(Repair {
        path: fields.text()?.to_string(),
        entry: fields.optional()?.map(str::to_string),
        line: Some(fields.number()?).filter(|line| *line > 0),
        encoding: fields.parsed(|name| name.parse().ok().map(Encoding::name))?,
        replaced: fields.number()?,
    })
}

fn place(fields: &mut Fields<'_>, path: &str, entry: Option<&str>, line: Option<u64>) {
    fields.text(path);
    fields.optional(entry);
    fields.number(line.unwrap_or_default());
}

/// Says which article stands for one that is left out.
fn standing_for(other: &CountedDocument) -> String {
    let line = other.line().map(|l| format!(":{l}")).unwrap_or_default();
    let entry = other.entry().map(|e| format!("/{e}")).unwrap_or_default();
    let path = other.path();
    format!("{} in {path}{entry}{line} stands for it", other.id())
}

/// Clusters of copies, by the keys of the articles.
struct Clusters {
    /// The first articles, and how many copies there are of each.
    firsts: Vec<(u64, u32)>,
    /// The copies, and the first article of each.
    copies: Vec<(u64, u64)>,
}

impl Clusters {
    /// Finds the first articles of all copies. One that is gone since the first
    /// pass, or has changed, is none.
    fn of(copies: Vec<CopyOf>, mut firsts: Vec<First>) -> (Clusters, Vec<Copied>) {
        firsts.sort_unstable_by_key(|first| first.key);
        let mut clusters = Clusters {
            firsts: firsts.iter().map(|first| (first.key, 0)).collect(),
            copies: Vec::with_capacity(copies.len()),
        };
        let mut matrix: BTreeMap<(Arc<str>, Arc<str>, Language), u64> = BTreeMap::new();
        for copy in copies {
            let Ok(at) = firsts.binary_search_by_key(&copy.first, |first| first.key) else {
                continue;
            };
            clusters.firsts[at].1 += 1;
            clusters.copies.push((copy.key, copy.first));
            let first = &firsts[at];
            let pair = (Arc::clone(&first.publisher), copy.publisher, first.language);
            *matrix.entry(pair).or_default() += 1;
        }
        // All copies of a first article may be gone as well.
        clusters.firsts.retain(|(_, copies)| *copies > 0);
        clusters.copies.sort_unstable();
        let copied = |((first, by, language), articles): ((Arc<str>, Arc<str>, _), _)| Copied {
            first: first.to_string(),
            by: by.to_string(),
            language,
            articles,
        };
        (clusters, matrix.into_iter().map(copied).collect())
    }

    /// Tells an article of its cluster.
    fn complete(
        &self,
        key: u64,
        document: &mut CountedDocument,
        documents: &Rows<CountedDocument>,
    ) -> std::io::Result<()> {
        if let Ok(at) = self.firsts.binary_search_by_key(&key, |(first, _)| *first) {
            document.copies = self.firsts[at].1;
            document.cluster = Some(document.id().to_string());
            document.first_publisher = Some(document.publisher().to_string());
        } else if let Ok(at) = self.copies.binary_search_by_key(&key, |(copy, _)| *copy) {
            let first = documents.find(self.copies[at].1)?;
            document.cluster = first.as_ref().map(|first| first.id().to_string());
            document.first_publisher = first.map(|first| first.publisher().to_string());
        }
        Ok(())
    }
}

//! The whole analysis on one page of JSON.

use std::collections::BTreeMap;

use malmoi::Analysis;
use serde::Serialize;

use crate::tables::{self, KeywordRow, PublisherRow};

/// What `summary.json` holds.
#[derive(Clone, Debug, Serialize)]
pub struct Summary<'a> {
    /// What kind of file this is, by which an earlier result is recognised.
    pub format: &'static str,
    /// The version of malmoi that wrote it.
    pub version: &'static str,
    /// Documents read: counted and skipped together.
    pub documents: usize,
    /// Documents counted.
    pub counted: usize,
    /// Documents skipped, by reason.
    pub skipped: BTreeMap<&'static str, usize>,
    /// How many different terms there are.
    pub terms: usize,
    /// The publishers, by name and language.
    pub publishers: Vec<PublisherSummary<'a>>,
}

/// A publisher in one language, with what it says more than the others.
#[derive(Clone, Debug, Serialize)]
pub struct PublisherSummary<'a> {
    /// Its size and days.
    #[serde(flatten)]
    pub publisher: PublisherRow<'a>,
    /// What it talks about most: its most frequent terms, as they are shown.
    pub most_frequent: Vec<&'a str>,
    /// What it says more than the others: its keywords, best first.
    pub keywords: Vec<KeywordRow<'a>>,
}

/// How many of the most frequent terms a summary names.
const MOST_FREQUENT: usize = 20;

/// The `format` of a summary.
pub(crate) const FORMAT: &str = "malmoi-analysis-1";

impl<'a> Summary<'a> {
    /// Sums an analysis up.
    pub fn of(analysis: &'a Analysis) -> Summary<'a> {
        let mut skipped = BTreeMap::new();
        for skip in &analysis.skipped {
            *skipped.entry(skip.reason.name()).or_default() += 1;
        }
        let keywords = tables::keywords(analysis);
        let terms = tables::terms(analysis);
        let publishers = tables::publishers(analysis)
            .into_iter()
            .map(|publisher| {
                let key = (publisher.publisher, publisher.language);
                let its_keywords = keywords.iter().filter(|k| (k.publisher, k.language) == key);
                let its_terms = terms.iter().filter(|t| (t.publisher, t.language) == key);
                PublisherSummary {
                    keywords: its_keywords.cloned().collect(),
                    most_frequent: its_terms.take(MOST_FREQUENT).map(|t| t.display).collect(),
                    publisher,
                }
            })
            .collect();
        Summary {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION"),
            documents: analysis.documents.len() + analysis.skipped.len(),
            counted: analysis.documents.len(),
            skipped,
            terms: analysis.counts.terms().len(),
            publishers,
        }
    }
}

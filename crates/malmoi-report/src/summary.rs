//! The whole analysis on one page of JSON.

use std::collections::BTreeMap;

use malmoi::{Analysis, Error, PublisherAudit, Tally, UNKNOWN_PUBLISHER};
use serde::Serialize;

use crate::coverage::{self, AuditRow};
use crate::tables::{self, CopiesOf, KeywordRow, PublisherRow};
use crate::topics::ModelSummary;

/// What `summary.json` holds.
#[derive(Clone, Debug, Serialize)]
pub struct Summary<'a> {
    /// What kind of file this is, by which an earlier result is recognised.
    pub format: &'static str,
    /// The version of malmoi that wrote it.
    pub version: &'static str,
    /// Documents read: counted, merged, replaced, dropped and skipped together.
    pub documents: usize,
    /// Documents counted.
    pub counted: usize,
    /// Documents counted that are copies of another, and so have no vote.
    pub copies: u64,
    /// Documents counted that others are copies of.
    pub clusters: usize,
    /// Documents left out because they were crawled again, unchanged.
    pub merged: u64,
    /// Documents left out because they were crawled again, and have changed.
    pub replaced: u64,
    /// Copies left out because they were not wanted.
    pub dropped: u64,
    /// What keywords were chosen by: `once`, without copies, or `count`, with.
    pub basis: &'static str,
    /// Documents skipped, by reason.
    pub skipped: BTreeMap<&'static str, usize>,
    /// Documents counted after bytes of them were replaced.
    pub repaired: usize,
    /// What the corpus covers by publisher, and what about it is odd.
    pub audit: Vec<AuditRow<'a>>,
    /// The newest day on which a document was crawled, as far as they say.
    pub newest_crawl: Option<String>,
    /// Documents counted that state no publisher.
    pub without_publisher: usize,
    /// Documents counted that state no date, or none that can be read.
    pub without_date: usize,
    /// How many different terms there are.
    pub terms: usize,
    /// How many words the dictionary lacks and the corpus proved.
    pub new_words: usize,
    /// How many names of several words, and Korean terms of several nouns, the
    /// texts themselves proved.
    pub names: usize,
    /// How many sentences were left out because a publisher repeats them.
    pub boilerplate: usize,
    /// How many lines, sentences and brackets were taken off as known boilerplate
    /// while reading.
    pub cleaned: u64,
    /// How many characters they have.
    pub cleaned_characters: u64,
    /// The publishers, by name and language.
    pub publishers: Vec<PublisherSummary<'a>>,
    /// The models of topics; empty if none were asked for.
    pub models: Vec<ModelSummary<'a>>,
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
    ///
    /// # Errors
    ///
    /// If what the analysis keeps on disk cannot be read.
    pub fn of(analysis: &'a Analysis) -> Result<Summary<'a>, Error> {
        let audit = &analysis.audit;
        let skipped = audit.skipped.iter().filter(|s| !s.first.is_duplicate());
        let skipped = skipped.map(|s| (s.reason.name(), s.count as usize));
        let of_publishers = |count: fn(&PublisherAudit) -> u64| -> usize {
            audit.publishers.iter().map(count).sum::<u64>() as usize
        };
        // Both come by language and publisher.
        let keywords = tables::keywords(analysis)?.into_iter();
        let mut keywords = keywords.filter(|k| k.direction == "more").peekable();
        let copied = CopiesOf::of(analysis);
        let mut publishers: Vec<PublisherSummary<'a>> = Vec::new();
        for (first, groups) in tables::outlets(analysis) {
            let publisher = PublisherRow::of(analysis, groups, &copied);
            let key = (publisher.publisher, publisher.language);
            let mut own = Vec::new();
            while let Some(keyword) = keywords.next_if(|k| (k.publisher, k.language) == key) {
                own.push(keyword);
            }
            let terms = tables::by_frequency(analysis, first..first + groups.len(), analysis.basis);
            let display = |t: &Tally| analysis.counts.terms()[t.term as usize].display.as_str();
            publishers.push(PublisherSummary {
                publisher,
                most_frequent: terms.iter().take(MOST_FREQUENT).map(display).collect(),
                keywords: own,
            });
        }
        publishers.sort_by_key(|p| (p.publisher.publisher, p.publisher.language));
        Ok(Summary {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION"),
            documents: analysis.documents.len() + analysis.skipped.len(),
            counted: analysis.documents.len(),
            copies: analysis.balance.copies,
            clusters: analysis.balance.clusters as usize,
            merged: analysis.balance.merged,
            replaced: analysis.balance.replaced,
            dropped: analysis.balance.dropped,
            basis: tables::basis_name(analysis.basis),
            skipped: skipped.collect(),
            repaired: analysis.repaired.len(),
            audit: coverage::publishers(&analysis.audit).collect(),
            newest_crawl: analysis.audit.newest_crawl.map(|day| day.to_string()),
            without_publisher: of_publishers(|p| match p.publisher.as_str() {
                UNKNOWN_PUBLISHER => p.all.articles,
                _ => 0,
            }),
            without_date: of_publishers(|p| p.without_date),
            terms: analysis.counts.terms().len(),
            new_words: analysis.new_words.len(),
            names: analysis.names.len(),
            boilerplate: analysis
                .boilerplate
                .iter()
                .filter(|b| b.left_out_of > 0)
                .count(),
            cleaned: analysis.audit.cleaned.iter().map(|c| c.pieces).sum(),
            cleaned_characters: analysis.audit.cleaned.iter().map(|c| c.characters).sum(),
            publishers,
            models: analysis
                .topics
                .as_ref()
                .map_or(Vec::new(), ModelSummary::all),
        })
    }
}

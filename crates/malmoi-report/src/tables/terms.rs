//! What was counted of each term, and of the keywords day by day.

use std::cmp::Reverse;
use std::ops::Range;

use malmoi::{Analysis, Basis, Frequency, Tally};
use serde::Serialize;

use super::{Row, outlets};
use crate::types::{REAL, TEXT, Type, WHOLE};

/// How often a publisher uses a term.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TermRow<'a> {
    /// The publisher.
    pub publisher: &'a str,
    /// The language of the articles.
    pub language: &'a str,
    /// The form counted under.
    pub term: &'a str,
    /// The form to show.
    pub display: &'a str,
    /// The language of the term.
    pub term_language: &'a str,
    /// Occurrences.
    pub count: u64,
    /// Articles that have it.
    pub articles: u64,
    /// Occurrences that have a vote (`tokens_once` of the table `publishers`).
    pub count_once: u64,
    /// Articles in which it has a vote.
    pub articles_once: u64,
    /// The rate, with copies.
    pub per_million: f64,
}

impl Row for TermRow<'_> {
    const TABLE: &'static str = "terms";
    const COLUMNS: &'static [&'static str] = &[
        "publisher",
        "language",
        "term",
        "display",
        "term_language",
        "count",
        "articles",
        "count_once",
        "articles_once",
        "per_million",
    ];
    const TYPES: &'static [Type] = &[
        TEXT, TEXT, TEXT, TEXT, TEXT, WHOLE, WHOLE, WHOLE, WHOLE, REAL,
    ];
}

/// How often a publisher used one of its keywords on one day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TrendRow<'a> {
    /// The publisher.
    pub publisher: &'a str,
    /// The language of the articles.
    pub language: &'a str,
    /// The form counted under.
    pub term: &'a str,
    /// The form to show.
    pub display: &'a str,
    /// The day of publication; empty where it is not known.
    pub day: Option<&'a str>,
    /// Occurrences on that day; at least 1, since other days have no row.
    pub count: u64,
    /// Articles of that day that have it.
    pub articles: u64,
    /// Occurrences that have a vote (`tokens_once` of the table `publishers`).
    pub count_once: u64,
    /// Articles in which it has a vote.
    pub articles_once: u64,
    /// All articles of the publisher on that day in that language.
    pub articles_of_day: u64,
    /// Their running words.
    pub tokens_of_day: u64,
    /// The rate on that day, with copies.
    pub per_million: f64,
}

impl Row for TrendRow<'_> {
    const TABLE: &'static str = "trends";
    const COLUMNS: &'static [&'static str] = &[
        "publisher",
        "language",
        "term",
        "display",
        "day",
        "count",
        "articles",
        "count_once",
        "articles_once",
        "articles_of_day",
        "tokens_of_day",
        "per_million",
    ];
    const TYPES: &'static [Type] = &[
        TEXT,
        TEXT,
        TEXT,
        TEXT,
        TEXT.optional(),
        WHOLE,
        WHOLE,
        WHOLE,
        WHOLE,
        WHOLE,
        WHOLE,
        REAL,
    ];
}

/// Returns every term of every publisher, by language and publisher, most
/// frequent first.
pub fn terms(analysis: &Analysis) -> impl Iterator<Item = TermRow<'_>> {
    let counts = &analysis.counts;
    outlets(analysis).flat_map(move |(first, groups)| {
        let tokens = groups.iter().map(|g| g.tokens).sum();
        let tallies = by_frequency(analysis, first..first + groups.len(), Basis::Every);
        let once = counts.tally(first..first + groups.len(), Basis::Once);
        tallies.into_iter().map(move |t| {
            let once = once
                .binary_search_by_key(&t.term, |o| o.term)
                .map(|at| once[at]);
            let (count_once, articles_once) = once.map_or((0, 0), |o| (o.count, o.documents));
            let term = &counts.terms()[t.term as usize];
            TermRow {
                publisher: &counts.publishers()[groups[0].publisher as usize],
                language: &counts.languages()[groups[0].language as usize],
                term: &term.term,
                display: &term.display,
                term_language: &term.language,
                count: t.count,
                articles: t.documents,
                count_once,
                articles_once,
                per_million: per_million(t.count, tokens),
            }
        })
    })
}

/// Returns the terms of some groups, most frequent first.
pub(crate) fn by_frequency(analysis: &Analysis, groups: Range<usize>, basis: Basis) -> Vec<Tally> {
    let mut tallies = analysis.counts.tally(groups, basis);
    tallies.sort_by_key(|t| (Reverse(t.count), t.term));
    tallies
}

/// Returns the days of the keywords, in the order of the keywords.
pub fn trends(analysis: &Analysis) -> Vec<TrendRow<'_>> {
    let counts = &analysis.counts;
    let mut rows = Vec::new();
    for k in &analysis.keywords {
        let term = &counts.terms()[k.term as usize];
        let key = (k.language, k.publisher);
        let start = counts
            .groups()
            .partition_point(|g| (g.language, g.publisher) < key);
        let groups = counts.groups()[start..]
            .iter()
            .take_while(|g| (g.language, g.publisher) == key);
        for (at, group) in groups.enumerate() {
            let cell = |basis| counts.cell((start + at) as u32, k.term, basis);
            let Some(every) = cell(Basis::Every) else {
                continue;
            };
            let once = cell(Basis::Once).map_or((0, 0), |c| (c.count, c.documents));
            rows.push(TrendRow {
                publisher: &counts.publishers()[k.publisher as usize],
                language: &counts.languages()[k.language as usize],
                term: &term.term,
                display: &term.display,
                day: group.day.as_deref(),
                count: u64::from(every.count),
                articles: u64::from(every.documents),
                count_once: u64::from(once.0),
                articles_once: u64::from(once.1),
                articles_of_day: group.documents,
                tokens_of_day: group.tokens,
                per_million: per_million(u64::from(every.count), group.tokens),
            });
        }
    }
    rows
}

fn per_million(count: u64, tokens: u64) -> f64 {
    Frequency::new(count, tokens).map_or(0.0, Frequency::per_million)
}

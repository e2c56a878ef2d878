//! Who wrote the articles, and who copied them.

use std::collections::BTreeMap;

use malmoi::{Analysis, Basis, Group};
use serde::Serialize;

use super::{Row, outlets};
use crate::types::{TEXT, Type, WHOLE};

/// The articles of one publisher in one language.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PublisherRow<'a> {
    /// The publisher.
    pub publisher: &'a str,
    /// The language of the articles.
    pub language: &'a str,
    /// How many articles were counted.
    pub articles: u64,
    /// How many running words they have.
    pub tokens: u64,
    /// How many of the articles are copies of another one.
    pub copies: u64,
    /// How many articles, of any publisher, are copies of one of these; dropped
    /// ones included.
    pub copied: u64,
    /// How many of the running words have a vote: those of copies, of passages that the
    /// publisher repeats and beside its own name have none.
    pub tokens_once: u64,
    /// The first day any was published; empty when no day is known. Days in the
    /// future are left out, as in the table `audit`.
    pub first_day: Option<&'a str>,
    /// The last day.
    pub last_day: Option<&'a str>,
}

impl Row for PublisherRow<'_> {
    const TABLE: &'static str = "publishers";
    const COLUMNS: &'static [&'static str] = &[
        "publisher",
        "language",
        "articles",
        "tokens",
        "copies",
        "copied",
        "tokens_once",
        "first_day",
        "last_day",
    ];
    const TYPES: &'static [Type] = &[
        TEXT,
        TEXT,
        WHOLE,
        WHOLE,
        WHOLE,
        WHOLE,
        WHOLE,
        TEXT.optional(),
        TEXT.optional(),
    ];
}

impl<'a> PublisherRow<'a> {
    /// Adds up the groups of one publisher and language.
    pub(crate) fn of(
        analysis: &'a Analysis,
        groups: &'a [Group],
        copied: &CopiesOf<'a>,
    ) -> PublisherRow<'a> {
        let publisher = analysis.counts.publishers()[groups[0].publisher as usize].as_str();
        let language = analysis.counts.languages()[groups[0].language as usize].as_str();
        let own = analysis.audit.coverage.iter();
        let own =
            own.filter(|c| (c.publisher.as_str(), c.language.code()) == (publisher, language));
        let future: Vec<String> = own
            .filter(|c| c.amount.in_future == c.amount.articles)
            .filter_map(|c| c.day.map(|day| day.to_string()))
            .collect();
        let days = groups.iter().filter_map(|g| g.day.as_deref());
        let mut days = days.filter(|day| !future.iter().any(|f| f == day));
        let first_day = days.next();
        PublisherRow {
            publisher,
            language,
            copies: groups.iter().map(|g| g.copies).sum(),
            copied: copied.0.get(&(publisher, language)).copied().unwrap_or(0),
            tokens_once: groups.iter().map(|g| g.tokens_on(Basis::Once)).sum(),
            articles: groups.iter().map(|g| g.documents).sum(),
            tokens: groups.iter().map(|g| g.tokens).sum(),
            first_day,
            last_day: days.next_back().or(first_day),
        }
    }
}

/// How many articles of one publisher are copies of another's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CopiedRow<'a> {
    /// The publisher of the first articles.
    pub publisher: &'a str,
    /// The publisher of the copies; the same, for one that repeats itself.
    pub copied_by: &'a str,
    /// How many copies, at least 1.
    pub articles: u64,
}

impl Row for CopiedRow<'_> {
    const TABLE: &'static str = "copies";
    const COLUMNS: &'static [&'static str] = &["publisher", "copied_by", "articles"];
    const TYPES: &'static [Type] = &[TEXT, TEXT, WHOLE];
}

/// Returns the publishers, by name and language.
pub fn publishers(analysis: &Analysis) -> Vec<PublisherRow<'_>> {
    let copied = CopiesOf::of(analysis);
    let mut rows: Vec<PublisherRow<'_>> = outlets(analysis)
        .map(|(_, groups)| PublisherRow::of(analysis, groups, &copied))
        .collect();
    rows.sort_by_key(|r| (r.publisher, r.language));
    rows
}

/// Returns who copied from whom, by the publisher of the first articles and that
/// of the copies.
pub fn copies(analysis: &Analysis) -> impl Iterator<Item = CopiedRow<'_>> {
    let pairs = analysis
        .copied
        .chunk_by(|a, b| (&a.first, &a.by) == (&b.first, &b.by));
    pairs.map(|languages| CopiedRow {
        publisher: &languages[0].first,
        copied_by: &languages[0].by,
        articles: languages.iter().map(|c| c.articles).sum(),
    })
}

/// How many copies there are of each publisher's articles, by publisher and
/// language.
pub(crate) struct CopiesOf<'a>(BTreeMap<(&'a str, &'a str), u64>);

impl<'a> CopiesOf<'a> {
    pub(crate) fn of(analysis: &'a Analysis) -> CopiesOf<'a> {
        let mut copies = BTreeMap::new();
        for copied in &analysis.copied {
            let key = (copied.first.as_str(), copied.language.code());
            *copies.entry(key).or_default() += copied.articles;
        }
        CopiesOf(copies)
    }
}

//! The keywords of a page, and the terms that two publishers are compared by.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use malmoi::{Analysis, Basis, Keyness, Quote};
use serde::Serialize;

use super::Detail;
use super::data::TermList;
use super::evidence::{ArticleList, Evidence, KeywordData};
use crate::tables::by_frequency;

/// What one publisher says more, and less, in one language.
#[derive(Serialize)]
pub(super) struct ListData<'a> {
    /// The publisher's place in the page's list.
    publisher: usize,
    /// The language's.
    language: u32,
    more: Vec<KeywordData<'a>>,
    less: Vec<KeywordData<'a>>,
    /// How many more keywords the tables have.
    more_left_out: usize,
    less_left_out: usize,
}

/// Returns the lists of the publishers that the page has, `places` by their numbers.
pub(super) fn lists<'a>(
    analysis: &'a Analysis,
    evidence: &'a Evidence,
    detail: Detail,
    places: &BTreeMap<u32, usize>,
    terms: &mut TermList<'a>,
    articles: &mut ArticleList<'a>,
) -> Vec<ListData<'a>> {
    let mut lists: BTreeMap<(u32, usize), ListData<'a>> = BTreeMap::new();
    let mut start = 0;
    for (keywords, is_more) in [(&analysis.keywords, true), (&analysis.underused, false)] {
        for list in keywords.chunk_by(|a, b| (a.language, a.publisher) == (b.language, b.publisher))
        {
            let (language, publisher) = (list[0].language, list[0].publisher);
            let first = start;
            start += if is_more { list.len() } else { 0 };
            let Some(&place) = places.get(&publisher) else {
                continue;
            };
            let of = lists.entry((language, place)).or_insert_with(|| ListData {
                publisher: place,
                language,
                more: Vec::new(),
                less: Vec::new(),
                more_left_out: 0,
                less_left_out: 0,
            });
            let left_out = list.len().saturating_sub(detail.keywords);
            for (at, k) in list.iter().take(detail.keywords).enumerate() {
                let term = terms.place(analysis, k.term);
                let shown = match is_more {
                    true => evidence.0[first + at].as_slice(),
                    false => &[],
                };
                let quotes = if at < detail.quoted {
                    quotes_of(analysis, k)
                } else {
                    &[]
                };
                let data =
                    KeywordData::of((k, at + 1, term), analysis.basis, shown, quotes, articles);
                if is_more {
                    of.more.push(data);
                } else {
                    of.less.push(data);
                }
            }
            *(if is_more {
                &mut of.more_left_out
            } else {
                &mut of.less_left_out
            }) = left_out;
        }
    }
    lists.into_values().collect()
}

fn quotes_of<'a>(analysis: &'a Analysis, k: &Keyness) -> &'a [Quote] {
    let key = (k.language, k.publisher, k.term);
    let of = |q: &Quote| (q.language, q.publisher, q.term);
    let start = analysis.quotes.partition_point(|q| of(q) < key);
    let end = analysis.quotes.partition_point(|q| of(q) <= key);
    &analysis.quotes[start..end]
}

/// How often the publishers of a language have the terms that they are compared by.
#[derive(Serialize)]
pub(super) struct ComparedTerm {
    term: usize,
    counts: Vec<OutletCount>,
}

/// Outlet, occurrences, articles.
type OutletCount = (usize, u64, u64);

/// Returns the terms that two publishers can be compared by: first keywords and most frequent
/// terms. `outlets` are ranges of groups, each with its number.
pub(super) fn compared<'a>(
    analysis: &'a Analysis,
    detail: Detail,
    outlets: &[(usize, Range<usize>)],
    terms: &mut TermList<'a>,
) -> Vec<ComparedTerm> {
    let mut wanted: BTreeSet<(u32, u32)> = BTreeSet::new();
    let lists = analysis
        .keywords
        .chunk_by(|a, b| (a.language, a.publisher) == (b.language, b.publisher));
    for list in lists {
        wanted.extend(
            list.iter()
                .take(detail.compared)
                .map(|k| (k.language, k.term)),
        );
    }
    let tallies: Vec<_> = outlets
        .iter()
        .map(|(_, groups)| by_frequency(analysis, groups.clone(), analysis.basis))
        .collect();
    for ((_, groups), tallies) in outlets.iter().zip(&tallies) {
        let language = analysis.counts.groups()[groups.start].language;
        wanted.extend(
            tallies
                .iter()
                .take(detail.compared)
                .map(|t| (language, t.term)),
        );
    }
    let mut found: BTreeMap<(u32, u32), Vec<OutletCount>> = BTreeMap::new();
    for ((outlet, groups), tallies) in outlets.iter().zip(tallies) {
        let language = analysis.counts.groups()[groups.start].language;
        for tally in tallies {
            let key = (language, tally.term);
            if wanted.contains(&key) {
                let counts = found.entry(key).or_default();
                counts.push((*outlet, tally.count, tally.documents));
            }
        }
    }
    let found = found.into_iter();
    found
        .map(|((_, term), counts)| ComparedTerm {
            term: terms.place(analysis, term),
            counts,
        })
        .collect()
}

/// Returns the running words of some groups that rates are of.
pub(super) fn tokens(analysis: &Analysis, groups: Range<usize>, basis: Basis) -> u64 {
    let groups = &analysis.counts.groups()[groups];
    groups.iter().map(|g| g.tokens_on(basis)).sum()
}

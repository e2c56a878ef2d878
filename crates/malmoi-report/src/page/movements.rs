//! What moved, as the page has it.

use std::collections::{BTreeMap, BTreeSet};

use malmoi::{Analysis, Movements};
use serde::Serialize;

use super::Detail;
use super::data::{TermList, round};

/// What moved in one language.
#[derive(Serialize)]
pub(super) struct MovementsData {
    language: u32,
    /// Articles by unit.
    articles: Vec<u64>,
    /// Publishers, each with its units and its articles in them.
    publishers: Vec<(usize, Units)>,
    terms: Vec<MovementData>,
    /// How many of them come first since they burst.
    bursting: usize,
}

#[derive(Serialize)]
struct MovementData {
    term: usize,
    articles: Vec<u64>,
    /// First unit, last unit, weight.
    bursts: Vec<(usize, usize, f64)>,
    /// The false discovery rate of the weightiest.
    q: f64,
    /// Kendall's τ and its p-value.
    trend: Option<(f64, f64)>,
    /// Publishers, each with the day of its first mention, its units and the articles in
    /// them that have the term; first mentions first.
    publishers: Vec<(usize, String, Units)>,
}

/// Units, each with articles.
type Units = Vec<(u32, u64)>;

/// Returns the terms whose course is shown, whether they burst or not: by language, the
/// first keywords of each list.
pub(crate) fn asked_terms(analysis: &Analysis, detail: Detail) -> BTreeSet<(u32, u32)> {
    let lists = analysis
        .keywords
        .chunk_by(|a, b| (a.language, a.publisher) == (b.language, b.publisher));
    let terms = lists.flat_map(|list| list.iter().take(detail.followed));
    terms.map(|k| (k.language, k.term)).collect()
}

pub(super) fn movements<'a>(
    analysis: &'a Analysis,
    found: &Movements,
    places: &BTreeMap<u32, usize>,
    terms: &mut TermList<'a>,
) -> Vec<MovementsData> {
    let units =
        |units: &BTreeMap<u32, u64>| -> Units { units.iter().map(|(u, n)| (*u, *n)).collect() };
    let languages = found.languages.iter();
    languages
        .map(|language| MovementsData {
            language: language.language,
            bursting: language.bursting,
            articles: language.articles.clone(),
            publishers: language
                .publishers
                .iter()
                .filter_map(|(publisher, own)| Some((*places.get(publisher)?, units(own))))
                .collect(),
            terms: language
                .terms
                .iter()
                .map(|movement| MovementData {
                    term: terms.place(analysis, movement.term),
                    articles: movement.articles.clone(),
                    bursts: movement
                        .bursts
                        .iter()
                        .map(|b| (b.days.start, b.days.end - 1, round(b.weight)))
                        .collect(),
                    q: round(movement.q_value),
                    trend: movement.trend.map(|t| (round(t.tau), round(t.p))),
                    publishers: movement
                        .publishers
                        .iter()
                        .filter_map(|p| {
                            let place = *places.get(&p.publisher)?;
                            Some((place, p.first_day.to_string(), units(&p.articles)))
                        })
                        .collect(),
                })
                .collect(),
        })
        .collect()
}

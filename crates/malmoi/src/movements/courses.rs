//! How many articles have each term, by unit of time, and what chance makes of that.

use std::collections::{BTreeMap, BTreeSet};

use malmoi_count::{Basis, Counts};
use malmoi_stats::{BlindDays, Burst, BurstOptions, Frequency, benjamini_hochberg, bursts};
use rayon::prelude::*;

use super::{LanguageMovements, Movement};
use crate::trends::MIN_ARTICLES;

/// In each language, so many of the most frequent terms are asked for bursts: what
/// comes less often hardly has any.
const MOST_TERMS: usize = 20_000;

/// Of fewer articles there is no course to tell, even if somebody asks for it.
const FEWEST: u64 = 3;

/// How many blind deals there are of all terms together, about: as many as a false discovery
/// rate among [`MOST_TERMS`] needs.
const DEALS: usize = 100_000;

/// Returns the terms that are asked for bursts.
pub(super) fn tallied(
    counts: &Counts,
    range: std::ops::Range<usize>,
    asked: &BTreeSet<u32>,
) -> Vec<u32> {
    let mut tallies = counts.tally(range, Basis::Every);
    tallies.retain(|t| {
        t.documents >= MIN_ARTICLES || asked.contains(&t.term) && t.documents >= FEWEST
    });
    tallies.sort_by_key(|t| {
        (
            !asked.contains(&t.term),
            std::cmp::Reverse(t.documents),
            t.term,
        )
    });
    tallies.truncate(MOST_TERMS);
    tallies.iter().map(|t| t.term).collect()
}

/// The articles that have each of some terms.
pub(super) struct Courses {
    /// The units with articles. The others say nothing of a term, and a calendar with a gap of
    /// centuries has thousands of them.
    units: Vec<u32>,
    /// By term and unit with articles.
    having: Vec<u64>,
    /// By term and publisher.
    publishers: Vec<u64>,
    /// How many articles each publisher has in each unit with articles.
    articles: Vec<Vec<u64>>,
    /// How many all have.
    totals: Vec<u64>,
}

impl Courses {
    pub(super) fn of(
        counts: &Counts,
        range: std::ops::Range<usize>,
        units: &[Option<u32>],
        (terms, language): (&[u32], &LanguageMovements),
    ) -> Courses {
        let with_articles = (0..).zip(&language.articles).filter(|(_, n)| **n > 0);
        let (held, totals): (Vec<u32>, Vec<u64>) = with_articles.unzip();
        let width = held.len();
        let mut places = vec![usize::MAX; counts.terms().len()];
        for (place, term) in terms.iter().enumerate() {
            places[*term as usize] = place;
        }
        let rows: BTreeMap<u32, usize> = language.publishers.keys().copied().zip(0..).collect();
        let own = |units: &BTreeMap<u32, u64>| {
            let unit = |unit| units.get(unit).copied().unwrap_or_default();
            held.iter().map(unit).collect()
        };
        let mut courses = Courses {
            having: vec![0; terms.len() * width],
            publishers: vec![0; terms.len() * rows.len()],
            articles: language.publishers.values().map(own).collect(),
            totals,
            units: held,
        };
        for (number, unit) in range.clone().zip(&units[range]) {
            let Some(unit) = unit.and_then(|unit| courses.units.binary_search(&unit).ok()) else {
                continue;
            };
            let row = rows.get(&counts.groups()[number].publisher);
            for cell in counts.cells_of(number as u32) {
                let Some(place) = places.get(cell.term as usize).filter(|p| **p != usize::MAX)
                else {
                    continue;
                };
                let documents = u64::from(cell.documents);
                courses.having[*place * width + unit] += documents;
                if let Some(row) = row {
                    courses.publishers[*place * rows.len() + row] += documents;
                }
            }
        }
        courses
    }

    /// Returns the bursts of the terms, with what chance makes of them.
    pub(super) fn movements(&self, terms: &[u32]) -> Vec<Movement> {
        let options = BurstOptions::default();
        let deals = (DEALS / terms.len().max(1)).clamp(5, 1000) as u64;
        let blind = BlindDays::new(&self.articles);
        let publishers = self.articles.len();
        let find = |days: &mut BlindDays, (place, term): (usize, &u32)| {
            let articles = &self.having[place * self.units.len()..];
            let shares = articles.iter().zip(&self.totals);
            let shares: Vec<Frequency> = shares
                .map(|(n, all)| Frequency::new(*n, *all).unwrap_or_default())
                .collect();
            let having = &self.publishers[place * publishers..][..publishers];
            // Of the term's own number, so that neither threads nor order show.
            let seeds = (0..deals).map(|deal| u64::from(*term) << 32 | deal);
            let chance: Vec<f64> = seeds
                .map(|seed| days.weight(seed, having, options))
                .filter(|weight| *weight > 0.0)
                .collect();
            let in_calendar = |burst: Burst| Burst {
                days: self.units[burst.days.start] as usize
                    ..self.units[burst.days.end - 1] as usize + 1,
                ..burst
            };
            let found = bursts(&shares, options).into_iter();
            let movement = Movement {
                term: *term,
                articles: Vec::new(),
                bursts: found.map(in_calendar).collect(),
                q_value: 1.0,
                trend: None,
                publishers: Vec::new(),
            };
            (movement, chance)
        };
        let found = terms.par_iter().enumerate();
        let (mut found, chances): (Vec<Movement>, Vec<Vec<f64>>) =
            found.map_init(|| blind.clone(), find).unzip();
        let mut chances: Vec<f64> = chances.into_iter().flatten().collect();
        chances.sort_unstable_by(f64::total_cmp);
        let dealt = (terms.len() as u64 * deals) as f64;
        let p_value = |movement: &Movement| {
            let lighter = chances.partition_point(|weight| *weight < movement.weight());
            match movement.bursts.is_empty() {
                true => 1.0,
                false => ((chances.len() - lighter + 1) as f64 / (dealt + 1.0)).min(1.0),
            }
        };
        let p_values: Vec<f64> = found.iter().map(p_value).collect();
        for (movement, q_value) in found.iter_mut().zip(benjamini_hochberg(&p_values)) {
            movement.q_value = q_value;
        }
        found
    }
}

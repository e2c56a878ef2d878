//! How terms are written that are mostly parts of compounds, to name topics by.

use std::collections::BTreeMap;

use super::gather::{Gathered, term};

/// A term that stands alone in so few of its places is named by its compound.
const SELDOM: f64 = 0.1;

/// A compound that has a smaller share of a term's places is not how it is written.
const USUAL: f64 = 0.25;

/// Where a term is.
#[derive(Default)]
struct Places<'g> {
    all: u32,
    /// Those where it is no part of a compound.
    alone: u32,
    /// How often it is in each.
    compounds: BTreeMap<&'g [u32], u32>,
}

/// Returns the usual compounds of terms that seldom stand alone, or never, in some articles, by
/// the name of the term: 해상풍력 for 풍력. Whoever looks for a word finds it where it stands alone.
pub(super) fn compounds<'n>(
    gathered: &Gathered,
    places: &[usize],
    names: impl Iterator<Item = &'n str>,
) -> BTreeMap<&'n str, String> {
    let number = |name: &str| {
        let found = gathered.terms.names.binary_search_by(|n| (**n).cmp(name));
        found.ok().map(|number| number as u32)
    };
    let numbers: BTreeMap<u32, &'n str> = names.filter_map(|n| Some((number(n)?, n))).collect();
    let mut found: BTreeMap<u32, Places<'_>> = BTreeMap::new();
    for place in places {
        for word in gathered.words_of(&gathered.articles[*place]) {
            for part in word.iter().map(|part| term(*part)) {
                if !numbers.contains_key(&part) {
                    continue;
                }
                let places = found.entry(part).or_default();
                places.all += 1;
                match word.len() {
                    1 => places.alone += 1,
                    _ => *places.compounds.entry(word).or_default() += 1,
                }
            }
        }
    }
    let written = |(part, places): (u32, Places<'_>)| {
        let Places {
            all,
            alone,
            compounds,
        } = places;
        if f64::from(alone) >= SELDOM * f64::from(all) {
            return None;
        }
        // Of equals, `max_by_key` takes the last.
        let (usual, count) = compounds
            .into_iter()
            .rev()
            .max_by_key(|(_, count)| *count)?;
        if alone > 0 && f64::from(count) < USUAL * f64::from(all) {
            return None;
        }
        let parts = usual
            .iter()
            .map(|part| &*gathered.terms.shown[term(*part) as usize]);
        Some((numbers[&part], parts.collect::<String>()))
    };
    found.into_iter().filter_map(written).collect()
}

//! How terms are written that are mostly parts of compounds, to name topics by.

use std::collections::BTreeMap;

use super::gather::{Gathered, term};

/// A term that stands alone in so few of its places is named by its compound.
const SELDOM: f64 = 0.1;

/// A compound that has a smaller share of a term's places is not how it is written.
const USUAL: f64 = 0.25;

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
    // Of each, its places, those where it is alone, and its compounds.
    let mut found: BTreeMap<u32, (u32, u32, BTreeMap<&[u32], u32>)> = BTreeMap::new();
    for place in places {
        for word in gathered.words_of(&gathered.articles[*place]) {
            for part in word.iter().map(|part| term(*part)) {
                if !numbers.contains_key(&part) {
                    continue;
                }
                let (all, alone, compounds) = found.entry(part).or_default();
                *all += 1;
                match word.len() {
                    1 => *alone += 1,
                    _ => *compounds.entry(word).or_default() += 1,
                }
            }
        }
    }
    let written = |(part, (all, alone, compounds)): (u32, (u32, u32, BTreeMap<&[u32], u32>))| {
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

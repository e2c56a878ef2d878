//! The articles of one publisher that are looked at.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::unit::units;

/// At most so many sentences of an article are looked at: as many from its
/// beginning as from its end, where boilerplate stands.
const UNITS: usize = 400;

/// The articles with the smallest hashes, as the hashes of their sentences.
///
/// Which these are depends on the articles alone, so parts may be merged in any
/// order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sample {
    articles: BTreeMap<u64, Box<[u64]>>,
}

impl Sample {
    /// Adds an article, and drops what is more than `limit`.
    pub(crate) fn add(&mut self, hash: u64, text: &str, limit: usize) {
        let last = self.articles.last_key_value();
        if self.articles.len() >= limit && last.is_none_or(|(last, _)| hash > *last) {
            return;
        }
        if self.articles.contains_key(&hash) {
            return;
        }
        let mut found: Vec<u64> = units(text).map(|u| u.hash).collect();
        if found.len() > UNITS {
            found.drain(UNITS / 2..found.len() - UNITS / 2);
        }
        found.sort_unstable();
        found.dedup();
        self.articles.insert(hash, found.into());
        self.shrink(limit);
    }

    pub(crate) fn merge(&mut self, other: Sample, limit: usize) {
        self.articles.extend(other.articles);
        self.shrink(limit);
    }

    pub(crate) fn shrink(&mut self, limit: usize) {
        while self.articles.len() > limit {
            self.articles.pop_last();
        }
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.articles.len()
    }

    /// Counts in how many stories each sentence stands.
    pub(crate) fn tally(&self) -> Tally {
        let articles: Vec<&[u64]> = self.articles.values().map(|a| &**a).collect();
        let mut frequent: FxHashMap<u64, u32> = FxHashMap::default();
        for unit in articles.iter().copied().flatten() {
            *frequent.entry(*unit).or_default() += 1;
        }
        // What stands in a third of all articles belongs to no story, and what
        // stands in one article tells no story from another.
        let most = (articles.len() / 3).max(2) as u32;
        let tells = |unit: &u64| (2..=most).contains(&frequent[unit]);
        let mut tally = Tally::default();
        // The stories in which a sentence stands, by the first article of each.
        let mut stories: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        let mut shared: FxHashMap<u32, usize> = FxHashMap::default();
        for (number, article) in (0..).zip(&articles) {
            shared.clear();
            for unit in article.iter().filter(|u| tells(u)) {
                for story in stories.get(unit).into_iter().flatten() {
                    *shared.entry(*story).or_default() += 1;
                }
            }
            let own = |article: &[u64]| article.iter().filter(|u| frequent[u] <= most).count();
            let is_told = shared.iter().any(|(story, shared)| {
                let shorter = own(article).min(own(articles[*story as usize]));
                shared * 2 > shorter
            });
            if is_told {
                continue;
            }
            tally.stories += 1;
            for unit in *article {
                *tally.units.entry(*unit).or_default() += 1;
                if tells(unit) {
                    stories.entry(*unit).or_default().push(number);
                }
            }
        }
        tally
    }
}

/// How often each sentence of a sample occurs.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// The articles, those that tell a story once more left out.
    pub(crate) stories: u64,
    /// In how many of them each sentence stands.
    pub(crate) units: FxHashMap<u64, u32>,
}

//! How unevenly a term is spread over articles, as sums of powers and the few
//! articles that stand out.
//!
//! Words of one article are not independent, so what may be concluded from a count
//! depends on how it is spread over articles. Sums of powers say that in little
//! memory, add up over threads in any order, and are exact. Copies are left out:
//! they are not independent of their first article, whatever else they count for.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// Sums over the articles of one language that have a term: `x` stands for its
/// occurrences in an article, `n` for the article's tokens.
///
/// Third powers stop at [`u64::MAX`], which takes articles of millions of words.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Moments {
    /// Σ x².
    pub xx: u64,
    /// Σ x n.
    pub xn: u64,
    /// Σ x³.
    pub xxx: u64,
    /// Σ x² n.
    pub xxn: u64,
    /// Σ x n².
    pub xnn: u64,
    /// The largest `x`, the largest first; 0 where there are fewer articles. A few
    /// articles may have most of a term, which no sum of powers shows. An `x` above
    /// 65,535 stands as that.
    pub largest: [u16; LARGEST],
}

/// How many articles are kept by themselves.
pub const LARGEST: usize = 4;

/// Sums over all articles of one language, copies left out; `n` stands for an
/// article's tokens.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Lengths {
    /// How many articles there are.
    pub articles: u64,
    /// Σ n.
    pub n: u64,
    /// Σ n².
    pub nn: u128,
    /// Σ n³.
    pub nnn: u128,
}

impl Moments {
    fn of(x: u64, n: u64) -> Moments {
        Moments {
            xx: x * x,
            xn: x * n,
            xxx: x.saturating_mul(x * x),
            xxn: n.saturating_mul(x * x),
            xnn: x.saturating_mul(n.saturating_mul(n)),
            largest: [u16::try_from(x).unwrap_or(u16::MAX), 0, 0, 0],
        }
    }

    fn add(&mut self, other: Moments) {
        self.xx = self.xx.saturating_add(other.xx);
        self.xn = self.xn.saturating_add(other.xn);
        self.xxx = self.xxx.saturating_add(other.xxx);
        self.xxn = self.xxn.saturating_add(other.xxn);
        self.xnn = self.xnn.saturating_add(other.xnn);
        for x in other.largest {
            let at = self.largest.partition_point(|&own| own >= x);
            if at < LARGEST {
                self.largest[at..].rotate_right(1);
                self.largest[at] = x;
            }
        }
    }
}

impl Lengths {
    pub(crate) fn add_article(&mut self, n: u64) {
        let wide = u128::from(n);
        self.add(Lengths {
            articles: 1,
            n,
            nn: wide * wide,
            nnn: wide * wide * wide,
        });
    }

    fn add(&mut self, other: Lengths) {
        self.articles += other.articles;
        self.n += other.n;
        self.nn += other.nn;
        self.nnn = self.nnn.saturating_add(other.nnn);
    }
}

/// The moments of all terms, by language of the articles.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) struct AllMoments {
    languages: FxHashMap<u32, LanguageMoments>,
}

/// The moments of all terms in articles of one language.
///
/// Half of all terms are in a single article, so a term's place holds that article
/// itself, and only what is in several has sums.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
struct LanguageMoments {
    lengths: Lengths,
    /// By term.
    slots: Vec<Slot>,
    sums: Vec<Moments>,
}

/// Eight bytes for a term: nothing (0), the one article that has it, or where its
/// sums are.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
struct Slot(u64);

/// What the upper half of a slot says.
const ONE: u64 = 1;
const SUMS: u64 = 2;

impl Slot {
    /// An article, if its numbers are small enough.
    fn one(x: u64, n: u64) -> Option<Slot> {
        let fits = u16::try_from(x).is_ok() && u16::try_from(n).is_ok();
        fits.then_some(Slot(ONE << 32 | x << 16 | n))
    }

    fn sums(at: usize) -> Slot {
        Slot(SUMS << 32 | at as u64)
    }

    /// Where the sums are, if that is what the slot says.
    fn index(self) -> Option<usize> {
        (self.0 >> 32 == SUMS).then_some((self.0 & u64::from(u32::MAX)) as usize)
    }
}

impl LanguageMoments {
    fn get(&self, term: u32) -> Moments {
        let slot = self.slots.get(term as usize).copied().unwrap_or_default();
        match slot.index() {
            Some(at) => self.sums[at],
            None => Moments::of(slot.0 >> 16 & 0xffff, slot.0 & 0xffff),
        }
    }

    fn slot(&mut self, term: u32) -> &mut Slot {
        let at = term as usize;
        if self.slots.len() <= at {
            self.slots.resize(at + 1, Slot::default());
        }
        &mut self.slots[at]
    }

    fn add(&mut self, term: u32, moments: Moments) {
        let next = self.sums.len();
        let so_far = self.get(term);
        let slot = self.slot(term);
        match slot.index() {
            Some(at) => self.sums[at].add(moments),
            None => {
                *slot = Slot::sums(next);
                self.sums.push(so_far);
                self.sums[next].add(moments);
            }
        }
    }
}

impl AllMoments {
    /// Adds an article of a language with so many tokens; `terms` has each of its
    /// terms once, with its occurrences.
    pub(crate) fn add_article(
        &mut self,
        language: u32,
        n: u64,
        terms: impl Iterator<Item = (u32, u64)>,
    ) {
        let own = self.languages.entry(language).or_default();
        own.lengths.add_article(n);
        for (term, x) in terms {
            match (Slot::one(x, n), own.slot(term)) {
                (Some(one), slot) if *slot == Slot::default() => *slot = one,
                _ => own.add(term, Moments::of(x, n)),
            }
        }
    }

    /// Adds articles of a language that were added up before.
    pub(crate) fn add_lengths(&mut self, language: u32, lengths: Lengths) {
        self.languages
            .entry(language)
            .or_default()
            .lengths
            .add(lengths);
    }

    /// Adds what those articles have of a term.
    pub(crate) fn add_sums(&mut self, language: u32, term: u32, moments: Moments) {
        self.languages
            .entry(language)
            .or_default()
            .add(term, moments);
    }

    /// Adds what another has, with its languages and terms renumbered.
    pub(crate) fn merge(&mut self, other: AllMoments, languages: &[u32], terms: &[u32]) {
        #[expect(
            clippy::iter_over_hash_type,
            reason = "sums do not depend on the order"
        )]
        for (language, theirs) in other.languages {
            let own = self
                .languages
                .entry(languages[language as usize])
                .or_default();
            own.lengths.add(theirs.lengths);
            for (term, slot) in theirs.slots.iter().enumerate() {
                if *slot == Slot::default() {
                    continue;
                }
                let renumbered = terms[term];
                match own.slot(renumbered) {
                    free if *free == Slot::default() && slot.index().is_none() => *free = *slot,
                    _ => own.add(renumbered, theirs.get(term as u32)),
                }
            }
        }
    }

    /// Puts the sums into the order of the terms, so that equal counts are equal
    /// whatever the order of counting.
    pub(crate) fn settle(&mut self) {
        #[expect(clippy::iter_over_hash_type, reason = "each is settled alone")]
        for own in self.languages.values_mut() {
            let mut sorted = Vec::with_capacity(own.sums.len());
            for slot in &mut own.slots {
                if let Some(at) = slot.index() {
                    *slot = Slot::sums(sorted.len());
                    sorted.push(own.sums[at]);
                }
            }
            own.sums = sorted;
        }
    }

    pub(crate) fn of(&self, language: u32, term: u32) -> Moments {
        let own = self.languages.get(&language);
        own.map_or_else(Moments::default, |own| own.get(term))
    }

    pub(crate) fn lengths(&self, language: u32) -> Lengths {
        let own = self.languages.get(&language);
        own.map_or_else(Lengths::default, |own| own.lengths)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Adds up what a list of articles (occurrences, tokens) has.
    fn expected(articles: &[(u64, u64)]) -> Moments {
        let sum = |f: fn(u64, u64) -> u64| articles.iter().map(|&(x, n)| f(x, n)).sum();
        let mut sorted: Vec<u64> = articles.iter().map(|&(x, _)| x).collect();
        sorted.sort_unstable_by(|a, b| b.cmp(a));
        let largest = |at: usize| sorted.get(at).map_or(0, |&x| x.min(65_535) as u16);
        Moments {
            xx: sum(|x, _| x * x),
            xn: sum(|x, n| x * n),
            xxx: sum(|x, _| x * x * x),
            xxn: sum(|x, n| x * x * n),
            xnn: sum(|x, n| x * n * n),
            largest: [largest(0), largest(1), largest(2), largest(3)],
        }
    }

    fn all(articles: &[(u64, u64)]) -> AllMoments {
        let mut all = AllMoments::default();
        for &(x, n) in articles {
            all.add_article(0, n, [(7, x)].into_iter());
        }
        all
    }

    #[test]
    fn one_article_and_many_have_the_same_sums_as_by_hand() {
        for articles in [
            &[(3, 100)][..],
            &[(1, 65_535), (2, 65_536)],
            &[(70_000, 1_000_000)],
            &[(1, 10), (2, 20), (3, 3), (1, 400)],
            &[(3, 10), (9, 20), (5, 8), (9, 400), (4, 50), (2, 2)],
        ] {
            let all = all(articles);
            assert_eq!(all.of(0, 7), expected(articles), "{articles:?}");
            assert_eq!(all.of(0, 6), Moments::default());
            assert_eq!(all.of(1, 7), Moments::default());
            let lengths = all.lengths(0);
            assert_eq!(lengths.articles, articles.len() as u64);
            let cubes = articles.iter().map(|&(_, n)| u128::from(n).pow(3));
            assert_eq!(lengths.nnn, cubes.sum());
        }
    }

    #[test]
    fn parts_add_up_to_the_whole_under_new_numbers() {
        let articles = [(1, 10), (2, 20), (3, 3), (1, 400), (9, 70_000)];
        let whole = all(&articles);
        for cut in 0..=articles.len() {
            let mut merged = AllMoments::default();
            for part in [&articles[cut..], &articles[..cut]] {
                merged.merge(all(part), &[0], &[7, 6, 5, 4, 3, 2, 1, 0]);
            }
            merged.settle();
            assert_eq!(merged.of(0, 0), whole.of(0, 7));
            assert_eq!(merged.lengths(0), whole.lengths(0));
        }
    }

    #[test]
    fn the_order_of_counting_leaves_no_trace() {
        let article = |all: &mut AllMoments, n| {
            all.add_article(0, n, [(n as u32 % 3, 1), (5, 2)].into_iter());
        };
        let [mut one, mut other] = [AllMoments::default(), AllMoments::default()];
        for n in 1..9 {
            article(&mut one, n);
            article(&mut other, 9 - n);
        }
        one.settle();
        other.settle();
        assert_eq!(one, other);
    }
}

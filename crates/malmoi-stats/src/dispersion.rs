//! Dispersion: whether a term is spread over a corpus or sits in a few parts
//! of it.

use serde::{Deserialize, Serialize};

use crate::Frequency;

/// Returns the deviation of proportions, DP, of Gries (2008): 0 when every
/// part holds its share of the occurrences, near 1 when a small part holds
/// all.
///
/// A part (an article, a day, an outlet) is given by the term's frequency in
/// it. `DP = ½ Σ |v - s|`, where `v` is the part's share of all occurrences and
/// `s` its share of all tokens: the share of the occurrences that would have
/// to move for a perfect spread. It lies between 0 and 1 less the share of the
/// smallest part. Compare it only between terms of one division into parts;
/// and note that a term with fewer occurrences than there are parts cannot be
/// spread evenly, so that DP is high for every rare term.
///
/// Parts without tokens change nothing. A single part gives 0. Returns `None`
/// when the term does not occur, or there are no parts.
///
/// All parts without an occurrence may be merged into one part beforehand: the
/// result is the same (up to rounding), which spares a long list of zeros for
/// a term found in few of many articles. For [`dp_norm`] this is not so.
///
/// # Example
///
/// "태풍" (typhoon) on four days of 1,000 tokens each.
///
/// ```
/// use malmoi_stats::{Frequency, dp};
///
/// let days = |counts: [u64; 4]| counts.map(|n| Frequency::new(n, 1_000).unwrap());
/// assert_eq!(dp(&days([5, 5, 5, 5])), Some(0.0));
/// assert_eq!(dp(&days([20, 0, 0, 0])), Some(0.75));
/// ```
pub fn dp(parts: &[Frequency]) -> Option<f64> {
    let occurrences: u128 = parts.iter().map(|part| u128::from(part.count())).sum();
    if occurrences == 0 {
        return None;
    }
    let occurrences = occurrences as f64;
    let tokens = tokens(parts);

    let moved: f64 = parts
        .iter()
        .map(|part| (part.count() as f64 / occurrences - part.total() as f64 / tokens).abs())
        .sum();
    Some((0.5 * moved).min(1.0))
}

/// Returns [`dp`] over the largest value it can take for these parts, so that
/// 1 is reached (Lijffijt and Gries 2012): `DP / (1 - min s)`, with `min s` the
/// token share of the smallest part.
///
/// Gries (2008) first divided by `1 - 1/n` for `n` parts, which is right only
/// for parts of one size.
///
/// Parts without tokens are left aside. A single part gives 0: there is
/// nothing to be uneven over. Returns `None` where `dp` does.
///
/// # Example
///
/// ```
/// use malmoi_stats::{Frequency, dp_norm};
///
/// let days = [20, 0, 0, 0].map(|n| Frequency::new(n, 1_000).unwrap());
/// assert_eq!(dp_norm(&days), Some(1.0));
/// ```
pub fn dp_norm(parts: &[Frequency]) -> Option<f64> {
    let dp = dp(parts)?;
    let sizes = parts.iter().map(|part| part.total());
    let smallest = sizes.filter(|&size| size > 0).min()? as f64;
    let largest_dp = 1.0 - smallest / tokens(parts);
    Some(if largest_dp > 0.0 {
        (dp / largest_dp).min(1.0)
    } else {
        0.0
    })
}

/// Returns Juilland's D (Juilland and Chang-Rodríguez 1964): 1 when the term has
/// the same share in every part, 0 when one part has it all.
///
/// `D = 1 - V / √(n - 1)`, with `V` the standard deviation (of the population)
/// of the term's shares in the `n` parts over their mean. Parts count alike
/// whatever their size. With hundreds of parts D is close to 1 for nearly all
/// words (Biber et al. 2016): use [`dp`] there. Rounding below 0 is 0.
///
/// Parts without tokens are left aside. Returns `None` when fewer than two
/// parts are left or the term does not occur.
///
/// # Example
///
/// ```
/// use malmoi_stats::{Frequency, juilland_d};
///
/// let days = |counts: [u64; 4]| counts.map(|n| Frequency::new(n, 1_000).unwrap());
/// assert_eq!(juilland_d(&days([5, 5, 5, 5])), Some(1.0));
/// assert_eq!(juilland_d(&days([20, 0, 0, 0])), Some(0.0));
/// ```
pub fn juilland_d(parts: &[Frequency]) -> Option<f64> {
    let shares = parts
        .iter()
        .filter(|part| part.total() > 0)
        .map(|part| part.count() as f64 / part.total() as f64);
    let n = shares.clone().count() as f64;
    let mean = shares.clone().sum::<f64>() / n;
    if n < 2.0 || mean == 0.0 {
        return None;
    }
    let variance = shares
        .map(|share| (share - mean) * (share - mean))
        .sum::<f64>()
        / n;
    let variation = variance.sqrt() / mean;
    Some((1.0 - variation / (n - 1.0).sqrt()).clamp(0.0, 1.0))
}

/// The three measures of one term over many parts, such as articles, of which most do
/// not have it: those that do are added one by one, in any order, with the same result
/// to the last bit.
///
/// ```
/// use malmoi_stats::{Dispersion, Frequency, SparseParts, dp, dp_norm, juilland_d};
///
/// let articles = [(3, 400), (1, 250), (0, 300), (0, 120)].map(|(x, n)| Frequency::new(x, n).unwrap());
/// let mut parts = SparseParts::new(Frequency::new(4, 1_070).unwrap());
/// articles[..2].iter().for_each(|&article| parts.add(article));
/// let Dispersion { dp: sparse, dp_norm: norm, juilland_d: d } = parts.finish(4, 120).unwrap();
/// assert!((sparse - dp(&articles).unwrap()).abs() < 1e-12);
/// assert!((norm - dp_norm(&articles).unwrap()).abs() < 1e-12);
/// assert!((d - juilland_d(&articles).unwrap()).abs() < 1e-12);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SparseParts {
    all: Frequency,
    /// Tokens of the parts added.
    tokens: u128,
    /// Σ |x N - n X|, which over N X is Σ |v - s|.
    moved: u128,
    /// Σ x / n and Σ (x / n)², in units of [`SHARE`] and of its square.
    shares: u128,
    squares: u128,
}

/// What [`SparseParts`] found.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub struct Dispersion {
    /// See [`dp`].
    pub dp: f64,
    /// See [`dp_norm`].
    pub dp_norm: f64,
    /// See [`juilland_d`].
    pub juilland_d: f64,
}

/// Shares are whole numbers of 2⁻⁵⁰, so that the order of adding changes nothing. The
/// squares of 16 million parts have room.
const SHARE: f64 = (1_u64 << 50) as f64;

impl SparseParts {
    /// Starts a term that occurs so often in all parts together.
    pub fn new(all: Frequency) -> SparseParts {
        SparseParts {
            all,
            tokens: 0,
            moved: 0,
            shares: 0,
            squares: 0,
        }
    }

    /// Adds a part that has the term.
    pub fn add(&mut self, part: Frequency) {
        let [x, n] = [part.count(), part.total()].map(u128::from);
        let [all, tokens] = [self.all.count(), self.all.total()].map(u128::from);
        self.tokens += n;
        self.moved += (x * tokens).abs_diff(n * all);
        if n > 0 {
            let share = (x as f64 / n as f64 * SHARE).round_ties_even() as u128;
            self.shares += share;
            self.squares = self.squares.saturating_add(share * share);
        }
    }

    /// Returns the measures over so many parts with tokens, of which the smallest has
    /// so many; `None` if these are fewer than two, or the term does not occur.
    pub fn finish(&self, parts: u64, smallest: u64) -> Option<Dispersion> {
        let [all, tokens] = [self.all.count(), self.all.total()].map(|n| n as f64);
        if parts < 2 || self.all.count() == 0 {
            return None;
        }
        let absent = (tokens - self.tokens as f64) / tokens;
        let dp = 0.5 * (self.moved as f64 / (all * tokens) + absent);
        let n = parts as f64;
        let mean = self.shares as f64 / n;
        let variance = (self.squares as f64 / n - mean * mean).max(0.0);
        let variation = variance.sqrt() / mean;
        Some(Dispersion {
            dp: dp.clamp(0.0, 1.0),
            dp_norm: (dp / (1.0 - smallest as f64 / tokens)).clamp(0.0, 1.0),
            juilland_d: (1.0 - variation / (n - 1.0).sqrt()).clamp(0.0, 1.0),
        })
    }
}

fn tokens(parts: &[Frequency]) -> f64 {
    let sum: u128 = parts.iter().map(|part| u128::from(part.total())).sum();
    sum as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(pairs: &[(u64, u64)]) -> Vec<Frequency> {
        pairs
            .iter()
            .map(|&(count, size)| Frequency::new(count, size).unwrap())
            .collect()
    }

    /// The letter "a" in the five-part corpus of Gries (2008).
    #[test]
    fn the_published_example_is_met() {
        let letters = parts(&[(1, 9), (2, 10), (3, 10), (4, 10), (5, 11)]);
        assert_eq!(format!("{:.4}", dp(&letters).unwrap()), "0.1800");
        assert_eq!(format!("{:.4}", dp_norm(&letters).unwrap()), "0.2195");
    }

    #[test]
    fn no_occurrence_no_dispersion() {
        for nothing in [&[][..], &[(0, 0)], &[(0, 5), (0, 7)]] {
            assert_eq!(dp(&parts(nothing)), None);
            assert_eq!(dp_norm(&parts(nothing)), None);
        }
    }

    #[test]
    fn one_part_is_even() {
        for one in [&[(3, 10)][..], &[(3, 10), (0, 0)]] {
            assert_eq!(dp(&parts(one)), Some(0.0));
            assert_eq!(dp_norm(&parts(one)), Some(0.0));
        }
    }

    #[test]
    fn parts_without_tokens_change_nothing() {
        let with = parts(&[(0, 0), (3, 10), (0, 0), (1, 30)]);
        let without = parts(&[(3, 10), (1, 30)]);
        assert_eq!(dp(&with), dp(&without));
        assert_eq!(dp_norm(&with), dp_norm(&without));
    }

    #[test]
    fn all_in_the_smallest_part_is_the_maximum() {
        let clumped = parts(&[(2, 16), (0, 16), (0, 32)]);
        assert_eq!(dp(&clumped), Some(0.75));
        assert_eq!(dp_norm(&clumped), Some(1.0));
    }

    #[test]
    fn parts_without_occurrence_may_be_merged_for_dp() {
        let apart = dp(&parts(&[(2, 10), (1, 20), (0, 30), (0, 40)])).unwrap();
        let merged = dp(&parts(&[(2, 10), (1, 20), (0, 70)])).unwrap();
        assert!((apart - merged).abs() < 1e-15);
    }

    #[test]
    fn parts_one_by_one_and_all_at_once_agree() {
        let few = [(1, 9), (2, 10), (3, 10), (4, 10), (5, 11)];
        let many: Vec<(u64, u64)> = (0..3_000_u64)
            .map(|i| ((i % 7 == 0) as u64 * (1 + i % 5), 40 + i * 37 % 900))
            .collect();
        for pairs in [&few[..], &[(0, 5), (3, 10)], &[(2, 2), (0, 1)], &many] {
            let parts = parts(pairs);
            let sum = |of: fn(&(u64, u64)) -> u64| pairs.iter().map(of).sum();
            let all = Frequency::new(sum(|p| p.0), sum(|p| p.1)).unwrap();
            let mut sparse = SparseParts::new(all);
            let having = parts.iter().filter(|part| part.count() > 0);
            having.rev().for_each(|&part| sparse.add(part));
            let smallest = pairs.iter().map(|p| p.1).min().unwrap();
            let found = sparse.finish(pairs.len() as u64, smallest).unwrap();
            for (found, expected) in [
                (found.dp, dp(&parts)),
                (found.dp_norm, dp_norm(&parts)),
                (found.juilland_d, juilland_d(&parts)),
            ] {
                let expected = expected.unwrap();
                let off = (found - expected).abs();
                assert!(off <= 1e-9 * expected, "{found} {expected}");
            }
        }
        let none = SparseParts::new(Frequency::new(0, 10).unwrap());
        assert_eq!(none.finish(3, 1), None);
        let one = SparseParts::new(Frequency::new(1, 10).unwrap());
        assert_eq!(one.finish(1, 10), None);
    }

    #[test]
    fn the_largest_counts_do_not_overflow() {
        let huge = parts(&[(u64::MAX, u64::MAX), (0, u64::MAX)]);
        assert_eq!(dp(&huge), Some(0.5));
        assert_eq!(dp_norm(&huge), Some(1.0));
    }
}

//! Pearson's chi-squared with Yates' correction: what G² is often compared
//! with.

use crate::Frequency;

/// Returns Pearson's chi-squared statistic of the table of four cells, with
/// the continuity correction of Yates (1934): `Σ (|O - E| - ½)² / E` over the
/// term and all other tokens of both corpora.
///
/// In a table of two by two `|O - E|` is the same in all cells. Where it is
/// below one half, the correction takes it to zero and not beyond.
/// [`chi_squared_1df_p`](crate::chi_squared_1df_p) turns the result into a
/// p-value. For the lopsided counts of words G² keeps closer to its
/// distribution (Dunning 1993); this one is here for lists that must agree
/// with other tools. With fewer than five expected occurrences neither is to
/// be trusted: see [`fisher_exact`](crate::fisher_exact).
///
/// The result is finite, never negative, and the same with the corpora
/// exchanged. It is zero where [`log_likelihood`](fn@crate::log_likelihood) is.
///
/// # Example
///
/// "물가" (prices): 12 in 1,000 tokens here, 5 in 1,000 elsewhere.
///
/// ```
/// use malmoi_stats::{Frequency, chi_squared_yates};
///
/// let here = Frequency::new(12, 1_000).unwrap();
/// let elsewhere = Frequency::new(5, 1_000).unwrap();
/// assert_eq!(format!("{:.4}", chi_squared_yates(here, elsewhere)), "2.1358");
/// ```
pub fn chi_squared_yates(study: Frequency, reference: Frequency) -> f64 {
    let [a, b] = [study.count(), reference.count()];
    let [c, d] = [study.total(), reference.total()];
    let term = a as f64 + b as f64;
    let others = study.others() as f64 + reference.others() as f64;
    if c == 0 || d == 0 || term == 0.0 || others == 0.0 {
        return 0.0;
    }
    let [c, d] = [c as f64, d as f64];
    let tokens = c + d;
    // From whole numbers, so that equal shares are exactly zero.
    let off = (u128::from(a) * u128::from(reference.total()))
        .abs_diff(u128::from(b) * u128::from(study.total())) as f64
        / tokens;
    let off = (off - 0.5).max(0.0);
    // The sum of 1 / E over the four cells.
    off * (off / tokens) * (tokens / c) * (tokens / d) * (tokens / term) * (tokens / others)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(study: (u64, u64), reference: (u64, u64), expected: f64) {
        let study = Frequency::new(study.0, study.1).unwrap();
        let reference = Frequency::new(reference.0, reference.1).unwrap();
        assert_eq!(chi_squared_yates(study, reference), expected);
    }

    #[test]
    fn a_difference_below_one_half_is_none() {
        check((1, 3), (2, 6), 0.0);
        check((2, 4), (2, 5), 0.0);
    }

    #[test]
    fn absent_terms_full_and_empty_corpora_are_zero() {
        check((0, 100), (0, 50), 0.0);
        check((0, 0), (5, 100), 0.0);
        check((5, 5), (9, 9), 0.0);
    }

    #[test]
    fn by_hand() {
        // Expected 40 in each of 1,000: |O - E| = 20; 19.5² (2/40 + 2/960).
        let study = Frequency::new(60, 1000).unwrap();
        let reference = Frequency::new(20, 1000).unwrap();
        let by_hand = 19.5 * 19.5 * (2.0 / 40.0 + 2.0 / 960.0);
        let found = chi_squared_yates(study, reference);
        assert!((found / by_hand - 1.0).abs() < 1e-14, "{found} {by_hand}");
    }

    #[test]
    fn the_largest_counts_stay_finite() {
        let full = Frequency::new(u64::MAX, u64::MAX).unwrap();
        let none = Frequency::new(0, u64::MAX).unwrap();
        assert!(chi_squared_yates(full, none).is_finite());
    }
}

//! Log-likelihood (G²): how sure it is that a term's share differs between two
//! corpora.

use crate::Frequency;

/// Returns the log-likelihood statistic G² of Dunning (1993): how strongly the
/// counts speak against the term having one share in both corpora.
///
/// The term and all other tokens of both corpora make a table of four cells,
/// and `G² = 2 Σ observed · ln(observed / expected)` over all four, where a
/// cell of zero adds nothing. [`log_likelihood_two_cell`] is the shorter
/// variant that many corpus tools compute; values of the two must not be
/// mixed in one list.
///
/// The result is finite, never negative and never NaN. It is exactly zero when
/// the shares are equal, when no corpus or every token has the term, and when
/// a corpus is empty. It is the same with the corpora exchanged: which of the
/// two has more of the term is for [`log_ratio`](fn@crate::log_ratio) to say.
/// [`chi_squared_1df_p`](crate::chi_squared_1df_p) turns it into a p-value.
///
/// # Example
///
/// "금리" (interest rate): 30 in 20,000 tokens here, 12 in 60,000 elsewhere.
///
/// ```
/// use malmoi_stats::{Frequency, log_likelihood};
///
/// let here = Frequency::new(30, 20_000).unwrap();
/// let elsewhere = Frequency::new(12, 60_000).unwrap();
/// assert_eq!(format!("{:.3}", log_likelihood(here, elsewhere)), "39.853");
/// ```
pub fn log_likelihood(study: Frequency, reference: Frequency) -> f64 {
    statistic(study, reference, Cells::Four)
}

/// Returns the log-likelihood statistic of Rayson and Garside (2000), which
/// sums over the two cells of the term only.
///
/// It leaves out the tokens that are not the term, and so comes out a little
/// lower than [`log_likelihood`]. For a term of one in a thousand tokens the
/// two differ by about a thousandth; for a term that is a large part of the
/// corpus they have little in common. Use it to compare with tools that
/// compute it.
///
/// Range and edge cases are those of [`log_likelihood`].
///
/// # Example
///
/// ```
/// use malmoi_stats::{Frequency, log_likelihood, log_likelihood_two_cell};
///
/// let here = Frequency::new(30, 20_000).unwrap();
/// let elsewhere = Frequency::new(12, 60_000).unwrap();
/// let two = log_likelihood_two_cell(here, elsewhere);
/// assert_eq!(format!("{two:.3}"), "39.827");
/// assert!(two < log_likelihood(here, elsewhere));
/// ```
pub fn log_likelihood_two_cell(study: Frequency, reference: Frequency) -> f64 {
    statistic(study, reference, Cells::Two)
}

/// Which cells of the table are summed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Cells {
    /// The term in both corpora.
    Two,
    /// The term and the other tokens in both corpora.
    Four,
}

fn statistic(study: Frequency, reference: Frequency, cells: Cells) -> f64 {
    if study.total() == 0 || reference.total() == 0 {
        return 0.0;
    }
    let [c, d] = [study.total() as f64, reference.total() as f64];
    let tokens = c + d;

    // In a table of two by two every cell is off its expectation by the same
    // amount. Taken from whole numbers it is exact, and zero for equal shares;
    // as a difference of floats it would be mostly rounding in corpora of
    // billions of tokens.
    let here = u128::from(study.count()) * u128::from(reference.total());
    let there = u128::from(reference.count()) * u128::from(study.total());
    let off = here.abs_diff(there) as f64 / tokens;
    let off = if here < there { -off } else { off };

    let row = |in_study: u64, in_reference: u64, off: f64| {
        let [o1, o2] = [in_study as f64, in_reference as f64];
        let share = (o1 + o2) / tokens;
        deviance(o1, c * share, off) + deviance(o2, d * share, -off)
    };
    let mut sum = row(study.count(), reference.count(), off);
    if cells == Cells::Four {
        sum += row(study.others(), reference.others(), -off);
    }
    2.0 * sum
}

/// Returns `observed · ln(observed / expected) - (observed - expected)`, given
/// the difference as `off`.
///
/// The differences of a row cancel, so a sum of these is the sum of the
/// logarithms alone. But each of these is non-negative and small where the
/// logarithms are large with opposite signs, so nothing is lost in adding.
fn deviance(observed: f64, expected: f64, off: f64) -> f64 {
    if observed == 0.0 {
        return expected;
    }
    let v = off / (observed + expected);
    if v.abs() >= 0.1 {
        return observed * libm::log(observed / expected) - off;
    }
    // ln(observed / expected) = 2 (v + v³/3 + v⁵/5 + …), and the term in v
    // less the difference is `off · v`. For |v| < 0.1 the first power left out,
    // v¹⁷, is below the precision of the sum.
    let square = v * v;
    let tail = (3..=15)
        .rev()
        .step_by(2)
        .fold(0.0, |sum, n| sum * square + 1.0 / f64::from(n));
    off * v + 2.0 * observed * v * square * tail
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(study: (u64, u64), reference: (u64, u64)) -> [f64; 2] {
        let study = Frequency::new(study.0, study.1).unwrap();
        let reference = Frequency::new(reference.0, reference.1).unwrap();
        [
            log_likelihood(study, reference),
            log_likelihood_two_cell(study, reference),
        ]
    }

    #[test]
    fn equal_shares_are_exactly_zero() {
        assert_eq!(both((1, 3), (2, 6)), [0.0, 0.0]);
        assert_eq!(both((7, 1_000_003), (21, 3_000_009)), [0.0, 0.0]);
        assert_eq!(both((5, 5), (9, 9)), [0.0, 0.0]);
    }

    #[test]
    fn absent_terms_and_empty_corpora_are_zero() {
        assert_eq!(both((0, 100), (0, 50)), [0.0, 0.0]);
        assert_eq!(both((0, 0), (0, 0)), [0.0, 0.0]);
        assert_eq!(both((0, 0), (5, 100)), [0.0, 0.0]);
        assert_eq!(both((5, 100), (0, 0)), [0.0, 0.0]);
    }

    /// "the swiss", the top bigram of those that Dunning (1993) ranks.
    #[test]
    fn dunnings_published_example_is_met() {
        let [four, _] = both((110, 110 + 2442), (111, 111 + 29114));
        assert_eq!(format!("{four:.2}"), "270.72");
    }

    #[test]
    fn two_cells_by_hand() {
        // Expected 40 in each: 2 (60 ln 1.5 + 20 ln 0.5).
        let [_, two] = both((60, 1000), (20, 1000));
        let by_hand = 2.0 * (60.0 * libm::log(1.5) + 20.0 * libm::log(0.5));
        assert!((two - by_hand).abs() < 1e-12, "{two} {by_hand}");
    }

    #[test]
    fn the_largest_counts_stay_finite() {
        for [four, two] in [
            both((u64::MAX, u64::MAX), (0, u64::MAX)),
            both((1, u64::MAX), (u64::MAX - 1, u64::MAX)),
            both((0, 1), (u64::MAX, u64::MAX)),
        ] {
            assert!(four.is_finite() && four > 0.0, "{four}");
            assert!(two.is_finite() && two > 0.0, "{two}");
        }
    }

    #[test]
    fn series_and_logarithm_agree_where_they_meet() {
        // |v| = 0.1 is observed / expected = 11 / 9 or 9 / 11.
        for (observed, expected) in [(11.0, 9.0), (9.0, 11.0)] {
            let expected_above = expected * (1.0 + 1e-15);
            let expected_below = expected * (1.0 - 1e-15);
            let [x, y] =
                [expected_above, expected_below].map(|e: f64| deviance(observed, e, observed - e));
            assert!((x - y).abs() < 1e-13 * x, "{x} {y}");
        }
    }
}

//! Testing many terms at once.

/// A difference is sure up to this false discovery rate, or this p-value where one thing is
/// tested: the usual one in twenty.
pub const SURE: f64 = 0.05;

/// How many articles there must be for lists to have nothing in doubt in them: of so many, chance
/// needs no help.
const MANY: u64 = 400;

/// Returns how many findings in doubt, those above [`SURE`], may stand below the `sure` ones of a
/// list: they fill it up to `fill_to` in a corpus of fewer than 400 articles, where hardly
/// anything can be sure, and there is room for none in a larger one.
pub fn room_for_doubt(articles: u64, sure: usize, fill_to: usize) -> usize {
    if articles < MANY {
        fill_to.saturating_sub(sure)
    } else {
        0
    }
}

/// Returns a q-value for each p-value, in the same order (Benjamini and
/// Hochberg 1995): keep the terms with `q <= 0.05`, and on average at most 5 %
/// of what is kept is there by chance.
///
/// The q-value of the k-th smallest of `m` p-values is the least `p · m / k`
/// among it and the larger ones. It is at least the p-value, at most 1, and
/// never smaller for a larger p-value; equal p-values have equal q-values,
/// wherever they stand. The whole list must be given at once: a list already
/// cut at a threshold gives q-values that are too small.
///
/// NaN, the p-value of a test that could not be made, counts as a test with p
/// = 1. Numbers outside 0 to 1 are read as the nearer end. No p-values give no
/// q-values.
///
/// The guarantee holds for independent tests and for the usual positively
/// dependent ones; words that avoid each other are neither, so read `q` as a
/// guide.
///
/// # Example
///
/// ```
/// let q = malmoi_stats::benjamini_hochberg(&[0.01, 0.5, 0.02]);
/// assert_eq!(q, [0.03, 0.5, 0.03]);
/// ```
pub fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    let mut ranked: Vec<(usize, f64)> = p_values
        .iter()
        .map(|&p| if p.is_nan() { 1.0 } else { p.clamp(0.0, 1.0) })
        .enumerate()
        .collect();
    ranked.sort_by(|(_, p), (_, other)| p.total_cmp(other));

    let tests = ranked.len() as f64;
    let mut q_values = vec![1.0; ranked.len()];
    let mut least: f64 = 1.0;
    for (smaller, &(place, p)) in ranked.iter().enumerate().rev() {
        // The quotient first: it is at least 1, so rounding cannot take the
        // product below `p`.
        least = least.min(p * (tests / (smaller + 1) as f64));
        q_values[place] = least;
    }
    q_values
}

/// Returns [q-values](benjamini_hochberg) of p-values that weigh differently (Genovese, Roeder
/// and Wasserman 2006): each is divided by its weight, the weights having been divided by
/// their mean. Tests that can find something find more of it if those that hardly can weigh
/// less, and the share of false discoveries stays what it was, *as long as the weights do not
/// depend on what the tests ask*: on how frequent a term is in all articles, say, but not
/// on who has it.
///
/// A weight that is no positive number counts as the smallest positive one. A test without
/// a weight has weight 1. With equal weights q-values are those of [`benjamini_hochberg`]. None is
/// below its p-value.
///
/// # Example
///
/// ```
/// let q = malmoi_stats::weighted_benjamini_hochberg(&[0.04, 0.04], &[3.0, 1.0]);
/// assert!(q[0] < 0.054 && q[1] > 0.079);
/// ```
pub fn weighted_benjamini_hochberg(p_values: &[f64], weights: &[f64]) -> Vec<f64> {
    let weight = |at: usize| match weights.get(at) {
        Some(&weight) if weight > 0.0 => weight,
        Some(_) => f64::MIN_POSITIVE,
        None => 1.0,
    };
    let sum: f64 = (0..p_values.len()).map(weight).sum();
    let mean = sum / p_values.len() as f64;
    let weighed = p_values.iter().enumerate();
    let weighed: Vec<f64> = weighed.map(|(at, p)| p * (mean / weight(at))).collect();
    let mut q_values = benjamini_hochberg(&weighed);
    for (q, &p) in q_values.iter_mut().zip(p_values) {
        // The larger of a number and NaN is the number.
        *q = q.max(p.min(1.0));
    }
    q_values
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fifteen tests in the example of Benjamini and Hochberg (1995), of
    /// which their procedure rejects four at 0.05 and Bonferroni's three.
    #[test]
    fn the_published_example_rejects_four() {
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
            0.5719, 0.6528, 0.7590, 1.0,
        ];
        let q = benjamini_hochberg(&p);
        assert_eq!(q.iter().filter(|&&q| q <= 0.05).count(), 4);
        assert!(q[3] <= 0.05 && q[4] > 0.05);
    }

    #[test]
    fn no_tests_no_values_and_one_test_no_correction() {
        assert!(benjamini_hochberg(&[]).is_empty());
        assert_eq!(benjamini_hochberg(&[0.03]), [0.03]);
    }

    #[test]
    fn equal_p_values_have_equal_q_values() {
        assert_eq!(
            benjamini_hochberg(&[0.25, 1.0, 0.25, 0.25]),
            [
                0.25 * (4.0 / 3.0),
                1.0,
                0.25 * (4.0 / 3.0),
                0.25 * (4.0 / 3.0)
            ]
        );
    }

    #[test]
    fn a_test_that_was_not_made_counts_as_one_that_found_nothing() {
        assert_eq!(
            benjamini_hochberg(&[f64::NAN, 0.01, -f64::NAN]),
            benjamini_hochberg(&[1.0, 0.01, 1.0])
        );
    }

    #[test]
    fn weights_move_the_threshold_and_leave_its_mean() {
        let p = [0.01, 0.02, 0.03, 0.5];
        assert_eq!(
            weighted_benjamini_hochberg(&p, &[7.0; 4]),
            benjamini_hochberg(&p)
        );
        assert_eq!(
            weighted_benjamini_hochberg(&p, &[3.0, 3.0, 1.0, 1.0]),
            benjamini_hochberg(&[0.01 * (2.0 / 3.0), 0.02 * (2.0 / 3.0), 0.06, 1.0])
        );
        // A test without weight finds nothing, and one that was not made neither.
        let q = weighted_benjamini_hochberg(&[1e-9, f64::NAN, 0.01], &[0.0, 1.0, 1.0]);
        assert!(q[0] == 1.0 && q[1] == 1.0 && q[2] < 0.05);
        assert!(weighted_benjamini_hochberg(&[], &[]).is_empty());
    }

    #[test]
    fn values_outside_the_range_are_read_as_its_ends() {
        assert_eq!(
            benjamini_hochberg(&[-0.5, 1.5, 0.2, -0.0]),
            benjamini_hochberg(&[0.0, 1.0, 0.2, 0.0])
        );
    }
}

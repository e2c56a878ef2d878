//! Testing many terms at once.

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
    fn values_outside_the_range_are_read_as_its_ends() {
        assert_eq!(
            benjamini_hochberg(&[-0.5, 1.5, 0.2, -0.0]),
            benjamini_hochberg(&[0.0, 1.0, 0.2, 0.0])
        );
    }
}

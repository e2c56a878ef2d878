//! From a test statistic to a probability.

/// Returns the probability that a chi-squared variable with one degree of
/// freedom is `statistic` or larger: the p-value of
/// [`log_likelihood`](fn@crate::log_likelihood).
///
/// The result lies between 0 and 1. It is 1 for 0, for a negative number and
/// for NaN, and 0 for infinity; above about 1,480 it is too small for a float
/// and comes out as 0 as well. A p-value is for one term tested alone; for a
/// list, pass all of them to [`benjamini_hochberg`](crate::benjamini_hochberg).
///
/// # Example
///
/// ```
/// let p = malmoi_stats::chi_squared_1df_p(3.841_458_820_694_124);
/// assert_eq!(format!("{p:.6}"), "0.050000");
/// ```
pub fn chi_squared_1df_p(statistic: f64) -> f64 {
    // `max` takes the number when the other side is NaN.
    libm::erfc((statistic.max(0.0) / 2.0).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_thresholds_have_their_levels() {
        for (statistic, level) in [(3.84, 0.05), (6.63, 0.01), (10.83, 0.001), (15.13, 0.0001)] {
            let p = chi_squared_1df_p(statistic);
            assert!((p / level - 1.0).abs() < 0.01, "{statistic}: {p}");
        }
    }

    #[test]
    fn odd_inputs_have_a_defined_answer() {
        assert_eq!(chi_squared_1df_p(0.0), 1.0);
        assert_eq!(chi_squared_1df_p(-1e-14), 1.0);
        assert_eq!(chi_squared_1df_p(f64::NAN), 1.0);
        assert_eq!(chi_squared_1df_p(f64::INFINITY), 0.0);
        assert_eq!(chi_squared_1df_p(f64::NEG_INFINITY), 1.0);
    }

    #[test]
    fn only_the_farthest_tail_is_zero() {
        assert!(chi_squared_1df_p(1_400.0) > 0.0);
        assert_eq!(chi_squared_1df_p(1_600.0), 0.0);
    }
}

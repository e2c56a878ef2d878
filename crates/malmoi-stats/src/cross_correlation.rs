//! Whether one series goes ahead of another.

use crate::chi_squared_1df_p;

/// How two series go together when one of them is moved in time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CrossCorrelation {
    /// By how many units the second series comes later than the first; negative if
    /// it comes earlier.
    pub lag: i64,
    /// Pearson's correlation of the two, so moved.
    pub correlation: f64,
    /// In how many units both have a value, so moved.
    pub pairs: usize,
}

impl CrossCorrelation {
    /// Returns how likely a correlation so far from 0, or farther, is of two series
    /// that have nothing to do with each other, by Bartlett's variance of `1 / n`.
    /// Series that change slowly by themselves, as news does, go beyond that by
    /// chance more often.
    pub fn p(&self) -> f64 {
        chi_squared_1df_p(self.correlation * self.correlation * self.pairs as f64)
    }
}

/// Returns the correlation of `first[t]` and `second[t + lag]` over all `t` where
/// both have a value.
///
/// Each value comes with its time; times rise. Returns `None` where fewer than three
/// values meet, or those of one side are all equal.
///
/// # Example
///
/// The second goes the way of the first two days later.
///
/// ```
/// let first = [(1, 1.0), (2, 5.0), (3, 2.0), (4, 0.0), (5, 4.0), (6, 4.0)];
/// let second = [(1, 3.0), (2, 3.0), (3, 1.0), (4, 5.0), (5, 2.0), (6, 0.0)];
/// let found = malmoi_stats::cross_correlation(&first, &second, 2).unwrap();
/// assert_eq!((found.pairs, format!("{:.2}", found.correlation)), (4, "1.00".to_owned()));
/// ```
pub fn cross_correlation(
    first: &[(i64, f64)],
    second: &[(i64, f64)],
    lag: i64,
) -> Option<CrossCorrelation> {
    let at = |time: i64| {
        let found = second.binary_search_by_key(&time, |(time, _)| *time).ok()?;
        Some(second[found].1)
    };
    let pairs: Vec<(f64, f64)> = first
        .iter()
        .filter_map(|(time, value)| Some((*value, at(time.checked_add(lag)?)?)))
        .collect();
    if pairs.len() < 3 {
        return None;
    }
    let n = pairs.len() as f64;
    let mean_x = pairs.iter().map(|(x, _)| x).sum::<f64>() / n;
    let mean_y = pairs.iter().map(|(_, y)| y).sum::<f64>() / n;
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (x, y) in &pairs {
        let (dx, dy) = (x - mean_x, y - mean_y);
        xx += dx * dx;
        yy += dy * dy;
        xy += dx * dy;
    }
    let correlation = xy / (xx * yy).sqrt();
    correlation.is_finite().then(|| CrossCorrelation {
        lag,
        correlation: correlation.clamp(-1.0, 1.0),
        pairs: pairs.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_days_are_left_out_on_both_sides() {
        let first = [(1, 1.0), (2, 2.0), (4, 4.0), (5, 3.0), (9, 7.0)];
        let second = [(1, 1.0), (2, 2.0), (3, 9.0), (4, 4.0), (5, 3.0)];
        let found = cross_correlation(&first, &second, 0).unwrap();
        assert_eq!(found.pairs, 4);
        assert!((found.correlation - 1.0).abs() < 1e-12);
        assert!(found.p() < 0.05);
    }

    #[test]
    fn what_does_not_vary_or_meet_has_no_correlation() {
        let rising = [(1, 1.0), (2, 2.0), (3, 3.0), (4, 4.0)];
        assert_eq!(
            cross_correlation(&rising, &[(1, 2.0), (2, 2.0), (3, 2.0)], 0),
            None
        );
        assert_eq!(cross_correlation(&rising, &rising, 2), None);
        assert_eq!(cross_correlation(&rising, &rising, i64::MAX), None);
        assert_eq!(cross_correlation(&[], &rising, 0), None);
    }
}

//! Rising and falling: whether a series has a direction.

use crate::chi_squared_1df_p;

/// The direction of a series, as far as it has one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// Kendall's τ-b of the values and their order, from -1 (each falls below all
    /// before it) to 1.
    pub tau: f64,
    /// How likely a τ so far from 0, or farther, is where there is no trend.
    pub p: f64,
    /// The median change from one unit of time to the next (Theil 1950, Sen 1968),
    /// over all pairs of values; of more than 2,000 values, which have millions,
    /// over those that lie half the series apart (Theil's incomplete method).
    pub slope: f64,
}

/// Tests a series for a trend (Mann 1945, Kendall 1975), and tells how steep it is.
///
/// Each value comes with its time, in units such as days; times rise. The test looks
/// at the order of the values alone, so one day of scandal makes no trend, as it
/// would in a regression. The p-value is by the normal distribution, with Kendall's
/// variance for ties and without a correction for continuity; it takes the values to
/// be independent, and is rough below eight of them.
///
/// Returns `None` for fewer than three values, for values that are all equal, and
/// where one is not finite.
///
/// # Example
///
/// ```
/// let days = [(1, 2.0), (2, 3.0), (3, 3.0), (4, 5.0), (6, 6.0), (7, 9.0), (8, 8.0), (9, 12.0)];
/// let trend = malmoi_stats::trend(&days).unwrap();
/// assert_eq!(format!("{:.2} {:.2}", trend.tau, trend.slope), "0.91 1.00");
/// assert!(trend.p < 0.01);
/// ```
pub fn trend(series: &[(i64, f64)]) -> Option<Trend> {
    if series.len() < 3 || series.iter().any(|(_, value)| !value.is_finite()) {
        return None;
    }
    let mut agreement = 0_i64;
    for (at, (_, value)) in series.iter().enumerate() {
        for (_, next) in &series[at + 1..] {
            agreement += i64::from(next > value) - i64::from(next < value);
        }
    }
    let n = series.len() as f64;
    let mut values: Vec<f64> = series.iter().map(|(_, value)| *value).collect();
    values.sort_by(f64::total_cmp);
    let (mut tied_pairs, mut tied_variance) = (0.0, 0.0);
    for tied in values.chunk_by(|a, b| a == b) {
        let t = tied.len() as f64;
        tied_pairs += t * (t - 1.0) / 2.0;
        tied_variance += t * (t - 1.0) * (2.0 * t + 5.0);
    }
    let pairs = n * (n - 1.0) / 2.0;
    let variance = (n * (n - 1.0) * (2.0 * n + 5.0) - tied_variance) / 18.0;
    if tied_pairs >= pairs || variance <= 0.0 {
        return None;
    }
    let agreement = agreement as f64;
    Some(Trend {
        tau: agreement / (pairs * (pairs - tied_pairs)).sqrt(),
        p: chi_squared_1df_p(agreement * agreement / variance),
        slope: median(slopes(series))?,
    })
}

/// The most values of which all pairs are looked at.
const MOST_FOR_ALL_PAIRS: usize = 2_000;

/// Returns the slopes between values, of which the median is told.
fn slopes(series: &[(i64, f64)]) -> Vec<f64> {
    let slope = |(time, value): &(i64, f64), (later, next): &(i64, f64)| {
        (later > time).then(|| (next - value) / (later - time) as f64)
    };
    if series.len() > MOST_FOR_ALL_PAIRS {
        let half = series.len().div_ceil(2);
        let pairs = series.iter().zip(&series[half..]);
        return pairs.filter_map(|(a, b)| slope(a, b)).collect();
    }
    let rests = (1..).map(|next| &series[next..]);
    let pairs = series.iter().zip(rests);
    pairs
        .flat_map(|(a, rest)| rest.iter().filter_map(move |b| slope(a, b)))
        .collect()
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        n if n % 2 == 1 => Some(values[middle]),
        _ => Some((values[middle - 1] + values[middle]) / 2.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64]) -> Option<Trend> {
        let series: Vec<(i64, f64)> = (0..).zip(values.iter().copied()).collect();
        trend(&series)
    }

    #[test]
    fn what_has_no_order_has_no_trend() {
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[1.0, 2.0]), None);
        assert_eq!(of(&[3.0; 9]), None);
        assert_eq!(of(&[1.0, f64::NAN, 2.0, 3.0]), None);
        assert_eq!(of(&[1.0, f64::INFINITY, 2.0, 3.0]), None);
    }

    #[test]
    fn rising_and_falling_are_mirror_images() {
        let up = of(&[1.0, 2.0, 4.0, 4.0, 7.0, 9.0]).unwrap();
        let down = of(&[9.0, 7.0, 4.0, 4.0, 2.0, 1.0]).unwrap();
        assert_eq!((up.tau, up.slope, up.p), (-down.tau, -down.slope, down.p));
        assert!(up.tau > 0.9);
    }

    #[test]
    fn a_long_series_has_the_slope_of_a_short_one() {
        let rising = |n: i32| -> Vec<f64> {
            (0..n)
                .map(|day| f64::from(day) * 2.0 + f64::from(day % 3))
                .collect()
        };
        let [short, long] = [300, 3_001].map(|n| of(&rising(n)).unwrap());
        assert!((short.slope - 2.0).abs() < 0.01 && (long.slope - 2.0).abs() < 0.01);
    }

    #[test]
    fn one_day_of_noise_is_no_trend() {
        let spike = of(&[1.0, 1.1, 0.9, 1.0, 90.0, 1.05, 0.95, 1.0, 1.1, 0.9]).unwrap();
        assert!(spike.p > 0.5, "{spike:?}");
    }
}

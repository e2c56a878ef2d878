//! Bursts: stretches of days in which a term comes up far more than usual.

use std::ops::Range;

use crate::Frequency;

/// How bursts are told from chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BurstOptions {
    /// How many times the usual share a term has while it bursts: Kleinberg's
    /// `s`, above 1.
    pub ratio: f64,
    /// How hard it is to begin a burst: Kleinberg's `γ`, at least 0. With 0 each
    /// day stands for itself.
    pub gamma: f64,
}

impl Default for BurstOptions {
    fn default() -> BurstOptions {
        BurstOptions {
            ratio: 2.0,
            gamma: 1.0,
        }
    }
}

/// A stretch of days in which a term bursts.
#[derive(Clone, Debug, PartialEq)]
pub struct Burst {
    /// The days, as indices into what was given.
    pub days: Range<usize>,
    /// How much cheaper the days are explained by a burst than without, in
    /// natural logarithms of likelihood: above 0, and the larger the surer.
    pub weight: f64,
}

/// Finds the bursts of a term by Kleinberg's automaton of two states, for
/// batches (Kleinberg 2003, section 4).
///
/// Each day is the term's frequency on it: in articles of all articles, or in
/// tokens of all tokens. Let `p` be the term's share of all days together. A day
/// costs `-ln` of the binomial probability of its count, with `p` in the lower
/// state and `ratio · p` (0.9999 at most) in the upper one; going up costs
/// `gamma · ln n` for `n` days, going down nothing. The cheapest sequence of
/// states decides, and of two equally cheap ones the one that is up for fewer
/// days. The start is in the lower state.
///
/// Days without any tokens say nothing, and neither begin nor end a burst by
/// themselves. Bursts come in order and do not touch. There are none of a term
/// that does not occur, that is everywhere, or of fewer than two days; nor with
/// options that make no sense.
///
/// # Example
///
/// Articles with "태풍" (typhoon), of 100 a day.
///
/// ```
/// use malmoi_stats::{BurstOptions, Frequency, bursts};
///
/// let days = [1, 0, 2, 1, 9, 14, 8, 1, 0, 1].map(|n| Frequency::new(n, 100).unwrap());
/// let found = bursts(&days, BurstOptions::default());
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].days, 4..7);
/// assert_eq!(format!("{:.2}", found[0].weight), "10.95");
/// ```
pub fn bursts(days: &[Frequency], options: BurstOptions) -> Vec<Burst> {
    let BurstOptions { ratio, gamma } = options;
    let valid = ratio.is_finite() && ratio > 1.0 && gamma.is_finite() && gamma >= 0.0;
    let count: u128 = days.iter().map(|day| u128::from(day.count())).sum();
    let total: u128 = days.iter().map(|day| u128::from(day.total())).sum();
    if !valid || days.len() < 2 || count == 0 || count == total {
        return Vec::new();
    }
    let usual = count as f64 / total as f64;
    let raised = (ratio * usual).min(HIGHEST_SHARE);
    if raised <= usual {
        return Vec::new();
    }
    let [count_gains, other_gains] = [
        libm::log(raised) - libm::log(usual),
        libm::log1p(-raised) - libm::log1p(-usual),
    ];
    let gain =
        |day: &Frequency| day.count() as f64 * count_gains + day.others() as f64 * other_gains;
    let gains: Vec<f64> = days.iter().map(gain).collect();
    let is_up = states(&gains, gamma * libm::log(days.len() as f64));
    let mut found = Vec::new();
    let mut start = 0;
    for run in is_up.chunk_by(|a, b| a == b) {
        let days = start..start + run.len();
        start = days.end;
        if run[0] {
            let weight = gains[days.clone()].iter().sum();
            found.push(Burst { days, weight });
        }
    }
    found
}

/// No term is taken to have a larger share while it bursts.
const HIGHEST_SHARE: f64 = 0.9999;

/// Says for each day whether it is in the upper state, given what that state
/// gains on the day and what going up costs.
fn states(gains: &[f64], up: f64) -> Vec<bool> {
    // The best gain so far in the lower and the upper state, and for each day
    // whether the best way there comes from the upper one.
    let (mut low, mut high) = (0.0, f64::NEG_INFINITY);
    let mut from_high = Vec::with_capacity(gains.len());
    for gain in gains {
        let stays = high >= low - up;
        let falls = high > low;
        let raised = if stays { high } else { low - up } + gain;
        low = if falls { high } else { low };
        high = raised;
        from_high.push([falls, stays]);
    }
    let mut is_up = high > low;
    let mut states = vec![false; gains.len()];
    for (state, from_high) in states.iter_mut().zip(from_high).rev() {
        *state = is_up;
        is_up = from_high[usize::from(is_up)];
    }
    states
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(counts: &[(u64, u64)], options: BurstOptions, expected: &[(usize, usize)]) {
        let days: Vec<Frequency> = counts
            .iter()
            .map(|&(count, total)| Frequency::new(count, total).unwrap())
            .collect();
        let found: Vec<(usize, usize)> = bursts(&days, options)
            .into_iter()
            .map(|b| (b.days.start, b.days.end))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn an_even_term_has_none() {
        check(&[(5, 100); 10], BurstOptions::default(), &[]);
    }

    #[test]
    fn terms_of_no_day_of_every_token_or_of_one_day_have_none() {
        check(&[(0, 100); 10], BurstOptions::default(), &[]);
        check(&[(9, 9); 3], BurstOptions::default(), &[]);
        check(&[(9, 100)], BurstOptions::default(), &[]);
        check(&[], BurstOptions::default(), &[]);
    }

    #[test]
    fn options_that_make_no_sense_find_nothing() {
        let days = [(0, 100), (50, 100), (0, 100)];
        for (ratio, gamma) in [
            (1.0, 1.0),
            (f64::NAN, 1.0),
            (2.0, -1.0),
            (2.0, f64::INFINITY),
        ] {
            check(&days, BurstOptions { ratio, gamma }, &[]);
        }
    }

    #[test]
    fn a_higher_gamma_asks_for_more() {
        let days = [(1, 100), (1, 100), (4, 100), (1, 100), (1, 100), (1, 100)];
        let gamma = |gamma| BurstOptions { ratio: 2.0, gamma };
        check(&days, gamma(0.0), &[(2, 3)]);
        check(&days, gamma(3.0), &[]);
    }

    #[test]
    fn a_day_without_articles_ends_no_burst() {
        let days = [
            (1, 100),
            (20, 100),
            (0, 0),
            (20, 100),
            (1, 100),
            (1, 100),
            (1, 100),
        ];
        check(
            &days,
            BurstOptions {
                ratio: 2.0,
                gamma: 1.0,
            },
            &[(1, 4)],
        );
    }
}

//! Weighted log-odds ratio: a difference in frequency, shrunk by a prior and
//! measured in its own standard errors.

use crate::Frequency;

/// Returns the z-score of the log-odds ratio with an informative Dirichlet
/// prior (Monroe, Colaresi and Quinn 2008, equations 15 to 22): positive when
/// the study corpus has the larger share of the term, and the farther from
/// zero the surer.
///
/// Before looking, each corpus is given `prior` imaginary tokens, of which the
/// term has the share it has in both corpora together. With counts `a` and `b`
/// of `c` and `d` tokens, prior `α₀` and `α = α₀ · (a + b) / (c + d)`,
///
/// ```text
/// δ  = ln((a + α) / (c + α₀ - a - α)) - ln((b + α) / (d + α₀ - b - α))
/// σ² = 1 / (a + α) + 1 / (b + α)
/// z  = δ / σ
/// ```
///
/// The variance is their shorter form, without the two terms for the tokens
/// that are not the term. The prior pulls the odds of rare terms together, so
/// that hapaxes do not fill the ends of a list sorted by `z`; a larger one
/// pulls harder, and [`prior_mass`] gives a usual value. Being taken from the
/// same counts, it also makes `z` smaller than a plain test statistic: sort by
/// it, and leave thresholds to [`log_likelihood`](fn@crate::log_likelihood).
///
/// The result is finite. Exchanging the corpora changes its sign and nothing
/// else. It is zero when neither corpus has the term, when a corpus is empty,
/// when both consist of the term alone, and when `prior` is not a positive
/// finite number.
///
/// # Example
///
/// "반도체" (semiconductor), 90 in 30,000 tokens here, 60 in 120,000 elsewhere.
///
/// ```
/// use malmoi_stats::{Frequency, log_odds_z, prior_mass};
///
/// let here = Frequency::new(90, 30_000).unwrap();
/// let elsewhere = Frequency::new(60, 120_000).unwrap();
/// let prior = prior_mass(here.total(), elsewhere.total());
///
/// let z = log_odds_z(here, elsewhere, prior);
/// assert_eq!(format!("{z:.2}"), "8.64");
/// assert_eq!(log_odds_z(elsewhere, here, prior), -z);
/// ```
pub fn log_odds_z(study: Frequency, reference: Frequency, prior: f64) -> f64 {
    let prior_is_valid = prior.is_finite() && prior > 0.0;
    if study.total() == 0 || reference.total() == 0 || !prior_is_valid {
        return 0.0;
    }

    // The prior's tokens that are the term and those that are not, each from
    // the counts: 1 - share would lose the digits of a very common term.
    let tokens = study.total() as f64 + reference.total() as f64;
    let pooled = |x: u64, y: u64| prior * ((x as f64 + y as f64) / tokens);
    let term = pooled(study.count(), reference.count());
    let others = pooled(study.others(), reference.others());

    let [a, b] = [study, reference].map(|f| f.count() as f64 + term);
    let [rest_a, rest_b] = [study, reference].map(|f| f.others() as f64 + others);
    let difference = libm::log(a / rest_a) - libm::log(b / rest_b);
    let z = difference / (1.0 / a + 1.0 / b).sqrt();
    // A term in neither corpus, or alone in both, is a difference of infinities.
    // So is a prior too small to lift a zero count, or large enough to overflow.
    if z.is_finite() { z } else { 0.0 }
}

/// Returns the prior for [`log_odds_z`] that this project uses: the size of
/// the smaller corpus, in tokens.
///
/// The smaller corpus is then half its own text and half prior, whatever the
/// size of the other. The value does not depend on which corpus is
/// called the study, so the z-scores of one comparison read from either side
/// differ in sign only.
///
/// The result is 0 when a corpus is empty.
///
/// # Example
///
/// ```
/// assert_eq!(malmoi_stats::prior_mass(30_000, 120_000), 30_000.0);
/// ```
pub fn prior_mass(study_total: u64, reference_total: u64) -> f64 {
    study_total.min(reference_total) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn z(study: (u64, u64), reference: (u64, u64), prior: f64) -> f64 {
        let [s, r] = [study, reference].map(|(n, total)| Frequency::new(n, total).unwrap());
        log_odds_z(s, r, prior)
    }

    #[test]
    fn what_has_no_odds_is_zero() {
        assert_eq!(z((0, 10), (0, 20), 10.0), 0.0);
        assert_eq!(z((0, 0), (5, 20), 10.0), 0.0);
        assert_eq!(z((5, 20), (0, 0), 10.0), 0.0);
        assert_eq!(z((0, 0), (7, 23), 3.3), 0.0);
        assert_eq!(z((11, 71), (0, 0), 0.7), 0.0);
        assert_eq!(z((5, 5), (9, 9), 10.0), 0.0);
    }

    #[test]
    fn an_impossible_prior_is_zero() {
        for prior in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(z((5, 20), (1, 20), prior), 0.0);
        }
    }

    #[test]
    fn extreme_priors_stay_finite() {
        for prior in [5e-324, f64::MIN_POSITIVE, f64::MAX] {
            assert!(z((0, 20), (1, 20), prior).is_finite(), "{prior:e}");
            assert!(z((20, 20), (1, 20), prior).is_finite(), "{prior:e}");
        }
    }

    #[test]
    fn a_corpus_of_the_term_alone_has_odds_by_the_prior() {
        assert!(z((10, 10), (5, 10), 10.0) > 0.0);
        assert!(z((0, 10), (5, 10), 10.0) < 0.0);
    }

    #[test]
    fn a_larger_prior_pulls_towards_zero() {
        let [weak, usual, strong] =
            [1.0, 1e4, 1e8].map(|prior| z((30, 10_000), (10, 10_000), prior));
        assert!(
            weak > usual && usual > strong && strong > 0.0,
            "{weak} {usual} {strong}"
        );
    }
}

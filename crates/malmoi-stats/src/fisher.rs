//! Fisher's exact test: how sure a difference is where counts are too small
//! for any approximation.

use crate::Frequency;

/// Returns the two-sided p-value of Fisher's exact test: given how often the
/// term occurs in both corpora together, how likely it falls to them as
/// unevenly as it did, or more so, if its occurrences were dealt out blindly.
///
/// "As unevenly" is by probability, as in R and SciPy: all outcomes that are
/// no likelier than the observed one are added up, where those within one part
/// in ten million count as equally likely.
///
/// The result lies between 0 and 1, and is the same with the corpora exchanged.
/// It is 1 when neither corpus has the term, when a corpus is empty, and when
/// both consist of the term alone; what is too small for a float is 0. It takes a
/// step for each occurrence at most; from some hundred on
/// [`log_likelihood`](fn@crate::log_likelihood) says the same at once.
///
/// # Example
///
/// ```
/// use malmoi_stats::{Frequency, fisher_exact};
///
/// // Three occurrences here and none elsewhere, in corpora of one size: of the
/// // eight ways to deal out three, two are as uneven.
/// let here = Frequency::new(3, 1_000_000).unwrap();
/// let elsewhere = Frequency::new(0, 1_000_000).unwrap();
/// assert_eq!(format!("{:.6}", fisher_exact(here, elsewhere)), "0.250000");
/// ```
pub fn fisher_exact(study: Frequency, reference: Frequency) -> f64 {
    if study.total() == 0 || reference.total() == 0 {
        return 1.0;
    }
    let dealt = Dealt {
        occurrences: study.count() as f64 + reference.count() as f64,
        study: study.total() as f64,
        reference: reference.total() as f64,
    };
    let observed = study.count() as f64;
    // The likeliest outcome has the weight 1, and the others follow from it
    // step by step: no logarithm of a factorial costs digits.
    let mode = dealt.mode();
    let observed_weight = dealt.weight_of(observed, mode);
    let limit = observed_weight * (1.0 + 1e-7);
    let (mut all, mut as_uneven) = (0.0, 0.0);
    dealt.for_each_weight(mode, |weight| {
        all += weight;
        if weight <= limit {
            as_uneven += weight;
        }
    });
    (as_uneven / all).min(1.0)
}

/// The occurrences of a term, dealt out to two corpora: the hypergeometric
/// distribution of how many the study corpus gets.
struct Dealt {
    occurrences: f64,
    study: f64,
    reference: f64,
}

impl Dealt {
    fn least(&self) -> f64 {
        (self.occurrences - self.reference).max(0.0)
    }

    fn most(&self) -> f64 {
        self.occurrences.min(self.study)
    }

    fn mode(&self) -> f64 {
        let tokens = self.study + self.reference;
        let mode = ((self.occurrences + 1.0) * ((self.study + 1.0) / (tokens + 2.0))).floor();
        mode.clamp(self.least(), self.most())
    }

    /// Returns how much likelier `k + 1` is than `k`.
    fn step_up(&self, k: f64) -> f64 {
        let up = (self.occurrences - k) * (self.study - k);
        up / ((k + 1.0) * (self.reference - self.occurrences + k + 1.0))
    }

    /// Returns the weight of one outcome.
    fn weight_of(&self, k: f64, mode: f64) -> f64 {
        let mut weight = 1.0;
        let mut at = mode;
        while at < k && weight > 0.0 {
            weight *= self.step_up(at);
            at += 1.0;
        }
        while at > k && weight > 0.0 {
            at -= 1.0;
            weight /= self.step_up(at);
        }
        weight
    }

    /// Calls `take` with the weight of every outcome, as far as it is not too
    /// small for a float.
    fn for_each_weight(&self, mode: f64, mut take: impl FnMut(f64)) {
        let mut weight = 1.0;
        let mut at = mode;
        while weight > 0.0 {
            take(weight);
            if at >= self.most() {
                break;
            }
            weight *= self.step_up(at);
            at += 1.0;
        }
        (weight, at) = (1.0, mode);
        while at > self.least() {
            at -= 1.0;
            weight /= self.step_up(at);
            if weight <= 0.0 {
                break;
            }
            take(weight);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(study: (u64, u64), reference: (u64, u64)) -> f64 {
        fisher_exact(
            Frequency::new(study.0, study.1).unwrap(),
            Frequency::new(reference.0, reference.1).unwrap(),
        )
    }

    #[test]
    fn the_tea_lady_is_met() {
        // Fisher (1935): three of four cups told right. 34 of 70 ways.
        let found = p((3, 4), (1, 4));
        assert!((found - 34.0 / 70.0).abs() < 1e-15, "{found}");
    }

    #[test]
    fn what_says_nothing_is_one() {
        assert_eq!(p((0, 100), (0, 50)), 1.0);
        assert_eq!(p((0, 0), (5, 100)), 1.0);
        assert_eq!(p((5, 5), (9, 9)), 1.0);
        assert_eq!(p((2, 10), (2, 10)), 1.0);
    }

    #[test]
    fn what_is_too_small_for_a_float_is_zero() {
        assert_eq!(p((100_000, 1_000_000), (0, 1_000_000)), 0.0);
    }
}

//! Log ratio: how large the difference between a term's shares in two corpora
//! is, and the range it may lie in.

use crate::Frequency;
use crate::beta::{Beta, Odds};

/// Returns the binary logarithm of the term's share in the study corpus over
/// its share in the reference corpus (Hardie 2014): 1 is twice as frequent, -1
/// half as frequent, 3 eight times as frequent.
///
/// A count of zero is read as 0.5, so that a term missing from one corpus has
/// a finite ratio; the ratio then says more about the size of the corpora than
/// about the term. Returns `None` when neither corpus has the term or a corpus
/// is empty.
///
/// # Example
///
/// "전기차" (electric car), 40 in 10,000 tokens here, 50 in 100,000 elsewhere.
///
/// ```
/// use malmoi_stats::{Frequency, log_ratio};
///
/// let here = Frequency::new(40, 10_000).unwrap();
/// let elsewhere = Frequency::new(50, 100_000).unwrap();
/// assert_eq!(log_ratio(here, elsewhere), Some(3.0));
/// ```
pub fn log_ratio(study: Frequency, reference: Frequency) -> Option<f64> {
    Some(RelativeRisk::of(study, reference)?.log2)
}

/// Returns the lower and upper end of a confidence interval around
/// [`log_ratio`], `z` standard errors to each side.
///
/// The logarithm of a relative risk is taken as normally distributed with the
/// variance `1/a - 1/c + 1/b - 1/d` (Katz et al. 1978), in natural logarithms,
/// for counts `a` and `b` of `c` and `d` tokens; its root over `ln 2` is the
/// standard error of the log ratio. A count of zero is 0.5 here as well, also in
/// the variance, which makes the interval wide (a standard error of about 2)
/// without making it exact: below five occurrences or so the approximation is
/// rough.
///
/// `z` is 1.96 for 95 % of a single term. Its sign is ignored. A list of many
/// terms wants a larger one: 4 is about 99.994 %.
///
/// Returns `None` where `log_ratio` does, and when `z` is not finite.
///
/// # Example
///
/// ```
/// use malmoi_stats::{Frequency, log_ratio_interval};
///
/// let here = Frequency::new(40, 10_000).unwrap();
/// let elsewhere = Frequency::new(50, 100_000).unwrap();
/// let (low, high) = log_ratio_interval(here, elsewhere, 1.96).unwrap();
/// assert_eq!(format!("{low:.2} {high:.2}"), "2.40 3.60");
/// ```
pub fn log_ratio_interval(study: Frequency, reference: Frequency, z: f64) -> Option<(f64, f64)> {
    if !z.is_finite() {
        return None;
    }
    let risk = RelativeRisk::of(study, reference)?;
    let reach = z.abs() * risk.standard_error;
    Some((risk.log2 - reach, risk.log2 + reach))
}

/// Returns the conservative log ratio, LRC (Evert 2022): the end of an exact
/// confidence interval around [`log_ratio`] that is nearer to zero, and zero
/// when the interval holds zero. The smallest difference the counts still
/// allow.
///
/// Sorting by it puts terms on top that are both much more frequent and
/// frequent enough to be sure of.
///
/// Given the occurrences in both corpora together, `a` of `a + b` fall to the
/// study corpus with a probability whose two-sided Clopper-Pearson interval at
/// the level `1 - alpha` is taken, and turned into a ratio of shares with the
/// sizes of the corpora, as the R package corpora does. `alpha` is for one
/// term: for a list of `m` terms give `0.05 / m`, Bonferroni's correction,
/// which is part of the measure. A list sorted by it changes with `m`, but
/// hardly in its order.
///
/// Counts of zero need no replacement here: a term that the reference corpus
/// lacks has a lower end all the same. Returns `None` where `log_ratio` does, and
/// when `alpha` is not above 0 and below 1.
///
/// # Example
///
/// ```
/// use malmoi_stats::{Frequency, conservative_log_ratio};
///
/// let corpus = |count| Frequency::new(count, 10_000).unwrap();
///
/// // Eight times as frequent, by 8 occurrences against 1 and by 80 against 10.
/// assert_eq!(conservative_log_ratio(corpus(8), corpus(1), 0.01), Some(0.0));
/// let frequent = conservative_log_ratio(corpus(80), corpus(10), 0.01).unwrap();
/// assert_eq!(format!("{frequent:.2}"), "1.80");
/// ```
pub fn conservative_log_ratio(study: Frequency, reference: Frequency, alpha: f64) -> Option<f64> {
    let alone = Clustered {
        study,
        reference,
        design_effect: 1.0,
    };
    alone.conservative(alpha)
}

/// Counts of occurrences that come in clusters, as those of one article do.
///
/// Shares are what they are, but so many occurrences as the design effect says are
/// worth no more than one (Rao and Scott 1992).
pub(crate) struct Clustered {
    pub(crate) study: Frequency,
    pub(crate) reference: Frequency,
    /// At least 1.
    pub(crate) design_effect: f64,
}

impl Clustered {
    /// See [`log_ratio_interval`].
    pub(crate) fn interval(&self, z: f64) -> Option<(f64, f64)> {
        let risk = RelativeRisk::of(self.study, self.reference)?;
        let reach = z.abs() * standard_error([self.study, self.reference], self.design_effect);
        Some((risk.log2 - reach, risk.log2 + reach))
    }

    /// See [`conservative_log_ratio`].
    pub(crate) fn conservative(&self, alpha: f64) -> Option<f64> {
        let [study, reference] = [self.study, self.reference];
        let is_empty = study.total() == 0 || reference.total() == 0;
        let is_absent = study.count() == 0 && reference.count() == 0;
        if is_empty || is_absent || !(alpha > 0.0 && alpha < 1.0) {
            return None;
        }
        let [a, b] = [study, reference].map(|f| f.count() as f64 / self.design_effect);
        let scale = (MOST_COUNTED / a.min(b)).min(1.0);
        let [a, b] = [a * scale, b * scale];
        let sizes = [study, reference].map(|f| f.total() as f64);
        let in_doubt = alpha / 2.0;
        // The interval holds the odds of the counts themselves, so only one of its ends
        // may lie on the other side of the odds that equal shares would have.
        let is_more = a * sizes[1] > b * sizes[0];
        let (larger, smaller) = if is_more { (a, b) } else { (b, a) };
        if is_likely([a, b], sizes, alpha) {
            return Some(0.0);
        }
        let size = libm::log2(sizes[1]) - libm::log2(sizes[0]);
        // What lies beyond the end that is asked for has half of alpha, either way; seen
        // from the other corpus, the upper end is a lower one.
        let (size, sign) = if is_more { (size, 1.0) } else { (-size, -1.0) };
        let beta = Beta::new(larger, smaller + 1.0);
        let equal = Odds {
            log: -size * core::f64::consts::LN_2,
        };
        if beta.has_below(equal, in_doubt) {
            return Some(0.0);
        }
        let end = beta.quantile(in_doubt);
        // Rounding may leave the end on the other side of zero.
        Some(sign * (end.log / core::f64::consts::LN_2 + size).max(0.0))
    }
}

/// Whether counts of corpora of these sizes are so close to equal shares that a
/// two-sided test at the level `alpha` surely says nothing.
///
/// A binomial variable is at least `z` standard deviations off, to one side, with a
/// probability of at least `exp(-z²) / 2`. That settles most terms without a tail to be
/// summed or a root to be sought; the test below compares it with the exact interval.
/// Exchanging the corpora changes nothing, to the last digit.
fn is_likely(counts: [f64; 2], sizes: [f64; 2], alpha: f64) -> bool {
    let tokens = sizes[0] + sizes[1];
    let off = (counts[0] * sizes[1] - counts[1] * sizes[0]) / tokens;
    let variance = (counts[0] + counts[1]) * (sizes[0] / tokens) * (sizes[1] / tokens);
    off * off <= -libm::log(alpha) * variance
}

/// Where both counts are larger, they count for no more than this in a
/// conservative ratio: an interval is then wider than need be, by less than a
/// thousandth of a percent, and found in time.
const MOST_COUNTED: f64 = 1e9;

/// The logarithm of the ratio of two shares, with its standard error, both in
/// powers of two.
struct RelativeRisk {
    log2: f64,
    standard_error: f64,
}

impl RelativeRisk {
    fn of(study: Frequency, reference: Frequency) -> Option<RelativeRisk> {
        if study.total() == 0 || reference.total() == 0 {
            return None;
        }
        if study.count() == 0 && reference.count() == 0 {
            return None;
        }
        let [a, b] = [study, reference].map(|f| (f.count() as f64).max(0.5));
        let [c, d] = [study, reference].map(|f| f.total() as f64);

        Some(RelativeRisk {
            log2: libm::log2((a / c) / (b / d)),
            standard_error: standard_error([study, reference], 1.0),
        })
    }
}

/// Returns the standard error of the logarithm, in powers of two. The counts are
/// divided by the design effect before a zero becomes half an occurrence: what never
/// came did not come in clusters.
fn standard_error(corpora: [Frequency; 2], design_effect: f64) -> f64 {
    let variances = corpora.map(|f| {
        let count = (f.count() as f64 / design_effect).max(0.5);
        let total = (f.total() as f64 / design_effect).max(count);
        // 1/count - 1/total as one fraction: nothing cancels, and a corpus that is
        // nothing but the term gives zero, not a negative rounding error.
        (total - count) / (count * total)
    });
    (variances[0] + variances[1]).sqrt() / core::f64::consts::LN_2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frequency((count, total): (u64, u64)) -> Frequency {
        Frequency::new(count, total).unwrap()
    }

    #[test]
    fn what_never_came_did_not_come_in_clusters() {
        let interval = |design_effect| {
            let clustered = Clustered {
                study: frequency((96, 1000)),
                reference: frequency((0, 2000)),
                design_effect,
            };
            clustered.interval(1.96).unwrap()
        };
        let ((low, high), (wider, _)) = (interval(1.0), interval(4.0));
        assert!(wider < low && low < high);
        // Half an occurrence has most of the variance, clusters or not.
        assert!(low - wider < 0.1, "{low} {wider}");
    }

    #[test]
    fn a_zero_count_is_half_an_occurrence() {
        let ratio = |s, r| log_ratio(frequency(s), frequency(r));
        assert_eq!(ratio((4, 1000), (0, 1000)), Some(3.0));
        assert_eq!(ratio((0, 1000), (4, 1000)), Some(-3.0));
    }

    #[test]
    fn no_occurrence_and_empty_corpora_have_no_ratio() {
        for (study, reference) in [
            ((0, 10), (0, 10)),
            ((0, 0), (5, 10)),
            ((5, 10), (0, 0)),
            ((0, 0), (0, 0)),
        ] {
            let [s, r] = [study, reference].map(frequency);
            assert_eq!(log_ratio(s, r), None);
            assert_eq!(log_ratio_interval(s, r, 1.96), None);
            assert_eq!(conservative_log_ratio(s, r, 0.05), None);
        }
    }

    #[test]
    fn an_interval_needs_a_finite_width() {
        let [s, r] = [(4, 10), (2, 10)].map(frequency);
        assert_eq!(log_ratio_interval(s, r, f64::NAN), None);
        assert_eq!(log_ratio_interval(s, r, f64::INFINITY), None);
        assert_eq!(
            log_ratio_interval(s, r, -2.0),
            log_ratio_interval(s, r, 2.0)
        );
    }

    #[test]
    fn corpora_of_the_term_alone_leave_no_doubt() {
        let [s, r] = [(3, 3), (7, 7)].map(frequency);
        assert_eq!(log_ratio_interval(s, r, 4.0), Some((0.0, 0.0)));
    }

    #[test]
    fn the_conservative_ratio_is_close_to_the_end_of_the_approximate_interval() {
        let [rare, common] = [(300, 100_000), (3_000, 100_000)].map(frequency);
        // z = 3 is a level of 0.0027.
        let (low, _) = log_ratio_interval(common, rare, 3.0).unwrap();
        let exact = conservative_log_ratio(common, rare, 0.0027).unwrap();
        assert!((exact / low - 1.0).abs() < 0.02, "{exact} {low}");
        assert_eq!(conservative_log_ratio(rare, common, 0.0027), Some(-exact));
    }

    #[test]
    fn a_term_that_one_corpus_lacks_has_a_conservative_ratio() {
        let [none, some] = [(0, 10_000), (20, 10_000)].map(frequency);
        let exact = conservative_log_ratio(some, none, 0.05).unwrap();
        assert!(
            exact > 2.0 && exact < log_ratio(some, none).unwrap(),
            "{exact}"
        );
        assert_eq!(conservative_log_ratio(none, some, 0.05), Some(-exact));
    }

    #[test]
    fn a_difference_in_doubt_is_conservatively_none() {
        let [s, r] = [(11, 10_000), (10, 10_000)].map(frequency);
        assert_eq!(conservative_log_ratio(s, r, 0.05), Some(0.0));
    }

    #[test]
    fn what_needs_no_interval_has_one_that_holds_zero() {
        // Against the quantile itself, for whole and broken counts and all kinds of sizes.
        let counts = [
            0.0, 0.02, 0.4, 1.0, 1.7, 2.0, 3.0, 5.5, 9.0, 17.0, 40.0, 160.0, 3e3,
        ];
        let mut settled = 0;
        for alpha in [0.9, 0.5, 0.05, 1e-3, 2.5e-7] {
            for (a, b) in counts.iter().flat_map(|&a| counts.map(|b| (a, b))) {
                for share in [1e-4, 0.003, 0.08, 0.3, 0.5, 0.9, 0.999] {
                    let n = a + b;
                    if n == 0.0 || !is_likely([a, b], [share, 1.0 - share], alpha) {
                        continue;
                    }
                    settled += 1;
                    let (larger, smaller, share) = match a > n * share {
                        true => (a, b, share),
                        false => (b, a, 1.0 - share),
                    };
                    let end = Beta::new(larger, smaller + 1.0).quantile(alpha / 2.0);
                    let equal = libm::log(share / (1.0 - share));
                    assert!(end.log <= equal, "{alpha} {a} {b} {share}");
                }
            }
        }
        assert!(settled > 1_000, "{settled}");
    }

    #[test]
    fn a_level_must_be_one() {
        let [s, r] = [(11, 10_000), (10, 10_000)].map(frequency);
        for alpha in [0.0, 1.0, -1.0, f64::NAN] {
            assert_eq!(conservative_log_ratio(s, r, alpha), None);
        }
    }
}

//! Other measures of how large a difference is, by which tools are compared.

use crate::Frequency;

/// Returns %DIFF (Gabrielatos and Marchi 2012): by how many percent the term's
/// share in the study corpus is above its share in the reference corpus.
///
/// -100 is a term that the study corpus lacks, 0 an equal share, 100 twice the
/// share. Returns `None` when the reference corpus lacks the term or a corpus is
/// empty: the authors put a very small number in place of zero there, and what
/// comes out tells nothing but that number.
///
/// # Example
///
/// ```
/// use malmoi_stats::{Frequency, percent_difference};
///
/// let here = Frequency::new(30, 10_000).unwrap();
/// let elsewhere = Frequency::new(20, 20_000).unwrap();
/// assert_eq!(percent_difference(here, elsewhere), Some(200.0));
/// ```
pub fn percent_difference(study: Frequency, reference: Frequency) -> Option<f64> {
    if study.total() == 0 || reference.count() == 0 {
        return None;
    }
    let there = study.total() as f64 * reference.count() as f64;
    // The difference from whole numbers, so that equal shares are exactly zero.
    let [x, y] = [
        u128::from(study.count()) * u128::from(reference.total()),
        u128::from(reference.count()) * u128::from(study.total()),
    ];
    let off = x.abs_diff(y) as f64;
    Some(100.0 * if x < y { -off } else { off } / there)
}

/// Returns the simple maths score of Kilgarriff (2009), `(x + k) / (y + k)`, for
/// the term's occurrences per million tokens in the study corpus (`x`) and the
/// reference corpus (`y`).
///
/// `k` chooses between rare and common terms: with 1 names come first, with 100
/// the vocabulary of a subject, with 1,000 and more common words. Above 1 the
/// study corpus has more of the term. An empty corpus has a rate of 0. Returns
/// `None` when `k` is not a positive finite number.
///
/// # Example
///
/// ```
/// use malmoi_stats::{Frequency, simple_maths};
///
/// // 3,000 and 500 in a million.
/// let here = Frequency::new(90, 30_000).unwrap();
/// let elsewhere = Frequency::new(60, 120_000).unwrap();
/// assert_eq!(simple_maths(here, elsewhere, 100.0).map(|s| s.round()), Some(5.0));
/// ```
pub fn simple_maths(study: Frequency, reference: Frequency, k: f64) -> Option<f64> {
    (k.is_finite() && k > 0.0).then(|| (study.per_million() + k) / (reference.per_million() + k))
}

/// Returns the class-based tf-idf of a term (Grootendorst 2022):
/// `tf · ln(1 + A / f)`, for the term's share `tf` of the tokens of a class (a
/// publisher, a topic), its count `f` in all classes together, and the average
/// number `A` of tokens in a class.
///
/// The share takes the place of the paper's plain count, so that classes of
/// different size can be compared, as BERTopic does it. The result is at least
/// 0; it is 0 for a term or a class that does not occur. `everywhere` includes
/// the class; less than the class's own count is read as that count.
///
/// # Example
///
/// ```
/// use malmoi_stats::{Frequency, class_tf_idf};
///
/// // 40 in the 10,000 tokens of a class, 50 in all; 20,000 in a class on average.
/// let class = Frequency::new(40, 10_000).unwrap();
/// assert_eq!(format!("{:.5}", class_tf_idf(class, 50, 20_000.0)), "0.02398");
/// ```
pub fn class_tf_idf(class: Frequency, everywhere: u64, average_tokens: f64) -> f64 {
    if class.count() == 0 || average_tokens.is_nan() {
        return 0.0;
    }
    let everywhere = everywhere.max(class.count()) as f64;
    let share = class.count() as f64 / class.total() as f64;
    share * libm::log1p(average_tokens.max(0.0) / everywhere)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frequency(count: u64, total: u64) -> Frequency {
        Frequency::new(count, total).unwrap()
    }

    #[test]
    fn percent_difference_runs_from_minus_hundred() {
        let diff = |s: (u64, u64), r: (u64, u64)| {
            percent_difference(frequency(s.0, s.1), frequency(r.0, r.1))
        };
        assert_eq!(diff((0, 10), (5, 10)), Some(-100.0));
        assert_eq!(diff((1, 3), (2, 6)), Some(0.0));
        assert_eq!(diff((5, 10), (0, 10)), None);
        assert_eq!(diff((0, 0), (5, 10)), None);
    }

    #[test]
    fn simple_maths_of_nothing_is_one() {
        assert_eq!(
            simple_maths(frequency(0, 0), frequency(0, 9), 1.0),
            Some(1.0)
        );
        assert_eq!(simple_maths(frequency(1, 9), frequency(0, 9), 0.0), None);
        assert_eq!(
            simple_maths(frequency(1, 9), frequency(0, 9), f64::NAN),
            None
        );
    }

    #[test]
    fn class_tf_idf_of_odd_input_is_defined() {
        assert_eq!(class_tf_idf(frequency(0, 10), 5, 10.0), 0.0);
        assert_eq!(class_tf_idf(frequency(1, 10), 5, f64::NAN), 0.0);
        assert_eq!(
            class_tf_idf(frequency(4, 10), 1, 10.0),
            class_tf_idf(frequency(4, 10), 4, 10.0)
        );
        assert_eq!(class_tf_idf(frequency(4, 10), 4, -1.0), 0.0);
    }
}

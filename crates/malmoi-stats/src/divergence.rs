//! How unlike the vocabularies of two corpora are.

/// Returns the Jensen-Shannon divergence of two lists of counts (Lin 1991), in
/// bits: 0 for equal shares of all terms, 1 for no term in common.
///
/// The lists hold the same terms in the same order. With `m` the mean of both
/// shares, it is the mean of the two Kullback-Leibler divergences from `m`. It
/// is the same with the corpora exchanged; its root is a distance. Small corpora
/// diverge by chance alone, so compare values of corpora of about one size.
///
/// Where one list is longer, its further terms are 0 in the other. Returns
/// `None` when either list has no counts above zero.
///
/// # Example
///
/// ```
/// use malmoi_stats::jensen_shannon;
///
/// assert_eq!(jensen_shannon(&[3, 1], &[30, 10]), Some(0.0));
/// assert_eq!(jensen_shannon(&[3, 0], &[0, 5]), Some(1.0));
/// assert_eq!(jensen_shannon(&[3], &[0]), None);
/// ```
pub fn jensen_shannon(counts: &[u64], others: &[u64]) -> Option<f64> {
    let total = |counts: &[u64]| counts.iter().sum();
    let shared = counts.iter().copied().zip(others.iter().copied());
    jensen_shannon_of_shared(shared, total(counts), total(others))
}

/// Returns the same from the terms that both corpora have, each with its two
/// counts, and the sums of the counts of all terms, shared or not.
///
/// Vocabularies are mostly words that few share, so this is the way for many
/// pairs of corpora. Pairs with a count of 0 change nothing.
///
/// # Example
///
/// ```
/// use malmoi_stats::{jensen_shannon, jensen_shannon_of_shared};
///
/// let all = jensen_shannon(&[3, 1, 0], &[5, 0, 7]);
/// assert_eq!(jensen_shannon_of_shared([(3, 5)], 4, 12), all);
/// ```
pub fn jensen_shannon_of_shared(
    shared: impl IntoIterator<Item = (u64, u64)>,
    total: u64,
    total_of_other: u64,
) -> Option<f64> {
    if total == 0 || total_of_other == 0 {
        return None;
    }
    // A term that one corpus lacks has half its share as the mean, and adds its
    // share times one bit: all such terms together, what the others leave.
    let (mut sum, mut left) = (0.0, [total, total_of_other]);
    for (count, other) in shared {
        if count == 0 || other == 0 {
            continue;
        }
        let p = count as f64 / total as f64;
        let q = other as f64 / total_of_other as f64;
        let mean = (p + q) / 2.0;
        sum += p * libm::log2(p / mean) + q * libm::log2(q / mean);
        left = [left[0].saturating_sub(count), left[1].saturating_sub(other)];
    }
    sum += left[0] as f64 / total as f64 + left[1] as f64 / total_of_other as f64;
    Some((sum / 2.0).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_same_with_the_corpora_exchanged() {
        let (a, b) = ([1, 5, 9, 0, 3], [2, 2, 7, 4, 0]);
        assert_eq!(jensen_shannon(&a, &b), jensen_shannon(&b, &a));
    }

    #[test]
    fn missing_terms_count_as_zero() {
        assert_eq!(
            jensen_shannon(&[2, 2, 4], &[1]),
            jensen_shannon(&[2, 2, 4], &[1, 0, 0])
        );
    }

    #[test]
    fn nothing_has_no_divergence() {
        assert_eq!(jensen_shannon(&[], &[]), None);
        assert_eq!(jensen_shannon(&[0, 0], &[1, 1]), None);
    }
}

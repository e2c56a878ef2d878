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
    let total = |counts: &[u64]| counts.iter().map(|&n| u128::from(n)).sum::<u128>() as f64;
    let (all, all_others) = (total(counts), total(others));
    if all == 0.0 || all_others == 0.0 {
        return None;
    }
    let at = |counts: &[u64], index: usize| counts.get(index).copied().unwrap_or(0) as f64;
    let mut sum = 0.0;
    for index in 0..counts.len().max(others.len()) {
        let (p, q) = (at(counts, index) / all, at(others, index) / all_others);
        let mean = (p + q) / 2.0;
        for share in [p, q] {
            if share > 0.0 {
                sum += share * libm::log2(share / mean);
            }
        }
    }
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

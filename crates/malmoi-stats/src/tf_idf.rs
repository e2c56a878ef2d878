//! Tf-idf: how well a term stands for one document of a collection.

/// Returns the tf-idf weight of a term in a document, with a sublinear term
/// frequency and a smooth inverse document frequency:
/// `(1 + ln tf) · (ln((1 + N) / (1 + df)) + 1)`.
///
/// `tf` is the term's count in the document, `df` the number of documents that
/// have it, `documents` (N) the number of all documents. Of the many variants
/// this is the one scikit-learn computes with `sublinear_tf=True` and
/// `smooth_idf=True` before it normalises. The `+ 1` keeps a term of every
/// document above zero, so that the terms of a single document still rank,
/// by their counts.
///
/// The result is 0 for `tf` 0 and at least 1 otherwise. `df` 0 is allowed, for
/// a document that is not of the collection; a `df` above `documents` is read
/// as `documents`.
///
/// # Example
///
/// "누리호" (a rocket) 4 times in an article, in 9 of 999 articles; "정부"
/// (government) 4 times as well, but in 499 of them.
///
/// ```
/// use malmoi_stats::tf_idf;
///
/// assert_eq!(format!("{:.2}", tf_idf(4, 9, 999)), "13.38");
/// assert_eq!(format!("{:.2}", tf_idf(4, 499, 999)), "4.04");
/// ```
pub fn tf_idf(tf: u64, df: u64, documents: u64) -> f64 {
    if tf == 0 {
        return 0.0;
    }
    let having = df.min(documents) as f64;
    let inverse = libm::log((1.0 + documents as f64) / (1.0 + having)) + 1.0;
    (1.0 + libm::log(tf as f64)) * inverse
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absent_term_has_no_weight() {
        assert_eq!(tf_idf(0, 3, 10), 0.0);
        assert_eq!(tf_idf(0, 0, 0), 0.0);
    }

    #[test]
    fn terms_of_a_single_document_rank_by_count() {
        assert_eq!(tf_idf(1, 1, 1), 1.0);
        assert!(tf_idf(5, 1, 1) > tf_idf(2, 1, 1));
    }

    #[test]
    fn rarer_terms_weigh_more() {
        assert!(tf_idf(2, 1, 100) > tf_idf(2, 50, 100));
    }

    #[test]
    fn impossible_document_counts_stay_in_range() {
        assert_eq!(tf_idf(3, 20, 10), tf_idf(3, 10, 10));
        assert!(tf_idf(u64::MAX, 0, u64::MAX).is_finite());
    }
}

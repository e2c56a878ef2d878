//! What to show of a topic: its terms, its phrases and its articles.

use std::collections::BTreeMap;

use malmoi_stats::{Frequency, class_tf_idf};

/// How much a term's share of the topic counts against how much more of it the topic
/// has than all texts: what readers told topics by best (Sievert and Shirley 2014).
pub const LAMBDA: f64 = 0.6;

/// Returns how relevant a term is to a topic (Sievert and Shirley 2014):
/// `λ ln φ + (1 - λ) ln (φ / p)`, with the term's probability `share` in the topic (φ)
/// and `overall` in all texts (p).
///
/// `lambda` 1 puts what is frequent first, 0 what is in no other topic; [`LAMBDA`] is
/// usual. A probability of 0 in the topic gives minus infinity. A term of the topic that is in no text, which
/// only smoothing brings about, is taken to be as frequent overall as in the topic.
///
/// # Example
///
/// ```
/// use malmoi_topics::{LAMBDA, relevance};
///
/// let everywhere = relevance(0.02, 0.02, LAMBDA);
/// let own = relevance(0.01, 0.0005, LAMBDA);
/// assert!(own > everywhere);
/// ```
pub fn relevance(share: f64, overall: f64, lambda: f64) -> f64 {
    if share <= 0.0 {
        return f64::NEG_INFINITY;
    }
    let overall = if overall > 0.0 { overall } else { share };
    lambda * libm::log(share) + (1.0 - lambda) * libm::log(share / overall)
}

/// Returns the `top` terms that are most relevant to a topic, best first and equals
/// by number. `terms` are those of the topic, each with its probability there and in all texts.
///
/// Terms of no probability in the topic are left out.
pub fn most_relevant(
    terms: impl IntoIterator<Item = (u32, f64, f64)>,
    lambda: f64,
    top: usize,
) -> Vec<u32> {
    let occurring = terms.into_iter().filter(|(_, share, _)| *share > 0.0);
    let weigh = |(term, share, overall)| (relevance(share, overall, lambda), term);
    best(occurring.map(weigh), top)
}

/// Returns the phrases that stand for each topic, by class-based TF-IDF
/// ([`class_tf_idf`], Grootendorst 2022), a class being the texts of a topic.
///
/// `counts` holds for each topic how often its texts have each phrase. Returned are
/// the `top` phrases of each with at least `min_count` there, best first and equals
/// by number.
///
/// # Example
///
/// ```
/// use std::collections::BTreeMap;
///
/// let counts = [BTreeMap::from([(1, 9), (2, 4)]), BTreeMap::from([(1, 9), (3, 4)])];
/// let best = malmoi_topics::typical_phrases(&counts, 1, 1);
/// assert_eq!(best, [[(2)], [(3)]]);
/// ```
pub fn typical_phrases(counts: &[BTreeMap<u32, u64>], min_count: u64, top: usize) -> Vec<Vec<u32>> {
    let mut overall: BTreeMap<u32, u64> = BTreeMap::new();
    for (phrase, count) in counts.iter().flatten() {
        *overall.entry(*phrase).or_default() += count;
    }
    let total: u64 = overall.values().sum();
    let average = total as f64 / counts.len().max(1) as f64;
    let of_topic = |counts: &BTreeMap<u32, u64>| {
        let tokens = counts.values().sum();
        let weight = |(phrase, count): (&u32, &u64)| {
            let share = Frequency::new(*count, tokens)?;
            (*count >= min_count).then(|| (class_tf_idf(share, overall[phrase], average), *phrase))
        };
        best(counts.iter().filter_map(weight), top)
    };
    counts.iter().map(of_topic).collect()
}

/// Returns the articles that show a topic best: those with the highest `shares` of
/// it among the ones of at least `min_length` terms, at most `top`, equals in their order. In a short text a
/// share says little.
///
/// Where fewer are long enough, the longest of the others come after them.
pub fn exemplars(shares: &[f64], lengths: &[u32], min_length: u32, top: usize) -> Vec<u32> {
    let articles = || (0_u32..).zip(shares.iter().zip(lengths));
    let long = articles().filter(|(_, (_, length))| **length >= min_length);
    let mut found = best(long.map(|(at, (share, _))| (*share, at)), top);
    if found.len() < top {
        let short =
            articles().filter(|(_, (share, length))| **length < min_length && **share > 0.0);
        let missing = top - found.len();
        found.extend(best(
            short.map(|(at, (_, length))| (f64::from(*length), at)),
            missing,
        ));
    }
    found
}

/// Returns the `top` numbers of the highest weights, equals by number.
fn best(weighed: impl Iterator<Item = (f64, u32)>, top: usize) -> Vec<u32> {
    let mut weighed: Vec<(f64, u32)> = weighed.collect();
    let order = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if top < weighed.len() {
        weighed.select_nth_unstable_by(top, order);
        weighed.truncate(top);
    }
    weighed.sort_by(order);
    weighed.into_iter().map(|(_, number)| number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_lambda_one_the_most_frequent_comes_first_with_zero_the_most_exclusive() {
        let terms = [(0, 0.5, 0.5), (1, 0.3, 0.1), (2, 0.2, 0.01), (3, 0.0, 0.39)];
        assert_eq!(most_relevant(terms, 1.0, 9), [0, 1, 2]);
        assert_eq!(most_relevant(terms, 0.0, 9), [2, 1, 0]);
        assert_eq!(most_relevant(terms, 0.0, 1), [2]);
    }

    #[test]
    fn relevance_is_the_published_formula() {
        let found = relevance(0.02, 0.005, 0.6);
        let expected = 0.6 * libm::log(0.02) + 0.4 * libm::log(4.0);
        assert!((found - expected).abs() < 1e-12);
        assert_eq!(relevance(0.0, 0.1, 0.6), f64::NEG_INFINITY);
        assert!(relevance(0.1, 0.0, 0.6).is_finite());
    }

    #[test]
    fn equals_come_by_number_and_nothing_gives_nothing() {
        let equal = [2, 0, 3, 1].map(|term| (term, 0.25, 0.25));
        assert_eq!(most_relevant(equal, 0.6, 3), [0, 1, 2]);
        assert!(most_relevant([], 0.6, 3).is_empty());
        assert!(typical_phrases(&[], 1, 3).is_empty());
        assert_eq!(typical_phrases(&[BTreeMap::new()], 1, 3), [[0_u32; 0]]);
    }

    #[test]
    fn phrases_of_all_topics_come_after_their_own() {
        let counts = [
            BTreeMap::from([(7, 10), (8, 6), (9, 1)]),
            BTreeMap::from([(7, 10)]),
            BTreeMap::from([(7, 10)]),
        ];
        assert_eq!(
            typical_phrases(&counts, 2, 9),
            [vec![8, 7], vec![7], vec![7]]
        );
    }

    #[test]
    fn short_articles_show_a_topic_only_where_no_long_one_does() {
        let (shares, lengths) = ([1.0, 0.4, 0.9, 0.8], [2, 50, 60, 3]);
        assert_eq!(exemplars(&shares, &lengths, 20, 2), [2, 1]);
        assert_eq!(exemplars(&shares, &lengths, 20, 4), [2, 1, 3, 0]);
        assert!(exemplars(&[], &[], 20, 2).is_empty());
    }
}

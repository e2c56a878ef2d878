//! Who goes ahead of whom.

use malmoi_stats::cross_correlation;

use super::{MIN_ARTICLES, Series, TimeUnit};

/// The fewest days (or weeks) in which two publishers both have articles, for them
/// to be compared.
pub const MIN_COMMON_UNITS: usize = 14;

/// How far one publisher is looked for ahead of another, in units of time. What
/// takes longer is no reaction to the other's news.
const LONGEST_LAG: i64 = 3;

/// Of more publishers than these, only those are compared that have most articles
/// with the term: pairs grow with the square.
const MOST_COMPARED: usize = 50;

/// The largest chance of one such pair among all that were compared.
const LEVEL: f64 = 0.05;

/// Two publishers of which one has a term like the other, later or at the same time.
#[derive(Clone, Debug, PartialEq)]
pub struct Lead {
    /// The publisher that goes ahead, or, with a lag of 0, comes first by name.
    pub first: String,
    /// The one that follows.
    pub second: String,
    /// By how many days or weeks, from 0 to 3.
    pub lag: i64,
    /// The correlation of their shares of articles with the term, so moved.
    pub correlation: f64,
    /// Over how many days or weeks.
    pub units: usize,
    /// How likely one such pair is by chance among all pairs and lags that were
    /// compared (Bonferroni), at most 0.05. It takes days to be independent, which
    /// those of one story are not: a lead to look into, not a proof.
    pub p: f64,
}

/// Returns the pairs that go together beyond chance, and how many were compared.
pub(super) fn leads(publishers: &[Series], by: TimeUnit) -> (Vec<Lead>, usize) {
    let mut most: Vec<&Series> = publishers
        .iter()
        .filter(|series| series.articles.count() >= MIN_ARTICLES)
        .collect();
    most.sort_by_key(|series| std::cmp::Reverse(series.articles.count()));
    most.truncate(MOST_COMPARED);
    let mut candidates: Vec<(&str, Vec<(i64, f64)>)> = most
        .into_iter()
        .filter_map(|series| Some((series.publisher.as_deref()?, series.shares(by))))
        .filter(|(_, shares)| shares.len() >= MIN_COMMON_UNITS)
        .collect();
    candidates.sort_by_key(|(name, _)| *name);
    let mut found = Vec::new();
    let mut compared = 0;
    for (at, (first, ours)) in candidates.iter().enumerate() {
        for (second, theirs) in &candidates[at + 1..] {
            let common = ours
                .iter()
                .filter(|(time, _)| theirs.binary_search_by_key(time, |(t, _)| *t).is_ok());
            if common.count() < MIN_COMMON_UNITS {
                continue;
            }
            compared += 1;
            let lags = -LONGEST_LAG..=LONGEST_LAG;
            let best = lags
                .filter_map(|lag| cross_correlation(ours, theirs, lag))
                // Of equals, the shorter way.
                .max_by(|a, b| {
                    let shorter = b.lag.abs().cmp(&a.lag.abs());
                    a.correlation.total_cmp(&b.correlation).then(shorter)
                });
            let Some(best) = best.filter(|best| best.correlation > 0.0) else {
                continue;
            };
            let (first, second) = match best.lag < 0 {
                true => (second, first),
                false => (first, second),
            };
            found.push(Lead {
                first: (*first).to_owned(),
                second: (*second).to_owned(),
                lag: best.lag.abs(),
                correlation: best.correlation,
                units: best.pairs,
                p: best.p(),
            });
        }
    }
    let tests = compared as f64 * (2 * LONGEST_LAG + 1) as f64;
    for lead in &mut found {
        lead.p = (lead.p * tests).min(1.0);
    }
    found.retain(|lead| lead.p <= LEVEL);
    found.sort_by(|a, b| {
        let names = || (&a.first, &a.second).cmp(&(&b.first, &b.second));
        a.p.total_cmp(&b.p).then_with(names)
    });
    (found, compared)
}

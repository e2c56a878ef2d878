//! How much of a topic groups of articles have, and who has more of it than others.

use malmoi_stats::{BlindMean, benjamini_hochberg};

use crate::random::Random;

/// The mean share of a topic in some articles, with a 95 % confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanShare {
    /// The mean of the articles' shares, each article counting once.
    pub share: f64,
    /// The ends of the interval; nothing for a single article, which says nothing of
    /// others.
    pub interval: Option<(f64, f64)>,
}

/// How often articles are drawn anew for an interval.
const DRAWS: usize = 400;

/// Returns the mean share of each topic in a group of articles.
///
/// `articles` holds for each article of the group its shares of the `topics`. Intervals are of the
/// percentile bootstrap (Efron 1979): as many articles as there are, drawn from them
/// with replacement 400 times; the middle 95 % of the means are the interval. So it says what
/// other articles of the same kind would give, not how unsure the model is. Intervals of fewer than about ten
/// articles are too narrow.
///
/// The draws follow from `seed` and the number of articles alone; take another seed
/// for each group. No articles give no shares. Time grows with articles × topics.
///
/// # Example
///
/// ```
/// let articles: [&[f32]; 4] = [&[0.9, 0.1], &[0.8, 0.2], &[1.0, 0.0], &[0.7, 0.3]];
/// let shares = malmoi_topics::mean_shares(&articles, 2, 7);
/// assert_eq!(format!("{:.2}", shares[0].share), "0.85");
/// let (low, high) = shares[0].interval.unwrap();
/// assert!(0.7 <= low && low < 0.85 && 0.85 < high && high <= 1.0);
/// ```
pub fn mean_shares(articles: &[&[f32]], topics: usize, seed: u64) -> Vec<MeanShare> {
    if articles.is_empty() {
        return Vec::new();
    }
    let count = articles.len() as f64;
    let mut sums = vec![0.0; topics];
    let mean = |sums: &mut [f64], drawn: &mut dyn Iterator<Item = usize>| {
        sums.fill(0.0);
        for at in drawn {
            for (sum, share) in sums.iter_mut().zip(articles[at]) {
                *sum += f64::from(*share);
            }
        }
        sums.iter_mut().for_each(|sum| *sum /= count);
    };
    mean(&mut sums, &mut (0..articles.len()));
    let shares = sums.clone();
    let mut draws = vec![Vec::new(); topics];
    if articles.len() > 1 {
        let mut random = Random::new(seed, 0, articles.len() as u64);
        for _ in 0..DRAWS {
            let mut drawn = (0..articles.len()).map(|_| below(&mut random, articles.len()));
            mean(&mut sums, &mut drawn);
            for (draws, sum) in draws.iter_mut().zip(&sums) {
                draws.push(*sum);
            }
        }
    }
    let interval = |draws: &mut Vec<f64>| {
        draws.sort_by(f64::total_cmp);
        let outside = DRAWS / 40;
        Some((*draws.get(outside)?, *draws.get(DRAWS - 1 - outside)?))
    };
    let of_topic = |(share, mut draws)| MeanShare {
        share,
        interval: interval(&mut draws),
    };
    shares.into_iter().zip(draws).map(of_topic).collect()
}

/// How the articles of one group differ from all in one topic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Representation {
    /// The group, by number.
    pub group: usize,
    /// The topic.
    pub topic: usize,
    /// The mean share of the topic in the group's articles.
    pub share: f64,
    /// The same in the articles of all other groups.
    pub elsewhere: f64,
    /// How often articles dealt to groups blindly would differ as much, by
    /// [`BlindMean`].
    pub p: f64,
    /// The false discovery rate among all groups and topics, by
    /// [`benjamini_hochberg`].
    pub q: f64,
}

/// Articles in groups, such as publishers, each with its shares of some topics: which
/// group has more of which topic than the others?
///
/// Articles are what is independent, so copies must be left out. What is kept are sums by group and
/// topic, whatever the number of articles.
///
/// # Example
///
/// ```
/// use malmoi_topics::Groups;
///
/// // Ten articles of each of two publishers; the first writes more on topic 0.
/// let mut groups = Groups::new(2, 2);
/// for _ in 0..10 {
///     groups.add(0, &[0.8, 0.2]);
///     groups.add(1, &[0.1, 0.9]);
/// }
/// let found = groups.representation();
/// assert_eq!((found[0].group, found[0].topic), (0, 0));
/// assert!(found[0].share > found[0].elsewhere && found[0].q < 0.001);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Groups {
    all: Vec<BlindMean>,
    /// How many articles each group has.
    sizes: Vec<u64>,
    /// By group and topic.
    sums: Vec<f64>,
}

impl Groups {
    /// Prepares for so many groups and topics, numbered from 0.
    pub fn new(groups: usize, topics: usize) -> Groups {
        Groups {
            all: vec![BlindMean::default(); topics],
            sizes: vec![0; groups],
            sums: vec![0.0; groups * topics],
        }
    }

    /// Adds an article of a group by its shares of all topics. One of a group that there
    /// is not is left out.
    pub fn add(&mut self, group: usize, shares: &[f32]) {
        let topics = self.all.len();
        let Some(size) = self.sizes.get_mut(group) else {
            return;
        };
        *size += 1;
        let sums = &mut self.sums[group * topics..(group + 1) * topics];
        for ((all, sum), share) in self.all.iter_mut().zip(sums).zip(shares) {
            all.add(f64::from(*share));
            *sum += f64::from(*share);
        }
    }

    /// Compares the mean share of each topic in the articles of each group with all
    /// others', by group and topic. Groups without articles, and a group that has all of
    /// them, are in no comparison.
    pub fn representation(&self) -> Vec<Representation> {
        let topics = self.all.len();
        let total: u64 = self.sizes.iter().sum();
        let mut found = Vec::new();
        for (group, size) in self.sizes.iter().copied().enumerate() {
            if size == 0 || size == total {
                continue;
            }
            for (topic, all) in self.all.iter().enumerate() {
                let sum = self.sums[group * topics + topic];
                found.push(Representation {
                    group,
                    topic,
                    share: sum / size as f64,
                    elsewhere: ((all.sum() - sum) / (total - size) as f64).max(0.0),
                    p: all.p(size, sum),
                    q: 1.0,
                });
            }
        }
        let p_values: Vec<f64> = found.iter().map(|found| found.p).collect();
        for (found, q) in found.iter_mut().zip(benjamini_hochberg(&p_values)) {
            found.q = q;
        }
        found
    }
}

/// Returns a number below `n`, each as likely as the next to about one in 2⁵³ / n.
fn below(random: &mut Random, n: usize) -> usize {
    ((random.unit() * n as f64) as usize).min(n - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_and_one_article_have_no_interval() {
        assert!(mean_shares(&[], 3, 1).is_empty());
        let one = mean_shares(&[&[0.25, 0.75]], 2, 1);
        let expected = MeanShare {
            share: 0.25,
            interval: None,
        };
        assert_eq!(one[0], expected);
    }

    /// Of 2,000 means of 50 uniform numbers, 95 % intervals must hold the true mean nine
    /// times of ten at least and not always.
    #[test]
    fn intervals_hold_the_mean_as_often_as_they_say() {
        let mut random = Random::new(3, 0, 0);
        let mut held = 0;
        for round in 0..2_000 {
            let values: Vec<[f32; 1]> = (0..50)
                .map(|_| [below(&mut random, 1_000_001) as f32 / 1e6])
                .collect();
            let articles: Vec<&[f32]> = values.iter().map(|v| &v[..]).collect();
            let (low, high) = mean_shares(&articles, 1, round)[0].interval.unwrap();
            held += u32::from(low <= 0.5 && 0.5 <= high);
        }
        // 1,900 expected; the percentile bootstrap of 50 is a little narrow.
        assert!((1_840..=1_940).contains(&held), "{held}");
    }

    #[test]
    fn equal_seeds_draw_equal_articles() {
        let values: Vec<[f32; 1]> = (0..30).map(|n| [n as f32 / 30.0]).collect();
        let articles: Vec<&[f32]> = values.iter().map(|v| &v[..]).collect();
        assert_eq!(mean_shares(&articles, 1, 9), mean_shares(&articles, 1, 9));
        assert_ne!(mean_shares(&articles, 1, 9), mean_shares(&articles, 1, 10));
    }

    #[test]
    fn groups_that_do_not_differ_are_not_found() {
        let mut random = Random::new(5, 0, 0);
        let mut groups = Groups::new(6, 2);
        for n in 0..600 {
            let x = below(&mut random, 1000) as f32 / 1000.0;
            groups.add(n % 6, &[x, 1.0 - x]);
        }
        let found = groups.representation();
        assert_eq!(found.len(), 12);
        assert!(found.iter().all(|r| r.q > 0.05), "{found:?}");
    }

    #[test]
    fn a_single_group_and_empty_groups_are_not_compared() {
        let of = |added: &[usize]| {
            let mut groups = Groups::new(4, 2);
            added
                .iter()
                .for_each(|group| groups.add(*group, &[0.5, 0.5]));
            groups.representation()
        };
        assert!(of(&[]).is_empty() && of(&[0, 0]).is_empty());
        let found = of(&[0, 2, 9]);
        let groups: Vec<usize> = found.iter().map(|r| r.group).collect();
        assert_eq!(groups, [0, 0, 2, 2]);
        assert!(found.iter().all(|r| r.p == 1.0));
    }
}

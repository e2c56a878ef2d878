//! How heavy bursts are by chance.

use crate::random::SplitMix64;
use crate::{BurstOptions, Frequency, bursts};

/// Deals the articles that have a term to days blindly, publisher by publisher, to see how
/// heavy a [burst](crate::Burst) comes of it.
///
/// This is the permutation test of "the term came when it came by chance": of each publisher's
/// articles, as many as have the term are drawn without replacement, whatever their days. So a
/// publisher's own days (a weekly, one that was crawled for a week alone) make no burst. The same
/// seed gives the same deal.
///
/// # Example
///
/// Ten articles a day for ten days, of which ten have the term: six of them on two days.
///
/// ```
/// use malmoi_stats::{BlindDays, BurstOptions, Frequency, bursts};
///
/// let options = BurstOptions::default();
/// let seen = [1, 0, 2, 4, 0, 1, 0, 2, 0, 0].map(|n| Frequency::new(n, 10).unwrap());
/// let weight = bursts(&seen, options)[0].weight;
/// let p = BlindDays::new(&[vec![10; 10]]).p_value(weight, &[10], options);
/// assert_eq!(format!("{weight:.2} {p}"), "2.51 0.042");
/// ```
#[derive(Clone, Debug)]
pub struct BlindDays {
    /// Of each publisher's articles, the days.
    days_of: Vec<Vec<u32>>,
    /// The articles of each day.
    totals: Vec<u64>,
    /// For each of a publisher's articles, the last draw that took it.
    taken: Vec<u64>,
    draw: u64,
}

/// How many deals [`BlindDays::p_value`] makes: the least p-value is one in a thousand.
const DEALS: u64 = 999;

impl BlindDays {
    /// Takes the number of articles that each publisher has on each day.
    pub fn new(articles: &[Vec<u64>]) -> BlindDays {
        let days = articles.iter().map(Vec::len).max().unwrap_or_default();
        let mut totals = vec![0; days];
        let mut days_of = Vec::with_capacity(articles.len());
        for own in articles {
            let mut of = Vec::new();
            for (day, &count) in own.iter().enumerate() {
                totals[day] += count;
                of.extend((0..count).map(|_| day as u32));
            }
            days_of.push(of);
        }
        let most = days_of.iter().map(Vec::len).max().unwrap_or_default();
        BlindDays {
            days_of,
            totals,
            taken: vec![0; most],
            draw: 0,
        }
    }

    /// Deals once, where so many articles of each publisher have the term (more than it has count
    /// as all). Returns the weight of the weightiest burst; 0 if there is none.
    pub fn weight(&mut self, seed: u64, having: &[u64], options: BurstOptions) -> f64 {
        let mut random = SplitMix64(seed);
        let mut dealt = vec![0_u64; self.totals.len()];
        for (days, &having) in self.days_of.iter().zip(having) {
            let all = days.len() as u64;
            // Whichever are fewer are drawn: those that have it or the others.
            let is_rare = having <= all / 2;
            let drawn = if is_rare {
                having
            } else {
                all.saturating_sub(having)
            };
            if !is_rare {
                days.iter().for_each(|day| dealt[*day as usize] += 1);
            }
            self.draw += 1;
            let mut left = drawn;
            while left > 0 {
                let article = random.below(all) as usize;
                if std::mem::replace(&mut self.taken[article], self.draw) == self.draw {
                    continue;
                }
                let day = &mut dealt[days[article] as usize];
                if is_rare {
                    *day += 1;
                } else {
                    *day -= 1;
                }
                left -= 1;
            }
        }
        let shares = dealt.iter().zip(&self.totals);
        let shares: Vec<Frequency> = shares
            .map(|(count, total)| Frequency::new(*count, *total).unwrap_or_default())
            .collect();
        let weights = bursts(&shares, options).into_iter().map(|b| b.weight);
        weights.fold(0.0, f64::max)
    }

    /// Returns how often chance alone gives a burst of this weight or a heavier one, where so many
    /// articles of each publisher have the term: the share among 999 blind deals and the one seen,
    /// and so 0.001 at least.
    pub fn p_value(&mut self, weight: f64, having: &[u64], options: BurstOptions) -> f64 {
        let as_heavy = (0..DEALS).filter(|seed| self.weight(*seed, having, options) >= weight);
        (as_heavy.count() + 1) as f64 / (DEALS + 1) as f64
    }
}

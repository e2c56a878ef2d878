//! Random numbers that are the same on every machine, and Zipf's law.

/// A generator of random numbers: SplitMix64, by Sebastiano Vigna (public
/// domain). Ten lines instead of a dependency, since text to measure on needs
/// no better and must never change with somebody's next version.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Returns a generator; the same seed gives the same numbers.
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// Returns a number below `limit`.
    ///
    /// # Panics
    ///
    /// When `limit` is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    /// Returns true in about `percent` of 100 calls.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Returns any item, each as often as the others.
    ///
    /// # Panics
    ///
    /// When there is none.
    pub fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// Ranks by the law of Zipf and Mandelbrot: rank `r` (from 0) is drawn in
/// proportion to `1 / (r + flat)`, which is about how often the words of a
/// language come.
#[derive(Clone, Debug)]
pub struct Zipf {
    /// For each rank, the weights up to and including its own.
    sums: Vec<u64>,
}

impl Zipf {
    /// Returns the law for so many ranks, at least one. About as many of the
    /// first ranks as `flat` says come nearly equally often; 3 suits the words
    /// of running text.
    pub fn new(ranks: usize, flat: u64) -> Zipf {
        // In whole numbers, so that no platform rounds otherwise.
        const WEIGHT: u64 = 1 << 40;
        let mut sum = 0;
        let weights = (0..ranks.max(1) as u64).map(|rank| WEIGHT / (rank + flat.max(1)));
        let sums = weights.map(|weight| {
            sum += weight;
            sum
        });
        Zipf {
            sums: sums.collect(),
        }
    }

    /// Draws a rank.
    pub fn draw(&self, random: &mut Random) -> usize {
        let all = self.sums.last().copied().unwrap_or(1);
        let at = random.next() % all;
        self.sums.partition_point(|&sum| sum <= at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn low_ranks_come_by_the_law() {
        let (zipf, mut random) = (Zipf::new(1000, 3), Random::new(1));
        let mut drawn = [0u32; 1000];
        for _ in 0..200_000 {
            drawn[zipf.draw(&mut random)] += 1;
        }
        // Rank 0 has the weight 1/3, rank 3 half of it, rank 297 a hundredth.
        let ratio = |a: usize, b: usize| f64::from(drawn[a]) / f64::from(drawn[b]);
        assert!((1.8..2.2).contains(&ratio(0, 3)), "{}", ratio(0, 3));
        assert!((70.0..140.0).contains(&ratio(0, 297)), "{}", ratio(0, 297));
        assert!(drawn[900..].iter().sum::<u32>() > 0);
    }
}

//! How sure a group's mean differs when its members were dealt to it blindly.

use crate::article_test::{one_draw, tail};

/// Numbers of which some make a group: would a group of so many, drawn blindly, have a
/// mean as far from that of all?
///
/// It is [`ArticleTest`](crate::ArticleTest) for numbers that are not counts, such as the
/// shares that articles have of a topic: no distribution is assumed, and what is drawn is the
/// number as a whole. With `e` the distance of a number from the mean of all `M`, the sum of
/// `e` over a group of `m` drawn at random has the mean 0 and exactly
///
/// ```text
/// the variance              m (M - m) / (M (M - 1)) · Σ e²
/// the third central moment  m (M - m) (M - 2 m) / (M (M - 1) (M - 2)) · Σ e³
/// ```
///
/// (Cramér 1946, § 28). The tail is that of Pearson's type III with these moments, or the
/// normal one on the side where type III ends too early. No probability is smaller than
/// one of all ways to draw.
///
/// # Example
///
/// ```
/// use malmoi_stats::BlindMean;
///
/// let mut all = BlindMean::default();
/// (0..20).for_each(|n| all.add(f64::from(n)));
/// // The five largest of twenty, and five from the middle.
/// assert!(all.p(5, 85.0) < 0.002);
/// assert!(all.p(5, 50.0) > 0.7);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BlindMean {
    count: u64,
    sum: f64,
    squares: f64,
    cubes: f64,
}

impl BlindMean {
    /// Adds a number, of the group or not.
    pub fn add(&mut self, number: f64) {
        self.count += 1;
        self.sum += number;
        self.squares += number * number;
        self.cubes += number * number * number;
    }

    /// Returns the sum of all numbers.
    pub fn sum(&self) -> f64 {
        self.sum
    }

    /// Returns the two-sided p-value of a group of `members` with the given sum: twice
    /// the smaller tail. It is 1 where there is nothing to compare: for a group without
    /// members or of all, and where all numbers are equal.
    pub fn p(&self, members: u64, sum: f64) -> f64 {
        let [m, of] = [members as f64, self.count as f64];
        if members == 0 || members >= self.count {
            return 1.0;
        }
        let mean = self.sum / of;
        let squares = self.squares - of * mean * mean;
        let cubes = self.cubes - 3.0 * mean * self.squares + 2.0 * of * mean * mean * mean;
        // What rounding leaves of equal numbers is no difference.
        if squares <= self.squares * 1e-12 {
            return 1.0;
        }
        let drawn = m * (of - m) / (of * (of - 1.0));
        let skewed = match self.count {
            0..=2 => 0.0,
            _ => drawn * (of - 2.0 * m) / (of - 2.0),
        };
        let off = sum - m * mean;
        let third = off.signum() * skewed * cubes;
        let tail = tail(off.abs(), drawn * squares, third);
        (2.0 * tail.max(one_draw(m, of))).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(numbers: &[f64]) -> BlindMean {
        let mut all = BlindMean::default();
        numbers.iter().for_each(|number| all.add(*number));
        all
    }

    /// Twice the smaller tail over all groups of `m`, of equal sums a half.
    fn exact(numbers: &[f64], m: u32, sum: f64) -> f64 {
        let (mut above, mut below, mut ways) = (0.0, 0.0, 0.0);
        for group in 0_u32..1 << numbers.len() {
            if group.count_ones() != m {
                continue;
            }
            let of_group = (0..numbers.len()).filter(|n| group >> n & 1 == 1);
            let other: f64 = of_group.map(|n| numbers[n]).sum();
            ways += 1.0;
            match other - sum {
                off if off.abs() < 1e-9 => {
                    above += 0.5;
                    below += 0.5;
                }
                off if off > 0.0 => above += 1.0,
                _ => below += 1.0,
            }
        }
        (2.0 * f64::min(above, below) / ways).min(1.0)
    }

    #[test]
    fn tails_are_close_to_those_counted_out() {
        // Most have little of a topic, few nearly all.
        let numbers: Vec<f64> = (0..18).map(|n| (f64::from(n) / 17.0).powi(3)).collect();
        let found = all(&numbers);
        for group in [
            [0, 1, 2, 3, 4],
            [13, 14, 15, 16, 17],
            [2, 6, 9, 12, 16],
            [9, 11, 14, 15, 17],
            [0, 2, 5, 7, 9],
        ] {
            let sum: f64 = group.iter().map(|n| numbers[*n]).sum();
            let (p, expected) = (found.p(5, sum), exact(&numbers, 5, sum));
            let off = p / expected;
            // At the very ends, and on the short side, the tails taken are wider.
            let mean = numbers.iter().sum::<f64>() * 5.0 / 18.0;
            let is_usual = sum > mean && expected > 0.01;
            let most = if is_usual { 2.0 } else { 300.0 };
            assert!((0.6..=most).contains(&off), "{group:?}: {p} {expected}");
        }
    }

    #[test]
    fn where_nothing_is_to_be_compared_p_is_one() {
        let some = all(&[0.1, 0.2, 0.9]);
        assert_eq!((some.p(0, 0.0), some.p(3, 1.2)), (1.0, 1.0));
        assert_eq!(all(&[0.3; 7]).p(2, 0.6), 1.0);
        assert_eq!(BlindMean::default().p(0, 0.0), 1.0);
        // Of two numbers one must be the larger.
        assert_eq!(all(&[0.0, 1.0]).p(1, 1.0), 1.0);
    }

    #[test]
    fn no_p_is_smaller_than_one_of_all_ways() {
        let mut numbers = [0.0; 12];
        numbers[..3].fill(1.0);
        let p = all(&numbers).p(3, 3.0);
        assert!((p - 2.0 / 220.0).abs() < 1e-9, "{p}");
    }
}

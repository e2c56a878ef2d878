//! Association: how strongly two words attract each other.

use crate::Frequency;

/// How often two words occur, alone and together.
///
/// What "together" means (next to each other, within so many words) is for the
/// caller; the measures need all four numbers counted the same way. `total` is
/// the number of places where a pair could be: of adjacent words about the number
/// of tokens.
///
/// # Example
///
/// "기준 금리" (base rate): 30 times in 100,000 pairs of neighbours, of which
/// 기준 begins 60 and 금리 ends 90.
///
/// ```
/// use malmoi_stats::Association;
///
/// let pair = Association::new(30, 60, 90, 100_000).unwrap();
/// assert_eq!(format!("{:.1}", pair.log_dice()), "12.7");
/// assert_eq!(format!("{:.2}", pair.normalised_pmi()), "0.78");
/// assert!(pair.log_likelihood() > 300.0);
/// assert!(Association::new(30, 20, 90, 100_000).is_none());
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Association {
    together: u64,
    first: u64,
    second: u64,
    total: u64,
}

impl Association {
    /// Takes how often both words occur together, each of them in any company,
    /// and how many places there are.
    ///
    /// Returns `None` for numbers that cannot be: more together than of either
    /// word, or more of both than there are places.
    pub const fn new(together: u64, first: u64, second: u64, total: u64) -> Option<Association> {
        if together > first || together > second || first > total || second > total {
            return None;
        }
        // Places with either word are places.
        if first - together > total - second {
            return None;
        }
        Some(Association {
            together,
            first,
            second,
            total,
        })
    }

    /// Returns how often the words occur together.
    pub const fn together(self) -> u64 {
        self.together
    }

    /// Returns how often the first occurs in any company.
    pub const fn first(self) -> u64 {
        self.first
    }

    /// Returns how often the second does.
    pub const fn second(self) -> u64 {
        self.second
    }

    /// Returns how many places there are.
    pub const fn total(self) -> u64 {
        self.total
    }

    /// Returns how often they would if they took no notice of each other.
    pub fn expected(self) -> f64 {
        match self.total {
            0 => 0.0,
            total => self.first as f64 * (self.second as f64 / total as f64),
        }
    }

    /// Returns G² (Dunning 1993), with its sign: negative for words that avoid
    /// each other; see [`log_likelihood`](fn@crate::log_likelihood).
    pub fn log_likelihood(self) -> f64 {
        // The second word in the company of the first, and elsewhere.
        let with = Frequency::new(self.together, self.first);
        let without = Frequency::new(self.second - self.together, self.total - self.first);
        let (Some(with), Some(without)) = (with, without) else {
            return 0.0;
        };
        let g2 = crate::log_likelihood(with, without);
        if (self.together as f64) < self.expected() {
            -g2
        } else {
            g2
        }
    }

    /// Returns the pointwise mutual information over its largest value (Bouma
    /// 2009): 1 for words that occur only together, 0 for words that take no
    /// notice of each other, -1 for words that never meet.
    ///
    /// Words that are in every place are 0, as are those that do not occur.
    pub fn normalised_pmi(self) -> f64 {
        if self.together == 0 {
            return if self.expected() > 0.0 { -1.0 } else { 0.0 };
        }
        if self.together == self.total {
            return 0.0;
        }
        let [together, total] = [self.together as f64, self.total as f64];
        let pmi = libm::log(together / self.expected());
        (pmi / libm::log(total / together)).clamp(-1.0, 1.0)
    }

    /// Returns logDice (Rychlý 2008), `14 + log2(2 f(xy) / (f(x) + f(y)))`: at
    /// most 14, one less for half the attraction, and independent of the size
    /// of the corpus.
    ///
    /// Words that never meet have negative infinity.
    pub fn log_dice(self) -> f64 {
        let sum = self.first as f64 + self.second as f64;
        if self.together == 0 {
            return f64::NEG_INFINITY;
        }
        14.0 + libm::log2(2.0 * self.together as f64 / sum)
    }

    /// Returns the t-score (Church et al. 1991), `(O - E) / √O`: favours what is
    /// frequent. Zero for words that never meet.
    pub fn t_score(self) -> f64 {
        if self.together == 0 {
            return 0.0;
        }
        let observed = self.together as f64;
        (observed - self.expected()) / observed.sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_numbers_are_refused() {
        assert!(Association::new(1, 0, 1, 10).is_none());
        assert!(Association::new(0, 6, 5, 10).is_none());
        assert!(Association::new(1, 6, 5, 10).is_some());
        assert!(Association::new(0, 0, 0, 0).is_some());
    }

    #[test]
    fn words_that_only_occur_together_have_the_largest_values() {
        let pair = Association::new(7, 7, 7, 1_000).unwrap();
        assert_eq!(pair.normalised_pmi(), 1.0);
        assert_eq!(pair.log_dice(), 14.0);
    }

    #[test]
    fn words_that_take_no_notice_of_each_other_are_zero() {
        let pair = Association::new(6, 20, 30, 100).unwrap();
        assert_eq!(pair.log_likelihood(), 0.0);
        assert_eq!(pair.normalised_pmi(), 0.0);
        assert_eq!(pair.t_score(), 0.0);
    }

    #[test]
    fn words_that_avoid_each_other_are_negative() {
        let pair = Association::new(1, 40, 40, 100).unwrap();
        assert!(pair.log_likelihood() < -10.0);
        assert!(pair.normalised_pmi() < 0.0);
        assert!(pair.t_score() < 0.0);
        let never = Association::new(0, 40, 40, 100).unwrap();
        assert_eq!(never.normalised_pmi(), -1.0);
        assert_eq!(never.log_dice(), f64::NEG_INFINITY);
    }

    #[test]
    fn nothing_at_all_is_zero() {
        let none = Association::new(0, 0, 0, 0).unwrap();
        assert_eq!((none.expected(), none.log_likelihood()), (0.0, 0.0));
        assert_eq!((none.normalised_pmi(), none.t_score()), (0.0, 0.0));
        let all = Association::new(5, 5, 5, 5).unwrap();
        assert_eq!((all.normalised_pmi(), all.log_dice()), (0.0, 14.0));
    }
}

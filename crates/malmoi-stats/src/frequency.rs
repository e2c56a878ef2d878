//! A count together with the size of what it was counted in.

use serde::{Deserialize, Serialize};

/// The occurrences of a term in a corpus, or in one part of a corpus, and the
/// number of tokens there.
///
/// # Invariants
///
/// `count <= total`. [`Frequency::new`] checks it, so the functions of this
/// crate rely on it: a term cannot have more occurrences than there are
/// tokens, and the number of *other* tokens is never negative.
///
/// # Example
///
/// ```
/// use malmoi_stats::Frequency;
///
/// // "환율" (exchange rate), 12 times in 48,000 tokens.
/// let rate = Frequency::new(12, 48_000).unwrap();
/// assert_eq!(rate.per_million(), 250.0);
///
/// assert!(Frequency::new(2, 1).is_none());
/// ```
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Frequency {
    count: u64,
    total: u64,
}

impl Frequency {
    /// Pairs the occurrences of a term with the number of all tokens.
    ///
    /// Returns `None` when `count > total`. An empty corpus, `(0, 0)`, is
    /// allowed.
    pub const fn new(count: u64, total: u64) -> Option<Frequency> {
        if count <= total {
            Some(Frequency { count, total })
        } else {
            None
        }
    }

    /// Returns the occurrences of the term.
    pub const fn count(self) -> u64 {
        self.count
    }

    /// Returns the number of all tokens, those of the term included.
    pub const fn total(self) -> u64 {
        self.total
    }

    /// Returns the occurrences per million tokens, from 0 to 1,000,000; 0 for
    /// an empty corpus.
    pub fn per_million(self) -> f64 {
        if self.total == 0 {
            0.0
        } else {
            self.count as f64 * 1e6 / self.total as f64
        }
    }

    /// Returns the number of tokens that are not the term.
    pub(crate) const fn others(self) -> u64 {
        self.total - self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_occurrences_than_tokens_are_refused() {
        assert_eq!(Frequency::new(1, 0), None);
        assert_eq!(Frequency::new(u64::MAX, u64::MAX - 1), None);
    }

    #[test]
    fn the_parts_come_back() {
        let f = Frequency::new(3, 10).unwrap();
        assert_eq!((f.count(), f.total(), f.others()), (3, 10, 7));
    }

    #[test]
    fn rates_run_from_zero_to_a_million() {
        let rate = |count, total| Frequency::new(count, total).unwrap().per_million();
        assert_eq!(rate(0, 0), 0.0);
        assert_eq!(rate(0, 7), 0.0);
        assert_eq!(rate(7, 7), 1e6);
        assert_eq!(rate(u64::MAX, u64::MAX), 1e6);
        assert_eq!(rate(1, 4), 250_000.0);
    }
}

//! How far shares and rates could be off: confidence intervals.

use crate::Frequency;
use crate::gamma::gamma_quantile;

/// The 97.5 % point of the normal distribution.
const Z_95: f64 = 1.959_963_984_540_054;

/// Returns the ends of a share's 95 % confidence interval by Wilson's score
/// (Wilson 1927), which Brown, Cai and DasGupta (2001) recommend: unlike the
/// textbook interval it holds its level for few cases, and stays within 0 and 1.
///
/// Cases must be independent: of a term, count articles that have it, not
/// occurrences. Returns `None` where there are no cases.
///
/// # Example
///
/// A term in 3 of 40 articles.
///
/// ```
/// use malmoi_stats::{Frequency, share_interval};
///
/// let (low, high) = share_interval(Frequency::new(3, 40).unwrap()).unwrap();
/// assert_eq!(format!("{low:.3} {high:.3}"), "0.026 0.199");
/// ```
pub fn share_interval(share: Frequency) -> Option<(f64, f64)> {
    if share.total() == 0 {
        return None;
    }
    let total = share.total() as f64;
    let p = share.count() as f64 / total;
    let z2 = Z_95 * Z_95;
    let centre = p + z2 / (2.0 * total);
    let spread = Z_95 * (p * (1.0 - p) / total + z2 / (4.0 * total * total)).sqrt();
    let scale = 1.0 + z2 / total;
    // At the ends rounding alone would leave them.
    let low = match share.count() {
        0 => 0.0,
        _ => (centre - spread) / scale,
    };
    let high = match share.others() {
        0 => 1.0,
        _ => (centre + spread) / scale,
    };
    Some((low, high))
}

/// Occurrences that come in clusters: the words of an article.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Clustered {
    count: u64,
    squares: u128,
    largest: u64,
}

impl Clustered {
    /// Adds an article with so many occurrences.
    pub fn add(&mut self, occurrences: u64) {
        self.count += occurrences;
        self.squares += u128::from(occurrences) * u128::from(occurrences);
        self.largest = self.largest.max(occurrences);
    }

    /// Adds what was counted elsewhere.
    pub fn merge(&mut self, other: &Clustered) {
        self.count += other.count;
        self.squares += other.squares;
        self.largest = self.largest.max(other.largest);
    }

    /// Returns how many occurrences there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Returns the ends of the 95 % confidence interval of the number of
    /// occurrences, by gamma distributions (Fay and Feuer 1997).
    ///
    /// Articles are taken to come at random (as a Poisson process), each with the
    /// occurrences it has: ten articles of forty tell as little as ten of one. With
    /// one occurrence each, and with none at all, this is Garwood's exact interval
    /// for a Poisson count (1936). It errs on the wide side.
    ///
    /// # Example
    ///
    /// ```
    /// use malmoi_stats::Clustered;
    ///
    /// let (mut even, mut clustered) = (Clustered::default(), Clustered::default());
    /// (0..20).for_each(|_| even.add(1));
    /// (0..2).for_each(|_| clustered.add(10));
    /// let shown = |(low, high)| format!("{low:.1} to {high:.1}");
    /// assert_eq!(shown(even.interval()), "12.2 to 30.9");
    /// assert_eq!(shown(clustered.interval()), "2.4 to 72.2");
    /// ```
    pub fn interval(&self) -> (f64, f64) {
        let (count, variance) = (self.count as f64, self.squares as f64);
        let largest = self.largest.max(1) as f64;
        let low = match self.count {
            0 => 0.0,
            _ => variance / count * gamma_quantile(count * count / variance, 0.025),
        };
        let (count, variance) = (count + largest, variance + largest * largest);
        let high = variance / count * gamma_quantile(count * count / variance, 0.975);
        (low, high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_nothing_and_of_all_have_an_end_on_the_edge() {
        let interval = |count, total| share_interval(Frequency::new(count, total).unwrap());
        assert_eq!(interval(0, 0), None);
        let (low, high) = interval(0, 10).unwrap();
        assert!(low == 0.0 && high > 0.2 && high < 0.3, "{low} {high}");
        let (low, high) = interval(10, 10).unwrap();
        assert!(high == 1.0 && low > 0.7 && low < 0.8, "{low} {high}");
    }

    #[test]
    fn no_occurrence_could_be_some() {
        let (low, high) = Clustered::default().interval();
        assert_eq!((low, format!("{high:.3}")), (0.0, "3.689".to_owned()));
    }

    #[test]
    fn adding_in_parts_is_adding() {
        let [mut one, mut other, mut all] = [Clustered::default(); 3];
        for n in [3, 0, 7] {
            one.add(n);
            all.add(n);
        }
        other.add(9);
        all.add(9);
        one.merge(&other);
        assert_eq!(one, all);
        assert_eq!(one.count(), 19);
    }
}

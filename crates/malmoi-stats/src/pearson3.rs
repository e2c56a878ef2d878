//! The tails of a skewed distribution by its first three moments: Pearson's type
//! III, a shifted gamma distribution.

use crate::gamma::gamma_tails;

/// Returns the probability that a variable of mean 0, variance 1 and this skewness
/// is `z` or larger, if it follows Pearson's type III. A skewness of 0 makes it
/// normal, a negative one turns the distribution around.
pub(crate) fn pearson3_above(z: f64, skewness: f64) -> f64 {
    if skewness.abs() < NORMAL {
        return 0.5 * libm::erfc(z / std::f64::consts::SQRT_2);
    }
    let shape = 4.0 / (skewness * skewness);
    // The gamma variable has mean and variance `shape`.
    let x = shape + z * skewness.signum() * shape.sqrt();
    let [below, above] = gamma_tails(shape, x);
    if skewness > 0.0 { above } else { below }
}

/// Below this the skewness changes no digit of the result.
const NORMAL: f64 = 1e-9;

#[cfg(test)]
mod tests {
    use super::*;

    /// By `scipy.stats.pearson3.sf(z, skewness)`, SciPy 1.17.1.
    const SCIPY: [(f64, f64, f64); 15] = [
        (0.0, 1.0, 0.433_470_120_366_708_96),
        (3.0, 1.0, 0.010_336_050_675_925_726),
        (6.0, 1.0, 9.314_161_294_264_013e-5),
        (-1.5, 1.0, 0.981_011_843_123_846_2),
        (2.5, -0.7, 8.339_111_814_455_875e-6),
        (-3.0, -0.7, 0.992_613_653_644_814_2),
        (4.0, 0.01, 3.514_469_273_314_666e-5),
        (-4.0, 0.01, 0.999_971_550_173_817_1),
        (4.5, 0.03, 5.227_777_023_201_862e-6),
        (0.002, 0.015, 0.498_204_769_682_591_5),
        (5.5, 0.1, 1.885_065_899_583_904_6e-7),
        (5.0, 0.0, 2.866_515_718_791_933e-7),
        (40.0, 9.0, 7.563_188_199_892_577e-7),
        (0.1, 9.0, 0.101_448_180_933_563_06),
        (8.0, -0.019, 1.115_485_831_817_260_4e-16),
    ];

    #[test]
    fn tails_meet_scipy() {
        for (z, skewness, expected) in SCIPY {
            let found = pearson3_above(z, skewness);
            let off = (found / expected - 1.0).abs();
            assert!(off < 1e-9, "{z} {skewness}: {found:e} {expected:e} {off:e}");
        }
    }

    #[test]
    fn beyond_its_end_there_is_nothing() {
        // A shifted gamma variable of skewness 2 has no value below -1.
        assert_eq!(pearson3_above(-1.5, 2.0), 1.0);
        assert_eq!(pearson3_above(1.5, -2.0), 0.0);
    }
}

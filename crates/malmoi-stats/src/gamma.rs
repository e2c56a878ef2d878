//! The tails of a skewed distribution by its first three moments: Pearson's type
//! III, a shifted gamma distribution.

/// Returns the probability that a variable of mean 0, variance 1 and this skewness
/// is `z` or larger, if it follows Pearson's type III. A skewness of 0 makes it
/// normal, a negative one turns the distribution around.
///
/// For shapes beyond [`LARGE`] by Temme's expansion, which has eleven digits there;
/// below by the series or the continued fraction of the incomplete gamma function.
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

/// From which shape on the expansion for large ones is used.
const LARGE: f64 = 1e4;

/// Returns the probabilities that a gamma variable of this shape and scale 1 is
/// below `x`, and above.
fn gamma_tails(shape: f64, x: f64) -> [f64; 2] {
    if x <= 0.0 {
        return [0.0, 1.0];
    }
    if shape > LARGE {
        return large_gamma_tails(shape, x);
    }
    let density = libm::exp(shape * libm::log(x) - x - libm::lgamma(shape));
    if x < shape + 1.0 {
        let below = (density * series(shape, x)).min(1.0);
        [below, 1.0 - below]
    } else {
        let above = (density * continued_fraction(shape, x)).min(1.0);
        [1.0 - above, above]
    }
}

/// Where a series has as many digits as a float holds.
const CLOSE: f64 = 1e-16;

/// Far more steps than either takes below [`LARGE`].
const STEPS: usize = 100_000;

/// The lower tail over `x^a e^-x / Γ(a)`.
fn series(shape: f64, x: f64) -> f64 {
    let mut term = 1.0 / shape;
    let mut sum = term;
    let mut next = shape;
    for _ in 0..STEPS {
        next += 1.0;
        term *= x / next;
        sum += term;
        if term < sum * CLOSE {
            break;
        }
    }
    sum
}

/// The upper tail over `x^a e^-x / Γ(a)`, by Lentz' method.
fn continued_fraction(shape: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - shape;
    let mut c = 1.0 / f64::MIN_POSITIVE;
    let mut d = 1.0 / b;
    let mut h = d;
    for step in 1..STEPS {
        let i = step as f64;
        let a = i * (shape - i);
        b += 2.0;
        d = 1.0 / (a * d + b);
        c = b + a / c;
        let factor = c * d;
        h *= factor;
        if (factor - 1.0).abs() < CLOSE * 4.0 {
            break;
        }
    }
    h
}

/// The uniform expansion of Temme (1979), with two terms.
fn large_gamma_tails(shape: f64, x: f64) -> [f64; 2] {
    let off = (x - shape) / shape;
    let eta = (2.0 * (off - libm::log1p(off))).max(0.0).sqrt();
    let eta = if off < 0.0 { -eta } else { eta };
    let (c0, c1) = if eta.abs() < 1e-3 {
        // What is left of them where both would be differences of large numbers.
        let c0 = -1.0 / 3.0 + eta / 12.0 - eta * eta * (2.0 / 135.0);
        (c0, -1.0 / 540.0 - eta / 288.0)
    } else {
        let inverse = 1.0 / off;
        let c1 = 1.0 / (eta * eta * eta) - inverse * (inverse * (inverse + 1.0) + 1.0 / 12.0);
        (inverse - 1.0 / eta, c1)
    };
    let density = libm::exp(-0.5 * shape * eta * eta) / (std::f64::consts::TAU * shape).sqrt();
    let rest = density * (c0 + c1 / shape);
    let half = |sign: f64| 0.5 * libm::erfc(sign * eta * (shape / 2.0).sqrt());
    let tail = |p: f64| p.clamp(0.0, 1.0);
    [tail(half(-1.0) - rest), tail(half(1.0) + rest)]
}

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
    fn both_ways_of_working_it_out_agree_where_they_meet() {
        for z in [-6.0, -1.0, -1e-3, 0.0, 1e-3, 0.5, 3.0, 8.0] {
            let x = LARGE + z * LARGE.sqrt();
            let (exact, expanded) = (gamma_tails(LARGE, x), large_gamma_tails(LARGE, x));
            for (exact, expanded) in exact.into_iter().zip(expanded) {
                assert!(
                    (expanded / exact - 1.0).abs() < 1e-9,
                    "{z}: {exact:e} {expanded:e}"
                );
            }
        }
    }

    #[test]
    fn beyond_its_end_there_is_nothing() {
        // A shifted gamma variable of skewness 2 has no value below -1.
        assert_eq!(pearson3_above(-1.5, 2.0), 1.0);
        assert_eq!(pearson3_above(1.5, -2.0), 0.0);
    }
}

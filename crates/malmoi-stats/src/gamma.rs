//! The gamma distribution: its tails and quantiles.

/// From which shape on the expansion for large ones is used.
const LARGE: f64 = 1e4;

/// Returns the probabilities that a gamma variable of this shape and scale 1 is
/// below `x`, and above.
///
/// For shapes beyond [`LARGE`] by Temme's expansion, which has eleven digits there;
/// below by the series or the continued fraction of the incomplete gamma function
/// (Abramowitz and Stegun 6.5.29 and 6.5.31).
pub(crate) fn gamma_tails(shape: f64, x: f64) -> [f64; 2] {
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

/// Returns what a gamma variable of this shape and scale 1 is at most with
/// `probability`, by halving: some sixty evaluations, and nothing to go wrong.
///
/// The shape must be positive and the probability between 0 and 1.
pub(crate) fn gamma_quantile(shape: f64, probability: f64) -> f64 {
    let (mut low, mut high) = (0.0, shape + 1.0);
    while gamma_tails(shape, high)[0] < probability && high < f64::MAX / 4.0 {
        low = high;
        high *= 2.0;
    }
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high || high - low < high * 1e-13 {
            return middle;
        }
        if gamma_tails(shape, middle)[0] < probability {
            low = middle;
        } else {
            high = middle;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_shape_of_one_is_the_exponential_distribution() {
        for probability in [0.001, 0.025, 0.5, 0.975, 0.999] {
            let expected = -libm::log1p(-probability);
            let found = gamma_quantile(1.0, probability);
            assert!((found / expected - 1.0).abs() < 1e-10, "{found} {expected}");
        }
    }

    #[test]
    fn quantiles_are_where_the_distribution_has_their_probability() {
        for shape in [0.3, 1.0, 7.5, 400.0, 1e6] {
            for probability in [0.025, 0.975] {
                let x = gamma_quantile(shape, probability);
                assert!((gamma_tails(shape, x)[0] - probability).abs() < 1e-9);
            }
        }
    }
}

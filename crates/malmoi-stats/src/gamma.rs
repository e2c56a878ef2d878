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
        let c1 = 1.0 / (eta * eta * eta)
            - inverse * (inverse * (inverse + 1.0) + 1.0 / 12.0);
        (inverse - 1.0 / eta, c1)
    };
    let density = libm::exp(-0.5 * shape * eta * eta) / (std::f64::consts::TAU * shape).sqrt();
    let rest = density * (c0 + c1 / shape);
    let half = |sign: f64| 0.5 * libm::erfc(sign * eta * (shape / 2.0).sqrt());
    let tail = |p: f64| p.clamp(0.0, 1.0);
    [tail(half(-1.0) - rest), tail(half(1.0) + rest)]
}

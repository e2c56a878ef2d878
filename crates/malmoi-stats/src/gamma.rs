//! The gamma distribution: its distribution function and quantiles.

/// The most terms of a series or fraction. They converge in about `√shape` steps
/// around the mean, so this is enough for shapes of a thousand million.
const MOST_STEPS: usize = 200_000;

/// Returns the probability that a gamma variable of this shape and scale 1 is at
/// most `x`: the regularised lower incomplete gamma function.
fn gamma_cdf(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = libm::exp(shape * libm::log(x) - x - libm::lgamma(shape));
    if x < shape + 1.0 {
        front * series(shape, x)
    } else {
        1.0 - front * fraction(shape, x)
    }
}

/// The series of Abramowitz and Stegun 6.5.29, which converges below the mean.
fn series(shape: f64, x: f64) -> f64 {
    let mut term = 1.0 / shape;
    let mut sum = term;
    for n in 1..MOST_STEPS {
        term *= x / (shape + n as f64);
        sum += term;
        if term < sum * f64::EPSILON / 4.0 {
            break;
        }
    }
    sum
}

/// The continued fraction 6.5.31, which converges above, evaluated from the front
/// (Lentz's method).
fn fraction(shape: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - shape;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    for n in 1..MOST_STEPS {
        let n = n as f64;
        let a = -n * (n - shape);
        b += 2.0;
        d = a * d + b;
        d = 1.0 / if d.abs() < TINY { TINY } else { d };
        c = b + a / c;
        c = if c.abs() < TINY { TINY } else { c };
        let step = c * d;
        value *= step;
        if (step - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    value
}

/// Returns what a gamma variable of this shape and scale 1 is at most with
/// `probability`, by halving: some sixty evaluations, and nothing to go wrong.
///
/// The shape must be positive and the probability between 0 and 1.
pub(crate) fn gamma_quantile(shape: f64, probability: f64) -> f64 {
    let (mut low, mut high) = (0.0, shape + 1.0);
    while gamma_cdf(shape, high) < probability && high < f64::MAX / 4.0 {
        low = high;
        high *= 2.0;
    }
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high || high - low < high * 1e-13 {
            return middle;
        }
        if gamma_cdf(shape, middle) < probability {
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
                assert!((gamma_cdf(shape, x) - probability).abs() < 1e-9);
            }
        }
    }
}

//! The incomplete beta function and its inverse, for exact intervals of
//! proportions.

/// Returns the number `x` for which a beta variable with the parameters `a` and
/// `b`, both above 0, is below `x` with the given probability.
///
/// Found by Newton's method on the logarithm of the probability, kept between
/// two bounds that close in; `1 - x` is found instead where that is the smaller
/// number, so that neither end loses digits.
pub(crate) fn beta_quantile(probability: f64, a: f64, b: f64) -> Odds {
    let beta = Beta::new(a, b);
    // The logarithm of the odds of x: evenly fine at both ends.
    let (mut low, mut high) = (-800.0, 800.0);
    let mut at = libm::log(a / b);
    for _ in 0..STEPS {
        let odds = Odds { log: at };
        let below = beta.below(&odds);
        let off = below - probability;
        if off > 0.0 {
            high = at;
        } else {
            low = at;
        }
        // The density of the logarithm of the odds.
        let slope = beta.power(&odds);
        let mut next = at - off / slope;
        // Far out the curve is flat, and its logarithm is straight.
        if below > 0.0 && off < 0.0 {
            next = at - libm::log(below / probability) * below / slope;
        } else if below < 1.0 && off > 0.0 {
            let (above, wanted) = (beta.above(&odds), 1.0 - probability);
            if above > 0.0 && wanted > 0.0 {
                next = at + libm::log(above / wanted) * above / slope;
            }
        }
        if !(next > low && next < high) {
            next = (low + high) / 2.0;
        }
        if (next - at).abs() <= CLOSE * at.abs().max(1.0) {
            return Odds { log: next };
        }
        at = next;
    }
    Odds { log: at }
}

/// A share, kept as the logarithm of its odds.
#[derive(Clone, Copy)]
pub(crate) struct Odds {
    /// The natural logarithm of `x / (1 - x)`.
    pub(crate) log: f64,
}

impl Odds {
    /// Returns the odds of the rest.
    pub(crate) fn exchanged(self) -> Odds {
        Odds { log: -self.log }
    }

    fn share(&self) -> f64 {
        1.0 / (1.0 + libm::exp(-self.log))
    }

    fn rest(&self) -> f64 {
        1.0 / (1.0 + libm::exp(self.log))
    }
}

/// Bisection alone would be done after so many steps.
const STEPS: usize = 100;

/// How close two steps are when the last one is as good as any.
const CLOSE: f64 = 1e-14;

struct Beta {
    a: f64,
    b: f64,
    /// The logarithms of the mean and of one less the mean.
    log_mean: [f64; 2],
    /// The logarithm of what [`power`](Beta::power) leaves out.
    log_scale: f64,
}

impl Beta {
    fn new(a: f64, b: f64) -> Beta {
        Beta {
            a,
            b,
            log_mean: [-libm::log1p(b / a), -libm::log1p(a / b)],
            log_scale: log_scale(a.min(b), a.max(b)),
        }
    }

    /// Returns `x^a (1 - x)^b` over the beta function.
    ///
    /// For large parameters each of the three is beyond all floats, and so are
    /// their logarithms' last digits. So powers are taken of `x` over the mean,
    /// which is near 1 wherever the result matters.
    fn power(&self, x: &Odds) -> f64 {
        let [log_share, log_rest] = logs(x);
        let [log_mean, log_rest_of_mean] = self.log_mean;
        let powers = self.a * (log_share - log_mean) + self.b * (log_rest - log_rest_of_mean);
        libm::exp(powers + self.log_scale)
    }

    /// Returns the probability to be below `x`.
    fn below(&self, x: &Odds) -> f64 {
        if self.is_left(x) {
            Beta::tail(self.power(x), x.share(), self.a, self.b)
        } else {
            1.0 - Beta::tail(self.power(x), x.rest(), self.b, self.a)
        }
    }

    /// Returns the probability to be above `x`.
    fn above(&self, x: &Odds) -> f64 {
        if self.is_left(x) {
            1.0 - Beta::tail(self.power(x), x.share(), self.a, self.b)
        } else {
            Beta::tail(self.power(x), x.rest(), self.b, self.a)
        }
    }

    /// Whether the fraction for the part below `x` ends soon; that for the part
    /// above it does otherwise.
    fn is_left(&self, x: &Odds) -> bool {
        x.share() < (self.a + 1.0) / (self.a + self.b + 2.0)
    }

    /// Returns the regularised incomplete beta function by its continued
    /// fraction (DLMF 8.17.22), evaluated from the front by Lentz's method.
    fn tail(power: f64, x: f64, a: f64, b: f64) -> f64 {
        let (mut c, mut d) = (1.0, 1.0 / nonzero(1.0 - (a + b) * x / (a + 1.0)));
        let mut fraction = d;
        for m in 1..LONGEST_FRACTION {
            let m = f64::from(m);
            let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
            let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
            let mut change = 1.0;
            for step in [even, odd] {
                d = 1.0 / nonzero(1.0 + step * d);
                c = nonzero(1.0 + step / c);
                change = c * d;
                fraction *= change;
            }
            if (change - 1.0).abs() < f64::EPSILON {
                break;
            }
        }
        power / a * fraction
    }
}

/// Parameters of a thousand million need some ten thousand steps.
const LONGEST_FRACTION: u32 = 100_000;

fn nonzero(x: f64) -> f64 {
    if x.abs() < f64::MIN_POSITIVE {
        f64::MIN_POSITIVE
    } else {
        x
    }
}

/// Returns the logarithm of `mean^a (1 - mean)^b` over the beta function, by
/// Stirling's series where that is exact to the last digit.
fn log_scale(smaller: f64, larger: f64) -> f64 {
    let (a, b) = (smaller, larger);
    let half_log_two_pi = 0.5 * libm::log(2.0 * core::f64::consts::PI);
    if a >= SMALLEST_FOR_SERIES {
        0.5 * libm::log(a) - 0.5 * libm::log1p(a / b) - half_log_two_pi + series(a + b)
            - series(a)
            - series(b)
    } else if b >= SMALLEST_FOR_SERIES {
        a * libm::log(a) - a - 0.5 * libm::log1p(a / b) - libm::lgamma(a) + series(a + b)
            - series(b)
    } else {
        libm::lgamma(a + b)
            - libm::lgamma(a)
            - libm::lgamma(b)
            - a * libm::log1p(b / a)
            - b * libm::log1p(a / b)
    }
}

/// From here on [`series`] has all digits that count.
const SMALLEST_FOR_SERIES: f64 = 12.0;

/// Returns what Stirling's formula leaves of the logarithm of the gamma
/// function (DLMF 5.11.1).
fn series(x: f64) -> f64 {
    let square = 1.0 / (x * x);
    let terms = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1260.0,
        -1.0 / 1680.0,
        1.0 / 1188.0,
    ];
    terms
        .iter()
        .rev()
        .fold(0.0, |sum, term| sum * square + term)
        / x
}

/// Returns the logarithms of the share and of the rest.
fn logs(x: &Odds) -> [f64; 2] {
    let rest = -libm::log1p(libm::exp(-x.log.abs()));
    if x.log > 0.0 {
        [rest, rest - x.log]
    } else {
        [rest + x.log, rest]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(probability: f64, a: f64, b: f64) -> f64 {
        beta_quantile(probability, a, b).share()
    }

    #[test]
    fn simple_cases_are_met() {
        // Uniform; and x² below x with a = 2, b = 1.
        assert!((share(0.3, 1.0, 1.0) - 0.3).abs() < 1e-15);
        assert!((share(0.25, 2.0, 1.0) - 0.5).abs() < 1e-15);
        assert!((share(0.5, 7.0, 7.0) - 0.5).abs() < 1e-15);
        // 1 - (1 - x)^9.
        let tiny = share(1e-9, 1.0, 9.0);
        assert!(
            (tiny / (-libm::expm1(libm::log1p(-1e-9) / 9.0)) - 1.0).abs() < 1e-12,
            "{tiny}"
        );
    }
}

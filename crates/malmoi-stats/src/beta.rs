//! The incomplete beta function and its inverse, for exact intervals of
//! proportions.

/// A share, kept as the logarithm of its odds.
#[derive(Clone, Copy)]
pub(crate) struct Odds {
    /// The natural logarithm of `x / (1 - x)`.
    pub(crate) log: f64,
}

impl Odds {
    fn share(&self) -> f64 {
        1.0 / (1.0 + libm::exp(-self.log))
    }

    fn rest(&self) -> f64 {
        1.0 / (1.0 + libm::exp(self.log))
    }
}

/// From here on a quantile is sought from the mean, which is on its safe side.
const HUGE: f64 = 1e12;

/// Bisection alone would be done after so many steps.
const STEPS: usize = 100;

/// How close two steps are when the last one is as good as any.
const CLOSE: f64 = 1e-14;

/// A beta distribution.
pub(crate) struct Beta {
    a: f64,
    b: f64,
    /// The logarithms of the mean and of one less the mean.
    log_mean: [f64; 2],
    /// The logarithm of what [`power`](Beta::power) leaves out.
    log_scale: f64,
}

impl Beta {
    /// Takes the parameters, both above 0.
    pub(crate) fn new(a: f64, b: f64) -> Beta {
        Beta {
            a,
            b,
            log_mean: [-libm::log1p(b / a), -libm::log1p(a / b)],
            log_scale: log_scale(a.min(b), a.max(b)),
        }
    }

    /// Returns the number `x` for which a variable is below `x` with the given
    /// probability.
    ///
    /// Found by Newton's method on the logarithm of the probability, kept between
    /// two bounds that close in; `1 - x` is found instead where that is the smaller
    /// number, so that neither end loses digits.
    pub(crate) fn quantile(&self, probability: f64) -> Odds {
        // The logarithm of the odds of x: evenly fine at both ends.
        let (mut low, mut high) = (-800.0, 800.0);
        let mut at = self.about(probability);
        for _ in 0..STEPS {
            let odds = Odds { log: at };
            // The density of the logarithm of the odds.
            let slope = self.power(&odds);
            let below = self.below(&odds, slope);
            let off = below - probability;
            if off > 0.0 {
                high = at;
            } else {
                low = at;
            }
            // Far out the curve is flat, and its logarithm is straight.
            let mut next = if below > 0.0 && below < 0.5 {
                at - libm::log(below / probability) * below / slope
            } else if below < 1.0 && off > 0.0 {
                let above = self.above(&odds, slope);
                at + libm::log(above / (1.0 - probability)) * above / slope
            } else {
                at - off / slope
            };
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

    /// Returns whether a variable is below `x` with at least this probability.
    pub(crate) fn has_below(&self, x: Odds, probability: f64) -> bool {
        let power = self.power(&x);
        // The first term of a series of positive ones (DLMF 8.17.8).
        power / self.a >= probability || self.below(&x, power) >= probability
    }

    /// Returns a number close to a quantile, to start from (Abramowitz and Stegun
    /// 26.5.22), and the odds of the mean where that formula does not hold.
    fn about(&self, probability: f64) -> f64 {
        let mean = libm::log(self.a / self.b);
        // Right of the mean nothing is left of the rest's digits if one count is huge.
        if self.a <= 1.0 || self.b <= 1.0 || self.a.max(self.b) > HUGE {
            return mean;
        }
        let y = -about_normal(probability);
        let [a, b] = [self.a, self.b].map(|x| 1.0 / (2.0 * x - 1.0));
        let (harmonic, curve) = (2.0 / (a + b), (y * y - 3.0) / 6.0);
        let width = y * (harmonic + curve).max(0.0).sqrt() / harmonic;
        let lean = (b - a) * (curve + 5.0 / 6.0 - 2.0 / (3.0 * harmonic));
        mean - 2.0 * (width - lean)
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

    /// Returns the probability to be below `x`, whose [`power`](Beta::power) is given.
    fn below(&self, x: &Odds, power: f64) -> f64 {
        if self.is_left(x) {
            Beta::tail(power, x.share(), self.a, self.b)
        } else {
            1.0 - Beta::tail(power, x.rest(), self.b, self.a)
        }
    }

    /// Returns the probability to be above `x`.
    fn above(&self, x: &Odds, power: f64) -> f64 {
        if self.is_left(x) {
            1.0 - Beta::tail(power, x.share(), self.a, self.b)
        } else {
            Beta::tail(power, x.rest(), self.b, self.a)
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

/// Returns a normal quantile to three digits (Abramowitz and Stegun 26.2.23).
fn about_normal(probability: f64) -> f64 {
    let tail = probability.min(1.0 - probability);
    let t = (-2.0 * libm::log(tail)).sqrt();
    let off = t
        - (2.515517 + t * (0.802853 + t * 0.010328))
            / (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    if probability < 0.5 { -off } else { off }
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
        Beta::new(a, b).quantile(probability).share()
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

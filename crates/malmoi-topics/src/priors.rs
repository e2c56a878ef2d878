use crate::documents::Documents;
use crate::sampler::Sampler;
use crate::settings::Settings;

/// α of each group and topic, and β.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Priors {
    topics: usize,
    /// By group, then topic.
    alpha: Vec<f64>,
    beta: f64,
}

/// α does not fall below this: a topic that is empty now may fill again.
const LEAST: f64 = 1e-5;

impl Priors {
    pub(crate) fn new(documents: &Documents, settings: &Settings) -> Self {
        let topics = usize::from(settings.topics.max(1));
        let groups = if settings.by_group {
            documents.groups()
        } else {
            1
        };
        Self {
            topics,
            alpha: vec![settings.alpha.max(LEAST); topics * groups],
            beta: settings.beta.max(LEAST),
        }
    }

    pub(crate) fn from_parts(topics: usize, alpha: Vec<f64>, beta: f64) -> Self {
        Self {
            topics,
            alpha,
            beta,
        }
    }

    pub(crate) fn topics(&self) -> usize {
        self.topics
    }

    pub(crate) fn groups(&self) -> usize {
        self.alpha.len() / self.topics
    }

    /// α of a group; where there is but one for all, that one.
    pub(crate) fn alpha(&self, group: u16) -> &[f64] {
        let group = match usize::from(group) {
            group if group < self.groups() => group,
            _ => 0,
        };
        &self.alpha[group * self.topics..][..self.topics]
    }

    pub(crate) fn all_alpha(&self) -> &[f64] {
        &self.alpha
    }

    pub(crate) fn beta(&self) -> f64 {
        self.beta
    }

    /// Fits α, and β if asked to, to the present assignment.
    ///
    /// α by Minka's fixed point (Estimating a Dirichlet distribution, 2000,
    /// equation 55), five steps of it as MALLET's and tomotopy's. Differences of digamma functions at
    /// whole distances are sums of reciprocals, so a histogram of counts is all that is needed
    /// (Wallach 2008, section 2.4).
    pub(crate) fn learn(&mut self, sampler: &Sampler, settings: &Settings) {
        // `at_least[k][j]`: documents with more than j tokens of topic k.
        let mut at_least: Vec<Vec<u32>> = vec![Vec::new(); self.topics];
        let mut longer: Vec<u32> = Vec::new();
        sampler.each_document(|_, counts| {
            count(&mut longer, counts.iter().map(|(_, n)| *n as usize).sum());
            for (topic, n) in counts {
                count(&mut at_least[usize::from(*topic)], *n as usize);
            }
        });
        cumulate(&mut longer);
        at_least.iter_mut().for_each(|n| cumulate(n));
        if longer.is_empty() {
            return;
        }
        for _ in 0..5 {
            let below = rise(&longer, self.alpha.iter().sum());
            for (alpha, at_least) in self.alpha.iter_mut().zip(&at_least) {
                *alpha = (*alpha * rise(at_least, *alpha) / below).max(LEAST);
            }
        }
        if settings.learn_beta {
            self.learn_beta(sampler);
        }
    }

    fn learn_beta(&mut self, sampler: &Sampler) {
        let mut at_least: Vec<u32> = Vec::new();
        sampler.each_term(|_, counts| {
            for (_, n) in counts {
                count(&mut at_least, *n as usize);
            }
        });
        cumulate(&mut at_least);
        let terms = sampler.terms() as f64;
        for _ in 0..5 {
            let sum = self.beta * terms;
            let below: f64 = sampler
                .by_topic()
                .iter()
                .map(|n| digamma(f64::from(*n) + sum) - digamma(sum))
                .sum();
            self.beta = (self.beta * rise(&at_least, self.beta) / (terms * below)).max(LEAST);
        }
    }
}

fn count(histogram: &mut Vec<u32>, n: usize) {
    if n == 0 {
        return;
    }
    if histogram.len() < n {
        histogram.resize(n, 0);
    }
    histogram[n - 1] += 1;
}

/// From how many are equal to how many are at least equal.
fn cumulate(histogram: &mut [u32]) {
    let mut sum = 0;
    for n in histogram.iter_mut().rev() {
        sum += *n;
        *n = sum;
    }
}

/// The sum over all counts n of ψ(n + x) − ψ(x).
fn rise(at_least: &[u32], x: f64) -> f64 {
    let steps = at_least.iter().enumerate();
    steps.map(|(j, n)| f64::from(*n) / (x + j as f64)).sum()
}

/// The derivative of the logarithm of Γ, by its recurrence up to 6 and
/// Stirling's series from there (Abramowitz and Stegun 6.3.5 and 6.3.18).
fn digamma(mut x: f64) -> f64 {
    let mut sum = 0.0;
    while x < 6.0 {
        sum -= 1.0 / x;
        x += 1.0;
    }
    let square = 1.0 / (x * x);
    let series =
        square * (1.0 / 12.0 - square * (1.0 / 120.0 - square * (1.0 / 252.0 - square / 240.0)));
    sum + libm::log(x) - 0.5 / x - series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digamma_has_the_values_of_tables() {
        for (x, value) in [
            (1.0, -0.577_215_664_901_532_9),
            (0.5, -1.963_510_026_021_423_5),
            (10.0, 2.251_752_589_066_721),
        ] {
            assert!((digamma(x) - value).abs() < 1e-9, "{x}");
        }
    }

    #[test]
    fn sums_of_reciprocals_are_differences_of_digamma() {
        let mut histogram = Vec::new();
        for n in [3, 1, 7] {
            count(&mut histogram, n);
        }
        cumulate(&mut histogram);
        let direct: f64 = [3.0, 1.0, 7.0]
            .iter()
            .map(|n| digamma(n + 0.2) - digamma(0.2))
            .sum();
        assert!((rise(&histogram, 0.2) - direct).abs() < 1e-8);
    }
}

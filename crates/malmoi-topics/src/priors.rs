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

/// So many steps of an iteration for α are made each time, as in tomotopy and MALLET: the
/// assignment changes before more would help.
const STEPS: usize = 5;

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

    /// α of no group in particular: the geometric mean over all, which is what each group
    /// departs from.
    pub(crate) fn mean_alpha(&self) -> Vec<f64> {
        if self.groups() == 1 {
            return self.alpha.clone();
        }
        let groups = self.groups() as f64;
        let log = |topic: usize| self.alpha.iter().skip(topic).step_by(self.topics);
        let mean = |topic| log(topic).map(|a| libm::log(*a)).sum::<f64>() / groups;
        (0..self.topics)
            .map(|topic| libm::exp(mean(topic)))
            .collect()
    }

    pub(crate) fn all_alpha(&self) -> &[f64] {
        &self.alpha
    }

    pub(crate) fn beta(&self) -> f64 {
        self.beta
    }

    /// Fits α, and β if asked to, to the present assignment. Without tokens
    /// nothing changes.
    pub(crate) fn learn(&mut self, documents: &Documents, sampler: &Sampler, settings: &Settings) {
        let mut groups = vec![Counts::new(self.topics); self.groups()];
        sampler.each_document(|d, counts| match groups.len() {
            1 => groups[0].add(counts),
            _ => groups[usize::from(documents.group(d))].add(counts),
        });
        groups.iter_mut().for_each(Counts::finish);
        if groups.iter().all(|group| group.longer.is_empty()) {
            return;
        }
        if let [all] = &groups[..] {
            for _ in 0..STEPS {
                minka(&mut self.alpha, all);
            }
        } else {
            for _ in 0..STEPS {
                regress(&mut self.alpha, &groups);
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

/// How many documents have how many tokens: all that α depends on.
///
/// Differences of digamma functions at whole distances are sums of
/// reciprocals, so these histograms are enough (Wallach 2008, section 2.4).
#[derive(Debug, Clone)]
struct Counts {
    /// At `j`, the documents with more than `j` tokens.
    longer: Vec<u32>,
    /// By topic, at `j` the documents with more than `j` tokens of it.
    at_least: Vec<Vec<u32>>,
}

impl Counts {
    fn new(topics: usize) -> Self {
        Self {
            longer: Vec::new(),
            at_least: vec![Vec::new(); topics],
        }
    }

    fn add(&mut self, counts: &[(u16, u32)]) {
        let tokens = counts.iter().map(|(_, n)| *n as usize).sum();
        count(&mut self.longer, tokens);
        for (topic, n) in counts {
            count(&mut self.at_least[usize::from(*topic)], *n as usize);
        }
    }

    fn finish(&mut self) {
        cumulate(&mut self.longer);
        self.at_least.iter_mut().for_each(|n| cumulate(n));
    }
}

/// A step of Minka's fixed point (Estimating a Dirichlet distribution, 2000, equation 55).
fn minka(alpha: &mut [f64], counts: &Counts) {
    let below = rise(&counts.longer, alpha.iter().sum());
    for (alpha, at_least) in alpha.iter_mut().zip(&counts.at_least) {
        *alpha = (*alpha * rise(at_least, *alpha) / below).max(LEAST);
    }
}

/// A step of Dirichlet-multinomial regression (Mimno and McCallum 2008) on the
/// group: log α = η of group and topic is normal around the topic's mean
/// over the groups, with a standard deviation of 1.
///
/// Each η goes uphill on Minka's bound, which takes the sum of α for given,
/// by Newton's rule with the largest slope that the gradient can have, so it does not go too far.
fn regress(alpha: &mut [f64], groups: &[Counts]) {
    let topics = alpha.len() / groups.len();
    let mut mean = vec![0.0; topics];
    for alpha in alpha.chunks_exact(topics) {
        for (mean, alpha) in mean.iter_mut().zip(alpha) {
            *mean += libm::log(*alpha) / groups.len() as f64;
        }
    }
    for (alpha, counts) in alpha.chunks_exact_mut(topics).zip(groups) {
        let below = rise(&counts.longer, alpha.iter().sum());
        for (k, alpha) in alpha.iter_mut().enumerate() {
            let eta = libm::log(*alpha);
            let gradient = *alpha * (rise(&counts.at_least[k], *alpha) - below) - (eta - mean[k]);
            let step = gradient / (*alpha * below + 1.0);
            *alpha = libm::exp(eta + step.clamp(-1.0, 1.0)).max(LEAST);
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
    fn groups_differ_where_their_documents_do_and_small_ones_stay_near_the_mean() {
        let mut groups = vec![Counts::new(2); 3];
        for i in 0..500 {
            // 9, 8, … 6 tokens of ten in one topic, then one.
            let n = [9, 8, 7, 6, 1][i % 5];
            groups[0].add(&[(0, n), (1, 10 - n)]);
            groups[1].add(&[(0, 10 - n), (1, n)]);
        }
        groups[2].add(&[(1, 10)]);
        groups.iter_mut().for_each(Counts::finish);
        let mut alpha = vec![0.5; 6];
        for _ in 0..500 {
            regress(&mut alpha, &groups);
        }
        let ratio = |group: usize| alpha[2 * group] / alpha[2 * group + 1];
        assert!((1.3..2.0).contains(&ratio(0)), "{alpha:?}");
        assert!((ratio(1) * ratio(0) - 1.0).abs() < 0.01, "{alpha:?}");
        assert!(ratio(2) > 0.1 && ratio(2) < 0.6, "{alpha:?}");
        let before = alpha.clone();
        regress(&mut alpha, &groups);
        let moved = before.iter().zip(&alpha).map(|(a, b)| (a - b).abs() / a);
        assert!(moved.fold(0.0, f64::max) < 1e-3);
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

use crate::documents::Documents;
use crate::priors::Priors;
use crate::random::Random;

/// Collapsed Gibbs sampling (Griffiths and Steyvers 2004): the topic of each
/// token in turn is drawn from its distribution given those of all others.
#[derive(Debug)]
pub(crate) struct Sampler<'d> {
    documents: &'d Documents,
    topics: usize,
    seed: u64,
    assigned: Vec<u16>,
    /// Tokens by term and topic.
    by_term: Vec<u32>,
    by_topic: Vec<u32>,
}

impl<'d> Sampler<'d> {
    /// Each token drawn given those before it.
    pub(crate) fn new(documents: &'d Documents, priors: &Priors, seed: u64) -> Self {
        let topics = priors.topics();
        let mut sampler = Self {
            documents,
            topics,
            seed,
            assigned: vec![0; documents.tokens()],
            by_term: vec![0; documents.vocabulary().len() * topics],
            by_topic: vec![0; topics],
        };
        sampler.pass(priors, 0);
        sampler
    }

    /// Draws each token once.
    pub(crate) fn sweep(&mut self, priors: &Priors, iteration: u32) {
        self.pass(priors, iteration);
    }

    fn pass(&mut self, priors: &Priors, iteration: u32) {
        let mut random = Random::new(self.seed, u64::from(iteration), 0);
        let mut weights = vec![0.0; self.topics];
        let beta_sum = priors.beta() * self.documents.vocabulary().len() as f64;
        for d in 0..self.documents.len() {
            let start = self.documents.start(d);
            let alpha = priors.alpha(self.documents.group(d));
            let terms = self.documents.get(d);
            let mut here = vec![0_u32; self.topics];
            if iteration > 0 {
                for topic in &self.assigned[start..start + terms.len()] {
                    here[usize::from(*topic)] += 1;
                }
            }
            for (i, term) in terms.iter().enumerate() {
                let row = *term as usize * self.topics;
                if iteration > 0 {
                    let old = usize::from(self.assigned[start + i]);
                    here[old] -= 1;
                    self.by_term[row + old] -= 1;
                    self.by_topic[old] -= 1;
                }
                let mut sum = 0.0;
                for k in 0..self.topics {
                    let in_term = f64::from(self.by_term[row + k]) + priors.beta();
                    let in_topic = f64::from(self.by_topic[k]) + beta_sum;
                    sum += (f64::from(here[k]) + alpha[k]) * in_term / in_topic;
                    weights[k] = sum;
                }
                let at = random.unit() * sum;
                let new = weights.partition_point(|w| *w <= at).min(self.topics - 1);
                here[new] += 1;
                self.by_term[row + new] += 1;
                self.by_topic[new] += 1;
                self.assigned[start + i] = new as u16;
            }
        }
    }

    /// Calls back with every document's topics and how many tokens each has,
    /// in order of the topics.
    pub(crate) fn each_document(&self, mut f: impl FnMut(usize, &[(u16, u32)])) {
        let mut counts = Vec::new();
        for d in 0..self.documents.len() {
            let start = self.documents.start(d);
            let end = start + self.documents.get(d).len();
            runs(&self.assigned[start..end], &mut counts);
            f(d, &counts);
        }
    }

    /// Calls back with every term's topics, likewise.
    pub(crate) fn each_term(&self, mut f: impl FnMut(usize, &[(u16, u32)])) {
        let mut counts = Vec::new();
        for (term, row) in self.by_term.chunks_exact(self.topics).enumerate() {
            counts.clear();
            let present = row.iter().enumerate().filter(|(_, n)| **n > 0);
            counts.extend(present.map(|(k, n)| (k as u16, *n)));
            f(term, &counts);
        }
    }

    /// How many tokens each topic has.
    pub(crate) fn by_topic(&self) -> &[u32] {
        &self.by_topic
    }
}

fn runs(topics: &[u16], counts: &mut Vec<(u16, u32)>) {
    let mut sorted = topics.to_vec();
    sorted.sort_unstable();
    counts.clear();
    counts.extend(
        sorted
            .chunk_by(|a, b| a == b)
            .map(|run| (run[0], run.len() as u32)),
    );
}

use crate::model::Model;

/// A document is gone over until no topic gains more of a token than this,
const SETTLED: f32 = 1.0 / 256.0;
/// or so often.
const ROUNDS: u32 = 50;

impl Model {
    /// θ of a document that need not be among those the model was fitted to:
    /// what share each topic has in it, by the topic's number.
    ///
    /// The topics stay as they are. How much of each token is in each topic is
    /// worked out by collapsed variational inference of order zero (Asuncion
    /// and others 2009), so nothing is drawn: the same tokens, in any order
    /// and whatever else is asked, have the same shares. Term ids that are not in the vocabulary
    /// are left out; a document without any other has what α expects.
    ///
    /// Where α is by group, the document is of none: α is the geometric mean of theirs.
    #[must_use]
    pub fn infer(&self, terms: &[u32]) -> Vec<f64> {
        self.infer_with(terms, &self.priors.mean_alpha())
    }

    /// As [`Model::infer`], with α of a group of those the model was fitted to.
    #[must_use]
    pub fn infer_in_group(&self, terms: &[u32], group: u16) -> Vec<f64> {
        match usize::from(group) < self.priors.groups() {
            true => self.infer_with(terms, self.alpha_of_group(group)),
            false => self.infer(terms),
        }
    }

    fn infer_with(&self, terms: &[u32], alpha: &[f64]) -> Vec<f64> {
        let tokens = self.expected(terms, alpha);
        let whole: f64 = alpha
            .iter()
            .zip(&tokens)
            .map(|(a, n)| a + f64::from(*n))
            .sum();
        let parts = alpha.iter().zip(&tokens);
        parts.map(|(a, n)| (a + f64::from(*n)) / whole).collect()
    }

    /// How many tokens of a document are in each topic, as expected values.
    pub(crate) fn expected(&self, terms: &[u32], alpha: &[f64]) -> Vec<f32> {
        let topics = self.topics();
        let mut sorted: Vec<u32> = terms.to_vec();
        sorted.sort_unstable();
        let known = sorted.partition_point(|term| (*term as usize) < self.vocabulary.len());
        let runs: Vec<&[u32]> = sorted[..known].chunk_by(|a, b| a == b).collect();

        let alpha: Vec<f32> = alpha.iter().map(|a| *a as f32).collect();
        let beta = self.beta() as f32;
        let beta_sum = self.beta() * self.vocabulary.len() as f64;
        let in_topic = self.by_topic.iter().map(|n| f64::from(*n) + beta_sum);
        let reciprocal: Vec<f32> = in_topic.map(|n| (1.0 / n) as f32).collect();
        // φ of each term, and how much of one of its tokens is in each topic.
        let mut phi = vec![0.0_f32; runs.len() * topics];
        for (phi, run) in phi.chunks_exact_mut(topics).zip(&runs) {
            for (phi, reciprocal) in phi.iter_mut().zip(&reciprocal) {
                *phi = beta * reciprocal;
            }
            for (k, n) in self.term_topics(run[0] as usize) {
                let k = usize::from(*k);
                phi[k] = (*n as f32 + beta) * reciprocal[k];
            }
        }
        let mut share = vec![0.0_f32; phi.len()];
        let mut tokens = vec![0.0_f32; topics];
        let mut before = tokens.clone();
        for round in 0..=ROUNDS {
            let rows = phi.chunks_exact(topics).zip(share.chunks_exact_mut(topics));
            for ((phi, share), run) in rows.zip(&runs) {
                let n = run.len() as f32;
                let mut sum = 0.0;
                for k in 0..topics {
                    // One token of the term does not count, the one that is looked at.
                    let others = if round == 0 {
                        0.0
                    } else {
                        (tokens[k] - share[k]).max(0.0)
                    };
                    tokens[k] -= n * share[k];
                    share[k] = (others + alpha[k]) * phi[k];
                    sum += share[k];
                }
                let scale = 1.0 / sum;
                for k in 0..topics {
                    share[k] *= scale;
                    tokens[k] = (tokens[k] + n * share[k]).max(0.0);
                }
            }
            let gains = tokens.iter().zip(&before).map(|(now, before)| now - before);
            if gains.fold(0.0, f32::max) < SETTLED {
                break;
            }
            before.copy_from_slice(&tokens);
        }
        tokens
    }
}

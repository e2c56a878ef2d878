use crate::model::Model;
use crate::random::{Random, mix};

/// Sweeps before the first that counts.
const BURN_IN: u32 = 20;
/// Sweeps whose average is taken.
const AVERAGED: u32 = 50;

impl Model {
    /// θ of a document that need not be among those the model was fitted to:
    /// what share each topic has in it, by the topic's number.
    ///
    /// Gibbs sampling with the topics as they are, averaged over 50
    /// sweeps after 20. The random numbers follow from the document's own
    /// tokens, so the answer does not depend on what else is asked. Term ids
    /// that are not in the vocabulary are left out; a document without any
    /// other has what α expects.
    #[must_use]
    pub fn infer(&self, terms: &[u32]) -> Vec<f64> {
        self.infer_in_group(terms, 0)
    }

    /// As [`Model::infer`], with α of a group.
    #[must_use]
    pub fn infer_in_group(&self, terms: &[u32], group: u16) -> Vec<f64> {
        let topics = self.topics();
        let alpha = self.alpha_of_group(group);
        let size = self.vocabulary.len();
        let known: Vec<usize> = terms
            .iter()
            .map(|t| *t as usize)
            .filter(|t| *t < size)
            .collect();
        let mut theta = vec![0.0; topics];
        let seed = known
            .iter()
            .fold(known.len() as u64, |hash, t| mix(hash ^ *t as u64));
        let mut random = Random::new(seed, 0, 0);
        let mut assigned = vec![0; known.len()];
        let mut here = vec![0.0; topics];
        let mut weights = vec![0.0; topics];
        for sweep in 0..=BURN_IN + AVERAGED {
            for (term, old) in known.iter().zip(&mut assigned) {
                if sweep > 0 {
                    here[*old] -= 1.0;
                }
                let mut sum = 0.0;
                for k in 0..topics {
                    sum += (here[k] + alpha[k]) * self.phi(k, *term);
                    weights[k] = sum;
                }
                let at = random.unit() * sum;
                *old = weights.partition_point(|w| *w <= at).min(topics - 1);
                here[*old] += 1.0;
            }
            if sweep > BURN_IN {
                for (theta, here) in theta.iter_mut().zip(&here) {
                    *theta += here / f64::from(AVERAGED);
                }
            }
        }
        let whole = known.len() as f64 + alpha.iter().sum::<f64>();
        for (theta, alpha) in theta.iter_mut().zip(alpha) {
            *theta = (*theta + alpha) / whole;
        }
        theta
    }
}

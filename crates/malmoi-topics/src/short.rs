//! What short texts are about.

use crate::documents::Documents;
use crate::model::Model;

/// With fewer terms a text is taken to be about one thing: a headline, a caption.
pub const SHORT: usize = 20;

/// After so many rounds of [`single_topics`] little changes.
pub const ROUNDS: usize = 20;

/// Returns how likely each topic is to be the one that a short text is about, for each
/// of the texts with the numbers `which`, one after the other.
///
/// Of five terms, θ is mostly α: shares of topics say little of a headline. Taken
/// to have a single topic, it has that by all its terms together (a mixture of
/// unigrams; Nigam et al. 2000, and for short texts Yin and Wang 2014). Topics start as those
/// of the model and are fitted to the short texts by so many `rounds` of
/// expectation and maximisation; without any, what is said of a text depends on the text and the model
/// alone.
///
/// Empty texts have what the mixture expects. Memory is for topics × terms, and time for topics × the
/// terms of all texts. Nothing is drawn: the result follows from model and texts.
///
/// # Panics
///
/// If there is no such document.
pub fn single_topics(
    model: &Model,
    documents: &Documents,
    which: &[usize],
    rounds: usize,
) -> Vec<f32> {
    let (topics, terms) = (model.topics(), model.vocabulary().len());
    let mut mixture = Mixture::of(model);
    let mut likely = vec![0.0; which.len() * topics];
    for round in 0..=rounds {
        let mut counts = vec![0.0; topics * terms];
        // A topic that nothing is about goes, but not to minus infinity.
        let mut sizes = vec![f64::MIN_POSITIVE; topics];
        for (number, likely) in which.iter().zip(likely.chunks_mut(topics)) {
            let document = documents.get(*number);
            mixture.judge(document, likely);
            for (size, share) in sizes.iter_mut().zip(&*likely) {
                *size += f64::from(*share);
            }
            for term in document {
                let counts = &mut counts[*term as usize * topics..][..topics];
                for (count, share) in counts.iter_mut().zip(&*likely) {
                    *count += f64::from(*share);
                }
            }
        }
        if round < rounds {
            mixture = Mixture::new(counts, &sizes, model.beta());
        }
    }
    likely
}

/// Topics of which a text has one.
struct Mixture {
    /// The logarithm of how likely each is.
    weights: Vec<f64>,
    /// By term and topic, the logarithm of the term's share.
    shares: Vec<f64>,
}

impl Mixture {
    fn of(model: &Model) -> Mixture {
        let topics = model.topics();
        let mut counts = vec![0.0; topics * model.vocabulary().len()];
        for (term, counts) in counts.chunks_mut(topics).enumerate() {
            for (topic, count) in model.term_topics(term) {
                counts[usize::from(*topic)] = f64::from(*count);
            }
        }
        // A topic without terms would be the likeliest of all texts whose terms are in
        // several, since it has all alike.
        let tokens: Vec<f64> = (0..topics)
            .map(|topic| f64::from(model.topic_tokens(topic)) + f64::MIN_POSITIVE)
            .collect();
        Mixture::new(counts, &tokens, model.beta())
    }

    fn new(mut counts: Vec<f64>, sizes: &[f64], beta: f64) -> Mixture {
        let topics = sizes.len();
        let mut totals = vec![0.0; topics];
        for counts in counts.chunks(topics) {
            for (total, count) in totals.iter_mut().zip(counts) {
                *total += count + beta;
            }
        }
        let logs: Vec<f64> = totals.into_iter().map(libm::log).collect();
        for counts in counts.chunks_mut(topics) {
            for (count, log) in counts.iter_mut().zip(&logs) {
                *count = libm::log(*count + beta) - log;
            }
        }
        let all: f64 = sizes.iter().sum();
        Mixture {
            weights: sizes.iter().map(|size| libm::log(size / all)).collect(),
            shares: counts,
        }
    }

    /// Says how likely each topic is for a text.
    fn judge(&self, document: &[u32], likely: &mut [f32]) {
        let topics = self.weights.len();
        let mut logs = self.weights.clone();
        for term in document {
            let shares = &self.shares[*term as usize * topics..][..topics];
            for (log, share) in logs.iter_mut().zip(shares) {
                *log += share;
            }
        }
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        logs.iter_mut()
            .for_each(|log| *log = libm::exp(*log - most));
        let sum: f64 = logs.iter().sum();
        for (likely, log) in likely.iter_mut().zip(&logs) {
            *likely = (log / sum) as f32;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::{Settings, fit};

    #[test]
    fn a_headline_has_the_topic_of_its_words_together() {
        let vocabulary: Vec<String> = (0..20).map(|n| format!("{n:02}")).collect();
        let mut documents = Documents::new(vocabulary);
        for n in 0..200_u32 {
            let theme = n % 2 * 10;
            documents.push(&[theme + n % 7, theme + n % 5, theme + n % 3]);
        }
        documents.push(&[]);
        let fitted = fit(&documents, &Settings::new(2), |_| ControlFlow::Continue(()));
        let which: Vec<usize> = (0..documents.len()).collect();
        let found = single_topics(&fitted.model, &documents, &which, ROUNDS);
        let rows: Vec<&[f32]> = found.chunks(2).collect();
        for n in 0..200 {
            assert!(
                rows[n][usize::from(rows[0][0] < 0.5) ^ (n % 2)] > 0.95,
                "{n}"
            );
        }
        // Nothing is known of a text without words.
        assert!((rows[200][0] - 0.5).abs() < 0.05, "{:?}", rows[200]);
        let sums = rows.iter().map(|row| row.iter().sum::<f32>());
        assert!(sums.into_iter().all(|sum| (sum - 1.0).abs() < 1e-5));
        assert!(single_topics(&fitted.model, &documents, &[], ROUNDS).is_empty());
    }
}

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use crate::documents::Documents;
use crate::likelihood;
use crate::model::Model;
use crate::priors::Priors;
use crate::sampler::{LEVELS, Sampler};
use crate::settings::{Progress, Settings};
use crate::shares::DocumentTopics;

/// What [`fit`] finds.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Fitted {
    /// The topics.
    pub model: Model,
    /// What share of each topic is in each document.
    pub documents: DocumentTopics,
}

/// Finds topics in documents, in the caller's rayon pool.
///
/// The same documents and settings give the same bytes on every run, whatever
/// the number of threads. `progress` is called after each iteration, and before
/// that with iteration 0 whenever more documents have come in; with
/// [`ControlFlow::Break`] nothing is drawn anew after that.
///
/// Without documents, or with empty ones only, every topic has the same share
/// of every term. With one topic all tokens are in it.
pub fn fit(
    documents: &Documents,
    settings: &Settings,
    mut progress: impl FnMut(&Progress) -> ControlFlow<()>,
) -> Fitted {
    let tokens = documents.tokens() as f64;
    let start = Instant::now();
    let mut priors = Priors::new(documents, settings);
    let mut sampler = Sampler::new(documents, &priors, settings.seed);
    let mut iterations = settings.iterations;
    for level in 0..=LEVELS {
        sampler.grow(&priors, level, iterations > 0);
        // With fewer documents, topics that are still empty would lose all α.
        if settings.learn_every > 0 && level >= 2 {
            priors.learn(documents, &sampler, settings);
        }
        let sampling = start.elapsed();
        let now = Progress {
            iteration: 0,
            iterations: settings.iterations,
            log_likelihood_per_word: None,
            tokens_per_second: rate(2.0 * tokens * f64::from(level + 1), sampling),
            sampling,
        };
        let is_late = settings.time_limit.is_some_and(|limit| sampling >= limit);
        if iterations > 0 && (progress(&now).is_break() || is_late) {
            iterations = 0;
        }
    }
    let grown = start.elapsed();
    let mut sampling = grown;
    for iteration in 1..=iterations {
        if settings.time_limit.is_some_and(|limit| sampling >= limit) {
            break;
        }
        let start = Instant::now();
        sampler.sweep(&priors, iteration);
        let learn = settings.learn_every > 0
            && iteration > settings.burn_in
            && iteration.is_multiple_of(settings.learn_every);
        if learn {
            priors.learn(documents, &sampler, settings);
        }
        sampling += start.elapsed();
        let told = iteration.is_multiple_of(10) || iteration == settings.iterations;
        let now = Progress {
            iteration,
            iterations: settings.iterations,
            log_likelihood_per_word: told
                .then(|| likelihood::joint(documents, &sampler, &priors) / tokens.max(1.0)),
            tokens_per_second: rate(tokens * f64::from(iteration), sampling - grown),
            sampling,
        };
        if progress(&now).is_break() {
            break;
        }
    }
    let log_likelihood = likelihood::joint(documents, &sampler, &priors);
    let model = Model::new(documents, &sampler, priors, log_likelihood);
    drop(sampler);
    Fitted {
        documents: DocumentTopics::new(documents, &model),
        model,
    }
}

fn rate(tokens: f64, time: Duration) -> f64 {
    tokens / time.as_secs_f64().max(1e-9)
}

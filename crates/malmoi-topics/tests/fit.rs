//! What fitting finds, on documents whose topics are known, and at the edges.

use std::ops::ControlFlow;
use std::time::Duration;

use malmoi_topics::{Documents, Fitted, Model, Settings, fit};

/// Numbers that look random, by Steele, Lea and Flood's splitmix.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (((z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb)) >> 33) % n
    }
}

fn documents(terms: usize) -> Documents {
    let names: Vec<String> = (0..terms).map(|t| format!("term{t}")).collect();
    Documents::new(names)
}

fn run(documents: &Documents, settings: &Settings) -> Fitted {
    fit(documents, settings, |_| ControlFlow::Continue(()))
}

/// Topic k has the terms from 20 k to 20 k + 29, the first of them most often;
/// a document has one or two topics.
fn drawn(count: u64, length: u64) -> Documents {
    let mut dice = Dice(7);
    let mut documents = documents(TERMS as usize);
    for d in 0..count {
        let (one, other) = (d % TOPICS, dice.below(TOPICS));
        let tokens = (0..length).map(|_| {
            let topic = if dice.below(3) > 0 { one } else { other };
            ((20 * topic + dice.below(30).min(dice.below(30))) % TERMS) as u32
        });
        let tokens: Vec<u32> = tokens.collect();
        documents.push_in_group(&tokens, (d % 2) as u16);
    }
    documents
}

const TOPICS: u64 = 10;
const TERMS: u64 = 20 * TOPICS;

/// The share of a term in a known topic: the least of two throws of 30.
fn truth(topic: u64, term: u64) -> f64 {
    let place = (term + TERMS - 20 * topic) % TERMS;
    if place < 30 {
        (59 - 2 * place) as f64 / 900.0
    } else {
        0.0
    }
}

/// Sampling can stay where two known topics share one, for any number of
/// iterations; the likelihood tells.
fn check_recovered(documents: &Documents) {
    let models = (1..=6).map(|seed| {
        let settings = Settings {
            seed,
            iterations: 100,
            ..Settings::new(TOPICS as u16)
        };
        run(documents, &settings).model
    });
    let model = models
        .max_by(|a, b| a.log_likelihood().total_cmp(&b.log_likelihood()))
        .expect("six models");
    let mut taken = Vec::new();
    for known in 0..TOPICS {
        let cosine = |topic: usize| {
            let (mut product, mut a, mut b) = (0.0, 0.0, 0.0);
            for term in 0..TERMS {
                let (x, y) = (truth(known, term), model.phi(topic, term as usize));
                product += x * y;
                a += x * x;
                b += y * y;
            }
            product / (a * b).sqrt()
        };
        let best = (0..model.topics()).max_by(|a, b| cosine(*a).total_cmp(&cosine(*b)));
        let best = best.expect("ten topics");
        assert!(cosine(best) > 0.95, "topic {known}: {}", cosine(best));
        taken.push(best);
    }
    taken.sort_unstable();
    taken.dedup();
    assert_eq!(taken.len(), TOPICS as usize);
}

#[test]
fn known_topics_are_recovered_from_short_documents() {
    check_recovered(&drawn(8_000, 8));
}

#[test]
fn known_topics_are_recovered_from_long_documents() {
    check_recovered(&drawn(1_000, 100));
}

#[test]
fn threads_and_runs_do_not_show() {
    // Enough tokens for several blocks, of documents with both kinds of rows.
    let mut documents = drawn(2_600, 60);
    drawn(8_000, 6).iter().for_each(|d| documents.push(d));
    for by_group in [false, true] {
        let settings = Settings {
            iterations: 15,
            learn_beta: true,
            by_group,
            ..Settings::new(30)
        };
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            let pool = pool.build().unwrap();
            let fitted = pool.install(|| run(&documents, &settings));
            (fitted.model.to_bytes(), fitted.documents)
        };
        let one = on(1);
        assert_eq!(one, on(2));
        assert_eq!(one, on(3));
        assert_eq!(one, on(1));
        let other = Settings {
            seed: 2,
            ..settings.clone()
        };
        assert_ne!(one.0, run(&documents, &other).model.to_bytes());
    }
}

#[test]
fn groups_that_write_of_other_things_get_other_alphas() {
    // Documents of even number, group 0, have topics of even number first.
    let documents = drawn(2_000, 30);
    let settings = Settings {
        by_group: true,
        ..Settings::new(TOPICS as u16)
    };
    let model = run(&documents, &settings).model;
    for known in 0..TOPICS {
        let first_term = 20 * known as usize + 10;
        let topic = (0..model.topics())
            .max_by_key(|k| model.count(*k, first_term))
            .unwrap();
        let [one, other] = [model.effect(0, topic), model.effect(1, topic)];
        assert!((one > 0.2) == (known % 2 == 0), "{known}: {one}");
        assert!((one + other).abs() < 1e-9);
    }
    assert_eq!(model.alpha_of_group(9), model.alpha());
}

#[test]
fn learning_raises_the_likelihood_and_iterations_do() {
    let documents = drawn(500, 30);
    let fixed = Settings {
        learn_every: 0,
        ..Settings::new(10)
    };
    let many = run(&documents, &fixed);
    let few = run(
        &documents,
        &Settings {
            iterations: 1,
            ..fixed
        },
    );
    let learnt = run(&documents, &Settings::new(10));
    let likelihoods = [&few, &many, &learnt].map(|f| f.model.log_likelihood());
    assert!(likelihoods.is_sorted(), "{likelihoods:?}");
    assert_eq!(many.model.alpha(), [0.1; 10]);
}

#[test]
fn no_documents_and_empty_ones_are_defined() {
    for empty in [0, 3] {
        let mut documents = documents(4);
        (0..empty).for_each(|_| documents.push(&[]));
        let fitted = run(&documents, &Settings::new(5));
        assert_eq!(fitted.model.tokens(), 0);
        assert_eq!(fitted.model.log_likelihood(), 0.0);
        assert_eq!(fitted.model.phi(4, 3), 0.25);
        assert_eq!(fitted.documents.len(), empty);
        for d in 0..empty {
            assert_eq!(fitted.documents.top(d), None);
            assert_eq!(fitted.documents.theta(d), [0.2; 5]);
        }
        assert_eq!(fitted.model.infer(&[]).len(), 5);
    }
    let nothing = run(&documents(0), &Settings::new(2)).model;
    assert_eq!(Model::from_bytes(&nothing.to_bytes()), Ok(nothing.clone()));
    assert_eq!(nothing.infer(&[3]), [0.5; 2]);
}

#[test]
fn one_document_and_more_topics_than_terms_are_defined() {
    let mut documents = documents(2);
    documents.push(&[0, 1, 1]);
    let fitted = run(&documents, &Settings::new(300));
    assert_eq!(fitted.model.tokens(), 3);
    let theta = fitted.documents.theta(0);
    assert!((theta.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    assert!(fitted.documents.top(0).is_some());
}

#[test]
fn with_one_topic_all_is_in_it() {
    let documents = drawn(50, 10);
    for topics in [0, 1] {
        let fitted = run(&documents, &Settings::new(topics));
        assert_eq!(fitted.model.topics(), 1);
        assert_eq!(fitted.model.topic_tokens(0), 500);
        assert_eq!(fitted.documents.theta(7), [1.0]);
        assert_eq!(fitted.model.infer(&[5, 6]), [1.0]);
    }
}

#[test]
fn progress_is_told_and_can_stop() {
    let documents = drawn(50, 10);
    let settings = Settings {
        iterations: 30,
        ..Settings::new(5)
    };
    let mut told = Vec::new();
    let fitted = fit(&documents, &settings, |now| {
        assert_eq!(now.iterations, 30);
        if now.iteration > 0 {
            told.push((now.iteration, now.log_likelihood_per_word));
        }
        if now.iteration == 20 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert!(told.iter().map(|(i, _)| *i).eq(1..=20));
    assert_eq!(told[19].1, Some(fitted.model.log_likelihood_per_word()));
    assert!(told[18].1.is_none() && told[9].1.is_some());
    let limited = Settings {
        time_limit: Some(Duration::ZERO),
        ..settings
    };
    fit(&documents, &limited, |now| {
        assert_eq!(now.iteration, 0);
        ControlFlow::Continue(())
    });
    // Stopped at once, every token has a topic all the same.
    let mut calls = 0;
    let stopped = fit(&documents, &Settings::new(5), |_| {
        calls += 1;
        ControlFlow::Break(())
    });
    assert_eq!((calls, stopped.model.tokens()), (1, 500));
}

#[test]
fn inferring_depends_on_the_tokens_alone_and_agrees_with_fitting() {
    let documents = drawn(500, 30);
    let fitted = run(&documents, &Settings::new(10));
    let model = Model::from_bytes(&fitted.model.to_bytes()).unwrap();
    assert_eq!(model, fitted.model);
    for d in 0..documents.len() {
        let mut terms = documents.get(d).to_vec();
        let theta = model.infer(&terms);
        terms.reverse();
        terms.push(TERMS as u32);
        assert_eq!(model.infer(&terms), theta);
        let known = fitted.documents.theta(d);
        let near = known.iter().zip(&theta).all(|(a, b)| (a - b).abs() < 0.003);
        assert!(near, "{known:?} {theta:?}");
    }
}

#[test]
fn damaged_bytes_and_other_versions_are_refused() {
    let bytes = run(&drawn(20, 5), &Settings::new(3)).model.to_bytes();
    assert!(Model::from_bytes(&bytes).is_ok());
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x40;
        assert!(Model::from_bytes(&damaged).is_err(), "byte {at}");
        assert!(Model::from_bytes(&bytes[..at]).is_err(), "cut at {at}");
    }
    let mut newer = bytes;
    newer[14] = 9;
    let told = Model::from_bytes(&newer).unwrap_err().to_string();
    assert!(
        told.contains("version 9") && told.contains("version 1"),
        "{told}"
    );
    let told = Model::from_bytes(b"{}").unwrap_err().to_string();
    assert!(told.contains("no topic model"), "{told}");
}

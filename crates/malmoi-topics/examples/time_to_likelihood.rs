//! How long fitting takes to a likelihood: `time_to_likelihood TOKENS K [ITERATIONS [SEED]]`.
//!
//! `TOKENS` has a document a line, its terms set apart by spaces; terms of fewer than five
//! documents are left out. Prints the joint log-likelihood per token at every tenth iteration
//! and the time spent on sampling until then; likelihoods are not in it.
//! `benches/peers/topics.py` runs it beside tomotopy.

#![allow(clippy::print_stdout, reason = "a program that reports")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::ops::ControlFlow;

use malmoi_topics::{Documents, Settings, fit};

/// Terms of fewer documents are left out.
const LEAST: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let usage = "time_to_likelihood TOKENS K [ITERATIONS [SEED]]";
    let [path, topics, rest @ ..] = &arguments[..] else {
        return Err(usage.into());
    };
    let text = std::fs::read_to_string(path)?;
    let documents = documents(&text);
    let mut settings = Settings::new(topics.parse()?);
    if let Some(iterations) = rest.first() {
        settings.iterations = iterations.parse()?;
    }
    if let Some(seed) = rest.get(1) {
        settings.seed = seed.parse()?;
    }
    println!(
        "{} documents, {} tokens, {} terms",
        documents.len(),
        documents.tokens(),
        documents.vocabulary().len()
    );
    fit(&documents, &settings, |now| {
        if let Some(likelihood) = now.log_likelihood_per_word {
            println!(
                "{:4} {likelihood:.4} {:.2} s {:.2} Mtokens/s",
                now.iteration,
                now.sampling.as_secs_f64(),
                now.tokens_per_second / 1e6
            );
        }
        ControlFlow::Continue(())
    });
    Ok(())
}

fn documents(text: &str) -> Documents {
    let words = || text.lines().map(str::split_whitespace);
    let mut in_documents: BTreeMap<&str, usize> = BTreeMap::new();
    for words in words() {
        for word in words.collect::<BTreeSet<_>>() {
            *in_documents.entry(word).or_default() += 1;
        }
    }
    in_documents.retain(|_, n| *n >= LEAST);
    let ids: BTreeMap<&str, u32> = in_documents.into_keys().zip(0..).collect();
    let names: Vec<String> = ids.keys().map(ToString::to_string).collect();
    let mut documents = Documents::new(names);
    for words in words() {
        let known: Vec<u32> = words.filter_map(|word| ids.get(word).copied()).collect();
        documents.push(&known);
    }
    documents
}

//! How long fitting takes to a likelihood: `time_to_likelihood TOKENS K [ITERATIONS [SEED [LEAST]]]`.
//!
//! `TOKENS` has a document a line, its terms set apart by spaces; terms of fewer than `LEAST`
//! documents (5) are left out. Prints the log-likelihood per token and the time spent
//! sampling at every tenth iteration.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use malmoi_topics::{Documents, Settings, fit};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let number = |at: usize, default| arguments.get(at).map_or(default, |n| n.parse().unwrap());
    let text = std::fs::read_to_string(&arguments[1]).unwrap();
    let mut in_documents: BTreeMap<&str, usize> = BTreeMap::new();
    for line in text.lines() {
        for term in line.split(' ').collect::<BTreeSet<_>>() {
            *in_documents.entry(term).or_default() += 1;
        }
    }
    let least = number(5, 5);
    in_documents.retain(|term, n| !term.is_empty() && *n >= least);
    let ids: BTreeMap<&str, u32> = in_documents.keys().copied().zip(0..).collect();
    let names: Vec<String> = ids.keys().map(|t| t.to_string()).collect();
    let mut documents = Documents::new(names);
    for line in text.lines() {
        let known: Vec<u32> = line
            .split(' ')
            .filter_map(|t| ids.get(t).copied())
            .collect();
        documents.push(&known);
    }
    let settings = Settings {
        iterations: number(3, 200) as u32,
        seed: number(4, 1) as u64,
        ..Settings::new(number(2, 50) as u16)
    };
    println!(
        "{} documents, {} tokens, {} terms",
        documents.len(),
        documents.tokens(),
        ids.len()
    );
    fit(&documents, &settings, |now| {
        if let Some(likelihood) = now.log_likelihood_per_word {
            println!(
                "{:4} {likelihood:.4} {:.2} s {:.2} Mtokens/s {:.2}",
                now.iteration,
                now.sampling.as_secs_f64(),
                now.tokens_per_second / 1e6,
                cpu()
            );
        }
        ControlFlow::Continue(())
    });
}

fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let f: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap()
        .split_whitespace()
        .collect();
    (f[11].parse::<f64>().unwrap() + f[12].parse::<f64>().unwrap()) / 100.0
}

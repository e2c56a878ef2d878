use std::collections::BTreeMap;

use super::*;
use crate::settings::Settings;

/// Every fourth of so many sweeps is looked at.
const SWEEPS: u32 = 160_000;

fn documents(size: usize, texts: &[&[u32]]) -> Documents {
    let names: Vec<String> = (0..size).map(|t| format!("term{t}")).collect();
    let mut documents = Documents::new(names);
    for (group, text) in texts.iter().enumerate() {
        documents.push_in_group(text, group as u16);
    }
    documents
}

/// The tokens in the order of the only block, as documents and terms.
fn tokens(documents: &Documents, sampler: &Sampler) -> Vec<(usize, usize)> {
    let block = &sampler.blocks[0][0];
    let mut tokens = Vec::new();
    for run in &block.runs {
        let terms = 0..documents.vocabulary().len();
        let term = terms.into_iter().find(|t| {
            let row = sampler.term_at[*t].1 as usize;
            sampler.term_parts[0].start(row) == run.term
        });
        for place in &block.places[tokens.len()..run.end as usize] {
            let rows = &sampler.document_parts[0];
            let row = (0..rows.len()).find(|row| rows.start(*row) == *place);
            tokens.push((sampler.order[row.unwrap()] as usize, term.unwrap()));
        }
    }
    tokens
}

/// p(z | w) up to a factor, by the product of what is drawn given all before
/// it (Griffiths and Steyvers 2004, equation 5), in 64 bits and nothing of what is tested.
fn probability(priors: &Priors, terms: usize, tokens: &[(usize, usize)], topics: &[u16]) -> f64 {
    let mut product = 1.0;
    for at in 0..tokens.len() {
        let (document, term) = tokens[at];
        let k = topics[at];
        let before = |same: &dyn Fn(usize) -> bool| {
            (0..at).filter(|i| topics[*i] == k && same(*i)).count() as f64
        };
        let alpha = priors.alpha(document as u16);
        let seen = (0..at).filter(|i| tokens[*i].0 == document).count() as f64;
        product *= (before(&|i| tokens[i].0 == document) + alpha[usize::from(k)])
            / (seen + alpha.iter().sum::<f64>())
            * (before(&|i| tokens[i].1 == term) + priors.beta())
            / (before(&|_| true) + priors.beta() * terms as f64);
    }
    product
}

/// Compares how often each assignment comes up with how likely it is, by
/// Pearson's chi-square. A right sampler fails for one seed in ten thousand.
fn check(size: usize, texts: &[&[u32]], alpha: &[f64], beta: f64, dense: usize) {
    let documents = documents(size, texts);
    let groups = alpha.len() / 2;
    let settings = Settings {
        by_group: groups > 1,
        beta,
        ..Settings::new(2)
    };
    assert_eq!(Priors::new(&documents, &settings).groups(), groups);
    let priors = Priors::from_parts(2, alpha.to_vec(), beta);
    let mut sampler = Sampler::lay_out(&documents, &priors, 42, 1, dense);
    (0..=LEVELS).for_each(|level| sampler.grow(&priors, level, true));
    let tokens = tokens(&documents, &sampler);
    assert_eq!(tokens.len(), documents.tokens());
    let mut seen: BTreeMap<Vec<u16>, f64> = BTreeMap::new();
    for sweep in 1..=SWEEPS {
        sampler.sweep(&priors, sweep);
        if sweep % 4 == 0 {
            *seen.entry(sampler.blocks[0][0].topics.clone()).or_default() += 1.0;
        }
    }
    let states: Vec<Vec<u16>> = (0..1_u32 << tokens.len())
        .map(|bits| (0..tokens.len()).map(|i| (bits >> i & 1) as u16).collect())
        .collect();
    let likely: Vec<f64> = states
        .iter()
        .map(|topics| probability(&priors, size, &tokens, topics))
        .collect();
    let sum: f64 = likely.iter().sum();
    let draws = f64::from(SWEEPS / 4);
    let (mut chi, mut cells) = (0.0, 0.0);
    let (mut rare, mut rare_seen) = (0.0, 0.0);
    for (topics, likely) in states.iter().zip(&likely) {
        let expected = likely / sum * draws;
        let seen = seen.get(topics).copied().unwrap_or(0.0);
        if expected < 10.0 {
            rare += expected;
            rare_seen += seen;
        } else {
            chi += (seen - expected) * (seen - expected) / expected;
            cells += 1.0;
        }
    }
    if rare >= 10.0 {
        chi += (rare_seen - rare) * (rare_seen - rare) / rare;
        cells += 1.0;
    }
    // The quantile of 1 - 1/10,000 (Wilson and Hilferty 1931).
    let freedom: f64 = cells - 1.0;
    let step = 2.0 / (9.0 * freedom);
    let limit = freedom * (1.0 - step + 3.719 * step.sqrt()).powi(3);
    assert!(freedom >= 3.0 && chi < limit, "{chi} of {limit}, {freedom}");
}

#[test]
fn assignments_come_up_as_often_as_they_are_likely() {
    check(2, &[&[0, 1, 0], &[1, 1, 0, 1]], &[0.5, 0.5], 0.5, 99);
    check(3, &[&[0, 1, 2], &[2, 1, 1]], &[1.5, 0.3], 0.4, 99);
}

#[test]
fn so_they_do_with_counts_for_each_topic() {
    check(2, &[&[0, 1, 0], &[1, 1, 0, 1]], &[0.5, 0.5], 0.5, 1);
    check(3, &[&[0, 1, 2], &[2, 1, 1]], &[1.5, 0.3], 0.4, 4);
}

#[test]
fn so_they_do_where_groups_have_alphas_of_their_own() {
    let alpha = [0.2, 0.9, 1.1, 0.4];
    check(2, &[&[0, 1, 0], &[1, 1, 0]], &alpha, 0.6, 99);
}

#[test]
fn all_counts_stay_right_in_many_blocks() {
    let texts: Vec<Vec<u32>> = (0..200_u64)
        .map(|d| (0..d % 40).map(|i| (mix(d * 64 + i) % 50) as u32).collect())
        .collect();
    let slices: Vec<&[u32]> = texts.iter().map(Vec::as_slice).collect();
    let documents = documents(50, &slices);
    let priors = Priors::new(&documents, &Settings::new(20));
    let mut sampler = Sampler::lay_out(&documents, &priors, 1, 4, 32);
    (0..=LEVELS).for_each(|level| sampler.grow(&priors, level, true));
    (1..20).for_each(|i| sampler.sweep(&priors, i));
    let mut by_topic = vec![0; 20];
    sampler.each_document(|d, counts| {
        let sum: u32 = counts.iter().map(|(_, n)| n).sum();
        assert_eq!(sum as usize, documents.get(d).len());
        for (k, n) in counts {
            by_topic[usize::from(*k)] += n;
        }
    });
    assert_eq!(by_topic, sampler.by_topic());
    by_topic.fill(0);
    sampler.each_term(|term, counts| {
        let occurrences = texts.iter().flatten().filter(|t| **t as usize == term);
        let sum: u32 = counts.iter().map(|(_, n)| n).sum();
        assert_eq!(sum as usize, occurrences.count());
        for (k, n) in counts {
            by_topic[usize::from(*k)] += n;
        }
    });
    assert_eq!(by_topic, sampler.by_topic());
}

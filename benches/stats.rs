//! Counts to keywords: `keyness` of twelve publishers that share a large
//! vocabulary, and every measure of every term for each of them, listed or not.
//!
//! The counts are drawn by Zipf's law, a tenth of each publisher's from words
//! of its own. The throughput is in tests a second: terms that occur often
//! enough to be tested, 200,000 at least, times publishers.

use std::hint::black_box;

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use malmoi_benches::made_up::PUBLISHERS;
use malmoi_benches::random::{Random, Zipf};
use malmoi_count::{Basis, Counter, Counts, Occurrence, Tally};
use malmoi_stats::{
    Direction, Frequency, KeynessOptions, chi_squared_1df_p, chi_squared_yates, class_tf_idf,
    conservative_log_ratio, fisher_exact, keyness, log_likelihood, log_likelihood_two_cell,
    log_odds_z, log_ratio, log_ratio_interval, percent_difference, prior_mass, simple_maths,
};

const VOCABULARY: usize = 600_000;
const DOCUMENTS_EACH: usize = 1_500;
const TERMS_EACH: usize = 400;

fn stats(c: &mut Criterion) {
    let counts = counts();
    let options = KeynessOptions::default();
    let all = counts.tally(0..counts.groups().len(), Basis::Every);
    let tested = all.iter().filter(|t| t.count >= options.min_count).count();
    assert!(tested >= 200_000, "{tested} terms are tested");
    let rows = keyness(&counts, &options);
    let more = rows.iter().filter(|k| k.direction == Direction::More);
    assert_eq!(
        more.count(),
        PUBLISHERS.len() * options.top,
        "lists that are full"
    );

    let mut group = c.benchmark_group("stats");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.throughput(Throughput::Elements((tested * PUBLISHERS.len()) as u64));
    group.bench_function("keyness", |b| {
        b.iter(|| black_box(keyness(&counts, &options)));
    });
    let pairs = pairs(&counts, &all, options.min_count);
    assert_eq!(pairs.len(), tested * PUBLISHERS.len());
    group.bench_function("measures", |b| {
        let alpha = 0.05 / tested as f64;
        b.iter(|| pairs.iter().map(|&pair| measures(pair, alpha)).sum::<f64>());
    });
    group.bench_function("conservative log ratio", |b| {
        let alpha = 0.05 / tested as f64;
        let ratio = |&(here, elsewhere)| conservative_log_ratio(here, elsewhere, alpha);
        b.iter(|| pairs.iter().filter_map(ratio).sum::<f64>());
    });
    group.finish();
}

/// Returns each tested term for each publisher, here and elsewhere.
fn pairs(counts: &Counts, all: &[Tally], min_count: u64) -> Vec<(Frequency, Frequency)> {
    let groups = counts.groups();
    let everything: u64 = groups.iter().map(|g| g.tokens_on(Basis::Every)).sum();
    let mut pairs = Vec::new();
    let mut start = 0;
    for publisher in groups.chunk_by(|a, b| a.publisher == b.publisher) {
        let tokens: u64 = publisher.iter().map(|g| g.tokens_on(Basis::Every)).sum();
        let own = counts.tally(start..start + publisher.len(), Basis::Every);
        start += publisher.len();
        for term in all.iter().filter(|t| t.count >= min_count) {
            let found = own.binary_search_by_key(&term.term, |t| t.term);
            let count = found.map_or(0, |at| own[at].count);
            let here = Frequency::new(count, tokens);
            let elsewhere = Frequency::new(term.count - count, everything - tokens);
            pairs.extend(here.zip(elsewhere));
        }
    }
    pairs
}

/// Returns the sum of every measure that a row of keywords has, but for those of the
/// test by articles, which `keyness` works out for all terms itself.
fn measures((here, elsewhere): (Frequency, Frequency), alpha: f64) -> f64 {
    let tokens = [here, elsewhere].map(|f| f.total() as f64);
    let occurrences = here.count() + elsewhere.count();
    let g2 = log_likelihood(here, elsewhere);
    let (low, high) = log_ratio_interval(here, elsewhere, 1.96).unwrap_or_default();
    let mass = prior_mass(here.total(), elsewhere.total());
    let average = (tokens[0] + tokens[1]) / PUBLISHERS.len() as f64;
    // As in a row: where G² is no χ².
    let expected = occurrences as f64 * tokens[0].min(tokens[1]) / (tokens[0] + tokens[1]);
    let fisher = (expected < 5.0).then(|| fisher_exact(here, elsewhere));
    g2 + chi_squared_1df_p(g2)
        + log_likelihood_two_cell(here, elsewhere)
        + chi_squared_yates(here, elsewhere)
        + fisher.unwrap_or_default()
        + log_ratio(here, elsewhere).unwrap_or_default()
        + (low + high)
        + conservative_log_ratio(here, elsewhere, alpha).unwrap_or_default()
        + percent_difference(here, elsewhere).unwrap_or_default()
        + log_odds_z(here, elsewhere, mass)
        + simple_maths(here, elsewhere, 100.0).unwrap_or_default()
        + class_tf_idf(here, occurrences, average)
}

fn counts() -> Counts {
    let words: Vec<String> = (0..VOCABULARY).map(|rank| format!("w{rank}")).collect();
    let (zipf, mut random) = (Zipf::new(VOCABULARY, 3), Random::new(7));
    let mut counter = Counter::new();
    for document in 0..PUBLISHERS.len() * DOCUMENTS_EACH {
        let publisher = document % PUBLISHERS.len();
        let mut counting = counter.document(document as u64);
        for _ in 0..TERMS_EACH {
            let mut rank = zipf.draw(&mut random);
            if random.chance(10) {
                rank = (rank * PUBLISHERS.len() + publisher) % VOCABULARY;
            }
            counting.term(Occurrence {
                language: "en",
                term: &words[rank],
                surface: &words[rank],
            });
        }
        let day = format!("2026-01-{:02}", 1 + document / PUBLISHERS.len() % 28);
        counting.finish(PUBLISHERS[publisher], Some(&day), "en");
    }
    Counts::merge([counter])
}

criterion_group!(benches, stats);
criterion_main!(benches);

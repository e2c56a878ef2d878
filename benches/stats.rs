//! Counts to keywords: `keyness` of twelve publishers that share a large
//! vocabulary.
//!
//! The counts are drawn by Zipf's law, a tenth of each publisher's from words
//! of its own. The throughput is in tests a second: terms that occur often
//! enough to be tested, 200,000 at least, times publishers.

use std::hint::black_box;

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use malmoi_benches::made_up::PUBLISHERS;
use malmoi_benches::random::{Random, Zipf};
use malmoi_count::{Basis, Counter, Counts, Occurrence};
use malmoi_stats::{Direction, KeynessOptions, keyness};

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
    group.finish();
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

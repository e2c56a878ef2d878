//! Articles to clusters of copies: taking the signature of each, in bytes of text
//! a second on one thread, and finding the clusters in the end, in articles.

use criterion::{BatchSize, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use malmoi_benches::{Prose, articles};
use malmoi_corpus::{CopyFinder, Document};

const BYTES: usize = 4 << 20;

fn copies(c: &mut Criterion) {
    let documents: Vec<Document> = articles(Prose::Mixed, BYTES)
        .iter()
        .map(|article| Document {
            text: article.full_text(),
            publisher: Some(article.publisher.clone()),
            ..Document::default()
        })
        .collect();
    let bytes: usize = documents.iter().map(|d| d.text.len()).sum();
    let mut group = c.benchmark_group("copies");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("signatures", |b| b.iter(|| finder(&documents)));
    group.throughput(Throughput::Elements(documents.len() as u64));
    group.bench_function("clusters", |b| {
        b.iter_batched(
            || finder(&documents),
            CopyFinder::finish,
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn finder(documents: &[Document]) -> CopyFinder {
    let mut finder = CopyFinder::new();
    for (key, document) in (0..).zip(documents) {
        finder.add(key, document);
    }
    finder
}

criterion_group!(benches, copies);
criterion_main!(benches);

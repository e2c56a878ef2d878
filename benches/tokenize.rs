//! Text to tokens through the `Analyzer`, detection included, on one thread.
//!
//! - `cold`: a fresh worker for each pass over the texts. It has seen no word
//!   before and remembers only what comes again within the pass, as a real run
//!   does. This is the throughput.
//! - `warm`: a worker that has tokenized exactly these texts before. Every word
//!   it remembers at all it remembers already, which no real run can hope for.
//!   This is no throughput; its distance from `cold` is what new words cost.
//!
//! Neither includes loading the dictionary, whose pages are in memory after the
//! first pass.
//!
//! `engine/…` is each engine for Korean alone, on the Korean texts without
//! detecting anything, so that the engines can be set against each other.

use std::hint::black_box;

use criterion::measurement::WallTime;
use criterion::{
    BenchmarkGroup, Criterion, SamplingMode, Throughput, criterion_group, criterion_main,
};
use malmoi_benches::{Prose, texts};
use malmoi_text::korean::KoreanOptions;
use malmoi_text::{Analyzer, AnalyzerWorker, Engine, Language};

const BYTES: usize = 1 << 20;

fn tokenize(c: &mut Criterion) {
    let analyzer = Analyzer::new().expect("the embedded dictionary");
    let mut group = c.benchmark_group("tokenize");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    for prose in Prose::ALL {
        let (texts, bytes) = texts(prose, BYTES);
        if texts.is_empty() {
            continue;
        }
        group.throughput(Throughput::Bytes(bytes));
        cold_and_warm(&mut group, prose.name(), &analyzer, &texts);
    }
    group.finish();
}

fn engines(c: &mut Criterion) {
    let mut group = c.benchmark_group("engine");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    let (texts, bytes) = texts(Prose::Korean, BYTES);
    if texts.is_empty() {
        return;
    }
    group.throughput(Throughput::Bytes(bytes));
    for engine in [Engine::Malmoi, Engine::Lindera] {
        let analyzer = Analyzer::with_options(KoreanOptions {
            engine,
            ..KoreanOptions::default()
        })
        .expect("the embedded dictionary");
        let analyzer = analyzer.for_language(Language::KOREAN);
        let name = format!("{engine:?}").to_lowercase();
        cold_and_warm(&mut group, &name, &analyzer, &texts);
    }
    group.finish();
}

fn cold_and_warm(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    analyzer: &Analyzer,
    texts: &[String],
) {
    group.bench_function(format!("{name}/cold"), |b| {
        b.iter(|| pass(&mut analyzer.analyzer_worker(), texts));
    });
    let mut kept = analyzer.analyzer_worker();
    pass(&mut kept, texts);
    group.bench_function(format!("{name}/warm"), |b| {
        b.iter(|| pass(&mut kept, texts));
    });
}

fn pass(worker: &mut AnalyzerWorker<'_>, texts: &[String]) {
    for text in texts {
        black_box(worker.analyze(text, &mut |token| {
            black_box(token);
        }));
    }
}

criterion_group!(benches, tokenize, engines);
criterion_main!(benches);

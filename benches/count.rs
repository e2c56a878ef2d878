//! Terms to counts: filling a `Counter` with terms that are tokenized already,
//! and merging counters.
//!
//! A counter starts empty for each pass. `counter` is one thread's share of the
//! work, which all threads do at once; `merge` is what one thread does alone in
//! the end, here for the same documents in two counters. Both are measured in
//! tokens a second, so their times for a corpus add up.

use criterion::{BatchSize, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use malmoi_benches::{Article, Prose, articles};
use malmoi_count::{Counter, Counts, Occurrence};
use malmoi_text::{Analyzer, Kind};

const BYTES: usize = 4 << 20;

fn count(c: &mut Criterion) {
    let documents = tokenized(&articles(Prose::Mixed, BYTES));
    let tokens: u64 = documents
        .iter()
        .map(|d| d.words + d.terms.len() as u64)
        .sum();
    let mut group = c.benchmark_group("count");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.throughput(Throughput::Elements(tokens));
    group.bench_function("counter", |b| {
        b.iter_batched(
            || (),
            |()| counted(&documents, 0, 1),
            BatchSize::PerIteration,
        );
    });
    group.bench_function("merge", |b| {
        b.iter_batched(
            || [counted(&documents, 0, 2), counted(&documents, 1, 2)],
            Counts::merge,
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

/// A document after tokenizing.
struct Document {
    publisher: String,
    day: Option<String>,
    language: &'static str,
    /// The language, the term and the surface.
    terms: Vec<(&'static str, String, String)>,
    /// How many other words there are.
    words: u64,
}

fn tokenized(articles: &[Article]) -> Vec<Document> {
    let analyzer = Analyzer::new().expect("the embedded dictionary");
    let mut worker = analyzer.analyzer_worker();
    let tokenize = |article: &Article| {
        let (mut terms, mut words) = (Vec::new(), 0);
        let language = worker.analyze(&article.full_text(), &mut |token| match token.kind {
            Kind::Term => terms.push((
                token.language.code(),
                token.term.to_string(),
                token.surface.to_string(),
            )),
            Kind::Word => words += 1,
            Kind::Part | Kind::Symbol => {}
        });
        Document {
            publisher: article.publisher.clone(),
            day: (!article.day.is_empty()).then(|| article.day.clone()),
            language: language.code(),
            terms,
            words,
        }
    };
    articles.iter().map(tokenize).collect()
}

/// Counts every `step`th document from `first` on.
fn counted(documents: &[Document], first: usize, step: usize) -> Counter {
    let mut counter = Counter::new();
    for (key, document) in documents.iter().enumerate().skip(first).step_by(step) {
        let mut counting = counter.document(key as u64);
        for (language, term, surface) in &document.terms {
            counting.term(Occurrence {
                language,
                term,
                surface,
            });
        }
        for _ in 0..document.words {
            counting.word();
        }
        counting.finish(
            &document.publisher,
            document.day.as_deref(),
            document.language,
        );
    }
    counter
}

criterion_group!(benches, count);
criterion_main!(benches);

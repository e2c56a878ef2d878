//! The whole run, files to keywords, and beside it the tokenizing alone.
//!
//! - `tokenize only`: the texts of the same documents, in memory already,
//!   through one fresh worker on one thread; tokens are thrown away.
//! - `whole/1 thread`, `whole/2 threads`: `malmoi::analyze` from opening the
//!   folder to the list of keywords, every worker fresh.
//!
//! All three are given the same bytes, those of the texts, so the ratio of two
//! throughputs is the ratio of two times. `tokenize only` over `whole/1 thread`
//! says how much everything else costs.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{BatchSize, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use malmoi::{Analysis, AnalysisOptions, Analyzer, Corpus, CorpusOptions, Entry};
use malmoi_benches::{Prose, made_up, own_corpus};

const BYTES: usize = 4 << 20;

fn whole_run(c: &mut Criterion) {
    let analyzer = Analyzer::new().expect("the embedded dictionary");
    let made_up = tempfile::tempdir().expect("a temporary folder");
    let path = own_corpus().unwrap_or_else(|| {
        write_crawl(made_up.path());
        made_up.path().to_path_buf()
    });
    let texts = texts(&path);

    let mut group = c.benchmark_group("analyze");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.throughput(Throughput::Bytes(
        texts.iter().map(|t| t.len() as u64).sum(),
    ));
    group.bench_function("tokenize only", |b| b.iter(|| tokenize(&analyzer, &texts)));
    for (threads, name) in [(1, "whole/1 thread"), (2, "whole/2 threads")] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.expect("threads");
        group.bench_function(name, |b| {
            b.iter_batched(
                || (),
                |()| pool.install(|| analyze(&path, &analyzer)),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn analyze(path: &Path, analyzer: &Analyzer) -> Analysis {
    let options = AnalysisOptions::default();
    malmoi::analyze(open(path), analyzer, &options, &()).expect("an analysis nobody stops")
}

fn tokenize(analyzer: &Analyzer, texts: &[String]) {
    let mut worker = analyzer.analyzer_worker();
    for text in texts {
        black_box(worker.analyze(text, &mut |token| {
            black_box(token);
        }));
    }
}

fn open(path: &Path) -> Corpus {
    Corpus::open(&[path], CorpusOptions::default()).expect("a corpus that can be opened")
}

/// Returns what the analysis tokenizes: of each document the title, on a line
/// of its own, and the text.
fn texts(path: &Path) -> Vec<String> {
    let mut texts = Vec::new();
    for batch in open(path) {
        batch.read(&mut |entry| {
            if let Entry::Document(document) = entry {
                texts.push(match document.title {
                    Some(title) => format!("{title}\n{}", document.text),
                    None => document.text,
                });
            }
        });
    }
    texts
}

fn write_crawl(folder: &Path) {
    for (number, article) in made_up::articles(Prose::Mixed, BYTES).iter().enumerate() {
        let day = folder.join(&article.day);
        fs::create_dir_all(&day).expect("a new folder");
        let path = day.join(format!("001_{number:010}.md"));
        fs::write(path, article.to_markdown(number)).expect("room for a file");
    }
}

criterion_group!(benches, whole_run);
criterion_main!(benches);

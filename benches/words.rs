//! English text to terms, without detection, on one thread; beside it what one
//! would write without malmoi.
//!
//! - `cold`: a fresh worker for each pass over the texts, as in `tokenize`.
//! - `warm`: a worker that knows every word already.
//! - `plain`: `unicode_words`, `to_lowercase`, `stem`, for every word. Its
//!   words are not quite the same: it has no stop words, parts "K-pop" and keeps
//!   "China's".
//!
//! With a corpus of one's own, all of its English articles are taken: how many
//! words come again depends on how much there is.

use std::hint::black_box;

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use frostem::{Algorithm, Stemmer};
use malmoi_benches::{Prose, own_corpus, texts};
use malmoi_text::words::WordTokenizer;
use malmoi_text::{Language, Tokenizer, Worker};
use unicode_segmentation::UnicodeSegmentation;

/// Of made-up text; of a corpus of one's own, all.
const BYTES: usize = 1 << 21;

fn words(c: &mut Criterion) {
    let bytes = if own_corpus().is_some() {
        usize::MAX
    } else {
        BYTES
    };
    let (texts, bytes) = texts(Prose::English, bytes);
    let english = WordTokenizer::new(Language::ENGLISH);
    let stemmer = Stemmer::new(Algorithm::English);
    let mut group = c.benchmark_group("words");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.throughput(Throughput::Bytes(bytes));
    group.bench_function("plain", |b| b.iter(|| plain(&stemmer, &texts)));
    group.bench_function("cold", |b| {
        b.iter(|| pass(english.worker().as_mut(), &texts));
    });
    let mut kept = english.worker();
    pass(kept.as_mut(), &texts);
    group.bench_function("warm", |b| b.iter(|| pass(kept.as_mut(), &texts)));
    group.finish();
}

fn plain(stemmer: &Stemmer, texts: &[String]) {
    for text in texts {
        for word in text.unicode_words() {
            let lower = word.to_lowercase();
            black_box(&*stemmer.stem(&lower));
        }
    }
}

fn pass(worker: &mut dyn Worker, texts: &[String]) {
    for text in texts {
        worker.tokenize(text, &mut |token| {
            black_box(token);
        });
    }
}

criterion_group!(benches, words);
criterion_main!(benches);

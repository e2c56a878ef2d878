//! The language of a text and of each run in it.
//!
//! Detection remembers nothing, so there is no difference between cold and
//! warm.

use std::hint::black_box;

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use malmoi_benches::{Prose, texts};
use malmoi_text::detect;

const BYTES: usize = 2 << 20;

fn detection(c: &mut Criterion) {
    let mut group = c.benchmark_group("detect");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    for prose in Prose::ALL {
        let (texts, bytes) = texts(prose, BYTES);
        if texts.is_empty() {
            continue;
        }
        group.throughput(Throughput::Bytes(bytes));
        group.bench_function(prose.name(), |b| {
            b.iter(|| {
                for text in &texts {
                    black_box(detect(text));
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, detection);
criterion_main!(benches);

//! Files to cleaned documents, on one thread, by format.
//!
//! The files are in the system's page cache, so this is the cost of parsing and
//! cleaning, not of the disk. `lines`, the yardstick, opens the same files and
//! counts their lines.

use std::fs::{self, File};
use std::hint::black_box;
use std::io::Read;
use std::path::{Path, PathBuf};

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use malmoi_benches::{Article, Prose, made_up, own_corpus};
use malmoi_corpus::{Corpus, CorpusOptions};

const BYTES: usize = 4 << 20;

fn read(c: &mut Criterion) {
    let mut group = c.benchmark_group("read");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    let mut bench = |name: &str, path: &Path| {
        let bytes = open(path).bytes().unwrap_or_default();
        group.throughput(Throughput::Bytes(bytes));
        group.bench_function(name, |b| b.iter(|| read_all(open(path))));
        group.bench_function(format!("{name} lines"), |b| b.iter(|| count_lines(path)));
    };
    if let Some(path) = own_corpus() {
        bench("own", &path);
    } else {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let articles = made_up::articles(Prose::Mixed, BYTES);
        let markdown = files(
            &articles,
            folder.path().join("markdown"),
            Article::to_markdown,
        );
        bench("markdown", &markdown);
        let plain = files(&articles, folder.path().join("plain"), |a, _| a.to_plain());
        bench("plain", &plain);
        let lines: String = (0..)
            .zip(&articles)
            .map(|(n, a)| a.to_json_line(n))
            .collect();
        let jsonl = folder.path().join("articles.jsonl");
        fs::write(&jsonl, lines).expect("room for a file");
        bench("jsonl", &jsonl);
    }
    group.finish();
}

/// Writes one file an article and returns the folder.
fn files(
    articles: &[Article],
    folder: PathBuf,
    render: impl Fn(&Article, usize) -> String,
) -> PathBuf {
    fs::create_dir(&folder).expect("a new folder");
    for (number, article) in articles.iter().enumerate() {
        let path = folder.join(format!("{number:06}.md"));
        fs::write(path, render(article, number)).expect("room for a file");
    }
    folder
}

fn open(path: &Path) -> Corpus {
    Corpus::open(&[path], CorpusOptions::default()).expect("a corpus that can be opened")
}

fn read_all(corpus: Corpus) {
    for batch in corpus {
        batch.read(&mut |entry| drop(black_box(entry)));
    }
}

/// Counts the lines of a file, or of all files in a folder and those below.
fn count_lines(path: &Path) -> usize {
    let mut buffer = Vec::new();
    let mut lines = 0;
    let mut left = vec![path.to_path_buf()];
    while let Some(path) = left.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder that can be listed");
            left.extend(entries.flatten().map(|e| e.path()));
        } else if let Ok(mut file) = File::open(&path) {
            buffer.clear();
            file.read_to_end(&mut buffer)
                .expect("a file that can be read");
            lines += memchr::memchr_iter(b'\n', &buffer).count();
        }
    }
    lines
}

criterion_group!(benches, read);
criterion_main!(benches);

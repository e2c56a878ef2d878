//! Lists the copies in a crawl, or shows what finding them among so many made-up
//! articles takes:
//!
//! ```console
//! $ cargo run --release -p malmoi-corpus --example copies -- crawl
//! $ cargo run --release -p malmoi-corpus --example copies -- 1000000
//! ```
#![expect(clippy::print_stdout, reason = "this is a program")]

use std::error::Error;
use std::time::Instant;

use malmoi_corpus::{CopyFinder, Corpus, CorpusOptions, Document, Entry, Fate};

fn main() -> Result<(), Box<dyn Error>> {
    let argument = std::env::args().nth(1).ok_or("name a path or a number")?;
    match argument.parse() {
        Ok(count) => measure(count),
        Err(_) => list(&argument),
    }
}

/// Prints the id of each copy and that of its first article.
fn list(path: &str) -> Result<(), Box<dyn Error>> {
    let mut documents = Vec::new();
    for batch in Corpus::open(&[path], CorpusOptions::default())? {
        batch.read(&mut |entry| {
            if let Entry::Document(document) = entry {
                documents.push(document);
            }
        });
    }
    let started = Instant::now();
    let mut finder = CopyFinder::new();
    for (key, document) in (0..).zip(&documents) {
        finder.add(key, document);
    }
    let added = started.elapsed();
    let copies = finder.finish()?;
    println!("# {added:?} to add, {:?} in all", started.elapsed());
    for (key, document) in (0..).zip(&documents) {
        let first = match copies.fate(key, document) {
            Fate::CopyOf(first) => &documents[first as usize],
            Fate::First => document,
            _ => continue,
        };
        println!("{}\t{}", document.id, first.id);
    }
    Ok(())
}

/// Prints time and memory for `count` articles, a tenth of them copies.
fn measure(count: u64) -> Result<(), Box<dyn Error>> {
    let before = peak_memory()?;
    let started = Instant::now();
    let mut finder = CopyFinder::new();
    for key in 0..count {
        let original = if key % 10 == 9 { key - 9 } else { key };
        finder.add(key, &article(original, key));
    }
    let added = started.elapsed();
    let copies = finder.finish()?;
    let all = started.elapsed();
    let bytes = (peak_memory()? - before) as f64 / count as f64;
    let is_copy = |key: &u64| {
        let original = if key % 10 == 9 { key - 9 } else { *key };
        matches!(copies.fate(*key, &article(original, *key)), Fate::CopyOf(_))
    };
    let found = (0..count.min(10_000)).filter(is_copy).count();
    println!("{count} articles: {bytes:.0} bytes an article at the peak");
    println!(
        "{added:?} to make up and add, {:?} to find copies",
        all - added
    );
    println!("{found} copies among the first {}", count.min(10_000));
    Ok(())
}

/// Returns an article of some 600 letters, the same for the same `original` but
/// for the last word.
fn article(original: u64, number: u64) -> Document {
    let mut state = original.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut text = String::new();
    for _ in 0..150 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        for shift in [52, 42, 32] {
            let syllable = 0xac00 + (state >> shift & 0x3ff) as u32;
            text.extend(char::from_u32(syllable));
        }
        text.push(' ');
    }
    text += &format!("{number}");
    Document {
        id: number.to_string(),
        publisher: Some(format!("{}", number % 40)),
        text,
        ..Document::default()
    }
}

/// Returns the most memory that the process has held, in bytes.
fn peak_memory() -> Result<u64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|l| l.split_whitespace().next());
    Ok(kilobytes
        .ok_or("no VmHWM in /proc/self/status")?
        .parse::<u64>()?
        << 10)
}

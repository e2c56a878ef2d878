//! One engine, one thread, two passes over texts: `malmoi-peers ENGINE <
//! texts.jsonl`, where the texts are what `malmoi bench --texts` prints.
//!
//! Prints one JSON object with the figures that `malmoi bench` has too. Texts go
//! through the engines as they go through malmoi's: Korean and English line by
//! line, detection text by text.

use std::hint::black_box;
use std::io::BufRead;
use std::time::Instant;

use lindera::mode::Mode;
use lindera::segmenter::Segmenter;
use rust_stemmers::{Algorithm, Stemmer};
use serde::{Deserialize, Serialize};
use tantivy::tokenizer::{
    Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer, TokenStream,
};
use unicode_segmentation::UnicodeSegmentation;

/// Works on one text, and returns how many tokens it has.
type Engine = Box<dyn FnMut(&str) -> u64>;

#[derive(Deserialize)]
struct Text {
    lang: String,
    text: String,
}

#[derive(Serialize)]
struct Figures {
    name: String,
    version: &'static str,
    bytes: usize,
    load_ms: f64,
    cold_mb_s: f64,
    warm_mb_s: f64,
    tokens: u64,
    tokens_per_s: f64,
    peak_rss_mb: Option<f64>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let name = std::env::args().nth(1).ok_or("which engine?")?;
    let language = match name.as_str() {
        "lindera" => Some("ko"),
        "tantivy" | "plain" => Some("en"),
        _ => None,
    };
    let mut texts = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let text: Text = serde_json::from_str(&line?)?;
        if language.is_none_or(|language| language == text.lang) {
            texts.push(text.text);
        }
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    let start = Instant::now();
    let (version, mut engine) = load(&name)?;
    let load_ms = start.elapsed().as_secs_f64() * 1000.0;
    let mut pass = || {
        let start = Instant::now();
        let mut tokens = 0;
        for text in &texts {
            if language.is_some() {
                tokens += text.lines().map(&mut engine).sum::<u64>();
            } else {
                tokens += engine(text);
            }
        }
        (tokens, start.elapsed().as_secs_f64())
    };
    let (tokens, cold) = pass();
    let (_, warm) = pass();
    let figures = Figures {
        name,
        version,
        bytes,
        load_ms,
        cold_mb_s: bytes as f64 / 1e6 / cold,
        warm_mb_s: bytes as f64 / 1e6 / warm,
        tokens,
        tokens_per_s: tokens as f64 / cold,
        peak_rss_mb: peak_rss_mb(),
    };
    println!("{}", serde_json::to_string(&figures)?);
    Ok(())
}

fn load(name: &str) -> Result<(&'static str, Engine), Box<dyn std::error::Error>> {
    Ok(match name {
        // As its documentation shows it: a segmenter over the dictionary, and
        // a worker that keeps its buffers.
        "lindera" => {
            let segmenter = Segmenter::new(Mode::Normal, malmoi_ko_dic::load()?, None);
            let mut worker = segmenter.new_worker();
            let engine = move |line: &str| {
                let tokens = black_box(worker.segment(line));
                tokens.map_or(0, |tokens| tokens.len() as u64)
            };
            ("6.2", Box::new(engine))
        }
        // The chain that tantivy registers as en_stem.
        "tantivy" => {
            let mut analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
                .filter(RemoveLongFilter::limit(40))
                .filter(LowerCaser)
                .filter(tantivy::tokenizer::Stemmer::new(Language::English))
                .build();
            let engine = move |line: &str| {
                let mut tokens = 0;
                let mut stream = analyzer.token_stream(line);
                while stream.advance() {
                    black_box(stream.token());
                    tokens += 1;
                }
                tokens
            };
            ("0.27", Box::new(engine))
        }
        // What one writes first: Unicode's words, lower case, Snowball.
        "plain" => {
            let stemmer = Stemmer::create(Algorithm::English);
            let engine = move |line: &str| {
                let mut tokens = 0;
                for word in line.unicode_words() {
                    black_box(stemmer.stem(&word.to_lowercase()));
                    tokens += 1;
                }
                tokens
            };
            ("unicode-segmentation 1.13, rust-stemmers 1.2", Box::new(engine))
        }
        "whatlang" => {
            let engine = |text: &str| {
                black_box(whatlang::detect(text));
                0
            };
            ("0.18", Box::new(engine))
        }
        "whichlang" => {
            let engine = |text: &str| {
                black_box(whichlang::detect_language(text));
                0
            };
            ("0.1", Box::new(engine))
        }
        // The 17 languages of its features above. It loads its models as it
        // needs them, so they are in the cold pass.
        "lingua" => {
            let detector = lingua::LanguageDetectorBuilder::from_all_languages().build();
            let engine = move |text: &str| {
                black_box(detector.detect_language_of(text));
                0
            };
            ("1.8", Box::new(engine))
        }
        _ => return Err(format!("there is no {name}").into()),
    })
}

/// Returns the most memory this process had, where Linux tells.
fn peak_rss_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024.0 / 1e6)
}

//! Any text, by every tokenizer: nothing panics, every token is where it says,
//! tokens are in order and do not overlap, and a worker that has seen other
//! texts before gives the same as one that has not.
//!
//! The first byte of the input chooses the tokenizer, the rest is the text.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use malmoi_text::korean::KoreanOptions;
use malmoi_text::{Analyzer, Engine, Language, Tokenizer, Worker};

/// The languages whose tokenizers differ: by stemmer, by stop words, or by
/// having neither.
const LANGUAGES: [&str; 12] = [
    "en", "ko", "ja", "zh", "ar", "de", "fr", "ru", "ta", "th", "tr", "und",
];

static ANALYZERS: LazyLock<Vec<Analyzer>> = LazyLock::new(|| {
    let new = |engine| {
        let options = KoreanOptions {
            engine,
            ..KoreanOptions::default()
        };
        Analyzer::with_options(options).expect("the embedded dictionary")
    };
    let mut analyzers = vec![
        new(Engine::Malmoi),
        new(Engine::MecabKo),
        new(Engine::Lindera),
        new(Engine::Lindera).for_language(Language::KOREAN),
    ];
    for code in LANGUAGES {
        let language = Language::from_code(code).expect("a language malmoi knows");
        analyzers.push(new(Engine::Malmoi).for_language(language));
    }
    analyzers
});

/// Start, end, term and tag.
type Found = (usize, usize, String, String);

fn tokens(worker: &mut dyn Worker, text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut last = 0;
    worker.tokenize(text, &mut |t| {
        assert!(t.start >= last, "{t:?} overlaps what ends at {last}");
        assert!(t.end > t.start, "{t:?} is empty");
        assert_eq!(&text[t.start..t.end], t.surface);
        assert!(!t.term.is_empty(), "{t:?} has no term");
        last = t.end;
        found.push((t.start, t.end, t.term.to_string(), t.pos.to_string()));
    });
    found
}

fuzz_target!(|input: (u8, &str)| {
    let (choice, text) = input;
    let analyzer = &ANALYZERS[usize::from(choice) % ANALYZERS.len()];
    let mut used = analyzer.worker();
    let first = tokens(used.as_mut(), text);
    tokens(used.as_mut(), "정부는 K-pop 공연을 지원한다. The U.S. restored ties.");
    assert_eq!(tokens(used.as_mut(), text), first, "by a worker with a memory");
});

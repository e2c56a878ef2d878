//! Any text as the body of an article: nothing panics, what is left is clean,
//! and what a publisher repeats can be stripped from it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use malmoi_corpus::{BoilerplateFinder, BoilerplateOptions, Corpus, CorpusOptions, Entry};

fuzz_target!(|text: &str| {
    let article = format!("---\nid: 1\n---\n\n{text}\n");
    let bytes = std::io::Cursor::new(article.into_bytes());
    let corpus = Corpus::from_reader("a.md", Box::new(bytes), CorpusOptions::default());
    let mut entries = 0;
    for batch in corpus {
        batch.read(&mut |entry| {
            entries += 1;
            if let Entry::Document(document) = entry {
                check(&document.text);
                assert!(document.removed.iter().all(|(_, piece)| !piece.is_empty()));
            }
        });
    }
    assert_eq!(entries, 1);
});

fn check(text: &str) {
    assert!(!text.is_empty() && text.trim() == text && !text.contains("\n\n\n"));
    let mut finder = BoilerplateFinder::default();
    finder.add("a", text, 1);
    let options = BoilerplateOptions {
        min_articles: 1,
        ..BoilerplateOptions::default()
    };
    let boilerplate = finder.finish(&options);
    let mut gone = 0;
    let left = boilerplate.strip("a", text, &mut |_, words, _| gone += words.len());
    assert!(left.len() + gone <= text.len());
}

//! Any bytes as a web page: no panic, and nothing is dropped in silence.

#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use malmoi_corpus::{Corpus, CorpusOptions, Entry};

fuzz_target!(|bytes: &[u8]| {
    // Without these most inputs would be plain text.
    let reader = Box::new(Cursor::new([b"<html>", bytes].concat()));
    let corpus = Corpus::from_reader("a.html", reader, CorpusOptions::default());
    let mut entries = 0;
    for batch in corpus {
        batch.read(&mut |entry| {
            entries += 1;
            if let Entry::Document(document) = entry {
                assert!(!document.text.trim().is_empty(), "{document:?}");
                assert!(!document.id.is_empty(), "{document:?}");
            }
        });
    }
    assert!(entries > 0, "something was dropped in silence");
});

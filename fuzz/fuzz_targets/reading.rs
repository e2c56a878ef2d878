//! What every target holds that reads documents: no panic, nothing dropped in
//! silence, and no document without a text or an id.

use std::io::Cursor;

use malmoi_corpus::{Corpus, CorpusOptions, Entry};

/// Reads the bytes of a file of this name.
pub fn read(name: &str, bytes: Vec<u8>) {
    let reader = Box::new(Cursor::new(bytes));
    let corpus = Corpus::from_reader(name, reader, CorpusOptions::default());
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
}

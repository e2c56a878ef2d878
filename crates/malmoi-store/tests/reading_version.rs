//! A store must not mix articles that were read in two ways, so reading has a version. What
//! the newsroom is read as stands for all that may be read; who changes it changes the version.

use std::path::Path;

use malmoi_corpus::{Corpus, CorpusOptions, Entry, READING_VERSION};
use sha2::{Digest, Sha256};

/// The version, and the checksum of what it reads from `examples/newsroom`.
const READ: (u32, &str) = (
    1,
    "af5c0ae77072dc4d16d37bc6d0b522f1af0f51cfb00455cbb240b8dfdea2bea3",
);

#[test]
fn what_is_read_changes_with_its_version_alone() {
    let newsroom = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/newsroom");
    let corpus = Corpus::open(&[newsroom], CorpusOptions::default()).unwrap();
    let mut hasher = Sha256::new();
    let mut articles = 0;
    for batch in corpus {
        batch.read(&mut |entry| {
            let Entry::Document(mut document) = entry else {
                panic!("an article of the newsroom cannot be read: {entry:?}");
            };
            // Where the project lies is no part of what is read.
            document.path.clear();
            if document.id.contains("newsroom") {
                document.id.clear();
            }
            articles += 1;
            hasher.update(format!("{document:?}\n"));
        });
    }
    let checksum: String = hasher
        .finalize()
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    assert_eq!(articles, 72);
    assert_eq!(
        (READING_VERSION, checksum.as_str()),
        READ,
        "articles are read as other documents than before: raise READING_VERSION in malmoi-corpus \
         (unless it was raised since the last release), and write both here"
    );
}

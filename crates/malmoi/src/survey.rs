//! The first pass over a corpus: what its articles are to each other, and what
//! its texts prove about their own words.
//!
//! Every article goes to the [`CopyFinder`]. The texts of a sample, each once
//! however many copies there are, also go to all [`Collectors`]: every so many
//! batches of the corpus, all of one of up to [`SAMPLE`] bytes. Which these are
//! and what is found depends on the corpus alone.

use std::hash::Hasher;
use std::sync::{Mutex, PoisonError};

use malmoi_corpus::{Copies, CopyFinder, Corpus, Entry};
use malmoi_text::Analyzer;
use malmoi_text::korean::{NewWord, NewWords};
use malmoi_text::phrases::{PhraseFinder, PhraseOptions, Phrases};
use rustc_hash::{FxHashSet, FxHasher};

use crate::analysis::full_text;
use crate::reading::{Reading, read_on_all_threads};
use crate::{Error, Progress};

/// About how many bytes of the corpus the sample has. What recurs in news
/// recurs in so much of it, and collecting stays short.
const SAMPLE: u64 = 32 << 20;

/// What the first pass has found.
pub(crate) struct Survey {
    pub(crate) learnt: Learnt,
    pub(crate) copies: Copies,
    /// How many entries the corpus had.
    pub(crate) entries: u64,
}

/// What the texts have taught.
#[derive(Default)]
pub(crate) struct Learnt {
    /// The words that the dictionary lacks, in the order of their characters.
    pub(crate) new_words: Vec<NewWord>,
    /// The names of several words.
    pub(crate) phrases: Phrases,
}

/// What is learnt from texts. Whatever is collected can be collected in parts
/// that are merged in any order.
#[derive(Default)]
struct Collectors {
    new_words: NewWords,
    phrases: PhraseFinder,
}

impl Collectors {
    /// Adds a text under its hash.
    fn add(&mut self, text: &str, hash: u64) {
        self.new_words.add(text);
        self.phrases.add(text, hash);
    }

    fn merge(&mut self, other: Collectors) {
        self.new_words.merge(other.new_words);
        self.phrases.merge(other.phrases);
    }

    fn finish(self, analyzer: &Analyzer) -> Learnt {
        Learnt {
            new_words: self.new_words.finish(analyzer.korean()),
            phrases: self.phrases.finish(&PhraseOptions::default()),
        }
    }
}

/// What one thread has found.
#[derive(Default)]
struct Share {
    copies: CopyFinder,
    collectors: Collectors,
}

/// Reads a corpus for the first time. Nothing is learnt from its texts unless
/// `learns`.
///
/// # Errors
///
/// Only when `progress` asks to stop.
pub(crate) fn survey(
    corpus: Corpus,
    analyzer: &Analyzer,
    learns: bool,
    progress: &dyn Progress,
) -> Result<Survey, Error> {
    progress.start_pass("looking for copies and new words", corpus.bytes());
    let stride = corpus.bytes().unwrap_or_default().div_ceil(SAMPLE).max(1);
    let seen = Mutex::new(FxHashSet::default());
    // Which of several copies is taken makes no difference.
    let is_new = |hash| {
        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.insert(hash)
    };
    let Reading { shares, entries } = read_on_all_threads(
        corpus,
        progress,
        || (),
        |(), share: &mut Share, place, entry| {
            let Entry::Document(document) = entry else {
                return;
            };
            share.copies.add(place.key(), &document);
            if learns && place.batch % stride == 0 {
                let text = full_text(&document);
                let mut hasher = FxHasher::default();
                hasher.write(text.as_bytes());
                let hash = hasher.finish();
                if is_new(hash) {
                    share.collectors.add(&text, hash);
                }
            }
        },
    )?;
    let merged = shares.into_iter().reduce(|mut all, share| {
        all.copies.merge(share.copies);
        all.collectors.merge(share.collectors);
        all
    });
    let Share { copies, collectors } = merged.unwrap_or_default();
    Ok(Survey {
        learnt: match learns {
            true => collectors.finish(analyzer),
            false => Learnt::default(),
        },
        copies: copies.finish(),
        entries,
    })
}

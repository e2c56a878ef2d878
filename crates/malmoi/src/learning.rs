//! The first look at a corpus: what its texts prove about their own words.
//!
//! A sample is read and kept in memory, so that nothing of it is read twice:
//! all of a corpus of up to [`SAMPLE`] bytes, every so many batches of a larger
//! one, the beginning of a stream. The texts of the sample, each once however
//! many copies there are, go to all [`Collectors`]. Which texts these are and
//! what the collectors find depends on the corpus alone.

use std::collections::BTreeMap;
use std::hash::Hasher;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use malmoi_corpus::{
    Batch, Boilerplate, BoilerplateFinder, BoilerplateOptions, Corpus, Document, Entry,
};
use malmoi_text::Analyzer;
use malmoi_text::korean::{NewWord, NewWords};
use malmoi_text::phrases::{PhraseFinder, PhraseOptions, Phrases};
use rustc_hash::{FxHashSet, FxHasher};

use crate::analysis::full_text;
use crate::{AnalysisOptions, Error, Progress, UNKNOWN_PUBLISHER};

/// About how many bytes of the corpus the sample has. What recurs in news
/// recurs in so much of it, and the first look stays short.
const SAMPLE: u64 = 32 << 20;

/// What is learnt from texts. Whatever is collected can be collected in parts
/// that are merged in any order.
#[derive(Default)]
struct Collectors {
    new_words: NewWords,
    phrases: PhraseFinder,
    boilerplate: BoilerplateFinder,
}

impl Collectors {
    /// Adds an article under the hash of its text.
    fn add(&mut self, document: &Document, hash: u64, options: &AnalysisOptions) {
        if !options.without_new_words {
            let text = full_text(document);
            self.new_words.add(&text);
            self.phrases.add(&text, hash);
        }
        if !options.keep_boilerplate {
            let publisher = document.publisher.as_deref().unwrap_or(UNKNOWN_PUBLISHER);
            self.boilerplate.add(publisher, &document.text, hash);
        }
    }

    fn merge(&mut self, other: Collectors) {
        self.new_words.merge(other.new_words);
        self.phrases.merge(other.phrases);
        self.boilerplate.merge(other.boilerplate);
    }

    fn finish(self, analyzer: &Analyzer) -> Learnt {
        Learnt {
            new_words: self.new_words.finish(analyzer.korean()),
            phrases: self.phrases.finish(&PhraseOptions::default()),
            boilerplate: self.boilerplate.finish(&BoilerplateOptions::default()),
        }
    }
}

/// What the first look has taught.
#[derive(Default)]
pub(crate) struct Learnt {
    /// The words that the dictionary lacks, in the order of their characters.
    pub(crate) new_words: Vec<NewWord>,
    /// The names of several words.
    pub(crate) phrases: Phrases,
    /// What publishers put into many of their articles.
    pub(crate) boilerplate: Boilerplate,
}

/// A batch that has been read.
pub(crate) struct ReadBatch {
    pub(crate) bytes: u64,
    pub(crate) entries: Vec<Entry>,
}

/// The batches of the sample, by their place in the corpus.
pub(crate) type Sample = BTreeMap<u64, ReadBatch>;

/// Looks at a sample of a corpus. Returns what it has taught and the sample;
/// `corpus` goes on to hand out all that is not in it, and batches of a corpus
/// of files that are.
///
/// # Errors
///
/// Only when `progress` asks to stop.
pub(crate) fn learn(
    corpus: &mut Corpus,
    analyzer: &Analyzer,
    options: &AnalysisOptions,
    progress: &dyn Progress,
) -> Result<(Learnt, Sample), Error> {
    let sample = match corpus.again() {
        Some(again) => {
            let stride = corpus.bytes().unwrap_or_default().div_ceil(SAMPLE).max(1);
            let mut every_so_many = again.filter(|batch| batch.sequence() % stride == 0);
            read(&mut every_so_many, progress)?
        }
        None => {
            let mut left = SAMPLE;
            let mut beginning = std::iter::from_fn(|| {
                // Asking for a batch too many would lose it.
                let batch = if left > 0 { corpus.next() } else { None }?;
                left = left.saturating_sub(batch.bytes());
                Some(batch)
            });
            read(&mut beginning, progress)?
        }
    };

    let mut texts = Vec::new();
    let mut seen = FxHashSet::default();
    for batch in sample.values() {
        for entry in &batch.entries {
            if let Entry::Document(document) = entry {
                let text = full_text(document);
                let mut hasher = FxHasher::default();
                hasher.write(text.as_bytes());
                let hash = hasher.finish();
                if seen.insert(hash) {
                    texts.push((document, hash));
                }
            }
        }
    }
    let next = AtomicUsize::new(0);
    let shares = rayon::broadcast(|_| {
        let mut collectors = Collectors::default();
        while !progress.is_interrupted() {
            let start = next.fetch_add(TEXTS_AT_ONCE, Ordering::Relaxed);
            let Some(texts) = texts.get(start..) else {
                break;
            };
            for (document, hash) in texts.iter().take(TEXTS_AT_ONCE) {
                collectors.add(document, *hash, options);
            }
        }
        collectors
    });
    if progress.is_interrupted() {
        return Err(Error::interrupted());
    }
    let merged = shares.into_iter().reduce(|mut all, share| {
        all.merge(share);
        all
    });
    Ok((merged.unwrap_or_default().finish(analyzer), sample))
}

/// How many texts a thread takes at a time.
const TEXTS_AT_ONCE: usize = 64;

/// Reads batches on all threads.
fn read(
    batches: &mut (dyn Iterator<Item = Batch> + Send),
    progress: &dyn Progress,
) -> Result<Sample, Error> {
    let batches = Mutex::new(batches);
    let next_batch = || batches.lock().ok().and_then(|mut batches| batches.next());
    let shares = rayon::broadcast(|_| {
        let mut share = Sample::new();
        while !progress.is_interrupted()
            && let Some(batch) = next_batch()
        {
            let (sequence, bytes) = (batch.sequence(), batch.bytes());
            let mut entries = Vec::new();
            batch.read(&mut |entry| entries.push(entry));
            share.insert(sequence, ReadBatch { bytes, entries });
        }
        share
    });
    if progress.is_interrupted() {
        return Err(Error::interrupted());
    }
    Ok(shares.into_iter().flatten().collect())
}

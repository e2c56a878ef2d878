//! All threads of the pool reading one corpus.

use std::sync::Mutex;

use malmoi_corpus::{Corpus, Entry};

use crate::{Error, Progress};

/// What came of reading a corpus.
pub(crate) struct Reading<S> {
    /// What each thread has made of its entries, in no order that means anything.
    pub(crate) shares: Vec<S>,
    /// How many entries the corpus had.
    pub(crate) entries: u64,
}

/// The place of an entry in its corpus.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    /// The number of its batch.
    batch: u64,
    /// Its number in the batch.
    entry: u64,
}

impl Place {
    /// Returns a number that tells entries apart and puts them in the order of
    /// the corpus.
    pub(crate) fn key(self) -> u64 {
        self.batch << 32 | self.entry
    }
}

/// Returns a corpus to read, and the same to read again.
///
/// # Errors
///
/// When a stream cannot be kept.
pub(crate) fn twice(mut corpus: Corpus) -> Result<[Corpus; 2], Error> {
    corpus.keep_stream().map_err(Error::stream)?;
    let again = corpus.again().ok_or_else(|| {
        let what = "a stream cannot be read a second time";
        Error::stream(std::io::Error::other(what))
    })?;
    Ok([again, corpus])
}

/// Reads a corpus on all threads of the current rayon pool.
///
/// `add` adds an entry to the share of the thread that read it, with the help of
/// what `worker` made for that thread.
///
/// # Errors
///
/// Only when `progress` asks to stop.
pub(crate) fn read_on_all_threads<W, S: Default + Send>(
    corpus: Corpus,
    progress: &dyn Progress,
    worker: impl Fn() -> W + Sync,
    add: impl Fn(&mut W, &mut S, Place, Entry) + Sync,
) -> Result<Reading<S>, Error> {
    let corpus = Mutex::new(corpus);
    let next_batch = || match corpus.lock() {
        Ok(mut corpus) => corpus.next(),
        // Another thread panicked; rayon is about to pass that on.
        Err(_) => None,
    };
    let read = rayon::broadcast(|_| {
        let mut worker = worker();
        let mut share = S::default();
        let mut entries = 0;
        while !progress.is_interrupted()
            && let Some(batch) = next_batch()
        {
            let mut documents = 0;
            let mut place = Place {
                batch: batch.sequence(),
                entry: 0,
            };
            let bytes = batch.bytes();
            batch.read(&mut |entry| {
                documents += u64::from(matches!(entry, Entry::Document(_)));
                add(&mut worker, &mut share, place, entry);
                place.entry += 1;
            });
            entries += place.entry;
            progress.advance(bytes, documents);
        }
        (share, entries)
    });
    if progress.is_interrupted() {
        return Err(Error::interrupted());
    }
    let entries = read.iter().map(|(_, entries)| entries).sum();
    let shares = read.into_iter().map(|(share, _)| share).collect();
    Ok(Reading { shares, entries })
}

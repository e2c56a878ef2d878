//! All threads of the pool reading one corpus.

use std::sync::Mutex;

use malmoi_corpus::{Corpus, Entry};
use malmoi_text::{Analyzer, AnalyzerWorker};

use crate::{Error, Progress};

/// Reads a corpus on all threads of the current rayon pool.
///
/// `add` adds an entry to the share of the thread that read it. It is given the
/// entry's key as well, the number of its batch and its place in it, which is
/// the order of the corpus. Returns the shares, in no order that means anything.
///
/// # Errors
///
/// Only when `progress` asks to stop.
pub(crate) fn read_on_all_threads<S: Default + Send>(
    corpus: Corpus,
    analyzer: &Analyzer,
    progress: &dyn Progress,
    add: impl Fn(&mut S, &mut AnalyzerWorker<'_>, u64, Entry) + Sync,
) -> Result<Vec<S>, Error> {
    let corpus = Mutex::new(corpus);
    let next_batch = || match corpus.lock() {
        Ok(mut corpus) => corpus.next(),
        // Another thread panicked; rayon is about to pass that on.
        Err(_) => None,
    };
    let shares = rayon::broadcast(|_| {
        let mut share = S::default();
        let mut worker = analyzer.analyzer_worker();
        while !progress.is_interrupted()
            && let Some(batch) = next_batch()
        {
            let bytes = batch.bytes();
            let mut documents = 0;
            let mut key = batch.sequence() << 32;
            batch.read(&mut |entry| {
                documents += u64::from(matches!(entry, Entry::Document(_)));
                add(&mut share, &mut worker, key, entry);
                key += 1;
            });
            progress.advance(bytes, documents);
        }
        share
    });
    if progress.is_interrupted() {
        return Err(Error::interrupted());
    }
    progress.finish_reading();
    Ok(shares)
}

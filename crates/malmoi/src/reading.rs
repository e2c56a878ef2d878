//! All threads of the pool reading one corpus.

use std::sync::Mutex;

use malmoi_corpus::{Batch, Corpus, Entry};
use malmoi_text::{Analyzer, AnalyzerWorker};
use rustc_hash::FxHashSet;

use crate::learning::{ReadBatch, Sample};
use crate::{Error, Progress};

/// Reads a corpus on all threads of the current rayon pool; what is in `sample`
/// has been read already.
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
    sample: Sample,
    analyzer: &Analyzer,
    progress: &dyn Progress,
    add: impl Fn(&mut S, &mut AnalyzerWorker<'_>, u64, Entry) + Sync,
) -> Result<Vec<S>, Error> {
    let is_read: FxHashSet<u64> = sample.keys().copied().collect();
    let read = sample
        .into_iter()
        .map(|(at, batch)| (at, Work::Read(batch)));
    let rest = corpus.filter(|batch| !is_read.contains(&batch.sequence()));
    let rest = rest.map(|batch| (batch.sequence(), Work::Unread(batch)));
    let work = Mutex::new(read.chain(rest));
    let next_work = || match work.lock() {
        Ok(mut work) => work.next(),
        // Another thread panicked; rayon is about to pass that on.
        Err(_) => None,
    };
    let shares = rayon::broadcast(|_| {
        let mut share = S::default();
        let mut worker = analyzer.analyzer_worker();
        while !progress.is_interrupted()
            && let Some((sequence, work)) = next_work()
        {
            let mut documents = 0;
            let mut key = sequence << 32;
            let mut take = |entry| {
                documents += u64::from(matches!(entry, Entry::Document(_)));
                add(&mut share, &mut worker, key, entry);
                key += 1;
            };
            let bytes = match work {
                Work::Read(batch) => {
                    batch.entries.into_iter().for_each(&mut take);
                    batch.bytes
                }
                Work::Unread(batch) => {
                    let bytes = batch.bytes();
                    batch.read(&mut take);
                    bytes
                }
            };
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

/// A batch to be worked on.
enum Work {
    Read(ReadBatch),
    Unread(Batch),
}

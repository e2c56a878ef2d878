//! A corpus read by several threads, and told in its order.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};
use std::thread;

use malmoi_corpus::{Corpus, Entry};

/// What was read of a batch.
struct Read {
    sequence: u64,
    bytes: u64,
    entries: Vec<Entry>,
}

/// Reads a corpus on so many threads, and calls `sink` with the entries of each batch and the
/// bytes it had, in the order of the corpus, until that fails.
pub(crate) fn read_in_order<E>(
    corpus: Corpus,
    threads: usize,
    sink: &mut dyn FnMut(u64, Vec<Entry>) -> Result<(), E>,
) -> Result<(), E> {
    let corpus = Mutex::new(corpus);
    let is_over = AtomicBool::new(false);
    let (sender, receiver) = sync_channel::<Read>(threads.max(1));
    thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            let sender = sender.clone();
            let (corpus, is_over) = (&corpus, &is_over);
            scope.spawn(move || {
                let next = || {
                    let mut corpus = corpus.lock().unwrap_or_else(PoisonError::into_inner);
                    corpus.next()
                };
                while !is_over.load(Ordering::Relaxed)
                    && let Some(batch) = next()
                {
                    let (sequence, bytes) = (batch.sequence(), batch.bytes());
                    let mut entries = Vec::new();
                    batch.read(&mut |entry| entries.push(entry));
                    let read = Read {
                        sequence,
                        bytes,
                        entries,
                    };
                    if sender.send(read).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        // Batches that were read before others of a lower number.
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        let mut done = Ok(());
        for read in receiver {
            waiting.insert(read.sequence, read);
            while done.is_ok()
                && let Some(read) = waiting.remove(&next)
            {
                next += 1;
                done = sink(read.bytes, read.entries);
            }
            if done.is_err() {
                // The others end with what they have, which nobody wants any more.
                is_over.store(true, Ordering::Relaxed);
                waiting.clear();
            }
        }
        done
    })
}

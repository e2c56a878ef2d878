//! How much memory an analysis may take, and who gets how much of it.
//!
//! | what | grows with | where it goes |
//! |---|---|---|
//! | the dictionary, what the first pass learns of a sample, tables being written | nothing | [`FIXED`] |
//! | what a thread gathers, sorts and writes to temporary files | threads | [`OF_A_THREAD`] |
//! | what the tokenizer remembers, and in the first pass the signatures of articles | nothing | all the rest |
//! | terms of each publisher and day, and some hundred bytes an article | the corpus | memory |
//!
//! Signatures are gone before there is anything to remember, so both may have the same room.

use crate::Error;

/// What does not depend on the corpus and the threads, in bytes.
const FIXED: u64 = 288 << 20;

/// What each thread takes besides what it remembers.
const OF_A_THREAD: u64 = 48 << 20;

/// The least that a thread remembers.
const REMEMBERED: u64 = 16 << 20;

/// How much memory an analysis may take, divided among those that can do with more or
/// less. The result does not depend on it.
///
/// ```
/// use malmoi::{Analyzer, KoreanOptions, MemoryBudget};
///
/// let memory = MemoryBudget::new(512 << 20, 2)?;
/// let analyzer = Analyzer::with_options(KoreanOptions {
///     memory: Some(memory.remembered()),
///     ..KoreanOptions::default()
/// })?;
/// let error = MemoryBudget::new(1 << 20, 2).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "1 MiB of memory are too little for 2 threads; the least that works is 416 MiB, and with \
///      one thread 352 MiB"
/// );
/// # let _ = analyzer;
/// # Ok::<(), malmoi::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct MemoryBudget {
    flexible: usize,
    threads: usize,
}

impl MemoryBudget {
    /// Divides `bytes` for so many threads.
    ///
    /// # Errors
    ///
    /// If that is too little; the error says how much is enough.
    pub fn new(bytes: u64, threads: usize) -> Result<MemoryBudget, Error> {
        let least = MemoryBudget::least(threads);
        if bytes < least {
            return Err(Error::too_little_memory(bytes, threads, least));
        }
        let taken = FIXED + threads as u64 * OF_A_THREAD;
        Ok(MemoryBudget {
            flexible: usize::try_from(bytes - taken).unwrap_or(usize::MAX),
            threads,
        })
    }

    /// Returns how many bytes are enough for so many threads.
    pub(crate) fn least(threads: usize) -> u64 {
        FIXED + threads as u64 * (OF_A_THREAD + REMEMBERED)
    }

    /// Returns what [`KoreanOptions::memory`](crate::KoreanOptions::memory) should be: no more
    /// than the tokenizer takes if nothing is said.
    pub fn remembered(&self) -> usize {
        self.flexible.min(MOST_REMEMBERED)
    }

    /// Returns how many bytes of signatures a thread keeps.
    pub(crate) fn signatures(&self) -> usize {
        self.flexible / self.threads.max(1)
    }
}

/// What a tokenizer remembers at most.
const MOST_REMEMBERED: usize = 224 << 20;

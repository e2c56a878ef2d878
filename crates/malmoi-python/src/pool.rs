//! Workers that are kept from call to call, since they remember the words they have seen.

use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::thread;

use malmoi::{AnalyzerWorker, KeywordExtractor, KeywordOptions, TextCounter};
use self_cell::self_cell;

self_cell!(
    pub(crate) struct KeptWorker {
        owner: Arc<malmoi::Analyzer>,
        #[covariant]
        dependent: AnalyzerWorker,
    }
);

self_cell!(
    pub(crate) struct KeptCounter {
        owner: Arc<malmoi::Analyzer>,
        #[covariant]
        dependent: TextCounter,
    }
);

/// What an extractor borrows from.
pub(crate) struct Extracting {
    analyzer: Arc<malmoi::Analyzer>,
    options: KeywordOptions,
}

self_cell!(
    pub(crate) struct KeptExtractor {
        owner: Extracting,
        #[covariant]
        dependent: KeywordExtractor,
    }
);

/// An analyzer and its workers that nobody uses now.
pub(crate) struct Pool {
    analyzer: Arc<malmoi::Analyzer>,
    workers: Mutex<Vec<KeptWorker>>,
    counters: Mutex<Vec<KeptCounter>>,
    extractors: Mutex<Vec<(usize, KeptExtractor)>>,
}

impl Pool {
    pub(crate) fn new(analyzer: malmoi::Analyzer) -> Pool {
        Pool {
            analyzer: Arc::new(analyzer),
            workers: Mutex::default(),
            counters: Mutex::default(),
            extractors: Mutex::default(),
        }
    }

    pub(crate) fn analyzer(&self) -> &Arc<malmoi::Analyzer> {
        &self.analyzer
    }

    /// Lends a worker.
    pub(crate) fn with_worker<T>(&self, work: impl FnOnce(&mut AnalyzerWorker<'_>) -> T) -> T {
        let kept = locked(&self.workers).and_then(|mut all| all.pop());
        let mut kept = kept.unwrap_or_else(|| {
            KeptWorker::new(Arc::clone(&self.analyzer), |analyzer| {
                analyzer.analyzer_worker()
            })
        });
        let result = kept.with_dependent_mut(|_, worker| work(worker));
        if let Some(mut all) = locked(&self.workers) {
            all.push(kept);
        }
        result
    }

    /// Lends a counter, which has counted nothing and must be left so.
    pub(crate) fn with_counter<T>(&self, work: impl FnOnce(&mut TextCounter<'_>) -> T) -> T {
        let kept = locked(&self.counters).and_then(|mut all| all.pop());
        let mut kept = kept.unwrap_or_else(|| {
            KeptCounter::new(Arc::clone(&self.analyzer), |analyzer| {
                TextCounter::new(analyzer)
            })
        });
        let result = kept.with_dependent_mut(|_, counter| work(counter));
        if let Some(mut all) = locked(&self.counters) {
            all.push(kept);
        }
        result
    }

    /// Lends an extractor of so many keywords.
    pub(crate) fn with_extractor<T>(
        &self,
        top: usize,
        work: impl FnOnce(&mut KeywordExtractor<'_>) -> T,
    ) -> T {
        let kept = locked(&self.extractors).and_then(|mut all| {
            let at = all.iter().position(|(of, _)| *of == top);
            at.map(|at| all.swap_remove(at).1)
        });
        let mut kept = kept.unwrap_or_else(|| {
            let owner = Extracting {
                analyzer: Arc::clone(&self.analyzer),
                options: KeywordOptions {
                    top,
                    ..KeywordOptions::default()
                },
            };
            KeptExtractor::new(owner, |owner| {
                KeywordExtractor::with_options(&owner.analyzer, &owner.options)
            })
        });
        let result = kept.with_dependent_mut(|_, extractor| work(extractor));
        if let Some(mut all) = locked(&self.extractors) {
            // Of many lengths asked for, the last few are remembered.
            if all.len() >= KEPT {
                all.remove(0);
            }
            all.push((top, kept));
        }
        result
    }
}

/// Locks what is kept, which is never held for long; `None` if it stays locked. After a fork it does, where another thread held it
/// that the child does not have, and the child must make its own.
fn locked<T>(kept: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    for _ in 0..ATTEMPTS {
        match kept.try_lock() {
            Ok(kept) => return Some(kept),
            Err(TryLockError::Poisoned(kept)) => return Some(kept.into_inner()),
            Err(TryLockError::WouldBlock) => thread::yield_now(),
        }
    }
    None
}

/// How often it is tried to lock what is kept.
const ATTEMPTS: usize = 1000;

/// How many extractors are kept.
const KEPT: usize = 8;

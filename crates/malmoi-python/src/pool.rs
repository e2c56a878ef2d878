//! Workers that are kept from call to call, since they remember the words they have seen.

use std::sync::{Arc, Mutex, PoisonError};

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
        let kept = self
            .workers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let mut kept = kept.unwrap_or_else(|| {
            KeptWorker::new(Arc::clone(&self.analyzer), |analyzer| {
                analyzer.analyzer_worker()
            })
        });
        let result = kept.with_dependent_mut(|_, worker| work(worker));
        self.workers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(kept);
        result
    }

    /// Lends a counter, which has counted nothing and must be left so.
    pub(crate) fn with_counter<T>(&self, work: impl FnOnce(&mut TextCounter<'_>) -> T) -> T {
        let kept = self
            .counters
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let mut kept = kept.unwrap_or_else(|| {
            KeptCounter::new(Arc::clone(&self.analyzer), |analyzer| {
                TextCounter::new(analyzer)
            })
        });
        let result = kept.with_dependent_mut(|_, counter| work(counter));
        self.counters
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(kept);
        result
    }

    /// Lends an extractor of so many keywords.
    pub(crate) fn with_extractor<T>(
        &self,
        top: usize,
        work: impl FnOnce(&mut KeywordExtractor<'_>) -> T,
    ) -> T {
        let kept = {
            let mut all = self
                .extractors
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            let at = all.iter().position(|(of, _)| *of == top);
            at.map(|at| all.swap_remove(at).1)
        };
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
        let mut all = self
            .extractors
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // Of many lengths asked for, the last few are remembered.
        if all.len() >= KEPT {
            all.remove(0);
        }
        all.push((top, kept));
        result
    }
}

/// How many extractors are kept.
const KEPT: usize = 8;

//! Long work without the GIL, which Ctrl-C ends.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use malmoi::Progress;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

use crate::failure::Failure;

/// How long signals wait. Python's handlers run in the main thread only, and only when asked.
const ASK: Duration = Duration::from_millis(50);

/// How long the work has to take its temporary files away once it is asked to end. It looks up
/// between batches; what takes longer ends by itself later, and nobody waits for it.
const GRACE: Duration = Duration::from_millis(400);

/// Tells the work that it is no longer wanted.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    interrupted: AtomicBool,
}

impl Progress for Watch {
    fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }
}

/// Does `work` on so many threads of its own, one for each core if nothing is said, and looks for
/// signals in the meantime.
///
/// The pool lasts as long as the call: threads do not survive a fork, and a pool without threads
/// waits for ever.
pub(crate) fn run<T: Send + 'static>(
    py: Python<'_>,
    threads: Option<usize>,
    work: impl FnOnce(&Watch) -> Result<T, Failure> + Send + 'static,
) -> PyResult<T> {
    let watch = Arc::new(Watch::default());
    let (sender, receiver) = mpsc::channel();
    let worker_watch = Arc::clone(&watch);
    thread::spawn(move || {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.unwrap_or(0))
            .build();
        let result = pool
            .map_err(Failure::from)
            .and_then(|pool| pool.install(|| work(&worker_watch)));
        // Nobody listens if Ctrl-C was pressed.
        let _ = sender.send(result);
    });
    let receiver = Mutex::new(receiver);
    let wait = |how_long| {
        py.detach(|| {
            let receiver = receiver.lock().unwrap_or_else(PoisonError::into_inner);
            receiver.recv_timeout(how_long)
        })
    };
    loop {
        match wait(ASK) {
            Ok(result) => return result.map_err(|failure| failure.raise(py)),
            Err(RecvTimeoutError::Timeout) => py.check_signals().inspect_err(|_| {
                watch.interrupted.store(true, Ordering::Relaxed);
                let _ = wait(GRACE);
            })?,
            Err(RecvTimeoutError::Disconnected) => {
                return Err(PyRuntimeError::new_err(
                    "the work ended without a result, which is a fault of malmoi; what it said is on \
                     standard error",
                ));
            }
        }
    }
}

/// Looks for signals now and then, in work on the thread that Python called.
pub(crate) struct Signals {
    asked: Instant,
}

impl Signals {
    pub(crate) fn new() -> Signals {
        Signals {
            asked: Instant::now(),
        }
    }

    /// Has Python handle the signals that have come, if the last time is long enough ago; what a handler raises is the
    /// failure.
    pub(crate) fn handle(&mut self) -> Result<(), Failure> {
        if self.asked.elapsed() < ASK {
            return Ok(());
        }
        self.asked = Instant::now();
        Python::attach(|py| py.check_signals()).map_err(Failure::raised)
    }
}

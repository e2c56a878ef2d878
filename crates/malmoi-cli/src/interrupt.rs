//! Ctrl-C: the work is asked to end, and ended if it does not within a moment,
//! unless files are being written that have to be taken away again.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crate::output;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static WRITING: AtomicBool = AtomicBool::new(false);

/// How long the work has to end by itself. It looks up between batches; a read
/// from a terminal or a very long article may keep it from that.
const GRACE: Duration = Duration::from_millis(300);

/// The exit code of an interrupted program.
pub(crate) const EXIT_CODE: u8 = 130;

/// Starts to listen for Ctrl-C.
pub(crate) fn listen(quiet: bool) -> Result<(), ctrlc::Error> {
    ctrlc::set_handler(move || {
        let is_first = !INTERRUPTED.swap(true, Ordering::SeqCst);
        if is_first {
            thread::sleep(GRACE);
            if WRITING.load(Ordering::SeqCst) {
                return;
            }
        }
        if !quiet {
            output::note("interrupted");
        }
        #[expect(clippy::exit, reason = "the work cannot or must not be waited for")]
        std::process::exit(i32::from(EXIT_CODE));
    })
}

/// Returns whether Ctrl-C was pressed.
pub(crate) fn is_interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Runs `write`, during which Ctrl-C only asks, so that there is time to take
/// away what is not complete. A second one still ends the program at once.
pub(crate) fn while_writing<T>(write: impl FnOnce() -> T) -> T {
    WRITING.store(true, Ordering::SeqCst);
    let result = write();
    WRITING.store(false, Ordering::SeqCst);
    result
}

//! The progress of long jobs, on standard error and only on a terminal.

use std::time::Duration;

use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use malmoi::Progress;

use crate::interrupt;

/// A bar with rate and time left, or nothing at all.
pub(crate) struct Bar {
    bar: ProgressBar,
    documents: std::sync::atomic::AtomicU64,
}

impl Bar {
    /// Starts a bar over `bytes` of input; without a size it only counts.
    /// indicatif draws nothing where standard error is no terminal.
    pub(crate) fn start(bytes: Option<u64>, quiet: bool) -> Bar {
        let bar = if quiet {
            ProgressBar::hidden()
        } else if let Some(bytes) = bytes {
            ProgressBar::new(bytes).with_style(style(
                "{prefix}  {bar:24} {percent:>3}%  {binary_bytes_per_sec}, {eta} left  {msg}",
            ))
        } else {
            ProgressBar::new_spinner().with_style(style(
                "{spinner} {prefix}  {binary_bytes}, {binary_bytes_per_sec}  {msg}",
            ))
        };
        bar.enable_steady_tick(Duration::from_millis(200));
        Bar {
            bar,
            documents: 0.into(),
        }
    }

    /// Starts a bar over `count` steps of unlike length.
    pub(crate) fn steps(count: usize, quiet: bool) -> Bar {
        let bar = if quiet {
            ProgressBar::hidden()
        } else {
            ProgressBar::new(count as u64).with_style(style("{bar:24} {pos}/{len}  {msg}"))
        };
        bar.enable_steady_tick(Duration::from_millis(200));
        Bar {
            bar,
            documents: 0.into(),
        }
    }

    /// Ends the step before, if any, and begins the one that `message` names.
    pub(crate) fn step(&self, message: String) {
        let is_first = self.documents.swap(1, std::sync::atomic::Ordering::Relaxed) == 0;
        self.bar.inc(u64::from(!is_first));
        self.bar.set_message(message);
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    pub(crate) fn phase(&self, name: &'static str) {
        self.bar.set_message(name);
    }
}

impl Progress for Bar {
    fn start_pass(&self, name: &'static str, bytes: Option<u64>) {
        self.documents
            .store(0, std::sync::atomic::Ordering::Relaxed);
        if let Some(bytes) = bytes {
            self.bar.set_length(bytes);
        }
        self.bar.reset();
        self.bar.set_prefix(name);
    }

    fn advance(&self, bytes: u64, documents: u64) {
        let before = self
            .documents
            .fetch_add(documents, std::sync::atomic::Ordering::Relaxed);
        self.bar.inc(bytes);
        self.bar
            .set_message(format!("{} documents", HumanCount(before + documents)));
    }

    fn finish_reading(&self) {
        self.bar.set_prefix("");
        self.bar.set_message("adding up");
    }

    fn step(&self, name: &'static str, done: u64, of: u64) {
        self.bar.set_prefix("");
        self.bar.set_message(format!("{name}: {done} of {of}"));
    }

    fn is_interrupted(&self) -> bool {
        interrupt::is_interrupted()
    }
}

/// The templates are fixed above, so one that does not parse shows in the first
/// test; the default style would do for the user.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

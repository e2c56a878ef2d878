//! Why a step of the build failed, as one readable text.

use std::fmt;
use std::io;
use std::path::Path;

/// A reason to show to whoever runs the build: what failed, where, and what
/// was expected instead.
///
/// Nothing reacts to the kind of a failure (every one means "try the next
/// route"), so the text is all there is.
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(reason: impl Into<String>) -> Failure {
        Failure(reason.into())
    }

    /// A file operation that failed: `Failure::io("read", path, error)`.
    pub(crate) fn io(action: &str, path: &Path, error: io::Error) -> Failure {
        Failure(format!("could not {action} {}: {error}", path.display()))
    }

    /// Puts in front of the reason what was being done.
    pub(crate) fn within(self, doing: &str) -> Failure {
        Failure(format!("{doing}: {}", self.0))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

//! What can go wrong in an analysis as a whole.

use std::fmt;

/// Why there is no result.
///
/// A document that cannot be read is no error: it is among the skipped.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
}

#[derive(Debug)]
enum ErrorKind {
    Dictionary(malmoi_text::Error),
    Interrupted,
}

impl Error {
    pub(crate) fn interrupted() -> Error {
        Error {
            kind: ErrorKind::Interrupted,
        }
    }

    /// Whether the analysis ended early because
    /// [`Progress::is_interrupted`](crate::Progress::is_interrupted) asked for
    /// it.
    pub fn is_interrupted(&self) -> bool {
        matches!(self.kind, ErrorKind::Interrupted)
    }
}

impl From<malmoi_text::Error> for Error {
    fn from(error: malmoi_text::Error) -> Error {
        Error {
            kind: ErrorKind::Dictionary(error),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ErrorKind::Dictionary(error) => error.fmt(f),
            ErrorKind::Interrupted => f.write_str("interrupted"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            ErrorKind::Dictionary(error) => error.source(),
            ErrorKind::Interrupted => None,
        }
    }
}

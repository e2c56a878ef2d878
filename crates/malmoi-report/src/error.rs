//! What can go wrong on writing.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why the results could not be written.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    path: PathBuf,
}

#[derive(Debug)]
enum ErrorKind {
    /// Something else than a result is in the way.
    Occupied,
    Io(io::Error),
}

impl Error {
    pub(crate) fn occupied(path: &Path) -> Error {
        Error {
            kind: ErrorKind::Occupied,
            path: path.to_path_buf(),
        }
    }

    pub(crate) fn io(path: &Path, source: io::Error) -> Error {
        Error {
            kind: ErrorKind::Io(source),
            path: path.to_path_buf(),
        }
    }

    /// Returns the file or folder that could not be written.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match self.kind {
            ErrorKind::Occupied => write!(
                f,
                "{path} exists and is not an earlier result of malmoi; \
                 name a new folder, or move it away"
            ),
            ErrorKind::Io(_) => write!(
                f,
                "cannot write {path}; check the free space and that you may write there"
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            ErrorKind::Occupied => None,
            ErrorKind::Io(source) => Some(source),
        }
    }
}

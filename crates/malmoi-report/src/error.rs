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
    /// The results would take the place of the folder the user is in.
    CurrentFolder,
    /// Somebody asked to stop.
    Interrupted,
    Io(io::Error),
    /// What the analysis keeps on disk could not be read.
    Analysis(malmoi::Error),
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

    pub(crate) fn analysis(path: &Path, source: malmoi::Error) -> Error {
        Error {
            kind: ErrorKind::Analysis(source),
            path: path.to_path_buf(),
        }
    }

    pub(crate) fn current_folder(path: &Path) -> Error {
        Error {
            kind: ErrorKind::CurrentFolder,
            path: path.to_path_buf(),
        }
    }

    pub(crate) fn interrupted(path: &Path) -> Error {
        Error {
            kind: ErrorKind::Interrupted,
            path: path.to_path_buf(),
        }
    }

    /// Whether writing ended early because
    /// [`Progress::is_interrupted`](malmoi::Progress::is_interrupted) asked for
    /// it. Nothing of it is left.
    pub fn is_interrupted(&self) -> bool {
        matches!(self.kind, ErrorKind::Interrupted)
    }

    /// Returns the file or folder that could not be written.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.kind {
            ErrorKind::Occupied => write!(
                f,
                "{path} is in the way: malmoi did not write it; \
                 name a new folder for the results, or move it"
            ),
            ErrorKind::CurrentFolder => write!(
                f,
                "{path} is the folder you are in, which the results would replace; \
                 name a new folder in it"
            ),
            ErrorKind::Interrupted => f.write_str("interrupted"),
            ErrorKind::Analysis(source) => write!(f, "cannot write {path}: {source}"),
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
            ErrorKind::Occupied | ErrorKind::CurrentFolder | ErrorKind::Interrupted => None,
            ErrorKind::Io(source) => Some(source),
            // The error itself is told already.
            ErrorKind::Analysis(source) => std::error::Error::source(source),
        }
    }
}

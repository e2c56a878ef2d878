use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a corpus could not be opened: a path that was asked for is not there or
/// cannot be read.
///
/// Trouble with a file found inside a folder is no error; it becomes a
/// [`Skip`](crate::Skip).
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
}

#[derive(Debug)]
enum ErrorKind {
    Open { path: PathBuf, source: io::Error },
}

impl Error {
    pub(crate) fn open(path: &Path, source: io::Error) -> Error {
        let path = path.to_path_buf();
        Error {
            kind: ErrorKind::Open { path, source },
        }
    }

    /// Returns the path that could not be read.
    pub fn path(&self) -> &Path {
        let ErrorKind::Open { path, .. } = &self.kind;
        path
    }

    /// Whether the path does not exist, which is most often a typing error.
    pub fn is_not_found(&self) -> bool {
        let ErrorKind::Open { source, .. } = &self.kind;
        source.kind() == io::ErrorKind::NotFound
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path().display();
        if self.is_not_found() {
            write!(f, "cannot find {path}; check the spelling")
        } else {
            write!(f, "cannot read {path}; check that you may read it")
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let ErrorKind::Open { source, .. } = &self.kind;
        Some(source)
    }
}

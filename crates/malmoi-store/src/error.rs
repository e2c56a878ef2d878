//! What can go wrong with a store.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a store could not be opened, read or changed.
///
/// What was committed before is as it was. What the system or SQLite said is the
/// [source](std::error::Error::source).
pub struct Error {
    store: PathBuf,
    kind: ErrorKind,
}

enum ErrorKind {
    Io(PathBuf, io::Error),
    Registry(rusqlite::Error),
    Locked,
    NoStore,
    Foreign,
    Format(String),
    ReadWith { store: String, now: u32 },
    Interrupted,
}

impl Error {
    fn new(store: &Path, kind: ErrorKind) -> Error {
        Error {
            store: store.to_owned(),
            kind,
        }
    }

    pub(crate) fn io(store: &Path, path: &Path, error: io::Error) -> Error {
        Error::new(store, ErrorKind::Io(path.to_owned(), error))
    }

    pub(crate) fn registry(store: &Path, error: rusqlite::Error) -> Error {
        Error::new(store, ErrorKind::Registry(error))
    }

    pub(crate) fn locked(store: &Path) -> Error {
        Error::new(store, ErrorKind::Locked)
    }

    pub(crate) fn no_store(store: &Path) -> Error {
        Error::new(store, ErrorKind::NoStore)
    }

    pub(crate) fn foreign(store: &Path) -> Error {
        Error::new(store, ErrorKind::Foreign)
    }

    pub(crate) fn format(store: &Path, format: String) -> Error {
        Error::new(store, ErrorKind::Format(format))
    }

    pub(crate) fn read_with(store: &Path, version: String) -> Error {
        let kind = ErrorKind::ReadWith {
            store: version,
            now: malmoi_corpus::READING_VERSION,
        };
        Error::new(store, kind)
    }

    pub(crate) fn interrupted(store: &Path) -> Error {
        Error::new(store, ErrorKind::Interrupted)
    }

    /// Whether the work was asked to stop, and did.
    pub fn is_interrupted(&self) -> bool {
        matches!(self.kind, ErrorKind::Interrupted)
    }

    /// Whether another process is changing the store.
    pub fn is_locked(&self) -> bool {
        matches!(self.kind, ErrorKind::Locked)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let store = self.store.display();
        match &self.kind {
            ErrorKind::Io(path, _) => write!(f, "cannot read or write {}", path.display()),
            ErrorKind::Registry(_) => write!(f, "cannot read or write the registry of {store}"),
            ErrorKind::Locked => write!(
                f,
                "{store} is being changed by another process; try again when it is done"
            ),
            ErrorKind::NoStore => write!(
                f,
                "there is no store in {store}; `malmoi add {store} PATH…` makes one"
            ),
            ErrorKind::Foreign => write!(
                f,
                "{store} has files but is no store; name a folder that is new or empty"
            ),
            ErrorKind::Format(format) => write!(
                f,
                "{store} has format {format}, and this malmoi knows {} alone; use the malmoi that \
                 made it, or make a new store",
                crate::FORMAT
            ),
            ErrorKind::ReadWith { store: old, now } => write!(
                f,
                "the articles in {store} were read and cleaned by version {old}, and this malmoi \
                 does so by version {now}; mixed, their numbers would not compare. \
                 `malmoi add --reindex {store} PATH…` reads all articles anew"
            ),
            ErrorKind::Interrupted => f.write_str("interrupted"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({self})")
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            ErrorKind::Io(_, error) => Some(error),
            ErrorKind::Registry(error) => Some(error),
            _ => None,
        }
    }
}

//! Why a dictionary could not be loaded.

use std::fmt;
use std::path::{Path, PathBuf};

use lindera_dictionary::error::LinderaError;

/// A dictionary could not be loaded.
///
/// The message says which and what to do; [`source`](std::error::Error::source)
/// is Lindera's own error, if it had one.
#[derive(Debug)]
pub struct Error(Kind);

#[derive(Debug)]
enum Kind {
    Embedded(LinderaError),
    Folder(PathBuf, LinderaError),
    Columns(PathBuf, Vec<String>),
}

impl Error {
    pub(crate) fn embedded(source: LinderaError) -> Error {
        Error(Kind::Embedded(source))
    }

    pub(crate) fn folder(path: &Path, source: LinderaError) -> Error {
        Error(Kind::Folder(path.to_owned(), source))
    }

    pub(crate) fn columns(path: &Path, found: &[String]) -> Error {
        Error(Kind::Columns(path.to_owned(), found.to_owned()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Embedded(_) => f.write_str(
                "the embedded Korean dictionary could not be loaded; build the program again",
            ),
            Kind::Folder(path, _) => write!(
                f,
                "no dictionary could be loaded from {}; name a folder that Lindera's builder \
                 made of mecab-ko-dic",
                path.display()
            ),
            Kind::Columns(path, found) => write!(
                f,
                "the dictionary in {} has other columns than mecab-ko-dic ({}); name a folder \
                 that Lindera's builder made of mecab-ko-dic",
                path.display(),
                found.join(", ")
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0 {
            Kind::Embedded(source) | Kind::Folder(_, source) => Some(source),
            Kind::Columns(..) => None,
        }
    }
}

//! The one thing that can fail: loading a dictionary.

use std::fmt;
use std::path::{Path, PathBuf};

use lindera_dictionary::error::LinderaError;

use crate::Language;

/// A dictionary could not be loaded.
///
/// The message names the dictionary; [`source`](std::error::Error::source) says
/// what was wrong with it.
#[derive(Debug)]
pub struct Error(Kind);

#[derive(Debug)]
enum Kind {
    Korean(malmoi_ko_dic::Error),
    Folder(Language, PathBuf, LinderaError),
    KoreanIsEmbedded,
}

impl Error {
    pub(crate) fn folder(language: Language, folder: &Path, source: LinderaError) -> Error {
        Error(Kind::Folder(language, folder.to_owned(), source))
    }

    pub(crate) fn korean_is_embedded() -> Error {
        Error(Kind::KoreanIsEmbedded)
    }
}

impl From<malmoi_ko_dic::Error> for Error {
    fn from(source: malmoi_ko_dic::Error) -> Error {
        Error(Kind::Korean(source))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Korean(_) => f.write_str("the Korean dictionary could not be loaded"),
            Kind::Folder(language, folder, _) => write!(
                f,
                "{}: no dictionary for {language} could be loaded from this folder; give one that \
                 Lindera 6 has built",
                folder.display()
            ),
            Kind::KoreanIsEmbedded => f.write_str(
                "Korean has its dictionary in malmoi; name one for another language, such as ja or zh",
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0 {
            Kind::Korean(source) => Some(source),
            Kind::Folder(_, _, source) => Some(source),
            Kind::KoreanIsEmbedded => None,
        }
    }
}

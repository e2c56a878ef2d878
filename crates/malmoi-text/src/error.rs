//! The one thing that can fail: loading the Korean dictionary.

use std::fmt;

/// The Korean dictionary could not be loaded.
///
/// The message names the dictionary; [`source`](std::error::Error::source) says
/// what was wrong with it.
#[derive(Debug)]
pub struct Error {
    source: malmoi_ko_dic::Error,
}

impl From<malmoi_ko_dic::Error> for Error {
    fn from(source: malmoi_ko_dic::Error) -> Error {
        Error { source }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the Korean dictionary could not be loaded")
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

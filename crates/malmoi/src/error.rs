//! What can go wrong in an analysis as a whole.

use std::fmt;
use std::io;

use crate::MemoryBudget;

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
    Stream(io::Error),
    Selection {
        text: String,
        what: String,
    },
    NoWord(String),
    TopicModel(String),
    Kept(io::Error),
    TooLittleMemory {
        bytes: u64,
        threads: usize,
        least: u64,
    },
    Unbalanced {
        what: &'static str,
        one: u64,
        other: u64,
    },
}

impl Error {
    pub(crate) fn interrupted() -> Error {
        Error {
            kind: ErrorKind::Interrupted,
        }
    }

    /// The input could not be kept to be read a second time.
    pub(crate) fn stream(error: io::Error) -> Error {
        Error {
            kind: ErrorKind::Stream(error),
        }
    }

    /// `text` is no filter.
    pub(crate) fn selection(text: &str, what: String) -> Error {
        Error {
            kind: ErrorKind::Selection {
                text: text.to_owned(),
                what,
            },
        }
    }

    /// There is no word in `text` that could be looked for.
    pub(crate) fn no_word(text: &str) -> Error {
        Error {
            kind: ErrorKind::NoWord(text.to_owned()),
        }
    }

    /// A file is no topic model, for this reason.
    pub(crate) fn topic_model(what: String) -> Error {
        Error {
            kind: ErrorKind::TopicModel(what),
        }
    }

    /// The list of articles could not be kept, or not be read again.
    pub(crate) fn kept(error: io::Error) -> Error {
        Error {
            kind: ErrorKind::Kept(error),
        }
    }

    pub(crate) fn too_little_memory(bytes: u64, threads: usize, least: u64) -> Error {
        Error {
            kind: ErrorKind::TooLittleMemory {
                bytes,
                threads,
                least,
            },
        }
    }

    pub(crate) fn unbalanced(what: &'static str, one: u64, other: u64) -> Error {
        Error {
            kind: ErrorKind::Unbalanced { what, one, other },
        }
    }

    /// Whether the analysis ended early because
    /// [`Progress::is_interrupted`](crate::Progress::is_interrupted) asked for
    /// it.
    pub fn is_interrupted(&self) -> bool {
        matches!(self.kind, ErrorKind::Interrupted)
    }
}

impl Error {
    /// Whether what was asked for makes no sense: a filter, a word to look for, or a topic model.
    ///
    /// ```
    /// use malmoi::{Aliases, Selection};
    ///
    /// let error = Selection::parse("paper=한겨레", &Aliases::default()).unwrap_err();
    /// assert!(error.is_about_options() && !error.is_interrupted());
    /// ```
    pub fn is_about_options(&self) -> bool {
        matches!(
            self.kind,
            ErrorKind::Selection { .. } | ErrorKind::NoWord(_) | ErrorKind::TopicModel(_)
        )
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
            ErrorKind::Stream(_) => write!(
                f,
                "cannot keep the input in {} to read it a second time; make room there, set \
                 TMPDIR to another folder, or give a file",
                std::env::temp_dir().display()
            ),
            ErrorKind::Selection { text, what } => write!(f, "the filter `{text}`: {what}"),
            ErrorKind::NoWord(text) => write!(
                f,
                "there is no word in `{text}` to look for; give a word, a name or a term, in quotes \
                 if it has spaces"
            ),
            ErrorKind::TopicModel(what) => write!(f, "cannot use the topic model: {what}"),
            ErrorKind::TooLittleMemory {
                bytes,
                threads,
                least,
            } => {
                write!(
                    f,
                    "{} MiB of memory are too little for {threads} thread{}; the least that works \
                     is {} MiB",
                    bytes >> 20,
                    if *threads == 1 { "" } else { "s" },
                    least >> 20
                )?;
                match *threads {
                    1 => Ok(()),
                    _ => write!(
                        f,
                        ", and with one thread {} MiB",
                        MemoryBudget::least(1) >> 20
                    ),
                }
            }
            ErrorKind::Kept(_) => write!(
                f,
                "cannot keep the list of articles in {}; make room there, or set TMPDIR to \
                 another folder",
                std::env::temp_dir().display()
            ),
            ErrorKind::Unbalanced { what, one, other } => write!(
                f,
                "the numbers do not add up, which is a fault of malmoi; please report it: {what}: \
                 {one} and {other}"
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            ErrorKind::Dictionary(error) => error.source(),
            ErrorKind::Stream(error) | ErrorKind::Kept(error) => Some(error),
            ErrorKind::Interrupted
            | ErrorKind::Selection { .. }
            | ErrorKind::NoWord(_)
            | ErrorKind::TopicModel(_)
            | ErrorKind::TooLittleMemory { .. }
            | ErrorKind::Unbalanced { .. } => None,
        }
    }
}

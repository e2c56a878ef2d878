//! What went wrong, as an exception of the kind that Python code can tell.

use std::error::Error;
use std::io;
use std::path::Path;

use malmoi::{CorpusError, DictionaryError, Skip};
use pyo3::prelude::*;

/// The name of an exception in `malmoi._errors`, and what it is made of. Unlike a [`PyErr`], it
/// can be made where there is no GIL.
#[derive(Debug)]
pub(crate) struct Failure {
    class: &'static str,
    message: String,
    path: Option<String>,
    line: Option<u64>,
    /// An exception that there is already: what a signal has raised.
    raised: Option<Box<PyErr>>,
}

impl Failure {
    fn new(class: &'static str, message: String) -> Failure {
        Failure {
            class,
            message,
            path: None,
            line: None,
            raised: None,
        }
    }

    /// An argument that makes no sense.
    pub(crate) fn option(message: impl Into<String>) -> Failure {
        Failure::new("OptionError", message.into())
    }

    /// There is nothing to work on, or nothing comes of it.
    pub(crate) fn no_article(message: impl Into<String>) -> Failure {
        Failure::new("ArticleError", message.into())
    }

    /// An article that could not be read.
    pub(crate) fn article(skip: &Skip) -> Failure {
        // What is an option of the command line is an argument here.
        let detail = skip.detail.replace(
            "--field body=NAME",
            r#"reading=malmoi.Reading(fields={"body": NAME})"#,
        );
        let detail = match detail.as_str() {
            "" => String::new(),
            detail => format!(" ({detail})"),
        };
        let failure = Failure::new("ArticleError", format!("{}{detail}", skip.reason));
        failure.at(&skip.path, skip.line)
    }

    /// A line of a user dictionary.
    pub(crate) fn user_dictionary(message: String) -> Failure {
        Failure::new("UserDictionaryError", message)
    }

    /// A file that cannot be read.
    pub(crate) fn file(path: &Path, error: &io::Error) -> Failure {
        let class = match error.kind() {
            io::ErrorKind::NotFound => "CorpusNotFoundError",
            _ => "CorpusError",
        };
        let path = path.display().to_string();
        Failure::new(class, format!("cannot be read: {error}")).at(&path, None)
    }

    /// An exception that was raised while the work went on.
    pub(crate) fn raised(error: PyErr) -> Failure {
        Failure {
            raised: Some(Box::new(error)),
            ..Failure::new("", String::new())
        }
    }

    /// What is left: temporary files, faults of the library.
    pub(crate) fn other(error: &dyn Error) -> Failure {
        Failure::new("AnalysisError", chain(error))
    }

    pub(crate) fn at(self, path: &str, line: Option<u64>) -> Failure {
        Failure {
            path: Some(path.to_owned()),
            line,
            ..self
        }
    }

    pub(crate) fn raise(self, py: Python<'_>) -> PyErr {
        if let Some(raised) = self.raised {
            return *raised;
        }
        let make = || {
            let class = py.import("malmoi._errors")?.getattr(self.class)?;
            class.call1((&self.message, &self.path, self.line))
        };
        match make() {
            Ok(exception) => PyErr::from_value(exception),
            Err(error) => error,
        }
    }
}

/// Returns an error with all that caused it.
fn chain(error: &dyn Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        message.push_str(": ");
        message.push_str(&error.to_string());
        cause = error.source();
    }
    message
}

impl From<malmoi::Error> for Failure {
    fn from(error: malmoi::Error) -> Failure {
        // What is wrong with a filter or a term is wrong with an argument.
        match error.is_about_options() {
            true => Failure::option(chain(&error)),
            false => Failure::other(&error),
        }
    }
}

impl From<CorpusError> for Failure {
    fn from(error: CorpusError) -> Failure {
        let class = match error.is_not_found() {
            true => "CorpusNotFoundError",
            false => "CorpusError",
        };
        let path = error.path().display().to_string();
        Failure::new(class, chain(&error)).at(&path, None)
    }
}

impl From<DictionaryError> for Failure {
    fn from(error: DictionaryError) -> Failure {
        Failure::new("DictionaryError", chain(&error))
    }
}

impl From<malmoi_report::Error> for Failure {
    fn from(error: malmoi_report::Error) -> Failure {
        let path = error.path().display().to_string();
        Failure::new("OutputError", chain(&error)).at(&path, None)
    }
}

impl From<rayon::ThreadPoolBuildError> for Failure {
    fn from(error: rayon::ThreadPoolBuildError) -> Failure {
        Failure::other(&error)
    }
}

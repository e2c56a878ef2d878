//! Keywords as Python has them.

use std::hash::{DefaultHasher, Hash, Hasher};

use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};

use crate::detection::known_language;

/// A keyword of a text: a word or a phrase of up to five.
#[pyclass(eq, frozen, get_all, module = "malmoi")]
#[derive(Debug, PartialEq)]
pub(crate) struct Keyword {
    /// The form it is counted under; of a phrase, those of its words with a space between them.
    term: String,
    /// The form to show: the most frequent one in the text.
    display: String,
    /// The language the term was found in, by its ISO 639-1 code.
    lang: &'static str,
    /// The probability that a reader of the text would choose it, between 0 and 1.
    score: f64,
    /// Occurrences in the text.
    count: u64,
}

impl From<malmoi::Keyword> for Keyword {
    fn from(keyword: malmoi::Keyword) -> Keyword {
        Keyword {
            term: keyword.term,
            display: keyword.display,
            lang: keyword.language.code(),
            score: keyword.score,
            count: keyword.count,
        }
    }
}

#[pymethods]
impl Keyword {
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let restore = py.import("malmoi._malmoi")?.getattr("restore_keyword")?;
        let Keyword {
            term,
            display,
            lang,
            score,
            count,
        } = self;
        let given = (term, display, lang, score, count).into_pyobject(py)?;
        PyTuple::new(py, [restore, given.into_any()])
    }

    // Equal keywords have equal terms; a score has no hash.
    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (&self.term, self.lang, self.count).hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!(
            "Keyword(display={}, score={:.3}, count={})",
            PyString::new(py, &self.display).repr()?,
            self.score,
            self.count
        ))
    }
}

/// Makes a keyword anew that was pickled.
#[pyfunction]
pub(crate) fn restore_keyword(
    term: String,
    display: String,
    lang: &str,
    score: f64,
    count: u64,
) -> PyResult<Keyword> {
    Ok(Keyword {
        term,
        display,
        lang: known_language(lang)?,
        score,
        count,
    })
}

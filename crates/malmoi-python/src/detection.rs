//! Languages of texts.

use std::hash::{DefaultHasher, Hash, Hasher};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::analyzer::{answer, parse_languages};
use crate::failure::Failure;
use crate::number::count;
use crate::tokens::Characters;

/// The language of a text, how sure that is, and the language of each run in it.
#[pyclass(eq, frozen, get_all, module = "malmoi")]
#[derive(Debug, PartialEq)]
pub(crate) struct Detection {
    /// The ISO 639-1 code of the language that most of the text is in; `und` where that cannot be told.
    pub(crate) lang: &'static str,
    /// About how often such an answer is right, from 0 to 1.
    pub(crate) confidence: f64,
    /// The runs, in order; together they are the text.
    runs: Vec<Run>,
}

/// A stretch of a text in one language.
#[pyclass(eq, frozen, get_all, hash, module = "malmoi")]
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Run {
    /// The ISO 639-1 code of its language.
    lang: &'static str,
    /// Where it starts, in characters from the start of the text.
    start: u32,
    /// Where it ends.
    end: u32,
}

impl Detection {
    pub(crate) fn of(detector: &malmoi::Detector, text: &str) -> Detection {
        let detection = detector.detect(text);
        let mut characters = Characters {
            text,
            at: 0,
            number: 0,
        };
        let runs = detection.runs.iter().map(|run| Run {
            lang: run.language.code(),
            start: characters.before(run.start),
            end: characters.before(run.end),
        });
        Detection {
            lang: detection.language.code(),
            confidence: detection.confidence,
            runs: runs.collect(),
        }
    }
}

pub(crate) fn detector(languages: &[String]) -> Result<malmoi::Detector, Failure> {
    Ok(malmoi::Detector::among(&parse_languages(languages)?))
}

#[pymethods]
impl Detection {
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let restore = py.import("malmoi._malmoi")?.getattr("restore_detection")?;
        let runs = self.runs.iter().map(|run| (run.lang, run.start, run.end));
        let given = (self.lang, self.confidence, runs.collect::<Vec<_>>()).into_pyobject(py)?;
        PyTuple::new(py, [restore, given.into_any()])
    }

    // Equal detections have equal runs; a confidence has no hash.
    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.lang, &self.runs).hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self) -> String {
        let runs: Vec<String> = self.runs.iter().map(Run::__repr__).collect();
        format!(
            "Detection(lang='{}', confidence={:.2}, runs=[{}])",
            self.lang,
            self.confidence,
            runs.join(", ")
        )
    }
}

#[pymethods]
impl Run {
    fn __repr__(&self) -> String {
        let Run { lang, start, end } = self;
        format!("Run(lang='{lang}', start={start}, end={end})")
    }
}

/// Makes a detection anew that was pickled.
#[pyfunction]
pub(crate) fn restore_detection(
    lang: &str,
    confidence: f64,
    runs: Vec<(String, u32, u32)>,
) -> PyResult<Detection> {
    let runs = runs.into_iter().map(|(lang, start, end)| {
        let lang = known_language(&lang)?;
        Ok(Run { lang, start, end })
    });
    Ok(Detection {
        lang: known_language(lang)?,
        confidence,
        runs: runs.collect::<PyResult<_>>()?,
    })
}

/// Returns the code of a language as the library has it.
pub(crate) fn known_language(code: &str) -> PyResult<&'static str> {
    let language = malmoi::Language::from_code(code);
    let language =
        language.ok_or_else(|| PyValueError::new_err(format!("no language: {code:?}")))?;
    Ok(language.code())
}

/// Finds the language of a text, or of each of several, and of each run in it.
///
/// `languages` are those that it may be in, by their ISO 639-1 codes; all, if nothing is said.
///
/// >>> import malmoi
/// >>> malmoi.detect("이재명 대통령은 APEC 정상회의에 참석했다.").lang
/// 'ko'
#[pyfunction]
#[pyo3(signature = (text, *, languages = None, threads = 1))]
pub(crate) fn detect<'py>(
    text: &Bound<'py, PyAny>,
    languages: Option<Vec<String>>,
    #[pyo3(from_py_with = count)] threads: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let detector = detector(&languages.unwrap_or_default());
    let detector = detector.map_err(|failure| failure.raise(text.py()))?;
    detections(&detector, text, threads)
}

/// Returns what is found of a text, or of each of several.
pub(crate) fn detections<'py>(
    detector: &malmoi::Detector,
    text: &Bound<'py, PyAny>,
    threads: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let py = text.py();
    let job = |texts: &[&str]| {
        let detect = |text: &&str| Detection::of(detector, text);
        texts.iter().map(detect).collect()
    };
    answer(text, threads, job, |detection: Detection| {
        Ok(Bound::new(py, detection)?.into_any())
    })
}

//! Languages of texts.

use pyo3::prelude::*;

use crate::analyzer::parse_languages;
use crate::failure::Failure;
use crate::tokens::Characters;

/// The language of a text, how sure that is, and the language of each run in it.
#[pyclass(frozen, get_all, module = "malmoi")]
#[derive(Debug)]
pub(crate) struct Detection {
    /// The ISO 639-1 code of the language that most of the text is in; `und` where that cannot be told.
    pub(crate) lang: &'static str,
    /// About how often such an answer is right, from 0 to 1.
    pub(crate) confidence: f64,
    /// The runs, in order; together they are the text.
    runs: Vec<Run>,
}

/// A stretch of a text in one language.
#[pyclass(frozen, get_all, module = "malmoi")]
#[derive(Clone, Debug)]
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

/// Finds the language of a text and of each run in it.
///
/// `languages` are those that it may be in, by their ISO 639-1 codes; all, if nothing is said.
///
/// >>> import malmoi
/// >>> malmoi.detect("이재명 대통령은 APEC 정상회의에 참석했다.").lang
/// 'ko'
#[pyfunction]
#[pyo3(signature = (text, *, languages = None))]
pub(crate) fn detect(
    py: Python<'_>,
    text: &str,
    languages: Option<Vec<String>>,
) -> PyResult<Detection> {
    let languages = languages.unwrap_or_default();
    py.detach(|| Ok(Detection::of(&detector(&languages)?, text)))
        .map_err(|failure: Failure| failure.raise(py))
}

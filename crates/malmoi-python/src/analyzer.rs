//! What splits texts into words, with its options.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use malmoi::{Compounds, Engine, KoreanOptions, Language, UserDictionary};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};

use crate::detection::{detections, detector};
use crate::failure::Failure;
use crate::keywords::Keyword;
use crate::number::count;
use crate::pool::Pool;
use crate::reading::one_or_many;
use crate::tokens::Tokens;

/// Splits texts into words, and finds their languages and keywords.
///
/// It is made once and used for many texts: it remembers words that it has seen. It may be shared by
/// threads, and pickled. Without arguments it finds the words that `analyze` counts.
///
/// - `user_dictionary`: a file, or several, of Korean words to be found whole: a word, `surface,tag,reading`,
///   or the 12 fields of mecab-ko-dic on each line
/// - `words`: Korean words to be found whole
/// - `compounds`: what becomes of Korean compounds and fused forms: `none`, they stay whole; `auto`, they are
///   divided where texts tagged by hand do, as the command `malmoi tokenize` has it; `discard`, their parts
///   stand for them; `mixed`, they stay, and their parts come after them
/// - `lemmas`: count Korean verbs and adjectives as well, by their dictionary form
/// - `engine`: `malmoi`, `mecab-ko` (the same without corrections) or `lindera`, to compare with
/// - `dictionaries`: folders of dictionaries in Lindera's format, by language: `{"ja": "ipadic"}`
/// - `languages`: the languages that texts may be in, such as `["ko", "en"]`; all, if nothing is said
/// - `language`: the language that every text is in, instead of detecting it
///
/// Raises `UserDictionaryError` with path and line for a wrong line, `DictionaryError` for a dictionary that
/// cannot be loaded, `CorpusError` for a file that cannot be read, and `OptionError`.
///
/// >>> import malmoi
/// >>> analyzer = malmoi.Analyzer(words=["가온해상풍력"])
/// >>> analyzer.terms("가온해상풍력이 발전을 시작했다")
/// ['가온해상풍력', '발전']
#[pyclass(frozen, module = "malmoi")]
pub(crate) struct Analyzer {
    pool: Arc<Pool>,
    detector: malmoi::Detector,
    options: Options,
}

/// All that an analyzer is made of; files are read once, so that it can be made anew elsewhere.
#[derive(Clone, FromPyObject, IntoPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Options {
    user_dictionaries: Vec<(String, String)>,
    words: Vec<String>,
    compounds: String,
    lemmas: bool,
    engine: String,
    dictionaries: Vec<(String, PathBuf)>,
    languages: Vec<String>,
    language: Option<String>,
}

impl Options {
    fn build(&self) -> Result<malmoi::Analyzer, Failure> {
        let mut user_dictionary = UserDictionary::default();
        for (path, text) in &self.user_dictionaries {
            let (dictionary, problems) = UserDictionary::read(text);
            if let Some(first) = problems.into_iter().next() {
                let failure = Failure::user_dictionary(first.message);
                return Err(failure.at(path, Some(first.line as u64)));
            }
            user_dictionary.extend(dictionary);
        }
        let options = KoreanOptions {
            user_dictionary,
            compounds: match self.compounds.as_str() {
                "none" => Compounds::None,
                "auto" => Compounds::Auto,
                "discard" => Compounds::Discard,
                "mixed" => Compounds::Mixed,
                other => return Err(unknown("compounds", other, "none, auto, discard or mixed")),
            },
            lemmas: self.lemmas,
            engine: match self.engine.as_str() {
                "malmoi" => Engine::Malmoi,
                "mecab-ko" => Engine::MecabKo,
                "lindera" => Engine::Lindera,
                other => return Err(unknown("engine", other, "malmoi, mecab-ko or lindera")),
            },
            ..KoreanOptions::default()
        };
        let has_own_words = !self.words.is_empty() || !options.user_dictionary.is_empty();
        if options.engine == Engine::Lindera && has_own_words {
            return Err(Failure::option(
                "the engine lindera takes no words and no user_dictionary; leave them out",
            ));
        }
        let mut analyzer = malmoi::Analyzer::with_options(options)?;
        if self.language.is_some() && !self.languages.is_empty() {
            return Err(Failure::option(
                "of language and languages one is enough: the language of every text, or those that texts may be in",
            ));
        }
        // A space or a comma would make another thing of a line of a dictionary.
        let is_word = |word: &&String| {
            !word.is_empty() && !word.contains([',', '\n']) && !word.contains(char::is_whitespace)
        };
        if let Some(wrong) = self.words.iter().find(|word| !is_word(word)) {
            return Err(Failure::option(format!(
                "{wrong:?} in words is no word: it is empty or has white space or a comma"
            )));
        }
        if !self.words.is_empty() {
            analyzer = analyzer.with_words(self.words.iter().map(String::as_str))?;
        }
        for (language, folder) in &self.dictionaries {
            analyzer = analyzer.with_dictionary(parse_language(language)?, folder)?;
        }
        let languages = parse_languages(&self.languages)?;
        Ok(match &self.language {
            Some(language) => analyzer.for_language(parse_language(language)?),
            None => analyzer.among(&languages),
        })
    }
}

fn unknown(what: &str, value: &str, known: &str) -> Failure {
    Failure::option(format!("{what} is {value:?}; it must be {known}"))
}

fn parse_language(code: &str) -> Result<Language, Failure> {
    Language::from_code(code).ok_or_else(|| {
        Failure::option(format!(
            "{code:?} is no language; give its ISO 639-1 code, such as ko or en"
        ))
    })
}

pub(crate) fn parse_languages(codes: &[String]) -> Result<Vec<Language>, Failure> {
    codes.iter().map(|code| parse_language(code)).collect()
}

/// Makes an analyzer anew that was pickled.
#[pyfunction]
pub(crate) fn restore_analyzer(py: Python<'_>, options: Options) -> PyResult<Analyzer> {
    Analyzer::from_options(py, options)
}

impl Analyzer {
    fn from_options(py: Python<'_>, options: Options) -> PyResult<Analyzer> {
        let made = py.detach(|| {
            let analyzer = options.build()?;
            Ok((analyzer, detector(&options.languages)?))
        });
        let (analyzer, detector) = made.map_err(|failure: Failure| failure.raise(py))?;
        Ok(Analyzer {
            pool: Arc::new(Pool::new(analyzer)),
            detector,
            options,
        })
    }

    pub(crate) fn pool(&self) -> &Arc<Pool> {
        &self.pool
    }

    pub(crate) fn detector(&self) -> &malmoi::Detector {
        &self.detector
    }

    pub(crate) fn shared(&self) -> Arc<malmoi::Analyzer> {
        Arc::clone(self.pool.analyzer())
    }
}

#[pymethods]
impl Analyzer {
    #[new]
    #[pyo3(signature = (
        *, user_dictionary = None, words = None, compounds = "none", lemmas = false,
        engine = "malmoi", dictionaries = None, languages = None, language = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "Python names them")]
    fn new(
        py: Python<'_>,
        user_dictionary: Option<&Bound<'_, PyAny>>,
        words: Option<Vec<String>>,
        compounds: &str,
        lemmas: bool,
        engine: &str,
        dictionaries: Option<BTreeMap<String, PathBuf>>,
        languages: Option<Vec<String>>,
        language: Option<String>,
    ) -> PyResult<Analyzer> {
        let paths = user_dictionary
            .map(one_or_many)
            .transpose()?
            .unwrap_or_default();
        let texts: Result<Vec<_>, Failure> = paths.iter().map(|path| text_of(path)).collect();
        let options = Options {
            user_dictionaries: texts.map_err(|failure| failure.raise(py))?,
            words: words.unwrap_or_default(),
            compounds: compounds.to_owned(),
            lemmas,
            engine: engine.to_owned(),
            dictionaries: dictionaries.into_iter().flatten().collect(),
            languages: languages.unwrap_or_default(),
            language,
        };
        Analyzer::from_options(py, options)
    }

    /// Splits a text into tokens, or each of several.
    ///
    /// Several texts may be split on several threads; the GIL is released in any case.
    ///
    /// >>> import malmoi
    /// >>> [token.surface for token in malmoi.Analyzer().tokenize("비가 왔다")]
    /// ['비', '가', '왔', '다']
    #[pyo3(signature = (text, *, threads = 1))]
    fn tokenize<'py>(
        &self,
        text: &Bound<'py, PyAny>,
        #[pyo3(from_py_with = count)] threads: usize,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = text.py();
        let pool = &self.pool;
        let job = |texts: &[&str]| {
            pool.with_worker(|worker| texts.iter().map(|text| Tokens::of(worker, text)).collect())
        };
        answer(text, threads, job, |tokens: Tokens| {
            Ok(Bound::new(py, tokens)?.into_any())
        })
    }

    /// Returns the terms of a text, or of each of several: what it says, under the forms they are counted
    /// by, in order and with repetitions.
    ///
    /// >>> import malmoi
    /// >>> malmoi.Analyzer().terms("The ministers restored the ties")
    /// ['minist', 'restor', 'tie']
    #[pyo3(signature = (text, *, threads = 1))]
    fn terms<'py>(
        &self,
        text: &Bound<'py, PyAny>,
        #[pyo3(from_py_with = count)] threads: usize,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = text.py();
        let pool = &self.pool;
        let job = |texts: &[&str]| {
            pool.with_worker(|worker| {
                let terms = |text: &&str| {
                    let mut terms = Vec::new();
                    worker.analyze(text, &mut |token| {
                        if matches!(token.kind, malmoi::Kind::Term | malmoi::Kind::Part) {
                            terms.push(token.term.to_owned());
                        }
                    });
                    terms
                };
                texts.iter().map(terms).collect()
            })
        };
        answer(text, threads, job, |terms: Vec<String>| {
            Ok(PyList::new(py, terms)?.into_any())
        })
    }

    /// Returns the keywords of a text, or of each of several, best first and at most `top`.
    ///
    /// No other text has a say: a text has the same keywords alone and among others.
    ///
    /// >>> import malmoi
    /// >>> text = "반도체가 다시 팔린다. 정부는 반도체 수출 대책을 발표했다."
    /// >>> [keyword.display for keyword in malmoi.Analyzer().keywords(text, top=2)]
    /// ['반도체', '반도체 수출 대책']
    #[pyo3(signature = (text, *, top = 20, threads = 1))]
    fn keywords<'py>(
        &self,
        text: &Bound<'py, PyAny>,
        #[pyo3(from_py_with = count)] top: usize,
        #[pyo3(from_py_with = count)] threads: usize,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = text.py();
        let pool = &self.pool;
        let job = |texts: &[&str]| {
            pool.with_extractor(top, |extractor| {
                texts.iter().map(|text| extractor.keywords(text)).collect()
            })
        };
        answer(text, threads, job, |keywords: Vec<malmoi::Keyword>| {
            let keywords = keywords.into_iter().map(Keyword::from);
            Ok(PyList::new(py, keywords.collect::<Vec<_>>())?.into_any())
        })
    }

    /// Finds the language of a text, or of each of several, and of each run in it.
    #[pyo3(signature = (text, *, threads = 1))]
    fn detect<'py>(
        &self,
        text: &Bound<'py, PyAny>,
        #[pyo3(from_py_with = count)] threads: usize,
    ) -> PyResult<Bound<'py, PyAny>> {
        detections(&self.detector, text, threads)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Analyzer>) -> PyResult<Bound<'py, PyTuple>> {
        let py = slf.py();
        let restore = py.import("malmoi._malmoi")?.getattr("restore_analyzer")?;
        let options = slf.get().options.clone().into_pyobject(py)?;
        PyTuple::new(py, [restore, PyTuple::new(py, [options])?.into_any()])
    }

    fn __repr__(&self) -> String {
        let Options {
            compounds,
            lemmas,
            engine,
            ..
        } = &self.options;
        let lemmas = if *lemmas { "True" } else { "False" };
        format!("Analyzer(compounds='{compounds}', lemmas={lemmas}, engine='{engine}')")
    }
}

fn text_of(path: &Path) -> Result<(String, String), Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::file(path, &error))?;
    let path = path.display().to_string();
    match String::from_utf8(bytes) {
        Ok(text) => Ok((path, text)),
        Err(error) => {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = 1 + valid.iter().filter(|byte| **byte == b'\n').count() as u64;
            let message = "is no UTF-8; save the file as UTF-8".to_owned();
            Err(Failure::user_dictionary(message).at(&path, Some(line)))
        }
    }
}

/// Returns how many texts make a portion: at least one, and no more than so many bytes of several.
fn portion_of(texts: &[&str], most: usize) -> usize {
    let mut bytes = 0;
    let fits = texts.iter().take(PORTION).take_while(|text| {
        bytes += text.len();
        bytes <= most
    });
    fits.count().max(1)
}

/// How many texts are worked on before signals are looked for, and how many bytes of them for each thread.
const PORTION: usize = 1024;
const PORTION_BYTES: usize = 1 << 18;

/// Does `job` for one text or for all of several, without the GIL, and makes Python's answer of what
/// comes of each.
pub(crate) fn answer<'py, T: Send>(
    text: &Bound<'py, PyAny>,
    threads: usize,
    job: impl Fn(&[&str]) -> Vec<T> + Sync,
    mut made: impl FnMut(T) -> PyResult<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    use pyo3::types::PyString;
    use rayon::prelude::*;

    let py = text.py();
    if let Ok(text) = text.cast::<PyString>() {
        let text = text.to_str()?;
        let mut found = py.detach(|| job(&[text]));
        return match found.pop() {
            Some(found) => made(found),
            None => Ok(py.None().into_bound(py)),
        };
    }
    let no_text = |number: usize, given: &Bound<'py, PyAny>| {
        let given = given.get_type().name().map(|name| name.to_string());
        let given = given.unwrap_or_else(|_| "something else".to_owned());
        PyTypeError::new_err(format!(
            "text {number} of those given is no str but {given}"
        ))
    };
    let several = text
        .try_iter()
        .map_err(|_| PyTypeError::new_err("give a text, or several of them"))?;
    let texts: Vec<Bound<'py, PyString>> = several
        .enumerate()
        .map(|(number, text)| {
            let text = text?;
            text.cast_into::<PyString>()
                .map_err(|error| no_text(number, &error.into_inner()))
        })
        .collect::<PyResult<_>>()?;
    let texts: Vec<&str> = texts
        .iter()
        .map(|text| text.to_str())
        .collect::<PyResult<_>>()?;
    let pool = match threads {
        1 => None,
        threads => Some(
            rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .map_err(|error| Failure::from(error).raise(py))?,
        ),
    };
    let answers = PyList::empty(py);
    let most = PORTION_BYTES.saturating_mul(threads.max(1));
    let mut rest = &texts[..];
    while !rest.is_empty() {
        let portion;
        (portion, rest) = rest.split_at(portion_of(rest, most));
        let found = py.detach(|| match &pool {
            None => job(portion),
            Some(pool) => pool.install(|| portion.par_chunks(64).flat_map_iter(&job).collect()),
        });
        for found in found {
            answers.append(made(found)?)?;
        }
        py.check_signals()?;
    }
    Ok(answers.into_any())
}

//! The main job.

use std::path::PathBuf;
use std::sync::Arc;

use malmoi::{
    AnalysisOptions, ArticleOptions, Duplicates, KeynessOptions, TopicCount, TopicOptions,
};
use malmoi_report::{
    Output, Summary, coverage, oddities, profiles, tables, topics as topic_tables,
};
use pyo3::prelude::*;

use crate::analyzer::Analyzer;
use crate::columns::table_of;
use crate::failure::Failure;
use crate::interrupt;
use crate::number::{count, optional_count};
use crate::reading::{Reading, Source};
use crate::table::Table;

/// What an analysis found: tables, which `docs/tables.md` describes, by their names.
///
/// `analysis["keywords"]` is any of them; some have a property.
#[pyclass(frozen, module = "malmoi")]
#[derive(Debug)]
pub(crate) struct Analysis {
    found: Arc<malmoi::Analysis>,
}

/// Finds what each publisher of a crawl says more than the others, as the command `malmoi analyze` does.
///
/// `source` is a path, several paths, or a table that any library has in memory (pandas, Polars, DuckDB, PyArrow),
/// with columns such as `text`, `title`, `publisher` and `published_at`; their names are guessed as those of a CSV file
/// are.
///
/// - `analyzer`: what splits texts into words
/// - `reading`: how articles are read
/// - `top`: how many keywords to keep for each publisher and language
/// - `new_words`: look for words and names that the crawl itself proves
/// - `keep_boilerplate`: count the sentences as well that a publisher puts into many of its articles
/// - `duplicates`: what copies of an article are good for: `count`, `once` or `drop`
/// - `topics`: find so many topics as well, or `"auto"`: as many as suit the articles
/// - `threads`: how many threads work; one for each core, if nothing is said. The result does not depend on it
/// - `strict`: raise `ArticleError`, with path and line, if an article could not be read; otherwise those are in the
///   table `skipped`
///
/// Raises `CorpusNotFoundError` and `CorpusError` for a path, `ArticleError` where there is no article, and
/// `KeyboardInterrupt`.
///
/// >>> import malmoi
/// >>> analysis = malmoi.analyze(malmoi_examples + "/newsroom")
/// >>> analysis.balance["counted"]
/// 72
/// >>> [row["display"] for row in analysis.keywords.to_pylist() if row["publisher"] == "아라신문"][:3]
/// ['부산시', '해상풍력', '동녘바다에너지']
#[pyfunction]
#[pyo3(signature = (
    source, *, analyzer = None, reading = None, top = 50, new_words = true, keep_boilerplate = false,
    duplicates = "once", topics = None, threads = None, strict = false
))]
#[expect(clippy::too_many_arguments, reason = "Python names them")]
pub(crate) fn analyze(
    source: &Bound<'_, PyAny>,
    analyzer: Option<&Bound<'_, Analyzer>>,
    reading: Option<&Bound<'_, Reading>>,
    #[pyo3(from_py_with = count)] top: usize,
    new_words: bool,
    keep_boilerplate: bool,
    duplicates: &str,
    topics: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = optional_count)] threads: Option<usize>,
    strict: bool,
) -> PyResult<Analysis> {
    let py = source.py();
    let options = AnalysisOptions {
        keyness: KeynessOptions {
            top,
            ..KeynessOptions::default()
        },
        articles: article_options(py, new_words, keep_boilerplate, duplicates)?,
        quoted: malmoi_report::page::QUOTED,
        topics: match topics {
            Some(topics) => Some(TopicOptions {
                topics: topic_count(topics)?,
                ..TopicOptions::default()
            }),
            None => None,
        },
    };
    let analyzer = shared(py, analyzer)?;
    let reading = Reading::options_of(reading);
    let source = Source::of(source)?;
    let found = interrupt::run(py, threads, move |watch| {
        let found = source.with_corpus(reading, |corpus| {
            Ok(malmoi::analyze(corpus, &analyzer, &options, watch)?)
        })?;
        if found.documents.is_empty() && found.skipped.is_empty() {
            return Err(Failure::no_article(NO_ARTICLE));
        }
        if (strict || found.documents.is_empty())
            && let Some(first) = found
                .skipped
                .iter()
                .find(|skip| !skip.as_ref().is_ok_and(malmoi::Skip::is_duplicate))
        {
            return Err(Failure::article(&first?));
        }
        Ok(found)
    })?;
    Ok(Analysis {
        found: Arc::new(found),
    })
}

/// Why there is nothing to do.
pub(crate) const NO_ARTICLE: &str =
    "there is no article to read; are the path, include and exclude right?";

/// Returns the analyzer that was given, or one with the defaults.
pub(crate) fn shared(
    py: Python<'_>,
    analyzer: Option<&Bound<'_, Analyzer>>,
) -> PyResult<Arc<malmoi::Analyzer>> {
    match analyzer {
        Some(analyzer) => Ok(analyzer.get().shared()),
        None => {
            let analyzer = py.import("malmoi")?.getattr("default_analyzer")?.call0()?;
            Ok(analyzer.cast::<Analyzer>()?.get().shared())
        }
    }
}

pub(crate) fn article_options(
    py: Python<'_>,
    new_words: bool,
    keep_boilerplate: bool,
    duplicates: &str,
) -> PyResult<ArticleOptions> {
    Ok(ArticleOptions {
        without_new_words: !new_words,
        keep_boilerplate,
        duplicates: match duplicates {
            "count" => Duplicates::Count,
            "once" => Duplicates::Once,
            "drop" => Duplicates::Drop,
            other => {
                let message = format!("duplicates is {other:?}; it must be count, once or drop");
                return Err(Failure::option(message).raise(py));
            }
        },
        ..ArticleOptions::default()
    })
}

pub(crate) fn topic_count(topics: &Bound<'_, PyAny>) -> PyResult<TopicCount> {
    if let Ok(number) = topics.extract::<u16>()
        && (1..=1_000).contains(&number)
    {
        return Ok(TopicCount::Number(number));
    }
    match topics.extract::<String>() {
        Ok(auto) if auto == "auto" => Ok(TopicCount::Auto),
        _ => {
            let message = format!("{topics} topics; give a number from 1 to 1000, or \"auto\"");
            Err(Failure::option(message).raise(topics.py()))
        }
    }
}

impl Analysis {
    fn table(&self, py: Python<'_>, name: &str) -> PyResult<Table> {
        let found = Arc::clone(&self.found);
        py.detach(|| table(&found, name))
            .map_err(|failure| failure.raise(py))
    }
}

#[pymethods]
impl Analysis {
    /// What each publisher says more than the others, and less.
    #[getter]
    fn keywords(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "keywords")
    }

    /// Every term of every publisher.
    #[getter]
    fn terms(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "terms")
    }

    /// The publishers, by language.
    #[getter]
    fn publishers(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "publishers")
    }

    /// The keywords day by day.
    #[getter]
    fn trends(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "trends")
    }

    /// Every article that was counted.
    #[getter]
    fn documents(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "documents")
    }

    /// What was not counted, and why.
    #[getter]
    fn skipped(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "skipped")
    }

    /// The names of all tables.
    #[getter]
    fn table_names(&self) -> Vec<&'static str> {
        let of_topics = match self.found.topics {
            Some(_) => &topic_tables::TABLES[..],
            None => &[],
        };
        tables::TABLES.iter().chain(of_topics).copied().collect()
    }

    fn __getitem__(&self, py: Python<'_>, name: &str) -> PyResult<Table> {
        if !self.table_names().contains(&name) {
            return Err(pyo3::exceptions::PyKeyError::new_err(name.to_owned()));
        }
        self.table(py, name)
    }

    /// What became of all that was read: how many entries were `read`, `counted`, `merged` since they were crawled
    /// again, `replaced` by a newer edition, `dropped` as copies, and `skipped`, and how many `copies` are among those
    /// counted.
    #[getter]
    fn balance(&self) -> std::collections::BTreeMap<&'static str, u64> {
        let balance = &self.found.balance;
        [
            ("read", balance.read),
            ("counted", balance.counted),
            ("merged", balance.merged),
            ("replaced", balance.replaced),
            ("dropped", balance.dropped),
            ("skipped", balance.skipped),
            ("copies", balance.copies),
        ]
        .into()
    }

    /// Writes `report.html`, `summary.json` and all tables to a folder, as the command does. It must be new, empty, or
    /// hold nothing but an earlier result.
    ///
    /// Raises `OutputError`.
    fn write(&self, py: Python<'_>, folder: PathBuf) -> PyResult<()> {
        let found = Arc::clone(&self.found);
        interrupt::run(py, None, move |watch| {
            Ok(Output::at(folder)?.write(&found, watch)?)
        })
    }

    /// The summary that `write` writes, as JSON.
    fn summary_json(&self, py: Python<'_>) -> PyResult<String> {
        let found = Arc::clone(&self.found);
        let summary = py.detach(|| {
            let summary = Summary::of(&found)?;
            serde_json::to_string(&summary).map_err(|error| Failure::other(&error))
        });
        summary.map_err(|failure: Failure| failure.raise(py))
    }

    fn __repr__(&self) -> String {
        format!("Analysis({} articles)", self.found.documents.len())
    }
}

fn table(found: &malmoi::Analysis, name: &str) -> Result<Table, Failure> {
    match name {
        "publishers" => table_of(tables::publishers(found).into_iter().map(Ok)),
        "keywords" => table_of(tables::keywords(found)?.into_iter().map(Ok)),
        "keywords_other_basis" => {
            table_of(tables::keywords_on_other_basis(found)?.into_iter().map(Ok))
        }
        "trends" => table_of(tables::trends(found).into_iter().map(Ok)),
        "terms" => table_of(tables::terms(found).map(Ok)),
        "profiles" => table_of(profiles::profiles(found).map(Ok)),
        "similarity" => table_of(profiles::similarities(found).map(Ok)),
        "new_words" => table_of(tables::new_words(found)),
        "names" => table_of(tables::names(found)),
        "boilerplate" => table_of(tables::boilerplate(found).map(Ok)),
        "documents" => table_of(tables::documents(found)),
        "copies" => table_of(tables::copies(found).map(Ok)),
        "skipped" => table_of(tables::skipped(found)),
        "audit" => table_of(coverage::publishers(&found.audit).map(Ok)),
        "coverage" => table_of(coverage::days(&found.audit).map(Ok)),
        "oddities" => table_of(oddities::oddities(&found.audit).into_iter().map(Ok)),
        "cleaning" => table_of(coverage::cleaning(&found.audit).map(Ok)),
        name => match &found.topics {
            Some(topics) => crate::topics::table(topics, name),
            None => Err(Failure::option(format!("there is no table {name:?}"))),
        },
    }
}

//! Topics.

use std::sync::Arc;

use malmoi::TopicOptions;
use malmoi_report::topics as tables;
use pyo3::prelude::*;

use crate::analysis::{NO_ARTICLE, article_options, topic_count};
use crate::analyzer::Analyzer;
use crate::columns::table_of;
use crate::failure::Failure;
use crate::interrupt;
use crate::number::optional_count;
use crate::reading::{Reading, Source};
use crate::table::Table;

/// The topics of a crawl, and who writes how much about each: the tables of the command `malmoi topics`.
#[pyclass(frozen, module = "malmoi")]
#[derive(Debug)]
pub(crate) struct Topics {
    found: Arc<malmoi::Topics>,
}

/// Finds the topics of a crawl, as the command `malmoi topics` does.
///
/// `k` is how many topics each language has, or `"auto"`: as many as suit the articles. `seed` is where the random
/// numbers start: the same seed gives the same topics. Without an `analyzer`, compounds are divided
/// (`compounds="auto"`), since their parts come in more articles. The other arguments are those of `analyze`.
///
/// >>> import malmoi
/// >>> found = malmoi.topics(malmoi_examples + "/newsroom", k=3, iterations=50)
/// >>> len({(row["language"], row["topic"]) for row in found.topics.to_pylist()})
/// 3
#[pyfunction]
#[pyo3(signature = (
    source, *, k = None, iterations = 200, seed = 1, joint = false, by_publisher = false, analyzer = None,
    reading = None, new_words = true, keep_boilerplate = false, duplicates = "once", threads = None
))]
#[expect(clippy::too_many_arguments, reason = "Python names them")]
pub(crate) fn topics(
    source: &Bound<'_, PyAny>,
    k: Option<&Bound<'_, PyAny>>,
    iterations: u32,
    seed: u64,
    joint: bool,
    by_publisher: bool,
    analyzer: Option<&Bound<'_, Analyzer>>,
    reading: Option<&Bound<'_, Reading>>,
    new_words: bool,
    keep_boilerplate: bool,
    duplicates: &str,
    #[pyo3(from_py_with = optional_count)] threads: Option<usize>,
) -> PyResult<Topics> {
    let py = source.py();
    let mut options = TopicOptions {
        iterations,
        seed,
        joint,
        by_publisher,
        articles: article_options(py, new_words, keep_boilerplate, duplicates)?,
        ..TopicOptions::default()
    };
    if let Some(k) = k {
        options.topics = topic_count(k)?;
    }
    let analyzer = analyzer.map(|analyzer| analyzer.get().shared());
    let reading = Reading::options_of(reading);
    let source = Source::of(source)?;
    let found = interrupt::run(py, threads, move |watch| {
        let analyzer = match analyzer {
            Some(analyzer) => analyzer,
            None => Arc::new(malmoi::Analyzer::with_options(malmoi::KoreanOptions {
                compounds: malmoi::Compounds::Auto,
                ..malmoi::KoreanOptions::default()
            })?),
        };
        let found = source.with_corpus(reading, |corpus| {
            Ok(malmoi::topics(corpus, &analyzer, &options, watch)?)
        })?;
        match found.documents.is_empty() {
            true => Err(Failure::no_article(NO_ARTICLE)),
            false => Ok(found),
        }
    })?;
    Ok(Topics {
        found: Arc::new(found),
    })
}

pub(crate) fn table(found: &malmoi::Topics, name: &str) -> Result<Table, Failure> {
    match name {
        "topics" => table_of(tables::topics(found).map(Ok)),
        "topic_publishers" => table_of(tables::publishers(found).map(Ok)),
        "topic_shares" => table_of(tables::shares(found).map(Ok)),
        "document_topics" => table_of(tables::documents(found)),
        name => Err(Failure::option(format!("there is no table {name:?}"))),
    }
}

#[pymethods]
impl Topics {
    /// The topics, with their words.
    #[getter]
    fn topics(&self, py: Python<'_>) -> PyResult<Table> {
        self.__getitem__(py, "topics")
    }

    /// How much each publisher writes about each.
    #[getter]
    fn publishers(&self, py: Python<'_>) -> PyResult<Table> {
        self.__getitem__(py, "topic_publishers")
    }

    /// How much each publisher writes about each, by day.
    #[getter]
    fn shares(&self, py: Python<'_>) -> PyResult<Table> {
        self.__getitem__(py, "topic_shares")
    }

    /// The topic that each article has most of.
    #[getter]
    fn documents(&self, py: Python<'_>) -> PyResult<Table> {
        self.__getitem__(py, "document_topics")
    }

    /// The names of all tables.
    #[getter]
    fn table_names(&self) -> Vec<&'static str> {
        tables::TABLES.to_vec()
    }

    fn __getitem__(&self, py: Python<'_>, name: &str) -> PyResult<Table> {
        if !tables::TABLES.contains(&name) {
            return Err(pyo3::exceptions::PyKeyError::new_err(name.to_owned()));
        }
        let found = Arc::clone(&self.found);
        py.detach(|| table(&found, name))
            .map_err(|failure| failure.raise(py))
    }

    fn __repr__(&self) -> String {
        format!("Topics({} articles)", self.found.documents.len())
    }
}

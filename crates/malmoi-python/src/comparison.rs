//! Two groups of articles, side by side.

use malmoi::{ComparisonOptions, KeynessOptions, Selection};
use malmoi_report::tables::KeywordRow;
use pyo3::prelude::*;

use crate::analysis::{article_options, shared};
use crate::analyzer::Analyzer;
use crate::columns::table_of;
use crate::failure::Failure;
use crate::interrupt;
use crate::number::{count, optional_count};
use crate::reading::{Reading, Source};
use crate::table::Table;

/// What some articles say more than others, and less.
#[pyclass(frozen, get_all, module = "malmoi")]
#[derive(Debug)]
pub(crate) struct Comparison {
    /// The terms that differ most, with the columns of the table `keywords`.
    keywords: Py<Table>,
    /// How many articles are on the side that something is said of.
    articles_here: u64,
    /// How many are on the other.
    articles_elsewhere: u64,
    /// All publishers that there are, selected or not.
    publishers: Vec<String>,
    /// How many articles could not be read.
    skipped: usize,
}

#[pymethods]
impl Comparison {
    fn __repr__(&self) -> String {
        format!(
            "Comparison({} articles with {})",
            self.articles_here, self.articles_elsewhere
        )
    }
}

/// Finds what some articles of a crawl say more than others, and what less, as the command `malmoi compare` does.
///
/// `here` and `elsewhere` are filters: `publisher=한겨레,'The Korea Herald' date=2026-01-02..2026-01-05 lang=ko`. All
/// conditions must hold, of what stands between commas one. Without `elsewhere` all other articles are compared with.
/// The other arguments are those of `analyze`.
///
/// Raises `OptionError` for a filter that cannot be read, and `ArticleError` where no article is left to compare.
///
/// >>> import malmoi
/// >>> found = malmoi.compare(malmoi_examples + "/newsroom", "publisher=누리경제")
/// >>> found.keywords.to_pylist()[0]["display"]
/// '반도체'
#[pyfunction]
#[pyo3(signature = (
    source, here, elsewhere = None, *, analyzer = None, reading = None, top = 20, new_words = true,
    keep_boilerplate = false, duplicates = "once", threads = None
))]
#[expect(clippy::too_many_arguments, reason = "Python names them")]
pub(crate) fn compare(
    source: &Bound<'_, PyAny>,
    here: &str,
    elsewhere: Option<&str>,
    analyzer: Option<&Bound<'_, Analyzer>>,
    reading: Option<&Bound<'_, Reading>>,
    #[pyo3(from_py_with = count)] top: usize,
    new_words: bool,
    keep_boilerplate: bool,
    duplicates: &str,
    #[pyo3(from_py_with = optional_count)] threads: Option<usize>,
) -> PyResult<Comparison> {
    let py = source.py();
    let reading = Reading::options_of(reading);
    let parse = |filter: &str| {
        let without_topics = Selection::parse(filter, &reading.aliases).map_err(Failure::from);
        let without_topics = without_topics.and_then(|selection| match selection.topics() {
            [] => Ok(selection),
            _ => Err(Failure::option(
                "a filter cannot ask for topics here; the command malmoi compare --topics can",
            )),
        });
        without_topics.map_err(|failure| failure.raise(py))
    };
    let options = ComparisonOptions {
        here: parse(here)?,
        elsewhere: elsewhere.map(parse).transpose()?,
        articles: article_options(py, new_words, keep_boilerplate, duplicates)?,
        keyness: KeynessOptions {
            top,
            ..KeynessOptions::default()
        },
    };
    let analyzer = shared(py, analyzer)?;
    let source = Source::of(source)?;
    let filter = here.to_owned();
    let (found, keywords) = interrupt::run(py, threads, move |watch| {
        let found = source.with_corpus(reading, |corpus| {
            Ok(malmoi::compare(corpus, &analyzer, &options, watch)?)
        })?;
        if found.articles_here == 0 || found.articles_elsewhere == 0 {
            return Err(Failure::no_article(format!(
                "no article is left to compare: {} here and {} elsewhere; the publishers are {}",
                found.articles_here,
                found.articles_elsewhere,
                found.publishers.join(", ")
            )));
        }
        let list = |a: &malmoi::Keyness, b: &malmoi::Keyness| {
            (a.language, a.direction) == (b.language, b.direction)
        };
        let rows = found.keywords.chunk_by(list).flat_map(|list| {
            (1..).zip(list).map(|(rank, k)| {
                let (counts, basis) = (&found.counts, found.basis);
                Ok(KeywordRow::of(
                    &filter,
                    rank,
                    k,
                    counts,
                    basis,
                    &found.evidence(k),
                ))
            })
        });
        let keywords = table_of(rows)?;
        Ok((found, keywords))
    })?;
    Ok(Comparison {
        keywords: Py::new(py, keywords)?,
        articles_here: found.articles_here,
        articles_elsewhere: found.articles_elsewhere,
        publishers: found.publishers,
        skipped: found.skipped.len(),
    })
}

//! What is to be analysed: files, or a table that another library has in memory.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::{Arc, OnceLock};

use arrow_array::{Array, LargeStringArray, RecordBatch, RecordBatchReader};
use arrow_schema::ArrowError;
use malmoi::{
    Aliases, Corpus, CorpusOptions, Encoding, Field, Glob, NamePattern, PublisherSource, SaidFields,
};
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};
use pyo3_arrow::input::AnyRecordBatch;

use crate::columns::as_text;
use crate::failure::Failure;

/// How articles are read.
///
/// - `publisher`: the publisher of articles that state none
/// - `publisher_from_folder`: such articles have the name of their folder for it
/// - `publisher_from_name`: they have it from the name of their file: `{publisher}_{date}_*.txt`
/// - `aliases`: a TOML file with more names that mean the same publisher
/// - `fields`: what the fields of JSON, tables and front matters are called where that cannot be guessed:
///   `{"title": "제목"}`
/// - `encoding`: the encoding of all files, such as `cp949`; told by the bytes, if nothing is said
/// - `include`, `exclude`: patterns of the files to read, and of those to leave out
#[pyclass(frozen, module = "malmoi")]
#[derive(Debug)]
pub(crate) struct Reading {
    given: Given,
    options: CorpusOptions,
}

/// What was said of it; files are read once, so that it can be made anew elsewhere.
#[derive(Clone, Debug, FromPyObject, IntoPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Given {
    publisher: Option<String>,
    publisher_from_folder: bool,
    publisher_from_name: Option<String>,
    /// The path of the file, and what it says.
    aliases: Option<(String, String)>,
    fields: Vec<(String, String)>,
    encoding: Option<String>,
    include: Vec<String>,
    exclude: Vec<String>,
}

impl Given {
    fn options(&self) -> Result<CorpusOptions, Failure> {
        let publisher = match (&self.publisher, &self.publisher_from_name) {
            (Some(name), None) if !self.publisher_from_folder => {
                PublisherSource::Constant(name.clone())
            }
            (None, Some(pattern)) if !self.publisher_from_folder => {
                PublisherSource::FileName(parse::<NamePattern>(pattern)?)
            }
            (None, None) if self.publisher_from_folder => PublisherSource::ParentFolder,
            (None, None) => PublisherSource::Field,
            _ => {
                return Err(Failure::option(
                    "of publisher, publisher_from_folder and publisher_from_name one is enough",
                ));
            }
        };
        let fields = self.fields.iter();
        let fields = fields.map(|(field, name)| Ok((parse::<Field>(field)?, name.clone())));
        let mut aliases = Aliases::default();
        if let Some((path, toml)) = &self.aliases {
            let extended = aliases.extend(toml);
            extended.map_err(|error| Failure::option(error.to_string()).at(path, None))?;
        }
        Ok(CorpusOptions {
            publisher,
            aliases,
            encoding: self
                .encoding
                .as_deref()
                .map(parse::<Encoding>)
                .transpose()?,
            fields: fields.collect::<Result<_, Failure>>()?,
            only: globs(&self.include)?,
            except: globs(&self.exclude)?,
            exclude: None,
        })
    }
}

/// Makes a `Reading` anew that was pickled.
#[pyfunction]
pub(crate) fn restore_reading(py: Python<'_>, given: Given) -> PyResult<Reading> {
    match given.options() {
        Ok(options) => Ok(Reading { given, options }),
        Err(failure) => Err(failure.raise(py)),
    }
}

#[pymethods]
impl Reading {
    #[new]
    #[pyo3(signature = (
        *, publisher = None, publisher_from_folder = false, publisher_from_name = None, aliases = None,
        fields = None, encoding = None, include = None, exclude = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "Python names them")]
    fn new(
        py: Python<'_>,
        publisher: Option<String>,
        publisher_from_folder: bool,
        publisher_from_name: Option<String>,
        aliases: Option<PathBuf>,
        fields: Option<BTreeMap<String, String>>,
        encoding: Option<String>,
        include: Option<Vec<String>>,
        exclude: Option<Vec<String>>,
    ) -> PyResult<Reading> {
        let aliases = aliases.map(|path| {
            let toml = fs::read_to_string(&path);
            let toml = toml.map_err(|error| Failure::file(&path, &error).raise(py))?;
            Ok::<_, PyErr>((path.display().to_string(), toml))
        });
        let given = Given {
            publisher,
            publisher_from_folder,
            publisher_from_name,
            aliases: aliases.transpose()?,
            fields: fields.into_iter().flatten().collect(),
            encoding,
            include: include.unwrap_or_default(),
            exclude: exclude.unwrap_or_default(),
        };
        restore_reading(py, given)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Reading>) -> PyResult<Bound<'py, PyTuple>> {
        let py = slf.py();
        let restore = py.import("malmoi._malmoi")?.getattr("restore_reading")?;
        let given = slf.get().given.clone().into_pyobject(py)?;
        PyTuple::new(py, [restore, PyTuple::new(py, [given])?.into_any()])
    }
}

impl Reading {
    pub(crate) fn options_of(reading: Option<&Bound<'_, Reading>>) -> CorpusOptions {
        reading
            .map(|reading| reading.get().options.clone())
            .unwrap_or_default()
    }
}

/// Takes a table or batch over. A column of Polars without any value has a form that Arrow's importer
/// refuses, so it becomes one of text.
pub(crate) fn record_batches(source: &Bound<'_, PyAny>) -> PyResult<AnyRecordBatch> {
    let py = source.py();
    if source.get_type().module()?.to_str()?.starts_with("polars") {
        let text = py.import("polars")?.getattr("String")?;
        let columns = PyDict::new(py);
        for column in source
            .getattr("schema")?
            .call_method0("items")?
            .try_iter()?
        {
            let (name, kind): (String, Bound<'_, PyAny>) = column?.extract()?;
            if kind.str()? == "Null" {
                columns.set_item(name, &text)?;
            }
        }
        if !columns.is_empty() {
            return source.call_method1("cast", (columns,))?.extract();
        }
    }
    source.extract()
}

fn parse<T: FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, Failure> {
    text.parse()
        .map_err(|error: T::Err| Failure::option(format!("{text:?}: {error}")))
}

fn globs(patterns: &[String]) -> Result<Vec<Glob>, Failure> {
    patterns.iter().map(|pattern| parse(pattern)).collect()
}

/// What stands behind a path or a table, until it is opened.
pub(crate) enum Source {
    Paths(Vec<PathBuf>),
    Table(Box<dyn RecordBatchReader + Send>),
}

impl Source {
    pub(crate) fn of(source: &Bound<'_, PyAny>) -> PyResult<Source> {
        let py = source.py();
        let is_table = source.hasattr(intern!(py, "__arrow_c_stream__"))?
            || source.hasattr(intern!(py, "__arrow_c_array__"))?;
        match is_table {
            true => Ok(Source::Table(record_batches(source)?.into_reader()?)),
            false => Ok(Source::Paths(one_or_many(source)?)),
        }
    }

    /// Does `work` with the articles. A table that ends with an error is one: what it has not given cannot be counted, and
    /// nobody could tell how much that is.
    pub(crate) fn with_corpus<T>(
        self,
        options: CorpusOptions,
        work: impl FnOnce(Corpus) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let work = |corpus: Corpus| {
            let said = corpus.said_fields();
            let done = work(corpus)?;
            warn_of_unmet(&said)?;
            Ok(done)
        };
        let table = match self {
            Source::Paths(paths) => return work(Corpus::open(&paths, options)?),
            Source::Table(table) => table,
        };
        let fault = Arc::default();
        // A row goes the way of a line of JSON, so a table is read as a file of it would be.
        let lines = JsonLines {
            table,
            lines: Vec::new(),
            read: 0,
            fault: Arc::clone(&fault),
        };
        let result = work(Corpus::from_reader(
            "(table).jsonl",
            Box::new(lines),
            options,
        ));
        match fault.get() {
            Some(fault) => Err(Failure::option(format!(
                "the table cannot be read to its end: {fault}"
            ))),
            None => result,
        }
    }
}

/// Warns of names in `fields` that no article has: a slip of the pen would cost all titles, or all dates.
fn warn_of_unmet(said: &SaidFields) -> Result<(), Failure> {
    for (field, name) in said.unmet().filter(|(field, _)| *field != Field::Body) {
        let warning = format!(
            "no article has a field {name:?}, and Reading(fields=…) says that it holds the {}; all are read without",
            field.name()
        );
        Python::attach(|py| {
            let warnings = py.import("warnings")?;
            warnings.call_method1("warn", (warning,)).map(|_| ())
        })
        .map_err(Failure::raised)?;
    }
    Ok(())
}

/// Returns the paths that an argument names.
pub(crate) fn one_or_many(paths: &Bound<'_, PyAny>) -> PyResult<Vec<PathBuf>> {
    let is_one =
        paths.is_instance_of::<PyString>() || paths.hasattr(intern!(paths.py(), "__fspath__"))?;
    if is_one {
        return Ok(vec![paths.extract()?]);
    }
    let iterator = paths.try_iter().map_err(|_| {
        PyTypeError::new_err(
            "give a path, several of them, or a table with __arrow_c_stream__, as pandas, Polars, DuckDB \
             and PyArrow have it",
        )
    })?;
    iterator.map(|path| path?.extract()).collect()
}

/// A table as lines of JSON, made when they are asked for.
struct JsonLines {
    table: Box<dyn RecordBatchReader + Send>,
    lines: Vec<u8>,
    read: usize,
    /// What the table or a column of it could not give.
    fault: Arc<OnceLock<String>>,
}

impl Read for JsonLines {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.read == self.lines.len() {
            let Some(batch) = self.table.next() else {
                return Ok(0);
            };
            self.lines.clear();
            self.read = 0;
            let appended = batch.and_then(|batch| append_lines(&batch, &mut self.lines));
            if let Err(error) = appended {
                // The first one counts.
                let _ = self.fault.set(error.to_string());
                return Err(io::Error::other(error));
            }
        }
        let left = &self.lines[self.read..];
        let count = left.len().min(buffer.len());
        buffer[..count].copy_from_slice(&left[..count]);
        self.read += count;
        Ok(count)
    }
}

/// Appends a line of JSON for each row. Columns that are no text, number or time are left out.
fn append_lines(batch: &RecordBatch, lines: &mut Vec<u8>) -> Result<(), ArrowError> {
    let schema = batch.schema();
    let mut columns: Vec<(&str, LargeStringArray)> = Vec::new();
    for (field, column) in schema.fields().iter().zip(batch.columns()) {
        if !column.data_type().is_nested() {
            columns.push((field.name(), as_text(column)?));
        }
    }
    for row in 0..batch.num_rows() {
        lines.push(b'{');
        let mut comma = false;
        for (name, column) in columns.iter().filter(|(_, column)| column.is_valid(row)) {
            if comma {
                lines.push(b',');
            }
            comma = true;
            for (text, after) in [(*name, b':'), (column.value(row), b' ')] {
                // Writing text to memory does not fail.
                let _ = serde_json::to_writer(&mut *lines, text);
                lines.push(after);
            }
        }
        lines.extend_from_slice(b"}\n");
    }
    Ok(())
}

//! Batches of Arrow in, batches of Arrow out: what Spark, Ray, DuckDB and Polars call.
//!
//! Each works on the thread that calls it, since engines like those have a process for each core already.

use std::io::Cursor;
use std::sync::Arc;

use arrow_array::builder::{
    Float64Builder, Int64Builder, ListBuilder, StringBuilder, StructBuilder, UInt32Builder,
};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, LargeStringArray, RecordBatch};
use arrow_cast::cast;
use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};
use malmoi::{Corpus, TextCounter, Timestamp};
use malmoi_store::{COLUMNS, NUMBERS, Row, TEXTS};
use pyo3::prelude::*;
use pyo3_arrow::input::AnyRecordBatch;

use crate::analyzer::Analyzer;
use crate::columns::{column, text_column};
use crate::counting;
use crate::failure::Failure;
use crate::interrupt::Signals;
use crate::number::count;
use crate::reading::{Reading, record_batches};
use crate::sums;
use crate::table::Table;
use crate::tokens::Tokens;

/// Does `job` for every batch, without the GIL, and makes a table of what comes of them: a batch for
/// each.
fn each_batch(
    py: Python<'_>,
    batches: AnyRecordBatch,
    schema: impl FnOnce(&Schema) -> SchemaRef,
    mut job: impl FnMut(&RecordBatch, &SchemaRef) -> Result<RecordBatch, Failure> + Send,
) -> PyResult<Table> {
    let reader = batches.into_reader()?;
    let schema = schema(&reader.schema());
    let mut done = Vec::new();
    let mut reader = reader;
    loop {
        let result = py.detach(|| {
            let Some(batch) = reader.next() else {
                return Ok(None);
            };
            let batch = batch.map_err(|e| Failure::other(&e))?;
            job(&batch, &schema).map(Some)
        });
        match result.map_err(|failure: Failure| failure.raise(py))? {
            Some(batch) => done.push(batch),
            None => return Ok(Table::new(schema, done)),
        }
        py.check_signals()?;
    }
}

/// Counts the articles of each batch, which are in columns of these names: text, title, publisher and
/// date. With `spread` all is counted that keyness needs.
#[pyfunction]
#[pyo3(signature = (batches, analyzer, articles, spread))]
pub(crate) fn count_batch(
    py: Python<'_>,
    #[pyo3(from_py_with = record_batches)] batches: AnyRecordBatch,
    analyzer: &Bound<'_, Analyzer>,
    articles: [Option<String>; 4],
    spread: bool,
) -> PyResult<Table> {
    let rows = match spread {
        true => sums::rows,
        false => counting::rows,
    };
    let pool = Arc::clone(analyzer.get().pool());
    let of_nothing = rows(&mut TextCounter::new(pool.analyzer()));
    let schema = of_nothing.map_err(|failure| failure.raise(py))?.schema();
    let job = |batch: &RecordBatch, _: &SchemaRef| {
        let optional = |at: usize| {
            let name = articles[at].as_deref();
            name.map(|name| text_column(batch, name)).transpose()
        };
        let (texts, titles) = (optional(0)?, optional(1)?);
        let (publishers, dates) = (optional(2)?, optional(3)?);
        let cell = |column: &Option<LargeStringArray>, row| {
            let value = column.as_ref().and_then(|column| value(column, row));
            value.map(str::to_owned)
        };
        let mut signals = Signals::new();
        pool.with_counter(|counter| {
            for row in 0..batch.num_rows() {
                if let Err(raised) = signals.handle() {
                    // A counter is lent, and given back with nothing in it.
                    rows(counter)?;
                    return Err(raised);
                }
                // What has no text is no article.
                let Some(text) = cell(&texts, row) else {
                    continue;
                };
                let text = match cell(&titles, row) {
                    Some(title) => format!("{title}\n{text}"),
                    None => text,
                };
                let day = cell(&dates, row).and_then(|date| Timestamp::parse(&date));
                let day = day.map(|at| at.day().to_string());
                counter.add(&text, cell(&publishers, row).as_deref(), day.as_deref());
            }
            rows(counter)
        })
    };
    each_batch(py, batches, |_| schema, job)
}

fn value(column: &LargeStringArray, row: usize) -> Option<&str> {
    column
        .is_valid(row)
        .then(|| column.value(row))
        .filter(|text| !text.is_empty())
}

/// Returns a schema with more fields; what has one of their names already is replaced.
fn with_fields(schema: &Schema, more: Vec<Field>) -> SchemaRef {
    let is_replaced = |field: &&Arc<Field>| !more.iter().any(|new| new.name() == field.name());
    let fields = schema.fields().iter().filter(is_replaced).cloned();
    let fields: Vec<Arc<Field>> = fields.collect::<Vec<_>>();
    Arc::new(Schema::new_with_metadata(
        fields
            .into_iter()
            .chain(more.into_iter().map(Arc::new))
            .collect::<Vec<_>>(),
        schema.metadata().clone(),
    ))
}

/// Returns a batch with more columns, by a schema of [`with_fields`].
fn with_columns(
    batch: &RecordBatch,
    schema: &SchemaRef,
    more: Vec<ArrayRef>,
) -> Result<RecordBatch, Failure> {
    let new = &schema.fields()[schema.fields().len() - more.len()..];
    let is_replaced = |name: &String| new.iter().any(|field| field.name() == name);
    // By their places, since several may have one name.
    let own = batch.schema();
    let old = own.fields().iter().zip(batch.columns());
    let old = old.filter(|(field, _)| !is_replaced(field.name()));
    let mut columns: Vec<ArrayRef> = old.map(|(_, column)| Arc::clone(column)).collect();
    columns.extend(more);
    RecordBatch::try_new(Arc::clone(schema), columns).map_err(|e| Failure::other(&e))
}

fn token_fields() -> Fields {
    let text = |name: &str| Field::new(name, DataType::Utf8, false);
    let place = |name: &str| Field::new(name, DataType::UInt32, false);
    let texts = ["surface", "term", "pos", "lang", "kind"].map(text);
    texts
        .into_iter()
        .chain(["start", "end"].map(place))
        .collect()
}

fn list_of(name: &str, fields: Fields) -> Field {
    let item = Field::new("item", DataType::Struct(fields), false);
    Field::new(name, DataType::List(Arc::new(item)), true)
}

fn struct_lists(fields: &Fields) -> ListBuilder<StructBuilder> {
    let item = Field::new("item", DataType::Struct(fields.clone()), false);
    ListBuilder::new(StructBuilder::from_fields(fields.clone(), 0)).with_field(item)
}

/// A column of a struct that is being built is of the type its field says.
fn child<B: arrow_array::builder::ArrayBuilder>(
    of: &mut StructBuilder,
    at: usize,
) -> Result<&mut B, Failure> {
    of.field_builder::<B>(at)
        .ok_or_else(|| Failure::option("a column of another type"))
}

/// Adds the tokens of each row.
#[pyfunction]
pub(crate) fn tokenize_batch(
    py: Python<'_>,
    #[pyo3(from_py_with = record_batches)] batches: AnyRecordBatch,
    analyzer: &Bound<'_, Analyzer>,
    text: &str,
) -> PyResult<Table> {
    let pool = Arc::clone(analyzer.get().pool());
    let fields = token_fields();
    let schema = |old: &Schema| with_fields(old, vec![list_of("tokens", fields.clone())]);
    let job = |batch: &RecordBatch, schema: &SchemaRef| {
        let texts = text_column(batch, text)?;
        let mut lists = struct_lists(&fields);
        pool.with_worker(|worker| {
            let mut signals = Signals::new();
            for text in &texts {
                signals.handle()?;
                let Some(text) = text else {
                    lists.append_null();
                    continue;
                };
                for token in Tokens::of(worker, text).iter() {
                    let row = lists.values();
                    let texts = [token.surface, token.term, token.pos, token.lang, token.kind];
                    for (at, text) in texts.into_iter().enumerate() {
                        child::<StringBuilder>(row, at)?.append_value(text);
                    }
                    for (at, place) in [token.start, token.end].into_iter().enumerate() {
                        child::<UInt32Builder>(row, 5 + at)?.append_value(place);
                    }
                    row.append(true);
                }
                lists.append(true);
            }
            Ok::<_, Failure>(())
        })?;
        with_columns(batch, schema, vec![Arc::new(lists.finish())])
    };
    each_batch(py, batches, schema, job)
}

/// Adds the keywords of each row, and its language.
#[pyfunction]
pub(crate) fn keywords_batch(
    py: Python<'_>,
    #[pyo3(from_py_with = record_batches)] batches: AnyRecordBatch,
    analyzer: &Bound<'_, Analyzer>,
    text: &str,
    title: Option<&str>,
    #[pyo3(from_py_with = count)] top: usize,
) -> PyResult<Table> {
    let pool = Arc::clone(analyzer.get().pool());
    let fields: Fields = [
        ("term", DataType::Utf8),
        ("display", DataType::Utf8),
        ("score", DataType::Float64),
        ("count", DataType::Int64),
    ]
    .map(|(name, of)| Field::new(name, of, false))
    .into_iter()
    .collect();
    let lang = Field::new("lang", DataType::Utf8, true);
    let schema = |old: &Schema| with_fields(old, vec![lang, list_of("keywords", fields.clone())]);
    let job = |batch: &RecordBatch, schema: &SchemaRef| {
        let texts = text_column(batch, text)?;
        let titles = title.map(|title| text_column(batch, title)).transpose()?;
        let mut languages = StringBuilder::new();
        let mut lists = struct_lists(&fields);
        pool.with_extractor(top, |extractor| {
            let mut signals = Signals::new();
            for row in 0..batch.num_rows() {
                signals.handle()?;
                let Some(text) = value(&texts, row) else {
                    languages.append_null();
                    lists.append_null();
                    continue;
                };
                let whole = match titles.as_ref().and_then(|titles| value(titles, row)) {
                    Some(title) => &format!("{title}\n{text}"),
                    None => text,
                };
                let (language, keywords) = extractor.language_and_keywords(whole);
                languages.append_value(language.code());
                for keyword in keywords {
                    let row = lists.values();
                    child::<StringBuilder>(row, 0)?.append_value(&keyword.term);
                    child::<StringBuilder>(row, 1)?.append_value(&keyword.display);
                    child::<Float64Builder>(row, 2)?.append_value(keyword.score);
                    child::<Int64Builder>(row, 3)?.append_value(keyword.count as i64);
                    row.append(true);
                }
                lists.append(true);
            }
            Ok::<_, Failure>(())
        })?;
        with_columns(
            batch,
            schema,
            vec![Arc::new(languages.finish()), Arc::new(lists.finish())],
        )
    };
    each_batch(py, batches, schema, job)
}

/// Adds the language of each row, and how sure that is.
#[pyfunction]
pub(crate) fn detect_batch(
    py: Python<'_>,
    #[pyo3(from_py_with = record_batches)] batches: AnyRecordBatch,
    analyzer: &Bound<'_, Analyzer>,
    text: &str,
) -> PyResult<Table> {
    let detector = analyzer.get().detector();
    let fields = vec![
        Field::new("lang", DataType::Utf8, true),
        Field::new("confidence", DataType::Float64, true),
    ];
    let job = |batch: &RecordBatch, schema: &SchemaRef| {
        let texts = text_column(batch, text)?;
        let found = texts
            .iter()
            .map(|text| text.map(|text| detector.detect(text)));
        let (languages, sure): (StringBuilder, Float64Builder) = found.fold(
            (StringBuilder::new(), Float64Builder::new()),
            |(mut languages, mut sure), found| {
                languages.append_option(found.as_ref().map(|found| found.language.code()));
                sure.append_option(found.map(|found| found.confidence));
                (languages, sure)
            },
        );
        let (mut languages, mut sure) = (languages, sure);
        with_columns(
            batch,
            schema,
            vec![Arc::new(languages.finish()), Arc::new(sure.finish())],
        )
    };
    each_batch(py, batches, |old| with_fields(old, fields), job)
}

/// Reads the articles that files hold.
#[pyfunction]
#[pyo3(signature = (batches, path, content, reading))]
pub(crate) fn read_batch(
    py: Python<'_>,
    #[pyo3(from_py_with = record_batches)] batches: AnyRecordBatch,
    path: &str,
    content: &str,
    reading: Option<&Bound<'_, Reading>>,
) -> PyResult<Table> {
    let options = Reading::options_of(reading);
    let (texts, numbers) = COLUMNS.split_at(TEXTS);
    let texts = texts.iter().map(|name| (name, DataType::Utf8));
    let numbers = numbers.iter().map(|name| (name, DataType::Int64));
    let fields = texts.chain(numbers);
    let fields: Fields = fields
        .map(|(name, of)| Field::new(*name, of, true))
        .collect();
    let job = |batch: &RecordBatch, schema: &SchemaRef| {
        let paths = text_column(batch, path)?;
        let content = cast(column(batch, content)?, &DataType::LargeBinary)
            .map_err(|e| Failure::other(&e))?;
        let content = content.as_binary::<i64>();
        let mut texts: [StringBuilder; TEXTS] = std::array::from_fn(|_| StringBuilder::new());
        let mut numbers: [Int64Builder; NUMBERS] = std::array::from_fn(|_| Int64Builder::new());
        for row in 0..batch.num_rows() {
            if content.is_null(row) {
                continue;
            }
            let path = value(&paths, row).unwrap_or("-");
            let bytes = Cursor::new(content.value(row).to_vec());
            let mut place = 0;
            let mut signals = Signals::new();
            for batch in Corpus::from_reader(path, Box::new(bytes), options.clone()) {
                signals.handle()?;
                let mut is_full = false;
                batch.read(&mut |entry| {
                    let row = Row::of(entry, place);
                    place += 1;
                    for (column, text) in texts.iter_mut().zip(row.texts) {
                        let length = text.as_ref().map_or(0, |text| text.len());
                        is_full |= column.values_slice().len() + length > i32::MAX as usize;
                        column.append_option(text.filter(|_| !is_full));
                    }
                    for (column, number) in numbers.iter_mut().zip(row.numbers) {
                        column.append_option(number);
                    }
                });
                if is_full {
                    return Err(Failure::option(
                        "a batch of files holds more than 2 GiB of text; give fewer files at once, or cut an archive",
                    ));
                }
            }
        }
        let texts = texts
            .iter_mut()
            .map(|column| Arc::new(column.finish()) as ArrayRef);
        let numbers = numbers
            .iter_mut()
            .map(|column| Arc::new(column.finish()) as ArrayRef);
        RecordBatch::try_new(Arc::clone(schema), texts.chain(numbers).collect())
            .map_err(|e| Failure::other(&e))
    };
    each_batch(py, batches, |_| Arc::new(Schema::new(fields)), job)
}

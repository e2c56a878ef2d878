//! All that keyness needs, as rows that can be added up.

use std::sync::Arc;

use arrow_array::builder::{
    Decimal128Builder, Int32Builder, Int64Builder, ListBuilder, StringBuilder,
};
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int32Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, Decimal128Array, Int64Array, LargeStringArray, ListArray, RecordBatch,
};
use arrow_cast::cast;
use arrow_schema::{DataType, Field, Schema};
use malmoi::{
    Basis, Counts, KeynessOptions, LARGEST, Lengths, Moments, Sums, TextCounter, keyness,
};
use malmoi_report::tables::KeywordRow;
use pyo3::prelude::*;
use pyo3_arrow::input::AnyRecordBatch;

use crate::columns::{column, table_of, text_column};
use crate::failure::Failure;
use crate::table::Table;

/// What tells rows apart. A row is of a group, of a term in a group, or, where it has no publisher,
/// of a form of a term (without a language of articles), of how a term is spread over the
/// articles of a language, or of the lengths of those.
pub(crate) const TEXTS: [&str; 6] = ["publisher", "day", "lang", "term", "term_lang", "form"];

/// What is added up.
pub(crate) const NUMBERS: [&str; 9] = [
    "tf", "df", "docs", "tokens", "xx", "xn", "xxx", "xxn", "xnn",
];

/// What is added up and may become larger than 63 bits.
pub(crate) const WIDE: [&str; 2] = ["nn", "nnn"];

/// Of which the largest few of all are kept.
pub(crate) const MOST: &str = "largest";

/// The type of [`WIDE`].
const DECIMAL: DataType = DataType::Decimal128(38, 0);

#[derive(Default)]
struct Row<'r> {
    texts: [Option<&'r str>; 6],
    numbers: [u64; 9],
    wide: [u128; 2],
    largest: &'r [u16],
}

struct Rows {
    texts: [StringBuilder; 6],
    numbers: [Int64Builder; 9],
    wide: [Decimal128Builder; 2],
    largest: ListBuilder<Int32Builder>,
}

impl Rows {
    fn new() -> Rows {
        Rows {
            texts: std::array::from_fn(|_| StringBuilder::new()),
            numbers: std::array::from_fn(|_| Int64Builder::new()),
            wide: std::array::from_fn(|_| Decimal128Builder::new().with_data_type(DECIMAL)),
            largest: ListBuilder::new(Int32Builder::new()),
        }
    }

    fn push(&mut self, row: &Row<'_>) {
        for (column, text) in self.texts.iter_mut().zip(row.texts) {
            column.append_option(text);
        }
        for (column, number) in self.numbers.iter_mut().zip(row.numbers) {
            column.append_value(i64::try_from(number).unwrap_or(i64::MAX));
        }
        for (column, number) in self.wide.iter_mut().zip(row.wide) {
            column.append_value(i128::try_from(number).unwrap_or(i128::MAX));
        }
        let largest = row.largest.iter().filter(|x| **x > 0);
        self.largest
            .append_value(largest.map(|x| Some(i32::from(*x))));
    }

    fn finish(mut self) -> Result<RecordBatch, Failure> {
        let mut fields = Vec::new();
        let mut columns: Vec<ArrayRef> = Vec::new();
        for (name, column) in TEXTS.into_iter().zip(&mut self.texts) {
            fields.push(Field::new(name, DataType::Utf8, true));
            columns.push(Arc::new(column.finish()));
        }
        for (name, column) in NUMBERS.into_iter().zip(&mut self.numbers) {
            fields.push(Field::new(name, DataType::Int64, true));
            columns.push(Arc::new(column.finish()));
        }
        for (name, column) in WIDE.into_iter().zip(&mut self.wide) {
            fields.push(Field::new(name, DECIMAL, true));
            columns.push(Arc::new(column.finish()));
        }
        let largest = self.largest.finish();
        fields.push(Field::new(MOST, largest.data_type().clone(), true));
        columns.push(Arc::new(largest));
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).map_err(|e| Failure::other(&e))
    }
}

/// Returns the rows of what a counter has counted, which begins anew.
pub(crate) fn rows(counter: &mut TextCounter<'_>) -> Result<RecordBatch, Failure> {
    let mut rows = Rows::new();
    for (language, term, form, count) in counter.forms() {
        rows.push(&Row {
            texts: [None, None, None, Some(term), Some(language), Some(form)],
            numbers: [count, 0, 0, 0, 0, 0, 0, 0, 0],
            ..Row::default()
        });
    }
    let counts = counter.finish();
    push_groups(&counts, &mut rows);
    for (number, language) in (0..).zip(counts.languages()) {
        let lang = Some(language.as_str());
        let Lengths {
            articles,
            n,
            nn,
            nnn,
        } = counts.lengths(number);
        rows.push(&Row {
            texts: [None, None, lang, None, None, None],
            numbers: [0, 0, articles, n, 0, 0, 0, 0, 0],
            wide: [nn, nnn],
            ..Row::default()
        });
        for (id, term) in (0..).zip(counts.terms()) {
            let Moments {
                xx,
                xn,
                xxx,
                xxn,
                xnn,
                largest,
            } = counts.moments(number, id);
            if xx > 0 {
                rows.push(&Row {
                    texts: [
                        None,
                        None,
                        lang,
                        Some(&term.term),
                        Some(&term.language),
                        None,
                    ],
                    numbers: [0, 0, 0, 0, xx, xn, xxx, xxn, xnn],
                    largest: &largest,
                    ..Row::default()
                });
            }
        }
    }
    rows.finish()
}

fn push_groups(counts: &Counts, rows: &mut Rows) {
    for (number, group) in (0..).zip(counts.groups()) {
        let publisher = Some(counts.publishers()[group.publisher as usize].as_str());
        let lang = Some(counts.languages()[group.language as usize].as_str());
        let day = group.day.as_deref();
        rows.push(&Row {
            texts: [publisher, day, lang, None, None, None],
            numbers: [0, 0, group.documents, group.tokens, 0, 0, 0, 0, 0],
            ..Row::default()
        });
        for cell in counts.cells_of(number) {
            let term = &counts.terms()[cell.term as usize];
            rows.push(&Row {
                texts: [
                    publisher,
                    day,
                    lang,
                    Some(&term.term),
                    Some(&term.language),
                    None,
                ],
                numbers: [
                    cell.count.into(),
                    cell.documents.into(),
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                ],
                ..Row::default()
            });
        }
    }
}

/// Scores the sums: what each publisher says more than the others, and less.
#[pyfunction]
pub(crate) fn keyness_of_sums(py: Python<'_>, sums: AnyRecordBatch, top: usize) -> PyResult<Table> {
    let reader = sums.into_reader()?;
    py.detach(|| {
        let mut sums = Sums::new();
        for batch in reader {
            add(&mut sums, &batch.map_err(|e| Failure::other(&e))?)?;
        }
        let counts = sums.finish();
        let options = KeynessOptions {
            top,
            basis: Basis::Every,
            ..KeynessOptions::default()
        };
        let mut found = keyness(&counts, &options);
        // As the table of one machine: the sort is stable.
        found.sort_by_key(|k| (k.language, k.publisher, k.direction));
        let lists = found.chunk_by(|a, b| {
            (a.language, a.publisher, a.direction) == (b.language, b.publisher, b.direction)
        });
        table_of(lists.flat_map(|list| {
            (1..).zip(list).map(|(rank, k)| {
                let publisher = &counts.publishers()[k.publisher as usize];
                Ok(KeywordRow::of(
                    publisher,
                    rank,
                    k,
                    &counts,
                    Basis::Every,
                    &[],
                ))
            })
        }))
    })
    .map_err(|failure: Failure| failure.raise(py))
}

/// The columns of a batch of sums.
struct Columns {
    texts: Vec<LargeStringArray>,
    numbers: Vec<Int64Array>,
    wide: Vec<Decimal128Array>,
    largest: ListArray,
}

impl Columns {
    fn of(batch: &RecordBatch) -> Result<Columns, Failure> {
        let cast = |name: &str, to: &DataType| {
            cast(column(batch, name)?, to).map_err(|e| Failure::other(&e))
        };
        let texts = TEXTS.iter().map(|name| text_column(batch, name));
        let numbers = NUMBERS.iter().map(|name| {
            let column = cast(name, &DataType::Int64);
            column.map(|column| column.as_primitive::<Int64Type>().clone())
        });
        let wide = WIDE.iter().map(|name| {
            let column = cast(name, &DECIMAL);
            column.map(|column| column.as_primitive::<Decimal128Type>().clone())
        });
        let item = Field::new("item", DataType::Int32, true);
        Ok(Columns {
            texts: texts.collect::<Result<_, _>>()?,
            numbers: numbers.collect::<Result<_, Failure>>()?,
            wide: wide.collect::<Result<_, Failure>>()?,
            largest: cast(MOST, &DataType::List(Arc::new(item)))?
                .as_list::<i32>()
                .clone(),
        })
    }

    fn texts(&self, row: usize) -> [Option<&str>; 6] {
        std::array::from_fn(|at| {
            let column = &self.texts[at];
            column.is_valid(row).then(|| column.value(row))
        })
    }

    /// Sums are never below 0.
    fn number(&self, at: usize, row: usize) -> u64 {
        self.numbers[at].value(row).unsigned_abs()
    }

    fn largest(&self, row: usize) -> [u16; LARGEST] {
        let mut largest = [0; LARGEST];
        let values = self.largest.value(row);
        let values = values.as_primitive::<Int32Type>().values().iter();
        for (to, from) in largest.iter_mut().zip(values) {
            *to = u16::try_from(*from).unwrap_or(u16::MAX);
        }
        largest
    }
}

fn add(sums: &mut Sums, batch: &RecordBatch) -> Result<(), Failure> {
    let columns = Columns::of(batch)?;
    for row in 0..batch.num_rows() {
        let number = |at| columns.number(at, row);
        let small = |at| u32::try_from(number(at)).unwrap_or(u32::MAX);
        let wide = |at: usize| columns.wide[at].value(row).unsigned_abs();
        match columns.texts(row) {
            [Some(publisher), day, Some(lang), Some(term), Some(of), _] => {
                sums.add_cell((publisher, day, lang), (of, term), small(0), small(1));
            }
            [Some(publisher), day, Some(lang), ..] => {
                sums.add_group((publisher, day, lang), number(2), number(3));
            }
            [None, _, None, Some(term), Some(of), Some(form)] => {
                sums.add_form((of, term), form, number(0));
            }
            [None, _, Some(lang), Some(term), Some(of), _] => {
                let moments = Moments {
                    xx: number(4),
                    xn: number(5),
                    xxx: number(6),
                    xxn: number(7),
                    xnn: number(8),
                    largest: columns.largest(row),
                };
                sums.add_moments(lang, (of, term), moments);
            }
            [None, _, Some(lang), None, ..] => {
                let lengths = Lengths {
                    articles: number(2),
                    n: number(3),
                    nn: wide(0),
                    nnn: wide(1),
                };
                sums.add_lengths(lang, lengths);
            }
            _ => return Err(Failure::option("a row that is none of sums")),
        }
    }
    Ok(())
}

//! Rows to Arrow's columns, and columns to text.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, LargeStringArray, RecordBatch};
use arrow_cast::cast_with_options;
use arrow_cast::display::FormatOptions;
use arrow_schema::{ArrowError, DataType, Field, Schema};
use malmoi_report::row_values::{Value, row_values};
use malmoi_report::tables::Row;
use malmoi_report::types::Kind;

use crate::failure::Failure;
use crate::table::Table;

/// How many rows a batch has at most.
const ROWS: usize = 1 << 16;

/// Makes a table of rows.
pub(crate) fn table_of<R: Row>(
    rows: impl IntoIterator<Item = Result<R, malmoi::Error>>,
) -> Result<Table, Failure> {
    let fields = R::COLUMNS.iter().zip(R::TYPES).map(|(name, of)| {
        let kind = match of.kind {
            Kind::Text => DataType::Utf8,
            Kind::Whole => DataType::Int64,
            Kind::Real => DataType::Float64,
            Kind::Truth => DataType::Boolean,
        };
        Field::new(*name, kind, of.is_optional)
    });
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let new = || {
        R::TYPES
            .iter()
            .map(|of| Column::new(of.kind))
            .collect::<Vec<_>>()
    };
    let mut columns = new();
    let mut batches = Vec::new();
    let mut finish = |columns: Vec<Column>| {
        let columns = columns.into_iter().map(Column::finish).collect();
        batches.push(
            RecordBatch::try_new(Arc::clone(&schema), columns).map_err(|e| Failure::other(&e))?,
        );
        Ok::<_, Failure>(())
    };
    let mut count = 0;
    for row in rows {
        let mut all = columns.iter_mut();
        row_values(&row?, &mut |value| {
            if let Some(column) = all.next() {
                column.push(value);
            }
        });
        count += 1;
        if count == ROWS {
            finish(std::mem::replace(&mut columns, new()))?;
            count = 0;
        }
    }
    if count > 0 {
        finish(columns)?;
    }
    Ok(Table::new(schema, batches))
}

enum Column {
    Texts(StringBuilder),
    Wholes(Int64Builder),
    Reals(Float64Builder),
    Truths(BooleanBuilder),
}

impl Column {
    fn new(kind: Kind) -> Column {
        match kind {
            Kind::Text => Column::Texts(StringBuilder::new()),
            Kind::Whole => Column::Wholes(Int64Builder::new()),
            Kind::Real => Column::Reals(Float64Builder::new()),
            Kind::Truth => Column::Truths(BooleanBuilder::new()),
        }
    }

    /// Adds a value; of another kind than the column's, nothing.
    fn push(&mut self, value: Value<'_>) {
        match (self, value) {
            (Column::Texts(column), Value::Text(text)) => column.append_value(text),
            (Column::Wholes(column), Value::Whole(n)) => {
                column.append_option(i64::try_from(n).ok());
            }
            (Column::Reals(column), Value::Real(number)) => column.append_value(number),
            (Column::Truths(column), Value::Truth(truth)) => column.append_value(truth),
            (Column::Texts(column), _) => column.append_null(),
            (Column::Wholes(column), _) => column.append_null(),
            (Column::Reals(column), _) => column.append_null(),
            (Column::Truths(column), _) => column.append_null(),
        }
    }

    fn finish(self) -> ArrayRef {
        match self {
            Column::Texts(mut column) => Arc::new(column.finish()),
            Column::Wholes(mut column) => Arc::new(column.finish()),
            Column::Reals(mut column) => Arc::new(column.finish()),
            Column::Truths(mut column) => Arc::new(column.finish()),
        }
    }
}

/// Returns a column as text, whatever it holds: strings of any layout, numbers, days and times. Of the layouts of text, only
/// the one with wide offsets takes all that the others hold.
///
/// Bytes that are no UTF-8 are an error: as nulls they would be articles that are lost.
pub(crate) fn as_text(column: &ArrayRef) -> Result<LargeStringArray, ArrowError> {
    if column.data_type().is_nested() {
        let of = column.data_type();
        return Err(ArrowError::CastError(format!(
            "it holds {of}, and no texts"
        )));
    }
    let options = arrow_cast::CastOptions {
        safe: false,
        format_options: FormatOptions::default(),
    };
    let text = cast_with_options(column, &DataType::LargeUtf8, &options)?;
    Ok(text.as_string::<i64>().clone())
}

/// Returns the column of a batch that has a name, as text.
pub(crate) fn text_column(batch: &RecordBatch, name: &str) -> Result<LargeStringArray, Failure> {
    let column = column(batch, name)?;
    as_text(column).map_err(|error| {
        Failure::option(format!(
            "the column {name:?} cannot be read as text: {error}"
        ))
    })
}

pub(crate) fn column<'b>(batch: &'b RecordBatch, name: &str) -> Result<&'b ArrayRef, Failure> {
    batch.column_by_name(name).ok_or_else(|| {
        let schema = batch.schema();
        let names: Vec<&str> = schema
            .fields()
            .iter()
            .map(|field| field.name().as_str())
            .collect();
        Failure::option(format!(
            "there is no column {name:?}; the columns are {}; say which it is, or None if there is none",
            names.join(", ")
        ))
    })
}

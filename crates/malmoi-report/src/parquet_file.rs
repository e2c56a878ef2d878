//! A table as Parquet, without Arrow: rows are turned into columns as they are
//! serialized, and written by the group.

use std::fs::File;
use std::io;
use std::mem;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type as Schema;
use serde::Serialize;

use crate::row_values::{RowValues, Value};
use crate::tables::Row;
use crate::types::{Kind, Type};

/// How many rows are put together.
const GROUP: usize = 1 << 16;

/// A file of rows of one table.
pub(crate) struct ParquetFile {
    writer: SerializedFileWriter<File>,
    columns: Vec<Column>,
    rows: usize,
}

impl ParquetFile {
    /// # Errors
    ///
    /// If the file cannot be made.
    pub(crate) fn create<R: Row>(path: &Path) -> io::Result<ParquetFile> {
        let columns: Vec<Column> = R::TYPES.iter().map(|of| Column::new(*of)).collect();
        let fields = R::COLUMNS.iter().zip(R::TYPES);
        let fields: Result<Vec<_>, _> = fields.map(|(name, of)| field(name, *of)).collect();
        let schema = Schema::group_type_builder(R::TABLE)
            .with_fields(fields.map_err(failed)?)
            .build()
            .map_err(failed)?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
        let properties = Arc::new(properties.build());
        let writer = SerializedFileWriter::new(File::create(path)?, Arc::new(schema), properties);
        Ok(ParquetFile {
            writer: writer.map_err(failed)?,
            columns,
            rows: 0,
        })
    }

    /// Adds a row.
    ///
    /// # Errors
    ///
    /// If it cannot be written, or is none of the table.
    pub(crate) fn push(&mut self, row: &impl Serialize) -> io::Result<()> {
        let mut columns = self.columns.iter_mut();
        let mut add = |value: Value<'_>| {
            let column = columns.next();
            column.is_some_and(|column| column.push(value))
        };
        let added = row.serialize(RowValues(&mut add));
        added.map_err(io::Error::other)?;
        self.rows += 1;
        if self.rows == GROUP {
            self.write_group()?;
        }
        Ok(())
    }

    /// Writes what is left.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.writer.close().map_err(failed)?;
        Ok(())
    }

    fn write_group(&mut self) -> io::Result<()> {
        let mut group = self.writer.next_row_group().map_err(failed)?;
        for column in &mut self.columns {
            column.write(&mut group).map_err(failed)?;
        }
        group.close().map_err(failed)?;
        self.rows = 0;
        Ok(())
    }
}

/// The values of one column that are not written yet.
struct Column {
    /// Of each row whether it has a value, as Parquet's definition levels; nothing for a
    /// column that always has.
    levels: Option<Vec<i16>>,
    values: Values,
}

enum Values {
    Texts(Vec<ByteArray>),
    Wholes(Vec<i64>),
    Reals(Vec<f64>),
    Truths(Vec<bool>),
}

impl Column {
    fn new(of: Type) -> Column {
        Column {
            levels: of.is_optional.then(Vec::new),
            values: match of.kind {
                Kind::Text => Values::Texts(Vec::new()),
                Kind::Whole => Values::Wholes(Vec::new()),
                Kind::Real => Values::Reals(Vec::new()),
                Kind::Truth => Values::Truths(Vec::new()),
            },
        }
    }

    /// Adds a value; returns whether it is one of the column's.
    fn push(&mut self, value: Value<'_>) -> bool {
        if let Some(levels) = &mut self.levels {
            levels.push(i16::from(!matches!(value, Value::None)));
        }
        match (&mut self.values, value) {
            (_, Value::None) => return self.levels.is_some(),
            (Values::Texts(texts), Value::Text(text)) => texts.push(text.into()),
            (Values::Wholes(numbers), Value::Whole(number)) => match i64::try_from(number) {
                Ok(number) => numbers.push(number),
                Err(_) => return false,
            },
            (Values::Reals(numbers), Value::Real(number)) => numbers.push(number),
            (Values::Truths(truths), Value::Truth(truth)) => truths.push(truth),
            _ => return false,
        }
        true
    }

    fn write(
        &mut self,
        group: &mut SerializedRowGroupWriter<'_, File>,
    ) -> Result<(), ParquetError> {
        let levels = self.levels.as_mut().map(mem::take);
        match &mut self.values {
            Values::Texts(v) => write::<ByteArrayType>(group, mem::take(v), levels),
            Values::Wholes(v) => write::<Int64Type>(group, mem::take(v), levels),
            Values::Reals(v) => write::<DoubleType>(group, mem::take(v), levels),
            Values::Truths(v) => write::<BoolType>(group, mem::take(v), levels),
        }
    }
}

fn write<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, File>,
    values: Vec<T::T>,
    levels: Option<Vec<i16>>,
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else {
        return Err(ParquetError::General("a column too many".to_owned()));
    };
    column
        .typed::<T>()
        .write_batch(&values, levels.as_deref(), None)?;
    column.close()
}

fn field(name: &str, of: Type) -> Result<Arc<Schema>, ParquetError> {
    let (physical, logical) = match of.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Whole => (Physical::INT64, None),
        Kind::Real => (Physical::DOUBLE, None),
        Kind::Truth => (Physical::BOOLEAN, None),
    };
    let repetition = match of.is_optional {
        true => Repetition::OPTIONAL,
        false => Repetition::REQUIRED,
    };
    let field = Schema::primitive_type_builder(name, physical)
        .with_repetition(repetition)
        .with_logical_type(logical)
        .build()?;
    Ok(Arc::new(field))
}

/// Keeps the system's own error, such as that the disk is full.
fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(source) => match source.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;

    use super::*;
    use crate::types::{REAL, TEXT, TRUTH, WHOLE};

    #[derive(Serialize)]
    struct Four<'a> {
        text: &'a str,
        whole: u64,
        real: Option<f64>,
        truth: bool,
    }

    impl Row for Four<'_> {
        const TABLE: &'static str = "four";
        const COLUMNS: &'static [&'static str] = &["text", "whole", "real", "truth"];
        const TYPES: &'static [Type] = &[TEXT, WHOLE, REAL.optional(), TRUTH];
    }

    #[test]
    fn rows_come_back_as_they_were_over_several_groups() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("four.parquet");
        let mut file = ParquetFile::create::<Four<'_>>(&path).unwrap();
        let rows = GROUP as u64 + 10;
        let real = |n: u64| (!n.is_multiple_of(3)).then_some(n as f64 / 7.0);
        for n in 0..rows {
            let text = format!("가{n}");
            let row = Four {
                text: &text,
                whole: n,
                real: real(n),
                truth: n % 2 == 1,
            };
            file.push(&row).unwrap();
        }
        file.finish().unwrap();
        let reader = SerializedFileReader::new(File::open(&path).unwrap()).unwrap();
        assert_eq!(reader.num_row_groups(), 2);
        let mut found = 0;
        for (n, row) in (0..).zip(reader.get_row_iter(None).unwrap()) {
            let row = row.unwrap();
            assert_eq!(row.get_string(0).unwrap(), &format!("가{n}"));
            assert_eq!(row.get_long(1).unwrap(), n as i64);
            assert_eq!(row.get_double(2).ok(), real(n));
            assert_eq!(row.get_bool(3).unwrap(), n % 2 == 1);
            found += 1;
        }
        assert_eq!(found, rows);
    }

    #[test]
    fn what_is_no_value_of_the_column_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = ParquetFile::create::<Four<'_>>(&folder.path().join("four")).unwrap();
        #[derive(Serialize)]
        struct Wrong {
            text: u64,
        }
        assert!(file.push(&Wrong { text: 1 }).is_err());
    }
}

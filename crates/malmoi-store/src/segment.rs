//! A Parquet file of articles, which never changes once it is there.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::record::Field;
use parquet::schema::types::{ColumnPath, Type as Schema};
use sha2::{Digest, Sha256};

use crate::row::{COLUMNS, Key, NUMBERS, Place, Row, TEXTS};

/// About how many bytes of texts a group of rows has. What is larger compresses better
/// and takes more memory to read.
const GROUP: usize = 8 << 20;

/// The most rows of a group.
const GROUP_ROWS: usize = 1 << 14;

/// How hard Zstandard tries: of levels beyond, each takes far more time than it saves bytes.
const LEVEL: i32 = 9;

/// The name of the column with the keys.
const KEY: &str = "key";

/// A file that is being written.
pub(crate) struct SegmentWriter {
    writer: SerializedFileWriter<File>,
    rows: Vec<(Key, Row)>,
    size: usize,
    groups: Vec<Group>,
    written: u64,
}

/// A group of rows, and where its first and last rows stand among all.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Group {
    pub(crate) first: Place,
    pub(crate) last: Place,
    pub(crate) rows: u64,
}

impl SegmentWriter {
    pub(crate) fn create(path: &Path) -> io::Result<SegmentWriter> {
        let file = File::create(path)?;
        let schema = schema().map_err(failed)?;
        let level = ZstdLevel::try_new(LEVEL).map_err(failed)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_statistics_enabled(EnabledStatistics::None)
            .set_data_page_size_limit(GROUP)
            // Texts that do not repeat would be put into a dictionary for nothing.
            .set_column_dictionary_enabled(ColumnPath::from(KEY), false)
            .set_column_dictionary_enabled(ColumnPath::from("text"), false)
            .build();
        let writer = SerializedFileWriter::new(file, schema, Arc::new(properties));
        Ok(SegmentWriter {
            writer: writer.map_err(failed)?,
            rows: Vec::new(),
            size: 0,
            groups: Vec::new(),
            written: 0,
        })
    }

    pub(crate) fn push(&mut self, key: Key, row: Row) -> io::Result<()> {
        self.size += row.size();
        self.rows.push((key, row));
        if self.size >= GROUP || self.rows.len() >= GROUP_ROWS {
            self.write_group()?;
        }
        Ok(())
    }

    /// Returns how many bytes are written, what waits for its group left out.
    pub(crate) fn bytes(&self) -> u64 {
        self.writer.bytes_written() as u64
    }

    /// Ends the file and makes sure that it is on the disk.
    pub(crate) fn finish(mut self) -> io::Result<Vec<Group>> {
        if !self.rows.is_empty() {
            self.write_group()?;
        }
        let file = self.writer.into_inner().map_err(failed)?;
        file.sync_all()?;
        Ok(self.groups)
    }

    fn write_group(&mut self) -> io::Result<()> {
        let rows = std::mem::take(&mut self.rows);
        self.size = 0;
        // They come in order, but for paths that are no text.
        let places = || rows.iter().map(|(_, row)| row.place());
        self.groups.push(Group {
            first: places().min().unwrap_or_default(),
            last: places().max().unwrap_or_default(),
            rows: rows.len() as u64,
        });
        self.written += rows.len() as u64;
        let keys: Vec<ByteArray> = rows.iter().map(|(key, _)| key.to_vec().into()).collect();
        let mut columns: Vec<Vec<Option<String>>> = vec![Vec::new(); TEXTS];
        let mut numbers: Vec<Vec<Option<i64>>> = vec![Vec::new(); NUMBERS];
        for (_, row) in rows {
            let texts = columns.iter_mut().zip(row.texts);
            texts.for_each(|(column, text)| column.push(text));
            let values = numbers.iter_mut().zip(row.numbers);
            values.for_each(|(column, number)| column.push(number));
        }
        let mut group = self.writer.next_row_group().map_err(failed)?;
        write::<ByteArrayType>(&mut group, &keys, None).map_err(failed)?;
        for column in columns {
            let levels = levels(&column);
            let texts = column.into_iter().flatten();
            let texts: Vec<ByteArray> = texts.map(|text| text.into_bytes().into()).collect();
            write::<ByteArrayType>(&mut group, &texts, Some(&levels)).map_err(failed)?;
        }
        for column in numbers {
            let levels = levels(&column);
            let values: Vec<i64> = column.into_iter().flatten().collect();
            write::<Int64Type>(&mut group, &values, Some(&levels)).map_err(failed)?;
        }
        group.close().map_err(failed)?;
        Ok(())
    }
}

/// Says of each value whether there is one, in Parquet's way.
pub(crate) fn levels<T>(values: &[Option<T>]) -> Vec<i16> {
    values.iter().map(|v| i16::from(v.is_some())).collect()
}

pub(crate) fn write<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, File>,
    values: &[T::T],
    levels: Option<&[i16]>,
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else {
        return Err(ParquetError::General("a column too many".to_owned()));
    };
    column.typed::<T>().write_batch(values, levels, None)?;
    column.close()
}

fn schema() -> Result<Arc<Schema>, ParquetError> {
    let key = Schema::primitive_type_builder(KEY, Physical::BYTE_ARRAY)
        .with_repetition(Repetition::REQUIRED)
        .build()?;
    let mut fields = vec![Arc::new(key)];
    for (at, name) in COLUMNS.iter().enumerate() {
        let (physical, logical) = match at < TEXTS {
            true => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            false => (Physical::INT64, None),
        };
        let field = Schema::primitive_type_builder(name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()?;
        fields.push(Arc::new(field));
    }
    let schema = Schema::group_type_builder("article").with_fields(fields);
    Ok(Arc::new(schema.build()?))
}

/// A file that is there.
pub(crate) struct Segment {
    reader: SerializedFileReader<File>,
}

impl Segment {
    pub(crate) fn open(path: &Path) -> io::Result<Segment> {
        let file = File::open(path)?;
        let reader = SerializedFileReader::new(file).map_err(failed)?;
        Ok(Segment { reader })
    }

    pub(crate) fn groups(&self) -> usize {
        self.reader.num_row_groups()
    }

    /// Calls `sink` with the rows of a group, which have but the `wanted` columns; all, if
    /// none are named.
    pub(crate) fn read(
        &self,
        group: usize,
        wanted: &[usize],
        sink: &mut dyn FnMut(Key, Row) -> io::Result<()>,
    ) -> io::Result<()> {
        let file = self.reader.metadata().file_metadata();
        let all = file.schema().get_fields();
        let is_wanted = |name: &str| {
            name == KEY || wanted.is_empty() || wanted.iter().any(|at| COLUMNS[*at] == name)
        };
        let fields = all.iter().filter(|field| is_wanted(field.name()));
        let projection = Schema::group_type_builder(file.schema().name())
            .with_fields(fields.cloned().collect())
            .build()
            .map_err(failed)?;
        let group = self.reader.get_row_group(group).map_err(failed)?;
        let rows = group.get_row_iter(Some(projection)).map_err(failed)?;
        for read in rows {
            let mut key = None;
            let mut row = Row::default();
            for (name, field) in read.map_err(failed)?.into_columns() {
                let at = COLUMNS.iter().position(|column| *column == name);
                match (field, at) {
                    (Field::Bytes(bytes), None) if name == KEY => {
                        key = Key::try_from(bytes.data()).ok();
                    }
                    (Field::Str(text), Some(at)) if at < TEXTS => row.texts[at] = Some(text),
                    (Field::Long(number), Some(at)) if at >= TEXTS => {
                        row.numbers[at - TEXTS] = Some(number);
                    }
                    (Field::Null, Some(_)) => {}
                    _ => {
                        return Err(io::Error::other(format!(
                            "column {name} is none of a store"
                        )));
                    }
                }
            }
            let key = key.ok_or_else(|| io::Error::other("a row has no key"))?;
            sink(key, row)?;
        }
        Ok(())
    }
}

/// Returns the checksum and the size of a file.
pub(crate) fn checksum(path: &Path) -> io::Result<([u8; 32], u64)> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((hasher.finalize().into(), bytes));
        }
        bytes += read as u64;
        hasher.update(&buffer[..read]);
    }
}

/// Keeps the system's own error, such as that the disk is full.
pub(crate) fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(source) => match source.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}

//! The counts of terms in Parquet, for whoever wants them without malmoi.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::record::RowAccessor;
use parquet::schema::types::Type as Schema;

use crate::segment::{failed, levels, write};

/// How often a publisher says a term on a day in its articles of a language: a row of
/// `results/counts.parquet`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct CountedTerm<'c> {
    /// The publisher.
    pub publisher: &'c str,
    /// The day of publication, such as `2026-01-02`; nothing where it is not known.
    pub day: Option<&'c str>,
    /// The ISO 639-1 code of the language that the articles are in.
    pub language: &'c str,
    /// The code of the language that the term is in.
    pub term_language: &'c str,
    /// The term.
    pub term: &'c str,
    /// Occurrences, and articles that have it.
    pub counted: [u64; 2],
    /// How many of those are in copies of other articles or were said before.
    pub repeated: [u64; 2],
    /// Articles of that publisher, day and language, and how many running words they have.
    pub all: [u64; 2],
}

const TEXTS: [&str; 5] = ["publisher", "day", "language", "term_language", "term"];

const NUMBERS: [&str; 6] = [
    "count",
    "articles",
    "count_repeated",
    "articles_repeated",
    "all_articles",
    "all_tokens",
];

/// How many rows are held, with some 200 bytes each, and stand together in the file.
const GROUP: usize = 1 << 18;

/// How many bytes the terms of so many rows may have, each once.
const DICTIONARY: usize = 64 << 20;

/// Writes the counts, and makes sure that they are on the disk.
pub(crate) fn write_counts<'c>(
    path: &Path,
    rows: impl Iterator<Item = CountedTerm<'c>>,
) -> io::Result<()> {
    let level = ZstdLevel::default();
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_dictionary_page_size_limit(DICTIONARY)
        .build();
    let schema = schema().map_err(failed)?;
    let file = File::create(path)?;
    let mut writer =
        SerializedFileWriter::new(file, schema, Arc::new(properties)).map_err(failed)?;
    let mut rows = rows.peekable();
    while rows.peek().is_some() {
        let group: Vec<CountedTerm<'_>> = rows.by_ref().take(GROUP).collect();
        write_group(&mut writer, &group).map_err(failed)?;
    }
    let file = writer.into_inner().map_err(failed)?;
    file.sync_all()
}

/// Calls `sink` with the counts that were written.
pub(crate) fn read_counts(path: &Path, sink: &mut dyn FnMut(CountedTerm<'_>)) -> io::Result<()> {
    let reader = SerializedFileReader::new(File::open(path)?).map_err(failed)?;
    for row in reader.get_row_iter(None).map_err(failed)? {
        let row = row.map_err(failed)?;
        let text = |at| row.get_string(at).map(String::as_str).map_err(failed);
        let number = |at| {
            let number = row.get_long(TEXTS.len() + at).map_err(failed);
            number.map(i64::unsigned_abs)
        };
        sink(CountedTerm {
            publisher: text(0)?,
            // What is no text is not there.
            day: text(1).ok(),
            language: text(2)?,
            term_language: text(3)?,
            term: text(4)?,
            counted: [number(0)?, number(1)?],
            repeated: [number(2)?, number(3)?],
            all: [number(4)?, number(5)?],
        });
    }
    Ok(())
}

fn write_group(
    writer: &mut SerializedFileWriter<File>,
    rows: &[CountedTerm<'_>],
) -> Result<(), ParquetError> {
    let mut group = writer.next_row_group()?;
    let texts: [fn(&CountedTerm<'_>) -> Option<ByteArray>; TEXTS.len()] = [
        |row| Some(row.publisher.into()),
        |row| row.day.map(ByteArray::from),
        |row| Some(row.language.into()),
        |row| Some(row.term_language.into()),
        |row| Some(row.term.into()),
    ];
    for text in texts {
        let values: Vec<Option<ByteArray>> = rows.iter().map(text).collect();
        let levels = levels(&values);
        let values: Vec<ByteArray> = values.into_iter().flatten().collect();
        write::<ByteArrayType>(&mut group, &values, Some(&levels))?;
    }
    let numbers: [fn(&CountedTerm<'_>) -> u64; NUMBERS.len()] = [
        |row| row.counted[0],
        |row| row.counted[1],
        |row| row.repeated[0],
        |row| row.repeated[1],
        |row| row.all[0],
        |row| row.all[1],
    ];
    for number in numbers {
        let numbers = rows.iter().map(number);
        let values: Vec<i64> = numbers
            .map(|n| i64::try_from(n).unwrap_or(i64::MAX))
            .collect();
        write::<Int64Type>(&mut group, &values, None)?;
    }
    group.close().map(drop)
}

fn schema() -> Result<Arc<Schema>, ParquetError> {
    let text = |name: &&str| {
        Schema::primitive_type_builder(name, Physical::BYTE_ARRAY)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(Some(LogicalType::String))
            .build()
    };
    let number = |name: &&str| {
        Schema::primitive_type_builder(name, Physical::INT64)
            .with_repetition(Repetition::REQUIRED)
            .build()
    };
    let fields = TEXTS.iter().map(text).chain(NUMBERS.iter().map(number));
    let fields: Result<Vec<_>, ParquetError> = fields.map(|field| field.map(Arc::new)).collect();
    let schema = Schema::group_type_builder("count").with_fields(fields?);
    Ok(Arc::new(schema.build()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_come_out_as_they_went_in() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("counts.parquet");
        let quake = CountedTerm {
            publisher: "한빛일보",
            day: None,
            language: "ko",
            term_language: "en",
            term: "quake",
            counted: [3, 2],
            repeated: [1, 0],
            all: [5, 700],
        };
        let rain = CountedTerm {
            day: Some("2026-01-02"),
            term: "rain",
            ..quake
        };
        write_counts(&path, [quake, rain].into_iter()).unwrap();
        let reader = SerializedFileReader::new(File::open(&path).unwrap()).unwrap();
        let rows: Vec<String> = reader
            .get_row_iter(None)
            .unwrap()
            .map(|row| row.unwrap().to_string())
            .collect();
        assert_eq!(
            rows[0],
            "{publisher: \"한빛일보\", day: null, language: \"ko\", term_language: \"en\", term: \"quake\", \
             count: 3, articles: 2, count_repeated: 1, articles_repeated: 0, all_articles: 5, all_tokens: 700}"
        );
        assert!(rows[1].contains("day: \"2026-01-02\"") && rows[1].contains("rain"));
        assert_eq!(rows.len(), 2);
        let mut read = 0;
        let want = [quake, rain];
        read_counts(&path, &mut |row| {
            assert_eq!(row, want[read]);
            read += 1;
        })
        .unwrap();
        assert_eq!(read, 2);
    }
}

//! Parquet: row groups as pieces of work, and of their columns only those that
//! articles have.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use jiff::SignedDuration;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, FileReader, Length, SerializedFileReader};
use parquet::record::{Field, Row};
use parquet::schema::types::Type;

use crate::batch::Work;
use crate::blocks::{Blocks, Context, Known, Reader};
use crate::document::{Document, SkipReason, Trouble};
use crate::fields::FieldNames;
use crate::origin::Origin;
use crate::record::Record;

/// The largest Parquet file that is kept in memory, where it comes from an
/// archive or a stream.
const MAX_IN_MEMORY: u64 = 256 << 20;

/// A file that is open for all workers.
pub(crate) struct Groups(SerializedFileReader<Content>);

/// Opens a file; no more of it than its footer is read here.
pub(crate) fn open_file(file: File, origin: Arc<Origin>, context: &Context) -> Box<dyn Blocks> {
    let len = file.metadata().map_or(0, |m| m.len());
    let content = Content::File(Arc::new(std::sync::Mutex::new(file)), len);
    open(content, origin, context)
}

/// Opens what cannot be read from its end; all of it is kept in memory.
pub(crate) fn open_stream(
    reader: Reader,
    origin: Arc<Origin>,
    context: &Context,
) -> Box<dyn Blocks> {
    let mut bytes = Vec::new();
    match reader.take(MAX_IN_MEMORY + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > MAX_IN_MEMORY => {
            let detail = format!(
                "Parquet in an archive or a stream may have {} MiB; unpack it",
                MAX_IN_MEMORY >> 20
            );
            Known::skip(&origin, SkipReason::TooLarge, detail)
        }
        Ok(_) => open(Content::Memory(Bytes::from(bytes)), origin, context),
        Err(e) => Known::work(Work::failed(&origin, None, &e)),
    }
}

fn open(content: Content, origin: Arc<Origin>, context: &Context) -> Box<dyn Blocks> {
    match guard(|| SerializedFileReader::new(content)) {
        Err((reason, detail)) => Known::skip(&origin, reason, detail),
        Ok(file) if file.num_row_groups() == 0 => Known::skip(
            &origin,
            SkipReason::EmptyFile,
            "there are no rows".to_owned(),
        ),
        Ok(file) => Box::new(RowGroups {
            origin,
            file: Arc::new(Groups(file)),
            next: 0,
            first_row: 1,
            context: context.clone(),
        }),
    }
}

struct RowGroups {
    origin: Arc<Origin>,
    file: Arc<Groups>,
    next: usize,
    /// The number of the first row of the next group, counted from 1.
    first_row: u64,
    context: Context,
}

impl Blocks for RowGroups {
    fn next_block(&mut self) -> Option<Vec<Work>> {
        let metadata = self.file.0.metadata();
        let group = metadata.row_groups().get(self.next)?;
        let work = Work::RowGroup {
            origin: Arc::clone(&self.origin),
            file: Arc::clone(&self.file),
            group: self.next,
            first_row: self.first_row,
        };
        let compressed = u64::try_from(group.compressed_size()).unwrap_or(0);
        self.context.read.fetch_add(compressed, Ordering::Relaxed);
        self.first_row += u64::try_from(group.num_rows()).unwrap_or(0);
        self.next += 1;
        Some(vec![work])
    }
}

/// Reads the rows of a group; each is a document or the reason why it is none.
/// Damage ends the group: what it tells is the last thing `sink` gets.
pub(crate) fn read(
    file: &Groups,
    group: usize,
    names: &FieldNames,
    sink: &mut dyn FnMut(std::result::Result<Document, Trouble>),
) {
    let mut any = false;
    // The crate checks much, but not all; what it takes for impossible must
    // not cost more than the file. Every row that was passed on is complete.
    let rows = guard(|| {
        let group = file.0.get_row_group(group)?;
        let schema = file.0.metadata().file_metadata().schema();
        for row in group.get_row_iter(Some(articles(schema, names)?))? {
            any = true;
            sink(document(row?, names));
        }
        Ok(())
    });
    match rows {
        Err(failure) => sink(Err(failure.into())),
        Ok(()) if !any => {
            let detail = "there are no rows in this group";
            sink(Err((SkipReason::EmptyFile, detail.to_owned()).into()));
        }
        Ok(()) => {}
    }
}

/// Returns the columns that are of use; all if there is no text among them, so
/// that a message can name them.
fn articles(schema: &Type, names: &FieldNames) -> Result<Type> {
    let all = schema.get_fields();
    let known = all.iter().filter(|f| !names.find(f.name()).is_empty());
    let known: Vec<_> = known.cloned().collect();
    let fields = if known.is_empty() {
        all.to_vec()
    } else {
        known
    };
    Type::group_type_builder(schema.name())
        .with_fields(fields)
        .build()
}

fn document(row: Row, names: &FieldNames) -> std::result::Result<Document, Trouble> {
    let mut record = Record::new(names);
    for (name, value) in row.into_columns() {
        match text(value) {
            Some(value) => record.add(&name, value),
            None => record.add_nothing(&name),
        }
    }
    record.document()
}

/// Returns a value as text, if it has one that an article can use.
fn text(value: Field) -> Option<String> {
    Some(match value {
        Field::Str(text) => text,
        // Some writers do not say that a string is one.
        Field::Bytes(bytes) => bytes.as_utf8().ok()?.to_owned(),
        Field::Byte(n) => n.to_string(),
        Field::Short(n) => n.to_string(),
        Field::Int(n) => n.to_string(),
        Field::Long(n) => n.to_string(),
        Field::UByte(n) => n.to_string(),
        Field::UShort(n) => n.to_string(),
        Field::UInt(n) => n.to_string(),
        Field::ULong(n) => n.to_string(),
        Field::Date(days) => time(SignedDuration::from_hours(24 * i64::from(days)))?
            .date()
            .to_string(),
        Field::TimestampMillis(ms) => time(SignedDuration::from_millis(ms))?.to_string(),
        Field::TimestampMicros(us) => time(SignedDuration::from_micros(us))?.to_string(),
        Field::ListInternal(list) => {
            let items = list.elements().iter().cloned().map(text);
            items.collect::<Option<Vec<_>>>()?.join(", ")
        }
        _ => return None,
    })
}

/// Returns the time so long after 1970 began, to the second.
fn time(since: SignedDuration) -> Option<jiff::civil::DateTime> {
    let epoch = jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0);
    let whole = SignedDuration::from_secs(since.as_secs());
    epoch.checked_add(whole).ok()
}

/// Runs what reads a file that may be damaged.
fn guard<T>(read: impl FnOnce() -> Result<T>) -> std::result::Result<T, (SkipReason, String)> {
    let failure = match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(value)) => return Ok(value),
        Ok(Err(failure)) => failure.to_string(),
        Err(_) => {
            let detail = "the file is damaged; fetch or write it again".to_owned();
            return Err((SkipReason::Damaged, detail));
        }
    };
    // Compression that the crate was built without has no error of its own.
    let is_unknown = ["NYI", "Disabled feature"]
        .iter()
        .any(|what| failure.contains(what));
    Err(match is_unknown {
        true => (
            SkipReason::UnsupportedFormat,
            format!("it uses what is not read ({failure}); write it anew with Snappy or Zstandard"),
        ),
        false => (
            SkipReason::Damaged,
            format!("the file is damaged or cut short ({failure}); fetch it again"),
        ),
    })
}

/// The bytes of a file, at any place.
enum Content {
    /// The workers take turns to read; decompressing takes longer by far.
    File(Arc<std::sync::Mutex<File>>, u64),
    Memory(Bytes),
}

impl Content {
    fn read_at(file: &std::sync::Mutex<File>, start: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut file = file
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        file.by_ref().take(length as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

impl Length for Content {
    fn len(&self) -> u64 {
        match self {
            Content::File(_, len) => *len,
            Content::Memory(bytes) => bytes.len() as u64,
        }
    }
}

impl ChunkReader for Content {
    type T = Box<dyn Read>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        Ok(match self {
            Content::File(file, len) => Box::new(BufReader::new(Part {
                file: Arc::clone(file),
                at: start,
                end: *len,
            })),
            Content::Memory(bytes) => {
                let start = usize::try_from(start)
                    .unwrap_or(usize::MAX)
                    .min(bytes.len());
                Box::new(Cursor::new(bytes.slice(start..)))
            }
        })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let bytes = match self {
            Content::File(file, _) => Bytes::from(Content::read_at(file, start, length)?),
            Content::Memory(bytes) => {
                let start = usize::try_from(start)
                    .unwrap_or(usize::MAX)
                    .min(bytes.len());
                let end = start.saturating_add(length).min(bytes.len());
                bytes.slice(start..end)
            }
        };
        if bytes.len() < length {
            return Err(ParquetError::EOF(format!(
                "{length} bytes at {start} are missing"
            )));
        }
        Ok(bytes)
    }
}

/// A file from some place on.
struct Part {
    file: Arc<std::sync::Mutex<File>>,
    at: u64,
    end: u64,
}

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.end.saturating_sub(self.at);
        let length = buffer
            .len()
            .min(usize::try_from(left).unwrap_or(usize::MAX));
        let bytes = Content::read_at(&self.file, self.at, length)?;
        buffer[..bytes.len()].copy_from_slice(&bytes);
        self.at += bytes.len() as u64;
        Ok(bytes.len())
    }
}

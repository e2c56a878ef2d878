use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use crate::blocks::{self, Context, MAX_ARTICLE};
use crate::compressed::Damage;
use crate::cuts::Cut;
use crate::document::{Document, Entry, Skip, SkipReason, Trouble};
use crate::encoding::Charset;
use crate::fields::FieldNames;
use crate::format::Format;
use crate::origin::Origin;
use crate::parquet_rows::{self, Groups};
use crate::table::Header;
use crate::{CorpusOptions, Encoding, Kept, bare_cr, encoding, html, json_lines, markdown, plain};

/// Some articles of a [`Corpus`](crate::Corpus), still to be read.
///
/// It may be sent to another thread, and needs nothing from the corpus.
pub struct Batch {
    sequence: u64,
    bytes: u64,
    options: Arc<CorpusOptions>,
    names: Arc<FieldNames>,
    work: Vec<Work>,
}

/// A part of a batch.
pub(crate) enum Work {
    /// A file that is small enough to be read at once, whatever it holds.
    File(Box<Path>),
    /// The bytes of one article.
    Article {
        origin: Arc<Origin>,
        format: Format,
        bytes: Vec<u8>,
    },
    /// Whole lines of JSON.
    Lines {
        origin: Arc<Origin>,
        first_line: u64,
        charset: Charset,
        block: Vec<u8>,
    },
    /// Records that are cut out already.
    Records {
        origin: Arc<Origin>,
        kind: Records,
        charset: Charset,
        block: Vec<u8>,
        cuts: Vec<Cut>,
    },
    /// Rows of a Parquet file, the first of which has the number `first_row`.
    RowGroup {
        origin: Arc<Origin>,
        file: Arc<Groups>,
        group: usize,
        first_row: u64,
    },
    /// A part of what was read before.
    Kept { kept: Arc<dyn Kept>, part: usize },
    /// What is known to be unreadable already.
    Skip(Skip),
}

/// What records are.
pub(crate) enum Records {
    /// JSON values, the first of which has the number `first_number`.
    Json { first_number: u64 },
    /// Rows of a table.
    Table(Arc<Header>),
}

impl Batch {
    pub(crate) fn new(
        sequence: u64,
        bytes: u64,
        options: Arc<CorpusOptions>,
        names: Arc<FieldNames>,
        work: Vec<Work>,
    ) -> Batch {
        Batch {
            sequence,
            bytes,
            options,
            names,
            work,
        }
    }

    /// Returns the position of this batch in its corpus, counted from 0.
    ///
    /// Together with the position of an entry in its batch, it orders all
    /// entries alike however many threads read them.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Returns by how many bytes of [`Corpus::bytes`](crate::Corpus::bytes)
    /// reading this batch advances.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Reads and parses, and calls `sink` once for every article, in order.
    ///
    /// No content makes it panic. A file that cannot be read is an entry like
    /// any other.
    pub fn read(self, sink: &mut dyn FnMut(Entry)) {
        let mut reading = Reading {
            names: &self.names,
            buffer: Vec::new(),
            output: Output {
                options: &self.options,
                sink,
            },
        };
        for work in self.work {
            reading.work(work);
        }
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch")
            .field("sequence", &self.sequence)
            .field("bytes", &self.bytes)
            .finish_non_exhaustive()
    }
}

impl Work {
    /// Tells of content that could not be read, or not to its end.
    pub(crate) fn failed(origin: &Origin, line: Option<u64>, error: &io::Error) -> Work {
        Work::Skip(failure(origin, line, error))
    }

    /// Returns how much memory it takes, about.
    pub(crate) fn size(&self) -> u64 {
        match self {
            Work::Article { bytes, .. } => bytes.len() as u64,
            Work::Lines { block, .. } | Work::Records { block, .. } => block.len() as u64,
            Work::File(_) | Work::RowGroup { .. } | Work::Kept { .. } | Work::Skip(_) => 0,
        }
    }
}

/// A batch that is being read.
struct Reading<'r> {
    names: &'r Arc<FieldNames>,
    /// One buffer serves all small files of the batch.
    buffer: Vec<u8>,
    output: Output<'r>,
}

impl Reading<'_> {
    fn work(&mut self, work: Work) {
        let Reading { names, output, .. } = self;
        match work {
            Work::Skip(skip) => output.skip(skip),
            Work::File(path) => self.file(&path),
            Work::Kept { kept, part } => {
                if let Err(error) = kept.read(part, output.sink) {
                    let origin = Origin::stream("store");
                    self.work(Work::failed(&origin, None, &error));
                }
            }
            Work::Article {
                origin,
                format,
                bytes,
            } => output.article(&origin, format, &bytes, names),
            Work::Lines {
                origin,
                first_line,
                charset,
                block,
            } => json_lines::read(first_line, &block, charset, names, &mut |line, outcome| {
                output.emit(&origin, Place::Line(line), outcome);
            }),
            Work::Records {
                origin,
                kind,
                charset,
                block,
                cuts,
            } => {
                for (index, Cut { line, bytes }) in (0..).zip(cuts) {
                    let record = &block[bytes];
                    match &kind {
                        Records::Json { first_number } => {
                            let number = first_number + index;
                            let outcome = json_lines::document(record, charset, names);
                            output.emit(&origin, Place::Value(line, number), outcome);
                        }
                        Records::Table(header) => {
                            let outcome = header.document(record, charset, names);
                            output.emit(&origin, Place::Line(line), outcome);
                        }
                    }
                }
            }
            Work::RowGroup {
                origin,
                file,
                group,
                first_row,
            } => {
                let mut rows = first_row..;
                parquet_rows::read(&file, group, names, &mut |outcome| {
                    let row = rows.next().unwrap_or_default();
                    output.emit(&origin, Place::Row(row), outcome);
                });
            }
        }
    }

    /// Reads a small file. Nearly all hold one article, for which the buffer
    /// is enough; the others are cut up here as large ones are elsewhere.
    fn file(&mut self, path: &Path) {
        let origin = Origin::file(path);
        let name = origin.name();
        let (named, within) = (Format::of(name), Format::within(name));
        if !matches!(named, Format::Article | Format::Html | Format::Unknown) {
            return self.cut_up(path, origin);
        }
        self.buffer.clear();
        let read =
            File::open(path).and_then(|f| f.take(MAX_ARTICLE + 1).read_to_end(&mut self.buffer));
        if let Err(e) = read {
            let mut skip = failure(&origin, None, &e);
            skip.publisher = origin.publisher(None, self.output.options);
            return self.output.skip(skip);
        }
        let said = self.output.options.encoding;
        match named.sniff(within, &self.buffer, said, self.names) {
            format @ (Format::Article | Format::Html) => {
                self.output
                    .article(&origin, format, &self.buffer, self.names);
            }
            _ => self.cut_up(path, origin),
        }
    }

    fn cut_up(&mut self, path: &Path, origin: Origin) {
        let origin = Arc::new(origin);
        let context = Context::new(self.output.options, self.names);
        match blocks::open_file(path, Arc::clone(&origin), &context) {
            Ok(mut blocks) => {
                while let Some(works) = blocks.next_block() {
                    works.into_iter().for_each(|work| self.work(work));
                }
            }
            Err(e) => self.work(Work::failed(&origin, None, &e)),
        }
    }
}

/// Tells why content could not be read, or not to its end.
fn failure(origin: &Origin, line: Option<u64>, error: &io::Error) -> Skip {
    match Damage::of(error) {
        Some(damage) => origin.skip(line, SkipReason::Damaged, damage.to_string()),
        None => origin.skip(line, SkipReason::Unreadable, error.to_string()),
    }
}

/// Where in its origin a document or its trouble is.
enum Place {
    Whole,
    Line(u64),
    /// Line and number of a value, of which there may be many in a line.
    Value(u64, u64),
    Row(u64),
}

/// What entries go to, and what is made up for those that lack something.
struct Output<'r> {
    options: &'r Arc<CorpusOptions>,
    sink: &'r mut dyn FnMut(Entry),
}

impl Output<'_> {
    fn skip(&mut self, skip: Skip) {
        (self.sink)(Entry::Skipped(skip));
    }

    fn emit(&mut self, origin: &Origin, place: Place, outcome: Result<Document, Trouble>) {
        let line = match place {
            Place::Whole | Place::Row(_) => None,
            Place::Line(line) | Place::Value(line, _) => Some(line),
        };
        let mut document = match outcome {
            Ok(document) => document,
            Err(trouble) => {
                let detail = match place {
                    Place::Row(row) if trouble.detail.is_empty() => format!("row {row}"),
                    Place::Row(row) => format!("row {row}: {}", trouble.detail),
                    _ => trouble.detail,
                };
                let mut skip = origin.skip(line.or(trouble.line), trouble.reason, detail);
                skip.publisher = origin.publisher(trouble.publisher, self.options);
                return self.skip(skip);
            }
        };
        document.path.clone_from(&origin.path);
        document.entry.clone_from(&origin.entry);
        document.line = line;
        if document.id.is_empty() {
            document.id = match place {
                Place::Whole => origin.id(),
                Place::Line(line) => format!("{}:{line}", origin.id()),
                Place::Value(_, number) | Place::Row(number) => {
                    format!("{}#{number}", origin.id())
                }
            };
        }
        origin.complete(&mut document, self.options);
        (self.sink)(Entry::Document(document));
    }

    fn article(&mut self, origin: &Origin, format: Format, bytes: &[u8], names: &FieldNames) {
        let outcome = article(format, bytes, self.options.encoding, names);
        self.emit(origin, Place::Whole, outcome);
    }
}

/// Reads the bytes of one article.
fn article(
    format: Format,
    bytes: &[u8],
    said: Option<Encoding>,
    names: &FieldNames,
) -> Result<Document, Trouble> {
    if bytes.len() as u64 > MAX_ARTICLE {
        let detail = format!("the file is larger than {} MiB", MAX_ARTICLE >> 20);
        return Err((SkipReason::TooLarge, detail).into());
    }
    if encoding::is_blank(encoding::strip_bom(bytes)) {
        return Err((SkipReason::EmptyFile, String::new()).into());
    }
    let is_page = format == Format::Html;
    let decoded = match is_page {
        true => encoding::text(bytes, said, html::charset(bytes))?,
        false => encoding::article(bytes, said)?,
    };
    let text = &decoded.text;
    let mut document = match is_page {
        true => html::read(text)?,
        false => {
            let text = &bare_cr::without(text);
            let article = markdown::read(text, names)?;
            article.unwrap_or_else(|| plain::read(text))
        }
    };
    document.encoding = decoded.encoding;
    document.replaced = decoded.replaced;
    if document.text.is_empty() {
        return Err((SkipReason::EmptyBody, String::new()).into());
    }
    Ok(document)
}

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::document::{Document, Entry, Skip, SkipReason};
use crate::encoding::Charset;
use crate::fields::FieldNames;
use crate::json_lines::Lines;
use crate::origin::Origin;
use crate::source::Format;
use crate::{CorpusOptions, encoding, json_lines, markdown, plain};

/// Some articles of a [`Corpus`](crate::Corpus), still to be read.
///
/// It may be sent to another thread, and needs nothing from the corpus.
pub struct Batch {
    sequence: u64,
    bytes: u64,
    options: Arc<CorpusOptions>,
    work: Vec<Work>,
}

/// A part of a batch.
pub(crate) enum Work {
    /// A file with one article.
    File(PathBuf),
    /// A stream with one article.
    Whole {
        name: String,
        bytes: Vec<u8>,
        end: io::Result<()>,
    },
    /// Whole lines of JSON.
    Lines {
        name: Arc<str>,
        origin: Arc<Origin>,
        first_line: u64,
        charset: Charset,
        block: Vec<u8>,
    },
    /// What is known to be unreadable already.
    Skip(Skip),
}

/// The largest file that is read as one article, in bytes.
const MAX_ARTICLE: u64 = 64 << 20;

impl Batch {
    pub(crate) fn new(
        sequence: u64,
        bytes: u64,
        options: Arc<CorpusOptions>,
        work: Vec<Work>,
    ) -> Batch {
        Batch {
            sequence,
            bytes,
            options,
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
        let options = &self.options;
        // One buffer serves all small files of the batch.
        let mut buffer = Vec::new();
        for work in self.work {
            match work {
                Work::Skip(skip) => sink(Entry::Skipped(skip)),
                Work::File(path) => sink(file(&path, &mut buffer, options)),
                Work::Whole { name, bytes, end } => sink(match end {
                    Ok(()) => article(&name, &bytes, &Origin::of(None, options), options),
                    Err(e) => Entry::Skipped(unreadable(&name, None, &e)),
                }),
                Work::Lines {
                    name,
                    origin,
                    first_line,
                    charset,
                    block,
                } => {
                    let names = FieldNames::new(&options.fields);
                    let lines = Lines {
                        name: &name,
                        first_line,
                        charset,
                        block: &block,
                    };
                    json_lines::read(lines, &names, &mut |mut entry| {
                        if let Entry::Document(document) = &mut entry {
                            origin.complete(document, options);
                        }
                        sink(entry);
                    });
                }
            }
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
    /// Reads the rest of a stream with one article.
    pub(crate) fn rest(name: String, mut bytes: Vec<u8>, reader: Box<dyn Read + Send>) -> Work {
        let limit = (MAX_ARTICLE + 1).saturating_sub(bytes.len() as u64);
        let end = reader.take(limit).read_to_end(&mut bytes).map(drop);
        Work::Whole { name, bytes, end }
    }

    pub(crate) fn unreadable(name: &str, line: Option<u64>, error: &io::Error) -> Work {
        Work::Skip(unreadable(name, line, error))
    }

    /// Returns by how many bytes a stream advances.
    pub(crate) fn bytes(&self) -> u64 {
        match self {
            Work::Whole { bytes, .. } => bytes.len() as u64,
            Work::File(_) | Work::Lines { .. } | Work::Skip(_) => 0,
        }
    }
}

fn unreadable(name: &str, line: Option<u64>, error: &io::Error) -> Skip {
    Skip::new(name, line, SkipReason::Unreadable, error.to_string())
}

fn file(path: &Path, buffer: &mut Vec<u8>, options: &CorpusOptions) -> Entry {
    let name = path.to_string_lossy();
    let skip = |reason, detail: &str| Entry::Skipped(Skip::new(&name, None, reason, detail));
    match Format::of(path) {
        Format::Unsupported => {
            let detail = "convert it to JSON Lines, Markdown or plain text";
            return skip(SkipReason::UnsupportedFormat, detail);
        }
        Format::Binary => return skip(SkipReason::Binary, "by its name"),
        Format::Lines { .. } | Format::Article => {}
    }
    buffer.clear();
    let read = File::open(path).and_then(|f| f.take(MAX_ARTICLE + 1).read_to_end(buffer));
    if let Err(e) = read {
        return Entry::Skipped(unreadable(&name, None, &e));
    }
    article(&name, buffer, &Origin::of(Some(path), options), options)
}

/// Reads the bytes of one article that is not JSON.
fn article(name: &str, bytes: &[u8], origin: &Origin, options: &CorpusOptions) -> Entry {
    match parse(name, bytes, options) {
        Ok(mut document) => {
            origin.complete(&mut document, options);
            Entry::Document(document)
        }
        Err(skip) => Entry::Skipped(skip),
    }
}

fn parse(name: &str, bytes: &[u8], options: &CorpusOptions) -> Result<Document, Skip> {
    let skip = |(reason, detail): (SkipReason, String)| Skip::new(name, None, reason, detail);
    if bytes.len() as u64 > MAX_ARTICLE {
        let detail = format!("the file is larger than {} MiB", MAX_ARTICLE >> 20);
        return Err(skip((SkipReason::TooLarge, detail)));
    }
    if encoding::is_blank(encoding::strip_bom(bytes)) {
        return Err(skip((SkipReason::EmptyFile, String::new())));
    }
    let decoded = encoding::text(bytes, options.encoding, None).map_err(skip)?;
    let mut document = match markdown::read(name, &decoded.text)? {
        Some(document) => document,
        None => plain::read(&decoded.text),
    };
    document.encoding = decoded.encoding;
    document.replaced = decoded.replaced;
    name.clone_into(&mut document.path);
    if document.id.is_empty() {
        name.clone_into(&mut document.id);
    }
    if document.text.is_empty() {
        return Err(skip((SkipReason::EmptyBody, String::new())));
    }
    Ok(document)
}

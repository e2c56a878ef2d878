//! Files to documents: crawl Markdown, plain text, web pages, JSON, tables and
//! Parquet, also compressed and in archives.
//!
//! A [`Corpus`] lists what is to be read, in a fixed order, and hands it out
//! as [`Batch`]es. Reading a batch yields one [`Entry`] for every article: a
//! [`Document`] with its text cleaned, or a [`Skip`] that says why there is
//! none. Nothing is dropped in silence: every article, row and element yields
//! exactly one entry, and every file and archive at least one.
//!
//! [`CopyFinder`] tells which documents are editions or copies of one another.
//!
//! This crate alone reads articles. It does not detect languages, split words
//! or print; what its documents are worth is for others to say.
//!
//! | format | recognised by |
//! |---|---|
//! | JSON Lines | `.jsonl`, `.ndjson`; an object a line |
//! | JSON | `.json`; an array of objects, or objects one after another |
//! | CSV, TSV | `.csv`, `.tsv`; elsewhere a header that names a text |
//! | Parquet | `.parquet`, and by its first bytes |
//! | web page | `.html`, `.htm`, `.xhtml`; `<!doctype html>` or `<html` |
//! | crawl Markdown | a front matter between two lines of `---` |
//! | plain text | everything else that is text |
//! | one of these, compressed | gzip and Zstandard, by their first bytes |
//! | many of these | `.tar` (compressed, too) and `.zip`, by their first bytes |
//!
//! The extension decides, unless the first bytes show that it lies. Blocks of
//! large files are cut out under the lock that readers share, and parsed by
//! whoever takes them, so that memory does not grow with a file and parsing is
//! parallel; what small files hold is the business of one reader. Limits hold
//! after decompression.
//!
//! Bytes may be UTF-8, UTF-16, CP949, or in another encoding that can be told by
//! what is written; [`CorpusOptions::encoding`] overrides that. The encoding is
//! one for an article, and in JSON Lines one for a line. What means nothing in it
//! becomes U+FFFD and is counted ([`Document::replaced`]); where that is too
//! much, the article goes to the skips, with the offset of the first wrong byte.
//!
//! # Example
//!
//! ```
//! use malmoi_corpus::{Corpus, CorpusOptions, Entry};
//!
//! let lines = r#"{"id": 7, "press": "예시일보", "date": "2026.01.02", "본문": "정부는 대책을 발표했다."}
//! {"id": 8}"#;
//! let corpus = Corpus::from_reader("-", Box::new(lines.as_bytes()), CorpusOptions::default());
//!
//! let mut seen = Vec::new();
//! for batch in corpus {
//!     batch.read(&mut |entry| {
//!         seen.push(match entry {
//!             Entry::Document(d) => format!("{} {}", d.id, d.published_at.unwrap()),
//!             Entry::Skipped(s) => format!("line {}: {}", s.line.unwrap(), s.reason),
//!         });
//!     });
//! }
//! assert_eq!(seen, ["7 2026-01-02", "line 2: no text field"]);
//! ```

mod aliases;
mod archive;
mod author;
mod bare_cr;
mod batch;
mod blocks;
mod boilerplate;
mod clean;
mod compressed;
mod copies;
mod corpus;
mod cuts;
mod date_labels;
mod document;
mod encoding;
mod error;
mod field_date;
mod fields;
mod format;
mod front_matter;
mod glob;
mod glue;
mod html;
mod json_ld;
mod json_lines;
mod json_values;
mod kept;
mod known;
mod line_decoder;
mod lines;
mod markdown;
mod name_pattern;
mod origin;
mod parquet_rows;
mod pattern;
mod plain;
mod prose;
mod record;
mod removed;
mod sentences;
mod source;
mod spool;
mod surrogates;
mod table;
mod tags;
mod tar_members;
mod timestamp;
mod zip_members;

pub use aliases::{AliasError, Aliases};
pub use author::Author;
pub use batch::Batch;
pub use boilerplate::{Boilerplate, BoilerplateFinder, BoilerplateOptions, Repeated, passages};
pub use copies::{Copies, CopyFinder, Fate};
pub use corpus::{Corpus, CorpusOptions, PublisherSource};
pub use document::{Document, Entry, Skip, SkipReason};
pub use encoding::{Encoding, UnknownEncoding};
pub use error::Error;
pub use fields::{Field, SaidFields, UnknownField};
pub use glob::{Glob, MalformedGlob};
pub use kept::Kept;
pub use line_decoder::{LineDecoder, LineInput};
pub use name_pattern::{NamePattern, PatternError};
pub use removed::Removed;
pub use sentences::{Sentences, sentences};
pub use timestamp::Timestamp;

/// Changes whenever the same bytes become another [`Document`]: articles that were read and
/// [kept](Kept) under another number are not what would be read today.
pub const READING_VERSION: u32 = 1;

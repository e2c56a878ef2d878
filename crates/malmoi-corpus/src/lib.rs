//! Files to documents: crawl Markdown, plain text, JSON Lines.
//!
//! A [`Corpus`] lists what is to be read, in a fixed order, and hands it out
//! as [`Batch`]es. Reading a batch yields one [`Entry`] for every article: a
//! [`Document`] with its text cleaned, or a [`Skip`] that says why there is
//! none. Nothing is dropped in silence: every file, and every line of a JSON
//! Lines file that is not blank, yields exactly one entry.
//!
//! [`CopyFinder`] tells which documents are editions or copies of one another.
//!
//! This crate alone reads articles. It does not detect languages, split words
//! or print; what its documents are worth is for others to say.
//!
//! | format | recognised by |
//! |---|---|
//! | JSON Lines | `.jsonl`, `.ndjson`, and `.json` that holds one object a line |
//! | crawl Markdown | a front matter between two lines of `---` |
//! | plain text | everything else that is text |
//!
//! Bytes must be UTF-8, with or without a byte-order mark and with either kind
//! of line end. What is not goes to the skips, with the offset of the first
//! wrong byte.
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

mod author;
mod batch;
mod clean;
mod copies;
mod corpus;
mod document;
mod encoding;
mod error;
mod front_matter;
mod glue;
mod json_lines;
mod lines;
mod markdown;
mod plain;
mod source;
mod spool;
mod timestamp;

pub use author::Author;
pub use batch::Batch;
pub use copies::{Copies, CopyFinder, Fate};
pub use corpus::{Corpus, CorpusOptions, PublisherSource};
pub use document::{Document, Entry, Skip, SkipReason};
pub use error::Error;
pub use timestamp::Timestamp;

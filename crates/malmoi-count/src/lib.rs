//! Terms to counts: how often and in how many documents each term occurs, by
//! publisher, day and language.
//!
//! Each thread fills a [`Counter`] of its own, one document at a time. When all
//! are done, [`Counts::merge`] makes one table of them, in an order that
//! depends on the documents alone: not on which thread counted which, nor on
//! when. All numbers are integers.
//!
//! The crate knows nothing of texts: a term is a string with the code of its
//! language. It does no I/O and cannot fail.
//!
//! # Copies
//!
//! Documents that are copies of another are counted as well, and once more on
//! their own. So there are two numbers for everything, with copies and without
//! ([`Basis`]), at the memory of the copies alone.
//!
//! # Languages
//!
//! Two languages play a part. A *group* (publisher × day × language) is of the
//! language the documents are in, so that like is compared with like: "AI" in
//! Korean articles is set against all words of Korean articles. A *term* has
//! the language of the run of text it was found in, so that an English name in
//! a Korean article is the same term as in an English one.
//!
//! # Example
//!
//! ```
//! use malmoi_count::{Counter, Counts, Occurrence};
//!
//! let mut counter = Counter::new();
//! let mut document = counter.document(0);
//! for surface in ["restore", "restored", "restore"] {
//!     document.term(Occurrence { language: "en", term: "restor", surface });
//! }
//! document.finish("한빛일보", Some("2026-01-02"), "en");
//!
//! let counts = Counts::merge([counter]);
//! let cell = counts.cell(0, 0, malmoi_count::Basis::Every).expect("it occurs");
//! assert_eq!((cell.count, cell.documents), (3, 1));
//! assert_eq!(counts.terms()[cell.term as usize].display, "restore");
//! ```

mod basis;
mod cell;
mod counter;
mod counts;
mod evidence;
mod forms;
mod moments;
mod packed;
mod run;
mod sums;
mod varint;
mod vocabulary;

pub use basis::Basis;
pub use cell::Cell;
pub use counter::{Counter, DocumentCounter, PackedDocument};
pub use counts::{Counts, Group, Tally};
pub use evidence::{EVIDENCE_DOCUMENTS, Evidence};
pub use forms::Forms;
pub use moments::{LARGEST, Lengths, Moments};
pub use packed::unpack;
pub use sums::{GroupName, Sums, TermName};
pub use vocabulary::{Occurrence, Term};

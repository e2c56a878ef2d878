//! Text to terms: which language each run of a text is in, and which words of
//! it say what the text is about.
//!
//! The way through this crate, in order:
//!
//! 1. [`fn@detect`] finds the language of a text and of each run in it: a Korean
//!    article's English names are English, an English article's Hangul is
//!    Korean.
//! 2. A [`Tokenizer`] per language splits a run into [`Token`]s: [`korean`] by
//!    ko-dic, [`words`] by Unicode word boundaries for all the
//!    others, [`dictionary`] for those whose dictionary the user has.
//! 3. [`Analyzer`] joins the two and is what most users need. Given the
//!    [`phrases`] of a corpus, it keeps names of several words together.
//!
//! A token keeps its place in the text (`start..end` slices the text that was
//! given, always) and has a *term*, the form under which it is counted: nouns
//! as they are for Korean, Snowball stems for languages that have a stemmer.
//! Only tokens of [`Kind::Term`] (and [`Kind::Part`], if compounds are divided)
//! are worth counting; particles, endings, stop
//! words, numbers and symbols are of the other kinds.
//!
//! Nothing here reads files or prints, and nothing can fail but loading a
//! dictionary. Not for sentence splitting, translation or search: the
//! terms are made for counting.
//!
//! # Example
//!
//! ```
//! use malmoi_text::Analyzer;
//!
//! let analyzer = Analyzer::new()?;
//! let terms = analyzer.terms("정부는 K-pop 공연을 restored the ties라고 불렀다");
//! assert!(terms.iter().any(|t| t == "정부") && terms.iter().any(|t| t == "k-pop"));
//! # Ok::<(), malmoi_text::Error>(())
//! ```

mod alphabet;
mod analyzer;
mod candidates;
pub mod detect;
pub mod dictionary;
mod error;
mod fold;
pub mod korean;
mod language;
mod letters;
mod ngrams;
pub mod phrases;
mod quotes;
mod route;
mod runs;
mod script;
mod stop_words;
mod token;
pub mod words;

pub use analyzer::{Analyzer, AnalyzerWorker};
pub use detect::{Detection, Detector, Run, detect};
pub use error::Error;
pub use korean::{Compounds, Engine};
pub use language::Language;
pub use quotes::quotes;
pub use token::{Kind, Token, Tokenizer, Worker};

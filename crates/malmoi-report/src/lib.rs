//! Results to files: every table of an analysis as CSV and as JSON Lines, and
//! a summary as JSON.
//!
//! [`tables`] and [`topics`] say which rows and columns there are; [`Output`] puts them into
//! a folder, which is there whole or not at all. This crate alone writes
//! results. It computes nothing that is not in the [`malmoi::Analysis`] it is
//! given.
//!
//! ```no_run
//! use malmoi::{AnalysisOptions, Analyzer, Corpus, CorpusOptions};
//! use malmoi_report::Output;
//!
//! // Before the long work: a place that cannot be written is told at once.
//! let output = Output::at("out")?;
//! let corpus = Corpus::open(&["crawl"], CorpusOptions::default())?;
//! let analysis = malmoi::analyze(corpus, &Analyzer::new()?, &AnalysisOptions::default(), &())?;
//! output.write(&analysis, &())?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod coverage;
mod error;
mod model_file;
mod output;
pub mod page;
pub mod profiles;
mod summary;
pub mod tables;
pub mod topics;

pub use error::Error;
pub use model_file::ModelFile;
pub use output::Output;
pub use summary::{PublisherSummary, Summary};

//! Results to files: every table of an analysis as CSV, JSON Lines and Parquet, a
//! summary as JSON, and a page for people.
//!
//! [`tables`] and [`topics`] say which rows and columns there are, [`mod@page`] what people
//! look at; [`Output`] puts them into
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
pub mod oddities;
mod output;
pub mod page;
mod parquet_file;
pub mod profiles;
pub mod row_values;
mod summary;
mod table_files;
pub mod tables;
pub mod topics;
pub mod types;

pub use error::Error;
pub use model_file::ModelFile;
pub use output::{Formats, Output};
pub use summary::{PublisherSummary, Summary};

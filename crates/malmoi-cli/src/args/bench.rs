//! What `bench` takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::whole;

#[derive(Args, Debug)]
pub(crate) struct BenchArguments {
    /// Files and folders to read: crawl Markdown, plain text, JSON Lines; `-`
    /// is standard input, JSON Lines or one document
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// How often each run is repeated, the engines in turn; the median is told
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=99))]
    pub(crate) rounds: u32,

    /// Measure on about so many megabytes, evenly spread over a corpus that
    /// has more
    #[arg(long, value_name = "MB", default_value_t = 100, value_parser = whole::<u32, 1>, allow_negative_numbers = true)]
    pub(crate) sample: u32,

    /// Measure nothing: print the texts that would be measured, a JSON object
    /// with `lang` and `text` a line, to measure other programs on them
    #[arg(long, conflicts_with = "format")]
    pub(crate) texts: bool,

    /// How the result is printed; json is one object
    #[arg(long, value_enum, default_value_t = BenchFormat::Table)]
    pub(crate) format: BenchFormat,
}

/// How measurements are printed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum BenchFormat {
    /// For people
    Table,
    /// One JSON object
    Json,
}

#[derive(Args, Debug)]
pub(crate) struct BenchRunArguments {
    /// What to measure, on texts from standard input
    pub(crate) subject: String,
}

//! What a store takes in, gives away and is asked.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use malmoi::{Aliases, Timestamp};
use malmoi_store::Removal;

use super::{Format, ReadingArguments};

#[derive(Args, Debug)]
pub(crate) struct AddArguments {
    /// The folder of the store; one that is new or empty becomes a store
    #[arg(value_name = "STORE")]
    pub(crate) store: PathBuf,

    /// Files and folders to read, as for `analyze`. Standard input has no place that an article
    /// could be known by
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) reading: ReadingArguments,

    /// Forget all that is in the store, so that what is read now is all there is. Articles that
    /// were read by another version of malmoi take no others beside them
    #[arg(long)]
    pub(crate) reindex: bool,

    /// When to find at once what `analyze --store` will ask for, so that who asks first waits no
    /// longer than who asks next
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub(crate) prepare: Prepare,
}

/// When an analysis follows an addition.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub(crate) enum Prepare {
    /// If at least half of the articles are new
    #[default]
    Auto,
    /// After every addition
    Always,
    /// Not before somebody asks
    Never,
}

#[derive(Args, Debug)]
#[command(group(clap::ArgGroup::new("which").required(true).multiple(true)))]
pub(crate) struct RemoveArguments {
    /// The folder of the store
    #[arg(value_name = "STORE")]
    pub(crate) store: PathBuf,

    /// Articles with this id; may be given several times
    #[arg(long = "id", value_name = "ID", group = "which")]
    ids: Vec<String>,

    /// Articles of this publisher; may be given several times
    #[arg(long = "publisher", value_name = "NAME", group = "which")]
    publishers: Vec<String>,

    /// Articles that were published before this day
    #[arg(long, value_name = "DAY", group = "which", value_parser = parse_day)]
    before: Option<Timestamp>,

    /// Only tell how many articles would go
    #[arg(long)]
    pub(crate) dry_run: bool,
}

impl RemoveArguments {
    pub(crate) fn removal(&self) -> Removal {
        let aliases = Aliases::default();
        let named = |name: &String| aliases.name(name).to_owned();
        Removal {
            ids: self.ids.clone(),
            publishers: self.publishers.iter().map(named).collect(),
            before: self.before,
        }
    }
}

fn parse_day(text: &str) -> Result<Timestamp, String> {
    let day = Timestamp::parse(text).filter(|day| !day.has_time());
    day.ok_or_else(|| "give a day, such as 2026-01-02".to_owned())
}

#[derive(Debug, Subcommand)]
pub(crate) enum StoreCommand {
    /// Tell what is in a store
    Info(StoreInfoArguments),
    /// Check that all of a store is as it was written
    Verify(StoreArguments),
    /// Put small files together, and such as lie across each other
    Compact(StoreArguments),
}

#[derive(Args, Debug)]
pub(crate) struct StoreArguments {
    /// The folder of the store
    #[arg(value_name = "STORE")]
    pub(crate) store: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct StoreInfoArguments {
    #[command(flatten)]
    pub(crate) store: StoreArguments,

    /// How the rows are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

//! How terms are followed over time.

use clap::{Args, ValueEnum};
use malmoi::TimeUnit;

use super::SearchArguments;

#[derive(Args, Debug)]
pub(crate) struct TrendsArguments {
    #[command(flatten)]
    pub(crate) search: SearchArguments,

    /// One more term; may be given several times. Terms may also stand before the first
    /// PATH, as long as they are no files or folders themselves: `malmoi trends 지진 태풍 crawl`, `malmoi trends 지진 태풍 --store store`
    #[arg(long = "term", value_name = "TERM")]
    pub(crate) more: Vec<String>,

    /// What articles are put together by
    #[arg(long, value_enum, default_value_t = UnitArgument::Day)]
    pub(crate) by: UnitArgument,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum UnitArgument {
    /// The day of publication
    Day,
    /// The week, Monday to Sunday
    Week,
}

impl UnitArgument {
    pub(crate) fn unit(self) -> TimeUnit {
        match self {
            UnitArgument::Day => TimeUnit::Day,
            UnitArgument::Week => TimeUnit::Week,
        }
    }
}

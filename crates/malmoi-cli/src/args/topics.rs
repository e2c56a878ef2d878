//! How topics are found.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use malmoi::TopicCount;

use super::{
    AnalyzerArguments, ArticlesArguments, CorpusArguments, LanguageArguments, SliceArguments, whole,
};

#[derive(Args, Debug)]
pub(crate) struct TopicsArguments {
    #[command(flatten)]
    pub(crate) corpus: CorpusArguments,

    #[command(flatten)]
    pub(crate) slice: SliceArguments,

    /// How many topics each language has, at most 1000; fewer than one for ten articles are
    /// sensible. `auto` tries up to 100 and shows how each number
    /// does on articles it has not seen
    #[arg(long, value_name = "N|auto", default_value = "20", value_parser = parse_count)]
    pub(crate) k: TopicCount,

    /// How often each word is assigned to a topic anew
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = whole::<u32, 1>, allow_negative_numbers = true)]
    pub(crate) iterations: u32,

    /// Take each model as it is after so many seconds. Then the clock decides what comes out
    #[arg(long, value_name = "SECONDS", value_parser = parse_seconds)]
    pub(crate) time_limit: Option<Duration>,

    /// Where the random numbers start; the same seed gives the same topics
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole::<u64, 0>, allow_negative_numbers = true)]
    pub(crate) seed: u64,

    /// One model for the articles of all languages
    #[arg(long)]
    pub(crate) joint: bool,

    /// Let the model expect other topics of each publisher
    #[arg(long, value_enum)]
    pub(crate) covariate: Option<Covariate>,

    /// Find the topics of this model, which `--save-model` wrote, instead of new ones
    #[arg(long, value_name = "FILE", conflicts_with_all = ["k", "iterations", "time_limit", "joint", "covariate"])]
    pub(crate) model: Option<PathBuf>,

    /// A file to keep the model in, for other articles. It must not be there yet
    #[arg(long, value_name = "FILE")]
    pub(crate) save_model: Option<PathBuf>,

    /// Tell which topics are those of this older model, and which have appeared,
    /// vanished or merged
    #[arg(long = "match", value_name = "OLD_MODEL")]
    pub(crate) previous: Option<PathBuf>,

    /// A folder for the tables topics, topic_publishers, topic_shares (by day) and
    /// document_topics. It must be new, empty, or hold nothing but earlier topics
    #[arg(long, short, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) languages: LanguageArguments,

    #[command(flatten)]
    pub(crate) analyzer: AnalyzerArguments,

    #[command(flatten)]
    pub(crate) articles: ArticlesArguments,

    /// How the topics are printed
    #[arg(long, value_enum, default_value_t = TopicFormat::Table)]
    pub(crate) format: TopicFormat,
}

/// What the model knows of an article beside its words.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Covariate {
    /// Who published it
    Publisher,
}

/// How topics are printed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum TopicFormat {
    /// For people
    Table,
    /// A line of JSON for each topic
    Jsonl,
    /// The same as comma-separated values with a header
    Csv,
    /// An object for each model, on a line: its size, its topics, and the topic of
    /// each article
    Json,
}

pub(super) fn parse_count(text: &str) -> Result<TopicCount, String> {
    match text {
        "auto" => Ok(TopicCount::Auto),
        number => match number.parse() {
            Ok(n) if (1..=MOST).contains(&n) => Ok(TopicCount::Number(n)),
            _ => Err(format!("give a number from 1 to {MOST}, or auto")),
        },
    }
}

/// More topics than anybody reads. Time and memory of each article grow with it.
const MOST: u16 = 1_000;

fn parse_seconds(text: &str) -> Result<Duration, String> {
    let seconds: Option<f64> = text.parse().ok();
    seconds
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| "give a number of seconds".to_owned())
}

//! What can be said on the command line. Nothing here leaves this crate.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use malmoi::{CorpusOptions, Engine, Language, PublisherSource};

/// Keyword and topic statistics per publisher from crawled Korean and English
/// news.
#[derive(Debug, Parser)]
#[command(
    name = "malmoi",
    version,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 done, 1 documents were skipped and --strict was given, 2 failed or misused, 130 interrupted."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// How many threads work [default: one for each core]. The results do not
    /// depend on it
    #[arg(long, global = true, value_name = "N", value_parser = parse_threads)]
    pub(crate) threads: Option<usize>,

    /// No progress and no remarks, only results and errors
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Find what each publisher of a crawl says more than the others
    Analyze(AnalyzeArguments),
    /// List the keywords of each document
    Keywords(KeywordsArguments),
    /// Split each line of a text into tokens
    Tokenize(TokenizeArguments),
    /// Tell the language of each line of a text
    Detect(LinesArguments),
}

#[derive(Args, Debug)]
pub(crate) struct AnalyzeArguments {
    #[command(flatten)]
    pub(crate) corpus: CorpusArguments,

    /// The folder for the tables. It must be new, empty, or hold nothing but an
    /// earlier result, which is replaced once the new one is whole
    #[arg(long, short, value_name = "FOLDER")]
    pub(crate) out: PathBuf,

    /// How many keywords to keep for each publisher and language
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) top: usize,

    /// How the keywords are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct KeywordsArguments {
    #[command(flatten)]
    pub(crate) corpus: OptionalCorpusArguments,

    /// How many keywords to list for each document
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) top: usize,

    /// How the keywords are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct TokenizeArguments {
    #[command(flatten)]
    pub(crate) lines: LinesArguments,

    /// Take every line to be in this language, by its ISO 639-1 code, instead
    /// of detecting it
    #[arg(long, value_name = "CODE", value_parser = parse_language)]
    pub(crate) lang: Option<Language>,

    /// What finds the morphemes of Korean
    #[arg(long, value_enum, default_value_t = KoreanEngine::Malmoi)]
    pub(crate) engine: KoreanEngine,
}

/// What finds the morphemes of Korean.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum KoreanEngine {
    /// The lattice by mecab-ko's rules, with corrected costs
    Malmoi,
    /// The same lattice without corrections: mecab-ko's own answer
    MecabKo,
    /// Lindera's segmenter, to compare with
    Lindera,
}

impl From<KoreanEngine> for Engine {
    fn from(engine: KoreanEngine) -> Engine {
        match engine {
            KoreanEngine::Malmoi => Engine::Malmoi,
            KoreanEngine::MecabKo => Engine::MecabKo,
            KoreanEngine::Lindera => Engine::Lindera,
        }
    }
}

/// The input of commands that read documents.
#[derive(Args, Debug)]
pub(crate) struct CorpusArguments {
    /// Files and folders to read: crawl Markdown, plain text, JSON Lines; `-`
    /// is standard input, JSON Lines or one document
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) reading: ReadingArguments,
}

/// The same, with standard input as the default.
#[derive(Args, Debug)]
pub(crate) struct OptionalCorpusArguments {
    /// Files and folders to read: crawl Markdown, plain text, JSON Lines; `-`
    /// is standard input, JSON Lines or one document
    #[arg(default_value = "-", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) reading: ReadingArguments,
}

#[derive(Args, Debug)]
pub(crate) struct ReadingArguments {
    /// The publisher of documents that state none
    #[arg(long, value_name = "NAME", conflicts_with = "publisher_from_folder")]
    publisher: Option<String>,

    /// Documents that state no publisher have the name of their folder for it
    #[arg(long)]
    publisher_from_folder: bool,

    /// Exit with code 1 if any document was skipped
    #[arg(long)]
    pub(crate) strict: bool,
}

impl ReadingArguments {
    pub(crate) fn options(&self) -> CorpusOptions {
        CorpusOptions {
            publisher: match &self.publisher {
                Some(name) => PublisherSource::Constant(name.clone()),
                None if self.publisher_from_folder => PublisherSource::ParentFolder,
                None => PublisherSource::Field,
            },
            exclude: None,
        }
    }
}

/// The input of commands that read lines.
#[derive(Args, Debug)]
pub(crate) struct LinesArguments {
    /// Files to read, line by line; `-` is standard input
    #[arg(default_value = "-", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// How the result is printed; jsonl prints one line for each line of input
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

/// How rows are printed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Table,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated values with a header
    Csv,
}

/// More threads than any machine has cores for; starting thousands of them would
/// take longer than the work.
const MOST_THREADS: usize = 1024;

fn parse_threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n) if (1..=MOST_THREADS).contains(&n) => Ok(n),
        _ => Err(format!("give a number from 1 to {MOST_THREADS}")),
    }
}

fn parse_language(code: &str) -> Result<Language, String> {
    Language::from_code(&code.to_ascii_lowercase())
        .filter(|language| *language != Language::UNDETERMINED)
        .ok_or_else(|| "not a code malmoi knows; Korean is ko, English en".to_string())
}

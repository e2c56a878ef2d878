//! What can be said on the command line. Nothing here leaves this crate.

mod analyzer;
mod bench;
mod reading;
mod search;
mod store;
mod topics;
mod trends;

use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::{Args, Parser, Subcommand, ValueEnum};
use malmoi::{AnalysisOptions, ArticleOptions, Duplicates, Encoding, Language};
use malmoi_report::Formats;

pub(crate) use analyzer::{AnalyzerArguments, KoreanEngine};
pub(crate) use bench::{BenchArguments, BenchFormat, BenchRunArguments};
pub(crate) use reading::ReadingArguments;
pub(crate) use search::{CollocatesArguments, KwicArguments, SearchArguments};
pub(crate) use store::{
    AddArguments, Prepare, RemoveArguments, StoreArguments, StoreCommand, StoreInfoArguments,
};
pub(crate) use topics::{TopicFormat, TopicsArguments};
pub(crate) use trends::TrendsArguments;

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
    /// Find what some articles of a crawl say more than others, and what less
    Compare(CompareArguments),
    /// Tell what a crawl covers, and what about it is odd
    Audit(AuditArguments),
    /// List the keywords of each document
    Keywords(KeywordsArguments),
    /// Show every hit of a term in its context
    ///
    /// Hits in copies of other articles are only counted, unless `--duplicates`
    /// says otherwise: `count` shows and marks them, `drop` does not look at them.
    Kwic(KwicArguments),
    /// Find the words that stand around a term
    ///
    /// Copies of other articles count with `--duplicates count` alone.
    Collocates(CollocatesArguments),
    /// Follow terms over days or weeks, and tell who was first
    ///
    /// Shares of articles come with Wilson's confidence interval, rates per million
    /// words with Fay and Feuer's, which heeds that words come in articles. Bursts are
    /// Kleinberg's, with twice the usual share and a cost of 1; directions are by Mann
    /// and Kendall's test. Copies count; `--duplicates drop` leaves them out. Csv has
    /// the days or weeks alone.
    Trends(TrendsArguments),
    /// Find the topics of a crawl, and who writes how much about each
    ///
    /// Each language has topics of its own, since those of a crawl in two languages would
    /// mostly tell the languages apart. Copies of an article have no vote.
    Topics(Box<TopicsArguments>),
    /// Keep the articles of a growing crawl in a store, which most commands can read instead of it
    ///
    /// An article is known by its file and, in that, by the portal's numbers (oid and aid), else by
    /// its id, else by its text. One that is there already is no change, and one that has changed takes the
    /// place of the old. All is added or nothing, whatever happens.
    Add(AddArguments),
    /// Take articles out of a store: those that meet all that is said
    Remove(RemoveArguments),
    /// Tell what is in a store, check it, or tidy it up
    #[command(subcommand)]
    Store(StoreCommand),
    /// Split each line of a text into tokens
    Tokenize(TokenizeArguments),
    /// Tell the language of each line of a text
    Detect(DetectArguments),
    /// Measure every engine on a corpus of your own
    Bench(BenchArguments),
    /// One run of `bench`, in a process of its own
    #[command(hide = true)]
    BenchRun(BenchRunArguments),
    /// Check user dictionaries, and find words for them
    #[command(subcommand)]
    Dict(DictCommand),
}

#[derive(Debug, Subcommand)]
pub(crate) enum DictCommand {
    /// Tell what is wrong with user dictionaries, line by line
    Check(DictCheckArguments),
    /// Find words that the dictionary lacks in a crawl
    Suggest(Box<DictSuggestArguments>),
}

#[derive(Args, Debug)]
pub(crate) struct DictCheckArguments {
    /// User dictionaries: a word, `surface,tag,reading`, or the 12 fields of
    /// mecab-ko-dic on each line
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// How the findings are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct DictSuggestArguments {
    #[command(flatten)]
    pub(crate) corpus: CorpusArguments,

    /// A file to write the words to, for `--user-dictionary`. It must not be
    /// there yet
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) analyzer: AnalyzerArguments,

    /// How the words are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct AnalyzeArguments {
    #[command(flatten)]
    pub(crate) corpus: CorpusArguments,

    /// The folder for the tables. It must be new, empty, or hold nothing but an
    /// earlier result, which is replaced once the new one is whole
    #[arg(long, short, value_name = "FOLDER")]
    pub(crate) out: PathBuf,

    #[command(flatten)]
    pub(crate) languages: LanguageArguments,

    #[command(flatten)]
    pub(crate) analyzer: AnalyzerArguments,

    #[command(flatten)]
    pub(crate) articles: ArticlesArguments,

    #[command(flatten)]
    pub(crate) slice: SliceArguments,

    /// How many keywords to keep for each publisher and language
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = whole::<usize, 1>, allow_negative_numbers = true)]
    pub(crate) top: usize,

    /// Find so many topics in the articles of each language as well, or as many as suit them,
    /// as `malmoi topics --k` does, and write their tables. Takes several times as long
    #[arg(long, value_name = "N|auto", value_parser = topics::parse_count)]
    pub(crate) topics: Option<malmoi::TopicCount>,

    /// How much memory to do with, such as 512M or 2G, besides some hundred bytes for each
    /// article. The result is the same; what has no room is written to temporary files or
    /// worked out again. Topics are not bounded by it
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub(crate) memory: Option<u64>,

    /// What the tables in the folder are written as
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        value_name = "FORMATS",
        default_value = "csv,jsonl,parquet"
    )]
    tables: Vec<TableFormat>,

    /// Begin CSV tables with a byte-order mark, so that spreadsheet programs read
    /// them as UTF-8
    #[arg(long)]
    bom: bool,

    /// How the keywords are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

impl AnalyzeArguments {
    /// Whether the answer depends on the articles, the program and what is said on the command
    /// line, and on no other file; topics are not kept.
    pub(crate) fn asks_of_articles_alone(&self) -> bool {
        !self.analyzer.reads_files() && !self.corpus.reading.reads_files() && self.topics.is_none()
    }

    /// Returns all of the command line that the answer depends on.
    pub(crate) fn question(&self, options: &AnalysisOptions) -> String {
        let mut options = options.clone();
        // However much memory there is, the answer is the same.
        options.articles.memory = None;
        format!("{options:?} {:?} {:?}", self.analyzer, self.languages)
    }

    pub(crate) fn formats(&self) -> Formats {
        let has = |format| self.tables.contains(&format);
        Formats {
            csv: has(TableFormat::Csv),
            byte_order_mark: self.bom,
            json_lines: has(TableFormat::Jsonl),
            parquet: has(TableFormat::Parquet),
        }
    }
}

/// What a table is written as.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum TableFormat {
    /// Comma-separated values with a header
    Csv,
    /// One JSON object a line
    Jsonl,
    /// Columns with types, compressed
    Parquet,
}

#[derive(Args, Debug)]
pub(crate) struct CompareArguments {
    /// The articles to say something of: `publisher=한겨레,'The Korea Herald'
    /// date=2026-01-02..2026-01-05 lang=ko topic=3`. All conditions must hold, of what
    /// stands between commas one; a range of days may lack either end
    #[arg(value_name = "A")]
    pub(crate) filter: String,

    /// The articles to compare them with, as another filter [default: all others],
    /// and then files and folders to read, or `-` for standard input
    #[arg(required_unless_present = "store", value_name = "B|PATH")]
    pub(crate) rest: Vec<String>,

    #[command(flatten)]
    pub(crate) store: StoreSource,

    /// The folder of `malmoi topics` that topics in filters are of
    #[arg(long, value_name = "FOLDER")]
    pub(crate) topics: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) reading: ReadingArguments,

    #[command(flatten)]
    pub(crate) languages: LanguageArguments,

    #[command(flatten)]
    pub(crate) analyzer: AnalyzerArguments,

    #[command(flatten)]
    pub(crate) articles: ArticlesArguments,

    /// How many terms to list for each language and direction
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = whole::<usize, 1>, allow_negative_numbers = true)]
    pub(crate) top: usize,

    /// How the rows are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct AuditArguments {
    #[command(flatten)]
    pub(crate) corpus: CorpusArguments,

    #[command(flatten)]
    pub(crate) slice: SliceArguments,

    #[command(flatten)]
    pub(crate) languages: LanguageArguments,

    /// A row for each publisher, day and language instead of one for each
    /// publisher
    #[arg(long)]
    pub(crate) days: bool,

    /// A row for each pattern of boilerplate that took something off the texts,
    /// with how much and the first of it
    #[arg(long, conflicts_with = "days")]
    pub(crate) cleaning: bool,

    /// A row for each kind of oddity, of the whole crawl and of each publisher, with
    /// how many there are per article and per million words between white space
    #[arg(long, conflicts_with_all = ["days", "cleaning"])]
    pub(crate) rates: bool,

    /// How the rows are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct KeywordsArguments {
    #[command(flatten)]
    pub(crate) corpus: OptionalCorpusArguments,

    #[command(flatten)]
    pub(crate) slice: SliceArguments,

    #[command(flatten)]
    pub(crate) languages: LanguageArguments,

    #[command(flatten)]
    pub(crate) analyzer: AnalyzerArguments,

    /// How many keywords to list for each document
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = whole::<usize, 1>, allow_negative_numbers = true)]
    pub(crate) top: usize,

    /// Weigh words by how frequent they are in these files and folders, not in
    /// general; may be given several times
    #[arg(long, value_name = "PATH")]
    pub(crate) background: Vec<PathBuf>,

    /// How the keywords are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct TokenizeArguments {
    #[command(flatten)]
    pub(crate) lines: LinesArguments,

    #[command(flatten)]
    pub(crate) languages: LanguageArguments,

    /// Take every line to be in this language, by its ISO 639-1 code, instead
    /// of detecting it
    #[arg(long, value_name = "CODE", value_parser = parse_language, conflicts_with = "languages")]
    pub(crate) lang: Option<Language>,

    /// What finds the morphemes of Korean
    #[arg(long, value_enum, default_value_t = KoreanEngine::Malmoi)]
    pub(crate) engine: KoreanEngine,

    #[command(flatten)]
    pub(crate) analyzer: AnalyzerArguments,
}

#[derive(Args, Debug)]
pub(crate) struct DetectArguments {
    #[command(flatten)]
    pub(crate) lines: LinesArguments,

    #[command(flatten)]
    pub(crate) languages: LanguageArguments,
}

/// The languages to choose from.
#[derive(Args, Debug)]
pub(crate) struct LanguageArguments {
    /// The languages that texts may be in, by their ISO 639-1 codes, such as
    /// ko,en [default: all]. What is plainly in none of them is und
    #[arg(
        id = "languages",
        long = "languages",
        value_name = "CODES",
        value_delimiter = ',',
        value_parser = parse_language
    )]
    pub(crate) among: Vec<Language>,
}

/// The input of commands that read documents.
#[derive(Args, Debug)]
pub(crate) struct CorpusArguments {
    /// Files and folders to read: crawl Markdown, plain text, HTML pages, JSON
    /// Lines and arrays, CSV, TSV, Parquet; compressed as .gz or .zst, or many
    /// in a .zip or .tar. `-` is standard input: any of them but .zip
    #[arg(required_unless_present = "store", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) store: StoreSource,

    #[command(flatten)]
    pub(crate) reading: ReadingArguments,
}

/// The same, with standard input as the default.
#[derive(Args, Debug)]
pub(crate) struct OptionalCorpusArguments {
    /// Files and folders to read: crawl Markdown, plain text, HTML pages, JSON
    /// Lines and arrays, CSV, TSV, Parquet; compressed as .gz or .zst, or many
    /// in a .zip or .tar. `-` is standard input: any of them but .zip
    #[arg(default_value = "-", conflicts_with = "store", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) store: StoreSource,

    #[command(flatten)]
    pub(crate) reading: ReadingArguments,
}

/// A store in the place of files, of which nothing can be said then.
#[derive(Args, Debug)]
pub(crate) struct StoreSource {
    /// Read the articles from a store that `malmoi add` has made, instead of files
    #[arg(
        long,
        value_name = "STORE",
        conflicts_with_all = [
            "publisher", "publisher_from_folder", "publisher_from_name", "fields", "encoding",
            "include", "exclude",
        ]
    )]
    pub(crate) store: Option<PathBuf>,
}

impl StoreSource {
    /// Returns the store, if there is one; there are no paths beside it. What the parser has taken
    /// for paths may be terms, so that it cannot tell.
    ///
    /// # Errors
    ///
    /// If paths are named as well; the one that is the default does not count.
    pub(crate) fn instead_of(&self, paths: &[PathBuf]) -> anyhow::Result<Option<&Path>> {
        match (&self.store, paths.first()) {
            (Some(_), Some(path)) if path.as_os_str() != "-" => anyhow::bail!(
                "{} cannot be used with --store, which is read in the place of files; `malmoi add` \
                 puts files into a store",
                path.display()
            ),
            (store, _) => Ok(store.as_deref()),
        }
    }
}

/// Some of the articles of a store.
#[derive(Args, Debug)]
pub(crate) struct SliceArguments {
    /// Take only some of the articles of a store, as if there were no others:
    /// publisher=한겨레,경향신문 date=2026-01-02..2026-01-05 lang=ko, any of them, in quotes
    #[arg(long = "where", value_name = "FILTER")]
    pub(crate) filter: Option<String>,
}

impl SliceArguments {
    /// Returns which articles of a store are meant, if not all.
    ///
    /// # Errors
    ///
    /// If some are, and there is no store.
    pub(crate) fn of(&self, store: &StoreSource) -> anyhow::Result<Option<&str>> {
        if self.filter.is_some() && store.store.is_none() {
            anyhow::bail!(
                "--where chooses among the articles of a store; add them to one (malmoi add) and name \
                 it by --store"
            );
        }
        Ok(self.filter.as_deref())
    }
}

/// Which articles count, and with which of their words.
#[derive(Args, Debug)]
pub(crate) struct ArticlesArguments {
    /// Do not look for words and names that the crawl itself proves
    #[arg(long)]
    no_new_words: bool,

    /// Count the sentences as well that a publisher puts into many of its articles; they are listed all the same
    #[arg(long)]
    keep_boilerplate: bool,

    /// What copies of an article are good for
    #[arg(long, value_enum, default_value_t = DuplicatesArgument::Once)]
    duplicates: DuplicatesArgument,
}

impl ArticlesArguments {
    pub(crate) fn options(&self) -> ArticleOptions {
        ArticleOptions {
            without_new_words: self.no_new_words,
            keep_boilerplate: self.keep_boilerplate,
            duplicates: self.duplicates.duplicates(),
            memory: None,
        }
    }
}

/// The input of commands that read lines.
#[derive(Args, Debug)]
pub(crate) struct LinesArguments {
    /// Files to read, line by line; `-` is standard input
    #[arg(default_value = "-", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// The encoding of the lines, such as cp949 [default: told by the bytes, file by file]
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<Encoding>,

    /// How the result is printed; jsonl prints one line for each line of input
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

/// What copies of an article are good for.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum DuplicatesArgument {
    /// Copies are counted, and keywords chosen by all there is
    Count,
    /// Copies are counted, but keywords chosen by the first article of each
    /// cluster of copies alone
    Once,
    /// Copies are left out of everything, and listed in the table `skipped`
    Drop,
}

impl DuplicatesArgument {
    fn duplicates(self) -> Duplicates {
        match self {
            DuplicatesArgument::Count => Duplicates::Count,
            DuplicatesArgument::Once => Duplicates::Once,
            DuplicatesArgument::Drop => Duplicates::Drop,
        }
    }
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

fn parse_size(text: &str) -> Result<u64, String> {
    let units = [
        ("M", 20),
        ("MB", 20),
        ("MiB", 20),
        ("G", 30),
        ("GB", 30),
        ("GiB", 30),
    ];
    let digits = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let shift = units
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(unit));
    let size = number.parse().ok().zip(shift);
    let size = size.and_then(|(number, (_, shift)): (u64, _)| number.checked_mul(1 << shift));
    size.ok_or_else(|| "give a size such as 512M or 2G".to_string())
}

fn parse_threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n) if (1..=MOST_THREADS).contains(&n) => Ok(n),
        _ => Err(format!("give a number from 1 to {MOST_THREADS}")),
    }
}

/// Reads a whole number that is not less than `LEAST`.
fn whole<N: FromStr + PartialOrd + From<u8>, const LEAST: u8>(text: &str) -> Result<N, String> {
    let number: Option<N> = text.parse().ok();
    number
        .filter(|number| *number >= LEAST.into())
        .ok_or_else(|| format!("give a whole number from {LEAST}"))
}

pub(crate) fn parse_language(code: &str) -> Result<Language, String> {
    Language::from_code(&code.trim().to_ascii_lowercase())
        .filter(|language| *language != Language::UNDETERMINED)
        .ok_or_else(|| {
            let known: Vec<&str> = Language::all().map(Language::code).collect();
            format!(
                "not a code malmoi knows; Korean is ko, English en, and all are {}",
                known.join(" ")
            )
        })
}

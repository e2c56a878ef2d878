//! What the commands have in common that look for a term.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use malmoi::{HitOrder, Matching, RankBy, Side};

use super::{
    AnalyzerArguments, ArticlesArguments, CorpusArguments, Format, LanguageArguments, whole,
};

#[derive(Args, Debug)]
pub(crate) struct SearchArguments {
    /// What to look for: a word, a name or a term; several words in quotes, such
    /// as "White House"
    #[arg(value_name = "TERM")]
    pub(crate) term: String,

    #[command(flatten)]
    pub(crate) corpus: CorpusArguments,

    /// When a place is a hit
    #[arg(long = "match", value_enum, default_value_t = MatchingArgument::Words)]
    matching: MatchingArgument,

    /// Look only at some of the articles: publisher=한겨레,경향신문
    /// date=2026-01-02..2026-01-05 lang=ko topic=3, any of them, in quotes
    #[arg(long = "where", value_name = "FILTER")]
    pub(crate) filter: Option<String>,

    /// The folder of `malmoi topics` that topics in filters are of
    #[arg(long, value_name = "FOLDER")]
    pub(crate) topics: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) languages: LanguageArguments,

    #[command(flatten)]
    pub(crate) analyzer: AnalyzerArguments,

    #[command(flatten)]
    pub(crate) articles: ArticlesArguments,

    /// How the result is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

impl SearchArguments {
    pub(crate) fn matching(&self) -> Matching {
        match self.matching {
            MatchingArgument::Words => Matching::Words,
            MatchingArgument::Term => Matching::Term,
            MatchingArgument::Exact => Matching::Exact,
        }
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum MatchingArgument {
    /// Where the same words stand, whatever their endings and particles, also in
    /// names: Trump in "Donald Trump", restored where "restoring" stands
    Words,
    /// What the tables of `analyze` count under this term, such as restor
    Term,
    /// The same characters, and whole words
    Exact,
}

#[derive(Args, Debug)]
pub(crate) struct KwicArguments {
    #[command(flatten)]
    pub(crate) search: SearchArguments,

    /// How many characters to show to each side; in a table columns, of which a
    /// Hangul syllable takes two
    #[arg(long, value_name = "N", default_value_t = 36, value_parser = whole::<usize, 0>, allow_negative_numbers = true)]
    pub(crate) context: usize,

    /// What comes first
    #[arg(long, value_enum, default_value_t = SortArgument::Corpus)]
    pub(crate) sort: SortArgument,

    /// How many hits to show at most; all are counted
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = whole::<usize, 0>, allow_negative_numbers = true)]
    pub(crate) limit: usize,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum SortArgument {
    /// Files in the order they are read in
    Corpus,
    /// By the date of publication
    Date,
    /// By the words to the left, the nearest first
    Left,
    /// By the words to the right
    Right,
}

impl SortArgument {
    pub(crate) fn order(self) -> HitOrder {
        match self {
            SortArgument::Corpus => HitOrder::Corpus,
            SortArgument::Date => HitOrder::Date,
            SortArgument::Left => HitOrder::Left,
            SortArgument::Right => HitOrder::Right,
        }
    }
}

#[derive(Args, Debug)]
pub(crate) struct CollocatesArguments {
    #[command(flatten)]
    pub(crate) search: SearchArguments,

    /// How many terms to each side stand around a hit; 1 for its neighbours. What
    /// stands between terms (particles, stop words) does not count, and no window
    /// goes over the end of a sentence
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = whole::<usize, 1>, allow_negative_numbers = true)]
    pub(crate) window: usize,

    /// On which side
    #[arg(long, value_enum, default_value_t = SideArgument::Both)]
    pub(crate) side: SideArgument,

    /// What comes first
    #[arg(long, value_enum, default_value_t = ByArgument::Logdice)]
    pub(crate) by: ByArgument,

    /// How often a collocate stands around the term at least
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = whole::<u64, 0>, allow_negative_numbers = true)]
    pub(crate) min_count: u64,

    /// In how many articles it does so at least
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = whole::<u64, 0>, allow_negative_numbers = true)]
    pub(crate) min_articles: u64,

    /// How many collocates to show for each language
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = whole::<usize, 1>, allow_negative_numbers = true)]
    pub(crate) top: usize,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum SideArgument {
    /// Before the term and behind it
    Both,
    /// Before it
    Left,
    /// Behind it
    Right,
}

impl SideArgument {
    pub(crate) fn side(self) -> Side {
        match self {
            SideArgument::Both => Side::Both,
            SideArgument::Left => Side::Left,
            SideArgument::Right => Side::Right,
        }
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum ByArgument {
    /// logDice: together out of all they have
    Logdice,
    /// G²: how sure the attraction is
    G2,
    /// Normalised pointwise mutual information
    Npmi,
    /// The t-score: favours what is frequent
    T,
}

impl ByArgument {
    pub(crate) fn rank(self) -> RankBy {
        match self {
            ByArgument::Logdice => RankBy::LogDice,
            ByArgument::G2 => RankBy::LogLikelihood,
            ByArgument::Npmi => RankBy::NormalisedPmi,
            ByArgument::T => RankBy::TScore,
        }
    }
}

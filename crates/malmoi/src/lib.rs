//! Keyword and topic statistics per publisher from crawled Korean and English
//! news.
//!
//! Three lines give the keywords of a text:
//!
//! ```
//! let keywords = malmoi::keywords("반도체가 다시 팔린다. 정부는 반도체 수출 대책을 발표했다.")?;
//! let best: Vec<&str> = keywords.iter().map(|k| k.display.as_str()).take(2).collect();
//! assert_eq!(best, ["반도체", "반도체 수출 대책"]);
//! # Ok::<(), malmoi::Error>(())
//! ```
//!
//! For many texts, load the dictionary once and keep a [`KeywordExtractor`];
//! for what each publisher of a crawl says more than the others, open a
//! [`Corpus`] and [`analyze`] it:
//!
//! ```no_run
//! use malmoi::{AnalysisOptions, Analyzer, Corpus, CorpusOptions};
//!
//! let corpus = Corpus::open(&["crawl"], CorpusOptions::default())?;
//! let analysis = malmoi::analyze(corpus, &Analyzer::new()?, &AnalysisOptions::default(), &())?;
//! for row in &analysis.keywords {
//!     let publisher = &analysis.counts.publishers()[row.publisher as usize];
//!     let term = &analysis.counts.terms()[row.term as usize];
//!     println!("{publisher}: {} ({:.1})", term.display, row.log_likelihood);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The stages
//!
//! Documents are read and cleaned by `malmoi-corpus`, split into terms by
//! `malmoi-text`, counted by `malmoi-count` and scored by `malmoi-stats`. This
//! crate joins them and shows what its users need of each. It writes no files
//! and prints nothing.
//!
//! Work is spread over the threads of the current rayon pool. The results do
//! not depend on their number.

mod analysis;
mod article_topics;
mod articles;
mod audit;
mod background;
mod balance;
mod boilerplate;
mod candidates;
mod cleaning;
mod collocates;
mod comparison;
mod concordance;
mod counted;
mod dispersion;
mod error;
mod frames;
mod kept;
mod keywords;
mod memory;
mod movements;
mod near_duplicates;
mod new_words;
mod outcome;
mod own_mentions;
mod passages;
mod passing;
mod profile;
mod progress;
mod quotes;
mod reading;
mod recount;
mod reference;
mod rows;
mod salience;
mod sample;
mod selection;
mod similarity;
mod sought;
mod spool;
mod style;
mod surroundings;
mod survey;
mod text_counter;
mod topics;
mod trends;
mod word_uses;
mod words;

pub use analysis::{Analysis, AnalysisOptions, Copied, Repair, analyze};
pub use article_topics::ArticleTopics;
pub use articles::{ArticleOptions, Duplicates, UNKNOWN_PUBLISHER};
pub use audit::{Amount, Audit, Coverage, HUGE, PublisherAudit, SkippedAudit, TINY, audit};
pub use background::Background;
pub use balance::Balance;
pub use boilerplate::LeftOut;
pub use cleaning::Cleaned;
pub use collocates::{
    Collocate, CollocateNode, CollocateOptions, Collocates, RankBy, Side, collocates,
};
pub use comparison::{Comparison, ComparisonOptions, ELSEWHERE, HERE, compare};
pub use concordance::{Concordance, ConcordanceOptions, Hit, HitOrder, kwic};
pub use counted::CountedDocument;
pub use error::Error;
pub use keywords::{
    DocumentKeywords, Keyword, KeywordExtractor, KeywordOptions, keywords, keywords_of_corpus,
};
pub use memory::MemoryBudget;
pub use movements::{Calendar, LanguageMovements, Movement, Movements, PublisherMovement};
pub use new_words::Counted;
pub use profile::{Profile, WINDOW};
pub use progress::Progress;
pub use quotes::Quote;
pub use recount::{IsRecounted, recount};
pub use reference::Reference;
pub use rows::{Rows, RowsIter};
pub use selection::Selection;
pub use similarity::{MOST_COMPARED, Similarity};
pub use sought::Matching;
pub use text_counter::TextCounter;
pub use topics::{
    ARTICLES_A_TOPIC, DayShare, DocumentTopic, LanguageTopics, MIN_ARTICLES_FOR_TOPICS, MOST_TRIED,
    MatchedTopics, OldTopic, PublisherTopic, Topic, TopicCount, TopicFit, TopicModel, TopicModels,
    TopicName, TopicOptions, Topics, infer_topics, topics,
};
pub use trends::{
    Lead, MIN_ARTICLES, MIN_COMMON_UNITS, MIN_UNITS, Point, Series, TermTrend, TimeUnit,
    TrendOptions, Trends, UnitBurst, trends,
};

pub use malmoi_corpus::{
    AliasError, Aliases, Batch, Corpus, CorpusOptions, Document, Encoding, Entry,
    Error as CorpusError, Field, Glob, Kept, LineDecoder, LineInput, MalformedGlob, NamePattern,
    PatternError, PublisherSource, SaidFields, Skip, SkipReason, Timestamp, UnknownEncoding,
    UnknownField,
};
pub use malmoi_count::{
    Basis, Cell, Counts, Evidence, Group, LARGEST, Lengths, Moments, Sums, Tally, Term,
};
pub use malmoi_stats::{
    Appearances, Association, Burst, Clustered, Direction, Dispersion, Frequency, Keyness,
    KeynessOptions, SURE, Trend, keyness,
};
pub use malmoi_text::korean::{KoreanOptions, NewWord, Problem, UserDictionary};
pub use malmoi_text::{
    Analyzer, AnalyzerWorker, Compounds, Detection, Detector, Engine, Error as DictionaryError,
    Kind, Language, Run, Token, Tokenizer, Worker, detect, phrases,
};
pub use malmoi_topics::{Candidate, Choice, TopicFate};

//! The tables of profiles: what publishers' articles are like, and who is like
//! whom.

use malmoi::{Analysis, Profile, Similarity};
use serde::Serialize;

use crate::tables::{Row, basis_name};
use crate::types::{REAL, TEXT, Type, WHOLE};

/// What the articles of a publisher in one language are like, each with the same
/// weight. See [`Profile`] for the measures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProfileRow<'a> {
    /// The publisher.
    pub publisher: &'a str,
    /// The language of the articles.
    pub language: &'a str,
    /// Which articles it is about: `once`, all but copies, or `count`, copies as well.
    pub basis: &'a str,
    /// How many they are.
    pub articles: u64,
    /// The running words of an article, on average.
    pub tokens_per_article: f64,
    /// A quarter of the articles have at most so many running words.
    pub tokens_lower_quartile: f64,
    /// Half of the articles have at most so many running words.
    pub tokens_median: f64,
    /// Three quarters of the articles have at most so many running words.
    pub tokens_upper_quartile: f64,
    /// The share of their characters between quotation marks, from 0 to 1.
    pub quoted: Option<f64>,
    /// How many articles are long enough for the next two: at least 100 words.
    pub articles_measured: u64,
    /// The share of different words among 100 running ones (MATTR).
    pub type_token_ratio: Option<f64>,
    /// How many words it takes for the share of different ones to fall to 0.72
    /// (MTLD).
    pub lexical_diversity: Option<f64>,
}

impl Row for ProfileRow<'_> {
    const TABLE: &'static str = "profiles";
    const COLUMNS: &'static [&'static str] = &[
        "publisher",
        "language",
        "basis",
        "articles",
        "tokens_per_article",
        "tokens_lower_quartile",
        "tokens_median",
        "tokens_upper_quartile",
        "quoted",
        "articles_measured",
        "type_token_ratio",
        "lexical_diversity",
    ];
    const TYPES: &'static [Type] = &[
        TEXT,
        TEXT,
        TEXT,
        WHOLE,
        REAL,
        REAL,
        REAL,
        REAL,
        REAL.optional(),
        WHOLE,
        REAL.optional(),
        REAL.optional(),
    ];
}

/// How alike two publishers are. See [`Similarity`] for the measure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SimilarityRow<'a> {
    /// A publisher.
    pub publisher: &'a str,
    /// Another one, later by name.
    pub other: &'a str,
    /// The language of the articles.
    pub language: &'a str,
    /// Whether the next two are `once`, without copies, or `count`, with them.
    pub basis: &'a str,
    /// The Jensen-Shannon divergence of their terms, in bits: from 0, alike, to
    /// 1, no term in common.
    pub divergence: f64,
    /// How many different terms both have.
    pub shared_terms: u64,
    /// How many articles of the publisher, in any language, are copies of the
    /// other's.
    pub copied: u64,
    /// Their share of the publisher's articles.
    pub copied_share: f64,
    /// How many articles of the other are copies of the publisher's.
    pub copied_by_other: u64,
    /// Their share of the other's articles.
    pub copied_by_other_share: f64,
}

impl Row for SimilarityRow<'_> {
    const TABLE: &'static str = "similarity";
    const COLUMNS: &'static [&'static str] = &[
        "publisher",
        "other",
        "language",
        "basis",
        "divergence",
        "shared_terms",
        "copied",
        "copied_share",
        "copied_by_other",
        "copied_by_other_share",
    ];
    const TYPES: &'static [Type] = &[
        TEXT, TEXT, TEXT, TEXT, REAL, WHOLE, WHOLE, REAL, WHOLE, REAL,
    ];
}

/// Returns the profiles, by publisher and language, on the basis that the keywords are
/// chosen by and then on the other one.
pub fn profiles(analysis: &Analysis) -> impl Iterator<Item = ProfileRow<'_>> {
    analysis.profiles.iter().map(|profile: &Profile| {
        let [lower, median, upper] = profile.quartiles;
        ProfileRow {
            publisher: &profile.publisher,
            language: profile.language.code(),
            basis: basis_name(profile.basis),
            articles: profile.articles,
            tokens_per_article: profile.tokens_per_article,
            tokens_lower_quartile: lower,
            tokens_median: median,
            tokens_upper_quartile: upper,
            quoted: profile.quoted,
            articles_measured: profile.articles_measured,
            type_token_ratio: profile.type_token_ratio,
            lexical_diversity: profile.lexical_diversity,
        }
    })
}

/// Returns the pairs of publishers, by language and publishers, on both bases
/// likewise.
pub fn similarities(analysis: &Analysis) -> impl Iterator<Item = SimilarityRow<'_>> {
    let name = |publisher: u32| analysis.counts.publishers()[publisher as usize].as_str();
    // Dropped copies are no part of the counts, but of the matrix.
    let share = move |copies: u64, publisher: u32| {
        let publisher = name(publisher);
        let own = &analysis.audit.publishers;
        let first = own.iter().find(|a| a.publisher == publisher);
        let first = first.map_or(0, |a| a.all.articles - a.all.copies);
        let by = analysis.copied.iter().filter(|c| c.by == publisher);
        let articles = first + by.map(|c| c.articles).sum::<u64>();
        if articles == 0 {
            0.0
        } else {
            copies as f64 / articles as f64
        }
    };
    analysis
        .similarities
        .iter()
        .map(move |pair: &Similarity| SimilarityRow {
            publisher: name(pair.publisher),
            other: name(pair.other),
            language: &analysis.counts.languages()[pair.language as usize],
            basis: basis_name(pair.basis),
            divergence: pair.divergence,
            shared_terms: pair.shared_terms,
            copied: pair.copied,
            copied_share: share(pair.copied, pair.publisher),
            copied_by_other: pair.copied_by_other,
            copied_by_other_share: share(pair.copied_by_other, pair.other),
        })
}

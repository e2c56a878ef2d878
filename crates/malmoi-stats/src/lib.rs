//! Counts to scores: which terms are typical of one publisher, and how far to
//! trust that.
//!
//! Numbers go in and numbers come out. Nothing here reads a text, counts a
//! word, prints, fails or panics: where a score has no meaning the function
//! says so in its type (`Option`) or its documentation names the value it
//! returns. Mathematics goes through `libm`, so that the same counts give the
//! same bits on every platform.
//!
//! # How sure, and how much?
//!
//! Two questions hide in "is this word typical of that outlet?", and no single
//! number answers both.
//!
//! | question | functions | with twice the text |
//! |---|---|---|
//! | How sure are we that the shares differ at all? | [`ArticleTest`], [`BlindMean`], [`fn@log_likelihood`], [`chi_squared_yates`], [`fisher_exact`], [`chi_squared_1df_p`], [`benjamini_hochberg`] | grows |
//! | How large is the difference? | [`fn@log_ratio`], with [`log_ratio_interval`], [`percent_difference`], [`simple_maths`] | stays, in a narrower interval |
//!
//! In a large corpus everything is sure, also differences nobody would notice;
//! among rare words everything is large, also accidents. So filter by the
//! first and sort by the second. [`log_odds_z`] and [`conservative_log_ratio`]
//! are compromises for a list that must be sorted by one number.
//!
//! All but [`ArticleTest`] treat tokens as independent draws, which words of one
//! article are not: a name repeated forty times in one story looks as sure as a name
//! in forty stories. [`ArticleTest`] takes articles for what is drawn; [`dp`] shows how
//! a term is spread.
//!
//! # When not to use it
//!
//! To count, to choose what a term is, or to test more than two corpora at
//! once, this is the wrong crate. For one publisher against the rest, the rest
//! must leave the publisher out; the functions cannot check that.
//!
//! # Main types
//!
//! [`Frequency`], a count with the size of the corpus it was taken from, is
//! what the measures take; each of them is a function. [`fn@keyness`] puts them
//! together for every publisher of a counted corpus, as [`Keyness`] rows.
//! [`Association`] is for pairs of words; [`bursts`] with [`BlindDays`], [`fn@trend`],
//! [`share_interval`] and [`fn@cross_correlation`] are for days,
//! [`jensen_shannon`] for whole vocabularies, [`lexical_diversity`] and
//! [`moving_type_token_ratio`] for running text.
//!
//! # Example
//!
//! "반도체" (semiconductor) occurs 90 times in the 30,000 tokens of a business
//! daily and 60 times in the 120,000 tokens of all other outlets: 3,000
//! against 500 in a million.
//!
//! ```
//! use malmoi_stats::{Frequency, chi_squared_1df_p, log_likelihood, log_ratio};
//!
//! let here = Frequency::new(90, 30_000).unwrap();
//! let elsewhere = Frequency::new(60, 120_000).unwrap();
//!
//! let sure = log_likelihood(here, elsewhere);
//! assert_eq!(format!("{sure:.1}"), "114.7");
//! assert!(chi_squared_1df_p(sure) < 1e-25);
//!
//! // 2 to the power of 2.58 is 6: the word is six times as frequent.
//! let large = log_ratio(here, elsewhere).unwrap();
//! assert_eq!(format!("{large:.2}"), "2.58");
//! ```

mod article_test;
mod association;
mod beta;
mod blind_days;
mod blind_mean;
mod burst;
mod chi_squared;
mod cross_correlation;
mod dispersion;
mod divergence;
mod effect_size;
mod false_discovery;
mod fisher;
mod frequency;
mod gamma;
mod interval;
mod keyness;
mod log_likelihood;
mod log_odds;
mod log_ratio;
mod p_value;
mod pearson3;
mod random;
mod richness;
mod tf_idf;
mod trend;

pub use article_test::{ArticleTest, FEW, Spread};
pub use association::Association;
pub use blind_days::BlindDays;
pub use blind_mean::BlindMean;
pub use burst::{Burst, BurstOptions, bursts};
pub use chi_squared::chi_squared_yates;
pub use cross_correlation::{CrossCorrelation, cross_correlation};
pub use dispersion::{Dispersion, SparseParts, dp, dp_norm, juilland_d};
pub use divergence::{jensen_shannon, jensen_shannon_of_shared};
pub use effect_size::{class_tf_idf, percent_difference, simple_maths};
pub use false_discovery::{SURE, benjamini_hochberg, room_for_doubt, weighted_benjamini_hochberg};
pub use fisher::fisher_exact;
pub use frequency::Frequency;
pub use interval::{Clustered, share_interval};
pub use keyness::{Appearances, Direction, Keyness, KeynessOptions, OwnName, keyness};
pub use log_likelihood::{log_likelihood, log_likelihood_two_cell};
pub use log_odds::{log_odds_z, prior_mass};
pub use log_ratio::{conservative_log_ratio, log_ratio, log_ratio_interval};
pub use p_value::chi_squared_1df_p;
pub use richness::{lexical_diversity, moving_type_token_ratio};
pub use tf_idf::tf_idf;
pub use trend::{Trend, trend};

//! A keyword with all that is known of it.

use malmoi_count::Basis;
use serde::{Deserialize, Serialize};

use super::shares::{Share, Shares};
use crate::log_ratio::Clustered;
use crate::{
    Dispersion, Frequency, chi_squared_1df_p, chi_squared_yates, class_tf_idf, fisher_exact,
    log_likelihood, log_likelihood_two_cell, log_odds_z, log_ratio, percent_difference, prior_mass,
    simple_maths,
};

/// A keyword of a publisher, with the evidence for it.
///
/// All measures but [`p`](Keyness::p), [`q`](Keyness::q) and
/// [`design_effect`](Keyness::design_effect) are on the
/// [basis](super::KeynessOptions::basis) that was asked for; those three leave copies
/// out in any case. "Here" is the publisher's articles in one language, "elsewhere"
/// those of all other publishers in the same language.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub struct Keyness {
    /// Index into [`Counts::publishers`](malmoi_count::Counts::publishers).
    pub publisher: u32,
    /// Index into [`Counts::languages`](malmoi_count::Counts::languages): the language
    /// of the articles.
    pub language: u32,
    /// Index into [`Counts::terms`](malmoi_count::Counts::terms).
    pub term: u32,
    /// Whether the publisher has it more than the others, or less.
    pub direction: Direction,
    /// Occurrences here, of all tokens here.
    pub here: Frequency,
    /// Occurrences elsewhere, of all tokens elsewhere.
    pub elsewhere: Frequency,
    /// Articles here that have the term.
    pub documents_here: u64,
    /// All articles here.
    pub all_documents_here: u64,
    /// Articles elsewhere that have the term.
    pub documents_elsewhere: u64,
    /// The raw counts with all copies, whatever the basis.
    pub every: Appearances,
    /// The raw counts without copies.
    pub once: Appearances,
    /// What the list is sorted by: [`log_likelihood`](Keyness::log_likelihood) over
    /// [`design_effect`](Keyness::design_effect).
    pub score: f64,
    /// The probability that a term is at least so uneven by chance if articles are
    /// dealt blindly; see [`ArticleTest`](crate::ArticleTest).
    pub p: f64,
    /// The false discovery rate at which this keyword just passes, by
    /// [`benjamini_hochberg`](crate::benjamini_hochberg) over [`p`](Keyness::p) of all
    /// terms tested for the publisher and language.
    pub q: f64,
    /// How many occurrences are worth one; see
    /// [`ArticleTest::design_effect`](crate::ArticleTest::design_effect).
    pub design_effect: f64,
    /// G², four-cell; see [`log_likelihood`](fn@crate::log_likelihood).
    pub log_likelihood: f64,
    /// G², two-cell; see [`log_likelihood_two_cell`].
    pub log_likelihood_two_cell: f64,
    /// χ² with Yates' correction; see [`chi_squared_yates`].
    pub chi_squared: f64,
    /// The p-value that the four-cell G² has if words are independent, which they
    /// are not: to compare with other programs.
    pub p_log_likelihood: f64,
    /// The same by [`fisher_exact`], where fewer than five occurrences are
    /// expected on one side, so that G² is no χ².
    pub p_fisher: Option<f64>,
    /// See [`log_ratio`](fn@crate::log_ratio).
    pub log_ratio: f64,
    /// Both ends of its interval of 95 %, by
    /// [`log_ratio_interval`](crate::log_ratio_interval) with the variance times
    /// the design effect.
    pub log_ratio_interval: (f64, f64),
    /// See [`conservative_log_ratio`](crate::conservative_log_ratio); counts are
    /// over the design effect (Rao and Scott 1992), and the level is 0.05 over the
    /// number of terms tested.
    pub conservative_log_ratio: f64,
    /// See [`percent_difference`].
    pub percent_difference: Option<f64>,
    /// See [`log_odds_z`], with [`prior_mass`] as prior.
    pub log_odds_z: f64,
    /// See [`simple_maths`], with 100 in a million added to both rates.
    pub simple_maths: f64,
    /// See [`class_tf_idf`], publishers being classes.
    pub class_tf_idf: f64,
    /// Gries' DP of the term over the publisher's days, see [`dp`](crate::dp): near 0
    /// where it is as frequent on every day, near 1 where one small day has it all.
    /// `None` for articles of a single day, or of none that is known.
    pub dispersion: Option<f64>,
    /// Dispersion over the publisher's articles. Counts do not know single articles, so
    /// this is for whoever has them to add; `None` for fewer than two articles, and for
    /// what the publisher never says.
    pub over_articles: Option<Dispersion>,
}

/// On which side a term is more frequent.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Direction {
    /// More frequent here than elsewhere.
    More,
    /// Less frequent here than elsewhere.
    Less,
}

/// How often a term occurs here and elsewhere.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Appearances {
    /// Occurrences here.
    pub count: u64,
    /// Articles here that have it.
    pub documents: u64,
    /// Occurrences elsewhere.
    pub count_elsewhere: u64,
    /// Articles elsewhere that have it.
    pub documents_elsewhere: u64,
}

impl Appearances {
    fn of(term: u32, here: &Share, all: &Share) -> Appearances {
        let (here, all) = (here.tally(term), all.tally(term));
        Appearances {
            count: here.count,
            documents: here.documents,
            count_elsewhere: all.count - here.count,
            documents_elsewhere: all.documents - here.documents,
        }
    }
}

/// A term that passed, before everything about it is worked out.
#[derive(Clone, Copy)]
pub(super) struct Found {
    pub(super) term: u32,
    pub(super) direction: Direction,
    pub(super) here: Frequency,
    pub(super) elsewhere: Frequency,
    pub(super) score: f64,
    pub(super) p: f64,
    pub(super) q: f64,
    pub(super) design_effect: f64,
}

/// What all rows of one publisher and language have in common.
pub(super) struct Setting<'a> {
    pub(super) publisher: u32,
    pub(super) language: u32,
    pub(super) here: &'a Shares,
    pub(super) all: &'a Shares,
    /// How many publishers are compared.
    pub(super) publishers: usize,
    /// How many terms were tested.
    pub(super) tests: usize,
}

/// Below so many expected occurrences on one side G² is no χ² (Cochran 1954).
const SMALL: f64 = 5.0;

/// What [`simple_maths`] adds to both rates, in a million.
const ADDED: f64 = 100.0;

/// The normal deviate of 97.5 %.
const Z_95: f64 = 1.959_963_984_540_054;

impl Keyness {
    /// Works out everything but the dispersion.
    pub(super) fn of(found: &Found, setting: &Setting<'_>, basis: Basis) -> Keyness {
        let Found {
            here, elsewhere, ..
        } = *found;
        let on_basis = Appearances::of(found.term, setting.here.on(basis), setting.all.on(basis));
        let g2 = log_likelihood(here, elsewhere);
        let tokens = here.total() as f64 + elsewhere.total() as f64;
        let occurrences = here.count() + elsewhere.count();
        let smaller = here.total().min(elsewhere.total()) as f64;
        let is_small = occurrences as f64 * smaller / tokens < SMALL;
        let clustered = Clustered {
            study: here,
            reference: elsewhere,
            design_effect: found.design_effect,
        };
        let average_tokens = tokens / setting.publishers as f64;
        Keyness {
            publisher: setting.publisher,
            language: setting.language,
            term: found.term,
            direction: found.direction,
            here,
            elsewhere,
            documents_here: on_basis.documents,
            all_documents_here: setting.here.on(basis).documents,
            documents_elsewhere: on_basis.documents_elsewhere,
            every: Appearances::of(found.term, &setting.here.every, &setting.all.every),
            once: Appearances::of(found.term, &setting.here.once, &setting.all.once),
            score: found.score,
            p: found.p,
            q: found.q,
            design_effect: found.design_effect,
            log_likelihood: g2,
            log_likelihood_two_cell: log_likelihood_two_cell(here, elsewhere),
            chi_squared: chi_squared_yates(here, elsewhere),
            p_log_likelihood: chi_squared_1df_p(g2),
            p_fisher: is_small.then(|| fisher_exact(here, elsewhere)),
            log_ratio: log_ratio(here, elsewhere).unwrap_or(0.0),
            log_ratio_interval: clustered.interval(Z_95).unwrap_or_default(),
            conservative_log_ratio: clustered
                .conservative(0.05 / setting.tests as f64)
                .unwrap_or(0.0),
            percent_difference: percent_difference(here, elsewhere),
            log_odds_z: log_odds_z(here, elsewhere, prior_mass(here.total(), elsewhere.total())),
            simple_maths: simple_maths(here, elsewhere, ADDED).unwrap_or(1.0),
            class_tf_idf: class_tf_idf(here, occurrences, average_tokens),
            dispersion: None,
            over_articles: None,
        }
    }
}

//! Keywords with their evidence.

use malmoi::{Analysis, Basis, Counts, Direction, Error, Keyness};
use serde::Serialize;

use super::Row;
use crate::types::{REAL, TEXT, Type, WHOLE};

/// A term that a publisher uses more than the others, or less.
///
/// "The others" are all other publishers' articles in the same language.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KeywordRow<'a> {
    /// The publisher.
    pub publisher: &'a str,
    /// The language of the articles compared.
    pub language: &'a str,
    /// `more` or `less` than the others.
    pub direction: &'static str,
    /// The place in the publisher's list of this direction, from 1.
    pub rank: usize,
    /// The form counted under.
    pub term: &'a str,
    /// The form to show.
    pub display: &'a str,
    /// The language of the term.
    pub term_language: &'a str,
    /// Occurrences in the publisher's articles.
    pub count: u64,
    /// Articles of the publisher that have it.
    pub articles: u64,
    /// Occurrences in the other publishers' articles.
    pub count_elsewhere: u64,
    /// Articles of the other publishers that have it.
    pub articles_elsewhere: u64,
    /// Occurrences in the publisher's articles that have a vote (`tokens_once`).
    pub count_once: u64,
    /// Articles of the publisher in which it has a vote.
    pub articles_once: u64,
    /// Occurrences in the other publishers' articles that have a vote.
    pub count_once_elsewhere: u64,
    /// Articles of the other publishers in which it has a vote.
    pub articles_once_elsewhere: u64,
    /// What the rates and measures are computed on, and the list chosen by: `once` or
    /// `count`, for the counts without and with copies. The table
    /// `keywords_other_basis` has the lists on the other one.
    pub basis: &'a str,
    /// The publisher's rate.
    pub per_million: f64,
    /// The others' rate.
    pub per_million_elsewhere: f64,
    /// What the list is ordered by: G² over the design effect.
    pub score: f64,
    /// The chance to be so uneven if articles had been dealt to publishers blindly.
    pub p_value: f64,
    /// The false discovery rate of the list down to a term like this, by `p_value`.
    pub q_value: f64,
    /// How large the difference is: 1 is twice as frequent, 2 four times, -1 half.
    pub log_ratio: f64,
    /// The lower end of its interval of 95 %, articles being the units.
    pub log_ratio_low: f64,
    /// The upper end.
    pub log_ratio_high: f64,
    /// The smallest log ratio that the articles allow (LRC), all terms tested
    /// being one family; 0 where that is none.
    pub conservative_log_ratio: f64,
    /// The difference in hundredths of the others' rate; empty where that is 0.
    pub percent_difference: Option<f64>,
    /// G², four-cell (Dunning).
    pub log_likelihood: f64,
    /// G², two-cell (Rayson and Garside).
    pub log_likelihood_two_cell: f64,
    /// χ² with Yates' correction.
    pub chi_squared: f64,
    /// The p-value of the four-cell G² by itself, as if words were independent.
    pub p_log_likelihood: f64,
    /// The same by Fisher's exact test, where fewer than five occurrences are
    /// expected on one side; empty elsewhere.
    pub p_fisher: Option<f64>,
    /// Weighted log-odds with an informative Dirichlet prior, as a z-score.
    pub log_odds_z: f64,
    /// The ratio of the rates with 100 in a million added to both.
    pub simple_maths: f64,
    /// Class-based TF-IDF, publishers being the classes.
    pub class_tf_idf: f64,
    /// How many occurrences are worth one, since they come together in articles:
    /// 1 for a term that comes once an article.
    pub design_effect: f64,
    /// The share of the publisher's articles that have it, from 0 to 1.
    pub articles_share: f64,
    /// Gries' DP over the publisher's days: near 0 for a term of every day, near
    /// 1 for a term of one; empty if all articles are of one day.
    pub dispersion: Option<f64>,
    /// The same over the publisher's articles: near 0 for a term of every article;
    /// empty where there are fewer than two. Rare terms cannot be spread evenly.
    pub article_dispersion: Option<f64>,
    /// That over the largest value it can take, DPnorm; empty likewise.
    pub article_dispersion_norm: Option<f64>,
    /// Juilland's D over the publisher's articles: 1 for a term that has the same share
    /// of each, 0 for one of a single article. Over many articles near 1 for most; empty
    /// likewise.
    pub juilland_d: Option<f64>,
    /// The ids of the articles that have it most often, joined by `;`.
    pub article_ids: String,
}

impl Row for KeywordRow<'_> {
    const TABLE: &'static str = "keywords";
    const COLUMNS: &'static [&'static str] = &[
        "publisher",
        "language",
        "direction",
        "rank",
        "term",
        "display",
        "term_language",
        "count",
        "articles",
        "count_elsewhere",
        "articles_elsewhere",
        "count_once",
        "articles_once",
        "count_once_elsewhere",
        "articles_once_elsewhere",
        "basis",
        "per_million",
        "per_million_elsewhere",
        "score",
        "p_value",
        "q_value",
        "log_ratio",
        "log_ratio_low",
        "log_ratio_high",
        "conservative_log_ratio",
        "percent_difference",
        "log_likelihood",
        "log_likelihood_two_cell",
        "chi_squared",
        "p_log_likelihood",
        "p_fisher",
        "log_odds_z",
        "simple_maths",
        "class_tf_idf",
        "design_effect",
        "articles_share",
        "dispersion",
        "article_dispersion",
        "article_dispersion_norm",
        "juilland_d",
        "article_ids",
    ];
    const TYPES: &'static [Type] = &[
        TEXT,
        TEXT,
        TEXT,
        WHOLE,
        TEXT,
        TEXT,
        TEXT,
        WHOLE,
        WHOLE,
        WHOLE,
        WHOLE,
        WHOLE,
        WHOLE,
        WHOLE,
        WHOLE,
        TEXT,
        REAL,
        REAL,
        REAL,
        REAL,
        REAL,
        REAL,
        REAL,
        REAL,
        REAL,
        REAL.optional(),
        REAL,
        REAL,
        REAL,
        REAL,
        REAL.optional(),
        REAL,
        REAL,
        REAL,
        REAL,
        REAL,
        REAL.optional(),
        REAL.optional(),
        REAL.optional(),
        REAL.optional(),
        TEXT,
    ];
}

impl<'a> KeywordRow<'a> {
    /// Makes the row of `k`, which `counts` gave on `basis`, for what `publisher`
    /// names; `articles` are the ids that show it.
    pub fn of(
        publisher: &'a str,
        rank: usize,
        k: &Keyness,
        counts: &'a Counts,
        basis: Basis,
        articles: &[&str],
    ) -> KeywordRow<'a> {
        let term = &counts.terms()[k.term as usize];
        KeywordRow {
            publisher,
            language: &counts.languages()[k.language as usize],
            direction: match k.direction {
                Direction::More => "more",
                Direction::Less => "less",
            },
            rank,
            term: &term.term,
            display: &term.display,
            term_language: &term.language,
            count: k.every.count,
            articles: k.every.documents,
            count_elsewhere: k.every.count_elsewhere,
            articles_elsewhere: k.every.documents_elsewhere,
            count_once: k.once.count,
            articles_once: k.once.documents,
            count_once_elsewhere: k.once.count_elsewhere,
            articles_once_elsewhere: k.once.documents_elsewhere,
            basis: basis_name(basis),
            per_million: k.here.per_million(),
            per_million_elsewhere: k.elsewhere.per_million(),
            score: k.score,
            p_value: k.p,
            q_value: k.q,
            log_ratio: k.log_ratio,
            log_ratio_low: k.log_ratio_interval.0,
            log_ratio_high: k.log_ratio_interval.1,
            conservative_log_ratio: k.conservative_log_ratio,
            percent_difference: k.percent_difference,
            log_likelihood: k.log_likelihood,
            log_likelihood_two_cell: k.log_likelihood_two_cell,
            chi_squared: k.chi_squared,
            p_log_likelihood: k.p_log_likelihood,
            p_fisher: k.p_fisher,
            log_odds_z: k.log_odds_z,
            simple_maths: k.simple_maths,
            class_tf_idf: k.class_tf_idf,
            design_effect: k.design_effect,
            articles_share: k.documents_here as f64 / k.all_documents_here as f64,
            dispersion: k.dispersion,
            article_dispersion: k.over_articles.map(|d| d.dp),
            article_dispersion_norm: k.over_articles.map(|d| d.dp_norm),
            juilland_d: k.over_articles.map(|d| d.juilland_d),
            article_ids: articles.join(";"),
        }
    }
}

/// A keyword on the basis that was not asked for, in a table of its own: a list of
/// keywords has each once.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct OtherBasisRow<'a>(pub KeywordRow<'a>);

impl Row for OtherBasisRow<'_> {
    const TABLE: &'static str = "keywords_other_basis";
    const COLUMNS: &'static [&'static str] = KeywordRow::COLUMNS;
    const TYPES: &'static [Type] = KeywordRow::TYPES;
}

/// Returns the keywords on the other basis, in the order of [`keywords`]; none if copies
/// were dropped.
///
/// # Errors
///
/// As [`keywords`].
pub fn keywords_on_other_basis(analysis: &Analysis) -> Result<Vec<OtherBasisRow<'_>>, Error> {
    let Some(basis) = analysis.other_basis() else {
        return Ok(Vec::new());
    };
    let rows = on_basis(analysis, analysis.on_other_basis.iter().collect(), basis)?;
    Ok(rows.into_iter().map(OtherBasisRow).collect())
}

/// Returns the keywords, by language, publisher, direction and rank.
///
/// # Errors
///
/// If what the analysis keeps on disk cannot be read; also in what follows.
pub fn keywords(analysis: &Analysis) -> Result<Vec<KeywordRow<'_>>, Error> {
    let all = analysis.keywords.iter().chain(&analysis.underused);
    on_basis(analysis, all.collect(), analysis.basis)
}

fn on_basis<'a>(
    analysis: &'a Analysis,
    mut all: Vec<&'a Keyness>,
    basis: Basis,
) -> Result<Vec<KeywordRow<'a>>, Error> {
    // The sort is stable: within a list the order is that of the lists.
    all.sort_by_key(|k| (k.language, k.publisher, k.direction));
    let same_list = |a: &&Keyness, b: &&Keyness| {
        (a.language, a.publisher, a.direction) == (b.language, b.publisher, b.direction)
    };
    let lists = all.chunk_by(same_list);
    let rows = lists.flat_map(|list| {
        list.iter().zip(1..).map(|(k, rank)| {
            let evidence = analysis.evidence(k.publisher, k.language, k.term)?;
            let ids: Vec<&str> = evidence.iter().map(|d| d.id()).collect();
            let publisher = &analysis.counts.publishers()[k.publisher as usize];
            let counts = &analysis.counts;
            Ok(KeywordRow::of(publisher, rank, k, counts, basis, &ids))
        })
    });
    rows.collect()
}

/// Returns how a basis is called in tables: as on the command line.
pub(crate) fn basis_name(basis: Basis) -> &'static str {
    match basis {
        Basis::Every => "count",
        Basis::Once => "once",
    }
}

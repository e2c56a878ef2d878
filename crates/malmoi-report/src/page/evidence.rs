//! The articles behind the keywords, each once.

use std::borrow::Cow;
use std::collections::BTreeMap;

use malmoi::{Analysis, Basis, CountedDocument, Error, Keyness, Quote};
use serde::Serialize;

use super::data::round;
use super::policy::clip;

/// The articles behind each of [`Analysis::keywords`].
pub(super) struct Evidence(pub(super) Vec<Vec<CountedDocument>>);

impl Evidence {
    pub(super) fn of(analysis: &Analysis) -> Result<Evidence, Error> {
        let of = |k: &Keyness| analysis.evidence(k.publisher, k.language, k.term);
        let evidence: Result<_, Error> = analysis.keywords.iter().map(of).collect();
        Ok(Evidence(evidence?))
    }
}

/// An article as the page names it.
#[derive(Serialize)]
pub(super) struct Article<'a>(
    /// The id, the headline, the time of publication, the address, whether it is a copy.
    Cow<'a, str>,
    Option<Cow<'a, str>>,
    Option<String>,
    Option<&'a str>,
    bool,
);

/// How many characters of an id and of a headline are kept.
const LONGEST: usize = 240;

/// Addresses of more bytes than this lead nowhere.
const LONGEST_ADDRESS: usize = 2000;

/// The articles of a page, by the order of coming up.
#[derive(Default)]
pub(super) struct ArticleList<'a> {
    pub(super) articles: Vec<Article<'a>>,
    places: BTreeMap<(&'a str, &'a str, Option<u64>), usize>,
}

impl<'a> ArticleList<'a> {
    pub(super) fn place(&mut self, document: &'a CountedDocument) -> usize {
        let key = (document.path(), document.id(), document.line());
        let next = self.articles.len();
        let place = *self.places.entry(key).or_insert(next);
        if place == next {
            self.articles.push(Article(
                clip(document.id(), LONGEST),
                document.title().map(|title| clip(title, LONGEST)),
                document.published_at.map(|at| at.to_string()),
                document.url().filter(|url| url.len() <= LONGEST_ADDRESS),
                !document.votes,
            ));
        }
        place
    }
}

/// A keyword as the page has it: what the table `keywords` has, in short.
#[derive(Serialize)]
pub(super) struct KeywordData<'a> {
    /// The term's place in the page's list of terms.
    pub(super) term: usize,
    /// The place in its list, from 1.
    rank: usize,
    count: u64,
    articles: u64,
    count_elsewhere: u64,
    articles_elsewhere: u64,
    per_million: f64,
    per_million_elsewhere: f64,
    score: f64,
    p: f64,
    q: f64,
    log_ratio: [f64; 3],
    conservative: f64,
    dispersion: Option<f64>,
    /// Articles by their places, each perhaps with a sentence: what stands before the
    /// first hit, the hit, what stands between, and so on.
    shown: Vec<(usize, Option<Vec<&'a str>>)>,
}

impl<'a> KeywordData<'a> {
    pub(super) fn of(
        (k, rank, term): (&Keyness, usize, usize),
        basis: Basis,
        evidence: &'a [CountedDocument],
        quotes: &'a [Quote],
        articles: &mut ArticleList<'a>,
    ) -> KeywordData<'a> {
        let appearances = match basis {
            Basis::Every => &k.every,
            Basis::Once => &k.once,
        };
        let quote = |place: usize| {
            let of_it = |q: &&Quote| {
                (q.language, q.publisher, q.term, q.place)
                    == (k.language, k.publisher, k.term, place)
            };
            quotes.iter().find(of_it).map(parts)
        };
        let shown = evidence.iter().enumerate();
        KeywordData {
            term,
            rank,
            count: appearances.count,
            articles: appearances.documents,
            count_elsewhere: appearances.count_elsewhere,
            articles_elsewhere: appearances.documents_elsewhere,
            per_million: round(k.here.per_million()),
            per_million_elsewhere: round(k.elsewhere.per_million()),
            score: round(k.score),
            p: round(k.p),
            q: round(k.q),
            log_ratio: [k.log_ratio, k.log_ratio_interval.0, k.log_ratio_interval.1].map(round),
            conservative: round(k.conservative_log_ratio),
            dispersion: k.dispersion.map(round),
            shown: shown
                .map(|(place, document)| (articles.place(document), quote(place)))
                .collect(),
        }
    }
}

/// Cuts a sentence at its hits.
fn parts(quote: &Quote) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut at = 0;
    for &[start, end] in &quote.hits {
        parts.push(&quote.text[at..start]);
        parts.push(&quote.text[start..end]);
        at = end;
    }
    parts.push(&quote.text[at..]);
    parts
}

//! What the crawl itself taught: words, names, and sentences to leave out.

use malmoi::{Analysis, Error};
use serde::Serialize;

use super::Row;
use crate::types::{REAL, TEXT, Type, WHOLE};

/// A word that the dictionary lacks and the corpus proved.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewWordRow<'a> {
    /// The word.
    pub word: &'a str,
    /// Occurrences.
    pub count: u64,
    /// Articles that have it.
    pub articles: u64,
    /// Publishers that have it.
    pub publishers: usize,
    /// The first day of an article with it; empty when no day is known.
    pub first_day: Option<&'a str>,
    /// How surely its first character leads to the rest, from 0 to 1.
    pub cohesion: f64,
    /// The entropy of what follows it, in nats.
    pub branching_entropy: f64,
    /// How many different characters follow it, the end of a word being one.
    pub accessor_variety: u64,
    /// How the dictionary cuts it, by spaces.
    pub cut: &'a str,
    /// The ids of articles that have it most often, joined by `;`.
    pub article_ids: String,
}

impl Row for NewWordRow<'_> {
    const TABLE: &'static str = "new_words";
    const COLUMNS: &'static [&'static str] = &[
        "word",
        "count",
        "articles",
        "publishers",
        "first_day",
        "cohesion",
        "branching_entropy",
        "accessor_variety",
        "cut",
        "article_ids",
    ];
    const TYPES: &'static [Type] = &[
        TEXT,
        WHOLE,
        WHOLE,
        WHOLE,
        TEXT.optional(),
        REAL,
        REAL,
        WHOLE,
        TEXT,
        TEXT,
    ];
}

/// An English name of several words, or a Korean term of several nouns, that the
/// texts themselves proved.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NameRow<'a> {
    /// The name, as it is written most often.
    pub name: &'a str,
    /// `en` or `ko`.
    pub language: &'static str,
    /// Its words in lower case, or the nouns it is made of, by spaces.
    pub words: &'a str,
    /// Occurrences.
    pub count: u64,
    /// Articles that have it.
    pub articles: u64,
    /// Publishers that have it.
    pub publishers: usize,
    /// The first day of an article with it; empty when no day is known.
    pub first_day: Option<&'a str>,
    /// The normalised pointwise mutual information of its words, from -1 to 1; of
    /// three words and more that of the two neighbours that have the least.
    pub cohesion: f64,
    /// The ids of articles that have it most often, joined by `;`.
    pub article_ids: String,
}

impl Row for NameRow<'_> {
    const TABLE: &'static str = "names";
    const COLUMNS: &'static [&'static str] = &[
        "name",
        "language",
        "words",
        "count",
        "articles",
        "publishers",
        "first_day",
        "cohesion",
        "article_ids",
    ];
    const TYPES: &'static [Type] = &[
        TEXT,
        TEXT,
        TEXT,
        WHOLE,
        WHOLE,
        WHOLE,
        TEXT.optional(),
        REAL,
        TEXT,
    ];
}

/// A sentence that a publisher puts into many of its articles.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BoilerplateRow<'a> {
    /// The publisher.
    pub publisher: &'a str,
    /// The sentence, as its first article has it; digits, capitals and e-mail
    /// addresses may be others elsewhere.
    pub sentence: &'a str,
    /// Articles that have it, of those looked at; articles of one story count
    /// once.
    pub articles: u64,
    /// Articles of the publisher that were looked at.
    pub articles_looked_at: u64,
    /// The share that has it, from 0 to 1.
    pub share: f64,
    /// The share of the other publishers' articles that have it.
    pub share_elsewhere: f64,
    /// Articles of the whole corpus it was left out of; 0 if it was kept.
    pub left_out_of: u64,
    /// What was done: `left out`, or `counted` if it was kept.
    pub action: &'a str,
}

impl Row for BoilerplateRow<'_> {
    const TABLE: &'static str = "boilerplate";
    const COLUMNS: &'static [&'static str] = &[
        "publisher",
        "sentence",
        "articles",
        "articles_looked_at",
        "share",
        "share_elsewhere",
        "left_out_of",
        "action",
    ];
    const TYPES: &'static [Type] = &[TEXT, TEXT, WHOLE, WHOLE, REAL, REAL, WHOLE, TEXT];
}

/// Returns the Korean words that the corpus proved, most frequent first.
pub fn new_words(analysis: &Analysis) -> impl Iterator<Item = Result<NewWordRow<'_>, Error>> {
    let words = analysis.new_words.iter();
    words.map(|w| {
        Ok(NewWordRow {
            word: &w.word.word,
            count: w.count,
            articles: w.articles,
            publishers: w.publishers,
            first_day: w.first_day.as_deref(),
            cohesion: w.word.cohesion,
            branching_entropy: w.word.branching_entropy,
            accessor_variety: w.word.accessor_variety,
            cut: &w.word.cut,
            article_ids: article_ids(analysis, w.most, w.term)?,
        })
    })
}

/// Returns the English names and Korean terms that the corpus proved, most
/// frequent first.
pub fn names(analysis: &Analysis) -> impl Iterator<Item = Result<NameRow<'_>, Error>> {
    let names = analysis.names.iter();
    names.map(|n| {
        Ok(NameRow {
            name: &analysis.counts.terms()[n.term as usize].display,
            language: n.word.language.code(),
            words: &n.word.name,
            count: n.count,
            articles: n.articles,
            publishers: n.publishers,
            first_day: n.first_day.as_deref(),
            cohesion: n.word.cohesion,
            article_ids: article_ids(analysis, n.most, n.term)?,
        })
    })
}

/// Returns the ids of the articles of a publisher and language that have a term
/// most often.
fn article_ids(
    analysis: &Analysis,
    (publisher, language): (u32, u32),
    term: u32,
) -> Result<String, Error> {
    let evidence = analysis.evidence(publisher, language, term)?;
    let ids: Vec<&str> = evidence.iter().map(|d| d.id()).collect();
    Ok(ids.join(";"))
}

/// Returns what publishers repeat, by publisher, most frequent first.
pub fn boilerplate(analysis: &Analysis) -> impl Iterator<Item = BoilerplateRow<'_>> {
    analysis.boilerplate.iter().map(|b| BoilerplateRow {
        publisher: &b.publisher,
        sentence: &b.sentence,
        articles: b.articles,
        articles_looked_at: b.of_articles,
        share: b.articles as f64 / b.of_articles as f64,
        share_elsewhere: b.share_elsewhere,
        left_out_of: b.left_out_of,
        action: match analysis.options.articles.keep_boilerplate {
            true => "counted",
            false => "left out",
        },
    })
}

//! The tables of an analysis: what a row is, and what its columns mean.
//!
//! The names of the fields are the names of the columns. Rates are occurrences
//! per million tokens (running words). `language` is the language of the
//! articles, `term_language` that of the term, which for a name in another
//! script may differ. Rows come in a fixed order.
//!
//! `count` and `articles` are with all copies of an article, `count_once` and
//! `articles_once` with the first of each cluster of copies alone.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use malmoi::{Analysis, Basis, Error, Frequency, Group, Keyness, Tally};
use serde::Serialize;

use crate::coverage::{AuditRow, CleaningRow, CoverageRow};
use crate::profiles::{ProfileRow, SimilarityRow};

pub use crate::keyword_row::KeywordRow;

/// A kind of row.
pub trait Row: Serialize {
    /// The table's name, and that of its files.
    const TABLE: &'static str;
    /// The columns, in order: the names of the fields.
    const COLUMNS: &'static [&'static str];
}

/// The names of all tables.
pub const TABLES: [&str; 15] = [
    PublisherRow::TABLE,
    KeywordRow::TABLE,
    TrendRow::TABLE,
    TermRow::TABLE,
    ProfileRow::TABLE,
    SimilarityRow::TABLE,
    NewWordRow::TABLE,
    NameRow::TABLE,
    BoilerplateRow::TABLE,
    DocumentRow::TABLE,
    CopiedRow::TABLE,
    SkippedRow::TABLE,
    AuditRow::TABLE,
    CoverageRow::TABLE,
    CleaningRow::TABLE,
];

/// The articles of one publisher in one language.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PublisherRow<'a> {
    /// The publisher.
    pub publisher: &'a str,
    /// The language of the articles.
    pub language: &'a str,
    /// How many articles were counted.
    pub articles: u64,
    /// How many running words they have.
    pub tokens: u64,
    /// How many of the articles are copies of another one.
    pub copies: u64,
    /// How many articles, of any publisher, are copies of one of these; dropped
    /// ones included.
    pub copied: u64,
    /// How many running words the articles have without the copies.
    pub tokens_once: u64,
    /// The first day any was published; empty when no day is known. Days in the
    /// future are left out, as in the table `audit`.
    pub first_day: Option<&'a str>,
    /// The last day.
    pub last_day: Option<&'a str>,
}

impl Row for PublisherRow<'_> {
    const TABLE: &'static str = "publishers";
    const COLUMNS: &'static [&'static str] = &[
        "publisher",
        "language",
        "articles",
        "tokens",
        "copies",
        "copied",
        "tokens_once",
        "first_day",
        "last_day",
    ];
}

/// How often a publisher uses a term.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TermRow<'a> {
    /// The publisher.
    pub publisher: &'a str,
    /// The language of the articles.
    pub language: &'a str,
    /// The form counted under.
    pub term: &'a str,
    /// The form to show.
    pub display: &'a str,
    /// The language of the term.
    pub term_language: &'a str,
    /// Occurrences.
    pub count: u64,
    /// Articles that have it.
    pub articles: u64,
    /// Occurrences without copies.
    pub count_once: u64,
    /// Articles without copies that have it.
    pub articles_once: u64,
    /// The rate, with copies.
    pub per_million: f64,
}

impl Row for TermRow<'_> {
    const TABLE: &'static str = "terms";
    const COLUMNS: &'static [&'static str] = &[
        "publisher",
        "language",
        "term",
        "display",
        "term_language",
        "count",
        "articles",
        "count_once",
        "articles_once",
        "per_million",
    ];
}

/// How often a publisher used one of its keywords on one day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TrendRow<'a> {
    /// The publisher.
    pub publisher: &'a str,
    /// The language of the articles.
    pub language: &'a str,
    /// The form counted under.
    pub term: &'a str,
    /// The form to show.
    pub display: &'a str,
    /// The day of publication; empty where it is not known.
    pub day: Option<&'a str>,
    /// Occurrences on that day; at least 1, since other days have no row.
    pub count: u64,
    /// Articles of that day that have it.
    pub articles: u64,
    /// Occurrences without copies.
    pub count_once: u64,
    /// Articles without copies that have it.
    pub articles_once: u64,
    /// All articles of the publisher on that day in that language.
    pub articles_of_day: u64,
    /// Their running words.
    pub tokens_of_day: u64,
    /// The rate on that day, with copies.
    pub per_million: f64,
}

impl Row for TrendRow<'_> {
    const TABLE: &'static str = "trends";
    const COLUMNS: &'static [&'static str] = &[
        "publisher",
        "language",
        "term",
        "display",
        "day",
        "count",
        "articles",
        "count_once",
        "articles_once",
        "articles_of_day",
        "tokens_of_day",
        "per_million",
    ];
}

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
    /// Articles of the whole corpus it was left out of.
    pub left_out_of: u64,
    /// What was done.
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
}

/// A document that was counted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DocumentRow {
    /// Its own id, else one made of its place.
    pub id: String,
    /// The file.
    pub path: String,
    /// The member of the archive; empty for files that are none.
    pub entry: Option<String>,
    /// The line, for formats whose documents have lines.
    pub line: Option<u64>,
    /// The publisher, `(unknown)` where none is stated.
    pub publisher: String,
    /// ISO 8601, a date or a date and time; empty where none is stated.
    pub published_at: Option<String>,
    /// The language most of it is in.
    pub language: &'static str,
    /// How many running words it has.
    pub tokens: u64,
    /// The id of the first article of its cluster of copies, the same for all of
    /// them; empty for an article without copies.
    pub cluster: Option<String>,
    /// Whether it counts where every text counts once: all do but copies.
    pub votes: bool,
    /// The headline.
    pub title: Option<String>,
    /// The author's name.
    pub author: Option<String>,
    /// The address it was crawled from.
    pub url: Option<String>,
}

impl Row for DocumentRow {
    const TABLE: &'static str = "documents";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "path",
        "entry",
        "line",
        "publisher",
        "published_at",
        "language",
        "tokens",
        "cluster",
        "votes",
        "title",
        "author",
        "url",
    ];
}

/// How many articles of one publisher are copies of another's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CopiedRow<'a> {
    /// The publisher of the first articles.
    pub publisher: &'a str,
    /// The publisher of the copies; the same, for one that repeats itself.
    pub copied_by: &'a str,
    /// How many copies, at least 1.
    pub articles: u64,
}

impl Row for CopiedRow<'_> {
    const TABLE: &'static str = "copies";
    const COLUMNS: &'static [&'static str] = &["publisher", "copied_by", "articles"];
}

/// A document that was not counted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SkippedRow {
    /// The file.
    pub path: String,
    /// The member of the archive the trouble is with; empty where it is the
    /// file as a whole.
    pub entry: Option<String>,
    /// The line the trouble is at.
    pub line: Option<u64>,
    /// The kind of trouble, a stable name.
    pub reason: &'static str,
    /// What exactly is wrong, and the way out.
    pub detail: String,
    /// What was done: `skipped`, or `counted` and how it was repaired.
    pub action: String,
}

impl Row for SkippedRow {
    const TABLE: &'static str = "skipped";
    const COLUMNS: &'static [&'static str] =
        &["path", "entry", "line", "reason", "detail", "action"];
}

/// Returns the publishers, by name and language.
pub fn publishers(analysis: &Analysis) -> Vec<PublisherRow<'_>> {
    let copied = CopiesOf::of(analysis);
    let mut rows: Vec<PublisherRow<'_>> = outlets(analysis)
        .map(|(_, groups)| PublisherRow::of(analysis, groups, &copied))
        .collect();
    rows.sort_by_key(|r| (r.publisher, r.language));
    rows
}

/// How many copies there are of each publisher's articles, by publisher and
/// language.
pub(crate) struct CopiesOf<'a>(BTreeMap<(&'a str, &'a str), u64>);

impl<'a> CopiesOf<'a> {
    pub(crate) fn of(analysis: &'a Analysis) -> CopiesOf<'a> {
        let mut copies = BTreeMap::new();
        for copied in &analysis.copied {
            let key = (copied.first.as_str(), copied.language.code());
            *copies.entry(key).or_default() += copied.articles;
        }
        CopiesOf(copies)
    }
}

impl<'a> PublisherRow<'a> {
    /// Adds up the groups of one publisher and language.
    pub(crate) fn of(
        analysis: &'a Analysis,
        groups: &'a [Group],
        copied: &CopiesOf<'a>,
    ) -> PublisherRow<'a> {
        let publisher = analysis.counts.publishers()[groups[0].publisher as usize].as_str();
        let language = analysis.counts.languages()[groups[0].language as usize].as_str();
        let own = analysis.audit.coverage.iter();
        let own =
            own.filter(|c| (c.publisher.as_str(), c.language.code()) == (publisher, language));
        let future: Vec<String> = own
            .filter(|c| c.amount.in_future == c.amount.articles)
            .filter_map(|c| c.day.map(|day| day.to_string()))
            .collect();
        let days = groups.iter().filter_map(|g| g.day.as_deref());
        let mut days = days.filter(|day| !future.iter().any(|f| f == day));
        let first_day = days.next();
        PublisherRow {
            publisher,
            language,
            copies: groups.iter().map(|g| g.copies).sum(),
            copied: copied.0.get(&(publisher, language)).copied().unwrap_or(0),
            tokens_once: groups.iter().map(|g| g.tokens_on(Basis::Once)).sum(),
            articles: groups.iter().map(|g| g.documents).sum(),
            tokens: groups.iter().map(|g| g.tokens).sum(),
            first_day,
            last_day: days.next_back().or(first_day),
        }
    }
}

/// Returns the groups of each publisher and language, with the number of the
/// first, by language and publisher.
pub(crate) fn outlets(analysis: &Analysis) -> impl Iterator<Item = (usize, &[Group])> {
    let groups = analysis.counts.groups();
    groups
        .chunk_by(|a, b| (a.language, a.publisher) == (b.language, b.publisher))
        .scan(0, |start, groups| {
            let first = *start;
            *start += groups.len();
            Some((first, groups))
        })
}

/// Returns the keywords, by language, publisher, direction and rank.
///
/// # Errors
///
/// If what the analysis keeps on disk cannot be read; also in what follows.
pub fn keywords(analysis: &Analysis) -> Result<Vec<KeywordRow<'_>>, Error> {
    let all = analysis.keywords.iter().chain(&analysis.underused);
    let mut all: Vec<&Keyness> = all.collect();
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
            let (counts, basis) = (&analysis.counts, analysis.basis);
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

/// Returns every term of every publisher, by language and publisher, most
/// frequent first.
pub fn terms(analysis: &Analysis) -> impl Iterator<Item = TermRow<'_>> {
    let counts = &analysis.counts;
    outlets(analysis).flat_map(move |(first, groups)| {
        let tokens = groups.iter().map(|g| g.tokens).sum();
        let tallies = by_frequency(analysis, first..first + groups.len(), Basis::Every);
        let once = counts.tally(first..first + groups.len(), Basis::Once);
        tallies.into_iter().map(move |t| {
            let once = once
                .binary_search_by_key(&t.term, |o| o.term)
                .map(|at| once[at]);
            let (count_once, articles_once) = once.map_or((0, 0), |o| (o.count, o.documents));
            let term = &counts.terms()[t.term as usize];
            TermRow {
                publisher: &counts.publishers()[groups[0].publisher as usize],
                language: &counts.languages()[groups[0].language as usize],
                term: &term.term,
                display: &term.display,
                term_language: &term.language,
                count: t.count,
                articles: t.documents,
                count_once,
                articles_once,
                per_million: per_million(t.count, tokens),
            }
        })
    })
}

/// Returns the terms of some groups, most frequent first.
pub(crate) fn by_frequency(analysis: &Analysis, groups: Range<usize>, basis: Basis) -> Vec<Tally> {
    let mut tallies = analysis.counts.tally(groups, basis);
    tallies.sort_by_key(|t| (Reverse(t.count), t.term));
    tallies
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

/// Returns the days of the keywords, in the order of the keywords.
pub fn trends(analysis: &Analysis) -> Vec<TrendRow<'_>> {
    let counts = &analysis.counts;
    let mut rows = Vec::new();
    for k in &analysis.keywords {
        let term = &counts.terms()[k.term as usize];
        let key = (k.language, k.publisher);
        let start = counts
            .groups()
            .partition_point(|g| (g.language, g.publisher) < key);
        let groups = counts.groups()[start..]
            .iter()
            .take_while(|g| (g.language, g.publisher) == key);
        for (at, group) in groups.enumerate() {
            let cell = |basis| counts.cell((start + at) as u32, k.term, basis);
            let Some(every) = cell(Basis::Every) else {
                continue;
            };
            let once = cell(Basis::Once).map_or((0, 0), |c| (c.count, c.documents));
            rows.push(TrendRow {
                publisher: &counts.publishers()[k.publisher as usize],
                language: &counts.languages()[k.language as usize],
                term: &term.term,
                display: &term.display,
                day: group.day.as_deref(),
                count: u64::from(every.count),
                articles: u64::from(every.documents),
                count_once: u64::from(once.0),
                articles_once: u64::from(once.1),
                articles_of_day: group.documents,
                tokens_of_day: group.tokens,
                per_million: per_million(u64::from(every.count), group.tokens),
            });
        }
    }
    rows
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
        action: "left out",
    })
}

/// Returns the documents counted, in the order of the corpus.
pub fn documents(analysis: &Analysis) -> impl Iterator<Item = Result<DocumentRow, Error>> {
    let owned = |text: Option<&str>| text.map(str::to_string);
    analysis.documents.iter().map(move |document| {
        let d = document?;
        Ok(DocumentRow {
            id: d.id().to_string(),
            path: d.path().to_string(),
            entry: owned(d.entry()),
            line: d.line(),
            publisher: d.publisher().to_string(),
            published_at: d.published_at.map(|at| at.to_string()),
            language: d.language.code(),
            tokens: d.tokens,
            votes: d.votes,
            title: owned(d.title()),
            author: owned(d.author()),
            url: owned(d.url()),
            cluster: d.cluster,
        })
    })
}

/// Returns who copied from whom, by the publisher of the first articles and that
/// of the copies.
pub fn copies(analysis: &Analysis) -> impl Iterator<Item = CopiedRow<'_>> {
    let pairs = analysis
        .copied
        .chunk_by(|a, b| (&a.first, &a.by) == (&b.first, &b.by));
    pairs.map(|languages| CopiedRow {
        publisher: &languages[0].first,
        copied_by: &languages[0].by,
        articles: languages.iter().map(|c| c.articles).sum(),
    })
}

/// Returns the documents not counted, and those that were counted after a
/// repair, each in the order of the corpus.
pub fn skipped(analysis: &Analysis) -> impl Iterator<Item = Result<SkippedRow, Error>> {
    let skipped = analysis.skipped.iter().map(|skip| {
        let skip = skip?;
        Ok(SkippedRow {
            action: skip.action().to_string(),
            path: skip.path,
            entry: skip.entry,
            line: skip.line,
            reason: skip.reason.name(),
            detail: skip.detail,
        })
    });
    let repaired = analysis.repaired.iter().map(|repair| {
        let repair = repair?;
        Ok(SkippedRow {
            path: repair.path,
            entry: repair.entry,
            line: repair.line,
            reason: "wrong-bytes",
            detail: format!(
                "{} bytes mean nothing in {}",
                repair.replaced, repair.encoding
            ),
            action: format!("counted, {} bytes replaced", repair.replaced),
        })
    });
    skipped.chain(repaired)
}

fn per_million(count: u64, tokens: u64) -> f64 {
    Frequency::new(count, tokens).map_or(0.0, Frequency::per_million)
}

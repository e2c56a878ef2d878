//! How often terms come up day by day or week by week, and who was first.

mod leads;
mod series;

use std::collections::BTreeMap;
use std::sync::Arc;

use malmoi_corpus::{Corpus, Skip, Timestamp};
use malmoi_stats::Clustered;
use malmoi_text::{Analyzer, AnalyzerWorker, Language};

use crate::articles::{Article, ArticleOptions, Articles, Visitor};
use crate::audit::{Collector, SkippedAudit};
use crate::sought::{Matching, Sought};
use crate::words::Words;
use crate::{Error, Progress, Reference, Selection};

pub use leads::{Lead, MIN_COMMON_UNITS};
pub use series::{MIN_ARTICLES, MIN_UNITS, Point, Series, UnitBurst};

/// What is looked at, and by which unit of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrendOptions {
    /// What a hit of a term is.
    pub matching: Matching,
    /// Which articles are looked at.
    pub selection: Selection,
    /// What articles are put together by.
    pub by: TimeUnit,
    /// Which articles count. Copies do, but with
    /// [`Duplicates::Drop`](crate::Duplicates::Drop): who takes over a story has it.
    pub articles: ArticleOptions,
}

/// A stretch of time that articles are counted in.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum TimeUnit {
    /// The day on which an article was published, as it states it.
    #[default]
    Day,
    /// The week of ISO 8601, Monday to Sunday. The first and the last of a crawl
    /// may be there in part.
    Week,
}

impl TimeUnit {
    /// Returns the first day of the unit that a time is in.
    pub(crate) fn start(self, at: Timestamp) -> Timestamp {
        match self {
            TimeUnit::Day => at.day(),
            TimeUnit::Week => at.week_start(),
        }
    }

    /// Returns a number that rises by one from unit to unit.
    fn number(self, start: Timestamp) -> Option<i64> {
        // Any Monday would do.
        Some(self.between(start, Timestamp::parse("1970-01-05")?))
    }

    /// Returns how many units later a start is than another.
    fn between(self, start: Timestamp, earlier: Timestamp) -> i64 {
        let days = start.days_since(earlier);
        match self {
            TimeUnit::Day => days,
            TimeUnit::Week => days.div_euclid(7),
        }
    }
}

/// What became of some terms over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Trends {
    /// The terms, in the order in which they were given.
    pub terms: Vec<TermTrend>,
    /// How many articles were looked at.
    pub articles_searched: u64,
    /// How many of them have no date and are in no series.
    pub without_date: u64,
    /// What could not be read, by reason.
    pub skipped: Vec<SkippedAudit>,
}

/// What became of one term over time.
#[derive(Clone, Debug, PartialEq)]
pub struct TermTrend {
    /// The term, as it was given.
    pub term: String,
    /// The language whose articles are looked at: the one in which most articles
    /// have it. Articles in others would only thin the shares out; a filter on the
    /// language chooses them.
    pub language: Language,
    /// How many articles in other languages have it.
    pub in_other_languages: u64,
    /// All publishers together.
    pub all: Series,
    /// Publishers that have articles in the language, those with the term by their
    /// first mention, then the others by name.
    pub publishers: Vec<Series>,
    /// Who goes ahead of whom: pairs of publishers whose series go together beyond
    /// chance, the surest first.
    pub leads: Vec<Lead>,
    /// How many pairs of publishers have enough articles and days in common to look
    /// for that.
    pub pairs_compared: usize,
}

/// Counts terms by day or week, for each publisher and all of them, on all threads
/// of the current rayon pool.
///
/// The corpus is read as [`analyze`](crate::analyze) reads it. Memory is needed for
/// each publisher and day, whatever the number of articles.
///
/// # Errors
///
/// When there is no word in one of the terms, or no article of a publisher that
/// was asked for; else as [`analyze`](crate::analyze).
///
/// # Example
///
/// ```
/// use malmoi::{Analyzer, Corpus, CorpusOptions, TrendOptions};
///
/// let lines = r#"{"press": "가나일보", "date": "2026-01-02 09:00", "text": "태풍이 온다. 태풍은 크다."}
/// {"press": "다라일보", "date": "2026-01-02 08:00", "text": "시장은 조용했다."}
/// {"press": "다라일보", "date": "2026-01-04 10:00", "text": "태풍이 지나갔다."}"#;
/// let corpus = Corpus::from_reader("-", Box::new(lines.as_bytes()), CorpusOptions::default());
/// let found = malmoi::trends(corpus, &Analyzer::new()?, &["태풍"], &TrendOptions::default(), &())?;
/// let typhoon = &found.terms[0];
/// // Two days have articles; the one between has none, and is not a day with no typhoon.
/// let shares: Vec<_> = typhoon.all.points.iter().map(|p| p.articles).collect();
/// assert_eq!((shares[0].count(), shares[0].total()), (1, 2));
/// assert_eq!((shares[1].count(), shares[1].total()), (1, 1));
/// assert_eq!(typhoon.all.points[0].occurrences.count(), 2);
/// let first = typhoon.publishers[0].first.as_ref().unwrap();
/// assert_eq!((&*first.publisher, &*first.id), ("가나일보", "-:1"));
/// # Ok::<(), malmoi::Error>(())
/// ```
pub fn trends<T: AsRef<str> + Sync>(
    corpus: Corpus,
    analyzer: &Analyzer,
    terms: &[T],
    options: &TrendOptions,
    progress: &dyn Progress,
) -> Result<Trends, Error> {
    let sought = |analyzer| -> Result<Vec<Sought>, Error> {
        let terms = terms.iter();
        terms
            .map(|term| Sought::new(term.as_ref(), options.matching, analyzer))
            .collect()
    };
    // A term that cannot be looked for fails before the long work.
    sought(analyzer)?;
    let articles = Articles::survey(corpus, analyzer, &options.articles, progress)?;
    articles.check(&options.selection)?;
    let sought = sought(articles.analyzer())?;
    let visited = articles.visit("counting by time", progress, || Share {
        sought: &sought,
        options,
        words: Words::default(),
        publishers: BTreeMap::new(),
        searched: 0,
        without_date: 0,
        skips: Collector::default(),
    })?;
    let mut publishers: BTreeMap<String, Publisher> = BTreeMap::new();
    let (mut searched, mut without_date, mut skips) = (0, 0, Vec::new());
    for share in visited.visitors {
        for (name, theirs) in share.publishers {
            publishers.entry(name).or_default().merge(theirs);
        }
        searched += share.searched;
        without_date += share.without_date;
        skips.push(share.skips);
    }
    let trend = |(at, term): (usize, &T)| term_trend(term.as_ref(), at, &publishers, options.by);
    Ok(Trends {
        terms: terms.iter().enumerate().map(trend).collect(),
        articles_searched: searched,
        without_date,
        skipped: Collector::finish(skips, &Default::default()).skipped,
    })
}

/// The articles of one publisher.
#[derive(Default)]
struct Publisher {
    cells: BTreeMap<(Language, Timestamp), Cell>,
    /// The first article with each term, by language and the term's number.
    firsts: BTreeMap<(Language, usize), First>,
}

/// A first mention, with what puts it before others.
struct First {
    at: (Timestamp, u64),
    article: Arc<Reference>,
}

/// The articles of one publisher, language and unit of time.
#[derive(Clone, Default)]
struct Cell {
    articles: u64,
    tokens: u64,
    /// For each term, the articles that have it, and its occurrences.
    terms: Vec<(u64, Clustered)>,
}

impl Cell {
    fn add(&mut self, other: &Cell) {
        self.articles += other.articles;
        self.tokens += other.tokens;
        let terms = other.terms.len().max(self.terms.len());
        self.terms.resize(terms, Default::default());
        for (ours, theirs) in self.terms.iter_mut().zip(&other.terms) {
            ours.0 += theirs.0;
            ours.1.merge(&theirs.1);
        }
    }
}

impl Publisher {
    fn merge(&mut self, other: Publisher) {
        for (key, cell) in other.cells {
            self.cells.entry(key).or_default().add(&cell);
        }
        for (key, first) in other.firsts {
            self.mention(key, first.at, || first.article);
        }
    }

    /// Notes a mention, in case it is the first.
    fn mention(
        &mut self,
        key: (Language, usize),
        at: (Timestamp, u64),
        article: impl FnOnce() -> Arc<Reference>,
    ) {
        if self.firsts.get(&key).is_none_or(|first| at < first.at) {
            let article = article();
            self.firsts.insert(key, First { at, article });
        }
    }
}

struct Share<'a> {
    sought: &'a [Sought],
    options: &'a TrendOptions,
    words: Words,
    publishers: BTreeMap<String, Publisher>,
    searched: u64,
    without_date: u64,
    skips: Collector,
}

impl Visitor for Share<'_> {
    fn article(&mut self, article: &Article<'_>, worker: &mut AnalyzerWorker<'_>) {
        let selection = &self.options.selection;
        if !selection.may_have(article.publisher, article.document) {
            return;
        }
        let language = self.words.read(article.text, worker);
        if !selection.has_language(language) {
            return;
        }
        self.searched += 1;
        let Some(published) = article.document.published_at else {
            self.without_date += 1;
            return;
        };
        if !self.publishers.contains_key(article.publisher) {
            let name = article.publisher.to_owned();
            self.publishers.insert(name, Publisher::default());
        }
        let Some(publisher) = self.publishers.get_mut(article.publisher) else {
            return;
        };
        let mut cell = Cell {
            articles: 1,
            tokens: self.words.tokens.len() as u64,
            terms: vec![Default::default(); self.sought.len()],
        };
        for (number, sought) in self.sought.iter().enumerate() {
            let mut hits = 0;
            sought.find(article.text, &self.words, &mut |_| hits += 1);
            if hits > 0 {
                let (articles, occurrences) = &mut cell.terms[number];
                *articles = 1;
                occurrences.add(hits);
                let at = (published, article.key);
                let new = || Arc::new(Reference::of(article, language));
                publisher.mention((language, number), at, new);
            }
        }
        let start = self.options.by.start(published);
        let known = publisher.cells.entry((language, start)).or_default();
        known.add(&cell);
    }

    fn skipped(&mut self, key: u64, skip: Skip) {
        self.skips.skip(key, &skip);
    }
}

fn term_trend(
    term: &str,
    number: usize,
    publishers: &BTreeMap<String, Publisher>,
    by: TimeUnit,
) -> TermTrend {
    let mut having: BTreeMap<Language, u64> = BTreeMap::new();
    for ((language, _), cell) in publishers.values().flat_map(|p| &p.cells) {
        *having.entry(*language).or_default() += cell.terms[number].0;
    }
    // Of equals, `max_by_key` takes the last.
    let most = having.iter().rev().max_by_key(|(_, articles)| **articles);
    let language = most.map_or(Language::UNDETERMINED, |(language, _)| *language);
    let in_other_languages = having
        .iter()
        .filter(|(other, _)| **other != language)
        .map(|(_, articles)| articles)
        .sum();

    let mut all: BTreeMap<Timestamp, Cell> = BTreeMap::new();
    let mut apart = Vec::new();
    for (name, publisher) in publishers {
        let mut own = BTreeMap::new();
        for ((_, start), cell) in publisher.cells.iter().filter(|((l, _), _)| *l == language) {
            all.entry(*start).or_default().add(cell);
            own.insert(*start, cell.clone());
        }
        if !own.is_empty() {
            apart.push((name, own, publisher.firsts.get(&(language, number))));
        }
    }
    let mut found: Vec<(Option<(Timestamp, u64)>, Series)> = Vec::new();
    for (name, own, first) in &apart {
        let article = first.map(|first| first.article.clone());
        let series = Series::new(Some(name), number, own, &[own], (article, by));
        found.push((first.map(|first| first.at), series));
    }
    // Those that do not have the term come last.
    found.sort_by_key(|(at, _)| (at.is_none(), *at));
    let first = found.first().and_then(|(_, series)| series.first.clone());
    let publishers: Vec<Series> = found.into_iter().map(|(_, series)| series).collect();
    let (leads, pairs_compared) = leads::leads(&publishers, by);
    let cells: Vec<_> = apart.iter().map(|(_, own, _)| own).collect();
    TermTrend {
        term: term.to_owned(),
        language,
        in_other_languages,
        all: Series::new(None, number, &all, &cells, (first, by)),
        publishers,
        leads,
        pairs_compared,
    }
}

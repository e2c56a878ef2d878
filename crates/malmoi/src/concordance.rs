//! Every hit of a term in its context: a concordance, or KWIC (key word in
//! context).

use std::collections::BTreeMap;
use std::sync::Arc;

use malmoi_corpus::{Corpus, Skip};
use malmoi_text::{Analyzer, AnalyzerWorker};

use crate::articles::{Article, ArticleOptions, Articles, Duplicates, Visitor};
use crate::audit::{Collector, SkippedAudit};
use crate::sought::{Matching, Sought, Span};
use crate::words::Words;
use crate::{Error, Progress, Reference, Selection};

/// Which hits are shown, and how much around them.
#[derive(Clone, Debug, PartialEq)]
pub struct ConcordanceOptions {
    /// What a hit is.
    pub matching: Matching,
    /// In which articles hits are looked for.
    pub selection: Selection,
    /// At most how many hits are kept; all are counted.
    pub limit: usize,
    /// How many characters are kept to each side of a hit.
    pub context: usize,
    /// What comes first, and so which hits are kept.
    pub order: HitOrder,
    /// Which articles count. Hits in copies are shown and marked with
    /// [`Duplicates::Count`], and only counted with [`Duplicates::Once`].
    pub articles: ArticleOptions,
}

impl Default for ConcordanceOptions {
    fn default() -> ConcordanceOptions {
        ConcordanceOptions {
            matching: Matching::default(),
            selection: Selection::default(),
            limit: 100,
            context: 40,
            order: HitOrder::default(),
            articles: ArticleOptions::default(),
        }
    }
}

/// What comes first in a concordance. Equals are in the order of the corpus.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum HitOrder {
    /// Files in the order they are read in.
    #[default]
    Corpus,
    /// By when the article was published, those without a date first.
    Date,
    /// By the words to the left, the nearest first.
    Left,
    /// By the words to the right.
    Right,
}

/// The hits of a term.
#[derive(Clone, Debug, PartialEq)]
pub struct Concordance {
    /// Hits in order, as many as were to be kept.
    pub hits: Vec<Hit>,
    /// How many hits there are in all, those that were not kept among them.
    pub total: u64,
    /// How many of all are in copies of other articles.
    pub in_copies: u64,
    /// How many articles have a hit, copies included.
    pub articles: u64,
    /// How many articles were looked at.
    pub articles_searched: u64,
    /// What could not be read, by reason.
    pub skipped: Vec<SkippedAudit>,
}

/// A hit in its context.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Hit {
    /// What stands before it, with single spaces for white space. Empty where the
    /// text begins with the hit.
    pub left: String,
    /// What was found, as it is written.
    pub text: String,
    /// What stands behind it.
    pub right: String,
    /// Where it begins, in bytes, in the article as it is counted: its title, a
    /// line end, and its text without boilerplate.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The article.
    pub article: Arc<Reference>,
}

/// Finds a term in all articles of a corpus, on all threads of the current rayon
/// pool.
///
/// The corpus is read as [`analyze`](crate::analyze) reads it, so that hits are in
/// the articles and of the words that are counted. Memory is needed for the hits
/// that are kept, whatever the size of the corpus.
///
/// # Errors
///
/// When there is no word in `term`, or no article of a publisher that was asked
/// for; else as [`analyze`](crate::analyze).
///
/// # Example
///
/// ```
/// use malmoi::{Analyzer, ConcordanceOptions, Corpus, CorpusOptions};
///
/// let lines = r#"{"press": "가나일보", "date": "2026-01-02", "text": "정부는 어제 새 대책을 발표했다."}
/// {"press": "다라일보", "date": "2026-01-03", "text": "야당은 정부의 대책을 비판했다."}"#;
/// let corpus = Corpus::from_reader("-", Box::new(lines.as_bytes()), CorpusOptions::default());
/// let options = ConcordanceOptions { context: 8, ..ConcordanceOptions::default() };
/// let found = malmoi::kwic(corpus, &Analyzer::new()?, "정부", &options, &())?;
/// assert_eq!((found.total, found.articles), (2, 2));
/// let hit = &found.hits[1];
/// assert_eq!((&*hit.left, &*hit.text, &*hit.right), ("야당은 ", "정부", "의 대책을 비판"));
/// assert_eq!(hit.article.publisher, "다라일보");
/// # Ok::<(), malmoi::Error>(())
/// ```
pub fn kwic(
    corpus: Corpus,
    analyzer: &Analyzer,
    term: &str,
    options: &ConcordanceOptions,
    progress: &dyn Progress,
) -> Result<Concordance, Error> {
    // A term that cannot be looked for fails before the long work.
    Sought::new(term, options.matching, analyzer)?;
    let articles = Articles::survey(corpus, analyzer, &options.articles, progress)?;
    articles.check(&options.selection)?;
    let sought = Sought::new(term, options.matching, articles.analyzer())?;
    let visited = articles.visit("looking for hits", progress, || Share {
        sought: &sought,
        options,
        words: Words::default(),
        hits: BTreeMap::new(),
        sums: Sums::default(),
        skips: Collector::default(),
    })?;
    let mut hits = BTreeMap::new();
    let mut sums = Sums::default();
    let mut skips = Vec::new();
    for share in visited.visitors {
        hits.extend(share.hits);
        sums.add(&share.sums);
        skips.push(share.skips);
    }
    Ok(Concordance {
        hits: hits.into_values().take(options.limit).collect(),
        total: sums.hits,
        in_copies: sums.in_copies,
        articles: sums.articles,
        articles_searched: sums.searched,
        skipped: Collector::finish(skips, &Default::default()).skipped,
    })
}

/// What orders hits: the words they are sorted by, the article, the place.
type Key = (String, u64, usize);

struct Share<'a> {
    sought: &'a Sought,
    options: &'a ConcordanceOptions,
    words: Words,
    /// The first in order so far.
    hits: BTreeMap<Key, Hit>,
    sums: Sums,
    skips: Collector,
}

#[derive(Default)]
struct Sums {
    hits: u64,
    in_copies: u64,
    articles: u64,
    searched: u64,
}

impl Sums {
    fn add(&mut self, other: &Sums) {
        self.hits += other.hits;
        self.in_copies += other.in_copies;
        self.articles += other.articles;
        self.searched += other.searched;
    }
}

impl Visitor for Share<'_> {
    fn article(&mut self, article: &Article<'_>, worker: &mut AnalyzerWorker<'_>) {
        let selection = &self.options.selection;
        if !selection.may_have(article.publisher, article.document) {
            return;
        }
        let text = article.text;
        let language = self.words.read(text, worker);
        if !selection.has_language(language) {
            return;
        }
        self.sums.searched += 1;
        let mut spans = Vec::new();
        self.sought
            .find(text, &self.words, &mut |span| spans.push(span));
        if spans.is_empty() {
            return;
        }
        let is_copy = !article.votes();
        self.sums.articles += 1;
        self.sums.hits += spans.len() as u64;
        self.sums.in_copies += if is_copy { spans.len() as u64 } else { 0 };
        if is_copy && self.options.articles.duplicates == Duplicates::Once {
            return;
        }
        let mut reference = None;
        for span in spans {
            self.keep(article, span, &mut || {
                let new = || Arc::new(Reference::of(article, language));
                reference.get_or_insert_with(new).clone()
            });
        }
    }

    fn skipped(&mut self, key: u64, skip: Skip) {
        self.skips.skip(key, &skip);
    }
}

impl Share<'_> {
    /// Keeps a hit, if it is among the first.
    fn keep(
        &mut self,
        article: &Article<'_>,
        span: Span,
        reference: &mut dyn FnMut() -> Arc<Reference>,
    ) {
        let (before, after) = (&article.text[..span.start], &article.text[span.end..]);
        let context = self.options.context;
        let sort = match self.options.order {
            HitOrder::Corpus => String::new(),
            HitOrder::Date => {
                let published = article.document.published_at;
                published.map(|at| at.to_string()).unwrap_or_default()
            }
            HitOrder::Left => {
                let context = left(before, context);
                let words: Vec<String> = words(&context).rev().collect();
                words.join(" ")
            }
            HitOrder::Right => words(&right(after, context)).collect::<Vec<_>>().join(" "),
        };
        let key = (sort, article.key, span.start);
        let is_full = self.hits.len() >= self.options.limit;
        if is_full
            && self
                .hits
                .last_key_value()
                .is_none_or(|(last, _)| *last < key)
        {
            return;
        }
        let hit = Hit {
            left: left(before, context),
            text: single_spaced(article.text[span.start..span.end].chars()).collect(),
            right: right(after, context),
            start: span.start,
            end: span.end,
            article: reference(),
        };
        self.hits.insert(key, hit);
        if self.hits.len() > self.options.limit {
            self.hits.pop_last();
        }
    }
}

/// Returns the last characters of a text.
fn left(text: &str, characters: usize) -> String {
    let last = single_spaced(text.chars().rev()).take(characters);
    let backwards: Vec<char> = last.collect();
    backwards.into_iter().rev().collect()
}

/// Returns the first characters of a text.
fn right(text: &str, characters: usize) -> String {
    single_spaced(text.chars()).take(characters).collect()
}

/// Returns the words of a text, to be in order by: in lower case, and without what
/// stands between them.
fn words(text: &str) -> impl DoubleEndedIterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// Returns characters with one space for all white space in a row.
fn single_spaced(characters: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let mut was_space = false;
    characters.filter_map(move |c| {
        let is_space = c.is_whitespace();
        let is_again = is_space && was_space;
        was_space = is_space;
        (!is_again).then_some(if is_space { ' ' } else { c })
    })
}

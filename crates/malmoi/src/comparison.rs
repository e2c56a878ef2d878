//! Any two groups of articles, side by side.

use malmoi_corpus::{Corpus, Document, Skip};
use malmoi_count::{Basis, Counts, Occurrence};
use malmoi_stats::{Direction, Keyness, KeynessOptions, OwnName, keyness};
use malmoi_text::{Analyzer, AnalyzerWorker, Kind};

use crate::analysis::shown;
use crate::articles::{Article, ArticleOptions, Articles, Visitor, publisher_of};
use crate::dispersion::{ArticleCounter, ArticleTerms, Listed, disperse};
use crate::{Error, Progress, Selection};

/// What is compared, and how.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComparisonOptions {
    /// The articles to say something of.
    pub here: Selection,
    /// The articles to compare them with; all others, if nothing is said. What is
    /// in both is here alone.
    pub elsewhere: Option<Selection>,
    /// Which articles count, and with which of their words.
    pub articles: ArticleOptions,
    /// How keywords are chosen; its basis follows from what copies are good for.
    pub keyness: KeynessOptions,
}

/// What some articles say more than others, and less.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// How often each term occurs. There are two publishers, [`HERE`] and
    /// [`ELSEWHERE`], where there are articles of both.
    pub counts: Counts,
    /// What is said more and less here than elsewhere, by language and direction,
    /// best first.
    pub keywords: Vec<Keyness>,
    /// What the keywords were chosen by.
    pub basis: Basis,
    /// How many articles are here.
    pub articles_here: u64,
    /// How many articles are elsewhere.
    pub articles_elsewhere: u64,
    /// How many are on neither side, since a filter asks for a topic and theirs is not
    /// known.
    pub articles_in_doubt: u64,
    /// All publishers that the corpus has, selected or not, by code point.
    pub publishers: Vec<String>,
    /// The documents that could not be read, in the order of the corpus.
    pub skipped: Vec<Skip>,
    /// Keys and ids of the articles compared, by key.
    ids: Vec<(u64, Box<str>)>,
}

/// The name in [`Comparison::counts`] of what is compared.
pub const HERE: &str = "here";

/// The name of what it is compared with.
pub const ELSEWHERE: &str = "elsewhere";

impl Comparison {
    /// Says whether there are articles of one language on both sides: no others are compared.
    pub fn share_a_language(&self) -> bool {
        let groups = self.counts.groups();
        groups.iter().any(|here| {
            let mut others = groups.iter().filter(|g| g.publisher != here.publisher);
            others.any(|other| other.language == here.language)
        })
    }

    /// Returns the ids of the articles that show a keyword best: those that have it
    /// most often, here if it is said more here, elsewhere if it is said less. At
    /// most three.
    pub fn evidence(&self, keyword: &Keyness) -> Vec<&str> {
        let name = match keyword.direction {
            Direction::More => HERE,
            Direction::Less => ELSEWHERE,
        };
        let Some(group) = self.counts.publishers().iter().position(|p| p == name) else {
            return Vec::new();
        };
        let evidence = self
            .counts
            .evidence(group as u32, keyword.language, keyword.term);
        let id = |key| {
            let at = self.ids.binary_search_by_key(&key, |(key, _)| *key).ok()?;
            Some(&*self.ids[at].1)
        };
        evidence.iter().filter_map(|e| id(e.document)).collect()
    }
}

/// Compares two groups of articles of a corpus, on all threads of the current rayon
/// pool.
///
/// This is [`analyze`](crate::analyze) with two publishers: articles are read, and
/// words found, in the same way, and only what is selected is counted. Languages are
/// compared each with itself.
///
/// ```no_run
/// use malmoi::{Aliases, Analyzer, ComparisonOptions, Corpus, CorpusOptions, Selection};
///
/// let options = ComparisonOptions {
///     here: Selection::parse("publisher=한겨레 date=2026-01-02", &Aliases::default())?,
///     elsewhere: Some(Selection::parse("publisher=한겨레 date=..2026-01-01", &Aliases::default())?),
///     ..ComparisonOptions::default()
/// };
/// let corpus = Corpus::open(&["crawl"], CorpusOptions::default())?;
/// let comparison = malmoi::compare(corpus, &Analyzer::new()?, &options, &())?;
/// for row in &comparison.keywords {
///     let term = &comparison.counts.terms()[row.term as usize];
///     println!("{} {:.2} {:?}", term.display, row.log_ratio, comparison.evidence(row));
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// When there is no article of a publisher that was asked for; else as
/// [`analyze`](crate::analyze).
pub fn compare(
    corpus: Corpus,
    analyzer: &Analyzer,
    options: &ComparisonOptions,
    progress: &dyn Progress,
) -> Result<Comparison, Error> {
    // What is on the other side may say it as well: a passage has one vote on each.
    let group_of =
        |document: &Document| u64::from(options.here.may_have(publisher_of(document), document));
    let articles = Articles::survey_in_groups(
        corpus,
        analyzer,
        &options.articles,
        Some(&group_of),
        progress,
    )?;
    for selection in std::iter::once(&options.here).chain(&options.elsewhere) {
        articles.check(selection)?;
    }
    let share = || Share {
        options,
        counter: ArticleCounter::default(),
        articles: [0; 2],
        in_doubt: 0,
        publishers: Vec::new(),
        skipped: Vec::new(),
        ids: Vec::new(),
    };
    let read = articles.visit("counting", progress, share)?;
    let mut counters = Vec::new();
    let mut publishers = Vec::new();
    let mut skipped = Vec::new();
    let mut ids = Vec::new();
    let mut articles = [0; 2];
    let mut in_doubt = 0;
    for share in read.visitors {
        counters.push(share.counter);
        publishers.extend(share.publishers);
        skipped.extend(share.skipped);
        ids.extend(share.ids);
        in_doubt += share.in_doubt;
        for (sum, own) in articles.iter_mut().zip(share.articles) {
            *sum += own;
        }
    }
    publishers.sort_unstable();
    publishers.dedup();
    skipped.sort_unstable_by_key(|(key, _)| *key);
    ids.sort_unstable();
    let (counters, terms) = ArticleCounter::part(counters);
    let (counts, numbers) = Counts::merge_numbered(counters);
    let (basis, _) = options.articles.duplicates.bases();
    let mut keywords = keyness(
        &counts,
        &KeynessOptions {
            basis,
            // Some of them may go.
            top: options.keyness.top.saturating_add(MOST_OWN_NAMES),
            ..options.keyness
        },
    );
    // What is said less here is said more elsewhere: one side says it all.
    keywords.retain(|k| counts.publishers()[k.publisher as usize] == HERE);
    leave_out_own_names(&mut keywords, &counts, options);
    let terms = ArticleTerms::keep(terms)?;
    let mut lists = [Listed {
        basis,
        rows: keywords,
    }];
    disperse(&terms, &numbers, &counts, &read.learnt.uses, &mut lists)?;
    let [Listed { rows: keywords, .. }] = lists;
    Ok(Comparison {
        counts,
        keywords,
        basis,
        articles_here: articles[0],
        articles_elsewhere: articles[1],
        articles_in_doubt: in_doubt,
        publishers,
        skipped: skipped.into_iter().map(|(_, skip)| skip).collect(),
        ids,
    })
}

/// How many terms of a list may be words of the names of both sides. More than these
/// shorten it.
const MOST_OWN_NAMES: usize = 16;

/// Leaves out what a side calls itself, if it is a single publisher, and what is
/// then beyond the length of a list.
fn leave_out_own_names(keywords: &mut Vec<Keyness>, counts: &Counts, options: &ComparisonOptions) {
    let sides = std::iter::once(&options.here).chain(&options.elsewhere);
    let names: Vec<OwnName> = sides
        .filter_map(|side| match side.publishers() {
            [only] => Some(OwnName::of(only)),
            _ => None,
        })
        .collect();
    let mut list = None;
    let mut length = 0;
    keywords.retain(|k| {
        let term = &counts.terms()[k.term as usize];
        if names
            .iter()
            .any(|name| name.has(&term.display) || name.has(&term.term))
        {
            return false;
        }
        let own = Some((k.language, k.direction));
        length = if list == own { length + 1 } else { 1 };
        list = own;
        length <= options.keyness.top
    });
}

/// What one thread has done.
struct Share<'o> {
    options: &'o ComparisonOptions,
    counter: ArticleCounter,
    /// Here and elsewhere.
    articles: [u64; 2],
    in_doubt: u64,
    publishers: Vec<String>,
    skipped: Vec<(u64, Skip)>,
    ids: Vec<(u64, Box<str>)>,
}

impl Visitor for Share<'_> {
    fn article(&mut self, article: &Article<'_>, worker: &mut AnalyzerWorker<'_>) {
        let &Article {
            key,
            document,
            publisher,
            text,
            ..
        } = article;
        if let Err(at) = self
            .publishers
            .binary_search_by(|p| p.as_str().cmp(publisher))
        {
            self.publishers.insert(at, publisher.to_owned());
        }
        let ComparisonOptions {
            here, elsewhere, ..
        } = self.options;
        let in_doubt = |s: &Selection| s.is_in_doubt(publisher, document);
        if in_doubt(here) || elsewhere.as_ref().is_some_and(in_doubt) {
            self.in_doubt += 1;
            return;
        }
        let may_have = |s: &Selection| s.may_have(publisher, document);
        if !may_have(here) && !elsewhere.as_ref().is_none_or(may_have) {
            return;
        }
        // The language is known once the words are, so words wait for it.
        let mut words: Vec<(Kind, usize, &'static str, String, String)> = Vec::new();
        let language = worker.analyze(text, &mut |token| {
            let kept = matches!(token.kind, Kind::Term | Kind::Part);
            let text = |text: &str| if kept { text.to_owned() } else { String::new() };
            let (term, surface) = (text(token.term), text(shown(&token)));
            let language = token.language.code();
            words.push((token.kind, token.start, language, term, surface));
        });
        let has = |s: &Selection| s.has(publisher, document, language);
        let (at, name) = if has(here) {
            (0, HERE)
        } else if elsewhere.as_ref().is_none_or(has) {
            (1, ELSEWHERE)
        } else {
            return;
        };
        let mut counting = self.counter.start(article);
        for (kind, place, language, term, surface) in &words {
            let occurrence = Occurrence {
                language,
                term,
                surface,
            };
            counting.word(*kind, *place, occurrence);
        }
        counting.finish(name, language.code());
        self.articles[at] += 1;
        self.ids.push((key, document.id.as_str().into()));
    }

    fn skipped(&mut self, key: u64, skip: Skip) {
        self.skipped.push((key, skip));
    }
}

//! The words around a term: its collocates.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use malmoi_corpus::{Corpus, Skip, sentences};
use malmoi_count::Forms;
use malmoi_stats::Association;
use malmoi_text::{Analyzer, AnalyzerWorker, Language};
use rustc_hash::FxHashMap;

use crate::articles::{Article, ArticleOptions, Articles, Duplicates, Visitor};
use crate::audit::{Collector, SkippedAudit};
use crate::sought::{Matching, Sought, Span};
use crate::words::Words;
use crate::{Error, Progress, Reference, Selection};

/// What stands around a term, and what of it is told.
#[derive(Clone, Debug, PartialEq)]
pub struct CollocateOptions {
    /// What a hit of the term is.
    pub matching: Matching,
    /// Which articles are looked at.
    pub selection: Selection,
    /// How many terms to a side stand around a hit, at least 1. With 1 they are
    /// its neighbours.
    pub window: usize,
    /// To which side.
    pub side: Side,
    /// What comes first.
    pub by: RankBy,
    /// A collocate stands around the term at least so often.
    pub min_together: u64,
    /// It does so in at least so many articles. What one article has, says
    /// something about that article.
    pub min_articles: u64,
    /// At most how many collocates are told for each language of articles.
    pub top: usize,
    /// Which articles count. Copies count with [`Duplicates::Count`] alone: five
    /// copies of a sentence show no habit.
    pub articles: ArticleOptions,
}

impl Default for CollocateOptions {
    fn default() -> CollocateOptions {
        CollocateOptions {
            matching: Matching::default(),
            selection: Selection::default(),
            window: 5,
            side: Side::default(),
            by: RankBy::default(),
            min_together: 3,
            min_articles: 2,
            top: 20,
            articles: ArticleOptions::default(),
        }
    }
}

/// On which side of a term its collocates stand.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Side {
    /// Before and behind it.
    #[default]
    Both,
    /// Before it.
    Left,
    /// Behind it.
    Right,
}

/// By which measure collocates are in order; see [`Association`].
///
/// logDice is the default: like the others it puts what only comes together above
/// what is frequent anyway, but a pair that came three times does not lead its list
/// as it does by NPMI, nor does whatever is frequent, as by G² and t; and it says
/// the same of crawls of any size.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum RankBy {
    /// How large the share of the two words' places is that they have together.
    #[default]
    LogDice,
    /// How sure it is that they attract each other.
    LogLikelihood,
    /// How much more often than by chance they come together, at its largest 1.
    NormalisedPmi,
    /// As G², with even more weight on what is frequent.
    TScore,
}

impl RankBy {
    /// Returns the measure of a pair.
    pub fn of(self, pair: Association) -> f64 {
        match self {
            RankBy::LogDice => pair.log_dice(),
            RankBy::LogLikelihood => pair.log_likelihood(),
            RankBy::NormalisedPmi => pair.normalised_pmi(),
            RankBy::TScore => pair.t_score(),
        }
    }
}

/// The collocates of a term.
#[derive(Clone, Debug, PartialEq)]
pub struct Collocates {
    /// Collocates by language of the articles, best first.
    pub rows: Vec<Collocate>,
    /// How often the term is in the articles of each language, if it is at all.
    pub nodes: Vec<CollocateNode>,
    /// How many articles were looked at, in all languages.
    pub articles_searched: u64,
    /// What could not be read, by reason.
    pub skipped: Vec<SkippedAudit>,
}

/// The term itself in the articles of one language.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct CollocateNode {
    /// The language most of the articles is in.
    pub language: Language,
    /// Its hits.
    pub count: u64,
    /// The articles with a hit.
    pub articles: u64,
    /// All articles that were looked at.
    pub of_articles: u64,
}

/// A word that stands around the term more often than by chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Collocate {
    /// The language of the articles.
    pub language: Language,
    /// What it is counted under.
    pub term: String,
    /// Its most frequent form around the term.
    pub display: String,
    /// The language of the word.
    pub term_language: Language,
    /// The pairs: of the term with this word, of the term with any, of any with
    /// this word, and all of them. A pair is two places of a sentence, in order,
    /// with less than [`window`](CollocateOptions::window) terms between them, on
    /// the [`side`](CollocateOptions::side) that is looked at.
    pub pairs: Association,
    /// How often the word occurs at all.
    pub count: u64,
    /// In how many articles it stands around the term.
    pub articles: u64,
    /// The articles in which it does so most often, at most three.
    pub evidence: Vec<Arc<Reference>>,
}

/// Finds the collocates of a term, on all threads of the current rayon pool.
///
/// Only terms count, and only they make up the window: what stands between them
/// (particles, endings, stop words) differs from language to language, and would
/// make Korean windows half as wide as English ones. No window goes over the end
/// of a sentence or a line. The term is no collocate of itself, and a term of stop
/// words alone has none. Articles are compared with articles of the same language.
///
/// The corpus is read as [`analyze`](crate::analyze) reads it. Memory is needed for
/// each different term, with the articles that show it where it is a collocate.
///
/// # Errors
///
/// When there is no word in `term`, or no article of a publisher that was asked
/// for; else as [`analyze`](crate::analyze).
///
/// # Example
///
/// ```
/// use malmoi::{Analyzer, CollocateOptions, Corpus, CorpusOptions};
///
/// let article = |n| format!("{{\"press\": \"가나일보\", \"text\": \"회의 {n}번째. 한국은행은 정책 \
///     금리를 정했다. 시장은 반도체 수출을 기다린다.\"}}");
/// let lines: Vec<String> = (1..6).map(article).collect();
/// let lines = std::io::Cursor::new(lines.join("\n"));
/// let corpus = Corpus::from_reader("-", Box::new(lines), CorpusOptions::default());
/// let mut options = CollocateOptions::default();
/// options.articles.duplicates = malmoi::Duplicates::Count;
/// options.articles.keep_boilerplate = true;
/// let found = malmoi::collocates(corpus, &Analyzer::new()?, "금리", &options, &())?;
/// assert_eq!(found.rows[0].pairs.together(), 5);
/// let terms: Vec<&str> = found.rows.iter().map(|row| &*row.term).collect();
/// assert_eq!(terms, ["정책", "한국은행"]);
/// # Ok::<(), malmoi::Error>(())
/// ```
pub fn collocates(
    corpus: Corpus,
    analyzer: &Analyzer,
    term: &str,
    options: &CollocateOptions,
    progress: &dyn Progress,
) -> Result<Collocates, Error> {
    // A term that cannot be looked for fails before the long work.
    Sought::new(term, options.matching, analyzer)?;
    let articles = Articles::survey(corpus, analyzer, &options.articles, progress)?;
    articles.check(&options.selection)?;
    let sought = Sought::new(term, options.matching, articles.analyzer())?;
    let visited = articles.visit("looking around hits", progress, || Share {
        sought: &sought,
        options,
        words: Words::default(),
        languages: BTreeMap::new(),
        skips: Collector::default(),
    })?;
    let mut languages: BTreeMap<Language, Tallies> = BTreeMap::new();
    let mut skips = Vec::new();
    for share in visited.visitors {
        for (language, tallies) in share.languages {
            languages.entry(language).or_default().merge(tallies);
        }
        skips.push(share.skips);
    }
    let nodes = languages.iter().filter(|(_, tallies)| tallies.hits > 0);
    let node = |(language, tallies): (&Language, &Tallies)| CollocateNode {
        language: *language,
        count: tallies.hits,
        articles: tallies.articles,
        of_articles: tallies.of_articles,
    };
    let nodes = nodes.map(node).collect();
    let articles_searched = languages.values().map(|tallies| tallies.of_articles).sum();
    let mut rows = Vec::new();
    for (language, tallies) in languages {
        rows.extend(tallies.rows(language, options));
    }
    Ok(Collocates {
        rows,
        nodes,
        articles_searched,
        skipped: Collector::finish(skips, &Default::default()).skipped,
    })
}

/// How many articles show a collocate.
const EVIDENCE: usize = 3;

struct Share<'a> {
    sought: &'a Sought,
    options: &'a CollocateOptions,
    words: Words,
    languages: BTreeMap<Language, Tallies>,
    skips: Collector,
}

/// What is counted in the articles of one language.
#[derive(Default)]
struct Tallies {
    terms: FxHashMap<Term, Tally>,
    hits: u64,
    articles: u64,
    of_articles: u64,
    /// Pairs with the term, and all pairs.
    pairs: u64,
    all_pairs: u64,
}

/// A term and its language.
type Term = (Box<str>, Language);

#[derive(Default)]
struct Tally {
    count: u64,
    /// Pairs with any term.
    pairs: u64,
    around: Option<Box<Around>>,
}

/// A word around the term.
#[derive(Default)]
struct Around {
    pairs: u64,
    articles: u64,
    forms: Forms,
    /// The articles that have most, with how many, in order.
    evidence: BTreeMap<(Reverse<u64>, u64), Arc<Reference>>,
}

impl Visitor for Share<'_> {
    fn article(&mut self, article: &Article<'_>, worker: &mut AnalyzerWorker<'_>) {
        let Share {
            sought,
            options,
            words,
            languages,
            ..
        } = self;
        let selection = &options.selection;
        if !selection.may_have(article.publisher, article.document)
            || !article.votes() && options.articles.duplicates != Duplicates::Count
        {
            return;
        }
        let text = article.text;
        let language = words.read(text, worker);
        if !selection.has_language(language) {
            return;
        }
        let mut spans = Vec::new();
        sought.find(text, words, &mut |span| spans.push(span));
        spans.sort_unstable_by_key(|span| (span.first, span.last));
        let tallies = languages.entry(language).or_default();
        tallies.add(article, language, words, &spans, options);
    }

    fn skipped(&mut self, key: u64, skip: Skip) {
        self.skips.skip(key, &skip);
    }
}

impl Tallies {
    fn add(
        &mut self,
        article: &Article<'_>,
        language: Language,
        words: &Words,
        spans: &[Span],
        options: &CollocateOptions,
    ) {
        self.of_articles += 1;
        self.hits += spans.len() as u64;
        self.articles += u64::from(!spans.is_empty());
        // By token, how often it stands around the term.
        let mut around: BTreeMap<usize, u64> = BTreeMap::new();
        for sentence in sentences_of(article.text, words) {
            for (at, &token) in sentence.iter().enumerate() {
                let (before, behind) = (at, sentence.len() - 1 - at);
                let [before, behind] = [before, behind].map(|n| n.min(options.window) as u64);
                // What stands to the left of the term has it on the right.
                let pairs = match options.side {
                    Side::Both => before + behind,
                    Side::Left => behind,
                    Side::Right => before,
                };
                let token = &words.tokens[token];
                let term = (words.term(token).into(), token.language);
                let tally = self.terms.entry(term).or_default();
                tally.count += 1;
                tally.pairs += pairs;
                self.all_pairs += pairs;
            }
            for span in spans_in(spans, &sentence) {
                let start = sentence.partition_point(|&token| token < span.first);
                let end = sentence.partition_point(|&token| token <= span.last);
                if start == end {
                    continue;
                }
                let left = &sentence[start.saturating_sub(options.window)..start];
                let right = &sentence[end..sentence.len().min(end + options.window)];
                let sides = match options.side {
                    Side::Both => [left, right],
                    Side::Left => [left, &[]],
                    Side::Right => [&[], right],
                };
                for &token in sides.into_iter().flatten() {
                    self.pairs += 1;
                    if spans_in(spans, &[token]).is_empty() {
                        *around.entry(token).or_default() += 1;
                    }
                }
            }
        }
        self.add_around(article, language, words, &around);
    }

    fn add_around(
        &mut self,
        article: &Article<'_>,
        language: Language,
        words: &Words,
        around: &BTreeMap<usize, u64>,
    ) {
        let mut here: FxHashMap<Term, u64> = FxHashMap::default();
        for (token, pairs) in around {
            let token = &words.tokens[*token];
            let term: Term = (words.term(token).into(), token.language);
            if let Some(tally) = self.terms.get_mut(&term) {
                let known = tally.around.get_or_insert_default();
                known.pairs += pairs;
                known.forms.add(words.shown(token, article.text));
            }
            *here.entry(term).or_default() += pairs;
        }
        let mut reference = None;
        #[expect(clippy::iter_over_hash_type, reason = "each changes its own tally")]
        for (term, pairs) in here {
            let tally = self.terms.get_mut(&term);
            let Some(known) = tally.and_then(|tally| tally.around.as_mut()) else {
                continue;
            };
            known.articles += 1;
            let place = (Reverse(pairs), article.key);
            let last = known.evidence.last_key_value();
            if known.evidence.len() < EVIDENCE || last.is_some_and(|(last, _)| place < *last) {
                let new = || Arc::new(Reference::of(article, language));
                let reference = reference.get_or_insert_with(new);
                known.show(place, reference.clone());
            }
        }
    }

    fn merge(&mut self, other: Tallies) {
        self.hits += other.hits;
        self.articles += other.articles;
        self.of_articles += other.of_articles;
        self.pairs += other.pairs;
        self.all_pairs += other.all_pairs;
        #[expect(clippy::iter_over_hash_type, reason = "each changes its own tally")]
        for (term, theirs) in other.terms {
            let ours = self.terms.entry(term).or_default();
            ours.count += theirs.count;
            ours.pairs += theirs.pairs;
            let Some(theirs) = theirs.around else {
                continue;
            };
            let ours = ours.around.get_or_insert_default();
            ours.pairs += theirs.pairs;
            ours.articles += theirs.articles;
            ours.forms.merge(&theirs.forms);
            for (place, reference) in theirs.evidence {
                ours.show(place, reference);
            }
        }
    }

    fn rows(self, language: Language, options: &CollocateOptions) -> Vec<Collocate> {
        let mut rows = Vec::new();
        #[expect(clippy::iter_over_hash_type, reason = "sorted below")]
        for ((term, term_language), tally) in self.terms {
            let Some(around) = tally.around else {
                continue;
            };
            if around.pairs < options.min_together || around.articles < options.min_articles {
                continue;
            }
            let pairs = Association::new(around.pairs, self.pairs, tally.pairs, self.all_pairs);
            let Some(pairs) = pairs.filter(|pairs| pairs.together() as f64 > pairs.expected())
            else {
                continue;
            };
            rows.push(Collocate {
                language,
                term: term.into(),
                display: around.forms.most_frequent().to_owned(),
                term_language,
                pairs,
                count: tally.count,
                articles: around.articles,
                evidence: around.evidence.into_values().collect(),
            });
        }
        rows.sort_by(|a, b| {
            let [ours, theirs] = [a, b].map(|row| options.by.of(row.pairs));
            let tie = || (&a.term, a.term_language).cmp(&(&b.term, b.term_language));
            theirs.total_cmp(&ours).then_with(tie)
        });
        rows.truncate(options.top);
        rows
    }
}

impl Around {
    fn show(&mut self, place: (Reverse<u64>, u64), reference: Arc<Reference>) {
        self.evidence.insert(place, reference);
        if self.evidence.len() > EVIDENCE {
            self.evidence.pop_last();
        }
    }
}

/// Returns the spans that share tokens with some, both in order.
fn spans_in<'s>(spans: &'s [Span], tokens: &[usize]) -> &'s [Span] {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        return &[];
    };
    let start = spans.partition_point(|span| span.last < *first);
    let end = spans.partition_point(|span| span.first <= *last);
    &spans[start.min(end)..end]
}

/// Returns the terms of each sentence, as indices of tokens.
fn sentences_of(text: &str, words: &Words) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    let (mut end, mut next) = (0, 0);
    let all = text.split_inclusive('\n').flat_map(sentences);
    for sentence in all {
        end += sentence.len();
        let mut terms = Vec::new();
        while let Some(token) = words.tokens.get(next)
            && token.start < end
        {
            if token.is_term {
                terms.push(next);
            }
            next += 1;
        }
        if !terms.is_empty() {
            found.push(terms);
        }
    }
    found
}

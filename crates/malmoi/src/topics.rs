//! What articles are about: topics, found by a model, and who has how much of each.

mod compounds;
mod describe;
mod fitting;
mod gather;
mod matching;
mod model;
mod ubiquitous;

use std::time::Duration;

use malmoi_corpus::{Corpus, Timestamp};
use malmoi_text::{Analyzer, Language};
use malmoi_topics::{Candidate, Choice, Documents, ROUNDS};
use model::KnownWords;
use rayon::prelude::*;

use crate::articles::{ArticleOptions, Articles};
use crate::audit::SkippedAudit;
use crate::{CountedDocument, Error, Progress, Rows};
use describe::Shares;
use gather::{Facts, Gathered};

pub use fitting::{ARTICLES_A_TOPIC, MOST_TRIED};
pub use matching::{MatchedTopics, OldTopic};
pub use model::{TopicModel, TopicModels, TopicName};

/// How topics are found.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicOptions {
    /// How many topics each model has.
    pub topics: TopicCount,
    /// How often each term of each article is assigned anew; 200 are usual.
    pub iterations: u32,
    /// Where the random numbers start. The same seed gives the same topics.
    pub seed: u64,
    /// After which time a model is taken as it is. With a limit the clock decides what comes out.
    pub time_limit: Option<Duration>,
    /// Whether articles of all languages go into one model. Otherwise each language
    /// has its own, since a model of two would mostly tell the languages apart.
    pub joint: bool,
    /// Whether the model knows who published an article, and expects other topics
    /// of each publisher (Dirichlet-multinomial regression; Mimno and McCallum 2008).
    pub by_publisher: bool,
    /// Which articles count. Copies have the topics that the model finds in them, but
    /// take no part in finding topics and in no share, unless
    /// [`Duplicates::Count`](crate::Duplicates::Count) says so.
    pub articles: ArticleOptions,
    /// An older model, whose topics the new ones are matched to. Those that are the same keep
    /// their numbers.
    pub previous: Option<TopicModels>,
}

impl Default for TopicOptions {
    fn default() -> TopicOptions {
        TopicOptions {
            topics: TopicCount::Number(20),
            iterations: 200,
            seed: 1,
            time_limit: None,
            joint: false,
            by_publisher: false,
            articles: ArticleOptions::default(),
            previous: None,
        }
    }
}

/// How many topics a model has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TopicCount {
    /// So many; 0 counts as 1.
    Number(u16),
    /// As many as suit the articles, of 2 to 100, by what models of each number say of articles that
    /// they have not seen; see [`malmoi_topics::choose`].
    Auto,
}

/// The topics of a corpus.
#[derive(Clone, Debug)]
pub struct Topics {
    /// What was found in the articles of each language, those of most articles
    /// first.
    pub languages: Vec<LanguageTopics>,
    /// Every article, in the order of the corpus.
    pub documents: Rows<CountedDocument>,
    /// The topic that each of them has most of. Nothing for an article without any
    /// term of a model, and one in a language without a model.
    pub of_documents: Vec<Option<DocumentTopic>>,
    /// The publishers, by name; rows refer to them by number.
    pub publishers: Vec<String>,
    /// How many articles are in languages without a model.
    pub without_model: u64,
    /// The models, to be kept.
    pub models: TopicModels,
    /// What could not be read, by reason.
    pub skipped: Vec<SkippedAudit>,
}

/// The topic that an article has most of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DocumentTopic {
    /// The language, by its place in [`Topics::languages`].
    pub language: usize,
    /// The topic, by its place in [`LanguageTopics::topics`].
    pub topic: u16,
    /// Its share in the article, from 0 to 1.
    pub share: f32,
}

/// The topics of the articles in one language.
#[derive(Clone, Debug)]
pub struct LanguageTopics {
    /// The language; nothing for a model of all.
    pub language: Option<Language>,
    /// The topics, in the order of the model; rows refer to them by their place.
    pub topics: Vec<Topic>,
    /// How many articles have a vote and a term of the model.
    pub articles: u64,
    /// Who has how much of each topic, by publisher and topic.
    pub publishers: Vec<PublisherTopic>,
    /// The same by publisher, day and topic.
    pub days: Vec<DayShare>,
    /// How the model was fitted; nothing if it was there before.
    pub fit: Option<TopicFit>,
    /// How its topics go with those of [`TopicOptions::previous`]; nothing if there is
    /// no older model for the language.
    pub matched: Option<MatchedTopics>,
}

/// How a model was fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicFit {
    /// How many topics were asked for.
    pub asked: TopicCount,
    /// How many different terms it is over.
    pub vocabulary: usize,
    /// How many terms its articles have together.
    pub tokens: u64,
    /// How often each was assigned.
    pub iterations: u32,
    /// How long that took, without reading.
    pub sampling: Duration,
    /// The joint log-likelihood of terms and their topics, for each term.
    pub log_likelihood_per_word: f64,
    /// The numbers of topics that were tried, where none was given.
    pub curve: Vec<Candidate>,
    /// Which of them was chosen.
    pub choice: Option<Choice>,
}

/// A topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Topic {
    /// What it goes by, also in later models that are [matched](TopicOptions::previous) to
    /// this one.
    pub number: u32,
    /// A few words that name it; empty if the model has nothing in it.
    pub label: String,
    /// Its first terms, as they are shown, at most 20. The first ten are those of the 15 most relevant
    /// ([`malmoi_topics::relevance`]) that go together best ([`malmoi_topics::cohering`]).
    pub terms: Vec<String>,
    /// The same as they are counted.
    pub counted_terms: Vec<String>,
    /// Names and terms of several words that are typical of its articles.
    pub phrases: Vec<String>,
    /// Its mean share in the articles, each counting once.
    pub share: f64,
    /// How many articles have more of it than of any other.
    pub articles: u64,
    /// The coherence of its first ten terms in the articles the model was fitted to,
    /// among which they were chosen as well,
    /// by [`Coherence::UMass`](malmoi_topics::Coherence::UMass).
    pub umass: Option<f64>,
    /// The same by [`Coherence::Npmi`](malmoi_topics::Coherence::Npmi).
    pub npmi: Option<f64>,
    /// The same by [`Coherence::Cv`](malmoi_topics::Coherence::Cv).
    pub c_v: Option<f64>,
    /// The articles that show it best: those of at least the usual length with the
    /// highest share.
    pub exemplars: Vec<CountedDocument>,
}

/// How much of a topic the articles of a publisher have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PublisherTopic {
    /// The publisher, by its place in [`Topics::publishers`].
    pub publisher: u32,
    /// The topic.
    pub topic: u16,
    /// How many articles the publisher has.
    pub articles: u64,
    /// The mean share of the topic in them.
    pub share: f64,
    /// Its 95 % confidence interval, by [`malmoi_topics::mean_shares`].
    pub interval: Option<(f64, f64)>,
    /// The mean share in the articles of all others; nothing if there are none, as
    /// what follows.
    pub elsewhere: Option<f64>,
    /// How often the articles of a publisher would differ as much if they were dealt
    /// blindly.
    pub p: Option<f64>,
    /// The false discovery rate over all publishers and topics of the language.
    pub q: Option<f64>,
}

/// How much of a topic the articles of a publisher have on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DayShare {
    /// The publisher, by its place in [`Topics::publishers`].
    pub publisher: u32,
    /// The day; nothing for articles that state none.
    pub day: Option<Timestamp>,
    /// The topic.
    pub topic: u16,
    /// How many articles the publisher has on the day.
    pub articles: u64,
    /// The mean share of the topic in them.
    pub share: f64,
    /// Its 95 % confidence interval, by [`malmoi_topics::mean_shares`].
    pub interval: Option<(f64, f64)>,
}

/// Below so many articles a language beside a larger one has no model of its own.
pub const MIN_ARTICLES_FOR_TOPICS: usize = 20;

/// Finds the topics of a corpus, on all threads of the current rayon pool.
///
/// The corpus is read as [`analyze`](crate::analyze) reads it. Terms are those that are
/// counted there, but that Korean terms of several nouns are those nouns, and without
/// those of one character, of fewer than five articles (less in a corpus of under
/// 250) and of more than four tenths of them, unless they are of a theme that drives other words
/// away. All terms of all articles are kept in memory, four bytes
/// each and again for the model, the shares of topics of all articles, four bytes each, and what the model needs.
///
/// Where most articles have fewer than [`SHORT`](malmoi_topics::SHORT) terms, as headlines do, the
/// short ones are taken to have a single topic each
/// ([`single_topics`](malmoi_topics::single_topics)), and their shares say how likely each is.
///
/// Each language has a model of its own, unless [`TopicOptions::joint`] is set; only languages with
/// [`MIN_ARTICLES_FOR_TOPICS`] articles and the most frequent one have any.
///
/// # Errors
///
/// As [`analyze`](crate::analyze).
///
/// # Example
///
/// ```
/// use malmoi::{Analyzer, Corpus, CorpusOptions, TopicCount, TopicOptions};
///
/// let lines: Vec<String> = (0..40)
///     .map(|n| match n % 2 {
///         0 => format!("{{\"press\": \"가나일보\", \"text\": \"한국은행 금리 인상 {n}, 물가와 환율\"}}"),
///         _ => format!("{{\"press\": \"다라일보\", \"text\": \"프로야구 개막전 {n}, 투수와 타자\"}}"),
///     })
///     .collect();
/// let lines = std::io::Cursor::new(lines.join("\n"));
/// let corpus = Corpus::from_reader("-", Box::new(lines), CorpusOptions::default());
/// let mut options = TopicOptions { topics: TopicCount::Number(2), ..TopicOptions::default() };
/// // These articles are all alike.
/// options.articles.duplicates = malmoi::Duplicates::Count;
/// options.articles.keep_boilerplate = true;
/// let found = malmoi::topics(corpus, &Analyzer::new()?, &options, &())?;
/// let korean = &found.languages[0];
/// let money = found.of_documents[0].unwrap().topic;
/// assert!(korean.topics[usize::from(money)].terms.contains(&"금리".to_owned()));
/// assert_ne!(found.of_documents[1].unwrap().topic, money);
/// # Ok::<(), malmoi::Error>(())
/// ```
pub fn topics(
    corpus: Corpus,
    analyzer: &Analyzer,
    options: &TopicOptions,
    progress: &dyn Progress,
) -> Result<Topics, Error> {
    let (mut gathered, words) = gather(corpus, analyzer, &options.articles, progress)?;
    let mut models = Vec::new();
    let mut fits = Vec::new();
    for language in languages(&gathered, options.joint) {
        let belongs = |a: &Facts| language.is_none_or(|own| own == a.language);
        let selected = fitting::select(&gathered, belongs);
        gathered.set_aside()?;
        let found = fitting::find(&selected, options, progress)?;
        gathered.bring_back()?;
        let model = found.fitted.model;
        let mut shares = Shares {
            lengths: selected.documents.iter().map(|d| d.len() as u32).collect(),
            topics: model.topics(),
            shares: (0..selected.documents.len())
                .flat_map(|document| found.fitted.documents.theta(document))
                .map(|share| share as f32)
                .collect(),
            places: selected.places,
        };
        let is_of_short = shares.are_short();
        if is_of_short {
            shares.judge_short(&model, &selected.documents, ROUNDS);
        }
        let names = describe::names(
            &model,
            &selected.shown,
            &gathered,
            &shares,
            &selected.documents,
        );
        let numbers = 0..model.topics() as u32;
        let new = TopicModel {
            language,
            is_of_short,
            shown: selected.shown,
            names,
            next_number: numbers.end,
            numbers: numbers.collect(),
            model,
        };
        let (new, matched) = match options.previous.as_ref().and_then(|p| p.of(language)) {
            Some(old) => {
                let matched = MatchedTopics::of(old, &new);
                (new.numbered_after(old, &matched), Some(matched))
            }
            None => (new, None),
        };
        let model = &new.model;
        fits.push(Fit {
            matched,
            fit: TopicFit {
                asked: options.topics,
                vocabulary: model.vocabulary().len(),
                tokens: model.tokens(),
                iterations: found.iterations,
                sampling: Duration::from_secs_f64(found.seconds),
                log_likelihood_per_word: model.log_likelihood_per_word(),
                curve: found.curve,
                choice: found.choice,
            },
            documents: selected.documents,
            shares,
        });
        models.push(new);
    }
    tell(gathered, TopicModels { models, words }, fits, options)
}

/// Finds the topics of a model in the articles of another corpus, which need not have
/// been among those it was fitted to, on all threads of the current rayon pool.
///
/// What is found in an article depends on the article and the model alone, not on the
/// articles beside it: neither words that the corpus proves nor sentences that publishers
/// repeat are looked for. The words and names that the articles of the model proved are known again. Of
/// the options, those that say how a model is fitted mean nothing here.
///
/// # Errors
///
/// As [`analyze`](crate::analyze).
pub fn infer_topics(
    corpus: Corpus,
    analyzer: &Analyzer,
    models: &TopicModels,
    options: &TopicOptions,
    progress: &dyn Progress,
) -> Result<Topics, Error> {
    let alone = ArticleOptions {
        without_new_words: true,
        keep_boilerplate: true,
        ..options.articles.clone()
    };
    let analyzer = models.teach(analyzer)?;
    let (gathered, _) = gather(corpus, &analyzer, &alone, progress)?;
    tell(gathered, models.clone(), Vec::new(), options)
}

/// Reads all articles, and what their texts prove.
fn gather(
    corpus: Corpus,
    analyzer: &Analyzer,
    options: &ArticleOptions,
    progress: &dyn Progress,
) -> Result<(Gathered, KnownWords), Error> {
    let articles = Articles::survey(corpus, analyzer, options, progress)?;
    let share = || gather::Share::new(options.duplicates);
    let visited = articles.visit("reading articles", progress, share)?;
    let words = KnownWords::of(&visited.learnt);
    Ok((Gathered::merge(visited.visitors)?, words))
}

/// Returns the languages that have a model, those of most articles first.
fn languages(gathered: &Gathered, joint: bool) -> Vec<Option<Language>> {
    let mut counts: Vec<(Language, usize)> = Vec::new();
    for article in gathered.articles.iter().filter(|a| a.votes) {
        match counts.iter_mut().find(|(l, _)| *l == article.language) {
            Some((_, count)) => *count += 1,
            None => counts.push((article.language, 1)),
        }
    }
    counts.sort_by_key(|(language, count)| (std::cmp::Reverse(*count), *language));
    if joint && !counts.is_empty() {
        return vec![None];
    }
    let enough = |(at, (language, count)): (usize, &(Language, usize))| {
        let has_model =
            at == 0 || *count >= MIN_ARTICLES_FOR_TOPICS && *language != Language::UNDETERMINED;
        has_model.then_some(Some(*language))
    };
    counts.iter().enumerate().filter_map(enough).collect()
}

/// What came of fitting a model, beside the model.
struct Fit {
    fit: TopicFit,
    matched: Option<MatchedTopics>,
    documents: Documents,
    shares: Shares,
}

/// Tells what articles have of the topics of models; what they were not fitted to is
/// inferred.
fn tell(
    gathered: Gathered,
    models: TopicModels,
    fits: Vec<Fit>,
    options: &TopicOptions,
) -> Result<Topics, Error> {
    let mut of_documents = vec![None; gathered.articles.len()];
    let mut fits = fits.into_iter();
    let mut languages = Vec::new();
    for (number, model) in models.models.iter().enumerate() {
        let belongs = |a: &Facts| models.for_language(a.language) == Some(number);
        let fit = fits.next();
        let places = |votes: Option<bool>| {
            let all = 0..gathered.articles.len();
            let is_meant = |place: &usize| {
                let article = &gathered.articles[*place];
                belongs(article) && votes.is_none_or(|votes| article.votes == votes)
            };
            all.filter(is_meant).collect::<Vec<usize>>()
        };
        let mut note = |shares: &Shares| {
            for (document, place) in shares.places.iter().enumerate() {
                of_documents[*place] = shares.top(document).map(|(topic, share)| DocumentTopic {
                    language: number,
                    topic,
                    share,
                });
            }
        };
        let (fit, documents, matched, shares) = match fit {
            Some(fit) => {
                // Copies took no part.
                let copies = places(Some(false));
                note(&inferred(&gathered, model, copies, options.by_publisher));
                (Some(fit.fit), Some(fit.documents), fit.matched, fit.shares)
            }
            None => {
                // Its publishers need not be those the model was fitted to.
                note(&inferred(&gathered, model, places(Some(false)), false));
                let voting = inferred(&gathered, model, places(Some(true)), false);
                let old = options.previous.as_ref().and_then(|p| p.of(model.language));
                let matched = old.map(|old| MatchedTopics::of(old, model));
                (None, None, matched, voting)
            }
        };
        note(&shares);
        languages.push(LanguageTopics {
            language: model.language,
            topics: describe::topics(model, &gathered, &shares, documents.as_ref())?,
            articles: shares.lengths.iter().filter(|n| **n > 0).count() as u64,
            publishers: describe::publishers(&gathered, &shares, options.seed),
            days: describe::days(&gathered, &shares, options.seed),
            fit,
            matched,
        });
    }
    let has_none = |a: &&Facts| models.for_language(a.language).is_none();
    Ok(Topics {
        languages,
        of_documents,
        without_model: gathered.articles.iter().filter(has_none).count() as u64,
        documents: gathered.rows,
        publishers: gathered.publishers,
        models,
        skipped: gathered.skipped,
    })
}

/// Infers the shares of topics in some articles; `by_publisher` if the model knows their
/// publishers under the same numbers.
fn inferred(
    gathered: &Gathered,
    model: &TopicModel,
    places: Vec<usize>,
    by_publisher: bool,
) -> Shares {
    let vocabulary = model.model.vocabulary();
    // The vocabulary of a file of other making need not be in order.
    let known: std::collections::BTreeMap<&str, u32> = (0..)
        .zip(vocabulary.iter())
        .map(|(number, term)| (term.as_str(), number))
        .collect();
    let numbers: Vec<Option<u32>> = gathered
        .terms
        .names
        .iter()
        .map(|name| known.get(name.as_str()).copied())
        .collect();
    let mut documents = Documents::new(vocabulary.clone());
    let mut terms = Vec::new();
    for place in &places {
        let of_article = gathered.terms_of(&gathered.articles[*place]).iter();
        terms.clear();
        terms.extend(of_article.filter_map(|term| numbers[gather::term(*term) as usize]));
        documents.push(&terms);
    }
    let theta: Vec<Vec<f64>> = (0..documents.len())
        .into_par_iter()
        .map(|document| {
            let terms = documents.get(document);
            match by_publisher {
                true => {
                    let group = gathered.articles[places[document]].group();
                    model.model.infer_in_group(terms, group)
                }
                false => model.model.infer(terms),
            }
        })
        .collect();
    let mut shares = Shares {
        places,
        lengths: documents.iter().map(|d| d.len() as u32).collect(),
        topics: model.model.topics(),
        shares: theta.iter().flatten().map(|share| *share as f32).collect(),
    };
    if model.is_of_short {
        shares.judge_short(&model.model, &documents, 0);
    }
    shares
}

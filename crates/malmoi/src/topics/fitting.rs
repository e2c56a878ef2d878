//! Topic models fitted to gathered articles.

use std::ops::ControlFlow;
use std::sync::Arc;

use malmoi_topics::{
    Candidate, Choice, Coherence, Documents, Fitted, Model, Settings, choose, coherence, fit,
    mean_per_term,
};
use rayon::prelude::*;

use super::gather::{Facts, Gathered, term as term_number};
use super::ubiquitous::are_of_a_theme;
use super::{TopicCount, TopicOptions};
use crate::{Error, Progress};

/// In how many articles a term is at least, in a corpus of a few hundred or more.
const MIN_ARTICLES: u32 = 5;

/// A term in more than this share of the articles tells none from another, unless it is
/// [of a theme](are_of_a_theme) that so many have.
const UBIQUITOUS: f64 = 0.4;

/// With fewer articles any term may be in most of them.
const ENOUGH: usize = 50;

/// The articles of one model, as it takes them.
pub(super) struct Selected {
    pub(super) documents: Documents,
    /// Of each document, its place among all articles.
    pub(super) places: Vec<usize>,
    /// The form of each term to show.
    pub(super) shown: Vec<String>,
}

/// Takes the articles that `belongs` to the model and that have a vote, with the
/// terms that can tell them apart.
pub(super) fn select(gathered: &Gathered, belongs: impl Fn(&Facts) -> bool) -> Selected {
    let own: Vec<usize> = (0..gathered.articles.len())
        .filter(|place| {
            let article = &gathered.articles[*place];
            article.votes && belongs(article)
        })
        .collect();
    let mut having = vec![0_u32; gathered.terms.names.len()];
    let mut last = vec![usize::MAX; having.len()];
    for place in &own {
        for term in gathered.terms_of(&gathered.articles[*place]) {
            let term = term_number(*term) as usize;
            having[term] += u32::from(last[term] != *place);
            last[term] = *place;
        }
    }
    let fewest = MIN_ARTICLES.min(1 + own.len() as u32 / ENOUGH as u32);
    let most = match own.len() < ENOUGH {
        true => u32::MAX,
        false => (own.len() as f64 * UBIQUITOUS) as u32,
    };
    let all = (0_u32..).zip(&having);
    let ubiquitous: Vec<u32> = all.filter(|(_, n)| **n > most).map(|(t, _)| t).collect();
    let articles = own
        .iter()
        .map(|p| gathered.terms_of(&gathered.articles[*p]));
    let number = |term| term_number(term) as usize;
    let of_theme = are_of_a_theme(&ubiquitous, articles, &having, number);
    let general: Vec<u32> = ubiquitous
        .into_iter()
        .zip(of_theme)
        .filter(|(_, of_theme)| !of_theme)
        .map(|(t, _)| t)
        .collect();
    let mut numbers = vec![u32::MAX; having.len()];
    let (mut vocabulary, mut shown) = (Vec::new(), Vec::new());
    for (term, having) in having.iter().enumerate() {
        let name = &gathered.terms.names[term];
        let is_general = general.binary_search(&(term as u32)).is_ok();
        if *having < fewest || is_general || !is_telling(name) {
            continue;
        }
        numbers[term] = vocabulary.len() as u32;
        vocabulary.push(name.clone());
        shown.push(gathered.terms.shown[term].clone());
    }
    let mut documents = Documents::new(vocabulary);
    let mut terms = Vec::new();
    for place in &own {
        let article = &gathered.articles[*place];
        terms.clear();
        let of_article = gathered.terms_of(article).iter();
        terms.extend(
            of_article
                .map(|t| numbers[term_number(*t) as usize])
                .filter(|t| *t != u32::MAX),
        );
        documents.push_in_group(&terms, article.group());
    }
    Selected {
        documents,
        places: own,
        shown,
    }
}

/// Whether a term may tell what an article is about: a single letter, and a noun of one
/// syllable beside longer ones, is more often a piece of something else.
fn is_telling(term: &str) -> bool {
    term.chars().nth(1).is_some()
}

/// A model, and how its number of topics came about.
pub(super) struct Found {
    pub(super) fitted: Fitted,
    pub(super) iterations: u32,
    pub(super) seconds: f64,
    pub(super) curve: Vec<Candidate>,
    pub(super) choice: Option<Choice>,
}

/// Fits a model to some articles.
///
/// # Errors
///
/// When `progress` asks to stop.
pub(super) fn find(
    selected: &Selected,
    options: &TopicOptions,
    progress: &dyn Progress,
) -> Result<Found, Error> {
    let (topics, curve, choice) = match options.topics {
        TopicCount::Number(topics) => (topics, Vec::new(), None),
        TopicCount::Auto => {
            let curve = curve(&selected.documents, options, progress)?;
            let choice = choose(&curve);
            let topics = choice.map_or(1, |choice| curve[choice.chosen].topics as u16);
            (topics, curve, choice)
        }
    };
    let settings = Settings {
        iterations: options.iterations,
        seed: options.seed,
        by_group: options.by_publisher,
        time_limit: options.time_limit,
        ..Settings::new(topics)
    };
    let (mut iterations, mut seconds) = (0, 0.0);
    let fitted = sample(
        &selected.documents,
        &settings,
        "finding topics",
        progress,
        |done| {
            iterations = done.iteration;
            seconds = done.sampling.as_secs_f64();
        },
    )?;
    Ok(Found {
        fitted,
        iterations,
        seconds,
        curve,
        choice,
    })
}

fn sample(
    documents: &Documents,
    settings: &Settings,
    name: &'static str,
    progress: &dyn Progress,
    mut watch: impl FnMut(&malmoi_topics::Progress),
) -> Result<Fitted, Error> {
    let fitted = fit(documents, settings, |now| {
        watch(now);
        progress.step(name, u64::from(now.iteration), u64::from(now.iterations));
        match progress.is_interrupted() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    });
    match progress.is_interrupted() {
        true => Err(Error::interrupted()),
        false => Ok(fitted),
    }
}

/// The numbers of topics that are tried.
const TRIED: [u16; 9] = [2, 5, 10, 15, 20, 30, 50, 75, MOST_TRIED as u16];

/// More topics are not tried by [`TopicCount::Auto`].
pub const MOST_TRIED: usize = 100;

/// With fewer articles for each topic on average nothing is learnt of it, so that no such
/// number is tried, but for 2.
pub const ARTICLES_A_TOPIC: usize = 10;

/// One of so many articles is held out, and at most so many together.
const HELD_OUT: usize = 10;
const MOST_HELD_OUT: usize = 2_000;

/// Tries numbers of topics: a model of nine tenths of the articles, and what it says
/// of the other half of each article held out once it has seen the one half.
fn curve(
    documents: &Documents,
    options: &TopicOptions,
    progress: &dyn Progress,
) -> Result<Vec<Candidate>, Error> {
    let mut training = Documents::new(Arc::clone(documents.vocabulary()));
    let mut held: Vec<(Vec<u32>, Vec<u32>)> = Vec::new();
    for number in 0..documents.len() {
        let terms = documents.get(number);
        if number % HELD_OUT == HELD_OUT / 2 && held.len() < MOST_HELD_OUT {
            let every_second = |first| terms.iter().copied().skip(first).step_by(2).collect();
            held.push((every_second(0), every_second(1)));
        } else {
            training.push_in_group(terms, documents.group(number));
        }
    }
    let most = (documents.len() / ARTICLES_A_TOPIC).max(2);
    let mut candidates = Vec::new();
    for topics in TRIED.into_iter().filter(|k| usize::from(*k) <= most) {
        let settings = Settings {
            // Which number is best shows before the topics are at their best.
            iterations: options.iterations.div_ceil(2),
            seed: options.seed,
            time_limit: options.time_limit,
            ..Settings::new(topics)
        };
        let fitted = sample(
            &training,
            &settings,
            "trying numbers of topics",
            progress,
            |_| {},
        )?;
        let model = &fitted.model;
        let scores: Vec<(f64, u32)> = held
            .par_iter()
            .map(|(seen, hidden)| (completion(model, seen, hidden), hidden.len() as u32))
            .collect();
        let Some((log_likelihood, standard_error)) = mean_per_term(&scores) else {
            continue;
        };
        candidates.push(Candidate {
            topics: usize::from(topics),
            log_likelihood,
            standard_error,
            coherence: mean_coherence(model, &training),
        });
    }
    Ok(candidates)
}

/// Returns the log-likelihood of the hidden half of a document, given the other.
fn completion(model: &Model, seen: &[u32], hidden: &[u32]) -> f64 {
    let theta = model.infer(seen);
    let of_term = |term: &u32| {
        let by_topic = theta.iter().enumerate();
        let sum: f64 = by_topic
            .map(|(topic, share)| share * model.phi(topic, *term as usize))
            .sum();
        libm::log(sum)
    };
    hidden.iter().map(of_term).sum()
}

/// How many terms of a topic are looked at together.
pub(super) const TOP: usize = 10;

fn mean_coherence(model: &Model, documents: &Documents) -> f64 {
    let tops: Vec<Vec<u32>> = (0..model.topics())
        .map(|topic| {
            let ranked = model.ranked_terms(topic).into_iter();
            ranked.take(TOP).map(|(term, _)| term).collect()
        })
        .collect();
    let found = coherence(&tops, documents.iter(), Coherence::Npmi);
    // A topic of no two terms is not coherent.
    let sum: f64 = found.iter().map(|c| c.unwrap_or(0.0)).sum();
    sum / found.len().max(1) as f64
}

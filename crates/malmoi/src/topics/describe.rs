//! What is told of a model's topics.

use std::collections::BTreeMap;

use malmoi_corpus::Timestamp;
use malmoi_topics::{
    Coherence, Documents, Groups, LAMBDA, Model, SHORT, coherence, cohering, exemplars,
    mean_shares, most_relevant, single_topics, typical_phrases,
};
use rayon::prelude::*;

use super::compounds::compounds;
use super::fitting::TOP;
use super::gather::Gathered;
use super::model::{TopicModel, TopicName};
use super::{DayShare, PublisherTopic, Topic};
use crate::Error;

/// What share each topic has in some articles.
pub(super) struct Shares {
    /// Of each article, its place among all.
    pub(super) places: Vec<usize>,
    /// Of each article, how many terms of the model it has.
    pub(super) lengths: Vec<u32>,
    pub(super) topics: usize,
    /// By article and topic.
    pub(super) shares: Vec<f32>,
}

impl Shares {
    fn of(&self, number: usize) -> &[f32] {
        &self.shares[number * self.topics..(number + 1) * self.topics]
    }

    /// Lets short articles have a single topic each; see [`single_topics`].
    pub(super) fn judge_short(&mut self, model: &Model, documents: &Documents, rounds: usize) {
        let is_short = |number: &usize| (self.lengths[*number] as usize) < SHORT;
        let which: Vec<usize> = self.with_terms().filter(is_short).collect();
        let found = single_topics(model, documents, &which, rounds);
        for (number, found) in which.iter().zip(found.chunks(self.topics)) {
            self.shares[number * self.topics..][..self.topics].copy_from_slice(found);
        }
    }

    /// Whether half of the articles are short at least.
    pub(super) fn are_short(&self) -> bool {
        let short = self
            .with_terms()
            .filter(|n| (self.lengths[*n] as usize) < SHORT);
        short.count() * 2 > self.with_terms().count()
    }

    /// Returns the topic that an article has most of, with its share; nothing for
    /// one without terms.
    pub(super) fn top(&self, number: usize) -> Option<(u16, f32)> {
        let shares = || self.of(number).iter().copied().enumerate();
        // Of equals, `max_by` takes the last.
        let best = shares().rev().max_by(|a, b| a.1.total_cmp(&b.1))?;
        (self.lengths[number] > 0).then_some((best.0 as u16, best.1))
    }

    /// Returns the articles that have terms, by number.
    fn with_terms(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.places.len()).filter(|number| self.lengths[*number] > 0)
    }
}

/// How many phrases name a topic.
const PHRASES: usize = 5;

/// How often a phrase is in the articles of a topic at least.
const MIN_PHRASE: u64 = 3;

/// How many terms are kept for each topic.
const TERMS: usize = 20;

/// Of so many, those that go together best come first.
const RELEVANT: usize = 15;

/// Names the topics of a model that was fitted to `documents`.
pub(super) fn names(
    model: &Model,
    shown: &[String],
    gathered: &Gathered,
    shares: &Shares,
    documents: &Documents,
) -> Vec<TopicName> {
    let mut counts: Vec<BTreeMap<u32, u64>> = vec![BTreeMap::new(); model.topics()];
    for number in shares.with_terms() {
        let article = &gathered.articles[shares.places[number]];
        let Some((topic, _)) = shares.top(number) else {
            continue;
        };
        for phrase in gathered.phrases_of(article) {
            *counts[usize::from(topic)].entry(*phrase).or_default() += 1;
        }
    }
    let phrases = typical_phrases(&counts, MIN_PHRASE, PHRASES);
    let terms = top_terms(model, documents);
    let vocabulary = model.vocabulary();
    let candidates = terms.iter().flatten().map(|t| &*vocabulary[*t as usize]);
    let compounds = compounds(gathered, &shares.places, candidates);
    let name = |(terms, phrases): (Vec<u32>, Vec<u32>)| {
        let phrases: Vec<String> = phrases
            .into_iter()
            .map(|phrase| gathered.phrases.shown[phrase as usize].clone())
            .collect();
        let of_terms = terms.iter().map(|term| {
            let compound = compounds.get(&*vocabulary[*term as usize]);
            compound.unwrap_or(&shown[*term as usize]).as_str()
        });
        TopicName {
            label: label(&phrases, of_terms),
            terms,
            phrases,
        }
    };
    terms.into_iter().zip(phrases).map(name).collect()
}

/// Returns the first terms of each topic: the most relevant, and of these those first
/// that go together.
fn top_terms(model: &Model, documents: &Documents) -> Vec<Vec<u32>> {
    let mut terms: Vec<Vec<(u32, f64, f64)>> = vec![Vec::new(); model.topics()];
    let tokens = model.tokens() as f64;
    for term in 0..model.vocabulary().len() {
        let counts = model.term_topics(term);
        let overall: u64 = counts.iter().map(|(_, count)| u64::from(*count)).sum();
        for (topic, count) in counts {
            let topic = usize::from(*topic);
            let share = f64::from(*count) / f64::from(model.topic_tokens(topic));
            terms[topic].push((term as u32, share, overall as f64 / tokens));
        }
    }
    let best = |terms: Vec<(u32, f64, f64)>| most_relevant(terms, LAMBDA, TERMS);
    let mut terms: Vec<Vec<u32>> = terms.into_iter().map(best).collect();
    let first: Vec<Vec<u32>> = terms
        .iter()
        .map(|terms| terms.iter().copied().take(RELEVANT).collect())
        .collect();
    let first = cohering(&first, documents.iter(), TOP);
    for (terms, first) in terms.iter_mut().zip(first) {
        terms[..first.len()].copy_from_slice(&first);
    }
    terms
}

/// How many words or phrases name a topic.
const NAMED_BY: usize = 3;

/// Puts a name together: the best phrase that has one of the first terms in it, if there
/// is one, and terms that it does not have. Phrases alone may come from a few articles
/// that say little of the others.
fn label<'t>(phrases: &'t [String], terms: impl Iterator<Item = &'t str>) -> String {
    let terms: Vec<(&str, String)> = terms.map(|t| (t, t.to_lowercase())).collect();
    let first = &terms[..terms.len().min(TOP)];
    let is_of_topic = |phrase: &&str| {
        let phrase = phrase.to_lowercase();
        let mut words = phrase.split(char::is_whitespace);
        words.any(|word| first.iter().any(|(_, term)| term == word))
            || first.iter().any(|(_, term)| *term == phrase)
    };
    let phrase = phrases.iter().map(String::as_str).find(is_of_topic);
    let mut parts: Vec<&str> = phrase.into_iter().collect();
    for (term, lower) in &terms {
        let is_said = |part: &&str| {
            let part = part.to_lowercase();
            part.contains(lower) || lower.contains(&part)
        };
        if parts.len() < NAMED_BY && !parts.iter().any(is_said) {
            parts.push(term);
        }
    }
    parts.join(", ")
}

/// How many articles show a topic.
const EXEMPLARS: usize = 3;

/// Describes topics by the articles that have them; coherence is of the texts the
/// model was fitted to, if there are any.
///
/// # Errors
///
/// If the temporary files with the articles cannot be read.
pub(super) fn topics(
    model: &TopicModel,
    gathered: &Gathered,
    shares: &Shares,
    documents: Option<&Documents>,
) -> Result<Vec<Topic>, Error> {
    let TopicModel { names, shown, .. } = model;
    let vocabulary = model.model.vocabulary();
    let tops: Vec<Vec<u32>> = names
        .iter()
        .map(|name| name.terms.iter().copied().take(TOP).collect())
        .collect();
    let measured = |measure| match documents {
        Some(documents) => coherence(&tops, documents.iter(), measure),
        None => vec![None; tops.len()],
    };
    let [umass, npmi, c_v] = [Coherence::UMass, Coherence::Npmi, Coherence::Cv].map(measured);
    let mut own: Vec<Vec<usize>> = vec![Vec::new(); names.len()];
    let mut means = vec![0.0; names.len()];
    let mut articles = 0_u64;
    for number in shares.with_terms() {
        articles += 1;
        for (mean, share) in means.iter_mut().zip(shares.of(number)) {
            *mean += f64::from(*share);
        }
        if let Some((topic, _)) = shares.top(number) {
            own[usize::from(topic)].push(number);
        }
    }
    let mut lengths: Vec<u32> = shares.with_terms().map(|n| shares.lengths[n]).collect();
    lengths.sort_unstable();
    let median = lengths.get(lengths.len() / 2).copied().unwrap_or_default();
    let topic = |(number, name): (usize, &TopicName)| {
        let of_own = |of: &dyn Fn(usize) -> f64| own[number].iter().map(|n| of(*n)).collect();
        let best: Vec<f64> = of_own(&|n| f64::from(shares.of(n)[number]));
        let lengths: Vec<u32> = own[number].iter().map(|n| shares.lengths[*n]).collect();
        let best = exemplars(&best, &lengths, median, EXEMPLARS).into_iter();
        let places = best.map(|at| shares.places[own[number][at as usize]]);
        let found: Result<Vec<_>, Error> = places
            .filter_map(|place| gathered.document(place).transpose())
            .collect();
        Ok(Topic {
            number: model.numbers[number],
            label: name.label.clone(),
            terms: name
                .terms
                .iter()
                .map(|t| shown[*t as usize].clone())
                .collect(),
            counted_terms: name
                .terms
                .iter()
                .map(|t| vocabulary[*t as usize].clone())
                .collect(),
            phrases: name.phrases.clone(),
            share: means[number] / articles.max(1) as f64,
            articles: own[number].len() as u64,
            umass: umass[number],
            npmi: npmi[number],
            c_v: c_v[number],
            exemplars: found?,
        })
    };
    names.iter().enumerate().map(topic).collect()
}

/// Tells which publishers have more or less of each topic than the others.
pub(super) fn publishers(gathered: &Gathered, shares: &Shares, seed: u64) -> Vec<PublisherTopic> {
    let mut groups = Groups::new(gathered.publishers.len(), shares.topics);
    let mut own: Vec<Vec<&[f32]>> = vec![Vec::new(); gathered.publishers.len()];
    for number in shares.with_terms() {
        let publisher = gathered.articles[shares.places[number]].publisher as usize;
        groups.add(publisher, shares.of(number));
        own[publisher].push(shares.of(number));
    }
    let compared = groups.representation();
    let means: Vec<_> = own
        .par_iter()
        .enumerate()
        .map(|(publisher, articles)| mean_shares(articles, shares.topics, seed ^ publisher as u64))
        .collect();
    let mut compared = compared.into_iter().peekable();
    let mut rows = Vec::new();
    for (publisher, means) in means.into_iter().enumerate() {
        for (topic, mean) in means.into_iter().enumerate() {
            let is_this =
                |r: &malmoi_topics::Representation| (r.group, r.topic) == (publisher, topic);
            let found = compared.next_if(is_this);
            rows.push(PublisherTopic {
                publisher: publisher as u32,
                topic: topic as u16,
                articles: own[publisher].len() as u64,
                share: mean.share,
                interval: mean.interval,
                elsewhere: found.map(|found| found.elsewhere),
                p: found.map(|found| found.p),
                q: found.map(|found| found.q),
            });
        }
    }
    rows
}

/// A publisher and a day, with its articles.
type Day = ((u32, Option<Timestamp>), Vec<usize>);

/// Tells the share of each topic by publisher and day.
pub(super) fn days(gathered: &Gathered, shares: &Shares, seed: u64) -> Vec<DayShare> {
    let mut groups: BTreeMap<(u32, Option<Timestamp>), Vec<usize>> = BTreeMap::new();
    for number in shares.with_terms() {
        let article = &gathered.articles[shares.places[number]];
        let group = groups.entry((article.publisher, article.day));
        group.or_default().push(number);
    }
    let groups: Vec<Day> = groups.into_iter().collect();
    let of_day = |(number, day): (usize, &Day)| {
        let ((publisher, day), own) = day;
        let articles: Vec<&[f32]> = own.iter().map(|n| shares.of(*n)).collect();
        // Publishers take the seeds before.
        let seed = seed ^ (1 << 32) ^ number as u64;
        let means = mean_shares(&articles, shares.topics, seed);
        let row = |(topic, mean): (usize, malmoi_topics::MeanShare)| DayShare {
            publisher: *publisher,
            day: *day,
            topic: topic as u16,
            articles: own.len() as u64,
            share: mean.share,
            interval: mean.interval,
        };
        means.into_iter().enumerate().map(row).collect()
    };
    let rows: Vec<Vec<DayShare>> = groups.par_iter().enumerate().map(of_day).collect();
    rows.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_says_nothing_twice() {
        let phrases = ["Oval Office".to_owned(), "White House".to_owned()];
        let terms = ["house", "House", "tariffs", "trade", "steel"];
        let found = label(&phrases, terms.into_iter());
        assert_eq!(found, "White House, tariffs, trade");
        let found = label(&phrases, ["tariffs", "trade"].into_iter());
        assert_eq!(found, "tariffs, trade");
        assert_eq!(label(&[], ["반도체", "수출"].into_iter()), "반도체, 수출");
        assert_eq!(label(&[], [].into_iter()), "");
    }
}

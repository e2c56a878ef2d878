//! Topics, as the page has them.

use std::collections::BTreeMap;

use malmoi::{Calendar, LanguageTopics, Topics};
use serde::Serialize;

use super::data::round;
use super::evidence::ArticleList;

/// The topics of one language.
#[derive(Serialize)]
pub(super) struct TopicsData<'a> {
    /// Its code; nothing for a model of all.
    language: Option<&'static str>,
    articles: u64,
    topics: Vec<TopicData<'a>>,
    /// Publisher, topic, articles, share, the ends of its interval, share elsewhere, q.
    publishers: Vec<PublisherShare>,
}

type PublisherShare = (
    usize,
    u16,
    u64,
    f64,
    Option<[f64; 2]>,
    Option<f64>,
    Option<f64>,
);

#[derive(Serialize)]
struct TopicData<'a> {
    label: &'a str,
    terms: &'a [String],
    share: f64,
    articles: u64,
    npmi: Option<f64>,
    /// The mean share in the articles of each unit of time; nothing without articles.
    units: Vec<Option<f64>>,
    /// The articles that show it best, by their places.
    shown: Vec<usize>,
}

/// How many terms of a topic are shown.
const TERMS: usize = 10;

/// How many articles.
const SHOWN: usize = 3;

/// About how many shares by unit and by publisher the topics of a language have together;
/// topics beyond are left out, but for a few.
const CELLS: usize = 30_000;

/// How many topics are shown in any case.
const FEWEST: usize = 10;

/// Returns the topics, `place` finding a publisher by its name.
pub(super) fn topics<'a>(
    found: &'a Topics,
    calendar: &Calendar,
    place: &dyn Fn(&str) -> Option<usize>,
    articles: &mut ArticleList<'a>,
) -> Vec<TopicsData<'a>> {
    let languages = found.languages.iter();
    languages
        .map(|language| {
            let over_time = over_time(language, calendar);
            let is_shown = shown(language, calendar, found.publishers.len());
            let publishers = language.publishers.iter();
            let publishers = publishers.filter(|row| is_shown[usize::from(row.topic)]);
            let publishers = publishers.filter_map(|row| {
                let ends = row.interval.map(|(low, high)| [round(low), round(high)]);
                let publisher = place(&found.publishers[row.publisher as usize])?;
                let (elsewhere, q) = (row.elsewhere.map(round), row.q.map(round));
                let share = round(row.share);
                Some((
                    publisher,
                    row.topic,
                    row.articles,
                    share,
                    ends,
                    elsewhere,
                    q,
                ))
            });
            TopicsData {
                language: language.language.map(|l| l.code()),
                articles: language.articles,
                publishers: publishers.collect(),
                topics: language
                    .topics
                    .iter()
                    .zip(over_time)
                    .zip(&is_shown)
                    .map(|((topic, units), is_shown)| match is_shown {
                        true => (topic, units, topic.articles),
                        // The page shows none without articles.
                        false => (topic, Vec::new(), 0),
                    })
                    .map(|(topic, units, articles_of)| TopicData {
                        label: &topic.label,
                        terms: &topic.terms[..topic.terms.len().min(TERMS)],
                        share: round(topic.share),
                        articles: articles_of,
                        npmi: topic.npmi.map(round),
                        units,
                        shown: topic
                            .exemplars
                            .iter()
                            .take(if articles_of > 0 { SHOWN } else { 0 })
                            .map(|article| articles.place(article))
                            .collect(),
                    })
                    .collect(),
            }
        })
        .collect()
}

/// Says of each topic whether there is room for it: the largest come first.
fn shown(language: &LanguageTopics, calendar: &Calendar, publishers: usize) -> Vec<bool> {
    // A share of a publisher comes with its interval and its test.
    let cells = calendar.starts.len() + 3 * publishers;
    let mut by_share: Vec<usize> = (0..language.topics.len()).collect();
    by_share.sort_by(|a, b| {
        let share = |topic: usize| language.topics[topic].share;
        share(*b).total_cmp(&share(*a))
    });
    let mut shown = vec![false; language.topics.len()];
    for topic in by_share
        .into_iter()
        .take((CELLS / cells.max(1)).max(FEWEST))
    {
        shown[topic] = true;
    }
    shown
}

/// Returns for each topic its mean share by unit of time, over the articles of all
/// publishers.
fn over_time(language: &LanguageTopics, calendar: &Calendar) -> Vec<Vec<Option<f64>>> {
    // Sums of shares, and articles, in the order of the rows.
    let mut sums: BTreeMap<(u16, u32), (f64, u64)> = BTreeMap::new();
    for row in &language.days {
        if let Some(unit) = row.day.and_then(|day| calendar.unit_of(day)) {
            let sum = sums.entry((row.topic, unit)).or_default();
            sum.0 += row.share * row.articles as f64;
            sum.1 += row.articles;
        }
    }
    let mean = |topic: usize, unit: usize| {
        let (share, articles) = sums.get(&(topic as u16, unit as u32))?;
        Some(round(share / *articles as f64))
    };
    let topics = 0..language.topics.len();
    topics
        .map(|topic| {
            (0..calendar.starts.len())
                .map(|unit| mean(topic, unit))
                .collect()
        })
        .collect()
}

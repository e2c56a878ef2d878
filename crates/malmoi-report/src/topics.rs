//! The tables of topics: what a row is, and what its columns mean.
//!
//! `language` is that of the model, empty for a model of all languages. `topic` is a
//! topic's number in its model and in those matched to it, so topics are told by both.

use malmoi::{
    CountedDocument, DayShare, Error, LanguageTopics, PublisherTopic, Topic, TopicFate, Topics,
};
use serde::Serialize;

use crate::tables::Row;
use crate::types::{REAL, TEXT, TRUTH, Type, WHOLE};

/// The names of the tables.
pub const TABLES: [&str; 4] = [
    TopicRow::TABLE,
    TopicPublisherRow::TABLE,
    TopicShareRow::TABLE,
    DocumentTopicRow::TABLE,
];

/// A topic.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopicRow<'a> {
    /// The language of the model.
    pub language: &'a str,
    /// The topic.
    pub topic: u32,
    /// A few words that name it.
    pub label: &'a str,
    /// Its mean share in the articles.
    pub share: f64,
    /// How many articles have more of it than of any other topic.
    pub articles: u64,
    /// Its first terms, most relevant first, joined by `;`.
    pub terms: String,
    /// Names and terms of several words, joined by `;`.
    pub phrases: String,
    /// The coherence of its first ten terms, by UMass.
    pub umass: Option<f64>,
    /// The same by NPMI.
    pub npmi: Option<f64>,
    /// The same by C_V.
    pub c_v: Option<f64>,
    /// The ids of articles that show it best, joined by `;`.
    pub article_ids: String,
    /// What it is to the older model: `same`, `part` or `new`; empty if there is none.
    pub fate: Option<&'static str>,
    /// The topic of the older model that it is, or is a part of.
    pub old_topic: Option<u32>,
    /// How far it is from that, from 0 to 1.
    pub distance: Option<f64>,
}

impl Row for TopicRow<'_> {
    const TABLE: &'static str = "topics";
    const COLUMNS: &'static [&'static str] = &[
        "language",
        "topic",
        "label",
        "share",
        "articles",
        "terms",
        "phrases",
        "umass",
        "npmi",
        "c_v",
        "article_ids",
        "fate",
        "old_topic",
        "distance",
    ];
    const TYPES: &'static [Type] = &[
        TEXT,
        WHOLE,
        TEXT,
        REAL,
        WHOLE,
        TEXT,
        TEXT,
        REAL.optional(),
        REAL.optional(),
        REAL.optional(),
        TEXT,
        TEXT.optional(),
        WHOLE.optional(),
        REAL.optional(),
    ];
}

/// How much of a topic the articles of a publisher have.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopicPublisherRow<'a> {
    /// The publisher.
    pub publisher: &'a str,
    /// The language of the model.
    pub language: &'a str,
    /// The topic.
    pub topic: u32,
    /// Its label.
    pub label: &'a str,
    /// How many articles the publisher has.
    pub articles: u64,
    /// The mean share of the topic in them.
    pub share: f64,
    /// The lower end of its 95 % confidence interval.
    pub share_low: Option<f64>,
    /// The upper end.
    pub share_high: Option<f64>,
    /// The mean share in the articles of all others.
    pub share_elsewhere: Option<f64>,
    /// How often articles dealt to publishers blindly would differ as much.
    pub p_value: Option<f64>,
    /// The false discovery rate over all publishers and topics of the language.
    pub q_value: Option<f64>,
}

impl Row for TopicPublisherRow<'_> {
    const TABLE: &'static str = "topic_publishers";
    const COLUMNS: &'static [&'static str] = &[
        "publisher",
        "language",
        "topic",
        "label",
        "articles",
        "share",
        "share_low",
        "share_high",
        "share_elsewhere",
        "p_value",
        "q_value",
    ];
    const TYPES: &'static [Type] = &[
        TEXT,
        TEXT,
        WHOLE,
        TEXT,
        WHOLE,
        REAL,
        REAL.optional(),
        REAL.optional(),
        REAL.optional(),
        REAL.optional(),
        REAL.optional(),
    ];
}

/// How much of a topic the articles of a publisher have on a day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopicShareRow<'a> {
    /// The publisher.
    pub publisher: &'a str,
    /// The language of the model.
    pub language: &'a str,
    /// The day of publication; empty where it is not known.
    pub day: Option<String>,
    /// The topic.
    pub topic: u32,
    /// Its label.
    pub label: &'a str,
    /// How many articles the publisher has on the day.
    pub articles: u64,
    /// The mean share of the topic in them.
    pub share: f64,
    /// The lower end of its 95 % confidence interval; empty for a single article.
    pub share_low: Option<f64>,
    /// The upper end.
    pub share_high: Option<f64>,
}

impl Row for TopicShareRow<'_> {
    const TABLE: &'static str = "topic_shares";
    const COLUMNS: &'static [&'static str] = &[
        "publisher",
        "language",
        "day",
        "topic",
        "label",
        "articles",
        "share",
        "share_low",
        "share_high",
    ];
    const TYPES: &'static [Type] = &[
        TEXT,
        TEXT,
        TEXT.optional(),
        WHOLE,
        TEXT,
        WHOLE,
        REAL,
        REAL.optional(),
        REAL.optional(),
    ];
}

/// The topic of an article.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DocumentTopicRow {
    /// The article's own id, else one made of its place.
    pub id: String,
    /// The file it was read from.
    pub path: String,
    /// The publisher.
    pub publisher: String,
    /// When it was published, as far as it says.
    pub published_at: Option<String>,
    /// The language of the article.
    pub language: &'static str,
    /// The topic that it has most of; empty if it has no term of a model.
    pub topic: Option<u32>,
    /// Its label.
    pub label: Option<String>,
    /// Its share in the article.
    pub share: Option<f32>,
    /// Whether it took no part in finding topics, as a copy of another article.
    pub copy: bool,
}

impl Row for DocumentTopicRow {
    const TABLE: &'static str = "document_topics";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "path",
        "publisher",
        "published_at",
        "language",
        "topic",
        "label",
        "share",
        "copy",
    ];
    const TYPES: &'static [Type] = &[
        TEXT,
        TEXT,
        TEXT,
        TEXT.optional(),
        TEXT,
        WHOLE.optional(),
        TEXT.optional(),
        REAL.optional(),
        TRUTH,
    ];
}

/// Returns the code of a model's language.
pub fn language(found: &LanguageTopics) -> &'static str {
    found.language.map_or("", malmoi::Language::code)
}

/// Returns what a topic is in a word, the place of the other model's topic, and how far that
/// is; `none` is the word for one that is near to no other.
pub fn told(fate: TopicFate, none: &'static str) -> (&'static str, Option<usize>, Option<f64>) {
    match fate {
        TopicFate::Same(other, distance) => ("same", Some(other), Some(distance)),
        TopicFate::Part(other, distance) => ("part", Some(other), Some(distance)),
        TopicFate::None => (none, None, None),
    }
}

/// Returns the topics, by language and number.
pub fn topics(topics: &Topics) -> impl Iterator<Item = TopicRow<'_>> {
    topics.languages.iter().flat_map(|found| {
        let mut topics: Vec<(usize, &Topic)> = found.topics.iter().enumerate().collect();
        topics.sort_by_key(|(_, topic)| topic.number);
        topics.into_iter().map(move |(place, topic)| {
            let matched = found.matched.as_ref();
            let old = |place: usize| matched.and_then(|m| m.old.get(place)).map(|o| o.number);
            let fate = matched.and_then(|m| m.new.get(place));
            let fate = fate.map(|fate| told(*fate, "new"));
            let ids = topic.exemplars.iter().map(CountedDocument::id);
            TopicRow {
                language: language(found),
                topic: topic.number,
                label: &topic.label,
                share: topic.share,
                articles: topic.articles,
                terms: topic.terms.join(";"),
                phrases: topic.phrases.join(";"),
                umass: topic.umass,
                npmi: topic.npmi,
                c_v: topic.c_v,
                article_ids: ids.collect::<Vec<&str>>().join(";"),
                fate: fate.map(|(fate, _, _)| fate),
                old_topic: fate.and_then(|(_, other, _)| other).and_then(old),
                distance: fate.and_then(|(_, _, distance)| distance),
            }
        })
    })
}

/// Returns who has how much of each topic, by language, publisher and topic.
pub fn publishers(topics: &Topics) -> impl Iterator<Item = TopicPublisherRow<'_>> {
    topics.languages.iter().flat_map(move |found| {
        let row = move |row: &PublisherTopic| TopicPublisherRow {
            publisher: &topics.publishers[row.publisher as usize],
            language: language(found),
            topic: found.topics[usize::from(row.topic)].number,
            label: &found.topics[usize::from(row.topic)].label,
            articles: row.articles,
            share: row.share,
            share_low: row.interval.map(|(low, _)| low),
            share_high: row.interval.map(|(_, high)| high),
            share_elsewhere: row.elsewhere,
            p_value: row.p,
            q_value: row.q,
        };
        found.publishers.iter().map(row)
    })
}

/// Returns the same by language, publisher, day and topic.
pub fn shares(topics: &Topics) -> impl Iterator<Item = TopicShareRow<'_>> {
    topics.languages.iter().flat_map(move |found| {
        let row = move |row: &DayShare| TopicShareRow {
            publisher: &topics.publishers[row.publisher as usize],
            language: language(found),
            day: row.day.map(|day| day.to_string()),
            topic: found.topics[usize::from(row.topic)].number,
            label: &found.topics[usize::from(row.topic)].label,
            articles: row.articles,
            share: row.share,
            share_low: row.interval.map(|(low, _)| low),
            share_high: row.interval.map(|(_, high)| high),
        };
        found.days.iter().map(row)
    })
}

/// Returns the topic of each article, in the order of the corpus. An error is that what the
/// analysis keeps on disk cannot be read.
pub fn documents(topics: &Topics) -> impl Iterator<Item = Result<DocumentTopicRow, Error>> {
    let of_documents = topics.of_documents.iter();
    topics
        .documents
        .iter()
        .zip(of_documents)
        .map(|(document, found)| {
            let document = document?;
            let topic = found.map(|found| {
                let topics = &topics.languages[found.language].topics;
                &topics[usize::from(found.topic)]
            });
            Ok(DocumentTopicRow {
                id: document.id().to_owned(),
                path: document.path().to_owned(),
                publisher: document.publisher().to_owned(),
                published_at: document.published_at.map(|at| at.to_string()),
                language: document.language.code(),
                topic: topic.map(|topic| topic.number),
                label: topic.map(|topic| topic.label.clone()),
                share: found.map(|found| found.share),
                copy: !document.votes,
            })
        })
}

/// What `summary.json` holds beside tables of topics.
#[derive(Clone, Debug, Serialize)]
pub struct TopicSummary<'a> {
    /// What kind of file this is, by which an earlier result is recognised.
    pub format: &'static str,
    /// The version of malmoi that wrote it.
    pub version: &'static str,
    /// Documents read.
    pub documents: usize,
    /// Documents in languages without a model.
    pub without_model: u64,
    /// The models.
    pub models: Vec<ModelSummary<'a>>,
}

/// The `format` of such a summary.
pub(crate) const FORMAT: &str = "malmoi-topics-1";

/// A model.
#[derive(Clone, Debug, Serialize)]
pub struct ModelSummary<'a> {
    /// Its language; empty for all.
    pub language: &'a str,
    /// How many topics it has.
    pub topics: usize,
    /// How many articles have a vote and a term of it.
    pub articles: u64,
    /// How many different terms; empty, like what follows, for a model that was there
    /// before.
    pub vocabulary: Option<usize>,
    /// How many terms the articles have.
    pub tokens: Option<u64>,
    /// How often each was assigned.
    pub iterations: Option<u32>,
    /// The joint log-likelihood of terms and topics, for each term.
    pub log_likelihood_per_word: Option<f64>,
    /// The numbers of topics that were tried.
    pub tried: Vec<TriedRow>,
    /// The topics of the older model, and what became of them.
    pub old_topics: Vec<OldTopicRow<'a>>,
}

/// A number of topics that was tried.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TriedRow {
    /// How many topics.
    pub topics: usize,
    /// The mean log-likelihood of a term that the model had not seen.
    pub log_likelihood: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// The mean NPMI of the topics' first ten terms.
    pub npmi: f64,
    /// Whether it was chosen.
    pub chosen: bool,
}

/// What became of a topic of an older model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OldTopicRow<'a> {
    /// The old topic.
    pub topic: u32,
    /// The label that it had.
    pub label: &'a str,
    /// `same`, `part` (merged) or `vanished`.
    pub fate: &'static str,
    /// The new topic that it is, or has merged into.
    pub new_topic: Option<u32>,
    /// How far it is from that, from 0 to 1.
    pub distance: Option<f64>,
}

impl<'a> TopicSummary<'a> {
    /// Sums topics up.
    pub fn of(topics: &'a Topics) -> TopicSummary<'a> {
        TopicSummary {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION"),
            documents: topics.documents.len(),
            without_model: topics.without_model,
            models: ModelSummary::all(topics),
        }
    }
}

impl<'a> ModelSummary<'a> {
    /// Sums all models up.
    pub(crate) fn all(topics: &'a Topics) -> Vec<ModelSummary<'a>> {
        topics.languages.iter().map(ModelSummary::of).collect()
    }

    fn of(found: &'a LanguageTopics) -> ModelSummary<'a> {
        let fit = found.fit.as_ref();
        let old = found.matched.iter().flat_map(|m| &m.old);
        ModelSummary {
            language: language(found),
            topics: found.topics.len(),
            articles: found.articles,
            vocabulary: fit.map(|fit| fit.vocabulary),
            tokens: fit.map(|fit| fit.tokens),
            iterations: fit.map(|fit| fit.iterations),
            log_likelihood_per_word: fit.map(|fit| fit.log_likelihood_per_word),
            tried: tried(found),
            old_topics: old
                .map(|old| {
                    let (fate, new, distance) = told(old.fate, "vanished");
                    OldTopicRow {
                        topic: old.number,
                        label: &old.label,
                        fate,
                        new_topic: new.map(|place| found.topics[place].number),
                        distance,
                    }
                })
                .collect(),
        }
    }
}

/// Returns the numbers of topics that were tried.
pub fn tried(found: &LanguageTopics) -> Vec<TriedRow> {
    let Some(fit) = &found.fit else {
        return Vec::new();
    };
    let row = |(number, tried): (usize, &malmoi::Candidate)| TriedRow {
        topics: tried.topics,
        log_likelihood: tried.log_likelihood,
        standard_error: tried.standard_error,
        npmi: tried.coherence,
        chosen: fit.choice.is_some_and(|choice| choice.chosen == number),
    };
    fit.curve.iter().enumerate().map(row).collect()
}

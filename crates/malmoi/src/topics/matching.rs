//! The topics of a new model that are those of an old one.

use std::collections::BTreeMap;

use malmoi_topics::{FAR, Model, TopicFate, hellinger, match_topics};

use super::model::TopicModel;

/// How the topics of a model go with those of an older one, by
/// [`malmoi_topics::match_topics`] on the Hellinger distances of their terms. Topics are told by their
/// place, in [`LanguageTopics::topics`](crate::LanguageTopics::topics) and in [`MatchedTopics::old`].
#[derive(Clone, Debug, PartialEq)]
pub struct MatchedTopics {
    /// Where each new topic comes from.
    pub new: Vec<TopicFate>,
    /// What became of each old topic.
    pub old: Vec<OldTopic>,
}

/// A topic of the older model.
#[derive(Clone, Debug, PartialEq)]
pub struct OldTopic {
    /// The number that it had, and that the topic which it is has as well.
    pub number: u32,
    /// The label that it had.
    pub label: String,
    /// What became of it.
    pub fate: TopicFate,
}

impl MatchedTopics {
    pub(super) fn of(old: &TopicModel, new: &TopicModel) -> MatchedTopics {
        // Vocabularies differ: terms are told by their form.
        let terms = old
            .model
            .vocabulary()
            .iter()
            .chain(new.model.vocabulary().iter());
        let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
        for term in terms {
            let next = numbers.len() as u32;
            numbers.entry(term).or_insert(next);
        }
        let [old_topics, new_topics] = [old, new].map(|m| distributions(&m.model, &numbers));
        let distances: Vec<Vec<f64>> = old_topics
            .iter()
            .map(|p| new_topics.iter().map(|q| hellinger(p, q)).collect())
            .collect();
        let found = match_topics(&distances, FAR);
        let labels = old.names.iter().map(|name| name.label.clone());
        let told = old.numbers.iter().zip(labels);
        MatchedTopics {
            new: found.new,
            old: told
                .zip(found.old)
                .map(|((number, label), fate)| OldTopic {
                    number: *number,
                    label,
                    fate,
                })
                .collect(),
        }
    }
}

/// Returns the terms of each topic with their shares, by number.
fn distributions(model: &Model, numbers: &BTreeMap<&str, u32>) -> Vec<Vec<(u32, f64)>> {
    let mut topics = vec![Vec::new(); model.topics()];
    for (term, name) in model.vocabulary().iter().enumerate() {
        for (topic, count) in model.term_topics(term) {
            let topic = usize::from(*topic);
            let share = f64::from(*count) / f64::from(model.topic_tokens(topic));
            topics[topic].push((numbers[name.as_str()], share));
        }
    }
    for terms in &mut topics {
        terms.sort_by_key(|(term, _)| *term);
    }
    topics
}

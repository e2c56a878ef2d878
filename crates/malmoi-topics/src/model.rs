use std::sync::Arc;

use crate::documents::Documents;
use crate::priors::Priors;
use crate::sampler::Sampler;

/// Topics: how often each has which term, and how likely each is.
///
/// Topics and terms are numbered from 0. [`fit`](fn@crate::fit) makes a model,
/// [`Model::to_bytes`] and [`Model::from_bytes`] keep it.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    pub(crate) vocabulary: Arc<[String]>,
    pub(crate) priors: Priors,
    /// Where each term's topics end in `entries`.
    pub(crate) ends: Vec<u32>,
    /// Topics of a term, in order, and how often it is in them.
    pub(crate) entries: Vec<(u16, u32)>,
    pub(crate) by_topic: Vec<u32>,
    pub(crate) log_likelihood: f64,
}

impl Model {
    pub(crate) fn new(
        documents: &Documents,
        sampler: &Sampler,
        priors: Priors,
        log_likelihood: f64,
    ) -> Self {
        let mut model = Self {
            vocabulary: documents.vocabulary().clone(),
            priors,
            ends: Vec::new(),
            entries: Vec::new(),
            by_topic: sampler.by_topic().to_vec(),
            log_likelihood,
        };
        sampler.each_term(|_, counts| {
            model.entries.extend_from_slice(counts);
            model.ends.push(model.entries.len() as u32);
        });
        model
    }

    /// The number of topics, K.
    #[must_use]
    pub fn topics(&self) -> usize {
        self.priors.topics()
    }

    /// The terms, by id.
    #[must_use]
    pub fn vocabulary(&self) -> &Arc<[String]> {
        &self.vocabulary
    }

    /// How many tokens the model was fitted to.
    #[must_use]
    pub fn tokens(&self) -> u64 {
        self.by_topic.iter().map(|n| u64::from(*n)).sum()
    }

    /// α, by topic. With [`Settings::by_group`](crate::Settings::by_group), that of group 0.
    #[must_use]
    pub fn alpha(&self) -> &[f64] {
        self.priors.alpha(0)
    }

    /// α of a group, by topic; that of group 0 where the group was not seen or groups were not
    /// asked for.
    #[must_use]
    pub fn alpha_of_group(&self, group: u16) -> &[f64] {
        self.priors.alpha(group)
    }

    /// λ: by how much a group raises or lowers a topic, as the difference of
    /// log α from its mean over all groups. 0 where groups were not asked for.
    ///
    /// # Panics
    ///
    /// If there is no such topic.
    #[must_use]
    pub fn effect(&self, group: u16, topic: usize) -> f64 {
        let eta = |group: usize| libm::log(self.priors.alpha(group as u16)[topic]);
        let groups = self.priors.groups();
        eta(usize::from(group)) - (0..groups).map(eta).sum::<f64>() / groups as f64
    }

    /// β, the same for all terms.
    #[must_use]
    pub fn beta(&self) -> f64 {
        self.priors.beta()
    }

    /// How many tokens a topic has.
    ///
    /// # Panics
    ///
    /// If there is no such topic.
    #[must_use]
    pub fn topic_tokens(&self, topic: usize) -> u32 {
        self.by_topic[topic]
    }

    /// The topics that a term has occurrences in, in order, each with how many.
    ///
    /// # Panics
    ///
    /// If there is no such term.
    #[must_use]
    pub fn term_topics(&self, term: usize) -> &[(u16, u32)] {
        let start = match term {
            0 => 0,
            t => self.ends[t - 1] as usize,
        };
        &self.entries[start..self.ends[term] as usize]
    }

    /// How many occurrences of a term are in a topic.
    ///
    /// # Panics
    ///
    /// If there is no such topic or term.
    #[must_use]
    pub fn count(&self, topic: usize, term: usize) -> u32 {
        assert!(topic < self.topics(), "there is no topic {topic}");
        let row = self.term_topics(term);
        row.binary_search_by_key(&topic, |(k, _)| usize::from(*k))
            .map_or(0, |at| row[at].1)
    }

    /// φ: what share a term has in a topic, smoothed by β; positive, and over
    /// all terms 1.
    ///
    /// # Panics
    ///
    /// As [`Model::count`].
    #[must_use]
    pub fn phi(&self, topic: usize, term: usize) -> f64 {
        (f64::from(self.count(topic, term)) + self.beta())
            / (f64::from(self.by_topic[topic]) + self.beta() * self.vocabulary.len() as f64)
    }

    /// The terms of a topic with their counts, the most frequent first, of
    /// equals that with the lower id; terms that do not occur in it are left out.
    ///
    /// # Panics
    ///
    /// If there is no such topic.
    #[must_use]
    pub fn ranked_terms(&self, topic: usize) -> Vec<(u32, u32)> {
        let terms = 0..self.vocabulary.len();
        let mut ranked: Vec<_> = terms
            .map(|term| (term as u32, self.count(topic, term)))
            .filter(|(_, n)| *n > 0)
            .collect();
        ranked.sort_by_key(|(term, n)| (std::cmp::Reverse(*n), *term));
        ranked
    }

    /// The joint log-likelihood of tokens and their topics, log p(w, z | α, β), at
    /// the last iteration, in nats.
    #[must_use]
    pub fn log_likelihood(&self) -> f64 {
        self.log_likelihood
    }

    /// [`Model::log_likelihood`] over the number of tokens, as tomotopy's
    /// `ll_per_word`; 0 without tokens.
    #[must_use]
    pub fn log_likelihood_per_word(&self) -> f64 {
        self.log_likelihood / self.tokens().max(1) as f64
    }
}

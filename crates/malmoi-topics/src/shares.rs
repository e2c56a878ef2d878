use std::ops::Range;

use rayon::prelude::*;

use crate::documents::Documents;
use crate::model::Model;
use crate::priors::Priors;

/// How much of each topic is in each document: what
/// [`Model::infer`](crate::Model::infer) says of it.
///
/// Of a document's topics those are kept that have at least 1/256 of a token.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentTopics {
    priors: Priors,
    /// The group of each document; empty where groups do not matter.
    group_of: Vec<u16>,
    /// Where each document ends in `topics` and `tokens`.
    ends: Vec<u32>,
    topics: Vec<u16>,
    /// How many of the document's tokens are in the topic.
    tokens: Vec<f32>,
}

/// A topic with less than so much of a token is left out.
const LEAST: f32 = 1.0 / 256.0;

/// So many documents are worked on in a piece.
const PIECE: usize = 512;

impl DocumentTopics {
    pub(crate) fn new(documents: &Documents, model: &Model) -> Self {
        let priors = model.priors.clone();
        let numbers: Vec<usize> = (0..documents.len()).collect();
        let pieces: Vec<_> = numbers
            .par_chunks(PIECE)
            .map(|piece| {
                let mut lengths = Vec::new();
                let mut entries = Vec::new();
                for d in piece {
                    let alpha = priors.alpha(documents.group(*d));
                    let tokens = model.expected(documents.get(*d), alpha);
                    let before = entries.len();
                    let kept = (0_u16..).zip(tokens).filter(|(_, n)| *n >= LEAST);
                    entries.extend(kept);
                    lengths.push((entries.len() - before) as u32);
                }
                (lengths, entries)
            })
            .collect();
        let mut shares = Self {
            group_of: Vec::new(),
            ends: Vec::with_capacity(documents.len()),
            topics: Vec::new(),
            tokens: Vec::new(),
            priors,
        };
        if shares.priors.groups() > 1 {
            let groups = numbers.iter().map(|d| documents.group(*d));
            shares.group_of = groups.collect();
        }
        let mut end = 0;
        for (lengths, entries) in pieces {
            for length in lengths {
                end += length;
                shares.ends.push(end);
            }
            shares
                .topics
                .extend(entries.iter().map(|(topic, _)| *topic));
            shares.tokens.extend(entries.iter().map(|(_, n)| *n));
        }
        shares
    }

    /// How many documents, empty ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no documents at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// θ: what share each topic has in a document, by the topic's number.
    /// Shares are positive and sum to 1. An empty document has what α expects.
    ///
    /// # Panics
    ///
    /// If there is no such document.
    #[must_use]
    pub fn theta(&self, document: usize) -> Vec<f64> {
        let group = self.group_of.get(document).copied().unwrap_or(0);
        let mut theta = self.priors.alpha(group).to_vec();
        let entries = self.entries(document);
        for (topic, n) in self.topics[entries.clone()]
            .iter()
            .zip(&self.tokens[entries])
        {
            theta[usize::from(*topic)] += f64::from(*n);
        }
        let sum: f64 = theta.iter().sum();
        theta.iter_mut().for_each(|share| *share /= sum);
        theta
    }

    /// The topic with the largest share, of equals the first; none for an
    /// empty document.
    ///
    /// # Panics
    ///
    /// If there is no such document.
    #[must_use]
    pub fn top(&self, document: usize) -> Option<u16> {
        if self.entries(document).is_empty() {
            return None;
        }
        let theta = self.theta(document);
        let best = (0..theta.len())
            .rev()
            .max_by(|a, b| theta[*a].total_cmp(&theta[*b]));
        best.map(|topic| topic as u16)
    }

    fn entries(&self, document: usize) -> Range<usize> {
        let start = match document {
            0 => 0,
            d => self.ends[d - 1] as usize,
        };
        start..self.ends[document] as usize
    }
}

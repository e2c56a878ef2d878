use std::cmp::Reverse;
use std::ops::Range;

use rayon::prelude::*;

use crate::block::{Block, LANE, Pass, Run, Weights};
use crate::documents::Documents;
use crate::priors::Priors;
use crate::random::{Random, mix};
use crate::rows::{self, Rows};

/// Collapsed Gibbs sampling (Griffiths and Steyvers 2004): the topic of each
/// token in turn is drawn from its distribution given those of all others.
///
/// Documents and terms are cut into equally many parts, which makes a square
/// of blocks. Blocks that share neither documents nor terms, those of a
/// diagonal, are swept at the same time (Yan, Xu and Qi 2009), each with the
/// counts of topics as they were before the diagonal; all other counts are
/// exact. The number of parts follows from the number of tokens alone, and
/// each block has its own random numbers, so threads do not show.
#[derive(Debug)]
pub(crate) struct Sampler {
    topics: usize,
    seed: u64,
    terms: usize,
    /// The documents in the order of the parts.
    order: Vec<u32>,
    document_parts: Vec<Rows>,
    term_parts: Vec<Rows>,
    /// The part and row of each term.
    term_at: Vec<(u16, u32)>,
    /// By diagonal, then by part of the documents.
    blocks: Vec<Vec<Block>>,
    by_topic: Vec<u32>,
}

/// There is a part for so many tokens.
const TOKENS_A_PART: usize = 50_000;
/// But no more than these.
const MOST_PARTS: usize = 16;

/// The levels before all documents are in.
pub(crate) const LEVELS: u32 = 5;

impl Sampler {
    /// With no document taken in yet.
    pub(crate) fn new(documents: &Documents, priors: &Priors, seed: u64) -> Self {
        // A power of two, so that two or four threads have equally many blocks of a diagonal.
        let parts = (documents.tokens() / TOKENS_A_PART).clamp(1, MOST_PARTS);
        let parts = 1 << parts.ilog2();
        let dense = priors.topics().next_multiple_of(LANE);
        Self::lay_out(documents, priors, seed, parts, dense)
    }

    /// Takes in more documents and draws the tokens of all that are in.
    ///
    /// Topics form where few documents are as fast as where all are, counted in
    /// sweeps, and a sweep there costs less. So the first sweeps go to a
    /// thirty-second of the documents, chosen at random, and each level doubles them.
    /// A level costs as much as two sweeps of all documents; with level [`LEVELS`] all are in.
    /// Unless `again`, they are drawn but once.
    pub(crate) fn grow(&mut self, priors: &Priors, level: u32, again: bool) {
        let from = share(level.checked_sub(1));
        let to = share(Some(level));
        let number = (u64::from(level) + 1) << 32;
        self.pass(priors, number, from..to, true);
        if level < LEVELS && again {
            for sweep in 1..=64 >> level {
                self.pass(priors, number + sweep, 0.0..to, false);
            }
        }
    }

    /// Draws each token once.
    pub(crate) fn sweep(&mut self, priors: &Priors, iteration: u32) {
        self.pass(priors, u64::from(iteration), 0.0..1.0, false);
    }

    /// `dense` is how many tokens a document has whose row has a count for
    /// each topic.
    fn lay_out(
        documents: &Documents,
        priors: &Priors,
        seed: u64,
        parts: usize,
        dense: usize,
    ) -> Self {
        let topics = priors.topics();
        let mut order: Vec<u32> = (0..documents.len() as u32).collect();
        order.sort_unstable_by_key(|d| mix(u64::from(*d)));
        let terms = documents.vocabulary().len();
        let mut occurrences = vec![0_usize; terms];
        for term in documents.iter().flatten() {
            occurrences[*term as usize] += 1;
        }
        let (term_at, members) = deal(&occurrences, parts);
        let mut term_parts: Vec<Rows> = (0..parts).map(|_| Rows::default()).collect();
        for (rows, members) in term_parts.iter_mut().zip(members) {
            for term in members {
                rows.push(occurrences[term], topics);
            }
        }
        let mut sampler = Self {
            topics,
            seed,
            terms,
            order,
            document_parts: Vec::new(),
            term_parts,
            term_at,
            blocks: (0..parts).map(|_| Vec::new()).collect(),
            by_topic: vec![0; topics],
        };
        let mut first = 0;
        let mut tokens = 0;
        for part in 0..parts {
            let goal = documents.tokens() * (part + 1) / parts;
            let mut rows = Rows::default();
            let mut last = first;
            while last < documents.len() && (tokens < goal || part + 1 == parts) {
                let length = documents.get(sampler.order[last] as usize).len();
                if (dense..rows::INEXACT).contains(&length) {
                    rows.push_dense(topics.next_multiple_of(LANE));
                } else {
                    rows.push(length, topics);
                }
                tokens += length;
                last += 1;
            }
            sampler.cut(documents, priors, &rows, first..last);
            sampler.document_parts.push(rows);
            first = last;
        }
        sampler
    }

    /// Makes the blocks of the next part of the documents.
    fn cut(&mut self, documents: &Documents, priors: &Priors, rows: &Rows, members: Range<usize>) {
        let part = self.document_parts.len();
        let parts = self.term_parts.len();
        // Tokens as row of the term, group and row of the document, by part of the terms.
        let mut tokens: Vec<Vec<(u32, u16, u32)>> = vec![Vec::new(); parts];
        for (row, at) in members.enumerate() {
            let document = self.order[at] as usize;
            let group = match priors.groups() {
                1 => 0,
                _ => documents.group(document),
            };
            for term in documents.get(document) {
                let (part, term) = self.term_at[*term as usize];
                tokens[usize::from(part)].push((term, group, row as u32));
            }
        }
        for (term_part, mut tokens) in tokens.into_iter().enumerate() {
            tokens.sort_unstable();
            let places = tokens.iter().map(|(.., row)| rows.start(*row as usize));
            let mut block = Block {
                places: places.collect(),
                topics: vec![0; tokens.len()],
                runs: Vec::new(),
            };
            let mut end = 0;
            for run in tokens.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
                end += run.len() as u32;
                block.runs.push(Run {
                    term: self.term_parts[term_part].start(run[0].0 as usize),
                    end,
                    group: run[0].1,
                });
            }
            self.blocks[(term_part + parts - part) % parts].push(block);
        }
    }

    /// Draws the tokens of a share of the documents, block by block. `number`
    /// tells the random numbers of passes apart.
    fn pass(&mut self, priors: &Priors, number: u64, share: Range<f64>, first: bool) {
        let alpha: Vec<Vec<f32>> = (0..priors.groups())
            .map(|group| {
                let alpha = priors.alpha(group as u16).iter();
                let mut alpha: Vec<f32> = alpha.map(|a| *a as f32).collect();
                alpha.resize(self.topics.next_multiple_of(LANE), 0.0);
                alpha
            })
            .collect();
        let parts = self.term_parts.len();
        for (diagonal, blocks) in self.blocks.iter_mut().enumerate() {
            let before = &self.by_topic;
            let after: Vec<Vec<u32>> = blocks
                .par_iter_mut()
                .zip(&mut self.document_parts)
                .zip(&mut self.term_parts)
                .enumerate()
                .with_max_len(1)
                .map(|(part, ((block, documents), terms))| {
                    let at = (diagonal * parts + part) as u64;
                    let pass = Pass {
                        first,
                        places: documents.at_share(share.start)..documents.at_share(share.end),
                    };
                    block.sweep(
                        pass,
                        Weights::new(&alpha[0], priors.beta(), self.terms, before),
                        &alpha,
                        documents.cells(),
                        terms.cells(),
                        Random::new(self.seed, number, at),
                    )
                })
                .collect();
            for k in 0..self.topics {
                let before = self.by_topic[k];
                let changes = after.iter().map(|after| after[k].wrapping_sub(before));
                self.by_topic[k] = changes.fold(before, u32::wrapping_add);
            }
            // So the part of the terms that the next diagonal needs beside a part of the documents
            // comes to stand beside it, and after the last all stand as before.
            self.term_parts.rotate_left(1);
        }
    }

    /// Calls back with every document's topics and how many tokens each has,
    /// in order of the topics.
    pub(crate) fn each_document(&self, mut f: impl FnMut(usize, &[(u16, u32)])) {
        let mut counts = Vec::new();
        let mut at = 0;
        for part in &self.document_parts {
            for row in 0..part.len() {
                part.sorted(row, &mut counts);
                f(self.order[at] as usize, &counts);
                at += 1;
            }
        }
    }

    /// Calls back with every term's topics, likewise.
    pub(crate) fn each_term(&self, mut f: impl FnMut(usize, &[(u16, u32)])) {
        let mut counts = Vec::new();
        for (term, (part, row)) in self.term_at.iter().enumerate() {
            self.term_parts[usize::from(*part)].sorted(*row as usize, &mut counts);
            f(term, &counts);
        }
    }

    /// How many terms the vocabulary has.
    pub(crate) fn terms(&self) -> usize {
        self.terms
    }

    /// How many tokens each topic has.
    pub(crate) fn by_topic(&self) -> &[u32] {
        &self.by_topic
    }
}

/// The share of documents that are in at a level of growth.
fn share(level: Option<u32>) -> f64 {
    level.map_or(0.0, |level| 1.0 / f64::from(1_u32 << (LEVELS - level)))
}

/// Deals terms out to parts with equally many occurrences, frequent terms
/// first. Returns the part of each term and its row there, and the terms of each part.
fn deal(occurrences: &[usize], parts: usize) -> (Vec<(u16, u32)>, Vec<Vec<usize>>) {
    let mut by_size: Vec<usize> = (0..occurrences.len()).collect();
    by_size.sort_by_key(|t| Reverse(occurrences[*t]));
    let mut sizes = vec![0; parts];
    let mut members = vec![Vec::new(); parts];
    let mut at = vec![(0, 0); occurrences.len()];
    for term in by_size {
        let part = (0..parts).min_by_key(|p| sizes[*p]).unwrap_or(0);
        at[term] = (part as u16, members[part].len() as u32);
        sizes[part] += occurrences[term];
        members[part].push(term);
    }
    (at, members)
}

#[cfg(test)]
mod tests;

use rayon::prelude::*;

use crate::block::{Block, Run};
use crate::documents::Documents;
use crate::priors::Priors;
use crate::random::Random;
use crate::rows::Rows;

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

impl Sampler {
    /// Each token drawn given those before it.
    pub(crate) fn new(documents: &Documents, priors: &Priors, seed: u64) -> Self {
        let per: usize = std::env::var("PER")
            .ok()
            .and_then(|p| p.parse().ok())
            .unwrap_or(TOKENS_A_PART);
        let parts = (documents.tokens() / per).clamp(1, MOST_PARTS);
        let mut sampler = Self::lay_out(documents, priors, seed, parts);
        sampler.pass(priors, 0);
        sampler
    }

    fn lay_out(documents: &Documents, priors: &Priors, seed: u64, parts: usize) -> Self {
        let topics = priors.topics();
        let mut order: Vec<u32> = (0..documents.len() as u32).collect();
        if priors.groups() > 1 {
            order.sort_by_key(|d| documents.group(*d as usize));
        }
        let terms = documents.vocabulary().len();
        let mut occurrences = vec![0_usize; terms];
        for document in documents.iter() {
            for term in document {
                occurrences[*term as usize] += 1;
            }
        }
        let mut term_parts: Vec<Rows> = (0..parts).map(|_| Rows::default()).collect();
        let term_at = deal(&occurrences, parts);
        for (part, rows) in term_parts.iter_mut().enumerate() {
            let mut members: Vec<_> = (0..terms)
                .filter(|t| usize::from(term_at[*t].0) == part)
                .collect();
            members.sort_unstable_by_key(|t| term_at[*t].1);
            members
                .iter()
                .for_each(|t| rows.push(occurrences[*t], topics));
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
                rows.push(length, topics);
                tokens += length;
                last += 1;
            }
            sampler.cut(documents, priors, part, &rows, first..last);
            sampler.document_parts.push(rows);
            first = last;
        }
        sampler
    }

    /// Makes the blocks of a part of the documents.
    fn cut(
        &mut self,
        documents: &Documents,
        priors: &Priors,
        part: usize,
        rows: &Rows,
        members: std::ops::Range<usize>,
    ) {
        let parts = self.term_parts.len();
        // Tokens as (row of the term, order of the document), by part of the terms.
        let mut tokens: Vec<Vec<(u32, u32)>> = (0..parts).map(|_| Vec::new()).collect();
        for at in members.clone() {
            for term in documents.get(self.order[at] as usize) {
                let (part, row) = self.term_at[*term as usize];
                tokens[usize::from(part)].push((row, at as u32));
            }
        }
        for (term_part, mut tokens) in tokens.into_iter().enumerate() {
            tokens.sort_unstable();
            let mut block = Block {
                topics: vec![0; tokens.len()],
                ..Block::default()
            };
            let group = |at: u32| match priors.groups() {
                1 => 0,
                _ => documents.group(self.order[at as usize] as usize),
            };
            for run in tokens.chunk_by(|a, b| a.0 == b.0 && group(a.1) == group(b.1)) {
                block.places.extend(
                    run.iter()
                        .map(|(_, at)| rows.start(*at as usize - members.start)),
                );
                block.runs.push(Run {
                    term: self.term_parts[term_part].start(run[0].0 as usize),
                    end: block.places.len() as u32,
                    group: group(run[0].1),
                });
            }
            self.blocks[(term_part + parts - part) % parts].push(block);
        }
    }

    /// Draws each token once.
    pub(crate) fn sweep(&mut self, priors: &Priors, iteration: u32) {
        self.pass(priors, iteration);
    }

    fn pass(&mut self, priors: &Priors, iteration: u32) {
        let alpha: Vec<Vec<f32>> = (0..priors.groups())
            .map(|group| {
                let mut alpha: Vec<f32> = priors
                    .alpha(group as u16)
                    .iter()
                    .map(|a| *a as f32)
                    .collect();
                alpha.resize(self.topics.next_multiple_of(16), 0.0);
                alpha
            })
            .collect();
        let parts = self.term_parts.len();
        let beta = (priors.beta(), self.terms);
        for (diagonal, blocks) in self.blocks.iter_mut().enumerate() {
            let before = &self.by_topic;
            let after: Vec<Vec<u32>> = blocks
                .par_iter_mut()
                .zip(&mut self.document_parts)
                .zip(&mut self.term_parts)
                .enumerate()
                .with_max_len(1)
                .map(|(part, ((block, documents), terms))| {
                    let number = (diagonal * parts + part) as u64;
                    let random = Random::new(self.seed, u64::from(iteration), number);
                    block.sweep(
                        iteration == 0,
                        &alpha,
                        beta,
                        before,
                        documents.cells(),
                        terms.cells(),
                        random,
                    )
                })
                .collect();
            for k in 0..self.topics {
                let before = self.by_topic[k];
                for after in &after {
                    self.by_topic[k] = self.by_topic[k].wrapping_add(after[k].wrapping_sub(before));
                }
            }
            // Now the part of the terms at a place is that which the next diagonal needs there.
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

    /// How many tokens each topic has.
    pub(crate) fn by_topic(&self) -> &[u32] {
        &self.by_topic
    }
}

/// Deals terms out to parts with equally many occurrences, and numbers those
/// of a part.
fn deal(occurrences: &[usize], parts: usize) -> Vec<(u16, u32)> {
    let mut by_size: Vec<usize> = (0..occurrences.len()).collect();
    by_size.sort_by_key(|t| std::cmp::Reverse(occurrences[*t]));
    let mut sizes = vec![(0_usize, 0_u32); parts];
    let mut at = vec![(0, 0); occurrences.len()];
    for term in by_size {
        let part = (0..parts).min_by_key(|p| sizes[*p].0).unwrap_or(0);
        at[term] = (part as u16, sizes[part].1);
        sizes[part].0 += occurrences[term];
        sizes[part].1 += 1;
    }
    at
}

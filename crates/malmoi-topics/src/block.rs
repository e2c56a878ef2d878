use std::ops::Range;

use crate::random::Random;
use crate::rows;

/// Tokens of some documents and some terms, those of a term together.
#[derive(Debug, Default)]
pub(crate) struct Block {
    /// Where the row of each token's document starts among the rows of its part.
    pub(crate) places: Vec<u32>,
    /// The topic of each token.
    pub(crate) topics: Vec<u16>,
    pub(crate) runs: Vec<Run>,
}

/// Tokens of one term in documents of one group.
#[derive(Debug)]
pub(crate) struct Run {
    /// Where the term's row starts among the rows of its part.
    pub(crate) term: u32,
    /// Where the run ends in the block.
    pub(crate) end: u32,
    pub(crate) group: u16,
}

/// So many topics have their weights summed together.
pub(crate) const LANE: usize = 16;

/// What the tokens of a block are drawn by.
///
/// A token of term w in document d gets topic k with a probability
/// proportional to (n_dk + α_k) · q_k, where q_k = (n_kw + β) / (n_k + Vβ). That is
/// n_dk · q_k, which only the few topics of the document have, and α_k · q_k, which has
/// the same value for all documents: it is kept, as long as the tokens are of
/// one term, in sums of sixteen topics each.
#[derive(Debug)]
pub(crate) struct Weights<'p> {
    alpha: &'p [f32],
    beta: f32,
    beta_sum: f32,
    by_topic: Vec<u32>,
    /// 1 / (n_k + Vβ).
    reciprocal: Vec<f32>,
    /// n_kw for the present term.
    by_term: Vec<u32>,
    /// q_k for the present term.
    weight: Vec<f32>,
    /// α_k · q_k, summed over sixteen topics. In 64 bits, since it is updated by
    /// differences.
    sums: Vec<f64>,
    total: f64,
    /// The topics that the present term has or had, some twice.
    touched: Vec<u16>,
    /// n_dk · q_k for each entry of a document's row.
    products: Vec<f32>,
    /// n_dk · q_k, summed over every fourth of sixteen topics.
    columns: Vec<[f32; 4]>,
    /// The same over all sixteens.
    column: [f32; 4],
}

impl<'p> Weights<'p> {
    /// `alpha` ends with zeros to a multiple of sixteen.
    pub(crate) fn new(alpha: &'p [f32], beta: f64, terms: usize, by_topic: &[u32]) -> Self {
        let padded = alpha.len();
        let mut by_topic = by_topic.to_vec();
        by_topic.resize(padded, 0);
        let beta_sum = (beta * terms as f64) as f32;
        let reciprocal: Vec<f32> = by_topic
            .iter()
            .map(|n| 1.0 / (*n as f32 + beta_sum))
            .collect();
        let mut weights = Self {
            alpha,
            beta: beta as f32,
            beta_sum,
            by_topic,
            weight: reciprocal.iter().map(|r| r * beta as f32).collect(),
            reciprocal,
            by_term: vec![0; padded],
            sums: vec![0.0; padded / LANE],
            total: 0.0,
            touched: Vec::new(),
            products: Vec::new(),
            columns: vec![[0.0; 4]; padded / LANE],
            column: [0.0; 4],
        };
        weights.sum();
        weights
    }

    /// Goes on with another α.
    fn change(&mut self, alpha: &'p [f32]) {
        self.alpha = alpha;
        self.sum();
    }

    fn sum(&mut self) {
        let lanes = self
            .alpha
            .chunks_exact(LANE)
            .zip(self.weight.chunks_exact(LANE));
        for (sum, (alpha, weight)) in self.sums.iter_mut().zip(lanes) {
            let products = alpha.iter().zip(weight);
            *sum = products.map(|(a, w)| f64::from(*a) * f64::from(*w)).sum();
        }
        self.total = self.sums.iter().sum();
    }

    /// Brings q_k and the sums up to date with the counts.
    #[inline(always)]
    fn refresh(&mut self, k: usize) {
        let weight = (self.by_term[k] as f32 + self.beta) * self.reciprocal[k];
        let change = f64::from(self.alpha[k]) * (f64::from(weight) - f64::from(self.weight[k]));
        self.sums[k / LANE] += change;
        self.total += change;
        self.weight[k] = weight;
    }

    /// Starts with a term.
    fn enter(&mut self, row: &[u32]) {
        self.touched.clear();
        for entry in &row[1..=row[0] as usize] {
            let k = rows::topic_of(*entry);
            if self.by_term[k] == 0 {
                self.touched.push(k as u16);
            }
            self.by_term[k] += rows::count_of(*entry);
        }
        for at in 0..self.touched.len() {
            self.refresh(usize::from(self.touched[at]));
        }
    }

    /// Ends with a term and writes its row.
    fn leave(&mut self, row: &mut [u32]) {
        let touched = std::mem::take(&mut self.touched);
        let counts = touched.iter().map(|k| {
            let k = usize::from(*k);
            let count = std::mem::take(&mut self.by_term[k]);
            self.refresh(k);
            (k, count)
        });
        rows::write(row, counts);
        self.touched = touched;
    }

    #[inline(always)]
    fn raise(&mut self, k: usize) {
        if self.by_term[k] == 0 {
            self.touched.push(k as u16);
        }
        self.by_term[k] += 1;
        self.by_topic[k] += 1;
        self.reciprocal[k] = 1.0 / (self.by_topic[k] as f32 + self.beta_sum);
        self.refresh(k);
    }

    /// The topic at which α_k · q_k, added up, exceeds a number.
    #[inline(always)]
    fn find(&self, mut at: f64) -> usize {
        let last = self.sums.len() - 1;
        let mut lane = 0;
        while lane < last && at >= self.sums[lane] {
            at -= self.sums[lane];
            lane += 1;
        }
        let mut at = at as f32;
        let mut found = lane * LANE;
        for k in lane * LANE..(lane + 1) * LANE {
            let product = self.alpha[k] * self.weight[k];
            if product > 0.0 {
                found = k;
                if at < product {
                    break;
                }
                at -= product;
            }
        }
        found
    }

    /// Draws a topic for a token that has none.
    #[inline(always)]
    fn draw_first(&mut self, row: &mut [u32], random: &mut Random) -> usize {
        if row[0] == rows::DENSE {
            let counts = &mut row[1..=self.weight.len()];
            let sum = self.multiply(counts);
            let at = random.unit() * (f64::from(sum) + self.total);
            let new = if at < f64::from(sum) {
                self.find_product(counts, at as f32)
            } else {
                self.find(at - f64::from(sum))
            };
            add(&mut counts[new], 1.0);
            self.raise(new);
            return new;
        }
        let length = row[0] as usize;
        let in_document = row[1..=length].iter();
        let sum: f32 = in_document
            .map(|e| rows::count_of(*e) as f32 * self.weight[rows::topic_of(*e)])
            .sum();
        let at = random.unit() * (f64::from(sum) + self.total);
        let mut new = None;
        let mut rest = at as f32;
        if rest < sum {
            for entry in &row[1..=length] {
                let k = rows::topic_of(*entry);
                let product = rows::count_of(*entry) as f32 * self.weight[k];
                new = Some(k);
                if rest < product {
                    break;
                }
                rest -= product;
            }
        }
        let new = new.unwrap_or_else(|| self.find(at - f64::from(sum)));
        rows::add(row, new);
        self.raise(new);
        new
    }

    /// Draws a token's topic anew.
    #[inline(always)]
    fn draw(&mut self, row: &mut [u32], old: usize, random: &mut Random) -> usize {
        // The weight of the old topic without this token. The counts stay
        // until it is known that the topic changes, which is half of the time.
        let with = self.weight[old];
        let less_in_topic = (self.by_topic[old] - 1) as f32 + self.beta_sum;
        let reciprocal = 1.0 / less_in_topic;
        let without = ((self.by_term[old] - 1) as f32 + self.beta) * reciprocal;
        self.weight[old] = without;
        let change = f64::from(self.alpha[old]) * (f64::from(with) - f64::from(without));
        let total = self.total - change;

        let own;
        let sum;
        let new;
        if row[0] == rows::DENSE {
            let counts = &mut row[1..=self.weight.len()];
            own = 0;
            add(&mut counts[old], -1.0);
            sum = f64::from(self.multiply(counts));
            let at = random.unit() * (sum + total);
            new = if at < sum {
                self.find_product(counts, at as f32)
            } else {
                self.find_without(at - sum, old, change)
            };
            add(&mut counts[new], 1.0);
        } else {
            (own, sum) = self.multiply_list(row, old, without);
            let at = random.unit() * (sum + total);
            new = match self.find_entry(row, at, sum) {
                Some(new) => new,
                None => self.find_without(at - sum, old, change),
            };
        }
        if new == old {
            self.weight[old] = with;
            return old;
        }
        self.sums[old / LANE] -= change;
        self.total = total;
        self.by_term[old] -= 1;
        self.by_topic[old] -= 1;
        self.reciprocal[old] = reciprocal;
        self.raise(new);
        if row[0] != rows::DENSE {
            rows::shift(row, own + 1, new);
        }
        new
    }

    /// As [`Weights::find`], where the old topic weighs less than the sums say.
    #[inline(always)]
    fn find_without(&mut self, at: f64, old: usize, change: f64) -> usize {
        self.sums[old / LANE] -= change;
        let new = self.find(at);
        self.sums[old / LANE] += change;
        new
    }

    /// Works out n_dk · q_k for the entries of a row, and returns the place of the
    /// old topic and the sum. One token of the old topic does not count.
    #[inline(always)]
    fn multiply_list(&mut self, row: &[u32], old: usize, without: f32) -> (usize, f64) {
        let length = row[0] as usize;
        if self.products.len() < length {
            self.products.resize(length, 0.0);
        }
        let mut sum = 0.0_f32;
        let mut own = 0;
        let entries = row[1..=length].iter().zip(&mut self.products);
        for (i, (entry, product)) in entries.enumerate() {
            let k = rows::topic_of(*entry);
            *product = rows::count_of(*entry) as f32 * self.weight[k];
            own = if k == old { i } else { own };
            sum += *product;
        }
        self.products[own] = (rows::count_of(row[own + 1]) - 1) as f32 * without;
        (own, f64::from(sum - without))
    }

    /// The topic of the entry at which the products, added up, exceed a
    /// number that is less than their sum.
    #[inline(always)]
    fn find_entry(&self, row: &[u32], at: f64, sum: f64) -> Option<usize> {
        let mut found = None;
        if at < sum {
            let mut rest = at as f32;
            let entries = &row[1..=row[0] as usize];
            for (entry, product) in entries.iter().zip(&self.products) {
                if *product > 0.0 {
                    found = Some(rows::topic_of(*entry));
                    if rest < *product {
                        break;
                    }
                    rest -= *product;
                }
            }
        }
        found
    }

    /// Works out n_dk · q_k, summed over every fourth of sixteen topics, and
    /// returns the sum of all.
    #[inline(always)]
    fn multiply(&mut self, counts: &[u32]) -> f32 {
        let mut columns = [0.0_f32; 4];
        let lanes = counts
            .chunks_exact(LANE)
            .zip(self.weight.chunks_exact(LANE));
        for (sums, (counts, weights)) in self.columns.iter_mut().zip(lanes) {
            let mut lane = [0.0_f32; 4];
            for j in 0..4 {
                for l in 0..4 {
                    lane[l] += f32::from_bits(counts[4 * j + l]) * weights[4 * j + l];
                }
            }
            for l in 0..4 {
                columns[l] += lane[l];
            }
            *sums = lane;
        }
        self.column = columns;
        (columns[0] + columns[1]) + (columns[2] + columns[3])
    }

    /// The topic at which the products exceed a number, added up by column,
    /// then sixteens, then fours.
    #[inline(always)]
    fn find_product(&self, counts: &[u32], mut at: f32) -> usize {
        let mut column = 0;
        while column < 3 && at >= self.column[column] {
            at -= self.column[column];
            column += 1;
        }
        let last = self.columns.len() - 1;
        let mut lane = 0;
        while lane < last && at >= self.columns[lane][column] {
            at -= self.columns[lane][column];
            lane += 1;
        }
        let mut found = usize::MAX;
        for j in 0..4 {
            let k = lane * LANE + 4 * j + column;
            let product = f32::from_bits(counts[k]) * self.weight[k];
            if product > 0.0 {
                found = k;
                if at < product {
                    break;
                }
                at -= product;
            }
        }
        if found == usize::MAX {
            // Rounding went past the last product that is not zero.
            let present = (0..counts.len()).rev().find(|k| counts[*k] != 0);
            found = present.unwrap_or(0);
        }
        found
    }
}

#[inline(always)]
fn add(count: &mut u32, n: f32) {
    *count = (f32::from_bits(*count) + n).to_bits();
}

/// Which tokens a sweep draws.
#[derive(Debug, Clone)]
pub(crate) struct Pass {
    /// Whether they are drawn for the first time.
    pub(crate) first: bool,
    /// Where the rows of the documents start whose tokens are drawn.
    pub(crate) places: Range<u32>,
}

impl Block {
    /// Draws tokens, and returns what the counts of the topics have become.
    /// `alpha` is that of each group.
    pub(crate) fn sweep<'p>(
        &mut self,
        pass: Pass,
        mut weights: Weights<'p>,
        alpha: &'p [Vec<f32>],
        documents: &mut [u32],
        terms: &mut [u32],
        mut random: Random,
    ) -> Vec<u32> {
        let mut group = 0;
        let mut start = 0;
        for run in &self.runs {
            let mut tokens = start..run.end as usize;
            start = run.end as usize;
            if pass.places != (0..u32::MAX) {
                // They are in order, so those to be drawn stand together.
                let places = &self.places[tokens.clone()];
                if places[0] >= pass.places.end {
                    continue;
                }
                let skipped = places.partition_point(|p| *p < pass.places.start);
                let drawn = places.partition_point(|p| *p < pass.places.end);
                tokens = tokens.start + skipped..tokens.start + drawn;
            }
            if tokens.is_empty() {
                continue;
            }
            if run.group != group {
                group = run.group;
                weights.change(&alpha[usize::from(group)]);
            }
            let term = &mut terms[run.term as usize..];
            weights.enter(term);
            let places = self.places[tokens.clone()].iter();
            for (place, topic) in places.zip(&mut self.topics[tokens]) {
                let document = &mut documents[*place as usize..];
                *topic = if pass.first {
                    weights.draw_first(document, &mut random)
                } else {
                    weights.draw(document, usize::from(*topic), &mut random)
                } as u16;
            }
            weights.leave(term);
        }
        weights.by_topic
    }
}

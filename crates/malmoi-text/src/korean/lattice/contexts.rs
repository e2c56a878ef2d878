//! Context ids by their frequency, with their costs side by side.
//!
//! ko-dic has 3,822 right and 2,693 left context ids, a text uses a third of
//! them, and their costs lie scattered over twenty megabytes. The build of
//! `malmoi-ko-dic` puts the costs of the most frequent together, and those are
//! numbered first here.
//!
//! Also here: how much one context can be worse than another, whatever the
//! neighbour. If one path is cheaper than another by more than that, no
//! continuation can make up for it, and the other path can be forgotten: an
//! exact answer, not a beam. Where one of the two is rare, nothing is forgotten.

use crate::korean::first_tags::first_tags;
use crate::korean::lexicon::{Candidate, Lexicon};

/// The number of a left context id, frequent ones first.
pub(super) type LeftContext = u16;

/// The number of a right context id, frequent ones first.
pub(super) type RightContext = u16;

/// The context of the start and the end of a sentence, on either side.
pub(super) const BOUNDARY: u16 = 0;

/// A bound too great for its place: nothing is hopeless by it.
const UNBOUNDED: i32 = i16::MAX as i32;

/// The same as a cost, far from what costs add up to, and from where additions
/// overflow.
const UNBOUNDED_COST: i32 = i32::MAX / 2;

pub(super) struct Contexts<'d> {
    lexicon: &'d Lexicon,
    /// Numbers by context id, and context ids by number.
    left_numbers: Vec<LeftContext>,
    right_numbers: Vec<RightContext>,
    left_ids: Vec<u16>,
    right_ids: Vec<u16>,
    /// What a left context costs more right after a space.
    penalties: Vec<i32>,
    /// What frequent left contexts cost after each frequent right one.
    costs: Tiles,
    left_bounds: Tiles,
    right_bounds: Tiles,
}

impl<'d> Contexts<'d> {
    pub(super) fn new(lexicon: &'d Lexicon) -> Contexts<'d> {
        let (numbers, _) = malmoi_ko_dic::contexts().as_chunks();
        let (size, numbers) = numbers.split_at(1);
        let size = usize::from(u16::from_le_bytes(size[0]));
        let (lefts, numbers) = numbers.split_at(size);
        let (rights, numbers) = numbers.split_at(size);
        let (left_ids, left_numbers) = numbered(lefts, lexicon.left_ids());
        let (right_ids, right_numbers) = numbered(rights, lexicon.right_ids());
        let mut tables = numbers.chunks(size * size).map(|values| Tiles {
            band: size << TILE,
            values,
        });
        let mut table = || tables.next().expect("the build writes three tables");
        let tags = first_tags(left_ids.len());
        let penalty = |id: &u16| lexicon.space_penalty_of(tags[usize::from(*id)]);
        Contexts {
            lexicon,
            penalties: left_ids.iter().map(penalty).collect(),
            left_numbers,
            right_numbers,
            left_ids,
            right_ids,
            costs: table(),
            left_bounds: table(),
            right_bounds: table(),
        }
    }

    /// Returns the number of a word's left context.
    pub(super) fn left(&self, word: &Candidate) -> LeftContext {
        self.left_numbers[usize::from(word.left_id)]
    }

    /// Returns the number of a word's right context.
    pub(super) fn right(&self, word: &Candidate) -> RightContext {
        self.right_numbers[usize::from(word.right_id)]
    }

    /// Returns how many right contexts there are.
    pub(super) fn right_count(&self) -> usize {
        self.right_ids.len()
    }

    /// Returns what each left context costs after a right one.
    #[inline]
    pub(super) fn costs_after(&self, right: RightContext) -> Row {
        Row {
            frequent: self.costs.row(right).first_chunk(),
            right,
        }
    }

    /// Returns where a left context's costs are.
    #[inline]
    pub(super) fn column(&self, left: LeftContext) -> Column<'_> {
        Column {
            place: in_band(left),
            left,
            contexts: self,
        }
    }

    /// Returns what one context costs after the other.
    pub(super) fn cost(&self, right: RightContext, left: LeftContext) -> i32 {
        self.column(left).after(self.costs_after(right))
    }

    /// Returns what one context costs after the other where one of the two is
    /// rare.
    #[cold]
    fn seldom(&self, right: RightContext, left: LeftContext) -> i32 {
        let costs = self.lexicon.costs_before(self.left_ids[usize::from(left)]);
        i32::from(costs[usize::from(self.right_ids[usize::from(right)])])
    }

    /// Returns what a word of this left context costs more right after a space.
    pub(super) fn space_penalty(&self, left: LeftContext) -> i32 {
        self.penalties[usize::from(left)]
    }

    /// Returns how much more a path that ends in context `a` can cost than one
    /// that ends in `b`, at most, by what comes after.
    pub(super) fn after_bound(&self, a: RightContext, b: RightContext) -> i32 {
        bound(self.right_bounds.row(a), b)
    }

    /// The same for paths that start in left contexts, by what stands before.
    pub(super) fn before_bound(&self, a: LeftContext, b: LeftContext) -> i32 {
        bound(self.left_bounds.row(a), b)
    }

    /// Returns what tells whether a path cannot be made the cheapest by any
    /// continuation, since there is this cheaper one.
    pub(super) fn cheaper(&self, (right, cost): (RightContext, i32)) -> Cheaper {
        Cheaper {
            bounds: self.right_bounds.row(right),
            cost,
        }
    }

    /// The same for paths that start in left contexts.
    pub(super) fn is_hopeless_before(
        &self,
        (other, other_cost): (LeftContext, i32),
        (left, cost): (LeftContext, i32),
    ) -> bool {
        cost > other_cost && other_cost + self.before_bound(other, left) < cost
    }
}

/// Numbers all ids below `count`, those that are `frequent` first. Returns the ids
/// by number, and the numbers by id.
fn numbered(frequent: &[[u8; 2]], count: usize) -> (Vec<u16>, Vec<u16>) {
    const WITHOUT: u16 = u16::MAX;
    let mut ids: Vec<u16> = frequent.iter().map(|id| u16::from_le_bytes(*id)).collect();
    let mut numbers = vec![WITHOUT; count];
    for (number, id) in ids.iter().enumerate() {
        numbers[usize::from(*id)] = number as u16;
    }
    for (id, number) in numbers.iter_mut().enumerate() {
        if *number == WITHOUT {
            *number = ids.len() as u16;
            ids.push(id as u16);
        }
    }
    (ids, numbers)
}

/// A path to a right context, and what it costs.
pub(super) struct Cheaper {
    /// How much more it can cost than one to another context.
    bounds: &'static [[u8; 2]],
    cost: i32,
}

impl Cheaper {
    /// Says whether a path to `right` is dearer than this whatever comes after.
    #[inline]
    pub(super) fn excludes(&self, right: RightContext, cost: i32) -> bool {
        cost > self.cost && self.cost + bound(self.bounds, right) < cost
    }
}

/// Returns the bound of a context in a row of bounds.
#[inline]
fn bound(row: &[[u8; 2]], context: u16) -> i32 {
    match row.get(in_band(context)) {
        Some(bound) => match i32::from(i16::from_le_bytes(*bound)) {
            UNBOUNDED => UNBOUNDED_COST,
            bound => bound,
        },
        None => UNBOUNDED_COST,
    }
}

/// A table of costs by two frequent contexts.
///
/// It lies in tiles of 64 by 64, of which the first, those of the most frequent
/// contexts, share few pages and cache lines.
struct Tiles {
    /// The length of what 64 rows take.
    band: usize,
    values: &'static [[u8; 2]],
}

/// The rows and columns of a tile, as a power of two.
const TILE: usize = 6;

impl Tiles {
    /// Returns the table from a row on: nothing for those it does not have.
    #[inline]
    fn row(&self, row: u16) -> &'static [[u8; 2]] {
        let row = usize::from(row);
        let start = (row >> TILE) * self.band + ((row & ((1 << TILE) - 1)) << TILE);
        let end = ((row >> TILE) + 1) * self.band;
        self.values.get(start..end).unwrap_or_default()
    }
}

/// What left contexts cost after a right one.
#[derive(Clone, Copy, Default)]
pub(super) struct Row {
    /// Those that are frequent, if it is frequent itself.
    frequent: Option<&'static [[u8; 2]; ROW]>,
    right: RightContext,
}

/// How many contexts are frequent.
const FREQUENT: u16 = 1024;

/// How far the last of them lies from the first of its row.
const ROW: usize = in_band(FREQUENT - 1) + 1;

/// What a left context costs.
#[derive(Clone, Copy)]
pub(super) struct Column<'c> {
    /// Where it is in the row of a right context.
    place: usize,
    left: LeftContext,
    contexts: &'c Contexts<'c>,
}

impl Column<'_> {
    /// Returns what the left context costs after a right one.
    #[inline]
    pub(super) fn after(self, row: Row) -> i32 {
        match row.frequent {
            Some(row) if self.place < ROW => i32::from(i16::from_le_bytes(row[self.place])),
            _ => self.contexts.seldom(row.right, self.left),
        }
    }
}

/// Returns the place of a column after the start of its row.
const fn in_band(column: u16) -> usize {
    let column = column as usize;
    column >> TILE << (2 * TILE) | column & ((1 << TILE) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_and_bounds_are_those_of_the_matrix() {
        let lexicon = Lexicon::new(malmoi_ko_dic::load().unwrap());
        let contexts = Contexts::new(&lexicon);
        let matrix = lexicon.dictionary.connection_cost_matrix.costs();
        let (lefts, rights) = (lexicon.left_ids(), lexicon.right_ids());
        let cost = |left: usize, right: usize| i32::from(matrix[left * rights + right]);
        // Some of all, and some of the frequent ones.
        let sample = |ids: &[u16]| -> Vec<u16> {
            let numbers = 0..ids.len() as u16;
            numbers
                .filter(|n| n % 101 == 7 || n % 31 == 0 && *n < 1100)
                .collect()
        };
        let (left_sample, right_sample) = (sample(&contexts.left_ids), sample(&contexts.right_ids));
        let left_id = |number: u16| usize::from(contexts.left_ids[usize::from(number)]);
        let right_id = |number: u16| usize::from(contexts.right_ids[usize::from(number)]);
        // The rows of the frequent ones are there, and no others.
        let last = contexts.costs_after(FREQUENT - 1);
        assert!(last.frequent.is_some());
        assert!(contexts.costs_after(FREQUENT).frequent.is_none());
        let mut known = [0, 0];
        for &a in &left_sample {
            for &b in &right_sample {
                assert_eq!(contexts.cost(b, a), cost(left_id(a), right_id(b)));
            }
            for &b in &left_sample {
                let costs = |number| (0..rights).map(move |right| cost(left_id(number), right));
                let greatest = costs(a).zip(costs(b)).map(|(a, b)| a - b).max().unwrap();
                let bound = contexts.before_bound(a, b);
                assert!(bound == greatest || bound == UNBOUNDED_COST, "{a} {b}");
                known[0] += usize::from(bound == greatest);
            }
        }
        for &a in &right_sample {
            for &b in &right_sample {
                let costs = |number| (0..lefts).map(move |left| cost(left, right_id(number)));
                let greatest = costs(a).zip(costs(b)).map(|(a, b)| a - b).max().unwrap();
                let bound = contexts.after_bound(a, b);
                assert!(bound == greatest || bound == UNBOUNDED_COST, "{a} {b}");
                known[1] += usize::from(bound == greatest);
            }
        }
        assert!(known.iter().all(|known| *known > 1000), "{known:?}");
    }

    #[test]
    fn every_left_context_costs_what_its_words_cost_more_after_a_space() {
        let lexicon = Lexicon::new(malmoi_ko_dic::load().unwrap());
        let contexts = Contexts::new(&lexicon);
        for (id, word) in lexicon.first_words_by_left_id().into_iter().enumerate() {
            let Some(word) = word else { continue };
            let penalty = contexts.space_penalty(contexts.left_numbers[id]);
            assert_eq!(penalty, lexicon.space_penalty(word), "{id}");
        }
    }
}

//! The context ids that the texts of one worker use, numbered anew from zero,
//! with their costs side by side.
//!
//! ko-dic has 3,822 right and 2,693 left context ids, a text uses a few
//! hundred, and their costs lie scattered over twenty megabytes. Numbered in
//! the order in which they come up, those that come up often share the cache.
//!
//! Also here: how much one context can be worse than another, whatever the
//! neighbour. If one path is cheaper than another by more than that, no
//! continuation can make up for it, and the other path can be forgotten: an
//! exact answer, not a beam.

use crate::korean::lexicon::{Candidate, Lexicon};

/// The number of a left context id, in the order of coming up.
pub(super) type LeftContext = u16;

/// The number of a right context id, in the order of coming up.
pub(super) type RightContext = u16;

/// The context of the start and the end of a sentence, on either side.
pub(super) const BOUNDARY: u16 = 0;

const NOT_SEEN: u16 = u16::MAX;

/// A bound that has not been asked for. (What is zero is kept as one: a greater
/// bound is true as well.)
const UNKNOWN: i16 = 0;

/// A bound too great for its place: nothing is hopeless by it.
const UNBOUNDED: i16 = i16::MAX;

pub(super) struct Contexts<'d> {
    lexicon: &'d Lexicon,
    /// Numbers by context id, and context ids by number.
    left_numbers: Vec<LeftContext>,
    right_numbers: Vec<RightContext>,
    left_ids: Vec<u16>,
    right_ids: Vec<u16>,
    /// What a left context costs after each right one.
    costs: Square,
    /// What a left context costs more right after a space.
    penalties: Vec<i32>,
    left_bounds: Square,
    right_bounds: Square,
}

impl<'d> Contexts<'d> {
    pub(super) fn new(lexicon: &'d Lexicon) -> Contexts<'d> {
        let mut contexts = Contexts {
            lexicon,
            left_numbers: vec![NOT_SEEN; lexicon.left_ids()],
            right_numbers: vec![NOT_SEEN; lexicon.right_ids()],
            left_ids: Vec::new(),
            right_ids: Vec::new(),
            costs: Square::default(),
            penalties: Vec::new(),
            left_bounds: Square::default(),
            right_bounds: Square::default(),
        };
        contexts.add_right(BOUNDARY);
        contexts.add_left(BOUNDARY, 0);
        contexts
    }

    /// Returns how much memory the tables of contexts take, in bytes.
    pub(super) fn memory(&self) -> usize {
        [&self.costs, &self.left_bounds, &self.right_bounds]
            .map(|square| size_of_val(&square.values[..]))
            .iter()
            .sum()
    }

    /// Returns the number of a word's left context.
    pub(super) fn left(&mut self, word: &Candidate) -> LeftContext {
        match self.left_numbers[usize::from(word.left_id)] {
            NOT_SEEN => self.add_left(word.left_id, self.lexicon.space_penalty(word.id)),
            number => number,
        }
    }

    /// Returns the number of a word's right context.
    pub(super) fn right(&mut self, word: &Candidate) -> RightContext {
        match self.right_numbers[usize::from(word.right_id)] {
            NOT_SEEN => self.add_right(word.right_id),
            number => number,
        }
    }

    /// Returns how many right contexts have come up.
    pub(super) fn right_count(&self) -> usize {
        self.right_ids.len()
    }

    /// Returns what a left context costs after each right one.
    pub(super) fn costs_before(&self, left: LeftContext) -> &[i16] {
        self.costs.row(left)
    }

    /// Returns what a word of this left context costs more right after a space.
    pub(super) fn space_penalty(&self, left: LeftContext) -> i32 {
        self.penalties[usize::from(left)]
    }

    /// Returns how much more a path that ends in context `a` can cost than one
    /// that ends in `b`, at most, by what comes after.
    pub(super) fn after_bound(&mut self, a: RightContext, b: RightContext) -> i32 {
        let (lexicon, ids) = (self.lexicon, &self.right_ids);
        self.right_bounds
            .bound(a, b, |number| lexicon.costs_after(ids[usize::from(number)]))
    }

    /// The same for paths that start in left contexts, by what stands before.
    pub(super) fn before_bound(&mut self, a: LeftContext, b: LeftContext) -> i32 {
        let (lexicon, ids) = (self.lexicon, &self.left_ids);
        self.left_bounds.bound(a, b, |number| {
            lexicon.costs_before(ids[usize::from(number)])
        })
    }

    /// Says whether a path that ends in context `right` cannot be made the
    /// cheapest by any continuation, since there is a cheaper one.
    pub(super) fn is_hopeless_after(
        &mut self,
        (other, other_cost): (RightContext, i32),
        (right, cost): (RightContext, i32),
    ) -> bool {
        cost > other_cost && other_cost + self.after_bound(other, right) < cost
    }

    /// The same for paths that start in left contexts.
    pub(super) fn is_hopeless_before(
        &mut self,
        (other, other_cost): (LeftContext, i32),
        (left, cost): (LeftContext, i32),
    ) -> bool {
        cost > other_cost && other_cost + self.before_bound(other, left) < cost
    }

    fn add_left(&mut self, id: u16, penalty: i32) -> LeftContext {
        let number = self.left_ids.len() as LeftContext;
        self.left_numbers[usize::from(id)] = number;
        self.left_ids.push(id);
        self.penalties.push(penalty);
        self.left_bounds.grow(number);
        self.costs.grow(number);
        let costs = self.lexicon.costs_before(id);
        for (right, id) in self.right_ids.iter().enumerate() {
            self.costs
                .set(number, right as u16, costs[usize::from(*id)]);
        }
        number
    }

    fn add_right(&mut self, id: u16) -> RightContext {
        let number = self.right_ids.len() as RightContext;
        self.right_numbers[usize::from(id)] = number;
        self.right_ids.push(id);
        self.right_bounds.grow(number);
        self.costs.grow(number);
        for (left, left_id) in self.left_ids.iter().enumerate() {
            let cost = self.lexicon.costs_before(*left_id)[usize::from(id)];
            self.costs.set(left as u16, number, cost);
        }
        number
    }
}

/// Returns the greatest of the differences `a[i] - b[i]`.
fn greatest_difference(a: &[i16], b: &[i16]) -> i16 {
    let differences = a.iter().zip(b).map(|(a, b)| i32::from(*a) - i32::from(*b));
    let greatest = differences.fold(i32::MIN, i32::max);
    match greatest.clamp(i32::from(i16::MIN), i32::from(UNBOUNDED)) as i16 {
        UNKNOWN => 1,
        bound => bound,
    }
}

/// A square table that grows, of zeros at first.
#[derive(Default)]
struct Square {
    side: usize,
    values: Vec<i16>,
}

impl Square {
    fn row(&self, row: u16) -> &[i16] {
        let start = usize::from(row) * self.side;
        &self.values[start..start + self.side]
    }

    fn get(&self, row: u16, column: u16) -> i16 {
        self.values[usize::from(row) * self.side + usize::from(column)]
    }

    fn set(&mut self, row: u16, column: u16, value: i16) {
        self.values[usize::from(row) * self.side + usize::from(column)] = value;
    }

    /// Returns how much more context `a` can cost than `b`, at most, given the
    /// costs of either; found when it is first asked for.
    fn bound<'c>(&mut self, a: u16, b: u16, costs: impl Fn(u16) -> &'c [i16]) -> i32 {
        let mut bound = self.get(a, b);
        if bound == UNKNOWN {
            bound = greatest_difference(costs(a), costs(b));
            self.set(a, b, bound);
        }
        if bound == UNBOUNDED {
            // Far from what costs add up to, and from where additions overflow.
            i32::MAX / 2
        } else {
            i32::from(bound)
        }
    }

    /// Makes room for a row and a column of this number.
    fn grow(&mut self, number: u16) {
        if usize::from(number) < self.side {
            return;
        }
        let side = (self.side * 2).max(256);
        let mut values = vec![0; side * side];
        for row in 0..self.side {
            values[row * side..][..self.side]
                .copy_from_slice(&self.values[row * self.side..][..self.side]);
        }
        *self = Square { side, values };
    }
}

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

/// For more left contexts than this, it pays to bring the costs of a right one
/// together first.
const MANY_LEFTS: usize = 256;

/// A bound that has not been asked for. (What is zero is kept as one: a greater
/// bound is true as well.)
const UNKNOWN: i16 = 0;

/// A bound that has been asked for, up to this, is the least number and one more
/// for each time after the first. Most are asked for a few times only, and to
/// find one takes reading two rows of the matrix.
const LAST_ASK: i16 = i16::MIN + 2;

/// A bound too great for its place: nothing is hopeless by it.
const UNBOUNDED: i16 = i16::MAX;

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
    /// What a left context costs after each right one.
    costs: Tiles,
    /// What a left context costs more right after a space.
    penalties: Vec<i32>,
    left_bounds: Tiles,
    right_bounds: Tiles,
}

impl<'d> Contexts<'d> {
    pub(super) fn new(lexicon: &'d Lexicon) -> Contexts<'d> {
        let (lefts, rights) = (lexicon.left_ids(), lexicon.right_ids());
        let mut contexts = Contexts {
            lexicon,
            left_numbers: vec![NOT_SEEN; lefts],
            right_numbers: vec![NOT_SEEN; rights],
            left_ids: Vec::new(),
            right_ids: Vec::new(),
            costs: Tiles::new(lefts, rights),
            penalties: Vec::new(),
            left_bounds: Tiles::new(lefts, lefts),
            right_bounds: Tiles::new(rights, rights),
        };
        contexts.add_right(BOUNDARY);
        contexts.add_left(BOUNDARY, 0);
        contexts
    }

    /// Returns how much memory the tables of contexts take, in bytes.
    pub(super) fn memory(&self) -> usize {
        let (lefts, rights) = (self.left_ids.len(), self.right_ids.len());
        Tiles::memory(lefts, rights) + Tiles::memory(lefts, lefts) + Tiles::memory(rights, rights)
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
    pub(super) fn costs_before(&self, left: LeftContext) -> Row<'_> {
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

    /// Returns what tells whether a path cannot be made the cheapest by any
    /// continuation, since there is this cheaper one.
    pub(super) fn cheaper(&mut self, (right, cost): (RightContext, i32)) -> Cheaper<'_> {
        let start = self.right_bounds.start(right);
        Cheaper {
            lexicon: self.lexicon,
            ids: &self.right_ids,
            bounds: &mut self.right_bounds.values[start..],
            right,
            cost,
        }
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
        let costs = self.lexicon.costs_before(id);
        for (right, id) in self.right_ids.iter().enumerate() {
            *self.costs.get_mut(number, right as u16) = costs[usize::from(*id)];
        }
        number
    }

    fn add_right(&mut self, id: u16) -> RightContext {
        let number = self.right_ids.len() as RightContext;
        self.right_numbers[usize::from(id)] = number;
        self.right_ids.push(id);
        let lexicon = self.lexicon;
        let column = (self.left_ids.len() > MANY_LEFTS).then(|| lexicon.costs_after(id));
        for (left, left_id) in self.left_ids.iter().enumerate() {
            let cost = match column {
                Some(costs) => costs[usize::from(*left_id)],
                None => lexicon.costs_before(*left_id)[usize::from(id)],
            };
            *self.costs.get_mut(left as u16, number) = cost;
        }
        number
    }
}

/// A path to a right context, and what it costs.
pub(super) struct Cheaper<'c> {
    lexicon: &'c Lexicon,
    ids: &'c [u16],
    /// How much more it can cost than one to another context.
    bounds: &'c mut [i16],
    right: RightContext,
    cost: i32,
}

impl Cheaper<'_> {
    /// Says whether a path to `right` is dearer than this whatever comes after.
    #[inline]
    pub(super) fn excludes(&mut self, right: RightContext, cost: i32) -> bool {
        if cost <= self.cost {
            return false;
        }
        let bound = &mut self.bounds[in_band(right)];
        let bound = if is_known(*bound) {
            i32::from(*bound)
        } else {
            let costs = |number| self.lexicon.costs_after(self.ids[usize::from(number)]);
            ask(bound, || {
                greatest_difference(costs(self.right), costs(right))
            })
        };
        self.cost + bound < cost
    }
}

/// Returns the greatest of the differences `a[i] - b[i]`, as a bound is kept.
fn greatest_difference(a: &[i16], b: &[i16]) -> i16 {
    // What is out of range is as good as the end of the range.
    let differences = a.iter().zip(b).map(|(a, b)| a.saturating_sub(*b));
    match differences.fold(i16::MIN, i16::max) {
        bound if bound <= LAST_ASK => LAST_ASK + 1,
        UNKNOWN => 1,
        bound => bound,
    }
}

/// A table of costs by two contexts, zeros at first.
///
/// It lies in tiles of 64 by 64, of which the first, those of the contexts that
/// come up early and often, share few pages and cache lines. Pages that were
/// never written to take no memory.
struct Tiles {
    /// The length of what 64 rows take.
    band: usize,
    values: Vec<i16>,
}

/// The rows and columns of a tile, as a power of two.
const TILE: usize = 6;

impl Tiles {
    fn new(rows: usize, columns: usize) -> Tiles {
        let band = columns.div_ceil(1 << TILE) << (2 * TILE);
        Tiles {
            band,
            values: vec![0; rows.div_ceil(1 << TILE) * band],
        }
    }

    /// Returns about how much memory so many rows and columns take, in bytes.
    fn memory(rows: usize, columns: usize) -> usize {
        let tiles = |side: usize| side.div_ceil(1 << TILE);
        ((tiles(rows) * tiles(columns)) << (2 * TILE)) * size_of::<i16>()
    }

    fn row(&self, row: u16) -> Row<'_> {
        Row(&self.values[self.start(row)..])
    }

    fn start(&self, row: u16) -> usize {
        let row = usize::from(row);
        (row >> TILE) * self.band + ((row & ((1 << TILE) - 1)) << TILE)
    }

    fn get_mut(&mut self, row: u16, column: u16) -> &mut i16 {
        let start = self.start(row);
        &mut self.values[start + in_band(column)]
    }

    /// Returns how much more context `a` can cost than `b`, at most, given the
    /// costs of either; found when it has been asked for often enough to pay.
    #[inline]
    fn bound<'c>(&mut self, a: u16, b: u16, costs: impl Fn(u16) -> &'c [i16]) -> i32 {
        let bound = self.get_mut(a, b);
        if is_known(*bound) {
            return i32::from(*bound);
        }
        ask(bound, || greatest_difference(costs(a), costs(b)))
    }
}

/// Says whether a bound has been worked out.
fn is_known(bound: i16) -> bool {
    bound > LAST_ASK && bound != UNKNOWN && bound != UNBOUNDED
}

/// Asks for a bound that is not known; it is worked out at the last ask.
#[cold]
fn ask(bound: &mut i16, work_out: impl Fn() -> i16) -> i32 {
    match *bound {
        UNKNOWN => *bound = i16::MIN,
        asked @ ..LAST_ASK => *bound = asked + 1,
        LAST_ASK => {
            *bound = work_out();
            return i32::from(*bound);
        }
        _ => {}
    }
    UNBOUNDED_COST
}

/// A row of a table.
#[derive(Clone, Copy)]
pub(super) struct Row<'t>(&'t [i16]);

impl Row<'_> {
    pub(super) fn get(self, column: u16) -> i32 {
        self.at(Place::of(column))
    }

    /// The same for a column whose place is known.
    pub(super) fn at(self, Place(place): Place) -> i32 {
        i32::from(self.0[place as usize])
    }
}

/// Where a column lies in every row.
#[derive(Clone, Copy)]
pub(super) struct Place(u32);

impl Place {
    pub(super) fn of(column: u16) -> Place {
        Place(in_band(column) as u32)
    }
}

/// Returns the place of a column after the start of its row.
fn in_band(column: u16) -> usize {
    let column = usize::from(column);
    column >> TILE << (2 * TILE) | column & ((1 << TILE) - 1)
}

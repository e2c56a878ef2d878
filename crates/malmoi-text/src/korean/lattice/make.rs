//! Makes the table of a stretch from its first words and the tables of what is
//! left after them.

use super::contexts::{Contexts, LeftContext, RightContext};
use super::stretches::Table;
use super::ways::{Before, NONE, Way, Ways, wins};

/// Memory for making tables.
#[derive(Default)]
pub(super) struct Scratch {
    /// For each right context, the way that has it.
    way_of: Vec<u32>,
    /// The cheapest cost of each right context, with its left one.
    cheapest: Vec<(RightContext, i32, LeftContext)>,
    ways: Vec<Way>,
    bases: Vec<i32>,
    least: Least,
    /// For each right context that has come up in this table, its number, and
    /// how much more than a way to it the cheapest way can cost.
    after_least: Vec<(u32, i32)>,
    number: u32,
}

/// The cheapest way.
#[derive(Default)]
struct Least {
    cost: i32,
    left: LeftContext,
    right: RightContext,
}

impl Least {
    fn take(&mut self, cost: i32, left: LeftContext, right: RightContext) {
        if cost < self.cost {
            *self = Least { cost, left, right };
        }
    }
}

impl Scratch {
    /// Forgets the bounds of the table before.
    fn start_bounds(&mut self, rights: usize) {
        self.after_least.resize(rights, (0, 0));
        self.number = self.number.wrapping_add(1);
        if self.number == 0 {
            self.after_least.fill((0, 0));
            self.number = 1;
        }
    }

    /// Returns how much more than a way to this right context the cheapest way
    /// can cost, at most, by what comes after.
    #[inline]
    fn after_least(&mut self, right: RightContext, contexts: &Contexts<'_>) -> i32 {
        let known = &mut self.after_least[usize::from(right)];
        if known.0 != self.number {
            *known = (self.number, contexts.after_bound(self.least.right, right));
        }
        known.1
    }

    /// Adds a way, unless there is a better one of its left and right context.
    fn add_way(&mut self, way: Way, rests: &[Way]) {
        let slot = &mut self.way_of[usize::from(way.right)];
        if *slot == NONE {
            *slot = self.ways.len() as u32;
            self.ways.push(way);
            return;
        }
        let other = &mut self.ways[*slot as usize];
        let replaces = way.cost < other.cost
            || way.cost == other.cost && wins(way.steps(rests), other.steps(rests));
        if replaces {
            *other = way;
        }
    }
}

impl Ways<'_> {
    /// Makes the table of the eojeol at hand from a character on, and those of
    /// the rests that it needs.
    pub(super) fn make_table(&mut self, at: usize, before: Before) -> Table {
        let Ways {
            lexicon,
            surfaces,
            contexts,
            eojeol,
            ..
        } = self;
        let (first, end) = eojeol.sorted_at(at, lexicon, surfaces, contexts);
        for index in first..end {
            let place = self.eojeol.word(index).end as usize;
            if place < self.eojeol.len() {
                self.stretch_of_rest(place);
            }
        }
        self.scratch.ways.clear();
        self.scratch
            .way_of
            .resize(self.contexts.right_count(), NONE);
        self.find_least(first, end, before);
        self.scratch.start_bounds(self.contexts.right_count());
        let mut index = first;
        let mut base = 0;
        while index < end {
            let left = self.eojeol.word(index).left;
            let first_way = self.scratch.ways.len();
            let limit = self.contexts.before_bound(self.scratch.least.left, left);
            let limit = limit.saturating_add(self.scratch.least.cost);
            while index < end && self.eojeol.word(index).left == left {
                self.add_ways(index, limit, &mut base);
                index += 1;
            }
            self.close_left(first_way);
        }
        let first_way = self.ways.len() as u32;
        self.keep_hopeful();
        Table {
            first_way,
            end_way: self.ways.len() as u32,
        }
    }

    /// Finds the cheapest of all ways, and what it costs to get from each word
    /// to each left context after it.
    fn find_least(&mut self, first: u32, end: u32, before: Before) {
        let s = &mut self.scratch;
        s.bases.clear();
        s.least.cost = i32::MAX;
        for index in first..end {
            let word = self.eojeol.word(index);
            let mut cost = word.cost;
            if before == Before::Space {
                cost += self.contexts.space_penalty(word.left);
            }
            if word.end as usize == self.eojeol.len() {
                s.bases.push(cost);
                s.least.take(cost, word.left, word.right);
                continue;
            }
            let stretch = self.eojeol.stretch(word.end as usize);
            let table = self.stretches.table(stretch).unwrap_or_default();
            let costs = self.contexts.costs_after(word.right);
            for ways in Way::by_left(&self.ways[table.range()]) {
                // The cheapest way of a left context mostly comes first; any is
                // as right a bound.
                let then = &ways[0];
                let cost = cost + self.contexts.column(then.left).after(costs);
                s.bases.push(cost);
                s.least.take(cost + then.cost, word.left, then.right);
            }
        }
    }

    /// Adds the ways that start with a word, as far as they are the cheapest to
    /// their right context. `limit` is what the cheapest way of all costs, at
    /// most, with what stands before; `base` counts through the costs that
    /// [`find_least`](Ways::find_least) has found.
    fn add_ways(&mut self, index: u32, limit: i32, base: &mut usize) {
        let Ways {
            scratch,
            ways,
            contexts,
            eojeol,
            stretches,
            ..
        } = self;
        let first = eojeol.word(index);
        let mut way = Way {
            cost: 0,
            rest: NONE,
            word: first.word,
            rank: (first.bytes, first.order),
            right: first.right,
            left: first.left,
        };
        let end = first.end as usize;
        if end == eojeol.len() {
            way.cost = scratch.bases[*base];
            *base += 1;
            if way.cost <= limit.saturating_add(scratch.after_least(way.right, contexts)) {
                scratch.add_way(way, ways);
            }
            return;
        }
        let table = stretches.table(eojeol.stretch(end)).unwrap_or_default();
        let mut rest = table.first_way;
        for group in Way::by_left(&ways[table.range()]) {
            let cost = scratch.bases[*base];
            *base += 1;
            for then in group {
                way.cost = cost + then.cost;
                if way.cost <= limit.saturating_add(scratch.after_least(then.right, contexts)) {
                    way.right = then.right;
                    way.rest = rest;
                    scratch.add_way(way, ways);
                }
                rest += 1;
            }
        }
    }

    /// Ends the ways of one left context: drops those whose end is hopeless.
    fn close_left(&mut self, first_way: usize) {
        let Scratch { way_of, ways, .. } = &mut self.scratch;
        let added = &ways[first_way..];
        for way in added {
            way_of[usize::from(way.right)] = NONE;
        }
        let Some(best) = (first_way..ways.len()).min_by_key(|index| ways[*index].cost) else {
            return;
        };
        // First, where `find_least` looks.
        ways.swap(first_way, best);
        let best = ways[first_way];
        let cheaper = self.contexts.cheaper((best.right, best.cost));
        let mut kept = first_way;
        for index in first_way..ways.len() {
            let way = ways[index];
            if way.right == best.right || !cheaper.excludes(way.right, way.cost) {
                ways[kept] = way;
                kept += 1;
            }
        }
        ways.truncate(kept);
    }

    /// Keeps the ways that have been added, but for those that another of the
    /// same end, from another left context, makes hopeless.
    fn keep_hopeful(&mut self) {
        let Scratch {
            way_of,
            cheapest,
            ways,
            ..
        } = &mut self.scratch;
        cheapest.clear();
        for way in ways.iter() {
            let slot = &mut way_of[usize::from(way.right)];
            let record = (way.right, way.cost, way.left);
            if *slot == NONE {
                *slot = cheapest.len() as u32;
                cheapest.push(record);
            } else if way.cost < cheapest[*slot as usize].1 {
                cheapest[*slot as usize] = record;
            }
        }
        for way in ways.iter() {
            let slot = way_of[usize::from(way.right)];
            let (_, cost, left) = cheapest[slot as usize];
            let is_hopeless = left != way.left
                && self
                    .contexts
                    .is_hopeless_before((left, cost), (way.left, way.cost));
            if !is_hopeless {
                self.ways.push(*way);
            }
        }
        for (right, ..) in cheapest {
            way_of[usize::from(*right)] = NONE;
        }
    }
}

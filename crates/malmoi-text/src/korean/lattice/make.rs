//! Makes the table of a stretch from its first words and the tables of what is
//! left after them.

use super::contexts::{LeftContext, RightContext};
use super::ways::{Before, Left, NONE, Table, Way, Ways, wins};

/// Memory for making tables.
#[derive(Default)]
pub(super) struct Scratch {
    /// For each right context, the way that has it.
    way_of: Vec<u32>,
    /// The cheapest cost of each right context, with its left one.
    cheapest: Vec<(RightContext, i32, LeftContext)>,
    lefts: Vec<Left>,
    ways: Vec<Way>,
    bases: Vec<i32>,
    least: Least,
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

impl Ways<'_> {
    /// Makes the table of the eojeol at hand from a character on, and those of
    /// the rests that it needs.
    pub(super) fn make_table(&mut self, stretch: u32, at: usize, before: Before) -> u32 {
        let (first, end) = self.eojeol.range_at(at, self.lexicon, &mut self.contexts);
        for index in first..end {
            let place = self.eojeol.word(index).end as usize;
            if place < self.eojeol.len() {
                self.table_of_rest(place);
            }
        }
        self.scratch.lefts.clear();
        self.scratch.ways.clear();
        self.scratch
            .way_of
            .resize(self.contexts.right_count(), NONE);
        self.find_least(first, end, before);
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
            self.close_left(left, first_way);
        }
        let table = Table {
            first_left: self.lefts.len() as u32,
            first_way: self.ways.len() as u32,
            end_left: 0,
        };
        self.keep_hopeful();
        let number = self.tables.len() as u32;
        self.tables.push(Table {
            end_left: self.lefts.len() as u32,
            ..table
        });
        self.stretches[stretch as usize].table = number;
        number
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
            let Some(&table) = self
                .tables
                .get(self.eojeol.table(word.end as usize) as usize)
            else {
                continue;
            };
            let mut rest = table.first_way;
            for left in &self.lefts[table.first_left as usize..table.end_left as usize] {
                let costs = self.contexts.costs_before(left.context);
                let cost = cost + i32::from(costs[usize::from(word.right)]);
                s.bases.push(cost);
                // The cheapest way of a left context mostly comes first; any is
                // as right a bound.
                let then = &self.ways[rest as usize];
                s.least.take(cost + then.cost, word.left, then.right);
                rest += u32::from(left.count);
            }
        }
    }

    /// Adds the ways that start with a word, as far as they are the cheapest to
    /// their right context. `limit` is what the cheapest way of all costs, at
    /// most, with what stands before; `base` counts through the costs that
    /// [`find_least`](Ways::find_least) has found.
    fn add_ways(&mut self, index: u32, limit: i32, base: &mut usize) {
        let first = self.eojeol.word(index);
        let mut way = Way {
            cost: 0,
            rest: NONE,
            word: first.word,
            rank: (first.bytes, first.order),
            right: first.right,
        };
        let least = self.scratch.least.right;
        let end = first.end as usize;
        if end == self.eojeol.len() {
            way.cost = self.scratch.bases[*base];
            *base += 1;
            if way.cost <= limit.saturating_add(self.contexts.after_bound(least, way.right)) {
                self.add_way(way);
            }
            return;
        }
        let Some(&table) = self.tables.get(self.eojeol.table(end) as usize) else {
            return;
        };
        let mut rest = table.first_way;
        for index in table.first_left..table.end_left {
            let left = self.lefts[index as usize];
            let cost = self.scratch.bases[*base];
            *base += 1;
            for rest in rest..rest + u32::from(left.count) {
                let then = &self.ways[rest as usize];
                way.cost = cost + then.cost;
                way.right = then.right;
                way.rest = rest;
                if way.cost <= limit.saturating_add(self.contexts.after_bound(least, way.right)) {
                    self.add_way(way);
                }
            }
            rest += u32::from(left.count);
        }
    }

    fn add_way(&mut self, way: Way) {
        let Scratch { way_of, ways, .. } = &mut self.scratch;
        let slot = &mut way_of[usize::from(way.right)];
        if *slot == NONE {
            *slot = ways.len() as u32;
            ways.push(way);
            return;
        }
        let other = ways[*slot as usize];
        let replaces = way.cost < other.cost
            || way.cost == other.cost
                && wins(
                    std::iter::once(way).chain(self.steps(way.rest)),
                    std::iter::once(other).chain(self.steps(other.rest)),
                );
        if replaces {
            let slot = self.scratch.way_of[usize::from(way.right)];
            self.scratch.ways[slot as usize] = way;
        }
    }

    /// Ends the ways of one left context: drops those whose end is hopeless.
    fn close_left(&mut self, context: LeftContext, first_way: usize) {
        let Scratch {
            way_of,
            lefts,
            ways,
            ..
        } = &mut self.scratch;
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
        let mut kept = first_way;
        for index in first_way..ways.len() {
            let way = ways[index];
            let is_hopeless = way.right != best.right
                && self
                    .contexts
                    .is_hopeless_after((best.right, best.cost), (way.right, way.cost));
            if !is_hopeless {
                ways[kept] = way;
                kept += 1;
            }
        }
        ways.truncate(kept);
        lefts.push(Left {
            context,
            count: (kept - first_way) as u16,
        });
    }

    /// Keeps the ways that have been added, but for those that another of the
    /// same end, from another left context, makes hopeless.
    fn keep_hopeful(&mut self) {
        let Scratch {
            way_of,
            cheapest,
            lefts,
            ways,
            ..
        } = &mut self.scratch;
        cheapest.clear();
        let mut added = ways.iter();
        for left in lefts.iter() {
            for way in added.by_ref().take(usize::from(left.count)) {
                let slot = &mut way_of[usize::from(way.right)];
                let record = (way.right, way.cost, left.context);
                if *slot == NONE {
                    *slot = cheapest.len() as u32;
                    cheapest.push(record);
                } else if way.cost < cheapest[*slot as usize].1 {
                    cheapest[*slot as usize] = record;
                }
            }
        }
        let mut added = ways.iter();
        for left in lefts.iter() {
            let before = self.ways.len();
            for way in added.by_ref().take(usize::from(left.count)) {
                let slot = way_of[usize::from(way.right)];
                let (_, cost, context) = cheapest[slot as usize];
                let is_hopeless = context != left.context
                    && self
                        .contexts
                        .is_hopeless_before((context, cost), (left.context, way.cost));
                if !is_hopeless {
                    self.ways.push(*way);
                }
            }
            let count = (self.ways.len() - before) as u16;
            if count > 0 {
                self.lefts.push(Left { count, ..*left });
            }
        }
        for (right, ..) in cheapest {
            way_of[usize::from(*right)] = NONE;
        }
    }
}

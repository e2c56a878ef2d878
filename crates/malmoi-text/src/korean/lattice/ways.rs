//! The cheapest ways through an eojeol, remembered.
//!
//! A *stretch* is an eojeol or the rest of one, from a place where a word may
//! start to its end; a *way* is a sequence of words through it. What a stretch
//! adds to a sentence depends on its characters alone: for each left context of
//! its first word and right context of its last, the cheapest way. The rests of
//! words come again in other eojeols, so the table of "에서는" serves both
//! 학교에서는 and 회의에서는, and a new eojeol costs what is new about it.
//!
//! A stretch that is too long to come again is searched once ([`Search`]).
//!
//! A way is left out where another is cheaper whatever stands before and after
//! ([`Contexts`]): of ninety in the eojeols of running text, ten are left.

use std::cmp::Ordering;
use std::hash::Hasher;

use hashbrown::HashTable;
use lindera_dictionary::viterbi::WordId;
use rustc_hash::FxHasher;

use super::contexts::{Contexts, LeftContext, RightContext};
use super::eojeol::{Eojeol, unpacked};
use super::make::Scratch;
use super::search::Search;
use crate::korean::lexicon::Lexicon;

/// No way, no node, no table.
pub(super) const NONE: u32 = u32::MAX;

/// What stands right before a stretch.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Before {
    /// The start of the text.
    Text,
    /// White space: particles and endings cost more.
    Space,
    /// A Hangul syllable of the same eojeol.
    Syllable,
    /// Another letter or digit: what comes may begin a new noun.
    Letter,
    /// Something else: what comes may begin a word of the user's as well.
    Symbol,
}

/// A place that a way may start from.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) right: RightContext,
    pub(super) cost: i32,
    /// Where costs are equal, the entry of the smaller rank wins.
    pub(super) rank: Rank,
}

/// A place that a way ends at.
#[derive(Clone, Copy)]
pub(super) struct End {
    pub(super) right: RightContext,
    /// Which of the entries the way starts from.
    pub(super) entry: u16,
    pub(super) cost: i32,
    pub(super) way: u32,
}

/// What decides between words that end at one place, where costs are equal: the
/// shorter one wins, then the earlier in the dictionary's order. The first
/// number is the word's length in bytes.
pub(super) type Rank = (u16, u16);

/// The longest stretch that is remembered, in bytes. Longer ones do not come
/// again, and to remember each rest of theirs takes the square of their length.
const LONGEST_REMEMBERED: usize = 96;

/// About how much all workers of a tokenizer may remember together, in bytes:
/// each has its share, looks at it before each stretch of text of up to 16 kB,
/// and starts anew when it is full.
const MOST_MEMORY: usize = 224 << 20;

/// The least share: what the contexts of ordinary text take.
const LEAST_SHARE: usize = 4 << 20;

/// Set in the numbers of ways that are forgotten with the sentence.
pub(super) const PASSING: u32 = 1 << 31;

/// All that is remembered.
pub(super) struct Ways<'d> {
    pub(super) lexicon: &'d Lexicon,
    /// By their numbers go entries and ends.
    pub(super) contexts: Contexts<'d>,
    /// The stretches that have come up, with the lower half of their hash.
    index: HashTable<(u32, u32)>,
    pub(super) stretches: Vec<Stretch>,
    /// The text of the stretches.
    text: String,
    pub(super) tables: Vec<Table>,
    pub(super) lefts: Vec<Left>,
    pub(super) ways: Vec<Way>,
    /// The ways that no table remembers.
    passing: Vec<Way>,
    pub(super) eojeol: Eojeol,
    search: Search,
    pub(super) scratch: Scratch,
}

#[derive(Clone, Copy)]
pub(super) struct Stretch {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) table: u32,
    pub(super) before: Before,
}

/// The ways through a stretch: ranges of `lefts` and `ways`.
#[derive(Clone, Copy)]
pub(super) struct Table {
    pub(super) first_left: u32,
    pub(super) end_left: u32,
    pub(super) first_way: u32,
}

/// The ways that start in one left context: the next `count`.
#[derive(Clone, Copy)]
pub(super) struct Left {
    pub(super) context: LeftContext,
    pub(super) count: u16,
}

/// A way: its first word, and a way through what is left.
#[derive(Clone, Copy)]
pub(super) struct Way {
    pub(super) cost: i32,
    pub(super) rest: u32,
    pub(super) word: u32,
    pub(super) rank: Rank,
    pub(super) right: RightContext,
}

impl<'d> Ways<'d> {
    pub(super) fn new(lexicon: &'d Lexicon) -> Ways<'d> {
        Ways {
            lexicon,
            contexts: Contexts::new(lexicon),
            index: HashTable::new(),
            stretches: Vec::new(),
            text: String::new(),
            tables: Vec::new(),
            lefts: Vec::new(),
            ways: Vec::new(),
            passing: Vec::new(),
            eojeol: Eojeol::default(),
            search: Search::default(),
            scratch: Scratch::default(),
        }
    }

    /// Forgets the ways that no table remembers, and everything if it has grown
    /// too large. Numbers of ways that were given out before mean nothing after.
    pub(super) fn make_room(&mut self) {
        self.passing.clear();
        let memory = size_of_val(&self.stretches[..])
            + size_of_val(&self.tables[..])
            + size_of_val(&self.lefts[..])
            + size_of_val(&self.ways[..])
            + self.text.len()
            + self.index.capacity() * 10
            + self.contexts.memory();
        let share = MOST_MEMORY / self.lexicon.workers();
        if memory > share.max(LEAST_SHARE) {
            *self = Ways::new(self.lexicon);
        }
    }

    /// Finds the ends of an eojeol: the cheapest for each right context, but for
    /// some that are hopeless.
    pub(super) fn through(
        &mut self,
        eojeol: &str,
        before: Before,
        entries: &[Entry],
        ends: &mut Vec<End>,
    ) {
        ends.clear();
        let Some(stretch) = self.note(eojeol, before) else {
            self.eojeol.read(eojeol, self.lexicon);
            self.search_through(before, entries);
            self.search.lay(&mut self.passing, ends);
            return;
        };
        let mut table = self.stretches[stretch as usize].table;
        if table == NONE {
            self.eojeol.read(eojeol, self.lexicon);
            table = self.make_table(stretch, 0, before);
        }
        for (left, ways) in self.table(table) {
            let costs = self.contexts.costs_before(left);
            let mut best = (i32::MAX, 0);
            for (number, entry) in entries.iter().enumerate() {
                let cost = entry.cost + i32::from(costs[usize::from(entry.right)]);
                if cost < best.0 || cost == best.0 && entry.rank < entries[best.1].rank {
                    best = (cost, number);
                }
            }
            for way in ways {
                let at = &self.ways[way as usize];
                let end = End {
                    right: at.right,
                    entry: best.1 as u16,
                    cost: best.0 + at.cost,
                    way,
                };
                self.add_end(end, ends);
            }
        }
    }

    /// Lists the words of a way, with their lengths in bytes.
    pub(super) fn words(&self, way: u32) -> impl Iterator<Item = (WordId, usize)> {
        self.steps(way)
            .map(|step| (unpacked(step.word), usize::from(step.rank.0)))
    }

    /// Returns the rank of the last word of a way.
    pub(super) fn last_rank(&self, way: u32) -> Rank {
        self.steps(way).last().map_or((0, 0), |step| step.rank)
    }

    /// Lists a way and the rests of it.
    pub(super) fn steps(&self, way: u32) -> impl Iterator<Item = Way> {
        let mut at = way;
        std::iter::from_fn(move || {
            if at == NONE {
                return None;
            }
            let step = if at & PASSING == 0 {
                self.ways[at as usize]
            } else {
                self.passing[(at & !PASSING) as usize]
            };
            at = step.rest;
            Some(step)
        })
    }

    /// Lists the left contexts of a table, each with its ways.
    fn table(&self, table: u32) -> impl Iterator<Item = (LeftContext, std::ops::Range<u32>)> {
        let table = self.tables[table as usize];
        let mut way = table.first_way;
        let lefts = &self.lefts[table.first_left as usize..table.end_left as usize];
        lefts.iter().map(move |left| {
            let first = way;
            way += u32::from(left.count);
            (left.context, first..way)
        })
    }

    /// Keeps the cheaper of two ends of one right context.
    fn add_end(&self, end: End, ends: &mut Vec<End>) {
        match ends.iter_mut().find(|other| other.right == end.right) {
            None => ends.push(end),
            Some(other) => {
                if end.cost < other.cost
                    || end.cost == other.cost && wins(self.steps(end.way), self.steps(other.way))
                {
                    *other = end;
                }
            }
        }
    }

    /// Returns the number of a stretch, and notes one that has none. A stretch
    /// that is too long never has.
    fn note(&mut self, stretch: &str, before: Before) -> Option<u32> {
        if stretch.len() > LONGEST_REMEMBERED {
            return None;
        }
        let hash = hash(stretch, before);
        let low = hash as u32;
        let found = self.index.find(hash, |&(other, number)| {
            other == low && {
                let at = &self.stretches[number as usize];
                at.before == before && self.text[at.start as usize..at.end as usize] == *stretch
            }
        });
        if let Some((_, number)) = found {
            return Some(*number);
        }
        let number = self.stretches.len() as u32;
        let start = self.text.len() as u32;
        self.text.push_str(stretch);
        self.stretches.push(Stretch {
            start,
            end: self.text.len() as u32,
            table: NONE,
            before,
        });
        let (stretches, text) = (&self.stretches, &self.text);
        self.index
            .insert_unique(hash, (low, number), |&(_, number)| {
                let at = &stretches[number as usize];
                self::hash(&text[at.start as usize..at.end as usize], at.before)
            });
        Some(number)
    }

    /// Returns the table of the rest of the eojeol at hand from a character on,
    /// unless it is too long.
    pub(super) fn table_of_rest(&mut self, at: usize) -> Option<u32> {
        let known = self.eojeol.table(at);
        if known != NONE {
            return Some(known);
        }
        let eojeol = std::mem::take(&mut self.eojeol);
        let before = eojeol.before(at);
        let noted = self.note(eojeol.rest(at), before);
        self.eojeol = eojeol;
        let stretch = noted?;
        let table = match self.stretches[stretch as usize].table {
            NONE => self.make_table(stretch, at, before),
            table => table,
        };
        self.eojeol.set_table(at, table);
        Some(table)
    }

    /// Searches the eojeol at hand, from its start.
    fn search_through(&mut self, before: Before, entries: &[Entry]) {
        let length = self.eojeol.len();
        self.search.start(length, entries);
        for at in 0..length {
            if self.search.is_empty_at(at) {
                continue;
            }
            if at > 0 {
                self.search.drop_hopeless(at, &mut self.contexts);
                if let Some(table) = self.table_of_rest(at) {
                    self.jump(table, at);
                    continue;
                }
            }
            let has_penalty = at == 0 && before == Before::Space;
            self.connect(at, has_penalty);
        }
        self.search.drop_hopeless_ends(&mut self.contexts);
    }

    /// Goes from the nodes that end at a character straight to the end.
    fn jump(&mut self, table: u32, at: usize) {
        let Table {
            first_left,
            end_left,
            mut first_way,
        } = self.tables[table as usize];
        for left in first_left..end_left {
            let left = self.lefts[left as usize];
            let costs = self.contexts.costs_before(left.context);
            let (cost, node) = self.search.cheapest_before(at, costs);
            for _ in 0..left.count {
                self.search.add_found(node, cost, first_way, &self.ways);
                first_way += 1;
            }
        }
    }

    /// Connects each word that may start at a character to the cheapest of the
    /// nodes that end there.
    fn connect(&mut self, at: usize, has_penalty: bool) {
        let Ways {
            lexicon,
            contexts,
            eojeol,
            search,
            ways,
            ..
        } = self;
        let length = eojeol.len();
        let mut left = None;
        let mut best = (0, NONE);
        for first in eojeol.words_at(at, lexicon, contexts) {
            if left != Some(first.left) {
                left = Some(first.left);
                best = search.cheapest_before(at, contexts.costs_before(first.left));
                if has_penalty {
                    best.0 += contexts.space_penalty(first.left);
                }
            }
            search.add_word(first, best, length, ways);
        }
    }
}

/// Says which of two ways through one stretch wins where costs are equal: from
/// the last word on, the first that differs decides.
pub(super) fn wins(a: impl Iterator<Item = Way>, b: impl Iterator<Item = Way>) -> bool {
    let [a, b]: [Vec<Rank>; 2] = [
        a.map(|way| way.rank).collect(),
        b.map(|way| way.rank).collect(),
    ];
    a.iter().rev().cmp(b.iter().rev()) == Ordering::Less
}

fn hash(stretch: &str, before: Before) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(stretch.as_bytes());
    hasher.write_u8(before as u8);
    hasher.finish()
}

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

use lindera_dictionary::viterbi::WordId;

use super::contexts::{Contexts, LeftContext, RightContext};
use super::eojeol::{Eojeol, packed, unpacked};
use super::make::Scratch;
use super::search::{Next, Search};
use super::stretches::{Key, Stretches, Table};
use super::surfaces::Surfaces;
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
    /// The way before. Where costs are equal, the entry wins whose last word is
    /// of the smaller rank.
    pub(super) way: u32,
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

/// The longest rest of those that is remembered all the same, in characters.
const SHORT_REST: usize = 2;

/// About how much all workers of a tokenizer may remember together, in bytes:
/// each has its share, looks at it before each stretch of text of up to 16 kB,
/// and starts anew when it is full.
const MOST_MEMORY: usize = 224 << 20;

/// The least share: what the contexts and surfaces of ordinary text take.
const LEAST_SHARE: usize = 16 << 20;

/// Set in the numbers of ways that are forgotten with the sentence.
pub(super) const PASSING: u32 = 1 << 31;

/// All that is remembered.
pub(super) struct Ways<'d> {
    pub(super) lexicon: &'d Lexicon,
    /// By their numbers go entries and ends.
    pub(super) contexts: Contexts<'d>,
    pub(super) surfaces: Surfaces,
    pub(super) stretches: Stretches,
    pub(super) ways: Vec<Way>,
    /// The ways that no table remembers.
    passing: Vec<Way>,
    pub(super) eojeol: Eojeol,
    search: Search,
    pub(super) scratch: Scratch,
}

/// A way: its first word, and a way through what is left.
#[derive(Clone, Copy)]
pub(super) struct Way {
    pub(super) cost: i32,
    pub(super) rest: u32,
    pub(super) word: u32,
    pub(super) rank: Rank,
    pub(super) right: RightContext,
    /// The left context of the first word. Of a way that is forgotten with the
    /// sentence it is not told.
    pub(super) left: LeftContext,
}

impl Way {
    /// Lists a way that is remembered, or is to be, and its rests.
    pub(super) fn steps(self, rests: &[Way]) -> impl Iterator<Item = Way> {
        std::iter::successors(Some(self), |step| rests.get(step.rest as usize).copied())
    }

    /// Divides the ways of a table by their left contexts.
    pub(super) fn by_left(ways: &[Way]) -> impl Iterator<Item = &[Way]> {
        ways.chunk_by(|a, b| a.left == b.left)
    }
}

impl<'d> Ways<'d> {
    pub(super) fn new(lexicon: &'d Lexicon) -> Ways<'d> {
        Ways {
            lexicon,
            contexts: Contexts::new(lexicon),
            surfaces: Surfaces::new(lexicon),
            stretches: Stretches::new(),
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
        let memory = self.stretches.memory()
            + self.surfaces.memory()
            + size_of_val(&self.ways[..])
            + self.contexts.memory();
        let share = MOST_MEMORY / self.lexicon.workers();
        if memory > share.max(LEAST_SHARE) {
            *self = Ways::new(self.lexicon);
        }
    }

    /// Returns the table that is remembered for an eojeol.
    pub(super) fn table_of(&self, eojeol: &str, before: Before) -> Option<Table> {
        if eojeol.len() > LONGEST_REMEMBERED {
            return None;
        }
        self.stretches
            .find(Key::new(eojeol, before))
            .map(|stretch| self.stretches.table(stretch))
    }

    /// Finds the ends of an eojeol: the cheapest for each right context, but for
    /// some that are hopeless. `table` is what is remembered for it.
    pub(super) fn through(
        &mut self,
        (eojeol, before): (&str, Before),
        table: Option<Table>,
        entries: &[Entry],
        ends: &mut Vec<End>,
    ) {
        ends.clear();
        // It may have come up since, in the same sentence.
        let table = match table.or_else(|| self.table_of(eojeol, before)) {
            Some(table) => table,
            None => {
                self.eojeol.read(eojeol, self.lexicon);
                if eojeol.len() > LONGEST_REMEMBERED {
                    self.search_through(before, entries);
                    self.search.lay(&mut self.passing, ends);
                    return;
                }
                let table = self.make_table(0, before);
                self.stretches.insert(Key::new(eojeol, before), table);
                table
            }
        };
        let mut way = table.first_way;
        for ways in Way::by_left(&self.ways[table.range()]) {
            let costs = self.contexts.costs_before(ways[0].left);
            let mut best = (i32::MAX, 0);
            for (number, entry) in entries.iter().enumerate() {
                let cost = entry.cost + costs.get(entry.right);
                if cost < best.0 || cost == best.0 && self.precedes(entry, &entries[best.1]) {
                    best = (cost, number);
                }
            }
            for at in ways {
                let end = End {
                    right: at.right,
                    entry: best.1 as u16,
                    cost: best.0 + at.cost,
                    way,
                };
                self.add_end(end, ends);
                way += 1;
            }
        }
    }

    /// Says whether an entry wins over another where costs are equal.
    fn precedes(&self, entry: &Entry, other: &Entry) -> bool {
        self.last_rank(entry.way) < self.last_rank(other.way)
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

    /// Returns the stretch that the rest of the eojeol at hand from a character
    /// on is, and makes its table if there is none yet.
    pub(super) fn stretch_of_rest(&mut self, at: usize) -> u32 {
        let known = self.eojeol.stretch(at);
        if known != NONE {
            return known;
        }
        let before = self.eojeol.before(at);
        let found = self.stretches.find(Key::new(self.eojeol.rest(at), before));
        let stretch = found.unwrap_or_else(|| {
            let table = self.make_table(at, before);
            let key = Key::new(self.eojeol.rest(at), before);
            self.stretches.insert(key, table)
        });
        self.eojeol.set_stretch(at, stretch);
        stretch
    }

    /// Searches the eojeol at hand, from its start.
    fn search_through(&mut self, before: Before, entries: &[Entry]) {
        let length = self.eojeol.len();
        let mut search = std::mem::take(&mut self.search);
        search.start(length, entries, |entry| match entries {
            // Ranks decide between several entries only.
            [_] => (0, 0),
            _ => self.last_rank(entry.way),
        });
        for at in 0..length {
            if at > 0 && !search.go_to(at, &mut self.contexts) {
                continue;
            }
            if at > 0 && length - at <= SHORT_REST {
                let stretch = self.stretch_of_rest(at);
                self.jump(&mut search, stretch);
            } else {
                let has_penalty = at == 0 && before == Before::Space;
                self.connect(&mut search, at, has_penalty);
            }
        }
        search.drop_hopeless_ends(&mut self.contexts, &self.ways);
        self.search = search;
    }

    /// Goes from the nodes at hand straight to the end.
    fn jump(&self, search: &mut Search, stretch: u32) {
        let table = self.stretches.table(stretch);
        let mut number = table.first_way;
        for ways in Way::by_left(&self.ways[table.range()]) {
            let costs = self.contexts.costs_before(ways[0].left);
            let (cost, node) = search.cheapest_before(costs);
            for way in ways {
                search.add_found(node, cost, number, way);
                number += 1;
            }
        }
    }

    /// Connects each word that may start at a character to the cheapest of the
    /// nodes that end there.
    fn connect(&mut self, search: &mut Search, at: usize, has_penalty: bool) {
        let Ways {
            lexicon,
            surfaces,
            contexts,
            eojeol,
            ..
        } = self;
        let length = eojeol.len();
        let candidates = eojeol.look_around(at, lexicon, surfaces, contexts);
        let mut order = 0;
        let cheapest = |search: &Search, contexts: &Contexts<'_>, left| {
            let mut best = search.cheapest_before(contexts.costs_before(left));
            if has_penalty {
                best.0 += contexts.space_penalty(left);
            }
            best
        };
        for found in eojeol.surfaces_at(at) {
            let end = at + found.length as usize;
            let bytes = eojeol.bytes(at, end);
            let words = surfaces.words(found.surface);
            let mut left = None;
            let mut best = (0, NONE);
            for word in words {
                if left != Some(word.left) {
                    left = Some(word.left);
                    best = cheapest(search, contexts, word.left);
                }
                let next = Next {
                    end,
                    cost: word.cost,
                    right: word.right,
                    word: word.word,
                    rank: (bytes, order + word.order),
                };
                search.add_word(next, best, length);
            }
            order += words.len() as u16;
        }
        for (word, order) in candidates.iter().zip(order..) {
            let end = word.end as usize;
            let left = contexts.left(word);
            let next = Next {
                end,
                cost: word.cost,
                right: contexts.right(word),
                word: packed(word.id),
                rank: (eojeol.bytes(at, end), order),
            };
            search.add_word(next, cheapest(search, contexts, left), length);
        }
        eojeol.keep_memory(candidates);
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

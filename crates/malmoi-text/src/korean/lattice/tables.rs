//! What an eojeol, or the rest of one, can contribute to a sentence, made once
//! and remembered.
//!
//! A table holds the *ways* through a stretch of characters up to the end of
//! its eojeol: for each left context id of a first word and right context id of
//! a last one, the cheapest. A way is its first word and a way through what is
//! left, so the tables of "에서는" serve 학교에서는 and 회의에서는 alike, and a
//! new eojeol costs what is new about it.
//!
//! A way is left out where another is cheaper whatever stands before and after
//! ([`Contexts`]): of ninety in the eojeols of running text, ten are left.

use hashbrown::HashTable;
use lindera_dictionary::viterbi::{LexType, WordId};
use rustc_hash::FxHasher;
use std::hash::Hasher;

use super::contexts::{Contexts, LeftContext, RightContext};
use crate::korean::lexicon::{Candidate, Lexicon};

/// No way, no table.
pub(super) const NONE: u32 = u32::MAX;

/// What stands right before a stretch.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Before {
    /// The start of the text.
    Text,
    /// White space: particles and endings cost more.
    Space,
    /// A word of the same eojeol.
    Word,
}

/// The longest stretch that is remembered, in bytes. Longer ones do not come
/// again, and to remember each rest of theirs takes the square of their length.
const LONGEST_REMEMBERED: usize = 96;

/// How much memory the tables of one worker may take, in bytes.
const MOST_MEMORY: usize = 96 << 20;

/// All tables made so far.
pub(super) struct Tables<'d> {
    lexicon: &'d Lexicon,
    contexts: Contexts<'d>,
    /// The tables that are remembered, by stretch and what stands before it.
    index: HashTable<u32>,
    tables: Vec<Table>,
    /// The text of the stretches.
    text: String,
    lefts: Vec<Left>,
    ways: Vec<Way>,
    scratch: Scratch,
}

#[derive(Clone, Copy)]
struct Table {
    text_start: u32,
    text_end: u32,
    before: Before,
    first_left: u32,
    first_way: u32,
}

/// The ways that start in one left context: the next `count`.
#[derive(Clone, Copy)]
struct Left {
    context: LeftContext,
    count: u16,
}

/// The cheapest way from a left context id to a right one.
#[derive(Clone, Copy)]
struct Way {
    cost: i32,
    /// The way through what follows the first word.
    rest: u32,
    /// The first word: its id, the kind of its lexicon in the upper two bits.
    word: u32,
    /// The bytes of the first word.
    bytes: u16,
    /// The place of the first word among all that start where it does.
    order: u16,
    right: RightContext,
}

/// A word that may come first, as far as making a table needs it.
#[derive(Clone, Copy)]
struct First {
    left: LeftContext,
    right: RightContext,
    /// The character position after the word.
    end: u32,
    cost: i32,
    word: u32,
    order: u16,
}

/// Memory kept from one eojeol to the next.
#[derive(Default)]
struct Scratch {
    chars: Vec<char>,
    /// The byte offset of each character, and of the end.
    offsets: Vec<u32>,
    categories: Vec<u64>,
    /// The table at each character, where one is needed.
    tables: Vec<u32>,
    is_reached: Vec<bool>,
    found: Vec<Candidate>,
    candidates: Vec<First>,
    /// Where the candidates of each character start.
    first_candidate: Vec<u32>,
    /// For each right context, the way that has it.
    way_of: Vec<u32>,
    /// The cheapest cost of each right context, with its left one.
    cheapest: Vec<(RightContext, i32, LeftContext)>,
}

impl<'d> Tables<'d> {
    pub(super) fn new(lexicon: &'d Lexicon) -> Tables<'d> {
        Tables {
            lexicon,
            contexts: Contexts::new(lexicon),
            index: HashTable::new(),
            tables: Vec::new(),
            text: String::new(),
            lefts: Vec::new(),
            ways: Vec::new(),
            scratch: Scratch::default(),
        }
    }

    /// Forgets all tables if they have grown too large. Numbers of ways that
    /// were given out before mean nothing after.
    pub(super) fn make_room(&mut self) {
        let memory = size_of_val(&self.tables[..])
            + size_of_val(&self.lefts[..])
            + size_of_val(&self.ways[..])
            + self.text.len()
            + self.index.capacity() * 5;
        if memory > MOST_MEMORY {
            self.index.clear();
            self.tables.clear();
            self.lefts.clear();
            self.ways.clear();
            self.text.clear();
        }
    }

    /// Returns the table of an eojeol.
    pub(super) fn of(&mut self, eojeol: &str, before: Before) -> u32 {
        match self.remembered(eojeol, before) {
            NONE => self.make(eojeol, before),
            table => table,
        }
    }

    /// Lists the left contexts of a table, each with its ways.
    pub(super) fn ways(
        &self,
        table: u32,
    ) -> impl Iterator<Item = (LeftContext, std::ops::Range<u32>)> {
        let mut way = self.tables[table as usize].first_way;
        let lefts = &self.lefts[self.left_range(table as usize)];
        lefts.iter().map(move |left| {
            let first = way;
            way += u32::from(left.count);
            (left.context, first..way)
        })
    }

    pub(super) fn cost(&self, way: u32) -> i32 {
        self.ways[way as usize].cost
    }

    pub(super) fn right(&self, way: u32) -> RightContext {
        self.ways[way as usize].right
    }

    /// Lists the words of a way, with their lengths in bytes.
    pub(super) fn words(&self, way: u32) -> impl Iterator<Item = (WordId, usize)> {
        let mut at = way;
        std::iter::from_fn(move || {
            let way = self.ways.get(at as usize)?;
            at = way.rest;
            Some((unpacked(way.word), usize::from(way.bytes)))
        })
    }

    /// Says whether way `a` wins over way `b` of the same stretch at equal cost.
    pub(super) fn wins(&self, a: u32, b: u32) -> bool {
        let [first, other] = [a, b].map(|way| self.ways[way as usize]);
        if first.rest == other.rest {
            return (first.bytes, first.order) < (other.bytes, other.order);
        }
        let [mut a, mut b] = [a, b].map(|way| self.ranks(way));
        loop {
            match (a.pop(), b.pop()) {
                (Some(x), Some(y)) if x == y => {}
                (x, y) => return x < y,
            }
        }
    }

    /// Returns the contexts, by whose numbers ways and left contexts go.
    pub(super) fn contexts(&mut self) -> &mut Contexts<'d> {
        &mut self.contexts
    }

    /// Returns what a left context costs after each right one.
    pub(super) fn costs_before(&self, left: LeftContext) -> &[i16] {
        self.contexts.costs_before(left)
    }

    /// Lists what decides between the words of a way and others: the shorter
    /// wins, then the earlier.
    fn ranks(&self, way: u32) -> Vec<(u16, u16)> {
        let mut ranks = Vec::new();
        let mut at = way;
        while let Some(way) = self.ways.get(at as usize) {
            ranks.push((way.bytes, way.order));
            at = way.rest;
        }
        ranks
    }

    fn left_range(&self, table: usize) -> std::ops::Range<usize> {
        let next = self.tables.get(table + 1);
        let end = next.map_or(self.lefts.len(), |next| next.first_left as usize);
        self.tables[table].first_left as usize..end
    }

    fn remembered(&self, stretch: &str, before: Before) -> u32 {
        let hash = hash(stretch, before);
        let found = self.index.find(hash, |&table| {
            let table = &self.tables[table as usize];
            table.before == before
                && self.text[table.text_start as usize..table.text_end as usize] == *stretch
        });
        found.copied().unwrap_or(NONE)
    }

    /// Makes the table of an eojeol, and of each rest of it that a word may
    /// start at.
    fn make(&mut self, eojeol: &str, before: Before) -> u32 {
        self.read(eojeol);
        let length = self.scratch.chars.len();
        let text_start = self.text.len() as u32;
        self.text.push_str(eojeol);
        for position in 0..length {
            let s = &mut self.scratch;
            s.first_candidate.push(s.candidates.len() as u32);
            if !s.is_reached[position] {
                continue;
            }
            if position > 0 {
                let rest = &eojeol[s.offsets[position] as usize..];
                if rest.len() <= LONGEST_REMEMBERED {
                    self.scratch.tables[position] = self.remembered(rest, Before::Word);
                    if self.scratch.tables[position] != NONE {
                        continue;
                    }
                }
            }
            self.find(position);
        }
        let count = self.scratch.candidates.len() as u32;
        self.scratch.first_candidate.push(count);
        let text_end = self.text.len() as u32;
        for position in (0..length).rev() {
            if self.scratch.is_reached[position] && self.scratch.tables[position] == NONE {
                let before = if position == 0 { before } else { Before::Word };
                let table = Table {
                    text_start: text_start + self.scratch.offsets[position],
                    text_end,
                    before,
                    first_left: self.lefts.len() as u32,
                    first_way: self.ways.len() as u32,
                };
                self.make_at(position, table);
            }
        }
        self.scratch.tables[0]
    }

    fn read(&mut self, eojeol: &str) {
        let s = &mut self.scratch;
        s.chars.clear();
        s.offsets.clear();
        s.categories.clear();
        for (offset, c) in eojeol.char_indices() {
            // The old vowel sign is what most Korean keyboards type for the
            // middle dot. As a letter it would glue a list into one word.
            let c = if c == 'ㆍ' { '·' } else { c };
            s.chars.push(c);
            s.offsets.push(offset as u32);
            s.categories.push(self.lexicon.categories(c));
        }
        s.offsets.push(eojeol.len() as u32);
        s.is_reached.clear();
        s.is_reached.resize(s.chars.len() + 1, false);
        s.is_reached[0] = true;
        s.tables.clear();
        s.tables.resize(s.chars.len() + 1, NONE);
        s.candidates.clear();
        s.first_candidate.clear();
    }

    /// Collects the words that may start at `position`, sorted by left context,
    /// and marks where they end.
    fn find(&mut self, position: usize) {
        let s = &mut self.scratch;
        self.lexicon
            .find(&s.chars, &s.categories, position, &mut s.found);
        let first = s.candidates.len();
        for (order, word) in s.found.iter().enumerate() {
            s.is_reached[word.end as usize] = true;
            s.candidates.push(First {
                left: self.contexts.left(word),
                right: self.contexts.right(word),
                end: word.end,
                cost: word.cost,
                word: packed(word.id),
                order: order as u16,
            });
        }
        s.way_of.resize(self.contexts.right_count(), NONE);
        s.candidates[first..].sort_unstable_by_key(|word| (word.left, word.order));
    }

    /// Makes the table at `position`; those of all later ones are made.
    fn make_at(&mut self, position: usize, table: Table) {
        let number = self.tables.len() as u32;
        self.tables.push(table);
        self.scratch.tables[position] = number;
        let [first, end] =
            [position, position + 1].map(|p| self.scratch.first_candidate[p] as usize);
        let mut at = first;
        while at < end {
            let left = self.scratch.candidates[at].left;
            let first_way = self.ways.len();
            while at < end && self.scratch.candidates[at].left == left {
                let word = self.scratch.candidates[at];
                self.add_ways(position, word, table.before);
                at += 1;
            }
            self.close_left(left, first_way);
        }
        self.drop_hopeless(table);
        let length = (table.text_end - table.text_start) as usize;
        if length <= LONGEST_REMEMBERED {
            let Tables {
                index,
                tables,
                text,
                ..
            } = self;
            let hash_of = |&number: &u32| {
                let table = &tables[number as usize];
                let stretch = &text[table.text_start as usize..table.text_end as usize];
                hash(stretch, table.before)
            };
            index.insert_unique(hash_of(&number), number, hash_of);
        }
    }

    /// Adds the ways that start with a word, as far as they are the cheapest to
    /// their right context.
    fn add_ways(&mut self, position: usize, first: First, before: Before) {
        let end = first.end as usize;
        let offsets = &self.scratch.offsets;
        let mut way = Way {
            cost: first.cost,
            rest: NONE,
            word: first.word,
            bytes: (offsets[end] - offsets[position]) as u16,
            order: first.order,
            right: first.right,
        };
        if before == Before::Space {
            way.cost += self.contexts.space_penalty(first.left);
        }
        if end == self.scratch.chars.len() {
            self.add_way(way);
            return;
        }
        let table = self.scratch.tables[end] as usize;
        let mut rest = self.tables[table].first_way;
        for index in self.left_range(table) {
            let left = self.lefts[index];
            let row = self.contexts.costs_before(left.context);
            let cost = way.cost + i32::from(row[usize::from(first.right)]);
            for _ in 0..left.count {
                let then = self.ways[rest as usize];
                self.add_way(Way {
                    cost: cost + then.cost,
                    rest,
                    right: then.right,
                    ..way
                });
                rest += 1;
            }
        }
    }

    fn add_way(&mut self, way: Way) {
        let slot = self.scratch.way_of[usize::from(way.right)];
        if slot == NONE {
            self.scratch.way_of[usize::from(way.right)] = self.ways.len() as u32;
            self.ways.push(way);
            return;
        }
        let other = self.ways[slot as usize];
        if way.cost > other.cost {
            return;
        }
        if way.cost == other.cost {
            let number = self.ways.len() as u32;
            self.ways.push(way);
            let wins = self.wins(number, slot);
            self.ways.pop();
            if !wins {
                return;
            }
        }
        self.ways[slot as usize] = way;
    }

    /// Ends the ways of one left context: drops those whose end is hopeless.
    fn close_left(&mut self, context: LeftContext, first_way: usize) {
        let mut best = first_way;
        for (index, way) in self.ways.iter().enumerate().skip(first_way) {
            self.scratch.way_of[usize::from(way.right)] = NONE;
            if way.cost < self.ways[best].cost {
                best = index;
            }
        }
        let Some(best) = self.ways.get(best).copied() else {
            return;
        };
        let mut kept = first_way;
        for index in first_way..self.ways.len() {
            let way = self.ways[index];
            let is_hopeless = way.right != best.right
                && self
                    .contexts
                    .is_hopeless_after((best.right, best.cost), (way.right, way.cost));
            if !is_hopeless {
                self.ways[kept] = way;
                kept += 1;
            }
        }
        self.ways.truncate(kept);
        self.lefts.push(Left {
            context,
            count: (kept - first_way) as u16,
        });
    }

    /// Drops the ways of the newest table that another of the same end, from
    /// another left context, makes hopeless.
    fn drop_hopeless(&mut self, table: Table) {
        let (first_left, first_way) = (table.first_left as usize, table.first_way as usize);
        if self.lefts.len() - first_left < 2 {
            return;
        }
        let s = &mut self.scratch;
        s.cheapest.clear();
        let mut way = first_way;
        for left in &self.lefts[first_left..] {
            for _ in 0..left.count {
                let Way { cost, right, .. } = self.ways[way];
                let slot = &mut s.way_of[usize::from(right)];
                if *slot == NONE {
                    *slot = s.cheapest.len() as u32;
                    s.cheapest.push((right, cost, left.context));
                } else if cost < s.cheapest[*slot as usize].1 {
                    s.cheapest[*slot as usize] = (right, cost, left.context);
                }
                way += 1;
            }
        }
        let (mut way, mut kept_way, mut kept_left) = (first_way, first_way, first_left);
        for index in first_left..self.lefts.len() {
            let left = self.lefts[index];
            let mut count = 0;
            for _ in 0..left.count {
                let at = self.ways[way];
                let slot = s.way_of[usize::from(at.right)];
                let (_, cost, context) = s.cheapest[slot as usize];
                let is_hopeless = context != left.context
                    && self
                        .contexts
                        .is_hopeless_before((context, cost), (left.context, at.cost));
                if !is_hopeless {
                    self.ways[kept_way] = at;
                    kept_way += 1;
                    count += 1;
                }
                way += 1;
            }
            if count > 0 {
                self.lefts[kept_left] = Left { count, ..left };
                kept_left += 1;
            }
        }
        for (right, ..) in &s.cheapest {
            s.way_of[usize::from(*right)] = NONE;
        }
        self.ways.truncate(kept_way);
        self.lefts.truncate(kept_left);
    }
}

fn hash(stretch: &str, before: Before) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(stretch.as_bytes());
    hasher.write_u8(before as u8);
    hasher.finish()
}

fn packed(id: WordId) -> u32 {
    let kind = match id.lex_type() {
        LexType::System => 0,
        LexType::User => 1,
        LexType::Unknown => 2,
    };
    id.id() | kind << 30
}

fn unpacked(word: u32) -> WordId {
    let kind = match word >> 30 {
        0 => LexType::System,
        1 => LexType::User,
        _ => LexType::Unknown,
    };
    WordId::new(kind, word & ((1 << 30) - 1))
}

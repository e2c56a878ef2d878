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

use super::Word;
use super::answers::Answers;
use super::contexts::{Contexts, LeftContext, RightContext, Row};
use super::eojeol::{Eojeol, unpacked};
use super::make::Scratch;
use super::search::Search;
use super::stretches::{Key, Known, Stretches, Table};
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

impl Before {
    /// Says what a character of an eojeol is to what comes after it.
    pub(super) fn after(c: char) -> Before {
        match c {
            '가'..='힣' => Before::Syllable,
            c if c.is_alphanumeric() => Before::Letter,
            _ => Before::Symbol,
        }
    }
}

/// A place that a way may start from.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) right: RightContext,
    /// What stands after it.
    pub(super) costs: Row,
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

/// What each may remember of eojeols, however small its share is.
const LEAST_SHARE: usize = 16 << 20;

/// How many searches are made through an eojeol before its table is.
const SEARCHED: u8 = 2;

/// Set in the numbers of ways that are nodes of the sentence's searches.
pub(super) const PASSING: u32 = 1 << 31;

/// Set in the numbers of ways that are ends of answers.
pub(super) const ANSWERED: u32 = 1 << 30;

/// All that is remembered.
pub(super) struct Ways<'d> {
    pub(super) lexicon: &'d Lexicon,
    /// By their numbers go entries and ends.
    pub(super) contexts: Contexts<'d>,
    pub(super) surfaces: Surfaces,
    pub(super) stretches: Stretches,
    pub(super) ways: Vec<Way>,
    pub(super) answers: Answers,
    pub(super) eojeol: Eojeol,
    pub(super) search: Search,
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
    /// The left context of the first word.
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
            answers: Answers::default(),
            eojeol: Eojeol::default(),
            search: Search::default(),
            scratch: Scratch::default(),
        }
    }

    /// Forgets the last sentence's searches, and all eojeols if what is known has
    /// grown too large. Numbers of ways that were given out before mean nothing after.
    ///
    /// Contexts and surfaces stay, as the dictionary bounds them; and so does the
    /// memory of the eojeols, to be filled again: tables of many megabytes that are
    /// given back and asked for again leave gaps.
    pub(super) fn make_room(&mut self) {
        self.search.clear();
        let eojeols = self.stretches.memory() + size_of_val(&self.ways[..]) + self.answers.memory();
        let all = eojeols + self.surfaces.memory();
        let share = self.lexicon.memory / self.lexicon.workers();
        if all > share && eojeols > LEAST_SHARE {
            self.stretches.clear();
            self.ways.clear();
            self.answers.clear();
        }
    }

    /// Returns the number of an eojeol to ask for what is remembered, or [`NONE`]
    /// for one that is too long to come again.
    pub(super) fn stretch_of(&mut self, eojeol: Key<'_>) -> u32 {
        match eojeol.is_long() {
            true => NONE,
            false => self.stretches.number(eojeol),
        }
    }

    /// Has the processor fetch what is remembered of these eojeols.
    pub(super) fn fetch(&self, stretches: impl Iterator<Item = u32>) {
        let all = stretches.filter(|stretch| *stretch != NONE);
        let all = all.map(|stretch| match self.stretches.known(stretch) {
            Known::Table(table) => {
                let way = self.ways.get(table.first_way as usize);
                way.map_or(0, |way| way.cost)
            }
            Known::Answers(newest, _) => self.answers.touch(newest),
        });
        std::hint::black_box(all.fold(0, |all, cost| all ^ cost));
    }

    /// Says whether nothing is remembered of an eojeol but that it came.
    pub(super) fn is_new(&self, stretch: u32) -> bool {
        stretch == NONE || matches!(self.stretches.known(stretch), Known::Answers(_, 0))
    }

    /// Finds the ends of an eojeol: the cheapest for each right context, but for
    /// those that the cheapest of all makes hopeless. `stretch` is what it is remembered by.
    pub(super) fn through(
        &mut self,
        (eojeol, before, fetched): (&str, Before, Option<usize>),
        stretch: u32,
        entries: &[Entry],
        ends: &mut Vec<End>,
    ) {
        ends.clear();
        if stretch == NONE {
            self.eojeol.read(eojeol, fetched, self.lexicon);
            self.search_through(before, entries, ends);
            return;
        }
        match self.stretches.known(stretch) {
            Known::Table(table) => self.through_table(table, entries, ends),
            Known::Answers(newest, count) => {
                if self.answers.list_ends(newest, entries, ends) {
                    return;
                }
                self.eojeol.read(eojeol, fetched, self.lexicon);
                if count < SEARCHED {
                    self.search_through(before, entries, ends);
                    // Where entries tie, what they are after decides as well.
                    if !self.search.has_tie() {
                        let answer =
                            self.answers
                                .keep((&self.search, &self.ways), entries, ends, newest);
                        self.stretches.add_answer(stretch, answer);
                    }
                } else {
                    let table = self.make_table(0, before);
                    self.stretches.set_table(stretch, table);
                    self.through_table(table, entries, ends);
                }
            }
        }
    }

    /// Finds the ends of an eojeol by its table.
    fn through_table(&self, table: Table, entries: &[Entry], ends: &mut Vec<End>) {
        let mut number = table.first_way;
        let mut least = (i32::MAX, 0);
        for ways in Way::by_left(&self.ways[table.range()]) {
            let column = self.contexts.column(ways[0].left);
            let mut best = (i32::MAX, 0);
            for (number, entry) in entries.iter().enumerate() {
                let cost = entry.cost + column.after(entry.costs);
                if cost < best.0 || cost == best.0 && self.precedes(entry, &entries[best.1]) {
                    best = (cost, number);
                }
            }
            ends.extend(ways.iter().zip(number..).map(|(at, way)| {
                let cost = best.0 + at.cost;
                if cost < least.0 {
                    least = (cost, at.right);
                }
                End {
                    right: at.right,
                    entry: best.1 as u16,
                    cost,
                    way,
                }
            }));
            number += ways.len() as u32;
        }
        let cheaper = self.contexts.cheaper((least.1, least.0));
        let mut kept = 0;
        for index in 0..ends.len() {
            let end = ends[index];
            if cheaper.excludes(end.right, end.cost) {
                continue;
            }
            match ends[..kept].iter().position(|o| o.right == end.right) {
                None => {
                    ends[kept] = end;
                    kept += 1;
                }
                Some(other) => {
                    if self.replaces(&end, &ends[other]) {
                        ends[other] = end;
                    }
                }
            }
        }
        ends.truncate(kept);
    }

    /// Says whether an entry wins over another where costs are equal.
    fn precedes(&self, entry: &Entry, other: &Entry) -> bool {
        self.last_rank(entry.way) < self.last_rank(other.way)
    }

    /// Adds the words of a way through a stretch that starts at `start`.
    pub(super) fn add_words(&self, way: u32, start: usize, path: &mut Vec<Word>) {
        let first = path.len();
        let mut add = |word, (bytes, _): Rank| {
            path.push(Word {
                start: 0,
                end: usize::from(bytes),
                id: unpacked(word),
            });
        };
        if way & PASSING != 0 {
            let mut add_word = |word, rank| add(word, rank);
            self.search.each_word_back(way, &self.ways, &mut add_word);
            path[first..].reverse();
        } else if way & ANSWERED != 0 {
            let words = self.answers.words(way).iter();
            words.for_each(|(word, rank)| add(*word, *rank));
        } else {
            self.steps(way).for_each(|step| add(step.word, step.rank));
        }
        let mut at = start;
        for word in &mut path[first..] {
            word.start = at;
            at += word.end;
            word.end = at;
        }
    }

    /// Returns the rank of the last word of a way.
    pub(super) fn last_rank(&self, way: u32) -> Rank {
        match way {
            NONE => (0, 0),
            _ if way & PASSING != 0 => self.search.last_rank(way, &self.ways),
            _ if way & ANSWERED != 0 => self.answers.last_rank(way),
            _ => self.steps(way).last().map_or((0, 0), |step| step.rank),
        }
    }

    /// Lists a way that is remembered, and the rests of it.
    fn steps(&self, way: u32) -> impl Iterator<Item = Way> {
        let first = self.ways.get(way as usize);
        first.into_iter().flat_map(|first| first.steps(&self.ways))
    }

    /// Says which of two ends of one right context is the cheaper.
    fn replaces(&self, end: &End, other: &End) -> bool {
        end.cost < other.cost
            || end.cost == other.cost && wins(self.steps(end.way), self.steps(other.way))
    }

    /// Returns the stretch that the rest of the eojeol at hand from a character
    /// on is, and makes its table if there is none yet.
    pub(super) fn stretch_of_rest(&mut self, at: usize) -> u32 {
        let known = self.eojeol.stretch(at);
        if known != NONE {
            return known;
        }
        let before = self.eojeol.before(at);
        let stretch = self
            .stretches
            .number(Key::new(self.eojeol.rest(at), before));
        if self.stretches.table(stretch).is_none() {
            let table = self.make_table(at, before);
            self.stretches.set_table(stretch, table);
        }
        self.eojeol.set_stretch(at, stretch);
        stretch
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

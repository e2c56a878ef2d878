//! Goes through an eojeol that no table is remembered for, word by word.
//!
//! Its end may be known where the whole is not: 는데요 has come often when
//! 뒤집어썼는데요 comes for the first time. There the search goes straight to the
//! end.

use std::cell::Cell;

use super::contexts::Contexts;
use super::eojeol::packed;
use super::search::{self, Next, Search};
use super::stretches::{Key, Table};
use super::ways::{Before, End, Entry, Way, Ways};

/// The longest rest of an eojeol, in characters, that a search makes a table for
/// if it has come often.
pub(super) const SHORT_REST: usize = 4;

impl Ways<'_> {
    /// Searches the eojeol at hand.
    pub(super) fn search_through(
        &mut self,
        before: Before,
        entries: &[Entry],
        ends: &mut Vec<End>,
    ) {
        let length = self.eojeol.len();
        self.start_search(length, entries);
        let mut search = std::mem::take(&mut self.search);
        for at in 0..length {
            if at > 0 && !search.go_to(at, &self.contexts) {
                continue;
            }
            let rest = if at > 0 && length - at <= SHORT_REST {
                self.frequent_rest(at)
            } else {
                None
            };
            if let Some(table) = rest {
                self.jump(&mut search, table);
            } else {
                let has_penalty = at == 0 && before == Before::Space;
                self.connect(&mut search, at, has_penalty);
            }
        }
        search.list_ends(ends, &self.ways, &self.contexts);
        self.search = search;
    }

    /// Returns the table of the rest from a character on, if it has come often.
    fn frequent_rest(&mut self, at: usize) -> Option<Table> {
        // There are few of one character, and most are frequent.
        if at + 1 < self.eojeol.len() {
            let key = Key::new(self.eojeol.rest(at), self.eojeol.before(at));
            if !self.stretches.meets_often(&key) {
                return None;
            }
        }
        let stretch = self.stretch_of_rest(at);
        self.stretches.table(stretch)
    }

    /// Goes from what stands before straight to the end, by the table of the
    /// rest.
    fn jump(&self, search: &mut Search, table: Table) {
        let mut number = table.first_way;
        for ways in Way::by_left(&self.ways[table.range()]) {
            let costs = self.contexts.costs_before(ways[0].left);
            let before = search::cheapest(search.before(), costs);
            for way in ways {
                search.add_way(number, way, before);
                number += 1;
            }
        }
    }

    /// Connects each word that may start at a place to the cheapest of what
    /// stands before.
    fn connect(&mut self, search: &mut Search, at: usize, has_penalty: bool) {
        let Ways {
            lexicon,
            surfaces,
            contexts,
            eojeol,
            ..
        } = self;
        let candidates = eojeol.look_around(at, lexicon, surfaces, contexts);
        let may_tie = at == 0 && search.before().len() > 1;
        let has_tie = Cell::new(false);
        let cheapest = |before: &[search::Before], contexts: &Contexts<'_>, left| {
            let costs = contexts.costs_before(left);
            if may_tie && search::is_tie(before, costs) {
                has_tie.set(true);
            }
            let mut cheapest = search::cheapest(before, costs);
            if has_penalty {
                cheapest.cost += contexts.space_penalty(left);
            }
            cheapest
        };
        let mut order = 0;
        for found in eojeol.surfaces_at(at) {
            let end = at + found.length as usize;
            let bytes = eojeol.bytes(at, end);
            let words = surfaces.words(found.surface);
            search.add_surface((words, order), (end, bytes), |before, left| {
                cheapest(before, contexts, left)
            });
            order += words.len() as u16;
        }
        for (word, order) in candidates.iter().zip(order..) {
            let end = word.end as usize;
            let next = Next {
                end,
                cost: word.cost,
                right: contexts.right(word),
                word: packed(word.id),
                rank: (eojeol.bytes(at, end), order),
            };
            let left = contexts.left(word);
            let before = cheapest(search.before(), contexts, left);
            search.add_word(next, before);
        }
        eojeol.keep_memory(candidates);
        if has_tie.get() {
            search.note_tie();
        }
    }

    fn start_search(&mut self, length: usize, entries: &[Entry]) {
        let mut before = self.search.take_before();
        before.extend(entries.iter().enumerate().map(|(number, entry)| {
            // Ranks decide between several entries only.
            let rank = match entries {
                [_] => (0, 0),
                _ => self.last_rank(entry.way),
            };
            search::Before::entry(number, entry.cost, rank, entry.right)
        }));
        self.search.start(length, before);
    }
}

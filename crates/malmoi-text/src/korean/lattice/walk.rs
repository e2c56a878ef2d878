//! Goes through an eojeol that no table is remembered for, word by word.
//!
//! Its end may be known where the whole is not: 는데요 has come often when
//! 뒤집어썼는데요 comes for the first time. There the search goes straight to the
//! end.

use super::stretches::{Key, Table};
use super::surfaces::SurfaceWord;
use super::ways::{Before, End, Entry, Ways};

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
        for at in 0..length {
            if at > 0 && !self.search.go_to(at, &self.contexts) {
                continue;
            }
            let rest = if at > 0 && length - at <= SHORT_REST {
                self.frequent_rest(at)
            } else {
                None
            };
            match rest {
                Some(table) => {
                    let ways = &self.ways[table.range()];
                    self.search
                        .add_ways((ways, table.first_way), &self.contexts);
                }
                None => self.connect(at, before),
            }
        }
        self.search.list_ends(ends, &self.ways, &self.contexts);
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

    /// Connects each word that may start at a place to the cheapest of what
    /// stands before.
    fn connect(&mut self, at: usize, before: Before) {
        let Ways {
            lexicon,
            surfaces,
            contexts,
            eojeol,
            search,
            ..
        } = self;
        let candidates = eojeol.look_around(at, lexicon, surfaces, contexts);
        let mut order = 0;
        let mut add = |words: &[SurfaceWord], end| {
            let rank = (eojeol.bytes(at, end), order);
            match at {
                0 => search.add_first_words(words, (end, rank), before, contexts),
                _ => search.add_words(words, (end, rank), contexts),
            }
            order += words.len() as u16;
        };
        for found in eojeol.surfaces_at(at) {
            add(surfaces.words(found.surface), at + found.length as usize);
        }
        for word in &candidates {
            add(&[SurfaceWord::of(word, contexts)], word.end as usize);
        }
        eojeol.keep_memory(candidates);
    }

    fn start_search(&mut self, length: usize, entries: &[Entry]) {
        self.search.start(length);
        for (number, entry) in entries.iter().enumerate() {
            // Ranks decide between several entries only.
            let rank = match entries {
                [_] => (0, 0),
                _ => self.last_rank(entry.way),
            };
            self.search.add_entry((number, entry), rank);
        }
        self.search.order_before();
    }
}

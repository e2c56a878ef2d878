//! What searches have found, kept for the next time.
//!
//! Most kinds of eojeols come once or twice, and a search takes a fraction of
//! what a table takes. A table serves any neighbours; an answer serves an eojeol
//! that comes again after words that connect and cost as they did: in a copy of
//! the sentence, or after one particle as after the other.

use super::contexts::RightContext;
use super::search::Search;
use super::ways::{ANSWERED, End, Entry, NONE, Rank, Way};

/// The answers of one worker.
#[derive(Default)]
pub(super) struct Answers {
    answers: Vec<Answer>,
    entries: Vec<Known>,
    ends: Vec<AnswerEnd>,
    words: Vec<(u32, Rank)>,
    /// For each entry of an answer, which of the entries at hand it is.
    at_hand: Vec<u16>,
}

/// What one search has found: ranges of `entries` and `ends`.
#[derive(Clone, Copy)]
struct Answer {
    first_entry: u32,
    first_end: u32,
    end_entry: u32,
    end_end: u32,
    /// The answer before it about the same eojeol.
    older: u32,
}

/// An entry of a search.
#[derive(Clone, Copy)]
struct Known {
    right: RightContext,
    cost: i32,
}

/// An end that a search has found.
#[derive(Clone, Copy)]
struct AnswerEnd {
    right: RightContext,
    /// Which of the answer's entries the way starts from.
    entry: u16,
    cost: i32,
    /// The words of the way.
    first_word: u32,
    word_count: u32,
}

impl Answers {
    /// Forgets all answers.
    pub(super) fn clear(&mut self) {
        self.answers.clear();
        self.entries.clear();
        self.ends.clear();
        self.words.clear();
    }

    /// Returns how much memory the answers take, in bytes.
    pub(super) fn memory(&self) -> usize {
        size_of_val(&self.answers[..])
            + size_of_val(&self.entries[..])
            + size_of_val(&self.ends[..])
            + size_of_val(&self.words[..])
    }

    /// Reads a little of all that an answer consists of, to have it at hand.
    pub(super) fn touch(&self, answer: u32) -> i32 {
        let Some(answer) = self.answers.get(answer as usize) else {
            return 0;
        };
        let entry = self.entries.get(answer.first_entry as usize);
        let end = self.ends.get(answer.first_end as usize);
        entry.map_or(0, |entry| entry.cost) ^ end.map_or(0, |end| end.cost)
    }

    /// Lists the ends of an eojeol by what one of its answers says, from the
    /// newest on. Returns false if none fits.
    pub(super) fn list_ends(
        &mut self,
        newest: u32,
        entries: &[Entry],
        ends: &mut Vec<End>,
    ) -> bool {
        let mut at = newest;
        while let Some(&answer) = self.answers.get(at as usize) {
            if let Some(more) = self.fits(&answer, entries) {
                let found = &self.ends[answer.first_end as usize..answer.end_end as usize];
                ends.extend(
                    found
                        .iter()
                        .zip(answer.first_end..)
                        .map(|(end, number)| End {
                            right: end.right,
                            entry: self.at_hand[usize::from(end.entry)],
                            cost: end.cost + more,
                            way: number | ANSWERED,
                        }),
                );
                return true;
            }
            at = answer.older;
        }
        false
    }

    /// Says whether an answer holds for these entries, and how much more they
    /// cost than those it was found for.
    ///
    /// It does if they are among those, and all that its ways start from among
    /// them: what was the cheapest of many is the cheapest of fewer.
    fn fits(&mut self, answer: &Answer, entries: &[Entry]) -> Option<i32> {
        let known = &self.entries[answer.first_entry as usize..answer.end_entry as usize];
        self.at_hand.clear();
        self.at_hand.resize(known.len(), u16::MAX);
        let mut more = None;
        for (number, entry) in entries.iter().enumerate() {
            let place = known.iter().position(|known| known.right == entry.right)?;
            let costs_more = entry.cost - known[place].cost;
            if *more.get_or_insert(costs_more) != costs_more {
                return None;
            }
            self.at_hand[place] = number as u16;
        }
        let found = &self.ends[answer.first_end as usize..answer.end_end as usize];
        let has_all = found
            .iter()
            .all(|end| self.at_hand[usize::from(end.entry)] != u16::MAX);
        if has_all { more } else { None }
    }

    /// Keeps what a search has found, and returns the number of the answer.
    pub(super) fn keep(
        &mut self,
        (search, ways): (&Search, &[Way]),
        entries: &[Entry],
        ends: &[End],
        older: u32,
    ) -> u32 {
        let (first_entry, first_end) = (self.entries.len() as u32, self.ends.len() as u32);
        self.entries.extend(entries.iter().map(|entry| Known {
            right: entry.right,
            cost: entry.cost,
        }));
        for end in ends {
            let first_word = self.words.len();
            let words = &mut self.words;
            search.each_word_back(end.way, ways, &mut |word, rank| words.push((word, rank)));
            self.words[first_word..].reverse();
            self.ends.push(AnswerEnd {
                right: end.right,
                entry: end.entry,
                cost: end.cost,
                first_word: first_word as u32,
                word_count: (self.words.len() - first_word) as u32,
            });
        }
        self.answers.push(Answer {
            first_entry,
            first_end,
            end_entry: self.entries.len() as u32,
            end_end: self.ends.len() as u32,
            older,
        });
        self.answers.len() as u32 - 1
    }

    /// Returns the words of an answer's way, with their ranks.
    pub(super) fn words(&self, way: u32) -> &[(u32, Rank)] {
        let end = &self.ends[(way & !ANSWERED) as usize];
        &self.words[end.first_word as usize..][..end.word_count as usize]
    }

    /// Returns the rank of the last word of an answer's way.
    pub(super) fn last_rank(&self, way: u32) -> Rank {
        self.words(way).last().map_or((0, 0), |(_, rank)| *rank)
    }
}

/// Stands for no answer.
pub(super) const NO_ANSWER: u32 = NONE;

#[cfg(test)]
mod tests {
    use super::*;

    use crate::korean::lattice::Lattice;
    use crate::korean::lattice::contexts::Row;
    use crate::korean::lexicon::Lexicon;

    fn entry(right: RightContext, cost: i32) -> Entry {
        Entry {
            right,
            costs: Row::default(),
            cost,
            way: NONE,
        }
    }

    /// An answer found for the entries 3, 5 and 7, of whose ends the one starts
    /// from 3, the other from 5.
    fn answers() -> Answers {
        let known = |right, cost| Known { right, cost };
        let end = |right, entry, cost| AnswerEnd {
            right,
            entry,
            cost,
            first_word: 0,
            word_count: 1,
        };
        Answers {
            answers: vec![Answer {
                first_entry: 0,
                first_end: 0,
                end_entry: 3,
                end_end: 2,
                older: NO_ANSWER,
            }],
            entries: vec![known(3, 100), known(5, 200), known(7, 900)],
            ends: vec![end(1, 0, 1000), end(2, 1, 1200)],
            words: vec![(8, (3, 0))],
            at_hand: Vec::new(),
        }
    }

    #[test]
    fn an_answer_serves_entries_that_cost_alike() {
        let mut ends = Vec::new();
        let entries = [entry(5, 1200), entry(3, 1100)];
        assert!(answers().list_ends(0, &entries, &mut ends));
        let found: Vec<_> = ends.iter().map(|e| (e.right, e.entry, e.cost)).collect();
        assert_eq!(found, [(1, 1, 2000), (2, 0, 2200)]);
        assert_eq!(ends[1].way, 1 | ANSWERED);
    }

    #[test]
    fn an_answer_does_not_serve_other_entries() {
        let mut ends = Vec::new();
        for entries in [
            // One costs more than it did beside the other.
            vec![entry(3, 1100), entry(5, 1201)],
            // One was not there.
            vec![entry(3, 1100), entry(5, 1200), entry(4, 1000)],
            // One that a way starts from is missing.
            vec![entry(3, 1100), entry(7, 1900)],
        ] {
            assert!(!answers().list_ends(0, &entries, &mut ends));
        }
        assert!(!answers().list_ends(NO_ANSWER, &[entry(3, 0)], &mut ends));
        assert!(ends.is_empty());
    }

    #[test]
    fn a_sentence_that_comes_again_is_read_from_answers() {
        let lexicon = Lexicon::new(malmoi_ko_dic::load().unwrap()).corrected(true);
        let mut lattice = Lattice::new(&lexicon);
        let text = "뒤집어썼는데요 그것마저도 아니었답니다";
        let first = lattice.words(text).to_vec();
        let known = lattice.ways.answers.answers.len();
        assert_eq!(known, 3);
        assert_eq!(lattice.words(text), first);
        assert_eq!(lattice.ways.answers.answers.len(), known);
    }
}

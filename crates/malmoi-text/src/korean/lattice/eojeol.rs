//! The eojeol at hand: its characters, and the words that may start at each.

use lindera_dictionary::viterbi::{LexType, WordId};

use super::contexts::{Contexts, LeftContext, RightContext};
use super::surfaces::{Found, FoundSurface, Here, Surfaces};
use super::ways::{Before, NONE};
use crate::korean::lexicon::{Candidate, Lexicon};

/// An eojeol, with what has been looked up for it.
#[derive(Default)]
pub(super) struct Eojeol {
    text: String,
    chars: Vec<char>,
    /// The byte offset of each character, and of the end.
    offsets: Vec<u32>,
    categories: Vec<u64>,
    /// The stretch that each rest is, as far as it was asked for.
    stretches: Vec<u32>,
    surfaces: Found,
    /// The words of each character that has been looked up: a range of `words`.
    found: Vec<Option<(u32, u32)>>,
    words: Vec<First>,
    candidates: Vec<Candidate>,
    /// Where its characters are among those that surfaces were fetched for.
    fetched: Option<usize>,
}

/// A word that may start at a character.
#[derive(Clone, Copy)]
pub(super) struct First {
    pub(super) left: LeftContext,
    pub(super) right: RightContext,
    /// The character position after the word.
    pub(super) end: u32,
    pub(super) cost: i32,
    /// The word's id, the kind of its lexicon in the upper bits.
    pub(super) word: u32,
    pub(super) bytes: u16,
    /// The place of the word among all that start where it does.
    pub(super) order: u16,
}

impl Eojeol {
    /// Reads an eojeol. `fetched` says where its characters are among those that
    /// surfaces were fetched for.
    pub(super) fn read(&mut self, text: &str, fetched: Option<usize>, lexicon: &Lexicon) {
        self.fetched = fetched;
        self.chars.clear();
        self.text.clear();
        self.text.push_str(text);
        self.offsets.clear();
        self.categories.clear();
        for (offset, c) in text.char_indices() {
            let c = read_as(c);
            self.chars.push(c);
            self.offsets.push(offset as u32);
            self.categories.push(lexicon.categories(c));
        }
        self.offsets.push(text.len() as u32);
        self.stretches.clear();
        self.stretches.resize(self.chars.len(), NONE);
        self.surfaces.start(self.chars.len());
        self.found.clear();
        self.found.resize(self.chars.len(), None);
        self.words.clear();
    }

    /// Returns the number of characters.
    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// Says what stands before a character that is not the first.
    pub(super) fn before(&self, at: usize) -> Before {
        Before::after(self.chars[at - 1])
    }

    /// Returns the text from a character on.
    pub(super) fn rest(&self, at: usize) -> &str {
        &self.text[self.offsets[at] as usize..]
    }

    /// Returns the stretch that [`set_stretch`](Eojeol::set_stretch) was told.
    pub(super) fn stretch(&self, at: usize) -> u32 {
        self.stretches[at]
    }

    /// Keeps the stretch that the rest from a character on is.
    pub(super) fn set_stretch(&mut self, at: usize, stretch: u32) {
        self.stretches[at] = stretch;
    }

    /// Returns where the words lie that may start at a character, sorted by left
    /// context.
    pub(super) fn sorted_at(
        &mut self,
        at: usize,
        lexicon: &Lexicon,
        surfaces: &mut Surfaces,
        contexts: &Contexts<'_>,
    ) -> (u32, u32) {
        match self.found[at] {
            Some(range) => range,
            None => self.look_up(at, lexicon, surfaces, contexts),
        }
    }

    /// Returns a word of a range.
    pub(super) fn word(&self, index: u32) -> First {
        self.words[index as usize]
    }

    /// Looks up the surfaces that start at a character, and returns the words
    /// that are not of the system dictionary. Their memory comes back by
    /// [`keep_memory`](Eojeol::keep_memory).
    pub(super) fn look_around(
        &mut self,
        at: usize,
        lexicon: &Lexicon,
        surfaces: &mut Surfaces,
        contexts: &Contexts<'_>,
    ) -> Vec<Candidate> {
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.clear();
        let mut here = Here {
            chars: &self.chars,
            found: &mut self.surfaces,
            surfaces,
            lexicon,
            contexts,
            fetched: self.fetched,
        };
        here.at(at);
        lexicon.find_others(
            &self.chars,
            &self.categories,
            at,
            &mut here,
            &mut candidates,
        );
        lexicon.find_users(&self.chars, at, &mut here, &mut candidates);
        candidates
    }

    pub(super) fn keep_memory(&mut self, candidates: Vec<Candidate>) {
        self.candidates = candidates;
    }

    /// Returns the surfaces at a character that was looked around at.
    pub(super) fn surfaces_at(&self, at: usize) -> &[FoundSurface] {
        self.surfaces.at(at)
    }

    /// Returns how many bytes the characters from `start` to `end` have.
    pub(super) fn bytes(&self, start: usize, end: usize) -> u16 {
        (self.offsets[end] - self.offsets[start]) as u16
    }

    fn look_up(
        &mut self,
        at: usize,
        lexicon: &Lexicon,
        surfaces: &mut Surfaces,
        contexts: &Contexts<'_>,
    ) -> (u32, u32) {
        let candidates = self.look_around(at, lexicon, surfaces, contexts);
        let first = self.words.len();
        let mut order = 0u16;
        for found in self.surfaces.at(at) {
            let end = at as u32 + found.length;
            let bytes = self.bytes(at, end as usize);
            let of_surface = surfaces.words(found.surface);
            self.words
                .extend(of_surface.iter().zip(order..).map(|(word, order)| First {
                    left: word.left,
                    right: word.right,
                    end,
                    cost: word.cost,
                    word: word.word,
                    bytes,
                    order,
                }));
            order += of_surface.len() as u16;
        }
        for (word, order) in candidates.iter().zip(order..) {
            self.words.push(First {
                left: contexts.left(word),
                right: contexts.right(word),
                end: word.end,
                cost: word.cost,
                word: packed(word.id),
                bytes: self.bytes(at, word.end as usize),
                order,
            });
        }
        self.keep_memory(candidates);
        let key = |word: &First| u32::from(word.left) << 16 | u32::from(word.order);
        self.words[first..].sort_unstable_by_key(key);
        let range = (first as u32, self.words.len() as u32);
        self.found[at] = Some(range);
        range
    }
}

/// Returns what a character of a text is read as.
pub(super) fn read_as(c: char) -> char {
    match c {
        // The old vowel sign is what most Korean keyboards type for the middle
        // dot. As a letter it would glue a list into one word.
        'ㆍ' => '·',
        c => c,
    }
}

/// Packs the id of a word for a [`First`].
pub(super) fn packed(id: WordId) -> u32 {
    let kind = match id.lex_type() {
        LexType::System => 0,
        LexType::User => 1,
        LexType::Unknown => 2,
    };
    id.id() | kind << 30
}

/// Returns the id of a word of a [`First`].
pub(super) fn unpacked(word: u32) -> WordId {
    let kind = match word >> 30 {
        0 => LexType::System,
        1 => LexType::User,
        _ => LexType::Unknown,
    };
    WordId::new(kind, word & ((1 << 30) - 1))
}

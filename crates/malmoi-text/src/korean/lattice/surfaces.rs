//! The words of the surfaces that have come up, ready for the lattice: contexts
//! numbered and costs corrected.
//!
//! A surface comes up in many eojeols, and what its words cost and connect to
//! lies in five places of the dictionary and the corrections.

use super::contexts::{Contexts, LeftContext, RightContext};
use super::eojeol::packed;
use crate::korean::lexicon::{Candidate, Lexicon, Matches, Pieces};
use crate::korean::trie::Prefix;

/// What is known of surfaces.
#[derive(Default)]
pub(super) struct Surfaces {
    /// The number of each surface by the node of the dictionary at which it ends;
    /// zero for those that have not come up.
    numbers: Vec<u32>,
    /// Those with number 1 and up.
    surfaces: Vec<Surface>,
    words: Vec<SurfaceWord>,
    /// Nodes that will be come to, and their bases.
    ahead: Vec<(u32, u32)>,
}

#[derive(Clone, Copy)]
struct Surface {
    first_word: u32,
    end_word: u32,
    pieces: Pieces,
}

/// A word of a surface.
#[derive(Clone, Copy)]
pub(super) struct SurfaceWord {
    pub(super) cost: i32,
    /// The word's id as [`packed`] has it.
    pub(super) word: u32,
    pub(super) left: LeftContext,
    pub(super) right: RightContext,
}

impl SurfaceWord {
    pub(super) fn of(word: &Candidate, contexts: &Contexts<'_>) -> SurfaceWord {
        SurfaceWord {
            cost: word.cost,
            word: packed(word.id),
            left: contexts.left(word),
            right: contexts.right(word),
        }
    }
}

impl Surfaces {
    pub(super) fn new(lexicon: &Lexicon) -> Surfaces {
        Surfaces {
            numbers: vec![0; lexicon.trie.nodes()],
            ..Surfaces::default()
        }
    }

    /// Returns how much memory the surfaces take, in bytes.
    pub(super) fn memory(&self) -> usize {
        size_of_val(&self.numbers[..])
            + size_of_val(&self.surfaces[..])
            + size_of_val(&self.words[..])
    }

    /// Returns the words of a surface, in the dictionary's order.
    pub(super) fn words(&self, surface: u32) -> &[SurfaceWord] {
        let Surface {
            first_word,
            end_word,
            ..
        } = self.surfaces[surface as usize - 1];
        &self.words[first_word as usize..end_word as usize]
    }

    /// Has the processor fetch what the words at each of these characters are
    /// found by: one step for all after the other, as many waits for the memory
    /// then take the time of one.
    pub(super) fn fetch(&mut self, chars: &[char], lexicon: &Lexicon) {
        self.ahead.clear();
        self.ahead.resize(chars.len(), lexicon.trie.root());
        let mut parents = 0;
        for step in 0..FETCHED.min(chars.len()) {
            let children = self.ahead.len();
            for (parent, c) in (parents..).zip(&chars[step..]) {
                let child = lexicon.trie.child(self.ahead[parent], *c);
                self.ahead.push(child);
            }
            parents = children;
        }
        let mut all = 0;
        let number = |node: u32| self.numbers.get(node as usize).copied().unwrap_or(0);
        for (node, _) in &self.ahead {
            all ^= number(*node);
        }
        for (node, base) in &self.ahead {
            if *node == 0 {
                continue;
            }
            let number = number(*node);
            all ^= match self.surfaces.get((number as usize).wrapping_sub(1)) {
                None => lexicon.touch(*base),
                Some(surface) => {
                    let first = self.words.get(surface.first_word as usize);
                    first.map_or(0, |word| word.word)
                }
            };
        }
        std::hint::black_box(all);
    }

    /// Takes in a surface that has not come up, and returns its number.
    #[cold]
    fn add(
        &mut self,
        prefix: &Prefix,
        surface: &[char],
        lexicon: &Lexicon,
        contexts: &Contexts<'_>,
    ) -> u32 {
        let first = self.words.len();
        for word in lexicon.words(prefix, prefix.length) {
            let word = lexicon.corrected_word(word, surface);
            self.words.push(SurfaceWord::of(&word, contexts));
        }
        self.surfaces.push(Surface {
            first_word: first as u32,
            end_word: self.words.len() as u32,
            pieces: lexicon.pieces(prefix),
        });
        let number = self.surfaces.len() as u32;
        self.numbers[prefix.node as usize] = number;
        number
    }
}

/// How many characters of each surface are looked at ahead.
const FETCHED: usize = 3;

/// The surfaces that start at each character of an eojeol.
#[derive(Default)]
pub(super) struct Found {
    /// For each character that was asked for, a range of `surfaces`.
    ranges: Vec<Option<(u32, u32)>>,
    surfaces: Vec<FoundSurface>,
}

/// A surface at a place.
#[derive(Clone, Copy)]
pub(super) struct FoundSurface {
    pub(super) surface: u32,
    /// In characters.
    pub(super) length: u32,
}

impl Found {
    /// Starts with an eojeol of so many characters.
    pub(super) fn start(&mut self, length: usize) {
        self.ranges.clear();
        self.ranges.resize(length, None);
        self.surfaces.clear();
    }

    /// Returns the surfaces at a character that was looked up.
    pub(super) fn at(&self, place: usize) -> &[FoundSurface] {
        let (first, end) = self.ranges[place].unwrap_or_default();
        &self.surfaces[first as usize..end as usize]
    }
}

/// An eojeol's characters, with all that is needed to look them up.
pub(super) struct Here<'a, 'd> {
    pub(super) chars: &'a [char],
    pub(super) found: &'a mut Found,
    pub(super) surfaces: &'a mut Surfaces,
    pub(super) lexicon: &'a Lexicon,
    pub(super) contexts: &'a Contexts<'d>,
}

impl Here<'_, '_> {
    /// Returns the surfaces at a place, shorter ones first.
    pub(super) fn at(&mut self, place: usize) -> &[FoundSurface] {
        if self.found.ranges[place].is_none() {
            self.look_up(place);
        }
        self.found.at(place)
    }

    fn look_up(&mut self, place: usize) {
        let Here {
            chars,
            found,
            surfaces,
            lexicon,
            contexts,
        } = self;
        let first = found.surfaces.len() as u32;
        let rest = &chars[place..];
        for prefix in lexicon.trie.prefixes(rest) {
            let surface = match surfaces.numbers[prefix.node as usize] {
                0 => surfaces.add(&prefix, &rest[..prefix.length], lexicon, contexts),
                known => known,
            };
            found.surfaces.push(FoundSurface {
                surface,
                length: prefix.length as u32,
            });
        }
        found.ranges[place] = Some((first, found.surfaces.len() as u32));
    }
}

impl Matches for Here<'_, '_> {
    fn each_at(&mut self, place: usize, mut sink: impl FnMut(usize, Pieces)) {
        self.at(place);
        for found in self.found.at(place) {
            let surface = &self.surfaces.surfaces[found.surface as usize - 1];
            sink(found.length as usize, surface.pieces);
        }
    }

    fn longest_at(&mut self, place: usize) -> usize {
        self.at(place).last().map_or(0, |last| last.length as usize)
    }
}

//! The words of the surfaces that have come up, ready for the lattice: contexts
//! numbered and costs corrected.
//!
//! A surface comes up in many eojeols, and what its words cost and connect to
//! lies in five places of the dictionary and the corrections.

use super::contexts::{Contexts, LeftContext, RightContext};
use super::eojeol::packed;
use crate::korean::lexicon::{Candidate, Lexicon, Matches, Pieces};
use crate::korean::trie::{Node, Prefix};

/// What is known of surfaces.
#[derive(Default)]
pub(super) struct Surfaces {
    /// The number of each surface by the node of the dictionary at which it ends;
    /// zero for those that have not come up.
    numbers: Vec<u32>,
    /// Those with number 1 and up.
    surfaces: Vec<Surface>,
    words: Vec<SurfaceWord>,
    ahead: Ahead,
}

#[derive(Clone, Copy)]
struct Surface {
    first_word: u32,
    end_word: u32,
    pieces: Pieces,
}

/// How far walks along many characters at once have come: after no step, one and
/// so on, from each of the characters.
#[derive(Default)]
struct Ahead {
    nodes: Vec<Node>,
    /// Where those after each number of steps begin.
    steps: [usize; FETCHED + 1],
}

impl Ahead {
    /// Returns where a walk from a character on is after so many steps.
    fn after(&self, steps: usize, from: usize) -> Node {
        let node = self.nodes.get(self.steps[steps] + from);
        node.copied().unwrap_or(Node::NONE)
    }
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
        let Ahead { nodes, steps } = &mut self.ahead;
        nodes.clear();
        nodes.resize(chars.len(), lexicon.trie.root());
        for step in 0..FETCHED {
            let parents = steps[step];
            steps[step + 1] = nodes.len();
            for (parent, c) in (parents..).zip(chars.iter().skip(step)) {
                let child = lexicon.trie.child(nodes[parent], *c);
                nodes.push(child);
            }
        }
        let mut all = 0;
        let number = |prefix: &Prefix| self.numbers[prefix.node as usize];
        let ends = || nodes.iter().filter_map(|node| node.surface(0));
        for prefix in ends() {
            all ^= number(&prefix);
        }
        for prefix in ends() {
            let number = number(&prefix) as usize;
            all ^= match self.surfaces.get(number.wrapping_sub(1)) {
                None => lexicon.touch(prefix.base),
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
const FETCHED: usize = 4;

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
    /// The first of the eojeol's characters among those that have been
    /// [fetched](Surfaces::fetch).
    pub(super) fetched: Option<usize>,
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
            fetched,
        } = self;
        let first = found.surfaces.len() as u32;
        let rest = &chars[place..];
        let mut add = |prefix: Prefix, surfaces: &mut Surfaces| {
            let surface = match surfaces.numbers[prefix.node as usize] {
                0 => surfaces.add(&prefix, &rest[..prefix.length], lexicon, contexts),
                known => known,
            };
            found.surfaces.push(FoundSurface {
                surface,
                length: prefix.length as u32,
            });
        };
        let (mut node, mut length) = (lexicon.trie.root(), 0);
        if let Some(fetched) = *fetched {
            while length < FETCHED && node != Node::NONE {
                length += 1;
                node = surfaces.ahead.after(length, fetched + place);
                if let Some(prefix) = node.surface(length) {
                    add(prefix, surfaces);
                }
            }
        }
        for prefix in lexicon.trie.prefixes_from(node, (rest, length)) {
            add(prefix, surfaces);
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

//! The plain lattice, node by node: what [`Lattice`](super::Lattice) must be
//! equal to.

use lindera_dictionary::viterbi::WordId;

use super::Word;
use super::contexts::BOUNDARY;
use crate::korean::lexicon::{Candidate, Lexicon};

/// The left-space penalty of a context id that has not been looked up yet.
const NOT_LOOKED_UP: i32 = i32::MIN;

/// A lattice, kept from one sentence to the next for its memory.
pub(in crate::korean) struct PlainLattice<'d> {
    lexicon: &'d Lexicon,
    chars: Vec<char>,
    /// Byte offset of each character, and of the end.
    offsets: Vec<usize>,
    /// The categories of each character, a bit each.
    categories: Vec<u64>,
    nodes: Vec<Node>,
    /// For each character, the newest node that ends before it.
    ending: Vec<u32>,
    candidates: Vec<Candidate>,
    left: Vec<LeftNode>,
    /// Left-space penalties by left context id, filled in as they are needed:
    /// all entries of one context id have the same first tag.
    penalties: Vec<i32>,
    path: Vec<Word>,
}

#[derive(Clone, Copy)]
struct Node {
    /// Character positions.
    start: u32,
    end: u32,
    id: WordId,
    right_id: u16,
    /// The cost of the cheapest path that ends here.
    cost: i32,
    /// The node before this one on that path.
    previous: u32,
    /// The next older node that ends at the same character.
    older: u32,
}

/// A node that ends where the look-up starts, as far as connecting needs it.
#[derive(Clone, Copy)]
struct LeftNode {
    right_id: u16,
    cost: i32,
    node: u32,
}

const NONE: u32 = u32::MAX;

impl<'d> PlainLattice<'d> {
    pub(in crate::korean) fn new(lexicon: &'d Lexicon) -> PlainLattice<'d> {
        PlainLattice {
            lexicon,
            chars: Vec::new(),
            offsets: Vec::new(),
            categories: Vec::new(),
            nodes: Vec::new(),
            ending: Vec::new(),
            candidates: Vec::new(),
            left: Vec::new(),
            penalties: Vec::new(),
            path: Vec::new(),
        }
    }

    /// Returns the words of the cheapest path through `text`, in order.
    pub(in crate::korean) fn words(&mut self, text: &str) -> &[Word] {
        self.path.clear();
        self.read(text);
        let length = self.chars.len();
        let mut last = 0;
        for position in 0..length {
            if self.ending[position] == NONE {
                continue;
            }
            last = position;
            let start = self.skip_space(position);
            if start == length {
                break;
            }
            self.lexicon
                .find(&self.chars, &self.categories, start, &mut self.candidates);
            self.connect(position, start);
        }
        if self.ending[length] != NONE {
            last = length;
        }
        self.trace_back(last);
        &self.path
    }

    fn read(&mut self, text: &str) {
        self.chars.clear();
        self.offsets.clear();
        self.categories.clear();
        for (offset, c) in text.char_indices() {
            // The old vowel sign is what most Korean keyboards type for the
            // middle dot. As a letter it would glue a list into one word.
            let c = if c == 'ㆍ' { '·' } else { c };
            self.chars.push(c);
            self.offsets.push(offset);
            self.categories.push(self.lexicon.categories(c));
        }
        self.offsets.push(text.len());
        self.nodes.clear();
        self.nodes.push(Node {
            start: 0,
            end: 0,
            id: WordId::default(),
            right_id: BOUNDARY,
            cost: 0,
            previous: NONE,
            older: NONE,
        });
        self.ending.clear();
        self.ending.resize(self.chars.len() + 1, NONE);
        self.ending[0] = 0;
    }

    fn skip_space(&self, position: usize) -> usize {
        let rest = &self.categories[position..];
        let spaces = rest.iter().take_while(|c| self.lexicon.is_space(**c));
        position + spaces.count()
    }

    /// Connects each candidate at `start` to the cheapest of the nodes that end
    /// at `position`; between the two there is nothing but space.
    fn connect(&mut self, position: usize, start: usize) {
        self.left.clear();
        let mut at = self.ending[position];
        while at != NONE {
            let node = self.nodes[at as usize];
            self.left.push(LeftNode {
                right_id: node.right_id,
                cost: node.cost,
                node: at,
            });
            at = node.older;
        }
        // Words of one surface often share their left context; so does the
        // answer.
        let mut left_id = None;
        let mut best = LeftNode {
            right_id: BOUNDARY,
            cost: 0,
            node: NONE,
        };
        for index in (0..self.candidates.len()).rev() {
            let candidate = self.candidates[index];
            if left_id != Some(candidate.left_id) {
                left_id = Some(candidate.left_id);
                let row = self.lexicon.costs_before(candidate.left_id);
                best.cost = i32::MAX;
                for left in &self.left {
                    let cost = left.cost + i32::from(row[usize::from(left.right_id)]);
                    if cost < best.cost {
                        best = LeftNode { cost, ..*left };
                    }
                }
            }
            let mut cost = best.cost + candidate.cost;
            if start > position {
                cost += self.space_penalty(&candidate);
            }
            let end = candidate.end as usize;
            let node = Node {
                start: start as u32,
                end: candidate.end,
                id: candidate.id,
                right_id: candidate.right_id,
                cost,
                previous: best.node,
                older: self.ending[end],
            };
            self.ending[end] = self.nodes.len() as u32;
            self.nodes.push(node);
        }
    }

    fn space_penalty(&mut self, candidate: &Candidate) -> i32 {
        let id = usize::from(candidate.left_id);
        if id >= self.penalties.len() {
            self.penalties.resize(id + 1, NOT_LOOKED_UP);
        }
        if self.penalties[id] == NOT_LOOKED_UP {
            self.penalties[id] = self.lexicon.space_penalty(candidate.id);
        }
        self.penalties[id]
    }

    /// Follows the cheapest path back from the end of the sentence.
    fn trace_back(&mut self, position: usize) {
        let row = self.lexicon.costs_before(BOUNDARY);
        let mut best = (i32::MAX, NONE);
        let mut at = self.ending[position];
        while at != NONE {
            let node = &self.nodes[at as usize];
            let cost = node.cost + i32::from(row[usize::from(node.right_id)]);
            if cost < best.0 {
                best = (cost, at);
            }
            at = node.older;
        }
        let mut at = best.1;
        // The first node is the start of the sentence.
        while at != NONE && at != 0 {
            let node = &self.nodes[at as usize];
            self.path.push(Word {
                start: self.offsets[node.start as usize],
                end: self.offsets[node.end as usize],
                id: node.id,
            });
            at = node.previous;
        }
        self.path.reverse();
    }
}

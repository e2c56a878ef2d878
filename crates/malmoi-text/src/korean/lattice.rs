//! The cheapest path through all ways to cut a Korean sentence, by mecab-ko's
//! rules.
//!
//! Every stretch of text that the dictionary knows, and every stretch that
//! unk.def allows, is a node with a cost; every pair of neighbours has a cost
//! in the matrix. The path with the smallest sum is the answer (Viterbi).
//!
//! White space is no node. It is skipped before each look-up, so the words on
//! both sides of it are neighbours ("할 수": 수 is seen after 할 and becomes
//! the bound noun it is), and a word that may not start an eojeol, a particle
//! or an ending, costs more right after a space: mecab-ko's
//! left-space-penalty-factor. Lindera's own segmenter makes a node of each
//! space, and no context passes through it.
//!
//! One rule is not mecab's: ㆍ (U+318D), a letter by Unicode, is read as the
//! middle dot · that it stands for in lists.
//!
//! Ties are broken as mecab does: of nodes of equal cost the one that was added
//! last wins, and candidates are tried last first.

use lindera_dictionary::viterbi::WordId;

use super::lexicon::{Candidate, Lexicon};

/// A word of the cheapest path.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Word {
    /// Byte offsets into the text.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) id: WordId,
}

/// The left-space penalty of a context id that has not been looked up yet.
const NOT_LOOKED_UP: i32 = i32::MIN;

/// A lattice, kept from one sentence to the next for its memory.
pub(super) struct Lattice<'d> {
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

/// The context id of the start and the end of a sentence.
const BOUNDARY: u16 = 0;

impl<'d> Lattice<'d> {
    pub(super) fn new(lexicon: &'d Lexicon) -> Lattice<'d> {
        Lattice {
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
    pub(super) fn words(&mut self, text: &str) -> &[Word] {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Cuts `text` and joins `surface/tag`.
    fn check(text: &str, expected: &str) {
        let lexicon = Lexicon::new(malmoi_ko_dic::load().unwrap());
        let mut lattice = Lattice::new(&lexicon);
        let found: Vec<String> = lattice
            .words(text)
            .iter()
            .map(|w| {
                let pos = lexicon.details(w.id).pos;
                format!("{}/{pos}", &text[w.start..w.end])
            })
            .collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }

    // The expected morphemes are python-mecab-ko 1.3.7's, on the same
    // dictionary: `MeCab().pos(text)`.
    #[test]
    fn context_passes_through_spaces() {
        check("할 수 있다", "할/VV+ETM 수/NNB 있/VV 다/EC");
        check("할\n 수\t있다 ", "할/VV+ETM 수/NNB 있/VV 다/EC");
    }

    #[test]
    fn the_vowel_sign_between_list_items_is_a_dot() {
        check(
            "서울ㆍ부산ㆍ대구에서",
            "서울/NNP ㆍ/SC 부산/NNP ㆍ/SC 대구/NNP 에서/JKB",
        );
    }

    #[test]
    fn nothing_and_space_have_no_words() {
        check("", "");
        check(" \n\t", "");
    }

    #[test]
    fn unknown_words_are_grouped_by_script() {
        check("Northwind 사", "Northwind/SL 사/VV+EC");
        check("뷁", "뷁/NNP");
    }

    #[test]
    fn a_group_longer_than_mecabs_limit_is_cut() {
        let long = "a".repeat(26);
        let mut cut = vec!["a/SL"];
        let rest = format!("{}/SL", "a".repeat(25));
        cut.push(&rest);
        check(&long, &cut.join(" "));
    }
}

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

use lindera_dictionary::dictionary::Dictionary;
use lindera_dictionary::dictionary::character_definition::CategoryId;
use lindera_dictionary::viterbi::{LexType, WordId};

/// A word of the cheapest path.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Word {
    /// Byte offsets into the text.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) id: WordId,
}

/// What is fixed for a dictionary.
pub(super) struct Rules {
    space: u64,
    /// The first tags that cost more after a space, with what they cost.
    space_penalties: Vec<(String, i32)>,
}

impl Rules {
    pub(super) fn of(dictionary: &Dictionary) -> Rules {
        let space = dictionary.character_definition.category_id_by_name("SPACE");
        let rules = dictionary.metadata.space_penalty.iter();
        let rules = rules.flat_map(|config| &config.rules);
        Rules {
            space: space.map_or(0, |CategoryId(id)| 1 << id),
            space_penalties: rules
                .flat_map(|rule| rule.pos.iter().map(|tag| (tag.clone(), rule.cost)))
                .collect(),
        }
    }

    fn space_penalty(&self, pos: &str) -> i32 {
        let tag = super::first_tag(pos);
        let rule = self.space_penalties.iter().find(|(t, _)| t == tag);
        rule.map_or(0, |(_, cost)| *cost)
    }
}

/// The most characters an unknown word of one category has beyond the first:
/// mecab's max-grouping-size.
const LONGEST_GROUP: usize = 24;

/// The left-space penalty of a context id that has not been looked up yet.
const NOT_LOOKED_UP: i32 = i32::MIN;

/// A lattice, kept from one sentence to the next for its memory.
pub(super) struct Lattice<'d> {
    dictionary: &'d Dictionary,
    rules: &'d Rules,
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

/// A word that may start at the position looked at.
#[derive(Clone, Copy)]
struct Candidate {
    end: u32,
    id: WordId,
    cost: i32,
    left_id: u16,
    right_id: u16,
}

const NONE: u32 = u32::MAX;

/// The context id of the start and the end of a sentence.
const BOUNDARY: u16 = 0;

impl<'d> Lattice<'d> {
    pub(super) fn new(dictionary: &'d Dictionary, rules: &'d Rules) -> Lattice<'d> {
        Lattice {
            dictionary,
            rules,
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
            self.find_candidates(start);
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
            let categories = self.dictionary.character_definition.lookup_categories(c);
            let bits = categories.iter().map(|CategoryId(id)| 1 << id);
            self.categories
                .push(bits.fold(0, |all, bit: u64| all | bit));
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
        let spaces = rest.iter().take_while(|c| **c & self.rules.space != 0);
        position + spaces.count()
    }

    /// Collects the words that may start at `start`, in mecab's order.
    fn find_candidates(&mut self, start: usize) {
        self.candidates.clear();
        let matches = self
            .dictionary
            .prefix_dictionary
            .common_prefix_search(&self.chars[start..]);
        for (entries, length) in matches {
            let end = (start + length) as u32;
            // Lindera's records: word id, cost, left id, right id.
            for &[a, b, c, d, cost @ .., l, m, r, s] in entries.as_chunks::<10>().0 {
                self.candidates.push(Candidate {
                    end,
                    id: WordId::new(LexType::System, u32::from_le_bytes([a, b, c, d])),
                    cost: i32::from(i16::from_le_bytes(cost)),
                    left_id: u16::from_le_bytes([l, m]),
                    right_id: u16::from_le_bytes([r, s]),
                });
            }
        }
        self.find_unknown_words(start);
    }

    /// Adds the unknown words at `start`: where the dictionary has nothing, or
    /// the category of the character asks for them in any case.
    fn find_unknown_words(&mut self, start: usize) {
        let definitions = &self.dictionary.character_definition;
        let Some(&category) = definitions.lookup_categories(self.chars[start]).first() else {
            return;
        };
        let definition = definitions.lookup_definition(category);
        if !self.candidates.is_empty() && !definition.invoke {
            return;
        }
        let before = self.candidates.len();
        let bits = self.categories[start];
        let is_same = |position: &usize| {
            self.categories
                .get(*position)
                .is_some_and(|c| c & bits != 0)
        };
        let mut group_end = None;
        if definition.group {
            let end = (start + 1..).take_while(is_same).last().unwrap_or(start) + 1;
            group_end = Some(end);
            if end - start - 1 <= LONGEST_GROUP {
                add_unknown(self.dictionary, &mut self.candidates, category, end);
            }
        }
        for length in 1..=definition.length as usize {
            let end = start + length;
            if end > self.chars.len() {
                break;
            }
            if Some(end) == group_end {
                break;
            }
            add_unknown(self.dictionary, &mut self.candidates, category, end);
            if !is_same(&end) {
                break;
            }
        }
        if self.candidates.len() == before && before == 0 {
            add_unknown(self.dictionary, &mut self.candidates, category, start + 1);
        }
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
        let matrix = &self.dictionary.connection_cost_matrix;
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
                let row = matrix.row(u32::from(candidate.left_id));
                best.cost = i32::MAX;
                for left in &self.left {
                    let cost = left.cost + i32::from(row[usize::from(left.right_id)]);
                    if cost < best.cost {
                        best = LeftNode { cost, ..*left };
                    }
                }
            }
            let mut cost = best.cost + candidate.cost;
            if start > position && candidate.id.lex_type() == LexType::System {
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
            let word = candidate.id.id() as usize;
            let pos = self.dictionary.word_details_iter(word).next();
            self.penalties[id] = self.rules.space_penalty(pos.unwrap_or_default());
        }
        self.penalties[id]
    }

    /// Follows the cheapest path back from the end of the sentence.
    fn trace_back(&mut self, position: usize) {
        let row = self
            .dictionary
            .connection_cost_matrix
            .row(u32::from(BOUNDARY));
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

/// Adds the unknown word of a category that ends at `end`, in each of the tags
/// that unk.def gives it.
fn add_unknown(
    dictionary: &Dictionary,
    candidates: &mut Vec<Candidate>,
    category: CategoryId,
    end: usize,
) {
    let unknown = &dictionary.unknown_dictionary;
    for &id in unknown.lookup_word_ids(category) {
        let entry = unknown.word_entry(id);
        candidates.push(Candidate {
            end: end as u32,
            id: WordId::new(LexType::Unknown, id),
            cost: i32::from(entry.word_cost()),
            left_id: entry.left_id() as u16,
            right_id: entry.right_id() as u16,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cuts `text` and joins `surface/tag`.
    fn check(text: &str, expected: &str) {
        let dictionary = malmoi_ko_dic::load().unwrap();
        let rules = Rules::of(&dictionary);
        let mut lattice = Lattice::new(&dictionary, &rules);
        let found: Vec<String> = lattice
            .words(text)
            .iter()
            .map(|w| {
                let id = w.id.id() as usize;
                let mut details = if w.id.is_unknown() {
                    dictionary.unknown_word_details_iter(id)
                } else {
                    dictionary.word_details_iter(id)
                };
                format!("{}/{}", &text[w.start..w.end], details.next().unwrap())
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

    /// The cache of penalties by left context id rests on this.
    #[test]
    fn all_entries_of_a_left_context_cost_the_same_after_a_space() {
        let dictionary = malmoi_ko_dic::load().unwrap();
        let rules = Rules::of(&dictionary);
        let mut penalties = std::collections::BTreeMap::new();
        for entry in dictionary.prefix_dictionary.vals_data.as_chunks::<10>().0 {
            let id = u32::from_le_bytes([entry[0], entry[1], entry[2], entry[3]]);
            let left_id = u16::from_le_bytes([entry[6], entry[7]]);
            let pos = dictionary.word_details_iter(id as usize).next().unwrap();
            let penalty = rules.space_penalty(pos);
            let first = *penalties.entry(left_id).or_insert(penalty);
            assert_eq!(first, penalty, "{pos} with left context {left_id}");
        }
        assert!(penalties.len() > 1000);
    }
}

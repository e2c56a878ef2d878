//! The words a Korean text may hold: ko-dic's, and unknown ones by char.def and
//! unk.def.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use lindera_dictionary::dictionary::Dictionary;
use lindera_dictionary::dictionary::character_definition::CategoryId;
use lindera_dictionary::viterbi::{LexType, WordId};

use super::corrections::Corrections;
use super::details::{Details, first_tag};
use super::new_nouns::{NewNouns, PieceKind};
use super::particles::Classes;
use super::trie::{Prefix, Trie};
use super::user_dictionary::UserDictionary;
use super::user_words::UserWords;

/// All words, with their costs and details.
pub(super) struct Lexicon {
    pub(super) dictionary: Dictionary,
    pub(super) trie: Trie,
    /// None for mecab-ko's own answer.
    corrections: Option<Corrections>,
    /// The bit of the category of white space.
    space: u64,
    /// The categories of all Hangul syllables.
    syllable: u64,
    /// Whether unknown words begin at Hangul syllables even where known ones do.
    invokes_syllables: bool,
    /// The first tags that cost more after a space, with what they cost.
    space_penalties: Vec<(String, i32)>,
    /// How many bytes all workers may remember together.
    pub(super) memory: usize,
    /// How many workers share that.
    workers: AtomicUsize,
    user_words: Option<Arc<UserWords>>,
    /// Made when first asked for.
    pub(super) classes: OnceLock<Classes>,
}

/// About how much all workers of a tokenizer may remember together, in bytes, if nothing
/// else is said: each has its share, looks at it before each stretch of text of up to
/// 16 kB, and starts anew when it is full.
const MOST_MEMORY: usize = 224 << 20;

/// A word that may start at the position looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// The character position after the word.
    pub(super) end: u32,
    pub(super) id: WordId,
    pub(super) cost: i32,
    /// The context ids by which the word connects to its neighbours.
    pub(super) left_id: u16,
    pub(super) right_id: u16,
}

/// The bytes of a word in Lindera's files: word id, cost, left id, right id.
const RECORD: usize = 10;

/// What a surface is as a piece of a new noun.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pieces {
    /// Whether it is a noun, whatever else it is.
    pub(super) has_noun: bool,
    /// The cheapest piece it can be, and what that costs.
    pub(super) cheapest: Option<(i32, PieceKind)>,
}

impl Pieces {
    fn add(&mut self, cost: i32, kind: PieceKind) {
        self.has_noun |= kind.is_noun();
        let cost = cost + kind.penalty();
        if self.cheapest.is_none_or(|(cheapest, _)| cost < cheapest) {
            self.cheapest = Some((cost, kind));
        }
    }
}

/// What the system dictionary has at the places of a text.
pub(super) trait Matches {
    /// Calls `sink` with the length in characters of each surface that starts
    /// at a place, and with what it is as a piece, shorter ones first.
    fn each_at(&mut self, place: usize, sink: impl FnMut(usize, Pieces));

    /// Returns the length in characters of the longest surface that starts at a
    /// place, zero if there is none.
    fn longest_at(&mut self, place: usize) -> usize;
}

/// What the dictionary has at the places of a text, looked up each time.
struct Prefixes<'a> {
    lexicon: &'a Lexicon,
    chars: &'a [char],
}

impl Matches for Prefixes<'_> {
    fn each_at(&mut self, place: usize, mut sink: impl FnMut(usize, Pieces)) {
        for prefix in self.lexicon.trie.prefixes(&self.chars[place..]) {
            sink(prefix.length, self.lexicon.pieces(&prefix));
        }
    }

    fn longest_at(&mut self, place: usize) -> usize {
        let prefixes = self.lexicon.trie.prefixes(&self.chars[place..]);
        prefixes.last().map_or(0, |prefix| prefix.length)
    }
}

/// The most characters an unknown word of one category has beyond the first:
/// mecab's max-grouping-size.
const LONGEST_GROUP: usize = 24;

impl Lexicon {
    /// Returns the words with the costs of the dictionary, as mecab-ko has them.
    /// `dictionary` is the embedded one.
    pub(super) fn new(dictionary: Dictionary) -> Lexicon {
        let space = dictionary.character_definition.category_id_by_name("SPACE");
        let rules = dictionary.metadata.space_penalty.iter();
        let rules = rules.flat_map(|config| &config.rules);
        Lexicon {
            space: space.map_or(0, |CategoryId(id)| 1 << id),
            syllable: categories(&dictionary, '가'),
            invokes_syllables: invokes(&dictionary, '가'),
            space_penalties: rules
                .flat_map(|rule| rule.pos.iter().map(|tag| (tag.clone(), rule.cost)))
                .collect(),
            memory: MOST_MEMORY,
            workers: AtomicUsize::new(0),
            user_words: None,
            classes: OnceLock::new(),
            corrections: None,
            trie: Trie::new(),
            dictionary,
        }
    }

    /// Returns the same lexicon, whose workers remember so many bytes together.
    pub(super) fn remembering(self, memory: Option<usize>) -> Lexicon {
        Lexicon {
            memory: memory.unwrap_or(MOST_MEMORY),
            ..self
        }
    }

    /// Counts a worker that comes.
    pub(super) fn add_worker(&self) {
        self.workers.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a worker that goes.
    pub(super) fn remove_worker(&self) {
        self.workers.fetch_sub(1, Ordering::Relaxed);
    }

    /// Returns how many workers there are, at least one.
    pub(super) fn workers(&self) -> usize {
        self.workers.load(Ordering::Relaxed).max(1)
    }

    /// Returns the same lexicon with the user's words.
    pub(super) fn with_user_words(mut self, words: UserDictionary) -> Lexicon {
        if !words.is_empty() {
            self.user_words = Some(Arc::new(UserWords::new(words, &self)));
        }
        self
    }

    /// Returns the words with malmoi's corrections, which divide compounds or
    /// leave them whole.
    pub(super) fn corrected(mut self, divides: bool) -> Lexicon {
        self.corrections = Some(Corrections::new(&self.dictionary, divides));
        self
    }

    /// Returns the same words as the dictionary and the user have them.
    pub(super) fn uncorrected(&self) -> Lexicon {
        let mut lexicon = Lexicon::new(self.dictionary.clone());
        lexicon.user_words.clone_from(&self.user_words);
        lexicon
    }

    pub(super) fn is_corrected(&self) -> bool {
        self.corrections.is_some()
    }

    /// Returns the categories of a character, a bit each.
    pub(super) fn categories(&self, c: char) -> u64 {
        match c {
            '가'..='힣' => self.syllable,
            _ => categories(&self.dictionary, c),
        }
    }

    /// Says whether a character of these categories is white space.
    pub(super) fn is_space(&self, categories: u64) -> bool {
        categories & self.space != 0
    }

    /// Returns the costs of all right context ids before a left one.
    pub(super) fn costs_before(&self, left_id: u16) -> &[i16] {
        let matrix = &self.dictionary.connection_cost_matrix;
        matrix.row(u32::from(left_id))
    }

    /// Returns how many left context ids there are; the greatest is one less.
    pub(super) fn left_ids(&self) -> usize {
        self.dictionary.connection_cost_matrix.backward_size as usize
    }

    /// Returns how many right context ids there are; the greatest is one less.
    pub(super) fn right_ids(&self) -> usize {
        self.dictionary.connection_cost_matrix.forward_size as usize
    }

    /// Returns what a word costs more right after a space. All words of one
    /// left context id cost the same.
    pub(super) fn space_penalty(&self, id: WordId) -> i32 {
        match (id.lex_type(), &self.user_words) {
            (LexType::System, _) => self.space_penalty_of(self.details(id).pos),
            (LexType::User, Some(words)) => words.space_penalty(id),
            _ => 0,
        }
    }

    /// Returns what a word of this tag costs more right after a space.
    pub(super) fn space_penalty_of(&self, pos: &str) -> i32 {
        let tag = first_tag(pos);
        let rule = self.space_penalties.iter().find(|(t, _)| t == tag);
        rule.map_or(0, |(_, cost)| *cost)
    }

    /// Returns what the dictionary says of a word.
    pub(super) fn details(&self, id: WordId) -> Details<'_> {
        if let (LexType::User, Some(words)) = (id.lex_type(), &self.user_words) {
            return words.details(id);
        }
        if NewNouns::is_one(id) {
            return Details::of_new_noun();
        }
        Details::of(&self.dictionary, id)
    }

    /// Collects the words that may start at `start`, in mecab's order, new nouns
    /// after them and the user's words last. `categories` are those of `chars`,
    /// one by one. The outcome depends on the characters up to the next white
    /// space, on whether what is before is a Hangul syllable, another letter or
    /// digit, or neither, and on nothing else.
    #[cfg(test)]
    pub(super) fn find(
        &self,
        chars: &[char],
        categories: &[u64],
        start: usize,
        candidates: &mut Vec<Candidate>,
    ) {
        self.find_in_dictionary(chars, categories, start, candidates);
        let matches = &mut Prefixes {
            lexicon: self,
            chars,
        };
        self.find_users(chars, start, matches, candidates);
    }

    /// Collects the words that may start at `start` but for the user's.
    pub(super) fn find_in_dictionary(
        &self,
        chars: &[char],
        categories: &[u64],
        start: usize,
        candidates: &mut Vec<Candidate>,
    ) {
        candidates.clear();
        self.find_system(chars, start, candidates);
        let matches = &mut Prefixes {
            lexicon: self,
            chars,
        };
        self.find_others(chars, categories, start, matches, candidates);
    }

    /// Adds the words of the system dictionary that start at `start`, their
    /// costs corrected.
    fn find_system(&self, chars: &[char], start: usize, candidates: &mut Vec<Candidate>) {
        for prefix in self.trie.prefixes(&chars[start..]) {
            let end = start + prefix.length;
            let surface = &chars[start..end];
            let words = self.words(&prefix, end);
            candidates.extend(words.map(|word| self.corrected_word(word, surface)));
        }
    }

    /// Reads a little of the words of a surface, to have them at hand. `base` is
    /// that of the node at which the surface ends.
    pub(super) fn touch(&self, base: u32) -> u32 {
        let first = self.trie.words(base).start * RECORD;
        let byte = self.dictionary.prefix_dictionary.vals_data.get(first);
        byte.map_or(0, |byte| u32::from(*byte))
    }

    /// Returns the words of a surface, which end at `end`, as the dictionary has
    /// them.
    pub(super) fn words(&self, prefix: &Prefix, end: usize) -> impl Iterator<Item = Candidate> {
        let words = self
            .dictionary
            .prefix_dictionary
            .vals_data
            .as_chunks::<RECORD>()
            .0;
        let words = words.get(self.trie.words(prefix.base)).unwrap_or_default();
        words
            .iter()
            .map(move |&[a, b, c, d, cost @ .., l, m, r, s]| Candidate {
                end: end as u32,
                id: WordId::new(LexType::System, u32::from_le_bytes([a, b, c, d])),
                cost: i32::from(i16::from_le_bytes(cost)),
                left_id: u16::from_le_bytes([l, m]),
                right_id: u16::from_le_bytes([r, s]),
            })
    }

    /// Returns a word of the dictionary with its cost corrected.
    pub(super) fn corrected_word(&self, word: Candidate, surface: &[char]) -> Candidate {
        let correction = match &self.corrections {
            Some(corrections) => corrections.of(&self.dictionary, &word, surface),
            None => 0,
        };
        Candidate {
            cost: word.cost + correction,
            ..word
        }
    }

    /// Returns what new nouns have to know of the words of a surface.
    pub(super) fn pieces(&self, prefix: &Prefix) -> Pieces {
        let mut pieces = Pieces::default();
        if let Some(corrections) = &self.corrections {
            for word in self.words(prefix, prefix.length) {
                let Some(kind) = corrections.piece(word.left_id) else {
                    continue;
                };
                pieces.add(word.cost, kind);
            }
        }
        pieces
    }

    /// Adds the words at `start` that are not of the system dictionary, but for
    /// the user's: unknown ones, and new nouns.
    pub(super) fn find_others(
        &self,
        chars: &[char],
        categories: &[u64],
        start: usize,
        matches: &mut impl Matches,
        candidates: &mut Vec<Candidate>,
    ) {
        let first = candidates.len();
        let is_known = matches.longest_at(start) > 0;
        if is_known && !self.invokes_syllables && start > 0 {
            // New nouns begin where Hangul does.
            let syllable = |c| matches!(c, '가'..='힣');
            if syllable(chars[start]) && syllable(chars[start - 1]) {
                return;
            }
        }
        self.find_unknown(chars, categories, start, is_known, candidates);
        if let Some(corrections) = &self.corrections {
            let place = (chars, start);
            corrections.apply(place, matches, first, candidates);
        }
    }

    /// Adds the user's words at `start`.
    pub(super) fn find_users(
        &self,
        chars: &[char],
        start: usize,
        matches: &mut impl Matches,
        candidates: &mut Vec<Candidate>,
    ) {
        if let Some(words) = &self.user_words {
            let longest = start + matches.longest_at(start);
            words.find(self, (chars, start), longest, candidates);
        }
    }

    /// Adds the unknown words at `start`: where the dictionary has nothing, or
    /// the category of the character asks for them in any case.
    fn find_unknown(
        &self,
        chars: &[char],
        categories: &[u64],
        start: usize,
        is_known: bool,
        candidates: &mut Vec<Candidate>,
    ) {
        let definitions = &self.dictionary.character_definition;
        let Some(&category) = definitions.lookup_categories(chars[start]).first() else {
            return;
        };
        let definition = definitions.lookup_definition(category);
        if is_known && !definition.invoke {
            return;
        }
        let before = candidates.len();
        let bits = categories[start];
        let is_same = |position: &usize| categories.get(*position).is_some_and(|c| c & bits != 0);
        let mut group_end = None;
        if definition.group {
            // How much longer than the limit the group is makes no difference,
            // and counting it at every position would take the square of it.
            let rest = (start + 1..).take(LONGEST_GROUP + 1).take_while(is_same);
            let end = start + 1 + rest.count();
            group_end = Some(end);
            if end - start - 1 <= LONGEST_GROUP {
                self.add_unknown(category, end, candidates);
            }
        }
        for length in 1..=definition.length as usize {
            let end = start + length;
            if end > chars.len() {
                break;
            }
            if Some(end) == group_end {
                break;
            }
            self.add_unknown(category, end, candidates);
            if !is_same(&end) {
                break;
            }
        }
        if candidates.len() == before && !is_known {
            self.add_unknown(category, start + 1, candidates);
        }
    }

    /// Adds the unknown word of a category that ends at `end`, in each of the
    /// tags that unk.def gives it.
    fn add_unknown(&self, category: CategoryId, end: usize, candidates: &mut Vec<Candidate>) {
        let unknown = &self.dictionary.unknown_dictionary;
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
}

/// Says whether char.def has unknown words begin at a character whatever else
/// does.
fn invokes(dictionary: &Dictionary, c: char) -> bool {
    let definitions = &dictionary.character_definition;
    let category = definitions.lookup_categories(c).first();
    category.is_some_and(|category| definitions.lookup_definition(*category).invoke)
}

/// Returns the categories of a character by char.def, a bit each.
fn categories(dictionary: &Dictionary, c: char) -> u64 {
    let categories = dictionary.character_definition.lookup_categories(c);
    let bits = categories.iter().map(|CategoryId(id)| 1 << id);
    bits.fold(0, |all, bit: u64| all | bit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_syllables_are_of_the_same_categories() {
        let lexicon = Lexicon::new(malmoi_ko_dic::load().unwrap());
        for c in '가'..='힣' {
            assert_eq!(categories(&lexicon.dictionary, c), lexicon.categories(c));
        }
    }

    /// The lattice's cache of penalties by left context id rests on this.
    #[test]
    fn all_entries_of_a_left_context_cost_the_same_after_a_space() {
        let lexicon = Lexicon::new(malmoi_ko_dic::load().unwrap());
        let mut penalties = std::collections::BTreeMap::new();
        let entries = &lexicon.dictionary.prefix_dictionary.vals_data;
        for entry in entries.as_chunks::<10>().0 {
            let id = u32::from_le_bytes([entry[0], entry[1], entry[2], entry[3]]);
            let left_id = u16::from_le_bytes([entry[6], entry[7]]);
            let pos = lexicon.details(WordId::new(LexType::System, id)).pos;
            let penalty = lexicon.space_penalty_of(pos);
            let first = *penalties.entry(left_id).or_insert(penalty);
            assert_eq!(first, penalty, "{pos} with left context {left_id}");
        }
        assert!(penalties.len() > 1000);
    }
}

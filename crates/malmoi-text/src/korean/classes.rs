//! What is known of the tokens of dictionary words, by the word.
//!
//! The tag of a word lies far away in the dictionary, and whether it is a term
//! depends on lists; but both are the same wherever the word occurs.

use lindera_dictionary::viterbi::{LexType, WordId};
use rustc_hash::FxHashMap;

use super::KoreanTokenizer;
use crate::token::Kind;

/// The tags and kinds of the words that one worker has met.
#[derive(Default)]
pub(super) struct Classes<'t> {
    /// The class of each word by its id, plus one; zero for those not met.
    numbers: Vec<u16>,
    classes: Vec<Class<'t>>,
    by_class: FxHashMap<(&'t str, u8), u16>,
}

/// What tokens of a word have in common, whose term is their surface.
#[derive(Clone, Copy)]
pub(super) struct Class<'t> {
    pub(super) pos: &'t str,
    pub(super) kind: Kind,
}

impl<'t> Classes<'t> {
    /// Returns the class of a word that has been met.
    pub(super) fn get(&self, id: WordId) -> Option<Class<'t>> {
        if id.lex_type() != LexType::System {
            return None;
        }
        let number = *self.numbers.get(id.id() as usize)?;
        let index = usize::from(number).checked_sub(1)?;
        self.classes.get(index).copied()
    }

    /// Keeps the class of a word with this surface, which is its term as well.
    pub(super) fn keep(
        &mut self,
        tokenizer: &KoreanTokenizer,
        (surface, id): (&str, WordId),
        class: Class<'t>,
    ) {
        // The one word may stand for two surfaces: see the lattice on ㆍ.
        if id.lex_type() != LexType::System || surface.contains(['·', 'ㆍ']) {
            return;
        }
        if self.numbers.is_empty() {
            self.numbers = vec![0; tokenizer.system_words()];
        }
        let key = (class.pos, class.kind as u8);
        let number = *self.by_class.entry(key).or_insert_with(|| {
            self.classes.push(class);
            self.classes.len() as u16
        });
        if let Some(known) = self.numbers.get_mut(id.id() as usize) {
            *known = number;
        }
    }
}

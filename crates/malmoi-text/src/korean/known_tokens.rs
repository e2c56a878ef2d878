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
pub(super) struct KnownTokens<'t> {
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

impl<'t> KnownTokens<'t> {
    /// Returns the class of a word that has been met.
    pub(super) fn get(&self, id: WordId) -> Option<Class<'t>> {
        if id.lex_type() != LexType::System {
            return None;
        }
        let number = *self.numbers.get(id.id() as usize)?;
        let index = usize::from(number).checked_sub(1)?;
        self.classes.get(index).copied()
    }

    /// Has the processor fetch what is known of these words.
    pub(super) fn fetch(&self, ids: impl Iterator<Item = WordId>) {
        let numbers = ids.map(|id| self.numbers.get(id.id() as usize).copied());
        std::hint::black_box(numbers.fold(0, |all, number| all ^ number.unwrap_or(0)));
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

#[cfg(test)]
mod tests {
    use crate::korean::KoreanTokenizer;
    use crate::token::{Tokenizer, Worker};

    fn tokens(worker: &mut dyn Worker, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        worker.tokenize(text, &mut |t| found.push(format!("{t:?}")));
        found
    }

    #[test]
    fn a_word_met_before_gives_the_token_of_one_that_was_not() {
        let tokenizer = KoreanTokenizer::new().unwrap();
        let text = "지난해 정부는 4·19 기념일에 서울ㆍ부산에서 美 IT 기업과 4ㆍ19를 안겨 준 도로는";
        let mut worker = tokenizer.worker();
        let first = tokens(&mut *worker, text);
        assert_eq!(tokens(&mut *worker, text), first);
        for word in text.split(' ') {
            assert_eq!(
                tokens(&mut *worker, word),
                tokens(&mut *tokenizer.worker(), word)
            );
        }
    }
}

//! What may follow a noun within a word.

use lindera_dictionary::viterbi::{LexType, WordId};

use super::details::first_tag;
use super::lexicon::Lexicon;

/// Says whether all of `chars` can be read as what follows a noun: particles,
/// the copula with its endings, and suffixes that any name of people can have.
/// Empty text can.
pub(super) fn is_tail(lexicon: &Lexicon, chars: &[char]) -> bool {
    if chars.len() > LONGEST {
        return false;
    }
    // What may stand before each position.
    let mut before = [0u8; LONGEST + 1];
    before[0] = NOUN;
    for start in 0..chars.len() {
        let now = before[start];
        if now == 0 {
            continue;
        }
        if now & NOUN != 0 && SUFFIXES.contains(&chars[start]) {
            before[start + 1] |= NOUN;
        }
        lexicon.each_tail(&chars[start..], &mut |length, class| {
            before[start + length] |= match class {
                Class::Particle => PARTICLE,
                Class::Copula if now & (NOUN | PARTICLE) != 0 => PREDICATE,
                Class::Ending if now & PREDICATE != 0 => PREDICATE,
                _ => 0,
            };
        });
    }
    before[chars.len()] != 0
}

/// What stands before: a noun with its suffixes, a particle, or the copula with
/// its endings. A bit each.
const NOUN: u8 = 1;
const PARTICLE: u8 = 2;
const PREDICATE: u8 = 4;

/// The longest tail, in characters: 에서부터였다고들.
const LONGEST: usize = 12;

/// Suffixes that stand between a name and its particles.
const SUFFIXES: &[char] = &['들', '님', '씨', '측'];

/// What a word of the dictionary can be in a tail.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Class {
    Particle,
    Copula,
    Ending,
    /// Nothing: it begins another word.
    None,
}

impl Class {
    fn of(tag: &str) -> Class {
        match first_tag(tag) {
            "VCP" => Class::Copula,
            tag if tag.starts_with('J') => Class::Particle,
            tag if tag.starts_with('E') => Class::Ending,
            _ => Class::None,
        }
    }
}

/// The classes of words by their left context id: mecab-ko-dic gives words of
/// different tags different ones, and looking a tag up takes longer.
#[derive(Debug)]
pub(super) struct Classes(Vec<Class>);

impl Classes {
    pub(super) fn of(lexicon: &Lexicon) -> Classes {
        let words = lexicon.first_words_by_left_id().into_iter();
        let class =
            |id: Option<WordId>| id.map_or(Class::None, |id| Class::of(lexicon.details(id).pos));
        Classes(words.map(class).collect())
    }

    fn get(&self, left_id: u16) -> Class {
        self.0
            .get(usize::from(left_id))
            .copied()
            .unwrap_or(Class::None)
    }
}

impl Lexicon {
    /// Calls `sink` with the length, in characters, and the class of every word
    /// of the system dictionary that `chars` begins with.
    fn each_tail(&self, chars: &[char], sink: &mut dyn FnMut(usize, Class)) {
        let classes = self.classes.get_or_init(|| Classes::of(self));
        let matches = self
            .dictionary
            .prefix_dictionary
            .common_prefix_search(chars);
        for (entries, length) in matches {
            for &[_, _, _, _, _, _, l, m, ..] in entries.as_chunks::<10>().0 {
                sink(length, classes.get(u16::from_le_bytes([l, m])));
            }
        }
    }

    /// Returns a word for each left context id that has any.
    pub(super) fn first_words_by_left_id(&self) -> Vec<Option<WordId>> {
        let mut words: Vec<Option<WordId>> = Vec::new();
        let entries = &self.dictionary.prefix_dictionary.vals_data;
        // Lindera's records: word id, cost, left id, right id.
        for &[a, b, c, d, _, _, l, m, ..] in entries.as_chunks::<10>().0 {
            let left_id = usize::from(u16::from_le_bytes([l, m]));
            if left_id >= words.len() {
                words.resize(left_id + 1, None);
            }
            let id = || WordId::new(LexType::System, u32::from_le_bytes([a, b, c, d]));
            words[left_id].get_or_insert_with(id);
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_of_a_left_context_are_of_one_class() {
        let lexicon = Lexicon::new(malmoi_ko_dic::load().unwrap());
        let classes = Classes::of(&lexicon);
        let entries = &lexicon.dictionary.prefix_dictionary.vals_data;
        for &[a, b, c, d, _, _, l, m, ..] in entries.as_chunks::<10>().0 {
            let id = WordId::new(LexType::System, u32::from_le_bytes([a, b, c, d]));
            let tag = lexicon.details(id).pos;
            assert_eq!(
                classes.get(u16::from_le_bytes([l, m])),
                Class::of(tag),
                "{tag}"
            );
        }
    }

    #[test]
    fn particles_and_the_copula_follow_nouns() {
        let lexicon = Lexicon::new(malmoi_ko_dic::load().unwrap());
        for (text, expected) in [
            ("", true),
            ("는", true),
            ("에서도", true),
            ("들의", true),
            ("측은", true),
            ("이라고", true),
            ("였다", true),
            ("까지만은", true),
            ("으로부터의", true),
            ("은행", false),
            ("에너지", false),
            ("했다", false),
            ("단지", false),
            ("이이이이이이이이이이이이이", false),
        ] {
            let chars: Vec<char> = text.chars().collect();
            assert_eq!(is_tail(&lexicon, &chars), expected, "{text}");
        }
    }
}

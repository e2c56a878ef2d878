//! What was decided about each word, found again with one look into one table.
//!
//! Half of a text's words are its hundred most frequent ones, and stemming one
//! takes as long as reading twenty. The table is made for the caches of the
//! processor: a slot has 16 bytes, among them all of a word of up to eight, and
//! where the term is a beginning of the word ("minist" of "ministers"), the word
//! in the text serves as the term. Seven of eight words of English news need no
//! second look anywhere.

/// A word as it is looked up: its bytes if there are no more than eight, else
/// a hash of them.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) struct Key(u64);

/// The most bytes of a word that its key holds.
const KEY_BYTES: usize = 8;

impl Key {
    /// Returns the key of `text[start..end]`, which is not empty.
    #[inline]
    pub(super) fn of(text: &str, start: usize, end: usize) -> Key {
        let bytes = text.as_bytes();
        let length = end - start;
        if length > KEY_BYTES {
            // What is between the two counts when words are compared.
            let ends = [load(bytes, start), load(bytes, end - KEY_BYTES)];
            return Key(fold(ends[0], ends[1]));
        }
        if start + KEY_BYTES <= bytes.len() {
            // All eight at once and the surplus cut off: cheaper than copying
            // just as many as there are.
            let surplus = 8 * (KEY_BYTES - length) as u32;
            return Key(load(bytes, start) & u64::MAX.checked_shr(surplus).unwrap_or(0));
        }
        let mut buffer = [0; KEY_BYTES];
        buffer[..length].copy_from_slice(&bytes[start..end]);
        Key(u64::from_le_bytes(buffer))
    }

    /// Mixes the key into a number that is good for a slot.
    #[inline]
    fn hash(self) -> usize {
        fold(self.0, 0) as usize
    }
}

fn load(bytes: &[u8], at: usize) -> u64 {
    let mut buffer = [0; KEY_BYTES];
    buffer.copy_from_slice(&bytes[at..at + KEY_BYTES]);
    u64::from_le_bytes(buffer)
}

/// Multiplies two numbers into one that depends on all bits of both.
#[inline]
fn fold(a: u64, b: u64) -> u64 {
    // Two numbers without a pattern: the first digits of pi.
    let product = u128::from(a ^ 0x243f_6a88_85a3_08d3) * u128::from(b ^ 0x1319_8a2e_0370_7345);
    (product as u64) ^ ((product >> 64) as u64)
}

/// What was decided about a word.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Word<'m> {
    pub(super) term: &'m str,
    pub(super) is_term: bool,
}

#[derive(Clone, Copy)]
struct Slot {
    key: Key,
    /// Where the term is in [`Memo::texts`], behind the word if that is longer
    /// than a key; [`BEGINNING`] if the term is a beginning of the word.
    term: u32,
    /// The bytes of the word; no word has none, so 0 is an empty slot.
    length: u8,
    term_length: u8,
    is_term: bool,
}

const EMPTY: Slot = Slot {
    key: Key(0),
    term: 0,
    length: 0,
    term_length: 0,
    is_term: false,
};

const BEGINNING: u32 = u32::MAX;

/// The slots of a new memo; a power of two, as all later numbers are.
const FIRST_SLOTS: usize = 1 << 11;

/// The words that are remembered at most before all are forgotten. A language's
/// news hardly has more forms; crawled junk does, and must not fill the memory.
/// Half of the slots stay empty, so their 16 bytes make 4 MB.
const MOST_WORDS: usize = 1 << 17;

/// The bytes of terms and long words that are remembered at most.
const MOST_BYTES: usize = 1 << 22;

/// Words with what was decided about them.
pub(super) struct Memo {
    slots: Vec<Slot>,
    words: usize,
    texts: String,
}

impl Memo {
    pub(super) fn new() -> Memo {
        Memo {
            slots: vec![EMPTY; FIRST_SLOTS],
            words: 0,
            texts: String::new(),
        }
    }

    /// Returns what is remembered about `word`, whose key is `key`.
    #[inline]
    pub(super) fn get<'m>(&'m self, key: Key, word: &'m str) -> Option<Word<'m>> {
        let slot = &self.slots[self.place(key, word)];
        if slot.length == 0 {
            return None;
        }
        let length = usize::from(slot.term_length);
        let term = if slot.term == BEGINNING {
            &word[..length]
        } else {
            &self.texts[slot.term as usize..slot.term as usize + length]
        };
        Some(Word {
            term,
            is_term: slot.is_term,
        })
    }

    /// Remembers what was decided about `word`, which it does not know yet.
    ///
    /// Words of more than 255 bytes are not worth it.
    pub(super) fn insert(&mut self, key: Key, word: &str, decided: Word<'_>) {
        let (Ok(length), Ok(term_length)) =
            (u8::try_from(word.len()), u8::try_from(decided.term.len()))
        else {
            return;
        };
        if self.words >= MOST_WORDS || self.texts.len() >= MOST_BYTES {
            self.slots.fill(EMPTY);
            self.texts.clear();
            self.words = 0;
        } else if 2 * self.words >= self.slots.len() {
            self.grow();
        }
        let is_long = word.len() > KEY_BYTES;
        let term = if !is_long && word.starts_with(decided.term) {
            BEGINNING
        } else {
            if is_long {
                self.texts.push_str(word);
            }
            let term = self.texts.len() as u32;
            self.texts.push_str(decided.term);
            term
        };
        let place = self.place(key, word);
        self.slots[place] = Slot {
            key,
            term,
            length,
            term_length,
            is_term: decided.is_term,
        };
        self.words += 1;
    }

    /// Returns the slot a word is in, or the empty one it would be put into.
    #[inline]
    fn place(&self, key: Key, word: &str) -> usize {
        let last = self.slots.len() - 1;
        let mut place = key.hash() & last;
        loop {
            let slot = &self.slots[place];
            if slot.length == 0 {
                return place;
            }
            if slot.key == key
                && usize::from(slot.length) == word.len()
                && (word.len() <= KEY_BYTES || self.long_word(slot) == word)
            {
                return place;
            }
            place = (place + 1) & last;
        }
    }

    /// Returns the word of a slot whose key does not hold it.
    fn long_word(&self, slot: &Slot) -> &str {
        let end = slot.term as usize;
        &self.texts[end - usize::from(slot.length)..end]
    }

    fn grow(&mut self) {
        let larger = vec![EMPTY; 2 * self.slots.len()];
        let last = larger.len() - 1;
        for slot in std::mem::replace(&mut self.slots, larger) {
            if slot.length > 0 {
                let mut place = slot.key.hash() & last;
                while self.slots[place].length > 0 {
                    place = (place + 1) & last;
                }
                self.slots[place] = slot;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rustc_hash::FxHashMap;

    use super::*;

    fn get<'m>(memo: &'m Memo, text: &'m str, start: usize, end: usize) -> Option<Word<'m>> {
        memo.get(Key::of(text, start, end), &text[start..end])
    }

    #[test]
    fn a_word_is_the_same_wherever_it_stands() {
        let texts = [
            "ministers",
            "the ministers of it",
            "xministersx and many more",
        ];
        let mut memo = Memo::new();
        let decided = Word {
            term: "minist",
            is_term: true,
        };
        memo.insert(Key::of(texts[0], 0, 9), texts[0], decided);
        for text in texts {
            let start = text.find("minist").unwrap();
            assert_eq!(get(&memo, text, start, start + 9), Some(decided));
            assert_eq!(get(&memo, text, start, start + 8), None);
        }
    }

    #[test]
    fn it_forgets_rather_than_grow_without_end() {
        let mut memo = Memo::new();
        for number in 0..3 * MOST_WORDS {
            let word = format!("x{number}");
            let term = &word[1..];
            let key = Key::of(&word, 0, word.len());
            let decided = Word {
                term,
                is_term: true,
            };
            memo.insert(key, &word, decided);
            assert_eq!(memo.get(key, &word), Some(decided));
        }
        assert!(memo.words <= MOST_WORDS && memo.slots.len() <= 2 * MOST_WORDS);
        assert!(memo.texts.len() <= MOST_BYTES);
    }

    proptest! {
        /// Words of all lengths, of which many begin alike.
        #[test]
        fn it_remembers_what_a_map_does(
            words in prop::collection::vec(("[ab]{1,3}", "(internati|é|가)?", "[a-c]{0,16}"), 1..80),
        ) {
            let mut memo = Memo::new();
            let mut map: FxHashMap<String, (String, bool)> = FxHashMap::default();
            for (number, (first, middle, last)) in words.into_iter().enumerate() {
                let word = format!("{middle}{last}{first}");
                let text = format!("{word} and something behind it");
                let found = get(&memo, &text, 0, word.len());
                match map.get(&word) {
                    Some((term, is_term)) => {
                        prop_assert_eq!(found, Some(Word { term, is_term: *is_term }));
                    }
                    None => {
                        prop_assert_eq!(found, None);
                        let term = if number % 2 == 0 { middle } else { format!("{number}") };
                        let decided = Word { term: &term, is_term: number % 3 == 0 };
                        memo.insert(Key::of(&text, 0, word.len()), &word, decided);
                        map.insert(word, (term, number % 3 == 0));
                    }
                }
            }
        }
    }
}

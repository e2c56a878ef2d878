//! The stretches that are remembered, found by their characters.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::answers::NO_ANSWER;
use super::ways::{Before, NONE};

/// What is known of a stretch.
#[derive(Clone, Copy)]
pub(super) enum Known {
    Table(Table),
    /// The newest of the answers that searches have found, and how many there
    /// are.
    Answers(u32, u8),
}

/// The ways through a stretch: a range of all ways.
#[derive(Clone, Copy, Default)]
pub(super) struct Table {
    pub(super) first_way: u32,
    pub(super) end_way: u32,
}

impl Table {
    pub(super) fn range(self) -> std::ops::Range<usize> {
        self.first_way as usize..self.end_way as usize
    }
}

/// What a stretch is known by.
#[derive(Clone, Copy)]
pub(super) struct Key<'t> {
    text: &'t str,
    before: Before,
    hash: u64,
}

impl<'t> Key<'t> {
    pub(super) fn new(text: &'t str, before: Before) -> Key<'t> {
        let hash = hash(text.as_bytes(), before);
        Key { text, before, hash }
    }

    /// Returns the same as [`new`](Key::new), given the hash of that one.
    pub(super) fn with_hash(text: &'t str, before: Before, hash: u64) -> Key<'t> {
        Key { text, before, hash }
    }

    /// Says whether the text is too long to be remembered.
    pub(super) fn is_long(&self) -> bool {
        self.text.len() > LONGEST_REMEMBERED
    }

    pub(super) fn hash(&self) -> u64 {
        self.hash
    }
}

/// The stretches with their tables.
pub(super) struct Stretches {
    /// A table by hash with linear probing: the upper half of a stretch's hash,
    /// and its number plus one; zero is a free place. (That the marks lie where
    /// the probing is spares half the misses of the cache.)
    slots: Vec<u64>,
    stretches: Vec<Stretch>,
    /// The text of the stretches that are longer than [`INLINE`].
    text: String,
    /// How often rests have come, by the upper bits of their hashes.
    rests: Vec<u8>,
}

#[derive(Clone, Copy)]
struct Stretch {
    /// The text, or where a longer one lies.
    inline: [u8; INLINE],
    /// Its ways; if there is no table yet, the newest answer and [`NONE`].
    table: Table,
    answers: u8,
    length: u8,
    before: Before,
}

/// The longest stretch that is remembered, in bytes. Longer ones do not come
/// again, and to remember each rest of theirs takes the square of their length.
const LONGEST_REMEMBERED: usize = 96;

/// The counters of rests, as a power of two: half a megabyte.
const REST_BITS: u32 = 19;

/// A rest that has come no more often has no table made for it.
const SELDOM: u8 = 10;

/// The longest text that lies with the stretch, in bytes: six syllables.
const INLINE: usize = 20;

impl Stretches {
    pub(super) fn new() -> Stretches {
        Stretches {
            slots: vec![0; 1 << 10],
            stretches: Vec::new(),
            text: String::new(),
            rests: vec![0; 1 << REST_BITS],
        }
    }

    /// Forgets all stretches.
    pub(super) fn clear(&mut self) {
        self.slots.fill(0);
        self.stretches.clear();
        self.text.clear();
        self.rests.fill(0);
    }

    /// Returns how much memory the stretches take, in bytes.
    pub(super) fn memory(&self) -> usize {
        size_of_val(&self.slots[..])
            + size_of_val(&self.stretches[..])
            + self.text.len()
            + self.rests.len()
    }

    /// Returns what is known of a stretch.
    pub(super) fn known(&self, stretch: u32) -> Known {
        let stretch = &self.stretches[stretch as usize];
        match stretch.table {
            Table {
                first_way,
                end_way: NONE,
            } => Known::Answers(first_way, stretch.answers),
            table => Known::Table(table),
        }
    }

    /// Counts that a rest has come once more, and says whether it has come often.
    /// Rests that share a place among the counters are counted together.
    pub(super) fn meets_often(&mut self, rest: &Key<'_>) -> bool {
        let count = &mut self.rests[(rest.hash >> (u64::BITS - REST_BITS)) as usize];
        *count = count.saturating_add(1);
        *count > SELDOM
    }

    /// Has the processor fetch the counters of rests.
    pub(super) fn fetch_counts(&self, hashes: &[u64]) {
        let count = |hash: &u64| self.rests[(hash >> (u64::BITS - REST_BITS)) as usize];
        std::hint::black_box(hashes.iter().map(count).fold(0, |all, count| all ^ count));
    }

    /// Has the processor fetch what these stretches are found by. It answers many
    /// such questions in the time of one, if nothing waits for the answers.
    pub(super) fn fetch(&self, hashes: impl Iterator<Item = u64> + Clone) {
        let slot = |hash: u64| self.slots[hash as usize & (self.slots.len() - 1)];
        let slots = hashes.clone().map(slot);
        std::hint::black_box(slots.fold(0, |all, slot| all ^ slot));
        let stretches = hashes.map(|hash| {
            let number = (slot(hash) as u32).wrapping_sub(1);
            let stretch = self.stretches.get(number as usize);
            stretch.map_or(0, |stretch| stretch.length)
        });
        std::hint::black_box(stretches.fold(0, |all, length| all ^ length));
    }

    /// Returns the table of a stretch that has one.
    pub(super) fn table(&self, stretch: u32) -> Option<Table> {
        match self.known(stretch) {
            Known::Table(table) => Some(table),
            Known::Answers(..) => None,
        }
    }

    pub(super) fn set_table(&mut self, stretch: u32, table: Table) {
        self.stretches[stretch as usize].table = table;
    }

    pub(super) fn add_answer(&mut self, stretch: u32, answer: u32) {
        let stretch = &mut self.stretches[stretch as usize];
        stretch.table.first_way = answer;
        stretch.answers += 1;
    }

    /// Returns the number of a stretch, which it gets if it has none.
    pub(super) fn number(&mut self, key: Key<'_>) -> u32 {
        match self.find(key) {
            Some(number) => number,
            None => self.insert(key),
        }
    }

    /// Returns the number of a stretch that is remembered.
    fn find(&self, key: Key<'_>) -> Option<u32> {
        let mask = self.slots.len() - 1;
        let mut place = key.hash as usize & mask;
        loop {
            let slot = self.slots[place];
            if slot == 0 {
                return None;
            }
            if slot >> 32 == key.hash >> 32 {
                let number = slot as u32 - 1;
                let stretch = &self.stretches[number as usize];
                if stretch.before == key.before && self.text_of(stretch) == key.text.as_bytes() {
                    return Some(number);
                }
            }
            place = (place + 1) & mask;
        }
    }

    /// Remembers a stretch that is not.
    fn insert(&mut self, key: Key<'_>) -> u32 {
        let number = self.stretches.len() as u32;
        let length = key.text.len();
        let mut inline = [0; INLINE];
        if length <= INLINE {
            inline[..length].copy_from_slice(key.text.as_bytes());
        } else {
            inline[..4].copy_from_slice(&(self.text.len() as u32).to_le_bytes());
            self.text.push_str(key.text);
        }
        // Two thirds full at most.
        if self.stretches.len() * 3 >= self.slots.len() * 2 {
            self.grow();
        }
        put(&mut self.slots, key.hash, number);
        self.stretches.push(Stretch {
            inline,
            table: Table {
                first_way: NO_ANSWER,
                end_way: NONE,
            },
            answers: 0,
            length: length as u8,
            before: key.before,
        });
        number
    }

    fn grow(&mut self) {
        let mut slots = vec![0; self.slots.len() * 2];
        for (number, stretch) in self.stretches.iter().enumerate() {
            let hash = hash(self.text_of(stretch), stretch.before);
            put(&mut slots, hash, number as u32);
        }
        self.slots = slots;
    }

    fn text_of<'s>(&'s self, stretch: &'s Stretch) -> &'s [u8] {
        let length = usize::from(stretch.length);
        match stretch.inline {
            [a, b, c, d, ..] if length > INLINE => {
                let start = u32::from_le_bytes([a, b, c, d]) as usize;
                &self.text.as_bytes()[start..start + length]
            }
            _ => &stretch.inline[..length],
        }
    }
}

/// Puts a number at the first free place for its hash.
fn put(slots: &mut [u64], hash: u64, number: u32) {
    let mask = slots.len() - 1;
    let mut place = hash as usize & mask;
    while slots[place] != 0 {
        place = (place + 1) & mask;
    }
    slots[place] = hash >> 32 << 32 | u64::from(number + 1);
}

fn hash(text: &[u8], before: Before) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text);
    hasher.write_u8(before as u8);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stretch_is_found_by_its_text_and_what_stands_before() {
        let texts: Vec<String> = (0..3000)
            .map(|number| "가".repeat(number % 11) + &number.to_string())
            .collect();
        let mut stretches = Stretches::new();
        for (number, text) in texts.iter().enumerate() {
            let key = Key::new(text, Before::Space);
            assert_eq!(stretches.find(key), None, "{text}");
            assert_eq!(stretches.number(key), number as u32);
        }
        for (number, text) in texts.iter().enumerate() {
            let found = stretches.find(Key::new(text, Before::Space));
            assert_eq!(found, Some(number as u32), "{text}");
            assert_eq!(stretches.find(Key::new(text, Before::Text)), None, "{text}");
        }
    }

    #[test]
    fn a_stretch_has_answers_until_it_has_a_table() {
        let mut stretches = Stretches::new();
        let number = stretches.number(Key::new("학교에서는", Before::Space));
        assert!(stretches.table(number).is_none());
        stretches.add_answer(number, 7);
        stretches.add_answer(number, 9);
        assert!(matches!(stretches.known(number), Known::Answers(9, 2)));
        let table = Table {
            first_way: 3,
            end_way: 5,
        };
        stretches.set_table(number, table);
        assert_eq!(stretches.table(number).unwrap().range(), 3..5);
    }
}

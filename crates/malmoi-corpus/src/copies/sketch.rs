//! A text as the set of its stretches of letters.

use super::signature::{BINS, EMPTY, Signature};

/// How many letters a stretch has: two Korean words, one English one. Shorter ones are shared by chance, longer ones are lost by the dozen
/// around each change.
const STRETCH: usize = 6;

/// How many letters and digits a text has at least to be compared by its
/// signature: three sentences of Korean.
const LONG: u64 = 200;

/// A text that is being reduced, letter by letter. A few hundred bytes, however
/// long the text.
pub(super) struct Sketch {
    /// The smallest hash of a stretch in each bin.
    minima: [u32; BINS],
    /// The last letters, mixed, each at its number modulo their count.
    window: [u64; STRETCH],
    /// The polynomial of the window.
    rolling: u64,
    letters: u64,
    hash: u64,
}

/// An odd number without a pattern: 2⁶⁴ over the golden ratio.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// The base of the polynomial over the window.
const BASE: u64 = 0xd6e8_feb8_6659_fd93;

/// The weight that a letter has in the polynomial once it leaves the window.
const LEAVING: u64 = {
    let (mut power, mut n) = (1_u64, 0);
    while n < STRETCH {
        power = power.wrapping_mul(BASE);
        n += 1;
    }
    power
};

impl Sketch {
    /// Returns a hash of a text, without title if it is long, and the signature
    /// of a long one.
    pub(super) fn of(title: &str, text: &str) -> (u64, Option<Signature>) {
        let mut sketch = Sketch::new();
        letters(text, |c| sketch.add(c));
        if sketch.letters >= LONG {
            return (sketch.hash, Some(Signature::of(&sketch.minima)));
        }
        let mut sketch = Sketch::new();
        letters(title, |c| sketch.add(c));
        // Where the title ends is part of what must be equal.
        sketch.add('\n');
        letters(text, |c| sketch.add(c));
        (sketch.hash, None)
    }

    fn new() -> Sketch {
        Sketch {
            minima: [EMPTY; BINS],
            window: [0; STRETCH],
            rolling: 0,
            letters: 0,
            hash: MIX,
        }
    }

    fn add(&mut self, letter: char) {
        let mixed = (u64::from(letter) + 1).wrapping_mul(MIX);
        self.hash = folded(self.hash ^ mixed, BASE);
        let slot = &mut self.window[self.letters as usize % STRETCH];
        let leaving = std::mem::replace(slot, mixed);
        self.rolling = self
            .rolling
            .wrapping_mul(BASE)
            .wrapping_add(mixed)
            .wrapping_sub(leaving.wrapping_mul(LEAVING));
        self.letters += 1;
        if self.letters >= STRETCH as u64 {
            let hash = folded(self.rolling, MIX);
            let minimum = &mut self.minima[hash as usize % BINS];
            *minimum = (*minimum).min((hash >> 32) as u32);
        }
    }
}

/// Multiplies, and adds the upper half of the product to the lower, so that
/// every bit depends on every other.
fn folded(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

/// Calls `sink` with the letters and digits of a text, in lower case.
fn letters(text: &str, mut sink: impl FnMut(char)) {
    for c in text.chars() {
        match c {
            'a'..='z' | '0'..='9' | '가'..='힣' => sink(c),
            'A'..='Z' => sink(c.to_ascii_lowercase()),
            _ if c.is_ascii() => {}
            // Of the few letters whose lower case is two, one will do.
            _ if c.is_alphanumeric() => sink(c.to_lowercase().next().unwrap_or(c)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences of which each is a new one.
    fn prose(sentences: std::ops::Range<u32>) -> String {
        let word =
            |n: u32| char::from_u32(0xac00 + n.wrapping_mul(2_654_435_761) % 11_172).unwrap();
        let mut text = String::new();
        for sentence in sentences {
            for n in 0..20 {
                text.push(word(sentence * 100 + n));
                text.push_str(if n % 3 == 2 { " " } else { "" });
            }
            text.push_str(".\n");
        }
        text
    }

    fn resemblance(a: &str, b: &str) -> f64 {
        let [a, b] = [a, b].map(|text| Sketch::of("", text).1.unwrap());
        a.resemblance(&b)
    }

    #[test]
    fn punctuation_space_and_case_say_nothing() {
        let text = prose(0..20);
        let other = text.replace(['.', '\n', ' '], "") + " — !";
        assert_eq!(Sketch::of("a", &text), Sketch::of("b", &other));
        assert_eq!(Sketch::of("A b", "C"), Sketch::of("ab", "c."));
    }

    #[test]
    fn short_texts_are_told_apart_by_their_title() {
        let (one, none) = Sketch::of("Seoul", "Rain.");
        assert_eq!(none, None);
        assert_ne!(one, Sketch::of("Busan", "Rain.").0);
        assert_ne!(Sketch::of("ab", "c").0, Sketch::of("a", "bc").0);
    }

    #[test]
    fn the_estimate_is_near_the_truth() {
        // All sentences have 20 letters, so what two texts share follows from
        // how many sentences they do, but for the stretches over the borders.
        for (a, b, shared, all) in [
            (0..100, 0..100, 100.0, 100.0),
            (0..100, 5..100, 95.0, 100.0),
            (0..100, 10..110, 90.0, 110.0),
            (0..100, 50..150, 50.0, 150.0),
            (0..100, 100..200, 0.0, 200.0),
        ] {
            let found = resemblance(&prose(a), &prose(b));
            assert!(
                (found - shared / all).abs() < 0.08,
                "{found} {shared}/{all}"
            );
        }
    }

    #[test]
    fn texts_barely_long_enough_have_a_signature_that_works() {
        let short = prose(0..11);
        assert!(resemblance(&short, &format!("{short} (가)")) > 0.9);
        assert!(resemblance(&short, &prose(20..31)) < 0.1);
        assert!(Sketch::of("", &prose(0..9)).1.is_none());
    }
}

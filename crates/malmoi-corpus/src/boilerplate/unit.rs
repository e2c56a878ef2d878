//! The units in which boilerplate repeats: sentences, compared without what
//! differs from article to article.

use std::hash::Hasher;
use std::ops::Range;

use rustc_hash::FxHasher;

use crate::sentences::sentences;

/// A sentence of a text that says enough to be recognised.
pub(crate) struct Unit {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Equal for sentences that differ in digits, letter case of ASCII, white
    /// space, or the words that hold an `@`. Its lowest bit tells whether the
    /// sentence is a short one.
    pub(crate) hash: u64,
}

/// Returns where the sentences of a text are, each with a hash by which it is known again
/// when it is printed a second time letter by letter, whatever its white space. A sentence of fewer than four words says too little for that and
/// has none, unless it is a line without a stop at its end.
///
/// ```
/// use malmoi_corpus::passages;
///
/// let text = "He agreed. The mayor said so on Monday 9 June.";
/// let found: Vec<_> = passages(text).collect();
/// assert_eq!(found[0].1, None);
/// assert_eq!(&text[found[1].0.clone()], "The mayor said so on Monday 9 June.");
/// let later = "The mayor said so on Monday 16 June. But why?";
/// assert_ne!(passages(later).next().map(|p| p.1), Some(found[1].1));
/// let again = "The  mayor said so\ton Monday 9 June. But why?";
/// assert_eq!(passages(again).next().map(|p| p.1), Some(found[1].1));
/// ```
pub fn passages(text: &str) -> impl Iterator<Item = (Range<usize>, Option<u64>)> {
    units(text).map(|unit| {
        let range = unit.start..unit.end;
        let hash = (!is_short(unit.hash)).then(|| exact_hash(&text[range.clone()]));
        (range, hash)
    })
}

/// Returns a hash of the words of a sentence.
fn exact_hash(sentence: &str) -> u64 {
    let mut hasher = FxHasher::default();
    for word in sentence.split_ascii_whitespace() {
        hasher.write(word.as_bytes());
        hasher.write_u8(b' ');
    }
    hasher.finish()
}

/// Whether what has this hash is a sentence of fewer than four words, which ends in a
/// stop or the like.
pub(crate) fn is_short(hash: u64) -> bool {
    hash & 1 == 1
}

/// Fewer letters than this are a mark, not a sentence: `ET`, `***`, `[1]`.
const LETTERS: usize = 3;

/// Returns the sentences of a text, in order. A text without line ends takes no
/// longer than another.
pub(crate) fn units(text: &str) -> impl Iterator<Item = Unit> {
    let mut start = 0;
    let lines = text.split_inclusive('\n');
    lines.flat_map(sentences).filter_map(move |sentence| {
        let from = start;
        start += sentence.len();
        // A line end belongs to no sentence: what stands on both sides of one
        // that goes must not meet.
        let end = from + sentence.trim_end_matches('\n').len();
        let hash = hash(sentence)?;
        Some(Unit {
            start: from,
            end,
            hash,
        })
    })
}

/// Returns the hash of a sentence; `None` if it says too little.
fn hash(sentence: &str) -> Option<u64> {
    let mut hasher = FxHasher::default();
    let mut letters = 0;
    let mut words = 0;
    for word in sentence.split_ascii_whitespace() {
        words += 1;
        if memchr::memchr(b'@', word.as_bytes()).is_some() {
            hasher.write_u8(b'@');
            continue;
        }
        // Eight bytes at a time: byte by byte, this would be what reading costs.
        let mut packed = 0u64;
        let mut last = 0;
        let mut filled = 0;
        for &byte in word.as_bytes() {
            let byte = match byte {
                b'0'..=b'9' => b'0',
                b'A'..=b'Z' => byte | 0x20,
                _ => byte,
            };
            // Numbers of any length are alike.
            if byte == b'0' && last == b'0' {
                continue;
            }
            last = byte;
            // The bytes from 0xc0 on begin a character beyond ASCII; most of
            // those are letters, and 0xe2 begins punctuation.
            letters += usize::from(byte.is_ascii_lowercase() || byte >= 0xc3 && byte != 0xe2);
            packed = packed << 8 | u64::from(byte);
            filled += 1;
            if filled == 8 {
                hasher.write_u64(packed);
                (packed, filled) = (0, 0);
            }
        }
        hasher.write_u64(packed << 8 | 1);
    }
    // What is short and has no end is no sentence, but a byline, a heading or a button,
    // which is as telling as a long sentence.
    let end = sentence.trim_end().chars().next_back();
    let has_end = end.is_some_and(|c| !c.is_alphanumeric());
    (letters >= LETTERS).then(|| hasher.finish() & !1 | u64::from(words < 4 && has_end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(text: &str) -> Vec<u64> {
        units(text).map(|u| u.hash).collect()
    }

    #[test]
    fn what_differs_from_article_to_article_is_not_compared() {
        let alike = [
            ("Copyright 2025 Example", "COPYRIGHT  2026 example"),
            (
                "기사 제보 a@press.example 로",
                "기사 제보 b.c@press.example 로",
            ),
            ("12 of 9 photos", "7 of 4711 photos"),
        ];
        for (a, b) in alike {
            assert_eq!(hashes(a), hashes(b), "{a:?} and {b:?}");
            assert_eq!(hashes(a).len(), 1);
        }
        assert_ne!(hashes("Photos of ours"), hashes("Photo sof ours"));
        assert_ne!(hashes("Photos 1"), hashes("Photos"));
    }

    #[test]
    fn marks_are_no_sentences() {
        for text in ["", "***", "12.", "ET", "[1] — 2", "“…”"] {
            assert_eq!(hashes(text), [0u64; 0], "{text:?}");
        }
        assert_eq!(hashes("더보기").len(), 1);
    }

    #[test]
    fn short_sentences_are_told_by_their_hash() {
        assert!(is_short(hashes("Thank you very,")[0]));
        assert!(!is_short(hashes("Thank you very much.")[0]));
        assert!(!is_short(hashes("Gil-dong Hong")[0]));
    }

    #[test]
    fn units_slice_the_text_and_leave_line_ends() {
        let text = "One thing. Another thing.\n\n셋째 문장.\n***\nFour";
        let found: Vec<&str> = units(text).map(|u| &text[u.start..u.end]).collect();
        assert_eq!(
            found,
            ["One thing. ", "Another thing.", "셋째 문장.", "Four"]
        );
    }
}

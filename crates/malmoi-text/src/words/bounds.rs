//! Word boundaries by UAX #29, quickly where the text is what Western news is
//! written with.
//!
//! The boundaries are those of the crate `unicode-segmentation`, always. Where a
//! word and what touches it are ASCII, Latin letters with diacritics or the
//! usual quotes and dashes, a table of their word-break classes gives them at a
//! byte or two a nanosecond; for every other segment that crate is asked. Both
//! can be mixed freely because a segment of UAX #29 depends on nothing before
//! its start.

use unicode_segmentation::UnicodeSegmentation;

use crate::script::Script;

/// A segment that holds a letter or a digit.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Segment {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether it is ASCII letters and nothing else.
    pub(super) is_plain: bool,
}

/// Returns the first segment with a letter or a digit that starts at `from` or
/// after it. `from` must be a boundary of characters.
#[inline]
pub(super) fn next_word(text: &str, from: usize) -> Option<Segment> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        let end = letters_end(bytes, at);
        if end > at && bytes.get(end).is_none_or(|b| ENDS_PLAIN[usize::from(*b)]) {
            return Some(Segment {
                start: at,
                end,
                is_plain: true,
            });
        }
        if at == bytes.len() {
            return None;
        }
        let (class, length) = class(text, at);
        if !class.is_in_words() {
            let mut next = at + length;
            // The spaces of a row are one segment.
            while class == Class::Space && class_of(text, next) == Class::Space {
                next += 1;
            }
            // A mark after it would be part of its segment.
            if next == bytes.len() || class_of(text, next) != Class::Unknown {
                at = next;
                continue;
            }
        }
        let end = segment_end(text, at);
        let segment = &text[at..end];
        if is_word(segment) {
            return Some(Segment {
                start: at,
                end,
                is_plain: segment.bytes().all(|b| b.is_ascii_alphabetic()),
            });
        }
        at = end;
    }
}

/// Returns where the ASCII letters that start at `at` end.
///
/// It looks at eight bytes at once, not for their number alone: where a word
/// ends is what a processor guesses wrong in a loop over bytes, and
/// most words are over within the first eight.
#[inline]
fn letters_end(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    while let Some(Ok(eight)) = bytes.get(at..at + 8).map(<[u8; 8]>::try_from) {
        let eight = u64::from_le_bytes(eight);
        // In small letters, without the eighth bit: no sum below can carry.
        let small = (eight | (0x20 * ONES)) & !HIGH;
        let from_a = small + (0x80 - 0x61) * ONES;
        let beyond_z = small + (0x80 - 0x7b) * ONES;
        let others = (!from_a | beyond_z | eight) & HIGH;
        if others != 0 {
            return at + others.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = bytes[at..].iter();
    at + rest.take_while(|b| b.is_ascii_alphabetic()).count()
}

/// Returns where the segment that starts at `at` ends; `at` itself at the end
/// of the text.
pub(super) fn segment_end(text: &str, at: usize) -> usize {
    known_segment_end(text, at).unwrap_or_else(|| {
        let segment = text[at..].split_word_bounds().next();
        at + segment.map_or(0, str::len)
    })
}

/// Says whether a segment holds a letter or a digit.
pub(super) fn is_word(segment: &str) -> bool {
    segment
        .chars()
        .any(|c| c.is_numeric() || (c.is_alphabetic() && Script::of(c) != Script::Common))
}

/// The word-break classes that matter to the characters that are known here.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Class {
    /// `ALetter`.
    Letter,
    /// `Numeric`.
    Digit,
    /// `ExtendNumLet`: the underscore.
    Joiner,
    /// `MidNumLet` and `Single_Quote`: inside a word or a number.
    MidBoth,
    /// `MidLetter`: inside a word.
    MidLetter,
    /// `MidNum`: inside a number.
    MidNumber,
    /// Any other that stands alone.
    Other,
    /// Spaces and line ends, which segments may hold several of.
    Space,
    /// Not known here.
    Unknown,
}

impl Class {
    /// Says whether a word may start with it.
    fn is_in_words(self) -> bool {
        matches!(
            self,
            Class::Letter | Class::Digit | Class::Joiner | Class::Unknown
        )
    }
}

/// Returns the end of the segment at `at`, by the rules that its classes need;
/// `None` when a character that is not known here has a say in it.
fn known_segment_end(text: &str, at: usize) -> Option<usize> {
    let (mut last, length) = class(text, at);
    let mut end = at + length;
    match last {
        Class::Letter | Class::Digit | Class::Joiner => {}
        Class::Unknown | Class::Space => return None,
        _ => return (class_of(text, end) != Class::Unknown).then_some(end),
    }
    loop {
        let (next, next_length) = class(text, end);
        match next {
            // WB5, 8, 9, 10, 13a, 13b.
            Class::Letter | Class::Digit | Class::Joiner => {
                last = next;
                end += next_length;
            }
            Class::Unknown => return None,
            Class::Other | Class::Space => return Some(end),
            // WB6, 7, 11, 12 look one character further.
            middle => {
                let (after, after_length) = class(text, end + next_length);
                if after == Class::Unknown {
                    return None;
                }
                let fits = match middle {
                    Class::MidLetter => last == Class::Letter,
                    Class::MidNumber => last == Class::Digit,
                    _ => matches!(last, Class::Letter | Class::Digit),
                };
                if !fits || after != last {
                    return Some(end);
                }
                end += next_length + after_length;
            }
        }
    }
}

/// Returns the class of the character at `at` and its length in bytes. The end
/// of the text is a character that stands alone, of no length.
#[inline]
fn class(text: &str, at: usize) -> (Class, usize) {
    match text.as_bytes().get(at) {
        None => (Class::Other, 0),
        Some(&byte) if byte < 0x80 => (CLASSES[usize::from(byte)], 1),
        Some(_) => text[at..]
            .chars()
            .next()
            .map_or((Class::Other, 0), |c| (class_beyond_ascii(c), c.len_utf8())),
    }
}

#[inline]
fn class_of(text: &str, at: usize) -> Class {
    class(text, at).0
}

/// The classes of the characters beyond ASCII that are frequent in news in
/// Latin letters.
fn class_beyond_ascii(c: char) -> Class {
    match c {
        '’' | '‘' => Class::MidBoth,
        '“' | '”' | '–' | '—' | '…' | '•' | '\u{a0}' | '£' | '€' | '«' | '»' => {
            Class::Other
        }
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{24f}' => Class::Letter,
        _ => Class::Unknown,
    }
}

/// The class of each byte; those that start a longer character are unknown.
static CLASSES: [Class; 256] = {
    let mut classes = [Class::Unknown; 256];
    let mut byte = 0;
    while byte < 0x80 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'_' => Class::Joiner,
            b'.' | b'\'' => Class::MidBoth,
            b':' => Class::MidLetter,
            b',' | b';' => Class::MidNumber,
            b' ' | b'\r' | b'\n' | 0x0b | 0x0c => Class::Space,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

/// The bytes that end a word whatever comes after them.
static ENDS_PLAIN: [bool; 256] = {
    let mut ends = [false; 256];
    let mut byte = 0;
    while byte < 0x80 {
        ends[byte] = matches!(
            CLASSES[byte],
            Class::Other | Class::Space | Class::MidNumber
        );
        byte += 1;
    }
    ends
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns the words by unicode-segmentation alone.
    fn by_unicode_segmentation(text: &str) -> Vec<(usize, &str)> {
        let segments = text.split_word_bound_indices();
        segments.filter(|(_, s)| is_word(s)).collect()
    }

    fn words(text: &str) -> Vec<(usize, &str)> {
        let mut words = Vec::new();
        let mut at = 0;
        while let Some(Segment {
            start,
            end,
            is_plain,
        }) = next_word(text, at)
        {
            let word = &text[start..end];
            assert_eq!(is_plain, word.bytes().all(|b| b.is_ascii_alphabetic()));
            words.push((start, word));
            at = end;
        }
        words
    }

    /// Compares the segments between bars.
    fn check(bars: &str) {
        let text = bars.replace('|', "");
        let mut segments = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let end = segment_end(&text, at);
            segments.push(&text[at..end]);
            at = end;
        }
        assert_eq!(segments.join("|"), bars);
    }

    #[test]
    fn the_examples_of_uax_29_are_split_as_it_says() {
        check("The| |quick| |(|“|brown|”|)| |fox| |can’t| |jump| |32.3| |feet|,| |right|?");
        check("The| |quick|™| |fox");
        check("can't| |O'Reilly's| |'|tis|'");
        check("3.2|:|1| |example.com| |a:b| |1|:| |b|:");
        check("1,000.5| |a|,|b| |1|.|a| |a_1__|-|b");
        check("\r\n|\n|a|  |b");
        check("a\u{308}b| \u{308}|b|'\u{308}|'");
        check("👨‍👩‍👧|🇰🇷|🇺🇸|カタカナ|か|な|中|文");
        check("ג\"א| |א'");
    }

    #[test]
    fn every_known_character_is_in_the_class_it_is_said_to_be_in() {
        let beyond = ('\u{80}'..='\u{ffff}').filter(|c| class_beyond_ascii(*c) != Class::Unknown);
        for c in ('\0'..='\x7f').chain(beyond) {
            for (before, after) in [
                ("", ""),
                ("a", "b"),
                ("1", "2"),
                ("a", "1"),
                ("1", "a"),
                ("_", "a"),
                ("_", "_"),
                (" ", " "),
                ("a", "."),
                ("a.", "b"),
                ("é", "é"),
                ("a", "\u{301}b"),
                ("\u{200d}", "\u{200d}"),
                ("", "א"),
            ] {
                let text = format!("{before}{c}{after}{c}{before}");
                assert_eq!(words(&text), by_unicode_segmentation(&text), "{text:?}");
            }
        }
    }

    /// One or two characters of every word-break class, and those of news.
    const CLASSES_AND_NEWS: &[&str] = &[
        "a",
        "Z",
        "é",
        "ß",
        "ﬁ",
        "я",
        "가",
        "א",
        "ש",
        "カ",
        "ー",
        "1",
        "٣",
        "²",
        "_",
        "‿",
        ".",
        "'",
        "’",
        "‘",
        "․",
        ":",
        "·",
        ",",
        ";",
        "\"",
        "“",
        "”",
        "—",
        "–",
        "…",
        "-",
        "\u{2010}",
        "&",
        "@",
        "/",
        " ",
        "  ",
        "\u{3000}",
        "\u{a0}",
        "\r",
        "\n",
        "\u{85}",
        "\u{301}",
        "\u{93e}",
        "\u{345}",
        "\u{ad}",
        "\u{200b}",
        "\u{200d}",
        "😀",
        "❤",
        "©",
        "🇰",
        "🇷",
        "中",
        "か",
        "€",
        "word",
        "longerword",
        "\u{fe0f}",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]
        #[test]
        fn words_are_those_of_unicode_segmentation(
            text in prop::collection::vec(prop::sample::select(CLASSES_AND_NEWS), 0..14),
        ) {
            let text = text.concat();
            prop_assert_eq!(words(&text), by_unicode_segmentation(&text));
        }

        #[test]
        fn ascii_words_are_those_of_unicode_segmentation(text in "[ -~\r\n\t]{0,60}") {
            prop_assert_eq!(words(&text), by_unicode_segmentation(&text));
        }

        #[test]
        fn words_of_any_text_are_those_of_unicode_segmentation(text in "\\PC{0,40}") {
            prop_assert_eq!(words(&text), by_unicode_segmentation(&text));
        }
    }
}

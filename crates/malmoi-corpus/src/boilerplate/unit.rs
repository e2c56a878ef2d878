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
    /// Equal for sentences that differ in letter case of ASCII, white space, the words that
    /// hold an `@`, dates and times; and in bare counts if they are short or have no end, as
    /// counters have. (Other numbers are news: 코스피는 12.3포인트 올랐다, 환율 1,340.50 마감.) Its
    /// lowest bit tells whether the sentence is a short one, the next whether it has such counts.
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

/// Whether what has this hash has counts that may differ: 조회수 1,234.
pub(crate) fn is_counter(hash: u64) -> bool {
    hash & 2 == 2
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
    // Of the numbers that are no dates, and of those among them that are no counts.
    let mut numbers = FxHasher::default();
    let mut figures = FxHasher::default();
    let mut counts = false;
    let mut is_month = false;
    let mut letters = 0;
    let mut words = 0;
    for word in sentence.split_ascii_whitespace() {
        words += 1;
        if memchr::memchr(b'@', word.as_bytes()).is_some() {
            hasher.write_u8(b'@');
            continue;
        }
        let may_be_count = word.bytes().take(2).any(|b| b.is_ascii_digit());
        if may_be_count && is_count(word) {
            // Whatever its length: 1,234 and 87.
            hasher.write_u8(b'0');
            if !is_date(word, is_month) {
                numbers.write(word.as_bytes());
                counts = true;
            }
            is_month = false;
            continue;
        }
        let mut has_digits = false;
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
            has_digits |= byte == b'0';
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
        if has_digits && !is_date(word, is_month) {
            numbers.write(word.as_bytes());
            figures.write(word.as_bytes());
        }
        is_month = is_month_name(word);
    }
    // What is short and has no end is no sentence, but a byline, a heading or a button,
    // which is as telling as a long sentence.
    let end = sentence.trim_end().chars().next_back();
    let has_end = end.is_some_and(|c| !c.is_alphanumeric());
    let is_short = words < 4 && has_end;
    let is_sentence = !is_short && has_end;
    hasher.write_u64(match is_sentence {
        true => numbers.finish(),
        false => figures.finish(),
    });
    let flags = u64::from(is_short) | u64::from(counts && !is_sentence) << 1;
    (letters >= LETTERS).then(|| hasher.finish() & !3 | flags)
}

/// Whether a word is a whole number without a unit, as counters have: 12, (1,234).
fn is_count(word: &str) -> bool {
    let word = word.trim_matches(|c: char| c.is_ascii_punctuation() && !"$%+-".contains(c));
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit() || b == b',')
}

/// Whether the numbers of a word are those of a date, a time or an issue: 9월, 25일, 10시,
/// 2026.01.02, 10:30, 2026, and 9 behind the name of a month.
fn is_date(word: &str, behind_month: bool) -> bool {
    let word = word.trim_matches(|c: char| c.is_ascii_punctuation());
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if digits(word) {
        return behind_month
            || word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    }
    // A particle or a weekday may be glued to it: 2026-01-10에, 10:30분께, 2026.01.10(토).
    let is_glued = |c: char| ('가'..='힣').contains(&c) || c == '(';
    let bare = word.trim_end_matches(is_glued);
    let parts = bare.split(['.', '-', '/', ':']);
    let count = parts.clone().count();
    if count > 1 && parts.clone().all(digits) {
        // 3:2 is a score.
        let is_time = bare.split(':').skip(1).all(|part| part.len() == 2);
        let is_short_date = || bare.len() == word.len() && word.contains('/');
        return is_time && (count > 2 || bare.contains(':')) || is_short_date();
    }
    // Each number stands before its unit, and particles behind the last.
    let mut rest = word;
    while let Some(end) = rest
        .find(|c: char| !c.is_ascii_digit())
        .filter(|end| *end > 0)
    {
        let unit = rest[end..].chars().next();
        if !unit.is_some_and(|unit| "년월일시분초호회".contains(unit)) {
            return false;
        }
        let behind = &rest[end + unit.map_or(0, char::len_utf8)..];
        rest = &behind[behind
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(behind.len())..];
    }
    rest.is_empty()
}

/// Whether a word is the English name of a month, or its abbreviation.
fn is_month_name(word: &str) -> bool {
    const MONTHS: [&[u8]; 12] = [
        b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov",
        b"dec",
    ];
    let start = word.as_bytes().first_chunk::<3>();
    start
        .is_some_and(|s| s[0].is_ascii_uppercase() && MONTHS.contains(&&s.to_ascii_lowercase()[..]))
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
        assert_eq!(
            hashes("2026년 9월 25일 10시30분에 소식을 시작합니다."),
            hashes("2027년 10월 3일 9시5분에 소식을 시작합니다.")
        );
        assert_eq!(
            hashes("This was first printed on January 9, 2026 at 10:30."),
            hashes("This was first printed on January 12, 2027 at 9:05.")
        );
        for (a, b) in [
            (
                "코스피는 전 거래일보다 12.3포인트 오른 3012.4에 거래를 마쳤다.",
                "코스피는 전 거래일보다 2.5포인트 오른 3014.9에 거래를 마쳤다.",
            ),
            (
                "어제 신규 확진자가 120명 늘었다.",
                "어제 신규 확진자가 98명 늘었다.",
            ),
            (
                "The index fell by 12 points.",
                "The index fell by 9 points.",
            ),
        ] {
            assert_ne!(hashes(a), hashes(b), "{a:?} and {b:?}");
        }
        for (a, b) in [
            ("환율 1,340.50 마감", "환율 1,352.10 마감"),
            ("환율 1,340.50 마감.", "환율 1,352.10 마감."),
            ("신규 확진 120명", "신규 확진 98명"),
            ("물가 상승률 2%", "물가 상승률 3%"),
            ("한국이 일본을 3:2로 이겼다.", "한국이 일본을 2:1로 이겼다."),
        ] {
            assert_ne!(hashes(a), hashes(b), "{a:?} and {b:?}");
            assert!(!is_counter(hashes(a)[0]), "{a:?}");
        }
        for (a, b) in [
            (
                "이 기사는 2026-01-10에 처음 나왔습니다.",
                "이 기사는 2026-02-11에 처음 나왔습니다.",
            ),
            (
                "이 글은 2026.01.10(토) 10:30에 실렸습니다.",
                "이 글은 2026.02.14(토) 9:05에 실렸습니다.",
            ),
        ] {
            assert_eq!(hashes(a), hashes(b), "{a:?} and {b:?}");
        }
        for (a, b) in [
            ("조회수 1,234", "조회수 87"),
            ("12 of 9 photos", "7 of 4711 photos"),
        ] {
            assert_eq!(hashes(a), hashes(b));
            assert!(is_counter(hashes(a)[0]));
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

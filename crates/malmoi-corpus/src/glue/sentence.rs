//! Tells by the words on both sides of a place whether a sentence ends there and another begins.

use super::WORD;
use super::words::{ABBREVIATIONS, LONG_OPENERS, NAME_ENDS};

/// What stands right of a place.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Right {
    /// A capitalised word or an acronym.
    Latin,
    Hangul,
    Digit,
    /// An opening quotation mark and a letter or digit.
    Quote,
    /// A bracket and a capital, perhaps with a space between them.
    Bracket,
    Other,
}

impl Right {
    pub(super) fn of(text: &str) -> Right {
        let mut chars = text.chars();
        match chars.next() {
            Some(c) if c.is_ascii_uppercase() && begins_sentence(text) => Right::Latin,
            Some(c) if is_hangul(c) => Right::Hangul,
            Some(c) if c.is_ascii_digit() => Right::Digit,
            Some('(') => {
                let inside = chars.find(|c| *c != ' ');
                match inside.is_some_and(|c| c.is_ascii_uppercase()) {
                    true => Right::Bracket,
                    false => Right::Other,
                }
            }
            Some('"' | '“' | '‘') if chars.next().is_some_and(char::is_alphanumeric) => {
                Right::Quote
            }
            _ => Right::Other,
        }
    }
}

/// Whether the capital that `text` begins with can begin a sentence: `The`,
/// `I think`, `A man`, `K-pop`, `U.S. troops`, `NATO`, but not `D.` or `A4`.
fn begins_sentence(text: &str) -> bool {
    let mut rest = text.chars();
    let (first, second, third) = (rest.next(), rest.next(), rest.next());
    match second {
        Some('a'..='z') => true,
        Some(' ' | '’' | '\'') => matches!(first, Some('A' | 'I')),
        Some('-') => third.is_some_and(char::is_alphanumeric),
        Some('.') => third.is_some_and(|c| c.is_ascii_uppercase()),
        Some('A'..='Z') => true,
        _ => false,
    }
}

/// Whether a sentence in Latin letters ends with `stem`, `stops` and `closers`
/// and another one begins with `ahead`.
pub(super) fn is_latin_end(stem: &str, stops: &str, closers: &str, ahead: &str) -> bool {
    let before = stem.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let word = &stem[before.len()..];
    let next = latin_word(ahead);
    if word.is_empty() {
        let last = stem.chars().next_back();
        return last
            .is_some_and(|c| c.is_numeric() || c.is_alphabetic() || is_closer(c) || c == '%');
    }
    // A question, or a quotation that ends, is no abbreviation.
    if stops != "." || !closers.is_empty() {
        return true;
    }
    if word.len() == 1 {
        // `Lee’s.The`, `the 1990s.The`, `3 p.m.The`, `the U.S.The`; but not
        // `p.The` or `J.Kim`.
        let owned = before.ends_with(|c: char| matches!(c, '’' | '\'' | '0'..='9'));
        let time = before.ends_with("a.") || before.ends_with("p.");
        return owned || word == "m" && time || LONG_OPENERS.contains(&next);
    }
    // `NATO.The` but not `Node.JS`, `Co.Ltd`, `Mr.Kim`; and not `ASP.NET`.
    let part_of_name = NAME_ENDS.iter().any(|n| n.eq_ignore_ascii_case(next));
    !part_of_name && !ABBREVIATIONS.contains(&word)
}

/// Whether `stem` ends in a single capital, as in `U.S` or `J`.
pub(super) fn ends_in_initial(stem: &str) -> bool {
    let before = stem.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let word = &stem[before.len()..];
    word.len() == 1 && word.as_bytes()[0].is_ascii_uppercase()
}

/// Whether `stem` ends in a word of small letters, which no firm is called: a
/// bracket behind `Inc.` may hold what its share goes by.
pub(super) fn ends_in_small_letters(stem: &str) -> bool {
    let before = stem.trim_end_matches(|c: char| c.is_ascii_lowercase());
    stem.len() - before.len() > 2 && !before.ends_with(|c: char| c.is_ascii_uppercase())
}

/// Whether `left` ends inside an e-mail or web address.
pub(super) fn is_address(left: &str) -> bool {
    let apart = |c: char| c.is_whitespace() || matches!(c, '"' | '“' | '”');
    let word = left.rsplit(apart).next().unwrap_or(left);
    word.contains('@') || word.contains("://") || word.contains("www.")
}

/// Whether the bracket that closes at the end of `left` is a caption's credit
/// or dateline, so that a sentence can begin behind it.
pub(super) fn is_bracket_end(left: &str, ahead: &str, right: Right) -> bool {
    let open = if left.ends_with(')') { '(' } else { '[' };
    let Some((before, content)) = left.rsplit_once(open) else {
        return false;
    };
    let content = &content[..content.len() - 1];
    if content.chars().count() < 2 {
        return false;
    }
    match right {
        Right::Quote => true,
        // `(주)LG전자` and `(가칭)AI위원회` are one name.
        Right::Latin => {
            let word = ahead.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
            !word.starts_with(is_hangul)
        }
        Right::Hangul => {
            let credit = content.contains('=') || content.ends_with("제공");
            let after_end = before.trim_end().ends_with("다.");
            (credit || after_end) && !continues(ahead, true)
        }
        Right::Digit | Right::Bracket | Right::Other => false,
    }
}

/// Whether Hangul behind a full stop goes on with the same sentence: with what
/// reports a quotation (`라고`), or, where a word can end, with a particle.
pub(super) fn continues(ahead: &str, particles: bool) -> bool {
    const REPORTING: &[&str] = &["라고", "라며", "라는", "라면", "이라"];
    const PARTICLES: &[&str] = &[
        "고", "며", "면", "는", "은", "란", "을", "를", "이", "가", "의", "에", "로", "으로", "와",
        "과", "도", "만", "까", "하고", "하며", "하는", "라", "인", "등",
    ];
    let begins = |words: &[&str]| words.iter().any(|w| ahead.starts_with(w));
    begins(REPORTING) || particles && begins(PARTICLES)
}

/// Returns the Latin letters that `text` begins with.
pub(super) fn latin_word(text: &str) -> &str {
    let end = text
        .bytes()
        .take(WORD)
        .position(|b| !b.is_ascii_alphabetic());
    &text[..end.unwrap_or(0)]
}

pub(super) fn is_hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

pub(super) fn is_closer(c: char) -> bool {
    matches!(c, '”' | '’' | '"' | '\'' | ')' | ']')
}

//! Labels of buttons and players, which no article has in its sentences, wherever
//! they stand; and the credit of the picture beside one.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::Gone;
use super::edit::find;
use super::table::Listed;

/// Of the words that all marks have, what is alike whether the first letter is a
/// capital or not.
const WORDS: [&str; 5] = [
    "aption",
    "APTION",
    "WATCHED",
    "rchived recording",
    "isten ·",
];

static RARE: LazyLock<[Finder<'static>; 5]> = LazyLock::new(|| WORDS.map(Finder::new));

/// Whether a text has a word that all marks have, which few texts do.
pub(super) fn may_be_in(text: &str) -> bool {
    let mut words = RARE.iter();
    words.any(|word| word.find(text.as_bytes()).is_some())
}

/// Whether a mark has such a word.
pub(super) fn is_mark(pattern: &str) -> bool {
    WORDS.iter().any(|word| pattern.contains(word))
}

/// Finds the marks of a line.
pub(super) fn find_in(marks: &[Listed], line: &str, gone: &mut Gone) {
    let bytes = line.as_bytes();
    for mark in marks {
        // All but the first letter, which may be a capital.
        let word = mark.source.split(' ').nth(1).unwrap_or_default();
        let Some(rest) = word.get(1..).filter(|rest| !rest.is_empty()) else {
            continue;
        };
        let mut end = 0;
        while let Some(found) = find(&bytes[end..], rest.as_bytes()) {
            let at = end + found;
            end = at + rest.len();
            let Some(start) = at.checked_sub(1).filter(|s| line.is_char_boundary(*s)) else {
                continue;
            };
            let is_inside = start > 0 && bytes[start - 1].is_ascii_alphabetic();
            let Some(length) = mark.pattern.match_prefix(&line[start..]) else {
                continue;
            };
            let behind = &line[start + length..];
            if !is_inside && !behind.starts_with(|c: char| c.is_ascii_lowercase()) {
                let digits = behind.bytes();
                end = start + length + digits.take_while(u8::is_ascii_digit).count();
                let caption = match is_gallery(line) {
                    true => caption_before(&line[..start], mark.source),
                    false => None,
                };
                let before = caption.unwrap_or_else(|| credit_before(&line[..start]));
                end += credit_twice(&line[end..]);
                gone.push((start - before..end, mark.source));
            }
        }
    }
}

/// What the captions of a gallery begin with, and how long they are at most, in bytes.
const CAPTIONS: &str = "Photos: ";
const CAPTION: usize = 1200;
const BUTTON: &str = "Hide Caption";

/// Whether a line has the buttons of several pictures, which no sentence has.
fn is_gallery(line: &str) -> bool {
    line.match_indices(BUTTON).nth(2).is_some()
}

/// Returns the length of the caption that a text ends with, where a button to hide it
/// is numbered, as in `Photos: The visit They wave. Hide Caption 9 of 37`: a gallery is
/// about something else as often as not, and comes with many articles.
fn caption_before(text: &str, source: &str) -> Option<usize> {
    source.contains('+').then_some(())?;
    let mut from = text.len().saturating_sub(CAPTION);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let at = from + text[from..].rfind(CAPTIONS)?;
    // Galleries begin with the word twice, and sometimes with the title between.
    let is_start = |text: &str| {
        let text = text.trim_end();
        text.is_empty() || text.ends_with(|c: char| c.is_ascii_digit() || ".!?\"”".contains(c))
    };
    let twice = text[from..at].rfind(CAPTIONS).map(|first| from + first);
    let first = twice.filter(|first| is_title(&text[first + CAPTIONS.len()..at], &text[at..]));
    let at = first.unwrap_or(at);
    is_start(&text[..at]).then(|| text.len() - at)
}

/// Whether what stands between two words that begin a caption is nothing, or the title
/// that stands behind the second as well.
fn is_title(between: &str, behind: &str) -> bool {
    let title = between.trim();
    title.is_empty()
        || behind
            .strip_prefix(CAPTIONS)
            .is_some_and(|b| b.starts_with(title))
}

/// The longest credit, in bytes.
const CREDIT: usize = 100;

/// Returns the length of a credit that a text ends with, behind a sentence or as a
/// whole: names and a slash, as in `He left. Jane Doe/AP `.
fn credit_before(text: &str) -> usize {
    let mut from = text.len().saturating_sub(CREDIT);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let near = &text[from..];
    let start = near.rfind(". ").map(|at| at + 2);
    let Some(start) = start.or_else(|| (from == 0).then_some(0)) else {
        return 0;
    };
    let credit = near[start..].trim();
    match is_credit(credit) {
        true => near.len() - start,
        false => 0,
    }
}

/// Returns the length of a credit that a text begins with and that stands there
/// twice, as for two sizes of a picture: `Jane Doe/AP Jane Doe/AP`.
fn credit_twice(text: &str) -> usize {
    let credit = text.trim_start();
    let spaces = credit.match_indices(' ').map(|(at, _)| at);
    let mut ends = spaces.take_while(|at| *at <= CREDIT);
    let twice =
        ends.find(|at| is_credit(&credit[..*at]) && credit[at + 1..].starts_with(&credit[..*at]));
    twice.map_or(0, |at| text.len() - credit.len() + 2 * at + 1)
}

/// Whether a text is names, and the agencies that they work for.
fn is_credit(text: &str) -> bool {
    let mut words = text.split([' ', '/']).filter(|word| !word.is_empty());
    let is_name = |word: &str| {
        let is_joint = ["via", "for", "of", "and", "de", "van", "von", "the"].contains(&word);
        is_joint || word.starts_with(|c: char| c.is_uppercase())
    };
    text.contains('/') && words.all(is_name)
}

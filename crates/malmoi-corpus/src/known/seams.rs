//! What was put into the middle of a sentence: headlines of other articles behind
//! a name that links to them, and the name in full.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::Gone;
use super::edit::find;
use super::table::Listed;

/// The word that all seams end with.
const SEAM_WORD: &str = "MORE";

static RARE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(SEAM_WORD));

/// Whether a text has the word that all seams end with, which few texts do.
pub(super) fn may_be_in(text: &str) -> bool {
    RARE.find(text.as_bytes()).is_some()
}

/// Whether a seam ends with that word.
pub(super) fn is_seam(pattern: &str) -> bool {
    pattern.ends_with(SEAM_WORD)
}

/// What the full name goes with that stands there without headlines.
const FULL_NAME: &str = "a name in full behind the name";

/// Finds seams in a line of a text that has some: where the line before, whose last
/// byte is `before`, breaks off and this one goes on with it, where a word and
/// capitals are glued together (`TrumpGOP`), or where a name that stands there
/// twice, once in full, is glued to what follows (`Mueller Robert (Bob) Swan
/// MuellerSpeier`). A name in full goes without headlines as well.
pub(super) fn find_in(seams: &[Listed], line: &str, before: Option<u8>, gone: &mut Gone) {
    for seam in seams {
        let ends = |part: &str| find(part.as_bytes(), seam.last_word().as_bytes()).is_some();
        if !ends(line) {
            continue;
        }
        let broken = before.is_some_and(|b| b.is_ascii_alphabetic())
            && line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let glued = line.as_bytes().windows(4).enumerate().filter(|(_, four)| {
            let (word, other) = four.split_at(2);
            let is_new = (other[0].is_ascii_uppercase() && other[1].is_ascii_alphabetic())
                || other.iter().all(u8::is_ascii_digit);
            word.iter().all(u8::is_ascii_lowercase) && is_new
        });
        let starts = broken.then_some(0).into_iter();
        let mut end = 0;
        for at in starts.chain(glued.map(|(at, _)| at + 2)) {
            if at < end {
                continue;
            }
            let name = full_name(line, at).filter(|name| *name >= end);
            let capitals = line.as_bytes()[at..].iter().take(2);
            if at > 0 && name.is_none() && !capitals.into_iter().all(u8::is_ascii_uppercase) {
                continue;
            }
            let length = seam.pattern.match_prefix(&line[at..]);
            let Some(length) = length.or_else(|| far_end(seam, &line[at..], name.is_some())) else {
                continue;
            };
            let behind = &line[at + length..];
            let ahead = behind.strip_prefix(' ').unwrap_or_default();
            let goes_on = ahead.starts_with(|c: char| c.is_ascii_lowercase() || c == '(');
            let ends_here = behind.starts_with(['\'', '’', ',', '.', ';', ':', ')']);
            if goes_on || (name.is_some() && (ends_here || !ahead.is_empty())) {
                end = at + length;
                gone.push((name.unwrap_or(at)..end, seam.source));
            }
        }
    }
    for seam in seams {
        behind_full_names(seam, line, gone);
    }
    gone.extend(full_names(line).map(|range| (range, FULL_NAME)));
}

/// Finds headlines behind a name that stands there twice, once with a middle name, and
/// not glued to them: `Paul Kim Paul Lee Kim Plans collide MORE`.
fn behind_full_names(seam: &Listed, line: &str, gone: &mut Gone) {
    let word = seam.last_word();
    let mut from = 0;
    for (at, _) in line.match_indices(word) {
        let headlines = &line[from..at];
        let mut words: Vec<(usize, &str)> = Vec::new();
        let mut start = from;
        for word in headlines.split(' ') {
            words.push((start, word));
            start += word.len() + 1;
        }
        from = at + word.len();
        let twice = words.windows(5).rfind(|five| {
            let [first, last, again, middle, and_last] = [0, 1, 2, 3, 4].map(|i| five[i].1);
            let is_name = |name: &str| name.len() > 1 && name.starts_with(char::is_uppercase);
            first == again && last == and_last && [first, last, middle].into_iter().all(is_name)
        });
        if let Some(&[_, (start, last), ..]) = twice
            && at - start <= FAR
        {
            gone.push((start + last.len()..from, seam.source));
        }
    }
}

/// How far from a name in full its headlines may reach, in bytes: further than a pattern.
const FAR: usize = 800;

/// Returns where the headlines behind a name end if they are longer than a pattern
/// may be.
fn far_end(seam: &Listed, text: &str, is_named: bool) -> Option<usize> {
    let reach = &text.as_bytes()[..text.len().min(FAR)];
    let word = seam.last_word();
    let at = is_named.then(|| find(reach, word.as_bytes()))??;
    Some(at + word.len())
}

/// Returns where the full form of a name begins that is glued to what stands `at`: behind
/// the same name in its short form, with nothing but names between. In `Mueller Robert
/// (Bob) Swan MuellerSpeier`, that is behind the first `Mueller`.
fn full_name(line: &str, at: usize) -> Option<usize> {
    let is_part = |c: char| c.is_alphabetic() || c == '-';
    let before = &line[..at];
    let name = &before[before.trim_end_matches(is_part).len()..];
    if name.len() < 3 || !name.starts_with(char::is_uppercase) {
        return None;
    }
    let between = &before[..at - name.len()];
    let mut from = between.len();
    for word in between.rsplit(' ').take(MOST_NAMES) {
        // The space behind the word is not the name's.
        let start = from.saturating_sub(word.len());
        if word == name {
            return Some(from);
        }
        let is_name = word.is_empty() || word.starts_with(|c: char| c.is_uppercase() || c == '(');
        if !is_name {
            return None;
        }
        from = start.checked_sub(1)?;
    }
    None
}

/// Returns the names in full that stand in a line behind the same name and hold what
/// its bearer is called: ` Robert (Bob) Swan Mueller` behind `Mueller`.
fn full_names(line: &str) -> impl Iterator<Item = Range<usize>> {
    let is_part = |c: char| c.is_alphabetic() || c == '-';
    line.match_indices(" (").filter_map(move |(open, _)| {
        let (called, _) = near(&line[open + 2..]).split_once(") ")?;
        let behind = &line[open + 2 + called.len() + 2..];
        let is_name =
            |word: &str| word.starts_with(char::is_uppercase) && word.chars().all(is_part);
        if !is_name(called) {
            return None;
        }
        let mut end = line.len() - behind.len();
        for word in behind.split(' ').take(MOST_NAMES) {
            let name = word.trim_end_matches(|c| !is_part(c));
            if !is_name(name) {
                return None;
            }
            let from = full_name(line, end + name.len());
            if let Some(from) = from.filter(|from| *from < open) {
                return Some(from..end + name.len());
            }
            if name.len() < word.len() {
                return None;
            }
            end += word.len() + 1;
        }
        None
    })
}

/// Returns as much of a text as a name may take: to look further behind each bracket
/// would take the square of a line's length.
fn near(text: &str) -> &str {
    &text[..text.floor_char_boundary(64)]
}

/// How many words a full name has at most, and the spaces around them.
const MOST_NAMES: usize = 8;

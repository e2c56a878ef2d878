//! Where in a line something may go, and the line without it.

use std::ops::Range;

use memchr::{memchr2, memchr3};

use crate::removed::Removed;

/// Opening brackets and what closes them.
pub(super) const BRACKETS: [(&str, &str); 8] = [
    ("(", ")"),
    ("[", "]"),
    ("<", ">"),
    ("【", "】"),
    ("〈", "〉"),
    ("［", "］"),
    ("（", "）"),
    ("《", "》"),
];

/// Where brackets may open in a line.
pub(super) struct Openings<'l> {
    line: &'l [u8],
    /// The next one in ASCII and the next one beyond, as far as they have been looked for: what is
    /// far off is not looked for again and again.
    ascii: Option<usize>,
    beyond: Option<usize>,
}

impl<'l> Openings<'l> {
    pub(super) fn of(line: &'l str) -> Openings<'l> {
        let mut openings = Openings {
            line: line.as_bytes(),
            ascii: None,
            beyond: None,
        };
        openings.look_for_ascii(0);
        openings.look_beyond(0);
        openings
    }

    fn look_for_ascii(&mut self, from: usize) {
        let found = memchr3(b'(', b'[', b'<', &self.line[from..]);
        self.ascii = found.map(|at| from + at);
    }

    /// The brackets beyond ASCII begin with one of two bytes, which are the first of few other
    /// characters in Korean and English.
    fn look_beyond(&mut self, from: usize) {
        self.beyond = memchr2(0xe3, 0xef, &self.line[from..]).map(|at| from + at);
    }

    /// Returns the first at or behind `from`, which does not go back from call to call.
    pub(super) fn next_from(&mut self, from: usize) -> Option<usize> {
        if self.ascii.is_some_and(|at| at < from) {
            self.look_for_ascii(from);
        }
        if self.beyond.is_some_and(|at| at < from) {
            self.look_beyond(from);
        }
        self.ascii.into_iter().chain(self.beyond).min()
    }
}

pub(super) fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    match what {
        [byte] => memchr::memchr(*byte, text),
        _ => memchr::memmem::find(text, what),
    }
}

/// Whether nothing but the end of a sentence or line is in `text`.
pub(super) fn is_end(text: &str) -> bool {
    text.trim_start_matches(['.', ' ', '\t']).is_empty()
}

/// Whether nothing, or the end of a sentence, is in `text` before a bracket.
pub(super) fn is_start(text: &str) -> bool {
    let before = text.trim_end_matches([' ', '\t']);
    let stop = before.trim_end_matches(['"', '”', '’', ')']);
    before.is_empty() || before.len() < text.len() && stop.ends_with(['.', '!', '?'])
}

/// Returns `text` without what the patterns do not compare: bullets at its
/// beginning, full stops at its end, brackets around it; first with the
/// brackets, then without.
pub(super) fn bare(text: &str) -> (&str, &str) {
    let is_bullet =
        |c: char| !is_plain(c) && (c.is_whitespace() || "▶▷►▸☞☛■□◆◇●○◎•◦※★☆*-–—>»·|".contains(c));
    let is_stop = |c: char| {
        !is_plain(c) && !c.is_alphanumeric() && (c.is_whitespace() || ".!…※▶◀◁☜»■|".contains(c))
    };
    let trim = |t: &'_ str| -> (usize, usize) {
        let start = t.len() - t.trim_start_matches(is_bullet).len();
        let end = t[start..].trim_end_matches(is_stop).len();
        (start, start + end)
    };
    let (start, end) = trim(text);
    let whole = &text[start..end];
    let opens = |b: &u8| !b.is_ascii_alphanumeric() && !(0xea..=0xed).contains(b);
    if !whole.as_bytes().first().is_some_and(opens) {
        return (whole, whole);
    }
    let mut bare = whole;
    for (open, close) in BRACKETS {
        if let Some(inside) = bare.strip_prefix(open)
            && let Some(inside) = inside.strip_suffix(close)
            && !inside.contains(open)
        {
            let (start, end) = trim(inside);
            bare = &inside[start..end];
            break;
        }
    }
    (whole, bare)
}

/// Whether a character is of a word for sure; most are told at once.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('가'..='힣').contains(&c)
}

/// Returns `line` without `gone`, with a space where two words would meet, and
/// notes what went.
pub(super) fn without(line: &str, mut gone: super::Gone, removed: &mut Removed) -> String {
    gone.sort_unstable_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut out = String::with_capacity(line.len());
    let mut from = 0;
    for (Range { start, end }, pattern) in gone {
        if start >= from {
            append(&mut out, &line[from..start]);
        }
        // What overlaps goes once.
        if end > from {
            removed.push(pattern, &line[start.max(from)..end]);
            from = end;
        }
    }
    append(&mut out, &line[from..]);
    out.truncate(out.trim_end().len());
    out
}

/// Appends a piece of a line behind which something has gone.
fn append(out: &mut String, piece: &str) {
    let piece = piece.trim_matches([' ', '\t']);
    if piece.is_empty() {
        return;
    }
    let joins = piece.starts_with(['.', ',', '!', '?', ';', ':', ')', '”', '’']);
    if !out.is_empty() && !joins {
        out.push(' ');
    }
    out.push_str(piece);
}

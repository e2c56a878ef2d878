//! Patterns, found by what they begin or end with.

use memchr::{memchr, memchr_iter};
use rustc_hash::FxHashMap;

use crate::pattern::{Key, LONGEST, Pattern, first_key, last_key};
use crate::prose::{is_short_credit, reads_on, states_something};

/// A pattern and the line of the file that it was read from.
#[derive(Clone)]
pub(super) struct Listed {
    pub(super) pattern: Pattern,
    pub(super) source: &'static str,
    /// Whether it is the name of a button, which is short.
    is_button: bool,
    /// Whether it has several words in capitals, which no sentence of an article has.
    is_loud: bool,
    /// Whether it is the credit of a picture outside of brackets: names and no more.
    is_credit: bool,
}

impl Listed {
    pub(super) fn new(pattern: Pattern, source: &'static str) -> Listed {
        Listed {
            pattern,
            source,
            is_button: source.starts_with("button "),
            is_credit: ["sentence 사진 ", "line 사진 / ", "line ▲ 사진 "]
                .iter()
                .any(|start| source.starts_with(start) && !source.ends_with("금지")),
            is_loud: source
                .split(' ')
                .filter(|word| is_loud(word))
                .nth(1)
                .is_some(),
        }
    }

    /// Returns the last word of the pattern, as it is written.
    pub(super) fn last_word(&self) -> &'static str {
        self.source.rsplit(' ').next().unwrap_or(self.source)
    }

    /// Whether `text` is as the pattern says and no news; `marked` says that a
    /// bullet or bracket shows it to be a button.
    fn fits(&self, text: &str, marked: bool) -> bool {
        self.pattern.is_match(text)
            && (self.is_loud || !(self.pattern.is_open() && states_something(text, self.source)))
            && (!self.is_button || marked || !reads_on(text))
            && (!self.is_credit || names_in(text).is_some())
    }
}

/// Returns what a credit has behind its label, if that is no more than names have.
pub(super) fn names_in(credit: &str) -> Option<&str> {
    let (_, names) = credit.split_once(['=', ':', '/'])?;
    is_short_credit(names).then(|| names.trim())
}

/// Whether a word is in capitals, and no abbreviation of a few.
fn is_loud(word: &str) -> bool {
    word.len() > 3 && word.bytes().all(|b| b.is_ascii_uppercase())
}

#[derive(Default)]
pub(super) struct Table {
    by_first: FxHashMap<Key, Vec<Listed>>,
    /// Those that begin with less than a key has, by their first byte.
    by_byte: FxHashMap<u8, Vec<Listed>>,
    by_last: FxHashMap<Key, Vec<Listed>>,
    /// Those that end with less than a key has, by their last byte.
    by_last_byte: FxHashMap<u8, Vec<Listed>>,
    /// Those that begin and end with anything; each holds `rare`.
    others: Vec<Listed>,
    rare: u8,
}

impl Table {
    /// Adds a pattern; `false` if it could not be found quickly.
    pub(super) fn add(&mut self, listed: Listed, rare: u8) -> bool {
        self.rare = rare;
        let pattern = &listed.pattern;
        if let Some(first) = pattern.first() {
            self.by_first.entry(first).or_default().push(listed);
        } else if let Some(first) = pattern.first_byte() {
            self.by_byte.entry(first).or_default().push(listed);
        } else if let Some(last) = pattern.last() {
            self.by_last.entry(last).or_default().push(listed);
        } else if let Some(last) = pattern.last_byte() {
            self.by_last_byte.entry(last).or_default().push(listed);
        } else {
            let fits = pattern.holds(rare);
            self.others.push(listed);
            return fits;
        }
        true
    }

    /// Returns what describes a text, with the brackets around it or without.
    /// `one` says that it is one sentence: nothing open stands for more;
    /// `marked`, that it looks like a button.
    pub(super) fn find(
        &self,
        whole: &str,
        bare: &str,
        one: bool,
        marked: bool,
    ) -> Option<&'static str> {
        if whole.len() > LONGEST || whole.is_empty() {
            return None;
        }
        self.find_one(whole, one, marked).or_else(|| {
            let has_brackets = bare.len() < whole.len();
            has_brackets.then(|| self.find_one(bare, one, true))?
        })
    }

    fn find_one(&self, text: &str, one: bool, marked: bool) -> Option<&'static str> {
        let bytes = text.as_bytes();
        let find = |patterns: Option<&Vec<Listed>>| {
            let mut fitting = patterns?.iter().filter(|l| one || !l.pattern.is_open());
            fitting.find(|l| l.fits(text, marked)).map(|l| l.source)
        };
        let first = bytes.first().map(u8::to_ascii_lowercase);
        let last = bytes.last().map(u8::to_ascii_lowercase);
        find(first_key(bytes).and_then(|k| self.by_first.get(&k)))
            .or_else(|| find(first.and_then(|b| self.by_byte.get(&b))))
            .or_else(|| find(last_key(bytes).and_then(|k| self.by_last.get(&k))))
            .or_else(|| find(last.and_then(|b| self.by_last_byte.get(&b))))
            .or_else(|| {
                let may_be = !self.others.is_empty() && memchr(self.rare, bytes).is_some();
                find(may_be.then_some(&self.others))
            })
    }

    /// Returns the length of the longest beginning of `text` that a pattern
    /// describes, and the pattern.
    pub(super) fn prefix(&self, text: &str) -> Option<(usize, &'static str)> {
        let bytes = text.as_bytes();
        let matched = |l: &Listed| {
            let length = l.pattern.match_prefix(text)?;
            begins_anew(text, length).then_some((length, l.source))
        };
        let longest = |patterns: &Vec<Listed>| patterns.iter().filter_map(matched).max();
        let first = bytes.first()?.to_ascii_lowercase();
        let listed = first_key(bytes).and_then(|k| self.by_first.get(&k));
        let listed = listed.and_then(longest);
        let short = self.by_byte.get(&first).and_then(longest);
        let start = &bytes[..bytes.len().min(DATELINE)];
        let other = match memchr(self.rare, start) {
            Some(_) => {
                let reach = &bytes[..bytes.len().min(LONGEST)];
                let may_be = |l: &&Listed| {
                    let mut brackets = memchr_iter(self.rare, reach);
                    brackets.any(|at| l.pattern.holds_at(self.rare, &bytes[at..]))
                };
                let open = self.by_last.values().chain(self.by_last_byte.values());
                let open = open.chain([&self.others]).flatten().filter(may_be);
                open.filter_map(matched).max()
            }
            None => None,
        };
        listed.max(short).max(other)
    }
}

/// Whether a text begins anew at `at`: behind a Latin word or a number no small
/// letter follows, so that "Archived recordings show" and "Archived recording of
/// the call" stay whole; what is glued to it begins with one capital, as in
/// "ADVERTISEMENTCome January".
fn begins_anew(text: &str, at: usize) -> bool {
    let ahead = &text[at..];
    if !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return true;
    }
    let mut next = ahead.chars();
    let (first, second) = (next.next(), next.next());
    match first {
        Some(c) if c.is_alphanumeric() => {
            c.is_uppercase()
                && second.is_some_and(|s| s.is_lowercase() || s == ' ' && "AI".contains(c))
        }
        _ => !ahead.trim_start().starts_with(char::is_lowercase),
    }
}

/// Within how many bytes a dateline has its bracket.
const DATELINE: usize = 48;

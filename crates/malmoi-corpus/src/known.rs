//! Known boilerplate: what pages put around their articles, by the patterns in
//! `dictionaries/boilerplate`.
//!
//! A line goes if it is boilerplate as a whole, a sentence if it is one of the
//! patterns that stand within lines, and a bracket if nothing but a credit is
//! in it. Everything else stays as it is. What goes is noted with its pattern.

mod credits;
mod edit;
mod labels;
mod marks;
mod pieces;
mod posts;
mod seams;
mod stamps;
mod table;

use std::ops::Range;
use std::sync::LazyLock;

use memchr::{memchr, memrchr2};

use crate::pattern::{LONGEST, Pattern};
use crate::prose::{is_prose, reads_on};
use crate::removed::Removed;
use crate::sentences::sentences;
use edit::{BRACKETS, Openings, bare, find, is_end, is_start, without};
pub(crate) use stamps::is_stamp;
use table::{Listed, Table, names_in};

/// Strips all known boilerplate from a cleaned text, and notes it.
///
/// What is left is a subsequence of the text but for a space here and there;
/// stripping it again changes nothing.
pub(crate) fn strip(text: String, removed: &mut Removed) -> String {
    let mut text = strip_listed(text, removed);
    // What a speaker's label stood before may be what the files describe.
    for _ in 0..ROUNDS {
        match labels::strip(&text, removed) {
            Some(less) => text = strip_listed(less, removed),
            None => break,
        }
    }
    text
}

/// Strips what the files describe.
fn strip_listed(text: String, removed: &mut Removed) -> String {
    let known = &*KNOWN;
    let rare = Rare::of(&text);
    let mut out = String::new();
    // Up to here the text is in `out`, or stands for itself as long as nothing
    // has gone.
    let mut copied = 0;
    let mut start = 0;
    // What the line before ends with, unless it is blank.
    let mut before = None;
    // The heading of links whose lines may follow.
    let mut heading = None;
    // The heading of links that are all there is to the end.
    let mut last_links = None;
    let bytes = text.as_bytes();
    while start < bytes.len() {
        let end = memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at);
        let line = &text[start..end];
        let is_listed = |(_, all): &(_, bool)| pieces::is_link(line, *all);
        let listed = last_links.or(heading.filter(is_listed).map(|(source, _)| source));
        let stripped = match listed {
            Some(source) => {
                removed.push(source, line);
                Some(String::new())
            }
            None => known.strip_line(line, before, rare, removed),
        };
        match stripped {
            Some(stripped) => {
                out.push_str(&text[copied..start]);
                if stripped.is_empty() {
                    let last = removed.last_pattern();
                    let last = last.filter(|l| pieces::is_heading(l));
                    if let Some(source) = last.filter(|l| pieces::is_heading_of_last_links(l))
                        && pieces::are_last_links(&text[..start], text.get(end + 1..))
                    {
                        last_links = Some(source);
                    }
                    // A briefing may begin with `주요 뉴스`, and go on with them.
                    let is_first = out.trim().is_empty();
                    let of_links = |l: &&str| !is_first || pieces::is_heading_of_last_links(l);
                    // Where the article goes on, a list with dashes may be its own.
                    let has_all = |l: &'static str| {
                        let below = text.get(end + 1..).unwrap_or_default();
                        (l, !(pieces::is_digest(l) && known.goes_on(below, rare)))
                    };
                    heading = last.filter(of_links).map(has_all).or(heading);
                    // The line end goes as well, and a blank line too many.
                    copied = bytes.len().min(end + 1);
                    if (out.is_empty() || out.ends_with("\n\n"))
                        && bytes.get(copied) == Some(&b'\n')
                    {
                        copied += 1;
                    }
                    start = copied;
                    continue;
                }
                heading = None;
                before = stripped.bytes().next_back();
                out.push_str(&stripped);
                copied = end;
            }
            None => {
                heading = heading.filter(|_| line.trim().is_empty());
                before = line.bytes().next_back();
            }
        }
        start = end + 1;
    }
    if copied == 0 && out.is_empty() {
        return text;
    }
    out.push_str(&text[copied.min(text.len())..]);
    out.truncate(out.trim_end().len());
    let leading = out.len() - out.trim_start().len();
    out.drain(..leading);
    out
}

/// Whether a line is a heading that only links follow, such as `관련기사`.
pub(crate) fn is_heading_of_links(line: &str) -> bool {
    let (whole, bare) = bare(line.trim());
    let known = KNOWN.lines.find(whole, bare, true, true);
    known.is_some_and(pieces::is_heading)
}

/// Which patterns a text may hold of those that are sought in the middle of lines:
/// they have words that few texts have, which one look at all of it tells. No
/// word comes into being where something goes.
#[derive(Clone, Copy)]
struct Rare {
    credits: bool,
    pieces: bool,
    seams: bool,
    marks: bool,
    posts: bool,
}

impl Rare {
    fn of(text: &str) -> Rare {
        Rare {
            credits: credits::may_be_in(text),
            pieces: pieces::may_be_in(text),
            seams: seams::may_be_in(text),
            marks: marks::may_be_in(text),
            posts: posts::may_be_in(text),
        }
    }
}

/// The patterns, by where they apply.
#[derive(Default)]
struct Known {
    /// For whole lines: those for sentences are among them.
    lines: Table,
    sentences: Table,
    prefixes: Table,
    brackets: Table,
    edges: Table,
    tails: Vec<Listed>,
    credits: Vec<Listed>,
    seams: Vec<Listed>,
    marks: Vec<Listed>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known::default();
    for file in FILES {
        for line in file.lines() {
            // A test makes sure that there is nothing the reader passes over.
            let _ = known.add(line);
        }
    }
    known
});

const FILES: [&str; 2] = [
    include_str!("../../../dictionaries/boilerplate/ko.txt"),
    include_str!("../../../dictionaries/boilerplate/en.txt"),
];

/// The longest content of a bracket, in bytes.
const LONGEST_BRACKET: usize = 160;

/// The same of one that does not close.
const LONGEST_UNCLOSED: usize = 60;

/// How often a line is looked through. What stands in brackets of brackets goes
/// from the inside out.
const ROUNDS: usize = 8;

/// Among how many lines behind a heading the article must go on.
const AHEAD: usize = 60;

/// What goes from a line, and the line of the file that says so.
type Gone = Vec<(Range<usize>, &'static str)>;

impl Known {
    /// Reads a line of a file; `false` if it makes no sense.
    fn add(&mut self, source: &'static str) -> bool {
        if source.trim().is_empty() || source.starts_with('#') {
            return true;
        }
        let Some((kind, text)) = source.split_once(' ') else {
            return false;
        };
        let Some(pattern) = Pattern::parse(text) else {
            return false;
        };
        let listed = Listed::new(pattern, source);
        match kind {
            "line" | "button" | "heading" | "digest" | "links" => self.lines.add(listed, b'@'),
            "sentence" => self.lines.add(listed.clone(), b'@') && self.sentences.add(listed, b'@'),
            "prefix" => self.prefixes.add(listed, b'('),
            "bracket" => self.brackets.add(listed, b'='),
            "edge" => self.edges.add(listed, b'='),
            "seam" => {
                self.seams.push(listed);
                seams::is_seam(text)
            }
            "mark" => {
                self.marks.push(listed);
                marks::is_mark(text)
            }
            "credit" => {
                self.credits.push(listed);
                credits::is_credit(text)
            }
            "tail" => {
                let fits = matches!(listed.pattern.first_byte(), Some(b'/' | b'|'));
                self.tails.push(listed);
                fits
            }
            _ => false,
        }
    }

    /// Whether an article goes on behind the list that a text begins with: a line of it is a
    /// sentence, and stays.
    fn goes_on(&self, text: &str, rare: Rare) -> bool {
        let lines = text.split('\n').filter(|line| !line.trim().is_empty());
        let mut behind = lines
            .take(AHEAD)
            .skip_while(|line| pieces::is_link(line, true));
        behind.any(|line| {
            let is_sentence = || pieces::ends_sentence(line.trim_end()) && reads_on(line);
            (is_prose(line, "") || is_sentence())
                && self
                    .strip_line(line, None, rare, &mut Removed::default())
                    .is_none()
        })
    }

    /// Returns what is left of a line; `None` if that is all of it. `before` is
    /// the last byte of the line before.
    fn strip_line(
        &self,
        line: &str,
        before: Option<u8>,
        rare: Rare,
        removed: &mut Removed,
    ) -> Option<String> {
        let mut gone = Gone::new();
        if rare.seams {
            seams::find_in(&self.seams, line, before, &mut gone);
        }
        let seamless = (!gone.is_empty()).then(|| without(line, gone, removed));
        let once = self.strip_once(seamless.as_deref().unwrap_or(line), rare, removed);
        let mut stripped = once.or(seamless)?;
        for _ in 1..ROUNDS {
            match self.strip_once(&stripped, rare, removed) {
                Some(less) => stripped = less,
                None => break,
            }
        }
        Some(stripped)
    }

    fn strip_once(&self, line: &str, rare: Rare, removed: &mut Removed) -> Option<String> {
        let (whole, bare) = bare(line);
        if whole.is_empty() {
            return None;
        }
        let mut rest = sentences(line);
        let first = rest.next().unwrap_or(line);
        if whole.len() <= LONGEST {
            let one = first.len() == line.len();
            let marked = !line.trim_start().starts_with(whole);
            let heading = || {
                let name = whole.strip_suffix(':')?.trim_end();
                let source = self.lines.find(name, name, one, marked);
                source.filter(|source| pieces::is_heading(source))
            };
            let known = self.lines.find(whole, bare, one, marked).or_else(heading);
            if let Some(source) = known
                && !is_prose(whole, source)
            {
                removed.push(source, line);
                return Some(String::new());
            }
            if is_stamp(whole) {
                removed.push(stamps::STAMP, line);
                return Some(String::new());
            }
        }
        let mut gone = Gone::new();
        self.sentences_in(line, std::iter::once(first).chain(rest), &mut gone);
        if rare.marks && gone.is_empty() {
            marks::find_in(&self.marks, line, &mut gone);
        }
        if rare.posts {
            posts::find_in(line, &mut gone);
        }
        if rare.credits {
            credits::find_in(&self.credits, line, &mut gone);
        }
        self.brackets_in(line, &mut gone);
        self.tail_in(line, &mut gone);
        if rare.pieces {
            pieces::find_in(&self.lines, line, &mut gone);
        }
        if let Some(source) = pieces::caption_credit(line, &gone) {
            removed.push(source, line);
            return Some(String::new());
        }
        (!gone.is_empty()).then(|| without(line, gone, removed))
    }

    /// Finds the sentences of the line, and beginnings of sentences, that go.
    fn sentences_in<'l>(
        &self,
        line: &'l str,
        sentences: impl Iterator<Item = &'l str>,
        gone: &mut Gone,
    ) {
        let mut start = 0;
        for sentence in sentences {
            let end = start + sentence.len();
            let known = (sentence.len() < line.len()).then(|| {
                let (whole, bare) = bare(sentence);
                let known = self.sentences.find(whole, bare, true, false);
                known.filter(|source| !is_prose(whole, source))
            });
            if let Some(source) = known.flatten() {
                gone.push((start..end, source));
            } else if let Some((length, source)) = self.prefixes.prefix(sentence.trim_start()) {
                let indent = sentence.len() - sentence.trim_start().len();
                gone.push((start..start + indent + length, source));
            }
            start = end;
        }
    }

    /// Finds the brackets that hold nothing but a credit.
    fn brackets_in(&self, line: &str, gone: &mut Gone) {
        let mut openings = Openings::of(line);
        let mut at = 0;
        while let Some(start) = openings.next_from(at) {
            at = start + 1;
            let rest = &line[start..];
            let Some((open, close)) = BRACKETS.iter().find(|(open, _)| rest.starts_with(*open))
            else {
                // The first byte of another character.
                continue;
            };
            let inside = &rest[open.len()..];
            let reach = inside.as_bytes();
            let reach = &reach[..reach.len().min(LONGEST_BRACKET)];
            let Some(length) = find(reach, close.as_bytes()) else {
                if let Some(source) = self.unclosed(inside) {
                    gone.push((start..line.len(), source));
                    return;
                }
                continue;
            };
            let inside = &inside[..length];
            if inside.contains(*open) {
                continue;
            }
            let end = start + open.len() + length + close.len();
            let (content, _) = bare(inside);
            let find = |table: &Table| table.find(content, content, true, false);
            let at_edge = || is_start(&line[..start]) || is_end(&line[end..]);
            let known = find(&self.brackets).or_else(|| find(&self.edges).filter(|_| at_edge()));
            if let Some(source) = known {
                gone.push((start..end, source));
                at = end;
                continue;
            }
            // Behind a sentence it may be a line of its own.
            if !pieces::ends_sentence(line[..start].trim_end()) {
                continue;
            }
            let one = sentences(content).nth(1).is_none();
            let known = self.lines.find(&line[start..end], content, one, true);
            if let Some(source) = known.filter(|source| !is_prose(content, source)) {
                let links = &line[end..];
                let has_links = pieces::is_heading(source) && pieces::begins_with_arrow(links);
                at = match has_links && links.len() <= LONGEST {
                    true => line.len(),
                    false => end,
                };
                gone.push((start..at, source));
            }
        }
    }

    /// Returns what describes the credit of a picture whose bracket does not close: all to
    /// the end of the line is the label and one name, as in `회의 모습 (사진=예시뉴스`.
    fn unclosed(&self, inside: &str) -> Option<&'static str> {
        let (credit, _) = bare(inside);
        if inside.len() > LONGEST_UNCLOSED || Openings::of(credit).next_from(0).is_some() {
            return None;
        }
        let source = self.brackets.find(credit, credit, true, false)?;
        // Two words may be a clause: (사진=본인은 부인.
        let is_one = !names_in(credit)?.contains(char::is_whitespace);
        (source.starts_with("bracket 사진 ") && is_one).then_some(source)
    }

    /// Finds a credit at the end of the line.
    fn tail_in(&self, line: &str, gone: &mut Gone) {
        let mut end = line.trim_end().len();
        // A credit is the last or the one before, as in `| Kim/AP Photo`.
        for _ in 0..2 {
            let from = line.len().saturating_sub(LONGEST_BRACKET).min(end);
            let Some(at) = memrchr2(b'/', b'|', &line.as_bytes()[from..end]) else {
                return;
            };
            let start = from + at;
            let tail = line[start..].trim_end_matches(['.', ' ']);
            // Nothing open stands for more than a sentence.
            let is_one = || sentences(tail).nth(1).is_none();
            let fits = |l: &&Listed| l.pattern.is_match(tail) && (!l.pattern.is_open() || is_one());
            let known = self.tails.iter().find(fits);
            if let Some(known) = known.filter(|l| !is_prose(tail, l.source)) {
                gone.push((start..line.len(), known.source));
                return;
            }
            end = start;
        }
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod glued_tests;

//! JSON objects one after another, most often in an array, on as many lines as
//! they like.

use std::sync::Arc;

use crate::batch::{Records, Work};
use crate::blocks::{Blocks, Reader};
use crate::cuts::{Cut, Cuts, Cutter, Position};
use crate::document::SkipReason;
use crate::encoding::{self, Charset};
use crate::fields::{Field, FieldNames};
use crate::origin::Origin;

/// Opens a stream of JSON values, in an array or not. `wrapper` says what is
/// around the array, if anything is.
pub(crate) fn open(
    origin: Arc<Origin>,
    reader: Reader,
    charset: Option<Charset>,
    wrapper: Option<Wrapper>,
) -> Box<dyn Blocks> {
    let cutter = Json {
        wrapper,
        ..Json::default()
    };
    Box::new(Values {
        cuts: Cuts::new(origin, reader, charset, cutter),
        any: false,
        number: 0,
    })
}

struct Values {
    cuts: Cuts<Json>,
    any: bool,
    /// How many values were handed out.
    number: u64,
}

impl Blocks for Values {
    fn next_block(&mut self) -> Option<Vec<Work>> {
        let Some((block, cuts, trouble)) = self.cuts.next_cuts() else {
            if std::mem::replace(&mut self.any, true) {
                return None;
            }
            let detail = "it holds no objects".to_owned();
            return Some(vec![self.cuts.skip(None, SkipReason::EmptyFile, detail)]);
        };
        let mut work = Vec::new();
        if !cuts.is_empty() {
            let first_number = self.number + 1;
            self.number += cuts.len() as u64;
            work.push(Work::Records {
                origin: Arc::clone(&self.cuts.origin),
                kind: Records::Json { first_number },
                charset: self.cuts.charset(&block),
                block,
                cuts,
            });
        }
        work.extend(trouble);
        self.any |= !work.is_empty();
        Some(work)
    }
}

/// An object around the array of articles, as interfaces answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Wrapper {
    /// Where the array begins.
    array: usize,
    /// How many objects are around it.
    depth: u32,
}

/// Finds the array of articles in text that is one object around it, or an object
/// in an object: `{"status": "ok", "articles": [{"title": …`. Nothing but short
/// strings and numbers may stand before it, and no text of an article, which may
/// have lists of its own.
pub(crate) fn wrapper(text: &[u8], names: &FieldNames) -> Option<Wrapper> {
    let all = text;
    let text = encoding::strip_bom(text).trim_ascii_start();
    let mut rest = text.strip_prefix(b"{")?;
    let mut depth = 1;
    let is_text = |name: &[u8]| {
        let fields = std::str::from_utf8(name).map_or(&[][..], |name| names.find(name));
        fields.iter().any(|(field, _)| *field == Field::Body)
    };
    loop {
        let (name, after) = string(rest)?;
        rest = after
            .trim_ascii_start()
            .strip_prefix(b":")?
            .trim_ascii_start();
        let is_inner =
            |names: &[&str]| names.iter().any(|n| n.as_bytes() == name) && !is_text(name);
        if let Some(array) = rest.strip_prefix(b"[") {
            let is_inner = is_inner(&WRAPPED) && array.trim_ascii_start().starts_with(b"{");
            let array = all.len() - rest.len();
            return is_inner.then_some(Wrapper { array, depth });
        }
        if let Some(object) = rest.strip_prefix(b"{")
            && depth < DEEPEST
            && (is_inner(&WRAPPED) || is_inner(&AROUND))
        {
            depth += 1;
            rest = object;
            continue;
        }
        rest = match string(rest) {
            Some((value, _)) if value.len() > LONGEST_BESIDE || is_text(name) => return None,
            Some((_, after)) => after,
            None => {
                let is_scalar = |b: &u8| b.is_ascii_alphanumeric() || b"+-.".contains(b);
                &rest[rest.iter().take_while(|b| is_scalar(b)).count()..]
            }
        };
        rest = rest.trim_ascii_start().strip_prefix(b",")?;
    }
}

/// The longest string beside the array of a [`wrapper`], in bytes; a longer one
/// is the text of an article, whatever it is called.
const LONGEST_BESIDE: usize = 300;

/// How many objects there may be around an array.
const DEEPEST: u32 = 2;

/// What an object is called, apart from these, that is within another and around
/// an array: `{"data": {"articles": [`.
const AROUND: [&str; 3] = ["response", "result", "body"];

/// What the array is called that a [`wrapper`] holds.
const WRAPPED: [&str; 10] = [
    "articles",
    "data",
    "items",
    "results",
    "documents",
    "docs",
    "records",
    "news",
    "posts",
    "entries",
];

/// Whether a value of an object is what a [`wrapper`] holds.
pub(crate) fn is_list_of_articles(name: &str, value: &serde_json::Value) -> bool {
    let first = value.as_array().and_then(|list| list.first());
    WRAPPED.contains(&name) && first.is_some_and(serde_json::Value::is_object)
}

/// Returns the string that `text` begins with, and what comes after it.
fn string(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let text = text.trim_ascii_start().strip_prefix(b"\"")?;
    let mut escaped = false;
    let end = text.iter().position(|b| {
        let is_end = *b == b'"' && !escaped;
        escaped = *b == b'\\' && !escaped;
        is_end
    })?;
    Some((&text[..end], &text[end + 1..]))
}

/// Finds where values end, without reading them.
#[derive(Default)]
struct Json {
    position: Position,
    /// How many braces and brackets are open in it.
    depth: u32,
    in_string: bool,
    escaped: bool,
    in_array: bool,
    /// Whether a value was broken, and the line is looked for that the next
    /// one begins with.
    lost: Lost,
    /// What is around the array, which is passed over; what comes behind the
    /// array as well.
    wrapper: Option<Wrapper>,
    behind: Option<Behind>,
}

/// What comes behind the array of a [`wrapper`].
#[derive(Default)]
struct Behind {
    in_string: bool,
    escaped: bool,
    /// How long the string at hand is so far.
    length: usize,
    /// How many objects around the array are still open.
    open: u32,
    /// Whether there is more than short strings and numbers.
    has_more: bool,
}

impl Behind {
    fn step(&mut self, byte: u8) {
        if self.in_string {
            self.length += 1;
            self.has_more |= self.length > LONGEST_BESIDE;
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return;
        }
        match byte {
            _ if byte.is_ascii_whitespace() => {}
            b'}' if self.open > 0 => self.open -= 1,
            _ if self.open == 0 => self.has_more = true,
            b'{' | b'[' => self.has_more = true,
            b'"' => {
                self.in_string = true;
                self.length = 0;
            }
            _ => {}
        }
    }
}

#[derive(Clone, Copy, Default, Eq, PartialEq)]
enum Lost {
    #[default]
    No,
    InLine,
    AtLineStart,
}

impl Json {
    fn end(&mut self, end: usize, cuts: &mut Vec<Cut>) {
        if let Some((start, line)) = self.position.start.take() {
            let bytes = start..end;
            cuts.push(Cut { line, bytes });
        }
        self.depth = 0;
        self.in_string = false;
        self.escaped = false;
    }

    fn leave_array(&mut self) {
        self.in_array = false;
        self.behind = self.wrapper.map(|Wrapper { depth, .. }| Behind {
            open: depth,
            ..Behind::default()
        });
    }

    /// Whether a byte is of the object around the array, before it.
    fn is_before(&self) -> bool {
        let before = self
            .wrapper
            .filter(|_| !self.in_array && self.behind.is_none());
        before.is_some_and(|wrapper| self.position.at < wrapper.array)
    }

    /// Goes on by one byte between two values.
    fn between(&mut self, byte: u8) {
        match (self.lost, byte) {
            (_, b'\n') if self.lost != Lost::No => self.lost = Lost::AtLineStart,
            (Lost::InLine, _) => return,
            (Lost::AtLineStart, b' ' | b'\t' | b'\r' | b',') => return,
            (Lost::AtLineStart, b'{') => self.lost = Lost::No,
            (Lost::AtLineStart, _) => {
                self.lost = Lost::InLine;
                return;
            }
            (Lost::No, _) => {}
        }
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b',' => {}
            // A byte-order mark.
            0xef | 0xbb | 0xbf if self.position.at < 3 => {}
            b'[' if !self.in_array => self.in_array = true,
            b']' => self.leave_array(),
            _ => {
                self.position.start = Some((self.position.at, self.position.line()));
                self.in_string = byte == b'"';
                self.depth = u32::from(matches!(byte, b'{' | b'['));
            }
        }
    }

    /// Goes on by one byte within a value.
    fn within(&mut self, byte: u8, cuts: &mut Vec<Cut>) {
        if self.in_string {
            match byte {
                // A string must not hold a line end: its end is missing. The
                // next value that can be told begins a line.
                b'\n' => {
                    self.end(self.position.at, cuts);
                    self.lost = Lost::AtLineStart;
                }
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => {
                    self.in_string = false;
                    if self.depth == 0 {
                        self.end(self.position.at + 1, cuts);
                    }
                }
                _ => {}
            }
            return;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' if self.depth > 1 => self.depth -= 1,
            b'}' | b']' if self.depth == 1 => self.end(self.position.at + 1, cuts),
            b']' => {
                self.end(self.position.at, cuts);
                self.leave_array();
            }
            b',' | b'\n' if self.depth == 0 => self.end(self.position.at, cuts),
            _ => {}
        }
    }
}

impl Cutter for Json {
    fn scan(&mut self, bytes: &[u8], cuts: &mut Vec<Cut>) {
        while let Some(&byte) = bytes.get(self.position.at) {
            match self.position.start {
                None if self.is_before() => {}
                None => match &mut self.behind {
                    Some(behind) => behind.step(byte),
                    None => self.between(byte),
                },
                Some(_) => self.within(byte, cuts),
            }
            self.position.newlines += u64::from(byte == b'\n');
            self.position.at += 1;
        }
    }

    fn position(&mut self) -> &mut Position {
        &mut self.position
    }

    fn unfinished(&self) -> Option<(SkipReason, String)> {
        let detail = match &self.behind {
            Some(behind) if behind.has_more => {
                "there is more behind the array of articles, which was not read; put each \
                 array into a file of its own"
            }
            Some(behind) if behind.open > 0 => {
                "the object around the array does not end; the file seems to be cut short"
            }
            None if self.in_array && self.lost == Lost::No => {
                "the array does not end; the file seems to be cut short"
            }
            _ => return None,
        };
        Some((SkipReason::Damaged, detail.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapper(text: &str) -> Option<Wrapper> {
        super::wrapper(text.as_bytes(), &FieldNames::new(&[]))
    }

    /// The values of a text that comes in pieces of `size` bytes, with their
    /// lines.
    fn values(text: &str, size: usize) -> Vec<(u64, String)> {
        let (mut json, mut cuts, mut bytes) = (Json::default(), Vec::new(), Vec::new());
        for piece in text.as_bytes().chunks(size) {
            bytes.extend_from_slice(piece);
            json.scan(&bytes, &mut cuts);
        }
        if let Some((start, line)) = json.position.start {
            let bytes = start..bytes.len();
            cuts.push(Cut { line, bytes });
        }
        let text = |c: Cut| (c.line, String::from_utf8(bytes[c.bytes].to_vec()).unwrap());
        cuts.into_iter().map(text).collect()
    }

    #[test]
    fn values_end_where_their_braces_close() {
        for (text, expected) in [
            (
                "[{\"a\": \"}]\\\"\"},\n{}]",
                vec![(1, "{\"a\": \"}]\\\"\"}"), (2, "{}")],
            ),
            (
                "{\n\"a\": [{}]\n}\n{\"b\": 1}",
                vec![(1, "{\n\"a\": [{}]\n}"), (4, "{\"b\": 1}")],
            ),
            (
                "[1, \"x\", [2], null]",
                vec![(1, "1"), (1, "\"x\""), (1, "[2]"), (1, "null")],
            ),
            ("\u{feff}[]", vec![]),
            ("[{}", vec![(1, "{}")]),
            ("[{\"a\":", vec![(1, "{\"a\":")]),
        ] {
            for size in [1, 3, 100] {
                let found = values(text, size);
                let found: Vec<_> = found.iter().map(|(l, t)| (*l, t.as_str())).collect();
                assert_eq!(found, expected, "{text}");
            }
        }
    }

    #[test]
    fn what_has_a_text_is_an_article_whatever_lists_it_has() {
        assert!(wrapper(r#"{"n": 2, "articles": [{"text": "a"}]}"#).is_some());
        assert_eq!(wrapper(r#"{"text": "a", "news": [{"title": "b"}]}"#), None);
        assert_eq!(
            wrapper(r#"{"기사 본문": "a", "news": [{"title": "b"}]}"#),
            None
        );
        assert_eq!(wrapper(r#"{"articles": ["a"]}"#), None);
        // What is said holds here as well.
        let find = |name: &str, text: &str| {
            let names = FieldNames::new(&[(Field::Body, name.to_owned())]);
            super::wrapper(text.as_bytes(), &names)
        };
        let article = r#"{"lead": "a", "news": [{"title": "b"}]}"#;
        assert!(find("text", article).is_some());
        assert_eq!(find("lead", article), None);
        let told = r#"{"text": "ok", "news": [{"lead": "b"}]}"#;
        assert!(find("lead", told).is_some());
    }

    #[test]
    fn an_array_may_be_in_an_object_within_another_and_no_deeper() {
        let depth = |text| wrapper(text).map(|w| (&text[w.array..=w.array], w.depth));
        let two = r#"{"code": 0, "data": {"total": 1, "articles": [{"a":1}]}}"#;
        assert_eq!(depth(two), Some(("[", 2)));
        let response = r#"{"response": {"docs": [{"a":1}], "start": 0}}"#;
        assert_eq!(depth(response), Some(("[", 2)));
        assert_eq!(depth(r#"{"data": {"data": {"items": [{"a":1}]}}}"#), None);
        assert_eq!(depth(r#"{"author": {"posts": [{"a":1}]}}"#), None);
    }

    #[test]
    fn what_comes_behind_a_wrapped_array_is_told() {
        for (text, told) in [
            (r#"{"articles":[{"a":1}]}"#, None),
            (r#"{"articles":[{"a":1}], "total": 3, "next": "x"}  "#, None),
            (r#"{"articles":[{"a":1}], "tot"#, Some("cut short")),
            (
                r#"{"data": {"articles":[{"a":1}], "total": 3}, "code": 0}"#,
                None,
            ),
            (r#"{"data": {"articles":[{"a":1}]}"#, Some("cut short")),
            (
                r#"{"articles":[{"a":1}], "more": [{"a":2}]}"#,
                Some("behind"),
            ),
            (
                "{\"articles\":[{\"a\":1}]}\n{\"articles\":[]}",
                Some("behind"),
            ),
            (r#"{"articles":[{"a":1}"#, Some("cut short")),
        ] {
            let mut json = Json {
                wrapper: wrapper(text),
                ..Json::default()
            };
            let mut cuts = Vec::new();
            json.scan(text.as_bytes(), &mut cuts);
            assert_eq!(cuts.len(), 1, "{text}");
            let found = json.unfinished().map(|(_, detail)| detail);
            assert_eq!(found.is_some(), told.is_some(), "{text}: {found:?}");
            assert!(found.unwrap_or_default().contains(told.unwrap_or_default()));
        }
    }

    #[test]
    fn a_string_without_an_end_costs_its_own_object() {
        let text = "[\n{\"a\": \"x\n\", \"b\": 1},\n {\"a\": \"y\"},\n{\"a\": 1}\n]";
        let expected = [(2, "{\"a\": \"x"), (4, "{\"a\": \"y\"}"), (5, "{\"a\": 1}")];
        assert_eq!(values(text, 2), expected.map(|(l, t)| (l, t.to_owned())));
    }
}

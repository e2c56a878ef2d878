//! JSON Lines: one article a line, fields named as crawlers name them.

use serde_json::{Map, Value};

use crate::author::Author;
use crate::document::{Document, Entry, Skip, SkipReason};
use crate::{Timestamp, clean, encoding, plain};

/// Reads a block of whole lines, the first of which has the number
/// `first_line`; `publisher` is that of the documents that state none.
pub(crate) fn read(
    name: &str,
    first_line: u64,
    block: &[u8],
    publisher: Option<&str>,
    sink: &mut dyn FnMut(Entry),
) {
    let block = if first_line == 1 {
        encoding::strip_bom(block)
    } else {
        block
    };
    for (number, line) in (first_line..).zip(block.split(|&b| b == b'\n')) {
        if encoding::is_blank(line) {
            continue;
        }
        let mut entry = match document(line) {
            Ok(document) => document,
            Err((reason, detail)) => {
                sink(Entry::Skipped(Skip::new(
                    name,
                    Some(number),
                    reason,
                    detail,
                )));
                continue;
            }
        };
        name.clone_into(&mut entry.path);
        entry.line = Some(number);
        if entry.id.is_empty() {
            entry.id = format!("{name}:{number}");
        }
        if entry.publisher.is_none() {
            entry.publisher = publisher.and_then(clean::line);
        }
        sink(Entry::Document(entry));
    }
}

fn document(line: &[u8]) -> Result<Document, (SkipReason, String)> {
    let line = encoding::utf8(line)?;
    let object: Map<String, Value> =
        serde_json::from_str(line).map_err(|e| (SkipReason::MalformedJson, e.to_string()))?;
    let fields = Fields(object);
    let (oid, aid) = (fields.one(&["oid"]), fields.one(&["aid"]));
    let numbers = oid.as_ref().zip(aid.as_ref());
    let id = fields
        .one(&["id"])
        .or_else(|| numbers.map(|(o, a)| format!("{o}_{a}")));
    let date = |names| fields.one(names).and_then(|t| Timestamp::parse(&t));
    let Some(text) = fields.raw(&["body", "content", "text", "본문"]) else {
        return Err((
            SkipReason::MissingText,
            "expected body, content, text or 본문".to_owned(),
        ));
    };
    let mut document = Document {
        id: id.unwrap_or_default(),
        title: fields.one(&["title", "제목"]),
        text: clean::body(&text),
        publisher: fields.one(&["publisher", "press", "source", "언론사", "매체"]),
        author: fields
            .one(&["author", "기자"])
            .and_then(|a| Author::parse(&a)),
        published_at: date(&["published_at", "date", "일자", "published"]),
        crawled_at: date(&["crawled_at"]),
        category: fields.one(&["category"]),
        url: fields.one(&["url", "link"]),
        content_hash: fields.one(&["content_hash", "hash"]),
        oid,
        aid,
        ..Document::default()
    };
    plain::strip_surroundings(&mut document);
    if document.text.is_empty() {
        return Err((SkipReason::EmptyBody, String::new()));
    }
    Ok(document)
}

/// The fields of an object, found by any of their usual names.
struct Fields(Map<String, Value>);

impl Fields {
    /// Returns the first value under one of `names` that is not empty, on one
    /// line.
    fn one(&self, names: &[&str]) -> Option<String> {
        self.values(names).find_map(|v| clean::line(&v))
    }

    /// Returns the first value under one of `names` that is not blank, as it
    /// is; a blank one if there is no other.
    fn raw(&self, names: &[&str]) -> Option<String> {
        let mut values = self.values(names);
        let first = values.next()?;
        if !first.trim().is_empty() {
            return Some(first);
        }
        Some(values.find(|v| !v.trim().is_empty()).unwrap_or(first))
    }

    fn values<'f>(&'f self, names: &'f [&str]) -> impl Iterator<Item = String> + 'f {
        let named = |name: &'f str| {
            self.0
                .iter()
                .filter(move |(k, _)| k.eq_ignore_ascii_case(name))
        };
        names
            .iter()
            .flat_map(move |n| named(n))
            .filter_map(|(_, v)| text(v))
    }
}

/// Returns a string, a number as it is written, or a list of them with commas.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => {
            let items: Option<Vec<String>> = items.iter().map(text).collect();
            Some(items?.join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Object(_) => None,
    }
}

//! JSON Lines: one article a line, fields named as crawlers name them.

use serde_json::{Map, Value};

use crate::document::{Document, Entry, Skip, SkipReason};
use crate::encoding;
use crate::encoding::Charset;
use crate::fields::{Field, FieldNames};
use crate::record::Record;

/// Whole lines of a file.
pub(crate) struct Lines<'b> {
    pub(crate) name: &'b str,
    /// The number of the first of them.
    pub(crate) first_line: u64,
    pub(crate) charset: Charset,
    pub(crate) block: &'b [u8],
}

/// Reads lines. What a document does not say is left to the caller.
pub(crate) fn read(lines: Lines<'_>, names: &FieldNames, sink: &mut dyn FnMut(Entry)) {
    let Lines {
        name,
        first_line,
        charset,
        block,
    } = lines;
    let block = if first_line == 1 {
        encoding::strip_bom(block)
    } else {
        block
    };
    for (number, line) in (first_line..).zip(block.split(|&b| b == b'\n')) {
        if encoding::is_blank(line) {
            continue;
        }
        let mut entry = match document(line, charset, names) {
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
        sink(Entry::Document(entry));
    }
}

fn document(
    line: &[u8],
    charset: Charset,
    names: &FieldNames,
) -> Result<Document, (SkipReason, String)> {
    let decoded = charset.decode(line)?;
    let object: Map<String, Value> = serde_json::from_str(&decoded.text)
        .map_err(|e| (SkipReason::MalformedJson, e.to_string()))?;
    let mut document = object_to_document(object, names)?;
    document.encoding = decoded.encoding;
    document.replaced = decoded.replaced;
    Ok(document)
}

/// Makes a document of a JSON object.
pub(crate) fn object_to_document(
    object: Map<String, Value>,
    names: &FieldNames,
) -> Result<Document, (SkipReason, String)> {
    let mut record = Record::new(names);
    for (name, value) in object {
        let is_body = names.find(&name).iter().any(|(f, _)| *f == Field::Body);
        let separator = if is_body { "\n" } else { ", " };
        match text(value, separator) {
            Some(value) => record.add(&name, value),
            None => record.add_nothing(&name),
        }
    }
    record.document()
}

/// Returns a string, a number as it is written, the name of an object that has
/// one, or a list of them.
fn text(value: Value, separator: &str) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => {
            let items: Option<Vec<String>> =
                items.into_iter().map(|i| text(i, separator)).collect();
            Some(items?.join(separator))
        }
        // "publisher": {"@type": "Organization", "name": "…"}
        Value::Object(mut object) => match object.remove("name") {
            Some(Value::String(name)) => Some(name),
            _ => None,
        },
        Value::Null | Value::Bool(_) => None,
    }
}

//! JSON Lines: one article a line, fields named as crawlers name them.

use serde_json::{Map, Value};

use crate::document::{Document, SkipReason, Trouble};
use crate::encoding::{self, Charset};
use crate::fields::{Field, FieldNames};
use crate::json_values;
use crate::record::Record;
use crate::surrogates;

/// Reads a block of whole lines, the first of which has the number
/// `first_line`, and calls `sink` with the number of each that is not blank.
pub(crate) fn read(
    first_line: u64,
    block: &[u8],
    charset: Charset,
    names: &FieldNames,
    sink: &mut dyn FnMut(u64, Result<Document, Trouble>),
) {
    let block = if first_line == 1 {
        encoding::strip_bom(block)
    } else {
        block
    };
    for (number, line) in (first_line..).zip(block.split(|&b| b == b'\n')) {
        if !encoding::is_blank(line) {
            sink(number, document(line, charset, names));
        }
    }
}

/// Makes a document of the bytes of one object.
pub(crate) fn document(
    object: &[u8],
    charset: Charset,
    names: &FieldNames,
) -> Result<Document, Trouble> {
    let decoded = charset.decode(object)?;
    let (object, mended) = parse(&decoded.text)?;
    let mut document = object_to_document(object, names)?;
    document.encoding = decoded.encoding;
    document.replaced = decoded.replaced + mended;
    Ok(document)
}

/// Returns an object, and how many bytes of it were replaced so that it can be read.
fn parse(text: &str) -> Result<(Map<String, Value>, u64), (SkipReason, String)> {
    let failed = match serde_json::from_str(text) {
        Ok(object) => return Ok((object, 0)),
        Err(failed) => failed,
    };
    let mended = surrogates::mend(text).and_then(|(text, replaced)| {
        let object = serde_json::from_str(&text).ok()?;
        Some((object, replaced))
    });
    mended.ok_or_else(|| (SkipReason::MalformedJson, failed.to_string()))
}

fn object_to_document(object: Map<String, Value>, names: &FieldNames) -> Result<Document, Trouble> {
    let mut record = Record::new(names);
    let mut list = None;
    for (name, value) in object {
        if json_values::is_list_of_articles(&name, &value) {
            list = Some(name.clone());
        }
        let is_body = names.find(&name).iter().any(|(f, _)| *f == Field::Body);
        let separator = if is_body { "\n" } else { ", " };
        match text(value, separator) {
            Some(value) => record.add(&name, value),
            None => record.add_nothing(&name),
        }
    }
    record.document().map_err(|mut trouble| {
        if let (Some(list), SkipReason::MissingText) = (list, trouble.reason) {
            trouble.detail = format!(
                "its list `{list}` seems to hold articles; put each on a line of its own: \
                 jq -c '.{list}[]'"
            );
        }
        trouble
    })
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
        // "publisher": {"@type": "Organization", "name": "…"}, and what MongoDB exports as
        // "date": {"$date": "2026-01-02T10:30:00Z"}, "_id": {"$oid": "…"}
        Value::Object(mut object) => {
            let mut take = |name| match object.remove(name)? {
                Value::String(value) => Some(value),
                Value::Number(number) if name != "name" => Some(number.to_string()),
                // {"$date": {"$numberLong": "1767349800000"}}
                inner @ Value::Object(_) if name == "$date" => text(inner, separator),
                _ => None,
            };
            ["name", "$date", "$oid", "$numberLong"]
                .into_iter()
                .find_map(&mut take)
        }
        Value::Null | Value::Bool(_) => None,
    }
}

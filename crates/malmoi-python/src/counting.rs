//! Counts as rows that can be added up.

use std::sync::Arc;

use arrow_array::builder::{Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use malmoi::TextCounter;

use crate::failure::Failure;

/// The columns of counts. Those of numbers add up, whatever the portions that were counted: a row
/// without a term has the size of its group, a row with a term how often that comes, and what a row
/// does not say is 0.
pub(crate) fn schema() -> SchemaRef {
    let text = |name: &str, nullable| Field::new(name, DataType::Utf8, nullable);
    let whole = |name: &str| Field::new(name, DataType::Int64, false);
    Arc::new(Schema::new(vec![
        text("publisher", false),
        text("day", true),
        text("lang", false),
        text("term", true),
        text("term_lang", true),
        whole("tf"),
        whole("df"),
        whole("docs"),
        whole("tokens"),
    ]))
}

/// Returns the rows of what a counter has counted, which begins anew.
pub(crate) fn rows(counter: &mut TextCounter<'_>) -> Result<RecordBatch, Failure> {
    let counts = counter.finish();
    let mut texts: [StringBuilder; 5] = std::array::from_fn(|_| StringBuilder::new());
    let mut wholes: [Int64Builder; 4] = std::array::from_fn(|_| Int64Builder::new());
    for (number, group) in (0..).zip(counts.groups()) {
        let key = [
            Some(counts.publishers()[group.publisher as usize].as_str()),
            group.day.as_deref(),
            Some(counts.languages()[group.language as usize].as_str()),
        ];
        let mut push = |term: [Option<&str>; 2], numbers: [u64; 4]| {
            for (column, text) in texts.iter_mut().zip(key.into_iter().chain(term)) {
                column.append_option(text);
            }
            for (column, number) in wholes.iter_mut().zip(numbers) {
                column.append_value(number as i64);
            }
        };
        push([None, None], [0, 0, group.documents, group.tokens]);
        for cell in counts.cells_of(number) {
            let term = &counts.terms()[cell.term as usize];
            let term = [Some(term.term.as_str()), Some(term.language.as_str())];
            push(term, [cell.count.into(), cell.documents.into(), 0, 0]);
        }
    }
    let texts = texts
        .iter_mut()
        .map(|column| Arc::new(column.finish()) as ArrayRef);
    let wholes = wholes
        .iter_mut()
        .map(|column| Arc::new(column.finish()) as ArrayRef);
    RecordBatch::try_new(schema(), texts.chain(wholes).collect()).map_err(|e| Failure::other(&e))
}

//! The two ways out: data to standard output, everything else to standard
//! error.

use std::io::{self, BufWriter, StdoutLock, Write};

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use malmoi::{Audit, Field, SURE, SaidFields, Skip, SkipReason, UNKNOWN_PUBLISHER};
use malmoi_report::tables::KeywordRow;
use serde::Serialize;

use crate::args::ReadingArguments;
use crate::sheet::Sheet;

/// Why there is nothing to do, for all commands that read articles.
pub(crate) const NO_ARTICLE: &str = "there is no article to read; are the path, --include and --exclude right, or is the store empty?";

/// Returns standard output, buffered.
pub(crate) fn stdout() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// Writes a line to standard error. If even that fails there is nobody left to
/// tell.
pub(crate) fn note(message: &str) {
    let _ = writeln!(io::stderr(), "{message}");
}

/// Says whether an error comes from a reader that wants no more.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let kind = match (
            cause.downcast_ref::<io::Error>(),
            cause.downcast_ref::<csv::Error>().map(csv::Error::kind),
        ) {
            (Some(error), _) => error.kind(),
            (None, Some(csv::ErrorKind::Io(error))) => error.kind(),
            _ => return false,
        };
        kind == io::ErrorKind::BrokenPipe
    })
}

/// Returns the result of printing, where a reader that wants no more is as good
/// as one that took all: what else there is to say is still said.
pub(crate) fn unless_closed(printed: anyhow::Result<()>) -> anyhow::Result<()> {
    printed.or_else(|error| {
        if is_closed_pipe(&error) {
            Ok(())
        } else {
            Err(error)
        }
    })
}

/// Appends a value as JSON.
pub(crate) fn append_json(buffer: &mut Vec<u8>, value: &impl Serialize) {
    // Writing to memory does not fail, and the rows hold nothing but strings
    // and numbers.
    let _ = serde_json::to_writer(buffer, value);
}

/// Appends a row of CSV.
pub(crate) fn append_csv(buffer: &mut Vec<u8>, row: &impl Serialize) {
    let mut writer = csv::WriterBuilder::new()
        .has_headers(false)
        .from_writer(buffer);
    // As above.
    let _ = writer.serialize(row);
}

/// Returns an empty table with columns for people to read.
pub(crate) fn table(columns: &[&str]) -> Sheet {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(terminal_width())
        .set_header(columns.to_vec());
    Sheet::new(table)
}

/// Returns a keyword, in brackets if it could be chance.
pub(crate) fn keyword(row: &KeywordRow<'_>) -> String {
    if row.q_value <= SURE {
        row.display.to_string()
    } else {
        format!("({})", row.display)
    }
}

/// Aligns columns of numbers.
pub(crate) fn align_right(table: &mut Table, columns: &[usize]) {
    for &index in columns {
        if let Some(column) = table.column_mut(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// Returns the width to lay tables out for: the terminal's, or a page's where
/// the output goes elsewhere.
fn terminal_width() -> u16 {
    terminal_columns().unwrap_or(120)
}

/// Returns how wide the terminal is that standard output goes to, if it goes to one.
pub(crate) fn terminal_columns() -> Option<u16> {
    let (_, columns) = console::Term::stdout().size_checked()?;
    Some(columns)
}

/// Returns "1 document" or "7 documents".
pub(crate) fn documents(count: usize) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} document{s}")
}

/// How many characters of a text are shown where its beginning is enough.
const SHOWN: usize = 60;

/// Returns the beginning of a text.
pub(crate) fn beginning(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

/// Tells how much was taken off the texts while they were read; `more` says
/// where all of it is told.
pub(crate) fn note_cleaning(audit: &Audit, more: &str) {
    let Some(most) = audit.cleaned.first() else {
        return;
    };
    let pieces: u64 = audit.cleaned.iter().map(|c| c.pieces).sum();
    let characters: u64 = audit.cleaned.iter().map(|c| c.characters).sum();
    let s = if pieces == 1 { "" } else { "s" };
    note(&format!(
        "{pieces} piece{s} of known boilerplate, {characters} characters, taken off while reading{more}; \
         most by `{}`: {}",
        most.pattern,
        beginning(&most.example)
    ));
}

/// Tells which fields no article had that `--field` names: a slip of the pen would cost all
/// titles, or all dates.
pub(crate) fn note_unmet(said: &SaidFields) {
    // Without a text there is no article, and the skipped ones are told.
    for (field, name) in said.unmet().filter(|(field, _)| *field != Field::Body) {
        note(&format!(
            "  no article has a field `{name}`, and --field says that it holds the {}; all are \
             read without",
            field.name()
        ));
    }
}

/// Tells how many articles have no publisher although `--publisher-from-name` should say it.
pub(crate) fn note_unnamed(reading: &ReadingArguments, audit: &Audit) {
    let mut publishers = audit.publishers.iter();
    let unknown = publishers.find(|p| p.publisher == UNKNOWN_PUBLISHER);
    if let Some(unknown) = unknown.filter(|_| reading.publisher_from_name.is_some()) {
        note(&format!(
            "  {} without a publisher: none is stated, and the names of the files are not as \
             --publisher-from-name says",
            unknown.all.articles
        ));
    }
}

/// Tells how many documents were skipped and why, with the first of each kind;
/// duplicates are told elsewhere.
pub(crate) fn note_skips(skipped: &[Skip]) {
    let skipped: Vec<&Skip> = skipped.iter().filter(|s| !s.is_duplicate()).collect();
    let mut reasons: Vec<SkipReason> = skipped.iter().map(|s| s.reason).collect();
    reasons.sort_unstable();
    for same in reasons.chunk_by(|a, b| a == b) {
        let first = skipped.iter().find(|s| s.reason == same[0]);
        if let Some(first) = first {
            note_reason(same.len() as u64, first);
        }
    }
}

/// Tells the same of a whole corpus, whose skips are counted already.
pub(crate) fn note_skips_of(audit: &Audit) {
    for skipped in audit.skipped.iter().filter(|s| !s.first.is_duplicate()) {
        note_reason(skipped.count, &skipped.first);
    }
}

/// Tells of `count` documents that were skipped for one reason, by the first.
pub(crate) fn note_reason(count: u64, first: &Skip) {
    let more = if count > 1 { " …" } else { "" };
    let (reason, place) = (first.reason, skip_place(first));
    note(&format!("  {count} {reason}: {place}{more}"));
}

/// Returns where a skip is, and what is wrong there.
pub(crate) fn skip_place(skip: &Skip) -> String {
    let line = skip.line.map(|l| format!(":{l}")).unwrap_or_default();
    let entry = skip.entry.as_ref().map(|e| format!(" ({e})"));
    let place = format!("{}{}{line}", skip.path, entry.unwrap_or_default());
    match skip.detail.as_str() {
        "" => place,
        detail => format!("{place} ({detail})"),
    }
}

//! Crawl Markdown: a front matter, a headline, a body and a footer.

use crate::clean;
use crate::document::{Document, SkipReason, Trouble};
use crate::fields::FieldNames;
use crate::front_matter::{self, Start};
use crate::record::Record;

/// Reads an article; `None` if the text does not begin with a front matter.
/// Path, and the id if none is stated, are left to the caller.
pub(crate) fn read(text: &str, names: &FieldNames) -> Result<Option<Document>, Trouble> {
    let trouble = |line, reason, detail: String| Trouble {
        line: Some(line),
        ..Trouble::from((reason, detail))
    };
    let (matter, rest) = match front_matter::read(text, names) {
        Start::None => return Ok(None),
        Start::FrontMatter(matter, rest) => (matter, rest),
        Start::NotClosed(line) => {
            let detail = "a line with `---` must end it".to_owned();
            return Err(trouble(line, SkipReason::FrontMatterNotClosed, detail));
        }
        Start::Malformed(line, detail) => {
            return Err(trouble(line, SkipReason::MalformedFrontMatter, detail));
        }
    };
    let (heading, rest) = strip_head(rest);
    let body = without_rules(strip_footer(rest));
    let mut record = Record::new(names);
    for (name, value) in matter {
        record.add(name, value);
    }
    // The text is what stands behind the front matter, whatever that says.
    record.put_body(body);
    let mut document = record.document()?;
    if document.title.is_none() {
        document.title = heading.and_then(clean::line);
    }
    Ok(Some(document))
}

/// Takes off the headline, the line with the publisher, and the rule behind
/// them, as far as they are there; returns the headline too.
fn strip_head(body: &str) -> (Option<&str>, &str) {
    let mut rest = body;
    let heading = next_line(rest).and_then(|(line, after)| {
        let heading = line.strip_prefix("# ")?;
        rest = after;
        Some(heading)
    });
    if let Some((line, after)) = next_line(rest)
        && line.starts_with("**")
        && line.contains("** |")
    {
        rest = after;
    }
    if let Some((line, after)) = next_line(rest)
        && is_rule(line)
    {
        rest = after;
    }
    (heading, rest)
}

/// Takes off the lines that say when and where the article was crawled, and
/// the rule before them. They count only at the very end.
fn strip_footer(body: &str) -> &str {
    let mut rest = body.trim_end();
    let mut found = false;
    while let Some((before, line)) = last_line(rest)
        && line.ends_with('*')
        && (line.starts_with("*Crawled at") || line.starts_with("*Source"))
    {
        rest = before.trim_end();
        found = true;
    }
    match last_line(rest) {
        Some((before, line)) if found && is_rule(line) => before,
        _ => rest,
    }
}

/// Replaces the rules between paragraphs by blank lines.
fn without_rules(body: &str) -> std::borrow::Cow<'_, str> {
    if memchr::memmem::find(body.as_bytes(), b"---").is_none() {
        return body.into();
    }
    let mut out = String::with_capacity(body.len());
    for line in body.lines() {
        if !is_rule(line) {
            out.push_str(line);
        }
        out.push('\n');
    }
    out.into()
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && line.bytes().all(|b| b == b'-')
}

/// Returns the next line that is not blank, and what comes after it.
fn next_line(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim_end();
    (!line.is_empty()).then_some((line, rest))
}

/// Returns the last line, and what comes before it.
fn last_line(text: &str) -> Option<(&str, &str)> {
    let end = memchr::memrchr(b'\n', text.as_bytes());
    let (before, line) = end.map_or(("", text), |at| (&text[..at], &text[at + 1..]));
    let line = line.trim();
    (!line.is_empty()).then_some((before, line))
}

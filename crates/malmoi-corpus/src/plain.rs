//! Plain text: one article a file, perhaps with a byline and a date line.

use crate::author::Author;
use crate::document::Document;
use crate::{Timestamp, clean, date_labels, known};

/// How many lines from the start can belong to the head of an article.
const HEAD_LINES: usize = 6;

/// The longest line of a head, in bytes; a longer one is prose.
const MAX_HEAD_LINE: usize = 300;

/// Reads an article. Path and id are left to the caller.
pub(crate) fn read(text: &str) -> Document {
    let text = clean::body(text);
    let mut document = Document::default();
    let mut body = String::with_capacity(text.len());
    let mut rest = text.as_str();
    for number in 0..HEAD_LINES {
        rest = rest.trim_start_matches('\n');
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        // A headline may be a question.
        let is_headline = number == 0 && line.starts_with("# ");
        if line.is_empty() || !is_headline && is_prose(line) {
            break;
        }
        if !document.take_head_line(line.trim(), number == 0) {
            body.push_str(line);
            body.push('\n');
        }
        rest = after;
    }
    body.push_str(rest);
    body.truncate(body.trim_end().len());
    // The first line behind a head may be indented.
    let indent = body.len() - body.trim_start().len();
    body.drain(..indent);
    document.text = body;
    strip_surroundings(&mut document);
    document
}

/// Takes off what a page puts around its article (see [`known`]), and the
/// bylines at its beginning, `By Jane Doe`, and at its end: the author's name and address, or an address alone. It is
/// the author if none was known.
pub(crate) fn strip_surroundings(document: &mut Document) {
    let text = std::mem::take(&mut document.text);
    if document.published_at.is_none() {
        // The line goes; what it says need not.
        let first = text
            .lines()
            .take(STAMP_LINES)
            .find(|line| known::is_stamp(line.trim()));
        document.published_at = first.and_then(date_line);
    }
    // Most texts have none, and their lines need not be looked for.
    let has_address = memchr::memchr(b'@', text.as_bytes()).is_some();
    if has_address && document.author.is_none() {
        let lines = text.rsplit('\n').take(TRAILER_LINES);
        document.author = lines.filter_map(addressed_byline).next();
    }
    document.text = known::strip(text, &mut document.removed);
    document.strip_first_byline();
    if !has_address {
        return;
    }
    let start = document.text.rfind('\n').map_or(0, |at| at + 1);
    if addressed_byline(&document.text[start..]).is_some() {
        let byline = &document.text[start..];
        document.removed.push("byline with an address", byline);
        document.text.truncate(start);
        let kept = document.text.trim_end().len();
        document.text.truncate(kept);
    }
}

/// How many lines from the beginning an article may say when it was published.
const STAMP_LINES: usize = 6;

/// How many lines from the end the byline may stand, as copyright notices and
/// prompts come behind it.
const TRAILER_LINES: usize = 6;

fn addressed_byline(line: &str) -> Option<Author> {
    // Looking for the sign first leaves ordinary lines alone.
    let has_address = memchr::memchr(b'@', line.as_bytes()).is_some();
    let author = has_address.then(|| Author::byline(line))??;
    author.email.is_some().then_some(author)
}

impl Document {
    /// Takes off the byline that a text begins with, on a line of its own: `By Jane Doe`. It
    /// names two words at least, since `By January` may head a list.
    fn strip_first_byline(&mut self) {
        let (line, rest) = self.text.split_once('\n').unwrap_or((&self.text, ""));
        let named = ["By ", "BY "].iter().find_map(|by| line.strip_prefix(by));
        if !named.is_some_and(|name| name.trim().contains(' ')) {
            return;
        }
        let Some(author) = Author::byline(line) else {
            return;
        };
        self.removed.push("byline above the text", line);
        self.text = rest.trim_start().to_owned();
        self.author.get_or_insert(author);
    }

    /// Takes what a line of the head says; `false` if it says nothing.
    fn take_head_line(&mut self, line: &str, first: bool) -> bool {
        if first && let Some(title) = line.strip_prefix("# ") {
            self.title = Some(title.trim().to_owned());
        } else if let Some(date) = date_line(line) {
            // "Published" comes before "Updated"; but a date from the title is
            // refined by a time of the same day.
            let coarse = |known: Timestamp| !known.has_time() && date.day() == known;
            if self.published_at.is_none_or(coarse) {
                self.published_at = Some(date);
            }
        } else if first && let Some((date, title)) = title_line(line) {
            self.title = Some(title.to_owned());
            self.published_at = Some(date);
        } else if let Some(author) = Author::byline(line) {
            self.author.get_or_insert(author);
        } else {
            return false;
        }
        true
    }
}

/// Whether a line is a sentence or more, after which no head goes on.
fn is_prose(line: &str) -> bool {
    let end = line.trim_end_matches(['"', '”', '’', '\'', ')']);
    line.len() > MAX_HEAD_LINE
        || end.ends_with(['!', '?'])
        || end.ends_with('.') && date_line(line).is_none()
}

/// What stands before a date and says whose it is, beside single Korean words.
const LABELS: &[&str] = &[
    "published on",
    "published",
    "posted on",
    "posted",
    "updated on",
    "updated",
    "last updated",
    "last modified",
    "modified",
    "date",
    "issued",
    "날짜",
    "일자",
];

/// Reads a line that holds nothing but dates and their labels; returns the
/// first date that is not said to be of a change, or else the first.
pub(crate) fn date_line(line: &str) -> Option<Timestamp> {
    let separator = |c: char| c.is_whitespace() || "|·/,:ㅣ".contains(c);
    let mut rest = line.trim_matches(separator);
    let (mut first, mut published) = (None, None);
    while !rest.is_empty() {
        let after_label = strip_label(rest);
        let label = rest[..rest.len() - after_label.len()].to_lowercase();
        rest = after_label.trim_start_matches(separator);
        let (date, after) = Timestamp::parse_prefix(rest)?;
        first = first.or(Some(date));
        if !date_labels::is_of_change(&label) {
            published = published.or(Some(date));
        }
        rest = after.trim_start_matches(separator);
    }
    published.or(first)
}

/// Reads a line that holds a date and then a headline.
///
/// The date must have a label before it or begin with the year: `January 8,
/// 2026` may begin a sentence that has lost its full stop.
fn title_line(line: &str) -> Option<(Timestamp, &str)> {
    let rest = strip_label(line);
    let labelled = rest.len() < line.len();
    let rest = rest.trim_start_matches([' ', ':']);
    let year = rest.len() >= 4 && rest.as_bytes()[..4].iter().all(u8::is_ascii_digit);
    let (date, rest) = Timestamp::parse_prefix(rest)?;
    let title = rest.strip_prefix(' ')?.trim();
    (!title.is_empty() && (year || labelled)).then_some((date, title))
}

fn strip_label(text: &str) -> &str {
    let is_letter = |c: char| c.is_alphabetic() && c != 'ㅣ';
    let word = text.find(|c| !is_letter(c)).unwrap_or(text.len());
    if date_labels::is_korean(&text[..word]) {
        return &text[word..];
    }
    let label = LABELS.iter().filter(|label| {
        let start = text.get(..label.len());
        let whole = text[start.map_or(0, str::len)..]
            .chars()
            .next()
            .is_none_or(|c| !c.is_alphabetic());
        whole && start.is_some_and(|s| s.to_lowercase() == **label)
    });
    // "published on" wins over "published".
    label
        .max_by_key(|l| l.len())
        .map_or(text, |l| &text[l.len()..])
}

//! Tables as text: CSV and TSV, with a header.

use std::sync::Arc;

use crate::Timestamp;
use crate::batch::{Records, Work};
use crate::blocks::{Blocks, Context, Reader};
use crate::cuts::{Cut, Cuts, Cutter, Position};
use crate::document::{Document, SkipReason, Trouble};
use crate::encoding::{self, Charset};
use crate::fields::FieldNames;
use crate::origin::Origin;
use crate::record::Record;

/// What the first row of a table says about the others.
#[derive(Debug)]
pub(crate) struct Header {
    delimiter: u8,
    names: Vec<String>,
}

impl Header {
    fn read(
        row: &[u8],
        charset: Charset,
        delimiter: Option<u8>,
    ) -> Result<Header, (SkipReason, String)> {
        let row = encoding::strip_bom(row);
        let delimiter = delimiter.unwrap_or_else(|| likeliest_delimiter(row));
        let decoded = charset.decode(row)?;
        let names = split(&decoded.text, delimiter);
        let names = names.iter().map(|name| name.trim().to_owned()).collect();
        Ok(Header { delimiter, names })
    }

    /// Returns why no row can become a document, if none can.
    fn check(&self, names: &FieldNames) -> Result<(), (SkipReason, String)> {
        let mut record = Record::new(names);
        for name in &self.names {
            record.add(name, "x");
        }
        record.document().map(drop).map_err(|trouble| {
            let detail = self.missing().unwrap_or(trouble.detail);
            (trouble.reason, detail)
        })
    }

    /// Says what to do if these are no names, but the fields of an article.
    fn missing(&self) -> Option<String> {
        if !self.names.iter().any(|name| is_value(name)) {
            return None;
        }
        let longest = (0..self.names.len())
            .rev()
            .max_by_key(|at| self.names[*at].len());
        let mut is_dated = false;
        let names = self.names.iter().enumerate().map(|(at, value)| {
            let is_date = !is_dated && is_date(value);
            is_dated |= is_date;
            match (longest == Some(at), is_date) {
                (true, _) => "text".to_owned(),
                (_, true) => "date".to_owned(),
                _ => format!("column{}", at + 1),
            }
        });
        let delimiter = match self.delimiter {
            b'\t' => "\\t".to_owned(),
            byte => char::from(byte).to_string(),
        };
        let names = names.collect::<Vec<_>>().join(&delimiter);
        Some(format!(
            "the first row is an article rather than the names of the columns; put a row with \
             their names above it, such as {names}"
        ))
    }

    /// Makes a document of a row.
    pub(crate) fn document(
        &self,
        row: &[u8],
        charset: Charset,
        names: &FieldNames,
    ) -> Result<Document, Trouble> {
        let decoded = charset.decode(row)?;
        let mut fields = split(&decoded.text, self.delimiter);
        if fields.len() != self.names.len() && is_open(&decoded.text, self.delimiter) {
            // A quote that opens a field and never closes is part of the text.
            fields = split_plain(&decoded.text, self.delimiter);
        }
        if fields.len() != self.names.len() {
            let (has, needs) = (fields.len(), self.names.len());
            let detail = format!("the row has {has} fields, the header {needs}; check its quotes");
            return Err((SkipReason::MalformedRow, detail).into());
        }
        let mut record = Record::new(names);
        for (name, field) in self.names.iter().zip(&fields) {
            record.add(name, field);
        }
        let mut document = record.document()?;
        document.encoding = decoded.encoding;
        document.replaced = decoded.replaced;
        Ok(document)
    }
}

/// Whether a field of a first row is a value that no column is named by: a number, a date
/// or a sentence.
fn is_value(field: &str) -> bool {
    let is_number = !field.is_empty() && field.bytes().all(|b| b.is_ascii_digit());
    is_number || is_date(field) || field.ends_with(['.', '?', '!'])
}

fn is_date(field: &str) -> bool {
    field.starts_with(|c: char| c.is_ascii_digit()) && Timestamp::parse(field).is_some()
}

/// The characters that separate fields, the likeliest first.
const DELIMITERS: [u8; 4] = *b",;\t|";

fn likeliest_delimiter(row: &[u8]) -> u8 {
    // Bytes above ASCII are none of these, whatever they mean.
    let row = String::from_utf8_lossy(row);
    let fields = |&d: &u8| split(&row, d).len();
    // Of equals, `max_by_key` takes the last.
    let best = DELIMITERS.iter().rev().max_by_key(|d| fields(d));
    best.copied().unwrap_or(b',')
}

/// Whether a text whose format nobody told begins with the header of a table.
pub(crate) fn has_header(text: &[u8]) -> bool {
    let line = text.split(|&b| b == b'\n').next().unwrap_or(text);
    let charset = Charset::of(line);
    let Ok(header) = Header::read(line.trim_ascii_end(), charset, None) else {
        return false;
    };
    let is_name = |n: &String| !n.is_empty() && n.len() < 40 && !n.contains(char::is_whitespace);
    line.len() < text.len()
        && header.names.len() > 1
        && header.names.iter().all(is_name)
        && header.check(&FieldNames::new(&[])).is_ok()
}

/// Splits a row into its fields, without their quotes.
fn split(row: &str, delimiter: u8) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut field = 0;
    let mut state = State::Start;
    for c in row.strip_suffix('\r').unwrap_or(row).chars() {
        let before = state;
        // All that is not ASCII is the same to a table.
        let byte = u8::try_from(c).unwrap_or(b'x');
        state = state.next(byte, delimiter);
        // The second of two quotes stands for one; the others are no content.
        let is_quote = matches!(
            (before, state),
            (State::Start, State::Quoted) | (State::Quoted, State::Quote)
        );
        if state == State::Start && before != State::Quoted && byte == delimiter {
            fields.push(String::new());
            field += 1;
        } else if !is_quote {
            fields[field].push(c);
        }
    }
    fields
}

/// Says whether a row ends within quotes.
fn is_open(row: &str, delimiter: u8) -> bool {
    let end = row.bytes().fold(State::Start, |s, b| s.next(b, delimiter));
    end == State::Quoted
}

/// Splits a row of a table that knows no quotes.
fn split_plain(row: &str, delimiter: u8) -> Vec<String> {
    let row = row.strip_suffix('\r').unwrap_or(row);
    let fields = row.split(char::from(delimiter));
    fields.map(str::to_owned).collect()
}

/// Where in a row one is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum State {
    /// At the beginning of a field.
    #[default]
    Start,
    /// In a field without quotes.
    Plain,
    /// Within quotes.
    Quoted,
    /// Behind a quote within quotes: the end of the field, or half a quote.
    Quote,
}

impl State {
    fn next(self, byte: u8, delimiter: u8) -> State {
        match (self, byte) {
            (State::Quoted, b'"') => State::Quote,
            (State::Quoted, _) => State::Quoted,
            (State::Start, b'"') | (State::Quote, b'"') => State::Quoted,
            (_, b'\n') => State::Start,
            (_, byte) if byte == delimiter => State::Start,
            _ => State::Plain,
        }
    }
}

/// Opens a table; without a delimiter, the header tells it.
pub(crate) fn open(
    origin: Arc<Origin>,
    reader: Reader,
    charset: Option<Charset>,
    delimiter: Option<u8>,
    context: &Context,
) -> Box<dyn Blocks> {
    let rows = Rows {
        delimiter,
        ..Rows::default()
    };
    Box::new(Table {
        cuts: Cuts::new(origin, reader, charset, rows),
        context: context.clone(),
        header: None,
        any: false,
        ended: false,
    })
}

struct Table {
    cuts: Cuts<Rows>,
    context: Context,
    header: Option<Arc<Header>>,
    any: bool,
    ended: bool,
}

impl Table {
    fn fail(&mut self, line: Option<u64>, reason: SkipReason, detail: String) -> Vec<Work> {
        self.ended = true;
        vec![self.cuts.skip(line, reason, detail)]
    }
}

impl Blocks for Table {
    fn next_block(&mut self) -> Option<Vec<Work>> {
        if self.ended {
            return None;
        }
        let Some((block, mut cuts, trouble)) = self.cuts.next_cuts() else {
            self.ended = true;
            if self.any {
                return None;
            }
            let detail = match self.header {
                Some(_) => "there are no rows below the header",
                None => "",
            };
            return Some(self.fail(None, SkipReason::EmptyFile, detail.to_owned()));
        };
        if self.header.is_none() && !cuts.is_empty() {
            let first = cuts.remove(0);
            let names = FieldNames::new(&self.context.options.fields);
            let row = &block[first.bytes];
            let charset = self.cuts.charset(&block);
            let header = Header::read(row, charset, self.cuts.cutter.delimiter);
            match header.and_then(|h| h.check(&names).map(|()| h)) {
                Ok(header) => self.header = Some(Arc::new(header)),
                Err((reason, detail)) => return Some(self.fail(Some(first.line), reason, detail)),
            }
        }
        let mut work = Vec::new();
        if let (Some(header), false) = (&self.header, cuts.is_empty()) {
            work.push(Work::Records {
                origin: Arc::clone(&self.cuts.origin),
                kind: Records::Table(Arc::clone(header)),
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

/// Finds where rows end: at line ends, but for those within quotes.
#[derive(Default)]
struct Rows {
    /// `None` until the first row is there.
    delimiter: Option<u8>,
    /// How many fields the header has.
    columns: usize,
    position: Position,
    state: State,
    /// Whether quotes of the row at hand have closed where no field ends.
    is_odd: bool,
    given_up: u32,
}

/// How often the quotes of a table may turn out not to close.
const MAX_GIVEN_UP: u32 = 100;

impl Rows {
    /// Cuts off the row that ends where one is.
    ///
    /// A quote that opens a field by mistake closes at the next one, however many
    /// rows later. Then every line is a row, and quotes close where no field ends. Tabs are
    /// rare enough in texts that the lines alone tell.
    fn cut(&self, bytes: &[u8], (start, line): (usize, u64), delimiter: u8, cuts: &mut Vec<Cut>) {
        let row = &bytes[start..self.position.at];
        let is_row = |line: &[u8]| {
            let line = String::from_utf8_lossy(line);
            let fields = match is_open(&line, delimiter) {
                true => split_plain(&line, delimiter),
                false => split(&line, delimiter),
            };
            self.columns > 1 && fields.len() == self.columns
        };
        let is_suspect = self.position.line() > line && (self.is_odd || delimiter == b'\t');
        if !is_suspect || !row.split(|&b| b == b'\n').all(is_row) {
            let bytes = start..self.position.at;
            cuts.push(Cut { line, bytes });
            return;
        }
        let mut at = start;
        for (line, row) in (line..).zip(row.split(|&b| b == b'\n')) {
            let bytes = at..at + row.len();
            at += row.len() + 1;
            cuts.push(Cut { line, bytes });
        }
    }
}

impl Cutter for Rows {
    fn scan(&mut self, bytes: &[u8], cuts: &mut Vec<Cut>) {
        // The first line decides, even if a row goes on behind it.
        let first = bytes.iter().position(|&b| b == b'\n');
        if let (0, Some(end)) = (self.columns, first) {
            let row = encoding::strip_bom(&bytes[..end]);
            let delimiter = self
                .delimiter
                .get_or_insert_with(|| likeliest_delimiter(row));
            self.columns = split(&String::from_utf8_lossy(row), *delimiter).len();
        }
        let delimiter = self.delimiter.unwrap_or(b',');
        if self.position.at == 0
            && self.position.newlines == 0
            && bytes.starts_with("\u{feff}".as_bytes())
        {
            self.position.at = 3;
        }
        while let Some(&byte) = bytes.get(self.position.at) {
            if self.position.start.is_none() && byte != b'\n' && byte != b'\r' {
                self.position.start = Some((self.position.at, self.position.line()));
            }
            let before = self.state;
            self.state = before.next(byte, delimiter);
            self.is_odd |= (before, self.state) == (State::Quote, State::Plain);
            if byte == b'\n' {
                if self.state != State::Quoted
                    && let Some((start, line)) = self.position.start.take()
                {
                    self.cut(bytes, (start, line), delimiter, cuts);
                    self.is_odd = false;
                }
                self.position.newlines += 1;
            }
            self.position.at += 1;
        }
    }

    fn position(&mut self) -> &mut Position {
        &mut self.position
    }

    /// A quote that never closes costs the line it is in, not all that follow.
    fn give_up(&mut self, bytes: &[u8], cuts: &mut Vec<Cut>) -> bool {
        let Some((start, line)) = self.position.start else {
            return false;
        };
        let end = bytes[start..].iter().position(|&b| b == b'\n');
        let (Some(end), State::Quoted) = (end, self.state) else {
            return false;
        };
        if self.given_up == MAX_GIVEN_UP {
            return false;
        }
        self.given_up += 1;
        let end = start + end;
        let bytes = start..end;
        cuts.push(Cut { line, bytes });
        self.position.at = end + 1;
        self.position.newlines = line;
        self.position.start = None;
        self.state = State::Start;
        true
    }
}

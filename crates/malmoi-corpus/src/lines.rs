//! Cutting a JSON Lines file into blocks of whole lines.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use crate::batch::Work;
use crate::corpus::{BATCH_BYTES, Failing};
use crate::encoding::{Charset, Transcoding};
use crate::origin::Origin;
use crate::{CorpusOptions, Encoding, Skip, SkipReason, encoding};

/// A JSON Lines file that is being read.
///
/// At any time it holds the block it hands out next and, of the lines after
/// that, what came along with it. A block grows beyond its size only as far
/// as one line needs, and no line may need more than [`MAX_LINE`].
pub(crate) struct Lines {
    name: Arc<str>,
    origin: Arc<Origin>,
    reader: Box<dyn Read + Send>,
    /// How much of the file was not handed out yet; zero for a stream.
    left: u64,
    /// Bytes that were read, but not handed out.
    carry: Vec<u8>,
    /// The number of the line that `carry` begins with, counted from 1.
    line: u64,
    /// Whether the content has yet to show that it is JSON Lines.
    sniff: bool,
    /// The encoding of the file, if the user says so.
    said: Option<Encoding>,
    charset: Charset,
    started: bool,
    ended: bool,
    /// Whether anything but blank lines was handed out.
    any: bool,
}

/// The longest line that is read, in bytes.
pub(crate) const MAX_LINE: usize = 64 << 20;

/// Why a block ends where it does.
enum BlockEnd {
    Line,
    File,
    /// There is more of its only line than anyone wants.
    TooLong,
    Failed(io::Error),
}

impl Lines {
    /// Opens a file of `len` bytes; with `sniff`, its content must look like
    /// JSON Lines.
    pub(crate) fn open(
        path: &Path,
        len: u64,
        sniff: bool,
        options: &CorpusOptions,
    ) -> io::Result<Lines> {
        let reader = Box::new(File::open(path)?);
        let mut lines = Lines::new(&path.to_string_lossy(), reader, Vec::new(), options);
        lines.origin = Arc::new(Origin::of(Some(path), options));
        lines.left = len;
        lines.sniff = sniff;
        Ok(lines)
    }

    /// Goes on with `reader`, of which `start` was read already.
    pub(crate) fn new(
        name: &str,
        reader: Box<dyn Read + Send>,
        start: Vec<u8>,
        options: &CorpusOptions,
    ) -> Lines {
        Lines {
            name: name.into(),
            origin: Arc::new(Origin::of(None, options)),
            reader,
            left: 0,
            carry: start,
            line: 1,
            sniff: false,
            said: options.encoding,
            charset: Charset::Utf8,
            started: false,
            ended: false,
            any: false,
        }
    }

    /// Returns the next block, and by how many bytes it advances.
    pub(crate) fn next_block(&mut self) -> Option<(u64, Vec<Work>)> {
        if self.ended {
            return None;
        }
        let started = std::mem::replace(&mut self.started, true);
        let begun = if started { Ok(()) } else { self.start() };
        let (block, end) = self.fill();
        if let Err((reason, detail)) = begun.and_then(|()| match started {
            true => Ok(()),
            false => self.check_start(&block),
        }) {
            self.ended = true;
            return Some((self.left, vec![self.skip(None, reason, detail)]));
        }
        if !started && self.charset == Charset::Utf8 {
            self.charset = Charset::of(encoding::strip_bom(&block));
        }
        let mut bytes = block.len() as u64;
        let first_line = self.line;
        let mut work = Vec::new();
        if let BlockEnd::TooLong = end {
            bytes += self.drop_line();
            self.line += 1;
            self.any = true;
            let detail = format!("the line is longer than {} MiB", MAX_LINE >> 20);
            work.push(self.skip(Some(first_line), SkipReason::TooLarge, detail));
        } else {
            self.line += block.iter().filter(|&&b| b == b'\n').count() as u64;
            self.any = self.any || !encoding::is_blank(encoding::strip_bom(&block));
            if let BlockEnd::Failed(e) = &end {
                work.push(Work::unreadable(&self.name, Some(self.line), e));
            } else if self.ended && !self.any {
                work.push(self.skip(None, SkipReason::EmptyFile, String::new()));
            }
            let lines = Work::Lines {
                name: Arc::clone(&self.name),
                origin: Arc::clone(&self.origin),
                first_line,
                charset: self.charset,
                block,
            };
            work.insert(0, lines);
        }
        self.left = self.left.saturating_sub(bytes);
        Some((bytes, work))
    }

    /// Reads up to the end of a line that is about a block's size away.
    fn fill(&mut self) -> (Vec<u8>, BlockEnd) {
        let mut block = std::mem::take(&mut self.carry);
        let mut searched = 0;
        loop {
            let read = self
                .reader
                .by_ref()
                .take(BATCH_BYTES)
                .read_to_end(&mut block);
            match read {
                Ok(0) => {
                    self.ended = true;
                    return (block, BlockEnd::File);
                }
                Ok(_) => {}
                Err(e) => {
                    self.ended = true;
                    return (block, BlockEnd::Failed(e));
                }
            }
            // Only what is new can hold the end, so a long line is not
            // searched again and again.
            if let Some(at) = block[searched..].iter().rposition(|&b| b == b'\n') {
                self.carry = block.split_off(searched + at + 1);
                return (block, BlockEnd::Line);
            }
            searched = block.len();
            if searched > MAX_LINE {
                return (block, BlockEnd::TooLong);
            }
        }
    }

    /// Reads on until the line ends, and returns how many bytes that took.
    ///
    /// If reading fails, so does the next block, which tells of it.
    fn drop_line(&mut self) -> u64 {
        let mut dropped = 0;
        let mut chunk = Vec::new();
        loop {
            chunk.clear();
            let read = self
                .reader
                .by_ref()
                .take(BATCH_BYTES)
                .read_to_end(&mut chunk);
            if let Some(at) = chunk.iter().position(|&b| b == b'\n') {
                self.carry = chunk.split_off(at + 1);
                return dropped + chunk.len() as u64;
            }
            dropped += chunk.len() as u64;
            if !matches!(read, Ok(n) if n > 0) {
                return dropped;
            }
        }
    }

    /// Finds the encoding out. What has line ends of two bytes becomes UTF-8.
    fn start(&mut self) -> Result<(), (SkipReason, String)> {
        let mut start = self.reader.by_ref().take(encoding::SNIFF as u64);
        if let Err(e) = start.read_to_end(&mut self.carry) {
            self.reader = Box::new(Failing(Some(e)));
        }
        let unicode = encoding::unicode(&self.carry, self.said)?;
        let utf16 = unicode.map(|(found, _)| found);
        if let Some(utf16) = utf16.filter(|found| *found != Encoding::default()) {
            let reader = std::mem::replace(&mut self.reader, Box::new(io::empty()));
            let reader = io::Cursor::new(std::mem::take(&mut self.carry)).chain(reader);
            self.reader = Box::new(Transcoding::new(reader, utf16));
            self.charset = Charset::Was(utf16);
        } else if unicode.is_none()
            && let Some(said) = self.said
        {
            self.charset = Charset::Said(said);
        }
        Ok(())
    }

    /// Checks that the first block is JSON Lines.
    fn check_start(&self, block: &[u8]) -> Result<(), (SkipReason, String)> {
        if !self.sniff {
            return Ok(());
        }
        let text = encoding::strip_bom(block).trim_ascii();
        let first = text
            .split(|&b| b == b'\n')
            .next()
            .unwrap_or(text)
            .trim_ascii();
        if first.is_empty() || first.starts_with(b"{") && first.ends_with(b"}") {
            return Ok(());
        }
        let detail = "JSON must hold one object a line; name such a file .jsonl";
        Err((SkipReason::UnsupportedFormat, detail.to_owned()))
    }

    fn skip(&self, line: Option<u64>, reason: SkipReason, detail: String) -> Work {
        Work::Skip(Skip::new(&self.name, line, reason, detail))
    }
}

//! Cutting a JSON Lines file into blocks of whole lines.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use crate::batch::{Work, parent_folder};
use crate::corpus::BATCH_BYTES;
use crate::{Skip, SkipReason, encoding};

/// A JSON Lines file that is being read.
///
/// At any time it holds the block it hands out next and, of the lines after
/// that, what came along with it. A block grows beyond its size only as far
/// as one line needs, and no line may need more than [`MAX_LINE`].
pub(crate) struct Lines {
    name: Arc<str>,
    folder: Option<Arc<str>>,
    reader: Box<dyn Read + Send>,
    /// How much of the file was not handed out yet; zero for a stream.
    left: u64,
    /// Bytes that were read, but not handed out.
    carry: Vec<u8>,
    /// The number of the line that `carry` begins with, counted from 1.
    line: u64,
    /// Whether the content has yet to show that it is JSON Lines.
    sniff: bool,
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
    pub(crate) fn open(path: &Path, len: u64, sniff: bool) -> io::Result<Lines> {
        let reader = Box::new(File::open(path)?);
        let mut lines = Lines::new(&path.to_string_lossy(), reader, Vec::new());
        lines.folder = parent_folder(path).map(Arc::from);
        lines.left = len;
        lines.sniff = sniff;
        Ok(lines)
    }

    /// Goes on with `reader`, of which `start` was read already.
    pub(crate) fn new(name: &str, reader: Box<dyn Read + Send>, start: Vec<u8>) -> Lines {
        Lines {
            name: name.into(),
            folder: None,
            reader,
            left: 0,
            carry: start,
            line: 1,
            sniff: false,
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
        let (block, end) = self.fill();
        if !self.started {
            self.started = true;
            if let Err((reason, detail)) = self.check_start(&block) {
                self.ended = true;
                return Some((self.left, vec![self.skip(None, reason, detail)]));
            }
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
                folder: self.folder.clone(),
                first_line,
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

    fn check_start(&self, block: &[u8]) -> Result<(), (SkipReason, String)> {
        encoding::check_start(block)?;
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

//! Cutting a JSON Lines file into blocks of whole lines.

use std::io::{self, Read};
use std::sync::Arc;

use crate::SkipReason;
use crate::batch::Work;
use crate::blocks::{Blocks, Reader};
use crate::corpus::BATCH_BYTES;
use crate::encoding::{self, Charset};
use crate::origin::Origin;

/// A JSON Lines file that is being read.
///
/// At any time it holds the block it hands out next and, of the lines after
/// that, what came along with it. A block grows beyond its size only as far
/// as one line needs, and no line may need more than [`MAX_LINE`].
pub(crate) struct Lines {
    origin: Arc<Origin>,
    reader: Reader,
    /// How the lines are decoded; told by the first block, if not before.
    charset: Option<Charset>,
    /// Bytes that were read, but not handed out.
    carry: Vec<u8>,
    /// The number of the line that `carry` begins with, counted from 1.
    line: u64,
    ended: bool,
    /// Whether a line was too long, and its end is yet to be found.
    dropping: bool,
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

impl Blocks for Lines {
    fn next_block(&mut self) -> Option<Vec<Work>> {
        if self.dropping {
            self.drop_line();
            return Some(Vec::new());
        }
        if self.ended {
            return None;
        }
        let (mut block, end) = self.fill();
        let by_content = || Charset::of(encoding::strip_bom(&block));
        let charset = *self.charset.get_or_insert_with(by_content);
        let first_line = self.line;
        if let BlockEnd::TooLong = end {
            self.dropping = true;
            self.any = true;
            let detail = format!("the line is longer than {} MiB", MAX_LINE >> 20);
            return Some(vec![self.skip(
                Some(first_line),
                SkipReason::TooLarge,
                detail,
            )]);
        }
        if let BlockEnd::Failed(_) = end {
            // Half a line says nothing; what went wrong does.
            let whole = block
                .iter()
                .rposition(|&b| b == b'\n')
                .map_or(0, |at| at + 1);
            block.truncate(whole);
        }
        self.line += block.iter().filter(|&&b| b == b'\n').count() as u64;
        let is_blank = match first_line {
            1 => encoding::is_blank(encoding::strip_bom(&block)),
            _ => encoding::is_blank(&block),
        };
        self.any |= !is_blank;
        let mut work = Vec::new();
        if !is_blank {
            work.push(Work::Lines {
                origin: Arc::clone(&self.origin),
                first_line,
                charset,
                block,
            });
        }
        if let BlockEnd::Failed(e) = &end {
            work.push(Work::failed(&self.origin, Some(self.line), e));
        } else if self.ended && !self.any {
            work.push(self.skip(None, SkipReason::EmptyFile, String::new()));
        }
        Some(work)
    }
}

impl Lines {
    pub(crate) fn new(origin: Arc<Origin>, reader: Reader, charset: Option<Charset>) -> Lines {
        Lines {
            origin,
            reader,
            charset,
            carry: Vec::new(),
            line: 1,
            ended: false,
            dropping: false,
            any: false,
        }
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

    /// Reads on by about a block in search of the end of the line.
    ///
    /// If reading fails, so does the next block, which tells of it.
    fn drop_line(&mut self) {
        let mut chunk = Vec::new();
        let read = self
            .reader
            .by_ref()
            .take(BATCH_BYTES)
            .read_to_end(&mut chunk);
        if let Some(at) = chunk.iter().position(|&b| b == b'\n') {
            self.carry = chunk.split_off(at + 1);
            self.line += 1;
            self.dropping = false;
        } else if !matches!(read, Ok(n) if n > 0) {
            self.dropping = false;
        }
    }

    fn skip(&self, line: Option<u64>, reason: SkipReason, detail: String) -> Work {
        Work::Skip(self.origin.skip(line, reason, detail))
    }
}

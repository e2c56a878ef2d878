//! Cutting a stream into blocks of whole records, wherever those end.

use std::io::Read;
use std::ops::Range;
use std::sync::Arc;

use crate::batch::Work;
use crate::blocks::Reader;
use crate::corpus::BATCH_BYTES;
use crate::document::SkipReason;
use crate::encoding::{self, Charset};
use crate::lines::MAX_LINE;
use crate::origin::Origin;

/// Where a record lies in its block.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Cut {
    /// The line it begins in, counted from 1.
    pub(crate) line: u64,
    pub(crate) bytes: Range<usize>,
}

/// How far a [`Cutter`] is in its stream.
#[derive(Default)]
pub(crate) struct Position {
    /// How far the buffer was gone through.
    pub(crate) at: usize,
    /// How many line ends were gone through.
    pub(crate) newlines: u64,
    /// Where the record begins that has not ended yet, and in which line.
    pub(crate) start: Option<(usize, u64)>,
}

impl Position {
    /// Returns the line that it is in, counted from 1.
    pub(crate) fn line(&self) -> u64 {
        self.newlines + 1
    }

    /// The first `by` bytes are taken out of the buffer. What is pending from
    /// before begins with it now.
    fn shift(&mut self, by: usize) {
        self.at = self.at.saturating_sub(by);
        if let Some((start, _)) = &mut self.start {
            *start = start.saturating_sub(by);
        }
    }
}

/// What knows where the records of a format end.
///
/// It is shown a growing buffer, and goes through every byte once.
pub(crate) trait Cutter: Send {
    /// Goes through `bytes` from where it stopped, and adds the records that
    /// end there.
    fn scan(&mut self, bytes: &[u8], cuts: &mut Vec<Cut>);

    /// Returns how far it is.
    fn position(&mut self) -> &mut Position;

    /// Takes the pending record for one that never ends, and adds as little of
    /// it as can be to the cuts. Returns whether it could: if so, it goes on
    /// after that, from where [`scan`](Cutter::scan) is called next.
    fn give_up(&mut self, _bytes: &[u8], _cuts: &mut Vec<Cut>) -> bool {
        false
    }

    /// Returns what is wrong with an end here, if anything is.
    fn unfinished(&self) -> Option<(SkipReason, String)> {
        None
    }
}

/// A stream that is being cut.
///
/// At any time it holds about one block, and of the record after that what
/// came along. A block grows beyond its size only as far as one record needs,
/// and none may need more than [`MAX_LINE`].
pub(crate) struct Cuts<C> {
    pub(crate) origin: Arc<Origin>,
    reader: Reader,
    pub(crate) cutter: C,
    /// How the records are decoded; told by the first block, if not before.
    charset: Option<Charset>,
    buffer: Vec<u8>,
    /// Whether the pending record is too long, was told, and is let go.
    dropping: bool,
    ended: bool,
}

impl<C: Cutter> Cuts<C> {
    pub(crate) fn new(
        origin: Arc<Origin>,
        reader: Reader,
        charset: Option<Charset>,
        cutter: C,
    ) -> Cuts<C> {
        Cuts {
            origin,
            reader,
            cutter,
            charset,
            buffer: Vec::new(),
            dropping: false,
            ended: false,
        }
    }

    /// Returns how the records of a block are decoded: as those of the first.
    pub(crate) fn charset(&mut self, block: &[u8]) -> Charset {
        *self
            .charset
            .get_or_insert_with(|| Charset::of(encoding::strip_bom(block)))
    }

    /// Returns a block, the records in it, and the trouble behind them; all
    /// may be empty. `None` at the end.
    pub(crate) fn next_cuts(&mut self) -> Option<(Vec<u8>, Vec<Cut>, Vec<Work>)> {
        if self.ended {
            return None;
        }
        let (mut cuts, mut trouble) = (Vec::new(), Vec::new());
        let mut chunk = self.reader.by_ref().take(BATCH_BYTES);
        let read = chunk.read_to_end(&mut self.buffer);
        self.cutter.scan(&self.buffer, &mut cuts);
        if self.dropping && !cuts.is_empty() {
            // The record that was let go is the first to end.
            cuts.remove(0);
            self.dropping = false;
        }
        match read {
            Err(e) => {
                self.ended = true;
                // Half a record says nothing; what went wrong does.
                trouble.push(Work::failed(
                    &self.origin,
                    Some(self.cutter.position().line()),
                    &e,
                ));
            }
            Ok(0) => {
                self.ended = true;
                trouble.extend(self.end(&mut cuts));
            }
            Ok(_) if cuts.is_empty() && self.is_too_long() => {
                if !self.dropping && self.cutter.give_up(&self.buffer, &mut cuts) {
                    self.cutter.scan(&self.buffer, &mut cuts);
                } else {
                    if !self.dropping {
                        let detail = format!("the record is larger than {} MiB", MAX_LINE >> 20);
                        let line = self.cutter.position().start.map(|(_, line)| line);
                        trouble.push(self.skip(line, SkipReason::TooLarge, detail));
                    }
                    self.dropping = true;
                    self.take(self.buffer.len());
                    return Some((Vec::new(), cuts, trouble));
                }
            }
            Ok(_) => {}
        }
        let end = self
            .cutter
            .position()
            .start
            .filter(|_| !self.ended)
            .map_or(self.buffer.len(), |(start, _)| start);
        Some((self.take(end), cuts, trouble))
    }

    /// Makes the best of what is left at the end of the stream.
    fn end(&mut self, cuts: &mut Vec<Cut>) -> Option<Work> {
        if self.dropping {
            return None;
        }
        while self.cutter.position().start.is_some() && self.cutter.give_up(&self.buffer, cuts) {
            self.cutter.scan(&self.buffer, cuts);
        }
        if let Some((start, line)) = self.cutter.position().start {
            let bytes = start..self.buffer.len();
            cuts.push(Cut { line, bytes });
            return None;
        }
        let (reason, detail) = self.cutter.unfinished()?;
        let line = self.cutter.position().line();
        Some(self.skip(Some(line), reason, detail))
    }

    fn is_too_long(&mut self) -> bool {
        let pending = self.cutter.position().start;
        pending.is_some_and(|(start, _)| self.dropping || self.buffer.len() - start > MAX_LINE)
    }

    fn take(&mut self, end: usize) -> Vec<u8> {
        let rest = self.buffer.split_off(end);
        self.cutter.position().shift(end);
        std::mem::replace(&mut self.buffer, rest)
    }

    pub(crate) fn skip(&self, line: Option<u64>, reason: SkipReason, detail: String) -> Work {
        Work::Skip(self.origin.skip(line, reason, detail))
    }
}

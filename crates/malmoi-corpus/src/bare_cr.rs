//! Lines that end with a carriage return alone, as old Macintosh programs and some
//! spreadsheets write them.

use std::borrow::Cow;
use std::io::{self, Read};

use memchr::memchr;

/// Whether the lines of what begins with `start` end so: there is no other line end.
pub(crate) fn is_in(start: &[u8]) -> bool {
    memchr(b'\n', start).is_none() && memchr(b'\r', start).is_some()
}

/// Returns a text whose lines end with a line feed, if they ended so.
pub(crate) fn without(text: &str) -> Cow<'_, str> {
    match is_in(text.as_bytes()) {
        true => text.replace('\r', "\n").into(),
        false => text.into(),
    }
}

/// A stream of such lines as one of lines that end with a line feed.
pub(crate) struct LineFeeds<R>(pub(crate) R);

impl<R: Read> Read for LineFeeds<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.0.read(buffer)?;
        let ends = buffer[..length].iter_mut().filter(|b| **b == b'\r');
        ends.for_each(|b| *b = b'\n');
        Ok(length)
    }
}

//! Records on disk.
//!
//! What is told of every article would fill the memory of a large crawl. Each
//! thread writes its records to a temporary file without a name, in pages; of a
//! page only the first key and the place are kept in memory. What is little never
//! gets to the disk.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

use tempfile::SpooledTempFile;

/// How many bytes a page has before it is written. One page is read to find a
/// record, and held to read all.
const PAGE: usize = 1 << 13;

/// How many bytes of a spool stay in memory.
const IN_MEMORY: usize = 1 << 20;

/// The records of one thread, which come in the order of their keys.
pub(crate) struct Spool {
    file: SpooledTempFile,
    /// The page that is not written yet.
    page: Vec<u8>,
    pages: Vec<Page>,
    /// How many bytes are written.
    written: u64,
    records: u64,
    failure: Option<io::Error>,
}

/// Where a page is.
#[derive(Clone, Copy)]
struct Page {
    /// The key of its first record.
    first: u64,
    at: u64,
}

impl Default for Spool {
    fn default() -> Spool {
        Spool {
            file: SpooledTempFile::new(IN_MEMORY),
            page: Vec::new(),
            pages: Vec::new(),
            written: 0,
            records: 0,
            failure: None,
        }
    }
}

impl Spool {
    /// Adds a record; `key` must be higher than all before. That it cannot be kept
    /// is told at the [end](Spool::finish).
    pub(crate) fn push(&mut self, key: u64, write: impl FnOnce(&mut Fields)) {
        self.records += 1;
        if self.failure.is_some() {
            return;
        }
        if self.page.is_empty() {
            self.pages.push(Page {
                first: key,
                at: self.written,
            });
        }
        self.page.extend(key.to_le_bytes());
        let length_at = self.page.len();
        self.page.extend([0; 4]);
        write(&mut Fields(&mut self.page));
        let length = (self.page.len() - length_at - 4) as u32;
        self.page[length_at..length_at + 4].copy_from_slice(&length.to_le_bytes());
        if self.page.len() >= PAGE {
            self.flush();
        }
    }

    fn flush(&mut self) {
        match self.file.write_all(&self.page) {
            Ok(()) => self.written += self.page.len() as u64,
            Err(e) => self.failure = Some(e),
        }
        self.page.clear();
    }

    /// Returns how many records there are.
    pub(crate) fn len(&self) -> u64 {
        self.records
    }

    /// Ends the writing.
    ///
    /// # Errors
    ///
    /// If a record could not be written.
    pub(crate) fn finish(mut self) -> io::Result<Spooled> {
        self.flush();
        match self.failure {
            Some(error) => Err(error),
            None => Ok(Spooled {
                file: Mutex::new(self.file),
                pages: self.pages.into(),
                end: self.written,
            }),
        }
    }
}

/// Records that were written, to be read.
pub(crate) struct Spooled {
    file: Mutex<SpooledTempFile>,
    pages: Box<[Page]>,
    end: u64,
}

impl Spooled {
    /// Reads a page into `bytes`; returns whether there is one.
    fn read(&self, number: usize, bytes: &mut Vec<u8>) -> io::Result<bool> {
        let Some(page) = self.pages.get(number) else {
            return Ok(false);
        };
        let end = self.pages.get(number + 1).map_or(self.end, |next| next.at);
        bytes.resize((end - page.at) as usize, 0);
        // Nothing is left half done by whoever panicked with the lock.
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(page.at))?;
        file.read_exact(bytes)?;
        Ok(true)
    }

    /// Returns the record of a key.
    pub(crate) fn find(&self, key: u64) -> io::Result<Option<Vec<u8>>> {
        let after = self.pages.partition_point(|page| page.first <= key);
        let Some(number) = after.checked_sub(1) else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        self.read(number, &mut bytes)?;
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let (found, record) = record(&mut rest)?;
            if found == key {
                return Ok(Some(record.to_vec()));
            }
        }
        Ok(None)
    }

    /// Returns the records from the first on.
    pub(crate) fn cursor(&self) -> Cursor<'_> {
        Cursor {
            spooled: self,
            next_page: 0,
            page: Vec::new(),
            at: 0,
        }
    }
}

/// Reads the records of one thread in their order.
pub(crate) struct Cursor<'s> {
    spooled: &'s Spooled,
    next_page: usize,
    page: Vec<u8>,
    /// Where the next record is in the page.
    at: usize,
}

impl Cursor<'_> {
    /// Returns the key of the next record.
    pub(crate) fn peek(&mut self) -> io::Result<Option<u64>> {
        if self.at == self.page.len() {
            if !self.spooled.read(self.next_page, &mut self.page)? {
                return Ok(None);
            }
            self.next_page += 1;
            self.at = 0;
        }
        let (key, _) = record(&mut &self.page[self.at..])?;
        Ok(Some(key))
    }

    /// Returns the next record, after it was [seen](Cursor::peek) that there is
    /// one.
    pub(crate) fn next(&mut self) -> io::Result<(u64, &[u8])> {
        let mut rest = &self.page[self.at..];
        let found = record(&mut rest)?;
        self.at = self.page.len() - rest.len();
        Ok(found)
    }
}

/// Takes a record from the front of a page, with its key.
fn record<'p>(page: &mut &'p [u8]) -> io::Result<(u64, &'p [u8])> {
    let key = take(page)?;
    let length = u32::from_le_bytes(take(page)?) as usize;
    let (record, rest) = page.split_at_checked(length).ok_or_else(broken)?;
    *page = rest;
    Ok((u64::from_le_bytes(key), record))
}

fn take<const N: usize>(from: &mut &[u8]) -> io::Result<[u8; N]> {
    let (taken, rest) = from.split_first_chunk().ok_or_else(broken)?;
    *from = rest;
    Ok(*taken)
}

/// Somebody else has changed the file.
fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the temporary file is broken")
}

/// The fields of a record that is being written.
pub(crate) struct Fields<'p>(pub(crate) &'p mut Vec<u8>);

impl Fields<'_> {
    pub(crate) fn number(&mut self, number: u64) {
        self.0.extend(number.to_le_bytes());
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.0.extend((text.len() as u32).to_le_bytes());
        self.0.extend(text.as_bytes());
    }

    /// Writes a text that may not be there, which is as good as an empty one.
    pub(crate) fn optional(&mut self, text: Option<&str>) {
        self.text(text.unwrap_or_default());
    }
}

/// The fields of a record, read in the order in which they were written.
pub(crate) struct Written<'r>(pub(crate) &'r [u8]);

impl<'r> Written<'r> {
    pub(crate) fn number(&mut self) -> io::Result<u64> {
        Ok(u64::from_le_bytes(take(&mut self.0)?))
    }

    pub(crate) fn text(&mut self) -> io::Result<&'r str> {
        let length = u32::from_le_bytes(take(&mut self.0)?) as usize;
        let (text, rest) = self.0.split_at_checked(length).ok_or_else(broken)?;
        self.0 = rest;
        std::str::from_utf8(text).map_err(|_| broken())
    }

    pub(crate) fn optional(&mut self) -> io::Result<Option<&'r str>> {
        Ok(Some(self.text()?).filter(|text| !text.is_empty()))
    }

    /// Reads a text that stands for something.
    pub(crate) fn parsed<T>(&mut self, parse: impl FnOnce(&str) -> Option<T>) -> io::Result<T> {
        parse(self.text()?).ok_or_else(broken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_back_in_order_and_by_key_whether_on_disk_or_not() {
        for records in [0, 1, 50, 40_000] {
            let text = |n: u64| "가".repeat(n as usize % 40);
            let mut spool = Spool::default();
            for n in 0..records {
                spool.push(n << 32 | 7, |fields| {
                    fields.number(n);
                    fields.text(&text(n));
                });
            }
            assert_eq!(spool.len(), records);
            let spooled = spool.finish().unwrap();
            assert_eq!(spooled.file.lock().unwrap().is_rolled(), records > 20_000);
            let check = |n: u64, record: &[u8]| {
                let mut fields = Written(record);
                assert_eq!(fields.number().unwrap(), n);
                assert_eq!(fields.text().unwrap(), text(n));
                assert!(fields.number().is_err());
            };
            let mut cursor = spooled.cursor();
            for n in 0..records {
                assert_eq!(cursor.peek().unwrap(), Some(n << 32 | 7));
                let (key, record) = cursor.next().unwrap();
                assert_eq!(key, n << 32 | 7);
                check(n, record);
            }
            assert_eq!(cursor.peek().unwrap(), None);
            for n in (0..records).step_by(97) {
                check(n, &spooled.find(n << 32 | 7).unwrap().unwrap());
                assert_eq!(spooled.find(n << 32 | 6).unwrap(), None);
            }
            assert_eq!(spooled.find(records << 32 | 7).unwrap(), None);
        }
    }
}

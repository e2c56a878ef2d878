//! The members of a `.tar`, read front to back.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use crate::archive::{Member, Members};
use crate::blocks::Reader;
use crate::compressed::Damage;
use crate::corpus::BATCH_BYTES;
use crate::document::SkipReason;
use crate::encoding;

/// The members of an archive in tar's format.
pub(crate) struct TarMembers {
    /// Shared with the reader of the member, of which there is one at a time.
    tape: Arc<Mutex<Tape>>,
}

/// The bytes of the archive.
struct Tape {
    reader: Reader,
    /// How much of the member is still to come.
    left: u64,
    /// How much fills the last block of the member up.
    padding: u64,
    /// Whether reading failed, and whoever read knows.
    failed: bool,
}

/// How long the headers of one member may be; long names take more than one.
const MAX_HEADER: u64 = 1 << 20;

impl TarMembers {
    pub(crate) fn new(reader: Reader) -> TarMembers {
        let tape = Tape {
            reader,
            left: 0,
            padding: 0,
            failed: false,
        };
        TarMembers {
            tape: Arc::new(Mutex::new(tape)),
        }
    }
}

impl Members for TarMembers {
    fn next_member(&mut self) -> Option<Member> {
        let mut tape = lock(&self.tape);
        if tape.failed {
            return None;
        }
        let skipped = match tape.skip() {
            Ok(skipped) => skipped,
            Err(e) => return Some(damage(&e)),
        };
        if !skipped {
            return Some(Member::Other);
        }
        let (name, is_file) = match tape.header() {
            Ok(header) => header?,
            Err(e) => return Some(damage(&e)),
        };
        drop(tape);
        Some(match is_file {
            Some(true) => Member::File(name, Box::new(Content(Arc::clone(&self.tape)))),
            // Links lead to what is in the archive anyway, or out of it.
            Some(false) => Member::Other,
            None => {
                let detail = "it is stored with holes; unpack the archive";
                Member::Skip(name, SkipReason::UnsupportedFormat, detail.to_owned())
            }
        })
    }
}

impl Tape {
    /// Goes on to the end of the member, but not far at once; returns whether
    /// it got there.
    fn skip(&mut self) -> io::Result<bool> {
        let rest = self.left + self.padding;
        let step = rest.min(64 * BATCH_BYTES);
        let skipped = io::copy(&mut self.reader.by_ref().take(step), &mut io::sink())?;
        if skipped < step {
            return Err(cut_short());
        }
        self.padding = self.padding.min(rest - step);
        self.left = rest - step - self.padding;
        Ok(step == rest)
    }

    /// Reads the headers of the next member: its name, and whether it is a
    /// file; neither yes nor no for one of a kind that is not read.
    fn header(&mut self) -> io::Result<Option<(String, Option<bool>)>> {
        // An archive of its own for each member: that of the crate cannot be
        // kept beside its entries, and it reads no further than the headers.
        let mut archive = tar::Archive::new(self.reader.by_ref().take(MAX_HEADER));
        let Some(entry) = archive.entries()?.next() else {
            return Ok(None);
        };
        let entry = entry?;
        let size = entry.size();
        let name = entry.path_bytes();
        // Whatever it is in, two names must not become one.
        let unknown = || encoding_rs::mem::decode_latin1(&name).into_owned();
        let name = encoding::member_name(&name).unwrap_or_else(unknown);
        let kind = entry.header().entry_type();
        let is_file = if kind.is_gnu_sparse() {
            None
        } else {
            Some(kind.is_file() || kind.is_contiguous())
        };
        self.left = if kind.is_gnu_sparse() {
            entry.header().entry_size()?
        } else {
            size
        };
        self.padding = self.left.wrapping_neg() % 512;
        Ok(Some((name, is_file)))
    }
}

/// The content of the member that the tape is at.
struct Content(Arc<Mutex<Tape>>);

impl Read for Content {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut tape = lock(&self.0);
        let left = tape.left;
        let read = tape.reader.by_ref().take(left).read(buffer);
        let read = match read {
            Ok(0) if left > 0 && !buffer.is_empty() => Err(cut_short()),
            read => read,
        };
        let read = read.inspect_err(|e| {
            tape.failed = e.kind() != io::ErrorKind::Interrupted;
        })?;
        tape.left -= read as u64;
        Ok(read)
    }
}

fn lock(tape: &Mutex<Tape>) -> std::sync::MutexGuard<'_, Tape> {
    // Nothing is left half done by a panic, which no content causes.
    tape.lock().unwrap_or_else(PoisonError::into_inner)
}

fn cut_short() -> io::Error {
    Damage::error("the archive is cut short; fetch or copy it again")
}

fn damage(error: &io::Error) -> Member {
    match Damage::of(error) {
        Some(damage) => Member::Damage(SkipReason::Damaged, damage.to_string()),
        None if matches!(
            error.kind(),
            io::ErrorKind::Other | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof
        ) =>
        {
            let detail =
                format!("the archive is damaged ({error}); its other members cannot be read");
            Member::Damage(SkipReason::Damaged, detail)
        }
        None => Member::Damage(SkipReason::Unreadable, error.to_string()),
    }
}

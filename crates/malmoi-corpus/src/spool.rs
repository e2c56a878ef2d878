//! Streams that are read more than once.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// What a stream had to say, kept in a temporary file without a name.
pub(crate) struct Spool {
    /// Readers take turns, each going on from where it was.
    file: Mutex<File>,
    len: u64,
    /// How the stream failed, if it did.
    failure: Option<(io::ErrorKind, String)>,
}

/// How much is copied at once.
const CHUNK: usize = 1 << 16;

impl Spool {
    /// Reads a stream to its end. That it fails is told once it is read again;
    /// an error means that it cannot be kept.
    pub(crate) fn new(mut stream: Box<dyn Read + Send>) -> io::Result<Spool> {
        let mut file = tempfile::tempfile()?;
        let mut chunk = vec![0; CHUNK];
        let mut len = 0;
        let mut failure = None;
        loop {
            match stream.read(&mut chunk) {
                Ok(0) => break,
                Ok(read) => {
                    file.write_all(&chunk[..read])?;
                    len += read as u64;
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => {
                    failure = Some((e.kind(), e.to_string()));
                    break;
                }
            }
        }
        Ok(Spool {
            file: Mutex::new(file),
            len,
            failure,
        })
    }

    /// Returns how many bytes there are.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// Returns the stream anew.
    pub(crate) fn reader(self: &Arc<Spool>) -> impl Read + Send + use<> {
        Reader {
            spool: Arc::clone(self),
            at: 0,
        }
    }
}

struct Reader {
    spool: Arc<Spool>,
    at: u64,
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // Nothing is left half done by whoever panicked with the lock.
        let file = self.spool.file.lock();
        let mut file = file.unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let read = file.read(buffer)?;
        self.at += read as u64;
        match &self.spool.failure {
            Some((kind, message)) if read == 0 && !buffer.is_empty() => {
                Err(io::Error::new(*kind, message.clone()))
            }
            _ => Ok(read),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_stream_said_can_be_read_by_several_in_turns() {
        let spool = Arc::new(Spool::new(Box::new("정부는 회의를".as_bytes())).unwrap());
        let (mut one, mut other) = (spool.reader(), spool.reader());
        let (mut first, mut second) = (Vec::new(), Vec::new());
        let mut buffer = [0; 4];
        loop {
            let read = one.read(&mut buffer).unwrap();
            first.extend_from_slice(&buffer[..read]);
            let also_read = other.read(&mut buffer[..3]).unwrap();
            second.extend_from_slice(&buffer[..also_read]);
            if read + also_read == 0 {
                break;
            }
        }
        assert_eq!(first, "정부는 회의를".as_bytes());
        assert_eq!(first, second);
        assert_eq!(spool.len(), first.len() as u64);
    }

    #[test]
    fn a_failure_comes_after_what_was_read_each_time() {
        struct Fails;
        impl Read for Fails {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::new(io::ErrorKind::TimedOut, "too slow"))
            }
        }
        let spool = Arc::new(Spool::new(Box::new("begun".as_bytes().chain(Fails))).unwrap());
        for _ in 0..2 {
            let mut text = Vec::new();
            let error = spool.reader().read_to_end(&mut text).unwrap_err();
            assert_eq!(text, b"begun");
            assert_eq!(
                (error.kind(), error.to_string()),
                (io::ErrorKind::TimedOut, "too slow".into())
            );
        }
    }
}

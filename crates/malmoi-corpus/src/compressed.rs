//! Decompressing, and telling damage from other trouble.

use std::fmt;
use std::io::{self, BufReader, Read};

use crate::blocks::Reader;

/// Content that is not what it was when it was written; an [`io::Error`] may
/// carry it.
#[derive(Debug)]
pub(crate) struct Damage(pub(crate) String);

impl Damage {
    pub(crate) fn error(detail: impl Into<String>) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidData, Damage(detail.into()))
    }

    /// Returns the damage that an error tells of, if it does.
    pub(crate) fn of(error: &io::Error) -> Option<&Damage> {
        error.get_ref()?.downcast_ref()
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Damage {}

/// Decompresses gzip, of as many members as there are.
pub(crate) fn gzip(reader: Reader) -> Reader {
    let reader = BufReader::with_capacity(BUFFER, reader);
    Box::new(Decoder {
        reader: flate2::bufread::MultiGzDecoder::new(reader),
        what: "gzip",
    })
}

/// Decompresses what is in a zip archive.
pub(crate) fn deflate(reader: Reader) -> Reader {
    let reader = BufReader::with_capacity(BUFFER, reader);
    Box::new(Decoder {
        reader: flate2::bufread::DeflateDecoder::new(reader),
        what: "deflate",
    })
}

/// Decompresses Zstandard, of as many frames as there are.
pub(crate) fn zstd(reader: Reader) -> Reader {
    let reader = BufReader::with_capacity(BUFFER, reader);
    match zstd::stream::read::Decoder::with_buffer(reader) {
        Ok(reader) => Box::new(Decoder {
            reader,
            what: "Zstandard",
        }),
        Err(e) => Box::new(Decoder {
            reader: Broken(Some(e)),
            what: "Zstandard",
        }),
    }
}

const BUFFER: usize = 64 << 10;

struct Decoder<R> {
    reader: R,
    what: &'static str,
}

impl<R: Read> Read for Decoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reader.read(buffer).map_err(|e| {
            let what = self.what;
            // What is compressed may have told of damage already.
            if Damage::of(&e).is_some() {
                return e;
            }
            match e.kind() {
                io::ErrorKind::Interrupted => e,
                io::ErrorKind::UnexpectedEof => Damage::error(format!(
                    "the {what} data is cut short; fetch or copy it again"
                )),
                io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other => {
                    Damage::error(format!(
                        "the {what} data is damaged ({e}); what follows cannot be read"
                    ))
                }
                _ => e,
            }
        })
    }
}

/// A decoder that could not be made.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

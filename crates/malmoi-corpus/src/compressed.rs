//! Decompressing, and telling damage from other trouble.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

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

/// Decompresses gzip, of as many members as there are, with or without the zeros that
/// tapes and some servers put behind one.
pub(crate) fn gzip(reader: Reader) -> Reader {
    let reader = BufReader::with_capacity(BUFFER, reader);
    Box::new(Decoder {
        reader: Members {
            member: Some(GzDecoder::new(reader)),
        },
        what: "gzip",
    })
}

/// Gzip members, one behind the other.
struct Members {
    /// The one that is read; none only while the next one is opened.
    member: Option<GzDecoder<BufReader<Reader>>>,
}

impl Read for Members {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let length = member.read(buffer)?;
            if length > 0 || buffer.is_empty() {
                return Ok(length);
            }
            let rest = member.get_mut();
            loop {
                let ahead = rest.fill_buf()?;
                if ahead.is_empty() {
                    return Ok(0);
                }
                let (zeros, length) = (ahead.iter().take_while(|b| **b == 0).count(), ahead.len());
                rest.consume(zeros);
                if zeros < length {
                    break;
                }
            }
            let rest = self.member.take().map(GzDecoder::into_inner);
            self.member = rest.map(GzDecoder::new);
        }
        Ok(0)
    }
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

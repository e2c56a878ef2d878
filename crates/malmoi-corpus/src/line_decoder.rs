//! Lines of any text, decoded as those of a corpus are.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

use crate::encoding::{self, Charset, Encoding, Transcoding};

/// How the lines of one file or stream are decoded.
///
/// ```
/// use malmoi_corpus::LineDecoder;
/// use std::io::BufRead;
///
/// // 국회 in CP949, which two bytes would not show: the whole start is looked at.
/// let bytes: &[u8] = b"\xb1\xb9\xc8\xb8\xb0\xa1 \xbf\xad\xb7\xc8\xb4\xd9\n";
/// let (mut input, decoder) = LineDecoder::open(Box::new(bytes), 1 << 16, None)?;
/// let mut line = Vec::new();
/// input.read_until(b'\n', &mut line)?;
/// assert_eq!(decoder.decode(&line).0, "국회가 열렸다\n");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct LineDecoder(Charset);

/// Bytes in which a line ends with one line feed.
pub type LineInput = BufReader<Box<dyn Read>>;

impl LineDecoder {
    /// Decides by the first bytes of a reader, at most `capacity`, unless `said` says
    /// it, and returns the reader without a byte-order mark.
    ///
    /// # Errors
    ///
    /// If the reader cannot be read.
    pub fn open(
        reader: Box<dyn Read>,
        capacity: usize,
        said: Option<Encoding>,
    ) -> io::Result<(LineInput, LineDecoder)> {
        let mut input: LineInput = BufReader::with_capacity(capacity, reader);
        let start = input.fill_buf()?;
        let found = match encoding::unicode(start, said) {
            Ok(Some((encoding, mark))) => Some((Charset::marked(encoding), mark)),
            // What is no text is read as what it is said to be, or as UTF-8.
            Ok(None) | Err(_) => None,
        };
        let (charset, mark) = found.unwrap_or_else(|| {
            let lines = memchr::memrchr(b'\n', start).map_or(start, |at| &start[..at]);
            let charset = said.map_or_else(|| Charset::of(lines), Charset::Said);
            (charset, 0)
        });
        if let Charset::Was(utf16) = charset {
            let reader: Box<dyn Read> = Box::new(Transcoding::new(input, utf16));
            input = BufReader::with_capacity(capacity, reader);
        } else {
            input.consume(mark);
        }
        Ok((input, LineDecoder(charset)))
    }

    /// Returns the text of a line, and whether some of its bytes mean nothing and stand as
    /// U+FFFD.
    pub fn decode(self, line: &[u8]) -> (Cow<'_, str>, bool) {
        match self.0.decode(line) {
            Ok(decoded) => (decoded.text, decoded.replaced > 0),
            Err(_) => (String::from_utf8_lossy(line), true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &'static [u8], said: Option<&str>) -> Vec<(String, bool)> {
        let said = said.map(|label| label.parse().unwrap());
        let (input, decoder) = LineDecoder::open(Box::new(bytes), 1 << 12, said).unwrap();
        let lines = input.split(b'\n').map(|line| {
            let line = line.unwrap();
            let (text, is_mended) = decoder.decode(&line);
            (text.into_owned(), is_mended)
        });
        lines.collect()
    }

    #[test]
    fn lines_are_decoded_by_what_is_said_or_what_the_bytes_show() {
        let korean = [("가 나".to_string(), false), ("다".to_string(), false)];
        assert_eq!(lines("\u{feff}가 나\n다".as_bytes(), None), korean);
        assert_eq!(
            lines(b"\xff\xfe\x00\xac \0\x98\xb0\n\0\xe4\xb2", None),
            korean
        );
        assert_eq!(lines(b"\xb0\xa1 \xb3\xaa\n\xb4\xd9", Some("cp949")), korean);
        assert_eq!(
            lines(b"caf\xe9", Some("latin1")),
            [("café".to_string(), false)]
        );
        assert_eq!(lines("가\u{fffd}".as_bytes(), None).len(), 1);
        assert_eq!(lines(b"", None), []);
    }
}

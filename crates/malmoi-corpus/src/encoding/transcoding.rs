//! UTF-16 that is to be cut into lines.

use std::io::{self, Read};

use encoding_rs::Decoder;

use super::Encoding;

/// How much is read at once, in bytes.
const CHUNK: usize = 1 << 16;

/// A stream of UTF-16 as one of UTF-8, in which a line ends with one byte.
/// What means nothing becomes U+FFFD.
pub(crate) struct Transcoding<R> {
    reader: R,
    decoder: Decoder,
    bytes: Vec<u8>,
    /// How much of `bytes` is to be decoded.
    filled: usize,
    text: Vec<u8>,
    /// How much of `text` was handed out.
    given: usize,
    ended: bool,
}

impl<R: Read> Transcoding<R> {
    /// Decodes what `reader` gives, a byte-order mark left out.
    pub(crate) fn new(reader: R, encoding: Encoding) -> Transcoding<R> {
        Transcoding {
            reader,
            decoder: encoding.0.new_decoder_with_bom_removal(),
            bytes: vec![0; CHUNK],
            filled: 0,
            text: Vec::new(),
            given: 0,
            ended: false,
        }
    }
}

impl<R: Read> Read for Transcoding<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !(self.ended && self.filled == 0) {
            if self.filled == 0 {
                self.filled = self.reader.read(&mut self.bytes)?;
                self.ended = self.filled == 0;
            }
            let needed = self.decoder.max_utf8_buffer_length(self.filled);
            self.text.resize(needed.unwrap_or(4 * CHUNK), 0);
            let (_, read, written, _) =
                self.decoder
                    .decode_to_utf8(&self.bytes[..self.filled], &mut self.text, self.ended);
            // There is room for all of it.
            debug_assert_eq!(read, self.filled);
            self.filled = 0;
            self.text.truncate(written);
            self.given = 0;
        }
        let text = &self.text[self.given..];
        let length = text.len().min(buffer.len());
        buffer[..length].copy_from_slice(&text[..length]);
        self.given += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives what it has byte by byte.
    struct Drops<'b>(&'b [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.0.len().min(buffer.len()).min(1);
            let (now, later) = self.0.split_at(length);
            buffer[..length].copy_from_slice(now);
            self.0 = later;
            Ok(length)
        }
    }

    #[test]
    fn characters_may_be_cut_anywhere() {
        let text = "{\"본문\": \"정부는 😀\"}\n".repeat(3);
        let marked = format!("\u{feff}{text}");
        let bytes: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let utf16 = "utf-16be".parse().unwrap();
        let mut found = String::new();
        let mut reader = Transcoding::new(Drops(&bytes), utf16);
        reader.read_to_string(&mut found).unwrap();
        assert_eq!(found, text);
        // Half a character at the end.
        let mut reader = Transcoding::new(&bytes[..bytes.len() - 1], utf16);
        found.clear();
        reader.read_to_string(&mut found).unwrap();
        assert_eq!(found, format!("{}\u{fffd}", text.trim_end()));
    }
}

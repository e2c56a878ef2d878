//! Readers of what MeCab's dictionary compiler writes and reads.
//!
//! * [`dictionary`]: `sys.dic` and `unk.dic`, the words and their features;
//! * [`double_array`]: the trie inside those two;
//! * [`matrix`]: `matrix.bin`, the connection costs;
//! * [`characters`]: `char.bin` and `char.def`, the character categories.
//!
//! The binary formats have no documentation and no check sums. A reader here
//! therefore believes nothing: every offset, length and text is checked before
//! use, and a cut or foreign file ends in a [`Failure`](super::Failure) that
//! names the file, the offset and what was expected there.

pub(crate) mod characters;
pub(crate) mod dictionary;
pub(crate) mod double_array;
pub(crate) mod matrix;

#[cfg(test)]
pub(crate) mod tiny;

use super::failure::Failure;

/// The bytes of a file together with its name, for messages.
#[derive(Clone, Copy)]
pub(crate) struct Bytes<'a> {
    pub(crate) file: &'a str,
    pub(crate) data: &'a [u8],
}

impl<'a> Bytes<'a> {
    /// Returns the `length` bytes at `offset`; `expected` says what they are.
    pub(crate) fn slice(
        self,
        offset: usize,
        length: usize,
        expected: &str,
    ) -> Result<&'a [u8], Failure> {
        offset
            .checked_add(length)
            .and_then(|end| self.data.get(offset..end))
            .ok_or_else(|| {
                self.failure(
                    offset,
                    &format!("{expected} ({length} bytes)"),
                    &format!("the file's end at {}", self.data.len()),
                )
            })
    }

    pub(crate) fn u16(self, offset: usize, expected: &str) -> Result<u16, Failure> {
        let bytes = self.slice(offset, 2, expected)?;
        Ok(u16::from_le_bytes([bytes[0], bytes[1]]))
    }

    pub(crate) fn u32(self, offset: usize, expected: &str) -> Result<u32, Failure> {
        let bytes = self.slice(offset, 4, expected)?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    /// Returns the text of a fixed field that NUL bytes fill up.
    pub(crate) fn padded_text(
        self,
        offset: usize,
        length: usize,
        expected: &str,
    ) -> Result<&'a str, Failure> {
        let field = self.slice(offset, length, expected)?;
        let end = field.iter().position(|&b| b == 0).unwrap_or(length);
        std::str::from_utf8(&field[..end])
            .map_err(|_| self.failure(offset, expected, "bytes that are no UTF-8"))
    }

    /// A failure at `offset` of this file.
    pub(crate) fn failure(self, offset: usize, expected: &str, found: &str) -> Failure {
        Failure::new(format!(
            "{}, offset {offset}: expected {expected}, found {found}",
            self.file
        ))
    }
}

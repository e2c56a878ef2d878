//! `sys.dic` and `unk.dic`: words with their context ids, costs and features.
//!
//! A header of 72 bytes (magic number, which is the file's size XOR a constant;
//! version; type; number of words; sizes of the connection matrix; sizes of the
//! three blocks; an unused number; the character set in 32 bytes), then the
//! blocks: a double array from words to runs of tokens, 16-byte tokens, and
//! NUL-ended feature texts. All numbers are little-endian.

use super::super::failure::Failure;
use super::{Bytes, double_array};

const MAGIC: u32 = 0xef71_8f77;
const VERSION: u32 = 102;
const HEADER: usize = 72;
const TOKEN: usize = 16;

/// The longest feature text taken, in bytes: what MeCab itself can read back.
const LONGEST_FEATURE: usize = 8192;

/// What a dictionary file holds, as its header says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// Words: `sys.dic`.
    System = 0,
    /// Templates for unknown words, one or more for a category: `unk.dic`.
    Unknown = 2,
}

/// One entry; a surface with several readings has several entries.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Entry {
    /// The word, or the name of the character category in `unk.dic`.
    pub(crate) surface: String,
    pub(crate) left_id: u16,
    pub(crate) right_id: u16,
    pub(crate) cost: i16,
    /// The detail columns as CSV text, quotes included: MeCab keeps the rest of
    /// the line as it was written.
    pub(crate) feature: String,
}

/// A dictionary file, read and checked.
#[derive(Debug)]
pub(crate) struct Dictionary {
    /// How many right-context ids there are: rows of the connection matrix.
    pub(crate) left_size: u32,
    /// How many left-context ids there are: columns of the connection matrix.
    pub(crate) right_size: u32,
    /// In the order of the surfaces' bytes, then in the order of the file.
    pub(crate) entries: Vec<Entry>,
}

/// Reads a whole dictionary file.
///
/// # Errors
///
/// When the file is cut, is no MeCab dictionary of the version, type and
/// character set expected, or contradicts itself anywhere.
pub(crate) fn read(file: Bytes<'_>, kind: Kind) -> Result<Dictionary, Failure> {
    let header = Header::read(file, kind)?;
    let tokens_at = HEADER + header.array_bytes;
    let features_at = tokens_at + header.token_bytes;
    let features = file.slice(features_at, header.feature_bytes, "features")?;

    let mut entries = Vec::with_capacity(header.tokens);
    let mut taken = vec![false; header.tokens];
    double_array::for_each_key(file, HEADER, header.array_bytes, |key, value| {
        let (first, count) = (value as usize >> 8, value as usize & 0xff);
        let shown = String::from_utf8_lossy(key).into_owned();
        let surface = match str::from_utf8(key) {
            Ok(surface) if !surface.is_empty() && !surface.contains('\0') => surface,
            _ => {
                return Err(file.failure(HEADER, "words in UTF-8", &format!("{shown:?}")));
            }
        };
        if count == 0 || first + count > header.tokens {
            return Err(file.failure(
                HEADER,
                &format!("tokens of {shown:?} among the {}", header.tokens),
                &format!("{count} from number {first} on"),
            ));
        }
        for (number, taken) in taken.iter_mut().enumerate().skip(first).take(count) {
            let at = tokens_at + number * TOKEN;
            if std::mem::replace(taken, true) {
                return Err(file.failure(at, "a token of one word", "a token of two words"));
            }
            let left_id = file.u16(at, "a left context id")?;
            let right_id = file.u16(at + 2, "a right context id")?;
            // A word's left side meets the matrix's right axis and vice versa.
            if u32::from(left_id) >= header.right_size || u32::from(right_id) >= header.left_size {
                return Err(file.failure(
                    at,
                    &format!(
                        "context ids below {} and {}",
                        header.right_size, header.left_size
                    ),
                    &format!("{left_id} and {right_id}"),
                ));
            }
            let feature_at = file.u32(at + 8, "a feature's place")? as usize;
            entries.push(Entry {
                surface: surface.to_owned(),
                left_id,
                right_id,
                cost: file.u16(at + 6, "a cost")?.cast_signed(),
                feature: feature(file, features_at, features, feature_at)?.to_owned(),
            });
        }
        Ok(())
    })?;

    if entries.len() != header.tokens {
        return Err(file.failure(
            HEADER,
            &format!("words for all {} tokens", header.tokens),
            &format!("words for {} of them", entries.len()),
        ));
    }
    Ok(Dictionary {
        left_size: header.left_size,
        right_size: header.right_size,
        entries,
    })
}

/// The header's facts, checked against each other and the file's size.
struct Header {
    tokens: usize,
    left_size: u32,
    right_size: u32,
    array_bytes: usize,
    token_bytes: usize,
    feature_bytes: usize,
}

impl Header {
    fn read(file: Bytes<'_>, kind: Kind) -> Result<Header, Failure> {
        let size = file.data.len();
        file.slice(0, HEADER, "the header of a MeCab dictionary")?;
        let field = |number: usize| file.u32(number * 4, "a number of the header");

        let stated = field(0)? ^ MAGIC;
        if stated as usize != size {
            return Err(file.failure(
                0,
                &format!("the magic number of a MeCab dictionary of {size} bytes"),
                &format!("another (the file is foreign, or cut: it would be {stated} bytes long)"),
            ));
        }
        let version = field(1)?;
        if version != VERSION {
            return Err(file.failure(4, &format!("version {VERSION}"), &version.to_string()));
        }
        let stated_kind = field(2)?;
        if stated_kind != kind as u32 {
            return Err(file.failure(
                8,
                &format!("type {} ({kind:?})", kind as u32),
                &stated_kind.to_string(),
            ));
        }
        let [tokens, left_size, right_size] = [field(3)?, field(4)?, field(5)?];
        let ids = 1..=u32::from(u16::MAX);
        if !ids.contains(&left_size) || !ids.contains(&right_size) {
            return Err(file.failure(
                16,
                "sizes of the connection matrix, 1 to 65535",
                &format!("{left_size} and {right_size}"),
            ));
        }
        let [array, token, feature] = [field(6)?, field(7)?, field(8)?].map(u64::from);
        let whole = HEADER as u64 + array + token + feature;
        if whole != size as u64 {
            return Err(file.failure(
                24,
                &format!("blocks that fill {size} bytes with the header"),
                &format!("blocks for {whole}"),
            ));
        }
        if token != u64::from(tokens) * TOKEN as u64 {
            return Err(file.failure(
                28,
                &format!("{tokens} tokens of {TOKEN} bytes"),
                &format!("{token} bytes"),
            ));
        }
        let charset = file.padded_text(40, 32, "the name of a character set")?;
        if !["utf-8", "utf8"].contains(&charset.to_lowercase().as_str()) {
            return Err(file.failure(40, "the character set UTF-8", &format!("{charset:?}")));
        }
        // The three sizes add up to the length of a slice, so each fits.
        Ok(Header {
            tokens: tokens as usize,
            left_size,
            right_size,
            array_bytes: array as usize,
            token_bytes: token as usize,
            feature_bytes: feature as usize,
        })
    }
}

/// Returns the NUL-ended text that starts `place` bytes into the features.
fn feature<'a>(
    file: Bytes<'_>,
    features_at: usize,
    features: &'a [u8],
    place: usize,
) -> Result<&'a str, Failure> {
    let text = features.get(place..).unwrap_or_default();
    let at = features_at.saturating_add(place);
    match text.iter().take(LONGEST_FEATURE).position(|&b| b == 0) {
        None => Err(file.failure(
            at,
            &format!("a feature text that NUL ends within {LONGEST_FEATURE} bytes"),
            "no NUL",
        )),
        Some(end) => str::from_utf8(&text[..end])
            .map_err(|_| file.failure(at, "a feature text in UTF-8", "other bytes")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tiny;
    use super::*;

    fn read_words(data: &[u8]) -> Result<Dictionary, String> {
        let file = Bytes {
            file: "sys.dic",
            data,
        };
        read(file, Kind::System).map_err(|failure| failure.to_string())
    }

    fn tiny_words() -> Vec<u8> {
        tiny::dictionary(Kind::System, 4, 3, &tiny::words())
    }

    /// Checks that the file with `number` at `offset` is refused, and why.
    #[track_caller]
    fn check_refused(offset: usize, number: u32, expected: &str) {
        let mut file = tiny_words();
        file[offset..offset + 4].copy_from_slice(&number.to_le_bytes());
        let message = read_words(&file).unwrap_err();
        assert!(message.contains(expected), "{message}");
        assert!(message.starts_with("sys.dic, offset "), "{message}");
    }

    #[test]
    fn reads_back_what_was_written() {
        let read = read_words(&tiny_words()).unwrap();
        assert_eq!((read.left_size, read.right_size), (4, 3));
        assert_eq!(read.entries, tiny::words());
    }

    #[test]
    fn every_cut_is_refused() {
        let file = tiny_words();
        for length in 0..file.len() {
            let message = read_words(&file[..length]).unwrap_err();
            assert!(message.starts_with("sys.dic, offset "), "{message}");
        }
    }

    #[test]
    fn every_cut_whose_magic_number_fits_is_refused_too() {
        let whole = tiny_words();
        for length in 72..whole.len() {
            let mut file = whole[..length].to_vec();
            let magic = u32::try_from(length).unwrap() ^ MAGIC;
            file[..4].copy_from_slice(&magic.to_le_bytes());
            let message = read_words(&file).unwrap_err();
            assert!(message.contains("offset 24: expected blocks"), "{message}");
        }
    }

    #[test]
    fn a_longer_file_is_refused() {
        let mut file = tiny_words();
        file.push(0);
        assert!(read_words(&file).unwrap_err().contains("magic number"));
    }

    #[test]
    fn foreign_files_are_refused() {
        for file in [
            &b""[..],
            b"\x89PNG\r\n\x1a\n",
            &[0; 100],
            &[0xff; 4096],
            "가,0,0,0,NNG\n".repeat(40).as_bytes(),
        ] {
            read_words(file).unwrap_err();
        }
    }

    #[test]
    fn wrong_header_fields_are_named() {
        check_refused(0, 1, "offset 0: expected the magic number");
        check_refused(4, 101, "offset 4: expected version 102, found 101");
        check_refused(8, 2, "offset 8: expected type 0 (System), found 2");
        check_refused(12, 5, "offset 28: expected 5 tokens");
        check_refused(12, u32::MAX, "offset 28: expected 4294967295 tokens");
        check_refused(16, 0, "offset 16: expected sizes");
        check_refused(20, 65_536, "offset 16: expected sizes");
        // The largest ids in use are 2 on the left side and 3 on the right.
        check_refused(16, 3, "expected context ids below 3 and 3");
        check_refused(20, 2, "expected context ids below 2 and 4");
        for offset in [24, 28, 32] {
            check_refused(offset, 0, "offset 24: expected blocks");
            check_refused(offset, u32::MAX, "offset 24: expected blocks");
        }
        check_refused(40, u32::from_le_bytes(*b"EUC-"), "character set UTF-8");
    }

    #[test]
    fn no_change_of_a_byte_makes_it_panic() {
        let file = tiny_words();
        for offset in 0..file.len() {
            for change in [0x01, 0x80, 0xff] {
                let mut changed = file.clone();
                changed[offset] ^= change;
                let _ = read_words(&changed);
            }
        }
    }

    #[test]
    fn a_feature_without_end_is_refused() {
        let mut file = tiny_words();
        *file.last_mut().unwrap() = b'x';
        let message = read_words(&file).unwrap_err();
        assert!(message.contains("that NUL ends"), "{message}");
    }

    #[test]
    fn a_token_of_two_words_or_of_none_is_refused() {
        for (values, expected) in [
            ([1, 1], "a token of two words"),
            ([1, 1 << 8 | 2], "tokens of \"b\" among the 2"),
            ([1, 1 << 8], "tokens of \"b\" among the 2"),
        ] {
            let array = tiny::double_array(&[(b"a", values[0]), (b"b", values[1])]);
            let file = tiny::assemble(0, [2, 4, 3], &array, &[0; 32], b"\0");
            let message = read_words(&file).unwrap_err();
            assert!(message.contains(expected), "{message}");
        }
        let array = tiny::double_array(&[(b"a", 1)]);
        let file = tiny::assemble(0, [2, 4, 3], &array, &[0; 32], b"\0");
        let message = read_words(&file).unwrap_err();
        assert!(message.contains("words for all 2 tokens"), "{message}");
    }

    #[test]
    fn a_word_that_is_no_text_is_refused() {
        for key in [&b"\xff"[..], b"a\0b", b""] {
            let array = tiny::double_array(&[(key, 1)]);
            let file = tiny::assemble(0, [1, 4, 3], &array, &[0; 16], b"\0");
            let message = read_words(&file).unwrap_err();
            assert!(message.contains("words in UTF-8"), "{message}");
        }
    }
}

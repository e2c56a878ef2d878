//! From bytes to text, or to the reason why they are none.

use crate::SkipReason;

/// How far into a file NUL bytes are looked for.
const SNIFF: usize = 8 * 1024;

/// Returns the text of a whole file, without its byte-order mark; else the
/// reason and the detail for a skip.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, (SkipReason, String)> {
    check_start(bytes)?;
    utf8(strip_bom(bytes))
}

/// Checks the start of a file for what shows that it is no UTF-8 text.
pub(crate) fn check_start(bytes: &[u8]) -> Result<(), (SkipReason, String)> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let detail = "the file is UTF-16 by its byte-order mark; convert it to UTF-8".to_owned();
        return Err((SkipReason::NotUtf8, detail));
    }
    match memchr::memchr(0, &bytes[..bytes.len().min(SNIFF)]) {
        Some(at) => Err((SkipReason::Binary, format!("NUL byte at offset {at}"))),
        None => Ok(()),
    }
}

/// Returns `bytes` without the byte-order mark of UTF-8.
pub(crate) fn strip_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Whether there is nothing but white space.
pub(crate) fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_whitespace)
}

/// Returns `bytes` as text; else a skip that names the first wrong byte.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, (SkipReason, String)> {
    std::str::from_utf8(bytes).map_err(|e| {
        let at = e.valid_up_to();
        let mut detail = format!("byte 0x{:02x} at offset {at}", bytes[at]);
        if looks_like_cp949(&bytes[at..]) {
            detail.push_str("; it looks like CP949 (EUC-KR): convert it to UTF-8");
        }
        (SkipReason::NotUtf8, detail)
    })
}

/// Whether most bytes above ASCII pair up as Hangul does in CP949.
///
/// Only the first bytes from the fault on are looked at; this is a hint for
/// people, and nothing is decoded by it.
fn looks_like_cp949(bytes: &[u8]) -> bool {
    let bytes = &bytes[..bytes.len().min(256)];
    let (mut hangul, mut other, mut i) = (0, 0, 0);
    while i < bytes.len() {
        let trail = bytes.get(i + 1).copied().unwrap_or(0);
        match bytes[i] {
            0x00..=0x7f => i += 1,
            // The rows of KS X 1001 that hold the 2,350 common syllables.
            0xb0..=0xc8 if trail >= 0xa1 => {
                hangul += 1;
                i += 2;
            }
            _ => {
                other += 1;
                i += 1;
            }
        }
    }
    hangul >= 2 && hangul > 2 * other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_stripped() {
        assert_eq!(text(b"\xef\xbb\xbf\xea\xb0\x80").unwrap(), "가");
    }

    #[test]
    fn the_first_wrong_byte_is_named() {
        let (reason, detail) = text(b"abc\xff\xfe\xfa").unwrap_err();
        assert_eq!(reason, SkipReason::NotUtf8);
        assert_eq!(detail, "byte 0xff at offset 3");
    }

    #[test]
    fn cp949_and_utf16_are_hinted_at() {
        // "정부는" in CP949.
        let (_, detail) = text(b"\xc1\xa4\xba\xce\xb4\xc2").unwrap_err();
        assert!(detail.contains("CP949"), "{detail}");
        let (reason, detail) = text(b"\xff\xfea\0b\0").unwrap_err();
        assert_eq!(reason, SkipReason::NotUtf8);
        assert!(detail.contains("UTF-16"), "{detail}");
    }

    #[test]
    fn nul_bytes_near_the_start_are_binary() {
        assert_eq!(text(b"PK\0").unwrap_err().0, SkipReason::Binary);
    }
}

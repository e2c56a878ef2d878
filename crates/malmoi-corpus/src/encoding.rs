//! From bytes to text, or to the reason why they are none.
//!
//! What is UTF-8 is taken as it is, in one fast look. Everything else is rare
//! and may be slow: a byte-order mark, UTF-16 by its zero bytes, UTF-8 with
//! faults, CP949, and what [`legacy`](mod@legacy) guesses.

mod legacy;
mod parts;
mod transcoding;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use encoding_rs::{DecoderResult, EUC_KR, UTF_8, UTF_16BE, UTF_16LE};

use crate::SkipReason;
pub(crate) use transcoding::Transcoding;

/// A character encoding.
///
/// ```
/// use malmoi_corpus::Encoding;
///
/// let korean: Encoding = "euc-kr".parse()?;
/// assert_eq!(korean, "cp949".parse()?);
/// assert_eq!(korean.name(), "CP949");
/// assert_eq!(Encoding::default().name(), "UTF-8");
/// # Ok::<(), malmoi_corpus::UnknownEncoding>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    /// Returns its usual name, such as `UTF-8`, `UTF-16LE`, `CP949`,
    /// `Shift_JIS` or `windows-1252`.
    pub fn name(self) -> &'static str {
        // The WHATWG calls by the name of EUC-KR what holds all of CP949.
        if self.0 == EUC_KR {
            "CP949"
        } else {
            self.0.name()
        }
    }
}

/// UTF-8.
impl Default for Encoding {
    fn default() -> Encoding {
        Encoding(UTF_8)
    }
}

impl FromStr for Encoding {
    type Err = UnknownEncoding;

    /// Reads a label by the WHATWG's encoding standard, or one of Python's or
    /// Java's for CP949; case makes no difference.
    fn from_str(label: &str) -> Result<Encoding, UnknownEncoding> {
        let label = label.trim();
        let is_cp949 = ["cp949", "uhc", "ms949", "x-windows-949"]
            .iter()
            .any(|l| label.eq_ignore_ascii_case(l));
        if is_cp949 {
            return Ok(Encoding(EUC_KR));
        }
        encoding_rs::Encoding::for_label_no_replacement(label.as_bytes())
            .map(Encoding)
            .ok_or_else(|| UnknownEncoding(label.to_owned()))
    }
}

/// A name that no [`Encoding`] has.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownEncoding(String);

impl fmt::Display for UnknownEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "no encoding is called `{}`; the usual ones are utf-8, cp949, utf-16le, utf-16be, \
             shift_jis, euc-jp, gbk, big5, windows-1252",
            self.0
        )
    }
}

impl std::error::Error for UnknownEncoding {}

/// Text that was made of bytes.
#[derive(Debug)]
pub(crate) struct Decoded<'b> {
    pub(crate) text: Cow<'b, str>,
    pub(crate) encoding: Encoding,
    /// How many bytes say nothing, and stand as U+FFFD.
    pub(crate) replaced: u64,
}

/// Why bytes are no text: the reason, and the detail, for a skip.
pub(crate) type NoText = (SkipReason, String);

/// How far into a file zero bytes are looked for.
pub(crate) const SNIFF: usize = 8 * 1024;

/// Returns the text of a whole file, without its byte-order mark. `said` is its
/// encoding, if the user says so; `hint` what the file itself claims, which is
/// asked only where the bytes are not UTF-8.
pub(crate) fn text<'b>(
    bytes: &'b [u8],
    said: Option<Encoding>,
    hint: Option<&str>,
) -> Result<Decoded<'b>, NoText> {
    if let Some((encoding, mark)) = unicode(bytes, said)? {
        return match encoding.0 == UTF_8 {
            true => unmarked(&bytes[mark..], None, None),
            false => legacy::accept(decode(encoding, &bytes[mark..]), bytes, 50),
        };
    }
    unmarked(bytes, said, hint)
}

/// Returns the text of a file that holds an article, whose front matter may be in another
/// encoding than the text behind it.
pub(crate) fn article(bytes: &[u8], said: Option<Encoding>) -> Result<Decoded<'_>, NoText> {
    let whole = text(bytes, said, None);
    let is_sure = |d: &Decoded<'_>| d.encoding == Encoding::default() && d.replaced == 0;
    if said.is_some() || whole.as_ref().is_ok_and(is_sure) {
        return whole;
    }
    parts::decode_apart(bytes).map_or(whole, Ok)
}

/// Decodes what has no byte-order mark and is not UTF-16.
fn unmarked<'b>(
    bytes: &'b [u8],
    said: Option<Encoding>,
    hint: Option<&str>,
) -> Result<Decoded<'b>, NoText> {
    if let Some(said) = said {
        return Ok(decode(said, bytes));
    }
    match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => Ok(Decoded {
            text: text.into(),
            encoding: Encoding::default(),
            replaced: 0,
        }),
        Err(e) => {
            let hint = hint.and_then(|label| label.parse().ok());
            legacy::decode(bytes, hint, e.valid_up_to())
        }
    }
}

/// Returns the name of a member of an archive, which says nothing of its encoding; `None` if
/// it is neither UTF-8 nor, as Korean systems write them, CP949.
pub(crate) fn member_name(bytes: &[u8]) -> Option<String> {
    if let Ok(name) = std::str::from_utf8(bytes) {
        return Some(name.to_owned());
    }
    let korean = legacy::is_cp949_name(bytes).then(|| decode(Encoding(EUC_KR), bytes));
    korean
        .filter(|name| name.replaced == 0)
        .map(|name| name.text.into_owned())
}

/// How the lines of a file are decoded, which is decided by its first bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Charset {
    /// As UTF-8; a line that is not, by itself.
    Utf8,
    /// In this encoding, unless a line is plainly UTF-8.
    Legacy(Encoding),
    /// In this encoding: the user says so.
    Said(Encoding),
    /// They are UTF-8 by now, and were this before.
    Was(Encoding),
}

impl Charset {
    /// Returns how lines are decoded of a file in an encoding that it states, or
    /// that its zero bytes show; UTF-16 is UTF-8 by then.
    pub(crate) fn marked(encoding: Encoding) -> Charset {
        match is_utf16(encoding) {
            true => Charset::Was(encoding),
            false => Charset::Utf8,
        }
    }

    /// Decides by whole lines at the start of a file.
    pub(crate) fn of(start: &[u8]) -> Charset {
        match unmarked(start, None, None) {
            Ok(decoded) if decoded.encoding != Encoding::default() => {
                Charset::Legacy(decoded.encoding)
            }
            _ => Charset::Utf8,
        }
    }

    /// Decodes a line, or several.
    pub(crate) fn decode(self, line: &[u8]) -> Result<Decoded<'_>, NoText> {
        let utf8 = |encoding| {
            let text: Cow<'_, str> = simdutf8::basic::from_utf8(line).ok()?.into();
            // An undecodable code unit has two bytes.
            let replaced = match encoding == Encoding::default() {
                true => 0,
                false => 2 * text.matches('\u{fffd}').count() as u64,
            };
            Some(Decoded {
                text,
                encoding,
                replaced,
            })
        };
        match self {
            Charset::Utf8 => unmarked(line, None, None),
            Charset::Said(encoding) => Ok(decode(encoding, line)),
            Charset::Was(encoding) => match utf8(encoding) {
                Some(decoded) => Ok(decoded),
                None => unmarked(line, None, None),
            },
            Charset::Legacy(encoding) => match std::str::from_utf8(line) {
                // Two syllables in CP949 may by chance be a letter in UTF-8,
                // but none of three bytes.
                Ok(text) if text.is_ascii() || text.chars().any(|c| c.len_utf8() > 2) => {
                    unmarked(line, None, None)
                }
                _ => Ok(decode(encoding, line)),
            },
        }
    }
}

/// Finds out whether the bytes have a byte-order mark, or are UTF-16 without
/// one; returns the encoding and the length of the mark.
///
/// # Errors
///
/// If they are no text: zero bytes, in no encoding that has them.
pub(crate) fn unicode(
    bytes: &[u8],
    said: Option<Encoding>,
) -> Result<Option<(Encoding, usize)>, NoText> {
    if bytes.starts_with(b"\xff\xfe\0\0") || bytes.starts_with(b"\0\0\xfe\xff") {
        let detail = "the file is UTF-32 by its byte-order mark; convert it to UTF-8";
        return Err((SkipReason::UnknownEncoding, detail.to_owned()));
    }
    let start = &bytes[..bytes.len().min(SNIFF)];
    let found = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) => Some((Encoding(encoding), mark)),
        None => said.filter(|s| is_utf16(*s)).map(|s| (s, 0)),
    };
    if let Some((encoding, mark)) = found.filter(|(e, _)| is_utf16(*e)) {
        // Two bytes at the start of a picture may look like a mark.
        return match look_like_utf16(&start[mark..], encoding, true) {
            true => Ok(Some((encoding, mark))),
            false => Err((
                SkipReason::Binary,
                "marked as UTF-16, but no text".to_owned(),
            )),
        };
    }
    if let Some(at) = memchr::memchr(0, start) {
        let utf16 = [UTF_16LE, UTF_16BE].map(Encoding);
        let utf16 = utf16
            .into_iter()
            .find(|e| look_like_utf16(start, *e, false));
        return match utf16 {
            Some(encoding) if said.is_none() && found.is_none() => Ok(Some((encoding, 0))),
            _ => Err((SkipReason::Binary, format!("NUL byte at offset {at}"))),
        };
    }
    Ok(found)
}

/// Returns the start of a file in a form in which ASCII can be read.
pub(crate) fn start(bytes: &[u8], said: Option<Encoding>) -> Cow<'_, [u8]> {
    match unicode(bytes, said) {
        Ok(Some((encoding, mark))) if is_utf16(encoding) => {
            let start = &bytes[mark..bytes.len().min(SNIFF)];
            decode(encoding, start)
                .text
                .into_owned()
                .into_bytes()
                .into()
        }
        _ => bytes.into(),
    }
}

fn is_utf16(encoding: Encoding) -> bool {
    encoding.0 == UTF_16LE || encoding.0 == UTF_16BE
}

/// Whether bytes make sense as UTF-16 in this byte order: next to no code unit
/// stands for a control character, half a pair or nothing at all. Without a mark
/// that says so, most must be what news is written in, and some ASCII, as
/// spaces and line ends are.
fn look_like_utf16(bytes: &[u8], encoding: Encoding, is_marked: bool) -> bool {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| match encoding.0 == UTF_16LE {
        true => u16::from_le_bytes(*pair),
        false => u16::from_be_bytes(*pair),
    });
    let (mut good, mut ascii, mut odd) = (0_usize, 0, 0);
    for c in char::decode_utf16(units) {
        match c.unwrap_or('\0') {
            '\t' | '\n' | '\r' | ' '..='~' => ascii += 1,
            '\0'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{10ffff}' => odd += 1,
            // What news is written in; the bytes of ASCII in the wrong order
            // are Chinese characters all over the plane.
            '\u{a0}'..='\u{30ff}' | '가'..='힣' => good += 1,
            _ => {}
        }
    }
    let is_text = odd * 50 <= pairs.len();
    is_text && (is_marked || ascii > 0 && 2 * (good + ascii) >= pairs.len() && rest.is_empty())
}

/// Decodes all there is, with U+FFFD for what means nothing.
fn decode(encoding: Encoding, bytes: &[u8]) -> Decoded<'_> {
    if encoding.0 == UTF_8 {
        return decode_utf8(bytes);
    }
    let mut decoder = encoding.0.new_decoder_without_bom_handling();
    let mut text = String::new();
    let (mut rest, mut replaced) = (bytes, 0);
    loop {
        let needed = decoder.max_utf8_buffer_length_without_replacement(rest.len());
        text.reserve(needed.unwrap_or(3 * rest.len()).max(16));
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        rest = &rest[read..];
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, _) => {
                replaced += u64::from(length);
                text.push('\u{fffd}');
            }
        }
    }
    let text = text.into();
    Decoded {
        text,
        encoding,
        replaced,
    }
}

fn decode_utf8(bytes: &[u8]) -> Decoded<'_> {
    let replaced = bytes.utf8_chunks().map(|c| c.invalid().len() as u64).sum();
    Decoded {
        text: String::from_utf8_lossy(bytes),
        encoding: Encoding::default(),
        replaced,
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

#[cfg(test)]
mod tests {
    use super::*;

    const KOREAN: &str = "정부는 새해 반도체 수출 대책을 발표했다.\n업계는 환영했다.";

    fn check(bytes: &[u8], want: &str, encoding: &str) {
        let decoded = text(bytes, None, None).unwrap();
        assert_eq!(decoded.text, want);
        assert_eq!((decoded.encoding.name(), decoded.replaced), (encoding, 0));
    }

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn unicode_is_read_with_and_without_a_byte_order_mark() {
        for text in [
            KOREAN,
            "The ministry said so.\nIt's about “chips”.",
            "日本の新聞は, と言った。",
        ] {
            check(text.as_bytes(), text, "UTF-8");
            let marked = format!("\u{feff}{text}");
            check(marked.as_bytes(), text, "UTF-8");
            check(&utf16(&marked, u16::to_le_bytes), text, "UTF-16LE");
            check(&utf16(&marked, u16::to_be_bytes), text, "UTF-16BE");
            check(&utf16(text, u16::to_le_bytes), text, "UTF-16LE");
            check(&utf16(text, u16::to_be_bytes), text, "UTF-16BE");
        }
    }

    #[test]
    fn cp949_is_told_even_with_a_broken_end() {
        let (bytes, _, _) = EUC_KR.encode(KOREAN);
        check(&bytes, KOREAN, "CP949");
        let cut = text(&bytes[..bytes.len() - 2], None, None).unwrap();
        assert_eq!((cut.encoding.name(), cut.replaced), ("CP949", 1));
        // A syllable outside of EUC-KR.
        let (bytes, _, _) = EUC_KR.encode("똠방각하가 방송을 탔다");
        check(&bytes, "똠방각하가 방송을 탔다", "CP949");
    }

    #[test]
    fn what_is_said_holds_but_for_a_byte_order_mark() {
        let said = Some("windows-1252".parse().unwrap());
        let decoded = text(b"caf\xe9", said, None).unwrap();
        assert_eq!(decoded.text, "café");
        let decoded = text("\u{feff}é".as_bytes(), said, None).unwrap();
        assert_eq!(
            (decoded.text.as_ref(), decoded.encoding.name()),
            ("é", "UTF-8")
        );
    }

    #[test]
    fn a_claim_is_believed_only_where_the_bytes_are_not_utf8() {
        let hint = Some("shift_jis");
        let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode("新聞");
        assert_eq!(text(&bytes, None, hint).unwrap().text, "新聞");
        assert_eq!(text("é".as_bytes(), None, hint).unwrap().text, "é");
    }

    #[test]
    fn lines_follow_their_file_but_for_those_that_plainly_differ() {
        let (korean, _, _) = EUC_KR.encode(KOREAN);
        let charset = Charset::of(KOREAN.as_bytes());
        assert_eq!(charset.decode(&korean).unwrap().encoding.name(), "CP949");
        let charset = Charset::of(&korean);
        assert_eq!(charset, Charset::Legacy("cp949".parse().unwrap()));
        assert_eq!(charset.decode(KOREAN.as_bytes()).unwrap().text, KOREAN);
        // Alone it would be nothing: two syllables and a word of ASCII.
        assert_eq!(charset.decode(b"\xc7\xc7 x").unwrap().text, "피 x");
    }

    #[test]
    fn what_is_no_text_is_told() {
        let reason = |bytes: &[u8]| text(bytes, None, None).unwrap_err().0;
        assert_eq!(reason(b"\xff\xfe\xff"), SkipReason::UnknownEncoding);
        assert_eq!(reason(b"PK\0\x01\x02"), SkipReason::Binary);
        assert_eq!(reason(b"ab\0cd"), SkipReason::Binary);
        assert_eq!(reason(&[0; 4096]), SkipReason::Binary);
        assert_eq!(reason(b"\xff\xfe\0\0a\0\0\0"), SkipReason::UnknownEncoding);
        let jpeg = b"\xff\xfe\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xdb\x00\x43";
        assert_eq!(reason(jpeg), SkipReason::Binary);
    }
}

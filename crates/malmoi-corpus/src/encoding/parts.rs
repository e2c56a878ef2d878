//! Articles of two encodings: a crawler that writes UTF-8 puts its front matter above a text
//! that it saves as it came, in CP949, or the other way round.

use std::borrow::Cow;

use encoding_rs::EUC_KR;

use super::legacy::is_cp949;
use super::{Decoded, Encoding, decode, strip_bom};

/// Decodes the front matter and the text behind it apart, if one of them is plainly UTF-8
/// and the other plainly CP949; `None` otherwise. The encoding is that of the text.
pub(super) fn decode_apart(bytes: &[u8]) -> Option<Decoded<'static>> {
    let bytes = strip_bom(bytes);
    let (matter, text) = bytes.split_at(end_of_front_matter(bytes)?);
    let (matter, text, encoding) = match (utf8(matter), utf8(text)) {
        (Some(matter), None) => (Cow::Borrowed(matter), cp949(text)?, Encoding(EUC_KR)),
        (None, Some(text)) => (cp949(matter)?, Cow::Borrowed(text), Encoding::default()),
        _ => return None,
    };
    Some(Decoded {
        text: (matter + &*text).into_owned().into(),
        encoding,
        replaced: 0,
    })
}

/// Returns UTF-8 that is nothing else by chance: two syllables in CP949 may be a letter of
/// two bytes, but none of three.
fn utf8(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    text.chars().any(|c| c.len_utf8() > 2).then_some(text)
}

/// Returns the text of bytes that are CP949 without a fault.
fn cp949(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let decoded = is_cp949(bytes).then(|| decode(Encoding(EUC_KR), bytes))?;
    (decoded.replaced == 0).then_some(decoded.text)
}

/// Returns where a front matter ends: behind the second of two lines `---`, of which the first
/// has nothing before it.
fn end_of_front_matter(bytes: &[u8]) -> Option<usize> {
    let mut end = 0;
    let mut is_open = false;
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        end += line.len();
        match line.trim_ascii_end() {
            b"---" if is_open => return Some(end),
            b"---" => is_open = true,
            b"" => {}
            _ if is_open => {}
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const MATTER: &str = "---\ntitle: \"반도체 수출 대책\"\npublisher: 한빛일보\n---\n";
    const TEXT: &str = "\n정부는 새해 반도체 수출 대책을 발표했다.\n업계는 환영했다.\n";

    fn korean(text: &str) -> Vec<u8> {
        let (bytes, _, unmappable) = EUC_KR.encode(text);
        assert!(!unmappable);
        bytes.into_owned()
    }

    #[test]
    fn a_front_matter_and_its_text_may_be_in_two_encodings() {
        let whole = format!("{MATTER}{TEXT}");
        for (bytes, encoding) in [
            ([MATTER.as_bytes(), &korean(TEXT)].concat(), "CP949"),
            ([&*korean(MATTER), TEXT.as_bytes()].concat(), "UTF-8"),
            (
                [b"\xef\xbb\xbf", MATTER.as_bytes(), &korean(TEXT)].concat(),
                "CP949",
            ),
        ] {
            let decoded = super::super::article(&bytes, None).unwrap();
            assert_eq!(decoded.text, whole);
            assert_eq!((decoded.encoding.name(), decoded.replaced), (encoding, 0));
        }
    }

    #[test]
    fn what_is_in_one_encoding_is_not_taken_apart() {
        let mut broken = format!("{MATTER}{TEXT}").into_bytes();
        broken.truncate(broken.len() - 3);
        for bytes in [
            broken,
            korean(&format!("{MATTER}{TEXT}")),
            korean(TEXT),
            [b"---\nid: 1\n---\n", &*korean(TEXT)].concat(),
            // No end of a front matter.
            [b"---\ntitle: ", "제목\n".as_bytes(), &korean(TEXT)].concat(),
            // A few bytes that mean nothing are no text in another encoding.
            [MATTER.as_bytes(), b"Fine \xff\xfe day.\n"].concat(),
        ] {
            assert!(decode_apart(&bytes).is_none());
        }
    }
}

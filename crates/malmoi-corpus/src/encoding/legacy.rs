//! Bytes that are not UTF-8, and nothing says what they are.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::EUC_KR;

use super::{Decoded, Encoding, NoText};
use crate::SkipReason;

/// How much of a file its encoding is told by, in bytes.
const SAMPLE: usize = 1 << 18;

/// Decodes bytes that are not UTF-8; `hint` is what they claim to be, and
/// `fault` is where the first wrong byte is.
pub(super) fn decode(
    bytes: &[u8],
    hint: Option<Encoding>,
    fault: usize,
) -> Result<Decoded<'_>, NoText> {
    // What stands before the first fault is ASCII in most encodings, and valid
    // where it is not: the sample goes on from there.
    let sample = &bytes[fault.saturating_sub(SAMPLE / 2)..];
    let sample = &sample[..sample.len().min(SAMPLE)];
    let broken = Broken::of(sample);
    if broken.is_utf8() {
        return accept(super::decode_utf8(bytes), bytes, 2);
    }
    let claimed = hint.into_iter();
    let korean = is_cp949(sample).then_some(Encoding(EUC_KR));
    let guessed = std::iter::once_with(|| guess(sample));
    for encoding in claimed.chain(korean).chain(guessed) {
        let decoded = super::decode(encoding, bytes);
        // Most encodings of one byte give any bytes a meaning.
        if encoding != Encoding::default()
            && is_plausible(&decoded.text)
            && let Ok(decoded) = accept(decoded, bytes, 50)
        {
            return Ok(decoded);
        }
    }
    let told = format!("byte 0x{:02x} at offset {fault}", bytes[fault]);
    accept(super::decode_utf8(bytes), bytes, 20).map_err(|(reason, _)| {
        (
            reason,
            format!("{told}; say what it is in with --encoding, if it is text"),
        )
    })
}

/// Takes what was decoded if at most one of `of` bytes means nothing; half a
/// character at the end may stand beside that.
pub(super) fn accept<'b>(
    decoded: Decoded<'b>,
    bytes: &[u8],
    of: u64,
) -> Result<Decoded<'b>, NoText> {
    let is_long = decoded.encoding != Encoding::default() && bytes.len() > 10;
    let faults = decoded.replaced.saturating_sub(u64::from(is_long));
    match faults * of <= bytes.len() as u64 {
        true => Ok(decoded),
        false => Err((
            SkipReason::UnknownEncoding,
            format!(
                "{} of {} bytes mean nothing in {}",
                decoded.replaced,
                bytes.len(),
                decoded.encoding.name()
            ),
        )),
    }
}

/// How far bytes are from UTF-8.
struct Broken {
    /// Characters beyond ASCII.
    characters: usize,
    /// Stretches of bytes that are not UTF-8.
    faults: usize,
}

impl Broken {
    fn of(bytes: &[u8]) -> Broken {
        let (mut characters, mut faults) = (0, 0);
        let mut goes_on = false;
        for chunk in bytes.utf8_chunks() {
            let valid = chunk.valid();
            characters += valid.chars().filter(|c| !c.is_ascii()).count();
            if !chunk.invalid().is_empty() {
                faults += usize::from(!(goes_on && valid.is_empty()));
                goes_on = true;
            }
        }
        Broken { characters, faults }
    }

    /// Of the words of a text in CP949, one in ten looks like UTF-8 by chance,
    /// and of one in a single-byte encoding hardly any.
    fn is_utf8(&self) -> bool {
        self.characters >= 2 * self.faults
    }
}

/// Whether the bytes above ASCII pair up as Hangul does in CP949.
///
/// chardetng gives an encoding up at the first fault, and takes short texts
/// for anything. Korean is told by less: nine of ten pairs are
/// among the 2,350 common syllables, of which other texts have half at most.
pub(super) fn is_cp949(bytes: &[u8]) -> bool {
    let (common, other, faults) = pairs(bytes);
    common >= 2 && common >= 6 * other && common >= 20 * faults.saturating_sub(1)
}

/// The same of a name, of which one syllable may be all that is above ASCII: there is no fault in
/// it, and rare syllables are no more than common ones.
pub(super) fn is_cp949_name(bytes: &[u8]) -> bool {
    let (common, other, faults) = pairs(bytes);
    common > 0 && common >= other && faults == 0
}

/// Counts the bytes above ASCII by what they are in CP949: pairs that are common syllables, other
/// pairs, and faults.
fn pairs(bytes: &[u8]) -> (usize, usize, usize) {
    let (mut common, mut other, mut faults) = (0, 0, 0);
    let mut i = 0;
    while i < bytes.len() {
        let trail = bytes.get(i + 1).copied().unwrap_or(0);
        match (bytes[i], trail) {
            (0x00..=0x7f, _) => {
                i += 1;
                continue;
            }
            (0xb0..=0xc8, 0xa1..=0xfe) => common += 1,
            // Quotation marks and dots are part of any text.
            (0xa1..=0xac, 0xa1..=0xfe) => {}
            (0x81..=0xfd, b'A'..=b'Z' | b'a'..=b'z' | 0x81..=0xfe) => other += 1,
            _ => {
                faults += 1;
                i += 1;
                continue;
            }
        }
        i += 2;
    }
    (common, other, faults)
}

/// Returns the likeliest encoding. That the text may be Korean is known by now:
/// told of a Korean site, the detector takes short Japanese for Korean.
fn guess(bytes: &[u8]) -> Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    Encoding(detector.guess(None, Utf8Detection::Deny))
}

/// Whether a text could have been written: next to no control characters, and
/// most accented letters stand beside plain ones.
fn is_plausible(text: &str) -> bool {
    let (mut all, mut controls, mut accented, mut alone) = (0_usize, 0, 0, 0);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        all += 1;
        let is_space = matches!(c, '\t'..='\r' | '\u{1a}');
        controls += usize::from(c.is_control() && !is_space);
        if matches!(c, '\u{c0}'..='\u{24f}') {
            accented += 1;
            let after = chars.peek().copied().unwrap_or(' ');
            let is_alone = !before.is_ascii_alphabetic() && !after.is_ascii_alphabetic();
            alone += usize::from(is_alone);
        }
        before = c;
    }
    controls * 100 <= all && alone * 2 <= accented
}

#[cfg(test)]
mod tests {
    use super::super::text;
    use super::*;

    fn check(label: &'static str, want: &str) {
        let encoding: Encoding = label.parse().unwrap();
        let (bytes, _, unmappable) = encoding.0.encode(want);
        assert!(!unmappable, "{label}");
        let decoded = text(&bytes, None, None).unwrap();
        assert_eq!((decoded.text.as_ref(), decoded.encoding), (want, encoding));
    }

    #[test]
    fn the_usual_encodings_are_told_by_a_sentence() {
        check("cp949", "속보: 비");
        check(
            "shift_jis",
            "政府は半導体の輸出に関する新しい対策を発表した。",
        );
        check("euc-jp", "政府は半導体の輸出に関する新しい対策を発表した。");
        check(
            "gbk",
            "政府星期五公布了支持半导体出口的新措施，业界表示欢迎。",
        );
        check(
            "big5",
            "政府週五公布了支持半導體出口的新措施，業界表示歡迎。",
        );
        check(
            "windows-1252",
            "Le ministre a été reçu à l’Élysée, a-t-il déclaré.",
        );
        check("windows-1252", "The ministry said it’s “ready”.");
        check(
            "windows-1251",
            "Министерство объявило о новых мерах поддержки экспорта.",
        );
    }

    #[test]
    fn broken_utf8_is_mended_and_counted() {
        let mut bytes = "정부는 새해 반도체 수출 대책을 발표했다."
            .as_bytes()
            .to_vec();
        bytes.extend(b"\xff\xfe\xfa".repeat(15));
        bytes.extend(" 끝".as_bytes());
        let decoded = text(&bytes, None, None).unwrap();
        assert_eq!(
            (decoded.encoding, decoded.replaced),
            (Encoding::default(), 45)
        );
        assert!(decoded.text.ends_with("\u{fffd} 끝"), "{}", decoded.text);
        // A few bytes in an English text.
        let bytes = [&b"x".repeat(100)[..], b" \xff \xfe"].concat();
        let decoded = text(&bytes, None, None).unwrap();
        assert_eq!(
            (decoded.encoding, decoded.replaced),
            (Encoding::default(), 2)
        );
    }

    #[test]
    fn hopeless_bytes_are_told_with_the_first_of_them() {
        for bytes in [&b"abc\xff\xfe\xfa\xff"[..], &b"\x01\x02\x03\xff".repeat(50)] {
            let (reason, detail) = text(bytes, None, None).unwrap_err();
            assert_eq!(reason, SkipReason::UnknownEncoding);
            assert!(detail.starts_with("byte 0xff at offset 3; say"), "{detail}");
        }
    }
}

//! Halves of characters in JSON.
//!
//! Whoever cuts a text after so many UTF-16 units, as many crawlers do for teasers,
//! leaves half an emoji at its end, and writes it as an escape such as `\ud83d`. That
//! is no character, and no reader of JSON takes it; one of them must not cost the article.

/// The length of an escape.
const ESCAPE: usize = 6;

/// Replaces the escapes of halves that have no other half beside them by that of U+FFFD, and
/// returns how many bytes that are; nothing, if there is none.
pub(crate) fn mend(json: &str) -> Option<(String, u64)> {
    let bytes = json.as_bytes();
    let mut mended = String::new();
    let (mut copied, mut at, mut replaced) = (0, 0, 0);
    let next = |at: usize| memchr::memchr(b'\\', bytes.get(at..)?);
    while let Some(found) = next(at) {
        at += found;
        let Some(unit) = unit(bytes, at) else {
            // What stands behind the backslash may be another one.
            at += 2;
            continue;
        };
        match (unit, self::unit(bytes, at + ESCAPE)) {
            (0xd800..=0xdbff, Some(0xdc00..=0xdfff)) => at += 2 * ESCAPE,
            (0xd800..=0xdfff, _) => {
                mended.push_str(&json[copied..at]);
                mended.push_str("\\ufffd");
                at += ESCAPE;
                copied = at;
                replaced += ESCAPE as u64;
            }
            _ => at += ESCAPE,
        }
    }
    if copied == 0 {
        return None;
    }
    mended.push_str(&json[copied..]);
    Some((mended, replaced))
}

/// Returns the UTF-16 unit of an escape that begins `at` a place.
fn unit(bytes: &[u8], at: usize) -> Option<u16> {
    let digits = bytes.get(at..at + ESCAPE)?.strip_prefix(b"\\u")?;
    let digits = std::str::from_utf8(digits).ok()?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, mended: Option<&str>) {
        let found = mend(json);
        assert_eq!(
            found.as_ref().map(|(text, _)| text.as_str()),
            mended,
            "{json}"
        );
        if let (Some((_, bytes)), Some(mended)) = (found, mended) {
            let changed = json.bytes().zip(mended.bytes()).filter(|(a, b)| a != b);
            assert!(changed.count() as u64 <= bytes && bytes % 6 == 0);
        }
    }

    #[test]
    fn halves_alone_are_replaced() {
        check(r#""a \ud83d""#, Some(r#""a \ufffd""#));
        check(r#""\udc00\ud83d""#, Some(r#""\ufffd\ufffd""#));
        check(r#""\uD83d\n""#, Some(r#""\ufffd\n""#));
        check(r#""\ud83d\ud83d\ude00""#, Some(r#""\ufffd\ud83d\ude00""#));
        assert_eq!(mend(r#""\ufffd \ud83d""#).unwrap().1, 6);
    }

    #[test]
    fn whole_characters_and_what_is_no_escape_stay() {
        for json in [
            r#""\ud83d\ude00""#,
            r#""\\ud83d""#,
            r#""\u00e9 \n \\""#,
            r#""ud83d \u12""#,
            "\"\\",
            "\"가\\",
        ] {
            check(json, None);
        }
    }
}

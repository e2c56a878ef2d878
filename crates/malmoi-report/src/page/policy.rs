//! What keeps text of a crawl from being anything but text.

use std::borrow::Cow;

use serde::Serialize;
use sha2::{Digest, Sha256};

/// Returns the content-security policy that allows this script and this style, both by
/// their hashes, and nothing else.
pub(super) fn policy(script: &str, style: &str) -> String {
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        base64(&Sha256::digest(script)),
        base64(&Sha256::digest(style)),
    )
}

/// Returns JSON in which nothing can end the element that it stands in.
pub(super) fn json(data: &impl Serialize) -> String {
    // Strings, numbers, lists: there is nothing that could fail.
    let plain = serde_json::to_string(data).unwrap_or_default();
    let mut safe = String::with_capacity(plain.len() + plain.len() / 16);
    for c in plain.chars() {
        match c {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            c => safe.push(c),
        }
    }
    safe
}

/// Returns a text in which what would turn the writing of its surroundings, or is a
/// control character, can be seen as U+FFFD. `elements.js` does the same.
pub(super) fn visible(text: &str) -> String {
    let is_hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .map(|c| if is_hidden(c) { '\u{fffd}' } else { c })
        .collect()
}

/// Returns the beginning of a text, of at most so many characters: headlines, names and paths
/// of a crawl may be of any length, and a page may not.
pub(super) fn clip(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Returns bytes in base 64 (RFC 4648), as policies want their hashes.
fn base64(bytes: &[u8]) -> String {
    let mut digits = String::new();
    for three in bytes.chunks(3) {
        let mut number = 0;
        for at in 0..3 {
            number = number << 8 | u32::from(three.get(at).copied().unwrap_or_default());
        }
        for at in 0..4 {
            let digit = char::from(DIGITS[(number >> (18 - 6 * at)) as usize & 63]);
            digits.push(if at > three.len() { '=' } else { digit });
        }
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        for (plain, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), expected);
        }
    }

    #[test]
    fn json_holds_no_markup_and_means_the_same() {
        let text = "</script><!-- & \u{2028}\u{2029} \" 가";
        let safe = json(&text);
        assert!(!safe.contains(['<', '>', '&', '\u{2028}', '\u{2029}']));
        assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), text);
    }

    #[test]
    fn characters_that_turn_text_around_are_shown() {
        assert_eq!(
            visible("a\u{202e}b\u{7}가\u{2067}"),
            "a\u{fffd}b\u{fffd}가\u{fffd}"
        );
    }
}

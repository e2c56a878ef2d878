//! Cleaning text: character references, invisible characters, white space.

use std::borrow::Cow;

use unicode_normalization::char::{compose, decompose_canonical};

use crate::glue;

/// Cleans the body of an article; see [`Document::text`](crate::Document).
pub(crate) fn body(raw: &str) -> String {
    glue::part(scrub(&decode(raw)))
}

/// Cleans a value that belongs on one line; `None` if nothing is left.
pub(crate) fn line(raw: &str) -> Option<String> {
    let raw = raw.trim();
    // Most values have nothing to clean.
    let bytes = raw.as_bytes();
    if position(bytes, |b| is_suspect(b) | (b == b'&')).is_none() && !raw.contains("  ") {
        return (!raw.is_empty()).then(|| raw.to_owned());
    }
    let scrubbed = scrub(&decode(raw));
    let mut line = String::with_capacity(scrubbed.len());
    for word in scrubbed.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    (!line.is_empty()).then_some(line)
}

/// Decodes character references, once: `&amp;lt;` becomes `&lt;` and stays so.
pub(crate) fn decode(raw: &str) -> Cow<'_, str> {
    let mut ands = memchr::memchr_iter(b'&', raw.as_bytes()).peekable();
    if ands.peek().is_none() {
        return raw.into();
    }
    let mut out = String::with_capacity(raw.len());
    let mut copied = 0;
    for at in ands {
        // Nothing behind the letters and digits says what a reference means, so
        // the text around it need not be gone through.
        let ahead = &raw.as_bytes()[at + 1..];
        let length = ahead
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric() || **b == b'#')
            .count();
        let end = at + 1 + length + usize::from(ahead.get(length) == Some(&b';'));
        out.push_str(&raw[copied..at]);
        out.push_str(&htmlize::unescape(&raw[at..end]));
        copied = end;
    }
    out.push_str(&raw[copied..]);
    out.into()
}

/// Removes what cannot be seen, and folds white space.
///
/// Line ends become `\n`, other white space but the tab becomes a space; lines
/// end in no space, and there is at most one blank line in a row and none at
/// either end.
fn scrub(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    // Nearly all characters are kept, and those that may not be begin with one
    // of few bytes, so what lies between is not looked at, and copied in whole
    // stretches. Up to `copied` it is in `out`.
    let (mut copied, mut next) = (0, 0);
    while let Some(found) = position(&bytes[next..], is_suspect) {
        let at = next + found;
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        next = at + c.len_utf8();
        if stays(c, &bytes[copied..at]) {
            continue;
        }
        out.push_str(&text[copied..at]);
        match c {
            '\r' => {
                next += usize::from(bytes.get(next) == Some(&b'\n'));
                end_line(&mut out);
            }
            '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => end_line(&mut out),
            _ if c.is_whitespace() => out.push(' '),
            _ if c.is_control() || is_invisible(c) => {}
            // Hanja that Korean standards list once for each reading.
            '\u{f900}'..='\u{fad9}' => decompose_canonical(c, |c| out.push(c)),
            _ => push_composed(&mut out, c),
        }
        copied = next;
    }
    out.push_str(&text[copied..]);
    out.truncate(out.trim_end().len());
    let leading = out.len() - out.trim_start().len();
    out.drain(..leading);
    out
}

/// Whether a character stays as it is where `before` is kept and stands before it.
fn stays(c: char, before: &[u8]) -> bool {
    match c {
        // A line end stays behind a line, and one more behind that.
        '\n' => {
            matches!(before, [.., last] if !b" \t\n".contains(last))
                || matches!(before, [.., line, b'\n'] if *line != b'\n')
        }
        '\t' | '\u{2010}'..='\u{2027}' => true,
        '\u{300}'..='\u{36f}' | '\u{1161}'..='\u{11c2}' | '\u{3099}'..='\u{309a}' => false,
        '\u{f900}'..='\u{fad9}' => false,
        _ => !(c.is_whitespace() || c.is_control() || is_invisible(c)),
    }
}

/// Appends a character that belongs to the one before it, joined to that if
/// Unicode has one character for both (NFC). Text from some systems writes 한 as
/// ᄒ, ᅡ, ᆫ and é as e and an accent, which no dictionary knows.
fn push_composed(out: &mut String, c: char) {
    let last = out.chars().next_back();
    match last.and_then(|last| compose(last, c)) {
        Some(joined) => {
            out.pop();
            out.push(joined);
        }
        None => out.push(c),
    }
}

/// Ends a line, unless that would make a second blank one.
fn end_line(out: &mut String) {
    out.truncate(out.trim_end_matches([' ', '\t']).len());
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
}

/// Zero-width characters, direction marks and fillers, which split or hide
/// words without showing on the page.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{115f}'..='\u{1160}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
    )
}

/// Whether a byte begins a character which [`scrub`] might change: a control
/// character, or one of U+0080-00BF, U+0300-037F, U+1000-3FFF and U+F000-FFFF.
fn is_suspect(b: u8) -> bool {
    (b < 0x20)
        | (b == 0x7f)
        | (b == 0xc2)
        | (b & 0xfe == 0xcc)
        | (b.wrapping_sub(0xe1) < 3)
        | (b == 0xef)
}

/// Returns where the first byte is that passes `test`.
///
/// Whole blocks are tested without a branch in between, which compilers turn
/// into instructions for many bytes at once.
fn position(bytes: &[u8], test: impl Fn(u8) -> bool) -> Option<usize> {
    let mut blocks = bytes.chunks_exact(BLOCK);
    let clear = blocks
        .by_ref()
        .take_while(|block| !block.iter().fold(false, |any, b| any | test(*b)))
        .count();
    let start = clear * BLOCK;
    let found = bytes[start..].iter().position(|b| test(*b))?;
    Some(start + found)
}

const BLOCK: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn character_references_are_decoded_exactly_once() {
        assert_eq!(
            body("China&#x27;s &quot;ban&quot; &amp;lt;b&amp;gt;"),
            "China's \"ban\" &lt;b&gt;"
        );
        assert_eq!(body("R&D AT&T"), "R&D AT&T");
    }

    #[test]
    fn references_mean_the_same_by_themselves_as_in_the_text_around_them() {
        for text in [
            "&ampx &notit; &notin; &amp;&amp;#39; &#39;&#x27 &#65B &#xZ &;&& &#; &#x; &lt;b&gt;a&lt",
            "R&D AT&T &nosuch; &가;&nbsp가&copy;&copy &CounterClockwiseContourIntegral;끝&",
            "&#0; &#55296; &#1114112; &#99999999999999999999; &amp#39; &am p;",
        ] {
            assert_eq!(decode(text), htmlize::unescape(text));
        }
    }

    #[test]
    fn invisible_characters_go_and_odd_spaces_become_spaces() {
        assert_eq!(
            body("반\u{200b}도\u{feff}체\u{0} 수\u{ad}출&nbsp;증가\u{3000}끝"),
            "반도체 수출 증가 끝"
        );
    }

    #[test]
    fn letters_and_marks_are_joined() {
        assert_eq!(
            body("Cafe\u{301} Vie\u{323}\u{302}t o\u{308}l"),
            "Café Việt öl"
        );
        assert_eq!(body("か\u{3099} &#x65;&#x301;"), "が é");
        // What has no character of its own stays as it is.
        assert_eq!(body("q\u{301}"), "q\u{301}");
        // 김 (김) and 이 as hanja with a reading.
        assert_eq!(body("\u{f90a} \u{f9e1}"), "金 李");
    }

    #[test]
    fn jamo_are_joined_to_syllables() {
        let apart = "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af} \u{1100}\u{1161}";
        assert_eq!(body(apart), "한글 가");
        // A syllable with a final consonant takes no second one.
        assert_eq!(body("한\u{11ab} \u{1161}"), "한\u{11ab} \u{1161}");
    }

    #[test]
    fn line_ends_are_unified_and_blank_lines_folded() {
        assert_eq!(
            body("\r\n\r\na  \r\nb\rc\n \t\n\n\n\nd\te\n\n"),
            "a\nb\nc\n\nd\te"
        );
        assert_eq!(
            body("a\n\n\nb\n \n\n\u{2018}c\u{2019} \n\u{3000}\nd"),
            "a\n\nb\n\n‘c’\n\nd"
        );
    }

    #[test]
    fn a_value_is_folded_to_one_line() {
        assert_eq!(
            line("\n\t\t Kim\u{a0}&amp;\n\tLee \n").as_deref(),
            Some("Kim & Lee")
        );
        assert_eq!(line(" \t\u{200b}\n"), None);
    }
}

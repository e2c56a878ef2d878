//! The sentences of a line, for what is left out by the sentence.

use memchr::memchr3;

/// Returns the sentences of a line, with the white space behind each: together
/// they are the line.
///
/// A sentence ends in `.`, `!` or `?`, perhaps closed by quotation marks or
/// brackets, and a space. Where a full stop may belong to an abbreviation
/// (`Sen. Kim`, `J. Kim`, `U.S. Senate`, `Sept. 11`) or is one of several, the
/// sentence goes on, and before a small letter or digit unless an e-mail address begins
/// there: one too long is left whole, one too short might be taken
/// for another.
///
/// ```
/// let line = "정부는 발표했다. Sen. Kim agreed.";
/// let found: Vec<&str> = malmoi_corpus::sentences(line).collect();
/// assert_eq!(found, ["정부는 발표했다. ", "Sen. Kim agreed."]);
/// ```
pub fn sentences(line: &str) -> Sentences<'_> {
    Sentences { rest: line }
}

/// The sentences of a line, in order; see [`sentences()`].
#[derive(Clone, Debug)]
pub struct Sentences<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Sentences<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        if self.rest.is_empty() {
            return None;
        }
        let bytes = self.rest.as_bytes();
        let mut at = 0;
        while let Some(found) = memchr3(b'.', b'!', b'?', &bytes[at..]) {
            let stop = at + found;
            at = stop + 1;
            let mut behind = &self.rest[at..];
            // Most often the space is next.
            if bytes.get(at) != Some(&b' ') {
                behind = behind.trim_start_matches(CLOSERS);
                if !behind.starts_with(' ') {
                    continue;
                }
            }
            let next = behind.trim_start_matches(' ');
            if goes_on(&self.rest[..stop], bytes[stop], next) {
                continue;
            }
            let (sentence, rest) = self.rest.split_at(self.rest.len() - next.len());
            self.rest = rest;
            return Some(sentence);
        }
        Some(std::mem::take(&mut self.rest))
    }
}

/// Words with a stop in them that are shorter than this, in bytes, are
/// abbreviations, such as `p.m` and `U.S`.
const SHORT: usize = 8;

const CLOSERS: [char; 6] = ['"', '”', '’', '\'', ')', ']'];

/// Whether the sentence of which `before` and `stop` have been read goes on
/// with `next`.
fn goes_on(before: &str, stop: u8, next: &str) -> bool {
    if next.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()) {
        return !begins_with_address(next);
    }
    if stop != b'.' {
        return false;
    }
    // Hangul with no stop near it is no abbreviation, and need not be cut out.
    let bytes = before.as_bytes();
    let near = &bytes[bytes.len().saturating_sub(SHORT)..];
    if before.ends_with(|c| ('가'..='힣').contains(&c)) && !near.contains(&b'.') {
        return false;
    }
    let word = before.rsplit([' ', '(', '“', '"']).next().unwrap_or(before);
    match word.as_bytes() {
        [] => true,
        [.., b'.'] => true,
        [first, rest @ ..] => {
            first.is_ascii_uppercase() && rest.len() < 2 && rest.iter().all(u8::is_ascii_alphabetic)
                || first.is_ascii_uppercase() && rest.len() < 5 && ABBREVIATIONS.contains(&word)
                || word.len() < SHORT && word.contains('.')
        }
    }
}

/// Whether an e-mail address comes next, which no sentence goes on with.
fn begins_with_address(next: &str) -> bool {
    let word = next.split(' ').next().unwrap_or(next);
    let parts = word.split_once('@');
    parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

/// Abbreviations of more than two letters that names, numbers and days follow.
/// Other short words end their sentences: New York, Eric, May.
const ABBREVIATIONS: [&str; 42] = [
    "Adm", "Ala", "Apr", "Ariz", "Ark", "Aug", "Capt", "Col", "Colo", "Conn", "Corp", "Dec", "Del",
    "Dept", "Feb", "Fla", "Gen", "Gov", "Hon", "Inc", "Jan", "Kan", "Ltd", "Maj", "Mass", "Mich",
    "Minn", "Mrs", "Neb", "Nev", "Nov", "Oct", "Okla", "Prof", "Rep", "Rev", "Sen", "Sept", "Sgt",
    "Tenn", "Wash", "Wis",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_told_from_abbreviations() {
        for (line, parts) in [
            (
                "One thing. Another? Yes! “Say no more.” He",
                "One thing. |Another? |Yes! |“Say no more.” |He",
            ),
            ("Sen. Kim and J. Kim met U.S. troops on Sept. 11.", ""),
            ("We waited... Then it came at 3 p.m. Monday.", ""),
            (
                "정부는 발표했다. 업계는 “아니다.” 했다.",
                "정부는 발표했다. |업계는 “아니다.” |했다.",
            ),
            (
                "They met in New York. Eric. Mrs. Kim left in May. He",
                "They met in New York. |Eric. |Mrs. Kim left in May. |He",
            ),
            ("한 문장", ""),
        ] {
            let found: Vec<&str> = sentences(line).collect();
            let want = if parts.is_empty() { line } else { parts };
            assert_eq!(found.join("|"), want);
            assert_eq!(found.concat(), line);
        }
        assert_eq!(sentences("").count(), 0);
    }
}

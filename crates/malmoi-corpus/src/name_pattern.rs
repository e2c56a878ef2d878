//! What the names of files say.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use crate::{Timestamp, clean};

/// How the names of files tell the publisher, and perhaps the date.
///
/// A pattern is the name of a file in which `{publisher}` and `{date}` stand
/// for themselves, and `*` for anything. It may say the folders before it as
/// well, with `/` between them, and may leave the extension out. Of several ways
/// to read a name, the one with the shortest publisher holds.
///
/// ```
/// use std::path::Path;
/// use malmoi_corpus::NamePattern;
///
/// let pattern: NamePattern = "{publisher}_{date}_*.txt".parse()?;
/// let (publisher, date) = pattern.read(Path::new("crawl/가나일보_20260102_7.txt")).unwrap();
/// assert_eq!((publisher.as_str(), date.unwrap().to_string().as_str()), ("가나일보", "2026-01-02"));
/// assert_eq!(pattern.read(Path::new("crawl/notes.txt")), None);
///
/// let folders: NamePattern = "{publisher}/{date}/*".parse()?;
/// assert_eq!(folders.read(Path::new("crawl/가나일보/2026-01-02/7.md")).unwrap().0, "가나일보");
/// # Ok::<(), malmoi_corpus::PatternError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NamePattern {
    pieces: Vec<Piece>,
    /// How many parts of a path it says.
    depth: usize,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Piece {
    Text(String),
    Anything,
    Publisher,
    Date,
}

impl NamePattern {
    /// Returns the publisher and the date that a path tells; nothing if it is
    /// not of this pattern.
    pub fn read(&self, path: &Path) -> Option<(String, Option<Timestamp>)> {
        let absolute = std::path::absolute(path).ok()?;
        let mut parts: Vec<_> = absolute.iter().rev().take(self.depth).collect();
        parts.reverse();
        let parts: Vec<_> = parts.iter().map(|part| part.to_string_lossy()).collect();
        let name = parts.join("/");
        let extension = Path::new(&name).extension().map_or(0, |e| e.len() + 1);
        let stem = &name[..name.len() - extension];
        [stem, name.as_str()].into_iter().find_map(|name| {
            let mut found = Found::default();
            if !read(&self.pieces, name, &mut found) {
                return None;
            }
            Some((clean::line(found.publisher)?, found.date))
        })
    }
}

/// What a name has told so far.
#[derive(Clone, Copy, Default)]
struct Found<'n> {
    publisher: &'n str,
    date: Option<Timestamp>,
}

/// Reads all of `name`, or returns `false`.
fn read<'n>(pieces: &[Piece], name: &'n str, found: &mut Found<'n>) -> bool {
    let Some((piece, rest)) = pieces.split_first() else {
        return name.is_empty();
    };
    if let Piece::Text(text) = piece {
        return name
            .strip_prefix(text.as_str())
            .is_some_and(|name| read(rest, name, found));
    }
    let before = *found;
    let least = usize::from(*piece != Piece::Anything);
    let longest = name.find('/').unwrap_or(name.len());
    let ends = (least..=longest).filter(|end| name.is_char_boundary(*end));
    for end in ends {
        let (own, after) = name.split_at(end);
        match piece {
            Piece::Publisher => found.publisher = own,
            Piece::Date => match date(own) {
                Some(date) => found.date = Some(date),
                None => continue,
            },
            Piece::Text(_) | Piece::Anything => {}
        }
        if read(rest, after, found) {
            return true;
        }
        *found = before;
    }
    false
}

fn date(text: &str) -> Option<Timestamp> {
    Timestamp::parse(text).or_else(|| Timestamp::parse(&text.replace('_', "-")))
}

impl FromStr for NamePattern {
    type Err = PatternError;

    fn from_str(pattern: &str) -> Result<NamePattern, PatternError> {
        let mut pieces = Vec::new();
        let mut rest = pattern;
        while let Some(c) = rest.chars().next() {
            let (piece, length) = if c == '*' {
                (Piece::Anything, 1)
            } else if rest.starts_with("{publisher}") {
                (Piece::Publisher, "{publisher}".len())
            } else if rest.starts_with("{date}") {
                (Piece::Date, "{date}".len())
            } else {
                let end = rest.find(['*', '{']).unwrap_or(rest.len());
                if end == 0 {
                    return Err(PatternError("only {publisher} and {date} stand in braces"));
                }
                (Piece::Text(rest[..end].to_owned()), end)
            };
            if piece != Piece::Anything || pieces.last() != Some(&piece) {
                pieces.push(piece);
            }
            rest = &rest[length..];
        }
        let count = |piece| pieces.iter().filter(|p| **p == piece).count();
        if count(Piece::Publisher) != 1 || count(Piece::Date) > 1 {
            let what = "it must have {publisher} once, and {date} once or not at all";
            return Err(PatternError(what));
        }
        let depth = 1 + pattern.matches('/').count();
        Ok(NamePattern { pieces, depth })
    }
}

/// What is wrong with a pattern. `Display` says what to do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PatternError(&'static str);

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; such as {{publisher}}_{{date}}_*.txt", self.0)
    }
}

impl std::error::Error for PatternError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, path: &str, publisher: &str, date: Option<&str>) {
        let pattern: NamePattern = pattern.parse().unwrap();
        let (found, day) = pattern.read(Path::new(path)).unwrap();
        let day = day.map(|d| d.to_string());
        assert_eq!((found.as_str(), day.as_deref()), (publisher, date));
    }

    #[test]
    fn a_name_is_read_in_the_way_that_fits() {
        check(
            "{publisher}_{date}_*",
            "a/가_나_20260102_1.txt",
            "가_나",
            Some("2026-01-02"),
        );
        check(
            "{date}_{publisher}_*",
            "2026_01_02_A B_1.md",
            "A B",
            Some("2026-01-02"),
        );
        check("*-{publisher}.txt", "1-2-Herald.txt", "2-Herald", None);
        check("{publisher}", "KBS.jsonl", "KBS", None);
        check(
            "{publisher}{date}.txt",
            "조선일보20260102.txt",
            "조선일보",
            Some("2026-01-02"),
        );
        check("{publisher}/*/*.md", "x/SBS/2026/a.md", "SBS", None);
        // 한겨레 as a Mac writes it.
        check("{publisher}_*", "\u{1112}\u{1161}\u{11ab}_1", "한", None);
    }

    #[test]
    fn a_name_that_does_not_fit_tells_nothing() {
        let pattern: NamePattern = "{publisher}_{date}.txt".parse().unwrap();
        for path in [
            "a_b.txt",
            "_20260102.txt",
            "a_20261302.txt",
            "a_20260102.md",
            "a/b",
        ] {
            assert_eq!(pattern.read(Path::new(path)), None, "{path}");
        }
    }

    #[test]
    fn a_pattern_without_sense_is_refused() {
        for pattern in [
            "",
            "*",
            "{date}",
            "{press}_*",
            "{publisher}{publisher}",
            "{publisher",
        ] {
            assert!(pattern.parse::<NamePattern>().is_err(), "{pattern}");
        }
    }
}

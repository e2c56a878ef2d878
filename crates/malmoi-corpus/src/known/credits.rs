//! Credits of pictures that begin with a mark and a label (`/사진=`), wherever they
//! stand: at the end of a caption, or with news glued behind them.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::Gone;
use super::edit::find;
use super::table::Listed;
use crate::pattern::LONGEST;
use crate::prose::{CREDIT_ENDS, is_prose, is_short_credit};
use crate::sentences::sentences;

/// The word that all such credits have.
const CREDIT_WORD: &str = "사진";

static RARE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(CREDIT_WORD));

/// Whether a text has the word that all such credits have, which few texts do.
pub(super) fn may_be_in(text: &str) -> bool {
    RARE.find(text.as_bytes()).is_some()
}

/// Whether a pattern begins with a mark, and has that word next.
pub(super) fn is_credit(pattern: &str) -> bool {
    let behind = pattern.strip_prefix(['/', '|']).unwrap_or_default();
    behind.trim_start().starts_with(CREDIT_WORD)
}

/// Finds the credits of a line: to its end, or as far as names go.
pub(super) fn find_in(credits: &[Listed], line: &str, gone: &mut Gone) {
    let bytes = line.as_bytes();
    let mut from = 0;
    while let Some(found) = find(&bytes[from..], CREDIT_WORD.as_bytes()) {
        let word = from + found;
        from = word + CREDIT_WORD.len();
        let before = line[..word].trim_end_matches([' ', '\t']);
        if !before.ends_with(['/', '|']) {
            continue;
        }
        let start = before.len() - 1;
        let matched = |l: &Listed| Some((l.pattern.match_prefix(&line[start..])?, l.source));
        let Some((length, source)) = credits.iter().filter_map(matched).max() else {
            continue;
        };
        let behind = near(&line[start + length..]);
        let named = names(behind);
        if named == 0 {
            continue;
        }
        let mut end = start + length + named;
        // The full stop belongs to the sentence before, if that has none.
        let ends = |text: &str| text.is_empty() || text.ends_with(['.', '!', '?', '”', '"']);
        if ends(line[..start].trim_end()) {
            end += line[end..].len() - line[end..].trim_start_matches('.').len();
        }
        gone.push((start..end, source));
        from = end;
    }
}

/// Returns as much of a text as a pattern is held against.
fn near(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}

/// Returns the length of whom a text behind a label names, which is all of its first
/// sentence unless news goes on there: then it is a name, and what comes with names.
fn names(text: &str) -> usize {
    let first = sentences(text).next().unwrap_or(text);
    let first = first.trim_end().trim_end_matches('.');
    if is_short_credit(first) && !is_prose(first, "") {
        return first.len();
    }
    let mut end = text.len() - text.trim_start().len();
    let mut joined = true;
    for word in text.split_whitespace() {
        let name = word.trim_end_matches('.');
        if !joined && !CREDIT_ENDS.contains(&name) {
            break;
        }
        let at = end + text[end..].find(word).unwrap_or(0);
        // "연합뉴스정부는": the agency's name ends where the news begins.
        let glued = AGENCIES.iter().find(|agency| {
            let rest = name.strip_prefix(**agency).unwrap_or_default();
            let is_hangul = rest.starts_with(|c| ('가'..='힣').contains(&c));
            is_hangul && !CREDIT_ENDS.iter().any(|end| rest.starts_with(end))
        });
        if let Some(agency) = glued {
            return at + agency.len();
        }
        end = at + name.len();
        if name.len() < word.len() {
            break;
        }
        joined = name.ends_with([',', '·', '/']);
    }
    end
}

/// Agencies, whose names end where they end.
const AGENCIES: [&str; 3] = ["연합뉴스", "뉴시스", "뉴스1"];

//! Pieces of a line that begin with a bullet behind a sentence, and what stands below
//! a heading: lines of a page that were glued together, or that say nothing alone.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::Gone;
use super::edit::bare;
use super::table::Table;
use crate::pattern::LONGEST;
use crate::prose::is_prose;
use crate::sentences::sentences;

/// Bullets that begin buttons and links.
const ARROWS: [char; 8] = ['▶', '▷', '►', '▸', '■', '□', '☞', '☛'];

/// What all arrows but the hands begin with, and what the hands do, which few texts
/// have.
static RARE: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| [[0xe2, 0x96], [0xe2, 0x98]].map(|bytes| Finder::new(&bytes).into_owned()));

/// Whether a text may have an arrow.
pub(super) fn may_be_in(text: &str) -> bool {
    let mut starts = RARE.iter();
    starts.any(|start| start.find(text.as_bytes()).is_some())
}

/// Finds the buttons that stand behind a sentence, another button or nothing, each with
/// an arrow before it: `…전했다. ▶ 구독하기 ▶ 공유하기`.
pub(super) fn find_in(lines: &Table, line: &str, gone: &mut Gone) {
    let mut arrows = line.match_indices(ARROWS).map(|(at, _)| at).peekable();
    let mut open = 0;
    while let Some(start) = arrows.next() {
        let end = arrows.peek().copied().unwrap_or(line.len());
        let before = line[open..start].trim_end();
        if !(before.is_empty() || ends_sentence(before)) {
            continue;
        }
        let piece = &line[start..end];
        let piece = sentences(piece).next().unwrap_or(piece);
        let (whole, bare) = bare(piece);
        if whole.is_empty() {
            // Two arrows are one.
            open = if before.is_empty() { end } else { open };
            continue;
        }
        if let Some(source) = lines.find(whole, bare, true, true)
            && !is_prose(whole, source)
        {
            gone.push((start..start + piece.len(), source));
            open = start + piece.len();
        }
    }
}

/// Whether a text ends as sentences do, and brackets.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?', '"', '”', '’', ')', ']', '>'])
}

/// Whether a pattern is that of a heading.
pub(super) fn is_heading(source: &str) -> bool {
    source.starts_with("heading ") || is_digest(source) || is_heading_of_last_links(source)
}

/// Whether a pattern is that of a heading that a list of the article may stand below.
pub(super) fn is_digest(source: &str) -> bool {
    source.starts_with("digest ")
}

/// Whether a pattern is that of a heading that nothing of an article stands below.
pub(super) fn is_heading_of_last_links(source: &str) -> bool {
    source.starts_with("links ")
}

/// How many links stand below such a heading at most.
const LAST_LINKS: usize = 12;

/// Whether what stands below such a heading to the end of the text is links: a few lines,
/// none of which is a sentence. Above it something must be one, as a list may be the
/// article.
pub(super) fn are_last_links(above: &str, below: Option<&str>) -> bool {
    let filled = |text: &&str| !text.trim().is_empty();
    let lines = below.unwrap_or_default().split('\n').filter(filled);
    // Quotations, questions and figures end otherwise.
    let is_headline = |line: &str| {
        let ends_in_letter = line.trim_end().ends_with(char::is_alphabetic);
        line.len() <= LONGEST && ends_in_letter && !is_prose(line, "")
    };
    let mut count = 0;
    let mut are_links = lines.map(|line| {
        count += 1;
        count <= LAST_LINKS && (is_headline(line) || is_link(line, true))
    });
    let mut from = above.len().saturating_sub(NEAR);
    while !above.is_char_boundary(from) {
        from += 1;
    }
    let ends_sentence = |line: &str| line.trim_end().ends_with(['.', '?', '!', '"', '”']);
    are_links.all(|is_link| is_link) && above[from..].lines().any(ends_sentence)
}

/// How far above it the sentence stands, in bytes.
const NEAR: usize = 2000;

/// Whether a line below a heading is one of the links that the heading is of: it begins
/// with an arrow or, if those of `all` kinds are meant, a dash or dot, which lists of an article
/// have as well. It must be no sentence of news; behind an arrow that takes a full stop, since
/// headlines may end like one.
pub(super) fn is_link(line: &str, all: bool) -> bool {
    let line = line.trim_start();
    let is_item = || {
        let dashes = [
            "- ", "* ", "– ", "— ", "·", "•", "◆", "◇", "●", "○", "※", "ㆍ",
        ];
        all && dashes.iter().any(|dash| line.starts_with(dash)) && !is_prose(line, "")
    };
    let is_linked =
        || begins_with_arrow(line) && !(line.trim_end().ends_with('.') && is_prose(line, ""));
    line.len() <= LONGEST && (is_linked() || is_item())
}

pub(super) fn begins_with_arrow(text: &str) -> bool {
    text.trim_start().starts_with(ARROWS)
}

/// The most bytes of a caption.
const CAPTION: usize = 2 * LONGEST;

/// Returns the credit by which a line is the caption of a picture: it begins with a
/// triangle that points at the picture, and ends with whom that is from.
pub(super) fn caption_credit(line: &str, gone: &Gone) -> Option<&'static str> {
    let points = line
        .trim_start()
        .starts_with(['▲', '△', '▼', '▽', '◀', '◁']);
    if !points || line.len() > CAPTION {
        return None;
    }
    let end = line.trim_end_matches(['.', ' ', '\t']).len();
    let is_credit = |source: &str| {
        let kinds = ["bracket ", "edge ", "tail ", "credit "];
        let words = [
            "사진",
            "제공",
            "연합뉴스",
            "뉴시스",
            "뉴스1",
            "News1",
            "photo",
            "getty",
        ];
        kinds.iter().any(|kind| source.starts_with(kind))
            || words.iter().any(|word| source.contains(word))
    };
    let mut last = gone.iter().filter(|(range, _)| range.end >= end);
    last.find(|(_, source)| is_credit(source))
        .map(|(_, source)| *source)
}

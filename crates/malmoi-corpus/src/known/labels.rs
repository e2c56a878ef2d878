//! Labels of speakers, which stand alone above what is said or in capitals before it:
//! `michael barbaro`, `REPORTER:`. No list has them, but they come again in one
//! article, where no line of news does.

use std::ops::Range;

use crate::removed::Removed;

/// What a label goes by where it has a line of its own.
const ALONE: &str = "a speaker's label, on lines of its own";

/// What it goes by where the speech follows it.
const BEFORE: &str = "a speaker's label, before what is said";

/// How often a label stands in an article at least.
const TIMES: usize = 3;

/// The longest label, in bytes and in words.
const LONGEST: usize = 48;
const WORDS: usize = 4;

/// Takes off a text the labels of its speakers, and notes them.
pub(super) fn strip(text: String, removed: &mut Removed) -> String {
    let mut gone = alone(&text);
    gone.extend(before(&text));
    if gone.is_empty() {
        return text;
    }
    gone.sort_unstable_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (range, source) in gone {
        out.push_str(&text[from..range.start]);
        removed.push(source, &text[range.clone()]);
        from = range.end;
        // Where all of a line goes, its end does, and a blank line too many.
        if out.is_empty() || out.ends_with('\n') {
            let rest = &text[from..];
            let rest = rest.strip_prefix('\n').unwrap_or(rest);
            let is_blank = out.is_empty() || out.ends_with("\n\n");
            let rest = rest.strip_prefix('\n').filter(|_| is_blank).unwrap_or(rest);
            from = text.len() - rest.len();
        }
    }
    out.push_str(&text[from..]);
    out.truncate(out.trim_end().len());
    out
}

/// Finds the labels that have lines of their own, or stand glued to the end of one
/// (`He said so.michael barbaro`). Below most of them stands a sentence, which tells them from the
/// cells of a table.
fn alone(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut short: Vec<(&str, usize, bool)> = Vec::new();
    // From here on no longer line has followed yet.
    let mut waiting = 0;
    let mut start = 0;
    for line in text.split('\n') {
        let at = start;
        start += line.len() + 1;
        if line.is_empty() {
            continue;
        }
        let label = label_at_end(line);
        if label.len() < line.len() {
            let speaks = line.ends_with(ENDS) || !label.is_empty();
            short[waiting..].iter_mut().for_each(|s| s.2 = speaks);
            waiting = short.len();
        }
        if !label.is_empty() {
            short.push((label, at + line.len() - label.len(), false));
        }
    }
    if short.len() < TIMES {
        return Vec::new();
    }
    short.sort_unstable();
    let labels = short.chunk_by(|a, b| a.0 == b.0).filter(|same| {
        let speaking = same.iter().filter(|(_, _, speaks)| *speaks).count();
        speaking >= TIMES && speaking * 2 >= same.len()
    });
    let range = |&(label, at, _): &(&str, usize, bool)| (at..at + label.len(), ALONE);
    labels.flatten().map(range).collect()
}

/// How sentences end, and what breaks off.
const ENDS: [char; 10] = ['.', '?', '!', '"', '”', '’', '…', '—', '-', ','];

/// Returns what a line ends with that may be a label, or nothing: all of it, or what a
/// crawl glued to a sentence in small letters.
fn label_at_end(line: &str) -> &str {
    if line.ends_with(ENDS) {
        return "";
    }
    let mut from = line.len().saturating_sub(LONGEST + '…'.len_utf8());
    while !line.is_char_boundary(from) {
        from += 1;
    }
    let near = &line[from..];
    let glued = near.rfind(['.', '?', '!', '”', '…']).and_then(|at| {
        let mark = near[at..].chars().next()?.len_utf8();
        Some(&near[at + mark..])
    });
    let label = match glued {
        Some(label) if label.starts_with(|c: char| c.is_ascii_lowercase()) => label,
        Some(_) => return "",
        None => line,
    };
    let words = label.split(' ').count();
    let has_letters = label.chars().filter(|c| c.is_alphabetic()).nth(1).is_some();
    if label.len() <= LONGEST && words <= WORDS && has_letters {
        label
    } else {
        ""
    }
}

/// Finds the labels that begin a line: in capitals with a colon (`REPORTER: Yes.`), or behind
/// a bullet with what closes it (`◆ 홍길동> 네.`).
fn before(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut found: Vec<(&str, usize)> = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        if let Some(length) = label_before(line) {
            found.push((&line[..length], start));
        }
        start += line.len() + 1;
    }
    if found.len() < TIMES {
        return Vec::new();
    }
    found.sort_unstable();
    let labels = found.chunk_by(|a, b| a.0 == b.0);
    let labels = labels.filter(|same| same.len() >= TIMES);
    let range = |&(label, at): &(&str, usize)| {
        let space = usize::from(text[at + label.len()..].starts_with(' '));
        (at..at + label.len() + space, BEFORE)
    };
    labels.flatten().map(range).collect()
}

/// Returns the length of the label that a line begins with before more.
fn label_before(line: &str) -> Option<usize> {
    let bullet = line.strip_prefix(['◆', '◇', '●', '○', '■', '□', '▶', '▷']);
    let capital = line.starts_with(|c: char| c.is_ascii_uppercase());
    if bullet.is_none() && !capital {
        return None;
    }
    let mut end = line.len().min(LONGEST);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let close = line[..end].find(|c| c == ':' || bullet.is_some() && c == '>')?;
    let name = &line[line.len() - bullet.unwrap_or(line).len()..close];
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    let is_name = name.trim().split(' ').count() <= WORDS
        && letters().nth(1).is_some()
        && (bullet.is_some() || letters().all(char::is_uppercase));
    let follows = !line[close + 1..].trim().is_empty();
    (is_name && follows).then_some(close + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &str) {
        let strip = |text: &str| strip(text.to_owned(), &mut Removed::default());
        assert_eq!(strip(text), want);
        assert_eq!(strip(want), want, "again");
    }

    #[test]
    fn a_name_that_stands_alone_above_speech_three_times_is_a_label() {
        check(
            "We begin.\n\njane doe\n\nHello.\n\njohn roe\n\nYes.\n\njane doe\n\nWhy?\n\njohn roe\n\nWell —\n\njane doe\n\nIt is.\njohn roe\nRight.",
            "We begin.\n\nHello.\n\nYes.\n\nWhy?\n\nWell —\n\nIt is.\nRight.",
        );
        check(
            "We begin.jane doe\nHello.john roe\nYes.jane doe\nWhy?jane doe\nSo.",
            "We begin.\nHello.john roe\nYes.\nWhy?\nSo.",
        );
        check(
            "홍길동 기자\n네, 그렇습니다.\n홍길동 기자\n맞습니다.\n홍길동 기자\n끝입니다.",
            "네, 그렇습니다.\n맞습니다.\n끝입니다.",
        );
    }

    #[test]
    fn what_comes_twice_and_what_ends_like_a_sentence_stays() {
        let twice = "Jane Doe\nHello there.\nJane Doe\nWhy not?";
        check(twice, twice);
        let said = "Yeah.\nHe left.\nYeah.\nShe left.\nYeah.\nThey left.";
        check(said, said);
        let long = "one line that says more\nHe left.\n".repeat(4);
        check(long.trim_end(), long.trim_end());
    }

    #[test]
    fn the_cells_of_a_table_stay() {
        let table = "Kim\n12\nSeoul\nLee\n14\nSeoul\nHan\n9\nSeoul\nPark\n7\nSeoul\nThe table is from 2024.";
        check(table, table);
    }

    #[test]
    fn labels_before_speech_go_and_headings_stay() {
        check(
            "ROE: Well.\nDOE: Why?\nROE: So it is.\nROE: Yes.",
            "Well.\nDOE: Why?\nSo it is.\nYes.",
        );
        check(
            "◇ 홍길동> 어떻게 보십니까?\n◆ 임꺽정> 네.\n◇ 홍길동> 그렇군요.\n◇ 홍길동> 고맙습니다.",
            "어떻게 보십니까?\n◆ 임꺽정> 네.\n그렇군요.\n고맙습니다.",
        );
        for text in [
            "Doe: 45 %.\nDoe: 44 %.\nDoe: 43 %.",
            "◆ 서울\n◆ 서울\n◆ 서울",
        ] {
            check(text, text);
        }
    }
}

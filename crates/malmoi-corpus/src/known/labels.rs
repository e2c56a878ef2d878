//! Labels of speakers, which stand alone above what is said or in capitals before it:
//! `michael barbaro`, `REPORTER:`. No list has them, but they come again in one
//! article, where no line of news does.

use std::ops::Range;

use crate::removed::Removed;

/// What a label goes by where it has a line of its own.
const ALONE: &str = "a speaker's label, on lines of its own";

/// What it goes by where the speech follows it.
const BEFORE: &str = "a speaker's label, before what is said";

/// How often a label stands in an article at least, and how many labels do: people
/// talk to each other.
const TIMES: usize = 4;
const SPEAKERS: usize = 2;

/// The longest label, in bytes and in words.
const LONGEST: usize = 48;
const WORDS: usize = 4;

/// Takes off a text the labels of its speakers, and notes them; `None` if there are none.
pub(super) fn strip(text: &str, removed: &mut Removed) -> Option<String> {
    let mut gone = alone(text);
    gone.extend(before(text));
    if gone.is_empty() {
        return None;
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
    Some(out)
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
    let range = |(label, at): (&str, usize)| (at..at + label.len(), ALONE);
    of_speakers(short).into_iter().map(range).collect()
}

/// Returns those of these labels that come as often as speakers take turns, and nothing
/// unless there are several such. Of each is given where it begins, and whether it stands as
/// labels do, which half of its places at least must.
fn of_speakers(mut labels: Vec<(&str, usize, bool)>) -> Vec<(&str, usize)> {
    if labels.len() < TIMES * SPEAKERS {
        return Vec::new();
    }
    labels.sort_unstable();
    let same = labels.chunk_by(|a, b| a.0 == b.0).filter(|same| {
        let speaking = same.iter().filter(|(_, _, speaks)| *speaks).count();
        speaking >= TIMES && speaking * 2 >= same.len()
    });
    let speakers: Vec<_> = same.collect();
    if speakers.len() < SPEAKERS {
        return Vec::new();
    }
    let places = speakers.into_iter().flatten();
    places.map(|&(label, at, _)| (label, at)).collect()
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
    if label.len() <= LONGEST && (2..=WORDS).contains(&words) && is_name(label) {
        label
    } else {
        ""
    }
}

/// Whether words may be a name: all of them begin with a capital, or none has one, and there
/// is nothing but letters in them.
fn is_name(words: &str) -> bool {
    let is_letter = |c: char| c.is_alphabetic() || " .'’-".contains(c);
    let mut firsts = words.split(' ').filter_map(|word| word.chars().next());
    let capitals = firsts.clone().all(char::is_uppercase);
    words.chars().all(is_letter) && (capitals || firsts.all(|c| !c.is_uppercase()))
}

/// Finds the labels that begin a line: in capitals with a colon (`REPORTER: Yes.`), or behind
/// a bullet with what closes it (`◆ 홍길동> 네.`).
fn before(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        if let Some(length) = label_before(line) {
            found.push((&line[..length], start, true));
        }
        start += line.len() + 1;
    }
    let range = |(label, at): (&str, usize)| {
        let space = usize::from(text[at + label.len()..].starts_with(' '));
        (at..at + label.len() + space, BEFORE)
    };
    of_speakers(found).into_iter().map(range).collect()
}

/// How much a speaker says at least, in bytes, a figure not being speech.
const SPEECH: usize = 20;

/// Returns the length of the label that a line begins with before what is said. Two labels in
/// a row are none, since one that goes must not make a label of what stands behind it.
fn label_before(line: &str) -> Option<usize> {
    let length = label_at_start(line)?;
    let behind = line[length..].trim_start_matches(' ');
    label_at_start(behind).is_none().then_some(length)
}

/// Returns the length of what a line begins with that may be a label before more.
fn label_at_start(line: &str) -> Option<usize> {
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
    let is_label = name.trim().split(' ').count() <= WORDS
        && letters().nth(1).is_some()
        && is_name(name.trim())
        && (bullet.is_some() || letters().all(char::is_uppercase));
    let said = line[close + 1..].strip_prefix(' ').unwrap_or_default();
    let speaks = said.len() >= SPEECH && !said.starts_with(|c: char| c.is_ascii_digit());
    (is_label && speaks).then_some(close + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &str) {
        let strip =
            |text: &str| strip(text, &mut Removed::default()).unwrap_or_else(|| text.to_owned());
        assert_eq!(strip(text), want);
        assert_eq!(strip(want), want, "again");
    }

    /// A conversation of four turns each, `sign` being what stands between label and speech.
    fn talk(one: &str, other: &str, sign: &str) -> (String, String) {
        let said = [
            "How did the vote end in the town?",
            "It was close until the last hour.",
        ];
        let turns = || (0..4).flat_map(|_| [(one, said[0]), (other, said[1])]);
        let labelled = turns().map(|(label, said)| format!("{label}{sign}{said}"));
        let plain = turns().map(|(_, said)| said);
        (
            labelled.collect::<Vec<_>>().join("\n"),
            plain.collect::<Vec<_>>().join("\n"),
        )
    }

    #[test]
    fn names_of_two_who_talk_are_labels() {
        for (one, other, sign) in [
            ("jane doe", "john roe", "\n"),
            ("Jane Doe", "John Roe", "\n"),
            ("홍길동 기자", "임꺽정 앵커", "\n"),
            ("ROE", "JANE DOE", ": "),
            ("◇ 홍길동", "◆ 임꺽정", "> "),
        ] {
            let (labelled, plain) = talk(one, other, sign);
            check(&labelled, &plain);
        }
        let (labelled, plain) = talk("jane doe", "john roe", "\n");
        let glued = format!("We begin.{}", labelled.replace(".\njane", ".jane"));
        check(&glued, &format!("We begin.\n{plain}"));
    }

    #[test]
    fn what_is_no_name_above_speech_stays() {
        for (one, other, sign) in [
            // A refrain, results and headings.
            ("We shall remain", "Solidarity forever", "\n"),
            ("Kim wins", "Lee wins", "\n"),
            ("봄은", "겨울은", "\n"),
            // Times, scores, figures and addresses.
            ("▶ 오후 3", "▶ 오후 4", ":"),
            ("LG 4", "두산 2", ":"),
            // Who speaks cannot be two.
            ("ROE: DOE", "DOE: ROE", ": "),
            ("https", "http", "://"),
            ("road@city.go.kr", "bus@city.go.kr", "\n"),
        ] {
            let (text, _) = talk(one, other, sign);
            check(&text, &text);
        }
        let figures = "DEATHS: 45 people\nINJURED: 90 people\n".repeat(5);
        check(figures.trim_end(), figures.trim_end());
        let alone = "WHO: the virus has not come to the town.\n".repeat(9);
        check(alone.trim_end(), alone.trim_end());
        let table = "Kim\n12\nSeoul\nLee\n14\nSeoul\nHan\n9\nSeoul\nPark\n7\nSeoul\nThe table is from 2024.";
        check(table, table);
    }

    #[test]
    fn few_turns_are_no_conversation() {
        let (text, _) = talk("Jane Doe", "John Roe", "\n");
        let few: Vec<&str> = text.lines().take(12).collect();
        check(&few.join("\n"), &few.join("\n"));
    }
}

//! What an outlet says of itself.
//!
//! "He told CNN's Wolf Blitzer", "a CNN/ORC poll", "CNN affiliate WKMG": hosts, polls and
//! stations stand beside the name of the outlet, as newsletters, apps and reporters do. That
//! an outlet has more of them than the others is as little of a finding as its
//! [name](malmoi_stats::OwnName), so what stands beside the name has no vote. Nor have
//! the names of those who wrote an article, on a line of their own before or behind it.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::surroundings::around;

/// How many words on either side of its name an outlet says of itself, within a sentence:
/// as many as lie between the names in CNN's "The Situation Room with Wolf Blitzer".
const BESIDE: usize = 6;

/// Words behind the name that nobody says with it: NPR Online News is NPR.
const MEDIA: [&str; 3] = ["news", "online", "web"];

/// What publishers call themselves, worked out once for each.
#[derive(Default)]
pub(crate) struct OwnNames {
    spellings: FxHashMap<String, Vec<String>>,
}

impl OwnNames {
    /// Returns the stretches of a publisher's text in which it speaks of itself, in no
    /// order: beside its own name, and in lines of names alone at either end of the text
    /// from `body_at` on.
    pub(crate) fn mentions(
        &mut self,
        publisher: &str,
        text: &str,
        body_at: usize,
    ) -> Vec<Range<usize>> {
        if !self.spellings.contains_key(publisher) {
            let own = spellings(publisher);
            self.spellings.insert(publisher.to_owned(), own);
        }
        let mut mentions = beside_names(&self.spellings[publisher], text);
        mentions.extend(bylines(text, body_at));
        mentions
    }
}

/// Returns how a publisher may write its name; nothing if that may be any word.
fn spellings(publisher: &str) -> Vec<String> {
    let Some(name) = name(publisher) else {
        return Vec::new();
    };
    let mut spellings = vec![capitalized(&name), name.to_uppercase()];
    spellings.dedup();
    spellings
}

/// Returns the first and the last line of an article's body if they are nothing but
/// names of people, as "David Jackson and Gregory Korte" is: who wrote it.
fn bylines(text: &str, body_at: usize) -> Vec<Range<usize>> {
    let body = text.get(body_at..).unwrap_or_default();
    let begin = body_at + body.len() - body.trim_start().len();
    let end = body_at + body.trim_end().len();
    // A body of one line is no byline, whatever it says.
    let Some(body) = text.get(begin..end).filter(|body| body.contains('\n')) else {
        return Vec::new();
    };
    let first = body.find('\n').map_or(begin..begin, |at| begin..begin + at);
    let last = body.rfind('\n').map_or(end..end, |at| begin + at + 1..end);
    let mut lines = vec![first, last];
    lines.retain(|line| is_byline(&text[line.clone()]));
    lines
}

/// Whether a line has two to twelve words, each with a capital but for what joins and
/// leads them, and no end of a sentence. One capital word would be a heading.
fn is_byline(line: &str) -> bool {
    let line = line.trim();
    let joins = |word: &str| matches!(word, "and" | "&" | "de" | "van" | "von");
    let mut words = line.split_whitespace().peekable();
    words.next_if(|word| matches!(*word, "By" | "by"));
    let is_name = |word: &str| {
        let letters = word.trim_end_matches([',', '.']);
        let mut rest = letters.chars();
        let begins = rest.next().is_some_and(char::is_uppercase);
        let is_letter = |c: char| c.is_alphabetic() || "'’-.".contains(c);
        let has_lower = letters.chars().any(char::is_lowercase) || letters.chars().count() == 1;
        begins && rest.all(is_letter) && has_lower
    };
    let (mut names, mut all) = (0, 0);
    for word in words {
        all += 1;
        names += usize::from(is_name(word));
        if !is_name(word) && !joins(word) {
            return false;
        }
    }
    (2..=12).contains(&all) && names > 1 && !line.ends_with(['.', '!', '?', ':'])
}

/// Returns the stretches of a text beside names of its publisher, in order and apart. The
/// name itself is none of them: if it had no vote here, it would look like a keyword of the
/// others.
fn beside_names(spellings: &[String], text: &str) -> Vec<Range<usize>> {
    let mut names: Vec<Range<usize>> = Vec::new();
    for name in spellings {
        let found = text.match_indices(name);
        let found = found.map(|(at, _)| at..at + name.len());
        names.extend(found.filter(|own| is_whole(text, own)));
    }
    names.sort_unstable_by_key(|own| own.start);
    let around = names.iter().map(|own| beside(text, own.clone())).collect();
    let mut names = names.iter().peekable();
    let mut mentions = Vec::new();
    for stretch in joined(around) {
        let mut start = stretch.start;
        while let Some(own) = names.next_if(|own| own.start < stretch.end) {
            mentions.push(start..own.start);
            start = own.end;
        }
        mentions.push(start..stretch.end);
    }
    mentions.retain(|mention| !mention.is_empty());
    mentions
}

/// Returns stretches in order, those that touch as one.
pub(crate) fn joined(mut stretches: Vec<Range<usize>>) -> Vec<Range<usize>> {
    stretches.sort_unstable_by_key(|s| (s.start, s.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        match joined.last_mut() {
            Some(last) if stretch.start <= last.end => last.end = last.end.max(stretch.end),
            _ => joined.push(stretch),
        }
    }
    joined
}

/// Returns what a publisher calls itself in its articles, unless that is so short that it
/// may be any word, such as the name of a section.
fn name(publisher: &str) -> Option<String> {
    let before_brackets = publisher.split(['(', '[', '<']).next()?;
    let before_dash = before_brackets.split(" - ").next()?;
    let mut words: Vec<&str> = before_dash.split_whitespace().collect();
    let is_medium = |word: &str| MEDIA.iter().any(|m| word.eq_ignore_ascii_case(m));
    while words.len() > 1 && words.last().is_some_and(|word| is_medium(word)) {
        words.pop();
    }
    // The Hill is not the hill.
    if words.len() > 2 && words[0].eq_ignore_ascii_case("the") {
        words.remove(0);
    }
    // Time is a word, and People, and The Sun; CNN is none.
    let is_acronym = |word: &str| word.len() > 2 && word.chars().all(|c| c.is_ascii_uppercase());
    let may_be_words = match words[..] {
        [word] => word.is_ascii() && !is_acronym(word),
        [the, _] => the.eq_ignore_ascii_case("the"),
        _ => false,
    };
    if may_be_words {
        return None;
    }
    let name = words.join(" ");
    let letters = name.chars().filter(|c| c.is_alphanumeric()).count();
    let least = if name.is_ascii() { 2 } else { 3 };
    (letters >= least).then_some(name)
}

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Whether a name is no part of a longer word; a particle may follow.
fn is_whole(text: &str, name: &Range<usize>) -> bool {
    let is_latin = |c: char| c.is_alphanumeric() && c < '\u{1100}';
    let before = text[..name.start].chars().next_back();
    let after = text[name.end..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(is_latin)
}

/// Returns a name with the words beside it, as far as its line and sentence go.
fn beside(text: &str, name: Range<usize>) -> Range<usize> {
    let (before, behind) = around(text, name.clone()).unwrap_or_default();
    let before = before.rsplit('\n').next().unwrap_or_default();
    let line = name.start - before.len();
    // The first piece on either side is what is glued to the name.
    let spaces = before.rmatch_indices(char::is_whitespace);
    let starts = spaces.map(|(at, space)| at + space.len()).chain([0]);
    let mut start = before.len();
    for at in starts.take(BESIDE + 1) {
        if start < before.len() && ends_sentence(&before[at..start]) {
            break;
        }
        start = at;
    }
    let behind = behind.lines().next().unwrap_or_default();
    let mut end = name.end;
    for piece in behind.split_inclusive(char::is_whitespace).take(BESIDE + 1) {
        end += piece.len();
        if ends_sentence(piece) {
            break;
        }
    }
    line + start..end
}

fn ends_sentence(word: &str) -> bool {
    let closed = word.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’)".contains(c));
    closed.ends_with(['.', '!', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(publisher: &str, text: &str, expected: &[&str]) {
        let found: Vec<&str> = OwnNames::default()
            .mentions(publisher, text, 0)
            .into_iter()
            .map(|range| text[range].trim())
            .collect();
        assert_eq!(found, expected, "{publisher}: {text}");
    }

    #[test]
    fn what_stands_beside_the_name_of_an_outlet_speaks_of_the_outlet() {
        check(
            "CNN (Web News)",
            "It rained. Nobody saw it, he said on CNN's \"The Situation Room with Wolf Blitzer.\" It rained.\n\
             In a CNN/ORC poll the lead was small.\nNobody else knew.",
            &[
                "Nobody saw it, he said on",
                "'s \"The Situation Room with Wolf Blitzer.\"",
                "In a",
                "/ORC poll the lead was small.",
            ],
        );
        check("NPR Online News", "NPR's Meg Kelly.", &["'s Meg Kelly."]);
        check(
            "가온방송",
            "비가 왔다. 이 소식은 가온방송의 김하늘 기자가 전했다. 비가 왔다.",
            &["이 소식은", "의 김하늘 기자가 전했다."],
        );
        check(
            "The Washington Times",
            "The Washington Times asked, and then The Washington Times wrote.",
            &["The", "asked, and then The", "wrote."],
        );
    }

    #[test]
    fn who_wrote_an_article_is_said_on_a_line_of_its_own() {
        check(
            "",
            "It rained.\nIt snowed.\nAnn Lee, Bo Ray and J. Koh-Smith",
            &["Ann Lee, Bo Ray and J. Koh-Smith"],
        );
        check("", "By Ann Lee\nIt rained.\nIt snowed.", &["By Ann Lee"]);
        // Sentences, headings, quotes, lines inside, and a text that is one line.
        check("", "It Rained.\nAnn Lee spoke", &[]);
        check("", "It rained.\nAnn Lee.", &[]);
        check("", "It rained.\nAnn Lee\nIt snowed.", &[]);
        check("", "It rained.\nWashington", &[]);
        check("", "It rained.\nNASA NATO", &[]);
        check("", "Ann Lee", &[]);
        check("", "비가 왔다.\n김하늘 기자", &[]);
    }

    /// What takes time with the square of the length shows as a test that does not end.
    #[test]
    fn a_line_of_megabytes_that_says_the_name_again_and_again_is_soon_read() {
        for (piece, mentions) in [("CNN market ", 1 << 18), ("CNN/", 1 << 18)] {
            let text = piece.repeat(1 << 18);
            let found = OwnNames::default().mentions("CNN", &text, 0);
            assert_eq!(found.len(), mentions, "{piece}");
        }
    }

    #[test]
    fn words_that_are_no_name_of_the_outlet_have_their_vote() {
        // Of other outlets, of places, of sections; and words with the name in them.
        check("CNN (Web News)", "He told Fox News and CNNs.", &[]);
        check("Washington Times", "In Washington, times are hard.", &[]);
        check("New York Times - News", "The mayor of New York spoke.", &[]);
        check("The Hill", "Work on the hill and on Capitol Hill.", &[]);
        check("People", "People wait at the lighthouse.", &[]);
        check("The Sun", "The Sun set over the lighthouse.", &[]);
        check("sports", "Money in sports and media sports.", &[]);
        check("경제", "정부는 경제 정책을 발표했다.", &[]);
        check("(unknown)", "Unknown (unknown) words.", &[]);
        check("", "Nothing.", &[]);
    }
}

//! Where words start and end, before anything is known about the language.

use super::bounds::{self, Segment};

/// A stretch of text that is one token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) shape: Shape,
}

/// What a piece looks like.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Shape {
    Word,
    Number,
    /// A web or e-mail address, or a character reference.
    Address,
    /// The state of a member of Congress, behind the party or in brackets.
    State,
    /// What a hyphen sets before a word and says nothing alone, as in "non-nuclear".
    Prefix,
}

/// Calls `sink` with each piece of `text`, in order.
pub(super) fn split(text: &str, sink: &mut impl FnMut(Piece)) {
    let mut splitter = Splitter {
        text,
        at: 0,
        sink,
        previous_capital_end: None,
    };
    while let Some(Segment {
        start,
        end,
        is_plain,
    }) = bounds::next_word(text, splitter.at)
    {
        splitter.at = end;
        if is_plain
            && glued_acronym(&text[start..end]).is_none()
            && !may_go_on(&text.as_bytes()[end..])
            && !may_begin(text.as_bytes(), start, end)
        {
            let capital = text.as_bytes()[start].is_ascii_uppercase();
            splitter.previous_capital_end = capital.then_some(end);
            let shape = Shape::Word;
            (splitter.sink)(Piece { start, end, shape });
        } else {
            splitter.word(start, end);
        }
    }
}

/// Says whether more than UAX #29's word may belong to a word that `rest`
/// follows: an address, a hyphenated word, a name with an ampersand.
fn may_go_on(rest: &[u8]) -> bool {
    match *rest {
        // A state in brackets, without its full stop or with it.
        [b')', ..] | [b'.', b')', ..] => true,
        [b'.', next, ..] => {
            matches!(next, b'.' | b'-' | b'+' | b'_' | b'@') || next.is_ascii_alphanumeric()
        }
        [b';' | b':' | b'@' | b'-' | b'+' | b'&', ..] => true,
        // The hyphens beyond ASCII.
        [0xe2, 0x80, 0x90 | 0x91, ..] => true,
        _ => false,
    }
}

/// Says whether the word at `start..end` may be the article of an Arabic name, which may
/// go on behind a space, or the name of an account.
fn may_begin(text: &[u8], start: usize, end: usize) -> bool {
    matches!(text[start..end], [b'a' | b'A', b'l']) || start > 0 && text[start - 1] == b'@'
}

/// Says whether a character joins words for UAX #29 that are several to a reader.
fn is_glue(c: char) -> bool {
    matches!(c, '.' | ':' | '·')
}

/// Says whether the dot stands between two l, as Catalan writes them.
fn is_catalan(word: &str) -> bool {
    word.contains("l·l") || word.contains("L·L")
}

struct Splitter<'t, 's, S> {
    text: &'t str,
    /// Where the text starts that is not split yet.
    at: usize,
    sink: &'s mut S,
    /// Where the last word ended, if it started with a capital: a name may go
    /// on after one space.
    previous_capital_end: Option<usize>,
}

impl<S: FnMut(Piece)> Splitter<'_, '_, S> {
    /// Handles the word at `start..end` and all that belongs to it.
    fn word(&mut self, start: usize, end: usize) {
        if let Some((start, end)) = self.address(start, end) {
            self.emit(start, end, Shape::Address);
            self.at = end;
            return;
        }
        let word = &self.text[start..end];
        if let Some((end, after)) = self.arabic_name(start, end) {
            self.emit(start, end, Shape::Word);
            self.at = after;
        } else if self.is_state_in_brackets(start, end) {
            self.emit(start, end, Shape::State);
        } else if is_abbreviation(word) {
            // UAX #29 leaves the last full stop of "U.S." outside.
            let end = end + usize::from(self.text[end..].starts_with('.'));
            let shape = match follows_party(&self.text[..start]) {
                true => Shape::State,
                false => Shape::Word,
            };
            self.emit(start, end, shape);
            self.at = end;
        } else if word.contains(is_glue) && !starts_with_digit(word) && !is_catalan(word) {
            self.glued(start, end);
        } else if let Some(length) = glued_acronym(word) {
            self.single(start, start + length);
            self.hyphenated(start + length, end);
        } else {
            self.hyphenated(start, end);
        }
    }

    /// Handles words that UAX #29 joins at a full stop or colon, because a crawl
    /// lost the space after it, and those with the dot of Korean lists between
    /// them.
    fn glued(&mut self, start: usize, end: usize) {
        let word = &self.text[start..end];
        // "U.S.President" starts with an abbreviation.
        let initials = word
            .split_inclusive('.')
            .take_while(|part| part.ends_with('.') && part.chars().nth(2).is_none())
            .map(str::len);
        let (letters, length) = initials.fold((0, 0), |(n, sum), len| (n + 1, sum + len));
        let mut at = start;
        if letters > 1 {
            self.emit(start, start + length, Shape::Word);
            at += length;
        }
        for part in self.text[at..end].split_inclusive(is_glue) {
            self.hyphenated(at, at + part.trim_end_matches(is_glue).len());
            at += part.len();
        }
    }

    /// Handles a word with the parts that hyphens join to it, if any.
    fn hyphenated(&mut self, start: usize, end: usize) {
        let mut next = self.after_joint(&self.text[start..end], end);
        if next.is_none() {
            // Nearly every word: nothing to collect.
            self.single(start, end);
            return;
        }
        let mut parts = vec![(start, end)];
        let mut last = end;
        while let Some(part) = next {
            parts.push(part);
            last = part.1;
            next = self.after_joint(&self.text[part.0..part.1], last);
        }
        self.at = last;
        let name_before = self
            .previous_capital_end
            .is_some_and(|e| e + 1 == start && self.text.as_bytes()[e] == b' ');
        let words: Vec<&str> = parts.iter().map(|&(s, e)| &self.text[s..e]).collect();
        if is_party_label(&words, &self.text[..start]) {
            let (party, state) = (parts[0], parts[1]);
            self.emit(party.0, party.1, Shape::Word);
            self.emit(state.0, state.1, Shape::State);
        } else if belong_together(&words, name_before) {
            self.single(start, last);
        } else {
            let (first, rest) = (parts[0], &parts[1..]);
            if PREFIXES.iter().any(|p| p.eq_ignore_ascii_case(words[0])) {
                self.emit(first.0, first.1, Shape::Prefix);
            } else {
                self.single(first.0, first.1);
            }
            for &(start, end) in rest {
                self.single(start, end);
            }
        }
    }

    /// Returns where the name ends whose Arabic article stands at `start..end`, apart
    /// from it, without a possessive and with it: "al Qaeda", but not "Al Gore".
    fn arabic_name(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let article = &self.text[start..end];
        if !matches!(article, "al" | "Al") || !self.text[end..].starts_with(' ') {
            return None;
        }
        let name = end + 1;
        let word = &self.text[name..bounds::segment_end(self.text, name)];
        let base = without_clitic(word);
        let is_name = if article == "al" {
            bounds::is_word(word) && base.starts_with(char::is_uppercase) && base.len() > 2
        } else {
            is_arabic(base)
        };
        (is_name && !base.contains(is_glue)).then_some((name + base.len(), name + word.len()))
    }

    /// Says whether a word is all that stands in brackets, and a state: whose member of Congress
    /// somebody is, as the party in "(D-Calif.)" is.
    fn is_state_in_brackets(&self, start: usize, end: usize) -> bool {
        let behind = &self.text[end..];
        let closes = behind.starts_with(')') || behind.starts_with(".)");
        closes && self.text[..start].ends_with('(') && STATES.contains(&&self.text[start..end])
    }

    /// Emits one word without what an apostrophe adds to it.
    fn single(&mut self, start: usize, end: usize) {
        let word = &self.text[start..end];
        let base = without_clitic(word);
        if base.is_empty() {
            return;
        }
        let shape = if is_number(base) {
            Shape::Number
        } else {
            Shape::Word
        };
        self.emit(start, start + base.len(), shape);
    }

    fn emit(&mut self, start: usize, end: usize, shape: Shape) {
        let capital = self.text[start..end].starts_with(char::is_uppercase);
        self.previous_capital_end = capital.then_some(end);
        (self.sink)(Piece { start, end, shape });
    }

    /// Returns the word after a single hyphen at `at`, if there is one; or
    /// after the `&` of a name in capitals.
    fn after_joint(&self, word: &str, at: usize) -> Option<(usize, usize)> {
        let rest = &self.text[at..];
        let is_joint = |c: &char| matches!(c, '-' | '‐' | '‑' | '&');
        let joint = rest.chars().next().filter(is_joint)?;
        let start = at + joint.len_utf8();
        let segment = &self.text[start..bounds::segment_end(self.text, start)];
        if !bounds::is_word(segment) || segment.contains(['.', ':']) {
            return None;
        }
        let is_name = |part| is_initials(without_clitic(part));
        let belongs = joint != '&' || (is_name(word) && is_name(segment));
        belongs.then_some((start, start + segment.len()))
    }

    /// Returns the bounds of the address or character reference the word
    /// belongs to.
    fn address(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let (before, word) = (&self.text[..start], &self.text[start..end]);
        let rest = &self.text[end..];
        if rest.starts_with(';') {
            // What a crawler did not decode: &#x27; or &quot;. After Hangul the
            // & is in the run before this one.
            let opening = ["&#", "&"].into_iter().find(|o| before.ends_with(o));
            let is_name = matches!(word, "quot" | "amp" | "lt" | "gt" | "nbsp" | "apos");
            let is_number =
                || word.starts_with('x') && word[1..].bytes().all(|b| b.is_ascii_hexdigit());
            match opening {
                Some("&#") => return Some((start - 2, end + 1)),
                Some(_) if is_name => return Some((start - 1, end + 1)),
                None if before.is_empty() && (is_name || is_number()) => {
                    return Some((start, end + 1));
                }
                _ => {}
            }
        }
        // The name of an account.
        if before.ends_with('@')
            && !before[..before.len() - 1].ends_with(|c: char| c.is_alphanumeric())
        {
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let rest = self.text[start..].trim_start_matches(is_name);
            let name = self.text.len() - rest.len();
            return (name > start).then_some((start - 1, name));
        }
        let is_address = rest.starts_with("://")
            || word.starts_with("www.")
            || ends_like_a_domain(word)
            || (rest.starts_with('@')
                && rest[1..].starts_with(|c: char| c.is_ascii_alphanumeric()))
            || (rest.starts_with(['.', '-', '+']) && mail_name(rest));
        if !is_address {
            return None;
        }
        let length = self.text[start..]
            .find(|c: char| {
                c.is_whitespace()
                    || matches!(c, '"' | '<' | '>' | ')' | ']' | '”' | '’')
                    || !c.is_ascii()
            })
            .unwrap_or(self.text.len() - start);
        let address =
            self.text[start..start + length].trim_end_matches(['.', ',', ';', ':', '!', '?']);
        (start + address.len() >= end).then_some((start, start + address.len()))
    }
}

/// Says whether `rest`, the text after a word, is the rest of an e-mail
/// address whose name has dots or hyphens.
fn mail_name(rest: &str) -> bool {
    // Names of mailboxes are short; the limit keeps this linear.
    let name = rest
        .bytes()
        .take(64)
        .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'+' | b'_')));
    name.is_some_and(|at| rest.as_bytes()[at] == b'@')
}

fn ends_like_a_domain(word: &str) -> bool {
    let Some((name, last)) = word.rsplit_once('.') else {
        return false;
    };
    !name.is_empty()
        && matches!(
            last,
            "com" | "org" | "net" | "kr" | "gov" | "edu" | "io" | "uk" | "jp" | "cn" | "eu"
        )
}

/// Says whether the word may be a side of "AT&T": three capitals at most.
fn is_initials(word: &str) -> bool {
    word.len() <= 3 && word.bytes().all(|b| b.is_ascii_uppercase())
}

fn starts_with_digit(word: &str) -> bool {
    word.starts_with(|c: char| c.is_numeric())
}

/// Says whether the word is single letters with full stops between, like the
/// "U.S" that UAX #29 makes of "U.S.".
fn is_abbreviation(word: &str) -> bool {
    let mut parts = 0;
    for part in word.split('.') {
        let mut chars = part.chars();
        if !chars.next().is_some_and(char::is_alphabetic) || chars.next().is_some() {
            return false;
        }
        parts += 1;
    }
    parts > 1
}

/// Returns the length of a name that a crawl glued to an acronym, "TrumpGOP".
/// Two capitals, as in "MacOS", may be part of the name.
#[inline]
fn glued_acronym(word: &str) -> Option<usize> {
    let bytes = word.as_bytes();
    // Most words are out at their last letter.
    if bytes.len() < 7
        || !bytes[bytes.len() - 1].is_ascii_uppercase()
        || !bytes[0].is_ascii_uppercase()
    {
        return None;
    }
    let capitals = bytes.iter().rev().take_while(|b| b.is_ascii_uppercase());
    let name = &bytes[..bytes.len() - capitals.count()];
    let is_name = name.len() > 3 && name[name.len() - 3..].iter().all(u8::is_ascii_lowercase);
    (is_name && bytes.len() - name.len() > 2 && word.is_ascii()).then_some(name.len())
}

/// Says whether a hyphenated word is the party and state of a member of
/// Congress, as in "(D-Calif.)" and ", R-Texas,". D-Day is none.
fn is_party_label(parts: &[&str], before: &str) -> bool {
    matches!(parts, ["D" | "R" | "I", state] if state.starts_with(char::is_uppercase))
        && (before.ends_with('(') || before.ends_with(", "))
}

/// Says whether a text ends with the party before a state, as in "(D-N.Y.)".
fn follows_party(before: &str) -> bool {
    let party = before.strip_suffix('-');
    let around = party.and_then(|party| party.strip_suffix(['D', 'R', 'I']));
    around.is_some_and(|around| around.ends_with('(') || around.ends_with(", "))
}

/// Says whether the parts of a hyphenated word are one word to a reader.
///
/// `name_before` tells that a capitalised word stands right before.
fn belong_together(parts: &[&str], name_before: bool) -> bool {
    let &[first, second] = parts else {
        return false;
    };
    let second = without_clitic(second);
    if COMBINING.contains(&second) || starts_with_digit(first) {
        return false;
    }
    // "US-China" is about both.
    let is_name = |part: &str| part.starts_with(char::is_uppercase) && part.len() > 2;
    if first.len() == 2 && first.bytes().all(|b| b.is_ascii_uppercase()) && is_name(second) {
        return false;
    }
    let is_short = |part: &str| part.chars().count() <= 2;
    let has_digit = |part: &str| part.contains(|c: char| c.is_numeric());
    let is_given_name = name_before
        && first.starts_with(char::is_uppercase)
        && second.chars().all(char::is_lowercase);
    is_short(first) || is_short(second) || has_digit(second) || is_given_name
}

/// Says whether "Al" before a word is an Arabic article and no given name.
pub(crate) fn is_arabic(name: &str) -> bool {
    ARABIC.contains(&name)
}

/// What papers write behind "Al" and a space, as in "Al Qaeda".
const ARABIC: [&str; 14] = [
    "Qaeda", "Qaida", "Shabab", "Shabaab", "Nusra", "Jazeera", "Arabiya", "Aqsa", "Assad",
    "Baghdadi", "Zawahiri", "Zarqawi", "Awlaki", "Maliki",
];

/// First parts that say nothing without the second: "non-nuclear" is about what is
/// nuclear.
const PREFIXES: [&str; 17] = [
    "non", "anti", "pre", "post", "pro", "semi", "multi", "mid", "sub", "ultra", "neo", "pseudo",
    "quasi", "inter", "intra", "self", "counter",
];

/// States as the Associated Press shortens them, and those that it writes in full.
const STATES: [&str; 50] = [
    "Ala", "Alaska", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Hawaii", "Idaho",
    "Ill", "Ind", "Iowa", "Kan", "Ky", "La", "Maine", "Mass", "Md", "Mich", "Minn", "Miss", "Mo",
    "Mont", "N.C", "N.D", "N.H", "N.J", "N.M", "N.Y", "Neb", "Nev", "Ohio", "Okla", "Ore", "Pa",
    "R.I", "S.C", "S.D", "Tenn", "Texas", "Utah", "Va", "Vt", "W.Va", "Wash", "Wis", "Wyo",
];

/// Second parts that leave the first a word of its own: "U.S.-led" is about the
/// U.S.
const COMBINING: [&str; 24] = [
    "led",
    "based",
    "backed",
    "born",
    "made",
    "style",
    "related",
    "wide",
    "area",
    "era",
    "linked",
    "owned",
    "run",
    "funded",
    "controlled",
    "held",
    "bound",
    "friendly",
    "occupied",
    "allied",
    "imposed",
    "built",
    "trained",
    "affiliated",
];

/// Returns the word without a possessive or contracted ending.
fn without_clitic(word: &str) -> &str {
    let Some(at) = word.rfind(['\'', '’', '‘']) else {
        return word;
    };
    let ending = word[at..].trim_start_matches(['\'', '’', '‘']);
    let is_clitic = CLITICS.iter().any(|c| c.eq_ignore_ascii_case(ending));
    if is_clitic { &word[..at] } else { word }
}

/// What an apostrophe adds to a word, besides nothing.
const CLITICS: [&str; 7] = ["", "s", "ll", "ve", "re", "d", "m"];

/// Units and endings that leave a number a number.
const UNITS: [&str; 24] = [
    "st", "nd", "rd", "th", "s", "am", "pm", "km", "m", "cm", "mm", "kg", "g", "mg", "ft", "lb",
    "mph", "k", "mn", "bn", "tn", "b", "x", "hrs",
];

fn is_number(word: &str) -> bool {
    if !starts_with_digit(word) {
        return false;
    }
    let unit = word
        .trim_start_matches(|c: char| c.is_numeric() || matches!(c, '.' | ',' | ':' | '\'' | '’'));
    // "5g" is a weight, "5G" a network.
    unit.is_empty() || (unit != "G" && UNITS.iter().any(|u| u.eq_ignore_ascii_case(unit)))
}

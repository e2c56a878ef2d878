//! Names of several words: "Lee Jae Myung", "West Sea", "White House".
//!
//! Counted word by word a name falls apart: *lee*, *jae* and *myung* head a
//! list where one line would do. Which words make a name, no list can say for
//! news; the corpus can. [`PhraseFinder`] goes over it once and gathers the
//! evidence, and an analyzer that is
//! [given](crate::Analyzer::with_phrases) the [`Phrases`] it has proven makes
//! one token of each of their occurrences.
//!
//! Only words in Latin letters that begin with a capital make names, and only
//! white space may stand between them: "U.S. Army" is two tokens, since a full
//! stop may end a sentence there. The full stop of an initial, and that of "St.", "Ft." and
//! "Mt.", is no obstacle: "St. Louis", like "St Louis", is the name "st louis". An initial in
//! the middle is no part of a name, so that an outlet that always writes "John A. Boehner"
//! speaks of the same "john boehner" as all others.
//!
//! Korean terms of several nouns (해상풍력, 국가안보실장) are phrases as well.
//! [`NewWords::phrases`](crate::korean::NewWords::phrases) finds them, by the same
//! measure.

mod finder;
mod names;
mod proof;

pub use finder::PhraseFinder;
pub use proof::PhraseOptions;
pub(crate) use proof::{Tally, prove};

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::Language;
use crate::korean::JoinedNouns;
use crate::token::{Kind, Token};
use names::{is_capitalised, is_lone_initial, next_in_name, push_lower, word_at};

/// A name of several words, or a Korean term of several nouns, with what speaks
/// for it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Phrase {
    /// The words in lower case, joined by single spaces: "lee jae myung",
    /// "국가 안보 실장".
    pub name: Box<str>,
    /// English or Korean.
    pub language: Language,
    /// Its occurrences as evidence in the documents looked at: of English names
    /// inside sentences, of Korean nouns without spaces between them.
    pub count: u64,
    /// The documents that have these occurrences.
    pub documents: u64,
    /// The normalised pointwise mutual information of its words, from -1 to 1;
    /// of three words and more that of the pair that has the least.
    pub cohesion: f64,
}

impl Phrase {
    /// Returns the term that it is counted as: the name, in Korean without
    /// spaces.
    pub fn term(&self) -> Cow<'_, str> {
        if self.language == Language::KOREAN {
            Cow::Owned(self.name.replace(' ', ""))
        } else {
            Cow::Borrowed(&self.name)
        }
    }
}

/// Names of several words, and Korean terms of several nouns, that are tokens of
/// their own.
///
/// # Example
///
/// ```
/// use malmoi_text::Analyzer;
/// use malmoi_text::phrases::{PhraseFinder, PhraseOptions};
///
/// let mut finder = PhraseFinder::new();
/// for document in 0..8 {
///     finder.add("Yesterday the navy left the West Sea for the east.", document);
///     finder.add("They say that Northwind opens offices in Seoul.", 100 + document);
/// }
/// let phrases = finder.finish(&PhraseOptions::default());
/// let analyzer = Analyzer::new()?.with_phrases(phrases);
/// assert_eq!(analyzer.terms("The West Sea is shallow"), ["west sea", "shallow"]);
/// # Ok::<(), malmoi_text::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    /// Most frequent first.
    list: Vec<Phrase>,
    names: FxHashSet<Box<str>>,
    /// The words that names begin with, and how many words the longest such
    /// name has.
    longest_by_first_word: FxHashMap<Box<str>, usize>,
    beginnings: Beginnings,
    nouns: JoinedNouns,
}

impl Phrases {
    /// Returns the names of a list, which should be in order of their counts.
    pub(crate) fn new(list: Vec<Phrase>) -> Phrases {
        let mut phrases = Phrases::default();
        for phrase in &list {
            if phrase.language == Language::KOREAN {
                phrases.nouns.add(&phrase.name);
                continue;
            }
            let mut words = phrase.name.split(' ');
            let first = words.next().unwrap_or_default();
            let second = words.next().unwrap_or_default();
            let length = words.count() + 2;
            let longest = phrases.longest_by_first_word.entry(first.into());
            let longest = longest.or_default();
            *longest = length.max(*longest);
            phrases.beginnings.add(first, second);
            phrases.names.insert(phrase.name.clone());
        }
        phrases.list = list;
        phrases
    }

    /// Returns names that were proven elsewhere, as [`Phrase::name`] has them. How frequent they
    /// are is not known: all numbers are 0.
    ///
    /// ```
    /// use malmoi_text::phrases::Phrases;
    /// use malmoi_text::{Analyzer, Language};
    ///
    /// let phrases = Phrases::known([(Language::ENGLISH, "west sea"), (Language::KOREAN, "해상 풍력")]);
    /// let analyzer = Analyzer::new()?.with_phrases(phrases);
    /// assert_eq!(analyzer.terms("The West Sea is shallow"), ["west sea", "shallow"]);
    /// assert_eq!(analyzer.terms("해상 풍력을"), ["해상풍력"]);
    /// # Ok::<(), malmoi_text::Error>(())
    /// ```
    pub fn known<'n>(names: impl IntoIterator<Item = (Language, &'n str)>) -> Phrases {
        let phrase = |(language, name): (Language, &str)| Phrase {
            name: name.into(),
            language,
            count: 0,
            documents: 0,
            cohesion: 0.0,
        };
        Phrases::new(names.into_iter().map(phrase).collect())
    }

    /// Returns these and others.
    pub fn and(self, others: Phrases) -> Phrases {
        let mut list = self.list;
        list.extend(others.list);
        list.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
        Phrases::new(list)
    }

    /// Returns the names, most frequent first, equals by name.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Phrase> {
        self.list.iter()
    }

    /// Returns how many names there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Says whether there is no name at all.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns the Korean terms, if there are any.
    pub(crate) fn nouns(&self) -> Option<&JoinedNouns> {
        (!self.nouns.is_empty()).then_some(&self.nouns)
    }

    /// Says whether there are names in Latin letters.
    pub(crate) fn has_names(&self) -> bool {
        !self.names.is_empty()
    }

    /// Returns what joins the tokens of one text.
    pub(crate) fn joiner<'p, 't>(&'p self, text: &'t str) -> Joiner<'p, 't> {
        Joiner {
            phrases: self,
            text,
            joined: 0,
            words: String::new(),
        }
    }

    /// Returns the longest name that starts at `start`, and where it ends.
    /// `words` is scratch.
    fn name_at(&self, text: &str, start: usize, words: &mut String) -> Option<(&str, usize)> {
        words.clear();
        let first = word_at(text, start);
        push_lower(&text[start..first.end], words);
        let longest = *self.longest_by_first_word.get(words.as_str())?;
        let mut found = None;
        let mut last = first;
        let mut next = start;
        let mut length = 1;
        while length < longest {
            next = next_in_name(text, next, last.end);
            // A possessive ends a name.
            if next == last.end || last.after != last.end || !is_capitalised(&text[next..]) {
                break;
            }
            last = word_at(text, next);
            if is_lone_initial(text, next, last.end) {
                continue;
            }
            length += 1;
            words.push(' ');
            push_lower(&text[next..last.end], words);
            if let Some(name) = self.names.get(words.as_str())
                && !goes_on(&text[last.end..])
            {
                found = Some((&**name, last.end));
            }
        }
        found
    }
}

/// Says whether what comes after a word makes it part of an address or the
/// like.
fn goes_on(rest: &str) -> bool {
    let mut bytes = rest.bytes();
    match bytes.next() {
        Some(b'@' | b'_' | b'&') => true,
        Some(b'.') => bytes
            .next()
            .is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit()),
        _ => false,
    }
}

/// Joins the tokens of one text that make a name.
pub(crate) struct Joiner<'p, 't> {
    phrases: &'p Phrases,
    text: &'t str,
    /// Where the last name ends.
    joined: usize,
    words: String,
}

impl Joiner<'_, '_> {
    /// Takes the next token of the text, and passes on what comes of it.
    pub(crate) fn token(&mut self, token: Token<'_>, sink: &mut dyn FnMut(Token<'_>)) {
        if token.start < self.joined {
            return;
        }
        if self
            .phrases
            .beginnings
            .may_start(self.text.as_bytes(), token.start, token.end)
            && let Some((name, end)) = self
                .phrases
                .name_at(self.text, token.start, &mut self.words)
        {
            self.joined = end;
            sink(Token {
                surface: &self.text[token.start..end],
                term: name,
                pos: "word",
                kind: Kind::Term,
                language: token.language,
                start: token.start,
                end,
            });
            return;
        }
        sink(token);
    }
}

/// The first two letters of names with the first letter of their second words,
/// as a set of bits. It may hold more than were added.
#[derive(Clone, Debug, Default)]
struct Beginnings(Vec<u64>);

impl Beginnings {
    /// Three letters of five bits each.
    const BITS: usize = 1 << 15;

    fn add(&mut self, first: &str, second: &str) {
        self.0.resize(Beginnings::BITS / 64, 0);
        let at = Beginnings::index(first.as_bytes(), second.as_bytes());
        self.0[at / 64] |= 1 << (at % 64);
    }

    /// Says whether a name may start with the word `text[start..end]`. Nearly all
    /// words are settled here, by a few bytes, so that names cost little.
    fn may_start(&self, text: &[u8], start: usize, end: usize) -> bool {
        match text[start] {
            b'A'..=b'Z' => {}
            // A capital of another alphabet has to be read.
            0x80.. => return true,
            _ => return false,
        }
        match text.get(end..).unwrap_or_default() {
            [b' ', second @ ..] => match second {
                // An initial in the middle is passed over.
                [b'A'..=b'Z', b'.', ..] => true,
                [b'A'..=b'Z', ..] => {
                    let at = Beginnings::index(&text[start..], second);
                    let bits = self.0.get(at / 64).copied().unwrap_or_default();
                    bits & (1 << (at % 64)) != 0
                }
                // An article (al-Assad), a longer gap, another alphabet.
                [b'a' | b'e', b'l', b'-', ..] | [b' ' | b'\t', ..] => true,
                [b, ..] => !b.is_ascii(),
                [] => false,
            },
            // An abbreviation, maybe: St. Louis, J. Edgar Hoover.
            [b'.', ..] => end - start < 3,
            // Another gap, or two tokens that are one word here.
            [b'\t' | b'-' | b'\'', ..] => true,
            [b, ..] => !b.is_ascii(),
            [] => false,
        }
    }

    /// Returns the place of names of which the first two letters and the first
    /// letter of the second word are these, capitals or not. Other characters
    /// are all the same, since they may have other bytes as capitals.
    fn index(first: &[u8], second: &[u8]) -> usize {
        let letter = |bytes: &[u8], at: usize| match bytes.get(at) {
            Some(b) if b.is_ascii_alphabetic() => usize::from(b & 0x1f),
            _ => 0,
        };
        letter(first, 0) << 10 | letter(first, 1) << 5 | letter(second, 0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Analyzer, Tokenizer};

    fn phrases(names: &[&str]) -> Phrases {
        let phrase = |name: &&str| Phrase {
            name: (*name).into(),
            language: Language::ENGLISH,
            count: 9,
            documents: 9,
            cohesion: 1.0,
        };
        Phrases::new(names.iter().map(phrase).collect())
    }

    /// Analyzes with names and joins `surface=term`, of terms only.
    fn check(names: &[&str], text: &str, expected: &str) {
        let analyzer = Analyzer::new().unwrap().with_phrases(phrases(names));
        let mut found = Vec::new();
        let mut last = 0;
        analyzer.worker().tokenize(text, &mut |t| {
            assert_eq!(&text[t.start..t.end], t.surface);
            assert!(t.start >= last, "{t:?}");
            last = t.end;
            if t.kind == Kind::Term {
                found.push(format!("{}={}", t.surface, t.term));
            }
        });
        assert_eq!(found.join(" | "), expected, "{text}");
    }

    #[test]
    fn a_name_is_one_token() {
        check(
            &["lee jae myung", "west sea"],
            "Lee  Jae Myung crossed the West Sea's waters",
            "Lee  Jae Myung=lee jae myung | crossed=cross | West Sea=west sea | waters=water",
        );
    }

    #[test]
    fn the_longest_name_wins() {
        check(
            &["new york", "new york city", "city hall"],
            "New York City Hall and New York",
            "New York City=new york city | Hall=hall | New York=new york",
        );
    }

    #[test]
    fn names_keep_within_sentence_line_and_capitals() {
        for text in [
            "White\nHouse",
            "White. House",
            "White, House",
            "White's House",
        ] {
            check(&["white house"], text, "White=white | House=hous");
        }
        check(
            &["white house"],
            "a white house, the White house, WHITE HOUSE staff",
            "white=white | house=hous | White=white | house=hous | WHITE HOUSE=white house | staff=staff",
        );
    }

    #[test]
    fn abbreviations_and_initials_are_parts_of_names() {
        let names = [
            "st louis",
            "mount st helens",
            "john kennedy",
            "j edgar hoover",
            "ft worth",
        ];
        check(
            &names,
            "in St. Louis, St Louis and ST. LOUIS",
            "St. Louis=st louis | St Louis=st louis | ST. LOUIS=st louis",
        );
        check(
            &names,
            "Mount St. Helens, John F. Kennedy's son, J. Edgar Hoover, Ft. Worth",
            "Mount St. Helens=mount st helens | John F. Kennedy=john kennedy | son=son \
             | J. Edgar Hoover=j edgar hoover | Ft. Worth=ft worth",
        );
        check(
            &["oak louis"],
            "near Oak. Louis slept",
            "Oak=oak | Louis=loui | slept=slept",
        );
    }

    #[test]
    fn hyphens_and_apostrophes_within_words_are_theirs() {
        check(
            &["wi sung-lac", "sinead o'connor"],
            "Wi Sung-lac met Sinead O’Connor",
            "Wi Sung-lac=wi sung-lac | met=met | Sinead O’Connor=sinead o'connor",
        );
        check(
            &["white house"],
            "the White House-led plan",
            "White=white | House=hous | led=led | plan=plan",
        );
    }

    #[test]
    fn names_may_have_accents_and_stand_in_korean_text() {
        check(
            &["émile zola", "zoë o'hara", "bashar al-assad"],
            "to ÉMILE ZOLA, Zoë\u{a0}O’Hara and Bashar al-Assad",
            "ÉMILE ZOLA=émile zola | Zoë\u{a0}O’Hara=zoë o'hara | Bashar al-Assad=bashar al-assad",
        );
        check(
            &["northwind robotics"],
            "정부는 Northwind Robotics와 협약을 맺었다",
            "정부=정부 | Northwind Robotics=northwind robotics | 협약=협약",
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn spans_slice_the_text_in_order(
            text in "(White|House|white|Wi|Sung-lac|of|é|É|al-|['’]s| | |-|['’]|[.&_\n\u{a0}]|[A-Za-z0-9]|[가-힣]|\\PC){0,24}"
        ) {
            let words = crate::words::WordTokenizer::new(crate::Language::ENGLISH);
            let phrases = phrases(&["white house", "wi sung-lac", "é é", "white white house"]);
            let mut joiner = phrases.joiner(&text);
            let mut last = 0;
            words.worker().tokenize(&text, &mut |token| {
                joiner.token(token, &mut |t| {
                    assert_eq!(&text[t.start..t.end], t.surface);
                    assert!(t.start >= last, "{t:?} starts before {last}");
                    last = t.end;
                });
            });
        }
    }

    #[test]
    fn addresses_are_left_alone() {
        check(&["white house"], "White House.example.com", "White=white");
    }
}

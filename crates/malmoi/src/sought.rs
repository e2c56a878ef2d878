//! A term as a user writes it, and where it is in a text.

use malmoi_text::{Analyzer, AnalyzerWorker, Kind, Language};

use crate::Error;
use crate::words::{Unit, Words};

/// When a place in a text is a hit of a term.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Matching {
    /// When its words are the term's, by what words are counted under: "restored"
    /// is found where "restoring" stands, and so is "restor", their stem. Particles
    /// and endings around a Korean word make no difference (정부 is in 정부는), but a
    /// word that is only a part of another is not found (정부 is not in 정부안).
    ///
    /// Several words must follow each other, with nothing but spaces, hyphens and
    /// middle dots between them. Names of several words are looked into, unlike
    /// where terms are counted: "Trump" is found in "Donald Trump". So are Korean
    /// terms of several nouns, where spaces stand between these; whole, they are
    /// found with spaces and without (해상 풍력, 해상풍력).
    #[default]
    Words,
    /// When it is counted under exactly this term: what a table of terms counts.
    /// Such are "restor" and "white house".
    Term,
    /// When it is written in exactly these characters, and they are whole words.
    Exact,
}

/// A term that is looked for.
#[derive(Debug)]
pub(crate) struct Sought {
    text: String,
    matching: Matching,
    /// What must follow each other; none unless words are matched.
    elements: Vec<Element>,
    /// The elements as one Korean term of several nouns, which spaces may join or
    /// not; empty for all others.
    joined: String,
}

/// A word of the term.
#[derive(Debug)]
struct Element {
    /// What it is counted under.
    term: String,
    /// What the words of a text, put together, must be to be it, in lower case:
    /// analyzers may divide a Korean word in one place and not in another. None
    /// if capitals tell it from another word, as in US.
    written: Option<String>,
    /// Whether only terms are it.
    is_term: bool,
    /// What stands between it and the element before: `/` in 9/11.
    before: String,
}

/// A hit in a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Span {
    /// In bytes.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The indices of the first and the last token that it shares characters with.
    pub(crate) first: usize,
    pub(crate) last: usize,
}

impl Sought {
    /// Takes a term apart as the articles are.
    ///
    /// # Errors
    ///
    /// When there is no word in it.
    pub(crate) fn new(
        text: &str,
        matching: Matching,
        analyzer: &Analyzer,
    ) -> Result<Sought, Error> {
        let text = text.trim();
        let elements = match matching {
            Matching::Words => elements(text, analyzer),
            Matching::Term | Matching::Exact => Vec::new(),
        };
        let has_word = text.chars().any(char::is_alphanumeric);
        if !has_word || elements.is_empty() && matching == Matching::Words {
            return Err(Error::no_word(text));
        }
        // Only Korean joins nouns: "the rapist" is no "therapist".
        let joined: Option<String> = elements.iter().map(|e| e.written.as_deref()).collect();
        let joined = joined.filter(|j| j.chars().any(is_east_asian));
        Ok(Sought {
            text: text.to_owned(),
            matching,
            joined: joined.unwrap_or_default(),
            elements,
        })
    }

    /// Calls `found` with each hit in a text, in order and without overlaps.
    pub(crate) fn find(&self, text: &str, words: &Words, found: &mut dyn FnMut(Span)) {
        match self.matching {
            Matching::Words => self.find_words(text, words, found),
            Matching::Term => self.find_term(words, found),
            Matching::Exact => self.find_exact(text, words, found),
        }
    }

    fn find_words(&self, text: &str, words: &Words, found: &mut dyn FnMut(Span)) {
        let units = &words.units;
        let mut at = 0;
        while at < units.len() {
            let Some(end) = self.words_at(text, words, at) else {
                at += 1;
                continue;
            };
            found(Span {
                start: units[at].start,
                end: units[end - 1].end,
                first: units[at].token,
                last: units[end - 1].token,
            });
            at = end;
        }
    }

    /// Returns behind which unit the term ends that begins at one.
    fn words_at(&self, text: &str, words: &Words, at: usize) -> Option<usize> {
        let units = &words.units;
        let token = units[at].token;
        let begins_token = units[..at].last().is_none_or(|unit| unit.token != token);
        let is_joined = || words.term(&words.tokens[token]) == self.joined;
        if begins_token && !self.joined.is_empty() && is_joined() {
            return Some(units.partition_point(|unit| unit.token <= token));
        }
        let mut next = at;
        for element in &self.elements {
            if next > at {
                let between = text.get(units[next - 1].end..units.get(next)?.start)?;
                if !between.chars().all(is_gap) && between != element.before {
                    return None;
                }
            }
            next = element.end(text, words, next)?;
        }
        Some(next)
    }

    fn find_term(&self, words: &Words, found: &mut dyn FnMut(Span)) {
        for (at, token) in words.tokens.iter().enumerate() {
            if token.is_term && words.term(token) == self.text {
                found(Span {
                    start: token.start,
                    end: token.end,
                    first: at,
                    last: at,
                });
            }
        }
        for part in &words.parts {
            if words.term(part) == self.text {
                let whole = words.tokens.partition_point(|t| t.start <= part.start);
                let whole = whole.saturating_sub(1);
                found(Span {
                    start: part.start,
                    end: part.end,
                    first: whole,
                    last: whole,
                });
            }
        }
    }

    fn find_exact(&self, text: &str, words: &Words, found: &mut dyn FnMut(Span)) {
        let units = &words.units;
        let mut from = 0;
        while let Some(at) = text[from..].find(&self.text) {
            let start = from + at;
            let end = start + self.text.len();
            // The next may begin within what is no whole word.
            from = start + self.text.chars().next().map_or(1, char::len_utf8);
            let first = units.partition_point(|unit| unit.start < start);
            let last = units.partition_point(|unit| unit.end < end);
            if let (Some(first), Some(last)) = (units.get(first), units.get(last))
                && (first.start, last.end) == (start, end)
            {
                from = end;
                found(Span {
                    start,
                    end,
                    first: first.token,
                    last: last.token,
                });
            }
        }
    }
}

impl Element {
    /// Returns behind which unit the element ends that begins at one.
    fn end(&self, text: &str, words: &Words, at: usize) -> Option<usize> {
        let units = &words.units;
        let first = units.get(at)?;
        if self.is_term && !first.is_term {
            return None;
        }
        if words.unit_term(first) == self.term {
            return Some(at + 1);
        }
        let mut rest = self.written.as_deref()?;
        let mut end = first.start;
        for (unit, next) in units[at..].iter().zip(at + 1..) {
            if has_capital(words.unit_term(unit)) {
                return None;
            }
            // What is no word, such as the point of 4.19, must be there as well.
            rest = strip_lower(rest, text.get(end..unit.start)?)?;
            rest = strip_lower(rest, surface(text, unit))?;
            if rest.is_empty() {
                return Some(next);
            }
            end = unit.end;
        }
        None
    }
}

fn surface<'t>(text: &'t str, unit: &Unit) -> &'t str {
    &text[unit.start..unit.end]
}

/// Returns what is left of a text in lower case behind a beginning, which may
/// have capitals and full-width forms.
fn strip_lower<'t>(text: &'t str, beginning: &str) -> Option<&'t str> {
    let mut rest = text.chars();
    for c in beginning.chars().map(plain).flat_map(char::to_lowercase) {
        if rest.next()? != c {
            return None;
        }
    }
    Some(rest.as_str())
}

fn has_capital(term: &str) -> bool {
    term.chars().any(char::is_uppercase)
}

/// What may stand between the words of a term.
fn is_gap(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{a0}'
            | '-'
            | '\u{2010}'
            | '\u{2011}'
            | '·'
            | 'ㆍ'
            | '・'
            | '‧'
            | '•'
            | '∙'
            | '⋅'
            | '･'
            | '\u{119e}'
    )
}

/// Returns a full-width form as the character it is the form of.
fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

fn elements(text: &str, analyzer: &Analyzer) -> Vec<Element> {
    let mut elements = Vec::new();
    let mut worker = analyzer.analyzer_worker();
    let text: String = text.chars().map(plain).collect();
    // English words keep their hyphens, which the analyzer knows.
    let words = text.split_whitespace().flat_map(|word| {
        let parts = match word.chars().any(is_east_asian) {
            true => word.split(is_gap as fn(char) -> bool),
            false => word.split((|_| false) as fn(char) -> bool),
        };
        parts.filter(|part| !part.is_empty())
    });
    for word in words {
        if word.chars().any(is_east_asian) {
            elements.extend(east_asian(word, &mut worker));
            continue;
        }
        // A word alone shows no language. One in another than English is found
        // by its characters.
        let mut end = 0;
        worker.words(Language::ENGLISH, word, &mut |token| {
            if token.kind == Kind::Symbol {
                return;
            }
            let before = match end {
                0 => String::new(),
                end => word[end..token.start].to_owned(),
            };
            end = token.end;
            let lower = token.surface.to_lowercase();
            elements.push(Element {
                term: token.term.to_owned(),
                written: (!has_capital(token.term)).then_some(lower),
                is_term: false,
                before,
            });
        });
    }
    elements
}

/// Whether a character is of a script whose words are not told by spaces, or
/// have particles joined to them: Hangul, kana, Chinese characters.
fn is_east_asian(c: char) -> bool {
    let code = u32::from(c);
    matches!(code, 0x1100..=0x11ff | 0x2e80..=0xd7ff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
        && c.is_alphabetic()
}

/// Returns a word of such a script without the particles and endings behind it,
/// the verb that 하다 makes of a noun among them.
fn east_asian(word: &str, worker: &mut AnalyzerWorker<'_>) -> Option<Element> {
    /// A token of the word, and whether it only says what the word does there.
    struct Part {
        start: usize,
        end: usize,
        is_term: bool,
        is_ending: bool,
        term: String,
    }
    let mut parts = Vec::new();
    worker.analyze(word, &mut |token| {
        if !matches!(token.kind, Kind::Symbol | Kind::Part) {
            let pos = token.pos;
            parts.push(Part {
                start: token.start,
                end: token.end,
                is_term: token.kind == Kind::Term,
                is_ending: ["J", "E", "XSV", "XSA", "VCP"]
                    .iter()
                    .any(|p| pos.starts_with(p)),
                term: token.term.to_owned(),
            });
        }
    });
    let last = parts.iter().rposition(|part| !part.is_ending);
    parts.truncate(last.map_or(parts.len(), |last| last + 1));
    let (first, last) = (parts.first()?, parts.last()?);
    let written = word[first.start..last.end].to_lowercase();
    Some(Element {
        term: match parts.len() {
            1 => first.term.clone(),
            _ => written.clone(),
        },
        is_term: first.is_term,
        written: Some(written),
        before: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use super::*;

    fn analyzer() -> &'static Analyzer {
        static ANALYZER: OnceLock<Analyzer> = OnceLock::new();
        ANALYZER.get_or_init(|| Analyzer::new().unwrap())
    }

    /// Brackets the hits of a term in a text.
    fn bracketed(text: &str, term: &str, matching: Matching) -> String {
        let sought = Sought::new(term, matching, analyzer()).unwrap();
        let mut words = Words::default();
        words.read(text, &mut analyzer().analyzer_worker());
        let (mut shown, mut at) = (String::new(), 0);
        sought.find(text, &words, &mut |span| {
            let tokens = &words.tokens;
            assert!(tokens[span.first].start <= span.start && span.end <= tokens[span.last].end);
            shown += &format!("{}[{}]", &text[at..span.start], &text[span.start..span.end]);
            at = span.end;
        });
        shown + &text[at..]
    }

    #[track_caller]
    fn check(term: &str, expected: &str) {
        let text = expected.replace(['[', ']'], "");
        assert_eq!(bracketed(&text, term, Matching::Words), expected);
    }

    #[test]
    fn english_words_are_found_by_their_stems() {
        let expected =
            "They [restored] it, are [restoring] it and will [Restore] it at a restaurant.";
        for term in ["restored", "restor", "RESTORING"] {
            check(term, expected);
        }
        check(
            "tariff",
            "New [tariffs]: the [tariff]'s end. No tariffless trade.",
        );
    }

    #[test]
    fn capitals_that_tell_words_apart_do_so() {
        check("US", "The [US] told us of the [U.S.] navy.");
        check(
            "white house",
            "The [White House] is a [white house]; white, house.",
        );
    }

    #[test]
    fn several_words_follow_each_other_with_nothing_between() {
        check(
            "Bank of Korea",
            "The [Bank of Korea] is no bank. Of Korea, the bank of the Korea.",
        );
        check("covid-19", "[Covid-19], [COVID-19] and covid, 19.");
        check(
            "이재명 대통령",
            "[이재명 대통령]이 왔다. 이재명 전 대통령과 [이재명대통령]은 이재명, 대통령이다.",
        );
    }

    #[test]
    fn dots_hyphens_and_full_width_forms_make_no_difference() {
        let text = "[한·미] 회담, [한‧미] 회담과 [한 미] 회담, 한, 미";
        check("한·미", text);
        check("한ㆍ미", text);
        check("3·1절", "[3·1절]과 [3ㆍ1절], [3•1절]에");
        check("K-팝", "[K-팝]과 [K팝]");
        check("9/11", "Before [9/11], and 9, 11.");
        check("4.19", "[4.19] 혁명과 4, 19");
        check("and/or", "This [and/or] that and, or");
        check("ＬＧ전자", "[LG전자]와 [ＬＧ전자]가");
    }

    #[test]
    fn korean_words_are_found_with_any_particle_and_not_in_others() {
        check(
            "정부",
            "[정부]는 [정부]가 [정부]에서만 한다고 행정부와 말했다.",
        );
        check("정부는", "[정부]의 대책");
        check("발표했다", "그는 [발표]하고 [발표]를 했다.");
    }

    #[test]
    fn terms_of_several_nouns_are_found_with_spaces_and_without_and_looked_into() {
        let text = "해상 풍력 단지와 해상풍력";
        let mut words = Words::default();
        let mut worker = analyzer().analyzer_worker();
        words.read(text, &mut worker);
        let last = words.tokens.len() - 2;
        for first in [last, 0] {
            words.join(text, first, "해상풍력", &mut worker);
        }
        let hits = |term| {
            let sought = Sought::new(term, Matching::Words, analyzer()).unwrap();
            let mut found = Vec::new();
            sought.find(text, &words, &mut |span| {
                found.push(&text[span.start..span.end]);
            });
            found
        };
        for term in ["해상풍력", "해상 풍력"] {
            assert_eq!(hits(term), ["해상 풍력", "해상풍력"], "{term}");
        }
        assert_eq!(hits("풍력"), ["풍력"]);
    }

    #[test]
    fn a_term_is_what_is_counted_under_it() {
        let text = "They restored and Restore. 정부는 정부의";
        let found = |term| bracketed(text, term, Matching::Term);
        assert_eq!(
            found("restor"),
            "They [restored] and [Restore]. 정부는 정부의"
        );
        assert_eq!(found("restored"), text);
        assert_eq!(
            found("정부"),
            "They restored and Restore. [정부]는 [정부]의"
        );
    }

    #[test]
    fn what_is_exact_has_the_same_characters_and_is_whole() {
        let text = "The Act acts; an act of the Actor. 정부는 정부안";
        let found = |term| bracketed(text, term, Matching::Exact);
        assert_eq!(
            found("Act"),
            "The [Act] acts; an act of the Actor. 정부는 정부안"
        );
        assert_eq!(
            found("the Actor"),
            "The Act acts; an act of [the Actor]. 정부는 정부안"
        );
        assert!(found("정부").contains("[정부]는"));
    }

    #[test]
    fn nothing_to_look_for_is_an_error() {
        for (term, matching) in [
            ("", Matching::Words),
            (" %…", Matching::Words),
            ("", Matching::Exact),
            ("!", Matching::Term),
        ] {
            let error = Sought::new(term, matching, analyzer()).unwrap_err();
            assert!(error.to_string().contains("no word"), "{error}");
        }
    }
}

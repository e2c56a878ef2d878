//! Terms of several nouns among the words of a text.
//!
//! Which nouns make a term the corpus has proven; see
//! [`NewWords::phrases`](super::NewWords::phrases). They are joined where they
//! stand together, and across single spaces where the first begins a word:
//! whoever writes 국가 안보실장 means 국가안보실장, and spelling allows both.

use rustc_hash::{FxHashMap, FxHashSet};

use super::KoreanTokenizer;
use super::lattice::Word;

/// Terms of several nouns, which are tokens of their own.
#[derive(Clone, Debug, Default)]
pub(crate) struct JoinedNouns {
    terms: FxHashSet<Box<str>>,
    /// The nouns that terms begin with, and how many the longest such term has.
    longest_by_first: FxHashMap<Box<str>, usize>,
}

impl JoinedNouns {
    /// Adds the term of these nouns, which spaces join.
    pub(crate) fn add(&mut self, nouns: &str) {
        let first = nouns.split(' ').next().unwrap_or_default();
        let longest = self.longest_by_first.entry(first.into()).or_default();
        *longest = nouns.split(' ').count().max(*longest);
        self.terms.insert(nouns.replace(' ', "").into());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Returns the longest term that the first of these words begins, and how
    /// many of them it is. `scratch` is for its characters.
    pub(super) fn at(
        &self,
        tokenizer: &KoreanTokenizer,
        text: &str,
        words: &[Word],
        scratch: &mut String,
    ) -> Option<(&str, usize)> {
        let first = words.first()?;
        scratch.clear();
        push_lower(&text[first.start..first.end], scratch);
        let longest = *self.longest_by_first.get(scratch.as_str())?;
        let tag = |word: &Word| tokenizer.details(word.id).pos;
        let mut before = tag(first);
        if !is_noun(before) {
            return None;
        }
        let begins_word = !text[..first.start].ends_with(char::is_alphanumeric);
        let mut found = None;
        for (index, word) in words.iter().enumerate().take(longest).skip(1) {
            let this = tag(word);
            let is_joined = match &text[words[index - 1].end..word.start] {
                "" => true,
                " " => begins_word && before != "XPN" && this != "XSN" && this != "SN",
                _ => false,
            };
            if !is_joined || !(is_noun(this) || matches!(this, "XSN" | "SN")) {
                break;
            }
            push_lower(&text[word.start..word.end], scratch);
            if let Some(term) = self.terms.get(scratch.as_str())
                && (this != "SN" || !counts(text, word, words.get(index + 1).map(tag)))
            {
                found = Some((&**term, index + 1));
            }
            before = this;
        }
        found
    }
}

/// Says whether a number counts what follows it, or goes on: 리그1위, 노트7.5.
fn counts(text: &str, number: &Word, next: Option<&str>) -> bool {
    let rest = &text[number.end..];
    let goes_on = rest.starts_with(['.', ',']) && rest[1..].starts_with(|c: char| c.is_numeric());
    goes_on
        || rest.starts_with(char::is_alphanumeric) && !next.is_some_and(|tag| tag.starts_with('J'))
}

fn is_noun(tag: &str) -> bool {
    matches!(tag, "NNG" | "NNP" | "XR" | "SL" | "SH" | "XPN")
}

fn push_lower(surface: &str, to: &mut String) {
    if surface.bytes().any(|b| b.is_ascii_uppercase()) {
        to.extend(surface.chars().flat_map(char::to_lowercase));
    } else {
        to.push_str(surface);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use proptest::prelude::*;

    use crate::korean::{Compounds, KoreanOptions};
    use crate::phrases::{Phrase, Phrases};
    use crate::{Analyzer, Kind, Language, Tokenizer};

    const TERMS: [&str; 7] = [
        "해상 풍력",
        "국가 안보 실장",
        "안보 실장",
        "코로나 19",
        "ai 반도체",
        "비 정규직",
        "고속도로 안전",
    ];

    fn analyzer(compounds: Compounds) -> Analyzer {
        let phrase = |name: &str| Phrase {
            name: name.into(),
            language: Language::KOREAN,
            count: 9,
            documents: 4,
            cohesion: 1.0,
        };
        let options = KoreanOptions {
            compounds,
            ..KoreanOptions::default()
        };
        let phrases = Phrases::new(TERMS.map(phrase).to_vec());
        Analyzer::with_options(options)
            .unwrap()
            .with_phrases(phrases)
    }

    /// Joins `surface=term` of terms, with `+` after parts, and tells how many
    /// tokens the text has.
    fn check(compounds: Compounds, text: &str, expected: &str) -> usize {
        let mut found = Vec::new();
        let mut length = 0;
        analyzer(compounds).worker().tokenize(text, &mut |t| {
            assert_eq!(&text[t.start..t.end], t.surface);
            length += usize::from(matches!(t.kind, Kind::Term | Kind::Word));
            match t.kind {
                Kind::Term => found.push(format!("{}={}", t.surface, t.term)),
                Kind::Part => found.push(format!("{}+", t.term)),
                _ => {}
            }
        });
        assert_eq!(found.join(" | "), expected, "{text}");
        length
    }

    #[test]
    fn a_term_is_one_token_with_or_without_spaces() {
        let text = "국가 안보실장은 해상풍력과 국가안보실장의 해상 풍력을";
        let length = check(
            Compounds::None,
            text,
            "국가 안보실장=국가안보실장 | 해상풍력=해상풍력 | 국가안보실장=국가안보실장 | 해상 풍력=해상풍력",
        );
        assert_eq!(length, 8);
    }

    #[test]
    fn nouns_apart_and_parts_of_other_words_are_no_term() {
        check(
            Compounds::None,
            "해상, 풍력 해상  풍력 해상의 풍력",
            "해상=해상 | 풍력=풍력 | 해상=해상 | 풍력=풍력 | 해상=해상 | 풍력=풍력",
        );
        check(
            Compounds::None,
            "해상\n풍력 근해상 풍력",
            "해상=해상 | 풍력=풍력 | 근해=근해 | 풍력=풍력",
        );
    }

    #[test]
    fn prefixes_and_numbers_are_parts_where_they_touch() {
        check(
            Compounds::None,
            "비정규직과 코로나19와 코로나 19 번",
            "비정규직=비정규직 | 코로나19=코로나19 | 코로나=코로나",
        );
        check(Compounds::None, "코로나19번", "코로나=코로나");
    }

    #[test]
    fn latin_letters_may_be_parts() {
        check(
            Compounds::None,
            "정부는 AI반도체와 AI 반도체를",
            "정부=정부 | AI반도체=ai반도체 | AI 반도체=ai반도체",
        );
    }

    #[test]
    fn parts_count_as_parts_where_compounds_are_mixed() {
        let text = "고속도로안전와 해상 풍력";
        let mixed = check(
            Compounds::Mixed,
            text,
            "고속도로안전=고속도로안전 | 고속도로+ | 고속+ | 도로+ | 안전+ | 해상 풍력=해상풍력 | 해상+ | 풍력+",
        );
        let whole = check(
            Compounds::None,
            text,
            "고속도로안전=고속도로안전 | 해상 풍력=해상풍력",
        );
        assert_eq!(mixed, whole);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn spans_slice_the_text_in_order(
            text in "(해상|풍력|국가|안보|실장|코로나|19|AI|반도체|비|정규직|고속도로|안전|은|의|했다| | |\n|,|[가-힣]|\\PC){0,20}",
            mixed in any::<bool>(),
        ) {
            static ANALYZERS: [OnceLock<Analyzer>; 2] = [OnceLock::new(), OnceLock::new()];
            let compounds = if mixed { Compounds::Mixed } else { Compounds::None };
            let analyzer = ANALYZERS[usize::from(mixed)].get_or_init(|| analyzer(compounds));
            let (mut start, mut end) = (0, 0);
            analyzer.worker().tokenize(&text, &mut |t| {
                assert_eq!(&text[t.start..t.end], t.surface);
                assert!(t.start >= start, "{t:?} starts before {start}");
                start = t.start;
                if matches!(t.kind, Kind::Part | Kind::Symbol) && mixed {
                    return;
                }
                assert!(t.start >= end || mixed, "{t:?} starts before {end}");
                end = t.end;
            });
        }
    }
}

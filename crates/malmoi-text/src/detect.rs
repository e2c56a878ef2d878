//! Which language a text is in, and which language each run of it is in.
//!
//! The writing system decides what it can: Hangul is Korean, kana Japanese.
//! Among the languages that share the Latin, Cyrillic or another alphabet,
//! whatlang's trigrams decide, on a sample from the start of the text, since a
//! long article's language shows in its first lines and trigrams are slow.
//! English is told before that by its function words: on running text they
//! are both faster and surer than trigrams, which take a fair share of English
//! sentences for one of the 69 other languages.

use crate::Language;
use crate::script::Script;

/// What [`fn@detect`] found out about a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Detection {
    /// The language most of the text is in;
    /// [`Language::UNDETERMINED`] when it has no letters.
    pub language: Language,
    /// How sure that is, from 0 (a guess, or no letters) to 1.
    pub confidence: f64,
    /// The text in pieces of one language each: in order, without gaps, and
    /// together exactly the text. Digits, spaces and punctuation belong to the
    /// run before them. Empty only for an empty text.
    pub runs: Vec<Run>,
}

/// A piece of a text in one language.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Run {
    /// The language; undetermined when the text has no letters.
    pub language: Language,
    /// Where the run starts, in bytes from the start of the text.
    pub start: usize,
    /// Where the run ends, in bytes from the start of the text.
    pub end: usize,
}

/// Finds the language of `text` and of each run in it.
///
/// A run is Korean where its letters are Hangul, or Chinese characters in a
/// text that has Hangul. Latin letters in a text that is mostly written
/// otherwise are taken for English: in a Korean article they are names and
/// loanwords, too short for any statistics to decide. Takes time linear in the
/// length of the text.
///
/// # Example
///
/// ```
/// use malmoi_text::{Language, detect};
///
/// let detection = detect("이 대통령은 APEC 정상회의에 참석했다");
/// assert_eq!(detection.language, Language::KOREAN);
/// let runs: Vec<_> = detection.runs.iter().map(|r| r.language.code()).collect();
/// assert_eq!(runs, ["ko", "en", "ko"]);
/// ```
pub fn detect(text: &str) -> Detection {
    let letters = Letters::count(text);
    let (language, confidence) = letters.language(text);
    Detection {
        language,
        confidence,
        runs: runs(text, language, &letters),
    }
}

/// How many letters of each writing system a text has.
#[derive(Default)]
struct Letters {
    hangul: usize,
    latin: usize,
    han: usize,
    kana: usize,
    other: usize,
}

/// A Hangul syllable or a Chinese character carries more than a letter, and
/// Hangul in an English article is rarer than Latin names in a Korean one: with
/// this weight a Korean headline stays Korean with a company's name in it.
const SYLLABLE_WEIGHT: usize = 4;

impl Letters {
    fn count(text: &str) -> Letters {
        let mut letters = Letters::default();
        for c in text.chars() {
            match Script::of(c) {
                Script::Hangul => letters.hangul += 1,
                Script::Latin => letters.latin += 1,
                Script::Han => letters.han += 1,
                Script::Kana => letters.kana += 1,
                Script::Other => letters.other += 1,
                Script::Common => {}
            }
        }
        letters
    }

    /// Returns the language of the text and the confidence in it.
    fn language(&self, text: &str) -> (Language, f64) {
        // Hanja in a Korean text are Korean; in a Japanese text with a Korean
        // name in it, kana outnumber Hangul.
        let hanja = if self.hangul > self.kana { self.han } else { 0 };
        let korean = SYLLABLE_WEIGHT * (self.hangul + hanja);
        let ideographic = SYLLABLE_WEIGHT * (self.han - hanja + self.kana);
        let total = korean + ideographic + self.latin + self.other;
        if total == 0 {
            return (Language::UNDETERMINED, 0.0);
        }
        let share = |letters: usize| letters as f64 / total as f64;
        let most = korean.max(ideographic).max(self.latin).max(self.other);
        if most == korean {
            (Language::KOREAN, share(korean))
        } else if most == ideographic {
            (self.ideographic_language(), share(ideographic))
        } else {
            let script = if most == self.latin {
                Script::Latin
            } else {
                Script::Other
            };
            let (language, confidence) = alphabetic_language(text, script);
            // Beside Hangul, a few Latin words that trigrams cannot place are
            // far more often English than anything else.
            let is_doubtful = confidence < 0.9 && self.hangul > 0 && script == Script::Latin;
            let language = if is_doubtful {
                Language::ENGLISH
            } else {
                language
            };
            (language, confidence * share(most))
        }
    }

    /// Japanese prose is at least a third kana; a Chinese text has none but in
    /// a quoted name.
    fn ideographic_language(&self) -> Language {
        if self.kana * 20 > self.han {
            Language::JAPANESE
        } else {
            Language::CHINESE
        }
    }
}

/// How much of a text the alphabetic languages are told apart by, in bytes of
/// the words looked at.
const SAMPLE_BYTES: usize = 600;

/// Returns the language of the words of `text` that are written in `script`,
/// which must be an alphabet.
fn alphabetic_language(text: &str, script: Script) -> (Language, f64) {
    let mut sample = sample(text, |word| word.chars().any(|c| Script::of(c) == script));
    if script == Script::Latin {
        if reads_as_english(&sample) {
            return (Language::ENGLISH, 1.0);
        }
        if sample.len() >= SAMPLE_BYTES {
            // Long text that may start with a list of names, which are in no
            // language: look at the words in small letters.
            let small = self::sample(text, |word| word.starts_with(char::is_lowercase));
            if reads_as_english(&small) {
                return (Language::ENGLISH, 1.0);
            }
            if small.len() >= SAMPLE_BYTES {
                sample = small;
            }
        }
    }
    let Some(info) = whatlang::detect(&sample) else {
        return (Language::UNDETERMINED, 0.0);
    };
    let is_plain = || sample.chars().all(|c| c.is_ascii() || !c.is_alphabetic());
    let language = if info.confidence() < IN_DOUBT && script == Script::Latin && is_plain() {
        Language::ENGLISH
    } else {
        Language::from_whatlang(info.lang())
    };
    (language, info.confidence())
}

/// Below this confidence, letters without accents are taken for English: a
/// headline is too short for trigrams, and most in such a crawl are English. On
/// 1,200 English and 19,200 other sentences and words of lingua's test data
/// this finds 98 instead of 94 of 100 English sentences and 97 instead of 33
/// of 100 English word pairs, and loses 2 and 12 of 100 of the others.
const IN_DOUBT: f64 = 0.2;

/// Returns the first words of `text` that `is_wanted` says yes to.
fn sample(text: &str, is_wanted: impl Fn(&str) -> bool) -> String {
    let mut sample = String::with_capacity(SAMPLE_BYTES + 64);
    for word in text.split_whitespace() {
        if is_wanted(word) {
            sample.push_str(word);
            sample.push(' ');
        }
        if sample.len() >= SAMPLE_BYTES {
            break;
        }
    }
    sample
}

/// Function words of English that are frequent in it and rare in the other
/// languages of the Latin alphabet, in all of which "in", "is" or "for" may
/// stand for something else.
const ENGLISH: [&str; 24] = [
    "the", "and", "of", "to", "that", "with", "from", "this", "which", "have", "has", "been",
    "were", "are", "their", "they", "would", "will", "his", "she", "you", "not", "it", "by",
];

/// Says whether at least a tenth of the words are English function words, and
/// at least two different ones. English prose has three times that.
fn reads_as_english(sample: &str) -> bool {
    let mut words = 0;
    let mut hits = 0;
    let mut seen = 0u32;
    for word in sample.split(|c: char| !c.is_alphabetic()) {
        if word.is_empty() {
            continue;
        }
        words += 1;
        let found = ENGLISH.iter().position(|e| e.eq_ignore_ascii_case(word));
        if let Some(index) = found {
            hits += 1;
            seen |= 1 << index;
        }
    }
    hits * 10 >= words && seen.count_ones() >= 2
}

/// Parts `text` where the language changes.
fn runs(text: &str, language: Language, letters: &Letters) -> Vec<Run> {
    let routes = Routes::new(text, language, letters);
    let mut runs: Vec<Run> = Vec::new();
    let mut start = 0;
    let mut current = None;
    for (at, c) in text.char_indices() {
        let script = Script::of(c);
        if script == Script::Common {
            continue;
        }
        let here = routes.language(script);
        match current {
            Some(language) if language != here => {
                runs.push(Run {
                    language,
                    start,
                    end: at,
                });
                start = at;
                current = Some(here);
            }
            Some(_) => {}
            // What comes before the first letter belongs to its run.
            None => current = Some(here),
        }
    }
    if !text.is_empty() {
        runs.push(Run {
            language: current.unwrap_or(Language::UNDETERMINED),
            start,
            end: text.len(),
        });
    }
    runs
}

/// The language of each writing system in one text.
struct Routes {
    latin: Language,
    han: Language,
    other: Language,
}

impl Routes {
    fn new(text: &str, language: Language, letters: &Letters) -> Routes {
        let ideographic = [Language::KOREAN, Language::JAPANESE, Language::CHINESE];
        let written_in_syllables = ideographic.contains(&language);
        let mostly_latin = !written_in_syllables && letters.latin >= letters.other;
        let mostly_other = !written_in_syllables && !mostly_latin;
        Routes {
            latin: if mostly_latin {
                language
            } else {
                Language::ENGLISH
            },
            han: if written_in_syllables {
                language
            } else if letters.kana > 0 {
                Language::JAPANESE
            } else if letters.hangul > 0 {
                Language::KOREAN
            } else {
                Language::CHINESE
            },
            other: if mostly_other || letters.other == 0 {
                language
            } else {
                alphabetic_language(text, Script::Other).0
            },
        }
    }

    fn language(&self, script: Script) -> Language {
        match script {
            Script::Hangul => Language::KOREAN,
            Script::Kana => Language::JAPANESE,
            Script::Latin => self.latin,
            Script::Han => self.han,
            Script::Other | Script::Common => self.other,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Detects `text` and compares `language: run|run|…` with `expected`.
    fn check(text: &str, expected: &str) {
        let detection = detect(text);
        let runs: Vec<String> = detection
            .runs
            .iter()
            .map(|r| format!("{}:{}", r.language, &text[r.start..r.end]))
            .collect();
        assert_eq!(
            format!("{} {}", detection.language, runs.join("|")),
            expected
        );
    }

    #[test]
    fn a_korean_text_gives_its_latin_words_to_english() {
        check("정부는 THAAD 배치를", "ko ko:정부는 |en:THAAD |ko:배치를");
        check("K-pop은 인기다", "ko en:K-pop|ko:은 인기다");
    }

    #[test]
    fn an_english_text_gives_its_hangul_to_korean() {
        check(
            "The making of 김장 is what they do with their neighbours.",
            "en en:The making of |ko:김장 |en:is what they do with their neighbours.",
        );
    }

    #[test]
    fn a_list_of_names_does_not_hide_the_language() {
        let names = "Jan Albrecht, Anders Brandt, Lena Barron, Bonnie Dahl, ".repeat(12);
        let text = format!("{names}and the rest of the committee that met with them");
        assert_eq!(detect(&text).language, Language::ENGLISH);
    }

    #[test]
    fn a_few_latin_words_beside_hangul_are_english() {
        check("Galaxy를 New York", "en en:Galaxy|ko:를 |en:New York");
    }

    #[test]
    fn hanja_belong_to_the_language_around_them() {
        check("美 대통령이 中을", "ko ko:美 대통령이 中을");
        check("日本の首相が発表した", "ja ja:日本の首相が発表した");
        check("中国外交部发言人", "zh zh:中国外交部发言人");
    }

    #[test]
    fn digits_and_punctuation_go_with_the_run_before_them() {
        check(
            "\"28,500 troops\" 주한미군 28,500명",
            "ko en:\"28,500 troops\" |ko:주한미군 28,500명",
        );
    }

    #[test]
    fn a_text_without_letters_is_undetermined() {
        check("", "und ");
        check("2026. 1. 2.", "und und:2026. 1. 2.");
        assert_eq!(detect("😀 100%").confidence, 0.0);
    }

    #[test]
    fn languages_that_share_an_alphabet_are_told_apart() {
        for (text, code) in [
            (
                "Le président de la République a reçu hier les ministres des affaires étrangères",
                "fr",
            ),
            (
                "Der Bundeskanzler hat am Montag die neuen Minister der Regierung vorgestellt",
                "de",
            ),
            (
                "Президент встретился вчера с министрами иностранных дел европейских стран",
                "ru",
            ),
            (
                "Lee said the summit would be held in Beijing and that he was hopeful",
                "en",
            ),
        ] {
            assert_eq!(detect(text).language.code(), code, "{text}");
        }
    }

    proptest! {
        #[test]
        fn runs_join_to_the_text_and_neighbours_differ(text in "(\\PC|[가-힣]|[a-z ]|\n){0,40}") {
            let runs = detect(&text).runs;
            let joined: String = runs.iter().map(|r| &text[r.start..r.end]).collect();
            prop_assert_eq!(joined, text);
            for pair in runs.windows(2) {
                prop_assert_eq!(pair[0].end, pair[1].start);
                prop_assert_ne!(pair[0].language, pair[1].language);
            }
        }
    }
}

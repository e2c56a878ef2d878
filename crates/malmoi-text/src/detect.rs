//! Which language a text is in, and which language each run of it is in.
//!
//! The writing system decides what it can: Hangul is Korean, kana Japanese. The
//! languages of an alphabet are told apart by the n-grams of their words, on a
//! sample from the start of the text, since a long article's language shows in
//! its first lines.

use crate::Language;
use crate::candidates::Candidates;
use crate::letters::Letters;
use crate::runs::runs;

/// What [`fn@detect`] found out about a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Detection {
    /// The language most of the text is in; [`Language::UNDETERMINED`] when it
    /// has no letters, or words that could be in several languages or are in
    /// none.
    pub language: Language,
    /// How likely the language is the right one, from 0 to 1; 0 when it is
    /// undetermined.
    ///
    /// It is the share of the text's letters that are in the writing system of
    /// the language, times how probable its words make it among the languages
    /// of that writing system. Of a hundred short texts with confidences about
    /// 0.8, some eighty are right; see the measurement in ARCHITECTURE.md. For
    /// more than a few words it is close to the share alone.
    pub confidence: f64,
    /// The text in pieces of one language each: in order, without gaps, and
    /// together exactly the text. Digits, spaces and punctuation belong to the
    /// run before them. Empty only for an empty text.
    pub runs: Vec<Run>,
}

/// A piece of a text in one language.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Run {
    /// The language; undetermined when the text has no letters, or in a
    /// language that cannot be told.
    pub language: Language,
    /// Where the run starts, in bytes from the start of the text.
    pub start: usize,
    /// Where the run ends, in bytes from the start of the text.
    pub end: usize,
}

/// Finds the language of `text` and of each run in it; see
/// [`Detector::detect`].
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
///
/// assert_eq!(detect("Lee to visit Beijing next week").language, Language::ENGLISH);
/// assert_eq!(detect("2026. 1. 2.").language, Language::UNDETERMINED);
/// ```
pub fn detect(text: &str) -> Detection {
    Detector::default().detect(text)
}

/// Finds the languages of texts, of all languages or of some.
#[derive(Clone, Debug, Default)]
pub struct Detector {
    candidates: Candidates,
}

impl Detector {
    /// Returns a detector for texts in any of the languages that malmoi knows.
    pub fn new() -> Detector {
        Detector::default()
    }

    /// Returns a detector for texts in one of `languages`; of any language if
    /// there are none.
    ///
    /// A short text that could be in several languages is in the likeliest of
    /// these. A text whose words are a hundred times likelier in others is in
    /// none of them, as is a text in another writing system: it is
    /// undetermined, since counting it as the nearest of the languages would
    /// put its words into that language's statistics.
    ///
    /// # Example
    ///
    /// ```
    /// use malmoi_text::{Detector, Language};
    ///
    /// let detector = Detector::among(&[Language::KOREAN, Language::ENGLISH]);
    /// assert_eq!(detector.detect("Samsung").language, Language::ENGLISH);
    /// let french = detector.detect("Le président a reçu hier les ministres des affaires étrangères");
    /// assert_eq!(french.language, Language::UNDETERMINED);
    /// ```
    pub fn among(languages: &[Language]) -> Detector {
        Detector {
            candidates: Candidates::listed(languages),
        }
    }

    /// Finds the language of `text` and of each run in it.
    ///
    /// A run is Korean where its letters are Hangul, or Chinese characters in a
    /// text that has Hangul. Latin letters in a text that is mostly written
    /// otherwise are taken for English, unless they are a sentence of another
    /// language: in a Korean article they are names and loanwords, too short to
    /// decide by themselves. A line of an article is in the article's language,
    /// unless it is long and plainly in another. Within a line, a change from
    /// one language to another of the same alphabet is not seen.
    ///
    /// Takes time linear in the length of the text.
    pub fn detect(&self, text: &str) -> Detection {
        let letters = Letters::count(text);
        let (script, main) = letters.language(text, &self.candidates);
        let routes = letters.routes(text, script, main.language, &self.candidates);
        let runs = match letters.are_hangul() {
            // Nothing parts such a text.
            true => vec![Run {
                language: routes.hangul,
                start: 0,
                end: text.len(),
            }],
            false => runs(text, &routes, &self.candidates),
        };
        Detection {
            language: main.language,
            confidence: main.confidence,
            runs,
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
    fn a_list_of_latin_names_in_a_korean_headline_is_korean() {
        check(
            "\"BTS\", \"Blackpink\" 등 그룹",
            "ko en:\"BTS\", \"Blackpink\" |ko:등 그룹",
        );
        assert_eq!(
            detect("Visitors eat kimchi 김치 at home").language,
            Language::ENGLISH
        );
    }

    #[test]
    fn a_line_of_another_language_is_found_and_a_short_one_is_not() {
        check(
            "The ministers met on Monday and spoke to the press about what they will do next.\n\
             Les ministres des affaires étrangères se sont réunis lundi à Paris.\n\
             Bonne nuit\nThey will meet again.",
            "en en:The ministers met on Monday and spoke to the press about what they will do next.\n|\
             fr:Les ministres des affaires étrangères se sont réunis lundi à Paris.\n|\
             en:Bonne nuit\nThey will meet again.",
        );
        check(
            "그는 \"Die Schulen bleiben bis Montag geschlossen\"라고 말했다. \"Guten Tag\"이라고 덧붙이고 자리를 떠났다",
            "ko ko:그는 \"|de:Die Schulen bleiben bis Montag geschlossen\"|\
             ko:라고 말했다. \"|en:Guten Tag\"|ko:이라고 덧붙이고 자리를 떠났다",
        );
    }

    #[test]
    fn more_of_a_text_makes_it_surer() {
        let words = "the minister spoke to the press after the meeting".split(' ');
        let mut text = String::new();
        let mut last = 0.0;
        for word in words {
            text = format!("{text} {word}");
            let confidence = detect(&text).confidence;
            assert!(
                confidence > last - 0.05,
                "{text}: {confidence} after {last}"
            );
            last = confidence;
        }
        assert!(last > 0.99);
    }

    /// The language and confidence of `text` among the languages of `codes`.
    fn among(codes: &[&str], text: &str) -> Detection {
        let languages: Vec<Language> = codes
            .iter()
            .map(|code| Language::from_code(code).unwrap())
            .collect();
        Detector::among(&languages).detect(text)
    }

    #[test]
    fn candidates_decide_what_is_in_doubt() {
        for (codes, text, code) in [
            (&["ko", "en"][..], "Samsung", "en"),
            (&["ko", "en"], "total control", "en"),
            (&["es", "pt"], "total control", "es"),
            (&["da", "en"], "for alle i dag", "da"),
            (&["nb", "en"], "for alle i dag", "nb"),
            (&["et", "en"], "Valitsus kiitis seaduse heaks", "et"),
            (&["hi", "ko"], "सरकार ने घोषणा की", "hi"),
            (&["ja", "ko"], "東京", "ja"),
        ] {
            assert_eq!(among(codes, text).language.code(), code, "{text} {codes:?}");
        }
    }

    #[test]
    fn what_is_plainly_in_no_candidate_is_undetermined() {
        for (codes, text) in [
            (
                &["ko", "en"][..],
                "Die Schulen bleiben bis Montag geschlossen",
            ),
            (&["ko", "en"], "школы откроются в понедельник"),
            (&["ko", "en"], "中国外交部发言人"),
            (&["de", "fr"], "정부는 대책을 발표했다"),
            (&["zh", "en"], "日本の首相が発表した"),
            (&["ko", "en"], "xqzvk jwpf"),
        ] {
            let detection = among(codes, text);
            assert_eq!(detection.language, Language::UNDETERMINED, "{text}");
            assert_eq!(detection.confidence, 0.0);
        }
    }

    #[test]
    fn no_candidates_are_all_candidates() {
        let text = "Die Schulen bleiben bis Montag geschlossen";
        assert_eq!(Detector::among(&[]).detect(text), detect(text));
        assert_eq!(
            Detector::among(&[Language::UNDETERMINED]).detect(text),
            detect(text)
        );
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

    /// Checks what holds for any text: runs are whole, in order and different
    /// from their neighbours, and no language but the candidates comes up.
    fn check_contract(text: &str, codes: &[&str]) {
        let Detection {
            language,
            confidence,
            runs,
        } = among(codes, text);
        let joined: String = runs.iter().map(|r| &text[r.start..r.end]).collect();
        assert_eq!(joined, text);
        for pair in runs.windows(2) {
            assert_eq!(pair[0].end, pair[1].start);
            assert_ne!(pair[0].language, pair[1].language);
        }
        assert!((0.0..=1.0).contains(&confidence), "{confidence}");
        assert_eq!(confidence == 0.0, language == Language::UNDETERMINED);
        for language in runs.iter().map(|r| r.language).chain([language]) {
            let is_open = codes.is_empty() || language == Language::UNDETERMINED;
            assert!(is_open || codes.contains(&language.code()), "{language}");
        }
    }

    proptest! {
        #[test]
        fn the_contract_holds_on_mixed_prose(
            text in "(\\PC|[가-힣]{1,3}|[a-zA-Zà-ÿ ]{1,40}|[а-яё ]{1,40}|[一-九ぁ-ん]|[0-9.,\"]|\n){0,20}"
        ) {
            check_contract(&text, &[]);
            check_contract(&text, &["ko", "en"]);
            check_contract(&text, &["ja", "ru", "et"]);
        }

        #[test]
        fn the_contract_holds_on_any_text(text in any::<String>()) {
            check_contract(&text, &[]);
            check_contract(&text, &["zh", "fr", "ar"]);
        }
    }
}

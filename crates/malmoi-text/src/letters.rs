//! What the letters of a text say about its languages: how many it has of each
//! writing system, and what that makes of each.

use crate::Language;
use crate::alphabet::{Guess, Setting, guess};
use crate::candidates::Candidates;
use crate::runs::Routes;
use crate::script::Script;

/// How many letters of each writing system a text has.
#[derive(Default)]
pub(crate) struct Letters {
    hangul: usize,
    han: usize,
    kana: usize,
    latin: usize,
    cyrillic: usize,
    arabic: usize,
    other: usize,
}

/// A Hangul syllable or a Chinese character carries more than a letter, and
/// Hangul in an English article is rarer than Latin names in a Korean one: with
/// this weight a Korean headline stays Korean with a company's name in it.
const SYLLABLE_WEIGHT: usize = 4;

/// More Latin letters than this are no list of names in a Korean headline.
const LISTED: usize = 100;

/// Says whether each Latin word starts with a capital, as names do and words of
/// an English sentence do not. What follows a hyphen is part of the word.
fn is_all_names(text: &str) -> bool {
    let mut last = ' ';
    text.chars().all(|c| {
        let starts = Script::of(last) != Script::Latin && !"-'’".contains(last);
        last = c;
        !(starts && Script::of(c) == Script::Latin && c.is_lowercase())
    })
}

impl Letters {
    pub(crate) fn count(text: &str) -> Letters {
        let mut letters = Letters::default();
        for c in text.chars() {
            match Script::of(c) {
                Script::Hangul => letters.hangul += 1,
                Script::Han => letters.han += 1,
                Script::Kana => letters.kana += 1,
                Script::Latin => letters.latin += 1,
                Script::Cyrillic => letters.cyrillic += 1,
                Script::Arabic => letters.arabic += 1,
                Script::Other => letters.other += 1,
                Script::Common => {}
            }
        }
        letters
    }

    /// Says whether there are letters of Hangul and no others.
    pub(crate) fn are_hangul(&self) -> bool {
        let Letters {
            hangul,
            han,
            kana,
            latin,
            cyrillic,
            arabic,
            other,
        } = self;
        *hangul > 0 && han + kana + latin + cyrillic + arabic + other == 0
    }

    /// Returns the writing system most of the text is in, and its language.
    pub(crate) fn language(&self, text: &str, candidates: &Candidates) -> (Script, Guess) {
        // Hanja in a Korean text are Korean; in a Japanese text with a Korean
        // name in it, kana outnumber Hangul.
        let hanja = if self.hangul > self.kana { self.han } else { 0 };
        let mut korean = SYLLABLE_WEIGHT * (self.hangul + hanja);
        if (korean / 2..LISTED).contains(&self.latin) && self.hangul > 1 && is_all_names(text) {
            // "BTS, Blackpink 등": the names are many, the language is Korean.
            korean += self.latin;
        }
        let ideographic = SYLLABLE_WEIGHT * (self.han - hanja + self.kana);
        let weights = [
            (Script::Other, self.other),
            (Script::Arabic, self.arabic),
            (Script::Cyrillic, self.cyrillic),
            (Script::Latin, self.latin),
            (Script::Han, ideographic),
            (Script::Hangul, korean),
        ];
        let total: usize = weights.iter().map(|(_, weight)| weight).sum();
        // The last of equals: Korean rather than anything else.
        let Some((script, most)) = weights.into_iter().max_by_key(|(_, weight)| *weight) else {
            return (Script::Common, Guess::NONE);
        };
        if total == 0 {
            return (Script::Common, Guess::NONE);
        }
        let by_script = |language| Guess {
            language: candidates.only(language),
            confidence: if candidates.have(language) { 1.0 } else { 0.0 },
        };
        let guess = match script {
            Script::Hangul => by_script(Language::KOREAN),
            Script::Han => by_script(self.ideographic_language(candidates)),
            _ => self.alphabetic_language(text, script, candidates),
        };
        let share = most as f64 / total as f64;
        (
            script,
            Guess {
                confidence: guess.confidence * share,
                ..guess
            },
        )
    }

    /// Japanese prose is at least a third kana; a Chinese text has none but in
    /// a quoted name.
    fn ideographic_language(&self, candidates: &Candidates) -> Language {
        let could_be_either = self.kana == 0;
        if self.kana * 20 > self.han || (could_be_either && !candidates.have(Language::CHINESE)) {
            Language::JAPANESE
        } else {
            Language::CHINESE
        }
    }

    fn alphabetic_language(&self, text: &str, script: Script, candidates: &Candidates) -> Guess {
        // Beside Hangul, a few Latin words are far more often English than
        // anything else.
        let is_beside_korean = script == Script::Latin && self.hangul > 0;
        let expected = is_beside_korean.then_some(Language::ENGLISH);
        let setting = Setting {
            candidates,
            expected,
        };
        guess(text, script, setting)
    }

    /// Returns the language of each writing system in the text, the main one of
    /// which is known.
    pub(crate) fn routes(
        &self,
        text: &str,
        main: Script,
        language: Language,
        candidates: &Candidates,
    ) -> Routes {
        let of = |script: Script, letters: usize| {
            if script == main {
                language
            } else if letters == 0 {
                Language::UNDETERMINED
            } else {
                self.alphabetic_language(text, script, candidates).language
            }
        };
        let latin = if main != Script::Latin && candidates.have(Language::ENGLISH) {
            Language::ENGLISH
        } else {
            of(Script::Latin, self.latin)
        };
        let han = if matches!(main, Script::Hangul | Script::Han) {
            language
        } else if self.kana > 0 {
            candidates.only(Language::JAPANESE)
        } else if self.hangul > 0 {
            candidates.only(Language::KOREAN)
        } else {
            candidates.only(self.ideographic_language(candidates))
        };
        Routes {
            hangul: candidates.only(Language::KOREAN),
            kana: candidates.only(Language::JAPANESE),
            han,
            latin,
            cyrillic: of(Script::Cyrillic, self.cyrillic),
            arabic: of(Script::Arabic, self.arabic),
            other: of(Script::Other, self.other),
        }
    }
}

//! Which language a text in one alphabet is in.
//!
//! The n-gram model tells apart the languages it has learnt. What it finds in
//! none of them, or finds odd, goes to whatlang, whose trigrams know a dozen
//! languages more but need a sentence. Writing systems without a model go to
//! whatlang at once.

use crate::Language;
use crate::candidates::Candidates;
use crate::ngrams::{Class, Model, Score, Word, model};
use crate::script::Script;

/// A language, and how likely it is the right one, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Guess {
    pub(crate) language: Language,
    pub(crate) confidence: f64,
}

impl Guess {
    pub(crate) const NONE: Guess = Guess {
        language: Language::UNDETERMINED,
        confidence: 0.0,
    };
}

/// What is known before the words are looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting<'c> {
    pub(crate) candidates: &'c Candidates,
    /// The language that speaks for itself here: that of the text around.
    pub(crate) expected: Option<Language>,
}

/// How much likelier the expected language is than without a context, as a
/// logarithm: some words must speak against it, and names hardly can.
const EXPECTED: f64 = 6.0;
const EXPECTED_OF_NAMES: f64 = 12.0;

/// The least probability of a language that is named: likelier than not.
const LEAST: f64 = 0.5;

/// The same where each word has a capital: names are at home in many languages,
/// and the letters of one in several.
const LEAST_OF_NAMES: f64 = 0.75;

/// The least probability that a text is in any of the candidates.
const LEAST_OF_CANDIDATES: f64 = 0.01;

/// From how many letters on a text is checked for being in a language that the
/// model lacks. whatlang's trigrams say little about less.
const CHECKED: usize = 40;

/// How far the best language must be ahead of the average one, for each letter,
/// to be taken without a check: of sentences in the model's languages nine in
/// ten are, of sentences in other languages only Afrikaans ones, which read as
/// Dutch.
const AT_HOME: f64 = 0.75;

/// The same where a language is expected: 99 of a hundred sentences are.
const AT_HOME_IF_EXPECTED: f64 = 0.5;

/// Below this, words are in no language that is known here.
const NOWHERE: f64 = 0.3;

/// Finds the language of the words of `text` that are written in `script`.
pub(crate) fn guess(text: &str, script: Script, setting: Setting<'_>) -> Guess {
    let Some(model) = model(script) else {
        return by_trigrams(text, script, setting);
    };
    let (score, is_names) = score(text, script, model);
    if score.letters() == 0 {
        return Guess::NONE;
    }
    if setting.candidates.go_beyond_model() {
        let guess = by_trigrams(text, script, setting);
        if !model.knows(guess.language) && guess != Guess::NONE {
            return guess;
        }
    }
    let mut logits: Vec<(Class, f64)> = model.logits(&score).collect();
    if let Some(expected) = setting.expected {
        let bonus = if is_names {
            EXPECTED_OF_NAMES
        } else {
            EXPECTED
        };
        for (class, logit) in &mut logits {
            if *class == Class::Language(expected) {
                *logit += bonus;
            }
        }
    }
    let Some((best, top)) = logits.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1)) else {
        return Guess::NONE;
    };
    let lacks_some = logits.iter().any(|(class, _)| *class == Class::Other);
    if lacks_some && score.letters() >= CHECKED {
        let mean = logits.iter().map(|(_, logit)| logit).sum::<f64>() / logits.len() as f64;
        let lead = (top - mean) / score.letters() as f64;
        let at_home = match setting.expected {
            Some(_) => AT_HOME_IF_EXPECTED,
            None => AT_HOME,
        };
        let is_dutch = best == Class::Language(Language::DUTCH);
        if lead < at_home || is_dutch || best == Class::Other {
            if let Some(guess) = unknown_to(model, text, script, setting) {
                return guess;
            }
            if lead < NOWHERE {
                return Guess::NONE;
            }
        }
    }
    let least = if is_names { LEAST_OF_NAMES } else { LEAST };
    choose(&logits, top, setting, least)
}

/// Returns the likeliest candidate.
fn choose(logits: &[(Class, f64)], top: f64, setting: Setting<'_>, least: f64) -> Guess {
    let (mut all, mut open) = (0.0, 0.0);
    let mut best = (Language::UNDETERMINED, 0.0);
    for (class, logit) in logits {
        let weight = libm::exp(logit - top);
        all += weight;
        match class {
            Class::Language(language) if setting.candidates.have(*language) => {
                open += weight;
                if weight > best.1 {
                    best = (*language, weight);
                }
            }
            Class::Language(_) => {}
            // What is in no language is so whatever the candidates.
            Class::Noise => open += weight,
            Class::Other if setting.candidates.are_all() => open += weight,
            Class::Other => {}
        }
    }
    let confidence = best.1 / open;
    let is_likely = best.1 >= LEAST_OF_CANDIDATES * all;
    if confidence < least || !is_likely {
        return Guess::NONE;
    }
    Guess {
        language: best.0,
        confidence,
    }
}

/// Returns the language of a text that whatlang is sure of, if the model lacks
/// it and it is a candidate.
fn unknown_to(model: &Model, text: &str, script: Script, setting: Setting<'_>) -> Option<Guess> {
    let info = whatlang::detect(&sample(text, script))?;
    let language = Language::from_whatlang(info.lang());
    let is_news = !model.knows(language) && setting.candidates.have(language);
    (info.is_reliable() && is_news).then_some(Guess {
        language,
        confidence: info.confidence(),
    })
}

/// Below this confidence whatlang is guessing.
const TRIGRAMS_GUESS: f64 = 0.2;

fn by_trigrams(text: &str, script: Script, setting: Setting<'_>) -> Guess {
    let sample = sample(text, script);
    let info = match setting.candidates.list() {
        Some(list) => {
            let list = list.iter().filter_map(|l| l.to_whatlang()).collect();
            whatlang::Detector::with_allowlist(list).detect(&sample)
        }
        None => whatlang::detect(&sample),
    };
    let Some(info) = info else {
        return Guess::NONE;
    };
    let language = Language::from_whatlang(info.lang());
    // A writing system of one language is that language's to whatlang, list or
    // no list.
    if info.confidence() < TRIGRAMS_GUESS || !setting.candidates.have(language) {
        return Guess::NONE;
    }
    Guess {
        language,
        confidence: info.confidence(),
    }
}

/// How many letters of a text are read in search of words in small letters.
const READ: usize = 8_000;

/// A text with this many letters in words that start with a small one is judged
/// by them alone, and so is one with this many in names and [`SOME`] in others: a
/// list of names is in no language.
const RUNNING_TEXT: usize = 200;
const SOME: usize = 30;

/// Adds up what the words of a text in a script say, and tells whether they are
/// all names by their look.
fn score(text: &str, script: Script, model: &Model) -> (Score, bool) {
    let mut small = Score::default();
    let mut capital = Score::default();
    let mut word = Word::new();
    let mut is_capital = false;
    let mut read = 0;
    for c in text.chars().chain([' ']) {
        if Script::of(c) == script {
            if word.is_empty() {
                is_capital = c.is_uppercase();
            }
            word.push(c);
            read += 1;
            if read > READ {
                break;
            }
        } else if !word.is_empty() && !Script::is_mark(c) {
            if !is_capital {
                model.add(&mut word, &mut small);
            } else if capital.letters() < RUNNING_TEXT {
                model.add(&mut word, &mut capital);
            }
            word.clear();
            if small.is_full() {
                break;
            }
        }
    }
    let is_names = small.letters() == 0;
    let is_after_names = small.letters() >= SOME && capital.letters() >= RUNNING_TEXT;
    if small.letters() >= RUNNING_TEXT || is_after_names {
        (small, is_names)
    } else if is_names {
        (capital, is_names)
    } else {
        (small.with(&capital), is_names)
    }
}

/// How much of a text whatlang is given, in bytes.
const SAMPLE: usize = 600;

/// Returns the first words of a text that are written in a script.
fn sample(text: &str, script: Script) -> String {
    let mut sample = String::with_capacity(SAMPLE + 4);
    for c in text.chars() {
        if sample.len() >= SAMPLE {
            break;
        }
        if Script::of(c) == script || Script::is_mark(c) {
            sample.push(c);
        } else if !sample.is_empty() && !sample.ends_with(' ') {
            sample.push(' ');
        }
    }
    sample
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, script: Script, expected: Option<Language>, code: &str) {
        let candidates = Candidates::default();
        let setting = Setting {
            candidates: &candidates,
            expected,
        };
        assert_eq!(guess(text, script, setting).language.code(), code, "{text}");
    }

    #[test]
    fn what_could_be_in_any_language_is_in_none() {
        for text in ["Samsung", "BTS", "Xi Jinping", "Seoul", "a", "OK", "de"] {
            check(text, Script::Latin, None, "und");
        }
    }

    #[test]
    fn letters_at_random_are_in_no_language() {
        for text in ["xqzvk jwpf", "sdkfjh wqeoiu zmxncb", "QWRTZ PLKJH", "hjkl"] {
            check(text, Script::Latin, None, "und");
        }
    }

    #[test]
    fn languages_that_the_model_lacks_come_from_trigrams() {
        for (text, code) in [
            (
                "Valitsus kiitis neljapäeval heaks uue seaduse, mis puudutab koole",
                "et",
            ),
            (
                "Mən bilmirəm niyə onlar belə gec gəldilər, amma bunun əhəmiyyəti yoxdur",
                "az",
            ),
            (
                "Uhulumeni umemezele izolo ukuthi umthetho omusha uzoqala",
                "zu",
            ),
            (
                "Die kinders speel elke middag in die park naby ons huis en hulle is moeg",
                "af",
            ),
        ] {
            check(text, Script::Latin, None, code);
        }
        check(
            "שלום לכולם, הממשלה הודיעה היום על חוק חדש",
            Script::Other,
            None,
            "he",
        );
        check(
            "η κυβέρνηση ανακοίνωσε τον νέο νόμο",
            Script::Other,
            None,
            "el",
        );
    }

    #[test]
    fn the_expected_language_is_doubted_only_for_a_reason() {
        let english = Some(Language::ENGLISH);
        check("Angela Merkel", Script::Latin, english, "en");
        check("Gelsenkirchen", Script::Latin, english, "en");
        check(
            "les ministres des affaires étrangères se sont réunis hier à Paris",
            Script::Latin,
            english,
            "fr",
        );
    }

    #[test]
    fn accents_apart_or_missing_do_not_matter() {
        check(
            "Les e\u{301}coles ferme\u{301}es re\u{301}ouvrent",
            Script::Latin,
            None,
            "fr",
        );
        check(
            "Les ecoles fermees reouvrent lundi matin",
            Script::Latin,
            None,
            "fr",
        );
    }

    #[test]
    fn a_word_without_end_is_read_to_a_limit() {
        let text = "schools".repeat(1 << 18);
        let candidates = Candidates::default();
        let setting = Setting {
            candidates: &candidates,
            expected: None,
        };
        assert_eq!(guess(&text, Script::Latin, setting), Guess::NONE);
        assert!(sample(&text, Script::Latin).len() < SAMPLE + 4);
    }
}

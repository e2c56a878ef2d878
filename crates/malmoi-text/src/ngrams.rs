//! Which language of an alphabet words are in, by the n-grams of their letters.
//!
//! A linear model: each n-gram of one to five letters, and each word as a
//! whole, is hashed to a row of weights, one for each language; the weights of
//! a text are added up. `dictionaries/languages` says what it was learnt from
//! and holds the script. The features here must be the script's.
//!
//! The model's file has one part for each alphabet: a line of text with the
//! name of the alphabet, the number of rows, the size of a step, and
//! `class:bias` for each class; then the rows, in steps from -8 to 7, two
//! classes a byte, the first in the low half, offset by 8. Zeros end the file,
//! so that more than a row can be read at each row. A class is a language, or `other` for languages that are not told apart here, or `und`
//! for what is in no language.

use std::sync::LazyLock;

use crate::Language;
use crate::script::Script;

static FILE: &[u8] = include_bytes!("../../../dictionaries/languages/ngrams.bin");

static MODELS: LazyLock<Models> = LazyLock::new(|| Models::read(FILE));

/// What a text can turn out to be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Class {
    Language(Language),
    /// One of the languages that the model lacks.
    Other,
    /// In no language: letters at random.
    Noise,
}

/// The model of one alphabet.
#[derive(Debug)]
pub(crate) struct Model {
    classes: Vec<(Class, f64)>,
    step: f64,
    /// Bits of the hash that do not number a row.
    shift: u32,
    row_bytes: usize,
    /// The rows, and what follows them in the file.
    rows: &'static [u8],
}

/// Returns the model of an alphabet; `None` for other writing systems.
pub(crate) fn model(script: Script) -> Option<&'static Model> {
    match script {
        Script::Latin => MODELS.latin.as_ref(),
        Script::Cyrillic => MODELS.cyrillic.as_ref(),
        Script::Arabic => MODELS.arabic.as_ref(),
        _ => None,
    }
}

/// Says whether any model tells a language from all others.
pub(crate) fn any_knows(language: Language) -> bool {
    let models = [&MODELS.latin, &MODELS.cyrillic, &MODELS.arabic];
    models.into_iter().flatten().any(|m| m.knows(language))
}

/// The most bytes a row has, of two classes each.
const ROW: usize = 16;

/// How many letters of a word are looked at.
const LONGEST_WORD: usize = 24;

/// A longer word is none, but an address, a code or text without spaces.
const LONGEST_OF_ALL: usize = 60;

/// The longest n-gram, in letters and borders of words.
const LONGEST_NGRAM: usize = 5;

/// How many letters a [`Score`] takes. A letter makes at most five features, of
/// at most 15 each, so that a score of this many fits its sums.
const MOST_LETTERS: usize = 400;
const _: () = assert!((MOST_LETTERS + LONGEST_WORD) * 5 * 15 <= u16::MAX as usize);

/// What the words added so far say for each class.
#[derive(Clone, Debug, Default)]
pub(crate) struct Score {
    /// The sums of the first, the third, … class, and those of the others.
    sums: [[u16; ROW]; 2],
    features: u16,
    letters: usize,
}

impl Score {
    /// How many letters were added; of a long word, those looked at.
    pub(crate) fn letters(&self) -> usize {
        self.letters
    }

    /// Says that no further word is taken.
    pub(crate) fn is_full(&self) -> bool {
        self.letters >= MOST_LETTERS
    }

    /// Returns the two together, as far as one can hold them.
    pub(crate) fn with(&self, other: &Score) -> Score {
        if self.letters + other.letters > MOST_LETTERS + LONGEST_WORD {
            return self.clone();
        }
        let mut sum = self.clone();
        for (to, from) in sum.sums.iter_mut().zip(other.sums) {
            for (to, from) in to.iter_mut().zip(from) {
                *to += from;
            }
        }
        sum.features += other.features;
        sum.letters += other.letters;
        sum
    }
}

/// The letters of a word in small letters, as far as they are looked at.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// A border, the letters, a border.
    letters: [u32; LONGEST_WORD + 2],
    /// How many letters are kept, and how many there were.
    length: usize,
    pushed: usize,
}

/// The borders of a word, as the learning script numbers them.
const START: u32 = 2;
const END: u32 = 3;

impl Word {
    pub(crate) fn new() -> Word {
        let mut letters = [0; LONGEST_WORD + 2];
        letters[0] = START;
        Word {
            letters,
            length: 0,
            pushed: 0,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub(crate) fn clear(&mut self) {
        self.length = 0;
        self.pushed = 0;
    }

    /// Adds a letter of the text.
    pub(crate) fn push(&mut self, c: char) {
        if c.is_ascii() {
            self.push_small(c.to_ascii_lowercase());
        } else {
            // The dot that "İ" leaves behind is a mark, not a letter.
            c.to_lowercase()
                .filter(|c| *c != '\u{307}')
                .for_each(|c| self.push_small(c));
        }
    }

    fn push_small(&mut self, c: char) {
        self.pushed += 1;
        if self.length < LONGEST_WORD {
            self.length += 1;
            self.letters[self.length] = c.into();
        }
    }
}

/// The hash of nothing, before n-grams and before whole words.
const NGRAM: u32 = 0x811c_9dc5;
const WHOLE: u32 = 0x2545_f491;

fn hashed(hash: u32, letter: u32) -> u32 {
    (hash ^ letter).wrapping_mul(0x9e37_79b1)
}

impl Model {
    /// Adds what a word says, unless the score is full.
    pub(crate) fn add(&self, word: &mut Word, score: &mut Score) {
        if score.is_full() || word.is_empty() || word.pushed > LONGEST_OF_ALL {
            return;
        }
        let length = word.length;
        word.letters[length + 1] = END;
        let letters = &word.letters[..length + 2];
        for start in 0..letters.len() {
            let ngram = &letters[start..letters.len().min(start + LONGEST_NGRAM)];
            let mut hash = NGRAM;
            for (at, &letter) in ngram.iter().enumerate() {
                hash = hashed(hash, letter);
                // A border alone says nothing.
                if at > 0 || (1..=length).contains(&start) {
                    self.add_row(hash, score);
                }
            }
        }
        // Shorter words are an n-gram with both their borders.
        if length + 2 > LONGEST_NGRAM {
            let hash = letters[1..=length].iter().fold(WHOLE, |h, l| hashed(h, *l));
            self.add_row(hash, score);
        }
        score.letters += length;
    }

    fn add_row(&self, hash: u32, score: &mut Score) {
        let mixed = (hash ^ (hash >> 15)).wrapping_mul(0x2c1b_3c6d);
        let at = (mixed >> self.shift) as usize * self.row_bytes;
        // Always as much as the widest row: a fixed length is several times as
        // fast, and the sums behind the last class are not used.
        let Some(row) = self.rows.get(at..).and_then(<[u8]>::first_chunk::<ROW>) else {
            return;
        };
        let [first, second] = &mut score.sums;
        for (at, byte) in row.iter().enumerate() {
            first[at] += u16::from(byte & 15);
            second[at] += u16::from(byte >> 4);
        }
        score.features += 1;
    }

    /// Returns each class with the logarithm of how likely the words make it,
    /// up to a term that all classes share.
    pub(crate) fn logits(&self, score: &Score) -> impl Iterator<Item = (Class, f64)> {
        let middle = 8 * i32::from(score.features);
        self.classes
            .iter()
            .enumerate()
            .map(move |(at, (class, bias))| {
                let sum = i32::from(score.sums[at % 2][at / 2]);
                (*class, bias + self.step * f64::from(sum - middle))
            })
    }

    /// Says whether the model tells a language from all others.
    pub(crate) fn knows(&self, language: Language) -> bool {
        self.classes
            .iter()
            .any(|(class, _)| *class == Class::Language(language))
    }
}

#[derive(Debug, Default)]
struct Models {
    latin: Option<Model>,
    cyrillic: Option<Model>,
    arabic: Option<Model>,
}

impl Models {
    /// Reads the model's file. It is part of the program: what is wrong in it
    /// is left out here and found by the test below.
    fn read(mut file: &'static [u8]) -> Models {
        let mut models = Models::default();
        while let Some((name, model, rest)) = read_part(file) {
            match name {
                "latin" => models.latin = Some(model),
                "cyrillic" => models.cyrillic = Some(model),
                "arabic" => models.arabic = Some(model),
                _ => {}
            }
            file = rest;
        }
        models
    }
}

/// Returns the name of the first alphabet, its model, and the rest.
fn read_part(file: &'static [u8]) -> Option<(&'static str, Model, &'static [u8])> {
    let end = file.iter().position(|b| *b == b'\n')?;
    let mut fields = str::from_utf8(&file[..end]).ok()?.split(' ');
    let name = fields.next()?;
    let rows: usize = fields.next()?.parse().ok()?;
    let step = fields.next()?.parse().ok()?;
    let classes: Vec<(Class, f64)> = fields.map(class).collect::<Option<_>>()?;
    let row_bytes = classes.len().div_ceil(2);
    let after = &file[end + 1..];
    let rest = after.get(rows * row_bytes..)?;
    let fits = row_bytes <= ROW && rows.is_power_of_two() && rest.len() >= ROW;
    let model = Model {
        classes,
        step,
        shift: 32 - rows.trailing_zeros(),
        row_bytes,
        rows: after,
    };
    fits.then_some((name, model, rest))
}

fn class(field: &str) -> Option<(Class, f64)> {
    let (name, bias) = field.split_once(':')?;
    let class = match name {
        "other" => Class::Other,
        "und" => Class::Noise,
        code => Class::Language(Language::from_code(code)?),
    };
    Some((class, bias.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(script: Script, text: &str) -> Class {
        let model = model(script).unwrap();
        let mut score = Score::default();
        for part in text.split(' ') {
            let mut word = Word::new();
            part.chars().for_each(|c| word.push(c));
            model.add(&mut word, &mut score);
        }
        let (class, _) = model
            .logits(&score)
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .unwrap();
        class
    }

    fn language(code: &str) -> Class {
        Class::Language(Language::from_code(code).unwrap())
    }

    #[test]
    fn the_file_holds_three_alphabets_and_nothing_else() {
        let mut rest = FILE;
        let mut names = Vec::new();
        while let Some((name, model, after)) = read_part(rest) {
            names.push((name, model.classes.len()));
            rest = after;
        }
        assert_eq!(names, [("latin", 27), ("cyrillic", 6), ("arabic", 3)]);
        assert_eq!(rest, [0; ROW]);
    }

    #[test]
    fn words_have_their_language() {
        for (script, text, code) in [
            (Script::Latin, "schools will open on monday", "en"),
            (Script::Latin, "die schulen öffnen am montag", "de"),
            (Script::Latin, "las escuelas abren el lunes", "es"),
            (Script::Cyrillic, "школы откроются в понедельник", "ru"),
            (Script::Cyrillic, "школи відкриються у понеділок", "uk"),
            (Script::Arabic, "تفتح المدارس أبوابها يوم الاثنين", "ar"),
            (Script::Arabic, "مدارس روز دوشنبه باز می شوند", "fa"),
        ] {
            assert_eq!(best(script, text), language(code), "{text}");
        }
    }

    #[test]
    fn capitals_and_small_letters_say_the_same() {
        let model = model(Script::Latin).unwrap();
        let score = |text: &str| {
            let mut word = Word::new();
            text.chars().for_each(|c| word.push(c));
            let mut score = Score::default();
            model.add(&mut word, &mut score);
            score.sums
        };
        assert_eq!(score("Straße"), score("STRAßE"));
        assert_eq!(score("İstanbul"), score("istanbul"));
    }

    #[test]
    fn letters_at_random_are_noise() {
        assert_eq!(best(Script::Latin, "xqzvk jwpf qqrt"), Class::Noise);
    }

    #[test]
    fn a_score_takes_no_more_than_it_can_hold() {
        let model = model(Script::Latin).unwrap();
        let mut score = Score::default();
        for _ in 0..10_000 {
            let mut word = Word::new();
            "zzz".repeat(10).chars().for_each(|c| word.push(c));
            model.add(&mut word, &mut score);
        }
        assert!(score.is_full());
        assert!(score.letters() < MOST_LETTERS + LONGEST_WORD);
        assert_eq!(score.with(&score).letters(), score.letters());
    }

    #[test]
    fn what_is_too_long_for_a_word_says_nothing() {
        let model = model(Script::Latin).unwrap();
        let letters_of = |text: &str| {
            let mut score = Score::default();
            let mut word = Word::new();
            text.chars().for_each(|c| word.push(c));
            model.add(&mut word, &mut score);
            score.letters()
        };
        assert_eq!(letters_of(&"a".repeat(60)), LONGEST_WORD);
        assert_eq!(letters_of(&"a".repeat(61)), 0);
    }
}

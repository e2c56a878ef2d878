//! How well words and phrases stand for a text, by nothing but the text.

use malmoi_text::Language;

use crate::candidates::{Candidates, Phrase, Style, Word};

/// Scores the candidates of one text.
///
/// All scores grow with the root of the count, and are lower the later a
/// candidate first comes; see [`keywords`](fn@crate::keywords) for the whole of it.
pub(crate) struct Salience<'c> {
    candidates: &'c Candidates,
    /// What a phrase weighs against a word, in text other than Korean.
    phrases: f64,
}

/// How much more a word counts where it stands alone than where it is a part of
/// a phrase.
const ALONE: f64 = 0.8;

/// How much less a candidate counts that comes at the very end than one at the
/// very start: 1 / (1 + this).
const LATE: f64 = 0.5;

/// How much the logarithm of its count adds to a phrase.
const AGAIN: f64 = 0.5;

/// What a phrase weighs in Korean, where compounds are words to begin with.
const KOREAN_PHRASES: f64 = 0.9;

/// What a phrase weighs in a text that is all exposition.
const MOST_PHRASES: f64 = 2.5;

/// What a phrase loses by a first or last word that hardly is one of a noun
/// phrase: an adverb in -ly, a verb in -ed at its end.
const NO_NOUN: f64 = 0.3;

/// What words of one or two letters lose.
const SHORT: f64 = 0.5;

impl<'c> Salience<'c> {
    pub(crate) fn of(candidates: &'c Candidates) -> Salience<'c> {
        Salience {
            candidates,
            phrases: phrases(&candidates.style, candidates.tokens),
        }
    }

    pub(crate) fn word(&self, word: &Word) -> f64 {
        let alone = word.alone as f64 / word.count as f64;
        let mut score = weight(word) * (1.0 + ALONE * alone) * self.place(word.first);
        let is_short = word.term.chars().count() < 3;
        if is_short && word.language != Language::KOREAN {
            score *= SHORT;
        }
        score
    }

    pub(crate) fn phrase(&self, phrase: &Phrase) -> f64 {
        let words = || {
            phrase
                .words
                .iter()
                .map(|at| &self.candidates.words[*at as usize])
        };
        let sum: f64 = words().map(weight).sum();
        let again = 1.0 + AGAIN * libm::log(phrase.count as f64);
        let score = sum / (phrase.words.len() as f64).sqrt() * again * self.place(phrase.first);
        if words().any(|word| word.language == Language::KOREAN) {
            return score * KOREAN_PHRASES;
        }
        let form = phrase.forms.most_frequent();
        let first = form.split(' ').next().unwrap_or_default();
        let hardly = first.ends_with("ly") || form.ends_with("ly") || form.ends_with("ed");
        score * self.phrases * if hardly { NO_NOUN } else { 1.0 }
    }

    fn place(&self, first: u64) -> f64 {
        1.0 / (1.0 + LATE * first as f64 / self.candidates.tokens.max(1) as f64)
    }
}

/// Words that are only good as a part of a phrase weigh as one that comes once.
fn weight(word: &Word) -> f64 {
    (word.count.max(1) as f64).sqrt()
}

/// Returns what a phrase weighs against a word: little in a narrative, whose
/// keywords are names and single words, much in an exposition, whose terms are
/// noun phrases.
///
/// A narrative has names inside its sentences, short words, and length; the
/// three are weighed by a logistic curve.
fn phrases(style: &Style, tokens: u64) -> f64 {
    let words = style.words.max(1) as f64;
    let names = style.names as f64 / words;
    let word_length = style.letters as f64 / words;
    let exposition =
        60.0 * (0.07 - names) + 4.0 * (word_length - 5.2) + 2.0 * (1.0 - tokens as f64 / 250.0);
    MOST_PHRASES / (1.0 + libm::exp(-exposition))
}

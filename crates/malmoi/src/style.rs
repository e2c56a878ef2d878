//! How a text is written: as a narrative or as an exposition.

use malmoi_text::{Kind, Language, Token};

/// What tells a narrative from an exposition.
///
/// Biber (1988) finds that texts differ most by whether they tell and address
/// (past tense, third persons, questions) or inform (long words, few pronouns).
#[derive(Default)]
pub(crate) struct Style {
    /// Words, numbers left aside, and the letters of them.
    words: u64,
    letters: u64,
    /// Words with a capital after one without: names.
    names: u64,
    /// Personal pronouns but "we", which authors of abstracts call themselves.
    pronouns: u64,
    /// The most frequent past tenses.
    pasts: u64,
    /// Quotation, question and exclamation marks and sums of dollars.
    marks: u64,
    after_lower: bool,
}

const PRONOUNS: [&str; 15] = [
    "i", "you", "he", "she", "him", "his", "her", "hers", "my", "your", "me", "they", "them",
    "their", "us",
];
const PASTS: [&str; 5] = ["was", "were", "had", "said", "did"];

/// The letters of the longest of these words.
const LONGEST: usize = 5;

impl Style {
    pub(crate) fn note(&mut self, token: &Token<'_>) {
        let mut letters = token.surface.chars();
        let first = letters.next();
        if first.is_some_and(char::is_alphabetic) {
            self.words += 1;
            self.letters += 1 + letters.count() as u64;
        }
        self.names += u64::from(self.after_lower && first.is_some_and(char::is_uppercase));
        self.after_lower = first.is_some_and(char::is_lowercase);
        let is_short = token.surface.len() <= LONGEST;
        if is_short && token.kind == Kind::Word && token.language == Language::ENGLISH {
            let is = |word: &&str| word.eq_ignore_ascii_case(token.surface);
            self.pronouns += u64::from(PRONOUNS.iter().any(is));
            self.pasts += u64::from(PASTS.iter().any(is));
        }
    }

    pub(crate) fn pass_symbol(&mut self) {
        self.after_lower = false;
    }

    pub(crate) fn note_marks(&mut self, text: &str) {
        let is_mark = |c: &char| matches!(c, '"' | '“' | '”' | '?' | '!' | '$');
        self.marks = text.chars().filter(is_mark).count() as u64;
    }

    /// Returns how much an English text reads like an exposition, from 0 to 1.
    ///
    /// A logistic curve. Its weights were learnt from 500 news articles and 700
    /// abstracts, and it was then moved towards the narrative and made twice as
    /// steep, which serves both best (`dictionaries/keywords/README.md`).
    pub(crate) fn exposition(&self) -> f64 {
        let words = self.words.max(1) as f64;
        let share = |count: u64| count as f64 / words;
        let log_odds = -5.76 + 2.14 * share(self.letters)
            - 42.8 * share(self.names)
            - 47.7 * share(self.pronouns)
            - 121.0 * share(self.pasts)
            - 128.5 * share(self.marks);
        1.0 / (1.0 + libm::exp(-log_odds))
    }
}

#[cfg(test)]
mod tests {
    use malmoi_text::Analyzer;

    use super::*;

    fn exposition(text: &str) -> f64 {
        let mut style = Style::default();
        let analyzer = Analyzer::new().unwrap();
        analyzer
            .analyzer_worker()
            .analyze(text, &mut |token| match token.kind {
                Kind::Symbol => style.pass_symbol(),
                _ => style.note(&token),
            });
        style.note_marks(text);
        style.exposition()
    }

    #[test]
    fn a_story_is_a_narrative_and_an_abstract_an_exposition() {
        let story = "\"You took my boat!\" she said. He was at the door when Anna left \
                     Harwick with her brother, and they had nothing but $20.";
        assert!(exposition(story) < 0.05, "{}", exposition(story));
        let summary = "This paper presents a decentralized algorithm for distributed \
                       optimization over communication networks. Convergence conditions are \
                       derived and simulation results demonstrate robustness.";
        assert!(exposition(summary) > 0.9, "{}", exposition(summary));
    }

    #[test]
    fn an_empty_text_has_a_style_too() {
        assert!(exposition("").is_finite());
    }
}

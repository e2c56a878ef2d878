//! Words that articles say in passing.
//!
//! What an article is about it says again: if "vaccine" stands in it once, it mostly stands
//! there five times, however rare the word is elsewhere (Church 2000, "the chance of two
//! Noriegas is closer to p/2 than p²"). Words of style, of sourcing and of forms do not come
//! back: "spokesman", "longtime", "particular", 관계자, 예약판매. That an outlet has more of them is sure
//! with enough articles, and tells nothing of what it writes about. How much a word comes back is its
//! design effect: 1 if its occurrences are spread as blindly dealt ones would be, and more the more
//! of them share articles.

use malmoi_count::{Lengths, Term};
use malmoi_stats::Keyness;
use malmoi_text::Language;

use crate::Background;

/// In articles of fewer words on the average nothing has the room to come back.
const SHORT: f64 = 100.0;

/// Of fewer articles a design effect says little: a word that a paper has once in nine of twenty
/// articles, and nobody else, may well be what it writes about.
const FEW: u64 = 400;

/// So many words of an article are worth 1 of design effect, and longer ones, which may be about
/// several things, ask for no more: articles of 700 words ask for a design effect of 1.9. Of keywords of 5,000 articles that long, "mantra" had 1.0,
/// "spokesman" 1.4, "strategist" 2.3, "historian" 2.6, "war" 4.2, "Medicaid" 9 and
/// "impeachment" 14; in Korean, 예약판매 1.2, 관계자 1.2, 공동체 2.7, 대한민국 3.4.
const WORDS: f64 = 800.0;

/// What a word with a capital must have of that: people and places are named for others'
/// sake, too.
const OF_NAMES: f64 = 0.5;

/// What an everyday word must have of it unless it is much more frequent, or less.
const OF_EVERYDAY: f64 = 2.0;

/// From this Zipf value on a word is of everyday vocabulary: ten times in a million words.
/// "remarks" has 4.2, "meeting" 5.0, "lawmakers" 3.4 and "biopsy" 3.0.
const EVERYDAY: f64 = 4.0;

/// The log ratio that is much: 2.8 times as frequent.
const MUCH: f64 = 1.5;

/// Whether a keyword is one word that articles in its language, which are so long, say in
/// passing.
///
/// Terms of several words are not: where articles come back to them they mostly say half of
/// them.
pub(crate) fn is_in_passing(term: &Term, keyword: &Keyness, lengths: Lengths) -> bool {
    let average = lengths.n as f64 / lengths.articles as f64;
    // Without articles it is no number, which is not enough either.
    let is_enough = average >= SHORT && lengths.articles >= FEW;
    if !is_enough || term.display.contains(' ') {
        return false;
    }
    let comes_back = keyword.design_effect - 1.0;
    let expected = average.min(WORDS) / WORDS;
    if term.display.starts_with(char::is_uppercase) {
        return comes_back < OF_NAMES * expected;
    }
    let is_everyday = || {
        let language = Language::from_code(&term.language);
        let zipf = language.and_then(|language| Background::default().zipf(language, &term.term));
        zipf.is_some_and(|zipf| zipf >= EVERYDAY)
    };
    comes_back < expected
        || comes_back < OF_EVERYDAY * expected && keyword.log_ratio.abs() < MUCH && is_everyday()
}

#[cfg(test)]
mod tests {
    use malmoi_count::{Counter, Counts, Occurrence};
    use malmoi_stats::{KeynessOptions, keyness};

    use super::*;

    /// Which of some words that a publisher has more than the other, each so often in the articles
    /// that have it, are said in passing, in so many articles of so many words.
    fn in_passing(said: &[(&'static str, u64)], articles: u64, words: u64) -> Vec<&'static str> {
        let mut counter = Counter::default();
        for key in 0..articles {
            let mut document = counter.document(key);
            let mut add = |term: &str| {
                document.term(Occurrence {
                    language: "en",
                    term: &term.to_lowercase(),
                    surface: term,
                });
            };
            // A sixth of the articles has each; of the other publisher's a twentieth.
            for &(term, times) in said {
                let has = if key % 2 == 0 {
                    key % 12 == 0
                } else {
                    key % 40 == 1
                };
                (0..if has { times } else { 0 }).for_each(|_| add(term));
            }
            (0..words).for_each(|_| add("word"));
            document.finish(if key % 2 == 0 { "A" } else { "B" }, None, "en");
        }
        let counts = Counts::merge([counter]);
        let options = KeynessOptions {
            min_documents: 1,
            ..KeynessOptions::default()
        };
        let rows = keyness(&counts, &options);
        let found = said.iter().filter(|(term, _)| {
            let row = rows.iter().find(|k| {
                counts.terms()[k.term as usize].term == term.to_lowercase()
                    && counts.publishers()[k.publisher as usize] == "A"
            });
            let k = row.expect("it is a keyword");
            let term = &counts.terms()[k.term as usize];
            is_in_passing(term, k, counts.lengths(k.language))
        });
        found.map(|(term, _)| *term).collect()
    }

    #[test]
    fn what_does_not_come_back_is_said_in_passing() {
        let said = [("mantra", 1), ("biopsy", 4), ("lake district", 1)];
        assert_eq!(in_passing(&said, 480, 600), ["mantra"]);
        // Of short articles nobody can tell, nor of few.
        assert!(in_passing(&said, 240, 600).is_empty());
        assert!(in_passing(&said, 480, 60).is_empty());
    }

    #[test]
    fn names_must_come_back_half_as_much() {
        let said = [("Brussels", 2), ("Anna", 1), ("loyalists", 2)];
        assert_eq!(in_passing(&said, 480, 1200), ["Anna", "loyalists"]);
    }
}

//! Keywords that a reader would take for one and the same.

use std::borrow::Cow;

/// Keywords already chosen, to compare others with.
#[derive(Default)]
pub(crate) struct Chosen {
    keywords: Vec<Form>,
}

/// What of a keyword is compared.
struct Form {
    /// The numbers of its words.
    words: Box<[u32]>,
    /// Its letters and digits, in lower case.
    letters: Box<[char]>,
}

/// Which share of the longer of two forms must be alike for them to be one
/// keyword: *organisation* and *organization* are, *interstate* and *intrastate*
/// are not.
const ALIKE: f64 = 0.85;

impl Chosen {
    /// Chooses a keyword, unless it is nearly the same as one chosen before;
    /// returns whether it is chosen.
    ///
    /// Nearly the same are
    /// - forms that differ in spaces, hyphens and case alone: 해상풍력, 해상 풍력;
    /// - phrases of which one stands whole in the other: with 보령호 담수화,
    ///   보령호 담수화 사업 says little that is new;
    /// - forms without digits and Hangul whose Levenshtein distance (1966) is at
    ///   most 15 % of the longer one's letters, as in YAKE (Campos et al. 2020).
    ///   A syllable of Hangul is too much to differ in, and so is a digit.
    pub(crate) fn choose(&mut self, words: &[u32], display: &str) -> bool {
        let letters = letters(display);
        let is_known = self.keywords.iter().any(|other| {
            letters == other.letters
                || is_part(words, &other.words)
                || is_part(&other.words, words)
                || are_alike(&letters, &other.letters)
        });
        if !is_known {
            let words = words.into();
            self.keywords.push(Form { words, letters });
        }
        !is_known
    }
}

/// Returns the letters and digits of a form, in lower case.
fn letters(display: &str) -> Box<[char]> {
    let lower: Cow<'_, str> = if display.is_ascii() {
        display.into()
    } else {
        display.to_lowercase().into()
    };
    let letters = lower.chars().filter(|c| c.is_alphanumeric());
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether `part` is a phrase that stands in `whole`.
fn is_part(part: &[u32], whole: &[u32]) -> bool {
    part.len() > 1 && whole.windows(part.len()).any(|window| window == part)
}

fn are_alike(a: &[char], b: &[char]) -> bool {
    let longer = a.len().max(b.len());
    let most = ((1.0 - ALIKE) * longer as f64) as usize;
    if a.len().abs_diff(b.len()) > most {
        return false;
    }
    let is_plain = |c: &char| c.is_alphabetic() && !('가'..='힣').contains(c);
    a.iter().chain(b).all(is_plain) && distance(a, b, most) <= most
}

/// Returns the Levenshtein distance of two forms, or more than `most` if it is
/// more.
fn distance(a: &[char], b: &[char], most: usize) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
        if row.iter().all(|distance| *distance > most) {
            return most + 1;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns which of the displays are chosen; each is of words of its own.
    fn chosen<'d>(displays: &[&'d str]) -> Vec<&'d str> {
        let mut chosen = Chosen::default();
        let words = (0..).map(|n| [n]);
        let given = displays.iter().zip(words);
        given
            .filter(|(display, words)| chosen.choose(words, display))
            .map(|(display, _)| *display)
            .collect()
    }

    #[test]
    fn spaces_hyphens_and_case_make_no_difference() {
        assert_eq!(chosen(&["해상풍력", "해상 풍력"]), ["해상풍력"]);
        assert_eq!(chosen(&["K-pop", "k pop", "KPOP"]), ["K-pop"]);
    }

    #[test]
    fn spellings_are_one_keyword_and_words_two() {
        assert_eq!(chosen(&["organisation", "organization"]), ["organisation"]);
        assert_eq!(
            chosen(&["interstate", "intrastate"]),
            ["interstate", "intrastate"]
        );
        assert_eq!(chosen(&["North Korea", "South Korea"]).len(), 2);
    }

    #[test]
    fn digits_and_syllables_differ_in_earnest() {
        assert_eq!(chosen(&["Budget plan 2025", "Budget plan 2026"]).len(), 2);
        assert_eq!(chosen(&["산업통상자원부", "산업통상자원위"]).len(), 2);
    }

    #[test]
    fn a_phrase_within_another_is_left_out_and_a_word_is_not() {
        let mut chosen = Chosen::default();
        assert!(chosen.choose(&[1, 2], "보령호 담수화"));
        assert!(!chosen.choose(&[1, 2, 3], "보령호 담수화 사업"));
        assert!(chosen.choose(&[1], "보령호"));
        assert!(chosen.choose(&[4, 5, 6], "바다 위 등대"));
        assert!(!chosen.choose(&[5, 6], "위 등대"));
        assert!(chosen.choose(&[2, 1], "담수화 보령호"));
    }

    #[test]
    fn distances_are_those_of_levenshtein() {
        let of = |a: &str, b: &str| distance(&letters(a), &letters(b), 9);
        assert_eq!(of("kitten", "sitting"), 3);
        assert_eq!(of("", "abc"), 3);
        assert_eq!(of("abc", "abc"), 0);
        assert_eq!(distance(&letters("kitten"), &letters("sitting"), 1), 2);
    }
}

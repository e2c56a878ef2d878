//! How likely a reader is to choose a candidate as a keyword of its text.

use malmoi_text::Language;

use crate::Background;
use crate::candidates::{Candidate, Candidates};

/// Scores the candidates of one text; see [`keywords`](fn@crate::keywords) for
/// the whole of it.
pub(crate) struct Salience<'c> {
    candidates: &'c Candidates,
    weights: Weights,
    /// How rare each word is in general.
    rarities: &'c [f64],
}

/// What the log-odds of a candidate are the sum of, each times its weight.
#[derive(Clone, Copy)]
struct Weights {
    /// 1, so that the sum is that of a keyword.
    base: f64,
    /// The logarithm of its count.
    count: f64,
    /// The shares of its occurrences that begin a run and end one.
    opens: f64,
    closes: f64,
    /// 1 if none is a run of its own.
    nested: f64,
    /// The logarithm of the running words before and with its first word.
    first: f64,
    /// The mean of how rare its words are: 8 less their Zipf value.
    rarity: f64,
    /// The logarithm of its letters and spaces; see [`size`].
    letters: f64,
    /// 1 for phrases of two, three, four and five words.
    words: [f64; 4],
    /// White space within.
    gaps: f64,
    /// 1 if it ends in -ed: hardly a noun. For these and the next three, only
    /// outside Korean.
    ed: f64,
    /// 1 if a word ends in -ly.
    ly: f64,
    /// 1 if the first word of a phrase ends in -ing, and if it has a plural's -s.
    ing: f64,
    plural: f64,
}

/// Weights of readers of news, `dictionaries/keywords/learn.py`.
const NARRATIVE: Weights = Weights {
    base: -3.57,
    count: 0.64,
    opens: 0.51,
    closes: 0.41,
    nested: -0.25,
    first: -0.31,
    rarity: -0.01,
    letters: 1.75,
    words: [-2.33, -3.83, -4.84, -5.75],
    gaps: 0.00,
    ed: 0.04,
    ly: -0.28,
    ing: -0.19,
    plural: -0.21,
};

/// Weights of indexers of abstracts.
const EXPOSITION: Weights = Weights {
    base: -6.67,
    count: 0.59,
    opens: 0.58,
    closes: 0.53,
    nested: -0.76,
    first: -0.25,
    rarity: 0.57,
    letters: 0.76,
    words: [1.58, 1.58, 1.00, 0.51],
    gaps: 0.00,
    ed: -2.58,
    ly: -1.68,
    ing: -0.93,
    plural: -1.35,
};

/// Weights of readers of Korean news.
const KOREAN: Weights = Weights {
    base: -5.20,
    count: 0.84,
    opens: 0.48,
    closes: 0.42,
    nested: -0.95,
    first: -0.31,
    rarity: 0.44,
    letters: 0.85,
    words: [0.72, 0.57, 0.00, -0.04],
    gaps: -0.49,
    ed: 0.00,
    ly: 0.00,
    ing: 0.00,
    plural: 0.00,
};

/// The Zipf value above which no word is.
const MOST_FREQUENT: f64 = 8.0;

/// How rare words are of which nothing is known in general.
const UNKNOWN: f64 = 4.0;

impl<'c> Salience<'c> {
    /// Takes the candidates of a text in `language`; `rarities` is memory to use.
    pub(crate) fn of(
        candidates: &'c Candidates,
        language: Language,
        background: &Background,
        rarities: &'c mut Vec<f64>,
    ) -> Salience<'c> {
        rarities.clear();
        rarities.extend((0..candidates.word_count()).map(|word| {
            let zipf = background.zipf(candidates.language(word), candidates.term(word));
            zipf.map_or(UNKNOWN, |zipf| MOST_FREQUENT - zipf)
        }));
        let weights = match language {
            Language::KOREAN => KOREAN,
            _ => NARRATIVE.towards(&EXPOSITION, candidates.style.exposition()),
        };
        Salience {
            candidates,
            weights,
            rarities,
        }
    }

    /// Returns the log-odds that a reader would choose a candidate.
    pub(crate) fn log_odds(&self, candidate: &Candidate, text: &str) -> f64 {
        let w = &self.weights;
        let count = f64::from(candidate.count);
        let length = candidate.length;
        let words = self.candidates.words_of(candidate);
        let rarity: f64 = words.map(|word| self.rarities[word as usize]).sum();
        let mut places = self.candidates.places(candidate);
        let (start, end) = places.next().unwrap_or_default();
        let form = &text[start..end];
        let of_length = (length as usize).checked_sub(2);
        w.base
            + w.count * libm::log(count)
            + w.opens * f64::from(candidate.opens) / count
            + w.closes * f64::from(candidate.closes) / count
            + w.nested * f64::from(u8::from(candidate.whole == 0))
            + w.first * libm::log(f64::from(candidate.first) + 1.0)
            + w.rarity * rarity / f64::from(length)
            + w.letters * libm::log(size(form))
            + of_length.map_or(0.0, |at| w.words[at.min(3)])
            + w.gaps * f64::from(candidate.gaps)
            + w.form(form, length)
    }
}

/// Returns how many letters a form has. A syllable counts as two and a half, so
/// that words of both scripts can be compared within one text.
fn size(form: &str) -> f64 {
    let of = |c: char| if c < '\u{1100}' { 1.0 } else { 2.5 };
    form.chars().map(of).sum::<f64>().max(1.0)
}

impl Weights {
    /// Returns the weights at `share` of the way to others.
    fn towards(&self, other: &Weights, share: f64) -> Weights {
        let mix = |here: f64, there: f64| here + share * (there - here);
        Weights {
            base: mix(self.base, other.base),
            count: mix(self.count, other.count),
            opens: mix(self.opens, other.opens),
            closes: mix(self.closes, other.closes),
            nested: mix(self.nested, other.nested),
            first: mix(self.first, other.first),
            rarity: mix(self.rarity, other.rarity),
            letters: mix(self.letters, other.letters),
            words: std::array::from_fn(|at| mix(self.words[at], other.words[at])),
            gaps: mix(self.gaps, other.gaps),
            ed: mix(self.ed, other.ed),
            ly: mix(self.ly, other.ly),
            ing: mix(self.ing, other.ing),
            plural: mix(self.plural, other.plural),
        }
    }

    /// Returns what the endings of a form's words weigh.
    fn form(&self, form: &str, length: u32) -> f64 {
        let mut sum = 0.0;
        if form.ends_with("ed") {
            sum += self.ed;
        }
        if form.ends_with("ly") || form.contains("ly ") {
            sum += self.ly;
        }
        if length > 1 {
            let border = |c: char| c == '-' || c.is_whitespace();
            let first = form.split(border).next().unwrap_or_default();
            if first.ends_with("ing") {
                sum += self.ing;
            }
            if first.ends_with('s') && !first.ends_with("ss") {
                sum += self.plural;
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use malmoi_text::Analyzer;

    use super::*;

    /// Returns the log-odds of the candidate that a text shows as `display`.
    fn log_odds(text: &str, display: &str) -> f64 {
        let analyzer = Analyzer::new().unwrap();
        let mut candidates = Candidates::default();
        let language = candidates.read(&mut analyzer.analyzer_worker(), text);
        let (background, mut rarities) = (Background::default(), Vec::new());
        let salience = Salience::of(&candidates, language, &background, &mut rarities);
        let mut counted = candidates.list.iter().filter(|one| one.count > 0);
        let found = counted.find(|one| candidates.display(one, text) == display);
        salience.log_odds(found.unwrap(), text)
    }

    #[test]
    fn what_comes_often_and_early_is_more_salient() {
        let text = "등대를 고쳤다. 등대와 항구를 보았다. 사람들은 바다에서 고기를 잡았다.";
        assert!(log_odds(text, "등대") > log_odds(text, "항구"));
        assert!(log_odds(text, "항구") > log_odds(text, "고기"));
    }

    #[test]
    fn what_is_rare_elsewhere_is_more_salient() {
        let text = "화석과 정부와 서울과 화산이 나왔다";
        assert!(log_odds(text, "화석") > log_odds(text, "정부"));
        assert!(log_odds(text, "화산") > log_odds(text, "서울"));
    }

    #[test]
    fn phrases_are_for_expositions_and_words_for_narratives() {
        let exposition = "This paper presents a decentralized control algorithm for distributed \
                          optimization over communication networks, and derives convergence \
                          conditions.";
        assert!(log_odds(exposition, "communication networks") > log_odds(exposition, "networks"));
        let narrative = "\"You took my boat!\" Anna said to her brother at the harbour office. He \
                         was in Harwick then, and she had nothing but $20 for Paul.";
        assert!(log_odds(narrative, "office") > log_odds(narrative, "harbour office"));
    }

    #[test]
    fn adverbs_and_participles_are_no_nouns() {
        let weights = EXPOSITION;
        assert!(weights.form("networks connected", 2) < weights.form("networks", 1) - 1.0);
        assert!(weights.form("newly lit harbour", 3) < 0.0);
        assert_eq!(weights.form("glass harbour", 2), 0.0);
    }
}

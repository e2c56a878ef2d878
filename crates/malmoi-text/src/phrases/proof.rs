//! Which sequences of words are names, by how often they come.

use rustc_hash::FxHashMap;

use super::Phrase;
use crate::Language;

/// What a name must show to be one.
#[derive(Clone, Debug, PartialEq)]
pub struct PhraseOptions {
    /// The least occurrences inside sentences; 5 by default.
    pub least_count: u64,
    /// The least documents that have it; 3 by default, so that neither one
    /// article nor its copy at another outlet makes a name.
    pub least_documents: u64,
    /// The least cohesion of two neighbours in it, from -1 to 1; 0.3 by default.
    ///
    /// Cohesion is normalised pointwise mutual information (Bouma 2009):
    /// `ln(p(xy) / (p(x) p(y))) / -ln p(xy)`, which is 1 for words that come
    /// together only, 0 for words that meet by chance, and -1 for words that
    /// never meet. Probabilities are shares of all capitalised words inside
    /// sentences.
    pub least_cohesion: f64,
}

impl Default for PhraseOptions {
    fn default() -> PhraseOptions {
        PhraseOptions {
            least_count: 5,
            least_documents: 3,
            least_cohesion: 0.3,
        }
    }
}

/// What is known of a sequence of words.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Tally {
    pub(crate) count: u64,
    pub(crate) documents: u64,
    /// How many of the occurrences are a whole run: of capitalised words,
    /// or of Korean nouns.
    pub(crate) whole: u64,
}

impl Tally {
    pub(super) fn add(&mut self, other: Tally) {
        self.count += other.count;
        self.documents += other.documents;
        self.whole += other.whole;
    }
}

/// Of how many occurrences of a name one at least must be a whole run. "Jae
/// Myung" is hardly ever without "Lee", so it is no name of its own.
const ONE_WHOLE_IN: u64 = 4;

/// Returns the names among sequences of words, of which `tallies` says how often
/// they and their words come; most frequent first, equals by name.
pub(crate) fn prove(
    tallies: &FxHashMap<Box<str>, Tally>,
    language: Language,
    options: &PhraseOptions,
) -> Vec<Phrase> {
    let words = tallies.iter().filter(|(name, _)| !name.contains(' '));
    let words: u64 = words.map(|(_, tally)| tally.count).sum();
    // Sequences that hold together, whole or not, in a fixed order.
    let mut together: Vec<(Phrase, u64)> = tallies
        .iter()
        .filter(|(name, tally)| {
            tally.count >= options.least_count
                && tally.documents >= options.least_documents
                && name.contains(' ')
                && !has_word_twice(name)
        })
        .map(|(name, tally)| {
            let phrase = Phrase {
                name: name.clone(),
                language,
                count: tally.count,
                documents: tally.documents,
                cohesion: cohesion(name, tallies, words),
            };
            (phrase, tally.whole)
        })
        .filter(|(phrase, _)| phrase.cohesion >= options.least_cohesion)
        .collect();
    together.sort_unstable_by(|(a, _), (b, _)| a.name.cmp(&b.name));
    let is_whole = |(phrase, whole): &(Phrase, u64)| whole * ONE_WHOLE_IN >= phrase.count;

    // "Attorney General Jeff Sessions" is two: where a name follows another
    // sequence that holds together, that one ends, too.
    let place: FxHashMap<Box<str>, usize> = together
        .iter()
        .enumerate()
        .map(|(index, (phrase, _))| (phrase.name.clone(), index))
        .collect();
    let names: Vec<bool> = together.iter().map(is_whole).collect();
    let mut is_two = vec![false; together.len()];
    for index in 0..together.len() {
        let (phrase, _) = &together[index];
        let count = phrase.count;
        let spaces = phrase.name.match_indices(' ');
        let first = spaces.filter_map(|(at, _)| {
            let second = *place.get(&phrase.name[at + 1..])?;
            let first = *place.get(&phrase.name[..at])?;
            names[second].then_some(first)
        });
        let first: Vec<usize> = first.collect();
        is_two[index] = !first.is_empty();
        for first in first {
            together[first].1 += count;
        }
    }
    let mut list: Vec<Phrase> = together
        .into_iter()
        .zip(is_two)
        .filter(|(sequence, is_two)| is_whole(sequence) && !is_two)
        .map(|((phrase, _), _)| phrase)
        .collect();
    list.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    list
}

/// Says whether a word comes twice, as where a crawl glued a caption to a name.
fn has_word_twice(name: &str) -> bool {
    let mut rest = name;
    while let Some((word, after)) = rest.split_once(' ') {
        if after.split(' ').any(|other| other == word) {
            return true;
        }
        rest = after;
    }
    false
}

/// Returns the least normalised pointwise mutual information of two neighbours
/// in a name.
fn cohesion(name: &str, tallies: &FxHashMap<Box<str>, Tally>, words: u64) -> f64 {
    let count = |name: &str| tallies.get(name).map_or(0, |tally| tally.count) as f64;
    let total = words as f64;
    let mut least = 1.0_f64;
    let mut start = 0;
    while let Some(first) = name[start..].find(' ') {
        let second = start + first + 1;
        let end = name[second..]
            .find(' ')
            .map_or(name.len(), |at| second + at);
        let (x, y) = (&name[start..second - 1], &name[second..end]);
        let share = count(&name[start..end]) / total;
        // Of words that make up the whole corpus nothing else can be said.
        if share < 1.0 {
            let by_chance = (count(x) / total) * (count(y) / total);
            least = least.min(libm::log(share / by_chance) / -libm::log(share));
        }
        start = second;
    }
    least
}

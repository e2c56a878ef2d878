//! The beginnings of words, and what follows each.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::korean::lexicon::Lexicon;
use crate::korean::particles::is_tail;

/// What is remembered of a stretch of letters.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    pub(super) count: u32,
    pub(super) articles: Few,
    sentences: Few,
}

impl Seen {
    pub(super) fn add(&mut self, article: u32, sentence: u32) {
        self.count = self.count.saturating_add(1);
        self.articles.add(article);
        self.sentences.add(sentence);
    }

    pub(super) fn merge(&mut self, other: &Seen) {
        self.count = self.count.saturating_add(other.count);
        self.articles.merge(&other.articles);
        self.sentences.merge(&other.sentences);
    }
}

/// The smallest few of a set of hashes. That is enough to say whether the set
/// has so many at all, and does not depend on the order they come in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Few([u32; Few::MOST]);

impl Default for Few {
    fn default() -> Few {
        Few([u32::MAX; Few::MOST])
    }
}

impl Few {
    const MOST: usize = 4;

    fn add(&mut self, mut hash: u32) {
        for kept in &mut self.0 {
            if hash < *kept {
                std::mem::swap(&mut hash, kept);
            } else if hash == *kept {
                return;
            }
        }
    }

    pub(super) fn merge(&mut self, other: &Few) {
        for hash in other.0 {
            self.add(hash);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.0.iter().filter(|hash| **hash != u32::MAX).count()
    }
}

/// The stretches of letters of a corpus, sorted, so that those that begin alike
/// stand together.
pub(super) struct Beginnings<'l> {
    lexicon: &'l Lexicon,
    words: Vec<(&'l str, &'l Seen)>,
    /// Whether what follows a beginning can follow a noun.
    tails: std::cell::RefCell<FxHashMap<Box<str>, bool>>,
}

/// What follows a beginning.
pub(super) struct Followers<'b> {
    /// How often the beginning occurs.
    pub(super) count: u64,
    /// How often nothing or only particles follow.
    as_noun: u64,
    /// How often what follows can follow nothing but a noun.
    surely_noun: u64,
    /// How often each of these follows: nothing, or particles.
    pub(super) tails: Vec<(&'b str, u64)>,
    /// How often each character follows, nothing being one.
    pub(super) next: BTreeMap<Option<char>, u64>,
    /// Distinct articles and sentences, up to four.
    articles: usize,
    sentences: usize,
}

impl Followers<'_> {
    /// Returns the entropy of the next character, in nats.
    pub(super) fn entropy(&self) -> f64 {
        let total = self.count as f64;
        let shares = self.next.values().map(|n| *n as f64 / total);
        shares.map(|p| -p * libm::log(p)).sum()
    }

    /// Says whether so many sentences have the beginning that it is no whim of
    /// a few.
    pub(super) fn is_frequent(&self) -> bool {
        self.sentences >= Few::MOST && self.articles >= Few::MOST
    }

    /// Says whether the beginning is used as a noun is, in enough places.
    fn speak_for_a_noun(&self) -> bool {
        let has_end = self.tails.iter().any(|(tail, _)| tail.is_empty());
        let tails = self.tails.iter();
        let nominal = tails.filter(|(tail, _)| follows_nouns_only(tail)).count();
        let kinds = self.tails.len();
        self.as_noun as f64 >= AS_NOUN * self.count as f64
            && self.surely_noun as f64 >= SURELY_NOUN * self.as_noun as f64
            && (has_end || nominal >= 3)
            && (nominal >= 2 || nominal == 1 && kinds >= 3)
    }
}

/// Says whether what follows, particles or nothing, follows no verb.
fn follows_nouns_only(tail: &str) -> bool {
    tail.is_empty() || tail.starts_with(NOUN_PARTICLES)
}

/// In how many articles and sentences a new word is at least.
const FEWEST: usize = 3;

/// The share of the occurrences of a new word that nothing or a particle
/// follows, at least. In the others it begins a compound.
const AS_NOUN: f64 = 0.5;

/// The share of these that can follow nothing but a noun, at least.
const SURELY_NOUN: f64 = 0.3;

/// The least branching entropy of a new word, in nats. That of two followers,
/// one four times as frequent as the other.
const ENTROPY: f64 = 0.5;

/// The characters that particles begin with which are no endings of verbs too,
/// as 는, 은, 을, 고, 도, 만, 나 are.
const NOUN_PARTICLES: &[char] = &[
    '가', '이', '를', '의', '에', '와', '과', '로', '으', '까', '부', '처', '보', '께', '한', '마',
];

/// The longest new word, in characters.
const LONGEST: usize = 12;

impl<'l> Beginnings<'l> {
    pub(super) fn new(
        words: &'l FxHashMap<Box<str>, Seen>,
        lexicon: &'l Lexicon,
    ) -> Beginnings<'l> {
        let words = words.iter().map(|(word, seen)| (&**word, seen));
        let mut words: Vec<(&str, &Seen)> = words.collect();
        words.sort_unstable_by_key(|(word, _)| *word);
        Beginnings {
            lexicon,
            words,
            tails: Default::default(),
        }
    }

    /// Returns how often words begin with `beginning`.
    pub(super) fn count(&self, beginning: &str) -> u64 {
        let words = self.with(beginning).iter();
        words.map(|(_, seen)| u64::from(seen.count)).sum()
    }

    /// Returns how often `noun` is used as a noun in words that do not begin
    /// with `other`.
    pub(super) fn count_apart(&self, noun: &str, other: &str) -> u64 {
        let words = self.with(noun).iter();
        let apart = words.filter(|(word, _)| !word.starts_with(other));
        apart
            .filter(|(word, _)| self.is_tail(&word[noun.len()..]))
            .map(|(_, seen)| u64::from(seen.count))
            .sum()
    }

    /// Returns how often a whole word occurs, with nothing behind it.
    pub(super) fn count_whole(&self, word: &str) -> u64 {
        let at = self.words.binary_search_by(|(w, _)| (*w).cmp(word));
        at.map_or(0, |at| u64::from(self.words[at].1.count))
    }

    fn with(&self, beginning: &str) -> &[(&'l str, &'l Seen)] {
        let start = self.words.partition_point(|(word, _)| *word < beginning);
        let words = &self.words[start..];
        &words[..words.partition_point(|(word, _)| word.starts_with(beginning))]
    }

    /// Says whether what stands after a beginning can follow a noun.
    pub(super) fn is_tail(&self, rest: &str) -> bool {
        if rest.is_empty() {
            return true;
        }
        if let Some(known) = self.tails.borrow().get(rest) {
            return *known;
        }
        let chars: Vec<char> = rest.chars().collect();
        let answer = is_tail(self.lexicon, &chars);
        self.tails.borrow_mut().insert(rest.into(), answer);
        answer
    }

    /// Calls `sink` with every beginning that is used as a noun is, in the order
    /// of the characters.
    pub(super) fn each(&self, sink: &mut dyn FnMut(&str, &Followers<'_>)) {
        self.descend(&self.words, 0, 0, sink);
    }

    /// Looks at words that begin with the same `length` characters, in `bytes`
    /// bytes, and then at those with one more.
    fn descend(
        &self,
        words: &[(&'l str, &'l Seen)],
        bytes: usize,
        length: usize,
        sink: &mut dyn FnMut(&str, &Followers<'_>),
    ) {
        let count: u64 = words.iter().map(|(_, seen)| u64::from(seen.count)).sum();
        if count < FEWEST as u64 || length > LONGEST {
            return;
        }
        let next_of = |word: &str| word[bytes..].chars().next();
        if length >= 2 {
            let beginning = &words[0].0[..bytes];
            let has_hangul = beginning.chars().any(|c| matches!(c, '가'..='힣'));
            if has_hangul && let Some(followers) = self.followers(words, bytes, count) {
                sink(beginning, &followers);
            }
        }
        for same in words.chunk_by(|a, b| next_of(a.0) == next_of(b.0)) {
            if let Some(next) = next_of(same[0].0) {
                self.descend(same, bytes + next.len_utf8(), length + 1, sink);
            }
        }
    }

    /// Returns what follows the first `bytes` bytes of the words, if it speaks
    /// for a noun.
    fn followers<'b>(
        &'b self,
        words: &'b [(&'l str, &'l Seen)],
        bytes: usize,
        count: u64,
    ) -> Option<Followers<'b>> {
        let mut followers = Followers {
            count,
            as_noun: 0,
            surely_noun: 0,
            tails: Vec::new(),
            next: BTreeMap::new(),
            articles: 0,
            sentences: 0,
        };
        for (word, seen) in words {
            let next = word[bytes..].chars().next();
            *followers.next.entry(next).or_default() += u64::from(seen.count);
        }
        // The cheap questions first: nearly all beginnings end at one.
        if followers.entropy() < ENTROPY {
            return None;
        }
        let (mut articles, mut sentences) = (Few::default(), Few::default());
        for (_, seen) in words {
            articles.merge(&seen.articles);
            sentences.merge(&seen.sentences);
        }
        followers.articles = articles.len();
        followers.sentences = sentences.len();
        let beginning: Vec<char> = words[0].0[..bytes].chars().collect();
        if followers.articles < FEWEST
            || followers.sentences < FEWEST
            || self.lexicon.has_whole(&beginning)
        {
            return None;
        }
        for (word, seen) in words {
            let rest = &word[bytes..];
            if self.is_tail(rest) {
                let count = u64::from(seen.count);
                followers.as_noun += count;
                followers.surely_noun += count * u64::from(follows_nouns_only(rest));
                followers.tails.push((rest, count));
            }
        }
        followers.speak_for_a_noun().then_some(followers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_the_smallest_in_any_order() {
        let mut forwards = Few::default();
        let mut backwards = Few::default();
        for n in 0..10 {
            forwards.add(n);
            backwards.add(9 - n);
            backwards.add(9 - n);
        }
        assert_eq!(forwards, Few([0, 1, 2, 3]));
        assert_eq!(forwards, backwards);
        assert_eq!(forwards.len(), 4);
        assert_eq!(Few::default().len(), 0);
    }
}

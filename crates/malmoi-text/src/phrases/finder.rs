//! The evidence for names, gathered over a corpus.

use rustc_hash::FxHashMap;

use super::Phrases;
use super::names::Names;
use super::proof::{PhraseOptions, Tally, prove};
use crate::Language;

/// Gathers the evidence for names of several words.
///
/// Each thread has its own and [adds](PhraseFinder::add) documents; in the end
/// all are [merged](PhraseFinder::merge). Who was given which document, and in
/// which order, makes no difference to the result.
///
/// Memory is bounded, at about a hundred bytes for each of half a million
/// sequences of words. When there are more, half of the documents are forgotten,
/// which ones is a question of the hash of their numbers; then half of the rest,
/// and so on. A large corpus is thus judged by a sample of its documents, in
/// which what is frequent still is.
#[derive(Debug)]
pub struct PhraseFinder {
    /// Tallies by rank of the documents they come from; those below `lowest`
    /// are empty.
    by_rank: Vec<FxHashMap<Box<str>, Tally>>,
    /// The lowest rank that documents must have.
    lowest: usize,
    /// The most tallies that are kept.
    most_tallies: usize,
    names: Names,
    /// Scratch: the tallies of the current document.
    document: FxHashMap<Box<str>, Tally>,
}

/// The most tallies that are kept.
const MOST_TALLIES: usize = 1 << 19;

/// The number of ranks. Half of all documents are of rank 0, a quarter of rank
/// 1, and so on.
const RANKS: usize = 32;

/// The most words of a name.
const LONGEST_NAME: usize = 5;

impl Default for PhraseFinder {
    fn default() -> PhraseFinder {
        PhraseFinder::new()
    }
}

impl PhraseFinder {
    /// Returns a finder that has seen nothing.
    pub fn new() -> PhraseFinder {
        PhraseFinder {
            by_rank: vec![FxHashMap::default(); RANKS],
            lowest: 0,
            most_tallies: MOST_TALLIES,
            names: Names::new(),
            document: FxHashMap::default(),
        }
    }

    /// Adds a document, whole. `document` is a number that no other document of
    /// the corpus has.
    pub fn add(&mut self, text: &str, document: u64) {
        let rank = rank(document);
        if rank < self.lowest {
            return;
        }
        let mut name = String::new();
        let tallies = &mut self.document;
        self.names.runs(text, &mut |run| {
            for start in 0..run.words.len() {
                name.clear();
                for (index, word) in run.words[start..].iter().enumerate().take(LONGEST_NAME) {
                    if index > 0 {
                        name.push(' ');
                    }
                    name.push_str(word);
                    let is_whole = run.is_whole && index + 1 == run.words.len();
                    let one = Tally {
                        count: 1,
                        documents: 0,
                        whole: u64::from(is_whole),
                    };
                    match tallies.get_mut(name.as_str()) {
                        Some(tally) => tally.add(one),
                        None => {
                            tallies.insert(name.as_str().into(), one);
                        }
                    }
                }
            }
        });
        #[expect(clippy::iter_over_hash_type, reason = "sums do not depend on order")]
        for (name, mut tally) in self.document.drain() {
            tally.documents = 1;
            self.by_rank[rank].entry(name).or_default().add(tally);
        }
        self.forget();
    }

    /// Adds what another finder has gathered from other documents.
    pub fn merge(&mut self, other: PhraseFinder) {
        self.lowest = self.lowest.max(other.lowest);
        for (mine, theirs) in self.by_rank.iter_mut().zip(other.by_rank) {
            #[expect(clippy::iter_over_hash_type, reason = "sums do not depend on order")]
            for (name, tally) in theirs {
                mine.entry(name).or_default().add(tally);
            }
        }
        self.forget();
    }

    /// Forgets documents of low rank until there is room. What is kept is all
    /// that documents of the other ranks have, so the rank that is reached in
    /// the end is the same on any way.
    fn forget(&mut self) {
        let mut tallies: usize = self.by_rank.iter().map(FxHashMap::len).sum();
        for (rank, of_rank) in self.by_rank.iter_mut().enumerate() {
            if rank >= self.lowest {
                if tallies <= self.most_tallies || rank + 1 == RANKS {
                    break;
                }
                self.lowest = rank + 1;
            }
            tallies -= of_rank.len();
            *of_rank = FxHashMap::default();
        }
    }

    /// Returns the names that the evidence proves.
    pub fn finish(self, options: &PhraseOptions) -> Phrases {
        let mut ranks = self.by_rank.into_iter();
        let mut tallies = ranks.next().unwrap_or_default();
        for of_rank in ranks {
            #[expect(clippy::iter_over_hash_type, reason = "sums do not depend on order")]
            for (name, tally) in of_rank {
                tallies.entry(name).or_default().add(tally);
            }
        }
        Phrases::new(prove(&tallies, Language::ENGLISH, options))
    }
}

/// Returns a document's rank: `n` for one in 2ⁿ⁺¹.
fn rank(document: u64) -> usize {
    // The finalizer of SplitMix64 (Steele, Lea and Flood 2014).
    let mut hash = document.wrapping_add(0x9e37_79b9_7f4a_7c15);
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^= hash >> 31;
    (hash.trailing_zeros() as usize).min(RANKS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 6] = [
        "Then Lee Jae Myung crossed the West Sea with his staff.",
        "Today Lee Jae Myung and President Kim spoke in Seoul on trade.",
        "They saw Lee Jae Myung near the White House while it rained.",
        "Nobody from the White House came to Seoul Monday or to the West Sea.",
        "It was quiet in the West Sea and in North Sea waters near Oslo, they say.",
        "Reporters of Northwind News asked the White House about Kim again.",
    ];

    fn gathered(documents: impl Iterator<Item = u64>) -> PhraseFinder {
        let mut finder = PhraseFinder::new();
        for document in documents {
            finder.add(TEXTS[document as usize % TEXTS.len()], document);
        }
        finder
    }

    fn names(phrases: &Phrases) -> Vec<&str> {
        phrases.iter().map(|p| &*p.name).collect()
    }

    #[test]
    fn names_that_recur_are_found_whole() {
        let phrases = gathered(0..24).finish(&PhraseOptions::default());
        // "North Sea" and "Northwind News" come four times only.
        assert_eq!(
            names(&phrases),
            ["lee jae myung", "west sea", "white house"]
        );
        let lee = phrases.iter().next().unwrap();
        assert_eq!((lee.count, lee.documents), (12, 12));
    }

    #[test]
    fn two_names_in_a_row_are_not_one() {
        let mut finder = PhraseFinder::new();
        for document in 0..12 {
            finder.add(
                "They asked the Sea Agency Ada Moss for help again.",
                document,
            );
            finder.add(
                "They told the Sea Agency that Ada Moss came.",
                100 + document,
            );
            finder.add("They said Bo Bo was here for good.", 200 + document);
        }
        let phrases = finder.finish(&PhraseOptions::default());
        assert_eq!(names(&phrases), ["ada moss", "sea agency"]);
    }

    #[test]
    fn one_document_proves_nothing() {
        let mut finder = PhraseFinder::new();
        finder.add(&TEXTS.join("\n").repeat(9), 1);
        assert!(finder.finish(&PhraseOptions::default()).is_empty());
    }

    #[test]
    fn words_that_meet_by_chance_are_no_name() {
        let mut finder = PhraseFinder::new();
        for document in 0..400 {
            let text = match document % 40 {
                0 => "They saw that Seoul Northwind shares fell.",
                n if n % 2 == 0 => "They saw that Seoul was calm again.",
                _ => "They saw that Northwind was calm again.",
            };
            finder.add(text, document);
        }
        assert!(finder.finish(&PhraseOptions::default()).is_empty());
    }

    #[test]
    fn cohesion_is_the_published_measure() {
        let phrases = gathered(0..24).finish(&PhraseOptions::default());
        let sea = phrases.iter().find(|p| &*p.name == "west sea").unwrap();
        // West 12, Sea 16 (North Sea has 4), together 12, of 104 words.
        let words = 4.0 * (5.0 + 5.0 + 5.0 + 5.0 + 5.0 + 5.0);
        let words: f64 = words;
        let share = 12.0 / words;
        let by_hand = libm::log(share / (12.0 / words * 16.0 / words)) / -libm::log(share);
        assert!(
            (sea.cohesion - by_hand).abs() < 1e-12,
            "{} {by_hand}",
            sea.cohesion
        );
    }

    #[test]
    fn the_result_depends_neither_on_order_nor_on_shares() {
        for most_tallies in [MOST_TALLIES, 40, 12] {
            let finder = || PhraseFinder {
                most_tallies,
                ..PhraseFinder::new()
            };
            let add = |finder: &mut PhraseFinder, document: u64| {
                finder.add(TEXTS[document as usize % TEXTS.len()], document);
            };
            let mut alone = finder();
            (0..240).for_each(|d| add(&mut alone, d));
            let mut backwards = finder();
            (0..240).rev().for_each(|d| add(&mut backwards, d));
            let mut shares = [finder(), finder(), finder()];
            (0..240).for_each(|d| add(&mut shares[d as usize % 7 % 3], d));
            let [mut first, second, third] = shares;
            first.merge(third);
            first.merge(second);
            let tallies: usize = first.by_rank.iter().map(FxHashMap::len).sum();
            assert!(tallies <= most_tallies.max(60), "{tallies}");
            let [a, b, c] = [alone, backwards, first].map(|f| {
                let lowest = f.lowest;
                let list = f.finish(&PhraseOptions::default()).list;
                (lowest, list)
            });
            assert_eq!(a, b);
            assert_eq!(a, c);
            assert_eq!(a.0 > 0, most_tallies < MOST_TALLIES);
        }
    }
}

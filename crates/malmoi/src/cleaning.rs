//! What was taken off the articles while they were read, and how often.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What was taken off the texts by one pattern of known boilerplate.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Cleaned {
    /// The pattern, as `dictionaries/boilerplate` writes it.
    pub pattern: String,
    /// How many lines, sentences and brackets it took.
    pub pieces: u64,
    /// How many articles had one.
    pub articles: u64,
    /// How many characters they have together.
    pub characters: u64,
    /// What it took first, in the order of the corpus.
    pub example: String,
}

/// What one thread has seen of that.
#[derive(Default)]
pub(crate) struct Cleaning {
    patterns: BTreeMap<String, Taken>,
}

struct Taken {
    pieces: u64,
    articles: u64,
    characters: u64,
    /// The keys of the articles with the first piece and the last one noted.
    first: u64,
    last: u64,
    example: String,
}

impl Default for Taken {
    fn default() -> Taken {
        Taken {
            pieces: 0,
            articles: 0,
            characters: 0,
            first: u64::MAX,
            last: u64::MAX,
            example: String::new(),
        }
    }
}

impl Cleaning {
    /// Adds what was taken off an article, each piece behind its pattern; `key` orders
    /// the article among all entries.
    pub(crate) fn add(&mut self, key: u64, pieces: &[(&str, &str)]) {
        for &(pattern, piece) in pieces {
            if !self.patterns.contains_key(pattern) {
                self.patterns.insert(pattern.to_owned(), Taken::default());
            }
            let Some(taken) = self.patterns.get_mut(pattern) else {
                continue;
            };
            taken.pieces += 1;
            taken.articles += u64::from(taken.last != key);
            taken.characters += piece.chars().count() as u64;
            taken.last = key;
            if key < taken.first {
                taken.first = key;
                piece.clone_into(&mut taken.example);
            }
        }
    }

    /// Adds what another thread has seen.
    pub(crate) fn merge(&mut self, other: Cleaning) {
        for (pattern, theirs) in other.patterns {
            let Some(ours) = self.patterns.get_mut(&pattern) else {
                self.patterns.insert(pattern, theirs);
                continue;
            };
            ours.pieces += theirs.pieces;
            ours.articles += theirs.articles;
            ours.characters += theirs.characters;
            if theirs.first < ours.first {
                ours.first = theirs.first;
                ours.example = theirs.example;
            }
        }
    }

    /// Returns the patterns, those that took most characters first.
    pub(crate) fn finish(self) -> Vec<Cleaned> {
        let patterns = self.patterns.into_iter();
        let mut all: Vec<Cleaned> = patterns
            .map(|(pattern, taken)| Cleaned {
                pattern,
                pieces: taken.pieces,
                articles: taken.articles,
                characters: taken.characters,
                example: taken.example,
            })
            .collect();
        all.sort_by_key(|cleaned| std::cmp::Reverse(cleaned.characters));
        all
    }
}

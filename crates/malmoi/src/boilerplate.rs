//! What the publishers' own boilerplate was, and how much of it was left out.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::survey::Learnt;

/// A sentence that a publisher puts into its articles, and that was not counted unless it was
/// [to be kept](crate::ArticleOptions::keep_boilerplate).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct LeftOut {
    /// The publisher.
    pub publisher: String,
    /// The sentence, as it stands in the first article that has it; others may
    /// differ in digits, capitals and e-mail addresses.
    pub sentence: String,
    /// How many of the articles looked at have it, articles of one story
    /// counted once.
    pub articles: u64,
    /// How many articles of the publisher were looked at.
    pub of_articles: u64,
    /// The share of the other publishers' articles that have it, from 0 to 1.
    pub share_elsewhere: f64,
    /// How many articles of the whole corpus it was left out of; 0 where it was kept.
    pub left_out_of: u64,
}

/// The sentences of the boilerplate that one thread has met, by their places in the
/// [`Boilerplate`](malmoi_corpus::Boilerplate).
#[derive(Debug, Default)]
pub(crate) struct Tally {
    sentences: FxHashMap<u32, Met>,
}

#[derive(Debug)]
struct Met {
    /// The keys of the first and the last article that had it.
    first: u64,
    last: u64,
    words: String,
    articles: u64,
}

impl Tally {
    /// Notes that sentence number `at` was met in the article `key`. The
    /// sentences of an article must be noted together.
    pub(crate) fn add(&mut self, at: u32, key: u64, words: &str) {
        let met = self.sentences.entry(at).or_insert_with(|| Met {
            first: u64::MAX,
            last: u64::MAX,
            words: String::new(),
            articles: 0,
        });
        met.articles += u64::from(met.last != key);
        met.last = key;
        if key < met.first {
            met.first = key;
            words.clone_into(&mut met.words);
        }
    }

    /// Adds what another thread has met in other articles.
    pub(crate) fn merge(&mut self, other: Tally) {
        other.sentences.into_iter().for_each(|(at, theirs)| {
            let Some(met) = self.sentences.get_mut(&at) else {
                self.sentences.insert(at, theirs);
                return;
            };
            met.articles += theirs.articles;
            if theirs.first < met.first {
                met.first = theirs.first;
                met.words = theirs.words;
            }
        });
    }

    /// Returns the sentences, by publisher, the most frequent first.
    pub(crate) fn finish(mut self, learnt: &Learnt) -> Vec<LeftOut> {
        let numbered = (0..).zip(learnt.boilerplate.sentences());
        let mut found: Vec<LeftOut> = numbered
            .filter_map(|(at, repeated)| {
                let met = self.sentences.remove(&at)?;
                Some(LeftOut {
                    publisher: repeated.publisher.clone(),
                    sentence: met.words,
                    articles: repeated.articles,
                    of_articles: repeated.of_articles,
                    share_elsewhere: repeated.share_elsewhere,
                    left_out_of: if learnt.keeps_boilerplate {
                        0
                    } else {
                        met.articles
                    },
                })
            })
            .collect();
        found.sort_by(|a, b| {
            let key = |l: &LeftOut| std::cmp::Reverse(l.articles);
            (&a.publisher, key(a), &a.sentence).cmp(&(&b.publisher, key(b), &b.sentence))
        });
        found
    }
}

//! The same article, crawled more than once.

use super::store::{Article, Identity, Store};

/// How much two articles resemble each other at least to be editions of one, if
/// all they share besides is an id of their publisher's.
const RESEMBLING: f64 = 0.5;

/// An id that more articles share names none of them.
const CROWD: usize = 1000;

/// Returns every article that was crawled again, with the one that stays: crawled
/// last, else last in the order of the corpus.
///
/// The portal's numbers are believed. An id that an article states is its
/// publisher's, if that: crawlers number rows anew every day. So it counts
/// within a publisher alone, and only where all articles that have it show that
/// they are one: an id of two articles names neither, and what is alike among
/// them is a copy.
pub(super) fn replaced(articles: &Store) -> Vec<(u32, u32)> {
    let mut named: Vec<(Identity, u32)> = articles
        .iter()
        .filter(|(_, a)| a.identity != Identity::None)
        .map(|(number, a)| (a.identity, number))
        .collect();
    named.sort_unstable();
    let mut replaced = Vec::new();
    for same in named.chunk_by_mut(|a, b| a.0 == b.0) {
        let is_sure = matches!(same[0].0, Identity::Portal(_));
        if same.len() == 1 || same.len() > CROWD && !is_sure {
            continue;
        }
        same.sort_unstable_by_key(|(_, number)| {
            let article = articles.get(*number);
            (article.crawled, article.key)
        });
        let [older @ .., (_, kept)] = &*same else {
            continue;
        };
        let last = articles.get(*kept);
        let mut others = older.iter().map(|(_, number)| *number);
        if is_sure
            || others
                .clone()
                .all(|other| are_one(articles.get(other), last))
        {
            replaced.extend(others.by_ref().map(|other| (other, *kept)));
        }
    }
    replaced
}

/// Whether two articles of one id and publisher are editions of one.
fn are_one(a: &Article, b: &Article) -> bool {
    let resemble = match (&a.signature, &b.signature) {
        (Some(a), Some(b)) => a.resemblance(b) >= RESEMBLING,
        _ => false,
    };
    let has_same_head = a.title != 0 && a.title == b.title && day(a) == day(b);
    a.text == b.text || resemble || has_same_head
}

fn day(article: &Article) -> u64 {
    article.published >> crate::Timestamp::DAY_SHIFT
}

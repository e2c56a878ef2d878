//! The same article, crawled more than once.

use std::io;

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
///
/// # Errors
///
/// If signatures cannot be read.
pub(super) fn replaced(articles: &Store) -> io::Result<Vec<(u32, u32)>> {
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
        let mut are_all_one = true;
        for (_, other) in older.iter().filter(|_| !is_sure) {
            are_all_one = are_all_one && are_one(articles, *other, *kept)?;
        }
        if are_all_one {
            replaced.extend(older.iter().map(|(_, other)| (*other, *kept)));
        }
    }
    Ok(replaced)
}

/// Whether two articles of one id and publisher are editions of one.
fn are_one(articles: &Store, one: u32, other: u32) -> io::Result<bool> {
    let (a, b) = (articles.get(one), articles.get(other));
    let has_same_head = a.title != 0 && a.title == b.title && day(a) == day(b);
    if a.text == b.text || has_same_head {
        return Ok(true);
    }
    Ok(
        match (articles.signature(one)?, articles.signature(other)?) {
            (Some(a), Some(b)) => a.resemblance(&b) >= RESEMBLING,
            _ => false,
        },
    )
}

fn day(article: &Article) -> u64 {
    article.published >> crate::Timestamp::DAY_SHIFT
}

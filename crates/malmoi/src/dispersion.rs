//! How keywords are spread over the articles of their publisher.
//!
//! A deviation of proportions compares each article with the whole, which is known
//! when all is counted. So each thread keeps what its articles have of each term, some
//! two bytes each, on disk; the keywords are looked up there when they are known.

use std::io;

use malmoi_count::{Basis, Counts, unpack};
use malmoi_stats::{Frequency, Keyness, SparseParts};
use rustc_hash::FxHashMap;

use crate::Error;
use crate::spool::{Spool, Written};

/// What the articles that one thread has counted have of each term.
#[derive(Default)]
pub(crate) struct ArticleTerms {
    spool: Spool,
}

impl ArticleTerms {
    /// Adds an article with its terms, packed by the thread's counter.
    pub(crate) fn push(&mut self, key: u64, article: &Packed<'_>) {
        self.spool.push(key, |fields| {
            fields.text(article.publisher);
            fields.text(article.language);
            fields.number(u64::from(article.votes));
            fields.number(article.tokens);
            fields.0.extend(article.terms);
        });
    }
}

/// An article with what it has of each term.
pub(crate) struct Packed<'a> {
    pub(crate) publisher: &'a str,
    pub(crate) language: &'a str,
    /// Whether it is no copy.
    pub(crate) votes: bool,
    pub(crate) tokens: u64,
    pub(crate) terms: &'a [u8],
}

impl<'a> Packed<'a> {
    fn read(record: &'a [u8]) -> io::Result<Packed<'a>> {
        let mut fields = Written(record);
        Ok(Packed {
            publisher: fields.text()?,
            language: fields.text()?,
            votes: fields.number()? == 1,
            tokens: fields.number()?,
            terms: fields.0,
        })
    }
}

/// A publisher's articles of a language.
#[derive(Default)]
struct Outlet {
    articles: u64,
    /// The tokens of the shortest.
    smallest: u64,
    keywords: FxHashMap<u32, SparseParts>,
}

/// Works out [`Keyness::over_articles`] of `rows`. `numbers` has for each thread the
/// numbers in `counts` of the terms in its `articles`.
///
/// # Errors
///
/// If the temporary files could not be written or read.
pub(crate) fn disperse(
    articles: Vec<ArticleTerms>,
    numbers: &[Vec<u32>],
    counts: &Counts,
    basis: Basis,
    rows: &mut [Keyness],
) -> Result<(), Error> {
    let mut outlets: FxHashMap<(u32, u32), Outlet> = FxHashMap::default();
    for k in &*rows {
        let outlet = outlets.entry((k.publisher, k.language)).or_default();
        outlet.keywords.insert(k.term, SparseParts::new(k.here));
    }
    for (articles, numbers) in articles.into_iter().zip(numbers) {
        let spooled = articles.spool.finish().map_err(Error::kept)?;
        let mut cursor = spooled.cursor();
        while cursor.peek().map_err(Error::kept)?.is_some() {
            let (_, record) = cursor.next().map_err(Error::kept)?;
            let article = Packed::read(record).map_err(Error::kept)?;
            // An article without words has no share of anything.
            if article.tokens == 0 || (!article.votes && basis == Basis::Once) {
                continue;
            }
            let publisher = place(counts.publishers(), article.publisher);
            let language = place(counts.languages(), article.language);
            let Some(outlet) = outlets.get_mut(&(publisher, language)) else {
                continue;
            };
            if outlet.articles == 0 || article.tokens < outlet.smallest {
                outlet.smallest = article.tokens;
            }
            outlet.articles += 1;
            for (term, count) in unpack(article.terms) {
                let keyword = outlet.keywords.get_mut(&numbers[term as usize]);
                let part = Frequency::new(u64::from(count), article.tokens);
                if let (Some(keyword), Some(part)) = (keyword, part) {
                    keyword.add(part);
                }
            }
        }
    }
    for k in rows {
        if let Some(outlet) = outlets.get(&(k.publisher, k.language))
            && let Some(keyword) = outlet.keywords.get(&k.term)
        {
            k.over_articles = keyword.finish(outlet.articles, outlet.smallest);
        }
    }
    Ok(())
}

/// Returns where a name is among all of them, which are sorted.
fn place(names: &[String], name: &str) -> u32 {
    names.partition_point(|n| n.as_str() < name) as u32
}

#[cfg(test)]
mod tests {
    use malmoi_count::{Counter, Occurrence};
    use malmoi_stats::{KeynessOptions, dp, dp_norm, juilland_d, keyness};

    use super::*;

    /// Articles as (publisher, occurrences of "quake", all words, whether it votes).
    const ARTICLES: [(&str, u64, u64, bool); 9] = [
        ("A", 3, 40, true),
        ("A", 0, 25, true),
        ("A", 1, 90, true),
        ("A", 9, 30, false),
        ("A", 0, 0, true),
        ("A", 2, 35, true),
        ("B", 1, 400, true),
        ("B", 0, 300, true),
        ("A", 0, 61, true),
    ];

    fn counted(threads: usize, basis: Basis) -> Keyness {
        let mut shares: Vec<(Counter, ArticleTerms)> = Vec::new();
        shares.resize_with(threads, Default::default);
        for (key, (publisher, quakes, tokens, votes)) in (0..).zip(ARTICLES) {
            let (counter, terms) = &mut shares[key % threads];
            let mut document = match votes {
                true => counter.document(key as u64),
                false => counter.copy(key as u64),
            };
            for word in 0..tokens {
                let term = if word < quakes { "quake" } else { "other" };
                document.term(Occurrence {
                    language: "en",
                    term,
                    surface: term,
                });
            }
            let mut packed = Vec::new();
            let tokens = document.finish_packed(publisher, None, "en", &mut packed);
            let article = Packed {
                publisher,
                language: "en",
                votes,
                tokens,
                terms: &packed,
            };
            terms.push(key as u64, &article);
        }
        let (counters, terms): (Vec<_>, Vec<_>) = shares.into_iter().unzip();
        let (counts, numbers) = Counts::merge_numbered(counters);
        let options = KeynessOptions {
            basis,
            min_documents: 1,
            ..KeynessOptions::default()
        };
        let mut rows = keyness(&counts, &options);
        disperse(terms, &numbers, &counts, basis, &mut rows).unwrap();
        let is_it = |k: &&Keyness| {
            let publisher = &counts.publishers()[k.publisher as usize];
            publisher == "A" && counts.terms()[k.term as usize].term == "quake"
        };
        *rows.iter().find(is_it).expect("A says it more")
    }

    #[test]
    fn articles_one_by_one_give_what_all_at_once_do() {
        for basis in [Basis::Every, Basis::Once] {
            let own = ARTICLES.iter().filter(|(publisher, _, _, votes)| {
                *publisher == "A" && (*votes || basis == Basis::Every)
            });
            let parts: Vec<Frequency> = own
                .filter_map(|&(_, x, n, _)| Frequency::new(x, n))
                .collect();
            let found = counted(1, basis).over_articles.unwrap();
            for (found, expected) in [
                (found.dp, dp(&parts)),
                (found.dp_norm, dp_norm(&parts)),
                (found.juilland_d, juilland_d(&parts)),
            ] {
                assert!((found / expected.unwrap() - 1.0).abs() < 1e-9, "{basis:?}");
            }
            assert_eq!(counted(1, basis), counted(3, basis));
        }
    }
}

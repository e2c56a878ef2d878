//! How keywords are spread over the articles of their publisher.
//!
//! A deviation of proportions compares each article with the whole, which is known
//! when all is counted. So each thread keeps what its articles have of each term, some
//! two bytes each, on disk; the keywords are looked up there when they are known.

use std::io;

use malmoi_count::{Basis, Counter, Counts, DocumentCounter, Occurrence, unpack};
use malmoi_stats::{Frequency, Keyness, SparseParts};
use malmoi_text::Kind;
use rustc_hash::FxHashMap;

use crate::Error;
use crate::articles::Article;
use crate::spool::{Fields, Spool, Spooled, Written};

/// Counts articles, and keeps what each has of each term.
#[derive(Default)]
pub(crate) struct ArticleCounter {
    counter: Counter,
    terms: Spool,
    /// Scratch: the terms of the current article.
    packed: Terms<Vec<u8>>,
}

/// The packed terms of an article: those that count once, and all of them, if these
/// are not the same.
#[derive(Clone, Copy, Default)]
struct Terms<P> {
    once: P,
    every: P,
}

impl ArticleCounter {
    /// Starts an article.
    pub(crate) fn start<'c>(&'c mut self, article: &'c Article<'c>) -> CountedArticle<'c> {
        CountedArticle {
            counting: match article.votes() {
                true => self.counter.document(article.key),
                false => self.counter.copy(article.key),
            },
            terms: &mut self.terms,
            packed: &mut self.packed,
            article,
        }
    }

    /// Parts what threads have counted from what their articles have.
    pub(crate) fn part(
        counters: impl IntoIterator<Item = ArticleCounter>,
    ) -> (Vec<Counter>, Vec<ArticleTerms>) {
        let parts = counters.into_iter();
        parts.map(|c| (c.counter, ArticleTerms(c.terms))).unzip()
    }
}

/// An article that is being counted.
pub(crate) struct CountedArticle<'c> {
    counting: DocumentCounter<'c>,
    terms: &'c mut Spool,
    packed: &'c mut Terms<Vec<u8>>,
    article: &'c Article<'c>,
}

impl CountedArticle<'_> {
    /// Counts a word that stands `at` a place of the text.
    pub(crate) fn word(&mut self, kind: Kind, at: usize, word: Occurrence<'_>) {
        self.counting.repeated(self.article.is_repeated(at));
        match kind {
            Kind::Term => self.counting.term(word),
            Kind::Part => self.counting.part(word),
            Kind::Word => self.counting.word(),
            Kind::Symbol => {}
        }
    }

    /// Ends the article, which counts for `publisher`, and returns how many tokens it
    /// has.
    pub(crate) fn finish(self, publisher: &str, language: &str) -> u64 {
        let published = self.article.document.published_at;
        let day = published.map(|at| at.day().to_string());
        let Terms { once, every } = self.packed;
        once.clear();
        every.clear();
        let counting = self.counting;
        let counted = counting.finish_packed(publisher, day.as_deref(), language, (once, every));
        let article = Packed {
            publisher,
            language,
            votes: self.article.votes(),
            tokens: counted.tokens,
            tokens_once: counted.tokens_once,
            terms: Terms { once, every },
        };
        self.terms
            .push(self.article.key, |fields| article.write(fields));
        counted.tokens
    }
}

/// What the articles that one thread has counted have of each term.
pub(crate) struct ArticleTerms(Spool);

/// The same, written and ready to be read.
pub(crate) struct KeptTerms(Spooled);

impl ArticleTerms {
    /// Ends the writing.
    ///
    /// # Errors
    ///
    /// If the temporary files could not be written.
    pub(crate) fn keep(all: Vec<ArticleTerms>) -> Result<Vec<KeptTerms>, Error> {
        let kept = all.into_iter().map(|terms| terms.0.finish().map(KeptTerms));
        kept.collect::<io::Result<_>>().map_err(Error::kept)
    }
}

/// An article with what it has of each term.
struct Packed<'a> {
    publisher: &'a str,
    language: &'a str,
    /// Whether it is no copy.
    votes: bool,
    tokens: u64,
    tokens_once: u64,
    terms: Terms<&'a [u8]>,
}

impl<'a> Packed<'a> {
    fn write(&self, fields: &mut Fields<'_>) {
        fields.text(self.publisher);
        fields.text(self.language);
        fields.number(u64::from(self.votes));
        fields.number(self.tokens);
        fields.number(self.tokens_once);
        fields.number(self.terms.once.len() as u64);
        fields.0.extend(self.terms.once);
        fields.0.extend(self.terms.every);
    }

    fn read(record: &'a [u8]) -> io::Result<Packed<'a>> {
        let mut fields = Written(record);
        let mut packed = Packed {
            publisher: fields.text()?,
            language: fields.text()?,
            votes: fields.number()? == 1,
            tokens: fields.number()?,
            tokens_once: fields.number()?,
            terms: Terms::default(),
        };
        let once = fields.number()? as usize;
        let (once, every) = fields.0.split_at_checked(once).unwrap_or_default();
        packed.terms = Terms { once, every };
        Ok(packed)
    }

    /// Returns how many tokens of the article count on a basis, and the terms among
    /// them.
    fn counted(&self, basis: Basis) -> (u64, &'a [u8]) {
        let Terms { once, every } = self.terms;
        match basis {
            Basis::Once if self.votes => (self.tokens_once, once),
            Basis::Once => (0, &[]),
            Basis::Every if every.is_empty() => (self.tokens, once),
            Basis::Every => (self.tokens, every),
        }
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
/// If the temporary files could not be read.
pub(crate) fn disperse(
    articles: &[KeptTerms],
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
    for (articles, numbers) in articles.iter().zip(numbers) {
        let mut cursor = articles.0.cursor();
        while cursor.peek().map_err(Error::kept)?.is_some() {
            let (_, record) = cursor.next().map_err(Error::kept)?;
            let article = Packed::read(record).map_err(Error::kept)?;
            let (tokens, terms) = article.counted(basis);
            // An article without words has no share of anything.
            if tokens == 0 {
                continue;
            }
            let publisher = place(counts.publishers(), article.publisher);
            let language = place(counts.languages(), article.language);
            let Some(outlet) = outlets.get_mut(&(publisher, language)) else {
                continue;
            };
            if outlet.articles == 0 || tokens < outlet.smallest {
                outlet.smallest = tokens;
            }
            outlet.articles += 1;
            for (term, count) in unpack(terms) {
                let keyword = outlet.keywords.get_mut(&numbers[term as usize]);
                let part = Frequency::new(u64::from(count), tokens);
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
    use malmoi_corpus::{Document, Fate};
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
        let mut shares: Vec<ArticleCounter> = Vec::new();
        shares.resize_with(threads, Default::default);
        for (key, (publisher, quakes, tokens, votes)) in (0..).zip(ARTICLES) {
            let article = Article {
                key,
                document: &Document::default(),
                fate: if votes { Fate::Alone } else { Fate::CopyOf(0) },
                publisher,
                text: "",
                // Twenty words more, which another article has as well.
                repeated: std::slice::from_ref(&(1000..1020)),
            };
            let mut counting = shares[key as usize % threads].start(&article);
            for at in (0..tokens).chain(1000..1020) {
                let term = if at < quakes || at >= 1000 {
                    "quake"
                } else {
                    "other"
                };
                let occurrence = Occurrence {
                    language: "en",
                    term,
                    surface: term,
                };
                counting.word(Kind::Term, at as usize, occurrence);
            }
            counting.finish(publisher, "en");
        }
        let (counters, terms) = ArticleCounter::part(shares);
        let (counts, numbers) = Counts::merge_numbered(counters);
        let options = KeynessOptions {
            basis,
            min_documents: 1,
            ..KeynessOptions::default()
        };
        let mut rows = keyness(&counts, &options);
        let kept = ArticleTerms::keep(terms).unwrap();
        disperse(&kept, &numbers, &counts, basis, &mut rows).unwrap();
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
            // What stands in another article as well counts where all copies do.
            let more = if basis == Basis::Every { 20 } else { 0 };
            let parts: Vec<Frequency> = own
                .filter_map(|&(_, x, n, _)| Frequency::new(x + more, n + more))
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

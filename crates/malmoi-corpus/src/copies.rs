//! Which articles are editions or copies of one another.
//!
//! | what two articles share | what they are |
//! |---|---|
//! | the portal's numbers (`oid` and `aid`) | editions of one article |
//! | an id and a publisher, and text, title or half of their wording | editions of one article |
//! | the text, letter by letter | copies |
//! | nine tenths of a longer text, or three quarters of another publisher's | copies |
//! | the crawler's checksum (`content_hash`), and three quarters of a longer text | copies |
//!
//! Of editions the one crawled last stays. Copies stay all, in clusters of which
//! each has a first article.
//!
//! # How copies are found
//!
//! A text is reduced to its letters and digits, without case, white space and
//! punctuation, which are what changes on the way from one crawler to another.
//! Texts that are then equal are copies. A longer text also gets a signature of
//! 128 bytes over the set of its stretches of six letters, by which the
//! resemblance of two texts (what they share of all stretches that either has)
//! is estimated. Pairs that agree in one of 32 bands of the signature are
//! compared.
//!
//! Texts that resemble each other by nine tenths are copies. Between publishers
//! three quarters are enough: wire stories are cut, reworded and added to, while
//! nobody has paragraphs of a competitor's by chance. Within a publisher they are
//! not: background paragraphs come again from article to article, and articles
//! that share all but one paragraph would be strung together. For the same reason
//! what joins two publishers' articles must not join two of one publisher
//! that are no copies of each other.
//!
//! The crawler's own checksum of the text is believed only together with the text: dirty
//! crawls have the same one, that of an empty page, in thousands of articles. Where
//! it is the same, three quarters are enough within a publisher, too: one of two
//! readings was cut, or has another page's furniture. One that many texts have says nothing.
//!
//! Why resemblance and not containment: a flash of two paragraphs is contained
//! in the report that follows it, but is another article. Short texts have few
//! stretches, and are often made from a template in which the one number that
//! differs is the news: they must be equal, title included.

mod clusters;
mod editions;
mod signature;
mod sketch;
mod store;

use std::hash::Hasher;
use std::io;

use rustc_hash::FxHasher;

use crate::Document;
use clusters::Clusters;
use sketch::Sketch;
use store::{Article, Identity, Store};

/// Finds the editions and copies among articles, which may be added in any
/// order, and in parts that are merged in any order.
///
/// Of each article 200 bytes are kept, and while the copies are found some thirty
/// more; 72 and some thirty, where the others [go to a file](CopyFinder::within).
///
/// ```
/// use malmoi_corpus::{CopyFinder, Document, Fate};
///
/// let article = |publisher: &str, text: &str| Document {
///     publisher: Some(publisher.to_string()),
///     text: text.to_string(),
///     ..Document::default()
/// };
/// let first = article("가", "정부는 대책을 발표했다.");
/// let copy = article("나", "정부는 대책을 발표했다 .");
/// let other = article("다", "정부는 대책을 미뤘다.");
/// let mut finder = CopyFinder::new();
/// finder.add(0, &first);
/// finder.add(1, &copy);
/// finder.add(2, &other);
/// let copies = finder.finish()?;
/// assert_eq!(copies.fate(0, &first), Fate::First);
/// assert_eq!(copies.fate(1, &copy), Fate::CopyOf(0));
/// assert_eq!(copies.fate(2, &other), Fate::Alone);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct CopyFinder {
    articles: Store,
}

/// What an article is to the others of its corpus. Other articles are named by
/// the key under which they were added.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fate {
    /// No other article is a copy of it.
    Alone,
    /// It is the first of a cluster of copies: published first, else crawled
    /// first, else with the lowest key.
    First,
    /// It is a copy of the first article of its cluster.
    CopyOf(u64),
    /// The same article was crawled again later, and has changed since.
    ReplacedBy(u64),
    /// The same article was crawled again later, and is the same still.
    CrawledAgain(u64),
}

/// What was found: the [`Fate`] of every article.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Copies {
    /// What is not alone, by key.
    fates: Vec<Known>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Known {
    key: u64,
    /// The other article, where there is one.
    other: u64,
    /// The beginning of the hash of the content, to know the article again.
    content: u32,
    kind: KnownKind,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum KnownKind {
    First,
    Copy,
    Replaced,
    CrawledAgain,
}

impl CopyFinder {
    /// Returns a finder that knows no article.
    pub fn new() -> CopyFinder {
        CopyFinder::default()
    }

    /// Returns a finder that knows no article and keeps about so many bytes of signatures in
    /// memory, the others in a temporary file. It finds the same. Finders that are merged
    /// must all be alike in that.
    pub fn within(bytes: usize) -> CopyFinder {
        CopyFinder {
            articles: Store::within(bytes),
        }
    }

    /// Adds an article. `key` names it, must be used once only over all finders
    /// that are to be merged, and orders articles that nothing else orders.
    pub fn add(&mut self, key: u64, document: &Document) {
        let title = document.title.as_deref().unwrap_or_default();
        let (text, signature) = Sketch::of(title, &document.text);
        let order = |at: Option<crate::Timestamp>, unknown| at.map_or(unknown, |t| t.ordinal());
        let article = Article {
            key,
            identity: identity(document),
            content: content(document),
            text,
            // A date that is not known is later than any, so that it makes no
            // article the first, and an edition without one older than others.
            published: order(document.published_at, u64::MAX),
            crawled: order(document.crawled_at, 0),
            title: Some(title)
                .filter(|t| !t.is_empty())
                .map_or(0, |t| hash(&[t]) as u32),
            checksum: document
                .content_hash
                .as_deref()
                .map(str::trim)
                .filter(|checksum| !checksum.is_empty())
                // Programs write the same digits in capitals or not.
                .map_or(0, |checksum| hash(&[&checksum.to_lowercase()]) as u32),
            publisher: hash(&[document.publisher.as_deref().unwrap_or_default()]) as u16,
            is_signed: signature.is_some(),
        };
        self.articles.push(article, signature);
    }

    /// Adds all that the other finder knows.
    pub fn merge(&mut self, other: CopyFinder) {
        self.articles.append(other.articles);
    }

    /// Returns how many articles were added.
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// Whether no article was added.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Finds the editions, and among those that stay the copies.
    ///
    /// # Errors
    ///
    /// If a temporary file cannot be written or read; there is none but
    /// [where memory is bounded](CopyFinder::within).
    pub fn finish(self) -> io::Result<Copies> {
        let mut articles = self.articles;
        articles.take_failure()?;
        let articles = articles;
        let mut fates = Vec::new();
        let known = |article: &Article, other: &Article, kind| Known {
            key: article.key,
            other: other.key,
            content: article.content as u32,
            kind,
        };
        let mut clusters = Clusters::new(articles.len());
        for (old, new) in editions::replaced(&articles)? {
            clusters.leave_out(old);
            let (old, new) = (articles.get(old), articles.get(new));
            let kind = match old.content == new.content {
                true => KnownKind::CrawledAgain,
                false => KnownKind::Replaced,
            };
            fates.push(known(old, new, kind));
        }
        clusters.join_equal(&articles);
        clusters.join_similar(&articles)?;
        clusters.join_checksums(&articles)?;
        clusters.join_across_publishers(&articles)?;
        for (article, first) in clusters.members() {
            let kind = match article == first {
                true => KnownKind::First,
                false => KnownKind::Copy,
            };
            fates.push(known(articles.get(article), articles.get(first), kind));
        }
        fates.sort_unstable_by_key(|f| f.key);
        fates.shrink_to_fit();
        Ok(Copies { fates })
    }
}

impl Copies {
    /// Whether the article that was added under `key` is a copy of another, or
    /// another stands for it.
    pub fn is_told_elsewhere(&self, key: u64) -> bool {
        let known = self.known(key);
        known.is_some_and(|known| known.kind != KnownKind::First)
    }

    /// Returns what was found about the article that was added under `key`; one that was not
    /// is [alone](Fate::Alone).
    pub fn fate_of(&self, key: u64) -> Fate {
        self.known(key).map_or(Fate::Alone, Known::fate)
    }

    /// Returns what was found about the article that was added under `key`.
    ///
    /// An article that is not the one that was added, since the files changed
    /// in the meantime, is [alone](Fate::Alone).
    pub fn fate(&self, key: u64, document: &Document) -> Fate {
        let known = self.known(key);
        let same = known.filter(|known| known.content == content(document) as u32);
        same.map_or(Fate::Alone, Known::fate)
    }

    fn known(&self, key: u64) -> Option<&Known> {
        let at = self.fates.binary_search_by_key(&key, |f| f.key).ok()?;
        Some(&self.fates[at])
    }
}

impl Known {
    fn fate(&self) -> Fate {
        match self.kind {
            KnownKind::First => Fate::First,
            KnownKind::Copy => Fate::CopyOf(self.other),
            KnownKind::Replaced => Fate::ReplacedBy(self.other),
            KnownKind::CrawledAgain => Fate::CrawledAgain(self.other),
        }
    }
}

/// Returns what names the article, if it says so itself.
fn identity(document: &Document) -> Identity {
    if let (Some(oid), Some(aid)) = (&document.oid, &document.aid) {
        return Identity::Portal(hash(&[oid, aid]));
    }
    let publisher = document.publisher.as_deref().unwrap_or_default();
    match has_own_id(document) {
        true => Identity::Own(hash(&[publisher, &document.id])),
        false => Identity::None,
    }
}

/// Whether an article states its id. One made of its place begins with the path.
fn has_own_id(document: &Document) -> bool {
    match document.id.strip_prefix(&document.path) {
        Some(rest) if !document.path.is_empty() => {
            !rest.is_empty() && !rest.starts_with([':', '#', '/'])
        }
        _ => !document.id.is_empty(),
    }
}

/// Returns a hash of what readers see of an article.
fn content(document: &Document) -> u64 {
    hash(&[
        document.title.as_deref().unwrap_or_default(),
        &document.text,
    ])
}

fn hash(parts: &[&str]) -> u64 {
    let mut hasher = FxHasher::default();
    for part in parts {
        hasher.write(part.as_bytes());
        // So that ("ab", "c") and ("a", "bc") differ.
        hasher.write_u64(part.len() as u64);
    }
    hasher.finish()
}

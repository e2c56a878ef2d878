//! Copies put together.

use std::io;

use rustc_hash::FxHashMap;

use super::signature::{BANDS, Signature};
use super::store::Store;

/// How much two texts resemble each other at least to be copies; the head of
/// [`copies`](super) says why.
const COPY: f64 = 0.9;

/// The same for texts of different publishers.
const COPY_ACROSS: f64 = 0.75;

/// Up to how many articles of two clusters are compared before they are joined.
const COMPARED: usize = 32;

/// Up to how many texts that agree in a band are compared each with each. Of
/// more, each is compared with so many that resemble none before them, so that
/// texts made from one template do not take time by the square of their number.
const CROWD: usize = 64;

/// The same for texts of one checksum.
const COPY_BY_CHECKSUM: f64 = 0.75;

/// How many different texts a checksum may be of and still say something.
const TEXTS_OF_A_CHECKSUM: usize = 4;

/// Sets of articles, by the numbers of a [`Store`].
///
/// Every set is a tree of which the root is the first article. As all articles
/// are taken by the hashes of their texts and publishers, the sets depend on the
/// articles alone, not on their order.
pub(super) struct Clusters {
    /// The article before each in its tree, which for a root is itself.
    parents: Vec<u32>,
    /// One article of each text, by the hash of the text. Which of one publisher's
    /// articles it is makes no difference: they have text and signature in common.
    texts: Vec<u32>,
}

/// The parent of an article that is in no set.
const LEFT_OUT: u32 = u32::MAX;

impl Clusters {
    /// Returns every one of `count` articles in a set of its own.
    pub(super) fn new(count: usize) -> Clusters {
        Clusters {
            parents: (0..).take(count).collect(),
            texts: Vec::new(),
        }
    }

    /// Takes an article out.
    pub(super) fn leave_out(&mut self, number: u32) {
        self.parents[number as usize] = LEFT_OUT;
    }

    /// Joins articles of the same text.
    pub(super) fn join_equal(&mut self, articles: &Store) {
        let mut order: Vec<(u64, u16, u32)> = articles
            .iter()
            .filter(|(number, _)| self.parents[*number as usize] != LEFT_OUT)
            .map(|(number, article)| (article.text, article.publisher, number))
            .collect();
        // Numbers follow the order of adding, publishers do not.
        order.sort_unstable();
        for same in order.chunk_by(|a, b| a.0 == b.0) {
            for pair in same.windows(2) {
                self.join(articles, pair[0].2, pair[1].2);
            }
            self.texts.push(same[0].2);
        }
    }

    /// Joins articles whose texts resemble each other; after
    /// [`join_equal`](Clusters::join_equal).
    ///
    /// # Errors
    ///
    /// If signatures cannot be read, as in all that follows.
    pub(super) fn join_similar(&mut self, articles: &Store) -> io::Result<()> {
        self.texts.retain(|number| articles.get(*number).is_signed);
        let texts = std::mem::take(&mut self.texts);
        each_band(articles, &texts, &mut |agreeing| match agreeing.len() {
            0..=CROWD => self.join_resembling(articles, agreeing, COPY),
            _ => self.join_crowd(articles, agreeing),
        })?;
        self.texts = texts;
        Ok(())
    }

    /// Joins articles of which crawlers say that the text is the same, if it is nearly; after
    /// [`join_equal`](Clusters::join_equal).
    pub(super) fn join_checksums(&mut self, articles: &Store) -> io::Result<()> {
        let mut order: Vec<(u32, u32)> = articles
            .iter()
            .filter(|(number, article)| {
                let is_in = self.parents[*number as usize] != LEFT_OUT;
                is_in && article.checksum != 0
            })
            .map(|(number, article)| (article.checksum, number))
            .collect();
        order.sort_unstable();
        let mut texts: Vec<u32> = Vec::new();
        let mut signed: Vec<Signed> = Vec::new();
        for same in order.chunk_by(|a, b| a.0 == b.0).filter(|c| c.len() > 1) {
            texts.clear();
            for &(_, number) in same {
                let text = articles.get(number).text;
                if !texts.iter().any(|known| articles.get(*known).text == text) {
                    texts.push(number);
                }
                // Short texts, which have no signature, are texts all the same.
                if texts.len() > TEXTS_OF_A_CHECKSUM {
                    break;
                }
            }
            if texts.len() <= TEXTS_OF_A_CHECKSUM {
                signed.clear();
                for text in &texts {
                    let signature = articles.signature(*text)?;
                    signed.extend(signature.map(|signature| (*text, signature)));
                }
                self.join_resembling(articles, &signed, COPY_BY_CHECKSUM);
            }
        }
        Ok(())
    }

    /// Joins clusters of different publishers whose texts resemble each other
    /// less, the closest first; after [`join_similar`](Clusters::join_similar).
    pub(super) fn join_across_publishers(&mut self, articles: &Store) -> io::Result<()> {
        let texts = std::mem::take(&mut self.texts);
        let mut pairs = Vec::new();
        each_band(articles, &texts, &mut |agreeing| {
            let agreeing = &agreeing[..agreeing.len().min(CROWD)];
            for (at, (a, one)) in agreeing.iter().enumerate() {
                for (b, other) in &agreeing[at + 1..] {
                    if articles.get(*a).publisher != articles.get(*b).publisher
                        && self.root(*a) != self.root(*b)
                        && one.resemblance(other) >= COPY_ACROSS
                    {
                        pairs.push((one.differing(other), *a, *b));
                    }
                }
            }
        })?;
        // What is equally close comes by its texts, not by its place.
        let text = |number: u32| articles.get(number).text;
        pairs.sort_unstable_by_key(|(differing, a, b)| (*differing, text(*a), text(*b)));
        pairs.dedup();
        // Few clusters are in a pair, and of the others no list is needed.
        let mut named: Vec<u32> = Vec::new();
        for (_, a, b) in &pairs {
            named.extend([self.root(*a), self.root(*b)]);
        }
        named.sort_unstable();
        named.dedup();
        let mut members: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for number in texts {
            let root = self.root(number);
            if named.binary_search(&root).is_ok() {
                members.entry(root).or_default().push(number);
            }
        }
        for (_, a, b) in pairs {
            let (a, b) = (self.root(a), self.root(b));
            if a == b || !may_be_one(articles, &members[&a], &members[&b])? {
                continue;
            }
            self.join(articles, a, b);
            let mut all = members.remove(&a).unwrap_or_default();
            all.extend(members.remove(&b).unwrap_or_default());
            all.sort_unstable_by_key(|number| text(*number));
            members.insert(self.root(a), all);
        }
        Ok(())
    }

    /// Compares each text with each, and joins those that resemble each other so much.
    fn join_resembling(&mut self, articles: &Store, texts: &[Signed], least: f64) {
        for (at, (a, one)) in texts.iter().enumerate() {
            for (b, other) in &texts[at + 1..] {
                // What is in one set already need not be compared.
                if self.root(*a) != self.root(*b) && one.resemblance(other) >= least {
                    self.join(articles, *a, *b);
                }
            }
        }
    }

    /// Compares each text with some that resemble none before them.
    fn join_crowd(&mut self, articles: &Store, texts: &[Signed]) {
        let mut leaders: Vec<Signed> = Vec::new();
        for (text, signature) in texts {
            let found = leaders
                .iter()
                .find(|(_, leader)| leader.resemblance(signature) >= COPY);
            match found {
                Some((leader, _)) => self.join(articles, *leader, *text),
                None if leaders.len() < CROWD => leaders.push((*text, *signature)),
                None => {}
            }
        }
    }

    fn join(&mut self, articles: &Store, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        let is_earlier = articles.get(a).precedence() < articles.get(b).precedence();
        let (first, second) = if is_earlier { (a, b) } else { (b, a) };
        self.parents[second as usize] = first;
    }

    fn root(&mut self, number: u32) -> u32 {
        let mut number = number as usize;
        while self.parents[number] as usize != number {
            // Every second article of the path is brought nearer to the root.
            self.parents[number] = self.parents[self.parents[number] as usize];
            number = self.parents[number] as usize;
        }
        number as u32
    }

    /// Returns every article of a set of more than one, with the first of the
    /// set, which comes too.
    pub(super) fn members(mut self) -> impl Iterator<Item = (u32, u32)> {
        let mut found = Vec::new();
        for number in (0..).take(self.parents.len()) {
            if self.parents[number as usize] == LEFT_OUT {
                continue;
            }
            let root = self.root(number);
            if root != number {
                found.push((number, root));
            }
        }
        let mut firsts: Vec<u32> = found.iter().map(|(_, first)| *first).collect();
        firsts.sort_unstable();
        firsts.dedup();
        let firsts = firsts.into_iter().map(|first| (first, first));
        found.into_iter().chain(firsts)
    }
}

/// The number of a long text, and its signature.
type Signed = (u32, Signature);

/// Calls `sink` with the texts that agree in a band, for all bands.
fn each_band(articles: &Store, texts: &[u32], sink: &mut dyn FnMut(&[Signed])) -> io::Result<()> {
    // Signatures come in the order of the articles, which is how a file is read quickly.
    let mut places = vec![NOWHERE; articles.len()];
    for (place, text) in (0..).zip(texts) {
        places[*text as usize] = place;
    }
    // The band, and below it the place of the text in `texts`.
    let mut band: Vec<u64> = Vec::with_capacity(texts.len());
    let mut agreeing: Vec<Signed> = Vec::new();
    for number in 0..BANDS {
        band.clear();
        articles.each_signature(|text, signature| {
            let place = places[text as usize];
            if place != NOWHERE {
                band.push(u64::from(signature.band(number)) << 32 | u64::from(place));
            }
        })?;
        band.sort_unstable();
        for same in band.chunk_by(|a, b| a >> 32 == b >> 32) {
            if same.len() > 1 {
                agreeing.clear();
                for place in same {
                    let text = texts[*place as u32 as usize];
                    let signature = articles.signature(text)?;
                    agreeing.extend(signature.map(|signature| (text, signature)));
                }
                sink(&agreeing);
            }
        }
    }
    Ok(())
}

/// The place of what is not among the texts.
const NOWHERE: u32 = u32::MAX;

/// Whether two clusters have no two articles of one publisher that are no copies
/// of each other.
fn may_be_one(articles: &Store, one: &[u32], other: &[u32]) -> io::Result<bool> {
    for a in one.iter().take(COMPARED) {
        for b in other.iter().take(COMPARED) {
            if articles.get(*a).publisher != articles.get(*b).publisher {
                continue;
            }
            let resemble = match (articles.signature(*a)?, articles.signature(*b)?) {
                (Some(a), Some(b)) => a.resemblance(&b) >= COPY,
                _ => false,
            };
            if !resemble {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

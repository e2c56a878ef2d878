//! What is kept of each article.

use super::signature::Signature;

/// What is known of an article: 200 bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Article {
    pub(super) key: u64,
    pub(super) identity: Identity,
    /// A hash of title and text as they are.
    pub(super) content: u64,
    /// A hash of the letters of the text, and of the title of a short one.
    pub(super) text: u64,
    /// When it was published, as a number that orders.
    pub(super) published: u64,
    /// When it was crawled.
    pub(super) crawled: u64,
    /// A hash of the title; 0 where there is none.
    pub(super) title: u32,
    /// A hash of the crawler's checksum; 0 where there is none.
    pub(super) checksum: u32,
    /// Some bits of a hash of the publisher.
    pub(super) publisher: u16,
    /// Short texts have none.
    pub(super) signature: Option<Signature>,
}

/// What names an article, as a hash.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Identity {
    None,
    /// The portal's numbers of the outlet and of the article.
    Portal(u64),
    /// The publisher and the id that the article states.
    Own(u64),
}

impl Article {
    /// Returns by what copies are ordered, the first one first.
    pub(super) fn precedence(&self) -> (u64, u64, u64) {
        let crawled = if self.crawled == 0 {
            u64::MAX
        } else {
            self.crawled
        };
        (self.published, crawled, self.key)
    }
}

/// Articles by number. They are kept in blocks, so that they are not moved. A
/// block is so large that allocators get it from the system, which gives memory
/// only where it is written to, and give it back in the end; smaller ones they
/// would keep.
#[derive(Debug, Default)]
pub(super) struct Store {
    /// All full but the last.
    blocks: Vec<Vec<Article>>,
}

/// How many articles are in a block: 50 MB.
const BLOCK: usize = 1 << 18;

impl Store {
    pub(super) fn push(&mut self, article: Article) {
        match self.blocks.last_mut() {
            Some(block) if block.len() < BLOCK => block.push(article),
            _ => {
                let mut block = Vec::with_capacity(BLOCK);
                block.push(article);
                self.blocks.push(block);
            }
        }
    }

    /// Takes over all articles of another; the numbers of its own may change.
    pub(super) fn append(&mut self, other: Store) {
        let begun = self.blocks.pop_if(|block| block.len() < BLOCK);
        let mut rest = Vec::from_iter(begun);
        for block in other.blocks {
            match block.len() {
                BLOCK => self.blocks.push(block),
                _ => rest.push(block),
            }
        }
        let mut rest = rest.into_iter();
        self.blocks.extend(rest.next());
        for article in rest.flatten() {
            self.push(article);
        }
    }

    pub(super) fn len(&self) -> usize {
        let full = self.blocks.len().saturating_sub(1) * BLOCK;
        full + self.blocks.last().map_or(0, Vec::len)
    }

    pub(super) fn get(&self, number: u32) -> &Article {
        let number = number as usize;
        &self.blocks[number / BLOCK][number % BLOCK]
    }

    /// Returns all articles with their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &Article)> {
        (0..).zip(self.blocks.iter().flatten())
    }
}

//! What is kept of each article.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, PoisonError};

use super::signature::{SIGNATURE, Signature};

/// What is known of an article besides its signature: 72 bytes.
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
    /// Whether it has a signature; short texts have none.
    pub(super) is_signed: bool,
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
///
/// Signatures, most of what an article takes, go to a temporary file block by block if they
/// are to stay within some memory.
#[derive(Debug, Default)]
pub(super) struct Store {
    /// All full but the last.
    blocks: Vec<Block>,
    /// How many bytes of signatures stay in memory, besides the last block; if there is
    /// nothing, all.
    room: Option<usize>,
    /// How many of the full blocks have their signatures in memory.
    in_memory: usize,
    /// Where the others have them.
    file: Option<Arc<Mutex<File>>>,
    failure: Option<io::Error>,
}

#[derive(Debug, Default)]
struct Block {
    articles: Vec<Article>,
    signatures: Signatures,
}

/// The signatures of a block; those of short texts mean nothing.
#[derive(Debug)]
enum Signatures {
    Memory(Vec<Signature>),
    File(Arc<Mutex<File>>, u64),
}

impl Default for Signatures {
    fn default() -> Signatures {
        Signatures::Memory(Vec::new())
    }
}

/// How many articles are in a block: 38 MB, and 67 MB of signatures.
const BLOCK: usize = 1 << 19;

/// The same where signatures go to a file: 32 kB of them.
const WRITTEN: usize = 1 << 8;

impl Store {
    /// Returns a store that keeps about so many bytes of signatures in memory.
    pub(super) fn within(room: usize) -> Store {
        Store {
            room: Some(room),
            ..Store::default()
        }
    }

    /// Returns how many articles a block has.
    fn size(&self) -> usize {
        self.room.map_or(BLOCK, |_| WRITTEN)
    }

    pub(super) fn push(&mut self, mut article: Article, signature: Option<Signature>) {
        let size = self.size();
        if self.blocks.last().is_none_or(|b| b.articles.len() == size) {
            self.blocks.push(Block {
                articles: Vec::with_capacity(size),
                signatures: Signatures::Memory(Vec::with_capacity(size)),
            });
        }
        let Some(block) = self.blocks.last_mut() else {
            return;
        };
        article.is_signed = signature.is_some();
        block.articles.push(article);
        // The last block is in memory.
        if let Signatures::Memory(signatures) = &mut block.signatures {
            signatures.push(signature.unwrap_or_default());
        }
        if block.articles.len() == size {
            let last = self.blocks.len() - 1;
            self.settle(last);
        }
    }

    /// Sees to it that a block that is full, and may be in memory, has room there.
    fn settle(&mut self, number: usize) {
        let Signatures::Memory(signatures) = &self.blocks[number].signatures else {
            return;
        };
        self.in_memory += 1;
        let has_room = |room| self.in_memory * WRITTEN * SIGNATURE <= room;
        if self.room.is_none_or(has_room) || self.failure.is_some() {
            return;
        }
        match write(&mut self.file, signatures) {
            Ok(written) => {
                self.blocks[number].signatures = written;
                self.in_memory -= 1;
            }
            Err(error) => self.failure = Some(error),
        }
    }

    /// Takes over all articles of another; the numbers of its own may change.
    pub(super) fn append(&mut self, mut other: Store) {
        if self.len() == 0 {
            *self = other;
            return;
        }
        if self.failure.is_none() {
            self.failure = other.failure.take();
        }
        let size = self.size();
        let mut begun = Vec::from_iter(self.blocks.pop_if(|b| b.articles.len() < size));
        for block in other.blocks {
            if block.articles.len() == size {
                self.blocks.push(block);
                self.settle(self.blocks.len() - 1);
            } else {
                begun.push(block);
            }
        }
        for block in begun {
            // What is not full is in memory, and so is what comes from a store without bounds.
            let Signatures::Memory(signatures) = block.signatures else {
                continue;
            };
            for (article, signature) in block.articles.into_iter().zip(signatures) {
                self.push(article, Some(signature).filter(|_| article.is_signed));
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        let full = self.blocks.len().saturating_sub(1) * self.size();
        full + self.blocks.last().map_or(0, |b| b.articles.len())
    }

    /// Returns why signatures could not be kept, if they could not.
    pub(super) fn take_failure(&mut self) -> io::Result<()> {
        self.failure.take().map_or(Ok(()), Err)
    }

    pub(super) fn get(&self, number: u32) -> &Article {
        let number = number as usize;
        &self.blocks[number / self.size()].articles[number % self.size()]
    }

    /// Returns the signature of an article; nothing for a short one.
    pub(super) fn signature(&self, number: u32) -> io::Result<Option<Signature>> {
        if !self.get(number).is_signed {
            return Ok(None);
        }
        let (block, place) = (number as usize / self.size(), number as usize % self.size());
        match &self.blocks[block].signatures {
            Signatures::Memory(signatures) => Ok(Some(signatures[place])),
            Signatures::File(file, at) => {
                let mut bytes = [0; SIGNATURE];
                read(file, at + (place * SIGNATURE) as u64, &mut bytes)?;
                Ok(Some(Signature::from_bytes(bytes)))
            }
        }
    }

    /// Calls `sink` with all signatures and the numbers of their articles, in the order of
    /// these.
    pub(super) fn each_signature(&self, mut sink: impl FnMut(u32, &Signature)) -> io::Result<()> {
        let mut bytes = Vec::new();
        let mut numbers = 0..;
        for block in &self.blocks {
            // The other way round a number would be lost with each block.
            let articles = block.articles.iter().zip(numbers.by_ref());
            match &block.signatures {
                Signatures::Memory(signatures) => {
                    for ((article, number), signature) in articles.zip(signatures) {
                        if article.is_signed {
                            sink(number, signature);
                        }
                    }
                }
                Signatures::File(file, at) => {
                    bytes.resize(block.articles.len() * SIGNATURE, 0);
                    read(file, *at, &mut bytes)?;
                    let (signatures, _) = bytes.as_chunks();
                    for ((article, number), signature) in articles.zip(signatures) {
                        if article.is_signed {
                            sink(number, &Signature::from_bytes(*signature));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Returns all articles with their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &Article)> {
        (0..).zip(self.blocks.iter().flat_map(|block| &block.articles))
    }
}

/// Writes signatures to the end of the file, which is made where there is none.
fn write(file: &mut Option<Arc<Mutex<File>>>, signatures: &[Signature]) -> io::Result<Signatures> {
    let file = match file {
        Some(file) => file,
        None => file.insert(Arc::new(Mutex::new(tempfile::tempfile()?))),
    };
    let bytes: Vec<u8> = signatures.iter().flat_map(Signature::bytes).collect();
    let mut open = file.lock().unwrap_or_else(PoisonError::into_inner);
    let at = open.seek(SeekFrom::End(0))?;
    open.write_all(&bytes)?;
    Ok(Signatures::File(Arc::clone(file), at))
}

fn read(file: &Mutex<File>, at: u64, bytes: &mut [u8]) -> io::Result<()> {
    // Nothing is left half done by whoever panicked with the lock.
    let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(bytes)
}

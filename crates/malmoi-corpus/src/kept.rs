//! Articles that were read before, and kept elsewhere.

use std::io;

use crate::Entry;

/// Articles that were read once and are kept, such as in a store, in parts that threads
/// read side by side. [`Corpus::from_kept`](crate::Corpus::from_kept) makes a corpus of them.
///
/// Whoever keeps them gives the entries in the order that a [`Corpus`](crate::Corpus) of the
/// files has, part by part, so that what is worked out of them is what it would be of the files.
///
/// ```
/// use std::sync::Arc;
///
/// use malmoi_corpus::{Corpus, CorpusOptions, Document, Entry, Kept};
///
/// struct Two;
///
/// impl Kept for Two {
///     fn parts(&self) -> usize {
///         2
///     }
///     fn bytes(&self) -> u64 {
///         300
///     }
///     fn read(&self, part: usize, sink: &mut dyn FnMut(Entry)) -> std::io::Result<()> {
///         let id = part.to_string();
///         sink(Entry::Document(Document { id, ..Document::default() }));
///         Ok(())
///     }
///     fn parts_with(&self, _: &dyn Fn(&str) -> bool) -> std::io::Result<Vec<usize>> {
///         Ok(vec![1])
///     }
/// }
///
/// let corpus = Corpus::from_kept(Arc::new(Two), CorpusOptions::default());
/// assert_eq!(corpus.bytes(), Some(300));
/// let mut ids = String::new();
/// for batch in corpus {
///     batch.read(&mut |entry| {
///         if let Entry::Document(document) = entry {
///             ids += &document.id;
///         }
///     });
/// }
/// assert_eq!(ids, "01");
/// ```
pub trait Kept: Send + Sync {
    /// Returns how many parts there are.
    fn parts(&self) -> usize;

    /// Returns the size of the files that the articles were read from, in bytes.
    fn bytes(&self) -> u64;

    /// Calls `sink` with each entry of a part, in order.
    ///
    /// # Errors
    ///
    /// If the part cannot be read, or not to its end; the corpus has a
    /// [`Skip`](crate::Skip) for it then.
    fn read(&self, part: usize, sink: &mut dyn FnMut(Entry)) -> io::Result<()>;

    /// Returns the parts that have entries from files whose path `wants` says, in order.
    ///
    /// # Errors
    ///
    /// If that cannot be told.
    fn parts_with(&self, wants: &dyn Fn(&str) -> bool) -> io::Result<Vec<usize>>;
}

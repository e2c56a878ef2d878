//! Articles that are being added: which are new, which take the place of others.

use std::collections::{BTreeMap, HashMap, HashSet};

use malmoi_corpus::Entry;

use crate::registry::Known;
use crate::row::{Key, Row, file_key, skip_key};
use crate::writing::{Writing, rewrite};
use crate::{Added, Error};

/// Articles that are being added.
pub(crate) struct Adding<'c, 'r> {
    writing: Writing<'c, 'r>,
    file: OneFile,
    /// What others take the place of, by segment.
    dead: BTreeMap<i64, HashSet<Key>>,
    added: Added,
}

/// The file whose entries come in.
#[derive(Default)]
struct OneFile {
    path: String,
    entries: u64,
    skipped: u64,
    /// Entries that the store did not have of it.
    new: u64,
    /// How often each key was met, once left out.
    keys: HashMap<Key, u64>,
}

impl<'c, 'r> Adding<'c, 'r> {
    pub(crate) fn new(writing: Writing<'c, 'r>) -> Adding<'c, 'r> {
        Adding {
            writing,
            file: OneFile::default(),
            dead: BTreeMap::new(),
            added: Added::default(),
        }
    }

    /// Adds the next entry; those of a file come together.
    pub(crate) fn add(&mut self, entry: Entry) -> Result<(), Error> {
        let path = match &entry {
            Entry::Document(document) => &document.path,
            Entry::Skipped(skip) => &skip.path,
        };
        if *path != self.file.path || self.file.entries == 0 {
            let path = path.clone();
            self.end_file()?;
            self.file.path = path;
        }
        let whole = cfg!(debug_assertions).then(|| entry.clone());
        let row = Row::of(entry, self.file.entries);
        debug_assert_eq!(whole, row.clone().entry(), "what is kept is the entry");
        self.file.entries += 1;
        let key = if row.is_skip() {
            self.file.skipped += 1;
            self.added.skipped += 1;
            row.key(self.file.skipped - 1)
        } else {
            let first = row.key(0);
            let again = self.file.keys.entry(first).or_default();
            *again += 1;
            match *again {
                1 => first,
                times => row.key(times - 1),
            }
        };
        let change = self.writing.change;
        let failed = |error| self.writing.folder.unregistered(error);
        let content = row.content();
        let known = change.known(&key).map_err(failed)?;
        let counts = u64::from(!row.is_skip());
        match known {
            Some(known) if known.content == content => {
                self.added.unchanged += counts;
                return Ok(());
            }
            Some(known) => {
                self.added.replaced += counts;
                self.dead.entry(known.segment).or_default().insert(key);
            }
            None => {
                self.added.new += counts;
                self.file.new += 1;
            }
        }
        let segment = self.writing.push(key, row)?;
        let known = Known { content, segment };
        change.set_known(&key, known).map_err(failed)
    }

    /// Writes what is left, and what the dead rows lay among.
    pub(crate) fn finish(mut self) -> Result<Added, Error> {
        self.end_file()?;
        rewrite(self.writing, &self.dead)?;
        Ok(self.added)
    }

    /// Settles what is known of a file when its entries are over.
    fn end_file(&mut self) -> Result<(), Error> {
        let file = std::mem::take(&mut self.file);
        if file.entries == 0 {
            return Ok(());
        }
        let change = self.writing.change;
        let failed = |error| self.writing.folder.unregistered(error);
        // A file that is gone in the meantime has no size.
        let bytes = std::fs::metadata(&file.path).map_or(0, |m| m.len());
        let of_file = file_key(&file.path);
        change.add_file(&of_file, bytes, file.new).map_err(failed)?;
        // What could not be read and now can be is no skip any more.
        for number in file.skipped.. {
            let key = skip_key(&file.path, number);
            let Some(known) = change.known(&key).map_err(failed)? else {
                break;
            };
            self.dead.entry(known.segment).or_default().insert(key);
            change.forget(&key).map_err(failed)?;
            change.leave_file(&of_file).map_err(failed)?;
        }
        Ok(())
    }
}

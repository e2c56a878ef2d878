//! Changing a store: each change is all there or not at all.

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::path::Path;

use malmoi_corpus::{Corpus, READING_VERSION, Timestamp};

use crate::adding::Adding;
use crate::articles::Articles;
use crate::folder::Folder;
use crate::reading::read_in_order;
use crate::registry::{Change, Known, Listed, Registry};
use crate::row::{ID, Key, PATH, PUBLISHED_AT, PUBLISHER, REASON, Row, file_key};
use crate::segment::Segment;
use crate::writing::{Writing, rewrite, to_compact};
use crate::{Error, FORMAT};

/// The one who changes a store.
///
/// There is one at a time, also among processes; a lock that the system takes back when a process
/// ends makes sure of it. Readers go on reading what was there.
///
/// A change writes new files, makes sure that they are on the disk, and then names them in the
/// registry in one transaction. Killed before that it leaves nothing but files that nobody
/// names, which the next writer deletes. What changes have replaced goes with the writer.
pub struct Writer {
    folder: Folder,
    registry: Registry,
    _lock: File,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

/// How articles are added.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct AddOptions {
    /// How many threads read; at least one does.
    pub threads: usize,
    /// Whether all that was in the store goes, so that what is added is all there is. A store
    /// whose articles were read by [another version](malmoi_corpus::READING_VERSION) takes nothing else.
    pub reindex: bool,
}

/// What came of adding.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Added {
    /// Articles that the store did not have.
    pub new: u64,
    /// Articles of which it has another version now, from the same file.
    pub replaced: u64,
    /// Articles that it had just so.
    pub unchanged: u64,
    /// Entries that are no articles, new ones or not; the store keeps why.
    pub skipped: u64,
}

/// Which articles are removed: those that meet all conditions of which there are any.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Removal {
    /// Their id is one of these.
    pub ids: Vec<String>,
    /// Their publisher is one of these.
    pub publishers: Vec<String>,
    /// They were published before this; those without a date were not.
    pub before: Option<Timestamp>,
}

/// The columns by which articles are removed, and by which the files that have one article less are told.
pub(crate) const REMOVED_BY: [usize; 5] = [PATH, ID, PUBLISHER, PUBLISHED_AT, REASON];

/// What came of putting segments together.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Compacted {
    /// How many segments there were.
    pub before: u64,
    /// How many there are.
    pub after: u64,
}

/// Is told of the bytes of a corpus that were read and of the articles they had; says
/// whether to go on.
pub type Tick<'t> = &'t mut dyn FnMut(u64, u64) -> bool;

impl Writer {
    /// Opens a store to change it, or makes one, if the folder is new or empty.
    ///
    /// # Errors
    ///
    /// If another process changes it, if there are files of others, if it is of another
    /// format, or if the system says no.
    pub fn create(folder: &Path) -> Result<Writer, Error> {
        let folder = Folder::new(folder);
        folder.make()?;
        Writer::at(folder)
    }

    /// Opens a store to change it.
    ///
    /// # Errors
    ///
    /// If there is none, if another process changes it, if it is of another format, or if the
    /// system says no.
    pub fn open(folder: &Path) -> Result<Writer, Error> {
        let at = Folder::new(folder);
        if !at.registry().is_file() {
            return Err(Error::no_store(folder));
        }
        Writer::at(at)
    }

    fn at(folder: Folder) -> Result<Writer, Error> {
        let lock = folder.lock_to_write()?;
        let failed = |error| folder.unregistered(error);
        let mut registry = Registry::create(&folder.registry()).map_err(failed)?;
        let is_made = registry.is_made().map_err(failed)?;
        let change = registry.change().map_err(failed)?;
        if !is_made {
            change.make_tables().map_err(failed)?;
            change.set_about("format", FORMAT).map_err(failed)?;
            set_read_with(&change).map_err(failed)?;
        }
        check_format(&folder, &change)?;
        let segments = change.segments().map_err(failed)?;
        change.commit().map_err(failed)?;
        folder.sweep(segments.iter().map(|listed| listed.segment))?;
        Ok(Writer {
            folder,
            registry,
            _lock: lock,
        })
    }

    /// Adds the articles of a corpus, which must be of files.
    ///
    /// An article is known by its file and, in that, the portal's numbers (`oid` and `aid`), else
    /// its publisher and the id it states, else its content. One that is there just so is left
    /// alone; one that is known and has changed takes the place of the old one. What was in a
    /// file once and is no more stays.
    /// Articles of other files may be editions or copies of it: that is for an analysis to find, as
    /// in the files themselves.
    ///
    /// # Errors
    ///
    /// When `tick` says so, if the articles there were read by another version, if a file cannot
    /// be written or the disk is full. Nothing is changed then.
    pub fn add(
        &mut self,
        corpus: Corpus,
        options: AddOptions,
        tick: Tick<'_>,
    ) -> Result<Added, Error> {
        let folder = self.folder.clone();
        let failed = |error| folder.unregistered(error);
        let change = self.registry.change().map_err(failed)?;
        if options.reindex {
            change.clear().map_err(failed)?;
            set_read_with(&change).map_err(failed)?;
        }
        check_reading(&folder, &change)?;
        let mut adding = Adding::new(Writing::new(&folder, &change));
        read_in_order(corpus, options.threads, &mut |bytes, entries| {
            let articles = entries.len() as u64;
            entries
                .into_iter()
                .try_for_each(|entry| adding.add(entry))?;
            match tick(bytes, articles) {
                true => Ok(()),
                false => Err(Error::interrupted(folder.path())),
            }
        })?;
        let added = adding.finish()?;
        commit(&folder, change)?;
        Ok(added)
    }

    /// Removes articles, and returns how many. With no condition at all it removes none.
    ///
    /// # Errors
    ///
    /// When `tick` says so, or if a file cannot be read or written. Nothing is changed then.
    pub fn remove(&mut self, which: &Removal, tick: Tick<'_>) -> Result<u64, Error> {
        let folder = self.folder.clone();
        let failed = |error| folder.unregistered(error);
        if *which == Removal::default() {
            return Ok(0);
        }
        let change = self.registry.change().map_err(failed)?;
        let mut dead: BTreeMap<i64, HashSet<Key>> = BTreeMap::new();
        let mut removed = 0;
        for listed in change.segments().map_err(failed)? {
            let path = folder.segment(listed.segment);
            let segment = Segment::open(&path).map_err(|e| folder.failed(&path, e))?;
            for group in 0..segment.groups() {
                let read = segment.read(group, &REMOVED_BY, &mut |key, row| {
                    if which.has(&row) {
                        removed += 1;
                        dead.entry(listed.segment).or_default().insert(key);
                        let left = change.leave_file(&file_key(row.path()));
                        let left = left.and_then(|()| change.forget(&key));
                        left.map_err(std::io::Error::other)?;
                    }
                    Ok(())
                });
                read.map_err(|e| folder.failed(&path, e))?;
                if !tick(0, 0) {
                    return Err(Error::interrupted(folder.path()));
                }
            }
        }
        rewrite(Writing::new(&folder, &change), &dead)?;
        commit(&folder, change)?;
        Ok(removed)
    }

    /// Puts small segments together, and such as lie across each other, in the order of their
    /// articles; the articles stay the same.
    ///
    /// # Errors
    ///
    /// When `tick` says so, or if a file cannot be read or written. Nothing is changed then.
    pub fn compact(&mut self, tick: Tick<'_>) -> Result<Compacted, Error> {
        let folder = self.folder.clone();
        let failed = |error| folder.unregistered(error);
        let change = self.registry.change().map_err(failed)?;
        let segments = change.segments().map_err(failed)?;
        let before = segments.len() as u64;
        let chosen: Vec<Listed> = to_compact(&segments).cloned().collect();
        if chosen.len() < 2 {
            return Ok(Compacted {
                before,
                after: before,
            });
        }
        let mut writing = Writing::new(&folder, &change);
        let articles = Articles::new(folder.clone(), &chosen, 0, None);
        for part in 0..malmoi_corpus::Kept::parts(&articles) {
            let read = articles.rows(part, &mut |key, row| {
                let content = row.content();
                let moved = writing.push(key, row).map_err(std::io::Error::other)?;
                let known = Known {
                    content,
                    segment: moved,
                };
                change.set_known(&key, known).map_err(std::io::Error::other)
            });
            read.map_err(|e| folder.failed(folder.path(), e))?;
            if !tick(0, 0) {
                return Err(Error::interrupted(folder.path()));
            }
        }
        writing.finish()?;
        for listed in &chosen {
            change.drop_segment(listed.segment).map_err(failed)?;
        }
        let after = change.segments().map_err(failed)?.len() as u64;
        commit(&folder, change)?;
        Ok(Compacted { before, after })
    }
}

impl Removal {
    /// Whether it means an article; what is skipped is none.
    pub(crate) fn has(&self, row: &Row) -> bool {
        let among = |all: &[String], text: usize| {
            let is_it = |one: &String| row.text(text) == Some(one);
            all.is_empty() || all.iter().any(is_it)
        };
        let published = || row.text(PUBLISHED_AT).and_then(Timestamp::parse);
        *self != Removal::default()
            && !row.is_skip()
            && among(&self.ids, ID)
            && among(&self.publishers, PUBLISHER)
            && self
                .before
                .is_none_or(|before| published().is_some_and(|at| at < before))
    }
}

/// Says that articles are read by this version.
fn set_read_with(change: &Change<'_>) -> rusqlite::Result<()> {
    change.set_about("reading_version", &READING_VERSION.to_string())?;
    change.set_about("malmoi", env!("CARGO_PKG_VERSION"))
}

pub(crate) fn check_format(folder: &Folder, change: &Change<'_>) -> Result<(), Error> {
    let format = change.about("format");
    match format.map_err(|e| folder.unregistered(e))? {
        Some(format) if format == FORMAT => Ok(()),
        format => {
            let format = format.unwrap_or_else(|| "unknown".to_owned());
            Err(Error::format(folder.path(), format))
        }
    }
}

/// Makes sure that the articles were read as they would be today.
pub(crate) fn check_reading(folder: &Folder, change: &Change<'_>) -> Result<(), Error> {
    let version = change.about("reading_version");
    let version = version.map_err(|e| folder.unregistered(e))?;
    match version.unwrap_or_default() {
        version if version == READING_VERSION.to_string() => Ok(()),
        version => Err(Error::read_with(folder.path(), version)),
    }
}

fn commit(folder: &Folder, change: Change<'_>) -> Result<(), Error> {
    folder.sync_segments()?;
    change.commit().map_err(|e| folder.unregistered(e))
}

/// Deletes what changes have replaced, and what one that failed has left. That it cannot be
/// deleted is no failure: the next writer tries again.
impl Drop for Writer {
    fn drop(&mut self) {
        let segments = self.registry.view().and_then(|view| view.segments());
        if let Ok(segments) = segments {
            let _ = self.folder.sweep(segments.iter().map(|s| s.segment));
        }
    }
}

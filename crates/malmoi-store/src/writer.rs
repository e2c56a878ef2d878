//! Changing a store: each change is all there or not at all.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::path::Path;

use malmoi_corpus::{Corpus, Entry, READING_VERSION, Timestamp};

use crate::articles::Articles;
use crate::folder::Folder;
use crate::reading::read_in_order;
use crate::registry::{Change, Known, Listed, Registry};
use crate::row::{ID, Key, PUBLISHED_AT, PUBLISHER, Row, file_key, skip_key};
use crate::segment::{Segment, SegmentWriter, checksum};
use crate::{Error, FORMAT};

/// The one who changes a store.
///
/// There is one at a time, also among processes; a lock that the system takes back when a process
/// ends makes sure of it. Readers go on reading what was there.
///
/// A change writes new files, makes sure that they are on the disk, and then names them in the
/// registry in one transaction. Killed before that it leaves nothing but files that nobody
/// names, which the next change deletes.
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
        let mut adding = Adding {
            writing: Writing::new(&folder, &change),
            file: OneFile::default(),
            dead: BTreeMap::new(),
            added: Added::default(),
        };
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
        adding.end_file()?;
        let Adding {
            writing,
            dead,
            added,
            ..
        } = adding;
        rewrite(writing, &dead)?;
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
                let columns = [
                    crate::row::PATH,
                    ID,
                    PUBLISHER,
                    PUBLISHED_AT,
                    crate::row::REASON,
                ];
                let read = segment.read(group, &columns, &mut |key, row| {
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
    fn has(&self, row: &Row) -> bool {
        let among = |all: &[String], text: usize| {
            let is_it = |one: &String| row.text(text) == Some(one);
            all.is_empty() || all.iter().any(is_it)
        };
        let published = || row.text(PUBLISHED_AT).and_then(Timestamp::parse);
        !row.is_skip()
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

/// Commits, and deletes what is no more. That it cannot be deleted is no failure: the next
/// change tries again.
fn commit(folder: &Folder, change: Change<'_>) -> Result<(), Error> {
    let segments = change.segments().map_err(|e| folder.unregistered(e))?;
    folder.sync_segments()?;
    change.commit().map_err(|e| folder.unregistered(e))?;
    let _ = folder.sweep(segments.iter().map(|listed| listed.segment));
    Ok(())
}

/// Writes segments anew without the rows that are dead.
fn rewrite(mut writing: Writing<'_, '_>, dead: &BTreeMap<i64, HashSet<Key>>) -> Result<(), Error> {
    let Writing { folder, change, .. } = writing;
    // What lies apart stays apart, so that each file is of one stretch of the order.
    writing.finish()?;
    for (number, dead) in dead {
        let path = folder.segment(*number);
        let segment = Segment::open(&path).map_err(|e| folder.failed(&path, e))?;
        for group in 0..segment.groups() {
            let read = segment.read(group, &[], &mut |key, row| {
                if dead.contains(&key) {
                    return Ok(());
                }
                let content = row.content();
                let segment = writing.push(key, row).map_err(std::io::Error::other)?;
                let known = Known { content, segment };
                change.set_known(&key, known).map_err(std::io::Error::other)
            });
            read.map_err(|e| folder.failed(&path, e))?;
        }
        writing.finish()?;
        let dropped = change.drop_segment(*number);
        dropped.map_err(|e| folder.unregistered(e))?;
    }
    Ok(())
}

/// Returns the segments that are worth putting together.
fn to_compact(segments: &[Listed]) -> impl Iterator<Item = &Listed> {
    let ends = |listed: &Listed| {
        let first = listed.groups.iter().map(|g| g.first.clone()).min();
        let last = listed.groups.iter().map(|g| g.last.clone()).max();
        first.zip(last)
    };
    let all: Vec<_> = segments.iter().map(ends).collect();
    let is_across = move |at: usize| {
        let Some((first, last)) = &all[at] else {
            return false;
        };
        let others = all.iter().enumerate().filter(|(other, _)| *other != at);
        let mut ends = others.filter_map(|(_, ends)| ends.as_ref());
        ends.any(|(begin, end)| begin <= last && first <= end)
    };
    let numbered = segments.iter().enumerate();
    let chosen = numbered.filter(move |(at, one)| one.bytes < SEGMENT / 2 || is_across(*at));
    chosen.map(|(_, listed)| listed)
}

/// About how many bytes a segment has at most. A changed article has its whole segment
/// written anew.
const SEGMENT: u64 = 32 << 20;

/// New segments that are being written.
struct Writing<'c, 'r> {
    folder: &'c Folder,
    change: &'c Change<'r>,
    current: Option<Current>,
}

struct Current {
    segment: i64,
    writer: SegmentWriter,
    rows: u64,
    skipped: u64,
}

impl<'c, 'r> Writing<'c, 'r> {
    fn new(folder: &'c Folder, change: &'c Change<'r>) -> Writing<'c, 'r> {
        Writing {
            folder,
            change,
            current: None,
        }
    }

    /// Adds a row, and returns the number of its segment.
    fn push(&mut self, key: Key, row: Row) -> Result<i64, Error> {
        let current = match &mut self.current {
            Some(current) => current,
            None => {
                let segment = self.change.new_segment();
                let segment = segment.map_err(|e| self.folder.unregistered(e))?;
                let path = self.folder.segment(segment);
                let writer = SegmentWriter::create(&path);
                self.current.insert(Current {
                    segment,
                    writer: writer.map_err(|e| self.folder.failed(&path, e))?,
                    rows: 0,
                    skipped: 0,
                })
            }
        };
        let segment = current.segment;
        current.rows += 1;
        current.skipped += u64::from(row.is_skip());
        let path = self.folder.segment(segment);
        let pushed = current.writer.push(key, row);
        pushed.map_err(|e| self.folder.failed(&path, e))?;
        if current.writer.bytes() >= SEGMENT {
            self.finish()?;
        }
        Ok(segment)
    }

    /// Ends the segment at hand.
    fn finish(&mut self) -> Result<(), Error> {
        let Some(current) = self.current.take() else {
            return Ok(());
        };
        let path = self.folder.segment(current.segment);
        let failed = |error| self.folder.failed(&path, error);
        let groups = current.writer.finish().map_err(failed)?;
        let (sha256, bytes) = checksum(&path).map_err(failed)?;
        let listed = Listed {
            segment: current.segment,
            rows: current.rows,
            skipped: current.skipped,
            bytes,
            sha256: sha256.to_vec(),
            groups,
        };
        let set = self.change.set_segment(&listed);
        set.map_err(|e| self.folder.unregistered(e))
    }
}

/// Articles that are being added.
struct Adding<'c, 'r> {
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

impl Adding<'_, '_> {
    fn add(&mut self, entry: Entry) -> Result<(), Error> {
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

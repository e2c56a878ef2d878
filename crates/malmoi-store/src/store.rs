//! Reading a store.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use malmoi_corpus::{Document, Timestamp};
use sha2::{Digest, Sha256};

use crate::articles::Articles;
use crate::folder::Folder;
use crate::registry::{Change, Listed, Registry};
use crate::row::{ID, Key, PATH, PUBLISHED_AT, PUBLISHER, REASON, Row, file_key};
use crate::segment::{Segment, checksum};
use crate::writer::{REMOVED_BY, check_format, check_reading};
use crate::{Error, FORMAT, Removal};

/// A store that is read. What it returns is of the last commit.
pub struct Store {
    pub(crate) folder: Folder,
    registry: Registry,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

/// What is in a store.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Info {
    /// The version of its layout.
    pub format: &'static str,
    /// The [version](malmoi_corpus::READING_VERSION) by which its articles were read.
    pub reading_version: String,
    /// How many articles it has, older editions and copies among them.
    pub articles: u64,
    /// How many entries it knows that are no articles.
    pub skipped: u64,
    /// How many files they came from.
    pub files: u64,
    /// The bytes of those.
    pub crawl_bytes: u64,
    /// The bytes of the store.
    pub store_bytes: u64,
    /// The bytes of the [results](Store::results) among them.
    pub result_bytes: u64,
    /// How many files of its own the articles are in.
    pub segments: u64,
    /// What it has of each publisher, by name; of articles that state none under the
    /// empty name.
    pub publishers: Vec<PublisherInfo>,
}

/// What a store has of a publisher.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PublisherInfo {
    /// The publisher.
    pub publisher: String,
    /// How many articles.
    pub articles: u64,
    /// The first and the last day of those that state one.
    pub days: Option<(Timestamp, Timestamp)>,
}

/// What came of looking through a store.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Verified {
    /// How many entries were looked at: all.
    pub entries: u64,
    /// How many files of articles.
    pub segments: u64,
    /// A checksum of all articles, SHA-256 in hexadecimal digits: the same for stores that have the
    /// same, in whatever files and by whatever additions.
    pub content: String,
    /// What is wrong, a sentence each; nothing in a sound store.
    pub faults: Vec<String>,
}

impl Store {
    /// Opens a store.
    ///
    /// # Errors
    ///
    /// If there is none, if it is of another format, or if the system says no.
    pub fn open(folder: &Path) -> Result<Store, Error> {
        let at = Folder::new(folder);
        if !at.registry().is_file() {
            return Err(Error::no_store(folder));
        }
        let failed = |error| at.unregistered(error);
        let mut registry = Registry::open(&at.registry()).map_err(failed)?;
        if !registry.is_made().map_err(failed)? {
            // Whoever makes it has not come that far, or was killed before.
            return Err(Error::no_store(folder));
        }
        let view = registry.view().map_err(failed)?;
        check_format(&at, &view)?;
        drop(view);
        Ok(Store {
            folder: at,
            registry,
        })
    }

    /// Returns all articles, as of now.
    ///
    /// # Errors
    ///
    /// If they were read by another version, or the registry cannot be read.
    pub fn articles(&mut self) -> Result<Articles, Error> {
        self.articles_and(&|_| Ok(()))
            .map(|(articles, ())| articles)
    }

    /// Returns all articles as well as a checksum of what they say and of the sizes of their
    /// files: stores that have the same have the same, whatever it took to get there. It is a
    /// name for [results](Store::results).
    ///
    /// # Errors
    ///
    /// As [`Store::articles`].
    pub fn articles_and_content(&mut self) -> Result<(Articles, String), Error> {
        self.articles_and(&|view| Ok(format!("{} {}", content(view)?.0, view.files()?.1)))
    }

    /// Returns a part of the articles that has all of which `has` says so, which is asked by
    /// publisher, day and id alone; most others are left out. [`Kept::bytes`](malmoi_corpus::Kept::bytes)
    /// is of the files that have one of them.
    ///
    /// # Errors
    ///
    /// As [`Store::articles`], and if a file of articles cannot be read.
    pub fn articles_with(&mut self, has: &dyn Fn(&Document) -> bool) -> Result<Articles, Error> {
        let lock = self.folder.lock_to_read()?;
        let folder = self.folder.clone();
        let failed = |error| folder.unregistered(error);
        let view = self.registry.view().map_err(failed)?;
        check_reading(&folder, &view)?;
        let mut segments = view.segments().map_err(failed)?;
        let mut files: BTreeSet<Key> = BTreeSet::new();
        for listed in &mut segments {
            let path = folder.segment(listed.segment);
            let segment = Segment::open(&path).map_err(|e| folder.failed(&path, e))?;
            for (number, group) in listed.groups.iter_mut().enumerate() {
                let columns = [PATH, ID, PUBLISHER, PUBLISHED_AT, REASON];
                let mut any = false;
                let read = segment.read(number, &columns, &mut |_, row| {
                    if !row.is_skip() && has(&row.outline()) {
                        any = true;
                        files.insert(file_key(row.path()));
                    }
                    Ok(())
                });
                read.map_err(|e| folder.failed(&path, e))?;
                if !any {
                    group.rows = 0;
                }
            }
        }
        let mut bytes = 0;
        for file in files {
            bytes += view.file_bytes(&file).map_err(failed)?;
        }
        drop(view);
        Ok(Articles::new(folder, &segments, bytes, lock))
    }

    fn articles_and<T>(
        &mut self,
        more: &dyn Fn(&Change<'_>) -> rusqlite::Result<T>,
    ) -> Result<(Articles, T), Error> {
        // First the lock, then the list: what is listed is not deleted.
        let lock = self.folder.lock_to_read()?;
        let folder = self.folder.clone();
        let failed = |error| folder.unregistered(error);
        let view = self.registry.view().map_err(failed)?;
        check_reading(&folder, &view)?;
        let segments = view.segments().map_err(failed)?;
        let (_, bytes) = view.files().map_err(failed)?;
        let more = more(&view).map_err(failed)?;
        drop(view);
        Ok((Articles::new(folder, &segments, bytes, lock), more))
    }

    /// Returns how many articles the store has.
    ///
    /// # Errors
    ///
    /// If the registry cannot be read.
    pub fn count(&mut self) -> Result<u64, Error> {
        let failed = |error| self.folder.unregistered(error);
        let segments = self.registry.view().and_then(|view| view.segments());
        let segments = segments.map_err(failed)?;
        Ok(segments.iter().map(|s| s.rows - s.skipped).sum())
    }

    /// Tells what is in it.
    ///
    /// # Errors
    ///
    /// If a file cannot be read.
    pub fn info(&mut self) -> Result<Info, Error> {
        let _lock = self.folder.lock_to_read()?;
        let folder = self.folder.clone();
        let failed = |error| folder.unregistered(error);
        let view = self.registry.view().map_err(failed)?;
        let segments = view.segments().map_err(failed)?;
        let (files, crawl_bytes) = view.files().map_err(failed)?;
        let reading_version = view.about("reading_version").map_err(failed)?;
        drop(view);
        let mut publishers: BTreeMap<String, PublisherInfo> = BTreeMap::new();
        for listed in &segments {
            let path = folder.segment(listed.segment);
            let columns = [PUBLISHER, PUBLISHED_AT, REASON];
            each_row(&path, &columns, &mut |_, row| {
                if !row.is_skip() {
                    let publisher = row.text(PUBLISHER).unwrap_or_default();
                    let of = publishers.entry(publisher.to_owned()).or_default();
                    of.add(&row);
                }
            })
            .map_err(|e| folder.failed(&path, e))?;
        }
        let rows: u64 = segments.iter().map(|listed| listed.rows).sum();
        let skipped: u64 = segments.iter().map(|listed| listed.skipped).sum();
        let named =
            |(publisher, info): (String, PublisherInfo)| PublisherInfo { publisher, ..info };
        Ok(Info {
            format: FORMAT,
            reading_version: reading_version.unwrap_or_default(),
            articles: rows - skipped,
            skipped,
            files,
            crawl_bytes,
            store_bytes: folder.size()?,
            result_bytes: folder.result_size()?,
            segments: segments.len() as u64,
            publishers: publishers.into_iter().map(named).collect(),
        })
    }

    /// Returns how many articles [`Writer::remove`](crate::Writer::remove) would remove.
    ///
    /// # Errors
    ///
    /// If a file cannot be read.
    pub fn matching(&mut self, which: &Removal) -> Result<u64, Error> {
        let _lock = self.folder.lock_to_read()?;
        let folder = self.folder.clone();
        let failed = |error| folder.unregistered(error);
        let view = self.registry.view().map_err(failed)?;
        let mut matching = 0;
        for listed in view.segments().map_err(failed)? {
            let path = folder.segment(listed.segment);
            let read = each_row(&path, &REMOVED_BY, &mut |_, row| {
                matching += u64::from(which.has(&row));
            });
            read.map_err(|e| folder.failed(&path, e))?;
        }
        Ok(matching)
    }

    /// Looks through all of it: whether the files are as they were written, and whether they have
    /// what the registry says, article by article.
    ///
    /// # Errors
    ///
    /// If the registry cannot be read. What is wrong with the files is told in
    /// [`Verified::faults`].
    pub fn verify(&mut self) -> Result<Verified, Error> {
        let _lock = self.folder.lock_to_read()?;
        let folder = self.folder.clone();
        let failed = |error| folder.unregistered(error);
        let mut faults = self.registry.faults().map_err(failed)?;
        let view = self.registry.view().map_err(failed)?;
        let segments = view.segments().map_err(failed)?;
        let mut verified = Verified {
            segments: segments.len() as u64,
            ..Verified::default()
        };
        for listed in &segments {
            let path = folder.segment(listed.segment);
            let shown = path.display();
            match checksum(&path) {
                Err(e) => {
                    faults.push(format!("{shown}: {e}"));
                    continue;
                }
                Ok((sha256, _)) if sha256[..] != listed.sha256 => {
                    faults.push(format!("{shown} is not as it was written"));
                }
                Ok(_) => {}
            }
            verified.entries += look_through(&folder, &view, listed, &mut faults);
        }
        let (content, entries) = content(&view).map_err(failed)?;
        if entries != verified.entries {
            let rows = verified.entries;
            faults.push(format!(
                "the registry knows {entries} entries, the files {rows}"
            ));
        }
        verified.content = content;
        verified.faults = faults;
        Ok(verified)
    }
}

/// Returns a checksum of all entries, in hexadecimal digits, and how many they are.
fn content(view: &Change<'_>) -> rusqlite::Result<(String, u64)> {
    let mut hasher = Sha256::new();
    let mut entries = 0;
    view.each_entry(&mut |key, known| {
        entries += 1;
        hasher.update(key);
        hasher.update(known.content.to_le_bytes());
    })?;
    let digest = hasher.finalize();
    Ok((digest.iter().map(|b| format!("{b:02x}")).collect(), entries))
}

/// Compares the rows of a segment with what the registry knows, and returns how many
/// there are.
fn look_through(
    folder: &Folder,
    view: &Change<'_>,
    listed: &Listed,
    faults: &mut Vec<String>,
) -> u64 {
    let path = folder.segment(listed.segment);
    let shown = path.display();
    let (mut rows, mut wrong) = (0, 0);
    let read = each_row(&path, &[], &mut |key, row| {
        rows += 1;
        let known = view.known(&key).ok().flatten();
        let is_known = known
            .is_some_and(|known| known.segment == listed.segment && known.content == row.content());
        wrong += u64::from(!is_known || row.entry().is_none());
    });
    if let Err(e) = read {
        faults.push(format!("{shown}: {e}"));
    }
    if wrong > 0 {
        faults.push(format!(
            "{wrong} entries in {shown} are not what the registry knows"
        ));
    }
    if rows != listed.rows {
        let should = listed.rows;
        faults.push(format!("{shown} has {rows} entries instead of {should}"));
    }
    rows
}

fn each_row(
    path: &Path,
    columns: &[usize],
    sink: &mut dyn FnMut(crate::row::Key, Row),
) -> std::io::Result<()> {
    let segment = Segment::open(path)?;
    for group in 0..segment.groups() {
        segment.read(group, columns, &mut |key, row| {
            sink(key, row);
            Ok(())
        })?;
    }
    Ok(())
}

impl PublisherInfo {
    fn add(&mut self, row: &Row) {
        self.articles += 1;
        let published = row.text(PUBLISHED_AT).and_then(Timestamp::parse);
        if let Some(day) = published.map(Timestamp::day) {
            let (first, last) = self.days.unwrap_or((day, day));
            self.days = Some((first.min(day), last.max(day)));
        }
    }
}

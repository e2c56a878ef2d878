//! What an analysis of a whole store found, kept so that it need not be found again.
//!
//! It is no part of the store: it can be had anew from the articles, and is for one content of the
//! store, one program and one set of options. So there is the newest one alone, no transaction
//! names it, and what is damaged is as good as not there. A file takes its place by one rename, when
//! it is complete and on the disk.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::counts::{CountedTerm, read_counts, write_counts};
use crate::folder::UNFINISHED;
use crate::segment::checksum;
use crate::{Error, Store};

/// What the file begins with; a checksum of its name, one of what follows, and that follow: a
/// checksum of the counts, the length of what says how they were asked for, that, and the results.
const MAGIC: &[u8; 16] = b"malmoi results 2";

/// How hard Zstandard tries.
const LEVEL: i32 = 3;

const ANALYSIS: &str = "analysis";
const COUNTS: &str = "counts.parquet";

/// What is known of results without their name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Origin {
    /// How they were asked for, as it was [kept](Store::keep_results).
    pub request: String,
    /// Whether the counts in Parquet are those that were kept with them.
    pub counts_are_theirs: bool,
}

impl Store {
    /// Returns where the results come from that were [kept](Store::keep_results) last. What is
    /// damaged is not there.
    pub fn origin(&self) -> Option<Origin> {
        let (mut file, _) = self.sound_results()?;
        let (counts, request) = read_origin(&mut file).ok()?;
        let there = checksum(&self.folder.results(COUNTS)).ok();
        Some(Origin {
            request: String::from_utf8(request).ok()?,
            counts_are_theirs: there.is_some_and(|(sha256, _)| sha256 == counts),
        })
    }

    /// Calls `sink` with the counts that were kept.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn kept_counts(&self, sink: &mut dyn FnMut(CountedTerm<'_>)) -> Result<(), Error> {
        let path = self.folder.results(COUNTS);
        read_counts(&path, sink).map_err(|e| self.folder.failed(&path, e))
    }

    /// Returns what was [kept](Store::keep_results) last, if it was kept under this name. What is
    /// damaged is not there.
    pub fn results(&self, name: &str) -> Option<impl Read> {
        let (mut file, named) = self.sound_results()?;
        if named != Sha256::digest(name)[..] {
            return None;
        }
        read_origin(&mut file).ok()?;
        let results = zstd::Decoder::new(file).ok()?;
        Some(BufReader::with_capacity(1 << 16, results))
    }

    /// Opens the results, if they are as they were written, behind their checksums, and returns
    /// that of their name.
    fn sound_results(&self) -> Option<(File, [u8; 32])> {
        let mut file = File::open(self.folder.results(ANALYSIS)).ok()?;
        let mut head = [0; MAGIC.len() + 64];
        file.read_exact(&mut head).ok()?;
        let (magic, checksums) = head.split_at(MAGIC.len());
        let (name, content) = checksums.split_first_chunk()?;
        if magic != MAGIC {
            return None;
        }
        let mut hasher = Sha256::new();
        io::copy(
            &mut BufReader::new(&file),
            &mut Hashing(&mut hasher, io::sink()),
        )
        .ok()?;
        if *content != hasher.finalize()[..] {
            return None;
        }
        file.seek(SeekFrom::Start(head.len() as u64)).ok()?;
        Some((file, *name))
    }

    /// Keeps results in the place of those that were there: what `write` writes, under a name that
    /// says what they are of ([`Store::articles_and_content`]) and how they were found; and the counts of
    /// terms by publisher, day and language in Parquet, for others to read. `request` says, for whoever
    /// has no name, how they were [asked for](Store::origin).
    ///
    /// # Errors
    ///
    /// If something cannot be written. What was there is there still.
    pub fn keep_results<'c>(
        &self,
        name: &str,
        request: &str,
        counts: impl Iterator<Item = CountedTerm<'c>>,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Error> {
        let folder = self.folder.results("");
        fs::create_dir_all(&folder).map_err(|e| self.folder.failed(&folder, e))?;
        // Whoever changes the store deletes what is unfinished unless somebody reads.
        let _lock = self.folder.lock_to_read()?;
        self.replace(COUNTS, |path| write_counts(path, counts))?;
        let path = self.folder.results(COUNTS);
        let (counts, _) = checksum(&path).map_err(|e| self.folder.failed(&path, e))?;
        self.replace(ANALYSIS, |path| {
            write_analysis(path, name, (&counts, request), write)
        })
    }

    fn replace(
        &self,
        name: &str,
        write: impl FnOnce(&Path) -> io::Result<()>,
    ) -> Result<(), Error> {
        let unfinished = String::from_utf8_lossy(UNFINISHED);
        let new = format!("{unfinished}{}-{name}", std::process::id());
        let (new, path) = (self.folder.results(&new), self.folder.results(name));
        let done = write(&new).and_then(|()| fs::rename(&new, &path));
        done.map_err(|e| {
            let _ = fs::remove_file(&new);
            self.folder.failed(&path, e)
        })
    }
}

/// Reads the checksum of the counts, and how the results were asked for.
fn read_origin(file: &mut File) -> io::Result<([u8; 32], Vec<u8>)> {
    let (mut counts, mut length) = ([0; 32], [0; 4]);
    file.read_exact(&mut counts)?;
    file.read_exact(&mut length)?;
    let mut request = vec![0; u32::from_le_bytes(length) as usize];
    file.read_exact(&mut request)?;
    Ok((counts, request))
}

fn write_analysis(
    path: &Path,
    name: &str,
    (counts, request): (&[u8; 32], &str),
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(MAGIC)?;
    file.write_all(&Sha256::digest(name))?;
    // The checksum comes when it is known.
    file.write_all(&[0; 32])?;
    let mut hasher = Sha256::new();
    let mut hashing = Hashing(&mut hasher, BufWriter::new(&file));
    hashing.write_all(counts)?;
    let length = u32::try_from(request.len()).map_err(io::Error::other)?;
    hashing.write_all(&length.to_le_bytes())?;
    hashing.write_all(request.as_bytes())?;
    let mut results = zstd::Encoder::new(hashing, LEVEL)?;
    write(&mut results)?;
    results.finish()?.flush()?;
    file.seek(SeekFrom::Start(MAGIC.len() as u64 + 32))?;
    file.write_all(&hasher.finalize())?;
    file.sync_all()
}

/// Passes bytes on, and hashes them.
struct Hashing<'h, W>(&'h mut Sha256, W);

impl<W: Write> Write for Hashing<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.1.write(bytes)?;
        self.0.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.1.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Writer;

    #[test]
    fn results_are_there_under_their_name_until_others_come_or_they_are_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        drop(Writer::create(&path).unwrap());
        let store = Store::open(&path).unwrap();
        let found = |name: &str| {
            let mut all = String::new();
            store.results(name)?.read_to_string(&mut all).unwrap();
            Some(all)
        };
        assert_eq!(found("a"), None);
        let keep = |name: &str, what: &str| {
            let write = |to: &mut dyn Write| to.write_all(what.as_bytes());
            let request = format!("ask for {name}");
            store
                .keep_results(name, &request, std::iter::empty(), write)
                .unwrap();
        };
        keep("a", "one");
        assert_eq!((found("a").as_deref(), found("b")), (Some("one"), None));
        keep("b", "two");
        assert_eq!((found("a"), found("b").as_deref()), (None, Some("two")));
        // What fails leaves what was there, and nothing else.
        let failed = store.keep_results("c", "", std::iter::empty(), |to| {
            to.write_all(b"th")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert!(failed.is_err());
        assert_eq!((found("c"), found("b").as_deref()), (None, Some("two")));
        assert_eq!(fs::read_dir(path.join("results")).unwrap().count(), 2);
        // A change sweeps up what a killed process left.
        let left = path.join("results/unfinished-1-analysis");
        fs::write(&left, "x").unwrap();
        drop(Writer::open(&path).unwrap());
        assert!(!left.exists());
        assert_eq!(found("b").as_deref(), Some("two"));
        let origin = store.origin().unwrap();
        assert_eq!(
            (origin.request.as_str(), origin.counts_are_theirs),
            ("ask for b", true)
        );
        fs::write(path.join("results/counts.parquet"), "x").unwrap();
        assert!(!store.origin().unwrap().counts_are_theirs);
        let file = path.join("results/analysis");
        let mut bytes = fs::read(&file).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&file, bytes).unwrap();
        assert_eq!((found("b"), store.origin()), (None, None));
    }
}

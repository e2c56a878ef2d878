//! What lies where in a store's folder.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::Error;

/// A store's folder.
#[derive(Clone, Debug)]
pub(crate) struct Folder(PathBuf);

/// Everything that lies directly in it, a journal of SQLite's included.
const NAMES: [&str; 6] = [
    "registry.sqlite",
    "registry.sqlite-journal",
    "articles",
    "writer.lock",
    "readers.lock",
    "results",
];

/// What the names of files begin with that are being written, among results.
pub(crate) const UNFINISHED: &[u8] = b"unfinished-";

impl Folder {
    pub(crate) fn new(path: &Path) -> Folder {
        Folder(path.to_owned())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn registry(&self) -> PathBuf {
        self.0.join(NAMES[0])
    }

    fn articles(&self) -> PathBuf {
        self.0.join(NAMES[2])
    }

    /// Returns the path of a segment.
    pub(crate) fn segment(&self, segment: i64) -> PathBuf {
        self.articles().join(format!("{segment:08}.parquet"))
    }

    /// Returns the path of something in the folder of results.
    pub(crate) fn results(&self, name: &str) -> PathBuf {
        self.0.join(NAMES[5]).join(name)
    }

    /// Makes the folder, unless it is there.
    ///
    /// # Errors
    ///
    /// Also if it has files of others.
    pub(crate) fn make(&self) -> Result<(), Error> {
        fs::create_dir_all(&self.0).map_err(|e| self.failed(&self.0, e))?;
        let files = fs::read_dir(&self.0).map_err(|e| self.failed(&self.0, e))?;
        for file in files {
            let file = file.map_err(|e| self.failed(&self.0, e))?;
            if !file
                .file_name()
                .to_str()
                .is_some_and(|n| NAMES.contains(&n))
            {
                return Err(Error::foreign(&self.0));
            }
        }
        let articles = self.articles();
        fs::create_dir_all(&articles).map_err(|e| self.failed(&articles, e))?;
        self.sync(&self.0)
    }

    /// Makes sure that the segments' names are on the disk.
    pub(crate) fn sync_segments(&self) -> Result<(), Error> {
        self.sync(&self.articles())
    }

    fn sync(&self, folder: &Path) -> Result<(), Error> {
        // Only Unix knows folders as files; elsewhere names are as safe as the system makes them.
        if cfg!(unix) {
            let synced = File::open(folder).and_then(|f| f.sync_all());
            synced.map_err(|e| self.failed(folder, e))?;
        }
        Ok(())
    }

    /// Takes the lock of the one who changes the store. The system takes it back when the
    /// process ends, however it does.
    pub(crate) fn lock_to_write(&self) -> Result<File, Error> {
        let path = self.0.join(NAMES[3]);
        let file = self.lock_file(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(Error::locked(&self.0)),
            Err(TryLockError::Error(e)) => Err(self.failed(&path, e)),
        }
    }

    /// Takes a lock that keeps segments from being deleted. Of a store that cannot be
    /// written nobody deletes anything.
    pub(crate) fn lock_to_read(&self) -> Result<Option<File>, Error> {
        let path = self.0.join(NAMES[4]);
        let file = match self.lock_file(&path) {
            Ok(file) => file,
            Err(_) if File::open(&path).is_ok() => return Ok(None),
            Err(error) => return Err(error),
        };
        file.lock_shared().map_err(|e| self.failed(&path, e))?;
        Ok(Some(file))
    }

    fn lock_file(&self, path: &Path) -> Result<File, Error> {
        let mut options = OpenOptions::new();
        let options = options.create(true).truncate(false).write(true);
        options.open(path).map_err(|e| self.failed(path, e))
    }

    /// Deletes the segments that are none of `known`, unless somebody reads: what an interrupted
    /// change left, and what a change has replaced. What stays now goes after the next change.
    pub(crate) fn sweep(&self, known: impl IntoIterator<Item = i64>) -> Result<(), Error> {
        let readers = self.lock_file(&self.0.join(NAMES[4]))?;
        if readers.try_lock().is_err() {
            return Ok(());
        }
        let known: HashSet<PathBuf> = known.into_iter().map(|id| self.segment(id)).collect();
        let articles = self.articles();
        let files = fs::read_dir(&articles).map_err(|e| self.failed(&articles, e))?;
        for file in files {
            let path = file.map_err(|e| self.failed(&articles, e))?.path();
            if !known.contains(&path) {
                fs::remove_file(&path).map_err(|e| self.failed(&path, e))?;
            }
        }
        // Results that nobody has ended.
        for file in fs::read_dir(self.results(""))
            .into_iter()
            .flatten()
            .flatten()
        {
            if file.file_name().as_encoded_bytes().starts_with(UNFINISHED) {
                let _ = fs::remove_file(file.path());
            }
        }
        Ok(())
    }

    /// Returns how many bytes the store takes.
    pub(crate) fn size(&self) -> Result<u64, Error> {
        self.size_of(&[&self.0, &self.articles(), &self.results("")])
    }

    /// Returns how many of these the results take.
    pub(crate) fn result_size(&self) -> Result<u64, Error> {
        self.size_of(&[&self.results("")])
    }

    fn size_of(&self, folders: &[&Path]) -> Result<u64, Error> {
        let mut bytes = 0;
        for folder in folders {
            let files = match fs::read_dir(folder) {
                // There are none before the first.
                Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
                files => files.map_err(|e| self.failed(folder, e))?,
            };
            for file in files {
                let file = file.and_then(|f| f.metadata());
                let file = file.map_err(|e| self.failed(folder, e))?;
                bytes += if file.is_file() { file.len() } else { 0 };
            }
        }
        Ok(bytes)
    }

    /// Returns the error of a file in the store.
    pub(crate) fn failed(&self, path: &Path, error: io::Error) -> Error {
        Error::io(&self.0, path, error)
    }

    /// Returns the error of the registry.
    pub(crate) fn unregistered(&self, error: rusqlite::Error) -> Error {
        Error::registry(&self.0, error)
    }
}

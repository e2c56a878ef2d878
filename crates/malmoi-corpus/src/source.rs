//! Finding the files.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::glob::Globs;
use crate::{CorpusOptions, Error, Skip, SkipReason};

/// One thing to read. There may be millions, so it is kept small.
pub(crate) enum Source {
    File { path: Box<Path>, len: u64 },
    Skip(Box<Skip>),
}

impl Source {
    /// Returns its size in bytes.
    pub(crate) fn len(&self) -> u64 {
        match self {
            Source::File { len, .. } => *len,
            Source::Skip(_) => 0,
        }
    }
}

/// Lists the files of `paths`, ordered by path, each once, and without what
/// the options leave out.
pub(crate) fn walk<P: AsRef<Path>>(
    paths: &[P],
    options: &CorpusOptions,
) -> Result<Vec<Source>, Error> {
    let (only, except) = (Globs::new(&options.only), Globs::new(&options.except));
    // What is not there need not be left out.
    let excluded = options.exclude.as_ref();
    let excluded = excluded.and_then(|path| path.canonicalize().ok());
    let is_excluded = |e: &DirEntry| {
        let Some(excluded) = &excluded else {
            return false;
        };
        // Only a link or an entry of the same name is worth asking about.
        let may_be = e.path_is_symlink() || e.path().file_name() == excluded.file_name();
        may_be && e.path().canonicalize().is_ok_and(|real| real == *excluded)
    };
    let mut roots = Roots::default();
    for path in paths.iter().map(AsRef::as_ref) {
        roots.add(path).map_err(|e| Error::open(path, e))?;
    }
    let mut found: Vec<(Box<Path>, _)> = Vec::new();
    let mut linked = HashSet::new();
    for (root, _) in &roots.kept {
        let entries = WalkDir::new(root)
            .follow_links(true)
            // Of two links to the same place, the first is followed.
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|e| {
                e.depth() == 0
                    || !is_hidden(e)
                        && !except.match_any(below(root, e))
                        && !is_excluded(e)
                        && roots.wants(e, &mut linked)
            });
        for entry in entries {
            match entry {
                // The folder that the link leads to is walked anyway.
                Err(e) if e.loop_ancestor().is_some() => {}
                // The user named this one, so it is an error, not a skip.
                Err(e) if e.depth() == 0 => return Err(Error::open(root, system_error(e))),
                Err(e) => {
                    let path = e.path().unwrap_or(root).to_path_buf();
                    found.push((path.into(), Err(system_error(e).to_string())));
                }
                Ok(e) if e.file_type().is_dir() => {}
                Ok(e) if e.depth() > 0 && !only.is_empty() && !only.match_path(below(root, &e)) => {
                }
                Ok(e) => {
                    let len = match e.metadata() {
                        Ok(m) if m.is_file() => Ok(m.len()),
                        // Reading such a thing may never end, or never begin.
                        Ok(_) => Err("not a regular file".to_owned()),
                        Err(e) => Err(io::Error::from(e).to_string()),
                    };
                    found.push((e.into_path().into_boxed_path(), len));
                }
            }
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let source = |(path, len): (Box<Path>, Result<u64, String>)| match len {
        Ok(len) => Source::File { path, len },
        Err(detail) => {
            let path = path.to_string_lossy();
            let skip = Skip::new(&path, None, SkipReason::Unreadable, detail);
            Source::Skip(Box::new(skip))
        }
    };
    Ok(found.into_iter().map(source).collect())
}

/// Returns the path of an entry from the folder that was named.
fn below<'e>(root: &Path, entry: &'e DirEntry) -> &'e Path {
    entry.path().strip_prefix(root).unwrap_or(entry.path())
}

/// Returns what the system said; the path is told beside it.
fn system_error(error: walkdir::Error) -> io::Error {
    let text = error.to_string();
    error
        .into_io_error()
        .unwrap_or_else(|| io::Error::other(text))
}

/// The paths to walk, without those that lie inside another.
#[derive(Default)]
struct Roots {
    /// As given, and with all links resolved.
    kept: Vec<(PathBuf, PathBuf)>,
}

impl Roots {
    fn add(&mut self, path: &Path) -> io::Result<()> {
        let real = path.canonicalize()?;
        if self.contains(&real) {
            return Ok(());
        }
        self.kept.retain(|(_, other)| !covers(&real, other));
        self.kept.push((path.to_path_buf(), real));
        Ok(())
    }

    fn contains(&self, real: &Path) -> bool {
        self.kept.iter().any(|(_, root)| covers(root, real))
    }

    /// Whether to go on with an entry: with every one that is no link, and
    /// with a link if nothing else leads to where it does.
    fn wants(&self, entry: &DirEntry, linked: &mut HashSet<PathBuf>) -> bool {
        if !entry.path_is_symlink() {
            return true;
        }
        match entry.path().canonicalize() {
            Ok(real) => !self.contains(&real) && linked.insert(real),
            Err(_) => true,
        }
    }
}

/// Whether walking `root` comes across `path`; both have their links resolved.
fn covers(root: &Path, path: &Path) -> bool {
    let Ok(rest) = path.strip_prefix(root) else {
        return false;
    };
    !rest
        .iter()
        .any(|part| part.as_encoded_bytes().starts_with(b"."))
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

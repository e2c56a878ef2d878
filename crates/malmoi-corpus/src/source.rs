//! Finding the files, and telling their formats by their names.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use crate::spool::Spool;
use crate::{Error, Skip, SkipReason};

/// One thing to read.
pub(crate) enum Source {
    File {
        path: PathBuf,
        len: u64,
    },
    Reader {
        name: String,
        reader: Box<dyn Read + Send>,
    },
    /// A stream that can be read again.
    Spooled {
        name: String,
        spool: Arc<Spool>,
    },
    Skip(Skip),
}

impl Source {
    /// Returns the same thing to read a second time, if that can be.
    pub(crate) fn again(&self) -> Option<Source> {
        match self {
            Source::File { path, len } => Some(Source::File {
                path: path.clone(),
                len: *len,
            }),
            Source::Reader { .. } => None,
            Source::Spooled { name, spool } => Some(Source::Spooled {
                name: name.clone(),
                spool: Arc::clone(spool),
            }),
            Source::Skip(skip) => Some(Source::Skip(skip.clone())),
        }
    }
}

/// What a file's name says about its content.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Format {
    /// One JSON object a line; with `sniff`, only if the content agrees.
    Lines { sniff: bool },
    /// One article; the content decides how it is written.
    Article,
    /// No text.
    Binary,
    /// Something that may hold articles, but cannot be read yet.
    Unsupported,
}

impl Format {
    pub(crate) fn of(path: &Path) -> Format {
        let extension = path.extension().and_then(OsStr::to_str).unwrap_or("");
        let is = |names: &[&str]| names.iter().any(|n| extension.eq_ignore_ascii_case(n));
        if is(&["jsonl", "ndjson"]) {
            Format::Lines { sniff: false }
        } else if is(&["json"]) {
            Format::Lines { sniff: true }
        } else if is(UNSUPPORTED) {
            Format::Unsupported
        } else if is(BINARY) {
            Format::Binary
        } else {
            Format::Article
        }
    }

    pub(crate) fn is_lines(self) -> bool {
        matches!(self, Format::Lines { .. })
    }
}

/// Formats in which articles come, but which are not read yet. As plain text
/// they would count field names and tags as words.
const UNSUPPORTED: &[&str] = &[
    "csv", "tsv", "parquet", "arrow", "feather", "avro", "orc", "gz", "zst", "bz2", "xz", "lz4",
    "zip", "tar", "tgz", "7z", "html", "htm", "xhtml", "xml", "rss", "warc", "yaml", "yml", "toml",
    "pdf", "doc", "docx", "hwp", "hwpx", "odt", "rtf", "xls", "xlsx", "sqlite", "db",
];

/// What lies about in crawls and is never an article.
const BINARY: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "webp", "bmp", "ico", "tif", "tiff", "svgz", "mp3", "mp4", "m4a",
    "mov", "avi", "wav", "webm", "woff", "woff2", "ttf", "otf", "exe", "dll", "so", "bin", "dat",
    "pyc", "class", "jar", "o", "a", "npy", "npz", "pkl",
];

/// Lists the files of `paths`, ordered by path, each once, and without what is
/// at `exclude`.
pub(crate) fn walk<P: AsRef<Path>>(
    paths: &[P],
    exclude: Option<&Path>,
) -> Result<Vec<Source>, Error> {
    // What is not there need not be left out.
    let excluded = exclude.and_then(|path| path.canonicalize().ok());
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
    let mut found = Vec::new();
    let mut linked = HashSet::new();
    for (root, _) in &roots.kept {
        let entries = WalkDir::new(root)
            .follow_links(true)
            // Of two links to the same place, the first is followed.
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|e| {
                e.depth() == 0 || !is_hidden(e) && !is_excluded(e) && roots.wants(e, &mut linked)
            });
        for entry in entries {
            match entry {
                // The folder that the link leads to is walked anyway.
                Err(e) if e.loop_ancestor().is_some() => {}
                // The user named this one, so it is an error, not a skip.
                Err(e) if e.depth() == 0 => return Err(Error::open(root, system_error(e))),
                Err(e) => {
                    let path = e.path().unwrap_or(root).to_path_buf();
                    found.push((path, Err(system_error(e).to_string())));
                }
                Ok(e) if e.file_type().is_dir() => {}
                Ok(e) => {
                    let len = match e.metadata() {
                        Ok(m) if m.is_file() => Ok(m.len()),
                        Ok(_) => Err("not a regular file".to_owned()),
                        Err(e) => Err(io::Error::from(e).to_string()),
                    };
                    found.push((e.into_path(), len));
                }
            }
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let source = |(path, len): (PathBuf, Result<u64, String>)| match len {
        Ok(len) => Source::File { path, len },
        Err(detail) => {
            let path = path.to_string_lossy();
            Source::Skip(Skip::new(&path, None, SkipReason::Unreadable, detail))
        }
    };
    Ok(found.into_iter().map(source).collect())
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

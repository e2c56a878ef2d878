//! Patterns of file names.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// A pattern that files and folders may match, as in `.gitignore`: `*` is
/// anything but `/`, `**` is any number of folders, `?` is one character,
/// `[ab]` is one of some, `{a,b}` is one of several.
///
/// It is compared with the path below the folder that was named, letter case
/// included. A pattern without `/` may match a name at any depth; with one, the
/// path from its beginning. What matches a folder matches all that is in it.
///
/// ```
/// use malmoi_corpus::Glob;
///
/// let glob: Glob = "2026-*/**/*.html".parse()?;
/// assert_eq!(glob.to_string(), "2026-*/**/*.html");
/// assert!("[a".parse::<Glob>().is_err());
/// # Ok::<(), malmoi_corpus::MalformedGlob>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Glob {
    written: String,
    compiled: globset::Glob,
}

impl FromStr for Glob {
    type Err = MalformedGlob;

    fn from_str(written: &str) -> Result<Glob, MalformedGlob> {
        // A folder is matched by its name, with or without what marks it one.
        let pattern = written.strip_suffix('/').unwrap_or(written);
        let pattern = match pattern.strip_prefix('/') {
            Some(from_root) => from_root.to_owned(),
            None if pattern.contains('/') => pattern.to_owned(),
            None => format!("**/{pattern}"),
        };
        let compiled = GlobBuilder::new(&pattern)
            .literal_separator(true)
            .build()
            .map_err(|error| MalformedGlob {
                message: format!("the pattern `{written}` is malformed: {}", error.kind()),
            })?;
        Ok(Glob {
            written: written.to_owned(),
            compiled,
        })
    }
}

impl fmt::Display for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// Why a text is no [`Glob`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MalformedGlob {
    message: String,
}

impl fmt::Display for MalformedGlob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for MalformedGlob {}

/// Several patterns.
pub(crate) struct Globs(GlobSet);

impl Globs {
    pub(crate) fn new(globs: &[Glob]) -> Globs {
        let mut set = GlobSetBuilder::new();
        for glob in globs {
            set.add(glob.compiled.clone());
        }
        // Each of them was compiled before, so it cannot fail.
        Globs(set.build().unwrap_or_default())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a pattern matches this very path.
    pub(crate) fn match_any(&self, path: &Path) -> bool {
        !self.is_empty() && self.0.is_match(path)
    }

    /// Whether a pattern matches this path or a folder that it is in.
    pub(crate) fn match_path(&self, path: &Path) -> bool {
        let mut paths = path.ancestors().filter(|p| !p.as_os_str().is_empty());
        paths.any(|p| self.0.is_match(p))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_in_gitignore() {
        for (pattern, path, matches) in [
            ("*.html", "a/b.html", true),
            ("*.html", "a/b.HTML", false),
            ("a/*.html", "a/b.html", true),
            ("a/*.html", "a/b/c.html", false),
            ("a/**/*.html", "a/b/c.html", true),
            ("a/*.html", "x/a/b.html", false),
            ("/b.html", "a/b.html", false),
            ("old/", "a/old/b.html", true),
            ("old", "a/older/b.html", false),
            ("*.{md,txt}", "a.txt", true),
            ("20[0-9][0-9]", "2026/a.txt", true),
        ] {
            let globs = Globs::new(&[pattern.parse().unwrap()]);
            assert_eq!(
                globs.match_path(Path::new(path)),
                matches,
                "{pattern} {path}"
            );
        }
    }
}

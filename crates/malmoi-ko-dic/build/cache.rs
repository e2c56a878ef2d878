//! The finished dictionary, kept for the next build of the same user.
//!
//! One folder for each recipe and source, which holds Lindera's files and a
//! list of their SHA-256 sums in the format of `sha256sum`. Every use checks
//! every sum: a damaged folder is as good as none.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use super::checksum::sha256;
use super::convert::{FILES, read, write};
use super::failure::Failure;

const MANIFEST: &str = "SHA256SUMS";

/// How often this process has stored something.
static TURN: AtomicU64 = AtomicU64::new(0);

/// What the cache had.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Lookup {
    /// The files have been copied.
    Found,
    /// There is no such folder.
    Absent,
    /// There is one, but not as it was stored; the text says what is wrong.
    Damaged(String),
}

/// A folder with one subfolder for each dictionary.
#[derive(Clone, Debug)]
pub(crate) struct Cache {
    root: PathBuf,
}

impl Cache {
    pub(crate) fn new(root: PathBuf) -> Cache {
        Cache { root }
    }

    /// Copies the dictionary `key` to the folder `out`, which must exist.
    ///
    /// What is checked is what was copied, so it doesn't matter if another
    /// build replaces the folder meanwhile. Unless `Found` is returned, `out`
    /// may hold some of the files.
    ///
    /// # Errors
    ///
    /// When `out` can't be written.
    pub(crate) fn copy_to(&self, key: &str, out: &Path) -> Result<Lookup, Failure> {
        let entry = self.root.join(key);
        if !entry.is_dir() {
            return Ok(Lookup::Absent);
        }
        let data = match intact_files(&entry) {
            Ok(data) => data,
            Err(reason) => return Ok(Lookup::Damaged(reason.to_string())),
        };
        for (name, data) in FILES.iter().zip(data) {
            write(&out.join(name), &data)?;
        }
        Ok(Lookup::Found)
    }

    /// Stores the dictionary in the folder `from` as `key`.
    ///
    /// The folder appears at once and whole. If another build stored the same
    /// meanwhile, that one stays; a damaged or different one is replaced.
    ///
    /// # Errors
    ///
    /// When the cache can't be written. It is no worse than before then.
    pub(crate) fn store(&self, key: &str, from: &Path) -> Result<(), Failure> {
        let entry = self.root.join(key);
        let nanoseconds = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |time| time.as_nanos());
        // A clock may be too coarse to tell two threads apart.
        let turn = TURN.fetch_add(1, Ordering::Relaxed);
        let mark = format!("{}-{nanoseconds}-{turn}", std::process::id());
        let new = self.root.join(format!(".new-{mark}"));
        let old = self.root.join(format!(".old-{mark}"));

        // The lists are alike if and only if the files are.
        let stands = || {
            read(&entry.join(MANIFEST))
                .is_ok_and(|there| read(&new.join(MANIFEST)).is_ok_and(|new| there == new))
                && intact_files(&entry).is_ok()
        };
        let stored = fill(&new, from).and_then(|()| {
            // A folder can't be renamed onto one that isn't empty, so this
            // never disturbs a build that has just stored the same, and whose
            // reader would find nothing while its folder were away.
            if fs::rename(&new, &entry).is_ok() || stands() {
                return Ok(());
            }
            let _ = fs::rename(&entry, &old);
            match fs::rename(&new, &entry) {
                Err(error) if intact_files(&entry).is_err() => {
                    Err(Failure::io("create", &entry, error))
                }
                _ => Ok(()),
            }
        });
        // Either may be absent, and a leftover does no harm.
        let _ = fs::remove_dir_all(&new);
        let _ = fs::remove_dir_all(&old);
        stored
    }
}

/// Writes the files of `from` and their sums to the new folder `new`.
fn fill(new: &Path, from: &Path) -> Result<(), Failure> {
    fs::create_dir_all(new).map_err(|error| Failure::io("create", new, error))?;
    let mut manifest = String::new();
    for name in FILES {
        let data = read(&from.join(name))?;
        manifest.push_str(&format!("{}  {name}\n", sha256(&data)));
        write(&new.join(name), &data)?;
    }
    write(&new.join(MANIFEST), manifest.as_bytes())
}

/// Returns the contents of [`FILES`] if all are as they were stored.
fn intact_files(entry: &Path) -> Result<Vec<Vec<u8>>, Failure> {
    let path = entry.join(MANIFEST);
    let manifest = String::from_utf8(read(&path)?)
        .map_err(|_| Failure::new(format!("{}: expected text", path.display())))?;
    let sums: Vec<(&str, &str)> = (manifest.lines())
        .filter_map(|line| line.split_once("  "))
        .collect();
    let mut contents = Vec::with_capacity(FILES.len());
    for name in FILES {
        let sum = (sums.iter().find(|(_, listed)| *listed == name))
            .ok_or_else(|| Failure::new(format!("{}: {name} is missing", path.display())))?
            .0;
        let file = entry.join(name);
        let data = read(&file)?;
        let found = sha256(&data);
        if found != sum {
            return Err(Failure::new(format!(
                "{}: expected SHA-256 {sum}, found {found}",
                file.display()
            )));
        }
        contents.push(data);
    }
    Ok(contents)
}

/// Returns where the cache of this user is, or nothing when the variables that
/// say so are unset. `variable` looks up an environment variable; `system` is
/// the operating system's name as Rust has it.
pub(crate) fn root(system: &str, variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let folder = |name: &str| {
        variable(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    if let Some(folder) = folder("MALMOI_CACHE_DIR") {
        return Some(folder);
    }
    let caches = match system {
        "windows" => folder("LOCALAPPDATA"),
        "macos" => folder("HOME").map(|home| home.join("Library").join("Caches")),
        _ => folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|home| home.join(".cache"))),
    };
    Some(caches?.join("malmoi"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a folder with all files of a dictionary, of which each holds its
    /// own name.
    fn dictionary() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in FILES {
            fs::write(folder.path().join(name), name).unwrap();
        }
        folder
    }

    /// Damages one file.
    type Damage = fn(&Path);

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_is_stored_is_found_again() {
        let [root, out] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let cache = Cache::new(root.path().join("not").join("yet"));
        assert_eq!(cache.copy_to("key", out.path()).unwrap(), Lookup::Absent);
        cache.store("key", dictionary().path()).unwrap();
        assert_eq!(cache.copy_to("key", out.path()).unwrap(), Lookup::Found);
        assert_eq!(names(out.path()), FILES);
        assert_eq!(names(&cache.root), ["key"], "no temporary folder is left");
        assert_eq!(cache.copy_to("other", out.path()).unwrap(), Lookup::Absent);
    }

    #[test]
    fn another_dictionary_replaces_the_stored_one() {
        let [root, out] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let cache = Cache::new(root.path().to_owned());
        cache.store("key", dictionary().path()).unwrap();
        let other = dictionary();
        fs::write(other.path().join("metadata.json"), "other").unwrap();
        cache.store("key", other.path()).unwrap();
        assert_eq!(cache.copy_to("key", out.path()).unwrap(), Lookup::Found);
        assert_eq!(
            fs::read(out.path().join("metadata.json")).unwrap(),
            b"other"
        );
    }

    #[test]
    fn every_damage_is_noticed_and_repaired() {
        let [root, out] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let cache = Cache::new(root.path().to_owned());
        let damages: [(&str, Damage); 3] = [
            ("a changed byte", |file| {
                let mut data = fs::read(file).unwrap();
                data[0] ^= 1;
                fs::write(file, data).unwrap();
            }),
            ("a cut", |file| fs::write(file, "").unwrap()),
            ("a missing file", |file| fs::remove_file(file).unwrap()),
        ];
        for (damage, make) in damages {
            for name in FILES.iter().chain([&MANIFEST]) {
                cache.store("key", dictionary().path()).unwrap();
                make(&root.path().join("key").join(name));
                match cache.copy_to("key", out.path()).unwrap() {
                    // The first byte of the list belongs to the first file's sum.
                    Lookup::Damaged(reason) => {
                        let known = reason.contains(name) || *name == MANIFEST;
                        assert!(known, "{damage} in {name}: {reason}");
                    }
                    other => panic!("{damage} in {name}: {other:?}"),
                }
                cache.store("key", dictionary().path()).unwrap();
                assert_eq!(cache.copy_to("key", out.path()).unwrap(), Lookup::Found);
            }
        }
        assert_eq!(names(root.path()), ["key"], "no temporary folder is left");
    }

    #[test]
    fn builds_at_the_same_time_do_not_disturb_each_other() {
        let root = tempfile::tempdir().unwrap();
        let cache = Cache::new(root.path().to_owned());
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        let out = tempfile::tempdir().unwrap();
                        cache.store("key", dictionary().path()).unwrap();
                        assert_eq!(cache.copy_to("key", out.path()).unwrap(), Lookup::Found);
                    }
                });
            }
        });
        assert_eq!(names(root.path()), ["key"], "no temporary folder is left");
    }

    #[test]
    fn a_cache_that_cannot_be_written_is_an_error_of_storing_alone() {
        let [root, out] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let file = root.path().join("file");
        fs::write(&file, "").unwrap();
        let cache = Cache::new(file);
        assert_eq!(cache.copy_to("key", out.path()).unwrap(), Lookup::Absent);
        let message = cache.store("key", dictionary().path()).unwrap_err();
        assert!(
            message.to_string().starts_with("could not create"),
            "{message}"
        );
    }

    #[test]
    fn the_folder_follows_the_system_and_its_variables() {
        let base = std::env::temp_dir();
        let check = |system: &str, set: &[&str], expected: Option<&[&str]>| {
            let variable = |name: &str| set.contains(&name).then(|| base.join(name).into());
            let expected = expected.map(|parts| {
                parts
                    .iter()
                    .fold(base.clone(), |path, part| path.join(part))
            });
            assert_eq!(root(system, variable), expected, "{system} {set:?}");
        };
        check("linux", &["HOME"], Some(&["HOME", ".cache", "malmoi"]));
        check(
            "linux",
            &["HOME", "XDG_CACHE_HOME"],
            Some(&["XDG_CACHE_HOME", "malmoi"]),
        );
        check(
            "macos",
            &["HOME", "XDG_CACHE_HOME"],
            Some(&["HOME", "Library", "Caches", "malmoi"]),
        );
        check(
            "windows",
            &["HOME", "LOCALAPPDATA"],
            Some(&["LOCALAPPDATA", "malmoi"]),
        );
        check(
            "linux",
            &["HOME", "MALMOI_CACHE_DIR"],
            Some(&["MALMOI_CACHE_DIR"]),
        );
        check("windows", &["HOME"], None);
        // A path that is not absolute would depend on where the build runs.
        assert_eq!(root("linux", |_| Some("relative".into())), None);
    }
}

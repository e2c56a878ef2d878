//! Where the dictionary comes from: the pinned files, how to fetch and unpack
//! them, and how to tell what a folder holds.

use std::fs;
use std::path::{Path, PathBuf};

use super::checksum::{Checksum, check_file};
use super::command::{PYTHON, run_first};
use super::convert::{self, Expected, FILES};
use super::failure::Failure;

/// The version of mecab-ko-dic.
pub(crate) const VERSION: &str = "2.1.1-20180720";

/// What that version holds.
pub(crate) const EXPECTED: Expected = Expected {
    entries: 816_283,
    left_size: 3822,
    right_size: 2693,
};

/// A file that holds the dictionary, known by its checksums.
#[derive(Debug)]
pub(crate) struct Pinned {
    pub(crate) file: &'static str,
    pub(crate) checksums: &'static [Checksum],
    /// The folder inside, once unpacked.
    folder: &'static str,
    /// How the cache calls what is made from this file.
    pub(crate) key: &'static str,
}

/// The Python package, which holds the dictionary compiled by MeCab.
pub(crate) const WHEEL: Pinned = Pinned {
    file: "python_mecab_ko_dic-2.1.1.post2-py3-none-any.whl",
    checksums: &[Checksum::Sha256(
        "ef8f4e80c8976f1340a7264abb0c96f384fe059fd897584aeba0151753c6ae9b",
    )],
    folder: "mecab_ko_dic/dictionary",
    key: "wheel-ef8f4e80c897",
};

/// The requirement by which Python's package index has [`WHEEL`].
pub(crate) const REQUIREMENT: &str = "python-mecab-ko-dic==2.1.1.post2";

/// The archive of the dictionary's sources that Lindera's own crate downloads.
pub(crate) const ARCHIVE: Pinned = Pinned {
    file: "mecab-ko-dic-2.1.1-20180720.tar.gz",
    checksums: &[
        // Published with Lindera.
        Checksum::Md5("b996764e91c96bc89dc32ea208514a96"),
        // Pinned by Homebrew and Spack for the file of that name.
        Checksum::Sha256("fd62d3d6d8fa85145528065fabad4d7cb20f6b2201e71be4081a4e9701a5b330"),
    ],
    folder: "mecab-ko-dic-2.1.1-20180720",
    key: "archive-b996764e91c9",
};

pub(crate) const ARCHIVE_ADDRESS: &str = "https://Lindera.dev/mecab-ko-dic-2.1.1-20180720.tar.gz";

/// Downloads [`WHEEL`] into `folder` with pip and returns its path.
pub(crate) fn fetch_wheel(folder: &Path) -> Result<PathBuf, Failure> {
    let folder_argument = folder.as_os_str().to_owned();
    let mut arguments: Vec<_> = [
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--no-deps",
        "--only-binary=:all:",
        REQUIREMENT,
        "--dest",
    ]
    .map(Into::into)
    .to_vec();
    arguments.push(folder_argument);
    let attempts: Vec<_> = PYTHON
        .iter()
        .map(|python| (*python, arguments.clone()))
        .collect();
    run_first(&attempts)?;
    Ok(folder.join(WHEEL.file))
}

/// Downloads [`ARCHIVE`] into `folder` with curl and returns its path.
pub(crate) fn fetch_archive(folder: &Path) -> Result<PathBuf, Failure> {
    let path = folder.join(ARCHIVE.file);
    let mut arguments: Vec<_> = [
        "--fail",
        "--location",
        "--silent",
        "--show-error",
        "--proto",
        "=https",
        "--connect-timeout",
        "20",
        "--max-time",
        "600",
        ARCHIVE_ADDRESS,
        "--output",
    ]
    .map(Into::into)
    .to_vec();
    arguments.push(path.as_os_str().to_owned());
    run_first(&[(&["curl"], arguments)])?;
    Ok(path)
}

/// Makes the folder `out` in Lindera's format from whatever `from` holds, and
/// checks the result. `work` is an empty folder to use meanwhile.
///
/// `from` is a pinned file or a folder. A folder is searched for a finished
/// dictionary, MeCab's compiled files, MeCab's sources and the pinned files, in
/// this order.
///
/// # Errors
///
/// When it holds none of these, or what it holds is not `expected`.
pub(crate) fn prepare(
    from: &Path,
    expected: Expected,
    work: &Path,
    out: &Path,
) -> Result<(), Failure> {
    let has = |names: &[&str]| names.iter().all(|name| from.join(name).is_file());
    if from.is_file() {
        return prepare_pinned(from, expected, work, out);
    }
    if !from.is_dir() {
        return Err(Failure::new(format!("{} is no folder", from.display())));
    }
    if has(&["dict.trie", "metadata.json"]) {
        for name in FILES {
            convert::write(&out.join(name), &convert::read(&from.join(name))?)?;
        }
    } else if has(&["sys.dic"]) {
        convert::from_compiled(from, work, out)?;
    } else if has(&["matrix.def"]) {
        convert::from_text(from, work, out)?;
    } else if let Some(pinned) = [WHEEL, ARCHIVE].iter().find(|pinned| has(&[pinned.file])) {
        return prepare_pinned(&from.join(pinned.file), expected, work, out);
    } else {
        return Err(Failure::new(format!(
            "{} holds none of: {}; {}; MeCab's sys.dic, unk.dic, matrix.bin and char.bin; \
             MeCab's *.csv, unk.def, matrix.def and char.def; a finished dictionary in \
             Lindera's format",
            from.display(),
            WHEEL.file,
            ARCHIVE.file
        )));
    }
    convert::check(out, expected)
}

/// Checks, unpacks and converts one of the pinned files.
fn prepare_pinned(path: &Path, expected: Expected, work: &Path, out: &Path) -> Result<(), Failure> {
    let pinned = [WHEEL, ARCHIVE]
        .into_iter()
        .find(|pinned| path.ends_with(pinned.file))
        .ok_or_else(|| {
            Failure::new(format!(
                "{} is neither {} nor {}",
                path.display(),
                WHEEL.file,
                ARCHIVE.file
            ))
        })?;
    check_file(path, pinned.checksums)?;
    let [unpacked, work] = ["unpacked", "between"].map(|name| work.join(name));
    for folder in [&unpacked, &work] {
        fs::create_dir_all(folder).map_err(|error| Failure::io("create", folder, error))?;
    }
    unpack(path, &unpacked).map_err(|error| error.within(&format!("unpacking {}", pinned.file)))?;
    prepare(&unpacked.join(pinned.folder), expected, &work, out)
}

/// Unpacks a wheel (which is a ZIP file) or an archive into an existing folder.
fn unpack(path: &Path, into: &Path) -> Result<(), Failure> {
    let (file, folder) = (path.as_os_str(), into.as_os_str());
    let is_zip = path.extension().is_some_and(|extension| extension == "whl");
    let module = if is_zip { "zipfile" } else { "tarfile" };
    let python = vec!["-m".as_ref(), module.as_ref(), "-e".as_ref(), file, folder];
    let mut attempts: Vec<_> = PYTHON.iter().map(|name| (*name, python.clone())).collect();
    // Where tar is BSD's (macOS, Windows), it reads ZIP files as well.
    attempts.push((&["tar"], vec!["-xf".as_ref(), file, "-C".as_ref(), folder]));
    if is_zip {
        attempts.push((&["unzip"], vec!["-q".as_ref(), file, "-d".as_ref(), folder]));
    } else {
        attempts.rotate_right(1);
    }
    run_first(&attempts)
}

#[cfg(test)]
mod tests {
    use super::super::mecab::tiny;
    use super::*;

    /// Prepares the dictionary in a folder that `fill` made.
    fn prepared(fill: impl FnOnce(&Path)) -> Result<(), String> {
        let [from, work, out] = [(); 3].map(|()| tempfile::tempdir().unwrap());
        fill(from.path());
        prepare(from.path(), tiny::EXPECTED, work.path(), out.path())
            .map_err(|failure| failure.to_string())
    }

    #[test]
    fn a_folder_may_hold_the_dictionary_in_three_forms() {
        prepared(tiny::write_folder).unwrap();
        prepared(tiny::write_sources).unwrap();
        prepared(|folder| {
            let [from, work] = [(); 2].map(|()| tempfile::tempdir().unwrap());
            tiny::write_folder(from.path());
            prepare(from.path(), tiny::EXPECTED, work.path(), folder).unwrap();
        })
        .unwrap();
    }

    #[test]
    fn a_folder_without_a_dictionary_says_what_it_could_hold() {
        let message = prepared(|_| {}).unwrap_err();
        assert!(message.contains(WHEEL.file), "{message}");
        let message = prepared(|folder| fs::remove_dir(folder).unwrap()).unwrap_err();
        assert!(message.ends_with("is no folder"), "{message}");
    }

    #[test]
    fn an_incomplete_folder_names_the_missing_file() {
        let message = prepared(|folder| {
            tiny::write_folder(folder);
            fs::remove_file(folder.join("char.bin")).unwrap();
        })
        .unwrap_err();
        assert!(message.contains("char.bin"), "{message}");
    }

    #[test]
    fn a_pinned_file_with_other_content_is_refused() {
        for pinned in [WHEEL, ARCHIVE] {
            let message = prepared(|folder| {
                fs::write(folder.join(pinned.file), "not the file").unwrap();
            })
            .unwrap_err();
            assert!(
                message.contains("it is damaged or another file"),
                "{message}"
            );
        }
    }
}

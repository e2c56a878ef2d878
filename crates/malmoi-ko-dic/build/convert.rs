//! From MeCab's files, compiled or as text, to a folder in Lindera's format.
//!
//! Lindera's own builder writes the folder, in the version that reads it at run
//! time; what it is fed here is brought to one form first, so that both kinds
//! of source give the same words, costs and categories.

use std::fs;
use std::path::Path;

use lindera_dictionary::builder::DictionaryBuilder;
use lindera_dictionary::dictionary::Dictionary;
use lindera_dictionary::dictionary::metadata::Metadata;

use super::failure::Failure;
use super::mecab::characters::Characters;
use super::mecab::dictionary::{self, Entry, Kind};
use super::mecab::{Bytes, matrix};

/// The files of a folder in Lindera's format.
pub(crate) const FILES: [&str; 9] = [
    "char_def.bin",
    "dict.trie",
    "dict.vals",
    "dict.valsidx",
    "dict.words",
    "dict.wordsidx",
    "matrix.mtx",
    "metadata.json",
    "unk.bin",
];

/// How the dictionary names its columns, and Lindera's settings for it.
const METADATA: &str = include_str!("../metadata.json");

/// What a dictionary must hold to be the one that is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expected {
    pub(crate) entries: usize,
    pub(crate) left_size: u32,
    pub(crate) right_size: u32,
}

/// Converts the compiled files `sys.dic`, `unk.dic`, `matrix.bin` and `char.bin`.
///
/// `work` is an empty folder for what lies between; the result goes to `out`.
pub(crate) fn from_compiled(from: &Path, work: &Path, out: &Path) -> Result<(), Failure> {
    let characters = read(&from.join("char.bin"))?;
    let characters = Characters::from_compiled(Bytes {
        file: "char.bin",
        data: &characters,
    })?;
    let unknown = read(&from.join("unk.dic"))?;
    let file = Bytes {
        file: "unk.dic",
        data: &unknown,
    };
    let unknown = dictionary::read(file, Kind::Unknown)?;
    write(
        &work.join("unk.def"),
        unknown_lines(&unknown.entries, &characters)?.as_bytes(),
    )?;

    let words = read(&from.join("sys.dic"))?;
    let file = Bytes {
        file: "sys.dic",
        data: &words,
    };
    let words = dictionary::read(file, Kind::System)?;
    write_words(&work.join("words.csv"), &words.entries)?;

    let costs = read(&from.join("matrix.bin"))?;
    let costs = matrix::read(Bytes {
        file: "matrix.bin",
        data: &costs,
    })?;
    let sizes = (u32::from(costs.left_size), u32::from(costs.right_size));
    for (file, dictionary) in [("sys.dic", &words), ("unk.dic", &unknown)] {
        if (dictionary.left_size, dictionary.right_size) != sizes {
            return Err(Failure::new(format!(
                "{file} is made for a matrix of {} x {}, but matrix.bin is {} x {}",
                dictionary.left_size, dictionary.right_size, sizes.0, sizes.1
            )));
        }
    }
    drop((words, unknown));

    build(&characters, work, work, out)?;
    write_matrix(&out.join("matrix.mtx"), &costs)
}

/// Converts the sources `*.csv`, `unk.def`, `matrix.def` and `char.def`.
///
/// `work` is an empty folder for what lies between; the result goes to `out`.
pub(crate) fn from_text(from: &Path, work: &Path, out: &Path) -> Result<(), Failure> {
    let characters = read(&from.join("char.def"))?;
    let characters = String::from_utf8(characters)
        .map_err(|_| Failure::new("char.def: expected UTF-8, found other bytes"))?;
    let characters = Characters::from_text("char.def", &characters)?;
    build(&characters, from, work, out)?;
    builder()?
        .build_connection_cost_matrix(from, out, None)
        .map_err(lindera("matrix.def"))
}

/// Returns what is wrong with a finished folder, or nothing.
///
/// The folder is loaded the way it is at run time, so a version of Lindera that
/// reads another format is noticed here and not by the user of the program.
pub(crate) fn check(folder: &Path, expected: Expected) -> Result<(), Failure> {
    let dictionary =
        Dictionary::load_from_path(folder).map_err(lindera(&folder.display().to_string()))?;
    let ours = metadata()?;
    let theirs = &dictionary.metadata;
    if theirs.name != ours.name
        || theirs.dictionary_schema.fields != ours.dictionary_schema.fields
        || theirs.space_penalty != ours.space_penalty
    {
        return Err(Failure::new(format!(
            "{}: metadata.json describes another dictionary than ko-dic as it is wanted here",
            folder.display()
        )));
    }
    let words = dictionary.prefix_dictionary.word_count();
    let matrix = &dictionary.connection_cost_matrix;
    let found = (words, matrix.forward_size, matrix.backward_size);
    let wanted = (expected.entries, expected.left_size, expected.right_size);
    if found != wanted {
        return Err(Failure::new(format!(
            "{}: expected {} entries and a matrix of {} x {}, found {} entries and {} x {}",
            folder.display(),
            wanted.0,
            wanted.1,
            wanted.2,
            found.0,
            found.1,
            found.2
        )));
    }
    Ok(())
}

/// Builds everything but the matrix from the CSV files and `unk.def` in `from`.
fn build(characters: &Characters, from: &Path, work: &Path, out: &Path) -> Result<(), Failure> {
    write(&work.join("char.def"), characters.to_char_def().as_bytes())?;
    let builder = builder()?;
    builder
        .build_metadata(out, None)
        .map_err(lindera("metadata.json"))?;
    let characters = builder
        .build_character_definition(work, out)
        .map_err(lindera("char.def"))?;
    builder
        .build_unknown_dictionary(from, out, &characters, None)
        .map_err(lindera("unk.def"))?;
    builder
        .build_prefix_dictionary(from, out, None)
        .map_err(lindera("*.csv"))
}

fn metadata() -> Result<Metadata, Failure> {
    Metadata::load(METADATA.as_bytes()).map_err(lindera("metadata.json"))
}

fn builder() -> Result<DictionaryBuilder, Failure> {
    Ok(DictionaryBuilder::new(metadata()?))
}

/// Returns a converter of Lindera's errors about `subject`.
fn lindera(subject: &str) -> impl FnOnce(lindera_dictionary::error::LinderaError) -> Failure {
    let subject = subject.to_owned();
    move |error| Failure::new(format!("{subject}: {error}"))
}

/// Writes entries as the CSV table that Lindera's builder reads.
fn write_words(path: &Path, entries: &[Entry]) -> Result<(), Failure> {
    let failure = |error: csv::Error| Failure::new(format!("{}: {error}", path.display()));
    let mut table = csv::Writer::from_path(path).map_err(failure)?;
    let mut row = csv::StringRecord::new();
    for entry in entries {
        row.clear();
        row.push_field(&entry.surface);
        row.push_field(&entry.left_id.to_string());
        row.push_field(&entry.right_id.to_string());
        row.push_field(&entry.cost.to_string());
        push_columns(&mut row, &entry.feature).map_err(|error| error.within(&entry.surface))?;
        // The writer refuses a row that is longer or shorter than the first.
        table.write_record(&row).map_err(failure)?;
    }
    table
        .flush()
        .map_err(|error| Failure::io("write", path, error))
}

/// Appends the columns of a feature, which is a CSV line without its end.
fn push_columns(row: &mut csv::StringRecord, feature: &str) -> Result<(), Failure> {
    if !feature.contains(['"', '\r', '\n']) {
        for column in feature.split(',') {
            row.push_field(column);
        }
        return Ok(());
    }
    let mut lines = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(feature.as_bytes());
    let mut columns = csv::StringRecord::new();
    let failure = || Failure::new(format!("expected one CSV line, found {feature:?}"));
    if !lines.read_record(&mut columns).map_err(|_| failure())? {
        return Err(failure());
    }
    columns.iter().for_each(|column| row.push_field(column));
    match lines.read_record(&mut columns) {
        Ok(false) => Ok(()),
        _ => Err(failure()),
    }
}

/// Writes unknown words' templates as `unk.def`, in which nothing can be quoted.
fn unknown_lines(entries: &[Entry], characters: &Characters) -> Result<String, Failure> {
    let mut lines = String::new();
    for entry in entries {
        let Entry {
            surface,
            left_id,
            right_id,
            cost,
            feature,
        } = entry;
        if !characters.has_category(surface) || feature.contains(['"', '\r', '\n']) {
            return Err(Failure::new(format!(
                "unk.dic: expected a category of char.bin and plain columns, \
                 found {surface:?} with {feature:?}"
            )));
        }
        lines.push_str(&format!(
            "{surface},{left_id},{right_id},{cost},{feature}\n"
        ));
    }
    Ok(lines)
}

/// Writes the costs in Lindera's format, which is MeCab's with another header:
/// -1 for "right-context id varies fastest", then the two sizes, as `i16`.
///
/// The text between the two would be 130 MB, so it is skipped.
fn write_matrix(path: &Path, costs: &matrix::Matrix<'_>) -> Result<(), Failure> {
    let mut bytes = Vec::with_capacity(6 + costs.costs.len());
    bytes.extend((-1i16).to_le_bytes());
    for size in [costs.left_size, costs.right_size] {
        let size = i16::try_from(size).map_err(|_| {
            Failure::new(format!(
                "matrix.bin: expected sizes that Lindera's format can hold (32767), found {size}"
            ))
        })?;
        bytes.extend(size.to_le_bytes());
    }
    bytes.extend_from_slice(costs.costs);
    write(path, &bytes)
}

pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::io("read", path, error))
}

pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes).map_err(|error| Failure::io("write", path, error))
}

#[cfg(test)]
mod tests {
    use lindera_dictionary::dictionary::metadata::DICTIONARY_FORMAT_VERSION;

    use super::super::mecab::tiny;
    use super::*;

    type Convert = fn(&Path, &Path, &Path) -> Result<(), Failure>;

    /// Writes the tiny dictionary, converts it and returns the three folders.
    fn converted(write: fn(&Path), convert: Convert) -> [tempfile::TempDir; 3] {
        let folders = [(); 3].map(|()| tempfile::tempdir().unwrap());
        let [from, work, out] = &folders;
        write(from.path());
        convert(from.path(), work.path(), out.path()).unwrap();
        folders
    }

    #[test]
    fn compiled_files_and_sources_give_the_same_bytes() {
        let [_, _, compiled] = converted(tiny::write_folder, from_compiled);
        let [_, _, sources] = converted(tiny::write_sources, from_text);
        for name in FILES {
            let [one, other] = [&compiled, &sources].map(|out| read(&out.path().join(name)));
            assert!(one.unwrap() == other.unwrap(), "{name}");
        }
        check(compiled.path(), tiny::EXPECTED).unwrap();
    }

    #[test]
    fn entries_keep_their_ids_costs_and_columns() {
        let [_, _, out] = converted(tiny::write_folder, from_compiled);
        let dictionary = Dictionary::load_from_path(out.path()).unwrap();
        let entries = |surface: &str| -> Vec<(u32, u32, i16, Vec<&str>)> {
            (dictionary.prefix_dictionary.find_surface(surface).iter())
                .map(|entry| {
                    let details = dictionary.word_details(entry.word_id().id() as usize);
                    (
                        entry.left_id(),
                        entry.right_id(),
                        entry.word_cost(),
                        details,
                    )
                })
                .collect()
        };
        assert_eq!(entries(","), [(2, 1, -32768, vec!["SC", "a,\"b"])]);
        assert_eq!(entries("\""), [(1, 0, 32767, vec!["SY", "*"])]);
        assert_eq!(
            entries("가"),
            [(0, 0, 1, vec!["NNG", "둘째"]), (1, 1, 2, vec!["JKS", "*"])]
        );
        // Lindera's builder trims surfaces.
        assert_eq!(entries("끝"), [(0, 3, -7, vec!["NNG", "*"])]);
        assert_eq!(dictionary.connection_cost_matrix.cost(3, 1), 16);
        assert_eq!(
            dictionary.metadata.format_version,
            DICTIONARY_FORMAT_VERSION
        );
    }

    #[test]
    fn characters_and_unknown_words_are_kept() {
        let [_, _, out] = converted(tiny::write_folder, from_compiled);
        let dictionary = Dictionary::load_from_path(out.path()).unwrap();
        let characters = &dictionary.character_definition;
        for (character, expected) in [
            (' ', vec!["SPACE"]),
            ('!', vec!["SYMBOL"]),
            ('가', vec!["HANGUL", "SYMBOL"]),
            ('각', vec!["SYMBOL", "HANGUL"]),
            ('x', vec!["DEFAULT"]),
            ('\u{fffe}', vec!["DEFAULT"]),
            ('😀', vec!["DEFAULT"]),
        ] {
            let found: Vec<_> = (characters.lookup_categories(character).iter())
                .map(|category| characters.category_name(*category))
                .collect();
            assert_eq!(found, expected, "{character:?}");
        }
        let category = characters.category_id_by_name("HANGUL").unwrap();
        let template = dictionary.unknown_dictionary.lookup_word_ids(category)[0];
        let entry = dictionary.unknown_dictionary.word_entry(template);
        assert_eq!((entry.left_id(), entry.word_cost()), (1, 200));
        assert_eq!(
            dictionary.unknown_dictionary.word_details(template),
            Some(vec!["UNKNOWN", "*"])
        );
    }

    #[test]
    fn another_dictionary_than_expected_is_refused() {
        let [_, _, out] = converted(tiny::write_folder, from_compiled);
        let expected = Expected {
            entries: 7,
            ..tiny::EXPECTED
        };
        let message = check(out.path(), expected).unwrap_err().to_string();
        assert!(message.contains("expected 7 entries"), "{message}");
        let metadata = read(&out.path().join("metadata.json")).unwrap();
        let metadata = String::from_utf8(metadata).unwrap();
        for (from, to) in [("\"ko-dic\"", "\"ipadic\""), ("6000", "6001")] {
            let changed = metadata.replace(from, to);
            write(&out.path().join("metadata.json"), changed.as_bytes()).unwrap();
            let message = check(out.path(), tiny::EXPECTED).unwrap_err().to_string();
            assert!(message.contains("another dictionary"), "{message}");
        }
    }

    #[test]
    fn a_matrix_of_another_size_is_refused() {
        let [from, work, out] = [(); 3].map(|()| tempfile::tempdir().unwrap());
        tiny::write_folder(from.path());
        write(&from.path().join("matrix.bin"), &tiny::matrix(5, 3)).unwrap();
        let message = from_compiled(from.path(), work.path(), out.path())
            .unwrap_err()
            .to_string();
        assert!(message.contains("but matrix.bin is 5 x 3"), "{message}");
    }

    #[test]
    fn a_feature_must_be_one_line() {
        let columns = |feature: &str| {
            let mut row = csv::StringRecord::new();
            push_columns(&mut row, feature).ok()?;
            Some(row.iter().map(str::to_owned).collect::<Vec<_>>())
        };
        assert_eq!(columns("a,,b").unwrap(), ["a", "", "b"]);
        assert_eq!(columns("\"a,b\",\"\"\"\"").unwrap(), ["a,b", "\""]);
        assert_eq!(columns("\"a\nb\"").unwrap(), ["a\nb"]);
        assert_eq!(columns("a\nb"), None);
        assert_eq!(columns("\n"), None);
    }
}

//! The categories of characters: `char.bin` compiled, `char.def` as text.
//!
//! A character has a set of categories, one of which is its default: that one
//! decides how unknown words form. Where the lines of `char.def` overlap, MeCab
//! lets the last one win; Lindera's builder joins them. Both files are
//! therefore read here by MeCab's rule, and written as lines that don't overlap.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::super::failure::Failure;
use super::Bytes;

/// MeCab's table ends before U+FFFF; what lies beyond has the default category.
const CODE_POINTS: usize = 0xffff;

const NAME: usize = 32;

/// The set of categories is 18 bits wide.
const MOST_CATEGORIES: usize = 18;

/// A category, with how it forms unknown words.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Category {
    name: String,
    flags: Flags,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Flags {
    /// Whether unknown words are tried where the dictionary has words, too.
    invoke: bool,
    /// Whether a run of this category is one unknown word.
    group: bool,
    /// Up to how many characters further unknown words are tried.
    length: u32,
}

/// The categories of one character.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Class {
    default: usize,
    /// Bit `n` stands for category `n`; the default's bit is set as well.
    all: u32,
}

/// The categories of all characters of the Basic Multilingual Plane.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Characters {
    categories: Vec<Category>,
    classes: Vec<Class>,
}

impl Characters {
    /// Reads `char.bin`: a count, names of 32 bytes, then for each code point 18
    /// bits of categories, 8 of default, 4 of length, 1 of group, 1 of invoke.
    ///
    /// # Errors
    ///
    /// When the length doesn't fit the count, a name is no text, or a code
    /// point has a category that doesn't exist or flags unlike its category's.
    pub(crate) fn from_compiled(file: Bytes<'_>) -> Result<Characters, Failure> {
        let count = file.u32(0, "the number of categories")? as usize;
        let table = 4 + count.min(MOST_CATEGORIES) * NAME;
        let size = table + CODE_POINTS * 4;
        if count == 0 || count > MOST_CATEGORIES || file.data.len() != size {
            return Err(file.failure(
                0,
                &format!("1 to {MOST_CATEGORIES} categories and a table of {CODE_POINTS} numbers"),
                &format!("{count} categories in {} bytes", file.data.len()),
            ));
        }
        let mut names = Vec::with_capacity(count);
        for number in 0..count {
            let at = 4 + number * NAME;
            let name = file.padded_text(at, NAME, "a category's name")?;
            if !is_name(name) {
                return Err(file.failure(at, "a category's name", &format!("{name:?}")));
            }
            names.push(name);
        }

        let mut flags: Vec<Option<Flags>> = vec![None; count];
        let mut classes = Vec::with_capacity(CODE_POINTS);
        for code_point in 0..CODE_POINTS {
            let at = table + code_point * 4;
            let packed = file.u32(at, "a character's categories")?;
            let class = Class {
                default: (packed >> 18 & 0xff) as usize,
                all: packed & 0x3_ffff,
            };
            let own = Flags {
                length: packed >> 26 & 0xf,
                group: packed >> 30 & 1 == 1,
                invoke: packed >> 31 == 1,
            };
            if class.default >= count
                || class.all >> count != 0
                || class.all >> class.default & 1 != 1
            {
                return Err(file.failure(
                    at,
                    &format!("a set of the {count} categories with its default in it"),
                    &format!("set {:#b}, default {}", class.all, class.default),
                ));
            }
            let known = flags[class.default].get_or_insert(own);
            if *known != own {
                return Err(file.failure(
                    at,
                    &format!("the flags of the category {}", names[class.default]),
                    "others",
                ));
            }
            classes.push(class);
        }

        // The flags are stored with characters alone, so a category that is no
        // character's default has none on file.
        let mut categories = Vec::with_capacity(count);
        for (name, flags) in names.into_iter().zip(flags) {
            let flags = flags.ok_or_else(|| {
                file.failure(table, &format!("a character of category {name}"), "none")
            })?;
            let name = name.to_owned();
            categories.push(Category { name, flags });
        }
        Ok(Characters {
            categories,
            classes,
        })
    }

    /// Reads `char.def`: lines `NAME invoke group length` and lines
    /// `0xFIRST[..0xLAST] NAME…`, of which the first name is the default.
    ///
    /// # Errors
    ///
    /// When a line is neither, names an unknown category, or no category is
    /// called `DEFAULT`. Messages name the line.
    pub(crate) fn from_text(file: &str, text: &str) -> Result<Characters, Failure> {
        let mut categories: Vec<Category> = Vec::new();
        let mut ranges = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let failure = |expected: &str| {
                Failure::new(format!(
                    "{file}, line {}: expected {expected}, found {line:?}",
                    index + 1
                ))
            };
            let line = line.split('#').next().unwrap_or_default();
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                [] => {}
                [range, names @ ..] if range.starts_with("0x") => {
                    let (first, last) = range.split_once("..").unwrap_or((range, range));
                    let bound =
                        |text: &str| usize::from_str_radix(text.strip_prefix("0x")?, 16).ok();
                    match (bound(first), bound(last)) {
                        (Some(first), Some(last)) if first <= last && last <= 0xffff => {
                            let names: Vec<String> =
                                names.iter().map(|&name| name.to_owned()).collect();
                            ranges.push((index + 1, first, last, names));
                        }
                        _ => return Err(failure("0xFIRST..0xLAST below 0x10000")),
                    }
                }
                [name, invoke, group, length] if is_name(name) => {
                    let number = |text: &str| text.parse::<u32>().ok();
                    let (Some(invoke @ 0..=1), Some(group @ 0..=1), Some(length)) =
                        (number(invoke), number(group), number(length))
                    else {
                        return Err(failure("NAME 0|1 0|1 LENGTH"));
                    };
                    categories.push(Category {
                        name: (*name).to_owned(),
                        flags: Flags {
                            invoke: invoke == 1,
                            group: group == 1,
                            length,
                        },
                    });
                }
                _ => return Err(failure("a category or a range of characters")),
            }
        }

        let numbers: BTreeMap<&str, usize> = (categories.iter().enumerate())
            .map(|(number, category)| (category.name.as_str(), number))
            .collect();
        if categories.len() > MOST_CATEGORIES || numbers.len() != categories.len() {
            return Err(Failure::new(format!(
                "{file}: expected at most {MOST_CATEGORIES} categories, each once, found {}",
                categories.len()
            )));
        }
        let Some(&default) = numbers.get("DEFAULT") else {
            return Err(Failure::new(format!(
                "{file}: expected a category DEFAULT, found none"
            )));
        };
        let all = 1 << default;
        let mut classes = vec![Class { default, all }; CODE_POINTS];
        for (line, first, last, names) in ranges {
            let mut members = Vec::with_capacity(names.len());
            for name in &names {
                members.push(*numbers.get(name.as_str()).ok_or_else(|| {
                    Failure::new(format!(
                        "{file}, line {line}: expected a category, found {name:?}"
                    ))
                })?);
            }
            let Some(&default) = members.first() else {
                return Err(Failure::new(format!(
                    "{file}, line {line}: expected a category after the range, found none"
                )));
            };
            let all = members.iter().fold(0, |all, member| all | 1 << member);
            let last = last.min(CODE_POINTS - 1);
            if first <= last {
                classes[first..=last].fill(Class { default, all });
            }
        }
        Ok(Characters {
            categories,
            classes,
        })
    }

    /// Returns whether there is a category of this name.
    pub(crate) fn has_category(&self, name: &str) -> bool {
        self.categories.iter().any(|category| category.name == name)
    }

    /// Writes a `char.def` that Lindera's builder reads as meant: the lines don't
    /// overlap, and the default category comes first.
    ///
    /// The builder refuses the surrogates (0xD800 to 0xDFFF, which no text has)
    /// and 0xFFFE, so they are left out and get the default category.
    pub(crate) fn to_char_def(&self) -> String {
        let mut text = String::new();
        for Category { name, flags } in &self.categories {
            // Writing to a `String` cannot fail.
            let _ = writeln!(
                text,
                "{name} {} {} {}",
                u8::from(flags.invoke),
                u8::from(flags.group),
                flags.length
            );
        }
        for plane in [0..0xd800, 0xe000..0xfffe] {
            let mut first = plane.start;
            while first < plane.end {
                let class = self.classes[first];
                let length = (self.classes[first..plane.end].iter())
                    .take_while(|other| **other == class)
                    .count();
                let _ = write!(text, "0x{first:04X}..0x{:04X}", first + length - 1);
                let others = (0..self.categories.len())
                    .filter(|number| *number != class.default && class.all >> number & 1 == 1);
                for number in std::iter::once(class.default).chain(others) {
                    let _ = write!(text, " {}", self.categories[number].name);
                }
                text.push('\n');
                first += length;
            }
        }
        text
    }
}

/// Whether a text can stand for a category in `char.def` and in `unk.def`.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::super::tiny;
    use super::*;

    fn compiled(data: &[u8]) -> Result<Characters, String> {
        let file = Bytes {
            file: "char.bin",
            data,
        };
        Characters::from_compiled(file).map_err(|failure| failure.to_string())
    }

    fn text(text: &str) -> Result<Characters, String> {
        Characters::from_text("char.def", text).map_err(|failure| failure.to_string())
    }

    #[test]
    fn text_and_compiled_form_are_read_alike() {
        assert_eq!(
            compiled(&tiny::characters()).unwrap(),
            text(tiny::CHAR_DEF).unwrap()
        );
    }

    #[test]
    fn lines_are_written_apart_with_the_default_first() {
        let written = text(tiny::CHAR_DEF).unwrap().to_char_def();
        let expected = "\
DEFAULT 0 1 0
SPACE 0 1 0
HANGUL 0 1 2
SYMBOL 1 1 0
0x0000..0x001F DEFAULT
0x0020..0x0020 SPACE
0x0021..0x002F SYMBOL
0x0030..0xABFF DEFAULT
0xAC00..0xAC00 HANGUL SYMBOL
0xAC01..0xAC01 SYMBOL HANGUL
0xAC02..0xD7A3 HANGUL SYMBOL
0xD7A4..0xD7FF DEFAULT
0xE000..0xFFFD DEFAULT
";
        assert_eq!(written, expected);
        assert_eq!(text(&written).unwrap().to_char_def(), expected);
    }

    #[test]
    fn every_cut_is_refused() {
        let file = tiny::characters();
        let lengths = (0..200).chain((200..file.len()).step_by(997));
        for length in lengths.chain([file.len() - 1]) {
            let message = compiled(&file[..length]).unwrap_err();
            assert!(message.starts_with("char.bin, offset 0"), "{message}");
        }
    }

    #[test]
    fn contradictions_in_the_compiled_form_are_refused() {
        let table = 4 + 4 * 32;
        for (offset, bytes, expected) in [
            (0, [0, 0, 0, 0], "1 to 18 categories"),
            (0, [255, 255, 255, 255], "1 to 18 categories"),
            (4, [0, 0, 0, 0], "a category's name"),
            (4, [0xff, 0, 0, 0], "a category's name"),
            (4, *b"A B\0", "a category's name"),
            (
                table,
                0x4000_0011u32.to_le_bytes(),
                "a set of the 4 categories",
            ),
            (
                table,
                (1u32 << 18 | 1).to_le_bytes(),
                "with its default in it",
            ),
            (
                table,
                (255u32 << 18 | 1).to_le_bytes(),
                "with its default in it",
            ),
            (
                table + 4,
                1u32.to_le_bytes(),
                "the flags of the category DEFAULT",
            ),
        ] {
            let mut file = tiny::characters();
            file[offset..offset + 4].copy_from_slice(&bytes);
            let message = compiled(&file).unwrap_err();
            assert!(message.contains(expected), "{message}");
        }
    }

    #[test]
    fn bad_lines_are_named() {
        for (line, expected) in [
            (
                "0x0020 OTHER",
                "line 2: expected a category, found \"OTHER\"",
            ),
            ("0x0020", "line 2: expected a category after the range"),
            ("0x0030..0x0020 DEFAULT", "line 2: expected 0xFIRST..0xLAST"),
            ("0x10000 DEFAULT", "line 2: expected 0xFIRST..0xLAST"),
            ("0xzz DEFAULT", "line 2: expected 0xFIRST..0xLAST"),
            ("SPACE 2 0 0", "line 2: expected NAME 0|1 0|1 LENGTH"),
            ("SPACE 0 0", "line 2: expected a category or a range"),
            ("DEFAULT 0 1 0", "each once"),
        ] {
            let message = text(&format!("DEFAULT 0 1 0\n{line}\n")).unwrap_err();
            assert!(message.contains(expected), "{message}");
        }
        assert!(
            text("SPACE 0 1 0\n")
                .unwrap_err()
                .contains("a category DEFAULT")
        );
    }
}

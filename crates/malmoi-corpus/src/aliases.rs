//! The names of publishers.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::clean;

/// Which names of publishers mean the same outlet.
///
/// Names are compared without regard to case, white space at their ends and
/// the way letters are composed. An outlet that is not listed keeps its name.
///
/// ```
/// use malmoi_corpus::Aliases;
///
/// let mut aliases = Aliases::default();
/// assert_eq!(aliases.name("코리아헤럴드"), "The Korea Herald");
/// assert_eq!(aliases.name("가나일보"), "가나일보");
///
/// aliases.extend("[publishers]\n\"가나일보\" = [\"Gana Daily\"]\n")?;
/// assert_eq!(aliases.name(" gana daily"), "가나일보");
/// # Ok::<(), malmoi_corpus::AliasError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Aliases {
    /// The name that counts, by [`key`].
    names: BTreeMap<String, String>,
}

/// The form of a file of aliases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    publishers: BTreeMap<String, Vec<String>>,
}

/// `dictionaries/publishers.toml`.
static LISTED: LazyLock<Aliases> = LazyLock::new(|| {
    let mut listed = Aliases {
        names: BTreeMap::new(),
    };
    let read = listed.extend(include_str!("../../../dictionaries/publishers.toml"));
    debug_assert_eq!(read, Ok(()));
    listed
});

impl Aliases {
    /// Adds names from TOML, which hold where they differ from those there are:
    ///
    /// ```toml
    /// [publishers]
    /// "The Korea Herald" = ["코리아헤럴드", "Korea Herald"]
    /// ```
    ///
    /// # Errors
    ///
    /// When the text is not of this form, when a name is empty, and when it
    /// gives one spelling to two outlets. Nothing is added then.
    pub fn extend(&mut self, toml: &str) -> Result<(), AliasError> {
        let file: File = basic_toml::from_str(toml).map_err(|e| AliasError {
            line: None,
            what: format!(
                "{e}; the form is [publishers] and, on lines of their own, \
                 \"The Korea Herald\" = [\"코리아헤럴드\"]"
            ),
        })?;
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for (name, spellings) in &file.publishers {
            for spelling in std::iter::once(name).chain(spellings) {
                let error = |what| AliasError {
                    line: line_of(toml, spelling),
                    what,
                };
                let key = key(spelling);
                if key.is_empty() {
                    return Err(error(
                        "a publisher has an empty name; take it out".to_owned(),
                    ));
                }
                match names.insert(key, name.clone()) {
                    Some(other) if other != *name => {
                        let what = format!(
                            "`{spelling}` stands for both {other} and {name}; take one of them out"
                        );
                        return Err(error(what));
                    }
                    _ => {}
                }
            }
        }
        // What was an alias of a name that is an alias now follows it.
        for name in self.names.values_mut() {
            if let Some(new) = names.get(&key(name)) {
                name.clone_from(new);
            }
        }
        self.names.extend(names);
        Ok(())
    }

    /// Returns the name that counts for an outlet of this name.
    pub fn name<'n>(&'n self, name: &'n str) -> &'n str {
        self.names.get(&key(name)).map_or(name, String::as_str)
    }

    /// Says whether an outlet is listed under this name or as another's spelling.
    pub fn knows(&self, name: &str) -> bool {
        self.names.contains_key(&key(name))
    }
}

/// The names of well-known outlets in Korea.
impl Default for Aliases {
    fn default() -> Aliases {
        LISTED.clone()
    }
}

/// Returns what all spellings that differ in nothing but form have in common.
fn key(name: &str) -> String {
    clean::line(name).unwrap_or_default().to_lowercase()
}

/// Returns the last line on which a name stands, counted from 1: the one that
/// says what another has said.
fn line_of(toml: &str, name: &str) -> Option<usize> {
    let last = |what: &str| {
        toml.lines()
            .enumerate()
            .filter(|(_, l)| l.contains(what))
            .last()
    };
    let (at, _) = last(&format!("\"{name}\"")).or_else(|| last(name))?;
    Some(at + 1)
}

/// What is wrong with a file of aliases. `Display` says on which line, and what
/// to do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AliasError {
    line: Option<usize>,
    what: String,
}

impl fmt::Display for AliasError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.what),
            None => f.write_str(&self.what),
        }
    }
}

impl std::error::Error for AliasError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(toml: &str) -> String {
        let mut aliases = Aliases::default();
        let error = aliases.extend(toml).unwrap_err();
        assert_eq!(aliases, Aliases::default());
        error.to_string()
    }

    #[test]
    fn the_list_that_comes_along_can_be_read() {
        let mut read = Aliases {
            names: BTreeMap::new(),
        };
        let listed = include_str!("../../../dictionaries/publishers.toml");
        assert_eq!(read.extend(listed), Ok(()));
        assert_eq!(read, Aliases::default());
        assert!(read.names.len() > 150);
    }

    #[test]
    fn form_makes_no_difference() {
        let aliases = Aliases::default();
        for name in ["KOREA HERALD", " 코리아헤럴드\t", "코리아&nbsp;헤럴드"] {
            assert_eq!(aliases.name(name), "The Korea Herald", "{name}");
        }
        // 한겨레 in conjoining jamo.
        let apart = "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1167}\u{1105}\u{1166}";
        assert_eq!(aliases.name(apart), "한겨레");
        assert!(aliases.knows("hani.co.kr") && !aliases.knows("가나일보"));
    }

    #[test]
    fn a_list_of_ones_own_holds() {
        let mut aliases = Aliases::default();
        aliases
            .extend("[publishers]\n\"코리아헤럴드\" = [\"The Korea Herald\"]\n")
            .unwrap();
        for name in ["Korea Herald", "The Korea Herald", "코리아헤럴드"] {
            assert_eq!(aliases.name(name), "코리아헤럴드", "{name}");
        }
    }

    #[test]
    fn a_wrong_file_is_refused_with_its_line() {
        let told = refused("[publishers]\n\"a\" = [\"x\"]\n\"b\" = [\"X \"]\n");
        assert!(
            told.starts_with("line 3: `X ` stands for both a and b;"),
            "{told}"
        );
        let told = refused("[publishers]\n\"a\" = [\" \"]\n");
        assert!(told.contains("empty name"), "{told}");
        for toml in [
            "[publishers]\n\"a\" = \"b\"\n",
            "[publishers]\na = [\n",
            "[publishers]\n가 = []\n",
            "가 = 나",
        ] {
            let told = refused(toml);
            assert!(
                told.contains("line ") && told.contains("the form is"),
                "{told}"
            );
        }
    }
}

//! Terms, numbered.

use rustc_hash::FxHashMap;

use crate::Forms;

/// One occurrence of a term.
#[derive(Clone, Copy, Debug)]
pub struct Occurrence<'a> {
    /// The ISO 639-1 code of the language the term was found in.
    pub language: &'a str,
    /// The form to count under.
    pub term: &'a str,
    /// The form the text has.
    pub surface: &'a str,
}

/// A term of the whole corpus.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Term {
    /// The ISO 639-1 code of the language the term was found in.
    pub language: String,
    /// The form it is counted under.
    pub term: String,
    /// The form to show, by [`Forms::most_frequent`]: "restore" for "restor".
    pub display: String,
}

/// The terms one counter has seen, each with a number of its own.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// Few languages occur in one corpus, so they are searched in order.
    languages: Vec<(Box<str>, TermIds)>,
    /// By term number.
    forms: Vec<Forms>,
}

/// Term numbers by term, of one language.
type TermIds = FxHashMap<Box<str>, u32>;

/// A term's number in its own vocabulary, with its strings.
pub(crate) struct Entry<'v> {
    pub(crate) language: &'v str,
    pub(crate) term: &'v str,
    pub(crate) id: u32,
    pub(crate) forms: &'v Forms,
}

impl Vocabulary {
    /// Counts one occurrence and returns the term's number.
    pub(crate) fn add(&mut self, occurrence: Occurrence<'_>) -> u32 {
        let Occurrence {
            language,
            term,
            surface,
        } = occurrence;
        let index = match self.languages.iter().position(|(l, _)| **l == *language) {
            Some(index) => index,
            None => {
                self.languages.push((language.into(), TermIds::default()));
                self.languages.len() - 1
            }
        };
        let ids = &mut self.languages[index].1;
        let id = match ids.get(term) {
            Some(&id) => id,
            None => {
                let id = self.forms.len() as u32;
                ids.insert(term.into(), id);
                self.forms.push(Forms::default());
                id
            }
        };
        self.forms[id as usize].add(surface);
        id
    }

    pub(crate) fn len(&self) -> usize {
        self.forms.len()
    }

    /// Returns every term, in no particular order.
    pub(crate) fn entries(&self) -> Vec<Entry<'_>> {
        let mut entries = Vec::with_capacity(self.len());
        for (language, ids) in &self.languages {
            #[expect(clippy::iter_over_hash_type, reason = "the caller sorts the entries")]
            for (term, &id) in ids {
                entries.push(Entry {
                    language,
                    term,
                    id,
                    forms: &self.forms[id as usize],
                });
            }
        }
        entries
    }
}

//! Terms, numbered.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

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
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
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

impl Vocabulary {
    /// Counts one occurrence and returns the term's number.
    pub(crate) fn add(&mut self, occurrence: Occurrence<'_>) -> u32 {
        let Occurrence {
            language,
            term,
            surface,
        } = occurrence;
        let id = self.id(language, term);
        self.forms[id as usize].add(surface);
        id
    }

    /// Returns the number of a term, whether it has come before or not.
    pub(crate) fn id(&mut self, language: &str, term: &str) -> u32 {
        let index = match self.languages.iter().position(|(l, _)| **l == *language) {
            Some(index) => index,
            None => {
                self.languages.push((language.into(), TermIds::default()));
                self.languages.len() - 1
            }
        };
        let ids = &mut self.languages[index].1;
        match ids.get(term) {
            Some(&id) => id,
            None => {
                let id = self.forms.len() as u32;
                ids.insert(term.into(), id);
                self.forms.push(Forms::default());
                id
            }
        }
    }

    /// Counts so many occurrences of a form.
    pub(crate) fn add_form(&mut self, id: u32, form: &str, count: u64) {
        self.forms[id as usize].add_many(form, count);
    }

    pub(crate) fn len(&self) -> usize {
        self.forms.len()
    }

    /// Returns the languages, in no particular order.
    pub(crate) fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.iter().map(|(language, _)| &**language)
    }

    /// Returns the terms of a language with their numbers, in no particular
    /// order.
    pub(crate) fn terms_of(&self, language: &str) -> impl Iterator<Item = (&str, u32)> {
        let of_language = self.languages.iter().filter(move |(l, _)| **l == *language);
        of_language.flat_map(|(_, ids)| ids.iter().map(|(term, &id)| (&**term, id)))
    }

    /// Returns the surface forms of a term.
    pub(crate) fn forms(&self, id: u32) -> &Forms {
        &self.forms[id as usize]
    }
}

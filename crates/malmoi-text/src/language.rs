//! The languages malmoi can name, and what it has for each.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use whatlang::Lang;

mod english;
mod rows;

pub(crate) use rows::{ROWS, Row, Rules};

/// A language, by its ISO 639-1 code.
///
/// Ordered by code, so that sorted output does not depend on how languages are
/// stored.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Language(&'static str);

impl Language {
    /// Korean.
    pub const KOREAN: Language = Language("ko");
    /// English.
    pub const ENGLISH: Language = Language("en");
    /// Japanese.
    pub const JAPANESE: Language = Language("ja");
    /// Chinese, whatever the variety.
    pub const CHINESE: Language = Language("zh");
    /// Dutch, which the detector has to look at twice.
    pub(crate) const DUTCH: Language = Language("nl");
    /// No language could be told: the text has no letters, too few of them, or
    /// words that could be in many languages or in none.
    pub const UNDETERMINED: Language = Language("und");

    /// Returns the ISO 639-1 code, two lower-case letters, or `und`.
    pub fn code(self) -> &'static str {
        self.0
    }

    /// Returns the language of an ISO 639-1 code in lower case, or of `und`;
    /// `None` when malmoi does not know the code.
    ///
    /// ```
    /// use malmoi_text::Language;
    ///
    /// assert_eq!(Language::from_code("ko"), Some(Language::KOREAN));
    /// assert_eq!(Language::from_code("kr"), None);
    /// ```
    pub fn from_code(code: &str) -> Option<Language> {
        if code == Language::UNDETERMINED.0 {
            return Some(Language::UNDETERMINED);
        }
        let row = ROWS.iter().find(|row| row.code == code)?;
        Some(Language(row.code))
    }

    /// Returns every language that malmoi can name, by code;
    /// [`UNDETERMINED`](Language::UNDETERMINED) is not among them.
    ///
    /// ```
    /// use malmoi_text::Language;
    ///
    /// assert!(Language::all().any(|language| language == Language::KOREAN));
    /// ```
    pub fn all() -> impl Iterator<Item = Language> {
        ROWS.iter().map(|row| Language(row.code))
    }

    /// How many languages there are, undetermined among them.
    pub(crate) const COUNT: usize = ROWS.len() + 1;

    /// Returns a number below [`COUNT`](Language::COUNT), different for each
    /// language.
    pub(crate) fn index(self) -> usize {
        let row = ROWS.iter().position(|row| row.code == self.0);
        row.unwrap_or(Language::COUNT - 1)
    }

    /// Returns what the detector calls by its own name.
    pub(crate) fn from_whatlang(lang: Lang) -> Language {
        ROWS.iter()
            .find(|row| row.detected_as == Some(lang))
            .map_or(Language::UNDETERMINED, |row| Language(row.code))
    }

    /// Returns what the detector of trigrams calls the language; `None` for
    /// those it does not know, and for undetermined.
    pub(crate) fn to_whatlang(self) -> Option<Lang> {
        self.row()?.detected_as
    }

    /// Returns what is known about the language; nothing about the undetermined
    /// one.
    pub(crate) fn row(self) -> Option<&'static Row> {
        ROWS.iter().find(|row| row.code == self.0)
    }
}

/// By its code.
impl Serialize for Language {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Language, D::Error> {
        let code = String::deserialize(from)?;
        let unknown = || serde::de::Error::custom(format!("no language has the code {code}"));
        Language::from_code(&code).ok_or_else(unknown)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_of_the_detector_has_its_own_code() {
        for pair in ROWS.windows(2) {
            assert!(
                pair[0].code < pair[1].code,
                "{} is out of order",
                pair[1].code
            );
        }
        for lang in Lang::all() {
            assert_ne!(Language::from_whatlang(*lang), Language::UNDETERMINED);
        }
    }

    #[test]
    fn a_language_the_detector_does_not_know_has_a_row_all_the_same() {
        let basque = Language::from_code("eu").unwrap();
        assert!(
            Lang::all()
                .iter()
                .all(|l| Language::from_whatlang(*l) != basque)
        );
        assert!(basque.row().unwrap().stemmer.is_some());
        assert!(Language::UNDETERMINED.row().is_none());
    }
}

//! The languages malmoi can name, and what it has for each.

use std::fmt;

use rust_stemmers::Algorithm;
use whatlang::Lang;

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
        let row = LANGUAGES.iter().find(|row| row.0 == code)?;
        Some(Language(row.0))
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
        LANGUAGES.iter().map(|row| Language(row.0))
    }

    /// How many languages there are, undetermined among them.
    pub(crate) const COUNT: usize = 71;

    /// Returns a number below [`COUNT`](Language::COUNT), different for each
    /// language.
    pub(crate) fn index(self) -> usize {
        let row = LANGUAGES.iter().position(|row| row.0 == self.0);
        row.unwrap_or(Language::COUNT - 1)
    }

    /// Returns what the detector calls by its own name.
    pub(crate) fn from_whatlang(lang: Lang) -> Language {
        LANGUAGES
            .iter()
            .find(|row| row.1 == lang)
            .map_or(Language::UNDETERMINED, |row| Language(row.0))
    }

    /// Returns what the detector of trigrams calls the language; `None` for
    /// undetermined.
    pub(crate) fn to_whatlang(self) -> Option<Lang> {
        LANGUAGES
            .iter()
            .find(|row| row.0 == self.0)
            .map(|row| row.1)
    }

    /// Returns the Snowball stemmer, for the languages that have one.
    pub(crate) fn stemmer(self) -> Option<Algorithm> {
        LANGUAGES.iter().find(|row| row.0 == self.0)?.2
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

/// Code, name in whatlang, Snowball stemmer: the 70 languages whatlang tells
/// apart, by code. (whatlang's names are ISO 639-3.)
static LANGUAGES: &[(&str, Lang, Option<Algorithm>)] = &[
    ("af", Lang::Afr, None),
    ("ak", Lang::Aka, None),
    ("am", Lang::Amh, None),
    ("ar", Lang::Ara, Some(Algorithm::Arabic)),
    ("az", Lang::Aze, None),
    ("be", Lang::Bel, None),
    ("bg", Lang::Bul, None),
    ("bn", Lang::Ben, None),
    ("ca", Lang::Cat, None),
    ("cs", Lang::Ces, None),
    ("cy", Lang::Cym, None),
    ("da", Lang::Dan, Some(Algorithm::Danish)),
    ("de", Lang::Deu, Some(Algorithm::German)),
    ("el", Lang::Ell, Some(Algorithm::Greek)),
    ("en", Lang::Eng, Some(Algorithm::English)),
    ("eo", Lang::Epo, None),
    ("es", Lang::Spa, Some(Algorithm::Spanish)),
    ("et", Lang::Est, None),
    ("fa", Lang::Pes, None),
    ("fi", Lang::Fin, Some(Algorithm::Finnish)),
    ("fr", Lang::Fra, Some(Algorithm::French)),
    ("gu", Lang::Guj, None),
    ("he", Lang::Heb, None),
    ("hi", Lang::Hin, None),
    ("hr", Lang::Hrv, None),
    ("hu", Lang::Hun, Some(Algorithm::Hungarian)),
    ("hy", Lang::Hye, None),
    ("id", Lang::Ind, None),
    ("it", Lang::Ita, Some(Algorithm::Italian)),
    ("ja", Lang::Jpn, None),
    ("jv", Lang::Jav, None),
    ("ka", Lang::Kat, None),
    ("km", Lang::Khm, None),
    ("kn", Lang::Kan, None),
    ("ko", Lang::Kor, None),
    ("la", Lang::Lat, None),
    ("lt", Lang::Lit, None),
    ("lv", Lang::Lav, None),
    ("mk", Lang::Mkd, None),
    ("ml", Lang::Mal, None),
    ("mr", Lang::Mar, None),
    ("my", Lang::Mya, None),
    ("nb", Lang::Nob, Some(Algorithm::Norwegian)),
    ("ne", Lang::Nep, None),
    ("nl", Lang::Nld, Some(Algorithm::Dutch)),
    ("or", Lang::Ori, None),
    ("pa", Lang::Pan, None),
    ("pl", Lang::Pol, None),
    ("pt", Lang::Por, Some(Algorithm::Portuguese)),
    ("ro", Lang::Ron, Some(Algorithm::Romanian)),
    ("ru", Lang::Rus, Some(Algorithm::Russian)),
    ("si", Lang::Sin, None),
    ("sk", Lang::Slk, None),
    ("sl", Lang::Slv, None),
    ("sn", Lang::Sna, None),
    ("sr", Lang::Srp, None),
    ("sv", Lang::Swe, Some(Algorithm::Swedish)),
    ("ta", Lang::Tam, Some(Algorithm::Tamil)),
    ("te", Lang::Tel, None),
    ("th", Lang::Tha, None),
    ("tk", Lang::Tuk, None),
    ("tl", Lang::Tgl, None),
    ("tr", Lang::Tur, Some(Algorithm::Turkish)),
    ("uk", Lang::Ukr, None),
    ("ur", Lang::Urd, None),
    ("uz", Lang::Uzb, None),
    ("vi", Lang::Vie, None),
    ("yi", Lang::Yid, None),
    ("zh", Lang::Cmn, None),
    ("zu", Lang::Zul, None),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_of_the_detector_has_its_own_code() {
        assert_eq!(LANGUAGES.len(), Lang::all().len());
        assert_eq!(LANGUAGES.len() + 1, Language::COUNT);
        for pair in LANGUAGES.windows(2) {
            assert!(pair[0].0 < pair[1].0, "sorted, none twice: {pair:?}");
        }
        for lang in Lang::all() {
            assert_ne!(Language::from_whatlang(*lang), Language::UNDETERMINED);
        }
    }
}

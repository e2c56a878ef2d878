//! Which languages a text may be in.

use crate::{Language, ngrams};

/// The languages to choose from: all, or those listed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Candidates {
    listed: Option<Vec<Language>>,
    beyond_model: bool,
}

impl Candidates {
    /// Returns the candidates that are listed; all languages for an empty list.
    pub(crate) fn listed(languages: &[Language]) -> Candidates {
        let mut listed = languages.to_vec();
        listed.retain(|language| *language != Language::UNDETERMINED);
        let syllables = [Language::KOREAN, Language::JAPANESE, Language::CHINESE];
        let beyond_model = listed
            .iter()
            .any(|l| !syllables.contains(l) && !ngrams::any_knows(*l));
        Candidates {
            listed: (!listed.is_empty()).then_some(listed),
            beyond_model,
        }
    }

    /// Says whether every language is a candidate.
    pub(crate) fn are_all(&self) -> bool {
        self.listed.is_none()
    }

    /// Says whether a language is a candidate.
    pub(crate) fn have(&self, language: Language) -> bool {
        self.listed.as_ref().is_none_or(|l| l.contains(&language))
    }

    /// Returns the list, if there is one.
    pub(crate) fn list(&self) -> Option<&[Language]> {
        self.listed.as_deref()
    }

    /// Says whether a listed language is in no n-gram model, so that only
    /// trigrams can find it.
    pub(crate) fn go_beyond_model(&self) -> bool {
        self.beyond_model
    }

    /// Returns the language if it is a candidate, else undetermined.
    pub(crate) fn only(&self, language: Language) -> Language {
        if self.have(language) {
            language
        } else {
            Language::UNDETERMINED
        }
    }
}

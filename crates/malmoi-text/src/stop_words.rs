//! Which words are too common to say what a text is about.

use rustc_hash::FxHashSet;

use crate::Language;

/// Korean verbs and adjectives, in their dictionary form, that mean little by
/// themselves; ours.
static KOREAN_VERBS: &str = include_str!("../../../dictionaries/stop-words/ko-verbs.txt");

/// Korean nouns of one syllable that do mean something by themselves; ours.
static KOREAN_SHORT: &str = include_str!("../../../dictionaries/short-nouns/ko.txt");

/// Returns the stop words of a language, in lower case with straight
/// apostrophes; empty for a language without a list.
pub(crate) fn stop_words(language: Language) -> FxHashSet<&'static str> {
    match language.row().and_then(|row| row.stop_words) {
        Some(list) => words(list).collect(),
        None => stop_words::lookup(language.code())
            .unwrap_or_default()
            .iter()
            .copied()
            .collect(),
    }
}

/// Returns the Korean nouns of one syllable that are terms. All others are far
/// more often a piece of a name that the dictionary lacks, or a counter.
pub(crate) fn korean_short_nouns() -> FxHashSet<&'static str> {
    words(KOREAN_SHORT).collect()
}

/// Returns the Korean verbs and adjectives, in their dictionary form, that are
/// no terms.
pub(crate) fn korean_stop_verbs() -> FxHashSet<&'static str> {
    words(KOREAN_VERBS).collect()
}

/// Returns the words of a list: separated by white space, `#` starts a comment.
pub(crate) fn words(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .map(|line| line.split('#').next().unwrap_or_default())
        .flat_map(str::split_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_in_the_form_it_is_looked_up_by() {
        for language in [Language::ENGLISH, Language::KOREAN] {
            let stop = stop_words(language);
            assert!(stop.len() > 100, "{language}");
            let mut odd: Vec<_> = stop
                .iter()
                .filter(|w| w.to_lowercase() != **w || w.contains('’'))
                .collect();
            odd.sort_unstable();
            assert!(odd.is_empty(), "{odd:?}");
        }
        assert!(stop_words(Language::UNDETERMINED).is_empty());
        assert!(korean_stop_verbs().iter().all(|w| w.ends_with('다')));
        assert!(korean_short_nouns().iter().all(|w| w.chars().count() == 1));
    }
}

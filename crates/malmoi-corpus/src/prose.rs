//! Telling news from the notices around it.

/// Whether a line or sentence reads like news although it begins like a notice:
/// it ends in the plain style of reports (열린다, where a notice has 금지합니다), or
/// with who said it after a comma, or goes on in small letters where a notice
/// names somebody ("Editing by committee has ruined the bill").
pub(crate) fn is_prose(text: &str) -> bool {
    let end = text.trim_end_matches(|c: char| c.is_ascii_punctuation() || "”’…".contains(c));
    if end.ends_with('다') && !end.ends_with("니다") && end.chars().nth(SHORTEST_REPORT).is_some()
    {
        return true;
    }
    let is_said = |word: &str| SAID.contains(&word.trim_end_matches([',', '.']));
    if end.contains(", ") && end.rsplit(' ').take(LAST_WORDS).any(is_said) {
        return true;
    }
    let mut words = text.split(' ').skip(1);
    let names_somebody = words
        .next()
        .is_some_and(|word| ["by", "from", "to"].contains(&word));
    let named = words.find(|word| !word.eq_ignore_ascii_case("the"));
    names_somebody && named.is_some_and(|word| word.starts_with(|c: char| c.is_lowercase()))
}

/// A Korean sentence has more characters than this.
const SHORTEST_REPORT: usize = 14;

/// Among how many words at the end of a sentence the verb of saying is looked for.
const LAST_WORDS: usize = 4;

const SAID: [&str; 9] = [
    "said",
    "says",
    "told",
    "asked",
    "warned",
    "added",
    "argued",
    "announced",
    "wrote",
];

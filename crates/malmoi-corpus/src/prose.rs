//! Telling news from the notices around it.

/// Whether a line or sentence reads like news although it begins like a notice:
/// it ends in the plain style of reports (열린다, where a notice has 금지합니다), or
/// with who said it after a comma, or goes on in small letters where a notice
/// names somebody ("Editing by committee has ruined the bill").
pub(crate) fn is_prose(text: &str) -> bool {
    let end = text.trim_end_matches(|c: char| c.is_ascii_punctuation() || "”’…".contains(c));
    let is_report = || {
        let is_long = end.chars().nth(SHORTEST_REPORT).is_some();
        is_long || REPORTS.iter().any(|verb| end.ends_with(verb))
    };
    if end.ends_with('다') && !end.ends_with("니다") && is_report() {
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

/// Whether a text says more of something than the line of the file that describes
/// it does: "Subscribe now or pay later is the new motto" has an "is" that
/// `subscribe now …` has not, and prompts have none.
pub(crate) fn states_something(text: &str, source: &str) -> bool {
    let count = |text: &str| {
        let words = text.split([' ', '\u{a0}', ',', '.', '…']);
        let is_verb = |word: &&str| FINITE.iter().any(|v| v.eq_ignore_ascii_case(word));
        words.filter(is_verb).count()
    };
    let found = count(text);
    found > 0 && found > count(source)
}

/// Whether what may be the name of a button reads like a sentence or headline: it
/// is long, or says of something that something is (은, 는) or is done to it (을, 를).
pub(crate) fn reads_on(text: &str) -> bool {
    let words = text.split(' ').filter(|word| !word.is_empty());
    let is_marked = |word: &str| {
        let particle = word.ends_with(['은', '는', '을', '를']);
        particle && word.chars().nth(1).is_some() || word.ends_with([',', '”', '’', '"'])
    };
    words.clone().count() > BUTTON_WORDS || words.clone().any(is_marked)
}

/// The most words that a button has.
const BUTTON_WORDS: usize = 5;

/// Verbs that state something, and that prompts, credits and notices lack.
const FINITE: [&str; 12] = [
    "is", "was", "were", "has", "had", "did", "does", "isn't", "wasn't", "would", "isn’t", "wasn’t",
];

/// How short Korean sentences end.
const REPORTS: [&str; 12] = [
    "했다", "됐다", "었다", "았다", "였다", "렸다", "졌다", "한다", "된다", "인다", "있다", "없다",
];

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

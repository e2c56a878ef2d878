//! Telling news from the notices around it.

/// Whether a line or sentence reads like news although it begins like a notice,
/// which the line `source` of the file describes: it ends in the plain style of
/// reports (열린다, where a notice has 금지합니다) or in the polite past (열렸습니다), or
/// with who said it after a comma, or goes on in small letters where a notice
/// names somebody ("Editing by committee has ruined the bill").
pub(crate) fn is_prose(text: &str, source: &str) -> bool {
    let end = text.trim_end_matches(|c: char| c.is_ascii_punctuation() || "”’…".contains(c));
    let is_report = || {
        let is_long = end.chars().nth(SHORTEST_REPORT).is_some();
        is_long || REPORTS.iter().any(|verb| end.ends_with(verb))
    };
    if end.ends_with('다') && !end.ends_with("니다") && is_report() {
        return true;
    }
    if end.ends_with("니다") && is_polite_report(end, source) {
        return true;
    }
    let is_said = |word: &str| SAID.contains(&word.trim_end_matches([',', '.']));
    if end.contains(", ") && end.rsplit(' ').take(LAST_WORDS).any(is_said) {
        return true;
    }
    if source.ends_with("ing by …") {
        return goes_beyond_names(text);
    }
    let mut words = text.split(' ').skip(1);
    let names_somebody = words
        .next()
        .is_some_and(|word| ["by", "from", "to"].contains(&word));
    let named = words.find(|word| !word.eq_ignore_ascii_case("the"));
    // "Subscribe to our …" names nobody, and says so in the file.
    let is_listed = |word: &str| source.split(' ').any(|listed| listed == word);
    names_somebody
        && named
            .is_some_and(|word| word.starts_with(|c: char| c.is_lowercase()) && !is_listed(word))
}

/// Whether there are small words in a text that do not stand between the names of a newsroom:
/// "Reporting by the Times led to the arrest", not "Reporting by Jane Doe in Seoul and John Roe;
/// editing by Ann Poe".
fn goes_beyond_names(text: &str) -> bool {
    const BETWEEN: [&str; 15] = [
        "reporting",
        "writing",
        "editing",
        "additional",
        "by",
        "and",
        "in",
        "at",
        "from",
        "for",
        "of",
        "de",
        "van",
        "von",
        "the",
    ];
    let words = text.split(|c: char| !c.is_alphanumeric());
    let mut small = words.filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase()));
    small.any(|word| !BETWEEN.contains(&word))
}

/// Whether a sentence that ends politely reports something: in the past, or where a
/// credit is told by its pattern, which has no sentence in it. A notice forbids,
/// asks and waits in the present, unless the file has its very end.
fn is_polite_report(end: &str, source: &str) -> bool {
    if source.ends_with("니다") {
        return false;
    }
    let stem = end
        .strip_suffix("습니다")
        .and_then(|s| s.chars().next_back());
    let is_past = |c: char| {
        let is_syllable = ('가'..='힣').contains(&c);
        is_syllable && (c as u32 - '가' as u32) % 28 == PAST && !['있', '겠'].contains(&c)
    };
    source.contains("사진") || source.is_empty() || stem.is_some_and(is_past)
}

/// Which of the 28 ends a syllable may have the past is told by: ㅆ.
const PAST: u32 = 20;

/// Whether what stands behind the label of a picture may be whom it is from: three
/// words at most, or more if the last is one that credits end with.
pub(crate) fn is_short_credit(text: &str) -> bool {
    let mut words = text.split([' ', '\t']).filter(|word| !word.is_empty());
    let count = words.clone().count();
    let ends = |word: &str| CREDIT_ENDS.iter().any(|end| word.ends_with(end));
    (1..=CREDIT_WORDS).contains(&count)
        || count <= LONG_CREDIT && words.next_back().is_some_and(ends)
}

/// The most words of a credit, and of one that ends like a credit.
const CREDIT_WORDS: usize = 3;
const LONG_CREDIT: usize = 8;

/// What stands behind names in credits.
pub(crate) const CREDIT_ENDS: [&str; 14] = [
    "제공",
    "기자",
    "특파원",
    "작가",
    "캡처",
    "캡쳐",
    "갈무리",
    "DB",
    "촬영",
    "자료사진",
    "연합뉴스",
    "뉴시스",
    "뉴스1",
    "인스타그램",
];

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

const SAID: [&str; 13] = [
    "said",
    "says",
    "told",
    "asked",
    "warned",
    "added",
    "argued",
    "announced",
    "wrote",
    "urged",
    "insisted",
    "ruled",
    "explained",
];

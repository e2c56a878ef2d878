//! Where names may be in a text: runs of capitalised words inside sentences.

use rustc_hash::FxHashSet;

use crate::Language;
use crate::stop_words::stop_words;
use crate::words::is_arabic;

/// A word: letters and digits, with hyphens and apostrophes inside.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct NameWord {
    /// Where the word ends, without a possessive 's.
    pub(super) end: usize,
    /// Where it ends with it.
    pub(super) after: usize,
}

/// Reads the word that starts at `start`.
pub(super) fn word_at(text: &str, start: usize) -> NameWord {
    let bytes = text.as_bytes();
    let mut end = start;
    loop {
        match bytes.get(end) {
            Some(b) if b.is_ascii_alphanumeric() => end += 1,
            Some(b'-' | b'\'') if starts_with_letter(&text[end + 1..]) => end += 1,
            Some(0x80..) => match text[end..].chars().next() {
                Some(c) if is_letter(c) => end += c.len_utf8(),
                Some('’') if starts_with_letter(&text[end + '’'.len_utf8()..]) => {
                    end += '’'.len_utf8();
                }
                _ => break,
            },
            _ => break,
        }
    }
    let possessive = match &bytes[start..end] {
        [_, .., b'\'', b's' | b'S'] => 2,
        // ’ has three bytes.
        [_, .., 0xe2, 0x80, 0x99, b's' | b'S'] => 4,
        _ => 0,
    };
    NameWord {
        end: end - possessive,
        after: end,
    }
}

/// Says whether a character belongs to a word: Latin letters, digits and
/// accents. Hangul does not, so that a particle ends the name it follows.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '\u{c0}'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}')
            && !matches!(c, '×' | '÷')
}

fn starts_with_letter(text: &str) -> bool {
    text.chars().next().is_some_and(is_letter)
}

/// Says whether a text starts with a capital letter, or with one after an
/// article: al-Assad.
pub(super) fn is_capitalised(text: &str) -> bool {
    let is_capital = |text: &str| {
        let first = text.chars().next();
        first.is_some_and(|c| is_letter(c) && c.is_uppercase())
    };
    is_capital(text)
        || ["al-", "el-"]
            .iter()
            .any(|article| text.strip_prefix(article).is_some_and(is_capital))
}

/// Says whether a character may stand between the words of a name.
pub(super) fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{202f}')
}

/// Returns where the next word of a name would start, after the word `text[start..end]`; `end`, if
/// no other word of the name can follow.
pub(super) fn next_in_name(text: &str, start: usize, end: usize) -> usize {
    let mut rest = &text[end..];
    if is_abbreviated(&text[start..end]) {
        rest = rest.strip_prefix('.').unwrap_or(rest);
    }
    let after = rest.trim_start_matches(is_gap);
    if after.len() == rest.len() {
        return end;
    }
    text.len() - after.len()
}

/// Says whether a full stop after this word of a name is its own: St. Louis, John F. Kennedy.
pub(super) fn is_abbreviated(word: &str) -> bool {
    matches!(
        word.as_bytes(),
        [b'A'..=b'Z'] | [b'S' | b'F' | b'M', b't' | b'T']
    )
}

/// Says whether a word is an initial: a capital with a full stop.
pub(super) fn is_lone_initial(text: &str, start: usize, end: usize) -> bool {
    end - start == 1 && is_abbreviated(&text[start..end]) && text[end..].starts_with('.')
}

/// Appends a word in lower case, with straight apostrophes.
pub(super) fn push_lower(word: &str, to: &mut String) {
    if word.is_ascii() {
        let start = to.len();
        to.push_str(word);
        to[start..].make_ascii_lowercase();
    } else {
        let straight = word.chars().map(|c| if c == '’' { '\'' } else { c });
        to.extend(straight.flat_map(char::to_lowercase));
    }
}

/// A run of capitalised words inside a sentence.
pub(super) struct Run<'r> {
    /// The words in lower case.
    pub(super) words: &'r [String],
    /// Whether the run is a name as far as can be seen. A title after it ("White
    /// House Press Secretary"), a lone letter or "of" makes its end doubtful, the
    /// first word of a sentence or a name and "and" before it its start.
    pub(super) is_whole: bool,
}

/// The most capitalised words in a row that can be a name. More are a headline
/// or a list.
const LONGEST_RUN: usize = 8;

/// Finds runs of capitalised words.
#[derive(Debug)]
pub(super) struct Names {
    breaks: FxHashSet<&'static str>,
    titles: FxHashSet<&'static str>,
    /// Scratch: the words of the sentence.
    words: Vec<Word>,
    run: Vec<String>,
    lower: String,
}

/// A word of a sentence.
#[derive(Clone, Copy, Debug)]
struct Word {
    start: usize,
    end: usize,
    is_capitalised: bool,
    /// Nothing but a gap, or the full stop of an abbreviation and a gap, stands between it and the
    /// word before it.
    is_joined: bool,
    /// It would have a capital in any case: it starts a sentence or a quotation.
    is_initial: bool,
}

impl Names {
    pub(super) fn new() -> Names {
        let mut breaks = stop_words(Language::ENGLISH);
        for part in MAY_BE_IN_NAMES.split_whitespace() {
            breaks.remove(part);
        }
        Names {
            breaks,
            titles: TITLES.split_whitespace().collect(),
            words: Vec::new(),
            run: Vec::new(),
            lower: String::new(),
        }
    }

    /// Calls `sink` with every run of a text that is evidence of names.
    pub(super) fn runs(&mut self, text: &str, sink: &mut dyn FnMut(Run<'_>)) {
        self.words.clear();
        let mut last = 0;
        let mut at = 0;
        while let Some(found) = text[at..].find(is_letter) {
            let start = at + found;
            let word = word_at(text, start);
            let gap = &text[last..start];
            let is_end = gap.contains('\n')
                || gap.contains(['.', '!', '?']) && !self.is_after_abbreviation(text, gap);
            if is_end {
                self.sentence(text, sink);
            }
            self.words.push(Word {
                start,
                end: word.end,
                is_capitalised: is_capitalised(&text[start..]),
                is_joined: self.words.last().is_some_and(|before| {
                    last < start && next_in_name(text, before.start, last) == start
                }),
                is_initial: self.words.is_empty() || gap.contains(is_opening),
            });
            // After a possessive, which then is no gap, a new name may start.
            last = word.end;
            at = word.after;
        }
        self.sentence(text, sink);
    }

    /// Says whether the full stop in `gap` belongs to the word before it.
    fn is_after_abbreviation(&mut self, text: &str, gap: &str) -> bool {
        let Some(word) = self.words.last().filter(|_| gap.starts_with('.')) else {
            return false;
        };
        let word = &text[word.start..word.end];
        self.lower.clear();
        push_lower(word, &mut self.lower);
        word.len() == 1
            || is_abbreviated(word)
            || word.len() < 5 && self.titles.contains(self.lower.as_str())
    }

    /// Ends a sentence.
    fn sentence(&mut self, text: &str, sink: &mut dyn FnMut(Run<'_>)) {
        if !is_prose(&self.words) {
            self.words.clear();
            return;
        }
        let mut starts_clear = true;
        for index in 0..self.words.len() {
            let word = self.words[index];
            if !word.is_joined {
                self.end_run(starts_clear, sink);
                starts_clear = true;
            }
            if !word.is_capitalised {
                // In "National Institutes of Health" the first goes on, in
                // "Securities and Exchange Commission" the last is a part.
                let small = if word.is_joined {
                    &text[word.start..word.end]
                } else {
                    ""
                };
                self.end_run(starts_clear && small != "of", sink);
                let is_after_name = index > 0 && self.words[index - 1].is_capitalised;
                starts_clear = !(is_after_name && matches!(small, "and" | "for"));
                continue;
            }
            match self.part(text, index) {
                Part::Name if word.is_initial => {
                    self.end_run(starts_clear, sink);
                    starts_clear = false;
                }
                // The initial in Michael G. Grimm is no part of the name.
                Part::Name
                    if word.is_joined
                        && self.words[index - 1].is_capitalised
                        && is_lone_initial(text, word.start, word.end) => {}
                Part::Name => self.run.push(self.lower.clone()),
                part => {
                    self.end_run(starts_clear && part != Part::Title, sink);
                    starts_clear = true;
                }
            }
        }
        self.end_run(starts_clear, sink);
        self.words.clear();
    }

    /// Decides on a capitalised word of the sentence, and leaves it in `lower`.
    fn part(&mut self, text: &str, index: usize) -> Part {
        let surface = |index: usize| {
            let word: Option<&Word> = self.words.get(index);
            word.map_or("", |word| &text[word.start..word.end])
        };
        let word = surface(index);
        self.lower.clear();
        push_lower(word, &mut self.lower);
        let lower = self.lower.as_str();
        // Secretary of State Mike Pompeo, but the State Department; Justice
        // Anthony Kennedy, but the Justice Department.
        // A lone letter leaves a name open, as in Medicare Part B, and a street ends one; but
        // Michael G. Grimm, and St. Louis.
        let is_abbreviation = is_abbreviated(word)
            && (word.len() > 1 || text[self.words[index].end..].starts_with('.'))
            && self.goes_on_as_name(text, index);
        let is_title = (lower.len() == 1 || self.titles.contains(lower)) && !is_abbreviation
            || lower == "state" && index > 0 && surface(index - 1) == "of"
            || lower == "justice" && !surface(index + 1).starts_with("Department");
        if is_title {
            return Part::Title;
        }
        // "US" is no "us".
        let is_acronym = word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase());
        // "Al Qaeda" is a word of its own.
        let is_article = word == "Al" && is_arabic(surface(index + 1));
        let is_adjective = lower
            .rsplit_once('-')
            .is_some_and(|(_, last)| ADJECTIVES.contains(&last));
        let is_break = self.breaks.contains(lower) && !is_acronym && !is_abbreviation;
        if is_adjective || is_article || is_break {
            return Part::Break;
        }
        Part::Name
    }

    /// Says whether the word after an abbreviation is one that names have.
    fn goes_on_as_name(&self, text: &str, index: usize) -> bool {
        let Some(next) = self.words.get(index + 1) else {
            return false;
        };
        let mut lower = String::new();
        push_lower(&text[next.start..next.end], &mut lower);
        let is_name =
            !self.breaks.contains(lower.as_str()) && !self.titles.contains(lower.as_str());
        next.is_capitalised && next.is_joined && is_name
    }

    fn end_run(&mut self, is_whole: bool, sink: &mut dyn FnMut(Run<'_>)) {
        if !self.run.is_empty() && self.run.len() <= LONGEST_RUN {
            sink(Run {
                words: &self.run,
                is_whole,
            });
        }
        self.run.clear();
    }
}

/// What a capitalised word can be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Part {
    Name,
    /// It stands beside names, or leaves them open.
    Title,
    /// It has nothing to do with names.
    Break,
}

/// Says whether capitals in a sentence mean something. In headlines and lines
/// in capitals they do not: all their words have them but a few short ones.
fn is_prose(words: &[Word]) -> bool {
    let is_capital = |w: &&Word| w.is_capitalised && !w.is_initial;
    let capitals = words.iter().filter(is_capital).count();
    let small = words.iter().filter(|w| !w.is_capitalised).count();
    let is_long = |w: &Word| !w.is_capitalised && w.end - w.start > 4;
    small >= capitals || (small * 3 >= capitals && words.iter().any(is_long))
}

/// Says whether a capital after this character may be due to it.
fn is_opening(c: char) -> bool {
    !(is_gap(c) || matches!(c, ',' | '-' | '/' | '&' | '\'' | '’' | 's' | 'S' | '.'))
}

/// What is no part of a name but stands before or after one.
const TITLES: &str = "
    president presidents minister ministers premier chancellor senator senators sen sens
    representative rep reps congressman congresswoman governor governors gov govs gen lt col capt sgt cpl maj adm
    secretary chairman chairwoman chair director chief ceo cfo coo cto spokesman spokeswoman
    spokesperson ambassador mayor judge leader leaders speaker commissioner prosecutor sheriff
    professor vice deputy prime acting adviser advisor aide correspondent reporter
    editor coach superintendent lawmaker lawmakers lady detective officer captain
    colonel lieutenant sergeant candidate nominee mr mrs ms miss dr prof sir rev st sec";

/// What a hyphen joins to a name to make an adjective of it.
const ADJECTIVES: [&str; 14] = [
    "led",
    "controlled",
    "based",
    "backed",
    "elect",
    "era",
    "born",
    "run",
    "style",
    "held",
    "owned",
    "dominated",
    "sponsored",
    "area",
];

/// Stop words that names have: New York, Big Ben, Labor Day, First Amendment.
const MAY_BE_IN_NAMES: &str = "
    new old great good big small little large high low first second third fourth fifth long major main
    best better one two three four five six seven eight nine ten day days time times report reports
    point points part image images photo file state stated part people person year years month months week weeks
    jan feb mar apr jun jul aug sep oct nov dec mon tue wed thu fri sat sun
    all own under over beyond million billion dozen hundred thousand night morning evening
    past future present well house set call show use help keep mean start";

#[cfg(test)]
mod tests {
    use super::*;

    /// Joins the runs, with `?` after those whose end is in doubt.
    fn check(text: &str, expected: &str) {
        let mut found = Vec::new();
        Names::new().runs(text, &mut |run| {
            let mark = if run.is_whole { "" } else { "?" };
            found.push(format!("{}{mark}", run.words.join(" ")));
        });
        assert_eq!(found.join(" | "), expected, "{text}");
    }

    #[test]
    fn capitalised_words_in_a_row_are_a_run() {
        check(
            "Yesterday Lee Jae Myung crossed the West Sea to North Korea.",
            "lee jae myung | west sea | north korea",
        );
        check(
            "we met Wi Sung-lac and Bashar al-Assad there",
            "wi sung-lac | bashar al-assad?",
        );
    }

    #[test]
    fn the_first_word_of_a_sentence_or_quotation_says_nothing() {
        check(
            "White House staff left. West Sea waters rose.",
            "house? | sea?",
        );
        check(
            "he said: “Blue House people” went (West Sea)",
            "house? | sea?",
        );
        check("he asked Sen. Ada Moss and then left", "ada moss");
    }

    #[test]
    fn initials_and_saints_are_parts_of_names() {
        check(
            "somewhere in St. Louis, or near Mount St. Helens, they met the nephew of John F. Kennedy",
            "st louis | mount st helens | john kennedy",
        );
        check(
            "they met J. Edgar Hoover in St Louis, and later a friend of his near Ft. Worth",
            "j edgar hoover | st louis | ft worth",
        );
        check(
            "they sat with friends in Seoul, J. Edgar Hoover among them",
            "seoul | j edgar hoover",
        );
        // A street, a letter that counts and a sentence that ends with one.
        check(
            "at the corner of Main St. The police of Medicare Part B. So they say, he went to Pine St",
            "main? | medicare part? | pine?",
        );
    }

    #[test]
    fn headlines_and_capitals_say_nothing() {
        check("Lee Jae Myung to Visit the White House on Trade", "");
        check("NORTHWIND ROBOTICS OPENS SEOUL OFFICE", "");
    }

    #[test]
    fn titles_dates_and_small_words_end_runs() {
        check(
            "afterwards President Lee met Mr Kim on Monday Morning",
            "lee | kim | morning",
        );
        check("and the White House Secretary said", "white house?");
        check("so Seoul Monday was quiet and I Think so", "seoul");
        check("when The Northwind sank", "northwind");
    }

    #[test]
    fn punctuation_and_possessives_end_runs() {
        check(
            "in Seoul, Korea they met Lee’s Northwind crew",
            "seoul | korea | lee | northwind",
        );
        check("from Seoul\nKorea they left for home", "seoul");
    }

    #[test]
    fn words_end_before_possessives_and_hangul() {
        let read = |text: &str| {
            let word = word_at(text, 0);
            (text[..word.end].to_string(), text[..word.after].to_string())
        };
        assert_eq!(read("Lee's"), ("Lee".into(), "Lee's".into()));
        assert_eq!(read("O’Connor’s"), ("O’Connor".into(), "O’Connor’s".into()));
        assert_eq!(read("Samsung은"), ("Samsung".into(), "Samsung".into()));
        assert_eq!(read("Émile-"), ("Émile".into(), "Émile".into()));
    }
}

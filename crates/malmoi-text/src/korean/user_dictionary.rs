//! Words that a user adds to the dictionary, read from text.

use std::fmt;

use rustc_hash::FxHashMap;

use super::KoreanTokenizer;

/// Words to be found whole, beside those of the dictionary.
///
/// # The text
///
/// One word a line, in one of three forms, which may be mixed:
///
/// | form | a line |
/// |---|---|
/// | bare | `뉴진스` |
/// | simple | `뉴진스,NNP,뉴진스`: surface, tag, reading |
/// | detailed | `뉴진스,1786,3545,2500,NNP,*,F,뉴진스,*,*,*,*`: surface, left context id, right context id, cost, and the eight features of mecab-ko-dic |
///
/// The last two are Lindera's, with mecab-ko-dic's own context ids. A bare word
/// is a name (`NNP`). The reading is not used and may be `*`. `#` begins a
/// comment line, blank lines are skipped, a byte-order mark and either kind of
/// line end are accepted, a field that holds a comma stands in `"`. Hangul in
/// single letters (NFD) is composed.
///
/// # Which word wins
///
/// A bare or simple noun wins over whatever the dictionary has wherever it
/// begins a word (a stretch of letters between white space or punctuation) and
/// nothing but particles, the copula or a suffix such as 들 follows up to the
/// end of it, unless the dictionary has that whole stretch as one word: 그러나
/// stays 그러나 though 그러 be added. The longest of several wins. Elsewhere it
/// costs a little less than the cheapest way in which the dictionary can cut
/// the same letters, and never more than an ordinary name: it is kept whole
/// inside a compound, but does not break the words around it. A detailed
/// entry has the cost it states, and nothing else.
///
/// # Example
///
/// ```
/// use malmoi_text::korean::{KoreanOptions, KoreanTokenizer, UserDictionary};
/// use malmoi_text::Tokenizer;
///
/// let (words, problems) = UserDictionary::read("# names\n뉴진스\n해상풍력,NNG,해상풍력\n새 말\n");
/// assert_eq!(words.len(), 2);
/// assert_eq!(problems[0].line, 4);
///
/// let options = KoreanOptions { user_dictionary: words, ..KoreanOptions::default() };
/// let korean = KoreanTokenizer::with_options(options)?;
/// let mut found = Vec::new();
/// korean.worker().tokenize("뉴진스가 해상풍력단지에서", &mut |t| found.push(t.surface.to_string()));
/// assert_eq!(found, ["뉴진스", "가", "해상풍력", "단지", "에서"]);
/// # Ok::<(), malmoi_text::Error>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct UserDictionary {
    pub(super) entries: Vec<Entry>,
    /// Where the entries of a surface and tag are, by `surface,tag`.
    lines: FxHashMap<String, usize>,
}

/// A word.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Entry {
    pub(super) surface: Box<str>,
    pub(super) tag: Box<str>,
    /// The morphemes of a fused form; `*` for none.
    pub(super) expression: Box<str>,
    /// What a detailed entry states; a simple one is given it later.
    pub(super) context: Option<Context>,
}

/// How a detailed entry connects, in mecab-ko-dic's own ids.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Context {
    pub(super) left_id: u16,
    pub(super) right_id: u16,
    pub(super) cost: i16,
}

/// What is wrong with a line, or worth a remark.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Problem {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what to do about it.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

/// The longest surface, in characters. No word between two spaces is as long.
const LONGEST: usize = 64;

/// How many left and right context ids mecab-ko-dic has.
pub(super) const LEFT_IDS: u16 = 2693;
pub(super) const RIGHT_IDS: u16 = 3822;

/// The fewest fields of a detailed entry.
const DETAILED: usize = 12;

/// mecab-ko-dic's tags.
const TAGS: &[&str] = &[
    "NNG", "NNP", "NNB", "NNBC", "NR", "NP", "VV", "VA", "VX", "VCP", "VCN", "MM", "MAG", "MAJ",
    "IC", "JKS", "JKC", "JKG", "JKO", "JKB", "JKV", "JKQ", "JX", "JC", "EP", "EF", "EC", "ETN",
    "ETM", "XPN", "XSN", "XSV", "XSA", "XR", "SF", "SE", "SSO", "SSC", "SC", "SY", "SL", "SH",
    "SN",
];

/// The tags of bare and simple entries: those of words that stand by
/// themselves. How the others connect depends on more than the tag says.
pub(super) const SIMPLE_TAGS: &[&str] = &["NNG", "NNP", "NNB", "NR", "NP", "IC"];

/// The tag of a word about which nothing else is known.
const NAME: &str = "NNP";

impl UserDictionary {
    /// Reads entries from a text; what is wrong with a line costs that line
    /// alone.
    ///
    /// Refused are lines with another number of fields than 1, 3 or at least
    /// 12, surfaces that are empty, hold white space or are longer than 64
    /// characters, tags that mecab-ko-dic does not have, tags other than of
    /// nouns and interjections in the simple form,
    /// context ids outside of mecab-ko-dic's, costs outside of −32768 to 32767,
    /// and a surface that has been given the same tag before.
    pub fn read(text: &str) -> (UserDictionary, Vec<Problem>) {
        let mut dictionary = UserDictionary::default();
        let mut problems = Vec::new();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let number = index + 1;
            let read = entry(line).and_then(|entry| dictionary.add(entry, number));
            if let Err(message) = read {
                problems.push(Problem {
                    line: number,
                    message,
                });
            }
        }
        (dictionary, problems)
    }

    /// Returns how many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds the entries of another dictionary; those that are here already stay
    /// as they are.
    pub fn extend(&mut self, other: UserDictionary) {
        for entry in other.entries {
            // A duplicate is no mistake between two files.
            let _ = self.add(entry, 0);
        }
    }

    /// Adds a name, unless it is there already or is no name that
    /// [`read`](UserDictionary::read) would take.
    pub(crate) fn add_name(&mut self, name: &str) {
        if let Ok(surface) = surface(name) {
            let _ = self.add(Entry::simple(surface, NAME), 0);
        }
    }

    fn add(&mut self, entry: Entry, line: usize) -> Result<(), String> {
        let key = format!("{},{}", entry.surface, entry.tag);
        if let Some(first) = self.lines.get(&key) {
            return Err(format!(
                "{} is there as {} already, in line {first}; take one of the two out",
                entry.surface, entry.tag
            ));
        }
        self.lines.insert(key, line);
        self.entries.push(entry);
        Ok(())
    }

    /// Returns what is worth knowing about entries that are right: those that
    /// the dictionary of `korean` has already with the same tag, those of one syllable, and
    /// those that will never be found. In the order of the lines.
    pub fn remarks(&self, korean: &KoreanTokenizer) -> Vec<Problem> {
        let remark = |entry: &Entry| {
            let surface = &entry.surface;
            if !surface.chars().any(is_hangul) {
                Some(format!(
                    "{surface} has no Hangul, and words of other scripts are not looked up here; \
                     it will be ignored"
                ))
            } else if korean.has_word(surface, &entry.tag) {
                Some(format!(
                    "{surface} is in the dictionary as {} already",
                    entry.tag
                ))
            } else if surface.chars().nth(1).is_none() {
                Some(format!(
                    "{surface} has one syllable: every word made of it and a particle will be it"
                ))
            } else {
                None
            }
        };
        let mut remarks: Vec<Problem> = self
            .entries
            .iter()
            .filter_map(|entry| {
                let line = self.lines.get(&format!("{},{}", entry.surface, entry.tag));
                Some(Problem {
                    line: line.copied().unwrap_or_default(),
                    message: remark(entry)?,
                })
            })
            .collect();
        remarks.sort_by_key(|r| r.line);
        remarks
    }
}

impl Entry {
    fn simple(surface: String, tag: &str) -> Entry {
        Entry {
            surface: surface.into(),
            tag: tag.into(),
            expression: "*".into(),
            context: None,
        }
    }
}

/// Reads one line.
fn entry(line: &str) -> Result<Entry, String> {
    let fields = fields(line)?;
    let surface = surface(&fields[0])?;
    match fields.len() {
        1 => Ok(Entry::simple(surface, NAME)),
        3 => {
            let tag = fields[1].as_str();
            if !TAGS.contains(&tag) {
                return Err(unknown_tag(tag));
            }
            if !SIMPLE_TAGS.contains(&tag) {
                return Err(format!(
                    "a {tag} needs its context ids and cost: give the detailed form of {DETAILED} \
                     fields; this form is for {}",
                    SIMPLE_TAGS.join(", ")
                ));
            }
            Ok(Entry::simple(surface, tag))
        }
        n if n >= DETAILED => {
            let tag = fields[4].as_str();
            if tag.split('+').any(|t| !TAGS.contains(&t)) {
                return Err(unknown_tag(tag));
            }
            Ok(Entry {
                surface: surface.into(),
                tag: tag.into(),
                expression: fields[DETAILED - 1].as_str().into(),
                context: Some(Context {
                    left_id: context_id(&fields[1], "left", LEFT_IDS)?,
                    right_id: context_id(&fields[2], "right", RIGHT_IDS)?,
                    cost: fields[3].parse().map_err(|_| {
                        format!(
                            "{:?} is no cost; give a whole number from {} to {}",
                            fields[3],
                            i16::MIN,
                            i16::MAX
                        )
                    })?,
                }),
            })
        }
        n => Err(format!(
            "{n} fields; give the word alone, `surface,tag,reading`, or the {DETAILED} fields of \
             mecab-ko-dic"
        )),
    }
}

fn unknown_tag(tag: &str) -> String {
    format!("{tag:?} is no tag of mecab-ko-dic; a name is NNP, a common noun NNG")
}

fn context_id(field: &str, side: &str, ids: u16) -> Result<u16, String> {
    let id = field.parse().ok().filter(|id| *id < ids);
    id.ok_or_else(|| {
        format!(
            "{field:?} is no {side} context id of mecab-ko-dic; give a number from 0 to {}, or \
             the simple form without ids",
            ids - 1
        )
    })
}

/// Splits a line at its commas; a field may stand in `"`, and `""` inside is
/// one.
fn fields(line: &str) -> Result<Vec<String>, String> {
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        let mut field = String::new();
        if let Some(quoted) = rest.strip_prefix('"') {
            rest = quoted;
            loop {
                let Some((inside, after)) = rest.split_once('"') else {
                    return Err("a \" has no end; close it, or write \"\" for one".to_string());
                };
                field.push_str(inside);
                rest = after;
                match rest.strip_prefix('"') {
                    Some(after) => {
                        field.push('"');
                        rest = after;
                    }
                    None => break,
                }
            }
        }
        let (plain, after) = match rest.split_once(',') {
            Some((plain, after)) => (plain, Some(after)),
            None => (rest, None),
        };
        field.push_str(plain);
        fields.push(field.trim().to_string());
        match after {
            Some(after) => rest = after,
            None => return Ok(fields),
        }
    }
}

/// Returns a surface in the form in which it is looked up.
fn surface(field: &str) -> Result<String, String> {
    let surface = composed(field);
    if surface.is_empty() {
        return Err("the word is missing; it comes first in the line".to_string());
    }
    if surface.contains(char::is_whitespace) {
        return Err(format!(
            "{surface:?} holds white space, and no word goes past it; add its parts"
        ));
    }
    if let Some(c) = surface.chars().find(|c| c.is_control()) {
        return Err(format!(
            "the word holds the control character {c:?}; take it out"
        ));
    }
    if surface.chars().count() > LONGEST {
        return Err(format!(
            "the word has more than {LONGEST} characters; is there a comma missing?"
        ));
    }
    Ok(surface)
}

/// Returns the text with conjoining Hangul letters composed to syllables, by
/// the arithmetic of the Unicode standard, section 3.12.
fn composed(text: &str) -> String {
    const SYLLABLES: u32 = 0xac00;
    const TAILS: u32 = 28;
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        let joined = result.chars().next_back().and_then(|last| match c {
            '\u{1161}'..='\u{1175}' => {
                let lead = u32::from(last)
                    .checked_sub(0x1100)
                    .filter(|lead| *lead < 19)?;
                char::from_u32(SYLLABLES + (lead * 21 + u32::from(c) - 0x1161) * TAILS)
            }
            '\u{11a8}'..='\u{11c2}' if is_hangul(last) && tail(last) == 0 => {
                char::from_u32(u32::from(last) + u32::from(c) - 0x11a7)
            }
            _ => None,
        });
        if joined.is_some() {
            result.pop();
        }
        result.push(joined.unwrap_or(c));
    }
    result
}

/// Says whether the character is a Hangul syllable.
pub(super) fn is_hangul(c: char) -> bool {
    matches!(c, '가'..='힣')
}

/// Returns the number of a syllable's final consonant, 0 for none.
fn tail(syllable: char) -> u32 {
    (u32::from(syllable) - 0xac00) % 28
}

/// Says whether a word that ends in this character is spoken with a final
/// consonant, so that 은, 이, 을 follow it rather than 는, 가, 를.
pub(super) fn has_final_consonant(last: char) -> bool {
    match last {
        '가'..='힣' => tail(last) != 0,
        // 엘, 엠, 엔, 알, and the digits from 영 to 팔 that have one.
        'l' | 'm' | 'n' | 'r' | 'L' | 'M' | 'N' | 'R' => true,
        '0' | '1' | '3' | '6' | '7' | '8' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::korean::KoreanOptions;
    use crate::token::Tokenizer;

    use super::*;

    /// Reads one line that is wrong, and expects the message to hold `part`.
    fn check_refused(line: &str, part: &str) {
        let (words, problems) = UserDictionary::read(&format!("가나다\n{line}\n라마바\n"));
        assert_eq!(words.len(), 2, "{line}");
        assert_eq!(problems.len(), 1, "{line}: {problems:?}");
        assert_eq!(problems[0].line, 2, "{line}");
        assert!(problems[0].message.contains(part), "{line}: {problems:?}");
    }

    fn surfaces(text: &str) -> Vec<String> {
        let (words, problems) = UserDictionary::read(text);
        assert_eq!(problems, []);
        words
            .entries
            .iter()
            .map(|e| e.surface.to_string())
            .collect()
    }

    #[test]
    fn wrong_lines_are_refused_with_their_number() {
        check_refused(",NNP,가", "missing");
        check_refused("새 말", "white space");
        check_refused("말,NOUN,말", "no tag");
        check_refused("말,NNP+X,말", "no tag");
        check_refused("말,JX,말", "detailed form");
        check_refused("말,NNP", "2 fields");
        check_refused("말,1,2,3,NNP", "5 fields");
        check_refused("말,2693,1,0,NNG,*,T,말,*,*,*,*", "left context id");
        check_refused("말,1,3822,0,NNG,*,T,말,*,*,*,*", "right context id");
        check_refused("말,-1,1,0,NNG,*,T,말,*,*,*,*", "left context id");
        check_refused("말,1,1,40000,NNG,*,T,말,*,*,*,*", "no cost");
        check_refused("말,1,1,0,NNG+,*,T,말,*,*,*,*", "no tag");
        check_refused("가나다,NNP,가나다", "line 1");
        check_refused("\"말", "no end");
        check_refused("말\u{1}말", "control");
        check_refused(&"말".repeat(65), "64");
    }

    #[test]
    fn all_three_forms_are_read() {
        let text = "가나\n\"다,라\",NNG,*\n마바,2692,3821,-32768,VV+EC,*,F,마바,Inflect,VV,EC,마/VV/*+바/EC/*\n";
        let (words, problems) = UserDictionary::read(text);
        assert_eq!(problems, []);
        let tags: Vec<&str> = words.entries.iter().map(|e| &*e.tag).collect();
        assert_eq!(tags, ["NNP", "NNG", "VV+EC"]);
        assert_eq!(&*words.entries[1].surface, "다,라");
        assert_eq!(words.entries[2].context.unwrap().cost, i16::MIN);
        assert_eq!(&*words.entries[2].expression, "마/VV/*+바/EC/*");
    }

    #[test]
    fn marks_line_ends_comments_and_blank_lines_are_no_words() {
        assert_eq!(
            surfaces("\u{feff}# 이름\r\n\r\n  가나 \r\n#다라\n마바"),
            ["가나", "마바"]
        );
    }

    #[test]
    fn single_letters_are_composed() {
        assert_eq!(
            surfaces("\u{1102}\u{1172}\u{110c}\u{1175}\u{11ab}스"),
            ["뉴진스"]
        );
        assert_eq!(composed("ㅋㅋ가\u{11a8}\u{11a8}"), "ㅋㅋ각\u{11a8}");
    }

    #[test]
    fn the_same_word_may_have_two_tags() {
        assert_eq!(surfaces("가나,NNP,*\n가나,NNG,*"), ["가나", "가나"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_is_read_and_its_words_leave_spans_right(
            words in "([가-힣a-zA-Z0-9,\"# \u{1100}-\u{11c2}-]{1,6}\n?){0,20}",
            text in "[가-힣a-zA-Z0-9 .,']{0,40}",
        ) {
            let (words, problems) = UserDictionary::read(&words);
            prop_assert!(words.entries.iter().all(|e| !e.surface.is_empty()));
            prop_assert!(problems.windows(2).all(|p| p[0].line < p[1].line));
            let korean = KoreanTokenizer::with_options(KoreanOptions {
                user_dictionary: words,
                ..KoreanOptions::default()
            });
            let mut last = 0;
            korean.unwrap().worker().tokenize(&text, &mut |t| {
                assert_eq!(&text[t.start..t.end], t.surface);
                assert!(t.start >= last);
                last = t.end;
            });
        }
    }

    #[test]
    fn remarks_tell_what_is_of_no_use() {
        let korean = KoreanTokenizer::new().unwrap();
        let (words, _) = UserDictionary::read("뉴진스\n정부,NNG,정부\nOpenAI\n뷁\n");
        let remarks = words.remarks(&korean);
        let lines: Vec<usize> = remarks.iter().map(|r| r.line).collect();
        assert_eq!(lines, [2, 3, 4], "{remarks:?}");
    }
}

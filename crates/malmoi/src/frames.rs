//! What stands beside a keyword, article by article.
//!
//! "지음 |" stands below each book that is named, "Hillary Olin Lindsey GrahamGraham" where a
//! page has hidden a card behind a name, and of "midterm" and "elections" one is half of the
//! other. Such a word is part of a formula or of a longer expression, whose articles
//! are evidence for that and for nothing else. A word that an outlet writes about stands beside
//! many others. So an article says of each of its terms what stands beside it, in two
//! bytes, and a term for which that is nearly always the same is no keyword.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::surroundings::around;
use crate::word_uses::is_function_word;

/// What stands before a term and behind it, on its line: see [`NONE`], [`FUNCTION_WORDS`],
/// [`WORDS`] and [`MARKS`].
pub(crate) type Frame = [u8; 2];

/// Nothing that says anything: the end of a line, a number, a particle, the marks of
/// ordinary sentences.
const NONE: u8 = 0;

/// From here on: a function word, such as "the", by its hash.
const FUNCTION_WORDS: u8 = 1;

/// What cites whom it stands beside: "writes", "points out", "via".
const CITES: u8 = 62;

/// What makes a verb or an adjective of a Korean noun: 하다, 되다, 있다.
const VERB: u8 = 63;

/// From here on: any other word, by its hash.
const WORDS: u8 = 64;

/// From here on: one with a capital.
const CAPITALS: u8 = 152;

/// From here on: a mark that lists and forms have, by itself.
const MARKS: u8 = 240;

/// Those marks, a comma before a term being one of them.
const OF_LISTS: [char; 14] = [
    '|', '/', '>', '<', '=', '•', '▶', '▷', '■', '□', '★', '@', '+', '~',
];

/// Returns what stands beside the term at a place of a text; nothing, if it has no length
/// there.
pub(crate) fn frame(text: &str, at: usize, length: usize) -> Frame {
    if length == 0 {
        return [NONE; 2];
    }
    around(text, at..at + length).map_or([NONE; 2], |(before, behind)| {
        [code_before(before), code_behind(behind)]
    })
}

fn code_before(text: &str) -> u8 {
    let near = text.trim_end_matches(is_gap);
    match near.chars().next_back() {
        Some(c) if c.is_alphanumeric() => {
            let start = || {
                let gap = near.char_indices().rfind(|(_, c)| !is_of_word(*c));
                gap.map_or(0, |(at, c)| at + c.len_utf8())
            };
            // What is glued to the term is one word with it.
            let is_apart = near.len() < text.len();
            let is_source = || SOURCES.iter().any(|source| near.ends_with(source));
            match is_apart {
                true if is_source() => CITES,
                true => word(&near[start()..]),
                false => NONE,
            }
        }
        // "anti-" before "Semitic".
        Some('-') if near.len() == text.len() => {
            let joined = &near[..near.len() - 1];
            let is_end = |c: char| !c.is_alphanumeric();
            let start = joined.rfind(is_end).map_or(0, |at| {
                at + joined[at..].chars().next().map_or(0, char::len_utf8)
            });
            word(&joined[start..])
        }
        // A term in a list stands behind a comma; one before it may end a clause.
        Some(',') => MARKS + OF_LISTS.len() as u8,
        Some(c) => mark(c),
        None => NONE,
    }
}

fn code_behind(text: &str) -> u8 {
    let near = text.trim_start_matches(is_gap);
    match near.chars().next() {
        Some(c) if c.is_alphanumeric() => {
            let end = || near.find(|c: char| !is_of_word(c)).unwrap_or(near.len());
            let is_apart = near.len() < text.len();
            match is_apart {
                true if cites(near) => CITES,
                true => word(&near[..end()]),
                false if makes_verb(near) => VERB,
                false => NONE,
            }
        }
        // "-Cortez" behind "Ocasio".
        Some('-') if near.len() == text.len() => {
            let joined = &near[1..];
            let end = joined.find(|c: char| !c.is_alphanumeric());
            word(&joined[..end.unwrap_or(joined.len())])
        }
        Some(c) => mark(c),
        None => NONE,
    }
}

/// What stands before whom a text has something from, "H/T" being a hat tipped, and who was
/// told it.
const SOURCES: [&str; 12] = [
    "via",
    "Via",
    "H/T",
    "h/t",
    "writes",
    "told",
    "told the",
    "told The",
    "according to",
    "According to",
    "according to the",
    "according to The",
];

/// Whether what somebody has written is told behind the name: "writes", "has argued", "points
/// out". Who is written about says things, and is said to do them.
fn cites(behind: &str) -> bool {
    const WRITING: [&str; 18] = [
        "writes",
        "wrote",
        "written",
        "notes",
        "noted",
        "points",
        "pointed",
        "explains",
        "explained",
        "argues",
        "argued",
        "reports",
        "reported",
        "observes",
        "observed",
        "summarizes",
        "documented",
        "recounts",
    ];
    const HELPING: [&str; 7] = [
        "has",
        "have",
        "had",
        "recently",
        "also",
        "once",
        "previously",
    ];
    let mut words = behind.split(|c: char| !c.is_alphabetic());
    let next = words.find(|word| !HELPING.contains(word));
    next.is_some_and(|word| WRITING.contains(&word))
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() && c != '\n'
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '’' | '-')
}

/// Whether an ending of 하다, 되다, 시키다 or 드리다 follows a Korean noun without white space, or one of
/// 있다, 없다, 롭다 or 스럽다, which make adjectives of nouns.
fn makes_verb(behind: &str) -> bool {
    const ENDINGS: [&str; 28] = [
        "하", "했", "한", "할", "함", "해", "합", "되", "됐", "된", "될", "됨", "돼", "됩", "시키",
        "시켰", "시킨", "시킬", "시킴", "드리", "드린", "드립", "드려", "있", "없", "로운", "스러",
        "스럽",
    ];
    // 에게, in speech.
    !behind.starts_with("한테") && ENDINGS.iter().any(|ending| behind.starts_with(ending))
}

fn word(word: &str) -> u8 {
    if word
        .bytes()
        .all(|b| !b.is_ascii_alphabetic() && b.is_ascii())
    {
        return NONE;
    }
    let mut hash: u32 = 0x811c_9dc5;
    for byte in word.bytes() {
        hash = (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193);
    }
    // The low bits alone would be those of the last letters.
    let hash = hash ^ hash >> 15;
    let in_band = |from: u8, to: u8| from + (hash % u32::from(to - from)) as u8;
    if is_function_word(word) {
        in_band(FUNCTION_WORDS, CITES)
    } else if word.starts_with(char::is_uppercase) {
        in_band(CAPITALS, MARKS)
    } else {
        in_band(WORDS, CAPITALS)
    }
}

fn mark(c: char) -> u8 {
    let at = OF_LISTS.iter().position(|of_lists| *of_lists == c);
    at.map_or(NONE, |at| MARKS + at as u8)
}

/// The frames in which articles have a term.
#[derive(Debug, Default)]
pub(crate) struct Frames {
    articles: u32,
    seen: FxHashMap<Frame, u32>,
}

/// From so many articles on their frames are believed.
const ENOUGH: u32 = 5;

/// The share of articles with the same mark on one side from which on a term is part of a
/// list or a form.
const SAME_MARK: f64 = 0.7;

/// The share of articles with the same word on one side from which on a term is part of a
/// formula. It is 0.7 to 0.8 for terms of their own that are mostly half of an
/// expression, such as "insurance" behind "health".
const SAME_WORD: f64 = 0.8;

/// The same for both sides together, function words included: "on *landline* and".
const SAME_AROUND: f64 = 0.6;

/// The share of articles with a capital word behind one from which on it is the first part of
/// names, such as "Steve".
const OF_NAMES: f64 = 0.75;

/// The share of articles with 하다 or the like behind a Korean noun from which on it is a verb.
/// It is 0.7 for 사망 and 중단, which news is about, and 0.8 to 1 for 발생, 제시, 추구 and 개최.
const VERBS: f64 = 0.75;

/// The share of articles that cite a name from which on it is an author.
const CITED: f64 = 0.5;

impl Frames {
    /// Adds an article.
    pub(crate) fn add(&mut self, frame: Frame) {
        self.articles += 1;
        *self.seen.entry(frame).or_default() += 1;
    }

    /// Whether a term, as it is shown, stands in a formula, or is part of a longer
    /// expression, or a verb.
    ///
    /// A name of several words may well follow the same word, which is a title:
    /// "President Barack Obama".
    #[expect(
        clippy::iter_over_hash_type,
        reason = "sums and the greatest have no order"
    )]
    pub(crate) fn are_one(&self, shown: &str) -> bool {
        if self.articles < ENOUGH {
            return false;
        }
        let is_single = !shown.contains(' ');
        let mut sides = [[0_u32; 256]; 2];
        let is_capital = shown.starts_with(char::is_uppercase);
        let (mut around, mut names, mut verbs, mut cited) = (0, 0, 0, 0);
        for (&[left, right], &articles) in &self.seen {
            if left >= WORDS && (is_single || left >= MARKS) {
                sides[0][usize::from(left)] += articles;
            }
            if right >= WORDS {
                sides[1][usize::from(right)] += articles;
            }
            if is_single && is_capital && (CAPITALS..MARKS).contains(&right) {
                names += articles;
            }
            if right == VERB {
                verbs += articles;
            }
            let is_word =
                |side: u8| (FUNCTION_WORDS..MARKS).contains(&side) && side != VERB && side != CITES;
            if is_capital && (left == CITES || right == CITES) {
                cited += articles;
            }
            if is_word(left) && is_word(right) {
                around = around.max(articles);
            }
        }
        let most = |codes: Range<usize>| {
            let found = sides.iter().flat_map(|side| &side[codes.clone()]);
            found.max().copied().unwrap_or_default()
        };
        let words = most(usize::from(WORDS)..usize::from(MARKS));
        let marks = most(usize::from(MARKS)..256);
        let share = |articles: u32| f64::from(articles) / f64::from(self.articles);
        share(marks) >= SAME_MARK
            || share(words) >= SAME_WORD
            || share(around) >= SAME_AROUND
            || share(names) >= OF_NAMES
            || share(verbs) >= VERBS
            || share(cited) >= CITED
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a term is framed by texts, each with it once.
    fn are_one(shown: &str, texts: &[&str]) -> bool {
        let mut frames = Frames::default();
        for text in texts {
            let at = text.find(shown).expect("the text has the term");
            frames.add(frame(text, at, shown.len()));
        }
        frames.are_one(shown)
    }

    /// What takes time with the square of the length shows as a test that does not end.
    #[test]
    fn a_line_of_megabytes_without_a_space_is_soon_read() {
        for pattern in ["어민조합", "a-"] {
            let text = pattern.repeat(1 << 16);
            let places = (0..text.len() - 6).step_by(6);
            let mut frames = places.map(|at| frame(&text, at, 6));
            assert!(frames.all(|[_, behind]| behind == NONE), "{pattern}");
        }
    }

    #[test]
    fn a_mark_or_a_word_that_is_always_beside_a_term_frames_it() {
        let books = [
            "김하늘 지음 | 312쪽",
            "이바다 지음 | 208쪽",
            "박구름 지음| 96쪽",
            "최노을 지음  | 412쪽",
            "정이슬 지음 | 40쪽",
        ];
        assert!(are_one("지음", &books));
        assert!(!are_one("지음", &books[1..]));
        let elections = [
            "The midterm elections are near.",
            "In midterm Elections nobody voted.",
            "before the midterm elections",
            "2018 midterm elections",
            "The midterm elections passed.",
        ];
        assert!(are_one("midterm", &elections));
        let poll = ["Calls on landline and mobile phones."; 5];
        assert!(are_one("landline", &poll));
        let shops = [
            "한빛문고, 새벽문고에서",
            "강가책방, 새벽문고, 한빛문고",
            "섬책방 , 새벽문고",
            "달책방, 새벽문고.",
            "바다책방, 새벽문고 등",
        ];
        assert!(are_one("새벽문고", &shops));
    }

    #[test]
    fn parts_of_names_authors_and_verbs_are_framed() {
        let people = [
            "Anna Lee spoke.",
            "Anna Ray left.",
            "With Anna Koh it",
            "Anna West",
            "said Anna",
        ];
        assert!(are_one("Anna", &people));
        assert!(are_one("Koh", &["Anna Koh-West it"; 5]));
        assert!(are_one("West", &["Koh-West it"; 5]));
        let cited = [
            "As Anna Lee points out",
            "H/T Anna Lee and others",
            "says a poll that Anna Lee has argued for",
            "Anna Lee told the Senate",
            "with Anna Lee",
        ];
        assert!(are_one("Anna Lee", &cited));
        let told = [
            "told the Lake Post",
            "according to the Lake Post",
            "told Lake Post",
        ];
        assert!(are_one("Lake Post", &told.repeat(2)));
        let said = ["Anna Lee said", "Anna Lee left", "by Anna Lee"];
        let said: Vec<&str> = said.into_iter().chain(cited).collect();
        assert!(!are_one("Anna Lee", &said));
        let adjectives = ["재미있는", "재미있게", "재미없다", "재미있다", "재미의"];
        assert!(are_one("재미", &adjectives));
        let verbs = ["발생했다", "발생하는", "발생한다", "발생해", "발생의"];
        assert!(are_one("발생", &verbs));
        assert!(!are_one(
            "발생",
            &["발생했다", "발생한", "발생", "발생의", "발생한테"]
        ));
    }

    #[test]
    fn function_words_particles_numbers_and_sentence_marks_frame_nothing() {
        for (shown, texts) in [
            (
                "region",
                [
                    "in the region, it",
                    "from the region.",
                    "the region?",
                    "the region –",
                    "the region:",
                ],
            ),
            (
                "정부",
                ["정부는 왔다", "정부의 말", "정부에", "정부가", "정부는"],
            ),
            ("연승", ["3 연승", "12연승", "4연승", "7 연승", "8연승"]),
            (
                "Anna",
                ["Anna, it", "Anna, she", "Anna, who", "“Anna, look", "Anna,"],
            ),
            ("Anna Lee", ["President Anna Lee"; 5]),
            ("lake", ["lake\n|", "|\nlake", "lake", "lake\n|", "lake"]),
        ] {
            let texts: Vec<&str> = texts.to_vec();
            assert!(!are_one(shown, &texts), "{shown}");
        }
        assert!(are_one("Anna Lee", &["Anna Lee Lee"; 5]));
        assert_eq!(frame("강", 3, 10), [NONE; 2]);
        assert_eq!(frame("", 0, 0), [NONE; 2]);
    }
}

//! Known boilerplate: what pages put around their articles, by the patterns in
//! `dictionaries/boilerplate`.
//!
//! A line goes if it is boilerplate as a whole, a sentence if it is one of the
//! patterns that stand within lines, and a bracket if nothing but a credit is
//! in it. Everything else stays as it is.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::{memchr, memchr2, memchr3, memrchr2};
use rustc_hash::FxHashMap;

use crate::pattern::{Key, LONGEST, Pattern, key};
use crate::prose::is_prose;
use crate::sentences::sentences;

/// Strips all known boilerplate from a cleaned text.
///
/// What is left is a subsequence of the text but for a space here and there;
/// stripping it again changes nothing.
pub(crate) fn strip(text: String) -> String {
    let known = &*KNOWN;
    let mut out = String::new();
    // Up to here the text is in `out`, or stands for itself as long as nothing
    // has gone.
    let mut copied = 0;
    let mut start = 0;
    let bytes = text.as_bytes();
    while start < bytes.len() {
        let end = memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at);
        let line = &text[start..end];
        if let Some(stripped) = known.strip_line(line) {
            out.push_str(&text[copied..start]);
            if stripped.is_empty() {
                // The line end goes as well, and a blank line too many.
                copied = bytes.len().min(end + 1);
                if (out.is_empty() || out.ends_with("\n\n")) && bytes.get(copied) == Some(&b'\n') {
                    copied += 1;
                }
                start = copied;
                continue;
            }
            out.push_str(&stripped);
            copied = end;
        }
        start = end + 1;
    }
    if copied == 0 && out.is_empty() {
        return text;
    }
    out.push_str(&text[copied.min(text.len())..]);
    out.truncate(out.trim_end().len());
    let leading = out.len() - out.trim_start().len();
    out.drain(..leading);
    out
}

/// The patterns, by where they apply.
#[derive(Default)]
struct Known {
    /// For whole lines: those for sentences are among them.
    lines: Table,
    sentences: Table,
    prefixes: Table,
    brackets: Table,
    edges: Table,
    tails: Vec<Pattern>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known::default();
    for file in FILES {
        for line in file.lines() {
            // A test makes sure that there is nothing the reader passes over.
            let _ = known.add(line);
        }
    }
    known
});

const FILES: [&str; 2] = [
    include_str!("../../../dictionaries/boilerplate/ko.txt"),
    include_str!("../../../dictionaries/boilerplate/en.txt"),
];

/// The longest content of a bracket, in bytes.
const LONGEST_BRACKET: usize = 160;

/// How often a line is looked through. What stands in brackets of brackets goes
/// from the inside out.
const ROUNDS: usize = 8;

impl Known {
    /// Reads a line of a file; `false` if it makes no sense.
    fn add(&mut self, line: &str) -> bool {
        if line.trim().is_empty() || line.starts_with('#') {
            return true;
        }
        let Some((kind, text)) = line.split_once(' ') else {
            return false;
        };
        let Some(pattern) = Pattern::parse(text) else {
            return false;
        };
        match kind {
            "line" => self.lines.add(pattern, b'@'),
            "sentence" => {
                self.lines.add(pattern.clone(), b'@') && self.sentences.add(pattern, b'@')
            }
            "prefix" => self.prefixes.add(pattern, b'('),
            "bracket" => self.brackets.add(pattern, b'='),
            "edge" => self.edges.add(pattern, b'='),
            "tail" => {
                let fits = matches!(pattern.first_byte(), Some(b'/' | b'|'));
                self.tails.push(pattern);
                fits
            }
            _ => false,
        }
    }

    /// Returns what is left of a line; `None` if that is all of it.
    fn strip_line(&self, line: &str) -> Option<String> {
        let mut stripped = self.strip_once(line)?;
        for _ in 1..ROUNDS {
            match self.strip_once(&stripped) {
                Some(less) => stripped = less,
                None => break,
            }
        }
        Some(stripped)
    }

    fn strip_once(&self, line: &str) -> Option<String> {
        let (whole, bare) = bare(line);
        if whole.is_empty() {
            return None;
        }
        if whole.len() <= LONGEST {
            let one = sentences(line).next().is_none_or(|s| s.len() == line.len());
            if self.lines.has(whole, bare, one) && !is_prose(whole) {
                return Some(String::new());
            }
        }
        let mut gone = Vec::new();
        self.sentences_in(line, &mut gone);
        self.brackets_in(line, &mut gone);
        self.tail_in(line, &mut gone);
        (!gone.is_empty()).then(|| without(line, gone))
    }

    /// Finds the sentences, and beginnings of sentences, that go.
    fn sentences_in(&self, line: &str, gone: &mut Vec<Range<usize>>) {
        let mut start = 0;
        for sentence in sentences(line) {
            let end = start + sentence.len();
            let (whole, bare) = bare(sentence);
            let is_known = sentence.len() < line.len() && self.sentences.has(whole, bare, true);
            if is_known && !is_prose(whole) {
                gone.push(start..end);
            } else if let Some(length) = self.prefixes.prefix(sentence) {
                gone.push(start..start + length);
            }
            start = end;
        }
    }

    /// Finds the brackets that hold nothing but a credit.
    fn brackets_in(&self, line: &str, gone: &mut Vec<Range<usize>>) {
        let bytes = line.as_bytes();
        let mut at = 0;
        while let Some(found) = next_bracket(&bytes[at..]) {
            let start = at + found;
            at = start + 1;
            let rest = &line[start..];
            let Some((open, close)) = BRACKETS.iter().find(|(open, _)| rest.starts_with(*open))
            else {
                // The first byte of another character.
                continue;
            };
            let inside = &rest[open.len()..];
            let reach = inside.as_bytes();
            let reach = &reach[..reach.len().min(LONGEST_BRACKET)];
            let Some(length) = find(reach, close.as_bytes()) else {
                continue;
            };
            let inside = &inside[..length];
            if inside.contains(*open) {
                continue;
            }
            let end = start + open.len() + length + close.len();
            let (content, _) = bare(inside);
            let at_edge = line[..start].trim().is_empty() || is_end(&line[end..]);
            let has = |table: &Table| table.has(content, content, true);
            if has(&self.brackets) || at_edge && has(&self.edges) {
                gone.push(start..end);
                at = end;
            }
        }
    }

    /// Finds a credit at the end of the line.
    fn tail_in(&self, line: &str, gone: &mut Vec<Range<usize>>) {
        let mut end = line.trim_end().len();
        // A credit is the last or the one before, as in `| Kim/AP Photo`.
        for _ in 0..2 {
            let from = line.len().saturating_sub(LONGEST_BRACKET).min(end);
            let Some(at) = memrchr2(b'/', b'|', &line.as_bytes()[from..end]) else {
                return;
            };
            let start = from + at;
            let tail = line[start..].trim_end_matches(['.', ' ']);
            if self.tails.iter().any(|p| p.is_match(tail)) {
                gone.push(start..line.len());
                return;
            }
            end = start;
        }
    }
}

/// Opening brackets and what closes them.
const BRACKETS: [(&str, &str); 8] = [
    ("(", ")"),
    ("[", "]"),
    ("<", ">"),
    ("【", "】"),
    ("〈", "〉"),
    ("［", "］"),
    ("（", "）"),
    ("《", "》"),
];

/// Returns where the next bracket may open.
fn next_bracket(bytes: &[u8]) -> Option<usize> {
    // The brackets beyond ASCII begin with one of two bytes, which are the
    // first of few other characters in Korean and English.
    let ascii = memchr3(b'(', b'[', b'<', bytes);
    let bytes = &bytes[..ascii.unwrap_or(bytes.len())];
    memchr2(0xe3, 0xef, bytes).or(ascii)
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    memchr::memmem::find(text, what)
}

/// Whether nothing but the end of a sentence or line is in `text`.
fn is_end(text: &str) -> bool {
    text.trim_start_matches(['.', ' ', '\t']).is_empty()
}

/// Returns `text` without what the patterns do not compare: bullets at its
/// beginning, full stops at its end, brackets around it; first with the
/// brackets, then without.
fn bare(text: &str) -> (&str, &str) {
    let is_bullet =
        |c: char| !is_plain(c) && (c.is_whitespace() || "▶▷►▸☞☛■□◆◇●○•◦※★☆-–—>»·|".contains(c));
    let is_stop =
        |c: char| !c.is_alphanumeric() && (c.is_whitespace() || ".!…※▶◀◁☜»■|".contains(c));
    let trim = |t: &'_ str| -> (usize, usize) {
        let start = t.len() - t.trim_start_matches(is_bullet).len();
        let end = t[start..].trim_end_matches(is_stop).len();
        (start, start + end)
    };
    let (start, end) = trim(text);
    let whole = &text[start..end];
    let opens = |b: &u8| !b.is_ascii_alphanumeric() && !(0xea..=0xed).contains(b);
    if !whole.as_bytes().first().is_some_and(opens) {
        return (whole, whole);
    }
    let mut bare = whole;
    for (open, close) in BRACKETS {
        if let Some(inside) = bare.strip_prefix(open)
            && let Some(inside) = inside.strip_suffix(close)
            && !inside.contains(open)
        {
            let (start, end) = trim(inside);
            bare = &inside[start..end];
            break;
        }
    }
    (whole, bare)
}

/// Whether a character is of a word for sure; most are told at once.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('가'..='힣').contains(&c)
}

/// Returns `line` without `gone`, with a space where two words would meet.
fn without(line: &str, mut gone: Vec<Range<usize>>) -> String {
    gone.sort_unstable_by_key(|r| (r.start, r.end));
    let mut out = String::with_capacity(line.len());
    let mut from = 0;
    for range in gone {
        if range.start < from {
            from = from.max(range.end);
            continue;
        }
        let before = &line[from..range.start];
        append(&mut out, before);
        from = range.end;
    }
    append(&mut out, &line[from..]);
    out.truncate(out.trim_end().len());
    out
}

/// Appends a piece of a line behind which something has gone.
fn append(out: &mut String, piece: &str) {
    let piece = piece.trim_matches([' ', '\t']);
    if piece.is_empty() {
        return;
    }
    let joins = piece.starts_with(['.', ',', '!', '?', ';', ':', ')', '”', '’']);
    if !out.is_empty() && !joins {
        out.push(' ');
    }
    out.push_str(piece);
}

/// Patterns, found by what they begin or end with.
#[derive(Default)]
struct Table {
    by_first: FxHashMap<Key, Vec<Pattern>>,
    /// Those that begin with less than a key has, by their first byte.
    by_byte: FxHashMap<u8, Vec<Pattern>>,
    by_last: FxHashMap<Key, Vec<Pattern>>,
    /// Those that end with less than a key has, by their last byte.
    by_last_byte: FxHashMap<u8, Vec<Pattern>>,
    /// Those that begin and end with anything; each holds `rare`.
    others: Vec<Pattern>,
    rare: u8,
}

impl Table {
    /// Adds a pattern; `false` if it could not be found quickly.
    fn add(&mut self, pattern: Pattern, rare: u8) -> bool {
        self.rare = rare;
        if let Some(first) = pattern.first() {
            self.by_first.entry(first).or_default().push(pattern);
        } else if let Some(first) = pattern.first_byte() {
            self.by_byte.entry(first).or_default().push(pattern);
        } else if let Some(last) = pattern.last() {
            self.by_last.entry(last).or_default().push(pattern);
        } else if let Some(last) = pattern.last_byte() {
            self.by_last_byte.entry(last).or_default().push(pattern);
        } else {
            let fits = pattern.holds(rare);
            self.others.push(pattern);
            return fits;
        }
        true
    }

    /// Whether a text is as a pattern says, with the brackets around it or
    /// without. `one` says that it is one sentence: nothing open stands for more.
    fn has(&self, whole: &str, bare: &str, one: bool) -> bool {
        whole.len() <= LONGEST
            && !whole.is_empty()
            && (self.has_one(whole, one) || bare.len() < whole.len() && self.has_one(bare, one))
    }

    fn has_one(&self, text: &str, one: bool) -> bool {
        let bytes = text.as_bytes();
        let any = |patterns: Option<&Vec<Pattern>>| {
            patterns.is_some_and(|patterns| {
                let mut fitting = patterns.iter().filter(|p| one || !p.is_open());
                fitting.any(|p| p.is_match(text))
            })
        };
        let first = bytes.first().map(u8::to_ascii_lowercase);
        let last = bytes.last().map(u8::to_ascii_lowercase);
        any(key(bytes.iter()).and_then(|k| self.by_first.get(&k)))
            || any(first.and_then(|b| self.by_byte.get(&b)))
            || any(key(bytes.iter().rev()).and_then(|k| self.by_last.get(&k)))
            || any(last.and_then(|b| self.by_last_byte.get(&b)))
            || !self.others.is_empty()
                && memchr(self.rare, bytes).is_some()
                && any(Some(&self.others))
    }

    /// Returns the length of the longest beginning of `text` that a pattern
    /// describes.
    fn prefix(&self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        let longest = |patterns: &Vec<Pattern>| {
            let matched = patterns.iter().filter_map(|p| p.match_prefix(text));
            matched.max()
        };
        let first = bytes.first()?.to_ascii_lowercase();
        let listed = key(bytes.iter()).and_then(|k| self.by_first.get(&k));
        let listed = listed.and_then(longest);
        let short = self.by_byte.get(&first).and_then(longest);
        let start = &bytes[..bytes.len().min(DATELINE)];
        let other = match memchr(self.rare, start) {
            Some(_) => {
                let open = self.by_last.values().chain(self.by_last_byte.values());
                let open = open.chain([&self.others]);
                open.filter_map(longest).max()
            }
            None => None,
        };
        listed.max(short).max(other)
    }
}

/// Within how many bytes a dateline has its bracket.
const DATELINE: usize = 48;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    fn check(cases: &[(&str, &str)]) {
        for (text, want) in cases {
            assert_eq!(strip((*text).to_owned()), *want, "of {text:?}");
            assert_eq!(strip((*want).to_owned()), *want, "again, of {text:?}");
        }
    }

    #[test]
    fn news_that_begins_like_a_notice_stays() {
        for line in [
            "사진 : 김 작가의 새 전시가 다음 달 서울에서 열린다.",
            "ⓒ 표시는 1952년 처음 쓰였다.",
            "저작권자 : 누구인지를 두고 법원은 작가의 손을 들어줬다.",
            "Editing by committee has ruined the bill",
            "Reporting by women of sexual assault rose by a third last year",
            "Photo by photo, the archive of 1980 was put online",
            "Share this burden, Merkel told EU leaders.",
            "Don't miss the deadline, tax officials warned",
            "More from taxpayers will be needed, the governor said.",
            "Click here to vote, the scam email said.",
        ] {
            assert_eq!(strip(format!("가\n{line}\n나")), format!("가\n{line}\n나"));
        }
        assert_eq!(strip("가\n무단 전재 및 재배포 금지".to_owned()), "가");
        assert_eq!(strip("가\nPhoto by Jane Doe".to_owned()), "가");
    }

    #[test]
    fn the_files_hold_nothing_the_reader_passes_over() {
        let mut known = Known::default();
        for file in FILES {
            for line in file.lines() {
                assert!(known.add(line), "{line:?}");
            }
        }
    }

    #[test]
    fn credits_go_and_the_sentence_stays() {
        check(&[
            ("정부는 발표했다. (사진=예시뉴스)", "정부는 발표했다."),
            ("[사진 제공=예시전자] 새 제품이다.", "새 제품이다."),
            ("새 제품(사진=예시전자)이 나왔다.", "새 제품 이 나왔다."),
            ("회의하는 모습. /사진=예시뉴스", "회의하는 모습."),
            ("회의하는 모습 <사진=예시뉴스>", "회의하는 모습"),
            ("회의가 열렸다. 사진=예시뉴스", "회의가 열렸다."),
            ("발표했다. (연합뉴스)", "발표했다."),
            (
                "(서울=연합뉴스) 김철수 기자 = 정부는 발표했다.",
                "정부는 발표했다.",
            ),
            (
                "【서울=뉴시스】김철수 기자 = 정부는 발표했다.",
                "정부는 발표했다.",
            ),
            (
                "[예시신문 김철수 기자] 정부는 발표했다.",
                "정부는 발표했다.",
            ),
            ("The leaders met. (Yonhap)", "The leaders met."),
            (
                "The leaders met on Monday (Photo: Kim Min-su, AP) in Seoul.",
                "The leaders met on Monday in Seoul.",
            ),
            (
                "The leaders met. (AP Photo/Lee Jin-man)",
                "The leaders met.",
            ),
            ("The leaders met. | AP Photo", "The leaders met."),
            ("The leaders met. | Pablo Kim/AP Photo", "The leaders met."),
            (
                "The leaders met. Credit... Min Kim/The Example Times",
                "The leaders met.",
            ),
            (
                "Photo by Min Kim / Getty Images\nThe leaders met.",
                "The leaders met.",
            ),
            (
                "Enlarge this image toggle caption Min Kim/AP Min Kim/AP\nThey met.",
                "They met.",
            ),
            ("Hide Caption 11 of 47 The leaders met.", "The leaders met."),
        ]);
    }

    #[test]
    fn lines_around_the_article_go() {
        check(&[
            (
                "정부는 발표했다.\n무단 전재 및 재배포 금지",
                "정부는 발표했다.",
            ),
            (
                "발표했다.\n<저작권자(c) 예시뉴스, 무단 전재-재배포 금지>",
                "발표했다.",
            ),
            (
                "발표했다.\nⓒ 예시일보, 무단전재 및 재배포 금지",
                "발표했다.",
            ),
            (
                "발표했다. Copyright ⓒ 예시일보. All rights reserved. 무단 전재 및 재배포 금지.",
                "발표했다.",
            ),
            ("발표했다.\n▶ 네이버에서 구독하기", "발표했다."),
            (
                "발표했다.\n▶ 네이버 메인에서 예시일보를 만나보세요",
                "발표했다.",
            ),
            ("발표했다.\n\n[관련기사]\n\n끝났다.", "발표했다.\n\n끝났다."),
            ("[관련기사] 정부, 대책 발표\n발표했다.", "발표했다."),
            ("발표했다.\n▶ 관련기사: 정부, 대책 발표", "발표했다."),
            (
                "발표했다.\n예시일보 앱 다운로드\n페이스북\n트위터",
                "발표했다.",
            ),
            ("발표했다. 김철수 기자 kim@press.example", "발표했다."),
            (
                "발표했다.\n김철수 기자 kim@press.example\n※ 제보는 카카오톡 press",
                "발표했다.",
            ),
            ("They met.\nRELATED: Why they met", "They met."),
            ("They met.\nRead more: Why they met", "They met."),
            ("WATCH: They meet\nThey met.", "They met."),
            (
                "They met.\nCLICK HERE TO GET THE EXAMPLE NEWS APP",
                "They met.",
            ),
            (
                "They met. Click here to read more. They parted.",
                "They met. They parted.",
            ),
            ("They met.\nSign up for our newsletter", "They met."),
            (
                "Copyright © 2026 Example Times, LLC. Click here for reprint permission.\nA.",
                "A.",
            ),
            (
                "They met.\n(Click here for photos)\nADVERTISEMENT\nThey parted.",
                "They met.\nThey parted.",
            ),
            ("The Associated Press contributed to this report.", ""),
            (
                "Share This Story Tweet Share Email\nThey met.\nAll rights reserved.",
                "They met.",
            ),
            (
                "They met.\n\nADVERTISEMENT\n\nThey parted.",
                "They met.\n\nThey parted.",
            ),
        ]);
    }

    #[test]
    fn sentences_about_such_things_stay() {
        for text in [
            "사진을 찍은 김 기자는 현장을 떠났다.",
            "그는 구독하기 버튼을 누르라고 말했다.",
            "“구독하기”를 누른 사람은 백 명이다.",
            "무단 전재와 재배포를 금지하는 법이 통과됐다.",
            "저작권자가 누구인지는 밝혀지지 않았다.",
            "연합뉴스가 보도했다.",
            "정부(과학기술부)는 한국방송(KBS)에 알렸다.",
            "김철수 기자가 취재했다.",
            "관련 기사에 달린 댓글을 조사했다.",
            "네이버에서 구독하기 기능을 새로 내놓았다고 밝혔다.",
            "회의는 2026년 1월 3일(현지시간) 열렸다.",
            "사진 속 인물은 누구인가?",
            "The Associated Press (AP) said the photo was real.",
            "Photographs by the suspect were shown in court.",
            "He asked readers to sign up for the army.",
            "Watch the skies, he said.",
            "She clicked here and there.",
            "Related costs rose by 3 percent.",
            "Reading more helps children, a study says.",
            "All rights reserved for the state were cut.",
            "Advertisement revenue fell.",
            "Copyright law is old.",
            "More than 3 people came (see below).",
            "He contributed to this report on trade last year.",
            "",
        ] {
            assert_eq!(strip(text.to_owned()), text);
        }
    }

    /// Texts of which much is boilerplate or looks like it.
    fn texts() -> impl Strategy<Value = String> {
        const PIECES: [&str; 36] = [
            "(사진=가)",
            "[가 나 기자]",
            "(서울=연합뉴스) ",
            "김철수 기자 = ",
            "(연합뉴스)",
            "사진=",
            "/사진=가",
            "무단 전재 및 재배포 금지",
            "▶ 네이버에서 구독하기\n",
            "ⓒ ",
            "관련기사",
            "(Yonhap)",
            "Photo by A",
            " | AP Photo",
            "/AP",
            "ADVERTISEMENT\n",
            "Click here to ",
            "Copyright ",
            "a@b.example",
            "hide caption 1 of 2",
            "WATCH: ",
            "\n",
            "\n",
            "\n\n",
            " ",
            ". ",
            ".",
            "? ",
            "(",
            ")",
            "[",
            "<",
            ">",
            "정부는 발표했다",
            "The end",
            "끝",
        ];
        let piece = prop_oneof![
            4 => proptest::sample::select(&PIECES[..]).prop_map(str::to_owned),
            1 => "[ -~가-나]{0,6}",
        ];
        proptest::collection::vec(piece, 0..16).prop_map(|p| p.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 2000,
            rng_seed: RngSeed::Fixed(20260103),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn stripping_again_changes_nothing(text in texts()) {
            let text = crate::clean::body(&text.replace('&', ""));
            let once = strip(text.clone());
            prop_assert!(once.len() <= text.len(), "{:?} of {:?}", once, text);
            prop_assert_eq!(once.trim(), once.as_str());
            prop_assert!(!once.contains("\n\n\n"));
            prop_assert_eq!(strip(once.clone()), once);
        }
    }

    #[test]
    fn a_hostile_line_takes_time_in_proportion() {
        for unit in [
            "(", "(사진=", "[기자 ", "/", "| AP ", "*@", "A. ", "ⓒ", "사진=", "(a)",
        ] {
            strip(unit.repeat(1_000_000 / unit.len()));
        }
    }
}

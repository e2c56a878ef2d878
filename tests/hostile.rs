//! Text as no newsroom writes it: megabytes without a space or a line end, and
//! characters that are no letters. Every span must be right, and twice the text
//! must be twice the work.
//!
//! The work is counted by its tokens, not timed; what takes time with the
//! square of the length shows as a test that does not end.

use std::sync::OnceLock;

use proptest::prelude::*;

use malmoi::{Analyzer, Engine, KoreanOptions, Language, Worker, detect};

use crate::pipeline::analyze_on;

/// What lines without an end are made of.
const PATTERNS: &[(&str, &str)] = &[
    ("syllables", "정부는반도체수출대책을발표했다"),
    ("one syllable", "가"),
    ("unknown syllables", "뷁뛟쀍"),
    ("jamo", "ㅋㅋㅋㅋㅠㅠ"),
    ("old jamo", "ᄒᆞᆫ"),
    ("vowel signs", "ㆍ"),
    ("Latin letters", "abcdefghij"),
    ("capitals", "ABC"),
    ("digits", "0123456789"),
    ("letters with full stops", "a.b."),
    ("letters with colons", "word:"),
    ("hyphens", "a-"),
    ("apostrophes", "a'"),
    ("ampersands", "A&"),
    ("ampersands alone", "&"),
    ("mail addresses", "a.b@"),
    ("character references", "&#x27;"),
    ("web addresses", "http://a"),
    ("emoji", "😀"),
    ("families", "👨‍👩‍👧‍👦"),
    ("flags", "🇰🇷"),
    ("combining marks", "\u{301}"),
    ("letters with marks", "e\u{301}\u{323}"),
    ("joiners", "\u{200d}"),
    ("NUL", "\0"),
    ("control characters", "\u{1}\u{7f}\u{85}\u{1b}"),
    ("spaces", " "),
    ("wide spaces", "\u{3000}"),
    ("direction marks", "\u{202e}\u{2066}"),
    ("Arabic", "سلام"),
    ("Thai", "สวัสดี"),
    ("Chinese", "中华人民共和国"),
    ("Japanese", "東京タワーはたかい"),
    ("private use", "\u{e000}\u{10fffd}"),
    ("scripts in turn", "가a"),
    ("scripts in turn with digits", "가1a中б"),
    ("quotes", "‘가’"),
];

/// About how long a text is, in bytes: several times what the lattice takes at
/// once.
const LENGTH: usize = 1 << 16;

fn analyzers() -> &'static [(&'static str, Analyzer)] {
    static ANALYZERS: OnceLock<Vec<(&str, Analyzer)>> = OnceLock::new();
    ANALYZERS.get_or_init(|| {
        let new = || Analyzer::new().unwrap();
        let lindera = Analyzer::with_options(KoreanOptions {
            engine: Engine::Lindera,
            ..KoreanOptions::default()
        })
        .unwrap();
        vec![
            ("detecting", new()),
            ("as Korean", new().for_language(Language::KOREAN)),
            ("as English", new().for_language(Language::ENGLISH)),
            (
                "as Korean by Lindera",
                lindera.for_language(Language::KOREAN),
            ),
        ]
    })
}

/// Returns the number of tokens, every one of which must be where it says.
///
/// # Panics
///
/// If one is not.
fn tokens(analyzer: &Analyzer, text: &str, what: &str) -> usize {
    let (mut tokens, mut last) = (0, 0);
    analyzer.analyzer_worker().tokenize(text, &mut |t| {
        assert!(t.start >= last && t.end > t.start, "{what}: {last} {t:?}");
        assert_eq!(&text[t.start..t.end], t.surface, "{what}");
        assert!(!t.term.is_empty(), "{what}: {t:?}");
        last = t.end;
        tokens += 1;
    });
    tokens
}

fn long(pattern: &str, bytes: usize) -> String {
    pattern.repeat(bytes / pattern.len())
}

#[test]
fn text_without_end_has_right_spans_and_twice_of_it_twice_the_tokens() {
    for (name, pattern) in PATTERNS {
        for (how, analyzer) in analyzers() {
            let what = format!("{name}, {how}");
            let once = tokens(analyzer, &long(pattern, LENGTH), &what);
            let twice = tokens(analyzer, &long(pattern, 2 * LENGTH), &what);
            // Where a long text is cut, a token more or less comes of it; what
            // grows with the square would be far away.
            let slack = 8 + once / 100;
            assert!(
                twice.abs_diff(2 * once) <= slack,
                "{what}: {once} tokens, {twice} in twice the text"
            );
        }
    }
}

#[test]
fn runs_part_text_without_end() {
    for (name, pattern) in PATTERNS {
        let text = long(pattern, LENGTH);
        let mut end = 0;
        for run in detect(&text).runs {
            assert_eq!(run.start, end, "{name}");
            assert!(
                run.end > run.start && text.is_char_boundary(run.end),
                "{name}"
            );
            end = run.end;
        }
        assert_eq!(end, text.len(), "{name}");
    }
}

/// What is bounded by a constant, such as a table of sixteen kilobytes, is only
/// seen in text far longer.
#[test]
fn megabytes_without_a_space_have_right_spans() {
    let (_, analyzer) = &analyzers()[0];
    for (name, pattern) in PATTERNS {
        let is_common = ["syllables", "jamo", "Latin letters", "emoji", "NUL"].contains(name);
        if is_common {
            let once = tokens(analyzer, &long(pattern, LENGTH), name);
            let many = tokens(analyzer, &long(pattern, 32 * LENGTH), name);
            assert!(
                many.abs_diff(32 * once) <= 32 + many / 100,
                "{name}: {once}, {many}"
            );
        }
    }
}

#[test]
fn prose_after_text_without_end_is_read_as_ever() {
    let prose = "정부는 반도체 수출 대책을 발표했다";
    for (name, pattern) in PATTERNS {
        let text = format!("{}\n{prose}", long(pattern, LENGTH));
        for (how, analyzer) in analyzers() {
            let mut found = Vec::new();
            let start = text.len() - prose.len();
            analyzer.analyzer_worker().tokenize(&text, &mut |t| {
                if t.start >= start {
                    found.push(t.surface.to_string());
                }
            });
            assert!(found.len() >= 4, "{name}, {how}: {found:?}");
        }
    }
}

/// What reads, cleans and counts articles and chooses keywords meets them as well: an outlet that
/// names itself without end, and words beyond number glued to each other.
#[test]
fn articles_of_one_line_without_end_are_analyzed() {
    const PUBLISHER: &str = "KBC";
    let own = ["KBC market ", "KBC/"].map(|pattern| long(pattern, LENGTH));
    let glued: String = (0..LENGTH / 6)
        .filter_map(|n| Some([char::from_u32(0xac00 + n as u32 % 11_000)?, '역']))
        .flatten()
        .collect();
    let patterns = PATTERNS.iter().map(|(_, pattern)| long(pattern, LENGTH));
    let folder = tempfile::tempdir().unwrap();
    let mut lines = String::new();
    for (id, body) in patterns.chain(own).chain([glued]).enumerate() {
        let article = serde_json::json!({
            "id": id.to_string(), "title": format!("기사 {id}"), "publisher": PUBLISHER,
            "published_at": "2026-03-06", "body": body,
        });
        lines += &format!("{article}\n");
    }
    let path = folder.path().join("articles.jsonl");
    std::fs::write(&path, &lines).unwrap();
    let analysis = analyze_on(2, &[&path]);
    assert_eq!(analysis.balance.read, lines.lines().count() as u64);
    assert!(analysis.balance.counted > analysis.balance.skipped);
}

/// Any character at all, and those of news rather more often than chance has
/// them.
fn character() -> impl Strategy<Value = char> {
    prop_oneof![
        any::<char>(),
        prop::char::range('가', '힣'),
        prop::char::range('\0', '\u{ff}'),
        prop::char::range('\u{1100}', '\u{11ff}'),
        prop::char::range('\u{2000}', '\u{206f}'),
        prop::sample::select(
            " \n.,'’-&;:@/#ㆍ·은는이가를𠀀👍🏽\u{301}\u{feff}"
                .chars()
                .collect::<Vec<_>>()
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn any_text_has_right_spans_by_every_tokenizer(
        text in prop::collection::vec(character(), 0..80).prop_map(String::from_iter),
    ) {
        for (how, analyzer) in analyzers() {
            tokens(analyzer, &text, how);
        }
        let runs = detect(&text).runs;
        let joined: String = runs.iter().map(|r| &text[r.start..r.end]).collect();
        prop_assert_eq!(joined, text);
    }
}

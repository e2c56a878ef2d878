//! What holds for any bytes: no panic, and one entry for each article.

use std::fs;

use malmoi_corpus::{Corpus, CorpusOptions, Entry, Timestamp};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Bytes of which much looks like an article, so that the readers get beyond
/// their first line.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..8),
        any::<String>().prop_map(String::into_bytes),
        proptest::sample::select(&PIECES[..]).prop_map(|p| p.as_bytes().to_vec()),
        proptest::sample::select(&PIECES[..]).prop_map(|p| p.as_bytes().to_vec()),
        proptest::sample::select(&PIECES[..]).prop_map(|p| p.as_bytes().to_vec()),
    ];
    proptest::collection::vec(pieces, 0..24).prop_map(|p| p.concat())
}

const PIECES: [&str; 52] = [
    "(사진=가)",
    "[가 나 기자]",
    "무단 전재 및 재배포 금지",
    "▶ 네이버에서 구독하기\n",
    "ⓒ ",
    "(Yonhap)",
    "Photo by A",
    " | AP Photo",
    "ADVERTISEMENT\n",
    "Click here to ",
    "Copyright ",
    "김철수 기자 a@b.example",
    "---\n",
    "---\n",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "\u{feff}",
    "id: 1\n",
    "title: \"a \"b\"\n",
    "publisher: [가\n",
    "author:\n\t\tA B a@b.example\n",
    "# ",
    "**가** | x\n",
    "*Source: x*",
    "*Crawled at: x*\n",
    "&#x27;",
    "&amp;",
    "&#0;",
    "\u{200b}",
    ".",
    "다.",
    "정부",
    "”",
    "“",
    "\"",
    ")",
    "(",
    "…",
    "The ",
    "U.S.",
    "NKOn ",
    "By Han Ji-won\n",
    "2026-01-04",
    "홍길동 기자\n",
    "{\"text\":\"",
    "\"}",
    "{",
    "date: ",
    "ᄒ\u{1161}ᆫ",
];

fn read(corpus: Corpus) -> Vec<Entry> {
    let mut found = Vec::new();
    for batch in corpus {
        batch.read(&mut |entry| found.push(entry));
    }
    found
}

fn check(entries: &[Entry]) {
    for entry in entries {
        let Entry::Document(d) = entry else { continue };
        let odd = |c: char| (c.is_control() && c != '\n' && c != '\t') || c == '\u{200b}';
        assert!(!d.text.is_empty() && d.text.trim() == d.text, "{d:?}");
        assert!(!d.text.contains(odd) && !d.text.contains("\n\n\n"), "{d:?}");
        assert!(!d.id.is_empty() && !d.path.is_empty());
        for field in [&d.title, &d.publisher, &d.category, &d.url, &d.oid, &d.aid] {
            assert!(
                field
                    .as_ref()
                    .is_none_or(|f| !f.is_empty() && f.trim() == f),
                "{d:?}"
            );
        }
    }
}

/// The same cases on every run.
fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 1000,
        rng_seed: RngSeed::Fixed(20260102),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_file_is_one_entry(bytes in bytes(), name in proptest::sample::select(&["a.md", "a.txt", "a"][..])) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), &bytes).unwrap();
        let entries = read(Corpus::open(&[folder.path()], CorpusOptions::default()).unwrap());
        prop_assert_eq!(entries.len(), 1);
        check(&entries);
    }

    #[test]
    fn any_line_that_is_not_blank_is_one_entry(mut bytes in bytes()) {
        // These show that the file as a whole is no JSON Lines.
        bytes.retain(|&b| b != 0);
        prop_assume!(!bytes.starts_with(b"\xff\xfe") && !bytes.starts_with(b"\xfe\xff"));
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.jsonl"), &bytes).unwrap();
        let entries = read(Corpus::open(&[folder.path()], CorpusOptions::default()).unwrap());
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
        let lines = text.split(|&b| b == b'\n').filter(|l| !l.trim_ascii().is_empty()).count();
        prop_assert_eq!(entries.len(), lines.max(1));
        check(&entries);
    }

    #[test]
    fn a_timestamp_reads_back_what_it_writes(text in "[0-9]{4}[-./년] ?[0-9]{1,2}[-./월] ?[0-9]{1,2}[일.]?( [0-9]{1,2}:[0-9]{2})?") {
        if let Some(stamp) = Timestamp::parse(&text) {
            prop_assert_eq!(Timestamp::parse(&stamp.to_string()), Some(stamp));
        }
    }

    #[test]
    fn no_text_upsets_the_reader_of_timestamps(text in any::<String>()) {
        let _ = Timestamp::parse(&text);
    }
}

//! What holds for any bytes: no panic, and one entry for each article.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

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

/// A name for each format.
const NAMES: [&str; 10] = [
    "a.md",
    "a.txt",
    "a",
    "a.jsonl",
    "a.json",
    "a.csv",
    "a.tsv",
    "a.html",
    "a.parquet",
    "a.zip",
];

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut writer, bytes).unwrap();
    writer.finish().unwrap()
}

fn tar(bytes: &[u8]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for name in ["a.txt", "b/c.csv"] {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        archive.append_data(&mut header, name, bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

const PIECES: [&str; 64] = [
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
    "text,title\n",
    "text\tdate\n",
    "x,y\n",
    "\"x\ny\",",
    "[{",
    "},\n",
    "<html><body>",
    "<div><p>",
    "</p></div>",
    "<script type=\"application/ld+json\">",
    "PAR1",
    "PK\u{3}\u{4}",
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
    fn any_bytes_in_any_format_are_at_least_one_entry(
        bytes in bytes(),
        name in proptest::sample::select(&NAMES[..]),
        wrapping in 0..4,
        damage in proptest::option::of(any::<(prop::sample::Index, u8)>()),
    ) {
        let name = match wrapping {
            1 => format!("{name}.gz"),
            2 => format!("{name}.zst"),
            3 => "a.tar".to_owned(),
            _ => name.to_owned(),
        };
        let mut bytes = match wrapping {
            1 => gzip(&bytes),
            2 => zstd::encode_all(&bytes[..], 1).unwrap(),
            3 => tar(&bytes),
            _ => bytes,
        };
        if let (Some((at, byte)), false) = (damage, bytes.is_empty()) {
            let at = at.index(bytes.len());
            // Either a byte is another, or the rest is missing.
            match byte {
                0..128 => bytes[at] = byte,
                _ => bytes.truncate(at),
            }
        }
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(&name), &bytes).unwrap();
        let corpus = Corpus::open(&[folder.path()], CorpusOptions::default()).unwrap();
        let again = corpus.again().unwrap();
        let entries = read(corpus);
        prop_assert!(!entries.is_empty(), "{}", name);
        check(&entries);
        prop_assert_eq!(&entries, &read(again));
        let reader = Box::new(std::io::Cursor::new(bytes));
        let streamed = read(Corpus::from_reader(&name, reader, CorpusOptions::default()));
        prop_assert!(!streamed.is_empty(), "{}", name);
        check(&streamed);
    }

    #[test]
    fn any_file_is_one_entry(bytes in bytes(), name in proptest::sample::select(&["a.md", "a.txt"][..])) {
        let folder = tempfile::tempdir().unwrap();
        // These show that it is something else, whatever its name is.
        let start = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes).trim_ascii_start();
        prop_assume!(!start.starts_with(b"{") && !start.starts_with(b"["));
        prop_assume!(!bytes.starts_with(b"PAR1") && !bytes.starts_with(b"PK\x03\x04"));
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
        let start = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes).trim_ascii_start();
        prop_assume!(!start.starts_with(b"["));
        prop_assume!(!bytes.starts_with(b"PAR1") && !bytes.starts_with(b"PK\x03\x04"));
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.jsonl"), &bytes).unwrap();
        let entries = read(Corpus::open(&[folder.path()], CorpusOptions::default()).unwrap());
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
        // A carriage return alone ends lines where nothing else does.
        let end = if text.contains(&b'\n') { b'\n' } else { b'\r' };
        let lines = text.split(|&b| b == end).filter(|l| !l.trim_ascii().is_empty()).count();
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

//! Every format, whole and damaged, to entries; the fixtures are written here.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod archives;
mod compressed;
mod globs;
mod json;
mod pages;
mod parquet_files;
mod tables;

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use malmoi_corpus::{
    Corpus, CorpusOptions, Document, Entry, Field, PublisherSource, Skip, SkipReason, Timestamp,
};

fn entries(corpus: Corpus) -> Vec<Entry> {
    let mut found = Vec::new();
    for batch in corpus {
        batch.read(&mut |entry| found.push(entry));
    }
    found
}

/// The entries of a file, which are the same a second time and, where a stream
/// can be such a thing, from a stream.
fn file(name: &str, content: impl AsRef<[u8]>) -> Vec<Entry> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, &content).unwrap();
    let corpus = Corpus::open(&[&path], CorpusOptions::default()).unwrap();
    let again = corpus.again().unwrap();
    let found = entries(corpus);
    assert_eq!(found, entries(again), "{name}");
    found
}

fn stream(name: &str, content: impl Into<Vec<u8>>) -> Vec<Entry> {
    let reader = Box::new(Cursor::new(content.into()));
    entries(Corpus::from_reader(name, reader, CorpusOptions::default()))
}

/// Each entry in a few words: where it is, and its text or the reason.
fn told(entries: &[Entry]) -> Vec<String> {
    let place = |entry: &Option<String>, line: Option<u64>| {
        let entry = entry.as_ref().map_or(String::new(), |e| format!("{e} "));
        entry + &line.map_or(String::new(), |l| format!("{l} "))
    };
    let tell = |e: &Entry| match e {
        Entry::Document(d) => format!("{}{}", place(&d.entry, d.line), d.text),
        Entry::Skipped(s) => format!("{}! {}", place(&s.entry, s.line), s.reason.name()),
    };
    entries.iter().map(tell).collect()
}

fn one_document(mut entries: Vec<Entry>) -> Document {
    assert_eq!(entries.len(), 1, "{entries:?}");
    match entries.remove(0) {
        Entry::Document(document) => document,
        Entry::Skipped(skip) => panic!("skipped: {skip:?}"),
    }
}

fn last_skip(entries: &[Entry]) -> Skip {
    match entries.last() {
        Some(Entry::Skipped(skip)) => skip.clone(),
        other => panic!("not skipped: {other:?}"),
    }
}

const LINES: &str = "{\"text\": \"a\"}\n{\"text\": \"b\"}\n";

fn gzip(content: impl AsRef<[u8]>) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(content.as_ref()).unwrap();
    writer.finish().unwrap()
}

fn zstd(content: impl AsRef<[u8]>) -> Vec<u8> {
    zstd::encode_all(content.as_ref(), 1).unwrap()
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, content) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, *content).unwrap();
    }
    archive.into_inner().unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (index, (name, content)) in members.iter().enumerate() {
        let method = match index % 2 {
            0 => zip::CompressionMethod::Deflated,
            _ => zip::CompressionMethod::Stored,
        };
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        archive.start_file(*name, options).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Numbers that do not compress, as text.
fn noise(seed: u64, len: usize) -> String {
    let mut state = seed;
    let mut text = String::new();
    while text.len() < len {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        text.push_str(&format!("{:x} ", state >> 20));
    }
    text
}

fn many_lines(count: usize) -> String {
    let line = |n: usize| {
        format!(
            "{{\"id\": {n}, \"text\": \"{}\"}}\n",
            noise(n as u64, 1000 + n % 7)
        )
    };
    (1..=count).map(line).collect()
}

#[cfg(unix)]
#[test]
fn pipes_and_sockets_are_skipped_and_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("a.txt");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|m| m.success()) {
        return;
    }
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("b.jsonl")).unwrap();
    let corpus = Corpus::open(&[folder.path()], CorpusOptions::default()).unwrap();
    assert_eq!(told(&entries(corpus)), ["! unreadable", "! unreadable"]);
}

#[test]
fn an_array_within_an_object_is_read_like_one_alone() {
    for before in [
        "",
        "\"status\": \"a \\\"{b}\\\"\", \"total\": 2, \"next\": null, ",
    ] {
        for name in ["articles", "data"] {
            let text = |behind: &str| {
                format!(
                    "{{{before}\"{name}\": [{{\"text\": \"a\"}},\n{{\"text\": \"b\"}}\n]{behind}}}\n"
                )
            };
            for behind in ["", ", \"page\": 1, \"next\": \"x\""] {
                let text = text(behind);
                assert_eq!(told(&file("a.json", &text)), ["1 a", "2 b"], "{text}");
                assert_eq!(told(&stream("-", text)), ["1 a", "2 b"]);
            }
            // What is not read is told.
            let more = text(", \"page\": [{\"text\": \"c\"}]");
            let expected = ["1 a", "2 b", "4 ! damaged"];
            assert_eq!(told(&file("a.json", &more)), expected);
        }
    }
    let two = "{\"code\": 0, \"data\": {\"items\": [{\"text\": \"가\"},\n{\"text\": \"나\"}], \"next\": 2}}\n";
    assert_eq!(told(&file("a.json", two)), ["1 가", "2 나"]);
    let utf16: Vec<u8> = two.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(told(&file("a.json", &utf16)), ["1 가", "2 나"]);
    // An article may have lists of its own, in files of any name.
    let article = "{\"text\": \"a\", \"data\": [{\"text\": \"b\"}]}";
    assert_eq!(told(&file("a.json", article)), ["1 a"]);
    let line = "{\"news\": [{\"title\": \"x\"}], \"text\": \"a\"}";
    let lines = format!("{line}\n{line}\n");
    assert_eq!(told(&file("a.json", &lines)), ["1 a", "2 a"]);
    assert_eq!(told(&stream("-", lines)), ["1 a", "2 a"]);
    let article = "{\"text\": \"a\", \"data\": [{\"text\": \"b\"}]}";
    assert_eq!(one_document(file("a.jsonl", article)).text, "a");
    // In lines it is told what to do.
    let lists = "{\"articles\": [{\"text\": \"a\"}]}\n{\"articles\": [{\"text\": \"b\"}]}\n";
    let found = file("a.jsonl", lists);
    let Entry::Skipped(skip) = &found[0] else {
        panic!("an object without a text must be skipped: {found:?}");
    };
    assert_eq!(skip.reason, SkipReason::MissingText);
    assert!(skip.detail.contains("jq -c '.articles[]'"), "{skip:?}");
    let cut = "{\"articles\": [{\"text\": \"a\"}, ";
    assert_eq!(told(&file("a.json", cut)), ["1 a", "1 ! damaged"]);
}

#[test]
fn what_is_no_json_at_all_is_read_as_what_it_is_or_skipped_once() {
    let table = "title,text\nt,가나\nu,다라\n";
    assert_eq!(told(&file("a.json", table)), ["2 가나", "3 다라"]);
    let page =
        "<html><body><article><p>가나다라 마바사아 자차카타 파하.</p></article></body></html>";
    let found = file("a.json", page);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(told(&file("a.json", "not\nfound\n")), ["! malformed-json"]);
}

#[test]
fn a_front_matter_has_the_names_of_other_records() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.md");
    let text = "---\n언론사: 가나일보\nKopf: 제목 &amp; 이름\n일자: 2026-01-02\n---\n\n# 다른 제목\n\n본문이다.\n";
    fs::write(&path, text).unwrap();
    let read = |fields| {
        let options = CorpusOptions {
            fields,
            ..CorpusOptions::default()
        };
        one_document(entries(Corpus::open(&[&path], options).unwrap()))
    };
    let document = read(vec![(Field::Title, "kopf".to_owned())]);
    assert_eq!(document.title.as_deref(), Some("제목 & 이름"));
    assert_eq!(document.publisher.as_deref(), Some("가나일보"));
    assert_eq!(document.published_at, Timestamp::parse("2026-01-02"));
    assert_eq!(document.text, "본문이다.");
    assert_eq!(read(Vec::new()).title.as_deref(), Some("다른 제목"));
    // A field that something was said of goes by no other name.
    let said = vec![(Field::Publisher, "press".to_owned())];
    assert_eq!(read(said).publisher, None);
}

#[test]
fn patterns_choose_archives_and_not_their_members() {
    let folder = tempfile::tempdir().unwrap();
    let content = tar(&[("a.md", b"a"), ("b.txt", b"b")]);
    fs::write(folder.path().join("crawl.tar"), content).unwrap();
    fs::write(folder.path().join("c.txt"), "c").unwrap();
    for (only, expected) in [("*.tar", &["a.md a", "b.txt b"][..]), ("*.md", &[])] {
        let options = CorpusOptions {
            only: vec![only.parse().unwrap()],
            ..CorpusOptions::default()
        };
        let found = entries(Corpus::open(&[folder.path()], options).unwrap());
        assert_eq!(told(&found), expected, "{only}");
    }
}

#[test]
fn lines_may_end_with_a_carriage_return_alone() {
    let article = "---\rid: 1\rtitle: 제목\r---\r정부는 대책을 발표했다.\r업계는 환영했다.\r";
    let document = one_document(file("a.md", article));
    assert_eq!(document.title.as_deref(), Some("제목"));
    assert_eq!(document.text, "정부는 대책을 발표했다.\n업계는 환영했다.");
    let table = "title,text\rOne,\"First\rline\"\rTwo,Second\r";
    assert_eq!(told(&file("a.csv", table)), ["2 First\nline", "4 Second"]);
    let lines = "{\"text\": \"First\"}\r{\"text\": \"Second\"}\r";
    assert_eq!(told(&file("a.jsonl", lines)), ["1 First", "2 Second"]);
    let utf16: Vec<u8> = format!("\u{feff}{table}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(told(&file("a.csv", utf16)), ["2 First\nline", "4 Second"]);
}

#[test]
fn a_byline_above_the_text_of_a_record_is_its_author() {
    let record = |text: &str| one_document(file("a.jsonl", format!("{{\"text\": \"{text}\"}}")));
    let document = record("By Jane Doe\\n\\nThe council met on Monday.");
    assert_eq!(document.text, "The council met on Monday.");
    assert_eq!(document.author.unwrap().name.as_deref(), Some("Jane Doe"));
    assert!(!document.removed.is_empty());
    for text in [
        "By January\\nthe ban had been lifted.",
        "By Monday the council had met.",
        "The council met.\\nBy Jane Doe",
    ] {
        assert_eq!(record(text).text, text.replace("\\n", "\n"));
    }
}

#[test]
fn dates_of_records_are_read_as_they_are_written() {
    for (record, want) in [
        (
            "\"기사일자\": \"입력 2026.01.02 10:30\"",
            "2026-01-02T10:30:00",
        ),
        ("\"written_at\": 1767349800", "2026-01-02T10:30:00"),
        ("\"보도일자\": \"26.01.02\"", "2026-01-02"),
        ("\"date\": 20260102103000", "2026-01-02T10:30:00"),
    ] {
        let line = format!("{{{record}, \"press_name\": \"가\", \"text\": \"정부는 말했다.\"}}");
        let document = one_document(file("a.jsonl", line));
        assert_eq!(document.published_at.unwrap().to_string(), want, "{record}");
        assert_eq!(document.publisher.as_deref(), Some("가"));
    }
    let english = "{\"date\": \"26.01.02\", \"newspaper\": \"A\", \"text\": \"It rained.\"}";
    let document = one_document(file("a.jsonl", english));
    assert_eq!(
        (document.published_at, document.publisher.as_deref()),
        (None, Some("A"))
    );
}

#[test]
fn a_front_matter_may_be_in_another_encoding_than_its_text() {
    let matter = "---\ntitle: 새해 대책\npublisher: 한빛일보\n---\n";
    // 국회가 열렸다. 업계는 환영했다.
    let text = b"\xb1\xb9\xc8\xb8\xb0\xa1 \xbf\xad\xb7\xc8\xb4\xd9. \xbe\xf7\xb0\xe8\xb4\xc2 \xc8\xaf\xbf\xb5\xc7\xdf\xb4\xd9.";
    let document = one_document(file("a.md", [matter.as_bytes(), text].concat()));
    assert_eq!(document.title.as_deref(), Some("새해 대책"));
    assert_eq!(document.text, "국회가 열렸다. 업계는 환영했다.");
    assert_eq!((document.encoding.name(), document.replaced), ("CP949", 0));
}

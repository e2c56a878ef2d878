//! Every format, whole and damaged, to entries; the fixtures are written here.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

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

mod compressed {
    use super::*;

    #[test]
    fn any_format_may_be_compressed() {
        for content in [gzip(LINES), zstd(LINES)] {
            for name in ["a.jsonl.gz", "a.zst", "a", "a.txt", "a.jsonl"] {
                assert_eq!(told(&file(name, &content)), ["1 a", "2 b"], "{name}");
            }
            assert_eq!(told(&stream("-", content)), ["1 a", "2 b"]);
        }
        assert_eq!(
            told(&file("a.md.gz", gzip("---\nid: 1\n---\nText."))),
            ["Text."]
        );
        assert_eq!(
            told(&file("a.csv.zst", zstd("text\na\nb\n"))),
            ["2 a", "3 b"]
        );
        // A server unpacked it, and the name stayed.
        assert_eq!(told(&file("a.jsonl.gz", LINES)), ["1 a", "2 b"]);
    }

    #[test]
    fn all_members_of_a_gzip_file_are_read() {
        let content = [gzip("{\"text\": \"a\"}\n"), gzip("{\"text\": \"b\"}\n")].concat();
        assert_eq!(told(&file("a.jsonl.gz", content)), ["1 a", "2 b"]);
        let content = [zstd("{\"text\": \"a\"}\n"), zstd("{\"text\": \"b\"}\n")].concat();
        assert_eq!(told(&file("a.jsonl.zst", content)), ["1 a", "2 b"]);
    }

    #[test]
    fn zeros_behind_a_gzip_member_are_padding() {
        let zeros = vec![0; 200_000];
        let (a, b) = (gzip("{\"text\": \"a\"}\n"), gzip("{\"text\": \"b\"}\n"));
        let content = [&a[..], &zeros, &b, &zeros].concat();
        assert_eq!(told(&file("a.jsonl.gz", content)), ["1 a", "2 b"]);
        // Anything else is damage still.
        let content = [&a[..], &zeros, b"x"].concat();
        assert_eq!(told(&file("a.jsonl.gz", content)), ["1 a", "2 ! damaged"]);
    }

    #[test]
    fn a_cut_file_gives_what_came_before_and_one_skip() {
        let lines = many_lines(3000);
        for (name, content) in [("a.jsonl.gz", gzip(&lines)), ("a.jsonl.zst", zstd(&lines))] {
            for part in [2, 3, 100] {
                let found = file(name, &content[..content.len() - content.len() / part]);
                let skips = found
                    .iter()
                    .filter(|e| matches!(e, Entry::Skipped(_)))
                    .count();
                assert_eq!(skips, 1, "{name} {part}");
                let skip = last_skip(&found);
                assert_eq!(skip.reason, SkipReason::Damaged);
                assert!(skip.detail.contains("cut short"), "{}", skip.detail);
                assert_eq!(skip.line, Some(found.len() as u64));
                assert!(
                    found.len() > 3000 - 3000 / part - 200,
                    "{name} {part}: {}",
                    found.len()
                );
            }
        }
    }

    #[test]
    fn what_lies_before_damage_is_read() {
        let mut content = gzip(many_lines(100));
        let middle = content.len() / 2;
        content[middle..middle + 8].copy_from_slice(&[0xff; 8]);
        let found = file("a.jsonl.gz", content);
        let whole = found.iter().take_while(|e| matches!(e, Entry::Document(_)));
        assert!(whole.count() > 40);
        assert_eq!(last_skip(&found).reason, SkipReason::Damaged);
        let found = file("a.txt.gz", &gzip("An article.")[..15]);
        assert_eq!(told(&found), ["! damaged"]);
    }

    #[test]
    fn what_is_compressed_twice_is_refused() {
        let found = file("a.jsonl.gz.gz", gzip(gzip(LINES)));
        assert_eq!(told(&found), ["! unsupported-format"]);
        assert!(last_skip(&found).detail.contains("twice"));
    }

    #[test]
    fn limits_hold_after_decompression() {
        let line = [&b"{\"text\": \""[..], &vec![b'x'; 66 << 20], b"\"}\n"].concat();
        let content = gzip([&line, LINES.as_bytes()].concat());
        assert!(content.len() < 1 << 20);
        assert_eq!(
            told(&file("a.jsonl.gz", content)),
            ["1 ! too-large", "2 a", "3 b"]
        );
        assert_eq!(told(&file("a.txt.gz", gzip(&line[10..]))), ["! too-large"]);
        let array = [b"[", &line[..], b", {\"text\": \"a\"}]"].concat();
        assert_eq!(
            told(&file("a.json.gz", gzip(array))),
            ["1 ! too-large", "2 a"]
        );
    }

    #[test]
    fn large_files_advance_by_their_size_on_disk() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl.gz");
        fs::write(&path, gzip(many_lines(6000))).unwrap();
        let corpus = Corpus::open(&[&path], CorpusOptions::default()).unwrap();
        let total = corpus.bytes().unwrap();
        assert!(total > 2 << 20);
        let batches: Vec<_> = corpus.collect();
        assert!(batches.len() > 4);
        assert_eq!(batches.iter().map(|b| b.bytes()).sum::<u64>(), total);
        let sequences: Vec<_> = batches.iter().map(|b| b.sequence()).collect();
        assert_eq!(sequences, (0..batches.len() as u64).collect::<Vec<_>>());
    }
}

mod archives {
    use super::*;

    fn members() -> Vec<(&'static str, &'static [u8])> {
        vec![
            ("b/2.txt", "둘째 글.".as_bytes()),
            ("a.jsonl", LINES.as_bytes()),
            ("b/.hidden.txt", b"Nothing."),
            ("__MACOSX/a.txt", b"Nothing."),
            ("x.png", b"x"),
            ("b/c/1.md", "---\nid: 1\n---\n글.".as_bytes()),
            ("empty.txt", b""),
        ]
    }

    const TOLD: [&str; 6] = [
        "b/2.txt 둘째 글.",
        "a.jsonl 1 a",
        "a.jsonl 2 b",
        "x.png ! binary",
        "b/c/1.md 글.",
        "empty.txt ! empty-file",
    ];

    #[test]
    fn members_come_in_their_order_with_their_names() {
        let (tar, zip) = (tar(&members()), zip(&members()));
        for (name, content) in [
            ("a.tar", tar.clone()),
            ("a.tar.gz", gzip(&tar)),
            ("a.tgz", gzip(&tar)),
            ("a.tar.zst", zstd(&tar)),
            ("a.zip", zip.clone()),
            ("a.txt", zip),
        ] {
            assert_eq!(told(&file(name, content)), TOLD, "{name}");
        }
        assert_eq!(told(&stream("-", gzip(tar))), TOLD);
    }

    #[test]
    fn a_member_has_an_id_and_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        fs::write(
            &path,
            zip(&[("가나일보/1.txt", b"x"), ("2.jsonl", LINES.as_bytes())]),
        )
        .unwrap();
        let options = CorpusOptions {
            publisher: PublisherSource::ParentFolder,
            ..CorpusOptions::default()
        };
        let found = entries(Corpus::open(&[&path], options).unwrap());
        let documents: Vec<_> = found.into_iter().map(|e| one_document(vec![e])).collect();
        assert_eq!(documents[0].publisher.as_deref(), Some("가나일보"));
        assert_eq!(
            documents[0].id,
            format!("{}/가나일보/1.txt", path.display())
        );
        assert_eq!(documents[2].id, format!("{}/2.jsonl:2", path.display()));
        let parent = folder.path().file_name().unwrap().to_string_lossy();
        assert_eq!(documents[2].publisher.as_deref(), Some(&*parent));
    }

    #[test]
    fn a_member_whose_name_comes_again_is_told() {
        let members: [(&str, &[u8]); 3] = [("a.txt", b"x"), ("b.txt", b"y"), ("c.txt", b"z")];
        let mut content = zip(&members);
        // No library writes such an archive, but others do.
        for at in 0..content.len() - 5 {
            if content[at..].starts_with(b"b.txt") {
                content[at] = b'a';
            }
        }
        let found = file("a.zip", content);
        assert_eq!(found.len(), 3, "{found:?}");
        let skip = last_skip(&found);
        assert_eq!(skip.entry.as_deref(), Some("a.txt"));
        assert!(skip.detail.contains("the same name"), "{}", skip.detail);
    }

    #[test]
    fn members_may_be_compressed_but_no_archives() {
        let inner = tar(&[("x.txt", b"x")]);
        let members: [(&str, &[u8]); 4] = [
            ("a.jsonl.gz", &gzip(LINES)),
            ("b.tar.gz", &gzip(&inner)),
            ("c.zip", &zip(&[("x.txt", b"x")])),
            ("d.txt", b"x"),
        ];
        let expected = [
            "a.jsonl.gz 1 a",
            "a.jsonl.gz 2 b",
            "b.tar.gz ! unsupported-format",
            "c.zip ! unsupported-format",
            "d.txt x",
        ];
        assert_eq!(told(&file("a.tar", tar(&members))), expected);
        assert_eq!(told(&file("a.zip", zip(&members))), expected);
    }

    #[test]
    fn a_cut_archive_gives_what_came_before_and_one_skip() {
        let lines = many_lines(2000);
        let whole = tar(&[
            ("a.txt", b"x"),
            ("b.jsonl", lines.as_bytes()),
            ("c.txt", b"x"),
        ]);
        for content in [
            whole[..1_000_000].to_vec(),
            gzip(&whole)[..500_000].to_vec(),
        ] {
            let found = file("a.tar", content);
            assert_eq!(told(&found[..1]), ["a.txt x"]);
            let skip = last_skip(&found);
            assert_eq!(skip.reason, SkipReason::Damaged);
            assert_eq!(skip.entry.as_deref(), Some("b.jsonl"));
            let skips = found
                .iter()
                .filter(|e| matches!(e, Entry::Skipped(_)))
                .count();
            assert_eq!(skips, 1, "{:?}", told(&found[found.len() - 2..]));
            assert!(found.len() > 400);
        }
        // A header is cut or changed.
        assert_eq!(
            told(&file("a.tar", &whole[..1300])),
            ["a.txt x", "! damaged"]
        );
        let mut changed = whole;
        changed[1030] ^= 1;
        assert_eq!(told(&file("a.tar", changed)), ["a.txt x", "! damaged"]);
    }

    #[test]
    fn a_damaged_zip_is_told_by_member_or_as_a_whole() {
        let text = noise(1, 5000);
        let content = zip(&[
            ("a.txt", text.as_bytes()),
            ("b.txt", b"yes"),
            ("c.txt", b"x"),
        ]);
        assert_eq!(
            told(&file("a.zip", &content[..content.len() / 2])),
            ["! damaged"]
        );
        let mut changed = content.clone();
        let at = content.windows(3).position(|w| w == b"yes").unwrap();
        changed[at] = b'n';
        changed[200..208].copy_from_slice(&[0xff; 8]);
        let found = told(&file("a.zip", changed));
        assert_eq!(found, ["a.txt ! damaged", "b.txt ! damaged", "c.txt x"]);
    }

    #[test]
    fn names_of_members_may_be_in_the_encoding_of_korean_systems() {
        let name = "가나일보/기사.txt";
        let (korean, _, _) = encoding_rs::EUC_KR.encode(name);
        // As long as that in bytes, so that it can take its place.
        let filler = "x".repeat(korean.len());
        for (archive, content) in [
            ("a.zip", zip(&[(&filler, b"text")])),
            ("a.tar", tar(&[(&filler, b"text")])),
        ] {
            let mut content = content;
            while let Some(at) = content
                .windows(filler.len())
                .position(|w| w == filler.as_bytes())
            {
                content[at..at + filler.len()].copy_from_slice(&korean);
            }
            if archive == "a.tar" {
                sum_anew(&mut content);
            }
            assert_eq!(told(&file(archive, content)), [format!("{name} text")]);
        }
    }

    #[test]
    fn names_of_members_that_nothing_tells_stay_apart() {
        // The last is no CP949, and no UTF-8.
        for (name, want) in [
            (&b"\xb0\xa1.txt"[..], "가.txt"),
            (b"\xb3\xaa.txt", "나.txt"),
            (b"\xe9-.txt", "é-.txt"),
        ] {
            let mut content = tar(&[(&"x".repeat(name.len()), b"text")]);
            content[..name.len()].copy_from_slice(name);
            sum_anew(&mut content);
            assert_eq!(told(&file("a.tar", content)), [format!("{want} text")]);
        }
    }

    /// Writes the checksum of the first header of a tar archive.
    fn sum_anew(archive: &mut [u8]) {
        archive[148..156].fill(b' ');
        let sum: u32 = archive[..512].iter().map(|b| u32::from(*b)).sum();
        archive[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    }

    #[test]
    fn an_archive_without_files_is_an_entry() {
        assert_eq!(told(&file("a.tar", tar(&[]))), ["! empty-file"]);
        assert_eq!(told(&file("a.zip", zip(&[]))), ["! empty-file"]);
        assert_eq!(told(&file("a.zip", zip(&[(".x", b"x")]))), ["! empty-file"]);
    }

    #[test]
    fn a_zip_in_a_stream_is_refused_with_a_way_out() {
        let found = stream("-", zip(&members()));
        assert_eq!(told(&found), ["! unsupported-format"]);
        assert!(last_skip(&found).detail.contains("save it as a file"));
    }

    #[test]
    fn large_archives_are_handed_out_in_batches() {
        let text = noise(1, 20_000);
        let names: Vec<_> = (0..200).map(|n| format!("{n:03}.txt")).collect();
        let members: Vec<_> = names
            .iter()
            .map(|n| (n.as_str(), text.as_bytes()))
            .collect();
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in [("a.tar", tar(&members)), ("b.zip", zip(&members))] {
            fs::write(folder.path().join(name), content).unwrap();
        }
        let corpus = Corpus::open(&[folder.path()], CorpusOptions::default()).unwrap();
        let total = corpus.bytes().unwrap();
        let batches: Vec<_> = corpus.collect();
        assert!(batches.len() >= 8, "{}", batches.len());
        assert_eq!(batches.iter().map(|b| b.bytes()).sum::<u64>(), total);
        let mut found = Vec::new();
        for batch in batches {
            batch.read(&mut |e| found.push(one_document(vec![e]).entry.unwrap()));
        }
        assert_eq!(found, [names.clone(), names].concat());
    }
}

mod json {
    use super::*;

    #[test]
    fn arrays_and_objects_are_read_however_they_are_printed() {
        for (content, expected) in [
            ("[{\"text\": \"a\"}, {\"text\": \"b\"}]", vec!["1 a", "1 b"]),
            (
                "[\n  {\n    \"text\": \"a\"\n  },\n  {\"text\": \"b\"}\n]\n",
                vec!["2 a", "5 b"],
            ),
            ("{\n\"text\": \"a\"\n}\n", vec!["1 a"]),
            (
                "{\n\"text\": \"a\"\n}\n{\n\"text\": \"b\"\n}",
                vec!["1 a", "4 b"],
            ),
            ("[]", vec!["! empty-file"]),
            (
                "[\n{\"text\": \"a\"},\n{\"text\": }, 7,\n{\"title\": \"b\"}\n]",
                vec![
                    "2 a",
                    "3 ! malformed-json",
                    "3 ! malformed-json",
                    "4 ! missing-text",
                ],
            ),
            (
                "[{\"text\": \"a\"},\n{\"text\": \"b",
                vec!["1 a", "2 ! malformed-json"],
            ),
            ("[{\"text\": \"a\"},\n", vec!["1 a", "2 ! damaged"]),
        ] {
            assert_eq!(told(&file("a.json", content)), expected, "{content}");
            assert_eq!(told(&stream("-", content)), expected, "{content}");
        }
        // The name says lines, the content an array.
        assert_eq!(told(&file("a.jsonl", "[{\"text\": \"a\"}]")), ["1 a"]);
    }

    #[test]
    fn elements_without_an_id_are_told_apart() {
        let found = stream("-", "[{\"text\": \"a\"}, {\"text\": \"b\"}]");
        let ids: Vec<_> = found
            .into_iter()
            .map(|e| one_document(vec![e]).id)
            .collect();
        assert_eq!(ids, ["-#1", "-#2"]);
    }

    #[test]
    fn a_large_array_is_cut_into_batches() {
        let array = format!("[{}]", many_lines(6000).trim_end().replace('\n', ",\n"));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        fs::write(&path, array).unwrap();
        let corpus = Corpus::open(&[&path], CorpusOptions::default()).unwrap();
        let batches: Vec<_> = corpus.collect();
        assert!(batches.len() > 5);
        let mut number = 0;
        for batch in batches {
            batch.read(&mut |e| {
                number += 1;
                let document = one_document(vec![e]);
                assert_eq!(document.id, number.to_string());
                assert_eq!(document.line, Some(number));
            });
        }
        assert_eq!(number, 6000);
    }
}

mod tables {
    use super::*;

    #[test]
    fn rows_are_articles_by_the_names_in_the_header() {
        let content = "\u{feff}제목,본문,언론사,일자\r\n\"첫째, 글\",\"그는 \"\"예\"\"라고 했다.\r\n둘째 줄\",가나일보,2026-01-02\r\n\r\n끝,글.,다라신문,\r\n";
        let found = file("a.csv", content);
        assert_eq!(told(&found), ["2 그는 \"예\"라고 했다.\n둘째 줄", "5 글."]);
        let d = one_document(vec![found[0].clone()]);
        assert_eq!(d.title.as_deref(), Some("첫째, 글"));
        assert_eq!(d.publisher.as_deref(), Some("가나일보"));
        assert_eq!(d.published_at.unwrap().to_string(), "2026-01-02");
        assert!(d.id.ends_with("a.csv:2"));
        assert_eq!(told(&stream("-", content)), told(&found));
    }

    #[test]
    fn the_delimiter_is_told_by_name_or_header() {
        for (name, content) in [
            ("a.tsv", "title\ttext\na\tx, y; z\n"),
            ("a.csv", "title;text\na;x, y\n"),
            ("a.csv", "title\ttext\na\tx, y\n"),
            ("a.csv", "title|text\na|x, y\n"),
            ("a", "title,text\na,x\n"),
        ] {
            let d = one_document(file(name, content));
            assert!(d.text.starts_with('x'), "{name}");
            assert_eq!(d.title.as_deref(), Some("a"));
        }
    }

    #[test]
    fn a_wrong_row_costs_itself() {
        let content = "title,text\na,b\nc\nd,e,f\n\"g\nh\",i\nj,\n\"k,l\nm,n\n";
        let expected = [
            "2 b",
            "3 ! malformed-row",
            "4 ! malformed-row",
            "5 i",
            "7 ! empty-body",
            "8 l",
            "9 n",
        ];
        assert_eq!(told(&file("a.csv", content)), expected);
    }

    #[test]
    fn a_quote_that_never_closes_costs_its_line_at_most_in_a_large_table() {
        let row = format!("x,{}\n", "y".repeat(100_000));
        let content = ["text,left\n\"x,lost,z\n", &row.repeat(700)].concat();
        let found = file("a.csv", content);
        assert_eq!(found.len(), 701);
        assert_eq!(told(&found[..1]), ["2 ! malformed-row"]);
        assert!(found[1..].iter().all(|e| matches!(e, Entry::Document(_))));
    }

    #[test]
    fn a_quote_that_opens_by_mistake_swallows_no_rows() {
        let rows = |delimiter: &str| {
            let content = "title,text\na,b\n\"c,d\ne,f\ng \"h\" i,j\n\"k\nl\",m\n";
            content.replace(',', delimiter)
        };
        let expected = ["2 b", "3 d", "4 f", "5 j", "6 m"];
        assert_eq!(told(&file("a.csv", rows(","))), expected);
        assert_eq!(told(&file("a.tsv", rows("\t"))), expected);
        let content = "title,text\n\"a,b\nc,\"d, e\"\nf,g\n";
        assert_eq!(told(&file("a.csv", content)), ["2 b", "3 d, e", "4 g"]);
        // Closed by chance where a field ends.
        let content = "title\ttext\n\"a\tb\nc\td\ne \"f\"\tg\n";
        assert_eq!(told(&file("a.tsv", content)), ["2 b", "3 d", "4 g"]);
    }

    #[test]
    fn a_text_that_is_null_is_empty_and_not_missing() {
        let content =
            "{\"title\":\"a\",\"body\":null}\n{\"body\":null,\"text\":\"b\"}\n{\"title\":\"c\"}\n";
        let expected = ["1 ! empty-body", "2 b", "3 ! missing-text"];
        assert_eq!(told(&file("a.jsonl", content)), expected);
    }

    #[test]
    fn a_table_without_a_text_or_rows_is_one_skip() {
        let found = file("a.csv", "name,age\nx,1\ny,2\n");
        assert_eq!(told(&found), ["1 ! missing-text"]);
        assert!(last_skip(&found).detail.contains("name, age"));
        let dated = "1\t2026-01-02\t제목\t본문 한 줄\n";
        for (name, content, names) in [
            ("a.tsv", dated, "column1\\tdate\\tcolumn3\\ttext"),
            ("a.csv", "가,나다 라마바.\n나,다\n", "column1,text"),
        ] {
            let found = file(name, content);
            assert_eq!(told(&found), ["1 ! missing-text"]);
            let detail = last_skip(&found).detail;
            assert!(detail.ends_with(&format!("such as {names}")), "{detail}");
            // What it says to do is what helps.
            let header = names.replace("\\t", "\t");
            let mended = format!("{header}\n{content}");
            assert!(!told(&file(name, mended)).iter().any(|t| t.contains('!')));
        }
        assert_eq!(told(&file("a.csv", "title,text\n")), ["! empty-file"]);
        assert_eq!(told(&file("a.csv", "title,text")), ["! empty-file"]);
        assert_eq!(told(&file("a.csv", "")), ["! empty-file"]);
    }
}

mod parquet_files {
    use std::sync::Arc;

    use parquet::basic::{Compression, ZstdLevel};
    use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    use super::*;

    fn parquet(groups: &[&[&str]], compression: Compression) -> Vec<u8> {
        let schema = "message schema { required binary 제목 (UTF8); optional binary text (UTF8);
            required int64 published_at (TIMESTAMP_MILLIS); required binary noise; }";
        let schema = Arc::new(parse_message_type(schema).unwrap());
        let properties = WriterProperties::builder()
            .set_compression(compression)
            .build();
        let mut bytes = Vec::new();
        let mut writer =
            SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties)).unwrap();
        for texts in groups {
            let mut group = writer.next_row_group().unwrap();
            let strings = |t: &[&str]| t.iter().map(|t| ByteArray::from(*t)).collect::<Vec<_>>();
            for column in 0..4 {
                let mut writer = group.next_column().unwrap().unwrap();
                if column == 2 {
                    let times = vec![1_767_312_000_123; texts.len()];
                    writer
                        .typed::<Int64Type>()
                        .write_batch(&times, None, None)
                        .unwrap();
                } else {
                    // An empty text is a null.
                    let levels: Vec<i16> = texts.iter().map(|t| i16::from(!t.is_empty())).collect();
                    let present: Vec<_> = texts.iter().copied().filter(|t| !t.is_empty()).collect();
                    let (values, levels) = match column {
                        1 => (strings(&present), Some(&levels[..])),
                        _ => (strings(texts), None),
                    };
                    let typed = writer.typed::<ByteArrayType>();
                    typed.write_batch(&values, levels, None).unwrap();
                }
                writer.close().unwrap();
            }
            group.close().unwrap();
        }
        writer.close().unwrap();
        bytes
    }

    #[test]
    fn rows_are_articles() {
        for compression in [
            Compression::UNCOMPRESSED,
            Compression::SNAPPY,
            Compression::GZIP(Default::default()),
            Compression::ZSTD(ZstdLevel::default()),
        ] {
            let content = parquet(&[&["가", "", "나"], &["다"]], compression);
            let expected = ["가", "! empty-body", "나", "다"];
            for name in ["a.parquet", "a", "a.csv"] {
                let found = file(name, &content);
                assert_eq!(told(&found), expected, "{name} {compression}");
                let d = one_document(vec![found[3].clone()]);
                assert!(d.id.ends_with("#4"), "{}", d.id);
                assert_eq!(d.title.as_deref(), Some("다"));
                assert_eq!(d.published_at.unwrap().to_string(), "2026-01-02T00:00:00");
                assert!(matches!(&found[1], Entry::Skipped(s) if s.detail.starts_with("row 2")));
            }
            assert_eq!(told(&stream("-", gzip(&content))), expected);
            let found = told(&file("a.zip", zip(&[("x.parquet", &content)])));
            assert_eq!(found.len(), 4);
            assert_eq!(found[0], "x.parquet 가");
        }
    }

    #[test]
    fn damage_is_told() {
        let text = noise(1, 5000);
        let content = parquet(&[&[&text, &text], &[&text]], Compression::SNAPPY);
        let found = file("a.parquet", &content[..content.len() / 2]);
        assert_eq!(told(&found), ["! damaged"]);
        let mut changed = content;
        for at in (100..5000).step_by(64) {
            changed[at] ^= 0x55;
        }
        let found = file("a.parquet", changed);
        assert!(!found.is_empty());
        assert_eq!(told(&file("a.parquet", "PAR1")), ["! damaged"]);
        assert_eq!(told(&file("a.parquet", "")), ["! empty-file"]);
        let found = file("a.parquet", parquet(&[], Compression::SNAPPY));
        assert_eq!(told(&found), ["! empty-file"], "{found:?}");
    }
}

mod pages {
    use super::*;

    const PAGE: &str = r#"<!DOCTYPE html>
<html lang="ko"><head><meta charset="utf-8">
<title>항만 노선 합의 - 예시일보</title>
<meta property="og:title" content="항만 노선 합의 &amp;amp; 전망">
<meta property="og:site_name" content="예시일보">
<meta property="article:published_time" content="2026-01-02T09:10:00+09:00">
<meta property="article:section" content="경제">
<meta name="author" content="홍길동 기자">
<link rel="canonical" href="https://press.example/1">
<script>var x = "<div>광고</div>";</script>
</head><body>
<nav><ul><li><a href="/">홈</a></li><li><a href="/e">경제</a></li></ul></nav>
<div class="article-body"><h1>항만 노선 합의</h1>
<p>정부와 항만공사는 2일 새 노선을 열기로 합의했다. 합의에는 세 도시가 참여하며, 첫 배는 다음 달에 떠난다고 밝혔다.</p>
<p>관계자는 "물동량이 두 배로 늘 것"이라고 말했다.<br>이어 "비용은 나눠 낸다"고 덧붙였다. AT&amp;amp;T도 참여한다.</p>
<p>지역 주민들은 소음과 교통 문제를 걱정하며, 대책을 먼저 세워 달라고 요구했다. 시는 다음 주에 설명회를 연다.</p>
</div>
<footer><p>Copyright 예시일보</p></footer></body></html>"#;

    #[test]
    fn the_main_text_and_what_the_page_says_about_itself_are_read() {
        for name in ["a.html", "a.htm", "a", "a.txt"] {
            let d = one_document(file(name, PAGE));
            assert!(d.text.starts_with("정부와 항만공사는"), "{}", d.text);
            assert!(d.text.contains("말했다.\n이어"), "{}", d.text);
            assert!(d.text.contains("AT&amp;T도"), "decoded once: {}", d.text);
            assert!(d.text.ends_with("설명회를 연다."), "{}", d.text);
            assert!(!d.text.contains("홈") && !d.text.contains("광고"));
            assert_eq!(d.title.as_deref(), Some("항만 노선 합의 &amp; 전망"));
            assert_eq!(d.publisher.as_deref(), Some("예시일보"));
            assert_eq!(d.author.unwrap().name.as_deref(), Some("홍길동"));
            assert_eq!(d.published_at.unwrap().to_string()[..10], *"2026-01-02");
            assert_eq!(d.category.as_deref(), Some("경제"));
            assert_eq!(d.url.as_deref(), Some("https://press.example/1"));
        }
    }

    #[test]
    fn json_ld_goes_before_meta_elements() {
        let script = r#"<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
            {"@type": "WebSite", "name": "x"},
            {"@type": ["NewsArticle"], "headline": "&quot;합의&quot; A&amp;B &lt;1&gt;", "datePublished": "2026-01-03",
             "publisher": {"@type": "Organization", "name": "다라신문"}, "author": [{"name": "김영희"}]}]}</script></head>"#;
        let d = one_document(file("a.html", PAGE.replace("</head>", script)));
        assert_eq!(d.title.as_deref(), Some("\"합의\" A&B <1>"));
        assert_eq!(d.publisher.as_deref(), Some("다라신문"));
        assert_eq!(d.author.unwrap().name.as_deref(), Some("김영희"));
        assert_eq!(d.published_at.unwrap().to_string(), "2026-01-03");
        let broken =
            r#"<script type="application/ld+json">{"@type": "NewsArticle", </script></head>"#;
        let d = one_document(file("a.html", PAGE.replace("</head>", broken)));
        assert_eq!(d.publisher.as_deref(), Some("예시일보"));
    }

    #[test]
    fn captions_and_related_links_are_left_out() {
        let plain = one_document(file("a.html", PAGE)).text;
        for (before, extra) in [
            (
                "<p>관계자는",
                "<figure><img src=a.jpg><figcaption>두 정상의 악수</figcaption></figure>",
            ),
            (
                "<p>관계자는",
                "<div><em class=\"img_desc\">두 정상의 악수</em></div>",
            ),
            (
                "<p>관계자는",
                "<span class=\"end_photo_org\"><img src=a.jpg><em>두 정상의 악수</em></span>",
            ),
            (
                "</div>\n<footer>",
                "<div><h3>관련기사</h3><ul><li><a href=x>항만 노선 재개</a></li></ul></div>",
            ),
            (
                "</div>\n<footer>",
                "<p><b>Related articles</b></p><ul><li><a href=x>Port opens</a></li></ul>",
            ),
        ] {
            let page = PAGE.replacen(before, &format!("{extra}{before}"), 1);
            assert_ne!(page, PAGE);
            assert_eq!(one_document(file("a.html", page)).text, plain, "{extra}");
        }
        // What stands below such a heading and is no list of links is the article's.
        let list = "<h3>관련기사</h3><ul><li>첫째로 요금을 내린다.</li></ul>";
        let page = PAGE.replacen("<p>관계자는", &format!("{list}<p>관계자는"), 1);
        let text = one_document(file("a.html", page)).text;
        assert!(text.contains("첫째로 요금을"), "{text}");
    }

    #[test]
    fn pages_of_a_portal_tell_outlet_and_time() {
        let page = PAGE
            .replace("og:site_name\" content=\"예시일보", "og:article:author\" content=\"예시일보 | 네이버")
            .replace("<meta property=\"article:published_time\" content=\"2026-01-02T09:10:00+09:00\">", "")
            .replace("<p>정부와", "<span class=\"time\" data-date-time=\"2026-01-05 09:10:00\">2026.01.05. 오전 9:10</span><p>정부와");
        let d = one_document(file("a.html", page));
        assert_eq!(d.publisher.as_deref(), Some("예시일보"));
        assert_eq!(d.published_at.unwrap().to_string()[..10], *"2026-01-05");
    }

    #[test]
    fn pages_without_metadata_may_tell_the_time_in_their_elements() {
        let meta =
            "<meta property=\"article:published_time\" content=\"2026-01-02T09:10:00+09:00\">";
        let day = |extra: &str| {
            let page = PAGE
                .replace(meta, "")
                .replace("<p>정부와", &format!("{extra}<p>정부와"));
            let date = one_document(file("a.html", page)).published_at;
            date.map(|date| date.to_string()[..10].to_owned())
        };
        let time = "<time datetime=\"2026-01-05T09:10:00Z\">a day ago</time>";
        let other = time.replace("-05", "-07");
        assert_eq!(day(time).as_deref(), Some("2026-01-05"));
        // Two, of which either may be of another article.
        assert_eq!(day(&format!("{time}{other}")), None);
        let article = format!("{other}<article>{time}</article>");
        assert_eq!(day(&article).as_deref(), Some("2026-01-05"));
        let microdata =
            format!("{other}{time}<span itemprop=\"datePublished\" content=\"2026-01-06\"></span>");
        assert_eq!(day(&microdata).as_deref(), Some("2026-01-06"));
    }

    #[test]
    fn a_page_without_an_article_is_an_empty_body() {
        for page in [
            "<html></html>",
            "<!doctype html><body><a href=x>x</a></body>",
        ] {
            assert_eq!(told(&file("a.html", page)), ["! empty-body"]);
        }
    }

    #[test]
    fn pages_that_would_take_forever_are_refused() {
        let deep = format!("<html><body>{}text", "<div>".repeat(100_000));
        assert_eq!(told(&file("a.html", deep)), ["! too-large"]);
        let large = format!("<html><body>{}", "text ".repeat(4 << 20));
        assert_eq!(told(&file("a.html", large)), ["! too-large"]);
    }
}

mod globs {
    use super::*;

    fn found(only: &[&str], except: &[&str]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a/1.html", "a/1.txt", "a/old/2.txt", "b/1.txt", "c.json"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let globs = |list: &[&str]| list.iter().map(|g| g.parse().unwrap()).collect();
        let options = CorpusOptions {
            only: globs(only),
            except: globs(except),
            ..CorpusOptions::default()
        };
        let name = |e: &Entry| {
            let (Entry::Document(Document { path, .. }) | Entry::Skipped(Skip { path, .. })) = e;
            let path = Path::new(path).strip_prefix(folder.path()).unwrap();
            path.to_string_lossy().into_owned()
        };
        let corpus = Corpus::open(&[folder.path()], options).unwrap();
        entries(corpus).iter().map(name).collect()
    }

    #[test]
    fn only_what_matches_and_is_not_excepted_is_read() {
        assert_eq!(
            found(&["*.txt"], &[]),
            ["a/1.txt", "a/old/2.txt", "b/1.txt"]
        );
        assert_eq!(found(&["*.txt"], &["old"]), ["a/1.txt", "b/1.txt"]);
        assert_eq!(found(&["a/*.txt", "*.json"], &[]), ["a/1.txt", "c.json"]);
        assert_eq!(found(&["a"], &["*.html"]), ["a/1.txt", "a/old/2.txt"]);
        assert_eq!(found(&[], &["a/", "*.json"]), ["b/1.txt"]);
    }

    #[test]
    fn a_file_that_was_named_is_read_whatever_the_patterns_say() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "x").unwrap();
        let options = CorpusOptions {
            only: vec!["*.md".parse().unwrap()],
            except: vec!["*.txt".parse().unwrap()],
            ..CorpusOptions::default()
        };
        assert_eq!(
            told(&entries(Corpus::open(&[path], options).unwrap())),
            ["x"]
        );
    }
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

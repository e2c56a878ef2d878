//! Compressed files.

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

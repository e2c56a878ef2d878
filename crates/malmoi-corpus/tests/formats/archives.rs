//! Archives and their members.

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

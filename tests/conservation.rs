//! Documents in are documents counted, merged as duplicates, and skipped.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use malmoi::{Analysis, Corpus, CorpusOptions, KeywordOptions, SkipReason, keywords_of_corpus};

use crate::pipeline::{analyze_on, analyzer};

const GOOD: &str = "---\nid: 1\ntitle: \"지진 발생\"\npublisher: 한빛일보\n\
    published_at: 2026-03-06 09:00\n---\n\n# 지진 발생\n\n---\n\n정부는 지진 대책을 발표했다.\n";

/// A file, its bytes, and what becomes of each article in it: `None` is
/// counted.
type Sample = (&'static str, Vec<u8>, Vec<Option<SkipReason>>);

fn samples() -> Vec<Sample> {
    let counted = || vec![None];
    let skipped = |reason| vec![Some(reason)];
    vec![
        ("good.md", GOOD.into(), counted()),
        // The same article, of which the last in the order of paths stays.
        (
            "windows.md",
            GOOD.replace('\n', "\r\n").into(),
            skipped(SkipReason::CrawledAgain),
        ),
        (
            "marked.md",
            format!("\u{feff}{GOOD}").into(),
            skipped(SkipReason::CrawledAgain),
        ),
        ("plain.txt", "The ministers met in Seoul.".into(), counted()),
        ("no-extension", "정부는 대책을 발표했다.".into(), counted()),
        ("symbols.txt", "2026. 3. 6. … 100%\n★ 😀".into(), counted()),
        ("empty.md", Vec::new(), skipped(SkipReason::EmptyFile)),
        (
            "blank.txt",
            " \n\t\r\n".into(),
            skipped(SkipReason::EmptyFile),
        ),
        (
            "head-alone.md",
            "---\nid: 2\ntitle: x\n---\n".into(),
            skipped(SkipReason::EmptyBody),
        ),
        (
            "cut.md",
            GOOD[..60].to_string().into(),
            skipped(SkipReason::FrontMatterNotClosed),
        ),
        (
            // "정부는" in CP949.
            "cp949.txt",
            b"\xc1\xa4\xba\xce\xb4\xc2 abc".to_vec(),
            vec![None],
        ),
        (
            "no-letters.txt",
            b"ab\xff\xfe\xfa\xf9".to_vec(),
            skipped(SkipReason::UnknownEncoding),
        ),
        ("utf-16.txt", b"\xff\xfea\0b\0".to_vec(), vec![None]),
        ("nul.txt", b"ab\0cd".to_vec(), skipped(SkipReason::Binary)),
        (
            "photo.jpg",
            b"\xff\xd8".to_vec(),
            skipped(SkipReason::Binary),
        ),
        ("page.html", "<p>정부</p>".into(), counted()),
        (
            "rows.csv",
            "title,body\na,b\n\"c\n".into(),
            vec![None, Some(SkipReason::MalformedRow)],
        ),
        (
            "feed.rss",
            "<rss></rss>".into(),
            skipped(SkipReason::UnsupportedFormat),
        ),
        (
            "lines.jsonl",
            "{\"body\":\"정부는 회의를 열었다\"}\n\
             not json\n\
             \n\
             {\"title\":\"no text\"}\n\
             {\"body\":\"  \"}\n\
             [1, 2]\n\
             {\"body\":\"cut off\n\
             {\"text\":\"The last line has no end\"}"
                .into(),
            vec![
                None,
                Some(SkipReason::MalformedJson),
                Some(SkipReason::MissingText),
                Some(SkipReason::EmptyBody),
                Some(SkipReason::MalformedJson),
                Some(SkipReason::MalformedJson),
                None,
            ],
        ),
        (
            "bytes.jsonl",
            b"{\"body\":\"\xff\xfe\"}\n{\"body\":\"good\"}\n".to_vec(),
            vec![Some(SkipReason::UnknownEncoding), None],
        ),
    ]
}

fn write(samples: &[Sample], folder: &Path) {
    for (at, (name, bytes, _)) in samples.iter().enumerate() {
        // Some deeper than others.
        let folder = folder.join(["", "a", "a/b"][at % 3]);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), bytes).unwrap();
    }
}

/// Returns file name and line with what became of the article; the line is
/// that of JSON Lines.
fn fates(analysis: &Analysis) -> Vec<(String, Option<SkipReason>)> {
    let name = |path: &str| {
        let name = Path::new(path).file_name().unwrap();
        name.to_str().unwrap().to_string()
    };
    let counted = analysis.documents.iter().map(Result::unwrap);
    let counted = counted.map(|d| (name(d.path()), None));
    let skipped = analysis.skipped.iter().map(Result::unwrap);
    let skipped = skipped.map(|s| (name(&s.path), Some(s.reason)));
    let mut fates: Vec<_> = counted.chain(skipped).collect();
    fates.sort();
    fates
}

#[test]
fn every_article_is_counted_or_told_why_not() {
    let folder = tempfile::tempdir().unwrap();
    let samples = samples();
    write(&samples, folder.path());
    let mut expected: Vec<(String, Option<SkipReason>)> = samples
        .iter()
        .flat_map(|(name, _, fates)| fates.iter().map(|fate| (name.to_string(), *fate)))
        .collect();
    expected.sort();

    for threads in [1, 3] {
        let analysis = analyze_on(threads, &[folder.path()]);
        assert_eq!(
            fates(&analysis),
            expected,
            "{:#?}",
            analysis.skipped.to_vec()
        );
        let balance = analysis.balance;
        let ended = balance.counted + balance.left_out() + balance.skipped;
        assert_eq!(
            (balance.read, ended),
            (expected.len() as u64, balance.surveyed)
        );
        assert_eq!(
            (balance.merged, balance.counted),
            (2, analysis.documents.len() as u64)
        );
        let in_groups: u64 = analysis.counts.groups().iter().map(|g| g.documents).sum();
        assert_eq!(in_groups, analysis.documents.len() as u64);
        let documents = analysis.documents.iter();
        let of_documents: u64 = documents.map(|d| d.unwrap().tokens).sum();
        let in_groups: u64 = analysis.counts.groups().iter().map(|g| g.tokens).sum();
        assert_eq!(in_groups, of_documents);
    }
}

#[test]
fn keywords_of_documents_leave_none_out_either() {
    let folder = tempfile::tempdir().unwrap();
    let samples = samples();
    write(&samples, folder.path());
    let corpus = Corpus::open(&[folder.path()], CorpusOptions::default()).unwrap();
    let (documents, skipped) =
        keywords_of_corpus(corpus, analyzer(), &KeywordOptions::default(), &()).unwrap();
    let entries: usize = samples.iter().map(|(_, _, fates)| fates.len()).sum();
    assert_eq!(documents.len() + skipped.len(), entries);
}

/// Cuts an article at every byte: whatever is left of it is one entry.
#[test]
fn an_article_cut_anywhere_is_one_entry() {
    let folder = tempfile::tempdir().unwrap();
    for end in 0..GOOD.len() {
        let path = folder.path().join(format!("{end:04}.md"));
        fs::write(path, &GOOD.as_bytes()[..end]).unwrap();
    }
    let analysis = analyze_on(2, &[folder.path()]);
    let mut entries: BTreeMap<String, usize> = BTreeMap::new();
    for (name, _) in fates(&analysis) {
        *entries.entry(name).or_default() += 1;
    }
    assert_eq!(entries.len(), GOOD.len());
    assert!(entries.values().all(|n| *n == 1));
}

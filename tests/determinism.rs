//! The same articles give the same bytes, whoever counts them and however
//! they are handed over.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use malmoi::{Analysis, Basis, Corpus, CorpusOptions, Entry};
use malmoi_report::Output;
use serde_json::json;

use crate::pipeline::{Numbers, analyze, analyze_on, newsroom, newsroom_analysis};

/// How often the sample newsroom is repeated: enough for more batches of work
/// than threads.
const COPIES: usize = 6;

/// Copies the newsroom several times into one folder, under other names and ids:
/// under the same ids they would be the same articles.
fn large_newsroom(to: &Path) {
    for copy in 0..COPIES {
        for day in subfolders(&newsroom()) {
            let folder = to.join(format!("{copy}")).join(day.file_name().unwrap());
            fs::create_dir_all(&folder).unwrap();
            for file in fs::read_dir(day).unwrap() {
                let file = file.unwrap();
                let mut article = fs::read(file.path()).unwrap();
                // One is in UTF-16, with zeros between the letters.
                let gap: &[u8] = if article.starts_with(b"\xff\xfe") {
                    b"\0"
                } else {
                    b""
                };
                for field in ["\nid: ", "\naid: "] {
                    let spaced = |text: &str| -> Vec<u8> {
                        let bytes = text.bytes();
                        bytes.flat_map(|b| [&[b], gap].concat()).collect()
                    };
                    let name = spaced(field);
                    let at = article.windows(name.len()).position(|w| *w == *name);
                    let end = at.expect("every article has an id") + name.len();
                    article.splice(end..end, spaced(&copy.to_string()));
                }
                fs::write(folder.join(file.file_name()), article).unwrap();
            }
        }
    }
}

fn subfolders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|p| p.is_dir()).collect();
    folders.sort();
    assert!(folders.len() > 1);
    folders
}

/// Writes the results and returns all files, by name.
fn written(analysis: &Analysis) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    Output::at(&out).unwrap().write(analysis, &()).unwrap();
    let files = fs::read_dir(&out).unwrap().map(|entry| {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        (name, fs::read(entry.path()).unwrap())
    });
    files.collect()
}

fn assert_same(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>, what: &str) {
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(a), names(b), "{what}");
    for (name, bytes) in a {
        assert!(bytes == &b[name], "{name} differs {what}");
    }
}

#[test]
fn results_do_not_depend_on_the_number_of_threads_or_the_run() {
    let folder = tempfile::tempdir().unwrap();
    large_newsroom(folder.path());
    let one = analyze_on(1, &[folder.path()]);
    assert_eq!(one.documents.len(), COPIES * 72);
    let files = written(&one);
    assert!(files.contains_key("keywords.csv") && files.contains_key("summary.json"));
    for threads in [2, 5, 5] {
        let many = analyze_on(threads, &[folder.path()]);
        assert_eq!(one.counts, many.counts, "with {threads} threads");
        assert_eq!(one.keywords, many.keywords, "with {threads} threads");
        assert_same(&files, &written(&many), &format!("with {threads} threads"));
    }
}

#[test]
fn a_folder_and_its_subfolders_give_the_same() {
    let by_day = analyze(&subfolders(&newsroom()));
    let mut backwards = subfolders(&newsroom());
    backwards.reverse();
    let whole = written(newsroom_analysis());
    assert_same(&whole, &written(&by_day), "by subfolder");
    assert_same(
        &whole,
        &written(&analyze(&backwards)),
        "the other way round",
    );
}

#[test]
fn a_corpus_of_copies_has_every_count_multiplied() {
    let folder = tempfile::tempdir().unwrap();
    large_newsroom(folder.path());
    let once = Numbers::of(newsroom_analysis());
    let copies = analyze(&[folder.path()]);
    let many = Numbers::of(&copies);
    // Without the copies it is one newsroom, less the wire story's two.
    assert_eq!(copies.balance.copies, (COPIES as u64 - 1) * 72 + 2);
    let tokens = |analysis: &Analysis| {
        let groups = analysis.counts.groups().iter();
        groups.map(|g| g.tokens_on(Basis::Once)).sum::<u64>()
    };
    assert_eq!(tokens(&copies), tokens(newsroom_analysis()));
    assert_eq!(once.cells.len(), many.cells.len());
    for (name, (count, documents)) in &once.cells {
        let times = COPIES as u64;
        assert_eq!(
            many.cells[name],
            (count * times, documents * times),
            "{name:?}"
        );
    }
}

#[test]
fn json_lines_of_the_documents_give_the_same_counts() {
    let mut lines = String::new();
    let corpus = Corpus::open(&[newsroom()], CorpusOptions::default()).unwrap();
    for batch in corpus {
        batch.read(&mut |entry| {
            let Entry::Document(d) = entry else {
                panic!("{entry:?}");
            };
            let row = json!({
                "id": d.id,
                "title": d.title,
                "body": d.text,
                "publisher": d.publisher,
                "published_at": d.published_at.map(|t| t.to_string()),
            });
            lines += &format!("{row}\n");
        });
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("articles.jsonl");
    fs::write(&file, &lines).unwrap();

    let from_lines = analyze(&[&file]);
    let markdown = newsroom_analysis();
    assert_eq!(Numbers::of(&from_lines), Numbers::of(markdown));
    // The documents are the same too, but for where they were found.
    let heads = |analysis: &Analysis| {
        let documents = analysis.documents.iter().map(Result::unwrap);
        let head = documents.map(|d| (d.id().to_string(), d.published_at, d.tokens));
        head.collect::<Vec<_>>()
    };
    assert_eq!(heads(&from_lines), heads(markdown));
}

//! Which files are read.

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

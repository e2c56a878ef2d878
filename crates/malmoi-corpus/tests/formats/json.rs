//! JSON that is not a record a line.

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

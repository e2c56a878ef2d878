//! Sentences with the terms and languages that a reader expects.
//!
//! The cases are data: one JSON object a line in `cases/tokenize` and
//! `cases/detect`. What a case expects is what a reader of the language would
//! say, not what the program happens to answer. Where the two differ, the case
//! has a `known` with the reason, and must go on failing: once the program
//! gets it right, the reason comes out.
//!
//! | area | a case expects |
//! |---|---|
//! | `tokenize` | `terms`: every term in order, as `term:language` |
//! | `detect` | `lang`: the language; `runs`: the text of each run, as `[language, text]` |

use std::fs;
use std::path::PathBuf;

use malmoi::{Kind, Language, detect};
use serde_json::{Value, json};

use crate::pipeline::{analyzer, root};

/// Runs all cases of an area through `answer`, which is given a case and
/// returns what the program says to it under the same names.
fn check(area: &str, at_least: usize, answer: impl Fn(&str) -> Value) {
    let mut wrong = Vec::new();
    let mut run = 0;
    for path in files(area) {
        let place = format!("{area}/{}", path.file_name().unwrap().display());
        let cases = fs::read_to_string(&path).unwrap();
        for (number, line) in cases.lines().enumerate() {
            let place = format!("{place}:{}", number + 1);
            let case: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{place}: {e}"));
            let text = case["text"].as_str().unwrap();
            let found = answer(text);
            let expected = case.as_object().unwrap().iter();
            let mut expected = expected.filter(|(k, _)| !["text", "known"].contains(&k.as_str()));
            let differs = expected.any(|(key, value)| found[key] != *value);
            run += 1;
            match (case.get("known"), differs) {
                (None, false) | (Some(_), true) => {}
                (None, true) => wrong.push(format!(
                    "{place}: {text:?}\n  expected {case}\n  found    {found}"
                )),
                (Some(reason), false) => wrong.push(format!(
                    "{place}: {text:?} is right now; take out its `known`: {reason}"
                )),
            }
        }
    }
    assert!(run >= at_least, "only {run} cases of {area} were found");
    assert!(
        wrong.is_empty(),
        "{} of {run}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

fn files(area: &str) -> Vec<PathBuf> {
    let folder = root().join("tests").join("cases").join(area);
    let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let mut files: Vec<PathBuf> = entries
        .filter(|p| p.extension().is_some_and(|e| e == "jsonl"))
        .collect();
    files.sort();
    files
}

#[test]
fn sentences_have_the_terms_a_reader_expects() {
    check("tokenize", 45, |text| {
        let mut terms = Vec::new();
        let mut last = 0;
        analyzer().analyzer_worker().analyze(text, &mut |token| {
            assert_eq!(&text[token.start..token.end], token.surface, "{text}");
            assert!(token.start >= last, "{token:?} overlaps in {text:?}");
            last = token.end;
            if token.kind == Kind::Term {
                terms.push(format!("{}:{}", token.term, token.language));
            }
        });
        json!({ "terms": terms.join(" ") })
    });
}

#[test]
fn texts_are_in_the_language_a_reader_says() {
    check("detect", 25, |text| {
        let detection = detect(text);
        let runs = detection.runs.iter();
        let runs: Vec<Value> = runs
            .map(|r| json!([r.language.code(), &text[r.start..r.end]]))
            .collect();
        json!({ "lang": detection.language.code(), "runs": runs })
    });
}

/// Cuts the prose of the detection cases into pieces of one to four words, and
/// compares how sure the detector is of each with how often it is right.
#[test]
fn confidence_is_about_how_often_the_language_is_right() {
    // Right, and in all, for confidences below 0.7, below 0.9, and above.
    let mut bins = [(0.0, 0.0, 0.0); 3];
    for path in files("detect") {
        for line in fs::read_to_string(path).unwrap().lines() {
            let case: Value = serde_json::from_str(line).unwrap();
            let text = case["text"].as_str().unwrap();
            let words: Vec<&str> = text.split_whitespace().collect();
            if !text.is_ascii() && case["lang"] == "ko" {
                continue;
            }
            for pieces in (1..=4).flat_map(|n| words.windows(n)) {
                let found = detect(&pieces.join(" "));
                if found.language == Language::UNDETERMINED {
                    continue;
                }
                let bin = [0.7, 0.9].iter().filter(|b| found.confidence > **b).count();
                let (right, sure, all) = &mut bins[bin];
                *right += f64::from(found.language.code() == case["lang"]);
                *sure += found.confidence;
                *all += 1.0;
            }
        }
    }
    let mut last = 0.0;
    for (right, sure, all) in bins {
        assert!(all > 50.0, "{bins:?}");
        let (right, sure) = (right / all, sure / all);
        assert!(
            (right - sure).abs() < 0.1,
            "{right} right at {sure}: {bins:?}"
        );
        assert!(right > last, "{bins:?}");
        last = right;
    }
}

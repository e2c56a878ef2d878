//! `malmoi bench`: figures of every engine, and the texts they are of.
//!
//! How fast anything is, is nothing a test can hold; that every figure is there
//! and fits the others is.

use serde_json::Value;

use crate::{json_lines, keys, newsroom, run};

fn bench(arguments: &[&str]) -> Value {
    let mut all = vec!["bench", "--format", "json", "--rounds", "1"];
    all.extend(arguments);
    let ran = run(&all, "");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let mut rows = json_lines(&ran.out);
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

fn figure(row: &Value, key: &str) -> f64 {
    row[key]
        .as_f64()
        .unwrap_or_else(|| panic!("no {key} in {row}"))
}

#[test]
fn every_engine_is_measured_on_every_thread_count() {
    let newsroom = newsroom();
    let result = bench(&[newsroom.to_str().unwrap(), "--threads", "3"]);
    assert_eq!(result["documents"], 72);
    let bytes = result["bytes"].as_u64().unwrap();
    let languages = result["languages"].as_object().unwrap().values();
    let sum: u64 = languages.map(|l| l["bytes"].as_u64().unwrap()).sum();
    assert_eq!(sum, bytes);

    let rows = result["engines"].as_array().unwrap();
    let ran: Vec<(&str, u64)> = rows
        .iter()
        .map(|r| (r["name"].as_str().unwrap(), r["threads"].as_u64().unwrap()))
        .collect();
    let expected: Vec<(&str, u64)> = [
        "malmoi", "mecab-ko", "lindera", "words", "analyzer", "detect",
    ]
    .into_iter()
    .flat_map(|name| [1, 2, 3].map(|threads| (name, threads)))
    .collect();
    assert_eq!(ran, expected);
    for row in rows {
        for key in ["cold_mb_s", "warm_mb_s", "documents_per_s", "start_ms"] {
            assert!(figure(row, key) > 0.0, "{key} of {row}");
        }
        assert_eq!(row["threads"] == 2, row.get("two_processes_mb_s").is_some());
        let measured = row["measured"].as_str().unwrap();
        let expected = match measured {
            "all" => bytes,
            language => result["languages"][language]["bytes"].as_u64().unwrap(),
        };
        assert_eq!(row["bytes"], expected, "{row}");
        if row["name"] != "detect" {
            // The rate is of the same pass as the megabytes.
            let seconds = figure(row, "bytes") / 1e6 / figure(row, "cold_mb_s");
            let tokens = figure(row, "tokens_per_s") * seconds;
            assert!((tokens - figure(row, "tokens")).abs() < 1.0, "{row}");
        }
        #[cfg(target_os = "linux")]
        assert!(figure(row, "peak_rss_mb") > figure(row, "texts_rss_mb"));
    }
    // The number of threads changes no token.
    for same in rows.chunks(3) {
        assert!(same.iter().all(|r| r["tokens"] == same[0]["tokens"]));
    }
}

#[test]
fn agreement_is_between_each_two_korean_engines() {
    let newsroom = newsroom();
    let result = bench(&[newsroom.to_str().unwrap(), "--threads", "1"]);
    let pairs = result["agreement"].as_array().unwrap();
    assert_eq!(pairs.len(), 3);
    assert_eq!(
        keys(&pairs[0]),
        [
            "border_f1",
            "engines",
            "same_lines",
            "same_texts",
            "token_f1"
        ]
    );
    let [lines, borders, tokens] =
        ["same_lines", "border_f1", "token_f1"].map(|k| figure(&pairs[0], k));
    // The engines differ where a space parts words, which hardly a line is
    // without, and then mostly in a tag.
    assert!(
        lines < 0.9 && tokens < borders && borders < 1.0,
        "{pairs:?}"
    );
    assert!(tokens > 0.9, "{pairs:?}");
}

#[test]
fn a_corpus_without_korean_has_no_korean_engines() {
    let folder = tempfile::tempdir().unwrap();
    let text = "The ministers said that the talks with the other side were long.\n";
    std::fs::write(folder.path().join("a.txt"), text.repeat(20)).unwrap();
    let result = bench(&[folder.path().to_str().unwrap(), "--threads", "1"]);
    let rows = result["engines"].as_array().unwrap();
    let names: Vec<&str> = rows.iter().map(|r| r["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["words", "analyzer", "detect"]);
    assert_eq!(result["agreement"].as_array().unwrap().len(), 0);
}

#[test]
fn the_table_tells_machine_texts_and_agreement() {
    let newsroom = newsroom();
    let newsroom = newsroom.to_str().unwrap();
    let ran = run(&["bench", newsroom, "--rounds", "1", "--threads", "2"], "");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    for part in ["cores", "72 documents", "% ko", "2 processes", "agree on"] {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
}

#[test]
fn the_texts_measured_can_be_had() {
    let newsroom = newsroom();
    let newsroom = newsroom.to_str().unwrap();
    let texts = json_lines(&run(&["bench", newsroom, "--texts"], "").out);
    assert_eq!(texts.len(), 72);
    assert!(texts.iter().all(|t| keys(t) == ["lang", "text"]));
    let bytes: u64 = texts
        .iter()
        .map(|t| t["text"].as_str().unwrap().len() as u64)
        .sum();
    let measured = bench(&[newsroom, "--threads", "1"]);
    assert_eq!(measured["bytes"], bytes);
    // They are a corpus themselves, which standard input may bring.
    let stream: String = texts.iter().map(|t| format!("{t}\n")).collect();
    let again = json_lines(&run(&["bench", "-", "--texts"], &stream).out);
    assert_eq!(again.len(), 72);
}

#[test]
fn a_large_corpus_is_sampled() {
    let folder = tempfile::tempdir().unwrap();
    let line = format!(
        "{{\"body\":\"{}\"}}\n",
        "정부는 대책을 발표했다. ".repeat(3000)
    );
    let path = folder.path().join("a.jsonl");
    std::fs::write(&path, line.repeat(20)).unwrap();
    let path = path.to_str().unwrap();
    let count = |more: &[&str]| {
        let mut arguments = vec!["bench", path, "--texts"];
        arguments.extend(more);
        run(&arguments, "").out.len() / 1000
    };
    let (all, sample) = (count(&[]), count(&["--sample", "1"]));
    assert!(
        (sample * 2..sample * 3).contains(&all),
        "{sample} of {all} kB"
    );
}

#[test]
fn nothing_to_measure_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["bench", folder.path().to_str().unwrap()][..],
        &["bench-run", "no-such-engine"],
    ] {
        let ran = run(arguments, "");
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ran.err.starts_with("error: "), "{}", ran.err);
    }
}

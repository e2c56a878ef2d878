//! `malmoi dict` and `--user-dictionary`.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::{csv_rows, json_lines, run};

/// Writes a user dictionary into a new folder.
fn dictionary(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("words.csv");
    fs::write(&path, text).unwrap();
    (folder, path)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_right_dictionary_passes() {
    let (_folder, path) = dictionary("\u{feff}# names\r\n뉴진스\r\n해상풍력,NNG,해상풍력\r\n");
    let ran = run(&["dict", "check", text(&path)], "");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(ran.out, "");
    assert!(ran.err.contains("entries 2, wrong lines 0"), "{}", ran.err);
}

#[test]
fn wrong_lines_are_told_with_path_and_line() {
    let (_folder, path) = dictionary("뉴진스\n새 말\n정부,NNG,정부\n말,XYZ,말\n");
    let ran = run(&["dict", "check", text(&path)], "");
    assert_eq!(ran.code, Some(2));
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}", ran.out);
    for (line, start) in lines.iter().zip([":2: error", ":3: warning", ":4: error"]) {
        let expected = format!("{}{start}", path.display());
        assert!(line.starts_with(&expected), "{line}");
    }
    let rows = json_lines(&run(&["dict", "check", "--format", "jsonl", text(&path)], "").out);
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0]["line"], 2);
    let (columns, rows) =
        csv_rows(&run(&["dict", "check", "--format", "csv", text(&path)], "").out);
    assert_eq!(columns, ["path", "line", "severity", "message"]);
    assert_eq!(rows.len(), 3);
}

#[test]
fn a_users_words_stay_whole_in_every_command() {
    let (_folder, path) = dictionary("엔비디아\n");
    let (_other, second) = dictionary("챗GPT\n");
    let input = "엔비디아가 챗GPT를 만났다\n";
    let words = [
        "--user-dictionary",
        text(&path),
        "--user-dictionary",
        text(&second),
    ];
    let ran = run(&[&["tokenize"], &words[..]].concat(), input);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        ran.out.starts_with("엔비디아/NNP 가/JKS 챗GPT/NNP 를/JKO"),
        "{}",
        ran.out
    );
    let ran = run(&[&["keywords"], &words[..]].concat(), input);
    assert!(ran.out.contains("엔비디아"), "{}", ran.out);
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let arguments = ["analyze", "-", "-o", text(&out), "--format", "jsonl"];
    let ran = run(&[&arguments[..], &words[..]].concat(), input);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let terms = fs::read_to_string(out.join("terms.csv")).unwrap();
    assert!(
        terms.contains("엔비디아") && terms.contains("챗gpt"),
        "{terms}"
    );
}

#[test]
fn a_wrong_line_stops_the_other_commands() {
    let (_folder, path) = dictionary("뉴진스\n새 말\n");
    let ran = run(&["tokenize", "--user-dictionary", text(&path)], "뉴진스\n");
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains(&format!("{}:2:", path.display())),
        "{}",
        ran.err
    );
}

#[test]
fn linderas_segmenter_takes_no_user_dictionary() {
    let (_folder, path) = dictionary("뉴진스\n");
    let ran = run(
        &[
            "tokenize",
            "--engine",
            "lindera",
            "--user-dictionary",
            text(&path),
        ],
        "말\n",
    );
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("--user-dictionary"), "{}", ran.err);
}

/// JSON Lines in which 엔비디아 recurs.
fn crawl() -> String {
    let sentences = [
        "엔비디아가 새 칩을 내놓았다.",
        "주가는 엔비디아의 발표로 올랐다.",
        "그는 엔비디아를 떠났다.",
        "시장은 엔비디아 실적을 기다린다.",
    ];
    let line =
        |s| format!("{{\"publisher\":\"예시일보\",\"date\":\"2026-01-02\",\"text\":\"{s}\"}}\n");
    sentences.map(line).concat()
}

#[test]
fn suggestions_are_a_dictionary_that_can_be_used() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("words.csv");
    let arguments = ["dict", "suggest", "-", "-o", text(&path), "--format", "csv"];
    let ran = run(&arguments, &crawl());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let (columns, rows) = csv_rows(&ran.out);
    assert_eq!(
        &columns[..5],
        ["word", "count", "articles", "publishers", "first_day"]
    );
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0]["word"].as_str(), rows[0]["count"].as_str()),
        ("엔비디아", "4")
    );
    assert_eq!(rows[0]["first_day"], "2026-01-02");

    let ran = run(&["dict", "check", text(&path)], "");
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    let ran = run(
        &["tokenize", "--user-dictionary", text(&path)],
        "엔비디아도\n",
    );
    assert_eq!(ran.out, "엔비디아/NNP 도/JX\n");

    // What somebody may have edited since is not replaced.
    let ran = run(&arguments, &crawl());
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("must be new"), "{}", ran.err);
}

#[test]
fn new_words_are_listed_and_can_be_switched_off() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let ran = run(&["analyze", "-", "-o", text(&out)], &crawl());
    assert!(ran.err.contains("엔비디아"), "{}", ran.err);
    let (_, rows) = csv_rows(&fs::read_to_string(out.join("new_words.csv")).unwrap());
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["cut"], "엔 비디아");
    assert!(!rows[0]["article_ids"].is_empty());
    let summary = fs::read_to_string(out.join("summary.json")).unwrap();
    assert!(summary.contains("\"new_words\": 1"), "{summary}");

    let ran = run(
        &["analyze", "-", "-o", text(&out), "--no-new-words"],
        &crawl(),
    );
    assert!(!ran.err.contains("엔비디아"), "{}", ran.err);
    let (_, rows) = csv_rows(&fs::read_to_string(out.join("new_words.csv")).unwrap());
    assert!(rows.is_empty());
}

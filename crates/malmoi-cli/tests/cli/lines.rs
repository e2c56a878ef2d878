//! `malmoi tokenize` and `malmoi detect`: one answer for each line.

use serde_json::Value;

use crate::{csv_rows, json_lines, keys, run};

/// Lines with what makes offsets go wrong: letters of several bytes, white
/// space, an empty line, Windows line ends, and a last line without an end.
const INPUT: &str = "삼성전자가 Northwind Robotics를 인수했다.\n\
    \n\
    \t 美·中 “관세” 28,500원\u{3000}😀 K-pop\n\
    The ministers’ talks on the U.S. tariffs were long.\r\n\
    2026. 3. 6.\n\
    e\u{301}te\u{301} 한글";

fn lines() -> Vec<&'static str> {
    let lines: Vec<&str> = INPUT.lines().collect();
    assert_eq!(lines.len(), 6);
    lines
}

fn number(value: &Value) -> usize {
    value.as_u64().unwrap() as usize
}

fn check_tokens(arguments: &[&str]) {
    let ran = run(arguments, INPUT);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let answers = json_lines(&ran.out);
    assert_eq!(answers.len(), lines().len());
    for (line, answer) in lines().into_iter().zip(&answers) {
        assert_eq!(keys(answer), ["tokens"]);
        let mut last = 0;
        for token in answer["tokens"].as_array().unwrap() {
            assert_eq!(
                keys(token),
                ["end", "lang", "pos", "start", "surface", "term"]
            );
            let (start, end) = (number(&token["start"]), number(&token["end"]));
            assert!(last <= start && start < end, "{token} in {line:?}");
            assert_eq!(token["surface"], line[start..end], "{line:?}");
            assert_ne!(token["term"], "");
            assert_ne!(token["pos"], "");
            last = end;
        }
    }
    let is_empty = |at: usize| answers[at]["tokens"].as_array().unwrap().is_empty();
    assert!(is_empty(1) && !is_empty(0) && !is_empty(2));
}

#[test]
fn tokens_slice_their_line() {
    check_tokens(&["tokenize", "--format", "jsonl"]);
    check_tokens(&["tokenize", "--format", "jsonl", "--lang", "ko"]);
    check_tokens(&["tokenize", "--format", "jsonl", "--lang", "en"]);
}

#[test]
fn korean_tokens_have_sejong_tags_and_their_terms() {
    let ran = run(
        &["tokenize", "--format", "jsonl", "--lang", "ko"],
        "정부는 반도체를 늘렸다.\n",
    );
    let [answer] = &json_lines(&ran.out)[..] else {
        panic!("{}", ran.out);
    };
    let tokens = answer["tokens"].as_array().unwrap();
    assert_eq!(
        tokens[0],
        serde_json::json!({
            "surface": "정부", "term": "정부", "pos": "NNG", "lang": "ko", "start": 0, "end": 6
        })
    );
    assert_eq!(tokens[1]["pos"], "JX");
    assert!(tokens.iter().all(|t| t["lang"] == "ko"));
}

/// Joins `surface/term` of a line's tokens.
fn terms(arguments: &[&str], line: &str) -> String {
    let mut all = vec!["tokenize", "--format", "jsonl", "--lang", "ko"];
    all.extend(arguments);
    let ran = run(&all, line);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let answer = &json_lines(&ran.out)[0];
    let tokens = answer["tokens"].as_array().unwrap().iter();
    let shown = tokens.map(|token| {
        let (start, end) = (number(&token["start"]), number(&token["end"]));
        assert_eq!(token["surface"], line[start..end]);
        format!("{}/{}", &line[start..end], token["term"].as_str().unwrap())
    });
    shown.collect::<Vec<_>>().join(" ")
}

#[test]
fn compounds_are_divided_as_asked() {
    let line = "고속도로가 감겨";
    let whole = "고속도로/고속도로 가/가 감겨/감겨";
    let divided = "고속/고속 도로/도로 가/가 감겨/감겨";
    assert_eq!(terms(&[], line), divided);
    assert_eq!(terms(&["--compounds", "auto"], line), divided);
    assert_eq!(terms(&["--compounds", "none"], line), whole);
    assert_eq!(
        terms(&["--compounds", "discard"], line),
        "고속/고속 도로/도로 가/가 감겨/감기 감겨/어"
    );
    assert_eq!(
        terms(&["--compounds", "mixed"], line),
        "고속도로/고속도로 고속/고속 도로/도로 가/가 감겨/감겨 감겨/감기 감겨/어"
    );
    assert_eq!(run(&["tokenize", "--compounds", "both"], "").code, Some(2));
}

#[test]
fn lemmas_are_the_terms_of_verbs_and_adjectives() {
    let line = "가까운 곳에서 발표했다";
    assert_eq!(
        terms(&["--lemmas"], line),
        "가까운/가깝다 곳/곳 에서/에서 발표/발표 했/발표하다 다/다"
    );
}

#[test]
fn detected_runs_cover_their_line() {
    let ran = run(&["detect", "--format", "jsonl"], INPUT);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let answers = json_lines(&ran.out);
    assert_eq!(answers.len(), lines().len());
    for (line, answer) in lines().into_iter().zip(&answers) {
        assert_eq!(keys(answer), ["confidence", "lang", "runs"]);
        let confidence = answer["confidence"].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&confidence), "{answer}");
        let mut last = 0;
        for run in answer["runs"].as_array().unwrap() {
            assert_eq!(keys(run), ["end", "lang", "start"]);
            assert_eq!(number(&run["start"]), last, "{answer}");
            last = number(&run["end"]);
            assert!(line.is_char_boundary(last), "{answer}");
        }
        assert_eq!(last, line.len(), "{answer}");
    }
    let languages: Vec<&str> = answers
        .iter()
        .map(|a| a["lang"].as_str().unwrap())
        .collect();
    assert_eq!(languages[0..2], ["ko", "und"]);
    assert_eq!(languages[3..5], ["en", "und"]);
}

#[test]
fn languages_limit_what_is_found() {
    let input = "Samsung\nDie Schulen bleiben bis Montag geschlossen\n정부는 대책을 발표했다\n";
    for (list, expected) in [
        ("ko,en", ["en", "und", "ko"]),
        ("DE, ko", ["de", "de", "ko"]),
    ] {
        let ran = run(&["detect", "--format", "jsonl", "--languages", list], input);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let answers = json_lines(&ran.out);
        let languages: Vec<&str> = answers
            .iter()
            .map(|a| a["lang"].as_str().unwrap())
            .collect();
        assert_eq!(languages, expected, "{list}");
    }
    let ran = run(
        &["tokenize", "--format", "csv", "--languages", "en"],
        "Samsung\n정부\n",
    );
    let (_, rows) = csv_rows(&ran.out);
    let languages: Vec<&str> = rows.iter().map(|r| r["lang"].as_str()).collect();
    assert_eq!(languages, ["en", "und"]);
}

#[test]
fn csv_rows_name_their_line() {
    let (columns, rows) = csv_rows(&run(&["tokenize", "--format", "csv"], INPUT).out);
    assert_eq!(
        columns,
        ["line", "surface", "term", "pos", "lang", "start", "end"]
    );
    for row in &rows {
        let line = lines()[row["line"].parse::<usize>().unwrap() - 1];
        let (start, end) = (row["start"].parse().unwrap(), row["end"].parse().unwrap());
        assert_eq!(line.get(start..end), Some(row["surface"].as_str()));
    }
    let (columns, rows) = csv_rows(&run(&["detect", "--format", "csv"], INPUT).out);
    assert_eq!(columns, ["line", "lang", "confidence"]);
    let numbers: Vec<&str> = rows.iter().map(|r| r["line"].as_str()).collect();
    assert_eq!(numbers, ["1", "2", "3", "4", "5", "6"]);
}

#[test]
fn an_awkward_token_survives_csv() {
    let (_, rows) = csv_rows(
        &run(
            &["tokenize", "--format", "csv"],
            "정부는 \"한국, 미국\"과\n",
        )
        .out,
    );
    let surfaces: Vec<&str> = rows.iter().map(|r| r["surface"].as_str()).collect();
    assert!(
        surfaces.contains(&"\"") && surfaces.contains(&","),
        "{surfaces:?}"
    );
}

#[test]
fn tables_have_a_line_for_each_line() {
    for command in ["tokenize", "detect"] {
        let ran = run(&[command], INPUT);
        assert_eq!(
            ran.out.lines().count(),
            lines().len(),
            "{command}: {}",
            ran.out
        );
    }
}

#[test]
fn no_input_has_no_answer() {
    for command in ["tokenize", "detect"] {
        let ran = run(&[command, "--format", "jsonl"], "");
        assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{command}");
    }
}

#[test]
fn answers_keep_the_order_of_the_lines_on_many_threads() {
    let input: String = (0..5000)
        .map(|n| format!("기사 제{n}호 number{n}\n"))
        .collect();
    let [one, many] = ["1", "4"].map(|threads| {
        let ran = run(
            &["tokenize", "--format", "jsonl", "--threads", threads],
            &input,
        );
        assert_eq!(ran.code, Some(0));
        ran.out
    });
    assert!(one == many, "the answers depend on the number of threads");
    for (n, line) in many.lines().enumerate() {
        assert!(line.contains(&format!("number{n}\"")), "{n}: {line}");
    }
}

#[test]
fn files_are_read_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let paths = ["one", "two"].map(|name| folder.path().join(name));
    for path in &paths {
        std::fs::write(path, format!("{}\n", path.file_name().unwrap().display())).unwrap();
    }
    let [one, two] = paths.each_ref().map(|p| p.to_str().unwrap());
    let ran = run(
        &["tokenize", "--format", "csv", "--lang", "en", two, "-", one],
        "three\n",
    );
    let (_, rows) = csv_rows(&ran.out);
    let found: Vec<_> = rows
        .iter()
        .map(|r| (r["line"].as_str(), r["surface"].as_str()))
        .collect();
    assert_eq!(found, [("1", "two"), ("2", "three"), ("3", "one")]);
}

#[test]
fn a_missing_file_is_named() {
    for command in ["tokenize", "detect"] {
        let ran = run(&[command, "no-such-file.txt"], "");
        assert_eq!(ran.code, Some(2), "{command}");
        assert!(ran.err.contains("no-such-file.txt"), "{}", ran.err);
    }
}

#[test]
fn a_dictionary_that_is_none_is_refused_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().display().to_string();
    for (given, told) in [
        (format!("ja={path}"), path.as_str()),
        (format!("ko={path}"), "Korean"),
        (path.clone(), "ja=ipadic"),
        (format!("xx={path}"), "code"),
    ] {
        let ran = run(&["tokenize", "--dictionary", &given], "政府は");
        assert_eq!(ran.code, Some(2), "{given}");
        assert!(
            ran.out.is_empty() && ran.err.contains(told),
            "{given}: {}",
            ran.err
        );
    }
}

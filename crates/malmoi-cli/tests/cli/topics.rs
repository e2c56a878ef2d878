//! `topics`: what a crawl is about.

use std::fs;

use serde_json::Value;

use crate::{Ran, newsroom, run};

fn topics(arguments: &[&str], input: &str) -> Ran {
    let all: Vec<&str> = ["topics"]
        .into_iter()
        .chain(arguments.iter().copied())
        .collect();
    run(&all, input)
}

/// Articles of two papers on two themes, as JSON Lines.
fn two_themes() -> String {
    let money = [
        "금리", "환율", "물가", "은행", "대출", "예금", "증권", "채권", "주가", "투자", "수출",
        "무역",
    ];
    let games = [
        "야구", "축구", "투수", "타자", "감독", "경기", "선수", "우승", "홈런", "배구", "농구",
        "심판",
    ];
    let mut lines = String::new();
    for n in 0..60 {
        let (paper, theme) = if n % 2 == 0 {
            ("가", money)
        } else {
            ("나", games)
        };
        // Half of the words of the theme, so that none is in half of all articles.
        let word = |at: usize| theme[(n / 2 + at * at % 6) % theme.len()];
        let text: Vec<&str> = (0..30).map(word).collect();
        lines += &format!(
            "{{\"id\":\"{n}\",\"publisher\":\"{paper}\",\"date\":\"2026-03-0{}\",\"title\":\"기사 {n}\",\"text\":\"{}\"}}\n",
            1 + n % 4,
            text.join(" ")
        );
    }
    lines
}

const ALL: [&str; 5] = ["-", "--k", "2", "--duplicates", "count"];

#[test]
fn known_themes_are_found_and_told_by_publisher() {
    let ran = topics(&[&ALL[..], &["--format", "json"]].concat(), &two_themes());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let object: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (&object["k"], &object["language"]),
        (&2.into(), &"ko".into())
    );
    let topic = |n: usize| &object["documents"][n]["topic"];
    assert_eq!(object["documents"].as_array().unwrap().len(), 60);
    assert_ne!(topic(0), topic(1));
    for n in 2..60 {
        assert_eq!(topic(n), topic(n % 2), "{n}");
    }
    let money = topic(0).as_u64().unwrap() as usize;
    let terms = object["topics"][money]["terms"].to_string();
    assert!(terms.contains("금리") && !terms.contains("야구"), "{terms}");
    assert!(object["seconds"].as_f64().unwrap() > 0.0);
    assert!(object["ll_per_word"].as_f64().unwrap() < 0.0);

    let table = topics(&ALL, &two_themes());
    assert!(
        table.out.starts_with("2 topics of 60 documents (ko)"),
        "{}",
        table.out
    );
    assert!(table.out.contains("가 ") && table.out.contains("나 "));
}

#[test]
fn tables_are_the_same_on_one_thread_and_on_two() {
    let folder = tempfile::tempdir().unwrap();
    let crawl = newsroom();
    let mut seen: Vec<Vec<(String, Vec<u8>)>> = Vec::new();
    for threads in ["1", "2", "2"] {
        let out = folder.path().join(format!("{}", seen.len()));
        let model = folder.path().join(format!("{}.model", seen.len()));
        let ran = topics(
            &[
                crawl.to_str().unwrap(),
                "--k=4",
                "--threads",
                threads,
                "-o",
                out.to_str().unwrap(),
                "--save-model",
                model.to_str().unwrap(),
            ],
            "",
        );
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(&out)
            .unwrap()
            .map(|entry| {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                (name, fs::read(path).unwrap())
            })
            .collect();
        files.push(("model".to_owned(), fs::read(&model).unwrap()));
        files.sort();
        seen.push(files);
    }
    let names: Vec<&str> = seen[0].iter().map(|(name, _)| name.as_str()).collect();
    for table in [
        "topics",
        "topic_publishers",
        "topic_shares",
        "document_topics",
    ] {
        assert!(names.contains(&&*format!("{table}.csv")), "{names:?}");
        assert!(names.contains(&&*format!("{table}.jsonl")), "{names:?}");
    }
    assert!(seen[0] == seen[1] && seen[1] == seen[2]);
}

#[test]
fn a_saved_model_knows_its_topics_again_at_any_batch_size() {
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("model");
    let model = model.to_str().unwrap();
    let lines = two_themes();
    let fitted = topics(
        &[&ALL[..], &["--save-model", model, "--format=json"]].concat(),
        &lines,
    );
    assert_eq!(fitted.code, Some(0), "{}", fitted.err);

    let infer = |input: &str| {
        let ran = topics(
            &["-", "--model", model, "--duplicates=count", "--format=json"],
            input,
        );
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let object: Value = serde_json::from_str(&ran.out).unwrap();
        object["documents"].as_array().unwrap().clone()
    };
    let all = infer(&lines);
    let object: Value = serde_json::from_str(&fitted.out).unwrap();
    for (before, after) in object["documents"].as_array().unwrap().iter().zip(&all) {
        assert_eq!(before["topic"], after["topic"]);
    }
    let alone = infer(lines.lines().nth(7).unwrap());
    assert_eq!(alone[0], all[7]);

    // The same articles again: both topics are the old ones.
    let ran = topics(
        &[&ALL[..], &["--seed=5", "--match", model, "--format=csv"]].concat(),
        &lines,
    );
    assert_eq!(ran.out.matches(",same,").count(), 2, "{}", ran.out);
    assert!(ran.err.contains("old topic 0"), "{}", ran.err);

    // What is there is not replaced.
    let again = topics(&[&ALL[..], &["--save-model", model]].concat(), &lines);
    assert_eq!(again.code, Some(2));
}

#[test]
fn the_number_of_topics_is_chosen_and_explained() {
    let ran = topics(
        &["-", "--k", "auto", "--duplicates", "count"],
        &two_themes(),
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.err.contains("held-out log-likelihood"), "{}", ran.err);
    let (before, _) = ran.err.split_once(" topics: the most coherent").unwrap();
    let chosen = before.lines().last().unwrap();
    let tried = ran
        .err
        .lines()
        .find(|line| line.contains("chosen"))
        .unwrap();
    assert_eq!(tried.split_whitespace().next(), Some(chosen));
    assert!(
        ran.out.starts_with(&format!("{chosen} topics")),
        "{}",
        ran.out
    );
}

#[test]
fn little_or_nothing_to_read_is_no_reason_to_fail_badly() {
    let one = "{\"id\":\"1\",\"text\":\"정부는 반도체 수출 대책을 발표했다.\"}\n";
    // More topics than terms.
    let ran = topics(&["-", "--k", "50", "--format", "json"], one);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let object: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(object["k"], 50);
    let topic = object["documents"][0]["topic"].as_u64().unwrap() as usize;
    assert_ne!(object["topics"][topic]["label"], "", "{}", ran.out);
    // No terms at all.
    let ran = topics(
        &["-", "--format", "json"],
        "{\"id\":\"1\",\"text\":\"…\"}\n",
    );
    assert!(ran.code == Some(0) || ran.code == Some(2), "{}", ran.err);
    let ran = topics(&["-"], "");
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.out.is_empty() && ran.err.contains("article"),
        "{}",
        ran.err
    );
}

#[test]
fn what_is_no_model_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model");
    let whole = {
        let model = path.to_str().unwrap();
        topics(
            &[&ALL[..], &["--save-model", model]].concat(),
            &two_themes(),
        );
        fs::read(&path).unwrap()
    };
    for (bytes, said) in [
        (b"nothing".to_vec(), "no file that --save-model wrote"),
        (b"malmoi topic models 9\n".to_vec(), "another version"),
        (whole[..whole.len() - 9].to_vec(), "damaged"),
        (whole[..40].to_vec(), "damaged"),
    ] {
        fs::write(&path, bytes).unwrap();
        let ran = topics(&["-", "--model", path.to_str().unwrap()], &two_themes());
        assert_eq!(ran.code, Some(2), "{said}");
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
}

#[test]
fn an_analysis_with_topics_has_the_tables_of_topics() {
    let folder = tempfile::tempdir().unwrap();
    let crawl = newsroom();
    let crawl = crawl.to_str().unwrap();
    let [analysis, alone] = ["analysis", "alone"].map(|name| folder.path().join(name));
    let out = analysis.to_str().unwrap();
    let ran = run(&["analyze", crawl, "-o", out, "--topics", "4"], "");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let ran = topics(&[crawl, "--k", "4", "-o", alone.to_str().unwrap()], "");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    for table in [
        "topics",
        "topic_publishers",
        "topic_shares",
        "document_topics",
    ] {
        let [one, other] = [&analysis, &alone]
            .map(|folder| fs::read_to_string(folder.join(format!("{table}.csv"))).unwrap());
        assert_eq!(one, other, "{table}");
    }
    let summary = fs::read_to_string(analysis.join("summary.json")).unwrap();
    let summary: Value = serde_json::from_str(&summary).unwrap();
    assert_eq!(summary["models"][0]["topics"], 4);

    // Filters may ask for them, and a new result without them takes their place.
    let found = run(
        &["kwic", "정부", "--where", "topic=0", "--topics", out, crawl],
        "",
    );
    assert!(matches!(found.code, Some(0 | 1)), "{}", found.err);
    let ran = run(&["analyze", crawl, "-o", out], "");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(!analysis.join("topics.csv").exists());
}

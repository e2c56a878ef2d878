//! `malmoi analyze`: the folder of results.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::{Ran, csv_rows, json_lines, names, newsroom, run};

const TABLES: &[&str] = &[
    "publishers",
    "keywords",
    "trends",
    "terms",
    "new_words",
    "documents",
    "copies",
    "skipped",
    "audit",
    "coverage",
    "profiles",
    "similarity",
    "keywords_other_basis",
    "oddities",
];

fn analyze(input: &Path, out: &Path, more: &[&str]) -> Ran {
    let mut arguments = vec![
        "analyze",
        input.to_str().unwrap(),
        "-o",
        out.to_str().unwrap(),
    ];
    arguments.extend(more);
    run(&arguments, "")
}

/// Analyzes the newsroom into `out` in a new folder.
fn analyzed() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let ran = analyze(&newsroom(), &folder.path().join("out"), &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    folder
}

fn table(folder: &TempDir, name: &str) -> (Vec<String>, Vec<BTreeMap<String, String>>) {
    let path = folder.path().join("out").join(format!("{name}.csv"));
    csv_rows(&fs::read_to_string(path).unwrap())
}

fn summary(folder: &TempDir) -> Value {
    let path = folder.path().join("out").join("summary.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// A folder with one good article and one that cannot be read.
fn half_broken() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.txt"), "정부는 대책을 발표했다.").unwrap();
    fs::write(folder.path().join("broken.txt"), b"\xff\xfe\xff").unwrap();
    folder
}

#[test]
fn every_table_is_there_with_a_header_and_as_json_lines() {
    let folder = analyzed();
    for name in TABLES {
        let (columns, rows) = table(&folder, name);
        assert!(columns.len() > 2, "{name}: {columns:?}");
        assert_eq!(rows.is_empty(), *name == "skipped", "{name}");
        let path = folder.path().join("out").join(format!("{name}.jsonl"));
        let lines = json_lines(&fs::read_to_string(path).unwrap());
        assert_eq!(lines.len(), rows.len(), "{name}");
        for (line, row) in lines.iter().zip(&rows) {
            for (column, cell) in row {
                let value = match &line[column] {
                    Value::Null => String::new(),
                    Value::String(text) => text.clone(),
                    // The last digit of a fraction is lost in parsing it.
                    Value::Number(n) if n.is_f64() => {
                        let (n, cell): (f64, f64) = (n.as_f64().unwrap(), cell.parse().unwrap());
                        assert!((n - cell).abs() <= 1e-12 * n.abs(), "{name}.{column}");
                        continue;
                    }
                    other => other.to_string(),
                };
                assert_eq!(&value, cell, "{name}.{column}");
            }
        }
    }
}

#[test]
fn the_columns_others_rely_on_are_there() {
    let folder = analyzed();
    for (name, expected) in [
        (
            "documents",
            &[
                "id",
                "path",
                "publisher",
                "published_at",
                "language",
                "tokens",
                "cluster",
                "votes",
            ][..],
        ),
        ("skipped", &["path", "entry", "line", "reason", "action"]),
        (
            "keywords",
            &[
                "publisher",
                "language",
                "term",
                "display",
                "count",
                "articles",
                "count_elsewhere",
                "articles_elsewhere",
                "per_million",
                "log_likelihood",
                "log_ratio",
                "log_odds_z",
                "q_value",
                "article_ids",
            ],
        ),
    ] {
        let (columns, _) = table(&folder, name);
        for column in expected {
            assert!(
                columns.iter().any(|c| c == column),
                "{name} has no {column}: {columns:?}"
            );
        }
    }
}

#[test]
fn the_summary_adds_up_with_the_tables() {
    let folder = analyzed();
    let summary = summary(&folder);
    assert_eq!(summary["documents"], 72);
    assert_eq!(summary["counted"], 72);
    assert!(summary["skipped"].as_object().unwrap().is_empty());

    let sum = |rows: &[BTreeMap<String, String>], column: &str| -> u64 {
        rows.iter().map(|r| r[column].parse::<u64>().unwrap()).sum()
    };
    let (_, documents) = table(&folder, "documents");
    let (_, publishers) = table(&folder, "publishers");
    assert_eq!(documents.len(), 72);
    assert_eq!(sum(&publishers, "articles"), 72);
    assert_eq!(sum(&publishers, "tokens"), sum(&documents, "tokens"));

    let in_summary = summary["publishers"].as_array().unwrap();
    assert_eq!(in_summary.len(), publishers.len());
    let keywords: usize = in_summary
        .iter()
        .map(|p| p["keywords"].as_array().unwrap().len())
        .sum();
    let (_, rows) = table(&folder, "keywords");
    let of = |direction: &str| rows.iter().filter(|r| r["direction"] == direction).count();
    assert_eq!(keywords, of("more"));
    assert!(keywords > 25 && of("less") > 0, "{keywords} {}", of("less"));
}

#[test]
fn a_keyword_agrees_with_the_terms_of_all_publishers() {
    let folder = analyzed();
    let (_, keywords) = table(&folder, "keywords");
    let (_, terms) = table(&folder, "terms");
    let (_, documents) = table(&folder, "documents");
    for keyword in &keywords {
        let same = |t: &&BTreeMap<String, String>| {
            ["language", "term", "term_language"]
                .iter()
                .all(|c| t[*c] == keyword[*c])
        };
        let (mut here, mut elsewhere) = (0, 0);
        for term in terms.iter().filter(same) {
            let count: u64 = term["count"].parse().unwrap();
            if term["publisher"] == keyword["publisher"] {
                here += count;
            } else {
                elsewhere += count;
            }
        }
        assert_eq!(keyword["count"], here.to_string(), "{keyword:?}");
        assert_eq!(
            keyword["count_elsewhere"],
            elsewhere.to_string(),
            "{keyword:?}"
        );
        let ids = keyword["article_ids"].split(';');
        for id in ids.filter(|_| keyword["count"] != "0") {
            let article = documents.iter().find(|d| d["id"] == id);
            assert_eq!(article.unwrap()["publisher"], keyword["publisher"]);
        }
    }
}

#[test]
fn every_statistic_is_there_with_copies_and_without() {
    let folder = analyzed();
    let lists = |of: &TempDir, name: &str| -> Vec<BTreeMap<String, String>> {
        let (_, rows) = table(of, name);
        assert!(rows.iter().any(|row| !row["article_dispersion"].is_empty()));
        rows
    };
    let other = lists(&folder, "keywords_other_basis");
    assert!(other.len() > 25 && other.iter().all(|row| row["basis"] == "count"));
    assert_ne!(other, lists(&folder, "keywords"));
    // It is what choosing by copies finds.
    let counted = tempfile::tempdir().unwrap();
    let ran = analyze(
        &newsroom(),
        &counted.path().join("out"),
        &["--duplicates", "count"],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(other, lists(&counted, "keywords"));
    let once = lists(&counted, "keywords_other_basis");
    assert_eq!(once, lists(&folder, "keywords"));

    let both = |of: &TempDir, name: &str| {
        let (_, mut rows) = table(of, name);
        rows.sort_by(|a, b| a["basis"].cmp(&b["basis"]));
        let bases: Vec<String> = rows.iter().map(|row| row["basis"].clone()).collect();
        let once = bases.iter().filter(|basis| *basis == "once").count();
        assert!(once > 0 && bases.len() > once, "{name}: {bases:?}");
        rows.retain(|row| row["basis"] == "count");
        rows
    };
    for name in ["profiles", "similarity"] {
        assert_eq!(both(&folder, name), both(&counted, name), "{name}");
    }
    let (_, profiles) = table(&folder, "profiles");
    let articles = |basis: &str| -> u64 {
        let rows = profiles.iter().filter(|row| row["basis"] == basis);
        rows.map(|row| row["articles"].parse::<u64>().unwrap())
            .sum()
    };
    let (_, publishers) = table(&folder, "publishers");
    let copies: u64 = publishers
        .iter()
        .map(|p| p["copies"].parse::<u64>().unwrap())
        .sum();
    assert!(copies > 0);
    assert_eq!((articles("count"), articles("once")), (72, 72 - copies));

    let dropped = tempfile::tempdir().unwrap();
    analyze(
        &newsroom(),
        &dropped.path().join("out"),
        &["--duplicates", "drop"],
    );
    assert!(table(&dropped, "keywords_other_basis").1.is_empty());
    let (_, profiles) = table(&dropped, "profiles");
    assert!(profiles.iter().all(|row| row["basis"] == "once"));
}

#[test]
fn the_table_on_standard_output_names_publishers_and_their_words() {
    let folder = tempfile::tempdir().unwrap();
    let ran = analyze(&newsroom(), &folder.path().join("out"), &[]);
    for expected in ["누리경제", "환율", "더 코리아 리뷰", "tariff"] {
        assert!(ran.out.contains(expected), "{expected}: {}", ran.out);
    }
    assert!(ran.err.contains("72"), "{}", ran.err);
}

#[test]
fn keywords_are_printed_as_json_lines_and_csv_too() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let lines = json_lines(&analyze(&newsroom(), &out, &["--format", "jsonl"]).out);
    let printed = analyze(&newsroom(), &out, &["--format", "csv"]).out;
    let (columns, rows) = csv_rows(&printed);
    assert_eq!(rows.len(), lines.len());
    assert!(columns.contains(&"log_ratio".to_string()));
    assert_eq!(
        printed,
        fs::read_to_string(out.join("keywords.csv")).unwrap()
    );
}

#[test]
fn top_limits_the_keywords_of_each_publisher_language_and_direction() {
    let folder = tempfile::tempdir().unwrap();
    let ran = analyze(
        &newsroom(),
        &folder.path().join("out"),
        &["--format", "jsonl", "--top", "2"],
    );
    let mut of_each: BTreeMap<[String; 3], usize> = BTreeMap::new();
    for row in json_lines(&ran.out) {
        let list = ["publisher", "language", "direction"].map(|c| row[c].to_string());
        *of_each.entry(list).or_default() += 1;
    }
    assert!(
        of_each.len() >= 5 && of_each.values().all(|n| *n <= 2),
        "{of_each:?}"
    );
}

#[test]
fn an_earlier_result_is_replaced_as_a_whole() {
    let folder = analyzed();
    let out = folder.path().join("out");
    fs::write(out.join("skipped.csv"), "of an older version").unwrap();
    let day = newsroom().join("2026-03-06");
    let ran = analyze(&day, &out, &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(table(&folder, "documents").1.len(), 12);
    assert_ne!(
        fs::read(out.join("skipped.csv")).unwrap(),
        b"of an older version"
    );
    assert_eq!(names(folder.path()), ["out"]);
}

/// Files may be of so many half kilobytes: more than any table of the newsroom as CSV, less
/// than the page. The system then refuses to write, as it does when a disk is full.
#[cfg(unix)]
const ROOM: &str = "trap '' XFSZ; ulimit -f 280; exec \"$@\"";

#[cfg(unix)]
#[test]
fn without_room_for_the_page_there_is_an_error_and_what_was_there_stays() {
    let folder = analyzed();
    let out = folder.path().join("out");
    let before = fs::read(out.join("report.html")).unwrap();
    assert!(before.len() > 280 * 512, "{} bytes", before.len());
    fs::remove_file(out.join("skipped.parquet")).unwrap();
    let ran = std::process::Command::new("sh")
        .args(["-c", ROOM, "sh", env!("CARGO_BIN_EXE_malmoi"), "analyze"])
        .args([newsroom().as_os_str(), "-o".as_ref(), out.as_os_str()])
        .args(["--tables", "csv"])
        .output()
        .unwrap();
    let err = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(2), "{err}");
    assert!(err.contains("report.html; check the free space"), "{err}");
    assert_eq!(fs::read(out.join("report.html")).unwrap(), before);
    // Nothing of the new result is there, the temporary folder least of all.
    assert!(!out.join("skipped.parquet").exists());
    assert_eq!(names(folder.path()), ["out"]);
}

#[test]
fn a_place_that_cannot_be_written_is_told_before_the_work() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "mine").unwrap();
    let ran = analyze(&newsroom(), &file.join("out"), &[]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("file"), "{}", ran.err);
    assert!(ran.out.is_empty() && !ran.err.contains("documents"));
    assert_eq!(fs::read(&file).unwrap(), b"mine");
}

#[test]
fn tables_come_as_they_are_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let ran = analyze(&newsroom(), &out, &["--tables", "csv,parquet", "--bom"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let csv = fs::read(out.join("publishers.csv")).unwrap();
    assert!(csv.starts_with("\u{feff}publisher,".as_bytes()));
    assert!(out.join("publishers.parquet").exists() && out.join("report.html").exists());
    assert!(!out.join("publishers.jsonl").exists());
    let ran = analyze(&newsroom(), &out, &["--tables", "xlsx"]);
    assert_eq!(ran.code, Some(2));
}

#[test]
fn what_the_user_put_beside_a_result_is_not_deleted() {
    let folder = analyzed();
    let out = folder.path().join("out");
    fs::write(out.join("notes.txt"), "mine").unwrap();
    let ran = analyze(&newsroom(), &out, &[]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("notes.txt"), "{}", ran.err);
    assert_eq!(fs::read(out.join("notes.txt")).unwrap(), b"mine");
}

#[test]
fn a_result_inside_the_crawl_is_not_read() {
    let crawl = tempfile::tempdir().unwrap();
    std::fs::write(crawl.path().join("good.txt"), "정부는 대책을 발표했다.").unwrap();
    let out = crawl.path().join("out");
    for _ in 0..2 {
        let ran = analyze(crawl.path(), &out, &["--strict"]);
        assert_eq!(
            ran.code,
            Some(0),
            "its own tables were skipped: {}",
            ran.err
        );
    }
}

#[test]
fn a_new_folder_may_be_several_levels_deep_or_empty() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("a").join("b").join("out");
    assert_eq!(analyze(&newsroom(), &deep, &[]).code, Some(0));
    assert!(deep.join("summary.json").is_file());
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    assert_eq!(analyze(&newsroom(), &empty, &[]).code, Some(0));
    assert!(empty.join("summary.json").is_file());
    assert_eq!(names(folder.path()), ["a", "empty"]);
}

#[test]
fn a_folder_of_something_else_is_not_touched() {
    for (file, content) in [
        ("thesis.txt", "mine"),
        ("summary.json", "{\"format\":\"other\"}"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        fs::create_dir(&out).unwrap();
        fs::write(out.join(file), content).unwrap();
        let ran = analyze(&newsroom(), &out, &[]);
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains(out.to_str().unwrap()), "{}", ran.err);
        assert_eq!(ran.out, "");
        assert_eq!(names(&out), [file]);
        assert_eq!(fs::read_to_string(out.join(file)).unwrap(), content);
        assert_eq!(names(folder.path()), ["out"]);
    }
}

#[test]
fn a_file_in_the_place_of_the_folder_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    fs::write(&out, "mine").unwrap();
    assert_eq!(analyze(&newsroom(), &out, &[]).code, Some(2));
    assert_eq!(fs::read_to_string(&out).unwrap(), "mine");
    assert_eq!(names(folder.path()), ["out"]);
}

#[test]
fn skipped_documents_are_told_and_minded_only_when_strict() {
    let input = half_broken();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    for (more, code) in [(&[][..], 0), (&["--strict"], 1)] {
        let ran = analyze(input.path(), &out, more);
        assert_eq!(ran.code, Some(code), "{}", ran.err);
        assert!(ran.err.contains("broken.txt"), "{}", ran.err);
        assert_eq!(summary(&folder)["documents"], 2);
        assert_eq!(summary(&folder)["skipped"]["unknown-encoding"], 1);
        let (_, skipped) = table(&folder, "skipped");
        assert!(skipped[0]["path"].ends_with("broken.txt"), "{skipped:?}");
    }
    let ran = analyze(&input.path().join("good.txt"), &out, &["--strict"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}

#[test]
fn a_missing_path_is_named_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let ran = analyze(
        &folder.path().join("no-such-crawl"),
        &folder.path().join("out"),
        &[],
    );
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("no-such-crawl"), "{}", ran.err);
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn standard_input_is_read_as_json_lines() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let input = "{\"publisher\":\"가\",\"body\":\"정부는 대책을 발표했다\"}\n\
                 {\"publisher\":\"나\",\"body\":\"학교는 방학을 맞았다\"}\n";
    let ran = run(&["analyze", "-", "-o", out.to_str().unwrap()], input);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(summary(&folder)["counted"], 2);
    let (_, publishers) = table(&folder, "publishers");
    let found: Vec<&str> = publishers.iter().map(|p| p["publisher"].as_str()).collect();
    assert_eq!(found, ["가", "나"]);
}

#[test]
fn documents_without_a_publisher_take_what_the_user_says() {
    let input = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let paper = input.path().join("한빛일보");
    fs::create_dir(&paper).unwrap();
    fs::write(paper.join("1.txt"), "정부는 대책을 발표했다.").unwrap();
    for (more, expected) in [
        (&[][..], "(unknown)"),
        (&["--publisher", "누리경제"], "누리경제"),
        (&["--publisher-from-folder"], "한빛일보"),
    ] {
        assert_eq!(analyze(input.path(), &out, more).code, Some(0));
        assert_eq!(table(&folder, "publishers").1[0]["publisher"], expected);
    }
}

#[test]
fn neither_threads_nor_memory_change_a_byte() {
    let folder = tempfile::tempdir().unwrap();
    let ways: [(&str, &[&str]); 3] = [
        ("one", &["--threads", "1"]),
        ("three", &["--threads", "3"]),
        ("little", &["--threads", "1", "--memory", "352M"]),
    ];
    let [one, others @ ..] = ways.map(|(name, options)| {
        let out = folder.path().join(name);
        let ran = analyze(&newsroom(), &out, options);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        out
    });
    for other in others {
        assert_eq!(names(&one), names(&other));
        for name in names(&one) {
            let same = fs::read(one.join(&name)).unwrap() == fs::read(other.join(&name)).unwrap();
            assert!(same, "{name} differs");
        }
    }
}

#[test]
fn too_little_memory_is_refused_with_what_is_enough() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    for (memory, said) in [
        ("351M", "the least that works is 352 MiB"),
        ("much", "give a size such as 512M or 2G"),
        ("512", "give a size such as 512M or 2G"),
    ] {
        let ran = analyze(&newsroom(), &out, &["--threads", "1", "--memory", memory]);
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains(said), "{}", ran.err);
        assert!(!out.exists());
    }
}

#[test]
fn compounds_and_their_parts_leave_the_size_of_the_articles() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let tokens = |options: &[&str]| {
        let ran = analyze(&newsroom(), &out, options);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let (_, rows) = csv_rows(&fs::read_to_string(out.join("publishers.csv")).unwrap());
        let tokens = rows.iter().map(|row| row["tokens"].parse::<u64>().unwrap());
        let (_, terms) = csv_rows(&fs::read_to_string(out.join("terms.csv")).unwrap());
        (tokens.collect::<Vec<_>>(), terms.len())
    };
    let (whole, terms) = tokens(&[]);
    let (mixed, more_terms) = tokens(&["--compounds", "mixed"]);
    assert_eq!(whole, mixed);
    assert!(more_terms > terms, "{more_terms} and {terms}");
    let (divided, _) = tokens(&["--compounds", "discard"]);
    assert!(divided.iter().sum::<u64>() > whole.iter().sum());
}

#[test]
fn duplicates_are_told_and_counted_as_asked() {
    let input = tempfile::tempdir().unwrap();
    let text = "정부는 여름철 전력 수급 대책을 내놓았다. ".repeat(12);
    for (name, publisher) in [("1.md", "가"), ("2.md", "나")] {
        let article = format!("---\npublisher: {publisher}\ntitle: {publisher}\n---\n\n{text}\n");
        fs::write(input.path().join(name), article).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    for (value, counted, dropped) in [("count", 2, 0), ("once", 2, 0), ("drop", 1, 1)] {
        let ran = analyze(input.path(), &out, &["--duplicates", value, "--strict"]);
        // Nothing is wrong with a copy.
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let summary = summary(&folder);
        assert_eq!(
            (&summary["counted"], &summary["dropped"]),
            (&counted.into(), &dropped.into())
        );
        assert_eq!(summary["copies"], 1 - dropped);
        assert!(
            ran.err.contains(&format!("2 documents: {counted} counted")),
            "{}",
            ran.err
        );
        let merged = ran.err.contains("1 merged as duplicates");
        assert_eq!(merged, dropped == 1, "{}", ran.err);
        let (_, copies) = table(&folder, "copies");
        assert_eq!(
            (copies[0]["publisher"].as_str(), &*copies[0]["copied_by"]),
            ("가", "나")
        );
        let (_, skipped) = table(&folder, "skipped");
        assert!(skipped.iter().all(|s| s["action"] == "dropped"));
        assert_eq!(skipped.len(), dropped);
    }
    assert_eq!(
        analyze(input.path(), &out, &["--duplicates", "some"]).code,
        Some(2)
    );
}

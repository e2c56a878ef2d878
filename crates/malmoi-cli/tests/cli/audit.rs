//! `audit`, and the options that say how documents are read.

use std::fs;

use tempfile::TempDir;

use crate::{Ran, csv_rows, json_lines, newsroom, run};

/// Audits files of these names and contents.
fn audit(files: &[(&str, &[u8])], options: &[&str]) -> (TempDir, Ran) {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
    }
    let path = folder.path().to_str().unwrap().to_owned();
    let ran = run(&[&["audit", &path], options].concat(), "");
    (folder, ran)
}

const RECORDS: &str = "{\"press\": \"코리아헤럴드\", \"date\": \"2026-01-02\", \"crawled_at\": \"2026-01-02\", \"text\": \"짧은 글이다.\"}
{\"press\": \"Korea Herald\", \"date\": \"2026-01-05\", \"text\": \"짧은 글이다.\"}
{\"press\": \"The Korea Herald\", \"date\": \"2026-02-05\", \"crawled_at\": \"2026-02-01\", \"text\": \"짧은 글이다.\"}
{\"press\": \"가나일보\", \"text\": \"짧은 글이다.\"}
{\"text\": \"짧은 글이다.\"}
no record
";

#[test]
fn a_row_tells_all_about_a_publisher() {
    let files = [("a.jsonl", RECORDS.as_bytes())];
    let (_folder, ran) = audit(&files, &["--format", "jsonl"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let rows = json_lines(&ran.out);
    let names: Vec<&str> = rows
        .iter()
        .map(|r| r["publisher"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["(unknown)", "The Korea Herald", "가나일보"]);
    let herald = &rows[1];
    assert_eq!(
        (herald["articles"].as_u64(), herald["tiny"].as_u64()),
        (Some(3), Some(3))
    );
    // One was crawled before it was published; of one nobody knows.
    assert_eq!(
        (herald["in_future"].as_u64(), herald["days"].as_u64()),
        (Some(1), Some(2))
    );
    assert_eq!(
        (herald["listed"].as_bool(), rows[2]["listed"].as_bool()),
        (Some(true), Some(false))
    );
    assert_eq!(rows[2]["without_date"], 1);
    assert!(
        ran.err.contains("6 documents: 5 readable, 1 skipped"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("1 not in the list of publishers"),
        "{}",
        ran.err
    );

    let (_folder, ran) = audit(&files, &["--format", "csv", "--days", "--strict"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let (columns, rows) = csv_rows(&ran.out);
    assert_eq!(columns[..4], ["publisher", "day", "language", "articles"]);
    assert_eq!(rows.len(), 5);
    let (_folder, ran) = audit(&files, &[]);
    assert!(
        ran.out.contains("malformed JSON") && ran.out.contains("a.jsonl:6"),
        "{}",
        ran.out
    );
}

#[test]
fn analyze_writes_the_same_with_tokens() {
    let folder = tempfile::tempdir().unwrap();
    let [crawl, out] =
        [newsroom(), folder.path().join("out")].map(|p| p.to_str().unwrap().to_owned());
    assert_eq!(
        run(&["analyze", &crawl, "-o", &out, "-q"], "").code,
        Some(0)
    );
    for (table, options) in [
        ("audit", &[][..]),
        ("coverage", &["--days"]),
        ("oddities", &["--rates"]),
        ("cleaning", &["--cleaning"]),
    ] {
        let path = folder.path().join("out").join(format!("{table}.csv"));
        let (_, written) = csv_rows(&fs::read_to_string(path).unwrap());
        let arguments = [&["audit", &crawl, "--format", "csv"], options].concat();
        let (_, mut printed) = csv_rows(&run(&arguments, "").out);
        // What publishers repeat is sought by `analyze` alone.
        let written: Vec<_> = written
            .into_iter()
            .filter(|row| row.get("oddity").is_none_or(|o| o != "repeated-sentence"))
            .collect();
        assert!(written.iter().all(|row| {
            row.get("tokens")
                .is_none_or(|t| t.parse::<u64>().unwrap() > 0)
        }));
        for (row, other) in printed.iter_mut().zip(&written) {
            for column in ["tokens", "tokens_per_article", "per_million_tokens"] {
                if let Some(cell) = other.get(column) {
                    row.insert(column.to_owned(), cell.clone());
                }
            }
        }
        assert_eq!(printed, written);
    }
    let summary = fs::read_to_string(folder.path().join("out/summary.json")).unwrap();
    let summary: serde_json::Value = serde_json::from_str(&summary).unwrap();
    assert_eq!(summary["audit"][1]["encodings"], "UTF-8:13;UTF-16LE:1");
}

#[test]
fn rates_are_of_articles_and_words() {
    let files = [("a.jsonl", RECORDS.as_bytes())];
    let (_folder, ran) = audit(&files, &["--rates", "--format", "jsonl"]);
    let rows = json_lines(&ran.out);
    let row = |publisher: Option<&str>, oddity: &str| {
        let is_it =
            |r: &&serde_json::Value| r["publisher"].as_str() == publisher && r["oddity"] == oddity;
        rows.iter().find(is_it).unwrap().clone()
    };
    let tiny = row(Some("The Korea Herald"), "tiny");
    assert_eq!(
        (tiny["count"].as_u64(), tiny["per_article"].as_f64()),
        (Some(3), Some(1.0))
    );
    assert_eq!(tiny["per_million_words"].as_f64(), Some(3e6 / 6.0));
    let lost = row(None, "malformed-json");
    assert_eq!(
        (lost["count"].as_u64(), lost["of_articles"].as_u64()),
        (Some(1), Some(6))
    );

    let (_folder, ran) = audit(&files, &["--rates"]);
    let told = ran
        .out
        .lines()
        .find(|line| line.contains("unlisted-publisher"));
    assert!(
        told.is_some_and(|line| line.contains("20.00")),
        "{}",
        ran.out
    );
    let (_folder, ran) = audit(&files, &[]);
    assert!(ran.out.contains("3 tiny (100 %)"), "{}", ran.out);
}

#[test]
fn a_text_that_is_no_single_article_is_told() {
    let long = "정부는 대책을 발표했다. ".repeat(200_000 / 14 + 1);
    let files = [("a.txt", long.as_bytes()), ("b.txt", "짧다.".as_bytes())];
    let (folder, ran) = audit(&files, &["--publisher", "가나일보"]);
    assert!(ran.out.contains("1 huge (50 %)"), "{}", ran.out);
    let (from, to) = (folder.path(), tempfile::tempdir().unwrap());
    let paths = [from.to_str().unwrap(), "-o", to.path().to_str().unwrap()];
    let ran = run(&[&["analyze"], &paths[..]].concat(), "");
    let told = "1 document of 200000 and more characters";
    assert!(ran.err.contains(told), "{}", ran.err);
}

#[test]
fn other_editions_are_merged_and_nothing_is_lost_by_them() {
    let edition = |hour: u32| {
        format!(
            "{{\"id\": \"1\", \"press\": \"예시일보\", \"oid\": \"1\", \"aid\": \"2\", \"text\": \"짧은 글이다.\", \
             \"crawled_at\": \"2026-01-02 0{hour}:00:00\"}}\n"
        )
    };
    let lines = edition(1) + &edition(2);
    let (_folder, ran) = audit(&[("a.jsonl", lines.as_bytes())], &["--strict"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let told = "2 documents: 1 readable, 1 merged with other editions, 0 skipped";
    assert!(ran.err.contains(told), "{}", ran.err);
}

#[test]
fn the_table_for_people_fits_a_page_and_breaks_no_date() {
    let record = |press: &str, date: &str| {
        format!("{{\"press\": \"{press}\", \"date\": \"{date}\", \"text\": \"짧은 글이다.\"}}\n")
    };
    let lines = record("이름이 아주 긴 어느 지방의 신문", "2025-11-02")
        + &record("이름이 아주 긴 어느 지방의 신문", "2025-12-02")
        + &record("이름이 아주 긴 어느 지방의 신문", "2026-01-12");
    let (_folder, ran) = audit(&[("a.jsonl", lines.as_bytes())], &[]);
    assert!(ran.out.contains("2025-11-02–2026-01-12"), "{}", ran.out);
    assert!(ran.out.contains("69 days without"), "{}", ran.out);
    assert!(ran.out.contains("2025-12-03–2026-01-11"), "{}", ran.out);
    let rule = ran.out.lines().next().unwrap();
    assert!(rule.chars().count() <= 120, "{}", ran.out);
}

#[test]
fn what_was_taken_off_is_listed_with_an_example() {
    let text =
        "정부는 발표했다. (사진=예시뉴스)\n▶ 국민청원 바로가기\n끝났다.\n▶ 예시일보 바로가기";
    let files = [("a.txt", text.as_bytes())];
    let (_folder, ran) = audit(&files, &["--cleaning", "--format", "jsonl"]);
    let rows = json_lines(&ran.out);
    assert_eq!(rows[0]["pattern"], "button … 바로가기");
    assert_eq!(rows[0]["pieces"], 2);
    assert_eq!(rows[0]["example"], "▶ 국민청원 바로가기");
    assert_eq!(rows[1]["example"], "(사진=예시뉴스)");
    let told = "3 pieces of known boilerplate, 31 characters";
    assert!(ran.err.contains(told), "{}", ran.err);
}

#[test]
fn a_mended_document_is_told_in_the_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = "정부는 새해 반도체 수출 대책을 발표했다. "
        .as_bytes()
        .to_vec();
    bytes.extend(b"\xff\xfe\xfa");
    fs::write(folder.path().join("a.txt"), bytes).unwrap();
    let [file, out] =
        ["a.txt", "out"].map(|name| folder.path().join(name).to_str().unwrap().to_owned());
    let ran = run(&["analyze", &file, "-o", &out], "");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        ran.err
            .contains("1 document counted with wrong bytes replaced"),
        "{}",
        ran.err
    );
    let (_, rows) = csv_rows(&fs::read_to_string(format!("{out}/skipped.csv")).unwrap());
    assert_eq!(rows[0]["reason"], "wrong-bytes");
    assert_eq!(rows[0]["action"], "counted, 3 bytes replaced");
}

#[test]
fn fields_names_and_aliases_are_what_the_user_says() {
    let folder = tempfile::tempdir().unwrap();
    let aliases = folder.path().join("mine.toml");
    fs::write(&aliases, "[publishers]\n\"가나일보\" = [\"gana\"]\n").unwrap();
    let record = "{\"전문\": \"짧은 글이다.\", \"본문\": \"\"}\n".as_bytes();
    let options = [
        "--field",
        "body=전문",
        "--publisher-from-name",
        "{publisher}_{date}_*",
        "--aliases",
        aliases.to_str().unwrap(),
        "--format",
        "jsonl",
    ];
    let (_folder, ran) = audit(&[("Gana_20260102_1.jsonl", record)], &options);
    let rows = json_lines(&ran.out);
    assert_eq!(rows[0]["publisher"], "가나일보", "{}", ran.err);
    assert_eq!(rows[0]["first_day"], "2026-01-02");
}

#[test]
fn fields_and_names_that_nothing_has_are_told() {
    let record = "{\"title\": \"비\", \"본문\": \"짧은 글이다.\"}\n".as_bytes();
    let options = [
        "--field",
        "title=제목",
        "--field",
        "body=본문",
        "--publisher-from-name",
        "{publisher}_{date}_*",
    ];
    let (_folder, ran) = audit(&[("a.jsonl", record)], &options);
    assert!(
        ran.err.contains("no article has a field `제목`"),
        "{}",
        ran.err
    );
    assert!(!ran.err.contains("`본문`"), "{}", ran.err);
    assert!(ran.err.contains("1 without a publisher"), "{}", ran.err);
}

#[test]
fn what_makes_no_sense_is_refused_with_what_would() {
    let folder = tempfile::tempdir().unwrap();
    let aliases = folder.path().join("mine.toml");
    fs::write(&aliases, "[publishers]\n\"a\" = [\"x\"]\n\"b\" = [\"x\"]\n").unwrap();
    for (options, told) in [
        (["--field", "titel=제목"], "published_at"),
        (["--encoding", "klingon"], "cp949"),
        (["--publisher-from-name", "*"], "{publisher}"),
        (["--aliases", aliases.to_str().unwrap()], "line 3"),
    ] {
        let (_folder, ran) = audit(&[("a.txt", b"a")], &options);
        assert_eq!(ran.code, Some(2), "{options:?}");
        assert!(ran.err.contains(told), "{}", ran.err);
    }
}

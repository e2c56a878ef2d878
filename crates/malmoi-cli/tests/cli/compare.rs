//! `malmoi compare`: two groups of articles, side by side.

use crate::{csv_rows, json_lines, newsroom, run};

fn compare(filters: &[&str], more: &[&str]) -> String {
    let newsroom = newsroom();
    let mut arguments = vec!["compare"];
    arguments.extend(filters);
    arguments.push(newsroom.to_str().unwrap());
    arguments.extend(more);
    let ran = run(&arguments, "");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.out
}

#[test]
fn a_publisher_against_the_rest_is_as_in_analyze() {
    let rows = json_lines(&compare(&["publisher=누리경제"], &["--format", "jsonl"]));
    let more = |direction: &str| -> Vec<&str> {
        let rows = rows.iter().filter(|r| r["direction"] == direction);
        rows.map(|r| r["display"].as_str().unwrap()).collect()
    };
    assert!(more("more").contains(&"반도체"), "{rows:?}");
    assert!(!more("less").contains(&"반도체"), "{rows:?}");
    for row in &rows {
        assert_eq!(row["publisher"], "publisher=누리경제");
        let [here, elsewhere] = ["per_million", "per_million_elsewhere"].map(|c| row[c].as_f64());
        assert_eq!(row["direction"] == "more", here > elsewhere, "{row}");
        assert!(!row["article_ids"].as_str().unwrap().is_empty(), "{row}");
    }
}

#[test]
fn the_second_filter_bounds_what_is_elsewhere() {
    let count = |filters: &[&str]| -> (u64, u64) {
        let rows = json_lines(&compare(filters, &["--format", "jsonl", "--top", "1000"]));
        let chips = rows.iter().find(|r| r["term"] == "반도체").unwrap();
        let count = |column: &str| chips[column].as_u64().unwrap();
        (count("count"), count("count_elsewhere"))
    };
    let (here, all) = count(&["publisher=누리경제"]);
    let (same, some) = count(&["publisher=누리경제", "publisher=아라신문"]);
    assert_eq!(here, same);
    assert!(some < all, "{some} {all}");
    let (mirrored, _) = count(&["publisher=아라신문", "publisher=누리경제"]);
    assert_eq!(mirrored, some);
}

#[test]
fn csv_has_the_columns_of_the_table_of_keywords() {
    let (columns, rows) = csv_rows(&compare(&["date=2026-03-06.."], &["--format", "csv"]));
    assert_eq!(columns[..4], ["publisher", "language", "direction", "rank"]);
    assert!(!rows.is_empty());
}

#[test]
fn a_publisher_s_own_name_is_no_keyword_of_either_side() {
    let folder = tempfile::tempdir().unwrap();
    let mut lines = String::new();
    for n in 0..30 {
        for (press, word) in [("Gazette", "harbour"), ("Herald", "mountain")] {
            // A word that always stands in one frame is no keyword.
            let (before, behind) = [
                ("about the", "and its many quiet villages"),
                ("from another", "where people wait"),
                ("near every old", "with a view"),
                ("beside one", "under snow"),
            ][n % 4];
            lines += &format!(
                "{{\"press\": \"{press}\", \"text\": \"The {press} reports on day {n} {before} \
                 {word} {behind}, told {press}.\"}}\n"
            );
        }
    }
    let file = folder.path().join("a.jsonl");
    std::fs::write(&file, lines).unwrap();
    let path = file.to_str().unwrap();
    let options = [
        "--format",
        "jsonl",
        "--duplicates",
        "count",
        "--keep-boilerplate",
        "--top",
        "1",
    ];
    let sides = ["compare", "publisher=Gazette", "publisher=Herald", path];
    let rows = json_lines(&run(&[&sides, &options[..]].concat(), "").out);
    let terms: Vec<&str> = rows.iter().map(|r| r["term"].as_str().unwrap()).collect();
    assert_eq!(terms, ["harbour", "mountain"]);
    // A side that is no single publisher has no name.
    let sides = ["compare", "publisher=Gazette", path];
    let rows = json_lines(&run(&[&sides, &options[..]].concat(), "").out);
    assert!(rows.iter().any(|r| r["term"] == "herald"), "{rows:?}");
}

#[test]
fn the_table_says_both_directions() {
    let out = compare(&["publisher=누리경제"], &["--top", "3"]);
    assert!(out.contains("반도체") || out.contains("환율"), "{out}");
    assert!(out.contains("less"), "{out}");
}

#[test]
fn a_filter_that_nothing_meets_names_the_publishers() {
    let newsroom = newsroom();
    let path = newsroom.to_str().unwrap();
    for (filters, expected) in [
        (vec!["publisher=없는신문"], "누리경제"),
        (
            vec!["publisher=누리경제", "date=1999-01-01"],
            "date=1999-01-01",
        ),
        (vec!["누리경제"], "is no condition"),
    ] {
        let mut arguments = vec!["compare"];
        arguments.extend(filters);
        arguments.push(path);
        let ran = run(&arguments, "");
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains(expected), "{}", ran.err);
    }
    let ran = run(&["compare", "publisher=누리경제", "lang=ko"], "");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("no path"), "{}", ran.err);
}

#[test]
fn a_topic_is_what_the_table_of_topics_says() {
    let folder = tempfile::tempdir().unwrap();
    let table = "id,path,publisher,published_at,language,topic,label,share,copy\n\
                 902_0000118474,,누리경제,,ko,1,로봇,0.9,false\n\
                 902_0000118413,,누리경제,,ko,,,,false\n";
    std::fs::write(folder.path().join("document_topics.csv"), table).unwrap();
    let topics = folder.path().to_str().unwrap();
    let newsroom = newsroom();
    let path = newsroom.to_str().unwrap();
    let ran = run(&["compare", "topic=1", path, "--topics", topics], "");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        ran.err.contains("1 document here, 1 document elsewhere"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("not in the table of topics"),
        "{}",
        ran.err
    );
    let hits = [
        "kwic", "로봇", path, "--where", "topic=1", "--topics", topics,
    ];
    let ran = run(&[&hits[..], &["--format", "jsonl"]].concat(), "");
    let rows = json_lines(&ran.out);
    assert!(!rows.is_empty(), "{}", ran.err);
    assert!(rows.iter().all(|row| row["id"] == "902_0000118474"));

    for (arguments, expected) in [
        (vec!["compare", "topic=1", path], "--topics FOLDER"),
        (
            vec!["compare", "topic=1", path, "--topics", path],
            "document_topics.csv",
        ),
        (
            vec!["compare", "topic=2", path, "--topics", topics],
            "the topics are 1",
        ),
    ] {
        let ran = run(&arguments, "");
        assert_eq!(ran.code, Some(2), "{}", ran.err);
        assert!(ran.err.contains(expected), "{}", ran.err);
    }
}

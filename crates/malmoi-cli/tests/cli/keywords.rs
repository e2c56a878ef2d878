//! `malmoi keywords`: the keywords of each document.

use crate::{csv_rows, json_lines, keys, newsroom, run};

fn newsroom_keywords(more: &[&str]) -> String {
    let newsroom = newsroom();
    let mut arguments = vec!["keywords", newsroom.to_str().unwrap()];
    arguments.extend(more);
    let ran = run(&arguments, "");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.out
}

#[test]
fn json_lines_have_one_line_for_each_document() {
    let rows = json_lines(&newsroom_keywords(&["--format", "jsonl", "--top", "10"]));
    assert_eq!(rows.len(), 72);
    for row in &rows {
        assert_eq!(keys(row), ["id", "keywords", "lang"]);
        assert!(
            ["ko", "en"].contains(&row["lang"].as_str().unwrap()),
            "{row}"
        );
        let keywords = row["keywords"].as_array().unwrap();
        assert!((5..=10).contains(&keywords.len()), "{row}");
        let mut last = f64::INFINITY;
        for keyword in keywords {
            assert_eq!(keys(keyword), ["count", "display", "score", "term"]);
            assert!(keyword["count"].as_u64().unwrap() >= 1);
            let score = keyword["score"].as_f64().unwrap();
            assert!(score > 0.0 && score <= last, "{row}");
            last = score;
        }
    }
}

#[test]
fn the_best_keywords_say_what_the_article_is_about() {
    let rows = json_lines(&newsroom_keywords(&["--format", "jsonl"]));
    let best = |id: &str| -> Vec<String> {
        let row = rows.iter().find(|r| r["id"] == id).unwrap();
        let keywords = row["keywords"].as_array().unwrap().iter();
        keywords
            .map(|k| k["display"].as_str().unwrap().to_string())
            .collect()
    };
    let robots = best("902_0000118474");
    assert!(robots.contains(&"Northwind".to_string()), "{robots:?}");
    assert!(robots.contains(&"로봇".to_string()), "{robots:?}");
    let museum = best("905_0000033203");
    assert!(museum.contains(&"한복".to_string()), "{museum:?}");
}

#[test]
fn csv_has_a_row_for_each_keyword() {
    let (columns, rows) = csv_rows(&newsroom_keywords(&["--format", "csv", "--top", "3"]));
    assert_eq!(
        columns,
        ["id", "lang", "rank", "term", "display", "score", "count"]
    );
    assert_eq!(rows.len(), 3 * 72);
    assert!(
        rows.iter()
            .enumerate()
            .all(|(at, r)| r["rank"] == (at % 3 + 1).to_string())
    );
}

#[test]
fn the_table_has_a_line_for_each_document() {
    let table = newsroom_keywords(&[]);
    assert_eq!(table.lines().count(), 72);
    assert!(table.contains("905_0000033203"));
}

#[test]
fn standard_input_is_the_default() {
    let ran = run(
        &["keywords", "--format", "jsonl"],
        "정부는 반도체를, 또 반도체를 말했다.",
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let rows = json_lines(&ran.out);
    assert_eq!(rows[0]["keywords"][0]["term"], "반도체");
    assert_eq!(rows[0]["keywords"][0]["count"], 2);
}

#[test]
fn strict_minds_skipped_documents_but_prints_the_others() {
    let input = "{\"body\":\"정부는 대책을 발표했다\"}\n{broken\n";
    let ran = run(&["keywords", "--format", "jsonl", "--strict"], input);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert_eq!(json_lines(&ran.out).len(), 1);
    assert!(ran.err.contains(":2"), "the line is not named: {}", ran.err);
    assert_eq!(run(&["keywords"], input).code, Some(0));
}

#[test]
fn standard_input_does_not_mix_with_paths() {
    let ran = run(&["keywords", "-", newsroom().to_str().unwrap()], "");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("standard input"), "{}", ran.err);
}

#[test]
fn threads_make_no_difference() {
    let of = |threads| newsroom_keywords(&["--format", "jsonl", "--threads", threads]);
    assert_eq!(of("1"), of("3"));
}

#[test]
fn what_the_background_is_full_of_weighs_less() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lighthouses.jsonl");
    let article = "{\"text\":\"등대는 등대다. 등대를 본 등대지기가 등대에 있다.\"}\n";
    std::fs::write(&path, article.repeat(50)).unwrap();
    let best = |more: &[&str]| {
        let mut arguments = vec!["keywords", "--format", "jsonl", "--top", "1"];
        arguments.extend(more);
        let ran = run(&arguments, "등대와 미역은 마을의 것이다");
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        json_lines(&ran.out)[0]["keywords"][0]["term"].clone()
    };
    assert_eq!(best(&[]), "등대");
    assert_eq!(best(&["--background", path.to_str().unwrap()]), "미역");
}

#[test]
fn what_cannot_be_read_of_the_background_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("field.jsonl");
    let arguments = ["keywords", "--background", path.to_str().unwrap()];
    std::fs::write(&path, "no record\n").unwrap();
    let ran = run(&arguments, "등대");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("no text to count words of"), "{}", ran.err);
    std::fs::write(&path, "no record\n{\"text\": \"마을의 등대\"}\n").unwrap();
    let ran = run(&arguments, "등대");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let told = "1 document of the background skipped:";
    assert!(ran.err.contains(told), "{}", ran.err);
    let ran = run(&[&arguments[..], &["--strict"]].concat(), "등대");
    assert_eq!(ran.code, Some(1), "{}", ran.err);
}

#[test]
fn the_background_is_not_standard_input() {
    let ran = run(&["keywords", "--background", "-"], "등대");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("standard input"), "{}", ran.err);
}

#[test]
fn options_say_what_is_counted() {
    let found = |options: &[&str]| {
        let mut arguments = vec!["keywords", "--format", "jsonl", "-"];
        arguments.extend(options);
        let ran = run(&arguments, "관광버스에서 가까운 숲\n");
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let row = &json_lines(&ran.out)[0];
        let keywords = row["keywords"].as_array().unwrap().iter();
        let mut terms: Vec<String> = keywords
            .map(|k| k["term"].as_str().unwrap().to_string())
            .collect();
        terms.sort();
        terms.join(", ")
    };
    assert_eq!(found(&[]), "관광버스, 숲");
    assert_eq!(
        found(&["--compounds", "discard"]),
        "관광, 관광 버스, 버스, 숲"
    );
    assert_eq!(found(&["--compounds", "mixed"]), "관광, 관광버스, 버스, 숲");
    assert_eq!(found(&["--lemmas"]), "가깝다, 가깝다 숲, 관광버스, 숲");
}

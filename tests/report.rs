//! The report has the numbers of the tables, and text of a crawl stays text in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use malmoi::{
    Analysis, AnalysisOptions, Analyzer, Corpus, CorpusOptions, TopicCount, TopicOptions,
};
use malmoi_report::coverage::{AuditRow, CleaningRow, CoverageRow};
use malmoi_report::oddities::OddityRow;
use malmoi_report::profiles::{ProfileRow, SimilarityRow};
use malmoi_report::tables::{
    BoilerplateRow, CopiedRow, DocumentRow, KeywordRow, NameRow, NewWordRow, OtherBasisRow,
    PublisherRow, Row, SkippedRow, TABLES, TermRow, TrendRow,
};
use malmoi_report::topics::{DocumentTopicRow, TopicPublisherRow, TopicRow, TopicShareRow};
use malmoi_report::types::Kind;
use malmoi_report::{Formats, Output, page};
use serde_json::Value;

use crate::pipeline::root;

fn analyze(corpus: Corpus) -> Analysis {
    let options = AnalysisOptions {
        quoted: page::QUOTED,
        ..AnalysisOptions::default()
    };
    malmoi::analyze(corpus, &Analyzer::new().unwrap(), &options, &()).unwrap()
}

/// Returns the data that the page of a folder of results holds.
fn data(folder: &Path) -> Value {
    let page = fs::read_to_string(folder.join("report.html")).unwrap();
    data_of(&page)
}

fn data_of(page: &str) -> Value {
    let (_, data) = page.split_once("id=\"data\">").unwrap();
    serde_json::from_str(data.split_once("</script>").unwrap().0).unwrap()
}

fn rows(folder: &Path, table: &str) -> Vec<Value> {
    let lines = fs::read_to_string(folder.join(format!("{table}.jsonl"))).unwrap();
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Whether two numbers are the same to seven digits, as the page has them.
fn same(a: &Value, b: &Value) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-6 * b.abs(),
        _ => a == b,
    }
}

#[test]
fn the_numbers_of_the_report_are_those_of_the_tables() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("out");
    let newsroom = Corpus::open(
        &[root().join("examples/newsroom")],
        CorpusOptions::default(),
    );
    let analysis = analyze(newsroom.unwrap());
    Output::at(&folder).unwrap().write(&analysis, &()).unwrap();
    let data = data(&folder);
    let text = |list: &str, place: &Value| data[list][place.as_u64().unwrap() as usize].clone();

    // Publishers.
    let outlets = data["outlets"].as_array().unwrap();
    let publishers = rows(&folder, "publishers");
    assert_eq!(outlets.len(), publishers.len());
    for outlet in outlets {
        let name = (
            text("publishers", &outlet["publisher"]),
            text("languages", &outlet["language"]),
        );
        let row = publishers
            .iter()
            .find(|r| (&r["publisher"], &r["language"]) == (&name.0, &name.1))
            .unwrap();
        for column in [
            "articles",
            "tokens",
            "copies",
            "copied",
            "tokens_once",
            "first_day",
            "last_day",
        ] {
            assert_eq!(outlet[column], row[column], "{column} of {name:?}");
        }
    }

    // Keywords of both directions, with their articles and sentences.
    let keywords = rows(&folder, "keywords");
    let mut checked = 0;
    let mut quoted = 0;
    for list in data["lists"].as_array().unwrap() {
        let (publisher, language) = (
            text("publishers", &list["publisher"]),
            text("languages", &list["language"]),
        );
        for direction in ["more", "less"] {
            for keyword in list[direction].as_array().unwrap() {
                let of = |r: &&Value| {
                    (&r["publisher"], &r["language"]) == (&publisher, &language)
                        && r["direction"] == direction
                        && r["rank"] == keyword["rank"]
                };
                let row = keywords.iter().find(of).unwrap();
                let term = text("terms", &keyword["term"]);
                assert_eq!(
                    (&term[0], &term[1], &term[2]),
                    (&row["display"], &row["term"], &row["term_language"])
                );
                let ratio = &keyword["log_ratio"];
                for (ours, theirs) in [
                    (&keyword["count"], "count_once"),
                    (&keyword["articles"], "articles_once"),
                    (&keyword["count_elsewhere"], "count_once_elsewhere"),
                    (&keyword["articles_elsewhere"], "articles_once_elsewhere"),
                    (&keyword["per_million"], "per_million"),
                    (&keyword["per_million_elsewhere"], "per_million_elsewhere"),
                    (&keyword["score"], "score"),
                    (&keyword["p"], "p_value"),
                    (&keyword["q"], "q_value"),
                    (&ratio[0], "log_ratio"),
                    (&ratio[1], "log_ratio_low"),
                    (&ratio[2], "log_ratio_high"),
                    (&keyword["conservative"], "conservative_log_ratio"),
                    (&keyword["dispersion"], "dispersion"),
                ] {
                    assert!(same(ours, &row[theirs]), "{theirs} of {row}: {ours}");
                }
                checked += 1;
                if direction == "less" {
                    continue;
                }
                let shown = keyword["shown"].as_array().unwrap();
                let ids: Vec<String> = shown
                    .iter()
                    .map(|s| text("articles", &s[0])[0].as_str().unwrap().to_owned())
                    .collect();
                assert_eq!(ids.join(";"), row["article_ids"]);
                for parts in shown.iter().filter_map(|s| s[1].as_array()) {
                    assert!(parts.len() >= 3 && parts.len() % 2 == 1, "{parts:?}");
                    quoted += 1;
                }
            }
        }
    }
    assert_eq!(checked, keywords.len());
    assert!(quoted > 50, "only {quoted} sentences");

    // Coverage, by publisher and day.
    let mut days: BTreeMap<(String, String), (u64, u64)> = BTreeMap::new();
    for row in rows(&folder, "coverage") {
        let key = |column: &str| row[column].as_str().unwrap().to_owned();
        let sum = days.entry((key("publisher"), key("day"))).or_default();
        sum.0 += row["articles"].as_u64().unwrap();
        sum.1 += row["copies"].as_u64().unwrap();
    }
    let mut ours: BTreeMap<(String, String), (u64, u64)> = BTreeMap::new();
    let starts = &data["calendar"]["starts"];
    for of in data["coverage"].as_array().unwrap() {
        let publisher = text("publishers", &of["publisher"])
            .as_str()
            .unwrap()
            .to_owned();
        for unit in of["units"].as_array().unwrap() {
            let day = starts[unit[0].as_u64().unwrap() as usize]
                .as_str()
                .unwrap()
                .to_owned();
            let sum = ours.entry((publisher.clone(), day)).or_default();
            sum.0 += unit[1].as_u64().unwrap();
            sum.1 += unit[2].as_u64().unwrap();
        }
    }
    assert_eq!(ours, days);

    // The course of keywords.
    let mut followed = 0;
    let trends = rows(&folder, "trends");
    for language in data["movements"].as_array().unwrap() {
        let code = text("languages", &language["language"]);
        for movement in language["terms"].as_array().unwrap() {
            let term = text("terms", &movement["term"]);
            for of in movement["publishers"].as_array().unwrap() {
                let publisher = text("publishers", &of[0]);
                let own = |r: &&Value| {
                    (&r["publisher"], &r["language"], &r["term"]) == (&publisher, &code, &term[1])
                };
                let own: Vec<&Value> = trends.iter().filter(own).collect();
                if own.is_empty() {
                    continue;
                }
                let theirs: Vec<(&Value, &Value)> =
                    own.iter().map(|r| (&r["day"], &r["articles"])).collect();
                let units = of[2].as_array().unwrap();
                let ours: Vec<(&Value, &Value)> = units
                    .iter()
                    .map(|u| (&starts[u[0].as_u64().unwrap() as usize], &u[1]))
                    .collect();
                assert_eq!(ours, theirs, "{term} of {publisher}");
                assert_eq!(&of[1], own[0]["day"].as_str().unwrap());
                followed += 1;
            }
        }
    }
    assert!(followed > 5, "only {followed} courses");

    // What publishers are compared by.
    let terms = rows(&folder, "terms");
    let compared = data["compared"].as_array().unwrap();
    for of in compared.iter().step_by(7) {
        let term = text("terms", &of["term"]);
        for counts in of["counts"].as_array().unwrap() {
            let outlet = text("outlets", &counts[0]);
            let (publisher, language) = (
                text("publishers", &outlet["publisher"]),
                text("languages", &outlet["language"]),
            );
            let row = terms.iter().find(|r| {
                (
                    &r["publisher"],
                    &r["language"],
                    &r["term"],
                    &r["term_language"],
                ) == (&publisher, &language, &term[1], &term[2])
            });
            let row = row.unwrap();
            assert_eq!(
                (&counts[1], &counts[2]),
                (&row["count_once"], &row["articles_once"])
            );
        }
    }

    // Copies, and the sum of all documents.
    let ours: Vec<_> = data["copies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| {
            (
                text("publishers", &c[0]),
                text("publishers", &c[1]),
                c[2].clone(),
            )
        })
        .collect();
    let theirs: Vec<_> = rows(&folder, "copies")
        .into_iter()
        .map(|r| {
            (
                r["publisher"].clone(),
                r["copied_by"].clone(),
                r["articles"].clone(),
            )
        })
        .collect();
    assert_eq!(ours, theirs);
    let balance = |name: &str| data["balance"][name].as_u64().unwrap();
    let ends = ["counted", "merged", "replaced", "dropped", "skipped"];
    assert_eq!(
        balance("read"),
        ends.iter().map(|name| balance(name)).sum::<u64>()
    );
    assert_eq!(balance("counted"), rows(&folder, "documents").len() as u64);
}

#[test]
fn a_crawl_full_of_markup_adds_none_to_the_page() {
    let attack = "</script><script>alert(1)</script><!-- \u{202e}\u{2028} & \"'";
    let mut lines = String::new();
    for n in 0..40 {
        let article = serde_json::json!({
            "id": format!("<b>{n}</b>"), "press": format!("<i>{}</i>{attack}", n % 2),
            "url": "javascript:alert(1)", "title": format!("{attack} {n}"), "date": "2026-03-01",
            "text": format!("{} number {n} said {attack} to the {n}.", ["Tariff", "Quake"][n % 2]),
        });
        lines += &format!("{article}\n");
    }
    let corpus = Corpus::from_reader(
        "-",
        Box::new(std::io::Cursor::new(lines)),
        CorpusOptions::default(),
    );
    let analysis = analyze(corpus);
    let page = page::page(&analysis).unwrap();
    assert_eq!(
        page.matches("<script").count(),
        2,
        "its data and its own script"
    );
    assert_eq!(page.matches("</script").count(), 2);
    // Comments of HTML could swallow what follows.
    assert!(!page.contains("<!--") && !page.contains("<i>") && !page.contains('\u{202e}'));
    let data = data_of(&page);
    assert!(
        data["publishers"][0]
            .as_str()
            .unwrap()
            .contains("</script>")
    );
    assert!(page.contains("default-src 'none'") || page.contains("default-src &#39;none&#39;"));
}

#[test]
fn a_page_stays_small_whatever_the_crawl_is_like() {
    let words = [
        "tariff",
        "quake",
        "harbour",
        "election",
        "orchestra",
        "drought",
        "satellite",
    ];
    let mut lines = String::new();
    for n in 0..6000 {
        let press = n % 200;
        // Every publisher has words of its own, so that all lists are full. Each article has
        // half of them in an order of its own, or it would be a copy, and the words companions, and
        // has them three times, or they would be said in passing.
        let mut text: Vec<String> = (0..60)
            .map(|at| (at * (2 * n + 1) + n) % 127)
            .map(|w| format!("{}{press}x{w}", words[w % 7]))
            .collect();
        text.extend_from_within(..);
        text.extend_from_within(..60);
        let article = serde_json::json!({
            "id": format!("{n}-{}", "i".repeat(300)), "press": format!("Paper {press}"),
            "title": format!("{n} {}", "가나다라 ".repeat(2000)), "date": format!("2026-{:02}-{:02}", n % 12 + 1, n % 28 + 1),
            "url": format!("https://a.example/{n}/{}", "u".repeat(1500)),
            "text": format!("Report {n} of {}. {}.", words[n % 7], text.join(" ")),
        });
        lines += &format!("{article}\n");
    }
    let reader = Box::new(std::io::Cursor::new(lines));
    let corpus = Corpus::from_reader("-", reader, CorpusOptions::default());
    let page = page::page(&analyze(corpus)).unwrap();
    assert!(page.len() <= page::MOST_BYTES, "{} bytes", page.len());
    let data = data_of(&page);
    // Something had to go, and is told.
    let quoted = data["detail"]["quoted"].as_u64().unwrap();
    assert!(
        quoted < page::QUOTED as u64,
        "{quoted} in {} bytes",
        page.len()
    );
    let list = &data["lists"][0];
    let shown = list["more"].as_array().unwrap().len() as u64;
    assert!(shown > 0);
    assert_eq!(shown + list["more_left_out"].as_u64().unwrap(), 50);
}

#[test]
fn the_same_analysis_gives_the_same_page_on_any_number_of_threads() {
    let page_on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| {
            let newsroom = Corpus::open(
                &[root().join("examples/newsroom")],
                CorpusOptions::default(),
            );
            page::page(&analyze(newsroom.unwrap())).unwrap()
        })
    };
    assert!(page_on(1) == page_on(3), "the pages differ");
}

#[test]
fn topics_have_a_section_with_the_shares_of_the_tables() {
    let newsroom = Corpus::open(
        &[root().join("examples/newsroom")],
        CorpusOptions::default(),
    );
    let options = AnalysisOptions {
        topics: Some(TopicOptions {
            topics: TopicCount::Number(4),
            ..TopicOptions::default()
        }),
        ..AnalysisOptions::default()
    };
    let analyzer = Analyzer::new().unwrap();
    let analysis = malmoi::analyze(newsroom.unwrap(), &analyzer, &options, &()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("out");
    Output::at(&folder).unwrap().write(&analysis, &()).unwrap();
    let data = data(&folder);
    let korean = &data["topics"][0];
    assert_eq!(korean["language"], "ko");
    let tables = rows(&folder, "topics");
    let topics = korean["topics"].as_array().unwrap();
    assert_eq!(topics.len(), 4);
    for (topic, row) in topics.iter().zip(&tables) {
        assert_eq!(
            (&topic["label"], &topic["articles"]),
            (&row["label"], &row["articles"])
        );
        assert!(same(&topic["share"], &row["share"]));
        assert!(!topic["shown"].as_array().unwrap().is_empty());
    }
    let shares = korean["publishers"].as_array().unwrap();
    let mut checked = 0;
    for row in rows(&folder, "topic_publishers") {
        let ours = shares.iter().find(|s| {
            let name = &data["publishers"][s[0].as_u64().unwrap() as usize];
            row["language"] == "ko" && (name, &s[1]) == (&row["publisher"], &row["topic"])
        });
        if let Some(ours) = ours {
            assert!(
                same(&ours[3], &row["share"]) && same(&ours[6], &row["q_value"]),
                "{row}"
            );
            checked += 1;
        }
    }
    assert_eq!(checked, shares.len());
    assert!(checked >= 16);
}

/// Checks that docs/tables.md tells of a table what its rows have, column by column.
fn is_told<R: Row>(told: &str, tables: &mut Vec<&str>) {
    let heading = format!("\n## `{}`\n", R::TABLE);
    let (_, section) = told
        .split_once(&heading)
        .unwrap_or_else(|| panic!("no `{}`", R::TABLE));
    let section = section.split("\n## ").next().unwrap();
    let rows: Vec<&str> = section
        .lines()
        .filter(|line| line.starts_with("| `"))
        .collect();
    let expected: Vec<String> = R::COLUMNS
        .iter()
        .zip(R::TYPES)
        .map(|(name, of)| {
            let kind = match of.kind {
                Kind::Text => "text",
                Kind::Whole => "whole",
                Kind::Real => "real",
                Kind::Truth => "truth",
            };
            let may = if of.is_optional { ", may be empty" } else { "" };
            format!("| `{name}` | {kind}{may} | ")
        })
        .collect();
    assert_eq!(R::COLUMNS.len(), R::TYPES.len(), "{}", R::TABLE);
    assert_eq!(rows.len(), expected.len(), "the columns of {}", R::TABLE);
    for (row, expected) in rows.iter().zip(&expected) {
        assert!(
            row.starts_with(expected),
            "docs/tables.md, {}: {row}; expected {expected}",
            R::TABLE
        );
    }
    tables.push(R::TABLE);
}

#[test]
fn the_written_schema_is_that_of_the_tables() {
    let told = fs::read_to_string(root().join("docs/tables.md")).unwrap();
    let mut tables = Vec::new();
    is_told::<PublisherRow>(&told, &mut tables);
    is_told::<KeywordRow>(&told, &mut tables);
    // Its columns are told once.
    assert_eq!(OtherBasisRow::COLUMNS, KeywordRow::COLUMNS);
    assert!(told.contains(&format!("\n## `{}`\n", OtherBasisRow::TABLE)));
    tables.push(OtherBasisRow::TABLE);
    is_told::<TrendRow>(&told, &mut tables);
    is_told::<TermRow>(&told, &mut tables);
    is_told::<ProfileRow>(&told, &mut tables);
    is_told::<SimilarityRow>(&told, &mut tables);
    is_told::<NewWordRow>(&told, &mut tables);
    is_told::<NameRow>(&told, &mut tables);
    is_told::<BoilerplateRow>(&told, &mut tables);
    is_told::<DocumentRow>(&told, &mut tables);
    is_told::<CopiedRow>(&told, &mut tables);
    is_told::<SkippedRow>(&told, &mut tables);
    is_told::<AuditRow>(&told, &mut tables);
    is_told::<CoverageRow>(&told, &mut tables);
    is_told::<OddityRow>(&told, &mut tables);
    is_told::<CleaningRow>(&told, &mut tables);
    assert_eq!(tables, TABLES);
    is_told::<TopicRow>(&told, &mut tables);
    is_told::<TopicPublisherRow>(&told, &mut tables);
    is_told::<TopicShareRow>(&told, &mut tables);
    is_told::<DocumentTopicRow>(&told, &mut tables);
    assert_eq!(tables.len(), TABLES.len() + 4);
}

#[test]
fn tables_come_in_the_formats_that_are_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("out");
    let lines = "{\"press\": \"가나일보\", \"date\": \"2026-03-01\", \"text\": \"정부는 시장을 보았다.\"}\n";
    let reader = Box::new(lines.as_bytes());
    let analysis = analyze(Corpus::from_reader("-", reader, CorpusOptions::default()));
    let all = Output::at(&folder).unwrap();
    all.write(&analysis, &()).unwrap();
    let has = |name: &str| folder.join(name).exists();
    assert!(has("terms.csv") && has("terms.jsonl") && has("terms.parquet"));
    assert!(
        fs::read(folder.join("terms.csv"))
            .unwrap()
            .starts_with(b"publisher,")
    );
    assert!(
        fs::read(folder.join("terms.parquet"))
            .unwrap()
            .starts_with(b"PAR1")
    );

    let for_spreadsheets = Formats {
        byte_order_mark: true,
        json_lines: false,
        parquet: false,
        ..Formats::default()
    };
    let place = Output::at(&folder).unwrap().with_formats(for_spreadsheets);
    place.write(&analysis, &()).unwrap();
    assert!(has("terms.csv") && !has("terms.jsonl") && !has("terms.parquet"));
    let csv = fs::read_to_string(folder.join("terms.csv")).unwrap();
    assert!(csv.starts_with("\u{feff}publisher,"), "{csv}");
}

#[test]
#[ignore = "needs node and Chromium; .ci/browser installs them and runs it"]
fn the_report_works_in_a_browser() {
    let script = root().join(".ci/browser");
    let status = std::process::Command::new(script).status().unwrap();
    assert!(status.success());
}

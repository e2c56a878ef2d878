//! `kwic`, `collocates` and `trends`: from a term to the articles that have it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{Ran, csv_rows, json_lines, run};

/// Short texts of one pattern are copies to each other, and boilerplate.
const AS_THEY_ARE: [&str; 3] = ["--duplicates", "count", "--keep-boilerplate"];

/// Runs a command that looks for a term in articles given as JSON Lines.
fn search(command: &str, term: &str, articles: &str, options: &[&str]) -> Ran {
    let arguments = [&[command, term, "-"][..], &AS_THEY_ARE, options].concat();
    let ran = run(&arguments, articles);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran
}

fn rows(command: &str, term: &str, articles: &str, options: &[&str]) -> Vec<Value> {
    let options = [&["--format", "jsonl"][..], options].concat();
    json_lines(&search(command, term, articles, &options).out)
}

fn article(id: &str, publisher: &str, date: &str, text: &str) -> String {
    let article = serde_json::json!({
        "id": id, "press": publisher, "date": date, "text": text,
        "url": format!("https://news.example/{id}"),
    });
    format!("{article}\n")
}

fn few() -> String {
    [
        article(
            "a",
            "가나일보",
            "2026-03-02 09:00",
            "정부는 어제 새 대책을 발표했다. 업계는 정부를 비판했다.",
        ),
        article(
            "b",
            "다라일보",
            "2026-03-03",
            "행정부가 아니라 새 정부가 금리를 정한다고 THAAD 기지에서 말했다.",
        ),
        article(
            "c",
            "The Post",
            "2026-03-04",
            "The White House restored the tariffs. House prices rose.",
        ),
    ]
    .concat()
}

/// The columns a text takes, with two for what is wide: here, Hangul alone.
fn columns(text: &str) -> usize {
    let wide = |c: char| ('가'..='힣').contains(&c);
    text.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

#[test]
fn every_hit_is_shown_with_its_place_and_article() {
    let found = rows("kwic", "정부", &few(), &[]);
    let shown: Vec<String> = found
        .iter()
        .map(|row| format!("{}|{}|{}", row["left"], row["hit"], row["right"]).replace('"', ""))
        .collect();
    assert_eq!(
        shown,
        [
            "|정부|는 어제 새 대책을 발표했다. 업계는 정부를 비판했다.",
            "정부는 어제 새 대책을 발표했다. 업계는 |정부|를 비판했다.",
            "행정부가 아니라 새 |정부|가 금리를 정한다고 THAAD 기지에서 말했다.",
        ]
    );
    let text = "정부는 어제 새 대책을 발표했다. 업계는 정부를 비판했다.";
    let at = |field: &str| found[1][field].as_u64().unwrap() as usize;
    assert_eq!(&text[at("start")..at("end")], "정부");
    assert_eq!(found[1]["id"], "a");
    assert_eq!(found[1]["publisher"], "가나일보");
    assert_eq!(found[1]["published_at"], "2026-03-02T09:00:00");
    assert_eq!(found[1]["url"], "https://news.example/a");
    assert_eq!(
        (&found[1]["path"], &found[2]["line"]),
        (&"-".into(), &2.into())
    );
}

#[test]
fn hits_stand_below_each_other_whatever_is_before_them() {
    let ran = search("kwic", "정부", &few(), &["--context", "20"]);
    let places: BTreeSet<usize> = ran
        .out
        .lines()
        .map(|line| columns(&line[..line.rfind("정부").unwrap()]))
        .collect();
    // The second line has the first hit of its article to the left of its own.
    assert_eq!(places, BTreeSet::from([20]), "{}", ran.out);
    let dates: BTreeSet<usize> = ran
        .out
        .lines()
        .map(|line| columns(&line[..line.find("2026-03").unwrap()]))
        .collect();
    assert_eq!(dates.len(), 1, "{}", ran.out);
    assert!(
        ran.err.contains("hits: 3 in 2 of 3 articles"),
        "{}",
        ran.err
    );
}

#[test]
fn a_limit_keeps_the_first_in_order_and_tells_the_total() {
    let ran = search(
        "kwic",
        "정부",
        &few(),
        &["--limit", "1", "--sort", "left", "--format", "csv"],
    );
    let (columns, rows) = csv_rows(&ran.out);
    assert_eq!(columns[..5], ["left", "hit", "right", "start", "end"]);
    assert_eq!((rows.len(), rows[0]["left"].as_str()), (1, ""));
    assert!(
        ran.err.contains("hits: 3 in 2 of 3 articles, 1 shown"),
        "{}",
        ran.err
    );
    let found = rows_of_right(&few());
    assert_eq!(found, ["가 금리를", "는 어제 새", "를 비판했다."]);
}

fn rows_of_right(articles: &str) -> Vec<String> {
    let found = rows("kwic", "정부", articles, &["--sort", "right"]);
    let words = |row: &Value| {
        let right = row["right"].as_str().unwrap();
        let count = if right.starts_with('는') { 3 } else { 2 };
        right.split(' ').take(count).collect::<Vec<_>>().join(" ")
    };
    found.iter().map(words).collect()
}

#[test]
fn words_terms_and_characters_are_matched_as_asked() {
    let count = |term, options: &[&str]| rows("kwic", term, &few(), options).len();
    assert_eq!(count("white house", &[]), 1);
    assert_eq!(count("restoring", &[]), 1);
    assert_eq!(count("house", &[]), 2);
    assert_eq!(count("house", &["--match", "exact"]), 0);
    assert_eq!(count("House", &["--match", "exact"]), 2);
    assert_eq!(count("tariff", &["--match", "term"]), 1);
    assert_eq!(count("tariffs", &["--match", "term"]), 0);
    assert_eq!(count("정부", &["--where", "publisher=다라일보"]), 1);
    assert_eq!(count("정부", &["--where", "date=..2026-03-02 lang=ko"]), 2);
    assert_eq!(count("정부", &["--where", "lang=en"]), 0);
}

#[test]
fn copies_are_counted_shown_or_left_out_as_asked() {
    let text = "정부는 지난 2일 동해안 산불 대책 회의를 열고 산림청과 소방청의 장비를 함께 쓰기로 했다. \
        주민 삼백 명은 학교 강당에서 밤을 보냈고 도로 두 곳이 막혔다. 비는 주말에 온다.";
    let twice = article("1", "가나일보", "2026-03-02 09:00", text)
        + &article("2", "다라일보", "2026-03-02 10:00", text);
    let with = |duplicates| {
        let arguments = [
            "kwic",
            "정부",
            "-",
            "--format",
            "jsonl",
            "--duplicates",
            duplicates,
        ];
        let ran = run(&arguments, &twice);
        let copies: Vec<bool> = json_lines(&ran.out)
            .iter()
            .map(|row| row["copy"].as_bool().unwrap())
            .collect();
        (copies, ran.err)
    };
    assert_eq!(with("count").0, [false, true]);
    let (shown, told) = with("once");
    assert_eq!(shown, [false]);
    assert!(told.contains("1 are in copies"), "{told}");
    let (shown, told) = with("drop");
    assert_eq!(shown, [false]);
    assert!(told.contains("hits: 1 in 1 of 1 articles"), "{told}");
}

/// Articles in which 금리 stands beside 정책 always, and 수출 beyond the end of its
/// sentence.
fn rates() -> String {
    let article = |n: u32| {
        let text = format!(
            "한국은행은 {n}월 정책 금리를 정했다. 수출은 다른 이야기이며 공장은 {n}곳이다. 반도체 공장도 돈다."
        );
        article(&n.to_string(), "가나일보", "2026-03-02", &text)
    };
    (1..=6).map(article).collect()
}

#[test]
fn collocates_stand_in_the_same_sentence_and_are_traced_to_articles() {
    let found = rows("collocates", "금리", &rates(), &[]);
    let terms: Vec<&str> = found
        .iter()
        .map(|row| row["term"].as_str().unwrap())
        .collect();
    assert_eq!(terms, ["정책", "한국은행"]);
    assert_eq!(found[0]["together"], 6);
    assert_eq!(
        (&found[0]["articles"], &found[0]["count"]),
        (&6.into(), &6.into())
    );
    assert_eq!(found[0]["evidence"], "1;2;3");
    for measure in ["log_dice", "npmi", "log_likelihood", "t_score"] {
        assert!(found[0][measure].as_f64().unwrap() > 0.0, "{measure}");
    }
    assert!(found[0]["log_dice"].as_f64().unwrap() <= 14.0);
}

#[test]
fn windows_have_a_width_and_a_side() {
    let terms = |options: &[&str]| -> Vec<String> {
        let found = rows("collocates", "금리", &rates(), options);
        found
            .iter()
            .map(|row| row["term"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(terms(&["--window", "1"]), ["정책"]);
    assert_eq!(terms(&["--side", "left", "--by", "g2"]).len(), 2);
    assert_eq!(terms(&["--side", "right"]), [""; 0]);
    assert_eq!(terms(&["--min-count", "7"]), [""; 0]);
    assert_eq!(terms(&["--top", "1"]), ["정책"]);
}

/// Two publishers over twelve days, one of them without articles; 태풍 comes up on
/// two days, first in 다라일보.
fn typhoon() -> String {
    let mut lines = String::new();
    for day in 1..=12 {
        for (n, publisher) in [
            (0, "가나일보"),
            (1, "다라일보"),
            (2, "가나일보"),
            (3, "다라일보"),
        ] {
            let text = match day {
                7 => continue,
                8 | 9 => "태풍이 남쪽 바다에서 온다. 태풍은 크다.",
                5 if n == 1 => "작은 태풍이 생겼다.",
                _ => "시장은 조용한 하루를 보냈다.",
            };
            let date = format!("2026-03-{day:02} {:02}:00", 20 - n);
            lines += &article(&format!("{day}-{n}"), publisher, &date, text);
        }
    }
    lines
}

#[test]
fn days_without_articles_are_gaps_and_bursts_and_first_mentions_are_told() {
    let found = rows("trends", "태풍", &typhoon(), &[]);
    let of = |kind: &str, publisher: Option<&str>| -> Vec<&Value> {
        let is_it = |row: &&Value| row["kind"] == kind && row["publisher"].as_str() == publisher;
        found.iter().filter(is_it).collect()
    };
    let days = of("point", None);
    assert_eq!(days.len(), 11);
    assert_eq!(days[6]["start"], "2026-03-08");
    assert_eq!(
        (&days[6]["gap_before"], &days[5]["gap_before"]),
        (&1.into(), &0.into())
    );
    assert_eq!(
        (&days[6]["articles"], &days[6]["count"]),
        (&4.into(), &8.into())
    );
    assert_eq!(
        (&days[0]["share"], &days[6]["share"]),
        (&0.0.into(), &1.0.into())
    );
    assert!(days[0]["share_high"].as_f64().unwrap() > 0.4);
    let all = of("series", None)[0];
    assert_eq!(all["bursts"][0]["first"], "2026-03-08");
    assert_eq!(all["bursts"][0]["last"], "2026-03-09");
    assert_eq!(
        (&all["first_id"], &all["first_at"]),
        (&"5-1".into(), &"2026-03-05T19:00:00".into())
    );
    assert_eq!(of("series", Some("다라일보"))[0]["first_id"], "5-1");
    assert_eq!(of("series", Some("가나일보"))[0]["first_id"], "8-2");
    let order: Vec<Option<&str>> = found
        .iter()
        .filter(|row| row["kind"] == "series")
        .map(|row| row["publisher"].as_str())
        .collect();
    assert_eq!(order, [None, Some("다라일보"), Some("가나일보")]);
}

#[test]
fn weeks_begin_on_mondays_and_what_is_too_thin_is_said() {
    let options = ["--by", "week", "--format", "csv", "--term", "시장"];
    let ran = search("trends", "태풍", &typhoon(), &options);
    let (_, rows) = csv_rows(&ran.out);
    let all = |term: &str| -> Vec<(String, String)> {
        let of_all = rows
            .iter()
            .filter(|row| row["term"] == term && row["publisher"].is_empty());
        of_all
            .map(|row| (row["start"].clone(), row["articles"].clone()))
            .collect()
    };
    let weeks = |counts: [&str; 3]| -> Vec<(String, String)> {
        let starts = ["2026-02-23", "2026-03-02", "2026-03-09"];
        starts
            .map(str::to_owned)
            .into_iter()
            .zip(counts.map(str::to_owned))
            .collect()
    };
    assert_eq!(all("태풍"), weeks(["0", "5", "4"]));
    assert_eq!(all("시장"), weeks(["4", "19", "12"]));
    assert!(ran.err.contains("no direction is told"), "{}", ran.err);
    assert!(ran.err.contains("too thin to say who leads"), "{}", ran.err);
    let table = search("trends", "태풍", &typhoon(), &[]).out;
    assert!(
        table.contains("(1 day without)") && table.contains("too thin"),
        "{table}"
    );
}

#[test]
fn who_goes_ahead_is_found_where_one_follows_the_other() {
    // A term in so many of ten articles on each day, a day later in the second.
    let counts = [
        1, 7, 2, 9, 4, 0, 8, 3, 6, 1, 9, 2, 5, 8, 0, 7, 3, 9, 1, 6, 4, 8, 2, 7, 0, 5,
    ];
    let mut lines = String::new();
    for (day, pair) in (1..).zip(counts.windows(2)) {
        for (publisher, with) in [("앞선일보", pair[1]), ("뒤선일보", pair[0])] {
            for n in 0..10 {
                let text = if n < with {
                    "태풍이 온다."
                } else {
                    "시장은 조용하다."
                };
                let id = format!("{publisher}-{day}-{n}");
                lines += &article(&id, publisher, &format!("2026-03-{day:02}"), text);
            }
        }
    }
    let found = rows("trends", "태풍", &lines, &[]);
    let leads: Vec<&Value> = found.iter().filter(|row| row["kind"] == "lead").collect();
    assert_eq!(leads.len(), 1);
    assert_eq!(
        (&leads[0]["first"], &leads[0]["second"]),
        (&"앞선일보".into(), &"뒤선일보".into())
    );
    assert_eq!(leads[0]["lag"], 1);
    assert!(leads[0]["correlation"].as_f64().unwrap() > 0.99);
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let mut lines = String::new();
    for n in 0..5_000 {
        let text = format!(
            "정부는 {}번째 회의에서 대책 {}호를 정했다. 시장은 금리 {}을 걱정하고 수출 기업은 정부 {}를 본다. \
             The White House said {n} tariffs were restored in {}. {}",
            n % 97,
            n % 31,
            n % 7,
            n % 13,
            n % 11,
            "공장 이야기가 이어졌다. ".repeat(n % 9 + 6),
        );
        let date = format!("2026-03-{:02}", n % 28 + 1);
        lines += &article(&n.to_string(), ["가", "나", "다"][n % 3], &date, &text);
    }
    assert!(lines.len() > 2 << 20, "one batch of work shows nothing");
    for (command, term) in [("kwic", "정부"), ("collocates", "정부"), ("trends", "정부")] {
        let [one, four] = ["1", "4"].map(|threads| {
            let options = ["--format", "jsonl", "--threads", threads];
            let ran = search(command, term, &lines, &options);
            (ran.out, ran.err)
        });
        assert!(!one.0.is_empty());
        assert!(one == four, "{command}");
    }
}

#[test]
fn terms_may_stand_before_the_first_path() {
    let arguments = ["trends", "태풍", "시장", "-", "--format", "csv"];
    let (_, rows) = csv_rows(&run(&arguments, &typhoon()).out);
    let of = |term: &str| rows.iter().filter(|row| row["term"] == term).count();
    assert!(of("태풍") > 0 && of("태풍") == of("시장"));
    assert_eq!(of("태풍") + of("시장"), rows.len());
    // Where none is a path, the path is misspelled.
    let ran = run(&["trends", "태풍", "nowhere"], "");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("nowhere"), "{}", ran.err);
}

#[test]
fn misuse_and_nothing_to_search_are_errors_that_say_what_to_do() {
    for (arguments, told) in [
        (&["kwic"][..], "TERM"),
        (&["kwic", "정부"], "PATH"),
        (&["kwic", "!?", "-"], "no word in `!?`"),
        (&["collocates", "정부", "-", "--window", "0"], "from 1"),
        (
            &["trends", "정부", "-", "--where", "when=now"],
            "publisher, date, lang and topic",
        ),
        (
            &["trends", "정부", "-", "--where", "date=2020-01-01"],
            "--where",
        ),
        (
            &["collocates", "정부", "-", "--where", "lang=ja"],
            "--where",
        ),
        (
            &["kwic", "정부", "-", "--where", "publisher=다라"],
            "but of 다라일보",
        ),
    ] {
        let ran = run(arguments, &few());
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.err);
        assert_eq!(ran.out, "", "{arguments:?}");
        assert!(ran.err.contains(told), "{arguments:?}: {}", ran.err);
    }
    let with_fault = few() + "no record\n";
    let ran = run(&["kwic", "정부", "-", "--strict"], &with_fault);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.err.contains("1 document skipped"), "{}", ran.err);
    let none = run(&["kwic", "바나나", "-"], &few());
    assert_eq!((none.code, none.out.as_str()), (Some(0), ""));
    assert!(
        none.err.contains("hits: 0 in 0 of 3 articles"),
        "{}",
        none.err
    );
}

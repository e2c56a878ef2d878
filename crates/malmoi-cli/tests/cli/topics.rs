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

const MONEY: &str = "금리 환율 물가 은행 대출 예금 증권 채권 주가 투자 수출 무역";
const GAMES: &str = "야구 축구 투수 타자 감독 경기 선수 우승 홈런 배구 농구 심판";
const MUSIC: &str = "노래 가수 공연 무대 앨범 작곡 연주 합창 악기 음반 관객 오페라";

/// Articles of two papers on two themes, as JSON Lines.
fn two_themes() -> String {
    articles(&[MONEY, GAMES])
}

/// Articles of several papers, each on a theme of its own, thirty each and in turn.
fn articles(themes: &[&str]) -> String {
    let mut lines = String::new();
    for n in 0..30 * themes.len() {
        let at = n % themes.len();
        let theme: Vec<&str> = themes[at].split(' ').collect();
        let paper = ["가", "나", "다"][at];
        // Half of the words of the theme.
        let word = |at: usize| theme[(n / themes.len() + at * at % 6) % theme.len()];
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
    let limit = "more than 5 were not tried: 60 documents would be fewer than 10 for each";
    assert!(ran.err.contains(limit), "{}", ran.err);
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
        (b"malmoi topic models 1\n".to_vec(), "an earlier version"),
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

/// Returns the numbers of the topics that the first articles have most of.
fn numbers_of_first(ran: &Ran, count: usize) -> Vec<u64> {
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let object: Value = serde_json::from_str(&ran.out).unwrap();
    let number = |n: usize| object["documents"][n]["topic"].as_u64().unwrap();
    (0..count).map(number).collect()
}

#[test]
fn topics_keep_their_numbers_when_models_are_matched() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let fit = |themes: &[&str], seed: &str, old: Option<&str>, new: &str| {
        let k = themes.len().to_string();
        let new = path(new);
        let mut arguments = vec!["-", "--k", &k, "--seed", seed, "--duplicates", "count"];
        arguments.extend(["--format", "json", "--save-model", &new]);
        let old = old.map(path);
        arguments.extend(old.iter().flat_map(|old| ["--match", old]));
        topics(&arguments, &articles(themes))
    };
    let first = numbers_of_first(&fit(&[MONEY, GAMES], "1", None, "first"), 2);
    for seed in ["2", "3", "4", "5"] {
        let again = fit(&[MONEY, GAMES], seed, Some("first"), seed);
        assert_eq!(numbers_of_first(&again, 2), first, "{seed}");
        assert!(again.err.contains("is here again"), "{}", again.err);
    }
    let more = fit(&[MUSIC, MONEY, GAMES], "1", Some("first"), "more");
    assert_eq!(numbers_of_first(&more, 3), [2, first[0], first[1]]);
    assert!(more.err.contains("topic 2 (") && more.err.contains("appeared"));
    let fewer = fit(&[MONEY, MUSIC], "3", Some("more"), "fewer");
    assert_eq!(numbers_of_first(&fewer, 2), [first[0], 2]);
    let gone = format!("old topic {} (", first[1]);
    let gone = fewer.err.lines().find(|line| line.contains(&gone)).unwrap();
    assert!(gone.ends_with("vanished"), "{gone}");
    // What comes back after that is new: nothing is left to know it by.
    let back = fit(&[GAMES, MONEY, MUSIC], "4", Some("fewer"), "back");
    assert_eq!(numbers_of_first(&back, 3), [3, first[0], 2]);
}

#[test]
fn a_saved_model_knows_the_names_that_its_articles_proved() {
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("model");
    let model = model.to_str().unwrap();
    let themes = [
        [
            "tariffs", "steel", "exports", "budget", "trade", "treasury", "banks", "taxes",
        ],
        [
            "striker", "goals", "league", "coach", "stadium", "penalty", "trophy", "keeper",
        ],
    ];
    let mut lines = String::new();
    for n in 0..60_usize {
        let theme = themes[n % 2];
        let word = |at: usize| theme[(n / 2 + at * at) % 8];
        let who = ["Lee Jae Myung", "Son Heung Min"][n % 2];
        let text = format!(
            "Reporters heard that {who} praised {} and {} in {n} words. They wrote of {}, {} and {}.",
            word(0),
            word(1),
            word(2),
            word(3),
            word(4)
        );
        lines += &format!(
            "{{\"id\":\"{n}\",\"publisher\":\"P{}\",\"text\":\"{text}\"}}\n",
            n % 5
        );
    }
    let fitted = topics(
        &[&ALL[..], &["--save-model", model, "--format=json"]].concat(),
        &lines,
    );
    let first = numbers_of_first(&fitted, 2);
    assert_ne!(first[0], first[1]);
    assert!(fitted.out.contains("\"lee jae myung\""), "{}", fitted.out);

    // No other word of these is known.
    let new = "{\"id\":\"a\",\"text\":\"Nobody came along except Lee Jae Myung yesterday.\"}\n\
               {\"id\":\"b\",\"text\":\"Nobody came along except Son Heung Min yesterday.\"}\n";
    let ran = topics(&["-", "--model", model, "--format=json"], new);
    assert_eq!(numbers_of_first(&ran, 2), first, "{}", ran.out);
}

#[test]
fn every_label_is_of_words_that_kwic_finds() {
    let crawl = newsroom();
    let crawl = crawl.to_str().unwrap();
    let ran = topics(&[crawl, "--k=4", "--format=json"], "");
    let object: Value = serde_json::from_str(&ran.out).unwrap();
    for topic in object["topics"].as_array().unwrap() {
        for part in topic["label"].as_str().unwrap().split(", ") {
            let found = run(&["kwic", part, crawl, "--format=jsonl"], "");
            assert!(!found.out.is_empty(), "{part} of {topic}");
        }
    }
}

#[test]
fn one_model_of_all_languages_is_for_the_asking() {
    let english = [
        "rates inflation banks loans bonds credit exports trade shares profit budget taxes",
        "coach goals striker league stadium penalty trophy keeper referee season player fans",
    ];
    let english = articles(&english)
        .replace("\"id\":\"", "\"id\":\"e")
        .replace("기사", "News");
    let lines = two_themes() + &english;
    let models = |arguments: &[&str]| {
        let ran = topics(&[&ALL[..], &["--format=json"], arguments].concat(), &lines);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let objects = ran
            .out
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        objects
            .map(|o| {
                (
                    o["language"].as_str().unwrap().to_owned(),
                    o["documents"].as_array().unwrap().len(),
                )
            })
            .collect::<Vec<_>>()
    };
    let mut apart = models(&[]);
    apart.sort();
    assert_eq!(apart, [("en".to_owned(), 60), ("ko".to_owned(), 60)]);
    assert_eq!(models(&["--joint"]), [(String::new(), 120)]);
}

#[test]
fn with_the_publisher_as_covariate_a_doubtful_article_is_on_the_theme_of_its_paper() {
    let mut lines = two_themes();
    for paper in ["가", "나"] {
        lines +=
            &format!("{{\"id\":\"{paper}\",\"publisher\":\"{paper}\",\"text\":\"금리 야구\"}}\n");
    }
    let doubtful = |arguments: &[&str]| {
        let ran = topics(&[&ALL[..], &["--format=json"], arguments].concat(), &lines);
        let numbers = numbers_of_first(&ran, 62);
        ([numbers[60], numbers[61]], [numbers[0], numbers[1]])
    };
    let (found, own) = doubtful(&["--covariate=publisher"]);
    assert_eq!(found, own);
    let (found, _) = doubtful(&[]);
    assert_eq!(found[0], found[1]);
}

#[test]
fn a_limit_of_time_ends_the_sampling_and_gives_topics_all_the_same() {
    let ran = topics(
        &[&ALL[..], &["--format=json", "--time-limit=0"]].concat(),
        &two_themes(),
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let object: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(object["iterations"], 0);
    assert_eq!(object["documents"].as_array().unwrap().len(), 60);
    let ran = topics(&["-", "--time-limit=soon"], &two_themes());
    assert!(
        ran.code == Some(2) && ran.err.contains("number of seconds"),
        "{}",
        ran.err
    );
}

#[test]
fn words_of_most_articles_are_kept_where_they_are_of_a_theme() {
    // 은행 is in all articles of the larger half, and 기사 in all.
    let mut lines = String::new();
    for (n, line) in articles(&[MONEY, MONEY, GAMES]).lines().enumerate() {
        let more = if n % 3 < 2 { "은행 기사" } else { "기사" };
        lines += &line.replace("\"text\":\"", &format!("\"text\":\"{more} "));
        lines += "\n";
    }
    let ran = topics(&[&ALL[..], &["--format=json"]].concat(), &lines);
    let numbers = numbers_of_first(&ran, 3);
    assert_eq!(numbers[0], numbers[1]);
    let object: Value = serde_json::from_str(&ran.out).unwrap();
    let terms = |n: u64| object["topics"][n as usize]["terms"].to_string();
    assert!(
        terms(numbers[0]).contains("\"은행\""),
        "{}",
        terms(numbers[0])
    );
    assert!(!ran.out.contains("\"기사\""), "{}", ran.out);
}

//! What publishers put into their articles does not count as what they say.

use malmoi::{Analysis, AnalysisOptions, ArticleOptions, Corpus, CorpusOptions};
use serde_json::json;

use crate::pipeline::{Numbers, analyze_on, analyzer};

const PROMPT: &str = "Telephone the Examiner hotline on 02-555-";

/// Returns JSON Lines of `articles` articles of each of two publishers; every
/// fourth of the first has the prompt, with a number of its own.
fn crawl(articles: usize) -> String {
    const PLACES: [&str; 5] = ["harbour", "library", "station", "museum", "orchard"];
    const DEEDS: [&str; 7] = [
        "opened", "closed", "moved", "burned", "flooded", "reopened", "shrank",
    ];
    let mut lines = String::new();
    for number in 0..articles {
        for publisher in ["Examiner", "Observer"] {
            let place = PLACES[number % 5];
            let witness = letters(number);
            let mut body = format!("The {place} {}, said {witness}.", DEEDS[number % 7]);
            body += &format!("\nThe council thanked {witness}.");
            if publisher == "Examiner" && number % 4 == 0 {
                body += &format!(" {PROMPT}{number}.");
            }
            let row = json!({
                "id": format!("{publisher}-{number}"),
                "publisher": publisher,
                "title": "Telephone numbers rise",
                "body": body,
            });
            lines += &format!("{row}\n");
        }
    }
    lines
}

/// Writes a number in letters, as a name.
fn letters(number: usize) -> String {
    let digits = number.to_string();
    let letters: String = digits
        .bytes()
        .map(|b| char::from(b - b'0' + b'a'))
        .collect();
    format!("Mc{letters}son")
}

fn analyze(lines: String, options: &AnalysisOptions) -> Analysis {
    let reader = Box::new(std::io::Cursor::new(lines));
    let corpus = Corpus::from_reader("-", reader, CorpusOptions::default());
    malmoi::analyze(corpus, analyzer(), options, &()).unwrap()
}

#[test]
fn what_a_publisher_repeats_is_listed_and_not_counted_but_titles_are() {
    let analysis = analyze(crawl(200), &AnalysisOptions::default());
    let [prompt] = &*analysis.boilerplate else {
        panic!("{:?}", analysis.boilerplate);
    };
    assert_eq!(prompt.publisher, "Examiner");
    assert_eq!(prompt.sentence, format!("{PROMPT}0."));
    assert_eq!((prompt.articles, prompt.of_articles), (50, 200));
    assert_eq!(prompt.left_out_of, 50);
    assert!(prompt.share_elsewhere < 1e-9);
    let numbers = Numbers::of(&analysis);
    assert_eq!(numbers.tally("hotlin", None, None), (0, 0));
    assert_eq!(
        numbers.tally("telephon", Some("Examiner"), None),
        (200, 200)
    );
}

#[test]
fn it_counts_if_the_user_keeps_it() {
    let options = AnalysisOptions {
        articles: ArticleOptions {
            keep_boilerplate: true,
            ..ArticleOptions::default()
        },
        ..AnalysisOptions::default()
    };
    let analysis = analyze(crawl(200), &options);
    // It is told all the same.
    let [prompt] = &*analysis.boilerplate else {
        panic!("{:?}", analysis.boilerplate);
    };
    assert_eq!(prompt.sentence, format!("{PROMPT}0."));
    assert_eq!((prompt.articles, prompt.of_articles), (50, 200));
    assert_eq!(prompt.left_out_of, 0);
    let rows: Vec<_> = malmoi_report::tables::boilerplate(&analysis).collect();
    assert_eq!((rows[0].action, rows[0].left_out_of), ("counted", 0));
    assert!(
        analysis
            .audit
            .publishers
            .iter()
            .all(|p| p.all.left_out == Some(0))
    );
    let numbers = Numbers::of(&analysis);
    assert_eq!(numbers.tally("hotlin", None, None), (50, 50));
    assert_eq!(
        numbers.tally("telephon", Some("Examiner"), None),
        (250, 200)
    );
}

#[test]
fn threads_and_files_make_no_difference() {
    let folder = tempfile::tempdir().unwrap();
    for (number, line) in crawl(200).lines().enumerate() {
        // The order of the names is not that of the stream.
        let path = folder.path().join(format!("{}.jsonl", (number * 7) % 400));
        std::fs::write(path, line).unwrap();
    }
    let one = analyze_on(1, &[folder.path()]);
    let three = analyze_on(3, &[folder.path()]);
    assert_eq!(one.boilerplate.len(), 1);
    assert_eq!(one.boilerplate, three.boilerplate);
    let stream = analyze(crawl(200), &AnalysisOptions::default());
    let counted = |a: &Analysis| {
        let all = a.boilerplate.iter();
        let rows = all.map(|b| (b.publisher.clone(), b.articles, b.left_out_of));
        rows.collect::<Vec<_>>()
    };
    assert_eq!(counted(&one), counted(&stream));
}

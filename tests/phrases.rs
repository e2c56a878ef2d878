//! Names of several words and terms of several nouns that a crawl proves.

use malmoi::{
    Analysis, AnalysisOptions, Analyzer, ArticleOptions, Compounds, Corpus, CorpusOptions,
    KoreanOptions,
};
use serde_json::json;

use crate::pipeline::{Numbers, analyze_on, analyzer};

/// Sentences about a term that the dictionary cuts, some with a space in it, and
/// about a combination that is free.
const KOREAN: &[&str] = &[
    "바닷가에서 해상풍력에 대한 회의가 열렸다. 정부는 새 길을 찾는다.",
    "주민들이 해상풍력에 대한 물음을 던졌다. 관계자가 답했다.",
    "올해는 해상풍력에 앞날이 있다. 관계자는 말이 없다.",
    "누구나 해상풍력의 값을 묻는다. 정부가 답한다.",
    "어제 해상 풍력을 보러 갔다. 정부관계자에게 물었다.",
    "모두가 해상풍력의 힘을 안다. 정부관계자에게 알렸다.",
];

const ENGLISH: &[&str] = &[
    "Yesterday the navy left the West Sea for the east and met Lee Jae Myung there.",
    "They asked Lee Jae Myung about fishing in the West Sea that morning.",
    "Boats in the West Sea came home before Lee Jae Myung spoke.",
    "We heard that Lee Jae Myung loves the West Sea in winter.",
    "Storms over the West Sea kept Lee Jae Myung at home.",
    "Fishers say the West Sea is calm, as Lee Jae Myung was told.",
];

fn crawl() -> String {
    let mut lines = String::new();
    for (number, (korean, english)) in KOREAN.iter().zip(ENGLISH).enumerate() {
        let publisher = ["예시일보", "보기신문"][number % 2];
        for (language, body) in [("ko", korean), ("en", english)] {
            let row = json!({
                "id": format!("{language}-{number}"),
                "publisher": publisher,
                "date": format!("2026-01-{:02}", number + 1),
                "body": body,
            });
            lines += &format!("{row}\n");
        }
    }
    lines
}

fn analyze(analyzer: &Analyzer, without_new_words: bool) -> Analysis {
    let reader = Box::new(std::io::Cursor::new(crawl()));
    let corpus = Corpus::from_reader("-", reader, CorpusOptions::default());
    let options = AnalysisOptions {
        articles: ArticleOptions {
            without_new_words,
            ..ArticleOptions::default()
        },
        ..AnalysisOptions::default()
    };
    malmoi::analyze(corpus, analyzer, &options, &()).unwrap()
}

fn names(analysis: &Analysis) -> Vec<(&str, u64, u64)> {
    let names = analysis.names.iter();
    let mut names: Vec<_> = names
        .map(|n| (&*n.word.name, n.count, n.articles))
        .collect();
    names.sort_unstable();
    names
}

#[test]
fn terms_of_several_words_count_once_and_their_words_do_not() {
    let analysis = analyze(analyzer(), false);
    let expected = [
        ("lee jae myung", 6, 6),
        ("west sea", 6, 6),
        ("해상 풍력", 6, 6),
    ];
    assert_eq!(names(&analysis), expected);
    let numbers = Numbers::of(&analysis);
    for (term, count) in [
        ("해상풍력", 6),
        ("해상", 0),
        ("풍력", 0),
        ("정부", 4),
        ("관계자", 4),
        ("west sea", 6),
        ("sea", 0),
        ("lee", 0),
    ] {
        assert_eq!(numbers.tally(term, None, None).0, count, "{term}");
    }
    let term = analysis.names.iter().find(|n| &*n.word.name == "해상 풍력");
    let term = term.unwrap();
    assert_eq!(
        (term.publishers, term.first_day.as_deref()),
        (2, Some("2026-01-01"))
    );
    assert!(term.word.cohesion > 0.4, "{term:?}");
}

#[test]
fn a_term_is_one_token_of_its_article() {
    let tokens = |analysis: &Analysis| -> u64 {
        let documents = analysis.documents.to_vec().unwrap();
        let korean = documents.iter().filter(|d| d.id().starts_with("ko"));
        korean.map(|d| d.tokens).sum()
    };
    let (with, without) = (analyze(analyzer(), false), analyze(analyzer(), true));
    assert_eq!(names(&without), []);
    assert_eq!(Numbers::of(&without).tally("풍력", None, None).0, 6);
    assert_eq!(tokens(&with) + 6, tokens(&without));
}

#[test]
fn parts_count_where_compounds_are_mixed_or_divided() {
    for (compounds, whole, part) in [(Compounds::Mixed, 6, 6), (Compounds::Discard, 0, 6)] {
        let analyzer = Analyzer::with_options(KoreanOptions {
            compounds,
            ..KoreanOptions::default()
        });
        let numbers = Numbers::of(&analyze(&analyzer.unwrap(), false));
        let counts = ["해상풍력", "풍력"].map(|term| numbers.tally(term, None, None).0);
        assert_eq!(counts, [whole, part], "{compounds:?}");
    }
}

#[test]
fn the_number_of_threads_makes_no_difference() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("crawl.jsonl");
    std::fs::write(&path, crawl()).unwrap();
    let one = analyze(analyzer(), false);
    for threads in [1, 3] {
        let other = analyze_on(threads, &[&path]);
        assert_eq!(other.names, one.names, "{threads} threads");
        assert_eq!(other.counts, one.counts, "{threads} threads");
    }
}

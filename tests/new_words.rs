//! Words that the dictionary lacks and a crawl proves.

use malmoi::{Analysis, AnalysisOptions, ArticleOptions, Corpus, CorpusOptions, UNKNOWN_PUBLISHER};
use serde_json::json;

use crate::pipeline::{Numbers, analyze_on, analyzer};

/// Names that the dictionary cuts in pieces, of one script and of two, one of
/// them of two words of the dictionary, some younger than it.
const NAMES: &[&str] = &[
    "뉴진스",
    "더불어민주당",
    "딥시크",
    "메타버스",
    "에어비앤비",
    "엔비디아",
    "인스타그램",
    "챗GPT",
];

/// Ordinary words that recur just as often.
const ORDINARY: &[&str] = &[
    "정부",
    "수출",
    "대통령",
    "학교",
    "반도체",
    "전문가들",
    "서울시",
];

/// Sentences with a place for a word and the particle behind it.
const SENTENCES: &[&str] = &[
    "{가} 새해 계획을 밝혔다.",
    "이번 조사에서 {를} 꼽은 사람이 많았다.",
    "업계는 {의} 움직임을 눈여겨보고 있다.",
    "어제 {} 관계자가 기자들과 만났다.",
    "있는 그대로 말하면 {는} 달라지지 않았다.",
    "회의에서는 {에} 대한 물음이 이어졌다.",
    "지난해부터 {와} 함께 일해 왔다고 한다.",
    "사람들은 {도} 바뀌어야 한다고 했다.",
    "풍력과 기술, 서울과 은행 이야기도 나왔다. {가} 있다.",
];

/// Returns JSON Lines of articles that have every word in every sentence, one
/// of each an article.
fn crawl(words: &[&str]) -> String {
    let mut lines = String::new();
    for (number, sentence) in SENTENCES.iter().enumerate() {
        for (index, word) in words.iter().enumerate() {
            let publisher = ["예시일보", "보기신문"][(number + index) % 2];
            let row = json!({
                "id": format!("{number}-{index}"),
                "publisher": publisher,
                "date": format!("2026-01-{:02}", number + 1),
                "title": format!("{number}번째 소식 {index}"),
                "body": filled(sentence, word),
            });
            lines += &format!("{row}\n");
        }
    }
    lines
}

/// Puts a word and its form of the particle into a sentence.
fn filled(sentence: &str, word: &str) -> String {
    let (before, rest) = sentence.split_once('{').unwrap();
    let (particle, after) = rest.split_once('}').unwrap();
    let last = u32::from(word.chars().next_back().unwrap());
    let has_final = (0xac00..0xd7a4).contains(&last) && (last - 0xac00) % 28 != 0;
    let pairs = [("가", "이"), ("를", "을"), ("는", "은"), ("와", "과")];
    let pair = pairs
        .iter()
        .find(|(open, _)| *open == particle && has_final);
    let particle = pair.map_or(particle, |(_, closed)| *closed);
    format!("{before}{word}{particle}{after}")
}

fn analyze(lines: String, options: &AnalysisOptions) -> Analysis {
    let reader = Box::new(std::io::Cursor::new(lines));
    let corpus = Corpus::from_reader("-", reader, CorpusOptions::default());
    malmoi::analyze(corpus, analyzer(), options, &()).unwrap()
}

fn new_words(analysis: &Analysis) -> Vec<&str> {
    let mut words: Vec<&str> = analysis
        .new_words
        .iter()
        .map(|w| w.word.word.as_str())
        .collect();
    words.sort_unstable();
    words
}

#[test]
fn names_that_recur_come_out_whole_and_ordinary_words_stay() {
    let words = [NAMES, ORDINARY].concat();
    let analysis = analyze(crawl(&words), &AnalysisOptions::default());
    assert_eq!(new_words(&analysis), NAMES);
    let numbers = Numbers::of(&analysis);
    for name in NAMES {
        let (count, documents) = numbers.tally(&name.to_lowercase(), None, None);
        assert_eq!((count, documents), (9, 9), "{name}");
    }
    for (word, count) in [
        ("정부", 9),
        ("수출", 9),
        ("대통령", 9),
        ("반도체", 9),
        ("비디아", 0),
    ] {
        assert_eq!(numbers.tally(word, None, None).0, count, "{word}");
    }
}

#[test]
fn the_evidence_is_counted_in_the_whole_corpus() {
    let analysis = analyze(crawl(&["엔비디아"]), &AnalysisOptions::default());
    let [word] = &analysis.new_words[..] else {
        panic!("{:?}", analysis.new_words);
    };
    assert_eq!((word.count, word.articles, word.publishers), (9, 9, 2));
    assert_eq!(word.first_day.as_deref(), Some("2026-01-01"));
    assert_eq!(word.word.cut, "엔 비디아");
    assert_eq!(word.word.accessor_variety, 8);
    assert!(word.word.cohesion > 0.9, "{word:?}");
    assert!(word.word.branching_entropy > 1.5, "{word:?}");
}

#[test]
fn without_new_words_a_name_of_known_words_comes_apart() {
    let options = AnalysisOptions {
        articles: ArticleOptions {
            without_new_words: true,
            ..ArticleOptions::default()
        },
        ..AnalysisOptions::default()
    };
    let analysis = analyze(crawl(NAMES), &options);
    assert_eq!(analysis.new_words, []);
    assert_eq!(
        Numbers::of(&analysis).tally("더불어민주당", None, None),
        (0, 0)
    );
}

#[test]
fn a_stream_and_a_file_prove_the_same_on_any_number_of_threads() {
    let words = [NAMES, ORDINARY].concat();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("crawl.jsonl");
    std::fs::write(&path, crawl(&words)).unwrap();
    let stream = analyze(crawl(&words), &AnalysisOptions::default());
    for threads in [1, 2, 5] {
        let file = analyze_on(threads, &[&path]);
        assert_eq!(file.new_words, stream.new_words, "{threads} threads");
        assert_eq!(file.counts, stream.counts, "{threads} threads");
    }
}

#[test]
fn one_article_copied_many_times_proves_nothing() {
    let sentences: Vec<String> = SENTENCES.iter().map(|s| filled(s, "엔비디아")).collect();
    let mut lines = String::new();
    for number in 0..20 {
        lines += &format!("{}\n", json!({"id": number, "body": sentences.join(" ")}));
    }
    let analysis = analyze(lines, &AnalysisOptions::default());
    assert_eq!(analysis.documents.len(), 20);
    assert!(
        analysis
            .documents
            .iter()
            .all(|d| d.unwrap().publisher() == UNKNOWN_PUBLISHER)
    );
    assert_eq!(analysis.new_words, []);
}

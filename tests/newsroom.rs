//! What is planted in `examples/newsroom` is found there.

use std::collections::{BTreeMap, BTreeSet};

use malmoi::{Corpus, CorpusOptions, CountedDocument, Entry};

use crate::pipeline::{self, Numbers, keywords, newsroom_analysis, shares};
use crate::planted::{self, COUNTS, articles, filter, number, table};

const BUSINESS: &str = "누리경제";
const BROADCASTER: &str = "가온방송";
const SEASIDE: &str = "아라신문";
const ENGLISH: &str = "더 코리아 리뷰";

fn numbers() -> Numbers {
    Numbers::of(newsroom_analysis())
}

/// Returns the counted document of a path such as `2026-03-06/901_….md`.
fn document(path: &str) -> CountedDocument {
    let mut documents = newsroom_analysis().documents.iter().map(Result::unwrap);
    let found = documents.find(|d| d.path().ends_with(path));
    found.unwrap_or_else(|| panic!("{path} was not counted"))
}

/// Compares the articles that have each term of a plant with the planted
/// figure. Occurrences are compared as well where `exactly` says so: where no
/// compound can hide one.
fn check_counts(plant: &str, terms: &[(&str, &str)], exactly: bool) {
    let numbers = numbers();
    for (planted, term) in terms {
        let rows = table(COUNTS).iter();
        let rows: Vec<_> = rows
            .filter(|r| r["plant"] == plant && r["term"] == *planted)
            .collect();
        assert!(!rows.is_empty(), "PLANTED.md has no {planted} for {plant}");
        for row in rows {
            let (publisher, day) = (filter(row, "publisher"), filter(row, "day"));
            let (count, documents) = numbers.tally(term, publisher, day);
            let place = format!("{term} at {publisher:?} on {day:?}");
            assert_eq!(documents, number(row, "articles"), "articles with {place}");
            if exactly {
                let planted = number(row, "titles") + number(row, "bodies");
                assert_eq!(count, planted, "occurrences of {place}");
            }
        }
    }
}

fn check_leads(publisher: &str, language: &str, display: &str, within: usize) {
    let list = keywords(newsroom_analysis(), publisher, language);
    assert!(
        list.iter().take(within).any(|k| *k == display),
        "{display} is not among the first {within} of {publisher}: {list:?}"
    );
}

#[test]
fn every_article_is_counted() {
    let analysis = newsroom_analysis();
    assert_eq!(analysis.skipped.to_vec().unwrap(), []);
    assert_eq!(analysis.documents.len(), 72);
}

#[test]
fn articles_are_told_apart_by_publisher_and_language() {
    let mut found: BTreeMap<(String, String), u64> = BTreeMap::new();
    for ((publisher, _, language), (documents, _)) in numbers().groups {
        *found.entry((publisher, language)).or_default() += documents;
    }
    let rows = table(&["publisher", "oid", "language", "articles", "bytes"]).iter();
    let planted = rows.filter(|r| filter(r, "publisher").is_some()).map(|r| {
        let share = (r["publisher"].clone(), r["language"].clone());
        (share, number(r, "articles"))
    });
    assert_eq!(found, planted.collect());
}

#[test]
fn articles_are_on_the_day_they_were_published() {
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    for ((_, day, _), (documents, _)) in numbers().groups {
        *found.entry(day.unwrap()).or_default() += documents;
    }
    let rows = table(&["day", "articles"]).iter();
    let planted = rows.map(|r| (r["day"].clone(), number(r, "articles")));
    assert_eq!(found, planted.collect());
}

#[test]
fn the_tokens_of_the_documents_are_the_tokens_of_the_groups() {
    let documents = newsroom_analysis().documents.iter();
    let by_document: u64 = documents.map(|d| d.unwrap().tokens).sum();
    let by_group: u64 = numbers().groups.values().map(|(_, tokens)| tokens).sum();
    assert_eq!(by_document, by_group);
}

/// Whatever the tokenizer makes of a text, it cannot find a word in an article
/// that does not have it.
#[test]
fn no_term_is_found_where_its_letters_are_not() {
    let numbers = numbers();
    for row in table(COUNTS).iter().filter(|r| r["match"] == "string") {
        let (publisher, day) = (filter(row, "publisher"), filter(row, "day"));
        let (count, documents) = numbers.tally(&row["term"], publisher, day);
        let planted = number(row, "titles") + number(row, "bodies");
        assert!(count <= planted, "{row:?}: {count} occurrences");
        assert!(documents <= number(row, "articles"), "{row:?}: {documents}");
    }
}

#[test]
fn an_exclusive_topic_leads_the_list_of_the_outlet_that_has_it() {
    // The dictionary may have the compound in one piece or in two.
    let numbers = numbers();
    let pieces: &[&str] = if numbers.tally("해상풍력", None, None).0 > 0 {
        &["해상풍력"]
    } else {
        &["풍력", "해상"]
    };
    for term in pieces.iter().chain(&["양식장"]) {
        check_leads(SEASIDE, "ko", term, 10);
    }
    for term in [pieces[0], "양식장"] {
        assert_eq!(numbers.tally(term, Some(SEASIDE), None).1, 7, "{term}");
        let everywhere = numbers.tally(term, None, None);
        assert_eq!(everywhere, numbers.tally(term, Some(SEASIDE), None));
    }
}

#[test]
fn a_burst_is_on_its_day() {
    check_counts(
        "burst",
        &[("지진", "지진"), ("earthquake", "earthquak")],
        true,
    );
}

#[test]
fn a_wire_story_is_counted_for_each_outlet_that_prints_it() {
    let copies: Vec<_> = articles("wire").into_iter().map(document).collect();
    let publishers: BTreeSet<_> = copies.iter().map(|d| d.publisher()).collect();
    assert_eq!(copies.len(), 3);
    assert_eq!(publishers.len(), 3);
    assert!(copies.iter().all(|d| d.language.code() == "ko"));
}

#[test]
fn an_article_full_of_latin_names_is_korean() {
    let [path] = articles("latin-names")[..] else {
        panic!("one article is expected");
    };
    assert_eq!(document(path).language.code(), "ko");
}

#[test]
fn latin_names_are_english_terms_without_their_particles() {
    let names = [
        ("Northwind Robotics", "northwind"),
        ("Quillon Semi", "quillon"),
        ("Saffron Loop", "saffron"),
        ("Marchetti", "marchetti"),
        ("Okafor", "okafor"),
        ("Raman", "raman"),
        ("K-pop", "k-pop"),
    ];
    check_counts("latin-names", &names, true);
    for (_, term) in names {
        assert_eq!(numbers().languages_of(term), ["en"], "{term}");
    }
}

#[test]
fn an_article_with_hangul_words_is_english() {
    let [path] = articles("hangul-in-english")[..] else {
        panic!("one article is expected");
    };
    assert_eq!(document(path).language.code(), "en");
}

#[test]
fn hangul_words_in_english_are_korean_terms() {
    let words = ["한복", "김장", "송편", "보자기"];
    check_counts("hangul-in-english", &words.map(|w| (w, w)), true);
    for word in words {
        assert_eq!(numbers().languages_of(word), ["ko"], "{word}");
    }
}

#[test]
fn the_themes_of_the_english_outlet_lead_its_list() {
    for theme in ["tariff", "shipyard"] {
        check_leads(ENGLISH, "en", theme, 5);
    }
}

#[test]
fn a_theme_is_counted_in_singular_and_plural() {
    let numbers = numbers();
    assert_eq!(numbers.tally("tariff", None, None), (26, 8));
    // 3 + 16 times shipyard, 1 + 4 times shipyards.
    assert_eq!(numbers.tally("shipyard", None, None), (24, 9));
}

#[test]
fn a_stem_shows_its_most_frequent_form() {
    let rows = table(COUNTS).iter();
    let planted: u64 = rows
        .filter(|r| r["plant"] == "stem" && filter(r, "publisher").is_none())
        .map(|r| number(r, "titles") + number(r, "bodies"))
        .sum();
    assert_eq!(numbers().tally("restor", None, None).0, planted);
    let mut terms = newsroom_analysis().counts.terms().iter();
    let stem = terms.find(|t| (t.language.as_str(), t.term.as_str()) == ("en", "restor"));
    assert_eq!(stem.unwrap().display, "restore");
}

#[test]
fn an_outlet_is_known_by_its_own_vocabulary() {
    for (publisher, terms) in [
        (BUSINESS, ["반도체", "환율"]),
        (BROADCASTER, ["드라마", "방송"]),
    ] {
        for term in terms {
            check_leads(publisher, "ko", term, 4);
        }
    }
    let terms = ["반도체", "환율", "드라마"].map(|t| (t, t));
    check_counts("own-vocabulary", &terms, false);
}

#[test]
fn words_that_all_share_lead_nobodys_list() {
    let rows = table(COUNTS).iter().filter(|r| r["plant"] == "shared");
    let shared: BTreeSet<&str> = rows.map(|r| r["term"].as_str()).collect();
    assert!(shared.len() >= 8);
    let analysis = newsroom_analysis();
    for (publisher, language) in shares(analysis) {
        let list = keywords(analysis, publisher, language);
        for keyword in list.iter().take(10) {
            assert!(!shared.contains(keyword), "{publisher}: {keyword}");
        }
    }
}

#[test]
fn shared_words_are_found_at_every_outlet_all_the_same() {
    // 지역 is planted too, but counted in 지역국, which is a word of its own.
    let terms = ["정부", "회의"].map(|t| (t, t));
    check_counts("shared", &terms, false);
}

#[test]
fn evidence_is_articles_of_the_publisher_that_have_the_keyword() {
    let analysis = newsroom_analysis();
    assert!(!analysis.keywords.is_empty());
    for k in &analysis.keywords {
        let publisher = &analysis.counts.publishers()[k.publisher as usize];
        let term = &analysis.counts.terms()[k.term as usize];
        let evidence = analysis.evidence(k.publisher, k.language, k.term).unwrap();
        assert!(!evidence.is_empty(), "{publisher}: {}", term.term);
        for document in evidence {
            assert_eq!(document.publisher(), publisher, "{}", term.term);
            // A stem need not be in the text as it stands.
            if term.language == "ko" {
                let text = text_of(document.path());
                assert!(text.contains(&term.term), "{term:?} is not in {document:?}");
            }
        }
    }
}

/// Returns title and text of an article, in whatever encoding it is.
fn text_of(path: &str) -> String {
    let corpus = Corpus::open(&[path], CorpusOptions::default()).unwrap();
    let mut text = String::new();
    for batch in corpus {
        batch.read(&mut |entry| {
            if let Entry::Document(document) = entry {
                text = format!("{}\n{}", document.title.unwrap_or_default(), document.text);
            }
        });
    }
    text
}

#[test]
fn the_page_of_plants_names_articles_that_exist() {
    for row in table(&["plant", "path"]) {
        let path = pipeline::newsroom().join(&row["path"]);
        assert!(path.is_file(), "{} is missing", path.display());
    }
    assert_eq!(planted::articles("wire").len(), 3);
}

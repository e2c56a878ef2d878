//! Which terms become keywords, and what their rows say.

use malmoi_count::{Counter, Occurrence};

use super::*;

/// Counts articles given as publisher, words; the language is English
/// unless the publisher's name says otherwise.
fn counts(articles: &[(&str, &str)]) -> Counts {
    let mut counter = Counter::new();
    for (key, (publisher, words)) in articles.iter().enumerate() {
        let mut document = counter.document(key as u64);
        for word in words.split_whitespace() {
            document.term(Occurrence {
                language: "en",
                term: word,
                surface: word,
            });
        }
        let language = if publisher.is_ascii() { "en" } else { "ko" };
        document.finish(publisher, Some("2026-01-02"), language);
    }
    Counts::merge([counter])
}

/// Joins `publisher:term here/elsewhere`.
fn check(articles: &[(&str, &str)], expected: &str) {
    let counts = counts(articles);
    let found: Vec<String> = keyness(&counts, &KeynessOptions::default())
        .iter()
        .filter(|k| k.direction == Direction::More)
        .map(|k| {
            format!(
                "{}:{} {}/{}",
                counts.publishers()[k.publisher as usize],
                counts.terms()[k.term as usize].term,
                k.here.count(),
                k.elsewhere.count()
            )
        })
        .collect();
    assert_eq!(found.join(", "), expected);
}

const COMMON: &str = "market market market market market market market market";

#[test]
fn what_one_publisher_has_more_is_its_keyword() {
    let tariff = format!("{COMMON} tariff tariff tariff tariff tariff tariff");
    check(
        &[
            ("A", &tariff),
            ("A", &tariff),
            ("B", COMMON),
            ("B", COMMON),
            ("C", COMMON),
            ("C", COMMON),
        ],
        "A:tariff 12/0",
    );
}

#[test]
fn a_word_of_one_article_is_no_keyword() {
    let tariff = format!("{COMMON} tariff tariff tariff tariff tariff tariff tariff");
    check(
        &[("A", &tariff), ("A", COMMON), ("B", COMMON), ("B", COMMON)],
        "",
    );
    // Unless the publisher has no other.
    check(
        &[("A", &tariff), ("B", COMMON), ("B", COMMON)],
        "A:tariff 7/0",
    );
}

#[test]
fn elsewhere_leaves_out_the_publisher_and_other_languages() {
    let counts = counts(&[
        ("A", "tax tax tax tax"),
        ("A", "tax ship"),
        ("B", "ship ship ship tax"),
        ("가", "tax tax"),
    ]);
    let options = KeynessOptions {
        min_log_ratio: 0.0,
        min_documents: 0,
        ..KeynessOptions::default()
    };
    let rows = keyness(&counts, &options);
    let tax = rows
        .iter()
        .find(|k| (k.publisher, counts.terms()[k.term as usize].term.as_str()) == (0, "tax"))
        .unwrap();
    assert_eq!((tax.here.count(), tax.here.total()), (5, 6));
    assert_eq!((tax.elsewhere.count(), tax.elsewhere.total()), (1, 4));
    assert_eq!((tax.documents_here, tax.documents_elsewhere), (2, 1));
}

#[test]
fn dispersion_is_over_the_days() {
    let mut counter = Counter::new();
    // Of 20 tokens a day, the term is 8 on the first and 0 on the second.
    for (key, publisher, day, times) in [
        (0, "A", "2026-01-02", 8),
        (1, "A", "2026-01-03", 0),
        (2, "B", "2026-01-02", 0),
    ] {
        let mut document = counter.document(key);
        for at in 0..20 {
            let term = if at < times { "quake" } else { "market" };
            document.term(Occurrence {
                language: "en",
                term,
                surface: term,
            });
        }
        document.finish(publisher, Some(day), "en");
    }
    let counts = Counts::merge([counter]);
    let options = KeynessOptions {
        min_documents: 1,
        ..KeynessOptions::default()
    };
    let rows = keyness(&counts, &options);
    let quake = rows.iter().find(|k| k.here.count() == 8).unwrap();
    assert_eq!(quake.dispersion, Some(0.5));
}

#[test]
fn copies_count_where_they_are_asked_for_and_both_counts_are_told() {
    let mut counter = Counter::new();
    let texts = [
        ("A", "quake quake market", false),
        ("A", "quake market market", false),
        ("A", "quake quake market", true),
        ("B", "market market market", false),
        ("C", "quake quake market", true),
    ];
    for (key, (publisher, words, is_copy)) in (0..).zip(texts) {
        let mut document = match is_copy {
            true => counter.copy(key),
            false => counter.document(key),
        };
        for term in words.split(' ') {
            document.term(Occurrence {
                language: "en",
                term,
                surface: term,
            });
        }
        document.finish(publisher, None, "en");
    }
    let counts = Counts::merge([counter]);
    let every = Appearances {
        count: 5,
        documents: 3,
        count_elsewhere: 2,
        documents_elsewhere: 1,
    };
    let once = Appearances {
        count: 3,
        documents: 2,
        count_elsewhere: 0,
        documents_elsewhere: 0,
    };
    for (basis, asked, totals) in [(Basis::Every, every, (9, 6)), (Basis::Once, once, (6, 3))] {
        let options = KeynessOptions {
            min_log_ratio: 0.0,
            basis,
            ..KeynessOptions::default()
        };
        let rows = keyness(&counts, &options);
        let quake = rows
            .iter()
            .find(|k| k.publisher == 0 && k.term == 1)
            .unwrap();
        assert_eq!((quake.every, quake.once), (every, once));
        assert_eq!(quake.here.count(), asked.count);
        assert_eq!(quake.documents_here, asked.documents);
        assert_eq!(quake.elsewhere.count(), asked.count_elsewhere);
        assert_eq!((quake.here.total(), quake.elsewhere.total()), totals);
        // All that C has is a copy.
        assert_eq!(rows.iter().any(|k| k.publisher == 2), basis == Basis::Every);
    }
}

#[test]
fn a_single_publisher_has_none() {
    check(
        &[("A", "tariff tariff tariff"), ("A", "tariff tariff tariff")],
        "",
    );
}

#[test]
fn of_more_articles_a_keyword_must_be_in_more() {
    // A word of 19 articles, and one of 21, among some hundreds and among 1,600.
    let keywords = |articles: usize| {
        let text = |n: usize| match n {
            0..19 => "market quake flood",
            19..21 => "market flood",
            _ => "market market",
        };
        let of_a = (0..articles).map(|n| ("A", text(n)));
        let of_b = (0..articles).map(|_| ("B", "market market"));
        let counts = counts(&of_a.chain(of_b).collect::<Vec<_>>());
        let rows = keyness(&counts, &KeynessOptions::default());
        let term = |k: &Keyness| counts.terms()[k.term as usize].term.clone();
        let of_a = rows
            .iter()
            .filter(|k| k.publisher == 0 && k.direction == Direction::More);
        of_a.map(term).collect::<Vec<_>>()
    };
    assert_eq!(keywords(400), ["flood", "quake"]);
    assert_eq!(keywords(1600), ["flood"]);
}

#[test]
fn what_is_in_doubt_fills_lists_of_small_corpora_alone() {
    // One article of A in two has the word, and one of B in three: more, but by chance.
    let listed = |articles: usize| {
        let text = |n: usize, of: usize| match n % of {
            0 => "market quake quake",
            _ => "market market market",
        };
        let of_a = (0..20).map(|n| ("A", text(n, 2)));
        let of_b = (0..20).map(|n| ("B", text(n, 5)));
        let of_c = (40..articles).map(|n| ("C", text(n, 3)));
        let counts = counts(&of_a.chain(of_b).chain(of_c).collect::<Vec<_>>());
        let rows = keyness(
            &counts,
            &KeynessOptions {
                min_log_ratio: 0.5,
                ..KeynessOptions::default()
            },
        );
        assert!(rows.iter().all(|k| k.q > SURE));
        rows.iter().any(|k| k.publisher == 0)
    };
    assert!(listed(399));
    assert!(!listed(400));
}

//! The table of oddities: what is odd about a corpus, with rates.

use malmoi::{Amount, Audit, PublisherAudit, SkipReason, UNKNOWN_PUBLISHER};
use serde::Serialize;

use crate::tables::Row;
use crate::types::{REAL, TEXT, Type, WHOLE};

/// How often something is odd, in the articles of a publisher or in the whole crawl.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OddityRow<'a> {
    /// The publisher; empty for the whole crawl.
    pub publisher: Option<&'a str>,
    /// What is odd, a stable name; those of the table `skipped` for what does not
    /// count.
    pub oddity: &'static str,
    /// How often: articles, but for `known-boilerplate`, which are pieces taken off
    /// while reading, and `repeated-sentence`, sentences left out.
    pub count: u64,
    /// The articles it is set against: all that count, or for articles that do not
    /// count all that came in; of a publisher, as far as those are known to be its own.
    pub of_articles: u64,
    /// How many there are for each of those articles.
    pub per_article: f64,
    /// How many there are for each million of what stands between white space in the
    /// articles that count; empty if there is nothing.
    pub per_million_words: Option<f64>,
    /// How many there are for each million running words, as the analyzer splits
    /// them; empty where they were not counted.
    pub per_million_tokens: Option<f64>,
}

impl Row for OddityRow<'_> {
    const TABLE: &'static str = "oddities";
    const COLUMNS: &'static [&'static str] = &[
        "publisher",
        "oddity",
        "count",
        "of_articles",
        "per_article",
        "per_million_words",
        "per_million_tokens",
    ];
    const TYPES: &'static [Type] = &[
        TEXT.optional(),
        TEXT,
        WHOLE,
        WHOLE,
        REAL,
        REAL.optional(),
        REAL.optional(),
    ];
}

/// Returns what is odd about the whole crawl, then about each publisher, by name. What was
/// looked for and not found is told as well, with 0; reasons for skipping are
/// those that there were, and are told of a publisher where it is known whose the articles
/// are.
pub fn oddities(audit: &Audit) -> Vec<OddityRow<'_>> {
    let everyone = &audit.publishers;
    let all: Amount = everyone.iter().map(|p| p.all).sum();
    let articles_of = |is_meant: fn(&PublisherAudit) -> bool| {
        let meant = everyone.iter().filter(|p| is_meant(p));
        meant.map(|p| p.all.articles).sum::<u64>()
    };
    let came_in = all.articles + audit.skipped.iter().map(|s| s.count).sum::<u64>();
    let without_date = everyone.iter().map(|p| p.without_date).sum();
    let mut rows = of_counted(None, &all, without_date);
    let without_publisher = articles_of(|p| p.publisher == UNKNOWN_PUBLISHER);
    let unlisted = articles_of(|p| !p.is_listed && p.publisher != UNKNOWN_PUBLISHER);
    for (oddity, count) in [
        ("without-publisher", without_publisher),
        ("unlisted-publisher", unlisted),
    ] {
        rows.push(OddityRow::of(None, oddity, count, all.articles, &all));
    }
    let gone = |reason| {
        let same = audit.skipped.iter().filter(move |s| s.reason == reason);
        same.map(|s| s.count).sum()
    };
    let skipped = audit.skipped.iter().filter(|s| !s.first.is_duplicate());
    for reason in STOOD_FOR.into_iter().chain(skipped.map(|s| s.reason)) {
        let (name, count) = (reason.name(), gone(reason));
        rows.push(OddityRow::of(None, name, count, came_in, &all));
    }
    for found in everyone {
        let publisher = Some(found.publisher.as_str());
        rows.extend(of_counted(publisher, &found.all, found.without_date));
        let not_counted = || found.not_counted.iter().copied();
        let came_in = found.all.articles + not_counted().map(|(_, count)| count).sum::<u64>();
        let count = |reason| {
            let same = not_counted().find(|(r, _)| *r == reason);
            same.map_or(0, |(_, count)| count)
        };
        let unread = not_counted().map(|(reason, _)| reason);
        let unread = unread.filter(|reason| !STOOD_FOR.contains(reason));
        for reason in STOOD_FOR.into_iter().chain(unread) {
            let (name, count) = (reason.name(), count(reason));
            rows.push(OddityRow::of(publisher, name, count, came_in, &found.all));
        }
    }
    rows
}

/// Why articles of a known publisher do not count. Dropped copies are beside the copies
/// that count.
const STOOD_FOR: [SkipReason; 3] = [
    SkipReason::CrawledAgain,
    SkipReason::NewerEdition,
    SkipReason::Copy,
];

/// Returns what is odd about articles that count.
fn of_counted<'a>(
    publisher: Option<&'a str>,
    all: &Amount,
    without_date: u64,
) -> Vec<OddityRow<'a>> {
    let kinds = [
        ("tiny", Some(all.tiny)),
        ("huge", Some(all.huge)),
        ("without-date", Some(without_date)),
        ("in-future", Some(all.in_future)),
        ("wrong-bytes", Some(all.repaired)),
        ("counted-copy", Some(all.copies)),
        ("known-boilerplate", Some(all.cleaned)),
        ("repeated-sentence", all.left_out),
    ];
    let kinds = kinds.into_iter();
    kinds
        .filter_map(|(oddity, count)| {
            Some(OddityRow::of(publisher, oddity, count?, all.articles, all))
        })
        .collect()
}

impl<'a> OddityRow<'a> {
    fn of(
        publisher: Option<&'a str>,
        oddity: &'static str,
        count: u64,
        of_articles: u64,
        all: &Amount,
    ) -> OddityRow<'a> {
        let per_million = |total: u64| match total {
            0 => None,
            total => Some(count as f64 * 1e6 / total as f64),
        };
        OddityRow {
            publisher,
            oddity,
            count,
            of_articles,
            per_article: match of_articles {
                0 => 0.0,
                articles => count as f64 / articles as f64,
            },
            per_million_words: per_million(all.words),
            per_million_tokens: all.tokens.and_then(per_million),
        }
    }
}

#[cfg(test)]
mod tests {
    use malmoi::{Corpus, CorpusOptions, Detector};

    use super::*;

    const CRAWL: &str = r#"{"id": "1", "press": "KBS", "text": "가나 다라 마바 사아"}
{"id": "1", "press": "KBS", "text": "가나 다라 마바 사아", "crawled_at": "2026-01-02"}
{"id": "2", "press": "KBS", "date": "2026-01-02", "text": "정부는 대책을 (사진=가) 발표했다. 업계는 환영했다."}
{"press": "KBS", "title": "제목뿐", "text": " "}
{"press": "가나일보", "title": "본문 없음"}
{"text": "다른 글이다 이것은"}
no record
"#;

    fn with_oddities(check: impl FnOnce(&[OddityRow<'_>])) {
        let corpus = Corpus::from_reader("-", Box::new(CRAWL.as_bytes()), CorpusOptions::default());
        let audit = malmoi::audit(corpus, &Detector::new(), &()).unwrap();
        check(&oddities(&audit));
    }

    fn one<'r>(
        rows: &'r [OddityRow<'r>],
        publisher: Option<&str>,
        oddity: &str,
    ) -> &'r OddityRow<'r> {
        let is_it = |r: &&OddityRow<'_>| r.publisher == publisher && r.oddity == oddity;
        let found: Vec<_> = rows.iter().filter(is_it).collect();
        assert_eq!(found.len(), 1, "{oddity} of {publisher:?}: {rows:?}");
        found[0]
    }

    #[test]
    fn every_count_has_rates_for_the_crawl_and_for_publishers() {
        with_oddities(|rows| {
            // Four words in the edition that stays, and five without the credit.
            let tiny = one(rows, Some("KBS"), "tiny");
            assert_eq!(
                (tiny.count, tiny.of_articles, tiny.per_article),
                (2, 2, 1.0)
            );
            assert_eq!(tiny.per_million_words, Some(2e6 / 9.0));
            assert_eq!(tiny.per_million_tokens, None);
            let credits = one(rows, Some("KBS"), "known-boilerplate");
            assert_eq!((credits.count, credits.per_article), (1, 0.5));
            assert_eq!(one(rows, Some("KBS"), "without-date").count, 1);
            let again = one(rows, Some("KBS"), "crawled-again");
            assert_eq!((again.count, again.of_articles), (1, 4));
            let empty = one(rows, Some("KBS"), "empty-body");
            assert_eq!((empty.count, empty.of_articles), (1, 4));
            let missing = one(rows, Some("가나일보"), "missing-text");
            assert_eq!((missing.count, missing.per_article), (1, 1.0));
            assert_eq!(missing.per_million_words, None);
            // Of a line that cannot be read nobody knows whose it is.
            assert!(
                rows.iter()
                    .all(|r| r.publisher.is_none() || r.oddity != "malformed-json")
            );

            assert_eq!(one(rows, None, "tiny").count, 3);
            assert_eq!(one(rows, None, "tiny").per_million_words, Some(3e6 / 12.0));
            assert_eq!(one(rows, None, "without-publisher").count, 1);
            let malformed = one(rows, None, "malformed-json");
            assert_eq!((malformed.count, malformed.of_articles), (1, 7));
        });
    }

    #[test]
    fn what_was_not_sought_has_no_row_and_what_was_not_found_has_zero() {
        with_oddities(|rows| {
            assert!(rows.iter().all(|r| r.oddity != "repeated-sentence"));
            assert_eq!(one(rows, Some("(unknown)"), "in-future").count, 0);
        });
    }
}

//! Editions and copies, found among articles made up for it.

use malmoi_corpus::{Copies, CopyFinder, Document, Fate, Timestamp};
use proptest::prelude::*;

/// Returns a paragraph of some 150 letters, another one for every number.
fn paragraph(number: u32) -> String {
    const WORDS: &[&str] = &[
        "정부는",
        "시장이",
        "회의에서",
        "대책을",
        "발표했다",
        "주민들은",
        "서울의",
        "지난달",
        "수출이",
        "늘었다고",
        "관계자가",
        "밝혔다",
        "새로운",
        "계획에",
        "따르면",
        "기업들이",
        "내년에도",
        "투자를",
        "이어간다",
        "전문가는",
        "우려를",
        "나타냈다",
        "학교와",
        "병원이",
        "함께",
        "참여하는",
        "행사도",
        "열린다",
        "교통량은",
        "평소보다",
        "줄어든",
        "것으로",
    ];
    let mut state = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut text = String::new();
    for _ in 0..42 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        text += WORDS[(state >> 59) as usize];
        text += " ";
    }
    text.trim_end().to_string() + "."
}

fn text(paragraphs: impl IntoIterator<Item = u32>) -> String {
    let paragraphs: Vec<String> = paragraphs.into_iter().map(paragraph).collect();
    paragraphs.join("\n")
}

/// An article that says nothing of itself but what is in it.
fn article(publisher: &str, text: String) -> Document {
    Document {
        publisher: Some(publisher.to_string()),
        text,
        ..Document::default()
    }
}

fn at(time: &str) -> Option<Timestamp> {
    let parsed = Timestamp::parse(time);
    assert!(parsed.is_some(), "{time}");
    parsed
}

fn find(documents: &[Document]) -> Copies {
    let mut finder = CopyFinder::new();
    for (key, document) in (0..).zip(documents) {
        finder.add(key, document);
    }
    assert_eq!(finder.len(), documents.len());
    finder.finish().expect("temporary files can be written")
}

fn fates(documents: &[Document]) -> Vec<Fate> {
    let copies = find(documents);
    (0..)
        .zip(documents)
        .map(|(key, d)| copies.fate(key, d))
        .collect()
}

use Fate::{Alone, CopyOf, CrawledAgain, First, ReplacedBy};

#[test]
fn a_lightly_edited_copy_of_another_publisher_is_one() {
    let original = text(0..6);
    let signed = original.replacen('.', ". ", 1) + "\n(보기신문)";
    let reworded = original
        .replacen("정부는", "당국은", 2)
        .replacen("밝혔다", "말했다", 2);
    let documents = [
        article("예시일보", original),
        article("보기신문", signed),
        article("모범뉴스", reworded),
        article("예시일보", text(6..12)),
    ];
    assert_eq!(fates(&documents), [First, CopyOf(0), CopyOf(0), Alone]);
}

#[test]
fn articles_that_share_paragraphs_are_no_copies() {
    let documents = [
        article("예시일보", text(0..6)),
        article("예시일보", text(1..7)),
        article("예시일보", text([0, 1, 2, 3, 4, 9])),
        article("보기신문", text([0, 1, 2, 11, 12, 13])),
        // All of it is in the first, and yet it is another article.
        article("예시일보", text(0..2)),
    ];
    assert_eq!(fates(&documents), [Alone; 5]);
}

#[test]
fn a_wire_story_may_be_cut_and_added_to_by_another_publisher_but_strings_none_together() {
    let documents = [
        article("예시일보", text(0..10)),
        // Its own last paragraph, and another one in the place of the last.
        article("보기신문", text((0..9).chain([20]))),
        // The wording of the first publisher's next article.
        article("예시일보", text((0..8).chain([30, 31]))),
    ];
    assert_eq!(fates(&documents), [First, CopyOf(0), Alone]);
}

/// The same article with a crawler's checksum.
fn checked(document: &Document, checksum: &str) -> Document {
    Document {
        content_hash: Some(checksum.to_owned()),
        ..document.clone()
    }
}

#[test]
fn a_checksum_is_believed_where_the_text_is_nearly_the_same() {
    // A fifth of one reading is missing.
    let whole = article("가", text(0..10));
    let cut = article("가", text(0..8));
    let alone = [Fate::Alone; 2];
    let one = [Fate::First, Fate::CopyOf(0)];
    assert_eq!(fates(&[whole.clone(), cut.clone()]), alone);
    let with = |a: &str, b: &str| fates(&[checked(&whole, a), checked(&cut, b)]);
    assert_eq!(with("9f2c", "9f2c"), one);
    assert_eq!(with("9f2c", "77aa"), alone);
    assert_eq!(with(" ", " "), alone);
    // Half of a text is another text, whatever a checksum says.
    let half = checked(&article("가", text(0..5)), "9f2c");
    assert_eq!(fates(&[checked(&whole, "9f2c"), half]), alone);
}

#[test]
fn a_checksum_that_all_articles_have_loses_none() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let mut crawl: Vec<Document> = (0..200)
        .map(|n| checked(&article("가", text(n * 10..n * 10 + 10)), empty))
        .collect();
    // Not even of those that would be joined by a checksum of their own.
    crawl.push(checked(&article("가", text(0..8)), empty));
    let short = |n: u32| checked(&article("나", format!("짧은 글 {n}.")), empty);
    crawl.extend((0..50).map(short));
    assert_eq!(fates(&crawl), vec![Fate::Alone; 251]);
}

#[test]
fn a_short_text_is_a_copy_only_if_it_is_the_same() {
    let flash = |title: &str, text: &str| Document {
        title: Some(title.to_string()),
        ..article("예시일보", text.to_string())
    };
    let documents = [
        flash("코스피 상승", "코스피가 12포인트 올라 2,712에 마감했다."),
        flash("코스피 상승", "코스피가 13포인트 올라 2,713에 마감했다."),
        flash("코스피, 상승", "코스피가 12포인트 올라 2,712에 마감했다"),
        flash("속보", "코스피가 12포인트 올라 2,712에 마감했다."),
    ];
    assert_eq!(fates(&documents), [First, Alone, CopyOf(0), Alone]);
}

#[test]
fn the_first_is_published_first_then_crawled_first_then_before_in_the_corpus() {
    let dated = |published, crawled| Document {
        published_at: at(published),
        crawled_at: at(crawled),
        ..article("예시일보", text(0..6))
    };
    let undated = article("예시일보", text(0..6));
    let mut documents = vec![
        undated,
        dated("2026-01-03", "2026-01-03 10:00"),
        dated("2026-01-02 09:30", "2026-01-03 10:00"),
        dated("2026-01-02 09:00", "2026-01-03 10:00"),
        dated("2026-01-02 09:00", "2026-01-02 10:00"),
        dated("2026-01-02 09:00", "2026-01-02 10:00"),
    ];
    let first = |documents: &[Document]| fates(documents).iter().position(|f| *f == First);
    for expected in [4, 4, 3, 2, 1, 0] {
        assert_eq!(
            first(&documents[..]),
            (documents.len() > 1).then_some(expected)
        );
        // What was before the others is taken away.
        documents.remove(expected);
    }
}

fn edition(oid: &str, aid: &str, crawled: &str, text: String) -> Document {
    Document {
        id: format!("{oid}_{aid}"),
        oid: Some(oid.to_string()),
        aid: Some(aid.to_string()),
        crawled_at: at(crawled),
        ..article("예시일보", text)
    }
}

#[test]
fn of_editions_the_one_crawled_last_stays() {
    let documents = [
        edition("001", "7", "2026-01-02 09:00", text(0..3)),
        edition("001", "7", "2026-01-02 12:00", text(20..26)),
        edition("001", "7", "2026-01-02 10:00", text(20..26)),
        edition("001", "8", "2026-01-02 10:00", text(30..36)),
        edition("002", "7", "2026-01-02 10:00", text(40..46)),
    ];
    assert_eq!(
        fates(&documents),
        [ReplacedBy(1), Alone, CrawledAgain(1), Alone, Alone]
    );
    // Without times, the last in the corpus.
    let documents: Vec<Document> = documents
        .into_iter()
        .map(|d| Document {
            crawled_at: None,
            ..d
        })
        .collect();
    assert_eq!(
        fates(&documents),
        [ReplacedBy(2), CrawledAgain(2), Alone, Alone, Alone]
    );
}

#[test]
fn an_edition_that_was_replaced_is_in_no_cluster() {
    let documents = [
        edition("001", "7", "2026-01-02 09:00", text(0..6)),
        edition("002", "3", "2026-01-02 10:00", text(0..6)),
        edition("001", "7", "2026-01-02 12:00", text(20..26)),
    ];
    assert_eq!(fates(&documents), [ReplacedBy(2), Alone, Alone]);
}

#[test]
fn an_id_means_the_same_only_within_a_publisher_and_with_something_in_common() {
    let stated = |publisher, day, title: &str, text| Document {
        id: "1".to_string(),
        path: "crawl/a.jsonl".to_string(),
        title: Some(title.to_string()),
        published_at: at(day),
        ..article(publisher, text)
    };
    let documents = [
        stated("예시일보", "2026-01-02", "지진", text(0..3)),
        // Another publisher's.
        stated("보기신문", "2026-01-02", "지진", text(3..6)),
        // Written on.
        stated("예시일보", "2026-01-02", "지진, 종합", text(0..4)),
    ];
    assert_eq!(fates(&documents), [ReplacedBy(2), Alone, Alone]);
    // Written anew under the same head.
    let documents = [
        stated("예시일보", "2026-01-03", "날씨", text(6..9)),
        stated("예시일보", "2026-01-03", "날씨", text(9..12)),
    ];
    assert_eq!(fates(&documents), [ReplacedBy(1), Alone]);
}

#[test]
fn an_id_of_two_articles_names_neither() {
    let stated = |id: &str, title: &str, text| Document {
        id: id.to_string(),
        path: "crawl/a.jsonl".to_string(),
        title: Some(title.to_string()),
        ..article("예시일보", text)
    };
    let documents = [
        stated("1", "지진", text(0..6)),
        stated("1", "지진", text(0..6)),
        // Rows numbered anew.
        stated("1", "날씨", text(6..9)),
        stated("2", "바다", text(12..18)),
        stated("2", "바다", text(12..18)),
    ];
    assert_eq!(
        fates(&documents),
        [First, CopyOf(0), Alone, CrawledAgain(4), Alone]
    );
}

#[test]
fn an_id_made_of_the_place_says_nothing() {
    let placed = |id: &str, text| Document {
        id: id.to_string(),
        path: "a.jsonl".to_string(),
        ..article("예시일보", text)
    };
    // Two streams may have the same name.
    let documents = [
        placed("a.jsonl:1", text(0..4)),
        placed("a.jsonl:1", text(0..5)),
    ];
    assert_eq!(fates(&documents), [Alone, Alone]);
    let documents = [placed("1", text(0..4)), placed("1", text(0..5))];
    assert_eq!(fates(&documents), [ReplacedBy(1), Alone]);
}

#[test]
fn an_article_that_is_not_the_one_added_is_alone() {
    let documents = [article("가", text(0..6)), article("나", text(0..6))];
    let copies = find(&documents);
    assert_eq!(copies.fate(1, &documents[1]), CopyOf(0));
    assert_eq!(copies.fate(1, &article("나", text(0..5))), Alone);
    assert_eq!(copies.fate(7, &documents[1]), Alone);
}

#[test]
fn thousands_of_texts_from_one_template_end_soon() {
    // Much alike, and all in the same bands.
    let documents: Vec<Document> = (0..4_000)
        .map(|n| article("예시일보", format!("{}\n{}", text(0..6), text([n + 100]))))
        .collect();
    let mut finder = CopyFinder::new();
    for (key, document) in (0..).zip(&documents) {
        finder.add(key, document);
    }
    let started = std::time::Instant::now();
    finder.finish().unwrap();
    assert!(started.elapsed().as_secs() < 20);
}

#[test]
fn a_crowd_is_the_same_whoever_added_which_article() {
    // Texts that share half to nine tenths, each printed by two of five outlets.
    let documents: Vec<Document> = (0..600)
        .map(|n| {
            let of_text = n / 2;
            let body = text(of_text % 5..of_text % 5 + 6);
            let tail = text((0..1 + of_text % 3).map(|part| 100 + of_text % 40 + part));
            let publisher = (of_text + n % 2 * (1 + of_text % 4)) % 5;
            article(&publisher.to_string(), format!("{body}\n{tail}"))
        })
        .collect();
    // On disk are the signatures that come in blocks of 256.
    let within: [fn() -> CopyFinder; 3] = [
        CopyFinder::new,
        || CopyFinder::within(0),
        || CopyFinder::within(1 << 15),
    ];
    let in_parts = |parts: usize, make: fn() -> CopyFinder| {
        let mut merged = make();
        for part in (0..parts).rev() {
            let mut finder = make();
            for (at, document) in documents.iter().enumerate() {
                if at % parts == part {
                    finder.add(at as u64, document);
                }
            }
            merged.merge(finder);
        }
        merged.finish().unwrap()
    };
    let whole = find(&documents);
    for parts in 1..6 {
        for make in within {
            assert!(in_parts(parts, make) == whole, "{parts} parts");
        }
    }
}

/// An article of few possible ones: of six texts, with more or less behind them.
fn any_article() -> impl Strategy<Value = Document> {
    let id = proptest::option::of(0..4_u32);
    let checksum = proptest::option::of(0..3_u32);
    let parts = (0..6_u32, 0..3_u32, 0..3_u32, 0..4_u32, id, checksum);
    parts.prop_map(|(body, tail, publisher, day, aid, checksum)| {
        let mut text = text(body * 10..body * 10 + 6);
        text += ["", " (끝)", " 정부는 내일 다시 회의를 연다고 밝혔다."][tail as usize];
        Document {
            oid: aid.map(|_| publisher.to_string()),
            aid: aid.map(|n| n.to_string()),
            published_at: Timestamp::parse(&format!("2026-01-0{day}")).filter(|_| day > 0),
            content_hash: checksum.map(|n| n.to_string()),
            ..article(&publisher.to_string(), text)
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn neither_order_nor_threads_make_a_difference(
        articles in proptest::collection::vec(any_article(), 0..30),
        shares in proptest::collection::vec(0..3_usize, 30),
        order in Just((0..30_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let whole = find(&articles);
        let mut finders: Vec<CopyFinder> = (0..3).map(|_| CopyFinder::new()).collect();
        for at in order.into_iter().filter(|at| *at < articles.len()) {
            finders[shares[at]].add(at as u64, &articles[at]);
        }
        let mut merged = CopyFinder::new();
        finders.into_iter().for_each(|finder| merged.merge(finder));
        prop_assert_eq!(merged.finish().unwrap(), whole);
    }

    #[test]
    fn what_articles_are_to_each_other_fits(
        articles in proptest::collection::vec(any_article(), 0..30),
    ) {
        let fates = fates(&articles);
        for (at, fate) in fates.iter().enumerate() {
            match *fate {
                // Who stands for others stays.
                ReplacedBy(other) | CrawledAgain(other) => {
                    prop_assert!(matches!(fates[other as usize], Alone | First | CopyOf(_)));
                    prop_assert_eq!(&articles[at].aid, &articles[other as usize].aid);
                }
                // All copies name the same first article.
                CopyOf(first) => prop_assert_eq!(fates[first as usize], First),
                First => prop_assert!(fates.contains(&CopyOf(at as u64))),
                Alone => {}
            }
        }
        // Articles of one text are in one cluster.
        for (a, one) in articles.iter().enumerate() {
            for (b, other) in articles.iter().enumerate() {
                let cluster = |at: usize| match fates[at] {
                    First => Some(at as u64),
                    CopyOf(first) => Some(first),
                    _ => None,
                };
                let stays = |at: usize| !matches!(fates[at], ReplacedBy(_) | CrawledAgain(_));
                if a != b && one.text == other.text && stays(a) && stays(b) {
                    prop_assert!(cluster(a).is_some());
                    prop_assert_eq!(cluster(a), cluster(b));
                }
            }
        }
    }
}

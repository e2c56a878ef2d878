//! Stores from outside: what is added comes out as the files themselves would, and what is
//! there stays there.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use malmoi_corpus::{Corpus, CorpusOptions, Entry, Timestamp};
use malmoi_store::{AddOptions, Added, Error, Removal, Store, Writer};
use tempfile::TempDir;

/// A crawl of three days and a place for a store.
struct Place(TempDir);

const DAYS: [&str; 3] = ["2026-01-01", "2026-01-02", "2026-01-03"];

impl Place {
    fn new() -> Place {
        let place = Place(tempfile::tempdir().unwrap());
        for (number, day) in DAYS.iter().enumerate() {
            fs::create_dir_all(place.crawl().join(day)).unwrap();
            for article in 0..20 {
                place.article(day, number * 100 + article, "처음");
            }
            let lines: String = (0..30)
                .map(|n| {
                    format!("{{\"text\": \"{day}의 {n}번째 소식이다.\", \"press\": \"가\"}}\n")
                })
                .collect();
            fs::write(place.crawl().join(day).join("b.jsonl"), lines + "{\n").unwrap();
            fs::write(place.crawl().join(day).join("empty.txt"), "").unwrap();
        }
        place
    }

    fn crawl(&self) -> PathBuf {
        self.0.path().join("crawl")
    }

    fn store(&self) -> PathBuf {
        self.0.path().join("store")
    }

    fn article(&self, day: &str, number: usize, said: &str) {
        let publisher = ["나", "다"][number % 2];
        let text = format!(
            "---\nid: {number}\npublisher: {publisher}\npublished_at: {day} 10:00\n---\n\n# 제목 {number}\n\n\
             {said}부터 {number}번 기사다. (사진=예시뉴스)\n"
        );
        let path = self.crawl().join(day).join(format!("{number:04}.md"));
        fs::write(path, text).unwrap();
    }

    fn add(&self, days: &[&str]) -> Added {
        self.try_add(days, false).unwrap()
    }

    fn try_add(&self, days: &[&str], reindex: bool) -> Result<Added, Error> {
        let paths: Vec<PathBuf> = days.iter().map(|day| self.crawl().join(day)).collect();
        let corpus = Corpus::open(&paths, CorpusOptions::default()).unwrap();
        let options = AddOptions {
            threads: 3,
            reindex,
        };
        Writer::create(&self.store())?.add(corpus, options, &mut |_, _| true)
    }

    /// Returns the entries of the crawl, and how many bytes it has.
    fn there(&self) -> (Vec<Entry>, Option<u64>) {
        entries(Corpus::open(&[self.crawl()], CorpusOptions::default()).unwrap())
    }

    /// Returns what the store has.
    fn kept(&self) -> (Vec<Entry>, Option<u64>) {
        let articles = Store::open(&self.store()).unwrap().articles().unwrap();
        entries(Corpus::from_kept(
            Arc::new(articles),
            CorpusOptions::default(),
        ))
    }

    /// Makes sure that the store is sound, and returns the checksum of what it has.
    fn content(&self) -> String {
        let verified = Store::open(&self.store()).unwrap().verify().unwrap();
        assert_eq!(verified.faults, [""; 0]);
        verified.content
    }

    fn remove(&self, which: &Removal) -> u64 {
        let mut writer = Writer::open(&self.store()).unwrap();
        writer.remove(which, &mut |_, _| true).unwrap()
    }
}

fn entries(corpus: Corpus) -> (Vec<Entry>, Option<u64>) {
    let bytes = corpus.bytes();
    let mut entries = Vec::new();
    let mut last = None;
    for batch in corpus {
        assert!(last < Some(batch.sequence()));
        last = Some(batch.sequence());
        batch.read(&mut |entry| entries.push(entry));
    }
    (entries, bytes)
}

#[test]
fn what_is_added_day_by_day_in_any_order_is_what_the_files_have() {
    let one = Place::new();
    for day in [2, 0, 1] {
        let added = one.add(&DAYS[day..=day]);
        assert_eq!((added.new, added.skipped), (50, 2));
    }
    assert_eq!(one.kept(), one.there());
    let (kept, bytes) = one.kept();
    assert_eq!(kept.len(), 156);
    assert!(bytes > Some(1000));
    let is_cleaned = |entry: &Entry| match entry {
        Entry::Document(document) => !document.removed.is_empty(),
        Entry::Skipped(_) => false,
    };
    assert!(kept.iter().any(is_cleaned));

    // Files between the files that are there already.
    fs::write(one.crawl().join(DAYS[0]).join("0005b.txt"), "새 글이다.").unwrap();
    fs::write(one.crawl().join(DAYS[2]).join("a.txt"), "또 새 글이다.").unwrap();
    let added = one.add(&DAYS);
    assert_eq!((added.new, added.replaced, added.unchanged), (2, 0, 150));
    assert_eq!(one.kept(), one.there());
    one.content();
}

#[test]
fn the_same_articles_again_are_no_change() {
    let place = Place::new();
    place.add(&DAYS);
    let before = place.content();
    let added = place.add(&DAYS);
    assert_eq!((added.new, added.replaced, added.unchanged), (0, 0, 150));
    assert_eq!(place.content(), before);
    assert_eq!(place.kept(), place.there());
}

#[test]
fn what_has_changed_in_its_file_takes_the_place_of_the_old() {
    let place = Place::new();
    place.add(&DAYS);
    let before = place.content();
    place.article(DAYS[1], 103, "나중");
    // A line before the others moves them, which they survive.
    let jsonl = place.crawl().join(DAYS[0]).join("b.jsonl");
    let lines = fs::read_to_string(&jsonl).unwrap();
    fs::write(
        &jsonl,
        format!("{{\"text\": \"새 소식이 먼저다.\"}}\n{lines}"),
    )
    .unwrap();
    // What could not be read now can be.
    fs::write(
        place.crawl().join(DAYS[2]).join("empty.txt"),
        "이제 글이 있다.",
    )
    .unwrap();
    let added = place.add(&DAYS);
    assert_eq!((added.new, added.replaced, added.unchanged), (2, 31, 119));
    assert_eq!(place.kept(), place.there());
    assert_ne!(place.content(), before);
}

#[test]
fn what_is_gone_from_a_file_stays_in_the_store() {
    let place = Place::new();
    place.add(&DAYS[..1]);
    let jsonl = place.crawl().join(DAYS[0]).join("b.jsonl");
    fs::write(&jsonl, "{\"text\": \"오늘은 다른 소식이다.\"}\n").unwrap();
    let added = place.add(&DAYS[..1]);
    assert_eq!((added.new, added.unchanged), (1, 20));
    let info = Store::open(&place.store()).unwrap().info().unwrap();
    assert_eq!((info.articles, info.skipped), (51, 1));
    place.content();
}

#[test]
fn what_is_removed_and_added_again_is_as_it_was() {
    let place = Place::new();
    place.add(&DAYS[..2]);
    place.add(&DAYS[2..]);
    let before = (place.content(), place.kept());
    let by_publisher = Removal {
        publishers: vec!["나".to_owned()],
        before: Timestamp::parse("2026-01-03"),
        ..Removal::default()
    };
    assert_eq!(place.remove(&by_publisher), 20);
    let by_id = Removal {
        ids: vec!["1".to_owned(), "203".to_owned(), "no such".to_owned()],
        ..Removal::default()
    };
    assert_eq!(place.remove(&by_id), 2);
    assert_eq!(place.remove(&by_id), 0);
    assert_eq!(place.remove(&Removal::default()), 0);
    let info = Store::open(&place.store()).unwrap().info().unwrap();
    assert_eq!((info.articles, info.skipped), (128, 6));
    let left = place.kept();
    assert!(left.1 < before.1.1);
    assert_ne!(place.content(), before.0);

    let added = place.add(&DAYS);
    assert_eq!((added.new, added.replaced, added.unchanged), (22, 0, 128));
    assert_eq!((place.content(), place.kept()), before);
}

#[test]
fn small_segments_are_put_together() {
    let place = Place::new();
    for day in [1, 2, 0] {
        place.add(&DAYS[day..=day]);
    }
    let before = (place.content(), place.kept());
    let mut writer = Writer::open(&place.store()).unwrap();
    let compacted = writer.compact(&mut |_, _| true).unwrap();
    assert_eq!((compacted.before, compacted.after), (3, 1));
    assert_eq!((place.content(), place.kept()), before);
    let again = writer.compact(&mut |_, _| true).unwrap();
    assert_eq!((again.before, again.after), (1, 1));
    drop(writer);
    let files = fs::read_dir(place.store().join("articles")).unwrap();
    assert_eq!(files.count(), 1);
}

#[test]
fn whoever_reads_goes_on_while_the_store_changes() {
    let place = Place::new();
    place.add(&DAYS[..1]);
    let articles = Store::open(&place.store()).unwrap().articles().unwrap();
    let before = place.kept();
    place.article(DAYS[0], 3, "나중");
    assert_eq!(place.add(&DAYS[..1]).replaced, 1);
    let corpus = Corpus::from_kept(Arc::new(articles), CorpusOptions::default());
    assert_eq!(entries(corpus), before);
    assert_eq!(place.kept(), {
        let day = place.crawl().join(DAYS[0]);
        entries(Corpus::open(&[day], CorpusOptions::default()).unwrap())
    });
}

#[test]
fn files_are_read_again_by_their_parts() {
    let place = Place::new();
    place.add(&DAYS[..1]);
    place.add(&DAYS[1..2]);
    let articles = Store::open(&place.store()).unwrap().articles().unwrap();
    let corpus = Corpus::from_kept(Arc::new(articles), CorpusOptions::default());
    let wanted = place.crawl().join(DAYS[1]).join("0103.md");
    let wanted = wanted.to_str().unwrap();
    let some = corpus.again_of(|path| path == wanted).unwrap();
    let found = entries(some).0;
    assert_eq!(found.len(), 52);
    let is_it = |entry: &Entry| matches!(entry, Entry::Document(d) if d.path == wanted);
    assert_eq!(found.iter().filter(|entry| is_it(entry)).count(), 1);
    assert_eq!(corpus.again().map(|all| entries(all).0.len()), Some(104));
}

#[test]
fn a_change_that_ends_early_changes_nothing() {
    let place = Place::new();
    place.add(&DAYS[..1]);
    let before = place.content();
    let corpus = Corpus::open(&[place.crawl()], CorpusOptions::default()).unwrap();
    let options = AddOptions {
        threads: 1,
        reindex: true,
    };
    let mut writer = Writer::open(&place.store()).unwrap();
    let error = writer.add(corpus, options, &mut |_, _| false).unwrap_err();
    assert!(error.is_interrupted());
    // What was written for nothing goes with the writer.
    drop(writer);
    let files = || {
        fs::read_dir(place.store().join("articles"))
            .unwrap()
            .count()
    };
    assert_eq!((place.content(), files()), (before, 1));
    // What a killed one leaves goes with the next.
    fs::write(place.store().join("articles/99999999.parquet"), "x").unwrap();
    place.add(&DAYS[..1]);
    assert_eq!(files(), 1);
}

#[test]
fn one_writes_at_a_time_and_others_are_told() {
    let place = Place::new();
    let writer = Writer::create(&place.store()).unwrap();
    let error = Writer::open(&place.store()).unwrap_err();
    assert!(error.is_locked(), "{error}");
    drop(writer);
    assert!(Writer::open(&place.store()).is_ok());
}

#[test]
fn what_is_no_store_is_left_alone() {
    let place = Place::new();
    for error in [
        Store::open(&place.store()).map(drop).unwrap_err(),
        Writer::open(&place.store()).map(drop).unwrap_err(),
    ] {
        let said = error.to_string();
        assert!(said.contains("there is no store in"), "{said}");
    }
    let error = Writer::create(&place.crawl()).unwrap_err();
    let said = error.to_string();
    assert!(said.contains("has files but is no store"), "{said}");
    assert!(!place.crawl().join("registry.sqlite").exists());
}

fn say(place: &Place, sql: &str) {
    let registry = rusqlite::Connection::open(place.store().join("registry.sqlite")).unwrap();
    registry.execute_batch(sql).unwrap();
}

#[test]
fn articles_of_another_version_are_not_mixed_with_others() {
    let place = Place::new();
    place.add(&DAYS);
    let before = place.content();
    say(
        &place,
        "UPDATE about SET value = '0' WHERE name = 'reading_version'",
    );
    for error in [
        place.try_add(&DAYS[..1], false).map(drop).unwrap_err(),
        Store::open(&place.store())
            .unwrap()
            .articles()
            .map(drop)
            .unwrap_err(),
    ] {
        let said = error.to_string();
        assert!(said.contains("by version 0, and this malmoi"), "{said}");
        assert!(said.contains("--reindex"), "{said}");
    }
    place.try_add(&DAYS, true).unwrap();
    assert_eq!(place.content(), before);
    say(
        &place,
        "UPDATE about SET value = '99' WHERE name = 'format'",
    );
    let error = place.try_add(&DAYS, true).map(drop).unwrap_err();
    assert!(error.to_string().contains("has format 99"), "{error}");
}

#[test]
fn damage_is_found() {
    let place = Place::new();
    place.add(&DAYS[..1]);
    place.add(&DAYS[1..]);
    let segment = first_segment(&place.store());
    let good = fs::read(&segment).unwrap();
    let mut bad = good.clone();
    bad[good.len() / 2] ^= 1;
    let faults = |bytes: &[u8]| {
        fs::write(&segment, bytes).unwrap();
        let verified = Store::open(&place.store()).unwrap().verify().unwrap();
        verified.faults.join("\n")
    };
    assert_eq!(faults(&good), "");
    let said = faults(&bad);
    assert!(said.contains("is not as it was written"), "{said}");
    let said = faults(&good[..good.len() / 2]);
    assert!(said.contains("is not as it was written"), "{said}");
    fs::write(&segment, &good).unwrap();
    say(
        &place,
        "DELETE FROM entries WHERE key = (SELECT min(key) FROM entries)",
    );
    let said = faults(&good);
    assert!(said.contains("1 entries in"), "{said}");
    assert!(said.contains("the registry knows"), "{said}");
}

fn first_segment(store: &Path) -> PathBuf {
    let files = fs::read_dir(store.join("articles")).unwrap();
    files.map(|file| file.unwrap().path()).min().unwrap()
}

#[test]
fn a_store_tells_what_it_has() {
    let place = Place::new();
    place.add(&DAYS);
    let info = Store::open(&place.store()).unwrap().info().unwrap();
    assert_eq!((info.articles, info.skipped, info.files), (150, 6, 66));
    assert_eq!(Some(info.crawl_bytes), place.there().1);
    assert!(info.store_bytes > 1000);
    let told = info.publishers.iter().map(|p| {
        let days = p.days.map(|(first, last)| format!("{first} {last}"));
        (p.publisher.as_str(), p.articles, days.unwrap_or_default())
    });
    let days = "2026-01-01 2026-01-03".to_owned();
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            ("가", 90, String::new()),
            ("나", 30, days.clone()),
            ("다", 30, days)
        ]
    );
}

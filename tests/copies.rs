//! Editions and copies: found, and counted as they are asked to.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use malmoi::{
    Analysis, AnalysisOptions, ArticleOptions, Basis, Corpus, CorpusOptions, CountedDocument,
    Duplicates, Progress, SkipReason,
};

use crate::pipeline::{analyze, analyze_on, analyzer, newsroom_analysis};
use crate::planted;

/// What the wire says, and three outlets print.
const WIRE: &str = "정부는 여름철 전력 수급 대책을 내놓았다. 올해 최대 수요는 지난해보다 늘어날 전망이다. \
    발전소 네 곳의 정비 일정을 가을로 미루고, 공장의 조업 시간을 옮기면 요금을 깎아 준다. \
    전문가들은 공급 예비율이 낮은 팔월 둘째 주를 고비로 본다. 시민 단체는 건물의 냉방 온도를 지키는지 \
    살피는 일이 먼저라고 지적했다. 한편 섬 지역에는 이동식 발전기를 보내기로 했고, 병원과 양로원은 \
    비상 전원을 점검한다. 담당 부서는 매일 아침 수급 상황을 누리집에 올리고 문자로도 알린다. \
    지난여름에는 세 차례 주의보가 내렸고, 그때마다 대형 마트와 영화관이 조명을 낮추었다.";

/// Publisher, aid, day, hour it was crawled at, and text of an article.
type Sample<'a> = (&'a str, u32, &'a str, u32, String);

fn samples() -> Vec<Sample<'static>> {
    let edited = WIRE.replace("늘어날 전망이다", "늘어날 것으로 보인다");
    vec![
        ("예시일보", 1, "2026-07-03", 7, WIRE.to_string()),
        ("보기신문", 2, "2026-07-02", 7, format!("{WIRE} (보기신문)")),
        ("모범뉴스", 3, "2026-07-04", 7, edited),
        (
            "모범뉴스",
            4,
            "2026-07-04",
            7,
            "야구 경기가 비로 미뤄졌다.".into(),
        ),
        // Corrected, and crawled a third time.
        (
            "예시일보",
            5,
            "2026-07-05",
            7,
            "지진의 규모는 셋이다.".into(),
        ),
        (
            "예시일보",
            5,
            "2026-07-05",
            9,
            "지진의 규모는 넷이다.".into(),
        ),
        (
            "예시일보",
            5,
            "2026-07-05",
            8,
            "지진의 규모는 넷이다.".into(),
        ),
    ]
}

/// Writes each sample to a file of its own, under a name made of its number.
fn write(samples: &[Sample<'_>], folder: &Path, name: impl Fn(usize) -> usize) {
    for (number, (publisher, aid, day, hour, text)) in samples.iter().enumerate() {
        let article = format!(
            "---\nid: 001_{aid}\ntitle: 소식 {aid}\npublisher: {publisher}\npublished_at: {day}\n\
             crawled_at: {day} {hour:02}:00:00\noid: 001\naid: {aid}\n---\n\n{text}\n"
        );
        fs::write(folder.join(format!("{:02}.md", name(number))), article).unwrap();
    }
}

fn analyze_with(path: &Path, duplicates: Duplicates) -> Analysis {
    let corpus = Corpus::open(&[path], CorpusOptions::default()).unwrap();
    let options = AnalysisOptions {
        articles: ArticleOptions {
            duplicates,
            ..ArticleOptions::default()
        },
        ..AnalysisOptions::default()
    };
    malmoi::analyze(corpus, analyzer(), &options, &()).unwrap()
}

/// Returns the id of the first article of each document's cluster, by id.
fn clusters(analysis: &Analysis) -> BTreeMap<String, Option<String>> {
    let documents = analysis.documents.iter().map(Result::unwrap);
    documents.map(|d| (d.id().to_string(), d.cluster)).collect()
}

/// Returns ids with the ids of the first articles of their clusters.
fn expected_clusters<const N: usize>(
    clusters: [(&str, Option<&str>); N],
) -> BTreeMap<String, Option<String>> {
    let owned = clusters.map(|(id, first)| (id.to_string(), first.map(str::to_string)));
    BTreeMap::from(owned)
}

fn copied(analysis: &Analysis) -> Vec<(&str, &str, u64)> {
    let copied = analysis.copied.iter();
    copied
        .map(|c| (c.first.as_str(), c.by.as_str(), c.articles))
        .collect()
}

/// Returns occurrences of a term with copies and without.
fn both(analysis: &Analysis, term: &str) -> (u64, u64) {
    let counts = &analysis.counts;
    let on = |basis| {
        let tallies = counts.tally(0..counts.groups().len(), basis);
        let of_term = tallies
            .iter()
            .filter(|t| counts.terms()[t.term as usize].term == term);
        of_term.map(|t| t.count).sum()
    };
    (on(Basis::Every), on(Basis::Once))
}

#[test]
fn the_wire_story_of_the_newsroom_is_one_cluster() {
    let analysis = newsroom_analysis();
    let wire: Vec<PathBuf> = planted::articles("wire")
        .iter()
        .map(PathBuf::from)
        .collect();
    let mut in_cluster: Vec<CountedDocument> = analysis.documents.to_vec().unwrap();
    in_cluster.retain(|d| d.cluster.is_some());
    assert_eq!(in_cluster.len(), wire.len());
    for document in &in_cluster {
        assert!(
            wire.iter()
                .any(|path| Path::new(document.path()).ends_with(path))
        );
        assert_eq!(document.cluster, in_cluster[0].cluster);
    }
    assert_eq!(in_cluster.iter().filter(|d| d.votes).count(), 1);
    let copies: u64 = analysis.copied.iter().map(|c| c.articles).sum();
    assert_eq!((analysis.balance.copies, copies), (2, 2));
}

#[test]
fn copies_count_as_they_are_asked_to() {
    let folder = tempfile::tempdir().unwrap();
    write(&samples(), folder.path(), |number| number);
    let matrix = [("보기신문", "모범뉴스", 1), ("보기신문", "예시일보", 1)];
    for (duplicates, documents, words, basis) in [
        (Duplicates::Count, 5, (3, 1), Basis::Every),
        (Duplicates::Once, 5, (3, 1), Basis::Once),
        (Duplicates::Drop, 3, (1, 1), Basis::Once),
    ] {
        let analysis = analyze_with(folder.path(), duplicates);
        assert_eq!(analysis.documents.len(), documents, "{duplicates:?}");
        assert_eq!(both(&analysis, "발전소"), words, "{duplicates:?}");
        assert_eq!(analysis.basis, basis);
        assert_eq!(copied(&analysis), matrix);
        let balance = analysis.balance;
        let dropped = 5 - documents as u64;
        assert_eq!((balance.read, balance.counted), (7, documents as u64));
        assert_eq!(
            (balance.merged, balance.replaced, balance.dropped),
            (1, 1, dropped)
        );
        let counted = analysis.documents.to_vec().unwrap();
        let votes = counted.iter().filter(|d| d.votes).count();
        assert_eq!(votes, 3);
        let skipped = analysis.skipped.iter();
        let told: Vec<_> = skipped.map(|s| s.unwrap().reason).collect();
        let of_copies = told.iter().filter(|r| **r == SkipReason::Copy).count();
        assert_eq!(of_copies as u64, dropped);
    }
}

#[test]
fn of_editions_the_last_is_counted_and_the_ledger_names_it() {
    let folder = tempfile::tempdir().unwrap();
    write(&samples(), folder.path(), |number| number);
    let analysis = analyze(&[folder.path()]);
    let documents = analysis.documents.to_vec().unwrap();
    let kept = documents.iter().find(|d| d.id() == "001_5").unwrap();
    assert!(kept.path().ends_with("05.md"));
    let skipped = analysis.skipped.to_vec().unwrap();
    let ledger: Vec<_> = skipped
        .iter()
        .map(|s| (&s.path[s.path.len() - 5..], s.reason.name(), s.action()))
        .collect();
    let expected = [
        ("04.md", "newer-edition", "replaced"),
        ("06.md", "crawled-again", "merged"),
    ];
    assert_eq!(ledger, expected);
    assert!(skipped.iter().all(|s| s.detail.contains("05.md")));
}

#[test]
fn neither_threads_nor_the_order_of_files_change_a_cluster() {
    let [one, other] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    write(&samples(), one.path(), |number| number);
    write(&samples(), other.path(), |number| (number * 5 + 3) % 7);
    let expected = analyze_on(1, &[one.path()]);
    let first = Some("001_2");
    let found = expected_clusters([
        ("001_1", first),
        ("001_2", first),
        ("001_3", first),
        ("001_4", None),
        ("001_5", None),
    ]);
    assert_eq!(clusters(&expected), found);
    for (threads, folder) in [(4, &one), (1, &other), (4, &other)] {
        let analysis = analyze_on(threads, &[folder.path()]);
        assert_eq!(clusters(&analysis), found, "{threads} threads");
        assert!(analysis.counts.cells().eq(expected.counts.cells()));
        assert_eq!(copied(&analysis), copied(&expected));
    }
}

#[test]
fn a_stream_is_read_twice_like_a_file() {
    let line = |id, text: &str| format!("{{\"id\":{id},\"press\":\"가\",\"body\":\"{text}\"}}\n");
    let lines = line(1, WIRE) + &line(2, WIRE) + "broken\n" + &line(3, "비가 온다.");
    let reader = Box::new(std::io::Cursor::new(lines));
    let corpus = Corpus::from_reader("-", reader, CorpusOptions::default());
    let analysis = malmoi::analyze(corpus, analyzer(), &AnalysisOptions::default(), &()).unwrap();
    let found = expected_clusters([("1", Some("1")), ("2", Some("1")), ("3", None)]);
    assert_eq!(clusters(&analysis), found);
    // Ids may come again; publishers tell whose article was the first.
    let documents = analysis.documents.iter().map(Result::unwrap);
    let first: Vec<Option<String>> = documents.map(|d| d.first_publisher).collect();
    let own = analysis.documents.iter().next().unwrap().unwrap();
    let publisher = Some(own.publisher().to_string());
    assert_eq!(first, [publisher.clone(), publisher, None]);
    assert_eq!((analysis.balance.read, analysis.balance.skipped), (4, 1));
}

/// Changes the corpus when the second pass begins.
struct Meddler<F> {
    passes: AtomicUsize,
    change: F,
}

impl<F: Fn() + Sync> Progress for Meddler<F> {
    fn start_pass(&self, _: &'static str, _: Option<u64>) {
        if self.passes.fetch_add(1, Ordering::SeqCst) == 1 {
            (self.change)();
        }
    }
}

#[test]
fn a_corpus_that_changes_between_the_passes_still_adds_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    write(&samples(), folder.path(), |number| number);
    fs::write(path("z.jsonl"), format!("{{\"body\":\"{WIRE}\"}}\n")).unwrap();
    let meddler = Meddler {
        passes: AtomicUsize::new(0),
        change: || {
            // The first article of the cluster goes, a copy changes, lines come.
            fs::remove_file(path("01.md")).unwrap();
            fs::write(path("02.md"), "비가 온다.").unwrap();
            fs::write(path("z.jsonl"), "{\"body\":\"눈\"}\n{\"body\":\"비\"}\n").unwrap();
        },
    };
    let corpus = Corpus::open(&[folder.path()], CorpusOptions::default()).unwrap();
    let options = AnalysisOptions::default();
    let analysis = malmoi::analyze(corpus, analyzer(), &options, &meddler).unwrap();
    let balance = analysis.balance;
    assert_eq!((balance.surveyed, balance.read), (8, 9));
    assert_eq!(
        (balance.counted, balance.skipped, balance.left_out()),
        (6, 1, 2)
    );
    // The copy that is left has no first article any more.
    assert!(clusters(&analysis).values().all(Option::is_none));
    assert_eq!((copied(&analysis), balance.copies), (vec![], 1));
}

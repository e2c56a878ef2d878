//! Files on disk and streams to entries, through the public interface.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::Read;
use std::path::Path;

use malmoi_corpus::{Corpus, CorpusOptions, Document, Entry, PublisherSource, Skip, SkipReason};

fn entries(corpus: Corpus) -> Vec<Entry> {
    let mut found = Vec::new();
    for batch in corpus {
        batch.read(&mut |entry| found.push(entry));
    }
    found
}

fn open(path: &Path) -> Corpus {
    Corpus::open(&[path], CorpusOptions::default()).unwrap()
}

fn file(name: &str, content: impl AsRef<[u8]>) -> Entry {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), content).unwrap();
    let mut found = entries(open(folder.path()));
    assert_eq!(found.len(), 1, "one file is one entry");
    found.remove(0)
}

fn document(entry: Entry) -> Document {
    match entry {
        Entry::Document(document) => document,
        Entry::Skipped(skip) => panic!("skipped: {skip:?}"),
    }
}

fn skip(entry: Entry) -> Skip {
    match entry {
        Entry::Skipped(skip) => skip,
        Entry::Document(document) => panic!("not skipped: {document:?}"),
    }
}

fn date(document: &Document) -> String {
    document
        .published_at
        .map_or(String::new(), |t| t.to_string())
}

fn names(corpus: Corpus, root: &Path) -> Vec<String> {
    let root = format!("{}/", root.display());
    let path = |e| match e {
        Entry::Document(d) => d.path,
        Entry::Skipped(s) => format!("{}!", s.path),
    };
    entries(corpus)
        .into_iter()
        .map(|e| path(e).replace(&root, ""))
        .collect()
}

fn stream(text: impl Into<Vec<u8>>) -> Vec<Entry> {
    let reader = Box::new(std::io::Cursor::new(text.into()));
    entries(Corpus::from_reader("-", reader, CorpusOptions::default()))
}

mod crawl_markdown {
    use super::*;

    const ARTICLE: &str = "---\nid: 901_0007\ntitle: \"Port &amp; rail &quot;merge&quot;, says ministry\"\ncategory: \npublisher: 예시일보\nauthor: \n\t\t\n\t\t\tHan Ji-won han@press.example\n\t\t\n\t\npublished_at: 2026-03-04 00:00\ncrawled_at: 2026-03-04 08:09:10\nurl: https://press.example/901/0007\noid: 901\naid: 0007\ncontent_hash: abc123\n---\n\n# Port &amp; rail &quot;merge&quot;, says ministry\n\n**예시일보** | 2026-03-04 00:00 | \n\n---\n\nThe port&#x27;s owner agreed. (Staff)The deal is \"final.\"Officials left.\n\n---\n\nA second part.\n\nhan@press.example\n\n---\n\n*Crawled at: 2026-03-04 08:09:10*\n*Source: [원문 보기](https://press.example/901/0007)*\n";

    #[test]
    fn every_field_is_read_and_only_the_body_is_text() {
        let d = document(file("a.md", ARTICLE));
        assert_eq!(d.id, "901_0007");
        assert_eq!(
            d.title.as_deref(),
            Some("Port & rail \"merge\", says ministry")
        );
        assert_eq!(d.category, None);
        assert_eq!(d.publisher.as_deref(), Some("예시일보"));
        let author = d.author.clone().unwrap();
        assert_eq!(author.name.as_deref(), Some("Han Ji-won"));
        assert_eq!(author.email.as_deref(), Some("han@press.example"));
        assert_eq!(date(&d), "2026-03-04T00:00:00");
        assert_eq!(d.crawled_at.unwrap().to_string(), "2026-03-04T08:09:10");
        assert_eq!(d.url.as_deref(), Some("https://press.example/901/0007"));
        assert_eq!(
            (d.oid.as_deref(), d.aid.as_deref()),
            (Some("901"), Some("0007"))
        );
        assert_eq!(d.content_hash.as_deref(), Some("abc123"));
        let body = "The port's owner agreed. (Staff)\nThe deal is \"final.\"\nOfficials left.\n\nA second part.";
        assert_eq!(d.text, body);
        assert_eq!(d.line, None);
    }

    #[test]
    fn line_ends_and_a_byte_order_mark_change_nothing() {
        let windows = format!("\u{feff}{}", ARTICLE.replace('\n', "\r\n"));
        let mut a = document(file("a.md", ARTICLE));
        let b = document(file("a.md", windows));
        a.path.clone_from(&b.path);
        assert_eq!(a, b);
    }

    #[test]
    fn the_extension_does_not_matter() {
        assert_eq!(document(file("a.txt", ARTICLE)).id, "901_0007");
        assert_eq!(document(file("article", ARTICLE)).id, "901_0007");
    }

    #[test]
    fn missing_parts_are_no_fault() {
        let d = document(file(
            "a.md",
            "---\noid: 9\naid: 8\n---\nOnly a body.\n\n# Not a headline\n",
        ));
        assert_eq!(d.id, "9_8");
        assert_eq!(d.title, None);
        assert_eq!(d.text, "Only a body.\n\n# Not a headline");
        let d = document(file(
            "a.md",
            "---\npublisher: 가\n---\n# Headline\n\nA body.\n",
        ));
        assert!(d.id.ends_with("/a.md"));
        assert_eq!(d.title.as_deref(), Some("Headline"));
        assert_eq!(d.text, "A body.");
    }

    #[test]
    fn words_like_the_footer_s_stay_inside_the_body() {
        let d = document(file(
            "a.md",
            "---\nid: 1\n---\n*Source: a poll*\n\nThe body.\n",
        ));
        assert_eq!(d.text, "*Source: a poll*\n\nThe body.");
    }

    #[test]
    fn broken_front_matters_are_skipped_with_their_line() {
        let s = skip(file("a.md", "---\nid: y\ntitle: \"끊긴"));
        assert_eq!(
            (s.reason, s.line),
            (SkipReason::FrontMatterNotClosed, Some(1))
        );
        let s = skip(file(
            "a.md",
            "---\ntitle: \"a \"b\" c\"\npublisher: [가나일보\n---\n\nText.\n",
        ));
        assert_eq!(
            (s.reason, s.line),
            (SkipReason::MalformedFrontMatter, Some(3))
        );
    }

    #[test]
    fn an_article_without_text_is_skipped() {
        let empty = "---\nid: 1\n---\n\n# Only a headline\n\n**가** | | \n\n---\n\n&nbsp;\n\n---\n\n*Crawled at: x*\n";
        assert_eq!(skip(file("a.md", empty)).reason, SkipReason::EmptyBody);
    }
}

mod plain_text {
    use super::*;

    #[test]
    fn a_byline_and_a_date_line_are_taken_off() {
        for (head, author, published) in [
            (
                "By Micah Jonah\nJanuary 8, 2026",
                "Micah Jonah",
                "2026-01-08",
            ),
            (
                "Published: 04 Jan. 2026, 23:26\n- SARAH KIM",
                "SARAH KIM",
                "2026-01-04T23:26:00",
            ),
            (
                "홍길동 기자\n2026.01.04 23:26",
                "홍길동",
                "2026-01-04T23:26:00",
            ),
            (
                "입력 2026-01-04 10:00 | 수정 2026-01-04 11:00\n홍길동 기자 hong@press.example",
                "홍길동",
                "2026-01-04T10:00:00",
            ),
            (
                "2026년 1월 4일\n\nBy Han Ji-won\nUpdated: Jan. 5, 2026",
                "Han Ji-won",
                "2026-01-04",
            ),
        ] {
            let d = document(file(
                "a.txt",
                format!("{head}\nThe talks went on.\nThey ended.\n"),
            ));
            assert_eq!(d.text, "The talks went on.\nThey ended.", "{head}");
            assert_eq!(
                d.author.clone().unwrap().name.as_deref(),
                Some(author),
                "{head}"
            );
            assert_eq!(date(&d), published, "{head}");
            assert_eq!(d.title, None);
        }
    }

    #[test]
    fn a_title_line_with_a_date_is_refined_by_a_later_time() {
        let text = " date 2026-01-04 Ministry calls port ‘vital’\nPublished: 04 Jan. 2026, 23:26\nBody text.\n";
        let d = document(file("a.txt", text));
        assert_eq!(d.title.as_deref(), Some("Ministry calls port ‘vital’"));
        assert_eq!(date(&d), "2026-01-04T23:26:00");
        assert_eq!(d.text, "Body text.");
    }

    #[test]
    fn a_heading_is_a_title() {
        let d = document(file("a.txt", "# Will the port reopen?\n\nBody text.\n"));
        assert_eq!(d.title.as_deref(), Some("Will the port reopen?"));
        let d = document(file("a.txt", "# Port reopens\n\nBody text.\n"));
        assert_eq!(d.title.as_deref(), Some("Port reopens"));
        assert_eq!(d.text, "Body text.");
    }

    #[test]
    fn dates_and_names_in_sentences_stay_where_they_are() {
        for text in [
            "On January 5, 2026, the talks began.\nBy Monday they ended.",
            "2026년 1월 4일 회담이 열렸다.\n홍길동 기자가 물었다.",
            "January 5, 2026 was cold\nThe talks began.",
            "The talks began.\nBy Han Ji-won\nJanuary 8, 2026",
            "- First point\n- Second point",
        ] {
            let d = document(file("a.txt", text));
            assert_eq!(d.text, text);
            assert_eq!(
                (d.author, d.published_at, d.title),
                (None, None, None),
                "{text}"
            );
        }
    }

    #[test]
    fn a_byline_at_the_end_is_the_author() {
        let d = document(file(
            "a.txt",
            "회담이 열렸다.\n\n홍길동 기자 hong@press.example\n",
        ));
        assert_eq!(d.text, "회담이 열렸다.");
        assert_eq!(
            d.author.unwrap().email.as_deref(),
            Some("hong@press.example")
        );
    }

    #[test]
    fn nothing_but_a_head_is_an_empty_body() {
        assert_eq!(
            skip(file("a.txt", "By Han Ji-won\n2026-01-04\n")).reason,
            SkipReason::EmptyBody
        );
    }
}

mod encodings {
    use malmoi_corpus::Encoding;

    use super::*;

    const LINES: &str = "{\"언론사\": \"가나일보\", \"본문\": \"정부는 대책을 발표했다.\"}\n\n\
        {\"언론사\": \"다라신문\", \"본문\": \"업계는 환영했다.\"}\n";

    /// 가나일보 … in CP949, as Windows programs in Korea save it.
    const CP949: &[u8] = b"---\npublisher: \xb0\xa1\xb3\xaa\xc0\xcf\xba\xb8\n---\n\n\
        \xc1\xa4\xba\xce\xb4\xc2 \xb4\xeb\xc3\xa5\xc0\xbb \xb9\xdf\xc7\xa5\xc7\xdf\xb4\xd9.\n";

    fn told(entries: Vec<Entry>) -> Vec<String> {
        let tell = |d: Document| {
            let publisher = d.publisher.unwrap_or_default();
            let line = d.line.unwrap_or_default();
            format!("{line} {publisher}: {} ({})", d.text, d.encoding.name())
        };
        entries.into_iter().map(document).map(tell).collect()
    }

    #[test]
    fn an_article_may_be_in_any() {
        let want = |encoding| vec![format!("0 가나일보: 정부는 대책을 발표했다. ({encoding})")];
        assert_eq!(told(vec![file("a.md", CP949)]), want("CP949"));
        assert_eq!(told(stream(CP949)), want("CP949"));
        let text = "\u{feff}---\npublisher: 가나일보\n---\n정부는 대책을 발표했다.";
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(told(vec![file("a.txt", &utf16[2..])]), want("UTF-16LE"));
        assert_eq!(told(stream(utf16)), want("UTF-16LE"));
    }

    #[test]
    fn lines_may_be_in_any() {
        let want = |encoding: &str| {
            vec![
                format!("1 가나일보: 정부는 대책을 발표했다. ({encoding})"),
                format!("3 다라신문: 업계는 환영했다. ({encoding})"),
            ]
        };
        for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            let utf16: Vec<u8> = LINES.encode_utf16().flat_map(to_bytes).collect();
            let name = if utf16[0] == 0 {
                "UTF-16BE"
            } else {
                "UTF-16LE"
            };
            assert_eq!(told(stream(utf16.clone())), want(name));
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a.json");
            std::fs::write(&path, utf16).unwrap();
            assert_eq!(told(entries(open(&path))), want(name));
        }
    }

    #[test]
    fn a_line_that_is_not_like_its_file_is_decoded_by_itself() {
        let line = b"{\"text\": \"\xc1\xa4\xba\xce\xb4\xc2 \xb4\xeb\xc3\xa5\xc0\xbb\"}\n";
        let mixed = [LINES.as_bytes(), line, LINES.as_bytes()].concat();
        assert_eq!(
            told(stream(mixed))[1..4],
            [
                "3 다라신문: 업계는 환영했다. (UTF-8)",
                "4 : 정부는 대책을 (CP949)",
                "5 가나일보: 정부는 대책을 발표했다. (UTF-8)"
            ]
        );
    }

    #[test]
    fn what_means_nothing_is_replaced_and_counted() {
        let mut bytes = "정부는 대책을 발표했다. ".as_bytes().to_vec();
        bytes.extend(b"\xff\xfe\xfa");
        let d = document(file("a.txt", &bytes));
        assert_eq!(
            (d.text.as_str(), d.replaced),
            ("정부는 대책을 발표했다. \u{fffd}\u{fffd}\u{fffd}", 3)
        );
    }

    #[test]
    fn a_user_knows_better() {
        let read = |encoding: Option<Encoding>| {
            let options = CorpusOptions {
                encoding,
                ..CorpusOptions::default()
            };
            let bytes: &[u8] = b"{\"text\": \"caf\xe9\"}\n";
            let corpus = Corpus::from_reader("-", Box::new(bytes), options);
            document(entries(corpus).remove(0)).text
        };
        assert_eq!(read(None), "café");
        assert_eq!(read(Some("windows-1251".parse().unwrap())), "cafй");
    }
}

mod json_lines {
    use super::*;

    fn one(line: &str) -> Entry {
        file("a.jsonl", line)
    }

    #[test]
    fn fields_go_by_any_of_their_names() {
        let d = document(one(
            r#"{"ID": 12, "매체": "가나일보", "제목": "A &amp; B", "본문": "첫째다.둘째다.", "일자": "20260102", "기자": ["홍길동 기자"], "link": "u", "oid": "044", "aid": 5, "hash": "h", "category": "정치", "crawled_at": "2026-01-03"}"#,
        ));
        assert_eq!(d.id, "12");
        assert_eq!(d.publisher.as_deref(), Some("가나일보"));
        assert_eq!(d.title.as_deref(), Some("A & B"));
        assert_eq!(d.text, "첫째다.\n둘째다.");
        assert_eq!(date(&d), "2026-01-02");
        assert_eq!(d.author.clone().unwrap().name.as_deref(), Some("홍길동"));
        assert_eq!(
            (d.url.as_deref(), d.category.as_deref()),
            (Some("u"), Some("정치"))
        );
        assert_eq!(
            (d.oid.as_deref(), d.aid.as_deref()),
            (Some("044"), Some("5"))
        );
        assert_eq!(d.content_hash.as_deref(), Some("h"));
        assert_eq!(d.line, Some(1));
    }

    #[test]
    fn half_a_character_costs_itself_alone() {
        let d = document(one(
            r#"{"title": "A \ud83d", "text": "\ud83d\ude00 x\udc00"}"#,
        ));
        assert_eq!(d.title.as_deref(), Some("A \u{fffd}"));
        assert_eq!((d.text.as_str(), d.replaced), ("\u{1f600} x\u{fffd}", 12));
        // What is wrong besides is told as it is.
        let Entry::Skipped(skip) = one(r#"{"text": "\ud83d", "#) else {
            panic!("half an object is none");
        };
        assert_eq!(skip.reason, SkipReason::MalformedJson);
    }

    #[test]
    fn the_first_name_with_a_value_wins() {
        let d = document(one(
            r#"{"source": "c", "press": "b", "publisher": " ", "body": "", "text": "x", "content": "y"}"#,
        ));
        assert_eq!(d.publisher.as_deref(), Some("b"));
        assert_eq!(d.text, "y");
    }

    #[test]
    fn an_id_is_made_up_from_numbers_or_place() {
        assert_eq!(
            document(one(r#"{"oid": "044", "aid": "07", "text": "x"}"#)).id,
            "044_07"
        );
        assert!(document(one(r#"{"text": "x"}"#)).id.ends_with("a.jsonl:1"));
    }

    #[test]
    fn a_bad_date_is_no_date() {
        assert_eq!(
            document(one(r#"{"text": "x", "date": "soon"}"#)).published_at,
            None
        );
    }

    #[test]
    fn a_faulty_line_costs_itself_alone() {
        let found = stream(&b"{\"text\":\"a\"}\n\n{\"text\":\n[1]\n{\"title\":\"t\"}\n{\"text\":\" \"}\n{\"text\":\"\xff\"}\r\n \t\n{\"text\":\"b\"}"[..]);
        let told: Vec<_> = found
            .into_iter()
            .map(|e| match e {
                Entry::Document(d) => (d.line, d.text),
                Entry::Skipped(s) => (s.line, s.reason.name().to_owned()),
            })
            .collect();
        let want = [
            (1, "a"),
            (3, "malformed-json"),
            (4, "malformed-json"),
            (5, "missing-text"),
            (6, "empty-body"),
            (7, "unknown-encoding"),
            (9, "b"),
        ];
        assert_eq!(told, want.map(|(line, what)| (Some(line), what.to_owned())));
    }

    #[test]
    fn json_is_read_if_it_holds_an_object_a_line() {
        assert_eq!(
            document(file("a.json", "\u{feff}\n{\"text\":\"a\"}\n")).line,
            Some(2)
        );
    }

    #[test]
    fn blank_files_are_one_skip() {
        for content in ["", "\n \n\n", "\u{feff}"] {
            assert_eq!(skip(file("a.jsonl", content)).reason, SkipReason::EmptyFile);
            assert_eq!(skip(file("a.json", content)).reason, SkipReason::EmptyFile);
        }
    }

    #[test]
    fn lines_are_numbered_across_blocks_and_may_be_longer_than_one() {
        let mut text = String::new();
        for number in 1..=6000_u64 {
            let size = if number == 3000 {
                5_000_000
            } else {
                number % 1500
            };
            text.push_str(&format!(
                "{{\"id\": {number}, \"text\": \"x{}\"}}\n\n",
                "y".repeat(size as usize)
            ));
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ndjson");
        fs::write(&path, text.trim_end()).unwrap();
        let corpus = open(&path);
        let total = corpus.bytes();
        let (mut ids, mut advanced, mut batches) = (Vec::new(), 0, 0);
        for batch in corpus {
            assert_eq!(batch.sequence(), batches);
            batches += 1;
            advanced += batch.bytes();
            batch.read(&mut |e| {
                let d = document(e);
                assert_eq!(d.line, Some(2 * d.id.parse::<u64>().unwrap() - 1));
                ids.push(d.id.parse::<u64>().unwrap());
            });
        }
        assert_eq!(ids, (1..=6000).collect::<Vec<_>>());
        assert_eq!(Some(advanced), total);
        assert!(batches > 5, "{batches}");
    }

    #[test]
    fn a_line_beyond_all_measure_is_skipped_alone() {
        let start = &b"{\"text\":\"a\"}\n{\"text\":\""[..];
        let end = &b"\"}\n{\"text\":\"b\"}\n"[..];
        let reader = start.chain(std::io::repeat(b'x').take(70 << 20)).chain(end);
        let corpus = Corpus::from_reader("-", Box::new(reader), CorpusOptions::default());
        let found = entries(corpus);
        assert_eq!(found.len(), 3);
        let told = skip(found[1].clone());
        assert_eq!((told.reason, told.line), (SkipReason::TooLarge, Some(2)));
        assert_eq!(document(found[2].clone()).line, Some(3));
    }
}

mod streams {
    use super::*;

    #[test]
    fn the_format_is_told_by_the_content() {
        assert_eq!(
            document(stream("\u{feff} \n{\"text\":\"a\"}").remove(0)).id,
            "-:2"
        );
        assert_eq!(document(stream("---\nid: y\n---\nText.").remove(0)).id, "y");
        assert_eq!(
            document(stream("By Han Ji-won\nText.").remove(0)).text,
            "Text."
        );
        assert_eq!(skip(stream("").remove(0)).reason, SkipReason::EmptyFile);
        assert_eq!(skip(stream(" \n").remove(0)).reason, SkipReason::EmptyFile);
    }

    struct Broken;

    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the line went dead"))
        }
    }

    #[test]
    fn a_stream_that_breaks_is_told() {
        for (start, documents) in [("{\"text\":\"a\"}\n", 1), ("Text.", 0), ("", 0)] {
            let reader = Box::new(start.as_bytes().chain(Broken));
            let found = entries(Corpus::from_reader("-", reader, CorpusOptions::default()));
            assert_eq!(found.len(), documents + 1, "{start}");
            let told = skip(found.last().unwrap().clone());
            assert_eq!(told.reason, SkipReason::Unreadable);
            assert_eq!(told.detail, "the line went dead");
        }
    }
}

mod folders {
    use super::*;

    fn tree() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in [
            ("b/2.txt", "둘째 글."),
            ("b/1.md", "---\nid: 1\npublisher: 가\n---\n첫째 글."),
            ("a.txt", "글."),
            ("b.txt", "글."),
            ("c/3.jsonl", "{\"text\":\"가\"}\n{\"text\":\"나\"}\n"),
            (".hidden/x.txt", "숨은 글."),
            ("b/.x.txt", "숨은 글."),
        ] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        folder
    }

    const ALL: [&str; 6] = [
        "a.txt",
        "b/1.md",
        "b/2.txt",
        "b.txt",
        "c/3.jsonl",
        "c/3.jsonl",
    ];

    #[test]
    fn files_come_ordered_by_path_without_hidden_ones() {
        let folder = tree();
        let corpus = open(folder.path());
        assert_eq!(corpus.files(), 5);
        assert_eq!(names(corpus, folder.path()), ALL);
    }

    #[test]
    fn overlapping_paths_are_read_once_in_the_same_order() {
        let folder = tree();
        let root = folder.path();
        let paths = [
            root.join("c"),
            root.join("b/2.txt"),
            root.to_path_buf(),
            root.join("a.txt"),
        ];
        let corpus = Corpus::open(&paths, CorpusOptions::default()).unwrap();
        assert_eq!(names(corpus, root), ALL);
        let paths = [root.join(".hidden"), root.to_path_buf()];
        let corpus = Corpus::open(&paths, CorpusOptions::default()).unwrap();
        assert_eq!(names(corpus, root)[0], ".hidden/x.txt");
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_to_nothing_twice() {
        use std::os::unix::fs::symlink;
        let folder = tree();
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("z.txt"), "글.").unwrap();
        symlink(".", folder.path().join("b/loop")).unwrap();
        symlink("..", folder.path().join("c/up")).unwrap();
        symlink("a.txt", folder.path().join("again.txt")).unwrap();
        symlink(outside.path(), folder.path().join("x1")).unwrap();
        symlink(outside.path(), folder.path().join("x2")).unwrap();
        symlink("nowhere", folder.path().join("y.txt")).unwrap();
        let found = names(open(folder.path()), folder.path());
        assert_eq!(found[..6], ALL);
        assert_eq!(found[6..], ["x1/z.txt", "y.txt!"]);
    }

    #[test]
    fn a_publisher_is_supplied_where_none_is_stated() {
        let folder = tree();
        let publishers = |publisher| {
            let corpus = Corpus::open(
                &[folder.path().join("b"), folder.path().join("c")],
                CorpusOptions {
                    publisher,
                    ..CorpusOptions::default()
                },
            );
            let found = entries(corpus.unwrap()).into_iter().map(document);
            found
                .map(|d| d.publisher.unwrap_or_default())
                .collect::<Vec<_>>()
        };
        assert_eq!(publishers(PublisherSource::Field), ["가", "", "", ""]);
        assert_eq!(
            publishers(PublisherSource::ParentFolder),
            ["가", "b", "c", "c"]
        );
        assert_eq!(
            publishers(PublisherSource::Constant("라".into())),
            ["가", "라", "라", "라"]
        );
    }

    #[test]
    fn what_is_skipped_has_the_publisher_that_it_states_or_that_its_place_tells() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("다");
        fs::create_dir(&inner).unwrap();
        for (name, content) in [
            (
                "1.md",
                "---\npublisher: 코리아헤럴드\ntitle: 제목\n---\n\n# 제목\n",
            ),
            ("2.md", "---\ntitle: 제목\n---\n\n# 제목\n"),
            (
                "3.jsonl",
                "{\"press\": \"가\"}\n{\"press\": \"가\", \"text\": \" \"}\nx\n",
            ),
            ("4.csv", "press,text\n가,\n나\n"),
        ] {
            fs::write(inner.join(name), content).unwrap();
        }
        let publishers = |publisher| {
            let options = CorpusOptions {
                publisher,
                ..CorpusOptions::default()
            };
            let found = entries(Corpus::open(&[folder.path()], options).unwrap());
            let found = found.into_iter().map(|e| skip(e).publisher);
            found.map(Option::unwrap_or_default).collect::<Vec<_>>()
        };
        assert_eq!(
            publishers(PublisherSource::Field),
            ["The Korea Herald", "", "가", "가", "", "가", ""]
        );
        assert_eq!(
            publishers(PublisherSource::ParentFolder),
            ["The Korea Herald", "다", "가", "가", "다", "가", "다"]
        );
    }

    #[test]
    fn a_path_that_is_not_there_is_an_error_that_names_it() {
        let error = Corpus::open(&["no/such/path"], CorpusOptions::default()).unwrap_err();
        assert!(error.is_not_found());
        assert_eq!(
            error.to_string(),
            "cannot find no/such/path; check the spelling"
        );
        assert!(std::error::Error::source(&error).is_some());
    }

    #[test]
    fn a_file_that_vanishes_is_a_skip() {
        for name in ["a.txt", "a.jsonl"] {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(name), "{\"text\": \"a\"}").unwrap();
            let corpus = open(folder.path());
            fs::remove_file(folder.path().join(name)).unwrap();
            let found = entries(corpus);
            assert_eq!(found.len(), 1);
            assert_eq!(skip(found[0].clone()).reason, SkipReason::Unreadable);
        }
    }

    #[test]
    fn what_is_no_article_is_skipped_by_name_or_content() {
        for (name, content, reason) in [
            ("a.hwp", "x", SkipReason::UnsupportedFormat),
            ("a.DOCX", "PK\x03\x04", SkipReason::UnsupportedFormat),
            ("a.png", "x", SkipReason::Binary),
            ("a.txt", "x\0y", SkipReason::Binary),
            ("a.jsonl", "{\0}", SkipReason::Binary),
            ("a.txt", "", SkipReason::EmptyFile),
            ("a.md", "\u{feff}\r\n", SkipReason::EmptyFile),
        ] {
            let told = skip(file(name, content));
            assert_eq!(told.reason, reason, "{name}");
            assert_eq!(told.action(), "skipped");
        }
        let told = skip(file("a.txt", b"abc\xff\xfe\xfa\xff"));
        assert_eq!(told.reason, SkipReason::UnknownEncoding);
        assert!(
            told.detail.contains("byte 0xff at offset 3"),
            "{}",
            told.detail
        );
    }

    #[test]
    fn many_small_files_share_batches() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..150 {
            fs::write(folder.path().join(format!("{number:03}.txt")), "글.").unwrap();
        }
        let corpus = open(folder.path());
        let total = corpus.bytes().unwrap();
        let batches: Vec<_> = corpus.collect();
        assert_eq!(
            batches.iter().map(|b| b.sequence()).collect::<Vec<_>>(),
            [0, 1, 2]
        );
        assert_eq!(batches.iter().map(|b| b.bytes()).sum::<u64>(), total);
    }
}

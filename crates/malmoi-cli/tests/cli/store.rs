//! `malmoi add`, `remove` and `store`, and the commands that read a store.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use malmoi_store::{CountedTerm, Store};
use sha2::{Digest, Sha256};

use crate::{csv_rows, json_lines, names, newsroom, run};

/// Runs the program, which must do what it is asked, and returns what it prints.
fn done(arguments: &[&str]) -> String {
    let ran = run(arguments, "");
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.err);
    ran.out
}

fn shown(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Returns the days of the newsroom, in an order in which no crawl comes.
fn days() -> Vec<PathBuf> {
    let root = newsroom();
    let mut days: Vec<PathBuf> = names(&root).iter().map(|day| root.join(day)).collect();
    days.rotate_left(4);
    days.reverse();
    days
}

/// Makes a store of the newsroom, a day at a time.
fn stored(store: &Path) {
    for day in days() {
        done(&["add", shown(store), shown(&day), "-q", "--prepare", "never"]);
    }
}

/// Returns the files of a folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let read = |name: String| {
        let bytes = fs::read(folder.join(&name)).unwrap();
        (name, bytes)
    };
    names(folder).into_iter().map(read).collect()
}

#[test]
fn a_store_that_grew_day_by_day_is_analyzed_as_its_files_are() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    stored(&at("store"));
    let room = newsroom();
    let paths = [shown(&room)];
    let store = at("store");
    let store = ["--store", shown(&store)];
    for (number, more) in [&[][..], &["--duplicates", "drop"], &["--no-new-words"]]
        .into_iter()
        .enumerate()
    {
        let out = [
            at(&format!("files-{number}")),
            at(&format!("store-{number}")),
        ];
        let mut printed = Vec::new();
        for (from, out) in [&paths[..], &store].into_iter().zip(&out) {
            let mut arguments = vec!["analyze", "-o", shown(out)];
            arguments.extend(from);
            arguments.extend(more);
            printed.push(done(&arguments));
        }
        assert_eq!(printed[0], printed[1], "{more:?}");
        let (of_files, of_store) = (files(&out[0]), files(&out[1]));
        assert!(of_files.len() > 40, "{}", of_files.len());
        for (name, bytes) in &of_files {
            assert!(
                of_store.get(name) == Some(bytes),
                "{name} differs, {more:?}"
            );
        }
        assert_eq!(of_files.len(), of_store.len());
    }
}

/// Analyzes a store, and returns what is printed, the files, and whether that was taken from kept
/// results.
fn analyzed(store: &Path, more: &[&str]) -> (String, BTreeMap<String, Vec<u8>>, bool) {
    let out = tempfile::tempdir().unwrap();
    let to = out.path().join("out");
    let arguments = ["analyze", "--store", shown(store), "-o", shown(&to)];
    let ran = run(&[&arguments[..], more].concat(), "");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let is_kept = ran.err.contains("taken from what the store keeps");
    (ran.out, files(&to), is_kept)
}

#[test]
fn an_addition_prepares_what_will_be_asked() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let days = days();
    let (last, days) = days.split_last().unwrap();
    let add = |paths: &[PathBuf], more: &[&str]| {
        let paths: Vec<&str> = paths.iter().map(|path| shown(path)).collect();
        done(&[&["add", shown(&store)], &paths[..], more].concat());
    };
    let of_files = |days: &[PathBuf], more: &[&str]| {
        let out = folder.path().join("out");
        let paths: Vec<&str> = days.iter().map(|path| shown(path)).collect();
        done(&[&["analyze", "-o", shown(&out)], &paths[..], more].concat());
        files(&out)
    };

    // All articles are new, and who asks first finds the answer there.
    add(days, &[]);
    let (_, tables, is_kept) = analyzed(&store, &[]);
    assert!(is_kept);
    assert!(tables == of_files(days, &[]));
    let verified = run(&["store", "verify", shown(&store)], "").err;
    assert!(verified.contains("all are as they are kept"), "{verified}");

    // One day more of many is not worth counting all anew, unless that is wanted. What was asked
    // last is asked again.
    let once = &["--duplicates", "drop"];
    assert!(!analyzed(&store, once).2);
    add(std::slice::from_ref(last), &[]);
    assert!(!analyzed(&store, once).2);
    done(&["remove", shown(&store), "--id", "905_0000033260"]);
    add(&[newsroom()], &["--prepare", "always"]);
    let (_, tables, is_kept) = analyzed(&store, once);
    assert!(is_kept);
    assert!(tables == of_files(&[newsroom()], once));
    assert!(!analyzed(&store, &[]).2);

    // What nobody wants is not done, and of nothing there is nothing to keep.
    let bare = folder.path().join("bare");
    done(&["add", shown(&bare), shown(last), "--prepare", "never"]);
    assert!(!bare.join("results").exists());
    let (empty, none) = (folder.path().join("empty"), folder.path().join("none"));
    fs::create_dir(&empty).unwrap();
    fs::write(empty.join("x.md"), "").unwrap();
    done(&["add", shown(&none), shown(&empty), "--prepare", "always"]);
    assert!(!none.join("results").exists());
}

#[test]
fn results_are_kept_for_the_same_articles_and_the_same_question() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    stored(&store);
    let (printed, tables, is_kept) = analyzed(&store, &[]);
    assert!(!is_kept);
    let (printed_again, tables_again, is_kept) = analyzed(&store, &[]);
    assert!(is_kept);
    assert_eq!(printed, printed_again);
    assert_eq!(tables.len(), tables_again.len());
    for (name, bytes) in &tables {
        assert!(tables_again.get(name) == Some(bytes), "{name} differs");
    }
    // How tables are written is no other question.
    assert!(analyzed(&store, &["--tables", "csv", "--format", "csv"]).2);

    // What takes nothing from the articles leaves the results as good as they are.
    done(&["add", shown(&store), shown(&newsroom())]);
    done(&["store", "compact", shown(&store)]);
    assert!(analyzed(&store, &[]).2);
    let verified = done(&["store", "verify", shown(&store)]);
    done(&["remove", shown(&store), "--publisher", "한빛일보"]);
    done(&["add", shown(&store), shown(&newsroom())]);
    assert_eq!(done(&["store", "verify", shown(&store)]), verified);
    assert!(analyzed(&store, &[]).2);

    // What is damaged is found anew.
    let results = store.join("results/analysis");
    let mut bytes = fs::read(&results).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&results, bytes).unwrap();
    let (_, tables_again, is_kept) = analyzed(&store, &[]);
    assert!(!is_kept && tables_again == tables);

    // Another question, and other articles, have another answer.
    assert!(!analyzed(&store, &["--top", "3"]).2);
    assert!(analyzed(&store, &["--top", "3"]).2);
    assert!(!analyzed(&store, &["--duplicates", "drop"]).2);
    assert!(!analyzed(&store, &[]).2);
    done(&["remove", shown(&store), "--publisher", "한빛일보"]);
    let (_, fewer, is_kept) = analyzed(&store, &[]);
    assert!(!is_kept && fewer != tables);
}

#[test]
fn a_slice_of_a_store_is_analyzed_as_its_files_alone() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    stored(&store);
    // The articles of some days, and of one publisher, as files of their own.
    let check = |filter: &str, has: &dyn Fn(&str, &str) -> bool| {
        let all = done(&[
            "audit",
            "--store",
            shown(&store),
            "--days",
            "--format",
            "jsonl",
        ]);
        assert!(json_lines(&all).len() > 20);
        let crawl = tempfile::tempdir().unwrap();
        let room = newsroom();
        let mut copied = 0;
        for day in names(&room) {
            for name in names(&room.join(&day)) {
                let text = fs::read_to_string(room.join(&day).join(&name)).unwrap_or_default();
                let stated = |key: &str| {
                    let line = text.lines().find_map(|l| l.strip_prefix(key));
                    line.unwrap_or_default().trim().trim_matches('"').to_owned()
                };
                if has(&stated("publisher:"), &stated("published_at:")) {
                    fs::create_dir_all(crawl.path().join(&day)).unwrap();
                    fs::write(crawl.path().join(&day).join(&name), &text).unwrap();
                    copied += 1;
                }
            }
        }
        assert!(copied > 5, "{copied}");
        let alone = crawl.path().join("store-of-these");
        done(&["add", shown(&alone), shown(crawl.path()), "-q"]);
        let (printed, tables, _) = analyzed(&alone, &[]);
        let (sliced, sliced_tables, is_kept) = analyzed(&store, &["--where", filter]);
        assert!(!is_kept);
        assert_eq!(sliced, printed, "{filter}");
        for arguments in [
            &["audit", "--days", "--format", "csv"][..],
            &["keywords", "--format", "csv"],
            &[
                "topics",
                "--k",
                "2",
                "--iterations",
                "10",
                "--format",
                "jsonl",
            ],
        ] {
            let of_these = done(&[arguments, &["--store", shown(&alone)]].concat());
            let slice = ["--store", shown(&store), "--where", filter];
            assert!(of_these.lines().count() > 1, "{arguments:?}");
            assert_eq!(
                done(&[arguments, &slice].concat()),
                of_these,
                "{arguments:?}"
            );
        }
        for (name, bytes) in &tables {
            // Paths differ, and what is skipped is in no slice.
            let is_of_paths = ["documents", "skipped", "report", "summary"]
                .iter()
                .any(|table| name.starts_with(table));
            if !is_of_paths {
                assert!(
                    sliced_tables.get(name) == Some(bytes),
                    "{name} differs, {filter}"
                );
            }
        }
        // A slice is not kept for the whole.
        assert!(!analyzed(&store, &["--where", filter]).2);
    };
    check(
        "publisher=한빛일보,'더 코리아 리뷰'",
        &|publisher, _| ["한빛일보", "더 코리아 리뷰"].contains(&publisher),
    );
    check("date=2026-03-03..2026-03-05", &|_, published| {
        ("2026-03-03".."2026-03-06").contains(&published)
    });
    let nobody = ["analyze", "--store", shown(&store), "-o", "o", "--where"];
    for (filter, says) in [
        ("publisher=아무도", "has no article"),
        ("topic=3", "takes no topics"),
        ("x", "no condition"),
    ] {
        let ran = run(&[&nobody[..], &[filter]].concat(), "");
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains(says), "{}", ran.err);
    }
}

#[test]
fn every_view_of_a_store_is_that_of_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    stored(&store);
    let room = newsroom();
    for arguments in [
        &["audit", "--format", "csv"][..],
        &["audit", "--cleaning", "--format", "csv"],
        &["kwic", "정부", "--format", "jsonl"],
        &["kwic", "정부", "--where", "publisher=한빛일보 lang=ko"],
        &["collocates", "정부", "--format", "jsonl"],
        &["trends", "정부", "--format", "jsonl"],
        &["trends", "정부", "--term", "예산", "--format", "jsonl"],
        &[
            "topics",
            "--k",
            "3",
            "--iterations",
            "20",
            "--format",
            "jsonl",
        ],
    ] {
        let with = |from: &[&str]| done(&[arguments, from].concat());
        let of_files = with(&[shown(&room)]);
        assert!(!of_files.is_empty(), "{arguments:?}");
        assert_eq!(with(&["--store", shown(&store)]), of_files, "{arguments:?}");
    }
    let trends = |terms: &[&str]| {
        let from = ["--store", shown(&store), "--format", "jsonl"];
        done(&[&["trends"], terms, &from].concat())
    };
    assert_eq!(
        trends(&["정부", "예산"]),
        trends(&["정부", "--term", "예산"])
    );
}

#[test]
fn a_view_of_a_store_needs_no_files() {
    let folder = tempfile::tempdir().unwrap();
    let (crawl, store) = (folder.path().join("crawl"), folder.path().join("store"));
    fs::create_dir(&crawl).unwrap();
    fs::write(crawl.join("a.txt"), "정부는 대책을 발표했다.").unwrap();
    done(&["add", shown(&store), shown(&crawl)]);
    let hits = || {
        let arguments = ["kwic", "대책", "--format", "jsonl", "--store"];
        run(&[&arguments[..], &[shown(&store)]].concat(), "")
    };
    let before = hits();
    assert!(!before.err.contains("not there any more"), "{}", before.err);
    fs::remove_dir_all(&crawl).unwrap();
    let ran = hits();
    assert_eq!(json_lines(&ran.out).len(), 1);
    assert_eq!(ran.out, before.out);
    let says = "1 of the 1 files with these hits are not there any more";
    assert!(
        ran.err.contains(says) && ran.err.contains("a.txt"),
        "{}",
        ran.err
    );
}

/// Counts with strings of their own: publisher, day, language, language of the term, term.
type Row = ([String; 5], [[u64; 2]; 3]);

/// Puts other counts into the place of those that a store keeps, as if they had been kept.
fn replace_counts(store: &Path, change: impl FnOnce(&mut Vec<Row>)) {
    let mut rows: Vec<Row> = Vec::new();
    let at = Store::open(store).unwrap();
    at.kept_counts(&mut |row| {
        let day = row.day.unwrap_or_default();
        let texts = [
            row.publisher,
            day,
            row.language,
            row.term_language,
            row.term,
        ];
        rows.push((
            texts.map(str::to_owned),
            [row.counted, row.repeated, row.all],
        ));
    })
    .unwrap();
    let results = store.join("results");
    let kept = fs::read(results.join("analysis")).unwrap();
    change(&mut rows);
    let counts = rows.iter().map(|(texts, numbers)| CountedTerm {
        publisher: &texts[0],
        day: Some(texts[1].as_str()).filter(|day| !day.is_empty()),
        language: &texts[2],
        term_language: &texts[3],
        term: &texts[4],
        counted: numbers[0],
        repeated: numbers[1],
        all: numbers[2],
    });
    at.keep_results("", "", counts, |_| Ok(())).unwrap();
    // The name and the results are those of before; the checksum of the counts, which stands
    // behind the checksums of name and content, is the new one.
    let new = fs::read(results.join("analysis")).unwrap();
    let content = [&new[80..112], &kept[112..]].concat();
    let checksum = Sha256::digest(&content);
    let analysis = [&kept[..48], &checksum[..], &content].concat();
    fs::write(results.join("analysis"), analysis).unwrap();
}

#[test]
fn a_sample_of_the_counts_is_counted_anew() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    stored(&store);
    let verify = || run(&["store", "verify", shown(&store)], "");
    let says = |says: &str, code| {
        let ran = verify();
        assert!(ran.err.contains(says), "{}", ran.err);
        assert_eq!(ran.code, Some(code), "{}", ran.err);
    };
    says("the store keeps no counts", 0);
    for more in [
        &[][..],
        &["--duplicates", "drop", "--lemmas", "--languages", "ko"],
    ] {
        let (_, _, is_kept) = analyzed(&store, more);
        assert!(!is_kept);
        says("all are as they are kept", 0);
    }
    replace_counts(&store, |_| ());
    says("all are as they are kept", 0);
    // Whichever the sample is, it has one of these.
    replace_counts(&store, |rows| {
        rows.iter_mut().for_each(|(_, numbers)| numbers[0][0] += 1);
    });
    says("the counts of", 2);
    analyzed(&store, &["--top", "3"]);
    replace_counts(&store, |rows| rows.retain(|(_, numbers)| numbers[0][0] > 1));
    says("are kept as nothing", 2);
    fs::write(store.join("results/counts.parquet"), "x").unwrap();
    says("is not as it was written", 2);
    done(&["remove", shown(&store), "--publisher", "한빛일보"]);
    says("are of other articles", 0);
}

#[test]
fn adding_says_what_was_new_and_removing_how_many_went() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let room = newsroom();
    let add = || run(&["add", shown(&store), shown(&room)], "").err;
    let said = add();
    assert!(
        said.contains("72 documents: 72 new, 0 there already"),
        "{said}"
    );
    let before = done(&["store", "verify", shown(&store)]);
    let said = add();
    assert!(
        said.contains("72 documents: 0 new, 72 there already"),
        "{said}"
    );
    let remove = |which: &[&str]| run(&[&["remove", shown(&store)], which].concat(), "").err;
    let said = remove(&["--publisher", "한빛", "--dry-run"]);
    assert!(
        said.contains("no article of 한빛, but of 한빛일보") && said.contains("0 documents would"),
        "{said}"
    );
    let would = remove(&[
        "--publisher",
        "한빛일보",
        "--before",
        "2026-03-05",
        "--dry-run",
    ]);
    assert_eq!(done(&["store", "verify", shown(&store)]), before);
    // By a name of the outlet that its articles do not have.
    let said = remove(&["--publisher", "한빛일보", "--before", "2026-03-05"]);
    assert!(said.contains("documents removed"), "{said}");
    assert_eq!(would.replace("would be removed", "removed"), said);
    assert_ne!(done(&["store", "verify", shown(&store)]), before);
    let info = done(&["store", "info", shown(&store), "--format", "csv"]);
    let (_, rows) = csv_rows(&info);
    let row = rows.iter().find(|row| row["publisher"] == "한빛일보");
    assert_eq!(row.unwrap()["first_day"], "2026-03-05");
    add();
    assert_eq!(done(&["store", "verify", shown(&store)]), before);
    done(&["store", "compact", shown(&store)]);
    assert_eq!(done(&["store", "verify", shown(&store)]), before);
}

#[test]
fn misuse_of_a_store_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let room = newsroom();
    for (arguments, says) in [
        (&["add", shown(&store), "-"][..], "standard input"),
        (&["add", shown(&room), shown(&room)], "is no store"),
        (&["remove", shown(&store)], "required"),
        (&["remove", shown(&store), "--id", "1"], "there is no store"),
        (&["store", "info", shown(&store)], "there is no store"),
        (
            &["kwic", "정부", "--store", shown(&store)],
            "there is no store",
        ),
        (&["audit", shown(&room), "--where", "lang=ko"], "by --store"),
        (
            &["topics", shown(&room), "--where", "lang=ko"],
            "by --store",
        ),
        (&["keywords", "--where", "lang=ko"], "by --store"),
        (
            &["kwic", "정부", "crawl", "--store", "s"],
            "cannot be used with",
        ),
        (
            &["kwic", "정부", "--encoding", "cp949", "--store", "s"],
            "cannot be used with",
        ),
    ] {
        let ran = run(arguments, "");
        assert_eq!(ran.code, Some(2), "{arguments:?}");
        assert!(ran.err.contains(says), "{arguments:?}: {}", ran.err);
    }
}

/// Whatever moment a process is killed at, the store is what it was before or after.
#[cfg(unix)]
mod killed {
    use std::os::unix::process::ExitStatusExt;
    use std::process::{Command, Stdio};
    use std::thread;
    use std::time::{Duration, Instant};

    use super::*;

    /// Writes articles of which half are others in every round, and so are the files of some.
    fn write_crawl(crawl: &Path, round: usize) {
        for article in 0..400 {
            let version = if article % 2 == 0 { round } else { 0 };
            let lines: String = (0..20)
                .map(|line| format!("{article}번 기사의 {line}번째 줄은 {version}판이다.\n"))
                .collect();
            let text = format!("---\nid: {article}\n---\n\n# 제목 {version}\n\n{lines}");
            let day = crawl.join(format!("{}", article % 4 + round % 3));
            fs::create_dir_all(&day).unwrap();
            fs::write(day.join(format!("{article}.md")), text).unwrap();
        }
    }

    fn add(store: &Path, crawl: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_malmoi"));
        // The moments are to be those of the addition.
        command.args(["add", shown(store), shown(crawl), "--quiet"]);
        command.args(["--prepare", "never"]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn content(store: &Path) -> String {
        done(&["store", "verify", shown(store)])
    }

    /// Kills so many additions, each at another moment, and adds the same again after each.
    fn kill(kills: usize) {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let (crawl, other) = (at("crawl"), at("other"));
        let store = at("store");
        write_crawl(&crawl, 0);
        let mut moment = 1_u64;
        let mut before = String::new();
        let (mut fired, mut unfinished) = (0, 0);
        // A kill that comes when all is done is none; of so many rounds most are in time.
        for round in 1..=4 * kills {
            if fired == kills {
                break;
            }
            // What comes of it without a kill, and how long that takes.
            let start = Instant::now();
            assert!(add(&other, &crawl).status().unwrap().success());
            let takes = start.elapsed();
            let after = content(&other);
            // Numerical Recipes' generator: a moment for each round, the same on every run.
            moment = moment.wrapping_mul(1_664_525).wrapping_add(1_013_904_223) % (1 << 32);
            let wait = takes.mul_f64(moment as f64 / f64::from(u32::MAX));
            let mut child = add(&store, &crawl).spawn().unwrap();
            thread::sleep(wait.max(Duration::from_millis(1)));
            child.kill().unwrap();
            let has_fired = child.wait().unwrap().signal() == Some(9);
            fired += usize::from(has_fired);
            let is_there = store.join("registry.sqlite").exists()
                && run(&["store", "info", shown(&store)], "").code == Some(0);
            if is_there {
                let now = content(&store);
                let empty = round == 1 && now != after;
                assert!(now == before || now == after || empty, "round {round}");
                unfinished += usize::from(has_fired && now != after);
            }
            assert!(add(&store, &crawl).status().unwrap().success());
            assert_eq!(content(&store), after, "round {round}");
            before = after;
            write_crawl(&crawl, round);
        }
        assert_eq!(fired, kills, "too many kills came when all was done");
        assert!(unfinished > 0, "no kill came before a commit");
    }

    #[test]
    fn an_addition_without_room_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let (crawl, store) = (at("crawl"), at("store"));
        write_crawl(&crawl, 0);
        assert!(add(&store, &crawl).status().unwrap().success());
        let before = content(&store);
        write_crawl(&crawl, 1);
        // No file may have more than some kilobytes, and none can be written beyond.
        let script = "trap '' XFSZ; ulimit -f 16; exec \"$0\" \"$@\"";
        let mut command = Command::new("sh");
        command.args(["-c", script, env!("CARGO_BIN_EXE_malmoi")]);
        command.args(["add", shown(&store), shown(&crawl), "--prepare", "never"]);
        let output = command.output();
        let output = output.unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        // Whatever could not be written lies in the store.
        let says = format!("cannot read or write {}", shown(&store));
        let of_registry = format!("cannot read or write the registry of {}", shown(&store));
        assert!(
            said.contains(&says) || said.contains(&of_registry),
            "{said}"
        );
        assert_eq!(content(&store), before);
        assert!(add(&store, &crawl).status().unwrap().success());
        assert_ne!(content(&store), before);
    }

    #[test]
    fn a_killed_addition_is_all_there_or_not_at_all() {
        kill(10);
    }

    /// `cargo test --release -p malmoi-cli --test cli killed -- --ignored`
    #[test]
    #[ignore = "takes minutes"]
    fn two_hundred_killed_additions_are_all_there_or_not_at_all() {
        kill(200);
    }
}

//! What a large crawl takes.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

/// What the articles are about.
const WORDS: [&str; 32] = [
    "government",
    "measures",
    "export",
    "harbour",
    "election",
    "minister",
    "budget",
    "hospital",
    "bridge",
    "storm",
    "police",
    "court",
    "league",
    "coach",
    "museum",
    "festival",
    "forecast",
    "strike",
    "bank",
    "housing",
    "farm",
    "harvest",
    "airport",
    "railway",
    "battery",
    "reactor",
    "satellite",
    "vaccine",
    "clinic",
    "teacher",
    "orchestra",
    "volcano",
];

/// Returns so many tiny articles of five publishers and five days, a line each, of
/// which no two are the same.
fn articles(count: usize) -> String {
    let mut lines = String::new();
    for number in 0..count {
        let (publisher, day) = (number % 5, 1 + number * 5 / count);
        // The digits of the number name words, and a shuffled one more.
        let shuffled = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let words = (0..5).map(|at| number >> (5 * at));
        let words = words.chain((0..7).map(|at| (shuffled >> (20 + 5 * at)) as usize));
        let text: Vec<&str> = words.map(|n| WORDS[n % WORDS.len()]).collect();
        writeln!(
            lines,
            r#"{{"id":"a{number}","press":"P{publisher}","date":"2026-01-0{day}","text":"{}."}}"#,
            text.join(" ")
        )
        .unwrap();
    }
    lines
}

/// Returns the peak of the memory of an analysis on one thread, in bytes.
fn peak(count: usize) -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let lines = articles(count);
    let mut program = Command::new(env!("CARGO_BIN_EXE_malmoi"))
        .args(["analyze", "-", "--threads", "1", "--quiet", "--out"])
        .arg(folder.path().join("out"))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = program.stdin.take().unwrap();
    let status = format!("/proc/{}/status", program.id());
    let mut peak = 0;
    std::thread::scope(|scope| {
        scope.spawn(move || input.write_all(lines.as_bytes()).unwrap());
        // The peak never sinks, so what was seen last is all but the very end.
        while program.try_wait().unwrap().is_none() {
            let status = fs::read_to_string(&status).unwrap_or_default();
            let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
            let kilobytes = line.and_then(|l| l.trim().strip_suffix(" kB")?.parse().ok());
            peak = kilobytes.unwrap_or(peak);
            std::thread::sleep(Duration::from_millis(2));
        }
    });
    assert!(program.wait().unwrap().success());
    assert!(peak > 1_000, "{peak} kB is no program");
    peak * 1024
}

/// Where each article had a row in memory, it was 790 bytes; what is known of its
/// copies takes a good two hundred, and tables that double when they are full make it
/// 360 to 460 by how many articles there are.
#[test]
fn an_article_takes_few_bytes() {
    let (few, many) = (2_000, 50_000);
    let grown = peak(many).saturating_sub(peak(few));
    let each = grown / (many - few) as u64;
    assert!(each < 600, "{each} bytes an article");
}

#[test]
fn rows_that_cannot_be_kept_are_an_error_that_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let (file, out) = (folder.path().join("a.jsonl"), folder.path().join("out"));
    fs::write(&file, articles(20_000)).unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_malmoi"))
        .args(["analyze", "--threads", "1", "--out"])
        .args([&out, &file])
        .env("TMPDIR", folder.path().join("missing"))
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(2));
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(said.contains("cannot keep the list of articles"), "{said}");
    assert!(said.contains("TMPDIR"), "{said}");
    assert!(!out.exists());
}

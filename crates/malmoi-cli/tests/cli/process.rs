//! Closed pipes and Ctrl-C.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::names;

/// The longest a process may take to end after it was told to.
const PATIENCE: Duration = Duration::from_secs(20);

fn spawn(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_malmoi"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits for a process to end, and ends it if that takes too long.
fn wait(child: Child) -> (ExitStatus, String) {
    wait_for(PATIENCE, child)
}

fn wait_for(patience: Duration, mut child: Child) -> (ExitStatus, String) {
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > patience {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("the program does not end");
        }
        thread::sleep(Duration::from_millis(10));
    };
    let mut error = String::new();
    let mut stderr = child.stderr.take().unwrap();
    stderr.read_to_string(&mut error).unwrap();
    (status, error)
}

fn interrupt(child: &Child) {
    let id = child.id().to_string();
    let status = Command::new("kill").args(["-INT", &id]).status().unwrap();
    assert!(status.success());
}

const ARTICLE: &str = "{\"publisher\":\"가\",\"date\":\"2026-03-06\",\
    \"body\":\"정부는 지진 대책을 발표했다. 시장은 지역 회의를 열었다.\"}\n";

#[test]
fn a_reader_that_wants_no_more_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("articles.jsonl");
    std::fs::write(&path, ARTICLE.repeat(20_000)).unwrap();
    let path = path.to_str().unwrap();
    for arguments in [
        &["tokenize", path, "--format", "jsonl"][..],
        &["tokenize", path, "--format", "csv"],
        &["detect", path],
        &["keywords", path, "--format", "jsonl"],
    ] {
        let mut child = spawn(arguments);
        drop(child.stdin.take());
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        assert!(line.ends_with('\n'), "{arguments:?}");
        drop(reader);
        let (status, error) = wait(child);
        assert_eq!(status.code(), Some(0), "{arguments:?}: {error}");
        assert_eq!(error, "", "{arguments:?}");
    }
}

/// Feeds a process without end, presses Ctrl-C while it works, and returns
/// what it exits with.
fn interrupted(arguments: &[&str]) -> (ExitStatus, String) {
    let mut child = spawn(arguments);
    let mut input = child.stdin.take().unwrap();
    let mut output = child.stdout.take().unwrap();
    let drain = thread::spawn(move || output.read_to_end(&mut Vec::new()));
    let block = ARTICLE.repeat(1 << 10);
    // A pipe holds little: when so much is written, most of it was read.
    for _ in 0..(3 << 20) / block.len() {
        input.write_all(block.as_bytes()).unwrap();
    }
    interrupt(&child);
    let feed = thread::spawn(move || while input.write_all(block.as_bytes()).is_ok() {});
    let ended = wait(child);
    feed.join().unwrap();
    drain.join().unwrap().unwrap();
    ended
}

#[test]
fn an_interrupted_analysis_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let (status, error) = interrupted(&["analyze", "-", "-o", out.to_str().unwrap()]);
    assert_eq!(status.code(), Some(130), "{error}");
    assert!(error.contains("interrupted"), "{error}");
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn an_interrupted_analysis_leaves_the_earlier_result() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let arguments = ["analyze", "-", "-o", out.to_str().unwrap()];
    let mut first = spawn(&arguments);
    first
        .stdin
        .take()
        .unwrap()
        .write_all(ARTICLE.as_bytes())
        .unwrap();
    assert_eq!(wait(first).0.code(), Some(0));
    let before = snapshot(&out);
    let (status, error) = interrupted(&arguments);
    assert_eq!(status.code(), Some(130), "{error}");
    assert!(snapshot(&out) == before, "the earlier result was changed");
    assert_eq!(names(folder.path()), ["out"]);
}

fn snapshot(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let names = names(folder).into_iter();
    let read = |name: String| {
        let bytes = std::fs::read(folder.join(&name)).unwrap();
        (name, bytes)
    };
    names.map(read).collect()
}

#[test]
fn every_long_job_can_be_interrupted() {
    for arguments in [
        &["keywords", "-"][..],
        &["tokenize"],
        &["detect"],
        &["kwic", "정부", "-"],
        &["topics", "-"],
        &["bench", "-"],
    ] {
        let (status, error) = interrupted(arguments);
        assert_eq!(status.code(), Some(130), "{arguments:?}: {error}");
    }
}

#[test]
fn a_program_that_waits_for_input_can_be_interrupted() {
    let mut child = spawn(&["tokenize"]);
    let input = child.stdin.take();
    // Until the program listens for Ctrl-C, the system ends it.
    thread::sleep(Duration::from_millis(500));
    interrupt(&child);
    let (status, _) = wait_for(Duration::from_secs(10), child);
    drop(input);
    assert_eq!(status.code(), Some(130));
}

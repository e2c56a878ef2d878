//! Help, misuse, and which output goes where.

use crate::{malmoi, newsroom, run};

const COMMANDS: &[&str] = &[
    "analyze",
    "keywords",
    "kwic",
    "collocates",
    "trends",
    "topics",
    "tokenize",
    "detect",
    "bench",
];

#[test]
fn help_names_every_command_and_the_exit_codes() {
    let ran = run(&["--help"], "");
    assert_eq!(ran.code, Some(0));
    assert_eq!(ran.err, "");
    for word in COMMANDS.iter().chain(&["--threads", "--quiet", "130"]) {
        assert!(ran.out.contains(word), "{word}: {}", ran.out);
    }
}

#[test]
fn every_command_has_help_of_its_own() {
    for command in COMMANDS {
        let ran = run(&[command, "--help"], "");
        assert_eq!(ran.code, Some(0), "{command}");
        assert!(ran.out.contains("--format"), "{command}: {}", ran.out);
    }
}

#[test]
fn the_version_is_told() {
    let ran = run(&["--version"], "");
    assert_eq!(ran.out, format!("malmoi {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn misuse_exits_with_2_and_prints_no_data() {
    for arguments in [
        &[][..],
        &["no-such-command"],
        &["analyze"],
        &["analyze", "crawl"],
        &["analyze", "-o", "out"],
        &["keywords", "--top", "many"],
        &["tokenize", "--lang", "xx"],
        &["tokenize", "--lang", "und"],
        &["detect", "--format", "xml"],
        &["detect", "--threads", "0"],
        &["detect", "--threads", "-1"],
        &["bench"],
        &["bench", "crawl", "--rounds", "0"],
        &["bench", "crawl", "--format", "csv"],
        &["keywords", "--publisher", "x", "--publisher-from-folder"],
    ] {
        let ran = run(arguments, "");
        assert_eq!(ran.code, Some(2), "{arguments:?}");
        assert_eq!(ran.out, "", "{arguments:?}");
        assert!(!ran.err.is_empty(), "{arguments:?}");
    }
}

#[test]
fn zero_threads_are_refused_with_the_reason() {
    let ran = run(&["detect", "--threads", "0"], "");
    assert!(ran.err.contains("from 1 to"), "{}", ran.err);
}

#[test]
fn numbers_that_are_none_are_refused_with_what_would_be_one() {
    for (arguments, told) in [
        (
            &["keywords", "--top", "0"][..],
            "'--top <N>': give a whole number from 1",
        ),
        (
            &["keywords", "--top", "-1"],
            "'--top <N>': give a whole number from 1",
        ),
        (
            &["kwic", "정부", "-", "--limit", "x"],
            "'--limit <N>': give a whole number from 0",
        ),
        (
            &["bench", "crawl", "--sample", "x"],
            "'--sample <MB>': give a whole number from 1",
        ),
    ] {
        let ran = run(arguments, "");
        assert_eq!(ran.code, Some(2), "{arguments:?}");
        assert!(ran.err.contains(told), "{}", ran.err);
    }
}

#[test]
fn an_error_says_so_without_a_backtrace() {
    let output = malmoi()
        .args(["keywords", "no-such-path"])
        .env("RUST_BACKTRACE", "1")
        .output();
    let error = String::from_utf8(output.unwrap().stderr).unwrap();
    assert!(error.starts_with("error: "), "{error}");
    assert!(error.contains("no-such-path"), "{error}");
    assert_eq!(error.lines().count(), 1, "{error}");
}

#[test]
fn quiet_leaves_nothing_but_data() {
    let folder = tempfile::tempdir().unwrap();
    let crawl = folder.path().join("crawl");
    std::fs::create_dir(&crawl).unwrap();
    std::fs::write(crawl.join("good.txt"), "정부는 대책을 발표했다.").unwrap();
    std::fs::write(crawl.join("broken.txt"), b"\xff").unwrap();
    let [crawl, out] = [crawl, folder.path().join("out")].map(|p| p.to_str().unwrap().to_string());
    for arguments in [
        &["--quiet", "analyze", &crawl, "-o", &out][..],
        &["keywords", &crawl, "-q"],
    ] {
        let ran = run(arguments, "");
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{arguments:?}");
        assert!(!ran.out.is_empty(), "{arguments:?}");
    }
}

#[test]
fn remarks_do_not_mix_with_data() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let [crawl, out] = [newsroom(), out].map(|p| p.to_str().unwrap().to_string());
    let ran = run(&["analyze", &crawl, "-o", &out, "--format", "jsonl"], "");
    crate::json_lines(&ran.out);
    assert!(ran.err.contains("72 documents"), "{}", ran.err);
    assert!(ran.err.contains(&out), "{}", ran.err);
}

#[test]
fn nothing_is_coloured_where_there_is_no_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let [crawl, out] = [newsroom(), out].map(|p| p.to_str().unwrap().to_string());
    for arguments in [
        &["analyze", &crawl, "-o", &out][..],
        &["keywords", &crawl],
        &["tokenize", "no-such-file"],
        &["--help"],
        &["no-such-command"],
    ] {
        for variable in ["NO_COLOR", "TERM"] {
            let mut command = malmoi();
            let output = command
                .args(arguments)
                .env(variable, "xterm")
                .output()
                .unwrap();
            let has_escapes = [output.stdout, output.stderr]
                .iter()
                .any(|o| o.contains(&0x1b));
            assert!(!has_escapes, "{arguments:?}");
        }
    }
}

#[test]
fn a_wrong_language_is_named_with_what_is_known() {
    for command in COMMANDS.iter().filter(|command| **command != "bench") {
        let ran = run(&[command, "--languages", "ko,kr"], "");
        assert_eq!(ran.code, Some(2), "{command}");
        for word in ["kr", "--languages", "Korean is ko", " vi "] {
            assert!(ran.err.contains(word), "{word}: {}", ran.err);
        }
    }
    let ran = run(&["tokenize", "--lang", "ko", "--languages", "ko,en"], "");
    assert_eq!(ran.code, Some(2));
}

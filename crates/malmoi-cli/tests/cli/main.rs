//! The program `malmoi` from outside: what it prints, writes and exits with.
//!
//! | module | what it tests |
//! |---|---|
//! | `analyze` | the folder of results |
//! | `audit` | what a crawl covers, and how it is read |
//! | `bench` | figures of every engine |
//! | `dict` | user dictionaries and new words |
//! | `keywords` | keywords of documents |
//! | `memory` | what a large crawl takes, on Linux |
//! | `lines` | `tokenize` and `detect`, one answer a line |
//! | `search` | `kwic`, `collocates` and `trends`: from a term to its articles |
//! | `store` | articles that are kept, whatever kills the program |
//! | `topics` | what a crawl is about |
//! | `usage` | help, misuse, where output goes |
//! | `process` | closed pipes and Ctrl-C |

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod analyze;
mod audit;
mod bench;
mod compare;
mod dict;
mod keywords;
mod lines;
#[cfg(target_os = "linux")]
mod memory;
#[cfg(unix)]
mod process;
mod search;
mod store;
mod topics;
mod usage;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

/// Returns the program, ready for arguments.
fn malmoi() -> Command {
    Command::new(env!("CARGO_BIN_EXE_malmoi"))
}

/// Returns the folder of the sample newsroom.
fn newsroom() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    root.unwrap().join("examples").join("newsroom")
}

/// What a run came to.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

/// Runs the program to its end.
fn run<S: AsRef<std::ffi::OsStr>>(arguments: &[S], input: &str) -> Ran {
    let mut command = malmoi();
    let output = command.args(arguments).write_stdin(input).output().unwrap();
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Parses JSON Lines.
fn json_lines(text: &str) -> Vec<Value> {
    assert!(
        text.is_empty() || text.ends_with('\n'),
        "the last line has no end"
    );
    text.lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}

/// Parses CSV with a header: the columns, and the rows by column.
fn csv_rows(text: &str) -> (Vec<String>, Vec<BTreeMap<String, String>>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let columns: Vec<String> = reader.headers().unwrap().iter().map(String::from).collect();
    let rows = reader.records().map(|record| {
        // The reader refuses a row with more or fewer cells than the header.
        let record = record.unwrap();
        columns
            .iter()
            .cloned()
            .zip(record.iter().map(String::from))
            .collect()
    });
    let rows = rows.collect();
    (columns, rows)
}

/// Returns the names in a folder, hidden ones included.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let name =
        |e: std::io::Result<std::fs::DirEntry>| e.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort();
    names
}

/// Returns the keys of a JSON object, in alphabetical order.
fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}

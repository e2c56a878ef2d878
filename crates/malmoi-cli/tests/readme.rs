//! What the README shows is what the program prints.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Command, Stdio};
use std::{fs, io::Write};

#[test]
fn the_readme_shows_what_the_program_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut checked = 0;
    for block in readme.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap();
        for shown in block.split("$ ").skip(1) {
            let (command, expected) = shown.split_once('\n').unwrap();
            let printed = run(command, &root, &folder.path().join("out"));
            assert_eq!(
                trimmed(expected),
                trimmed(&printed),
                "README.md shows another output of `{command}`; copy what it prints now"
            );
            checked += 1;
        }
    }
    assert!(checked >= 4, "only {checked} commands found in README.md");
}

/// Runs a line of the README, and returns what goes to standard output; `out`
/// stands for the folder of that name.
fn run(line: &str, root: &Path, out: &Path) -> String {
    let (input, command) = match line.split_once(" | ") {
        Some((echo, command)) => (echo.trim_start_matches("echo ").trim_matches('\''), command),
        None => ("", line),
    };
    let arguments = command
        .strip_prefix("malmoi ")
        .or_else(|| command.strip_prefix("cargo run --release -- "))
        .unwrap_or_else(|| panic!("the README runs something else: {command}"));
    let mut child = Command::new(env!("CARGO_BIN_EXE_malmoi"))
        .args(arguments.split(' ').map(|argument| match argument {
            "out" => out.as_os_str().to_owned(),
            other => other.into(),
        }))
        .current_dir(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    writeln!(stdin, "{input}").unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{line}");
    String::from_utf8(output.stdout).unwrap()
}

/// Tables are padded to the right, which editors take away.
fn trimmed(text: &str) -> Vec<&str> {
    text.trim_end().lines().map(str::trim_end).collect()
}

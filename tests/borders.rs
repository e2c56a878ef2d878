//! Who may use what. A border that a manifest or a source file crosses fails
//! here, with what to do about it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::pipeline::root;

/// The crates of the product, and which of the others each may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("malmoi-ko-dic", &[]),
    ("malmoi-text", &["malmoi-ko-dic"]),
    ("malmoi-corpus", &[]),
    ("malmoi-count", &[]),
    ("malmoi-stats", &["malmoi-count"]),
    ("malmoi-topics", &["malmoi-stats"]),
    (
        "malmoi",
        &[
            "malmoi-corpus",
            "malmoi-count",
            "malmoi-stats",
            "malmoi-text",
            "malmoi-topics",
        ],
    ),
    ("malmoi-report", &["malmoi"]),
    ("malmoi-store", &["malmoi-corpus"]),
    ("malmoi-cli", &["malmoi", "malmoi-report", "malmoi-store"]),
];

/// Members of the workspace that are no part of the product: they may use
/// anything, and nothing may use them.
const TOOLS: &[&str] = &["malmoi-benches", "malmoi-tests"];

/// Packages that belong to one crate, or to few, and why.
const OWNED: &[(&[&str], &[&str], &str)] = &[
    (
        &[
            "clap",
            "indicatif",
            "comfy-table",
            "anyhow",
            "ctrlc",
            "console",
        ],
        &["malmoi-cli"],
        "only the command line knows the terminal; a library returns errors and results",
    ),
    (
        &[
            "walkdir",
            "htmlize",
            "encoding_rs",
            "chardetng",
            "basic-toml",
        ],
        &["malmoi-corpus"],
        "only malmoi-corpus reads and cleans articles",
    ),
    (
        &["serde_json", "csv"],
        &["malmoi-corpus", "malmoi-report", "malmoi-cli"],
        "formats are read by malmoi-corpus and written by malmoi-report and malmoi-cli",
    ),
    (
        &["maud"],
        &["malmoi-report"],
        "only malmoi-report makes pages",
    ),
    (
        &["ciborium"],
        &["malmoi"],
        "only malmoi turns an analysis into bytes and back",
    ),
    (
        &["parquet"],
        &["malmoi-corpus", "malmoi-report", "malmoi-store"],
        "malmoi-corpus reads it, malmoi-report writes it, malmoi-store keeps articles in it",
    ),
    (
        &["rusqlite"],
        &["malmoi-store"],
        "only malmoi-store keeps anything from run to run",
    ),
    (
        &["tempfile"],
        &["malmoi-corpus", "malmoi", "malmoi-report"],
        "malmoi-corpus keeps streams to read them twice, malmoi the rows of articles, \
         malmoi-report alone writes results",
    ),
    (
        &[
            "lindera",
            "lindera-dictionary",
            "whatlang",
            "frostem",
            "stop-words",
        ],
        &["malmoi-text", "malmoi-ko-dic"],
        "languages are known to malmoi-text alone, and its dictionary's format to malmoi-ko-dic",
    ),
    (
        &["pyo3", "pyo3-arrow", "arrow-array"],
        &["malmoi-python"],
        "only malmoi-python, a workspace of its own, knows Python and Arrow",
    ),
    (
        &["rayon"],
        &["malmoi", "malmoi-cli", "malmoi-topics", "malmoi-report"],
        "the pipeline decides what runs in parallel; the stages below work on one thread, but for \
         the sampler of topics, which is the whole work of its command, and the tables, which are \
         that of an analysis that was kept",
    ),
];

/// Crates that compute and do nothing else.
const PURE: &[&str] = &[
    "malmoi-text",
    "malmoi-count",
    "malmoi-stats",
    "malmoi-topics",
];

/// What a pure crate's sources must not say.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::env",
    "println!",
    "eprintln!",
    "print!(",
    "eprint!(",
];

/// A member of the workspace.
struct Member {
    name: String,
    folder: PathBuf,
    /// The packages of its normal dependencies.
    uses: BTreeSet<String>,
}

fn members() -> Vec<Member> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "cargo metadata failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    packages.iter().map(member).collect()
}

fn member(package: &Value) -> Member {
    let manifest = Path::new(package["manifest_path"].as_str().unwrap());
    let dependencies = package["dependencies"].as_array().unwrap();
    Member {
        name: package["name"].as_str().unwrap().to_string(),
        folder: manifest.parent().unwrap().to_path_buf(),
        uses: dependencies
            .iter()
            .filter(|d| d["kind"].is_null())
            .map(|d| d["name"].as_str().unwrap().to_string())
            .collect(),
    }
}

/// Returns all Rust files under `folder`.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn every_crate_uses_only_what_the_table_allows() {
    let table: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let members = members();
    let names: BTreeSet<&str> = members.iter().map(|m| m.name.as_str()).collect();
    for (name, _) in MAY_USE {
        assert!(
            names.contains(name),
            "{name} is in the table of borders.rs but not in the workspace; take it out"
        );
    }
    for member in &members {
        let name = member.name.as_str();
        if TOOLS.contains(&name) {
            continue;
        }
        let Some(allowed) = table.get(name) else {
            panic!("{name} is new: decide what it may use and add it to the table in borders.rs");
        };
        for used in member.uses.iter().filter(|u| names.contains(u.as_str())) {
            assert!(
                allowed.contains(&used.as_str()),
                "{name} must not use {used}; move what it needs to a crate that both may use, or \
                 change the design and the table in borders.rs"
            );
        }
    }
}

#[test]
fn outside_packages_stay_with_their_owners() {
    for member in members() {
        if TOOLS.contains(&member.name.as_str()) {
            continue;
        }
        for (packages, owners, reason) in OWNED {
            for package in *packages {
                assert!(
                    !member.uses.contains(*package) || owners.contains(&member.name.as_str()),
                    "{} must not depend on {package}: {reason}; it belongs to {}",
                    member.name,
                    owners.join(", ")
                );
            }
        }
    }
}

#[test]
fn the_wheel_is_glue_over_the_library_and_its_program() {
    let manifest = root().join("crates/malmoi-python/Cargo.toml");
    let manifest = fs::read_to_string(manifest).unwrap();
    let dependencies = manifest
        .lines()
        .filter(|line| line.contains("path = \"../"));
    let used: BTreeSet<&str> = dependencies.filter_map(|l| l.split(' ').next()).collect();
    let allowed = ["malmoi", "malmoi-cli", "malmoi-report", "malmoi-store"];
    assert_eq!(
        used,
        BTreeSet::from(allowed),
        "what malmoi-python needs of another crate belongs to the public items of malmoi"
    );
}

#[test]
fn a_crate_is_in_the_folder_of_its_name() {
    for member in members() {
        if TOOLS.contains(&member.name.as_str()) {
            continue;
        }
        let expected = root().join("crates").join(&member.name);
        assert_eq!(
            member.folder, expected,
            "move {} to crates/{}",
            member.name, member.name
        );
    }
}

#[test]
fn every_crate_takes_the_lints_of_the_workspace() {
    for member in members() {
        let manifest = fs::read_to_string(member.folder.join("Cargo.toml")).unwrap();
        let mut lines = manifest.lines().map(str::trim);
        let found = manifest.contains("lints.workspace = true")
            || lines.any(|l| l == "[lints]") && lines.next() == Some("workspace = true");
        assert!(
            found,
            "{} does without the lints; add `[lints]` and `workspace = true` to its Cargo.toml",
            member.name
        );
    }
}

#[test]
fn crates_that_only_compute_do_no_input_or_output() {
    for name in PURE {
        let files = sources(&root().join("crates").join(name).join("src"));
        assert!(!files.is_empty(), "{name} has no sources");
        for file in files {
            let source = fs::read_to_string(&file).unwrap();
            for (number, line) in source.lines().enumerate() {
                let code = line.trim_start();
                if code.starts_with("//") {
                    continue;
                }
                for word in IMPURE {
                    assert!(
                        !code.contains(word),
                        "{}:{} says {word}, but {name} does no I/O; return the value and let \
                         malmoi-corpus, malmoi-report or malmoi-cli read or write it",
                        file.display(),
                        number + 1
                    );
                }
            }
        }
    }
}

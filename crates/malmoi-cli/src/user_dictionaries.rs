//! The user dictionaries named on the command line.

use std::path::{Path, PathBuf};

use anyhow::Context;
use malmoi::{Problem, UserDictionary};

/// How many wrong lines an error names.
const NAMED: usize = 5;

/// Reads the dictionaries, of which the first wins where two have a word. A
/// wrong line is an error: results without the word would look like any
/// others.
pub(crate) fn read(paths: &[PathBuf]) -> anyhow::Result<UserDictionary> {
    let mut all = UserDictionary::default();
    for path in paths {
        let (dictionary, problems) = read_one(path)?;
        if !problems.is_empty() {
            let lines: Vec<String> = problems
                .iter()
                .take(NAMED)
                .map(|p| format!("\n  {}:{}: {}", path.display(), p.line, p.message))
                .collect();
            let more = problems.len().saturating_sub(NAMED);
            let more = if more > 0 {
                format!("\n  and {more} more; malmoi dict check lists them")
            } else {
                String::new()
            };
            anyhow::bail!("wrong lines in a user dictionary:{}{more}", lines.concat());
        }
        all.extend(dictionary);
    }
    Ok(all)
}

/// Reads one dictionary, with what is wrong in it.
pub(crate) fn read_one(path: &Path) -> anyhow::Result<(UserDictionary, Vec<Problem>)> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let text = String::from_utf8(bytes)
        .with_context(|| format!("{} is not UTF-8; convert it first", path.display()))?;
    Ok(UserDictionary::read(&text))
}

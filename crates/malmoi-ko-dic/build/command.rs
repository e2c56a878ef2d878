//! Running another program, with its complaint as the reason when it fails.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::process::{Command, Stdio};

use super::failure::Failure;

/// A program and the arguments it always gets.
pub(crate) type Program = &'static [&'static str];

/// Python, by the names it goes by.
pub(crate) const PYTHON: &[Program] = if cfg!(windows) {
    &[&["python"], &["py", "-3"], &["python3"]]
} else {
    &[&["python3"], &["python"]]
};

/// Runs the first of several programs that succeeds, each with its arguments.
///
/// # Errors
///
/// When none does. The message gives every program's reason: that it is not
/// installed, or what it wrote to standard error, first line and last.
pub(crate) fn run_first<S: AsRef<OsStr>>(attempts: &[(Program, Vec<S>)]) -> Result<(), Failure> {
    let mut reasons = Vec::new();
    for (program, arguments) in attempts {
        match run(program, arguments) {
            Ok(()) => return Ok(()),
            Err(reason) => reasons.push(reason.to_string()),
        }
    }
    Err(Failure::new(reasons.join("; ")))
}

fn run<S: AsRef<OsStr>>(program: Program, arguments: &[S]) -> Result<(), Failure> {
    let name = program.join(" ");
    let [command, first @ ..] = program else {
        return Err(Failure::new("no program to run"));
    };
    let output = Command::new(command)
        .args(first)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound => Failure::new(format!("{name} is not installed")),
            _ => Failure::new(format!("{name} could not be started: {error}")),
        })?;
    if output.status.success() {
        return Ok(());
    }
    // The first line tends to hold the cause and the last one the outcome.
    let complaint = String::from_utf8_lossy(&output.stderr);
    let mut lines = complaint
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    let told = match (lines.next(), lines.next_back()) {
        (Some(first), Some(last)) => format!("{first} … {last}"),
        (Some(only), None) => only.to_owned(),
        (None, _) => "it said nothing".to_owned(),
    };
    Err(Failure::new(format!(
        "{name} ended with {}: {told}",
        output.status
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_program_is_tried_and_its_reason_told() {
        let missing: Program = &["malmoi-no-such-program"];
        let message = run_first(&[(missing, vec!["x"]), (missing, vec![])])
            .unwrap_err()
            .to_string();
        let reason = "malmoi-no-such-program is not installed";
        assert_eq!(message, format!("{reason}; {reason}"));
        // Cargo runs the tests, so it is certainly there.
        let cargo: Program = &[env!("CARGO")];
        run_first(&[(missing, vec!["-V"]), (cargo, vec!["-V"])]).unwrap();
        let message = run_first(&[(cargo, vec!["--no-such-option"])])
            .unwrap_err()
            .to_string();
        assert!(message.contains(" ended with exit "), "{message}");
        assert!(message.contains("--no-such-option"), "{message}");
    }
}

//! The processes that measure, seen from the one that starts them.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::OnceLock;
use std::time::Instant;

use anyhow::Context;

use super::once::Measurement;
use super::subject::Subject;
use super::texts::Text;
use crate::output::append_json;

/// What starts this program in another process, up to its arguments.
static AGAIN: OnceLock<Vec<OsString>> = OnceLock::new();

/// Says what starts this program in another process; what was said first holds.
pub(crate) fn start_again_by(again: Vec<OsString>) {
    AGAIN.get_or_init(|| again);
}

/// A process that has its texts and waits for its start.
pub(super) struct Process {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    what: String,
}

impl Process {
    /// Starts a process, and returns when it is ready.
    pub(super) fn start(
        subject: Subject,
        threads: usize,
        texts: Vec<&Text>,
    ) -> anyhow::Result<Process> {
        let (threads, what) = (threads.to_string(), subject.name());
        let arguments = ["bench-run", what.as_str(), "--threads", &threads, "--quiet"];
        let mut process = Process::spawn(&arguments)?;
        process.feed(&texts).with_context(|| process.failed())?;
        let said = process.line()?;
        anyhow::ensure!(said == "ready\n", process.failed());
        Ok(process)
    }

    fn spawn(arguments: &[&str]) -> anyhow::Result<Process> {
        let again = AGAIN.get().map(Vec::as_slice);
        let (this, first) = again
            .and_then(<[OsString]>::split_first)
            .context("cannot find this program to run it again")?;
        let mut child = Command::new(this)
            .args(first)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot run this program again")?;
        let (input, output) = child
            .stdin
            .take()
            .zip(child.stdout.take())
            .context("no pipe")?;
        Ok(Process {
            child,
            input,
            output: BufReader::new(output),
            what: arguments.join(" "),
        })
    }

    fn feed(&mut self, texts: &[&Text]) -> std::io::Result<()> {
        let mut input = BufWriter::with_capacity(1 << 16, &mut self.input);
        let mut line = Vec::new();
        for text in texts {
            line.clear();
            append_json(&mut line, &text.text);
            line.push(b'\n');
            input.write_all(&line)?;
        }
        input.write_all(b"\n")?;
        input.flush()
    }

    /// Lets it start to measure.
    pub(super) fn go(&mut self) -> anyhow::Result<()> {
        self.input.write_all(b"go\n").with_context(|| self.failed())
    }

    /// Waits for what it measured.
    pub(super) fn finish(mut self) -> anyhow::Result<Measurement> {
        let said = self.line()?;
        let status = self.child.wait().with_context(|| self.failed())?;
        anyhow::ensure!(status.success(), self.failed());
        serde_json::from_str(&said).with_context(|| self.failed())
    }

    fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        let read = self.output.read_line(&mut line);
        read.with_context(|| self.failed())?;
        Ok(line)
    }

    fn failed(&self) -> String {
        format!("malmoi {} failed", self.what)
    }
}

impl Drop for Process {
    /// Ends what nobody waits for any more.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns how long the program takes from its start to its answer to a line,
/// in milliseconds.
pub(super) fn time_to_first_answer(subject: Subject, line: &str) -> anyhow::Result<f64> {
    let mut arguments = subject.command();
    arguments.extend(["--threads", "1", "--quiet", "--format", "jsonl"].map(String::from));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let start = Instant::now();
    let mut process = Process::spawn(&arguments)?;
    writeln!(process.input, "{line}").with_context(|| process.failed())?;
    let answer = process.line()?;
    let took = start.elapsed().as_secs_f64() * 1000.0;
    anyhow::ensure!(answer.ends_with("}\n"), process.failed());
    Ok(took)
}

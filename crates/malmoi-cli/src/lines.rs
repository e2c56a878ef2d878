//! Lines in, one answer a line out, in order, on all cores.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use malmoi::{Analyzer, AnalyzerWorker};
use rayon::prelude::*;

use crate::{Outcome, interrupt, output};

/// How much is read before it is worked on, in bytes. Enough to keep all cores
/// busy, and little enough that a pipe's reader need not wait.
const BLOCK: usize = 1 << 21;

/// The lines one job takes at a time.
const LINES_PER_JOB: usize = 64;

/// Calls `answer` with the number and the text of every line of every file, and
/// prints what it appends to its buffer, in order.
pub(crate) fn answer_lines(
    paths: &[PathBuf],
    analyzer: &Analyzer,
    answer: impl Fn(&mut AnalyzerWorker<'_>, usize, &str, &mut Vec<u8>) + Sync,
) -> anyhow::Result<Outcome> {
    let mut out = output::stdout();
    let mut number = 1;
    for path in paths {
        let mut input = open(path)?;
        loop {
            let lines = read_block(input.as_mut())
                .with_context(|| format!("cannot read {}", path.display()))?;
            if lines.is_empty() {
                break;
            }
            let texts: Vec<&[u8]> = lines.iter().map(Vec::as_slice).collect();
            let answers: Vec<Vec<u8>> = texts
                .par_chunks(LINES_PER_JOB)
                .enumerate()
                .map_init(
                    || analyzer.analyzer_worker(),
                    |worker, (chunk, lines)| {
                        let mut buffer = Vec::new();
                        for (at, line) in lines.iter().enumerate() {
                            let number = number + chunk * LINES_PER_JOB + at;
                            answer(worker, number, &String::from_utf8_lossy(line), &mut buffer);
                        }
                        buffer
                    },
                )
                .collect();
            for answer in answers {
                out.write_all(&answer)?;
            }
            out.flush()?;
            number += lines.len();
            if interrupt::is_interrupted() {
                return Ok(Outcome::Interrupted);
            }
        }
    }
    Ok(Outcome::Done)
}

fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
}

/// Reads whole lines, without their ends, until they make a block, the input
/// ends, or an interactive input pauses after a line.
fn read_block(input: &mut dyn BufRead) -> io::Result<Vec<Vec<u8>>> {
    let mut lines = Vec::new();
    let mut size = 0;
    let is_terminal = io::IsTerminal::is_terminal(&io::stdin());
    while size < BLOCK {
        let mut line = Vec::new();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        size += line.len();
        if line.ends_with(b"\n") {
            line.pop();
        }
        if line.ends_with(b"\r") {
            line.pop();
        }
        lines.push(line);
        if is_terminal {
            break;
        }
    }
    Ok(lines)
}

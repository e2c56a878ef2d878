//! Lines in, one answer a line out, in order, on all cores.

use std::fs::File;
use std::io::{self, BufRead, Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Context;
use malmoi::{Encoding, LineDecoder, LineInput};
use rayon::prelude::*;

use crate::args::LinesArguments;
use crate::{Outcome, interrupt, output};

/// How much is read before it is worked on, in bytes: enough to keep all cores
/// busy.
const BLOCK: usize = 1 << 21;

/// The lines one job takes at a time.
const LINES_PER_JOB: usize = 64;

/// Calls `answer` with the number and the text of every line of every file, and
/// prints what it appends to its buffer, in order. Each job has a worker of its
/// own.
pub(crate) fn answer_lines<W>(
    LinesArguments {
        paths, encoding, ..
    }: &LinesArguments,
    quiet: bool,
    worker: impl Fn() -> W + Sync,
    answer: impl Fn(&mut W, usize, &str, &mut Vec<u8>) + Sync,
) -> anyhow::Result<Outcome> {
    let mut out = output::stdout();
    let mut number = 1;
    let mended = AtomicUsize::new(0);
    for path in paths {
        let (mut input, decoder) =
            open(path, *encoding).with_context(|| format!("cannot read {}", path.display()))?;
        loop {
            let lines = read_block(&mut input)
                .with_context(|| format!("cannot read {}", path.display()))?;
            if lines.is_empty() {
                break;
            }
            let texts: Vec<&[u8]> = lines.iter().map(Vec::as_slice).collect();
            let answers: Vec<Vec<u8>> = texts
                .par_chunks(LINES_PER_JOB)
                .enumerate()
                .map_init(&worker, |worker, (chunk, lines)| {
                    let mut buffer = Vec::new();
                    for (at, line) in lines.iter().enumerate() {
                        let number = number + chunk * LINES_PER_JOB + at;
                        let (text, is_mended) = decoder.decode(line);
                        mended.fetch_add(usize::from(is_mended), Ordering::Relaxed);
                        answer(worker, number, &text, &mut buffer);
                    }
                    buffer
                })
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
    let mended = mended.into_inner();
    if mended > 0 && !quiet {
        output::note(&format!(
            "lines with bytes that mean nothing in their encoding: {mended}; these were read as U+FFFD, which \
             offsets count"
        ));
    }
    Ok(Outcome::Done)
}

/// Asked for a block, a file gives one and a pipe gives what it has.
fn open(path: &Path, encoding: Option<Encoding>) -> io::Result<(LineInput, LineDecoder)> {
    let input: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(path)?)
    };
    LineDecoder::open(input, BLOCK, encoding)
}

/// Reads whole lines, without their ends, until they make a block or there are
/// no more for now: who writes a line into a pipe may wait for the answer.
fn read_block(input: &mut LineInput) -> io::Result<Vec<Vec<u8>>> {
    let mut lines = Vec::new();
    let mut size = 0;
    while size < BLOCK && (lines.is_empty() || !input.buffer().is_empty()) {
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
    }
    Ok(lines)
}

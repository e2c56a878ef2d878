//! One run, in a process of its own: a cold pass over the texts, then a warm
//! one by the same workers.
//!
//! The process reads texts from standard input, a JSON string a line, up to an
//! empty line; loads its subject; says `ready`; and starts when it reads `go`,
//! so that several processes can start together. It prints one
//! [`Measurement`].

use std::io::{BufRead, Write};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex, PoisonError};
use std::time::Instant;

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::subject::{Loaded, Subject};
use crate::args::BenchRunArguments;
use crate::{Outcome, output};

/// What one run, of one process or of several beside each other, came to.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct Measurement {
    /// How long loading took, in milliseconds.
    pub(super) load_ms: f64,
    /// How long the first pass took, in seconds, the making of the workers
    /// included.
    pub(super) cold_s: f64,
    /// How long the second pass took, in seconds.
    pub(super) warm_s: f64,
    /// The tokens of one pass; `None` for what has no tokens.
    pub(super) tokens: Option<u64>,
    /// The most memory the process had, in megabytes, its texts and the part
    /// of the dictionary it touched included; `None` where the system does not
    /// tell.
    pub(super) peak_rss_mb: Option<f64>,
    /// The memory it had with its texts, before its subject was loaded.
    pub(super) texts_rss_mb: Option<f64>,
}

impl Measurement {
    /// Adds up two processes that worked at the same time.
    pub(super) fn beside(self, other: Measurement) -> Measurement {
        let sum = |a: Option<f64>, b: Option<f64>| Some(a? + b?);
        Measurement {
            load_ms: self.load_ms.max(other.load_ms),
            cold_s: self.cold_s.max(other.cold_s),
            warm_s: self.warm_s.max(other.warm_s),
            tokens: self.tokens.zip(other.tokens).map(|(a, b)| a + b),
            peak_rss_mb: sum(self.peak_rss_mb, other.peak_rss_mb),
            texts_rss_mb: sum(self.texts_rss_mb, other.texts_rss_mb),
        }
    }
}

pub(crate) fn run(args: BenchRunArguments) -> anyhow::Result<Outcome> {
    let subject = Subject::named(&args.subject)
        .with_context(|| format!("there is no {} to measure", args.subject))?;
    let mut input = std::io::stdin().lock();
    let texts = read_texts(&mut input)?;
    let texts_rss_mb = memory("VmRSS:");

    let start = Instant::now();
    let loaded = subject.load()?;
    let load_ms = start.elapsed().as_secs_f64() * 1000.0;

    let mut out = output::stdout();
    writeln!(out, "ready")?;
    out.flush()?;
    let mut word = String::new();
    input.read_line(&mut word)?;
    if word.trim_end() != "go" {
        return Ok(Outcome::Interrupted);
    }
    let passes = both_passes(&loaded, &texts);
    let mut buffer = Vec::new();
    output::append_json(
        &mut buffer,
        &Measurement {
            load_ms,
            cold_s: passes.cold_s,
            warm_s: passes.warm_s,
            tokens: (subject != Subject::Detect).then_some(passes.tokens),
            peak_rss_mb: memory("VmHWM:"),
            texts_rss_mb,
        },
    );
    out.write_all(&buffer)?;
    out.flush()?;
    Ok(Outcome::Done)
}

/// Reads texts up to an empty line.
fn read_texts(input: &mut impl BufRead) -> anyhow::Result<Vec<String>> {
    let mut texts = Vec::new();
    let mut line = String::new();
    loop {
        line.clear();
        input.read_line(&mut line)?;
        if line.trim_end().is_empty() {
            return Ok(texts);
        }
        texts.push(serde_json::from_str(&line).context("a line is no JSON string")?);
    }
}

struct Passes {
    cold_s: f64,
    warm_s: f64,
    tokens: u64,
}

/// How much text a thread takes at a time, in bytes.
const CHUNK: usize = 1 << 16;

/// Goes over the texts twice on all threads of the pool.
fn both_passes(loaded: &Loaded, texts: &[String]) -> Passes {
    let chunks = chunks(texts);
    let threads = rayon::current_num_threads();
    let next = AtomicUsize::new(0);
    // In the warm pass a thread first takes what it took in the cold one, and
    // then helps the others.
    let taken: Vec<Mutex<Vec<usize>>> = (0..threads).map(|_| Mutex::default()).collect();
    let again: Vec<AtomicUsize> = (0..threads).map(|_| AtomicUsize::new(0)).collect();
    let barrier = Barrier::new(threads);
    let list = |thread: usize| taken[thread].lock().unwrap_or_else(PoisonError::into_inner);

    let ends = rayon::broadcast(|context| {
        let me = context.index();
        barrier.wait();
        let cold_start = Instant::now();
        let mut tokens = 0;
        let mut worker = loaded.worker();
        let mut work = |chunk: Range<usize>| {
            for text in &texts[chunk] {
                tokens += loaded.tokens(&mut worker, text);
            }
        };
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(chunk) = chunks.get(at) else { break };
            list(me).push(at);
            work(chunk.clone());
        }
        let cold_end = Instant::now();
        barrier.wait();
        let warm_start = Instant::now();
        for thread in (me..threads).chain(0..me) {
            loop {
                let at = again[thread].fetch_add(1, Ordering::Relaxed);
                let Some(at) = list(thread).get(at).copied() else {
                    break;
                };
                work(chunks[at].clone());
            }
        }
        Span {
            cold: (cold_start, cold_end),
            warm: (warm_start, Instant::now()),
            tokens,
        }
    });
    let seconds = |pass: &dyn Fn(&Span) -> (Instant, Instant)| {
        let start = ends.iter().map(|e| pass(e).0).min();
        let end = ends.iter().map(|e| pass(e).1).max();
        let time = start.zip(end).map(|(start, end)| end - start);
        time.unwrap_or_default().as_secs_f64()
    };
    Passes {
        cold_s: seconds(&|e| e.cold),
        warm_s: seconds(&|e| e.warm),
        // Both passes find the same.
        tokens: ends.iter().map(|e| e.tokens).sum::<u64>() / 2,
    }
}

/// When one thread began and ended each pass.
struct Span {
    cold: (Instant, Instant),
    warm: (Instant, Instant),
    tokens: u64,
}

/// Groups neighbouring texts to what a thread takes at a time.
fn chunks(texts: &[String]) -> Vec<Range<usize>> {
    let mut chunks = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (at, text) in texts.iter().enumerate() {
        bytes += text.len();
        if bytes >= CHUNK || at + 1 == texts.len() {
            chunks.push(start..at + 1);
            (start, bytes) = (at + 1, 0);
        }
    }
    chunks
}

/// Returns a line of what Linux tells about this process's memory, in
/// megabytes; elsewhere nothing.
fn memory(name: &str) -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kibibytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024.0 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_end_at_an_empty_line_or_the_end() {
        let mut input = "\"가\\n나\"\n\"b\"\n\ngo\n".as_bytes();
        assert_eq!(read_texts(&mut input).unwrap(), ["가\n나", "b"]);
        assert_eq!(input, b"go\n");
        assert_eq!(read_texts(&mut "\"c\"".as_bytes()).unwrap(), ["c"]);
        assert!(read_texts(&mut "c\n".as_bytes()).is_err());
    }

    #[test]
    fn chunks_take_every_text_once() {
        let texts: Vec<String> = [10, CHUNK, 5, CHUNK / 2, CHUNK / 2, 7]
            .map(|n| "x".repeat(n))
            .to_vec();
        assert_eq!(chunks(&texts), [0..2, 2..5, 5..6]);
        assert!(chunks(&[]).is_empty());
    }

    #[test]
    fn every_thread_count_finds_the_same_tokens() {
        let texts =
            vec!["정부는 반도체 수출을 늘렸다.\n공연이 끝났다.".to_string(); 500];
        let loaded = Subject::Korean(0).load().unwrap();
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            let passes = || both_passes(&loaded, &texts);
            pool.build().unwrap().install(passes)
        };
        let one = on(1);
        let line = loaded.tokens(&mut loaded.worker(), &texts[0]);
        assert_eq!(one.tokens, 500 * line);
        assert_eq!(on(3).tokens, one.tokens);
        assert!(one.cold_s > 0.0 && one.warm_s > 0.0);
    }
}

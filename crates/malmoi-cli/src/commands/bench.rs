//! `malmoi bench`: every engine measured on the user's own corpus.
//!
//! | file | what it does |
//! |---|---|
//! | `texts` | the corpus, as texts of one language each |
//! | `subject` | what is measured: the engines, the analyzer, detection |
//! | `once` | one run, in a process of its own: a cold pass, then a warm one |
//! | `process` | those processes, seen from the one that starts them |
//! | `agreement` | how far the engines agree on the tokens |
//! | `report` | the figures, for people and for programs |
//!
//! Each run has a process to itself, because the peak of a process's memory
//! never sinks and what an allocator has warmed up helps whoever comes next.
//! The runs of one round take turns, so that a machine which is slow for a
//! minute is slow for all of them, and the median of the rounds is told.

mod agreement;
mod once;
mod process;
mod report;
mod subject;
mod texts;

use std::collections::BTreeMap;

use rayon::current_num_threads;

use crate::args::{BenchArguments, BenchFormat};
use crate::progress::Bar;
use crate::{Outcome, interrupt, output};

pub(crate) use once::run as run_once;

use process::Process;
pub(crate) use process::start_again_by;
use report::{Report, Row, Spread};
use subject::Subject;
use texts::Texts;

pub(crate) fn run(args: BenchArguments, quiet: bool) -> anyhow::Result<Outcome> {
    let texts = Texts::read(&args.paths, args.sample, quiet)?;
    if args.texts {
        let mut out = output::stdout();
        output::unless_closed(texts.print(&mut out))?;
        return Ok(Outcome::Done);
    }
    let runs = runs(&texts);
    let subjects = started(&runs);
    let steps = args.rounds as usize * (runs.len() + subjects.len()) + 1;
    let bar = Bar::steps(steps, quiet);
    let mut measured = Measured::default();
    for round in 1..=args.rounds {
        let result = measured.round(&runs, &subjects, &texts, &mut |what| {
            bar.step(format!("round {round}: {what}"));
        });
        // Ctrl-C ends the processes that measure as well, which fail then.
        if interrupt::is_interrupted() {
            bar.finish();
            return Ok(Outcome::Interrupted);
        }
        result?;
    }
    bar.step("agreement".to_string());
    let agreement = agreement::of_all_pairs(&texts)?;
    bar.finish();

    let rows = measured.rows(&runs, &texts);
    let report = Report::new(&texts, args.rounds, rows, agreement);
    let mut out = output::stdout();
    output::unless_closed(match args.format {
        BenchFormat::Table => report.print_table(&mut out),
        BenchFormat::Json => report.print_json(&mut out),
    })?;
    Ok(Outcome::Done)
}

/// One thing to measure in every round.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Run {
    subject: Subject,
    threads: usize,
    /// How many processes share the texts: with two of them, what the machine
    /// can do at best when threads share nothing.
    processes: usize,
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.subject.name())?;
        if self.processes > 1 {
            return write!(f, ", {} processes", self.processes);
        }
        let s = if self.threads == 1 { "" } else { "s" };
        write!(f, ", {} thread{s}", self.threads)
    }
}

/// Lists what there are texts for: each subject on one thread, two, four and
/// so on up to all, and on two processes.
fn runs(texts: &Texts) -> Vec<Run> {
    let most = current_num_threads();
    let mut counts: Vec<usize> = std::iter::successors(Some(1), |n| Some(n * 2))
        .take_while(|n| *n < most)
        .collect();
    counts.push(most);
    let mut runs = Vec::new();
    for subject in Subject::all() {
        if texts.bytes_for(subject) == 0 {
            continue;
        }
        let run = |threads, processes| Run {
            subject,
            threads,
            processes,
        };
        runs.extend(counts.iter().map(|&threads| run(threads, 1)));
        if most > 1 {
            runs.push(run(1, 2));
        }
    }
    runs
}

/// Returns each subject once.
fn started(runs: &[Run]) -> Vec<Subject> {
    let mut subjects: Vec<Subject> = runs.iter().map(|run| run.subject).collect();
    subjects.dedup();
    subjects
}

/// What all rounds so far came to.
#[derive(Default)]
struct Measured {
    runs: BTreeMap<Run, Vec<once::Measurement>>,
    /// In milliseconds.
    starts: BTreeMap<Subject, Vec<f64>>,
}

impl Measured {
    /// Measures everything once, and tells `begin` what is next.
    fn round(
        &mut self,
        runs: &[Run],
        subjects: &[Subject],
        texts: &Texts,
        begin: &mut dyn FnMut(String),
    ) -> anyhow::Result<()> {
        for &run in runs {
            begin(run.to_string());
            self.measure(run, texts)?;
        }
        for &subject in subjects {
            begin(format!("start of {}", subject.name()));
            let took = process::time_to_first_answer(subject, texts.line_for(subject))?;
            self.starts.entry(subject).or_default().push(took);
        }
        Ok(())
    }

    fn measure(&mut self, run: Run, texts: &Texts) -> anyhow::Result<()> {
        let mut processes = Vec::new();
        for share in texts.shares(run.subject, run.processes) {
            processes.push(Process::start(run.subject, run.threads, share)?);
        }
        for process in &mut processes {
            process.go()?;
        }
        let mut whole: Option<once::Measurement> = None;
        for process in processes {
            let part = process.finish()?;
            whole = Some(match whole {
                Some(other) => other.beside(part),
                None => part,
            });
        }
        self.runs.entry(run).or_default().extend(whole);
        Ok(())
    }

    fn rows(&self, runs: &[Run], texts: &Texts) -> Vec<Row> {
        let threads = runs.iter().filter(|run| run.processes == 1);
        threads.map(|&run| self.row(run, texts)).collect()
    }

    fn row(&self, run: Run, texts: &Texts) -> Row {
        let bytes = texts.bytes_for(run.subject);
        let megabytes = bytes as f64 / 1e6;
        let of = |run: Run| self.runs.get(&run).map_or(&[][..], Vec::as_slice);
        let all = of(run);
        let spread =
            |value: &dyn Fn(&once::Measurement) -> f64| Spread::of(all.iter().map(value).collect());
        let cold_mb_s = spread(&|m| megabytes / m.cold_s);
        let cold_s = spread(&|m| m.cold_s).median;
        let two = Run {
            threads: 1,
            processes: 2,
            ..run
        };
        let beside = (run.threads == 2)
            .then(|| of(two))
            .filter(|m| !m.is_empty());
        let two_processes = |value: &dyn Fn(&once::Measurement) -> f64| {
            beside.map(|all| Spread::of(all.iter().map(|m| megabytes / value(m)).collect()).median)
        };
        let per_second = |count: u64| count as f64 / cold_s;
        let tokens = all.first().and_then(|m| m.tokens);
        let peaks: Option<Vec<f64>> = all.iter().map(|m| m.peak_rss_mb).collect();
        let before: Option<Vec<f64>> = all.iter().map(|m| m.texts_rss_mb).collect();
        Row {
            name: run.subject.name(),
            measured: run.subject.language().map_or("all", |l| l.code()),
            bytes,
            threads: run.threads,
            cold_mb_s: cold_mb_s.median,
            cold_mb_s_range: cold_mb_s.range,
            warm_mb_s: spread(&|m| megabytes / m.warm_s).median,
            warm_mb_s_range: spread(&|m| megabytes / m.warm_s).range,
            tokens,
            tokens_per_s: tokens.map(per_second),
            documents_per_s: per_second(texts.documents_for(run.subject)),
            two_processes_mb_s: two_processes(&|m| m.cold_s),
            two_processes_warm_mb_s: two_processes(&|m| m.warm_s),
            peak_rss_mb: peaks.map(|peaks| Spread::of(peaks).median),
            texts_rss_mb: before.map(|before| Spread::of(before).median),
            load_ms: spread(&|m| m.load_ms).median,
            start_ms: Spread::of(self.starts.get(&run.subject).cloned().unwrap_or_default()).median,
        }
    }
}

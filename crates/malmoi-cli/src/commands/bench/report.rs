//! The figures, for people and for programs.

use std::collections::BTreeMap;
use std::io::Write;

use serde::Serialize;

use super::agreement::Agreement;
use super::subject::Subject;
use super::texts::Texts;
use crate::output::{self, align_right, append_json};

/// All that was measured. Megabytes are millions of bytes, of UTF-8 text where
/// they are per second.
#[derive(Serialize)]
pub(super) struct Report {
    version: &'static str,
    machine: Machine,
    /// Of the texts measured.
    bytes: u64,
    documents: u64,
    /// Of the corpus, which may have more than was measured.
    corpus_bytes: u64,
    corpus_documents: u64,
    languages: BTreeMap<&'static str, Share>,
    rounds: u32,
    engines: Vec<Row>,
    agreement: Vec<Agreement>,
}

#[derive(Serialize)]
struct Machine {
    cores: usize,
    cpu: Option<String>,
    system: String,
}

/// The texts of one language.
#[derive(Serialize)]
struct Share {
    bytes: u64,
    documents: u64,
}

/// One subject on so many threads: medians of the rounds.
#[derive(Serialize)]
pub(super) struct Row {
    pub(super) name: String,
    /// The language of the texts it was measured on, or `all`.
    pub(super) measured: &'static str,
    pub(super) bytes: u64,
    pub(super) threads: usize,
    pub(super) cold_mb_s: f64,
    pub(super) cold_mb_s_range: [f64; 2],
    pub(super) warm_mb_s: f64,
    pub(super) warm_mb_s_range: [f64; 2],
    pub(super) tokens: Option<u64>,
    /// Cold, as is `documents_per_s`.
    pub(super) tokens_per_s: Option<f64>,
    pub(super) documents_per_s: f64,
    /// What two processes of one thread each reach on halves of the texts,
    /// beside two threads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) two_processes_mb_s: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) two_processes_warm_mb_s: Option<f64>,
    pub(super) peak_rss_mb: Option<f64>,
    pub(super) texts_rss_mb: Option<f64>,
    pub(super) load_ms: f64,
    pub(super) start_ms: f64,
}

/// The median of a few figures, and the least and the greatest of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spread {
    pub(super) median: f64,
    pub(super) range: [f64; 2],
}

impl Spread {
    /// Of no figures at all, everything is 0.
    pub(super) fn of(mut figures: Vec<f64>) -> Spread {
        figures.sort_by(f64::total_cmp);
        let at = |index: usize| figures.get(index).copied().unwrap_or(0.0);
        let last = figures.len().saturating_sub(1);
        Spread {
            median: (at(last / 2) + at(last.div_ceil(2))) / 2.0,
            range: [at(0), at(last)],
        }
    }
}

impl Report {
    pub(super) fn new(
        texts: &Texts,
        rounds: u32,
        engines: Vec<Row>,
        agreement: Vec<Agreement>,
    ) -> Report {
        let languages = texts.by_language();
        let languages = languages
            .into_iter()
            .map(|(language, bytes, documents)| (language.code(), Share { bytes, documents }));
        Report {
            version: env!("CARGO_PKG_VERSION"),
            machine: Machine {
                cores: std::thread::available_parallelism().map_or(1, usize::from),
                cpu: cpu(),
                system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            },
            bytes: texts.bytes_for(Subject::Analyzer),
            documents: texts.documents_for(Subject::Analyzer),
            corpus_bytes: texts.corpus_bytes,
            corpus_documents: texts.corpus_documents,
            languages: languages.collect(),
            rounds,
            engines,
            agreement,
        }
    }

    pub(super) fn print_json(&self, out: &mut impl Write) -> anyhow::Result<()> {
        let mut buffer = Vec::new();
        append_json(&mut buffer, self);
        buffer.push(b'\n');
        out.write_all(&buffer)?;
        out.flush()?;
        Ok(())
    }

    pub(super) fn print_table(&self, out: &mut impl Write) -> anyhow::Result<()> {
        writeln!(out, "{}", self.head())?;
        let mut table = output::table(&[
            "engine",
            "text",
            "threads",
            "cold MB/s",
            "warm MB/s",
            "tokens/s",
            "docs/s",
            "peak MB",
            "start ms",
        ]);
        align_right(&mut table, &[2, 3, 4, 5, 6, 7, 8]);
        for row in &self.engines {
            table.add_row([
                row.name.clone(),
                row.measured.to_string(),
                row.threads.to_string(),
                with_range(row.cold_mb_s, row.cold_mb_s_range),
                with_range(row.warm_mb_s, row.warm_mb_s_range),
                row.tokens_per_s.map_or("–".to_string(), rounded),
                rounded(row.documents_per_s),
                row.peak_rss_mb.map_or("not measured".to_string(), rounded),
                rounded(row.start_ms),
            ]);
            let Some((cold, warm)) = row.two_processes_mb_s.zip(row.two_processes_warm_mb_s) else {
                continue;
            };
            table.add_row([
                row.name.clone(),
                row.measured.to_string(),
                "2 processes".to_string(),
                rounded(cold),
                rounded(warm),
            ]);
        }
        writeln!(out, "{table}")?;
        for line in self.remarks() {
            writeln!(out, "{line}")?;
        }
        out.flush()?;
        Ok(())
    }

    fn head(&self) -> String {
        let Machine { cores, cpu, system } = &self.machine;
        let cpu = cpu.as_deref().unwrap_or("unknown processor");
        let mut head = format!(
            "malmoi {} on {cores} cores ({cpu}, {system})\n{} of text in {}",
            self.version,
            megabytes(self.bytes),
            output::documents(self.documents as usize),
        );
        if self.bytes < self.corpus_bytes {
            head += &format!(
                ", evenly spread over a corpus of {} in {}",
                megabytes(self.corpus_bytes),
                output::documents(self.corpus_documents as usize),
            );
        }
        let share = |share: &Share| 100.0 * share.bytes as f64 / self.bytes as f64;
        let mut languages: Vec<(&str, &Share)> =
            self.languages.iter().map(|(l, s)| (*l, s)).collect();
        languages.sort_by_key(|(_, share)| std::cmp::Reverse(share.bytes));
        let languages: Vec<String> = languages
            .iter()
            .map(|(language, s)| format!("{:.1} % {language}", share(s)))
            .collect();
        let rounds = match self.rounds {
            1 => "1 round".to_string(),
            n => format!("median of {n} rounds (least–most)"),
        };
        format!("{head}: {}\n{rounds}", languages.join(", "))
    }

    fn remarks(&self) -> Vec<String> {
        let mut remarks = vec![
            "cold: the first pass, by workers that have seen nothing; warm: the same texts again, by the same workers."
                .to_string(),
            "tokens/s and docs/s are cold; peak MB is a process's own, its texts included; start is from call to first answer."
                .to_string(),
        ];
        remarks.extend(self.agreement.iter().map(Agreement::sentence));
        remarks
    }
}

/// Returns "12.3 MB".
fn megabytes(bytes: u64) -> String {
    format!("{} MB", rounded(bytes as f64 / 1e6))
}

fn with_range(median: f64, range: [f64; 2]) -> String {
    let [least, most] = range.map(rounded);
    let median = rounded(median);
    if least == most {
        median
    } else {
        format!("{median} ({least}–{most})")
    }
}

/// Returns three digits, or all there are before the point, in groups.
fn rounded(value: f64) -> String {
    let decimals = match value {
        v if v < 9.995 => 2,
        v if v < 99.95 => 1,
        _ => 0,
    };
    if decimals > 0 {
        return format!("{value:.decimals$}");
    }
    let digits = format!("{value:.0}");
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Returns the name of the processor, where Linux tells.
fn cpu() -> Option<String> {
    let info = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = info.lines().find(|line| line.starts_with("model name"))?;
    let (_, name) = line.split_once(':')?;
    Some(name.trim().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_told_with_the_extremes() {
        let spread = Spread::of(vec![3.0, 1.0, 2.0]);
        assert_eq!((spread.median, spread.range), (2.0, [1.0, 3.0]));
        let spread = Spread::of(vec![4.0, 1.0]);
        assert_eq!((spread.median, spread.range), (2.5, [1.0, 4.0]));
        assert_eq!(Spread::of(vec![]).median, 0.0);
    }

    #[test]
    fn figures_have_three_digits_that_count() {
        let all = [0.034, 5.0, 9.996, 12.34, 99.96, 1_039_870.2];
        let expected = ["0.03", "5.00", "10.0", "12.3", "100", "1,039,870"];
        assert_eq!(all.map(rounded), expected);
    }
}

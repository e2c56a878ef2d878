//! `malmoi analyze`: the main job.

use std::io::Write;

use malmoi::{Analysis, AnalysisOptions, Analyzer, KeynessOptions};
use malmoi_report::Output;
use malmoi_report::tables::{self, KeywordRow, Row};

use super::open_corpus;
use super::tokenize::{append_csv, append_json};
use crate::args::{AnalyzeArguments, Format};
use crate::progress::Bar;
use crate::{Outcome, interrupt, output};

pub(crate) fn run(args: AnalyzeArguments, quiet: bool) -> anyhow::Result<Outcome> {
    // What can fail at once fails before the long work.
    let place = Output::at(&args.out)?;
    let reading = args.corpus.reading;
    let corpus = open_corpus(&args.corpus.paths, reading.options())?;
    let analyzer = Analyzer::new()?;
    let options = AnalysisOptions {
        keyness: KeynessOptions {
            top: args.top,
            ..KeynessOptions::default()
        },
    };

    let bar = Bar::start(corpus.bytes(), quiet);
    let result = malmoi::analyze(corpus, &analyzer, &options, &bar);
    let analysis = match result {
        Err(error) if error.is_interrupted() => {
            bar.finish();
            return Ok(Outcome::Interrupted);
        }
        result => result?,
    };
    bar.phase("writing");
    let written = place.write(&analysis);
    bar.finish();
    written?;
    if interrupt::is_interrupted() && !quiet {
        output::note("Ctrl-C came when the results were already written");
    }

    print(&analysis, args.format)?;
    if !quiet {
        note_documents(&analysis, &args.out.display().to_string());
    }
    Ok(if reading.strict && !analysis.skipped.is_empty() {
        Outcome::Skipped
    } else {
        Outcome::Done
    })
}

/// How many keywords the table for people shows of each publisher.
const SHOWN: usize = 12;

fn print(analysis: &Analysis, format: Format) -> anyhow::Result<()> {
    let keywords = tables::keywords(analysis);
    let mut out = output::stdout();
    let mut buffer = Vec::new();
    match format {
        Format::Jsonl => {
            for row in &keywords {
                append_json(&mut buffer, row);
                buffer.push(b'\n');
            }
        }
        Format::Csv => {
            append_csv(&mut buffer, &KeywordRow::COLUMNS);
            for row in &keywords {
                append_csv(&mut buffer, row);
            }
        }
        Format::Table => {
            let mut table = output::table(&[
                "publisher",
                "lang",
                "articles",
                "tokens",
                "says more than the others",
            ]);
            output::align_right(&mut table, &[2, 3]);
            for p in tables::publishers(analysis) {
                let shown: Vec<&str> = keywords
                    .iter()
                    .filter(|k| (k.publisher, k.language) == (p.publisher, p.language))
                    .take(SHOWN)
                    .map(|k| k.display)
                    .collect();
                table.add_row([
                    p.publisher.to_string(),
                    p.language.to_string(),
                    p.articles.to_string(),
                    p.tokens.to_string(),
                    shown.join(", "),
                ]);
            }
            writeln!(buffer, "{table}")?;
        }
    }
    out.write_all(&buffer)?;
    out.flush()?;
    Ok(())
}

fn note_documents(analysis: &Analysis, out: &str) {
    let (counted, skipped) = (analysis.documents.len(), analysis.skipped.len());
    output::note(&format!(
        "{} documents: {counted} counted, {skipped} skipped",
        counted + skipped
    ));
    output::note_skips(&analysis.skipped);
    output::note(&format!("tables and summary.json are in {out}"));
}

//! `malmoi dict suggest`: words that the dictionary lacks.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use malmoi::{Analysis, AnalysisOptions};
use malmoi_report::tables::{self, NewWordRow, Row};

use super::open;
use crate::args::{DictSuggestArguments, Format};
use crate::output::{append_csv, append_json};
use crate::progress::Bar;
use crate::{Outcome, output};

pub(crate) fn run(args: DictSuggestArguments, quiet: bool) -> anyhow::Result<Outcome> {
    // What can fail at once fails before the long work; a dictionary that
    // somebody has edited is not replaced.
    if let Some(path) = args.out.as_deref().filter(|path| path.exists()) {
        bail!("cannot write {}; it must be new", path.display());
    }
    let reading = &args.corpus.reading;
    let corpus = open(&args.corpus.paths, &args.corpus.store, reading.options()?)?;
    let analyzer = args.analyzer.analyzer()?;
    let bar = Bar::start(corpus.bytes(), quiet);
    let result = malmoi::analyze(corpus, &analyzer, &AnalysisOptions::default(), &bar);
    bar.finish();
    let analysis = match result {
        Err(error) if error.is_interrupted() => return Ok(Outcome::Interrupted),
        result => result?,
    };
    if analysis.documents.is_empty() && analysis.skipped.is_empty() {
        bail!(output::NO_ARTICLE);
    }
    if let Some(path) = &args.out {
        create(path)?
            .write_all(dictionary(&analysis).as_bytes())
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    output::unless_closed(print(&analysis, args.format))?;
    if !quiet {
        let (words, documents) = (analysis.new_words.len(), analysis.documents.len());
        let s = if words == 1 { "" } else { "s" };
        output::note(&format!(
            "{words} word{s} in {}",
            output::documents(documents)
        ));
        output::note_skips_of(&analysis.audit);
    }
    Ok(if reading.strict && analysis.balance.skipped > 0 {
        Outcome::Skipped
    } else {
        Outcome::Done
    })
}

fn create(path: &Path) -> anyhow::Result<File> {
    File::create_new(path)
        .with_context(|| format!("cannot write {}; it must be new", path.display()))
}

/// Returns the words as a user dictionary.
fn dictionary(analysis: &Analysis) -> String {
    let mut text = String::from("# surface,tag,reading\n");
    for word in &analysis.new_words {
        let word = &word.word.word;
        text += &format!("{word},NNP,{word}\n");
    }
    text
}

fn print(analysis: &Analysis, format: Format) -> anyhow::Result<()> {
    let mut out = output::stdout();
    let mut buffer = Vec::new();
    if format == Format::Csv {
        append_csv(&mut buffer, &NewWordRow::COLUMNS);
    }
    let mut table = output::table(&[
        "word",
        "count",
        "articles",
        "publishers",
        "first day",
        "cohesion",
        "entropy",
        "followers",
        "cut today",
    ]);
    output::align_right(&mut table, &[1, 2, 3, 5, 6, 7]);
    table.never_wrap(&[0, 1, 2, 3, 4, 5, 6, 7]);
    table.leave_out_first(&[7, 6, 5, 3]);
    for row in tables::new_words(analysis) {
        let row = row?;
        match format {
            Format::Jsonl => {
                append_json(&mut buffer, &row);
                buffer.push(b'\n');
            }
            Format::Csv => append_csv(&mut buffer, &row),
            Format::Table => {
                table.add_row([
                    row.word.to_string(),
                    row.count.to_string(),
                    row.articles.to_string(),
                    row.publishers.to_string(),
                    row.first_day.unwrap_or_default().to_string(),
                    format!("{:.2}", row.cohesion),
                    format!("{:.2}", row.branching_entropy),
                    row.accessor_variety.to_string(),
                    row.cut.to_string(),
                ]);
            }
        }
    }
    if format == Format::Table {
        writeln!(buffer, "{table}")?;
    }
    out.write_all(&buffer)?;
    out.flush()?;
    Ok(())
}

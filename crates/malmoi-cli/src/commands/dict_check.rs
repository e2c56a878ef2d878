//! `malmoi dict check`: what is wrong with user dictionaries.

use std::io::Write;

use malmoi::{Analyzer, Problem};
use serde::Serialize;

use crate::args::{DictCheckArguments, Format};
use crate::output::{append_csv, append_json};
use crate::{Outcome, output, user_dictionaries};

/// A finding, in the order of the columns.
#[derive(Serialize)]
struct Finding<'a> {
    path: &'a str,
    line: usize,
    /// `error`: the line is refused. `warning`: it is taken.
    severity: &'static str,
    message: &'a str,
}

pub(crate) fn run(args: DictCheckArguments, quiet: bool) -> anyhow::Result<Outcome> {
    let analyzer = Analyzer::new()?;
    let mut out = output::stdout();
    let mut buffer = Vec::new();
    if args.format == Format::Csv {
        writeln!(buffer, "path,line,severity,message")?;
    }
    let mut wrong = 0;
    for path in &args.paths {
        let (dictionary, problems) = user_dictionaries::read_one(path)?;
        let remarks = dictionary.remarks(analyzer.korean());
        let name = path.display().to_string();
        let mut findings: Vec<(&Problem, &'static str)> = Vec::new();
        findings.extend(problems.iter().map(|p| (p, "error")));
        findings.extend(remarks.iter().map(|r| (r, "warning")));
        findings.sort_by_key(|(problem, _)| problem.line);
        for (problem, severity) in findings {
            let finding = Finding {
                path: &name,
                line: problem.line,
                severity,
                message: &problem.message,
            };
            match args.format {
                Format::Jsonl => {
                    append_json(&mut buffer, &finding);
                    buffer.push(b'\n');
                }
                Format::Csv => append_csv(&mut buffer, &finding),
                Format::Table => writeln!(
                    buffer,
                    "{name}:{}: {severity}: {}",
                    problem.line, problem.message
                )?,
            }
        }
        wrong += problems.len();
        if !quiet {
            output::note(&format!(
                "{name}: entries {}, wrong lines {}, warnings {}",
                dictionary.len(),
                problems.len(),
                remarks.len()
            ));
        }
    }
    out.write_all(&buffer)?;
    out.flush()?;
    if wrong > 0 {
        let s = if wrong == 1 { "" } else { "s" };
        anyhow::bail!("{wrong} wrong line{s}");
    }
    Ok(Outcome::Done)
}

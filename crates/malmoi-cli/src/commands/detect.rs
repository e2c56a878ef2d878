//! `malmoi detect`: each line's language.

use std::io::Write;

use malmoi::{Detector, Run};
use serde::Serialize;

use crate::args::{DetectArguments, Format};
use crate::output::{append_csv, append_json};
use crate::{Outcome, lines};

#[derive(Serialize)]
struct DetectionRow {
    lang: &'static str,
    confidence: f64,
    runs: Vec<RunRow>,
}

#[derive(Serialize)]
struct RunRow {
    lang: &'static str,
    start: usize,
    end: usize,
}

impl From<&Run> for RunRow {
    fn from(run: &Run) -> RunRow {
        RunRow {
            lang: run.language.code(),
            start: run.start,
            end: run.end,
        }
    }
}

pub(crate) fn run(args: DetectArguments, quiet: bool) -> anyhow::Result<Outcome> {
    let detector = Detector::among(&args.languages.among);
    let format = args.lines.format;
    if format == Format::Csv {
        let mut out = crate::output::stdout();
        writeln!(out, "line,lang,confidence")?;
        out.flush()?;
    }
    // Detecting needs no scratch space.
    lines::answer_lines(
        &args.lines,
        quiet,
        || (),
        |(), number, line, buffer| {
            let detection = detector.detect(line);
            // Two decimals say all there is to say.
            let confidence = (detection.confidence * 100.0).round() / 100.0;
            let lang = detection.language.code();
            match format {
                Format::Jsonl => {
                    let runs = detection.runs.iter().map(RunRow::from).collect();
                    append_json(
                        buffer,
                        &DetectionRow {
                            lang,
                            confidence,
                            runs,
                        },
                    );
                    buffer.push(b'\n');
                }
                Format::Csv => append_csv(buffer, &(number, lang, confidence)),
                Format::Table => {
                    buffer.extend_from_slice(
                        format!("{lang:<3} {confidence:.2}  {line}\n").as_bytes(),
                    );
                }
            }
        },
    )
}

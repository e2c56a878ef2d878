//! `malmoi tokenize`: each line's tokens.

use std::io::Write;

use malmoi::{Compounds, Token};
use serde::Serialize;

use crate::args::{Format, TokenizeArguments};
use crate::output::{append_csv, append_json};
use crate::{Outcome, lines};

/// One token, in the order of the columns.
#[derive(Serialize)]
struct TokenRow<'a> {
    surface: &'a str,
    term: &'a str,
    pos: &'a str,
    lang: &'a str,
    start: usize,
    end: usize,
}

impl<'a> From<Token<'a>> for TokenRow<'a> {
    fn from(token: Token<'a>) -> TokenRow<'a> {
        TokenRow {
            surface: token.surface,
            term: token.term,
            pos: token.pos,
            lang: token.language.code(),
            start: token.start,
            end: token.end,
        }
    }
}

pub(crate) fn run(args: TokenizeArguments, quiet: bool) -> anyhow::Result<Outcome> {
    let analyzer = args.analyzer.with(args.engine, Compounds::Auto)?;
    let analyzer = match args.lang {
        Some(language) => analyzer.for_language(language),
        None => analyzer.among(&args.languages.among),
    };
    let format = args.lines.format;
    if format == Format::Csv {
        let mut out = crate::output::stdout();
        writeln!(out, "line,surface,term,pos,lang,start,end")?;
        out.flush()?;
    }
    lines::answer_lines(
        &args.lines,
        quiet,
        || analyzer.analyzer_worker(),
        |worker, number, line, buffer| {
            let mut first = true;
            if format == Format::Jsonl {
                buffer.extend_from_slice(b"{\"tokens\":[");
            }
            worker.analyze(line, &mut |token| {
                let row = TokenRow::from(token);
                match format {
                    Format::Jsonl => {
                        if !first {
                            buffer.push(b',');
                        }
                        append_json(buffer, &row);
                    }
                    Format::Csv => append_csv(buffer, &(number, row)),
                    Format::Table => {
                        if !first {
                            buffer.push(b' ');
                        }
                        buffer.extend_from_slice(row.surface.as_bytes());
                        buffer.push(b'/');
                        buffer.extend_from_slice(row.pos.as_bytes());
                    }
                }
                first = false;
            });
            match format {
                Format::Jsonl => buffer.extend_from_slice(b"]}\n"),
                Format::Table => buffer.push(b'\n'),
                Format::Csv => {}
            }
        },
    )
}

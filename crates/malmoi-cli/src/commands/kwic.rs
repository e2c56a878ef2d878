//! `malmoi kwic`: every hit of a term in its context.

use std::io::Write;
use std::path::Path;

use console::measure_text_width;
use malmoi::{Concordance, ConcordanceOptions, Duplicates, Hit};
use serde::Serialize;

use super::search::{self, ArticleRow, Search};
use crate::args::{Format, KwicArguments};
use crate::output::{append_csv, append_json};
use crate::progress::Bar;
use crate::{Outcome, output};

#[derive(Serialize)]
struct HitRow<'a> {
    left: &'a str,
    hit: &'a str,
    right: &'a str,
    start: usize,
    end: usize,
    #[serde(flatten)]
    article: ArticleRow<'a>,
}

pub(crate) fn run(args: KwicArguments, quiet: bool) -> anyhow::Result<Outcome> {
    let Search {
        corpus,
        analyzer,
        selection,
    } = Search::open(&args.search)?;
    let options = ConcordanceOptions {
        matching: args.search.matching(),
        selection,
        limit: args.limit,
        context: args.context,
        order: args.sort.order(),
        articles: args.search.articles.options(),
    };
    let bar = Bar::start(corpus.bytes(), quiet);
    let result = malmoi::kwic(corpus, &analyzer, &args.search.term, &options, &bar);
    bar.finish();
    let found = match result {
        Err(error) if error.is_interrupted() => return Ok(Outcome::Interrupted),
        result => result?,
    };
    search::check_searched(found.articles_searched, &found.skipped)?;
    output::unless_closed(print(&found.hits, args.context, args.search.format))?;
    if !quiet {
        note(&found, options.articles.duplicates);
        if args.search.corpus.store.store.is_some() {
            note_gone(&found.hits);
        }
    }
    let strict = args.search.corpus.reading.strict;
    Ok(search::end(&found.skipped, strict, quiet))
}

fn print(hits: &[Hit], context: usize, format: Format) -> anyhow::Result<()> {
    let mut out = output::stdout();
    if format == Format::Csv {
        writeln!(out, "left,hit,right,start,end,{}", ArticleRow::COLUMNS)?;
    }
    let widest = |text: fn(&Hit) -> &str| {
        let widths = hits.iter().map(|hit| measure_text_width(text(hit)));
        widths.max().unwrap_or_default()
    };
    let hit_width = widest(|hit| &hit.text);
    let publisher_width = widest(|hit| &hit.article.publisher);
    // A day has ten letters, and two spaces stand between columns.
    let source_width = 2 + 10 + 2 + publisher_width + 2 + widest(|hit| &hit.article.id);
    let (context, source_starts) =
        fitted(context, hit_width, source_width, output::terminal_columns());
    let mut buffer = Vec::new();
    for hit in hits {
        buffer.clear();
        let row = HitRow {
            left: &hit.left,
            hit: &hit.text,
            right: &hit.right,
            start: hit.start,
            end: hit.end,
            article: ArticleRow::of(&hit.article),
        };
        match format {
            Format::Jsonl => {
                append_json(&mut buffer, &row);
                buffer.push(b'\n');
            }
            Format::Csv => {
                let HitRow {
                    left,
                    hit,
                    right,
                    start,
                    end,
                    article,
                } = row;
                append_csv(&mut buffer, &(left, hit, right, start, end, article));
            }
            Format::Table => {
                let left = last_columns(&hit.left, context);
                let right = first_columns(&hit.right, context);
                let after = context + hit_width - measure_text_width(&hit.text);
                let published = hit.article.published_at.map(|at| at.day().to_string());
                writeln!(
                    buffer,
                    "{}{left}{}{right}{}{source_starts}  {:10}  {}{}  {}{}",
                    spaces(context, left),
                    console::style(&hit.text).bold(),
                    match source_starts {
                        "" => spaces(after, right),
                        _ => String::new(),
                    },
                    published.unwrap_or_default(),
                    hit.article.publisher,
                    spaces(publisher_width, &hit.article.publisher),
                    hit.article.id,
                    if hit.article.is_copy { "  (copy)" } else { "" },
                )?;
            }
        }
        out.write_all(&buffer)?;
    }
    out.flush()?;
    Ok(())
}

/// Less context than this tells nothing.
const LEAST_CONTEXT: usize = 20;

/// Returns how much context there is room for on both sides, and what stands between it and
/// where a hit is from: nothing, or the end of a line, if one line has no room for both.
fn fitted(
    context: usize,
    hit_width: usize,
    source_width: usize,
    terminal: Option<u16>,
) -> (usize, &'static str) {
    let Some(columns) = terminal.map(usize::from) else {
        return (context, "");
    };
    let beside = columns.saturating_sub(hit_width + source_width) / 2;
    match beside >= context.min(LEAST_CONTEXT) {
        true => (context.min(beside), ""),
        false => (context.min(columns.saturating_sub(hit_width) / 2), "\n"),
    }
}

/// Returns what is missing to so many columns.
fn spaces(columns: usize, text: &str) -> String {
    " ".repeat(columns.saturating_sub(measure_text_width(text)))
}

/// Returns as much of the front of a text as fits into so many columns.
fn first_columns(text: &str, columns: usize) -> &str {
    let mut width = 0;
    for (at, c) in text.char_indices() {
        width += measure_text_width(c.encode_utf8(&mut [0; 4]));
        if width > columns {
            return &text[..at];
        }
    }
    text
}

/// Returns as much of the end of a text as fits into so many columns.
fn last_columns(text: &str, columns: usize) -> &str {
    let mut width = 0;
    for (at, c) in text.char_indices().rev() {
        width += measure_text_width(c.encode_utf8(&mut [0; 4]));
        if width > columns {
            return &text[at + c.len_utf8()..];
        }
    }
    text
}

fn note(found: &Concordance, duplicates: Duplicates) {
    let shown = match found.hits.len() as u64 {
        shown if shown == found.total => String::new(),
        shown => format!(", {shown} shown"),
    };
    let copies = match (found.in_copies, duplicates) {
        (0, _) => String::new(),
        (n, Duplicates::Once) => {
            format!("; {n} are in copies of other articles and not shown (--duplicates count)")
        }
        (n, _) => format!("; {n} are in copies of other articles"),
    };
    output::note(&format!(
        "hits: {} in {} of {} articles{shown}{copies}",
        found.total, found.articles, found.articles_searched
    ));
    if found.total == 0 {
        output::note(search::NO_HIT);
    }
}

/// Tells which files of the hits are not where a store has them from. Their articles are in the
/// store, but whoever follows the path of a hit finds nothing.
fn note_gone(hits: &[Hit]) {
    let mut paths: Vec<&str> = hits.iter().map(|hit| hit.article.path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    let files = paths.len();
    paths.retain(|path| !Path::new(path).exists());
    if let [first, rest @ ..] = paths.as_slice() {
        let gone = rest.len() + 1;
        output::note(&format!(
            "  {gone} of the {files} files with these hits are not there any more, or not seen from \
             this folder, such as {first}; the text is from the store"
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::fitted;

    #[test]
    fn hits_are_fitted_into_a_terminal_and_left_alone_elsewhere() {
        assert_eq!(fitted(36, 4, 40, None), (36, ""));
        assert_eq!(fitted(36, 4, 40, Some(120)), (36, ""));
        assert_eq!(fitted(36, 4, 40, Some(90)), (23, ""));
        assert_eq!(fitted(36, 4, 40, Some(60)), (28, "\n"));
        assert_eq!(fitted(5, 4, 40, Some(60)), (5, ""));
        assert_eq!(fitted(36, 4, 40, Some(3)), (0, "\n"));
    }
}

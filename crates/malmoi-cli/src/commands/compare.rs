//! `malmoi compare`: what some articles say more than others, and less.

use std::io::Write;
use std::path::PathBuf;

use malmoi::{Comparison, ComparisonOptions, Direction, KeynessOptions, SURE, compare};
use malmoi_report::tables::{KeywordRow, Row};

use super::filter::selections;
use super::open;
use crate::args::{CompareArguments, Format};
use crate::output::{append_csv, append_json};
use crate::progress::Bar;
use crate::{Outcome, output};

pub(crate) fn run(args: CompareArguments, quiet: bool) -> anyhow::Result<Outcome> {
    let reading = args.reading;
    let options = reading.options()?;
    let (against, paths) = split(&args.rest);
    let filters = [Some(args.filter.as_str()), against];
    let [here, elsewhere] = selections(filters, &options.aliases, args.topics.as_deref())?;
    let comparison = ComparisonOptions {
        here: here.unwrap_or_default(),
        elsewhere,
        articles: args.articles.options(),
        keyness: KeynessOptions {
            top: args.top,
            ..KeynessOptions::default()
        },
    };
    match (&args.store.store, paths.first()) {
        (None, None) => {
            anyhow::bail!("there is no path to read after the filters; name a file or folder")
        }
        (Some(_), Some(path)) => anyhow::bail!(
            "{} is no filter, and with --store no file is read",
            path.display()
        ),
        _ => {}
    }
    let corpus = open(&paths, &args.store, options)?;
    let analyzer = args.analyzer.analyzer()?;
    let analyzer = analyzer.among(&args.languages.among);
    let bar = Bar::start(corpus.bytes(), quiet);
    let result = compare(corpus, &analyzer, &comparison, &bar);
    bar.finish();
    let found = match result {
        Err(error) if error.is_interrupted() => return Ok(Outcome::Interrupted),
        result => result?,
    };
    for (articles, filter) in [
        (found.articles_here, args.filter.as_str()),
        (found.articles_elsewhere, against.unwrap_or("the rest")),
    ] {
        if articles == 0 {
            if found.publishers.is_empty() {
                anyhow::bail!(
                    "there is no article to compare; are the path, --include and --exclude right?"
                );
            }
            if found.articles_in_doubt > 0 {
                anyhow::bail!(
                    "no article is left to compare for {filter}; {} of another crawl than the \
                     table of topics, or without ids of their own",
                    output::documents(found.articles_in_doubt as usize)
                );
            }
            anyhow::bail!(
                "no article is left to compare for {filter} (what both filters name is in the first); \
                 the publishers are {}",
                found.publishers.join(", ")
            );
        }
    }
    output::unless_closed(print(&found, &args.filter, args.format))?;
    if !quiet {
        if found.keywords.is_empty() {
            output::note(match found.share_a_language() {
                true => "nothing differs enough",
                false => "both sides have no language in common, and so nothing to compare",
            });
        }
        output::note(&format!(
            "{} here, {} elsewhere",
            output::documents(found.articles_here as usize),
            output::documents(found.articles_elsewhere as usize)
        ));
        if found.articles_in_doubt > 0 {
            output::note(&format!(
                "{} not in the table of topics, and so on neither side",
                output::documents(found.articles_in_doubt as usize)
            ));
        }
        output::note_skips(&found.skipped);
    }
    Ok(if reading.strict && !found.skipped.is_empty() {
        Outcome::Skipped
    } else {
        Outcome::Done
    })
}

/// Tells the second filter, if there is one, from the paths.
fn split(rest: &[String]) -> (Option<&str>, Vec<PathBuf>) {
    let is_filter = |text: &str| {
        ["publisher=", "date=", "lang=", "topic="]
            .iter()
            .any(|k| text.starts_with(k))
    };
    let (filter, paths) = match rest.split_first() {
        Some((first, paths)) if is_filter(first) => (Some(first.as_str()), paths),
        _ => (None, rest),
    };
    (filter, paths.iter().map(PathBuf::from).collect())
}

fn print(found: &Comparison, filter: &str, format: Format) -> anyhow::Result<()> {
    let mut rows = Vec::with_capacity(found.keywords.len());
    let list = |a: &malmoi::Keyness, b: &malmoi::Keyness| {
        (a.language, a.direction) == (b.language, b.direction)
    };
    for list in found.keywords.chunk_by(list) {
        for (rank, k) in (1..).zip(list) {
            let row = KeywordRow::of(
                filter,
                rank,
                k,
                &found.counts,
                found.basis,
                &found.evidence(k),
            );
            rows.push((k.direction, row));
        }
    }
    let mut buffer = Vec::new();
    match format {
        Format::Jsonl => {
            for (_, row) in &rows {
                append_json(&mut buffer, row);
                buffer.push(b'\n');
            }
        }
        Format::Csv => {
            append_csv(&mut buffer, &KeywordRow::COLUMNS);
            for (_, row) in &rows {
                append_csv(&mut buffer, row);
            }
        }
        Format::Table => {
            let mut table = output::table(&[
                "lang",
                "",
                "term",
                "per million",
                "elsewhere",
                "log ratio",
                "articles",
                "elsewhere",
                "q",
                "seen in",
            ]);
            output::align_right(&mut table, &[3, 4, 5, 6, 7, 8]);
            table.never_wrap(&[0, 1, 3, 4, 5, 6, 7, 8, 9]);
            table.leave_out_first(&[9, 7, 6, 0, 4, 3]);
            for (direction, row) in &rows {
                table.add_row([
                    row.language.to_string(),
                    match direction {
                        Direction::More => "more",
                        Direction::Less => "less",
                    }
                    .to_string(),
                    output::keyword(row),
                    format!("{:.0}", row.per_million),
                    format!("{:.0}", row.per_million_elsewhere),
                    format!("{:+.1}", row.log_ratio),
                    articles(row)[0].to_string(),
                    articles(row)[1].to_string(),
                    shown_q(row.q_value),
                    row.article_ids
                        .split(';')
                        .next()
                        .unwrap_or_default()
                        .to_string(),
                ]);
            }
            writeln!(buffer, "{table}")?;
            writeln!(
                buffer,
                "log ratio: +1 is twice as frequent, -1 half. q: the share of chance finds among \
                 all with so small a q; in brackets (above {SURE}) it may be chance."
            )?;
        }
    }
    let mut out = output::stdout();
    out.write_all(&buffer)?;
    out.flush()?;
    Ok(())
}

fn shown_q(q: f64) -> String {
    if q < 0.001 {
        "<0.001".to_string()
    } else {
        format!("{q:.3}")
    }
}

/// Returns in how many articles a term is, here and elsewhere, on the basis of its rates.
fn articles(row: &KeywordRow<'_>) -> [u64; 2] {
    match row.basis {
        "once" => [row.articles_once, row.articles_once_elsewhere],
        _ => [row.articles, row.articles_elsewhere],
    }
}

//! `malmoi audit`: what a crawl covers, before anything is counted.

use std::io::Write;

use anyhow::bail;
use malmoi::{Audit, Detector, SkippedAudit, UNKNOWN_PUBLISHER};
use malmoi_report::coverage::{self, AuditRow, CoverageRow};
use malmoi_report::oddities::oddities;
use malmoi_report::tables::Row;

use super::open_slice;
use crate::args::{AuditArguments, CorpusArguments, Format};
use crate::output::{append_csv, append_json};
use crate::progress::Bar;
use crate::{Outcome, output};

pub(crate) fn run(args: AuditArguments, quiet: bool) -> anyhow::Result<Outcome> {
    let reading = &args.corpus.reading;
    let CorpusArguments { paths, store, .. } = &args.corpus;
    let corpus = open_slice(paths, store, &args.slice, reading.options()?)?;
    let said = corpus.said_fields();
    let detector = Detector::among(&args.languages.among);
    let bar = Bar::start(corpus.bytes(), quiet);
    let result = malmoi::audit(corpus, &detector, &bar);
    bar.finish();
    let audit = match result {
        Err(error) if error.is_interrupted() => return Ok(Outcome::Interrupted),
        result => result?,
    };
    if audit.publishers.is_empty() && audit.skipped.is_empty() {
        bail!(output::NO_ARTICLE);
    }
    let printed = match args.format {
        Format::Table if args.cleaning => print_cleaning(&audit),
        Format::Table if args.days => print_days(&audit),
        Format::Table if args.rates => print_rates(&audit),
        Format::Table => print_publishers(&audit),
        format if args.cleaning => print_rows(coverage::cleaning(&audit), format),
        format if args.rates => print_rows(oddities(&audit).into_iter(), format),
        format if args.days => print_rows(coverage::days(&audit), format),
        format => print_rows(coverage::publishers(&audit), format),
    };
    output::unless_closed(printed)?;
    if !quiet {
        note(&audit);
        output::note_unmet(&said);
        output::note_unnamed(reading, &audit);
        output::note_cleaning(&audit, " (--cleaning lists all)");
        let are_skips_told =
            args.format == Format::Table && !(args.days || args.cleaning || args.rates);
        if !are_skips_told {
            for skipped in &audit.skipped {
                output::note_reason(skipped.count, &skipped.first);
            }
        }
    }
    let is_lost = |skipped: &SkippedAudit| !skipped.first.is_duplicate();
    Ok(if reading.strict && audit.skipped.iter().any(is_lost) {
        Outcome::Skipped
    } else {
        Outcome::Done
    })
}

fn print_rows<R: Row>(rows: impl Iterator<Item = R>, format: Format) -> anyhow::Result<()> {
    let mut out = output::stdout();
    let mut buffer = Vec::new();
    if format == Format::Csv {
        append_csv(&mut buffer, &R::COLUMNS);
    }
    for row in rows {
        if format == Format::Jsonl {
            append_json(&mut buffer, &row);
            buffer.push(b'\n');
        } else {
            append_csv(&mut buffer, &row);
        }
        out.write_all(&buffer)?;
        buffer.clear();
    }
    out.write_all(&buffer)?;
    out.flush()?;
    Ok(())
}

fn print_publishers(audit: &Audit) -> anyhow::Result<()> {
    let columns = [
        "publisher",
        "articles",
        "days",
        "languages",
        "copies",
        "odd",
    ];
    let mut table = output::table(&columns);
    output::align_right(&mut table, &[1, 4]);
    table.never_wrap(&[1, 2, 4]);
    for row in coverage::publishers(audit) {
        table.add_row([
            row.publisher.to_string(),
            row.articles.to_string(),
            days(row.first_day.as_deref(), row.last_day.as_deref()),
            shares(&row.languages),
            count(row.copies),
            odd(&row),
        ]);
    }
    let mut out = output::stdout();
    writeln!(out, "{table}")?;
    print_skips(audit, &mut out)?;
    out.flush()?;
    Ok(())
}

fn print_days(audit: &Audit) -> anyhow::Result<()> {
    let columns = [
        "publisher",
        "day",
        "lang",
        "articles",
        "characters each",
        "tiny",
        "mended",
    ];
    let mut table = output::table(&columns);
    output::align_right(&mut table, &[3, 4, 5, 6]);
    table.never_wrap(&[1, 3, 4, 5, 6]);
    table.leave_out_first(&[6, 4]);
    for row in coverage::days(audit) {
        let CoverageRow {
            publisher,
            day,
            language,
            articles,
            tiny,
            repaired,
            ..
        } = row;
        table.add_row([
            publisher.to_string(),
            day.unwrap_or_default(),
            language.to_string(),
            articles.to_string(),
            format!("{:.0}", row.characters_per_article),
            count(tiny),
            count(repaired),
        ]);
    }
    let mut out = output::stdout();
    writeln!(out, "{table}")?;
    out.flush()?;
    Ok(())
}

fn print_rates(audit: &Audit) -> anyhow::Result<()> {
    let columns = [
        "publisher",
        "what",
        "count",
        "per 100 articles",
        "per million words",
    ];
    let mut table = output::table(&columns);
    output::align_right(&mut table, &[2, 3, 4]);
    table.never_wrap(&[1, 2, 3, 4]);
    table.leave_out_first(&[4]);
    for row in oddities(audit).into_iter().filter(|row| row.count > 0) {
        table.add_row([
            row.publisher.unwrap_or("(whole crawl)").to_string(),
            row.oddity.to_string(),
            row.count.to_string(),
            format!("{:.2}", row.per_article * 100.0),
            row.per_million_words
                .map_or(String::new(), |rate| format!("{rate:.1}")),
        ]);
    }
    let mut out = output::stdout();
    writeln!(out, "{table}")?;
    out.flush()?;
    Ok(())
}

fn print_cleaning(audit: &Audit) -> anyhow::Result<()> {
    let mut table = output::table(&["pattern", "pieces", "articles", "characters", "the first"]);
    output::align_right(&mut table, &[1, 2, 3]);
    table.never_wrap(&[1, 2, 3]);
    table.leave_out_first(&[3, 2]);
    for row in coverage::cleaning(audit) {
        table.add_row([
            row.pattern.to_string(),
            row.pieces.to_string(),
            row.articles.to_string(),
            row.characters.to_string(),
            output::beginning(row.example),
        ]);
    }
    let mut out = output::stdout();
    writeln!(out, "{table}")?;
    out.flush()?;
    Ok(())
}

fn print_skips(audit: &Audit, out: &mut impl Write) -> anyhow::Result<()> {
    if audit.skipped.is_empty() {
        return Ok(());
    }
    let mut table = output::table(&["left out", "articles", "the first"]);
    output::align_right(&mut table, &[1]);
    for skipped in &audit.skipped {
        let place = output::skip_place(&skipped.first);
        table.add_row([skipped.reason.to_string(), skipped.count.to_string(), place]);
    }
    writeln!(out, "{table}")?;
    Ok(())
}

/// Returns what is odd about a publisher's articles, with numbers: most columns of their own
/// would be empty.
fn odd(row: &AuditRow<'_>) -> String {
    let longest = days(
        row.longest_gap_from.as_deref(),
        row.longest_gap_to.as_deref(),
    );
    let gaps = match row.days_missing {
        0 => String::new(),
        1 => format!("no article on {longest}"),
        missing => format!("{missing} days without any, such as {longest}"),
    };
    let counted = [
        (row.tiny, "tiny"),
        (row.huge, "huge"),
        (row.without_date, "without a date that can be read"),
        (row.in_future, "in the future"),
        (row.repaired, "mended"),
    ];
    let counted = counted.into_iter().filter(|(number, _)| *number > 0);
    let counted = counted
        .map(|(number, what)| format!("{number} {what} ({})", percent(number, row.articles)));
    let others = [gaps, other_encodings(&row.encodings)].into_iter();
    let all: Vec<String> = counted.chain(others.filter(|o| !o.is_empty())).collect();
    all.join("; ")
}

/// Returns a share in hundredths, such as `4 %`; of what is rare, that it is there.
fn percent(number: u64, all: u64) -> String {
    match number as f64 * 100.0 / all as f64 {
        share if share < 1.0 => "<1 %".to_string(),
        share => format!("{share:.0} %"),
    }
}

/// Returns two days, the second without its year where that is the same:
/// `2026-03-02–03-11`.
fn days(first: Option<&str>, last: Option<&str>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => {
            let is_same_year = first.get(..YEAR) == last.get(..YEAR);
            let short = last.get(YEAR..).filter(|_| is_same_year);
            format!("{first}–{}", short.unwrap_or(last))
        }
        _ => String::new(),
    }
}

/// The length of a year and the hyphen behind it.
const YEAR: usize = 5;

/// Returns the encodings that are not the usual one, with their numbers.
fn other_encodings(counts: &str) -> String {
    let parts = counts.split(';').filter(|part| !part.starts_with("UTF-8:"));
    let others: Vec<String> = parts.map(|part| part.replace(':', " ")).collect();
    others.join(", ")
}

/// Returns names, with their numbers but for the first, which most articles have.
fn shares(counts: &str) -> String {
    let mut parts = counts.split(';');
    let first = parts.next().and_then(|part| part.split(':').next());
    let mut shown = first.unwrap_or_default().to_string();
    for part in parts {
        shown += &format!(", {}", part.replace(':', " "));
    }
    shown
}

/// Returns a number, and nothing for 0, so that what is odd stands out.
fn count(number: u64) -> String {
    match number {
        0 => String::new(),
        number => number.to_string(),
    }
}

fn note(audit: &Audit) {
    let articles: u64 = audit.publishers.iter().map(|p| p.all.articles).sum();
    let (merged, skipped): (Vec<&SkippedAudit>, Vec<&SkippedAudit>) =
        audit.skipped.iter().partition(|s| s.first.is_duplicate());
    let sum = |all: &[&SkippedAudit]| all.iter().map(|s| s.count).sum::<u64>();
    let (merged, skipped) = (sum(&merged), sum(&skipped));
    let again = match merged {
        0 => String::new(),
        merged => format!("{merged} merged with other editions, "),
    };
    output::note(&format!(
        "{}: {articles} readable, {again}{skipped} skipped",
        output::documents((articles + merged + skipped) as usize)
    ));
    let unlisted = audit.publishers.iter().filter(|p| !p.is_listed);
    let unlisted: Vec<&str> = unlisted
        .map(|p| p.publisher.as_str())
        .filter(|name| *name != UNKNOWN_PUBLISHER)
        .collect();
    if !unlisted.is_empty() {
        let more = if unlisted.len() > NAMED { " …" } else { "" };
        output::note(&format!(
            "  {} not in the list of publishers, so each spelling counts for itself (--aliases adds \
             some): {}{more}",
            unlisted.len(),
            unlisted[..unlisted.len().min(NAMED)].join(", ")
        ));
    }
    match audit.newest_crawl {
        Some(day) => output::note(&format!(
            "  in the future is what is dated more than a day after its crawl; the newest crawl is of \
             {day}",
        )),
        None => output::note("  no article says when it was crawled, so none is in the future"),
    }
}

/// How many publishers that are not listed are named.
const NAMED: usize = 5;

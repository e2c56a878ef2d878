//! `malmoi trends`: terms by day or week, and who was first.

use std::io::Write;
use std::path::PathBuf;

use malmoi::{
    Language, MIN_ARTICLES, MIN_COMMON_UNITS, MIN_UNITS, Point, Reference, SURE, Series, TermTrend,
    TimeUnit, Trend, TrendOptions, Trends, UnitBurst,
};
use serde::Serialize;

use super::search::{self, Search};
use crate::args::{Format, TrendsArguments};
use crate::output::{append_csv, append_json};
use crate::progress::Bar;
use crate::sheet::Sheet;
use crate::sparkline::sparkline;
use crate::{Outcome, output};

/// A day or week, in the order of the columns. Without a publisher it is of all.
#[derive(Serialize)]
struct PointRow<'a> {
    term: &'a str,
    lang: &'static str,
    publisher: Option<&'a str>,
    start: String,
    gap_before: u64,
    articles: u64,
    of_articles: u64,
    share: Option<f64>,
    share_low: Option<f64>,
    share_high: Option<f64>,
    count: u64,
    tokens: u64,
    per_million: Option<f64>,
    per_million_low: Option<f64>,
    per_million_high: Option<f64>,
}

const COLUMNS: &str = "term,lang,publisher,start,gap_before,articles,of_articles,share,share_low,\
    share_high,count,tokens,per_million,per_million_low,per_million_high";

/// What is said of a whole series.
#[derive(Serialize)]
struct SeriesRow<'a> {
    term: &'a str,
    lang: &'static str,
    publisher: Option<&'a str>,
    articles: u64,
    of_articles: u64,
    count: u64,
    tokens: u64,
    too_thin: bool,
    tau: Option<f64>,
    p: Option<f64>,
    slope: Option<f64>,
    first_at: Option<String>,
    first_id: Option<&'a str>,
    bursts: Vec<BurstRow>,
    burst_p: Option<f64>,
}

#[derive(Serialize)]
struct BurstRow {
    first: String,
    last: String,
    weight: f64,
}

#[derive(Serialize)]
struct LeadRow<'a> {
    term: &'a str,
    lang: &'static str,
    first: &'a str,
    second: &'a str,
    lag: i64,
    correlation: f64,
    units: usize,
    p: f64,
}

/// A line of JSON, by what it tells.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line<'a> {
    Point(PointRow<'a>),
    Series(SeriesRow<'a>),
    Lead(LeadRow<'a>),
}

pub(crate) fn run(mut args: TrendsArguments, quiet: bool) -> anyhow::Result<Outcome> {
    let corpus = &mut args.search.corpus;
    let before_paths = terms_before_paths(&mut corpus.paths, corpus.store.store.is_some());
    let Search {
        corpus,
        analyzer,
        selection,
    } = Search::open(&args.search)?;
    let options = TrendOptions {
        matching: args.search.matching(),
        selection,
        by: args.by.unit(),
        articles: args.search.articles.options(),
    };
    let terms: Vec<&str> = std::iter::once(&args.search.term)
        .chain(&before_paths)
        .chain(&args.more)
        .map(String::as_str)
        .collect();
    let bar = Bar::start(corpus.bytes(), quiet);
    let result = malmoi::trends(corpus, &analyzer, &terms, &options, &bar);
    bar.finish();
    let found = match result {
        Err(error) if error.is_interrupted() => return Ok(Outcome::Interrupted),
        result => result?,
    };
    search::check_searched(found.articles_searched, &found.skipped)?;
    let printed = match args.search.format {
        Format::Table => print_tables(&found, options.by),
        Format::Jsonl => print_lines(&found),
        Format::Csv => print_points(&found),
    };
    output::unless_closed(printed)?;
    if !quiet {
        note(&found);
    }
    let strict = args.search.corpus.reading.strict;
    Ok(search::end(&found.skipped, strict, quiet))
}

/// Takes the terms out of what was said to be paths: what stands before the first that is
/// one. Where none is, all are misspelled paths; but beside a store, where none can be, terms.
fn terms_before_paths(paths: &mut Vec<PathBuf>, from_store: bool) -> Vec<String> {
    let is_path =
        |path: &PathBuf| path.exists() || path.as_os_str() == "-" || path.components().count() > 1;
    let none = if from_store { paths.len() } else { 0 };
    let first = paths.iter().position(is_path).unwrap_or(none);
    let terms = paths.drain(..first);
    terms
        .map(|term| term.to_string_lossy().into_owned())
        .collect()
}

fn print_points(found: &Trends) -> anyhow::Result<()> {
    let mut out = output::stdout();
    writeln!(out, "{COLUMNS}")?;
    let mut buffer = Vec::new();
    for term in &found.terms {
        for series in all_series(term) {
            for row in points(term, series) {
                append_csv(&mut buffer, &row);
            }
        }
    }
    out.write_all(&buffer)?;
    out.flush()?;
    Ok(())
}

fn print_lines(found: &Trends) -> anyhow::Result<()> {
    let mut out = output::stdout();
    let mut buffer = Vec::new();
    let mut append = |line: Line<'_>| {
        append_json(&mut buffer, &line);
        buffer.push(b'\n');
    };
    for term in &found.terms {
        for series in all_series(term) {
            points(term, series).for_each(|row| append(Line::Point(row)));
        }
        for series in all_series(term) {
            append(Line::Series(series_row(term, series)));
        }
        for lead in &term.leads {
            append(Line::Lead(LeadRow {
                term: &term.term,
                lang: term.language.code(),
                first: &lead.first,
                second: &lead.second,
                lag: lead.lag,
                correlation: lead.correlation,
                units: lead.units,
                p: lead.p,
            }));
        }
    }
    out.write_all(&buffer)?;
    out.flush()?;
    Ok(())
}

fn all_series(term: &TermTrend) -> impl Iterator<Item = &Series> {
    std::iter::once(&term.all).chain(&term.publishers)
}

fn points<'a>(term: &'a TermTrend, series: &'a Series) -> impl Iterator<Item = PointRow<'a>> {
    series.points.iter().map(|point| {
        let share = point.share_interval();
        let rate = point.per_million();
        PointRow {
            term: &term.term,
            lang: term.language.code(),
            publisher: series.publisher.as_deref(),
            start: point.start.to_string(),
            gap_before: point.gap_before,
            articles: point.articles.count(),
            of_articles: point.articles.total(),
            share: point.share(),
            share_low: share.map(|(low, _)| low),
            share_high: share.map(|(_, high)| high),
            count: point.occurrences.count(),
            tokens: point.tokens,
            per_million: rate.map(|(rate, _)| rate),
            per_million_low: rate.map(|(_, (low, _))| low),
            per_million_high: rate.map(|(_, (_, high))| high),
        }
    })
}

fn series_row<'a>(term: &'a TermTrend, series: &'a Series) -> SeriesRow<'a> {
    let first = series.first.as_deref();
    SeriesRow {
        term: &term.term,
        lang: term.language.code(),
        publisher: series.publisher.as_deref(),
        articles: series.articles.count(),
        of_articles: series.articles.total(),
        count: series.occurrences.count(),
        tokens: series.tokens,
        too_thin: series.is_thin(),
        tau: series.trend.map(|trend| trend.tau),
        p: series.trend.map(|trend| trend.p),
        slope: series.trend.map(|trend| trend.slope),
        first_at: first.and_then(published),
        first_id: first.map(|first| first.id.as_str()),
        bursts: series.bursts.iter().map(burst_row).collect(),
        burst_p: series.burst_p,
    }
}

fn burst_row(burst: &UnitBurst) -> BurstRow {
    BurstRow {
        first: burst.first.to_string(),
        last: burst.last.to_string(),
        weight: burst.weight,
    }
}

fn published(article: &Reference) -> Option<String> {
    let published = article.published_at?.to_string();
    // Midnight is how crawlers write a day without a time.
    let day = published.strip_suffix("T00:00:00");
    Some(day.unwrap_or(&published).to_owned())
}

fn print_tables(found: &Trends, by: TimeUnit) -> anyhow::Result<()> {
    let mut out = output::stdout();
    for term in &found.terms {
        let all = &term.all;
        if all.occurrences.count() == 0 {
            writeln!(out, "{}: not found", term.term)?;
            continue;
        }
        writeln!(
            out,
            "{}: {} times in {} of {} articles ({}); {}{}",
            term.term,
            all.occurrences.count(),
            all.articles.count(),
            all.articles.total(),
            term.language,
            direction(all.trend, all.is_thin(), by),
            match bursts(all) {
                none if none.is_empty() => none,
                some => format!("; bursts {some}"),
            },
        )?;
        writeln!(out, "{}", days(term, by))?;
        writeln!(out, "{}", firsts(term, by))?;
        for lead in &term.leads {
            let lag = match lead.lag {
                0 => "goes with".to_owned(),
                lag => format!("goes {} ahead of", units(lag.unsigned_abs(), by)),
            };
            writeln!(
                out,
                "{} {lag} {}: r = {:.2} over {}, p = {}",
                lead.first,
                lead.second,
                lead.correlation,
                units(lead.units as u64, by),
                probability(lead.p),
            )?;
        }
    }
    out.flush()?;
    Ok(())
}

/// How wide the bar of the largest share is.
const BAR: f64 = 20.0;

fn days(term: &TermTrend, by: TimeUnit) -> Sheet {
    let unit = match by {
        TimeUnit::Day => "day",
        TimeUnit::Week => "week of",
    };
    let mut table = output::table(&[
        unit,
        "articles",
        "with it",
        "in %",
        "95 %",
        "",
        "times",
        "per million",
        "its 95 %",
    ]);
    output::align_right(&mut table, &[1, 2, 3, 4, 6, 7, 8]);
    table.never_wrap(&[0, 1, 2, 3, 4, 5, 6, 7, 8]);
    table.leave_out_first(&[8, 6, 7, 4, 1]);
    let shares = term.all.points.iter().filter_map(|point| point.share());
    let largest = shares.fold(f64::MIN_POSITIVE, f64::max);
    for point in &term.all.points {
        if point.gap_before > 0 {
            table.add_row([format!("({} without)", units(point.gap_before, by))]);
        }
        let share = point.share().unwrap_or_default();
        let (low, high) = point.share_interval().unwrap_or_default();
        let (rate, (rate_low, rate_high)) = point.per_million().unwrap_or_default();
        table.add_row([
            point.start.to_string(),
            point.articles.total().to_string(),
            point.articles.count().to_string(),
            format!("{:.1}", share * 100.0),
            format!("{:.1}–{:.1}", low * 100.0, high * 100.0),
            "█".repeat((share / largest * BAR).round() as usize),
            point.occurrences.count().to_string(),
            format!("{rate:.0}"),
            format!("{rate_low:.0}–{rate_high:.0}"),
        ]);
    }
    table
}

fn firsts(term: &TermTrend, by: TimeUnit) -> Sheet {
    let mut table = output::table(&[
        "publisher",
        "articles",
        "with it",
        "in %",
        "over time",
        "first",
        "in",
        "direction",
        "bursts",
    ]);
    output::align_right(&mut table, &[1, 2, 3]);
    table.never_wrap(&[1, 2, 3, 4, 5, 6]);
    table.leave_out_first(&[6, 1, 8, 4, 7]);
    for series in &term.publishers {
        let share = series.articles.count() as f64 / series.articles.total() as f64;
        let first = series.first.as_deref();
        table.add_row([
            series.publisher.clone().unwrap_or_default(),
            series.articles.total().to_string(),
            series.articles.count().to_string(),
            format!("{:.1}", share * 100.0),
            course(series, &term.all),
            first.and_then(published).unwrap_or_default(),
            first.map(|first| first.id.clone()).unwrap_or_default(),
            direction(series.trend, series.is_thin(), by),
            bursts(series),
        ]);
    }
    table
}

/// How wide a course is at most.
const COURSE: usize = 24;

/// Draws the course of a publisher, over the days of all.
fn course(series: &Series, all: &Series) -> String {
    let share = |start| {
        let of = |point: &Point| point.start.cmp(&start);
        let at = series.points.binary_search_by(of).ok()?;
        series.points[at].share()
    };
    let shares: Vec<Option<f64>> = all.points.iter().map(|point| share(point.start)).collect();
    sparkline(&shares, COURSE)
}

/// Returns the bursts, with how often chance makes one so heavy; in brackets if that is often.
fn bursts(series: &Series) -> String {
    let days = series.bursts.iter().map(|b| match b.first == b.last {
        true => b.first.to_string(),
        false => format!("{} to {}", b.first, b.last),
    });
    let days = days.collect::<Vec<String>>().join(", ");
    match series.burst_p {
        None => days,
        Some(p) if p > SURE => format!("({days}, p = {})", probability(p)),
        Some(p) => format!("{days} (p = {})", probability(p)),
    }
}

fn direction(trend: Option<Trend>, is_thin: bool, by: TimeUnit) -> String {
    let per = match by {
        TimeUnit::Day => "a day",
        TimeUnit::Week => "a week",
    };
    match trend {
        _ if is_thin => "too thin".to_owned(),
        Some(trend) if trend.p <= SURE => format!(
            "{} {:+.2} points {per} (p = {})",
            if trend.tau > 0.0 { "rising" } else { "falling" },
            trend.slope * 100.0,
            probability(trend.p)
        ),
        _ => "steady".to_owned(),
    }
}

fn probability(p: f64) -> String {
    match p {
        p if p < 0.001 => format!("{p:.0e}"),
        p => format!("{p:.3}"),
    }
}

fn units(count: u64, by: TimeUnit) -> String {
    let unit = match by {
        TimeUnit::Day => "day",
        TimeUnit::Week => "week",
    };
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{s}")
}

/// Says what was looked for, where, and what to do.
fn not_found(term: &TermTrend, searched: u64) -> String {
    let TermTrend { term, language, .. } = term;
    let is_korean = term.contains(|c| ('가'..='힣').contains(&c));
    let advice = match is_korean && *language != Language::KOREAN {
        true => {
            "check the spelling, try a part of it or its English name, or look among Korean \
             articles alone (--where lang=ko)"
        }
        false => "check the spelling, try a part of it, or search more articles",
    };
    format!("{term}: looked for as a whole word in {searched} articles; {advice}")
}

fn note(found: &Trends) {
    if found.without_date > 0 {
        output::note(&format!(
            "{} of {} articles have no date and are left out",
            found.without_date, found.articles_searched
        ));
    }
    for term in &found.terms {
        if term.all.occurrences.count() == 0 {
            // What is too thin about nothing needs no word.
            output::note(&not_found(term, found.articles_searched));
            continue;
        }
        if term.in_other_languages > 0 {
            output::note(&format!(
                "{}: of articles in {} alone; {} in other languages have it (--where lang=…)",
                term.term, term.language, term.in_other_languages
            ));
        }
        if all_series(term).any(Series::is_thin) {
            output::note(&format!(
                "{}: too thin is less than {MIN_UNITS} days or weeks with articles, or {MIN_ARTICLES} \
                 articles with it: no direction is told",
                term.term
            ));
        }
        if term.pairs_compared == 0 && term.publishers.len() > 1 {
            output::note(&format!(
                "{}: too thin to say who leads and who follows: no two publishers have \
                 {MIN_COMMON_UNITS} days or weeks in common and {MIN_ARTICLES} articles with it each",
                term.term
            ));
        }
    }
}

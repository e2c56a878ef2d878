//! `malmoi store`: what a store has, and whether it is sound.

use std::io::Write;

use malmoi::UNKNOWN_PUBLISHER;
use malmoi_store::{Info, PublisherInfo, Store, Writer};
use serde::Serialize;

use super::add::unless_interrupted;
use super::recount::{self, Recounted};
use crate::args::{Format, StoreArguments, StoreCommand, StoreInfoArguments};
use crate::output::{append_csv, append_json};
use crate::{Outcome, interrupt, output};

pub(crate) fn run(command: StoreCommand, quiet: bool) -> anyhow::Result<Outcome> {
    match command {
        StoreCommand::Info(args) => info(args, quiet),
        StoreCommand::Verify(args) => verify(args, quiet),
        StoreCommand::Compact(args) => compact(args, quiet),
    }
}

/// What is printed of a publisher.
#[derive(Serialize)]
struct Row<'a> {
    publisher: &'a str,
    articles: u64,
    first_day: Option<String>,
    last_day: Option<String>,
}

impl Row<'_> {
    const COLUMNS: [&'static str; 4] = ["publisher", "articles", "first_day", "last_day"];

    fn of(of: &PublisherInfo) -> Row<'_> {
        Row {
            publisher: match of.publisher.as_str() {
                "" => UNKNOWN_PUBLISHER,
                publisher => publisher,
            },
            articles: of.articles,
            first_day: of.days.map(|(first, _)| first.to_string()),
            last_day: of.days.map(|(_, last)| last.to_string()),
        }
    }
}

fn info(args: StoreInfoArguments, quiet: bool) -> anyhow::Result<Outcome> {
    let info = Store::open(&args.store.store)?.info()?;
    output::unless_closed(print(&info, args.format))?;
    if !quiet {
        let share = match info.crawl_bytes {
            0 => String::new(),
            bytes => format!(", {:.1} %", 100.0 * info.store_bytes as f64 / bytes as f64),
        };
        output::note(&format!(
            "{} and {} skipped from {} files of {:.1} MB; the store has {:.1} MB{share}, \
             of which {:.1} MB are kept results, and {} files of articles",
            output::documents(info.articles as usize),
            info.skipped,
            info.files,
            info.crawl_bytes as f64 / 1e6,
            info.store_bytes as f64 / 1e6,
            info.result_bytes as f64 / 1e6,
            info.segments
        ));
        output::note(&format!(
            "format {}, articles read by version {}",
            info.format, info.reading_version
        ));
    }
    Ok(Outcome::Done)
}

fn print(info: &Info, format: Format) -> anyhow::Result<()> {
    let mut out = output::stdout();
    let mut buffer = Vec::new();
    let rows = info.publishers.iter().map(Row::of);
    match format {
        Format::Jsonl => rows.for_each(|row| {
            append_json(&mut buffer, &row);
            buffer.push(b'\n');
        }),
        Format::Csv => {
            append_csv(&mut buffer, &Row::COLUMNS);
            rows.for_each(|row| append_csv(&mut buffer, &row));
        }
        Format::Table => {
            let mut table = output::table(&["publisher", "articles", "first day", "last day"]);
            output::align_right(&mut table, &[1]);
            for row in rows {
                table.add_row([
                    row.publisher.to_owned(),
                    row.articles.to_string(),
                    row.first_day.unwrap_or_default(),
                    row.last_day.unwrap_or_default(),
                ]);
            }
            writeln!(buffer, "{table}")?;
        }
    }
    out.write_all(&buffer)?;
    out.flush()?;
    Ok(())
}

fn verify(args: StoreArguments, quiet: bool) -> anyhow::Result<Outcome> {
    let verified = Store::open(&args.store)?.verify()?;
    let mut out = output::stdout();
    let written = writeln!(out, "{}", verified.content).and_then(|()| out.flush());
    output::unless_closed(written.map_err(Into::into))?;
    if let [first, rest @ ..] = verified.faults.as_slice() {
        for fault in rest {
            output::note(fault);
        }
        anyhow::bail!(
            "{} is not sound: {first}; `malmoi add --reindex` makes it anew from the crawl",
            args.store.display()
        );
    }
    if !quiet {
        output::note(&format!(
            "sound: {} entries in {} files; above is the checksum of what they say",
            verified.entries, verified.segments
        ));
    }
    match recount::recount(&args.store, quiet)? {
        Recounted::Interrupted => return Ok(Outcome::Interrupted),
        Recounted::Nothing(why) if !quiet => {
            output::note(&format!("{why}, so that there is nothing to count anew"));
        }
        Recounted::Nothing(_) => {}
        Recounted::Compared(compared) => {
            if let [first, rest @ ..] = compared.faults.as_slice() {
                for fault in rest {
                    output::note(fault);
                }
                anyhow::bail!(
                    "the results that {} keeps are not sound: {first}; delete its folder results, and \
                     ask `malmoi analyze` anew",
                    args.store.display()
                );
            }
            if !quiet {
                let [days, of] = compared.days;
                output::note(&format!(
                    "counted anew: {} counts in the articles of {days} days of publishers, of {of}; all \
                     are as they are kept",
                    compared.rows
                ));
            }
        }
    }
    Ok(Outcome::Done)
}

fn compact(args: StoreArguments, quiet: bool) -> anyhow::Result<Outcome> {
    let mut writer = Writer::open(&args.store)?;
    let compacted =
        interrupt::while_writing(|| writer.compact(&mut |_, _| !interrupt::is_interrupted()));
    let Some(compacted) = unless_interrupted(compacted)? else {
        return Ok(Outcome::Interrupted);
    };
    if !quiet {
        output::note(&format!(
            "{} files of articles, before {}",
            compacted.after, compacted.before
        ));
    }
    Ok(Outcome::Done)
}

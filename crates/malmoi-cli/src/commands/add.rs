//! `malmoi add` and `malmoi remove`: what a store has.

use std::path::Path;

use anyhow::Context;
use malmoi::{CorpusOptions, Progress};
use malmoi_store::{AddOptions, Error, Removal, Store, Writer};

use super::open_corpus;
use super::prepare::prepare;
use crate::args::{AddArguments, RemoveArguments};
use crate::progress::Bar;
use crate::{Outcome, interrupt, output};

pub(crate) fn add(args: AddArguments, threads: usize, quiet: bool) -> anyhow::Result<Outcome> {
    if args.paths.iter().any(|path| path.as_os_str() == "-") {
        anyhow::bail!(
            "- (standard input) cannot be added; a store knows articles by the files they are in"
        );
    }
    // The store's own files are no articles, should they lie among them.
    let options = CorpusOptions {
        exclude: Some(args.store.clone()),
        ..args.reading.options()?
    };
    let corpus = open_corpus(&args.paths, options)?;
    let said = corpus.said_fields();
    let mut writer = Writer::create(&args.store)?;
    let bar = Bar::start(corpus.bytes(), quiet);
    bar.start_pass("adding", corpus.bytes());
    let options = AddOptions {
        threads,
        reindex: args.reindex,
    };
    let added = interrupt::while_writing(|| {
        writer.add(corpus, options, &mut |bytes, documents| {
            bar.advance(bytes, documents);
            !interrupt::is_interrupted()
        })
    });
    bar.finish();
    let Some(added) = unless_interrupted(added)? else {
        return Ok(Outcome::Interrupted);
    };
    if !quiet {
        let replaced = match added.replaced {
            0 => String::new(),
            replaced => format!(", {replaced} in the place of older ones"),
        };
        output::note(&format!(
            "{}: {} new{replaced}, {} there already; {} skipped",
            output::documents((added.new + added.replaced + added.unchanged) as usize),
            added.new,
            added.unchanged,
            added.skipped
        ));
        output::note_unmet(&said);
    }
    drop(writer);
    let came = added.new + added.replaced;
    let prepared = prepare(&args.store, (args.prepare, came), quiet);
    if let Outcome::Interrupted = prepared.context(NOT_PREPARED)? {
        return Ok(Outcome::Interrupted);
    }
    Ok(match args.reading.strict && added.skipped > 0 {
        true => Outcome::Skipped,
        false => Outcome::Done,
    })
}

/// What an addition says that is complete, and the analysis after it is not.
const NOT_PREPARED: &str = "the articles are in the store, but could not be analyzed";

pub(crate) fn remove(args: RemoveArguments, quiet: bool) -> anyhow::Result<Outcome> {
    let removal = args.removal();
    if !quiet {
        note_unknown(&args.store, &removal)?;
    }
    if args.dry_run {
        let would = Store::open(&args.store)?.matching(&removal)?;
        // That is what was asked, so even the quiet are told.
        output::note(&format!(
            "{} would be removed",
            output::documents(would as usize)
        ));
        return Ok(Outcome::Done);
    }
    let mut writer = Writer::open(&args.store)?;
    let removed = interrupt::while_writing(|| {
        writer.remove(&removal, &mut |_, _| !interrupt::is_interrupted())
    });
    let Some(removed) = unless_interrupted(removed)? else {
        return Ok(Outcome::Interrupted);
    };
    if !quiet {
        output::note(&format!("{} removed", output::documents(removed as usize)));
    }
    Ok(Outcome::Done)
}

/// How many publishers are named where one is not there.
const NAMED: usize = 10;

/// Tells of publishers that a store does not have, and which it has, those of like names first.
fn note_unknown(store: &Path, removal: &Removal) -> anyhow::Result<()> {
    if removal.publishers.is_empty() {
        return Ok(());
    }
    let there = Store::open(store)?.info()?.publishers;
    let key = |name: &str| name.to_lowercase().replace(' ', "");
    for name in &removal.publishers {
        if there.iter().any(|of| of.publisher == *name) {
            continue;
        }
        let asked = key(name);
        let is_like = |other: &str| {
            let other = key(other);
            other.contains(&asked) || asked.contains(&other)
        };
        let names = there.iter().map(|of| of.publisher.as_str());
        let names = names.filter(|name| !name.is_empty());
        let (like, unlike): (Vec<&str>, Vec<&str>) = names.partition(|other| is_like(other));
        let names: Vec<&str> = like.into_iter().chain(unlike).collect();
        let more = if names.len() > NAMED { " …" } else { "" };
        let shown = names[..names.len().min(NAMED)].join(", ");
        output::note(&format!(
            "the store has no article of {name}, but of {shown}{more}"
        ));
    }
    Ok(())
}

/// Parts what was interrupted from what failed.
pub(crate) fn unless_interrupted<T>(result: Result<T, Error>) -> Result<Option<T>, Error> {
    match result {
        Err(error) if error.is_interrupted() => Ok(None),
        result => result.map(Some),
    }
}

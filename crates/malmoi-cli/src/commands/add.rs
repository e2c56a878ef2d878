//! `malmoi add` and `malmoi remove`: what a store has.

use malmoi::{CorpusOptions, Progress};
use malmoi_store::{AddOptions, Error, Writer};

use super::open_corpus;
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
    }
    Ok(match args.reading.strict && added.skipped > 0 {
        true => Outcome::Skipped,
        false => Outcome::Done,
    })
}

pub(crate) fn remove(args: RemoveArguments, quiet: bool) -> anyhow::Result<Outcome> {
    let mut writer = Writer::open(&args.store)?;
    let removal = args.removal();
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

/// Parts what was interrupted from what failed.
pub(crate) fn unless_interrupted<T>(result: Result<T, Error>) -> Result<Option<T>, Error> {
    match result {
        Err(error) if error.is_interrupted() => Ok(None),
        result => result.map(Some),
    }
}

//! What `malmoi add` may do last: the analysis that will be asked for, so that who asks first waits
//! no longer than who asks next.

use std::path::Path;
use std::sync::Arc;

use malmoi::Corpus;
use malmoi_store::Store;

use super::analyze::{memory_of, options_of};
use super::kept::{Kept, asked};
use crate::args::{AnalyzeArguments, Prepare};
use crate::progress::Bar;
use crate::{Outcome, output};

/// Prepares a store to which so many articles have come, if it should be.
///
/// # Errors
///
/// If the store cannot be read, or its articles cannot be analyzed.
pub(super) fn prepare(
    path: &Path,
    (when, came): (Prepare, u64),
    quiet: bool,
) -> anyhow::Result<Outcome> {
    let mut store = Store::open(path)?;
    let is_wanted = match when {
        Prepare::Auto => came > 0 && came >= store.count()?.div_ceil(2),
        Prepare::Always => store.count()? > 0,
        Prepare::Never => false,
    };
    if !is_wanted {
        return Ok(Outcome::Done);
    }
    // What was asked last is asked again, unless others' files have a say in it.
    let last = store.origin().and_then(|origin| asked(&origin.request));
    let last = last.filter(|(_, args)| args.asks_of_articles_alone());
    let Some((arguments, args)) = last.or_else(|| plain_question(path)) else {
        return Ok(Outcome::Done);
    };
    let memory = memory_of(&args)?;
    let options = options_of(&args, memory);
    let (articles, content) = store.articles_and_content()?;
    let Some(kept) = Kept::new(store, &content, &args.question(&options))? else {
        if !quiet && when == Prepare::Always {
            output::note("nothing is prepared, as only a program called malmoi keeps results");
        }
        return Ok(Outcome::Done);
    };
    if kept.is_there() {
        return Ok(Outcome::Done);
    }
    let analyzer = args.analyzer.analyzer_within(memory)?;
    let analyzer = analyzer.among(&args.languages.among);
    let corpus = Corpus::from_kept(Arc::new(articles), args.corpus.reading.options()?);
    let bar = Bar::start(corpus.bytes(), quiet);
    let analysis = malmoi::analyze(corpus, &analyzer, &options, &bar);
    bar.finish();
    let analysis = match analysis {
        Err(error) if error.is_interrupted() => {
            if !quiet {
                output::note("the articles are in the store; they are analyzed when it is asked");
            }
            return Ok(Outcome::Interrupted);
        }
        analysis => analysis?,
    };
    if !analysis.documents.is_empty() {
        kept.keep(&analysis, &arguments, (path, quiet));
    }
    Ok(Outcome::Done)
}

/// Returns the command line that asks a store for an analysis and nothing more.
fn plain_question(store: &Path) -> Option<(Vec<String>, AnalyzeArguments)> {
    let store = format!("--store={}", store.display());
    let arguments = ["malmoi", "analyze", &store, "--out=report"];
    asked(&serde_json::to_string(&arguments).ok()?)
}

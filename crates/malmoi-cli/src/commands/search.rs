//! What the commands have in common that look for a term in a corpus.

use anyhow::bail;
use malmoi::{Analyzer, Corpus, Reference, Selection, SkippedAudit};
use serde::Serialize;

use super::filter::selections;
use super::open;
use crate::args::SearchArguments;
use crate::{Outcome, output};

/// What is searched.
pub(crate) struct Search {
    pub(crate) corpus: Corpus,
    pub(crate) analyzer: Analyzer,
    pub(crate) selection: Selection,
}

impl Search {
    pub(crate) fn open(args: &SearchArguments) -> anyhow::Result<Search> {
        let options = args.corpus.reading.options()?;
        let filter = [args.filter.as_deref()];
        let [selection] = selections(filter, &options.aliases, args.topics.as_deref())?;
        let corpus = open(&args.corpus.paths, &args.corpus.store, options)?;
        let analyzer = args.analyzer.analyzer()?;
        let analyzer = analyzer.among(&args.languages.among);
        Ok(Search {
            corpus,
            analyzer,
            selection: selection.unwrap_or_default(),
        })
    }
}

/// Fails where there was nothing to search, which no result would show.
pub(crate) fn check_searched(searched: u64, skipped: &[SkippedAudit]) -> anyhow::Result<()> {
    match skipped.first() {
        _ if searched > 0 => Ok(()),
        None => bail!(
            "there is no article to search; are the path, --include, --exclude and --where right?"
        ),
        Some(skipped) => bail!(
            "no article could be searched; the first that was skipped: {}: {}",
            skipped.reason,
            output::skip_place(&skipped.first)
        ),
    }
}

/// What to do where nothing was found.
pub(crate) const NO_HIT: &str =
    "  check the spelling, try a part of it, or search more articles (--where)";

/// Tells of what was skipped, and returns how the command ends.
pub(crate) fn end(skipped: &[SkippedAudit], strict: bool, quiet: bool) -> Outcome {
    let count: u64 = skipped.iter().map(|s| s.count).sum();
    if count > 0 && !quiet {
        output::note(&format!("{} skipped:", output::documents(count as usize)));
        for skipped in skipped {
            output::note_reason(skipped.count, &skipped.first);
        }
    }
    match strict && count > 0 {
        true => Outcome::Skipped,
        false => Outcome::Done,
    }
}

/// An article's own columns.
#[derive(Serialize)]
pub(crate) struct ArticleRow<'a> {
    id: &'a str,
    publisher: &'a str,
    published_at: Option<String>,
    lang: &'static str,
    title: Option<&'a str>,
    url: Option<&'a str>,
    path: &'a str,
    entry: Option<&'a str>,
    line: Option<u64>,
    copy: bool,
}

impl ArticleRow<'_> {
    pub(crate) const COLUMNS: &'static str =
        "id,publisher,published_at,lang,title,url,path,entry,line,copy";

    pub(crate) fn of(article: &Reference) -> ArticleRow<'_> {
        ArticleRow {
            id: &article.id,
            publisher: &article.publisher,
            published_at: article.published_at.map(|at| at.to_string()),
            lang: article.language.code(),
            title: article.title.as_deref(),
            url: article.url.as_deref(),
            path: &article.path,
            entry: article.entry.as_deref(),
            line: article.line,
            copy: article.is_copy,
        }
    }
}

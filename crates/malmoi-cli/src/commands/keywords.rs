//! `malmoi keywords`: each document's keywords.

use std::io::Write;
use std::path::Path;

use malmoi::{
    Analyzer, Background, Corpus, DocumentKeywords, KeywordOptions, Skip, keywords_of_corpus,
};
use serde::Serialize;

use super::{open_corpus, open_slice};
use crate::args::{Format, KeywordsArguments, OptionalCorpusArguments};
use crate::output::{append_csv, append_json};
use crate::progress::Bar;
use crate::{Outcome, output};

#[derive(Serialize)]
struct DocumentRow<'a> {
    id: &'a str,
    lang: &'static str,
    keywords: Vec<KeywordRow<'a>>,
}

#[derive(Serialize)]
struct KeywordRow<'a> {
    term: &'a str,
    display: &'a str,
    score: f64,
    count: u64,
}

pub(crate) fn run(args: KeywordsArguments, quiet: bool) -> anyhow::Result<Outcome> {
    let reading = &args.corpus.reading;
    let OptionalCorpusArguments { paths, store, .. } = &args.corpus;
    let corpus = open_slice(paths, store, &args.slice, reading.options()?)?;
    let analyzer = args.analyzer.analyzer()?;
    let analyzer = analyzer.among(&args.languages.among);
    let background = match &args.background[..] {
        [] => None,
        paths if paths.iter().any(|path| path == Path::new("-")) => {
            anyhow::bail!("the background cannot be standard input; name files or folders")
        }
        paths => Some(open_corpus(paths, reading.options()?)?),
    };
    let bar = Bar::start(corpus.bytes(), quiet);
    let result = find(corpus, background, &analyzer, args.top, &bar);
    bar.finish();
    let found = match result {
        Err(error) if error.is_interrupted() => return Ok(Outcome::Interrupted),
        result => result?,
    };
    let Some((documents, skipped, of_background)) = found else {
        anyhow::bail!("--background has no text to count words of; name files or folders that do");
    };
    if documents.is_empty() && skipped.is_empty() {
        anyhow::bail!(output::NO_ARTICLE);
    }
    output::unless_closed(print(&documents, args.format))?;
    for (skipped, whose) in [(&of_background, " of the background"), (&skipped, "")] {
        if !skipped.is_empty() && !quiet {
            let count = output::documents(skipped.len());
            output::note(&format!("{count}{whose} skipped:"));
            output::note_skips(skipped);
        }
    }
    Ok(
        if reading.strict && !(skipped.is_empty() && of_background.is_empty()) {
            Outcome::Skipped
        } else {
            Outcome::Done
        },
    )
}

/// The documents' keywords, what of them was skipped, and what of the background; nothing if
/// that has no words.
type Found = Option<(Vec<DocumentKeywords>, Vec<Skip>, Vec<Skip>)>;

fn find(
    corpus: Corpus,
    background: Option<Corpus>,
    analyzer: &Analyzer,
    top: usize,
    bar: &Bar,
) -> Result<Found, malmoi::Error> {
    let (background, of_background) = match background {
        Some(background) => Background::count(background, analyzer, bar)?,
        None => Default::default(),
    };
    if background.is_empty() {
        return Ok(None);
    }
    let options = KeywordOptions { top, background };
    let (documents, skipped) = keywords_of_corpus(corpus, analyzer, &options, bar)?;
    Ok(Some((documents, skipped, of_background)))
}

fn print(documents: &[DocumentKeywords], format: Format) -> anyhow::Result<()> {
    let mut out = output::stdout();
    if format == Format::Csv {
        writeln!(out, "id,lang,rank,term,display,score,count")?;
    }
    let mut buffer = Vec::new();
    for document in documents {
        buffer.clear();
        let rows = document.keywords.iter().map(|k| KeywordRow {
            term: &k.term,
            display: &k.display,
            score: k.score,
            count: k.count,
        });
        let (id, lang) = (document.id.as_str(), document.language.code());
        match format {
            Format::Jsonl => {
                let keywords = rows.collect();
                append_json(&mut buffer, &DocumentRow { id, lang, keywords });
                buffer.push(b'\n');
            }
            Format::Csv => {
                for (at, row) in rows.enumerate() {
                    append_csv(&mut buffer, &(id, lang, at + 1, row));
                }
            }
            Format::Table => {
                let displays: Vec<&str> = rows.map(|k| k.display).collect();
                writeln!(buffer, "{id} ({lang}): {}", displays.join(", "))?;
            }
        }
        out.write_all(&buffer)?;
    }
    out.flush()?;
    Ok(())
}

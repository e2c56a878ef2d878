//! `malmoi collocates`: the words around a term.

use std::io::Write;

use malmoi::{Collocate, CollocateOptions, Collocates};
use serde::Serialize;

use super::search::{self, Search};
use crate::args::{CollocatesArguments, Format};
use crate::output::{append_csv, append_json};
use crate::progress::Bar;
use crate::{Outcome, output};

/// A collocate, in the order of the columns.
#[derive(Serialize)]
struct CollocateRow<'a> {
    lang: &'static str,
    rank: usize,
    term: &'a str,
    display: &'a str,
    term_lang: &'static str,
    together: u64,
    articles: u64,
    count: u64,
    log_dice: f64,
    npmi: f64,
    log_likelihood: f64,
    t_score: f64,
    pairs_of_node: u64,
    pairs_of_term: u64,
    pairs: u64,
    evidence: String,
}

const COLUMNS: &str = "lang,rank,term,display,term_lang,together,articles,count,log_dice,npmi,\
    log_likelihood,t_score,pairs_of_node,pairs_of_term,pairs,evidence";

pub(crate) fn run(args: CollocatesArguments, quiet: bool) -> anyhow::Result<Outcome> {
    let Search {
        corpus,
        analyzer,
        selection,
    } = Search::open(&args.search)?;
    let options = CollocateOptions {
        matching: args.search.matching(),
        selection,
        window: args.window,
        side: args.side.side(),
        by: args.by.rank(),
        min_together: args.min_count,
        min_articles: args.min_articles,
        top: args.top,
        articles: args.search.articles.options(),
    };
    let bar = Bar::start(corpus.bytes(), quiet);
    let result = malmoi::collocates(corpus, &analyzer, &args.search.term, &options, &bar);
    bar.finish();
    let found = match result {
        Err(error) if error.is_interrupted() => return Ok(Outcome::Interrupted),
        result => result?,
    };
    search::check_searched(found.articles_searched, &found.skipped)?;
    output::unless_closed(print(&found, args.search.format))?;
    if !quiet {
        note(&found, &args);
    }
    let strict = args.search.corpus.reading.strict;
    Ok(search::end(&found.skipped, strict, quiet))
}

fn print(found: &Collocates, format: Format) -> anyhow::Result<()> {
    let mut out = output::stdout();
    let mut buffer = Vec::new();
    if format == Format::Csv {
        writeln!(out, "{COLUMNS}")?;
    }
    for same in found.rows.chunk_by(|a, b| a.language == b.language) {
        let mut table = output::table(&[
            "lang",
            "around it",
            "together",
            "articles",
            "of",
            "logDice",
            "NPMI",
            "G²",
            "t",
            "shown by",
        ]);
        output::align_right(&mut table, &[2, 3, 4, 5, 6, 7, 8]);
        table.never_wrap(&[0, 2, 3, 4, 5, 6, 7, 8, 9]);
        table.leave_out_first(&[9, 8, 7, 4, 6, 0]);
        for (rank, collocate) in (1..).zip(same) {
            let row = row(rank, collocate);
            match format {
                Format::Jsonl => {
                    append_json(&mut buffer, &row);
                    buffer.push(b'\n');
                }
                Format::Csv => append_csv(&mut buffer, &row),
                Format::Table => {
                    table.add_row([
                        row.lang.to_owned(),
                        row.display.to_owned(),
                        row.together.to_string(),
                        row.articles.to_string(),
                        row.count.to_string(),
                        format!("{:.1}", row.log_dice),
                        format!("{:.2}", row.npmi),
                        format!("{:.0}", row.log_likelihood),
                        format!("{:.1}", row.t_score),
                        row.evidence
                            .split(';')
                            .next()
                            .unwrap_or_default()
                            .to_owned(),
                    ]);
                }
            }
        }
        if format == Format::Table {
            writeln!(buffer, "{table}")?;
        }
    }
    out.write_all(&buffer)?;
    out.flush()?;
    Ok(())
}

fn row(rank: usize, collocate: &Collocate) -> CollocateRow<'_> {
    let ids: Vec<&str> = collocate.evidence.iter().map(|a| a.id.as_str()).collect();
    CollocateRow {
        lang: collocate.language.code(),
        rank,
        term: &collocate.term,
        display: &collocate.display,
        term_lang: collocate.term_language.code(),
        together: collocate.pairs.together(),
        articles: collocate.articles,
        count: collocate.count,
        log_dice: collocate.pairs.log_dice(),
        npmi: collocate.pairs.normalised_pmi(),
        log_likelihood: collocate.pairs.log_likelihood(),
        t_score: collocate.pairs.t_score(),
        pairs_of_node: collocate.pairs.first(),
        pairs_of_term: collocate.pairs.second(),
        pairs: collocate.pairs.total(),
        evidence: ids.join(";"),
    }
}

fn note(found: &Collocates, args: &CollocatesArguments) {
    let term = &args.search.term;
    if found.nodes.is_empty() {
        let searched = found.articles_searched;
        output::note(&format!("hits: 0 of {term} in {searched} articles"));
        output::note(search::NO_HIT);
    }
    for node in &found.nodes {
        output::note(&format!(
            "{}: {} hits of {term} in {} of {} articles",
            node.language, node.count, node.articles, node.of_articles
        ));
    }
    if found.rows.is_empty() && !found.nodes.is_empty() {
        output::note(&format!(
            "nothing stands around it {} times in {} articles (--min-count, --min-articles)",
            args.min_count, args.min_articles
        ));
    }
}

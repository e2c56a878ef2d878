//! `malmoi analyze`: the main job.

use std::io::Write;
use std::sync::Arc;

use malmoi::{
    Analysis, AnalysisOptions, ArticleOptions, Balance, Corpus, CorpusOptions, KeynessOptions,
    MemoryBudget, SURE, TopicOptions, UNKNOWN_PUBLISHER,
};
use malmoi_report::tables::{self, KeywordRow, Row};
use malmoi_report::{Output, Summary};
use malmoi_store::Store;

use super::kept::Kept;
use super::{open_corpus, slice};
use crate::args::{AnalyzeArguments, Format};
use crate::output::{append_csv, append_json};
use crate::progress::Bar;
use crate::{Outcome, interrupt, output};

pub(crate) fn run(args: AnalyzeArguments, quiet: bool) -> anyhow::Result<Outcome> {
    // What can fail at once fails before the long work.
    args.slice.of(&args.corpus.store)?;
    let place = Output::at(&args.out)?.with_formats(args.formats());
    let reading = &args.corpus.reading;
    // Last time's results are no articles, should they lie among them.
    let options = CorpusOptions {
        exclude: Some(args.out.clone()),
        ..reading.options()?
    };
    let (corpus, kept) = open(&args, options)?;
    let said = corpus.said_fields();
    let memory = memory_of(&args)?;
    let options = options_of(&args, memory);

    let kept = match kept {
        Some((store, content)) => Kept::new(store, &content, &args.question(&options))?,
        None => None,
    };
    let found = kept.as_ref().and_then(Kept::find);
    let is_kept = found.is_some();
    let bar = Bar::start(corpus.bytes(), quiet);
    let analysis = match found {
        Some(analysis) => analysis,
        None => {
            let analyzer = args.analyzer.analyzer_within(memory)?;
            let analyzer = analyzer.among(&args.languages.among);
            let result = malmoi::analyze(corpus, &analyzer, &options, &bar);
            match result {
                Err(error) if error.is_interrupted() => {
                    bar.finish();
                    return Ok(Outcome::Interrupted);
                }
                result => result?,
            }
        }
    };
    if analysis.documents.is_empty() && analysis.skipped.is_empty() {
        bar.finish();
        anyhow::bail!(output::NO_ARTICLE);
    }
    if analysis.documents.is_empty()
        && let Some(first) = &analysis.skipped.first()?
    {
        bar.finish();
        anyhow::bail!(
            "none of {} could be counted, so nothing is written; the first: {}: {}",
            output::documents(analysis.skipped.len()),
            first.reason,
            output::skip_place(first)
        );
    }
    bar.phase("writing");
    let written = interrupt::while_writing(|| place.write(&analysis, &bar));
    bar.finish();
    match written {
        Err(error) if error.is_interrupted() => return Ok(Outcome::Interrupted),
        written => written?,
    }
    if let (Some(kept), Some(folder), false) = (&kept, &args.corpus.store.store, is_kept) {
        // Whoever checks the counts asks the same; what is no text cannot be asked again.
        let arguments: Vec<String> = std::env::args_os()
            .filter_map(|argument| argument.into_string().ok())
            .collect();
        kept.keep(&analysis, &arguments, (folder, quiet));
    }

    let summary = Summary::of(&analysis)?;
    output::unless_closed(print(&analysis, &summary, args.format))?;
    if !quiet {
        if is_kept {
            output::note("taken from what the store keeps of an analysis of the same articles");
        }
        note_documents(&summary, &analysis.balance);
        output::note_unmet(&said);
        output::note_unnamed(reading, &analysis.audit);
        output::note_skips_of(&analysis.audit);
        note_repairs(&analysis)?;
        note_huge(&analysis);
        note_new_words(&analysis);
        output::note_cleaning(&analysis.audit, " (table cleaning)");
        note_boilerplate(&analysis);
        if let Some(found) = &analysis.topics {
            super::topics::note(found);
        }
        let out = args.out.display();
        output::note(&format!(
            "report.html, tables and summary.json are in {out}"
        ));
    }
    Ok(if reading.strict && analysis.balance.skipped > 0 {
        Outcome::Skipped
    } else {
        Outcome::Done
    })
}

/// Returns how much memory an analysis is to do with.
pub(super) fn memory_of(args: &AnalyzeArguments) -> anyhow::Result<Option<MemoryBudget>> {
    let threads = rayon::current_num_threads();
    let memory = args.memory.map(|bytes| MemoryBudget::new(bytes, threads));
    Ok(memory.transpose()?)
}

/// Returns how an analysis is done with so much memory.
pub(super) fn options_of(args: &AnalyzeArguments, memory: Option<MemoryBudget>) -> AnalysisOptions {
    AnalysisOptions {
        keyness: KeynessOptions {
            top: args.top,
            ..KeynessOptions::default()
        },
        articles: ArticleOptions {
            memory,
            ..args.articles.options()
        },
        quoted: malmoi_report::page::QUOTED,
        topics: args.topics.map(|topics| TopicOptions {
            topics,
            ..TopicOptions::default()
        }),
    }
}

/// Opens what is to be analyzed, and the store that may keep the results, with what names its
/// content.
fn open(
    args: &AnalyzeArguments,
    options: CorpusOptions,
) -> anyhow::Result<(Corpus, Option<(Store, String)>)> {
    let Some(store) = args.corpus.store.instead_of(&args.corpus.paths)? else {
        return Ok((open_corpus(&args.corpus.paths, options)?, None));
    };
    let mut store = Store::open(store)?;
    if let Some(filter) = &args.slice.filter {
        return Ok((slice::open(&mut store, filter, options)?, None));
    }
    let (articles, kept) = match args.asks_of_articles_alone() {
        true => {
            let (articles, content) = store.articles_and_content()?;
            (articles, Some((store, content)))
        }
        false => (store.articles()?, None),
    };
    Ok((Corpus::from_kept(Arc::new(articles), options), kept))
}

/// How many terms of each kind the table for people shows of each publisher.
const SHOWN: usize = 10;

fn print(analysis: &Analysis, summary: &Summary<'_>, format: Format) -> anyhow::Result<()> {
    let mut out = output::stdout();
    let mut buffer = Vec::new();
    match format {
        Format::Jsonl => {
            for row in tables::keywords(analysis)? {
                append_json(&mut buffer, &row);
                buffer.push(b'\n');
            }
        }
        Format::Csv => {
            append_csv(&mut buffer, &KeywordRow::COLUMNS);
            for row in tables::keywords(analysis)? {
                append_csv(&mut buffer, &row);
            }
        }
        Format::Table => {
            let mut table = output::table(&[
                "publisher",
                "lang",
                "articles",
                "tokens",
                "says most",
                "says more than the others",
            ]);
            output::align_right(&mut table, &[2, 3]);
            let mut in_doubt = false;
            for p in &summary.publishers {
                let most: Vec<&str> = p.most_frequent.iter().copied().take(SHOWN).collect();
                let more: Vec<String> =
                    p.keywords.iter().take(SHOWN).map(output::keyword).collect();
                in_doubt |= p.keywords.iter().take(SHOWN).any(|k| k.q_value > SURE);
                let is_alone = !summary.publishers.iter().any(|other| {
                    other.publisher.language == p.publisher.language
                        && other.publisher.publisher != p.publisher.publisher
                });
                let more = if is_alone {
                    "– (no other publisher to compare with)".to_string()
                } else if more.is_empty() {
                    "– (nothing that is sure)".to_string()
                } else {
                    more.join(", ")
                };
                table.add_row([
                    p.publisher.publisher.to_string(),
                    p.publisher.language.to_string(),
                    p.publisher.articles.to_string(),
                    p.publisher.tokens.to_string(),
                    most.join(", "),
                    more,
                ]);
            }
            writeln!(buffer, "{table}")?;
            if in_doubt {
                writeln!(
                    buffer,
                    "In brackets: could be chance (false discovery rate above {SURE})."
                )?;
            }
        }
    }
    out.write_all(&buffer)?;
    out.flush()?;
    Ok(())
}

/// How many of the words and names that were found are named.
const NAMED: usize = 5;

fn note_new_words(analysis: &Analysis) {
    let words = analysis.new_words.iter();
    let words: Vec<&str> = words.map(|w| w.word.word.as_str()).collect();
    note_found("word", "that the dictionary lacks", &words);
    let terms = analysis.counts.terms();
    let names = analysis.names.iter();
    let names: Vec<&str> = names.map(|n| &*terms[n.term as usize].display).collect();
    note_found("term", "of several words", &names);
}

fn note_found(what: &str, which: &str, found: &[&str]) {
    if found.is_empty() {
        return;
    }
    let s = if found.len() == 1 { "" } else { "s" };
    let more = if found.len() > NAMED { " …" } else { "" };
    let named = &found[..found.len().min(NAMED)];
    output::note(&format!(
        "{} {what}{s} {which}, found in the texts: {}{more}",
        found.len(),
        named.join(", ")
    ));
}

/// Tells of documents whose text has holes.
fn note_repairs(analysis: &Analysis) -> anyhow::Result<()> {
    let Some(first) = analysis.repaired.first()? else {
        return Ok(());
    };
    let line = first.line.map(|l| format!(":{l}")).unwrap_or_default();
    let more = if analysis.repaired.len() > 1 {
        " …"
    } else {
        ""
    };
    output::note(&format!(
        "  {} counted with wrong bytes replaced: {}{line} ({} in {}){more}",
        output::documents(analysis.repaired.len()),
        first.path,
        first.replaced,
        first.encoding
    ));
    Ok(())
}

/// Tells of what is too long to be an article.
fn note_huge(analysis: &Analysis) {
    let publishers = analysis.audit.publishers.iter();
    let of_huge: Vec<_> = publishers.filter(|p| p.all.huge > 0).collect();
    let Some(first) = of_huge.first() else {
        return;
    };
    let count: u64 = of_huge.iter().map(|p| p.all.huge).sum();
    let (count, more) = (count as usize, if of_huge.len() > 1 { " …" } else { "" });
    output::note(&format!(
        "  {} of {} and more characters: many articles in one file, or none (table documents \
         has their tokens); of {}{more}",
        output::documents(count),
        malmoi::HUGE,
        first.publisher
    ));
}

fn note_boilerplate(analysis: &Analysis) {
    let left_out = &analysis.boilerplate;
    let Some(most) = left_out.iter().max_by_key(|b| (b.left_out_of, b.articles)) else {
        return;
    };
    let mut publishers: Vec<&str> = left_out.iter().map(|b| b.publisher.as_str()).collect();
    publishers.dedup();
    let s = |n: usize| if n == 1 { "" } else { "s" };
    let shown = output::beginning(&most.sentence);
    let done = match analysis.options.articles.keep_boilerplate {
        true => format!(
            "counted (table boilerplate); most often, in {} of {} looked at",
            most.articles, most.of_articles
        ),
        false => format!(
            "left out (table boilerplate); most often, from {}",
            output::documents(most.left_out_of as usize)
        ),
    };
    output::note(&format!(
        "{} sentence{} that {} into many of {} articles, {done}, of {}: {shown}",
        left_out.len(),
        s(left_out.len()),
        match publishers.len() {
            1 => "a publisher puts".to_owned(),
            n => format!("{n} publishers put"),
        },
        if publishers.len() == 1 {
            "its"
        } else {
            "their"
        },
        most.publisher,
    ));
}

fn note_documents(summary: &Summary<'_>, balance: &Balance) {
    let merged = match balance.left_out() {
        0 => String::new(),
        left_out => format!(", {left_out} merged as duplicates"),
    };
    output::note(&format!(
        "{}: {} counted{merged}, {} skipped",
        output::documents(summary.documents),
        balance.counted,
        balance.skipped
    ));
    for (count, what) in [
        (balance.merged, "crawled again, unchanged"),
        (balance.replaced, "replaced by a newer edition"),
        (balance.dropped, "copies of another article, dropped"),
    ] {
        if count > 0 {
            output::note(&format!("  {count} {what}"));
        }
    }
    if balance.copies > 0 {
        let articles = if summary.clusters == 1 { "" } else { "s" };
        let is_one = balance.copies == 1;
        let copies = if is_one { "copy" } else { "copies" };
        let effect = match (summary.basis, is_one) {
            ("once", true) => "it is counted, but chooses no keywords",
            ("once", false) => "they are counted, but choose no keywords",
            (_, true) => "it is counted like all others",
            (_, false) => "they are counted like all others",
        };
        output::note(&format!(
            "  {} {copies} of {} other article{articles} among those counted; {effect} \
             (--duplicates)",
            balance.copies, summary.clusters
        ));
    }
    if balance.surveyed != balance.read {
        output::note(&format!(
            "  the files changed while they were read: there were {} documents at first",
            balance.surveyed
        ));
    }
    if summary.without_publisher > 0 {
        output::note(&format!(
            "  {} stated no publisher and went to {UNKNOWN_PUBLISHER}; --publisher or \
             --publisher-from-folder names one",
            output::documents(summary.without_publisher)
        ));
    }
    if summary.without_date > 0 {
        output::note(&format!(
            "  {} without a date that can be read, and so without a day in the trends",
            output::documents(summary.without_date)
        ));
    }
}

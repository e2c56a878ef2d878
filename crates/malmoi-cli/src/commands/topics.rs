//! `malmoi topics`: what a crawl is about, and who writes how much about it.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use malmoi::{
    ARTICLES_A_TOPIC, Compounds, LanguageTopics, MIN_ARTICLES_FOR_TOPICS, MOST_TRIED,
    PublisherTopic, SURE, Topic, TopicCount, TopicFate, TopicModels, TopicOptions, Topics,
};
use malmoi_report::tables::Row;
use malmoi_report::topics::{self, TopicRow};
use malmoi_report::{ModelFile, Output};
use serde::Serialize;

use super::{open_slice, search};
use crate::args::{CorpusArguments, KoreanEngine, TopicFormat, TopicsArguments};
use crate::output::{append_csv, append_json};
use crate::progress::Bar;
use crate::sparkline::bar;
use crate::{Outcome, interrupt, output};

pub(crate) fn run(args: TopicsArguments, quiet: bool) -> anyhow::Result<Outcome> {
    // What can fail at once fails before the long work.
    let place = args.out.as_ref().map(Output::for_topics_at).transpose()?;
    let kept = args.save_model.as_deref().map(model_file).transpose()?;
    let model = args.model.as_deref().map(read_models).transpose()?;
    let options = TopicOptions {
        topics: args.k,
        iterations: args.iterations,
        seed: args.seed,
        time_limit: args.time_limit,
        joint: args.joint,
        by_publisher: args.covariate.is_some(),
        articles: args.articles.options(),
        previous: args.previous.as_deref().map(read_models).transpose()?,
    };
    let reading = &args.corpus.reading;
    let CorpusArguments { paths, store, .. } = &args.corpus;
    let corpus = open_slice(paths, store, &args.slice, reading.options()?)?;
    // Parts of compounds come in more articles than the compounds.
    let analyzer = args.analyzer.with(KoreanEngine::Malmoi, Compounds::Auto)?;
    let analyzer = analyzer.among(&args.languages.among);
    let bar = Bar::start(corpus.bytes(), quiet);
    let result = match &model {
        Some(model) => malmoi::infer_topics(corpus, &analyzer, model, &options, &bar),
        None => malmoi::topics(corpus, &analyzer, &options, &bar),
    };
    let found = match result {
        Err(error) if error.is_interrupted() => {
            bar.finish();
            return Ok(Outcome::Interrupted);
        }
        result => result.inspect_err(|_| bar.finish())?,
    };
    let checked = search::check_searched(found.documents.len() as u64, &found.skipped);
    checked.inspect_err(|_| bar.finish())?;
    if found
        .languages
        .iter()
        .all(|language| language.articles == 0)
    {
        bar.finish();
        bail!(
            "no article has a word to find topics in: {} read, of {} in a language of the model",
            output::documents(found.documents.len()),
            found.documents.len() - found.without_model as usize
        );
    }
    let written = place.map(|place| {
        bar.phase("writing");
        interrupt::while_writing(|| place.write_topics(&found, &bar))
    });
    bar.finish();
    match written.transpose() {
        Err(error) if error.is_interrupted() => return Ok(Outcome::Interrupted),
        written => written?,
    };
    if let Some(kept) = kept {
        interrupt::while_writing(|| kept.write(&found.models))?;
    }
    output::unless_closed(print(&found, args.format))?;
    if !quiet {
        note(&found);
        if let Some(out) = &args.out {
            output::note(&format!("tables and summary.json are in {}", out.display()));
        }
    }
    Ok(search::end(&found.skipped, reading.strict, quiet))
}

/// Fails where models could not be written in the end.
fn model_file(path: &Path) -> anyhow::Result<ModelFile> {
    if path.exists() {
        bail!("cannot write {}; it must be new", path.display());
    }
    Ok(ModelFile::new(path)?)
}

fn read_models(path: &Path) -> anyhow::Result<TopicModels> {
    let shown = path.display();
    let bytes = fs::read(path).with_context(|| format!("cannot read {shown}"))?;
    TopicModels::from_bytes(&bytes).with_context(|| shown.to_string())
}

fn print(found: &Topics, format: TopicFormat) -> anyhow::Result<()> {
    let mut buffer = Vec::new();
    match format {
        TopicFormat::Jsonl => {
            for row in topics::topics(found) {
                append_json(&mut buffer, &row);
                buffer.push(b'\n');
            }
        }
        TopicFormat::Csv => {
            append_csv(&mut buffer, &TopicRow::COLUMNS);
            topics::topics(found).for_each(|row| append_csv(&mut buffer, &row));
        }
        TopicFormat::Json => print_models(found, &mut buffer)?,
        TopicFormat::Table => {
            for language in &found.languages {
                print_table(found, language, &mut buffer)?;
            }
        }
    }
    let mut out = output::stdout();
    out.write_all(&buffer)?;
    out.flush()?;
    Ok(())
}

/// A model, for other programs.
#[derive(Serialize)]
struct ModelObject<'a> {
    language: &'static str,
    k: usize,
    vocabulary: Option<usize>,
    tokens: Option<u64>,
    iterations: Option<u32>,
    seconds: Option<f64>,
    ll_per_word: Option<f64>,
    tried: Vec<topics::TriedRow>,
    topics: Vec<TopicObject<'a>>,
    documents: Vec<DocumentObject>,
}

#[derive(Serialize)]
struct TopicObject<'a> {
    id: u32,
    label: &'a str,
    share: f64,
    terms: &'a [String],
    display: &'a [String],
    phrases: &'a [String],
}

#[derive(Serialize)]
struct DocumentObject {
    id: String,
    topic: u32,
    share: f32,
}

fn print_models(found: &Topics, buffer: &mut Vec<u8>) -> anyhow::Result<()> {
    let mut documents: Vec<Vec<DocumentObject>> = Vec::new();
    documents.resize_with(found.languages.len(), Vec::new);
    for (document, topic) in found.documents.iter().zip(&found.of_documents) {
        let document = document?;
        if let Some(topic) = topic {
            let topics = &found.languages[topic.language].topics;
            documents[topic.language].push(DocumentObject {
                id: document.id().to_owned(),
                topic: topics[usize::from(topic.topic)].number,
                share: topic.share,
            });
        }
    }
    for (language, documents) in found.languages.iter().zip(documents) {
        let fit = language.fit.as_ref();
        append_json(
            buffer,
            &ModelObject {
                language: topics::language(language),
                k: language.topics.len(),
                vocabulary: fit.map(|fit| fit.vocabulary),
                tokens: fit.map(|fit| fit.tokens),
                iterations: fit.map(|fit| fit.iterations),
                seconds: fit.map(|fit| fit.sampling.as_secs_f64()),
                ll_per_word: fit.map(|fit| fit.log_likelihood_per_word),
                tried: topics::tried(language),
                topics: objects(&language.topics),
                documents,
            },
        );
        buffer.push(b'\n');
    }
    Ok(())
}

fn objects(topics: &[malmoi::Topic]) -> Vec<TopicObject<'_>> {
    let mut objects = Vec::with_capacity(topics.len());
    for topic in topics {
        objects.push(TopicObject {
            id: topic.number,
            label: &topic.label,
            share: topic.share,
            terms: &topic.counted_terms,
            display: &topic.terms,
            phrases: &topic.phrases,
        });
    }
    objects
}

/// How many terms of a topic the table for people shows.
const TERMS: usize = 10;

/// How wide the bar of the largest share is.
const BAR: usize = 6;

/// How many publishers it names for each topic and direction.
const PUBLISHERS: usize = 3;

fn print_table(found: &Topics, language: &LanguageTopics, out: &mut Vec<u8>) -> anyhow::Result<()> {
    let mut table = output::table(&[
        "",
        "topic",
        "share",
        "articles",
        "more terms",
        "more in",
        "less in",
        "such as",
    ]);
    output::align_right(&mut table, &[0, 2, 3]);
    table.never_wrap(&[0, 2, 3]);
    table.leave_out_first(&[7, 6, 3]);
    let mut by_share: Vec<usize> = (0..language.topics.len()).collect();
    by_share.sort_by(|a, b| {
        let [a, b] = [a, b].map(|n| &language.topics[*n]);
        is_weak(a)
            .cmp(&is_weak(b))
            .then(b.share.total_cmp(&a.share))
    });
    let shares = language.topics.iter().map(|topic| topic.share);
    let most = shares.reduce(f64::max).unwrap_or_default();
    for number in by_share {
        let topic = &language.topics[number];
        if topic.articles == 0 {
            continue;
        }
        let [more, less] = publishers(found, language, number);
        let example = topic.exemplars.first().map(|article| {
            let title = article.title().unwrap_or_else(|| article.id());
            let day = article.published_at.map(|at| format!(", {}", at.day()));
            let publisher = article.publisher();
            format!("{title} ({publisher}{})", day.unwrap_or_default())
        });
        // What the label says already need not be said again.
        let named: Vec<&str> = topic.label.split(", ").collect();
        let terms = topic.terms.iter().take(TERMS).map(String::as_str);
        let is_named = |term: &&str| named.iter().any(|name| name.contains(term));
        let terms: Vec<&str> = terms.filter(|term| !is_named(term)).collect();
        table.add_row([
            topic.number.to_string(),
            topic.label.clone(),
            format!(
                "{} {:>4.1} %",
                bar(topic.share, most, BAR),
                topic.share * 100.0
            ),
            topic.articles.to_string(),
            terms.join(", "),
            more,
            less,
            example.unwrap_or_default(),
        ]);
    }
    let of = language.language.map_or("all languages", |l| l.code());
    let count = language.topics.len();
    let s = if count == 1 { "" } else { "s" };
    let articles = output::documents(language.articles as usize);
    writeln!(out, "{count} topic{s} of {articles} ({of})")?;
    writeln!(out, "{table}")?;
    Ok(())
}

/// Whether the first terms of a topic go together less often than by chance, so that it says
/// little.
fn is_weak(topic: &Topic) -> bool {
    topic.npmi.is_some_and(|npmi| npmi < 0.0)
}

/// Names the publishers that have more of a topic than the others, and less, with their shares in
/// percent.
fn publishers(found: &Topics, language: &LanguageTopics, topic: usize) -> [String; 2] {
    let mut rows: Vec<&PublisherTopic> = language
        .publishers
        .iter()
        .filter(|row| usize::from(row.topic) == topic && row.q.is_some_and(|q| q <= SURE))
        .collect();
    let difference = |row: &PublisherTopic| row.share - row.elsewhere.unwrap_or_default();
    rows.sort_by(|a, b| difference(b).abs().total_cmp(&difference(a).abs()));
    [true, false].map(|more| {
        let rows = rows.iter().filter(|row| (difference(row) > 0.0) == more);
        let named = rows.take(PUBLISHERS).map(|row| {
            let name = &found.publishers[row.publisher as usize];
            format!("{name} {:.1}", row.share * 100.0)
        });
        named.collect::<Vec<String>>().join(", ")
    })
}

/// Tells what is not in the tables.
pub(super) fn note(found: &Topics) {
    for language in &found.languages {
        note_choice(language);
        note_empty(language);
        note_weak(language);
        note_matched(language);
    }
    let without_model = found.without_model as usize;
    if without_model > 0 {
        let articles = output::documents(without_model);
        // Fitted models are of all languages that have enough articles.
        let is_fitted = found
            .languages
            .iter()
            .any(|language| language.fit.is_some());
        let why = match is_fitted {
            true => format!(
                "fewer than {MIN_ARTICLES_FOR_TOPICS} articles of a language are too few for a model of \
                 their own; --joint makes one of all"
            ),
            false => "the model was not fitted to articles in these".to_owned(),
        };
        output::note(&format!(
            "{articles} in other languages have no topic: {why}"
        ));
    }
    let none = found.of_documents.iter().filter(|topic| topic.is_none());
    let without_terms = none.count().saturating_sub(without_model);
    if without_terms > 0 {
        let articles = output::documents(without_terms);
        output::note(&format!(
            "{articles} with none of a model's terms have no topic"
        ));
    }
    let copies = found.documents.iter().filter_map(Result::ok);
    let copies = copies.filter(|document| !document.votes).count();
    if copies > 0 {
        let articles = output::documents(copies);
        output::note(&format!("{articles} copied from others had no vote"));
    }
}

/// Tells of topics that the table leaves out.
fn note_empty(language: &LanguageTopics) {
    let empty = language.topics.iter().filter(|topic| topic.articles == 0);
    let empty = empty.count();
    if empty > 0 {
        let articles = output::documents(language.articles as usize);
        output::note(&format!(
            "{empty} of {} topics are not what any of {articles} is mostly about; fewer, or --k auto, \
             may suit them better",
            language.topics.len()
        ));
    }
}

/// Tells of topics that the table lists last.
fn note_weak(language: &LanguageTopics) {
    let shown = language.topics.iter().filter(|topic| topic.articles > 0);
    let weak = shown.filter(|topic| is_weak(topic));
    let weak: Vec<String> = weak.map(|topic| topic.number.to_string()).collect();
    if !weak.is_empty() {
        let of = language.language.map_or("all languages", |l| l.code());
        output::note(&format!(
            "topics that say little ({of}), since their first terms go together less often than by chance \
             (NPMI below 0): {}",
            weak.join(", ")
        ));
    }
}

/// Shows the numbers of topics that were tried.
fn note_choice(language: &LanguageTopics) {
    let tried = topics::tried(language);
    let was_asked_for = language
        .fit
        .as_ref()
        .is_some_and(|fit| fit.asked == TopicCount::Auto);
    let articles = output::documents(language.articles as usize);
    let Some(chosen) = tried.iter().find(|tried| tried.chosen) else {
        if was_asked_for {
            output::note(&format!(
                "1 topic: {articles} are too few to try a model on some that it has not seen"
            ));
        }
        return;
    };
    let mut table = output::table(&["topics", "held-out log-likelihood", "± 1 s.e.", "NPMI", ""]);
    output::align_right(&mut table, &[0, 1, 2, 3]);
    for row in &tried {
        table.add_row([
            row.topics.to_string(),
            format!("{:.4}", row.log_likelihood),
            format!("{:.4}", row.standard_error),
            format!("{:.3}", row.npmi),
            if row.chosen { "chosen" } else { "" }.to_owned(),
        ]);
    }
    output::note(&table.to_string());
    output::note(&format!(
        "{} topics: the most coherent of the numbers whose log-likelihood of unseen words is within one \
         standard error of the best",
        chosen.topics
    ));
    let most = tried
        .iter()
        .map(|tried| tried.topics)
        .max()
        .unwrap_or_default();
    if most < MOST_TRIED {
        output::note(&format!(
            "more than {most} were not tried: {articles} would be fewer than {ARTICLES_A_TOPIC} for each topic"
        ));
    }
}

/// Tells what became of the topics of an older model.
fn note_matched(language: &LanguageTopics) {
    let Some(matched) = &language.matched else {
        return;
    };
    let shown = |place: usize| {
        let topic = &language.topics[place];
        format!("{} ({})", topic.number, topic.label)
    };
    for old in &matched.old {
        let now = match old.fate {
            // As it does when both were fitted apart.
            TopicFate::Same(new, distance) if language.topics[new].number != old.number => {
                format!("is {}, distance {distance:.2}", shown(new))
            }
            TopicFate::Same(new, distance) => {
                let label = &language.topics[new].label;
                format!("is here again ({label}), distance {distance:.2}")
            }
            TopicFate::Part(new, distance) => {
                format!("merged into {}, distance {distance:.2}", shown(new))
            }
            TopicFate::None => "vanished".to_owned(),
        };
        output::note(&format!("old topic {} ({}) {now}", old.number, old.label));
    }
    for (new, fate) in matched.new.iter().enumerate() {
        let new = shown(new);
        match fate {
            TopicFate::Same(..) => {}
            TopicFate::Part(old, distance) => output::note(&format!(
                "topic {new} was split from {}, distance {distance:.2}",
                matched.old[*old].number
            )),
            TopicFate::None => output::note(&format!("topic {new} appeared")),
        }
    }
}

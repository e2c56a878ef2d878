//! Filters of articles, and the topics that they may ask for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use malmoi::{Aliases, ArticleTopics, Language, Selection};
use serde::Deserialize;

use crate::output;

/// The table of `malmoi topics` and `malmoi analyze --topics` that says what each article is about.
const TABLE: &str = "document_topics.csv";

/// Reads filters; those that ask for topics mean the ones in the folder `topics`, which
/// `malmoi topics` has written.
pub(crate) fn selections<const N: usize>(
    filters: [Option<&str>; N],
    aliases: &Aliases,
    topics: Option<&Path>,
) -> anyhow::Result<[Option<Selection>; N]> {
    let table = topics.map(Table::read).transpose()?;
    let mut selections = [const { None }; N];
    for (filter, selection) in filters.into_iter().zip(&mut selections) {
        let Some(filter) = filter else { continue };
        let parsed = Selection::parse(filter, aliases)?;
        *selection = Some(match &table {
            Some(table) => {
                table.check(filter, &parsed)?;
                parsed.with_topics(Arc::clone(&table.topics))
            }
            None if parsed.topics().is_empty() => parsed,
            None => bail!(
                "the filter `{filter}` asks for a topic; name the folder that \
                 `malmoi topics -o FOLDER` has written: --topics FOLDER"
            ),
        });
    }
    Ok(selections)
}

/// What is needed of a row.
#[derive(Deserialize)]
struct Row {
    id: String,
    publisher: String,
    language: String,
    topic: Option<u32>,
}

/// The topics of a crawl.
struct Table {
    topics: Arc<ArticleTopics>,
    /// In which languages there are articles of each topic.
    languages: BTreeMap<u32, BTreeSet<String>>,
}

impl Table {
    fn read(folder: &Path) -> anyhow::Result<Table> {
        let path = folder.join(TABLE);
        let shown = path.display();
        let place = || format!("cannot read {shown}, which `malmoi topics -o` writes");
        let mut reader = csv::Reader::from_path(&path).with_context(place)?;
        // A column that is missing would pass for one without topics.
        if !reader
            .headers()
            .with_context(place)?
            .iter()
            .any(|h| h == "topic")
        {
            bail!("{shown} has no column `topic`; is it what `malmoi topics -o` wrote?");
        }
        let mut topics = ArticleTopics::default();
        let mut languages: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
        for row in reader.deserialize() {
            let row: Row = row.with_context(place)?;
            topics.insert(&row.publisher, &row.id, row.topic);
            if let Some(topic) = row.topic {
                languages.entry(topic).or_default().insert(row.language);
            }
        }
        Ok(Table {
            topics: Arc::new(topics),
            languages,
        })
    }

    /// Fails for a topic that no article has, and remarks where topics of several
    /// languages have one number.
    fn check(&self, filter: &str, selection: &Selection) -> anyhow::Result<()> {
        let mut meant: BTreeSet<&str> = BTreeSet::new();
        for topic in selection.topics() {
            let Some(languages) = self.languages.get(topic) else {
                let known: Vec<String> = self.languages.keys().map(u32::to_string).collect();
                bail!(
                    "the filter `{filter}`: no article has most of topic {topic}; the topics are {}",
                    known.join(", ")
                );
            };
            let is_meant =
                |code: &&str| Language::from_code(code).is_some_and(|l| selection.has_language(l));
            meant.extend(languages.iter().map(String::as_str).filter(is_meant));
        }
        if meant.len() > 1 {
            let codes: Vec<&str> = meant.into_iter().collect();
            output::note(&format!(
                "the filter `{filter}` is for articles in {}, which may have models, and so topics, \
                 of their own; lang={} means one of them",
                codes.join(" and "),
                codes[0]
            ));
        }
        Ok(())
    }
}

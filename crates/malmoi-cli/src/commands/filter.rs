//! Filters of articles, and the topics that they may ask for.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use malmoi::{Aliases, ArticleTopics, Selection};
use serde::Deserialize;

/// The table of `malmoi topics` that says what each article is about.
const TABLE: &str = "document_topics.csv";

/// Reads filters; those that ask for topics mean the ones in the folder `topics`, which
/// `malmoi topics` has written.
pub(crate) fn selections<const N: usize>(
    filters: [Option<&str>; N],
    aliases: &Aliases,
    topics: Option<&Path>,
) -> anyhow::Result<[Option<Selection>; N]> {
    let known = topics.map(article_topics).transpose()?.map(Arc::new);
    let mut selections = [const { None }; N];
    for (filter, selection) in filters.into_iter().zip(&mut selections) {
        let Some(filter) = filter else { continue };
        let parsed = Selection::parse(filter, aliases)?;
        *selection = Some(match &known {
            Some(known) => parsed.with_topics(Arc::clone(known)),
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
    topic: Option<u32>,
}

fn article_topics(folder: &Path) -> anyhow::Result<ArticleTopics> {
    let path = folder.join(TABLE);
    let place = || {
        format!(
            "cannot read {}, which `malmoi topics -o` writes",
            path.display()
        )
    };
    let mut reader = csv::Reader::from_path(&path).with_context(place)?;
    let mut topics = ArticleTopics::default();
    for row in reader.deserialize() {
        let row: Row = row.with_context(place)?;
        if let Some(topic) = row.topic {
            topics.insert(&row.publisher, &row.id, topic);
        }
    }
    Ok(topics)
}

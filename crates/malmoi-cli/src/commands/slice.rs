//! Some of the articles of a store, as if there were no others.

use std::io;
use std::sync::Arc;

use malmoi::UNKNOWN_PUBLISHER;
use malmoi::{Aliases, Corpus, CorpusOptions, Detector, Document, Entry, Kept, Selection};
use malmoi_store::{Articles, Store};

/// The articles of a store that a filter means. What could not be read as an article has neither
/// publisher nor day, and is in no slice.
struct Slice {
    articles: Articles,
    selection: Selection,
    detector: Detector,
}

/// Opens the slice of a store that `filter` means.
pub(super) fn open(
    store: &mut Store,
    filter: &str,
    options: CorpusOptions,
) -> anyhow::Result<Corpus> {
    let selection = Selection::parse(filter, &Aliases::default())?;
    if !selection.topics().is_empty() {
        anyhow::bail!(
            "here --where takes no topics; those of compare, kwic, collocates and trends do"
        );
    }
    let may_have = |outline: &Document| selection.may_have(publisher_of(outline), outline);
    let articles = store.articles_with(&may_have)?;
    if Kept::parts(&articles) == 0 {
        anyhow::bail!("the store has no article that `{filter}` means");
    }
    let slice = Slice {
        articles,
        selection,
        detector: Detector::new(),
    };
    Ok(Corpus::from_kept(Arc::new(slice), options))
}

fn publisher_of(document: &Document) -> &str {
    document.publisher.as_deref().unwrap_or(UNKNOWN_PUBLISHER)
}

impl Slice {
    fn has(&self, document: &Document) -> bool {
        self.selection.may_have(publisher_of(document), document)
            && (self.selection.has_every_language() || {
                let title = document.title.as_deref().unwrap_or_default();
                let text = format!("{title}\n{}", document.text);
                self.selection
                    .has_language(self.detector.detect(&text).language)
            })
    }
}

impl Kept for Slice {
    fn parts(&self) -> usize {
        self.articles.parts()
    }

    fn bytes(&self) -> u64 {
        self.articles.bytes()
    }

    fn read(&self, part: usize, sink: &mut dyn FnMut(Entry)) -> io::Result<()> {
        self.articles.read(part, &mut |entry| match &entry {
            Entry::Document(document) if self.has(document) => sink(entry),
            _ => {}
        })
    }

    fn parts_with(&self, wants: &dyn Fn(&str) -> bool) -> io::Result<Vec<usize>> {
        self.articles.parts_with(wants)
    }
}

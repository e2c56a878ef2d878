//! A corpus of one's own.

use std::path::{Path, PathBuf};

use malmoi_corpus::{Corpus, CorpusOptions, Document, Entry};
use malmoi_text::{Language, detect};

use crate::{Article, Prose};

/// The environment variable that names a file or folder to measure on.
pub const OWN_CORPUS: &str = "MALMOI_BENCH_CORPUS";

/// Returns what [`OWN_CORPUS`] names; `None` if it is unset or empty.
pub fn own_corpus() -> Option<PathBuf> {
    let path = std::env::var_os(OWN_CORPUS)?;
    (!path.is_empty()).then(|| path.into())
}

/// Reads the articles of `path` that are of the given prose, in the order of
/// the corpus.
pub(crate) fn articles(path: &Path, prose: Prose) -> Vec<Article> {
    let corpus = match Corpus::open(&[path], CorpusOptions::default()) {
        Ok(corpus) => corpus,
        Err(error) => panic!("{OWN_CORPUS}: {error}"),
    };
    let mut all = Vec::new();
    for batch in corpus {
        batch.read(&mut |entry| {
            if let Entry::Document(document) = entry {
                all.push(article(document));
            }
        });
    }
    assert!(
        !all.is_empty(),
        "{OWN_CORPUS}: {} has no article",
        path.display()
    );
    all.retain(|article| is_of(prose, article));
    all
}

fn article(document: Document) -> Article {
    Article {
        title: document.title.unwrap_or_default(),
        text: document.text,
        publisher: document
            .publisher
            .unwrap_or_else(|| "(unknown)".to_string()),
        day: document
            .published_at
            .map(|t| t.day().to_string())
            .unwrap_or_default(),
    }
}

fn is_of(prose: Prose, article: &Article) -> bool {
    let language = || detect(&article.text).language;
    match prose {
        Prose::Korean => language() == Language::KOREAN,
        Prose::English => language() == Language::ENGLISH,
        Prose::Mixed => true,
    }
}

/// Keeps every second, third … article, so that about `bytes` bytes remain.
pub(crate) fn spread(articles: Vec<Article>, bytes: usize) -> Vec<Article> {
    let all: usize = articles.iter().map(|a| a.text.len()).sum();
    let step = all.div_ceil(bytes.max(1)).max(1);
    articles.into_iter().step_by(step).collect()
}

#[cfg(test)]
mod tests {
    use crate::made_up;

    use super::*;

    #[test]
    fn made_up_articles_are_of_the_prose_they_claim() {
        for prose in Prose::ALL {
            for article in made_up::articles(prose, 30_000) {
                assert!(is_of(prose, &article), "{prose:?}: {}", article.title);
            }
        }
    }

    #[test]
    fn a_large_corpus_is_thinned_out_evenly() {
        let articles = made_up::articles(Prose::English, 100_000);
        let last = articles.len() - 1;
        let kept = spread(articles.clone(), 30_000);
        let bytes: usize = kept.iter().map(|a| a.text.len()).sum();
        assert!((20_000..35_000).contains(&bytes), "{bytes}");
        let at = |a: &Article| articles.iter().position(|b| b == a).unwrap();
        assert!(at(&kept[0]) == 0 && at(&kept[kept.len() - 1]) > last - 5);
        assert_eq!(spread(articles.clone(), 200_000), articles);
    }
}

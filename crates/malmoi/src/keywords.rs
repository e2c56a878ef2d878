//! The keywords of single documents, by TF-IDF.

use malmoi_corpus::{Corpus, Entry, Skip};
use malmoi_count::Forms;
use malmoi_stats::tf_idf;
use malmoi_text::{Analyzer, AnalyzerWorker, Kind, Language};
use rustc_hash::FxHashMap;

use crate::analysis::{full_text, shown};
use crate::reading::{Place, read_on_all_threads};
use crate::{Error, Progress};

/// A keyword of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyword {
    /// The form it is counted under.
    pub term: String,
    /// The form to show: the most frequent one in the document.
    pub display: String,
    /// The language the term was found in.
    pub language: Language,
    /// TF-IDF, above 0; see [`tf_idf`] for the variant. Only comparable within
    /// one document.
    pub score: f64,
    /// Occurrences in the document.
    pub count: u64,
}

/// Returns the keywords of one text, best first.
///
/// Without other texts to compare with every term is equally rare, so the score
/// is that of the frequency; among equals the term that comes first in the text
/// leads. Loads the Korean dictionary anew at each call: for more than one text
/// keep a [`KeywordExtractor`].
///
/// # Errors
///
/// When the embedded Korean dictionary cannot be loaded.
///
/// # Example
///
/// ```
/// let keywords = malmoi::keywords("Lee and Xi will restore ties. Lee restored the summit.")?;
/// let found: Vec<_> = keywords.iter().map(|k| (k.display.as_str(), k.count)).collect();
/// assert_eq!(found, [("Lee", 2), ("restored", 2), ("Xi", 1), ("ties", 1), ("summit", 1)]);
/// # Ok::<(), malmoi::Error>(())
/// ```
pub fn keywords(text: &str) -> Result<Vec<Keyword>, Error> {
    Ok(KeywordExtractor::new(&Analyzer::new()?).keywords(text))
}

/// Finds the keywords of one text after the other.
///
/// # Example
///
/// ```
/// use malmoi::{Analyzer, KeywordExtractor};
///
/// let analyzer = Analyzer::new()?;
/// let mut extractor = KeywordExtractor::new(&analyzer);
/// for text in ["김장은 한국의 겨울 문화다", "Kimchi is a staple"] {
///     assert!(!extractor.keywords(text).is_empty());
/// }
/// # Ok::<(), malmoi::Error>(())
/// ```
#[derive(Debug)]
pub struct KeywordExtractor<'a> {
    worker: AnalyzerWorker<'a>,
}

impl<'a> KeywordExtractor<'a> {
    /// Returns an extractor that works with `analyzer`.
    pub fn new(analyzer: &'a Analyzer) -> KeywordExtractor<'a> {
        KeywordExtractor {
            worker: analyzer.analyzer_worker(),
        }
    }

    /// Returns the keywords of one text, best first; see [`keywords`].
    pub fn keywords(&mut self, text: &str) -> Vec<Keyword> {
        let (_, terms) = terms_of(&mut self.worker, text);
        rank(terms, |_| (1, 1))
    }
}

/// A document's keywords.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentKeywords {
    /// The document's own id, else one made of its place.
    pub id: String,
    /// The language most of it is in.
    pub language: Language,
    /// Its keywords, best first.
    pub keywords: Vec<Keyword>,
}

/// Returns the keywords of every document of a corpus, in its order, and what
/// could not be read. How rare a term is, is measured on the corpus itself.
///
/// At most `top` keywords a document are kept. Works on all threads of the
/// current rayon pool; holds the terms of all documents in memory.
///
/// # Errors
///
/// Only when `progress` asks to stop.
pub fn keywords_of_corpus(
    corpus: Corpus,
    analyzer: &Analyzer,
    top: usize,
    progress: &dyn Progress,
) -> Result<(Vec<DocumentKeywords>, Vec<Skip>), Error> {
    progress.start_pass("reading", corpus.bytes());
    let worker = || analyzer.analyzer_worker();
    let add = |worker: &mut AnalyzerWorker<'_>, found: &mut Vec<_>, place: Place, entry| {
        found.push((place.key(), Found::of(entry, worker)));
    };
    let read = read_on_all_threads(corpus, progress, worker, add)?;
    progress.finish_reading();
    let mut found: Vec<(u64, Found)> = read.shares.into_iter().flatten().collect();
    found.sort_unstable_by_key(|(key, _)| *key);

    let mut frequencies: FxHashMap<TermKey, u64> = FxHashMap::default();
    let mut documents = 0;
    for (_, found) in &found {
        if let Found::Document { terms, .. } = found {
            documents += 1;
            for term in terms {
                *frequencies.entry(term.key.clone()).or_default() += 1;
            }
        }
    }
    let mut results = Vec::new();
    let mut skipped = Vec::new();
    for (_, found) in found {
        match found {
            Found::Skip(skip) => skipped.push(skip),
            Found::Document {
                id,
                language,
                terms,
            } => {
                let mut keywords = rank(terms, |key| (frequencies[key], documents));
                keywords.truncate(top);
                results.push(DocumentKeywords {
                    id,
                    language,
                    keywords,
                });
            }
        }
    }
    Ok((results, skipped))
}

/// What became of one entry of the corpus.
enum Found {
    Document {
        id: String,
        language: Language,
        terms: Vec<TermInText>,
    },
    Skip(Skip),
}

impl Found {
    fn of(entry: Entry, worker: &mut AnalyzerWorker<'_>) -> Found {
        match entry {
            Entry::Skipped(skip) => Found::Skip(skip),
            Entry::Document(document) => {
                let (language, terms) = terms_of(worker, &full_text(&document));
                Found::Document {
                    id: document.id,
                    language,
                    terms,
                }
            }
        }
    }
}

type TermKey = (Language, Box<str>);

/// A term with what one text says of it.
struct TermInText {
    key: TermKey,
    count: u64,
    forms: Forms,
}

/// Returns the language of a text and its terms, in the order they first come
/// in.
fn terms_of(worker: &mut AnalyzerWorker<'_>, text: &str) -> (Language, Vec<TermInText>) {
    let mut index: FxHashMap<TermKey, usize> = FxHashMap::default();
    let mut terms: Vec<TermInText> = Vec::new();
    let language = worker.analyze(text, &mut |token| {
        if !matches!(token.kind, Kind::Term | Kind::Part) {
            return;
        }
        let key = (token.language, Box::from(token.term));
        let at = *index.entry(key).or_insert_with_key(|key| {
            terms.push(TermInText {
                key: key.clone(),
                count: 0,
                forms: Forms::default(),
            });
            terms.len() - 1
        });
        let term = &mut terms[at];
        term.count += 1;
        term.forms.add(shown(&token));
    });
    (language, terms)
}

/// Scores terms by TF-IDF and sorts them, best first; equals stay in the order
/// of the text. `frequency` tells in how many documents a term is, of how many.
fn rank(terms: Vec<TermInText>, frequency: impl Fn(&TermKey) -> (u64, u64)) -> Vec<Keyword> {
    let mut keywords: Vec<Keyword> = terms
        .into_iter()
        .map(|term| {
            let (documents_with, documents) = frequency(&term.key);
            let (language, name) = term.key;
            Keyword {
                display: term.forms.most_frequent().to_string(),
                score: tf_idf(term.count, documents_with, documents),
                count: term.count,
                term: name.into(),
                language,
            }
        })
        .collect();
    keywords.sort_by(|a, b| b.score.total_cmp(&a.score));
    keywords
}

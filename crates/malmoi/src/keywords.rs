//! The keywords of single documents, by what each says of itself.

use malmoi_corpus::{Corpus, Entry, Skip};
use malmoi_text::{Analyzer, AnalyzerWorker, Language};
use rustc_hash::FxHashSet;

use crate::articles::full_text;
use crate::candidates::candidates;
use crate::reading::{Place, read_on_all_threads};
use crate::salience::Salience;
use crate::{Error, Progress};

/// A keyword of a document: a word or a phrase of up to five.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyword {
    /// The form it is counted under; of a phrase, those of its words with a space
    /// between them.
    pub term: String,
    /// The form to show: the most frequent one in the document.
    pub display: String,
    /// The language the term was found in; Korean for a phrase with a Korean word.
    pub language: Language,
    /// How well it stands for the document, above 0; see [`keywords`]. Only
    /// comparable within one document.
    pub score: f64,
    /// Occurrences in the document; of a phrase, those with no other content word
    /// beside it.
    pub count: u64,
}

/// Returns the keywords of one text, best first.
///
/// Candidates are the content words and what stands of them between function
/// words and punctuation, two to five in a row (Rose et al. 2010: RAKE). A
/// candidate's score is
///
/// ```text
/// word:    √count · (1 + 0.8 · share of occurrences without a content word beside it) / (1 + place / 2)
/// phrase:  Σ √count of its words / √words · (1 + ln(count) / 2) · weight / (1 + place / 2)
/// ```
///
/// where `place`, from 0 to 1, is where it first comes. A phrase's weight
/// depends on the text, from 0 in a narrative (names inside sentences, short
/// words, length) to 2.5 in an exposition, whose terms are noun phrases; in
/// Korean it is 0.9. Korean nouns that 하다 or 되다 makes a predicate of do not count,
/// and a phrase that holds a better one is left out. No other text has a say, so a document's keywords are the same
/// alone and among others. Candidates that are equally good come in the order of
/// the text.
///
/// Loads the Korean dictionary anew at each call: for more than one text keep a
/// [`KeywordExtractor`].
///
/// # Errors
///
/// When the embedded Korean dictionary cannot be loaded.
///
/// # Example
///
/// ```
/// let keywords = malmoi::keywords("Rice fell. The price of rice fell by half, and so did the price of wheat.")?;
/// let found: Vec<_> = keywords.iter().map(|k| (k.display.as_str(), k.count)).take(3).collect();
/// assert_eq!(found, [("price", 2), ("rice", 2), ("fell", 2)]);
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
        keywords_of(&mut self.worker, text).1
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
/// could not be read.
///
/// At most `top` keywords a document are kept. Works on all threads of the
/// current rayon pool.
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
        let found_here = match entry {
            Entry::Skipped(skip) => Err(skip),
            Entry::Document(document) => {
                let (language, mut keywords) = keywords_of(worker, &full_text(&document));
                keywords.truncate(top);
                keywords.shrink_to_fit();
                Ok(DocumentKeywords {
                    id: document.id,
                    language,
                    keywords,
                })
            }
        };
        found.push((place.key(), found_here));
    };
    let read = read_on_all_threads(corpus, progress, worker, add)?;
    progress.finish_reading();
    let mut found: Vec<(u64, Result<_, _>)> = read.shares.into_iter().flatten().collect();
    found.sort_unstable_by_key(|(key, _)| *key);
    let (mut documents, mut skipped) = (Vec::new(), Vec::new());
    for (_, found) in found {
        match found {
            Ok(keywords) => documents.push(keywords),
            Err(skip) => skipped.push(skip),
        }
    }
    Ok((documents, skipped))
}

/// Returns the language of a text and its keywords, best first.
fn keywords_of(worker: &mut AnalyzerWorker<'_>, text: &str) -> (Language, Vec<Keyword>) {
    let (language, candidates) = candidates(worker, text);
    let salience = Salience::of(&candidates);
    let mut found = Vec::new();
    for phrase in &candidates.phrases {
        let words = phrase
            .words
            .iter()
            .map(|at| &candidates.words[*at as usize]);
        let is_korean = |language: &Language| *language == Language::KOREAN;
        let mut languages = words.clone().map(|word| word.language);
        let terms: Vec<&str> = words.map(|word| &*word.term).collect();
        let keyword = Keyword {
            term: terms.join(" "),
            display: phrase.forms.most_frequent().to_string(),
            language: languages
                .clone()
                .find(is_korean)
                .or_else(|| languages.next())
                .unwrap_or(language),
            score: salience.phrase(phrase),
            count: phrase.count,
        };
        found.push((phrase.first, keyword));
    }
    for word in candidates.words.iter().filter(|word| word.count > 0) {
        let keyword = Keyword {
            term: word.term.to_string(),
            display: word.forms.most_frequent().to_string(),
            language: word.language,
            score: salience.word(word),
            count: word.count,
        };
        found.push((word.first, keyword));
    }
    found.sort_by(|(first, a), (other, b)| b.score.total_cmp(&a.score).then(first.cmp(other)));
    let found = found.into_iter().map(|(_, keyword)| keyword);
    (language, without_longer_ones(found))
}

/// Leaves out phrases in which a better phrase stands whole: with 보령호 담수화,
/// 보령호 담수화 사업 says little that is new.
fn without_longer_ones(keywords: impl Iterator<Item = Keyword>) -> Vec<Keyword> {
    let mut phrases: FxHashSet<String> = FxHashSet::default();
    let mut kept = Vec::new();
    for keyword in keywords {
        let words: Vec<&str> = keyword.term.split(' ').collect();
        if words.len() > 1 {
            let mut parts = (2..=words.len()).flat_map(|length| words.windows(length));
            if parts.any(|part| phrases.contains(&part.join(" "))) {
                continue;
            }
            phrases.insert(keyword.term.clone());
        }
        kept.push(keyword);
    }
    kept
}

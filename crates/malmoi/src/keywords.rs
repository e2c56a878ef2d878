//! The keywords of single documents.

use std::borrow::Cow;
use std::fmt;

use malmoi_corpus::{Corpus, Entry, Skip};
use malmoi_text::{Analyzer, AnalyzerWorker, Language};

use crate::articles::full_text;
use crate::candidates::Candidates;
use crate::near_duplicates::Chosen;
use crate::reading::{Place, read_on_all_threads};
use crate::salience::Salience;
use crate::{Background, Error, Progress};

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
    /// The probability that a reader of the document would choose it, between 0
    /// and 1; see [`keywords`]. Scores of Korean and of other documents are not
    /// the same, since other readers chose.
    pub score: f64,
    /// Occurrences in the document; of a phrase, those with no other content word
    /// after it.
    pub count: u64,
}

/// How keywords are found.
#[derive(Clone, Debug)]
pub struct KeywordOptions {
    /// At most so many keywords a text; 20.
    pub top: usize,
    /// How frequent words are in general; the embedded one.
    pub background: Background,
}

impl Default for KeywordOptions {
    fn default() -> KeywordOptions {
        KeywordOptions {
            top: 20,
            background: Background::default(),
        }
    }
}

/// Returns the twenty best keywords of one text, best first; fewer of a text
/// that has no more.
///
/// # Candidates
///
/// Content words, and of what stands of them between function words and
/// punctuation (a *run*, Rose et al. 2010: RAKE) its ends of two to five words:
/// of "state broadcasting union" also "broadcasting union". Korean nouns that
/// 하다 or 되다 makes a predicate of do not count, and numbers only where they
/// are part of a noun (28사단, 아이폰5).
///
/// # Scores
///
/// A candidate's score is the probability that a reader would choose it, by a
/// logistic model as KEA's naive one (Witten et al. 1999) is of
///
/// - its count, where it first comes, its length in words and letters, and the
///   endings of English words, which tell adverbs and verbs (Hulth 2003 uses
///   tags);
/// - how often it begins a run, ends one, and is one: YAKE's relatedness to
///   context (Campos et al. 2020), by the borders instead of the neighbours, and
///   C-value's nested terms (Frantzi et al. 2000);
/// - how rare its words are elsewhere: the inverse frequency of TF-IDF (Spärck
///   Jones 1972), by a [`Background`].
///
/// Readers mark single words and names in a narrative, and noun phrases in an
/// exposition; the weights of English lie between those of the two by how the
/// text is written (names, letters a word, pronouns, past tenses, quotation
/// marks; Biber 1988). Korean has weights of its own. How they were learnt is in
/// `dictionaries/keywords/README.md`.
///
/// # Near-duplicates
///
/// Of forms that differ in spaces, hyphens or a letter in seven, and of phrases
/// of which one holds the other, the better one stays. A word stays beside a
/// phrase that it is part of.
///
/// No other text has a say, so a document's keywords are the same alone and
/// among others. Candidates that are equally good come in the order of the text.
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
/// let text = "Rice fell. The price of rice fell by half, and so did the price of wheat.";
/// let keywords = malmoi::keywords(text)?;
/// let rice = keywords.iter().find(|keyword| keyword.term == "rice").unwrap();
/// assert_eq!((rice.display.as_str(), rice.count), ("rice", 2));
/// assert!(rice.score > 0.0 && rice.score < 1.0);
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
    options: Cow<'a, KeywordOptions>,
    scratch: Scratch,
}

impl<'a> KeywordExtractor<'a> {
    /// Returns an extractor that works with `analyzer`.
    pub fn new(analyzer: &'a Analyzer) -> KeywordExtractor<'a> {
        KeywordExtractor {
            worker: analyzer.analyzer_worker(),
            options: Cow::Owned(KeywordOptions::default()),
            scratch: Scratch::default(),
        }
    }

    /// Returns an extractor that works with `analyzer` as `options` say.
    pub fn with_options(
        analyzer: &'a Analyzer,
        options: &'a KeywordOptions,
    ) -> KeywordExtractor<'a> {
        KeywordExtractor {
            worker: analyzer.analyzer_worker(),
            options: Cow::Borrowed(options),
            scratch: Scratch::default(),
        }
    }

    /// Returns the keywords of one text, best first; see [`keywords`].
    pub fn keywords(&mut self, text: &str) -> Vec<Keyword> {
        self.language_and_keywords(text).1
    }

    /// Returns the language that most of a text is in as well.
    pub fn language_and_keywords(&mut self, text: &str) -> (Language, Vec<Keyword>) {
        let Scratch {
            candidates,
            rarities,
            ranked,
        } = &mut self.scratch;
        let language = candidates.read(&mut self.worker, text);
        let salience = Salience::of(candidates, language, &self.options.background, rarities);
        ranked.clear();
        let counted = candidates.list.iter().enumerate();
        let counted = counted.filter(|(_, candidate)| candidate.count > 0);
        ranked.extend(counted.map(|(at, candidate)| {
            let log_odds = salience.log_odds(candidate, text);
            (log_odds, candidate.first, at)
        }));
        ranked.sort_unstable_by(|(a, first, at), (b, other, other_at)| {
            b.total_cmp(a).then((first, at).cmp(&(other, other_at)))
        });
        let found = best(candidates, ranked, text, self.options.top, language);
        (language, found)
    }
}

/// Memory that one text after the other uses.
#[derive(Default)]
struct Scratch {
    candidates: Candidates,
    rarities: Vec<f64>,
    /// Log-odds, place and index of each candidate.
    ranked: Vec<(f64, u32, usize)>,
}

impl fmt::Debug for Scratch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scratch").finish_non_exhaustive()
    }
}

/// Returns the first `top` of the ranked candidates of which none is nearly the
/// same as a better one.
fn best(
    candidates: &Candidates,
    ranked: &[(f64, u32, usize)],
    text: &str,
    top: usize,
    language: Language,
) -> Vec<Keyword> {
    let mut chosen = Chosen::default();
    let mut found = Vec::new();
    let mut words = Vec::new();
    // What is far behind is not looked at, so that texts full of near-duplicates
    // take no longer than others.
    for (log_odds, _, at) in ranked.iter().take(top.saturating_mul(FURTHEST)) {
        if found.len() == top {
            break;
        }
        let candidate = &candidates.list[*at];
        let display = candidates.display(candidate, text);
        words.clear();
        words.extend(candidates.words_of(candidate));
        if !chosen.choose(&words, &display) {
            continue;
        }
        let mut languages = words.iter().map(|word| candidates.language(*word));
        let first = languages.next().unwrap_or(language);
        let has_korean = languages.any(|language| language == Language::KOREAN);
        let terms: Vec<&str> = words.iter().map(|word| candidates.term(*word)).collect();
        found.push(Keyword {
            term: terms.join(" "),
            display,
            language: if has_korean { Language::KOREAN } else { first },
            score: 1.0 / (1.0 + libm::exp(-log_odds)),
            count: u64::from(candidate.count),
        });
    }
    found
}

/// How many candidates for each keyword are looked at.
const FURTHEST: usize = 8;

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
/// Works on all threads of the current rayon pool.
///
/// # Errors
///
/// Only when `progress` asks to stop.
pub fn keywords_of_corpus(
    corpus: Corpus,
    analyzer: &Analyzer,
    options: &KeywordOptions,
    progress: &dyn Progress,
) -> Result<(Vec<DocumentKeywords>, Vec<Skip>), Error> {
    progress.start_pass("reading", corpus.bytes());
    let extractor = || KeywordExtractor::with_options(analyzer, options);
    let add = |extractor: &mut KeywordExtractor<'_>, found: &mut Vec<_>, place: Place, entry| {
        let found_here = match entry {
            Entry::Skipped(skip) => Err(skip),
            Entry::Document(document) => {
                let text = full_text(&document);
                let (language, keywords) = extractor.language_and_keywords(&text);
                Ok(DocumentKeywords {
                    id: document.id,
                    language,
                    keywords,
                })
            }
        };
        found.push((place.key(), found_here));
    };
    let read = read_on_all_threads(corpus, progress, extractor, add)?;
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

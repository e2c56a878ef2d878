//! The main job: a corpus in, what each publisher talks about out.

use std::borrow::Cow;

use malmoi_corpus::{Boilerplate, Corpus, Document, Entry, Skip};
use malmoi_count::{Counter, Counts, Occurrence};
use malmoi_stats::{Keyness, KeynessOptions, keyness};
use malmoi_text::korean::NewWord;
use malmoi_text::phrases::Phrase;
use malmoi_text::{Analyzer, AnalyzerWorker, Kind, Language, Token};

use crate::audit::{Audit, Collector};
use crate::boilerplate::{LeftOut, Tally};
use crate::learning::learn;
use crate::new_words::{Counted, counted};
use crate::reading::read_on_all_threads;
use crate::{Error, Progress};

/// The publisher of documents that state none.
pub const UNKNOWN_PUBLISHER: &str = "(unknown)";

/// How an analysis is done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnalysisOptions {
    /// How keywords are chosen.
    pub keyness: KeynessOptions,
    /// Whether the analyzer's words are all there are. Otherwise Korean words
    /// that it lacks and English names of several words are found first, as far
    /// as the corpus itself proves them, and counted whole.
    pub without_new_words: bool,
    /// Whether sentences that a publisher puts into many of its articles count
    /// as well. Otherwise they are found first and left out; what is known to be
    /// no part of any article is left out while reading, in either case.
    pub keep_boilerplate: bool,
}

/// What an analysis found.
///
/// Numbers in [`counts`](Analysis::counts), [`keywords`](Analysis::keywords)
/// and [`evidence`](Analysis::evidence) refer to each other by the indices
/// that [`Counts`] defines.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// How often each term occurs, by publisher, day and language.
    pub counts: Counts,
    /// What each publisher says more than the others, by language and
    /// publisher, best first.
    pub keywords: Vec<Keyness>,
    /// The Korean words that the corpus itself proved, most frequent first.
    pub new_words: Vec<Counted<NewWord>>,
    /// The English names of several words that it proved, most frequent first.
    pub names: Vec<Counted<Phrase>>,
    /// The sentences that publishers put into many of their articles, which were
    /// not counted; by publisher, most frequent first.
    pub boilerplate: Vec<LeftOut>,
    /// Every document counted, in the order of the corpus.
    pub documents: Vec<CountedDocument>,
    /// Every document not counted, in the order of the corpus.
    pub skipped: Vec<Skip>,
    /// Every document that was counted after bytes of it were replaced, in the
    /// order of the corpus.
    pub repaired: Vec<Repair>,
    /// What the corpus covers, and what about it is odd.
    pub audit: Audit,
    keys: Vec<u64>,
}

/// A document that was counted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CountedDocument {
    /// The document's own id, else one made of its place.
    pub id: String,
    /// Where it was read from.
    pub path: String,
    /// The member of the archive, where it was read from one.
    pub entry: Option<String>,
    /// The line, for formats whose documents have lines.
    pub line: Option<u64>,
    /// The headline.
    pub title: Option<String>,
    /// The publisher, or [`UNKNOWN_PUBLISHER`].
    pub publisher: String,
    /// The author's name.
    pub author: Option<String>,
    /// When it was published, as far as the document says: a date, or a date
    /// and time.
    pub published_at: Option<String>,
    /// The address it was crawled from.
    pub url: Option<String>,
    /// The language most of it is in.
    pub language: Language,
    /// How many running words it has.
    pub tokens: u64,
}

/// A document with bytes that mean nothing in its encoding.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Repair {
    /// Where it was read from.
    pub path: String,
    /// The name of the member, if that is an archive.
    pub entry: Option<String>,
    /// The line, for formats with one document a line.
    pub line: Option<u64>,
    /// What it was decoded as.
    pub encoding: &'static str,
    /// How many of its bytes were replaced by U+FFFD.
    pub replaced: u64,
}

impl Analysis {
    /// Returns the documents in which a publisher's articles of a language have
    /// the term most often, most first; at most three.
    pub fn evidence(&self, publisher: u32, language: u32, term: u32) -> Vec<&CountedDocument> {
        let evidence = self.counts.evidence(publisher, language, term);
        let index = |key: u64| self.keys.partition_point(|&k| k < key);
        evidence
            .iter()
            .map(|e| &self.documents[index(e.document)])
            .collect()
    }
}

/// Analyzes a corpus on all threads of the current rayon pool.
///
/// Words that the analyzer lacks and names of several words are found first, in a
/// sample of up to about 32 MB (see [`NewWords`](malmoi_text::korean::NewWords)
/// and [`PhraseFinder`](malmoi_text::phrases::PhraseFinder)), and are words like
/// others in what follows. The title counts as part of the text. The result
/// depends on the documents and options alone, not on the number of threads.
///
/// # Errors
///
/// When `progress` asks to stop, and when the Korean dictionary cannot be loaded
/// a second time. Documents that cannot be read are told in
/// [`Analysis::skipped`].
pub fn analyze(
    mut corpus: Corpus,
    analyzer: &Analyzer,
    options: &AnalysisOptions,
    progress: &dyn Progress,
) -> Result<Analysis, Error> {
    let aliases = corpus.options().aliases.clone();
    let (learnt, sample) = if options.without_new_words && options.keep_boilerplate {
        Default::default()
    } else {
        learn(&mut corpus, analyzer, options, progress)?
    };
    let enriched;
    let analyzer = if learnt.new_words.is_empty() && learnt.phrases.is_empty() {
        analyzer
    } else {
        enriched = analyzer
            .with_new_words(&learnt.new_words)?
            .with_phrases(learnt.phrases.clone());
        &enriched
    };
    let add = |share: &mut Share, worker: &mut AnalyzerWorker<'_>, key, entry| match entry {
        Entry::Document(document) => share.count(key, document, &learnt.boilerplate, worker),
        Entry::Skipped(skip) => share.skip(key, skip),
    };
    let shares = read_on_all_threads(corpus, sample, analyzer, progress, add)?;

    let mut documents = Vec::new();
    let mut skipped = Vec::new();
    let mut repaired = Vec::new();
    let mut counters = Vec::new();
    let mut audits = Vec::new();
    let mut left_out = Tally::default();
    for share in shares {
        documents.extend(share.documents);
        skipped.extend(share.skipped);
        repaired.extend(share.repaired);
        counters.push(share.counter);
        audits.push(share.audit);
        left_out.merge(share.left_out);
    }
    documents.sort_unstable_by_key(|(key, _)| *key);
    skipped.sort_unstable_by_key(|(key, _)| *key);
    repaired.sort_unstable_by_key(|(key, _)| *key);
    let counts = Counts::merge(counters);
    let keywords = keyness(&counts, &options.keyness);
    let (keys, documents) = documents.into_iter().unzip();
    Ok(Analysis {
        new_words: counted(learnt.new_words, &counts),
        names: counted(learnt.phrases.iter().cloned().collect(), &counts),
        counts,
        keywords,
        boilerplate: left_out.finish(&learnt.boilerplate),
        documents,
        skipped: skipped.into_iter().map(|(_, skip)| skip).collect(),
        repaired: repaired.into_iter().map(|(_, repair)| repair).collect(),
        audit: Collector::finish(audits, &aliases),
        keys,
    })
}

/// What one thread has done. Documents and skips carry their key, by which they
/// are put in the order of the corpus.
#[derive(Default)]
struct Share {
    counter: Counter,
    documents: Vec<(u64, CountedDocument)>,
    skipped: Vec<(u64, Skip)>,
    repaired: Vec<(u64, Repair)>,
    audit: Collector,
    left_out: Tally,
}

impl Share {
    fn skip(&mut self, key: u64, skip: Skip) {
        self.audit.skip(key, &skip);
        self.skipped.push((key, skip));
    }

    fn count(
        &mut self,
        key: u64,
        document: Document,
        boilerplate: &Boilerplate,
        worker: &mut AnalyzerWorker<'_>,
    ) {
        let publisher = document.publisher.as_deref().unwrap_or(UNKNOWN_PUBLISHER);
        let day = document.published_at.map(|t| t.day().to_string());
        let body = boilerplate.strip(publisher, &document.text, &mut |at, words| {
            self.left_out.add(at, key, words);
        });
        let text = with_title(&document, &body);
        let mut counting = self.counter.document(key);
        let language = worker.analyze(&text, &mut |token| {
            let occurrence = Occurrence {
                language: token.language.code(),
                term: token.term,
                surface: shown(&token),
            };
            match token.kind {
                Kind::Term => counting.term(occurrence),
                Kind::Part => counting.part(occurrence),
                Kind::Word => counting.word(),
                Kind::Symbol => {}
            }
        });
        let tokens = counting.finish(publisher, day.as_deref(), language.code());
        self.audit.add(&document, language, Some(tokens));
        if document.replaced > 0 {
            let repair = Repair {
                path: document.path.clone(),
                entry: document.entry.clone(),
                line: document.line,
                encoding: document.encoding.name(),
                replaced: document.replaced,
            };
            self.repaired.push((key, repair));
        }
        let counted = CountedDocument {
            publisher: publisher.to_string(),
            published_at: document.published_at.map(|t| t.to_string()),
            author: document.author.and_then(|a| a.name),
            id: document.id,
            path: document.path,
            entry: document.entry,
            line: document.line,
            title: document.title,
            url: document.url,
            language,
            tokens,
        };
        self.documents.push((key, counted));
    }
}

/// Returns the form of a token to show: itself, but the dictionary form of a
/// Korean predicate, since 늘 and 올랐 are no words.
pub(crate) fn shown<'t>(token: &Token<'t>) -> &'t str {
    let is_predicate = token.language == Language::KOREAN && token.pos.starts_with('V');
    if is_predicate {
        token.term
    } else {
        token.surface
    }
}

/// Returns the title and the text, the title on a line of its own.
pub(crate) fn full_text(document: &Document) -> Cow<'_, str> {
    with_title(document, &document.text)
}

/// Returns the title and what is left of the text.
fn with_title<'t>(document: &Document, body: &'t str) -> Cow<'t, str> {
    match &document.title {
        Some(title) => format!("{title}\n{body}").into(),
        None => body.into(),
    }
}

//! The main job: a corpus in, what each publisher talks about out.

use std::borrow::Cow;

use malmoi_corpus::{Boilerplate, Corpus, Document, Entry, Fate, Skip, SkipReason};
use malmoi_count::{Basis, Counter, Counts, Occurrence};
use malmoi_stats::{Keyness, KeynessOptions, keyness};
use malmoi_text::korean::NewWord;
use malmoi_text::phrases::Phrase;
use malmoi_text::{Analyzer, AnalyzerWorker, Kind, Language, Token};

use crate::audit::{Audit, Collector};
use crate::balance::Balance;
use crate::boilerplate::{LeftOut, Tally};
use crate::counted::CountedDocument;
use crate::new_words::{Counted, counted};
use crate::outcome::{CopyOf, Outcome, Settled};
use crate::reading::{Place, read_on_all_threads, twice};
use crate::survey::{Survey, survey};
use crate::{Error, Progress};

/// The publisher of documents that state none.
pub const UNKNOWN_PUBLISHER: &str = "(unknown)";

/// How an analysis is done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnalysisOptions {
    /// How keywords are chosen; its basis follows from `duplicates`.
    pub keyness: KeynessOptions,
    /// Whether the analyzer's words are all there are. Otherwise Korean words
    /// that it lacks and English names of several words are found first, as far
    /// as the corpus itself proves them, and counted whole.
    pub without_new_words: bool,
    /// Whether sentences that a publisher puts into many of its articles count
    /// as well. Otherwise they are found first and left out; what is known to be
    /// no part of any article is left out while reading, in either case.
    pub keep_boilerplate: bool,
    /// What copies of an article are good for.
    pub duplicates: Duplicates,
}

/// What copies of an article are good for.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Duplicates {
    /// They are counted, and keywords are chosen by all there is.
    Count,
    /// They are counted, and keywords are chosen by the first article of each
    /// cluster alone.
    #[default]
    Once,
    /// They are left out of everything, and told in [`Analysis::skipped`].
    Drop,
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
    /// What the keywords were chosen by.
    pub basis: Basis,
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
    /// Who copied from whom, by publisher; dropped copies included.
    pub copied: Vec<Copied>,
    /// What became of all that was read.
    pub balance: Balance,
    keys: Vec<u64>,
}

/// How many articles of one publisher are copies of another's.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Copied {
    /// The publisher of the first articles.
    pub first: String,
    /// The publisher of the copies, which may be the same.
    pub by: String,
    /// How many copies.
    pub articles: u64,
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
    /// the term most often, most first, and copies last; at most three.
    pub fn evidence(&self, publisher: u32, language: u32, term: u32) -> Vec<&CountedDocument> {
        let evidence = self.counts.evidence(publisher, language, term);
        let found = evidence
            .iter()
            .filter_map(|e| index(&self.keys, e.document));
        found.map(|at| &self.documents[at]).collect()
    }
}

/// Returns where a key is among sorted ones.
fn index(keys: &[u64], key: u64) -> Option<usize> {
    keys.binary_search(&key).ok()
}

/// Analyzes a corpus on all threads of the current rayon pool.
///
/// The corpus is read twice, a stream by way of a temporary file. The first pass
/// finds editions and [copies](malmoi_corpus::CopyFinder) among all articles, and in a sample of
/// up to about 32 MB words that the analyzer lacks and names of several words (see
/// [`NewWords`](malmoi_text::korean::NewWords) and
/// [`PhraseFinder`](malmoi_text::phrases::PhraseFinder)), which are words like
/// others in the second, which counts. The title counts as part of the text. The
/// result depends on the documents, their order and the options, not on the number of
/// threads.
///
/// An article that changes between the passes is one without copies or editions;
/// so is one that comes to be. Copies of an article that is gone by then belong to
/// no cluster and have no vote.
///
/// # Errors
///
/// When `progress` asks to stop, when a stream cannot be kept, and when the Korean
/// dictionary cannot be loaded a second time. Documents that cannot be read are
/// told in [`Analysis::skipped`]. A sum that is wrong in the end, which would be a
/// fault of this library, is an error as well; see [`Balance`].
pub fn analyze(
    corpus: Corpus,
    analyzer: &Analyzer,
    options: &AnalysisOptions,
    progress: &dyn Progress,
) -> Result<Analysis, Error> {
    let aliases = corpus.options().aliases.clone();
    let [first_pass, corpus] = twice(corpus)?;
    let Survey {
        learnt,
        copies,
        entries: surveyed,
    } = survey(first_pass, analyzer, options, progress)?;
    let enriched;
    let analyzer = if learnt.new_words.is_empty() && learnt.phrases.is_empty() {
        analyzer
    } else {
        enriched = analyzer
            .with_new_words(&learnt.new_words)?
            .with_phrases(learnt.phrases.clone());
        &enriched
    };
    progress.start_pass("counting", corpus.bytes());
    let worker = || Worker {
        analyzer: analyzer.analyzer_worker(),
        boilerplate: &learnt.boilerplate,
        duplicates: options.duplicates,
    };
    let add = |worker: &mut Worker<'_>, share: &mut Share, place: Place, entry| {
        let fate = match &entry {
            Entry::Document(document) => copies.fate(place.key(), document),
            Entry::Skipped(_) => Fate::Alone,
        };
        share.add(worker, place.key(), entry, fate);
    };
    let read = read_on_all_threads(corpus, progress, worker, add)?;
    progress.finish_reading();

    let mut all = Outcome::default();
    let mut counters = Vec::new();
    let mut audits = Vec::new();
    let mut left_out = Tally::default();
    for share in read.shares {
        all.documents.extend(share.outcome.documents);
        all.skipped.extend(share.outcome.skipped);
        all.copies.extend(share.outcome.copies);
        all.repaired.extend(share.outcome.repaired);
        counters.push(share.counter);
        audits.push(share.audit);
        left_out.merge(share.left_out);
    }
    let Settled {
        keys,
        documents,
        skipped,
        repaired,
        copied,
    } = all.settle();
    let counts = Counts::merge(counters);
    let balance = Balance::of(read.entries, surveyed, &documents, &skipped);
    balance.check(&documents, &counts)?;
    let basis = match options.duplicates {
        Duplicates::Count => Basis::Every,
        Duplicates::Once | Duplicates::Drop => Basis::Once,
    };
    let keyness_options = KeynessOptions {
        basis,
        ..options.keyness
    };
    Ok(Analysis {
        new_words: counted(learnt.new_words, &counts),
        names: counted(learnt.phrases.iter().cloned().collect(), &counts),
        boilerplate: left_out.finish(&learnt.boilerplate),
        keywords: keyness(&counts, &keyness_options),
        basis,
        counts,
        documents,
        skipped,
        repaired,
        audit: Collector::finish(audits, &aliases),
        copied,
        balance,
        keys,
    })
}

/// What one thread works with.
struct Worker<'a> {
    analyzer: AnalyzerWorker<'a>,
    boilerplate: &'a Boilerplate,
    duplicates: Duplicates,
}

/// What one thread has done.
#[derive(Default)]
struct Share {
    counter: Counter,
    outcome: Outcome,
    audit: Collector,
    left_out: Tally,
}

impl Share {
    fn add(&mut self, worker: &mut Worker<'_>, key: u64, entry: Entry, fate: Fate) {
        let document = match entry {
            Entry::Document(document) => document,
            Entry::Skipped(skip) => {
                self.audit.skip(key, &skip);
                return self.outcome.skip(key, skip, None);
            }
        };
        let (reason, other) = match fate {
            Fate::Alone | Fate::First => return self.count(worker, key, document, true),
            Fate::CopyOf(first) => {
                let publisher = publisher_of(&document).to_string();
                self.outcome.copies.push(CopyOf {
                    key,
                    first,
                    publisher,
                });
                if worker.duplicates != Duplicates::Drop {
                    return self.count(worker, key, document, false);
                }
                (SkipReason::Copy, first)
            }
            Fate::ReplacedBy(newer) => (SkipReason::NewerEdition, newer),
            Fate::CrawledAgain(again) => (SkipReason::CrawledAgain, again),
        };
        let skip = Skip::of(&document, reason, String::new());
        self.audit.skip(key, &skip);
        self.outcome.skip(key, skip, Some(other));
    }

    fn count(&mut self, worker: &mut Worker<'_>, key: u64, document: Document, votes: bool) {
        let publisher = publisher_of(&document);
        let day = document.published_at.map(|t| t.day().to_string());
        let mut note = |at, words: &str| self.left_out.add(at, key, words);
        let body = worker
            .boilerplate
            .strip(publisher, &document.text, &mut note);
        let text = with_title(&document, &body);
        let mut counting = match votes {
            true => self.counter.document(key),
            false => self.counter.copy(key),
        };
        let language = worker.analyzer.analyze(&text, &mut |token| {
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
        self.audit
            .add(key, &document, language, Some(tokens), !votes);
        if document.replaced > 0 {
            let repair = Repair {
                path: document.path.clone(),
                entry: document.entry.clone(),
                line: document.line,
                encoding: document.encoding.name(),
                replaced: document.replaced,
            };
            self.outcome.repaired.push((key, repair));
        }
        let counted = CountedDocument::new(&document, publisher, language, tokens, votes);
        self.outcome.documents.push((key, counted));
    }
}

/// Returns the publisher that a document counts for.
pub(crate) fn publisher_of(document: &Document) -> &str {
    document.publisher.as_deref().unwrap_or(UNKNOWN_PUBLISHER)
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

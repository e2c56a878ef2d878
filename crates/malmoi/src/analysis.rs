//! The main job: a corpus in, what each publisher talks about out.

use malmoi_corpus::{Corpus, Document, Fate, Skip, SkipReason};
use malmoi_count::{Basis, Counts, Occurrence};
use malmoi_stats::{Direction, Keyness, KeynessOptions, keyness};
use malmoi_text::korean::{Compounds, NewWord};
use malmoi_text::phrases::Phrase;
use malmoi_text::{Analyzer, AnalyzerWorker, Kind, Language, Token};
use serde::{Deserialize, Serialize};

use crate::articles::{Article, ArticleOptions, Articles, Duplicate, Visitor, publisher_of};
use crate::audit::{self, Audit, Collector};
use crate::balance::Balance;
use crate::boilerplate::{LeftOut, Tally};
use crate::counted::CountedDocument;
use crate::dispersion::{ArticleCounter, ArticleTerms, Listed, disperse};
use crate::new_words::{Counted, counted};
use crate::outcome::Outcome;
use crate::profile::{Profile, Profiles};
use crate::quotes::{Quote, quotes};
use crate::reading::twice;
use crate::rows::Rows;
use crate::sample::hash;
use crate::similarity::{Similarity, similarities};
use crate::topics::{TopicOptions, Topics, topics};
use crate::{Error, Progress};

/// How an analysis is done.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct AnalysisOptions {
    /// How keywords are chosen; its basis follows from what copies are
    /// good for.
    pub keyness: KeynessOptions,
    /// Which articles count, and with which of their words.
    pub articles: ArticleOptions,
    /// For how many keywords of each publisher and language sentences are kept, from
    /// [what shows them best](Analysis::evidence). The files with those articles are
    /// read once more for that; with 0, the default, nothing is.
    pub quoted: usize,
    /// How topics are found as well, if they are; of the same
    /// [`articles`](AnalysisOptions::articles), whatever it says of those.
    #[serde(skip)]
    pub topics: Option<TopicOptions>,
}

/// What an analysis found.
///
/// Numbers in [`counts`](Analysis::counts), [`keywords`](Analysis::keywords)
/// and [`evidence`](Analysis::evidence) refer to each other by the indices
/// that [`Counts`] defines.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Analysis {
    /// How it was done.
    pub options: AnalysisOptions,
    /// How often each term occurs, by publisher, day and language.
    pub counts: Counts,
    /// What each publisher says more than the others, by language and
    /// publisher, best first.
    pub keywords: Vec<Keyness>,
    /// What each publisher says less than the others, in the same order.
    pub underused: Vec<Keyness>,
    /// What the keywords were chosen by.
    pub basis: Basis,
    /// What each publisher says more, and less, on the [other
    /// basis](Analysis::other_basis), in the same order. Whether a difference is sure is
    /// asked without copies here, too.
    pub on_other_basis: Vec<Keyness>,
    /// The Korean words that the corpus itself proved, most frequent first.
    pub new_words: Vec<Counted<NewWord>>,
    /// The English names of several words and the Korean terms of several nouns that
    /// it proved, most frequent first.
    pub names: Vec<Counted<Phrase>>,
    /// The sentences that publishers put into many of their articles, which were
    /// not counted unless they are [kept](ArticleOptions::keep_boilerplate); by publisher, most frequent first.
    pub boilerplate: Vec<LeftOut>,
    /// Every document counted, in the order of the corpus.
    #[serde(skip)]
    pub documents: Rows<CountedDocument>,
    /// Every document not counted, in the order of the corpus.
    #[serde(skip)]
    pub skipped: Rows<Skip>,
    /// Every document that was counted after bytes of it were replaced, in the
    /// order of the corpus.
    #[serde(skip)]
    pub repaired: Rows<Repair>,
    /// What the corpus covers, and what about it is odd.
    pub audit: Audit,
    /// What the articles of each publisher are like, by publisher and language: on
    /// the [basis](Analysis::basis) of the keywords, then on the other one.
    pub profiles: Vec<Profile>,
    /// How alike publishers of one language are, by language and publisher, on both
    /// likewise.
    pub similarities: Vec<Similarity>,
    /// Who copied from whom, by publisher; dropped copies included.
    pub copied: Vec<Copied>,
    /// Sentences with the first keywords of each list, by language, publisher and
    /// term; none unless [asked for](AnalysisOptions::quoted).
    pub quotes: Vec<Quote>,
    /// What became of all that was read.
    pub balance: Balance,
    /// The topics, if they were [asked for](AnalysisOptions::topics).
    #[serde(skip)]
    pub topics: Option<Topics>,
}

/// How many articles of one publisher are copies of another's.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Copied {
    /// The publisher of the first articles.
    pub first: String,
    /// The publisher of the copies, which may be the same.
    pub by: String,
    /// The language of the first articles.
    pub language: Language,
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
    /// Returns the basis that the keywords were not chosen by: with copies, or without.
    /// There is none where copies were dropped.
    pub fn other_basis(&self) -> Option<Basis> {
        self.options.articles.duplicates.bases().1
    }

    /// Returns the documents in which a publisher's articles of a language have
    /// the term most often, most first, and copies last; at most three.
    ///
    /// # Errors
    ///
    /// If the temporary files with the documents cannot be read.
    pub fn evidence(
        &self,
        publisher: u32,
        language: u32,
        term: u32,
    ) -> Result<Vec<CountedDocument>, Error> {
        let evidence = self.counts.evidence(publisher, language, term);
        let found = evidence
            .iter()
            .filter_map(|e| self.documents.find(e.document).transpose());
        found.map(|found| found.map_err(Error::kept)).collect()
    }
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
/// Topics are found by [`topics`](crate::topics()), which reads the corpus twice more: its
/// terms are others, since Korean compounds that the analyzer leaves whole are divided for them
/// ([`Compounds::Auto`]).
///
/// An article that changes between the passes is one without copies or editions;
/// so is one that comes to be. Copies of an article that is gone by then belong to
/// no cluster and have no vote.
///
/// # Errors
///
/// When `progress` asks to stop, when a stream or the list of a large corpus'
/// articles cannot be kept in a temporary file, and when the Korean
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
    let (corpus, for_topics) = match &options.topics {
        Some(topics) => {
            let [corpus, again] = twice(corpus)?;
            (corpus, Some((again, topics)))
        }
        None => (corpus, None),
    };
    let group_of = |document: &Document| hash(publisher_of(document).as_bytes(), 0);
    let articles = Articles::survey_in_groups(
        corpus,
        analyzer,
        &options.articles,
        Some(&group_of),
        progress,
    )?;
    let again = articles.again();
    let read = articles.visit("counting", progress, || Share {
        keeps_boilerplate: options.articles.keep_boilerplate,
        ..Share::default()
    })?;
    let learnt = read.learnt;

    let mut outcomes = Vec::new();
    let mut counters = Vec::new();
    let mut audits = Vec::new();
    let mut profiles = Vec::new();
    let mut left_out = Tally::default();
    for share in read.visitors {
        outcomes.push(share.outcome);
        counters.push(share.counter);
        audits.push(share.audit);
        profiles.push(share.profiles);
        left_out.merge(share.left_out);
    }
    let settled = Outcome::settle(outcomes)?;
    let (counters, terms) = ArticleCounter::part(counters);
    let (counts, numbers) = Counts::merge_numbered(counters);
    let balance = Balance::of(read.entries, read.surveyed, &settled);
    balance.check(&counts)?;
    let (basis, other_basis) = options.articles.duplicates.bases();
    let bases = std::iter::once(basis).chain(other_basis);
    let keyness_options = KeynessOptions {
        basis,
        ..options.keyness
    };
    let terms = ArticleTerms::keep(terms)?;
    let mut lists: Vec<Listed> = Vec::new();
    for basis in bases.clone() {
        let options = KeynessOptions {
            basis,
            ..keyness_options
        };
        let rows = keyness(&counts, &options);
        lists.push(Listed { basis, rows });
    }
    disperse(&terms, &numbers, &counts, &learnt.uses, &mut lists)?;
    let mut lists = lists.into_iter().map(|list| list.rows);
    let rows = lists.next().unwrap_or_default();
    let on_other_basis = lists.next().unwrap_or_default();
    let is_more = |k: &Keyness| k.direction == Direction::More;
    let (keywords, underused): (Vec<Keyness>, _) = rows.into_iter().partition(is_more);
    let quotes = match again {
        Some(corpus) if options.quoted > 0 => quotes(
            &corpus,
            (learnt.analyzer.as_ref().unwrap_or(analyzer), &learnt),
            (&counts, &settled.documents),
            (&keywords, options.quoted),
            progress,
        )?,
        _ => Vec::new(),
    };
    let topics = for_topics.map(|(corpus, topics)| {
        let options = TopicOptions {
            articles: options.articles.clone(),
            ..topics.clone()
        };
        find_topics(corpus, analyzer, &options, progress)
    });
    Ok(Analysis {
        options: AnalysisOptions {
            keyness: keyness_options,
            ..options.clone()
        },
        quotes,
        boilerplate: left_out.finish(&learnt),
        new_words: counted(learnt.new_words, &counts),
        names: counted(learnt.phrases.iter().cloned().collect(), &counts),
        keywords,
        underused,
        on_other_basis,
        profiles: Profiles::merge(profiles, bases.clone()),
        similarities: bases
            .flat_map(|basis| similarities(&counts, basis, &settled.copied))
            .collect(),
        basis,
        counts,
        documents: settled.documents,
        skipped: settled.skipped,
        repaired: settled.repaired,
        audit: Collector::finish(audits, &aliases),
        copied: settled.copied,
        balance,
        topics: topics.transpose()?,
    })
}

/// Finds topics in the terms that suit them.
///
/// # Errors
///
/// As [`analyze`].
fn find_topics(
    corpus: Corpus,
    analyzer: &Analyzer,
    options: &TopicOptions,
    progress: &dyn Progress,
) -> Result<Topics, Error> {
    match analyzer.compounds() {
        // Parts of compounds come in more articles than the compounds.
        Compounds::None => {
            let dividing = analyzer.with_compounds(Compounds::Auto)?;
            topics(corpus, &dividing, options, progress)
        }
        _ => topics(corpus, analyzer, options, progress),
    }
}

/// What one thread has done.
#[derive(Default)]
struct Share {
    counter: ArticleCounter,
    outcome: Outcome,
    audit: Collector,
    profiles: Profiles,
    left_out: Tally,
    keeps_boilerplate: bool,
    /// How many sentences of the article to come are left out.
    sentences_left_out: u64,
}

impl Visitor for Share {
    fn article(&mut self, article: &Article<'_>, worker: &mut AnalyzerWorker<'_>) {
        let &Article {
            key,
            document,
            publisher,
            ..
        } = article;
        let votes = article.votes();
        let mut counting = self.counter.start(article);
        self.profiles.start();
        let profiles = &mut self.profiles;
        let language = worker.analyze(article.text, &mut |token| {
            if matches!(token.kind, Kind::Term | Kind::Word) {
                profiles.word(token.surface);
            }
            let occurrence = Occurrence {
                language: token.language.code(),
                term: token.term,
                surface: shown(&token),
            };
            counting.word(token.kind, token.start, occurrence);
        });
        let tokens = counting.finish(publisher, language.code());
        self.profiles
            .finish(publisher, language, article.text, votes);
        match article.fate {
            Fate::CopyOf(first) => self.outcome.copy(key, first, publisher),
            Fate::First => self.outcome.first(key, publisher, language),
            _ => {}
        }
        let audited = audit::Counted {
            tokens,
            left_out: std::mem::take(&mut self.sentences_left_out),
        };
        self.audit.add(key, document, language, !votes, audited);
        if document.replaced > 0 {
            let repair = Repair {
                path: document.path.clone(),
                entry: document.entry.clone(),
                line: document.line,
                encoding: document.encoding.name(),
                replaced: document.replaced,
            };
            self.outcome.repair(key, &repair);
        }
        let counted = CountedDocument::new(document, publisher, language, tokens, votes);
        self.outcome.document(key, &counted);
    }

    fn duplicate(&mut self, duplicate: &Duplicate<'_>) {
        let &Duplicate {
            key,
            document,
            reason,
            other,
        } = duplicate;
        if reason == SkipReason::Copy {
            self.outcome.copy(key, other, publisher_of(document));
        }
        self.audit.duplicate(key, document, reason);
        let skip = Skip::of(document, reason, "");
        self.outcome.skip(key, &skip, Some(other));
    }

    fn skipped(&mut self, key: u64, skip: Skip) {
        self.audit.skip(key, &skip);
        self.outcome.skip(key, &skip, None);
    }

    fn boilerplate(&mut self, number: u32, key: u64, words: &str) {
        self.sentences_left_out += u64::from(!self.keeps_boilerplate);
        self.left_out.add(number, key, words);
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

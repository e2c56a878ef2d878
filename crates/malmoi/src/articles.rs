//! The one way through the articles of a corpus.
//!
//! A first pass learns what the articles are to each other and what their texts
//! prove ([`survey`]); the second takes a [`Visitor`] for each thread to every
//! article as it counts: once, without boilerplate, its words split by an analyzer
//! that knows what was learnt. Whatever counts, lists or searches articles goes
//! this way, so that all numbers are of the same articles and words.

use std::borrow::Cow;
use std::ops::Range;

use malmoi_corpus::{Corpus, Document, Entry, Fate, Skip, SkipReason};
use malmoi_count::Basis;
use malmoi_text::{Analyzer, AnalyzerWorker};
use serde::{Deserialize, Serialize};

use crate::own_mentions::{OwnNames, joined};
use crate::reading::{Place, read_on_all_threads, twice};
use crate::survey::{GroupOf, Learnt, Survey, survey};
use crate::{Error, MemoryBudget, Progress, Selection};

/// The publisher of documents that state none.
pub const UNKNOWN_PUBLISHER: &str = "(unknown)";

/// Which articles of a corpus count, and with which of their words.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct ArticleOptions {
    /// Whether the analyzer's words are all there are. Otherwise Korean words
    /// that it lacks, Korean terms of several nouns and English names of several
    /// words are found first, as far as the corpus itself proves them, and counted
    /// whole.
    pub without_new_words: bool,
    /// Whether sentences that a publisher puts into many of its articles count
    /// as well. They are found and told in either case, and otherwise left out; what is known to be
    /// no part of any article is left out while reading, in either case.
    pub keep_boilerplate: bool,
    /// What copies of an article are good for.
    pub duplicates: Duplicates,
    /// How much memory there is; if nothing is said, as much as is quickest. What the
    /// tokenizer takes of it must be said [where that is made](MemoryBudget).
    #[serde(skip)]
    pub memory: Option<MemoryBudget>,
}

/// What copies of an article are good for.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub enum Duplicates {
    /// They are counted like all others, and chosen by.
    Count,
    /// They are counted, but what is chosen is chosen by the first article of
    /// each cluster alone, and so is what stands letter by letter in several articles
    /// of one publisher; and not by what stands beside the publisher's own name.
    #[default]
    Once,
    /// They are left out of everything, and told among the skipped.
    Drop,
}

impl Duplicates {
    /// Returns what is chosen by, and the basis on which all else is told as well.
    pub(crate) fn bases(self) -> (Basis, Option<Basis>) {
        match self {
            Duplicates::Count => (Basis::Every, Some(Basis::Once)),
            Duplicates::Once => (Basis::Once, Some(Basis::Every)),
            // Nobody has counted the copies.
            Duplicates::Drop => (Basis::Once, None),
        }
    }
}

/// An article that counts.
pub(crate) struct Article<'a> {
    /// Tells articles apart, and puts them in the order of the corpus.
    pub(crate) key: u64,
    pub(crate) document: &'a Document,
    /// What it is to other articles; a [copy](Fate::CopyOf) at most, for what
    /// another stands for is no article.
    pub(crate) fate: Fate,
    /// What it counts for.
    pub(crate) publisher: &'a str,
    /// Its title, on a line of its own, and its text without boilerplate.
    pub(crate) text: &'a str,
    /// What of that an article before it says as well, or its publisher of itself, in
    /// order; nothing, if that was not looked for.
    pub(crate) repeated: &'a [Range<usize>],
}

impl Article<'_> {
    /// Whether it counts where every text counts once: all do but copies.
    pub(crate) fn votes(&self) -> bool {
        !matches!(self.fate, Fate::CopyOf(_))
    }

    /// Whether an article before it says as well what its text says `at` a place, or
    /// its publisher speaks of itself there.
    pub(crate) fn is_repeated(&self, at: usize) -> bool {
        let after = self.repeated.partition_point(|range| range.end <= at);
        self.repeated.get(after).is_some_and(|r| r.contains(&at))
    }
}

/// An article that does not count since another stands for it.
pub(crate) struct Duplicate<'a> {
    pub(crate) key: u64,
    pub(crate) document: &'a Document,
    pub(crate) reason: SkipReason,
    /// The key of the other.
    pub(crate) other: u64,
}

/// What one thread does with the articles that it reads, in no order that means
/// anything. Each entry of the corpus is the matter of one call of `article`,
/// `duplicate` or `skipped`.
pub(crate) trait Visitor: Send {
    /// An article that counts, and what splits its text into words.
    fn article(&mut self, article: &Article<'_>, worker: &mut AnalyzerWorker<'_>);

    /// An article that another stands for.
    fn duplicate(&mut self, _: &Duplicate<'_>) {}

    /// What could not be read as an article.
    fn skipped(&mut self, key: u64, skip: Skip);

    /// A sentence of an article that is left out of its text, or would be if it were not
    /// [kept](ArticleOptions::keep_boilerplate), by its number in the
    /// [boilerplate](Learnt::boilerplate). All of one article come together, before
    /// the article itself.
    fn boilerplate(&mut self, _number: u32, _key: u64, _words: &str) {}
}

/// The articles of a corpus that was read once and is to be visited.
pub(crate) struct Articles<'a> {
    corpus: Corpus,
    analyzer: &'a Analyzer,
    duplicates: Duplicates,
    group_of: Option<GroupOf<'a>>,
    survey: Survey,
}

/// What came of a visit.
pub(crate) struct Visited<V> {
    /// The visitors, in no order that means anything.
    pub(crate) visitors: Vec<V>,
    pub(crate) learnt: Learnt,
    /// How many entries there were.
    pub(crate) entries: u64,
    /// How many there had been in the first pass.
    pub(crate) surveyed: u64,
}

impl<'a> Articles<'a> {
    /// Reads a corpus for the first time, on all threads of the current rayon
    /// pool.
    ///
    /// # Errors
    ///
    /// When `progress` asks to stop, when a stream cannot be kept, and when the
    /// Korean dictionary cannot be loaded a second time.
    pub(crate) fn survey(
        corpus: Corpus,
        analyzer: &'a Analyzer,
        options: &ArticleOptions,
        progress: &dyn Progress,
    ) -> Result<Articles<'a>, Error> {
        Articles::survey_in_groups(corpus, analyzer, options, None, progress)
    }

    /// The same, and finds what articles of one group
    /// [repeat](Article::repeated) of each other, and what publishers say of themselves.
    ///
    /// # Errors
    ///
    /// Also when temporary files cannot be written.
    pub(crate) fn survey_in_groups(
        corpus: Corpus,
        analyzer: &'a Analyzer,
        options: &ArticleOptions,
        group_of: Option<GroupOf<'a>>,
        progress: &dyn Progress,
    ) -> Result<Articles<'a>, Error> {
        let [first_pass, corpus] = twice(corpus)?;
        let survey = survey(first_pass, analyzer, options, group_of, progress)?;
        Ok(Articles {
            corpus,
            analyzer,
            duplicates: options.duplicates,
            group_of,
            survey,
        })
    }

    /// Makes sure that there are articles of the publishers that were asked for.
    ///
    /// # Errors
    ///
    /// If there are none of one of them.
    pub(crate) fn check(&self, selection: &Selection) -> Result<(), Error> {
        selection.check(&self.survey.publishers)
    }

    /// Returns the corpus, to be read once more.
    pub(crate) fn again(&self) -> Option<Corpus> {
        self.corpus.again()
    }

    /// Returns what splits the articles into words, which knows the words that
    /// they have proved.
    pub(crate) fn analyzer(&self) -> &Analyzer {
        let own = self.survey.learnt.analyzer.as_ref();
        own.unwrap_or(self.analyzer)
    }

    /// Reads the corpus again, as pass `name`, and takes a visitor for each thread
    /// to its articles.
    ///
    /// # Errors
    ///
    /// Only when `progress` asks to stop.
    pub(crate) fn visit<V: Visitor>(
        self,
        name: &'static str,
        progress: &dyn Progress,
        visitor: impl Fn() -> V + Sync,
    ) -> Result<Visited<V>, Error> {
        let Articles {
            corpus,
            analyzer,
            duplicates,
            group_of,
            survey,
        } = self;
        let analyzer = survey.learnt.analyzer.as_ref().unwrap_or(analyzer);
        progress.start_pass(name, corpus.bytes());
        let worker = || (analyzer.analyzer_worker(), OwnNames::default());
        let add = |(worker, own_names): &mut (AnalyzerWorker<'_>, OwnNames),
                   share: &mut Option<V>,
                   place: Place,
                   entry| {
            let share = share.get_or_insert_with(&visitor);
            let entry = match entry {
                Entry::Document(document) => document,
                Entry::Skipped(skip) => return share.skipped(place.key(), skip),
            };
            let key = place.key();
            let fate = survey.copies.fate(key, &entry);
            let gone = match fate {
                Fate::Alone | Fate::First => None,
                Fate::CopyOf(first) => {
                    (duplicates == Duplicates::Drop).then_some((SkipReason::Copy, first))
                }
                Fate::ReplacedBy(newer) => Some((SkipReason::NewerEdition, newer)),
                Fate::CrawledAgain(again) => Some((SkipReason::CrawledAgain, again)),
            };
            if let Some((reason, other)) = gone {
                return share.duplicate(&Duplicate {
                    key,
                    document: &entry,
                    reason,
                    other,
                });
            }
            let publisher = publisher_of(&entry);
            let mut cuts = Vec::new();
            let is_kept = survey.learnt.keeps_boilerplate;
            let mut note = |number, words: &str, at: usize| {
                cuts.extend((!is_kept).then_some(at));
                share.boilerplate(number, key, words);
            };
            let body = survey.learnt.strip(publisher, &entry.text, &mut note);
            let text = with_title(&entry, &body);
            let repeated = group_of.map(|group_of| {
                let group = group_of(&entry);
                let body_at = text.len() - body.len();
                cuts.iter_mut().for_each(|at| *at += body_at);
                let mut without_vote = survey.passages.repeated(key, group, &text, &cuts);
                without_vote.extend(own_names.mentions(publisher, &text, body_at));
                joined(without_vote)
            });
            let article = Article {
                key,
                document: &entry,
                fate,
                publisher,
                text: &text,
                repeated: &repeated.unwrap_or_default(),
            };
            share.article(&article, worker);
        };
        let read = read_on_all_threads(corpus, progress, worker, add)?;
        progress.finish_reading();
        Ok(Visited {
            visitors: read.shares.into_iter().flatten().collect(),
            entries: read.entries,
            surveyed: survey.entries,
            learnt: survey.learnt,
        })
    }
}

/// Returns the publisher that a document counts for.
pub(crate) fn publisher_of(document: &Document) -> &str {
    document.publisher.as_deref().unwrap_or(UNKNOWN_PUBLISHER)
}

/// Returns the title and the text, the title on a line of its own.
pub(crate) fn full_text(document: &Document) -> Cow<'_, str> {
    with_title(document, &document.text)
}

/// Returns the title and what is left of the text.
pub(crate) fn with_title<'t>(document: &Document, body: &'t str) -> Cow<'t, str> {
    match &document.title {
        Some(title) => format!("{title}\n{body}").into(),
        None => body.into(),
    }
}

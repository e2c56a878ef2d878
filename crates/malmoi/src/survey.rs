//! The first pass over a corpus: what its articles are to each other, and what
//! its texts prove about their own words.
//!
//! Every article goes to the [`CopyFinder`], and the texts of a [`Sample`] to all [`Collectors`].

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use malmoi_corpus::{
    Boilerplate, BoilerplateFinder, BoilerplateOptions, Copies, CopyFinder, Corpus, Document, Entry,
};
use malmoi_text::Analyzer;
use malmoi_text::korean::{NewWord, NewWords};
use malmoi_text::phrases::{PhraseFinder, PhraseOptions, Phrases};

use crate::articles::{full_text, publisher_of};
use crate::passages::{PassageFinder, Passages};
use crate::reading::{Place, Reading, read_on_all_threads};
use crate::sample::{Sample, SampledText};
use crate::word_uses::WordUses;
use crate::{ArticleOptions, Error, Progress};

/// What the first pass has found.
pub(crate) struct Survey {
    pub(crate) learnt: Learnt,
    pub(crate) copies: Copies,
    /// What articles repeat of each other, if that was looked for.
    pub(crate) passages: Passages,
    /// What articles count for.
    pub(crate) publishers: BTreeSet<String>,
    /// How many entries the corpus had.
    pub(crate) entries: u64,
}

/// What the texts have taught.
#[derive(Default)]
pub(crate) struct Learnt {
    /// The words that the dictionary lacks, in the order of their characters.
    pub(crate) new_words: Vec<NewWord>,
    /// The names of several words, and the Korean terms of several nouns.
    pub(crate) phrases: Phrases,
    /// The analyzer that knows both, unless nothing was looked for.
    pub(crate) analyzer: Option<Analyzer>,
    /// What publishers put into many of their articles.
    pub(crate) boilerplate: Boilerplate,
    /// Whether that counts all the same.
    pub(crate) keeps_boilerplate: bool,
    /// How English words are used.
    pub(crate) uses: WordUses,
}

impl Learnt {
    /// Returns an article's text without its publisher's boilerplate, or all of it where that
    /// is kept, and calls `found` for every sentence as [`Boilerplate::strip`] does.
    pub(crate) fn strip<'t>(
        &self,
        publisher: &str,
        text: &'t str,
        found: &mut dyn FnMut(u32, &str, usize),
    ) -> Cow<'t, str> {
        let stripped = self.boilerplate.strip(publisher, text, found);
        match self.keeps_boilerplate {
            true => text.into(),
            false => stripped,
        }
    }
}

/// What is learnt from texts. Whatever is collected can be collected in parts
/// that are merged in any order.
#[derive(Default)]
struct Collectors {
    new_words: NewWords,
    phrases: PhraseFinder,
    boilerplate: BoilerplateFinder,
    uses: WordUses,
}

impl Collectors {
    fn add(&mut self, hash: u64, text: &SampledText, options: &ArticleOptions, uses: bool) {
        if !options.without_new_words {
            self.new_words.add(text.full());
            self.phrases.add(text.full(), hash);
        }
        if uses {
            self.uses.add(text.full());
        }
        for publisher in &text.publishers {
            self.boilerplate.add(publisher, text.body(), hash);
        }
    }

    fn merge(&mut self, other: Collectors) {
        self.new_words.merge(other.new_words);
        self.phrases.merge(other.phrases);
        self.boilerplate.merge(other.boilerplate);
        self.uses.merge(other.uses);
    }

    /// What was not collected is not looked for: judging new words takes a
    /// dictionary of its own.
    fn finish(self, analyzer: &Analyzer, options: &ArticleOptions) -> Result<Learnt, Error> {
        let mut learnt = Learnt {
            boilerplate: self.boilerplate.finish(&BoilerplateOptions::default()),
            keeps_boilerplate: options.keep_boilerplate,
            uses: self.uses,
            ..Learnt::default()
        };
        if !options.without_new_words {
            learnt.new_words = self.new_words.finish(analyzer.korean());
            let enriched = analyzer.with_new_words(&learnt.new_words)?;
            let names = self.phrases.finish(&PhraseOptions::default());
            learnt.phrases = names.and(self.new_words.phrases(enriched.korean()));
            learnt.analyzer = Some(enriched.with_phrases(learnt.phrases.clone()));
        }
        Ok(learnt)
    }
}

/// What one thread has found.
#[derive(Default)]
struct Share {
    copies: CopyFinder,
    passages: PassageFinder,
    publishers: BTreeSet<String>,
}

/// Tells in which group of articles one is: in each, a passage has one vote.
pub(crate) type GroupOf<'g> = &'g (dyn Fn(&Document) -> u64 + Sync);

/// Reads a corpus for the first time. What `options` do not ask for is not
/// learnt from its texts, and passages are looked for if there are groups.
///
/// # Errors
///
/// When `progress` asks to stop, when temporary files cannot be written, and when the
/// Korean dictionary cannot be loaded a second time.
pub(crate) fn survey(
    corpus: Corpus,
    analyzer: &Analyzer,
    options: &ArticleOptions,
    group_of: Option<GroupOf<'_>>,
    progress: &dyn Progress,
) -> Result<Survey, Error> {
    progress.start_pass("looking for copies", corpus.bytes());
    let sample = Sample::default();
    let add = |(): &mut (), share: &mut Share, place: Place, entry: Entry| {
        let Entry::Document(document) = entry else {
            return;
        };
        if let Some(memory) = options.memory.filter(|_| share.copies.is_empty()) {
            share.copies = CopyFinder::within(memory.signatures());
        }
        share.copies.add(place.key(), &document);
        let publisher = publisher_of(&document);
        if !share.publishers.contains(publisher) {
            share.publishers.insert(publisher.to_owned());
        }
        if let Some(group_of) = group_of {
            let group = group_of(&document);
            share.passages.add(
                (place.key(), document.published_at),
                group,
                &full_text(&document),
            );
        }
        sample.offer(&document);
    };
    let Reading { shares, entries } = read_on_all_threads(corpus, progress, || (), add)?;
    let mut all = Share::default();
    let mut passages = Vec::new();
    for share in shares {
        all.copies.merge(share.copies);
        all.publishers.extend(share.publishers);
        passages.push(share.passages);
    }
    let copies = all.copies.finish().map_err(Error::kept)?;
    let is_out = |key| copies.is_told_elsewhere(key);
    let passages = PassageFinder::finish(passages, is_out).map_err(Error::kept)?;
    // Who asks for passages wants keywords.
    let collectors = collect(sample, options, group_of.is_some(), progress)?;
    Ok(Survey {
        learnt: collectors.finish(analyzer, options)?,
        passages,
        copies,
        publishers: all.publishers,
        entries,
    })
}

/// Collects from the texts of a sample, on all threads of the current rayon pool. `uses` says
/// whether it is asked how English words are used.
///
/// # Errors
///
/// Only when `progress` asks to stop.
fn collect(
    sample: Sample,
    options: &ArticleOptions,
    uses: bool,
    progress: &dyn Progress,
) -> Result<Collectors, Error> {
    let texts = sample.into_texts();
    let bytes = texts.iter().map(|(_, text)| text.full().len() as u64).sum();
    progress.start_pass("looking for new words", Some(bytes));
    let texts = Mutex::new(texts);
    let next = || texts.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let shares = rayon::broadcast(|_| {
        let mut share = Collectors::default();
        while !progress.is_interrupted()
            && let Some((hash, text)) = next()
        {
            share.add(hash, &text, options, uses);
            progress.advance(text.full().len() as u64, 1);
        }
        share
    });
    if progress.is_interrupted() {
        return Err(Error::interrupted());
    }
    let mut all = Collectors::default();
    shares.into_iter().for_each(|share| all.merge(share));
    Ok(all)
}

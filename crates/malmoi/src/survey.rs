//! The first pass over a corpus: what its articles are to each other, and what
//! its texts prove about their own words.
//!
//! Every article goes to the [`CopyFinder`]. The texts of a sample, each once
//! however many copies there are, also go to all [`Collectors`]: those whose
//! hash is a multiple of some power of two, all of a corpus of up to [`SAMPLE`] bytes.
//! Which these are depends on the articles and the size of the corpus, not on how
//! they lie in files; and a crawl that grows keeps its sample, until it has doubled and half
//! of the sample goes, so that what a day of news adds changes little of what is known.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::hash::Hasher;
use std::sync::{Mutex, PoisonError};

use malmoi_corpus::{
    Boilerplate, BoilerplateFinder, BoilerplateOptions, Copies, CopyFinder, Corpus, Document, Entry,
};
use malmoi_text::Analyzer;
use malmoi_text::korean::{NewWord, NewWords};
use malmoi_text::phrases::{PhraseFinder, PhraseOptions, Phrases};
use rustc_hash::{FxHashSet, FxHasher};

use crate::articles::{full_text, publisher_of};
use crate::passages::{PassageFinder, Passages};
use crate::reading::{Place, Reading, read_on_all_threads};
use crate::word_uses::WordUses;
use crate::{ArticleOptions, Error, Progress};

/// How many bytes of the corpus the sample has at most, and at least half of them if there are
/// more. What recurs in news recurs in so much of it, and collecting stays short.
const SAMPLE: u64 = 32 << 20;

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
    collectors: Collectors,
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
    progress.start_pass("looking for copies and new words", corpus.bytes());
    let stride = stride(corpus.bytes().unwrap_or_default());
    let seen = Mutex::new(FxHashSet::default());
    // Which of several copies is taken makes no difference.
    let is_new = |hash| {
        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.insert(hash)
    };
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
        let title = document.title.as_deref().unwrap_or_default();
        let hash = hash(document.text.as_bytes(), hash(title.as_bytes(), 0));
        if !hash.is_multiple_of(stride) {
            return;
        }
        let text = full_text(&document);
        if is_new(hash) {
            if !options.without_new_words {
                share.collectors.new_words.add(&text);
                share.collectors.phrases.add(&text, hash);
            }
            // Who asks for passages wants keywords.
            if group_of.is_some() {
                share.collectors.uses.add(&text);
            }
        }
        // Two publishers may have one text, and each its own boilerplate.
        if is_new(self::hash(publisher.as_bytes(), hash)) {
            share
                .collectors
                .boilerplate
                .add(publisher, &document.text, hash);
        }
    };
    let Reading { shares, entries } = read_on_all_threads(corpus, progress, || (), add)?;
    let mut all = Share::default();
    let mut passages = Vec::new();
    for share in shares {
        all.copies.merge(share.copies);
        all.publishers.extend(share.publishers);
        all.collectors.merge(share.collectors);
        passages.push(share.passages);
    }
    let copies = all.copies.finish().map_err(Error::kept)?;
    let is_out = |key| copies.is_told_elsewhere(key);
    Ok(Survey {
        learnt: all.collectors.finish(analyzer, options)?,
        passages: PassageFinder::finish(passages, is_out).map_err(Error::kept)?,
        copies,
        publishers: all.publishers,
        entries,
    })
}

/// Returns by what the hashes of the sample can be divided, of a corpus of so many bytes.
/// The sample of a larger corpus is part of that of a smaller one, but for what is new.
fn stride(bytes: u64) -> u64 {
    bytes.div_ceil(SAMPLE).next_power_of_two()
}

/// Returns a hash of `bytes`.
pub(crate) fn hash(bytes: &[u8], seed: u64) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u64(seed);
    hasher.write(bytes);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_growing_corpus_keeps_its_sample_or_half_of_it() {
        assert_eq!((stride(0), stride(1), stride(SAMPLE)), (1, 1, 1));
        let sizes = (1..4000).map(|n| n * (SAMPLE / 7));
        let mut before = 1;
        for bytes in sizes {
            let now = stride(bytes);
            assert!(now == before || now == 2 * before, "{bytes}: {now}");
            let sampled = bytes / now;
            assert!(sampled <= SAMPLE, "{bytes}");
            assert!(now == 1 || sampled >= SAMPLE / 2 - 1, "{bytes}");
            before = now;
        }
    }
}

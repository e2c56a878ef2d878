//! The articles of a corpus as the terms that a topic model is of.

use std::collections::BTreeSet;

use malmoi_corpus::{Skip, Timestamp};
use malmoi_count::Forms;
use malmoi_text::{AnalyzerWorker, Language};
use rustc_hash::FxHashMap;

use crate::articles::{Article, Visitor};
use crate::audit::{Collector, SkippedAudit};
use crate::rows::Rows;
use crate::spool::Spool;
use crate::words::Words;
use crate::{CountedDocument, Duplicates, Error};

/// All articles of a corpus, in its order.
pub(super) struct Gathered {
    pub(super) articles: Vec<Facts>,
    /// The same articles, as far as they are shown.
    pub(super) rows: Rows<CountedDocument>,
    pub(super) publishers: Vec<String>,
    pub(super) terms: Strings,
    pub(super) phrases: Strings,
    pub(super) skipped: Vec<SkippedAudit>,
}

/// What is to be known of an article.
pub(super) struct Facts {
    key: u64,
    /// Where its terms and phrases are.
    share: u32,
    terms: (usize, usize),
    phrases: (usize, usize),
    pub(super) publisher: u32,
    pub(super) day: Option<Timestamp>,
    pub(super) language: Language,
    /// Whether it is one that topics are found in: all but copies.
    pub(super) votes: bool,
}

impl Facts {
    /// The number that its publisher has as a group of documents.
    pub(super) fn group(&self) -> u16 {
        u16::try_from(self.publisher).unwrap_or(u16::MAX)
    }
}

/// Different strings, in their order, and the streams of their numbers that threads
/// have seen.
pub(super) struct Strings {
    pub(super) names: Vec<String>,
    /// The form of each to show.
    pub(super) shown: Vec<String>,
    streams: Vec<Vec<u32>>,
}

/// Marks a term in a stream that the next one is joined to.
const JOINS_NEXT: u32 = 1 << 31;

/// Returns the number of a term in a stream.
pub(super) fn term(marked: u32) -> u32 {
    marked & !JOINS_NEXT
}

impl Gathered {
    /// Puts together what all threads have.
    ///
    /// # Errors
    ///
    /// If the list of articles could not be kept.
    pub(super) fn merge(shares: Vec<Share>) -> Result<Gathered, Error> {
        let mut names: BTreeSet<String> = BTreeSet::new();
        for share in &shares {
            names.extend(share.publishers.names.iter().cloned());
        }
        let publishers: Vec<String> = names.into_iter().collect();
        let mut gathered = Vec::new();
        let (mut terms, mut phrases) = (Vec::new(), Vec::new());
        let (mut spools, mut skips) = (Vec::new(), Vec::new());
        for (number, share) in shares.into_iter().enumerate() {
            let place = |name: &String| publishers.binary_search(name).unwrap_or_default() as u32;
            let numbers: Vec<u32> = share.publishers.names.iter().map(place).collect();
            gathered.extend(share.articles.into_iter().map(|facts| Facts {
                share: number as u32,
                publisher: numbers[facts.publisher as usize],
                ..facts
            }));
            terms.push(share.terms);
            phrases.push(share.phrases);
            spools.push(share.rows);
            skips.push(share.skips);
        }
        gathered.sort_unstable_by_key(|facts| facts.key);
        Ok(Gathered {
            articles: gathered,
            rows: Rows::new(spools, |_, fields| CountedDocument::read(fields))?,
            publishers,
            terms: Strings::merge(terms),
            phrases: Strings::merge(phrases),
            skipped: Collector::finish(skips, &Default::default()).skipped,
        })
    }

    /// Returns an article as it is shown.
    ///
    /// # Errors
    ///
    /// If the temporary files with the articles cannot be read.
    pub(super) fn document(&self, place: usize) -> Result<Option<CountedDocument>, Error> {
        self.rows
            .find(self.articles[place].key)
            .map_err(Error::kept)
    }

    /// Returns the words of an article, in the order of its text: terms that nothing stands between
    /// are the parts of one. Each must be [unmarked](term).
    pub(super) fn words_of(&self, article: &Facts) -> impl Iterator<Item = &[u32]> {
        let terms = self.terms_of(article);
        terms.chunk_by(|one, _| one & JOINS_NEXT != 0)
    }

    /// Returns the terms of an article, in the order of its text, each to be
    /// [unmarked](term).
    pub(super) fn terms_of(&self, article: &Facts) -> &[u32] {
        let (start, end) = article.terms;
        &self.terms.streams[article.share as usize][start..end]
    }

    /// Returns the names of several words that an article has.
    pub(super) fn phrases_of(&self, article: &Facts) -> &[u32] {
        let (start, end) = article.phrases;
        &self.phrases.streams[article.share as usize][start..end]
    }
}

impl Strings {
    fn merge(seen: Vec<Seen>) -> Strings {
        let all: BTreeSet<&str> = seen
            .iter()
            .flat_map(|seen| seen.interner.names.iter().map(String::as_str))
            .collect();
        let names: Vec<String> = all.into_iter().map(str::to_owned).collect();
        let mut forms = vec![Forms::default(); names.len()];
        let mut streams = Vec::new();
        for mut seen in seen {
            let place = |name: &String| names.binary_search(name).unwrap_or_default() as u32;
            let numbers: Vec<u32> = seen.interner.names.iter().map(place).collect();
            for (number, theirs) in numbers.iter().zip(&seen.forms) {
                forms[*number as usize].merge(theirs);
            }
            for number in &mut seen.stream {
                let mark = *number & JOINS_NEXT;
                *number = mark | numbers[term(*number) as usize];
            }
            streams.push(seen.stream);
        }
        let shown = forms.iter().map(|forms| forms.most_frequent().to_owned());
        Strings {
            shown: shown.collect(),
            names,
            streams,
        }
    }
}

/// What one thread has gathered.
pub(super) struct Share {
    duplicates: Duplicates,
    words: Words,
    articles: Vec<Facts>,
    rows: Spool,
    publishers: Interner,
    terms: Seen,
    phrases: Seen,
    skips: Collector,
}

impl Share {
    pub(super) fn new(duplicates: Duplicates) -> Share {
        Share {
            duplicates,
            words: Words::default(),
            articles: Vec::new(),
            rows: Spool::default(),
            publishers: Interner::default(),
            terms: Seen::default(),
            phrases: Seen::default(),
            skips: Collector::default(),
        }
    }
}

impl Visitor for Share {
    fn article(&mut self, article: &Article<'_>, worker: &mut AnalyzerWorker<'_>) {
        let text = article.text;
        let language = self.words.read(text, worker);
        let words = &self.words;
        let starts = (self.terms.stream.len(), self.phrases.stream.len());
        let mut units = words.units.iter().peekable();
        // Where the last Korean term ends.
        let mut joint = usize::MAX;
        for (number, token) in words.tokens.iter().enumerate() {
            let surface = &text[token.start..token.end];
            let is_phrase = token.is_term && surface.contains(char::is_whitespace);
            if is_phrase {
                self.phrases.add(words.term(token), surface);
            }
            // A Korean term of several nouns is told by its nouns, which come in more
            // articles; the words of a name say nothing alone.
            let is_split = is_phrase && token.language == Language::KOREAN;
            if token.is_term && !is_split {
                if token.start == joint && token.language == Language::KOREAN {
                    self.terms.join_next();
                }
                joint = match token.language {
                    Language::KOREAN => token.end,
                    _ => usize::MAX,
                };
                let shown = words.shown(token, text);
                self.terms.add(words.term(token), shown);
            }
            while let Some(unit) = units.next_if(|unit| unit.token == number) {
                if is_split {
                    let surface = &text[unit.start..unit.end];
                    self.terms.add(words.unit_term(unit), surface);
                }
            }
        }
        let votes = article.votes() || self.duplicates == Duplicates::Count;
        let tokens = self.words.tokens.len() as u64;
        let row =
            CountedDocument::new(article.document, article.publisher, language, tokens, votes);
        self.rows.push(article.key, |fields| row.write(fields));
        self.articles.push(Facts {
            key: article.key,
            share: 0,
            terms: (starts.0, self.terms.stream.len()),
            phrases: (starts.1, self.phrases.stream.len()),
            publisher: self.publishers.number(article.publisher),
            day: article.document.published_at.map(Timestamp::day),
            language,
            votes,
        });
    }

    fn skipped(&mut self, key: u64, skip: Skip) {
        self.skips.skip(key, &skip);
    }
}

/// Strings by number, in the order of coming up.
#[derive(Default)]
struct Interner {
    numbers: FxHashMap<Box<str>, u32>,
    names: Vec<String>,
}

impl Interner {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(known) = self.numbers.get(name) {
            return *known;
        }
        let new = self.names.len() as u32;
        self.numbers.insert(name.into(), new);
        self.names.push(name.to_owned());
        new
    }
}

/// Strings as they came.
#[derive(Default)]
struct Seen {
    interner: Interner,
    forms: Vec<Forms>,
    stream: Vec<u32>,
}

impl Seen {
    /// Marks that the next string is joined to the last.
    fn join_next(&mut self) {
        if let Some(last) = self.stream.last_mut() {
            *last |= JOINS_NEXT;
        }
    }

    fn add(&mut self, name: &str, form: &str) {
        let number = self.interner.number(name);
        if self.forms.len() <= number as usize {
            self.forms.push(Forms::default());
        }
        self.forms[number as usize].add(form);
        self.stream.push(number);
    }
}

//! One thread's share of the counting.

use rustc_hash::FxHashMap;

use crate::cell::{self, Cell};
use crate::evidence::{self, Evidence};
use crate::moments::AllMoments;
use crate::vocabulary::{Occurrence, Vocabulary};

/// Counts documents, one after the other.
///
/// Memory grows with the distinct terms per group, not with the documents:
/// whenever enough single counts have gathered, they are sorted and added up.
#[derive(Debug, Default)]
pub struct Counter {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) names: Names,
    pub(crate) groups: Vec<GroupKey>,
    /// By group number.
    pub(crate) totals: Vec<Totals>,
    group_ids: FxHashMap<GroupKey, u32>,
    /// Cells not yet added up: [`GATHERED`], and what one document adds to that.
    gathered: Vec<Cell>,
    gathered_evidence: Vec<Evidence>,
    /// Of the cells gathered, those of copies once more.
    gathered_of_copies: Vec<Cell>,
    /// Runs of cells, each sorted and added up.
    pub(crate) runs: Vec<Vec<Cell>>,
    /// The same for copies alone.
    pub(crate) runs_of_copies: Vec<Vec<Cell>>,
    pub(crate) evidence: Vec<Evidence>,
    /// Copies left out; languages by the numbers of `names`.
    pub(crate) moments: AllMoments,
    /// Scratch: the term numbers of the current document.
    terms: Vec<u32>,
}

/// Publishers, days and languages, numbered.
#[derive(Debug, Default)]
pub(crate) struct Names {
    ids: FxHashMap<Box<str>, u32>,
    pub(crate) names: Vec<Box<str>>,
}

impl Names {
    fn id(&mut self, name: &str) -> u32 {
        if let Some(&id) = self.ids.get(name) {
            return id;
        }
        let id = self.names.len() as u32;
        self.ids.insert(name.into(), id);
        self.names.push(name.into());
        id
    }
}

/// What makes a group, by the numbers of its names.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct GroupKey {
    pub(crate) publisher: u32,
    pub(crate) day: Option<u32>,
    pub(crate) language: u32,
}

/// The size of a group.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Totals {
    pub(crate) documents: u64,
    pub(crate) tokens: u64,
    /// How many of the documents are copies.
    pub(crate) copies: u64,
    pub(crate) tokens_of_copies: u64,
}

/// How many cells gather before they are added up; with their evidence about
/// 40 MB.
const GATHERED: usize = 1 << 20;

impl Counter {
    /// Returns a counter that has seen nothing.
    pub fn new() -> Counter {
        Counter::default()
    }

    /// Starts a document. `key` tells documents apart and gives the order in
    /// which ties between them are broken; it must be used once only, over all
    /// counters that are to be merged.
    pub fn document(&mut self, key: u64) -> DocumentCounter<'_> {
        self.terms.clear();
        DocumentCounter {
            counter: self,
            key,
            is_copy: false,
            words: 0,
            parts: 0,
        }
    }

    /// Starts a document that is a copy of another: it counts where
    /// [every](crate::Basis::Every) document does, and nowhere else.
    ///
    /// ```
    /// use malmoi_count::{Basis, Counter, Counts, Occurrence};
    ///
    /// let mut counter = Counter::new();
    /// let quake = Occurrence { language: "ko", term: "지진", surface: "지진" };
    /// let mut first = counter.document(0);
    /// first.term(quake);
    /// first.finish("가", None, "ko");
    /// let mut copy = counter.copy(1);
    /// copy.term(quake);
    /// copy.finish("나", None, "ko");
    ///
    /// let counts = Counts::merge([counter]);
    /// assert_eq!(counts.cell(1, 0, Basis::Every).map(|c| c.count), Some(1));
    /// assert_eq!(counts.cell(1, 0, Basis::Once), None);
    /// ```
    pub fn copy(&mut self, key: u64) -> DocumentCounter<'_> {
        DocumentCounter {
            is_copy: true,
            ..self.document(key)
        }
    }

    fn group(&mut self, publisher: &str, day: Option<&str>, language: &str) -> u32 {
        let key = GroupKey {
            publisher: self.names.id(publisher),
            day: day.map(|d| self.names.id(d)),
            language: self.names.id(language),
        };
        *self.group_ids.entry(key).or_insert_with(|| {
            self.groups.push(key);
            self.totals.push(Totals::default());
            self.groups.len() as u32 - 1
        })
    }

    /// Adds up what has gathered.
    pub(crate) fn settle(&mut self) {
        self.runs.push(run(std::mem::take(&mut self.gathered)));
        if !self.gathered_of_copies.is_empty() {
            let gathered = std::mem::take(&mut self.gathered_of_copies);
            self.runs_of_copies.push(run(gathered));
        }
        let mut best = std::mem::take(&mut self.gathered_evidence);
        evidence::keep_best(&mut best);
        self.evidence.append(&mut best);
        evidence::keep_best(&mut self.evidence);
    }
}

/// Sorts cells and adds them up.
fn run(mut cells: Vec<Cell>) -> Vec<Cell> {
    cells.sort_unstable_by_key(|c| c.key());
    cell::add_up(&mut cells);
    cells.shrink_to_fit();
    cells
}

/// Counts one document; nothing of it counts until it is
/// [finished](DocumentCounter::finish).
#[derive(Debug)]
pub struct DocumentCounter<'c> {
    counter: &'c mut Counter,
    key: u64,
    is_copy: bool,
    words: u64,
    /// How many of the terms are no running words of their own.
    parts: u64,
}

impl DocumentCounter<'_> {
    /// Counts one occurrence of a term, which is a running word as well.
    pub fn term(&mut self, occurrence: Occurrence<'_>) {
        let id = self.counter.vocabulary.add(occurrence);
        self.counter.terms.push(id);
    }

    /// Counts one occurrence of a term within a running word that is counted
    /// itself. A running word must not have the same term twice: no term may
    /// have more occurrences than a document has words.
    pub fn part(&mut self, occurrence: Occurrence<'_>) {
        self.term(occurrence);
        self.parts += 1;
    }

    /// Counts one running word that is not a term.
    pub fn word(&mut self) {
        self.words += 1;
    }

    /// Ends the document and returns how many tokens (running words, terms
    /// among them) it has.
    ///
    /// `day` is the day of publication, `None` when it is not known;
    /// `language` the ISO 639-1 code of the language the document is in.
    pub fn finish(self, publisher: &str, day: Option<&str>, language: &str) -> u64 {
        let counter = self.counter;
        let group = counter.group(publisher, day, language);
        let GroupKey {
            publisher,
            language,
            ..
        } = counter.groups[group as usize];

        counter.terms.sort_unstable();
        for same in counter.terms.chunk_by(|a, b| a == b) {
            let (term, count) = (same[0], same.len() as u32);
            let cell = Cell {
                group,
                term,
                count,
                documents: 1,
            };
            counter.gathered.push(cell);
            let mut evidence = Evidence::new(publisher, language, term, count, self.key);
            if self.is_copy {
                counter.gathered_of_copies.push(cell);
                evidence = evidence.of_copy();
            }
            counter.gathered_evidence.push(evidence);
        }
        let tokens = self.words + counter.terms.len() as u64 - self.parts;
        let totals = &mut counter.totals[group as usize];
        totals.documents += 1;
        totals.tokens += tokens;
        if self.is_copy {
            totals.copies += 1;
            totals.tokens_of_copies += tokens;
        }
        if !self.is_copy {
            let terms = counter.terms.chunk_by(|a, b| a == b);
            let terms = terms.map(|same| (same[0], same.len() as u64));
            counter.moments.add_article(language, tokens, terms);
        }
        if counter.gathered.len() >= GATHERED {
            counter.settle();
        }
        tokens
    }
}

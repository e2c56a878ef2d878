//! One thread's share of the counting.

use rustc_hash::FxHashMap;

use crate::cell::Appearance;
use crate::evidence::{Best, Evidence};
use crate::moments::AllMoments;
use crate::packed::pack;
use crate::run::{Pile, Run};
use crate::vocabulary::{Occurrence, Vocabulary};

/// Counts documents, one after the other.
///
/// Memory grows with the distinct terms per group, not with the documents:
/// whenever enough single counts have gathered, they are sorted, added up and
/// put to the others in a few bytes each.
#[derive(Debug, Default)]
pub struct Counter {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) names: Names,
    pub(crate) groups: Vec<Counted>,
    group_ids: FxHashMap<GroupKey, u32>,
    pub(crate) outlets: Vec<Outlet>,
    outlet_ids: FxHashMap<(u32, u32), u32>,
    gathering: Gathering,
    /// Copies left out; languages by the numbers of `names`.
    pub(crate) moments: AllMoments,
    /// Scratch: the term numbers of the current document.
    terms: Vec<u32>,
}

/// What was counted of a group.
#[derive(Debug)]
pub(crate) struct Counted {
    pub(crate) key: GroupKey,
    pub(crate) totals: Totals,
    /// Its publisher and language, among the [`Counter::outlets`].
    outlet: u32,
    pub(crate) cells: Pile<Appearance>,
    /// Of the cells what copies have in them.
    pub(crate) cells_of_copies: Pile<Appearance>,
}

/// The articles of a publisher in a language, by the numbers of their names.
#[derive(Debug)]
pub(crate) struct Outlet {
    pub(crate) publisher: u32,
    pub(crate) language: u32,
    /// The documents that show each of its terms best.
    pub(crate) evidence: Pile<Best>,
}

/// What was counted and not yet added up: [`GATHERED`] terms, and what one
/// document adds to that.
#[derive(Debug, Default)]
struct Gathering {
    terms: Vec<Gathered>,
    /// The documents of the terms: their keys, and whether they are copies.
    documents: Vec<(u64, bool)>,
}

/// A term of a document.
#[derive(Clone, Copy, Debug)]
struct Gathered {
    group: u32,
    term: u32,
    count: u32,
    /// The number of its document in [`Gathering::documents`].
    document: u32,
}

impl Gathering {
    fn document(&self, gathered: &Gathered) -> (u64, bool) {
        self.documents[gathered.document as usize]
    }

    /// Adds up how often a term occurs; nothing, if it does not.
    fn appearance<'g>(same_term: impl Iterator<Item = &'g Gathered>) -> Option<Appearance> {
        same_term.fold(None, |sum, gathered| {
            let (count, documents) = sum.map_or((0, 0), |s: Appearance| (s.count, s.documents));
            Some(Appearance {
                term: gathered.term,
                count: count + gathered.count,
                documents: documents + 1,
            })
        })
    }

    fn best(&self, same_term: &[Gathered]) -> Best {
        let mut best = Best::of(same_term[0].term);
        for gathered in same_term {
            let (document, is_copy) = self.document(gathered);
            best.add(Evidence {
                document,
                count: gathered.count,
                is_copy,
            });
        }
        best
    }
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

/// How many terms of documents gather before they are added up: 16 MB.
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
        let outlets = &mut self.outlets;
        *self.group_ids.entry(key).or_insert_with(|| {
            let GroupKey {
                publisher,
                language,
                ..
            } = key;
            let outlet = self.outlet_ids.entry((publisher, language));
            let outlet = *outlet.or_insert_with(|| {
                outlets.push(Outlet {
                    publisher,
                    language,
                    evidence: Pile::default(),
                });
                outlets.len() as u32 - 1
            });
            self.groups.push(Counted {
                key,
                totals: Totals::default(),
                outlet,
                cells: Pile::default(),
                cells_of_copies: Pile::default(),
            });
            self.groups.len() as u32 - 1
        })
    }

    /// Adds up what has gathered.
    pub(crate) fn settle(&mut self) {
        let gathering = &mut self.gathering;
        gathering.terms.sort_unstable_by_key(|g| (g.group, g.term));
        let of_copy = |g: &&Gathered| gathering.document(g).1;
        for group in gathering.terms.chunk_by(|a, b| a.group == b.group) {
            let terms = || group.chunk_by(|a, b| a.term == b.term);
            let all = terms().filter_map(|same| Gathering::appearance(same.iter()));
            let copies =
                terms().filter_map(|same| Gathering::appearance(same.iter().filter(of_copy)));
            let best = terms().map(|same| gathering.best(same));
            let counted = &mut self.groups[group[0].group as usize];
            counted.cells.push(Run::new(all));
            counted.cells_of_copies.push(Run::new(copies));
            let outlet = &mut self.outlets[counted.outlet as usize];
            outlet.evidence.push(Run::new(best));
        }
        gathering.terms.clear();
        gathering.documents.clear();
    }
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
    pub fn finish(mut self, publisher: &str, day: Option<&str>, language: &str) -> u64 {
        self.end(publisher, day, language)
    }

    /// The same, and appends to `packed` the document's terms, to be
    /// [unpacked](crate::unpack). Their numbers are the counter's own; for those of the
    /// whole see [`Counts::merge_numbered`](crate::Counts::merge_numbered).
    pub fn finish_packed(
        mut self,
        publisher: &str,
        day: Option<&str>,
        language: &str,
        packed: &mut Vec<u8>,
    ) -> u64 {
        let tokens = self.end(publisher, day, language);
        let terms = self.counter.terms.chunk_by(|a, b| a == b);
        pack(terms.map(|same| (same[0], same.len() as u32)), packed);
        tokens
    }

    fn end(&mut self, publisher: &str, day: Option<&str>, language: &str) -> u64 {
        let counter = &mut *self.counter;
        let group = counter.group(publisher, day, language);
        let Gathering { terms, documents } = &mut counter.gathering;
        counter.terms.sort_unstable();
        for same in counter.terms.chunk_by(|a, b| a == b) {
            terms.push(Gathered {
                group,
                term: same[0],
                count: same.len() as u32,
                document: documents.len() as u32,
            });
        }
        if !counter.terms.is_empty() {
            documents.push((self.key, self.is_copy));
        }
        let tokens = self.words + counter.terms.len() as u64 - self.parts;
        let totals = &mut counter.groups[group as usize].totals;
        totals.documents += 1;
        totals.tokens += tokens;
        if self.is_copy {
            totals.copies += 1;
            totals.tokens_of_copies += tokens;
        }
        if !self.is_copy {
            let language = counter.groups[group as usize].key.language;
            let terms = counter.terms.chunk_by(|a, b| a == b);
            let terms = terms.map(|same| (same[0], same.len() as u64));
            counter.moments.add_article(language, tokens, terms);
        }
        if counter.gathering.terms.len() >= GATHERED {
            counter.settle();
        }
        tokens
    }
}

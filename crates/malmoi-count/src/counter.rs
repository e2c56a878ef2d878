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
    /// Of what counts once; languages by the numbers of `names`.
    pub(crate) moments: AllMoments,
    /// Scratch: the terms of the current document.
    terms: Vec<Mention>,
}

/// What was counted of a group.
#[derive(Debug)]
pub(crate) struct Counted {
    pub(crate) key: GroupKey,
    pub(crate) totals: Totals,
    /// Its publisher and language, among the [`Counter::outlets`].
    outlet: u32,
    pub(crate) cells: Pile<Appearance>,
    /// Of the cells what is said there once more.
    pub(crate) cells_repeated: Pile<Appearance>,
}

/// An occurrence of a term: its number, and in the lowest bit whether it stands in
/// what was said before.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Mention(u32);

impl Mention {
    fn new(term: u32, is_repeated: bool) -> Mention {
        Mention(term << 1 | u32::from(is_repeated))
    }

    fn term(self) -> u32 {
        self.0 >> 1
    }

    fn is_repeated(self) -> bool {
        self.0 & 1 == 1
    }

    /// Returns the terms of sorted mentions, with how often each is mentioned, and
    /// how often of that in what was said before.
    fn terms(sorted: &[Mention]) -> impl Iterator<Item = (u32, u32, u32)> {
        let terms = sorted.chunk_by(|a, b| a.term() == b.term());
        terms.map(|same| {
            let own = same.partition_point(|mention| !mention.is_repeated());
            (same[0].term(), same.len() as u32, (same.len() - own) as u32)
        })
    }
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
    /// The keys of their documents.
    documents: Vec<u64>,
}

/// A term of a document.
#[derive(Clone, Copy, Debug)]
struct Gathered {
    group: u32,
    term: u32,
    count: u32,
    /// How many of these occurrences stand in what was said before.
    repeated: u32,
    /// The number of its document in [`Gathering::documents`].
    document: u32,
}

impl Gathered {
    /// Whether the document says it nowhere but in what was said before.
    fn is_repeated(&self) -> bool {
        self.repeated == self.count
    }
}

impl Gathering {
    /// Adds up how often a term occurs.
    fn appearance(same_term: &[Gathered]) -> Appearance {
        Appearance {
            term: same_term[0].term,
            count: same_term.iter().map(|g| g.count).sum(),
            documents: same_term.len() as u32,
        }
    }

    /// Adds up how often a term occurs in what was said before; nothing, if it does
    /// not.
    fn repetition(same_term: &[Gathered]) -> Option<Appearance> {
        let count = same_term.iter().map(|g| g.repeated).sum();
        (count > 0).then(|| Appearance {
            term: same_term[0].term,
            count,
            documents: same_term.iter().filter(|g| g.is_repeated()).count() as u32,
        })
    }

    fn best(&self, same_term: &[Gathered]) -> Best {
        let mut best = Best::of(same_term[0].term);
        for gathered in same_term {
            best.add(Evidence {
                document: self.documents[gathered.document as usize],
                count: gathered.count,
                is_copy: gathered.is_repeated(),
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
    pub(crate) fn id(&mut self, name: &str) -> u32 {
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
    /// How many of the others say nothing that was not said before.
    pub(crate) repetitions: u64,
    pub(crate) tokens_repeated: u64,
}

/// How many terms of documents gather before they are added up: 20 MB.
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
            is_repeated: false,
            tokens: 0,
            tokens_repeated: 0,
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
            is_repeated: true,
            ..self.document(key)
        }
    }

    /// Returns how often each term came in each of its forms: the term's language, the term, the
    /// form and the number, in the order of these.
    ///
    /// ```
    /// use malmoi_count::{Counter, Occurrence};
    ///
    /// let mut counter = Counter::new();
    /// let mut document = counter.document(0);
    /// document.term(Occurrence { language: "en", term: "restor", surface: "restored" });
    /// document.finish("가", None, "en");
    /// assert_eq!(counter.forms(), [("en", "restor", "restored", 1)]);
    /// ```
    pub fn forms(&self) -> Vec<(&str, &str, &str, u64)> {
        let mut all = Vec::new();
        for language in self.vocabulary.languages() {
            for (term, id) in self.vocabulary.terms_of(language) {
                let forms = self.vocabulary.forms(id).iter();
                all.extend(forms.map(|(form, count)| (language, term, form, count)));
            }
        }
        all.sort_unstable();
        all
    }

    pub(crate) fn group(&mut self, publisher: &str, day: Option<&str>, language: &str) -> u32 {
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
                cells_repeated: Pile::default(),
            });
            self.groups.len() as u32 - 1
        })
    }

    /// Adds up what has gathered.
    pub(crate) fn settle(&mut self) {
        let gathering = &mut self.gathering;
        gathering.terms.sort_unstable_by_key(|g| (g.group, g.term));
        for group in gathering.terms.chunk_by(|a, b| a.group == b.group) {
            let terms = || group.chunk_by(|a, b| a.term == b.term);
            let all = terms().map(Gathering::appearance);
            let repeated = terms().filter_map(Gathering::repetition);
            let best = terms().map(|same| gathering.best(same));
            let counted = &mut self.groups[group[0].group as usize];
            counted.cells.push(Run::new(all));
            counted.cells_repeated.push(Run::new(repeated));
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
    /// Whether what is counted now was said before.
    is_repeated: bool,
    tokens: u64,
    /// How many of them were said before.
    tokens_repeated: u64,
}

impl DocumentCounter<'_> {
    /// Says whether what is counted from here on stands in a passage that another
    /// document has as well, and has the vote for: it counts where
    /// [every](crate::Basis::Every) document does, and nowhere else. All that a
    /// [copy](Counter::copy) has does so.
    ///
    /// ```
    /// use malmoi_count::{Basis, Counter, Counts, Occurrence};
    ///
    /// let mut counter = Counter::new();
    /// let quake = Occurrence { language: "ko", term: "지진", surface: "지진" };
    /// let mut document = counter.document(0);
    /// document.term(quake);
    /// document.repeated(true);
    /// document.term(quake);
    /// document.finish("가", None, "ko");
    ///
    /// let counts = Counts::merge([counter]);
    /// assert_eq!(counts.cell(0, 0, Basis::Every).map(|c| c.count), Some(2));
    /// assert_eq!(counts.cell(0, 0, Basis::Once).map(|c| c.count), Some(1));
    /// ```
    pub fn repeated(&mut self, is_repeated: bool) {
        self.is_repeated = is_repeated || self.is_copy;
    }

    /// Counts one occurrence of a term, which is a running word as well.
    pub fn term(&mut self, occurrence: Occurrence<'_>) {
        self.part(occurrence);
        self.word();
    }

    /// Counts one occurrence of a term within a running word that is counted
    /// itself. A running word must not have the same term twice: no term may
    /// have more occurrences than a document has words.
    pub fn part(&mut self, occurrence: Occurrence<'_>) {
        let id = self.counter.vocabulary.add(occurrence);
        let mention = Mention::new(id, self.is_repeated);
        self.counter.terms.push(mention);
    }

    /// Returns the number of the term that was counted last: the counter's own, by which
    /// [packed](DocumentCounter::finish_packed) terms are sorted.
    pub fn last_term(&self) -> Option<u32> {
        self.counter.terms.last().map(|mention| mention.term())
    }

    /// Counts one running word that is not a term.
    pub fn word(&mut self) {
        self.tokens += 1;
        self.tokens_repeated += u64::from(self.is_repeated);
    }

    /// Ends the document and returns how many tokens (running words, terms
    /// among them) it has.
    ///
    /// `day` is the day of publication, `None` when it is not known;
    /// `language` the ISO 639-1 code of the language the document is in.
    pub fn finish(mut self, publisher: &str, day: Option<&str>, language: &str) -> u64 {
        self.end(publisher, day, language)
    }

    /// The same, and appends the document's terms to `once` and `every`, to be
    /// [unpacked](crate::unpack): those that count [once](crate::Basis::Once), and
    /// all of them, if these are not the same. Their numbers are the counter's own; for
    /// those of the whole see [`Counts::merge_numbered`](crate::Counts::merge_numbered).
    pub fn finish_packed(
        mut self,
        publisher: &str,
        day: Option<&str>,
        language: &str,
        (once, every): (&mut Vec<u8>, &mut Vec<u8>),
    ) -> PackedDocument {
        let tokens = self.end(publisher, day, language);
        let terms = || Mention::terms(&self.counter.terms);
        let own = terms().map(|(term, count, repeated)| (term, count - repeated));
        pack(own.filter(|(_, count)| *count > 0), once);
        if self.tokens_repeated > 0 {
            pack(terms().map(|(term, count, _)| (term, count)), every);
        }
        PackedDocument {
            tokens,
            tokens_once: tokens - self.tokens_repeated,
        }
    }

    fn end(&mut self, publisher: &str, day: Option<&str>, language: &str) -> u64 {
        let counter = &mut *self.counter;
        let group = counter.group(publisher, day, language);
        let Gathering { terms, documents } = &mut counter.gathering;
        counter.terms.sort_unstable();
        for (term, count, repeated) in Mention::terms(&counter.terms) {
            terms.push(Gathered {
                group,
                term,
                count,
                repeated,
                document: documents.len() as u32,
            });
        }
        if !counter.terms.is_empty() {
            documents.push(self.key);
        }
        let own = self.tokens - self.tokens_repeated;
        let says_nothing_new = own == 0 && self.tokens > 0;
        let totals = &mut counter.groups[group as usize].totals;
        totals.documents += 1;
        totals.tokens += self.tokens;
        totals.tokens_repeated += self.tokens_repeated;
        if self.is_copy {
            totals.copies += 1;
        } else if says_nothing_new {
            totals.repetitions += 1;
        } else {
            let language = counter.groups[group as usize].key.language;
            let terms = Mention::terms(&counter.terms);
            let terms = terms.map(|(term, count, repeated)| (term, u64::from(count - repeated)));
            let terms = terms.filter(|(_, count)| *count > 0);
            counter.moments.add_article(language, own, terms);
        }
        if counter.gathering.terms.len() >= GATHERED {
            counter.settle();
        }
        self.tokens
    }
}

/// How long a document is whose terms were
/// [packed](DocumentCounter::finish_packed).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PackedDocument {
    /// How many running words it has.
    pub tokens: u64,
    /// How many of them count once.
    pub tokens_once: u64,
}

//! All counters' work, put together.

mod merge;

use std::ops::Range;

use merge::{index_of, merge_evidence, merge_groups, merge_terms, names};
use serde::{Deserialize, Serialize};

use crate::basis::Basis;
use crate::cell::{Appearance, Cell};
use crate::counter::{Counted, Counter};
use crate::evidence::{Best, Evidence};
use crate::moments::{AllMoments, Lengths, Moments};
use crate::run::{Column, Pile};
use crate::vocabulary::{Term, Vocabulary};

/// The counts of a corpus.
///
/// Everything is in an order of its own, whatever the order of counting:
/// names by code point, groups by language, publisher and day, terms by
/// language and term, cells by group and term.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Counts {
    publishers: Vec<String>,
    languages: Vec<String>,
    groups: Vec<Group>,
    terms: Vec<Term>,
    /// By group.
    cells: Vec<Column<Appearance>>,
    /// Of the cells what is said there once more, by group.
    cells_repeated: Vec<Column<Appearance>>,
    /// By publisher and language, of which each occurs once.
    evidence: Vec<((u32, u32), Column<Best>)>,
    moments: AllMoments,
}

/// The documents of one publisher and day in one language.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Group {
    /// Index into [`Counts::languages`].
    pub language: u32,
    /// Index into [`Counts::publishers`].
    pub publisher: u32,
    /// The day of publication; `None` where it is not known.
    pub day: Option<String>,
    /// How many documents the group has; at least 1.
    pub documents: u64,
    /// How many running words they have, terms and other words together.
    pub tokens: u64,
    /// How many of the documents are copies of another.
    pub copies: u64,
    /// How many of the others say nothing that was not
    /// [said before](crate::DocumentCounter::repeated).
    pub repetitions: u64,
    /// How many of the running words are in copies, or were said before.
    pub tokens_repeated: u64,
}

impl Group {
    /// Returns how many documents there are. Where each text counts once it may be 0.
    pub fn documents_on(&self, basis: Basis) -> u64 {
        match basis {
            Basis::Every => self.documents,
            Basis::Once => self.documents - self.copies - self.repetitions,
        }
    }

    /// Returns how many running words they have.
    pub fn tokens_on(&self, basis: Basis) -> u64 {
        match basis {
            Basis::Every => self.tokens,
            Basis::Once => self.tokens - self.tokens_repeated,
        }
    }
}

/// How often a term occurs in several groups together.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Tally {
    /// Index into [`Counts::terms`].
    pub term: u32,
    /// Occurrences, at least 1.
    pub count: u64,
    /// Documents with at least one occurrence.
    pub documents: u64,
}

impl Counts {
    /// Adds up what the counters have counted. The order of the counters, and
    /// which of them counted which document, make no difference.
    pub fn merge(counters: impl IntoIterator<Item = Counter>) -> Counts {
        Counts::merge_numbered(counters).0
    }

    /// The same, and returns for each counter the numbers that its terms have now, by
    /// the numbers that they had.
    ///
    /// ```
    /// use malmoi_count::{Counter, Counts, Occurrence, unpack};
    ///
    /// let mut counter = Counter::new();
    /// let (mut once, mut every) = (Vec::new(), Vec::new());
    /// let mut document = counter.document(0);
    /// for term in ["화재", "지진", "화재"] {
    ///     document.term(Occurrence { language: "ko", term, surface: term });
    /// }
    /// document.finish_packed("가", None, "ko", (&mut once, &mut every));
    /// // Nothing in it is a repetition, so all of it counts once.
    /// assert!(every.is_empty());
    ///
    /// let (counts, numbers) = Counts::merge_numbered([counter]);
    /// let term = |own: u32| counts.terms()[numbers[0][own as usize] as usize].term.as_str();
    /// let terms: Vec<(&str, u32)> = unpack(&once).map(|(own, n)| (term(own), n)).collect();
    /// assert_eq!(terms, [("화재", 2), ("지진", 1)]);
    /// ```
    pub fn merge_numbered(counters: impl IntoIterator<Item = Counter>) -> (Counts, Vec<Vec<u32>>) {
        let mut counters: Vec<Counter> = counters.into_iter().collect();
        for counter in &mut counters {
            counter.settle();
        }
        let publishers = names(&counters, |key| Some(key.publisher));
        let languages = names(&counters, |key| Some(key.language));
        let (groups, group_places) = merge_groups(&counters, &publishers, &languages);
        let (terms, term_maps) = merge_terms(&counters);
        // Nothing of what is done with is kept while the rest is put together.
        for counter in &mut counters {
            counter.vocabulary = Vocabulary::default();
        }
        let mut moments = AllMoments::default();
        for (counter, term_map) in counters.iter_mut().zip(&term_maps) {
            let own = counter.names.names.iter();
            let language_map: Vec<u32> = own.map(|name| index_of(&languages, name)).collect();
            let own = std::mem::take(&mut counter.moments);
            moments.merge(own, &language_map, term_map);
        }
        moments.settle();
        let evidence = merge_evidence(&mut counters, &term_maps, &publishers, &languages);
        let mut cells = Vec::with_capacity(groups.len());
        let mut cells_repeated = Vec::with_capacity(groups.len());
        let mut scratch = Vec::new();
        for same in group_places.chunk_by(|a, b| a.group == b.group) {
            let mut column = |pile: fn(&mut Counted) -> &mut Pile<Appearance>| {
                for place in same {
                    let counted = &mut counters[place.counter].groups[place.number];
                    let map = &term_maps[place.counter];
                    let pile = std::mem::take(pile(counted));
                    scratch.extend(pile.iter().map(|a| Appearance {
                        term: map[a.term as usize],
                        ..a
                    }));
                }
                Column::new(&mut scratch)
            };
            cells.push(column(|counted| &mut counted.cells));
            cells_repeated.push(column(|counted| &mut counted.cells_repeated));
        }
        let counts = Counts {
            publishers,
            languages,
            groups,
            terms,
            cells,
            cells_repeated,
            evidence,
            moments,
        };
        (counts, term_maps)
    }

    /// Returns the publishers, by code point.
    pub fn publishers(&self) -> &[String] {
        &self.publishers
    }

    /// Returns the codes of the languages that documents are in.
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    /// Returns the groups, by language, publisher and day, the unknown day
    /// first.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Returns the terms, by language and term.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Returns the cells that are not empty, by group and term; every document
    /// counts.
    pub fn cells(&self) -> impl Iterator<Item = Cell> {
        let groups = (0..).zip(&self.cells);
        groups.flat_map(|(group, cells)| cells.iter().map(move |a| a.of_group(group)))
    }

    /// Returns the cells of one group that are not empty, by term; none of a group that
    /// is not there. Every document counts.
    pub fn cells_of(&self, group: u32) -> impl Iterator<Item = Cell> {
        let cells = self.cells.get(group as usize).into_iter();
        cells.flat_map(move |cells| cells.iter().map(move |a| a.of_group(group)))
    }

    /// Returns the cell of a term in a group; `None` when it is empty.
    pub fn cell(&self, group: u32, term: u32, basis: Basis) -> Option<Cell> {
        let find = |cells: &[Column<Appearance>]| {
            let appearance = cells.get(group as usize)?.find(term)?;
            Some(appearance.of_group(group))
        };
        let cell = find(&self.cells)?;
        match basis {
            Basis::Every => Some(cell),
            Basis::Once => cell.without(find(&self.cells_repeated)),
        }
    }

    /// Returns the counts of `groups` (indices into
    /// [`groups`](Counts::groups)) added up, by term.
    pub fn tally(&self, groups: Range<usize>, basis: Basis) -> Vec<Tally> {
        // By term; what is never written to costs nothing.
        let mut sums = vec![[0_u64; 2]; self.terms.len()];
        for cell in self.cells[groups.clone()].iter().flat_map(Column::iter) {
            let [count, documents] = &mut sums[cell.term as usize];
            *count += u64::from(cell.count);
            *documents += u64::from(cell.documents);
        }
        if basis == Basis::Once {
            // What is said once more is part of all.
            for cell in self.cells_repeated[groups].iter().flat_map(Column::iter) {
                let [count, documents] = &mut sums[cell.term as usize];
                *count -= u64::from(cell.count);
                *documents -= u64::from(cell.documents);
            }
        }
        let tallies = (0..).zip(sums).map(|(term, [count, documents])| Tally {
            term,
            count,
            documents,
        });
        tallies.filter(|tally| tally.count > 0).collect()
    }

    /// Returns how a term is spread over the documents of a language, each text
    /// counted once; zeros where none of them has it.
    pub fn moments(&self, language: u32, term: u32) -> Moments {
        self.moments.of(language, term)
    }

    /// Returns how long the documents of a language are, each text counted once.
    pub fn lengths(&self, language: u32) -> Lengths {
        self.moments.lengths(language)
    }

    /// Returns the documents, at most [`EVIDENCE_DOCUMENTS`], in which the
    /// publisher's articles of a language have the term most often, most first.
    /// Copies come after all others, and of several the first in the corpus.
    ///
    /// [`EVIDENCE_DOCUMENTS`]: crate::EVIDENCE_DOCUMENTS
    pub fn evidence(&self, publisher: u32, language: u32, term: u32) -> Vec<Evidence> {
        let key = (publisher, language);
        let at = self.evidence.binary_search_by_key(&key, |(key, _)| *key);
        let best = at.ok().and_then(|at| self.evidence[at].1.find(term));
        best.map(|b| b.documents().to_vec()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::Occurrence;

    use super::*;

    /// Publisher, day, words of a document, every one an English term, and
    /// whether it is a copy. Words in capitals were said before.
    type Article = (String, Option<String>, Vec<String>, bool);

    fn is_repeated(word: &str) -> bool {
        word.starts_with(|c: char| c.is_ascii_uppercase())
    }

    fn count(counter: &mut Counter, key: u64, (publisher, day, words, is_copy): &Article) {
        let mut document = match is_copy {
            true => counter.copy(key),
            false => counter.document(key),
        };
        for word in words {
            document.repeated(is_repeated(word));
            document.term(Occurrence {
                language: "en",
                term: &word.to_lowercase(),
                surface: word,
            });
            document.word();
        }
        let tokens = document.finish(publisher, day.as_deref(), "en");
        assert_eq!(tokens, 2 * words.len() as u64);
    }

    fn articles() -> impl Strategy<Value = Vec<Article>> {
        let word = "[abAB]{1,2}";
        let article = (
            "[가나다]",
            proptest::option::of("2026-01-0[1-3]"),
            proptest::collection::vec(word, 0..12),
            proptest::bool::ANY,
        );
        proptest::collection::vec(article, 0..24)
    }

    proptest! {
        #[test]
        fn who_counts_what_makes_no_difference(
            articles in articles(),
            shares in proptest::collection::vec(0usize..4, 24),
        ) {
            let mut one = Counter::new();
            let mut many: Vec<Counter> = (0..4).map(|_| Counter::new()).collect();
            for (key, article) in articles.iter().enumerate() {
                count(&mut one, key as u64, article);
            }
            // The other way round, on four counters, with pauses to add up.
            for (key, article) in articles.iter().enumerate().rev() {
                let counter = &mut many[shares[key]];
                count(counter, key as u64, article);
                if key % 3 == 0 {
                    counter.settle();
                }
            }
            prop_assert_eq!(Counts::merge([one]), Counts::merge(many));
        }

        #[test]
        fn nothing_is_lost(articles in articles()) {
            let mut counter = Counter::new();
            for (key, article) in articles.iter().enumerate() {
                count(&mut counter, key as u64, article);
            }
            let counts = Counts::merge([counter]);
            let words: usize = articles.iter().map(|a| a.2.len()).sum();
            let counted: u64 = counts.cells().map(|c| u64::from(c.count)).sum();
            prop_assert_eq!(counted, words as u64);
            let documents: u64 = counts.groups().iter().map(|g| g.documents).sum();
            prop_assert_eq!(documents, articles.len() as u64);
            let tokens: u64 = counts.groups().iter().map(|g| g.tokens).sum();
            prop_assert_eq!(tokens, 2 * words as u64);
        }

        #[test]
        fn what_counts_once_is_what_nobody_has_said_before(articles in articles()) {
            let (mut all, mut others) = (Counter::new(), Counter::new());
            for (key, article) in articles.iter().enumerate() {
                count(&mut all, key as u64, article);
                let mut new = article.clone();
                new.2.retain(|word| !is_repeated(word));
                if !article.3 && new.2.is_empty() == article.2.is_empty() {
                    count(&mut others, key as u64, &new);
                }
            }
            let (all, others) = (Counts::merge([all]), Counts::merge([others]));
            let named = |counts: &Counts, basis| {
                let mut named = Vec::new();
                let mut spread = Vec::new();
                for (id, term) in (0..).zip(counts.terms()) {
                    let moments = counts.moments(0, id);
                    if moments != Moments::default() {
                        spread.push((term.term.clone(), moments));
                    }
                }
                for (at, group) in counts.groups().iter().enumerate() {
                    let name = (&counts.publishers()[group.publisher as usize], &group.day);
                    let name = format!("{name:?}");
                    let size = (group.documents_on(basis), group.tokens_on(basis));
                    if size.0 > 0 {
                        named.push((name.clone(), String::new(), size.0, size.1));
                    }
                    for tally in counts.tally(at..at + 1, basis) {
                        let term = &counts.terms()[tally.term as usize].term;
                        named.push((name.clone(), term.clone(), tally.count, tally.documents));
                        let cell = counts.cell(at as u32, tally.term, basis).unwrap();
                        assert_eq!(u64::from(cell.count), tally.count);
                        assert_eq!(u64::from(cell.documents), tally.documents);
                    }
                }
                (named, spread, counts.lengths(0))
            };
            prop_assert_eq!(named(&all, Basis::Once), named(&others, Basis::Every));
        }
    }

    #[test]
    fn copies_are_shown_only_where_nothing_else_is() {
        let mut counter = Counter::new();
        for (key, times, is_copy) in [(10, 1, false), (11, 9, true), (12, 2, false), (13, 5, true)]
        {
            let words = vec!["tariff".to_string(); times];
            count(&mut counter, key, &("가".to_string(), None, words, is_copy));
        }
        let counts = Counts::merge([counter]);
        let evidence = counts.evidence(0, 0, 0).into_iter();
        let found: Vec<_> = evidence.map(|e| (e.document, e.count, e.is_copy)).collect();
        assert_eq!(found, [(12, 2, false), (10, 1, false), (11, 9, true)]);
    }

    #[test]
    fn evidence_is_where_the_term_is_most_frequent() {
        let mut counter = Counter::new();
        for (key, times) in [(10, 1), (11, 5), (12, 2), (13, 5), (14, 3)] {
            let words = vec!["tariff".to_string(); times];
            count(&mut counter, key, &("가".to_string(), None, words, false));
        }
        let counts = Counts::merge([counter]);
        let found: Vec<_> = counts
            .evidence(0, 0, 0)
            .iter()
            .map(|e| (e.document, e.count))
            .collect();
        assert_eq!(found, [(11, 5), (13, 5), (14, 3)]);
        assert!(counts.evidence(0, 0, 1).is_empty());
    }

    #[test]
    fn no_counters_make_empty_counts() {
        assert_eq!(Counts::merge([]), Counts::default());
        assert_eq!(Counts::merge([Counter::new()]), Counts::default());
    }

    #[test]
    fn parts_of_words_count_by_name_and_not_towards_the_size() {
        let occurrence = |term| Occurrence {
            language: "ko",
            term,
            surface: term,
        };
        let mut counter = Counter::new();
        let mut document = counter.document(0);
        document.term(occurrence("고속도로"));
        document.part(occurrence("고속"));
        document.part(occurrence("도로"));
        document.word();
        document.term(occurrence("도로"));
        assert_eq!(document.finish("가", None, "ko"), 3);
        let counts = Counts::merge(vec![counter]);
        let terms = counts.terms().iter().zip(0..);
        let found: Vec<_> = terms
            .map(|(term, id)| {
                let cells = counts.cells().filter(|cell| cell.term == id);
                (
                    term.term.as_str(),
                    cells.map(|cell| cell.count).sum::<u32>(),
                )
            })
            .collect();
        assert_eq!(found, [("고속", 1), ("고속도로", 1), ("도로", 2)]);
    }
}

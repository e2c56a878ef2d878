//! All counters' work, put together.

use std::ops::Range;

use crate::basis::Basis;
use crate::cell::{self, Cell};
use crate::counter::{Counter, GroupKey, Totals};
use crate::evidence::{self, Evidence};
use crate::moments::{AllMoments, Lengths, Moments};
use crate::vocabulary::Term;

/// The counts of a corpus.
///
/// Everything is in an order of its own, whatever the order of counting:
/// names by code point, groups by language, publisher and day, terms by
/// language and term, cells by group and term.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    publishers: Vec<String>,
    languages: Vec<String>,
    groups: Vec<Group>,
    terms: Vec<Term>,
    cells: Vec<Cell>,
    /// Of the cells what copies have in them, where they have anything.
    cells_of_copies: Vec<Cell>,
    evidence: Vec<Evidence>,
    moments: AllMoments,
}

/// The documents of one publisher and day in one language.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
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
    /// How many running words those have.
    pub tokens_of_copies: u64,
}

impl Group {
    /// Returns how many documents there are. Without copies it may be 0.
    pub fn documents_on(&self, basis: Basis) -> u64 {
        match basis {
            Basis::Every => self.documents,
            Basis::Once => self.documents - self.copies,
        }
    }

    /// Returns how many running words they have.
    pub fn tokens_on(&self, basis: Basis) -> u64 {
        match basis {
            Basis::Every => self.tokens,
            Basis::Once => self.tokens - self.tokens_of_copies,
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
        let mut counters: Vec<Counter> = counters.into_iter().collect();
        for counter in &mut counters {
            counter.settle();
        }
        let publishers = names(&counters, |key| Some(key.publisher));
        let languages = names(&counters, |key| Some(key.language));
        let (groups, group_maps) = merge_groups(&counters, &publishers, &languages);
        let (terms, term_maps) = merge_terms(&counters);

        let mut runs = Vec::new();
        let mut runs_of_copies = Vec::new();
        let mut evidence = Vec::new();
        let mut moments = AllMoments::default();
        for ((counter, group_map), term_map) in
            counters.into_iter().zip(&group_maps).zip(&term_maps)
        {
            let renumbered = |mut run: Vec<Cell>| {
                for cell in &mut run {
                    cell.group = group_map[cell.group as usize];
                    cell.term = term_map[cell.term as usize];
                }
                run.sort_unstable_by_key(|c| c.key());
                run
            };
            runs.extend(counter.runs.into_iter().map(renumbered));
            runs_of_copies.extend(counter.runs_of_copies.into_iter().map(renumbered));
            // Where each of the counter's names is; nowhere, for days.
            let find = |names: &[String]| -> Vec<u32> {
                let own = counter.names.names.iter();
                own.map(|name| index_of(names, name)).collect()
            };
            let (publisher_map, language_map) = (find(&publishers), find(&languages));
            moments.merge(counter.moments, &language_map, term_map);
            evidence.extend(counter.evidence.iter().map(|e| {
                let evidence = Evidence::new(
                    publisher_map[e.publisher as usize],
                    language_map[e.language as usize],
                    term_map[e.term as usize],
                    e.count(),
                    e.document,
                );
                if e.is_copy() {
                    evidence.of_copy()
                } else {
                    evidence
                }
            }));
        }
        evidence::keep_best(&mut evidence);
        moments.settle();
        Counts {
            publishers,
            languages,
            groups,
            terms,
            cells: merge_runs(runs),
            cells_of_copies: merge_runs(runs_of_copies),
            evidence,
            moments,
        }
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
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// Returns the cell of a term in a group; `None` when it is empty.
    pub fn cell(&self, group: u32, term: u32, basis: Basis) -> Option<Cell> {
        let find = |cells: &[Cell]| {
            let at = cells.binary_search_by_key(&(group, term), |c| c.key());
            at.ok().map(|at| cells[at])
        };
        let cell = find(&self.cells)?;
        match basis {
            Basis::Every => Some(cell),
            Basis::Once => cell.without(find(&self.cells_of_copies)),
        }
    }

    /// Returns the counts of `groups` (indices into
    /// [`groups`](Counts::groups)) added up, by term.
    pub fn tally(&self, groups: Range<usize>, basis: Basis) -> Vec<Tally> {
        let mut tallies = Counts::tally_of(&self.cells, &groups);
        if basis == Basis::Once {
            let copies = Counts::tally_of(&self.cells_of_copies, &groups);
            // What copies have, all have; both are sorted by term.
            let mut copies = copies.into_iter().peekable();
            tallies.retain_mut(|all| {
                if let Some(copies) = copies.next_if(|c| c.term == all.term) {
                    all.count -= copies.count;
                    all.documents -= copies.documents;
                }
                all.count > 0
            });
        }
        tallies
    }

    fn tally_of(cells: &[Cell], groups: &Range<usize>) -> Vec<Tally> {
        let before = |group: usize| cells.partition_point(|c| (c.group as usize) < group);
        let cells = &cells[before(groups.start)..before(groups.end)];
        let mut tallies: Vec<Tally> = cells
            .iter()
            .map(|c| Tally {
                term: c.term,
                count: u64::from(c.count),
                documents: u64::from(c.documents),
            })
            .collect();
        // The cells of one group are sorted; the stable sort makes use of it.
        tallies.sort_by_key(|t| t.term);
        tallies.dedup_by(|next, kept| {
            let same = next.term == kept.term;
            if same {
                kept.count += next.count;
                kept.documents += next.documents;
            }
            same
        });
        tallies
    }

    /// Returns how a term is spread over the documents of a language, copies left
    /// out; zeros where none of them has it.
    pub fn moments(&self, language: u32, term: u32) -> Moments {
        self.moments.of(language, term)
    }

    /// Returns how long the documents of a language are, copies left out.
    pub fn lengths(&self, language: u32) -> Lengths {
        self.moments.lengths(language)
    }

    /// Returns the documents, at most [`EVIDENCE_DOCUMENTS`], in which the
    /// publisher's articles of a language have the term most often, most first.
    /// Copies come after all others.
    ///
    /// [`EVIDENCE_DOCUMENTS`]: crate::EVIDENCE_DOCUMENTS
    pub fn evidence(&self, publisher: u32, language: u32, term: u32) -> &[Evidence] {
        let key = (publisher, language, term);
        let start = self.evidence.partition_point(|e| e.key() < key);
        let length = self.evidence[start..].partition_point(|e| e.key() == key);
        &self.evidence[start..start + length]
    }
}

/// Returns the names that `pick` chooses of any group, sorted, each once.
fn names(counters: &[Counter], pick: impl Fn(&GroupKey) -> Option<u32>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for counter in counters {
        let picked = counter.groups.iter().filter_map(&pick);
        names.extend(picked.map(|id| counter.names.names[id as usize].to_string()));
    }
    names.sort_unstable();
    names.dedup();
    names
}

fn index_of(names: &[String], name: &str) -> u32 {
    names.partition_point(|n| n.as_str() < name) as u32
}

/// Returns all groups, and for each counter the new number of each of its own.
fn merge_groups(
    counters: &[Counter],
    publishers: &[String],
    languages: &[String],
) -> (Vec<Group>, Vec<Vec<u32>>) {
    let mut all: Vec<(Group, usize, usize)> = Vec::new();
    for (c, counter) in counters.iter().enumerate() {
        let name = |id: u32| &*counter.names.names[id as usize];
        for (g, (key, totals)) in counter.groups.iter().zip(&counter.totals).enumerate() {
            let Totals {
                documents,
                tokens,
                copies,
                tokens_of_copies,
            } = *totals;
            let group = Group {
                language: index_of(languages, name(key.language)),
                publisher: index_of(publishers, name(key.publisher)),
                day: key.day.map(|d| name(d).to_string()),
                documents,
                tokens,
                copies,
                tokens_of_copies,
            };
            all.push((group, c, g));
        }
    }
    all.sort_unstable_by(|a, b| identity(&a.0).cmp(&identity(&b.0)));
    let mut groups: Vec<Group> = Vec::new();
    let mut maps: Vec<Vec<u32>> = counters.iter().map(|c| vec![0; c.groups.len()]).collect();
    for (group, c, g) in all {
        match groups.last_mut() {
            Some(last) if identity(last) == identity(&group) => {
                last.documents += group.documents;
                last.tokens += group.tokens;
                last.copies += group.copies;
                last.tokens_of_copies += group.tokens_of_copies;
            }
            _ => groups.push(group),
        }
        maps[c][g] = groups.len() as u32 - 1;
    }
    (groups, maps)
}

fn identity(group: &Group) -> (u32, u32, Option<&str>) {
    (group.language, group.publisher, group.day.as_deref())
}

/// Returns all terms, and for each counter the new number of each of its own.
fn merge_terms(counters: &[Counter]) -> (Vec<Term>, Vec<Vec<u32>>) {
    let mut all = Vec::new();
    for (c, counter) in counters.iter().enumerate() {
        all.extend(counter.vocabulary.entries().into_iter().map(|e| (e, c)));
    }
    all.sort_unstable_by(|(a, _), (b, _)| (a.language, a.term).cmp(&(b.language, b.term)));
    let mut terms = Vec::new();
    let mut maps: Vec<Vec<u32>> = counters
        .iter()
        .map(|c| vec![0; c.vocabulary.len()])
        .collect();
    for same in all.chunk_by(|(a, _), (b, _)| (a.language, a.term) == (b.language, b.term)) {
        let mut forms = same[0].0.forms.clone();
        for (entry, c) in same {
            maps[*c][entry.id as usize] = terms.len() as u32;
        }
        for (entry, _) in &same[1..] {
            forms.merge(entry.forms);
        }
        terms.push(Term {
            language: same[0].0.language.to_string(),
            term: same[0].0.term.to_string(),
            display: forms.most_frequent().to_string(),
        });
    }
    (terms, maps)
}

/// Merges sorted runs into one by twos, so that each cell is moved only as
/// often as the runs can be halved.
fn merge_runs(mut runs: Vec<Vec<Cell>>) -> Vec<Cell> {
    while runs.len() > 1 {
        let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
        let mut pairs = runs.into_iter();
        while let Some(first) = pairs.next() {
            merged.push(match pairs.next() {
                Some(second) => merge_two(first, &second),
                None => first,
            });
        }
        runs = merged;
    }
    runs.pop().unwrap_or_default()
}

/// Joins two sorted runs. The sort finds the two runs in linear time.
fn merge_two(mut first: Vec<Cell>, second: &[Cell]) -> Vec<Cell> {
    first.extend_from_slice(second);
    first.sort_by_key(|c| c.key());
    cell::add_up(&mut first);
    first
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::Occurrence;

    use super::*;

    /// Publisher, day, words of a document, every one an English term, and
    /// whether it is a copy.
    type Article = (String, Option<String>, Vec<String>, bool);

    fn count(counter: &mut Counter, key: u64, (publisher, day, words, is_copy): &Article) {
        let mut document = match is_copy {
            true => counter.copy(key),
            false => counter.document(key),
        };
        for word in words {
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
            let counted: u64 = counts.cells().iter().map(|c| u64::from(c.count)).sum();
            prop_assert_eq!(counted, words as u64);
            let documents: u64 = counts.groups().iter().map(|g| g.documents).sum();
            prop_assert_eq!(documents, articles.len() as u64);
            let tokens: u64 = counts.groups().iter().map(|g| g.tokens).sum();
            prop_assert_eq!(tokens, 2 * words as u64);
        }

        #[test]
        fn without_copies_the_counts_are_those_of_the_other_documents(articles in articles()) {
            let (mut all, mut others) = (Counter::new(), Counter::new());
            for (key, article) in articles.iter().enumerate() {
                count(&mut all, key as u64, article);
                if !article.3 {
                    count(&mut others, key as u64, article);
                }
            }
            let (all, others) = (Counts::merge([all]), Counts::merge([others]));
            let named = |counts: &Counts, basis| {
                let mut named = Vec::new();
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
                named
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
        let evidence = counts.evidence(0, 0, 0).iter();
        let found: Vec<_> = evidence
            .map(|e| (e.document, e.count(), e.is_copy()))
            .collect();
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
            .map(|e| (e.document, e.count()))
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
                let cells = counts.cells().iter().filter(|cell| cell.term == id);
                (
                    term.term.as_str(),
                    cells.map(|cell| cell.count).sum::<u32>(),
                )
            })
            .collect();
        assert_eq!(found, [("고속", 1), ("고속도로", 1), ("도로", 2)]);
    }
}

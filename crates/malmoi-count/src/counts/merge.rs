//! What several counters have counted, under numbers that all share.

use super::Group;
use crate::counter::{Counter, GroupKey, Totals};
use crate::evidence::Best;
use crate::run::{Column, Entry};
use crate::vocabulary::{Term, Vocabulary};

/// Returns the names that `pick` chooses of any group, sorted, each once.
pub(super) fn names(counters: &[Counter], pick: impl Fn(&GroupKey) -> Option<u32>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for counter in counters {
        let picked = counter.groups.iter().filter_map(|g| pick(&g.key));
        names.extend(picked.map(|id| counter.names.names[id as usize].to_string()));
    }
    names.sort_unstable();
    names.dedup();
    names
}

pub(super) fn index_of(names: &[String], name: &str) -> u32 {
    names.partition_point(|n| n.as_str() < name) as u32
}

/// Where a part of a group was counted.
pub(super) struct Part {
    /// The number of the group.
    pub(super) group: usize,
    pub(super) counter: usize,
    /// The number that the group has there.
    pub(super) number: usize,
}

/// Returns all groups, and the parts of all in their order.
pub(super) fn merge_groups(
    counters: &[Counter],
    publishers: &[String],
    languages: &[String],
) -> (Vec<Group>, Vec<Part>) {
    let mut all: Vec<(Group, usize, usize)> = Vec::new();
    for (c, counter) in counters.iter().enumerate() {
        let name = |id: u32| &*counter.names.names[id as usize];
        for (g, counted) in counter.groups.iter().enumerate() {
            let key = counted.key;
            let Totals {
                documents,
                tokens,
                copies,
                repetitions,
                tokens_repeated,
            } = counted.totals;
            let group = Group {
                language: index_of(languages, name(key.language)),
                publisher: index_of(publishers, name(key.publisher)),
                day: key.day.map(|d| name(d).to_string()),
                documents,
                tokens,
                copies,
                repetitions,
                tokens_repeated,
            };
            all.push((group, c, g));
        }
    }
    all.sort_unstable_by(|a, b| identity(&a.0).cmp(&identity(&b.0)));
    let mut groups: Vec<Group> = Vec::new();
    let mut parts = Vec::with_capacity(all.len());
    for (group, counter, number) in all {
        match groups.last_mut() {
            Some(last) if identity(last) == identity(&group) => {
                last.documents += group.documents;
                last.tokens += group.tokens;
                last.copies += group.copies;
                last.repetitions += group.repetitions;
                last.tokens_repeated += group.tokens_repeated;
            }
            _ => groups.push(group),
        }
        parts.push(Part {
            group: groups.len() - 1,
            counter,
            number,
        });
    }
    (groups, parts)
}

fn identity(group: &Group) -> (u32, u32, Option<&str>) {
    (group.language, group.publisher, group.day.as_deref())
}

/// Returns all terms, and for each counter the new number of each of its own.
pub(super) fn merge_terms(counters: &[Counter]) -> (Vec<Term>, Vec<Vec<u32>>) {
    let vocabularies = || counters.iter().map(|counter| &counter.vocabulary);
    let mut maps: Vec<Vec<u32>> = vocabularies().map(|v| vec![0; v.len()]).collect();
    let mut languages: Vec<&str> = vocabularies().flat_map(Vocabulary::languages).collect();
    languages.sort_unstable();
    languages.dedup();
    let mut terms = Vec::new();
    let mut all = Vec::new();
    for language in languages {
        all.clear();
        for (c, vocabulary) in (0_u32..).zip(vocabularies()) {
            let own = vocabulary.terms_of(language);
            all.extend(own.map(|(term, id)| (term, id, c)));
        }
        all.sort_unstable();
        for same in all.chunk_by(|a, b| a.0 == b.0) {
            let forms = |(_, id, c): &(&str, u32, u32)| {
                let vocabulary: &Vocabulary = &counters[*c as usize].vocabulary;
                vocabulary.forms(*id)
            };
            for (_, id, c) in same {
                maps[*c as usize][*id as usize] = terms.len() as u32;
            }
            let display = match same {
                [one] => forms(one).most_frequent().to_string(),
                [first, rest @ ..] => {
                    let mut all = forms(first).clone();
                    rest.iter().for_each(|other| all.merge(forms(other)));
                    all.most_frequent().to_string()
                }
                [] => String::new(),
            };
            terms.push(Term {
                language: language.to_string(),
                term: same[0].0.to_string(),
                display,
            });
        }
    }
    (terms, maps)
}

/// Returns the best documents by publisher and language, and takes them from the
/// counters.
pub(super) fn merge_evidence(
    counters: &mut [Counter],
    term_maps: &[Vec<u32>],
    publishers: &[String],
    languages: &[String],
) -> Vec<((u32, u32), Column<Best>)> {
    let mut outlets = Vec::new();
    for (c, counter) in counters.iter().enumerate() {
        let name = |id: u32| &*counter.names.names[id as usize];
        for (number, outlet) in counter.outlets.iter().enumerate() {
            let publisher = index_of(publishers, name(outlet.publisher));
            let language = index_of(languages, name(outlet.language));
            outlets.push(((publisher, language), c, number));
        }
    }
    outlets.sort_unstable();
    let mut scratch = Vec::new();
    let same_outlet = outlets.chunk_by(|a, b| a.0 == b.0);
    let columns = same_outlet.map(|same| {
        for (_, c, number) in same {
            let outlet = &mut counters[*c].outlets[*number];
            let evidence = std::mem::take(&mut outlet.evidence);
            let renumbered = |best: Best| best.for_term(term_maps[*c][best.term() as usize]);
            scratch.extend(evidence.iter().map(renumbered));
        }
        (same[0].0, Column::new(&mut scratch))
    });
    columns.collect()
}

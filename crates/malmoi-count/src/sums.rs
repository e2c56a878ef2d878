//! Counts of sums that were added up elsewhere.

use crate::cell::Appearance;
use crate::counter::Counter;
use crate::run::Run;
use crate::{Counts, Lengths, Moments};

/// Puts [`Counts`] together from sums that something else has added up, such as a cluster.
///
/// What is added twice counts twice, in any order: each number may come in parts. Everything counts
/// [once](crate::Basis::Once), and no document is known that [shows](Counts::evidence) a term.
///
/// # Example
///
/// ```
/// use malmoi_count::{Basis, Counts, Counter, Occurrence, Sums};
///
/// let mut counter = Counter::new();
/// let mut document = counter.document(0);
/// document.term(Occurrence { language: "en", term: "restor", surface: "restored" });
/// document.finish("가", Some("2026-01-02"), "en");
///
/// let mut sums = Sums::new();
/// for (language, term, form, count) in counter.forms() {
///     sums.add_form((language, term), form, count);
/// }
/// let counts = Counts::merge([counter]);
/// sums.add_group(("가", Some("2026-01-02"), "en"), 1, 1);
/// sums.add_cell(("가", Some("2026-01-02"), "en"), ("en", "restor"), 1, 1);
/// sums.add_lengths("en", counts.lengths(0));
/// sums.add_moments("en", ("en", "restor"), counts.moments(0, 0));
///
/// let added_up = sums.finish();
/// assert_eq!(added_up.groups(), counts.groups());
/// assert_eq!(added_up.terms(), counts.terms());
/// assert_eq!(added_up.cell(0, 0, Basis::Once), counts.cell(0, 0, Basis::Once));
/// assert_eq!(added_up.moments(0, 0), counts.moments(0, 0));
/// ```
#[derive(Debug, Default)]
pub struct Sums {
    counter: Counter,
    /// By group, the terms by the counter's numbers.
    cells: Vec<Vec<Appearance>>,
}

/// A publisher, the day, if it is known, and the language of the documents.
pub type GroupName<'n> = (&'n str, Option<&'n str>, &'n str);

/// The language of a term, and the term.
pub type TermName<'n> = (&'n str, &'n str);

impl Sums {
    /// Returns sums of nothing.
    pub fn new() -> Sums {
        Sums::default()
    }

    /// Adds documents to a group, and their running words.
    pub fn add_group(&mut self, group: GroupName<'_>, documents: u64, tokens: u64) {
        let at = self.group(group);
        let totals = &mut self.counter.groups[at].totals;
        totals.documents += documents;
        totals.tokens += tokens;
    }

    /// Adds occurrences of a term in a group, and the documents they are in.
    pub fn add_cell(
        &mut self,
        group: GroupName<'_>,
        (language, term): TermName<'_>,
        count: u32,
        documents: u32,
    ) {
        let at = self.group(group);
        let term = self.counter.vocabulary.id(language, term);
        self.cells[at].push(Appearance {
            term,
            count,
            documents,
        });
    }

    /// Adds occurrences of a form of a term.
    pub fn add_form(&mut self, (language, term): TermName<'_>, form: &str, count: u64) {
        let vocabulary = &mut self.counter.vocabulary;
        let id = vocabulary.id(language, term);
        vocabulary.add_form(id, form, count);
    }

    /// Adds what is known of the lengths of documents in a language.
    pub fn add_lengths(&mut self, language: &str, lengths: Lengths) {
        let language = self.counter.names.id(language);
        self.counter.moments.add_lengths(language, lengths);
    }

    /// Adds how a term is spread over documents in a language.
    pub fn add_moments(&mut self, language: &str, (of, term): TermName<'_>, moments: Moments) {
        let language = self.counter.names.id(language);
        let term = self.counter.vocabulary.id(of, term);
        self.counter.moments.add_sums(language, term, moments);
    }

    /// Returns the counts.
    pub fn finish(self) -> Counts {
        let Sums { mut counter, cells } = self;
        for (group, mut cells) in counter.groups.iter_mut().zip(cells) {
            cells.sort_unstable_by_key(|cell| cell.term);
            cells.dedup_by(|next, kept| {
                let is_same = next.term == kept.term;
                if is_same {
                    kept.count += next.count;
                    kept.documents += next.documents;
                }
                is_same
            });
            group.cells.push(Run::new(cells));
        }
        Counts::merge([counter])
    }

    fn group(&mut self, (publisher, day, language): GroupName<'_>) -> usize {
        let at = self.counter.group(publisher, day, language) as usize;
        if self.cells.len() <= at {
            self.cells.resize_with(at + 1, Vec::new);
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Occurrence;

    /// Counts documents, (publisher, day, words).
    fn counter(documents: &[(&str, Option<&str>, &[&str])]) -> Counter {
        let mut counter = Counter::new();
        for (key, (publisher, day, words)) in (0..).zip(documents) {
            let mut document = counter.document(key);
            for word in *words {
                let term = &word.to_lowercase();
                document.term(Occurrence {
                    language: "en",
                    term,
                    surface: word,
                });
                document.word();
            }
            document.finish(publisher, *day, "en");
        }
        counter
    }

    fn add(sums: &mut Sums, counter: Counter) {
        for (language, term, form, count) in counter.forms() {
            sums.add_form((language, term), form, count);
        }
        let counts = Counts::merge([counter]);
        for (number, group) in (0..).zip(counts.groups()) {
            let publisher = counts.publishers()[group.publisher as usize].as_str();
            let name = (publisher, group.day.as_deref(), "en");
            sums.add_group(name, group.documents, group.tokens);
            for cell in counts.cells_of(number) {
                let term = &counts.terms()[cell.term as usize];
                sums.add_cell(name, ("en", &term.term), cell.count, cell.documents);
            }
        }
        sums.add_lengths("en", counts.lengths(0));
        for (id, term) in (0..).zip(counts.terms()) {
            sums.add_moments("en", ("en", &term.term), counts.moments(0, id));
        }
    }

    #[test]
    fn sums_in_any_portions_are_the_counts_of_all_documents_but_for_what_shows_them() {
        let documents: [(&str, Option<&str>, &[&str]); 5] = [
            ("나", Some("2026-01-02"), &["Rice", "fell", "rice"]),
            ("가", None, &["rice", "wheat"]),
            ("나", Some("2026-01-02"), &["wheat", "rice", "Rice"]),
            ("가", None, &["fell"]),
            ("다", Some("2026-01-01"), &[]),
        ];
        let whole = Counts::merge([counter(&documents)]);
        for at in 0..=documents.len() {
            let (left, right) = documents.split_at(at);
            let mut sums = Sums::new();
            add(&mut sums, counter(right));
            add(&mut sums, counter(left));
            let found = sums.finish();
            assert_eq!(found.groups(), whole.groups());
            assert_eq!(found.terms(), whole.terms());
            assert!(found.cells().eq(whole.cells()));
            assert_eq!(found.lengths(0), whole.lengths(0));
            for id in 0..whole.terms().len() as u32 {
                assert_eq!(found.moments(0, id), whole.moments(0, id));
            }
            assert_eq!(found.evidence(0, 0, 0), []);
        }
    }
}

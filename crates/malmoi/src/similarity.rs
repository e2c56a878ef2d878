//! How alike two publishers are.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use malmoi_count::{Basis, Counts, Tally};
use malmoi_stats::jensen_shannon_of_shared;
use serde::{Deserialize, Serialize};

use crate::Copied;

/// How many publishers of a language are compared with each other: those with
/// the most running words. Pairs grow with the square of them.
pub const MOST_COMPARED: usize = 200;

/// How alike two publishers are.
///
/// What little text there is diverges by chance alone, so compare values of
/// publishers of about one size. A publisher that has nothing but copies has no
/// terms of its own, and is compared with nobody unless copies count.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Similarity {
    /// Index into [`Counts::languages`]: the language of the articles.
    pub language: u32,
    /// Index into [`Counts::publishers`].
    pub publisher: u32,
    /// The other publisher, a higher index.
    pub other: u32,
    /// Whether copies count in what follows, but for the copies themselves.
    pub basis: Basis,
    /// The Jensen-Shannon divergence of their terms, in bits: 0 for the same
    /// terms in the same shares, 1 for none in common.
    pub divergence: f64,
    /// How many different terms both have.
    pub shared_terms: u64,
    /// How many articles of the publisher, in any language, are copies of the
    /// other's.
    pub copied: u64,
    /// How many articles of the other are copies of the publisher's.
    pub copied_by_other: u64,
}

/// Compares the publishers of each language, by language and publisher.
pub(crate) fn similarities(counts: &Counts, basis: Basis, copied: &[Copied]) -> Vec<Similarity> {
    let mut copies: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for c in copied {
        *copies.entry((&c.first, &c.by)).or_default() += c.articles;
    }
    let copies = |first: u32, by: u32| {
        let name = |publisher: u32| counts.publishers()[publisher as usize].as_str();
        copies.get(&(name(first), name(by))).copied().unwrap_or(0)
    };
    let mut found = Vec::new();
    let mut start = 0;
    for language in counts.groups().chunk_by(|a, b| a.language == b.language) {
        let mut outlets: Vec<(u64, u32, Range<usize>)> = Vec::new();
        for groups in language.chunk_by(|a, b| a.publisher == b.publisher) {
            let tokens = groups.iter().map(|g| g.tokens_on(basis)).sum();
            outlets.push((tokens, groups[0].publisher, start..start + groups.len()));
            start += groups.len();
        }
        outlets.sort_by_key(|(tokens, publisher, _)| (Reverse(*tokens), *publisher));
        outlets.truncate(MOST_COMPARED);
        outlets.sort_by_key(|(_, publisher, _)| *publisher);
        let vocabularies: Vec<(u32, Vocabulary)> = outlets
            .into_iter()
            .map(|(_, publisher, groups)| (publisher, Vocabulary::of(counts.tally(groups, basis))))
            .collect();
        for (at, (publisher, own)) in vocabularies.iter().enumerate() {
            for (other, others) in &vocabularies[at + 1..] {
                let shared = own.shared_with(others);
                let (total, total_of_other) = (own.total, others.total);
                let shared_terms = shared.len() as u64;
                let divergence = jensen_shannon_of_shared(shared, total, total_of_other);
                found.extend(divergence.map(|divergence| Similarity {
                    language: language[0].language,
                    publisher: *publisher,
                    other: *other,
                    basis,
                    divergence,
                    shared_terms,
                    copied: copies(*other, *publisher),
                    copied_by_other: copies(*publisher, *other),
                }));
            }
        }
    }
    found
}

/// The terms of a publisher with their counts, by term.
struct Vocabulary {
    terms: Vec<(u32, u64)>,
    total: u64,
}

impl Vocabulary {
    fn of(tallies: Vec<Tally>) -> Vocabulary {
        Vocabulary {
            total: tallies.iter().map(|t| t.count).sum(),
            terms: tallies.into_iter().map(|t| (t.term, t.count)).collect(),
        }
    }

    /// Returns the two counts of each term that both have.
    fn shared_with(&self, other: &Vocabulary) -> Vec<(u64, u64)> {
        let mut others = other.terms.iter().peekable();
        let mut shared = Vec::new();
        for &(term, count) in &self.terms {
            while others.next_if(|(t, _)| *t < term).is_some() {}
            if let Some((_, count_of_other)) = others.next_if(|(t, _)| *t == term) {
                shared.push((count, *count_of_other));
            }
        }
        shared
    }
}

#[cfg(test)]
mod tests {
    use malmoi_count::{Counter, Occurrence};

    use super::*;

    fn counts(articles: &[(&str, &str, &str)]) -> Counts {
        let mut counter = Counter::new();
        for (key, (publisher, language, words)) in (0..).zip(articles) {
            let mut document = counter.document(key);
            for term in words.split(' ') {
                document.term(Occurrence {
                    language: "en",
                    term,
                    surface: term,
                });
            }
            document.finish(publisher, None, language);
        }
        Counts::merge([counter])
    }

    #[test]
    fn publishers_are_compared_within_a_language() {
        let counts = counts(&[
            ("A", "en", "tax ship"),
            ("B", "en", "tax ship"),
            ("C", "en", "quake rain"),
            ("D", "ko", "tax ship"),
        ]);
        let copied = [Copied {
            first: "B".to_owned(),
            by: "A".to_owned(),
            language: malmoi_text::Language::ENGLISH,
            articles: 3,
        }];
        let found = similarities(&counts, Basis::Every, &copied);
        let told: Vec<_> = found
            .iter()
            .map(|s| (s.publisher, s.other, s.divergence, s.shared_terms))
            .collect();
        assert_eq!(told, [(0, 1, 0.0, 2), (0, 2, 1.0, 0), (1, 2, 1.0, 0)]);
        assert_eq!((found[0].copied, found[0].copied_by_other), (3, 0));
    }

    #[test]
    fn the_divergence_is_that_of_the_whole_vocabularies() {
        let counts = counts(&[("A", "en", "a a b c"), ("B", "en", "b b c d e")]);
        let found = similarities(&counts, Basis::Once, &[]);
        let whole = malmoi_stats::jensen_shannon(&[2, 1, 1, 0, 0], &[0, 2, 1, 1, 1]);
        assert_eq!(Some(found[0].divergence), whole);
    }
}

//! Keyness of every publisher of a corpus: what it says more than the others.

use malmoi_count::{Basis, Counts, Group, Tally};

use crate::{
    Frequency, benjamini_hochberg, chi_squared_1df_p, dp, log_likelihood, log_odds_z, log_ratio,
    prior_mass,
};

/// How keywords are chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeynessOptions {
    /// At most how many keywords a publisher gets in each language.
    pub top: usize,
    /// A term is tested when all publishers together have it at least so often.
    /// The limit looks at the sum only, so it does not favour either side.
    pub min_count: u64,
    /// A keyword is in at least so many of the publisher's articles, or in all
    /// it has, if these are fewer. A word of one article says something of the
    /// article rather than of the publisher.
    pub min_documents: u64,
    /// A keyword is at least so much more frequent than elsewhere, as a log
    /// ratio: 1 is twice as frequent.
    pub min_log_ratio: f64,
    /// Whether copies count. They do not by default: a story that five outlets
    /// took over says as much about them as one that a single outlet has, and
    /// no count of copies is independent, which all measures take it to be.
    pub basis: Basis,
}

impl Default for KeynessOptions {
    fn default() -> KeynessOptions {
        KeynessOptions {
            top: 50,
            min_count: 3,
            min_documents: 2,
            min_log_ratio: 1.0,
            basis: Basis::default(),
        }
    }
}

/// A keyword of a publisher, with the evidence for it.
///
/// All measures are on the [basis](KeynessOptions::basis) that was asked for.
/// "Here" is the publisher's articles in one language, "elsewhere" those of all
/// other publishers in the same language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Keyness {
    /// Index into [`Counts::publishers`].
    pub publisher: u32,
    /// Index into [`Counts::languages`]: the language of the articles.
    pub language: u32,
    /// Index into [`Counts::terms`].
    pub term: u32,
    /// Occurrences here, of all tokens here.
    pub here: Frequency,
    /// Occurrences elsewhere, of all tokens elsewhere.
    pub elsewhere: Frequency,
    /// Articles here that have the term.
    pub documents_here: u64,
    /// Articles elsewhere that have the term.
    pub documents_elsewhere: u64,
    /// The raw counts with all copies, whatever the basis.
    pub every: Appearances,
    /// The raw counts without copies.
    pub once: Appearances,
    /// G², four-cell; see [`log_likelihood`](fn@crate::log_likelihood).
    pub log_likelihood: f64,
    /// See [`log_ratio`](fn@crate::log_ratio).
    pub log_ratio: f64,
    /// See [`log_odds_z`], with [`prior_mass`] as prior.
    pub log_odds_z: f64,
    /// Gries' DP of the term over the publisher's days, see [`dp`]: near 0 where
    /// it is as frequent on every day, near 1 where one small day has it all.
    /// `None` for articles of a single day, or of none that is known.
    pub dispersion: Option<f64>,
    /// The false discovery rate at which this keyword just passes, by
    /// [`benjamini_hochberg`] over the G² of all terms tested for the publisher
    /// and language.
    pub q: f64,
}

/// How often a term occurs here and elsewhere.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Appearances {
    /// Occurrences here.
    pub count: u64,
    /// Articles here that have it.
    pub documents: u64,
    /// Occurrences elsewhere.
    pub count_elsewhere: u64,
    /// Articles elsewhere that have it.
    pub documents_elsewhere: u64,
}

impl Appearances {
    fn of(term: u32, here: &Share, all: &Share) -> Appearances {
        let (here, all) = (here.tally(term), all.tally(term));
        Appearances {
            count: here.count,
            documents: here.documents,
            count_elsewhere: all.count - here.count,
            documents_elsewhere: all.documents - here.documents,
        }
    }
}

/// Returns each publisher's keywords, by language and publisher, best first.
///
/// Every term that all publishers together have at least
/// [`min_count`](KeynessOptions::min_count) times is tested for every
/// publisher, whether the publisher has it or not: the number of tests does
/// not depend on what they find.
///
/// # Why this order
///
/// G² alone says how sure a difference is, and in a large crawl puts common
/// words on top of which a publisher has slightly more. The log ratio alone
/// says how large it is, and puts misspellings and one reporter's name on top.
/// So two bars come first (at least twice as frequent by default, and in more
/// than one article), and among what passes, the order is by G², which rewards
/// what is both frequent and lopsided.
///
/// There is no bar of significance: in a crawl of any size the top of the list
/// passes all of them, and in a handful of articles a list in doubt is worth
/// more than none, as long as [`Keyness::q`] says so. Show the two apart. There
/// are no keywords where there is no "elsewhere", in a corpus of one publisher.
pub fn keyness(counts: &Counts, options: &KeynessOptions) -> Vec<Keyness> {
    let mut found = Vec::new();
    let groups = counts.groups();
    let mut start = 0;
    for language in groups.chunk_by(|a, b| a.language == b.language) {
        let all = Shares::of(counts, start, language);
        let mut publisher_start = start;
        for publisher in language.chunk_by(|a, b| a.publisher == b.publisher) {
            let here = Shares::of(counts, publisher_start, publisher);
            let basis = options.basis;
            let mut keywords = keywords_of(here.on(basis), all.on(basis), &publisher[0], options);
            for keyness in &mut keywords {
                keyness.every = Appearances::of(keyness.term, &here.every, &all.every);
                keyness.once = Appearances::of(keyness.term, &here.once, &all.once);
                let groups = (publisher_start, publisher);
                keyness.dispersion = over_days(counts, groups, keyness.term, options.basis);
            }
            found.append(&mut keywords);
            publisher_start += publisher.len();
        }
        start += language.len();
    }
    found
}

/// Some groups taken together, with copies and without.
struct Shares {
    every: Share,
    once: Share,
}

impl Shares {
    /// Adds up `groups`, of which the first is number `start`.
    fn of(counts: &Counts, start: usize, groups: &[Group]) -> Shares {
        Shares {
            every: Share::of(counts, start, groups, Basis::Every),
            once: Share::of(counts, start, groups, Basis::Once),
        }
    }

    fn on(&self, basis: Basis) -> &Share {
        match basis {
            Basis::Every => &self.every,
            Basis::Once => &self.once,
        }
    }
}

/// Some groups taken together.
struct Share {
    tokens: u64,
    documents: u64,
    terms: Vec<Tally>,
}

impl Share {
    /// Adds up `groups`, of which the first is number `start`.
    fn of(counts: &Counts, start: usize, groups: &[Group], basis: Basis) -> Share {
        Share {
            tokens: groups.iter().map(|g| g.tokens_on(basis)).sum(),
            documents: groups.iter().map(|g| g.documents_on(basis)).sum(),
            terms: counts.tally(start..start + groups.len(), basis),
        }
    }

    /// Returns how often a term occurs, which may be never.
    fn tally(&self, term: u32) -> Tally {
        let at = self.terms.binary_search_by_key(&term, |t| t.term);
        at.map_or(
            Tally {
                term,
                count: 0,
                documents: 0,
            },
            |at| self.terms[at],
        )
    }
}

/// Returns the dispersion of a term over the days of `groups`, of which the
/// first is number `start`.
fn over_days(
    counts: &Counts,
    (start, groups): (usize, &[Group]),
    term: u32,
    basis: Basis,
) -> Option<f64> {
    let parts: Vec<Frequency> = (start..)
        .zip(groups)
        .filter(|(_, group)| group.day.is_some() && group.documents_on(basis) > 0)
        .filter_map(|(number, group)| {
            let cell = counts.cell(number as u32, term, basis);
            Frequency::new(
                cell.map_or(0, |c| u64::from(c.count)),
                group.tokens_on(basis),
            )
        })
        .collect();
    if parts.len() < 2 {
        return None;
    }
    dp(&parts)
}

/// Tests the terms of `all` for the publisher of `group`, whose counts are
/// `here`, and returns those that pass, best first.
fn keywords_of(here: &Share, all: &Share, group: &Group, options: &KeynessOptions) -> Vec<Keyness> {
    let elsewhere_tokens = all.tokens - here.tokens;
    // All that a publisher has may be copies.
    if elsewhere_tokens == 0 || here.tokens == 0 {
        return Vec::new();
    }
    let prior = prior_mass(here.tokens, elsewhere_tokens);
    let min_documents = options.min_documents.min(here.documents);
    let mut own = here.terms.iter().peekable();
    let mut p_values = Vec::new();
    let mut candidates = Vec::new();
    for &Tally {
        term,
        count,
        documents,
    } in &all.terms
    {
        let (count_here, documents_here) = match own.next_if(|t| t.term == term) {
            Some(own) => (own.count, own.documents),
            None => (0, 0),
        };
        if count < options.min_count {
            continue;
        }
        let (Some(here), Some(elsewhere)) = (
            Frequency::new(count_here, here.tokens),
            Frequency::new(count - count_here, elsewhere_tokens),
        ) else {
            continue;
        };
        let g2 = log_likelihood(here, elsewhere);
        p_values.push(chi_squared_1df_p(g2));
        let log_ratio = log_ratio(here, elsewhere).unwrap_or(0.0);
        if log_ratio < options.min_log_ratio || documents_here < min_documents {
            continue;
        }
        let keyness = Keyness {
            publisher: group.publisher,
            language: group.language,
            term,
            here,
            elsewhere,
            documents_here,
            documents_elsewhere: documents - documents_here,
            every: Appearances::default(),
            once: Appearances::default(),
            log_likelihood: g2,
            log_ratio,
            log_odds_z: log_odds_z(here, elsewhere, prior),
            dispersion: None,
            q: 1.0,
        };
        candidates.push((p_values.len() - 1, keyness));
    }
    let q_values = benjamini_hochberg(&p_values);
    let mut keywords: Vec<Keyness> = candidates
        .into_iter()
        .map(|(test, keyness)| Keyness {
            q: q_values[test],
            ..keyness
        })
        .collect();
    // Terms are numbered in their own order, so equals come by term.
    keywords.sort_by(|a, b| {
        let by_score = b.log_likelihood.total_cmp(&a.log_likelihood);
        by_score.then(a.term.cmp(&b.term))
    });
    keywords.truncate(options.top);
    keywords
}

#[cfg(test)]
mod tests {
    use malmoi_count::{Counter, Occurrence};

    use super::*;

    /// Counts articles given as publisher, words; the language is English
    /// unless the publisher's name says otherwise.
    fn counts(articles: &[(&str, &str)]) -> Counts {
        let mut counter = Counter::new();
        for (key, (publisher, words)) in articles.iter().enumerate() {
            let mut document = counter.document(key as u64);
            for word in words.split_whitespace() {
                document.term(Occurrence {
                    language: "en",
                    term: word,
                    surface: word,
                });
            }
            let language = if publisher.is_ascii() { "en" } else { "ko" };
            document.finish(publisher, Some("2026-01-02"), language);
        }
        Counts::merge([counter])
    }

    /// Joins `publisher:term here/elsewhere`.
    fn check(articles: &[(&str, &str)], expected: &str) {
        let counts = counts(articles);
        let found: Vec<String> = keyness(&counts, &KeynessOptions::default())
            .iter()
            .map(|k| {
                format!(
                    "{}:{} {}/{}",
                    counts.publishers()[k.publisher as usize],
                    counts.terms()[k.term as usize].term,
                    k.here.count(),
                    k.elsewhere.count()
                )
            })
            .collect();
        assert_eq!(found.join(", "), expected);
    }

    const COMMON: &str = "market market market market market market market market";

    #[test]
    fn what_one_publisher_has_more_is_its_keyword() {
        let tariff = format!("{COMMON} tariff tariff tariff tariff tariff tariff");
        check(
            &[
                ("A", &tariff),
                ("A", &tariff),
                ("B", COMMON),
                ("B", COMMON),
                ("C", COMMON),
                ("C", COMMON),
            ],
            "A:tariff 12/0",
        );
    }

    #[test]
    fn a_word_of_one_article_is_no_keyword() {
        let tariff = format!("{COMMON} tariff tariff tariff tariff tariff tariff tariff");
        check(
            &[("A", &tariff), ("A", COMMON), ("B", COMMON), ("B", COMMON)],
            "",
        );
        // Unless the publisher has no other.
        check(
            &[("A", &tariff), ("B", COMMON), ("B", COMMON)],
            "A:tariff 7/0",
        );
    }

    #[test]
    fn elsewhere_leaves_out_the_publisher_and_other_languages() {
        let counts = counts(&[
            ("A", "tax tax tax tax"),
            ("A", "tax ship"),
            ("B", "ship ship ship tax"),
            ("가", "tax tax"),
        ]);
        let options = KeynessOptions {
            min_log_ratio: -9.0,
            min_documents: 0,
            ..KeynessOptions::default()
        };
        let rows = keyness(&counts, &options);
        let tax = rows
            .iter()
            .find(|k| (k.publisher, counts.terms()[k.term as usize].term.as_str()) == (0, "tax"))
            .unwrap();
        assert_eq!((tax.here.count(), tax.here.total()), (5, 6));
        assert_eq!((tax.elsewhere.count(), tax.elsewhere.total()), (1, 4));
        assert_eq!((tax.documents_here, tax.documents_elsewhere), (2, 1));
    }

    #[test]
    fn dispersion_is_over_the_days() {
        let mut counter = Counter::new();
        // Of 20 tokens a day, the term is 8 on the first and 0 on the second.
        for (key, publisher, day, times) in [
            (0, "A", "2026-01-02", 8),
            (1, "A", "2026-01-03", 0),
            (2, "B", "2026-01-02", 0),
        ] {
            let mut document = counter.document(key);
            for at in 0..20 {
                let term = if at < times { "quake" } else { "market" };
                document.term(Occurrence {
                    language: "en",
                    term,
                    surface: term,
                });
            }
            document.finish(publisher, Some(day), "en");
        }
        let counts = Counts::merge([counter]);
        let options = KeynessOptions {
            min_documents: 1,
            ..KeynessOptions::default()
        };
        let rows = keyness(&counts, &options);
        let quake = rows.iter().find(|k| k.here.count() == 8).unwrap();
        assert_eq!(quake.dispersion, Some(0.5));
    }

    #[test]
    fn copies_count_where_they_are_asked_for_and_both_counts_are_told() {
        let mut counter = Counter::new();
        let texts = [
            ("A", "quake quake market", false),
            ("A", "quake market market", false),
            ("A", "quake quake market", true),
            ("B", "market market market", false),
            ("C", "quake quake market", true),
        ];
        for (key, (publisher, words, is_copy)) in (0..).zip(texts) {
            let mut document = match is_copy {
                true => counter.copy(key),
                false => counter.document(key),
            };
            for term in words.split(' ') {
                document.term(Occurrence {
                    language: "en",
                    term,
                    surface: term,
                });
            }
            document.finish(publisher, None, "en");
        }
        let counts = Counts::merge([counter]);
        let every = Appearances {
            count: 5,
            documents: 3,
            count_elsewhere: 2,
            documents_elsewhere: 1,
        };
        let once = Appearances {
            count: 3,
            documents: 2,
            count_elsewhere: 0,
            documents_elsewhere: 0,
        };
        for (basis, asked, totals) in [(Basis::Every, every, (9, 6)), (Basis::Once, once, (6, 3))] {
            let options = KeynessOptions {
                min_log_ratio: -9.0,
                basis,
                ..KeynessOptions::default()
            };
            let rows = keyness(&counts, &options);
            let quake = rows
                .iter()
                .find(|k| k.publisher == 0 && k.term == 1)
                .unwrap();
            assert_eq!((quake.every, quake.once), (every, once));
            assert_eq!(quake.here.count(), asked.count);
            assert_eq!(quake.documents_here, asked.documents);
            assert_eq!(quake.elsewhere.count(), asked.count_elsewhere);
            assert_eq!((quake.here.total(), quake.elsewhere.total()), totals);
            // All that C has is a copy.
            assert_eq!(rows.iter().any(|k| k.publisher == 2), basis == Basis::Every);
        }
    }

    #[test]
    fn a_single_publisher_has_none() {
        check(
            &[("A", "tariff tariff tariff"), ("A", "tariff tariff tariff")],
            "",
        );
    }
}

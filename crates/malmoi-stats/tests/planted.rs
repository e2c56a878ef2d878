//! What q-values promise, held against made-up articles of which the truth is known: where
//! publishers are alike hardly a list finds anything, and what one of them says twice as
//! often is found, if it has sixty independent occurrences of it before.
//!
//! The same on real articles is `examples/q_values.rs` in `malmoi`.

use malmoi_count::{Basis, Counter, Counts, Occurrence};
use malmoi_stats::{Direction, Keyness, KeynessOptions, keyness};

const PUBLISHERS: [&str; 5] = ["A", "B", "C", "D", "E"];
const ARTICLES: usize = 2000;

/// Words of an article that are no terms.
const WORDS: usize = 300;

/// Terms that a quarter to two fifths of all articles have, twice on the average. Their design effect
/// is about 3, so that each publisher has 60 to 105 independent occurrences of each.
const FREQUENT: usize = 60;

/// Terms that one to forty in a thousand articles have: nearly all that is tested.
const RARE: usize = 1100;

/// What counts as found.
const LEVEL: f64 = 0.05;

/// Everything that is tested and more frequent is a row.
const ALL: KeynessOptions = KeynessOptions {
    top: 2000,
    min_count: 3,
    min_documents: 10,
    min_log_ratio: 0.0,
    fill_to: usize::MAX,
    basis: Basis::Once,
};

/// Xorshift: the same numbers everywhere.
struct Random(u64);

impl Random {
    /// A number from 0 to below 1.
    fn share(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// How often an article has a term: once, and again with a chance of one half each time.
    fn occurrences(&mut self, term: usize) -> usize {
        let has = match term {
            0..FREQUENT => 0.23 + 0.17 * term as f64 / FREQUENT as f64,
            _ => 0.001 + 0.039 * ((term - FREQUENT) as f64 / RARE as f64).powi(2),
        };
        if self.share() >= has {
            return 0;
        }
        let mut times = 1;
        while self.share() < 0.5 {
            times += 1;
        }
        times
    }
}

/// Counts articles of five publishers that are alike, but that the first says some terms
/// twice as often: what another article has of them is added to what its articles have.
fn articles(random: &mut Random, planted: &[usize]) -> Counts {
    let mut counter = Counter::new();
    for at in 0..ARTICLES {
        let publisher = at % PUBLISHERS.len();
        let mut document = counter.document(at as u64);
        (0..WORDS).for_each(|_| document.word());
        for term in 0..FREQUENT + RARE {
            let mut times = random.occurrences(term);
            if publisher == 0 && planted.contains(&term) {
                times += random.occurrences(term);
            }
            let name = term.to_string();
            for _ in 0..times {
                document.term(Occurrence {
                    language: "en",
                    term: &name,
                    surface: &name,
                });
            }
        }
        document.finish(PUBLISHERS[publisher], None, "en");
    }
    Counts::merge([counter])
}

#[test]
fn where_nothing_differs_few_lists_find_anything() {
    let mut random = Random(1);
    let mut with_discoveries = 0;
    for _ in 0..20 {
        let rows = keyness(&articles(&mut random, &[]), &ALL);
        for publisher in 0..PUBLISHERS.len() as u32 {
            let is_found = |k: &Keyness| k.publisher == publisher && k.q < LEVEL;
            with_discoveries += u32::from(rows.iter().any(is_found));
        }
    }
    // One in twenty of a hundred lists.
    assert!(with_discoveries <= 5, "{with_discoveries} of 100 lists");
}

#[test]
fn twice_the_rate_is_found_from_sixty_independent_occurrences_on() {
    let mut random = Random(2);
    let (mut found, mut wrong) = (0, 0);
    for run in 0..10 {
        let planted: Vec<usize> = (0..6).map(|n| n * 10 + run).collect();
        let counts = articles(&mut random, &planted);
        for k in keyness(&counts, &ALL) {
            let term: usize = counts.terms()[k.term as usize]
                .term
                .parse()
                .unwrap_or(FREQUENT);
            let is_planted = k.publisher == 0 && planted.contains(&term);
            if is_planted && k.direction == Direction::More {
                found += u32::from(k.q < LEVEL);
            } else if k.publisher == 0 && k.q < LEVEL {
                wrong += 1;
            }
        }
    }
    assert!(found * 100 >= 95 * 60, "{found} of 60 found");
    assert!(
        wrong * 100 <= 5 * (found + wrong),
        "{wrong} wrong, {found} found"
    );
}

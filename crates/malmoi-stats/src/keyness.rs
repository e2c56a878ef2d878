//! Keyness of every publisher of a corpus: what it says more than the others, and
//! what less.

mod own_name;
mod row;
mod shares;

use std::iter::Peekable;

use malmoi_count::{Basis, Counts, Tally, Term};
use serde::{Deserialize, Serialize};

use crate::{
    ArticleTest, Frequency, SURE, Spread, log_likelihood, log_ratio, room_for_doubt,
    weighted_benjamini_hochberg,
};

pub use own_name::OwnName;
pub use row::{Appearances, Direction, Keyness};
use row::{Found, Setting};
use shares::{Share, Shares, over_days};

/// How keywords are chosen.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub struct KeynessOptions {
    /// At most how many keywords a publisher gets in each language and
    /// [direction](Direction).
    pub top: usize,
    /// A term is tested when all publishers together have it at least so often.
    /// The limit looks at the sum only, so it does not favour either side.
    pub min_count: u64,
    /// A keyword is in at least so many of the publisher's articles: a word
    /// of one story says something of the story rather than of the publisher. Of more than 400
    /// articles a story has more, so the number grows with their square root: 30 of 3,600
    /// by default. Where it is more than
    /// a fiftieth of all it has, a fiftieth is enough (so in less than 500 articles by
    /// default), and never less than two, or all it has. What it has less is in so many of the others'. A term that
    /// so many articles do not have in all is not tested.
    pub min_documents: u64,
    /// A keyword is at least so much more, or less, frequent than elsewhere, as a log
    /// ratio: 1 is twice as frequent.
    pub min_log_ratio: f64,
    /// Keywords in doubt ([`q`](Keyness::q) above [`SURE`]) fill a list of sure ones up to this
    /// length, and no longer; where all publishers together have 400 articles or more, none
    /// do.
    pub fill_to: usize,
    /// Whether copies count. They do not by default: a story that five outlets
    /// took over says as much about them as one that a single outlet has. Whether a
    /// difference is [sure](Keyness::q) is asked without them in any case.
    pub basis: Basis,
}

impl Default for KeynessOptions {
    fn default() -> KeynessOptions {
        KeynessOptions {
            top: 50,
            min_count: 3,
            min_documents: 10,
            min_log_ratio: 1.0,
            fill_to: 5,
            basis: Basis::default(),
        }
    }
}

/// Returns each publisher's keywords, by language, publisher and
/// [direction](Direction), best first.
///
/// Every term that all publishers together have at least
/// [`min_count`](KeynessOptions::min_count) times is tested for every
/// publisher, whether the publisher has it or not: the number of tests does
/// not depend on what they find. There are no keywords where there is no "elsewhere",
/// in a corpus of one publisher.
///
/// # How sure
///
/// [`Keyness::p`] asks how often articles dealt to publishers blindly would be as
/// uneven ([`ArticleTest`]), and [`Keyness::q`] is the false discovery rate over all
/// terms tested for one publisher and language, in both directions. G² asks the
/// same of *words* dealt blindly, which no article has; its p-value is there to compare
/// with.
///
/// # Why this order
///
/// A keyword should be sure, large, and of many articles. Two bars come first: at
/// least twice as frequent (or half), and in [enough](KeynessOptions::min_documents)
/// articles. What passes is ordered by [`Keyness::score`], G² over the design effect: the evidence that is
/// left when occurrences of one article count for as much as they are worth. It
/// grows with the size of the difference, the number of articles, and evenness over
/// them.
///
/// Other orders were tried on 8,000 real articles of 15 publishers, Korean and
/// English, and the first 20 of each list read (300 terms):
///
/// | order | in doubt (q > 0.05) | in fewer than 5 articles | design effect above 10 | what is wrong with it |
/// |---|---:|---:|---:|---|
/// | G² | 98 | 35 | 137 | stories rather than publishers: one paper's four pieces on a ferry |
/// | log ratio | 87 | 142 | 85 | reporters, misspellings, words glued together |
/// | conservative log ratio | 2 | 1 | 4 | sure, but exclusive: bylines and words glued together, before what the paper is about |
/// | p of the articles | 0 | 0 | 9 | says how sure, not how large; rare names rise |
/// | score | 2 | 1 | 7 | – |
///
/// The words of the publisher's own name are left out: every outlet says its name more
/// than the others, and CNN need not be told that it is CNN.
///
/// What is not sure (q > 0.05) is listed only where there is [little](KeynessOptions::fill_to)
/// that is: in a small corpus a list in doubt is worth more than none, as long as
/// [`Keyness::q`] says so. Show the two apart. In a large one, whose other lists are sure, a
/// publisher of which nothing is sure has no list. Of 28 terms in doubt that the 8,000
/// articles above had before, 25 were words of one podcast, of a case, or of nothing.
///
/// # Dispersion
///
/// How a term is spread over articles is told by the number of articles and the
/// [design effect](Keyness::design_effect), which order it. Gries' DP over articles hardly
/// says more:
/// an article with the term has more than its share of it as soon as the term
/// comes less than once an article on average, as nearly all keywords do, and then
/// DP is one less the share of all tokens that articles with the term have.
/// Juilland's D is close to 1 over thousands of parts, whatever the term. Both are
/// [there](Keyness::over_articles) where articles are known, and DP over days is
/// [there](Keyness::dispersion) in any case.
pub fn keyness(counts: &Counts, options: &KeynessOptions) -> Vec<Keyness> {
    let mut rows = Vec::new();
    let groups = counts.groups();
    let mut start = 0;
    for language in groups.chunk_by(|a, b| a.language == b.language) {
        let all = Shares::of(counts, start, language);
        let tested = tested(counts, language[0].language, &all, options);
        let of_one = || language.chunk_by(|a, b| a.publisher == b.publisher);
        let publishers = of_one().count();
        let mut publisher_start = start;
        for publisher in of_one() {
            let here = Shares::of(counts, publisher_start, publisher);
            let lengths = counts.lengths(publisher[0].language);
            let test = ArticleTest::new(lengths, here.once.documents, here.once.tokens);
            let own_name = OwnName::of(&counts.publishers()[publisher[0].publisher as usize]);
            let listed = |term: u32| {
                let Term { display, term, .. } = &counts.terms()[term as usize];
                !own_name.has(display) && !own_name.has(term)
            };
            let (found, tests) = found(&tested, test.as_ref(), &here, &all, options, listed);
            let setting = Setting {
                publisher: publisher[0].publisher,
                language: publisher[0].language,
                here: &here,
                all: &all,
                publishers,
                tests,
            };
            for found in found {
                let groups = (publisher_start, publisher);
                rows.push(Keyness {
                    dispersion: over_days(counts, groups, found.term, options.basis),
                    ..Keyness::of(&found, &setting, options.basis)
                });
            }
            publisher_start += publisher.len();
        }
        start += language.len();
    }
    rows
}

/// A term that is tested for every publisher.
struct Tested {
    /// In all articles, on the basis asked for.
    all: Tally,
    /// In all articles, copies left out.
    spread: Spread,
}

/// Returns the terms to test in a language, by number.
fn tested(counts: &Counts, language: u32, all: &Shares, options: &KeynessOptions) -> Vec<Tested> {
    let mut once = all.once.terms.iter().peekable();
    let mut tested = Vec::new();
    for &all in &all.on(options.basis).terms {
        let own = of_term(&mut once, all.term);
        if all.count < options.min_count {
            continue;
        }
        let spread = Spread {
            count: own.map_or(0, |t| t.count),
            documents: own.map_or(0, |t| t.documents),
            moments: counts.moments(language, all.term),
        };
        tested.push(Tested { all, spread });
    }
    tested
}

/// Takes from tallies in the order of terms what is there of a term, and leaves what
/// comes after.
fn of_term<'t>(
    tallies: &mut Peekable<impl Iterator<Item = &'t Tally>>,
    term: u32,
) -> Option<&'t Tally> {
    while tallies.next_if(|t| t.term < term).is_some() {}
    tallies.next_if(|t| t.term == term)
}

/// Tests terms for a publisher and returns those that pass and are to be listed, in
/// order, and how many were tested.
fn found(
    tested: &[Tested],
    test: Option<&ArticleTest>,
    here: &Shares,
    all: &Shares,
    options: &KeynessOptions,
    listed: impl Fn(u32) -> bool,
) -> (Vec<Found>, usize) {
    let (own, everything): (&Share, &Share) = (here.on(options.basis), all.on(options.basis));
    let elsewhere_tokens = everything.tokens - own.tokens;
    // All that a publisher has may be copies.
    if elsewhere_tokens == 0 || own.tokens == 0 {
        return (Vec::new(), 0);
    }
    let least = |documents: u64| {
        let some = (documents / 50).max(2);
        let grown = options
            .min_documents
            .saturating_pow(2)
            .saturating_mul(documents)
            / GROWS_FROM;
        let min_documents = options.min_documents.max(grown.isqrt());
        min_documents.min(some).min(documents)
    };
    let min_here = least(own.documents);
    let min_elsewhere = least(everything.documents - own.documents);
    // In shares rather than logarithms, since few terms pass.
    let times = libm::exp2(options.min_log_ratio);
    let mut on_basis = own.terms.iter().peekable();
    let mut once = here.once.terms.iter().peekable();
    let mut p_values = Vec::with_capacity(tested.len());
    let mut weights = Vec::with_capacity(tested.len());
    let own_share = here.once.tokens as f64 / all.once.tokens as f64;
    let mut candidates = Vec::new();
    for term in tested {
        let own_tally = of_term(&mut on_basis, term.all.term);
        let count = own_tally.map_or(0, |t| t.count);
        let documents = own_tally.map_or(0, |t| t.documents);
        let count_once = of_term(&mut once, term.all.term).map_or(0, |t| t.count);
        if term.all.documents < min_here {
            continue;
        }
        let (Some(here), Some(elsewhere)) = (
            Frequency::new(count, own.tokens),
            Frequency::new(term.all.count - count, elsewhere_tokens),
        ) else {
            continue;
        };
        let [share_here, share_elsewhere] = [here, elsewhere].map(Frequency::per_million);
        let direction = if share_here >= share_elsewhere {
            Direction::More
        } else {
            Direction::Less
        };
        let p = test.map_or(1.0, |test| test.p(term.spread, count_once, direction));
        let design_effect = test.map_or(1.0, |test| test.design_effect(term.spread));
        // What the publisher would have if it were like the others: who has how much of
        // the term has no part in it.
        let expected = term.spread.count as f64 * own_share / design_effect;
        let is_visible = expected >= VISIBLE;
        p_values.push(p);
        weights.push(if is_visible { TO_VISIBLE } else { 1.0 });
        let passes = match direction {
            Direction::More => share_here >= times * share_elsewhere && documents >= min_here,
            Direction::Less => {
                // Half an occurrence is little for most publishers, and much for one
                // of a few hundred words.
                log_ratio(here, elsewhere).is_some_and(|r| r <= -options.min_log_ratio)
                    && term.all.documents - documents >= min_elsewhere
            }
        };
        if !passes || !listed(term.all.term) {
            continue;
        }
        candidates.push((
            p_values.len() - 1,
            Found {
                term: term.all.term,
                direction,
                here,
                elsewhere,
                score: log_likelihood(here, elsewhere) / design_effect,
                p,
                q: 1.0,
                design_effect,
            },
        ));
    }
    let q_values = weighted_benjamini_hochberg(&p_values, &weights);
    let mut found: Vec<Found> = candidates
        .into_iter()
        .map(|(test, found)| Found {
            q: q_values[test],
            ..found
        })
        .collect();
    // Terms are numbered in their own order, so equals come by term.
    found.sort_by(|a, b| {
        let by_score = b.score.total_cmp(&a.score);
        let by_direction = a.direction.cmp(&b.direction);
        by_direction.then(by_score).then(a.term.cmp(&b.term))
    });
    for direction in [Direction::More, Direction::Less] {
        let is_sure = |found: &&Found| found.direction == direction && found.q <= SURE;
        let sure = found.iter().filter(is_sure).count();
        let mut room = room_for_doubt(everything.documents, sure, options.fill_to);
        found.retain(|found| {
            let stays = found.direction != direction || found.q <= SURE || room > 0;
            if found.direction == direction && found.q > SURE {
                room = room.saturating_sub(1);
            }
            stays
        });
    }
    let mut kept = [0; 2];
    found.retain(|found| {
        let kept = &mut kept[usize::from(found.direction == Direction::Less)];
        *kept += 1;
        *kept <= options.top
    });
    (found, p_values.len())
}

/// The articles of a publisher from which on a keyword must stand in more of them.
const GROWS_FROM: u64 = 400;

/// From so many independent occurrences on, which a publisher may be expected to have, a
/// difference such as twice the rate can be seen at all.
const VISIBLE: f64 = 20.0;

/// How many times as much the tests of such terms [weigh](weighted_benjamini_hochberg) as those
/// of rarer ones, which are nine of ten.
const TO_VISIBLE: f64 = 10.0;

#[cfg(test)]
mod tests;

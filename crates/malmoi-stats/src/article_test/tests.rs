//! The test's p-values against brute force: articles dealt many times over.

use malmoi_count::{Counter, Counts, Occurrence};

use super::*;
use crate::random::SplitMix64;

/// Returns a number in [0, 1), in steps of 2⁻⁵³.
fn unit(random: &mut SplitMix64) -> f64 {
    random.below(1 << 53) as f64 / (1_u64 << 53) as f64
}

/// Articles as (occurrences, tokens).
fn prepare(articles: &[(u64, u64)]) -> (Lengths, Spread) {
    let mut counter = Counter::new();
    for (key, &(x, n)) in (0..).zip(articles) {
        let mut document = counter.document(key);
        for at in 0..n {
            let term = if at < x { "term" } else { "other" };
            document.term(Occurrence {
                language: "en",
                term,
                surface: term,
            });
        }
        document.finish("A", None, "en");
    }
    let counts = Counts::merge([counter]);
    let terms = counts.terms();
    let term = terms.iter().position(|t| t.term == "term").unwrap() as u32;
    let spread = Spread {
        count: articles.iter().map(|(x, _)| x).sum(),
        documents: articles.iter().filter(|(x, _)| *x > 0).count() as u64,
        moments: counts.moments(0, term),
    };
    (counts.lengths(0), spread)
}

/// Deals `m` articles `deals` times, and returns for some levels how often the test's
/// upper tail is at most the level, over how often it should be.
fn excess(articles: &[(u64, u64)], m: usize, deals: u64, seed: u64) -> Vec<(f64, f64)> {
    let (lengths, spread) = prepare(articles);
    let mut random = SplitMix64(seed);
    let mut order: Vec<usize> = (0..articles.len()).collect();
    let mut tails = Vec::new();
    for _ in 0..deals {
        for at in 0..m {
            let with = at + random.below((articles.len() - at) as u64) as usize;
            order.swap(at, with);
        }
        let dealt = order[..m].iter().map(|&i| articles[i]);
        let (x, n) = dealt.fold((0, 0), |(x, n), (y, o)| (x + y, n + o));
        let test = ArticleTest::new(lengths, m as u64, n).unwrap();
        if x as f64 > spread.count as f64 * test.share {
            tails.push(test.tail(spread, x as f64));
        }
    }
    [1e-1, 1e-2, 1e-3]
        .iter()
        .map(|&level| {
            let found = tails.iter().filter(|&&p| p <= level).count();
            (level, found as f64 / deals as f64 / level)
        })
        .collect()
}

/// Lengths of articles as of news: from 50 to some thousand tokens.
fn length(random: &mut SplitMix64) -> u64 {
    let normal: f64 = (0..12).map(|_| unit(random)).sum::<f64>() - 6.0;
    (300.0 * libm::exp(0.6 * normal)).clamp(50.0, 5_000.0) as u64
}

/// So many articles, of which a share has the term, mostly once, and with the
/// chance `burst` once more, again and again.
fn made_up(articles: usize, share: f64, burst: f64, seed: u64) -> Vec<(u64, u64)> {
    let mut random = SplitMix64(seed);
    let mut make = || {
        let n = length(&mut random);
        let mut x = 0;
        if unit(&mut random) < share * n as f64 / 350.0 {
            x = 1;
            while x < 40 && unit(&mut random) < burst {
                x += 1;
            }
        }
        (x, n)
    };
    (0..articles).map(|_| make()).collect()
}

/// The chance of every number of occurrences that `m` of `all` articles of one length
/// may have, of which those in `having` have the term so often: counted out.
fn exact(having: &[u64], all: usize, m: usize) -> Vec<f64> {
    let count: u64 = having.iter().sum();
    // How many ways there are to draw k of them with s occurrences.
    let mut ways = vec![vec![0.0; count as usize + 1]; having.len() + 1];
    ways[0][0] = 1.0;
    for (done, &x) in having.iter().enumerate() {
        for k in (0..=done).rev() {
            for s in (0..=(count - x) as usize).rev() {
                let add = ways[k][s];
                ways[k + 1][s + x as usize] += add;
            }
        }
    }
    let choose = |n: usize, k: usize| {
        let [n, k] = [n as f64, k as f64];
        libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0)
    };
    let mut chances = vec![0.0; count as usize + 1];
    for (k, of_k) in ways.iter().enumerate() {
        if k > m || m - k > all - having.len() {
            continue;
        }
        let rest = libm::exp(choose(all - having.len(), m - k) - choose(all, m));
        for (chance, ways) in chances.iter_mut().zip(of_k) {
            *chance += ways * rest;
        }
    }
    chances
}

/// How often each of `d` articles has a term whose repetitions have this chance.
fn geometric(d: u64, again: f64) -> Vec<u64> {
    let at = |i: u64| 1.0 - (i as f64 + 0.5) / d as f64;
    let times = |i| 1 + (libm::log(at(i)) / libm::log(again)) as u64;
    (0..d).map(times).collect()
}

fn ones_and(ones: usize, more: &[u64]) -> Vec<u64> {
    [&vec![1; ones], more].concat()
}

/// Calls `each` with the exact tail and the test's own, for every number of
/// occurrences on either side, and for groups of all sizes out of 1,000 articles.
fn for_each_tail(having: &[u64], mut each: impl FnMut(usize, bool, f64, f64)) {
    let all = 1_000;
    let article = |i| (having.get(i).copied().unwrap_or(0), 200);
    let articles: Vec<(u64, u64)> = (0..all).map(article).collect();
    let (lengths, spread) = prepare(&articles);
    for m in [5, 30, 83, 400, 900] {
        let test = ArticleTest::new(lengths, m as u64, 200 * m as u64).unwrap();
        let chances = exact(having, all, m);
        for s in 0..chances.len() {
            let off = s as f64 - spread.count as f64 * test.share;
            if off.abs() > 0.5 {
                let beyond = if off > 0.0 {
                    &chances[s..]
                } else {
                    &chances[..=s]
                };
                each(
                    m,
                    off > 0.0,
                    beyond.iter().sum(),
                    test.tail(spread, s as f64),
                );
            }
        }
    }
}

#[test]
fn terms_that_come_once_an_article_have_exact_tails() {
    for d in [3, 10, 40] {
        for_each_tail(&vec![1; d], |m, _, exact, tail| {
            let off = (tail / exact - 1.0).abs();
            assert!(
                off < 1e-6 || exact < 1e-12,
                "{d} in {m}: {exact:e} {tail:e}"
            );
        });
    }
}

#[test]
fn far_tails_are_not_too_small_however_bursty_a_term_is() {
    for (name, having) in [
        ("all once", vec![1; 120]),
        ("few, bursty", geometric(20, 0.8)),
        ("some, bursty", geometric(60, 0.8)),
        ("many, bursty", geometric(120, 0.8)),
        (
            "many, very bursty",
            ones_and(60, &[4, 4, 6, 6, 9, 12, 20, 30, 50, 90]),
        ),
        ("few and one outlier", ones_and(30, &[100])),
        ("many and one outlier", ones_and(100, &[100])),
        ("few and three outliers", ones_and(60, &[30; 3])),
        ("many and three outliers", ones_and(100, &[30; 3])),
        ("many and ten outliers", ones_and(100, &[10; 10])),
        ("many and ten large outliers", ones_and(100, &[40; 10])),
    ] {
        let mut seen = 0;
        for_each_tail(&having, |m, _, exact, tail| {
            if (1e-9..1e-1).contains(&exact) {
                seen += 1;

                assert!(tail > 0.38 * exact, "{name} in {m}: {exact:e} {tail:e}");
            }
        });
        assert!(seen > 20, "{name}");
    }
}

#[test]
fn tails_of_bursty_terms_are_not_much_too_large_where_it_matters() {
    for having in [geometric(60, 0.5), geometric(60, 0.8), geometric(120, 0.5)] {
        for_each_tail(&having, |m, is_more, exact, tail| {
            if is_more
                && (30..500).contains(&m)
                && (1e-5..1e-1).contains(&exact)
                && having.len() as f64 * m as f64 > 2_000.0
            {
                assert!(tail < 12.0 * exact, "{m}: {exact:e} {tail:e}");
            }
        });
    }
}

#[test]
fn articles_dealt_blindly_are_found_no_more_often_than_the_level_says() {
    for (articles, share, burst, m) in [
        (2_000, 0.01, 0.6, 170),
        (2_000, 0.02, 0.9, 170),
        (2_000, 0.3, 0.5, 170),
        (2_000, 0.8, 0.9, 170),
        (2_000, 0.06, 0.8, 20),
        (2_000, 0.06, 0.8, 1_500),
        (60, 0.5, 0.5, 12),
    ] {
        let made = made_up(articles, share, burst, 1);
        for (level, times) in excess(&made, m, 50_000, 2) {
            // At 1e-3 fifty are expected, and three deviations are two fifths.
            let most = if level < 1e-2 { 1.45 } else { 1.2 };
            assert!(times < most, "{share} {burst} {m}: {level} {times}");
        }
    }
}

#[test]
fn a_difference_of_the_other_direction_is_none() {
    let (lengths, spread) = prepare(&[(9, 10), (0, 10), (0, 10), (0, 10)]);
    let test = ArticleTest::new(lengths, 1, 10).unwrap();
    assert_eq!(test.p(spread, 9, Direction::More), 0.5);
    assert_eq!(test.p(spread, 9, Direction::Less), 1.0);
}

#[test]
fn there_are_no_more_chances_than_ways_to_draw() {
    // All that two of five articles have: one draw in ten is as uneven.
    let (lengths, spread) = prepare(&[(90, 100), (80, 100), (0, 100), (0, 100), (0, 100)]);
    let test = ArticleTest::new(lengths, 2, 200).unwrap();
    assert!(test.p(spread, 170, Direction::More) >= 0.2);
}

#[test]
fn nothing_to_compare_is_no_test() {
    let (lengths, _) = prepare(&[(1, 10), (0, 10)]);
    for (articles, tokens) in [(0, 0), (2, 20), (1, 0), (1, 20), (3, 30)] {
        assert!(ArticleTest::new(lengths, articles, tokens).is_none());
    }
}

#[test]
fn the_design_effect_is_the_burst() {
    let of = |articles: &[(u64, u64)]| {
        let (lengths, spread) = prepare(articles);
        let test = ArticleTest::new(lengths, 1, articles[0].1).unwrap();
        test.design_effect(spread)
    };
    let once: Vec<(u64, u64)> = (0..1_000).map(|i| (u64::from(i < 10), 100)).collect();
    let often: Vec<(u64, u64)> = once.iter().map(|&(x, n)| (8 * x, n)).collect();
    assert_eq!(of(&once), 1.0);
    assert!((of(&often) - 8.0).abs() < 0.1, "{}", of(&often));
}

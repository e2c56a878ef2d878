//! A term over time, with what can be said of its course.

use std::collections::BTreeMap;
use std::sync::Arc;

use malmoi_corpus::Timestamp;
use malmoi_stats::{
    BlindDays, BurstOptions, Clustered, Frequency, Trend, bursts, share_interval, trend,
};

use super::{Cell, TimeUnit};
use crate::Reference;

/// The fewest days (or weeks) with articles for which a direction is told: below,
/// the p-value is a guess.
pub const MIN_UNITS: usize = 8;

/// The fewest articles with the term for which a direction is told.
pub const MIN_ARTICLES: u64 = 10;

/// A term over time, in the articles of one publisher or of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The publisher; nothing for all together.
    pub publisher: Option<String>,
    /// The units of time that have articles, in order. One without articles says
    /// nothing of the term and is not there.
    pub points: Vec<Point>,
    /// Articles that have the term, of all.
    pub articles: Frequency,
    /// Occurrences of the term.
    pub occurrences: Clustered,
    /// Running words of all articles.
    pub tokens: u64,
    /// The first article that has the term: by the time it states, else by its
    /// day, whose start that counts as; of equals the first in the corpus.
    pub first: Option<Arc<Reference>>,
    /// When the term came up far more than usual: by [`bursts`] of the shares of
    /// articles, with its default options.
    pub bursts: Vec<UnitBurst>,
    /// How often chance alone makes a burst as heavy as the heaviest of them, if the articles are
    /// [dealt to days blindly](BlindDays); nothing without a burst.
    pub burst_p: Option<f64>,
    /// Whether it rises or falls: by [`trend`] of the shares of articles. Nothing of
    /// fewer than [`MIN_UNITS`] units or [`MIN_ARTICLES`] articles with the term.
    pub trend: Option<Trend>,
}

/// A day or week with articles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The day, or the Monday of the week.
    pub start: Timestamp,
    /// How many days or weeks without any articles are before it, up to the one
    /// before in the series.
    pub gap_before: u64,
    /// Articles that have the term, of all.
    pub articles: Frequency,
    /// Occurrences of the term.
    pub occurrences: Clustered,
    /// Running words of all articles.
    pub tokens: u64,
}

/// A burst, from the first to the last unit of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitBurst {
    /// The day, or the Monday of the week, in which it begins.
    pub first: Timestamp,
    /// The last one of it.
    pub last: Timestamp,
    /// How sure it is; see [`Burst::weight`](malmoi_stats::Burst::weight).
    pub weight: f64,
}

impl Series {
    /// `of` has the cells of the publishers apart.
    pub(super) fn new(
        publisher: Option<&str>,
        number: usize,
        cells: &BTreeMap<Timestamp, Cell>,
        of: &[&BTreeMap<Timestamp, Cell>],
        (first, by): (Option<Arc<Reference>>, TimeUnit),
    ) -> Series {
        let mut points: Vec<Point> = Vec::new();
        let mut all = Cell::default();
        for (start, cell) in cells {
            all.add(cell);
            let before = points.last().map(|last| by.between(*start, last.start) - 1);
            points.push(Point {
                start: *start,
                gap_before: before.unwrap_or_default().unsigned_abs(),
                articles: articles(cell, number),
                occurrences: cell.terms[number].1,
                tokens: cell.tokens,
            });
        }
        let having: Vec<Frequency> = points.iter().map(|point| point.articles).collect();
        let bursts = bursts(&having, BurstOptions::default());
        let heaviest = bursts.iter().map(|burst| burst.weight).reduce(f64::max);
        let burst_p = heaviest.map(|weight| chance(weight, number, &points, of));
        let at = |index: usize| points.get(index).map(|point| point.start);
        let burst = |burst: malmoi_stats::Burst| {
            Some(UnitBurst {
                first: at(burst.days.start)?,
                last: at(burst.days.end - 1)?,
                weight: burst.weight,
            })
        };
        let bursts = bursts.into_iter().filter_map(burst).collect();
        let (_, occurrences) = all.terms.get(number).copied().unwrap_or_default();
        let mut series = Series {
            publisher: publisher.map(str::to_owned),
            articles: articles(&all, number),
            occurrences,
            tokens: all.tokens,
            first,
            bursts,
            burst_p,
            trend: None,
            points,
        };
        if !series.is_thin() {
            series.trend = trend(&series.shares(by));
        }
        series
    }

    /// Whether there is too little to tell a direction.
    pub fn is_thin(&self) -> bool {
        self.points.len() < MIN_UNITS || self.articles.count() < MIN_ARTICLES
    }

    /// Returns the shares of articles, each with the number of its unit of time.
    pub(super) fn shares(&self, by: TimeUnit) -> Vec<(i64, f64)> {
        let share = |point: &Point| Some((by.number(point.start)?, point.share()?));
        self.points.iter().filter_map(share).collect()
    }
}

impl Point {
    /// Returns the share of articles that have the term.
    pub fn share(&self) -> Option<f64> {
        share(self.articles)
    }

    /// Returns the ends of its 95 % confidence interval, by [`share_interval`].
    pub fn share_interval(&self) -> Option<(f64, f64)> {
        share_interval(self.articles)
    }

    /// Returns the occurrences in a million running words, and the ends of their
    /// 95 % confidence interval, by [`Clustered::interval`].
    pub fn per_million(&self) -> Option<(f64, (f64, f64))> {
        per_million(&self.occurrences, self.tokens)
    }
}

/// Returns how often chance makes a burst of this weight, of publishers with these cells.
fn chance(weight: f64, number: usize, points: &[Point], of: &[&BTreeMap<Timestamp, Cell>]) -> f64 {
    let counts = |cells: &BTreeMap<Timestamp, Cell>, count: &dyn Fn(Frequency) -> u64| {
        let at = |point: &Point| cells.get(&point.start).map(|cell| articles(cell, number));
        let counts = points.iter().map(|point| at(point).map_or(0, count));
        counts.collect::<Vec<u64>>()
    };
    let all: Vec<Vec<u64>> = of.iter().map(|own| counts(own, &|f| f.total())).collect();
    let having = of
        .iter()
        .map(|own| counts(own, &|f| f.count()).iter().sum());
    let having: Vec<u64> = having.collect();
    BlindDays::new(&all).p_value(weight, &having, BurstOptions::default())
}

fn articles(cell: &Cell, number: usize) -> Frequency {
    let having = cell.terms.get(number).map_or(0, |term| term.0);
    Frequency::new(having, cell.articles).unwrap_or_default()
}

fn share(articles: Frequency) -> Option<f64> {
    (articles.total() > 0).then(|| articles.count() as f64 / articles.total() as f64)
}

fn per_million(occurrences: &Clustered, tokens: u64) -> Option<(f64, (f64, f64))> {
    if tokens == 0 {
        return None;
    }
    let rate = |count: f64| count * 1e6 / tokens as f64;
    let (low, high) = occurrences.interval();
    Some((rate(occurrences.count() as f64), (rate(low), rate(high))))
}

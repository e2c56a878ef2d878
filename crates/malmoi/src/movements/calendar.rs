//! The days or weeks that what moved is told by.

use std::collections::BTreeMap;

use malmoi_corpus::Timestamp;
use malmoi_count::{Counts, Group};

use crate::trends::TimeUnit;

/// The days, or weeks, of a corpus.
///
/// A few dates far off, wrong ones most often, would leave all others in a corner. So they are
/// left out and counted: where the widest gap is longer than all the time on one side of it, with
/// at most a tenth of the articles on the other side, as of feeds whose missing dates are
/// 1970-01-01; and where the first or last half per cent of the articles takes more than half
/// of the time.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// Days up to about a year, weeks for more.
    pub by: TimeUnit,
    /// The first day of each unit, without gaps.
    pub starts: Vec<Timestamp>,
    /// How many articles were published before the first.
    pub before: u64,
    /// How many after the last.
    pub after: u64,
}

/// Up to so many days are told one by one.
const MOST_DAYS: i64 = 400;

/// One in so many articles may lie beyond a gap and be left out for it.
const ONE_BEYOND: u64 = 10;

/// A day, and how many articles were published on it.
type Day = (Timestamp, u64);

impl Calendar {
    pub(super) fn of(counts: &Counts) -> Calendar {
        let mut days: BTreeMap<Timestamp, u64> = BTreeMap::new();
        for group in counts.groups() {
            if let Some(day) = day(group) {
                *days.entry(day).or_default() += group.documents;
            }
        }
        let days: Vec<Day> = days.into_iter().collect();
        let Some((first, last)) = ends(without_few(without_far(&days))) else {
            return Calendar {
                by: TimeUnit::Day,
                starts: Vec::new(),
                before: 0,
                after: 0,
            };
        };
        let by = match last.days_since(first) < MOST_DAYS {
            true => TimeUnit::Day,
            false => TimeUnit::Week,
        };
        let mut starts = vec![by.start(first)];
        let mut day = first;
        while day < last
            && let Some(next) = day.next_day()
        {
            day = next;
            if starts.last() != Some(&by.start(day)) {
                starts.push(by.start(day));
            }
        }
        let sum = |is_outside: &dyn Fn(Timestamp) -> bool| {
            let outside = days.iter().filter(|(day, _)| is_outside(by.start(*day)));
            articles(outside)
        };
        Calendar {
            by,
            before: sum(&|unit| unit < by.start(first)),
            after: sum(&|unit| unit > by.start(last)),
            starts,
        }
    }

    /// Returns the number of the unit that a day is in.
    pub fn unit_of(&self, day: Timestamp) -> Option<u32> {
        let start = self.by.start(day);
        self.starts.binary_search(&start).ok().map(|at| at as u32)
    }

    pub(super) fn unit(&self, group: &Group) -> Option<u32> {
        self.unit_of(day(group)?)
    }
}

/// Returns the day of a group, if it has one.
pub(super) fn day(group: &Group) -> Option<Timestamp> {
    group.day.as_deref().and_then(Timestamp::parse)
}

fn articles<'d>(days: impl IntoIterator<Item = &'d Day>) -> u64 {
    days.into_iter().map(|(_, articles)| articles).sum()
}

fn ends(days: &[Day]) -> Option<(Timestamp, Timestamp)> {
    days.first().zip(days.last()).map(|(a, b)| (a.0, b.0))
}

/// Returns how many days there are from the first to the last.
fn length(days: &[Day]) -> i64 {
    ends(days).map_or(0, |(first, last)| last.days_since(first) + 1)
}

/// Returns the days without those beyond gaps that are longer than all the others take together.
fn without_far(all: &[Day]) -> &[Day] {
    let least = articles(all) - articles(all) / ONE_BEYOND;
    let mut days = all;
    loop {
        let gap = |at: &usize| days[*at].0.days_since(days[*at - 1].0);
        let Some(at) = (1..days.len()).max_by_key(gap) else {
            return days;
        };
        let (earlier, later) = days.split_at(at);
        let stays = |side: &[Day]| gap(&at) > length(side) && articles(side) >= least;
        days = match (stays(earlier), stays(later)) {
            (true, _) => earlier,
            (_, true) => later,
            _ => return days,
        };
    }
}

/// Returns the days without the first and last few, if those take more than half of the time.
fn without_few(days: &[Day]) -> &[Day] {
    let all = articles(days);
    // One wrong date of a dozen is few as well.
    let few = (all / 200).max(u64::from(all >= 12));
    // How many days at an end have no more than a few.
    fn skipped<'d>(days: impl Iterator<Item = &'d Day>, few: u64) -> usize {
        let sums = days.scan(0, |sum, (_, articles)| {
            *sum += articles;
            Some(*sum)
        });
        sums.take_while(|sum| *sum <= few).count()
    }
    let (start, behind) = (skipped(days.iter(), few), skipped(days.iter().rev(), few));
    match days.get(start..days.len().saturating_sub(behind)) {
        Some(inner) if !inner.is_empty() && length(inner) * 2 < length(days) => inner,
        _ => days,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(days: &[(&str, u64)]) -> Vec<Day> {
        let day = |&(day, articles)| (Timestamp::parse(day).unwrap(), articles);
        days.iter().map(day).collect()
    }

    fn kept(all: &[(&str, u64)]) -> Option<(String, String)> {
        let all = days(all);
        let (first, last) = ends(without_few(without_far(&all)))?;
        Some((first.to_string(), last.to_string()))
    }

    fn some(first: &str, last: &str) -> Option<(String, String)> {
        Some((first.to_owned(), last.to_owned()))
    }

    #[test]
    fn dates_far_off_are_left_out_on_either_side() {
        let main = [("2026-02-01", 500), ("2026-02-28", 440)];
        let wrong = [
            ("1000-01-01", 20),
            ("1970-01-01", 20),
            main[0],
            main[1],
            ("9999-12-31", 20),
        ];
        assert_eq!(kept(&wrong), some("2026-02-01", "2026-02-28"));
        assert_eq!(kept(&main), some("2026-02-01", "2026-02-28"));
        // More than a tenth are no few.
        let archive = [("1988-01-01", 105), main[0], main[1]];
        assert_eq!(kept(&archive), some("1988-01-01", "2026-02-28"));
        // A gap within the time of a crawl is none beside it.
        let sparse = [("2019-01-01", 9), ("2021-01-01", 100), ("2023-01-01", 2)];
        assert_eq!(kept(&sparse), some("2019-01-01", "2023-01-01"));
        assert_eq!(kept(&[]), None);
        assert_eq!(kept(&[("2026-02-01", 1)]), some("2026-02-01", "2026-02-01"));
    }

    #[test]
    fn a_few_scattered_dates_are_left_out() {
        let mut all: Vec<(String, u64)> = (1990..2020).map(|y| (format!("{y}-01-01"), 1)).collect();
        all.extend((1..=28).map(|day| (format!("2026-02-{day:02}"), 1000)));
        let all: Vec<(&str, u64)> = all.iter().map(|(day, n)| (day.as_str(), *n)).collect();
        assert_eq!(kept(&all), some("2026-02-01", "2026-02-28"));
    }
}

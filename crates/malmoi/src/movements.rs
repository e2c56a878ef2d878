//! What moved: how the shares of articles with a term went over days or weeks.
//!
//! All of it is added up from the counts by publisher, day and term, so that no
//! article is read again and every term can be asked for a burst.

use std::collections::{BTreeMap, BTreeSet};

use malmoi_corpus::Timestamp;
use malmoi_count::{Basis, Counts, Group};
use malmoi_stats::{Burst, BurstOptions, Frequency, Trend, bursts, trend};

use crate::Analysis;
use crate::trends::{MIN_ARTICLES, MIN_UNITS, TimeUnit};

/// What moved in a corpus.
#[derive(Clone, Debug, PartialEq)]
pub struct Movements {
    /// The stretches of time that articles are added up in.
    pub calendar: Calendar,
    /// What moved, by language.
    pub languages: Vec<LanguageMovements>,
}

/// The days, or weeks, of a corpus.
///
/// A few dates far off, wrong ones most often, would leave all others in a corner: where
/// the first or last half per cent of the articles takes more than half of the time,
/// the calendar leaves them out and says how many they are.
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

/// What moved in the articles of one language.
#[derive(Clone, Debug, PartialEq)]
pub struct LanguageMovements {
    /// Index into [`Counts::languages`].
    pub language: u32,
    /// How many articles each publisher has in each unit.
    pub publishers: BTreeMap<u32, BTreeMap<u32, u64>>,
    /// How many all have, by unit.
    pub articles: Vec<u64>,
    /// The terms with the weightiest bursts first, then those that were asked for.
    pub terms: Vec<Movement>,
}

/// How a term went.
#[derive(Clone, Debug, PartialEq)]
pub struct Movement {
    /// Index into [`Counts::terms`].
    pub term: u32,
    /// How many articles have it, by unit.
    pub articles: Vec<u64>,
    /// When it burst, as ranges of units; weights as in [`Burst`].
    pub bursts: Vec<Burst>,
    /// Which way it went, where there is enough to tell.
    pub trend: Option<Trend>,
    /// The publishers that have it, first mentions first.
    pub publishers: Vec<PublisherMovement>,
}

/// How a term went with a publisher.
#[derive(Clone, Debug, PartialEq)]
pub struct PublisherMovement {
    /// Index into [`Counts::publishers`].
    pub publisher: u32,
    /// The day of its first article with the term. Publishers of one day are told apart
    /// by [`trends`](fn@crate::trends) alone, which looks at the time.
    pub first_day: Timestamp,
    /// How many articles have it, by unit; units without one are left out.
    pub articles: BTreeMap<u32, u64>,
}

/// Up to so many days are told one by one.
const MOST_DAYS: i64 = 400;

/// In each language, so many of the most frequent terms are asked for bursts: what
/// comes less often hardly has any.
const MOST_TERMS: usize = 20_000;

/// Of fewer articles there is no course to tell, even if somebody asks for it.
const FEWEST: u64 = 3;

impl Movements {
    /// Finds in each language the `top` terms with the weightiest bursts, and tells how
    /// they and the terms `also` went, as far as three articles have them. Copies of an article count: who takes over a story has it.
    pub fn of(analysis: &Analysis, top: usize, also: &BTreeSet<(u32, u32)>) -> Movements {
        let counts = &analysis.counts;
        let calendar = Calendar::of(counts);
        let units: Vec<Option<u32>> = counts.groups().iter().map(|g| calendar.unit(g)).collect();
        let mut languages: Vec<LanguageMovements> = Vec::new();
        let groups = counts.groups();
        let mut start = 0;
        for same in groups.chunk_by(|a, b| a.language == b.language) {
            let range = start..start + same.len();
            start = range.end;
            let mut found = LanguageMovements {
                language: same[0].language,
                publishers: BTreeMap::new(),
                articles: vec![0; calendar.starts.len()],
                terms: Vec::new(),
            };
            for (group, unit) in same.iter().zip(&units[range.clone()]) {
                if let Some(unit) = *unit {
                    found.articles[unit as usize] += group.documents;
                    let publisher = found.publishers.entry(group.publisher).or_default();
                    *publisher.entry(unit).or_default() += group.documents;
                }
            }
            let asked: BTreeSet<u32> = also
                .iter()
                .filter(|(language, _)| *language == found.language)
                .map(|(_, term)| *term)
                .collect();
            found.terms = movements(counts, range, &units, &found.articles, top, &asked);
            languages.push(found);
        }
        for language in &mut languages {
            language.add_publishers(counts, &units);
        }
        Movements {
            calendar,
            languages,
        }
    }
}

impl Calendar {
    fn of(counts: &Counts) -> Calendar {
        let mut days: BTreeMap<Timestamp, u64> = BTreeMap::new();
        for group in counts.groups() {
            if let Some(day) = day(group) {
                *days.entry(day).or_default() += group.documents;
            }
        }
        let all: u64 = days.values().sum();
        let whole = days
            .keys()
            .next()
            .copied()
            .zip(days.keys().next_back().copied());
        let Some((mut first, mut last)) = whole else {
            return Calendar {
                by: TimeUnit::Day,
                starts: Vec::new(),
                before: 0,
                after: 0,
            };
        };
        // One wrong date of a dozen is few as well.
        let few = (all / 200).max(u64::from(all >= 12));
        let (inner_first, inner_last) = (beyond(days.iter(), few), beyond(days.iter().rev(), few));
        if let (Some(inner_first), Some(inner_last)) = (inner_first, inner_last)
            && (inner_last.days_since(inner_first) + 1) * 2 < last.days_since(first) + 1
        {
            (first, last) = (inner_first, inner_last);
        }
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
        let sum = |wanted: &dyn Fn(&Timestamp) -> bool| {
            days.iter()
                .filter(|(day, _)| wanted(day))
                .map(|(_, n)| n)
                .sum()
        };
        Calendar {
            by,
            before: sum(&|day| by.start(*day) < starts[0]),
            after: sum(&|day| *day > last),
            starts,
        }
    }

    /// Returns the number of the unit that a day is in.
    pub fn unit_of(&self, day: Timestamp) -> Option<u32> {
        let start = self.by.start(day);
        self.starts.binary_search(&start).ok().map(|at| at as u32)
    }

    fn unit(&self, group: &Group) -> Option<u32> {
        self.unit_of(day(group)?)
    }
}

/// Returns the day with which more than `few` articles are reached.
fn beyond<'d>(
    mut days: impl Iterator<Item = (&'d Timestamp, &'d u64)>,
    few: u64,
) -> Option<Timestamp> {
    let mut sum = 0;
    let found = days.find(|(_, articles)| {
        sum += **articles;
        sum > few
    });
    found.map(|(day, _)| *day)
}

fn day(group: &Group) -> Option<Timestamp> {
    group.day.as_deref().and_then(Timestamp::parse)
}

/// Returns the terms of the groups in `range`, which are those of a language.
fn movements(
    counts: &Counts,
    range: std::ops::Range<usize>,
    units: &[Option<u32>],
    articles: &[u64],
    top: usize,
    asked: &BTreeSet<u32>,
) -> Vec<Movement> {
    let width = articles.len();
    let mut tallies = counts.tally(range.clone(), Basis::Every);
    tallies.retain(|t| {
        t.documents >= MIN_ARTICLES || asked.contains(&t.term) && t.documents >= FEWEST
    });
    tallies.sort_by_key(|t| {
        (
            !asked.contains(&t.term),
            std::cmp::Reverse(t.documents),
            t.term,
        )
    });
    tallies.truncate(MOST_TERMS);
    let mut places = vec![u32::MAX; counts.terms().len()];
    for (place, tally) in (0..).zip(&tallies) {
        places[tally.term as usize] = place;
    }
    let mut days = vec![0_u32; tallies.len() * width];
    for (number, unit) in range.clone().zip(&units[range]) {
        let Some(unit) = unit else { continue };
        for cell in counts.cells_of(number as u32) {
            if let Some(place) = places.get(cell.term as usize).filter(|p| **p != u32::MAX) {
                days[*place as usize * width + *unit as usize] += cell.documents;
            }
        }
    }
    let mut found: Vec<Movement> = Vec::new();
    for (tally, days) in tallies.iter().zip(days.chunks(width.max(1))) {
        let days: Vec<u64> = days.iter().map(|n| u64::from(*n)).collect();
        let shares: Vec<Frequency> = days
            .iter()
            .zip(articles)
            .map(|(n, all)| Frequency::new(*n, *all).unwrap_or_default())
            .collect();
        let bursts = bursts(&shares, BurstOptions::default());
        if bursts.is_empty() && !asked.contains(&tally.term) {
            continue;
        }
        found.push(Movement {
            term: tally.term,
            articles: days,
            bursts,
            trend: None,
            publishers: Vec::new(),
        });
    }
    found.sort_by(|a, b| b.weight().total_cmp(&a.weight()).then(a.term.cmp(&b.term)));
    let mut place = 0;
    found.retain(|movement| {
        place += 1;
        place <= top || asked.contains(&movement.term)
    });
    for movement in &mut found {
        movement.trend = movement.direction(articles);
    }
    found
}

impl Movement {
    /// Returns the weight of its weightiest burst; 0 where there is none.
    pub fn weight(&self) -> f64 {
        self.bursts.iter().map(|b| b.weight).fold(0.0, f64::max)
    }

    fn direction(&self, all: &[u64]) -> Option<Trend> {
        let with_articles = (0..)
            .zip(self.articles.iter().zip(all))
            .filter(|(_, (_, all))| **all > 0);
        let shares: Vec<(i64, f64)> = with_articles
            .map(|(unit, (n, all))| (unit, *n as f64 / *all as f64))
            .collect();
        let enough = shares.len() >= MIN_UNITS && self.articles.iter().sum::<u64>() >= MIN_ARTICLES;
        enough.then(|| trend(&shares)).flatten()
    }
}

impl LanguageMovements {
    fn add_publishers(&mut self, counts: &Counts, units: &[Option<u32>]) {
        let mut places = vec![usize::MAX; counts.terms().len()];
        for (place, movement) in self.terms.iter().enumerate() {
            places[movement.term as usize] = place;
        }
        let mut found: Vec<BTreeMap<u32, PublisherMovement>> =
            vec![BTreeMap::new(); self.terms.len()];
        for (number, group) in counts.groups().iter().enumerate() {
            let (Some(unit), Some(day)) = (units[number], day(group)) else {
                continue;
            };
            if group.language != self.language {
                continue;
            }
            for cell in counts.cells_of(number as u32) {
                let Some(found) = found.get_mut(places[cell.term as usize]) else {
                    continue;
                };
                // Days of a publisher come in order.
                let new = || PublisherMovement {
                    publisher: group.publisher,
                    first_day: day,
                    articles: BTreeMap::new(),
                };
                let of = found.entry(group.publisher).or_insert_with(new);
                *of.articles.entry(unit).or_default() += u64::from(cell.documents);
            }
        }
        for (movement, publishers) in self.terms.iter_mut().zip(found) {
            movement.publishers = publishers.into_values().collect();
            movement
                .publishers
                .sort_by_key(|p| (p.first_day, p.publisher));
        }
    }
}

#[cfg(test)]
mod tests {
    use malmoi_text::Analyzer;

    use crate::{AnalysisOptions, Corpus, CorpusOptions, analyze};

    use super::*;

    /// Analyzes articles of a day, publisher and text.
    fn analysis(articles: &[(&str, &str, &str)]) -> Analysis {
        let lines: String = articles
            .iter()
            .enumerate()
            .map(|(id, (day, press, text))| {
                format!("{{\"id\": {id}, \"date\": \"{day}\", \"press\": \"{press}\", \"text\": \"{text}\"}}\n")
            })
            .collect();
        let reader = Box::new(std::io::Cursor::new(lines.into_bytes()));
        let corpus = Corpus::from_reader("-", reader, CorpusOptions::default());
        let options = AnalysisOptions {
            quoted: 5,
            ..AnalysisOptions::default()
        };
        analyze(corpus, &Analyzer::new().unwrap(), &options, &()).unwrap()
    }

    #[test]
    fn bursts_are_found_among_all_terms_and_first_days_by_publisher() {
        let days: Vec<String> = (1..=20).map(|day| format!("2026-03-{day:02}")).collect();
        let mut articles = Vec::new();
        for day in &days {
            for press in ["가나", "다라"] {
                let is_late = press == "다라";
                let storm = day.as_str() >= if is_late { "2026-03-09" } else { "2026-03-08" }
                    && day.as_str() <= "2026-03-11";
                articles.push((
                    day.as_str(),
                    press,
                    if storm {
                        "태풍 시장"
                    } else {
                        "시장 회의"
                    },
                ));
                articles.push((
                    day.as_str(),
                    press,
                    if storm {
                        "태풍 학교"
                    } else {
                        "학교 회의"
                    },
                ));
            }
        }
        let analysis = analysis(&articles);
        let found = Movements::of(&analysis, 5, &BTreeSet::new());
        assert_eq!(
            (found.calendar.by, found.calendar.starts.len()),
            (TimeUnit::Day, 20)
        );
        let movement = &found.languages[0].terms[0];
        let term = &analysis.counts.terms()[movement.term as usize].term;
        assert_eq!((term.as_str(), movement.bursts.len()), ("태풍", 1));
        assert_eq!(movement.bursts[0].days, 7..11);
        assert_eq!(movement.articles.iter().sum::<u64>(), 14);
        let firsts: Vec<(&str, String)> = movement
            .publishers
            .iter()
            .map(|p| {
                (
                    analysis.counts.publishers()[p.publisher as usize].as_str(),
                    p.first_day.to_string(),
                )
            })
            .collect();
        assert_eq!(
            firsts,
            [
                ("가나", "2026-03-08".to_owned()),
                ("다라", "2026-03-09".to_owned())
            ]
        );
        let by_publishers: u64 = movement
            .publishers
            .iter()
            .flat_map(|p| p.articles.values())
            .sum();
        assert_eq!(by_publishers, 14);
    }

    #[test]
    fn a_wrong_date_does_not_stretch_the_calendar() {
        let mut articles = vec![("1999-01-01", "가", "옛날 기사")];
        let days: Vec<String> = (1..=28).map(|day| format!("2026-02-{day:02}")).collect();
        for day in &days {
            articles.extend([(day.as_str(), "가", "시장 회의"); 10]);
        }
        let found = Movements::of(&analysis(&articles), 5, &BTreeSet::new());
        assert_eq!(found.calendar.starts.len(), 28);
        assert_eq!((found.calendar.before, found.calendar.after), (1, 0));
    }
}

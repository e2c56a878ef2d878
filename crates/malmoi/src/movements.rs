//! What moved: how the shares of articles with a term went over days or weeks.
//!
//! All of it is added up from the counts by publisher, day and term, so that no
//! article is read again and every term can be asked for a burst.

mod calendar;
mod courses;

use std::collections::{BTreeMap, BTreeSet};

use malmoi_corpus::Timestamp;
use malmoi_count::Counts;
use malmoi_stats::{Burst, SURE, Trend, room_for_doubt, trend};

use crate::Analysis;
use crate::trends::{MIN_ARTICLES, MIN_UNITS};
pub use calendar::Calendar;
use calendar::day;
use courses::{Courses, tallied};

/// What moved in a corpus.
#[derive(Clone, Debug, PartialEq)]
pub struct Movements {
    /// The stretches of time that articles are added up in.
    pub calendar: Calendar,
    /// What moved, by language.
    pub languages: Vec<LanguageMovements>,
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
    /// How many of them burst: the others are there since they were asked for.
    pub bursting: usize,
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
    /// The false discovery rate of its weightiest burst: the share of chance finds among all
    /// with so heavy a one, if articles were [dealt to days blindly](malmoi_stats::BlindDays). 1 without a burst.
    pub q_value: f64,
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

impl Movements {
    /// Finds in each language the `top` terms with the weightiest bursts, and tells how
    /// they and the terms `also` went, as far as three articles have them. Bursts that could be
    /// chance (q above 0.05) are left to those; only in languages of fewer than 400 articles they
    /// fill the list up to five. Copies of an article count: who takes over a story has it.
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
                bursting: 0,
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
            found.find(counts, range, &units, top, &asked);
            languages.push(found);
        }
        for language in &mut languages {
            language.add_articles(counts, &units);
        }
        Movements {
            calendar,
            languages,
        }
    }
}

/// Bursts in doubt fill a short list up to so many.
const FILLED: usize = 5;

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
    /// Finds the terms of the groups in `range`, which are those of the language.
    fn find(
        &mut self,
        counts: &Counts,
        range: std::ops::Range<usize>,
        units: &[Option<u32>],
        top: usize,
        asked: &BTreeSet<u32>,
    ) {
        let tallied = tallied(counts, range.clone(), asked);
        let courses = Courses::of(counts, range, units, (&tallied, self));
        let mut found = courses.movements(&tallied);
        found.sort_by(|a, b| b.weight().total_cmp(&a.weight()).then(a.term.cmp(&b.term)));
        let sure = found.iter().filter(|m| m.q_value <= SURE).count();
        let mut in_doubt = room_for_doubt(self.articles.iter().sum(), sure, FILLED);
        let (mut bursting, mut others) = (Vec::new(), Vec::new());
        for movement in found {
            let is_doubtful = movement.q_value > SURE;
            let has_room = bursting.len() < top && (!is_doubtful || in_doubt > 0);
            if has_room && !movement.bursts.is_empty() {
                in_doubt -= usize::from(is_doubtful);
                bursting.push(movement);
            } else if asked.contains(&movement.term) {
                others.push(movement);
            }
        }
        self.bursting = bursting.len();
        self.terms = bursting;
        self.terms.append(&mut others);
    }

    /// Adds to the terms in how many articles they are, of whom and when.
    fn add_articles(&mut self, counts: &Counts, units: &[Option<u32>]) {
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
            movement.articles = vec![0; self.articles.len()];
            for (unit, articles) in movement.publishers.iter().flat_map(|p| &p.articles) {
                movement.articles[*unit as usize] += articles;
            }
            movement.trend = movement.direction(&self.articles);
        }
    }
}

#[cfg(test)]
mod tests {
    use malmoi_text::Analyzer;

    use crate::sample::hash;
    use crate::trends::TimeUnit;
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
        assert!(movement.q_value < 0.01, "{}", movement.q_value);
        assert!(found.languages[0].terms[0..found.languages[0].bursting].contains(movement));
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
    fn what_comes_by_chance_bursts_in_no_list_but_a_short_one() {
        let dealt =
            |n: usize, of: u64, size: usize| (hash(&n.to_le_bytes(), of) >> 32) as usize % size;
        let words = [
            "학교",
            "시장",
            "회의",
            "태풍",
            "축제",
            "도서관",
            "바다",
            "공장",
            "병원",
            "야구",
        ];
        let of = |count: usize| {
            let days: Vec<String> = (0..count)
                .map(|n| format!("2026-02-{:02}", dealt(n, 0, 28) + 1))
                .collect();
            let texts: Vec<String> = (0..count)
                .map(|n| [1, 2, 3].map(|of| words[dealt(n, of, 10)]).join(" "))
                .collect();
            let articles = days.iter().zip(&texts);
            let articles: Vec<_> = articles
                .map(|(d, t)| (d.as_str(), "가", t.as_str()))
                .collect();
            let found = Movements::of(&analysis(&articles), 50, &BTreeSet::new());
            let terms = &found.languages[0].terms;
            assert!(terms.iter().all(|m| m.q_value > 0.05), "{terms:?}");
            found.languages[0].bursting
        };
        assert_eq!(of(500), 0);
        assert!((1..=5).contains(&of(350)));
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

    #[test]
    fn every_article_with_a_date_is_in_one_week_or_outside() {
        let days: Vec<String> = (2020..2023)
            .flat_map(|year| (1..=28).map(move |day| format!("{year}-07-{day:02}")))
            .collect();
        let mut articles: Vec<_> = days
            .iter()
            .map(|day| (day.as_str(), "가", "시장 회의"))
            .collect();
        // In the week of the last day, and behind it.
        articles.extend([
            ("2022-07-30", "가", "시장"),
            ("2029-07-30", "가", "시장 회의"),
        ]);
        let found = Movements::of(&analysis(&articles), 5, &BTreeSet::new());
        assert_eq!(
            (found.calendar.by, found.calendar.after),
            (TimeUnit::Week, 1)
        );
        let outside = found.calendar.before + found.calendar.after;
        let inside: u64 = found.languages[0].articles.iter().sum();
        assert_eq!(inside + outside, articles.len() as u64);
    }
}

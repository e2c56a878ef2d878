//! The data of a page: the numbers of the tables, as far as there is room.

use std::borrow::Cow;
use std::collections::BTreeMap;

use malmoi::{Analysis, Calendar, Duplicates, Movements, TimeUnit};
use serde::Serialize;

use super::Detail;
use super::evidence::{Article, ArticleList, Evidence};
use super::keywords::{ComparedTerm, ListData, compared, lists, tokens};
use super::movements::{MovementsData, asked_terms, movements};
use super::policy::clip;
use super::topics::{TopicsData, topics};
use crate::tables::{self, CopiesOf, PublisherRow};

/// How many characters of a name, a term or a path are kept.
const LONGEST: usize = 240;

/// The form to show, the form counted under, its language.
type TermData<'a> = (Cow<'a, str>, Cow<'a, str>, &'a str);

/// All that the script of a page knows. What is told by places, such as publishers, is
/// told so throughout.
#[derive(Serialize)]
pub(super) struct Data<'a> {
    version: &'static str,
    settings: Settings<'a>,
    balance: BalanceData,
    detail: Detail,
    publishers: Vec<Cow<'a, str>>,
    languages: &'a [String],
    outlets: Vec<OutletData<'a>>,
    calendar: CalendarData,
    coverage: Vec<CoverageData>,
    skipped: Vec<SkippedData<'a>>,
    terms: Vec<TermData<'a>>,
    lists: Vec<ListData<'a>>,
    articles: Vec<Article<'a>>,
    compared: Vec<ComparedTerm>,
    movements: Vec<MovementsData>,
    topics: Vec<TopicsData<'a>>,
    /// First publisher, publisher of the copies, copies.
    copies: Vec<(usize, usize, u64)>,
    left_out: LeftOut,
}

#[derive(Serialize)]
struct Settings<'a> {
    basis: &'a str,
    duplicates: &'static str,
    top: usize,
    min_count: u64,
    min_documents: u64,
    min_log_ratio: f64,
    new_words: bool,
    keep_boilerplate: bool,
}

#[derive(Serialize)]
struct BalanceData {
    read: u64,
    counted: u64,
    copies: u64,
    clusters: u64,
    merged: u64,
    replaced: u64,
    dropped: u64,
    skipped: u64,
    tokens: u64,
    terms: usize,
    new_words: usize,
    names: usize,
    boilerplate: usize,
    repaired: usize,
}

#[derive(Serialize)]
struct OutletData<'a> {
    publisher: usize,
    language: u32,
    articles: u64,
    tokens: u64,
    copies: u64,
    copied: u64,
    tokens_once: u64,
    /// The running words that rates are of.
    tokens_compared: u64,
    first_day: Option<&'a str>,
    last_day: Option<&'a str>,
}

#[derive(Serialize)]
struct CalendarData {
    by: &'static str,
    starts: Vec<String>,
    before: u64,
    after: u64,
    undated: u64,
}

/// Units of a publisher, each with articles and the copies among them.
#[derive(Serialize)]
struct CoverageData {
    publisher: usize,
    language: &'static str,
    units: Vec<(u32, u64, u64)>,
}

#[derive(Serialize)]
struct SkippedData<'a> {
    reason: &'static str,
    count: u64,
    path: Cow<'a, str>,
    detail: Cow<'a, str>,
}

/// What the tables have and the page has not.
#[derive(Serialize)]
struct LeftOut {
    publishers: usize,
    articles: u64,
    copy_pairs: usize,
}

/// The terms of a page, by the order of coming up.
#[derive(Default)]
pub(super) struct TermList<'a> {
    terms: Vec<TermData<'a>>,
    places: BTreeMap<u32, usize>,
}

impl<'a> TermList<'a> {
    pub(super) fn place(&mut self, analysis: &'a Analysis, number: u32) -> usize {
        let next = self.terms.len();
        let place = *self.places.entry(number).or_insert(next);
        if place == next {
            let term = &analysis.counts.terms()[number as usize];
            let [display, term_itself] = [&term.display, &term.term].map(|t| clip(t, LONGEST));
            self.terms.push((display, term_itself, &term.language));
        }
        place
    }
}

impl<'a> Data<'a> {
    pub(super) fn of(analysis: &'a Analysis, evidence: &'a Evidence, detail: Detail) -> Data<'a> {
        let counts = &analysis.counts;
        let chosen = chosen(analysis, detail);
        let places: BTreeMap<u32, usize> = chosen.iter().copied().zip(0..).collect();
        let copied = CopiesOf::of(analysis);
        let mut outlets = Vec::new();
        let mut ranges = Vec::new();
        let mut left_out = LeftOut {
            publishers: counts.publishers().len() - chosen.len(),
            articles: 0,
            copy_pairs: 0,
        };
        for (first, groups) in tables::outlets(analysis) {
            let row = PublisherRow::of(analysis, groups, &copied);
            let Some(&publisher) = places.get(&groups[0].publisher) else {
                left_out.articles += row.articles;
                continue;
            };
            let range = first..first + groups.len();
            ranges.push((outlets.len(), range.clone()));
            outlets.push(OutletData {
                publisher,
                language: groups[0].language,
                articles: row.articles,
                tokens: row.tokens,
                copies: row.copies,
                copied: row.copied,
                tokens_once: row.tokens_once,
                tokens_compared: tokens(analysis, range, analysis.basis),
                first_day: row.first_day,
                last_day: row.last_day,
            });
        }
        let (mut terms, mut articles) = (TermList::default(), ArticleList::default());
        let lists = lists(
            analysis,
            evidence,
            detail,
            &places,
            &mut terms,
            &mut articles,
        );
        let compared = compared(analysis, detail, &ranges, &mut terms);
        let found_movements = Movements::of(analysis, detail.moved, &asked_terms(analysis, detail));
        let movements = movements(analysis, &found_movements, &places, &mut terms);
        let (coverage, undated) = coverage(analysis, &found_movements.calendar, &places);
        let name = |name: &str| {
            let number = counts
                .publishers()
                .binary_search_by(|p| p.as_str().cmp(name));
            places.get(&(number.ok()? as u32)).copied()
        };
        let topics = analysis.topics.as_ref().map_or_else(Vec::new, |found| {
            topics(found, &found_movements.calendar, &name, &mut articles)
        });
        let mut copies = Vec::new();
        for row in tables::copies(analysis) {
            match (name(row.publisher), name(row.copied_by)) {
                (Some(first), Some(by)) => copies.push((first, by, row.articles)),
                _ => left_out.copy_pairs += 1,
            }
        }
        Data {
            version: env!("CARGO_PKG_VERSION"),
            settings: Settings::of(analysis),
            balance: BalanceData::of(analysis),
            detail,
            publishers: chosen
                .iter()
                .map(|p| clip(&counts.publishers()[*p as usize], LONGEST))
                .collect(),
            languages: counts.languages(),
            outlets,
            calendar: CalendarData::of(found_movements.calendar, undated),
            coverage,
            skipped: skipped(analysis),
            terms: terms.terms,
            lists,
            articles: articles.articles,
            compared,
            movements,
            topics,
            copies,
            left_out,
        }
    }
}

/// Returns the publishers with most articles, most first.
fn chosen(analysis: &Analysis, detail: Detail) -> Vec<u32> {
    let mut articles: BTreeMap<u32, u64> = BTreeMap::new();
    for group in analysis.counts.groups() {
        *articles.entry(group.publisher).or_default() += group.documents;
    }
    let mut chosen: Vec<u32> = articles.keys().copied().collect();
    chosen.sort_by_key(|p| (std::cmp::Reverse(articles[p]), *p));
    chosen.truncate(detail.publishers);
    chosen
}

/// Articles, and the copies among them, by unit of time.
type Units = BTreeMap<u32, (u64, u64)>;

/// Returns the articles by publisher, language and unit of time, and how many have no
/// date.
fn coverage(
    analysis: &Analysis,
    calendar: &Calendar,
    places: &BTreeMap<u32, usize>,
) -> (Vec<CoverageData>, u64) {
    let publishers = analysis.counts.publishers();
    let mut found: BTreeMap<(usize, &'static str), Units> = BTreeMap::new();
    let mut undated = 0;
    for row in &analysis.audit.coverage {
        let Some(day) = row.day else {
            undated += row.amount.articles;
            continue;
        };
        let number = publishers.binary_search(&row.publisher).ok();
        let place = number.and_then(|number| places.get(&(number as u32)));
        if let (Some(&place), Some(unit)) = (place, calendar.unit_of(day)) {
            let own = found.entry((place, row.language.code())).or_default();
            let sum = own.entry(unit).or_default();
            sum.0 += row.amount.articles;
            sum.1 += row.amount.copies;
        }
    }
    let coverage = found
        .into_iter()
        .map(|((publisher, language), units)| CoverageData {
            publisher,
            language,
            units: units
                .into_iter()
                .map(|(unit, (articles, copies))| (unit, articles, copies))
                .collect(),
        });
    (coverage.collect(), undated)
}

fn skipped(analysis: &Analysis) -> Vec<SkippedData<'_>> {
    let skipped = analysis
        .audit
        .skipped
        .iter()
        .filter(|s| !s.first.is_duplicate());
    skipped
        .map(|s| SkippedData {
            reason: s.reason.name(),
            count: s.count,
            path: clip(&s.first.path, LONGEST),
            detail: clip(&s.first.detail, LONGEST),
        })
        .collect()
}

impl Settings<'_> {
    fn of(analysis: &Analysis) -> Settings<'_> {
        let options = &analysis.options;
        Settings {
            basis: tables::basis_name(analysis.basis),
            duplicates: match options.articles.duplicates {
                Duplicates::Count => "count",
                Duplicates::Once => "once",
                Duplicates::Drop => "drop",
            },
            top: options.keyness.top,
            min_count: options.keyness.min_count,
            min_documents: options.keyness.min_documents,
            min_log_ratio: options.keyness.min_log_ratio,
            new_words: !options.articles.without_new_words,
            keep_boilerplate: options.articles.keep_boilerplate,
        }
    }
}

impl BalanceData {
    fn of(analysis: &Analysis) -> BalanceData {
        let balance = &analysis.balance;
        BalanceData {
            read: balance.read,
            counted: balance.counted,
            copies: balance.copies,
            clusters: balance.clusters,
            merged: balance.merged,
            replaced: balance.replaced,
            dropped: balance.dropped,
            skipped: balance.skipped,
            tokens: balance.tokens,
            terms: analysis.counts.terms().len(),
            new_words: analysis.new_words.len(),
            names: analysis.names.len(),
            boilerplate: analysis
                .boilerplate
                .iter()
                .filter(|b| b.left_out_of > 0)
                .count(),
            repaired: analysis.repaired.len(),
        }
    }
}

impl CalendarData {
    fn of(calendar: Calendar, undated: u64) -> CalendarData {
        CalendarData {
            by: match calendar.by {
                TimeUnit::Day => "day",
                TimeUnit::Week => "week",
            },
            starts: calendar.starts.iter().map(ToString::to_string).collect(),
            before: calendar.before,
            after: calendar.after,
            undated,
        }
    }
}

/// Returns a number with seven significant digits: more than a page shows, and half the
/// bytes of all.
pub(super) fn round(number: f64) -> f64 {
    format!("{number:.6e}").parse().unwrap_or(number)
}

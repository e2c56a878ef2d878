//! What an audit gathers, in parts that are merged in any order.

use std::collections::BTreeMap;

use malmoi_corpus::{Aliases, Document, Skip, SkipReason, Timestamp};
use malmoi_text::Language;

use super::seen::Seen;
use super::{Amount, Audit, Coverage, HUGE, PublisherAudit, SkippedAudit, TINY};
use crate::articles::publisher_of;
use crate::cleaning::Cleaning;

/// What has been gathered so far.
#[derive(Default)]
pub(crate) struct Collector {
    publishers: BTreeMap<String, Publisher>,
    skipped: BTreeMap<SkipReason, (u64, u64, Skip)>,
    cleaning: Cleaning,
}

#[derive(Default)]
struct Publisher {
    newest_crawl: Option<Timestamp>,
    days: BTreeMap<(Option<Timestamp>, Language), Day>,
    encodings: BTreeMap<&'static str, u64>,
    not_counted: BTreeMap<SkipReason, u64>,
}

/// What only counting tells of an article.
#[derive(Clone, Copy)]
pub(crate) struct Counted {
    pub(crate) tokens: u64,
    /// Sentences that were left out.
    pub(crate) left_out: u64,
}

#[derive(Clone, Copy, Default)]
struct Day {
    amount: Amount,
    /// Articles that do not say when they were crawled.
    uncrawled: u64,
}

impl Collector {
    /// Adds an article; `key` orders it among all entries.
    pub(super) fn add_seen(
        &mut self,
        key: u64,
        seen: &Seen<'_>,
        is_copy: bool,
        counted: Option<Counted>,
    ) {
        self.cleaning.add(key, &seen.pieces);
        let publisher = self.publisher(seen.publisher);
        *publisher.encodings.entry(seen.encoding).or_default() += 1;
        publisher.newest_crawl = publisher.newest_crawl.max(seen.crawled);
        let day = publisher
            .days
            .entry((seen.published, seen.language))
            .or_default();
        day.uncrawled += u64::from(seen.crawled.is_none());
        day.amount.add(&Amount {
            articles: 1,
            characters: seen.characters,
            words: seen.words,
            tokens: counted.map(|counted| counted.tokens),
            tiny: u64::from(seen.characters < TINY),
            huge: u64::from(seen.characters >= HUGE),
            in_future: u64::from(is_in_future(seen.published, seen.crawled)),
            repaired: u64::from(seen.is_repaired),
            copies: u64::from(is_copy),
            cleaned: seen.pieces.len() as u64,
            left_out: counted.map(|counted| counted.left_out),
        });
    }

    /// Adds an article that was counted.
    pub(crate) fn add(
        &mut self,
        key: u64,
        document: &Document,
        language: Language,
        is_copy: bool,
        counted: Counted,
    ) {
        self.add_seen(key, &Seen::of(document, language), is_copy, Some(counted));
    }

    /// Adds an article that another stands for.
    pub(crate) fn duplicate(&mut self, key: u64, document: &Document, reason: SkipReason) {
        let mut skip = Skip::of(document, reason, "");
        skip.publisher = Some(publisher_of(document).to_owned());
        self.skip(key, &skip);
    }

    fn publisher(&mut self, name: &str) -> &mut Publisher {
        self.publishers.entry(name.to_owned()).or_default()
    }

    /// Adds what does not count; `key` orders it among all entries.
    pub(crate) fn skip(&mut self, key: u64, skip: &Skip) {
        if let Some(publisher) = &skip.publisher {
            let not_counted = &mut self.publisher(publisher).not_counted;
            *not_counted.entry(skip.reason).or_default() += 1;
        }
        let known = self.skipped.get_mut(&skip.reason);
        match known {
            Some((count, first, known)) => {
                *count += 1;
                if key < *first {
                    (*first, *known) = (key, skip.clone());
                }
            }
            None => {
                self.skipped.insert(skip.reason, (1, key, skip.clone()));
            }
        }
    }

    fn merge(mut self, other: Collector) -> Collector {
        for (name, theirs) in other.publishers {
            let ours = self.publishers.entry(name).or_default();
            ours.newest_crawl = ours.newest_crawl.max(theirs.newest_crawl);
            for (key, day) in theirs.days {
                let known = ours.days.entry(key).or_default();
                known.amount.add(&day.amount);
                known.uncrawled += day.uncrawled;
            }
            for (encoding, count) in theirs.encodings {
                *ours.encodings.entry(encoding).or_default() += count;
            }
            for (reason, count) in theirs.not_counted {
                *ours.not_counted.entry(reason).or_default() += count;
            }
        }
        for (reason, (count, key, skip)) in other.skipped {
            match self.skipped.get_mut(&reason) {
                Some((known, first, first_skip)) => {
                    *known += count;
                    if key < *first {
                        (*first, *first_skip) = (key, skip);
                    }
                }
                None => {
                    self.skipped.insert(reason, (count, key, skip));
                }
            }
        }
        self.cleaning.merge(other.cleaning);
        self
    }

    /// Adds up what all threads have gathered.
    pub(crate) fn finish(shares: Vec<Collector>, aliases: &Aliases) -> Audit {
        let all = shares
            .into_iter()
            .reduce(Collector::merge)
            .unwrap_or_default();
        let mut audit = Audit {
            newest_crawl: all.publishers.values().filter_map(|p| p.newest_crawl).max(),
            cleaned: all.cleaning.finish(),
            ..Audit::default()
        };
        for (name, mut publisher) in all.publishers {
            publisher.judge_uncrawled();
            audit.publishers.push(publisher.audit(&name, aliases));
            let days = publisher.days.into_iter();
            audit
                .coverage
                .extend(days.map(|((day, language), found)| Coverage {
                    publisher: name.clone(),
                    day,
                    language,
                    amount: found.amount,
                }));
        }
        let skipped = all.skipped.into_iter();
        audit.skipped = skipped
            .map(|(reason, (count, _, first))| SkippedAudit {
                reason,
                count,
                first,
            })
            .collect();
        audit
    }
}

impl Publisher {
    /// Tells which of the articles are in the future that do not say when they
    /// were crawled, if nearly all others do.
    fn judge_uncrawled(&mut self) {
        let sum = |count: fn(&Day) -> u64| self.days.values().map(count).sum::<u64>();
        let (uncrawled, all) = (sum(|d| d.uncrawled), sum(|d| d.amount.articles));
        if uncrawled * MOST_UNCRAWLED > all {
            return;
        }
        for ((published, _), day) in &mut self.days {
            if is_in_future(*published, self.newest_crawl) {
                day.amount.in_future += day.uncrawled;
            }
        }
    }

    fn audit(&self, name: &str, aliases: &Aliases) -> PublisherAudit {
        let mut all = Amount::default();
        let mut without_date = 0;
        let mut languages: BTreeMap<Language, u64> = BTreeMap::new();
        let mut days: Vec<Timestamp> = Vec::new();
        for ((day, language), found) in &self.days {
            let amount = &found.amount;
            all.add(amount);
            *languages.entry(*language).or_default() += amount.articles;
            match day {
                None => without_date += amount.articles,
                Some(_) if amount.in_future == amount.articles => {}
                Some(day) => days.push(*day),
            }
        }
        days.dedup();
        let gap = |pair: &[Timestamp]| {
            let (first, last) = (pair[0].next_day()?, pair[1].previous_day()?);
            (first <= last).then_some((first, last))
        };
        PublisherAudit {
            publisher: name.to_owned(),
            is_listed: aliases.knows(name),
            all,
            without_date,
            first_day: days.first().copied(),
            last_day: days.last().copied(),
            days: days.len() as u64,
            gaps: days.windows(2).filter_map(gap).collect(),
            languages: most_first(languages),
            encodings: most_first(self.encodings.clone()),
            not_counted: self.not_counted.iter().map(|(r, n)| (*r, *n)).collect(),
        }
    }
}

/// Among how many articles one may fail to say when it was crawled.
const MOST_UNCRAWLED: u64 = 10;

fn is_in_future(published: Option<Timestamp>, crawled: Option<Timestamp>) -> bool {
    let (Some(published), Some(crawled)) = (published, crawled) else {
        return false;
    };
    crawled.next_day().is_some_and(|last| published > last)
}

fn most_first<K: Ord>(counts: BTreeMap<K, u64>) -> Vec<(K, u64)> {
    let mut counts: Vec<(K, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

//! What a corpus covers, and what about it is odd.
//!
//! What is gathered depends on the documents alone and can be gathered in parts
//! that are merged in any order. It needs memory for each publisher, day and
//! language, and none for a document.

use std::collections::BTreeMap;

use malmoi_corpus::{Aliases, Corpus, Document, Entry, Fate, Skip, SkipReason, Timestamp};
use malmoi_text::{Detector, Language};

use crate::articles::{full_text, publisher_of};
use crate::cleaning::{Cleaned, Cleaning};
use crate::reading::{Place, read_on_all_threads, twice};
use crate::survey::find_copies;
use crate::{Error, Progress};

/// What a corpus covers, and what about it is odd.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Audit {
    /// The publishers, by name.
    pub publishers: Vec<PublisherAudit>,
    /// Their articles by publisher, day (those without a date first) and language.
    pub coverage: Vec<Coverage>,
    /// What was skipped, by reason.
    pub skipped: Vec<SkippedAudit>,
    /// The newest day on which an article was crawled; nothing if none says.
    pub newest_crawl: Option<Timestamp>,
    /// What was taken off the texts as known boilerplate while they were read, by
    /// pattern, those that took most characters first.
    pub cleaned: Vec<Cleaned>,
}

/// The articles of one publisher.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PublisherAudit {
    /// Its name, or [`UNKNOWN_PUBLISHER`](crate::UNKNOWN_PUBLISHER).
    pub publisher: String,
    /// Whether the list of publishers has it under this name or another.
    pub is_listed: bool,
    /// The articles of all days and languages together. Its `day` and
    /// `language` mean nothing.
    pub all: Amount,
    /// Articles without a date, or with one that cannot be understood.
    pub without_date: u64,
    /// The first day with an article; days that lie in the future are left out,
    /// here and in what follows.
    pub first_day: Option<Timestamp>,
    /// The last day with an article.
    pub last_day: Option<Timestamp>,
    /// On how many days there is an article.
    pub days: u64,
    /// The stretches between the first and the last day without an article, by
    /// their first and last days.
    pub gaps: Vec<(Timestamp, Timestamp)>,
    /// In how many languages articles are, most frequent first.
    pub languages: Vec<(Language, u64)>,
    /// What the bytes were decoded as, most frequent first.
    pub encodings: Vec<(&'static str, u64)>,
    /// How many articles do not count since another stands for each, by reason.
    pub stood_for: Vec<(SkipReason, u64)>,
}

/// The articles of one publisher, day and language.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Coverage {
    /// The publisher, or [`UNKNOWN_PUBLISHER`](crate::UNKNOWN_PUBLISHER).
    pub publisher: String,
    /// The day of publication, if it is known.
    pub day: Option<Timestamp>,
    /// The language most of the article is in.
    pub language: Language,
    /// How many there are.
    pub amount: Amount,
}

/// How many articles there are, and how many of them are odd.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Amount {
    /// All articles.
    pub articles: u64,
    /// The characters of their texts, titles left out.
    pub characters: u64,
    /// What stands between white space in their texts, titles left out: in Korean
    /// words with their particles. Cheap to count, so that there is always something
    /// to set numbers against.
    pub words: u64,
    /// Their running words as the analyzer splits them, titles included; nothing
    /// where they were not counted.
    pub tokens: Option<u64>,
    /// Articles whose text has fewer than [`TINY`] characters.
    pub tiny: u64,
    /// Articles published later than the day after they were crawled; the day
    /// between is for clocks in other time zones. An article that does not say
    /// when it was crawled is set beside the publisher's newest crawl, if nine of
    /// ten articles of that publisher say; else nobody knows, as they may come
    /// from another crawl.
    pub in_future: u64,
    /// Articles of which bytes meant nothing and were replaced.
    pub repaired: u64,
    /// Articles that are copies of another.
    pub copies: u64,
    /// Pieces of known boilerplate that were taken off while reading.
    pub cleaned: u64,
    /// Sentences that were left out since a publisher repeats them; nothing where they
    /// were not sought.
    pub left_out: Option<u64>,
}

/// What was skipped for one reason.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SkippedAudit {
    /// The reason.
    pub reason: SkipReason,
    /// How many articles.
    pub count: u64,
    /// The first of them, in the order of the corpus.
    pub first: Skip,
}

/// A text of fewer characters than this is most often a caption, a teaser or
/// the rest of a page that was not read in full: a Korean sentence of news has
/// about sixty.
pub const TINY: u64 = 100;

/// Looks at a corpus on all threads of the current rayon pool, without splitting
/// its texts into words.
///
/// It is read twice, as [`analyze`](crate::analyze) does, which finds editions and
/// copies.
///
/// # Errors
///
/// When `progress` asks to stop, and when a stream cannot be kept.
///
/// # Example
///
/// ```
/// use malmoi::{Corpus, CorpusOptions, Detector};
///
/// let lines = r#"{"press": "가나일보", "date": "2026-01-02", "text": "정부는 대책을 발표했다."}
/// {"press": "가나일보", "date": "2026-01-05", "text": "업계는 환영했다."}"#;
/// let corpus = Corpus::from_reader("-", Box::new(lines.as_bytes()), CorpusOptions::default());
/// let audit = malmoi::audit(corpus, &Detector::new(), &())?;
/// let publisher = &audit.publishers[0];
/// assert_eq!((publisher.all.articles, publisher.all.tiny), (2, 2));
/// let (first, last) = publisher.gaps[0];
/// assert_eq!((first.to_string(), last.to_string()), ("2026-01-03".into(), "2026-01-04".into()));
/// # Ok::<(), malmoi::Error>(())
/// ```
pub fn audit(corpus: Corpus, detector: &Detector, progress: &dyn Progress) -> Result<Audit, Error> {
    let aliases = corpus.options().aliases.clone();
    let [first_pass, corpus] = twice(corpus)?;
    let copies = find_copies(first_pass, progress)?;
    progress.start_pass("looking at articles", corpus.bytes());
    let add = |(): &mut (), share: &mut Collector, place: Place, entry: Entry| {
        let key = place.key();
        let document = match entry {
            Entry::Document(document) => document,
            Entry::Skipped(skip) => return share.skip(key, &skip),
        };
        let is_copy = match copies.fate(key, &document) {
            Fate::Alone | Fate::First => false,
            Fate::CopyOf(_) => true,
            Fate::ReplacedBy(_) => {
                return share.duplicate(key, &document, SkipReason::NewerEdition);
            }
            Fate::CrawledAgain(_) => {
                return share.duplicate(key, &document, SkipReason::CrawledAgain);
            }
        };
        let language = detector.detect(&full_text(&document)).language;
        share.add(key, &document, language, is_copy, None);
    };
    let read = read_on_all_threads(corpus, progress, || (), add)?;
    progress.finish_reading();
    Ok(Collector::finish(read.shares, &aliases))
}

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
    stood_for: BTreeMap<SkipReason, u64>,
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
    pub(crate) fn add(
        &mut self,
        key: u64,
        document: &Document,
        language: Language,
        is_copy: bool,
        counted: Option<Counted>,
    ) {
        self.cleaning.add(key, document);
        let publisher = self.publisher(document);
        *publisher
            .encodings
            .entry(document.encoding.name())
            .or_default() += 1;
        let published = document.published_at.map(Timestamp::day);
        let crawled = document.crawled_at.map(Timestamp::day);
        publisher.newest_crawl = publisher.newest_crawl.max(crawled);
        let characters = document.text.chars().count() as u64;
        let day = publisher.days.entry((published, language)).or_default();
        day.uncrawled += u64::from(crawled.is_none());
        day.amount.add(&Amount {
            articles: 1,
            characters,
            words: document.text.split_whitespace().count() as u64,
            tokens: counted.map(|counted| counted.tokens),
            tiny: u64::from(characters < TINY),
            in_future: u64::from(is_in_future(published, crawled)),
            repaired: u64::from(document.replaced > 0),
            copies: u64::from(is_copy),
            cleaned: document.removed.iter().count() as u64,
            left_out: counted.map(|counted| counted.left_out),
        });
    }

    /// Adds an article that another stands for.
    pub(crate) fn duplicate(&mut self, key: u64, document: &Document, reason: SkipReason) {
        let stood_for = &mut self.publisher(document).stood_for;
        *stood_for.entry(reason).or_default() += 1;
        self.skip(key, &Skip::of(document, reason, ""));
    }

    fn publisher(&mut self, document: &Document) -> &mut Publisher {
        self.publishers
            .entry(publisher_of(document).to_owned())
            .or_default()
    }

    /// Adds what is no article; `key` orders it among all entries.
    pub(crate) fn skip(&mut self, key: u64, skip: &Skip) {
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
            for (reason, count) in theirs.stood_for {
                *ours.stood_for.entry(reason).or_default() += count;
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
            stood_for: self.stood_for.iter().map(|(r, n)| (*r, *n)).collect(),
        }
    }
}

impl Amount {
    fn add(&mut self, other: &Amount) {
        self.articles += other.articles;
        self.characters += other.characters;
        self.words += other.words;
        self.tokens = sum(self.tokens, other.tokens);
        self.tiny += other.tiny;
        self.in_future += other.in_future;
        self.repaired += other.repaired;
        self.copies += other.copies;
        self.cleaned += other.cleaned;
        self.left_out = sum(self.left_out, other.left_out);
    }
}

impl std::iter::Sum for Amount {
    fn sum<I: Iterator<Item = Amount>>(all: I) -> Amount {
        all.fold(Amount::default(), |mut sum, amount| {
            sum.add(&amount);
            sum
        })
    }
}

fn sum(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a + b),
        (a, b) => a.or(b),
    }
}

impl PublisherAudit {
    /// Returns on how many days between the first and the last there is no
    /// article.
    pub fn days_missing(&self) -> u64 {
        let days = |(first, last): &(Timestamp, Timestamp)| last.days_since(*first) + 1;
        self.gaps.iter().map(days).sum::<i64>().unsigned_abs()
    }

    /// Returns the longest stretch without an article, the first of equals.
    pub fn longest_gap(&self) -> Option<(Timestamp, Timestamp)> {
        let days = |(first, last): &(Timestamp, Timestamp)| last.days_since(*first);
        // Of equals, `max_by_key` takes the last.
        self.gaps.iter().rev().copied().max_by_key(days)
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

#[cfg(test)]
mod tests {
    use malmoi_corpus::CorpusOptions;

    use super::*;

    fn read(lines: &str) -> Audit {
        let lines = std::io::Cursor::new(lines.to_owned());
        let corpus = Corpus::from_reader("-", Box::new(lines), CorpusOptions::default());
        audit(corpus, &Detector::new(), &()).unwrap()
    }

    fn day(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn line(press: &str, date: &str, crawled: &str) -> String {
        format!(
            "{{\"press\": \"{press}\", \"date\": \"{date}\", \"crawled_at\": \"{crawled}\", \
             \"text\": \"가나 다라\"}}\n"
        )
    }

    #[test]
    fn the_future_is_told_by_crawls_and_left_out_of_days() {
        let mut lines = line("가", "2026-01-02", "2026-01-02")
            + &line("가", "2026-01-03", "2026-01-02")
            + &line("가", "2026-01-04", "2026-01-02");
        lines += &line("나", "2026-01-11", "2026-01-10").repeat(9);
        lines += &line("나", "2026-01-12", "");
        let found = read(&lines);
        assert_eq!(found.newest_crawl, Some(day("2026-01-10")));
        let [first, second] = &found.publishers[..] else {
            panic!("{found:?}");
        };
        assert_eq!((first.all.articles, first.all.in_future), (3, 1));
        assert_eq!(first.last_day, Some(day("2026-01-03")));
        assert_eq!((second.all.in_future, second.days), (1, 1));
    }

    #[test]
    fn what_may_be_of_another_crawl_is_not_in_the_future() {
        // Neither by another publisher's crawl, nor by its own, older one.
        let lines = line("가", "2026-01-02", "2026-01-02")
            + &line("나", "2026-01-09", "").repeat(3)
            + &line("나", "2026-01-02", "2026-01-02");
        let found = read(&lines);
        let in_future: Vec<u64> = found.publishers.iter().map(|p| p.all.in_future).collect();
        assert_eq!(in_future, [0, 0]);
        assert_eq!(found.publishers[1].last_day, Some(day("2026-01-09")));
        let gap = Some((day("2026-01-03"), day("2026-01-08")));
        assert_eq!(found.publishers[1].longest_gap(), gap);
        assert_eq!(found.publishers[1].days_missing(), 6);
    }

    #[test]
    fn what_was_taken_off_is_told_by_pattern() {
        let found = read(
            "{\"text\": \"가나 (사진=가) 다라.\"}\n\
             {\"text\": \"가나 라마.\\n▶ 국민청원 바로가기\\n마바 [사진=나다] (사진=라)\"}",
        );
        let told: Vec<_> = found.cleaned.iter().collect();
        let [credits, buttons] = told[..] else {
            panic!("{told:?}");
        };
        assert_eq!(credits.pattern, "bracket 사진 = …");
        assert_eq!((credits.pieces, credits.articles), (3, 2));
        assert_eq!(
            (credits.characters, credits.example.as_str()),
            (19, "(사진=가)")
        );
        assert_eq!(buttons.example, "▶ 국민청원 바로가기");
    }

    #[test]
    fn skips_are_counted_by_reason_with_the_first() {
        let found = read("{\"press\": \"KBS\", \"text\": \"가나\"}\nx\n{\"a\": 1}\ny\n");
        let told: Vec<_> = found
            .skipped
            .iter()
            .map(|s| (s.count, s.first.line))
            .collect();
        assert_eq!(told, [(2, Some(2)), (1, Some(3))]);
        assert!(found.publishers[0].is_listed);
        assert_eq!(found.newest_crawl, None);
    }

    #[test]
    fn languages_and_encodings_come_by_frequency() {
        let long = "정부는 새해 반도체 수출 대책을 발표했다. ".repeat(10);
        let english = "The government announced measures for the export of chips. ".repeat(3);
        let lines: Vec<String> = [long.as_str(), "짧다", english.as_str()]
            .iter()
            .map(|text| {
                format!("{{\"press\": \"가\", \"date\": \"2026-01-02\", \"text\": \"{text}\"}}")
            })
            .collect();
        let found = read(&lines.join("\n"));
        let publisher = &found.publishers[0];
        assert_eq!(
            publisher.languages,
            [(Language::KOREAN, 2), (Language::ENGLISH, 1)]
        );
        assert_eq!(publisher.encodings, [("UTF-8", 3)]);
        assert_eq!((publisher.all.tiny, publisher.days), (1, 1));
        assert_eq!(found.coverage.len(), 2);
    }
}

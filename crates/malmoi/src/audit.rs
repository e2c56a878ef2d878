//! What a corpus covers, and what about it is odd.
//!
//! What is gathered depends on the documents alone. It needs memory for each
//! publisher, day and language, and for a document what the search for copies keeps.

mod collector;
mod seen;

use std::io;

use malmoi_corpus::{
    Copies, CopyFinder, Corpus, Encoding, Entry, Fate, Skip, SkipReason, Timestamp,
};
use malmoi_text::{Detector, Language};
use rayon::prelude::*;
use serde::{Deserialize, Deserializer, Serialize};

pub(crate) use collector::{Collector, Counted};

use crate::articles::full_text;
use crate::cleaning::Cleaned;
use crate::reading::{Place, read_on_all_threads};
use crate::spool::{Spool, Spooled};
use crate::{Error, Progress};

/// What a corpus covers, and what about it is odd.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
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
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
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
    #[serde(deserialize_with = "encodings")]
    pub encodings: Vec<(&'static str, u64)>,
    /// How many articles do not count, by reason: since another stands for each, or since
    /// they could not be read although it is known whose they are.
    pub not_counted: Vec<(SkipReason, u64)>,
}

/// The articles of one publisher, day and language.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
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
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
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
    /// Articles whose text has at least [`HUGE`] characters.
    pub huge: u64,
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

/// Reads the names of encodings, of which there are but a few.
fn encodings<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<(&'static str, u64)>, D::Error> {
    let named: Vec<(Encoding, u64)> = Vec::<(String, u64)>::deserialize(from)?
        .into_iter()
        .map(|(name, count)| Ok((name.parse().map_err(serde::de::Error::custom)?, count)))
        .collect::<Result<_, D::Error>>()?;
    Ok(named
        .into_iter()
        .map(|(encoding, n)| (encoding.name(), n))
        .collect())
}

/// What was skipped for one reason.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
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

/// A text of so many characters is no article: most often many of them in one file, a book or a
/// log. The longest reports of magazines have half of that.
pub const HUGE: u64 = 200_000;

/// Looks at a corpus on all threads of the current rayon pool, without splitting
/// its texts into words.
///
/// It is read once. Which articles are editions and copies shows in the end, so what the
/// audit needs of each waits in a temporary file until then.
///
/// # Errors
///
/// When `progress` asks to stop, and when the temporary file cannot be kept. A sum that is
/// wrong in the end, which would be a fault of this library, is an error as well.
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
    progress.start_pass("looking at articles", corpus.bytes());
    let add = |(): &mut (), share: &mut Share, place: Place, entry: Entry| {
        let key = place.key();
        match entry {
            Entry::Document(document) => {
                if share.copies.is_empty() {
                    share.copies = CopyFinder::within(SIGNATURES);
                }
                let language = detector.detect(&full_text(&document)).language;
                share.copies.add(key, &document);
                share
                    .seen
                    .push(key, |fields| seen::write(fields, &document, language));
            }
            Entry::Skipped(skip) => share.collector.skip(key, &skip),
        }
    };
    let read = read_on_all_threads(corpus, progress, || (), add)?;
    progress.finish_reading();
    let mut finder = CopyFinder::new();
    let mut collectors = Vec::new();
    let mut seen = Vec::new();
    for share in read.shares {
        finder.merge(share.copies);
        collectors.push(share.collector);
        seen.push(share.seen.finish().map_err(Error::kept)?);
    }
    let copies = finder.finish().map_err(Error::kept)?;
    let gathered: Result<Vec<Collector>, _> = seen
        .into_par_iter()
        .map(|seen| gather(&seen, &copies))
        .collect();
    collectors.extend(gathered.map_err(Error::kept)?);
    let audit = Collector::finish(collectors, &aliases);
    let articles = audit.publishers.iter().map(|p| p.all.articles);
    let skipped = audit.skipped.iter().map(|s| s.count);
    match articles.chain(skipped).sum() {
        ended if ended == read.entries => Ok(audit),
        ended => Err(Error::unbalanced(
            "entries read, and articles or skipped",
            read.entries,
            ended,
        )),
    }
}

/// How many bytes of the signatures of copies one thread keeps in memory, the others in a
/// temporary file: what nothing else of an audit comes near.
const SIGNATURES: usize = 8 << 20;

/// What one thread has seen.
#[derive(Default)]
struct Share {
    copies: CopyFinder,
    /// The articles, until it is known what they are to each other.
    seen: Spool,
    /// All else.
    collector: Collector,
}

/// Gathers what one thread has seen of articles.
fn gather(seen: &Spooled, copies: &Copies) -> io::Result<Collector> {
    let mut collector = Collector::default();
    let mut articles = seen.cursor();
    while articles.peek()?.is_some() {
        let (key, record) = articles.next()?;
        let (place, seen) = seen::read(record)?;
        let is_copy = match copies.fate_of(key) {
            Fate::Alone | Fate::First => false,
            Fate::CopyOf(_) => true,
            fate @ (Fate::ReplacedBy(_) | Fate::CrawledAgain(_)) => {
                let reason = match fate {
                    Fate::ReplacedBy(_) => SkipReason::NewerEdition,
                    _ => SkipReason::CrawledAgain,
                };
                collector.skip(key, &place.skip(reason, seen.publisher));
                continue;
            }
        };
        collector.add_seen(key, &seen, is_copy, None);
    }
    Ok(collector)
}

impl Amount {
    fn add(&mut self, other: &Amount) {
        self.articles += other.articles;
        self.characters += other.characters;
        self.words += other.words;
        self.tokens = sum(self.tokens, other.tokens);
        self.tiny += other.tiny;
        self.huge += other.huge;
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

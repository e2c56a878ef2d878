use std::fmt;

use jiff::civil;
use serde::{Deserialize, Serialize};

/// A date, and a time of day if one was stated, as the clock on the wall
/// showed them.
///
/// A time zone that stands behind the time is read over: news is dated by the
/// day on which its readers got it. A timestamp without a time comes before all
/// others of its day, and differs from one at midnight.
///
/// ```
/// use malmoi_corpus::Timestamp;
///
/// let stated = Timestamp::parse("2026년 1월 2일 오후 3:05").unwrap();
/// assert_eq!(stated.to_string(), "2026-01-02T15:05:00");
/// assert_eq!(stated.day().to_string(), "2026-01-02");
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(into = "String", try_from = "String")]
pub struct Timestamp {
    date: civil::Date,
    time: Option<civil::Time>,
}

impl Timestamp {
    /// Reads a timestamp, such as `2026-01-02 00:00`, ISO 8601, `2026.01.02.`,
    /// `20260102`, `20260102T103000`, `20260102103000`, `Jan 2, 2026`, `2 January 2026`, `2026년 1월 2일 오후 3:05`,
    /// or the date of an e-mail. The year has four digits, and comes first
    /// unless the month is a word.
    ///
    /// Returns `None` when anything is left over, or when there is no such day.
    pub fn parse(text: &str) -> Option<Timestamp> {
        let (found, rest) = Timestamp::parse_prefix(text)?;
        rest.trim().is_empty().then_some(found)
    }

    /// Reads the timestamp that `text` begins with; returns what is left.
    pub(crate) fn parse_prefix(text: &str) -> Option<(Timestamp, &str)> {
        let mut scan = Scan {
            rest: text.trim_start(),
        };
        let (date, after) = match scan.compact() {
            Some((date, after)) => (date, Some(after)),
            None => (scan.date()?, scan.after_date()),
        };
        let (time, rest) = match after {
            Some((time, rest)) => (Some(time), rest),
            None => (None, scan.rest),
        };
        // Half a number is no number.
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        Some((Timestamp { date, time }, rest))
    }

    /// Returns the same day without a time: what articles of one day share.
    pub fn day(self) -> Timestamp {
        Timestamp { time: None, ..self }
    }

    /// Returns the day after this, without a time; nothing after the last day of
    /// the calendar.
    ///
    /// ```
    /// use malmoi_corpus::Timestamp;
    ///
    /// let last = Timestamp::parse("2026-02-28 12:00").unwrap();
    /// let next = last.next_day().unwrap();
    /// assert_eq!(next.to_string(), "2026-03-01");
    /// assert_eq!(next.previous_day(), Some(last.day()));
    /// assert_eq!(next.days_since(last), 1);
    /// ```
    pub fn next_day(self) -> Option<Timestamp> {
        let date = self.date.tomorrow().ok()?;
        Some(Timestamp { date, time: None })
    }

    /// Returns the day before this, without a time; nothing before the first day
    /// of the calendar.
    pub fn previous_day(self) -> Option<Timestamp> {
        let date = self.date.yesterday().ok()?;
        Some(Timestamp { date, time: None })
    }

    /// Returns the Monday of its week, as ISO 8601 has weeks, without a time.
    ///
    /// ```
    /// use malmoi_corpus::Timestamp;
    ///
    /// let monday = |day| Timestamp::parse(day).unwrap().week_start().to_string();
    /// assert_eq!(monday("2026-01-01 09:00"), "2025-12-29");
    /// assert_eq!(monday("2025-12-29"), "2025-12-29");
    /// ```
    pub fn week_start(self) -> Timestamp {
        let mut start = self.day();
        while start.date.weekday() != civil::Weekday::Monday {
            // The calendar begins in the middle of a week.
            let Some(before) = start.previous_day() else {
                break;
            };
            start = before;
        }
        start
    }

    /// Returns how many days lie between `earlier` and this, times of day left
    /// out; negative if it is not earlier.
    pub fn days_since(self, earlier: Timestamp) -> i64 {
        i64::from((self.date - earlier.date).get_days())
    }

    /// By how many bits [`ordinal`](Timestamp::ordinal) is moved to leave the day.
    pub(crate) const DAY_SHIFT: u32 = 18;

    /// Returns a number above 0 that orders timestamps of the years from 0 on as
    /// they order themselves, down to the second.
    pub fn ordinal(self) -> u64 {
        let part = |n: i8| u64::from(n.unsigned_abs());
        let year = u64::from(self.date.year().unsigned_abs());
        let day = (year * 16 + part(self.date.month())) * 32 + part(self.date.day());
        // One second later, so that no time comes before midnight.
        let time = self.time.map_or(0, |t| {
            1 + (part(t.hour()) * 60 + part(t.minute())) * 60 + part(t.second())
        });
        day << Timestamp::DAY_SHIFT | time
    }

    /// Whether a time of day was stated.
    pub fn has_time(self) -> bool {
        self.time.is_some()
    }
}

/// Writes ISO 8601: `2026-01-02`, or `2026-01-02T15:05:00` with a time.
impl From<Timestamp> for String {
    fn from(timestamp: Timestamp) -> String {
        timestamp.to_string()
    }
}

/// The error is a text that is no timestamp.
impl TryFrom<String> for Timestamp {
    type Error = String;

    fn try_from(text: String) -> Result<Timestamp, String> {
        Timestamp::parse(&text).ok_or(text)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = (self.date.year(), self.date.month(), self.date.day());
        write!(f, "{y:04}-{m:02}-{d:02}")?;
        if let Some(t) = self.time {
            write!(f, "T{:02}:{:02}:{:02}", t.hour(), t.minute(), t.second())?;
        }
        Ok(())
    }
}

/// Reads from the front of a text. Each method takes what it understands, or
/// returns `None`; what it took by then is lost, so callers copy before they
/// try.
#[derive(Clone, Copy)]
struct Scan<'t> {
    rest: &'t str,
}

impl<'t> Scan<'t> {
    fn date(&mut self) -> Option<civil::Date> {
        for form in [Scan::numeric_date, Scan::korean_date, Scan::english_date] {
            let mut scan = *self;
            if let Some(date) = form(&mut scan) {
                *self = scan;
                return Some(date);
            }
        }
        None
    }

    /// `20260102103000` and `202601021030`, with the zone; and what is left.
    fn compact(mut self) -> Option<(civil::Date, (civil::Time, &'t str))> {
        let (year, month, day) = (self.digits(4, 4)?, self.digits(2, 2)?, self.digits(2, 2)?);
        let time = self.compact_time()?;
        self.zone();
        Some((date(year, month, day)?, (time, self.rest)))
    }

    /// `103000` and `1030`; a number of another length is no time.
    fn compact_time(&mut self) -> Option<civil::Time> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if !matches!(digits, 4 | 6) {
            return None;
        }
        let (hour, minute) = (self.digits(2, 2)?, self.digits(2, 2)?);
        time(hour, minute, self.digits(2, 2).unwrap_or(0))
    }

    /// `2026-01-02`, `2026.1.2.`, `2026/01/02`, `20260102`.
    fn numeric_date(&mut self) -> Option<civil::Date> {
        let year = self.digits(4, 4)?;
        if self.rest.starts_with(|c: char| c.is_ascii_digit()) {
            let (month, day) = (self.digits(2, 2)?, self.digits(2, 2)?);
            return date(year, month, day);
        }
        let separator = self.one_of("-./")?;
        self.spaces();
        let month = self.digits(1, 2)?;
        self.exactly(separator)?;
        self.spaces();
        let day = self.digits(1, 2)?;
        if separator == '.' {
            self.one_of(".");
        }
        self.korean_weekday();
        self.english_weekday();
        date(year, month, day)
    }

    /// `2026년 1월 2일`.
    fn korean_date(&mut self) -> Option<civil::Date> {
        let mut part = |unit, max| {
            let number = self.digits(1, max)?;
            self.spaces();
            self.exactly(unit)?;
            self.spaces();
            Some(number)
        };
        let (year, month, day) = (part('년', 4)?, part('월', 2)?, part('일', 2)?);
        self.korean_weekday();
        date(year, month, day)
    }

    /// `Jan. 2, 2026`, `2 January 2026`, `02-Jan-2026`, `Friday, January 2, 2026`.
    fn english_date(&mut self) -> Option<civil::Date> {
        let mut scan = *self;
        if scan.word().is_some_and(|w| is_name(w, WEEKDAYS)) {
            scan.one_of(".");
            scan.one_of(",");
            scan.spaces();
            *self = scan;
        }
        let first = self.digits(1, 2);
        if first.is_some() {
            self.ordinal();
            self.spaces();
        }
        let dash = first.and_then(|_| self.one_of("-"));
        let word = self.word()?;
        let month = MONTHS.iter().position(|m| is_name(word, &[m]))? as u32 + 1;
        match dash {
            Some(dash) => self.exactly(dash)?,
            None => drop(self.one_of(".")),
        }
        let day = match first {
            Some(day) => day,
            None => {
                self.spaces();
                let day = self.digits(1, 2)?;
                self.ordinal();
                day
            }
        };
        self.one_of(",");
        self.spaces();
        date(self.digits(4, 4)?, month, day)
    }

    /// The time behind a date, with its zone; and what is left.
    fn after_date(mut self) -> Option<(civil::Time, &'t str)> {
        if self.one_of("Tt").is_some() {
            if let Some(time) = self.compact_time() {
                self.zone();
                return Some((time, self.rest));
            }
        } else {
            self.one_of(",");
            self.spaces();
            if self.rest.starts_with("at ") {
                self.word();
                self.spaces();
            }
        }
        let mut noon = self.noon();
        self.spaces();
        let mut hour = self.digits(1, 2)?;
        let (minute, second) = if self.exactly('시').is_some() {
            (self.korean_unit('분'), self.korean_unit('초'))
        } else {
            self.exactly(':')?;
            // `9:4` stands beside `2026-3-5`.
            let minute = self.digits(2, 2).or_else(|| self.digits(1, 1))?;
            let second = self.exactly(':').and_then(|_| self.digits(2, 2));
            if second.is_some() && self.one_of(".,").is_some() {
                self.digits(1, 9)?;
            }
            (Some(minute), second)
        };
        if noon.is_none() {
            let mut scan = self;
            scan.spaces();
            noon = scan.noon();
            if noon.is_some() {
                self = scan;
            }
        }
        if let Some(afternoon) = noon
            && hour <= 12
        {
            hour = hour % 12 + if afternoon { 12 } else { 0 };
        }
        self.zone();
        let time = time(hour, minute.unwrap_or(0), second.unwrap_or(0))?;
        Some((time, self.rest))
    }

    fn korean_unit(&mut self, unit: char) -> Option<u32> {
        let mut scan = *self;
        scan.spaces();
        let number = scan.digits(1, 2)?;
        scan.exactly(unit)?;
        *self = scan;
        Some(number)
    }

    /// Whether it is after noon, if that is said here.
    fn noon(&mut self) -> Option<bool> {
        const WORDS: [(&str, bool); 10] = [
            ("오전", false),
            ("오후", true),
            ("AM", false),
            ("PM", true),
            ("am", false),
            ("pm", true),
            ("a.m.", false),
            ("p.m.", true),
            ("A.M.", false),
            ("P.M.", true),
        ];
        let (word, afternoon) = WORDS.iter().find(|(w, _)| self.rest.starts_with(w))?;
        self.rest = &self.rest[word.len()..];
        Some(*afternoon)
    }

    /// Reads over `Z`, `+09:00`, `+0900`, `KST`, `(KST)`, `[Asia/Seoul]`.
    fn zone(&mut self) {
        let mut scan = *self;
        scan.spaces();
        if scan.one_of("+-").is_some() && scan.digits(2, 2).is_some() {
            scan.exactly(':');
            scan.digits(2, 2);
            *self = scan;
            scan.spaces();
        }
        let end = match scan.one_of("([") {
            Some('(') => Some(')'),
            Some(_) => Some(']'),
            None => None,
        };
        let zone = scan.take(|c| c.is_ascii_alphabetic() || end.is_some() && "/_+-".contains(c));
        let known = [
            "Z", "z", "UTC", "GMT", "KST", "JST", "EST", "EDT", "ET", "PST", "PDT", "PT", "CST",
            "CDT", "CT", "MST", "MDT", "MT", "BST", "CET", "CEST",
        ];
        let closed = end.is_none_or(|c| scan.exactly(c).is_some());
        if closed && (known.contains(&zone) || end == Some(']') && zone.contains('/')) {
            *self = scan;
        }
    }

    /// Reads over `(금)` and ` 금요일`.
    fn korean_weekday(&mut self) {
        let mut scan = *self;
        scan.spaces();
        let bracket = scan.exactly('(').is_some();
        if scan.one_of("월화수목금토일").is_none() {
            return;
        }
        let long = scan.rest.strip_prefix("요일");
        scan.rest = long.unwrap_or(scan.rest);
        if if bracket {
            scan.exactly(')').is_some()
        } else {
            long.is_some()
        } {
            *self = scan;
        }
    }

    /// Reads over `(Fri)` and ` Friday`.
    fn english_weekday(&mut self) {
        let mut scan = *self;
        scan.spaces();
        let bracket = scan.exactly('(').is_some();
        let named = scan.word().is_some_and(|word| is_name(word, WEEKDAYS));
        if named && (!bracket || scan.exactly(')').is_some()) {
            *self = scan;
        }
    }

    fn ordinal(&mut self) {
        for suffix in ["st", "nd", "rd", "th"] {
            self.rest = self.rest.strip_prefix(suffix).unwrap_or(self.rest);
        }
    }

    fn digits(&mut self, min: usize, max: usize) -> Option<u32> {
        let digits = self
            .rest
            .bytes()
            .take(max)
            .take_while(u8::is_ascii_digit)
            .count();
        if digits < min {
            return None;
        }
        let (number, rest) = self.rest.split_at(digits);
        self.rest = rest;
        number.parse().ok()
    }

    fn word(&mut self) -> Option<&'t str> {
        let word = self.take(|c| c.is_ascii_alphabetic());
        (!word.is_empty()).then_some(word)
    }

    fn take(&mut self, want: impl Fn(char) -> bool) -> &'t str {
        let end = self.rest.find(|c| !want(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn spaces(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn one_of(&mut self, set: &str) -> Option<char> {
        let c = self.rest.chars().next().filter(|&c| set.contains(c))?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn exactly(&mut self, c: char) -> Option<()> {
        self.rest = self.rest.strip_prefix(c)?;
        Some(())
    }
}

/// The English names of months, in small letters.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The English names of weekdays, in small letters.
pub(crate) const WEEKDAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Whether `word` is one of `names`, in full or cut to three letters or more.
pub(crate) fn is_name(word: &str, names: &[&str]) -> bool {
    let fits = |name: &&str| {
        name.get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    // A longer cut than four letters, such as "Janua", is nobody's habit.
    names
        .iter()
        .any(|n| fits(n) && (word.len() == n.len() || matches!(word.len(), 3 | 4)))
}

/// Returns the time of day, if there is one; a leap second is folded into the second before it.
fn time(hour: u32, minute: u32, second: u32) -> Option<civil::Time> {
    let part = |n: u32| i8::try_from(n).ok();
    civil::Time::new(part(hour)?, part(minute)?, part(second.min(59))?, 0).ok()
}

/// Returns the day, if there is one; the years before 1000 are typing errors.
fn date(year: u32, month: u32, day: u32) -> Option<civil::Date> {
    let year = i16::try_from(year).ok().filter(|y| *y >= 1000)?;
    civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_forms_are_read() {
        for (text, want) in [
            ("2026-01-02 00:00", "2026-01-02T00:00:00"),
            ("2026-01-02", "2026-01-02"),
            ("2026-01-02T03:04:05", "2026-01-02T03:04:05"),
            ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05"),
            ("2026-01-02T03:04:05.123+09:00", "2026-01-02T03:04:05"),
            (
                "2026-01-02T03:04:05+09:00[Asia/Seoul]",
                "2026-01-02T03:04:05",
            ),
            ("2026-01-02 03:04 +0900", "2026-01-02T03:04:00"),
            ("2026-01-02 03:04 KST", "2026-01-02T03:04:00"),
            ("2026.01.02.", "2026-01-02"),
            ("2026. 1. 2. 오후 3:05", "2026-01-02T15:05:00"),
            ("2026.01.02 (금) 23:26", "2026-01-02T23:26:00"),
            ("2026/1/2", "2026-01-02"),
            ("20260102", "2026-01-02"),
            ("20260102 0:30", "2026-01-02T00:30:00"),
            ("20260102103000", "2026-01-02T10:30:00"),
            ("202601021030 KST", "2026-01-02T10:30:00"),
            ("20260102T103000Z", "2026-01-02T10:30:00"),
            ("Jan 2, 2026", "2026-01-02"),
            ("January 2, 2026", "2026-01-02"),
            ("Sept. 3, 2025 at 3:05 p.m.", "2025-09-03T15:05:00"),
            ("2 January 2026", "2026-01-02"),
            ("02-Jan-2026", "2026-01-02"),
            ("2026-1-2 9:4", "2026-01-02T09:04:00"),
            ("Jan. 2, 2026 9:14 AM ET", "2026-01-02T09:14:00"),
            ("04 Jan. 2026, 23:26", "2026-01-04T23:26:00"),
            ("January 2nd, 2026", "2026-01-02"),
            ("Fri, 02 Jan 2026 00:00:00 +0900", "2026-01-02T00:00:00"),
            ("Friday, January 2, 2026 12:30 AM", "2026-01-02T00:30:00"),
            ("2026년 1월 2일 오후 3:05", "2026-01-02T15:05:00"),
            ("2026년 1월 2일 금요일 오전 12시 5분", "2026-01-02T00:05:00"),
            ("2026년1월2일 15시", "2026-01-02T15:00:00"),
        ] {
            let found = Timestamp::parse(text).map(|t| t.to_string());
            assert_eq!(found.as_deref(), Some(want), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "yesterday",
            "2026",
            "2026-13-01",
            "2026-02-30",
            "2026-01-02 25:00",
            "26-01-02",
            "02/01/2026",
            "202601021",
            "20260102253000",
            "2026010210300",
            "2026-01-021030",
            "20261302103000",
            "2026-01-02 and more",
            "Mayor 2, 2026",
            "12:30",
            "0000-00-00 00:00",
            "January 2026",
            "02-Jan 2026",
            "2026-01.02",
        ] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_stated_midnight_is_not_the_bare_day() {
        let midnight = Timestamp::parse("2026-01-02 00:00").unwrap();
        let day = Timestamp::parse("2026-01-02").unwrap();
        assert!(midnight.has_time() && !day.has_time());
        assert!(day < midnight);
        assert_eq!(midnight.day(), day);
    }
}

//! What stands in a field that is known to hold a date, where more can be told than in the
//! middle of a text.

use jiff::SignedDuration;
use jiff::civil;

use crate::Timestamp;
use crate::plain::date_line;

/// Reads the value of a date field: a [`Timestamp`], one with a label (`입력 2026.01.02 10:30`) or
/// several of them, of which the first counts, seconds or milliseconds since 1970, and in
/// articles in Korean a year of two digits (`26.01.02`), which elsewhere may be the day.
pub(crate) fn read(value: &str, is_korean: bool) -> Option<Timestamp> {
    let value = value.trim();
    let short_year = || {
        let rest = without_label(value);
        is_korean.then(|| with_century(rest)).flatten()
    };
    Timestamp::parse(value)
        .or_else(|| date_line(value))
        .or_else(|| since_epoch(value))
        .or_else(|| date_line(&short_year()?))
}

/// The years that a number of seconds or milliseconds is taken for.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// Reads whole seconds or milliseconds since 1970, or seconds with decimals, as of a clock in
/// UTC: the number has no zone. One of another year is none.
fn since_epoch(value: &str) -> Option<Timestamp> {
    let (whole, decimals) = value.split_once('.').unwrap_or((value, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || decimals.len() > 9 {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let at = |since: SignedDuration| {
        let epoch = civil::date(1970, 1, 1).at(0, 0, 0, 0);
        let at = epoch.checked_add(since).ok()?;
        let is_plausible = YEARS.contains(&at.year());
        is_plausible.then(|| Timestamp::parse(&at.to_string()))?
    };
    match whole.len() {
        9..=10 => at(SignedDuration::from_secs(number)),
        12..=13 => at(SignedDuration::from_secs(number / 1000)),
        _ => None,
    }
}

/// Returns a date whose year has two digits, with all four.
fn with_century(value: &str) -> Option<String> {
    let (year, rest) = value.split_once('.')?;
    let is_year = year.len() == 2 && year.bytes().all(|b| b.is_ascii_digit());
    let century = if year < "70" { "20" } else { "19" };
    is_year.then(|| format!("{century}{year}.{rest}"))
}

/// Returns what begins with the first digit, if what stands before it is a word at most.
fn without_label(value: &str) -> &str {
    let start = value.find(|c: char| c.is_ascii_digit());
    let is_label = |at: &usize| !value[..*at].trim_end().contains(char::is_whitespace);
    &value[start.filter(is_label).unwrap_or_default()..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(value: &str, is_korean: bool) -> Option<String> {
        read(value, is_korean).map(|at| at.to_string())
    }

    #[test]
    fn fields_hold_labels_and_numbers_of_seconds() {
        for (value, want) in [
            ("2026-01-02 10:30", "2026-01-02T10:30:00"),
            ("입력 2026.01.02 10:30", "2026-01-02T10:30:00"),
            ("기사입력 : 2026.01.02. 오후 3:05", "2026-01-02T15:05:00"),
            (
                "입력 2026.01.02 10:30 수정 2026.01.03 11:00",
                "2026-01-02T10:30:00",
            ),
            ("수정 2026.01.03 / 입력 2026.01.02", "2026-01-02"),
            ("수정 2026.01.03", "2026-01-03"),
            ("최종편집 2026.01.03 기사등록일시 2026.01.02", "2026-01-02"),
            ("송고시간 2026-01-02 10:30", "2026-01-02T10:30:00"),
            ("1767349800", "2026-01-02T10:30:00"),
            ("1767349800.0", "2026-01-02T10:30:00"),
            ("1767349800123", "2026-01-02T10:30:00"),
            ("20260102103000", "2026-01-02T10:30:00"),
            ("26.01.02", "2026-01-02"),
            ("26.01.02 10:30", "2026-01-02T10:30:00"),
            ("입력 26.01.02. 10:30", "2026-01-02T10:30:00"),
            ("99.12.31", "1999-12-31"),
        ] {
            assert_eq!(told(value, true).as_deref(), Some(want), "{value}");
        }
    }

    #[test]
    fn what_may_be_anything_is_no_date() {
        for value in [
            "",
            "입력",
            "12",
            "12345678",
            // The years 1989 and 2128, and numbers of no length.
            "599999999",
            "5017349800",
            "17673498001",
            "202601021030000",
            "-1767349800",
            "26-01-02",
            "26.13.02",
            "오늘 아침 26.01.02",
        ] {
            assert_eq!(told(value, true), None, "{value}");
        }
        // A day in other languages.
        assert_eq!(told("26.01.02", false), None);
    }
}

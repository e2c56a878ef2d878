//! Lines that say nothing but when an article was published or changed, as pages have them
//! above it: `입력 2026.01.02. 오전 9:14 수정 2026.01.03. 오후 1:20`, `Updated January 2, 2026 at 3:05 p.m.`

use crate::date_labels::{ENGLISH, is_korean};
use crate::timestamp::{MONTHS, WEEKDAYS, is_name};

/// What such a line goes by.
pub(super) const STAMP: &str = "a line that says when it was published";

/// The longest line, in bytes.
const LONGEST: usize = 160;

/// What else stands in it beside numbers. Weekdays and the parts of a date are among them.
const OTHERS: [&str; 48] = [
    "오전",
    "오후",
    "년",
    "월",
    "일",
    "시",
    "분",
    "초",
    "화",
    "수",
    "목",
    "금",
    "토",
    "요일",
    "월요일",
    "화요일",
    "수요일",
    "목요일",
    "금요일",
    "토요일",
    "일요일",
    "시간",
    "기사",
    "최종",
    "am",
    "pm",
    "a",
    "p",
    "m",
    "at",
    "on",
    "last",
    "first",
    "kst",
    "jst",
    "est",
    "edt",
    "et",
    "gmt",
    "utc",
    "pst",
    "pdt",
    "pt",
    "cet",
    "bst",
    "t",
    "z",
    "thurs",
];

/// Whether a line is labels and times, at least one of each with a year, a month and a day.
pub(crate) fn is_stamp(line: &str) -> bool {
    if line.len() > LONGEST || !may_begin(line) {
        return false;
    }
    let (mut labels, mut numbers, mut has_year) = (0, 0, false);
    let mut has_month = false;
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let is_kind: fn(char) -> bool = match c {
            '0'..='9' => |c| c.is_ascii_digit(),
            c if c.is_alphabetic() && c != 'ㅣ' => char::is_alphabetic,
            ' ' | '.' | ',' | ':' | '/' | '-' | '(' | ')' | '[' | ']' | '<' | '>' | '|' | '·'
            | '+' | 'ㅣ' | '｜' | '：' => {
                rest = &rest[c.len_utf8()..];
                continue;
            }
            _ => return false,
        };
        let end = rest.find(|c| !is_kind(c)).unwrap_or(rest.len());
        let word = &rest[..end];
        rest = &rest[end..];
        if c.is_ascii_digit() {
            // 20260305 is three numbers.
            numbers += if word.len() == 8 { 3 } else { 1 };
            // Pages of news are no older; what happened may be.
            let is_year = word.starts_with("199") || word.starts_with("20");
            has_year |= is_year && matches!(word.len(), 4 | 8);
            continue;
        }
        let is = |known: &&str| known.eq_ignore_ascii_case(word);
        let is_label = is_korean(word) || ENGLISH.iter().any(&is);
        let is_month = is_name(word, &MONTHS);
        if !is_label && !is_month && !OTHERS.iter().any(is) && !is_name(word, WEEKDAYS) {
            return false;
        }
        labels += usize::from(is_label);
        has_month |= is_month;
    }
    let is_day = numbers + usize::from(has_month) > 2;
    labels > 0 && has_year && is_day
}

/// Whether a line begins as one of them may, which few lines do.
fn may_begin(line: &str) -> bool {
    let line = line.trim_start_matches(['[', '(', '<', ' ', '|']);
    let mut chars = line.chars();
    match chars.next() {
        Some('0'..='9') => true,
        Some(c) if c.is_ascii_alphabetic() => "PpUuLlFf".contains(c),
        Some(c) => "입수승등송전발게작편업지기최".contains(c),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_with_times_are_no_text() {
        for line in [
            "입력 2026.03.05. 오전 9:14 수정 2026.03.05. 오후 9:14",
            "[입력] 2026-03-05 09:14",
            "승인 2026.03.05 09:14",
            "등록 2026.03.05",
            "기사입력 : 2026-03-05 09:14:00 | 최종수정 : 2026-03-06 10:00",
            "입력 2026년 3월 5일(목) 오전 9시 14분",
            "20260305 09:14 입력",
            "Published: March 5, 2026 at 9:14 a.m. EST | Updated 10:02 a.m.",
            "Last updated on Thu 5 Mar 2026 09.14 GMT",
            "Updated Sept. 5, 2026",
            "Updated Thurs. Sept. 5, 2026",
            "입력 2026-03-05T09:14:00+09:00",
            "기사입력시간 2026-03-05 09:14 ㅣ 수정 2026-03-06 10:00",
            "전송일시 2026-03-05 09:14",
        ] {
            assert!(is_stamp(line), "{line}");
        }
    }

    #[test]
    fn what_says_more_is_text() {
        for line in [
            "",
            "입력",
            "2026년 3월 5일",
            "2026.03.05 09:14",
            "수정안은 2026년 3월 5일 나왔다",
            "등록 3월 5일",
            "입력 2026.03.05 09:14 김철수",
            "입력 2026.03.05 조회 120",
            "최종 2026",
            "Updated figures for 2026",
            "Updated Mayor Decision 2026",
            "Published Sunny Monster May 2 2026",
            "1997년 등록.",
            "1987년 11월 28일 등록.",
            "Published on Monday",
        ] {
            assert!(!is_stamp(line), "{line}");
        }
    }
}

//! Lines that say nothing but when an article was published or changed, as pages have them
//! above it: `입력 2026.01.02. 오전 9:14 수정 2026.01.03. 오후 1:20`, `Updated January 2, 2026 at 3:05 p.m.`

/// What such a line goes by.
pub(super) const STAMP: &str = "a line that says when it was published";

/// The longest line, in bytes.
const LONGEST: usize = 160;

/// What is done at that time. One of them must be there.
const LABELS: [&str; 36] = [
    "입력",
    "수정",
    "승인",
    "등록",
    "송고",
    "발행",
    "게재",
    "게시",
    "작성",
    "업데이트",
    "지면게재",
    "기사입력",
    "기사등록",
    "기사승인",
    "기사수정",
    "기사작성",
    "기사전송",
    "최종수정",
    "최종편집",
    "최종입력",
    "최종업데이트",
    "최초입력",
    "입력일",
    "수정일",
    "등록일",
    "승인일",
    "발행일",
    "입력시간",
    "수정시간",
    "입력일시",
    "수정일시",
    "등록일시",
    "published",
    "updated",
    "posted",
    "modified",
];

/// What else stands in it beside numbers. Weekdays and the parts of a date are among them.
const OTHERS: [&str; 42] = [
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
];

/// The beginnings of the English names of months and weekdays.
const NAMES: [&str; 19] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mon",
    "tue", "wed", "thu", "fri", "sat", "sun",
];

/// Whether a line is labels and times, at least one of each with a year.
pub(super) fn is_stamp(line: &str) -> bool {
    if line.len() > LONGEST || !may_begin(line) {
        return false;
    }
    let (mut labels, mut numbers, mut has_year) = (0, 0, false);
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let is_kind: fn(char) -> bool = match c {
            '0'..='9' => |c| c.is_ascii_digit(),
            c if c.is_alphabetic() => char::is_alphabetic,
            ' ' | '.' | ',' | ':' | '/' | '-' | '(' | ')' | '[' | ']' | '|' | '·' | '+' => {
                rest = &rest[c.len_utf8()..];
                continue;
            }
            _ => return false,
        };
        let end = rest.find(|c| !is_kind(c)).unwrap_or(rest.len());
        let word = &rest[..end];
        rest = &rest[end..];
        if c.is_ascii_digit() {
            numbers += 1;
            let is_year = word.starts_with("19") || word.starts_with("20");
            has_year |= is_year && matches!(word.len(), 4 | 8);
            continue;
        }
        let is = |known: &&str| known.eq_ignore_ascii_case(word);
        let is_label = LABELS.iter().any(&is);
        if !is_label && !OTHERS.iter().any(is) && !is_day_or_month(word) {
            return false;
        }
        labels += usize::from(is_label);
    }
    labels > 0 && has_year && numbers > 0
}

/// Whether a line begins as one of them may, which few lines do.
fn may_begin(line: &str) -> bool {
    let line = line.trim_start_matches(['[', '(', '<', ' ', '|']);
    let mut chars = line.chars();
    match chars.next() {
        Some('0'..='9') => true,
        Some(c) if c.is_ascii_alphabetic() => "PpUuLlFf".contains(c),
        Some(c) => "입수승등송발게작업지기최".contains(c),
        None => false,
    }
}

fn is_day_or_month(word: &str) -> bool {
    word.is_ascii()
        && word.len() <= "september".len()
        && NAMES
            .iter()
            .any(|n| word.get(..3).is_some_and(|w| w.eq_ignore_ascii_case(n)))
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
            "Published on Monday",
        ] {
            assert!(!is_stamp(line), "{line}");
        }
    }
}

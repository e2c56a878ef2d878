//! The words beside a date that say whose it is: `기사입력`, `최종수정`, `등록일시`, `updated`.

/// What is done to an article at a time.
const DONE: [&str; 12] = [
    "입력",
    "수정",
    "승인",
    "등록",
    "송고",
    "전송",
    "발행",
    "게재",
    "게시",
    "작성",
    "편집",
    "업데이트",
];

/// What may stand before that, and behind it, in one word with it.
const BEFORE: [&str; 4] = ["기사", "최초", "최종", "지면"];
const AFTER: [&str; 5] = ["일", "일시", "일자", "시간", "시각"];

/// The same in English.
pub(crate) const ENGLISH: [&str; 4] = ["published", "updated", "posted", "modified"];

/// What a label has that says when an article was changed.
const CHANGES: [&str; 5] = ["updated", "modified", "수정", "업데이트", "편집"];

/// Whether a word is a Korean label.
pub(crate) fn is_korean(word: &str) -> bool {
    let before = BEFORE.iter().filter_map(|before| word.strip_prefix(before));
    std::iter::once(word).chain(before).any(|rest| {
        let after = DONE.iter().filter_map(|done| rest.strip_prefix(done));
        after
            .into_iter()
            .any(|after| after.is_empty() || AFTER.contains(&after))
    })
}

/// Whether a label in small letters says when an article was changed.
pub(crate) fn is_of_change(label: &str) -> bool {
    CHANGES.iter().any(|change| label.contains(change))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_one_word_of_what_was_done() {
        for label in [
            "입력",
            "기사입력",
            "최종수정",
            "입력일시",
            "기사등록일자",
            "지면게재일",
            "업데이트",
        ] {
            assert!(is_korean(label), "{label}");
        }
        for other in [
            "기사",
            "일시",
            "작성자",
            "발행인",
            "입력하세요",
            "재입력",
            "전송량",
            "",
        ] {
            assert!(!is_korean(other), "{other}");
        }
        assert!(is_of_change("최종수정") && is_of_change("last updated") && !is_of_change("입력"));
    }
}

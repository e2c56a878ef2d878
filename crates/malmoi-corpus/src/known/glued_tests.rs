//! What is glued to news, and what stands below a heading.

use super::*;

const NEWS: &str = "정부는 12일 수출 대책을 발표했다. 업계는 이번 조치를 크게 환영했다고 전했다.";

fn strip(text: &str) -> String {
    super::strip(text.to_owned(), &mut Removed::default())
}

/// Checks what becomes of texts in which § stands for two sentences of news.
fn check(cases: &[(&str, &str)]) {
    for (text, want) in cases {
        let (text, want) = (text.replace('§', NEWS), want.replace('§', NEWS));
        let found = strip(&text);
        assert_eq!(found, want, "of {text:?}");
        assert_eq!(strip(&found), found, "again, of {text:?}");
    }
}

#[test]
fn news_behind_a_credit_stays() {
    check(&[
        ("/사진=연합뉴스 §", "§"),
        ("/사진=연합뉴스. §", "§"),
        ("/사진=연합뉴스§", "§"),
        ("/사진=연합뉴스 제공. §", "§"),
        ("/사진=김철수 기자 §", "§"),
        ("/사진=김철수, 이영희 기자 §", "§"),
        ("§ /사진=가나 §", "§ §"),
        ("회의 장면/사진=연합뉴스 §", "회의 장면 §"),
        ("회의 장면/사진=연합뉴스. §", "회의 장면. §"),
        ("회의 장면 /사진 제공=가나시 §", "회의 장면 §"),
        ("회의 장면 | 사진: 가나시 §", "회의 장면 §"),
        (
            "§ /사진=가나 시민단체는 반대 집회를 열겠다고 밝혔고 정부는 이를 금지했다",
            "§ 시민단체는 반대 집회를 열겠다고 밝혔고 정부는 이를 금지했다",
        ),
        (
            "/사진=가나 시민들은 크게 반겼습니다.",
            "시민들은 크게 반겼습니다.",
        ),
        ("§ /사진=예시뉴스 유튜브 채널 ‘가나다’ 화면 캡처", "§"),
        ("§ /사진=연합뉴스TV", "§"),
        ("§ /연합뉴스", "§"),
    ]);
}

#[test]
fn a_label_with_news_behind_it_is_no_credit() {
    for text in [
        "사진제공: 가나시청 이날 행사에는 시민 200여 명이 참석해 자리를 빛냈습니다.",
        "사진: 홍길동 시민들은 크게 반겼습니다.",
        "사진: 시민들은 반깁니다.",
        "사진=시민들이 새로 문을 연 도서관 앞에 줄을 섬",
        "관련 기사: 정부가 새 대책을 냈습니다",
        "무단 전재 및 재배포 금지 규정이 바뀝니다",
    ] {
        check(&[(&format!("§\n{text}\n§"), &format!("§\n{text}\n§"))]);
    }
    for text in [
        "사진제공: 가나시청",
        "사진=김철수 이영희 기자",
        "사진=예시뉴스 유튜브 채널 ‘가나다’ 방송 화면 캡처",
        "저작권은 예시일보에 있습니다.",
        "이 기사는 언론사에서 경제 섹션으로 분류했습니다.",
    ] {
        check(&[(&format!("§\n{text}\n§"), "§\n§")]);
    }
}

#[test]
fn a_caption_goes_with_its_credit() {
    for caption in [
        "▲ 두 정상이 악수하고 있다. /사진=연합뉴스",
        "▲ 두 정상이 악수하고 있다. 2026.1.2/뉴스1 ⓒ News1 홍길동 기자",
        "▲ 두 정상이 악수하고 있다. 뉴스1 ⓒ News1 홍길동 기자",
        "▲ 두 정상이 악수하고 있다. 연합뉴스 제공",
        "△ 두 정상이 악수하고 있다. (사진=연합뉴스)",
        "▲ 악수하는 두 정상 (AP Photo/Lee Jin-man)",
    ] {
        check(&[(&format!("{caption}\n\n§"), "§")]);
    }
    check(&[
        // No triangle: it may be the lead.
        (
            "두 정상이 악수하고 있다. 연합뉴스 제공\n§",
            "두 정상이 악수하고 있다.\n§",
        ),
        (
            "▲ 국장 김철수 ▲ 과장 이영희\n§",
            "▲ 국장 김철수 ▲ 과장 이영희\n§",
        ),
        (
            "▲ 수출은 12일 (현지시간) 늘었다.\n§",
            "▲ 수출은 12일 (현지시간) 늘었다.\n§",
        ),
    ]);
}

#[test]
fn links_go_with_their_heading() {
    check(&[
        ("§\n[관련기사]\n☞ 대책 발표\n☞ 두번째 대책", "§"),
        ("§\n관련기사\n\n▶ 대책 발표\n\n▶ 업계 반응\n\n§", "§\n\n§"),
        ("§\n많이 본 뉴스\n- 대책 발표\n• 업계 반응\n§", "§\n§"),
        ("§\nRelated articles\n- One more\n- Two more", "§"),
        ("§ [관련기사] ☞ 대책 발표 ☞ 두번째 대책", "§"),
        (
            "§\n■ 제보하기\n▷ 전화 : 02-000-0000\n▷ 카카오톡 : 'press' 검색",
            "§",
        ),
        // A list in an article, a paragraph below the links.
        ("§\n- 첫째 대책\n- 둘째 대책", "§\n- 첫째 대책\n- 둘째 대책"),
        (
            "관련기사\n☞ 대책 발표\n§\n☞ 이것은 남는 줄",
            "§\n☞ 이것은 남는 줄",
        ),
        (
            "관련기사\n- 정부는 12일 새 대책을 내놓았다고 발표했다.",
            "- 정부는 12일 새 대책을 내놓았다고 발표했다.",
        ),
        (
            "관련 기사에 달린 댓글을 조사했다.\n- 첫째 대책",
            "관련 기사에 달린 댓글을 조사했다.\n- 첫째 대책",
        ),
    ]);
}

#[test]
fn notices_glued_behind_a_sentence_go() {
    for notice in [
        "▶ 네이버에서 구독하기",
        "▶네이버에서 예시일보 구독하기",
        "▶ 예시일보 구독하기 ▶ 네이버에서 구독하기",
        "[무단 전재 및 재배포 금지]",
        "<저작권자(c) 예시일보, 무단 전재 및 재배포 금지>",
        "(끝)",
        "[홍길동 기자]",
    ] {
        check(&[
            (&format!("§ {notice}"), "§"),
            (&format!("§{notice}"), "§"),
            (&format!("§ {notice}\n§"), "§\n§"),
        ]);
    }
    check(&[
        ("§ ▶ 네이버에서 구독하기. §", "§ §"),
        ("§ ▶ 대책의 뼈대는 감세다.", "§ ▶ 대책의 뼈대는 감세다."),
        (
            "상자 ▶ 구독하기 버튼이 있다.",
            "상자 ▶ 구독하기 버튼이 있다.",
        ),
        ("§ [해설] 대책이 나왔습니다.", "§ [해설] 대책이 나왔습니다."),
    ]);
}

#[test]
fn prompts_for_newsletters_and_addresses_go() {
    for line in [
        "매일 아침 뉴스레터로 받아보세요.",
        "뉴스레터를 구독하시면 매일 아침 소식을 받아보실 수 있습니다.",
        "Subscribe to our daily newsletter to get the latest news in your inbox.",
        "홍길동 특파원(워싱턴) hong@press.example",
        "홍길동 특파원 (워싱턴)",
        "/홍길동 기자 hong@press.example",
        "hong@press.example",
    ] {
        check(&[(&format!("§\n{line}"), "§")]);
    }
    check(&[
        ("§ hong@press.example", "§"),
        ("§ 홍길동 특파원(워싱턴) hong@press.example", "§"),
        ("The prices rose. hong@press.example", "The prices rose."),
        (
            "Write to kim@press.example, he said.",
            "Write to kim@press.example, he said.",
        ),
    ]);
}

#[test]
fn a_heading_is_told_from_lines_that_begin_like_one() {
    assert!(is_heading_of_links(" 관련기사\n"));
    assert!(is_heading_of_links("[관련 기사]"));
    assert!(is_heading_of_links("Related articles"));
    assert!(!is_heading_of_links("관련 기사에 달린 댓글"));
    assert!(!is_heading_of_links("광고"));
    assert!(!is_heading_of_links(""));
}

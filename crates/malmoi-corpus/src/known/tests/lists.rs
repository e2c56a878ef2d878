//! Lists of links.

use super::*;

#[test]
fn links_without_bullets_go_where_nothing_else_follows() {
    check(&[
        (
            "정부는 대책을 발표했다.\n\n관련기사\n예시전자, 3분기 영업이익 9조원\n\"금리 내려야\" 한목소리",
            "정부는 대책을 발표했다.",
        ),
        (
            "He left the town.\nRelated stories\nMayor wins a third term\nJane Doe",
            "He left the town.",
        ),
        // A sentence among them may be the article's, and so may all of them.
        (
            "정부는 대책을 발표했다.\n관련기사\n예시전자, 3분기 영업이익 9조원\n업계는 환영의 뜻을 밝혔다.",
            "정부는 대책을 발표했다.\n예시전자, 3분기 영업이익 9조원\n업계는 환영의 뜻을 밝혔다.",
        ),
        (
            "정부는 대책을 발표했다.\n관련기사\n업계가 이번 대책을 크게 환영했다\n금리 동결",
            "정부는 대책을 발표했다.\n업계가 이번 대책을 크게 환영했다\n금리 동결",
        ),
        (
            "주요 소식\n관련뉴스\n예시전자 실적 발표\n금리 동결",
            "주요 소식\n예시전자 실적 발표\n금리 동결",
        ),
        // What a briefing has below such a heading is what it says.
        (
            "오늘의 소식을 전한다.\n주요 뉴스\n예시전자 실적 발표\n금리 동결",
            "오늘의 소식을 전한다.\n예시전자 실적 발표\n금리 동결",
        ),
    ]);
    let table = (1..=13)
        .map(|n| format!("{n}번 항목\n"))
        .collect::<String>();
    let text = format!("순위를 발표했다.\n관련기사\n{table}");
    assert_eq!(
        strip(text),
        format!("순위를 발표했다.\n{}", table.trim_end())
    );
}

#[test]
fn a_list_that_is_the_article_stays_below_its_heading() {
    check(&[
        (
            "주요 뉴스\n- 기준금리 0.25%포인트 인상\n- 예산안 국회 통과",
            "- 기준금리 0.25%포인트 인상\n- 예산안 국회 통과",
        ),
        (
            "정부는 대책을 발표했다.\n관련 기사:\n- 다른 기사 하나\n- 다른 기사 둘",
            "정부는 대책을 발표했다.",
        ),
        (
            "He left the town.\nRelated articles:\n- Mayor wins a third term",
            "He left the town.",
        ),
    ]);
}

#[test]
fn a_list_of_headlines_stays_where_the_article_goes_on() {
    check(&[
        (
            "오늘의 소식을 전한다.\n주요 뉴스\n- 기준금리 0.25%포인트 인상\n- 예산안 국회 통과\n\n정부는 이어 대책을 발표했다.",
            "오늘의 소식을 전한다.\n- 기준금리 0.25%포인트 인상\n- 예산안 국회 통과\n\n정부는 이어 대책을 발표했다.",
        ),
        (
            "He left the town.\nTop stories\n- Mayor wins a third term\n- Rain\nThe council will meet again on Monday to vote.",
            "He left the town.\n- Mayor wins a third term\n- Rain\nThe council will meet again on Monday to vote.",
        ),
        // Arrows are the page's, and so is what only its notices follow.
        (
            "정부는 대책을 발표했다.\n주요 뉴스\n▶ 예산안 국회 통과\n▶ 국회는 예산안을 처리했다.\n업계는 환영했다.",
            "정부는 대책을 발표했다.\n▶ 국회는 예산안을 처리했다.\n업계는 환영했다.",
        ),
        (
            "정부는 대책을 발표했다.\n주요 뉴스\n- 예산안 국회 통과\n무단 전재 및 재배포 금지\n예시일보",
            "정부는 대책을 발표했다.\n예시일보",
        ),
        (
            "정부는 대책을 발표했다.\n관련 기사\n- 예산안 국회 통과\n업계는 환영했다.",
            "정부는 대책을 발표했다.\n업계는 환영했다.",
        ),
    ]);
}

//! Agencies, broadcasts and their signs.

use super::*;

#[test]
fn agencies_and_times_leave_no_trace() {
    check(&[
        (
            "입력 2026.03.05. 오전 9:14 수정 2026.03.05. 오후 1:20\n정부는 대책을 발표했다.",
            "정부는 대책을 발표했다.",
        ),
        (
            "정부는 대책을 발표했다.\n승인 2026.03.05 09:14",
            "정부는 대책을 발표했다.",
        ),
        (
            "[세종=뉴시스]김철수 기자 = 정부는 대책을 발표했다.",
            "정부는 대책을 발표했다.",
        ),
        (
            "(가나일보=김철수 기자) 정부는 대책을 발표했다./김철수 기자",
            "정부는 대책을 발표했다.",
        ),
        (
            "김철수 장관이 대책을 발표하고 있다. 2026.3.5/뉴스1 © News1 홍길동 기자\n정부는 대책을 발표했다.",
            "정부는 대책을 발표했다.",
        ),
        (
            "SEOUL, South Korea (AP) — The mayor resigned.",
            "The mayor resigned.",
        ),
        ("NEW YORK (AP) — The mayor resigned.", "The mayor resigned."),
        (
            "The mayor resigned.\nReporting by John Roe in Seoul and Jane Doe; editing by Ann Poe",
            "The mayor resigned.",
        ),
        (
            "Reporting by the Times led to the arrest.",
            "Reporting by the Times led to the arrest.",
        ),
        (
            "Reporting by ProPublica showed that the agency hid 40 deaths.",
            "Reporting by ProPublica showed that the agency hid 40 deaths.",
        ),
    ]);
}

#[test]
fn broadcasts_sign_off_and_ask_for_hints() {
    let news = "정부는 대책을 발표했다.";
    let gone = [
        "[앵커]",
        "[리포트]",
        "KBS 뉴스 김하늘입니다.",
        "MBC뉴스 김하늘입니다.",
        "YTN 김하늘입니다.",
        "[영상편집 김하늘]",
        "(영상취재 : 김하늘 / 영상편집 : 이바다)",
        "영상=김하늘 PD",
        "▷ 전화 : 02-123-4567",
        "▷ 유튜브, 네이버에서도 가온뉴스를 구독해주세요!",
        "당신의 제보가 뉴스로 만들어집니다.",
        "가온방송은 여러분의 제보를 기다리고 있습니다.",
        "온라인뉴스팀 news@gaon.example",
        "좋아요 3 싫어요 0",
        "Listen to this article",
        "Write to Jane Doe at jane@gaon.example",
        "Terms of Service Privacy Policy",
    ];
    for line in gone {
        assert_eq!(strip(format!("{news}\n\n{line}")), news, "{line}");
    }
    check(&[
        ("대책을 논의했다./김 기자", "대책을 논의했다."),
        ("시장은 사퇴했다/김하늘 기자", "시장은 사퇴했다"),
        ("코스피 급락/김하늘 기자", "코스피 급락"),
        ("비가 왔다.\n김하늘/이바다 기자", "비가 왔다."),
        ("촬영기자: 40명이 다쳤다", "촬영기자: 40명이 다쳤다"),
        ("[기자] 비가 왔다. KBS 뉴스 김하늘입니다.", "비가 왔다."),
        (
            "그는 KBS 뉴스를 본다. 기자입니다.",
            "그는 KBS 뉴스를 본다. 기자입니다.",
        ),
    ]);
}

#[test]
fn agencies_lines_go() {
    for line in [
        "사진=연합뉴스 *재판매 및 DB 금지",
        "사진 제공=예시 소방서 *재판매 및 DB 금지",
        "(사진=연합뉴스 *재판매 및 DB 금지)",
        "▲사진=연합뉴스",
        "▲ 사진 = 홍길동 기자",
        "▲사진=예시시 제공 *재판매 및 DB 금지",
        "<저작권자(c) 연합뉴스, 무단 전재-재배포, AI 학습 및 활용 금지> 2026/01/02 10:30 송고",
        "저작권자 ⓒ 예시일보 무단 전재·재배포 금지 2026-01-02 10:30 송고",
        "저작권자(c) 예시일보, 무단 전재 금지 송고시간 2026-01-02 10:30",
        "*재판매 및 DB 금지",
        "photo@press.example *재판매 및 DB 금지",
        "John Smith (smith@press.example)",
        "송고시간 2026-01-02 10:30",
        "◎공감언론 뉴시스 hong@press.example",
        "홍길동 (hong@press.example)",
        "- Copyrights ⓒ 예시일보 & press.example, 무단 전재 및 재배포 금지 -",
        "▶ 뉴스레터를 구독하세요",
        "네이버에서 ‘예시’를 구독하세요",
        "▶ 예시뉴스 앱 지금 바로 다운받기~",
        "▶제보는 카톡 예시",
        "2026/01/02 10:30 송고",
        "John Smith, Staff Writer",
        "Image courtesy of the museum",
        "▲ 장관이 회의에서 발언하고 있다. 연합뉴스",
    ] {
        check(&[(
            &format!("정부는 대책을 발표했다.\n{line}\n국회는 오늘 논의한다."),
            "정부는 대책을 발표했다.\n국회는 오늘 논의한다.",
        )]);
    }
}

#[test]
fn an_agency_s_line_goes_behind_its_caption() {
    check(&[(
        "[서울=예시] 2일 시민들이 걷고 있다. (사진=예시사 제공) photo@press.example *재판매 및 DB 금지",
        "[서울=예시] 2일 시민들이 걷고 있다.",
    )]);
}

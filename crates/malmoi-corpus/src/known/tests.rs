use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;

fn strip(text: String) -> String {
    super::strip(text, &mut Removed::default())
}

fn check(cases: &[(&str, &str)]) {
    for (text, want) in cases {
        assert_eq!(strip((*text).to_owned()), *want, "of {text:?}");
        assert_eq!(strip((*want).to_owned()), *want, "again, of {text:?}");
    }
}

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

#[test]
fn a_bracket_that_does_not_close_is_a_credit_if_names_are_all_that_follow() {
    check(&[
        ("회의하는 모습 (사진=예시뉴스", "회의하는 모습"),
        ("회의하는 모습. [사진 제공=예시전자.", "회의하는 모습."),
        (
            "새 전시 (사진=김 작가의 새 전시가 다음 달 서울에서 열린다",
            "새 전시 (사진=김 작가의 새 전시가 다음 달 서울에서 열린다",
        ),
        ("그는 (사진을 보며 웃었다", "그는 (사진을 보며 웃었다"),
        ("모습 (사진=왼쪽부터 (가나다", "모습 (사진=왼쪽부터 (가나다"),
    ]);
}

#[test]
fn labels_of_buttons_go_wherever_they_are() {
    check(&[
        (
            "Not better. archived recording (jane doe) Thank you.",
            "Not better. Thank you.",
        ),
        (
            "They sold archived recordings of it.",
            "They sold archived recordings of it.",
        ),
        (
            "He left. Jane Doe/Example/Landov Hide caption People form a line.",
            "He left. People form a line.",
        ),
        (
            "Enlarge this image toggle caption Jane Doe /Landov Jane Doe /Landov The news is here.",
            "The news is here.",
        ),
        (
            "He agreed.\" JUST WATCHED Who is Kim? Replay More Videos ... MUST WATCH Who is Kim? 02:57JUST WATCHED Sen. Lee Replay More Videos ... MUST WATCH Sen. Lee 03:25There",
            "He agreed.\" There",
        ),
        (
            "It shows Ivanka and Eric. Hide Caption 9 of 37 Photos: They wave.",
            "It shows Ivanka and Eric. Photos: They wave.",
        ),
        (
            "He left. Photos: The visit Photos: The visit They wave. They go. Hide Caption 1 of 3 Photos: The visit – They gesture. Hide Caption 2 of 3 Photos: Photos: The visit They pose. Hide Caption 3 of 3 He came back.",
            "He left. He came back.",
        ),
        (
            "The police took the Photos: they hide caption 4 of 5",
            "The police took the Photos: they",
        ),
        (
            "He said so.\"toggle caption Kim/NPR",
            "He said so.\" Kim/NPR",
        ),
        (
            "NBC Leadership And #MeToo Listen · 4:04 4:04 Instead, they say so.",
            "NBC Leadership And #MeToo Instead, they say so.",
        ),
        (
            "Sit down and listen · 3 songs of the year",
            "Sit down and listen · 3 songs of the year",
        ),
        (
            "Press the switch to toggle captions",
            "Press the switch to toggle captions",
        ),
        (
            "They hide captions of 5 photos",
            "They hide captions of 5 photos",
        ),
    ]);
}

#[test]
fn credits_of_posts_go_and_the_posts_stay() {
    check(&[
        (
            "Jobs are back! — Jane Q. Doe (@realJaneDoe) October 7, 2016",
            "Jobs are back!",
        ),
        (
            "\"A sad day.\" - 홍길동 (@hong_gildong) January 3, 2020 He deleted it.",
            "\"A sad day.\" He deleted it.",
        ),
        (
            "He met the mayor — Jane Doe (@doe) — on October 7, 2016.",
            "He met the mayor — Jane Doe — on October 7, 2016.",
        ),
        (
            "They say Jane Doe (@doe) October 7, 2016",
            "They say Jane Doe October 7, 2016",
        ),
    ]);
}

#[test]
fn labels_of_updates_go_and_what_is_new_stays() {
    check(&[
        (
            "UPDATE: Fox News is reporting the emails were sent.",
            "Fox News is reporting the emails were sent.",
        ),
        (
            "FINAL UPDATE - The votes are in. Update: He says they will not vote today.",
            "The votes are in. He says they will not vote today.",
        ),
        ("UPDATE III - It's now official.", "It's now official."),
        (
            "Update the software, he said. We have an update: nobody was hurt.",
            "Update the software, he said. We have an update: nobody was hurt.",
        ),
        (
            "Update failed: the agency has no update - yet.",
            "Update failed: the agency has no update - yet.",
        ),
    ]);
}

#[test]
fn news_that_begins_like_a_notice_stays() {
    for line in [
        "사진 : 김 작가의 새 전시가 다음 달 서울에서 열린다.",
        "ⓒ 표시는 1952년 처음 쓰였다.",
        "저작권자 : 누구인지를 두고 법원은 작가의 손을 들어줬다.",
        "Editing by committee has ruined the bill",
        "Reporting by women of sexual assault rose by a third last year",
        "Photo by photo, the archive of 1980 was put online",
        "Share this burden, Merkel told EU leaders.",
        "Don't miss the deadline, tax officials warned",
        "More from taxpayers will be needed, the governor said.",
        "Click here to vote, the scam email said.",
    ] {
        assert_eq!(strip(format!("가\n{line}\n나")), format!("가\n{line}\n나"));
    }
    assert_eq!(strip("가\n무단 전재 및 재배포 금지".to_owned()), "가");
    assert_eq!(strip("가\nPhoto by Jane Doe".to_owned()), "가");
}

#[test]
fn the_files_hold_nothing_the_reader_passes_over() {
    let mut known = Known::default();
    for file in FILES {
        for line in file.lines() {
            assert!(known.add(line), "{line:?}");
        }
    }
}

#[test]
fn credits_go_and_the_sentence_stays() {
    check(&[
        ("정부는 발표했다. (사진=예시뉴스)", "정부는 발표했다."),
        ("[사진 제공=예시전자] 새 제품이다.", "새 제품이다."),
        ("새 제품(사진=예시전자)이 나왔다.", "새 제품 이 나왔다."),
        ("회의하는 모습. /사진=예시뉴스", "회의하는 모습."),
        ("회의하는 모습 <사진=예시뉴스>", "회의하는 모습"),
        ("회의가 열렸다. 사진=예시뉴스", "회의가 열렸다."),
        ("발표했다. (연합뉴스)", "발표했다."),
        (
            "(서울=연합뉴스) 김철수 기자 = 정부는 발표했다.",
            "정부는 발표했다.",
        ),
        (
            "【서울=뉴시스】김철수 기자 = 정부는 발표했다.",
            "정부는 발표했다.",
        ),
        (
            "[예시신문 김철수 기자] 정부는 발표했다.",
            "정부는 발표했다.",
        ),
        ("The leaders met. (Yonhap)", "The leaders met."),
        (
            "The leaders met on Monday (Photo: Kim Min-su, AP) in Seoul.",
            "The leaders met on Monday in Seoul.",
        ),
        (
            "The leaders met. (AP Photo/Lee Jin-man)",
            "The leaders met.",
        ),
        ("The leaders met. | AP Photo", "The leaders met."),
        ("The leaders met. | Pablo Kim/AP Photo", "The leaders met."),
        (
            "The leaders met. Credit... Min Kim/The Example Times",
            "The leaders met.",
        ),
        (
            "Photo by Min Kim / Getty Images\nThe leaders met.",
            "The leaders met.",
        ),
        (
            "Enlarge this image toggle caption Min Kim/AP Min Kim/AP\nThey met.",
            "They met.",
        ),
        ("Hide Caption 11 of 47 The leaders met.", "The leaders met."),
        (
            "It was full. Photos: a new show opened there. The curator spoke. Hide Caption 3 of 9",
            "It was full. Photos: a new show opened there. The curator spoke.",
        ),
    ]);
}

#[test]
fn lines_around_the_article_go() {
    check(&[
        (
            "정부는 발표했다.\n무단 전재 및 재배포 금지",
            "정부는 발표했다.",
        ),
        (
            "발표했다.\n<저작권자(c) 예시뉴스, 무단 전재-재배포 금지>",
            "발표했다.",
        ),
        (
            "발표했다.\nⓒ 예시일보, 무단전재 및 재배포 금지",
            "발표했다.",
        ),
        (
            "발표했다. Copyright ⓒ 예시일보. All rights reserved. 무단 전재 및 재배포 금지.",
            "발표했다.",
        ),
        ("발표했다.\n▶ 네이버에서 구독하기", "발표했다."),
        (
            "발표했다.\n▶ 네이버 메인에서 예시일보를 만나보세요",
            "발표했다.",
        ),
        ("발표했다.\n\n[관련기사]\n\n끝났다.", "발표했다.\n\n끝났다."),
        ("[관련기사] 정부, 대책 발표\n발표했다.", "발표했다."),
        ("발표했다.\n▶ 관련기사: 정부, 대책 발표", "발표했다."),
        (
            "발표했다.\n예시일보 앱 다운로드\n페이스북\n트위터",
            "발표했다.",
        ),
        ("발표했다. 김철수 기자 kim@press.example", "발표했다."),
        (
            "발표했다.\n김철수 기자 kim@press.example\n※ 제보는 카카오톡 press",
            "발표했다.",
        ),
        ("They met.\nRELATED: Why they met", "They met."),
        ("They met.\nRead more: Why they met", "They met."),
        ("WATCH: They meet\nThey met.", "They met."),
        (
            "They met.\nCLICK HERE TO GET THE EXAMPLE NEWS APP",
            "They met.",
        ),
        (
            "They met. Click here to read more. They parted.",
            "They met. They parted.",
        ),
        ("They met.\nSign up for our newsletter", "They met."),
        (
            "Copyright © 2026 Example Times, LLC. Click here for reprint permission.\nA.",
            "A.",
        ),
        (
            "They met.\n(Click here for photos)\nADVERTISEMENT\nThey parted.",
            "They met.\nThey parted.",
        ),
        ("The Associated Press contributed to this report.", ""),
        (
            "Share This Story Tweet Share Email\nThey met.\nAll rights reserved.",
            "They met.",
        ),
        (
            "They met.\n\nADVERTISEMENT\n\nThey parted.",
            "They met.\n\nThey parted.",
        ),
    ]);
}

#[test]
fn sentences_about_such_things_stay() {
    for text in [
        "사진을 찍은 김 기자는 현장을 떠났다.",
        "그는 구독하기 버튼을 누르라고 말했다.",
        "“구독하기”를 누른 사람은 백 명이다.",
        "무단 전재와 재배포를 금지하는 법이 통과됐다.",
        "저작권자가 누구인지는 밝혀지지 않았다.",
        "연합뉴스가 보도했다.",
        "정부(과학기술부)는 한국방송(KBS)에 알렸다.",
        "김철수 기자가 취재했다.",
        "관련 기사에 달린 댓글을 조사했다.",
        "네이버에서 구독하기 기능을 새로 내놓았다고 밝혔다.",
        "회의는 2026년 1월 3일(현지시간) 열렸다.",
        "사진 속 인물은 누구인가?",
        "The Associated Press (AP) said the photo was real.",
        "Photographs by the suspect were shown in court.",
        "He asked readers to sign up for the army.",
        "Watch the skies, he said.",
        "She clicked here and there.",
        "Related costs rose by 3 percent.",
        "Reading more helps children, a study says.",
        "All rights reserved for the state were cut.",
        "Advertisement revenue fell.",
        "Copyright law is old.",
        "More than 3 people came (see below).",
        "He contributed to this report on trade last year.",
        "",
    ] {
        assert_eq!(strip(text.to_owned()), text);
    }
}

#[test]
fn sentences_made_of_the_same_words_stay() {
    for text in [
        "Subscribe now or pay later is the new motto of the city's papers.",
        "Sign up today was the slogan on every wall.",
        "Click here to vote was the subject of the forged letters.",
        "The survey (Reuters / Ipsos) asked 1,000 adults.",
        "The portrait (Kim / AP) won the prize.",
        "Police kept the evidence (a blurred screenshot) for a year.",
        "More stories of abuse emerged on Monday.",
        "Don't miss the deadline for taxes.",
        "Share this burden or lose the union.",
        "Archived recordings show what the pilots knew.",
        "Archived recording of the call was played in court.",
        "Story highlights how little was known.",
        "Get the vaccine to every village was the order, and so was the app",
        "Copyright 2.0 is what critics call the bill.",
        "View photos as evidence, the judge told the jury.",
        "Download the app and you are tracked wherever you go, the study finds.",
        "Article continues after appeal.",
        "그가 누른 것은 청와대 국민청원 바로가기",
        "시민들은 광장에 모여 국민청원 바로가기",
        "독자 1만 명이 한 달 만에 신문 구독 신청",
        "학부모 단체, 교육 방송 유튜브 구독하기",
        "경찰은 증거(휴대전화 화면 캡처)를 법원에 냈다.",
        "공동 조사(한국갤럽 / 연합뉴스)에서 절반이 찬성했다.",
        "영상 편집 배우는 노인들",
        "제보 전화 빗발치는 경찰서",
        "글자 크기 키운 약병 인기",
        "네이버 홈에서 사라진 뉴스",
        "저작권자 동의 없는 학습 금지",
        "사진 : 김 씨가 찍었다.",
        "교보문고, 알라딘 인수 추진",
        "구독을 누르면 선물을 주는 무료로 구독하세요",
    ] {
        for text in [format!("가\n{text}\n나"), format!("{text} 나다.")] {
            assert_eq!(strip(text.clone()), text);
        }
    }
}

#[test]
fn prompts_and_credits_of_the_same_words_go() {
    for text in [
        "Subscribe now to read on.",
        "Sign up now for more news.",
        "▶ 국민청원 바로가기",
        "[국민청원 바로가기]",
        "예시일보 유튜브 바로가기",
        "▶ 한 달 동안 한 번도 빠짐없이 보는 예시일보 무료로 구독하세요",
        "영상편집 : 김민수",
        "제보 전화 02-000-0000",
        "글자 크기 조절",
        "Click through the gallery to see more of the storm.",
        "Min Kim/Reuters/Landov",
        "YES24, 교보문고, 알라딘",
    ] {
        assert_eq!(strip(format!("가\n{text}\n나")), "가\n나");
    }
    check(&[
        (
            "They met. (Kim / AP) Then they parted.",
            "They met. Then they parted.",
        ),
        ("(Kim / AP) They met.", "They met."),
        ("회의하는 모습 (방송 화면 캡처)", "회의하는 모습"),
        ("(CNN) -- They met.", "They met."),
        (
            "ADVERTISEMENTCome January, they met.",
            "Come January, they met.",
        ),
        (
            "JUST WATCHED Why they met Replay More Videos ... MUST WATCH Why they met 04:32They met.",
            "They met.",
        ),
        (
            "They met. JUST WATCHED Why? Replay More Videos ... MUST WATCH Why? They parted.",
            "They met. They parted.",
        ),
        (
            "ADVERTISEMENTS are banned, and ADVERTISEMENT sales fell.",
            "ADVERTISEMENTS are banned, and ADVERTISEMENT sales fell.",
        ),
        ("Washington (CNN) -- They met.", "They met."),
        ("Story highlights They met", "They met"),
        (
            "archived recording 1 Michigan has voted.",
            "Michigan has voted.",
        ),
        (
            "They asked Rep. Kim Kim Min Su\nHouse votes on ban Five things to know MORE (D-Ohio) again.",
            "They asked Rep. Kim Kim Min Su\n(D-Ohio) again.",
        ),
        (
            "Rep. Kim Kim MinsuUS sanctions House votes MORE said so, and he wants MORE money.",
            "Rep. Kim Kim Minsu said so, and he wants MORE money.",
        ),
        (
            "President Kim Min Su KimSenate votes on ban MORE’s plan, which Rep. Lee Yuna Mary (Yuna) LeeHouse votes Five things MORE (D-Ohio) backed.",
            "President Kim’s plan, which Rep. Lee (D-Ohio) backed.",
        ),
        (
            "John McKim John Sidney McKim2020 rivals meet MORE, they said.",
            "John McKim, they said.",
        ),
        (
            "They saw YouTube and MacDonald once MORE on screen; Kim of the McKimSong wants MORE, too.",
            "They saw YouTube and MacDonald once MORE on screen; Kim of the McKimSong wants MORE, too.",
        ),
        (
            "They met.\nHe wants MORE money for the state.",
            "They met.\nHe wants MORE money for the state.",
        ),
    ]);
}

#[test]
fn what_goes_is_told_with_its_pattern() {
    let mut removed = Removed::default();
    let text = "정부는 발표했다. (사진=예시뉴스)\n▶ 국민청원 바로가기\nThey met. | AP\n끝났다.";
    let left = super::strip(text.to_owned(), &mut removed);
    assert_eq!(left, "정부는 발표했다.\nThey met.\n끝났다.");
    let told: Vec<_> = removed.iter().collect();
    assert_eq!(
        told,
        [
            ("sentence 사진 = …", "(사진=예시뉴스)"),
            ("button … 바로가기", "▶ 국민청원 바로가기"),
            ("tail | AP", "| AP"),
        ]
    );
}

/// Texts of which much is boilerplate or looks like it.
fn texts() -> impl Strategy<Value = String> {
    const PIECES: [&str; 44] = [
        "▲ ",
        " ▶ ",
        "☞ ",
        "\n- ",
        "연합뉴스 제공",
        "[관련기사]",
        "뉴스1 ⓒ News1 ",
        "/사진=연합뉴스",
        "(사진=가)",
        "[가 나 기자]",
        "(서울=연합뉴스) ",
        "김철수 기자 = ",
        "(연합뉴스)",
        "사진=",
        "/사진=가",
        "무단 전재 및 재배포 금지",
        "▶ 네이버에서 구독하기\n",
        "ⓒ ",
        "관련기사",
        "(Yonhap)",
        "Photo by A",
        " | AP Photo",
        "/AP",
        "ADVERTISEMENT\n",
        "Click here to ",
        "Copyright ",
        "a@b.example",
        "hide caption 1 of 2",
        "WATCH: ",
        "\n",
        "\n",
        "\n\n",
        " ",
        ". ",
        ".",
        "? ",
        "(",
        ")",
        "[",
        "<",
        ">",
        "정부는 발표했다",
        "The end",
        "끝",
    ];
    let piece = prop_oneof![
        4 => proptest::sample::select(&PIECES[..]).prop_map(str::to_owned),
        1 => "[ -~가-나]{0,6}",
    ];
    proptest::collection::vec(piece, 0..16).prop_map(|p| p.concat())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2000,
        rng_seed: RngSeed::Fixed(20260103),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn stripping_again_changes_nothing(text in texts()) {
        let text = crate::clean::body(&text.replace('&', ""));
        let mut removed = Removed::default();
        let once = super::strip(text.clone(), &mut removed);
        prop_assert!(once.len() <= text.len(), "{:?} of {:?}", once, text);
        // What is not left was told.
        let ink = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        let gone: usize = removed.iter().map(|(_, piece)| ink(piece)).sum();
        prop_assert_eq!(ink(&once) + gone, ink(&text));
        prop_assert_eq!(once.trim(), once.as_str());
        prop_assert!(!once.contains("\n\n\n"));
        prop_assert_eq!(strip(once.clone()), once);
    }
}

#[test]
fn a_hostile_line_takes_time_in_proportion() {
    for unit in [
        "(",
        "(사진=",
        "[기자 ",
        "abUS x MORE (",
        "abUS",
        "/",
        "/사진=",
        "/사진=가, ",
        "▶ ",
        "▶가. ",
        ".[",
        "a. b@c.d ",
        "관련기사\n",
        "| AP ",
        "*@",
        "A. ",
        "ⓒ",
        "사진=",
        "(a)",
    ] {
        strip(unit.repeat(1_000_000 / unit.len()));
    }
}

#[test]
fn a_name_in_full_goes_with_its_headlines_however_long_or_without() {
    let headlines = "On The Money: A | B ".repeat(30);
    let long = format!("Leader Mitch Kim Addison (Mitch) Lee Kim{headlines}MORE (R-Ky.) said.");
    check(&[
        (&long, "Leader Mitch Kim (R-Ky.) said."),
        (
            "TrumpGOP balks MORE and Mitch Kim Addison (Mitch) Lee Kim (R-Ky.) agreed.",
            "Trump and Mitch Kim (R-Ky.) agreed.",
        ),
        (
            "Rumors of Paul Kim Paul Lee Kim Retirees say 'no' For Halloween MORE’s (R-Wis.) exit.",
            "Rumors of Paul Kim’s (R-Wis.) exit.",
        ),
        (
            "TrumpGOP balks MORE and Kim (Mitch) Lee, of Kim (D) agreed.",
            "Trump and Kim (Mitch) Lee, of Kim (D) agreed.",
        ),
    ]);
}

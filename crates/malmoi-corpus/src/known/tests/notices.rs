//! Buttons, notices and what only reads like them.

use super::*;

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

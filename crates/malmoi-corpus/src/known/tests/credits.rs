//! Credits, bylines and names in full.

use super::*;

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

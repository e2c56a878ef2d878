mod agencies;
mod credits;
mod lists;
mod notices;

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
fn the_files_hold_nothing_the_reader_passes_over() {
    let mut known = Known::default();
    for file in FILES {
        for line in file.lines() {
            assert!(known.add(line), "{line:?}");
        }
    }
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
        "ㅋㅋ ",
        "あ",
        "Ａ",
        "（",
        "(（",
    ] {
        strip(unit.repeat(1_000_000 / unit.len()));
    }
}

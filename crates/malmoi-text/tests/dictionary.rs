//! Languages without spaces, by tiny dictionaries built on the spot.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use lindera_dictionary::builder::DictionaryBuilder;
use lindera_dictionary::dictionary::metadata::Metadata;

use malmoi_text::dictionary::DictionaryTokenizer;
use malmoi_text::{Analyzer, Kind, Language, Tokenizer};
use tempfile::TempDir;

/// Builds a dictionary of the words given, `surface,tag,second tag`, in a folder
/// of its own.
fn build(words: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("source");
    fs::create_dir(&source).unwrap();
    let write = |name: &str, text: String| fs::write(source.join(name), text).unwrap();
    let line = |word: &&str| {
        let (surface, tags) = word.split_once(',').unwrap();
        // The longer a word, the better.
        format!("{surface},0,0,{},{tags}\n", 3000 / surface.chars().count())
    };
    write("words.csv", words.iter().map(line).collect());
    write(
        "char.def",
        "DEFAULT 0 1 0\nSPACE 0 1 0\nKANJI 0 0 2\n\n0x0020 SPACE\n0x4E00..0x9FFF KANJI\n".into(),
    );
    let unknown = ["DEFAULT", "SPACE", "KANJI"].map(|c| format!("{c},0,0,9000,名詞,一般\n"));
    write("unk.def", unknown.concat());
    write("matrix.def", "1 1\n0 0 0\n".into());
    let metadata = Metadata::load(
        br#"{"name": "tiny", "encoding": "UTF-8", "default_word_cost": 0,
            "default_left_context_id": 0, "default_right_context_id": 0,
            "default_field_value": "*", "flexible_csv": false,
            "skip_invalid_cost_or_id": false, "normalize_details": false,
            "dictionary_schema": {"fields": ["surface", "left_context_id",
            "right_context_id", "cost", "major_pos", "middle_pos"]},
            "user_dictionary_schema": {"fields": ["surface", "major_pos", "middle_pos"]}}"#,
    )
    .unwrap();
    DictionaryBuilder::new(metadata)
        .build_dictionary(&source, folder.path())
        .unwrap();
    folder
}

fn load(language: Language, words: &[&str]) -> DictionaryTokenizer {
    DictionaryTokenizer::load(language, build(words).path()).unwrap()
}

/// Joins the tokens, with `*` after terms.
fn check(tokenizer: &DictionaryTokenizer, text: &str, expected: &str) {
    let mut found = Vec::new();
    tokenizer.worker().tokenize(text, &mut |t| {
        assert_eq!(&text[t.start..t.end], t.surface);
        let mark = if t.kind == Kind::Term { "*" } else { "" };
        found.push(format!("{}{mark}", t.surface));
    });
    assert_eq!(found.join(" "), expected);
}

const JAPANESE: &[&str] = &[
    "政府,名詞,一般",
    "は,助詞,係助詞",
    "半導体,名詞,一般",
    "輸出,名詞,サ変接続",
    "を,助詞,格助詞",
    "の,助詞,連体化",
    "増やし,動詞,自立",
    "た,助動詞,*",
    "こと,名詞,非自立",
    "三,名詞,数",
    "国,名詞,一般",
    "。,記号,句点",
];

fn japanese() -> DictionaryTokenizer {
    load(Language::JAPANESE, JAPANESE)
}

#[test]
fn japanese_nouns_are_terms() {
    check(
        &japanese(),
        "政府は半導体輸出を増やした。",
        "政府* は 半導体* 輸出* を 増やし た 。",
    );
    check(&japanese(), "三国のこと", "三 国* の こと");
}

#[test]
fn chinese_nouns_are_terms_by_jiebas_tags() {
    let words = ["政府,n,*", "增加,v,*", "北京,ns,*", "了,ul,*"];
    let chinese = load(Language::CHINESE, &words);
    check(&chinese, "北京政府增加了", "北京* 政府* 增加 了");
}

#[test]
fn all_words_are_terms_where_tags_say_nothing() {
    let words = ["政府,*,*", "增加,*,*", "，,*,*"];
    let chinese = load(Language::CHINESE, &words);
    check(&chinese, "政府，增加", "政府* ， 增加*");
}

#[test]
fn text_without_an_end_is_cut_and_no_span_is_off() {
    let text = "政府は".repeat(6000);
    let (mut terms, mut end) = (0, 0);
    japanese().worker().tokenize(&text, &mut |t| {
        assert_eq!(&text[t.start..t.end], t.surface);
        assert_eq!(t.start, end);
        end = t.end;
        terms += usize::from(t.term == "政府");
    });
    // A cut may part a word in two.
    assert!((5990..=6000).contains(&terms), "{terms}");
    assert_eq!(end, text.len());
}

#[test]
fn a_folder_without_a_dictionary_and_korean_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |language| {
        let error = DictionaryTokenizer::load(language, folder.path()).unwrap_err();
        error.to_string()
    };
    let name = folder.path().display().to_string();
    assert!(refused(Language::JAPANESE).contains(&name));
    assert!(refused(Language::KOREAN).contains("Korean"));
}

#[test]
fn text_that_is_detected_goes_to_the_dictionary_of_its_language() {
    let folder = build(JAPANESE);
    let analyzer = Analyzer::new()
        .and_then(|analyzer| analyzer.with_dictionary(Language::JAPANESE, folder.path()))
        .unwrap();
    assert_eq!(
        analyzer.terms("政府は半導体輸出を増やした。The trade grew."),
        ["政府", "半導体", "輸出", "trade", "grew"]
    );
}

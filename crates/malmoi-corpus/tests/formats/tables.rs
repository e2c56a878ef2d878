//! Delimiter-separated tables.

use super::*;

#[test]
fn rows_are_articles_by_the_names_in_the_header() {
    let content = "\u{feff}제목,본문,언론사,일자\r\n\"첫째, 글\",\"그는 \"\"예\"\"라고 했다.\r\n둘째 줄\",가나일보,2026-01-02\r\n\r\n끝,글.,다라신문,\r\n";
    let found = file("a.csv", content);
    assert_eq!(told(&found), ["2 그는 \"예\"라고 했다.\n둘째 줄", "5 글."]);
    let d = one_document(vec![found[0].clone()]);
    assert_eq!(d.title.as_deref(), Some("첫째, 글"));
    assert_eq!(d.publisher.as_deref(), Some("가나일보"));
    assert_eq!(d.published_at.unwrap().to_string(), "2026-01-02");
    assert!(d.id.ends_with("a.csv:2"));
    assert_eq!(told(&stream("-", content)), told(&found));
}

#[test]
fn the_delimiter_is_told_by_name_or_header() {
    for (name, content) in [
        ("a.tsv", "title\ttext\na\tx, y; z\n"),
        ("a.csv", "title;text\na;x, y\n"),
        ("a.csv", "title\ttext\na\tx, y\n"),
        ("a.csv", "title|text\na|x, y\n"),
        ("a", "title,text\na,x\n"),
    ] {
        let d = one_document(file(name, content));
        assert!(d.text.starts_with('x'), "{name}");
        assert_eq!(d.title.as_deref(), Some("a"));
    }
}

#[test]
fn a_wrong_row_costs_itself() {
    let content = "title,text\na,b\nc\nd,e,f\n\"g\nh\",i\nj,\n\"k,l\nm,n\n";
    let expected = [
        "2 b",
        "3 ! malformed-row",
        "4 ! malformed-row",
        "5 i",
        "7 ! empty-body",
        "8 l",
        "9 n",
    ];
    assert_eq!(told(&file("a.csv", content)), expected);
}

#[test]
fn a_quote_that_never_closes_costs_its_line_at_most_in_a_large_table() {
    let row = format!("x,{}\n", "y".repeat(100_000));
    let content = ["text,left\n\"x,lost,z\n", &row.repeat(700)].concat();
    let found = file("a.csv", content);
    assert_eq!(found.len(), 701);
    assert_eq!(told(&found[..1]), ["2 ! malformed-row"]);
    assert!(found[1..].iter().all(|e| matches!(e, Entry::Document(_))));
}

#[test]
fn a_quote_that_opens_by_mistake_swallows_no_rows() {
    let rows = |delimiter: &str| {
        let content = "title,text\na,b\n\"c,d\ne,f\ng \"h\" i,j\n\"k\nl\",m\n";
        content.replace(',', delimiter)
    };
    let expected = ["2 b", "3 d", "4 f", "5 j", "6 m"];
    assert_eq!(told(&file("a.csv", rows(","))), expected);
    assert_eq!(told(&file("a.tsv", rows("\t"))), expected);
    let content = "title,text\n\"a,b\nc,\"d, e\"\nf,g\n";
    assert_eq!(told(&file("a.csv", content)), ["2 b", "3 d, e", "4 g"]);
    // Closed by chance where a field ends.
    let content = "title\ttext\n\"a\tb\nc\td\ne \"f\"\tg\n";
    assert_eq!(told(&file("a.tsv", content)), ["2 b", "3 d", "4 g"]);
}

#[test]
fn a_text_that_is_null_is_empty_and_not_missing() {
    let content =
        "{\"title\":\"a\",\"body\":null}\n{\"body\":null,\"text\":\"b\"}\n{\"title\":\"c\"}\n";
    let expected = ["1 ! empty-body", "2 b", "3 ! missing-text"];
    assert_eq!(told(&file("a.jsonl", content)), expected);
}

#[test]
fn a_table_without_a_text_or_rows_is_one_skip() {
    let found = file("a.csv", "name,age\nx,1\ny,2\n");
    assert_eq!(told(&found), ["1 ! missing-text"]);
    assert!(last_skip(&found).detail.contains("name, age"));
    let dated = "1\t2026-01-02\t제목\t본문 한 줄\n";
    for (name, content, names) in [
        ("a.tsv", dated, "column1\\tdate\\tcolumn3\\ttext"),
        ("a.csv", "가,나다 라마바.\n나,다\n", "column1,text"),
    ] {
        let found = file(name, content);
        assert_eq!(told(&found), ["1 ! missing-text"]);
        let detail = last_skip(&found).detail;
        assert!(detail.ends_with(&format!("such as {names}")), "{detail}");
        // What it says to do is what helps.
        let header = names.replace("\\t", "\t");
        let mended = format!("{header}\n{content}");
        assert!(!told(&file(name, mended)).iter().any(|t| t.contains('!')));
    }
    assert_eq!(told(&file("a.csv", "title,text\n")), ["! empty-file"]);
    assert_eq!(told(&file("a.csv", "title,text")), ["! empty-file"]);
    assert_eq!(told(&file("a.csv", "")), ["! empty-file"]);
}

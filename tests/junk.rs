//! What a crawl leaves behind does not become a term.

use crate::pipeline::{keywords, newsroom_analysis, shares};

/// Pieces of character references, of addresses and of the crawl's own lines.
const REMNANTS: &[&str] = &[
    "x27", "quot", "amp", "lt", "gt", "nbsp", "apos", "http", "https", "www", "com", "example",
    "crawled", "원문", "보기",
];

/// Words that say nothing of what an article is about: bound nouns, reporting
/// verbs, and particles that came off their word.
const EMPTY: &[&str] = &[
    "수", "것", "등", "때", "씨", "중", "년", "월", "일", "명", "원", "은", "는", "이", "가", "을",
    "를", "의", "에", "도", "로", "과", "와", "say", "said", "the", "and", "n't", "s",
];

/// Characters that no word has.
const MARKUP: &[char] = &[
    '<', '>', '&', ';', '#', '*', '@', '=', '/', '"', '“', '”', '(', ')', '[', ']', '{', '}', '|',
    ',', ' ', '\n', '\t',
];

#[test]
fn no_remnant_of_the_crawl_is_a_term() {
    for term in newsroom_analysis().counts.terms() {
        let text = term.term.as_str();
        assert!(!REMNANTS.contains(&text), "{text}");
        assert!(!text.contains(MARKUP), "{text:?}");
        let display = &term.display;
        assert!(!display.contains(MARKUP), "{display:?}");
    }
}

#[test]
fn no_word_without_a_meaning_of_its_own_is_a_term() {
    for term in newsroom_analysis().counts.terms() {
        assert!(!EMPTY.contains(&term.term.as_str()), "{term:?}");
        assert!(!term.term.is_empty());
    }
}

#[test]
fn no_number_is_a_term() {
    for term in newsroom_analysis().counts.terms() {
        let is_number = !term.term.contains(char::is_alphabetic);
        assert!(!is_number, "{term:?}");
    }
}

#[test]
fn keywords_are_words() {
    let analysis = newsroom_analysis();
    for (publisher, language) in shares(analysis) {
        for keyword in keywords(analysis, publisher, language) {
            let is_word = keyword
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '.' | '·'));
            assert!(is_word, "{publisher}: {keyword:?}");
        }
    }
}

/// ㆍ (U+318D), which Korean newspapers set between the items of a list, is a
/// letter by Unicode.
#[test]
fn the_items_of_a_list_are_terms_of_their_own() {
    for term in newsroom_analysis().counts.terms() {
        let text = term.term.as_str();
        assert!(!text.contains(['ㆍ', '·']), "{text} joins a list");
    }
}

/// 동녘바다에너지 is a company. The dictionary lacks it; its own words would cut
/// off the end as 너지, after a particle 에 that is none.
#[test]
fn no_piece_of_a_name_is_a_keyword() {
    let analysis = newsroom_analysis();
    for (publisher, language) in shares(analysis) {
        let list = keywords(analysis, publisher, language);
        assert!(!list.contains(&"너지"), "a piece of 에너지 at {publisher}");
    }
}

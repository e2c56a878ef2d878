//! Terms of English words are the stems that Snowball gives them.

use malmoi_text::words::WordTokenizer;
use malmoi_text::{Kind, Language, Tokenizer};

const REFERENCE: &str = include_str!("reference/stems-en.tsv");

#[test]
fn terms_are_the_stems_of_snowballs_vocabulary() {
    let english = WordTokenizer::new(Language::ENGLISH);
    let mut worker = english.worker();
    let (mut compared, mut wrong) = (0, Vec::new());
    for line in REFERENCE.lines() {
        let (word, stem) = line.split_once('\t').unwrap();
        worker.tokenize(word, &mut |token| {
            // Stop words have no stem, and what an apostrophe adds is no part
            // of a word.
            if token.kind == Kind::Term && token.surface == word {
                compared += 1;
                if token.term != stem {
                    wrong.push(format!("{word}: {} instead of {stem}", token.term));
                }
            }
        });
    }
    assert!(compared > 1400, "only {compared} words were compared");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

//! Any text as a user dictionary: nothing panics, problems name lines that are
//! there, and a tokenizer that knows what was read still slices texts.

#![no_main]

use libfuzzer_sys::fuzz_target;
use malmoi_text::korean::{KoreanOptions, KoreanTokenizer, UserDictionary};
use malmoi_text::Tokenizer;

fuzz_target!(|input: (&str, &str)| {
    let (lines, text) = input;
    let (user_dictionary, problems) = UserDictionary::read(lines);
    for problem in &problems {
        assert!((1..=lines.lines().count()).contains(&problem.line));
    }
    if user_dictionary.is_empty() {
        return;
    }
    let options = KoreanOptions {
        user_dictionary,
        ..KoreanOptions::default()
    };
    let korean = KoreanTokenizer::with_options(options).expect("the embedded dictionary");
    let mut end = 0;
    korean.worker().tokenize(text, &mut |token| {
        assert!(token.start >= end && token.end > token.start);
        assert_eq!(&text[token.start..token.end], token.surface);
        end = token.end;
    });
});

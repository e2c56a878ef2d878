//! Any text: its runs are the text without a gap, no two neighbours are in one
//! language, and the confidence is a share.

#![no_main]

use libfuzzer_sys::fuzz_target;
use malmoi_text::detect;

fuzz_target!(|text: &str| {
    let detection = detect(text);
    let mut end = 0;
    let mut before = None;
    for run in &detection.runs {
        assert_eq!(run.start, end, "a gap or an overlap");
        assert!(run.end > run.start, "{run:?} is empty");
        assert!(text.is_char_boundary(run.end), "{run:?} cuts a character");
        assert_ne!(before, Some(run.language), "two runs that are one");
        end = run.end;
        before = Some(run.language);
    }
    assert_eq!(end, text.len(), "the end is in no run");
    assert!((0.0..=1.0).contains(&detection.confidence));
});

//! Any bytes as JSON, in an array, an object around one, or lines: no panic, and
//! nothing is dropped in silence.

#![no_main]

mod reading;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    reading::read("a.json", bytes.to_vec());
    reading::read("a.jsonl", bytes.to_vec());
});

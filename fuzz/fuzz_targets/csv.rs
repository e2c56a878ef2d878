//! Any bytes as a table: no panic, and nothing is dropped in silence.

#![no_main]

mod reading;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    reading::read("a.csv", bytes.to_vec());
});

//! Any bytes behind the beginning of a front matter: no panic, and nothing is
//! dropped in silence.

#![no_main]

mod reading;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // Without these nothing gets beyond the first line.
    reading::read("a.md", [b"---\n", bytes].concat());
});

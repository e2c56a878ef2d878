//! Any bytes as a web page: no panic, and nothing is dropped in silence.

#![no_main]

mod reading;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // Without these most inputs would be plain text.
    reading::read("a.html", [b"<html>", bytes].concat());
});

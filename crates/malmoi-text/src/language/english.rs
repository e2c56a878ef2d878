//! What holds for single words of English.

use super::rows::Rules;

pub(super) const RULES: Rules = Rules {
    // Acronyms that in small letters would be stop words. As terms they keep
    // their capitals, which no other term has.
    terms: &[
        ("US", "US"),
        ("U.S", "US"),
        ("U.S.", "US"),
        ("IT", "IT"),
        ("WHO", "WHO"),
        ("W.H.O.", "WHO"),
    ],
    endings: &["s", "es", "d", "ed", "ing", "ly"],
    unlike_their_base: &[
        "news", "goods", "wells", "wills",
        "backing", // Begin as a title does: Gen., Rep., Sen., Gov., Maj.
        "genes", "gened", "reply", "replied", "replies", "replying", "send", "sense", "senses",
        "sensed", "sensing", "govern", "lts",
    ],
    elided: &[],
};

//! Tests that no single crate can have: the borders between the crates, and
//! what the library makes of a whole corpus.
//!
//! | module | what it holds the workspace to |
//! |---|---|
//! | `borders` | which crate may use what, and which does no I/O |
//! | `budget` | how many packages are locked |
//! | `cases` | tokens and languages of sentences, as a reader expects them |
//! | `newsroom` | what is planted in `examples/newsroom` is found there |
//! | `new_words` | what a corpus proves about its own words is found, and nothing else |
//! | `boilerplate` | what publishers repeat is found and does not count |
//! | `junk` | what must not become a term is none |
//! | `determinism` | the same articles, the same bytes and counts |
//! | `hostile` | text without end, and characters that are no letters |
//! | `copies` | editions and copies are found, and count as they are asked to |
//! | `report` | the report has the tables' numbers, and text in it stays text |
//! | `conservation` | no document is dropped silently |
//!
//! `pipeline` and `planted` are what these share. Everything is one test
//! binary, and only exists in tests.

#[cfg(test)]
mod boilerplate;
#[cfg(test)]
mod borders;
#[cfg(test)]
mod budget;
#[cfg(test)]
mod cases;
#[cfg(test)]
mod conservation;
#[cfg(test)]
mod copies;
#[cfg(test)]
mod determinism;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod junk;
#[cfg(test)]
mod new_words;
#[cfg(test)]
mod newsroom;
#[cfg(test)]
mod phrases;
#[cfg(test)]
mod pipeline;
#[cfg(test)]
mod planted;
#[cfg(test)]
mod report;

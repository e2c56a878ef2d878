//! The vocabulary every tokenizer speaks: tokens, and the engine and worker
//! pair that produces them.

use crate::Language;

/// One token of a text.
///
/// # Invariants
///
/// `surface` is `&text[start..end]` of the text that was tokenized: normalising
/// changes `term`, never the span. Tokens come in text order: starts never go
/// back, but for the parts of a word, which [`Compounds::Mixed`] puts after the
/// word they lie in.
///
/// Tokens do not overlap, with two exceptions that only an option brings about:
/// those parts, and morphemes fused into the same characters, which share one
/// span with `Compounds::Mixed` and `Compounds::Discard`.
///
/// [`Compounds::Mixed`]: crate::Compounds::Mixed
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Token<'a> {
    /// The token as the text has it.
    pub surface: &'a str,
    /// The form the token is counted under: lower case and stemmed where the
    /// language has stems, else the surface. Never empty.
    pub term: &'a str,
    /// The Sejong tag for Korean (`NNG`, or joined, `VV+EC`); for all other
    /// languages one of `word`, `stop`, `number`, `address`.
    pub pos: &'a str,
    /// What the token is good for.
    pub kind: Kind,
    /// The language whose tokenizer made the token.
    pub language: Language,
    /// Where the token starts, in bytes from the start of the text.
    pub start: usize,
    /// Where the token ends, in bytes from the start of the text.
    pub end: usize,
}

/// What a token is good for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// A content word: it says what the text is about, and is counted by name.
    Term,
    /// A running word that is not a term: particle, ending, verb, stop word,
    /// number. It counts towards the size of a text only.
    Word,
    /// A content word within the token that came before it: counted by name, but
    /// not towards the size of a text, in which that token has its place. Only
    /// [`Compounds::Mixed`](crate::Compounds::Mixed) makes them, and none twice
    /// in one token.
    Part,
    /// Punctuation, a symbol, an address, or a morpheme within the token that
    /// came before it: counted as nothing.
    Symbol,
}

/// Splits text into tokens.
///
/// A tokenizer is immutable and shared by all threads. What changes while it
/// runs lives in a [`Worker`], of which each parallel job takes its own.
pub trait Tokenizer: Send + Sync {
    /// Returns the scratch space one job needs; cheap enough to call per job,
    /// worth keeping for many texts, since it remembers words it has seen.
    fn worker(&self) -> Box<dyn Worker + '_>;
}

/// One job's use of a [`Tokenizer`]. It may go from one thread to another.
pub trait Worker: Send {
    /// Calls `sink` with each token of `text`, in text order.
    ///
    /// Any string is accepted, and an empty one has no tokens.
    fn tokenize(&mut self, text: &str, sink: &mut dyn FnMut(Token<'_>));
}

//! The tokens of one article, kept to be looked at more than once.

use malmoi_text::{AnalyzerWorker, Kind, Language};

use crate::analysis::shown;

/// The tokens of one article, and the words that they are made of. Filled anew
/// for each article, so that their memory is used again.
#[derive(Default)]
pub(crate) struct Words {
    /// All but symbols and parts of compounds, in the order of the text.
    pub(crate) tokens: Vec<Token>,
    /// The tokens, but for names of several words, which are several.
    pub(crate) units: Vec<Unit>,
    /// The parts of compounds, where the analyzer gives them.
    pub(crate) parts: Vec<Token>,
    /// What tokens and units are named by.
    terms: String,
}

/// A running word or a name of several.
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) is_term: bool,
    pub(crate) language: Language,
    term: Piece,
    /// Whether its term is shown rather than its surface.
    shows_term: bool,
}

/// A running word.
#[derive(Clone, Copy)]
pub(crate) struct Unit {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) is_term: bool,
    /// The index of the token it is, or is in.
    pub(crate) token: usize,
    term: Piece,
}

/// A piece of [`Words::terms`].
#[derive(Clone, Copy)]
struct Piece {
    start: usize,
    end: usize,
}

impl Words {
    /// Takes the tokens of a text, and returns the language most of it is in.
    pub(crate) fn read(&mut self, text: &str, worker: &mut AnalyzerWorker<'_>) -> Language {
        let Words {
            tokens,
            parts,
            terms,
            ..
        } = self;
        tokens.clear();
        parts.clear();
        terms.clear();
        let language = worker.analyze(text, &mut |token| {
            let kept = Token {
                start: token.start,
                end: token.end,
                is_term: token.kind != Kind::Word,
                language: token.language,
                term: keep(terms, token.term),
                shows_term: shown(&token) != token.surface,
            };
            match token.kind {
                Kind::Symbol => {}
                Kind::Part => parts.push(kept),
                Kind::Term | Kind::Word => tokens.push(kept),
            }
        });
        self.split(text, worker);
        language
    }

    /// Takes tokens of several words apart.
    fn split(&mut self, text: &str, worker: &mut AnalyzerWorker<'_>) {
        let Words {
            tokens,
            units,
            terms,
            ..
        } = self;
        units.clear();
        for (number, token) in tokens.iter().enumerate() {
            let unit = Unit {
                start: token.start,
                end: token.end,
                is_term: token.is_term,
                token: number,
                term: token.term,
            };
            let surface = &text[token.start..token.end];
            if !surface.contains(char::is_whitespace) {
                units.push(unit);
                continue;
            }
            if token.language == Language::KOREAN {
                // A term of several nouns, which are whole words.
                let mut start = token.start;
                for noun in surface.split(char::is_whitespace) {
                    units.push(Unit {
                        start,
                        end: start + noun.len(),
                        term: keep(terms, noun),
                        ..unit
                    });
                    // Only single spaces join nouns.
                    start += noun.len() + 1;
                }
                continue;
            }
            worker.words(token.language, surface, &mut |word| {
                units.push(Unit {
                    start: token.start + word.start,
                    end: token.start + word.end,
                    term: keep(terms, word.term),
                    ..unit
                });
            });
        }
    }

    /// Makes two neighbours one token, as a term of several nouns is.
    #[cfg(test)]
    pub(crate) fn join(
        &mut self,
        text: &str,
        first: usize,
        term: &str,
        worker: &mut AnalyzerWorker<'_>,
    ) {
        let second = self.tokens.remove(first + 1);
        self.tokens[first].end = second.end;
        self.tokens[first].term = keep(&mut self.terms, term);
        self.split(text, worker);
    }

    /// Returns what a token is counted under.
    pub(crate) fn term(&self, token: &Token) -> &str {
        self.piece(token.term)
    }

    /// Returns what a unit is counted under where it stands alone.
    pub(crate) fn unit_term(&self, unit: &Unit) -> &str {
        self.piece(unit.term)
    }

    /// Returns the form of a token to show.
    pub(crate) fn shown<'w>(&'w self, token: &Token, text: &'w str) -> &'w str {
        match token.shows_term {
            true => self.term(token),
            false => &text[token.start..token.end],
        }
    }

    fn piece(&self, piece: Piece) -> &str {
        &self.terms[piece.start..piece.end]
    }
}

fn keep(terms: &mut String, term: &str) -> Piece {
    let start = terms.len();
    terms.push_str(term);
    Piece {
        start,
        end: terms.len(),
    }
}

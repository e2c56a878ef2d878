//! The words and phrases of one text that could be its keywords.

use malmoi_count::Forms;
use malmoi_text::{AnalyzerWorker, Kind, Language, Token};
use rustc_hash::FxHashMap;

use crate::analysis::shown;

/// All candidates of a text.
#[derive(Default)]
pub(crate) struct Candidates {
    /// The different words, in the order they first come in.
    pub(crate) words: Vec<Word>,
    /// The different phrases, likewise.
    pub(crate) phrases: Vec<Phrase>,
    /// Running words.
    pub(crate) tokens: u64,
    pub(crate) style: Style,
}

/// A content word.
pub(crate) struct Word {
    pub(crate) language: Language,
    pub(crate) term: Box<str>,
    pub(crate) forms: Forms,
    /// Occurrences. Words that are only good as a part of a phrase have none.
    pub(crate) count: u64,
    /// Occurrences with no other content word beside it.
    pub(crate) alone: u64,
    /// How many running words come before it first does.
    pub(crate) first: u64,
}

/// Two to five content words in a row with none before and none after.
///
/// What stands between function words and punctuation is mostly a whole noun
/// phrase (Rose et al. 2010), and a part of it mostly is not.
pub(crate) struct Phrase {
    /// Indices of words.
    pub(crate) words: Box<[u32]>,
    pub(crate) forms: Forms,
    pub(crate) count: u64,
    pub(crate) first: u64,
}

/// What tells a narrative from an exposition.
#[derive(Default)]
pub(crate) struct Style {
    /// Words with a capital after one without: names.
    pub(crate) names: u64,
    /// Words, numbers left aside, and the letters of them.
    pub(crate) words: u64,
    pub(crate) letters: u64,
}

/// The most words of a phrase.
const LONGEST: usize = 5;

/// Returns the language of a text and its candidates.
pub(crate) fn candidates(worker: &mut AnalyzerWorker<'_>, text: &str) -> (Language, Candidates) {
    let mut reader = Reader {
        text,
        found: Candidates::default(),
        word_index: FxHashMap::default(),
        phrase_index: FxHashMap::default(),
        run: Run::default(),
        after_lower: false,
    };
    let language = worker.analyze(text, &mut |token| reader.take(&token));
    reader.end_run();
    (language, reader.found)
}

struct Reader<'t> {
    text: &'t str,
    found: Candidates,
    word_index: FxHashMap<(Language, Box<str>), u32>,
    phrase_index: FxHashMap<Box<[u32]>, usize>,
    run: Run,
    /// Whether the token before begins with a small letter.
    after_lower: bool,
}

/// The content words in a row at hand.
#[derive(Default)]
struct Run {
    words: Vec<u32>,
    start: usize,
    end: usize,
    /// Where the words before the last one end.
    ends: Vec<usize>,
    /// How many running words come before it.
    first: u64,
}

/// What a token is to a run.
enum Role {
    /// A content word.
    Word,
    /// Nothing by itself, but a part of a Korean noun: 과학+원, 24인+용.
    Piece,
    /// The end of it.
    Border,
}

impl Reader<'_> {
    fn take(&mut self, token: &Token<'_>) {
        match token.kind {
            // What lies between two words ends a run anyway.
            Kind::Symbol => {
                self.after_lower = false;
                return;
            }
            Kind::Part => {
                let word = self.word(token);
                self.count(word, token);
                return;
            }
            Kind::Term | Kind::Word => {}
        }
        self.note_style(token);
        let role = role(token);
        let gap = &self.text[self.run.end.min(token.start)..token.start];
        let joins = !self.run.words.is_empty() && is_joint(gap);
        if !joins {
            self.end_run();
        }
        if joins && gap.is_empty() && makes_predicate(token) {
            self.drop_predicate();
        }
        match role {
            Role::Word => {
                let word = self.word(token);
                self.count(word, token);
                self.extend(word, token);
            }
            Role::Piece if joins && gap.is_empty() => {
                let word = self.word(token);
                self.extend(word, token);
            }
            Role::Piece | Role::Border => self.end_run(),
        }
        self.found.tokens += 1;
    }

    fn note_style(&mut self, token: &Token<'_>) {
        let style = &mut self.found.style;
        let first = token.surface.chars().next();
        if first.is_some_and(char::is_alphabetic) {
            style.words += 1;
            style.letters += token.surface.chars().count() as u64;
        }
        style.names += u64::from(self.after_lower && first.is_some_and(char::is_uppercase));
        self.after_lower = first.is_some_and(char::is_lowercase);
    }

    /// Returns the index of a word, noted if it is new.
    fn word(&mut self, token: &Token<'_>) -> u32 {
        let (words, first) = (&mut self.found.words, self.found.tokens);
        let key = (token.language, Box::from(token.term));
        *self.word_index.entry(key).or_insert_with_key(|key| {
            words.push(Word {
                language: key.0,
                term: key.1.clone(),
                forms: Forms::default(),
                count: 0,
                alone: 0,
                first,
            });
            words.len() as u32 - 1
        })
    }

    fn count(&mut self, word: u32, token: &Token<'_>) {
        let word = &mut self.found.words[word as usize];
        word.count += 1;
        word.forms.add(shown(token));
    }

    fn extend(&mut self, word: u32, token: &Token<'_>) {
        if self.run.words.is_empty() {
            self.run.start = token.start;
            self.run.first = self.found.tokens;
        } else {
            self.run.ends.push(self.run.end);
        }
        self.run.words.push(word);
        self.run.end = token.end;
    }

    /// Takes the last word out of the run again: 발표 of 발표했다 is half a verb,
    /// and says what was done, not what the text is about.
    fn drop_predicate(&mut self) {
        if let Some(last) = self.run.words.pop() {
            let word = &mut self.found.words[last as usize];
            word.count = word.count.saturating_sub(1);
            self.run.end = self.run.ends.pop().unwrap_or(self.run.start);
        }
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        match run.words[..] {
            [] => {}
            [word] => self.found.words[word as usize].alone += 1,
            _ if run.words.len() <= LONGEST => self.add_phrase(&run),
            _ => {}
        }
        // The memory is good for the next one.
        (self.run.words, self.run.ends) = (run.words, run.ends);
        self.run.words.clear();
        self.run.ends.clear();
    }

    fn add_phrase(&mut self, run: &Run) {
        let phrases = &mut self.found.phrases;
        let words: Box<[u32]> = run.words.as_slice().into();
        let index = *self.phrase_index.entry(words).or_insert_with_key(|words| {
            phrases.push(Phrase {
                words: words.clone(),
                forms: Forms::default(),
                count: 0,
                first: run.first,
            });
            phrases.len() - 1
        });
        let phrase = &mut phrases[index];
        phrase.count += 1;
        let parts = self.text[run.start..run.end].split_whitespace();
        phrase.forms.add(&parts.collect::<Vec<&str>>().join(" "));
    }
}

/// Whether a token makes a verb or an adjective of the noun it is attached to.
fn makes_predicate(token: &Token<'_>) -> bool {
    token.pos.starts_with("XSV") || token.pos.starts_with("XSA")
}

fn role(token: &Token<'_>) -> Role {
    let has_letter = || token.surface.chars().any(char::is_alphabetic);
    if token.kind == Kind::Term && has_letter() {
        return Role::Word;
    }
    let is_short = || token.surface.chars().nth(1).is_none();
    match token.pos {
        "XSN" | "NNBC" => Role::Piece,
        // Short nouns that are no terms are pieces of names more often than not.
        "NNG" | "NNP" if is_short() => Role::Piece,
        _ => Role::Border,
    }
}

/// Whether a run goes on over what stands between two words: nothing, spaces on
/// one line, or a hyphen.
fn is_joint(gap: &str) -> bool {
    gap == "-" || gap.chars().all(|c| c == ' ' || c == '\t')
}

//! Korean by morphological analysis: Lindera's segmenter over ko-dic, with the
//! left-space penalty that the dictionary ships.
//!
//! Nouns (`NNG`, `NNP`), foreign words (`SL`), hanja (`SH`), roots (`XR`) and
//! unknown words are terms; particles, endings, verbs and the rest are words.
//! A common noun of one syllable is a term only when it is in
//! `dictionaries/short-nouns`: in running text most others are a piece of a
//! name that the dictionary lacks, or a counter, and would head every list.

use lindera::mode::Mode;
use lindera::segmenter::Segmenter;
use lindera::worker::SegmentWorker;
use lindera_dictionary::dictionary::Dictionary;
use lindera_dictionary::viterbi::WordId;
use rustc_hash::FxHashSet;

use crate::stop_words::{korean_short_nouns, stop_words};
use crate::token::{Kind, Token, Tokenizer, Worker};
use crate::{Error, Language};

/// The Korean tokenizer.
///
/// # Example
///
/// ```
/// use malmoi_text::{Kind, Tokenizer, korean::KoreanTokenizer};
///
/// let korean = KoreanTokenizer::new()?;
/// let mut terms = Vec::new();
/// korean.worker().tokenize("정부는 반도체 수출을 늘렸다", &mut |token| {
///     if token.kind == Kind::Term {
///         terms.push(token.term.to_string());
///     }
/// });
/// assert_eq!(terms, ["정부", "반도체", "수출"]);
/// # Ok::<(), malmoi_text::Error>(())
/// ```
pub struct KoreanTokenizer {
    segmenter: Segmenter,
    stop_words: FxHashSet<&'static str>,
    short_nouns: FxHashSet<&'static str>,
}

impl std::fmt::Debug for KoreanTokenizer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KoreanTokenizer(lindera)")
    }
}

impl KoreanTokenizer {
    /// Returns a tokenizer over the embedded dictionary.
    ///
    /// # Errors
    ///
    /// When the embedded dictionary is not what this version of Lindera reads,
    /// which only a broken build can bring about.
    pub fn new() -> Result<KoreanTokenizer, Error> {
        let dictionary = malmoi_ko_dic::load()?;
        Ok(KoreanTokenizer {
            // The segmenter takes the left-space penalty from the dictionary.
            segmenter: Segmenter::new(Mode::Normal, dictionary, None),
            stop_words: stop_words(Language::KOREAN),
            short_nouns: korean_short_nouns(),
        })
    }

    /// Decides what a token is good for.
    fn kind(&self, surface: &str, term: &str, pos: &str) -> Kind {
        match first_tag(pos) {
            "NNG" | "NNP" | "XR" | "UNKNOWN" => {
                let is_term = if is_one_syllable(term) {
                    self.short_nouns.contains(term)
                } else {
                    !self.stop_words.contains(term)
                };
                if is_term { Kind::Term } else { Kind::Word }
            }
            "SH" => Kind::Term,
            "SL" if surface.chars().nth(1).is_some() => Kind::Term,
            "SL" | "SN" => Kind::Word,
            tag if tag.starts_with('S') => Kind::Symbol,
            _ => Kind::Word,
        }
    }
}

impl Tokenizer for KoreanTokenizer {
    fn worker(&self) -> Box<dyn Worker + '_> {
        Box::new(KoreanWorker {
            tokenizer: self,
            segment_worker: self.segmenter.new_worker(),
            term: String::new(),
        })
    }
}

struct KoreanWorker<'t> {
    tokenizer: &'t KoreanTokenizer,
    segment_worker: SegmentWorker,
    /// Scratch for terms that are not the surface itself.
    term: String,
}

impl Worker for KoreanWorker<'_> {
    fn tokenize(&mut self, text: &str, sink: &mut dyn FnMut(Token<'_>)) {
        let tokenizer = self.tokenizer;
        let dictionary = &tokenizer.segmenter.dictionary;
        // Segmenting fails only where it is asked for n-best paths.
        let tokens = self.segment_worker.segment(text).unwrap_or_default();
        for token in tokens {
            let (start, end) = (token.byte_start, token.byte_end);
            let surface = &text[start..end];
            let details = Details::of(dictionary, token.word_id);
            let term = match details.noun_of_fused_form() {
                Some(noun) => noun,
                None if surface.bytes().any(|b| b.is_ascii_uppercase()) => {
                    self.term.clear();
                    self.term
                        .extend(surface.chars().flat_map(char::to_lowercase));
                    &self.term
                }
                None => surface,
            };
            sink(Token {
                surface,
                term,
                pos: details.pos,
                kind: tokenizer.kind(surface, term, details.pos),
                language: Language::KOREAN,
                start,
                end,
            });
        }
    }
}

/// What the dictionary says of an entry.
struct Details<'d> {
    pos: &'d str,
    /// The morphemes of a fused entry, `것/NNB/*+은/JX/*`; else `*`.
    expression: &'d str,
}

impl<'d> Details<'d> {
    fn of(dictionary: &'d Dictionary, id: WordId) -> Details<'d> {
        let index = id.id() as usize;
        let mut fields = if id.is_unknown() {
            dictionary.unknown_word_details_iter(index)
        } else {
            dictionary.word_details_iter(index)
        };
        let pos = fields.next().unwrap_or("UNKNOWN");
        // Only a joined tag has morphemes worth the walk to the last column.
        let expression = if pos.contains('+') {
            fields.last().unwrap_or("*")
        } else {
            "*"
        };
        Details { pos, expression }
    }

    /// Returns the noun at the start of an entry that fuses a noun with what
    /// follows it.
    fn noun_of_fused_form(&self) -> Option<&'d str> {
        if !self.pos.starts_with("NN") {
            return None;
        }
        let (noun, _) = self.expression.split_once('/')?;
        (!noun.is_empty()).then_some(noun)
    }
}

/// Says whether the term is a single Hangul syllable. (A single Chinese
/// character, 美, is a whole name in a headline.)
fn is_one_syllable(term: &str) -> bool {
    let mut chars = term.chars();
    matches!((chars.next(), chars.next()), (Some('가'..='힣'), None))
}

/// Returns the first of the tags that `+` joins.
fn first_tag(pos: &str) -> &str {
    pos.split('+').next().unwrap_or(pos)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokenizes and joins `surface/pos`, with `*` after terms.
    fn check(text: &str, expected: &str) {
        let mut found = Vec::new();
        let tokenizer = KoreanTokenizer::new().unwrap();
        tokenizer.worker().tokenize(text, &mut |t| {
            assert_eq!(&text[t.start..t.end], t.surface);
            let mark = if t.kind == Kind::Term { "*" } else { "" };
            found.push(format!("{}/{}{mark}", t.surface, t.pos));
        });
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn nouns_are_terms_and_particles_are_not() {
        check(
            "정부는 반도체 수출을",
            "정부/NNG* 는/JX 반도체/NNG* 수출/NNG* 을/JKO",
        );
    }

    #[test]
    fn the_left_space_penalty_is_on() {
        // Without it 시 after the space is the honorific ending (EP).
        check("서울 시", "서울/NNP* 시/NNG");
    }

    #[test]
    fn one_syllable_nouns_are_terms_only_if_listed() {
        check("쌀 값", "쌀/NNG* 값/NNG");
    }

    #[test]
    fn hanja_are_terms_and_symbols_are_symbols() {
        check("美 의회!", "美/NNG* 의회/NNG* !/SF");
    }

    #[test]
    fn stop_words_are_no_terms() {
        check("지난해 경우", "지난해/NNG 경우/NNG");
    }
}

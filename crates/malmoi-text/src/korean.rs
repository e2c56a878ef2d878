//! Korean by morphological analysis over ko-dic, Lindera's dictionary, with the
//! left-space penalty it ships.
//!
//! Three engines find the morphemes. malmoi's own lattice works by mecab-ko's
//! rules with corrected costs and is the default; the same lattice without
//! corrections and Lindera's segmenter are there to compare with; see
//! [`Engine`].
//!
//! Nouns (`NNG`, `NNP`), foreign words (`SL`), hanja (`SH`), roots (`XR`) and
//! unknown words are terms; particles, endings, verbs and the rest are words.
//! A common noun of one syllable is a term only when it is in
//! `dictionaries/short-nouns`: in running text most others are a piece of a
//! name that the dictionary lacks, or a counter, and would head every list.

mod compounds;
mod corrections;
mod details;
mod first_tags;
mod forms;
mod joined;
mod known_tokens;
mod lattice;
mod lemma;
mod lexicon;
mod lookup;
mod new_nouns;
mod new_words;
mod particles;
mod trie;
mod user_dictionary;
mod user_words;

pub(crate) use joined::JoinedNouns;
pub use new_words::{NewWord, NewWords};
pub use user_dictionary::{Problem, UserDictionary};

pub use compounds::Compounds;

use details::{Details, first_tag};
use forms::Forms;
use lattice::{Lattice, Word};
use lemma::Lemmas;
use lexicon::Lexicon;
use lindera::mode::Mode;
use lindera::segmenter::Segmenter;
use lindera::worker::SegmentWorker;
use lindera_dictionary::dictionary::Dictionary;
use lindera_dictionary::viterbi::WordId;
use rustc_hash::FxHashSet;

use crate::stop_words::{korean_short_nouns, stop_words};
use crate::token::{Kind, Token, Tokenizer, Worker};
use crate::words::is_endless;
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
    segmentation: Segmentation,
    stop_words: FxHashSet<&'static str>,
    short_nouns: FxHashSet<&'static str>,
    compounds: Compounds,
    lemmas: Option<Lemmas>,
}

/// What a Korean tokenizer works with.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct KoreanOptions {
    /// What finds the morphemes.
    pub engine: Engine,
    /// Words beside those of the dictionary. Lindera's segmenter, which is
    /// there to compare with, does without them.
    pub user_dictionary: UserDictionary,
    /// What becomes of compounds and fused forms.
    pub compounds: Compounds,
    /// Whether verbs and adjectives have their dictionary form as the term
    /// (가까운: 가깝다), and those that say something are terms: not 하다 or 있다,
    /// which `dictionaries/stop-words/ko-verbs.txt` lists, not auxiliaries, and
    /// not what a suffix makes of a noun (발표하다), since the noun is a term.
    pub lemmas: bool,
    /// How many bytes all workers together may take to remember what they have seen, about,
    /// and 16 MB each at least; 224 MB, if nothing is said. It changes how fast they are, and
    /// nothing else.
    pub memory: Option<usize>,
}

/// How morphemes are found.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Engine {
    /// malmoi's own lattice, by mecab-ko's rules: white space is skipped, and
    /// the words on both sides of it are neighbours. The costs are corrected,
    /// and names that the dictionary lacks are found.
    #[default]
    Malmoi,
    /// The same lattice without any correction: mecab-ko's own answer.
    MecabKo,
    /// Lindera's segmenter: a space is a word like any other, so no context
    /// passes through it. Takes a tenth of a second to load.
    Lindera,
}

/// An engine with what it needs.
enum Segmentation {
    Malmoi(Lexicon),
    Lindera(Segmenter),
}

impl std::fmt::Debug for KoreanTokenizer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KoreanTokenizer({:?})", self.engine())
    }
}

impl KoreanTokenizer {
    /// Returns a tokenizer over the embedded dictionary, with malmoi's engine.
    ///
    /// # Errors
    ///
    /// When the embedded dictionary is not what this version of Lindera reads,
    /// which only a broken build can bring about.
    pub fn new() -> Result<KoreanTokenizer, Error> {
        KoreanTokenizer::with_options(KoreanOptions::default())
    }

    /// Returns a tokenizer over the embedded dictionary, which works as
    /// `options` say.
    ///
    /// # Errors
    ///
    /// As [`new`](KoreanTokenizer::new).
    ///
    /// # Example
    ///
    /// ```
    /// use malmoi_text::{Tokenizer, korean::{Compounds, KoreanOptions, KoreanTokenizer}};
    ///
    /// let korean = KoreanTokenizer::with_options(KoreanOptions {
    ///     compounds: Compounds::Mixed,
    ///     ..KoreanOptions::default()
    /// })?;
    /// let mut found = Vec::new();
    /// korean.worker().tokenize("고속도로", &mut |token| {
    ///     found.push((token.surface.to_string(), token.start, token.end));
    /// });
    /// let found: Vec<_> = found.iter().map(|(s, from, to)| (s.as_str(), *from, *to)).collect();
    /// assert_eq!(found, [("고속도로", 0, 12), ("고속", 0, 6), ("도로", 6, 12)]);
    /// # Ok::<(), malmoi_text::Error>(())
    /// ```
    pub fn with_options(options: KoreanOptions) -> Result<KoreanTokenizer, Error> {
        let dictionary = malmoi_ko_dic::load()?;
        Ok(KoreanTokenizer {
            segmentation: match options.engine {
                Engine::Malmoi => Segmentation::Malmoi(
                    Lexicon::new(dictionary)
                        .remembering(options.memory)
                        .corrected(options.compounds == Compounds::Auto)
                        .with_user_words(options.user_dictionary),
                ),
                Engine::MecabKo => Segmentation::Malmoi(
                    Lexicon::new(dictionary)
                        .remembering(options.memory)
                        .with_user_words(options.user_dictionary),
                ),
                // The segmenter takes the left-space penalty from the dictionary.
                Engine::Lindera => {
                    Segmentation::Lindera(Segmenter::new(Mode::Normal, dictionary, None))
                }
            },
            stop_words: stop_words(Language::KOREAN),
            short_nouns: korean_short_nouns(),
            compounds: options.compounds,
            lemmas: options.lemmas.then(Lemmas::new),
        })
    }

    /// Returns the engine that finds the morphemes.
    pub fn engine(&self) -> Engine {
        match &self.segmentation {
            Segmentation::Malmoi(lexicon) if lexicon.is_corrected() => Engine::Malmoi,
            Segmentation::Malmoi(_) => Engine::MecabKo,
            Segmentation::Lindera(_) => Engine::Lindera,
        }
    }

    /// Returns a tokenizer that leaves every word as the dictionary has it:
    /// without corrections, new nouns, parts and lemmas.
    fn plain(&self) -> KoreanTokenizer {
        KoreanTokenizer {
            segmentation: Segmentation::Malmoi(match &self.segmentation {
                Segmentation::Malmoi(lexicon) => lexicon.uncorrected(),
                Segmentation::Lindera(segmenter) => {
                    Lexicon::new(Dictionary::clone(&segmenter.dictionary))
                }
            }),
            stop_words: self.stop_words.clone(),
            short_nouns: self.short_nouns.clone(),
            compounds: Compounds::None,
            lemmas: None,
        }
    }

    /// Returns the words of malmoi's own engine.
    fn lexicon(&self) -> Option<&Lexicon> {
        match &self.segmentation {
            Segmentation::Malmoi(lexicon) => Some(lexicon),
            Segmentation::Lindera(_) => None,
        }
    }

    /// Says whether the system dictionary has a word with this tag.
    fn has_word(&self, surface: &str, tag: &str) -> bool {
        let dictionary = self.dictionary();
        let entries = dictionary.prefix_dictionary.find_surface(surface);
        entries.iter().any(|entry| {
            let mut fields = dictionary.word_details_iter(entry.word_id().id() as usize);
            fields.next() == Some(tag)
        })
    }

    /// Returns how many words the system dictionary has.
    fn system_words(&self) -> usize {
        self.dictionary().prefix_dictionary.word_count()
    }

    fn dictionary(&self) -> &Dictionary {
        match &self.segmentation {
            Segmentation::Malmoi(lexicon) => &lexicon.dictionary,
            Segmentation::Lindera(segmenter) => &segmenter.dictionary,
        }
    }

    fn details(&self, id: WordId) -> Details<'_> {
        match &self.segmentation {
            Segmentation::Malmoi(lexicon) => lexicon.details(id),
            Segmentation::Lindera(segmenter) => Details::of(&segmenter.dictionary, id),
        }
    }

    /// Makes the token of `text[start..end]`; `scratch` is for its term.
    fn token<'a>(
        &'a self,
        text: &'a str,
        start: usize,
        end: usize,
        id: WordId,
        scratch: &'a mut String,
    ) -> Token<'a> {
        let surface = &text[start..end];
        let details = self.details(id);
        let pos = details.pos;
        let term = match details.noun_of_fused_form() {
            Some(noun) => noun,
            None if surface.bytes().any(|b| b.is_ascii_uppercase()) => {
                scratch.clear();
                scratch.extend(surface.chars().flat_map(char::to_lowercase));
                scratch
            }
            None => surface,
        };
        Token {
            surface,
            term,
            pos,
            kind: self.kind(surface, term, pos),
            language: Language::KOREAN,
            start,
            end,
        }
    }

    /// Decides what a token is good for.
    fn kind(&self, surface: &str, term: &str, pos: &str) -> Kind {
        match first_tag(pos) {
            "NNG" | "NNP" | "XR" | "UNKNOWN" => {
                let is_term = if is_one_syllable(term) {
                    self.short_nouns.contains(term)
                } else if is_endless(term) {
                    false
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
        self.worker_with(None)
    }
}

impl KoreanTokenizer {
    /// Returns a worker that joins these nouns, if they are given.
    pub(crate) fn worker_with<'a>(
        &'a self,
        nouns: Option<&'a JoinedNouns>,
    ) -> Box<dyn Worker + 'a> {
        Box::new(KoreanWorker {
            tokenizer: self,
            nouns,
            segments: match &self.segmentation {
                Segmentation::Malmoi(lexicon) => Segments::Malmoi(Lattice::new(lexicon)),
                Segmentation::Lindera(segmenter) => Segments::Lindera(segmenter.new_worker()),
            },
            forms: Forms::default(),
        })
    }
}

struct KoreanWorker<'t> {
    tokenizer: &'t KoreanTokenizer,
    nouns: Option<&'t JoinedNouns>,
    segments: Segments<'t>,
    forms: Forms<'t>,
}

/// An engine's scratch space.
#[expect(clippy::large_enum_variant, reason = "a thread has one or two of them")]
enum Segments<'t> {
    Malmoi(Lattice<'t>),
    Lindera(SegmentWorker),
}

/// The longest text the lattice takes at once, in bytes. Its memory grows with
/// the text, and lines without an end do occur. No sentence is as long.
const LONGEST_SENTENCE: usize = 1 << 14;

impl Worker for KoreanWorker<'_> {
    fn tokenize(&mut self, text: &str, sink: &mut dyn FnMut(Token<'_>)) {
        let KoreanWorker {
            tokenizer,
            nouns,
            segments,
            forms,
        } = self;
        forms.start();
        match segments {
            Segments::Malmoi(lattice) => {
                let mut start = 0;
                for part in parts(text) {
                    forms.emit_all(tokenizer, *nouns, (text, start), lattice.words(part), sink);
                    start += part.len();
                }
            }
            Segments::Lindera(worker) => {
                // Segmenting fails only where it is asked for n-best paths.
                let tokens = worker.segment(text).unwrap_or_default();
                let words = tokens.iter().map(|token| Word {
                    start: token.byte_start,
                    end: token.byte_end,
                    id: token.word_id,
                });
                let words: Vec<Word> = words.collect();
                forms.emit_all(tokenizer, *nouns, (text, 0), &words, sink);
            }
        }
    }
}

/// Cuts text that is too long for the lattice, at white space where there is
/// any.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut cut = rest.len();
        if cut > LONGEST_SENTENCE {
            let limit = rest.floor_char_boundary(LONGEST_SENTENCE);
            cut = rest[..limit].rfind(char::is_whitespace).unwrap_or(limit);
            // A single space at the start would be cut off again and again.
            if cut == 0 {
                cut = limit;
            }
        }
        let (part, after) = rest.split_at(cut);
        rest = after;
        Some(part)
    })
}

/// Says whether the term is a single Hangul syllable. (A single Chinese
/// character, 美, is a whole name in a headline.)
fn is_one_syllable(term: &str) -> bool {
    let mut chars = term.chars();
    matches!((chars.next(), chars.next()), (Some('가'..='힣'), None))
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
    fn only_malmoi_s_own_engine_finds_names_that_the_dictionary_lacks() {
        for (engine, expected) in [
            (Engine::Malmoi, "에어비앤비 숙소"),
            (Engine::MecabKo, "에 어 비앤비 숙소"),
        ] {
            let tokenizer = KoreanTokenizer::with_options(KoreanOptions {
                engine,
                ..KoreanOptions::default()
            })
            .unwrap();
            assert_eq!(tokenizer.engine(), engine);
            let mut found = Vec::new();
            tokenizer.worker().tokenize("에어비앤비 숙소", &mut |t| {
                found.push(t.surface.to_string());
            });
            assert_eq!(found.join(" "), expected);
        }
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

//! Languages without spaces, by a dictionary that the user has.
//!
//! Japanese and Chinese need a dictionary of tens of megabytes, so malmoi
//! embeds none for them. Whoever has one in Lindera's format (IPADIC, UniDic,
//! CC-CEDICT, jieba) names its folder, and Lindera's segmenter does the rest.
//!
//! Which words are terms is told by the tags of the dictionary, the first
//! column after the costs: 名詞 of the Japanese dictionaries, without numerals and
//! the nouns that only serve grammar; `n…` of jieba. Where a dictionary has no
//! tags that are known here (CC-CEDICT has none), every word is a term that is
//! no stop word.

use std::path::Path;

use lindera::mode::Mode;
use lindera::segmenter::Segmenter;
use lindera::worker::SegmentWorker;
use lindera_dictionary::dictionary::Dictionary;
use lindera_dictionary::viterbi::WordId;
use rustc_hash::FxHashSet;

use crate::script::Script;
use crate::stop_words::stop_words;
use crate::token::{Kind, Token, Tokenizer, Worker};
use crate::words::is_endless;
use crate::{Error, Language};

/// The tokenizer of a language by a dictionary in Lindera's format.
pub struct DictionaryTokenizer {
    language: Language,
    segmenter: Segmenter,
    stop_words: FxHashSet<&'static str>,
}

impl std::fmt::Debug for DictionaryTokenizer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DictionaryTokenizer({})", self.language)
    }
}

impl DictionaryTokenizer {
    /// Loads the dictionary in `folder` for a language.
    ///
    /// # Errors
    ///
    /// When the folder holds no dictionary that this version of Lindera reads,
    /// and for Korean, whose dictionary is embedded.
    pub fn load(language: Language, folder: &Path) -> Result<DictionaryTokenizer, Error> {
        if language == Language::KOREAN {
            return Err(Error::korean_is_embedded());
        }
        let dictionary = Dictionary::load_from_path(folder)
            .map_err(|source| Error::folder(language, folder, source))?;
        Ok(DictionaryTokenizer {
            language,
            segmenter: Segmenter::new(Mode::Normal, dictionary, None),
            stop_words: stop_words(language),
        })
    }

    /// Returns the language the dictionary is for.
    pub fn language(&self) -> Language {
        self.language
    }

    pub(crate) fn dictionary_worker(&self) -> DictionaryWorker<'_> {
        DictionaryWorker {
            tokenizer: self,
            segments: self.segmenter.new_worker(),
        }
    }

    /// Returns a word's tag and what stands in the column after it.
    fn tags(&self, id: WordId) -> (&str, &str) {
        let dictionary = &self.segmenter.dictionary;
        let index = id.id() as usize;
        let mut fields = if id.is_unknown() {
            dictionary.unknown_word_details_iter(index)
        } else {
            dictionary.word_details_iter(index)
        };
        let tag = fields.next().unwrap_or("UNK");
        (tag, fields.next().unwrap_or("*"))
    }

    fn kind(&self, surface: &str, tag: &str, second: &str) -> Kind {
        if !surface.chars().any(char::is_alphanumeric) {
            return Kind::Symbol;
        }
        let is_term = match tags_of(tag) {
            Tags::Japanese => tag == "名詞" && !GRAMMATICAL.contains(&second),
            Tags::Jieba => tag.starts_with('n') || tag == "eng",
            Tags::Unknown => !surface.chars().all(char::is_numeric),
        };
        // A noun of one kana is a piece of a word; a noun of one ideograph is one.
        let is_piece = surface.chars().nth(1).is_none() && !surface.chars().all(is_ideograph);
        if is_term && !is_piece && !is_endless(surface) && !self.stop_words.contains(surface) {
            Kind::Term
        } else {
            Kind::Word
        }
    }
}

/// Whose tags a dictionary has.
enum Tags {
    Japanese,
    Jieba,
    Unknown,
}

/// Tells a tag's set by its letters.
fn tags_of(tag: &str) -> Tags {
    if tag.starts_with(is_ideograph) || tag == "フィラー" {
        Tags::Japanese
    } else if tag.starts_with(|c: char| c.is_ascii_lowercase()) && tag != "x" {
        Tags::Jieba
    } else {
        Tags::Unknown
    }
}

/// Nouns of the Japanese dictionaries that name nothing: numerals, "thing" and
/// "when", pronouns, suffixes, the stems of auxiliaries.
const GRAMMATICAL: [&str; 7] = [
    "数",
    "数詞",
    "非自立",
    "代名詞",
    "接尾",
    "特殊",
    "助動詞語幹",
];

fn is_ideograph(c: char) -> bool {
    Script::of(c) == Script::Han
}

impl Tokenizer for DictionaryTokenizer {
    fn worker(&self) -> Box<dyn Worker + '_> {
        Box::new(self.dictionary_worker())
    }
}

/// One job's use of a [`DictionaryTokenizer`].
pub(crate) struct DictionaryWorker<'t> {
    tokenizer: &'t DictionaryTokenizer,
    segments: SegmentWorker,
}

impl DictionaryWorker<'_> {
    pub(crate) fn language(&self) -> Language {
        self.tokenizer.language
    }
}

/// The longest text that is segmented at once, in bytes: the memory that takes
/// grows with the text, and texts without an end do occur.
const LONGEST: usize = 1 << 14;

impl Worker for DictionaryWorker<'_> {
    fn tokenize(&mut self, text: &str, sink: &mut dyn FnMut(Token<'_>)) {
        let DictionaryWorker {
            tokenizer,
            segments,
        } = self;
        let mut base = 0;
        while base < text.len() {
            let part = beginning(&text[base..]);
            // Segmenting fails only where it is asked for n-best paths.
            for token in segments.segment(part).unwrap_or_default() {
                let (start, end) = (base + token.byte_start, base + token.byte_end);
                let surface = &text[start..end];
                if surface.trim().is_empty() {
                    continue;
                }
                let (tag, second) = tokenizer.tags(token.word_id);
                sink(Token {
                    surface,
                    term: surface,
                    pos: tag,
                    kind: tokenizer.kind(surface, tag, second),
                    language: tokenizer.language,
                    start,
                    end,
                });
            }
            base += part.len();
        }
    }
}

/// Returns as much of the text as is segmented at once, up to the end of a
/// sentence where there is one. Never empty, unless the text is.
fn beginning(text: &str) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    let limit = &text[..text.floor_char_boundary(LONGEST)];
    let ends = |c: char| matches!(c, '。' | '、' | '，') || c.is_whitespace();
    match limit.char_indices().rfind(|(_, c)| ends(*c)) {
        Some((at, c)) => &text[..at + c.len_utf8()],
        None => limit,
    }
}

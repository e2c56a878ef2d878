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

#[cfg(test)]
mod tests {
    use std::fs;

    use lindera_dictionary::builder::DictionaryBuilder;
    use lindera_dictionary::dictionary::metadata::Metadata;

    use super::*;

    /// Builds a dictionary of the words given, `surface,tag,second tag`, and
    /// loads it.
    fn load(language: Language, words: &[&str]) -> DictionaryTokenizer {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("source");
        fs::create_dir(&source).unwrap();
        let write = |name: &str, text: String| fs::write(source.join(name), text).unwrap();
        let line = |word: &&str| {
            let (surface, tags) = word.split_once(',').unwrap();
            // The longer a word, the better.
            format!("{surface},0,0,{},{tags}\n", 3000 / surface.chars().count())
        };
        write("words.csv", words.iter().map(line).collect());
        write(
            "char.def",
            "DEFAULT 0 1 0\nSPACE 0 1 0\nKANJI 0 0 2\n\n0x0020 SPACE\n0x4E00..0x9FFF KANJI\n"
                .into(),
        );
        let unknown = ["DEFAULT", "SPACE", "KANJI"].map(|c| format!("{c},0,0,9000,名詞,一般\n"));
        write("unk.def", unknown.concat());
        write("matrix.def", "1 1\n0 0 0\n".into());
        let metadata = Metadata::load(
            br#"{"name": "tiny", "encoding": "UTF-8", "default_word_cost": 0,
                "default_left_context_id": 0, "default_right_context_id": 0,
                "default_field_value": "*", "flexible_csv": false,
                "skip_invalid_cost_or_id": false, "normalize_details": false,
                "dictionary_schema": {"fields": ["surface", "left_context_id",
                "right_context_id", "cost", "major_pos", "middle_pos"]},
                "user_dictionary_schema": {"fields": ["surface", "major_pos", "middle_pos"]}}"#,
        )
        .unwrap();
        let built = folder.path().join("built");
        DictionaryBuilder::new(metadata)
            .build_dictionary(&source, &built)
            .unwrap();
        DictionaryTokenizer::load(language, &built).unwrap()
    }

    /// Joins the tokens, with `*` after terms.
    fn check(tokenizer: &DictionaryTokenizer, text: &str, expected: &str) {
        let mut found = Vec::new();
        tokenizer.worker().tokenize(text, &mut |t| {
            assert_eq!(&text[t.start..t.end], t.surface);
            let mark = if t.kind == Kind::Term { "*" } else { "" };
            found.push(format!("{}{mark}", t.surface));
        });
        assert_eq!(found.join(" "), expected);
    }

    fn japanese() -> DictionaryTokenizer {
        let words = [
            "政府,名詞,一般",
            "は,助詞,係助詞",
            "半導体,名詞,一般",
            "輸出,名詞,サ変接続",
            "を,助詞,格助詞",
            "の,助詞,連体化",
            "増やし,動詞,自立",
            "た,助動詞,*",
            "こと,名詞,非自立",
            "三,名詞,数",
            "国,名詞,一般",
            "。,記号,句点",
        ];
        load(Language::JAPANESE, &words)
    }

    #[test]
    fn japanese_nouns_are_terms() {
        check(
            &japanese(),
            "政府は半導体輸出を増やした。",
            "政府* は 半導体* 輸出* を 増やし た 。",
        );
        check(&japanese(), "三国のこと", "三 国* の こと");
    }

    #[test]
    fn chinese_nouns_are_terms_by_jiebas_tags() {
        let words = ["政府,n,*", "增加,v,*", "北京,ns,*", "了,ul,*"];
        let chinese = load(Language::CHINESE, &words);
        check(&chinese, "北京政府增加了", "北京* 政府* 增加 了");
    }

    #[test]
    fn all_words_are_terms_where_tags_say_nothing() {
        let words = ["政府,*,*", "增加,*,*", "，,*,*"];
        let chinese = load(Language::CHINESE, &words);
        check(&chinese, "政府，增加", "政府* ， 增加*");
    }

    #[test]
    fn text_without_an_end_is_cut_and_no_span_is_off() {
        let text = "政府は".repeat(6000);
        let (mut terms, mut end) = (0, 0);
        japanese().worker().tokenize(&text, &mut |t| {
            assert_eq!(&text[t.start..t.end], t.surface);
            assert_eq!(t.start, end);
            end = t.end;
            terms += usize::from(t.term == "政府");
        });
        // A cut may part a word in two.
        assert!((5990..=6000).contains(&terms), "{terms}");
        assert_eq!(end, text.len());
    }

    #[test]
    fn a_folder_without_a_dictionary_and_korean_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let refused = |language| {
            let error = DictionaryTokenizer::load(language, folder.path()).unwrap_err();
            error.to_string()
        };
        let name = folder.path().display().to_string();
        assert!(refused(Language::JAPANESE).contains(&name));
        assert!(refused(Language::KOREAN).contains("Korean"));
    }

    #[test]
    fn text_that_is_detected_goes_to_the_dictionary_of_its_language() {
        let analyzer = crate::Analyzer::new().unwrap().with(japanese());
        assert_eq!(
            analyzer.terms("政府は半導体輸出を増やした。The trade grew."),
            ["政府", "半導体", "輸出", "trade", "grew"]
        );
    }
}

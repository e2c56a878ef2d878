//! Detection and tokenizers joined: any text in, tokens of any language out.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::detect::{Detector, Run};
use crate::dictionary::{DictionaryTokenizer, DictionaryWorker};
use crate::fold::Folded;
use crate::korean::{Compounds, KoreanOptions, KoreanTokenizer, NewWord};
use crate::phrases::Phrases;
use crate::route::{self, Stretch};
use crate::token::{Kind, Token, Tokenizer, Worker};
use crate::words::{WordTokenizer, WordWorker};
use crate::{Error, Language};

/// The tokenizer for text of any language, and of several at once.
///
/// Each run of a text goes to the tokenizer of its language: Korean to ko-dic,
/// all others to Unicode words with the language's stop words and stemmer, or
/// to the dictionary that was given [for it](Analyzer::with_dictionary).
///
/// # Example
///
/// ```
/// use malmoi_text::{Analyzer, Kind, Language, Tokenizer};
///
/// let analyzer = Analyzer::new()?;
/// let mut worker = analyzer.analyzer_worker();
/// let mut terms = Vec::new();
/// let language = worker.analyze("삼성전자가 Northwind Robotics를 인수했다", &mut |token| {
///     if token.kind == Kind::Term {
///         terms.push((token.term.to_string(), token.language.code()));
///     }
/// });
/// assert_eq!(language, Language::KOREAN);
/// assert!(terms.contains(&("robot".to_string(), "en")));
/// # Ok::<(), malmoi_text::Error>(())
/// ```
#[derive(Debug)]
pub struct Analyzer {
    korean: KoreanTokenizer,
    /// The tokenizers of the other languages, made when a text first needs one.
    words: WordTokenizers,
    phrases: Phrases,
    detector: Detector,
    /// Those whose dictionaries the user has, by language.
    dictionaries: Vec<Arc<DictionaryTokenizer>>,
    forced: Option<Language>,
    /// What the tokenizer for Korean was made with.
    options: KoreanOptions,
}

impl Analyzer {
    /// Returns an analyzer that detects languages by itself.
    ///
    /// # Errors
    ///
    /// When the embedded Korean dictionary cannot be loaded.
    pub fn new() -> Result<Analyzer, Error> {
        Analyzer::with_options(KoreanOptions::default())
    }

    /// Returns an analyzer that takes Korean as `options` say.
    ///
    /// # Errors
    ///
    /// As [`new`](Analyzer::new).
    pub fn with_options(options: KoreanOptions) -> Result<Analyzer, Error> {
        Ok(Analyzer {
            korean: KoreanTokenizer::with_options(options.clone())?,
            words: WordTokenizers::default(),
            phrases: Phrases::default(),
            detector: Detector::new(),
            dictionaries: Vec::new(),
            forced: None,
            options,
        })
    }

    /// Returns the same analyzer, which splits text in `language` by the
    /// dictionary in `folder`: one in Lindera's format, such as IPADIC for
    /// Japanese or jieba for Chinese. A second dictionary for a language takes
    /// the place of the first.
    ///
    /// # Errors
    ///
    /// When there is no such dictionary in the folder, and for Korean, whose
    /// dictionary is embedded.
    ///
    /// # Example
    ///
    /// ```
    /// use malmoi_text::{Analyzer, Language};
    ///
    /// let analyzer = Analyzer::new()?;
    /// let error = analyzer.with_dictionary(Language::JAPANESE, "no/such/folder".as_ref());
    /// assert!(error.unwrap_err().to_string().contains("no/such/folder"));
    /// # Ok::<(), malmoi_text::Error>(())
    /// ```
    pub fn with_dictionary(mut self, language: Language, folder: &Path) -> Result<Analyzer, Error> {
        let dictionary = DictionaryTokenizer::load(language, folder)?;
        self.dictionaries
            .retain(|other| other.language() != language);
        self.dictionaries.push(Arc::new(dictionary));
        Ok(self)
    }

    /// Returns an analyzer that does with Korean compounds what `compounds` says, and is
    /// like this one otherwise.
    ///
    /// # Errors
    ///
    /// As [`new`](Analyzer::new).
    pub fn with_compounds(&self, compounds: Compounds) -> Result<Analyzer, Error> {
        self.with_korean(KoreanOptions {
            compounds,
            ..self.options.clone()
        })
    }

    /// Returns what becomes of Korean compounds.
    pub fn compounds(&self) -> Compounds {
        self.options.compounds
    }

    /// Returns an analyzer that knows some words more and is like this one
    /// otherwise. The user dictionary's entries come first.
    ///
    /// # Errors
    ///
    /// As [`new`](Analyzer::new).
    pub fn with_new_words(&self, words: &[NewWord]) -> Result<Analyzer, Error> {
        self.with_words(words.iter().map(|word| word.word.as_str()))
    }

    /// Returns the same for words of which no more is known than that they are words.
    ///
    /// # Errors
    ///
    /// As [`new`](Analyzer::new).
    pub fn with_words<'w>(
        &self,
        words: impl IntoIterator<Item = &'w str>,
    ) -> Result<Analyzer, Error> {
        let mut options = self.options.clone();
        for word in words {
            options.user_dictionary.add_name(word);
        }
        self.with_korean(options)
    }

    fn with_korean(&self, options: KoreanOptions) -> Result<Analyzer, Error> {
        Ok(Analyzer {
            phrases: self.phrases.clone(),
            detector: self.detector.clone(),
            dictionaries: self.dictionaries.clone(),
            forced: self.forced,
            ..Analyzer::with_options(options)?
        })
    }

    /// Returns the tokenizer for Korean.
    pub fn korean(&self) -> &KoreanTokenizer {
        &self.korean
    }

    /// Returns the same analyzer, which takes every text, whole, to be in
    /// `language`.
    pub fn for_language(self, language: Language) -> Analyzer {
        Analyzer {
            forced: Some(language),
            ..self
        }
    }

    /// Returns the same analyzer, which takes texts to be in one of `languages`,
    /// as [`Detector::among`] does; in any if there are none. Words in other
    /// languages are tokens of [`Language::UNDETERMINED`].
    ///
    /// ```
    /// use malmoi_text::{Analyzer, Language};
    ///
    /// let analyzer = Analyzer::new()?.among(&[Language::KOREAN, Language::ENGLISH]);
    /// let language = analyzer.analyzer_worker().analyze("Samsung Galaxy", &mut |_| {});
    /// assert_eq!(language, Language::ENGLISH);
    /// # Ok::<(), malmoi_text::Error>(())
    /// ```
    pub fn among(self, languages: &[Language]) -> Analyzer {
        Analyzer {
            detector: Detector::among(languages),
            ..self
        }
    }

    /// Returns the same analyzer, which makes one token of each of these names
    /// wherever it finds them, in words of Latin letters or in Korean nouns; see
    /// [`Phrases`]. Their words are no tokens of their own then, but for
    /// [`Kind::Part`] where compounds are mixed.
    pub fn with_phrases(self, phrases: Phrases) -> Analyzer {
        Analyzer { phrases, ..self }
    }

    /// Returns the scratch space of one job. Unlike [`Tokenizer::worker`]'s it
    /// also tells each text's language.
    pub fn analyzer_worker(&self) -> AnalyzerWorker<'_> {
        AnalyzerWorker {
            analyzer: self,
            korean: self.korean.worker_with(self.phrases.nouns()),
            foreign: ForeignWorkers {
                analyzer: self,
                words: Vec::new(),
                dictionaries: self
                    .dictionaries
                    .iter()
                    .map(|dictionary| dictionary.dictionary_worker())
                    .collect(),
            },
        }
    }

    /// Returns the terms of a text, in order, with repetitions.
    pub fn terms(&self, text: &str) -> Vec<String> {
        let mut terms = Vec::new();
        self.analyzer_worker().tokenize(text, &mut |token| {
            if matches!(token.kind, Kind::Term | Kind::Part) {
                terms.push(token.term.to_string());
            }
        });
        terms
    }
}

impl Tokenizer for Analyzer {
    fn worker(&self) -> Box<dyn Worker + '_> {
        Box::new(self.analyzer_worker())
    }
}

/// One job's use of an [`Analyzer`].
pub struct AnalyzerWorker<'a> {
    analyzer: &'a Analyzer,
    korean: Box<dyn Worker + 'a>,
    foreign: ForeignWorkers<'a>,
}

/// The workers of all languages but Korean; a handful at most, so searched in
/// order.
struct ForeignWorkers<'a> {
    analyzer: &'a Analyzer,
    /// Made when a text first needs one.
    words: Vec<(Language, WordWorker<'a>)>,
    dictionaries: Vec<DictionaryWorker<'a>>,
}

impl<'a> ForeignWorkers<'a> {
    fn tokenize(&mut self, language: Language, text: &str, sink: &mut dyn FnMut(Token<'_>)) {
        let mut dictionaries = self.dictionaries.iter_mut();
        match dictionaries.find(|worker| worker.language() == language) {
            Some(worker) => worker.tokenize(text, sink),
            None => {
                let phrases = &self.analyzer.phrases;
                tokenize_words(phrases, self.word_worker(language), text, sink);
            }
        }
    }

    fn word_worker(&mut self, language: Language) -> &mut WordWorker<'a> {
        let index = match self.words.iter().position(|(l, _)| *l == language) {
            Some(index) => index,
            None => {
                let made = &self.analyzer.words.made[language.index()];
                let tokenizer = made.get_or_init(|| WordTokenizer::new(language));
                self.words.push((language, tokenizer.word_worker()));
                self.words.len() - 1
            }
        };
        &mut self.words[index].1
    }
}

impl std::fmt::Debug for AnalyzerWorker<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AnalyzerWorker").finish_non_exhaustive()
    }
}

impl AnalyzerWorker<'_> {
    /// Calls `sink` with each token of `text`, in text order, and returns the
    /// language most of the text is in.
    pub fn analyze(&mut self, text: &str, sink: &mut dyn FnMut(Token<'_>)) -> Language {
        let folded = Folded::new(text);
        self.analyze_folded(folded.text(), &mut |token| sink(folded.unfolded(token)))
    }

    /// Calls `sink` with each token of `text`, all of which is taken to be in
    /// `language`, one that is written in words. Names of several words are not
    /// joined: this takes one apart.
    ///
    /// ```
    /// use malmoi_text::{Analyzer, Language};
    ///
    /// let mut stems = Vec::new();
    /// let analyzer = Analyzer::new()?;
    /// let mut worker = analyzer.analyzer_worker();
    /// worker.words(Language::ENGLISH, "White House", &mut |t| stems.push(t.term.to_string()));
    /// assert_eq!(stems, ["white", "hous"]);
    /// # Ok::<(), malmoi_text::Error>(())
    /// ```
    pub fn words(&mut self, language: Language, text: &str, sink: &mut dyn FnMut(Token<'_>)) {
        self.foreign.word_worker(language).tokenize(text, sink);
    }

    fn analyze_folded(&mut self, text: &str, sink: &mut dyn FnMut(Token<'_>)) -> Language {
        if let Some(language) = self.analyzer.forced {
            let run = Run {
                language,
                start: 0,
                end: text.len(),
            };
            self.run(text, run, sink);
            return language;
        }
        let detection = self.analyzer.detector.detect(text);
        for runs in lines(text, &detection.runs) {
            route::stretches(&runs, &mut |stretch| match stretch {
                Stretch::Mixed(runs) => self.mixed(text, runs, sink),
                Stretch::Foreign(run) => self.run(text, run, sink),
            });
        }
        detection.language
    }

    /// Tokenizes one run by the tokenizer of its language alone.
    fn run(&mut self, text: &str, run: Run, sink: &mut dyn FnMut(Token<'_>)) {
        let part = &text[run.start..run.end];
        let mut moved = |token: Token<'_>| sink(route::moved(token, run.start));
        if run.language == Language::KOREAN {
            self.korean.tokenize(part, &mut moved);
        } else {
            self.foreign.tokenize(run.language, part, &mut moved);
        }
    }

    fn mixed(&mut self, text: &str, runs: &[Run], sink: &mut dyn FnMut(Token<'_>)) {
        let AnalyzerWorker {
            korean, foreign, ..
        } = self;
        let mut foreign = |run: Run, sink: &mut dyn FnMut(Token<'_>)| {
            foreign.tokenize(run.language, &text[run.start..run.end], sink);
        };
        route::mixed(text, runs, korean.as_mut(), &mut foreign, sink);
    }
}

impl Worker for AnalyzerWorker<'_> {
    fn tokenize(&mut self, text: &str, sink: &mut dyn FnMut(Token<'_>)) {
        self.analyze(text, sink);
    }
}

/// The tokenizers of all languages written in words, each made at first use.
#[derive(Debug)]
struct WordTokenizers {
    made: [OnceLock<WordTokenizer>; Language::COUNT],
}

impl Default for WordTokenizers {
    fn default() -> WordTokenizers {
        WordTokenizers {
            made: std::array::from_fn(|_| OnceLock::new()),
        }
    }
}

/// Tokenizes text of a language written in words, and joins the names.
fn tokenize_words(
    phrases: &Phrases,
    worker: &mut WordWorker<'_>,
    text: &str,
    sink: &mut dyn FnMut(Token<'_>),
) {
    if !phrases.has_names() {
        worker.tokenize(text, sink);
    } else {
        let mut joiner = phrases.joiner(text);
        worker.tokenize(text, &mut |token| joiner.token(token, sink));
    }
}

/// Cuts runs at line ends: no tokenizer needs to see further than a line, and
/// the Korean one must not join the end of a line to the next.
fn lines(text: &str, runs: &[Run]) -> Vec<Vec<Run>> {
    let mut lines = vec![Vec::new()];
    for run in runs {
        let mut start = run.start;
        for piece in text[run.start..run.end].split_inclusive('\n') {
            let end = start + piece.len();
            if let Some(line) = lines.last_mut() {
                line.push(Run {
                    language: run.language,
                    start,
                    end,
                });
            }
            if piece.ends_with('\n') {
                lines.push(Vec::new());
            }
            start = end;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::korean::Compounds;

    fn with_compounds(compounds: Compounds) -> Analyzer {
        Analyzer::with_options(KoreanOptions {
            compounds,
            ..KoreanOptions::default()
        })
        .unwrap()
    }

    fn analyzer() -> &'static Analyzer {
        static ANALYZER: OnceLock<Analyzer> = OnceLock::new();
        ANALYZER.get_or_init(|| Analyzer::new().unwrap())
    }

    fn mixed_analyzer() -> &'static Analyzer {
        static ANALYZER: OnceLock<Analyzer> = OnceLock::new();
        ANALYZER.get_or_init(|| with_compounds(Compounds::Mixed))
    }

    fn discard_analyzer() -> &'static Analyzer {
        static ANALYZER: OnceLock<Analyzer> = OnceLock::new();
        ANALYZER.get_or_init(|| with_compounds(Compounds::Discard))
    }

    /// Words that ko-dic divides, endings that fuse, names and what is between.
    const KOREAN_WITH_NAMES: &str = "(\\PC|고속도로|감겨|왔다|가서|갔는데|입니다|톰행크스|[가-힣]|K|Big|[a-z]| |[.'’-]|\n|[0-9]){0,40}";

    /// Analyzes and joins `term:language` of the terms.
    fn check(text: &str, expected: &str) {
        let mut found = Vec::new();
        analyzer().analyzer_worker().tokenize(text, &mut |t| {
            if t.kind == Kind::Term {
                found.push(format!("{}:{}", t.term, t.language));
            }
        });
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn variants_of_characters_change_no_term_and_keep_their_spans() {
        let plain = "정부·기업의 AI 투자는 café에서 O'Brien 씨가 12% 늘렸다";
        let variant = "정부ㆍ기업의 ＡＩ 투자는 cafe\u{301}에서 O＇Brien 씨가 １２％ 늘렸다";
        let apart = "\u{110c}\u{1165}\u{11bc}\u{1107}\u{116e}・기업의 AI 투자는 café에서 O’Brien 씨가 12％ 늘렸다";
        let terms = analyzer().terms(plain);
        assert!(terms.contains(&"ai".to_string()) && terms.contains(&"o'brien".to_string()));
        let own_of_apart = ["\u{110c}\u{1165}\u{11bc}\u{1107}\u{116e}", "O’Brien"];
        for (text, own) in [(variant, ["ＡＩ", "cafe\u{301}"]), (apart, own_of_apart)] {
            assert_eq!(analyzer().terms(text), terms);
            let mut surfaces = Vec::new();
            analyzer().analyzer_worker().analyze(text, &mut |t| {
                assert_eq!(&text[t.start..t.end], t.surface);
                surfaces.push(t.surface.to_string());
            });
            for surface in own {
                assert!(
                    surfaces.iter().any(|s| s == surface),
                    "{surface}: {surfaces:?}"
                );
            }
        }
    }

    #[test]
    fn english_names_in_korean_go_to_english() {
        check(
            "정부는 Northwind Robotics와 반도체 협약을 맺었다",
            "정부:ko northwind:en robot:en 반도체:ko 협약:ko",
        );
    }

    #[test]
    fn korean_names_in_english_go_to_korean() {
        check(
            "The neighbours made 김장 with the cabbages of their own garden",
            "neighbour:en 김장:ko cabbag:en garden:en",
        );
    }

    #[test]
    fn a_particle_after_a_foreign_word_is_no_noun() {
        check(
            "THAAD는 미사일 방어 체계다",
            "thaad:en 미사일:ko 방어:ko 체계:ko",
        );
    }

    #[test]
    fn a_line_end_parts_words() {
        check("공연\n정부", "공연:ko 정부:ko");
    }

    #[test]
    fn accents_of_their_own_and_hanja_stay_as_they_are() {
        let surfaces = |text: &str| {
            let mut found = Vec::new();
            mixed_analyzer().analyzer_worker().tokenize(text, &mut |t| {
                found.push(t.surface.to_string());
            });
            found.join(" ")
        };
        assert_eq!(
            surfaces("Бъ\u{300}лгария и мо\u{311}ре"),
            "Бъ\u{300}лгария и мо\u{311}ре"
        );
        assert_eq!(surfaces("λόγος"), "λόγος");
        check("美 의회와 北 협상", "美:ko 의회:ko 北:ko 협상:ko");
    }

    #[test]
    fn a_forced_language_is_not_doubted() {
        let analyzer = Analyzer::new().unwrap().for_language(Language::ENGLISH);
        assert_eq!(analyzer.terms("공연 restored"), ["공연", "restor"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn spans_slice_the_text_in_order(text in "(\\PC|[가-힣]|[a-zA-Z]| |[.'’-]|\n|[0-9]){0,60}") {
            let mut last = 0;
            analyzer().analyzer_worker().tokenize(&text, &mut |t| {
                assert_eq!(&text[t.start..t.end], t.surface);
                assert!(t.start >= last, "{t:?} starts before {last}");
                assert!(!t.term.is_empty());
                last = t.end;
            });
        }

        #[test]
        fn parts_follow_the_word_they_lie_in(text in KOREAN_WITH_NAMES) {
            let [plain, mixed] = [analyzer(), mixed_analyzer()].map(|analyzer| {
                let mut tokens = Vec::new();
                analyzer.analyzer_worker().tokenize(&text, &mut |t| {
                    assert_eq!(&text[t.start..t.end], t.surface);
                    tokens.push((t.start, t.end, t.kind));
                });
                tokens
            });
            // Without its parts the text is the same, and so is its size.
            let mut wholes = plain.iter();
            let mut whole = (0, 0, Kind::Symbol);
            for token in mixed {
                if wholes.as_slice().first() == Some(&token) {
                    wholes.next();
                    whole = token;
                } else {
                    assert!(matches!(token.2, Kind::Part | Kind::Symbol), "{token:?}");
                    assert!(whole.0 <= token.0 && token.1 <= whole.1, "{token:?} not in {whole:?}");
                }
            }
            assert!(wholes.next().is_none());
        }

        #[test]
        fn tokens_of_divided_words_share_a_span_or_do_not_overlap(text in KOREAN_WITH_NAMES) {
            let mut last = (0, 0);
            discard_analyzer().analyzer_worker().tokenize(&text, &mut |t| {
                assert_eq!(&text[t.start..t.end], t.surface);
                assert!((t.start, t.end) == last || t.start >= last.1, "{t:?} after {last:?}");
                assert!(!t.term.is_empty());
                last = (t.start, t.end);
            });
        }
    }
}

//! Words by Unicode's word boundaries (UAX #29), stop words and Snowball stems:
//! English, and every language that is written with spaces and has no tokenizer
//! of its own here.
//!
//! UAX #29 is the start; where a reader of news would disagree with it, the
//! reader wins:
//!
//! - `ban.President` is two words: crawls lose the space between sentences.
//! - `U.S.` keeps its last full stop, and counts under one term with `US`.
//! - `K-pop`, `COVID-19` and `Wi Sung-lac` keep their hyphens: a short part, a
//!   part with a digit, or a given name after a surname. `state-run` and
//!   `Asia-Pacific` are two words each, so that both parts are counted.
//! - `US-China` is two names, and so are `TrumpGOP`, from which a crawl took the
//!   space.
//! - The state in `(D-Calif.)` and `(Calif.)` says whose Feinstein is, not what the text is
//!   about, and is no term; neither is the `non` of `non-nuclear`.
//! - `al Qaeda`, `Al Qaeda` and `al-Qaeda` are one term.
//! - `China’s` is `China`, `they've` is `they`.
//! - `28,500`, `10km` and `80th` are numbers and so no terms; `G20` and `5G`
//!   are terms.
//! - Addresses (`reporter@example.com`, `https://…`, `@reporter`) and what is left of
//!   character references (`&#x27;`) are symbols.

use std::borrow::Cow;

use frostem::Stemmer;
use rustc_hash::FxHashSet;

use crate::Language;
use crate::language::Rules;
use crate::stop_words::stop_words;
use crate::token::{Kind, Token, Tokenizer, Worker};

mod bounds;
mod memo;
mod split;

use memo::{Key, Memo, Word};
pub(crate) use split::is_arabic;
use split::{Piece, Shape};

/// The tokenizer of one language that separates words by spaces.
///
/// # Example
///
/// ```
/// use malmoi_text::{Language, Tokenizer, words::WordTokenizer};
///
/// let english = WordTokenizer::new(Language::ENGLISH);
/// let mut terms = Vec::new();
/// english.worker().tokenize("The U.S. restored China's K-pop ties", &mut |token| {
///     if token.pos == "word" {
///         terms.push(token.term.to_string());
///     }
/// });
/// assert_eq!(terms, ["US", "restor", "china", "k-pop", "tie"]);
/// ```
pub struct WordTokenizer {
    language: Language,
    stop_words: FxHashSet<&'static str>,
    stemmer: Option<Stemmer>,
    rules: Rules,
}

impl std::fmt::Debug for WordTokenizer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WordTokenizer({})", self.language)
    }
}

impl WordTokenizer {
    /// Returns the tokenizer of a language, with the stop words and the stemmer
    /// it has; a language with neither has its words in lower case.
    pub fn new(language: Language) -> WordTokenizer {
        let row = language.row();
        WordTokenizer {
            language,
            stop_words: stop_words(language),
            stemmer: row.and_then(|row| row.stemmer).map(Stemmer::new),
            rules: row.map_or(Rules::NONE, |row| row.rules),
        }
    }

    pub(crate) fn word_worker(&self) -> WordWorker<'_> {
        WordWorker {
            tokenizer: self,
            memo: Memo::new(),
            term: String::new(),
        }
    }

    /// Decides what a word that is no address or number is; its term goes into
    /// `term`.
    fn decide<'m>(&self, surface: &str, term: &'m mut String) -> Word<'m> {
        term.clear();
        let own = self.rules.terms.iter().find(|(word, _)| *word == surface);
        if let Some((_, own)) = own {
            term.push_str(own);
            return Word {
                term,
                is_term: true,
            };
        }
        if surface.is_ascii() {
            term.push_str(surface);
            term.make_ascii_lowercase();
        } else {
            *term = surface.to_lowercase().replace(['’', '‘'], "'");
        }
        // The space of "al Qaeda".
        if let Some(space) = term.find(' ') {
            term.replace_range(space..=space, "-");
        }
        term.truncate(term.trim_end_matches('.').len());
        if let Some((before, _)) = term.split_once('\'')
            && self.rules.elided.contains(&before)
        {
            term.drain(..=before.len());
        }
        // One letter says nothing; one ideograph may.
        let is_letter = term.len() < 3 && term.chars().nth(1).is_none();
        if is_letter || is_endless(term) || self.is_stop_word(term) {
            return Word {
                term,
                is_term: false,
            };
        }
        term.retain(|c| c != '.');
        if let Some(length) = acronym(surface, term) {
            term.truncate(length);
        } else if let Some(stemmer) = &self.stemmer {
            // "op-ed" is not the past of "op-".
            let last = term.rfind('-').map_or(0, |at| at + 1);
            if let Cow::Owned(stem) = stemmer.stem(&term[last..])
                && !stem.is_empty()
            {
                term.truncate(last);
                term.push_str(&stem);
            }
        }
        Word {
            term,
            is_term: true,
        }
    }
}

impl WordTokenizer {
    /// Says whether a word, or what it is without an ending, is a stop word.
    fn is_stop_word(&self, lower: &str) -> bool {
        if self.stop_words.contains(lower) {
            return true;
        }
        if self.rules.unlike_their_base.contains(&lower) {
            return false;
        }
        self.rules.endings.iter().any(|ending| {
            let base = lower.strip_suffix(ending).filter(|base| base.len() > 2);
            base.is_some_and(|base| self.stop_words.contains(base))
        })
    }
}

impl Tokenizer for WordTokenizer {
    fn worker(&self) -> Box<dyn Worker + '_> {
        Box::new(self.word_worker())
    }
}

/// Returns the length of the term of a short word in capitals, which a stemmer
/// would take for another: AIDS is not the plural of aid, and FTAs are more than
/// one FTA.
fn acronym(surface: &str, lower: &str) -> Option<usize> {
    let singular = surface.strip_suffix('s').unwrap_or(surface);
    let letters = singular.chars().filter(|c| c.is_alphabetic()).count();
    let is_acronym = (2..=5).contains(&letters) && !singular.contains(char::is_lowercase);
    if !is_acronym || !singular.contains(char::is_uppercase) {
        return None;
    }
    let is_plural = singular != surface && lower.ends_with('s');
    Some(lower.len() - usize::from(is_plural))
}

/// Says whether a word is longer than any word is: encoded data, or a text
/// without spaces. Nobody wants it in a table, which it would fill.
pub(crate) fn is_endless(word: &str) -> bool {
    word.len() > LONGEST_WORD && word.chars().nth(LONGEST_WORD).is_some()
}

/// The most characters of a word that is a term. The longest words of
/// dictionaries have about fifty.
const LONGEST_WORD: usize = 60;

/// A worker that remembers what it decided about each word, since stemming
/// costs more than everything else here.
pub(crate) struct WordWorker<'t> {
    tokenizer: &'t WordTokenizer,
    memo: Memo,
    /// Room for the term of a word that is not remembered.
    term: String,
}

impl Worker for WordWorker<'_> {
    fn tokenize(&mut self, text: &str, sink: &mut dyn FnMut(Token<'_>)) {
        let WordWorker {
            tokenizer,
            memo,
            term,
        } = self;
        split::split(text, &mut |Piece { start, end, shape }| {
            let surface = &text[start..end];
            let mut emit = |term: &str, pos: &'static str, kind: Kind| {
                sink(Token {
                    surface,
                    term,
                    pos,
                    kind,
                    language: tokenizer.language,
                    start,
                    end,
                });
            };
            let mut emit_word = |word: Word<'_>| match word.is_term {
                true => emit(word.term, "word", Kind::Term),
                false => emit(word.term, "stop", Kind::Word),
            };
            match shape {
                Shape::Address => emit(surface, "address", Kind::Symbol),
                Shape::Number => emit(surface, "number", Kind::Word),
                Shape::State => emit(surface, "state", Kind::Word),
                Shape::Prefix => {
                    term.clear();
                    term.push_str(surface);
                    term.make_ascii_lowercase();
                    emit(term, "prefix", Kind::Word);
                }
                Shape::Word => {
                    let key = Key::of(text, start, end);
                    if let Some(word) = memo.get(key, surface) {
                        emit_word(word);
                    } else {
                        let word = tokenizer.decide(surface, term);
                        memo.insert(key, surface, word);
                        emit_word(word);
                    }
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Tokenizes English and joins `surface/term`, with `-` for what is no term.
    fn check(text: &str, expected: &str) {
        let mut found = Vec::new();
        WordTokenizer::new(Language::ENGLISH)
            .worker()
            .tokenize(text, &mut |t| {
                assert_eq!(&text[t.start..t.end], t.surface);
                let term = if t.kind == Kind::Term { t.term } else { "-" };
                found.push(format!("{}/{term}", t.surface));
            });
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn words_are_lowered_stemmed_and_stopped() {
        check("Restoring the Ties", "Restoring/restor the/- Ties/tie");
        check("He said", "He/- said/-");
    }

    #[test]
    fn possessives_and_contractions_leave_their_word() {
        check("China's and China’s", "China/china and/- China/china");
        check("they’ve, don't, it's", "they/- don't/- it/-");
        check(
            "the ministers' O'Brien",
            "the/- ministers/minist O'Brien/o'brien",
        );
    }

    #[test]
    fn acronyms_are_one_term_with_and_without_stops() {
        check(
            "the U.S. and the US told us",
            "the/- U.S./US and/- the/- US/US told/- us/-",
        );
        check("U.N. UN WHO who", "U.N./un UN/un WHO/WHO who/-");
        check("at 5 p.m. Friday", "at/- 5/- p.m./- Friday/-");
    }

    #[test]
    fn a_dot_of_lists_parts_words() {
        check(
            "Seoul·Busan in col·labora",
            "Seoul/seoul Busan/busan in/- col·labora/col·labora",
        );
    }

    #[test]
    fn glued_sentences_part() {
        check(
            "the cultural ban.President Lee",
            "the/- cultural/cultur ban/ban President/presid Lee/lee",
        );
        check("(Yonhap)The leaders", "Yonhap/- The/- leaders/leader");
    }

    #[test]
    fn numbers_are_no_terms_but_names_with_digits_are() {
        check("28,500 troops in 2026", "28,500/- troops/troop in/- 2026/-");
        check(
            "80th, 10km, 3.5 and 2000s",
            "80th/- 10km/- 3.5/- and/- 2000s/-",
        );
        check(
            "G20 K9 5G COVID-19",
            "G20/g20 K9/k9 5G/5g COVID-19/covid-19",
        );
    }

    #[test]
    fn acronyms_are_not_stemmed() {
        check(
            "AIDS aids ISIS FTAs",
            "AIDS/aids aids/aid ISIS/isis FTAs/fta",
        );
        check("R&D at AT&T, KT&G", "R&D/r&d at/- AT&T/at&t KT&G/kt&g");
        check("bread&butter", "bread/bread butter/butter");
    }

    #[test]
    fn inflected_stop_words_are_stop_words() {
        check(
            "he needed keeping importing",
            "he/- needed/- keeping/- importing/import",
        );
        check(
            "the goods in the news",
            "the/- goods/good in/- the/- news/news",
        );
    }

    #[test]
    fn a_word_without_end_is_no_term() {
        let word = "x".repeat(61);
        check(&word, &format!("{word}/-"));
    }

    #[test]
    fn what_a_lost_space_glued_parts() {
        check(
            "U.S.President J.P.Morgan",
            "U.S./US President/presid J.P./jp Morgan/morgan",
        );
        check("OPINION:The Korea", "OPINION/opinion The/- Korea/korea");
        check("Trump‘s plan", "Trump/trump plan/plan");
    }

    #[test]
    fn hyphens_hold_names_and_short_parts_together() {
        check("K-pop e-commerce", "K-pop/k-pop e-commerce/e-commerc");
        check(
            "adviser Wi Sung-lac said",
            "adviser/advis Wi/wi Sung-lac/sung-lac said/-",
        );
        check(
            "Asia-Pacific state-run",
            "Asia/asia Pacific/pacif state/state run/run",
        );
        check(
            "a U.S.-led, Seoul-based",
            "a/- U.S./US led/led Seoul/seoul based/base",
        );
        check("Korea–China", "Korea/korea China/china");
    }

    #[test]
    fn addresses_and_character_references_are_symbols() {
        check(
            "mail dagyum@example.com now",
            "mail/mail dagyum@example.com/- now/-",
        );
        check(
            "see https://news.example/a?b=1&c and www.example.com",
            "see/- https://news.example/a?b=1&c/- and/- www.example.com/-",
        );
        check(
            "China&#x27;s &quot;ban&amp;",
            "China/china &#x27;/- s/- &quot;/- ban/ban &amp;/-",
        );
    }

    #[test]
    fn names_a_crawl_glued_or_a_hyphen_joined_part() {
        check(
            "TrumpGOP McConnell",
            "Trump/trump GOP/gop McConnell/mcconnel",
        );
        check("US-China, K-12", "US/US China/china K-12/k-12");
        check("(D-Calif.) D-Day", "D/- Calif/- D-Day/d-day");
        check("(R-N.Y.), I-Vt., of", "R/- N.Y./- I/- Vt/- of/-");
        check("the op-ed HE'LL", "the/- op-ed/op-ed HE/-");
    }

    #[test]
    fn an_arabic_article_and_its_name_are_one_term() {
        check(
            "al Qaeda's men, Al Qaeda, al-Qaeda, Al-Qaeda",
            "al Qaeda/al-qaeda men/men Al Qaeda/al-qaeda al-Qaeda/al-qaeda Al-Qaeda/al-qaeda",
        );
        check(
            "Al Gore, al dente, al, Al",
            "Al/al Gore/gore al/al dente/dent al/al Al/al",
        );
        check("et al. Kim", "et/- al/al Kim/kim");
    }

    #[test]
    fn prefixes_states_in_brackets_and_accounts_are_no_terms() {
        check(
            "Non-nuclear anti-war self-driving",
            "Non/- nuclear/nuclear anti/- war/war self/- driving/drive",
        );
        check(
            "Peter Roe (N.Y.) Jane Doe (Texas) Kim (Ky.) (Wash.), Texas (Texas law)",
            "Peter/peter Roe/roe N.Y/- Jane/jane Doe/doe Texas/- Kim/kim Ky/- Wash/- Texas/texa Texas/texa law/law",
        );
        check(
            "Jane (@jane_doe) and @realKim's",
            "Jane/jane @jane_doe/- and/- @realKim/- s/-",
        );
    }

    #[test]
    fn an_elided_article_is_no_part_of_a_term() {
        let mut terms = Vec::new();
        let french = WordTokenizer::new(Language::from_code("fr").unwrap());
        french
            .worker()
            .tokenize("l’homme qu'il aujourd'hui", &mut |t| {
                if t.kind == Kind::Term {
                    terms.push(format!("{}/{}", t.surface, t.term));
                }
            });
        assert_eq!(terms, ["l’homme/homm", "aujourd'hui/aujourd'hui"]);
    }

    #[test]
    fn other_languages_have_their_own_stems_and_stop_words() {
        let mut terms = Vec::new();
        let french = WordTokenizer::new(Language::from_code("fr").unwrap());
        french
            .worker()
            .tokenize("les ministres de la République", &mut |t| {
                if t.kind == Kind::Term {
                    terms.push(t.term.to_string());
                }
            });
        assert_eq!(terms, ["ministr", "républ"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        /// Stemmers are generated code that works on bytes.
        #[test]
        fn no_stemmer_fails_on_any_word(word in "\\PC{1,12}", letters in "[a-zàéîößąćñøαβσςабвйёا-يक-ह'’-]{1,12}") {
            for row in crate::language::ROWS {
                let language = Language::from_code(row.code).unwrap();
                let tokenizer = WordTokenizer::new(language);
                for word in [&word, &letters] {
                    tokenizer.word_worker().tokenize(word, &mut |t| assert!(!t.term.is_empty()));
                }
            }
        }
    }
}

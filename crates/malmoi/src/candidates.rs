//! The words and phrases of one text that could be its keywords.

use std::hash::{Hash, Hasher};

use malmoi_text::{AnalyzerWorker, Kind, Language, Token};
use rustc_hash::{FxHashMap, FxHasher};

use crate::analysis::shown;
use crate::style::Style;

/// All candidates of a text. Made once for a thread and filled anew for each
/// text, so that little memory is asked for.
#[derive(Default)]
pub(crate) struct Candidates {
    /// The different candidates, words before the phrases they begin.
    pub(crate) list: Vec<Candidate>,
    /// Running words.
    pub(crate) tokens: u64,
    pub(crate) style: Style,
    words: Vec<Word>,
    /// The terms of the words, one after the other.
    terms: String,
    mentions: Vec<Mention>,
    word_index: FxHashMap<u64, u32>,
    /// By the first word and the candidate of all others.
    phrase_index: FxHashMap<(u32, u32), u32>,
    run: Vec<Piece>,
}

/// A content word, or two to five words that end a run of them.
///
/// A run is what stands between function words and punctuation, mostly a whole
/// noun phrase (Rose et al. 2010). Korean and English phrases have their head at
/// the end, so that the ends of a run are phrases as well, and its beginnings are
/// not: "state broadcasting union" is a broadcasting union, not a state
/// broadcasting.
pub(crate) struct Candidate {
    word: u32,
    /// The candidate of all words but the first.
    rest: Option<u32>,
    /// Number of words.
    pub(crate) length: u32,
    /// Occurrences; of a phrase, those that end a run. Parts of other words have
    /// occurrences outside runs, too.
    pub(crate) count: u32,
    /// Occurrences at the beginning of a run, at the end of one, and both.
    pub(crate) opens: u32,
    pub(crate) closes: u32,
    pub(crate) whole: u32,
    /// White space within.
    pub(crate) gaps: u32,
    /// How many running words come before it first does.
    pub(crate) first: u32,
    last_mention: Option<u32>,
}

/// A word of a candidate.
struct Word {
    language: Language,
    /// Where its term is.
    start: usize,
    end: usize,
    /// Whether it is shown as its term, not as the text has it.
    shows_term: bool,
    /// Its candidate, if it is one by itself.
    candidate: Option<u32>,
}

/// Where a candidate stands in the text.
struct Mention {
    start: usize,
    end: usize,
    previous: Option<u32>,
}

/// A word of the run at hand.
#[derive(Clone, Copy)]
struct Piece {
    word: u32,
    role: Role,
    start: usize,
    end: usize,
    at: u32,
    /// Whether nothing stands between it and the one before.
    glued: bool,
}

/// What a token is to a run.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Role {
    /// A content word.
    Word,
    /// Nothing by itself, but the beginning of a noun or name: 빈 살만, 초미세먼지.
    Head,
    /// Likewise the end or the middle: 과학원, 아이폰5.
    Tail,
    /// Likewise, but neither: 법적 창당.
    Middle,
    /// A unit of quantity: the end of 24인용, if there is a number before.
    Unit,
    /// A number at the beginning of a noun: 28사단.
    Number,
    /// The end of the run.
    Border,
}

/// The most words of a phrase.
const LONGEST: usize = 5;

/// Units that make an ordinal or a name of a number (5차전, 18대), where others
/// say how many.
const ORDINAL: [&str; 6] = ["차", "대", "호", "급", "인", "군"];

impl Candidates {
    /// Finds the candidates of a text in place of those there are, and returns
    /// the text's language.
    pub(crate) fn read(&mut self, worker: &mut AnalyzerWorker<'_>, text: &str) -> Language {
        self.clear();
        let mut end = 0;
        let language = worker.analyze(text, &mut |token| self.take(text, &mut end, &token));
        self.end_run();
        self.style.note_marks(text);
        language
    }

    fn clear(&mut self) {
        self.list.clear();
        self.tokens = 0;
        self.style = Style::default();
        self.words.clear();
        self.terms.clear();
        self.mentions.clear();
        self.word_index.clear();
        self.phrase_index.clear();
        self.run.clear();
    }

    /// Takes a token; the one before ends at `end`.
    fn take(&mut self, text: &str, end: &mut usize, token: &Token<'_>) {
        match token.kind {
            // What lies between two words ends a run anyway.
            Kind::Symbol => return self.style.pass_symbol(),
            Kind::Part => return self.add_part(token),
            Kind::Term | Kind::Word => {}
        }
        let gap = &text[(*end).min(token.start)..token.start];
        *end = token.end;
        self.style.note(token);
        if !is_joint(gap, token) {
            self.end_run();
        }
        let glued = gap.is_empty() && !self.run.is_empty();
        if glued && makes_predicate(token) {
            // 발표 of 발표했다 is half a verb, and says what was done, not what
            // the text is about.
            self.run.pop();
        }
        self.extend(token, glued);
        self.tokens += 1;
    }

    fn extend(&mut self, token: &Token<'_>, glued: bool) {
        let glued_to = self.run.last().filter(|_| glued).map(|piece| piece.role);
        let role = match role(token) {
            Role::Tail | Role::Middle if glued_to.is_none() => Role::Border,
            Role::Unit => match glued_to {
                None => Role::Border,
                Some(Role::Number) if !ORDINAL.contains(&token.surface) => Role::Border,
                Some(_) => Role::Unit,
            },
            Role::Number => match glued_to {
                Some(Role::Word) => Role::Tail,
                _ => {
                    self.end_run();
                    Role::Number
                }
            },
            role => role,
        };
        if role == Role::Border {
            return self.end_run();
        }
        if !glued && matches!(self.run[..], [only] if only.role == Role::Number) {
            self.run.clear();
        }
        let word = self.word(token, role);
        self.run.push(Piece {
            word,
            role,
            start: token.start,
            end: token.end,
            at: self.tokens as u32,
            glued,
        });
    }

    fn add_part(&mut self, token: &Token<'_>) {
        let word = self.word(token, Role::Word);
        let candidate = self.candidate_of_word(word, self.tokens as u32);
        self.mention(candidate, token.start, token.end);
    }

    /// Returns the index of a word, noted if it is new.
    fn word(&mut self, token: &Token<'_>, role: Role) -> u32 {
        let term = match role {
            Role::Word => token.term,
            _ => token.surface,
        };
        let mut hasher = FxHasher::default();
        (token.language, term).hash(&mut hasher);
        let mut hash = hasher.finish();
        // Words of one hash take the next that is free.
        while let Some(known) = self.word_index.get(&hash) {
            let word = &self.words[*known as usize];
            if word.language == token.language && self.terms[word.start..word.end] == *term {
                return *known;
            }
            hash = hash.wrapping_add(1);
        }
        let index = self.words.len() as u32;
        self.word_index.insert(hash, index);
        let start = self.terms.len();
        self.terms.push_str(term);
        self.words.push(Word {
            language: token.language,
            start,
            end: self.terms.len(),
            shows_term: shown(token) != token.surface,
            candidate: None,
        });
        index
    }

    /// Counts what ends the run at hand, and forgets it.
    fn end_run(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let run = std::mem::take(&mut self.run);
        let last = run.len() - 1;
        for (at, piece) in run.iter().enumerate() {
            if piece.role == Role::Word {
                let candidate = self.candidate_of_word(piece.word, piece.at);
                let place = &mut self.list[candidate as usize];
                place.opens += u32::from(at == 0);
                place.closes += u32::from(at == last);
                place.whole += u32::from(last == 0);
                self.mention(candidate, piece.start, piece.end);
            }
        }
        if !matches!(run[last].role, Role::Head | Role::Middle | Role::Number) {
            self.add_phrases(&run);
        }
        // The memory is good for the next one.
        self.run = run;
        self.run.clear();
    }

    /// Counts the phrases of two to five words that end the run.
    fn add_phrases(&mut self, run: &[Piece]) {
        let last = run.len() - 1;
        let end = run[last].end;
        let mut rest = self.candidate_of_word(run[last].word, run[last].at);
        let mut gaps = 0;
        for at in (run.len().saturating_sub(LONGEST)..last).rev() {
            gaps += u32::from(!run[at + 1].glued);
            let piece = run[at];
            let key = (piece.word, rest);
            let found = self.phrase_index.get(&key).copied();
            let candidate = found.unwrap_or_else(|| {
                let length = (run.len() - at) as u32;
                let new = self.add(piece.word, Some(rest), length, piece.at);
                self.phrase_index.insert(key, new);
                new
            });
            rest = candidate;
            let is_number =
                at + 2 == run.len() && piece.role == Role::Number && run[last].role == Role::Unit;
            if matches!(piece.role, Role::Tail | Role::Middle | Role::Unit) || is_number {
                continue;
            }
            let phrase = &mut self.list[candidate as usize];
            phrase.gaps = gaps;
            phrase.closes += 1;
            phrase.opens += u32::from(at == 0);
            phrase.whole += u32::from(at == 0);
            self.mention(candidate, piece.start, end);
        }
    }

    /// Returns the candidate that a word alone is, without counting it.
    fn candidate_of_word(&mut self, word: u32, first: u32) -> u32 {
        match self.words[word as usize].candidate {
            Some(candidate) => candidate,
            None => {
                let candidate = self.add(word, None, 1, first);
                self.words[word as usize].candidate = Some(candidate);
                candidate
            }
        }
    }

    fn add(&mut self, word: u32, rest: Option<u32>, length: u32, first: u32) -> u32 {
        self.list.push(Candidate {
            word,
            rest,
            length,
            count: 0,
            opens: 0,
            closes: 0,
            whole: 0,
            gaps: 0,
            first,
            last_mention: None,
        });
        self.list.len() as u32 - 1
    }

    fn mention(&mut self, candidate: u32, start: usize, end: usize) {
        let mentions = self.mentions.len() as u32;
        let candidate = &mut self.list[candidate as usize];
        candidate.count += 1;
        self.mentions.push(Mention {
            start,
            end,
            previous: candidate.last_mention.replace(mentions),
        });
    }

    /// Returns the numbers of a candidate's words, in order.
    pub(crate) fn words_of<'c>(&'c self, candidate: &'c Candidate) -> impl Iterator<Item = u32> {
        let rest = |one: &&'c Candidate| one.rest.map(|rest| &self.list[rest as usize]);
        std::iter::successors(Some(candidate), rest).map(|one| one.word)
    }

    /// Returns the number of different words, which are numbered from 0.
    pub(crate) fn word_count(&self) -> u32 {
        self.words.len() as u32
    }

    pub(crate) fn term(&self, word: u32) -> &str {
        let word = &self.words[word as usize];
        &self.terms[word.start..word.end]
    }

    pub(crate) fn language(&self, word: u32) -> Language {
        self.words[word as usize].language
    }

    /// Returns where a candidate stands in the text, the last place first.
    pub(crate) fn places(&self, candidate: &Candidate) -> impl Iterator<Item = (usize, usize)> {
        let mention = |at: u32| &self.mentions[at as usize];
        let before = move |one: &&Mention| one.previous.map(mention);
        std::iter::successors(candidate.last_mention.map(mention), before)
            .map(|one| (one.start, one.end))
    }

    /// Returns the form of a candidate to show: the most frequent in the text,
    /// and of several the last by code point, so that "rice" wins over "Rice".
    pub(crate) fn display(&self, candidate: &Candidate, text: &str) -> String {
        if candidate.rest.is_none() && self.words[candidate.word as usize].shows_term {
            return self.term(candidate.word).to_string();
        }
        let mut forms: Vec<(u32, &str)> = Vec::new();
        for (start, end) in self.places(candidate) {
            let form = &text[start..end];
            match forms.iter().position(|(_, known)| *known == form) {
                Some(known) => forms[known].0 += 1,
                None if forms.len() < FORMS => forms.push((1, form)),
                None => {}
            }
        }
        let (_, best) = forms.into_iter().max().unwrap_or_default();
        let mut display = String::with_capacity(best.len());
        for part in best.split_whitespace() {
            if !display.is_empty() {
                display.push(' ');
            }
            display.push_str(part);
        }
        display
    }
}

/// How many forms of a candidate are told apart.
const FORMS: usize = 16;

/// Whether a token makes a verb or an adjective of the noun it is attached to.
fn makes_predicate(token: &Token<'_>) -> bool {
    token.pos.starts_with("XSV") || token.pos.starts_with("XSA")
}

fn role(token: &Token<'_>) -> Role {
    if token.kind == Kind::Term && token.surface.chars().any(char::is_alphabetic) {
        return Role::Word;
    }
    if token.language != Language::KOREAN {
        // "Multi-agent systems" are more than agent systems.
        return match token.pos {
            "prefix" => Role::Head,
            _ => Role::Border,
        };
    }
    let is_short = || token.surface.chars().nth(1).is_none();
    match token.pos {
        "SN" => Role::Number,
        "NNBC" => Role::Unit,
        // 시민들 are 시민, and 법적 is no noun.
        "XSN" if token.surface == "들" => Role::Border,
        "XSN" if token.surface == "적" => Role::Middle,
        "XSN" => Role::Tail,
        "XPN" => Role::Head,
        // Short nouns that are no terms are pieces of names more often than not.
        "NNG" | "NNP" if is_short() => Role::Head,
        _ => Role::Border,
    }
}

/// Whether a run goes on over what stands before a token: nothing, spaces on one
/// line, a hyphen, or the end of a line in the middle of a sentence.
fn is_joint(gap: &str, token: &Token<'_>) -> bool {
    if gap.is_empty() || gap == " " || gap == "-" {
        return true;
    }
    let mut lines = 0;
    for character in gap.chars() {
        match character {
            '\n' => lines += 1,
            _ if character.is_whitespace() => {}
            _ => return false,
        }
    }
    lines == 0 || lines == 1 && token.surface.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use malmoi_text::Analyzer;

    use super::*;

    /// Returns each candidate's display, count, and how often it is whole.
    fn found(text: &str) -> Vec<(String, u32, u32)> {
        let analyzer = Analyzer::new().unwrap();
        let mut candidates = Candidates::default();
        candidates.read(&mut analyzer.analyzer_worker(), text);
        let counted = candidates.list.iter().filter(|one| one.count > 0);
        let mut found: Vec<_> = counted
            .map(|one| (candidates.display(one, text), one.count, one.whole))
            .collect();
        found.sort();
        found
    }

    fn displays(text: &str) -> Vec<String> {
        found(text)
            .into_iter()
            .map(|(display, ..)| display)
            .collect()
    }

    #[test]
    fn phrases_are_the_ends_of_what_stands_between_function_words() {
        let found = displays("the state broadcasting union of the harbour");
        let expected = [
            "broadcasting",
            "broadcasting union",
            "harbour",
            "state",
            "state broadcasting union",
            "union",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn occurrences_are_counted_and_told_from_whole_ones() {
        let found = found("A stone lighthouse. The lighthouse, the lighthouse keeper.");
        assert!(found.contains(&("lighthouse".into(), 3, 1)), "{found:?}");
        assert!(
            found.contains(&("stone lighthouse".into(), 1, 1)),
            "{found:?}"
        );
        assert!(
            found.contains(&("lighthouse keeper".into(), 1, 1)),
            "{found:?}"
        );
    }

    #[test]
    fn a_line_end_within_a_sentence_is_a_space_and_between_paragraphs_a_border() {
        let wrapped = displays("They sold the paper\n\tlanterns of the village");
        assert!(
            wrapped.contains(&"paper lanterns".to_string()),
            "{wrapped:?}"
        );
        let titled = displays("Paper\nLanterns of the village");
        assert!(
            !titled.contains(&"Paper Lanterns".to_string()),
            "{titled:?}"
        );
        let apart = displays("the paper\n\nlanterns of the village");
        assert!(!apart.contains(&"paper lanterns".to_string()), "{apart:?}");
    }

    #[test]
    fn korean_compounds_are_joined_within_an_eojeol_and_beyond() {
        let found = displays("보령시는 해상풍력 사업을 지원한다");
        assert!(found.contains(&"해상풍력 사업".to_string()), "{found:?}");
        assert!(
            !found.contains(&"보령시 해상풍력 사업".to_string()),
            "{found:?}"
        );
    }

    #[test]
    fn numbers_belong_to_the_nouns_they_are_glued_to_and_quantities_do_not() {
        let found = displays("28사단은 병사 3명에게 아이폰5 두 대를 주었다");
        assert!(found.contains(&"28사단".to_string()), "{found:?}");
        assert!(found.contains(&"아이폰5".to_string()), "{found:?}");
        assert!(
            !found.iter().any(|display| display.contains("3명")),
            "{found:?}"
        );
    }

    #[test]
    fn plurals_and_adjectives_of_korean_nouns_are_no_candidates() {
        assert_eq!(displays("시민들을 만났다"), ["시민"]);
        assert_eq!(displays("인간적인 사회를"), ["사회", "인간"]);
        let legal = displays("법적 창당을");
        assert!(legal.contains(&"법적 창당".to_string()), "{legal:?}");
    }

    #[test]
    fn the_noun_of_a_predicate_is_no_candidate() {
        assert_eq!(displays("대책을 발표했다"), ["대책"]);
    }

    #[test]
    fn nothing_is_left_of_the_text_before() {
        let analyzer = Analyzer::new().unwrap();
        let mut worker = analyzer.analyzer_worker();
        let mut candidates = Candidates::default();
        candidates.read(&mut worker, "The harbour master sold lanterns.");
        candidates.read(&mut worker, "등대");
        assert_eq!(candidates.list.len(), 1);
        assert_eq!(candidates.tokens, 1);
        assert_eq!(candidates.display(&candidates.list[0], "등대"), "등대");
    }
}

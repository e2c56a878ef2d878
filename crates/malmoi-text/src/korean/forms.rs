//! Tokens in the forms that options ask for: words divided into their parts,
//! verbs and adjectives under their dictionary form.

use lindera_dictionary::viterbi::{LexType, WordId};

use super::KoreanTokenizer;
use super::compounds::{Compounds, Part, divide, push_typed};
use super::details::Morpheme;
use super::joined::JoinedNouns;
use super::known_tokens::{Class, KnownTokens};
use super::lattice::Word;
use super::lemma::Stem;
use crate::Language;
use crate::token::{Kind, Token};

/// A worker's scratch space for terms that are not the surface itself.
#[derive(Default)]
pub(super) struct Forms<'t> {
    term: String,
    lemma: String,
    whole: String,
    parts: Vec<Part<'t>>,
    stem: Stem,
    joined: String,
    known: KnownTokens<'t>,
    /// The names under which a joined token counts.
    counted: Vec<String>,
}

impl<'t> Forms<'t> {
    /// Starts a text.
    pub(super) fn start(&mut self) {
        self.stem = Stem::default();
    }

    /// Emits the tokens of the words of a part of a text, which starts at `start`.
    pub(super) fn emit_all(
        &mut self,
        tokenizer: &'t KoreanTokenizer,
        nouns: Option<&JoinedNouns>,
        (text, start): (&str, usize),
        mut words: &[Word],
        sink: &mut dyn FnMut(Token<'_>),
    ) {
        self.known.fetch(words.iter().map(|word| word.id));
        let Some(nouns) = nouns else {
            for word in words {
                let span = (start + word.start, start + word.end);
                self.emit(tokenizer, text, span, word.id, sink);
            }
            return;
        };
        while let [word, rest @ ..] = words {
            let mut joined = std::mem::take(&mut self.joined);
            let found = nouns.at(tokenizer, &text[start..], words, &mut joined);
            if let Some((term, length)) = found {
                let (these, rest) = words.split_at(length);
                self.emit_joined(tokenizer, (text, start), these, term, sink);
                words = rest;
            } else {
                let span = (start + word.start, start + word.end);
                self.emit(tokenizer, text, span, word.id, sink);
                words = rest;
            }
            self.joined = joined;
        }
    }

    /// Emits words that are one term, which counts once for all of them.
    fn emit_joined(
        &mut self,
        tokenizer: &'t KoreanTokenizer,
        (text, start): (&str, usize),
        words: &[Word],
        term: &str,
        sink: &mut dyn FnMut(Token<'_>),
    ) {
        let [first, .., last] = words else {
            return;
        };
        let (from, to) = (start + first.start, start + last.end);
        sink(Token {
            surface: &text[from..to],
            term,
            pos: match tokenizer.details(last.id).pos {
                "NNP" => "NNP",
                _ => "NNG",
            },
            kind: Kind::Term,
            language: Language::KOREAN,
            start: from,
            end: to,
        });
        let mixes = tokenizer.compounds == Compounds::Mixed;
        let mut counted = std::mem::take(&mut self.counted);
        counted.clear();
        for word in words {
            let span = (start + word.start, start + word.end);
            if !mixes {
                // A suffix that makes a verb of the term looks back at its end.
                let pos = tokenizer.details(word.id).pos;
                self.stem.pass(pos, span.0, span.1);
                continue;
            }
            self.emit(tokenizer, text, span, word.id, &mut |mut token| {
                let counts = matches!(token.kind, Kind::Term | Kind::Part);
                let is_new = counts && !counted.iter().any(|name| name == token.term);
                token.kind = if is_new { Kind::Part } else { Kind::Symbol };
                if is_new {
                    counted.push(token.term.to_string());
                }
                sink(token);
            });
        }
        self.counted = counted;
    }

    /// Emits the tokens of the word `text[start..end]`: one, unless an option
    /// divides it.
    fn emit(
        &mut self,
        tokenizer: &'t KoreanTokenizer,
        text: &str,
        (start, end): (usize, usize),
        id: WordId,
        sink: &mut dyn FnMut(Token<'_>),
    ) {
        let divides = matches!(tokenizer.compounds, Compounds::Discard | Compounds::Mixed);
        if !divides && tokenizer.lemmas.is_none() {
            sink(self.token(tokenizer, text, (start, end), id));
            return;
        }
        let surface = &text[start..end];
        let pos = tokenizer.details(id).pos;
        self.parts.clear();
        // An unknown word has no parts, and a user's word was meant to be whole.
        if divides && id.lex_type() == LexType::System {
            let morphemes = tokenizer.details(id).morphemes();
            divide(surface, pos, morphemes, &mut self.parts);
        }
        let stem = self.stem.before(text, start);
        if tokenizer.compounds != Compounds::Discard || self.parts.is_empty() {
            let mut token = tokenizer.token(text, start, end, id, &mut self.term);
            if let Some(lemmas) = &tokenizer.lemmas
                && (pos.starts_with('V') || pos.starts_with("XS"))
                && let Some(kind) =
                    lemmas.lemma(predicate(tokenizer, surface, id), stem, &mut self.lemma)
            {
                token.term = &self.lemma;
                token.kind = kind;
            }
            if !self.parts.is_empty() {
                self.whole.clear();
                self.whole.push_str(token.term);
            }
            sink(token);
        }
        for index in 0..self.parts.len() {
            let stem = if index == 0 { stem } else { "" };
            self.part(tokenizer, (surface, start), index, stem, sink);
        }
        self.stem.pass(pos, start, end);
    }

    /// Makes the token of the word `text[start..end]`.
    fn token<'a>(
        &'a mut self,
        tokenizer: &'t KoreanTokenizer,
        text: &'a str,
        (start, end): (usize, usize),
        id: WordId,
    ) -> Token<'a> {
        let surface = &text[start..end];
        if let Some(Class { pos, kind }) = self.known.get(id) {
            return Token {
                surface,
                term: surface,
                pos,
                kind,
                language: Language::KOREAN,
                start,
                end,
            };
        }
        let token = tokenizer.token(text, start, end, id, &mut self.term);
        if token.term == surface {
            let class = Class {
                pos: tokenizer.details(id).pos,
                kind: token.kind,
            };
            self.known.keep(tokenizer, (surface, id), class);
        }
        token
    }

    /// Emits one part of the word `surface`, which stands at `start`.
    fn part(
        &mut self,
        tokenizer: &'t KoreanTokenizer,
        (surface, start): (&str, usize),
        index: usize,
        stem: &str,
        sink: &mut dyn FnMut(Token<'_>),
    ) {
        let part = self.parts[index];
        let Morpheme { form, tag } = part.morpheme;
        self.term.clear();
        push_typed(form, &mut self.term);
        let mut token = Token {
            surface: &surface[part.start..part.end],
            term: &self.term,
            pos: tag,
            kind: tokenizer.kind(form, form, tag),
            language: Language::KOREAN,
            start: start + part.start,
            end: start + part.end,
        };
        if let Some(lemmas) = &tokenizer.lemmas
            && let Some(kind) = lemmas.lemma(part.morpheme, stem, &mut self.lemma)
        {
            token.term = &self.lemma;
            token.kind = kind;
        }
        if tokenizer.compounds == Compounds::Mixed {
            // A text has at least as many words as any term has occurrences, so
            // a word counts under one name once.
            let mut before = self.parts[..index].iter();
            let is_new = token.term != self.whole && before.all(|p| p.morpheme.form != form);
            token.kind = match token.kind {
                Kind::Term if is_new => Kind::Part,
                _ => Kind::Symbol,
            };
        }
        sink(token);
    }
}

/// Returns the first morpheme of a word: itself, if it is not inflected.
fn predicate<'a>(tokenizer: &'a KoreanTokenizer, surface: &'a str, id: WordId) -> Morpheme<'a> {
    let details = tokenizer.details(id);
    let tag = details.pos;
    let first = match id.lex_type() {
        LexType::System => details.morphemes().next(),
        _ => None,
    };
    first.unwrap_or(Morpheme { form: surface, tag })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::korean::KoreanOptions;
    use crate::token::Tokenizer;

    fn with(compounds: Compounds, lemmas: bool) -> KoreanTokenizer {
        KoreanTokenizer::with_options(KoreanOptions {
            compounds,
            lemmas,
            ..KoreanOptions::default()
        })
        .unwrap()
    }

    /// Tokenizes and joins `surface:term`, with the mark of the kind.
    fn check(compounds: Compounds, text: &str, expected: &str) {
        let tokenizer = with(compounds, false);
        let mut found = Vec::new();
        tokenizer.worker().tokenize(text, &mut |t| {
            assert_eq!(&text[t.start..t.end], t.surface);
            let mark = match t.kind {
                Kind::Term => "*",
                Kind::Part => "+",
                Kind::Word => "",
                Kind::Symbol => "-",
            };
            found.push(format!("{}:{}{mark}", t.surface, t.term));
        });
        assert_eq!(found.join(" "), expected, "{text}");
    }

    #[test]
    fn compounds_stay_are_divided_or_both() {
        let text = "고속도로는 넓다";
        check(
            Compounds::None,
            text,
            "고속도로:고속도로* 는:는 넓:넓 다:다",
        );
        check(
            Compounds::Discard,
            text,
            "고속:고속* 도로:도로* 는:는 넓:넓 다:다",
        );
        check(
            Compounds::Mixed,
            text,
            "고속도로:고속도로* 고속:고속+ 도로:도로+ 는:는 넓:넓 다:다",
        );
    }

    #[test]
    fn fused_forms_are_divided_under_one_span() {
        let text = "안겨";
        check(Compounds::None, text, "안겨:안겨");
        check(Compounds::Discard, text, "안겨:안기 안겨:어");
        check(Compounds::Mixed, text, "안겨:안겨 안겨:안기- 안겨:어-");
    }

    #[test]
    fn words_without_parts_are_the_same_in_all_ways() {
        let text = "66사이즈 3.5 인치 서울ㆍ부산 여행사전검색";
        let expected = "66:66 사이즈:사이즈* 3:3 .:.- 5:5 인치:인치 서울:서울* ㆍ:ㆍ- 부산:부산* \
            여행:여행* 사전:사전* 검색:검색*";
        for compounds in [Compounds::None, Compounds::Discard, Compounds::Mixed] {
            check(compounds, text, expected);
        }
    }

    #[test]
    fn a_word_with_two_equal_parts_counts_them_once() {
        let tokenizer = with(Compounds::Mixed, false);
        let mut kinds = Vec::new();
        tokenizer.worker().tokenize("골목골목", &mut |t| {
            kinds.push((t.surface.to_string(), t.kind));
        });
        let kinds: Vec<_> = kinds.iter().map(|(s, kind)| (s.as_str(), *kind)).collect();
        assert_eq!(
            kinds,
            [
                ("골목골목", Kind::Term),
                ("골목", Kind::Part),
                ("골목", Kind::Symbol)
            ]
        );
    }

    #[test]
    fn lemmas_and_parts_go_together() {
        let tokenizer = with(Compounds::Discard, true);
        let mut terms = Vec::new();
        tokenizer
            .worker()
            .tokenize("안개에 감겨 발표했다", &mut |t| {
                terms.push(t.term.to_string());
            });
        assert_eq!(terms.join(" "), "안개 에 감기다 어 발표 발표하다 았 다");
    }
}

//! One line of text, each run of it to the tokenizer of its language.
//!
//! A Korean run cannot simply be cut out and tokenized alone: the particle in
//! "THAAD는" is only a particle because a word stands before it. So the Korean
//! tokenizer sees the foreign words around it, its tokens inside them are
//! dropped, and the foreign words' own tokenizer takes their place. A Korean
//! token that straddles the border ("K팝" in a user dictionary) stays, and the
//! foreign tokens under it go.

use crate::Language;
use crate::detect::Run;
use crate::token::{Token, Worker};

/// A stretch of text for one call of [`mixed`] or of one tokenizer.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Stretch<'r> {
    /// Runs of which at least one is Korean.
    Mixed(&'r [Run]),
    /// A run that is not Korean and has no Korean run near.
    Foreign(Run),
}

/// A foreign run longer than this, in bytes, is prose of its own rather than a
/// name in Korean prose: the Korean tokenizer need not see it.
const LONGEST_NAME: usize = 120;

/// Groups the runs of one line: Korean runs and the short foreign runs beside
/// them go together.
pub(crate) fn stretches<'r>(runs: &'r [Run], sink: &mut dyn FnMut(Stretch<'r>)) {
    let is_korean = |run: &Run| run.language == Language::KOREAN;
    let is_long = |run: &Run| !is_korean(run) && run.end - run.start > LONGEST_NAME;
    for group in runs.chunk_by(|a, b| !is_long(a) && !is_long(b)) {
        if group.iter().any(is_korean) {
            sink(Stretch::Mixed(group));
        } else {
            for run in group {
                sink(Stretch::Foreign(*run));
            }
        }
    }
}

/// Tokenizes one foreign run into a sink, with spans relative to the run.
pub(crate) type Foreign<'f> = dyn FnMut(Run, &mut dyn FnMut(Token<'_>)) + 'f;

/// Tokenizes runs of which some are Korean.
pub(crate) fn mixed(
    text: &str,
    runs: &[Run],
    korean: &mut dyn Worker,
    foreign: &mut Foreign<'_>,
    sink: &mut dyn FnMut(Token<'_>),
) {
    let (Some(first), Some(last)) = (runs.first(), runs.last()) else {
        return;
    };
    let base = first.start;
    let foreign_runs: Vec<Run> = runs
        .iter()
        .filter(|r| r.language != Language::KOREAN)
        .copied()
        .collect();
    if foreign_runs.is_empty() {
        korean.tokenize(&text[base..last.end], &mut |token| sink(moved(token, base)));
        return;
    }
    let mut next = 0;
    // The end of the last Korean token that reached into a foreign run.
    let mut taken = base;
    korean.tokenize(&text[base..last.end], &mut |token| {
        let token = moved(token, base);
        if token.end <= taken {
            // A part of the token that took the place: it goes with its whole.
            sink(token);
            return;
        }
        while let Some(&run) = foreign_runs.get(next).filter(|r| r.start < token.end) {
            let is_behind = run.end <= token.start;
            if !is_behind && run.start <= token.start && token.end <= run.end {
                return;
            }
            foreign(run, &mut |t| {
                let t = moved(t, run.start);
                if t.start >= taken && t.end <= token.start {
                    sink(t);
                }
            });
            if !is_behind {
                taken = token.end;
            }
            if run.end > token.end {
                break;
            }
            next += 1;
        }
        sink(token);
    });
    for &run in &foreign_runs[next..] {
        foreign(run, &mut |t| {
            let t = moved(t, run.start);
            if t.start >= taken {
                sink(t);
            }
        });
    }
}

/// Returns the token with its span moved from a part of a text to the whole.
pub(crate) fn moved(token: Token<'_>, by: usize) -> Token<'_> {
    Token {
        start: token.start + by,
        end: token.end + by,
        ..token
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::detect;
    use crate::token::Kind;

    use super::*;

    /// A tokenizer that cuts where it is told: at `|` in `cuts`, which is the
    /// text with bars.
    struct Cuts(&'static str);

    impl Worker for Cuts {
        fn tokenize(&mut self, text: &str, sink: &mut dyn FnMut(Token<'_>)) {
            let mut start = 0;
            for piece in self.0.split('|') {
                let end = start + piece.len();
                assert_eq!(&text[start..end], piece);
                let surface = piece.trim();
                let start_of_surface = start + piece.len() - piece.trim_start().len();
                if !surface.is_empty() {
                    sink(token(surface, start_of_surface, Language::KOREAN));
                }
                start = end;
            }
        }
    }

    fn token(surface: &str, start: usize, language: Language) -> Token<'_> {
        Token {
            surface,
            term: surface,
            pos: "",
            kind: Kind::Term,
            language,
            start,
            end: start + surface.len(),
        }
    }

    /// Cuts foreign runs at spaces, and compares all tokens.
    fn check(cuts: &'static str, expected: &str) {
        let text = cuts.replace('|', "");
        let mut found = Vec::new();
        let mut foreign = |run: Run, sink: &mut dyn FnMut(Token<'_>)| {
            let part = &text[run.start..run.end];
            for word in part.split_whitespace() {
                let start = word.as_ptr() as usize - part.as_ptr() as usize;
                sink(token(word, start, run.language));
            }
        };
        mixed(
            &text,
            &detect(&text).runs,
            &mut Cuts(cuts),
            &mut foreign,
            &mut |t| {
                assert_eq!(&text[t.start..t.end], t.surface);
                let by = if t.language == Language::KOREAN {
                    "ko"
                } else {
                    "other"
                };
                found.push(format!("{}:{by}", t.surface));
            },
        );
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn foreign_words_come_between_korean_ones_in_order() {
        check(
            "정부|는 |North|wind |Robo|tics|와 |협약",
            "정부:ko 는:ko Northwind:other Robotics:other 와:ko 협약:ko",
        );
        check(
            "Galaxy|를 |New York",
            "Galaxy:other 를:ko New:other York:other",
        );
    }

    #[test]
    fn a_korean_word_across_the_border_wins() {
        check("The |K팝| 공연", "The:other K팝:ko 공연:ko");
        check(
            "공연 |한K|팝|은 |Big Bang",
            "공연:ko 한K:ko 팝:ko 은:ko Big:other Bang:other",
        );
        check("공연K pop Seoul| 한류", "공연K pop Seoul:ko 한류:ko");
        check("가|나 K|-pop Star|는", "가:ko 나 K:ko Star:other 는:ko");
    }

    #[test]
    fn long_foreign_prose_is_left_to_its_own_tokenizer() {
        let prose = "a long sentence in English ".repeat(6);
        let text = format!("정부는 {prose}발표했다");
        let runs = detect(&text).runs;
        let mut lengths = Vec::new();
        stretches(&runs, &mut |stretch| {
            lengths.push(match stretch {
                Stretch::Mixed(runs) => runs.len(),
                Stretch::Foreign(_) => 0,
            });
        });
        assert_eq!(lengths, [1, 0, 1]);
    }
}

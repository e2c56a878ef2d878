//! How far the engines for Korean agree on the tokens of the Korean texts.

use std::cmp::Ordering;

use malmoi::{Analyzer, AnalyzerWorker, DictionaryError, Language};
use rayon::prelude::*;
use serde::Serialize;

use super::subject::Subject;
use super::texts::{Text, Texts};

/// How far two engines agree. Shares are from 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Agreement {
    engines: [String; 2],
    /// The share of lines with words in them to which both give the same
    /// tokens: spans and tags.
    same_lines: f64,
    /// The same for whole texts.
    same_texts: f64,
    /// F1 of the places where a token begins or ends.
    border_f1: f64,
    /// F1 of tokens, tags included.
    token_f1: f64,
}

impl Agreement {
    pub(super) fn sentence(&self) -> String {
        let [a, b] = &self.engines;
        format!(
            "{a} and {b} agree on {:.1} % of the lines and {:.1} % of the texts; F1 of borders {:.4}, of tokens with tags {:.4}.",
            self.same_lines * 100.0,
            self.same_texts * 100.0,
            self.border_f1,
            self.token_f1,
        )
    }
}

/// Compares each engine with each other one.
pub(super) fn of_all_pairs(texts: &Texts) -> Result<Vec<Agreement>, DictionaryError> {
    let engines: Vec<Subject> = Subject::all()
        .into_iter()
        .filter(|subject| subject.engine().is_some())
        .collect();
    let mut found = Vec::new();
    for (at, &one) in engines.iter().enumerate() {
        for &other in &engines[at + 1..] {
            let korean: Vec<&Text> = texts.of(one).collect();
            if !korean.is_empty() {
                found.push(of_pair([one, other], &korean)?);
            }
        }
    }
    Ok(found)
}

fn of_pair(pair: [Subject; 2], texts: &[&Text]) -> Result<Agreement, DictionaryError> {
    let load = |subject: Subject| match subject.engine() {
        Some(engine) => Analyzer::with_options(engine.options()),
        None => Analyzer::new(),
    };
    let [a, b] = [load(pair[0])?, load(pair[1])?].map(|a| a.for_language(Language::KOREAN));
    let tally = texts
        .par_iter()
        .map_init(
            || [a.analyzer_worker(), b.analyzer_worker()],
            |workers, text| Tally::of(workers, &text.text),
        )
        .reduce(Tally::default, Tally::plus);
    Ok(Agreement {
        engines: pair.map(Subject::name),
        same_lines: share(tally.same_lines, tally.lines),
        same_texts: share(tally.same_texts, tally.texts),
        border_f1: share(2 * tally.same_borders, tally.borders),
        token_f1: share(2 * tally.same_tokens, tally.tokens),
    })
}

/// Returns `part / whole`; all of nothing is the same.
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

/// What the shares are made of. Borders and tokens are those of both engines
/// together.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
struct Tally {
    texts: u64,
    same_texts: u64,
    lines: u64,
    same_lines: u64,
    borders: u64,
    same_borders: u64,
    tokens: u64,
    same_tokens: u64,
}

impl Tally {
    fn of(workers: &mut [AnalyzerWorker<'_>; 2], text: &str) -> Tally {
        let mut tally = Tally {
            texts: 1,
            ..Tally::default()
        };
        for line in text.lines() {
            let [a, b] = workers.each_mut().map(|worker| {
                let mut tokens = Vec::new();
                worker.analyze(line, &mut |t| {
                    tokens.push((t.start, t.end, t.pos.to_string()));
                });
                tokens
            });
            tally = tally.plus(Tally::of_line(&a, &b));
        }
        tally.same_texts = u64::from(tally.lines == tally.same_lines);
        tally
    }

    fn of_line(a: &[Tagged], b: &[Tagged]) -> Tally {
        let is_blank = a.is_empty() && b.is_empty();
        let (a_borders, b_borders) = (borders(a), borders(b));
        Tally {
            texts: 0,
            same_texts: 0,
            lines: u64::from(!is_blank),
            same_lines: u64::from(!is_blank && a == b),
            borders: (a_borders.len() + b_borders.len()) as u64,
            same_borders: in_both(&a_borders, &b_borders),
            tokens: (a.len() + b.len()) as u64,
            same_tokens: in_both(a, b),
        }
    }

    fn plus(self, other: Tally) -> Tally {
        Tally {
            texts: self.texts + other.texts,
            same_texts: self.same_texts + other.same_texts,
            lines: self.lines + other.lines,
            same_lines: self.same_lines + other.same_lines,
            borders: self.borders + other.borders,
            same_borders: self.same_borders + other.same_borders,
            tokens: self.tokens + other.tokens,
            same_tokens: self.same_tokens + other.same_tokens,
        }
    }
}

/// Start, end and tag of a token.
type Tagged = (usize, usize, String);

/// Returns the places where a token begins or ends, in order, each once.
fn borders(tokens: &[Tagged]) -> Vec<usize> {
    let mut borders: Vec<usize> = tokens.iter().flat_map(|t| [t.0, t.1]).collect();
    borders.dedup();
    borders
}

/// Counts what two ordered lists have in common.
fn in_both<T: Ord>(a: &[T], b: &[T]) -> u64 {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        let order = x.cmp(y);
        count += u64::from(order == Ordering::Equal);
        i += usize::from(order != Ordering::Greater);
        j += usize::from(order != Ordering::Less);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(list: &[(usize, usize, &str)]) -> Vec<Tagged> {
        list.iter().map(|t| (t.0, t.1, t.2.to_string())).collect()
    }

    #[test]
    fn what_engines_share_is_counted() {
        let a = tokens(&[(0, 3, "NNG"), (3, 6, "JX"), (7, 10, "NNB")]);
        let b = tokens(&[(0, 6, "NNG"), (7, 10, "NNB")]);
        let tally = Tally::of_line(&a, &b);
        assert_eq!((tally.lines, tally.same_lines), (1, 0));
        // 0 3 6 7 10 and 0 6 7 10.
        assert_eq!((tally.borders, tally.same_borders), (9, 4));
        assert_eq!((tally.tokens, tally.same_tokens), (5, 1));
    }

    #[test]
    fn an_engine_agrees_with_itself() {
        let a = tokens(&[(0, 3, "NNG"), (3, 6, "JX")]);
        let tally = Tally::of_line(&a, &a);
        assert_eq!((tally.lines, tally.same_lines), (1, 1));
        assert_eq!(2 * tally.same_borders, tally.borders);
        assert_eq!(2 * tally.same_tokens, tally.tokens);
    }

    #[test]
    fn a_different_tag_is_a_difference() {
        let [a, b] = ["NNG", "NNB"].map(|tag| tokens(&[(0, 3, tag)]));
        let tally = Tally::of_line(&a, &b);
        assert_eq!(
            (tally.same_lines, tally.same_borders, tally.same_tokens),
            (0, 2, 0)
        );
    }

    #[test]
    fn a_blank_line_says_nothing() {
        assert_eq!(Tally::of_line(&[], &[]), Tally::default());
    }
}

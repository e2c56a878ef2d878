//! Boilerplate that the articles themselves give away: sentences in a large
//! share of one publisher's articles and hardly elsewhere.

mod finder;
mod sample;
mod unit;

use std::borrow::Cow;

use rustc_hash::FxHashMap;

pub use finder::{BoilerplateFinder, BoilerplateOptions};
pub use unit::passages;

use unit::{is_short, units};

/// The boilerplate of a corpus, by publisher.
///
/// Made by [`BoilerplateFinder::finish`].
#[derive(Clone, Debug, Default)]
pub struct Boilerplate {
    sentences: Vec<Repeated>,
    /// The places in `sentences`, by publisher and then by the sentence's hash.
    index: FxHashMap<String, FxHashMap<u64, u32>>,
}

/// A sentence that a publisher repeats, or that it has and another repeats all the time.
#[derive(Clone, Debug, PartialEq)]
pub struct Repeated {
    /// The publisher.
    pub publisher: String,
    /// The hash by which the sentence is recognised, whatever its digits,
    /// capitals and e-mail addresses. Its words are not kept: what they are,
    /// [`Boilerplate::strip`] tells when it meets them.
    pub hash: u64,
    /// How many of the articles looked at have it, articles of one story
    /// counted once.
    pub articles: u64,
    /// How many articles of the publisher were looked at.
    pub of_articles: u64,
    /// The share of the articles of all other publishers that have it, from 0
    /// to 1; 0 if there is no other publisher.
    pub share_elsewhere: f64,
}

impl Repeated {
    /// Returns the share of the publisher's articles that have it, from 0 to 1.
    pub fn share(&self) -> f64 {
        self.articles as f64 / self.of_articles as f64
    }
}

impl Boilerplate {
    fn new(sentences: Vec<Repeated>) -> Boilerplate {
        let mut index: FxHashMap<String, FxHashMap<u64, u32>> = FxHashMap::default();
        for (at, sentence) in sentences.iter().enumerate() {
            let publisher = index.entry(sentence.publisher.clone()).or_default();
            publisher.insert(sentence.hash, at as u32);
        }
        Boilerplate { sentences, index }
    }

    /// Returns the sentences, by publisher, the most frequent first.
    pub fn sentences(&self) -> &[Repeated] {
        &self.sentences
    }

    /// Returns an article's text without its publisher's boilerplate, and calls
    /// `gone` for every sentence that went, with its place in
    /// [`sentences`](Boilerplate::sentences) and its words.
    ///
    /// A sentence of fewer than four words goes with those around it, if all of them
    /// go, up to the next longer one in its line: what is left would have no context.
    ///
    /// The text is that of [`Document::text`](crate::Document): the headline
    /// has no part in this.
    pub fn strip<'t>(
        &self,
        publisher: &str,
        text: &'t str,
        gone: &mut dyn FnMut(u32, &str),
    ) -> Cow<'t, str> {
        let Some(known) = self.index.get(publisher) else {
            return text.into();
        };
        let mut out = String::new();
        let mut copied = 0;
        // Short sentences since the last that went in this line, or since its beginning: where
        // they begin, as long as they are all there is.
        let mut short: Option<usize> = None;
        let mut goes = |from: usize, to: usize| {
            out.push_str(&text[copied..from]);
            copied = to;
        };
        let (mut end, mut after_gone) = (0, false);
        for unit in units(text) {
            if text[end..unit.start].contains('\n') || end == 0 {
                // All behind the last that went in the line before.
                if let Some(from) = short.take().filter(|_| after_gone) {
                    goes(from, end);
                }
                short = Some(unit.start);
                after_gone = false;
            }
            end = unit.end;
            if let Some(&at) = known.get(&unit.hash) {
                gone(at, text[unit.start..unit.end].trim());
                goes(short.unwrap_or(unit.start), unit.end);
                short = Some(unit.end);
                after_gone = true;
            } else if !is_short(unit.hash) {
                short = None;
            }
        }
        if let Some(from) = short.filter(|_| after_gone) {
            goes(from, end);
        }
        if copied == 0 {
            return text.into();
        }
        out.push_str(&text[copied..]);
        out.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_sentences_go_with_those_around_them_and_no_further() {
        let mut finder = BoilerplateFinder::default();
        for n in 0..20u64 {
            let word = |k: u64| {
                format!(
                    "{}{}",
                    char::from(b'a' + n as u8),
                    char::from(b'a' + k as u8)
                )
            };
            let own: String = (0..6)
                .map(|k| format!("It was {} of {}.\n", word(k), word(k + 7)))
                .collect();
            let text = format!("{own}We thank you for reading. Write to us again tomorrow.");
            finder.add("A", &text, n);
        }
        let boilerplate = finder.finish(&BoilerplateOptions::default());
        let strip = |text: &str| {
            let stripped = boilerplate.strip("A", text, &mut |_, _| {});
            stripped.trim().to_owned()
        };
        let (thanks, write) = ("We thank you for reading.", "Write to us again tomorrow.");
        for (text, want) in [
            (format!("{thanks} Truly. {write}"), ""),
            (format!("Truly. {thanks} Really so."), ""),
            (
                format!("{thanks} Truly. The mayor of the town spoke. Why? {write}"),
                "Truly. The mayor of the town spoke. Why?",
            ),
            (format!("Truly.\n{thanks}\nWhy?"), "Truly.\n\nWhy?"),
            ("Truly. Why?".to_owned(), "Truly. Why?"),
        ] {
            assert_eq!(strip(&text), want, "{text}");
        }
    }
}

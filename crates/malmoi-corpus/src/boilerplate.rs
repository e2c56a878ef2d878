//! Boilerplate that the articles themselves give away: sentences in a large
//! share of one publisher's articles and hardly elsewhere.

mod finder;
mod sample;
mod unit;

use std::borrow::Cow;

use rustc_hash::FxHashMap;

pub use finder::{BoilerplateFinder, BoilerplateOptions};
pub use unit::passages;

use unit::units;

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
    /// The hash by which the sentence is recognised, whatever its dates, times,
    /// capitals and e-mail addresses; and its counts, unless it ends as sentences do
    /// and has four words. Its words are not kept: what they are,
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
    /// [`sentences`](Boilerplate::sentences), its words, and where in what is left it stood.
    ///
    /// The text is that of [`Document::text`](crate::Document): the headline
    /// has no part in this.
    pub fn strip<'t>(
        &self,
        publisher: &str,
        text: &'t str,
        gone: &mut dyn FnMut(u32, &str, usize),
    ) -> Cow<'t, str> {
        let Some(known) = self.index.get(publisher) else {
            return text.into();
        };
        let mut out = String::new();
        let mut copied = 0;
        for unit in units(text) {
            let Some(&at) = known.get(&unit.hash) else {
                continue;
            };
            out.push_str(&text[copied..unit.start]);
            gone(at, text[unit.start..unit.end].trim(), out.len());
            copied = unit.end;
        }
        if copied == 0 {
            return text.into();
        }
        out.push_str(&text[copied..]);
        out.into()
    }
}

//! What a publisher's articles are like, whatever they are about.

use std::collections::BTreeMap;
use std::hash::Hasher;

use malmoi_count::Basis;
use malmoi_stats::{lexical_diversity, moving_type_token_ratio};
use malmoi_text::{Language, quotes};
use rustc_hash::FxHasher;
use serde::{Deserialize, Serialize};

/// How many words the window of [`Profile::type_token_ratio`] has, and how many
/// an article needs for the measures of richness.
pub const WINDOW: usize = 100;

/// What the articles of one publisher in one language are like.
///
/// Every article weighs the same. Values of different languages do not
/// compare: a Korean word here is a morpheme, an English one stands between
/// spaces.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Profile {
    /// The publisher.
    pub publisher: String,
    /// The language of the articles.
    pub language: Language,
    /// Whether it is about copies as well.
    pub basis: Basis,
    /// How many articles it is about.
    pub articles: u64,
    /// The running words of an article, on average.
    pub tokens_per_article: f64,
    /// The lower quartile, the median and the upper quartile of the running
    /// words of an article (type 7 of Hyndman and Fan 1996).
    pub quartiles: [f64; 3],
    /// How many articles have at least [`WINDOW`] words, and so a part in the next
    /// two.
    pub articles_measured: u64,
    /// The share of different words in [`WINDOW`] running ones, by
    /// [`moving_type_token_ratio`], on average over the articles; `None` where
    /// none is long enough. Words are told apart as they are written, but for
    /// capitals.
    pub type_token_ratio: Option<f64>,
    /// How many words it takes for the share of different ones to fall to 0.72,
    /// by [`lexical_diversity`] (MTLD), on average over the articles.
    pub lexical_diversity: Option<f64>,
    /// The share of the characters, spaces left out, that stand between
    /// quotation marks, by [`quotes`]; `None` where there are no characters.
    pub quoted: Option<f64>,
}

/// Gathers profiles on one thread. Every sum is a whole number, so the order of
/// the articles, and who has which, make no difference.
#[derive(Default)]
pub(crate) struct Profiles {
    /// By publisher, language, and whether they are copies.
    found: BTreeMap<String, BTreeMap<(Language, bool), Gathered>>,
    /// The words of the article at hand.
    words: Vec<u64>,
}

/// What has gathered of one publisher and language.
#[derive(Clone, Default)]
struct Gathered {
    /// How many articles there are of each length.
    lengths: BTreeMap<u64, u64>,
    measured: u64,
    /// The sums of two measures, in millionths.
    type_token_ratio: u64,
    lexical_diversity: u64,
    characters: u64,
    quoted: u64,
}

impl Profiles {
    /// Starts an article.
    pub(crate) fn start(&mut self) {
        self.words.clear();
    }

    /// Takes the next running word of the article.
    pub(crate) fn word(&mut self, surface: &str) {
        let mut hasher = FxHasher::default();
        for c in surface.chars().flat_map(char::to_lowercase) {
            hasher.write_u32(u32::from(c));
        }
        self.words.push(hasher.finish());
    }

    /// Adds the article, whose text this is, and which has a vote unless it is a copy.
    pub(crate) fn finish(&mut self, publisher: &str, language: Language, text: &str, votes: bool) {
        if !self.found.contains_key(publisher) {
            self.found.insert(publisher.to_owned(), BTreeMap::new());
        }
        let Some(languages) = self.found.get_mut(publisher) else {
            return;
        };
        let gathered = languages.entry((language, !votes)).or_default();
        let length = self.words.len() as u64;
        *gathered.lengths.entry(length).or_default() += 1;
        gathered.characters += characters(text);
        gathered.quoted += quotes(text)
            .into_iter()
            .map(|at| characters(&text[at]))
            .sum::<u64>();
        if self.words.len() < WINDOW {
            return;
        }
        let ratio = moving_type_token_ratio(&self.words, WINDOW);
        if let (Some(ratio), Some(diversity)) = (ratio, lexical_diversity(&self.words)) {
            gathered.measured += 1;
            gathered.type_token_ratio += (ratio * 1e6).round() as u64;
            gathered.lexical_diversity += (diversity * 1e6).round() as u64;
        }
    }

    /// Adds up what all threads have gathered, by publisher and language, on one basis
    /// after the other.
    pub(crate) fn merge(
        all: impl IntoIterator<Item = Profiles>,
        bases: impl Iterator<Item = Basis>,
    ) -> Vec<Profile> {
        // What has a vote, and what has none.
        let mut found: BTreeMap<(String, Language), [Gathered; 2]> = BTreeMap::new();
        for profiles in all {
            for (publisher, languages) in profiles.found {
                for ((language, is_copy), gathered) in languages {
                    let key = (publisher.clone(), language);
                    found.entry(key).or_default()[usize::from(is_copy)].add(&gathered);
                }
            }
        }
        let on_basis = |basis| {
            found
                .iter()
                .filter_map(move |((publisher, language), [once, copies])| {
                    let mut gathered = once.clone();
                    if basis == Basis::Every {
                        gathered.add(copies);
                    }
                    // All that a publisher has may be copies.
                    let is_there = !gathered.lengths.is_empty();
                    is_there.then(|| gathered.profile(publisher.clone(), *language, basis))
                })
        };
        bases.flat_map(on_basis).collect()
    }
}

impl Gathered {
    fn add(&mut self, other: &Gathered) {
        for (length, articles) in &other.lengths {
            *self.lengths.entry(*length).or_default() += articles;
        }
        self.measured += other.measured;
        self.type_token_ratio += other.type_token_ratio;
        self.lexical_diversity += other.lexical_diversity;
        self.characters += other.characters;
        self.quoted += other.quoted;
    }

    fn profile(&self, publisher: String, language: Language, basis: Basis) -> Profile {
        let articles = self.lengths.values().sum();
        let tokens: u64 = self.lengths.iter().map(|(l, times)| l * times).sum();
        let mean = |sum: u64| {
            let measured = Some(self.measured).filter(|m| *m > 0)?;
            Some(sum as f64 / 1e6 / measured as f64)
        };
        Profile {
            publisher,
            language,
            basis,
            articles,
            tokens_per_article: tokens as f64 / articles as f64,
            quartiles: [1, 2, 3].map(|quarter| self.quartile(quarter, articles)),
            articles_measured: self.measured,
            type_token_ratio: mean(self.type_token_ratio),
            lexical_diversity: mean(self.lexical_diversity),
            quoted: (self.characters > 0).then(|| self.quoted as f64 / self.characters as f64),
        }
    }

    /// Returns the quartile of so many lengths: between the two neighbours of
    /// the place that cuts them, in proportion.
    fn quartile(&self, quarter: u64, articles: u64) -> f64 {
        let quarters = (articles - 1) * quarter;
        let (below, part) = (quarters / 4, (quarters % 4) as f64 / 4.0);
        let low = self.length_at(below);
        low + part * (self.length_at((below + 1).min(articles - 1)) - low)
    }

    /// Returns the length at a place of the sorted lengths.
    fn length_at(&self, place: u64) -> f64 {
        let mut before = 0;
        for (length, times) in &self.lengths {
            before += times;
            if before > place {
                return *length as f64;
            }
        }
        0.0
    }
}

/// Returns how many characters a text has, spaces left out.
fn characters(text: &str) -> u64 {
    text.chars().filter(|c| !c.is_whitespace()).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profiles(articles: &[(&str, &str)]) -> Profiles {
        let mut profiles = Profiles::default();
        for (publisher, text) in articles {
            profiles.start();
            text.split_whitespace().for_each(|word| profiles.word(word));
            profiles.finish(publisher, Language::ENGLISH, text, true);
        }
        profiles
    }

    fn merged(profiles: impl IntoIterator<Item = Profiles>) -> Vec<Profile> {
        Profiles::merge(profiles, std::iter::once(Basis::Once))
    }

    #[test]
    fn copies_are_in_one_of_two_profiles() {
        let mut profiles = profiles(&[("A", "a b c")]);
        for publisher in ["A", "B"] {
            profiles.start();
            profiles.word("a");
            profiles.finish(publisher, Language::ENGLISH, "a", false);
        }
        let found = Profiles::merge([profiles], [Basis::Once, Basis::Every].into_iter());
        let told: Vec<_> = found
            .iter()
            .map(|p| {
                (
                    p.publisher.as_str(),
                    p.basis,
                    p.articles,
                    p.tokens_per_article,
                )
            })
            .collect();
        let every = Basis::Every;
        assert_eq!(
            told,
            [
                ("A", Basis::Once, 1, 3.0),
                ("A", every, 2, 2.0),
                ("B", every, 1, 1.0)
            ]
        );
    }

    #[test]
    fn lengths_have_quartiles() {
        let articles = [
            ("A", "a"),
            ("A", "a b"),
            ("A", "a b c d"),
            ("A", "a b c d e f g"),
        ];
        let found = merged([profiles(&articles)]);
        // R: quantile(c(1, 2, 4, 7))
        assert_eq!(found[0].quartiles, [1.75, 3.0, 4.75]);
        assert_eq!((found[0].articles, found[0].tokens_per_article), (4, 3.5));
        assert_eq!(found[0].type_token_ratio, None);
    }

    #[test]
    fn richness_is_the_mean_of_the_articles_that_are_long_enough() {
        // Of a hundred words, one is different, or fifty are.
        let poor = "the ".repeat(WINDOW);
        let rich: String = (0..WINDOW).map(|n| format!("w{} ", n % 50)).collect();
        let found = merged([profiles(&[("A", &poor), ("A", &rich), ("A", "The end")])]);
        assert_eq!(found[0].articles_measured, 2);
        assert_eq!(found[0].type_token_ratio, Some((0.01 + 0.5) / 2.0));
    }

    #[test]
    fn quotations_have_their_share_of_the_characters() {
        let found = merged([profiles(&[("A", "He said: “Yes, so.” Now.")])]);
        assert_eq!(found[0].quoted, Some(7.0 / 20.0));
        assert_eq!(merged([profiles(&[("A", " ")])])[0].quoted, None);
    }

    #[test]
    fn who_gathers_what_makes_no_difference() {
        let articles = [("A", "a b"), ("B", "“c” d"), ("A", "e"), ("B", "f g h")];
        let one = merged([profiles(&articles)]);
        let two = merged([profiles(&articles[2..]), profiles(&articles[..2])]);
        assert_eq!(one, two);
    }
}

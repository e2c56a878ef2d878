//! What became of the words and names that a corpus proved.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use malmoi_count::{Basis, Counts};
use malmoi_text::Language;
use malmoi_text::korean::NewWord;
use malmoi_text::phrases::Phrase;
use serde::{Deserialize, Serialize};

/// A word or a name that the corpus proved, with where it was counted.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Counted<W> {
    /// The word and what speaks for it.
    pub word: W,
    /// The term it is counted as, an index into [`Counts::terms`].
    pub term: u32,
    /// Occurrences in the whole corpus, copies included.
    pub count: u64,
    /// Articles that have it.
    pub articles: u64,
    /// How many publishers have it.
    pub publishers: usize,
    /// The first day that is known of an article with it.
    pub first_day: Option<String>,
    /// The publisher and the language of the articles that have it most often,
    /// indices as in [`Group`](malmoi_count::Group).
    pub most: (u32, u32),
}

/// What can be proved.
pub(crate) trait Proved {
    /// Returns the language and the term under which it is counted.
    fn key(&self) -> (Language, String);
}

impl Proved for NewWord {
    fn key(&self) -> (Language, String) {
        (Language::KOREAN, self.word.to_lowercase())
    }
}

impl Proved for Phrase {
    fn key(&self) -> (Language, String) {
        (self.language, self.term().into_owned())
    }
}

/// Returns where the words were counted, most frequent first. A word that was
/// never counted, because a longer one took all its places, is left out.
pub(crate) fn counted<W: Proved>(words: Vec<W>, counts: &Counts) -> Vec<Counted<W>> {
    let found = words.into_iter().filter_map(|word| count(word, counts));
    let mut found: Vec<Counted<W>> = found.collect();
    found.sort_by(|a, b| {
        let key = |w: &Counted<W>| (Reverse(w.count), w.term);
        key(a).cmp(&key(b))
    });
    found
}

fn count<W: Proved>(word: W, counts: &Counts) -> Option<Counted<W>> {
    let (language, name) = word.key();
    let key = (language.code(), name.as_str());
    let terms = counts.terms();
    let term = terms.binary_search_by(|t| (t.language.as_str(), t.term.as_str()).cmp(&key));
    let term = u32::try_from(term.ok()?).ok()?;
    let mut publishers = BTreeSet::new();
    let mut result = Counted {
        word,
        term,
        count: 0,
        articles: 0,
        publishers: 0,
        first_day: None,
        most: (0, 0),
    };
    let (mut most, mut here, mut outlet) = (0, 0, None);
    for (index, group) in counts.groups().iter().enumerate() {
        let Some(cell) = counts.cell(u32::try_from(index).ok()?, term, Basis::Every) else {
            continue;
        };
        result.count += u64::from(cell.count);
        result.articles += u64::from(cell.documents);
        publishers.insert(group.publisher);
        let days = [result.first_day.take(), group.day.clone()];
        result.first_day = days.into_iter().flatten().min();
        // Groups of one language and publisher stand together.
        let key = (group.publisher, group.language);
        if outlet != Some(key) {
            (here, outlet) = (0, Some(key));
        }
        here += cell.count;
        if here > most {
            (most, result.most) = (here, key);
        }
    }
    result.publishers = publishers.len();
    (result.count > 0).then_some(result)
}

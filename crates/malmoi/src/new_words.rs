//! What became of the words that a corpus proved.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use malmoi_count::Counts;
use malmoi_text::Language;
use malmoi_text::korean::NewWord;

/// A word that the corpus proved, with where it was counted.
#[derive(Clone, Debug, PartialEq)]
pub struct CountedWord {
    /// The word and what speaks for it.
    pub word: NewWord,
    /// The term it is counted as, an index into [`Counts::terms`].
    pub term: u32,
    /// Occurrences in the whole corpus.
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

/// Returns where the words were counted, most frequent first. A word that was
/// never counted, because a longer one took all its places, is left out.
pub(crate) fn counted(words: Vec<NewWord>, counts: &Counts) -> Vec<CountedWord> {
    let found = words.into_iter().filter_map(|word| count(word, counts));
    let mut found: Vec<CountedWord> = found.collect();
    found.sort_by(|a, b| {
        let key = |w: &CountedWord| (Reverse(w.count), w.term);
        key(a).cmp(&key(b))
    });
    found
}

fn count(word: NewWord, counts: &Counts) -> Option<CountedWord> {
    let name = word.word.to_lowercase();
    let key = (Language::KOREAN.code(), name.as_str());
    let terms = counts.terms();
    let term = terms.binary_search_by(|t| (t.language.as_str(), t.term.as_str()).cmp(&key));
    let term = u32::try_from(term.ok()?).ok()?;
    let mut publishers = BTreeSet::new();
    let mut result = CountedWord {
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
        let Some(cell) = counts.cell(u32::try_from(index).ok()?, term) else {
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

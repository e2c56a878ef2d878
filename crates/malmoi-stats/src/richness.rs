//! How rich a vocabulary is, by measures that do not depend on the length of
//! the text.

use std::hash::Hash;

use rustc_hash::{FxHashMap, FxHashSet};

/// Returns the moving-average type-token ratio (Covington and McFall 2010): the
/// share of different words in a window of so many, averaged over all places
/// of the window.
///
/// It lies between `1 / window` and 1. A text shorter than the window is one
/// window of its own length, and so comes out richer. Returns `None` for a text
/// without words and for a window of 0.
///
/// # Example
///
/// ```
/// use malmoi_stats::moving_type_token_ratio;
///
/// let words = ["a", "b", "a", "a"];
/// // The windows are a b, b a, a a.
/// assert_eq!(moving_type_token_ratio(&words, 2), Some((1.0 + 1.0 + 0.5) / 3.0));
/// ```
pub fn moving_type_token_ratio<T: Eq + Hash>(words: &[T], window: usize) -> Option<f64> {
    let window = window.min(words.len());
    if window == 0 {
        return None;
    }
    let mut counts: FxHashMap<&T, usize> = FxHashMap::default();
    // Types are summed as a whole number; the order of the map never shows.
    let mut types = 0u64;
    for (at, word) in words.iter().enumerate() {
        *counts.entry(word).or_default() += 1;
        if let Some(gone) = at.checked_sub(window) {
            let gone = &words[gone];
            if let Some(count) = counts.get_mut(gone) {
                *count -= 1;
                if *count == 0 {
                    counts.remove(gone);
                }
            }
        }
        if at + 1 >= window {
            types += counts.len() as u64;
        }
    }
    let windows = (words.len() - window + 1) as f64;
    Some(types as f64 / (windows * window as f64))
}

/// Returns the measure of textual lexical diversity, MTLD (McCarthy and Jarvis
/// 2010): for how many words on average the type-token ratio stays above
/// 0.72, forwards and backwards.
///
/// A stretch ends with the word that takes the ratio to 0.72 or below; what is
/// left at the end counts as the part of a stretch that it has gone. A text in
/// which no word comes again goes no part of the way: its own length is
/// returned. News has 60 to 120. Below a hundred words the value means little.
/// Returns `None` for a text without words.
///
/// # Example
///
/// ```
/// use malmoi_stats::lexical_diversity;
///
/// let words = ["a", "b", "a", "b", "c", "a", "b", "a", "b"];
/// assert_eq!(format!("{:.4}", lexical_diversity(&words).unwrap()), "4.5000");
/// ```
pub fn lexical_diversity<T: Eq + Hash>(words: &[T]) -> Option<f64> {
    if words.is_empty() {
        return None;
    }
    let length = words.len() as f64;
    let [forwards, backwards] =
        [stretches(words.iter()), stretches(words.iter().rev())].map(|stretches| {
            if stretches > 0.0 {
                length / stretches
            } else {
                length
            }
        });
    Some((forwards + backwards) / 2.0)
}

/// The type-token ratio at which a stretch ends.
const END: f64 = 0.72;

fn stretches<'w, T: Eq + Hash + 'w>(words: impl Iterator<Item = &'w T>) -> f64 {
    let mut types = FxHashSet::default();
    let (mut tokens, mut whole) = (0.0, 0.0);
    let mut ratio = 1.0;
    for word in words {
        types.insert(word);
        tokens += 1.0;
        ratio = types.len() as f64 / tokens;
        if ratio <= END {
            whole += 1.0;
            types.clear();
            (tokens, ratio) = (0.0, 1.0);
        }
    }
    whole + (1.0 - ratio) / (1.0 - END)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_no_richness() {
        assert_eq!(moving_type_token_ratio::<u32>(&[], 5), None);
        assert_eq!(moving_type_token_ratio(&[1], 0), None);
        assert_eq!(lexical_diversity::<u32>(&[]), None);
    }

    #[test]
    fn a_text_shorter_than_the_window_is_one_window() {
        assert_eq!(moving_type_token_ratio(&[1, 2, 1, 1], 100), Some(0.5));
    }

    #[test]
    fn a_text_without_repetition_is_as_diverse_as_it_is_long() {
        assert_eq!(lexical_diversity(&[1, 2, 3, 4]), Some(4.0));
    }

    #[test]
    fn one_word_again_and_again_is_the_poorest() {
        assert_eq!(moving_type_token_ratio(&[7; 50], 10), Some(0.1));
        assert_eq!(lexical_diversity(&[7; 50]), Some(2.0));
    }
}

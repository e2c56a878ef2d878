//! Terms of so many articles that they tell none from another, or a theme of its own.
//!
//! General words stand in long articles more than in short ones, as all words do: where one is,
//! the others are likelier. A theme that half of a crawl is about drives the words of the other half
//! away. So what tells is how much less likely a term makes others.

/// Below this mean square of negative correlations a ubiquitous term is general, in a corpus so large
/// that chance gives none. In 3,000 English articles of all themes *said*, *that* and the like lie between
/// -0.0003 and 0.0003, *climate* and *police* in articles of these two themes at 0.004 to 0.007, and the words
/// of themes that share none above 0.1.
const DRIVES_AWAY: f64 = 0.002;

/// Terms of fewer articles say nothing of others: of this share, or
const COMMON: f64 = 0.02;
/// of so many.
const FEWEST: u32 = 5;

/// Says of each of `candidates` whether it is of a theme. `articles` are sequences of terms, `having`
/// says of each term how many articles have it.
pub(super) fn are_of_a_theme<'a>(
    candidates: &[u32],
    articles: impl Iterator<Item = &'a [u32]>,
    having: &[u32],
    term: impl Fn(u32) -> usize,
) -> Vec<bool> {
    if candidates.is_empty() {
        return Vec::new();
    }
    let mut number_of_candidate = vec![u32::MAX; having.len()];
    for (number, candidate) in (0..).zip(candidates) {
        number_of_candidate[*candidate as usize] = number;
    }
    let mut together = vec![0_u32; candidates.len() * having.len()];
    let mut last = vec![u32::MAX; having.len()];
    let mut different: Vec<usize> = Vec::new();
    let mut count = 0_u32;
    for article in articles {
        different.clear();
        for term in article.iter().map(|t| term(*t)) {
            if last[term] != count {
                last[term] = count;
                different.push(term);
            }
        }
        for candidate in &different {
            let number = number_of_candidate[*candidate];
            if number != u32::MAX {
                let row = &mut together[number as usize * having.len()..][..having.len()];
                different.iter().for_each(|other| row[*other] += 1);
            }
        }
        count += 1;
    }
    let n = f64::from(count);
    let fewest = FEWEST.max((n * COMMON) as u32);
    let rows = candidates.iter().zip(together.chunks_exact(having.len()));
    let drives_away = |(candidate, together): (&u32, &[u32])| {
        let own = f64::from(having[*candidate as usize]);
        let (mut sum, mut weights) = (0.0, 0.0);
        for (other, (together, having)) in together.iter().zip(having).enumerate() {
            if *having < fewest || other == *candidate as usize {
                continue;
            }
            let theirs = f64::from(*having);
            let spread = own * (n - own) * theirs * (n - theirs);
            weights += theirs;
            if spread > 0.0 {
                let off = (n * f64::from(*together) - own * theirs).min(0.0);
                // Half of what chance alone gives lies below zero.
                sum += theirs * (off * off / spread - 0.5 / (n - 1.0));
            }
        }
        // The correlations go together, so that chance gives up to twice what it does on average.
        sum > weights * (DRIVES_AWAY + 1.0 / (n - 1.0))
    };
    rows.map(drives_away).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two themes of words of their own, 10 to 59 and 60 to 109, each with a word that all its articles
    /// have (0, 1); 2 is in every second article of each, 3 in all but one of seven long ones.
    #[test]
    fn the_word_of_a_theme_is_told_from_general_ones() {
        let mut articles: Vec<Vec<u32>> = Vec::new();
        for n in 0..200_u32 {
            let theme = n % 2;
            let length = 5 + n * 7 % 20;
            let words = (0..length).map(|at| 10 + 50 * theme + (n * 13 + at * at * 5) % 50);
            let mut article: Vec<u32> = words.collect();
            article.push(theme);
            article.extend((n / 2 % 2 == 0).then_some(2));
            article.extend((n % 7 > 0 && length > 8).then_some(3));
            articles.push(article);
        }
        let mut having = vec![0_u32; 110];
        for article in &articles {
            let different: std::collections::BTreeSet<u32> = article.iter().copied().collect();
            different.iter().for_each(|t| having[*t as usize] += 1);
        }
        let slices = articles.iter().map(Vec::as_slice);
        let found = are_of_a_theme(&[0, 1, 2, 3], slices, &having, |t| t as usize);
        assert_eq!(found, [true, true, false, false]);
    }

    #[test]
    fn what_all_articles_have_is_general() {
        let articles = [[0_u32, 1], [0, 2]].repeat(30);
        let slices = articles.iter().map(|a| &a[..]);
        let found = are_of_a_theme(&[0, 1], slices, &[60, 30, 30], |t| t as usize);
        assert_eq!(found, [false, true]);
        assert!(are_of_a_theme(&[], std::iter::empty(), &[], |t| t as usize).is_empty());
    }
}

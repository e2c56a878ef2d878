//! How well the first terms of a topic belong together.

use rustc_hash::FxHashMap;

/// A measure of coherence. All look at the first terms of a topic, two at a time,
/// and at how often the two stand in one stretch of text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Coherence {
    /// UMass (Mimno et al. 2011): the mean of `ln p(later | earlier)` over all pairs,
    /// by documents; the earlier is the one that stands before in the topic. At most 0,
    /// and closer to 0 for better topics. Mimno adds 1 to each count of pairs
    /// and sums up; this is Röder's form, which adds 1e-12 to the probability.
    UMass,
    /// Normalised pointwise mutual information (Bouma 2009; Aletras and Stevenson 2013): its mean
    /// over all pairs, in a window of 10 terms. From -1, never together, to 1, never
    /// apart.
    Npmi,
    /// C_V (Röder, Both and Hinneburg 2015), in a window of 110 terms: each term is
    /// the vector of its NPMI with all terms of the topic, itself included; the
    /// result is the mean cosine of these vectors with their sum. From about 0 to 1; what
    /// readers say follows it best, but it is kind to terms that hardly ever occur.
    Cv,
}

impl Coherence {
    /// How many terms the windows have; nothing for whole documents.
    fn window(self) -> Option<usize> {
        match self {
            Coherence::UMass => None,
            Coherence::Npmi => Some(10),
            Coherence::Cv => Some(110),
        }
    }
}

/// Returns the coherence of each topic.
///
/// `topics` holds the first terms of each topic, most important first; ten are usual.
/// `documents` are all texts as the numbers of their terms, in the order of the text. A
/// window slides over each by one term at a time; a shorter document is one window, an
/// empty one none. A window counts once for a term however often it holds it.
///
/// The result is that of gensim's `CoherenceModel` (`u_mass`, `c_npmi`, `c_v`), but that gensim
/// 4.4 forgets a term when its first occurrence leaves the window, though another be
/// in it, that a pair in all windows has the NPMI 1, not -1, and that the edges are
/// defined:
///
/// - A topic of fewer than two terms has no coherence, `None`.
/// - A pair of which a term is in no window says nothing and has the value 0.
/// - Without any document every topic of two terms or more has 0.
///
/// Time grows with the documents and, for each, with the square of the terms of one topic
/// that it holds; memory with the topics alone.
///
/// # Example
///
/// ```
/// use malmoi_topics::{Coherence, coherence};
///
/// // 0 and 1 are always together, 0 and 2 never.
/// let documents: [&[u32]; 4] = [&[0, 1], &[1, 0, 3], &[2, 3], &[3]];
/// let of = |terms: &[u32]| coherence(&[terms.to_vec()], documents, Coherence::Npmi)[0];
/// assert!(of(&[0, 1]) > Some(0.999));
/// assert!(of(&[0, 2]) < Some(-0.9));
/// assert_eq!(of(&[0]), None);
/// ```
pub fn coherence<'d>(
    topics: &[Vec<u32>],
    documents: impl IntoIterator<Item = &'d [u32]>,
    measure: Coherence,
) -> Vec<Option<f64>> {
    let mut windows = Windows::new(topics, measure.window());
    for document in documents {
        windows.add(document);
    }
    let total = windows.total as f64;
    windows
        .pairs
        .iter()
        .map(|pairs| {
            (pairs.terms >= 2).then(|| match measure {
                Coherence::UMass => umass(pairs, total),
                Coherence::Npmi => mean_npmi(pairs, total),
                Coherence::Cv => cosines(pairs, total),
            })
        })
        .collect()
}

/// Puts those terms of each topic first that go together best, `keep` of them; the others
/// come after them, all in the order they had.
///
/// Of all terms the one with the lowest mean NPMI with those that are left goes, again and
/// again (by documents). Topics that hold a word of everywhere, or two themes, lose what does not
/// fit the rest. Coherence that is measured in the same documents is then higher by
/// choice; compare it with that of lists made in the same way.
///
/// # Example
///
/// ```
/// let documents: [&[u32]; 4] = [&[0, 1, 2], &[0, 1, 2], &[3], &[3, 4]];
/// let found = malmoi_topics::cohering(&[vec![0, 3, 1, 2]], documents, 3);
/// assert_eq!(found, [[0, 1, 2, 3]]);
/// ```
pub fn cohering<'d>(
    topics: &[Vec<u32>],
    documents: impl IntoIterator<Item = &'d [u32]>,
    keep: usize,
) -> Vec<Vec<u32>> {
    let mut windows = Windows::new(topics, None);
    for document in documents {
        windows.add(document);
    }
    let total = windows.total as f64;
    let ordered = |(terms, pairs): (&Vec<u32>, &Pairs)| {
        let mut left: Vec<usize> = (0..terms.len()).collect();
        let mut gone = Vec::new();
        while left.len() > keep {
            let fit = |a: usize| -> f64 {
                let others = left.iter().filter(|b| **b != a);
                others.map(|b| npmi(pairs, total, a, *b)).sum()
            };
            // Of equals the last goes.
            let worst = (0..left.len())
                .rev()
                .min_by(|a, b| fit(left[*a]).total_cmp(&fit(left[*b])));
            gone.extend(worst.map(|worst| left.remove(worst)));
        }
        gone.sort_unstable();
        let all = left.into_iter().chain(gone);
        all.map(|at| terms[at]).collect()
    };
    topics.iter().zip(&windows.pairs).map(ordered).collect()
}

/// What keeps logarithms of nothing finite; Röder's and gensim's.
const EPSILON: f64 = 1e-12;

fn umass(pairs: &Pairs, total: f64) -> f64 {
    mean_of_pairs(pairs, |later, earlier| {
        let given = pairs.get(earlier, earlier) as f64;
        if given == 0.0 || pairs.get(later, later) == 0 {
            return 0.0;
        }
        let both = pairs.get(later, earlier) as f64;
        libm::log((both / total + EPSILON) / (given / total))
    })
}

fn mean_npmi(pairs: &Pairs, total: f64) -> f64 {
    mean_of_pairs(pairs, |a, b| npmi(pairs, total, a, b))
}

fn mean_of_pairs(pairs: &Pairs, of: impl Fn(usize, usize) -> f64) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for later in 1..pairs.terms {
        for earlier in 0..later {
            sum += of(later, earlier);
            count += 1.0;
        }
    }
    sum / count
}

fn npmi(pairs: &Pairs, total: f64, a: usize, b: usize) -> f64 {
    let [alone, other, both] =
        [(a, a), (b, b), (a, b)].map(|(a, b)| pairs.get(a, b) as f64 / total);
    if pairs.get(a, a) == 0 || pairs.get(b, b) == 0 {
        return 0.0;
    }
    if both >= 1.0 {
        return 1.0;
    }
    libm::log((both + EPSILON) / (alone * other)) / -libm::log(both + EPSILON)
}

fn cosines(pairs: &Pairs, total: f64) -> f64 {
    let terms = pairs.terms;
    let vector = |a| (0..terms).map(move |b| npmi(pairs, total, a, b));
    let mut sum = vec![0.0; terms];
    for a in 0..terms {
        for (sum, value) in sum.iter_mut().zip(vector(a)) {
            *sum += value;
        }
    }
    let length = |squares: f64| squares.sqrt();
    let length_of_sum = length(sum.iter().map(|x| x * x).sum());
    let cosine = |a| {
        let product: f64 = vector(a).zip(&sum).map(|(x, y)| x * y).sum();
        let lengths = length(vector(a).map(|x| x * x).sum()) * length_of_sum;
        if lengths > 0.0 {
            product / lengths
        } else {
            0.0
        }
    };
    (0..terms).map(cosine).sum::<f64>() / terms as f64
}

/// In how many windows the terms of each topic are, alone and together.
struct Windows {
    /// How many terms a window has; a document, if nothing.
    size: Option<usize>,
    /// The topics that have a term, and its place in each.
    wanted: FxHashMap<u32, Vec<(u32, u32)>>,
    pairs: Vec<Pairs>,
    total: u64,
}

/// The same of one topic: a square of counts, of which one half is filled.
struct Pairs {
    terms: usize,
    counts: Vec<u64>,
}

impl Pairs {
    fn get(&self, a: usize, b: usize) -> u64 {
        self.counts[a.max(b) * self.terms + a.min(b)]
    }
}

/// Windows by the numbers of their first terms, from the first to the last.
type Stretch = (usize, usize);

impl Windows {
    fn new(topics: &[Vec<u32>], size: Option<usize>) -> Windows {
        let mut wanted: FxHashMap<u32, Vec<(u32, u32)>> = FxHashMap::default();
        for (topic, terms) in topics.iter().enumerate() {
            for (place, term) in terms.iter().enumerate() {
                let places = wanted.entry(*term).or_default();
                places.push((topic as u32, place as u32));
            }
        }
        let pairs = topics.iter().map(|terms| Pairs {
            terms: terms.len(),
            counts: vec![0; terms.len() * terms.len()],
        });
        Windows {
            size,
            wanted,
            pairs: pairs.collect(),
            total: 0,
        }
    }

    /// Counts the windows of a document without going through them one by one: a
    /// term is in all windows that begin within a stretch before it, and two terms
    /// are in those that both stretches have.
    fn add(&mut self, document: &[u32]) {
        if document.is_empty() {
            return;
        }
        let size = self.size.unwrap_or(document.len());
        let windows = (document.len() + 1).saturating_sub(size).max(1);
        self.total += windows as u64;

        let mut found: Vec<(u32, usize)> = document
            .iter()
            .enumerate()
            .filter(|(_, term)| self.wanted.contains_key(term))
            .map(|(at, term)| (*term, at))
            .collect();
        found.sort_unstable();
        let mut places: Vec<(u32, u32, usize)> = Vec::new();
        let mut stretches: Vec<Vec<Stretch>> = Vec::new();
        for same in found.chunk_by(|a, b| a.0 == b.0) {
            let positions = same.iter().map(|(_, at)| *at);
            for (topic, place) in &self.wanted[&same[0].0] {
                places.push((*topic, *place, stretches.len()));
            }
            stretches.push(stretch(positions, size, windows));
        }
        places.sort_unstable();
        for topic in places.chunk_by(|a, b| a.0 == b.0) {
            let pairs = &mut self.pairs[topic[0].0 as usize];
            for (number, (_, later, of_later)) in topic.iter().enumerate() {
                for (_, earlier, of_earlier) in &topic[..=number] {
                    let both = in_both(&stretches[*of_later], &stretches[*of_earlier]);
                    pairs.counts[*later as usize * pairs.terms + *earlier as usize] += both;
                }
            }
        }
    }
}

/// Returns the windows that hold one of some positions.
fn stretch(positions: impl Iterator<Item = usize>, size: usize, windows: usize) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for at in positions {
        let (first, last) = ((at + 1).saturating_sub(size), at.min(windows - 1));
        match stretches.last_mut() {
            Some(before) if first <= before.1 + 1 => before.1 = last,
            _ => stretches.push((first, last)),
        }
    }
    stretches
}

/// Returns how many windows are in both lists.
fn in_both(a: &[Stretch], b: &[Stretch]) -> u64 {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        let (first, last) = (x.0.max(y.0), x.1.min(y.1));
        count += (last + 1).saturating_sub(first) as u64;
        if x.1 <= y.1 {
            i += 1;
        } else {
            j += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests;

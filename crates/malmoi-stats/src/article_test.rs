//! How sure a difference is when articles, not words, are independent.

use malmoi_count::{Lengths, Moments};

use crate::Direction;
use crate::pearson3::pearson3_above;

/// A test for terms of one group of articles against all articles of a language:
/// had the articles been dealt to the group blindly, how often would it have got
/// the term as unevenly as it did?
///
/// Words of one article are not independent: a story that says a name forty times
/// is one story. [`log_likelihood`](fn@crate::log_likelihood) takes it for forty
/// pieces of evidence, this test for one.
///
/// # Method
///
/// With `x` occurrences and `n` tokens in an article, and `R` the term's rate in
/// all articles, the statistic is `T = Σ (x - R n)` over the group's articles: what
/// the group has more than its length would give it. If the `m` articles of the
/// group are drawn from all `M` without regard to what they say, `T` has the mean 0
/// and, with `e = x - R n`,
///
/// ```text
/// the variance              m (M - m) / (M (M - 1)) · Σ e²
/// the third central moment  m (M - m) (M - 2 m) / (M (M - 1) (M - 2)) · Σ e³
/// ```
///
/// exactly, over all ways to draw (Cramér 1946, § 28). Sums over `M` articles give
/// both, so no article needs to be kept. The tail comes from Pearson's type III with
/// these moments.
///
/// One or a few articles may have most of a term, and then it matters above all who
/// gets them, which three moments do not show. So up to four articles, as long as one
/// stands out, are dealt by themselves: the tail is the sum over all ways in which
/// they may fall, with type III for the articles that are left.
///
/// Where few articles have the term, at most [`FEW`], the number of those that fall
/// to the group is not smooth. Then it is taken by its own hypergeometric
/// distribution, with the group's share of all *tokens* for a share of articles,
/// and type III only for how many occurrences so many articles bring.
///
/// Half an occurrence is given away, since occurrences are whole (the correction for
/// continuity), and no probability is smaller than one of all ways to draw.
///
/// # What it asks
///
/// The p-value is of two sides, twice the smaller tail. It is small as well if the
/// group has articles of another *kind*, such as much longer ones with all of a
/// term; that the rates differ is the usual reason. Copies of an article must
/// be left out.
#[derive(Clone, Copy, Debug)]
pub struct ArticleTest {
    all: Lengths,
    /// How many articles the group has.
    articles: f64,
    /// The group's share of the tokens.
    share: f64,
    /// What the sums of squares and cubes over all articles are multiplied by.
    square: f64,
    cube: f64,
    /// One of all ways to draw.
    least: f64,
}

/// A term in all articles of a language, copies left out.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    /// Occurrences.
    pub count: u64,
    /// Articles that have it.
    pub documents: u64,
    /// Sums of powers over those.
    pub moments: Moments,
}

/// Up to how many articles are dealt one by one.
pub const FEW: u64 = 256;

impl ArticleTest {
    /// Prepares tests for a group of so many articles with so many tokens, out of
    /// `all`. Returns `None` where there is nothing to compare: when the group or
    /// what is left without it has no article or no token.
    pub fn new(all: Lengths, articles: u64, tokens: u64) -> Option<ArticleTest> {
        let is_part = |part: u64, all: u64| part > 0 && part < all;
        if !is_part(articles, all.articles) || !is_part(tokens, all.n) {
            return None;
        }
        let [m, of] = [articles as f64, all.articles as f64];
        let square = m * (of - m) / (of * (of - 1.0));
        let cube = if all.articles > 2 {
            square * (of - 2.0 * m) / (of - 2.0)
        } else {
            0.0
        };
        Some(ArticleTest {
            all,
            articles: m,
            share: tokens as f64 / all.n as f64,
            square,
            cube,
            least: one_draw(m, of),
        })
    }

    /// Returns the two-sided p-value of a term that the group has `count` times: 1
    /// where no article has it, and where the difference has not the direction that
    /// it is said to have.
    ///
    /// ```
    /// use malmoi_stats::{ArticleTest, Direction, Spread};
    /// use malmoi_count::{Counter, Counts, Occurrence};
    ///
    /// // 40 articles of 100 words each, ten of them A's: six times "tariff" in one
    /// // article of A and once in each of six.
    /// let mut counter = Counter::new();
    /// for article in 0..40 {
    ///     let mut document = counter.document(article);
    ///     for word in 0..100 {
    ///         let term = match (article, word) {
    ///             (0, 0..6) => "once",
    ///             (0..6, 6) => "often",
    ///             _ => "market",
    ///         };
    ///         document.term(Occurrence { language: "en", term, surface: term });
    ///     }
    ///     document.finish(if article < 10 { "A" } else { "B" }, None, "en");
    /// }
    /// let counts = Counts::merge([counter]);
    ///
    /// let test = ArticleTest::new(counts.lengths(0), 10, 1_000).unwrap();
    /// let p = |term, documents| {
    ///     let moments = counts.moments(0, term);
    ///     test.p(Spread { count: 6, documents, moments }, 6, Direction::More)
    /// };
    /// assert_eq!(format!("{:.3} {:.4}", p(2, 1), p(1, 6)), "0.500 0.0001");
    /// ```
    pub fn p(&self, term: Spread, count: u64, direction: Direction) -> f64 {
        let is_more = count as f64 > term.count as f64 * self.share;
        if is_more != (direction == Direction::More) {
            return 1.0;
        }
        let tail = self.tail(term, count as f64);
        (2.0 * tail.max(self.least)).min(1.0)
    }

    /// Returns the probability to have at least `count` occurrences if that is more
    /// than expected, at most as many if it is fewer.
    fn tail(&self, term: Spread, count: f64) -> f64 {
        let all = term.count as f64;
        let expected = all * self.share;
        // Between the halves around what is expected, no side is in doubt.
        if (count - expected).abs() <= 0.5 || term.documents == 0 {
            return 1.0;
        }
        // Many of all articles: it is their lengths that decide, not their number.
        if term.documents > FEW || term.documents * 4 > self.all.articles {
            return self.many(term, count - expected);
        }
        // The smaller part is the one drawn: what one part has more, the other has less.
        let draw = Draw {
            documents: term.documents,
            articles: self.all.articles as f64,
            drawn: self.share.min(1.0 - self.share) * self.all.articles as f64,
            pieces: Pieces::of(term),
        };
        let drawn = if self.share <= 0.5 {
            count
        } else {
            all - count
        };
        let is_more = (count > expected) == (self.share <= 0.5);
        draw.beyond(drawn, if is_more { 1.0 } else { -1.0 })
    }

    /// By three moments and the articles that stand out; `off` is the statistic `T`.
    fn many(&self, term: Spread, off: f64) -> f64 {
        let rate = term.count as f64 / self.all.n as f64;
        let Moments {
            xx,
            xn,
            xxx,
            xxn,
            xnn,
            largest,
        } = term.moments;
        let [xx, xn, xxx, xxn, xnn] = [xx, xn, xxx, xxn, xnn].map(|sum| sum as f64);
        let rest = Rest {
            square: xx + rate * (rate * self.all.nn as f64 - 2.0 * xn),
            cube: xxx - rate * (3.0 * xxn - rate * (3.0 * xnn - rate * self.all.nnn as f64)),
            articles: self.all.articles as f64,
            drawn: self.articles,
        };
        // The length of an article that has the term often.
        let tokens = xxn / xx;
        let largest = largest.map(|x| f64::from(x) - rate * tokens);
        self.dealt(&largest, rest, off.abs() - 0.5, off.signum())
    }

    /// Returns the probability that the statistic, or if `sign` is negative, its
    /// opposite is at least `off`. Deals the first of the `largest` by itself, if it
    /// stands out, then those behind it.
    fn dealt(&self, largest: &[f64], rest: Rest, off: f64, sign: f64) -> f64 {
        let Some((&x, others)) = largest.split_first().filter(|(x, _)| rest.has_in(**x)) else {
            return tail(off, self.square * rest.square, sign * self.cube * rest.cube);
        };
        let into = rest.drawn / rest.articles;
        let fewer = |drawn: f64| Rest {
            square: rest.square - x * x,
            cube: rest.cube - x * x * x,
            articles: rest.articles - 1.0,
            drawn,
        };
        // What is left adds up to less by `x`, and is expected to fall to the group by
        // its share of that.
        let with = self.dealt(
            others,
            fewer(rest.drawn - 1.0),
            off - sign * x * (1.0 - into),
            sign,
        );
        let without = self.dealt(others, fewer(rest.drawn), off + sign * x * into, sign);
        into * with + (1.0 - into) * without
    }

    /// Returns the design effect of a term (Kish 1965): how many times as large the
    /// variance of its count is as if occurrences were independent. About so
    /// many occurrences are worth one. Near 1 for terms that come once an article, 10
    /// for one that comes ten times wherever it does; at least 1.
    pub fn design_effect(&self, term: Spread) -> f64 {
        let count = term.count as f64;
        let rate = count / self.all.n as f64;
        let [xx, xn] = [term.moments.xx as f64, term.moments.xn as f64];
        let squares = xx + rate * (rate * self.all.nn as f64 - 2.0 * xn);
        let alone = count * (1.0 - rate);
        if alone > 0.0 {
            (squares / alone).max(1.0)
        } else {
            1.0
        }
    }
}

/// Returns the probability of one of all ways to draw `m` of so many.
pub(crate) fn one_draw(m: f64, of: f64) -> f64 {
    let ways = libm::lgamma(of + 1.0) - libm::lgamma(m + 1.0) - libm::lgamma(of - m + 1.0);
    libm::exp(-ways)
}

/// Returns the probability that a variable of mean 0 with this variance and third
/// moment is at least `off`.
///
/// On the side of its short tail type III ends somewhere, before the true
/// distribution does: nothing would be left of a probability that is small, but not
/// zero. The normal distribution is wider there.
pub(crate) fn tail(off: f64, variance: f64, third: f64) -> f64 {
    if variance <= 0.0 {
        return if off <= 0.0 { 1.0 } else { 0.0 };
    }
    let deviation = variance.sqrt();
    pearson3_above(off / deviation, third.max(0.0) / (variance * deviation))
}

/// Articles that are yet to be dealt.
#[derive(Clone, Copy)]
struct Rest {
    /// Σ e² and Σ e³ over them.
    square: f64,
    cube: f64,
    articles: f64,
    /// How many of them fall to the group.
    drawn: f64,
}

impl Rest {
    /// Tells whether an article stands out so much that it is dealt by itself.
    fn has_in(&self, x: f64) -> bool {
        self.drawn >= 1.0 && self.articles > self.drawn && stands_out(x, self.square)
    }
}

/// Tells whether an article has so much of a term's variance that type III would not
/// show what it does. `square` is the sum of squares over all articles.
fn stands_out(x: f64, square: f64) -> bool {
    x > 1.0 && x * x > STANDS_OUT * square && x * x <= square
}

const STANDS_OUT: f64 = 0.02;

/// What the articles that have a term bring, by sums of powers and the largest.
#[derive(Clone, Copy)]
struct Pieces {
    documents: f64,
    count: f64,
    square: f64,
    cube: f64,
    largest: [u16; 4],
}

impl Pieces {
    fn of(term: Spread) -> Pieces {
        Pieces {
            documents: term.documents as f64,
            count: term.count as f64,
            square: term.moments.xx as f64,
            cube: term.moments.xxx as f64,
            largest: term.moments.largest,
        }
    }

    /// Returns the largest, if it stands out, and all but it.
    fn split_largest(&self) -> Option<(f64, Pieces)> {
        let [x, second, third, fourth] = self.largest;
        let most = f64::from(x);
        let rest = Pieces {
            documents: self.documents - 1.0,
            count: self.count - most,
            square: self.square - most * most,
            cube: self.cube - most * most * most,
            largest: [second, third, fourth, 0],
        };
        stands_out(most, self.square).then_some((most, rest))
    }

    /// Returns the probability that `k` of the articles bring at least `count`, or if
    /// `sign` is negative, at most.
    fn beyond(&self, k: f64, count: f64, sign: f64) -> f64 {
        // Each brings one, and leaves one for each that is left.
        let (least, most) = (k, self.count - (self.documents - k));
        let (is_sure, cannot_be) = match sign > 0.0 {
            true => (count <= least, count > most),
            false => (count >= most, count < least),
        };
        if is_sure || cannot_be {
            return if cannot_be { 0.0 } else { 1.0 };
        }
        let Some((largest, rest)) = self.split_largest() else {
            return self.tail(k, count, sign);
        };
        let drawn = k / self.documents;
        let (mut with, mut without) = (0.0, 0.0);
        if k > 0.0 {
            with = rest.beyond(k - 1.0, count - largest, sign);
        }
        if drawn < 1.0 {
            without = rest.beyond(k, count, sign);
        }
        drawn * with + (1.0 - drawn) * without
    }

    /// The same by three moments, for at least so many, or if `sign` is negative, at
    /// most.
    fn tail(&self, k: f64, count: f64, sign: f64) -> f64 {
        let rest = self.documents - k;
        let mean = self.count / self.documents;
        let square = self.square / self.documents;
        let variance = square - mean * mean;
        let third = self.cube / self.documents - mean * (3.0 * square - 2.0 * mean * mean);
        let d = self.documents;
        let (mut drawn, mut skewed) = (0.0, 0.0);
        if d > 1.0 {
            drawn = k * rest / (d - 1.0);
        }
        if d > 2.0 {
            skewed = drawn * (rest - k) / (d - 2.0);
        }
        let off = sign * (count - k * mean) - 0.5;
        tail(off, drawn * variance, sign * skewed * third)
    }
}

/// The drawing of some of all articles, as it concerns the few that have a term.
struct Draw {
    documents: u64,
    articles: f64,
    /// How many are drawn, at most half; a share of tokens, so not a whole number.
    drawn: f64,
    pieces: Pieces,
}

impl Draw {
    /// Returns the probability that they bring at least `count`, or if `sign` is negative,
    /// at most.
    fn beyond(&self, count: f64, sign: f64) -> f64 {
        // More articles bring more than that.
        let most = match sign > 0.0 {
            true => self.documents,
            false => self.documents.min(count as u64),
        };
        self.sum(most, |k| self.pieces.beyond(k, count, sign))
    }

    /// Adds up what `given` says of each number of articles that may be drawn, up to
    /// `most`, each by its hypergeometric probability.
    fn sum(&self, most: u64, given: impl Fn(f64) -> f64) -> f64 {
        let d = self.documents as f64;
        let left = self.articles - self.drawn;
        // None of them: one after the other falls to the rest.
        let mut weight = (0..self.documents).fold(1.0, |weight, j| {
            weight * ((left - j as f64) / (self.articles - j as f64))
        });
        let mut sum = 0.0;
        for k in 0..=most {
            let k = k as f64;
            let tail = given(k);
            sum += weight * tail;
            let next = weight * ((d - k) / (k + 1.0)) * ((self.drawn - k) / (left - d + k + 1.0));
            // More than are drawn cannot be; and what is left is too little to count.
            if next <= 0.0 || (next < weight && next * d < sum * 1e-12) {
                break;
            }
            weight = next;
        }
        sum.min(1.0)
    }
}

#[cfg(test)]
mod tests;

//! How many topics a corpus has.

/// A number of topics that was tried.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// How many topics.
    pub topics: usize,
    /// The mean log-likelihood of a held-out term, by document completion, in nats;
    /// higher is better.
    pub log_likelihood: f64,
    /// How far that mean is off by the chance of which documents were held out: its
    /// standard error over documents.
    pub standard_error: f64,
    /// The mean coherence of the topics.
    pub coherence: f64,
}

/// Which of the candidates was chosen.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Choice {
    /// The one chosen, by its place among the candidates.
    pub chosen: usize,
    /// The one with the highest likelihood of held-out terms.
    pub likeliest: usize,
}

/// Chooses a number of topics: of the candidates whose likelihood is within one
/// standard error of the highest, which held-out documents cannot tell apart (Breiman et
/// al. 1984), the one with the highest coherence; of equals the one with the fewest topics.
///
/// The standard error is that of the likeliest. Likelihood alone likes more topics than
/// people do (Chang et al. 2009), coherence alone fewer. Candidates that have a number
/// that is none are not chosen; if there is no other, nothing is.
///
/// # Example
///
/// ```
/// use malmoi_topics::{Candidate, choose};
///
/// let candidate = |topics, log_likelihood, coherence| Candidate {
///     topics,
///     log_likelihood,
///     standard_error: 0.02,
///     coherence,
/// };
/// let candidates = [
///     candidate(10, -7.50, 0.30),
///     candidate(20, -7.21, 0.28),
///     candidate(40, -7.20, 0.22),
/// ];
/// let choice = choose(&candidates).unwrap();
/// assert_eq!((choice.chosen, choice.likeliest), (1, 2));
/// ```
pub fn choose(candidates: &[Candidate]) -> Option<Choice> {
    let is_number = |c: &Candidate| {
        let numbers = [c.log_likelihood, c.standard_error, c.coherence];
        numbers.into_iter().all(f64::is_finite)
    };
    let usable = || candidates.iter().enumerate().filter(|(_, c)| is_number(c));
    let fewest = |a: &Candidate, b: &Candidate| b.topics.cmp(&a.topics);
    let (likeliest, best) = usable().max_by(|(_, a), (_, b)| {
        let by_likelihood = a.log_likelihood.total_cmp(&b.log_likelihood);
        by_likelihood.then(fewest(a, b))
    })?;
    let enough = best.log_likelihood - best.standard_error;
    let (chosen, _) = usable()
        .filter(|(_, c)| c.log_likelihood >= enough)
        .max_by(|(_, a), (_, b)| a.coherence.total_cmp(&b.coherence).then(fewest(a, b)))?;
    Some(Choice { chosen, likeliest })
}

/// Returns the mean of what each document adds for each of its terms, and its standard
/// error, with documents as what is drawn: the ratio estimator (Cochran 1977, § 2.11). `documents` are sums over
/// terms with the numbers of terms.
///
/// No terms give nothing. The error of a single document is infinite.
pub fn mean_per_term(documents: &[(f64, u32)]) -> Option<(f64, f64)> {
    let terms: f64 = documents.iter().map(|(_, terms)| f64::from(*terms)).sum();
    if terms <= 0.0 {
        return None;
    }
    let mean = documents.iter().map(|(sum, _)| sum).sum::<f64>() / terms;
    let count = documents.len() as f64;
    let square = |(sum, terms): &(f64, u32)| {
        let off = sum - mean * f64::from(*terms);
        off * off
    };
    let squares: f64 = documents.iter().map(square).sum();
    let error = match documents.len() {
        1 => f64::INFINITY,
        _ => (squares * count / (count - 1.0)).sqrt() / terms,
    };
    Some((mean, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(topics: usize, log_likelihood: f64, coherence: f64) -> Candidate {
        Candidate {
            topics,
            log_likelihood,
            standard_error: 0.1,
            coherence,
        }
    }

    #[test]
    fn without_candidates_there_is_no_choice() {
        assert_eq!(choose(&[]), None);
        assert_eq!(choose(&[candidate(2, f64::NAN, 0.0)]), None);
    }

    #[test]
    fn equals_have_the_fewest_topics() {
        let equal = [8, 4, 6].map(|topics| candidate(topics, -7.0, 0.2));
        let found = choose(&equal).unwrap();
        assert_eq!((found.chosen, found.likeliest), (1, 1));
    }

    #[test]
    fn coherence_does_not_outweigh_likelihood_beyond_its_error() {
        let found = choose(&[candidate(2, -8.0, 0.9), candidate(9, -7.0, 0.1)]).unwrap();
        assert_eq!(found.chosen, 1);
    }

    #[test]
    fn the_mean_is_over_terms_and_its_error_over_documents() {
        assert_eq!(mean_per_term(&[]), None);
        assert_eq!(mean_per_term(&[(0.0, 0)]), None);
        assert_eq!(mean_per_term(&[(-8.0, 2)]), Some((-4.0, f64::INFINITY)));
        let even = [(-8.0, 2), (-16.0, 4)];
        assert_eq!(mean_per_term(&even), Some((-4.0, 0.0)));
        // Of documents with one term each it is the usual error of a mean.
        let (mean, error) = mean_per_term(&[(-1.0, 1), (-3.0, 1)]).unwrap();
        assert_eq!((mean, error), (-2.0, 1.0));
    }
}

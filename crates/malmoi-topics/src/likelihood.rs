use crate::documents::Documents;
use crate::priors::Priors;
use crate::sampler::Sampler;

/// log p(w, z | α, β), all topics and shares integrated out (Griffiths and
/// Steyvers 2004, equations 2 and 3); tomotopy's `ll_per_word` is this over
/// the number of tokens.
pub(crate) fn joint(documents: &Documents, sampler: &Sampler, priors: &Priors) -> f64 {
    let mut sum = 0.0;
    sampler.each_document(|d, counts| {
        let alpha = priors.alpha(documents.group(d));
        sum -= rising(alpha.iter().sum(), documents.get(d).len() as u32);
        for (topic, n) in counts {
            sum += rising(alpha[usize::from(*topic)], *n);
        }
    });
    sampler.each_term(|_, counts| {
        for (_, n) in counts {
            sum += rising(priors.beta(), *n);
        }
    });
    let beta_sum = priors.beta() * documents.vocabulary().len() as f64;
    for n in sampler.by_topic() {
        sum -= rising(beta_sum, *n);
    }
    sum
}

/// log Γ(x + n) − log Γ(x).
fn rising(x: f64, n: u32) -> f64 {
    match n {
        0 => 0.0,
        1 => libm::log(x),
        2..=16 => libm::log((0..n).map(|i| x + f64::from(i)).product()),
        _ => libm::lgamma(x + f64::from(n)) - libm::lgamma(x),
    }
}

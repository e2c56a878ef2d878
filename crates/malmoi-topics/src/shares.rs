use crate::documents::Documents;
use crate::priors::Priors;
use crate::sampler::Sampler;

/// How much of each topic is in each document.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentTopics {
    priors: Priors,
    /// The group of each document.
    group_of: Vec<u16>,
    /// Where each document ends in `entries`.
    ends: Vec<u32>,
    /// Topics of a document and how many tokens they have.
    entries: Vec<(u16, f32)>,
}

impl DocumentTopics {
    pub(crate) fn new(documents: &Documents, sampler: &Sampler, priors: &Priors) -> Self {
        let mut shares = Self {
            priors: priors.clone(),
            group_of: (0..documents.len()).map(|d| documents.group(d)).collect(),
            ends: Vec::new(),
            entries: Vec::new(),
        };
        let mut rows = vec![(0, 0); documents.len()];
        let mut entries = Vec::new();
        sampler.each_document(|d, counts| {
            rows[d] = (entries.len(), counts.len());
            entries.extend(counts.iter().map(|(k, n)| (*k, *n as f32)));
        });
        for (start, length) in rows {
            shares
                .entries
                .extend_from_slice(&entries[start..start + length]);
            shares.ends.push(shares.entries.len() as u32);
        }
        shares
    }

    /// How many documents, empty ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no documents at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// θ: what share each topic has in a document, by the topic's number.
    /// Shares are positive and sum to 1. An empty document has what α expects.
    ///
    /// # Panics
    ///
    /// If there is no such document.
    #[must_use]
    pub fn theta(&self, document: usize) -> Vec<f64> {
        let mut theta = self.priors.alpha(self.group_of[document]).to_vec();
        for (topic, n) in self.entries(document) {
            theta[usize::from(*topic)] += f64::from(*n);
        }
        let sum: f64 = theta.iter().sum();
        theta.iter_mut().for_each(|share| *share /= sum);
        theta
    }

    /// The topic with the largest share, of equals the first; none for an
    /// empty document.
    ///
    /// # Panics
    ///
    /// If there is no such document.
    #[must_use]
    pub fn top(&self, document: usize) -> Option<u16> {
        if self.entries(document).is_empty() {
            return None;
        }
        let theta = self.theta(document);
        let best = (0..theta.len())
            .rev()
            .max_by(|a, b| theta[*a].total_cmp(&theta[*b]));
        best.map(|topic| topic as u16)
    }

    fn entries(&self, document: usize) -> &[(u16, f32)] {
        let start = match document {
            0 => 0,
            d => self.ends[d - 1] as usize,
        };
        &self.entries[start..self.ends[document] as usize]
    }
}

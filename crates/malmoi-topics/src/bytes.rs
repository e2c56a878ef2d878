//! A model as bytes, all numbers little-endian:
//!
//! | what | how |
//! |---|---|
//! | `malmoi topics\n`, version | 14 bytes, u32 |
//! | topics, groups, terms, entries | u32 each |
//! | β, log-likelihood | f64 each |
//! | α by group and topic | f64 each |
//! | tokens by topic | u32 each |
//! | terms | length in bytes as u32, UTF-8 |
//! | where each term's entries end | u32 each |
//! | entries: topic, count | u16, u32 each |
//! | checksum of all before, FNV-1a | u64 |

use std::sync::Arc;

use crate::error::{Error, Reason};
use crate::model::Model;
use crate::priors::Priors;

/// The version this crate writes, and the one it reads.
pub(crate) const VERSION: u32 = 1;
const MAGIC: &[u8; 14] = b"malmoi topics\n";

impl Model {
    /// The model as bytes, in a format with a version; the same model gives
    /// the same bytes everywhere.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::from(MAGIC);
        let mut number = |n: usize| out.extend_from_slice(&(n as u32).to_le_bytes());
        number(VERSION as usize);
        number(self.topics());
        number(self.priors.groups());
        number(self.vocabulary.len());
        number(self.entries.len());
        let floats = [self.beta(), self.log_likelihood];
        for float in floats.iter().chain(self.priors.all_alpha()) {
            out.extend_from_slice(&float.to_le_bytes());
        }
        for n in &self.by_topic {
            out.extend_from_slice(&n.to_le_bytes());
        }
        for term in self.vocabulary.iter() {
            out.extend_from_slice(&(term.len() as u32).to_le_bytes());
            out.extend_from_slice(term.as_bytes());
        }
        for end in &self.ends {
            out.extend_from_slice(&end.to_le_bytes());
        }
        for (topic, n) in &self.entries {
            out.extend_from_slice(&topic.to_le_bytes());
            out.extend_from_slice(&n.to_le_bytes());
        }
        let sum = checksum(&out);
        out.extend_from_slice(&sum.to_le_bytes());
        out
    }

    /// A model from what [`Model::to_bytes`] gave.
    ///
    /// # Errors
    ///
    /// If the bytes are something else, are written in another version of the
    /// format, or have changed since.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(Reason::NoModel)?;
        let version = rest.first_chunk().map(|b| u32::from_le_bytes(*b));
        match version {
            Some(VERSION) => {}
            Some(other) => return Err(Reason::Version(other).into()),
            None => return Err(Reason::Damaged.into()),
        }
        let (body, sum) = rest[4..].split_last_chunk().ok_or(Reason::Damaged)?;
        if checksum(&bytes[..bytes.len() - 8]) != u64::from_le_bytes(*sum) {
            return Err(Reason::Damaged.into());
        }
        read(body).ok_or_else(|| Reason::Damaged.into())
    }
}

/// The model in the bytes between version and checksum. Nothing in them is
/// trusted: the checksum is no signature.
fn read(body: &[u8]) -> Option<Model> {
    let mut rest = Reader(body);
    let [topics, groups, terms, entries] = [
        rest.number()?,
        rest.number()?,
        rest.number()?,
        rest.number()?,
    ];
    let (beta, log_likelihood) = (rest.float()?, rest.float()?);
    let alpha = rest.many(topics.checked_mul(groups)?, Reader::float)?;
    let by_topic = rest.many(topics, |r| Some(r.number()? as u32))?;
    let vocabulary: Arc<[String]> = rest.many(terms, Reader::string)?.into();
    let ends = rest.many(terms, |r| Some(r.number()? as u32))?;
    let entries = rest.many(entries, |r| {
        Some((u16::from_le_bytes(*r.take()?), r.number()? as u32))
    })?;
    let positive = |x: &f64| x.is_finite() && *x > 0.0;
    let sound = rest.0.is_empty()
        && (1..=usize::from(u16::MAX)).contains(&topics)
        && groups > 0
        && positive(&beta)
        && log_likelihood.is_finite()
        && alpha.iter().all(positive)
        && ends.is_sorted()
        && ends.last().copied().unwrap_or(0) as usize == entries.len()
        && entries
            .iter()
            .all(|(topic, n)| usize::from(*topic) < topics && *n > 0)
        && have_sense(&ends, &entries, &by_topic);
    sound.then(|| Model {
        vocabulary,
        priors: Priors::from_parts(topics, alpha, beta),
        ends,
        entries,
        by_topic,
        log_likelihood,
    })
}

/// Whether the topics of each term are in order and all of a topic's tokens are of some term.
fn have_sense(ends: &[u32], entries: &[(u16, u32)], by_topic: &[u32]) -> bool {
    let mut start = 0;
    let mut found = vec![0_u64; by_topic.len()];
    for end in ends {
        let of_term = &entries[start..*end as usize];
        if !of_term.is_sorted_by(|(a, _), (b, _)| a < b) {
            return false;
        }
        for (topic, n) in of_term {
            found[usize::from(*topic)] += u64::from(*n);
        }
        start = *end as usize;
    }
    let told = by_topic.iter().map(|n| u64::from(*n));
    told.eq(found)
}

struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn take<const N: usize>(&mut self) -> Option<&'b [u8; N]> {
        let (head, tail) = self.0.split_first_chunk()?;
        self.0 = tail;
        Some(head)
    }

    fn number(&mut self) -> Option<usize> {
        self.take().map(|b| u32::from_le_bytes(*b) as usize)
    }

    fn float(&mut self) -> Option<f64> {
        self.take().map(|b| f64::from_le_bytes(*b))
    }

    fn string(&mut self) -> Option<String> {
        let length = self.number()?;
        let (head, tail) = self.0.split_at_checked(length)?;
        self.0 = tail;
        String::from_utf8(head.to_vec()).ok()
    }

    /// So many of something that takes at least two bytes each.
    fn many<T>(&mut self, n: usize, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        if n > self.0.len() / 2 {
            return None;
        }
        (0..n).map(|_| one(self)).collect()
    }
}

/// FNV-1a with 64 bits.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::{Documents, Settings, fit};

    fn model() -> Model {
        let mut documents = Documents::new(["가", "나", "다"].map(String::from).to_vec());
        for _ in 0..9 {
            documents.push(&[0, 1, 1]);
            documents.push(&[2, 2, 0]);
        }
        fit(&documents, &Settings::new(2), |_| ControlFlow::Continue(())).model
    }

    #[test]
    fn a_model_whose_counts_do_not_add_up_is_damaged() {
        let whole = model();
        assert_eq!(Model::from_bytes(&whole.to_bytes()).unwrap(), whole);
        let changes: [fn(&mut Model); 4] = [
            |model| model.by_topic[0] += 1,
            |model| model.entries[0].1 += 1,
            |model| model.entries[0].1 = 0,
            |model| model.entries[0].0 = 7,
        ];
        for change in changes {
            let mut damaged = whole.clone();
            change(&mut damaged);
            assert!(Model::from_bytes(&damaged.to_bytes()).is_err());
        }
    }
}

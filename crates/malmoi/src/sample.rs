//! The texts that the first pass learns from.
//!
//! Of a small corpus these are all, of a larger one those whose hash is a multiple of some
//! power of two: the smallest that leaves no more than [`SAMPLE`] bytes of them. So the sample
//! follows from the texts alone, not from threads, from how they lie in files, nor from what
//! else lies there; and a crawl that grows keeps its sample, until half of it goes.

use std::hash::Hasher;
use std::sync::{Mutex, PoisonError};

use malmoi_corpus::Document;
use rustc_hash::{FxHashMap, FxHasher};

use crate::articles::{full_text, publisher_of};

/// How many bytes of texts the sample has at most. What recurs in news recurs in so much of it,
/// and collecting stays short.
const SAMPLE: usize = 32 << 20;

/// How many bytes of one text can teach something. One of many megabytes would otherwise be
/// most of what is learnt, or drive the others out.
const OF_A_TEXT: usize = 1 << 20;

/// A sample while it is taken, by many threads at once.
#[derive(Default)]
pub(crate) struct Sample(Mutex<Taken>);

/// The texts so far.
struct Taken {
    /// How many of the last bits of a hash are zero, at least.
    zeros: u32,
    /// The bytes of the texts by these numbers.
    bytes: [usize; u64::BITS as usize + 1],
    texts: FxHashMap<u64, SampledText>,
}

impl Default for Taken {
    fn default() -> Taken {
        Taken {
            zeros: 0,
            bytes: [0; u64::BITS as usize + 1],
            texts: FxHashMap::default(),
        }
    }
}

/// A text, once however many copies there are.
pub(crate) struct SampledText {
    /// Title and text.
    full: String,
    /// Where the text begins.
    body: usize,
    /// Who has it.
    pub(crate) publishers: Vec<String>,
}

impl SampledText {
    fn of(document: &Document) -> SampledText {
        let full = full_text(document);
        let most = &full[..full.floor_char_boundary(OF_A_TEXT)];
        SampledText {
            body: (full.len() - document.text.len()).min(most.len()),
            full: most.to_owned(),
            publishers: Vec::new(),
        }
    }

    /// Returns the title and the text.
    pub(crate) fn full(&self) -> &str {
        &self.full
    }

    /// Returns the text without the title.
    pub(crate) fn body(&self) -> &str {
        &self.full[self.body..]
    }
}

impl Sample {
    /// Takes an article, or not.
    pub(crate) fn offer(&self, document: &Document) {
        let title = document.title.as_deref().unwrap_or_default();
        let hash = hash(document.text.as_bytes(), hash(title.as_bytes(), 0));
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken.offer(hash, document);
    }

    /// Returns the texts with their hashes, in no order that means anything.
    pub(crate) fn into_texts(self) -> Vec<(u64, SampledText)> {
        let taken = self.0.into_inner();
        let taken = taken.unwrap_or_else(PoisonError::into_inner);
        taken.texts.into_iter().collect()
    }
}

impl Taken {
    fn offer(&mut self, hash: u64, document: &Document) {
        let zeros = hash.trailing_zeros();
        if zeros < self.zeros {
            return;
        }
        let bytes = &mut self.bytes[zeros as usize];
        let text = self.texts.entry(hash).or_insert_with(|| {
            let text = SampledText::of(document);
            *bytes += text.full.len();
            text
        });
        // Two publishers may have one text, and each its own boilerplate.
        let publisher = publisher_of(document);
        if !text.publishers.iter().any(|known| known == publisher) {
            text.publishers.push(publisher.to_owned());
        }
        while self.bytes[self.zeros as usize..].iter().sum::<usize>() > SAMPLE {
            self.zeros += 1;
            let zeros = self.zeros;
            self.texts.retain(|hash, _| hash.trailing_zeros() >= zeros);
        }
    }
}

/// Returns a hash of `bytes`.
pub(crate) fn hash(bytes: &[u8], seed: u64) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u64(seed);
    hasher.write(bytes);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn document(publisher: &str, text: &str) -> Document {
        Document {
            publisher: Some(publisher.to_owned()),
            text: text.to_owned(),
            ..Document::default()
        }
    }

    /// Takes a sample of texts, and returns their hashes and the bytes of them.
    fn sampled<'t>(texts: impl Iterator<Item = &'t String>) -> (BTreeSet<u64>, usize) {
        let sample = Sample::default();
        texts.for_each(|text| sample.offer(&document("", text)));
        let texts = sample.into_texts();
        let bytes = texts.iter().map(|(_, text)| text.full.len()).sum();
        (texts.iter().map(|(hash, _)| *hash).collect(), bytes)
    }

    #[test]
    fn a_small_corpus_is_taken_whole_each_text_once() {
        let sample = Sample::default();
        for publisher in ["나", "가", "나"] {
            sample.offer(&document(publisher, "하나"));
        }
        let titled = Document {
            title: Some("둘".to_owned()),
            ..document("가", "하나")
        };
        sample.offer(&titled);
        let mut texts: Vec<_> = sample
            .into_texts()
            .into_iter()
            .map(|(_, text)| text)
            .collect();
        texts.sort_by_key(|text| text.full().len());
        let seen: Vec<_> = texts.iter().map(|t| (t.full(), t.body())).collect();
        assert_eq!(seen, [("하나", "하나"), ("둘\n하나", "하나")]);
        assert_eq!(texts[0].publishers, ["나", "가"]);
    }

    #[test]
    fn a_growing_corpus_keeps_its_sample_or_half_of_it_in_any_order() {
        let texts: Vec<String> = (0..600)
            .map(|n| format!("{n} {}", "기사 ".repeat(40_000)))
            .collect();
        let mut before = BTreeSet::new();
        for count in (100..=600).step_by(100) {
            let texts = &texts[..count];
            let (hashes, bytes) = sampled(texts.iter());
            let all = count * texts[0].len();
            assert!(bytes <= SAMPLE, "{count}");
            assert!(hashes.len() == count || bytes > SAMPLE / 4, "{count}");
            assert_eq!(hashes.len() == count, all + count < SAMPLE, "{count}");
            let gone: Vec<_> = before.difference(&hashes).collect();
            let kept = before
                .intersection(&hashes)
                .map(|hash| hash.trailing_zeros());
            let least = kept.min().unwrap_or_default();
            assert!(gone.iter().all(|hash| hash.trailing_zeros() < least));
            assert_eq!(sampled(texts.iter().rev()).0, hashes, "{count}");
            before = hashes;
        }
    }

    #[test]
    fn a_huge_text_drives_no_others_out() {
        let mut texts: Vec<String> = (0..100).map(|n| format!("기사 {n}")).collect();
        let (without, _) = sampled(texts.iter());
        texts.push("가".repeat(2 * SAMPLE / 3));
        let (with, bytes) = sampled(texts.iter());
        assert_eq!(with.len(), without.len() + 1);
        assert!(bytes < OF_A_TEXT + 2000, "{bytes}");
    }
}

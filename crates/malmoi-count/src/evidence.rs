//! Which documents show a term best.

/// How many documents are kept for a term.
pub const EVIDENCE_DOCUMENTS: usize = 3;

/// One of the documents of a publisher that have a term most often.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Evidence {
    /// Index into [`Counts::publishers`](crate::Counts::publishers).
    pub publisher: u32,
    /// Index into [`Counts::languages`](crate::Counts::languages): the language
    /// of the document.
    pub language: u32,
    /// Index into [`Counts::terms`](crate::Counts::terms).
    pub term: u32,
    /// `u32::MAX` minus the occurrences, so that the derived order puts the
    /// document with the most first.
    fewer: u32,
    /// The key the document was counted under.
    pub document: u64,
}

impl Evidence {
    pub(crate) fn new(publisher: u32, language: u32, term: u32, count: u32, document: u64) -> Self {
        Evidence {
            publisher,
            language,
            term,
            fewer: u32::MAX - count,
            document,
        }
    }

    /// Returns how often the term occurs in the document.
    pub fn count(self) -> u32 {
        u32::MAX - self.fewer
    }

    pub(crate) fn key(self) -> (u32, u32, u32) {
        (self.publisher, self.language, self.term)
    }
}

/// Keeps the best documents of each publisher, language and term. Ties go to
/// the document that comes first in the corpus.
pub(crate) fn keep_best(evidence: &mut Vec<Evidence>) {
    // The stable sort: what is kept of earlier documents is sorted already, and
    // it takes two sorted stretches in linear time.
    evidence.sort();
    let mut key = None;
    let mut kept = 0;
    evidence.retain(|e| {
        if key != Some(e.key()) {
            key = Some(e.key());
            kept = 0;
        }
        kept += 1;
        kept <= EVIDENCE_DOCUMENTS
    });
}

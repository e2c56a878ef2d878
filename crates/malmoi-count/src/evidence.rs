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
    /// [`MOST`] minus the occurrences, so that the derived order puts the
    /// document with the most first; with [`COPY`] set for copies, to put them
    /// behind all others.
    fewer: u32,
    /// The key the document was counted under.
    pub document: u64,
}

const COPY: u32 = 1 << 31;

/// More occurrences than any document has.
const MOST: u32 = COPY - 1;

impl Evidence {
    pub(crate) fn new(publisher: u32, language: u32, term: u32, count: u32, document: u64) -> Self {
        Evidence {
            publisher,
            language,
            term,
            fewer: MOST - count.min(MOST),
            document,
        }
    }

    /// Returns how often the term occurs in the document.
    pub fn count(self) -> u32 {
        MOST - (self.fewer & MOST)
    }

    /// Whether the document is a copy of another.
    pub fn is_copy(self) -> bool {
        self.fewer & COPY != 0
    }

    pub(crate) fn of_copy(self) -> Evidence {
        Evidence {
            fewer: self.fewer | COPY,
            ..self
        }
    }

    pub(crate) fn key(self) -> (u32, u32, u32) {
        (self.publisher, self.language, self.term)
    }
}

/// Keeps the best documents of each publisher, language and term. Copies come
/// after all others, and ties go to the document that comes first in the corpus.
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

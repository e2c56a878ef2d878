//! Which documents show a term best.

use crate::run::Entry;
use crate::varint;

/// How many documents are kept for a term.
pub const EVIDENCE_DOCUMENTS: usize = 3;

/// One of the documents of a publisher that have a term most often.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Evidence {
    /// The key the document was counted under.
    pub document: u64,
    /// How often the term occurs in it.
    pub count: u32,
    /// Whether it is a copy of another.
    pub is_copy: bool,
}

impl Evidence {
    /// Returns by what documents are ordered, the best first: copies come after
    /// all others, and ties go to the document that comes first in the corpus.
    fn order(&self) -> impl Ord {
        let Evidence {
            document,
            count,
            is_copy,
        } = *self;
        (is_copy, std::cmp::Reverse(count), document)
    }
}

/// The best documents for a term, the best first.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Best {
    term: u32,
    documents: [Evidence; EVIDENCE_DOCUMENTS],
    /// How many there are.
    len: usize,
}

impl Best {
    /// Returns no document at all, which is for adding some.
    pub(crate) fn of(term: u32) -> Best {
        let none = Evidence {
            document: 0,
            count: 0,
            is_copy: false,
        };
        Best {
            term,
            documents: [none; EVIDENCE_DOCUMENTS],
            len: 0,
        }
    }

    pub(crate) fn for_term(self, term: u32) -> Best {
        Best { term, ..self }
    }

    pub(crate) fn documents(&self) -> &[Evidence] {
        &self.documents[..self.len]
    }

    /// Adds a document, if it is better than one of those that are kept.
    pub(crate) fn add(&mut self, evidence: Evidence) {
        let better = self.documents().iter();
        let at = better.take_while(|e| e.order() < evidence.order()).count();
        if at < EVIDENCE_DOCUMENTS {
            self.documents[at..].rotate_right(1);
            self.documents[at] = evidence;
            self.len = (self.len + 1).min(EVIDENCE_DOCUMENTS);
        }
    }
}

impl Entry for Best {
    fn term(&self) -> u32 {
        self.term
    }

    fn write(&self, distance: u32, to: &mut Vec<u8>) {
        varint::write(u64::from(distance) << 2 | self.len as u64, to);
        for evidence in self.documents() {
            let count = u64::from(evidence.count) << 1;
            varint::write(count | u64::from(evidence.is_copy), to);
            // Keys are most often a number and a small number below it.
            varint::write(evidence.document >> 32, to);
            varint::write(evidence.document & u64::from(u32::MAX), to);
        }
    }

    fn read(before: u32, from: &mut &[u8]) -> Best {
        let first = varint::read(from);
        let mut best = Best::of(before + (first >> 2) as u32);
        best.len = (first & 3) as usize;
        for evidence in &mut best.documents[..best.len] {
            let count = varint::read(from);
            evidence.count = (count >> 1) as u32;
            evidence.is_copy = count & 1 == 1;
            evidence.document = varint::read(from) << 32 | varint::read(from);
        }
        best
    }

    fn join(&mut self, other: &Best) {
        for evidence in other.documents() {
            self.add(*evidence);
        }
    }
}

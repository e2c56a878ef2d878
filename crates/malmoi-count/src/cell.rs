//! The unit of counting: one term in one group.

use crate::run::Entry;
use crate::varint;

/// How often a term occurs in a group, and in how many of its documents.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cell {
    /// Index into [`Counts::groups`](crate::Counts::groups).
    pub group: u32,
    /// Index into [`Counts::terms`](crate::Counts::terms).
    pub term: u32,
    /// Occurrences, at least 1.
    pub count: u32,
    /// Documents with at least one occurrence; at least 1, at most `count`.
    pub documents: u32,
}

impl Cell {
    /// Returns what is left of this cell without `other`, which is of the same
    /// group and term; `None` if that is nothing.
    pub(crate) fn without(self, other: Option<Cell>) -> Option<Cell> {
        let Some(other) = other else {
            return Some(self);
        };
        let count = self.count - other.count;
        (count > 0).then_some(Cell {
            count,
            documents: self.documents - other.documents,
            ..self
        })
    }
}

/// A cell without its group.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Appearance {
    pub(crate) term: u32,
    pub(crate) count: u32,
    pub(crate) documents: u32,
}

impl Appearance {
    pub(crate) fn of_group(self, group: u32) -> Cell {
        Cell {
            group,
            term: self.term,
            count: self.count,
            documents: self.documents,
        }
    }
}

impl Entry for Appearance {
    fn term(&self) -> u32 {
        self.term
    }

    fn write(&self, distance: u32, to: &mut Vec<u8>) {
        let is_more = (self.count, self.documents) != (1, 1);
        varint::write(u64::from(distance) << 1 | u64::from(is_more), to);
        if is_more {
            varint::write(u64::from(self.count), to);
            varint::write(u64::from(self.documents), to);
        }
    }

    fn read(before: u32, from: &mut &[u8]) -> Appearance {
        let first = varint::read(from);
        let (count, documents) = match first & 1 {
            0 => (1, 1),
            _ => (varint::read(from) as u32, varint::read(from) as u32),
        };
        Appearance {
            term: before + (first >> 1) as u32,
            count,
            documents,
        }
    }

    fn join(&mut self, other: &Appearance) {
        self.count += other.count;
        self.documents += other.documents;
    }
}

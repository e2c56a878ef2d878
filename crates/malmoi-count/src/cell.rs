//! The unit of counting: one term in one group.

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
    pub(crate) fn key(self) -> (u32, u32) {
        (self.group, self.term)
    }
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

/// Adds up cells of the same group and term in `cells`, which must be sorted by
/// [`Cell::key`].
pub(crate) fn add_up(cells: &mut Vec<Cell>) {
    cells.dedup_by(|next, kept| {
        let same = next.key() == kept.key();
        if same {
            kept.count += next.count;
            kept.documents += next.documents;
        }
        same
    });
}

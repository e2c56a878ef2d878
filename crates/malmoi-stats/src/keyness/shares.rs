//! Counts of some groups taken together.

use malmoi_count::{Basis, Counts, Group, Tally};

use crate::{Frequency, dp};

/// Some groups taken together, with copies and without.
pub(super) struct Shares {
    pub(super) every: Share,
    pub(super) once: Share,
}

impl Shares {
    /// Adds up `groups`, of which the first is number `start`.
    pub(super) fn of(counts: &Counts, start: usize, groups: &[Group]) -> Shares {
        Shares {
            every: Share::of(counts, start, groups, Basis::Every),
            once: Share::of(counts, start, groups, Basis::Once),
        }
    }

    pub(super) fn on(&self, basis: Basis) -> &Share {
        match basis {
            Basis::Every => &self.every,
            Basis::Once => &self.once,
        }
    }
}

/// Some groups taken together.
pub(super) struct Share {
    pub(super) tokens: u64,
    pub(super) documents: u64,
    pub(super) terms: Vec<Tally>,
}

impl Share {
    /// Adds up `groups`, of which the first is number `start`.
    fn of(counts: &Counts, start: usize, groups: &[Group], basis: Basis) -> Share {
        Share {
            tokens: groups.iter().map(|g| g.tokens_on(basis)).sum(),
            documents: groups.iter().map(|g| g.documents_on(basis)).sum(),
            terms: counts.tally(start..start + groups.len(), basis),
        }
    }

    /// Returns how often a term occurs, which may be never.
    pub(super) fn tally(&self, term: u32) -> Tally {
        let at = self.terms.binary_search_by_key(&term, |t| t.term);
        at.map_or(
            Tally {
                term,
                count: 0,
                documents: 0,
            },
            |at| self.terms[at],
        )
    }
}

/// Returns the dispersion of a term over the days of `groups`, of which the
/// first is number `start`.
pub(super) fn over_days(
    counts: &Counts,
    (start, groups): (usize, &[Group]),
    term: u32,
    basis: Basis,
) -> Option<f64> {
    let parts: Vec<Frequency> = (start..)
        .zip(groups)
        .filter(|(_, group)| group.day.is_some() && group.documents_on(basis) > 0)
        .filter_map(|(number, group)| {
            let cell = counts.cell(number as u32, term, basis);
            Frequency::new(
                cell.map_or(0, |c| u64::from(c.count)),
                group.tokens_on(basis),
            )
        })
        .collect();
    if parts.len() < 2 {
        return None;
    }
    dp(&parts)
}

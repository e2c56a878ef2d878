//! What came in is what came out.

use serde::{Deserialize, Serialize};

use crate::outcome::Settled;
use crate::{Counts, Error};

/// What became of all entries of a corpus: articles and what could not be read
/// as one.
///
/// [`analyze`](crate::analyze) fails rather than to return numbers that do not add
/// up: `read` is counted where the corpus is read, all else where the articles
/// end.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Balance {
    /// Entries that the second pass, which counts, has read.
    pub read: u64,
    /// Entries that the first pass had read. Another number than `read` means
    /// that the files changed in the meantime.
    pub surveyed: u64,
    /// Articles that were counted.
    pub counted: u64,
    /// Of those, articles that are copies of another and have no vote.
    pub copies: u64,
    /// Of those, articles that others are copies of.
    pub clusters: u64,
    /// How many running words the articles have.
    pub tokens: u64,
    /// Articles left out since they were crawled again, unchanged.
    pub merged: u64,
    /// Articles left out since they were crawled again, and have changed.
    pub replaced: u64,
    /// Copies left out because they were not wanted.
    pub dropped: u64,
    /// Entries that could not be read as an article.
    pub skipped: u64,
}

impl Balance {
    pub(crate) fn of(read: u64, surveyed: u64, settled: &Settled) -> Balance {
        let ends = settled.ends;
        let left_out = ends.merged + ends.replaced + ends.dropped;
        Balance {
            read,
            surveyed,
            counted: settled.documents.len() as u64,
            copies: ends.copies,
            clusters: settled.clusters,
            tokens: ends.tokens,
            merged: ends.merged,
            replaced: ends.replaced,
            dropped: ends.dropped,
            skipped: settled.skipped.len() as u64 - left_out,
        }
    }

    /// Returns how many articles are not counted because another stands for them.
    pub fn left_out(&self) -> u64 {
        self.merged + self.replaced + self.dropped
    }

    /// Checks that nothing was lost on the way, or counted that was not read.
    pub(crate) fn check(&self, counts: &Counts) -> Result<(), Error> {
        let groups = counts.groups();
        let ended = self.counted + self.left_out() + self.skipped;
        for (what, one, other) in [
            (
                "entries read, and counted, merged or skipped",
                self.read,
                ended,
            ),
            (
                "articles listed, and counted",
                self.counted,
                groups.iter().map(|g| g.documents).sum(),
            ),
            (
                "copies listed, and counted",
                self.copies,
                groups.iter().map(|g| g.copies).sum(),
            ),
            (
                "running words listed, and counted",
                self.tokens,
                groups.iter().map(|g| g.tokens).sum(),
            ),
        ] {
            if one != other {
                return Err(Error::unbalanced(what, one, other));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_got_lost_is_an_error_that_names_the_numbers() {
        let balance = Balance {
            read: 7,
            skipped: 6,
            ..Balance::default()
        };
        let error = balance.check(&Counts::default()).unwrap_err();
        let said = error.to_string();
        assert!(said.contains('7') && said.contains('6'), "{said}");
        let balance = Balance { read: 6, ..balance };
        assert!(balance.check(&Counts::default()).is_ok());
    }
}

//! What came in is what came out.

use malmoi_corpus::{Skip, SkipReason};

use crate::{CountedDocument, Counts, Error};

/// What became of all entries of a corpus: articles and what could not be read
/// as one.
///
/// [`analyze`](crate::analyze) fails rather than to return numbers that do not add
/// up: `read` is counted where the corpus is read, all else where the articles
/// end.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
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
    pub(crate) fn of(
        read: u64,
        surveyed: u64,
        documents: &[CountedDocument],
        skipped: &[Skip],
    ) -> Balance {
        let with = |wanted: fn(&Skip) -> bool| skipped.iter().filter(|s| wanted(s)).count() as u64;
        Balance {
            read,
            surveyed,
            counted: documents.len() as u64,
            copies: documents.iter().filter(|d| !d.votes).count() as u64,
            merged: with(|s| s.reason == SkipReason::CrawledAgain),
            replaced: with(|s| s.reason == SkipReason::NewerEdition),
            dropped: with(|s| s.reason == SkipReason::Copy),
            skipped: with(|s| !s.is_duplicate()),
        }
    }

    /// Returns how many articles are not counted because another stands for them.
    pub fn left_out(&self) -> u64 {
        self.merged + self.replaced + self.dropped
    }

    /// Checks that nothing was lost on the way, or counted that was not read.
    pub(crate) fn check(
        &self,
        documents: &[CountedDocument],
        counts: &Counts,
    ) -> Result<(), Error> {
        let groups = counts.groups();
        let tokens: u64 = documents.iter().map(|d| d.tokens).sum();
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
                tokens,
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
        let error = balance.check(&[], &Counts::default()).unwrap_err();
        let said = error.to_string();
        assert!(said.contains('7') && said.contains('6'), "{said}");
        let balance = Balance { read: 6, ..balance };
        assert!(balance.check(&[], &Counts::default()).is_ok());
    }
}

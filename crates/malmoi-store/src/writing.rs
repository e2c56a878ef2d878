//! New segments, and which of the old ones are written anew.

use std::collections::{BTreeMap, HashSet};

use crate::Error;
use crate::folder::Folder;
use crate::registry::{Change, Known, Listed};
use crate::row::{Key, Row};
use crate::segment::{Segment, SegmentWriter, checksum};

/// About how many bytes a segment has at most. A changed article has its whole segment
/// written anew.
const SEGMENT: u64 = 32 << 20;

/// New segments that are being written.
pub(crate) struct Writing<'c, 'r> {
    pub(crate) folder: &'c Folder,
    pub(crate) change: &'c Change<'r>,
    current: Option<Current>,
}

struct Current {
    segment: i64,
    writer: SegmentWriter,
    rows: u64,
    skipped: u64,
}

impl<'c, 'r> Writing<'c, 'r> {
    pub(crate) fn new(folder: &'c Folder, change: &'c Change<'r>) -> Writing<'c, 'r> {
        Writing {
            folder,
            change,
            current: None,
        }
    }

    /// Adds a row, and returns the number of its segment.
    pub(crate) fn push(&mut self, key: Key, row: Row) -> Result<i64, Error> {
        let current = match &mut self.current {
            Some(current) => current,
            None => {
                let segment = self.change.new_segment();
                let segment = segment.map_err(|e| self.folder.unregistered(e))?;
                let path = self.folder.segment(segment);
                let writer = SegmentWriter::create(&path);
                self.current.insert(Current {
                    segment,
                    writer: writer.map_err(|e| self.folder.failed(&path, e))?,
                    rows: 0,
                    skipped: 0,
                })
            }
        };
        let segment = current.segment;
        current.rows += 1;
        current.skipped += u64::from(row.is_skip());
        let path = self.folder.segment(segment);
        let pushed = current.writer.push(key, row);
        pushed.map_err(|e| self.folder.failed(&path, e))?;
        if current.writer.bytes() >= SEGMENT {
            self.finish()?;
        }
        Ok(segment)
    }

    /// Ends the segment at hand.
    pub(crate) fn finish(&mut self) -> Result<(), Error> {
        let Some(current) = self.current.take() else {
            return Ok(());
        };
        let path = self.folder.segment(current.segment);
        let failed = |error| self.folder.failed(&path, error);
        let groups = current.writer.finish().map_err(failed)?;
        let (sha256, bytes) = checksum(&path).map_err(failed)?;
        let listed = Listed {
            segment: current.segment,
            rows: current.rows,
            skipped: current.skipped,
            bytes,
            sha256: sha256.to_vec(),
            groups,
        };
        let set = self.change.set_segment(&listed);
        set.map_err(|e| self.folder.unregistered(e))
    }
}

/// Writes segments anew without the rows that are dead.
pub(crate) fn rewrite(
    mut writing: Writing<'_, '_>,
    dead: &BTreeMap<i64, HashSet<Key>>,
) -> Result<(), Error> {
    let Writing { folder, change, .. } = writing;
    // What lies apart stays apart, so that each file is of one stretch of the order.
    writing.finish()?;
    for (number, dead) in dead {
        let path = folder.segment(*number);
        let segment = Segment::open(&path).map_err(|e| folder.failed(&path, e))?;
        for group in 0..segment.groups() {
            let read = segment.read(group, &[], &mut |key, row| {
                if dead.contains(&key) {
                    return Ok(());
                }
                let content = row.content();
                let segment = writing.push(key, row).map_err(std::io::Error::other)?;
                let known = Known { content, segment };
                change.set_known(&key, known).map_err(std::io::Error::other)
            });
            read.map_err(|e| folder.failed(&path, e))?;
        }
        writing.finish()?;
        let dropped = change.drop_segment(*number);
        dropped.map_err(|e| folder.unregistered(e))?;
    }
    Ok(())
}

/// Returns the segments that are worth putting together.
pub(crate) fn to_compact(segments: &[Listed]) -> impl Iterator<Item = &Listed> {
    let ends = |listed: &Listed| {
        let first = listed.groups.iter().map(|g| g.first.clone()).min();
        let last = listed.groups.iter().map(|g| g.last.clone()).max();
        first.zip(last)
    };
    let all: Vec<_> = segments.iter().map(ends).collect();
    let is_across = move |at: usize| {
        let Some((first, last)) = &all[at] else {
            return false;
        };
        let others = all.iter().enumerate().filter(|(other, _)| *other != at);
        let mut ends = others.filter_map(|(_, ends)| ends.as_ref());
        ends.any(|(begin, end)| begin <= last && first <= end)
    };
    let numbered = segments.iter().enumerate();
    let chosen = numbered.filter(move |(at, one)| one.bytes < SEGMENT / 2 || is_across(*at));
    chosen.map(|(_, listed)| listed)
}

//! The articles of one commit, in the order of a corpus.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::sync::Mutex;

use malmoi_corpus::{Entry, Kept};

use crate::folder::Folder;
use crate::registry::Listed;
use crate::row::{Key, Place, Row};
use crate::segment::Segment;

/// The articles of a store, to be read by [`Corpus::from_kept`](malmoi_corpus::Corpus::from_kept).
///
/// They are those of the last commit before it was made, whatever happens to the store as long as
/// it is there.
pub struct Articles {
    folder: Folder,
    parts: Vec<Part>,
    bytes: u64,
    /// The numbers of segments that were opened, and are not being read.
    idle: Mutex<BTreeMap<i64, Vec<Segment>>>,
    /// Keeps the segments from being deleted.
    _lock: Option<File>,
}

impl std::fmt::Debug for Articles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Articles")
            .field("folder", &self.folder)
            .field("parts", &self.parts.len())
            .finish_non_exhaustive()
    }
}

/// A stretch of the order of all rows, which the stretch of the next part follows.
struct Part {
    first: Place,
    /// The first place behind it; none for the last.
    end: Option<Place>,
    /// The groups that have rows of it: one, unless files were added between files.
    groups: Vec<(i64, usize)>,
}

impl Articles {
    pub(crate) fn new(
        folder: Folder,
        segments: &[Listed],
        bytes: u64,
        lock: Option<File>,
    ) -> Articles {
        Articles {
            folder,
            parts: parts(segments),
            bytes,
            idle: Mutex::default(),
            _lock: lock,
        }
    }

    /// Calls `sink` with the rows of a part, in order.
    pub(crate) fn rows(
        &self,
        part: usize,
        sink: &mut dyn FnMut(Key, Row) -> io::Result<()>,
    ) -> io::Result<()> {
        let Some(part) = self.parts.get(part) else {
            return Ok(());
        };
        let mut rows: Vec<(Place, Key, Row)> = Vec::new();
        for (segment, group) in &part.groups {
            self.with(*segment, &mut |segment| {
                segment.read(*group, &[], &mut |key, row| {
                    let place = row.place();
                    if part.has(&place) {
                        rows.push((place, key, row));
                    }
                    Ok(())
                })
            })?;
        }
        // What was read twice from one place stands in the order of reading: segments have
        // ascending numbers, and sorting keeps it.
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        rows.into_iter()
            .try_for_each(|(_, key, row)| sink(key, row))
    }

    /// Hands an open segment to `read`.
    fn with(
        &self,
        number: i64,
        read: &mut dyn FnMut(&Segment) -> io::Result<()>,
    ) -> io::Result<()> {
        let path = self.folder.segment(number);
        let idle = || self.idle.lock().unwrap_or_else(|e| e.into_inner());
        let segment = idle().get_mut(&number).and_then(Vec::pop);
        let done = match segment {
            Some(segment) => Ok(segment),
            None => Segment::open(&path),
        }
        .and_then(|segment| read(&segment).map(|()| segment));
        match done {
            Ok(segment) => {
                let mut idle = idle();
                // Neighbours are in the same files; others are opened anew.
                if idle.len() < IDLE || idle.contains_key(&number) {
                    idle.entry(number).or_default().push(segment);
                } else {
                    idle.clear();
                }
                Ok(())
            }
            Err(e) => Err(io::Error::new(e.kind(), format!("{}: {e}", path.display()))),
        }
    }
}

/// How many segments stay open.
const IDLE: usize = 64;

impl Part {
    fn has(&self, place: &Place) -> bool {
        *place >= self.first && self.end.as_ref().is_none_or(|end| place < end)
    }
}

/// Cuts the order of all rows where groups begin, so that each part is in as few groups as
/// there are at one place.
fn parts(segments: &[Listed]) -> Vec<Part> {
    let mut groups: Vec<(&Place, &Place, i64, usize)> = Vec::new();
    for listed in segments {
        let groups_of_it = listed.groups.iter().enumerate();
        for (number, group) in groups_of_it.filter(|(_, group)| group.rows > 0) {
            groups.push((&group.first, &group.last, listed.segment, number));
        }
    }
    groups.sort();
    let mut parts: Vec<Part> = Vec::new();
    // The groups that reach beyond the beginning of the part.
    let mut open: Vec<(&Place, i64, usize)> = Vec::new();
    let mut rest = groups.as_slice();
    while let Some((first, ..)) = rest.first() {
        let same = rest.partition_point(|group| group.0 <= *first);
        open.retain(|(last, ..)| last >= first);
        open.extend(rest[..same].iter().map(|(_, last, s, n)| (*last, *s, *n)));
        rest = &rest[same..];
        let mut groups: Vec<(i64, usize)> = open.iter().map(|(_, s, n)| (*s, *n)).collect();
        groups.sort_unstable();
        parts.push(Part {
            first: Place::clone(first),
            end: rest.first().map(|(next, ..)| Place::clone(next)),
            groups,
        });
    }
    parts
}

impl Kept for Articles {
    fn parts(&self) -> usize {
        self.parts.len()
    }

    fn bytes(&self) -> u64 {
        self.bytes
    }

    fn read(&self, part: usize, sink: &mut dyn FnMut(Entry)) -> io::Result<()> {
        self.rows(part, &mut |_, row| {
            let place = row.place();
            let entry = row.entry().ok_or_else(|| {
                let Place { path, place } = place;
                let what = format!("what is kept of {path}, {place}, makes no sense");
                io::Error::other(what)
            })?;
            sink(entry);
            Ok(())
        })
    }

    fn parts_with(&self, wants: &dyn Fn(&str) -> bool) -> io::Result<Vec<usize>> {
        let mut found = Vec::new();
        for (number, part) in self.parts.iter().enumerate() {
            let mut any = false;
            for (segment, group) in &part.groups {
                self.with(*segment, &mut |segment| {
                    segment.read(*group, &[crate::row::PATH], &mut |_, row| {
                        any = any || wants(row.path());
                        Ok(())
                    })
                })?;
            }
            found.extend(any.then_some(number));
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::Group;

    #[test]
    fn parts_follow_each_other_and_name_the_groups_that_have_them() {
        let place = |path: &str| Place {
            path: path.to_owned(),
            place: 0,
        };
        let listed = |segment, groups: &[(&str, &str)]| Listed {
            segment,
            rows: 0,
            skipped: 0,
            bytes: 0,
            sha256: Vec::new(),
            groups: groups
                .iter()
                .map(|(first, last)| Group {
                    first: place(first),
                    last: place(last),
                    rows: 1,
                })
                .collect(),
        };
        let parts = parts(&[
            listed(1, &[("a", "c"), ("d", "h")]),
            listed(2, &[("e", "f"), ("k", "k")]),
            listed(3, &[("d", "d")]),
        ]);
        let told: Vec<_> = parts
            .iter()
            .map(|part| {
                let end = part.end.as_ref().map(|end| end.path.as_str());
                (part.first.path.as_str(), end, part.groups.clone())
            })
            .collect();
        assert_eq!(
            told,
            [
                ("a", Some("d"), vec![(1, 0)]),
                ("d", Some("e"), vec![(1, 1), (3, 0)]),
                ("e", Some("k"), vec![(1, 1), (2, 0)]),
                ("k", None, vec![(2, 1)]),
            ]
        );
    }
}

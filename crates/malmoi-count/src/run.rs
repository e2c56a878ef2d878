//! What is known of terms, in a few bytes each.
//!
//! A crawl has millions of cells, and most say "once, in one document". So they
//! are kept by term number, each as the distance to the one before, in numbers
//! of as many bytes as they need: two bytes a cell rather than sixteen.

use std::cmp::Ordering;
use std::fmt;
use std::marker::PhantomData;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Something that is known of a term.
pub(crate) trait Entry: Copy {
    /// The term it belongs to.
    fn term(&self) -> u32;

    /// Writes all but the term, with the distance to the term before.
    fn write(&self, distance: u32, to: &mut Vec<u8>);

    /// Reads what was written, for the term that follows `before`.
    fn read(before: u32, from: &mut &[u8]) -> Self;

    /// Adds what is known of the same term from elsewhere.
    fn join(&mut self, other: &Self);
}

/// Entries by term, each term once.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Run<E> {
    bytes: Box<[u8]>,
    entry: PhantomData<E>,
}

/// Writes entries that come by term.
struct Writer {
    bytes: Vec<u8>,
    before: u32,
}

impl Writer {
    fn new(capacity: usize) -> Writer {
        Writer {
            bytes: Vec::with_capacity(capacity),
            before: 0,
        }
    }

    fn push<E: Entry>(&mut self, entry: &E) {
        let term = entry.term();
        entry.write(term - self.before, &mut self.bytes);
        self.before = term;
    }
}

/// Reads entries in order.
pub(crate) struct Reader<'r, E> {
    rest: &'r [u8],
    before: u32,
    entry: PhantomData<E>,
}

impl<E: Entry> Iterator for Reader<'_, E> {
    type Item = E;

    fn next(&mut self) -> Option<E> {
        if self.rest.is_empty() {
            return None;
        }
        let entry = E::read(self.before, &mut self.rest);
        self.before = entry.term();
        Some(entry)
    }
}

/// Kept as the bytes that it is.
impl<E> Serialize for Run<E> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(&self.bytes)
    }
}

impl<'de, E> Deserialize<'de> for Run<E> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Run<E>, D::Error> {
        struct Bytes;

        impl Visitor<'_> for Bytes {
            type Value = Vec<u8>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the bytes of a run")
            }

            fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
                Ok(bytes.to_vec())
            }

            fn visit_byte_buf<E: serde::de::Error>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
                Ok(bytes)
            }
        }

        let bytes = from.deserialize_byte_buf(Bytes)?;
        Ok(Run {
            bytes: bytes.into(),
            entry: PhantomData,
        })
    }
}

impl<E: Entry> Run<E> {
    /// Takes entries that come by term, each term once.
    pub(crate) fn new(entries: impl IntoIterator<Item = E>) -> Run<E> {
        let mut writer = Writer::new(0);
        for entry in entries {
            writer.push(&entry);
        }
        Run::of(writer)
    }

    fn of(writer: Writer) -> Run<E> {
        Run {
            bytes: writer.bytes.into(),
            entry: PhantomData,
        }
    }

    pub(crate) fn iter(&self) -> Reader<'_, E> {
        Reader {
            rest: &self.bytes,
            before: 0,
            entry: PhantomData,
        }
    }

    /// Returns the entries of both.
    fn merge(&self, other: &Run<E>) -> Run<E> {
        let mut writer = Writer::new(self.bytes.len() + other.bytes.len());
        let (mut left, mut right) = (self.iter().peekable(), other.iter().peekable());
        loop {
            let order = match (left.peek(), right.peek()) {
                (None, None) => return Run::of(writer),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(a), Some(b)) => a.term().cmp(&b.term()),
            };
            let next = match order {
                Ordering::Less => left.next(),
                Ordering::Greater => right.next(),
                Ordering::Equal => left.next().zip(right.next()).map(|(mut a, b)| {
                    a.join(&b);
                    a
                }),
            };
            next.iter().for_each(|entry| writer.push(entry));
        }
    }
}

/// Entries that grow: runs of which each is at least twice as large as the
/// next, so that every entry is merged only as often as its pile doubles, and
/// what is known of one term in many documents is soon known once.
#[derive(Debug)]
pub(crate) struct Pile<E> {
    runs: Vec<Run<E>>,
}

impl<E> Default for Pile<E> {
    fn default() -> Pile<E> {
        Pile { runs: Vec::new() }
    }
}

impl<E: Entry> Pile<E> {
    pub(crate) fn push(&mut self, mut run: Run<E>) {
        if run.bytes.is_empty() {
            return;
        }
        let is_near = |last: &mut Run<E>, run: &Run<E>| last.bytes.len() < 2 * run.bytes.len();
        while let Some(last) = self.runs.pop_if(|last| is_near(last, &run)) {
            run = last.merge(&run);
        }
        self.runs.push(run);
    }

    #[cfg(test)]
    fn bytes(&self) -> usize {
        self.runs.iter().map(|run| run.bytes.len()).sum()
    }

    /// Returns all entries; those of one term more than once.
    pub(crate) fn iter(&self) -> impl Iterator<Item = E> {
        self.runs.iter().flat_map(Run::iter)
    }
}

/// A run in which entries are found.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(bound = "")]
pub(crate) struct Column<E> {
    run: Run<E>,
    /// Where every [`STRIDE`]th entry is.
    marks: Box<[Mark]>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
struct Mark {
    /// The term before the entry; 0 for the first.
    before: u32,
    /// Where it begins.
    at: u32,
}

/// How many entries are read at most to find one.
const STRIDE: usize = 32;

impl<E: Entry> Column<E> {
    /// Takes entries in any order, and joins those of one term. The list is
    /// empty afterwards.
    pub(crate) fn new(entries: &mut Vec<E>) -> Column<E> {
        entries.sort_unstable_by_key(Entry::term);
        entries.dedup_by(|next, kept| {
            let is_same = next.term() == kept.term();
            if is_same {
                kept.join(next);
            }
            is_same
        });
        let mut writer = Writer::new(0);
        let mut marks = Vec::with_capacity(entries.len().div_ceil(STRIDE));
        for some in entries.chunks(STRIDE) {
            marks.push(Mark {
                before: writer.before,
                at: writer.bytes.len() as u32,
            });
            for entry in some {
                writer.push(entry);
            }
        }
        entries.clear();
        Column {
            run: Run::of(writer),
            marks: marks.into(),
        }
    }

    pub(crate) fn iter(&self) -> Reader<'_, E> {
        self.run.iter()
    }

    /// Returns what is known of a term.
    pub(crate) fn find(&self, term: u32) -> Option<E> {
        let after = self.marks.partition_point(|mark| mark.before < term);
        let mark = self.marks.get(after.saturating_sub(1))?;
        let reader: Reader<'_, E> = Reader {
            rest: &self.run.bytes[mark.at as usize..],
            before: mark.before,
            entry: PhantomData,
        };
        reader
            .take_while(|entry| entry.term() <= term)
            .find(|entry| entry.term() == term)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use crate::cell::Appearance;

    use super::*;

    /// Terms with how often each was counted, and in how many documents.
    type Sums = BTreeMap<u32, (u32, u32)>;

    fn appearance((&term, &(count, documents)): (&u32, &(u32, u32))) -> Appearance {
        Appearance {
            term,
            count,
            documents,
        }
    }

    fn add(sums: &mut Sums, appearance: Appearance) {
        let (count, documents) = sums.entry(appearance.term).or_default();
        *count += appearance.count;
        *documents += appearance.documents;
    }

    fn sums(of: impl Iterator<Item = Appearance>) -> Sums {
        let mut sums = Sums::new();
        of.for_each(|appearance| add(&mut sums, appearance));
        sums
    }

    fn some() -> impl Strategy<Value = Sums> {
        let term = prop_oneof![0..300_u32, any::<u32>()];
        let counts = prop_oneof![
            Just((1, 1)),
            (1..100_000_u32).prop_map(|n| (n, n.div_ceil(3)))
        ];
        proptest::collection::btree_map(term, counts, 0..200)
    }

    proptest! {
        #[test]
        fn piles_add_up_and_columns_find(runs in proptest::collection::vec(some(), 0..8)) {
            let mut pile = Pile::default();
            let mut expected = Sums::new();
            for run in &runs {
                pile.push(Run::new(run.iter().map(appearance)));
                run.iter().for_each(|entry| add(&mut expected, appearance(entry)));
            }
            prop_assert_eq!(&sums(pile.iter()), &expected);
            let column = Column::new(&mut pile.iter().collect());
            prop_assert!(column.iter().eq(expected.iter().map(appearance)));
            for term in expected.keys().flat_map(|t| [t.saturating_sub(1), *t, t.saturating_add(1)]) {
                let wanted = expected.get_key_value(&term).map(appearance);
                prop_assert_eq!(column.find(term), wanted);
            }
        }
    }

    #[test]
    fn what_comes_again_in_every_run_takes_no_more_room() {
        let mut pile = Pile::default();
        let run = || {
            (0..1_000).map(|term| Appearance {
                term: 20 * term,
                count: 1,
                documents: 1,
            })
        };
        pile.push(Run::new(run()));
        let once = pile.bytes();
        assert_eq!(once, 1_000, "a byte for each of what is mostly so");
        for _ in 0..1_000 {
            pile.push(Run::new(run()));
        }
        assert!(pile.bytes() < 8 * once, "{}", pile.bytes());
    }
}

/// Which topics something has, a document or a term, and how many tokens of
/// each: a list of those that it has at all.
///
/// Many rows lie in one vector. The first number of a row is how many entries
/// follow, an entry is the topic in the upper half and the count in the lower.
/// A count that does not fit goes on in a second entry for the same topic, so that
/// what is summed over entries needs not know.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    cells: Vec<u32>,
    starts: Vec<u32>,
}

/// The largest count of an entry.
const FULL: u32 = 0xffff;

/// What a row starts with that is not a list, but has a count for each topic
/// as the bits of an `f32`.
pub(crate) const DENSE: u32 = u32::MAX;

/// Counts from here on are not whole in an `f32`.
pub(crate) const INEXACT: usize = 1 << 24;

pub(crate) fn entry(topic: usize, count: u32) -> u32 {
    (topic as u32) << 16 | count
}

pub(crate) fn topic_of(entry: u32) -> usize {
    (entry >> 16) as usize
}

pub(crate) fn count_of(entry: u32) -> u32 {
    entry & FULL
}

impl Rows {
    /// Appends an empty row with room for so many tokens.
    pub(crate) fn push(&mut self, tokens: usize, topics: usize) {
        let room = tokens.min(topics * (1 + tokens / FULL as usize));
        self.starts.push(self.cells.len() as u32);
        self.cells.resize(self.cells.len() + 1 + room, 0);
    }

    /// Appends an empty row with a count for each topic.
    pub(crate) fn push_dense(&mut self, topics: usize) {
        self.starts.push(self.cells.len() as u32);
        self.cells.push(DENSE);
        self.cells.resize(self.cells.len() + topics, 0);
    }

    /// Where a row starts in [`Rows::cells`].
    pub(crate) fn start(&self, row: usize) -> u32 {
        self.starts[row]
    }

    pub(crate) fn len(&self) -> usize {
        self.starts.len()
    }

    /// Where the row starts that has such a share of rows before it.
    pub(crate) fn at_share(&self, share: f64) -> u32 {
        let row = (self.len() as f64 * share) as usize;
        self.starts.get(row).copied().unwrap_or(u32::MAX)
    }

    pub(crate) fn cells(&mut self) -> &mut [u32] {
        &mut self.cells
    }

    /// A row's topics in order, each once.
    pub(crate) fn sorted(&self, row: usize, counts: &mut Vec<(u16, u32)>) {
        let start = self.starts[row] as usize;
        if self.cells[start] == DENSE {
            let end = self
                .starts
                .get(row + 1)
                .map_or(self.cells.len(), |end| *end as usize);
            let cells = self.cells[start + 1..end].iter().enumerate();
            counts.clear();
            counts.extend(
                cells
                    .filter(|(_, cell)| **cell != 0)
                    .map(|(k, cell)| (k as u16, f32::from_bits(*cell) as u32)),
            );
            return;
        }
        let length = self.cells[start] as usize;
        let entries = &self.cells[start + 1..=start + length];
        counts.clear();
        counts.extend(entries.iter().map(|e| (topic_of(*e) as u16, count_of(*e))));
        counts.sort_unstable_by_key(|(topic, _)| *topic);
        counts.dedup_by(|later, first| {
            let same = later.0 == first.0;
            if same {
                first.1 += later.1;
            }
            same
        });
    }
}

/// Takes a token out of an entry of the row that starts the slice, and adds
/// one to another topic.
#[inline(always)]
pub(crate) fn shift(row: &mut [u32], from: usize, to: usize) {
    let length = row[0] as usize;
    row[from] -= 1;
    if count_of(row[from]) == 0 {
        row[from] = row[length];
        row[0] -= 1;
    }
    add(row, to);
}

/// Adds a token of a topic to the row that starts the slice.
#[inline(always)]
pub(crate) fn add(row: &mut [u32], topic: usize) {
    let length = row[0] as usize;
    for at in 1..=length {
        if topic_of(row[at]) == topic && count_of(row[at]) < FULL {
            row[at] += 1;
            // Frequent topics come to stand in front, where a search ends soon.
            if at > 1 && count_of(row[at]) > count_of(row[at - 1]) {
                row.swap(at, at - 1);
            }
            return;
        }
    }
    row[0] += 1;
    row[length + 1] = entry(topic, 1);
}

/// Writes a row anew from topics and counts.
pub(crate) fn write(row: &mut [u32], counts: impl Iterator<Item = (usize, u32)>) {
    let mut length = 0;
    for (topic, mut count) in counts {
        while count > 0 {
            let part = count.min(FULL);
            length += 1;
            row[length] = entry(topic, part);
            count -= part;
        }
    }
    row[0] = length as u32;
}

//! Passages that are printed again and again.
//!
//! Publishers copy not only articles but paragraphs: the background of a story, the
//! note below a column, the caption of a gallery. What stands in ten articles letter by
//! letter is no evidence ten times over, so its first article has the vote for it.
//!
//! All sentences of a crawl are more than fit into memory, so each thread sorts what
//! it has seen by the hash, and writes it to a temporary file whenever it is
//! much; in the end all are merged, and only what came twice is kept.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hash::Hasher;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::{Range, RangeInclusive};

use malmoi_corpus::{Timestamp, passages};
use rustc_hash::FxHasher;
use tempfile::SpooledTempFile;

/// A sentence's hash, and when an article that has it was published, and its key: of
/// several articles the earliest is the first, and of one instant, or where none is
/// known, that which comes first in the corpus.
type Seen = (u64, u64, u64);

/// How many sentences a thread sorts together: 12 MB.
const SORTED: usize = 1 << 19;

/// How many bytes three numbers take.
const SEEN: usize = 24;

/// How many bytes are written and read at once: whole sentences.
const BLOCK: usize = 4096 * SEEN;

/// How many sentences that came twice are kept: 64 MB. Of more, those with the
/// smallest hashes are, and the others have a vote in each of their articles.
const KEPT: usize = 1 << 22;

/// Collects the sentences of articles, which may be added in any order.
pub(crate) struct PassageFinder {
    seen: Vec<Seen>,
    sorted: usize,
    file: SpooledTempFile,
    /// How many sentences each run in the file has.
    runs: Vec<usize>,
    failure: Option<io::Error>,
}

impl Default for PassageFinder {
    fn default() -> PassageFinder {
        PassageFinder::sorting(SORTED)
    }
}

impl PassageFinder {
    /// Returns a finder that sorts so many sentences together.
    fn sorting(sorted: usize) -> PassageFinder {
        PassageFinder {
            seen: Vec::new(),
            sorted,
            file: SpooledTempFile::new(SORTED),
            runs: Vec::new(),
            failure: None,
        }
    }

    /// Adds the sentences of an article of a group, published then: passages that two
    /// groups print have a vote in each.
    pub(crate) fn add(
        &mut self,
        (key, published): (u64, Option<Timestamp>),
        group: u64,
        text: &str,
    ) {
        // A date that is not known is later than any.
        let published = published.map_or(u64::MAX, Timestamp::ordinal);
        let hashes = passages(text).filter_map(|(_, hash)| hash);
        self.seen
            .extend(hashes.map(|hash| (of_group(hash, group), published, key)));
        if self.seen.len() >= self.sorted {
            self.write();
        }
    }

    fn sort(&mut self) {
        self.seen.sort_unstable();
        self.seen.dedup();
    }

    fn write(&mut self) {
        self.sort();
        let mut bytes = Vec::with_capacity(BLOCK);
        for some in self.seen.chunks(BLOCK / SEEN) {
            bytes.clear();
            for (hash, published, key) in some {
                bytes.extend(hash.to_le_bytes());
                bytes.extend(published.to_le_bytes());
                bytes.extend(key.to_le_bytes());
            }
            if let Err(error) = self.file.write_all(&bytes) {
                self.failure.get_or_insert(error);
            }
        }
        self.runs.push(self.seen.len());
        self.seen.clear();
    }

    /// Merges what all finders have seen. Articles of which `is_out` says that they
    /// do not vote at all are left out.
    ///
    /// # Errors
    ///
    /// If the temporary files could not be written or read.
    pub(crate) fn finish(
        finders: Vec<PassageFinder>,
        is_out: impl Fn(u64) -> bool,
    ) -> io::Result<Passages> {
        let mut files = Vec::new();
        let mut runs = Vec::new();
        for mut finder in finders {
            if let Some(error) = finder.failure {
                return Err(error);
            }
            finder.sort();
            let mut at = 0;
            for length in finder.runs {
                let bytes = (length * SEEN) as u64;
                runs.push(Run::written(files.len(), at..at + bytes));
                at += bytes;
            }
            files.push(finder.file);
            runs.push(Run::in_memory(finder.seen));
        }
        let mut heads = BinaryHeap::new();
        for (number, run) in runs.iter_mut().enumerate() {
            heads.extend(run.next(&mut files)?.map(|seen| Reverse((seen, number))));
        }
        let mut first: Vec<(u64, u64)> = Vec::new();
        // The sentence at hand, the first article that has it, and whether another has.
        let mut current: Option<((u64, u64), bool)> = None;
        while let Some(Reverse(((hash, _, key), number))) = heads.pop() {
            let next = runs[number].next(&mut files)?;
            heads.extend(next.map(|seen| Reverse((seen, number))));
            if is_out(key) {
                continue;
            }
            match &mut current {
                Some(((same, first), again)) if *same == hash => *again |= *first != key,
                _ => {
                    let before = current.replace(((hash, key), false));
                    first.extend(before.filter(|(_, again)| *again).map(|(seen, _)| seen));
                    if first.len() >= KEPT {
                        current = None;
                        break;
                    }
                }
            }
        }
        first.extend(current.filter(|(_, again)| *again).map(|(seen, _)| seen));
        first.shrink_to_fit();
        Ok(Passages { first })
    }
}

fn of_group(hash: u64, group: u64) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u64(hash);
    hasher.write_u64(group);
    hasher.finish()
}

/// Sentences in the order of their hashes.
struct Run {
    /// What was read, to be taken from the end.
    read: Vec<Seen>,
    /// The file that has the rest, and where.
    file: usize,
    rest: Range<u64>,
}

impl Run {
    fn written(file: usize, rest: Range<u64>) -> Run {
        Run {
            read: Vec::new(),
            file,
            rest,
        }
    }

    fn in_memory(mut seen: Vec<Seen>) -> Run {
        seen.reverse();
        Run {
            read: seen,
            file: 0,
            rest: 0..0,
        }
    }

    fn next(&mut self, files: &mut [SpooledTempFile]) -> io::Result<Option<Seen>> {
        if self.read.is_empty() && !self.rest.is_empty() {
            let length = (self.rest.end - self.rest.start).min(BLOCK as u64);
            let mut bytes = vec![0; length as usize];
            let file = &mut files[self.file];
            file.seek(SeekFrom::Start(self.rest.start))?;
            file.read_exact(&mut bytes)?;
            self.rest.start += length;
            let (seen, _) = bytes.as_chunks::<SEEN>();
            self.read.extend(seen.iter().rev().map(|seen| {
                let [hash, published, key] = [0, 8, 16].map(|at| {
                    let mut number = [0; 8];
                    number.copy_from_slice(&seen[at..at + 8]);
                    u64::from_le_bytes(number)
                });
                (hash, published, key)
            }));
        }
        Ok(self.read.pop())
    }
}

/// The sentences that several articles of a group have.
#[derive(Default)]
pub(crate) struct Passages {
    /// The key of the first article of each, by hash.
    first: Vec<(u64, u64)>,
}

impl Passages {
    /// Returns the stretches of an article's text, in their order, that an article
    /// before it has. What is too short to tell goes with the sentence before it, or at the
    /// beginning of a line with the one behind it. `cuts` are the places, in order, where
    /// boilerplate was taken out of the text: sentences that many articles have.
    pub(crate) fn repeated(
        &self,
        key: u64,
        group: u64,
        text: &str,
        cuts: &[usize],
    ) -> Vec<Range<usize>> {
        if self.first.is_empty() && cuts.is_empty() {
            return Vec::new();
        }
        let is_cut = |places: RangeInclusive<usize>| {
            let next = cuts.partition_point(|at| at < places.start());
            cuts.get(next).is_some_and(|at| places.contains(at))
        };
        let is_repeated = |hash: u64| {
            let hash = of_group(hash, group);
            let found = self.first.binary_search_by_key(&hash, |(hash, _)| *hash);
            found.is_ok_and(|at| self.first[at].1 != key)
        };
        let mut repeated: Vec<Range<usize>> = Vec::new();
        // Short ones that wait for the sentence behind them, and the end of what came last.
        let mut waiting: Vec<Range<usize>> = Vec::new();
        let (mut end, mut is_before) = (0, None);
        for (range, hash) in passages(text) {
            // What was cut out stood on this line or on that before.
            let gap = &text[end..range.start];
            let of_line_before = end..=end + gap.find('\n').unwrap_or(gap.len());
            if is_cut(of_line_before) {
                repeated.append(&mut waiting);
                is_before = Some(true);
            }
            if let Some(line_end) = gap.rfind('\n') {
                waiting.clear();
                is_before = is_cut(end + line_end + 1..=range.start).then_some(true);
            }
            end = range.end;
            match (hash.map(is_repeated), is_before) {
                (Some(is_it), _) => {
                    is_before = Some(is_it);
                    if is_it {
                        repeated.append(&mut waiting);
                        repeated.push(range);
                    }
                    waiting.clear();
                }
                (None, Some(true)) => repeated.push(range),
                (None, Some(false)) => {}
                (None, None) => waiting.push(range),
            }
        }
        let line_end = text[end..].find('\n').unwrap_or(text.len() - end);
        if is_cut(end..=end + line_end) {
            repeated.append(&mut waiting);
        }
        repeated
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [(u64, &str); 5] = [
        (
            0,
            "The mayor of the town spoke. It rained on the whole of Sunday.",
        ),
        (
            1,
            "It rained on the whole of Sunday. Nobody saw that coming today.",
        ),
        (
            0,
            "Nobody saw that coming today. Why? Well. The mayor of the town spoke. Why?",
        ),
        (
            0,
            "Well. Maybe? The mayor of the town spoke.\nWhy? Nobody knew what to say.",
        ),
        (0, "Four words said once. Four words said once. He agreed."),
    ];

    #[test]
    fn the_earliest_article_is_the_first_wherever_it_stands() {
        let text = "It rained on the whole of Sunday.";
        let at = |day: &str| Timestamp::parse(day);
        let mut finder = PassageFinder::default();
        for (key, day) in [(0, None), (1, at("2026-03-02")), (2, at("2026-03-01"))] {
            finder.add((key, day), 0, text);
        }
        let found = PassageFinder::finish(vec![finder], |_| false).unwrap();
        let repeats = [0, 1, 2].map(|key| !found.repeated(key, 0, text, &[]).is_empty());
        assert_eq!(repeats, [true, true, false]);
    }

    fn repeated(sorting: usize, finders: usize, out: &[u64]) -> Vec<String> {
        let mut all: Vec<PassageFinder> = Vec::new();
        all.resize_with(finders, || PassageFinder::sorting(sorting));
        for (key, (group, text)) in TEXTS.iter().enumerate().rev() {
            all[key % finders].add((key as u64, None), *group, text);
        }
        let found = PassageFinder::finish(all, |key| out.contains(&key)).unwrap();
        let texts = (0..).zip(TEXTS);
        let of = texts.flat_map(|(key, (group, text))| {
            let repeated = found.repeated(key, group, text, &[]);
            let said = repeated.into_iter().map(|range| text[range].trim());
            said.map(|said| format!("{key} {said}")).collect::<Vec<_>>()
        });
        of.collect()
    }

    #[test]
    fn a_passage_votes_in_the_first_article_of_each_group() {
        let spoke = "The mayor of the town spoke.";
        let want = [
            format!("2 {spoke}"),
            "2 Why?".to_string(),
            "3 Well.".to_string(),
            "3 Maybe?".to_string(),
            format!("3 {spoke}"),
        ];
        for (sorting, finders) in [(SORTED, 1), (SORTED, 3), (1, 1), (3, 2), (1, 5)] {
            assert_eq!(repeated(sorting, finders, &[]), want);
        }
    }

    #[test]
    fn passages_are_found_however_many_were_written() {
        let text = |key: u64, n: u64| {
            format!("Number {key} of {n} has its own words.\nSentence {n} is everywhere.\n")
        };
        let sentences = 3 * (BLOCK / SEEN) as u64;
        let mut finder = PassageFinder::sorting(sentences as usize * 3);
        for key in 0..4 {
            for n in 0..sentences {
                finder.add((key, None), 0, &text(key, n));
            }
        }
        let found = PassageFinder::finish(vec![finder], |_| false).unwrap();
        let repeated = |key| (0..sentences).map(move |n| (n, key));
        for (n, key) in repeated(0).chain(repeated(3)) {
            let text = text(key, n);
            let again = found
                .repeated(key, 0, &text, &[])
                .into_iter()
                .map(|range| &text[range]);
            let want = (key > 0).then(|| format!("Sentence {n} is everywhere."));
            assert_eq!(again.collect::<Vec<_>>(), want.iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn short_sentences_beside_boilerplate_have_no_vote() {
        let repeated = |text: &str, cuts: &[usize]| {
            let found = Passages::default().repeated(0, 0, text, cuts);
            let said = found.into_iter().map(|range| text[range].trim().to_owned());
            said.collect::<Vec<_>>()
        };
        let text = "It rained.\nIt snowed. The mayor of the town spoke. He left.\nNobody came.";
        assert_eq!(repeated(text, &[]), [""; 0]);
        // Before a line, at its end, within it, behind the last.
        assert_eq!(repeated(text, &[0]), ["It rained."]);
        assert_eq!(repeated(text, &[10]), ["It rained."]);
        assert_eq!(repeated(text, &[11]), ["It snowed."]);
        assert_eq!(repeated(text, &[22]), ["It snowed."]);
        assert_eq!(repeated(text, &[text.len()]), ["Nobody came."]);
        // What is longer keeps its vote.
        let before_he_left = text.find("He left").unwrap_or_default();
        assert_eq!(repeated(text, &[before_he_left]), ["He left."]);
        assert_eq!(repeated("", &[0]), [""; 0]);
    }

    #[test]
    fn an_article_without_a_vote_is_not_the_first() {
        let mut found = repeated(SORTED, 1, &[0]);
        found.retain(|said| !said.starts_with('0'));
        assert_eq!(
            found,
            ["3 Well.", "3 Maybe?", "3 The mayor of the town spoke."]
        );
    }
}

//! How frequent words are in general: what makes a word that is rare elsewhere
//! and frequent in a text worth more than one that is frequent everywhere.

use std::sync::LazyLock;

use malmoi_corpus::{Corpus, Entry, Skip};
use malmoi_text::{Analyzer, AnalyzerWorker, Kind, Language};
use rustc_hash::FxHashMap;

use crate::articles::full_text;
use crate::reading::{Place, read_on_all_threads};
use crate::{Error, Progress};

/// How frequent words are in general, to weigh a document's keywords by.
///
/// The default is embedded: 42,000 English stems and 25,000 Korean words with
/// their frequencies in books, films, news and the web, taken from wordfreq
/// (Speer 2022). For texts of a special field, [count](Background::count) some
/// of them: words that all of them use then weigh less.
///
/// Frequencies are on the Zipf scale (van Heuven et al. 2014), the logarithm to
/// base 10 of the occurrences in a thousand million words: 3 is once in a
/// million.
///
/// # Example
///
/// ```
/// use malmoi::{Background, Language};
///
/// let general = Background::default();
/// let president = general.zipf(Language::KOREAN, "대통령").unwrap();
/// let photosynthesis = general.zipf(Language::KOREAN, "광합성").unwrap();
/// assert!(president > photosynthesis + 1.0);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Background(Frequencies);

#[derive(Clone, Debug, Default)]
enum Frequencies {
    #[default]
    Embedded,
    Counted(Counts),
}

/// The words of a counted corpus.
#[derive(Clone, Debug, Default)]
struct Counts {
    words: FxHashMap<Language, FxHashMap<Box<str>, u64>>,
    /// Running words.
    total: u64,
}

impl Background {
    /// Counts the words of a corpus, on all threads of the current rayon pool. Returns them and
    /// what could not be read, in the order of the corpus. Memory grows with the number of
    /// different words.
    ///
    /// # Errors
    ///
    /// Only when `progress` asks to stop.
    ///
    /// # Example
    ///
    /// ```no_run
    /// use malmoi::{Analyzer, Background, Corpus, CorpusOptions, KeywordExtractor, KeywordOptions};
    ///
    /// let analyzer = Analyzer::new()?;
    /// let corpus = Corpus::open(&["crawl"], CorpusOptions::default())?;
    /// let (background, skipped) = Background::count(corpus, &analyzer, &())?;
    /// assert!(skipped.is_empty());
    /// let options = KeywordOptions {
    ///     background,
    ///     ..KeywordOptions::default()
    /// };
    /// let keywords = KeywordExtractor::with_options(&analyzer, &options).keywords("Rice fell.");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn count(
        corpus: Corpus,
        analyzer: &Analyzer,
        progress: &dyn Progress,
    ) -> Result<(Background, Vec<Skip>), Error> {
        progress.start_pass("reading the background", corpus.bytes());
        let worker = || analyzer.analyzer_worker();
        let add = |worker: &mut AnalyzerWorker<'_>,
                   (counts, skipped): &mut (Counts, Vec<_>),
                   place: Place,
                   entry| match entry {
            Entry::Skipped(skip) => skipped.push((place.key(), skip)),
            Entry::Document(document) => {
                worker.analyze(&full_text(&document), &mut |token| {
                    counts.total += u64::from(matches!(token.kind, Kind::Term | Kind::Word));
                    if matches!(token.kind, Kind::Term | Kind::Part) {
                        counts.add(token.language, token.term, 1);
                    }
                });
            }
        };
        let read = read_on_all_threads(corpus, progress, worker, add)?;
        let (mut all, mut skipped) = (Counts::default(), Vec::new());
        for (counts, skips) in read.shares {
            all.merge(counts);
            skipped.extend(skips);
        }
        skipped.sort_unstable_by_key(|(key, _)| *key);
        let skipped = skipped.into_iter().map(|(_, skip)| skip).collect();
        Ok((Background(Frequencies::Counted(all)), skipped))
    }

    /// Says whether nothing was there to count, so that all words weigh alike.
    pub fn is_empty(&self) -> bool {
        matches!(&self.0, Frequencies::Counted(counts) if counts.total == 0)
    }

    /// Returns how frequent a term is, on the Zipf scale, a little below the
    /// rarest if it is not listed. `None` if nothing is known of any word: of
    /// languages other than English and Korean in the embedded background, and in
    /// one counted from nothing.
    pub fn zipf(&self, language: Language, term: &str) -> Option<f64> {
        match &self.0 {
            Frequencies::Embedded => embedded(language, term),
            Frequencies::Counted(counts) => counts.zipf(language, term),
        }
    }
}

impl Counts {
    fn add(&mut self, language: Language, term: &str, count: u64) {
        let words = self.words.entry(language).or_default();
        match words.get_mut(term) {
            Some(known) => *known += count,
            None => {
                words.insert(term.into(), count);
            }
        }
    }

    #[expect(clippy::iter_over_hash_type, reason = "addition has no order")]
    fn merge(&mut self, other: Counts) {
        self.total += other.total;
        for (language, words) in other.words {
            for (term, count) in words {
                self.add(language, &term, count);
            }
        }
    }

    fn zipf(&self, language: Language, term: &str) -> Option<f64> {
        if self.total == 0 {
            return None;
        }
        let count = self.words.get(&language).and_then(|words| words.get(term));
        // A word never seen counts as half an occurrence.
        let count = count.map_or(0.5, |count| *count as f64);
        Some(libm::log10(count / self.total as f64) + 9.0)
    }
}

/// Entries of four bytes, sorted: 28 bits of a word's hash, 4 of its level;
/// `dictionaries/background/make.py` writes them.
static WORDS: &[u8] = include_bytes!("../../../dictionaries/background/words.bin");

/// The Zipf value of level 0, and what a level adds.
const LOWEST: f64 = 1.0;
const STEP: f64 = 0.4;

/// What words have that are not listed: a little less than the rarest listed.
const UNLISTED_ENGLISH: f64 = 2.2;
const UNLISTED_KOREAN: f64 = 3.0;

/// How many of a hash's upper bits choose a bucket, each of eight entries or so:
/// fewer misses of the cache than bisection.
const BUCKET_BITS: u32 = 13;

/// Where each bucket begins, and where the last one ends.
static BUCKETS: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let mut starts = Vec::with_capacity((1 << BUCKET_BITS) + 1);
    for (at, entry) in entries(WORDS).enumerate() {
        while starts.len() <= (entry >> (32 - BUCKET_BITS)) as usize {
            starts.push(at as u32);
        }
    }
    starts.resize((1 << BUCKET_BITS) + 1, (WORDS.len() / 4) as u32);
    starts
});

fn entries(bytes: &[u8]) -> impl Iterator<Item = u32> {
    let chunks = bytes.chunks_exact(4);
    chunks.map(|entry| {
        entry
            .iter()
            .rev()
            .fold(0, |n, byte| n << 8 | u32::from(*byte))
    })
}

fn embedded(language: Language, term: &str) -> Option<f64> {
    let unlisted = match language {
        Language::ENGLISH => UNLISTED_ENGLISH,
        Language::KOREAN => UNLISTED_KOREAN,
        _ => return None,
    };
    let hash = hash(language, term);
    let bucket = (hash >> (28 - BUCKET_BITS)) as usize;
    let place = BUCKETS[bucket] as usize * 4..BUCKETS[bucket + 1] as usize * 4;
    let entry = entries(&WORDS[place]).find(|entry| entry >> 4 == hash);
    Some(entry.map_or(unlisted, |entry| LOWEST + STEP * f64::from(entry & 15)))
}

/// The upper 28 bits of the 64-bit FNV-1a hash (Fowler, Noll, Vo) of the
/// language's code, a space and the term.
fn hash(language: Language, term: &str) -> u32 {
    let bytes = language.code().bytes().chain([b' ']).chain(term.bytes());
    let hash = bytes.fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)
    });
    (hash >> 36) as u32
}

#[cfg(test)]
mod tests {
    use malmoi_corpus::CorpusOptions;

    use super::*;

    #[test]
    fn entries_are_sorted_and_every_one_is_found() {
        let entries: Vec<u32> = entries(WORDS).collect();
        assert!(entries.len() > 60_000);
        assert!(entries.is_sorted_by(|a, b| a >> 4 < b >> 4));
        for (at, entry) in entries.iter().enumerate() {
            let bucket = (entry >> (32 - BUCKET_BITS)) as usize;
            let place = BUCKETS[bucket] as usize..BUCKETS[bucket + 1] as usize;
            assert!(place.contains(&at), "entry {at}");
        }
    }

    #[test]
    fn frequent_words_are_above_rare_ones_and_those_above_unlisted_ones() {
        let general = Background::default();
        let english = |term| general.zipf(Language::ENGLISH, term).unwrap();
        assert!(english("peopl") > english("kimchi") + 1.0);
        assert!(english("kimchi") > english("qwzx"));
        let korean = |term| general.zipf(Language::KOREAN, term).unwrap();
        assert!(korean("정부") > korean("지진"));
        assert!(korean("지진") > korean("뷁뷁"));
    }

    #[test]
    fn nothing_is_known_of_other_languages() {
        let general = Background::default();
        assert_eq!(general.zipf(Language::JAPANESE, "米"), None);
    }

    #[test]
    fn a_counted_background_has_the_words_of_its_corpus_on_any_number_of_threads() {
        let analyzer = Analyzer::new().unwrap();
        let counted = |threads| {
            let text = "{\"text\":\"정부는 쌀을 샀다. 정부는 팔았다.\"}\n{broken\n{\"text\":\"Rice fell.\"}";
            let options = CorpusOptions::default();
            let corpus = Corpus::from_reader("-", Box::new(text.as_bytes()), options);
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.unwrap()
                .install(|| Background::count(corpus, &analyzer, &()).unwrap().0)
        };
        let (one, two) = (counted(1), counted(2));
        for (language, term) in [
            (Language::KOREAN, "정부"),
            (Language::KOREAN, "쌀"),
            (Language::KOREAN, "보리"),
            (Language::ENGLISH, "rice"),
        ] {
            assert_eq!(one.zipf(language, term), two.zipf(language, term));
        }
        let zipf = |term| one.zipf(Language::KOREAN, term).unwrap();
        assert!((zipf("정부") - zipf("쌀") - libm::log10(2.0)).abs() < 1e-12);
        assert!((zipf("쌀") - zipf("보리") - libm::log10(2.0)).abs() < 1e-12);
    }
}

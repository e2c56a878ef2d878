//! What words cost beyond what ko-dic says: the difference between mecab-ko's
//! answer and malmoi's.
//!
//! The corrections are sums of learnt weights, in ko-dic's cost units, of what
//! a word is: its tag and length, its surface and tag if it is frequent, and
//! the parts of a compound. The weights, how they were learnt and from what are
//! in `dictionaries/ko-costs`. Whole numbers all of them, so that an analysis
//! is the same on every machine. New nouns are in `new_nouns.rs`.
//!
//! A correction depends on the characters of the eojeol alone, never on what
//! stands beyond a space.

use lindera_dictionary::dictionary::Dictionary;
use lindera_dictionary::viterbi::{LexType, WordId};
use rustc_hash::FxHashMap;

use super::details::{Details, Record, first_tag};
use super::first_tags::first_tags;
use super::lexicon::{Candidate, Matches};
use super::new_nouns::{NewNouns, PieceKind, ends_unlike_noun};

/// All weights: kind, what it is about, cost; separated by tabs.
static WEIGHTS: &str = include_str!("../../../../dictionaries/ko-costs/weights.tsv");

/// The corrections of one dictionary.
pub(super) struct Corrections {
    tags: Vec<Tag>,
    /// The first tag of the words of each left context id, and of each unknown
    /// word by its id, as indices into [`tags`](Corrections::tags).
    of_left: Vec<u8>,
    of_unknown: Vec<u8>,
    /// The parts of compound nouns.
    compounds: PartWeights,
    /// Whether compounds are divided as their weights say; they stay whole
    /// otherwise.
    divides: bool,
    new_nouns: NewNouns,
}

/// What is known of a first tag.
struct Tag {
    name: &'static str,
    /// The weights of words of 1, 2, 3, 4 and more characters.
    by_length: [i32; LENGTHS],
    /// The weights of frequent words, by their characters.
    words: FxHashMap<Box<[char]>, i32>,
    /// The characters of the longest of them.
    longest_word: usize,
    /// What words of the tag are as a piece of a name.
    piece: Option<PieceKind>,
}

/// The weights of the parts of compound nouns.
#[derive(Default)]
struct PartWeights {
    /// By the lengths of the parts: see [`PartWeights::with_length`].
    parts: FxHashMap<u64, i32>,
    first: FxHashMap<&'static [u8], i32>,
    last: FxHashMap<&'static [u8], i32>,
}

/// Words of this many characters and more have the same weight for their tag.
const LENGTHS: usize = 5;

/// What an entry costs more that is tagged as a noun and cannot be one.
const NO_NOUN: i32 = 4000;

/// What a compound that is to stay whole costs more: more than the weights of
/// its parts, which are learnt from texts that divide it, can make up for.
const WHOLE: i32 = -2500;

/// What a compound costs more whose last part could be a particle: 학교의 is a
/// school's far more often than a doctor's, and no correction may bring the
/// doctor about.
const LIKE_PARTICLE: i32 = 1000;

/// Nouns of one syllable that end compounds and are particles as well.
const PARTICLES: [&str; 9] = ["의", "로", "가", "도", "이", "에", "과", "만", "나"];

/// The packed lengths of no parts at all: a bit that parts without characters
/// move up as well.
const NO_PARTS: u64 = 1;

/// Compounds shorter than this have no weights.
const SHORTEST_COMPOUND: usize = 3;

impl Corrections {
    pub(super) fn new(dictionary: &Dictionary, divides: bool) -> Corrections {
        let mut corrections = Corrections {
            tags: vec![Tag::new("")],
            of_left: Vec::new(),
            of_unknown: Vec::new(),
            compounds: PartWeights::default(),
            divides,
            new_nouns: NewNouns::new(dictionary),
        };
        for (kind, key, weight) in weights() {
            corrections.learn(kind, key, weight);
        }
        let left_ids = dictionary.connection_cost_matrix.backward_size as usize;
        let of_left = first_tags(left_ids).into_iter();
        corrections.of_left = of_left.map(|tag| corrections.index_of(tag)).collect();
        let unknown = 0..dictionary.unknown_dictionary.costs.len() as u32;
        let of_unknown = unknown.map(|id| {
            let id = WordId::new(LexType::Unknown, id);
            corrections.index_of(first_tag(Details::of(dictionary, id).pos))
        });
        corrections.of_unknown = of_unknown.collect();
        corrections
    }

    fn learn(&mut self, kind: &str, key: &'static str, weight: i32) {
        match (kind, key.split_once(' ')) {
            ("tag", Some((name, length))) => {
                let length: usize = length.parse().unwrap_or(LENGTHS);
                self.tag_named(name).by_length[length.clamp(1, LENGTHS) - 1] = weight;
            }
            ("word", Some((surface, name))) => {
                let surface: Box<[char]> = surface.chars().collect();
                let tag = self.tag_named(name);
                tag.longest_word = tag.longest_word.max(surface.len());
                tag.words.insert(surface, weight);
            }
            ("parts", _) => self.compounds.learn_lengths(key, weight),
            ("first", _) => drop(self.compounds.first.insert(key.as_bytes(), weight)),
            ("last", _) => drop(self.compounds.last.insert(key.as_bytes(), weight)),
            _ => drop(self.new_nouns.learn(kind, key, weight)),
        }
    }

    fn tag_named(&mut self, name: &'static str) -> &mut Tag {
        let index = self.tags.iter().position(|tag| tag.name == name);
        let index = index.unwrap_or_else(|| {
            self.tags.push(Tag::new(name));
            self.tags.len() - 1
        });
        &mut self.tags[index]
    }

    /// Returns the index of a tag, or of the one that stands for those without
    /// weights.
    fn index_of(&self, name: &str) -> u8 {
        let found = self.tags.iter().position(|tag| tag.name == name);
        found.unwrap_or(WITHOUT_WEIGHTS) as u8
    }

    /// Corrects the costs of the unknown words at `start`, which are those from
    /// `first` on, and adds the nouns that the dictionary may lack.
    pub(super) fn apply(
        &self,
        (chars, start): (&[char], usize),
        matches: &mut impl Matches,
        first: usize,
        candidates: &mut Vec<Candidate>,
    ) {
        let unknown = first..candidates.len();
        let is_noun = |c: &Candidate| {
            let piece = self.tag_of_unknown(c.id).piece;
            piece.is_some_and(PieceKind::is_noun)
        };
        // The lengths at which unk.def has a noun already, a bit each.
        let nouns = candidates[unknown.clone()].iter().filter(|c| is_noun(c));
        let lengths = nouns.map(|c| 1u64.checked_shl(c.end - start as u32).unwrap_or(0));
        let unknown_nouns = lengths.fold(0, |all, bit| all | bit);
        self.new_nouns
            .find((chars, start), unknown_nouns, matches, candidates);
        for candidate in &mut candidates[unknown] {
            let length = candidate.end as usize - start;
            candidate.cost += self.tag_of_unknown(candidate.id).weight_of(length);
        }
    }

    /// Returns what a word of the dictionary costs more.
    pub(super) fn of(
        &self,
        dictionary: &Dictionary,
        candidate: &Candidate,
        surface: &[char],
    ) -> i32 {
        let tag = self.tag_after(candidate.left_id);
        let mut sum = tag.weight_of(surface.len());
        if surface.len() <= tag.longest_word {
            sum += tag.words.get(surface).copied().unwrap_or(0);
        }
        if tag.piece.is_some_and(PieceKind::is_noun) {
            let record = Record::of(dictionary, candidate.id);
            let is_long = surface.len() >= SHORTEST_COMPOUND;
            if is_long && record.is_compound() {
                if ends_like_particle(record.parts()) {
                    return sum.max(0) + LIKE_PARTICLE;
                }
                sum += match self.divides {
                    true => self.compounds.of(record.parts()),
                    false => WHOLE,
                };
            }
            // A noun fused with a particle (도로는, as 도시 and 로는) is hardly
            // ever right.
            if is_long && ends_unlike_noun(surface) || record.tag().contains(&b'+') {
                sum += NO_NOUN;
            }
        }
        sum
    }

    /// Returns what the words of a left context id are as a piece of a name.
    pub(super) fn piece(&self, left_id: u16) -> Option<PieceKind> {
        self.tag_after(left_id).piece
    }

    /// Returns the first tag of the words of a left context id.
    fn tag_after(&self, left_id: u16) -> &Tag {
        let index = self.of_left.get(usize::from(left_id)).copied();
        &self.tags[index.map_or(WITHOUT_WEIGHTS, usize::from)]
    }

    fn tag_of_unknown(&self, id: WordId) -> &Tag {
        let index = self.of_unknown.get(id.id() as usize).copied();
        &self.tags[index.map_or(WITHOUT_WEIGHTS, usize::from)]
    }
}

/// The index of the tag that stands for all tags without weights.
const WITHOUT_WEIGHTS: usize = 0;

impl Tag {
    fn new(name: &'static str) -> Tag {
        Tag {
            name,
            by_length: [0; LENGTHS],
            words: FxHashMap::default(),
            longest_word: 0,
            piece: PieceKind::of_tag(name),
        }
    }

    /// Returns the weight of a word of so many characters.
    fn weight_of(&self, length: usize) -> i32 {
        self.by_length[length.min(LENGTHS) - 1]
    }
}

impl PartWeights {
    fn learn_lengths(&mut self, key: &str, weight: i32) {
        let numbers = key.split('-').map(|length| length.parse().unwrap_or(0));
        self.parts
            .insert(numbers.fold(NO_PARTS, PartWeights::with_length), weight);
    }

    /// Packs the length of one more part into a number, four bits each.
    fn with_length(lengths: u64, length: u64) -> u64 {
        lengths << 4 | length.min(0xF)
    }

    fn of(&self, parts: &[u8]) -> i32 {
        let (mut lengths, mut first, mut last) = (NO_PARTS, None, &parts[..0]);
        for part in parts.split(|byte| *byte == b'+') {
            last = part.split(|byte| *byte == b'/').next().unwrap_or(part);
            first.get_or_insert(last);
            // What is no first byte of a character.
            let tails = last.iter().filter(|byte| **byte & 0xC0 == 0x80).count();
            lengths = PartWeights::with_length(lengths, (last.len() - tails) as u64);
        }
        self.parts.get(&lengths).copied().unwrap_or(0)
            + weight_in(&self.first, first.unwrap_or_default())
            + weight_in(&self.last, last)
    }
}

/// Says whether the last of a compound's parts is a noun that is a particle as
/// well. 가 in 전문가 is a suffix, and no such noun.
fn ends_like_particle(parts: &[u8]) -> bool {
    let last = parts.rsplit(|byte| *byte == b'+').next();
    let mut fields = last.unwrap_or_default().split(|byte| *byte == b'/');
    let form = fields.next().unwrap_or_default();
    PARTICLES.iter().any(|particle| particle.as_bytes() == form)
        && fields.next().is_some_and(|tag| tag.starts_with(b"NN"))
}

fn weight_in(weights: &FxHashMap<&'static [u8], i32>, key: &[u8]) -> i32 {
    weights.get(key).copied().unwrap_or(0)
}

/// Returns kind, key and cost of each weight.
fn weights() -> impl Iterator<Item = (&'static str, &'static str, i32)> {
    WEIGHTS.lines().filter_map(|line| {
        let mut fields = line.split('\t');
        let (kind, key, weight) = (fields.next()?, fields.next()?, fields.next()?);
        Some((kind, key, weight.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::super::lattice::Lattice;
    use super::super::lexicon::Lexicon;
    use super::*;

    #[test]
    fn every_weight_of_the_file_is_read_and_fits() {
        let dictionary = malmoi_ko_dic::load().unwrap();
        let mut new_nouns = NewNouns::new(&dictionary);
        let mut kinds = std::collections::BTreeSet::new();
        for line in WEIGHTS.lines() {
            let [kind, key, weight] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{line:?}");
            };
            // Five of them make a correction at most, and it is kept as an i16.
            assert!(
                weight.parse::<i16>().unwrap().unsigned_abs() <= 6000,
                "{line:?}"
            );
            kinds.insert(kind);
            if !["tag", "word", "parts", "first", "last"].contains(&kind) {
                assert!(new_nouns.learn(kind, key, 1), "{line:?}");
            }
        }
        assert!(kinds.len() > 10, "{kinds:?}");
    }

    #[test]
    fn a_second_lattice_and_a_second_lexicon_give_the_same_words() {
        let lexicon = Lexicon::new(malmoi_ko_dic::load().unwrap()).corrected(true);
        let text = "지난해 새누리당 의원들이 오늘 국회에서 처음으로 만났다";
        let first = Lattice::new(&lexicon).words(text).to_vec();
        assert_eq!(Lattice::new(&lexicon).words(text), first);
        let fresh = Lexicon::new(malmoi_ko_dic::load().unwrap()).corrected(true);
        assert_eq!(Lattice::new(&fresh).words(text), first);
    }
}

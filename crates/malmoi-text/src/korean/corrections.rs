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

use std::sync::atomic::{AtomicI16, AtomicU8, Ordering};

use lindera_dictionary::dictionary::Dictionary;
use lindera_dictionary::viterbi::{LexType, WordId};
use rustc_hash::FxHashMap;

use super::details::{Details, first_tag};
use super::lexicon::{Candidate, Matches};
use super::new_nouns::{NewNouns, PieceKind, ends_unlike_noun};

/// All weights: kind, what it is about, cost; separated by tabs.
static WEIGHTS: &str = include_str!("../../../../dictionaries/ko-costs/weights.tsv");

/// The corrections of one dictionary.
pub(super) struct Corrections {
    tags: Vec<Tag>,
    /// The parts of compound nouns.
    compounds: PartWeights,
    /// Whether compounds are divided as their weights say; they stay whole
    /// otherwise.
    divides: bool,
    new_nouns: NewNouns,
    /// What was worked out already, each a function of its index: so threads
    /// that share it may write in any order.
    known: Known,
}

/// What is known of a first tag.
struct Tag {
    name: &'static str,
    /// The weights of words of 1, 2, 3, 4 and more characters.
    by_length: [i32; LENGTHS],
    words: FxHashMap<&'static str, i32>,
    /// What words of the tag are as a piece of a name.
    piece: Option<PieceKind>,
}

/// The weights of the parts of compound nouns.
#[derive(Default)]
struct PartWeights {
    /// By the lengths of the parts, `2-1`.
    parts: FxHashMap<&'static str, i32>,
    first: FxHashMap<&'static str, i32>,
    last: FxHashMap<&'static str, i32>,
}

struct Known {
    /// The correction of each word, by id.
    words: Vec<AtomicI16>,
    /// The first tag of each word, by id, as an index into
    /// [`Corrections::tags`].
    tags: Vec<AtomicU8>,
}

/// Stands for what was not worked out yet: zero, as fresh memory is, so that a
/// table costs nothing until it is used.
const UNKNOWN: u8 = 0;

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

/// Compounds shorter than this have no weights.
const SHORTEST_COMPOUND: usize = 3;

impl Corrections {
    pub(super) fn new(dictionary: &Dictionary, divides: bool) -> Corrections {
        let zeros = |count| std::iter::repeat_n(0, count);
        let mut corrections = Corrections {
            tags: vec![Tag::new(""), Tag::new("")],
            compounds: PartWeights::default(),
            divides,
            new_nouns: NewNouns::new(dictionary),
            known: Known {
                words: zeros(dictionary.prefix_dictionary.word_count())
                    .map(AtomicI16::new)
                    .collect(),
                tags: zeros(dictionary.prefix_dictionary.word_count())
                    .map(|zero| AtomicU8::new(zero as u8))
                    .collect(),
            },
        };
        for (kind, key, weight) in weights() {
            corrections.learn(kind, key, weight);
        }
        corrections
    }

    fn learn(&mut self, kind: &str, key: &'static str, weight: i32) {
        match (kind, key.split_once(' ')) {
            ("tag", Some((name, length))) => {
                let length: usize = length.parse().unwrap_or(LENGTHS);
                self.tag_named(name).by_length[length.clamp(1, LENGTHS) - 1] = weight;
            }
            ("word", Some((surface, name))) => {
                self.tag_named(name).words.insert(surface, weight);
            }
            ("parts", _) => drop(self.compounds.parts.insert(key, weight)),
            ("first", _) => drop(self.compounds.first.insert(key, weight)),
            ("last", _) => drop(self.compounds.last.insert(key, weight)),
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

    /// Corrects the costs of the unknown words at `start`, which are those from
    /// `first` on, and adds the nouns that the dictionary may lack.
    pub(super) fn apply(
        &self,
        dictionary: &Dictionary,
        (chars, start): (&[char], usize),
        matches: &mut impl Matches,
        first: usize,
        candidates: &mut Vec<Candidate>,
    ) {
        let unknown = first..candidates.len();
        let is_noun = |c: &Candidate| {
            let piece = self.piece(dictionary, c.id);
            piece.is_some_and(PieceKind::is_noun)
        };
        // The lengths at which unk.def has a noun already, a bit each.
        let nouns = candidates[unknown.clone()].iter().filter(|c| is_noun(c));
        let lengths = nouns.map(|c| 1u64.checked_shl(c.end - start as u32).unwrap_or(0));
        let unknown_nouns = lengths.fold(0, |all, bit| all | bit);
        self.new_nouns
            .find((chars, start), unknown_nouns, matches, candidates);
        for candidate in &mut candidates[unknown] {
            let surface = &chars[start..candidate.end as usize];
            candidate.cost += self.of(dictionary, candidate, surface);
        }
    }

    /// Returns what a word costs more.
    pub(super) fn of(
        &self,
        dictionary: &Dictionary,
        candidate: &Candidate,
        surface: &[char],
    ) -> i32 {
        if candidate.id.lex_type() != LexType::System {
            let tag = self.tag(dictionary, candidate.id);
            return tag.by_length[surface.len().min(LENGTHS) - 1];
        }
        let Some(known) = self.known.words.get(candidate.id.id() as usize) else {
            return 0;
        };
        // Beside zero, every value stands for the one below.
        let mut value = known.load(Ordering::Relaxed);
        if value == i16::from(UNKNOWN) {
            let sum = self.worked_out(dictionary, candidate, surface);
            value = if sum >= 0 { sum + 1 } else { sum } as i16;
            known.store(value, Ordering::Relaxed);
        }
        i32::from(if value > 0 { value - 1 } else { value })
    }

    fn worked_out(&self, dictionary: &Dictionary, candidate: &Candidate, surface: &[char]) -> i32 {
        let tag = self.tag(dictionary, candidate.id);
        let mut sum = tag.by_length[surface.len().min(LENGTHS) - 1];
        if !tag.words.is_empty() {
            let surface: String = surface.iter().collect();
            sum += weight_in(&tag.words, &surface);
        }
        if tag.piece.is_some_and(PieceKind::is_noun) {
            let is_long = surface.len() >= SHORTEST_COMPOUND;
            if is_long && is_compound(dictionary, candidate.id) {
                if ends_like_particle(dictionary, candidate.id) {
                    return sum.max(0) + LIKE_PARTICLE;
                }
                sum += match self.divides {
                    true => self.compounds.of(dictionary, candidate.id),
                    false => WHOLE,
                };
            }
            // A noun fused with a particle (도로는, as 도시 and 로는) is hardly
            // ever right.
            let is_fused = || Details::of(dictionary, candidate.id).pos.contains('+');
            if is_long && ends_unlike_noun(surface) || is_fused() {
                sum += NO_NOUN;
            }
        }
        sum
    }

    /// Returns what a word is as a piece of a name.
    pub(super) fn piece(&self, dictionary: &Dictionary, id: WordId) -> Option<PieceKind> {
        self.tag(dictionary, id).piece
    }

    fn tag(&self, dictionary: &Dictionary, id: WordId) -> &Tag {
        let known = match id.lex_type() {
            LexType::System => self.known.tags.get(id.id() as usize),
            // There are a handful, and their ids are others.
            LexType::User | LexType::Unknown => None,
        };
        let mut index = known.map_or(UNKNOWN, |known| known.load(Ordering::Relaxed));
        if index == UNKNOWN {
            let name = first_tag(Details::of(dictionary, id).pos);
            let found = self.tags.iter().rposition(|tag| tag.name == name);
            index = found.map_or(WITHOUT_WEIGHTS, |index| index as u8);
            if let Some(known) = known {
                known.store(index, Ordering::Relaxed);
            }
        }
        &self.tags[usize::from(index)]
    }
}

/// The index of the tag that stands for all tags without weights. The one
/// before it is not used, its index being [`UNKNOWN`].
const WITHOUT_WEIGHTS: u8 = 1;

impl Tag {
    fn new(name: &'static str) -> Tag {
        Tag {
            name,
            by_length: [0; LENGTHS],
            words: FxHashMap::default(),
            piece: PieceKind::of_tag(name),
        }
    }
}

impl PartWeights {
    fn of(&self, dictionary: &Dictionary, id: WordId) -> i32 {
        let fields = dictionary.word_details_iter(id.id() as usize);
        let Some(expression) = fields.last() else {
            return 0;
        };
        let mut lengths = String::with_capacity(LONGEST_PARTS);
        let (mut first, mut last) = ("", "");
        for morpheme in expression.split('+') {
            last = morpheme.split('/').next().unwrap_or(morpheme);
            if lengths.is_empty() {
                first = last;
            } else {
                lengths.push('-');
            }
            lengths.push_str(&last.chars().count().to_string());
        }
        weight_in(&self.parts, &lengths)
            + weight_in(&self.first, first)
            + weight_in(&self.last, last)
    }
}

fn is_compound(dictionary: &Dictionary, id: WordId) -> bool {
    let mut fields = dictionary.word_details_iter(id.id() as usize);
    fields.nth(TYPE) == Some("Compound")
}

/// Says whether the last part of a compound is a noun that is a particle as
/// well. 가 in 전문가 is a suffix, and no such noun.
fn ends_like_particle(dictionary: &Dictionary, id: WordId) -> bool {
    let expression = dictionary.word_details_iter(id.id() as usize).last();
    let last = expression.and_then(|all| all.rsplit('+').next());
    let mut fields = last.unwrap_or_default().split('/');
    fields.next().is_some_and(|form| PARTICLES.contains(&form))
        && fields.next().is_some_and(|tag| tag.starts_with("NN"))
}

fn weight_in(weights: &FxHashMap<&'static str, i32>, key: &str) -> i32 {
    weights.get(key).copied().unwrap_or(0)
}

/// The column of an entry's details that says whether it is a compound.
const TYPE: usize = 4;

/// Room for the lengths of the parts, `2-2-1`.
const LONGEST_PARTS: usize = 16;

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
    fn what_was_worked_out_once_stays_the_same() {
        let lexicon = Lexicon::new(malmoi_ko_dic::load().unwrap()).corrected(true);
        let text = "지난해 새누리당 의원들이 오늘 국회에서 처음으로 만났다";
        let first = Lattice::new(&lexicon).words(text).to_vec();
        assert_eq!(Lattice::new(&lexicon).words(text), first);
        let fresh = Lexicon::new(malmoi_ko_dic::load().unwrap()).corrected(true);
        assert_eq!(Lattice::new(&fresh).words(text), first);
    }
}

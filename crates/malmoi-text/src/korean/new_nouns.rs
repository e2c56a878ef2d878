//! Nouns that the dictionary lacks, as candidates beside its own words.
//!
//! A name that is not in ko-dic comes apart into whatever pieces are
//! (새누리당 → 새+누리+당). So a stretch of Hangul is offered as one noun where it
//! could be one: it starts the stretch, it has 2 to 8 syllables, what follows up
//! to the end of the stretch is nothing or may follow a noun
//! (`dictionaries/ko-costs/after-nouns.txt`), and no noun of the dictionary
//! would fit there as well. What such a noun costs is a sum of learnt weights:
//! of its length, of what follows, and of the nouns it would come apart into.
//! The lattice decides.

use lindera_dictionary::dictionary::Dictionary;
use lindera_dictionary::viterbi::{LexType, WordId};
use rustc_hash::{FxHashMap, FxHashSet};

use super::lexicon::{Candidate, Matches};
use crate::stop_words::words;

/// What may follow new nouns, and what they cost.
pub(super) struct NewNouns {
    left_id: u16,
    /// Right context ids after a vowel and after a consonant.
    right_ids: [u16; 2],
    after: FxHashMap<u64, i32>,
    surnames: FxHashSet<char>,
    /// By [`Weight::packed`].
    weights: FxHashMap<u64, i32>,
}

/// What a weight is about.
#[derive(Clone, Copy)]
enum Weight {
    Length(u8),
    /// Number of pieces, length.
    Pieces(u8, u8),
    /// All pieces packed, and whether anything follows.
    Pattern(u64, Option<Place>),
    /// The last piece, and the length of the noun.
    Tail(Piece, Option<u8>),
    Head(Piece),
    /// A last syllable that is a particle or an ending as well.
    Ending(char, Place),
    /// The length of a noun that starts with a surname.
    Surname(u8, Place),
}

/// Whether the noun is the last of its stretch of Hangul.
#[derive(Clone, Copy)]
enum Place {
    Last,
    Followed,
}

/// A piece at the border of a noun: itself if it is one syllable.
#[derive(Clone, Copy)]
enum Piece {
    Syllable(char),
    Length(u8),
}

/// The cheapest way to cover the syllables up to a place with nouns.
#[derive(Clone, Copy)]
struct Cover {
    cost: i32,
    pieces: u8,
    /// The pieces in order, the last one lowest: see [`packed`].
    pattern: u64,
}

/// The syllables a new noun has at least and at most.
const SHORTEST: usize = 2;
const LONGEST: usize = 8;

/// The most syllables that may follow a noun.
const LONGEST_AFTER: usize = 4;

/// The id of all new nouns; far beyond those of unk.def, and the greatest that
/// the lattice has room for.
const ID: u32 = (1 << 30) - 1;

/// Names that ko-dic has without a meaning, such as person or place.
const NAME_WITH_VOWEL: &str = "현대";
const NAME_WITH_CONSONANT: &str = "삼성";

/// What any new noun costs before its weights.
const BASE: i32 = 5000;

/// A new noun that costs more wins one time in a hundred, and four candidates in
/// ten do.
const HOPELESS: i32 = 10_000;

/// What a piece of a cover costs beyond its own cost, more if it is neither
/// common noun nor name, and what a syllable that is no noun costs.
const PIECE: i32 = 2500;
const NOT_SO_NOUN: i32 = 1500;
const NO_PIECE: i32 = 11000;

static AFTER: &str = include_str!("../../../../dictionaries/ko-costs/after-nouns.txt");
static SURNAMES: &str = include_str!("../../../../dictionaries/ko-costs/surnames.txt");

/// The bits of a piece in a pattern, and those of its length.
const PIECE_BITS: u32 = 7;
const LENGTH_BITS: u32 = 4;

/// The bits of the kind of a weight: with them, a pattern of the most pieces,
/// and a length, the 64 bits of a number are full but for one.
const KIND_BITS: u32 = 3;

impl NewNouns {
    pub(super) fn new(dictionary: &Dictionary) -> NewNouns {
        // Any proper noun without a meaning of its own shows how names connect.
        let context = |surface: &str| {
            let entries = dictionary.prefix_dictionary.find_surface(surface);
            let mut names = entries.into_iter().filter(|entry| {
                let mut fields = dictionary.word_details_iter(entry.word_id().id() as usize);
                fields.next() == Some("NNP") && fields.next() == Some("*")
            });
            let name = names.next();
            name.map_or((0, 0), |e| (e.left_id() as u16, e.right_id() as u16))
        };
        let (left_id, after_vowel) = context(NAME_WITH_VOWEL);
        let (_, after_consonant) = context(NAME_WITH_CONSONANT);
        let after = words(AFTER).filter_map(|word| Some((packed_syllables(word.chars())?, 0)));
        NewNouns {
            left_id,
            right_ids: [after_vowel, after_consonant],
            after: std::iter::once((0, 0)).chain(after).collect(),
            surnames: words(SURNAMES).flat_map(str::chars).collect(),
            weights: FxHashMap::default(),
        }
    }

    /// Says whether a word is a new noun.
    pub(super) fn is_one(id: WordId) -> bool {
        id.is_unknown() && id.id() == ID
    }

    /// Takes in a weight of the file; returns false if it makes no sense.
    pub(super) fn learn(&mut self, kind: &str, key: &str, weight: i32) -> bool {
        if kind == "after" {
            let syllables = key.trim_start_matches('-').chars();
            let known = packed_syllables(syllables).and_then(|k| self.after.get_mut(&k));
            known.map(|cost| *cost = weight).is_some()
        } else {
            let about = Weight::parse(kind, key);
            about
                .map(|about| self.weights.insert(about.packed(), weight))
                .is_some()
        }
    }

    /// Adds the new nouns that may start at `start`. `unknown_nouns` are the
    /// lengths of the nouns there that unk.def brings about, a bit each.
    pub(super) fn find(
        &self,
        (chars, start): (&[char], usize),
        unknown_nouns: u64,
        matches: &mut impl Matches,
        candidates: &mut Vec<Candidate>,
    ) {
        if !is_hangul(chars[start]) || start > 0 && is_hangul(chars[start - 1]) {
            return;
        }
        let longest = LONGEST + LONGEST_AFTER;
        let stretch = chars[start..].iter().take(longest + 1);
        let stretch = stretch.take_while(|c| is_hangul(**c)).count();
        if stretch < SHORTEST || stretch > longest {
            return;
        }
        let stretch = &chars[start..start + stretch];
        // Whether the stretch can be divided before its last syllables, and what
        // that costs.
        let cost_of_rest = |length: usize| {
            let rest = packed_syllables(stretch[length..].iter().copied())?;
            let cost = self.after.get(&rest).copied()?;
            (!ends_unlike_noun(&stretch[..length])).then_some(cost)
        };
        let shortest = SHORTEST.max(stretch.len().saturating_sub(LONGEST_AFTER));
        let lengths = shortest..=stretch.len().min(LONGEST);
        let mut nouns = unknown_nouns;
        matches.each_at(start, |length, pieces| {
            if pieces.has_noun {
                nouns |= 1u64.checked_shl(length as u32).unwrap_or(0);
            }
        });
        // Mostly there is a noun, and nothing else has to be looked at.
        let is_noun = |length: &usize| nouns >> length & 1 == 1;
        let mut fitting = lengths.clone().filter(is_noun).filter_map(cost_of_rest);
        if fitting.next().is_some() {
            return;
        }
        let mut after = [None; LONGEST + 1];
        for length in lengths.filter(|length| !is_noun(length)) {
            after[length] = cost_of_rest(length);
        }
        let Some(longest) = after.iter().rposition(Option::is_some) else {
            return;
        };
        let covers = covers(start, longest, matches);
        for (length, after) in after.into_iter().enumerate() {
            let (Some(after), Some(cover)) = (after, covers[length]) else {
                continue;
            };
            let place = if length == stretch.len() {
                Place::Last
            } else {
                Place::Followed
            };
            let noun = &stretch[..length];
            let cost = BASE + after + self.weights_of(noun, place, &cover);
            if cost > HOPELESS {
                continue;
            }
            candidates.push(Candidate {
                end: (start + length) as u32,
                id: WordId::new(LexType::Unknown, ID),
                cost,
                left_id: self.left_id,
                right_id: self.right_ids[usize::from(ends_in_consonant(noun))],
            });
        }
    }

    fn weights_of(&self, noun: &[char], place: Place, cover: &Cover) -> i32 {
        let length = noun.len() as u8;
        let length_mask = (1 << LENGTH_BITS) - 1;
        let last = (cover.pattern & length_mask) as usize;
        let first = cover.pattern >> (PIECE_BITS * u32::from(cover.pieces - 1)) & length_mask;
        let tail = Piece::of(&noun[noun.len() - last..]);
        let (initial, ending) = (noun[0], noun[noun.len() - 1]);
        let abouts = [
            Weight::Length(length),
            Weight::Pieces(cover.pieces, length),
            Weight::Pattern(cover.pattern, None),
            Weight::Pattern(cover.pattern, Some(place)),
            Weight::Tail(tail, None),
            Weight::Tail(tail, Some(length)),
            Weight::Head(Piece::of(&noun[..first as usize])),
            Weight::Ending(ending, place),
        ];
        let weight = |about: &Weight| self.weights.get(&about.packed()).copied().unwrap_or(0);
        let surname = if self.surnames.contains(&initial) {
            weight(&Weight::Surname(length, place))
        } else {
            0
        };
        abouts.iter().map(weight).sum::<i32>() + surname
    }
}

/// Covers each prefix of a stretch of Hangul, so long and at `at`, with the
/// cheapest nouns.
fn covers(at: usize, length: usize, matches: &mut impl Matches) -> [Option<Cover>; LONGEST + 1] {
    let mut covers = [None; LONGEST + 1];
    covers[0] = Some(Cover {
        cost: 0,
        pieces: 0,
        pattern: 0,
    });
    for start in 0..length {
        let Some(before) = covers[start] else {
            continue;
        };
        let mut add = |length: usize, (cost, kind)| {
            let cost = before.cost + cost + PIECE;
            let cover = &mut covers[start + length];
            if cover.is_none_or(|cover| cost < cover.cost) {
                *cover = Some(Cover {
                    cost,
                    pieces: before.pieces + 1,
                    pattern: before.pattern << PIECE_BITS | packed(kind, length),
                });
            }
        };
        let mut has_syllable = false;
        matches.each_at(at + start, |longer, found| {
            if let Some(cheapest) = found.cheapest
                && longer <= length - start
            {
                has_syllable |= longer == 1;
                add(longer, cheapest);
            }
        });
        if !has_syllable {
            add(1, (NO_PIECE, PieceKind::None));
        }
    }
    covers
}

/// What a piece of a name may be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum PieceKind {
    /// A syllable that is no word of the kinds below.
    None,
    CommonNoun,
    ProperNoun,
    Suffix,
    Prefix,
    Root,
    BoundNoun,
}

impl PieceKind {
    pub(super) fn of_tag(tag: &str) -> Option<PieceKind> {
        Some(match tag {
            "NNG" => PieceKind::CommonNoun,
            "NNP" => PieceKind::ProperNoun,
            "XSN" => PieceKind::Suffix,
            "XPN" => PieceKind::Prefix,
            "XR" => PieceKind::Root,
            "NNB" | "NNBC" => PieceKind::BoundNoun,
            _ => return None,
        })
    }

    /// Returns the kind that a letter of the weights' patterns stands for.
    fn of_letter(letter: char) -> Option<PieceKind> {
        Some(match letter {
            '?' => PieceKind::None,
            'G' => PieceKind::CommonNoun,
            'P' => PieceKind::ProperNoun,
            'S' => PieceKind::Suffix,
            'X' => PieceKind::Prefix,
            'R' => PieceKind::Root,
            'B' => PieceKind::BoundNoun,
            _ => return None,
        })
    }

    pub(super) fn is_noun(self) -> bool {
        matches!(self, PieceKind::CommonNoun | PieceKind::ProperNoun)
    }

    /// Returns what a piece of this kind costs more than a noun.
    pub(super) fn penalty(self) -> i32 {
        if self.is_noun() { 0 } else { NOT_SO_NOUN }
    }
}

/// Packs a piece into the bits of a pattern.
fn packed(kind: PieceKind, length: usize) -> u64 {
    (kind as u64) << LENGTH_BITS | length as u64
}

impl Weight {
    /// Packs what a weight is about into a number: one of these is quick to
    /// look up, and nine are for each noun.
    fn packed(self) -> u64 {
        let (kind, key, second) = match self {
            Weight::Length(length) => (0, u64::from(length), 0),
            Weight::Pieces(pieces, length) => (1, u64::from(pieces), u64::from(length)),
            Weight::Pattern(pattern, place) => (2, pattern, place.map_or(0, Place::packed)),
            Weight::Tail(piece, length) => (3, piece.packed(), length.map_or(0, u64::from)),
            Weight::Head(piece) => (4, piece.packed(), 0),
            Weight::Ending(syllable, place) => (5, u64::from(syllable), place.packed()),
            Weight::Surname(length, place) => (6, u64::from(length), place.packed()),
        };
        (key << LENGTH_BITS | second) << KIND_BITS | kind
    }

    /// Reads what a weight of the file is about.
    fn parse(kind: &str, key: &str) -> Option<Weight> {
        let (first, second) = match key.split_once(' ') {
            Some((first, second)) => (first, Some(second)),
            None => (key, None),
        };
        let number = |text: &str| text.parse::<u8>().ok();
        Some(match (kind, second) {
            ("length", None) => Weight::Length(number(first)?),
            ("pieces", Some(length)) => Weight::Pieces(number(first)?, number(length)?),
            ("pattern", None) => Weight::Pattern(pattern(first)?, None),
            ("pattern", Some(place)) => {
                Weight::Pattern(pattern(first)?, Some(Place::parse(place)?))
            }
            ("tail", None) => Weight::Tail(Piece::parse(first)?, None),
            ("tail", Some(length)) => Weight::Tail(Piece::parse(first)?, Some(number(length)?)),
            ("head", None) => Weight::Head(Piece::parse(first)?),
            ("ending", Some(place)) => Weight::Ending(first.chars().next()?, Place::parse(place)?),
            ("surname", Some(place)) => Weight::Surname(number(first)?, Place::parse(place)?),
            _ => return None,
        })
    }
}

impl Place {
    /// Packs the place into a number that is not zero.
    fn packed(self) -> u64 {
        self as u64 + 1
    }

    fn parse(text: &str) -> Option<Place> {
        match text {
            "last" => Some(Place::Last),
            "followed" => Some(Place::Followed),
            _ => None,
        }
    }
}

impl Piece {
    /// Packs the piece into a number: no syllable has that of a length.
    fn packed(self) -> u64 {
        match self {
            Piece::Syllable(syllable) => u64::from(syllable),
            Piece::Length(length) => u64::from(length),
        }
    }

    fn of(chars: &[char]) -> Piece {
        match *chars {
            [syllable] => Piece::Syllable(syllable),
            _ => Piece::Length(chars.len() as u8),
        }
    }

    fn parse(text: &str) -> Option<Piece> {
        match text.parse() {
            Ok(length) => Some(Piece::Length(length)),
            Err(_) => text.chars().next().map(Piece::Syllable),
        }
    }
}

/// Reads a pattern such as `G2S1`.
fn pattern(text: &str) -> Option<u64> {
    let mut bits = 0;
    let mut chars = text.chars();
    while let (Some(kind), Some(length)) = (chars.next(), chars.next()) {
        let kind = PieceKind::of_letter(kind)?;
        bits = bits << PIECE_BITS | packed(kind, length.to_digit(10)? as usize);
    }
    Some(bits)
}

/// Packs up to four syllables into a number; none for more.
fn packed_syllables(syllables: impl Iterator<Item = char>) -> Option<u64> {
    let mut bits = 0;
    for (index, syllable) in syllables.enumerate() {
        if index == LONGEST_AFTER {
            return None;
        }
        bits = bits << 16 | (u64::from(syllable) & 0xFFFF);
    }
    Some(bits)
}

/// Says whether the syllables end as no noun does: in an ending of verbs, or in
/// a suffix with one. ko-dic has some such nouns, titles of works.
pub(super) fn ends_unlike_noun(syllables: &[char]) -> bool {
    matches!(
        syllables,
        [.., '적', '인']
            | [.., '적', '으', '로']
            | [.., '니', '다' | '까']
            | [.., '세' | '어' | '아', '요']
            | [.., '지', '만']
            | [.., '는', '데']
            | [.., '면', '서']
            | [.., '으', '며']
    )
}

fn is_hangul(c: char) -> bool {
    matches!(c, '가'..='힣')
}

/// Says whether the last of some syllables has a final consonant, on which the
/// form of many particles depends.
fn ends_in_consonant(noun: &[char]) -> bool {
    noun.last()
        .is_some_and(|c| !(*c as u32 - '가' as u32).is_multiple_of(28))
}

#[cfg(test)]
mod tests {
    use super::super::lattice::Lattice;
    use super::super::lexicon::Lexicon;

    /// Cuts `text` and joins the nouns.
    fn check(text: &str, expected: &str) {
        let lexicon = Lexicon::new(malmoi_ko_dic::load().unwrap()).corrected(true);
        let mut lattice = Lattice::new(&lexicon);
        let words = lattice.words(text).iter();
        let nouns = words.filter(|word| lexicon.details(word.id).pos.starts_with("NN"));
        let found: Vec<&str> = nouns.map(|word| &text[word.start..word.end]).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }

    #[test]
    fn names_that_the_dictionary_lacks_come_out_whole() {
        check("에어비앤비는 인스타그램에서", "에어비앤비 인스타그램");
        check("‘뉴진스’가 공연을", "뉴진스 공연");
        check("엔비디아를 새누리당이", "엔비디아 새누리당");
    }

    #[test]
    fn particles_and_endings_are_no_part_of_a_name() {
        check("학교에서는 아이들이 공부를 한다", "학교 아이 공부");
        check("사람들은 버스를 기다렸다", "사람 버스");
        check("마음에 듭니다", "마음");
        check("효과적인 방법으로", "효과 방법");
        check("먹었다고 했지만 예쁘니까 좋아요", "");
    }
}

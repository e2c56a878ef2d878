//! The user's words in the lattice: where they are found, and what they cost.

use std::ops::Range;
use std::sync::OnceLock;

use lindera_dictionary::viterbi::{LexType, WordId};
use rustc_hash::FxHashMap;

use super::details::Details;
use super::lexicon::{Candidate, Lexicon};
use super::particles::is_tail;
use super::user_dictionary::{Entry, SIMPLE_TAGS, UserDictionary, has_final_consonant};

/// The user's words, sorted for the look-up.
#[derive(Debug)]
pub(super) struct UserWords {
    /// By surface; equals in the order of the user.
    words: Vec<UserWord>,
    /// The words that begin with a character: nearly every look-up ends here.
    by_first: FxHashMap<char, Range<usize>>,
}

#[derive(Debug)]
struct UserWord {
    chars: Box<[char]>,
    entry: Entry,
    left_id: u16,
    right_id: u16,
    space_penalty: i32,
    /// What the word costs inside others; a simple entry's is found when a
    /// text first needs it, so that a large dictionary is loaded at once.
    cost: OnceLock<i32>,
}

/// By how much a word costs less than the dictionary's way to cut it.
const MARGIN: i32 = 1000;

/// The most a simple entry costs: what an ordinary name does in ko-dic.
const NAME_COST: i32 = 3500;

/// What makes a word win where it stands for itself: far more than any path
/// within an eojeol costs. A longer word wins over a shorter one.
const WIN: i32 = 20_000;
const WIN_PER_CHARACTER: i32 = 1_000;

/// Words of ko-dic after whose kind a user's word connects: of each tag one
/// without and one with a final consonant.
const MODELS: &[(&str, &str, &str)] = &[
    ("NNG", "학교", "학생"),
    ("NNP", "네이버", "카카오톡"),
    ("NNB", "데", "것"),
    ("NR", "하나", "여섯"),
    ("NP", "누구", "무엇"),
    ("IC", "어머", "앗"),
];

impl UserWords {
    pub(super) fn new(dictionary: UserDictionary, lexicon: &Lexicon) -> UserWords {
        let is_detailed = |entry: &Entry| entry.context.is_some();
        let space_penalties = match dictionary.entries.iter().any(is_detailed) {
            true => lexicon.space_penalties_by_left_id(),
            // Words that stand by themselves cost no more after a space.
            false => Vec::new(),
        };
        let mut models: FxHashMap<(&str, bool), (u16, u16)> = FxHashMap::default();
        let mut words: Vec<UserWord> = dictionary
            .entries
            .into_iter()
            .map(|entry| {
                let chars: Box<[char]> = entry.surface.chars().collect();
                let (left_id, right_id) = match entry.context {
                    Some(context) => lexicon.own_ids(context.left_id, context.right_id),
                    None => {
                        let has_final = chars.last().is_some_and(|c| has_final_consonant(*c));
                        let tag = SIMPLE_TAGS.iter().find(|t| **t == &*entry.tag);
                        let key = (tag.copied().unwrap_or_default(), has_final);
                        *models.entry(key).or_insert_with(|| model(key, lexicon))
                    }
                };
                let cost = entry.context.map(|c| i32::from(c.cost));
                let penalty = space_penalties.get(usize::from(left_id));
                UserWord {
                    chars,
                    left_id,
                    right_id,
                    space_penalty: penalty.copied().unwrap_or_default(),
                    cost: cost.map(OnceLock::from).unwrap_or_default(),
                    entry,
                }
            })
            .collect();
        words.sort_by(|a, b| a.chars.cmp(&b.chars));
        let mut by_first: FxHashMap<char, Range<usize>> = FxHashMap::default();
        for (index, word) in words.iter().enumerate() {
            let range = by_first.entry(word.chars[0]).or_insert(index..index);
            range.end = index + 1;
        }
        UserWords { words, by_first }
    }

    /// Returns what the user says of a word.
    pub(super) fn details(&self, id: WordId) -> Details<'_> {
        let entry = &self.words[id.id() as usize].entry;
        Details::of_user(&entry.tag, &entry.expression)
    }

    /// Returns what a word costs more right after a space: what those of the
    /// dictionary with its left context id do.
    pub(super) fn space_penalty(&self, id: WordId) -> i32 {
        self.words[id.id() as usize].space_penalty
    }

    /// Adds the words that start at `start`, shorter ones first. `longest` is
    /// where the dictionary's longest word ends that begins at that place.
    pub(super) fn find(
        &self,
        lexicon: &Lexicon,
        (chars, start): (&[char], usize),
        longest: usize,
        candidates: &mut Vec<Candidate>,
    ) {
        let Some(range) = self.by_first.get(&chars[start]) else {
            return;
        };
        let mut range = range.clone();
        let mut length = 1;
        loop {
            // The words of exactly this length come first.
            while range.start < range.end && self.words[range.start].chars.len() == length {
                let word = &self.words[range.start];
                let end = start + length;
                if let Some(cost) = word.cost_at(lexicon, chars, start..end, longest) {
                    candidates.push(Candidate {
                        end: end as u32,
                        id: WordId::new(LexType::User, range.start as u32),
                        cost,
                        left_id: word.left_id,
                        right_id: word.right_id,
                    });
                }
                range.start += 1;
            }
            let Some(&next) = chars.get(start + length) else {
                return;
            };
            let words = &self.words[range.clone()];
            let from = words.partition_point(|w| w.chars[length] < next);
            let to = words.partition_point(|w| w.chars[length] <= next);
            range = range.start + from..range.start + to;
            if range.is_empty() {
                return;
            }
            length += 1;
        }
    }
}

impl UserWord {
    /// Returns what the word costs at a place in a text, if it can stand there.
    /// `longest` is where the dictionary's longest word ends that begins there.
    fn cost_at(
        &self,
        lexicon: &Lexicon,
        chars: &[char],
        at: Range<usize>,
        longest: usize,
    ) -> Option<i32> {
        if divides_a_run(chars, at.end) {
            return None;
        }
        let cost = *self.cost.get_or_init(|| {
            let cheapest = lexicon.cheapest(&self.chars, self.left_id, self.right_id);
            NAME_COST.min(cheapest - MARGIN)
        });
        if self.entry.context.is_some() {
            return Some(cost);
        }
        if self.entry.tag.starts_with('N') && stands_for_itself(lexicon, chars, &at) {
            let length = i32::try_from(at.len()).unwrap_or(i32::MAX / WIN);
            return Some(cost - WIN - WIN_PER_CHARACTER * length);
        }
        // 신한 does not break 신한은행.
        (longest <= at.end).then_some(cost)
    }
}

/// Says whether a noun at `at` begins a word, and only what may follow a noun
/// comes after it.
fn stands_for_itself(lexicon: &Lexicon, chars: &[char], at: &Range<usize>) -> bool {
    if at.start > 0 && chars[at.start - 1].is_alphanumeric() {
        return false;
    }
    let rest = &chars[at.end..];
    let length = rest.iter().take_while(|c| c.is_alphanumeric()).count();
    if length == 0 {
        return true;
    }
    is_tail(lexicon, &rest[..length]) && !lexicon.has_whole(&chars[at.start..at.end + length])
}

/// Says whether a word that ends here would take only a part of a Latin word
/// or of a number.
fn divides_a_run(chars: &[char], end: usize) -> bool {
    let (Some(last), Some(next)) = (chars.get(end - 1), chars.get(end)) else {
        return false;
    };
    (last.is_ascii_alphabetic() && next.is_ascii_alphabetic())
        || (last.is_ascii_digit() && next.is_ascii_digit())
}

/// Returns the context ids of the word of ko-dic that is like one of this tag.
fn model((tag, has_final): (&str, bool), lexicon: &Lexicon) -> (u16, u16) {
    let model = MODELS.iter().find(|(t, _, _)| *t == tag);
    let surface = model.map(|(_, without, with)| if has_final { *with } else { *without });
    let ids = surface.and_then(|surface| lexicon.ids_of(surface, tag));
    ids.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::korean::{Engine, KoreanOptions, KoreanTokenizer};
    use crate::token::Tokenizer;

    use super::*;

    /// Tokenizes with the words of a user dictionary and joins `surface/tag`.
    fn check(words: &str, text: &str, expected: &str) {
        let (user_dictionary, problems) = UserDictionary::read(words);
        assert_eq!(problems, []);
        // The default engine guesses some of these words by itself.
        let options = KoreanOptions {
            engine: Engine::MecabKo,
            user_dictionary,
            ..KoreanOptions::default()
        };
        let korean = KoreanTokenizer::with_options(options).unwrap();
        let mut found = Vec::new();
        korean.worker().tokenize(text, &mut |t| {
            found.push(format!("{}/{}", t.surface, t.pos));
        });
        assert_eq!(found.join(" "), expected, "{text}");
    }

    #[test]
    fn every_simple_tag_has_models() {
        let lexicon = Lexicon::new(malmoi_ko_dic::load().unwrap());
        for (tag, without, with) in MODELS {
            assert!(lexicon.ids_of(without, tag).is_some(), "{without}/{tag}");
            assert!(lexicon.ids_of(with, tag).is_some(), "{with}/{tag}");
        }
        let tags: Vec<&str> = MODELS.iter().map(|(tag, _, _)| *tag).collect();
        assert_eq!(tags, SIMPLE_TAGS);
    }

    #[test]
    fn a_word_before_particles_wins() {
        check("뉴진스", "뉴진스는", "뉴진스/NNP 는/JX");
        check("뉴진스", "'뉴진스'를", "'/SY 뉴진스/NNP '/SY 를/JKO");
        check("엔비디아", "엔비디아에서도", "엔비디아/NNP 에서/JKB 도/JX");
        check("에어비앤비", "(에어비앤비)", "(/SSO 에어비앤비/NNP )/SSC");
    }

    #[test]
    fn a_word_inside_a_compound_stays_whole() {
        check("해상풍력,NNG,*", "해상풍력사업", "해상풍력/NNG 사업/NNG");
    }

    #[test]
    fn a_word_of_two_scripts_is_found() {
        check("챗GPT", "챗GPT가", "챗GPT/NNP 가/JKS");
        check("챗GPT", "챗GPTs", "챗/NNG GPTs/SL");
    }

    #[test]
    fn the_longest_word_wins() {
        check("새누리\n새누리당", "새누리당은", "새누리당/NNP 은/JX");
        check("가온\n가온은", "가온은", "가온은/NNP");
    }

    #[test]
    fn ordinary_words_around_a_users_word_stay() {
        check("사가", "회사가", "회사/NNG 가/JKS");
        check("그러", "그러나", "그러나/MAJ");
        check("신한", "신한은행", "신한은행/NNP");
        check("생은", "학생은", "학생/NNG 은/JX");
    }

    #[test]
    fn a_detailed_entry_has_the_cost_it_states() {
        let entry = |cost: i32| format!("정부,1780,3534,{cost},NNP,*,F,정부,*,*,*,*");
        check(&entry(-10_000), "정부", "정부/NNP");
        check(&entry(10_000), "정부", "정부/NNG");
    }

    #[test]
    fn a_detailed_particle_costs_more_after_a_space_like_the_others() {
        let lexicon = Lexicon::new(malmoi_ko_dic::load().unwrap());
        let left_id = lexicon.ids_of("는", "JX").unwrap().0;
        let original = (0..super::super::user_dictionary::LEFT_IDS)
            .find(|id| lexicon.own_ids(*id, 0).0 == left_id)
            .unwrap();
        let words = format!("뷁,{original},1,0,JX,*,T,뷁,*,*,*,*");
        let (words, problems) = UserDictionary::read(&words);
        assert_eq!(problems, []);
        let lexicon = Lexicon::new(malmoi_ko_dic::load().unwrap()).with_user_words(words);
        let id = WordId::new(LexType::User, 0);
        assert_eq!(lexicon.space_penalty(id), 6000);
    }
}

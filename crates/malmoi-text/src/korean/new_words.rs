//! Words that a corpus uses as units and the dictionary lacks.
//!
//! A name that the dictionary lacks comes apart: 엔비디아 is 엔 and 비디아 to it.
//! The corpus knows better. It has 엔비디아 again and again, alone and before
//! 는, 가, 의, and it has 비디아 nowhere else. [`NewWords`] looks at the beginnings
//! of words (a word is what stands between white space or punctuation), and
//! takes for a new word what
//!
//! - recurs in three articles and three sentences at least (copies of a
//!   sentence or an article count once);
//! - is followed by the end of the word or by particles mostly, and by more
//!   than one kind of them, among them such as follow nouns only;
//! - is no shorter word with a particle: what is left without the particle
//!   does not occur with others;
//! - and is cut today in a way that cannot be right: see [`judge`].
//!
//! The measures that are told of each are those of soynlp: cohesion and right
//! branching entropy. There is no left branching to measure, as only
//! beginnings of words are looked at.

mod beginnings;
mod judge;
mod nouns;

use beginnings::{Beginnings, Followers, Seen};
use rustc_hash::{FxHashMap, FxHasher};
use serde::{Deserialize, Serialize};

use super::KoreanTokenizer;
use judge::Judge;
use std::hash::Hasher;

/// Collects the words of texts, and finds new ones among them.
///
/// Texts may be added in any order, to any of several collectors that are
/// merged: the result is the same.
///
/// # Example
///
/// ```
/// use malmoi_text::korean::{KoreanTokenizer, NewWords};
///
/// let mut words = NewWords::default();
/// for text in ["엔비디아가 새 칩을 내놓았다.", "주가는 엔비디아의 발표로 올랐다.",
///     "그는 엔비디아를 떠났다.", "시장은 엔비디아 실적을 기다린다."]
/// {
///     words.add(text);
/// }
/// let found = words.finish(&KoreanTokenizer::new()?);
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].word, "엔비디아");
/// assert_eq!(found[0].count, 4);
/// assert_eq!(found[0].cut, "엔 비디아");
/// # Ok::<(), malmoi_text::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct NewWords {
    words: FxHashMap<Box<str>, Seen>,
}

/// A word that the dictionary lacks, with what speaks for it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct NewWord {
    /// The word.
    pub word: String,
    /// How often it begins a word in the texts that were added; copies count.
    pub count: u64,
    /// How surely its first character leads to the rest, from 0 to 1: the
    /// (n−1)th root of the share of the words that begin with the first
    /// character which begin with all n.
    pub cohesion: f64,
    /// The entropy of what follows it, in nats: the next character, or the end
    /// of the word. 0 if it is always the same.
    pub branching_entropy: f64,
    /// How many different characters follow it, the end of the word being one.
    pub accessor_variety: u64,
    /// How the dictionary cuts it, by spaces.
    pub cut: String,
}

/// The longest stretch of letters that is looked at, in characters.
const LONGEST: usize = 20;

impl NewWords {
    /// Adds the words of an article.
    pub fn add(&mut self, text: &str) {
        // Nothing to learn from a text without Hangul; one byte tells.
        if !text.bytes().any(is_hangul_lead) {
            return;
        }
        let article = hash(text);
        for line in text.lines() {
            for sentence in line.split_inclusive(['.', '!', '?']) {
                let sentence = sentence.trim();
                if !sentence.bytes().any(is_hangul_lead) {
                    continue;
                }
                let number = hash(sentence);
                each_word(sentence, &mut |word| {
                    if let Some(seen) = self.words.get_mut(word) {
                        seen.add(article, number);
                    } else {
                        let mut seen = Seen::default();
                        seen.add(article, number);
                        self.words.insert(word.into(), seen);
                    }
                });
            }
        }
    }

    /// Adds what another collector has.
    pub fn merge(&mut self, other: NewWords) {
        let (mut larger, smaller) = if self.words.len() < other.words.len() {
            (other.words, std::mem::take(&mut self.words))
        } else {
            (std::mem::take(&mut self.words), other.words)
        };
        larger.reserve(smaller.len() / 2);
        #[expect(
            clippy::iter_over_hash_type,
            reason = "adding up does not depend on the order"
        )]
        for (word, seen) in smaller {
            larger.entry(word).or_default().merge(&seen);
        }
        self.words = larger;
    }

    /// Returns the new words, in the order of their characters. Words that
    /// `korean` knows already, from its user dictionary as well, are none.
    ///
    /// Words that it only guesses from how they look are proved and reported
    /// all the same: a guess can differ from one sentence to the next.
    pub fn finish(&self, korean: &KoreanTokenizer) -> Vec<NewWord> {
        let korean = &korean.plain();
        let Some(lexicon) = korean.lexicon() else {
            return Vec::new();
        };
        let beginnings = Beginnings::new(&self.words, lexicon);
        let mut judge = Judge::new(korean, &beginnings);
        let mut found: Vec<NewWord> = Vec::new();
        beginnings.each(&mut |word, followers: &Followers<'_>| {
            // They come in order: what begins with a new word comes after it,
            // and is a compound or has a suffix.
            if found
                .last()
                .is_some_and(|last| word.starts_with(&last.word))
            {
                return;
            }
            let Some(cut) = judge.torn(word, followers) else {
                return;
            };
            let characters = word.chars().count();
            let first = &word[..word.chars().next().map_or(0, char::len_utf8)];
            let share = followers.count as f64 / beginnings.count(first).max(1) as f64;
            found.push(NewWord {
                word: word.to_string(),
                count: followers.count,
                cohesion: libm::pow(share, 1.0 / (characters - 1) as f64),
                branching_entropy: followers.entropy(),
                accessor_variety: followers.next.len() as u64,
                cut,
            });
        });
        found
    }
}

/// Calls `sink` with each stretch of letters and digits that has Hangul in it
/// and may begin with a noun.
fn each_word<'t>(sentence: &'t str, sink: &mut dyn FnMut(&'t str)) {
    let mut start = None;
    // The two characters before the stretch.
    let mut before = (' ', ' ');
    let mut context = before;
    let mut length = 0;
    let mut has_hangul = false;
    for (at, c) in sentence.char_indices().chain([(sentence.len(), ' ')]) {
        let is_syllable = matches!(c, '가'..='힣');
        if is_syllable || c.is_ascii_alphanumeric() {
            if start.is_none() {
                start = Some(at);
                context = before;
                length = 0;
                has_hangul = false;
            }
            length += 1;
            has_hangul |= is_syllable;
        } else if let Some(from) = start.take() {
            let word = &sentence[from..at];
            if has_hangul
                && (2..=LONGEST).contains(&length)
                && !word.starts_with(|c: char| c.is_ascii_digit())
                && begins_a_word(context)
            {
                sink(word);
            }
        }
        before = (before.1, c);
    }
}

/// Says whether a word may begin after these two characters: after white space,
/// after punctuation that opens or lists, but not after a closing quotation
/// mark, behind which particles stand alone.
fn begins_a_word((second, last): (char, char)) -> bool {
    last.is_whitespace()
        || matches!(
            last,
            '·' | 'ㆍ' | '/' | ',' | '(' | '[' | '<' | '‘' | '“' | '《' | '〈' | '「' | '『' | '…'
        )
        || (matches!(last, '\'' | '"') && !second.is_alphanumeric())
}

/// Says whether a byte may begin a Hangul syllable in UTF-8.
fn is_hangul_lead(byte: u8) -> bool {
    (0xea..=0xed).contains(&byte)
}

fn hash(text: &str) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    (hasher.finish() >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences, each an article, in which a word stands before a particle.
    const PLACES: &[&str] = &[
        "어제 {가} 새 소식을 알렸다.",
        "사람들은 {를} 다시 찾았다.",
        "이번 주에는 {의} 이야기가 많았다.",
        "그 자리에는 {} 관계자도 나왔다.",
        "올해는 {는} 다르다고 했다.",
        "회사 안에서 {에} 맡기자는 말이 나왔다.",
        "시장은 {와} 함께 움직였다.",
        "모두가 {도} 좋다고 답했다.",
    ];

    /// Returns the new words of an article for each place, in each of which the
    /// word stands; `particle` chooses between 은 and 는.
    fn learnt(words: &[&str], places: &[&str]) -> Vec<String> {
        let mut collector = NewWords::default();
        for word in words {
            for place in places {
                collector.add(&filled(place, word));
            }
        }
        let korean = KoreanTokenizer::new().unwrap();
        let found = collector.finish(&korean);
        found.into_iter().map(|w| w.word).collect()
    }

    fn filled(place: &str, word: &str) -> String {
        let (before, rest) = place.split_once('{').unwrap();
        let (particle, after) = rest.split_once('}').unwrap();
        let last = word.chars().next_back().unwrap();
        let has_final = super::super::user_dictionary::has_final_consonant(last);
        let particle = match (particle, has_final) {
            ("가", true) => "이",
            ("를", true) => "을",
            ("는", true) => "은",
            ("와", true) => "과",
            _ => particle,
        };
        format!("{before}{word}{particle}{after}")
    }

    #[test]
    fn names_that_the_dictionary_lacks_are_found() {
        let names = [
            "뉴진스",
            "메타버스",
            "에어비앤비",
            "엔비디아",
            "인스타그램",
            "챗GPT",
        ];
        assert_eq!(learnt(&names, PLACES), names);
    }

    #[test]
    fn invented_names_are_found() {
        let names = ["국민의힘", "더불어민주당", "동녘바다에너지", "새누리당"];
        assert_eq!(learnt(&names, PLACES), names);
    }

    #[test]
    fn what_the_dictionary_explains_is_no_new_word() {
        let words = [
            "정부",
            "수출",
            "대통령",
            "학교",
            "해상풍력",
            "기준금리",
            "서울시",
            "전문가들",
            "공연장",
            "있는",
            "발표했다",
            "학교에서",
            "신기술",
            "생성형AI",
            "A씨",
            "우리은행",
            "산업현장",
            "경제발전",
        ];
        let mut text =
            "산업 현장 경제 발전 산업은 현장이 경제를 발전에 풍력 해상 금리 기준 기술 은행 생성 해상에 풍력이 금리가 기준은 기술의 은행에\n"
                .repeat(2);
        text += "해상의 풍력과 금리를 기준과 기술을 은행과 해상도 풍력도";
        let mut places = PLACES.to_vec();
        let with_parts: Vec<String> = (0..4).map(|n| format!("{text} {n} {{}} 끝")).collect();
        places.extend(with_parts.iter().map(String::as_str));
        assert_eq!(learnt(&words, &places), [""; 0]);
    }

    #[test]
    fn copies_prove_nothing() {
        let copies = vec![PLACES[0]; 20];
        assert_eq!(learnt(&["엔비디아"], &copies), [""; 0]);
    }

    #[test]
    fn one_kind_of_follower_proves_nothing() {
        let places: Vec<String> = (0..20).map(|n| format!("{n}째 날 {{가}} 왔다.")).collect();
        let places: Vec<&str> = places.iter().map(String::as_str).collect();
        assert_eq!(learnt(&["엔비디아"], &places), [""; 0]);
    }

    #[test]
    fn what_is_known_is_not_new() {
        let mut collector = NewWords::default();
        for place in PLACES {
            collector.add(&filled(place, "엔비디아"));
        }
        let (user_dictionary, _) = super::super::UserDictionary::read("엔비디아");
        let korean = KoreanTokenizer::with_options(super::super::KoreanOptions {
            user_dictionary,
            ..Default::default()
        });
        assert_eq!(collector.finish(&korean.unwrap()), []);
    }

    #[test]
    fn the_parts_of_a_corpus_may_be_merged_in_any_order() {
        let texts: Vec<String> = ["뉴진스", "엔비디아"]
            .iter()
            .flat_map(|word| PLACES.iter().map(|place| filled(place, word)))
            .collect();
        let korean = KoreanTokenizer::new().unwrap();
        let mut whole = NewWords::default();
        let mut parts: Vec<NewWords> = (0..3).map(|_| NewWords::default()).collect();
        for (index, text) in texts.iter().enumerate() {
            whole.add(text);
            parts[index % 3].add(text);
        }
        let mut merged = NewWords::default();
        while let Some(part) = parts.pop() {
            merged.merge(part);
        }
        let found = whole.finish(&korean);
        assert_eq!(found.len(), 2);
        assert_eq!(merged.finish(&korean), found);
    }

    #[test]
    fn particles_behind_a_quotation_mark_begin_no_word() {
        let mut found = Vec::new();
        each_word(
            "'뉴진스'에서 (엔비디아) 2026년 서울·부산은 LG전자, AI 가",
            &mut |w| {
                found.push(w);
            },
        );
        assert_eq!(found, ["뉴진스", "엔비디아", "서울", "부산은", "LG전자"]);
    }
}

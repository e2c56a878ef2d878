//! Terms of several nouns: 해상풍력, 국가안보실장, 코로나19.
//!
//! Any noun can be written together with the next, and which of such nouns make
//! a term the dictionary cannot say: 세액공제 is one, 핵심기술 is any technology
//! that is at the core of something. The corpus can. A term is written
//! together more often than its nouns would meet there by chance; of free
//! combinations the nouns stand apart nearly always (핵심 기술), which makes each
//! of them frequent and the pair not.
//!
//! Each stretch of letters that recurs is analysed once, by itself, so that this
//! takes no third reading of the texts.

use rustc_hash::{FxHashMap, FxHashSet};

use super::NewWords;
use super::beginnings::{Few, Seen};
use crate::Language;
use crate::korean::{Compounds, KoreanTokenizer};
use crate::phrases::{Phrase, PhraseOptions, Phrases, Tally, prove};
use crate::token::{Kind, Token, Tokenizer, Worker};

impl NewWords {
    /// Returns the terms of several nouns that hold together as English names
    /// must, and a little more: at a cohesion of 0.4 at least. That of a
    /// [`Phrase`] is of occurrences within words, and its articles are counted up
    /// to four.
    ///
    /// `korean` should know the new words. It has no terms where it divides
    /// compounds (with [`Compounds::Discard`] and [`Compounds::Auto`]), since their
    /// parts are wanted then.
    ///
    /// # Example
    ///
    /// ```
    /// use malmoi_text::Analyzer;
    /// use malmoi_text::korean::NewWords;
    ///
    /// let mut words = NewWords::default();
    /// for text in ["해상풍력이 늘었다.", "정부가 해상풍력을 늘린다.", "그 해상풍력은 크다."] {
    ///     words.add(text);
    ///     words.add(&format!("{text} 회의에서 해상풍력이 화제였다."));
    /// }
    /// let analyzer = Analyzer::new()?;
    /// let phrases = words.phrases(analyzer.korean());
    /// let term = phrases.iter().next().unwrap();
    /// assert_eq!((&*term.name, &*term.term()), ("해상 풍력", "해상풍력"));
    /// let analyzer = analyzer.with_phrases(phrases);
    /// assert_eq!(analyzer.terms("해상 풍력이나 해상풍력이나"), ["해상풍력", "해상풍력"]);
    /// # Ok::<(), malmoi_text::Error>(())
    /// ```
    pub fn phrases(&self, korean: &KoreanTokenizer) -> Phrases {
        if matches!(korean.compounds, Compounds::Discard | Compounds::Auto) {
            return Phrases::default();
        }
        let least = self.least_seen(MOST_LOOKED_AT);
        let mut runs = Runs {
            korean,
            worker: korean.worker(),
            text: String::new(),
            run: Vec::new(),
            name: String::new(),
            sequences: FxHashMap::default(),
        };
        #[expect(
            clippy::iter_over_hash_type,
            reason = "adding up does not depend on the order"
        )]
        for (word, seen) in &self.words {
            if seen.count >= least {
                runs.add(word, seen);
            }
        }
        let sequences = runs.sequences.into_iter();
        let tallies = sequences.map(|(name, evidence)| {
            let tally = evidence.tally(&name);
            (name, tally)
        });
        let options = PhraseOptions {
            least_cohesion: LEAST_COHESION,
            ..PhraseOptions::default()
        };
        let mut proven = prove(&tallies.collect(), Language::KOREAN, &options);
        // The same characters may be cut in two ways; the first is the most
        // frequent.
        let mut terms = FxHashSet::default();
        proven.retain(|phrase: &Phrase| terms.insert(phrase.term().into_owned()));
        Phrases::new(proven)
    }

    /// Returns how often a stretch of letters must be seen so that no more than
    /// `most` are; twice at least.
    fn least_seen(&self, most: usize) -> u32 {
        let counts = self.words.values().map(|seen| seen.count);
        let mut counts: Vec<u32> = counts.filter(|count| *count >= 2).collect();
        if counts.len() <= most {
            return 2;
        }
        let (_, first_left_out, _) = counts.select_nth_unstable_by(most, |a, b| b.cmp(a));
        *first_left_out + 1
    }
}

/// The least cohesion of a term. From 0.4 on nearly all are terms; between 0.3
/// and 0.4 many are not, and below that are such as 핵심기술.
const LEAST_COHESION: f64 = 0.4;

/// The most stretches of letters that are looked at, the most frequent ones:
/// those that come four times hold all but a fiftieth of what terms have. Each
/// costs as much as it does in a text, and most come once.
const MOST_LOOKED_AT: usize = 40_000;

/// The most nouns of a term.
const MOST_NOUNS: usize = 5;

/// A word before which any noun and particle is as likely as anywhere. At the
/// end of a text hardly any particle is, and 최초의 would be two nouns.
const NEXT: &str = " 사람";

/// Finds runs of nouns within stretches of letters.
struct Runs<'k> {
    korean: &'k KoreanTokenizer,
    worker: Box<dyn Worker + 'k>,
    text: String,
    run: Vec<Noun>,
    name: String,
    /// By the nouns, joined by spaces.
    sequences: FxHashMap<Box<str>, Evidence>,
}

/// A noun of a run, or what is a part of nouns.
struct Noun {
    surface: String,
    /// Whether it can be the first and the last of a term. Stop words can be
    /// neither, prefixes not the last.
    may_begin: bool,
    may_end: bool,
    is_name: bool,
}

/// What is known of a sequence of nouns.
#[derive(Clone, Copy, Default)]
struct Evidence {
    count: u64,
    /// How often it is all the nouns of its stretch.
    whole: u64,
    /// How often a particle or the like follows it.
    followed: u64,
    articles: Few,
}

impl Evidence {
    /// Returns what is known of `name`. What ends as particles do and is never
    /// seen before one ends with one: 현대사회+의, not 현대사+회의.
    fn tally(self, name: &str) -> Tally {
        let is_particle = self.followed == 0 && name.ends_with(PARTICLES);
        Tally {
            count: self.count,
            documents: self.articles.len() as u64,
            whole: if is_particle { 0 } else { self.whole },
        }
    }
}

impl Runs<'_> {
    /// Adds the nouns of a stretch of letters.
    fn add(&mut self, word: &str, seen: &Seen) {
        let Runs {
            korean,
            worker,
            text,
            run,
            name,
            sequences,
        } = self;
        text.clear();
        text.push_str(word);
        text.push_str(NEXT);
        let mut end_run = |run: &mut Vec<Noun>, is_followed: bool| {
            tally(run, seen, is_followed, name, sequences);
            run.clear();
        };
        let mut end = 0;
        // A number is a part only where a term ends: in 코로나19의, not in 8강전.
        let mut number: Option<Noun> = None;
        worker.tokenize(text, &mut |token| {
            // Parts of compounds follow what they lie in.
            if token.start < end || token.kind == Kind::Part {
                return;
            }
            end = token.end;
            let is_within = token.start < word.len();
            if let Some(number) = number.take() {
                if !is_within || token.pos.starts_with('J') {
                    run.push(number);
                }
                end_run(run, is_within);
            }
            match part(&token, run) {
                Part::Noun if is_within => {
                    if run.last().is_some_and(|last| must_end(last, token.surface)) {
                        end_run(run, true);
                    }
                    let surface = token.surface.to_lowercase();
                    let may_begin = !korean.stop_words.contains(&*surface);
                    run.push(Noun {
                        may_begin,
                        may_end: may_begin && token.pos != "XPN",
                        is_name: token.pos == "NNP",
                        surface,
                    });
                }
                Part::Number if is_within => {
                    number = Some(Noun {
                        surface: token.surface.to_string(),
                        may_begin: false,
                        may_end: true,
                        is_name: false,
                    });
                }
                _ => end_run(run, is_within),
            }
        });
        run.clear();
    }
}

/// Tallies all sequences of a run, of single nouns as well.
fn tally(
    run: &[Noun],
    seen: &Seen,
    is_followed: bool,
    name: &mut String,
    sequences: &mut FxHashMap<Box<str>, Evidence>,
) {
    let count = u64::from(seen.count);
    for start in 0..run.len() {
        name.clear();
        for (length, noun) in run[start..].iter().enumerate().take(MOST_NOUNS) {
            if length > 0 {
                name.push(' ');
            }
            name.push_str(&noun.surface);
            let ends_run = start + length + 1 == run.len();
            let is_whole = start == 0 && ends_run && run[0].may_begin && noun.may_end;
            if !sequences.contains_key(name.as_str()) {
                sequences.insert(name.as_str().into(), Evidence::default());
            }
            if let Some(evidence) = sequences.get_mut(name.as_str()) {
                evidence.count += count;
                evidence.whole += if is_whole { count } else { 0 };
                evidence.followed += if ends_run && is_followed { count } else { 0 };
                evidence.articles.merge(&seen.articles);
            }
        }
    }
}

/// What a token can be in a term.
enum Part {
    Noun,
    Number,
    None,
}

fn part(token: &Token<'_>, run: &[Noun]) -> Part {
    match token.pos {
        "NNG" | "NNP" | "XR" | "SL" | "SH" | "XPN" => Part::Noun,
        "XSN" if !run.is_empty() && !LOOSE_SUFFIXES.contains(&token.surface) => Part::Noun,
        "SN" if token.surface.len() <= 2 && run.last().is_some_and(|last| last.may_end) => {
            Part::Number
        }
        _ => Part::None,
    }
}

/// Says whether a name stands alone before what comes next, so that it counts
/// as itself: before a title (이재명+대통령), and before any single syllable
/// (중국+산).
fn must_end(noun: &Noun, next: &str) -> bool {
    noun.is_name && (TITLES.contains(&next) || next.chars().nth(1).is_none() && !next.is_ascii())
}

/// Suffixes that any noun can have and that make no term of it.
const LOOSE_SUFFIXES: &[&str] = &[
    "들",
    "적",
    "씨",
    "님",
    "측",
    "등",
    "간",
    "별",
    "용",
    "째",
    "당",
    "쯤",
    "상",
    "하",
    "내",
    "분",
    "년",
    "월",
    "일",
    "네",
    "께",
    "경",
    "여",
    "군",
    "양",
    "옹",
    "발",
    "산",
    "전",
    "후",
    "짜리",
    "어치",
    "투성이",
    "가량",
    "정도",
];

/// The syllables that are particles, or that particles of several end with.
const PARTICLES: &[char] = &[
    '의', '은', '는', '이', '가', '을', '를', '도', '만', '로', '와', '과', '에', '서', '나', '인',
    '임',
];

/// What stands behind names.
const TITLES: &[&str] = &[
    "대통령",
    "장관",
    "차관",
    "의원",
    "총리",
    "부총리",
    "대표",
    "위원장",
    "부위원장",
    "회장",
    "부회장",
    "사장",
    "부사장",
    "이사장",
    "후보",
    "후보자",
    "의장",
    "부의장",
    "총재",
    "총장",
    "교수",
    "박사",
    "기자",
    "감독",
    "선수",
    "지사",
    "시장",
    "군수",
    "구청장",
    "청장",
    "실장",
    "수석",
    "비서관",
    "대변인",
    "검사",
    "판사",
    "변호사",
    "대사",
    "여사",
    "주석",
    "위원",
    "작가",
    "저자",
    "선생",
    "코치",
    "이사",
    "상무",
    "전무",
    "팀장",
    "부장",
    "과장",
    "국장",
    "본부장",
    "원장",
    "소장",
    "장군",
    "국왕",
    "여왕",
    "황제",
    "교황",
    "신부",
    "목사",
    "스님",
    "정부",
    "행정부",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Analyzer;
    use crate::korean::KoreanOptions;

    /// Sentences, each an article, with a place for a noun.
    const PLACES: &[&str] = &[
        "어제 {}에 대한 회의가 있었다.",
        "{}에서 시작한 일이다.",
        "올해는 {} 이야기가 많았다.",
        "모두가 {}까지 살펴보았다.",
        "그 자리에서 {}의 앞날을 물었다.",
        "회사마다 {} 담당자를 뽑는다.",
    ];

    /// Adds two articles for each place, in which the word stands.
    fn add_places(collector: &mut NewWords, word: &str) {
        for place in PLACES {
            let sentence = place.replace("{}", word);
            collector.add(&sentence);
            collector.add(&format!("다시 말해 {sentence}"));
        }
    }

    /// Returns what articles prove that have each of these words in each place,
    /// and these sentences as well.
    fn learnt(words: &[&str], others: &[&str]) -> Vec<String> {
        let mut collector = NewWords::default();
        for word in words {
            add_places(&mut collector, word);
        }
        for (number, other) in others.iter().enumerate() {
            collector.add(&format!("{number} {other}"));
        }
        let found = collector.phrases(&KoreanTokenizer::new().unwrap());
        let mut names: Vec<String> = found.iter().map(|p| p.name.to_string()).collect();
        names.sort();
        names
    }

    #[test]
    fn nouns_that_hold_together_are_terms() {
        assert_eq!(
            learnt(&["해상풍력", "세액공제", "국가안보실장"], &[]),
            ["국가 안보 실장", "세액 공제", "해상 풍력"]
        );
    }

    #[test]
    fn free_combinations_are_none() {
        let apart = [
            "정부는 새 길을 찾는다.",
            "관계자가 답했다. 정부도 관계자도 말이 없다.",
        ];
        let others = apart.repeat(60);
        assert_eq!(learnt(&["정부관계자"], &others), [""; 0]);
    }

    #[test]
    fn a_name_stays_itself_before_a_title_and_before_one_syllable() {
        assert_eq!(learnt(&["김영삼대통령", "중국산", "독일전"], &[]), [""; 0]);
    }

    #[test]
    fn numbers_end_terms_but_count_nothing() {
        assert_eq!(learnt(&["코로나19"], &[]), ["코로나 19"]);
        assert_eq!(learnt(&["코로나19번지"], &[]), [""; 0]);
    }

    #[test]
    fn a_syllable_that_is_always_last_may_be_a_particle() {
        let same: Vec<String> = (0..9).map(|n| format!("{n}년 현대사회의 모습")).collect();
        let same: Vec<&str> = same.iter().map(String::as_str).collect();
        assert_eq!(learnt(&[], &same), [""; 0]);
    }

    #[test]
    fn one_article_and_its_copies_prove_nothing() {
        let mut collector = NewWords::default();
        for _ in 0..9 {
            collector.add("해상풍력이 늘고, 해상풍력을 알고, 해상풍력에 쓴다.");
        }
        let korean = KoreanTokenizer::new().unwrap();
        assert!(collector.phrases(&korean).is_empty());
    }

    #[test]
    fn no_more_stretches_are_looked_at_than_there_may_be() {
        let mut collector = NewWords::default();
        collector.add(
            "하나라도 둘이라도 둘이라도 셋이라도 셋이라도 셋이라도 넷이라도 넷이라도 넷이라도",
        );
        for (most, least) in [(9, 2), (3, 2), (2, 3), (1, 4), (0, 4)] {
            assert_eq!(collector.least_seen(most), least, "{most}");
        }
    }

    #[test]
    fn who_divides_compounds_has_no_terms() {
        let mut collector = NewWords::default();
        add_places(&mut collector, "해상풍력");
        for (compounds, terms) in [
            (Compounds::None, 1),
            (Compounds::Mixed, 1),
            (Compounds::Discard, 0),
            (Compounds::Auto, 0),
        ] {
            let korean = KoreanTokenizer::with_options(KoreanOptions {
                compounds,
                ..KoreanOptions::default()
            });
            let found = collector.phrases(&korean.unwrap());
            assert_eq!(found.len(), terms, "{compounds:?}");
        }
    }

    #[test]
    fn the_parts_of_a_corpus_may_be_merged_in_any_order() {
        let words = ["해상풍력", "세액공제", "풍력발전"];
        let texts = words.iter().flat_map(|word| {
            let places = PLACES.iter().chain(PLACES).enumerate();
            places.map(|(number, p)| format!("{number} {}", p.replace("{}", word)))
        });
        let mut whole = NewWords::default();
        let mut parts: Vec<NewWords> = (0..3).map(|_| NewWords::default()).collect();
        for (index, text) in texts.enumerate() {
            whole.add(&text);
            parts[index % 3].add(&text);
        }
        let mut merged = NewWords::default();
        while let Some(part) = parts.pop() {
            merged.merge(part);
        }
        let analyzer = Analyzer::new().unwrap();
        let [a, b] = [whole, merged].map(|words| words.phrases(analyzer.korean()));
        assert_eq!(a.len(), 3);
        assert!(a.iter().eq(b.iter()));
    }
}

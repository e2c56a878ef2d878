//! The cheapest path through all ways to cut a Korean sentence, by mecab-ko's
//! rules, with what each eojeol contributes remembered.
//!
//! Every stretch of text that the dictionary knows, and every stretch that
//! unk.def allows, is a node with a cost; every pair of neighbours has a cost
//! in the matrix. The path with the smallest sum is the answer (Viterbi).
//!
//! White space is no node. It is skipped before each look-up, so the words on
//! both sides of it are neighbours ("할 수": 수 is seen after 할 and becomes
//! the bound noun it is), and a word that may not start an eojeol, a particle
//! or an ending, costs more right after a space: mecab-ko's
//! left-space-penalty-factor. Lindera's own segmenter makes a node of each
//! space, and no context passes through it.
//!
//! No word crosses white space, so what an eojeol adds to a sentence depends on
//! its own characters and on the right context of the word before. [`ways`]
//! remembers it, and a sentence is a few look-ups for each eojeol. The result is
//! that of the plain lattice, which the tests keep to compare with.
//!
//! Two rules are not mecab's. ㆍ (U+318D), a letter by Unicode, is read as the
//! middle dot · that it stands for in lists. And the one entry of ko-dic that
//! holds a space after Lindera's builder has trimmed the five, "영치기 영차", is
//! never found: it would be the only word to cross white space.
//!
//! Ties are broken as mecab does: of nodes of equal cost the one that was added
//! last wins, and candidates are tried last first. So of two paths of equal
//! cost, compared from their ends, the one whose word is shorter, or comes
//! earlier in the dictionary, wins where they first differ.

mod answers;
mod contexts;
mod eojeol;
mod make;
#[cfg(test)]
mod plain;
mod search;
mod stretches;
mod surfaces;
mod walk;
mod ways;

use lindera_dictionary::viterbi::WordId;

use super::lexicon::Lexicon;
use contexts::{BOUNDARY, RightContext};
use eojeol::read_as;
use stretches::Key;
use walk::SHORT_REST;
use ways::{Before, End, Entry, NONE, Ways};

/// A word of the cheapest path.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Word {
    /// Byte offsets into the text.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) id: WordId,
}

/// The best paths through a sentence, kept from one to the next for what it
/// remembers of eojeols.
pub(super) struct Lattice<'d> {
    lexicon: &'d Lexicon,
    ways: Ways<'d>,
    /// Which of the ASCII characters are white space.
    ascii_space: [bool; 128],
    /// The ends of the cheapest paths, those of one eojeol after those of the
    /// one before.
    states: Vec<State>,
    /// The eojeols of the sentence.
    eojeols: Vec<Span>,
    /// The characters of those that come for the first time, with gaps between.
    new_chars: Vec<char>,
    /// The hashes of their short rests.
    rests: Vec<u64>,
    /// The byte offset of each eojeol that a way leads through.
    starts: Vec<usize>,
    entries: Vec<Entry>,
    ends: Vec<End>,
    /// The way through each eojeol that the cheapest path takes, last first.
    taken: Vec<u32>,
    path: Vec<Word>,
}

/// An eojeol of a sentence.
#[derive(Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
    before: Before,
    hash: u64,
    /// What it is remembered by.
    stretch: u32,
    /// Where its characters are among those that surfaces were fetched for.
    fetched: Option<usize>,
}

/// The cheapest path up to the end of an eojeol whose last word has a given
/// right context.
#[derive(Clone, Copy)]
struct State {
    right: RightContext,
    cost: i32,
    /// The way through the eojeol.
    way: u32,
    /// The state before the eojeol.
    previous: u32,
}

impl<'d> Lattice<'d> {
    pub(super) fn new(lexicon: &'d Lexicon) -> Lattice<'d> {
        let mut ascii_space = [false; 128];
        for (c, is_space) in ascii_space.iter_mut().enumerate() {
            let categories = lexicon.categories(char::from(c as u8));
            *is_space = lexicon.is_space(categories);
        }
        lexicon.add_worker();
        Lattice {
            lexicon,
            ways: Ways::new(lexicon),
            ascii_space,
            states: Vec::new(),
            eojeols: Vec::new(),
            new_chars: Vec::new(),
            rests: Vec::new(),
            starts: Vec::new(),
            entries: Vec::new(),
            ends: Vec::new(),
            taken: Vec::new(),
            path: Vec::new(),
        }
    }

    /// Returns the words of the cheapest path through `text`, in order.
    pub(super) fn words(&mut self, text: &str) -> &[Word] {
        self.ways.make_room();
        self.path.clear();
        self.starts.clear();
        self.states.clear();
        self.states.push(State {
            right: BOUNDARY,
            cost: 0,
            way: NONE,
            previous: NONE,
        });
        self.find_eojeols(text);
        let mut last = 0;
        for index in 0..self.eojeols.len() {
            last = self.eojeol(text, self.eojeols[index], last);
        }
        self.trace_back(last);
        &self.path
    }

    /// Finds the eojeols of a text, and the tables that are remembered for them:
    /// all at once, as the memory answers several questions in the time of one.
    fn find_eojeols(&mut self, text: &str) {
        self.eojeols.clear();
        let mut before = Before::Text;
        let mut start = None;
        let mut add = |start, end, before| {
            self.eojeols.push(Span {
                start,
                end,
                before,
                hash: Key::new(&text[start..end], before).hash(),
                stretch: NONE,
                fetched: None,
            });
        };
        for (at, c) in text.char_indices() {
            let is_space = match c {
                '\0'..='\x7f' => self.ascii_space[c as usize],
                '가'..='힣' => false,
                _ => self.lexicon.is_space(self.lexicon.categories(c)),
            };
            match (is_space, start) {
                (true, Some(from)) => {
                    add(from, at, before);
                    (start, before) = (None, Before::Space);
                }
                (true, None) => before = Before::Space,
                (false, None) => start = Some(at),
                (false, Some(_)) => {}
            }
        }
        if let Some(from) = start {
            add(from, text.len(), before);
        }
        let hashes = self.eojeols.iter().map(|span| span.hash);
        self.ways.stretches.fetch(hashes);
        for span in &mut self.eojeols {
            let key = Key::with_hash(&text[span.start..span.end], span.before, span.hash);
            span.stretch = self.ways.stretch_of(key);
        }
        self.ways
            .fetch(self.eojeols.iter().map(|span| span.stretch));
        self.look_ahead(text);
    }

    /// Has the processor fetch what the searches of the new eojeols will ask for:
    /// the surfaces at each character, and their short rests.
    fn look_ahead(&mut self, text: &str) {
        self.new_chars.clear();
        self.rests.clear();
        for span in &mut self.eojeols {
            if !self.ways.is_new(span.stretch) {
                continue;
            }
            let eojeol = &text[span.start..span.end];
            // No surface goes on over a gap.
            span.fetched = Some(self.new_chars.len());
            self.new_chars
                .extend(eojeol.chars().map(read_as).chain(['\0']));
            let starts = eojeol.char_indices().rev().take(SHORT_REST);
            let before = eojeol.chars().rev().skip(1);
            for ((start, _), before) in starts.zip(before) {
                let rest = Key::new(&eojeol[start..], Before::after(before));
                self.rests.push(rest.hash());
            }
        }
        self.ways.stretches.fetch_counts(&self.rests);
        self.ways.stretches.fetch(self.rests.iter().copied());
        self.ways.surfaces.fetch(&self.new_chars, self.lexicon);
    }

    /// Goes through one eojeol, from the states from index `last` on. Returns
    /// the index of the first state after it.
    fn eojeol(&mut self, text: &str, span: Span, last: usize) -> usize {
        let Span {
            start,
            end,
            before,
            stretch,
            fetched,
            ..
        } = span;
        self.entries.clear();
        for state in &self.states[last..] {
            self.entries.push(Entry {
                right: state.right,
                costs: self.ways.contexts.costs_after(state.right),
                cost: state.cost,
                way: state.way,
            });
        }
        let eojeol = (&text[start..end], before, fetched);
        self.ways
            .through(eojeol, stretch, &self.entries, &mut self.ends);
        if self.ends.is_empty() {
            // No way leads through: char.def knows no such character. What is
            // around it is analysed all the same.
            return last;
        }
        let first = self.states.len();
        for end in &self.ends {
            self.states.push(State {
                right: end.right,
                cost: end.cost,
                way: end.way,
                previous: last as u32 + u32::from(end.entry),
            });
        }
        self.starts.push(start);
        first
    }

    /// Follows the cheapest path back from the end of the sentence, and lists
    /// its words from the start.
    fn trace_back(&mut self, last: usize) {
        let mut best: Option<(i32, &State)> = None;
        let contexts = &self.ways.contexts;
        for state in &self.states[last..] {
            let cost = state.cost + contexts.cost(state.right, BOUNDARY);
            let is_better = best.is_none_or(|(least, other)| {
                cost < least
                    || cost == least
                        && self.ways.last_rank(state.way) < self.ways.last_rank(other.way)
            });
            if is_better {
                best = Some((cost, state));
            }
        }
        self.taken.clear();
        let mut at = best.map(|(_, state)| state);
        while let Some(state) = at.filter(|state| state.previous != NONE) {
            self.taken.push(state.way);
            at = self.states.get(state.previous as usize);
        }
        for (&start, &way) in self.starts.iter().zip(self.taken.iter().rev()) {
            self.ways.add_words(way, start, &mut self.path);
        }
    }
}

impl Drop for Lattice<'_> {
    fn drop(&mut self) {
        self.lexicon.remove_worker();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use super::plain::PlainLattice;
    use crate::korean::UserDictionary;
    use proptest::prelude::*;

    fn lexicon() -> Lexicon {
        Lexicon::new(malmoi_ko_dic::load().unwrap())
    }

    /// Cuts `text` and joins `surface/tag`.
    fn check(text: &str, expected: &str) {
        let lexicon = lexicon();
        let mut lattice = Lattice::new(&lexicon);
        let found: Vec<String> = lattice
            .words(text)
            .iter()
            .map(|w| {
                let pos = lexicon.details(w.id).pos;
                format!("{}/{pos}", &text[w.start..w.end])
            })
            .collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }

    // The expected morphemes are python-mecab-ko 1.3.7's, on the same
    // dictionary: `MeCab().pos(text)`.
    #[test]
    fn context_passes_through_spaces() {
        check("할 수 있다", "할/VV+ETM 수/NNB 있/VV 다/EC");
        check("할\n 수\t있다 ", "할/VV+ETM 수/NNB 있/VV 다/EC");
    }

    #[test]
    fn the_vowel_sign_between_list_items_is_a_dot() {
        check(
            "서울ㆍ부산ㆍ대구에서",
            "서울/NNP ㆍ/SC 부산/NNP ㆍ/SC 대구/NNP 에서/JKB",
        );
    }

    #[test]
    fn nothing_and_space_have_no_words() {
        check("", "");
        check(" \n\t", "");
    }

    #[test]
    fn unknown_words_are_grouped_by_script() {
        check("Northwind 사", "Northwind/SL 사/VV+EC");
        check("뷁", "뷁/NNP");
    }

    #[test]
    fn a_group_longer_than_mecabs_limit_is_cut() {
        let long = "a".repeat(26);
        let mut cut = vec!["a/SL"];
        let rest = format!("{}/SL", "a".repeat(25));
        cut.push(&rest);
        check(&long, &cut.join(" "));
    }

    #[test]
    fn no_word_crosses_white_space() {
        check("영치기 영차", "영치기/IC 영차/NNG");
    }

    /// Compares with the plain lattice; `lattice` remembers what it saw before.
    fn check_equal(lattice: &mut Lattice<'_>, plain: &mut PlainLattice<'_>, text: &str) {
        assert_eq!(lattice.words(text), plain.words(text), "{text:?}");
    }

    /// Sample sentences, cut and joined anew, hold real words in any order.
    const PIECES: &[&str] = &[
        "정부",
        "는",
        "은",
        "이",
        "가",
        "에서",
        "에서는",
        "했",
        "습니다",
        "다",
        "할",
        "수",
        "있",
        "없",
        "것",
        "을",
        "를",
        "대통령",
        "서울",
        "시",
        "사과",
        "하",
        "고",
        "나",
        "너",
        "의",
        "도",
        "로",
        "간",
        "한",
        "될",
        "되",
        "면",
        "지",
        "않",
        "았",
        "던",
        "학교",
        "생",
        "인",
        "적",
        "으로",
        "부터",
        "까지",
        " ",
        " ",
        " ",
        "  ",
        "\n",
        "\t",
        "1",
        "2026",
        "년",
        "3.5",
        "%",
        "A",
        "SK",
        "K9",
        "·",
        "ㆍ",
        ",",
        ".",
        "\"",
        "(",
        ")",
        "‘",
        "’",
        "ㅋㅋ",
        "ㅠ",
        "美",
        "國",
        "뷁",
        "쀍",
        "\u{3000}",
        "\u{301}",
        "😀",
        "é",
        "の",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn remembered_eojeols_give_the_path_of_the_plain_lattice(
            texts in prop::collection::vec(prop::collection::vec(prop::sample::select(PIECES), 0..24), 1..8),
            noise in "\\PC{0,24}",
            dictionary in 0..3usize,
        ) {
            // Of mecab-ko, with malmoi's corrections, and with words of a user's.
            let lexicon = match dictionary {
                0 => lexicon(),
                1 => lexicon().corrected(true),
                _ => {
                    let (words, _) = UserDictionary::read("학교생\n사과\n정부인\nK9\n대통령,NNP,*");
                    lexicon().corrected(false).with_user_words(words)
                }
            };
            let (mut lattice, mut plain) = (Lattice::new(&lexicon), PlainLattice::new(&lexicon));
            for text in &texts {
                check_equal(&mut lattice, &mut plain, &text.concat());
            }
            check_equal(&mut lattice, &mut plain, &noise);
            // A second time, all is remembered.
            for text in &texts {
                check_equal(&mut lattice, &mut plain, &text.concat());
            }
        }
    }
}

//! Whether the dictionary's way to cut a word can be right.
//!
//! It is, when
//!
//! - the word is one morpheme, or a predicate with its endings;
//! - or it is nouns, then particles, endings and verbs, with no noun after
//!   them (국민+의+힘 has one), and each of several nouns lives apart from the
//!   others in the same corpus. 비디아 does not, so 엔+비디아 is wrong. Two nouns of two
//!   syllables that the dictionary has both are doubted only if the corpus is
//!   large enough to show that the first one never stands without the second:
//!   메타+버스 is one word, 기준+금리 are two. A noun with a suffix or
//!   with a noun of one syllable behind it (서울+시) is not doubted.

use super::beginnings::{Beginnings, Followers};
use crate::korean::KoreanTokenizer;
use crate::korean::details::first_tag;
use crate::token::{Tokenizer, Worker};

/// Judges how words are cut.
pub(super) struct Judge<'b> {
    worker: Box<dyn Worker + 'b>,
    korean: &'b KoreanTokenizer,
    beginnings: &'b Beginnings<'b>,
}

/// What a beginning is cut into.
#[derive(Clone, Debug)]
struct Piece {
    surface: String,
    /// The first of its tags.
    tag: String,
    /// Whether it ends as verbs do before a noun.
    is_adnominal: bool,
    end: usize,
}

/// How a beginning is cut in one word that has it.
enum Verdict {
    /// As one morpheme, or within one.
    Known,
    /// In a way that can be right.
    Explained,
    /// In a way that cannot.
    Torn(String),
}

/// How many of the most frequent words with a beginning are looked at.
const LOOKED_AT: usize = 6;

/// A noun lives apart if it occurs so often without the rest of the word, as a
/// share of the occurrences of the word.
const APART: f64 = 0.1;

/// The same for what stands before a particle.
const APART_FROM_PARTICLE: f64 = 0.2;

impl<'b> Judge<'b> {
    pub(super) fn new(korean: &'b KoreanTokenizer, beginnings: &'b Beginnings<'b>) -> Judge<'b> {
        Judge {
            worker: korean.worker(),
            korean,
            beginnings,
        }
    }

    /// Returns how the dictionary cuts a word, if that cannot be right.
    pub(super) fn torn(&mut self, word: &str, followers: &Followers<'_>) -> Option<String> {
        let mut tails = followers.tails.clone();
        tails.sort_by_key(|(tail, count)| (std::cmp::Reverse(*count), *tail));
        tails.truncate(LOOKED_AT);
        let (mut known, mut explained, mut torn) = (0, 0, 0);
        let mut cut = None;
        for (tail, count) in tails {
            let pieces = self.pieces(&format!("{word}{tail}"), word.len());
            match self.verdict(word, &pieces, followers) {
                Verdict::Known => known += count,
                Verdict::Explained => explained += count,
                Verdict::Torn(how) => {
                    torn += count;
                    cut.get_or_insert(how);
                }
            }
        }
        cut.filter(|_| torn > known + explained)
            .filter(|_| !self.ends_in_a_particle(word, followers))
            .filter(|_| !self.is_compound(word, followers))
    }

    /// Says whether the word is a shorter one with a particle: whether what is
    /// left without it occurs with others.
    fn ends_in_a_particle(&self, word: &str, followers: &Followers<'_>) -> bool {
        let enough = (followers.count as f64 * APART_FROM_PARTICLE).max(2.0);
        word.char_indices().skip(1).any(|(at, _)| {
            let (left, particle) = word.split_at(at);
            self.beginnings.is_tail(particle)
                && self.beginnings.count_apart(left, word) as f64 >= enough
        })
    }

    /// Says whether the word is two nouns of the dictionary that live apart,
    /// even if the dictionary prefers to cut it elsewhere: 산업+현장, not
    /// 산업+현+장.
    fn is_compound(&self, word: &str, followers: &Followers<'_>) -> bool {
        let is_noun = |part: &str| {
            part.chars().nth(1).is_some()
                && (self.korean.has_word(part, "NNG") || self.korean.has_word(part, "NNP"))
                && self.is_apart(part, word, followers)
        };
        word.char_indices().skip(2).any(|(at, _)| {
            let (left, right) = word.split_at(at);
            is_noun(left) && is_noun(right)
        })
    }

    /// Cuts a text and returns the pieces that begin in its first `length`
    /// bytes.
    fn pieces(&mut self, text: &str, length: usize) -> Vec<Piece> {
        let mut pieces = Vec::new();
        self.worker.tokenize(text, &mut |token| {
            if token.start >= length {
                return;
            }
            pieces.push(Piece {
                surface: token.surface.to_string(),
                tag: first_tag(token.pos).to_string(),
                is_adnominal: token.pos.ends_with("ETM"),
                end: token.end,
            });
        });
        pieces
    }

    fn verdict(&self, word: &str, pieces: &[Piece], followers: &Followers<'_>) -> Verdict {
        let Some(first) = pieces.first() else {
            return Verdict::Explained;
        };
        if first.end >= word.len() {
            return Verdict::Known;
        }
        let mut start = 0;
        let cut = pieces.iter().map(|piece| {
            let from = std::mem::replace(&mut start, piece.end);
            &word[from..piece.end.min(word.len())]
        });
        let cut: Vec<&str> = cut.collect();
        let torn = || Verdict::Torn(cut.join(" "));
        let is_noun = |p: &Piece| NOUNS.contains(&p.tag.as_str());
        let nouns = pieces
            .iter()
            .take_while(|p| is_noun(p) || p.tag == "XSN")
            .count();
        let (nouns, behind) = pieces.split_at(nouns);
        if behind.iter().any(|p| p.tag == "SN") || first.tag.starts_with("MA") {
            return Verdict::Explained;
        }
        if let Some(noun) = behind.iter().position(is_noun) {
            return if self.is_missing_space(
                word,
                nouns,
                &behind[..noun],
                &behind[noun..],
                followers,
            ) {
                Verdict::Explained
            } else {
                torn()
            };
        }
        let Some(last) = nouns.last() else {
            return Verdict::Explained;
        };
        if first.tag == "MM" && behind.first().is_some_and(|p| p.tag.starts_with('V')) {
            // A determiner before a verb.
            return if nouns.len() == 1 && last.end < word.len() {
                torn()
            } else {
                Verdict::Explained
            };
        }
        if last.end < word.len() && nouns.len() == 1 {
            return Verdict::Explained;
        }
        if self.live_apart(word, nouns, followers) {
            Verdict::Explained
        } else {
            torn()
        }
    }

    /// Says whether a noun of the dictionary never stands without what follows
    /// it in a word that is seen at least so often.
    fn is_never_without(&self, noun: &Piece, times: u64, followers: &Followers<'_>) -> bool {
        followers.is_frequent()
            && followers.count >= times
            && self.beginnings.count(&noun.surface) <= followers.count
    }

    /// Says whether a word is two, with a space left out between them: whether
    /// the nouns `after` a particle or an ending live apart, and what is
    /// `between` can end a word.
    fn is_missing_space(
        &self,
        word: &str,
        before: &[Piece],
        between: &[Piece],
        after: &[Piece],
        followers: &Followers<'_>,
    ) -> bool {
        if between.iter().any(|p| p.tag.starts_with("NNB")) {
            return true;
        }
        let [noun] = after else {
            return false;
        };
        if between.iter().any(|p| p.is_adnominal) {
            // 볼+때, 좋은+영화, but not 자유+한+국당.
            return before.is_empty() && noun.is_short()
                || self.is_apart(&noun.surface, word, followers);
        }
        // 최고+의+영화, but not 국민+의+힘, which is more frequent than 국민의.
        let Some(last) = between.last() else {
            return false;
        };
        followers.count <= self.beginnings.count_whole(&word[..last.end])
            && (noun.is_short() || self.is_apart(&noun.surface, word, followers))
    }

    /// Says whether a noun occurs often enough without the rest of the word.
    fn is_apart(&self, noun: &str, word: &str, followers: &Followers<'_>) -> bool {
        let enough = (followers.count as f64 * APART).max(2.0);
        self.beginnings.count_apart(noun, word) as f64 >= enough
    }

    /// Says whether the nouns that a word is cut into live apart from each
    /// other.
    fn live_apart(&self, word: &str, nouns: &[Piece], followers: &Followers<'_>) -> bool {
        let [first, ..] = nouns else {
            return true;
        };
        // Suffixes are no part of the question, nor is one noun of one
        // syllable behind a longer one.
        let stem = nouns.iter().rposition(|p| p.tag != "XSN").unwrap_or(0);
        let nouns = match &nouns[..=stem] {
            // 팬데+믹: one of two.
            [noun, last] if last.is_short() && !noun.is_short() => {
                return !self.is_never_without(noun, 2 * SURE, followers);
            }
            [longer @ .., last] if last.is_short() && !first.is_short() && !longer.is_empty() => {
                longer
            }
            nouns => nouns,
        };
        let [first, rest @ ..] = nouns else {
            return true;
        };
        if rest.is_empty() {
            return true;
        }
        let apart = |noun: &str| self.is_apart(noun, word, followers);
        if let Some(latin) = nouns.iter().find(|p| p.tag == "SL") {
            // A script may end wherever a word does; only a single syllable
            // before or after Latin letters is doubted, if it has little else
            // to stand before. A single letter (A시) stands for a name.
            let others = self.beginnings.count(&first.surface) as f64;
            return latin.is_short()
                || nouns.iter().all(|p| p.tag == "SL" || !p.is_short())
                || nouns.len() > 2
                || (followers.count as f64) < APART * others;
        }
        let is_affix = |p: &&Piece| matches!(p.tag.as_str(), "XSN" | "XPN");
        if rest.iter().filter(|p| !is_affix(p)).any(Piece::is_short) {
            return matches!(first.tag.as_str(), "MM" | "NP") && rest.len() == 1;
        }
        if first.is_short() {
            // 신+기술: what follows must be a word of its own.
            return rest
                .iter()
                .filter(|p| !is_affix(p))
                .all(|p| apart(&p.surface));
        }
        // The dictionary has all of them. That the first one never stands
        // without the others must be seen often enough, and the last must not
        // be a word that is everywhere.
        let Some(last) = rest.last() else {
            return true;
        };
        !self.is_never_without(first, SURE, followers)
            || self.beginnings.count_apart(&last.surface, word) > COMMON * followers.count
    }
}

impl Piece {
    fn is_short(&self) -> bool {
        self.surface.chars().nth(1).is_none()
    }
}

/// The tags of what may stand before the particles.
const NOUNS: &[&str] = &["NNG", "NNP", "NR", "NP", "XR", "XPN", "MM", "SL", "IC"];

/// How often two words of the dictionary must be seen as one to be one.
const SURE: u64 = 6;

/// How much more frequent than the whole the last part of a compound may be.
const COMMON: u64 = 10;

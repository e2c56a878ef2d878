//! Characters that mean the same, made the same before words are sought.
//!
//! Terms come from the folded text, spans and surfaces from the text itself.

use std::borrow::Cow;

use unicode_normalization::char::{compose, decompose_canonical};

use crate::token::Token;

/// A text without its variants, with the way back.
///
/// - Full-width forms are plain: ＡＩ is AI, １２ is 12, ＇ is '.
/// - The dots between list items are one: ㆍ ・ ‧ • ∙ ⋅ are ·, but for those
///   between Japanese words.
/// - Letters and their marks are joined where Unicode has one character for
///   both (NFC): jamo are syllables, e and ´ are é. Hanja that Korean standards
///   list once for each reading are one.
/// - A hyphen is one character, whether a line may end at it or not.
/// - Characters that do not show, zero-width and control ones, are left out.
#[derive(Debug)]
pub(crate) struct Folded<'t> {
    original: &'t str,
    text: Cow<'t, str>,
    /// Where a change starts or ends: the offset in `text`, and in `original`.
    steps: Vec<(usize, usize)>,
}

impl<'t> Folded<'t> {
    /// Folds a text. Nearly all texts stay as they are, and are not copied.
    pub(crate) fn new(original: &'t str) -> Folded<'t> {
        let start = original
            .char_indices()
            .find(|(at, c)| !is_plain(*c) && is_variant(*c, &original[..*at]));
        let mut folding = Folding {
            text: String::new(),
            steps: Vec::new(),
            last: (0, 0),
        };
        let Some((start, _)) = start else {
            return Folded {
                original,
                text: original.into(),
                steps: folding.steps,
            };
        };
        folding.text.reserve(original.len());
        folding.text.push_str(&original[..start]);
        if let Some((at, _)) = original[..start].char_indices().next_back() {
            folding.last = (at, at);
        }
        for (at, c) in original[start..].char_indices() {
            folding.push(start + at, c);
        }
        Folded {
            original,
            text: folding.text.into(),
            steps: folding.steps,
        }
    }

    /// Returns the folded text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Returns a token of the folded text as one of the text itself.
    pub(crate) fn unfolded<'a>(&'a self, token: Token<'a>) -> Token<'a> {
        if self.steps.is_empty() {
            return token;
        }
        let (start, end) = (self.unfold(token.start), self.unfold_end(token.end));
        Token {
            surface: &self.original[start..end],
            start,
            end,
            ..token
        }
    }

    /// Returns where in the original begins what begins at an offset, behind all
    /// that was left out there.
    fn unfold(&self, offset: usize) -> usize {
        let after = self.steps.partition_point(|(folded, _)| *folded <= offset);
        self.unfold_by(after, offset)
    }

    /// Returns where ends what ends at an offset, before all that was left out.
    fn unfold_end(&self, offset: usize) -> usize {
        let after = self.steps.partition_point(|(folded, _)| *folded < offset);
        match self.steps.get(after) {
            Some((folded, original)) if *folded == offset => *original,
            _ => self.unfold_by(after, offset),
        }
    }

    /// The same by the last of so many steps.
    fn unfold_by(&self, steps: usize, offset: usize) -> usize {
        let step = steps.checked_sub(1).map(|at| self.steps[at]);
        step.map_or(offset, |(folded, original)| original + (offset - folded))
    }
}

/// A text being folded.
struct Folding {
    text: String,
    steps: Vec<(usize, usize)>,
    /// Where the last character starts, in `text` and in the original.
    last: (usize, usize),
}

impl Folding {
    fn push(&mut self, at: usize, c: char) {
        let end = at + c.len_utf8();
        if !is_variant(c, &self.text) {
            self.last = (self.text.len(), at);
            self.text.push(c);
        } else if let Some(joined) = joined(&self.text, c) {
            let (folded, original) = self.last;
            self.text.truncate(folded);
            self.replace((folded, original), joined, end);
        } else if is_invisible(c) {
            self.steps.push((self.text.len(), at));
            self.steps.push((self.text.len(), end));
        } else {
            let mut plain = c;
            match c {
                '\u{ff01}'..='\u{ff5e}' => {
                    plain = char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c);
                }
                '\u{3000}' => plain = ' ',
                '\u{2010}' | '\u{2011}' => plain = '-',
                '\u{f900}'..='\u{fad9}' => decompose_canonical(c, |c| plain = c),
                _ => plain = '·',
            }
            self.last = (self.text.len(), at);
            self.replace(self.last, plain, end);
        }
    }

    /// Puts `c` where the original has what starts at `start` and ends at `end`.
    fn replace(&mut self, start: (usize, usize), c: char, end: usize) {
        let is_before = |step: &(usize, usize)| *step < start;
        let kept = self.steps.partition_point(is_before);
        self.steps.truncate(kept);
        self.steps.push(start);
        self.text.push(c);
        self.steps.push((self.text.len(), end));
    }
}

/// Says whether a character is one of those that nearly all characters are, none of which is a variant.
fn is_plain(c: char) -> bool {
    matches!(c, '가'..='힣' | ' '..='~')
}

/// Says whether a character after `before` has another that means the same.
fn is_variant(c: char, before: &str) -> bool {
    match c {
        _ if is_plain(c) => false,
        '\0'..='\x7f' => is_invisible(c),
        '\u{ff01}'..='\u{ff5e}' | '\u{3000}' | '\u{f900}'..='\u{fad9}' => true,
        'ㆍ' | '\u{2022}' | '\u{2027}' | '\u{2219}' | '\u{22c5}' => true,
        '\u{2010}' | '\u{2011}' => true,
        '\u{30fb}' | '\u{ff65}' => !before.ends_with(is_kana),
        // The old vowel stands for a dot, too, where no consonant is before it.
        '\u{119e}' => !before.ends_with(|c| matches!(c, '\u{1100}'..='\u{115f}')),
        '\u{300}'..='\u{36f}' | '\u{1161}'..='\u{11c2}' | '\u{3099}'..='\u{309a}' => {
            joined(before, c).is_some()
        }
        _ => is_invisible(c),
    }
}

/// Says whether a character does not show on a page: control characters but
/// for white space, zero-width ones, direction marks, fillers.
fn is_invisible(c: char) -> bool {
    match c {
        '\t'..='\r' | '\u{85}' => false,
        '\u{ad}' | '\u{115f}'..='\u{1160}' | '\u{180e}' | '\u{3164}' | '\u{ffa0}' => true,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' => true,
        _ => c.is_control(),
    }
}

/// Returns what a mark makes of the character before it.
fn joined(before: &str, mark: char) -> Option<char> {
    compose(before.chars().next_back()?, mark)
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, folded: &str) {
        assert_eq!(Folded::new(text).text(), folded);
    }

    #[test]
    fn variants_are_made_the_same() {
        check("ＡＩ　１２％ ＇a＇", "AI 12% 'a'");
        check(
            "서울ㆍ부산・대구‧광주•대전∙울산",
            "서울·부산·대구·광주·대전·울산",
        );
        check("K\u{2010}팝 co\u{2011}op", "K-팝 co-op");
        check("서울\u{119e}부산", "서울·부산");
        check("ジョン・スミス", "ジョン・スミス");
        check(
            "\u{1112}\u{1161}\u{11ab}글 cafe\u{301} u\u{308}\u{301}",
            "한글 café ǘ",
        );
        check(
            "반\u{200b}도체 co\u{ad}op\u{8}eration\u{feff}",
            "반도체 cooperation",
        );
        check("\u{f9e1}", "李");
        check("가나 “a” ’s …", "가나 “a” ’s …");
    }

    #[test]
    fn every_boundary_finds_its_way_back() {
        let text = "한ＡＩ가\u{1112}\u{1161}\u{11ab} cafe\u{301}・x";
        let folded = Folded::new(text);
        let parts = [
            ("한", "한"),
            ("AI", "ＡＩ"),
            ("가", "가"),
            ("한", "\u{1112}\u{1161}\u{11ab}"),
            (" ", " "),
            ("café", "cafe\u{301}"),
            ("·", "・"),
            ("x", "x"),
        ];
        let mut at = 0;
        for (plain, original) in parts {
            let end = at + plain.len();
            assert_eq!(&folded.text()[at..end], plain);
            assert_eq!(&text[folded.unfold(at)..folded.unfold(end)], original);
            at = end;
        }
    }

    #[test]
    fn what_does_not_show_is_within_words_and_not_around_them() {
        let text = "\u{200b}정\u{ad}부\u{200b} \u{feff}ＡＩ\u{8}\u{200b}와";
        let folded = Folded::new(text);
        let original = |word: &str| {
            let at = folded.text().find(word).unwrap();
            &text[folded.unfold(at)..folded.unfold_end(at + word.len())]
        };
        assert_eq!(folded.text(), "정부 AI와");
        assert_eq!(original("정부"), "정\u{ad}부");
        assert_eq!(original("AI"), "ＡＩ");
        assert_eq!(original("와"), "와");
    }

    proptest! {
        #[test]
        fn boundaries_stay_boundaries_in_order(
            text in "(\\PC|[ᄀ-ᄒ]|[ᅡ-ᅵ]|[ᆨ-ᇂ]|[\u{300}-\u{310}]|[a-e]|[Ａ-Ｃ]|ㆍ|・|ア|\u{200b}|\u{8}|\u{ad}){0,30}",
        ) {
            let folded = Folded::new(&text);
            let mut before = 0;
            for (at, _) in folded.text().char_indices() {
                let original = folded.unfold(at);
                let end = folded.unfold_end(at);
                prop_assert!(text.is_char_boundary(original) && text.is_char_boundary(end));
                prop_assert!(end <= original && (at == 0 || end > before));
                prop_assert!(at == 0 || original > before);
                before = original;
            }
            prop_assert_eq!(folded.unfold(folded.text().len()), text.len());
        }
    }
}

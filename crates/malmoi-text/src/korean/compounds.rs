//! Words that ko-dic divides: compounds, foreign names, and fused forms, with
//! the place of each part in the text.

use super::details::Morpheme;

/// What becomes of a word that the dictionary divides into parts.
///
/// The terms are those of Lucene's Korean analyzer: 가락지나물 (a herb) is
/// 가락지 and 나물, and 감싸여 (wrapped) is 감싸이 and 어.
///
/// # What is the same as in Lucene
///
/// Which words are divided, into which parts, with which tags; that a whole
/// comes before its parts; that 3.5 is two numbers and a full stop, 66사이즈 a
/// number and a noun; that ㆍ parts a list; that accents written as characters
/// of their own stay in their word (Бъ̀лгария, λόγος).
///
/// # What is different, and why
///
/// - **Spans are exact wherever a part stands in the text as it is**: of 가서, 가
///   has the first syllable and 아서 the second. Only morphemes that share a
///   syllable (감싸이 and 어 in 감싸여) share the span of what they have between
///   them. Lucene gives all morphemes of an inflected word, and both names of
///   톰행크스, the span of the word.
/// - **A noun whose parts do not spell it stays whole** (14 of 275,000): its
///   entry is wrong, as 픽토그램 from 픽토 and 그.
/// - **Punctuation is a token** in every mode, of
///   [`Kind::Symbol`](crate::Kind::Symbol): who counts leaves it out, who shows
///   a text needs it. White space is none.
/// - **Digits stay together**: a number is no term here, and single digits of it
///   would say still less. Unknown words are not cut into single characters
///   either.
/// - **Morphemes are not left out by tag**: that particles, endings and the
///   copula 이 of 입니다 do not count is what [`Kind`](crate::Kind) says.
/// - **Hanja stay hanja** as terms. In news they are abbreviations read as they
///   stand (美, 北), and their reading (미, 북) is that of dozens of other
///   syllables; of names in hanja that are no entry ko-dic has no reading at
///   all. A text of nothing but hanja is not taken for Korean.
/// - **Words of a user dictionary are never divided.**
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Compounds {
    /// The word stays whole, and so do nouns that the texts malmoi's costs are
    /// learnt from divide.
    #[default]
    None,
    /// Whatever is cheapest: malmoi's costs divide compound nouns where texts
    /// tagged by hand do (국회 + 의원), and leave others. This agrees best with such
    /// texts; for counting, the whole word says more.
    Auto,
    /// The parts stand for the word, each as a token of its own.
    Discard,
    /// The word comes first, and its parts follow it. The parts that are content
    /// words are of [`Kind::Part`](crate::Kind::Part), so that the size of the
    /// text stays what it is with `None`.
    Mixed,
}

/// A part of a word.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Part<'d> {
    pub(super) morpheme: Morpheme<'d>,
    /// Byte offsets into the word.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Fills `parts` with the parts of a word, or leaves it empty if the word is
/// not to be divided.
pub(super) fn divide<'d>(
    surface: &str,
    pos: &str,
    morphemes: impl Iterator<Item = Morpheme<'d>>,
    parts: &mut Vec<Part<'d>>,
) {
    parts.clear();
    parts.extend(morphemes.map(|morpheme| Part {
        morpheme,
        start: 0,
        end: surface.len(),
    }));
    let spells = place(surface, parts) == Placed::Exactly;
    let is_fused = pos.contains('+');
    if parts.len() < 2 || !(spells || is_fused) {
        parts.clear();
    }
}

/// How well the parts of a word fit its characters.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Placed {
    /// One after the other they are the word.
    Exactly,
    /// Some share what they have in common.
    Shared,
}

/// Gives each part its place. All parts must have the place of the whole.
fn place(surface: &str, parts: &mut [Part<'_>]) -> Placed {
    let (mut start, mut end) = (0, surface.len());
    let (mut first, mut last) = (0, parts.len());
    while first < last && surface[start..].starts_with(parts[first].morpheme.form) {
        start += parts[first].morpheme.form.len();
        first += 1;
    }
    if first == last && start == end {
        let mut at = 0;
        for part in parts {
            part.start = at;
            at += part.morpheme.form.len();
            part.end = at;
        }
        return Placed::Exactly;
    }
    while first < last && surface[start..end].ends_with(parts[last - 1].morpheme.form) {
        last -= 1;
        end -= parts[last].morpheme.form.len();
    }
    // Either text without a part, or a part without text, such as 아 in 가
    // (가 + 아): nobody can tell them apart.
    if first == last || start == end {
        return Placed::Shared;
    }
    let mut at = 0;
    for part in &mut parts[..first] {
        part.start = at;
        at += part.morpheme.form.len();
        part.end = at;
    }
    for part in &mut parts[first..last] {
        (part.start, part.end) = (start, end);
    }
    let mut at = end;
    for part in &mut parts[last..] {
        part.start = at;
        at += part.morpheme.form.len();
        part.end = at;
    }
    Placed::Shared
}

/// Appends a morpheme's form, with the final consonants by which ko-dic writes
/// some endings (ᆫ) as the letters that people type (ㄴ).
pub(super) fn push_typed(form: &str, term: &mut String) {
    term.extend(form.chars().map(|c| {
        let final_consonant = u32::from(c).checked_sub(FIRST_FINAL);
        let letter = final_consonant.and_then(|index| FINALS.chars().nth(index as usize));
        letter.unwrap_or(c)
    }));
}

/// The code point of the first final consonant of the conjoining letters.
const FIRST_FINAL: u32 = 0x11A8;

/// The final consonants in Unicode's order, as letters of their own.
const FINALS: &str = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";

#[cfg(test)]
mod tests {
    use super::*;

    /// Divides a word and joins `part:what it stands for`.
    fn check(surface: &str, pos: &str, forms: &[&'static str], expected: &str) {
        let mut parts = Vec::new();
        let morphemes = forms.iter().map(|form| Morpheme { form, tag: "" });
        divide(surface, pos, morphemes, &mut parts);
        let found: Vec<String> = parts
            .iter()
            .map(|p| format!("{}:{}", p.morpheme.form, &surface[p.start..p.end]))
            .collect();
        assert_eq!(found.join(" "), expected, "{surface}");
    }

    #[test]
    fn parts_that_spell_the_word_have_their_own_place() {
        check("고속도로", "NNG", &["고속", "도로"], "고속:고속 도로:도로");
        check("톰행크스", "NNP", &["톰", "행크스"], "톰:톰 행크스:행크스");
    }

    #[test]
    fn morphemes_share_only_what_they_have_in_common() {
        check("감겨", "VV+EC", &["감기", "어"], "감기:감겨 어:감겨");
        check("가서", "VV+EC", &["가", "아서"], "가:가 아서:서");
        check(
            "울려왔다",
            "VV+EC+VX+EP+EC",
            &["울리", "어", "오", "았", "다"],
            "울리:울려왔 어:울려왔 오:울려왔 았:울려왔 다:다",
        );
        check(
            "먹어봤",
            "VV+EC+VX+EP",
            &["먹", "어", "보", "았"],
            "먹:먹 어:어 보:봤 았:봤",
        );
    }

    #[test]
    fn a_morpheme_without_characters_has_the_whole() {
        check("가", "VV+EC", &["가", "아"], "가:가 아:가");
        check("나가", "VV+EC", &["나가", "아"], "나가:나가 아:나가");
    }

    #[test]
    fn a_noun_its_parts_do_not_spell_stays_whole() {
        check("픽토그램", "NNP", &["픽토", "그"], "");
        check("푯값", "NNG", &["표", "값"], "");
    }

    #[test]
    fn a_single_morpheme_is_no_division() {
        check("드십", "VV", &["들"], "");
        check("정부", "NNG", &[], "");
    }

    #[test]
    fn final_consonants_are_written_as_they_are_typed() {
        let mut term = String::new();
        push_typed("ᆫ답ᇂ", &mut term);
        assert_eq!(term, "ㄴ다ㅂㅎ");
    }
}

//! The dictionary form of verbs and adjectives: 가까운 is 가깝다, 했다 is 하다.
//!
//! ko-dic gives the stem: as the word itself (먹 of 먹었다), or as the first
//! morpheme of an inflected entry (가깝 of 가까운). The dictionary form is the
//! stem and 다. A suffix that makes a verb or an adjective (하, 되, 시키, 스럽)
//! takes the noun or root before it along: 발표했다 is 발표하다. That noun
//! stays a term, and so the verb made of it is none: it says the same again.
//!
//! Of several verbs in one entry the first counts: 알려진 is 알리다, 좋아한 is
//! 좋다. Where two verbs share a form, ko-dic decides, and mostly for the one
//! that has it as its stem: 들었다 is 들다, also where it means 듣다.

use rustc_hash::FxHashSet;

use super::details::Morpheme;
use crate::stop_words::korean_stop_verbs;
use crate::token::Kind;

/// What the lemmas need to know.
pub(super) struct Lemmas {
    stop_verbs: FxHashSet<&'static str>,
}

impl Lemmas {
    pub(super) fn new() -> Lemmas {
        Lemmas {
            stop_verbs: korean_stop_verbs(),
        }
    }

    /// Writes the dictionary form of a verb or an adjective into `lemma`, and
    /// returns what it is good for; `None` for all other morphemes. `stem` is the
    /// noun or root that touches it, else empty.
    pub(super) fn lemma(
        &self,
        morpheme: Morpheme<'_>,
        stem: &str,
        lemma: &mut String,
    ) -> Option<Kind> {
        lemma.clear();
        let is_content = match morpheme.tag {
            "VV" | "VA" => true,
            "VX" | "VCP" | "VCN" => false,
            "XSV" | "XSA" => {
                lemma.push_str(stem);
                false
            }
            _ => return None,
        };
        lemma.push_str(unshortened(morpheme.form));
        lemma.push('다');
        let is_term = is_content && !self.stop_verbs.contains(lemma.as_str());
        Some(if is_term { Kind::Term } else { Kind::Word })
    }
}

/// Returns the stem of a verb that ko-dic has under a stem shortened by an
/// ending as well, at the same cost.
fn unshortened(stem: &str) -> &str {
    let found = SHORTENED.iter().find(|(short, _)| *short == stem);
    found.map_or(stem, |(_, full)| full)
}

/// Stems that only an ending or a slip makes what they are, with the verb's own.
/// A stem that is a verb's own too (사 of 사다 and 살다) is taken as it stands.
const SHORTENED: [(&str, &str); 34] = [
    ("거", "걸"),
    ("그러", "그렇"),
    ("까부", "까불"),
    ("깍", "깎"),
    ("깨달", "깨닫"),
    ("꺽", "꺾"),
    ("내달", "내닫"),
    ("내미", "내밀"),
    ("노", "놀"),
    ("노니", "노닐"),
    ("느껴", "느끼"),
    ("도", "돌"),
    ("돼", "되"),
    ("된", "되"),
    ("드", "들"),
    ("만드", "만들"),
    ("맹그", "맹글"),
    ("머", "멀"),
    ("머무", "머물"),
    ("모", "몰"),
    ("봐", "보"),
    ("부", "붓"),
    ("비트", "비틀"),
    ("실", "싣"),
    ("아", "알"),
    ("어", "얼"),
    ("어떠", "어떻"),
    ("이러", "이렇"),
    ("저", "젓"),
    ("조", "졸"),
    ("찿", "찾"),
    ("치달", "치닫"),
    ("터", "털"),
    ("한", "하"),
];

/// The noun or root, with its suffixes, that a suffix may make a verb of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stem {
    start: usize,
    end: usize,
}

impl Stem {
    /// Returns the stem if it touches a word that starts at `start`, else
    /// nothing.
    pub(super) fn before<'a>(&self, text: &'a str, start: usize) -> &'a str {
        if self.end == start {
            &text[self.start..self.end]
        } else {
            ""
        }
    }

    /// Goes on over a word.
    pub(super) fn pass(&mut self, pos: &str, start: usize, end: usize) {
        match pos {
            "NNG" | "NNP" | "NNB" | "NR" | "XR" | "MAG" | "SL" | "SH" | "UNKNOWN" => {
                *self = Stem { start, end };
            }
            "XSN" if self.end == start => self.end = end,
            _ => *self = Stem::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::KoreanTokenizer;
    use super::*;
    use crate::token::Tokenizer;

    /// Tokenizes and joins the terms of verbs and adjectives, with `*` after
    /// those that are counted.
    fn with_lemmas() -> KoreanTokenizer {
        KoreanTokenizer::with_options(crate::korean::KoreanOptions {
            lemmas: true,
            ..Default::default()
        })
        .unwrap()
    }

    fn check(text: &str, expected: &str) {
        let tokenizer = with_lemmas();
        let mut found = Vec::new();
        tokenizer.worker().tokenize(text, &mut |t| {
            assert_eq!(&text[t.start..t.end], t.surface);
            if t.pos.starts_with('V') || t.pos.starts_with("XS") {
                let mark = if t.kind == Kind::Term { "*" } else { "" };
                found.push(format!("{}{mark}", t.term));
            }
        });
        assert_eq!(found.join(" "), expected, "{text}");
    }

    #[test]
    fn inflected_forms_have_their_dictionary_form() {
        check("가까운 산", "가깝다*");
        check("꽃이 아름다웠다", "아름답다*");
        check("수출을 늘렸다", "늘리다*");
        check("안개에 감싸여", "감싸이다*");
        check("김치를 담갔다", "담그다*");
        check("공이 굴렀다", "구르다*");
        check("파란 하늘", "파랗다*");
        check("밥을 먹었다", "먹다*");
    }

    #[test]
    fn irregular_stems_are_made_whole() {
        check("눈을 감고 춤을 만드는 사람", "감다* 만들다");
        check("새가 노는 숲", "놀다*");
    }

    #[test]
    fn verbs_made_of_nouns_and_roots_have_them_before_and_are_no_terms() {
        check("정부가 발표했다", "발표하다");
        check("깨끗한 거리", "깨끗하다");
        check("경제를 활성화한 도시", "화 활성화하다");
        check("자랑스러운 팀", "자랑스럽다");
        // Something stands between: it is a verb of its own.
        check("공부를 했다", "하다");
    }

    #[test]
    fn auxiliaries_copulas_and_empty_verbs_are_no_terms() {
        check("먹고 있었다", "먹다* 있다");
        check("학생이 아니다", "아니다");
        check("봄이었다", "이다");
        check("책이 없다", "없다");
    }

    #[test]
    fn nothing_but_verbs_and_adjectives_changes() {
        let plain = KoreanTokenizer::new().unwrap();
        let with = with_lemmas();
        let text = "정부는 K팝 공연을 크게 늘리기로 했다.";
        let nouns = |tokenizer: &KoreanTokenizer| {
            let mut terms = Vec::new();
            tokenizer.worker().tokenize(text, &mut |t| {
                if !t.pos.starts_with('V') {
                    terms.push((t.term.to_string(), t.kind, t.start));
                }
            });
            terms
        };
        assert_eq!(nouns(&plain), nouns(&with));
    }
}

//! Writing systems, as coarsely as routing text to tokenizers needs them.

/// The writing system of a character.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Script {
    Hangul,
    Latin,
    Han,
    Kana,
    Cyrillic,
    Arabic,
    /// A letter of any other writing system.
    Other,
    /// Digits, punctuation, white space, symbols: part of any language.
    Common,
}

impl Script {
    /// Returns the script of a character.
    #[inline]
    pub(crate) fn of(c: char) -> Script {
        // Nearly every character of a Korean text.
        if matches!(c, '가'..='힣') {
            return Script::Hangul;
        }
        match c {
            'a'..='z' | 'A'..='Z' => Script::Latin,
            '\0'..='\u{a9}' => Script::Common,
            // A Hangul letter by name, a middle dot between list items by use.
            'ㆍ' => Script::Common,
            '\u{1100}'..='\u{11ff}'
            | '\u{3131}'..='\u{3163}'
            | '\u{3165}'..='\u{318c}'
            | '\u{a960}'..='\u{a97f}'
            | '\u{d7b0}'..='\u{d7ff}' => Script::Hangul,
            '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' => Script::Cyrillic,
            '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' => {
                Script::Kana
            }
            '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{323af}'
            | '々' => Script::Han,
            'ª' | 'º' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{2af}' | '\u{1e00}'..='\u{1eff}' => {
                Script::Latin
            }
            // ⓒ and its like: letters by Unicode, signs by use.
            '\u{2460}'..='\u{24ff}' => Script::Common,
            // Combining marks belong to the letter before them.
            '\u{300}'..='\u{36f}' => Script::Common,
            // Full-width Latin letters.
            'Ａ'..='Ｚ' | 'ａ'..='ｚ' => Script::Latin,
            // Vowel points and the lengthening stroke are marks on letters, too.
            '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' => Script::Common,
            c if !c.is_alphabetic() => Script::Common,
            '\u{600}'..='\u{6ff}'
            | '\u{750}'..='\u{77f}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}' => Script::Arabic,
            _ => Script::Other,
        }
    }

    /// Says whether a character is a mark on the letter before it, which parts
    /// no word.
    pub(crate) fn is_mark(c: char) -> bool {
        matches!(c, '\u{300}'..='\u{36f}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_have_their_scripts() {
        for (text, script) in [
            ("가힣ㄱㅏ", Script::Hangul),
            ("azAZéñøßǅẞəɔ", Script::Latin),
            ("美中々", Script::Han),
            ("ひらカター", Script::Kana),
            ("бЯїћ", Script::Cyrillic),
            ("عپہ", Script::Arabic),
            ("γשक", Script::Other),
            ("09 ,.-’“”·ㆍⓒ×÷€\n\u{301}", Script::Common),
        ] {
            for c in text.chars() {
                assert_eq!(Script::of(c), script, "{c:?}");
            }
        }
    }
}

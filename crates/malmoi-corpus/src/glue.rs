//! Parting sentences that a crawler glued together.
//!
//! Where a page had two paragraphs, a caption or a heading, the crawled text
//! often has nothing: `its long-running ban.President Lee`, `(Yonhap)The
//! leaders`, `off tableWhether China`, `발표했다.업계는`. Each such place gets a
//! line end; nothing else changes, so a wrong one costs little.
//!
//! A place is told by the characters on both sides of it. Left of it must
//! stand the end of a sentence (`.`, `!`, `?` or `…`, perhaps with closing
//! quotation marks or brackets), a closing bracket, or a word in which a
//! capital would be odd; right of it a capitalised word, a Hangul syllable, a
//! digit after Hangul, an opening quotation mark, or, after a small letter and a
//! full stop, a bracket with a capital in it (`his term.( Also on`).
//!
//! Left whole, on purpose: addresses (`example.com`, `kim@Example.Com`),
//! `U.S.`, `e.g.`, `Ph.D`, `Nov.1`, `3.5`, `node.js`, `Character.AI`,
//! `St.Petersburg` and other titles before a name, `YouTube`, `iPhone`,
//! `macOS`, `FTAs`, `Corp.은`, a quotation and the particle behind it
//! (`“했다.”고`), a bracket and its particle (`이재명(李在明)은`), and `(여자)아이들`.
//! Parted although they are names: `Yahoo!Japan`, `kakaoTalk`.

/// Puts a line end between sentences that have none and no space either.
///
/// Takes time in proportion to the text, even if it is one long line.
pub(crate) fn part(text: String) -> String {
    let mut out = String::new();
    let mut from = 0;
    let mut scan = Scan::new(&text);
    while let Some(at) = scan.next_seam() {
        out.push_str(&text[from..at]);
        out.push('\n');
        from = at;
    }
    if from == 0 {
        return text;
    }
    out.push_str(&text[from..]);
    out
}

/// How far is looked back from a place for a bracket or an address, in bytes.
const REACH: usize = 400;

/// The longest word in Latin letters, in bytes.
const WORD: usize = 40;

struct Scan<'t> {
    text: &'t str,
    bytes: &'t [u8],
    /// Where the next block begins.
    block: usize,
    /// The bytes of the block before that are worth a look: as many bytes, 0 or
    /// 1, the first of them lowest.
    hits: u128,
    /// Whether a quotation is open, which tells what a straight `"` does.
    quoting: bool,
    /// Whether the `"` last passed opens a quotation.
    opened: bool,
}

impl<'t> Scan<'t> {
    fn new(text: &'t str) -> Scan<'t> {
        Scan {
            text,
            bytes: text.as_bytes(),
            block: 0,
            hits: 0,
            quoting: false,
            opened: false,
        }
    }

    /// Moves on to the next place to part, and returns it.
    fn next_seam(&mut self) -> Option<usize> {
        while let Some(at) = self.next_hit() {
            // What stands left is judged by the quotation mark before this one.
            let seam = at > 0 && self.is_seam(at) && !is_address(self.left(at, REACH));
            match self.bytes[at] {
                b'\n' => self.quoting = false,
                b'"' => {
                    self.straight_quote(at);
                    if !self.opened {
                        continue;
                    }
                }
                0xe2 => match self.bytes.get(at + 1..at + 3) {
                    Some(b"\x80\x9c") => self.quoting = true,
                    Some(b"\x80\x9d") => self.quoting = false,
                    _ => {}
                },
                _ => {}
            }
            if seam {
                return Some(at);
            }
        }
        None
    }

    /// Returns where the next byte is that may begin a sentence, or is a quotation
    /// mark or line end. Most of a text has none, and whole blocks are passed.
    fn next_hit(&mut self) -> Option<usize> {
        while self.hits == 0 {
            let rest = self.bytes.get(self.block..).filter(|r| !r.is_empty())?;
            self.hits = match self.block.checked_sub(2).map(|from| &self.bytes[from..]) {
                Some(window) if window.len() >= WINDOW => hits(window),
                // At either end there is less, and nothing in its place.
                _ => {
                    let mut window = [0; WINDOW];
                    let before = self.block.min(2);
                    let (start, length) = (self.block - before, before + rest.len().min(BLOCK));
                    window[2 - before..][..length].copy_from_slice(&self.bytes[start..][..length]);
                    hits(&window)
                }
            };
            self.block += BLOCK;
        }
        let offset = self.hits.trailing_zeros() / 8;
        self.hits &= self.hits - 1;
        Some(self.block - BLOCK + offset as usize)
    }

    /// Decides whether the `"` at `at` opens or closes a quotation: by the
    /// white space beside it, else by turns.
    fn straight_quote(&mut self, at: usize) {
        let before = at.checked_sub(1).map(|i| self.bytes[i]);
        let after = self.bytes.get(at + 1);
        self.opened = if before.is_none_or(|b| b.is_ascii_whitespace() || b == b'(') {
            true
        } else if after.is_none_or(|b| b.is_ascii_whitespace() || b",.;:!?)".contains(b)) {
            false
        } else {
            !self.quoting
        };
        self.quoting = self.opened;
    }

    fn is_seam(&self, at: usize) -> bool {
        if !is_right(self.bytes[at]) {
            return false;
        }
        match self.bytes[at - 1] {
            b'a'..=b'z' if self.bytes[at] == 0xe2 => {
                // A heading without a full stop, and a quotation behind it.
                self.text[at..]
                    .strip_prefix('“')
                    .is_some_and(|t| t.starts_with(char::is_uppercase))
            }
            b'a'..=b'z' | b'A'..=b'Z' => self.is_heading_end(at),
            b'"' => !self.opened && self.is_sentence_end(at),
            b'.' | b'!' | b'?' | b')' | b']' | b'\'' => self.is_sentence_end(at),
            // The last byte of …, ’ and ”.
            0xa6 | 0x99 | 0x9d => {
                at >= 3 && self.bytes[at - 3..at - 1] == *b"\xe2\x80" && self.is_sentence_end(at)
            }
            _ => false,
        }
    }

    fn is_sentence_end(&self, at: usize) -> bool {
        let right = Right::of(&self.text[at..]);
        if right == Right::Other {
            return false;
        }
        let left = self.left(at, REACH);
        let stop = left.trim_end_matches(['”', '’', '"', '\'', ')', ']']);
        let closers = &left[stop.len()..];
        let stem = stop.trim_end_matches(['.', '!', '?', '…']);
        let stops = &stop[stem.len()..];
        let ahead = &self.text[at..];
        if stops.is_empty() {
            return closers.ends_with([')', ']']) && is_bracket_end(left, ahead, right);
        }
        let Some(last) = stem.chars().next_back() else {
            return false;
        };
        if is_hangul(last) {
            let full = stops.contains(['!', '?']) || "다요죠까".contains(last);
            return full
                && right != Right::Bracket
                && !(right == Right::Hangul && continues(ahead, !closers.is_empty()));
        }
        match right {
            Right::Latin => is_latin_end(stem, stops, closers, ahead),
            Right::Quote => last.is_alphanumeric() && !ends_in_initial(stem) || is_closer(last),
            Right::Hangul => {
                (last.is_ascii_lowercase() || last.is_ascii_digit() || is_closer(last))
                    && !continues(ahead, true)
            }
            Right::Bracket => stops == "." && ends_in_small_letters(stem),
            Right::Digit | Right::Other => false,
        }
    }

    /// Whether a lower-case word, or an acronym, ends at `at` and a sentence
    /// begins: `off tableWhether`, `role on NKOn the`.
    fn is_heading_end(&self, at: usize) -> bool {
        // Capitals in a row are acronyms most often, and passed over quickly.
        let second = self.bytes.get(at + 1);
        if second.is_none_or(|b| !b.is_ascii_lowercase()) {
            // `USA TODAYWASHINGTON — Special counsel`.
            let capitals = second.is_some_and(u8::is_ascii_uppercase);
            return capitals && self.bytes[..at].ends_with(b"USA TODAY");
        }
        let left = self.left(at, WORD);
        let stem = left.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let word = &left[stem.len()..];
        let next = latin_word(&self.text[at..]);
        if stem.ends_with(['#', '_', '/', '&', '@']) || word.len() < 2 {
            return false;
        }
        let rest = &self.text[at + next.len()..];
        let whole = rest.starts_with([' ', ',', '\'', '’']);
        let all = |test: fn(&u8) -> bool| word.as_bytes().iter().all(test);
        if word.ends_with(|c: char| c.is_ascii_uppercase()) {
            let opens = LONG_OPENERS.contains(&next) || SHORT_OPENERS.contains(&next);
            return whole && opens && all(u8::is_ascii_uppercase);
        }
        // `Donald John TrumpTrump says`, as of a name and what it links to.
        if word.len() >= 4 && word == next {
            return true;
        }
        let capitalised =
            next.len() >= 2 && next.as_bytes()[1..].iter().all(u8::is_ascii_lowercase);
        if CREDITS.contains(&word) {
            return capitalised && left.ends_with("Getty Images")
                || whole && (LONG_OPENERS.contains(&next) || SHORT_OPENERS.contains(&next));
        }
        word.len() >= 4 && all(u8::is_ascii_lowercase) && capitalised && !stem.ends_with('.')
            || whole && LONG_OPENERS.contains(&next)
    }

    /// Returns what stands before `at` on the same line, at most `reach` bytes.
    fn left(&self, at: usize, reach: usize) -> &'t str {
        let mut start = at.saturating_sub(reach);
        while !self.text.is_char_boundary(start) {
            start += 1;
        }
        let left = &self.text[start..at];
        left.rsplit_once('\n').map_or(left, |(_, line)| line)
    }
}

/// How many bytes are looked at together.
const BLOCK: usize = 16;

/// A block and the two bytes before it.
const WINDOW: usize = BLOCK + 2;

/// Tells which bytes of a block may have a place to part before them, or are
/// quotation marks or line ends; the first two bytes of the window only stand left
/// of it.
///
/// This looks nothing up and has no branches, so that compilers can test many
/// bytes at once. What it lets pass is looked at once more.
fn hits(window: &[u8]) -> u128 {
    let mut hits = [0; BLOCK];
    let window = &window[..WINDOW];
    let (before, left, right) = (&window[..BLOCK], &window[1..], &window[2..]);
    for (((hit, &before), &left), &right) in hits.iter_mut().zip(before).zip(left).zip(right) {
        // …, ’ and ” are told from the syllables that end in the same byte.
        let is_left = is_left(left) & ((left < 0x80) | (before == 0x80));
        *hit = u8::from((is_right(right) & is_left) | is_quoting(right));
    }
    u128::from_le_bytes(hits)
}

const fn is_right(b: u8) -> bool {
    // The bytes from 0xea on begin Hangul syllables, among others; 0xe2 begins
    // “, ” and ‘.
    (b.wrapping_sub(b'A') < 26)
        | (b.wrapping_sub(b'0') < 10)
        | (b.wrapping_sub(0xea) < 4)
        | (b == b'"')
        | (b == b'(')
        | (b == 0xe2)
}

const fn is_left(b: u8) -> bool {
    // 0xa6, 0x99 and 0x9d are the last bytes of …, ’ and ”.
    ((b | 0x20).wrapping_sub(b'a') < 26)
        | (b == b'.')
        | (b == b'!')
        | (b == b'?')
        | (b == b')')
        | (b == b']')
        | (b == b'\'')
        | (b == b'"')
        | (b == 0xa6)
        | (b == 0x99)
        | (b == 0x9d)
}

const fn is_quoting(b: u8) -> bool {
    (b == b'\n') | (b == b'"') | (b == 0xe2)
}

/// What stands right of a place.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Right {
    /// A capitalised word or an acronym.
    Latin,
    Hangul,
    Digit,
    /// An opening quotation mark and a letter or digit.
    Quote,
    /// A bracket and a capital, perhaps with a space between them.
    Bracket,
    Other,
}

impl Right {
    fn of(text: &str) -> Right {
        let mut chars = text.chars();
        match chars.next() {
            Some(c) if c.is_ascii_uppercase() && begins_sentence(text) => Right::Latin,
            Some(c) if is_hangul(c) => Right::Hangul,
            Some(c) if c.is_ascii_digit() => Right::Digit,
            Some('(') => {
                let inside = chars.find(|c| *c != ' ');
                match inside.is_some_and(|c| c.is_ascii_uppercase()) {
                    true => Right::Bracket,
                    false => Right::Other,
                }
            }
            Some('"' | '“' | '‘') if chars.next().is_some_and(char::is_alphanumeric) => {
                Right::Quote
            }
            _ => Right::Other,
        }
    }
}

/// Whether the capital that `text` begins with can begin a sentence: `The`,
/// `I think`, `A man`, `K-pop`, `U.S. troops`, `NATO`, but not `D.` or `A4`.
fn begins_sentence(text: &str) -> bool {
    let mut rest = text.chars();
    let (first, second, third) = (rest.next(), rest.next(), rest.next());
    match second {
        Some('a'..='z') => true,
        Some(' ' | '’' | '\'') => matches!(first, Some('A' | 'I')),
        Some('-') => third.is_some_and(char::is_alphanumeric),
        Some('.') => third.is_some_and(|c| c.is_ascii_uppercase()),
        Some('A'..='Z') => true,
        _ => false,
    }
}

/// Whether a sentence in Latin letters ends with `stem`, `stops` and `closers`
/// and another one begins with `ahead`.
fn is_latin_end(stem: &str, stops: &str, closers: &str, ahead: &str) -> bool {
    let before = stem.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let word = &stem[before.len()..];
    let next = latin_word(ahead);
    if word.is_empty() {
        let last = stem.chars().next_back();
        return last
            .is_some_and(|c| c.is_numeric() || c.is_alphabetic() || is_closer(c) || c == '%');
    }
    // A question, or a quotation that ends, is no abbreviation.
    if stops != "." || !closers.is_empty() {
        return true;
    }
    if word.len() == 1 {
        // `Lee’s.The`, `the 1990s.The`, `3 p.m.The`, `the U.S.The`; but not
        // `p.The` or `J.Kim`.
        let owned = before.ends_with(|c: char| matches!(c, '’' | '\'' | '0'..='9'));
        let time = before.ends_with("a.") || before.ends_with("p.");
        return owned || word == "m" && time || LONG_OPENERS.contains(&next);
    }
    // `NATO.The` but not `Node.JS`, `Co.Ltd`, `Mr.Kim`; and not `ASP.NET`.
    let part_of_name = NAME_ENDS.iter().any(|n| n.eq_ignore_ascii_case(next));
    !part_of_name && !ABBREVIATIONS.contains(&word)
}

/// Whether `stem` ends in a single capital, as in `U.S` or `J`.
fn ends_in_initial(stem: &str) -> bool {
    let before = stem.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let word = &stem[before.len()..];
    word.len() == 1 && word.as_bytes()[0].is_ascii_uppercase()
}

/// Whether `stem` ends in a word of small letters, which no firm is called: a
/// bracket behind `Inc.` may hold what its share goes by.
fn ends_in_small_letters(stem: &str) -> bool {
    let before = stem.trim_end_matches(|c: char| c.is_ascii_lowercase());
    stem.len() - before.len() > 2 && !before.ends_with(|c: char| c.is_ascii_uppercase())
}

/// Whether `left` ends inside an e-mail or web address.
fn is_address(left: &str) -> bool {
    let apart = |c: char| c.is_whitespace() || matches!(c, '"' | '“' | '”');
    let word = left.rsplit(apart).next().unwrap_or(left);
    word.contains('@') || word.contains("://") || word.contains("www.")
}

/// Whether the bracket that closes at the end of `left` is a caption's credit
/// or dateline, so that a sentence can begin behind it.
fn is_bracket_end(left: &str, ahead: &str, right: Right) -> bool {
    let open = if left.ends_with(')') { '(' } else { '[' };
    let Some((before, content)) = left.rsplit_once(open) else {
        return false;
    };
    let content = &content[..content.len() - 1];
    if content.chars().count() < 2 {
        return false;
    }
    match right {
        Right::Quote => true,
        // `(주)LG전자` and `(가칭)AI위원회` are one name.
        Right::Latin => {
            let word = ahead.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
            !word.starts_with(is_hangul)
        }
        Right::Hangul => {
            let credit = content.contains('=') || content.ends_with("제공");
            let after_end = before.trim_end().ends_with("다.");
            (credit || after_end) && !continues(ahead, true)
        }
        Right::Digit | Right::Bracket | Right::Other => false,
    }
}

/// Whether Hangul behind a full stop goes on with the same sentence: with what
/// reports a quotation (`라고`), or, where a word can end, with a particle.
fn continues(ahead: &str, particles: bool) -> bool {
    const REPORTING: &[&str] = &["라고", "라며", "라는", "라면", "이라"];
    const PARTICLES: &[&str] = &[
        "고", "며", "면", "는", "은", "란", "을", "를", "이", "가", "의", "에", "로", "으로", "와",
        "과", "도", "만", "까", "하고", "하며", "하는", "라", "인", "등",
    ];
    let begins = |words: &[&str]| words.iter().any(|w| ahead.starts_with(w));
    begins(REPORTING) || particles && begins(PARTICLES)
}

/// Returns the Latin letters that `text` begins with.
fn latin_word(text: &str) -> &str {
    let end = text
        .bytes()
        .take(WORD)
        .position(|b| !b.is_ascii_alphabetic());
    &text[..end.unwrap_or(0)]
}

fn is_hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

fn is_closer(c: char) -> bool {
    matches!(c, '”' | '’' | '"' | '\'' | ')' | ']')
}

/// Words that begin sentences and end no name.
const LONG_OPENERS: &[&str] = &[
    "The",
    "This",
    "That",
    "These",
    "Those",
    "There",
    "They",
    "Their",
    "She",
    "His",
    "Her",
    "Its",
    "Our",
    "When",
    "While",
    "With",
    "Whether",
    "What",
    "Where",
    "Who",
    "Why",
    "How",
    "However",
    "But",
    "And",
    "For",
    "From",
    "After",
    "Before",
    "Since",
    "Still",
    "Meanwhile",
    "Despite",
    "Although",
    "Though",
    "Under",
    // What pages put behind an article.
    "Copyright",
    "Enlarge",
    "Advertisement",
    "Related",
    "During",
    "Both",
    "Earlier",
    "According",
    "Also",
    "Amid",
    "Among",
    "Another",
    "Asked",
    "Because",
    "Between",
    "Even",
    "Following",
    "Given",
    "Instead",
    "Last",
    "Many",
    "Moreover",
    "Most",
    "Once",
    "Some",
    "Then",
    "Through",
    "Today",
    "Until",
];

/// Short words that begin sentences, for use behind an acronym. `As` is not
/// among them: it ends plurals such as `FTAs`.
const SHORT_OPENERS: &[&str] = &["On", "In", "At", "It", "He", "If", "By", "We", "To"];

/// Words with a capital that end credits and captions, behind which a word that
/// begins a sentence is no part of a name.
const CREDITS: &[&str] = &[
    "Images", "Photo", "Photos", "Reuters", "Press", "Below", "Above", "Caption",
];

/// Words whose full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "Mr", "Mrs", "Ms", "Dr", "St", "Gen", "Sen", "Rep", "Gov", "Prof", "Lt", "Col", "Sgt", "Capt",
    "Sec", "Adm", "Maj", "Rev", "Hon", "Mt", "Ft", "Pres", "vs", "Ph", "Fr",
];

/// What stands behind the full stop in the names of firms and websites.
const NAME_ENDS: &[&str] = &[
    "com", "net", "org", "ltd", "inc", "js", "io", "ai", "tv", "kr",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glued_sentences_are_parted() {
        for (glued, parted) in [
            ("the long ban.President Han", "the long ban.|President Han"),
            ("(Yonhap)The leaders", "(Yonhap)|The leaders"),
            (
                "(File Photo - Reuters)K-pop concert",
                "(File Photo - Reuters)|K-pop concert",
            ),
            ("on Friday.However, he", "on Friday.|However, he"),
            ("of the year.“Since then", "of the year.|“Since then"),
            ("said.‘We will", "said.|‘We will"),
            ("the issue.”Han further", "the issue.”|Han further"),
            (
                "\"resolve the issue.\"Han further",
                "\"resolve the issue.\"|Han further",
            ),
            (
                "He said so.\"We will go,\" he",
                "He said so.|\"We will go,\" he",
            ),
            (
                "it would be “stable.”“Commensurate",
                "it would be “stable.”|“Commensurate",
            ),
            ("“For now.\"Han also", "“For now.\"|Han also"),
            ("the ban.A man", "the ban.|A man"),
            ("he said.I think", "he said.|I think"),
            ("the ban.U.S. troops", "the ban.|U.S. troops"),
            ("a pact with NATO.The next", "a pact with NATO.|The next"),
            ("in the U.S.The next", "in the U.S.|The next"),
            ("at 3 p.m.The next", "at 3 p.m.|The next"),
            ("is Han’s.The next", "is Han’s.|The next"),
            ("in 2026.The next", "in 2026.|The next"),
            ("by 3%.The next", "by 3%.|The next"),
            ("really?Yes, he", "really?|Yes, he"),
            ("(Yonhap)“We will", "(Yonhap)|“We will"),
            ("said McHan.The next", "said McHan.|The next"),
            ("in the 1990s.The next", "in the 1990s.|The next"),
            ("he said.Gov. Han", "he said.|Gov. Han"),
            ("the ban.SUVs are", "the ban.|SUVs are"),
            (
                "the ban.ADVERTISEMENTThe next",
                "the ban.|ADVERTISEMENT|The next",
            ),
            ("for moms“Not yet", "for moms|“Not yet"),
            ("his term.( Also on", "his term.|( Also on"),
            ("her post.(PHOTOS: Ten", "her post.|(PHOTOS: Ten"),
            (
                "AFP/Getty ImagesIt's not yet",
                "AFP/Getty Images|It's not yet",
            ),
            (
                "AFP/Getty ImagesImportantly, he",
                "AFP/Getty Images|Importantly, he",
            ),
            ("the Form BelowIn the", "the Form Below|In the"),
            (
                "Donald John TrumpTrump says",
                "Donald John Trump|Trump says",
            ),
            (
                "HeathUSA TODAYWASHINGTON — He",
                "HeathUSA TODAY|WASHINGTON — He",
            ),
            ("off tableWhether it", "off table|Whether it"),
            ("in briefApart from", "in brief|Apart from"),
            ("a Lifted BanThe next", "a Lifted Ban|The next"),
            ("role on NKOn the", "role on NK|On the"),
            (
                "Manage NewslettersCopyright © 2026",
                "Manage Newsletters|Copyright © 2026",
            ),
            ("발표했다.정부는", "발표했다.|정부는"),
            ("발표했다.LG전자는", "발표했다.|LG전자는"),
            ("발표했다.2026년", "발표했다.|2026년"),
            ("발표했다.“이번", "발표했다.|“이번"),
            ("괜찮아요.그래서", "괜찮아요.|그래서"),
            ("될까?정부는", "될까?|정부는"),
            ("밝혔다.”정부는", "밝혔다.”|정부는"),
            ("(사진=연합뉴스)정부는", "(사진=연합뉴스)|정부는"),
            ("밝혔다.(연합뉴스)정부는", "밝혔다.(연합뉴스)|정부는"),
            ("in Seoul.정부는", "in Seoul.|정부는"),
        ] {
            assert_eq!(part(glued.to_owned()).replace('\n', "|"), parted);
        }
    }

    #[test]
    fn a_place_is_found_wherever_in_a_block_it_is() {
        let text = "발표했다.정부는 \"그렇다.\"고 off tableWhether it…“Yes”The end.";
        let parted = part(text.to_owned());
        assert_eq!(parted.matches('\n').count(), 3, "{parted}");
        for shift in 0..40 {
            let before = " ".repeat(shift);
            assert_eq!(part(before.clone() + text), before + &parted);
        }
    }

    #[test]
    fn what_belongs_together_stays_together() {
        for text in [
            "the U.S. and the U.S.-led",
            "Nov.1 and Oct.30, 2025",
            "3.5 percent, e.g. this, i.e.that",
            "example.com and www.Example.Com and https://a.example/Path.Html",
            "kim@Example.Com wrote",
            "node.js, Node.JS and Character.AI are",
            "Ph.D and St.Petersburg and Mr.Kim and J.Kim",
            "Samsung Co.Ltd and Amazon.Com Inc.",
            "YouTube iPhone McDonald macOS WeChat TikTok OpenAI LinkedIn FTAs DVDs",
            "Apple Inc.(AAPL) and the U.S.(US) and sin.(x) and 했다.(The Times, 2016)",
            "PressReader and PhotoShop and LinkedIn is TODAY",
            "WhatsApp and PowerPoint and #kakaoTalk",
            "(G)I-dle and (여자)아이들",
            "이재명(李在明)은 한국방송(KBS)이 (주)LG전자와 (가칭)AI위원회를",
            "“환영했다.”고 말했다. “그렇다.”라며 \"한다.\"는 뜻",
            "환영한다.라고 말했다",
            "광주.전남, 3.1운동, 4.19혁명, 8.15광복",
            "Corp.은 U.S.는 etc.를 Inc.의",
            "“quoted”Han and (see)it",
            "said. \"We will,\" and \"Then.\" he",
            "",
            ".",
            "A",
            "다.",
        ] {
            assert_eq!(part(text.to_owned()), text);
        }
    }

    #[test]
    fn a_long_line_takes_time_in_proportion() {
        // Each of these would take hours if every place looked at all before it.
        for unit in ["aB", ")A", "\"", ".”", "((((", "다.", "(가)나", "AAAAThe"] {
            part(unit.repeat(1_000_000 / unit.len()));
        }
    }
}

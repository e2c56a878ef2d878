//! One pattern of known boilerplate, as the files in `dictionaries/boilerplate`
//! write it.

/// The longest text a pattern is held against, in bytes.
pub(crate) const LONGEST: usize = 320;

/// Four bytes by which patterns are found quickly, in lower case and without the
/// spaces between them.
pub(crate) type Key = [u8; 4];

/// Returns the key of a text that begins with `bytes`; `None` if there are too
/// few.
pub(crate) fn first_key(bytes: &[u8]) -> Option<Key> {
    match bytes.first_chunk() {
        Some(first) if is_packed(first) => Some(first.map(|b| b.to_ascii_lowercase())),
        _ => key(bytes.iter()),
    }
}

/// Returns the key of a text that ends with `bytes`, which has them backwards;
/// `None` if there are too few.
pub(crate) fn last_key(bytes: &[u8]) -> Option<Key> {
    match bytes.last_chunk() {
        Some(&[a, b, c, d]) if is_packed(&[a, b, c, d]) => {
            Some([d, c, b, a].map(|b| b.to_ascii_lowercase()))
        }
        _ => key(bytes.iter().rev()),
    }
}

fn is_packed(key: &Key) -> bool {
    !key.iter().any(|b| matches!(b, b' ' | b'\t'))
}

fn key<'b>(bytes: impl Iterator<Item = &'b u8>) -> Option<Key> {
    let mut key = Key::default();
    let mut filled = 0;
    for byte in bytes.filter(|b| !matches!(b, b' ' | b'\t')) {
        key[filled] = byte.to_ascii_lowercase();
        filled += 1;
        if filled == key.len() {
            return Some(key);
        }
    }
    None
}

/// What a pattern asks for, piece by piece.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Piece {
    /// These bytes; a small Latin letter stands for its capital as well.
    Literal(Box<[u8]>),
    /// White space; none will do where it is not needed.
    Space { needed: bool },
    /// `+`: digits.
    Number,
    /// `*`: characters of a word, at least one.
    Word,
    /// `…`: characters, at least one.
    Any,
}

impl Pattern {
    /// Reads a pattern; `None` if it asks for nothing in particular.
    pub(crate) fn parse(text: &str) -> Option<Pattern> {
        let mut pieces = Vec::new();
        let mut literal = String::new();
        let mut chars = text.trim().chars().peekable();
        let mut last = None;
        while let Some(c) = chars.next() {
            let piece = match c {
                '…' => Piece::Any,
                '*' => Piece::Word,
                '+' => Piece::Number,
                ' ' => {
                    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
                    Piece::Space {
                        needed: word(last) && word(chars.peek().copied()),
                    }
                }
                _ => {
                    literal.push(c);
                    last = Some(c);
                    continue;
                }
            };
            if !literal.is_empty() {
                pieces.push(Piece::literal(&mut literal));
            }
            pieces.push(piece);
            last = Some(c);
        }
        if !literal.is_empty() {
            pieces.push(Piece::literal(&mut literal));
        }
        let is_literal = |p: &Piece| matches!(p, Piece::Literal(_));
        pieces.iter().any(is_literal).then_some(Pattern { pieces })
    }

    /// Returns the key of what every match begins with, if there is one.
    pub(crate) fn first(&self) -> Option<Key> {
        let mut bytes = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(literal) => bytes.extend(literal),
                Piece::Space { .. } => {}
                Piece::Number | Piece::Word | Piece::Any => break,
            }
        }
        key(bytes.iter())
    }

    /// Returns the key of what every match ends with, if there is one.
    pub(crate) fn last(&self) -> Option<Key> {
        let mut bytes = Vec::new();
        for piece in self.pieces.iter().rev() {
            match piece {
                Piece::Literal(literal) => bytes.extend(literal.iter().rev()),
                Piece::Space { .. } => {}
                Piece::Number | Piece::Word | Piece::Any => break,
            }
        }
        key(bytes.iter())
    }

    /// Whether there is a `*` or `…` in it.
    pub(crate) fn is_open(&self) -> bool {
        let open = |p: &Piece| matches!(p, Piece::Word | Piece::Any);
        self.pieces.iter().any(open)
    }

    /// Returns the byte that every match begins with, if there is one.
    pub(crate) fn first_byte(&self) -> Option<u8> {
        match self.pieces.first()? {
            Piece::Literal(bytes) => bytes.first().map(u8::to_ascii_lowercase),
            _ => None,
        }
    }

    /// Returns the byte that every match ends with, if there is one.
    pub(crate) fn last_byte(&self) -> Option<u8> {
        match self.pieces.last()? {
            Piece::Literal(bytes) => bytes.last().map(u8::to_ascii_lowercase),
            _ => None,
        }
    }

    /// Whether a match holds `byte`.
    pub(crate) fn holds(&self, byte: u8) -> bool {
        self.pieces.iter().any(|p| match p {
            Piece::Literal(bytes) => bytes.contains(&byte),
            _ => false,
        })
    }

    /// Whether `rest` goes on as a match does from the first `byte` in it.
    pub(crate) fn holds_at(&self, byte: u8, rest: &[u8]) -> bool {
        let literal = self.pieces.iter().find_map(|p| match p {
            Piece::Literal(bytes) => bytes.iter().position(|b| *b == byte).map(|at| &bytes[at..]),
            _ => None,
        });
        literal.is_some_and(|literal| begins(rest, literal))
    }

    /// Whether all of `text` is as the pattern says.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        if text.len() > LONGEST {
            return false;
        }
        if let Some(Piece::Literal(end)) = self.pieces.last() {
            let start = text.len().saturating_sub(end.len());
            if !begins(&text.as_bytes()[start..], end) {
                return false;
            }
        }
        self.ends(text).contains(text.len())
    }

    /// Returns the length of the shortest beginning of `text` that is as the
    /// pattern says.
    pub(crate) fn match_prefix(&self, text: &str) -> Option<usize> {
        let mut end = text.len().min(LONGEST);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        self.ends(&text[..end]).first()
    }

    /// Returns where a match that begins with `text` may end.
    ///
    /// All ways are followed at once, so the time is in proportion to the
    /// pieces times the length.
    fn ends(&self, text: &str) -> Places {
        let mut places = Places::default();
        // Up to the first `*` or `…` there is one way only.
        let mut at = 0;
        let mut pieces = self.pieces.iter();
        for piece in pieces.by_ref() {
            match piece.step(text, at) {
                Step::To(next) => at = next,
                Step::Fail => return places,
                Step::Spread => {
                    places.spread(piece, text, at);
                    return Pattern::go_on(pieces, text, places);
                }
            }
        }
        places.insert(at);
        places
    }

    /// Returns where the rest of a match may end that goes on from any of
    /// `places`.
    fn go_on<'p>(
        pieces: impl Iterator<Item = &'p Piece>,
        text: &str,
        mut places: Places,
    ) -> Places {
        for piece in pieces {
            let mut next = Places::default();
            for at in places.iter() {
                match piece.step(text, at) {
                    Step::To(to) => next.insert(to),
                    Step::Fail => {}
                    Step::Spread => {
                        next.spread(piece, text, at);
                        // From here on everything is in reach already.
                        if *piece == Piece::Any {
                            break;
                        }
                    }
                }
            }
            places = next;
        }
        places
    }
}

enum Step {
    To(usize),
    /// To many places.
    Spread,
    Fail,
}

impl Piece {
    fn literal(text: &mut String) -> Piece {
        Piece::Literal(std::mem::take(text).into_bytes().into())
    }

    fn step(&self, text: &str, at: usize) -> Step {
        let rest = &text.as_bytes()[at..];
        match self {
            Piece::Literal(bytes) if begins(rest, bytes) => Step::To(at + bytes.len()),
            Piece::Literal(_) => Step::Fail,
            Piece::Space { needed } => {
                let length = rest
                    .iter()
                    .take_while(|b| matches!(b, b' ' | b'\t'))
                    .count();
                match *needed && length == 0 {
                    true => Step::Fail,
                    false => Step::To(at + length),
                }
            }
            Piece::Number => match rest.iter().take_while(|b| b.is_ascii_digit()).count() {
                0 => Step::Fail,
                length => Step::To(at + length),
            },
            Piece::Word | Piece::Any => Step::Spread,
        }
    }
}

/// Whether `text` begins with `literal`.
fn begins(text: &[u8], literal: &[u8]) -> bool {
    text.len() >= literal.len()
        && text
            .iter()
            .zip(literal)
            .all(|(t, l)| t == l || l.is_ascii_lowercase() && t.to_ascii_lowercase() == *l)
}

/// A set of places in a text of at most [`LONGEST`] bytes.
#[derive(Default)]
struct Places([u64; LONGEST / 64 + 1]);

impl Places {
    fn insert(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    fn contains(&self, at: usize) -> bool {
        self.0[at / 64] >> (at % 64) & 1 == 1
    }

    fn first(&self) -> Option<usize> {
        self.iter().next()
    }

    /// Returns the places in order.
    fn iter(&self) -> impl Iterator<Item = usize> {
        (0..).zip(self.0).flat_map(|(block, mut bits)| {
            std::iter::from_fn(move || {
                let at = (bits != 0).then(|| block * 64 + bits.trailing_zeros() as usize)?;
                bits &= bits - 1;
                Some(at)
            })
        })
    }

    /// Adds all places that `piece`, a `*` or `…`, reaches from `at`.
    fn spread(&mut self, piece: &Piece, text: &str, at: usize) {
        let mut before = [' '; 2];
        for (offset, c) in text[at..].char_indices() {
            // What is glued to a Korean word is no word with it: 밝혔다./김하늘 기자, 급락/김하늘 기자.
            let is_glued = matches!(before, ['\u{ac00}'..='\u{d7a3}', '.' | '!' | '?'])
                || matches!(
                    (before[1], c),
                    ('\u{ac00}'..='\u{d7a3}' | '"' | '”' | '’', '/')
                );
            if *piece == Piece::Word && (c.is_whitespace() || is_glued) {
                break;
            }
            before = [before[1], c];
            self.insert(at + offset + c.len_utf8());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, yes: &[&str], no: &[&str]) {
        let parsed = Pattern::parse(pattern).unwrap();
        for text in yes {
            assert!(parsed.is_match(text), "{pattern:?} should match {text:?}");
        }
        for text in no {
            assert!(
                !parsed.is_match(text),
                "{pattern:?} should not match {text:?}"
            );
        }
    }

    #[test]
    fn pieces_mean_what_the_files_say() {
        check(
            "무단 전재 금지",
            &["무단 전재 금지", "무단전재금지"],
            &["무단 전재", "무단 전재 금지다"],
        );
        check(
            "sign up",
            &["Sign up", "SIGN  UP"],
            &["signup", "sign upon"],
        );
        check("READ : …", &["READ: this"], &["Read: this", "READ:"]);
        check(
            "* 기자",
            &["김철수 기자", "김철수기자"],
            &["김 철수 기자", "기자"],
        );
        check("… 기자", &["한 김철수 기자"], &["기자", "기자다"]);
        check(
            "hide + of +",
            &["hide 1 of 47"],
            &["hide x of 47", "hide of 47"],
        );
        check("… a … a", &["b a b a", "aa a a"], &["a a", "b a b"]);
        assert!(Pattern::parse("…").is_none());
        assert!(Pattern::parse("").is_none());
    }

    #[test]
    fn a_prefix_ends_as_early_as_it_can() {
        let dateline = Pattern::parse("(* = 연합뉴스) * 기자 =").unwrap();
        let text = "(서울=연합뉴스) 김철수 기자 = 정부는 = 했다";
        assert_eq!(
            dateline.match_prefix(text),
            Some("(서울=연합뉴스) 김철수 기자 =".len())
        );
        assert_eq!(dateline.match_prefix("(서울=연합뉴스) 정부는"), None);
        assert_eq!(dateline.match_prefix(&"가".repeat(1000)), None);
    }

    #[test]
    fn text_beyond_the_longest_is_no_match() {
        let pattern = Pattern::parse("a…").unwrap();
        assert!(pattern.is_match(&"a".repeat(LONGEST)));
        assert!(!pattern.is_match(&"a".repeat(LONGEST + 1)));
    }
}

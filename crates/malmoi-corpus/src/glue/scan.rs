//! Goes through a text from one place where sentences may be glued to the next.

use super::WORD;
use super::sentence::{
    Right, continues, ends_in_initial, ends_in_small_letters, is_address, is_bracket_end,
    is_closer, is_hangul, is_latin_end, latin_word,
};
use super::words::{CREDITS, LONG_OPENERS, SHORT_OPENERS};

/// How far is looked back from a place for a bracket or an address, in bytes.
const REACH: usize = 400;

pub(super) struct Scan<'t> {
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
    pub(super) fn new(text: &'t str) -> Scan<'t> {
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
    pub(super) fn next_seam(&mut self) -> Option<usize> {
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

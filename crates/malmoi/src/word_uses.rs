//! Whether English words are used as nouns, as far as a corpus shows.
//!
//! A keyword says what an outlet writes about, and that is a noun or a name. In Korean the
//! dictionary tells them. English has no such dictionary here, but the words around a noun
//! give it away: something that leads to one stands before it and something that a noun phrase is
//! followed by stands behind ("of the *region* in"), where an adjective has its noun behind it
//! ("a *greater* danger") or a verb before it ("it is *true*"), and a verb has its subject
//! or its object ("will *attract* the"). That an outlet has more of "true" and "greater"
//! than the others says how it writes.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

/// How the words of some texts are used. Sums are the same in whatever order texts come.
#[derive(Clone, Debug, Default)]
pub(crate) struct WordUses {
    /// By the hash of the word in small letters.
    words: FxHashMap<u64, Uses>,
}

/// How often a word is used as what.
#[derive(Clone, Copy, Debug, Default)]
struct Uses {
    noun: u32,
    /// As an adjective, an adverb or a verb.
    other: u32,
    /// In small letters, whatever it is used as.
    small: u32,
    /// With a capital behind another word, where no sentence begins.
    capital: u32,
    /// As a sentence of its own, or before the first comma of one: "Hi, Anna".
    alone: u32,
    all: u32,
}

/// From so many telling uses on, they are believed.
const TELLING: u32 = 5;

/// Of the telling uses of a noun, at least this share is as a noun. Of 150 words that were
/// among the keywords of 5,000 articles, "true" had 0.15, "easier" 0.13 and "isolated" 0.13,
/// "fundraising" 0.20, "structure" 0.36, "analysts" 0.34 and "region" 0.90.
const NOUN: f64 = 0.18;

/// A word that comes so often and is hardly ever used as anything telling, such as
/// "archived" or "hello", is no noun either.
const OFTEN: u32 = 10;

/// What is less than this share of all uses is hardly ever.
const HARDLY: f64 = 0.02;

/// From this share of uses on that are sentences of their own, or begin one before a comma, a word
/// greets or answers: "Hi", "O.K.", "Yeah".
const ALONE: f64 = 0.5;

/// The share of capitals behind other words from which on a word is a name.
const NAME: f64 = 0.5;

impl WordUses {
    /// Adds the words of a text.
    pub(crate) fn add(&mut self, text: &str) {
        for line in text.lines() {
            // The word before the last, and the last, which waits for what follows it.
            let mut before = Piece::NONE;
            let mut last = Piece::NONE;
            for piece in pieces(line) {
                self.count(before, last, piece);
                before = last;
                last = piece;
            }
            self.count(before, last, Piece::NONE);
        }
    }

    fn count(&mut self, before: Piece<'_>, word: Piece<'_>, behind: Piece<'_>) {
        if !word.is_word() || word.role != 0 {
            return;
        }
        let uses = self.words.entry(word.hash).or_default();
        uses.all += 1;
        let begins = matches!(before.text, "" | "." | "?" | "!" | ":" | "“" | "”" | "\"");
        let is_alone = begins && matches!(behind.text, "," | "." | "!" | "?");
        uses.alone += u32::from(is_alone);
        if word.is_capital() {
            uses.capital += u32::from(before.is_word());
            return;
        }
        uses.small += 1;
        let leads = before.has(LEADS);
        let modifies = behind.is_word() && !behind.is_capital() && behind.role == 0;
        if leads && behind.has(ENDS) {
            uses.noun += 1;
        } else if before.has(OWNS | IS) && modifies
            || before.has(IS) && behind.has(ENDS)
            || before.has(DOES)
            || before.is_word() && !leads && behind.has(OBJECT)
        {
            uses.other += 1;
        }
    }

    /// Adds what other texts have shown.
    #[expect(clippy::iter_over_hash_type, reason = "addition has no order")]
    pub(crate) fn merge(&mut self, other: WordUses) {
        if self.words.is_empty() {
            *self = other;
            return;
        }
        for (word, theirs) in other.words {
            let own = self.words.entry(word).or_default();
            own.noun += theirs.noun;
            own.other += theirs.other;
            own.small += theirs.small;
            own.capital += theirs.capital;
            own.alone += theirs.alone;
            own.all += theirs.all;
        }
    }

    /// Whether an English word, as it is shown, is used as something else than a noun or
    /// a name. What is too rare to tell, and what has several words, is not.
    pub(crate) fn is_no_noun(&self, shown: &str) -> bool {
        // The stop behind an abbreviation is a piece of its own.
        let Some(uses) = self.words.get(&hash(shown.trim_end_matches('.'))) else {
            return false;
        };
        let share = |part: u32, of: u32| f64::from(part) / f64::from(of.max(1));
        if share(uses.capital, uses.all) >= NAME {
            return false;
        }
        let telling = uses.noun + uses.other;
        if telling >= TELLING {
            return share(uses.noun, telling) < NOUN;
        }
        // What is hardly ever in small letters may be a name that stands in lists.
        let is_small = uses.small * 5 >= uses.all;
        let is_greeting = share(uses.alone, uses.all) >= ALONE;
        (is_small || is_greeting) && uses.all >= OFTEN && share(uses.noun, uses.all) < HARDLY
    }
}

/// Whether a word says something of the words beside it rather than of the world: articles,
/// prepositions, pronouns, auxiliaries.
pub(crate) fn is_function_word(word: &str) -> bool {
    let mut small = [0; LONGEST];
    in_small_letters(word, &mut small).is_some_and(|small| role_of(small) != 0)
}

/// A word or a mark of a text.
#[derive(Clone, Copy)]
struct Piece<'t> {
    text: &'t str,
    /// What it says of the words beside it; nothing, of a content word.
    role: u8,
    /// Of the word in small letters.
    hash: u64,
}

/// What stands before a noun phrase or its noun.
const LEADS: u8 = 1;
/// Articles and possessives, whose noun may have an adjective.
const OWNS: u8 = 2;
/// What stands behind a noun phrase.
const ENDS: u8 = 4;
/// What stands before an adjective or a participle.
const IS: u8 = 8;
/// What stands before a verb.
const DOES: u8 = 16;
/// What begins the object of a verb.
const OBJECT: u8 = 32;
/// Any other function word.
const JOINS: u8 = 64;

impl<'t> Piece<'t> {
    const NONE: Piece<'static> = Piece {
        text: "",
        role: 0,
        hash: 0,
    };

    fn word(text: &'t str) -> Piece<'t> {
        let mut small = [0; LONGEST];
        let mut role = in_small_letters(text, &mut small).map_or(0, role_of);
        let owner = text.strip_suffix("'s").or(text.strip_suffix("’s"));
        if let Some(owner) = owner {
            // "It's true", but "the town's true face".
            let mut small = [0; LONGEST];
            let is_pronoun = in_small_letters(owner, &mut small).is_some_and(stands_before_is);
            role |= if is_pronoun { IS } else { LEADS | OWNS };
        }
        Piece {
            text,
            role,
            hash: hash(text),
        }
    }

    fn mark(text: &'t str) -> Piece<'t> {
        let role = match text {
            "." | "," | ";" | ":" | ")" | "?" | "!" | "”" => ENDS,
            _ => 0,
        };
        Piece {
            text,
            role,
            hash: 0,
        }
    }

    fn has(&self, roles: u8) -> bool {
        self.role & roles != 0
    }

    fn is_word(&self) -> bool {
        self.hash != 0
    }

    fn is_capital(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_uppercase())
    }
}

/// No function word is longer.
const LONGEST: usize = 8;

/// Returns a short word in small letters, written to `to`.
fn in_small_letters<'s>(word: &str, to: &'s mut [u8; LONGEST]) -> Option<&'s [u8]> {
    let to = to.get_mut(..word.len())?;
    to.copy_from_slice(word.as_bytes());
    to.make_ascii_lowercase();
    Some(to)
}

fn role_of(word: &[u8]) -> u8 {
    match word {
        b"the" | b"a" | b"an" | b"his" | b"her" | b"its" | b"their" => LEADS | OWNS | OBJECT,
        b"our" | b"my" | b"your" | b"any" | b"each" | b"every" | b"some" | b"such" | b"this"
        | b"these" | b"those" => LEADS | OWNS,
        b"of" | b"in" | b"on" | b"for" | b"with" | b"from" | b"by" => LEADS | ENDS,
        b"about" | b"against" | b"into" | b"over" | b"under" | b"between" | b"through"
        | b"during" | b"without" => LEADS,
        b"as" => ENDS | IS,
        b"is" | b"are" | b"was" | b"were" => ENDS | IS,
        b"have" | b"has" | b"had" | b"will" | b"would" | b"who" | b"to" => ENDS | DOES,
        b"that" => ENDS | OBJECT,
        b"at" | b"and" | b"or" | b"which" | b"than" | b"but" => ENDS,
        b"more" | b"most" | b"very" | b"so" | b"too" | b"quite" | b"be" | b"been" | b"being"
        | b"less" | b"become" | b"becomes" | b"seem" | b"seems" => IS,
        b"not" => IS | DOES,
        b"can" | b"could" | b"may" | b"might" | b"should" | b"must" | b"he" | b"she" | b"they"
        | b"we" | b"you" | b"i" | b"having" | b"also" => DOES,
        b"it" => DOES | OBJECT,
        b"him" | b"me" | b"us" | b"them" => OBJECT,
        b"what" | b"when" | b"where" | b"if" | b"there" | b"because" | b"said" | b"says"
        | b"say" | b"do" | b"does" | b"did" | b"nor" => JOINS,
        _ => 0,
    }
}

/// Whether "'s" behind a word is short for "is".
fn stands_before_is(word: &[u8]) -> bool {
    let pronouns: [&[u8]; 9] = [
        b"it", b"that", b"he", b"she", b"there", b"here", b"what", b"who", b"where",
    ];
    pronouns.contains(&word)
}

/// Returns a hash of a word in small letters, which is never 0.
fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    for byte in word.bytes() {
        hasher.write_u8(byte.to_ascii_lowercase());
    }
    hasher.finish() | 1
}

/// Returns the words of Latin letters and the marks of a line. An apostrophe, a hyphen and
/// a stop between two letters are part of the word.
fn pieces(line: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = line;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        if !first.is_ascii_alphabetic() {
            let (mark, behind) = rest.split_at(first.len_utf8());
            rest = behind;
            return Some(Piece::mark(mark));
        }
        let mut end = 0;
        let mut letters = rest.char_indices().peekable();
        while let Some((at, c)) = letters.next() {
            let next = letters.peek().map(|(_, next)| *next);
            let joins = matches!(c, '\'' | '’' | '-' | '.')
                && next.is_some_and(|next| next.is_ascii_alphabetic());
            if !c.is_ascii_alphabetic() && !joins {
                break;
            }
            end = at + c.len_utf8();
        }
        let (word, behind) = rest.split_at(end);
        rest = behind;
        Some(Piece::word(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uses(text: &str, times: usize) -> WordUses {
        let mut uses = WordUses::default();
        (0..times).for_each(|_| uses.add(text));
        uses
    }

    #[test]
    fn words_between_an_article_and_a_preposition_are_nouns() {
        let text = "In the region of lakes a greater danger is seen. That’s true, and the \
                    plans will attract the towns.";
        let uses = uses(text, 5);
        for (word, is_no_noun) in [
            ("region", false),
            ("Region", false),
            ("greater", true),
            ("true", true),
            ("attract", true),
            ("plans", false),
            ("lakes", false),
            ("unheard", false),
        ] {
            assert_eq!(uses.is_no_noun(word), is_no_noun, "{word}");
        }
    }

    #[test]
    fn what_is_too_rare_stays() {
        let text = "It is true, and a greater danger is seen.";
        assert!(!uses(text, 4).is_no_noun("true"));
        assert!(uses(text, 5).is_no_noun("true"));
    }

    #[test]
    fn names_are_no_adjectives() {
        let uses = uses("He saw the European towns. She is European, too.", 10);
        assert!(!uses.is_no_noun("European"));
    }

    #[test]
    fn greetings_are_no_nouns_though_nothing_tells() {
        // With a capital where a sentence begins, and in small letters elsewhere.
        let uses = uses("Hello there. So hello there. Anna waved. Hi, she said.", 10);
        assert!(uses.is_no_noun("hello"));
        assert!(uses.is_no_noun("Hi"));
        assert!(!uses.is_no_noun("Anna"));
    }

    #[test]
    fn threads_add_up() {
        let text = "It is true, and a greater danger is seen.";
        let mut sum = uses(text, 3);
        sum.merge(uses(text, 2));
        assert!(sum.is_no_noun("greater") && !uses(text, 3).is_no_noun("greater"));
    }

    #[test]
    fn pieces_are_words_and_marks() {
        let found: Vec<&str> = pieces("U.S. towns’ co-op, it's 3일 <b>.")
            .map(|p| p.text)
            .collect();
        let want = [
            "U.S", ".", "towns", "’", "co-op", ",", "it's", "3", "일", "<", "b", ">", ".",
        ];
        assert_eq!(found, want);
    }
}

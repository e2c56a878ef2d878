//! What ko-dic says of a word: its tag, and the morphemes it is made of.

use lindera_dictionary::dictionary::{DetailFields, Dictionary};
use lindera_dictionary::viterbi::WordId;

/// What the dictionary says of an entry.
pub(super) struct Details<'d> {
    pub(super) pos: &'d str,
    expression: Expression<'d>,
}

/// The morphemes of an entry, `것/NNB/*+은/JX/*`, or `*`.
enum Expression<'d> {
    /// In the last of the columns after the tag. They are not read yet: most
    /// words are asked for their tag only.
    Dictionary(DetailFields<'d>),
    User(&'d str),
}

impl<'d> Details<'d> {
    pub(super) fn of(dictionary: &'d Dictionary, id: WordId) -> Details<'d> {
        let index = id.id() as usize;
        let mut fields = if id.is_unknown() {
            dictionary.unknown_word_details_iter(index)
        } else {
            dictionary.word_details_iter(index)
        };
        Details {
            pos: fields.next().unwrap_or("UNKNOWN"),
            expression: Expression::Dictionary(fields),
        }
    }

    /// Returns the details of a word of the user's.
    pub(super) fn of_user(pos: &'d str, expression: &'d str) -> Details<'d> {
        Details {
            pos,
            expression: Expression::User(expression),
        }
    }

    /// Returns the morphemes of an entry that ko-dic divides: of a compound
    /// (고속/NNG + 도로/NNG), a foreign name, an inflected or fused form
    /// (것/NNB + 은/JX). Empty for all others.
    pub(super) fn morphemes(self) -> impl Iterator<Item = Morpheme<'d>> {
        let expression = match self.expression {
            Expression::Dictionary(fields) => fields.last().unwrap_or("*"),
            Expression::User(expression) => expression,
        };
        // A few entries have an empty morpheme.
        expression.split('+').filter_map(|morpheme| {
            let (form, rest) = morpheme.split_once('/')?;
            let tag = rest.split('/').next().unwrap_or(rest);
            (!form.is_empty()).then_some(Morpheme { form, tag })
        })
    }

    /// Returns what is known of a noun that the dictionary lacks.
    pub(super) fn of_new_noun() -> Details<'d> {
        Details {
            pos: "NNP",
            expression: Expression::User("*"),
        }
    }

    /// Returns the noun at the start of an entry that fuses a noun with what
    /// follows it.
    pub(super) fn noun_of_fused_form(self) -> Option<&'d str> {
        if !self.pos.starts_with("NN") || !self.pos.contains('+') {
            return None;
        }
        self.morphemes().next().map(|noun| noun.form)
    }
}

/// A morpheme of an entry, in its dictionary form: 가깝 of 가까운.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Morpheme<'d> {
    pub(super) form: &'d str,
    pub(super) tag: &'d str,
}

/// Returns the first of the tags that `+` joins.
pub(super) fn first_tag(pos: &str) -> &str {
    pos.split('+').next().unwrap_or(pos)
}

//! What ko-dic says of a word: its tag, and the morphemes of a fused form.

use lindera_dictionary::dictionary::Dictionary;
use lindera_dictionary::viterbi::WordId;

/// What the dictionary says of an entry.
pub(super) struct Details<'d> {
    pub(super) pos: &'d str,
    /// The morphemes of a fused entry, `것/NNB/*+은/JX/*`; else `*`.
    expression: &'d str,
}

impl<'d> Details<'d> {
    pub(super) fn of(dictionary: &'d Dictionary, id: WordId) -> Details<'d> {
        let index = id.id() as usize;
        let mut fields = if id.is_unknown() {
            dictionary.unknown_word_details_iter(index)
        } else {
            dictionary.word_details_iter(index)
        };
        let pos = fields.next().unwrap_or("UNKNOWN");
        // Only a joined tag has morphemes worth the walk to the last column.
        let expression = if pos.contains('+') {
            fields.last().unwrap_or("*")
        } else {
            "*"
        };
        Details { pos, expression }
    }

    /// Returns what is known of a noun that the dictionary lacks.
    pub(super) fn of_new_noun() -> Details<'static> {
        Details {
            pos: "NNP",
            expression: "*",
        }
    }

    /// Returns the noun at the start of an entry that fuses a noun with what
    /// follows it.
    pub(super) fn noun_of_fused_form(&self) -> Option<&'d str> {
        if !self.pos.starts_with("NN") {
            return None;
        }
        let (noun, _) = self.expression.split_once('/')?;
        (!noun.is_empty()).then_some(noun)
    }
}

/// Returns the first of the tags that `+` joins.
pub(super) fn first_tag(pos: &str) -> &str {
    pos.split('+').next().unwrap_or(pos)
}

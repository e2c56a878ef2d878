//! What ko-dic says of a word: its tag, and the morphemes it is made of.

use lindera_dictionary::dictionary::Dictionary;
use lindera_dictionary::viterbi::WordId;

/// What the dictionary says of an entry.
pub(super) struct Details<'d> {
    pub(super) pos: &'d str,
    expression: Expression<'d>,
}

/// The morphemes of an entry, `것/NNB/*+은/JX/*`, or `*`.
enum Expression<'d> {
    /// Not read yet: most words are asked for their tag only.
    Dictionary(Record<'d>),
    User(&'d str),
}

impl<'d> Details<'d> {
    pub(super) fn of(dictionary: &'d Dictionary, id: WordId) -> Details<'d> {
        let record = Record::of(dictionary, id);
        Details {
            pos: str::from_utf8(record.tag()).unwrap_or("UNKNOWN"),
            expression: Expression::Dictionary(record),
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
            Expression::Dictionary(record) => str::from_utf8(record.parts()).unwrap_or("*"),
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

/// The columns of an entry after its costs, as Lindera's files have them: a NUL
/// between each two.
///
/// Lindera's own reader makes text of all columns and counts them before it
/// hands out the first, and a new word is asked for no more than a byte or two.
#[derive(Clone, Copy)]
pub(super) struct Record<'d>(&'d [u8]);

impl<'d> Record<'d> {
    pub(super) fn of(dictionary: &'d Dictionary, id: WordId) -> Record<'d> {
        let index = id.id() as usize;
        let record = if id.is_unknown() {
            let unknown = &dictionary.unknown_dictionary;
            let offset = unknown.words_idx_data.get(index);
            offset.and_then(|offset| Record::at(&unknown.words_data, *offset))
        } else {
            let words = &dictionary.prefix_dictionary;
            let offsets = words.words_idx_data.as_chunks().0;
            let offset = offsets.get(index).copied().map(u32::from_le_bytes);
            offset.and_then(|offset| Record::at(&words.words_data, offset))
        };
        record.unwrap_or(Record(b"UNKNOWN"))
    }

    /// Reads the record at an offset, which starts with its length.
    fn at(records: &'d [u8], offset: u32) -> Option<Record<'d>> {
        let (length, rest) = records.get(offset as usize..)?.split_first_chunk()?;
        let length = u32::from_le_bytes(*length) as usize;
        rest.get(..length).map(Record)
    }

    /// Returns the tag.
    pub(super) fn tag(self) -> &'d [u8] {
        let end = self.0.iter().position(|byte| *byte == 0);
        &self.0[..end.unwrap_or(self.0.len())]
    }

    /// Returns the parts, or `*`: the last column.
    pub(super) fn parts(self) -> &'d [u8] {
        let before = self.0.iter().rposition(|byte| *byte == 0);
        &self.0[before.map_or(0, |before| before + 1)..]
    }

    pub(super) fn is_compound(self) -> bool {
        // Most words have no parts, which is seen at the end already.
        !self.0.ends_with(b"\0*") && self.0.split(|byte| *byte == 0).nth(TYPE) == Some(b"Compound")
    }
}

/// The column that says whether an entry is a compound.
const TYPE: usize = 4;

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

#[cfg(test)]
mod tests {
    use lindera_dictionary::viterbi::LexType;

    use super::*;

    #[test]
    fn records_say_what_lindera_reads_in_them() {
        let dictionary = malmoi_ko_dic::load().unwrap();
        for index in 0..dictionary.prefix_dictionary.word_count() {
            let columns = dictionary.word_details(index);
            let record = Record::of(&dictionary, WordId::new(LexType::System, index as u32));
            assert_eq!(record.tag(), columns[0].as_bytes());
            assert_eq!(record.parts(), columns[7].as_bytes());
            assert_eq!(record.is_compound(), columns[4] == "Compound");
        }
        for index in 0..dictionary.unknown_dictionary.costs.len() {
            let columns = dictionary.unknown_word_details(index);
            let record = Record::of(&dictionary, WordId::new(LexType::Unknown, index as u32));
            assert_eq!(record.tag(), columns[0].as_bytes());
            assert_eq!(record.parts(), columns[columns.len() - 1].as_bytes());
        }
    }
}

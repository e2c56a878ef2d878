//! The tables of an analysis: what a row is, and what its columns mean.
//!
//! The names of the fields are the names of the columns. Rates are occurrences
//! per million tokens (running words). `language` is the language of the
//! articles, `term_language` that of the term, which for a name in another
//! script may differ. Rows come in a fixed order.
//!
//! `count` and `articles` are with all copies of an article, `count_once` and
//! `articles_once` with the first of each cluster of copies alone.

mod documents;
mod keywords;
mod learnt;
mod publishers;
mod terms;

use malmoi::{Analysis, Group};
use serde::Serialize;

use crate::coverage::{AuditRow, CleaningRow, CoverageRow};
use crate::oddities::OddityRow;
use crate::profiles::{ProfileRow, SimilarityRow};
use crate::types::Type;

pub use documents::{DocumentRow, SkippedRow, documents, skipped};
pub(crate) use keywords::basis_name;
pub use keywords::{KeywordRow, OtherBasisRow, keywords, keywords_on_other_basis};
pub use learnt::{BoilerplateRow, NameRow, NewWordRow, boilerplate, names, new_words};
pub(crate) use publishers::CopiesOf;
pub use publishers::{CopiedRow, PublisherRow, copies, publishers};
pub(crate) use terms::by_frequency;
pub use terms::{TermRow, TrendRow, terms, trends};

/// A kind of row.
pub trait Row: Serialize {
    /// The table's name, and that of its files.
    const TABLE: &'static str;
    /// The columns, in order: the names of the fields.
    const COLUMNS: &'static [&'static str];
    /// What the columns hold, in the same order.
    const TYPES: &'static [Type];
}

/// The names of all tables.
pub const TABLES: [&str; 17] = [
    PublisherRow::TABLE,
    KeywordRow::TABLE,
    OtherBasisRow::TABLE,
    TrendRow::TABLE,
    TermRow::TABLE,
    ProfileRow::TABLE,
    SimilarityRow::TABLE,
    NewWordRow::TABLE,
    NameRow::TABLE,
    BoilerplateRow::TABLE,
    DocumentRow::TABLE,
    CopiedRow::TABLE,
    SkippedRow::TABLE,
    AuditRow::TABLE,
    CoverageRow::TABLE,
    OddityRow::TABLE,
    CleaningRow::TABLE,
];

/// Returns the groups of each publisher and language, with the number of the
/// first, by language and publisher.
pub(crate) fn outlets(analysis: &Analysis) -> impl Iterator<Item = (usize, &[Group])> {
    let groups = analysis.counts.groups();
    groups
        .chunk_by(|a, b| (a.language, a.publisher) == (b.language, b.publisher))
        .scan(0, |start, groups| {
            let first = *start;
            *start += groups.len();
            Some((first, groups))
        })
}

//! What the columns of tables hold.

/// What a column holds, in every row.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Type {
    /// What kind of value.
    pub kind: Kind,
    /// Whether some rows may have none.
    pub is_optional: bool,
}

/// A kind of value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// Text in UTF-8. Days and times are text as well: ISO 8601, with the time where it is
    /// known.
    Text,
    /// A whole number from 0 to 2⁶³ - 1.
    Whole,
    /// A number of double precision.
    Real,
    /// `true` or `false`.
    Truth,
}

pub(crate) const TEXT: Type = Type::of(Kind::Text);
pub(crate) const WHOLE: Type = Type::of(Kind::Whole);
pub(crate) const REAL: Type = Type::of(Kind::Real);
pub(crate) const TRUTH: Type = Type::of(Kind::Truth);

impl Type {
    const fn of(kind: Kind) -> Type {
        Type {
            kind,
            is_optional: false,
        }
    }

    pub(crate) const fn optional(self) -> Type {
        Type {
            is_optional: true,
            ..self
        }
    }
}

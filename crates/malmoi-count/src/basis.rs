//! Which documents a number is about.

/// Whether copies count.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Basis {
    /// Every document counts.
    Every,
    /// Documents that are [copies](crate::Counter::copy) of another do not, so
    /// that every text counts once.
    #[default]
    Once,
}

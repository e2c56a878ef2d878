//! Which documents a number is about.

use serde::{Deserialize, Serialize};

/// Whether what is said again counts again.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub enum Basis {
    /// Every document counts.
    Every,
    /// Documents that are [copies](crate::Counter::copy) of another do not, nor
    /// [passages](crate::DocumentCounter::repeated) that another has, so that every
    /// text counts once.
    #[default]
    Once,
}

//! Topic models of term ids.

mod choose;
mod coherence;
mod groups;
mod labels;
mod matching;

pub use choose::{Candidate, Choice, choose, mean_per_term};
pub use coherence::{Coherence, coherence};
pub use groups::{MeanShare, Representation, mean_shares, representation};
pub use labels::{LAMBDA, exemplars, most_relevant, relevance, typical_phrases};
pub use matching::{FAR, Fate, Matching, assign, hellinger, match_topics};

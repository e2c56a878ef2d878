//! Topic models: which themes a pile of articles has, and how much of each is
//! in an article.
//!
//! Documents go in as term ids, a [`Model`] and the topics of each document
//! come out. Nothing here reads a file, splits a text or prints.
//!
//! # Example
//!
//! ```
//! use malmoi_topics::{Documents, Settings, fit};
//! use std::ops::ControlFlow;
//!
//! let vocabulary: Vec<String> = ["금리", "물가", "야구", "축구"].map(String::from).into();
//! let mut documents = Documents::new(vocabulary);
//! for _ in 0..20 {
//!     documents.push(&[0, 1, 0, 1]);
//!     documents.push(&[2, 3, 3, 2]);
//! }
//! let fitted = fit(&documents, &Settings::new(2), |_| ControlFlow::Continue(()));
//! let economy = fitted.documents.top(0).unwrap();
//! assert_ne!(fitted.documents.top(1), Some(economy));
//! assert!(fitted.model.phi(usize::from(economy), 0) > 0.4);
//!
//! // A document the model has not seen, and the model in a file.
//! let theta = fitted.model.infer(&[1, 1, 0]);
//! assert!(theta[usize::from(economy)] > 0.9);
//! let bytes = fitted.model.to_bytes();
//! assert_eq!(malmoi_topics::Model::from_bytes(&bytes).unwrap().infer(&[1, 1, 0]), theta);
//! ```

mod block;
mod bytes;
mod choose;
mod coherence;
mod documents;
mod error;
mod fit;
mod groups;
mod infer;
mod labels;
mod likelihood;
mod matching;
mod model;
mod priors;
mod random;
mod rows;
mod sampler;
mod settings;
mod shares;
mod short;

pub use choose::{Candidate, Choice, choose, mean_per_term};
pub use coherence::{Coherence, coherence, cohering};
pub use documents::Documents;
pub use error::Error;
pub use fit::{Fitted, fit};
pub use groups::{Groups, MeanShare, Representation, mean_shares};
pub use labels::{LAMBDA, exemplars, most_relevant, relevance, typical_phrases};
pub use matching::{FAR, TopicFate, TopicMatching, assign, hellinger, match_topics};
pub use model::Model;
pub use settings::{Progress, Settings};
pub use shares::DocumentTopics;
pub use short::{ROUNDS, SHORT, single_topics};

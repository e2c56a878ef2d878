//! Topic models: which themes a pile of articles has, and how much of each is
//! in an article.
//!
//! [`Documents`] go in as term ids, a [`Model`] and the topics of each document
//! come out ([`Fitted`]). Nothing here reads a file, splits a text or prints.
//!
//! # How it works
//!
//! Latent Dirichlet allocation (Blei, Ng and Jordan 2003): a document is a
//! mixture θ of topics, a topic a mixture φ of terms, and both have Dirichlet
//! priors, α and β. Which topic each token is from is found by collapsed Gibbs sampling
//! (Griffiths and Steyvers 2004). α is learnt for each topic, which lets frequent and rare
//! topics be (Wallach, Mimno and McCallum 2009), by Minka's fixed point; β stays the same for all
//! terms. With [`Settings::by_group`] α depends on the document's group, such as its
//! publisher, by Dirichlet-multinomial regression (Mimno and McCallum 2008).
//!
//! Four things make it fast:
//!
//! - Tokens are gone over term by term, so what a topic's weight has of the term stays at hand and changes
//!   little, and what differs by document is one multiplication for each topic
//!   the document has. Short documents list those; long ones have a count for each topic.
//! - The part of the weight that is the same for all documents is kept in sums
//!   of sixteen topics: nothing takes time proportional to the number of
//!   topics but what the processor does four at a time.
//! - Topics form on a thirty-second of the documents, which are then doubled
//!   five times.
//! - Blocks that share neither documents nor terms are drawn in parallel (Yan,
//!   Xu and Qi 2009), in the caller's rayon pool. The blocks follow from the number of tokens, so the
//!   same documents and settings give the same bytes on any number of threads. In
//!   a corpus of less than 100,000 tokens there is one block, and sampling is exact; in
//!   larger ones the sizes of topics are as old as the diagonal.
//!
//! θ of a document is inferred with the topics as they are after the last iteration
//! (Asuncion, Welling, Smyth and Teh 2009), the same way for documents that were fitted and new ones.
//!
//! # When not to trust it
//!
//! Sampling finds a good assignment, not the best one: two themes may share a
//! topic for good while another is split. Fit with several seeds and take the
//! model with the highest [`Model::log_likelihood`]. Likelihoods of models with
//! different numbers of topics do not say which is better to read.
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

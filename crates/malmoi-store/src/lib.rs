//! Articles that last: a store to which a growing crawl is added day by day, and which is asked
//! without reading the crawl again.
//!
//! A store is a folder. It keeps every article as it was read and cleaned, in Parquet files that
//! never change, and in a registry (SQLite) which of those files count and which articles they
//! have. [`Writer`] changes it, one change at a time and each all or nothing. [`Store`] reads it,
//! and its [`Articles`] are a corpus in the order of the files they came from, so that whatever is worked
//! out of them is what it would be of the files.
//!
//! ```
//! use std::sync::Arc;
//!
//! use malmoi_corpus::{Corpus, CorpusOptions};
//! use malmoi_store::{AddOptions, Removal, Store, Writer};
//!
//! # let folder = tempfile::tempdir()?;
//! # let (crawl, store) = (folder.path().join("crawl"), folder.path().join("store"));
//! # std::fs::create_dir(&crawl)?;
//! std::fs::write(crawl.join("1.txt"), "정부는 대책을 발표했다.")?;
//! let mut writer = Writer::create(&store)?;
//! let options = AddOptions { threads: 1, reindex: false };
//! let corpus = || Corpus::open(&[&crawl], CorpusOptions::default());
//! assert_eq!(writer.add(corpus()?, options, &mut |_, _| true)?.new, 1);
//! assert_eq!(writer.add(corpus()?, options, &mut |_, _| true)?.unchanged, 1);
//!
//! let articles = Store::open(&store)?.articles()?;
//! let corpus = Corpus::from_kept(Arc::new(articles), CorpusOptions::default());
//! assert_eq!(corpus.count(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod adding;
mod articles;
mod counts;
mod error;
mod folder;
mod reading;
mod registry;
mod results;
mod row;
mod segment;
mod store;
mod writer;
mod writing;

pub use articles::Articles;
pub use counts::CountedTerm;
pub use error::Error;
pub use results::Origin;
pub use row::{COLUMNS, NUMBERS, Row, TEXTS};
pub use store::{Info, PublisherInfo, Store, Verified};
pub use writer::{AddOptions, Added, Compacted, Removal, Tick, Writer};

/// The version of the layout.
pub(crate) const FORMAT: &str = "1";

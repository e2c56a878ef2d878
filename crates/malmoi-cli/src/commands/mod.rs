//! One command a file.

pub(crate) mod add;
pub(crate) mod analyze;
pub(crate) mod audit;
pub(crate) mod bench;
pub(crate) mod collocates;
pub(crate) mod compare;
pub(crate) mod detect;
pub(crate) mod dict_check;
pub(crate) mod dict_suggest;
mod filter;
mod kept;
pub(crate) mod keywords;
pub(crate) mod kwic;
mod prepare;
mod recount;
mod search;
mod slice;
pub(crate) mod store;
pub(crate) mod tokenize;
pub(crate) mod topics;
pub(crate) mod trends;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use malmoi::{Corpus, CorpusError, CorpusOptions};
use malmoi_store::Store;

use crate::args::{SliceArguments, StoreSource};

/// Opens what a command is to read: files, or a store.
fn open(paths: &[PathBuf], store: &StoreSource, options: CorpusOptions) -> anyhow::Result<Corpus> {
    match store.instead_of(paths)? {
        Some(store) => {
            let articles = Store::open(store)?.articles()?;
            Ok(Corpus::from_kept(Arc::new(articles), options))
        }
        None => open_corpus(paths, options),
    }
}

/// Opens what a command is to read: files, a store, or the articles of a store that are asked for.
fn open_slice(
    paths: &[PathBuf],
    store: &StoreSource,
    which: &SliceArguments,
    options: CorpusOptions,
) -> anyhow::Result<Corpus> {
    match (which.of(store)?, store.instead_of(paths)?) {
        (Some(filter), Some(store)) => slice::open(&mut Store::open(store)?, filter, options),
        _ => open(paths, store, options),
    }
}

/// Opens files that a command is to read; `-` alone is standard input.
fn open_corpus(paths: &[PathBuf], options: CorpusOptions) -> anyhow::Result<Corpus> {
    let is_stdin = |path: &PathBuf| path == Path::new("-");
    if paths.iter().any(is_stdin) {
        if paths.len() > 1 {
            anyhow::bail!("- (standard input) must be the only path");
        }
        return Ok(Corpus::from_reader(
            "-",
            Box::new(std::io::stdin()),
            options,
        ));
    }
    Corpus::open(paths, options).map_err(|error: CorpusError| error.into())
}

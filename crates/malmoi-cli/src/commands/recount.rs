//! The second half of `malmoi store verify`: a sample of the counts that a store keeps, counted
//! anew from its articles.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use malmoi::{Corpus, CorpusOptions, Document, UNKNOWN_PUBLISHER};
use malmoi_store::{CountedTerm, Store};

use super::analyze::options_of;
use super::kept::{Kept, asked, counted_terms};
use crate::progress::Bar;

/// What came of counting anew.
pub(super) enum Recounted {
    /// There was nothing to count, for this reason.
    Nothing(&'static str),
    /// What was compared.
    Compared(Compared),
    Interrupted,
}

/// A sample of the counts that are kept, beside what the articles say.
#[derive(Default)]
pub(super) struct Compared {
    /// How many publishers with a day of theirs were counted, of how many.
    pub(super) days: [usize; 2],
    /// How many rows of counts they have.
    pub(super) rows: usize,
    /// What differs, a sentence each.
    pub(super) faults: Vec<String>,
}

/// How many publishers with a day of theirs are counted.
const SAMPLED: usize = 12;

/// A publisher, and a day of its articles.
type Day = (String, Option<String>);

/// Counts a sample anew. Which it is follows from what the store has.
///
/// # Errors
///
/// If the store cannot be read.
pub(super) fn recount(path: &Path, quiet: bool) -> anyhow::Result<Recounted> {
    let mut store = Store::open(path)?;
    let Some(origin) = store.origin() else {
        return Ok(Recounted::Nothing("the store keeps no counts"));
    };
    let Some((_, args)) = asked(&origin.request) else {
        return Ok(Recounted::Nothing("another malmoi has kept the counts"));
    };
    let (articles, content) = store.articles_and_content()?;
    let days = days(&mut store)?;
    let options = options_of(&args, None);
    let kept = Kept::new(store, &content, &args.question(&options))?;
    let Some(kept) = kept.filter(Kept::is_there) else {
        return Ok(Recounted::Nothing(
            "the counts that are kept are of other articles or another malmoi",
        ));
    };
    if !origin.counts_are_theirs {
        return Ok(Recounted::Compared(Compared {
            faults: vec!["results/counts.parquet is not as it was written".to_owned()],
            ..Compared::default()
        }));
    }
    let sampled = sample(&days, &content);
    let analyzer = args.analyzer.analyzer_within(None)?;
    let analyzer = analyzer.among(&args.languages.among);
    let is_sampled = |publisher: &str, day: Option<&str>| {
        sampled.contains(&(publisher.to_owned(), day.map(str::to_owned)))
    };
    let corpus = Corpus::from_kept(Arc::new(articles), CorpusOptions::default());
    let bar = Bar::start(corpus.bytes(), quiet);
    let counts = malmoi::recount(corpus, &analyzer, &options.articles, &is_sampled, &bar);
    bar.finish();
    let counts = match counts {
        Err(error) if error.is_interrupted() => return Ok(Recounted::Interrupted),
        counts => counts?,
    };
    let mut compared = Compared {
        days: [sampled.len(), days.len()],
        ..Compared::default()
    };
    let mut anew: BTreeMap<RowName, Numbers> = BTreeMap::new();
    for row in counted_terms(&counts) {
        anew.insert(name(&row), numbers(&row));
    }
    compared.rows = anew.len();
    kept.store().kept_counts(&mut |row| {
        if is_sampled(row.publisher, row.day) {
            let now = anew.remove(&name(&row));
            compared.compare(&name(&row), Some(numbers(&row)), now);
        }
    })?;
    for (row, now) in anew {
        compared.compare(&row, None, Some(now));
    }
    Ok(Recounted::Compared(compared))
}

/// Returns the days of all publishers.
fn days(store: &mut Store) -> Result<BTreeSet<Day>, malmoi_store::Error> {
    let days = RefCell::new(BTreeSet::new());
    store.articles_with(&|outline: &Document| {
        let publisher = outline.publisher.as_deref().unwrap_or(UNKNOWN_PUBLISHER);
        let day = outline.published_at.map(|at| at.day().to_string());
        days.borrow_mut().insert((publisher.to_owned(), day));
        false
    })?;
    Ok(days.into_inner())
}

/// Returns some of the days, as far from each other as can be. The checksum of the store's content
/// says where they begin, so that they are others when it has changed.
fn sample(days: &BTreeSet<Day>, content: &str) -> BTreeSet<Day> {
    let digits = content.get(..8).unwrap_or_default();
    let seed = usize::from_str_radix(digits, 16).unwrap_or_default();
    let step = days.len().div_ceil(SAMPLED).max(1);
    days.iter()
        .skip(seed % step)
        .step_by(step)
        .cloned()
        .collect()
}

/// What a row is of: publisher, day, language, language of the term, term.
type RowName = [String; 5];

/// The numbers of a row, in the order of its columns.
type Numbers = [u64; 6];

fn name(row: &CountedTerm<'_>) -> RowName {
    let day = row.day.unwrap_or_default();
    [
        row.publisher,
        day,
        row.language,
        row.term_language,
        row.term,
    ]
    .map(str::to_owned)
}

fn numbers(row: &CountedTerm<'_>) -> Numbers {
    let ([a, b], [c, d], [e, f]) = (row.counted, row.repeated, row.all);
    [a, b, c, d, e, f]
}

/// How many rows that differ are named.
const NAMED: usize = 5;

impl Compared {
    fn compare(&mut self, of: &RowName, kept: Option<Numbers>, now: Option<Numbers>) {
        if kept == now {
            return;
        }
        if self.faults.len() < NAMED {
            let [publisher, day, language, _, term] = of;
            let told = |numbers: Option<Numbers>| match numbers {
                Some(numbers) => format!("{numbers:?}"),
                None => "nothing".to_owned(),
            };
            self.faults.push(format!(
                "the counts of {term} in the {language} articles of {publisher} on {day} are kept as \
                 {}, and are {}",
                told(kept),
                told(now)
            ));
        }
    }
}

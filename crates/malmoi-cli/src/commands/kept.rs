//! What a store keeps of an analysis, so that the same question needs no second one.

use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

use clap::Parser;
use malmoi::{Analysis, Basis, Counts, Group};
use malmoi_store::{CountedTerm, Store};

use crate::args::{AnalyzeArguments, Arguments, Command};
use crate::output;

/// A store that keeps results, and the name that they have there.
pub(super) struct Kept {
    store: Store,
    name: String,
}

impl Kept {
    /// Names the results of a store with this content. `question` says all that they depend on
    /// beside that and the program, which is known by its size and its date: another may find other words.
    /// A program of another name, such as Python, says nothing of what is found: there is nothing to keep.
    pub(super) fn new(store: Store, content: &str, question: &str) -> io::Result<Option<Kept>> {
        let program = std::env::current_exe()?;
        if program.file_stem().is_none_or(|name| name != "malmoi") {
            return Ok(None);
        }
        let program = program.metadata()?;
        let made = program.modified()?.duration_since(UNIX_EPOCH);
        let made = made.map_err(io::Error::other)?.as_nanos();
        let version = env!("CARGO_PKG_VERSION");
        let name = format!("{version} {} {made}\n{content}\n{question}", program.len());
        Ok(Some(Kept { store, name }))
    }

    /// Whether there is an analysis under the name.
    pub(super) fn is_there(&self) -> bool {
        self.store.results(&self.name).is_some()
    }

    /// Returns the store.
    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    /// Returns the analysis that was kept, if there is one. What cannot be read is not there.
    pub(super) fn find(&self) -> Option<Analysis> {
        let mut results = self.store.results(&self.name)?;
        Analysis::read_from(&mut results).ok()
    }

    /// Keeps an analysis. That it cannot be kept is told and no failure: there is another
    /// way to have it. `arguments` are the command line that asks for it.
    pub(super) fn keep(
        &self,
        analysis: &Analysis,
        arguments: &[String],
        (folder, quiet): (&Path, bool),
    ) {
        let counts = counted_terms(&analysis.counts);
        let write = |to: &mut dyn io::Write| analysis.write_to(to).map_err(io::Error::other);
        let mut request = Vec::new();
        output::append_json(&mut request, &arguments);
        let request = String::from_utf8_lossy(&request);
        let kept = self.store.keep_results(&self.name, &request, counts, write);
        if let Err(error) = kept
            && !quiet
        {
            let store = folder.display();
            output::note(&format!("{store} does not keep the results: {error}"));
        }
    }
}

/// Returns the command line that results were [kept](Kept::keep) with, and what it asks for, if
/// this program understands it.
pub(super) fn asked(request: &str) -> Option<(Vec<String>, AnalyzeArguments)> {
    let arguments: Vec<String> = serde_json::from_str(request).ok()?;
    match Arguments::try_parse_from(&arguments).ok()?.command {
        Command::Analyze(asked) => Some((arguments, asked)),
        _ => None,
    }
}

/// Returns how often each term occurs, by publisher, day and language.
pub(super) fn counted_terms(counts: &Counts) -> impl Iterator<Item = CountedTerm<'_>> {
    let groups = (0..).zip(counts.groups());
    groups.flat_map(move |(number, group)| {
        let cells = counts.cells_of(number);
        cells.map(move |cell| {
            let once = counts.cell(number, cell.term, Basis::Once);
            let once = once.map_or([0, 0], |once| [once.count, once.documents]);
            let term = &counts.terms()[cell.term as usize];
            let Group {
                documents, tokens, ..
            } = *group;
            CountedTerm {
                publisher: &counts.publishers()[group.publisher as usize],
                day: group.day.as_deref(),
                language: &counts.languages()[group.language as usize],
                term_language: &term.language,
                term: &term.term,
                counted: [cell.count.into(), cell.documents.into()],
                repeated: [
                    (cell.count - once[0]).into(),
                    (cell.documents - once[1]).into(),
                ],
                all: [documents, tokens],
            }
        })
    })
}

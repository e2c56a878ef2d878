//! The folder of results.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use malmoi::{Analysis, Progress, Topics};
use serde::Serialize;
use tempfile::TempDir;

use crate::summary::FORMAT;
use crate::table_files::TableFiles;
use crate::tables::{self, Row};
use crate::{Error, Summary, coverage, oddities, page, profiles, topics};

/// A place for results that is free, or holds an earlier result.
#[derive(Debug)]
pub struct Output {
    path: PathBuf,
    formats: Formats,
}

/// What tables are written as. The default is everything, and no byte-order mark.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Formats {
    /// CSV: UTF-8 with a header row.
    pub csv: bool,
    /// Whether a byte-order mark begins the CSV files, without which spreadsheet programs
    /// take UTF-8 for something else.
    pub byte_order_mark: bool,
    /// JSON Lines: an object a row.
    pub json_lines: bool,
    /// Parquet, with the [types](crate::types) of the columns.
    pub parquet: bool,
}

impl Default for Formats {
    fn default() -> Formats {
        Formats {
            csv: true,
            byte_order_mark: false,
            json_lines: true,
            parquet: true,
        }
    }
}

/// What kind of results there are. One kind does not replace another.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Analysis,
    Topics,
}

impl Kind {
    /// What the summary calls itself.
    fn format(self) -> &'static str {
        match self {
            Kind::Analysis => FORMAT,
            Kind::Topics => topics::FORMAT,
        }
    }

    /// The tables beside those of topics.
    fn tables(self) -> &'static [&'static str] {
        match self {
            Kind::Analysis => &tables::TABLES,
            Kind::Topics => &[],
        }
    }
}

impl Output {
    /// Chooses the folder `path` for results. What is there stays untouched;
    /// the folders above it are made if they are missing. A symbolic link is
    /// followed.
    ///
    /// # Errors
    ///
    /// When something is there that is neither an empty folder nor an earlier
    /// result, or that holds files malmoi did not write; when it is the current folder, and when nothing can be written
    /// beside it: all of it can be told before the long work.
    pub fn at(path: impl AsRef<Path>) -> Result<Output, Error> {
        Output::of_kind(path.as_ref(), Kind::Analysis)
    }

    /// Chooses a folder for the tables of topics, as [`Output::at`] does for those of an
    /// analysis.
    ///
    /// # Errors
    ///
    /// As [`Output::at`].
    pub fn for_topics_at(path: impl AsRef<Path>) -> Result<Output, Error> {
        Output::of_kind(path.as_ref(), Kind::Topics)
    }

    fn of_kind(path: &Path, kind: Kind) -> Result<Output, Error> {
        let path = match path.canonicalize() {
            Err(e) if e.kind() == io::ErrorKind::NotFound => std::path::absolute(path),
            found => found,
        }
        .map_err(|e| Error::io(path, e))?;
        match fs::read_dir(&path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(_) => return Err(Error::occupied(&path)),
            Ok(entries) => {
                let names: Vec<OsString> = entries.flatten().map(|e| e.file_name()).collect();
                if !names.is_empty() && !is_result(&path, kind) {
                    return Err(Error::occupied(&path));
                }
                // What somebody put beside the tables must not go with them.
                if let Some(foreign) = names.iter().find(|name| !is_ours(name, kind)) {
                    return Err(Error::occupied(&path.join(foreign)));
                }
            }
        }
        if std::env::current_dir().is_ok_and(|current| current == path) {
            return Err(Error::current_folder(&path));
        }
        let output = Output {
            path,
            formats: Formats::default(),
        };
        output.unfinished_folder()?;
        Ok(output)
    }

    /// Returns the same place for tables in these formats alone.
    pub fn with_formats(self, formats: Formats) -> Output {
        Output { formats, ..self }
    }

    /// Writes all tables, the summary and the page, and puts them in the place of what
    /// was there. On an error, what was there is still there.
    ///
    /// # Errors
    ///
    /// When a file cannot be written (the error names it), and when `progress`
    /// asks to stop.
    pub fn write(&self, analysis: &Analysis, progress: &dyn Progress) -> Result<(), Error> {
        self.replace(progress, |folder, go_on| {
            write_tables((folder, self.formats), analysis, go_on)
        })
    }

    /// Writes the tables of topics and their summary likewise.
    ///
    /// # Errors
    ///
    /// As [`Output::write`].
    pub fn write_topics(&self, topics: &Topics, progress: &dyn Progress) -> Result<(), Error> {
        self.replace(progress, |folder, go_on| {
            write_topics((folder, self.formats), topics, go_on)
        })
    }

    /// Puts what `write` writes in the place of what was there.
    fn replace(
        &self,
        progress: &dyn Progress,
        write: impl FnOnce(&Path, &GoOn<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let unfinished = self.unfinished_folder()?;
        let folder = unfinished.path().join("new");
        fs::create_dir(&folder).map_err(|e| Error::io(&folder, e))?;
        write(&folder, &|| match progress.is_interrupted() {
            true => Err(Error::interrupted(&self.path)),
            false => Ok(()),
        })?;

        let old = unfinished.path().join("old");
        let was_there = match fs::rename(&self.path, &old) {
            Ok(()) => true,
            Err(e) if e.kind() == io::ErrorKind::NotFound => false,
            Err(e) => return Err(Error::io(&self.path, e)),
        };
        if let Err(e) = fs::rename(&folder, &self.path) {
            if was_there && fs::rename(&old, &self.path).is_err() {
                // It must not go with the temporary folder.
                return Err(Error::io(&unfinished.keep().join("old"), e));
            }
            return Err(Error::io(&self.path, e));
        }
        Ok(())
    }

    /// Makes a hidden folder beside the place for results, so that putting
    /// them in their place is one rename. It goes when it is dropped.
    fn unfinished_folder(&self) -> Result<TempDir, Error> {
        let parent = self.path.parent().unwrap_or(&self.path);
        fs::create_dir_all(parent).map_err(|e| Error::io(parent, e))?;
        tempfile::Builder::new()
            .prefix(".malmoi-")
            .tempdir_in(parent)
            .map_err(|e| Error::io(parent, e))
    }
}

/// The page for people.
const REPORT: &str = "report.html";

/// Says whether malmoi writes a file of this name.
fn is_ours(name: &OsStr, kind: Kind) -> bool {
    let path = Path::new(name);
    let stem = path.file_stem().and_then(OsStr::to_str).unwrap_or_default();
    match path.extension().and_then(OsStr::to_str) {
        Some("csv" | "jsonl" | "parquet") => {
            // An analysis may have topics as well.
            kind.tables().contains(&stem) || topics::TABLES.contains(&stem)
        }
        Some("json") => stem == "summary",
        Some("html") => name == REPORT && matches!(kind, Kind::Analysis),
        _ => false,
    }
}

/// Says whether the folder holds an earlier result.
fn is_result(path: &Path, kind: Kind) -> bool {
    fs::read_to_string(path.join("summary.json")).is_ok_and(|summary| {
        let json: Result<serde_json::Value, _> = serde_json::from_str(&summary);
        json.is_ok_and(|json| json["format"] == kind.format())
    })
}

/// Says whether to go on writing; what it returns if not is the result.
type GoOn<'a> = dyn Fn() -> Result<(), Error> + Sync + 'a;

/// Writes everything into a folder; `go_on` may stop it between files.
fn write_tables(
    (folder, formats): (&Path, Formats),
    analysis: &Analysis,
    go_on: &GoOn<'_>,
) -> Result<(), Error> {
    let table = Tables {
        folder,
        formats,
        go_on,
    };
    // The one table takes as long as nearly all the rest.
    let (terms, others) = rayon::join(
        || table.write(tables::terms(analysis).map(Ok)),
        || write_all_but_terms(&table, analysis),
    );
    terms.and(others)
}

fn write_all_but_terms(table: &Tables<'_>, analysis: &Analysis) -> Result<(), Error> {
    let folder = table.folder;
    table.write(tables::publishers(analysis).into_iter().map(Ok))?;
    let keywords = tables::keywords(analysis).map_err(|e| Error::analysis(folder, e))?;
    table.write(keywords.into_iter().map(Ok))?;
    let others = tables::keywords_on_other_basis(analysis);
    let others = others.map_err(|e| Error::analysis(folder, e))?;
    table.write(others.into_iter().map(Ok))?;
    table.write(tables::trends(analysis).into_iter().map(Ok))?;
    table.write(profiles::profiles(analysis).map(Ok))?;
    table.write(profiles::similarities(analysis).map(Ok))?;
    table.write(tables::new_words(analysis))?;
    table.write(tables::names(analysis))?;
    table.write(tables::boilerplate(analysis).map(Ok))?;
    table.write(tables::documents(analysis))?;
    table.write(tables::copies(analysis).map(Ok))?;
    table.write(tables::skipped(analysis))?;
    table.write(coverage::publishers(&analysis.audit).map(Ok))?;
    table.write(coverage::days(&analysis.audit).map(Ok))?;
    table.write(oddities::oddities(&analysis.audit).into_iter().map(Ok))?;
    table.write(coverage::cleaning(&analysis.audit).map(Ok))?;
    if let Some(found) = &analysis.topics {
        write_topic_tables(table, found)?;
    }
    (table.go_on)()?;
    let path = folder.join(REPORT);
    let page = page::page(analysis).map_err(|e| Error::analysis(&path, e))?;
    fs::write(&path, page).map_err(|e| Error::io(&path, e))?;
    let summary = Summary::of(analysis).map_err(|e| Error::analysis(folder, e))?;
    write_summary(folder, &summary)
}

/// Writes the tables of topics into a folder; `go_on` may stop it between files.
fn write_topics(
    (folder, formats): (&Path, Formats),
    found: &Topics,
    go_on: &GoOn<'_>,
) -> Result<(), Error> {
    let table = Tables {
        folder,
        formats,
        go_on,
    };
    write_topic_tables(&table, found)?;
    write_summary(folder, &topics::TopicSummary::of(found))
}

fn write_topic_tables(table: &Tables<'_>, found: &Topics) -> Result<(), Error> {
    table.write(topics::topics(found).map(Ok))?;
    table.write(topics::publishers(found).map(Ok))?;
    table.write(topics::shares(found).map(Ok))?;
    table.write(topics::documents(found))
}

fn write_summary(folder: &Path, summary: &impl Serialize) -> Result<(), Error> {
    let path = folder.join("summary.json");
    let write = || {
        let mut file = BufWriter::new(File::create(&path)?);
        serde_json::to_writer_pretty(&mut file, summary)?;
        file.write_all(b"\n")?;
        file.flush()
    };
    write().map_err(|e| Error::io(&path, e))
}

/// How many rows are written before it is asked again whether to go on.
const ROWS_AT_ONCE: usize = 1 << 16;

/// Where tables are written, and what may stop it.
struct Tables<'a> {
    folder: &'a Path,
    formats: Formats,
    go_on: &'a GoOn<'a>,
}

impl Tables<'_> {
    /// Writes a table in all formats, row by row.
    fn write<R: Row>(
        &self,
        rows: impl Iterator<Item = Result<R, malmoi::Error>>,
    ) -> Result<(), Error> {
        let mut files = TableFiles::create::<R>(self.folder, self.formats)?;
        for (number, row) in rows.enumerate() {
            if number % ROWS_AT_ONCE == 0 {
                (self.go_on)()?;
            }
            let row = row.map_err(|e| Error::analysis(&self.folder.join(R::TABLE), e))?;
            files.push(&row)?;
        }
        files.finish()
    }
}

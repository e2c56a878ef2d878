//! The folder of results.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use malmoi::Analysis;
use serde::Serialize;

use crate::summary::FORMAT;
use crate::tables::{self, Row};
use crate::{Error, Summary};

/// A place for results that is free, or holds an earlier result.
#[derive(Debug)]
pub struct Output {
    path: PathBuf,
}

impl Output {
    /// Chooses the folder `path` for results, without touching it.
    ///
    /// # Errors
    ///
    /// When something is there that is neither an empty folder nor an earlier
    /// result: it will not be overwritten.
    pub fn at(path: impl AsRef<Path>) -> Result<Output, Error> {
        let path = path.as_ref();
        let is_free = match fs::read_dir(path) {
            Ok(mut entries) => entries.next().is_none() || is_result(path),
            Err(e) => e.kind() == io::ErrorKind::NotFound,
        };
        if !is_free {
            return Err(Error::occupied(path));
        }
        Ok(Output {
            path: path.to_path_buf(),
        })
    }

    /// Writes all tables and the summary, and puts them in the place of what
    /// was there. On an error, what was there is still there.
    ///
    /// # Errors
    ///
    /// When a file cannot be written; the error names it.
    pub fn write(&self, analysis: &Analysis) -> Result<(), Error> {
        let parent = match self.path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        fs::create_dir_all(parent).map_err(|e| Error::io(parent, e))?;
        // In the same folder, so that putting it in its place is one rename.
        let unfinished = tempfile::Builder::new()
            .prefix(".malmoi-")
            .tempdir_in(parent)
            .map_err(|e| Error::io(parent, e))?;
        let folder = unfinished.path().join("new");
        fs::create_dir(&folder).map_err(|e| Error::io(&folder, e))?;
        write_tables(&folder, analysis)?;

        let old = unfinished.path().join("old");
        let was_there = match fs::rename(&self.path, &old) {
            Ok(()) => true,
            Err(e) if e.kind() == io::ErrorKind::NotFound => false,
            Err(e) => return Err(Error::io(&self.path, e)),
        };
        if let Err(e) = fs::rename(&folder, &self.path) {
            if was_there {
                // Nothing more can be done should this fail as well; the error
                // that is returned tells the folder to look at.
                let _ = fs::rename(&old, &self.path);
            }
            return Err(Error::io(&self.path, e));
        }
        Ok(())
    }
}

/// Says whether the folder holds an earlier result.
fn is_result(path: &Path) -> bool {
    fs::read_to_string(path.join("summary.json")).is_ok_and(|summary| {
        let json: Result<serde_json::Value, _> = serde_json::from_str(&summary);
        json.is_ok_and(|json| json["format"] == FORMAT)
    })
}

fn write_tables(folder: &Path, analysis: &Analysis) -> Result<(), Error> {
    write_table(folder, tables::publishers(analysis))?;
    write_table(folder, tables::keywords(analysis))?;
    write_table(folder, tables::trends(analysis))?;
    write_table(folder, tables::terms(analysis))?;
    write_table(folder, tables::documents(analysis))?;
    write_table(folder, tables::skipped(analysis))?;
    let path = folder.join("summary.json");
    let write = || {
        let mut file = BufWriter::new(File::create(&path)?);
        serde_json::to_writer_pretty(&mut file, &Summary::of(analysis))?;
        file.write_all(b"\n")?;
        file.flush()
    };
    write().map_err(|e| Error::io(&path, e))
}

/// Writes a table as `NAME.csv` and `NAME.jsonl`.
fn write_table<R: Row>(folder: &Path, rows: impl IntoIterator<Item = R>) -> Result<(), Error> {
    let csv_path = folder.join(format!("{}.csv", R::TABLE));
    let json_path = folder.join(format!("{}.jsonl", R::TABLE));
    let csv_error = |e: csv::Error| Error::io(&csv_path, e.into());
    let json_error = |e: io::Error| Error::io(&json_path, e);

    let csv_file = File::create(&csv_path).map_err(|e| Error::io(&csv_path, e))?;
    let mut csv = csv_writer(csv_file);
    csv.write_record(R::COLUMNS).map_err(csv_error)?;
    let mut json = BufWriter::new(File::create(&json_path).map_err(json_error)?);
    for row in rows {
        csv.serialize(&row).map_err(csv_error)?;
        write_json_line(&mut json, &row).map_err(json_error)?;
    }
    csv.flush().map_err(|e| Error::io(&csv_path, e))?;
    json.flush().map_err(json_error)
}

/// Returns a CSV writer that leaves the header to the caller, since a table
/// without rows has one too.
pub(crate) fn csv_writer<W: Write>(to: W) -> csv::Writer<W> {
    csv::WriterBuilder::new().has_headers(false).from_writer(to)
}

pub(crate) fn write_json_line(mut to: impl Write, row: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut to, row)?;
    to.write_all(b"\n")
}

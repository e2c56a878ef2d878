//! One table in all formats that are wanted, row by row.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::parquet_file::ParquetFile;
use crate::tables::Row;
use crate::{Error, Formats};

/// What a table begins with so that spreadsheet programs read it as UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The files of a table that is being written, each with its path.
pub(crate) struct TableFiles {
    csv: Option<(PathBuf, csv::Writer<File>)>,
    json: Option<(PathBuf, BufWriter<File>)>,
    parquet: Option<(PathBuf, ParquetFile)>,
}

impl TableFiles {
    /// Makes the files of a table in a folder.
    ///
    /// # Errors
    ///
    /// If one cannot be made; the error names it. Also in what follows.
    pub(crate) fn create<R: Row>(folder: &Path, formats: Formats) -> Result<TableFiles, Error> {
        let path = |extension: &str| folder.join(format!("{}.{extension}", R::TABLE));
        Ok(TableFiles {
            csv: made(formats.csv, path("csv"), |path| {
                let mut file = File::create(path)?;
                if formats.byte_order_mark {
                    file.write_all(BYTE_ORDER_MARK)?;
                }
                let mut csv = csv_writer(file);
                csv.write_record(R::COLUMNS)?;
                Ok(csv)
            })?,
            json: made(formats.json_lines, path("jsonl"), |path| {
                Ok(BufWriter::new(File::create(path)?))
            })?,
            parquet: made(formats.parquet, path("parquet"), ParquetFile::create::<R>)?,
        })
    }

    pub(crate) fn push(&mut self, row: &impl Serialize) -> Result<(), Error> {
        if let Some((path, csv)) = &mut self.csv {
            csv.serialize(row).map_err(|e| Error::io(path, e.into()))?;
        }
        if let Some((path, json)) = &mut self.json {
            write_json_line(json, row).map_err(|e| Error::io(path, e))?;
        }
        if let Some((path, parquet)) = &mut self.parquet {
            parquet.push(row).map_err(|e| Error::io(path, e))?;
        }
        Ok(())
    }

    pub(crate) fn finish(self) -> Result<(), Error> {
        if let Some((path, mut csv)) = self.csv {
            csv.flush().map_err(|e| Error::io(&path, e))?;
        }
        if let Some((path, mut json)) = self.json {
            json.flush().map_err(|e| Error::io(&path, e))?;
        }
        if let Some((path, parquet)) = self.parquet {
            parquet.finish().map_err(|e| Error::io(&path, e))?;
        }
        Ok(())
    }
}

/// Makes a file if it is wanted.
fn made<F>(
    is_wanted: bool,
    path: PathBuf,
    make: impl FnOnce(&Path) -> io::Result<F>,
) -> Result<Option<(PathBuf, F)>, Error> {
    if !is_wanted {
        return Ok(None);
    }
    let file = make(&path).map_err(|e| Error::io(&path, e))?;
    Ok(Some((path, file)))
}

/// Returns a CSV writer that leaves the header to the caller, since a table
/// without rows has one too.
fn csv_writer<W: Write>(to: W) -> csv::Writer<W> {
    csv::WriterBuilder::new().has_headers(false).from_writer(to)
}

fn write_json_line(mut to: impl Write, row: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut to, row)?;
    to.write_all(b"\n")
}

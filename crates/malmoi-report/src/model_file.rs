//! Topic models in a file.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use malmoi::TopicModels;
use tempfile::NamedTempFile;

use crate::Error;

/// A file for topic models, which is there when it is whole, or not at all.
#[derive(Debug)]
pub struct ModelFile {
    path: PathBuf,
    file: NamedTempFile,
}

impl ModelFile {
    /// Begins a file that must not be there yet.
    ///
    /// # Errors
    ///
    /// If nothing can be written in its folder.
    pub fn new(path: &Path) -> Result<ModelFile, Error> {
        let folder = path.parent().filter(|folder| *folder != Path::new(""));
        let file = NamedTempFile::new_in(folder.unwrap_or(Path::new(".")));
        Ok(ModelFile {
            path: path.to_path_buf(),
            file: file.map_err(|e| Error::io(path, e))?,
        })
    }

    /// Writes the models.
    ///
    /// # Errors
    ///
    /// If they cannot be written, or somebody else has written the file by now.
    pub fn write(mut self, models: &TopicModels) -> Result<(), Error> {
        let written = self.file.write_all(&models.to_bytes());
        let kept = written.and_then(|()| {
            let kept = self.file.persist_noclobber(&self.path);
            kept.map(drop).map_err(io::Error::from)
        });
        kept.map_err(|e| Error::io(&self.path, e))
    }
}

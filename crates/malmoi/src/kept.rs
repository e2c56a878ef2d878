//! An analysis that is kept, to be shown again without the articles.

use std::io::{Read, Write};

use crate::outcome::{read_repair, read_skip, write_repair, write_skip};
use crate::rows::Rows;
use crate::{Analysis, CountedDocument, Error};

impl Analysis {
    /// Writes everything but topics, for [`Analysis::read_from`]. What is written is for the
    /// same version of this library alone: whoever keeps it must keep the version with it.
    ///
    /// # Errors
    ///
    /// If nothing can be written, or the temporary files with the articles cannot be read.
    ///
    /// # Example
    ///
    /// ```
    /// use malmoi::{Analysis, AnalysisOptions, Analyzer, Corpus, CorpusOptions};
    ///
    /// let lines = "{\"id\": 1, \"text\": \"정부는 대책을 발표했다.\"}\n{\"id\": 2, \"text\": \"업계는 환영했다.\"}\n";
    /// let corpus = Corpus::from_reader("-", Box::new(lines.as_bytes()), CorpusOptions::default());
    /// let analysis = malmoi::analyze(corpus, &Analyzer::new()?, &AnalysisOptions::default(), &())?;
    /// let mut kept = Vec::new();
    /// analysis.write_to(&mut kept)?;
    /// let again = Analysis::read_from(&mut kept.as_slice())?;
    /// assert_eq!(again.counts, analysis.counts);
    /// assert_eq!(again.documents.to_vec()?, analysis.documents.to_vec()?);
    /// assert!(Analysis::read_from(&mut &kept[..kept.len() - 1]).is_err());
    /// # Ok::<(), malmoi::Error>(())
    /// ```
    pub fn write_to(&self, mut to: &mut dyn Write) -> Result<(), Error> {
        ciborium::into_writer(self, &mut to).map_err(|error| match error {
            ciborium::ser::Error::Io(error) => Error::kept(error),
            other => Error::kept(std::io::Error::other(other)),
        })?;
        let documents = self.documents.write_to(to, CountedDocument::write_whole);
        documents
            .and_then(|()| self.skipped.write_to(to, write_skip))
            .and_then(|()| self.repaired.write_to(to, write_repair))
            .map_err(Error::kept)
    }

    /// Reads what was written. The articles are kept in temporary files, as after an analysis.
    ///
    /// # Errors
    ///
    /// If it was not written by [`Analysis::write_to`], or the temporary files cannot be written.
    /// What another version has written may give nonsense instead.
    pub fn read_from(mut from: &mut dyn Read) -> Result<Analysis, Error> {
        let analysis = ciborium::from_reader(&mut from).map_err(|error| match error {
            ciborium::de::Error::Io(error) => Error::kept(error),
            other => Error::kept(std::io::Error::other(other)),
        })?;
        Ok(Analysis {
            documents: Rows::read_from(from, CountedDocument::read_whole)?,
            skipped: Rows::read_from(from, read_skip)?,
            repaired: Rows::read_from(from, read_repair)?,
            ..analysis
        })
    }
}

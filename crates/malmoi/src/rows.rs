//! Rows of which there may be millions.

use std::fmt;
use std::io::{self, Read, Write};
use std::sync::Arc;

use crate::Error;
use crate::spool::{Cursor, Fields, Spool, Spooled, Written};

/// Rows in the order of the corpus, which for a large one are kept in temporary
/// files rather than in memory. The files go with the last clone.
///
/// ```
/// use malmoi::{AnalysisOptions, Analyzer, Corpus, CorpusOptions};
///
/// let lines = "{\"id\": 1, \"text\": \"정부는 대책을 발표했다.\"}\n{\"id\": 2, \"text\": \"업계는 환영했다.\"}\n";
/// let corpus = Corpus::from_reader("-", Box::new(lines.as_bytes()), CorpusOptions::default());
/// let analysis = malmoi::analyze(corpus, &Analyzer::new()?, &AnalysisOptions::default(), &())?;
/// for document in &analysis.documents {
///     println!("{}", document?.id());
/// }
/// // What fits into memory may as well be had at once.
/// let documents = analysis.documents.to_vec()?;
/// assert_eq!((documents.len(), documents[1].id()), (2, "2"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Rows<T> {
    /// Of each thread.
    spools: Arc<[Spooled]>,
    read: Arc<ReadRow<T>>,
    len: u64,
}

/// Makes a row of its key and its fields.
type ReadRow<T> = dyn Fn(u64, &mut Written<'_>) -> io::Result<T> + Send + Sync;

impl<T> Rows<T> {
    /// Puts the rows of all threads together.
    ///
    /// # Errors
    ///
    /// If some could not be written.
    pub(crate) fn new(
        spools: impl IntoIterator<Item = Spool>,
        read: impl Fn(u64, &mut Written<'_>) -> io::Result<T> + Send + Sync + 'static,
    ) -> Result<Rows<T>, Error> {
        let mut len = 0;
        let finished = spools.into_iter().map(|spool| {
            len += spool.len();
            spool.finish()
        });
        let spools: io::Result<Vec<Spooled>> = finished.collect();
        Ok(Rows {
            spools: spools.map_err(Error::kept)?.into(),
            read: Arc::new(read),
            len,
        })
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Returns the first row.
    ///
    /// # Errors
    ///
    /// If the temporary files cannot be read.
    pub fn first(&self) -> Result<Option<T>, Error> {
        self.iter().next().transpose()
    }

    /// Returns all rows, in memory.
    ///
    /// # Errors
    ///
    /// If the temporary files cannot be read.
    pub fn to_vec(&self) -> Result<Vec<T>, Error> {
        self.iter().collect()
    }

    /// Returns one row after the other. An error, that the temporary files cannot be
    /// read, is the last item.
    pub fn iter(&self) -> RowsIter<'_, T> {
        RowsIter {
            rows: self,
            cursors: self.spools.iter().map(Spooled::cursor).collect(),
        }
    }

    /// Returns the same rows with something added to each.
    pub(crate) fn completed(
        &self,
        complete: impl Fn(u64, &mut T) -> io::Result<()> + Send + Sync + 'static,
    ) -> Rows<T>
    where
        T: 'static,
    {
        let read = Arc::clone(&self.read);
        Rows {
            read: Arc::new(move |key, fields| {
                let mut row = read(key, fields)?;
                complete(key, &mut row)?;
                Ok(row)
            }),
            ..self.clone()
        }
    }

    /// Writes all rows with their keys, each by `write`, for [`Rows::read_from`].
    ///
    /// # Errors
    ///
    /// If the temporary files cannot be read, or nothing be written.
    pub(crate) fn write_to(
        &self,
        to: &mut dyn Write,
        write: impl Fn(&T, &mut Fields<'_>),
    ) -> io::Result<()> {
        to.write_all(&self.len.to_le_bytes())?;
        let mut rows = self.iter();
        let mut record = Vec::new();
        while let Some((key, row)) = rows.read()? {
            record.clear();
            write(&row, &mut Fields(&mut record));
            to.write_all(&key.to_le_bytes())?;
            to.write_all(&(record.len() as u64).to_le_bytes())?;
            to.write_all(&record)?;
        }
        Ok(())
    }

    /// Returns the rows that were written.
    ///
    /// # Errors
    ///
    /// If there is less to read than was written, or it cannot be kept.
    pub(crate) fn read_from(
        from: &mut dyn Read,
        read: impl Fn(&mut Written<'_>) -> io::Result<T> + Send + Sync + 'static,
    ) -> Result<Rows<T>, Error> {
        let mut spool = Spool::default();
        let mut record = Vec::new();
        for _ in 0..number(from)? {
            let (key, length) = (number(from)?, number(from)?);
            record.clear();
            let some = (&mut *from).take(length).read_to_end(&mut record);
            if some.map_err(Error::kept)? as u64 != length {
                return Err(Error::kept(io::ErrorKind::UnexpectedEof.into()));
            }
            spool.push(key, |fields| fields.0.extend(&record));
        }
        Rows::new([spool], move |_, fields| read(fields))
    }

    /// Returns the row of a key.
    pub(crate) fn find(&self, key: u64) -> io::Result<Option<T>> {
        for spooled in &*self.spools {
            if let Some(record) = spooled.find(key)? {
                return (self.read)(key, &mut Written(&record)).map(Some);
            }
        }
        Ok(None)
    }
}

/// Reads a number in the way of [`Rows::write_to`].
fn number(from: &mut dyn Read) -> Result<u64, Error> {
    let mut bytes = [0; 8];
    from.read_exact(&mut bytes).map_err(Error::kept)?;
    Ok(u64::from_le_bytes(bytes))
}

/// No rows at all.
impl<T> Default for Rows<T> {
    fn default() -> Rows<T> {
        Rows {
            spools: Arc::new([]),
            read: Arc::new(|_, _| Err(io::ErrorKind::NotFound.into())),
            len: 0,
        }
    }
}

impl<T> Clone for Rows<T> {
    fn clone(&self) -> Rows<T> {
        Rows {
            spools: Arc::clone(&self.spools),
            read: Arc::clone(&self.read),
            len: self.len,
        }
    }
}

impl<T> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rows({})", self.len)
    }
}

impl<'r, T> IntoIterator for &'r Rows<T> {
    type Item = Result<T, Error>;
    type IntoIter = RowsIter<'r, T>;

    fn into_iter(self) -> RowsIter<'r, T> {
        self.iter()
    }
}

/// One row of [`Rows`] after the other.
pub struct RowsIter<'r, T> {
    rows: &'r Rows<T>,
    /// Of each thread, and none after an error.
    cursors: Vec<Cursor<'r>>,
}

impl<T> RowsIter<'_, T> {
    /// Returns the next row with its key.
    fn read(&mut self) -> io::Result<Option<(u64, T)>> {
        let mut lowest: Option<(u64, usize)> = None;
        for (number, cursor) in self.cursors.iter_mut().enumerate() {
            let key = cursor.peek()?;
            let next = key.map(|key| (key, number));
            lowest = lowest.into_iter().chain(next).min();
        }
        let Some((_, number)) = lowest else {
            return Ok(None);
        };
        let (key, record) = self.cursors[number].next()?;
        let row = (self.rows.read)(key, &mut Written(record))?;
        Ok(Some((key, row)))
    }
}

impl<T> Iterator for RowsIter<'_, T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Result<T, Error>> {
        let read = self.read();
        if read.is_err() {
            self.cursors.clear();
        }
        let row = read.map(|read| read.map(|(_, row)| row));
        row.map_err(Error::kept).transpose()
    }
}

impl<T> fmt::Debug for RowsIter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowsIter").finish_non_exhaustive()
    }
}

use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::batch::{Batch, Work};
use crate::lines::Lines;
use crate::source::{self, Format, Source};
use crate::spool::Spool;
use crate::{Error, encoding};

/// About how many bytes of small files go into one batch, and the size of a
/// block of JSON lines.
pub(crate) const BATCH_BYTES: u64 = 1 << 20;

/// At most how many files go into one batch.
const BATCH_FILES: usize = 64;

/// What is to be read, in a fixed order.
///
/// An iterator of [`Batch`]es. Asking for the next one is cheap and belongs
/// under a lock that the workers share; the work is in [`Batch::read`], which
/// each worker does alone. The same paths give the same batches on every run.
///
/// Of what is to be read, only a list of paths and one block of a JSON Lines
/// file are held in memory.
pub struct Corpus {
    options: Arc<CorpusOptions>,
    sources: std::collections::VecDeque<Source>,
    lines: Option<Lines>,
    bytes: Option<u64>,
    files: usize,
    sequence: u64,
}

/// How a corpus is read.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CorpusOptions {
    /// Where the publisher of a document comes from that states none.
    pub publisher: PublisherSource,
    /// A file or folder to leave out, wherever it is found; such as the folder
    /// that results are written to.
    pub exclude: Option<PathBuf>,
}

/// Where the publisher of a document comes from that states none.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum PublisherSource {
    /// From nowhere: only a stated publisher counts.
    #[default]
    Field,
    /// From the name of the folder the file is in.
    ParentFolder,
    /// From here.
    Constant(String),
}

impl Corpus {
    /// Lists the files among `paths` and, recursively, in the folders among
    /// them.
    ///
    /// Files are ordered by path, part by part. Each is listed once, even if
    /// `paths` overlap or a symbolic link leads to it a second time. Files and
    /// folders whose name begins with a dot are left out, unless `paths` names
    /// them.
    ///
    /// # Errors
    ///
    /// If one of `paths` does not exist or cannot be read. A file or folder
    /// below them that cannot be read becomes a [`Skip`](crate::Skip).
    pub fn open<P: AsRef<Path>>(paths: &[P], options: CorpusOptions) -> Result<Corpus, Error> {
        let sources = source::walk(paths, options.exclude.as_deref())?;
        let len = |s: &Source| match s {
            Source::File { len, .. } => *len,
            Source::Reader { .. } | Source::Spooled { .. } | Source::Skip(_) => 0,
        };
        let bytes = sources.iter().map(len).sum();
        Ok(Corpus::new(sources, Some(bytes), options))
    }

    /// Reads from a stream, such as standard input; `name` takes the place of
    /// the path.
    ///
    /// If the first character that is no white space is `{`, the stream is
    /// JSON Lines. Otherwise all of it is one document.
    pub fn from_reader(name: &str, reader: Box<dyn Read + Send>, options: CorpusOptions) -> Corpus {
        let name = name.to_owned();
        Corpus::new(vec![Source::Reader { name, reader }], None, options)
    }

    fn new(sources: Vec<Source>, bytes: Option<u64>, options: CorpusOptions) -> Corpus {
        Corpus {
            options: Arc::new(options),
            files: sources.len(),
            sources: sources.into(),
            lines: None,
            bytes,
            sequence: 0,
        }
    }

    /// Returns the size of all files together, in bytes; `None` for a stream that
    /// is not [kept](Corpus::keep_stream).
    ///
    /// It does not change while batches are handed out.
    pub fn bytes(&self) -> Option<u64> {
        self.bytes
    }

    /// Returns the number of files, those included that will be skipped; 1 for
    /// a stream.
    ///
    /// It does not change while batches are handed out.
    pub fn files(&self) -> usize {
        self.files
    }

    /// Reads a stream to its end and keeps it in a temporary file, so that it can
    /// be read more than once and its size is known. Files stay as they are.
    ///
    /// # Errors
    ///
    /// If there is no room for it in the system's folder for temporary files. A
    /// stream that fails becomes a [`Skip`](crate::Skip).
    pub fn keep_stream(&mut self) -> io::Result<()> {
        for source in &mut self.sources {
            let Source::Reader { name, reader } = source else {
                continue;
            };
            let reader = std::mem::replace(reader, Box::new(io::empty()));
            let spool = Spool::new(reader)?;
            self.bytes = Some(self.bytes.unwrap_or(0) + spool.len());
            *source = Source::Spooled {
                name: std::mem::take(name),
                spool: Arc::new(spool),
            };
        }
        Ok(())
    }

    /// Returns the same corpus anew, to be read a second time; nothing where a
    /// stream is to be read that is not [kept](Corpus::keep_stream), which is gone
    /// once it is.
    ///
    /// What is handed out of this one already is not in the other.
    ///
    /// ```
    /// use malmoi_corpus::{Corpus, CorpusOptions};
    ///
    /// let mut stream = Corpus::from_reader("-", Box::new("{}".as_bytes()), CorpusOptions::default());
    /// assert!(stream.again().is_none());
    /// stream.keep_stream()?;
    /// assert!(stream.again().is_some());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn again(&self) -> Option<Corpus> {
        let sources: Option<Vec<Source>> = self.sources.iter().map(Source::again).collect();
        let options = CorpusOptions::clone(&self.options);
        Some(Corpus::new(sources?, self.bytes, options))
    }

    fn batch(&mut self, bytes: u64, work: Vec<Work>) -> Batch {
        let sequence = self.sequence;
        self.sequence += 1;
        Batch::new(sequence, bytes, Arc::clone(&self.options), work)
    }

    /// Begins to read a stream: JSON Lines go on from here, anything else is
    /// returned whole.
    fn start_reader(&mut self, name: String, mut reader: Box<dyn Read + Send>) -> Option<Work> {
        let mut start = Vec::new();
        loop {
            let read = reader.by_ref().take(BATCH_BYTES).read_to_end(&mut start);
            let ended = !matches!(read, Ok(n) if n > 0);
            if let Err(e) = read {
                // What came before the failure is still worth reading.
                reader = Box::new(Failing(Some(e)));
            }
            match encoding::strip_bom(&start).trim_ascii_start().first() {
                Some(b'{') => {
                    self.lines = Some(Lines::new(&name, reader, start));
                    return None;
                }
                None if !ended => {}
                _ => break,
            }
        }
        Some(Work::rest(name, start, reader))
    }
}

/// A stream that has failed already, and says so when it is read on.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

impl Iterator for Corpus {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let (mut bytes, mut work) = (0, Vec::new());
        loop {
            if let Some(lines) = &mut self.lines {
                if let Some((read, work)) = lines.next_block() {
                    return Some(self.batch(read, work));
                }
                self.lines = None;
            }
            // A file that needs a batch of its own waits until the small ones
            // before it are handed out, for the sake of the order.
            let full = match self.sources.front() {
                None => true,
                Some(Source::Skip(_)) => work.len() == BATCH_FILES,
                Some(Source::Reader { .. } | Source::Spooled { .. }) => true,
                Some(Source::File { path, len }) => {
                    Format::of(path).is_lines()
                        || work.len() == BATCH_FILES
                        || bytes + len > BATCH_BYTES
                }
            };
            if full && !work.is_empty() {
                return Some(self.batch(bytes, work));
            }
            match self.sources.pop_front()? {
                Source::Skip(skip) => work.push(Work::Skip(skip)),
                Source::Spooled { name, spool } => {
                    let reader = Box::new(spool.reader());
                    if let Some(whole) = self.start_reader(name, reader) {
                        return Some(self.batch(whole.bytes(), vec![whole]));
                    }
                }
                Source::Reader { name, reader } => {
                    if let Some(whole) = self.start_reader(name, reader) {
                        return Some(self.batch(whole.bytes(), vec![whole]));
                    }
                }
                Source::File { path, len } => match Format::of(&path) {
                    Format::Lines { sniff } => match Lines::open(&path, len, sniff) {
                        Ok(lines) => self.lines = Some(lines),
                        Err(e) => {
                            let name = path.to_string_lossy();
                            return Some(self.batch(len, vec![Work::unreadable(&name, None, &e)]));
                        }
                    },
                    _ => {
                        bytes += len;
                        work.push(Work::File(path));
                    }
                },
            }
        }
    }
}

impl fmt::Debug for Corpus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Corpus")
            .field("options", &self.options)
            .field("files", &self.files)
            .field("bytes", &self.bytes)
            .finish_non_exhaustive()
    }
}

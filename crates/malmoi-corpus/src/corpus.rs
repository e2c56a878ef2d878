use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::batch::{Batch, Work};
use crate::blocks::{self, Blocks, Context, Nesting};
use crate::fields::{FieldNames, SaidFields};
use crate::origin::Origin;
use crate::source::{self, Source};
use crate::spool::Spool;
use crate::{Aliases, Encoding, Error, Field, Glob, Kept, NamePattern, Skip};

/// About how many bytes of small files go into one batch, and the size of a
/// block of a large one. Files up to this size are read by the workers.
pub(crate) const BATCH_BYTES: u64 = 1 << 20;

/// At most how many files go into one batch.
pub(crate) const BATCH_FILES: usize = 64;

/// What is to be read, in a fixed order.
///
/// An iterator of [`Batch`]es. Asking for the next one is cheap and belongs
/// under a lock that the workers share; the work is in [`Batch::read`], which
/// each worker does alone. The same paths give the same batches on every run.
///
/// Of what is to be read, only a list of paths, one block of a large file or
/// archive, and the directory of a zip archive are held in memory.
pub struct Corpus {
    options: Arc<CorpusOptions>,
    /// What `options` say of the names of fields, and the guesses.
    names: Arc<FieldNames>,
    /// Shared with the corpora that read the same again.
    sources: Arc<[Source]>,
    /// The first source that was not begun with.
    next: usize,
    /// What is read instead of sources.
    stream: Option<(String, Box<dyn Read + Send>)>,
    /// The stream once it is kept.
    spool: Option<(String, Arc<Spool>)>,
    /// What is kept elsewhere and read instead.
    kept: Option<KeptParts>,
    open: Option<Open>,
    /// The size of all files.
    bytes: Option<u64>,
    /// Bytes of files that were read, but belong to no batch yet.
    owed: u64,
    sequence: u64,
}

/// What is kept elsewhere, and its parts that are to be read.
#[derive(Clone)]
struct KeptParts {
    kept: Arc<dyn Kept>,
    parts: Arc<[usize]>,
}

/// A source that is being cut up.
struct Open {
    blocks: Box<dyn Blocks>,
    context: Context,
    /// How many bytes of it batches told of.
    told: u64,
    /// The size of the file; nothing for a stream.
    len: Option<u64>,
}

/// How a corpus is read.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CorpusOptions {
    /// Where the publisher of a document comes from that states none.
    pub publisher: PublisherSource,
    /// Which names of publishers, stated or supplied, mean the same outlet.
    pub aliases: Aliases,
    /// The encoding of all there is; otherwise it is told by the bytes. A
    /// byte-order mark holds in any case.
    pub encoding: Option<Encoding>,
    /// What the fields of JSON objects, rows of tables and front matters are called, where
    /// [`Field::guesses`] do not hold: a field that is named here goes by no
    /// other name. Of several names for one field, the first with a value holds.
    pub fields: Vec<(Field, String)>,
    /// If there are any, only files that one of these matches are read; files
    /// that were named themselves always are. An archive is one file: its
    /// members are all read or none.
    pub only: Vec<Glob>,
    /// Files and folders that are left out, even if `only` matches them; those
    /// that were named themselves are not.
    pub except: Vec<Glob>,
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
    /// From the name of the file, and of folders above it; a date in it is that
    /// of documents that state none.
    FileName(NamePattern),
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
    /// below them that cannot be read becomes a [`Skip`].
    pub fn open<P: AsRef<Path>>(paths: &[P], options: CorpusOptions) -> Result<Corpus, Error> {
        let sources = source::walk(paths, &options)?;
        let bytes = sources.iter().map(Source::len).sum();
        Ok(Corpus::new(sources.into(), None, Some(bytes), options))
    }

    /// Reads from a stream, such as standard input; `name` takes the place of
    /// the path.
    ///
    /// The content tells the format, and the end of `name` where that leaves it
    /// open: JSON Lines, a JSON array, a table with a header that names a text,
    /// a tar archive, any of them compressed, or else one article.
    pub fn from_reader(name: &str, reader: Box<dyn Read + Send>, options: CorpusOptions) -> Corpus {
        let stream = (name.to_owned(), reader);
        Corpus::new(Arc::default(), Some(stream), None, options)
    }

    /// Reads articles that were read before and are kept elsewhere. `options` should be those
    /// they were read with.
    pub fn from_kept(kept: Arc<dyn Kept>, options: CorpusOptions) -> Corpus {
        let bytes = Some(kept.bytes());
        let parts = (0..kept.parts()).collect();
        Corpus {
            kept: Some(KeptParts { kept, parts }),
            ..Corpus::new(Arc::default(), None, bytes, options)
        }
    }

    fn new(
        sources: Arc<[Source]>,
        stream: Option<(String, Box<dyn Read + Send>)>,
        bytes: Option<u64>,
        options: CorpusOptions,
    ) -> Corpus {
        Corpus {
            names: Arc::new(FieldNames::new(&options.fields)),
            options: Arc::new(options),
            sources,
            next: 0,
            stream,
            spool: None,
            kept: None,
            open: None,
            bytes,
            owed: 0,
            sequence: 0,
        }
    }

    /// Returns what tells, once this and those made [of it](Corpus::again) were read, which of
    /// the fields were not there that the options name.
    pub fn said_fields(&self) -> SaidFields {
        SaidFields(Arc::clone(&self.names))
    }

    /// Returns how it is read.
    pub fn options(&self) -> &CorpusOptions {
        &self.options
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
        match (self.bytes, &self.spool) {
            (Some(_), None) => self.sources.len(),
            _ => 1,
        }
    }

    /// Reads a stream to its end and keeps it in a temporary file, so that it can
    /// be read more than once and its size is known. Files stay as they are.
    ///
    /// # Errors
    ///
    /// If there is no room for it in the system's folder for temporary files. A
    /// stream that fails becomes a [`Skip`].
    pub fn keep_stream(&mut self) -> io::Result<()> {
        if let Some((name, reader)) = self.stream.take() {
            let spool = Arc::new(Spool::new(reader)?);
            self.bytes = Some(spool.len());
            self.stream = Some((name.clone(), Box::new(spool.reader())));
            self.spool = Some((name, spool));
        }
        Ok(())
    }

    /// Returns the same corpus anew, to be read a second time; nothing where a
    /// stream is to be read that is not [kept](Corpus::keep_stream), which is gone
    /// once it is.
    ///
    /// All of it is in the other, whatever was handed out of this one; batches
    /// have the same numbers in both, as long as the files do not change. The
    /// list of files is shared.
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
        self.bytes?;
        let options = CorpusOptions::clone(&self.options);
        let mut again = Corpus::new(Arc::clone(&self.sources), None, self.bytes, options);
        again.names = Arc::clone(&self.names);
        if let Some((name, spool)) = &self.spool {
            again.stream = Some((name.clone(), Box::new(spool.reader())));
            again.spool = Some((name.clone(), Arc::clone(spool)));
        }
        again.kept.clone_from(&self.kept);
        Some(again)
    }

    /// Returns of the same corpus the files whose path `wants` says, to be read once
    /// more; of a kept stream all, if it wants its name, and of [what is kept](Kept)
    /// elsewhere whole parts with such files. Batches have other numbers.
    /// Nothing where a stream is not [kept](Corpus::keep_stream).
    ///
    /// ```
    /// use malmoi_corpus::{Corpus, CorpusOptions};
    ///
    /// let mut stream = Corpus::from_reader("-", Box::new("{}".as_bytes()), CorpusOptions::default());
    /// stream.keep_stream()?;
    /// assert_eq!(stream.again_of(|path| path == "-").map(Iterator::count), Some(1));
    /// assert_eq!(stream.again_of(|path| path == "a.txt").map(Iterator::count), Some(0));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn again_of(&self, wants: impl Fn(&str) -> bool) -> Option<Corpus> {
        let mut again = self.again()?;
        if let Some(KeptParts { kept, parts }) = &mut again.kept {
            // What cannot be looked through for the files is read as a whole.
            if let Ok(wanted) = kept.parts_with(&wants) {
                *parts = wanted.into();
            }
            return Some(again);
        }
        if !self.spool.as_ref().is_some_and(|(name, _)| wants(name)) {
            again.stream = None;
            again.spool = None;
        }
        let files = self.sources.iter().filter_map(|source| match source {
            Source::File { path, len } if wants(&path.to_string_lossy()) => Some(Source::File {
                path: path.clone(),
                len: *len,
            }),
            _ => None,
        });
        again.sources = files.collect();
        if again.spool.is_none() {
            again.bytes = Some(again.sources.iter().map(Source::len).sum());
        }
        Some(again)
    }

    fn batch(&mut self, bytes: u64, work: Vec<Work>) -> Batch {
        let sequence = self.sequence;
        self.sequence += 1;
        let bytes = bytes + std::mem::take(&mut self.owed);
        let (options, names) = (Arc::clone(&self.options), Arc::clone(&self.names));
        Batch::new(sequence, bytes, options, names, work)
    }

    /// Returns a batch of the source that is open; `None` if none is, or not
    /// any more.
    fn next_block(&mut self) -> Option<Batch> {
        let open = self.open.as_mut()?;
        let Some(work) = open.blocks.next_block() else {
            self.owed += open.len.unwrap_or(0).saturating_sub(open.told);
            self.open = None;
            return None;
        };
        let read = open.context.read.load(Ordering::Relaxed);
        let read = read.min(open.len.unwrap_or(u64::MAX));
        let bytes = read.saturating_sub(open.told);
        open.told += bytes;
        Some(self.batch(bytes, work))
    }

    /// Opens what must be cut up, or tells why that cannot be.
    fn open_file(&mut self, path: &Path, len: u64) -> Option<Batch> {
        let context = Context::new(&self.options, &self.names);
        let origin = Arc::new(Origin::file(path));
        match blocks::open_file(path, Arc::clone(&origin), &context) {
            Ok(blocks) => {
                self.open = Some(Open {
                    blocks,
                    context,
                    told: 0,
                    len: Some(len),
                });
                None
            }
            Err(e) => Some(self.batch(len, vec![Work::failed(&origin, None, &e)])),
        }
    }

    /// Returns the next part of what is kept.
    fn next_kept(&mut self) -> Option<Batch> {
        let KeptParts { kept, parts } = self.kept.as_ref()?;
        let (kept, part) = (Arc::clone(kept), *parts.get(self.next)?);
        // All parts are about as large as each other.
        let (bytes, all) = (self.bytes.unwrap_or(0), parts.len() as u64);
        let until = |part: u64| (u128::from(bytes) * u128::from(part) / u128::from(all)) as u64;
        let bytes = until(self.next as u64 + 1) - until(self.next as u64);
        self.next += 1;
        Some(self.batch(bytes, vec![Work::Kept { kept, part }]))
    }

    fn open_stream(&mut self) {
        let Some((name, reader)) = self.stream.take() else {
            return;
        };
        let context = Context::new(&self.options, &self.names);
        let origin = Arc::new(Origin::stream(&name));
        let reader = context.count(reader);
        self.open = Some(Open {
            blocks: blocks::open(origin, reader, &context, Nesting::default()),
            context,
            told: 0,
            len: None,
        });
    }
}

impl Iterator for Corpus {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        if self.kept.is_some() {
            return self.next_kept();
        }
        self.open_stream();
        if let Some(batch) = self.next_block() {
            return Some(batch);
        }
        let sources = Arc::clone(&self.sources);
        let (mut bytes, mut work) = (0, Vec::new());
        // A file that is cut up waits until the small ones before it are
        // handed out, for the sake of the order.
        while let Some(source) = sources.get(self.next)
            && (work.is_empty() || work.len() < BATCH_FILES && bytes + source.len() <= BATCH_BYTES)
        {
            self.next += 1;
            match source {
                Source::Skip(skip) => work.push(Work::Skip(Skip::clone(skip))),
                Source::File { path, len } if *len <= BATCH_BYTES => {
                    bytes += len;
                    work.push(Work::File(path.clone()));
                }
                Source::File { path, len } => {
                    let failed = self.open_file(path, *len);
                    return failed.or_else(|| self.next());
                }
            }
        }
        // Nothing may be left of files that turned out shorter than they were.
        let is_over = work.is_empty() && self.owed == 0;
        (!is_over).then(|| self.batch(bytes, work))
    }
}

impl fmt::Debug for Corpus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Corpus")
            .field("options", &self.options)
            .field("files", &self.files())
            .field("bytes", &self.bytes)
            .finish_non_exhaustive()
    }
}

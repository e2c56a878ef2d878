//! From the bytes of a source to pieces of work.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::archive::Archive;
use crate::bare_cr::{self, LineFeeds};
use crate::batch::Work;
use crate::corpus::BATCH_BYTES;
use crate::encoding::{Charset, Transcoding};
use crate::fields::FieldNames;
use crate::format::Format;
use crate::lines::Lines;
use crate::origin::Origin;
use crate::tar_members::TarMembers;
use crate::zip_members::ZipMembers;
use crate::{CorpusOptions, SkipReason, compressed, encoding, json_values, parquet_rows, table};

/// A source that is being cut up, under the lock that the workers share.
///
/// It holds about one block, and parses nothing: that is the workers' part.
pub(crate) trait Blocks: Send {
    /// Returns the next pieces, possibly none for now; `None` at the end.
    fn next_block(&mut self) -> Option<Vec<Work>>;
}

/// Anything that bytes come from.
pub(crate) type Reader = Box<dyn Read + Send>;

/// The largest source that is read as one article, in bytes.
pub(crate) const MAX_ARTICLE: u64 = 64 << 20;

/// How much of a source is looked at to tell its format.
const SNIFF: u64 = 16 << 10;

/// What the sources within one file have in common.
#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) options: Arc<CorpusOptions>,
    /// What `options` say of the names of fields, and the guesses.
    pub(crate) names: Arc<FieldNames>,
    /// How many bytes of the file were read so far.
    pub(crate) read: Arc<AtomicU64>,
}

impl Context {
    pub(crate) fn new(options: &Arc<CorpusOptions>, names: &Arc<FieldNames>) -> Context {
        Context {
            options: Arc::clone(options),
            names: Arc::clone(names),
            read: Arc::default(),
        }
    }

    /// Returns the reader, counting what is read of it.
    pub(crate) fn count(&self, reader: impl Read + Send + 'static) -> Reader {
        Box::new(Counted {
            reader,
            read: Arc::clone(&self.read),
        })
    }
}

/// How deep a source lies in others.
#[derive(Clone, Copy, Default)]
pub(crate) struct Nesting {
    compressed: bool,
    archived: bool,
}

impl Nesting {
    pub(crate) const ARCHIVED: Nesting = Nesting {
        compressed: false,
        archived: true,
    };
}

/// Opens a file. Zip archives and Parquet are read from their end, which a
/// stream does not allow.
pub(crate) fn open_file(
    path: &Path,
    origin: Arc<Origin>,
    context: &Context,
) -> io::Result<Box<dyn Blocks>> {
    let mut file = File::open(path)?;
    let mut start = Vec::new();
    file.by_ref().take(SNIFF).read_to_end(&mut start)?;
    let name = origin.name();
    let (named, within) = (Format::of(name), Format::within(name));
    Ok(
        match named.sniff(within, &start, context.options.encoding, &context.names) {
            Format::Zip => match ZipMembers::open(file, path, context) {
                Ok(members) => Box::new(Archive::new(origin, Box::new(members), context)),
                Err((reason, detail)) => Known::skip(&origin, reason, detail),
            },
            Format::Parquet => parquet_rows::open_file(file, origin, context),
            _ => {
                let reader = context.count(Cursor::new(start).chain(file));
                open(origin, reader, context, Nesting::default())
            }
        },
    )
}

/// Opens a stream or a member of an archive.
pub(crate) fn open(
    origin: Arc<Origin>,
    reader: Reader,
    context: &Context,
    nesting: Nesting,
) -> Box<dyn Blocks> {
    let named = Format::of(origin.name());
    let within = Format::within(origin.name());
    open_as(named, within, origin, reader, context, nesting)
}

fn open_as(
    named: Format,
    within: Format,
    origin: Arc<Origin>,
    mut reader: Reader,
    context: &Context,
    nesting: Nesting,
) -> Box<dyn Blocks> {
    // A member of an archive that is not read must not hide that the archive
    // is damaged there, so nothing is read of it at all.
    match named {
        Format::Unsupported => {
            let detail = "convert it to HTML, JSON Lines, CSV, Markdown or plain text";
            return Known::skip(&origin, SkipReason::UnsupportedFormat, detail.to_owned());
        }
        Format::Binary => {
            return Known::skip(&origin, SkipReason::Binary, "by its name".to_owned());
        }
        _ => {}
    }
    let said = context.options.encoding;
    let (start, failed) = read_start(&mut reader);
    let format = named.sniff(within, &start, said, &context.names);
    let mut charset = said.map(Charset::Said);
    if matches!(format, Format::JsonLines | Format::Json | Format::Table(_)) {
        match encoding::unicode(&start, said) {
            Ok(None) => {}
            Ok(Some((encoding, _))) => charset = Some(Charset::marked(encoding)),
            Err((reason, detail)) => return Known::skip(&origin, reason, detail),
        }
    }
    let is_blank = encoding::is_blank(encoding::strip_bom(&start));
    let has_json = is_blank || memchr::memchr2(b'{', b'[', &start).is_some();
    let mut wrapper = json_values::wrapper(&start, &context.names);
    let mut has_bare_cr = bare_cr::is_in(&start);
    let mut reader = put_back(start, failed, reader);
    // What has line ends of two bytes cannot be cut.
    if let Some(Charset::Was(utf16)) = charset {
        reader = Box::new(Transcoding::new(reader, utf16));
        let (start, failed) = read_start(&mut reader);
        wrapper = json_values::wrapper(&start, &context.names);
        has_bare_cr = bare_cr::is_in(&start);
        reader = put_back(start, failed, reader);
    }
    if has_bare_cr && matches!(format, Format::JsonLines | Format::Table(_)) {
        reader = Box::new(LineFeeds(reader));
    }
    let unsupported =
        |detail: &str| Known::skip(&origin, SkipReason::UnsupportedFormat, detail.to_owned());
    match format {
        Format::Gzip | Format::Zstd if nesting.compressed => {
            unsupported("it is compressed twice; decompress it once")
        }
        Format::Gzip | Format::Zstd => {
            let decoder = match format {
                Format::Gzip => compressed::gzip(reader),
                _ => compressed::zstd(reader),
            };
            let nesting = Nesting {
                compressed: true,
                ..nesting
            };
            // The name of what is within does not end in `.gz` again.
            let within = if named == format { within } else { named };
            open_as(within, Format::Unknown, origin, decoder, context, nesting)
        }
        Format::Tar | Format::Zip if nesting.archived => {
            unsupported("it is an archive within an archive; unpack the outer one")
        }
        Format::Zip => unsupported(
            "a .zip is read from its end, which a stream does not allow; save it as a file and name that",
        ),
        Format::Tar => Box::new(Archive::new(
            origin,
            Box::new(TarMembers::new(reader)),
            context,
        )),
        Format::Parquet => parquet_rows::open_stream(reader, origin, context),
        Format::JsonLines => Box::new(Lines::new(origin, reader, charset)),
        Format::Json if !has_json => {
            let detail = "it holds neither an object nor an array".to_owned();
            Known::skip(&origin, SkipReason::MalformedJson, detail)
        }
        Format::Json => json_values::open(origin, reader, charset, wrapper),
        Format::Table(delimiter) => table::open(origin, reader, charset, delimiter, context),
        Format::Html | Format::Article | Format::Unknown | Format::Binary | Format::Unsupported => {
            Box::new(OneArticle(Some((origin, format, reader))))
        }
    }
}

/// Reads as much as the format needs to be told, and on to what is no white
/// space.
fn read_start(reader: &mut Reader) -> (Vec<u8>, Option<io::Error>) {
    let mut start = Vec::new();
    loop {
        match reader.by_ref().take(SNIFF).read_to_end(&mut start) {
            Ok(0) => return (start, None),
            Ok(_) if start.len() as u64 > BATCH_BYTES => return (start, None),
            Ok(_) if encoding::is_blank(encoding::strip_bom(&start)) => {}
            Ok(_) => return (start, None),
            Err(e) => return (start, Some(e)),
        }
    }
}

/// Returns a reader of what [`read_start`] has read, and of what comes behind it.
fn put_back(start: Vec<u8>, failed: Option<io::Error>, reader: Reader) -> Reader {
    let rest: Reader = match failed {
        // What came before the failure is still worth reading.
        Some(error) => Box::new(Failing(Some(error))),
        None => reader,
    };
    Box::new(Cursor::new(start).chain(rest))
}

/// Work that is known from the start.
pub(crate) struct Known(Option<Vec<Work>>);

impl Known {
    pub(crate) fn skip(origin: &Origin, reason: SkipReason, detail: String) -> Box<dyn Blocks> {
        Known::work(Work::Skip(origin.skip(None, reason, detail)))
    }

    pub(crate) fn work(work: Work) -> Box<dyn Blocks> {
        Box::new(Known(Some(vec![work])))
    }
}

impl Blocks for Known {
    fn next_block(&mut self) -> Option<Vec<Work>> {
        self.0.take()
    }
}

/// A source that is one article as a whole.
struct OneArticle(Option<(Arc<Origin>, Format, Reader)>);

impl Blocks for OneArticle {
    fn next_block(&mut self) -> Option<Vec<Work>> {
        let (origin, format, reader) = self.0.take()?;
        let mut bytes = Vec::new();
        let read = reader.take(MAX_ARTICLE + 1).read_to_end(&mut bytes);
        Some(vec![match read {
            Ok(_) => Work::Article {
                origin,
                format,
                bytes,
            },
            Err(e) => Work::failed(&origin, None, &e),
        }])
    }
}

/// A stream that has failed already, and says so when it is read on.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Counts what is read.
struct Counted<R> {
    reader: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

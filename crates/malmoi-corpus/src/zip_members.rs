//! The members of a `.zip`, by its directory.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use crate::archive::{Member, Members};
use crate::blocks::{Context, Reader};
use crate::compressed::{self, Damage};
use crate::document::SkipReason;
use crate::encoding;

/// The members of an archive in zip's format, in the order of its directory.
///
/// The crate reads the directory; the content is read from the file itself,
/// since what the crate returns cannot be kept beside the archive.
pub(crate) struct ZipMembers {
    archive: ZipArchive<File>,
    path: PathBuf,
    next: usize,
    /// The names of members that the archive does not give, since a later one has the same.
    hidden: Vec<String>,
    context: Context,
}

impl ZipMembers {
    pub(crate) fn open(
        file: File,
        path: &Path,
        context: &Context,
    ) -> Result<ZipMembers, (SkipReason, String)> {
        let archive = ZipArchive::new(file).map_err(|e| trouble(&e))?;
        let hidden = hidden(path, &archive).map_err(|e| trouble(&e.into()))?;
        Ok(ZipMembers {
            archive,
            hidden,
            path: path.to_path_buf(),
            next: 0,
            context: context.clone(),
        })
    }

    fn member(&mut self, index: usize) -> Result<Member, ZipError> {
        let member = self.archive.by_index_raw(index)?;
        if !member.is_file() {
            return Ok(Member::Other);
        }
        // The crate takes names that do not say what they are in for those of a DOS machine.
        let told = encoding::member_name(member.name_raw());
        let name = told.unwrap_or_else(|| match member.name() {
            Ok(name) => name.into_owned(),
            Err(_) => String::from_utf8_lossy(member.name_raw()).into_owned(),
        });
        if member.encrypted() {
            let detail = "it is encrypted; unpack the archive with its password".to_owned();
            return Ok(Member::Skip(name, SkipReason::UnsupportedFormat, detail));
        }
        let method = member.compression();
        let is_known = matches!(
            method,
            CompressionMethod::Stored | CompressionMethod::Deflated
        );
        let Some(start) = member.data_start().filter(|_| is_known) else {
            let detail = format!("it is compressed as {method:?}; unpack the archive");
            return Ok(Member::Skip(name, SkipReason::UnsupportedFormat, detail));
        };
        // A file of its own, since members are read while others are opened.
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(start))?;
        let content = self.context.count(file.take(member.compressed_size()));
        let content = match method {
            CompressionMethod::Deflated => compressed::deflate(content),
            _ => content,
        };
        let checked = Checked {
            reader: content,
            crc: flate2::Crc::new(),
            expected: member.crc32(),
        };
        Ok(Member::File(name, Box::new(checked)))
    }
}

impl Members for ZipMembers {
    fn next_member(&mut self) -> Option<Member> {
        let index = self.next;
        if index >= self.archive.len() {
            let detail = "a later member has the same name, and that one is read; unpack the archive with a tool that renames";
            let skip = |name| Member::Skip(name, SkipReason::UnsupportedFormat, detail.to_owned());
            return self.hidden.pop().map(skip);
        }
        self.next += 1;
        Some(self.member(index).unwrap_or_else(|e| {
            let (reason, detail) = trouble(&e);
            let name = match self.archive.name_for_index(index) {
                Some(Ok(name)) => name.into_owned(),
                _ => format!("member {}", index + 1),
            };
            Member::Skip(name, reason, detail)
        }))
    }
}

/// Lists the members whose name a later one has, the last first: the crate finds members by
/// their names, and gives the last of each.
fn hidden(path: &Path, archive: &ZipArchive<File>) -> io::Result<Vec<String>> {
    let start = archive.central_directory_start();
    let mut count = 0;
    each_name(path, start, |_| count += 1)?;
    if count <= archive.len() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    each_name(path, start, |name| names.push(name.to_owned()))?;
    let mut seen = FxHashSet::default();
    let names = names.iter().rev();
    let hidden = names.filter(|name| !seen.insert(name.as_slice()) && !name.ends_with(b"/"));
    Ok(hidden
        .map(|name| {
            let lossy = || String::from_utf8_lossy(name).into_owned();
            encoding::member_name(name).unwrap_or_else(lossy)
        })
        .collect())
}

/// Goes through the names in the directory of an archive (APPNOTE.TXT 4.3.12), which begins
/// at `start`.
fn each_name(path: &Path, start: u64, mut sink: impl FnMut(&[u8])) -> io::Result<()> {
    let mut directory = BufReader::new(File::open(path)?);
    directory.seek(SeekFrom::Start(start))?;
    let (mut header, mut name) = ([0; 46], Vec::new());
    while directory.read_exact(&mut header).is_ok() && header.starts_with(b"PK\x01\x02") {
        let length = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
        name.resize(usize::from(length(28)), 0);
        directory.read_exact(&mut name)?;
        sink(&name);
        directory.seek_relative(i64::from(length(30)) + i64::from(length(32)))?;
    }
    Ok(())
}

fn trouble(error: &ZipError) -> (SkipReason, String) {
    match error {
        ZipError::Io(e)
            if !matches!(
                e.kind(),
                io::ErrorKind::UnexpectedEof
                    | io::ErrorKind::InvalidData
                    | io::ErrorKind::InvalidInput
            ) =>
        {
            (SkipReason::Unreadable, e.to_string())
        }
        e => {
            let detail = format!("the archive is damaged or cut short ({e}); fetch it again");
            (SkipReason::Damaged, detail)
        }
    }
}

/// Content whose checksum the directory knows.
struct Checked {
    reader: Reader,
    crc: flate2::Crc,
    expected: u32,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        if read == 0 && !buffer.is_empty() && self.crc.sum() != self.expected {
            return Err(Damage::error(
                "the content does not match its checksum; fetch the archive again",
            ));
        }
        self.crc.update(&buffer[..read]);
        Ok(read)
    }
}

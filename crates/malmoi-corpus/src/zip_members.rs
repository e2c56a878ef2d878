//! The members of a `.zip`, by its directory.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use crate::archive::{Member, Members};
use crate::blocks::{Context, Reader};
use crate::compressed::{self, Damage};
use crate::document::SkipReason;

/// The members of an archive in zip's format, in the order of its directory.
///
/// The crate reads the directory; the content is read from the file itself,
/// since what the crate returns cannot be kept beside the archive.
pub(crate) struct ZipMembers {
    archive: ZipArchive<File>,
    path: PathBuf,
    next: usize,
    context: Context,
}

impl ZipMembers {
    pub(crate) fn open(
        file: File,
        path: &Path,
        context: &Context,
    ) -> Result<ZipMembers, (SkipReason, String)> {
        let archive = ZipArchive::new(file).map_err(|e| trouble(&e))?;
        Ok(ZipMembers {
            archive,
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
        let name = match member.name() {
            Ok(name) => name.into_owned(),
            Err(_) => String::from_utf8_lossy(member.name_raw()).into_owned(),
        };
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
            return None;
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

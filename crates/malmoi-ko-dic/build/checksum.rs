//! Checksums that pin the dictionary's sources.

use std::path::Path;

use md5::Md5;
use sha2::{Digest, Sha256};

use super::convert::read;
use super::failure::Failure;

/// A checksum in lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Checksum {
    Sha256(&'static str),
    /// Too weak against malice; accepted for the one file whose publisher
    /// offers nothing else.
    Md5(&'static str),
}

pub(crate) fn sha256(data: &[u8]) -> String {
    hexadecimal(&Sha256::digest(data))
}

pub(crate) fn md5(data: &[u8]) -> String {
    hexadecimal(&Md5::digest(data))
}

/// Checks that a file has one of the checksums.
pub(crate) fn check_file(path: &Path, accepted: &[Checksum]) -> Result<(), Failure> {
    let data = read(path)?;
    let (sha256, md5) = (sha256(&data), md5(&data));
    let matches = accepted.iter().any(|checksum| match checksum {
        Checksum::Sha256(digits) => *digits == sha256,
        Checksum::Md5(digits) => *digits == md5,
    });
    if matches {
        return Ok(());
    }
    Err(Failure::new(format!(
        "{}: expected {}, found SHA-256 {sha256} and MD5 {md5} ({} bytes); \
         it is damaged or another file",
        path.display(),
        accepted
            .iter()
            .map(|checksum| match checksum {
                Checksum::Sha256(digits) => format!("SHA-256 {digits}"),
                Checksum::Md5(digits) => format!("MD5 {digits}"),
            })
            .collect::<Vec<_>>()
            .join(" or "),
        data.len()
    )))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_the_standards() {
        assert_eq!(md5(b"abc"), "900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn one_of_the_sums_must_match() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, "abc").unwrap();
        let right = Checksum::Md5("900150983cd24fb0d6963f7d28e17f72");
        let wrong = Checksum::Sha256("00");
        check_file(&path, &[wrong, right]).unwrap();
        let message = check_file(&path, &[wrong]).unwrap_err().to_string();
        assert!(
            message.contains("expected SHA-256 00, found SHA-256 ba78"),
            "{message}"
        );
        // A sum of one kind doesn't pass for one of the other.
        check_file(
            &path,
            &[Checksum::Sha256("900150983cd24fb0d6963f7d28e17f72")],
        )
        .unwrap_err();
        check_file(&folder.path().join("none"), &[right]).unwrap_err();
    }
}

//! Telling formats, by the name of a file and by how its content begins.

use crate::fields::FieldNames;
use crate::{Encoding, encoding, json_values, table};

/// How articles are stored.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Format {
    /// One JSON object a line.
    JsonLines,
    /// JSON objects one after another, most often in an array.
    Json,
    /// Rows of fields; the delimiter, if the name tells it.
    Table(Option<u8>),
    Parquet,
    /// A web page.
    Html,
    /// One article, as crawl Markdown or plain text.
    Article,
    Gzip,
    Zstd,
    Zip,
    Tar,
    /// No text.
    Binary,
    /// Something that may hold articles, but cannot be read.
    Unsupported,
    /// The name says nothing.
    Unknown,
}

impl Format {
    /// Returns what the name of a file says.
    pub(crate) fn of(name: &str) -> Format {
        let (_, extension) = split_extension(name);
        let is = |names: &[&str]| names.iter().any(|n| extension.eq_ignore_ascii_case(n));
        if is(&["md", "markdown", "txt", "text"]) {
            Format::Article
        } else if is(&["jsonl", "ndjson"]) {
            Format::JsonLines
        } else if is(&["json"]) {
            Format::Json
        } else if is(&["html", "htm", "xhtml"]) {
            Format::Html
        } else if is(&["csv"]) {
            Format::Table(None)
        } else if is(&["tsv", "tab"]) {
            Format::Table(Some(b'\t'))
        } else if is(&["parquet"]) {
            Format::Parquet
        } else if is(&["gz", "tgz"]) {
            Format::Gzip
        } else if is(&["zst", "tzst"]) {
            Format::Zstd
        } else if is(&["zip"]) {
            Format::Zip
        } else if is(&["tar"]) {
            Format::Tar
        } else if is(UNSUPPORTED) {
            Format::Unsupported
        } else if is(BINARY) {
            Format::Binary
        } else {
            Format::Unknown
        }
    }

    /// Returns what the name of a compressed file says about what is in it; of
    /// another file, it says nothing.
    pub(crate) fn within(name: &str) -> Format {
        let (stem, extension) = split_extension(name);
        let is = |names: [&str; 2]| names.iter().any(|n| extension.eq_ignore_ascii_case(n));
        if is(["tgz", "tzst"]) {
            Format::Tar
        } else if is(["gz", "zst"]) {
            Format::of(stem)
        } else {
            Format::Unknown
        }
    }

    /// Returns the format of content that begins with `start`; where that
    /// leaves it open, what the name says.
    ///
    /// Names lie: a server unpacks what it sends, and a page that says "not
    /// found" is saved under the name of an article.
    /// `within` is what the name says about the content of a compressed file.
    /// `said` is the encoding of all text, if the user says so, and `names` what
    /// fields may be called.
    pub(crate) fn sniff(
        self,
        within: Format,
        start: &[u8],
        said: Option<Encoding>,
        names: &FieldNames,
    ) -> Format {
        if matches!(self, Format::Binary | Format::Unsupported) {
            return self;
        }
        // Before anything else: what is compressed may look like UTF-16.
        if let Some(format) = by_magic(start) {
            return format;
        }
        let start = &*encoding::start(start, said);
        let text = encoding::strip_bom(start).trim_ascii_start();
        match self {
            Format::Gzip | Format::Zstd if !text.is_empty() => {
                within.sniff(Format::Unknown, start, None, names)
            }
            // What is empty is empty in every format.
            Format::Gzip | Format::Zstd | Format::Zip | Format::Tar | Format::Parquet
                if text.is_empty() =>
            {
                Format::Article
            }
            Format::Json if !begins_json(text) && (is_html(text) || table::has_header(text)) => {
                Format::Unknown.sniff(within, start, said, names)
            }
            Format::JsonLines if text.first() != Some(&b'[') => Format::JsonLines,
            Format::JsonLines | Format::Json => json(text, names),
            Format::Article | Format::Html | Format::Table(_) | Format::Unknown => {
                if is_html(text) {
                    Format::Html
                } else if begins_json(text) {
                    json(text, names)
                } else if self == Format::Unknown && table::has_header(text) {
                    Format::Table(None)
                } else if self == Format::Unknown {
                    Format::Article
                } else {
                    self
                }
            }
            named => named,
        }
    }
}

/// Returns a name without its extension, and that, which may be empty. What
/// begins with a dot has none.
fn split_extension(name: &str) -> (&str, &str) {
    let bytes = name.as_bytes();
    match memchr::memrchr3(b'.', b'/', b'\\', bytes) {
        Some(at) if at > 0 && bytes[at] == b'.' && !matches!(bytes[at - 1], b'/' | b'\\') => {
            (&name[..at], &name[at + 1..])
        }
        _ => (name, ""),
    }
}

fn by_magic(start: &[u8]) -> Option<Format> {
    if start.starts_with(b"\x1f\x8b\x08") {
        Some(Format::Gzip)
    } else if start.starts_with(b"\x28\xb5\x2f\xfd") {
        Some(Format::Zstd)
    } else if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        Some(Format::Zip)
    } else if start.starts_with(b"PAR1") {
        Some(Format::Parquet)
    } else if start.get(257..262) == Some(b"ustar") {
        Some(Format::Tar)
    } else {
        None
    }
}

/// Whether JSON lies in lines or is written as it comes.
fn json(text: &[u8], names: &FieldNames) -> Format {
    if !text.starts_with(b"{") {
        return Format::Json;
    }
    let is_object = |line: &[u8]| line.starts_with(b"{") && line.ends_with(b"}");
    let mut lines = text.split(|&b| b == b'\n').map(<[u8]>::trim_ascii);
    let first = lines.next().unwrap_or(text);
    let second = lines.next().is_some_and(is_object);
    // An article in a line of its own may have lists too.
    if !(second && is_object(first)) && json_values::wrapper(text, names).is_some() {
        return Format::Json;
    }
    // The first line of many may be the damaged one. What has no end in sight
    // is a long line: printed in a readable way, an object begins with a short
    // one.
    if is_object(first) || first.len() == text.len() || second {
        Format::JsonLines
    } else {
        Format::Json
    }
}

/// Whether text begins as no article does: with an object, or an array of
/// objects.
fn begins_json(text: &[u8]) -> bool {
    let next = |text: &[u8]| {
        text.get(1..)
            .unwrap_or(&[])
            .trim_ascii_start()
            .first()
            .copied()
    };
    match text.first() {
        Some(b'{') => matches!(next(text), Some(b'"' | b'}')),
        Some(b'[') => matches!(next(text), Some(b'{' | b']')),
        _ => false,
    }
}

fn is_html(text: &[u8]) -> bool {
    let begins = |with: &[u8]| {
        let start = text.get(..with.len());
        start.is_some_and(|s| s.eq_ignore_ascii_case(with))
    };
    begins(b"<!doctype html") || begins(b"<html")
}

/// Formats in which articles come, but which are not read. As plain text they
/// would count field names and tags as words.
const UNSUPPORTED: &[&str] = &[
    "arrow", "feather", "avro", "orc", "bz2", "xz", "lz4", "br", "7z", "rar", "xml", "rss", "atom",
    "warc", "mht", "mhtml", "yaml", "yml", "toml", "pdf", "epub", "doc", "docx", "hwp", "hwpx",
    "odt", "rtf", "xls", "xlsx", "ods", "ppt", "pptx", "sqlite", "db", "eml", "mbox",
];

/// What lies about in crawls and is never an article.
const BINARY: &[&str] = &[
    "png",
    "jpg",
    "jpeg",
    "gif",
    "webp",
    "bmp",
    "ico",
    "tif",
    "tiff",
    "svgz",
    "mp3",
    "mp4",
    "m4a",
    "mov",
    "avi",
    "wav",
    "webm",
    "woff",
    "woff2",
    "ttf",
    "otf",
    "exe",
    "dll",
    "so",
    "bin",
    "dat",
    "pyc",
    "class",
    "jar",
    "o",
    "a",
    "npy",
    "npz",
    "pkl",
    "svg",
    "css",
    "js",
    "mjs",
    "map",
    "py",
    "ipynb",
    "sh",
    "sql",
    "ini",
    "cfg",
    "conf",
    "lock",
    "part",
    "crdownload",
    "md5",
    "sha256",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_tells_the_format() {
        for (name, format) in [
            ("a/b.JSONL", Format::JsonLines),
            ("a.tsv", Format::Table(Some(b'\t'))),
            ("a.tar.gz", Format::Gzip),
            ("a.b/c", Format::Unknown),
            (".md", Format::Unknown),
            ("a.hwp", Format::Unsupported),
            ("a.css", Format::Binary),
            // A script may have printed a page.
            ("a.php", Format::Unknown),
            ("-", Format::Unknown),
        ] {
            assert_eq!(Format::of(name), format, "{name}");
        }
        assert_eq!(Format::within("a.tgz"), Format::Tar);
        assert_eq!(Format::within("a.csv.zst"), Format::Table(None));
        assert_eq!(Format::within("a.gz"), Format::Unknown);
    }

    #[test]
    fn the_content_decides_where_the_name_lies_or_says_nothing() {
        for (name, start, format) in [
            ("a.md", "<!DOCTYPE html><html>", Format::Html),
            ("a.txt", "[ {\"text\": 1}]", Format::Json),
            ("a.txt", "[단독] 정부는", Format::Article),
            ("a.txt", "text,title\nx,y\n", Format::Article),
            ("a", "title;본문\nx;y\n", Format::Table(None)),
            ("a", "The text, he said, title in hand", Format::Article),
            ("a.jsonl", "[{\"text\": 1}]", Format::Json),
            ("a.jsonl", "{\"text\":", Format::JsonLines),
            ("a.json", "{\"text\": 1}\n{\"text\": 2}", Format::JsonLines),
            ("a.json", "{\n\"text\": 1\n}", Format::Json),
            ("a.json", "{\"te\n{\"text\": 2}\n", Format::JsonLines),
            ("a.csv.gz", "text,title\n", Format::Table(None)),
            ("a.docx", "PK\x03\x04", Format::Unsupported),
            ("a.txt", "PK\x03\x04", Format::Zip),
            ("-", "", Format::Article),
        ] {
            let (named, within) = (Format::of(name), Format::within(name));
            let sniffed = named.sniff(within, start.as_bytes(), None, &FieldNames::new(&[]));
            assert_eq!(sniffed, format, "{name} {start:?}");
        }
    }
}

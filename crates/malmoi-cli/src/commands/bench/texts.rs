//! The corpus, as texts of one language each.

use std::io::Write;
use std::path::PathBuf;

use malmoi::{CorpusOptions, Document, Entry, Language, detect};
use serde::Serialize;

use super::subject::Subject;
use crate::commands::open_corpus;
use crate::output::{self, append_json};

/// Longer documents are measured in pieces, cut at line ends, so that there is
/// work for all threads. In bytes.
const LONGEST: usize = 1 << 16;

/// One text to measure on: a document, or a piece of a long one.
pub(super) struct Text {
    pub(super) language: Language,
    pub(super) text: String,
    /// Not for the second piece of a document and those after it.
    is_first: bool,
}

/// All texts to measure on.
pub(super) struct Texts {
    texts: Vec<Text>,
    /// How many documents and pieces came by so far.
    seen: u64,
    /// How many bytes of text and documents the corpus has, measured or not.
    pub(super) corpus_bytes: u64,
    pub(super) corpus_documents: u64,
}

/// How one text is handed to other programs.
#[derive(Serialize)]
struct TextRow<'a> {
    lang: &'static str,
    text: &'a str,
}

impl Texts {
    /// Reads about `sample` megabytes of the corpus.
    pub(super) fn read(paths: &[PathBuf], sample: u32, quiet: bool) -> anyhow::Result<Texts> {
        let corpus = open_corpus(paths, CorpusOptions::default())?;
        let step = step(corpus.bytes(), u64::from(sample) * 1_000_000);
        let mut texts = Texts {
            texts: Vec::new(),
            seen: 0,
            corpus_bytes: 0,
            corpus_documents: 0,
        };
        let mut skipped = Vec::new();
        for batch in corpus {
            batch.read(&mut |entry| match entry {
                Entry::Document(document) => texts.add(document, step),
                Entry::Skipped(skip) => skipped.push(skip),
            });
        }
        if !skipped.is_empty() && !quiet {
            output::note(&format!("{} skipped:", output::documents(skipped.len())));
            output::note_skips(&skipped);
        }
        if texts.texts.is_empty() {
            anyhow::bail!(crate::output::NO_ARTICLE);
        }
        Ok(texts)
    }

    fn add(&mut self, document: Document, step: u64) {
        // The title counts as part of the text, as it does in an analysis.
        let text = match document.title {
            Some(title) => format!("{title}\n{}", document.text),
            None => document.text,
        };
        self.corpus_bytes += text.len() as u64;
        self.corpus_documents += 1;
        let mut is_first = true;
        for piece in pieces(&text) {
            if self.seen.is_multiple_of(step) {
                self.texts.push(Text {
                    language: detect(piece).language,
                    text: piece.to_string(),
                    is_first,
                });
            }
            self.seen += 1;
            is_first = false;
        }
    }

    /// Returns the texts a subject is for.
    pub(super) fn of(&self, subject: Subject) -> impl Iterator<Item = &Text> {
        let language = subject.language();
        self.texts
            .iter()
            .filter(move |text| language.is_none_or(|l| l == text.language))
    }

    pub(super) fn bytes_for(&self, subject: Subject) -> u64 {
        self.of(subject).map(|t| t.text.len() as u64).sum()
    }

    /// Returns how many documents a subject is for: those that begin in its
    /// language.
    pub(super) fn documents_for(&self, subject: Subject) -> u64 {
        self.of(subject).filter(|t| t.is_first).count() as u64
    }

    /// Deals the texts of a subject out to processes, as evenly as they go.
    pub(super) fn shares(&self, subject: Subject, processes: usize) -> Vec<Vec<&Text>> {
        let mut shares = vec![(0, Vec::new()); processes];
        for text in self.of(subject) {
            let least = shares.iter_mut().min_by_key(|(bytes, _)| *bytes);
            if let Some((bytes, share)) = least {
                *bytes += text.text.len();
                share.push(text);
            }
        }
        shares.into_iter().map(|(_, share)| share).collect()
    }

    /// Returns a line of prose for a subject to start on: short enough that
    /// the time goes into starting.
    pub(super) fn line_for(&self, subject: Subject) -> &str {
        let lines = self.of(subject).flat_map(|t| t.text.lines()).take(100);
        let short = lines.filter(|line| line.len() <= 300);
        short.max_by_key(|line| line.len()).unwrap_or("")
    }

    /// Returns all texts, with the bytes and documents of each language.
    pub(super) fn by_language(&self) -> Vec<(Language, u64, u64)> {
        let mut found: Vec<(Language, u64, u64)> = Vec::new();
        for text in &self.texts {
            let (bytes, documents) = (text.text.len() as u64, u64::from(text.is_first));
            match found.iter_mut().find(|(l, ..)| *l == text.language) {
                Some((_, b, d)) => {
                    *b += bytes;
                    *d += documents;
                }
                None => found.push((text.language, bytes, documents)),
            }
        }
        found.sort_by_key(|(language, bytes, _)| (std::cmp::Reverse(*bytes), *language));
        found
    }

    /// Prints the texts for other programs.
    pub(super) fn print(&self, out: &mut impl Write) -> anyhow::Result<()> {
        let mut buffer = Vec::new();
        for text in &self.texts {
            buffer.clear();
            let (lang, text) = (text.language.code(), text.text.as_str());
            append_json(&mut buffer, &TextRow { lang, text });
            buffer.push(b'\n');
            out.write_all(&buffer)?;
        }
        out.flush()?;
        Ok(())
    }
}

/// Returns which texts to take so that about `wanted` bytes are left: every one,
/// every second, every third. A stream's size is not known before it ends, so
/// it is taken whole.
fn step(bytes: Option<u64>, wanted: u64) -> u64 {
    bytes.map_or(1, |bytes| bytes.div_ceil(wanted)).max(1)
}

/// Cuts a text at line ends into pieces of about [`LONGEST`] bytes. A longer
/// line stays whole.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut cut = rest.len();
        if cut > LONGEST {
            let limit = rest.floor_char_boundary(LONGEST);
            let end = rest[..limit].rfind('\n');
            let end = end.or_else(|| rest[limit..].find('\n').map(|at| limit + at));
            cut = end.map_or(cut, |at| at + 1);
        }
        let (piece, after) = rest.split_at(cut);
        rest = after;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_join_to_the_text_and_end_at_line_ends() {
        let line = format!("{}\n", "가".repeat(5000));
        let long = "x".repeat(3 * LONGEST);
        for text in [line.repeat(40), format!("{line}{long}\n{line}"), long, line] {
            let pieces: Vec<&str> = pieces(&text).collect();
            assert_eq!(pieces.concat(), text);
            let (last, others) = pieces.split_last().unwrap();
            assert!(!last.is_empty() && others.iter().all(|p| p.ends_with('\n')));
            for piece in others {
                assert!(piece.len() <= LONGEST || piece.lines().count() == 1);
            }
        }
        assert_eq!(pieces("").count(), 0);
    }

    #[test]
    fn a_sample_takes_every_so_manyth_text() {
        assert_eq!(step(Some(10), 100), 1);
        assert_eq!(step(Some(100), 100), 1);
        assert_eq!(step(Some(101), 100), 2);
        assert_eq!(step(Some(0), 100), 1);
        assert_eq!(step(None, 100), 1);
    }
}

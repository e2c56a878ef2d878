//! The documents that were counted.

use std::io;

use malmoi_corpus::{Document, Timestamp};
use malmoi_text::Language;

use crate::spool::{Fields, Written};

/// A document that was counted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CountedDocument {
    /// All texts, one after another, so that a row of millions is made at once.
    /// One that is not there is empty.
    texts: Box<str>,
    /// Where each [`Text`] ends.
    ends: [u32; TEXTS],
    /// Zero for none.
    line: u64,
    /// When it was published, as far as the document says: a date, or a date
    /// and time.
    pub published_at: Option<Timestamp>,
    /// The language most of it is in.
    pub language: Language,
    /// How many running words it has.
    pub tokens: u64,
    /// The id of the first article of its cluster of copies; its own, if it is
    /// the first. `None` for an article without copies.
    pub cluster: Option<String>,
    /// The publisher of that article.
    pub first_publisher: Option<String>,
    /// How many copies of it there are, if it is the first of a cluster; dropped
    /// ones included.
    pub copies: u32,
    /// Whether it counts where every text counts once: all do but copies.
    pub votes: bool,
}

/// The texts of a document, in the order in which they are kept.
#[derive(Clone, Copy)]
enum Text {
    Id,
    Path,
    Entry,
    Title,
    Publisher,
    Author,
    Url,
}

const TEXTS: usize = 7;

impl CountedDocument {
    /// Takes what is to be known of a document that is counted for `publisher`
    /// in `language`, with so many tokens.
    pub(crate) fn new(
        document: &Document,
        publisher: &str,
        language: Language,
        tokens: u64,
        votes: bool,
    ) -> CountedDocument {
        let author = document.author.as_ref().and_then(|a| a.name.as_deref());
        let all: [&str; TEXTS] = [
            &document.id,
            &document.path,
            document.entry.as_deref().unwrap_or_default(),
            document.title.as_deref().unwrap_or_default(),
            publisher,
            author.unwrap_or_default(),
            document.url.as_deref().unwrap_or_default(),
        ];
        let mut ends = [0; TEXTS];
        let mut end = 0;
        for (place, text) in ends.iter_mut().zip(all) {
            end += text.len() as u32;
            *place = end;
        }
        CountedDocument {
            texts: all.concat().into(),
            ends,
            line: document.line.unwrap_or_default(),
            published_at: document.published_at,
            language,
            tokens,
            cluster: None,
            first_publisher: None,
            copies: 0,
            votes,
        }
    }

    /// Writes all but what is known of copies in the end.
    pub(crate) fn write(&self, fields: &mut Fields<'_>) {
        fields.text(&self.texts);
        self.ends
            .iter()
            .for_each(|end| fields.number(u64::from(*end)));
        fields.number(self.line);
        let published_at = self.published_at.map(|at| at.to_string());
        fields.optional(published_at.as_deref());
        fields.text(self.language.code());
        fields.number(self.tokens);
        fields.number(u64::from(self.votes));
    }

    /// Reads what was written.
    pub(crate) fn read(fields: &mut Written<'_>) -> io::Result<CountedDocument> {
        let texts = fields.text()?.into();
        let mut ends = [0; TEXTS];
        for end in &mut ends {
            *end = fields.number()? as u32;
        }
        Ok(CountedDocument {
            texts,
            ends,
            line: fields.number()?,
            published_at: fields.optional()?.and_then(Timestamp::parse),
            language: fields.parsed(Language::from_code)?,
            tokens: fields.number()?,
            cluster: None,
            first_publisher: None,
            copies: 0,
            votes: fields.number()? == 1,
        })
    }

    /// Writes all.
    pub(crate) fn write_whole(&self, fields: &mut Fields<'_>) {
        self.write(fields);
        fields.optional(self.cluster.as_deref());
        fields.optional(self.first_publisher.as_deref());
        fields.number(u64::from(self.copies));
    }

    /// Reads what was written whole.
    pub(crate) fn read_whole(fields: &mut Written<'_>) -> io::Result<CountedDocument> {
        let document = CountedDocument::read(fields)?;
        Ok(CountedDocument {
            cluster: fields.optional()?.map(str::to_owned),
            first_publisher: fields.optional()?.map(str::to_owned),
            copies: fields.number()? as u32,
            ..document
        })
    }

    /// Returns the document's own id, else one made of its place.
    pub fn id(&self) -> &str {
        self.text(Text::Id)
    }

    /// Returns where it was read from.
    pub fn path(&self) -> &str {
        self.text(Text::Path)
    }

    /// Returns the member of the archive, where it was read from one.
    pub fn entry(&self) -> Option<&str> {
        self.stated(Text::Entry)
    }

    /// Returns the line, for formats whose documents have lines.
    pub fn line(&self) -> Option<u64> {
        Some(self.line).filter(|line| *line > 0)
    }

    /// Returns the headline.
    pub fn title(&self) -> Option<&str> {
        self.stated(Text::Title)
    }

    /// Returns the publisher, or [`UNKNOWN_PUBLISHER`](crate::UNKNOWN_PUBLISHER).
    pub fn publisher(&self) -> &str {
        self.text(Text::Publisher)
    }

    /// Returns the author's name.
    pub fn author(&self) -> Option<&str> {
        self.stated(Text::Author)
    }

    /// Returns the address it was crawled from.
    pub fn url(&self) -> Option<&str> {
        self.stated(Text::Url)
    }

    fn text(&self, text: Text) -> &str {
        let at = text as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.texts[start as usize..self.ends[at] as usize]
    }

    fn stated(&self, text: Text) -> Option<&str> {
        Some(self.text(text)).filter(|text| !text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_document_says_of_itself_comes_back_from_memory_and_from_disk() {
        let document = Document {
            id: "1".to_owned(),
            path: "a/나.zip".to_owned(),
            line: Some(3),
            title: Some("제목".to_owned()),
            url: Some("https://x.example".to_owned()),
            published_at: Timestamp::parse("2026-01-02 15:05"),
            ..Document::default()
        };
        let counted = CountedDocument::new(&document, "한빛일보", Language::KOREAN, 5, true);
        let mut written = Vec::new();
        counted.write(&mut Fields(&mut written));
        let read = CountedDocument::read(&mut Written(&written)).unwrap();
        assert_eq!(read, counted);
        assert_eq!((counted.id(), counted.path()), ("1", "a/나.zip"));
        assert_eq!((counted.entry(), counted.line()), (None, Some(3)));
        assert_eq!(
            (counted.title(), counted.publisher()),
            (Some("제목"), "한빛일보")
        );
        assert_eq!(
            (counted.author(), counted.url()),
            (None, Some("https://x.example"))
        );
    }
}

//! What an audit needs to know of an article.

use std::io;

use malmoi_corpus::{Document, Encoding, Skip, SkipReason, Timestamp};
use malmoi_text::Language;

use crate::articles::publisher_of;
use crate::spool::{Fields, Written};

/// What an audit needs to know of an article.
pub(super) struct Seen<'s> {
    pub(super) publisher: &'s str,
    /// The days.
    pub(super) published: Option<Timestamp>,
    pub(super) crawled: Option<Timestamp>,
    pub(super) language: Language,
    pub(super) encoding: &'static str,
    /// Of the text, the title left out.
    pub(super) characters: u64,
    /// What stands between white space in it.
    pub(super) words: u64,
    /// Whether bytes that meant nothing were replaced.
    pub(super) is_repaired: bool,
    /// What was taken off the text while reading, behind the pattern of each.
    pub(super) pieces: Vec<(&'s str, &'s str)>,
}

/// Where the article was read from.
pub(super) struct Place<'s> {
    path: &'s str,
    entry: Option<&'s str>,
    line: Option<u64>,
}

impl<'s> Seen<'s> {
    pub(super) fn of(document: &'s Document, language: Language) -> Seen<'s> {
        Seen {
            publisher: publisher_of(document),
            published: document.published_at.map(Timestamp::day),
            crawled: document.crawled_at.map(Timestamp::day),
            language,
            encoding: document.encoding.name(),
            characters: document.text.chars().count() as u64,
            words: document.text.split_whitespace().count() as u64,
            is_repaired: document.replaced > 0,
            pieces: document.removed.iter().collect(),
        }
    }
}

/// Writes an article and its place.
pub(super) fn write(fields: &mut Fields<'_>, document: &Document, language: Language) {
    let seen = Seen::of(document, language);
    fields.text(&document.path);
    fields.optional(document.entry.as_deref());
    fields.number(document.line.unwrap_or_default());
    fields.text(seen.publisher);
    for day in [seen.published, seen.crawled] {
        fields.optional(day.map(|day| day.to_string()).as_deref());
    }
    fields.text(language.code());
    fields.text(seen.encoding);
    fields.number(seen.characters);
    fields.number(seen.words);
    fields.number(u64::from(seen.is_repaired));
    fields.number(seen.pieces.len() as u64);
    for (pattern, piece) in seen.pieces {
        fields.text(pattern);
        fields.text(piece);
    }
}

/// Reads what was written.
pub(super) fn read(record: &[u8]) -> io::Result<(Place<'_>, Seen<'_>)> {
    let mut fields = Written(record);
    let place = Place {
        path: fields.text()?,
        entry: fields.optional()?,
        line: Some(fields.number()?).filter(|line| *line > 0),
    };
    let publisher = fields.text()?;
    let mut day = || Ok::<_, io::Error>(fields.optional()?.and_then(Timestamp::parse));
    let (published, crawled) = (day()?, day()?);
    let mut seen = Seen {
        publisher,
        published,
        crawled,
        language: fields.parsed(Language::from_code)?,
        encoding: fields.parsed(|name| name.parse().ok().map(Encoding::name))?,
        characters: fields.number()?,
        words: fields.number()?,
        is_repaired: fields.number()? == 1,
        pieces: Vec::new(),
    };
    for _ in 0..fields.number()? {
        seen.pieces.push((fields.text()?, fields.text()?));
    }
    Ok((place, seen))
}

impl Place<'_> {
    /// Returns a skip for the article there, which does not count.
    pub(super) fn skip(&self, reason: SkipReason, publisher: &str) -> Skip {
        Skip {
            path: self.path.to_owned(),
            entry: self.entry.map(str::to_owned),
            line: self.line,
            reason,
            detail: String::new(),
            publisher: Some(publisher.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use malmoi_corpus::Removed;

    use super::*;

    #[test]
    fn what_was_seen_of_an_article_comes_back() {
        let pieces = [
            ("sentence 사진 = …", "(사진=가)"),
            ("line 무단전재", "무단전재"),
        ];
        let document = Document {
            path: "a/나.zip".to_owned(),
            entry: Some("b.md".to_owned()),
            line: Some(3),
            text: "가나 다라\n마".to_owned(),
            publisher: Some("한빛일보".to_owned()),
            published_at: Timestamp::parse("2026-01-02 15:05"),
            encoding: "cp949".parse().unwrap(),
            replaced: 2,
            removed: Removed::from_pieces(pieces),
            ..Document::default()
        };
        let mut record = Vec::new();
        write(&mut Fields(&mut record), &document, Language::KOREAN);
        let (place, seen) = read(&record).unwrap();
        let skip = Skip::of(&document, SkipReason::CrawledAgain, "");
        assert_eq!(place.skip(SkipReason::CrawledAgain, seen.publisher), skip);
        assert_eq!(seen.publisher, "한빛일보");
        assert_eq!(
            (seen.published, seen.crawled),
            (Timestamp::parse("2026-01-02"), None)
        );
        assert_eq!(
            (seen.language, seen.encoding),
            (Language::KOREAN, document.encoding.name())
        );
        assert_eq!(
            (seen.characters, seen.words, seen.is_repaired),
            (7, 3, true)
        );
        assert_eq!(seen.pieces, pieces);
        assert!(read(&record[..record.len() - 1]).is_err());
    }
}

//! Records (JSON objects, rows of tables, front matters) to documents.

use std::borrow::Cow;

use crate::author::Author;
use crate::document::{Document, SkipReason, Trouble};
use crate::fields::{Field, FieldNames};
use crate::{clean, field_date, plain, tags};

/// The fields of one record, gathered one by one.
///
/// Path, line, what was made up for a missing id, and the publisher of
/// documents that state none are left to the caller.
pub(crate) struct Record<'r> {
    names: &'r FieldNames,
    /// By field: the value, and the rank of the name it was found under.
    values: [Option<(usize, Cow<'r, str>)>; Field::COUNT],
    /// The first names that gave no field a value, to be told if there is no
    /// text.
    others: String,
    /// Whether the text may be a piece of a web page.
    may_have_tags: bool,
}

/// How long the list of other names may become, in bytes.
const MAX_OTHERS: usize = 200;

impl<'r> Record<'r> {
    pub(crate) fn new(names: &'r FieldNames) -> Record<'r> {
        Record {
            names,
            values: Default::default(),
            others: String::new(),
            may_have_tags: true,
        }
    }

    /// Adds a field under the name it has in the record. Of several names for
    /// one thing the likeliest with a value that is not blank holds, whatever
    /// their order.
    pub(crate) fn add(&mut self, name: &str, value: impl Into<Cow<'r, str>>) {
        let fields = self.names.find(name);
        if fields.is_empty() {
            self.add_nothing(name);
            return;
        }
        let value = value.into();
        for &(field, rank) in fields {
            let known = &mut self.values[field as usize];
            let is_better = match known {
                None => true,
                Some((_, known)) if is_blank(known) => true,
                Some((best, _)) => rank < *best && !is_blank(&value),
            };
            if is_better {
                *known = Some((rank, value.clone()));
            }
        }
    }

    /// Puts the text in the place of all others. What looks like a tag in it is text.
    pub(crate) fn put_body(&mut self, value: impl Into<Cow<'r, str>>) {
        self.values[Field::Body as usize] = Some((0, value.into()));
        self.may_have_tags = false;
    }

    /// Adds a field that has no value, such as `null`.
    pub(crate) fn add_nothing(&mut self, name: &str) {
        let fields = self.names.find(name);
        if fields.iter().any(|(field, _)| *field == Field::Body) {
            // It is there, and empty: that says more than that none is.
            self.values[Field::Body as usize].get_or_insert((usize::MAX, "".into()));
        }
        if self.others.len() + name.len() < MAX_OTHERS {
            let comma = if self.others.is_empty() { "" } else { ", " };
            self.others.push_str(comma);
            self.others.push_str(name);
        }
    }

    /// Makes the document; its text is cleaned and not empty.
    pub(crate) fn document(mut self) -> Result<Document, Trouble> {
        let text = self.values[Field::Body as usize].take();
        let mut take = |field: Field| {
            let (_, value) = self.values[field as usize].take()?;
            clean::line(&value)
        };
        let publisher = take(Field::Publisher);
        let Some((_, text)) = text else {
            let mut known: Vec<Field> = Field::all().filter(|f| take(*f).is_some()).collect();
            known.extend(publisher.is_some().then_some(Field::Publisher));
            return Err(Trouble {
                line: None,
                reason: SkipReason::MissingText,
                detail: self.names.without_body(&known, &self.others),
                publisher,
            });
        };
        let text = match self.may_have_tags {
            true => tags::without_tags(text),
            false => text,
        };
        let (oid, aid) = (take(Field::Oid), take(Field::Aid));
        let numbers = oid.as_ref().zip(aid.as_ref());
        let id = take(Field::Id).or_else(|| numbers.map(|(o, a)| format!("{o}_{a}")));
        let is_korean = is_korean(&text);
        let date = |text: Option<String>| text.and_then(|t| field_date::read(&t, is_korean));
        let mut document = Document {
            id: id.unwrap_or_default(),
            title: take(Field::Title),
            text: clean::body(&text),
            publisher,
            author: take(Field::Author).and_then(|a| Author::parse(&a)),
            published_at: date(take(Field::PublishedAt)),
            crawled_at: date(take(Field::CrawledAt)),
            category: take(Field::Category),
            url: take(Field::Url),
            content_hash: take(Field::ContentHash),
            oid,
            aid,
            ..Document::default()
        };
        plain::strip_surroundings(&mut document);
        if document.text.is_empty() {
            let detail = match document.removed.is_empty() {
                true => "",
                false => "all of it is known boilerplate",
            };
            let trouble = Trouble::from((SkipReason::EmptyBody, detail.to_owned()));
            let publisher = document.publisher;
            return Err(Trouble {
                publisher,
                ..trouble
            });
        }
        Ok(document)
    }
}

/// Whether a text has Hangul soon.
fn is_korean(text: &str) -> bool {
    let mut start = text.chars().take(200);
    start.any(|c| ('가'..='힣').contains(&c))
}

fn is_blank(value: &str) -> bool {
    value.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(said: &[(Field, &str)], record: &[(&str, &str)]) -> Result<Document, String> {
        let said: Vec<_> = said.iter().map(|&(f, n)| (f, n.to_owned())).collect();
        let names = FieldNames::new(&said);
        let mut fields = Record::new(&names);
        for &(name, value) in record {
            fields.add(name, value);
        }
        fields.document().map_err(|trouble| trouble.detail)
    }

    #[test]
    fn the_likeliest_name_with_a_value_wins_in_any_order() {
        let fields = [("text", "x"), ("content", "y"), ("Body", " ")];
        assert_eq!(read(&[], &fields).unwrap().text, "y");
        let backwards: Vec<_> = fields.into_iter().rev().collect();
        assert_eq!(read(&[], &backwards).unwrap().text, "y");
    }

    #[test]
    fn what_was_said_wins_over_every_guess() {
        let fields = [
            ("title", "no"),
            ("내용", "no"),
            ("큰 제목", "yes"),
            ("전문", "body"),
        ];
        let said = [(Field::Title, "큰제목"), (Field::Body, "전문")];
        let d = read(&said, &fields).unwrap();
        assert_eq!((d.title.as_deref(), d.text.as_str()), (Some("yes"), "body"));
    }

    #[test]
    fn a_record_without_a_text_tells_what_it_has() {
        let detail = read(&[], &[("title", "t"), ("bodyy", "b"), ("x", "y")]).unwrap_err();
        assert!(
            detail.contains("the other fields are bodyy, x;"),
            "{detail}"
        );
        assert!(detail.contains("--field body=NAME"), "{detail}");
        let detail = read(&[(Field::Body, "전문")], &[("본문", "b")]).unwrap_err();
        assert!(detail.contains("no field `전문`"), "{detail}");
        assert!(detail.contains("본문"), "{detail}");
    }
}

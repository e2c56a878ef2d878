//! The front matter of a crawled article.
//!
//! It looks like YAML and is read line by line instead. A YAML reader refuses
//! what crawlers really write: an author's value that runs on over lines
//! indented by tabs, and quotation marks inside a quoted headline that nobody
//! escaped. It would also read `044` as a number and `no` as a truth value.
//!
//! A line `key: value` whose key stands at its very beginning opens a value;
//! any other line continues the one before it.

use std::borrow::Cow;

use crate::fields::FieldNames;

/// The fields of a front matter in its order: names, and values without the
/// quotation marks around them. Those without a value are left out.
pub(crate) type FrontMatter<'t> = Vec<(&'t str, Cow<'t, str>)>;

/// What a text begins with.
pub(crate) enum Start<'t> {
    /// No front matter.
    None,
    /// A front matter, and the text behind it.
    FrontMatter(FrontMatter<'t>, &'t str),
    /// A front matter without an end; the line it begins at.
    NotClosed(u64),
    /// A value without an end: its line, and what is wrong with it.
    Malformed(u64, String),
}

/// Reads the front matter that `text` begins with, if it does; `names` says what
/// fields may be called.
pub(crate) fn read<'t>(text: &'t str, names: &FieldNames) -> Start<'t> {
    let mut lines = Lines {
        rest: text,
        number: 0,
    };
    let opening = loop {
        match lines.next() {
            Some(line) if line.trim().is_empty() => {}
            Some(line) if line.trim_end() == "---" => break lines.number,
            _ => return Start::None,
        }
    };
    let mut fields: Vec<Field<'_>> = Vec::new();
    loop {
        let Some(line) = lines.next() else {
            return match fields.is_empty() {
                true => Start::None,
                false => Start::NotClosed(opening),
            };
        };
        if line.trim_end() == "---" {
            break;
        }
        match key_value(line, names) {
            Some((key, value)) => fields.push(Field {
                key,
                value: value.into(),
                line: lines.number,
            }),
            None => match fields.last_mut() {
                // A headline shows that the front matter was cut off and that
                // the next `---` belongs to the article.
                Some(_) if line.starts_with("# ") => return Start::NotClosed(opening),
                Some(field) => {
                    let value = field.value.to_mut();
                    value.push('\n');
                    value.push_str(line);
                }
                None if line.trim().is_empty() => {}
                // A text may begin with a rule.
                None => return Start::None,
            },
        }
    }
    let mut matter = FrontMatter::new();
    for field in fields {
        match field.value() {
            Ok(Some(value)) => matter.push((field.key, value)),
            Ok(None) => {}
            Err(detail) => return Start::Malformed(field.line, detail),
        }
    }
    Start::FrontMatter(matter, lines.rest)
}

struct Field<'t> {
    key: &'t str,
    value: Cow<'t, str>,
    line: u64,
}

impl<'t> Field<'t> {
    fn value(&self) -> Result<Option<Cow<'t, str>>, String> {
        match &self.value {
            Cow::Borrowed(value) => self.read(value),
            Cow::Owned(value) => {
                let value = self.read(value)?;
                Ok(value.map(|v| v.into_owned().into()))
            }
        }
    }

    fn read<'v>(&self, value: &'v str) -> Result<Option<Cow<'v, str>>, String> {
        let value = value.trim();
        if matches!(value, "null" | "~") {
            return Ok(None);
        }
        // A headline may begin with a bracket, as in `[단독] …`; these do not.
        let list = matches!(self.key, "publisher" | "author" | "category");
        if list && let Some(items) = value.strip_prefix('[') {
            return match items.strip_suffix(']') {
                Some(items) => {
                    let items: Vec<&str> = items.split(',').map(|i| unquote(i.trim())).collect();
                    Ok(Some(items.join(", ").into()))
                }
                None if items.contains(']') => Ok(Some(value.into())),
                None => Err(format!("the list in `{}` is not closed", self.key)),
            };
        }
        Ok((!value.is_empty()).then(|| unescape(value)))
    }
}

/// Splits a line that opens a value. A URL at its beginning is no key.
fn key_value<'t>(line: &'t str, names: &FieldNames) -> Option<(&'t str, &'t str)> {
    let (key, value) = line.split_once(':')?;
    let apart = value.is_empty() || value.starts_with([' ', '\t']);
    (apart && names.begins_field(key)).then_some((key, value))
}

fn unquote(value: &str) -> &str {
    let inner = |q| value.strip_prefix(q)?.strip_suffix(q);
    inner('"').or_else(|| inner('\'')).unwrap_or(value)
}

/// Strips the quotation marks around a value and what escapes those inside.
fn unescape(value: &str) -> Cow<'_, str> {
    let inner = unquote(value);
    if inner.len() == value.len() {
        value.into()
    } else if value.starts_with('\'') {
        inner.replace("''", "'").into()
    } else if !inner.contains('\\') {
        inner.into()
    } else {
        let mut out = String::with_capacity(inner.len());
        let mut chars = inner.chars().peekable();
        while let Some(c) = chars.next() {
            match (c, chars.peek()) {
                ('\\', Some('"' | '\\')) => out.extend(chars.next()),
                _ => out.push(c),
            }
        }
        out.into()
    }
}

/// The lines of a text, without their ends, counted from 1.
struct Lines<'t> {
    rest: &'t str,
    number: u64,
}

impl<'t> Iterator for Lines<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        if self.rest.is_empty() {
            return None;
        }
        let (line, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
        self.rest = rest;
        self.number += 1;
        Some(line.strip_suffix('\r').unwrap_or(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean;
    use crate::fields::Field;

    fn read(text: &str) -> Start<'_> {
        super::read(text, &FieldNames::new(&[]))
    }

    fn check(text: &str, key: &str, want: Option<&str>) {
        let Start::FrontMatter(matter, _) = read(text) else {
            panic!("no front matter in {text:?}");
        };
        let value = matter.iter().find(|(name, _)| *name == key);
        let value = value.and_then(|(_, value)| clean::line(value));
        assert_eq!(value.as_deref(), want);
    }

    #[test]
    fn a_line_begins_a_field_if_its_name_is_plain_or_known_or_said() {
        let text = "---\ntitle: a\n제목: b\nHeadline: c\n기타: d\n---\n";
        let names = |said: &[(Field, String)]| {
            let names = FieldNames::new(said);
            let Start::FrontMatter(matter, _) = super::read(text, &names) else {
                panic!("no front matter");
            };
            matter.iter().map(|(name, _)| (*name).to_owned()).collect()
        };
        let found: Vec<String> = names(&[]);
        assert_eq!(found, ["title", "제목"]);
        let found: Vec<String> = names(&[(Field::Title, "headline".to_owned())]);
        assert_eq!(found, ["title", "Headline"]);
    }

    #[test]
    fn values_are_unquoted_unescaped_decoded_and_folded() {
        check(
            "---\ntitle: \"a \"b\" c: d\"\n---\n",
            "title",
            Some("a \"b\" c: d"),
        );
        check(
            "---\ntitle: \"a \\\"b\\\" \\\\ c\"\n---\n",
            "title",
            Some("a \"b\" \\ c"),
        );
        check("---\ntitle: 'it''s'\n---\n", "title", Some("it's"));
        check(
            "---\ntitle: 5 &lt; 6 &amp;amp; 7\n---\n",
            "title",
            Some("5 < 6 &amp; 7"),
        );
        check(
            "---\nauthor: \n\t\t\n\t\tHa Na\n\t\tna@x.example\n\t\noid: 1\n---\n",
            "author",
            Some("Ha Na na@x.example"),
        );
        check(
            "---\nurl: \nhttps://x.example/?a=b: c\n---\n",
            "url",
            Some("https://x.example/?a=b: c"),
        );
        check("---\ncategory: \npublisher: a\n---\n", "category", None);
        check("---\ncategory: null\n---\n", "category", None);
        check("---\noid: 044\n---", "oid", Some("044"));
    }

    #[test]
    fn a_list_is_joined_and_an_open_one_is_named() {
        check(
            "---\nauthor: [\"Kim\", Lee]\n---\n",
            "author",
            Some("Kim, Lee"),
        );
        check(
            "---\ntitle: [단독] 제목\n---\n",
            "title",
            Some("[단독] 제목"),
        );
        check(
            "---\nauthor: [서울] 김철수\n---\n",
            "author",
            Some("[서울] 김철수"),
        );
        let Start::Malformed(line, detail) = read("---\ntitle: a\npublisher: [b\n---\n") else {
            panic!("an open list must be refused");
        };
        assert_eq!(
            (line, detail.as_str()),
            (3, "the list in `publisher` is not closed")
        );
    }

    #[test]
    fn a_front_matter_without_an_end_is_told_from_a_text_with_rules() {
        assert!(matches!(
            read("\n---\nid: y\ntitle: \"cut"),
            Start::NotClosed(2)
        ));
        assert!(matches!(
            read("---\nid: y\n\n# y\n\n---\n\nbody"),
            Start::NotClosed(1)
        ));
        assert!(matches!(read("---\nA rule above.\n---\n"), Start::None));
        assert!(matches!(read("---\n"), Start::None));
        assert!(matches!(read("id: y\n---\n"), Start::None));
    }

    #[test]
    fn what_follows_is_returned() {
        let Start::FrontMatter(_, rest) = read("\r\n---\r\nid: y\r\n---\r\nbody\r\n") else {
            panic!("no front matter");
        };
        assert_eq!(rest, "body\r\n");
    }
}

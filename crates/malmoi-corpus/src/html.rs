//! Article pages: the main text, and what their metadata says.

use dom_smoothie::{Article, Config, Readability, TextMode};
use serde_json::{Map, Value};

use crate::document::{Document, SkipReason, Trouble};
use crate::fields::FieldNames;
use crate::known::is_heading_of_links;
use crate::record::Record;
use crate::{clean, json_ld};

/// The largest page that is read, in bytes. Pages take a multiple of that in
/// memory while they are read.
const MAX_PAGE: usize = 4 << 20;

/// How many elements a page may have.
const MAX_ELEMENTS: usize = 50_000;

/// The most tags, and the most character references; the parser's time for those
/// that go wrong grows with their square.
const MAX_MARKS: usize = 4 * MAX_ELEMENTS;
const MAX_REFERENCES: usize = 20_000;

/// For each `©` or `·` (each character that begins with this byte), the extractor's serializer
/// looks to the end of the text between two tags: so many bytes it may look at in all.
const LOOKED_FROM: u8 = 0xc2;
const MAX_LOOKED_AT: u64 = 1 << 36;

/// How deep elements may lie in each other. The time that the extractor takes
/// grows with the square of it, and no article comes near.
const MAX_DEPTH: usize = 1000;

/// Reads a page. Its metadata comes from JSON-LD first, then from its meta
/// elements; its text from the part that reads like an article.
pub(crate) fn read(page: &str) -> Result<Document, Trouble> {
    if page.len() > MAX_PAGE {
        let detail = format!("the page is larger than {} MiB", MAX_PAGE >> 20);
        return Err((SkipReason::TooLarge, detail).into());
    }
    let count = |mark| memchr::memchr_iter(mark, page.as_bytes()).count();
    if count(b'<') > MAX_MARKS || count(b'&') > MAX_REFERENCES {
        let detail = "the page has more tags or character references than any article";
        return Err((SkipReason::TooLarge, detail.to_owned()).into());
    }
    let looked_at = page.split('<').map(|text| {
        let from = memchr::memchr_iter(LOOKED_FROM, text.as_bytes());
        text.len() as u64 * from.count() as u64
    });
    if looked_at.sum::<u64>() > MAX_LOOKED_AT {
        let detail = "a text on the page has more signs such as © and · than any article";
        return Err((SkipReason::TooLarge, detail.to_owned()).into());
    }
    let too_deep = || {
        let detail = format!("elements lie in each other more than {MAX_DEPTH} deep");
        (SkipReason::TooLarge, detail)
    };
    // The parser, too, takes its time for what is deep.
    if depth(page) > MAX_DEPTH {
        return Err(too_deep().into());
    }
    let config = Config {
        // The crate's reader does not check what it reads.
        disable_json_ld: true,
        max_elements_to_parse: MAX_ELEMENTS,
        text_mode: TextMode::Formatted,
        ..Config::default()
    };
    let mut reader = match Readability::new(page, None, Some(config)) {
        Ok(reader) => reader,
        Err(e) => return Err((SkipReason::EmptyBody, e.to_string()).into()),
    };
    if tree_depth(&reader) > 2 * MAX_DEPTH {
        return Err(too_deep().into());
    }
    let stated = Metadata::read(&reader);
    drop_captions_and_links(&reader);
    part_blocks(&reader);
    let names = FieldNames::new(&[]);
    let mut record = Record::new(&names);
    let article = match reader.parse() {
        Ok(article) => Some(article),
        Err(dom_smoothie::ReadabilityError::TooManyElements(..)) => {
            let detail = format!("the page has more than {MAX_ELEMENTS} elements");
            return Err((SkipReason::TooLarge, detail).into());
        }
        Err(_) => None,
    };
    // Pages that a script fills, or a part of, may state their text all the same.
    let article = article.as_ref();
    let found = article.filter(|article| !is_mostly_links(article));
    let found = found.map_or("", |article| &article.text_content);
    let stated_body = stated.body.unwrap_or_default();
    let body = match 2 * chars(found) < chars(&stated_body) {
        true => &stated_body,
        false => found,
    };
    if body.is_empty() {
        return Err(no_article().into());
    }
    // What the parser decoded must not be decoded again.
    let mut add = |name: &str, stated: Option<String>, found: Option<&str>| {
        let values = [stated.as_deref(), found];
        let value = values.into_iter().flatten().find(|v| !v.trim().is_empty());
        if let Some(value) = value {
            record.add(name, escape(value));
        }
    };
    let of = |field: fn(&Article) -> Option<&str>| article.and_then(field);
    add("title", stated.title, of(|a| Some(&a.title)));
    add(
        "publisher",
        stated.publisher,
        of(|a| a.site_name.as_deref()),
    );
    add("author", stated.author, of(|a| a.byline.as_deref()));
    let published = of(|a| a.published_time.as_deref());
    add("published_at", stated.published_at, published);
    add("category", stated.category, None);
    add("url", stated.url, of(|a| a.url.as_deref()));
    record.put_body(escape(body));
    record.document()
}

/// Drops what the extractor takes for text of the article: captions, and the links
/// below a heading that announces them, each with the element that is said to be one.
fn drop_captions_and_links(reader: &Readability) {
    reader.doc.select(CAPTIONS).remove();
    for heading in reader.doc.select(HEADINGS).iter() {
        // What is long is no heading; a page may have thousands of paragraphs.
        let text = heading.text();
        if text.len() > LONGEST_HEADING || !is_heading_of_links(&text) {
            continue;
        }
        let list = heading.next_sibling();
        if list.is(LISTS) && 2 * chars(&list.select("a").text()) > chars(&list.text()) {
            list.remove();
        }
        heading.remove();
    }
}

/// Parts what the extractor would glue together: items of lists with terms, and the text on
/// both sides of a button.
fn part_blocks(reader: &Readability) {
    for block in reader.doc.select("dt, dd, summary, legend").nodes() {
        block.rename("p");
    }
    // The extractor takes them out.
    reader.doc.select("button").before_html("<br>");
}

/// Captions: what the standard has, and the big Korean portals and agencies.
const CAPTIONS: &str = "figcaption, em.img_desc, .img_desc, .end_photo_org em, .txt_caption";

/// What may be a heading, and what its links may be in.
const HEADINGS: &str = "h2, h3, h4, h5, h6, strong, b, dt, p";
const LISTS: &str = "ul, ol, dl, div";

/// The most bytes of a heading, with the white space around it.
const LONGEST_HEADING: usize = 120;

/// Returns the encoding that a page claims to be in, in its first kilobyte, as
/// the HTML standard has it: `<meta charset="euc-kr">`.
pub(crate) fn charset(page: &[u8]) -> Option<&str> {
    const CLAIM: &[u8] = b"charset";
    let start = &page[..page.len().min(1024)];
    let at = start
        .windows(CLAIM.len())
        .position(|bytes| bytes.eq_ignore_ascii_case(CLAIM))?;
    let rest = start[at + CLAIM.len()..].trim_ascii_start();
    let rest = rest.strip_prefix(b"=")?.trim_ascii_start();
    let label = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'"));
    let label = label.unwrap_or(rest);
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.');
    let end = label
        .iter()
        .position(|b| !is_name(b))
        .unwrap_or(label.len());
    std::str::from_utf8(&label[..end]).ok()
}

fn no_article() -> (SkipReason, String) {
    let detail = "nothing on the page reads like an article";
    (SkipReason::EmptyBody, detail.to_owned())
}

/// Whether what was found is a list of links: where there is no article, the
/// extractor returns what else there is.
fn is_mostly_links(article: &Article) -> bool {
    let content = Readability::from(article.content.clone()).doc;
    2 * chars(&content.select("a").text()) > chars(&article.text_content)
}

/// Returns how many characters a text has, white space aside.
fn chars(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
}

/// What a page says about itself.
#[derive(Default)]
struct Metadata {
    /// The whole text, where JSON-LD has it.
    body: Option<String>,
    title: Option<String>,
    publisher: Option<String>,
    author: Option<String>,
    published_at: Option<String>,
    category: Option<String>,
    url: Option<String>,
}

impl Metadata {
    fn read(reader: &Readability) -> Metadata {
        let scripts = reader.doc.select("script[type=\"application/ld+json\"]");
        let article = scripts
            .iter()
            .find_map(|script| article_in(json_ld::parse(&script.text())?, 0));
        let mut stated = article.map(Metadata::of_article).unwrap_or_default();
        let meta = |names: &[&str]| {
            names.iter().find_map(|name| {
                let query = format!("meta[property=\"{name}\"], meta[name=\"{name}\"]");
                let found = reader.doc.select(&query);
                let contents = found.iter().filter_map(|m| m.attr("content"));
                contents
                    .map(|c| c.to_string())
                    .find(|c| !c.trim().is_empty())
            })
        };
        // og:title is the headline without the name of the site behind it.
        stated.title = stated.title.or_else(|| meta(&["og:title"]));
        stated.publisher = stated
            .publisher
            .or_else(|| meta(&["og:site_name", "og:article:author"]))
            .map(|publisher| without_portal(&publisher).to_owned());
        stated.author = stated
            .author
            .or_else(|| meta(&["author", "dable:author", "article:author"]));
        stated.author = stated.author.filter(|a| !a.starts_with("http"));
        stated.published_at = stated
            .published_at
            .or_else(|| meta(&["article:published_time", "og:regDate", "date"]));
        stated.published_at = stated.published_at.or_else(|| time_in(reader));
        stated.category = stated.category.or_else(|| meta(&["article:section"]));
        stated.url = stated.url.or_else(|| meta(&["og:url"]));
        if stated.url.is_none() {
            let link = reader.doc.select("link[rel=\"canonical\"]");
            stated.url = link.attr("href").map(|h| h.to_string());
        }
        stated
    }

    fn of_article(mut article: Map<String, Value>) -> Metadata {
        // No parser decodes what stands in a script.
        let mut take = |name: &str| {
            let value = article.remove(name).and_then(|v| name_of(v, 0))?;
            Some(clean::decode(&value).into_owned())
        };
        Metadata {
            body: take("articleBody").filter(|body| !body.trim().is_empty()),
            title: take("headline"),
            publisher: take("publisher"),
            author: take("author"),
            published_at: take("datePublished"),
            category: take("articleSection"),
            url: take("url"),
        }
    }
}

/// Returns the first time that the elements of a page give: Naver's own, microdata's, that of an
/// article, and that of the page if it has but one. Others may be of what the page links to.
fn time_in(reader: &Readability) -> Option<String> {
    let of = |query: &str, attribute: &str| {
        let found = reader.doc.select(query).attr(attribute)?.to_string();
        (!found.trim().is_empty()).then_some(found)
    };
    let published = "[itemprop=\"datePublished\"]";
    of("[data-date-time]", "data-date-time")
        .or_else(|| of(published, "content"))
        .or_else(|| of(published, "datetime"))
        .or_else(|| of("article time[datetime], main time[datetime]", "datetime"))
        .or_else(|| match reader.doc.select("time[datetime]").length() {
            1 => of("time[datetime]", "datetime"),
            _ => None,
        })
}

/// Returns the name of an outlet without that of the portal that shows its page:
/// `가나일보 | 네이버`.
fn without_portal(publisher: &str) -> &str {
    let outlet = publisher
        .trim_end()
        .strip_suffix("네이버")
        .map(str::trim_end);
    let outlet = outlet.and_then(|o| o.strip_suffix('|'));
    outlet.map_or(publisher, str::trim_end)
}

/// How deep JSON-LD is looked into.
const MAX_JSON_DEPTH: usize = 4;

/// Finds an article among what JSON-LD describes.
fn article_in(value: Value, depth: usize) -> Option<Map<String, Value>> {
    match value {
        _ if depth > MAX_JSON_DEPTH => None,
        Value::Array(items) => items.into_iter().find_map(|i| article_in(i, depth + 1)),
        Value::Object(mut object) => {
            let is_article = |kind: &Value| {
                let kind = kind.as_str().unwrap_or("");
                kind.ends_with("Article") || kind == "BlogPosting"
            };
            let is_article = match object.get("@type") {
                Some(Value::Array(kinds)) => kinds.iter().any(is_article),
                Some(kind) => is_article(kind),
                None => false,
            };
            if is_article {
                return Some(object);
            }
            article_in(object.remove("@graph")?, depth + 1)
        }
        _ => None,
    }
}

/// Returns a string, or the name of a thing or of the first of some.
fn name_of(value: Value, depth: usize) -> Option<String> {
    match value {
        _ if depth > MAX_JSON_DEPTH => None,
        Value::String(text) => Some(text),
        Value::Array(items) => items.into_iter().find_map(|i| name_of(i, depth + 1)),
        Value::Object(mut object) => name_of(object.remove("name")?, depth + 1),
        _ => None,
    }
}

/// Returns how deep elements lie in each other by their tags.
///
/// Elements whose end need not be written do not count: they close each other.
fn depth(page: &str) -> usize {
    let bytes = page.as_bytes();
    let (mut open, mut deepest): (Vec<&[u8]>, _) = (Vec::new(), 0);
    for at in memchr::memchr_iter(b'<', bytes) {
        let rest = &bytes[at + 1..];
        let (is_end, rest) = match rest.strip_prefix(b"/") {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let end = rest.iter().position(|b| !b.is_ascii_alphanumeric());
        let name = &rest[..end.unwrap_or(rest.len())];
        let is_same = |other: &[u8]| name.eq_ignore_ascii_case(other);
        if !name.first().is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        if is_end {
            // An end without a beginning closes nothing.
            let near = open.len().saturating_sub(64);
            if let Some(found) = open[near..].iter().rposition(|o| is_same(o)) {
                open.truncate(near + found);
            }
        } else if !OPEN.iter().any(|o| is_same(o.as_bytes())) {
            open.push(name);
            deepest = deepest.max(open.len());
        }
    }
    deepest
}

/// Returns how deep the tree is that the tags made.
fn tree_depth(reader: &Readability) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut node = reader.doc.root();
    loop {
        if let Some(child) = node.first_child() {
            depth += 1;
            deepest = deepest.max(depth);
            node = child;
            continue;
        }
        loop {
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else {
                return deepest;
            };
            depth = depth.saturating_sub(1);
            node = parent;
        }
    }
}

/// Elements that have no end, or whose end need not be written.
const OPEN: [&str; 34] = [
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html",
    "img", "input", "li", "link", "meta", "optgroup", "option", "p", "param", "path", "rect", "rp",
    "rt", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_text_is_read_by_what_it_states() {
        let page = r#"<html><head><script type="application/ld+json">{"@type":"NewsArticle",
            "headline":"제목","articleBody":"정부는 <b> 대책을 발표했다. 국회는 논의한다."}</script></head>
            <body><div id="app"></div></body></html>"#;
        let document = read(page).map_err(|trouble| trouble.detail).unwrap();
        assert_eq!(
            document.text,
            "정부는 <b> 대책을 발표했다. 국회는 논의한다."
        );
        assert!(read("<html><body><div></div></body></html>").is_err());
    }

    #[test]
    fn blocks_stand_apart() {
        let sentence =
            "정부는 새해 반도체 수출 대책을 발표했고, 업계는 이번 조치를 크게 환영했다고 전했다";
        let page = format!(
            "<html><body><article><h1>제목</h1><div><p>{sentence}</p><p>{sentence}<button><span>공유</span>\
             <span>인쇄</span></button>국회는 논의한다</p><dl><dt>물음</dt><dd>{sentence}</dd>\
             <dt>둘째</dt><dd>{sentence}</dd></dl></div></article></body></html>"
        );
        let document = read(&page).map_err(|trouble| trouble.detail).unwrap();
        let lines: Vec<&str> = document.text.lines().filter(|l| !l.is_empty()).collect();
        for line in [sentence, "국회는 논의한다", "물음", "둘째"] {
            assert!(lines.contains(&line), "{line:?} in {lines:?}");
        }
        assert_eq!(document.text.matches(sentence).count(), 4);
    }

    #[test]
    fn depth_counts_what_must_be_closed() {
        assert_eq!(depth("<div><p>a<p>b<br></div><div><span></span></div>"), 2);
        assert_eq!(depth(&"<div>".repeat(2000)), 2000);
        assert_eq!(depth(&"<div></x></p>".repeat(2000)), 2000);
        assert_eq!(depth("</div></div>a < b"), 0);
    }
}

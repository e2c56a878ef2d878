//! Pieces of web pages that records have for their text, as the interfaces of portals give them.
//!
//! No parser reads them, as one reads pages: it would take `<SKY 캐슬>` for a tag, glue `<td>`s, and lose all
//! that follows what never closes. Only names of real elements make tags here, a tag ends at the next `>`, and
//! the line ends of the text stay.

use std::borrow::Cow;

/// Returns a text without the tags, scripts and captions in it, if it has such as nobody writes
/// in prose: an end of an element, a line break, or an element with attributes. Character references stay
/// as they are, but where the tags themselves are written with them.
pub(crate) fn without_tags(text: Cow<'_, str>) -> Cow<'_, str> {
    if has_markup(&text) {
        return stripped(&text).into();
    }
    if text.contains("&lt;") {
        let read = text.replace("&lt;", "<").replace("&gt;", ">");
        let read = read.replace("&quot;", "\"").replace("&amp;", "&");
        if has_markup(&read) {
            return stripped(&read).into();
        }
    }
    text
}

/// Whether a text has tags that only pages have.
fn has_markup(text: &str) -> bool {
    let places = memchr::memchr_iter(b'<', text.as_bytes());
    places
        .filter_map(|at| Tag::at(&text[at..]))
        .any(|tag| tag.is_end || tag.name.eq_ignore_ascii_case("br") || tag.text.contains('='))
}

fn stripped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // What has no end any more, so that nothing is sought to the end again and again.
    let mut endless: Vec<&str> = Vec::new();
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            let end = (!endless.contains(&"-->")).then(|| comment.split_once("-->"));
            if end == Some(None) {
                endless.push("-->");
            }
            rest = end.flatten().map_or(comment, |(_, rest)| rest);
            continue;
        }
        let Some(tag) = Tag::at(rest) else {
            out.push('<');
            rest = &rest[1..];
            continue;
        };
        let is_one_of = |names: &[&str]| names.iter().any(|n| n.eq_ignore_ascii_case(tag.name));
        if !is_one_of(&INLINE) {
            out.push('\n');
        }
        rest = &rest[tag.text.len()..];
        let hidden = HIDDEN.iter().find(|n| n.eq_ignore_ascii_case(tag.name));
        if let Some(name) = hidden.filter(|n| !tag.is_end && !endless.contains(n)) {
            match behind_end(rest, name) {
                Some(behind) => rest = behind,
                None => endless.push(name),
            }
        }
    }
    out.push_str(rest);
    out
}

/// Returns what stands behind the end of an element, if there is one.
fn behind_end<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let mut ends = memchr::memmem::find_iter(text.as_bytes(), "</");
    let tag = |at: usize| Tag::at(&text[at..]).filter(|tag| tag.name.eq_ignore_ascii_case(name));
    ends.find_map(|at| Some(&text[at + tag(at)?.text.len()..]))
}

/// A tag at the beginning of a text.
struct Tag<'t> {
    text: &'t str,
    name: &'t str,
    is_end: bool,
}

impl<'t> Tag<'t> {
    fn at(text: &'t str) -> Option<Tag<'t>> {
        let inside = text.strip_prefix('<')?;
        let (is_end, named) = match inside.strip_prefix('/') {
            Some(named) => (true, named),
            None => (false, inside),
        };
        let end = named
            .bytes()
            .take(LONGEST_NAME)
            .position(|b| !b.is_ascii_alphanumeric())?;
        let (name, behind) = named.split_at(end);
        let is_known = || {
            let mut all = ELEMENTS.iter().chain(&INLINE).chain(&HIDDEN);
            all.any(|element| element.eq_ignore_ascii_case(name))
        };
        if !behind.starts_with(['>', ' ', '/', '\n', '\t', '\r']) || !is_known() {
            return None;
        }
        let reach = &behind.as_bytes()[..behind.len().min(LONGEST_TAG)];
        let close = memchr::memchr(b'>', reach)?;
        let length = text.len() - behind.len() + close + 1;
        Some(Tag {
            text: &text[..length],
            name,
            is_end,
        })
    }
}

/// The longest name of an element and one more, and the longest tag, in bytes.
const LONGEST_NAME: usize = 12;
const LONGEST_TAG: usize = 8 << 10;

/// Elements that part no words.
const INLINE: [&str; 17] = [
    "a", "b", "strong", "em", "i", "u", "s", "span", "font", "sup", "sub", "small", "mark", "ins",
    "del", "code", "big",
];

/// Elements whose content nobody reads as text of the article.
const HIDDEN: [&str; 8] = [
    "script",
    "style",
    "noscript",
    "iframe",
    "button",
    "figcaption",
    "template",
    "svg",
];

/// The others that bodies of articles have.
const ELEMENTS: [&str; 44] = [
    "p",
    "div",
    "br",
    "hr",
    "img",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "caption",
    "figure",
    "section",
    "article",
    "header",
    "footer",
    "aside",
    "nav",
    "main",
    "center",
    "blockquote",
    "pre",
    "video",
    "audio",
    "source",
    "picture",
    "form",
    "input",
    "label",
    "address",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, words: &str) {
        let found = without_tags(text.into());
        let found: Vec<&str> = found.split_whitespace().collect();
        assert_eq!(found.join(" "), words, "of {text:?}");
    }

    #[test]
    fn tags_scripts_and_captions_go() {
        check(
            "<div class=\"v\"><p>가 &amp; 나</p><p>다<br>라</p><script>x('<p>')</script></div>",
            "가 &amp; 나 다 라",
        );
        check("가<BR/>나<a href='x'>다</a>라", "가 나다라");
        check("<td>가</td><td>나</td><footer>다</footer>라", "가 나 다 라");
        check(
            "&lt;p class=&quot;x&quot;&gt;가&lt;/p&gt;나 &amp;amp; 다",
            "가 나 &amp; 다",
        );
        check(
            "<figure><img src='x'><figcaption>가</figcaption></figure>나",
            "나",
        );
    }

    #[test]
    fn titles_and_signs_in_angle_brackets_stay() {
        let kept = "드라마 <SKY 캐슬>과 <D.P.>와 <Her>, A<B이고 B>C, p<alpha, <hong@example.com>";
        check(kept, kept);
        check(&format!("{kept}<br><br>"), kept);
        for whole in [
            "a < b and c > d",
            "the tag <p> and <b>",
            "&lt;기생충&gt; <",
            "<!--",
        ] {
            check(whole, whole);
        }
    }

    #[test]
    fn line_ends_stay_and_what_never_closes_takes_nothing() {
        assert_eq!(without_tags("가\n\n나<br>다".into()), "가\n\n나\n다");
        check("<p>가</p><!-- 나", "가 나");
        check("<p>가</p><script>나", "가 나");
        check("<p>가</p><a href=\"x>나</a>다", "가 나다");
    }

    #[test]
    fn hostile_text_takes_time_in_proportion() {
        for piece in ["<", "<p", "</", "<script>", "<!--", "<p>", "<a ", "&lt;"] {
            let text = piece.repeat(1_000_000 / piece.len()) + "</p>";
            without_tags(text.into());
        }
    }
}

//! Credits of posts that a page embeds: `— Jane Doe (@jane) May 1, 2019`. The post is part
//! of the article, but its credit would make of an outlet's own reporters, who quote
//! themselves, what the outlet talks about.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::Gone;
use super::edit::find;

/// What stands before the name of an account.
const ACCOUNT: &str = "(@";

static RARE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(ACCOUNT));

/// What such a credit goes by.
const SOURCE: &str = "the credit of a post: — name (@account) date";

/// Whether a text names an account, which few texts do.
pub(super) fn may_be_in(text: &str) -> bool {
    RARE.find(text.as_bytes()).is_some()
}

/// The longest name before an account, in bytes.
const NAME: usize = 80;

/// Finds the credits of a line.
pub(super) fn find_in(line: &str, gone: &mut Gone) {
    let mut from = 0;
    while let Some(found) = find(&line.as_bytes()[from..], ACCOUNT.as_bytes()) {
        let open = from + found;
        from = open + ACCOUNT.len();
        let (Some(start), Some(end)) = (name_before(&line[..open]), date_behind(line, from)) else {
            continue;
        };
        gone.push((start..end, SOURCE));
        from = end;
    }
}

/// Returns where the dash stands before the name that a text ends with.
fn name_before(text: &str) -> Option<usize> {
    let mut near = text.len().saturating_sub(NAME);
    while !text.is_char_boundary(near) {
        near += 1;
    }
    let dash = |mark: &str| text[near..].rfind(mark).map(|at| near + at);
    let start = ["— ", "– ", "- "].into_iter().filter_map(dash).max()?;
    // A name has no word in small letters, but for a particle such as van or of.
    let name = text[start..].split(' ').skip(1);
    let small = |word: &&str| word.starts_with(|c: char| c.is_lowercase());
    if name.clone().filter(small).count() * 2 > name.filter(|w| !w.is_empty()).count() {
        return None;
    }
    let before = text[..start].trim_end();
    let is_new = before.len() < start
        || before.is_empty()
        || before.ends_with(['.', '!', '?', '"', '”', '…', '’']);
    is_new.then_some(start)
}

/// Returns where the date ends behind the account that begins at `from`: a month, a day
/// and a year.
fn date_behind(line: &str, from: usize) -> Option<usize> {
    let rest = &line[from..];
    let account = rest
        .bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let behind = rest[account.count()..].strip_prefix(") ")?;
    let month = behind.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = |text: &str, most: usize| {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        (1..=most).contains(&digits).then_some(digits)
    };
    let is_month = (3..=9).contains(&month) && behind.starts_with(|c: char| c.is_ascii_uppercase());
    let date = behind[month..].strip_prefix(' ').filter(|_| is_month)?;
    let year = date[digits(date, 2)?..].strip_prefix(", ")?;
    let end = year.get(4..).filter(|_| digits(year, 8) >= Some(4))?;
    // Where the sentence goes on, it is about the post.
    if end
        .trim_start()
        .starts_with(|c: char| c.is_lowercase() || c == ',')
    {
        return None;
    }
    Some(line.len() - end.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_found_and_sentences_are_not() {
        let found = |line: &str| {
            let mut gone = Gone::default();
            find_in(line, &mut gone);
            gone.iter()
                .map(|(range, _)| line[range.clone()].to_owned())
                .collect::<Vec<_>>()
        };
        let credit = "— Jane van Doe (@jane_doe) May 1, 2019";
        assert_eq!(found(&format!("We won! {credit}")), [credit]);
        assert_eq!(found(credit), [credit]);
        for line in [
            "- The note that Mayor Roe (@roe) May 4, 2019 sent to her staff was short.",
            "- what the mayor said to us (@roe) May 4, 2019",
            "It is Jane Doe (@jane) May 1, 2019",
        ] {
            assert!(found(line).is_empty(), "{line}");
        }
    }
}

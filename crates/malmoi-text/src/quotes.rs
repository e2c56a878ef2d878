//! Which stretches of a text are somebody's words.

use std::ops::Range;

/// Returns where a text quotes: the bytes between double quotation marks, the
/// marks left out, in order.
///
/// The marks are `“ ”`, and `"` or `＂`, which opens where no letter or digit
/// stands before it and no space after it. A quotation ends on its line. One
/// without an end is none, but where the next line with text on it opens with
/// `“` again, as English papers set speech of several paragraphs, it goes to the end
/// of its line. Quotations within quotations belong to the outer one. Single
/// marks are left alone: in English they are apostrophes as often as not, and in
/// Korean they stress words.
///
/// # Example
///
/// ```
/// use malmoi_text::quotes;
///
/// let text = "그는 “세금을 내리겠다”고 말했다.";
/// let said: Vec<&str> = quotes(text).into_iter().map(|at| &text[at]).collect();
/// assert_eq!(said, ["세금을 내리겠다"]);
/// ```
pub fn quotes(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let rest = &text[start + line.len()..];
        quotes_of_line(line, start, rest, &mut found);
        start += line.len();
    }
    found
}

/// Adds the quotations of the line that starts at `offset` and is followed by
/// `rest`.
fn quotes_of_line(line: &str, offset: usize, rest: &str, found: &mut Vec<Range<usize>>) {
    // The mark that is open, and where its words begin.
    let mut open: Option<(char, usize)> = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        let after = at + c.len_utf8();
        match (c, open) {
            ('“', None) => open = Some((c, after)),
            ('"' | '＂', None) => {
                let next = line[after..].chars().next();
                let opens = !before.is_alphanumeric() && next.is_some_and(|n| !n.is_whitespace());
                open = opens.then_some((c, after));
            }
            ('”', Some(('“', from))) | ('"' | '＂', Some(('"' | '＂', from))) => {
                found.push(offset + from..offset + at);
                open = None;
            }
            _ => {}
        }
        before = c;
    }
    if let Some(('“', from)) = open
        && rest.trim_start().starts_with('“')
    {
        found.push(offset + from..offset + line.trim_end().len());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Joins the quotations of a text by `|`.
    fn check(text: &str, expected: &str) {
        let found: Vec<&str> = quotes(text).into_iter().map(|at| &text[at]).collect();
        assert_eq!(found.join("|"), expected, "{text}");
    }

    #[test]
    fn words_between_double_marks_are_quoted() {
        check("“We will,” she said. “Soon.”", "We will,|Soon.");
        check("\"세금\"을 \"내린다\"고", "세금|내린다");
        check("no quotes at all", "");
        check("", "");
    }

    #[test]
    fn inches_and_lone_marks_are_no_quotations() {
        check("a 27\" screen and a 5'10\" man", "");
        check("a lone \" mark", "");
        check("he said “and never stopped.\nThe next line.", "");
    }

    #[test]
    fn speech_of_several_paragraphs_opens_each_of_them() {
        check("“First.\n\n“Second.” He left.", "First.|Second.");
    }

    #[test]
    fn the_outer_quotation_counts() {
        check("“He said \"no\" to me.”", "He said \"no\" to me.");
        check("‘stressed’ isn't quoted", "");
    }

    proptest! {
        #[test]
        fn quotations_are_in_order_and_within_the_text(text in "[a가 \"“”＂\n5]{0,40}") {
            let mut end = 0;
            for at in quotes(&text) {
                prop_assert!(end <= at.start && at.start <= at.end);
                prop_assert!(text.get(at.clone()).is_some());
                end = at.end;
            }
        }
    }
}

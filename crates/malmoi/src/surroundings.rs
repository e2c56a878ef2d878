//! What stands around a stretch of a text.

use std::ops::Range;

/// So many bytes on either side are near: a dozen words and more, and little where a line of
/// megabytes has to be looked at around each of its words.
const NEAR: usize = 512;

/// Returns what is near a stretch of a text, before it and behind it; nothing if the text has no
/// such stretch.
pub(crate) fn around(text: &str, stretch: Range<usize>) -> Option<(&str, &str)> {
    let (before, behind) = (text.get(..stretch.start)?, text.get(stretch.end..)?);
    let from = before.floor_char_boundary(before.len().saturating_sub(NEAR));
    Some((&before[from..], &behind[..behind.floor_char_boundary(NEAR)]))
}

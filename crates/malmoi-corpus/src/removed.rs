//! What was taken off a text.

use std::borrow::Cow;

/// What was taken off the text of an article as known boilerplate, piece by
/// piece, in about the order in which it stood there.
///
/// A piece is told with the line of `dictionaries/boilerplate` that describes
/// it. Nothing that stood outside of the text, such as a front matter or what the
/// extractor of web pages left out, is among the pieces.
///
/// ```
/// use malmoi_corpus::{Corpus, CorpusOptions, Entry};
///
/// let article = "정부는 대책을 발표했다. (사진=예시뉴스)".as_bytes();
/// let corpus = Corpus::from_reader("a.txt", Box::new(article), CorpusOptions::default());
/// for batch in corpus {
///     batch.read(&mut |entry| {
///         let Entry::Document(document) = entry else { return };
///         assert_eq!(document.text, "정부는 대책을 발표했다.");
///         let removed: Vec<_> = document.removed.iter().collect();
///         assert_eq!(removed, [("sentence 사진 = …", "(사진=예시뉴스)")]);
///     });
/// }
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Removed {
    /// All pieces in one string, so that they cost two allocations.
    text: String,
    /// The pattern of each piece, and where it ends.
    pieces: Vec<(Cow<'static, str>, usize)>,
}

impl Removed {
    /// Returns the pattern of what was noted last; nothing, if that was put together of what
    /// was kept.
    pub(crate) fn last_pattern(&self) -> Option<&'static str> {
        match self.pieces.last()?.0 {
            Cow::Borrowed(pattern) => Some(pattern),
            Cow::Owned(_) => None,
        }
    }

    /// Notes a piece; blank ones are not worth telling.
    pub(crate) fn push(&mut self, pattern: &'static str, piece: &str) {
        let piece = piece.trim();
        if !piece.is_empty() {
            self.note(pattern.into(), piece);
        }
    }

    fn note(&mut self, pattern: Cow<'static, str>, piece: &str) {
        self.text.push_str(piece);
        self.pieces.push((pattern, self.text.len()));
    }

    /// Whether nothing was taken off.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Puts together what [`iter`](Removed::iter) told of a document that was kept.
    ///
    /// ```
    /// use malmoi_corpus::Removed;
    ///
    /// let pieces = [("sentence 사진 = …", "(사진=예시뉴스)")];
    /// let removed = Removed::from_pieces(pieces);
    /// assert_eq!(removed.iter().collect::<Vec<_>>(), pieces);
    /// ```
    pub fn from_pieces<'p>(pieces: impl IntoIterator<Item = (&'p str, &'p str)>) -> Removed {
        let mut removed = Removed::default();
        for (pattern, piece) in pieces {
            removed.note(pattern.to_owned().into(), piece);
        }
        removed
    }

    /// Returns the pieces, each behind the pattern that describes it.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pieces.iter().scan(0, |start, (pattern, end)| {
            let piece = &self.text[*start..*end];
            *start = *end;
            Some((&**pattern, piece))
        })
    }
}

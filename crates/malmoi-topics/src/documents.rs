use std::sync::Arc;

/// Documents as streams of term ids, with the vocabulary the ids point into.
///
/// All documents lie in one vector: four bytes a token and as many a document.
/// Empty documents are allowed and keep their number.
///
/// ```
/// use malmoi_topics::Documents;
///
/// let vocabulary: Vec<String> = ["금리", "물가", "야구"].map(String::from).into();
/// let mut documents = Documents::new(vocabulary);
/// documents.push(&[0, 1, 0]);
/// documents.push(&[]);
/// documents.push_in_group(&[2], 1);
/// assert_eq!(documents.len(), 3);
/// assert_eq!(documents.tokens(), 4);
/// assert_eq!(documents.get(0), [0, 1, 0]);
/// assert_eq!(documents.groups(), 2);
/// ```
#[derive(Debug, Clone)]
pub struct Documents {
    vocabulary: Arc<[String]>,
    terms: Vec<u32>,
    /// Where each document ends in `terms`.
    ends: Vec<u32>,
    /// The group of each document; stays empty while all are in group 0.
    group_of: Vec<u16>,
    groups: usize,
}

impl Documents {
    /// No documents yet, over a vocabulary whose index is the term id.
    ///
    /// Documents that shall share a vocabulary (for training and to hold out)
    /// take clones of one `Arc<[String]>`.
    pub fn new(vocabulary: impl Into<Arc<[String]>>) -> Self {
        Self {
            vocabulary: vocabulary.into(),
            terms: Vec::new(),
            ends: Vec::new(),
            group_of: Vec::new(),
            groups: 1,
        }
    }

    /// Appends a document of group 0.
    ///
    /// # Panics
    ///
    /// If a term id is not below the size of the vocabulary, or if there are
    /// 2³² tokens.
    pub fn push(&mut self, terms: &[u32]) {
        self.push_in_group(terms, 0);
    }

    /// Appends a document of a group, such as a publisher. Groups matter to
    /// [`Settings::by_group`](crate::Settings::by_group) alone. They are
    /// numbered from 0.
    ///
    /// # Panics
    ///
    /// As [`Documents::push`].
    pub fn push_in_group(&mut self, terms: &[u32], group: u16) {
        let size = self.vocabulary.len();
        assert!(
            terms.iter().all(|t| (*t as usize) < size),
            "term ids must be below the size of the vocabulary, {size}"
        );
        let end = u32::try_from(self.terms.len() + terms.len());
        self.ends.push(end.expect("fewer than 2^32 tokens"));
        self.terms.extend_from_slice(terms);
        if group != 0 && self.group_of.is_empty() {
            self.group_of.resize(self.ends.len() - 1, 0);
        }
        if group != 0 || !self.group_of.is_empty() {
            self.group_of.push(group);
        }
        self.groups = self.groups.max(usize::from(group) + 1);
    }

    /// How many documents, empty ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no documents at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many tokens all documents have together.
    #[must_use]
    pub fn tokens(&self) -> usize {
        self.terms.len()
    }

    /// The terms, by id.
    #[must_use]
    pub fn vocabulary(&self) -> &Arc<[String]> {
        &self.vocabulary
    }

    /// One more than the highest group, and at least 1.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// The group of a document.
    ///
    /// # Panics
    ///
    /// If there is no such document.
    #[must_use]
    pub fn group(&self, document: usize) -> u16 {
        assert!(document < self.len(), "there is no document {document}");
        self.group_of.get(document).copied().unwrap_or(0)
    }

    /// The term ids of a document.
    ///
    /// # Panics
    ///
    /// If there is no such document.
    #[must_use]
    pub fn get(&self, document: usize) -> &[u32] {
        &self.terms[self.start(document)..self.ends[document] as usize]
    }

    /// The documents in order.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.len()).map(|d| self.get(d))
    }

    /// Where a document starts among all tokens.
    pub(crate) fn start(&self, document: usize) -> usize {
        match document {
            0 => 0,
            d => self.ends[d - 1] as usize,
        }
    }
}

//! Where an article comes from.

use std::path::Path;

use crate::document::{Document, Skip, SkipReason};
use crate::{CorpusOptions, PublisherSource, Timestamp, clean};

/// The file, and the member of an archive, that articles come from.
///
/// All articles of one source share it.
#[derive(Debug)]
pub(crate) struct Origin {
    /// The path of the file as it was found, or the name of a stream.
    pub(crate) path: String,
    /// The name of the member, if the file is an archive.
    pub(crate) entry: Option<String>,
    /// Whether it is a stream, which is in no folder.
    is_stream: bool,
}

impl Origin {
    pub(crate) fn file(path: &Path) -> Origin {
        Origin {
            path: path.to_string_lossy().into_owned(),
            entry: None,
            is_stream: false,
        }
    }

    pub(crate) fn stream(name: &str) -> Origin {
        Origin {
            path: name.to_owned(),
            entry: None,
            is_stream: true,
        }
    }

    /// Returns the origin of a member of this archive.
    pub(crate) fn member(&self, name: String) -> Origin {
        Origin {
            path: self.path.clone(),
            entry: Some(name),
            is_stream: self.is_stream,
        }
    }

    /// Returns the name that tells the format: that of the member, or of the
    /// file.
    pub(crate) fn name(&self) -> &str {
        self.entry.as_deref().unwrap_or(&self.path)
    }

    /// Returns the name of the folder that the file or member is in. A member
    /// that is in no folder counts as being in the folder that the archive is in.
    fn folder(&self) -> Option<String> {
        let folder = |path: &Path| Some(path.parent()?.file_name()?.to_string_lossy().into_owned());
        let inner = self.entry.as_deref().and_then(|e| folder(Path::new(e)));
        if inner.is_some() || self.is_stream {
            return inner;
        }
        // The current folder has no name in a path such as `a.txt`.
        folder(&std::path::absolute(&self.path).ok()?)
    }

    /// Returns what an article without an id is known by.
    pub(crate) fn id(&self) -> String {
        match &self.entry {
            Some(entry) => format!("{}/{entry}", self.path),
            None => self.path.clone(),
        }
    }

    /// Fills in what an article does not say and its place does, and gives its
    /// publisher the name that counts.
    pub(crate) fn complete(&self, document: &mut Document, options: &CorpusOptions) {
        if document.publisher.is_none() || document.published_at.is_none() {
            let (publisher, date) = self.supplied(options);
            document.published_at = document.published_at.or(date);
            document.publisher = document.publisher.take().or(publisher);
        }
        give_name(&mut document.publisher, options);
    }

    /// Returns the publisher of what did not become a document, from what is stated and
    /// from its place.
    pub(crate) fn publisher(
        &self,
        stated: Option<String>,
        options: &CorpusOptions,
    ) -> Option<String> {
        let mut publisher = stated.or_else(|| self.supplied(options).0);
        give_name(&mut publisher, options);
        publisher
    }

    /// Returns what the place says.
    fn supplied(&self, options: &CorpusOptions) -> (Option<String>, Option<Timestamp>) {
        let (publisher, date) = match &options.publisher {
            PublisherSource::Field => (None, None),
            PublisherSource::ParentFolder => (self.folder(), None),
            PublisherSource::FileName(pattern) => match pattern.read(Path::new(&self.id())) {
                Some((publisher, date)) => (Some(publisher), date),
                None => (None, None),
            },
            PublisherSource::Constant(name) => (Some(name.clone()), None),
        };
        (publisher.and_then(|name| clean::line(&name)), date)
    }

    pub(crate) fn skip(
        &self,
        line: Option<u64>,
        reason: SkipReason,
        detail: impl Into<String>,
    ) -> Skip {
        let mut skip = Skip::new(&self.path, line, reason, detail);
        skip.entry.clone_from(&self.entry);
        skip
    }
}

/// Gives a publisher the name that counts.
fn give_name(publisher: &mut Option<String>, options: &CorpusOptions) {
    if let Some(publisher) = publisher {
        let name = options.aliases.name(publisher);
        if name != publisher {
            *publisher = name.to_owned();
        }
    }
}

//! What the place of an article says about it.

use std::path::Path;

use crate::{CorpusOptions, Document, PublisherSource, Timestamp, clean};

/// What holds for articles that do not say it themselves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origin {
    publisher: Option<String>,
    date: Option<Timestamp>,
}

impl Origin {
    /// Asks the place of an article; a stream has no path.
    pub(crate) fn of(path: Option<&Path>, options: &CorpusOptions) -> Origin {
        let (publisher, date) = match &options.publisher {
            PublisherSource::Field => (None, None),
            PublisherSource::ParentFolder => (path.and_then(parent_folder), None),
            PublisherSource::FileName(pattern) => match path.and_then(|path| pattern.read(path)) {
                Some((publisher, date)) => (Some(publisher), date),
                None => (None, None),
            },
            PublisherSource::Constant(name) => (Some(name.clone()), None),
        };
        Origin {
            publisher: publisher.and_then(|name| clean::line(&name)),
            date,
        }
    }

    /// Fills in what an article does not say, and gives its publisher the name
    /// that counts.
    pub(crate) fn complete(&self, document: &mut Document, options: &CorpusOptions) {
        if document.publisher.is_none() {
            document.publisher.clone_from(&self.publisher);
        }
        if let Some(publisher) = &mut document.publisher {
            let name = options.aliases.name(publisher);
            if name != publisher {
                *publisher = name.to_owned();
            }
        }
        document.published_at = document.published_at.or(self.date);
    }
}

/// Returns the name of the folder that a file is in.
fn parent_folder(path: &Path) -> Option<String> {
    let path = std::path::absolute(path).ok()?;
    Some(path.parent()?.file_name()?.to_string_lossy().into_owned())
}

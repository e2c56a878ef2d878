use std::fmt;

/// Why bytes are not a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Reason);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reason {
    NoModel,
    Version(u32),
    Damaged,
}

impl From<Reason> for Error {
    fn from(reason: Reason) -> Self {
        Self(reason)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Reason::NoModel => f.write_str("this is no topic model of malmoi"),
            Reason::Version(version) => write!(
                f,
                "the topic model is written in version {version} of its format, and this malmoi \
                 reads version {}; fit it again or use the malmoi that wrote it",
                crate::bytes::VERSION
            ),
            Reason::Damaged => f.write_str(
                "the topic model is damaged: its checksum or its length is wrong; save it again",
            ),
        }
    }
}

impl std::error::Error for Error {}

//! Archives: many sources in one file, in the order they lie in it.

use std::sync::Arc;

use crate::batch::Work;
use crate::blocks::{self, Blocks, Context, Nesting, Reader};
use crate::corpus::{BATCH_BYTES, BATCH_FILES};
use crate::document::SkipReason;
use crate::origin::Origin;

/// The members of an archive, one after another.
pub(crate) trait Members: Send {
    /// Returns the next member once the one before is done with; `None` at the
    /// end.
    fn next_member(&mut self) -> Option<Member>;
}

/// What an archive holds.
pub(crate) enum Member {
    /// A file, by its name in the archive.
    File(String, Reader),
    /// A member that cannot be read.
    Skip(String, SkipReason, String),
    /// Damage that ends the archive.
    Damage(SkipReason, String),
    /// Nothing to read, such as a folder, or a part of what nobody wants.
    Other,
}

/// An archive that is being read.
pub(crate) struct Archive {
    origin: Arc<Origin>,
    members: Box<dyn Members>,
    /// The member that is being read.
    current: Option<Box<dyn Blocks>>,
    context: Context,
    any: bool,
    ended: bool,
}

/// At most so many entries that are nothing to read are gone through in one
/// step, so that nobody waits long for the lock.
const MAX_OTHERS: usize = 4096;

impl Archive {
    pub(crate) fn new(
        origin: Arc<Origin>,
        members: Box<dyn Members>,
        context: &Context,
    ) -> Archive {
        Archive {
            origin,
            members,
            current: None,
            context: context.clone(),
            any: false,
            ended: false,
        }
    }

    fn skip(&self, reason: SkipReason, detail: impl Into<String>) -> Work {
        Work::Skip(self.origin.skip(None, reason, detail))
    }

    /// Begins with the next member; returns what is known about it already.
    fn advance(&mut self) -> Option<Work> {
        match self.members.next_member() {
            None => {
                self.ended = true;
                (!self.any).then(|| self.skip(SkipReason::EmptyFile, "the archive holds no files"))
            }
            Some(Member::Other) => None,
            // What is hidden is left out, as in folders.
            Some(Member::File(name, _) | Member::Skip(name, ..)) if is_hidden(&name) => None,
            Some(Member::File(name, reader)) => {
                self.any = true;
                let origin = Arc::new(self.origin.member(name));
                let member = blocks::open(origin, reader, &self.context, Nesting::ARCHIVED);
                self.current = Some(member);
                None
            }
            Some(Member::Skip(name, reason, detail)) => {
                self.any = true;
                Some(Work::Skip(
                    self.origin.member(name).skip(None, reason, detail),
                ))
            }
            Some(Member::Damage(reason, detail)) => {
                self.ended = true;
                self.any = true;
                Some(self.skip(reason, detail))
            }
        }
    }
}

impl Blocks for Archive {
    fn next_block(&mut self) -> Option<Vec<Work>> {
        if self.ended {
            return None;
        }
        let (mut work, mut bytes) = (Vec::new(), 0);
        for _ in 0..MAX_OTHERS {
            if self.ended || bytes >= BATCH_BYTES || work.len() >= BATCH_FILES {
                break;
            }
            let Some(current) = &mut self.current else {
                work.extend(self.advance());
                continue;
            };
            match current.next_block() {
                None => self.current = None,
                Some(block) => {
                    bytes += block.iter().map(Work::size).sum::<u64>();
                    work.extend(block);
                }
            }
        }
        Some(work)
    }
}

/// Whether a member, or a folder that it is in, has a name that begins with a
/// dot; or is what macOS adds to an archive.
fn is_hidden(name: &str) -> bool {
    let mut parts = name.split(['/', '\\']);
    parts.any(|part| part == "__MACOSX" || part.starts_with('.') && part != "." && part != "..")
}

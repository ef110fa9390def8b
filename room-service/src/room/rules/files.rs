//! Of files: a message has those that its author has uploaded for the room and not posted yet.

use proto::room::{Command, File};
use proto::text::Body;
use proto::{Reason, Refusal};

use super::Claim;
use crate::room::state::Room;

impl Room {
    /// The files that a command posts, each once. With none there must be words.
    pub(super) fn files(
        &self,
        command: &Command,
        body: &Body,
        claim: Option<&Claim>,
    ) -> Result<Vec<File>, Refusal> {
        let wanted = command.action.files();
        if wanted.is_empty() && body.is_none() {
            return Err(Reason::MessageEmpty.into());
        }
        if wanted.len() > File::MAX {
            return Err(Reason::TooManyFiles { max: File::MAX }.into());
        }
        let found = if let Some(Claim::Files(found)) = claim { found.as_slice() } else { &[] };
        let mut files: Vec<File> = Vec::new();
        for id in wanted {
            let file = found.iter().find(|file| file.id == *id && !self.has_just_posted(*id));
            match file {
                Some(file) if files.iter().all(|other| other.id != *id) => files.push(file.clone()),
                _ => return Err(Reason::FileMissing.into()),
            }
        }
        Ok(files)
    }
}

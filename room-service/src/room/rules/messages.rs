//! Of messages: said, changed, taken back.

use proto::room::Listed;
use proto::room::permissions::Asker;
use proto::room::{Command, Fact, LinkPreview, Message, MessageList, Previews, Quote, Reactions};
use proto::text::{Body, ModerationReason};
use proto::{At, FileId, Reason, Refusal, Seq};

use super::Claim;
use super::Decision::{self, Happens, Refused, Unchanged};
use crate::render::links;
use crate::room::state::Room;

impl Room {
    pub(super) fn post(
        &self,
        command: &Command,
        asker: &Asker,
        (body, reply_to): (&Body, Option<Seq>),
        claim: Option<&Claim>,
    ) -> Decision {
        let answered = match reply_to.map(|seq| self.target(seq)) {
            None => None,
            Some(None) => return Refused(Reason::RepliedMessageMissing.into()),
            Some(Some(message)) if message.deleted_at.is_some() => {
                return Refused(Reason::RepliedMessageDeleted.into());
            }
            Some(Some(message)) => Some(Box::new(Quote::of(message))),
        };
        if let Err(refusal) = self.check_pace(asker, command.actor.id) {
            return Refused(refusal);
        }
        let files = match self.files(command, body, claim) {
            Ok(files) => files,
            Err(refusal) => return Refused(refusal),
        };
        let number = Some(self.last_msg + 1);
        let message =
            Message { msg_no: number, reply_to: answered, files, ..said(command, self.head + 1, body) };
        Happens(Fact::Posted { message: Box::new(message) })
    }

    pub(super) fn edit(
        &self,
        command: &Command,
        asker: &Asker,
        target: Seq,
        (body, without): (&Body, &[FileId]),
        based_on: Option<Seq>,
    ) -> Decision {
        let Some(message) = self.target(target) else { return Refused(no_message()) };
        if let Err(refusal) = check_author(command, asker, message) {
            return Refused(refusal);
        }
        if message.deleted_at.is_some() {
            return Refused(Reason::MessageDeleted.into());
        }
        if based_on.is_some_and(|rev| rev != message.text_rev) {
            return Refused(Reason::EditedMeanwhile.into());
        }
        let files: Vec<_> =
            message.files.iter().filter(|file| !without.contains(&file.id)).cloned().collect();
        if body.is_none() && files.is_empty() {
            return Refused(Reason::MessageEmpty.into());
        }
        let previews = still_linked(&message.previews, body);
        let message = Message {
            rev: self.head + 1,
            text_rev: self.head + 1,
            body: body.as_str().to_owned(),
            edited_at: Some(At::UNIX_EPOCH),
            history: self.settings.keeps_edits_of(target),
            files,
            previews,
            ..message.clone()
        };
        Happens(Fact::Edited { message: Box::new(message) })
    }

    /// Of one's own message nobody is told why, nor whose it was.
    pub(super) fn delete(
        &self,
        command: &Command,
        asker: &Asker,
        target: Seq,
        reason: Option<&ModerationReason>,
    ) -> Decision {
        let Some(message) = self.target(target) else { return Refused(no_message()) };
        match check_author(command, asker, message) {
            Err(refusal) => Refused(refusal),
            Ok(()) if message.deleted_at.is_some() => Unchanged,
            Ok(()) if message.author == command.actor.id => {
                Happens(Fact::Deleted { target, author: None, reason: None, whom: String::new() })
            }
            Ok(()) => Happens(Fact::Deleted {
                target,
                author: Some(message.author),
                reason: reason.cloned(),
                whom: message.name.clone(),
            }),
        }
    }

    /// Puts a message into a list of the room's or takes it out: whichever the fact says.
    pub(super) fn list(&self, fact: Fact) -> Decision {
        let Some((list, target, listed)) = fact.list() else { return Unchanged };
        let Some(message) = self.target(target) else { return Refused(no_message()) };
        let messages = self.settings.list(list);
        match (listed, messages.contains(&target)) {
            (Listed::In, _) if message.deleted_at.is_some() => Refused(Reason::MessageDeleted.into()),
            (Listed::In, true) | (Listed::Out, false) => Unchanged,
            (Listed::In, false) if messages.len() >= MessageList::MAX => {
                Refused(Reason::ListFull { list: list.as_str().into(), max: MessageList::MAX }.into())
            }
            (Listed::In, false) | (Listed::Out, true) => Happens(fact),
        }
    }
}

/// A new message, which has no number yet and answers none.
pub(super) fn said(command: &Command, seq: Seq, body: &Body) -> Message {
    Message {
        seq,
        msg_no: None,
        rev: seq,
        text_rev: seq,
        author: command.actor.id,
        name: command.actor.name.clone(),
        avatar: None,
        at: At::UNIX_EPOCH,
        body: body.as_str().to_owned(),
        html: String::new(),
        reply_to: None,
        thread: None,
        edited_at: None,
        history: false,
        deleted_at: None,
        files: Vec::new(),
        previews: Previews::default(),
        reactions: Reactions::default(),
        nonce: command.nonce,
    }
}

/// What was found out of links that are still there.
fn still_linked(previews: &Previews, body: &Body) -> Previews {
    if previews.links.is_empty() {
        return previews.clone();
    }
    let there = links(body.as_str());
    let is_there = |link: &&LinkPreview| there.contains(&link.href);
    Previews { links: previews.links.iter().filter(is_there).cloned().collect(), ..*previews }
}

pub(super) fn check_author(command: &Command, asker: &Asker, message: &Message) -> Result<(), Refusal> {
    let is_own = message.author == command.actor.id;
    asker.check_author(command.authority, command.action.kind(), is_own)
}

pub(super) fn no_message() -> Refusal {
    Reason::MessageMissing.into()
}

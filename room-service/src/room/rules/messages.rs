//! Of messages: said, changed, taken back.

use proto::room::{Actor, Authority, Command, Fact, Message, Role, RoomSettings};
use proto::text::Body;
use proto::{At, Reason, Refusal, Seq, UserId};

use super::Decision::{self, Happens, Refused, Unchanged};
use crate::room::permissions::Asker;
use crate::room::state::Room;

impl Room {
    pub(super) fn post(&self, command: &Command, body: &Body, reply_to: Option<Seq>) -> Decision {
        if reply_to.is_some_and(|seq| self.target(seq).is_none()) {
            return Refused(Reason::RepliedMessageMissing.into());
        }
        let seq = self.head + 1;
        let message = Message {
            seq,
            msg_no: Some(self.last_msg + 1),
            rev: seq,
            text_rev: seq,
            author: command.actor.id,
            name: command.actor.name.clone(),
            at: At::UNIX_EPOCH,
            body: body.as_str().to_owned(),
            html: String::new(),
            reply_to,
            edited_at: None,
            deleted_at: None,
            nonce: command.nonce,
        };
        Happens(Fact::Posted { message: Box::new(message) })
    }

    pub(super) fn edit(&self, actor: &Actor, target: Seq, body: &Body, based_on: Option<Seq>) -> Decision {
        let message = match self.target(target) {
            None => return Refused(no_message()),
            Some(message) if message.author != actor.id => return Refused(Reason::AuthorOnly.into()),
            Some(message) if message.deleted_at.is_some() => return Refused(Reason::MessageDeleted.into()),
            Some(message) if based_on.is_some_and(|rev| rev != message.text_rev) => {
                return Refused(Reason::EditedMeanwhile.into());
            }
            Some(message) => message,
        };
        let message = Message {
            rev: self.head + 1,
            text_rev: self.head + 1,
            body: body.as_str().to_owned(),
            edited_at: Some(At::UNIX_EPOCH),
            ..message.clone()
        };
        Happens(Fact::Edited { message: Box::new(message) })
    }

    pub(super) fn delete(&self, command: &Command, asker: &Asker, target: Seq) -> Decision {
        let may_others = command.authority > Authority::Member || asker.power() >= Role::Moderator;
        match self.target(target) {
            None => Refused(no_message()),
            Some(message) if message.author != command.actor.id && !may_others => {
                Refused(Reason::AuthorOrModeratorOnly.into())
            }
            Some(message) if message.deleted_at.is_some() => Unchanged,
            Some(_) => Happens(Fact::Deleted { target }),
        }
    }

    pub(super) fn pin(&self, target: Seq) -> Decision {
        match self.target(target) {
            None => Refused(no_message()),
            Some(message) if message.deleted_at.is_some() => Refused(Reason::MessageDeleted.into()),
            Some(_) if self.settings.is_pinned(target) => Unchanged,
            Some(_) if self.settings.pins.len() >= RoomSettings::PINS => {
                Refused(Reason::TooManyPins { max: RoomSettings::PINS }.into())
            }
            Some(_) => Happens(Fact::Pinned { target }),
        }
    }

    pub(super) fn unpin(&self, target: Seq) -> Decision {
        match self.target(target) {
            None => Refused(no_message()),
            Some(_) if self.settings.is_pinned(target) => Happens(Fact::Unpinned { target }),
            Some(_) => Unchanged,
        }
    }

    /// Whom words of this person's mention: those they name who are inside. Nobody mentions themselves.
    pub fn mentioned(&self, author: UserId, named: &[UserId]) -> Vec<UserId> {
        let is_meant = |user: &UserId| *user != author && self.role(*user).is_inside();
        named.iter().copied().filter(is_meant).collect()
    }
}

fn no_message() -> Refusal {
    Reason::MessageMissing.into()
}

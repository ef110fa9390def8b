//! Who may call everyone: `@room` and `@here`.

use proto::room::permissions::Asker;
use proto::room::{Fact, Kind, Message};
use proto::text::Broadcast;
use proto::{Reason, Refusal, UserId};

use super::Decision::{self, Happens, Refused};
use crate::room::state::Room;

impl Room {
    /// What is said, unless it calls everyone and may not. In a direct conversation all that is said is for everyone anyhow.
    pub(super) fn calling(&self, asker: &Asker, named: &[UserId], decision: Decision) -> Decision {
        let Happens(Fact::Posted { message } | Fact::Edited { message }) = &decision else { return decision };
        match self.check_broadcast(asker, named, message) {
            Ok(()) => decision,
            Err(refusal) => Refused(refusal),
        }
    }

    fn check_broadcast(&self, asker: &Asker, named: &[UserId], message: &Message) -> Result<(), Refusal> {
        if self.kind == Kind::Direct || !named.iter().any(|id| Broadcast::of(*id).is_some()) {
            return Ok(());
        }
        if !asker.may_broadcast() {
            return Err(Reason::BroadcastModeratorsOnly.into());
        }
        // What is said aside is read by those who follow the thread.
        if message.msg_no.is_none() { Err(Reason::BroadcastInThread.into()) } else { Ok(()) }
    }

    /// Whom words of this person's mention: those they name who are inside. Nobody mentions themselves. Everyone includes whoever is
    /// here, who stand last.
    pub fn mentioned(&self, author: UserId, named: &[UserId]) -> Vec<UserId> {
        let is_meant =
            |user: &UserId| *user != author && Broadcast::of(*user).is_none() && self.role(*user).is_inside();
        let mut meant: Vec<UserId> = named.iter().copied().filter(is_meant).collect();
        let calls = named.iter().filter_map(|id| Broadcast::of(*id)).max();
        meant.extend(calls.filter(|_| self.kind != Kind::Direct).map(Broadcast::id));
        meant
    }
}

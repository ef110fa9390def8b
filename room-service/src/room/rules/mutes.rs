//! Of those who may say nothing for a while.

use proto::room::permissions::Asker;
use proto::room::{Command, Fact, Role};
use proto::{At, Reason, Refusal, UserId};

use super::Decision::{self, Happens, Refused, Unchanged};
use crate::room::state::Room;

impl Room {
    /// Until when somebody may say nothing; none if they may.
    pub(super) fn muted_until(&self, user: UserId) -> Option<At> {
        self.member(user)?.muted_until.filter(|until| *until > self.now)
    }

    /// A later mute takes the place of an earlier one, whichever ends first.
    pub(super) fn mute(&self, command: &Command, asker: &Asker, muted: Fact) -> Decision {
        match muted.person().map(|user| self.check_below(command, asker, user)) {
            Some(Ok(())) => Happens(muted),
            Some(Err(refusal)) => Refused(refusal),
            None => Unchanged,
        }
    }

    pub(super) fn unmute(&self, command: &Command, asker: &Asker, user: UserId, whom: &str) -> Decision {
        match self.check_below(command, asker, user) {
            Err(refusal) => Refused(refusal),
            Ok(()) if self.muted_until(user).is_none() => Unchanged,
            Ok(()) => Happens(Fact::Unmuted { user, whom: whom.to_owned() }),
        }
    }

    /// A member does this to those below them, an admin to everyone inside.
    fn check_below(&self, command: &Command, asker: &Asker, user: UserId) -> Result<(), Refusal> {
        match self.role(user) {
            Role::Former | Role::Banned => Err(Reason::NotAMember.into()),
            role if command.authority.is_member() && !asker.outranks(role) => Err(Reason::Outranked.into()),
            Role::Member | Role::Moderator | Role::Owner => Ok(()),
        }
    }
}

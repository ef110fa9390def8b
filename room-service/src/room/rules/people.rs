//! Of people: in, out, back, and what they are.

use proto::room::permissions::Asker;
use proto::room::{Authority, Command, Fact, Role};
use proto::{Reason, Refusal, UserId};

use super::Decision::{self, Happens, Refused, Unchanged};
use crate::room::state::Room;

impl Room {
    pub(super) fn join(&self, asker: &Asker) -> Decision {
        if asker.is_inside() { Unchanged } else { Happens(Fact::Joined) }
    }

    pub(super) fn leave(&self, asker: &Asker) -> Decision {
        match asker.role {
            Some(Role::Owner) if self.is_last_owner_of_others() => Refused(Reason::LastRoomOwner.into()),
            Some(role) if role.is_inside() => Happens(Fact::Left),
            Some(_) | None => Unchanged,
        }
    }

    pub(super) fn remove(
        &self,
        command: &Command,
        asker: &Asker,
        user: UserId,
        ban: bool,
        removed: Fact,
    ) -> Decision {
        match (command.authority, self.known_role(user)) {
            (Authority::Admin, Some(Role::Former)) if ban => Happens(removed),
            (Authority::Admin, Some(Role::Banned)) if ban && !self.ban_is_so(user, &removed) => {
                Happens(removed)
            }
            (Authority::Admin | Authority::System, role) => self.take_out(role, removed),
            (Authority::Member, _) if user == command.actor.id => Refused(Reason::RemoveYourself.into()),
            (Authority::Member, None) => Refused(nobody()),
            (Authority::Member, Some(Role::Banned)) if !ban || self.ban_is_so(user, &removed) => Unchanged,
            (Authority::Member, Some(Role::Former)) if !ban => Unchanged,
            (Authority::Member, Some(role)) if !asker.outranks(role) => Refused(Reason::Outranked.into()),
            (Authority::Member, Some(_)) => Happens(removed),
        }
    }

    /// Out, whatever they are there. The last owner goes once somebody else owns the room, or nobody else is there.
    fn take_out(&self, role: Option<Role>, removed: Fact) -> Decision {
        match role {
            Some(Role::Owner) if self.is_last_owner_of_others() => Refused(Reason::RoomNeedsOwner.into()),
            Some(role) if role.is_inside() => Happens(removed),
            Some(_) | None => Unchanged,
        }
    }

    pub(super) fn add(&self, user: UserId, whom: &str) -> Decision {
        match self.role(user) {
            Role::Banned => Refused(Reason::Banned.into()),
            Role::Former => Happens(Fact::Added { user, whom: whom.to_owned() }),
            Role::Member | Role::Moderator | Role::Owner => Unchanged,
        }
    }

    pub(super) fn unban(&self, user: UserId, whom: &str) -> Decision {
        match self.known_role(user) {
            Some(Role::Banned) => Happens(Fact::Unbanned { user, whom: whom.to_owned() }),
            Some(_) => Unchanged,
            None => Refused(nobody()),
        }
    }

    pub(super) fn appoint(&self, command: &Command, user: UserId, role: Role) -> Decision {
        if !role.is_inside() {
            return Refused(Refusal::new(Reason::UnknownRoomRole).on("role"));
        }
        if user == command.actor.id {
            return Refused(Reason::OwnRole.into());
        }
        match self.role(user) {
            before if before == role => Unchanged,
            Role::Owner => Refused(Reason::OwnersRole.into()),
            Role::Member | Role::Moderator => Happens(Fact::Appointed { user, role }),
            Role::Former | Role::Banned => Refused(nobody()),
        }
    }

    fn is_last_owner_of_others(&self) -> bool {
        self.owners == 1 && self.members > 1
    }

    /// Whether a ban would change nothing: they are banned for good already.
    fn ban_is_so(&self, user: UserId, removed: &Fact) -> bool {
        let row = self.member(user);
        matches!(removed, Fact::Removed { until: None, .. })
            && row.is_some_and(|row| row.banned_until.is_none())
    }

    /// What somebody is here; none if they never were. Who was banned until now is as good as who left.
    pub(super) fn known_role(&self, user: UserId) -> Option<Role> {
        self.member(user).map(|row| row.role_at(self.now))
    }

    /// What somebody is here; who never was is as good as who was.
    pub(super) fn role(&self, user: UserId) -> Role {
        self.known_role(user).unwrap_or(Role::Former)
    }
}

fn nobody() -> Refusal {
    Reason::NotAMember.into()
}
